/*
 * doc: one model of a document, readers that make it and writers that print it.
 *
 * A document is a row of blocks: paragraphs with a role, and tables whose cells span rows and
 * columns. Readers: docx, html, text, markdown, csv, xlsx, pdf, old .doc. Writers: docx, html, pdf,
 * markdown, csv, xlsx. This room knows no domain word: what a table means is the caller's affair.
 * Readers take hostile bytes: they must run in the cage (base/cage.h), after doc_prepare().
 * All text in a doc is valid UTF-8 without control characters other than \n and \t; it lives in the
 * arena that was given, or in the input bytes.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum doc_format {
	DOC_UNKNOWN,
	DOC_DOCX,
	DOC_HTML,
	DOC_TEXT,
	DOC_MARKDOWN,
	DOC_CSV,
	DOC_XLSX,
	DOC_PDF,  /* after doc_prepare(): pdftotext's XHTML of words, then pdftocairo's SVG or
		     nothing */
	DOC_WORD, /* old .doc; after doc_prepare(): antiword's DocBook */
};

enum doc_role {
	DOC_PARAGRAPH,
	DOC_TITLE,     /* title of the document */
	DOC_HEADING,   /* level 1 一、 2 （一） 3 1. */
	DOC_CENTER,    /* centred line, such as a note under the title */
	DOC_SIGNATURE, /* signing agency or date at the end, to the right */
	DOC_TABLE,
	DOC_ADDRESSEE, /* 主送: from the left edge, without indent; readers give DOC_PARAGRAPH */
};

enum doc_align { DOC_LEFT, DOC_MIDDLE, DOC_RIGHT };

/* The text of a table cell that shows something and holds no text: a picture, a field or an object
 * of another program. Such a cell is not blank. */
#define DOC_NOT_TEXT "〔非文字〕"

/* Invariants: row and column are those of the top left corner; spans are at least 1 and stay inside
 * the table; no two cells of a table cover the same place. Paragraphs inside a cell are parted by
 * \n. */
struct doc_cell {
	int row;
	int column;
	int row_span;
	int column_span;
	struct str text;
	bool is_heading; /* a label, not a value */
	enum doc_align align;
	int mark;       /* the caller's own number for this cell, 0 when none; readers leave 0 */
	bool is_unseen; /* the reader's: hidden by its colour, size, format or column, in xlsx and
			   HTML */
	struct str
		formula; /* for xlsx: formula with places of this table, "SUM(D4:I4)", or empty */
};

/* Invariant: cells are in row order, then column order. Places may be missing (ragged rows). */
struct doc_table {
	int row_count;
	int column_count;
	struct doc_cell *cells;
	size_t cell_count;
	struct str name;          /* sheet name and caption; may be empty */
	const int *column_widths; /* column_count widths in millimetres, or NULL for even ones */
	int tallest; /* the largest row_span when doc_close_table() built this, else 0: unknown */
};

struct doc_block {
	enum doc_role role;
	int level;               /* of a heading, else 0 */
	struct str text;         /* of anything but a table */
	struct doc_table *table; /* of a table */
	int page;                /* page the block starts on, from 1; 0 when unknown */
	bool is_unseen;          /* as of a cell */
	int gap;                 /* empty lines in front, for writers of pages */
};

/* The head of an official letter (信函格式): mark and lines in red on the first page, which has no
 * page number. Law: GB/T 9704 10.1 */
struct doc_letterhead {
	struct str mark;    /* 发文机关标志 */
	struct str number;  /* 发文字号; may be empty */
	bool has_seal_room; /* the date stands four characters in and the agency over its middle,
			     * with room for a seal; else as without a seal */
};

struct doc {
	struct doc_block *blocks;
	size_t block_count;
	struct str title;  /* from metadata or <title>, only a hint; may be empty */
	struct str author; /* for writers' metadata; readers leave it empty */
	const struct doc_letterhead *letterhead; /* for docx, PDF and HTML; NULL: none */
	bool is_scan; /* pages without any text were found: a scan or pictures */
	bool has_pictures;
	bool lacks_rules; /* a PDF without its drawn lines: tables are guessed from words alone */
	/* Of a PDF: large letters that lay over others, such as a watermark's, and were left out;
	 * at most 60 bytes of them. */
	struct str overlay;
};

/* Most rows, columns, cells, blocks and nesting that any reader accepts; beyond is LIMIT. */
enum {
	DOC_MOST_ROWS = 20000,
	DOC_MOST_COLUMNS = 1024,
	DOC_MOST_CELLS = 400000,
	DOC_MOST_BLOCKS = 200000,
	DOC_DEEPEST = 200,
};
/* Most bytes of a file, and of all parts of an unpacked archive together. */
#define DOC_MOST_BYTES ((size_t)32 << 20)
#define DOC_MOST_UNPACKED ((size_t)96 << 20)

/* What a file is, by its first bytes, then its content, then its name. Never trusts the name alone:
 * a binary renamed to .txt is DOC_UNKNOWN. */
enum doc_format doc_guess(struct str name, struct str bytes);

/*
 * Make bytes ready for doc_read(), outside the cage: says what cannot be read (empty, unknown
 * binary, password-protected, too large) and runs pdftotext or antiword, each caged, for the two
 * formats that need them. For others *ret_bytes is `bytes`. Faults INPUT, LIMIT, OUTSIDE.
 */
