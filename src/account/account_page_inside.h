/*
 * What the page functions of this room hand to its templates, and how forms are put together.
 * Nothing here is stored or decided; other rooms do not include this.
 */
#ifndef ACCOUNT_ACCOUNT_PAGE_INSIDE_H
#define ACCOUNT_ACCOUNT_PAGE_INSIDE_H

#include "account/account_access.h"
#include "account/account_import.h"
#include "account/account_inside.h"
#include "account/account_page.h"
#include "account/account_visitor.h"
#include "html/html.h"
#include "html/html_form.h"
#include "html/html_paging.h"
#include "html/html_shell.h"
#include "http/http_form.h"

#define ACCOUNT_DESK_PATH "/desk"

/* --- forms --- */

/* How one field is asked for; tables end with { 0 }. */
struct account_way {
	const char *name;
	const char *type;         /* of <input>, or "select" or "agency" */
	const char *autocomplete; /* NULL: "off" */
	const char *hint;         /* NULL: none */
};

struct account_option {
	struct str value;
	struct str label;
	bool is_chosen;
};

/* One field as it is drawn. */
struct account_input {
	const char *name;
	const char *type;
	const char *autocomplete;
	struct str label;
	struct str hint;
	struct str value; /* never of a password */
	struct str error;
	bool is_required;
	bool is_checked;
	const struct account_option *options;
	size_t option_count;
	bool has_sought; /* of type "agency": the options are what was found by these words */
	bool has_more;
	struct str sought;
};

struct account_form_view {
	const struct html_shell *shell;
	struct str lead; /* what this page is for */
	struct str done; /* what was just done */
	struct html_mistakes mistakes;
	struct html_stale stale;
	const struct account_input *inputs;
	size_t count;
	/* Agencies to choose from, set by account_agency_offer() before the form is made. */
	const struct account_option *agencies;
	size_t agency_count;
	bool has_sought;
	bool has_more_agencies;
	struct str sought;
	bool has_agency;    /* the form has such a field: Enter must not look for one */
	struct str version; /* hidden; empty: none */
	struct str next;    /* hidden: where to go afterwards; empty: none */
	struct str login;   /* whose password it is, for the browser's memory; empty: none */
	struct url action;
	struct str button;
	bool is_dangerous;
	struct url back; /* URL_NONE: none */
	struct str back_words;
	struct str note; /* under the form */
};

/* Fills inputs, mistakes, version and next. `form` is what was sent (NULL: nothing yet), `stored`
 * are pairs of names and texts to begin with. */
MUST struct fault *account_form_make(struct http_request *request, const struct http_field *fields,
	const struct account_way *ways, const struct http_form *form,
	const struct http_pair *stored, size_t stored_count, struct account_form_view *view);
/* Draw it, with status 422 when it has mistakes. */
MUST struct fault *account_form_draw(struct http_request *request, struct http_reply *reply,
	struct str title, const char *current, struct account_form_view *view);
/* A fault that the person can mend becomes a mistake: beside `name` or, when that is NULL, over the
 * form. All others are given back. */
MUST struct fault *account_form_take(struct http_request *request, struct http_form *form,
	struct account_form_view *view, const char *name, struct fault *fault);

/* The fields behind a way of type "agency", for a table of fields. */
#define ACCOUNT_AGENCY_FIELDS                                                                      \
	{ .name = "agency", .kind = HTTP_TEXT, .max = 100, .zh = "机关", .en = "Agency" },         \
		{ .name = "agency_pick",                                                           \
			.kind = HTTP_INT,                                                          \
			.zh = "查到的机关",                                                        \
			.en = "Agency that was found" },                                           \
		{ .name = "agency_sought",                                                         \
			.kind = HTTP_TEXT,                                                         \
			.max = 100,                                                                \
			.zh = "查找的机关",                                                        \
			.en = "Words that were looked for" },                                      \
	{                                                                                          \
		.name = "find", .kind = HTTP_TEXT, .max = 10, .zh = "查找", .en = "Look for"       \
	}
/* Of account_page_agency.c. Was the button pressed that only looks for an agency? */
bool account_agency_is_sought(const struct http_form *form);
/* The agency that was chosen or typed: exact name, or number; none for nothing. Faults of
 * account_load_agency() and account_find_agency(). */
MUST struct fault *account_agency_read(struct http_request *request, const struct http_form *form,
	struct account_agency *ret_agency);
MUST struct fault *account_agency_of_text(
	struct http_request *request, struct str text, struct account_agency *ret_agency);
/* Offer those that what was typed may mean and that the visitor's roles reach. */
MUST struct fault *account_agency_offer(struct http_request *request, const struct http_form *form,
	unsigned roles, struct account_form_view *view);

