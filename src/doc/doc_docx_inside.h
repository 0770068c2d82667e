/*
 * What the files of the docx reader share: the tables being read, which may lie in each other's
 * cells, the styles and the automatic numbers. Not for anybody else.
 */
#ifndef DOC_DOC_DOCX_INSIDE_H
#define DOC_DOC_DOCX_INSIDE_H

#include "doc/doc_inside.h"
#include "doc/doc_office.h"

/* --- names (doc_docx_name.c) --- */

enum docx_tag {
	TAG_OTHER,
	TAG_P,
	TAG_PPR,
	TAG_PSTYLE,
	TAG_OUTLINE,
	TAG_JC,
	TAG_NUMBER,
	TAG_NUMBER_LEVEL,
	TAG_R,
	TAG_RPR,
	TAG_VANISH,
	TAG_LIFT,     /* struck out, or raised above the line */
	TAG_POSITION, /* raised or lowered by so much */
	TAG_NOTE,     /* here the mark of a note stands */
	TAG_SIZE,
	TAG_COLOUR,
	TAG_RSTYLE,
	TAG_T,
	TAG_TAB,
	TAG_BREAK,
	TAG_HYPHEN,
	TAG_SYMBOL,
	TAG_FIELD,
	TAG_DELETED,
	TAG_SKIP,
	TAG_RAISED,  /* parts of a formula above the line, */
	TAG_LOWERED, /* below it, */
	TAG_DIVISOR, /* and below a fraction's */
	TAG_PICTURE,
	TAG_CHUNK, /* another file that stands for a part of the text */
	TAG_TABLE,
	TAG_ROW,
	TAG_ROW_BEFORE,
	TAG_ROW_HEADING,
	TAG_ROW_PROPERTIES,
	TAG_CELL,
	TAG_SPAN,
	TAG_MERGE_BELOW,
	TAG_MERGE_BESIDE,
};

/* What an element is, by its name without prefix and its namespace. */
enum docx_tag docx_tag_of(const char *name, const char *space);

/* One character, or none. */
struct docx_symbol {
	char at[8];
	size_t len;
};
/* What a character of a symbol font shows; `code` is hexadecimal. */
struct docx_symbol docx_symbol(struct str font, struct str code);

/* --- styles (doc_docx_style.c) --- */

struct docx_style {
	struct str id;
	struct str base;    /* id of the style it builds on; may be empty */
	enum doc_role role; /* DOC_PARAGRAPH when it says nothing of the kind */
	int level;          /* of a heading, 0: says nothing, -1: is body text */
	bool is_contents;   /* a line of a table of contents */
	bool is_hidden;     /* its letters are not shown, */
	bool is_lifted;     /* or struck out or raised */
	bool has_align;
	enum doc_align align;
	bool has_number;         /* says which automatic number its paragraphs have */
	int number;              /* of the list's use; 0: none */
	int number_level;        /* from 0, or -1: the level that names the style */
	struct str number_style; /* the style that says so */
};

struct docx_styles {
	struct docx_style *styles;
	size_t count;
	size_t room;
};

/* Read word/styles.xml; without that part every style is plain. */
MUST struct fault *docx_styles_read(
	struct doc_zip *zip, struct arena *arena, struct docx_styles *ret_styles);
/* What a style comes to, with what it builds on. An unknown one is plain. */
struct docx_style docx_styles_find(const struct docx_styles *styles, struct str id);
/* "center", "right", "end" …; false for a word that is not known. */
bool docx_align(struct str word, enum doc_align *ret_align);

/* --- automatic numbers (doc_docx_count.c, doc_docx_number.c) --- */

enum { DOCX_LEVELS = 9 };

enum docx_count {
	DOCX_DECIMAL,
	DOCX_DECIMAL_ZERO,
	DOCX_UPPER_ROMAN,
	DOCX_LOWER_ROMAN,
	DOCX_UPPER_LETTER,
	DOCX_LOWER_LETTER,
	DOCX_COUNTING, /* 一百零一 */
	DOCX_FORMAL,   /* 壹佰零壹 */
	DOCX_DIGITS,   /* 一〇一 */
	DOCX_WIDE,     /* １０１ */
	DOCX_STEMS,    /* 甲乙丙 */
	DOCX_BRANCHES, /* 子丑寅 */
	DOCX_CIRCLE,
	DOCX_PAREN,
	DOCX_FULL_STOP,
	DOCX_BULLET,
	DOCX_NO_COUNT,
};

