/*
 * Drafts of letters: saving them with their audit line, and filling them with what the agency's
 * letters share. Signing is letter_sign_work.c's.
 */
#include "base/json.h"
#include "base/random.h"
#include "base/utf8.h"
#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

enum { TITLE_MOST = 200, SHARED_FACTS = 3 };

/* --- a draft as JSON --- */

static struct fault *
write_draft(const struct letter_draft *draft, struct str template, struct buf *out)
{
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_str(&json, "template", template);
	json_key(&json, "facts");
	json_begin_object(&json);
	for (const struct letter_field *field = letter_fields; field->name; field++) {
		struct str text = letter_fact_text(&draft->facts, field->name);

		if (text.len)
			json_pair_str(&json, field->name, text);
	}
	json_end_object(&json);
	json_end_object(&json);
	return buf_check(out);
}

static struct fault *
read_draft(struct arena *arena, struct str text, struct letter_draft *draft)
{
	CLOSING(json_close) struct json_value *value = NULL;
	const struct json_value *facts;
	const struct json_value *item;
	struct letter_fact *items = NULL;
	size_t room = 0;
	size_t position = 0;
	struct str key;

	TRY(json_parse(text, &value));
	TRY(str_copy(arena, json_text(json_member(value, "template")), &draft->template));
	facts = json_member(value, "facts");
	draft->facts.count = 0;
	while (json_next(facts, &position, &key, &item)) {
		const struct letter_field *field = letter_field_find(key);

		/* A later program may have other fields. */
		if (!field)
			continue;
		GROW(arena, items, draft->facts.count, room);
		items[draft->facts.count].name = field->name;
		TRY(str_copy(arena, json_text(item), &items[draft->facts.count].text));
		draft->facts.count++;
	}
	draft->facts.items = items;
	return NULL;
}

/* --- filling --- */

/* The agency signs in its own name; what else its letters share comes last, so that the draft's own
 * facts count. */
static struct fault *
add_shared(struct arena *arena, const struct letter_house *house, const struct letter_facts *facts,
	struct letter_facts *ret_facts)
{
	const struct letter_fact shared[SHARED_FACTS] = { { "agency_office", house->office },
		{ "agency_address", house->address }, { "agency_phone", house->phone } };
	struct letter_fact *items;

	TAKE(arena, items, facts->count + SHARED_FACTS + 1);
	items[0] = (struct letter_fact){ "agency_name", house->agency.name };
	if (facts->count)
		memcpy(items + 1, facts->items, facts->count * sizeof *items);
	memcpy(items + 1 + facts->count, shared, sizeof shared);
	*ret_facts = (struct letter_facts){ items, facts->count + SHARED_FACTS + 1 };
	return NULL;
}

struct fault *
letter_fill_draft(struct arena *arena, const struct letter_house *house,
	const struct letter_draft *draft, struct str number, struct day issued_on,
	struct letter *ret_letter, struct letter_findings *ret_findings)
{
	struct letter_plan plan = { .kind = draft->kind,
		.template = draft->template,
		.number = number,
		.issued_on = issued_on,
		.has_seal_room = house->has_seal_room };

	plan.remedy = (struct letter_remedy_plan){ .review = house->review,
		.review_address = house->review_address,
		.review_online = house->review_online,
		.court = house->court,
		.is_online = draft->is_online };
	TRY(add_shared(arena, house, &draft->facts, &plan.facts));
	return letter_compose(arena, &plan, ret_letter, ret_findings);
}

/* The agency's template when the draft has none. */
static struct fault *
choose_template(struct db *db, struct arena *arena, struct str path, struct letter_draft *draft)
{
	struct letter_words words;

	if (str_trim(draft->template).len)
		return NULL;
	TRY(letter_words_load(db, arena, path, draft->kind, &words));
	draft->template = words.text;
	return NULL;
}

static struct fault *
check_kind(const struct letter_draft *draft)
{
	if (draft->kind > LETTER_NONE && draft->kind < LETTER_KINDS)
		return NULL;
	return fault_new(
		FAULT_INPUT, "letter_kind", "没有这种文书。", "There is no such kind of letter.");
}

struct fault *
letter_fill(struct db *db, struct arena *arena, const struct letter_draft *draft, struct day today,
	struct letter *ret_letter, struct letter_findings *ret_findings)
{
	struct letter_draft whole = *draft;
	struct letter_house house;