/* Where somebody wanted to go: an address of this site, or `otherwise`. */
struct str account_next(struct str asked, const char *otherwise);
/* "2026-03-01 09:30" in China; "" for 0. */
MUST struct fault *account_time_text(struct arena *arena, int64_t at, struct str *ret_text);
/* Who acts, from a request that admitted somebody. */
struct account_doer account_doer_of(const struct http_request *request);
struct account_gate *account_gate_of(const struct http_request *request);
const struct account_session *account_session_of(const struct http_request *request);
/* "Firefox · Windows" of what a browser says about itself; "其他程序" when it is none we know. */
MUST struct fault *account_browser_words(
	struct arena *arena, struct str browser, struct str *ret_words);
/* "https://host/links/…", with the host of http_address(). */
MUST struct fault *account_link_address(
	struct http_request *request, const struct account_token *token, struct str *ret_address);
/* What an outcome is called. */
const char *account_outcome_words(enum account_outcome outcome);

/* Of account_page_factor.c. */
http_page_fn account_factor_page;
http_page_fn account_factor_begin_page;
http_page_fn account_factor_confirm_page;
http_page_fn account_factor_drop_page;

/* Of account_page_person.c. */
http_page_fn account_person_page;
http_page_fn account_disable_page;
http_page_fn account_enable_page;
http_page_fn account_link_page;
http_page_fn account_unlock_page;
http_page_fn account_sessions_page;
http_page_fn account_lost_factor_page;
http_page_fn account_give_page;
http_page_fn account_take_page;
http_page_fn account_person_token_page;

/* Of account_page_import.c. */
http_page_fn account_import_form_page;
http_page_fn account_import_look_page;
http_page_fn account_import_store_page;

/* --- views --- */

struct account_session_line {
	int64_t id;
	bool is_this;
	struct str since;
	struct str seen;
	struct str address;
	struct str browser;
};

struct account_event_line {
	struct str at;
	const char *outcome;
	bool is_bad;
	struct str address;
	struct str browser;
};

struct account_loan_line {
	const struct account_loan *loan;
	struct str roles;
	bool is_over;
};

struct account_role_line {
	const struct account_given *given;
	const char *role;
	struct str given_at;
	struct str taken_at;
	bool is_mine_to_take;
};

struct account_lines {
	const struct account_session_line *sessions;
	size_t session_count;
	const struct account_event_line *events;
	size_t event_count;
	const struct account_role_line *roles;
	size_t role_count;
	const struct account_loan_line *loans;
	size_t loan_count;
};
/* Everything that the pages list about one account. */
MUST struct fault *account_lines_make(
	struct http_request *request, int64_t account_id, struct account_lines *ret_lines);

/* One access token in a list. */
struct account_access_line {
	const struct account_access *token;
	struct str roles;
	struct str made;
	struct str seen; /* "": never */
	const char *state;
	bool is_open;
	struct url end; /* where it is ended; URL_NONE: whoever looks may not, or it has */
};
/* Of an account; `base` is the address below which they are ended, URL_NONE: nowhere. */
MUST struct fault *account_access_lines_make(struct http_request *request, int64_t account_id,
	struct url base, struct account_access_line **ret_lines, size_t *ret_count);

struct account_access_view {
	const struct html_shell *shell;
	const char *done; /* NULL: nothing */
	struct str token; /* just made, shown this once; empty: none */
	struct str address;
	const struct account_access_line *lines;
	size_t line_count;
	bool can_make;
	struct account_form_view form;
};

struct account_profile_view {
	const struct html_shell *shell;
	const struct account_record *record;
	struct str roles;
	const char *done; /* NULL: nothing */
	struct account_form_view contact;
	struct account_form_view lending;
	bool can_lend;
	struct account_lines lines;
};

struct account_factor_view {
	const struct html_shell *shell;
	struct account_factor factor;
	struct html picture;
	struct str secret; /* in groups of four */
	struct account_form_view confirm;
	struct account_form_view drop;
	const struct str *codes; /* recovery codes, shown this once */
	size_t code_count;
	struct url onward;
};

struct account_links_view {
	const struct html_shell *shell;
	struct str says;
	struct str hours;
	const struct account_link_line {
		struct str who;
		struct str login;
		struct str address;
	} * links;
	size_t count;
	struct url back;
};

struct account_import_view {
	const struct html_shell *shell;
	bool is_english;
	struct str problem; /* of the file */
	const struct account_import *import;
	struct str token; /* of the stash; empty: it cannot come in */
};

struct account_people_view {
	const struct html_shell *shell;
	const char *done;
	struct str text;
	struct str agency;
	struct str agency_error;
	unsigned role;
	int state;
	int sort;
	bool can_add;
	struct url export;
	const struct account_row *rows;
	const struct str *row_roles;
	size_t count;
	int64_t total;
	const struct html_paging *paging;
};

struct account_person_view {
	const struct html_shell *shell;
	const struct account_record *record;
	const char *done;
	struct html_mistakes mistakes;
	struct str roles;
	struct str phone;
	struct str mail;
	struct str created;
	struct str password_at;
	bool is_self;
	bool is_system;   /* the visitor may do what the system administrator does here */
	bool is_security; /* … the security administrator */
	bool is_admin;    /* the account is one of the three */
	struct account_form_view give;
	struct account_lines lines;
	const struct account_access_line *tokens;
	size_t token_count;
};

#endif
