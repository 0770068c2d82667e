/*
 * Cases out of the store into figures, agency by agency, so that memory grows with the agencies and
 * not with the cases. What counts where is docket_figures.c's.
 */
#include "application/application_work.h"
#include "calendar/calendar_store.h"
#include "docket/docket_figures.h"
#include "docket/docket_figures_statements.h"

/* Sorted by id, as the statement gives them. */
struct loading {
	struct db *db;
	struct arena *arena;
	const struct docket_period *period;
	struct docket_figures figures;
	struct str *paths;
	size_t room;
	size_t path_room;
};

static struct fault *
load_agencies(struct loading *loading, struct str pattern)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct docket_figures *figures = &loading->figures;
	size_t paths = 0;
	bool is_found;

	TRY(db_ask(loading->db, loading->arena, &docket_figures_agencies_sql,
		VALUES(VALUE(pattern)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		GROW(loading->arena, figures->items, figures->count, loading->room);
		GROW(loading->arena, loading->paths, paths, loading->path_room);
		loading->paths[paths++] = db_get_str(rows, 2);
		figures->items[figures->count++] =
			(struct docket_figure){ .agency_id = db_get_int(rows, 0),
				.agency_name = db_get_str(rows, 1) };
	}
}

/* Its place in the list; the count when it is not there. */
static size_t
find_agency(const struct docket_figures *figures, int64_t id)
{
	size_t first = 0;
	size_t last = figures->count;

	while (first < last) {
		size_t middle = first + (last - first) / 2;

		if (figures->items[middle].agency_id < id)
			first = middle + 1;
		else
			last = middle;
	}
	return first < figures->count && figures->items[first].agency_id == id ? first
									       : figures->count;
}

static bool
is_in(const struct docket_period *period, struct day day)
{
	return !day_is_none(day) && day.number >= period->first.number &&
	       day.number <= period->last.number;
}

static void
count_one(struct loading *loading, struct docket_figure *figure, const struct docket_counted *one)
{
	const struct docket_period *period = loading->period;
	struct day today = day_today();
	struct day seen = period->last.number < today.number ? period->last : today;

	if (!docket_table_add(&figure->table, period, one))
		return;
	figure->extended += one->is_extended;
	figure->corrected += one->was_corrected;
	figure->consulted += one->was_consulted;
	if (is_in(period, one->ended_on)) {
		figure->on_time += !one->is_late;
		figure->late += one->is_late;
	} else if (!one->is_paused && !day_is_none(one->due_on)) {
		figure->overdue += one->due_on.number < seen.number;
	}
}

static struct fault *
count_days(struct loading *loading, struct docket_figure *figure, const struct calendar *calendar,
	const struct docket_counted *one)
{
	struct fault *fault;
	int days;

	if (!is_in(loading->period, one->ended_on))
		return NULL;
	fault = calendar_count_working_days(
		calendar, (struct day){ one->received_on.number + 1 }, one->ended_on, &days);
	if (fault && fault->kind == FAULT_INPUT) {
		loading->figures.lacks_days = true;
		return NULL;
	}
	TRY(fault);
	docket_days_add(&figure->days, days);
	return NULL;
}

static struct docket_counted
read_case(const struct db_rows *rows)
{
	return (struct docket_counted){
		.applicant_kind = (enum application_applicant_kind)db_get_int(rows, 1),
		.received_on = db_get_day(rows, 2),
		.ended_on = db_get_day(rows, 3),
		.due_on = db_get_day(rows, 4),
		.outcome = (int)db_get_int(rows, 5),
		.is_late = db_get_int(rows, 6) != 0,
		.is_extended = db_get_int(rows, 7) != 0,
		.was_corrected = db_get_int(rows, 8) != 0,
		.is_paused = db_get_int(rows, 9) != 0,
		.was_consulted = db_get_int(rows, 10) != 0,
	};
}

/* A calendar for each agency: those below one region mostly share a copy. */
static struct fault *
load_cases(struct loading *loading, struct str pattern)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct docket_figures *figures = &loading->figures;
	size_t at = figures->count;
	bool is_found;

	TRY(db_ask(loading->db, NULL, &docket_figures_cases_sql,
		VALUES(VALUE(pattern), VALUE(loading->period->first.number),
			VALUE(loading->period->last.number)),
		&rows));
	for (;;) {
		struct docket_counted one;
		int64_t agency_id;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		agency_id = db_get_int(rows, 0);
		one = read_case(rows);
		if (at == figures->count || figures->items[at].agency_id != agency_id) {
			at = find_agency(figures, agency_id);
			if (at == figures->count)
				continue;
			calendar_give_back(&lent);
			lent = NULL;
			TRY(calendar_borrow(loading->db, loading->paths[at], &lent));
		}
		count_one(loading, &figures->items[at], &one);
		TRY(count_days(loading, &figures->items[at], lent->calendar, &one));
	}
}

static struct fault *
load_disputes(struct loading *loading, struct str pattern)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	TRY(db_ask(loading->db, NULL, &docket_figures_disputes_sql,
		VALUES(VALUE(pattern), VALUE(loading->period->first.number),
			VALUE(loading->period->last.number)),
		&rows));
	for (;;) {
		size_t at;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		at = find_agency(&loading->figures, db_get_int(rows, 0));
		if (at == loading->figures.count)
			continue;
		loading->figures.items[at].disputes = db_get_int(rows, 1);
		loading->figures.items[at].lost = db_get_int(rows, 2);
	}
}

static void
sum_up(struct docket_figures *figures)
{
	struct docket_figure *sum = &figures->sum;

	for (size_t i = 0; i < figures->count; i++) {
		const struct docket_figure *one = &figures->items[i];

		docket_table_sum(&sum->table, &one->table);
		for (int at = 0; at <= DOCKET_MOST_DAYS; at++)
			sum->days.counts[at] += one->days.counts[at];
		sum->days.total += one->days.total;
		sum->days.sum += one->days.sum;
		sum->on_time += one->on_time;
		sum->late += one->late;
		sum->overdue += one->overdue;
		sum->extended += one->extended;
		sum->corrected += one->corrected;
		sum->consulted += one->consulted;
		sum->disputes += one->disputes;
		sum->lost += one->lost;
	}
}

struct asked {
	struct arena *arena;
	struct str pattern;
	const struct docket_period *period;
	struct docket_figures figures;
};

static struct fault *
look(struct db *db, void *arg)
{
	struct asked *asked = arg;
	struct loading loading = { .db = db, .arena = asked->arena, .period = asked->period };

	TRY(load_agencies(&loading, asked->pattern));
	TRY(load_cases(&loading, asked->pattern));
	TRY(load_disputes(&loading, asked->pattern));
	sum_up(&loading.figures);
	loading.figures.sum.agency_name = STR("合计");
	asked->figures = loading.figures;
	return NULL;
}

struct fault *
docket_load_figures(struct db *db, struct arena *arena, struct str pattern,
	const struct docket_period *period, struct docket_figures *ret_figures)
{
	struct asked asked = { .arena = arena, .pattern = pattern, .period = period };

	TRY(db_look(db, look, &asked));
	*ret_figures = asked.figures;
	return NULL;
}
