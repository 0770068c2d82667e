/*
 * Shared by the files that read a report: folded text, labels, units of a document, value cells and
 * readings of damaged rows. Not for other rooms; they call reading_make() and
 * reading_make_of_doc().
 */
#ifndef READING_READING_INSIDE_H
#define READING_READING_INSIDE_H

#include "doc/doc.h"
#include "reading/reading.h"

/* --- folded text (reading_fold.c) --- */

/*
 * Text as code points of half width, dashes and signs made alike, all white space a blank,
 * traditional script made simplified. places[i] is the byte where points[i] stands; places[count]
 * is the end.
 */
struct reading_line {
	uint32_t *points;
	uint32_t *places;
	size_t count;
};
/* Traditional script (reading_script.c): all of it that is known stands between two points; a bit
 * for each of these tells which it is; the simplified form of a character, or itself. */
enum { READING_SCRIPT_FIRST = 0x4E00, READING_SCRIPT_END = 0xA000 };
const uint64_t *reading_script_marks(void);
uint32_t reading_script_simplify(uint32_t point);
/* The same for a text, nearly all of which is simplified already. */
static inline uint32_t
reading_script_fold(const uint64_t *marks, uint32_t point)
{
	uint32_t place = point - READING_SCRIPT_FIRST;

	if (point < READING_SCRIPT_FIRST || point >= READING_SCRIPT_END ||
		!(marks[place / 64] >> place % 64 & 1))
		return point;
	return reading_script_simplify(point);
}
/* Text with traditional script made simplified, byte for byte in the same place. */
MUST struct fault *reading_fold_script(struct arena *arena, struct str text, struct str *ret_text);
/* A line with only ideographs, digits and letters left: for comparing labels. */
MUST struct fault *reading_fold_line(
	struct arena *arena, struct str text, struct reading_line *ret_line);
MUST struct fault *reading_fold_words(
	struct arena *arena, struct str text, struct reading_line *ret_words);
/* Both of one text, which is folded once. */
MUST struct fault *reading_fold_both(struct arena *arena, struct str text,
	struct reading_line *ret_line, struct reading_line *ret_words);
/* Index of `part` in `text` at or after `from`; SIZE_MAX when absent. */
size_t reading_fold_find(
	const struct reading_line *text, const struct reading_line *part, size_t from);
/* Length of the longest common subsequence; looks at the first 96 points of each. */
size_t reading_fold_common(const struct reading_line *a, const struct reading_line *b);
/* Bits that are set. The compiler's own calls a function, since not every processor has it. */
static inline size_t
reading_count_bits(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555;
	bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
	bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F;
	return bits * 0x0101010101010101 >> 56;
}
/* 2 * common / (a + b) in thousandths. */
int reading_fold_likeness(const struct reading_line *a, const struct reading_line *b);
/* A window of a line; shares its storage. */
struct reading_line reading_fold_part(const struct reading_line *line, size_t from, size_t to);
bool reading_fold_equal(const struct reading_line *a, const struct reading_line *b);
static inline bool
reading_fold_is_digit(uint32_t point)
{
	return point >= '0' && point <= '9';
}
/* 一 to 十: their value; else 0. */
static inline int
reading_fold_chinese_digit(uint32_t point)
{
	switch (point) {
	case 0x4E00:
		return 1;
	case 0x4E8C:
		return 2;
	case 0x4E09:
		return 3;
	case 0x56DB:
		return 4;
	case 0x4E94:
		return 5;
	case 0x516D:
		return 6;
	case 0x4E03:
		return 7;
	case 0x516B:
		return 8;
	case 0x4E5D:
		return 9;
	case 0x5341:
		return 10;
	default:
		return 0;
	}
}

/* --- labels (reading_label.c) --- */

