/*
 * An Excel book of long tables, written as its documents come: each sheet gathers in a packed spool
 * and the memory it takes stays the same. Spans are not for it; doc_write_xlsx() has them.
 */
#include <errno.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/memory.h"
#include "doc/doc_write_xlsx.h"

/* Excel holds 1048576 rows of a sheet. The rest is for texts too long for a cell: what a document
 * may have of them goes on in fewer rows than this. */
enum { MOST_ROWS = 1048576 - 4096, MOST_SHEETS = 200 };
/* How hard the archive and the spools are packed. */
enum { LEVEL = 4 };
#define SPOOL_MODE "wb1"

/* Invariant: one of `to` and `from` at most is open, both over the spool. */
struct sheet {
	struct file_spool spool;
	gzFile to;     /* while rows come */
	gzFile from;   /* while the archive is written */
	size_t number; /* of the table in its document, from 0 */
	int rows;
	struct doc_table head; /* its name, and the rows that every printed page repeats */
	zip_error_t error;
};

struct doc_book {
	const char *path;
	struct arena *arena;
	struct doc doc; /* texts of the first document; tables are put in at the end */
	struct sheet *sheets[MOST_SHEETS];
	size_t sheet_count;
	size_t table_count; /* of each document */
	struct buf piece;   /* XML on its way into a spool */
	zip_t *zip;
};

static void
close_sheet(struct sheet *sheet)
{
	if (sheet->to)
		gzclose(sheet->to);
	if (sheet->from)
		gzclose(sheet->from);
	sheet->to = sheet->from = NULL;
	file_spool_done(&sheet->spool);
	zip_error_fini(&sheet->error);
}

void
doc_book_close(struct doc_book **book)
{
	struct doc_book *one = *book;

	if (!one)
		return;
	if (one->zip)
		zip_discard(one->zip);
	for (size_t i = 0; i < one->sheet_count; i++)
		close_sheet(one->sheets[i]);
	buf_done(&one->piece);
	arena_close(&one->arena);
	memory_give(one);
	*book = NULL;
}

struct fault *
doc_book_open(const char *path, struct doc_book **ret_book)
{
	CLOSING(doc_book_close) struct doc_book *book = memory_take(sizeof *book);

	if (!book)
		return fault_memory();
	if (file_exists(path) && !file_is_plain(path))
		return fault_new(FAULT_INPUT, "doc_book",
			"%s 不是普通文件，Excel 表写不进去。请换一个文件名。",
			"%s is no plain file, so no Excel table can be written to it. Name "
			"another.",
			path);
	buf_init(&book->piece, DOC_MOST_UNPACKED);
	book->path = path;
	TRY(arena_open(DOC_MOST_BYTES, &book->arena));
	*ret_book = book;
	book = NULL;
	return NULL;
}

/* --- rows --- */

static struct fault *
spool_fault(const struct doc_book *book)
{
	return fault_system("file_write", book->path, errno ? errno : EIO);
}

/* zlib closes the descriptor it is given; the spool keeps its own. */
static struct fault *
open_packed(const struct doc_book *book, const struct sheet *sheet, const char *mode, gzFile *ret)
{
	int fd = dup(sheet->spool.fd);

	if (fd < 0)
		return spool_fault(book);
	*ret = gzdopen(fd, mode);
	if (*ret)
		return NULL;
	close(fd);
	return fault_memory();
}

/* What stands in `piece` goes to the sheet's spool. */
static struct fault *
put_piece(struct doc_book *book, struct sheet *sheet)
{
	TRY(buf_check(&book->piece));
	errno = 0;
	if (book->piece.len && gzwrite(sheet->to, book->piece.at, (unsigned)book->piece.len) !=
				       (int)book->piece.len)
		return spool_fault(book);
	buf_clear(&book->piece);
	return NULL;
}

/* Name and heading rows of the table, for the list of sheets and for the sheets that go on. */
static struct fault *
keep_head(struct doc_book *book, const struct doc_table *table, size_t part, struct sheet *sheet)
{
	struct doc_table *head = &sheet->head;
	size_t count = 0;

	*head = *table;
	if (part == 1)
		TRY(str_copy(book->arena, table->name, &head->name));
	else
		TRY(str_print(book->arena, &head->name, "%.*s %zu", STR_ARG(table->name), part));
	while (count < table->cell_count && table->cells[count].is_heading)
		count++;
	/* A value below, or the heading rows would be all of the table and head nothing. */
	TAKE(book->arena, head->cells, count + 1);
	for (size_t i = 0; i < count; i++) {
		head->cells[i] = table->cells[i];
		TRY(str_copy(book->arena, table->cells[i].text, &head->cells[i].text));
	}
	head->row_count = count ? head->cells[count - 1].row + 2 : 1;
	head->cells[count] =
		(struct doc_cell){ .row = head->row_count - 1, .row_span = 1, .column_span = 1 };
	head->cell_count = count + 1;
	head->column_widths = NULL;
	return NULL;
}

