/*
 * Storing a report: the original bytes first, then its rows in one transaction.
 * Reading and checking a file come before this (filing_import.c); pages come after.
 */
#include <time.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "db/blob.h"
#include "filing/filing_inside.h"
#include "filing/filing_letters.h"
#include "filing/filing_statements.h"

enum { FIRST_YEAR = 1949, LAST_YEAR = 2200, LONGEST_NAME = 300 };

/* A record may hold every word of a report many times the usual length. */
#define MOST_RECORD ((size_t)48 << 20)

struct saving {
	const struct filing_facts *facts;
	struct str file_name;
	struct digest digest;
	int64_t byte_count;
	struct filing_saved saved;
};

/* Forms are stored as the year they were issued for; a hybrid counts as the newer one. */
static int
year_of_form(enum report_form form)
{
	if (form & REPORT_FORM_2021)
		return 2021;
	return form & REPORT_FORM_2019 ? 2019 : 0;
}

static struct fault *
find_same(struct db *db, struct saving *saving)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_saved *saved = &saving->saved;

	TRY(db_ask(db, NULL, &filing_same_file_sql,
		VALUES(VALUE(saved->agency_id), VALUE(saving->facts->year),
			VALUE(str_of(saving->digest.at))),
		&rows));
	TRY(db_next(rows, &saved->is_known));
	if (!saved->is_known)
		return NULL;
	saved->id = db_get_int(rows, 0);
	saved->is_current = db_is_none(rows, 1);
	return NULL;
}

static struct fault *
is_record_same(struct db *db, int64_t id, struct str record, bool *ret_is_same)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &filing_record_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_is_same = is_found && str_equal(db_get_str(rows, 0), record);
	return NULL;
}

static struct fault *
change_record(struct db *db, int64_t id, const struct filing_facts *facts)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &filing_facts_change_sql,
		VALUES(VALUE(id), VALUE(year_of_form(facts->form)), VALUE(facts->title),
			VALUE(facts->errors), VALUE(facts->warnings), VALUE(facts->notes)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("report", id);
	return db_run(db, &filing_record_change_sql, VALUES(VALUE(id), VALUE(facts->record)), NULL);
}

/* The audit line of a file that was stored, or read anew by a better reader. */
static struct fault *
tell(struct db *db, const struct saving *saving, const char *deed)
{
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&after, 4096);
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_int(&json, "year", saving->facts->year);
	json_pair_str(&json, "sha256", str_of(saving->digest.at));
	json_pair_int(&json, "errors", saving->facts->errors);
	if (saving->saved.replaced_id)
		json_pair_int(&json, "replaces", saving->saved.replaced_id);
	json_end_object(&json);
	TRY(buf_check(&after));
	return audit_write(db, saving->facts->actor,
		&(struct audit_deed){ deed, "report", saving->saved.id, saving->saved.agency_id,
			STR(""), buf_str(&after) });
}

/* A returned or withdrawn file that its author sends once more waits again. */
static struct fault *
wait_again(struct db *db, struct saving *saving)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct filing_row row;

	TRY(arena_open(1 << 20, &arena));
	TRY(filing_store_load(db, arena, filing_gate_all, saving->saved.id, &row));
	if (row.replaced_by || (row.state != FILING_RETURNED && row.state != FILING_WITHDRAWN))
		return NULL;
	TRY(db_run(db, &filing_wait_again_sql, VALUES(VALUE(row.id)), NULL));
	TRY(filing_tell_waiting(db, saving->facts->actor, &row));
	return tell(db, saving, "report.sent_again");
}

/* Who may approve it learns that it waits. */
static struct fault *
tell_waiting(struct db *db, const struct saving *saving)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct filing_row row;
	bool is_sending = false;

	TRY(mail_is_sending(db, &is_sending));
	if (!is_sending)
		return NULL;
	TRY(arena_open(1 << 20, &arena));
	TRY(filing_store_load(db, arena, filing_gate_all, saving->saved.id, &row));
	return filing_tell_waiting(db, saving->facts->actor, &row);
}

static struct fault *
add(struct db *db, struct saving *saving)
{
	const struct filing_facts *facts = saving->facts;
	struct filing_saved *saved = &saving->saved;

	TRY(db_ask_number(db, &filing_retire_sql,
		VALUES(VALUE(saved->agency_id), VALUE(facts->year)), &saved->replaced_id));
	TRY(db_ask_number(db, &filing_add_sql,
		VALUES(VALUE(saved->agency_id), VALUE(facts->year),
			VALUE(year_of_form(facts->form)), VALUE(facts->title),
			VALUE(saving->file_name), VALUE(str_of(saving->digest.at)),
			VALUE(saving->byte_count), VALUE(facts->errors), VALUE(facts->warnings),
			VALUE(facts->notes), VALUE(facts->now ? facts->now : (int64_t)time(NULL)),
			db_value_id(facts->actor->account_id)),
		&saved->id));
	TRY(db_run(
		db, &filing_record_add_sql, VALUES(VALUE(saved->id), VALUE(facts->record)), NULL));
	saved->is_current = true;
	if (saved->replaced_id)
		TRY(db_run(db, &filing_replace_sql,
			VALUES(VALUE(saved->replaced_id), VALUE(saved->id)), NULL));
	TRY(tell_waiting(db, saving));
	return tell(db, saving, "report.stored");
}

