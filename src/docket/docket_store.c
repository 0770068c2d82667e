/*
 * Rows of the desk: searches kept under a name, counts, officers, what waits for a person and what
 * is found. Cases themselves are read by application_store.c.
 */
#include <stdio.h>

#include "application/application_work.h"
#include "docket/docket.h"
#include "docket/docket_statements.h"

enum { MOST_OFFICERS = 200, MOST_COUNTED = 1000, QUERY_LONGEST = 1500 };

/* --- searches kept --- */

struct fault *
docket_find_filters(
	struct db *db, struct arena *arena, int64_t account_id, struct docket_filters *ret_filters)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct docket_filters filters = { 0 };
	bool is_found;

	TAKE(arena, filters.items, DOCKET_MOST_FILTERS);
	TRY(db_ask(db, arena, &docket_filters_sql,
		VALUES(VALUE(account_id), VALUE((int)DOCKET_MOST_FILTERS)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		filters.items[filters.count++] = (struct docket_filter){ db_get_int(rows, 0),
			db_get_str(rows, 1), db_get_str(rows, 2) };
	}
	*ret_filters = filters;
	return NULL;
}

struct keeping {
	int64_t account_id;
	int64_t id;
	struct str name;
	struct str query;
};

static struct fault *
keep(struct db *db, void *arg)
{
	const struct keeping *keeping = arg;
	int64_t number;

	TRY(db_ask_number(db, &docket_filter_put_sql,
		VALUES(VALUE(keeping->account_id), VALUE(keeping->name), VALUE(keeping->query)),
		&number));
	if (number)
		return NULL;
	TRY(db_ask_number(
		db, &docket_filter_count_sql, VALUES(VALUE(keeping->account_id)), &number));
	if (number >= DOCKET_MOST_FILTERS)
		return fault_new(FAULT_LIMIT, "application_filters",
			"已保存 %d 个筛选，请先删除不用的。",
			"%d filters are kept already; remove one first.", DOCKET_MOST_FILTERS);
	return db_run(db, &docket_filter_add_sql,
		VALUES(VALUE(keeping->account_id), VALUE(keeping->name), VALUE(keeping->query)),
		NULL);
}

struct fault *
docket_save_filter(struct db *db, int64_t account_id, struct str name, struct str query)
{
	struct keeping keeping = { account_id, 0, str_trim(name), query };

	if (!keeping.name.len || query.len > QUERY_LONGEST)
		return fault_new(FAULT_INPUT, "application_filter",
			"请给筛选起一个名字（条件不要过长）。", "Give the filter a name.");
	return db_work(db, keep, &keeping);
}

static struct fault *
drop(struct db *db, void *arg)
{
	struct keeping *keeping = arg;
	int64_t id;

	TRY(db_ask_number(db, &docket_filter_drop_sql,
		VALUES(VALUE(keeping->account_id), VALUE(keeping->id)), &id));
	return id ? NULL : fault_absent("application_filter", keeping->id);
}

struct fault *
docket_drop_filter(struct db *db, int64_t account_id, int64_t id)
{
	struct keeping keeping = { .account_id = account_id, .id = id };

	return db_work(db, drop, &keeping);
}

/* --- lists --- */

struct fault *
docket_count_all(struct db *db, struct arena *arena, const struct application_query *query,
	int most, int64_t *ret_count)
{
	struct str text;

	TRY(db_like(arena, query->text, &text));
	return db_ask_number(db, query->state < 0 ? &docket_all_count_sql : &docket_state_count_sql,
		VALUES(VALUE(query->agency_id), VALUE(query->pattern), VALUE(query->year),
			VALUE(query->state), VALUE(query->channel), VALUE(query->applicant_kind),
			VALUE(query->outcome), VALUE(query->mark),
			VALUE(application_day_filter(query->from)),
			VALUE(application_day_filter(query->to)), VALUE(query->officer_id),
			VALUE(text), VALUE(most), VALUE(application_day_filter(query->open_from)),
			VALUE(application_day_filter(query->ended_from)),
			VALUE(application_day_filter(query->ended_to)), VALUE(query->only_counted),
			VALUE(application_day_filter(query->seen_on))),
		ret_count);
}

struct fault *
docket_find_officers(struct db *db, struct arena *arena, struct str pattern,
	struct docket_officers *ret_officers)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct docket_officers officers = { 0 };
	bool is_found;

	TAKE(arena, officers.items, MOST_OFFICERS);
	TRY(db_ask(db, arena, &docket_officers_sql,
		VALUES(VALUE((int)ACCOUNT_CASE_OFFICER), VALUE(pattern), VALUE((int)MOST_OFFICERS)),
		&rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		officers.items[officers.count++] =
			(struct docket_officer){ db_get_int(rows, 0), db_get_str(rows, 1) };
	}
	*ret_officers = officers;
	return NULL;
}

struct fault *
docket_count_due(struct db *db, struct arena *arena, struct str pattern, int64_t officer_id,
	struct day first, struct day last, int64_t **ret_counts)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_one = !str_has(pattern, STR("%"));
	int64_t *counts;
	bool is_found;

	TAKE(arena, counts, (size_t)(last.number - first.number + 1));
	TRY(db_ask(db, NULL, is_one ? &docket_due_days_one_sql : &docket_due_days_sql,
		VALUES(VALUE(pattern), VALUE(officer_id), VALUE(first.number), VALUE(last.number)),
		&rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		counts[db_get_int(rows, 0) - first.number] = db_get_int(rows, 1);
	}
	*ret_counts = counts;
	return NULL;
}

struct fault *
docket_scope_agency(struct db *db, struct arena *arena, int64_t agency_id, struct str scope_path,
	bool has_subtree, struct str *ret_path)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct str path;
	bool is_found;

	TRY(db_ask(db, arena, &docket_path_sql, VALUES(VALUE(agency_id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("agency", agency_id);
	path = db_get_str(rows, 0);
	if (has_subtree ? !str_starts(path, scope_path) : !str_equal(path, scope_path))
		return fault_absent("agency", agency_id);
	*ret_path = path;
	return NULL;
}

/* --- what waits --- */

struct waiting {
	struct db *db;
	struct arena *arena;
	struct docket_waitings found;
	size_t room;
	size_t limit;
};

static struct fault *
add_case(struct waiting *waiting, const char *words, const struct application *one)
{
	struct docket_waiting *item;

	if (waiting->found.count == waiting->limit) {
		waiting->found.hidden++;
		return NULL;
	}
	GROW(waiting->arena, waiting->found.items, waiting->found.count, waiting->room);
	item = &waiting->found.items[waiting->found.count++];
	*item = (struct docket_waiting){ .due = one->is_paused ? DAY_NONE : one->due_on };
	TRY(str_print(waiting->arena, &item->words, "%s：%s %.*s", words,
		application_number_text(one->year, one->number).at, STR_ARG(one->title)));
	item->note = one->agency_name;
	return str_print(
		waiting->arena, &item->address, "/desk/applications/%lld", (long long)one->id);
}

static struct fault *
add_list(struct waiting *waiting, const char *words, struct application_open_query query,
	int64_t except_officer)
{
	struct application_list list;

	query.until = DAY_NONE;
	query.limit = (int)waiting->limit + 1;
	TRY(application_list_open(waiting->db, waiting->arena, &query, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct application *one = &list.items[i];

		/* Waiting for somebody else, or shown as one's own already. */
		if (except_officer && one->officer_id == except_officer)
			continue;
		if (query.officer_id && (one->is_paused || one->state >= APPLICATION_REVIEWING) &&
			one->state != APPLICATION_SIGNED)
			continue;
		TRY(add_case(waiting, words, one));
	}
	waiting->found.hidden += list.has_more;
	return NULL;
}

/* What a role waits for, at each place where the person has it. */
static struct fault *
add_role(struct waiting *waiting, const struct account_person *person, enum account_role role,
	enum application_state state, const char *words, int64_t except_officer)
{
	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct application_open_query query = { .state = (int)state };
		bool is_within = false;

		for (size_t j = 0; j < person->grant_count; j++) {
			const struct account_grant *other = &person->grants[j];

			is_within = is_within ||
				    (j != i && other->role == role && other->has_subtree &&
					    str_starts(grant->path, other->path) &&
					    (j < i || !str_equal(grant->path, other->path)));
		}
		if (grant->role != role || !grant->agency_id || is_within)
			continue;
		TRY(str_print(waiting->arena, &query.pattern, "%.*s%s", STR_ARG(grant->path),
			grant->has_subtree ? "%" : ""));
		if (!grant->has_subtree)
			query.agency_id = grant->agency_id;
		TRY(add_list(waiting, words, query, except_officer));
	}
	return NULL;
}

static struct fault *
add_questions(struct waiting *waiting, const struct account_person *person)
{
	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct application_asked_list list;
		struct str pattern;

		if (grant->role != ACCOUNT_AUTHOR || !grant->agency_id)
			continue;
		TRY(str_print(waiting->arena, &pattern, "%.*s%s", STR_ARG(grant->path),
			grant->has_subtree ? "%" : ""));
		TRY(application_find_asked(
			waiting->db, waiting->arena, pattern, (int)waiting->limit + 1, &list));
		for (size_t j = 0; j < list.count; j++) {
			struct application one = { .id = list.items[j].application_id,
				.year = list.items[j].year,
				.number = list.items[j].number,
				.title = list.items[j].title,
				.agency_name = list.items[j].agency_name,
				.due_on = list.items[j].due_on };

			TRY(add_case(waiting, "提出部门意见", &one));
		}
	}
	return NULL;
}

struct fault *
docket_find_waiting(struct db *db, struct arena *arena, const struct account_person *person,
	int limit, struct docket_waitings *ret_waitings)
{
	struct waiting waiting = { .db = db, .arena = arena, .limit = (size_t)limit };

	TRY(add_list(&waiting, "办理申请",
		(struct application_open_query){ .state = -1, .officer_id = person->id }, 0));
	TRY(add_role(&waiting, person, ACCOUNT_REVIEWER, APPLICATION_REVIEWING, "审核答复", 0));
	TRY(add_role(&waiting, person, ACCOUNT_LEGAL_REVIEWER, APPLICATION_LEGAL, "法制审核", 0));
	TRY(add_role(&waiting, person, ACCOUNT_HEAD, APPLICATION_SIGNING, "签发答复", 0));
	TRY(add_role(&waiting, person, ACCOUNT_CASE_OFFICER, APPLICATION_SUBMITTED, "确认收到申请",
		person->id));
	TRY(add_role(&waiting, person, ACCOUNT_CASE_OFFICER, APPLICATION_RECEIVED, "登记申请",
		person->id));
	TRY(add_questions(&waiting, person));
	*ret_waitings = waiting.found;
	return NULL;
}

/* --- search --- */

static struct fault *
add_hit(struct db *db, struct arena *arena, int64_t id, size_t limit, struct application_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].id == id)
			return NULL;
	if (list->count == limit) {
		list->has_more = true;
		return NULL;
	}
	return application_load(db, arena, id, &list->items[list->count++]);
}

static struct fault *
search_numbers(struct db *db, struct arena *arena, struct str pattern, struct str text,
	size_t limit, struct application_list *list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int64_t ids[32];
	int64_t number;
	size_t count = 0;
	bool is_found;
	int year;

	if (!application_number_parse(text, &year, &number))
		return NULL;
	TRY(db_ask(db, NULL, &docket_number_sql,
		VALUES(VALUE(pattern), VALUE(year), VALUE(number), VALUE((int)COUNT_OF(ids))),
		&rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		ids[count++] = db_get_int(rows, 0);
	}
	db_rows_close(&rows);
	for (size_t i = 0; i < count; i++)
		TRY(add_hit(db, arena, ids[i], limit, list));
	return NULL;
}

struct fault *
docket_search(struct db *db, struct arena *arena, const struct account_person *person,
	struct str text, int limit, struct application_list *ret_list)
{
	struct application_list found = { 0 };

	TAKE(arena, found.items, (size_t)limit + 1);
	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct application_query query = { .state = -1,
			.channel = -1,
			.applicant_kind = -1,
			.from = DAY_NONE,
			.to = DAY_NONE,
			.text = text,
			.limit = limit };
		struct application_list list;

		if (!(grant->role & APPLICATION_WATCHERS) || !grant->agency_id)
			continue;
		TRY(str_print(arena, &query.pattern, "%.*s%s", STR_ARG(grant->path),
			grant->has_subtree ? "%" : ""));
		TRY(search_numbers(db, arena, query.pattern, text, (size_t)limit, &found));
		TRY(application_list_all(db, arena, &query, &list));
		for (size_t j = 0; j < list.count; j++)
			TRY(add_hit(db, arena, list.items[j].id, (size_t)limit, &found));
		found.has_more = found.has_more || list.has_more;
	}
	*ret_list = found;
	return NULL;
}

/* --- many at once --- */

struct fault *
docket_do_many(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_doing *doing, struct docket_bulk_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct application_doing one = *doing;
		struct application_done done;
		struct fault *fault;

		one.id = cases[i].id;
		one.version = cases[i].version;
		fault = application_do(db, hands, arena, &one, &done);
		cases[i].is_done = !fault;
		if (fault && (fault->kind == FAULT_OUTSIDE || fault->kind == FAULT_LIMIT))
			return fault;
		if (fault) {
			TRY(str_copy(arena, str_of(fault->zh), &cases[i].says_zh));
			TRY(str_copy(arena, str_of(fault->en), &cases[i].says_en));
		}
		fault = application_see(db, arena, hands->person, cases[i].id,
			APPLICATION_SEES_CASE, &cases[i].application);
		cases[i].is_seen = !fault;
		if (fault && fault->kind != FAULT_ABSENT)
			return fault;
	}
	return NULL;
}
