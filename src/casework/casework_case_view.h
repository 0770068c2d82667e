/*
 * What the pages of one case hand to their templates. Nothing here is stored or decided.
 */
#ifndef CASEWORK_CASEWORK_CASE_VIEW_H
#define CASEWORK_CASEWORK_CASE_VIEW_H

#include "application/application_page.h"
#include "calendar/calendar_draw.h"
#include "dispute/dispute.h"

/* One page, five tabs; each has its own address, so that it works without script. */
enum casework_tab {
	CASEWORK_TAB_WORK,
	CASEWORK_TAB_FILES,
	CASEWORK_TAB_LETTERS,
	CASEWORK_TAB_CLOCK,
	CASEWORK_TAB_RECORD,
	CASEWORK_TABS,
};

struct casework_letter_line {
	const struct letter_row *row;
	struct letter_deliveries deliveries; /* without personal data */
};

struct casework_case_view {
	const struct html_shell *shell;
	const struct application *one;
	enum application_sight sight;
	enum casework_tab tab;
	struct application_lamp lamp;
	struct url list;                          /* where the visitor came from */
	const char *done;                         /* what was just done; NULL: nothing */
	const struct application_act_rule **acts; /* possible now, the usual one first */
	size_t act_count;
	bool has_usual;    /* the first one is what usually comes next */
	size_t main_count; /* so many of them are buttons, the others in a menu */
	size_t file_count; /* for the tabs */
	struct day correction_due;
	struct day today;
	bool is_redone; /* its term was set when it was to be handled again */

	/* A form of the tab 材料 that was refused. */
	const struct http_form *form; /* NULL: none */
	int64_t form_file;            /* about which file; 0: the upload */
	struct html_mistakes mistakes;
	struct application_kept_files kept;

	bool shows_applicant;
	struct str masked_name;
	struct application_applicant applicant; /* only when shows_applicant */

	struct application_alikes alikes;
	struct application_opinions opinions;
	struct application_parties parties;
	struct application_decision decision;
	struct application_fees fees;
	bool sees_disputes;
	bool may_dispute;
	struct dispute_list disputes;
	struct application_events events;
	struct application_files files;
	struct casework_letter_line *letters;
	size_t letter_count;
	bool has_clock;
	struct clock_proof proof;
	struct calendar_months months;
	const char *clock_problem; /* why there is no proof */
};

/* Which acts the visitor may do now, the usual one first; opinions and parties must be loaded. */
MUST struct fault *casework_next_acts(
	struct http_request *request, struct casework_case_view *view);

/* What an added file may be. */
extern const struct http_choice casework_file_kinds[];
/* The kind of one of them; NULL is any other. */
enum application_file_kind casework_file_kind_of(const struct http_choice *choice);

/* The page of view->one on view->tab; the rest of the view is filled in. */
MUST struct fault *casework_case_draw(
	struct http_request *request, struct http_reply *reply, struct casework_case_view *view);

/* May the case's files and letters be worked on by who sees it? */
static inline bool
casework_may_file(const struct casework_case_view *view)
{
	for (size_t i = 0; i < view->act_count; i++)
		if (view->acts[i]->act == APPLICATION_ADD_FILE)
			return true;
	return false;
}

#endif
