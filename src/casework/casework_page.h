/*
 * Pages of one case at the desk: the case with its tabs, any act, the draft, files, letters,
 * corrections, redaction, and what their forms share. What acts do is application/'s.
 */
#ifndef CASEWORK_CASEWORK_PAGE_H
#define CASEWORK_CASEWORK_PAGE_H

#include "application/application_page.h"
#include "http/http.h"
#include "http/http_form.h"

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

/* On to a tab of the case, which tells what was done. */
MUST struct fault *casework_to_tab(struct http_request *request, struct http_reply *reply,
	int64_t id, const char *tab, const char *done);

/* A form that was refused: the reply's status and the mistakes over it. `fault` NULL: only those of
 * its fields. What no person can mend goes on. */
MUST struct fault *casework_refuse(struct http_request *request, struct http_reply *reply,
	const struct http_form *form, struct fault *fault, struct html_mistakes *ret_mistakes);
/* A fault of work that is about one field becomes its mistake; *fault is NULL then. */
MUST struct fault *casework_blame(struct http_request *request, struct http_form *form,
	const char *name, struct fault **fault);

/* For templates: what was typed into a field, and what is wrong with it; empty before. */
static inline struct str
casework_typed(const struct http_form *form, const char *name)
{
	return form ? http_form_text(form, name) : STR("");
}
static inline struct str
casework_wrong(const struct http_form *form, const char *name)
{
	return form ? http_form_error(form, name) : STR_NONE;
}

#endif
