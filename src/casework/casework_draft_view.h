/*
 * What the page of a draft hands to its template. Nothing here is stored or decided.
 */
#ifndef CASEWORK_CASEWORK_DRAFT_VIEW_H
#define CASEWORK_CASEWORK_DRAFT_VIEW_H

#include "application/application_page.h"

struct casework_draft_field {
	const struct letter_field *field;
	struct str text;
	bool is_required;
	const char *lack; /* what this field still lacks; NULL: nothing */
};

/* An earlier reply to the same applicant, offered for a repeated application. */
struct casework_earlier {
	int64_t id;
	struct str title;
	struct str number; /* of the letter */
	struct day issued_on;
};

struct casework_draft_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct application_reply_rule *rule; /* NULL: still to be chosen */
	struct application_decision decision;
	struct casework_draft_field *fields;
	size_t field_count;
	bool has_exemption[8]; /* in the order of application_exemptions */
	struct html_mistakes mistakes;
	struct html_stale stale;
	bool has_paper;
	struct letter letter;
	struct doc paper;
	struct application_lack *lacks;
	size_t lack_count;
	const char *exemption_lack;
	struct casework_earlier *earlier;
	size_t earlier_count;
	struct str *agencies; /* names near the own agency, to choose the right one from */
	size_t agency_count;
};

/* What the fields of this reply can be helped with: earlier replies, agencies, files to be given.
 */
MUST struct fault *casework_draft_help(
	struct http_request *request, struct casework_draft_view *view);
/* Put what is missing beside the field that it belongs to. */
void casework_draft_blame(struct casework_draft_view *view);

#endif
