/*
 * Letters from draft to signature: saving, filling, signing with a number, making the files,
 * voiding; each change with its audit line. Deliveries are letter_delivery_work.c's.
 */
#include "base/json.h"
#include "base/random.h"
#include "base/utf8.h"
#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

enum { TITLE_MOST = 200, SHARED_FACTS = 4 };

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

/* What the agency's letters share comes last, so that the draft's own facts count. */
static struct fault *
add_shared(struct arena *arena, const struct letter_house *house, const struct letter_facts *facts,
	struct letter_facts *ret_facts)
{
	const struct letter_fact shared[SHARED_FACTS] = { { "agency_name", house->agency.name },
		{ "agency_office", house->office }, { "agency_address", house->address },
		{ "agency_phone", house->phone } };
	struct letter_fact *items;

	TAKE(arena, items, facts->count + SHARED_FACTS);
	if (facts->count)
		memcpy(items, facts->items, facts->count * sizeof *items);
	memcpy(items + facts->count, shared, sizeof shared);
	*ret_facts = (struct letter_facts){ items, facts->count + SHARED_FACTS };
	return NULL;
}

static struct fault *
fill(struct arena *arena, const struct letter_house *house, const struct letter_draft *draft,
	struct str number, struct day issued_on, struct letter *ret_letter,
	struct letter_findings *ret_findings)
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
	return fill(arena, &house, &whole, STR(""), today, ret_letter, ret_findings);
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

static struct fault *
draft_of(struct arena *arena, const struct letter_row *row, const struct letter_content *content,
	struct letter_draft *ret_draft)
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
	return draft_of(arena, &row, &content, ret_draft);
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
	TRY(draft_of(arena, &row, &content, &draft));
	return letter_fill(db, arena, &draft, today, ret_letter, ret_findings);
}

/* --- telling --- */

/* Nothing of what a letter says: kind, state and number. */
static struct fault *
tell(struct db *db, const struct letter_doer *doer, const char *deed, int64_t id, struct str reason)
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

/* A statement that gives one id; `is_found` false when no row was as it should be. */
static struct fault *
ask_id(struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_id)
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
	TRY(ask_id(db, &letter_add_sql,
		VALUES(VALUE(draft->agency_id), VALUE(draft->subject), VALUE(draft->subject_id),
			VALUE(draft->kind), VALUE(state), VALUE(str_of(place.at)),
			VALUE(draft->title), VALUE(draft->is_online), db_value_bytes(sealed),
			VALUE(drafting->doer->now)),
		&drafting->id));
	return tell(db, drafting->doer, "letter.drafted", drafting->id, STR(""));
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
	TRY(ask_id(db, &letter_change_sql,
		VALUES(VALUE(draft->id), VALUE(draft->version), VALUE(state), VALUE(draft->title),
			VALUE(draft->is_online), db_value_bytes(sealed),
			VALUE(drafting->doer->now)),
		&drafting->id));
	return tell(db, drafting->doer, "letter.changed", drafting->id, STR(""));
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

/* --- signing --- */

struct signing {
	const struct letter_doer *doer;
	const struct letter_step *step;
};

static struct fault *
check_fit(const struct letter_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].level == LETTER_ERROR)
			return fault_new(FAULT_INPUT, "letter_unfit",
				"文书还不能签发，有 %d 处错误。第一处：%s%.0s",
				"The letter cannot be signed yet; errors: %d. The first: %.0s%s",
				(int)findings->error_count, findings->items[i].zh.at,
				findings->items[i].en.at);
	return NULL;
}

/* Where letters of all kinds share one count, the series is empty. */
static struct fault *
take_number(struct db *db, struct arena *arena, const struct letter_house *house,
	enum letter_kind kind, int year, struct str *ret_series, int64_t *ret_serial,
	struct str *ret_number)
{
	bool has_series = str_has(house->pattern, STR("{series}"));

	*ret_series = has_series ? str_of(letter_types[kind].series) : STR("");
	TRY(ask_id(db, &letter_take_number_sql,
		VALUES(VALUE(house->agency.id), VALUE(*ret_series), VALUE(year)), ret_serial));
	return letter_number_words(
		arena, house->pattern, house->word, *ret_series, year, *ret_serial, ret_number);
}

static struct fault *
seal_fixed(const struct letter_doer *doer, struct arena *arena, const struct letter *letter,
	struct str place, struct str *ret_sealed)
{
	CLOSING(buf_done) struct buf json;
	struct str bound;

	buf_init(&json, LETTER_JSON_MOST);
	TRY(letter_write_json(letter, &json));
	TRY(letter_store_place(arena, "fixed", place, &bound));
	return seal_put(doer->keys, arena, bound, buf_str(&json), ret_sealed);
}

