/*
 * What pages about cases share: hands of the visitor, the case of an address as far as the visitor
 * may see it, the agencies somebody works for, words, lamps, letters as files. The pages themselves
 * are reception/'s, casework/'s, docket/'s, dispute/'s and archive/'s.
 */
#ifndef APPLICATION_APPLICATION_PAGE_H
#define APPLICATION_APPLICATION_PAGE_H

#include <time.h>

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

/* An agency whose cases the person may look at. */
struct application_scope {
	int64_t agency_id;
	struct str name;
	struct str path;
	bool has_subtree;
	bool is_chosen;
};

/* The agencies where one of the roles was given; `?scope=` chooses, else the widest. */
MUST struct fault *application_scopes_make(struct http_request *request, unsigned roles,
	struct application_scope **ret_scopes, size_t *ret_count, size_t *ret_chosen);

struct application_choice {
	int64_t id;
	struct str words;
	bool is_chosen;
};

/* --- files of a form that may be refused: application_page_files.c --- */

enum { APPLICATION_PAGE_FILES = 20 };

struct application_uploads {
	struct application_upload items[APPLICATION_PAGE_FILES];
	size_t count;
};
/* Kept in memory for a while; the form sends the token again. */
struct application_kept_files {
	struct {
		enum application_file_kind kind;
		struct str token;
		struct str name;
	} items[APPLICATION_PAGE_FILES];
	size_t count;
};
/* Add those that came as `name`, and those kept since a try that was refused, whose tokens came as
 * `kept`. One that is gone meanwhile is a mistake of `name`. */
MUST struct fault *application_page_take_files(struct http_request *request, struct http_form *form,
	const char *name, const char *kept, enum application_file_kind kind,
	struct application_uploads *uploads);
/* Keep them for the next try. */
MUST struct fault *application_page_keep_files(struct http_request *request,
	const struct application_uploads *uploads, struct application_kept_files *kept);

/* --- the way back --- */

/* The list that the visitor looked at last, kept by the browser until it closes: pages about one
 * case lead back to it, with its filters and its page. */
MUST struct fault *application_page_keep_list(
	struct http_request *request, struct http_reply *reply);
/* "/desk/applications" when there was none. */
MUST struct fault *application_page_list(struct http_request *request, struct url *ret_list);

/* The letter as PDF or Word into the reply, as a download. */
MUST struct fault *application_letter_bytes(struct http_request *request,
	const struct letter_row *row, struct http_reply *reply, bool is_pdf);

/* What forms offer: kinds of applicants, forms of information, ways of delivery. Their keys are those
 * of the words of application.h. */
extern const struct http_choice application_applicant_choices[];
extern const struct http_choice application_form_choices[];
extern const struct http_choice application_way_choices[];

#endif
