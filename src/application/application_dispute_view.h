/*
 * What the pages of disputes and of the archive hand to their templates. Nothing here is stored or
 * decided.
 */
#ifndef APPLICATION_APPLICATION_DISPUTE_VIEW_H
#define APPLICATION_APPLICATION_DISPUTE_VIEW_H

#include "application/application_act_view.h"
#include "application/application_archive.h"
#include "application/application_dispute.h"
#include "application/application_queue_view.h"

struct application_dispute_line {
	const struct application_dispute *one;
	struct application_lamp lamp; /* by the term of the answer */
};

struct application_disputes_view {
	const struct html_shell *shell;
	const struct application_scope *scopes;
	size_t scope_count;
	struct application_dispute_line *lines;
	size_t line_count;
	int year; /* 0: all */
	int kind; /* -1: all */
	int result;
	bool only_unanswered;
	struct str text;
	struct application_dispute_figures figures;
	int figures_year;
	struct url more; /* URL_NONE: none */
	struct url csv;
	struct url xlsx;
	bool may_enter;
};

struct application_dispute_view {
	const struct html_shell *shell;
	const struct application_dispute *one; /* NULL: a new one */
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

/* The value of a field: what was typed, else what is stored. */
struct str application_dispute_value(const struct application_dispute_view *view, const char *name);

struct application_keep_view {
	const struct html_shell *shell;
	const struct application *one;
	struct html_mistakes mistakes;
	struct day until; /* DAY_NONE: for ever, or not archived yet */
	struct application_keeping keeping;
	struct application_disposal disposal;
	bool may_set;
	bool is_saved;
	bool is_removed;
};

struct application_disposal_view {
	const struct html_shell *shell;
	const struct application_scope *scopes;
	size_t scope_count;
	struct html_mistakes mistakes;
	const struct application_expired *items;
	size_t count;
	struct url more;
	bool may_propose;
	bool may_decide;
	const char *done; /* what was just done; NULL: nothing */
	struct str says;  /* typed */
};

#endif
