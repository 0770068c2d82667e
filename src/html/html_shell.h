/*
 * The shell: what every page has around its content, as data. It knows no word of the field; names,
 * navigation and particulars come from the page's room or from settings.
 */
#ifndef HTML_HTML_SHELL_H
#define HTML_HTML_SHELL_H

#include "html/html.h"

struct html_link {
	struct str text;
	struct url address; /* URL_NONE: words only */
	bool is_current;    /* the page at hand, or the part of the site it belongs to */
};

/*
 * Unset fields are left out of the page, except that title and site_name must be set. Borrowed
 * until the page has been put. `within shell(shell)` (html/shell.html.h) looks at it before and
 * after the body.
 */
struct html_shell {
	enum html_lang lang;
	struct str title;     /* of this page; the site's name is added behind it */
	struct str site_name; /* "示例区人民政府" */
	struct str site_part; /* the smaller line under it, "政府信息公开" */
	struct url home;
	struct url search;   /* action of the search form, which sends ?q=; URL_NONE: no search */
	struct str searched; /* what was searched for, to stay in the field */
	bool is_elder;       /* larger text: the cookie elder=1, or ?elder=1 */
	struct url elder_switch; /* this page with ?elder=1 or ?elder=0; URL_NONE: no switch */
	const struct html_link *nav;
	size_t nav_count;
	const struct html_link *crumbs; /* from the home page down; the last one is this page */
	size_t crumb_count;
	const struct html_link *foot; /* statutory particulars, with or without an address */
	size_t foot_count;
	/* The desk: links by task; one without address is a heading over those below it. */
	const struct html_link *side;
	size_t side_count;
	/* The corner of the account: either who is signed in, or where to sign in. */
	struct str person; /* "王某 · 区政府办公室"; empty when nobody is signed in */
	struct url person_page;
	struct url sign_out; /* takes a POST with form_token */
	struct url sign_in;  /* URL_NONE: no such link */
	struct str form_token;
	const char *theme; /* class of the site's colours, of css/themes.css; NULL: the usual */
	bool has_charts;   /* load charts.js too */
	bool has_cuts;     /* load cut.js too, which draws rectangles on pages to be redacted */
	bool is_hidden;     /* ask search engines to leave this page out */
	struct str address; /* full address of this page, for paper; may be empty */
};

/* What the switch would do now. */
static inline const char *
html_shell_elder_word(const struct html_shell *shell)
{
	return shell->is_elder ? html_say(shell->lang, "标准字号", "Standard text")
			       : html_say(shell->lang, "大字版", "Larger text");
}

#endif
