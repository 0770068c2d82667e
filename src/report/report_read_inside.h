/*
 * Shared by the files that read a report: folded text, labels, units of a document, value cells and
 * readings of damaged rows. Not for other rooms; they call report_read() and report_read_doc().
 */
#ifndef REPORT_REPORT_READ_INSIDE_H
#define REPORT_REPORT_READ_INSIDE_H

#include "doc/doc.h"
#include "report/report.h"

/* --- folded text (report_fold.c) --- */

/*
 * Text as code points of half width, dashes and signs made alike, all white space a blank,
 * traditional script made simplified. places[i] is the byte where points[i] stands; places[count]
 * is the end.
 */
struct report_line {
	uint32_t *points;
	uint32_t *places;
	size_t count;
};
/* The simplified form of a character, or itself (report_script.c). */
uint32_t report_script_fold(uint32_t point);
/* Text with traditional script made simplified, byte for byte in the same place. */
MUST struct fault *report_fold_script(struct arena *arena, struct str text, struct str *ret_text);
/* A line with only ideographs, digits and letters left: for comparing labels. */
MUST struct fault *report_fold_line(
	struct arena *arena, struct str text, struct report_line *ret_line);
MUST struct fault *report_fold_words(
	struct arena *arena, struct str text, struct report_line *ret_words);
/* Both of one text, which is folded once. */
MUST struct fault *report_fold_both(struct arena *arena, struct str text,
	struct report_line *ret_line, struct report_line *ret_words);
/* Index of `part` in `text` at or after `from`; SIZE_MAX when absent. */
size_t report_fold_find(
	const struct report_line *text, const struct report_line *part, size_t from);
/* Length of the longest common subsequence; looks at the first 96 points of each. */
size_t report_fold_common(const struct report_line *a, const struct report_line *b);
/* 2 * common / (a + b) in thousandths. */
int report_fold_likeness(const struct report_line *a, const struct report_line *b);
/* A window of a line; shares its storage. */
struct report_line report_fold_part(const struct report_line *line, size_t from, size_t to);
bool report_fold_equal(const struct report_line *a, const struct report_line *b);
static inline bool
report_fold_is_digit(uint32_t point)
{
	return point >= '0' && point <= '9';
}
/* 一 to 十: their value; else 0. */
int report_fold_chinese_digit(uint32_t point);

/* --- labels (report_label.c) --- */

/* Rows of table 2, both forms together. */
enum report_proactive_row {
	PROACTIVE_RULES,
	PROACTIVE_NORMATIVE,
	PROACTIVE_PERMIT,
	PROACTIVE_OTHER_SERVICES,
	PROACTIVE_PENALTY,
	PROACTIVE_COERCION,
	PROACTIVE_FEE,
	PROACTIVE_PROCUREMENT,
	PROACTIVE_ROWS,
};
struct report_proactive_words {
	const char *block;
	const char *row;
	const char *label;
};
extern const struct report_proactive_words report_proactive_rows[PROACTIVE_ROWS];

enum report_label_set {
	LABELS_PROACTIVE,    /* ids: enum report_proactive_row */
	LABELS_APPLICATIONS, /* ids: enum report_application_row */
	LABELS_APPLICANTS,   /* ids: enum report_applicant */
	LABELS_RESULTS,      /* ids: index of report_review_results */
	LABELS_SECTIONS,     /* ids: enum report_section_key */
	LABELS_MARKS,        /* ids: enum report_mark */
	LABELS_COLUMNS,      /* ids: form << 8 | enum report_proactive_column */
	LABELS_SETS,
};

/* Words that say which table this is. */
enum report_mark {
	MARK_BLOCK,
	MARK_CONTENT,
	MARK_LINKAGE,
	MARK_APPLICANTS,
	MARK_REVIEW,
	MARK_LITIGATION,
	MARK_DIRECT,
	MARK_AFTER,
	MARK_RESULT,
};
/* Place of a column of table 2 among the values of its block. */
enum report_proactive_column { COLUMN_FIRST, COLUMN_SECOND, COLUMN_THIRD };

struct report_label {
	int id;
	bool is_whole; /* too short to be looked for inside other text */
	int ordinal;   /* printed number before it, 0 when none */
	struct report_line words;
	uint64_t mask; /* one bit for each of its points, to reject quickly */
};

struct report_labels {
	struct report_label *at[LABELS_SETS];
	size_t count[LABELS_SETS];
	uint64_t starts[LABELS_SETS]; /* one bit for each first point of a label */
};

enum report_match_kind { MATCH_NONE, MATCH_NEAR, MATCH_EXACT };

struct report_match {
	enum report_match_kind kind;
	int id;
	int likeness;    /* thousandths */
	size_t from, to; /* where in the words, for EXACT */
};

MUST struct fault *report_label_prepare(struct arena *arena, struct report_labels *ret_labels);
/* The innermost (last) label of a set in a text; NEAR when only a similar one is there. */
struct report_match report_label_match(const struct report_labels *labels,
	enum report_label_set set, const struct report_line *words);
/* Only exact ones, starting at or after `from`; the earliest, of those the longest. */
struct report_match report_label_next(const struct report_labels *labels, enum report_label_set set,
	const struct report_line *words, size_t from);
