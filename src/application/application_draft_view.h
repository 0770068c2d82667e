/*
 * What the page of a draft hands to its template. Nothing here is stored or decided.
 */
#ifndef APPLICATION_APPLICATION_DRAFT_VIEW_H
#define APPLICATION_APPLICATION_DRAFT_VIEW_H

#include "application/application_page_inside.h"

struct application_draft_field {
	const struct letter_field *field;
	struct str text;
	bool is_required;
};

struct application_draft_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct application_reply_rule *rule; /* NULL: still to be chosen */
	struct application_decision decision;
	struct application_draft_field *fields;
	size_t field_count;
	bool has_exemption[8]; /* in the order of application_exemptions */
	struct html_mistakes mistakes;
	struct html_stale stale;
	bool has_paper;
	struct letter letter;
	struct doc paper;
	struct application_lack *lacks;
	size_t lack_count;
};

#endif
