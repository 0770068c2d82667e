/*
 * What the pages of this room hand to their templates, and how they choose an agency. Other rooms
 * include letter_page.h.
 */
#ifndef LETTER_LETTER_PAGE_INSIDE_H
#define LETTER_LETTER_PAGE_INSIDE_H

#include "html/html_form.h"
#include "html/html_paging.h"
#include "letter/letter_page.h"

/* An agency that the person may choose. */
struct letter_place {
	int64_t id;
	struct str name;
	struct str path;
	bool has_subtree;
};

struct letter_places {
	struct letter_place *items;
	size_t count;
};

/* The agencies where the person has one of the roles. */
MUST struct fault *letter_find_places(
	struct http_request *request, unsigned roles, struct letter_places *ret_places);

struct letter_words_list_view {
	const struct html_shell *shell;
	struct letter_places places;
	int64_t agency_id;
	struct str agency_name;
	const struct letter_words *words; /* LETTER_KINDS of them */
};

struct letter_words_view {
	const struct html_shell *shell;
	int64_t agency_id;
	struct str agency_name;
	const struct letter_type *type;
	struct letter_words words; /* in force now */
	struct str text;           /* in the form */
	int64_t version;
	struct str done;
	struct html_mistakes mistakes;
	struct html_stale stale;
	struct letter_words_versions versions;
	bool has_preview;
	struct letter letter;
	struct doc doc; /* of the letter */
	struct letter_findings findings;
};

/* One setting as it holds for an agency. */
struct letter_setting_row {
	const struct setting *setting;
	struct str value;
	bool is_own;
	struct str
		from_name; /* whose it is when inherited; empty: nobody's below the installation */
	int64_t version;
};

enum { LETTER_SETTINGS_MOST = 16 };

struct letter_settings_view {
	const struct html_shell *shell;
	struct letter_places places;
	int64_t agency_id;
	struct str agency_name;
	struct letter_house house;
	struct str sample_number;
	struct letter_setting_row rows[LETTER_SETTINGS_MOST];
	size_t count;
	struct str done;
	struct str problem;
};

/* The agency that was asked for, or the first that the person may choose; DENIED for others. */
MUST struct fault *letter_choose_agency(
	struct http_request *request, int64_t asked, struct agency *ret_agency);

struct letter_register_view {
	const struct html_shell *shell;
	struct letter_places places;
	int64_t place_id;
	int year;
	struct str series;
	int state;
	struct letter_list list;
	struct letter_counters counters;
	struct url more;
	struct url csv;
	struct url xlsx;
	bool is_whole; /* every counter is */
};

#endif
