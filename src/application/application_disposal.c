/*
 * Disposal of cases whose time is over: an officer proposes, a head decides, several at once. What
 * is removed then is application_forget.c.
 */
#include <stdio.h>

#include "application/application_forget.h"
#include "application/application_retention_statements.h"
#include "base/utf8.h"

enum { REASON_LONGEST = 500 };

static struct fault *
wrong(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "application_disposal", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

static struct fault *
check_given(const struct application_disposing *disposing)
{
	if (!disposing->count)
		return wrong("还没有选择案件。", "No case is chosen.");
	if (disposing->count > APPLICATION_DISPOSE_MOST)
		return wrong("一次最多处理 100 件。", "At most 100 cases at a time.");
	if (!str_trim(disposing->says).len || utf8_count(disposing->says) > REASON_LONGEST)
		return wrong("请填写说明，500 字以内。", "Give the reason, within 500 characters.");
	return NULL;
}

/* --- rows --- */

/* The first of January so many years before this one: what was archived earlier is over. */
static int
over_before(struct day today, int years)
{
	struct day day = DAY_NONE;
	int year, month, of_month;

	day_split(today, &year, &month, &of_month);
	return day_make(year - years, 1, 1, &day) ? day.number : -100000;
}

struct fault *
application_list_expired(struct db *db, struct arena *arena,
	const struct application_expired_query *query, struct application_expired_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int limit = query->limit < 1 ? 1 : query->limit > 500 ? 500 : query->limit;
	struct application_expired_list list = { 0 };
	struct application_keeping keeping;
	size_t room = 0;
	bool is_found;

	TRY(application_load_keeping(db, &keeping));
	TRY(db_ask(db, arena, &application_retention_expired_sql,
		VALUES(VALUE(query->pattern),
			VALUE(over_before(query->today, keeping.years[APPLICATION_KEEP_USUAL])),
			VALUE(over_before(query->today, keeping.years[APPLICATION_KEEP_LONG])),
			VALUE(query->only_proposed),
			VALUE(day_is_none(query->after) ? -1 : query->after.number),
			VALUE(query->after_id), VALUE(limit + 1)),
		&rows));
	for (;;) {
		struct application_expired *one;

		TRY(db_next(rows, &is_found));
		list.has_more = is_found && list.count == (size_t)limit;
		if (!is_found || list.has_more)
			break;
		GROW(arena, list.items, list.count, room);
		one = &list.items[list.count++];
		*one = (struct application_expired){ .id = db_get_int(rows, 0),
			.agency_id = db_get_int(rows, 1),
			.agency_name = db_get_str(rows, 2),
			.path = db_get_str(rows, 3),
			.year = (int)db_get_int(rows, 4),
			.number = db_get_int(rows, 5),
			.title = db_get_str(rows, 6),
			.retention = (int)db_get_int(rows, 7),
			.archived_on = db_get_day(rows, 8),
			.disposal = { db_get_int(rows, 10), db_get_int(rows, 11),
				db_get_str(rows, 12), db_get_day(rows, 13),
				db_get_str(rows, 14) } };
		one->until = application_keep_until(one->archived_on, one->retention, &keeping);
	}
	*ret_list = list;
	return NULL;
}

/* --- one case --- */

static struct fault *
tell(struct db *db, const struct application_hands *hands, const struct application *one,
	const char *deed)
{
	return audit_write(db, hands->actor,
		&(struct audit_deed){
			deed, "application", one->id, one->agency_id, STR(""), STR("") });
}

/* --- several at once --- */

struct several {
	const struct application_hands *hands;
	const struct application_disposing *given;
	struct arena *arena;
};

static struct fault *
propose_one(struct db *db, const struct several *several, int64_t id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct application_hands *hands = several->hands;
	struct application_disposal there;
	struct application one;
	bool is_found;

	TRY(application_load(db, several->arena, id, &one));
	TRY(account_must(hands->person, ACCOUNT_CASE_OFFICER, one.path));
	if (one.state != APPLICATION_ARCHIVED)
		return fault_new(FAULT_CONFLICT, "application_state",
			"只有已归档的案件才能销毁：%s。",
			"Only archived cases are disposed of: %s.",
			application_number_text(one.year, one.number).at);
	TRY(application_check_kept(db, &one, hands->today));
	TRY(application_load_disposal(db, several->arena, id, &there));
	if (there.id)
		return application_stale();
	TRY(db_ask(db, NULL, &application_retention_propose_sql,
		VALUES(VALUE(id), VALUE(hands->person->id), VALUE(hands->today),
			VALUE(str_trim(several->given->says))),
		&rows));
	TRY(db_next(rows, &is_found));
	return tell(db, hands, &one, "application.disposal_proposed");
}

static struct fault *
decide_one(struct db *db, const struct several *several, int64_t id)
{
	const struct application_hands *hands = several->hands;
	struct application_doing doing = { .id = id,
		.act = APPLICATION_REMOVE,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.says = several->given->says };
	struct application_done done;
	struct application one;

	TRY(application_load(db, several->arena, id, &one));
	TRY(account_must(hands->person, ACCOUNT_HEAD, one.path));
	doing.version = one.version;
	if (several->given->is_approved)
		return application_do(db, hands, several->arena, &doing, &done);
	TRY(application_close_disposal(
		db, hands, several->arena, &one, false, str_trim(several->given->says)));
	return tell(db, hands, &one, "application.disposal_refused");
}

static struct fault *
propose(struct db *db, void *arg)
{
	const struct several *several = arg;

	for (size_t i = 0; i < several->given->count; i++)
		TRY(propose_one(db, several, several->given->ids[i]));
	return NULL;
}

static struct fault *
decide(struct db *db, void *arg)
{
	const struct several *several = arg;

	for (size_t i = 0; i < several->given->count; i++)
		TRY(decide_one(db, several, several->given->ids[i]));
	return NULL;
}

static struct fault *
do_several(struct db *db, const struct application_hands *hands,
	const struct application_disposing *disposing, db_work_fn *work)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct several several = { .hands = hands, .given = disposing };

	TRY(check_given(disposing));
	TRY(arena_open((size_t)64 << 20, &arena));
	several.arena = arena;
	return db_work(db, work, &several);
}

