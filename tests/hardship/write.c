/*
 * Writing under hardship: the official tables, the whole document, and every format.
 * Fonts and drawing allocate in their own libraries, which end the program instead of failing.
 */
#include "hardship.h"

#include "base/file.h"
#include "doc/doc.h"
#include "reading/reading.h"
#include "report/report.h"

static struct arena *arena;
static struct report report;

/* Caches that fontconfig, pango and glib keep until the process ends. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\nleak:libglib\n";
}

static void
put_table(struct buf *out, const struct doc_table *table)
{
	buf_print(out, "table %d %d\n", table->row_count, table->column_count);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		buf_print(out, "%d %d %d %d %d %.*s %.*s\n", cell->row, cell->column,
			cell->row_span, cell->column_span, cell->mark, STR_ARG(cell->text),
			STR_ARG(cell->formula));
	}
}

static struct fault *
lay_out_tables(const void *given, struct arena *own, struct buf *result)
{
	struct doc_table *tables[3] = { NULL, NULL, NULL };

	TRY(report_tables(&report, own, tables));
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		put_table(result, tables[i]);
	return NULL;
}

static struct fault *
lay_out_document(const void *given, struct arena *own, struct buf *result)
{
	struct doc doc = { 0 };

	TRY(report_document(&report, own, &doc));
	for (size_t i = 0; i < doc.block_count; i++) {
		buf_print(
			result, "%d %.*s\n", (int)doc.blocks[i].role, STR_ARG(doc.blocks[i].text));
		if (doc.blocks[i].table)
			put_table(result, doc.blocks[i].table);
	}
	return NULL;
}

static struct fault *
write_record(const void *given, struct arena *own, struct buf *result)
{
	return report_export(&report, given, own, result);
}

static int
set_up(void **state)
{
	struct doc doc = { 0 };
	struct buf file;
	struct str text;

	buf_init(&file, (size_t)1 << 20);
	FINE(arena_open(HARDSHIP_ARENA, &arena));
	FINE(file_read(SOURCE_FOLDER "/tests/data/reports/002-daoli-2021.txt", &file));
	FINE(str_copy(arena, buf_str(&file), &text));
	buf_done(&file);
	FINE(doc_read_text(text, arena, &doc));
	FINE(reading_make_of_doc(&doc, STR("002.txt"), arena, &report));
	return 0;
}

static int
tear_down(void **state)
{
	arena_close(&arena);
	return 0;
}

static void
the_layout_is_whole_or_nothing(void **state)
{
	hardship_run("tables", lay_out_tables, NULL);
	hardship_run("document", lay_out_document, NULL);
}

static void
every_format_is_whole_or_nothing(void **state)
{
	for (const struct report_format *format = report_formats; format->ending; format++)
		hardship_run(format->ending, write_record, format);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_layout_is_whole_or_nothing),
		cmocka_unit_test(every_format_is_whole_or_nothing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
