/*
 * What the page that changes an entry hands to its template. Nothing here is stored or decided.
 */
#ifndef CASEWORK_CASEWORK_CHANGE_VIEW_H
#define CASEWORK_CASEWORK_CHANGE_VIEW_H

#include "application/application_page.h"
#include "casework/casework_page.h"

/* One field of the applicant. What is stored is shown masked; what is typed takes its place. */
struct casework_change_line {
	const char *name;
	const char *zh;
	struct str masked;
	struct str typed;
	int longest;
};

struct casework_change_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct http_form *form; /* NULL before anything was typed */
	struct html_mistakes mistakes;
	struct html_stale stale;
	struct str title;
	struct str description;
	struct str help;
	enum application_applicant_kind applicant_kind;
	enum application_form wanted_form;
	enum application_way wanted_way;
	struct casework_change_line *lines;
	size_t line_count;
};

#endif
