/*
 * What the pages of disputes hand to their templates. Nothing here is stored or decided.
 */
#ifndef DISPUTE_DISPUTE_VIEW_H
#define DISPUTE_DISPUTE_VIEW_H

#include "application/application_page.h"
#include "dispute/dispute.h"

struct dispute_line {
	const struct dispute *one;
	struct application_lamp lamp; /* by the term of the answer */
};

struct dispute_list_view {
	const struct html_shell *shell;
	const struct application_scope *scopes;
	size_t scope_count;
	struct dispute_line *lines;
	size_t line_count;
	int year; /* 0: all */
	int kind; /* -1: all */
	int result;
	bool only_unanswered;
	struct day ended_from;
	struct day ended_to;
	struct url base; /* the list with its filters, from its first page */
	bool is_first;
	struct str text;
	struct dispute_figures figures;
	int figures_year;
	struct url more; /* URL_NONE: none */
	struct url csv;
	struct url xlsx;
	bool may_enter;
};

struct dispute_view {
	const struct html_shell *shell;
	const struct dispute *one; /* NULL: a new one */
	struct application_lamp lamp;
	const struct http_form *form;
	struct html_mistakes mistakes;
	struct html_stale stale;
	struct str about; /* number of the application, as typed or stored */
	const struct application_choice *agencies; /* where a new one may be entered */
	size_t agency_count;
	const struct application_choice *previous; /* reconsiderations of the agency */
	size_t previous_count;
	struct day today;
	int64_t version;
	bool may_enter;
	bool may_redo;
	bool is_saved;
};

/* How one stands against the term of its answer. */
MUST struct fault *dispute_lamp(
	struct http_request *request, const struct dispute *one, struct application_lamp *ret_lamp);
/* The value of a field as it is stored; borrowed, until the page is drawn. */
struct str dispute_stored(const struct dispute *one, const char *name);
/* The value of a field: what was typed, else what is stored. */
struct str dispute_value(const struct dispute_view *view, const char *name);

#endif