static struct fault *
fix(struct db *db, const struct signing *signing, struct arena *arena, const struct letter_row *row)
{
	const struct letter_doer *doer = signing->doer;
	struct letter_findings findings;
	struct letter_content content;
	struct letter_draft draft;
	struct letter_house house;
	struct letter letter;
	struct str sealed;
	struct str series;
	struct str number;
	int64_t serial;
	int64_t id;
	int year;
	int month;
	int of_month;

	TRY(letter_store_content(db, doer->keys, arena, row->id, &content));
	TRY(draft_of(arena, row, &content, &draft));
	TRY(letter_load_house(db, arena, row->agency_id, &house));
	TRY(fill(arena, &house, &draft, STR(""), doer->today, &letter, &findings));
	TRY(check_fit(&findings));
	day_split(doer->today, &year, &month, &of_month);
	TRY(take_number(db, arena, &house, row->kind, year, &series, &serial, &number));
	TRY(fill(arena, &house, &draft, number, doer->today, &letter, &findings));
	TRY(seal_fixed(doer, arena, &letter, content.place, &sealed));
	return ask_id(db, &letter_fix_sql,
		VALUES(VALUE(row->id), VALUE(row->version), db_value_bytes(sealed), VALUE(series),
			VALUE(year), VALUE(serial), VALUE(number), VALUE(doer->today),
			db_value_id(doer->actor->account_id), VALUE(doer->actor->name),
			VALUE(doer->now)),
		&id);
}

static struct fault *
sign(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct signing *signing = arg;
	struct letter_row row;

	TRY(arena_open(LETTER_WORK_MEMORY, &arena));
	TRY(letter_load(db, arena, signing->step->id, &row));
	TRY(letter_check_row(
		&row, signing->step->version, 1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW));
	TRY(fix(db, signing, arena, &row));
	return tell(db, signing->doer, "letter.signed", row.id, STR(""));
}

struct fault *
letter_sign(struct db *db, const struct letter_doer *doer, const struct letter_step *step)
{
	struct signing signing = { doer, step };

	return db_work(db, sign, &signing);
}

static struct fault *
cancel(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct signing *signing = arg;
	const struct letter_step *step = signing->step;
	struct letter_row row;
	int64_t id;

	TRY(arena_open(1 << 20, &arena));
	TRY(letter_load(db, arena, step->id, &row));
	TRY(letter_check_row(&row, step->version,
		1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW | 1u << LETTER_SIGNED));
	TRY(ask_id(db, &letter_cancel_sql,
		VALUES(VALUE(step->id), VALUE(step->version), VALUE(str_trim(step->reason)),
			VALUE(signing->doer->now)),
		&id));
	return tell(db, signing->doer, "letter.voided", step->id, str_trim(step->reason));
}

struct fault *
letter_void(struct db *db, const struct letter_doer *doer, const struct letter_step *step)
{
	struct signing signing = { doer, step };

	if (!str_trim(step->reason).len || utf8_count(step->reason) > LETTER_REASON_MOST)
		return fault_new(FAULT_INPUT, "letter_reason", "请写明作废的理由，%d 字以内。",
			"Give the reason, within %d characters.", LETTER_REASON_MOST);
	return db_work(db, cancel, &signing);
}

/* --- files --- */

struct filing_away {
	const struct letter_doer *doer;
	int64_t id;
	struct digest docx;
	struct digest pdf;
};

static struct fault *
put_files(struct db *db, void *arg)
{
	const struct filing_away *files = arg;
	int64_t changed = 0;

	TRY(db_run(db, &letter_put_files_sql,
		VALUES(VALUE(files->id), VALUE(str_of(files->docx.at)),
			VALUE(str_of(files->pdf.at))),
		&changed));
	return changed ? tell(db, files->doer, "letter.filed", files->id, STR("")) : NULL;
}

static struct fault *
print(struct blob_store *store, struct arena *arena, const struct letter *letter,
	struct filing_away *files)
{
	CLOSING(buf_done) struct buf bytes;
	struct doc doc;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(letter_make_doc(arena, letter, &doc));
	TRY(doc_write_docx(&doc, &bytes));
	TRY(blob_save(store, buf_str(&bytes), &files->docx));
	buf_clear(&bytes);
	TRY(doc_write_pdf(&doc, &bytes));
	return blob_save(store, buf_str(&bytes), &files->pdf);
}

struct fault *
letter_make_files(struct db *db, struct blob_store *store, const struct letter_doer *doer,
	struct arena *arena, int64_t id, struct letter_row *ret_row)
{
	struct filing_away files = { .doer = doer, .id = id };
	struct letter_findings findings;
	struct letter letter;
	struct letter_row row;

	TRY(letter_load(db, arena, id, &row));
	if (!row.docx.at[0]) {
		if (!row.serial)
			return letter_check_row(&row, row.version, 0);
		TRY(letter_load_filled(db, doer->keys, arena, id, doer->today, &letter, &findings));
		TRY(print(store, arena, &letter, &files));
		TRY(db_work(db, put_files, &files));
		TRY(letter_load(db, arena, id, &row));
	}
	*ret_row = row;
	return NULL;
}
