/*
 * Reports to records: every cell of the project's five reports, and of the real ones behind them
 * where their folder exists, is exactly what NAME.cells says; title, signature and dates as well.
 * A line of NAME.cells is a path, a tab and the value or "blank"; cells without a line are absent.
 */
#include "../unit/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "doc/doc.h"
#include "reading/reading.h"
#include "report/report.h"

/* What is printed around the tables. Empty text is text that the report does not have. */
static const struct sample {
	const char *name;
	const char *agency;
	int year;
	enum report_form form;
	const char *signed_by;
	const char *signed_on;
} samples[] = {
	{ "000-pingfang-2020", "平房区", 2020, REPORT_FORM_2019, "哈尔滨市平房区人民政府办公室",
		"2021-02-03" },
	{ "001-chuankou-2020", "松北区船口街道", 2020, REPORT_FORM_2019,
		"哈尔滨市松北区船口街道办事处", "2020-01-31" },
	{ "002-daoli-2021", "道里区人民政府办公室", 2021, REPORT_FORM_2021, "", "" },
	{ "003-hegang-2020", "鹤岗市营商环境建设监督局", 2020, REPORT_FORM_2019,
		"鹤岗营商环境建设监督局", "2021-01-06" },
	{ "004-dongan-2020", "东安区人民政府", 2020, REPORT_FORM_2019, "", "" },
};

static struct arena *arena;
static struct report report;

static struct str
load(const char *path)
{
	struct str bytes;
	struct buf file;

	buf_init(&file, (size_t)1 << 20);
	FINE(file_read(path, &file));
	FINE(str_copy(arena, buf_str(&file), &bytes));
	buf_done(&file);
	return bytes;
}

static void
read_file(const char *path)
{
	struct str bytes = load(path);
	struct doc doc = { 0 };

	FINE(doc_read(doc_guess(str_of(path), bytes), bytes, arena, &doc));
	FINE(reading_make_of_doc(&doc, file_base_name(str_of(path)), arena, &report));
}

/* The cell as NAME.cells prints it. */
static struct str
print_cell(const struct report_cell *cell)
{
	struct str text = STR("unclear");

	if (cell->state == REPORT_BLANK)
		return STR("blank");
	if (cell->state == REPORT_NUMBER)
		FINE(str_print(arena, &text, "%s", decimal_text(cell->number).at));
	return text;
}

static void
compare_cells(const char *path, struct str list)
{
	bool is_listed[REPORT_SLOT_COUNT] = { false };
	struct str line;
	int count = 0;

	while (str_next_line(&list, &line)) {
		struct str place;
		struct str wanted = str_cut(line, STR("\t"), &place);
		int slot = report_slot_of_path(place);
		struct str found;

		if (slot < 0)
			fail_msg("%s: no cell is called %.*s", path, STR_ARG(place));
		found = print_cell(&report.cells[slot]);
		if (!str_equal(found, wanted))
			fail_msg("%s: %.*s is %.*s, wanted %.*s", path, STR_ARG(place),
				STR_ARG(found), STR_ARG(wanted));
		is_listed[slot] = true;
		count++;
	}
	assert_in_range(count, 190, REPORT_SLOT_COUNT);
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (!is_listed[slot] && report.cells[slot].state != REPORT_ABSENT)
			fail_msg("%s: %s should be absent", path, report_slot_path(slot).at);
}

static void
compare(const struct sample *sample, const char *path)
{
	struct str cells;

	FINE(str_print(
		arena, &cells, "%s/tests/data/reports/%s.cells", SOURCE_FOLDER, sample->name));
	read_file(path);
	compare_cells(path, load(cells.at));
	SAME_TEXT(report.agency, sample->agency);
	assert_true(str_has(report.title, STR("政府信息公开工作年度报告")));
	assert_int_equal(report.year, sample->year);
	assert_int_equal(report.form, sample->form);
	SAME_TEXT(report.signed_by, sample->signed_by);
	assert_string_equal(day_text(report.signed_on).at, sample->signed_on);
	assert_true(report.has_table[0] && report.has_table[1] && report.has_table[2]);
}

static void
every_cell_of_the_five_reports_is_exact(void **state)
{
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct str path;

		FINE(str_print(arena, &path, "%s/tests/data/reports/%s.txt", SOURCE_FOLDER,
			samples[i].name));
		compare(&samples[i], path.at);
	}
}

static void
every_cell_of_the_real_reports_is_the_same(void **state)
{
	const char *shared = getenv("GONGKAI_SHARED");
	struct str folder;
	struct str *paths = NULL;
	size_t count = 0;

	FINE(str_print(arena, &folder, "%s/seeds", shared ? shared : SHARED_FOLDER));
	if (!file_is_folder(folder.at))
		skip();
	FINE(file_list(arena, folder.at, 100, &paths, &count));
	assert_int_equal(count, COUNT_OF(samples));
	for (size_t i = 0; i < count; i++)
		compare(&samples[i], paths[i].at);
}

static int
open_arena(void **state)
{
	return arena_open((size_t)1 << 30, &arena) ? -1 : 0;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_cell_of_the_five_reports_is_exact, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(
			every_cell_of_the_real_reports_is_the_same, open_arena, close_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
