/*
 * Reading entries: filters and pages.
 * One statement per filter that narrows most, each along its own index, so that no list has to be
 * sorted; the other filters are looked at row by row.
 */
#include "audit/audit_inside.h"
#include "audit/audit_statements.h"

enum { MOST_ROWS = 500 };

/* Behind every deed there can be: '~' follows all of their letters. */
#define DEED_END "~"

static struct digest
digest_of(struct str text)
{
	struct digest digest = { "" };

	if (text.len == sizeof digest.at - 1)
		memcpy(digest.at, text.at, text.len);
	return digest;
}

struct audit_entry
audit_entry_of_row(const struct db_rows *rows)
{
	return (struct audit_entry){
		.id = db_get_int(rows, 0),
		.at = db_get_int(rows, 1),
		.actor = {
			.account_id = db_get_int(rows, 2),
			.name = db_get_str(rows, 3),
			.agency_id = db_get_int(rows, 4),
			.address = db_get_str(rows, 5),
			.way = (enum audit_way)db_get_int(rows, 6),
		},
		.deed = db_get_str(rows, 7),
		.thing = db_get_str(rows, 8),
		.thing_id = db_get_int(rows, 9),
		.agency_id = db_get_int(rows, 10),
		.before = db_get_str(rows, 11),
		.after = db_get_str(rows, 12),
		.previous = digest_of(db_get_str(rows, 13)),
		.digest = digest_of(db_get_str(rows, 14)),
	};
}

/* A search under way. Entries asked for have after_id < id < before_id and from_at <= at < to_at;
 * `wanted` is one more than the page holds, to see whether there are more. */
struct finding {
	struct arena *arena;
	const struct audit_query *query;
	int64_t after_id;
	int64_t before_id;
	int64_t from_at;
	int64_t to_at;
	int wanted;
	struct str deed_end;
	struct audit_entry *entries;
	size_t count;
	bool is_empty; /* the days hold nothing */
};

/* --- the days --- */

static struct fault *
ask_bound(struct db *db, const struct db_sql *sql, int64_t from, int64_t to, int64_t *ret_id,
	bool *ret_is_none)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, sql, VALUES(VALUE(from), VALUE(to)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_is_none = !is_found || db_is_none(rows, 0);
	*ret_id = *ret_is_none ? 0 : db_get_int(rows, 0);
	return NULL;
}

/* Days become a range of ids, so that an old week does not cost a walk from today; `at` is looked
 * at as well, because a clock that was set back puts other days into the range. */
static struct fault *
bound_days(struct db *db, struct day from, struct day to, struct finding *finding)
{
	int64_t first_day = day_is_none(from) ? INT32_MIN : from.number;
	int64_t last_day = day_is_none(to) ? INT32_MAX : to.number;
	int64_t first;
	int64_t end;
	bool is_none;

	finding->from_at = day_is_none(from) ? INT64_MIN : audit_start_of(first_day);
	finding->to_at = day_is_none(to) ? INT64_MAX : audit_start_of(last_day + 1);
	if (day_is_none(from) && day_is_none(to))
		return NULL;
	TRY(ask_bound(db, &audit_day_first_sql, first_day, last_day, &first, &is_none));
	finding->is_empty = is_none;
	if (is_none)
		return NULL;
	if (finding->after_id < first - 1)
		finding->after_id = first - 1;
	TRY(ask_bound(db, &audit_day_end_sql, first_day, last_day, &end, &is_none));
	if (!is_none && end < finding->before_id)
		finding->before_id = end;
	return NULL;
}

/* --- one list along one index --- */

static struct fault *
collect(struct db *db, struct finding *finding, const struct db_sql *sql, struct db_values values,
	struct audit_entry *entries, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	size_t count = 0;

	TRY(db_ask(db, finding->arena, sql, values, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found && count < (size_t)finding->wanted) {
		entries[count++] = audit_entry_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	*ret_count = count;
	return NULL;
}

/* What every list takes first. */
#define RANGE(finding)                                                                             \
	VALUE((finding)->after_id), VALUE((finding)->before_id), VALUE((finding)->from_at),        \
		VALUE((finding)->to_at), VALUE((finding)->wanted)

static struct fault *
find_by_thing(struct db *db, struct finding *finding)
{
	const struct audit_query *query = finding->query;

	return collect(db, finding, &audit_by_thing_sql,
		VALUES(RANGE(finding), VALUE(query->thing), VALUE(query->thing_id),
			VALUE(query->account_id), VALUE(query->agency_id), VALUE(query->deed),
			VALUE(finding->deed_end)),
		finding->entries, &finding->count);
}

static struct fault *
find_by_account(struct db *db, struct finding *finding)
{
	const struct audit_query *query = finding->query;

	return collect(db, finding, &audit_by_account_sql,
		VALUES(RANGE(finding), VALUE(query->account_id), VALUE(query->agency_id),
			VALUE(query->thing), VALUE(query->deed), VALUE(finding->deed_end)),
		finding->entries, &finding->count);
}

static struct fault *
find_within(struct db *db, struct finding *finding)
{
	const struct audit_query *query = finding->query;
	int64_t thing_id = query->thing.len ? query->thing_id : 0;

	return collect(db, finding, &audit_within_sql,
		VALUES(RANGE(finding), VALUE(query->patterns), VALUE(query->account_id),
			VALUE(query->agency_id), VALUE(query->thing), VALUE(thing_id),
			VALUE(query->deed), VALUE(finding->deed_end)),
		finding->entries, &finding->count);
}

/* --- a beginning of deeds: one list per deed, merged --- */

/* A deed and its kind of thing; there are some hundred pairs, whatever the number of entries. */
struct pair {
	struct str deed;
	struct str thing;
};

static struct fault *
ask_pair(struct db *db, struct arena *arena, const struct db_sql *sql, struct db_values values,
	struct pair *pair, bool *ret_is_found)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, sql, values, &rows));
	TRY(db_next(rows, ret_is_found));
	if (*ret_is_found)
		*pair = (struct pair){ db_get_str(rows, 0), db_get_str(rows, 1) };
	return NULL;
}