	TRY(check_kind(draft));
	TRY(letter_load_house(db, arena, draft->agency_id, &house));
	TRY(choose_template(db, arena, house.agency.path, &whole));
	return letter_fill_draft(arena, &house, &whole, STR(""), today, ret_letter, ret_findings);
}

struct fault *
letter_fill_sample(struct db *db, struct arena *arena, int64_t agency_id, enum letter_kind kind,
	struct str template, struct day today, struct letter *ret_letter,
	struct letter_findings *ret_findings)
{
	struct letter_draft draft = { .agency_id = agency_id, .kind = kind, .template = template };
	struct letter_fact *items;
	size_t count = 0;

	TRY(letter_sample_facts(arena, &draft.facts));
	TAKE(arena, items, draft.facts.count);
	/* The agency's own particulars stand in the place of samples. */
	for (size_t i = 0; i < draft.facts.count; i++)
		if (!str_starts(str_of(draft.facts.items[i].name), STR("agency_")))
			items[count++] = draft.facts.items[i];
	draft.facts = (struct letter_facts){ items, count };
	return letter_fill(db, arena, &draft, today, ret_letter, ret_findings);
}

struct fault *
letter_draft_of(struct arena *arena, const struct letter_row *row,
	const struct letter_content *content, struct letter_draft *ret_draft)
{
	struct letter_draft draft = { .id = row->id,
		.agency_id = row->agency_id,
		.kind = row->kind,
		.subject = row->subject,
		.subject_id = row->subject_id,
		.title = row->title,
		.is_for_review = row->state == LETTER_IN_REVIEW,
		.is_online = content->is_online,
		.version = row->version };

	TRY(read_draft(arena, content->draft, &draft));
	*ret_draft = draft;
	return NULL;
}

struct fault *
letter_load_draft(struct db *db, const struct seal_keys *keys, struct arena *arena, int64_t id,
	struct letter_draft *ret_draft)
{
	struct letter_content content;
	struct letter_row row;

	TRY(letter_load(db, arena, id, &row));
	TRY(letter_store_content(db, keys, arena, id, &content));
	return letter_draft_of(arena, &row, &content, ret_draft);
}

struct fault *
letter_load_filled(struct db *db, const struct seal_keys *keys, struct arena *arena, int64_t id,
	struct day today, struct letter *ret_letter, struct letter_findings *ret_findings)
{
	struct letter_content content;
	struct letter_draft draft;
	struct letter_row row;

	TRY(letter_load(db, arena, id, &row));
	TRY(letter_store_content(db, keys, arena, id, &content));
	if (content.fixed.len) {
		*ret_findings = (struct letter_findings){ 0 };
		return letter_read_json(arena, content.fixed, ret_letter);
	}
	TRY(letter_draft_of(arena, &row, &content, &draft));
	return letter_fill(db, arena, &draft, today, ret_letter, ret_findings);
}

/* --- telling --- */

struct fault *
letter_tell(struct db *db, const struct letter_doer *doer, const char *deed, int64_t id,
	struct str reason)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf after;
	struct json_out json;
	struct letter_row row;

	buf_init(&after, 8192);
	TRY(arena_open(1 << 20, &arena));
	TRY(letter_load(db, arena, id, &row));
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_str(&json, "kind", str_of(letter_types[row.kind].key));
	json_pair_str(&json, "state", str_of(letter_state_words(row.state)));
	json_pair_str(&json, "subject", row.subject);
	json_pair_int(&json, "subject_id", row.subject_id);
	if (row.number.len)
		json_pair_str(&json, "number", row.number);
	if (row.docx.at[0])
		json_pair_str(&json, "docx", str_of(row.docx.at));
	if (row.pdf.at[0])
		json_pair_str(&json, "pdf", str_of(row.pdf.at));
	if (reason.len)
		json_pair_str(&json, "reason", reason);
	json_end_object(&json);
	TRY(buf_check(&after));
	return audit_write(db, doer->actor,
		&(struct audit_deed){ .deed = deed,
			.thing = "letter",
			.thing_id = id,
			.agency_id = row.agency_id,
			.after = buf_str(&after) });
}

/* --- drafts --- */

struct drafting {
	const struct letter_doer *doer;
	const struct letter_draft *draft;
	int64_t id;
};

