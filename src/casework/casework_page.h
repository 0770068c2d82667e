/*
 * Pages of one case at the desk: the case with its tabs, any act, the draft, files, letters,
 * corrections, redaction. What acts do is application/'s.
 */
#ifndef CASEWORK_CASEWORK_PAGE_H
#define CASEWORK_CASEWORK_PAGE_H

#include "application/application_page.h"
#include "http/http.h"

extern const struct route casework_case_routes[];
extern const struct route casework_act_routes[];
extern const struct route casework_draft_routes[];
extern const struct route casework_file_routes[];
extern const struct route casework_letter_routes[];
extern const struct route casework_change_routes[];
extern const struct route casework_redact_routes[];

/* The file of ":file", which must be the case's and still there. */
MUST struct fault *casework_find_file(struct http_request *request, const struct application *one,
	struct application_file *ret_file);

#endif
