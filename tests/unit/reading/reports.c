/* Whole reports: the five of tests/data cell by cell, and the found ones where the shared folder
 * is. */
#include "help.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/cage.h"
#include "base/file.h"
#include "base/json.h"
#include "reading/reading.h"

static const char *root = ".";

struct tally {
	size_t cells;
	size_t equal;
	size_t silent; /* unequal and not in repairs */
};

static struct str
file_of(struct arena *arena, const char *path)
{
	struct buf buf;
	struct str text;

	buf_init(&buf, (size_t)32 << 20);
	FINE(file_read(path, &buf));
	FINE(str_copy(arena, buf_str(&buf), &text));
	buf_done(&buf);
	return text;
}

static void
compare(const struct report *report, const char *path, const char *wanted, struct tally *tally)
{
	struct decimal_text read = reading_cell(report, path);
	bool is_equal = strcmp(read.at, wanted) == 0;

	tally->cells++;
	tally->equal += is_equal;
	if (is_equal)
		return;
	print_message("%s: %s is %s, not %s%s\n", report->title.at ? report->title.at : "", path,
		read.at, wanted, reading_repair(report, path) ? " (said)" : "");
	tally->silent += reading_repair(report, path) == NULL;
}

/* --- the five sample reports of the project --- */

static const char *const samples[] = { "000-pingfang-2020", "001-chuankou-2020", "002-daoli-2021",
	"003-hegang-2020", "004-dongan-2020" };

static void
read_sample(const char *name, struct arena *arena, struct report *ret_report)
{
	struct str path;

	FINE(str_print(arena, &path, "%s/tests/data/reports/%s.txt", root, name));
	FINE(reading_make(str_of(name), file_of(arena, path.at), arena, ret_report));
}

static void
every_cell_of_the_sample_reports_is_read_as_printed(void **state)
{
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct arena *arena;
		struct report report;
		struct tally tally = { 0 };
		struct str rest, line, path;
		int present = 0;

		FINE(arena_open((size_t)64 << 20, &arena));
		read_sample(samples[i], arena, &report);
		FINE(str_print(arena, &path, "%s/tests/data/reports/%s.cells", root, samples[i]));
		rest = file_of(arena, path.at);
		while (str_next_line(&rest, &line)) {
			struct str key;
			struct str value = str_cut(line, STR("\t"), &key);

			FINE(str_copy(arena, key, &key));
			FINE(str_copy(arena, value, &value));
			compare(&report, key.at, value.at, &tally);
		}
		for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
			present += report.cells[slot].state != REPORT_ABSENT;
		assert_int_equal(tally.equal, tally.cells);
		assert_int_equal(present, tally.cells);
		assert_true(tally.cells > 190);
		arena_close(&arena);
	}
}

static void
reading_twice_gives_the_same_record(void **state)
{
	struct arena *arena;
	struct report report;
	struct buf first, second;

	FINE(arena_open((size_t)64 << 20, &arena));
	buf_init(&first, 1 << 24);
	buf_init(&second, 1 << 24);
	read_sample(samples[0], arena, &report);
	report_put_json(&first, &report);
	read_sample(samples[0], arena, &report);
	report_put_json(&second, &report);
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	/* And a record read as its own JSON is the record. */
	FINE(reading_make(STR("again.json"), buf_str(&first), arena, &report));
	buf_clear(&second);
	report_put_json(&second, &report);
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	buf_done(&first);
	buf_done(&second);
	arena_close(&arena);
}

/* --- found reports with true cells transcribed by hand --- */

struct found {
	const char *file;
	const char *truth;
	bool is_seed;
};
static const struct found founds[] = {
	{ "seeds/000_05d6cd33fd6fd3bd.txt", "seed-000", true },
	{ "seeds/001_5ff8cf655acdf111.txt", "seed-001", true },
	{ "seeds/002_82b3c0ab594d0794.txt", "seed-002", true },
	{ "seeds/003_adb888ebb0553f89.txt", "seed-003", true },
	{ "seeds/004_ac7dc73dff26925e.txt", "seed-004", true },
	{ "samples/001-shanghai-gov-office-2019.html", "001", false },
	{ "samples/003-hongze-2023.txt", "003", false },
	{ "samples/003b-hongze-2023-raw.txt", "003", false },
	{ "samples/003-hongze-2023.pdf", "003", false },
	{ "samples/005-suqian-2023.txt", "005", false },
	{ "samples/009-shanghai-stcsm-2024.md", "009", false },
	{ "samples/012-pingtan-2020.txt", "012", false },
	{ "samples/016-pingtan-2024.txt", "016", false },
	{ "samples/018-pingtan-2024-article.html", "018", false },
};

static const char *
shared_folder(void)
{
	static char path[1024];
	const char *given = getenv("GONGKAI_SHARED");

	snprintf(path, sizeof path, "%s", given ? given : "");
	if (!given)
		snprintf(path, sizeof path, "%s/../shared", root);
	return file_is_folder(path) ? path : NULL;
}

/* A JSON number or null as reading_cell() words it; `in_yuan` moves the point. */
static struct decimal_text
wanted_of(const struct json_value *value, bool in_yuan)
{
	int64_t whole;
	double real;
	char digits[64];
	struct decimal number = decimal_of(0);
	size_t len;

	if (json_is_nothing(value))
		return (struct decimal_text){ "blank" };
	if (json_number(value, &whole)) {
		number = decimal_of(whole);
	} else {
		assert_true(json_real_number(value, &real));
		len = (size_t)snprintf(digits, sizeof digits, "%.6f", real);
		while (len > 1 && digits[len - 1] == '0')
			len--;
		assert_true(decimal_parse((struct str){ digits, len }, &number));
	}
	if (in_yuan)
		assert_true(decimal_shift(number, 4, &number));
	return decimal_text(number);
}

