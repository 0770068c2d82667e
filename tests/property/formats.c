/* Formats: an invented record, and each sample report, written in a format and read back, is the
 * same record: cells, sections, names and dates. */
#include "../unit/test.h"

#include <stdlib.h>

#include "base/cage.h"
#include "base/file.h"
#include "doc/doc.h"
#include "invent.h"
#include "reading/reading.h"

static struct report before;
static struct report after;

/* fontconfig, pango and cairo keep caches until the process ends. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\nleak:libglib\n";
}

/* Cells must agree in state and value; BLANK may come back for what was UNCLEAR only as UNCLEAR. */
static void
compare_cells(const char *format, const char *what)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_cell *a = &before.cells[slot];
		const struct report_cell *b = &after.cells[slot];

		if (a->state != b->state ||
			(a->state == REPORT_NUMBER && decimal_compare(a->number, b->number) != 0))
			fail_msg("%s of %s: %s was %d/%s and is %d/%s", format, what,
				report_slot_path(slot).at, (int)a->state,
				decimal_text(a->number).at, (int)b->state,
				decimal_text(b->number).at);
	}
}

static void
same_words(const char *format, const char *what, const char *field, struct str a, struct str b)
{
	if (!str_equal(a, b))
		fail_msg("%s of %s: %s was \"%.*s\" and is \"%.*s\"", format, what, field,
			STR_ARG(a), STR_ARG(b));
}

static void
compare_fields(const char *format, const char *what)
{
	same_words(format, what, "agency", before.agency, after.agency);
	assert_int_equal(before.year, after.year);
	assert_int_equal(before.form, after.form);
	assert_int_equal(before.signed_on.number, after.signed_on.number);
	same_words(format, what, "signed_by", before.signed_by, after.signed_by);
	if (before.section_count != after.section_count)
		fail_msg("%s of %s: %zu sections became %zu", format, what, before.section_count,
			after.section_count);
	for (size_t i = 0; i < before.section_count; i++) {
		assert_int_equal(before.sections[i].key, after.sections[i].key);
		same_words(format, what, "heading", before.sections[i].heading,
			after.sections[i].heading);
		same_words(format, what, report_section_labels[before.sections[i].key].key,
			before.sections[i].text, after.sections[i].text);
	}
}

static void
there_and_back(const char *ending, const char *what)
{
	struct arena *arena = NULL;
	struct str name;
	struct buf out;

	FINE(arena_open((size_t)256 << 20, &arena));
	buf_init(&out, (size_t)64 << 20);
	FINE(report_export(&before, report_format_find(str_of(ending)), arena, &out));
	FINE(str_print(arena, &name, "甲.%s", ending));
	FINE(reading_make(name, buf_str(&out), arena, &after));
	compare_cells(ending, what);
	compare_fields(ending, what);
	buf_done(&out);
	arena_close(&arena);
}

static const char *const formats[] = { "docx", "html", "md", "csv", "json", "xlsx", "pdf" };

static void
invented_records_come_back(void **state)
{
	uint64_t seed = 11;

	for (int i = 0; i < 6; i++) {
		enum report_form form = i % 2 ? REPORT_FORM_2021 : REPORT_FORM_2019;

		for (size_t j = 0; j < COUNT_OF(formats); j++) {
			invent_report(&seed, form, i % 2 ? 2023 : 2020, &before);
			before.title = i % 2 ? STR("甲县水务局2023年政府信息公开工作年度报告")
					     : STR("甲县水务局2020年政府信息公开工作年度报告");
			there_and_back(formats[j], "an invented record");
		}
	}
}

static void
hostile_text_comes_back_as_text(void **state)
{
	uint64_t seed = 12;

	for (size_t j = 0; j < COUNT_OF(formats); j++) {
		invent_report(&seed, REPORT_FORM_2021, 2023, &before);
		before.title = STR("甲县水务局2023年政府信息公开工作年度报告");
		before.sections[1].text =
			STR("含有<b>标记</b>、\"引号\"、&amp;、a|b、=1+1、𠮷和]]>的一段。\n1. "
			    "第二段以数字开头。");
		there_and_back(formats[j], "hostile text");
	}
}

static void
sample_reports_come_back(void **state)
{
	static const char *const names[] = { "000-pingfang-2020", "001-chuankou-2020",
		"002-daoli-2021", "003-hegang-2020", "004-dongan-2020" };
	const char *source = getenv("GONGKAI_SOURCE");

	assert_non_null(source);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		for (size_t j = 0; j < COUNT_OF(formats); j++) {
			struct arena *arena = NULL;
			struct str path;
			struct buf bytes;

			FINE(arena_open((size_t)64 << 20, &arena));
			buf_init(&bytes, (size_t)1 << 20);
			FINE(str_print(
				arena, &path, "%s/tests/data/reports/%s.txt", source, names[i]));
			FINE(file_read(path.at, &bytes));
			FINE(reading_make(file_base_name(path), buf_str(&bytes), arena, &before));
			there_and_back(formats[j], names[i]);
			buf_done(&bytes);
			arena_close(&arena);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(invented_records_come_back),
		cmocka_unit_test(hostile_text_comes_back_as_text),
		cmocka_unit_test(sample_reports_come_back),
	};

	cage_warm();
	doc_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
