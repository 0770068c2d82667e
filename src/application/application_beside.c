/*
 * What is done to a case beside its acts: files taken away, released files made of originals,
 * letters voided and delivered. Each is one transaction with its audit line and an entry of the
 * record; the acts themselves are application_work.c.
 */
#include "application/application_doing.h"

/* May the person work on the case's papers? */
static struct fault *
load(struct db *db, const struct application_hands *hands, struct arena *arena, int64_t id,
	struct application *ret_one)
{
	TRY(application_load(db, arena, id, ret_one));
	return account_must(hands->person, ACCOUNT_CASE_OFFICER, ret_one->path);
}

/* An entry of the record in words, which changes neither state nor clock. */
static struct fault *
record(struct db *db, const struct application_hands *hands, int64_t id, enum application_act act,
	struct str says, int64_t letter_id)
{
	struct application_event event = { .at = hands->now,
		.day = hands->today,
		.act = act,
		.until = DAY_NONE,
		.account_id = hands->person ? hands->person->id : 0,
		.says = says,
		.letter_id = letter_id };

	return application_add_event(db, id, &event);
}

/* --- a file is taken away --- */

struct dropping {
	const struct application_hands *hands;
	struct arena *arena;
	int64_t id;
	int64_t file_id;
	struct str reason;
};

static struct fault *
drop(struct db *db, void *arg)
{
	const struct dropping *dropping = arg;
	const struct application_hands *hands = dropping->hands;
	struct application_files files;
	struct application one;
	struct str says;

	TRY(load(db, hands, dropping->arena, dropping->id, &one));
	if (!dropping->reason.len)
		return application_lacks("请写明删除材料的理由。", "Say why the file is removed.");
	TRY(application_load_files(db, dropping->arena, one.id, &files));
	says = STR("");
	for (size_t i = 0; i < files.count; i++)
		if (files.items[i].id == dropping->file_id)
			TRY(str_print(dropping->arena, &says, "删除材料“%.*s”：%.*s",
				STR_ARG(files.items[i].name), STR_ARG(dropping->reason)));
	TRY(application_remove_file(db, one.id, dropping->file_id, hands->now));
	TRY(record(db, hands, one.id, APPLICATION_NOTE, says, 0));
	return audit_write(db, hands->actor,
		&(struct audit_deed){ "application.file_removed", "application_file",
			dropping->file_id, one.agency_id, STR(""), STR("") });
}

struct fault *
application_drop_file(struct db *db, const struct application_hands *hands, struct arena *arena,
	int64_t id, int64_t file_id, struct str reason)
{
	struct dropping dropping = { hands, arena, id, file_id, str_trim(reason) };

	return db_work(db, drop, &dropping);
}

/* --- a released file --- */

struct adding {
	const struct application_hands *hands;
	struct arena *arena;
	const struct application_redacted *given;
	struct application_file file;
};

/* The list without the rows of this file, and with its new ones. */
static struct fault *
merge_rows(struct adding *adding, struct str rows, struct str *ret_rows)
{
	struct str merged = STR("");
	struct str head;
	struct str line;

	TRY(str_print(adding->arena, &head, "%.*s\t", STR_ARG(adding->given->source->name)));
	while (str_next_line(&rows, &line))
		if (line.len && !str_starts(line, head))
			TRY(str_join(adding->arena, merged, merged.len ? STR("\n") : STR(""), line,
				&merged));
	return str_join(adding->arena, merged,
		merged.len && adding->given->rows.len ? STR("\n") : STR(""), adding->given->rows,
		ret_rows);
}

static bool
has(const struct str *keys, size_t count, struct str key)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(keys[i], key))
			return true;
	return false;
}

/* The draft as it stands, with the list of redactions and their exemptions. */
static struct fault *
save_list(struct db *db, struct adding *adding)
{
	struct application_draft draft = { .id = adding->given->id, .reply = APPLICATION_R37 };
	struct application_decision decision;
	struct application_fact *facts;
	struct str *exemptions;
	struct str rows;

	TRY(application_load_decision(db, adding->arena, adding->given->id, &decision));
	if (decision.id && !day_is_none(decision.signed_on))
		decision = (struct application_decision){ .signed_on = DAY_NONE };
	if (decision.id) {
		draft.version = decision.version;
		draft.reply = decision.reply;
	}
	TRY(merge_rows(adding, application_decision_fact(&decision, "redactions"), &rows));
	TAKE(adding->arena, facts, decision.fact_count + 1);
	for (size_t i = 0; i < decision.fact_count; i++)
		if (!str_equal(decision.facts[i].name, STR("redactions")))
			facts[draft.fact_count++] = decision.facts[i];
	if (rows.len)
		facts[draft.fact_count++] = (struct application_fact){ STR("redactions"), rows };
	TAKE(adding->arena, exemptions, decision.exemption_count + adding->given->ground_count + 1);
	for (size_t i = 0; i < decision.exemption_count; i++)
		exemptions[draft.exemption_count++] = decision.exemptions[i];
	for (size_t i = 0; i < adding->given->ground_count; i++)
		if (!has(exemptions, draft.exemption_count, adding->given->grounds[i]))
			exemptions[draft.exemption_count++] = adding->given->grounds[i];
	draft.facts = facts;
	draft.exemptions = exemptions;
	return application_save_draft(db, adding->hands, adding->arena, &draft);
}