static struct fault *
seal_draft(const struct letter_doer *doer, struct arena *arena, const struct letter_draft *draft,
	struct str place, struct str *ret_sealed)
{
	CLOSING(buf_done) struct buf json;
	struct str bound;

	buf_init(&json, LETTER_JSON_MOST);
	TRY(write_draft(draft, draft->template, &json));
	TRY(letter_store_place(arena, "draft", place, &bound));
	return seal_put(doer->keys, arena, bound, buf_str(&json), ret_sealed);
}

struct fault *
letter_ask_id(struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, sql, values, &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return letter_fault_stale();
	*ret_id = db_get_int(rows, 0);
	return NULL;
}

static struct fault *
add_draft(struct db *db, struct drafting *drafting, struct arena *arena, struct letter_draft *draft)
{
	struct random_name place = random_name();
	enum letter_state state = draft->is_for_review ? LETTER_IN_REVIEW : LETTER_DRAFT;
	struct agency agency;
	struct str sealed;

	TRY(agency_load(db, arena, draft->agency_id, &agency));
	TRY(choose_template(db, arena, agency.path, draft));
	TRY(seal_draft(drafting->doer, arena, draft, str_of(place.at), &sealed));
	TRY(letter_ask_id(db, &letter_add_sql,
		VALUES(VALUE(draft->agency_id), VALUE(draft->subject), VALUE(draft->subject_id),
			VALUE(draft->kind), VALUE(state), VALUE(str_of(place.at)),
			VALUE(draft->title), VALUE(draft->is_online), db_value_bytes(sealed),
			VALUE(drafting->doer->now)),
		&drafting->id));
	return letter_tell(db, drafting->doer, "letter.drafted", drafting->id, STR(""));
}

static struct fault *
change_draft(
	struct db *db, struct drafting *drafting, struct arena *arena, struct letter_draft *draft)
{
	enum letter_state state = draft->is_for_review ? LETTER_IN_REVIEW : LETTER_DRAFT;
	struct letter_content content;
	struct letter_row row;
	struct str sealed;

	TRY(letter_load(db, arena, draft->id, &row));
	TRY(letter_check_row(&row, draft->version, 1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW));
	TRY(letter_store_content(db, drafting->doer->keys, arena, draft->id, &content));
	/* A letter stays of its kind and with its matter. */
	draft->kind = row.kind;
	draft->agency_id = row.agency_id;
	TRY(choose_template(db, arena, row.agency_path, draft));
	TRY(seal_draft(drafting->doer, arena, draft, content.place, &sealed));
	TRY(letter_ask_id(db, &letter_change_sql,
		VALUES(VALUE(draft->id), VALUE(draft->version), VALUE(state), VALUE(draft->title),
			VALUE(draft->is_online), db_value_bytes(sealed),
			VALUE(drafting->doer->now)),
		&drafting->id));
	return letter_tell(db, drafting->doer, "letter.changed", drafting->id, STR(""));
}

static struct fault *
save_draft(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct drafting *drafting = arg;
	struct letter_draft draft = *drafting->draft;

	TRY(arena_open(LETTER_WORK_MEMORY, &arena));
	draft.title = str_trim(draft.title);
	if (!draft.title.len)
		draft.title = str_of(letter_types[draft.kind].title);
	return draft.id ? change_draft(db, drafting, arena, &draft)
			: add_draft(db, drafting, arena, &draft);
}

struct fault *
letter_save_draft(struct db *db, const struct letter_doer *doer, const struct letter_draft *draft,
	int64_t *ret_id)
{
	struct drafting drafting = { .doer = doer, .draft = draft };

	TRY(check_kind(draft));
	if (utf8_count(draft->template) > LETTER_TEMPLATE_LONGEST)
		return fault_new(FAULT_INPUT, "letter_template", "文书正文最多 %d 字。",
			"The text of a letter has at most %d characters.", LETTER_TEMPLATE_LONGEST);
	if (utf8_count(draft->title) > TITLE_MOST)
		return fault_new(FAULT_INPUT, "letter_title", "标题最多 %d 字。",
			"A title has at most %d characters.", TITLE_MOST);
	TRY(db_work(db, save_draft, &drafting));
	*ret_id = drafting.id;
	return NULL;
}
