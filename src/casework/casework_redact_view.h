/*
 * What the page of redaction hands to its template, and the choices on it. Nothing here is stored.
 */
#ifndef CASEWORK_CASEWORK_REDACT_VIEW_H
#define CASEWORK_CASEWORK_REDACT_VIEW_H

#include "application/application_page.h"

/* One redaction that was chosen, as it travels in the form: "r|unit|offset|len|ground|note",
 * "t|ground|note|term", "b|page|left|top|width|height|ground|note". */
struct casework_choice_cut {
	struct redaction redaction;
	struct str note;  /* what is covered, in words for the list: "手机号码" */
	struct str code;  /* the text that travels */
	struct str words; /* for people */
};

/* A piece of a unit's text that stays or goes. */
struct casework_piece {
	struct str text;
	bool is_gone;
};

struct casework_redact_unit {
	int number;
	struct str place;
	struct casework_piece *pieces;
	size_t piece_count;
	bool is_whole; /* all of it goes */
};

struct casework_redact_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct application_file *file;
	struct html_mistakes mistakes;
	struct redaction_text text;
	struct casework_redact_unit *units;
	size_t unit_count; /* shown; text.count may be more */
	struct casework_choice_cut *cuts;
	size_t cut_count;
	size_t suggestion_count;
	struct redaction_findings hidden; /* what hides in the original */
	struct redaction_findings left;   /* what redaction_verify() still found */
	struct str typed_terms;
	struct str ground;
	struct str note;
	struct str typed_boxes;
};

enum { CASEWORK_UNITS_SHOWN = 2000, CASEWORK_CUTS_MOST = 2000 };

/* --- casework_redact_choice.c: from the form to a plan --- */

/* What travelled, and what was just added: units, words, pages and boxes. INPUT "redaction_choice"
 * names what cannot be read. */
MUST struct fault *casework_read_cuts(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_choice_cut **ret_cuts,
	size_t *ret_count);
/* The suggestions of a fresh page. */
MUST struct fault *casework_suggest_cuts(struct arena *arena, const struct redaction_text *text,
	struct day today, struct casework_choice_cut **ret_cuts, size_t *ret_count);
/* The units with what goes, for the eye. */
MUST struct fault *casework_draw_units(struct arena *arena, const struct redaction_text *text,
	const struct casework_choice_cut *cuts, size_t count,
	struct casework_redact_unit **ret_units, size_t *ret_count);
/* The list of redactions as the letter has it: file, place, what, article. */
MUST struct fault *casework_list_cuts(struct arena *arena, struct str file_name,
	const struct redaction_record *record, const struct casework_choice_cut *cuts, size_t count,
	struct str *ret_rows);

#endif
