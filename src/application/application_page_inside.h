/*
 * What the pages of this room share: hands of the visitor, the case of an address as far as the
 * visitor may see it, words and lamps. Templates stand in html/, one for each page file.
 */
#ifndef APPLICATION_APPLICATION_PAGE_INSIDE_H
#define APPLICATION_APPLICATION_PAGE_INSIDE_H

#include <time.h>

#include "application/application_page.h"
#include "application/application_work.h"
#include "html/html_form.h"
#include "html/html_shell.h"
#include "http/http_form.h"

/* Hands of who asks, with an actor for the agency; both live as long as the request. */
struct application_visit {
	struct audit_actor actor;
	struct application_hands hands;
};
void application_visit_make(
	struct http_request *request, int64_t agency_id, struct application_visit *ret_visit);

/* The case of ":id", if the visitor sees at least so much of it; else ABSENT. */
MUST struct fault *application_page_case(struct http_request *request, enum application_sight least,
	struct application *ret_application, enum application_sight *ret_sight);

/* The file of ":file", which must be the case's and still there. */
MUST struct fault *application_page_file(struct http_request *request,
	const struct application *one, struct application_file *ret_file);

/* "办理中"; empty for what is no state. */
static inline const char *
application_state(int state)
{
	const struct application_word *word = application_word_of(application_state_words, state);

	return word ? word->zh : "";
}

/* How a case stands against its due day: a word, and a class for its colour and shape. Paused and
 * ended cases have neither red nor yellow. Yellow from three working days before the due day. */
struct application_lamp {
	const char *key;  /* "late", "soon", "ok", "off", "done", "new" */
	struct str words; /* "超期 2 个工作日", "剩 3 个工作日", "时限暂停" … */
};
MUST struct fault *application_lamp(struct http_request *request,
	const struct application *application, struct day today, struct application_lamp *ret_lamp);

#endif
