/*
 * A new calendar moves open cases: their due days are made anew, each that moved gets an entry, and
 * its officer a notice. Runs as a background job, a piece of some cases in each transaction.
 */
#include <stdio.h>

#include "application/application_doing.h"
#include "application/application_statements.h"
#include "calendar/calendar_store.h"
#include "notice/notice.h"

enum { PIECE = 100 };

struct renewing {
	const struct application_hands *hands;
	int64_t version;
	int64_t after_id;
	int64_t looked_at;
	int64_t moved;
	bool is_over;
};

struct some {
	int64_t ids[PIECE];
	size_t count;
};

static struct fault *
find_some(struct db *db, struct renewing *renewing, struct some *some)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	size_t seen = 0;
	bool is_found;

	TRY(db_ask(db, NULL, &application_stale_clocks_sql,
		VALUES(VALUE(renewing->after_id), VALUE((int)PIECE)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		seen++;
		renewing->after_id = db_get_int(rows, 0);
		if (db_get_int(rows, 3) != renewing->version)
			some->ids[some->count++] = renewing->after_id;
	}
	renewing->is_over = seen < PIECE;
	return NULL;
}

static struct fault *
tell(struct db *db, struct renewing *renewing, struct arena *arena, const struct application *one,
	struct day before)
{
	struct application_event event = { .at = renewing->hands->now,
		.day = renewing->hands->today,
		.act = APPLICATION_CALENDAR_MOVED,
		.until = one->due_on };
	struct str says;
	char address[64];

	TRY(str_print(arena, &event.says, "工作日历更新，答复期限由 %s 变为 %s。",
		day_is_none(before) ? "未知" : day_text(before).at,
		day_is_none(one->due_on) ? "未知" : day_text(one->due_on).at));
	TRY(application_add_event(db, one->id, &event));
	if (!one->officer_id)
		return NULL;
	TRY(str_print(arena, &says, "%s %.*s：%.*s",
		application_number_text(one->year, one->number).at, STR_ARG(one->title),
		STR_ARG(event.says)));
	snprintf(address, sizeof address, "/desk/applications/%lld", (long long)one->id);
	return notice_put(db, one->officer_id, says, str_of(address));
}

static struct fault *
renew_some(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct renewing *renewing = arg;
	struct renewing before = *renewing;
	struct some *some;

	/* Another try of the work begins where this one did. */
	TRY(arena_open((size_t)64 << 20, &arena));
	TAKE(arena, some, 1);
	TRY(find_some(db, &before, some));
	for (size_t i = 0; i < some->count; i++) {
		struct application one;
		struct day due;

		TRY(application_load(db, arena, some->ids[i], &one));
		due = one.due_on;
		TRY(application_set_clock(db, arena, &one, renewing->hands->today));
		before.looked_at++;
		if (one.due_on.number != due.number) {
			TRY(tell(db, &before, arena, &one, due));
			before.moved++;
		}
		TRY(application_save_state(db, &one));
	}
	*renewing = before;
	if (!some->count)
		return NULL;
	return audit_write(db, renewing->hands->actor,
		&(struct audit_deed){ "application.clocks_renewed", "calendar", renewing->version,
			0, STR(""), STR("") });
}

struct fault *
application_renew_clocks(struct db *db, const struct application_hands *hands,
	int64_t *ret_looked_at, int64_t *ret_moved)
{
	struct renewing renewing = { .hands = hands };

	TRY(calendar_version(db, &renewing.version));
	while (!renewing.is_over)
		TRY(db_work(db, renew_some, &renewing));
	*ret_looked_at = renewing.looked_at;
	*ret_moved = renewing.moved;
	return NULL;
}
