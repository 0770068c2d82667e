/*
 * History in and out of the store: changes of one agency, its successors, and the whole history for
 * sums over years.
 * What the history means is agency_history_rules.c's business.
 */
#include "agency/agency_history.h"
#include "agency/agency_inside.h"
#include "agency/agency_statements.h"

static struct fault *
load_lives(struct db *db, struct arena *arena, struct agency_history *history)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_life *lives = NULL;
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_all_lives_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, lives, history->life_count, room);
		lives[history->life_count++] = (struct agency_life){ db_get_int(rows, 0),
			db_get_int(rows, 1), db_get_day(rows, 2), db_get_day(rows, 3) };
		TRY(db_next(rows, &is_found));
	}
	history->lives = lives;
	return NULL;
}

static struct fault *
load_changes(struct db *db, struct arena *arena, struct agency_history *history)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_past *pasts = NULL;
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_all_pasts_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, pasts, history->past_count, room);
		pasts[history->past_count++] =
			(struct agency_past){ .agency_id = db_get_int(rows, 0),
				.parent_id = db_get_int(rows, 1),
				.until = db_get_day(rows, 2) };
		TRY(db_next(rows, &is_found));
	}
	history->pasts = pasts;
	return NULL;
}

static struct fault *
load_main_successors(struct db *db, struct arena *arena, struct agency_history *history)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_successor *successors = NULL;
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_all_successors_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, successors, history->successor_count, room);
		successors[history->successor_count++] =
			(struct agency_successor){ db_get_int(rows, 0), db_get_int(rows, 1),
				db_get_day(rows, 2), true };
		TRY(db_next(rows, &is_found));
	}
	history->successors = successors;
	return NULL;
}

struct loading {
	struct arena *arena;
	struct agency_history history;
};

static struct fault *
load_history(struct db *db, void *arg)
{
	struct loading *loading = arg;

	loading->history = (struct agency_history){ 0 };
	TRY(load_lives(db, loading->arena, &loading->history));
	TRY(load_changes(db, loading->arena, &loading->history));
	return load_main_successors(db, loading->arena, &loading->history);
}

struct fault *
agency_load_history(struct db *db, struct arena *arena, struct agency_history *ret_history)
{
	struct loading loading = { .arena = arena };

	TRY(db_look(db, load_history, &loading));
	*ret_history = loading.history;
	return NULL;
}

struct fault *
agency_load_pasts(struct db *db, struct arena *arena, int64_t id, struct agency_pasts *ret_pasts)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_pasts pasts = { 0 };
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_pasts_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, pasts.items, pasts.count, room);
		pasts.items[pasts.count++] = (struct agency_past){ db_get_int(rows, 0),
			db_get_str(rows, 1), db_get_int(rows, 2), db_get_day(rows, 3) };
		TRY(db_next(rows, &is_found));
	}
	*ret_pasts = pasts;
	return NULL;
}

static struct fault *
load_relatives(struct db *db, struct arena *arena, const struct db_sql *sql, int64_t id,
	struct agency_relatives *ret_relatives)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_relatives relatives = { 0 };
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, relatives.items, relatives.count, room);
		relatives.items[relatives.count++] = (struct agency_relative){ db_get_int(rows, 0),
			db_get_str(rows, 1), db_get_day(rows, 2), db_get_int(rows, 3) != 0 };
		TRY(db_next(rows, &is_found));
	}
	*ret_relatives = relatives;
	return NULL;
}

struct fault *
agency_load_successors(
	struct db *db, struct arena *arena, int64_t id, struct agency_relatives *ret_relatives)
{
	return load_relatives(db, arena, &agency_successors_sql, id, ret_relatives);
}

struct fault *
agency_load_forerunners(
	struct db *db, struct arena *arena, int64_t id, struct agency_relatives *ret_relatives)
{
	return load_relatives(db, arena, &agency_forerunners_sql, id, ret_relatives);
}
