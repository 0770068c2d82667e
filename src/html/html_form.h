/*
 * What the templates of html/form.html show, as data: mistakes of a form, and two versions of one
 * record. Reading forms is http/'s business (http_form_mistakes(), http_form_compare()).
 */
#ifndef HTML_HTML_FORM_H
#define HTML_HTML_FORM_H

#include "html/html.h"

/* One mistake; `field` is the id of its input. */
struct html_mistake {
	struct str field;
	struct str says;
};

/* `says` stands over the list, and may stand alone. */
struct html_mistakes {
	bool is_english;
	struct str says;
	const struct html_mistake *items;
	size_t count;
};

/* One field in which two versions differ. */
struct html_stale_row {
	struct str label;
	struct str theirs; /* stored now */
	struct str yours;  /* typed */
};

struct html_stale {
	bool is_stale;
	const struct html_stale_row *rows;
	size_t count;
};

#endif
