/*
 * What the pages for applicants share: their short session by number and query code, and which
 * letters and files of a case are theirs. Officers' pages know none of it.
 */
#ifndef RECEPTION_RECEPTION_VIEW_H
#define RECEPTION_RECEPTION_VIEW_H

#include "agency/agency_site.h"
#include "calendar/calendar_draw.h"
#include "reception/reception_form.h"

/* --- the session: reception_session.c --- */

enum {
	RECEPTION_SESSION_SECONDS = 30 * 60,
	RECEPTION_FRESH_SECONDS = 15 * 60, /* the code is shown this long after sending */
};

/* Sealed in one cookie: nothing of it is stored, and a renewed code ends it. */
struct reception_session {
	int64_t agency_id;
	struct str number;
	struct str code;
	bool is_fresh; /* just sent: the code may be shown once more */
	int64_t ends;
};
/* Begin one; `ends` is filled in. */
MUST struct fault *reception_session_begin(struct http_request *request, struct http_reply *reply,
	const struct reception_session *session);
MUST struct fault *reception_session_end(struct http_request *request, struct http_reply *reply);
/* The visitor's, when it is still good and number and code still fit; *ret_id 0 when not. */
MUST struct fault *reception_session_look(
	struct http_request *request, struct reception_session *ret_session, int64_t *ret_id);

/* By what was typed: agency (number, code or name), number, query code. *ret_id 0 when they do not
 * fit, without a word about which; all ways there take the same steps. */
MUST struct fault *reception_ask(struct http_request *request, struct str agency, struct str number,
	struct str code, struct reception_session *ret_session, int64_t *ret_id);

/* --- choosing and sending: reception_page_apply.c --- */

struct reception_pick_view {
	const struct html_shell *shell;
	struct str query;
	const struct agency *top; /* NULL: the whole tree */
	bool is_deeper;           /* than where the page begins */
	struct agency_branches branches;
	struct url next;
};

struct reception_apply_view {
	struct reception_form_view form;
	const struct agency *agency;
	const union agency_office *office;
};

/* `session` and `one` are NULL once the code is not shown any more. */
struct reception_sent_view {
	const struct html_shell *shell;
	const struct reception_session *session;
	const struct application *one;
	bool is_session; /* number and code still open the progress */
};

/* --- progress: reception_page_progress.c --- */

struct reception_ask_view {
	const struct html_shell *shell;
	struct str agency;
	struct str number;
	struct str problem;
	struct str done;
};

/* One thing that happened, in the words for applicants. */
struct reception_public_event {
	struct day day;
	const char *words;
	const char *means; /* for the clock; "" when nothing */
	struct day until;
};

struct reception_public_letter {
	const struct letter_row *row;
};

/* A day until which a remedy may be sought. */
struct reception_remedy {
	const char *words;
	struct day until;
	const char *law;
};

enum { RECEPTION_STEPS = 4, RECEPTION_REMEDIES = 3 };

struct reception_part;
struct reception_progress_view {
	const struct html_shell *shell;
	const struct application *one;
	const char *stage;
	const char *stage_means;
	const char *lamp;
	int step; /* 0 to RECEPTION_STEPS - 1: sent, received, in work, answered */
	struct str done;
	struct html_mistakes mistakes;
	struct str typed;
	struct application_kept_files kept;
	struct str asked; /* what the demand says, when one waits for an answer */
	struct day waits_until;
	const struct application_fee *fee; /* to be paid; NULL: none */
	bool may_correct;
	bool may_explain;
	bool may_withdraw;
	bool is_redone; /* its term was set when it was to be handled again */
	bool may_confirm;
	struct reception_public_event *events;
	size_t event_count;
	struct reception_public_letter *letters;
	size_t letter_count;
	const struct application_file **files;
	size_t file_count;
	bool has_clock;
	struct clock_proof proof;
	struct calendar_months months;
	struct reception_remedy remedies[RECEPTION_REMEDIES];
	size_t remedy_count;
	bool is_review_first; /* reconsideration comes before the court */
	struct reception_part *parts;
	size_t part_count;
	union agency_office office;
};

/* The words of a state for applicants: inner steps are not told. */
struct reception_stage {
	const char *key;
	const char *zh;
	const char *means;
	const char *lamp;
	int step;
};
struct reception_stage reception_stage_of(const struct application *application);

/* One that was split off the applicant's. */
struct reception_part {
	const struct application *one;
	struct reception_stage stage;
	const struct letter_row *receipt; /* NULL: not registered yet */
};
/* Letters that were sent to the applicant, and files released with a reply. */
MUST struct fault *reception_public_letters(struct http_request *request,
	const struct application *application, struct reception_public_letter **ret_letters,
	size_t *ret_count);
/* Everything of the page but shell and messages. */
MUST struct fault *reception_progress_load(struct http_request *request, int64_t id,
	struct application *ret_application, struct reception_progress_view *ret_view);

#endif
