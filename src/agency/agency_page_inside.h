/*
 * What this room's pages hand to their templates, and what they share. Not for other rooms.
 */
#ifndef AGENCY_AGENCY_PAGE_INSIDE_H
#define AGENCY_AGENCY_PAGE_INSIDE_H

#include "account/account.h"
#include "agency/agency_import.h"
#include "agency/agency_page.h"
#include "agency/agency_site.h"
#include "html/html_form.h"
#include "html/html_shell.h"
#include "http/http_form.h"

#define AGENCY_ADMIN "/admin/agencies"
#define AGENCY_SITES "/admin/agencies/sites"

enum { AGENCY_PER_PAGE = 50, AGENCY_PICKED_MOST = 30 };

/* --- who may --- */

/* Does this person administer the whole installation? An agency at the top is not the whole: others
 * may stand beside it. */
bool agency_page_manages_all(const struct account_person *person);
/* DENIED unless the person is system administrator for the agency at `path`; the empty path is the
 * top, which is for those who administer everything. */
MUST struct fault *agency_page_must(const struct http_request *request, struct str path);
/* The agency of the route's :id, when the person may change it. */
MUST struct fault *agency_page_load(struct http_request *request, struct agency *ret_agency);

/* --- forms --- */

enum agency_input_kind {
	AGENCY_INPUT_TEXT,
	AGENCY_INPUT_LINES,
	AGENCY_INPUT_DAY,
	AGENCY_INPUT_CHOICE,
	AGENCY_INPUT_CHECK,
};

struct agency_option {
	struct str value;
	struct str label;
	bool is_chosen;
};

struct agency_input {
	enum agency_input_kind kind;
	struct str name;
	struct str label;
	struct str hint;
	struct str error;
	struct str value;
	int64_t longest;
	bool is_required;
	bool is_checked;
	const struct agency_option *options;
	size_t option_count;
	bool starts_office; /* a heading stands before it */
};

/* Agencies to choose one from, found by a search. */
struct agency_picker {
	struct url action; /* of the search: this very page */
	struct str query;
	const struct agency_branch *found;
	const struct str *parents; /* names of theirs; empty at the top */
	size_t count;
	bool has_more;
	bool has_top; /* "no parent" is a choice */
	struct str error;
	int64_t picked;
};

/* One form on a page. Invariant: the form is drawn unless has_form is false. */
struct agency_form_view {
	const struct html_shell *shell;
	const char *part; /* of the desk, by its address; NULL: that of agencies */
	struct str lead;
	struct str warning; /* what will happen, before it does */
	struct html_mistakes mistakes;
	struct html_stale stale;
	const struct agency_picker *picker;
	bool has_form;
	const struct agency_input *inputs;
	size_t input_count;
	int64_t version; /* hidden; 0: none */
	int64_t parent_id;
	bool has_parent; /* hidden parent_id */
	struct url action;
	struct str button;
	bool is_dangerous;
	struct url back;
	struct url drop; /* a second, dangerous form: takes a site away; URL_NONE: none */
};

struct agency_hint {
	const char *field;
	const char *zh;
};

/* Inputs for the visible fields: "version", "parent_id" and "pick" are none. What was sent is shown
 * again with its mistakes; without a form the stored texts are. */
MUST struct fault *agency_form_make(struct http_request *request, const struct http_field *fields,
	const struct agency_hint *hints, const struct http_form *form,
	const struct http_pair *stored, size_t stored_count, struct agency_form_view *view);
/* Draw it; 422 when it has mistakes and no other status was set. */
MUST struct fault *agency_form_draw(struct http_request *request, struct http_reply *reply,
	struct str title, struct agency_form_view *view);
/* A fault that the person can mend becomes a mistake over the form or beside its field, with the
 * status that belongs to it; others are given back. */
MUST struct fault *agency_form_take(struct http_request *request, struct http_reply *reply,
	struct http_form *form, struct agency_form_view *view, struct fault *fault);
/* The same when it says that the form is stale: 409, and the fields that differ from `stored`, over
 * the form with what was typed. */
MUST struct fault *agency_form_compare(struct http_request *request, struct http_reply *reply,
	const struct http_form *form, const struct http_pair *stored, size_t count,
	struct agency_form_view *view);
bool agency_form_is_stale(const struct fault *fault);
/* Address of an agency's record, with "/edit" or the like behind it. */
MUST struct fault *agency_form_address(
	struct http_request *request, int64_t id, const char *behind, struct url *ret_url);
/* Go to the record of an agency and say what was done. */
MUST struct fault *agency_form_done(
	struct http_request *request, struct http_reply *reply, int64_t id, const char *done);

/* The shell's breadcrumb with the levels of the tree in it: those of `above`, whose last one is the
 * page at hand. `base` is the address of the tree, a level is reached with ?below=. */
MUST struct fault *agency_page_crumbs(struct http_request *request, const char *base,
	const char *base_words, const struct agency_list *above, struct html_shell *shell);

/* --- views --- */

/* One agency on a level of the public directory, with some of those below it. */
struct agency_directory_line {
	struct agency_branch branch;
	struct agency_branches below;
};

struct agency_directory_view {
	const struct html_shell *shell;
	struct str query;
	const struct agency *top; /* whose level it is; NULL: the top */
	const struct agency_directory_line *lines;
	size_t count;
	struct url next; /* URL_NONE: the last page */
};

struct agency_card_view {
	const struct html_shell *shell;
	const struct agency_card *card;
	const struct agency_branches *below;
};

struct agency_tree_view {
	const struct html_shell *shell;
	struct str query;
	bool with_ended;
	bool may_top;
	const struct agency *top;
	const struct agency_branches *branches;
	struct url next;
};

struct agency_record_view {
	const struct html_shell *shell;
	const struct agency_card *card;
	const struct agency_branches *below;
	struct str done;
	const struct agency
		*stranger; /* the parent, when the division code lies outside its area */
};

struct agency_import_view {
	const struct html_shell *shell;
	bool is_english;
	struct str problem;
	const struct agency_raw_list *list;
	const struct agency_import_plan *plan;
	struct str token;
	struct str digest;
	const struct agency_import_row *const *shown; /* those with something to say, cut */
	size_t shown_count;
	size_t more_count;
	struct str done;
};

struct agency_sites_view {
	const struct html_shell *shell;
	const struct agency_site_list *list;
	struct str done;
};

#endif
