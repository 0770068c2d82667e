/*
 * What the lists of cases hand to their templates. Nothing here is stored or decided.
 */
#ifndef DOCKET_DOCKET_VIEW_H
#define DOCKET_DOCKET_VIEW_H

#include "application/application_page.h"
#include "docket/docket.h"

/* A tab over the queue with its number, counted to DOCKET_COUNTED only. */
enum { DOCKET_COUNTED = 100, DOCKET_PER_PAGE = 50 };
struct docket_queue_tab {
	const char *key;
	const char *words;
	int64_t count;
	struct url address;
	bool is_current;
};

struct docket_line {
	const struct application *one;
	struct application_lamp lamp;
};

/* A table of cases; with boxes it stands in a form for acts on many. */
struct docket_table_view {
	const struct docket_line *lines;
	size_t count;
	bool shows_agency;
	bool has_boxes;
};

struct docket_queue_view {
	const struct html_shell *shell;
	bool may_enter; /* takes applications in */
	const struct docket_queue_tab *tabs;
	size_t tab_count;
	const struct application_scope *scopes;
	size_t scope_count;
	const char *queue; /* key of the current tab */
	struct str text;
	struct docket_line *lines;
	size_t line_count;
	struct url more; /* the next page; URL_NONE: none */
	struct url first;
	bool is_first;
	bool shows_agency;
	const struct application_asked *asked; /* questions to my department */
	size_t asked_count;
	struct docket_table_view table;
	const struct docket_officers *officers; /* to hand cases to; NULL: may not act */
};

/* --- all cases --- */

/* What the address asks of the list of all cases, and the way back to it. */
struct docket_asked_filters {
	struct application_scope *scopes;
	size_t scope_count;
	size_t chosen; /* of scopes */
	struct application_query query;
	struct str agency_name; /* of one agency below the scope; empty: all of the scope */
	struct url address;     /* the list with these filters */
	struct url export;
	struct url saving;
	bool is_filtered; /* by anything but the scope */
};

struct docket_list_view {
	const struct html_shell *shell;
	const struct docket_asked_filters *asked;
	struct docket_filters kept;
	const struct url *kept_addresses; /* as many */
	struct docket_officers officers;
	struct docket_table_view table;
	int64_t total; /* counted to DOCKET_COUNTED */
	struct url more;
	bool is_first;
	bool may_open; /* applicants of cases here */
	bool may_act;
	struct html_mistakes mistakes;
};

/* --- many at once --- */

/* Who does the acts that can be done to many. */
#define DOCKET_BULK_ROLES ((unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_HEAD)

/* What confirming receipt would mean for one case. */
struct docket_bulk_receipt {
	struct day received_on;
	const char *basis;  /* "条例第三十一条第（三）项" */
	struct day due_on;  /* DAY_NONE: none runs, or it cannot be told */
	struct str problem; /* why not; it is not ticked then */
};

struct docket_bulk_view {
	const struct html_shell *shell;
	const struct http_form *form;
	const struct application_act_rule *rule;
	const struct docket_bulk_case *cases;
	const struct docket_bulk_receipt *receipts; /* as many; NULL for another act */
	size_t count;
	struct day day; /* of confirming */
	struct day today;
	struct url list; /* where the cases were ticked */
	size_t done_count;
	bool is_done;
	struct docket_officers officers;
	int64_t officer_id;
	struct str officer_name;
	struct html_mistakes mistakes;
};

/* --- the month --- */

/* Invariant: of_month is 0 in the empty places before the first and behind the last day. */
struct docket_month_cell {
	int of_month;
	const char *class; /* "", "rest", "makeup" */
	const char *words; /* "休息", "春节"; empty on ordinary working days */
	const char *lamp;  /* of its cases; "" when there is none */
	const char *says;  /* the lamp in words */
	int64_t count;
	struct url address;
	bool is_today;
};

struct docket_month_view {
	const struct html_shell *shell;
	const struct application_scope *scopes;
	size_t scope_count;
	struct str caption; /* "2026 年 11 月" */
	struct url before;
	struct url after;
	bool is_mine;
	struct str month; /* "2026-11" */
	const struct docket_month_cell *cells;
	int weeks;
	int64_t total;
	struct day day; /* whose cases stand below; DAY_NONE: none */
	struct docket_table_view table;
	bool lacks_data; /* the calendar knows nothing of this year */
};

/* Rows of a list with their lamps. */
MUST struct fault *docket_lines_make(struct http_request *request,
	const struct application_list *list, struct docket_line **ret_lines);

/* --- JSON --- */

/* A JSON value on each line. */
#define DOCKET_LINES_TYPE "application/x-ndjson; charset=utf-8"
struct json_out;
/* Keys and values of a case as lists have them, without applicant; inside an open object. */
void docket_api_put_fields(struct json_out *out, const struct application *one);
/* Personal data, opened: an object. */
void docket_api_put_applicant(struct json_out *out, const struct application_applicant *who);
/* null for DAY_NONE and for a number that no word has. */
void docket_api_put_day(struct json_out *out, const char *key, struct day day);
void docket_api_put_word(
	struct json_out *out, const char *key, const struct application_word *words, int number);

/* The filters of the address; those that mean nothing are left out. */
MUST struct fault *docket_asked_make(
	struct http_request *request, struct docket_asked_filters *ret_asked);

#endif
