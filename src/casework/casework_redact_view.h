/*
 * What the page of redaction hands to its template, and the choices on it. Nothing here is stored.
 */
#ifndef CASEWORK_CASEWORK_REDACT_VIEW_H
#define CASEWORK_CASEWORK_REDACT_VIEW_H

#include "application/application_page.h"

/* One redaction that was chosen, as it travels in the form: "r|unit|offset|len|ground|note",
 * "t|ground|note|term", "b|page|left|top|width|height|ground|note", "s|unit". */
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
	bool is_whole;   /* all of it goes */
	bool is_unseen;  /* the original hides it, */
	bool is_dropped; /* and it goes because nobody wanted it shown */
};

/* A page with its image, its lines and what is covered on it. */
struct casework_redact_page {
	int number;
	int width; /* of its image, in pixels; 0 when not known */
	int height;
	const struct casework_redact_unit *units;
	size_t unit_count;
	const struct redaction **boxes;
	size_t box_count;
	bool is_whole; /* it goes whole */
};

/* One row of the table of rectangles as it was typed: page, left, top, width, height. */
enum { CASEWORK_BOX_PARTS = 5 };

struct casework_box_row {
	struct str parts[CASEWORK_BOX_PARTS];
};

struct casework_redact_view {
	const struct html_shell *shell;
	const struct application *one;
	const struct application_file *file;
	struct html_mistakes mistakes;
	struct redaction_text text;
	struct casework_redact_unit *units;
	size_t unit_count;                  /* shown; text.count may be more */
	struct casework_redact_page *pages; /* of a PDF or a picture */
	size_t page_count;
	struct casework_choice_cut *cuts;
	size_t cut_count;
	size_t suggestion_count;
	struct redaction_findings hidden; /* what hides in the original */
	struct redaction_findings left;   /* what redaction_verify() still found */
	struct str typed_terms;
	struct str ground;
	struct str note;
	struct casework_box_row *rows; /* typed ones and blank ones behind them */
	size_t row_count;
};

enum { CASEWORK_UNITS_SHOWN = 2000, CASEWORK_CUTS_MOST = 2000, CASEWORK_BOXES_MOST = 200 };

/* The five columns of rectangles: names in the form, all with as many values, and heads. */
extern const struct casework_box_column {
	const char *name;
	const char *zh;
	const char *spoken;
} casework_box_columns[CASEWORK_BOX_PARTS];

/* --- casework_redact_choice.c: from the form to a plan --- */

/* What travelled, in room for CASEWORK_CUTS_MOST. INPUT "redaction_choice" names what cannot be
 * read. */
MUST struct fault *casework_read_cuts(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_choice_cut **ret_cuts,
	size_t *ret_count);
/* Behind it what was just added: units, words, pages, boxes, unseen text that is to be seen.
 * *count stays as it is when something of it is wrong. */
MUST struct fault *casework_add_cuts(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_choice_cut *cuts, size_t *count);
/* The suggestions of a fresh page. */
MUST struct fault *casework_suggest_cuts(struct arena *arena, const struct redaction_text *text,
	struct day today, struct casework_choice_cut **ret_cuts, size_t *ret_count);
/* The units with what goes, for the eye. */
MUST struct fault *casework_draw_units(struct arena *arena, const struct redaction_text *text,
	const struct casework_choice_cut *cuts, size_t count,
	struct casework_redact_unit **ret_units, size_t *ret_count);

/* --- casework_redact_box.c: rectangles and pages --- */

/* The rows of the table, blank ones left out; INPUT "redaction_choice" names the wrong row. */
MUST struct fault *casework_read_boxes(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct redaction **ret_boxes, size_t *ret_count);
/* The rows again as they were typed, and blank ones; `form` may be NULL. */
MUST struct fault *casework_draw_rows(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_box_row **ret_rows, size_t *ret_count);
/* The pages; their units are those that are shown. */
MUST struct fault *casework_draw_pages(
	struct arena *arena, struct casework_redact_view *view, size_t *ret_count);

/* --- casework_redact_choice.c again --- */

/* The list of redactions as the letter has it: file, place, what, article. */
MUST struct fault *casework_list_cuts(struct arena *arena, struct str file_name,
	const struct redaction_record *record, const struct casework_choice_cut *cuts, size_t count,
	struct str *ret_rows);

#endif
