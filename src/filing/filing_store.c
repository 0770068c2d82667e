/*
 * Stored reports out of the database: single ones, lists, years, series.
 * Saving is filing_work.c; what a record means is the business of the pure files of this room.
 */
#include <assert.h>

#include "filing/filing_inside.h"
#include "filing/filing_statements.h"

enum { MOST_ROWS = 500 };

/* The gate as every statement that gives rows takes it: `seen` and `shown`. */
#define SEEN_BY(gate) VALUE((gate).patterns), VALUE((gate).is_public)

/* A form is stored as the year it was issued for. */
static enum report_form
form_of_year(int64_t year)
{
	return year == 2019 ? REPORT_FORM_2019 : year == 2021 ? REPORT_FORM_2021 : REPORT_FORM_NONE;
}

/* The columns of filing_by_id and filing_some. */
static struct filing_row
row_of(const struct db_rows *rows)
{
	struct filing_row row = {
		.id = db_get_int(rows, 0),
		.agency_id = db_get_int(rows, 1),
		.agency_name = db_get_str(rows, 2),
		.year = (int)db_get_int(rows, 3),
		.form = form_of_year(db_get_int(rows, 4)),
		.title = db_get_str(rows, 5),
		.file_name = db_get_str(rows, 6),
		.byte_count = db_get_int(rows, 8),
		.errors = (int)db_get_int(rows, 9),
		.warnings = (int)db_get_int(rows, 10),
		.notes = (int)db_get_int(rows, 11),
		.stored_at = db_get_int(rows, 12),
		.stored_on = day_of_seconds(db_get_int(rows, 12)),
		.replaced_by = db_get_int(rows, 13),
		.state = (enum filing_state)db_get_int(rows, 14),
		.published_on = day_of_seconds(db_get_int(rows, 15)),
		.note = db_get_str(rows, 16),
		.version = db_get_int(rows, 17),
		.path = db_get_str(rows, 18),
		.stored_by = db_get_int(rows, 19),
	};
	struct str digest = db_get_str(rows, 7);

	if (db_is_none(rows, 15))
		row.published_on = DAY_NONE;
	if (digest.len < sizeof row.digest.at)
		memcpy(row.digest.at, digest.at, digest.len);
	return row;
}