/* The text of a number; what does not fit is left out whole. */
struct docx_number {
	char at[256];
	size_t len;
};

/* The way of counting by Word's name for it; a name that is not known counts in digits. */
enum docx_count docx_count_of(struct str name);
void docx_number_put(struct docx_number *out, struct str text);
void docx_number_count(struct docx_number *out, enum docx_count count, int value);

/* One level of a list. */
struct docx_level {
	bool is_there;
	int start;
	int restart; /* begins anew below levels before this one, -1: below each */
	enum docx_count count;
	struct str pattern; /* "（%1）" */
	struct str style;   /* whose paragraphs have this level, or empty */
	bool has_space;     /* a tab or a space behind the number */
	bool is_legal;      /* every number in it in digits */
};

/* A list with its present numbers. */
struct docx_list {
	int id;
	struct str style; /* that points at the list with the levels, or empty */
	struct docx_level levels[DOCX_LEVELS];
	int counts[DOCX_LEVELS];
	bool has_begun[DOCX_LEVELS];
};

/* What paragraphs name: a list, perhaps with levels changed or beginning anew. */
struct docx_list_use {
	int id;
	int list;
	int starts[DOCX_LEVELS]; /* -1: goes on with the list */
	bool has_started[DOCX_LEVELS];
	struct docx_level *levels[DOCX_LEVELS]; /* NULL: the list's */
};

/* Invariant: lists and uses are sorted by id. */
struct docx_numbers {
	struct docx_list *lists;
	size_t list_count;
	size_t list_room;
	struct docx_list_use *uses;
	size_t use_count;
	size_t use_room;
};

/* What a paragraph says of its number. */
struct docx_numbered {
	int number;       /* of the list's use */
	int level;        /* from 0, or -1: by its style */
	struct str style; /* that says so, or empty */
};

/* Read word/numbering.xml; without that part nothing has a number. */
MUST struct fault *docx_numbers_read(
	struct doc_zip *zip, struct arena *arena, struct docx_numbers *ret_numbers);
/* Count the next paragraph in and give its number, empty for none. Call it in their order. */
struct docx_number docx_numbers_next(struct docx_numbers *numbers, const struct docx_styles *styles,
	const struct docx_numbered *paragraph);

/* --- tables (doc_docx_table.c) --- */

struct docx_table;

/* A paragraph of a cell, or a table in it. */
struct docx_part {
	struct str text;
	struct docx_table *table;
};

struct docx_cell {
	struct doc_cell cell;
	bool is_open_below;      /* a merge downwards that the next row may go on with */
	struct docx_part *parts; /* only when a table is among them */
	size_t part_count;
};

enum docx_merge { DOCX_ALONE, DOCX_RESTART, DOCX_CONTINUE };

/* Tables being read form a stack through `outer`. Invariant: cells are in the order of the file. */
struct docx_table {
	struct docx_table *outer;
	int depth; /* 0 for a table in the body */
	struct docx_cell *cells;
	size_t cell_count;
	size_t cell_room;
	int row;    /* of the open row, -1 before the first */
	int column; /* where the next cell of the row goes */
	bool in_row;
	bool in_cell;
	bool is_row_deleted;
	bool is_row_heading;
	bool has_inner;
	bool has_object;     /* the open cell shows something that is no text, */
	bool holds_object;   /* or some cell does, of this table or of one in it */
	bool has_neighbours; /* some row has two cells */
	/* the open cell */
	int span;
	enum docx_merge below;
	enum docx_merge beside;
	bool has_align;
	enum doc_align align;
	struct docx_part *parts;
	size_t part_count;
	size_t part_room;
};

/* The merges that may go on, by column, one row of them for each depth of tables. */
struct docx_merges {
	size_t *above[DOC_DEEPEST_XML];
};

MUST struct fault *docx_table_open(
	struct arena *arena, struct docx_table *outer, struct docx_table **ret_table);
void docx_table_begin_row(struct docx_table *table);
void docx_table_end_row(struct docx_table *table);
void docx_table_begin_cell(struct docx_table *table);
MUST struct fault *docx_table_end_cell(
	struct docx_table *table, struct arena *arena, struct docx_merges *merges);
/* Add a paragraph, or a table that ended, to the open cell. */
MUST struct fault *docx_table_add(
	struct docx_table *table, struct arena *arena, struct docx_part part);
/* A table of the body ended: hand it and the tables in it to the builder. */
MUST struct fault *docx_table_hand_over(struct docx_table *table, struct doc_builder *builder);

#endif
