/*
 * What report's page functions hand to report's templates: one structure a page. Nothing here is
 * stored or decided; other rooms do not include this.
 */
#ifndef FILING_FILING_PAGE_INSIDE_H
#define FILING_FILING_PAGE_INSIDE_H

#include "filing/filing_charts.h"
#include "filing/filing_inside.h"
#include "filing/filing_kept.h"
#include "filing/filing_page.h"
#include "filing/filing_view.h"
#include "html/html.h"
#include "html/html_paging.h"
#include "html/html_shell.h"
#include "http/http.h"

enum { FILING_SORTS = 4 };
extern const char *const filing_sort_words[FILING_SORTS]; /* by enum filing_sort */

/* Class of CSS and word for people of a level. */
const char *filing_level_class(enum report_level level);
const char *filing_level_words(enum report_level level);

struct filing_list_view {
	const struct html_shell *shell;
	struct str query;
	int year; /* 0 for all */
	bool only_errors;
	int sort;
	bool is_filtered;
	const struct filing_year *years;
	size_t year_count;
	const struct filing_row *rows;
	size_t row_count;
	int64_t total;
	const struct html_paging *paging;
};

struct filing_home_view {
	const struct html_shell *shell;
	struct filing_totals totals;
	struct str query;
	const struct filing_agency *agencies;
	size_t agency_count;
	int64_t total;
	const struct html_paging *paging;
};

struct filing_show_view {
	const struct html_shell *shell;
	const struct filing_row *row;
	int64_t previous_id; /* last year's report of the agency, 0 when there is none */
	int64_t next_id;
	const struct filing_drawn *drawn;
};

struct filing_agency_view {
	const struct html_shell *shell;
	struct str name;
	const struct filing_row *rows;
	size_t row_count;
	const struct filing_charts *charts;
};

/* Invariant: change is "" when it cannot be told: one of the two is no number. */
struct filing_compare_row {
	const char *table; /* heading over this row and those below; NULL when it stays */
	struct str words;
	struct str a;
	struct str b;
	struct str change; /* "+3", "−1", "0" */
	int direction;     /* of the change: <0, 0, >0 */
	bool is_same;
};

struct filing_compare_view {
	const struct html_shell *shell;
	const struct filing_row *choices;
	size_t choice_count;
	int64_t a; /* the older one, when both are chosen */
	int64_t b;
	struct str a_name;
	struct str b_name;
	bool only_changes;
	const char *problem;
	bool is_compared;
	const struct filing_compare_row *rows;
	size_t row_count;
	int cell_count; /* cells that at least one of the two has */
	int changed_count;
};

/* One of several agencies with the same name, with those above it. */
struct filing_agency_choice {
	int64_t id;
	struct str words;
};

/* What to put beside the fields of the form that stores; texts are as typed, or as read. */
struct filing_store_form {
	struct str token; /* of the stash; empty when the file cannot be stored */
	struct str agency;
	struct str year;
	struct str
		place; /* the agency it will be stored for, with those above it; empty: not known */
	const struct filing_agency_choice *choices; /* when several have the name */
	size_t choice_count;
	bool is_cut;       /* there are more than are listed */
	int64_t agency_id; /* the one that was chosen, or the only one; 0: none */
	struct str agency_error;
	struct str choice_error;
	struct str year_error;
	int64_t current_id; /* what is stored for this agency and year, or 0 */
	bool is_stored;     /* it is this very file */
	bool must_confirm;  /* the visitor had not been told of current_id */
};

/* One checked file: a problem, or a view. */
struct filing_check_result {
	struct str name;
	struct str problem; /* empty when it was read */
	struct filing_view view;
	struct filing_store_form form;
	int64_t previous_id; /* the stored report of the year before that it was checked with, or 0
			      */
};

struct filing_check_view {
	const struct html_shell *shell;
	struct str problem; /* beside the field of the files, empty when there is none */
	bool is_english;    /* problems are English sentences */
	size_t first;       /* number of the first result, when a page gathers several replies */
	const struct filing_check_result *results;
	size_t result_count;
};

/* --- the desk --- */

struct filing_tab {
	const char *words;
	int64_t count;
	struct url address;
	bool is_current;
};

struct filing_scope {
	struct str name;
	struct str path;
	bool has_subtree;
};

struct filing_desk_view {
	const struct html_shell *shell;
	struct filing_query query;
	struct str scope; /* path of the agency asked for */
	struct filing_tab tabs[FILING_STATES + 1];
	size_t tab_count;
	const struct filing_scope *scopes;
	size_t scope_count;
	const struct filing_year *years;
	size_t year_count;
	const struct filing_row *rows;
	size_t row_count;
	int64_t total;
	const struct html_paging *paging;
};

struct filing_desk_show_view {
	const struct html_shell *shell;
	const struct filing_row *row;
	struct str saved; /* what was just done */
	unsigned next;    /* steps that this person may take, as filing_state_next() */
	struct filing_version *versions;
	size_t version_count;
	const struct filing_drawn *drawn;
};

struct filing_step_view {
	const struct html_shell *shell;
	const struct filing_row *row;
	struct str deed;
	enum filing_state to;
	struct str note;
	struct str problem;
	int64_t shown_id; /* what the public sees now and then no longer; 0: nothing */
};

/* The record of a row that the gate let through, drawn now or before; filing_drawn_done() when the
 * page is drawn. */
MUST struct fault *filing_draw(struct http_request *request, struct filing_gate gate,
	const struct filing_row *row, struct filing_drawn *ret_drawn);

/* The record in the format of the route's ":format", with a good file name. */
MUST struct fault *filing_reply_export(struct http_request *request, struct http_reply *reply,
	const struct filing_row *row, const struct report *report);

/* The filters of a list of reports, from the query; wrong values filter nothing. */
struct filing_query filing_asked_query(const struct http_request *request, int per_page);

/* What the public sees on the site of the request's host name: the gate of every public page. */
MUST struct fault *filing_asked_gate(
	const struct http_request *request, struct filing_gate *ret_gate);
/* An agency that this site shows; ABSENT for any other. */
MUST struct fault *filing_asked_agency(
	const struct http_request *request, int64_t id, struct agency *ret_agency);

#endif