/* The pair after *pair, in the order of the index. */
static struct fault *
next_pair(struct db *db, const struct finding *finding, struct pair *pair, bool *ret_is_found)
{
	TRY(ask_pair(db, finding->arena, &audit_next_thing_sql,
		VALUES(VALUE(pair->deed), VALUE(pair->thing)), pair, ret_is_found));
	if (*ret_is_found)
		return NULL;
	return ask_pair(db, finding->arena, &audit_next_deed_sql,
		VALUES(VALUE(pair->deed), VALUE(finding->deed_end)), pair, ret_is_found);
}

/* Put `more` among what was found, the newest first, and keep the first `wanted`. */
static void
merge(struct finding *finding, const struct audit_entry *more, size_t more_count,
	struct audit_entry *room)
{
	size_t a = 0;
	size_t b = 0;
	size_t count = 0;

	while (count < (size_t)finding->wanted && (a < finding->count || b < more_count)) {
		bool is_old = b == more_count ||
			      (a < finding->count && finding->entries[a].id > more[b].id);

		room[count++] = is_old ? finding->entries[a++] : more[b++];
	}
	memcpy(finding->entries, room, count * sizeof *room);
	finding->count = count;
}

static struct fault *
find_by_deed(struct db *db, struct finding *finding)
{
	const struct audit_query *query = finding->query;
	struct pair pair = { query->deed, STR("") };
	struct audit_entry *more;
	struct audit_entry *room;
	bool is_found = true;

	TAKE(finding->arena, more, (size_t)finding->wanted);
	TAKE(finding->arena, room, (size_t)finding->wanted);
	TRY(next_pair(db, finding, &pair, &is_found));
	while (is_found) {
		size_t count = 0;

		/* With a full page only what is newer than its last is of use. */
		if (finding->count == (size_t)finding->wanted)
			finding->after_id = finding->entries[finding->count - 1].id;
		if (query->thing.len == 0 || str_equal(query->thing, pair.thing)) {
			TRY(collect(db, finding, &audit_by_deed_sql,
				VALUES(RANGE(finding), VALUE(pair.deed), VALUE(pair.thing),
					VALUE(query->agency_id)),
				more, &count));
			merge(finding, more, count, room);
		}
		TRY(next_pair(db, finding, &pair, &is_found));
	}
	return NULL;
}

static struct fault *
find_entries(struct db *db, void *arg)
{
	struct finding *finding = arg;
	const struct audit_query *query = finding->query;

	TAKE(finding->arena, finding->entries, (size_t)finding->wanted);
	finding->count = 0;
	TRY(bound_days(db, query->from, query->to, finding));
	if (finding->is_empty)
		return NULL;
	if (query->patterns.len)
		return find_within(db, finding);
	if (query->thing.len && query->thing_id)
		return find_by_thing(db, finding);
	if (query->account_id)
		return find_by_account(db, finding);
	if (query->deed.len || query->thing.len)
		return find_by_deed(db, finding);
	if (query->agency_id)
		return collect(db, finding, &audit_by_agency_sql,
			VALUES(RANGE(finding), VALUE(query->agency_id)), finding->entries,
			&finding->count);
	return collect(db, finding, &audit_newest_sql, VALUES(RANGE(finding)), finding->entries,
		&finding->count);
}

static int
page_limit(int limit)
{
	return limit < 1 ? 1 : limit > MOST_ROWS ? MOST_ROWS : limit;
}

static struct audit_list
list_of(const struct finding *finding)
{
	struct audit_list list = { finding->entries, finding->count, false };

	list.has_more = list.count == (size_t)finding->wanted;
	if (list.has_more)
		list.count--;
	return list;
}

struct fault *
audit_find(struct db *db, struct arena *arena, const struct audit_query *query,
	struct audit_list *ret_list)
{
	struct finding finding = {
		.arena = arena,
		.query = query,
		.before_id = query->before_id > 0 ? query->before_id : INT64_MAX,
		.wanted = page_limit(query->limit) + 1,
	};

	TRY(str_print(arena, &finding.deed_end, "%.*s%s", STR_ARG(query->deed), DEED_END));
	TRY(db_look(db, find_entries, &finding));
	*ret_list = list_of(&finding);
	return NULL;
}

/* --- onward --- */

static struct fault *
find_onward(struct db *db, void *arg)
{
	struct finding *finding = arg;

	TAKE(finding->arena, finding->entries, (size_t)finding->wanted);
	finding->count = 0;
	TRY(bound_days(db, finding->query->from, finding->query->to, finding));
	if (finding->is_empty)
		return NULL;
	return collect(db, finding, &audit_between_sql, VALUES(RANGE(finding)), finding->entries,
		&finding->count);
}

struct fault *
audit_find_onward(struct db *db, struct arena *arena, struct day from, struct day to,
	int64_t after_id, int limit, struct audit_list *ret_list)
{
	const struct audit_query query = { .from = from, .to = to };
	struct finding finding = {
		.arena = arena,
		.query = &query,
		.after_id = after_id,
		.before_id = INT64_MAX,
		.wanted = page_limit(limit) + 1,
	};

	TRY(db_look(db, find_onward, &finding));
	*ret_list = list_of(&finding);
	return NULL;
}