/* A new sheet for the table at `number`; `part` counts the sheets of that table from 1. */
static struct fault *
add_sheet(struct doc_book *book, const struct doc_table *table, size_t number, size_t part)
{
	struct sheet *sheet;

	if (book->sheet_count == MOST_SHEETS)
		return fault_new(FAULT_LIMIT, "doc_book",
			"内容太多，一个 Excel 文件装不下。请分几次导出，或改用 CSV。",
			"This is too much for one Excel file. Export it in parts, or as CSV.");
	TAKE(book->arena, sheet, 1);
	zip_error_init(&sheet->error);
	sheet->number = number;
	book->sheets[book->sheet_count++] = sheet;
	TRY(keep_head(book, table, part, sheet));
	TRY(file_spool_init(book->path, &sheet->spool));
	TRY(open_packed(book, sheet, SPOOL_MODE, &sheet->to));
	TRY(xlsx_begin_long_sheet(&book->piece, table, &sheet->rows));
	return put_piece(book, sheet);
}

/* The sheet that the table goes on in, and how many sheets the table has. */
static struct sheet *
last_sheet(const struct doc_book *book, size_t number, size_t *ret_parts)
{
	struct sheet *last = NULL;

	*ret_parts = 0;
	for (size_t i = 0; i < book->sheet_count; i++) {
		if (book->sheets[i]->number != number)
			continue;
		last = book->sheets[i];
		++*ret_parts;
	}
	return last;
}

static struct fault *
add_table(struct doc_book *book, const struct doc_table *table, size_t number)
{
	size_t parts;
	struct sheet *sheet = last_sheet(book, number, &parts);

	if (!sheet || table->row_count > MOST_ROWS - sheet->rows) {
		TRY(add_sheet(book, table, number, parts + 1));
		sheet = last_sheet(book, number, &parts);
	}
	TRY(xlsx_put_long_rows(&book->piece, table, &sheet->rows));
	return put_piece(book, sheet);
}

/* The texts of the first document, for the sheet of text. */
static struct fault *
keep_texts(struct doc_book *book, const struct doc *doc)
{
	TRY(str_copy(book->arena, doc->title, &book->doc.title));
	TRY(str_copy(book->arena, doc->author, &book->doc.author));
	TAKE(book->arena, book->doc.blocks, doc->block_count + MOST_SHEETS);
	for (size_t i = 0; i < doc->block_count; i++) {
		struct doc_block *block = &book->doc.blocks[book->doc.block_count];

		if (doc->blocks[i].role == DOC_TABLE)
			continue;
		*block = doc->blocks[i];
		TRY(str_copy(book->arena, doc->blocks[i].text, &block->text));
		book->doc.block_count++;
	}
	return NULL;
}

struct fault *
doc_book_add(struct doc_book *book, const struct doc *doc)
{
	size_t number = 0;

	if (!book->doc.blocks)
		TRY(keep_texts(book, doc));
	for (size_t i = 0; i < doc->block_count; i++)
		if (doc->blocks[i].role == DOC_TABLE)
			TRY(add_table(book, doc->blocks[i].table, number++));
	if (number > book->table_count)
		book->table_count = number;
	return NULL;
}

/* --- the archive --- */

static zip_int64_t
read_sheet(void *state, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct sheet *sheet = state;
	int got;

	switch (command) {
	case ZIP_SOURCE_OPEN:
		return gzrewind(sheet->from);
	case ZIP_SOURCE_READ:
		got = gzread(sheet->from, data, len < 1 << 30 ? (unsigned)len : 1U << 30);
		if (got < 0)
			zip_error_set(&sheet->error, ZIP_ER_READ, EIO);
		return got;
	case ZIP_SOURCE_CLOSE:
	case ZIP_SOURCE_FREE:
		return 0;
	case ZIP_SOURCE_STAT:
		zip_stat_init(data);
		return sizeof(zip_stat_t);
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&sheet->error, data, len);
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
			ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
			ZIP_SOURCE_SUPPORTS, -1);
	default:
		zip_error_set(&sheet->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
}

