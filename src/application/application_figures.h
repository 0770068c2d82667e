/*
 * Figures about applications: the annual report's third table made of cases, and what is compared
 * between agencies. Pure but for application_load_figures(); nothing about pages.
 * Law: 条例 art. 50; 国办公开办函〔2021〕30号 (form of the annual report).
 */
#ifndef APPLICATION_APPLICATION_FIGURES_H
#define APPLICATION_APPLICATION_FIGURES_H

#include "application/application_reply.h"

struct db;

/* Columns: the applicants in the form's order, then the total. */
enum { APPLICATION_TABLE_TOTAL = APPLICATION_APPLICANT_KINDS, APPLICATION_TABLE_COLUMNS };

/* Rows: in the form's order. From APPLICATION_ROW_OUTCOME on those of application_outcomes[], by
 * its numbers less one. */
enum {
	APPLICATION_ROW_NEW,
	APPLICATION_ROW_CARRIED_IN,
	APPLICATION_ROW_OUTCOME,
	APPLICATION_ROW_OUTCOMES = 21,
	APPLICATION_ROW_DONE = APPLICATION_ROW_OUTCOME + APPLICATION_ROW_OUTCOMES,
	APPLICATION_ROW_CARRIED_OUT,
	APPLICATION_TABLE_ROWS,
};

/* "new_received", "carried_in", "res_granted" … "res_total", "carried_out": keys of the report's
 * form, and words for people. */
struct application_table_word {
	const char *key;
	const char *zh;
};
struct application_table_word application_table_row(int row);
/* Key and words of a column: "natural_person" … "total". */
struct application_table_word application_table_column(int column);

/*
 * The third table. Invariants, kept by application_table_add(): the total of each row is the sum of
 * its applicants; "res_total" is the sum of the outcomes; new + carried in = done + carried out, in
 * each column.
 */
struct application_table {
	int64_t cells[APPLICATION_TABLE_ROWS][APPLICATION_TABLE_COLUMNS];
};

/* One case, as far as figures look at it. `ended_on` DAY_NONE: still open. */
struct application_counted {
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
struct application_period {
	struct day first;
	struct day last;
};
/* "2025", "2025-Q2", "2025-06"; false for anything else. */
bool application_period_parse(struct str text, struct application_period *ret_period);

/* Count one case in; one that was not received by the period's end, or ended before it, counts
 * nowhere. Gives whether it counted. */
bool application_table_add(struct application_table *table, const struct application_period *period,
	const struct application_counted *one);
/* Add a table to another, cell by cell. */
void application_table_sum(struct application_table *table, const struct application_table *part);

/* --- comparable figures --- */

/* Working days from receipt to the end, counted as they come; those above the last one are put
 * there. */
enum { APPLICATION_MOST_DAYS = 400 };
struct application_days {
	int64_t counts[APPLICATION_MOST_DAYS + 1];
	int64_t total;
	int64_t sum;
};
void application_days_add(struct application_days *days, int working_days);
/* In tenths of a day; -1 when there is none. The median of an even number lies between the two in
 * the middle. */
int64_t application_days_median(const struct application_days *days);
int64_t application_days_average(const struct application_days *days);

struct application_figure {
	int64_t agency_id;
	struct str agency_name;
	struct application_table table;
	struct application_days days; /* of those that ended in the period */
	int64_t on_time;              /* ended in the period by their due day */
	int64_t late;                 /* ended in it after that day */
	int64_t overdue;   /* open at the period's end, and their due day had passed by then */
	int64_t extended;  /* of all that counted */
	int64_t corrected; /* of all that counted: the applicant was asked to correct */
	int64_t consulted; /* of all that counted: third parties were asked */
	int64_t disputes;  /* reconsiderations and lawsuits that ended in the period */
	int64_t lost;      /* of these: the agency was corrected */
};

/* Share of those on time among those that ended, in tenths of a percent; -1 when none ended. */
int64_t application_on_time_share(const struct application_figure *figure);

struct application_figures {
	struct application_figure sum;    /* agency_id 0 */
	struct application_figure *items; /* agencies with cases, by name of the path */
	size_t count;
	bool lacks_days; /* a year without calendar data: some cases are not in `days` */
};

/* Of the agencies below a pattern of paths, in one picture of the store. Reads case by case, keeps
 * agency by agency. LIMIT of the arena. */
MUST struct fault *application_load_figures(struct db *db, struct arena *arena, struct str pattern,
	const struct application_period *period, struct application_figures *ret_figures);

#endif
