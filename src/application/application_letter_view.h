/*
 * What the page of a letter hands to its template, and the letter as a file for all pages of this
 * room. Nothing here is stored or decided.
 */
#ifndef APPLICATION_APPLICATION_LETTER_VIEW_H
#define APPLICATION_APPLICATION_LETTER_VIEW_H

#include "application/application_page_inside.h"

struct application_letter_view {
	const struct html_shell *shell;
	const struct application *one;
	struct letter_row row;
	struct letter letter;
	struct doc paper;
	struct letter_findings findings;
	struct letter_deliveries deliveries;
	bool may_work; /* deliver and void it */
	struct day today;
};

/* The letter as PDF or Word into the reply, as a download. */
MUST struct fault *application_letter_bytes(struct http_request *request,
	const struct letter_row *row, struct http_reply *reply, bool is_pdf);

#endif
