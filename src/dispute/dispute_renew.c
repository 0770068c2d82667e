/*
 * A new calendar moves the terms of answers to reconsideration and courts that it made: each is
 * found anew, and what moved is told. Those of open applications are application/'s.
 */
#include <stdio.h>

#include "base/json.h"
#include "calendar/calendar_store.h"
#include "dispute/dispute_inside.h"
#include "dispute/dispute_statements.h"
#include "notice/notice.h"

enum { PIECE = 100 };

struct renewing {
	const struct application_hands *hands;
	int64_t version;
	int64_t after_id;
	int64_t moved;
	bool is_over;
};

static struct fault *
find_some(struct db *db, struct renewing *renewing, int64_t *ids, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	size_t count = 0;
	bool is_found;

	TRY(db_ask(db, NULL, &dispute_stale_sql,
		VALUES(VALUE(renewing->version), VALUE(renewing->after_id), VALUE((int)PIECE)),
		&rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		ids[count++] = renewing->after_id = db_get_int(rows, 0);
	}
	renewing->is_over = count < PIECE;
	*ret_count = count;
	return NULL;
}

/* Case officers and lawyers enter disputes; one person may be both, and is told once. */
static struct fault *
tell(struct db *db, struct arena *arena, const struct dispute *one, struct day before)
{
	static const unsigned roles[] = { ACCOUNT_CASE_OFFICER, ACCOUNT_LEGAL_REVIEWER };
	struct application_holder *holders[COUNT_OF(roles)];
	size_t counts[COUNT_OF(roles)];
	struct str says;
	char address[64];

	TRY(str_print(arena, &says, "%.*s%s%.*s：工作日历更新，答复（答辩）期限由 %s 变为 %s。",
		STR_ARG(one->body), one->case_number.len ? " " : "", STR_ARG(one->case_number),
		day_is_none(before) ? "未知" : day_text(before).at,
		day_text(one->answer_due_on).at));
	snprintf(address, sizeof address, "/desk/disputes/%lld", (long long)one->id);
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		TRY(application_find_holders(
			db, arena, roles[i], one->path, &holders[i], &counts[i]));
		for (size_t j = 0; j < counts[i]; j++) {
			bool is_told = false;

			for (size_t k = 0; i > 0 && k < counts[0]; k++)
				is_told = is_told || holders[0][k].id == holders[i][j].id;
			if (!is_told)
				TRY(notice_put(db, holders[i][j].id, says, str_of(address)));
		}
	}
	return NULL;
}

static struct fault *
audit(struct db *db, const struct renewing *renewing, const struct dispute *one, struct day before)
{
	CLOSING(buf_done) struct buf old;
	CLOSING(buf_done) struct buf new;
	struct json_out json;

	buf_init(&old, 512);
	buf_init(&new, 512);
	json_out_init(&json, &old);
	json_begin_object(&json);
	json_pair_str_or_null(&json, "answer_due", str_of(day_text(before).at));
	json_end_object(&json);
	json_out_init(&json, &new);
	json_begin_object(&json);
	json_pair_str_or_null(&json, "answer_due", str_of(day_text(one->answer_due_on).at));
	json_end_object(&json);
	TRY(buf_check(&old));
	TRY(buf_check(&new));
	return audit_write(db, renewing->hands->actor,
		&(struct audit_deed){ "application.dispute_moved", "application_dispute", one->id,
			one->agency_id, buf_str(&old), buf_str(&new) });
}

static struct fault *
renew(struct db *db, struct arena *arena, struct renewing *renewing, int64_t id, bool *ret_is_moved)
{
	struct dispute one;
	struct day before;
	struct day due;

	*ret_is_moved = false;
	TRY(dispute_load(db, arena, id, &one));
	before = one.answer_due_on;
	due = before;
	/* A term of working days in a year without data stays as it is until the data come. */
	{
		struct fault *fault = dispute_find_term(db, one.path, &one, &due);

		if (fault && fault->kind != FAULT_INPUT)
			return fault;
	}
	one.answer_due_on = due;
	*ret_is_moved = due.number != before.number;
	TRY(dispute_change(db, &one));
	if (!*ret_is_moved)
		return NULL;
	TRY(tell(db, arena, &one, before));
	return audit(db, renewing, &one, before);
}

static struct fault *
renew_some(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct renewing *renewing = arg;
	struct renewing going = *renewing;
	int64_t ids[PIECE];
	size_t count;

	/* Another try of the work begins where this one did. */
	TRY(arena_open((size_t)16 << 20, &arena));
	TRY(find_some(db, &going, ids, &count));
	for (size_t i = 0; i < count; i++) {
		bool is_moved;

		TRY(renew(db, arena, &going, ids[i], &is_moved));
		going.moved += is_moved;
	}
	*renewing = going;
	return NULL;
}

struct fault *
dispute_renew_terms(struct db *db, const struct application_hands *hands, int64_t *ret_moved)
{
	struct renewing renewing = { .hands = hands };

	TRY(calendar_version(db, &renewing.version));
	while (!renewing.is_over)
		TRY(db_work(db, renew_some, &renewing));
	*ret_moved = renewing.moved;
	return NULL;
}