/* The longest exact one that begins right at `from`. */
struct report_match report_label_at(const struct report_labels *labels, enum report_label_set set,
	const struct report_line *words, size_t from);
/* Best likeness of a text to any printed form of one label. */
int report_label_likeness(const struct report_labels *labels, enum report_label_set set, int id,
	const struct report_line *words);

/* --- units (report_units.c): the document as one row of lines and table rows --- */

enum report_zone { ZONE_NONE, ZONE_PROACTIVE, ZONE_APPLICATIONS, ZONE_REVIEW };

struct report_piece {
	struct str text;
	int column;  /* in the grid; of a word in a line: characters before it */
	int span;    /* columns, or characters */
	int display; /* of a word in a line: display columns before it */
};

struct report_unit {
	struct str text; /* a line, or the cells parted by tabs */
	struct report_line line;
	struct report_line words;
	struct report_piece *cells; /* of a table row, else NULL */
	size_t cell_count;
	int table; /* number of the table; -1 for a line */
	enum report_zone zone;
	int section;          /* key of the section whose heading this may be; -1 */
	int section_strength; /* the higher the surer; 0 for none */
	bool is_page_number;
	bool is_cut; /* was cut out of a longer line */
	enum doc_role role;
	int page;
};

struct report_reader {
	struct arena *arena;
	const struct doc *doc;
	struct report *report;
	size_t repair_room;
	struct report_labels labels;
	struct report_unit *units;
	size_t unit_count;
	size_t unit_room;
	size_t title_from, title_to; /* units of the title; both 0 when it is not in the body */
	size_t signature_from; /* first unit of the signature; unit_count when there is none */
	size_t title_count;    /* different titles of whole reports in the file */
	bool names_report;     /* 信息公开 … 年度报告 was read somewhere at the top */
};

MUST struct fault *report_units_make(struct report_reader *reader);
/* Which section's heading a line, or a table row of one cell, may be: sets section and its strength
 * (report_heading.c). */
void report_heading_find(const struct report_reader *reader, struct report_unit *unit);
void report_heading_find_in_row(const struct report_reader *reader, struct report_unit *unit);
bool report_heading_is_page_number(const struct report_unit *unit);
/* Mark the zones of the three tables and the headings. */
MUST struct fault *report_zone_mark(struct report_reader *reader);

/* --- value cells (report_value.c) --- */

struct report_value {
	enum report_cell_state state;
	struct decimal number;
	const char *note; /* Chinese: what was assumed; NULL when nothing was */
};
/* Read what a cell holds. `money_places` is how far the header's unit is from 万元 (元 4, 万元 0).
 */
MUST struct fault *report_value_read(struct arena *arena, struct str text, enum report_kind kind,
	int money_places, struct report_value *ret_value);
/* A cell that may stand in a value column: blank, number with or without unit, dash. */
MUST struct fault *report_value_is_one(struct arena *arena, struct str text, bool *ret_is);
/* Whole number at the start of a cell, for the sums: blank is 0, a unit or note behind it is
 * ignored. False when there is none. */
bool report_value_whole(struct str cell, int64_t *ret_number);
/* The next run of values in a line, points [*ret_from, *ret_to). False when there is none. */
bool report_run_next(const struct report_line *line, size_t from, size_t *ret_from, size_t *ret_to);
/* Words of a run of values, units and notes kept with their number. */
MUST struct fault *report_run_words(
	struct arena *arena, struct str run, struct report_piece **ret_words, size_t *ret_count);

/* --- readings of a damaged row (report_split.c) --- */

enum { SPLIT_MOST_CELLS = 15, SPLIT_MOST_READINGS = 400, SPLIT_SHOWN = 12 };
enum report_sums { SUMS_NONE, SUMS_ROW, SUMS_REVIEW };

/* One way to read a row: the text of each cell; empty is blank. */
struct report_reading {
	struct str cells[SPLIT_MOST_CELLS];
};

/* How the cells of a row were won. */
enum report_way {
	WAY_PRINTED,  /* one piece for each cell */
	WAY_WINDOW,   /* surplus blank pieces were left out */
	WAY_DROPPED,  /* a surplus number was left out */
	WAY_SPLIT,    /* glued digits were parted */
	WAY_BLANKS,   /* pieces were missing and set as blanks */
	WAY_COLUMNS,  /* cells were set by the columns of the other rows */
	WAY_REPEATED, /* a merged cell's value was printed for each column it covers */
	WAY_HEADER,   /* the header's order and the official one differ */
	WAY_NONE,     /* no reading */
};

struct report_readings {
	int want;
	enum report_way way;
	bool fits_sums; /* every reading satisfies the row's sums */
	bool is_plain;  /* WAY_WINDOW: only blanks before and behind were left out */
	bool is_many;   /* the search was given up: too many */
	size_t total;   /* readings found; at may hold fewer */
	struct report_reading *at;
	size_t count;
};

MUST struct fault *report_split_row(struct arena *arena, const struct report_piece *pieces,
	size_t piece_count, int want, const enum report_kind *kinds, enum report_sums sums,
	struct report_readings *ret_readings);
