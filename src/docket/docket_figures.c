/*
 * Counting cases into the annual report's third table and into what agencies are compared by.
 * Pure; where the cases come from is docket_figures_store.c's.
 */
#include "docket/docket_figures.h"

#include <string.h>

/* --- words --- */

struct docket_table_word
docket_table_row(int row)
{
	const struct application_outcome *outcome;

	switch (row) {
	case DOCKET_ROW_NEW:
		return (struct docket_table_word){ "new_received", "本年新收" };
	case DOCKET_ROW_CARRIED_IN:
		return (struct docket_table_word){ "carried_in", "上期结转" };
	case DOCKET_ROW_DONE:
		return (struct docket_table_word){ "res_total", "办理总计" };
	case DOCKET_ROW_CARRIED_OUT:
		return (struct docket_table_word){ "carried_out", "结转下期" };
	default:
		outcome = application_outcome_of(row - DOCKET_ROW_OUTCOME + 1);
		return (struct docket_table_word){ outcome ? outcome->key : "",
			outcome ? outcome->zh : "" };
	}
}

struct docket_table_word
docket_table_column(int column)
{
	const struct application_word *word =
		application_word_of(application_applicant_words, column);

	if (column == DOCKET_TABLE_TOTAL)
		return (struct docket_table_word){ "total", "总计" };
	return (struct docket_table_word){ word ? word->key : "", word ? word->zh : "" };
}

/* --- periods --- */

bool
docket_period_parse(struct str text, struct docket_period *ret_period)
{
	struct str year = text;
	struct str rest = STR("");
	int64_t of_year;
	int64_t part = 1;
	int months = 12;
	struct day next;

	if (text.len > 4 && text.at[4] == '-') {
		year.len = 4;
		rest = (struct str){ text.at + 5, text.len - 5 };
		months = rest.len == 2 && rest.at[0] == 'Q' ? 3 : 1;
		if (months == 3)
			rest = (struct str){ rest.at + 1, 1 };
		else if (rest.len != 2)
			return false;
		if (!str_to_int(rest, &part) || part < 1 || part > 12 / months)
			return false;
	}
	if (year.len != 4 || !str_to_int(year, &of_year) || of_year < 1950 || of_year > 2150)
		return false;
	if (!day_make((int)of_year, (int)(part - 1) * months + 1, 1, &ret_period->first))
		return false;
	of_year += part * months / 12;
	if (!day_make((int)of_year, (int)(part * months) % 12 + 1, 1, &next))
		return false;
	ret_period->last = (struct day){ next.number - 1 };
	return true;
}

/* --- the third table --- */

static void
count(struct docket_table *table, int row, int column)
{
	table->cells[row][column]++;
	table->cells[row][DOCKET_TABLE_TOTAL]++;
}

/*
 * New ones by the day of receipt, done ones by the day they ended.
 * Law: 国办公开办函〔2021〕30号: 新收 + 结转 = 办理 + 结转下年.
 */
bool
docket_table_add(struct docket_table *table, const struct docket_period *period,
	const struct docket_counted *one)
{
	bool has_ended = !day_is_none(one->ended_on);
	int column = (int)one->applicant_kind;
	int outcome = one->outcome;

	if (day_is_none(one->received_on) || one->received_on.number > period->last.number ||
		(has_ended && one->ended_on.number < period->first.number))
		return false;
	count(table,
		one->received_on.number >= period->first.number ? DOCKET_ROW_NEW
								: DOCKET_ROW_CARRIED_IN,
		column);
	if (!has_ended || one->ended_on.number > period->last.number) {
		count(table, DOCKET_ROW_CARRIED_OUT, column);
		return true;
	}
	if (!application_outcome_of(outcome))
		outcome = DOCKET_ROW_OUTCOMES;
	count(table, DOCKET_ROW_OUTCOME + outcome - 1, column);
	count(table, DOCKET_ROW_DONE, column);
	return true;
}

/* --- forms --- */

enum docket_form
docket_form_of(const struct docket_period *period)
{
	struct day from;

	return day_make(2021, 1, 1, &from) && period->last.number < from.number ? DOCKET_FORM_2019
										: DOCKET_FORM_2021;
}

/* The row of the 2019 form that a row is part of; NULL where it stands by itself. */
static const char *
row_of_2019(int row)
{
	const struct application_outcome *outcome =
		row < DOCKET_ROW_OUTCOME || row >= DOCKET_ROW_DONE
			? NULL
			: application_outcome_of(row - DOCKET_ROW_OUTCOME + 1);

	return outcome ? outcome->key_2019 : NULL;
}

/* The last of the rows that are one there stands for all of them. */
static bool
is_folded(enum docket_form form, int row)
{
	return form == DOCKET_FORM_2019 && row_of_2019(row) && row_of_2019(row + 1);
}

struct docket_table_word
docket_form_row(enum docket_form form, int row)
{
	if (is_folded(form, row))
		return (struct docket_table_word){ NULL, NULL };
	if (form == DOCKET_FORM_2019 && row_of_2019(row))
		return (struct docket_table_word){ row_of_2019(row), "其他处理" };
	return docket_table_row(row);
}

void
docket_form_fold(enum docket_form form, struct docket_table *table)
{
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++)
		for (int column = 0; is_folded(form, row) && column < DOCKET_TABLE_COLUMNS;
			column++) {
			table->cells[row + 1][column] += table->cells[row][column];
			table->cells[row][column] = 0;
		}
}

void
docket_table_sum(struct docket_table *table, const struct docket_table *part)
{
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++)
		for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++)
			table->cells[row][column] += part->cells[row][column];
}

/* --- days --- */

void
docket_days_add(struct docket_days *days, int working_days)
{
	int at = working_days < 0 ? 0 : working_days;

	days->total++;
	days->sum += at;
	days->counts[at > DOCKET_MOST_DAYS ? DOCKET_MOST_DAYS : at]++;
}

/* The one that `before` others stand before. */
static int
days_at(const struct docket_days *days, int64_t before)
{
	int64_t seen = 0;

	for (int at = 0; at < DOCKET_MOST_DAYS; at++) {
		seen += days->counts[at];
		if (seen > before)
			return at;
	}
	return DOCKET_MOST_DAYS;
}

int64_t
docket_days_median(const struct docket_days *days)
{
	if (!days->total)
		return -1;
	return (days_at(days, (days->total - 1) / 2) + days_at(days, days->total / 2)) * 5;
}

int64_t
docket_days_average(const struct docket_days *days)
{
	return days->total ? (days->sum * 10 + days->total / 2) / days->total : -1;
}

int64_t
docket_on_time_share(const struct docket_figure *figure)
{
	int64_t ended = figure->on_time + figure->late;

	return ended ? figure->on_time * 1000 / ended : -1;
}
