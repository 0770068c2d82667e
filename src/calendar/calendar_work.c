/*
 * Taking days in: a year of the nation, or single days of an agency, each change with its line of
 * audit. Who may is asked by the pages.
 */
#include <stdio.h>
#include <time.h>

#include "base/json.h"
#include "base/random.h"
#include "base/utf8.h"
#include "calendar/calendar_statements.h"
#include "calendar/calendar_store.h"
#include "db/db.h"

enum { JSON_MOST = 64 << 10, NOTE_MOST = 500, TOLD_DAYS = 400 };

/* A change on its way; `deed` is borrowed, the rest is made anew when an engine asks for a retry.
 */
struct saving {
	const struct audit_actor *actor;
	const struct calendar_deed *deed;
	struct day first;
	struct day last;
	struct random_name mark;
	int64_t version;
};

static struct fault *
check_deed(const struct calendar_deed *deed)
{
	if (!deed->count && day_is_none(deed->dropped))
		return fault_new(FAULT_INPUT, "calendar_nothing",
			"没有要保存的日子：文件里一行也没有。",
			"There is nothing to save: not one day was given.");
	if (deed->count > CALENDAR_ROWS_MOST || utf8_count(deed->note) > NOTE_MOST)
		return fault_new(FAULT_INPUT, "calendar_note", "说明最多 %d 个字。",
			"The note has at most %d characters.", NOTE_MOST);
	for (size_t i = 0; deed->agency_id && i < deed->count; i++)
		if (!deed->rows[i].name.len)
			return fault_new(FAULT_INPUT, "calendar_local_name",
				"请写明 %s 为什么放假或上班。", "Say why %s is an exception.",
				day_text(deed->rows[i].date).at);
	return NULL;
}

static void
find_ends(struct saving *saving)
{
	const struct calendar_deed *deed = saving->deed;

	saving->first = saving->last = deed->count ? deed->rows[0].date : deed->dropped;
	for (size_t i = 0; i < deed->count; i++) {
		if (deed->rows[i].date.number < saving->first.number)
			saving->first = deed->rows[i].date;
		if (deed->rows[i].date.number > saving->last.number)
			saving->last = deed->rows[i].date;
	}
}

static struct fault *
end_days(struct db *db, const struct saving *saving, struct day first, struct day last)
{
	return db_run(db, &calendar_end_days_sql,
		VALUES(VALUE(saving->deed->agency_id), VALUE(first.number), VALUE(last.number),
			VALUE(saving->version)),
		NULL);
}

/* A year that the nation's rows cover is replaced whole: its notice says all about it. */
static struct fault *
end_years(struct db *db, const struct saving *saving)
{
	for (size_t i = 0; !saving->deed->agency_id && i < saving->deed->count; i++) {
		const struct calendar_row *row = &saving->deed->rows[i];
		int year, month, of_month;
		struct day end;

		day_split(row->date, &year, &month, &of_month);
		if (row->kind == CALENDAR_HOLIDAY && month == 1 && of_month == 1 &&
			day_make(year, 12, 31, &end))
			TRY(end_days(db, saving, row->date, end));
	}
	return NULL;
}

static struct fault *
put_rows(struct db *db, const struct saving *saving)
{
	const struct calendar_deed *deed = saving->deed;

	TRY(end_years(db, saving));
	if (!day_is_none(deed->dropped))
		TRY(end_days(db, saving, deed->dropped, deed->dropped));
	for (size_t i = 0; i < deed->count; i++) {
		const struct calendar_row *row = &deed->rows[i];

		TRY(end_days(db, saving, row->date, row->date));
		TRY(db_run(db, &calendar_add_day_sql,
			VALUES(VALUE(deed->agency_id), VALUE(row->date.number),
				VALUE(saving->version), VALUE(row->kind), VALUE(row->name)),
			NULL));
	}
	return NULL;
}

static struct fault *
tell(struct db *db, const struct saving *saving)
{
	CLOSING(buf_done) struct buf after;
	const struct calendar_deed *deed = saving->deed;
	struct json_out json;

	buf_init(&after, JSON_MOST);
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_str(&json, "note", deed->note);
	json_pair_int(&json, "count", (int64_t)deed->count);
	if (!day_is_none(deed->dropped))
		json_pair_str(&json, "dropped", str_of(day_text(deed->dropped).at));
	json_key(&json, "days");
	json_begin_array(&json);
	for (size_t i = 0; i < deed->count && i < TOLD_DAYS; i++) {
		struct day_text date = day_text(deed->rows[i].date);
		char text[32];

		snprintf(text, sizeof text, "%s %s", date.at,
			calendar_kind_name(deed->rows[i].kind));
		json_put_str(&json, str_of(text));
	}
	json_end_array(&json);
	json_end_object(&json);
	TRY(buf_check(&after));
	return audit_write(db, saving->actor,
		&(struct audit_deed){ .deed = deed->agency_id ? "calendar.local_changed"
							      : "calendar.nation_changed",
			.thing = "calendar_change",
			.thing_id = saving->version,
			.agency_id = deed->agency_id,
			.after = buf_str(&after) });
}

static struct fault *
save(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct saving *saving = arg;
	const struct calendar_deed *deed = saving->deed;
	bool is_found = false;
	int64_t version;

	TRY(calendar_version(db, &version));
	if (version != deed->seen_version)
		return fault_new(FAULT_CONFLICT, "calendar_stale",
			"您查看期间，日历已被别人改过，还没有保存。请重新预览后再确认。",
			"Somebody changed the calendar meanwhile; nothing was saved. Look at the "
			"preview again and confirm then.");
	TRY(db_ask(db, NULL, &calendar_add_change_sql,
		VALUES(VALUE((int64_t)time(NULL)), VALUE(saving->actor->account_id),
			VALUE(deed->agency_id), VALUE(saving->first.number),
			VALUE(saving->last.number), VALUE(deed->note),
			VALUE(str_of(saving->mark.at))),
		&rows));
	TRY(db_next(rows, &is_found));
	saving->version = db_get_int(rows, 0);
	db_rows_close(&rows);
	TRY(put_rows(db, saving));
	return tell(db, saving);
}

struct fault *
calendar_save(struct db *db, const struct audit_actor *actor, const struct calendar_deed *deed,
	int64_t *ret_version)
{
	struct saving saving = { .actor = actor, .deed = deed, .mark = random_name() };

	TRY(check_deed(deed));
	find_ends(&saving);
	TRY(db_work(db, save, &saving));
	*ret_version = saving.version;
	return NULL;
}