/* Rows of table 2, both forms together. */
enum reading_proactive_row {
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
struct reading_proactive_words {
	const char *block;
	const char *row;
	const char *label;
};
extern const struct reading_proactive_words reading_proactive_rows[PROACTIVE_ROWS];

enum reading_label_set {
	LABELS_PROACTIVE,    /* ids: enum reading_proactive_row */
	LABELS_APPLICATIONS, /* ids: enum report_application_row */
	LABELS_APPLICANTS,   /* ids: enum report_applicant */
	LABELS_RESULTS,      /* ids: index of report_review_results */
	LABELS_SECTIONS,     /* ids: enum report_section_key */
	LABELS_MARKS,        /* ids: enum reading_mark */
	LABELS_COLUMNS,      /* ids: form << 8 | enum reading_proactive_column */
	LABELS_SETS,
};
/* Places of struct reading_labels.starts, and its bit for points that are numerals. */
enum { READING_STARTS = 2048, READING_NUMERAL = 1 << LABELS_SETS };

/* Words that say which table this is. */
enum reading_mark {
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
enum reading_proactive_column { COLUMN_FIRST, COLUMN_SECOND, COLUMN_THIRD };

struct reading_label {
	int id;
	bool is_whole; /* too short to be looked for inside other text */
	int ordinal;   /* printed number before it, 0 when none */
	struct reading_line words;
	uint64_t mask; /* one bit for each of its points, to reject quickly */
};

struct reading_labels {
	struct reading_label *at[LABELS_SETS];
	size_t count[LABELS_SETS];
	/* By the last bits of a point: a bit for each set of which a label begins with such a one,
	 * and READING_NUMERAL. */
	uint8_t starts[READING_STARTS];
};
/* May a label of one of these sets begin with this point, or is it perhaps a numeral (bits)? Nearly
 * always the answer is no. */
static inline bool
reading_label_may_start(const struct reading_labels *labels, unsigned sets, uint32_t point)
{
	return labels->starts[point % READING_STARTS] & sets;
}

enum reading_match_kind { MATCH_NONE, MATCH_NEAR, MATCH_EXACT };

struct reading_match {
	enum reading_match_kind kind;
	int id;
	int likeness;    /* thousandths */
	size_t from, to; /* where in the words, for EXACT */
};

MUST struct fault *reading_label_prepare(struct arena *arena, struct reading_labels *ret_labels);
/* The innermost (last) label of a set in a text; NEAR when only a similar one is there. */
struct reading_match reading_label_match(const struct reading_labels *labels,
	enum reading_label_set set, const struct reading_line *words);
/* Only exact ones, starting at or after `from`; the earliest, of those the longest. */
struct reading_match reading_label_next(const struct reading_labels *labels,
	enum reading_label_set set, const struct reading_line *words, size_t from);
/* The longest exact one that begins right at `from`. */
struct reading_match reading_label_at(const struct reading_labels *labels,
	enum reading_label_set set, const struct reading_line *words, size_t from);
/* Best likeness of a text to any printed form of one label. */
int reading_label_likeness(const struct reading_labels *labels, enum reading_label_set set, int id,
	const struct reading_line *words);

/* --- units (reading_units.c): the document as one row of lines and table rows --- */

enum reading_zone { ZONE_NONE, ZONE_PROACTIVE, ZONE_APPLICATIONS, ZONE_REVIEW };

struct reading_piece {
	struct str text;
	int column;     /* in the grid; of a word in a line: characters before it */
	int span;       /* columns, or characters */
	int display;    /* of a word in a line: display columns before it */
	bool is_unseen; /* of a cell: it holds text that nobody sees */
};

struct reading_unit {
	struct str text; /* a line, or the cells parted by tabs */
	struct reading_line line;
	struct reading_line words;
	struct reading_piece *cells; /* of a table row, else NULL */
	size_t cell_count;
	int table; /* number of the table; -1 for a line */
	enum reading_zone zone;
	int section;          /* key of the section whose heading this may be; -1 */
	int section_strength; /* the higher the surer; 0 for none */
	bool is_page_number;
	bool is_cut; /* was cut out of a longer line */
	enum doc_role role;
	int page;
};

struct reader {
	struct arena *arena;
	const struct doc *doc;
	struct report *report;
	size_t repair_room;
	struct reading_labels labels;
	struct reading_unit *units;
	size_t unit_count;
	size_t unit_room;
	size_t title_from, title_to; /* units of the title; both 0 when it is not in the body */
	size_t signature_from; /* first unit of the signature; unit_count when there is none */
	size_t title_count;    /* different titles of whole reports in the file */
	bool names_report;     /* 信息公开 … 年度报告 was read somewhere at the top */
};

MUST struct fault *reading_units_make(struct reader *reader);
/* Which section's heading a line, or a table row of one cell, may be: sets section and its strength
 * (reading_heading.c). */
void reading_heading_find(const struct reader *reader, struct reading_unit *unit);
void reading_heading_find_in_row(const struct reader *reader, struct reading_unit *unit);
bool reading_heading_is_page_number(const struct reading_unit *unit);
/* Mark the zones of the three tables and the headings. */
MUST struct fault *reading_zone_mark(struct reader *reader);

/* --- value cells (reading_value.c) --- */

struct reading_value {
	enum report_cell_state state;
	struct decimal number;
	const char *note; /* Chinese: what was assumed; NULL when nothing was */
};
/* Read what a cell holds. `money_places` is how far the header's unit is from 万元 (元 4, 万元 0).
 */
MUST struct fault *reading_value_read(struct arena *arena, struct str text, enum report_kind kind,
	int money_places, struct reading_value *ret_value);
/* A cell that may stand in a value column: blank, number with or without unit, dash. */
MUST struct fault *reading_value_is_one(struct arena *arena, struct str text, bool *ret_is);
/* Whole number at the start of a cell, for the sums: blank is 0, a unit or note behind it is
 * ignored. False when there is none. */
bool reading_value_whole(struct str cell, int64_t *ret_number);
/* The next run of values in a line, points [*ret_from, *ret_to). False when there is none. */
bool reading_run_next(
	const struct reading_line *line, size_t from, size_t *ret_from, size_t *ret_to);
/* The first point at or behind `at` that is no blank. */
size_t reading_run_skip_blanks(const struct reading_line *line, size_t at);
/* Words of a run of values, units and notes kept with their number. */
MUST struct fault *reading_run_words(
	struct arena *arena, struct str run, struct reading_piece **ret_words, size_t *ret_count);

/* --- readings of a damaged row (reading_split.c) --- */

enum { SPLIT_MOST_CELLS = 15, SPLIT_MOST_READINGS = 400, SPLIT_SHOWN = 12 };
enum reading_sums { SUMS_NONE, SUMS_ROW, SUMS_REVIEW };

/* One way to read a row: the text of each cell; empty is blank. */
struct reading {
	struct str cells[SPLIT_MOST_CELLS];
};

/* How the cells of a row were won. */
enum reading_way {
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

struct readings {
	int want;
	enum reading_way way;
	bool fits_sums; /* every reading satisfies the row's sums */
	bool is_plain;  /* WAY_WINDOW: only blanks before and behind were left out */
	bool is_many;   /* the search was given up: too many */
	size_t total;   /* readings found; at may hold fewer */
	struct reading *at;
	size_t count;
};

MUST struct fault *reading_split_row(struct arena *arena, const struct reading_piece *pieces,
	size_t piece_count, int want, const enum report_kind *kinds, enum reading_sums sums,
	struct readings *ret_readings);
/* One more reading at the end. */
MUST struct fault *reading_add(
	struct arena *arena, struct readings *readings, struct reading extra);
/* "217/1/0/0/0/0/218；…" for people, at most SPLIT_SHOWN. */
MUST struct fault *reading_split_show(
	struct arena *arena, const struct readings *readings, struct str *ret_text);

/* --- rows of values (reading_item.c) --- */

struct reading_item {
	size_t unit;               /* where its values stand */
	struct str label;          /* printed label, innermost words last; may be empty */
	struct reading_line words; /* of the label */
	struct reading_match match;
	struct reading_piece *pieces;
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

MUST struct fault *reading_item_gather(struct reader *reader, enum reading_zone zone,
	enum reading_label_set set, int want, struct reading_item **ret_items, size_t *ret_count);
/* Number of pieces that hold anything. */
size_t reading_item_filled(const struct reading_item *item);
/* The printed values of an item, for a sentence. */
MUST struct fault *reading_item_show(
	struct arena *arena, const struct reading_item *item, struct str *ret_text);
/* Printed words of a row, for sentences: "2.其他法律行政法规禁止公开". */
const char *reading_align_row_name(enum reading_label_set set, int row);
/* Give rows without a label their place between rows with one (reading_align.c). `is_row[r]` says
 * which rows of the form are there to be filled; `want` is the usual number of cells. */
MUST struct fault *reading_align(struct reader *reader, enum reading_label_set set,
	struct reading_item *items, size_t count, const bool *is_row, int row_count, int want);

/* --- cells (reading_cells.c) --- */

/* A repair for one cell, one path or one table. */
MUST struct fault *reading_note_slot(struct reader *reader, int slot, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
MUST struct fault *reading_note(struct reader *reader, const char *where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Put the readings of a row into its slots: what all readings share is filled, the rest is null;
 * what is not plainly printed gets a repair. */
MUST struct fault *reading_fill_row(struct reader *reader, const int *slots,
	const struct reading_item *item, const struct readings *readings, int money_places);

/* --- table 3 (reading_applications.c and the files it calls) --- */

enum reading_order { ORDER_UNKNOWN, ORDER_OFFICIAL, ORDER_OTHER, ORDER_BROKEN };

struct reading_row {
	struct reading_item *item; /* NULL when the row was not found */
	struct readings readings;
};

struct reading_rows {
	struct reader *reader;
	struct reading_item *items;
	size_t item_count;
	bool is_row[REPORT_APPLICATION_ROWS];   /* rows that the printed form has */
	bool is_named[REPORT_APPLICATION_ROWS]; /* rows whose label stands anywhere in it */
	struct reading_row rows[REPORT_APPLICATION_ROWS];
	enum reading_order order;
	int places[REPORT_APPLICANTS]; /* with ORDER_OTHER: official column of each printed one */
	int named[REPORT_APPLICANTS];  /* applicants of a header that names fewer than seven */
	size_t named_count;
	unsigned reworded; /* bits of applicants whose column name is not the form's */
	bool has_columns;
	int columns[REPORT_APPLICANTS]; /* grid columns of the seven, the same in most rows */
};

/* The order of the header's names (reading_order.c), and what it means for the readings. */
MUST struct fault *reading_order_find(struct reading_rows *table);
MUST struct fault *reading_order_settle(struct reading_rows *table);
/* Grid columns that most rows share (reading_places.c). */
void reading_places_find(struct reading_rows *table);
/* Set the pieces of an incomplete row by the columns of the others. False when they do not say. */
bool reading_places_read(const struct reading_rows *table, const struct reading_item *item,
	struct reading *ret_reading);
/* Does the last cell hold the sum of the others, and is it not zero (reading_sums.c)? */
bool reading_sums_up(const struct reading *reading);
/* What speaks against rows before they are read; against both forms of （六）其他处理 at once; and
 * against rows whose sums do not hold (reading_doubt.c). */
void reading_doubt_rows(struct reading_rows *table);
void reading_doubt_forms(struct reading_rows *table);
MUST struct fault *reading_doubt_sums(struct reading_rows *table);
/* Keep the readings under which the sums of every column hold; all of them when none does. */
MUST struct fault *reading_sums_solve(struct reading_rows *table);

/* --- the three tables and the other fields --- */
MUST struct fault *reading_proactive(struct reader *reader);
MUST struct fault *reading_applications(struct reader *reader);
MUST struct fault *reading_review(struct reader *reader);
/* Title, agency, year (reading_title.c); period, signature (reading_dates.c). */
MUST struct fault *reading_title(struct reader *reader);
MUST struct fault *reading_dates(struct reader *reader);
MUST struct fault *reading_sections(struct reader *reader);
/* INPUT when this is no report, an old form, or two reports. */
MUST struct fault *reading_refuse(struct reader *reader);

/* --- out of the cage (reading_cross.c) --- */

/* The record without its file name onto `out`, in a form for reading_cross_take() only. */
void reading_cross_put(struct buf *out, const struct report *report);
/* The record from such bytes, which are checked one by one; texts lie in `bytes`. Faults INPUT
 * "cage_crash" and LIMIT. */
MUST struct fault *reading_cross_take(
	struct str bytes, struct arena *arena, struct report *ret_report);

#endif
