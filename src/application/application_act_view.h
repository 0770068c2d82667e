/*
 * What the page of an act hands to its template. Nothing here is stored or decided.
 */
#ifndef APPLICATION_APPLICATION_ACT_VIEW_H
#define APPLICATION_APPLICATION_ACT_VIEW_H

#include "application/application_page_inside.h"

struct application_choice {
	int64_t id;
	struct str words;
	bool is_chosen;
};

struct application_act_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct application_act_rule *rule;
	const struct http_form *form; /* NULL before anything was typed */
	struct html_mistakes mistakes;
	const char *says_label;
	struct day today;
	struct application_choice *choices; /* units, officers, parties, opinions or events */
	size_t choice_count;
	bool has_preview;
	struct letter letter;
	struct doc paper;
	struct letter_findings findings;
};

/* What was typed into a field; empty before. */
static inline struct str
application_typed(const struct http_form *form, const char *name)
{
	return form ? http_form_text(form, name) : STR("");
}

#endif
