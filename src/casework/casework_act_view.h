/*
 * What the page of an act hands to its template. Nothing here is stored or decided.
 */
#ifndef CASEWORK_CASEWORK_ACT_VIEW_H
#define CASEWORK_CASEWORK_ACT_VIEW_H

#include "application/application_page.h"
#include "casework/casework_page.h"

struct casework_act_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct application_act_rule *rule;
	const struct http_form *form; /* NULL before anything was typed */
	struct html_mistakes mistakes;
	struct application_kept_files kept;
	const char *says_label;
	struct day today;
	struct application_choice *choices; /* units, officers, parties, opinions or events */
	size_t choice_count;
	bool is_possible; /* in the state that the case has now */
	bool has_outlook;
	struct application_outlook outlook;
	struct str outlook_problem; /* why it cannot be told, such as a year without calendar */
	bool sees_words;            /* of the record: not a department that was asked */
	bool is_stale;              /* somebody else was faster: */
	struct application_event *since; /* what came after the form was drawn */
	size_t since_count;
	int64_t seen; /* the newest entry of the record */
	bool has_preview;
	bool is_reply; /* the letter is the reply that is decided on */
	struct letter letter;
	struct doc paper;
	struct letter_findings findings;
};

/* What can be chosen, with what was chosen on the form (NULL: nothing yet). */
MUST struct fault *casework_act_choose(
	struct http_request *request, const struct http_form *form, struct casework_act_view *view);

/* The letter that goes out with an act: its title; NULL for none. */
static inline const char *
casework_letter_title(const struct application_act_rule *rule)
{
	return rule->letter ? letter_types[letter_kind_find(str_of(rule->letter))].title : NULL;
}

#endif