static struct fault *
add(struct db *db, void *arg)
{
	struct adding *adding = arg;
	const struct application_hands *hands = adding->hands;
	struct application one;
	struct str says;

	TRY(load(db, hands, adding->arena, adding->given->id, &one));
	TRY(application_add_file_row(db, one.id, &adding->file));
	TRY(str_print(adding->arena, &says, "由“%.*s”生成公开件“%.*s”",
		STR_ARG(adding->given->source->name), STR_ARG(adding->given->name)));
	TRY(record(db, hands, one.id, APPLICATION_ADD_FILE, says, 0));
	TRY(save_list(db, adding));
	return audit_write(db, hands->actor,
		&(struct audit_deed){ "application.redacted", "application_file", adding->file.id,
			one.agency_id, STR(""), STR("") });
}

struct fault *
application_add_redacted(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_redacted *redacted, int64_t *ret_file_id)
{
	struct adding adding = { .hands = hands, .arena = arena, .given = redacted };
	struct application_upload upload = { APPLICATION_FILE_ANSWER, redacted->name,
		redacted->bytes };
	struct application_file *kept;

	TRY(application_keep_files(hands, arena, &upload, 1, &kept));
	adding.file = kept[0];
	adding.file.source_id = redacted->source->id;
	TRY(db_work(db, add, &adding));
	*ret_file_id = adding.file.id;
	return NULL;
}

/* --- letters of the process --- */

struct posting {
	const struct application_hands *hands;
	struct arena *arena;
	int64_t id;
	const struct letter_step *step;
	const struct letter_delivery *delivery;
};

/* The letter, if it is the case's and no reply. */
static struct fault *
load_letter(struct db *db, const struct posting *posting, int64_t letter_id,
	struct application *ret_one, struct letter_row *ret_row)
{
	TRY(load(db, posting->hands, posting->arena, posting->id, ret_one));
	TRY(letter_load(db, posting->arena, letter_id, ret_row));
	if (!str_equal(ret_row->subject, STR("application")) || ret_row->subject_id != posting->id)
		return fault_absent("letter", letter_id);
	if (letter_types[ret_row->kind].is_reply)
		return fault_new(FAULT_CONFLICT, "application_state",
			"答复的送达请用“登记送达”办理；已签发的答复不能作废，需要改变的，请“重新办"
			"理”。",
			"A reply is delivered by its own act, and never voided: handle the case "
			"again instead.");
	return NULL;
}

static struct fault *
void_letter(struct db *db, void *arg)
{
	const struct posting *posting = arg;
	const struct application_hands *hands = posting->hands;
	struct letter_doer doer = { hands->keys, hands->actor, hands->now, hands->today };
	struct application one;
	struct letter_row row;
	struct str says;

	TRY(load_letter(db, posting, posting->step->id, &one, &row));
	TRY(str_print(posting->arena, &says, "作废文书《%.*s》%.*s：%.*s", STR_ARG(row.title),
		STR_ARG(row.number), STR_ARG(posting->step->reason)));
	TRY(record(db, hands, one.id, APPLICATION_NOTE, says, row.id));
	return letter_void(db, &doer, posting->step);
}

struct fault *
application_void_letter(struct db *db, const struct application_hands *hands, struct arena *arena,
	int64_t id, const struct letter_step *step)
{
	struct posting posting = { .hands = hands, .arena = arena, .id = id, .step = step };

	return db_work(db, void_letter, &posting);
}

/* The receipt of the notice of a fee begins the term to pay, wherever it is entered.
 * Law: 国办函〔2020〕109号. */
static struct fault *
begin_term(struct db *db, const struct posting *posting, const struct application *one,
	const struct letter_row *row)
{
	struct application_event event = { .at = posting->hands->now,
		.day = posting->delivery->signed_on,
		.act = APPLICATION_FEE_DELIVERED,
		.until = DAY_NONE,
		.account_id = posting->hands->person ? posting->hands->person->id : 0,
		.letter_id = row->id };
	bool is_taken;

	if (row->kind != LETTER_W07 || one->state != APPLICATION_PAYING || day_is_none(event.day))
		return NULL;
	TRY(application_take_notice(db, posting->arena, one, event.day, &is_taken));
	return is_taken ? application_add_event(db, one->id, &event) : NULL;
}

static struct fault *
deliver_letter(struct db *db, void *arg)
{
	const struct posting *posting = arg;
	const struct application_hands *hands = posting->hands;
	struct letter_doer doer = { hands->keys, hands->actor, hands->now, hands->today };
	struct application one;
	struct letter_row row;
	struct str says;
	int64_t id;

	TRY(load_letter(db, posting, posting->delivery->letter_id, &one, &row));
	TRY(str_print(posting->arena, &says, "登记文书送达：《%.*s》%.*s", STR_ARG(row.title),
		STR_ARG(row.number)));
	TRY(record(db, hands, one.id, APPLICATION_NOTE, says, row.id));
	TRY(begin_term(db, posting, &one, &row));
	return letter_deliver(db, &doer, posting->delivery, &id);
}

struct fault *
application_deliver_letter(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, const struct letter_delivery *delivery)
{
	struct posting posting = { .hands = hands, .arena = arena, .id = id, .delivery = delivery };

	return db_work(db, deliver_letter, &posting);
}
