/*
 * Rows of reconsideration and litigation. Who may see which is asked before, by who calls; writing
 * them is dispute_work.c.
 */
#include "dispute/dispute_inside.h"
#include "dispute/dispute_statements.h"

static struct dispute
read(const struct db_rows *rows)
{
	return (struct dispute){
		.id = db_get_int(rows, 0),
		.agency_id = db_get_int(rows, 1),
		.agency_name = db_get_str(rows, 2),
		.path = db_get_str(rows, 3),
		.application_id = db_get_int(rows, 4),
		.year = (int)db_get_int(rows, 5),
		.number = db_get_int(rows, 6),
		.state = (enum application_state)db_get_int(rows, 7),
		.title = db_get_str(rows, 8),
		.previous_id = db_get_int(rows, 9),
		.kind = (enum dispute_kind)db_get_int(rows, 10),
		.role = (enum dispute_role)db_get_int(rows, 11),
		.body = db_get_str(rows, 12),
		.case_number = db_get_str(rows, 13),
		.is_simple = db_get_int(rows, 14) != 0,
		.arrived_on = db_get_day(rows, 15),
		.answer_due_on = db_get_day(rows, 16),
		.answered_on = db_get_day(rows, 17),
		.hearing_on = db_get_day(rows, 18),
		.result = (enum dispute_result)db_get_int(rows, 19),
		.ended_on = db_get_day(rows, 20),
		.says = db_get_str(rows, 21),
		.version = db_get_int(rows, 22),
		.is_due_told = db_get_int(rows, 23) != 0,
	};
}

struct fault *
dispute_load(struct db *db, struct arena *arena, int64_t id, struct dispute *ret_dispute)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	TRY(db_ask(db, arena, &dispute_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("application_dispute", id);
	*ret_dispute = read(rows);
	return NULL;
}

/* `most` 0: all of them; else one more is a sign that there are more. */
static struct fault *
take_all(struct arena *arena, struct db_rows *rows, size_t most, struct dispute_list *ret_list)
{
	struct dispute_list list = { 0 };
	size_t room = 0;
	bool is_found;

	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		if (most && list.count == most) {
			list.has_more = true;
			break;
		}
		GROW(arena, list.items, list.count, room);
		list.items[list.count++] = read(rows);
	}
	*ret_list = list;
	return NULL;
}

struct fault *
dispute_find_of(
	struct db *db, struct arena *arena, int64_t application_id, struct dispute_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, &dispute_of_sql, VALUES(VALUE(application_id)), &rows));
	return take_all(arena, rows, 0, ret_list);
}

struct fault *
dispute_find_due(struct db *db, struct arena *arena, struct day until, struct day after,
	int64_t after_id, int limit, struct dispute_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, &dispute_due_sql,
		VALUES(VALUE(until.number), VALUE(after_id ? after.number : INT32_MIN),
			VALUE(after_id), VALUE(limit)),
		&rows));
	return take_all(arena, rows, 0, ret_list);
}

static void
days_of_year(int year, struct day *ret_first, struct day *ret_last)
{
	ret_first->number = 0;
	ret_last->number = INT32_MAX;
	if (year && (!day_make(year, 1, 1, ret_first) || !day_make(year, 12, 31, ret_last)))
		ret_last->number = -1;
}

struct fault *
dispute_find_all(struct db *db, struct arena *arena, const struct dispute_query *query,
	struct dispute_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int limit = query->limit < 1 ? 1 : query->limit > 1000 ? 1000 : query->limit;
	struct day first;
	struct day last;
	struct str words;

	TRY(db_like(arena, query->text, &words));
	days_of_year(query->year, &first, &last);
	TRY(db_ask(db, arena, &dispute_some_sql,
		VALUES(VALUE(query->pattern), VALUE(first.number), VALUE(last.number),
			VALUE(query->kind), VALUE(query->result), VALUE(query->only_unanswered),
			VALUE(words), VALUE(query->before_id), VALUE(limit + 1),
			VALUE(application_day_filter(query->ended_from)),
			VALUE(application_day_filter(query->ended_to))),
		&rows));
	return take_all(arena, rows, (size_t)limit, ret_list);
}

struct fault *
dispute_sum(struct db *db, struct arena *arena, struct str pattern, int year,
	struct dispute_figures *ret_figures)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct dispute_figures figures = { 0 };
	struct day first;
	struct day last;
	bool is_found;

	days_of_year(year, &first, &last);
	TRY(db_ask(db, arena, &dispute_counts_sql,
		VALUES(VALUE(pattern), VALUE(first.number), VALUE(last.number)), &rows));
	for (;;) {
		/* One of each group stands for all of it. */
		struct dispute one = { .arrived_on = first, .ended_on = DAY_NONE };
		struct dispute_figures each;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		one.kind = (enum dispute_kind)db_get_int(rows, 0);
		one.role = (enum dispute_role)db_get_int(rows, 1);
		one.result = (enum dispute_result)db_get_int(rows, 2);
		if (db_get_int(rows, 3))
			one.ended_on = last;
		dispute_count(&one, 1, year, &each);
		for (int i = 0; i < DISPUTE_COLUMNS; i++)
			figures.at[i] += each.at[i] * db_get_int(rows, 4);
	}
	*ret_figures = figures;
	return NULL;
}

/* --- writing, inside a work --- */

struct fault *
dispute_add(struct db *db, const struct dispute *one, int64_t *ret_id)
{
	return db_ask_number(db, &dispute_add_sql,
		VALUES(VALUE(one->agency_id), db_value_id(one->application_id),
			db_value_id(one->previous_id), VALUE(one->kind), VALUE(one->role),
			VALUE(one->body), VALUE(one->case_number), VALUE(one->is_simple),
			VALUE(one->arrived_on), VALUE(one->answer_due_on), VALUE(one->answered_on),
			VALUE(one->hearing_on), VALUE(one->result), VALUE(one->ended_on),
			VALUE(one->says), VALUE(one->is_due_told), VALUE(one->calendar_version)),
		ret_id);
}

struct fault *
dispute_change(struct db *db, const struct dispute *one)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	TRY(db_ask(db, NULL, &dispute_change_sql,
		VALUES(VALUE(one->id), VALUE(one->version), db_value_id(one->previous_id),
			VALUE(one->kind), VALUE(one->role), VALUE(one->body),
			VALUE(one->case_number), VALUE(one->is_simple), VALUE(one->arrived_on),
			VALUE(one->answer_due_on), VALUE(one->answered_on), VALUE(one->hearing_on),
			VALUE(one->result), VALUE(one->ended_on), VALUE(one->says),
			VALUE(one->is_due_told), VALUE(one->calendar_version)),
		&rows));
	TRY(db_next(rows, &is_found));
	return is_found ? NULL : application_stale();
}
