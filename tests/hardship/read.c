/*
 * Reading under hardship: every reader of documents, the reader of reports and the record's JSON,
 * in this process and without a cage.
 */
#include "hardship.h"

#include <iconv.h>

#include "base/file.h"
#include "checking/checking.h"
#include "doc/doc.h"
#include "reading/reading.h"
#include "report/report.h"

/* The first sample report in every format, and what the two outside programs say of small files. */
struct readable {
	const char *name;
	enum doc_format format;
	struct str bytes;
};

static struct arena *arena;
static struct report report;

/* libxml2 forgets a buffer when it cannot make its second half. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:xmlBufCreateSize\n";
}

static void
put_table(struct buf *out, const struct doc_table *table)
{
	buf_print(out, "table %d %d\n", table->row_count, table->column_count);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		buf_print(out, "%d %d %d %d %d %d %.*s\n", cell->row, cell->column, cell->row_span,
			cell->column_span, cell->is_heading, (int)cell->align, STR_ARG(cell->text));
	}
}

static struct fault *
read_doc(const void *given, struct arena *own, struct buf *result)
{
	const struct readable *readable = given;
	struct doc doc = { 0 };

	TRY(doc_read(readable->format, readable->bytes, own, &doc));
	buf_print(result, "%.*s %d %d\n", STR_ARG(doc.title), doc.is_scan, doc.has_pictures);
	for (size_t i = 0; i < doc.block_count; i++) {
		const struct doc_block *block = &doc.blocks[i];

		buf_print(result, "%d %d %d %.*s\n", (int)block->role, block->level, block->page,
			STR_ARG(block->text));
		if (block->table)
			put_table(result, block->table);
	}
	return NULL;
}

static struct fault *
read_report(const void *given, struct arena *own, struct buf *result)
{
	const struct readable *readable = given;
	struct doc doc = { 0 };
	struct report *read;

	TAKE(own, read, 1);
	TRY(doc_read(readable->format, readable->bytes, own, &doc));
	TRY(reading_make_of_doc(&doc, STR("a.txt"), own, read));
	report_put_json(result, read);
	return NULL;
}

static struct fault *
check_report(const void *given, struct arena *own, struct buf *result)
{
	struct report *copy;

	TAKE(own, copy, 1);
	*copy = report;
	TRY(checking_run(copy, given, own));
	report_put_json(result, copy);
	return NULL;
}

static struct fault *
read_json(const void *given, struct arena *own, struct buf *result)
{
	const struct str *json = given;
	struct report *read;

	TAKE(own, read, 1);
	TRY(report_from_json(*json, own, read));
	report_put_json(result, read);
	return NULL;
}

static struct str
load(const char *path)
{
	struct str whole;
	struct str bytes;
	struct buf file;

	buf_init(&file, (size_t)1 << 20);
	FINE(str_print(arena, &whole, "%s/tests/%s", SOURCE_FOLDER, path));
	FINE(file_read(whole.at, &file));
	FINE(str_copy(arena, buf_str(&file), &bytes));
	buf_done(&file);
	return bytes;
}

static struct str export(const char *ending)
{
	struct str bytes;
	struct buf out;

	buf_init(&out, (size_t)16 << 20);
	FINE(report_export(&report, report_format_find(str_of(ending)), arena, &out));
	FINE(str_copy(arena, buf_str(&out), &bytes));
	buf_done(&out);
	return bytes;
}

/* A sample report in another encoding. */
static struct str
encode(const char *encoding)
{
	struct str text = load("data/reports/002-daoli-2021.txt");
	struct str bytes = { arena_take(arena, 4, text.len), 4 * text.len };
	iconv_t converter = iconv_open(encoding, "UTF-8");
	char *from = (char *)text.at;
	char *to = (char *)bytes.at;

	assert_true(converter != (iconv_t)-1);
	assert_int_equal(iconv(converter, &from, &text.len, &to, &bytes.len), 0);
	iconv_close(converter);
	return (struct str){ bytes.at, (size_t)(to - bytes.at) };
}