MUST struct fault *doc_prepare(struct str name, struct str bytes, struct arena *arena,
	enum doc_format *ret_format, struct str *ret_bytes);

/* Make libxml2 and the converters ready, before any cage closes, and doc_rehearse() known to the
 * nursery. Call once in main, next to cage_warm(). */
void doc_warm(void);
/* Read a very small document of our own, as each spare child does before it waits. */
MUST struct fault *doc_rehearse(void);

/* Read prepared bytes. Call it inside the cage only. Faults INPUT and LIMIT. */
MUST struct fault *doc_read(
	enum doc_format format, struct str bytes, struct arena *arena, struct doc *ret_doc);

/* The single readers behind doc_read(), for their tests and fuzz targets. */
MUST struct fault *doc_read_docx(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_xlsx(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_html(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_text(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_markdown(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_csv(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_pdf(struct str bytes, struct arena *arena, struct doc *ret_doc);
MUST struct fault *doc_read_word(struct str bytes, struct arena *arena, struct doc *ret_doc);

/* Bytes in any encoding we know (UTF-8 with or without mark, UTF-16, GB18030) to clean UTF-8. */
MUST struct fault *doc_decode(struct arena *arena, struct str bytes, struct str *ret_text);
/* Open the converters that doc_decode() needs, before a cage forbids files. Call once in main. */
void doc_decode_warm(void);
/* False for bytes with zeros or control characters that no text has: a picture, a program. */
bool doc_decode_is_text(struct str bytes);

/* Writers: the whole file onto `out`, in the layout of GB/T 9704 where the format has a layout. */
MUST struct fault *doc_write_docx(const struct doc *doc, struct buf *out);
MUST struct fault *doc_write_xlsx(const struct doc *doc, struct buf *out);
MUST struct fault *doc_write_html(const struct doc *doc, struct buf *out);
MUST struct fault *doc_write_pdf(const struct doc *doc, struct buf *out);
MUST struct fault *doc_write_markdown(const struct doc *doc, struct buf *out);
MUST struct fault *doc_write_csv(const struct doc *doc, struct buf *out);
/*
 * An Excel file of many documents, in memory that does not grow with them: the n-th table of each
 * goes on below the n-th table of those before it, without its heading rows, and in further sheets
 * where one is full. Tables have no spans. Texts are those of the first document.
 */
struct doc_book;
/* `path` is borrowed. Nothing stands there before doc_book_save(), and then all of it. Fault INPUT
 * when there is something else than a plain file. */
MUST struct fault *doc_book_open(const char *path, struct doc_book **ret_book);
MUST struct fault *doc_book_add(struct doc_book *book, const struct doc *doc);
/* Once, at the end. */
MUST struct fault *doc_book_save(struct doc_book *book);
void doc_book_close(struct doc_book **book);
/* One field of CSV, for tables that are written row by row. A text never becomes a formula. */
void doc_put_csv_field(struct buf *out, struct str text);

/* --- building, for readers and callers --- */

/* A document being built; blocks and tables grow in the arena. */
struct doc_builder {
	struct arena *arena;
	struct doc *doc;
	size_t block_room;
	struct doc_table *table; /* the open one, or NULL */
	size_t cell_room;
	size_t cell_total;        /* cells of all tables so far; at most DOC_MOST_CELLS */
	size_t place_total;       /* places they cover; at most DOC_MOST_ROWS * DOC_MOST_COLUMNS */
	struct doc_cover *covers; /* which places of the open table are taken, one for each row */
	size_t cover_count;
	size_t cover_room;
};

/* Starts *doc as an empty document. */
void doc_build(struct doc_builder *builder, struct arena *arena, struct doc *doc);
/* Text is borrowed. Blank text is kept out. */
MUST struct fault *doc_add(
	struct doc_builder *builder, enum doc_role role, int level, struct str text);
/* The same, and whether the reader's file hides it. */
MUST struct fault *doc_add_looked(struct doc_builder *builder, enum doc_role role, int level,
	struct str text, bool is_unseen);
MUST struct fault *doc_open_table(struct doc_builder *builder, struct doc_table **ret_table);
/* The first column of the open table, at or after `column`, that no cell covers in this row;
 * DOC_MOST_COLUMNS when the row is full. */
int doc_free_column(const struct doc_builder *builder, int row, int column);
/* How many columns from here on are free in this row; 0 when the place is taken. */
int doc_free_width(const struct doc_builder *builder, int row, int column);
/* Put a cell at its place. A place that another cell covers already is LIMIT "doc_overlap"; use
 * doc_free_column() first. The cell is filled with what is given here, the rest zero; *ret_cell is
 * good until the next cell, and may be NULL. */
MUST struct fault *doc_add_cell(struct doc_builder *builder, int row, int column, int row_span,
	int column_span, struct str text, struct doc_cell **ret_cell);
/* A whole row of single cells from the first column on, without the blanks around their texts. */
MUST struct fault *doc_add_row(
	struct doc_builder *builder, int row, const struct str *texts, int count, bool is_heading);
/* Sort the cells, fix the counts and add the table as a block. A table without cells is left out.
 */
MUST struct fault *doc_close_table(struct doc_builder *builder);

/* The cell that covers this place, or NULL. Cells must be sorted (after doc_close_table). */
const struct doc_cell *doc_cell_at(const struct doc_table *table, int row, int column);

#endif