struct fault *
application_propose_disposal(struct db *db, const struct application_hands *hands,
	const struct application_disposing *disposing)
{
	return do_several(db, hands, disposing, propose);
}

struct fault *
application_decide_disposal(struct db *db, const struct application_hands *hands,
	const struct application_disposing *disposing)
{
	return do_several(db, hands, disposing, decide);
}

/* --- how long --- */

struct keeping {
	const struct application_hands *hands;
	int64_t id;
	int64_t version;
	enum application_retention retention;
};

static struct fault *
set_retention(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct keeping *keeping = arg;
	struct application one;
	char before[40];
	char after[40];

	TRY(arena_open((size_t)1 << 20, &arena));
	TRY(application_load(db, arena, keeping->id, &one));
	TRY(account_must(keeping->hands->person, ACCOUNT_CASE_OFFICER, one.path));
	if (one.version != keeping->version)
		return application_stale();
	if (!day_is_none(one.removed_on))
		return fault_new(FAULT_CONFLICT, "application_state", "这一件已经销毁。%s",
			"This case was disposed of.%s", "");
	snprintf(before, sizeof before, "{\"retention\":%d}", one.retention);
	one.retention = keeping->retention;
	snprintf(after, sizeof after, "{\"retention\":%d}", one.retention);
	TRY(application_save_state(db, &one));
	return audit_write(db, keeping->hands->actor,
		&(struct audit_deed){ "application.retention", "application", one.id, one.agency_id,
			str_of(before), str_of(after) });
}

struct fault *
application_set_retention(struct db *db, const struct application_hands *hands, int64_t id,
	int64_t version, enum application_retention retention)
{
	struct keeping keeping = { hands, id, version, retention };

	return db_work(db, set_retention, &keeping);
}

/* --- files --- */

struct sweeping {
	struct blob_store *files;
	struct str digest;
	int64_t before;
	int64_t count;
};

/* The file goes before the row that speaks of it: a sweep that stops between finds it again. */
static struct fault *
sweep(struct db *db, void *arg)
{
	struct sweeping *sweeping = arg;
	int64_t named;

	TRY(db_ask_number(db, &application_retention_waste_named_sql,
		VALUES(VALUE(sweeping->digest)), &named));
	if (!named) {
		TRY(blob_drop(sweeping->files, sweeping->digest, sweeping->before));
		if (blob_has(sweeping->files, sweeping->digest))
			return NULL;
	}
	return db_run(
		db, &application_retention_waste_drop_sql, VALUES(VALUE(sweeping->digest)), NULL);
}

struct fault *
application_sweep_files(struct db *db, struct blob_store *files, int64_t before, int64_t *ret_count)
{
	enum { AT_ONCE = 200 };
	CLOSING(arena_close) struct arena *arena = NULL;
	struct sweeping sweeping = { .files = files, .before = before };
	struct str after = STR("");

	TRY(arena_open((size_t)16 << 20, &arena));
	for (int rounds = 0; rounds < 10000; rounds++) {
		struct str digests[AT_ONCE];
		size_t count = 0;
		bool is_found = true;

		{
			CLOSING(db_rows_close) struct db_rows *rows = NULL;

			TRY(db_ask(db, arena, &application_retention_waste_some_sql,
				VALUES(VALUE(after), VALUE((int)AT_ONCE)), &rows));
			while (count < AT_ONCE) {
				TRY(db_next(rows, &is_found));
				if (!is_found)
					break;
				digests[count++] = db_get_str(rows, 0);
			}
		}
		for (size_t i = 0; i < count; i++) {
			sweeping.digest = after = digests[i];
			TRY(db_work(db, sweep, &sweeping));
			sweeping.count += !blob_has(files, digests[i]);
		}
		if (count < AT_ONCE)
			break;
	}
	*ret_count = sweeping.count;
	return NULL;
}