static int
set_up(void **state)
{
	struct doc doc = { 0 };

	FINE(arena_open(HARDSHIP_ARENA, &arena));
	FINE(doc_read_text(load("data/reports/000-pingfang-2020.txt"), arena, &doc));
	FINE(reading_make_of_doc(&doc, STR("000.txt"), arena, &report));
	return 0;
}

static int
tear_down(void **state)
{
	arena_close(&arena);
	return 0;
}

static void
documents_are_read_whole_or_not_at_all(void **state)
{
	const struct readable all[] = {
		{ "docx", DOC_DOCX, export("docx") },
		{ "xlsx", DOC_XLSX, export("xlsx") },
		{ "html", DOC_HTML, export("html") },
		{ "markdown", DOC_MARKDOWN, export("md") },
		{ "csv", DOC_CSV, export("csv") },
		{ "text", DOC_TEXT, load("data/reports/002-daoli-2021.txt") },
		{ "text in GB18030", DOC_TEXT, encode("GB18030") },
		{ "text in UTF-16", DOC_TEXT, encode("UTF-16") },
		{ "pdf", DOC_PDF, load("fuzz/corpus/pdf/grids.xml") },
		{ "pdf with a watermark", DOC_PDF, load("fuzz/corpus/pdf/overlay.xml") },
		{ "doc", DOC_WORD, load("fuzz/corpus/word/all.xml") },
	};

	for (size_t i = 0; i < COUNT_OF(all); i++)
		hardship_run(all[i].name, read_doc, &all[i]);
}

/* Behind doc_warm() libxml2's allocations fail as well. Not for pages: its HTML parser then goes
 * round for ever, and only the cage's clock ends it. So this test is the last. */
static void
packages_are_whole_or_nothing_when_libxml2_fails(void **state)
{
	const struct readable all[] = {
		{ "docx through libxml2", DOC_DOCX, export("docx") },
		{ "xlsx through libxml2", DOC_XLSX, export("xlsx") },
	};

	doc_warm();
	for (size_t i = 0; i < COUNT_OF(all); i++)
		hardship_run(all[i].name, read_doc, &all[i]);
}

static void
reports_are_read_whole_or_not_at_all(void **state)
{
	const struct readable all[] = {
		{ "report in docx", DOC_DOCX, export("docx") },
		{ "report in html", DOC_HTML, export("html") },
		{ "report in rows", DOC_TEXT, load("data/reports/002-daoli-2021.txt") },
		{ "report with blanks", DOC_TEXT, load("data/reports/001-chuankou-2020.txt") },
		{ "report with repairs", DOC_TEXT, load("data/reports/004-dongan-2020.txt") },
	};

	for (size_t i = 0; i < COUNT_OF(all); i++)
		hardship_run(all[i].name, read_report, &all[i]);
}

static void
reports_are_checked_whole_or_not_at_all(void **state)
{
	hardship_run("check", check_report, NULL);
	hardship_run("check with the year before", check_report, &report);
}

static void
records_are_read_whole_or_not_at_all(void **state)
{
	struct report checked = report;
	struct str json;
	struct buf out;

	FINE(checking_run(&checked, NULL, arena));
	buf_init(&out, (size_t)4 << 20);
	report_put_json(&out, &checked);
	FINE(str_copy(arena, buf_str(&out), &json));
	buf_done(&out);
	hardship_run("json", read_json, &json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_read_whole_or_not_at_all),
		cmocka_unit_test(reports_are_read_whole_or_not_at_all),
		cmocka_unit_test(reports_are_checked_whole_or_not_at_all),
		cmocka_unit_test(records_are_read_whole_or_not_at_all),
		cmocka_unit_test(packages_are_whole_or_nothing_when_libxml2_fails),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