static struct fault *
save(struct db *db, void *arg)
{
	struct saving *saving = arg;
	struct filing_saved *saved = &saving->saved;
	bool is_same = false;

	*saved = (struct filing_saved){ 0 };
	saved->agency_id = saving->facts->agency_id;
	if (!saved->agency_id)
		TRY(agency_find_or_make(db, saving->facts->agency_name, &saved->agency_id));
	TRY(find_same(db, saving));
	if (!saved->is_known)
		return add(db, saving);
	TRY(is_record_same(db, saved->id, saving->facts->record, &is_same));
	saved->is_refreshed = !is_same;
	TRY(wait_again(db, saving));
	if (is_same)
		return NULL;
	TRY(change_record(db, saved->id, saving->facts));
	return tell(db, saving, "report.read_again");
}

/* The last part of the path, cut at a character so that it fits a list. */
static struct str
plain_file_name(struct str path)
{
	return utf8_head(file_base_name(path), LONGEST_NAME);
}

static struct fault *
check_facts(const struct filing_facts *facts)
{
	struct str name;

	if (!facts->agency_id)
		TRY(agency_check_name(facts->agency_name, &name));
	if (facts->year < FIRST_YEAR || facts->year > LAST_YEAR)
		return fault_new(FAULT_INPUT, "filing_year",
			"没有认出报告年度，无法保存。请填写年度后再保存。",
			"The year of the report is not known, so it cannot be stored. Give the "
			"year.");
	if (facts->record.len == 0 || facts->record.len > MOST_RECORD)
		return fault_new(FAULT_INPUT, "filing_record", "报告内容为空或过大，无法保存。",
			"The report's record is empty or too large to be stored.");
	return NULL;
}

struct fault *
filing_save_facts(struct db *db, struct blob_store *files, const struct filing_facts *facts,
	struct str bytes, struct filing_saved *ret_saved)
{
	struct saving saving = { .facts = facts, .byte_count = (int64_t)bytes.len };

	TRY(check_facts(facts));
	saving.file_name = plain_file_name(facts->file_name);
	/* Before the transaction: a file without a row does no harm, a row without its file does.
	 */
	TRY(blob_save(files, bytes, &saving.digest));
	TRY(db_work(db, save, &saving));
	*ret_saved = saving.saved;
	return NULL;
}

/* Facts of a record; their JSON is put onto `json`. */
static struct fault *
facts_of(const struct report *report, const struct audit_actor *actor, struct buf *json,
	struct filing_facts *ret_facts)
{
	if (str_trim(report->agency).len == 0)
		return fault_new(FAULT_INPUT, "filing_agency",
			"没有认出机关名称，无法保存。请填写机关名称后再保存。",
			"The name of the agency is not known, so the report cannot be stored. Give "
			"the name.");
	report_put_json(json, report);
	TRY(buf_check(json));
	*ret_facts = (struct filing_facts){
		.actor = actor,
		.agency_name = report->agency,
		.year = report->year,
		.form = report->form,
		.title = report->title,
		.file_name = report->file,
		.record = buf_str(json),
		.errors = (int)report_count(report, REPORT_ERROR),
		.warnings = (int)report_count(report, REPORT_WARNING),
		.notes = (int)report_count(report, REPORT_NOTE),
	};
	return NULL;
}

struct fault *
filing_save_for(struct db *db, struct blob_store *files, const struct audit_actor *actor,
	int64_t agency_id, const struct report *report, struct str bytes,
	struct filing_saved *ret_saved)
{
	CLOSING(buf_done) struct buf json;
	struct filing_facts facts;

	buf_init(&json, MOST_RECORD);
	TRY(facts_of(report, actor, &json, &facts));
	facts.agency_id = agency_id;
	return filing_save_facts(db, files, &facts, bytes, ret_saved);
}

struct fault *
filing_save(struct db *db, struct blob_store *files, const struct audit_actor *actor,
	const struct report *report, struct str bytes, struct filing_saved *ret_saved)
{
	return filing_save_for(db, files, actor, 0, report, bytes, ret_saved);
}

struct renewing {
	int64_t id;
	struct filing_facts facts;
};

static struct fault *
renew(struct db *db, void *arg)
{
	const struct renewing *renewing = arg;
	const struct filing_facts *facts = &renewing->facts;
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&after, 4096);
	TRY(change_record(db, renewing->id, facts));
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_int(&json, "errors", facts->errors);
	json_pair_int(&json, "warnings", facts->warnings);
	json_end_object(&json);
	TRY(buf_check(&after));
	return audit_write(db, facts->actor,
		&(struct audit_deed){ "report.checked_again", "report", renewing->id, 0, STR(""),
			buf_str(&after) });
}

struct fault *
filing_save_record(
	struct db *db, const struct audit_actor *actor, int64_t id, const struct report *report)
{
	CLOSING(buf_done) struct buf json;
	struct renewing renewing = { .id = id };

	buf_init(&json, MOST_RECORD);
	TRY(facts_of(report, actor, &json, &renewing.facts));
	return db_work(db, renew, &renewing);
}

struct fault *
filing_load_file(struct blob_store *files, const struct filing_row *row, struct buf *buf)
{
	return blob_load(files, str_of(row->digest.at), buf);
}