static struct fault *
zip_fault(const struct doc_book *book, const char *step)
{
	int error = zip_error_code_system(zip_get_error(book->zip));
	int code = zip_error_code_zip(zip_get_error(book->zip));

	if (code == ZIP_ER_MEMORY)
		return fault_memory();
	return fault_detail(
		fault_system("file_write", book->path, error ? error : EIO), "libzip: %s", step);
}

static struct fault *
add_source(struct doc_book *book, const char *name, zip_source_t *source)
{
	zip_int64_t at;

	if (!source)
		return zip_fault(book, "source");
	at = zip_file_add(book->zip, name, source, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(source);
		return zip_fault(book, "zip_file_add");
	}
	if (zip_file_set_dostime(
		    book->zip, (zip_uint64_t)at, DOC_ZIP_MIDNIGHT, DOC_ZIP_FIRST_DAY, 0) ||
		zip_set_file_compression(book->zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, LEVEL))
		return zip_fault(book, "zip_set_file_compression");
	return NULL;
}

/* The part that stands in `piece`. */
static struct fault *
add_part(struct doc_book *book, const char *name)
{
	struct str text;

	TRY(buf_check(&book->piece));
	TRY(str_copy(book->arena, buf_str(&book->piece), &text));
	buf_clear(&book->piece);
	return add_source(book, name, zip_source_buffer(book->zip, text.at, text.len, 0));
}

/* The tables one after another, the sheets of each together; and all of them for the list. */
static void
order_sheets(struct doc_book *book)
{
	struct sheet *ordered[MOST_SHEETS];
	size_t count = 0;

	for (size_t number = 0; number < book->table_count; number++)
		for (size_t i = 0; i < book->sheet_count; i++)
			if (book->sheets[i]->number == number)
				ordered[count++] = book->sheets[i];
	for (size_t i = 0; i < count; i++) {
		book->sheets[i] = ordered[i];
		book->doc.blocks[book->doc.block_count++] =
			(struct doc_block){ .role = DOC_TABLE, .table = &ordered[i]->head };
	}
}

/* End the sheet, and let the archive read it back from its spool. */
static struct fault *
add_sheet_part(struct doc_book *book, struct sheet *sheet, const char *name)
{
	int result;

	xlsx_end_long_sheet(&book->piece);
	TRY(put_piece(book, sheet));
	errno = 0;
	result = gzclose(sheet->to);
	sheet->to = NULL;
	if (result != Z_OK || lseek(sheet->spool.fd, 0, SEEK_SET) < 0)
		return spool_fault(book);
	TRY(open_packed(book, sheet, "rb", &sheet->from));
	return add_source(book, name, zip_source_function(book->zip, read_sheet, sheet));
}

/* The list of parts comes first: programs know the format by it. */
static struct fault *
add_parts(struct doc_book *book)
{
	xlsx_put_types(&book->piece, book->sheet_count + 1);
	TRY(add_part(book, "[Content_Types].xml"));
	xlsx_put_package_relations(&book->piece);
	TRY(add_part(book, "_rels/.rels"));
	xlsx_put_book(&book->piece, &book->doc);
	TRY(add_part(book, "xl/workbook.xml"));
	xlsx_put_book_relations(&book->piece, book->sheet_count + 1);
	TRY(add_part(book, "xl/_rels/workbook.xml.rels"));
	xlsx_put_styles(&book->piece);
	TRY(add_part(book, "xl/styles.xml"));
	xlsx_put_text_sheet(&book->piece, &book->doc);
	TRY(add_part(book, "xl/worksheets/sheet1.xml"));
	doc_write_core(&book->piece, &book->doc);
	TRY(add_part(book, "docProps/core.xml"));
	doc_write_app(&book->piece);
	TRY(add_part(book, "docProps/app.xml"));
	for (size_t i = 0; i < book->sheet_count; i++) {
		struct str name;

		TRY(str_print(book->arena, &name, "xl/worksheets/sheet%zu.xml", i + 2));
		TRY(add_sheet_part(book, book->sheets[i], name.at));
	}
	return NULL;
}

struct fault *
doc_book_save(struct doc_book *book)
{
	int code = 0;

	order_sheets(book);
	errno = 0;
	book->zip = zip_open(book->path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!book->zip)
		return spool_fault(book);
	TRY(add_parts(book));
	if (zip_close(book->zip))
		return zip_fault(book, "zip_close");
	book->zip = NULL;
	return NULL;
}
