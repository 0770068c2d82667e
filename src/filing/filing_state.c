/*
 * The steps of a report between its author and the public, each with its audit line.
 * Which step may follow which is filing_state_rules.c; storing a report is filing_work.c.
 */
#include <stdio.h>
#include <time.h>

#include "base/json.h"
#include "filing/filing_inside.h"
#include "filing/filing_letters.h"
#include "filing/filing_statements.h"
#include "notice/notice.h"

enum { NOTE_LONGEST = 500 };

struct moving {
	const struct account_person *person;
	const struct audit_actor *actor;
	const struct filing_step *step;
};

static struct fault *
stale(void)
{
	return fault_new(FAULT_CONFLICT, "filing_stale",
		"这份报告刚刚被别人改动过，没有执行。请看过现在的情况再决定。",
		"The report was changed meanwhile; nothing was done. Look at it again first.");
}

static struct fault *
change_state(struct db *db, const struct filing_row *row, enum filing_state to, struct str note)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct db_value shown = VALUE((int64_t)time(NULL));
	bool is_found = false;

	if (to != FILING_SHOWN)
		shown = db_value_id(0);
	TRY(db_ask(db, NULL, &filing_move_sql,
		VALUES(VALUE(row->id), VALUE(row->version), VALUE(row->state), VALUE(to), shown,
			VALUE(note)),
		&rows));
	TRY(db_next(rows, &is_found));
	return is_found ? NULL : stale();
}

/* Nobody finds through an old address what was taken from the public for a reason. */
static struct fault *
hide_older(struct db *db, const struct filing_row *row, enum filing_state to)
{
	if (to == FILING_SHOWN)
		return db_run(db, &filing_hide_shown_sql,
			VALUES(VALUE(row->agency_id), VALUE(row->year)), NULL);
	if (to == FILING_WITHDRAWN)
		return db_run(db, &filing_withdraw_older_sql,
			VALUES(VALUE(row->agency_id), VALUE(row->year)), NULL);
	return NULL;
}

static struct fault *
tell(struct db *db, const struct audit_actor *actor, const struct filing_row *row,
	enum filing_state to, struct str note)
{
	static const char *const deeds[FILING_STATES] = { [FILING_SHOWN] = "report.shown",
		[FILING_WITHDRAWN] = "report.withdrawn",
		[FILING_RETURNED] = "report.returned" };
	CLOSING(buf_done) struct buf before;
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&before, 4096);
	buf_init(&after, 4096);
	json_out_init(&json, &before);
	json_begin_object(&json);
	json_pair_str(&json, "state", str_of(filing_state_words(row->state)));
	json_end_object(&json);
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_str(&json, "state", str_of(filing_state_words(to)));
	if (note.len)
		json_pair_str(&json, "note", note);
	json_end_object(&json);
	TRY(buf_check(&before));
	TRY(buf_check(&after));
	return audit_write(db, actor,
		&(struct audit_deed){ deeds[to], "report", row->id, row->agency_id,
			buf_str(&before), buf_str(&after) });
}

/* Who stored it learns what became of it, here and by mail. */
static struct fault *
notify(struct db *db, const struct audit_actor *actor, const struct filing_row *row,
	enum filing_state to, struct str note)
{
	char says[NOTICE_LONGEST + 1];
	char address[64];

	if (!row->stored_by)
		return NULL;
	snprintf(says, sizeof says, "%.*s %d 年度报告%s%s%.*s", STR_ARG(row->agency_name),
		row->year, filing_state_words(to), note.len ? "：" : "", STR_ARG(note));
	snprintf(address, sizeof address, "/desk/reports/%lld", (long long)row->id);
	TRY(notice_put(db, row->stored_by, str_of(says), str_of(address)));
	return filing_tell_author(db, actor, row, to);
}

struct fault *
filing_show_row(struct db *db, const struct audit_actor *actor, const struct filing_row *row)
{
	TRY(hide_older(db, row, FILING_SHOWN));
	TRY(change_state(db, row, FILING_SHOWN, STR("")));
	TRY(notify(db, actor, row, FILING_SHOWN, STR("")));
	return tell(db, actor, row, FILING_SHOWN, STR(""));
}

static struct fault *
move(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct moving *moving = arg;
	const struct filing_step *step = moving->step;
	struct str note = str_trim(step->note);
	struct filing_row row;

	TRY(arena_open(1 << 20, &arena));
	TRY(filing_store_load(db, arena, filing_gate_all, step->id, &row));
	TRY(account_must(moving->person, ACCOUNT_APPROVER, row.path));
	if (row.version != step->version)
		return stale();
	if (!(filing_state_next(row.state) & 1u << step->to))
		return fault_new(FAULT_CONFLICT, "filing_state", "这份报告现在是“%s”，不能%s。",
			"The report is “%s” now; this cannot be done to it (%s).",
			filing_state_words(row.state), filing_state_deed(step->to));
	if (step->to == FILING_SHOWN)
		return filing_show_row(db, moving->actor, &row);
	TRY(change_state(db, &row, step->to, note));
	TRY(hide_older(db, &row, step->to));
	TRY(notify(db, moving->actor, &row, step->to, note));
	return tell(db, moving->actor, &row, step->to, note);
}

struct fault *
filing_move(struct db *db, const struct account_person *person, const struct audit_actor *actor,
	const struct filing_step *step)
{
	struct moving moving = { person, actor, step };
	struct str note = str_trim(step->note);

	if (note.len > (size_t)NOTE_LONGEST * 4)
		return fault_new(FAULT_INPUT, "filing_note", "理由请写在 %d 字以内。",
			"Keep the reason within %d characters.", NOTE_LONGEST);
	if (step->to != FILING_SHOWN && !note.len)
		return fault_new(FAULT_INPUT, "filing_note", "请写明%s的理由。",
			"Give the reason (%s).", filing_state_deed(step->to));
	return db_work(db, move, &moving);
}
