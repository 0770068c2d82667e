/*
 * What the parts of the web page reader share: names and styles, and the tree of tables and texts
 * that one page leaves behind. Not for others; they include doc/doc.h.
 */
#ifndef DOC_DOC_HTML_INSIDE_H
#define DOC_DOC_HTML_INSIDE_H

#include <libxml/HTMLparser.h>

#include "doc/doc_read_inside.h"

/* --- names, attributes, styles (doc_html_style.c) --- */

enum html_tag {
	TAG_INLINE,
	TAG_BLOCK,
	TAG_BOOK,
	TAG_BREAK,
	TAG_CAPTION,
	TAG_CELL,
	TAG_CENTER,
	TAG_HEADING,
	TAG_IMAGE,
	TAG_INPUT,
	TAG_LIFTED, /* struck out, or smaller than the text and beside its line */
	TAG_META,
	TAG_OPTION,
	TAG_PRE,
	TAG_ROW,
	TAG_SECTION, /* of a table */
	TAG_SELECT,  /* a field that holds its value as text, or as options */
	TAG_SHOWN,   /* drawn by other means than text, with what is in it */
	TAG_SKIP,
	TAG_TABLE,
	TAG_TITLE,
};

/* What a style says of the things that matter here: the first word of each, "" without one. */
struct html_style {
	struct str display;
	struct str hide;
	struct str align;
	struct str colour;
	struct str ground;
	bool is_veiled; /* tiny, transparent, or pushed off the page */
	bool is_lifted; /* as of TAG_LIFTED */
};

enum html_tag html_find_tag(const xmlChar *name);
/* STR_NONE when there is none. Attributes are libxml2's: names and values in turn, NULL at the end.
 */
struct str html_attribute(const xmlChar **attributes, const char *name);
/* The leading number of an attribute; `otherwise` without one. What is too large is INT32_MAX. */
int html_number(const xmlChar **attributes, const char *name, int otherwise);
/* Tags with so many attributes that libxml2, which compares each with all others, would take
 * seconds. */
bool html_has_too_many_attributes(struct str text);
struct html_style html_read_style(const xmlChar **attributes);
/* A colour in which nothing is seen on white paper; a ground on which white letters are. */
bool html_is_white(struct str colour);
bool html_is_ground(struct str colour);
bool html_is_hidden(const struct html_style *style, const xmlChar **attributes);
/* Do these declarations of a style sheet hide a text? */
bool html_hides(struct str declarations);
enum doc_align html_find_align(struct str align, enum doc_align inherited);

/* --- style sheets of the page itself (doc_html_sheet.c) --- */

enum { HTML_MOST_HIDERS = 64 };

/* ".secret", "#note": they point into the page. */
struct html_sheet {
	struct str hiders[HTML_MOST_HIDERS];
	size_t count;
};

void html_sheet_read(struct str page, struct html_sheet *sheet);
bool html_sheet_hides(const struct html_sheet *sheet, const xmlChar **attributes);

/* --- the source (doc_html_source.c) --- */

/* A page whose tables stand there as text, "&lt;td&gt;", since a program escaped them once too
 * often: one step of escaping out. Others stay as they are. */
MUST struct fault *html_source_unescape(struct arena *arena, struct str text, struct str *ret_text);
/* <![if …]> and <![endif]>, which Word strews over its pages and libxml2 takes for text, out. */
MUST struct fault *html_source_clean(struct arena *arena, struct str text, struct str *ret_text);

/* --- tables (doc_html_table.c) --- */

struct html_grid;

/* A text or a table inside a cell. */
struct html_piece {
	struct html_piece *next;
	struct str text;
	struct html_grid *grid; /* NULL for a text */
	enum doc_role role;     /* of the text, should the cell turn out to be mere layout */
	int level;
	enum doc_align align;
	bool is_unseen; /* some of the text is */
};

struct html_flow {
	struct html_piece *first;
	struct html_piece *last;
};

struct html_cell {
	struct html_cell *next;
	struct html_flow flow;
	int row;
	int row_span; /* as written, 0 to the end of the table */
	int column_span;
	bool is_heading;
	bool has_object; /* shows something that is no text */
};

/* Invariant: cells are in the order of the page, so rows never fall. */
struct html_grid {
	struct html_grid *outer;
	struct html_cell *first;
	struct html_cell *last;
	struct html_cell *open; /* the cell that text goes into, or NULL */
	struct html_flow loose; /* what stands in the table but in no cell */
	int row;                /* the present one; -1 before the first */
	bool is_in_row;
	/* What html_grid_weigh() finds, for the question whether this is layout: */
	size_t filled;  /* cells with text of their own */
	size_t inner;   /* cells with text in tables inside */
	size_t longest; /* characters of the longest cell */
};

void html_flow_add(struct html_flow *flow, struct html_piece *piece);
/* Count what is in a table that is complete; those inside it must have been weighed. */
void html_grid_weigh(struct html_grid *grid);
/* Put a table into the document, or its content when it is only layout. */
MUST struct fault *html_grid_add(struct doc_builder *builder, const struct html_grid *grid);

#endif