struct fault *
filing_store_load(struct db *db, struct arena *arena, struct filing_gate gate, int64_t id,
	struct filing_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &filing_by_id_sql, VALUES(VALUE(id), SEEN_BY(gate)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("report", id);
	*ret_row = row_of(rows);
	return NULL;
}

struct fault *
filing_store_record(struct db *db, struct arena *arena, struct filing_gate gate, int64_t id,
	struct str *ret_json)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_row row;
	bool is_found = false;

	TRY(filing_store_load(db, arena, gate, id, &row));
	TRY(db_ask(db, arena, &filing_record_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("report record", id);
	*ret_json = db_get_str(rows, 0);
	return NULL;
}

struct fault *
filing_store_report(struct db *db, struct arena *arena, struct filing_gate gate, int64_t id,
	struct report *ret_report)
{
	struct str json;

	TRY(filing_store_record(db, arena, gate, id, &json));
	return report_from_json(json, arena, ret_report);
}

struct fault *
filing_store_current(
	struct db *db, struct filing_gate gate, int64_t agency_id, int year, int64_t *ret_id)
{
	return db_ask_number(db, &filing_current_sql,
		VALUES(VALUE(agency_id), VALUE(year), SEEN_BY(gate)), ret_id);
}

/* All rows of a statement with the columns of row_of(), behind those that are there. */
static struct fault *
take_rows(struct db *db, struct arena *arena, const struct db_sql *sql, struct db_values values,
	struct filing_list *list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	size_t room = 0;

	TRY(db_ask(db, arena, sql, values, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, list->rows, list->count, room);
		list->rows[list->count++] = row_of(rows);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

/* What a listing is asked and answers, on one picture of the store. */
struct listing {
	struct arena *arena;
	const struct filing_query *query;
	struct filing_gate gate;
	struct str pattern;
	int64_t offset;
	int limit;
	struct filing_list list;
	struct filing_agency_list agencies;
};

/* How many there are in all: a page that is not full says so itself. */
static struct fault *
count_some(struct db *db, struct listing *listing)
{
	const struct filing_query *query = listing->query;
	struct filing_list *list = &listing->list;

	if (list->count < (size_t)listing->limit && (list->count || !listing->offset)) {
		list->total = listing->offset + (int64_t)list->count;
		return NULL;
	}
	return db_ask_number(db, &filing_some_count_sql,
		VALUES(VALUE(query->agency_id), VALUE(query->year), VALUE(listing->pattern),
			VALUE(query->only_with_errors), VALUE(query->with_old_versions),
			SEEN_BY(listing->gate), VALUE(query->in_state - 1)),
		&list->total);
}

static struct fault *
list_some(struct db *db, void *arg)
{
	struct listing *listing = arg;
	const struct filing_query *query = listing->query;

	listing->list = (struct filing_list){ 0 };
	TRY(take_rows(db, listing->arena, &filing_some_sql,
		VALUES(VALUE(query->agency_id), VALUE(query->year), VALUE(listing->pattern),
			VALUE(query->only_with_errors), VALUE(query->with_old_versions),
			VALUE(query->sort), VALUE(listing->limit), VALUE(listing->offset),
			SEEN_BY(listing->gate), VALUE(query->in_state - 1)),
		&listing->list));
	return count_some(db, listing);
}

/* The columns of filing_shown. */
static struct filing_row
shown_of(const struct db_rows *rows)
{
	return (struct filing_row){
		.id = db_get_int(rows, 0),
		.agency_id = db_get_int(rows, 1),
		.agency_name = db_get_str(rows, 2),
		.title = db_get_str(rows, 3),
		.year = (int)db_get_int(rows, 4),
		.errors = (int)db_get_int(rows, 5),
		.warnings = (int)db_get_int(rows, 6),
		.state = FILING_SHOWN,
		.published_on =
			db_is_none(rows, 7) ? DAY_NONE : day_of_seconds(db_get_int(rows, 7)),
	};
}

static struct fault *
list_shown(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct listing *listing = arg;
	const struct filing_query *query = listing->query;
	struct filing_list *list = &listing->list;
	bool is_found = false;
	size_t room = 0;

	*list = (struct filing_list){ 0 };
	if (query->sort == FILING_BY_AGENCY)
		TRY(db_ask(db, listing->arena, &filing_shown_by_agency_sql,
			VALUES(VALUE(query->year), VALUE(listing->pattern),
				VALUE(query->only_with_errors), VALUE(listing->limit),
				VALUE(listing->offset), VALUE(listing->gate.patterns)),
			&rows));
	else
		TRY(db_ask(db, listing->arena, &filing_shown_sql,
			VALUES(VALUE(query->year), VALUE(listing->pattern),
				VALUE(query->only_with_errors), VALUE(query->sort),
				VALUE(listing->limit), VALUE(listing->offset),
				VALUE(listing->gate.patterns)),
			&rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(listing->arena, list->rows, list->count, room);
		list->rows[list->count++] = shown_of(rows);
		TRY(db_next(rows, &is_found));
	}
	return count_some(db, listing);
}

/* Limit and offset as they may reach the engine. */
static void
set_page(struct listing *listing, int64_t offset, int limit)
{
	listing->offset = offset > 0 ? offset : 0;
	listing->limit = limit < 1 ? 1 : limit > MOST_ROWS ? MOST_ROWS : limit;
}

struct fault *
filing_store_list(struct db *db, struct arena *arena, struct filing_gate gate,
	const struct filing_query *query, struct filing_list *ret_list)
{
	struct listing listing = { .arena = arena, .query = query, .gate = gate };

	set_page(&listing, query->offset, query->limit);
	TRY(db_like(arena, query->text, &listing.pattern));
	TRY(db_look(db, list_some, &listing));
	*ret_list = listing.list;
	return NULL;
}

struct fault *
filing_store_shown(struct db *db, struct arena *arena, struct filing_gate gate,
	const struct filing_query *query, struct filing_list *ret_list)
{
	struct listing listing = { .arena = arena, .query = query, .gate = gate };

	assert(gate.is_public && !query->agency_id && !query->in_state &&
		!query->with_old_versions);
	set_page(&listing, query->offset, query->limit);
	TRY(db_like(arena, query->text, &listing.pattern));
	TRY(db_look(db, list_shown, &listing));
	*ret_list = listing.list;
	return NULL;
}

struct fault *
filing_store_in_state(struct db *db, struct arena *arena, struct filing_gate gate,
	enum filing_state state, int limit, struct filing_in_state *ret_found)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_in_state found = { 0 };
	bool is_found = false;
	size_t room = 0;

	assert(!gate.is_public);
	TRY(db_ask(db, arena, &filing_in_state_sql,
		VALUES(VALUE((int)state), VALUE(limit), VALUE(gate.patterns)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, found.items, found.count, room);
		found.items[found.count++] = (struct filing_in_state_item){
			.id = db_get_int(rows, 0),
			.agency_name = db_get_str(rows, 1),
			.agency_kind = (enum agency_kind)db_get_int(rows, 2),
			.year = (int)db_get_int(rows, 3),
			.note = db_get_str(rows, 4),
		};
		TRY(db_next(rows, &is_found));
	}
	found.total = (int64_t)found.count;
	if (found.total == limit)
		TRY(db_ask_number(db, &filing_some_count_sql,
			VALUES(VALUE(0), VALUE(0), VALUE(STR("")), VALUE(0), VALUE(0),
				SEEN_BY(gate), VALUE((int)state)),
			&found.total));
	*ret_found = found;
	return NULL;
}

struct fault *
filing_store_versions(struct db *db, struct arena *arena, struct filing_gate gate,
	int64_t agency_id, int year, struct filing_version **ret_versions, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_version *versions = NULL;
	bool is_found = false;
	size_t count = 0;
	size_t room = 0;

	TRY(db_ask(db, arena, &filing_versions_sql,
		VALUES(VALUE(agency_id), VALUE(year), SEEN_BY(gate)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, versions, count, room);
		versions[count++] = (struct filing_version){
			.id = db_get_int(rows, 0),
			.file_name = db_get_str(rows, 1),
			.stored_on = day_of_seconds(db_get_int(rows, 2)),
			.state = (enum filing_state)db_get_int(rows, 3),
			.replaced_by = db_get_int(rows, 4),
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_versions = versions;
	*ret_count = count;
	return NULL;
}

struct fault *
filing_store_years(struct db *db, struct arena *arena, struct filing_gate gate, int64_t agency_id,
	struct filing_year **ret_years, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_year *years = NULL;
	bool is_found = false;
	size_t count = 0;
	size_t room = 0;

	TRY(db_ask(db, arena, &filing_agency_years_sql, VALUES(VALUE(agency_id), SEEN_BY(gate)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, years, count, room);
		years[count++] = (struct filing_year){
			.year = (int)db_get_int(rows, 0),
			.id = db_get_int(rows, 1),
			.errors = (int)db_get_int(rows, 2),
			.warnings = (int)db_get_int(rows, 3),
			.notes = (int)db_get_int(rows, 4),
			.report_count = 1,
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_years = years;
	*ret_count = count;
	return NULL;
}

struct fault *
filing_store_all_years(struct db *db, struct arena *arena, struct filing_gate gate,
	struct filing_year **ret_years, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_year *years = NULL;
	bool is_found = false;
	size_t count = 0;
	size_t room = 0;

	if (gate.is_public)
		TRY(db_ask(
			db, arena, &filing_shown_years_sql, VALUES(VALUE(gate.patterns)), &rows));
	else
		TRY(db_ask(
			db, arena, &filing_current_years_sql, VALUES(VALUE(gate.patterns)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, years, count, room);
		years[count++] = (struct filing_year){
			.year = (int)db_get_int(rows, 0),
			.report_count = db_get_int(rows, 1),
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_years = years;
	*ret_count = count;
	return NULL;
}

struct fault *
filing_store_neighbours(struct db *db, struct filing_gate gate, int64_t agency_id, int year,
	int64_t *ret_previous_id, int64_t *ret_next_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &filing_neighbours_sql,
		VALUES(VALUE(agency_id), VALUE(year), SEEN_BY(gate)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_previous_id = is_found ? db_get_int(rows, 0) : 0;
	*ret_next_id = is_found ? db_get_int(rows, 1) : 0;
	return NULL;
}

struct fault *
filing_store_series(struct db *db, struct arena *arena, struct filing_gate gate, int64_t agency_id,
	struct filing_series_item **ret_items, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_series_item *items = NULL;
	bool is_found = false;
	size_t count = 0;
	size_t room = 0;

	TRY(db_ask(db, arena, &filing_series_sql, VALUES(VALUE(agency_id), SEEN_BY(gate)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		struct filing_series_item *item;

		GROW(arena, items, count, room);
		item = &items[count++];
		item->id = db_get_int(rows, 0);
		item->year = (int)db_get_int(rows, 1);
		item->json = db_get_str(rows, 3);
		TAKE(arena, item->report, 1);
		TRY(report_from_json(item->json, arena, item->report));
		TRY(db_next(rows, &is_found));
	}
	*ret_items = items;
	*ret_count = count;
	return NULL;
}

static struct filing_agency
agency_of(const struct db_rows *rows)
{
	return (struct filing_agency){
		.id = db_get_int(rows, 0),
		.name = db_get_str(rows, 1),
		.kind = (enum agency_kind)db_get_int(rows, 2),
		.report_count = db_get_int(rows, 3),
		.first_year = (int)db_get_int(rows, 4),
		.last_year = (int)db_get_int(rows, 5),
		.errors = db_get_int(rows, 6),
	};
}

static struct fault *
list_agencies(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct listing *listing = arg;
	struct filing_agency_list *list = &listing->agencies;
	bool is_found = false;
	size_t room = 0;

	*list = (struct filing_agency_list){ 0 };
	TRY(db_ask_number(db, &filing_agencies_count_sql,
		VALUES(VALUE(listing->pattern), VALUE(listing->gate.patterns)), &list->total));
	if (listing->offset >= list->total)
		return NULL;
	TRY(db_ask(db, listing->arena, &filing_agencies_sql,
		VALUES(VALUE(listing->pattern), VALUE(listing->limit), VALUE(listing->offset),
			VALUE(listing->gate.patterns)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(listing->arena, list->agencies, list->count, room);
		list->agencies[list->count++] = agency_of(rows);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

struct fault *
filing_store_agencies(struct db *db, struct arena *arena, struct filing_gate gate, struct str text,
	int64_t offset, int limit, struct filing_agency_list *ret_list)
{
	struct listing listing = { .arena = arena, .gate = gate };

	set_page(&listing, offset, limit);
	TRY(db_like(arena, text, &listing.pattern));
	TRY(db_look(db, list_agencies, &listing));
	*ret_list = listing.agencies;
	return NULL;
}

struct fault *
filing_store_totals(struct db *db, struct filing_gate gate, struct filing_totals *ret_totals)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct filing_totals totals = { 0 };
	bool is_found = false;

	TRY(db_ask(db, NULL, &filing_totals_sql, VALUES(VALUE(gate.patterns)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		totals = (struct filing_totals){
			.agencies = db_get_int(rows, 0),
			.reports = db_get_int(rows, 1),
			.with_errors = db_get_int(rows, 2),
		};
	*ret_totals = totals;
	return NULL;
}

struct fault *
filing_store_counts(struct db *db, struct filing_gate gate, int64_t ret_counts[FILING_STATES])
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	memset(ret_counts, 0, FILING_STATES * sizeof *ret_counts);
	TRY(db_ask(db, NULL, &filing_state_counts_sql, VALUES(SEEN_BY(gate)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		ret_counts[db_get_int(rows, 0)] = db_get_int(rows, 1);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}
