/* Excel files of many documents: tables go on below each other and, where a sheet is full, in the
 * next one; nothing stands at the place of the file before all of it does. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/arena.h"
#include "base/file.h"
#include "doc/doc.h"

/* Nearly what a sheet holds: the last of them no longer goes into the first one. */
enum { COLUMNS = 2, MOST_ROWS = 1048576, ROWS_A_TIME = 100000 };

static char folder[] = "/tmp/gongkai-book-XXXXXX";
static char path[sizeof folder + 16];
static struct arena *arena;

static int
make_folder(void **state)
{
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/all.xlsx", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	FINE(file_remove_folder(folder));
	return 0;
}

static int
begin(void **state)
{
	FINE(arena_open((size_t)256 << 20, &arena));
	unlink(path);
	return 0;
}

static int
end(void **state)
{
	arena_close(&arena);
	return 0;
}

/* A table with a row of labels and `rows` rows of one text. */
static struct doc_table
table_of(const char *name, int rows, const char *text)
{
	struct doc_table table = { .row_count = rows + 1, .column_count = COLUMNS };

	table.name = str_of(name);
	table.cell_count = (size_t)(rows + 1) * COLUMNS;
	table.cells = arena_take(arena, table.cell_count, sizeof *table.cells);
	assert_non_null(table.cells);
	for (size_t i = 0; i < table.cell_count; i++)
		table.cells[i] = (struct doc_cell){ .row = (int)(i / COLUMNS),
			.column = (int)(i % COLUMNS),
			.row_span = 1,
			.column_span = 1,
			.is_heading = i < COLUMNS,
			.text = i < COLUMNS ? STR("label") : str_of(text) };
	return table;
}

/* A document of a title and two tables. */
static void
add(struct doc_book *book, const char *title, struct doc_table one, struct doc_table two)
{
	struct doc_block blocks[] = { { .role = DOC_TITLE, .text = str_of(title) },
		{ .role = DOC_TABLE, .table = &one }, { .role = DOC_TABLE, .table = &two } };
	struct doc doc = { .blocks = blocks, .block_count = 3, .title = str_of(title) };

	FINE(doc_book_add(book, &doc));
}

static void
read_back(struct doc *ret_doc)
{
	struct buf bytes;
	struct str copy;

	buf_init(&bytes, DOC_MOST_BYTES);
	FINE(file_read(path, &bytes));
	FINE(str_copy(arena, buf_str(&bytes), &copy));
	buf_done(&bytes);
	FINE(doc_read_xlsx(copy, arena, ret_doc));
}

static struct str
cell(const struct doc *doc, size_t block, int row, int column)
{
	const struct doc_table *table = doc->blocks[block].table;

	assert_non_null(table);
	return table->cells[row * COLUMNS + column].text;
}

static void
tables_go_on_below_those_of_earlier_documents_under_one_heading(void **state)
{
	CLOSING(doc_book_close) struct doc_book *book = NULL;
	struct doc doc = { 0 };

	FINE(doc_book_open(path, &book));
	add(book, "first", table_of("一", 1, "a"), table_of("二", 2, "b"));
	add(book, "second", table_of("一", 2, "c"), table_of("二", 0, ""));
	add(book, "third", table_of("一", 0, ""), table_of("二", 1, "=1+1"));
	assert_false(file_exists(path));
	FINE(doc_book_save(book));
	read_back(&doc);
	assert_int_equal(doc.block_count, 3);
	assert_int_equal(doc.blocks[1].table->row_count, 4);
	assert_int_equal(doc.blocks[2].table->row_count, 4);
	SAME_TEXT(cell(&doc, 1, 0, 0), "label");
	SAME_TEXT(cell(&doc, 1, 1, 1), "a");
	SAME_TEXT(cell(&doc, 1, 2, 0), "c");
	SAME_TEXT(cell(&doc, 1, 3, 1), "c");
	SAME_TEXT(cell(&doc, 2, 2, 0), "b");
	SAME_TEXT(cell(&doc, 2, 3, 0), "=1+1");
}

static struct str
bytes_of_a_book(void)
{
	CLOSING(doc_book_close) struct doc_book *book = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct str copy;

	buf_init(&bytes, DOC_MOST_BYTES);
	FINE(doc_book_open(path, &book));
	add(book, "first", table_of("一", 1, "a"), table_of("二", 2, "b"));
	FINE(doc_book_save(book));
	FINE(file_read(path, &bytes));
	FINE(str_copy(arena, buf_str(&bytes), &copy));
	/* No time of day may stand in it: 1980-01-01 in each entry. */
	assert_memory_equal(copy.at + 10, "\0\0\x21\0", 4);
	return copy;
}

static void
the_same_documents_give_the_same_bytes(void **state)
{
	struct str first = bytes_of_a_book();

	assert_true(str_equal(first, bytes_of_a_book()));
}

