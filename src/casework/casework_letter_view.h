/*
 * What the page of a letter hands to its template. Nothing here is stored or decided.
 */
#ifndef CASEWORK_CASEWORK_LETTER_VIEW_H
#define CASEWORK_CASEWORK_LETTER_VIEW_H

#include "application/application_page.h"

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
};

#endif
