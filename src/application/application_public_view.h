/*
 * What the pages for applicants share: their short session by number and query code, and which
 * letters and files of a case are theirs. Officers' pages know none of it.
 */
#ifndef APPLICATION_APPLICATION_PUBLIC_VIEW_H
#define APPLICATION_APPLICATION_PUBLIC_VIEW_H

#include "agency/agency_site.h"
#include "application/application_form_view.h"
#include "calendar/calendar_draw.h"

/* --- the session: application_page_session.c --- */

enum {
	APPLICATION_SESSION_SECONDS = 30 * 60,
	APPLICATION_FRESH_SECONDS = 15 * 60, /* the code is shown this long after sending */
};

/* Sealed in one cookie: nothing of it is stored, and a renewed code ends it. */
struct application_session {
	int64_t agency_id;
	struct str number;
	struct str code;
	bool is_fresh; /* just sent: the code may be shown once more */
	int64_t ends;
};
/* Begin one; `ends` is filled in. */
MUST struct fault *application_session_begin(struct http_request *request, struct http_reply *reply,
	const struct application_session *session);
MUST struct fault *application_session_end(struct http_request *request, struct http_reply *reply);
/* The visitor's, when it is still good and number and code still fit; *ret_id 0 when not. */
MUST struct fault *application_session_look(
	struct http_request *request, struct application_session *ret_session, int64_t *ret_id);

/* By what was typed: agency (number, code or name), number, query code. *ret_id 0 when they do not
 * fit, without a word about which; all ways there take the same steps. */
MUST struct fault *application_ask(struct http_request *request, struct str agency,
	struct str number, struct str code, struct application_session *ret_session,
	int64_t *ret_id);

/* --- choosing and sending: application_page_apply.c --- */

struct application_pick_view {
	const struct html_shell *shell;
	struct str query;
	const struct agency *top; /* NULL: the whole tree */
	bool is_deeper;           /* than where the page begins */
	struct agency_branches branches;
	struct url next;
};

struct application_apply_view {
	struct application_form_view form;
	const struct agency *agency;
	const union agency_office *office;
};

/* `session` and `one` are NULL once the code is not shown any more. */
struct application_sent_view {
	const struct html_shell *shell;
	const struct application_session *session;
	const struct application *one;
	bool is_session; /* number and code still open the progress */
};

/* --- progress: application_page_progress.c --- */

struct application_ask_view {
	const struct html_shell *shell;
	struct str agency;
	struct str number;
	struct str problem;
	struct str done;
};

/* One thing that happened, in the words for applicants. */
struct application_public_event {
	struct day day;
	const char *words;
	const char *means; /* for the clock; "" when nothing */
	struct day until;
};

struct application_public_letter {
	const struct letter_row *row;
};

/* A day until which a remedy may be sought. */
struct application_remedy {
	const char *words;
	struct day until;
	const char *law;
};

enum { APPLICATION_STEPS = 4, APPLICATION_REMEDIES = 3 };

struct application_progress_view {
	const struct html_shell *shell;
	const struct application *one;
	const char *stage;
	const char *stage_means;
	const char *lamp;
	int step; /* 0 to APPLICATION_STEPS - 1: sent, received, in work, answered */
	struct str done;
	struct html_mistakes mistakes;
	struct str typed;
	struct str asked; /* what the demand says, when one waits for an answer */
	struct day waits_until;
	const struct application_fee *fee; /* to be paid; NULL: none */
	bool may_correct;
	bool may_explain;
	bool may_withdraw;
	bool may_confirm;
	struct application_public_event *events;
	size_t event_count;
	struct application_public_letter *letters;
	size_t letter_count;
	const struct application_file **files;
	size_t file_count;
	bool has_clock;
	struct clock_proof proof;
	struct calendar_months months;
	struct application_remedy remedies[APPLICATION_REMEDIES];
	size_t remedy_count;
	bool is_review_first; /* reconsideration comes before the court */
	union agency_office office;
};

/* The words of a state for applicants: inner steps are not told. */
struct application_stage {
	const char *key;
	const char *zh;
	const char *means;
	const char *lamp;
	int step;
};
struct application_stage application_stage_of(const struct application *application);
/* Letters that were sent to the applicant, and files released with a reply. */
MUST struct fault *application_public_letters(struct http_request *request,
	const struct application *application, struct application_public_letter **ret_letters,
	size_t *ret_count);
/* Everything of the page but shell and messages. */
MUST struct fault *application_progress_load(struct http_request *request, int64_t id,
	struct application *ret_application, struct application_progress_view *ret_view);

#endif
