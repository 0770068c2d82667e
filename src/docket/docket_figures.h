/*
 * Figures about applications: the annual report's third table made of cases, and what is compared
 * between agencies. Pure but for docket_load_figures(); nothing about pages.
 * Law: 条例 art. 50; 国办公开办函〔2021〕30号 (form of the annual report).
 */
#ifndef DOCKET_DOCKET_FIGURES_H
#define DOCKET_DOCKET_FIGURES_H

#include "application/application_reply.h"

struct db;

/* Columns: the applicants in the form's order, then the total. */
enum { DOCKET_TABLE_TOTAL = APPLICATION_APPLICANT_KINDS, DOCKET_TABLE_COLUMNS };

/* Rows: in the form's order. From DOCKET_ROW_OUTCOME on those of application_outcomes[], by
 * its numbers less one. */
enum {
	DOCKET_ROW_NEW,
	DOCKET_ROW_CARRIED_IN,
	DOCKET_ROW_OUTCOME,
	DOCKET_ROW_OUTCOMES = 21,
	DOCKET_ROW_DONE = DOCKET_ROW_OUTCOME + DOCKET_ROW_OUTCOMES,
	DOCKET_ROW_CARRIED_OUT,
	DOCKET_TABLE_ROWS,
};

/* "new_received", "carried_in", "res_granted" … "res_total", "carried_out": keys of the report's
 * form, and words for people. */
struct docket_table_word {
	const char *key;
	const char *zh;
};
struct docket_table_word docket_table_row(int row);
/* Key and words of a column: "natural_person" … "total". */
struct docket_table_word docket_table_column(int column);

/* The form of a report, by its year: the one of 2019 for 2019 and 2020, then that of 2021. The
 * earlier has one row for all other ends. Law: 国办公开办函〔2019〕60号, 〔2021〕30号. */
enum docket_form {
	DOCKET_FORM_2019,
	DOCKET_FORM_2021,
};

/*
 * The third table. Invariants, kept by docket_table_add(): the total of each row is the sum of
 * its applicants; "res_total" is the sum of the outcomes; new + carried in = done + carried out, in
 * each column.
 */
struct docket_table {
	int64_t cells[DOCKET_TABLE_ROWS][DOCKET_TABLE_COLUMNS];
};

/* One case, as far as figures look at it. `ended_on` DAY_NONE: still open. */
struct docket_counted {
	enum application_applicant_kind applicant_kind;
	struct day received_on;
	struct day ended_on;
	struct day due_on;
	int outcome; /* 0 of one that ended: 其他 */
	bool is_late;
	bool is_extended;
	bool was_corrected;
	bool is_paused;
	bool was_consulted;
};

/* First and last day, both included. */
struct docket_period {
	struct day first;
	struct day last;
};
/* "2025", "2025-Q2", "2025-06"; false for anything else. */
bool docket_period_parse(struct str text, struct docket_period *ret_period);

/* Count one case in; one that was not received by the period's end, or ended before it, counts
 * nowhere. Gives whether it counted. */
bool docket_table_add(struct docket_table *table, const struct docket_period *period,
	const struct docket_counted *one);
enum docket_form docket_form_of(const struct docket_period *period);
/* Key and words of a row on that form; key NULL where it has no such row. */
struct docket_table_word docket_form_row(enum docket_form form, int row);
/* Bring a table into the form: what its rows do not tell apart is added up in one. */
void docket_form_fold(enum docket_form form, struct docket_table *table);

/* Add a table to another, cell by cell. */
void docket_table_sum(struct docket_table *table, const struct docket_table *part);

/* --- comparable figures --- */

/* Working days from receipt to the end, counted as they come; those above the last one are put
 * there. */
enum { DOCKET_MOST_DAYS = 400 };
struct docket_days {
	int64_t counts[DOCKET_MOST_DAYS + 1];
	int64_t total;
	int64_t sum;
};
void docket_days_add(struct docket_days *days, int working_days);
/* In tenths of a day; -1 when there is none. The median of an even number lies between the two in
 * the middle. */
int64_t docket_days_median(const struct docket_days *days);
int64_t docket_days_average(const struct docket_days *days);

struct docket_figure {
	int64_t agency_id;
	struct str agency_name;
	struct docket_table table;
	struct docket_days days; /* of those that ended in the period */
	int64_t on_time;         /* ended in the period by their due day */
	int64_t late;            /* ended in it after that day */
	int64_t overdue;   /* open at the period's end, and their due day had passed by then */
	int64_t extended;  /* of all that counted */
	int64_t corrected; /* of all that counted: the applicant was asked to correct */
	int64_t consulted; /* of all that counted: third parties were asked */
	int64_t disputes;  /* reconsiderations and lawsuits that ended in the period */
	int64_t lost;      /* of these: the agency was corrected */
};

/* Share of those on time among those that ended, in tenths of a percent; -1 when none ended. */
int64_t docket_on_time_share(const struct docket_figure *figure);

struct docket_figures {
	struct docket_figure sum;    /* agency_id 0 */
	struct docket_figure *items; /* agencies with cases, by name of the path */
	size_t count;
	bool lacks_days; /* a year without calendar data: some cases are not in `days` */
};

/* Of the agencies below a pattern of paths, in one picture of the store. Reads case by case, keeps
 * agency by agency. LIMIT of the arena. */
MUST struct fault *docket_load_figures(struct db *db, struct arena *arena, struct str pattern,
	const struct docket_period *period, struct docket_figures *ret_figures);

#endif