static void
a_text_too_long_for_a_cell_goes_on_below_the_rows_of_its_document(void **state)
{
	CLOSING(doc_book_close) struct doc_book *book = NULL;
	char *text = arena_take(arena, 40000, 1);
	struct doc doc = { 0 };

	memset(text, 'x', 39999);
	FINE(doc_book_open(path, &book));
	add(book, "first", table_of("一", 1, text), table_of("二", 1, "b"));
	add(book, "second", table_of("一", 1, "next"), table_of("二", 1, "b"));
	FINE(doc_book_save(book));
	read_back(&doc);
	assert_int_equal(doc.blocks[1].table->row_count, 5);
	assert_int_equal(cell(&doc, 1, 1, 0).len, 32767);
	SAME_TEXT(cell(&doc, 1, 2, 0), "A2（续）");
	assert_int_equal(cell(&doc, 1, 2, 1).len, 39999 - 32767);
	SAME_TEXT(cell(&doc, 1, 3, 0), "B2（续）");
	SAME_TEXT(cell(&doc, 1, 4, 0), "next");
}

/* The text of a part of the archive. */
static struct str
part_of(zip_t *archive, const char *name)
{
	zip_stat_t facts;
	zip_file_t *part = zip_fopen(archive, name, 0);
	char *to;

	assert_non_null(part);
	assert_int_equal(zip_stat(archive, name, 0, &facts), 0);
	to = arena_take(arena, facts.size + 1, 1);
	assert_non_null(to);
	assert_int_equal(zip_fread(part, to, facts.size), facts.size);
	zip_fclose(part);
	return (struct str){ to, facts.size };
}

static void
a_full_sheet_goes_on_in_another_with_the_same_heading(void **state)
{
	CLOSING(doc_book_close) struct doc_book *book = NULL;
	struct doc_table many = table_of("一", ROWS_A_TIME, "");
	struct doc_table few = table_of("二", 1, "b");
	struct doc_table full = table_of("一", MOST_ROWS - 1 - 10 * ROWS_A_TIME, "");
	struct str text;
	zip_t *archive;

	many.column_count = full.column_count = 1;
	FINE(doc_book_open(path, &book));
	for (int i = 0; i < 10; i++)
		add(book, "many", many, few);
	add(book, "full", full, few);
	add(book, "more", table_of("一", 1, "more"), few);
	FINE(doc_book_save(book));
	archive = zip_open(path, ZIP_RDONLY, NULL);
	assert_non_null(archive);
	text = part_of(archive, "xl/workbook.xml");
	assert_true(str_has(text, STR("<sheet name=\"一\" sheetId=\"2\"")));
	assert_true(str_has(text, STR("<sheet name=\"一 2\" sheetId=\"3\"")));
	assert_true(str_has(text, STR("<sheet name=\"二\" sheetId=\"4\"")));
	text = part_of(archive, "xl/worksheets/sheet3.xml");
	assert_true(str_has(text, STR(">label<")));
	assert_true(str_has(text, STR(">more<")));
	zip_discard(archive);
}

static void
what_is_no_plain_file_is_refused_at_once(void **state)
{
	struct doc_book *book = NULL;

	FAILS(doc_book_open(folder, &book), "doc_book");
	FAILS(doc_book_open("/dev/null", &book), "doc_book");
	assert_null(book);
}

static void
a_folder_that_is_not_there_is_told_before_the_end(void **state)
{
	CLOSING(doc_book_close) struct doc_book *book = NULL;
	struct doc_table table = table_of("一", 1, "a");
	struct doc_block block = { .role = DOC_TABLE, .table = &table };
	struct doc doc = { .blocks = &block, .block_count = 1 };

	FINE(doc_book_open("/tmp/gongkai-no-such-folder/all.xlsx", &book));
	FAILS(doc_book_add(book, &doc), "file_write");
}

static void
a_book_that_is_not_saved_leaves_the_old_file_and_nothing_beside_it(void **state)
{
	struct doc_book *book = NULL;
	struct str *paths;
	size_t count;

	FINE(file_write(path, STR("old")));
	FINE(doc_book_open(path, &book));
	add(book, "first", table_of("一", 1, "a"), table_of("二", 2, "b"));
	doc_book_close(&book);
	FINE(file_list(arena, folder, 10, &paths, &count));
	assert_int_equal(count, 1);
	SAME_TEXT(file_base_name(paths[0]), "all.xlsx");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tables_go_on_below_those_of_earlier_documents_under_one_heading),
		TEST(the_same_documents_give_the_same_bytes),
		TEST(a_text_too_long_for_a_cell_goes_on_below_the_rows_of_its_document),
		TEST(a_full_sheet_goes_on_in_another_with_the_same_heading),
		TEST(what_is_no_plain_file_is_refused_at_once),
		TEST(a_folder_that_is_not_there_is_told_before_the_end),
		TEST(a_book_that_is_not_saved_leaves_the_old_file_and_nothing_beside_it),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
