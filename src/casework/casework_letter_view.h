/*
 * What the page of a letter hands to its template. Nothing here is stored or decided.
 */
#ifndef CASEWORK_CASEWORK_LETTER_VIEW_H
#define CASEWORK_CASEWORK_LETTER_VIEW_H

#include "application/application_page.h"
#include "casework/casework_page.h"

struct casework_letter_view {
	const struct html_shell *shell;
	const struct application *one;
	struct letter_row row;
	struct letter letter;
	struct doc paper;
	struct letter_findings findings;
	struct letter_deliveries deliveries;
	bool may_work; /* deliver and void it */
	struct day today;
	struct url list;  /* where the visitor came from */
	int64_t proof_id; /* its proof of service that stands; 0: none yet */
	struct str proof_number;
	/* A form that was refused; NULL: none. */
	const struct http_form *delivery;
	const struct http_form *voiding;
	struct html_mistakes mistakes;
};

#endif
