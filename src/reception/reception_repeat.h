/*
 * What was taken and what was not when one form was sent twice with different words: for the public
 * form and for officers' entry. Nothing is stored or changed here.
 */
#ifndef RECEPTION_RECEPTION_REPEAT_H
#define RECEPTION_RECEPTION_REPEAT_H

#include "application/application_page.h"

/* `rows`: label, what was taken the first time, what was sent now and not taken. */
struct reception_repeat {
	struct application_receipt receipt;
	struct application one;
	const struct html_stale_row *rows;
	size_t count;
};
/* Compare what was sent again under the receipt's form with what is stored; count 0: the same. */
MUST struct fault *reception_repeat_make(struct http_request *request, const struct http_form *form,
	const struct application_intake *intake, const struct application_receipt *receipt,
	struct reception_repeat *ret_repeat);

#endif