/* "217/1/0/0/0/0/218；…" for people, at most SPLIT_SHOWN. */
MUST struct fault *report_split_show(
	struct arena *arena, const struct report_readings *readings, struct str *ret_text);

/* --- rows of values (report_item.c) --- */

struct report_item {
	size_t unit;              /* where its values stand */
	struct str label;         /* printed label, innermost words last; may be empty */
	struct report_line words; /* of the label */
	struct report_match match;
	struct report_piece *pieces;
	size_t piece_count;
	bool is_grid;       /* pieces are cells, so blanks count */
	bool is_one_line;   /* pieces are words of one line, their places known */
	bool is_joined;     /* pieces were gathered from several lines */
	bool is_by_order;   /* assigned without a label of its own */
	int row;            /* assigned row; -1 */
	int hint;           /* row that the lines around it name; -1 */
	bool is_plain_hint; /* the one line right above it is that row's whole label */
	bool is_refused;    /* label and place contradict each other: cells stay null */
	struct str doubt;   /* Chinese: why the whole row is uncertain; empty when it is not */
};

MUST struct fault *report_item_gather(struct report_reader *reader, enum report_zone zone,
	enum report_label_set set, int want, struct report_item **ret_items, size_t *ret_count);
/* Number of pieces that hold anything. */
size_t report_item_filled(const struct report_item *item);
/* The printed values of an item, for a sentence. */
MUST struct fault *report_item_show(
	struct arena *arena, const struct report_item *item, struct str *ret_text);
/* Printed words of a row, for sentences: "2.其他法律行政法规禁止公开". */
const char *report_align_row_name(enum report_label_set set, int row);
/* Give rows without a label their place between rows with one (report_align.c). `is_row[r]` says
 * which rows of the form are there to be filled; `want` is the usual number of cells. */
MUST struct fault *report_align(struct report_reader *reader, enum report_label_set set,
	struct report_item *items, size_t count, const bool *is_row, int row_count, int want);

/* --- cells (report_read_cells.c) --- */

/* A repair for one cell, one path or one table. */
MUST struct fault *report_note_slot(struct report_reader *reader, int slot, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
MUST struct fault *report_note(struct report_reader *reader, const char *where, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* Put the readings of a row into its slots: what all readings share is filled, the rest is null;
 * what is not plainly printed gets a repair. */
MUST struct fault *report_fill_row(struct report_reader *reader, const int *slots,
	const struct report_item *item, const struct report_readings *readings, int money_places);

/* --- table 3 (report_read_applications.c and the files it calls) --- */

enum report_order { ORDER_UNKNOWN, ORDER_OFFICIAL, ORDER_OTHER, ORDER_BROKEN };

struct report_row {
	struct report_item *item; /* NULL when the row was not found */
	struct report_readings readings;
};

struct report_rows {
	struct report_reader *reader;
	struct report_item *items;
	size_t item_count;
	bool is_row[REPORT_APPLICATION_ROWS];   /* rows that the printed form has */
	bool is_named[REPORT_APPLICATION_ROWS]; /* rows whose label stands anywhere in it */
	struct report_row rows[REPORT_APPLICATION_ROWS];
	enum report_order order;
	int places[REPORT_APPLICANTS]; /* with ORDER_OTHER: official column of each printed one */
	int named[REPORT_APPLICANTS];  /* applicants of a header that names fewer than seven */
	size_t named_count;
	unsigned reworded; /* bits of applicants whose column name is not the form's */
	bool has_columns;
	int columns[REPORT_APPLICANTS]; /* grid columns of the seven, the same in most rows */
};

/* The order of the header's names (report_order.c), and what it means for the readings. */
MUST struct fault *report_order_find(struct report_rows *table);
MUST struct fault *report_order_settle(struct report_rows *table);
/* Grid columns that most rows share (report_places.c). */
void report_places_find(struct report_rows *table);
/* Set the pieces of an incomplete row by the columns of the others. False when they do not say. */
bool report_places_read(const struct report_rows *table, const struct report_item *item,
	struct report_reading *ret_reading);
/* Does the last cell hold the sum of the others, and is it not zero (report_sums.c)? */
bool report_sums_up(const struct report_reading *reading);
/* Keep the readings under which the sums of every column hold; all of them when none does. */
MUST struct fault *report_sums_solve(struct report_rows *table);
MUST struct fault *report_reading_add(
	struct arena *arena, struct report_readings *readings, struct report_reading extra);

/* --- the three tables and the other fields --- */
MUST struct fault *report_read_proactive(struct report_reader *reader);
MUST struct fault *report_read_applications(struct report_reader *reader);
MUST struct fault *report_read_review(struct report_reader *reader);
/* Title, agency, year (report_read_title.c); period, signature (report_read_dates.c). */
MUST struct fault *report_read_title(struct report_reader *reader);
MUST struct fault *report_read_dates(struct report_reader *reader);
MUST struct fault *report_read_sections(struct report_reader *reader);
/* INPUT when this is no report, an old form, or two reports. */
MUST struct fault *report_read_refuse(struct report_reader *reader);

#endif
