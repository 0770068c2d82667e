/*
 * The sums of table 3 as a sieve: among the readings of damaged rows, those under which every
 * column's T3-SUM and T3-BAL hold. A report whose own sums are wrong keeps all its readings.
 */
#include "reading/reading_inside.h"

enum {
	WANT = REPORT_APPLICANTS,
	MOST_OPEN_ROWS = 14, /* rows with several readings that are tried together */
	MOST_OPEN_READINGS = 60,
	MOST_TRIALS = 300000,
};

bool
reading_sums_up(const struct reading *reading)
{
	int64_t sum = 0;
	int64_t value;

	for (int i = 0; i < WANT - 1; i++) {
		if (!reading_value_whole(reading->cells[i], &value) ||
			__builtin_add_overflow(sum, value, &sum))
			return false;
	}
	return reading_value_whole(reading->cells[WANT - 1], &value) && sum == value && sum != 0;
}

/* --- sums over the whole table --- */

struct solver {
	struct reading_rows *table;
	int open[MOST_OPEN_ROWS];
	int open_count;
	size_t choice[MOST_OPEN_ROWS];
	bool *is_good[MOST_OPEN_ROWS]; /* readings that stand in some solution */
	long trials;
	bool has_solution;
};

static const struct reading *
chosen(const struct solver *solver, int row)
{
	for (int i = 0; i < solver->open_count; i++)
		if (solver->open[i] == row)
			return &solver->table->rows[row].readings.at[solver->choice[i]];
	return &solver->table->rows[row].readings.at[0];
}

/* Value of a cell under the present choice; a row that is not there counts nothing. */
static bool
value_at(const struct solver *solver, int row, int column, int64_t *ret_value)
{
	*ret_value = 0;
	if (!solver->table->rows[row].item || solver->table->rows[row].item->is_refused)
		return true;
	return reading_value_whole(chosen(solver, row)->cells[column], ret_value);
}

/* T3-SUM and T3-BAL of one column. */
static bool
column_fits(const struct solver *solver, int column)
{
	int64_t sum = 0;
	int64_t total, fresh, in, out;

	for (int row = REPORT_ROW_RES_GRANTED; row < REPORT_ROW_RES_TOTAL; row++) {
		int64_t value;

		if (!value_at(solver, row, column, &value))
			return false;
		sum += value;
	}
	return value_at(solver, REPORT_ROW_RES_TOTAL, column, &total) &&
	       value_at(solver, REPORT_ROW_NEW_RECEIVED, column, &fresh) &&
	       value_at(solver, REPORT_ROW_CARRIED_IN, column, &in) &&
	       value_at(solver, REPORT_ROW_CARRIED_OUT, column, &out) && sum == total &&
	       fresh + in == total + out;
}

static void
try_choice(struct solver *solver)
{
	for (int column = 0; column < WANT; column++)
		if (!column_fits(solver, column))
			return;
	solver->has_solution = true;
	for (int i = 0; i < solver->open_count; i++)
		solver->is_good[i][solver->choice[i]] = true;
}

/* Count through all combinations; false when there are too many. */
static bool
try_all(struct solver *solver)
{
	for (;;) {
		int i = 0;

		if (++solver->trials > MOST_TRIALS)
			return false;
		try_choice(solver);
		while (i < solver->open_count &&
			++solver->choice[i] == solver->table->rows[solver->open[i]].readings.count)
			solver->choice[i++] = 0;
		if (i == solver->open_count)
			return true;
	}
}

/* Keep the readings under which every column's sums hold; all of them when none does. */
struct fault *
reading_sums_solve(struct reading_rows *table)
{
	struct solver solver = { .table = table };

	if (table->order == ORDER_OTHER)
		return NULL;
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		struct readings *readings = &table->rows[row].readings;

		if (!table->rows[row].item)
			continue;
		if (readings->count == 0 || readings->count != readings->total)
			return NULL;
		if (readings->count == 1)
			continue;
		if (solver.open_count == MOST_OPEN_ROWS || readings->count > MOST_OPEN_READINGS)
			return NULL;
		TAKE(table->reader->arena, solver.is_good[solver.open_count], readings->count);
		solver.open[solver.open_count++] = row;
	}
	if (solver.open_count == 0 || !try_all(&solver) || !solver.has_solution)
		return NULL;
	for (int i = 0; i < solver.open_count; i++) {
		struct readings *readings = &table->rows[solver.open[i]].readings;
		size_t kept = 0;

		for (size_t j = 0; j < readings->count; j++)
			if (solver.is_good[i][j])
				readings->at[kept++] = readings->at[j];
		readings->count = readings->total = kept;
	}
	return NULL;
}