static bool
is_printed_in_yuan(const struct json_value *truth)
{
	const struct json_value *raw = json_member(truth, "raw_cells");
	struct str text = json_text(json_member(raw, "第二十条第（九）项/政府集中采购/采购总金额"));

	return str_ends(text, STR("元")) && !str_ends(text, STR("万元"));
}

static void
compare_proactive(const struct report *report, const struct json_value *truth, struct arena *arena,
	struct tally *tally)
{
	for (int i = 0; i < REPORT_BLOCK_COUNT; i++) {
		const struct report_block *block = &report_blocks[i];
		const struct json_value *rows =
			json_member(json_member(truth, "proactive"), block->label);

		for (int row = 0; row < block->row_count; row++) {
			const struct json_value *cells = json_member(rows, block->rows[row].label);

			for (int column = 0; column < block->column_count; column++) {
				const struct json_value *value =
					json_member(cells, block->columns[column].label);
				bool in_yuan = strcmp(block->columns[column].key, "amount") == 0 &&
					       is_printed_in_yuan(truth);
				struct str path;

				if (!value)
					continue;
				FINE(str_print(arena, &path, "proactive.%s.%s.%s", block->key,
					block->rows[row].key, block->columns[column].key));
				compare(report, path.at, wanted_of(value, in_yuan).at, tally);
			}
		}
	}
}

/* "三、（三）1.属于国家秘密" ends with the innermost label; the explanation of （二） may be left
 * out. */
static bool
is_row_name(struct str name, int row)
{
	struct str label = str_of(report_application_labels[row].label);
	size_t bracket = str_find(label, STR("（区分"), 0);

	if (bracket != SIZE_MAX && str_ends(name, str_sub(label, 0, bracket)))
		return true;
	if (row == REPORT_ROW_OTHER_MISC)
		return str_ends(name, STR("（六）3.其他"));
	return str_ends(name, label);
}

static void
compare_applications(
	const struct report *report, const struct json_value *truth, struct tally *tally)
{
	const struct json_value *rows = json_member(json_member(truth, "requests"), "rows");
	const struct json_value *cells;
	struct str name;
	size_t position = 0;

	while (json_next(rows, &position, &name, &cells)) {
		int row = 0;

		while (row < REPORT_APPLICATION_ROWS && !is_row_name(name, row))
			row++;
		assert_in_range(row, 0, REPORT_APPLICATION_ROWS - 1);
		for (size_t i = 0; i < REPORT_APPLICANTS; i++) {
			const char *wanted = "absent";
			struct decimal_text text;

			if (!json_is_nothing(cells)) {
				text = wanted_of(json_item(cells, i), false);
				wanted = text.at;
			}
			compare(report, report_slot_path(report_application_slot(row, (int)i)).at,
				wanted, tally);
		}
	}
}

static void
compare_review(const struct report *report, const struct json_value *truth, struct tally *tally)
{
	static const char *const groups[] = { "行政复议", "行政诉讼-未经复议直接起诉",
		"行政诉讼-复议后起诉" };

	for (int group = 0; group < REPORT_REVIEW_GROUPS; group++) {
		const struct json_value *cells =
			json_member(json_member(truth, "review_litigation"), groups[group]);

		for (size_t i = 0; i < REPORT_REVIEW_RESULTS; i++)
			compare(report, report_slot_path(report_review_slot(group, (int)i)).at,
				wanted_of(json_item(cells, i), false).at, tally);
	}
}

static void
compare_found(const struct found *found, const char *shared, struct tally *tally)
{
	struct arena *arena;
	struct report report;
	struct json_value *truth;
	struct str path;

	FINE(arena_open((size_t)64 << 20, &arena));
	FINE(str_print(arena, &path, "%s/samples/truth/%s.json", shared, found->truth));
	FINE(json_parse(file_of(arena, path.at), &truth));
	FINE(str_print(arena, &path, "%s/%s", shared, found->file));
	FINE(reading_make(file_base_name(path), file_of(arena, path.at), arena, &report));
	compare_proactive(&report, truth, arena, tally);
	compare_applications(&report, truth, tally);
	compare_review(&report, truth, tally);
	json_close(&truth);
	arena_close(&arena);
}

static void
found_reports_are_read_or_their_doubts_said(void **state)
{
	const char *shared = shared_folder();
	struct tally all = { 0 };

	if (!shared)
		skip();
	for (size_t i = 0; i < COUNT_OF(founds); i++) {
		struct tally tally = { 0 };

		compare_found(&founds[i], shared, &tally);
		assert_int_equal(tally.silent, 0);
		if (founds[i].is_seed)
			assert_int_equal(tally.equal, tally.cells);
		all.cells += tally.cells;
		all.equal += tally.equal;
	}
	print_message("%zu of %zu cells of found reports equal\n", all.equal, all.cells);
	assert_true(all.cells > 2500);
	assert_true(all.equal * 100 >= all.cells * 98);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_of_the_sample_reports_is_read_as_printed),
		cmocka_unit_test(reading_twice_gives_the_same_record),
		cmocka_unit_test(found_reports_are_read_or_their_doubts_said),
	};

	if (argc > 1)
		root = argv[1];
	cage_warm();
	doc_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
