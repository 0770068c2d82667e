/* Real reports beside the source tree, where they exist: every table is found, in its shape. */
#include "drawing.h"

#include <stdlib.h>

#include "base/file.h"

struct size {
	int rows;
	int columns;
};

static const char *
shared_folder(void)
{
	const char *folder = getenv("GONGKAI_SHARED");

	return folder ? folder : SHARED_FOLDER;
}

/* The only file in seeds/ whose name starts so, read; false when there is none. */
static bool
open_seed(struct bench *bench, const char *start, struct str *ret_bytes)
{
	struct str folder;
	struct str *paths;
	size_t count;
	struct buf bytes;

	FINE(str_print(bench->arena, &folder, "%s/seeds", shared_folder()));
	if (!file_is_folder(folder.at))
		return false;
	FINE(file_list(bench->arena, folder.at, 1000, &paths, &count));
	for (size_t i = 0; i < count; i++) {
		if (!str_starts(file_base_name(paths[i]), str_of(start)))
			continue;
		buf_init(&bytes, DOC_MOST_BYTES);
		FINE(file_read(paths[i].at, &bytes));
		FINE(str_copy(bench->arena, buf_str(&bytes), ret_bytes));
		buf_done(&bytes);
		return true;
	}
	return false;
}

static void
check_seed(void **state, const char *start, const struct size *sizes, size_t size_count)
{
	struct bench *bench = *state;
	struct str bytes;
	size_t tables = 0;

	if (!open_seed(bench, start, &bytes))
		skip();
	assert_int_equal(doc_guess(STR("a.txt"), bytes), DOC_TEXT);
	FINE(doc_read_text(bytes, bench->arena, &bench->doc));
	for (size_t i = 0; i < bench->doc.block_count; i++) {
		const struct doc_table *table = bench->doc.blocks[i].table;

		if (!table) {
			/* No value of a table is left behind as a paragraph. */
			assert_false(str_has(bench->doc.blocks[i].text, STR("\t")));
			continue;
		}
		assert_true(tables < size_count);
		assert_int_equal(table->row_count, sizes[tables].rows);
		assert_int_equal(table->column_count, sizes[tables].columns);
		tables++;
	}
	assert_int_equal(tables, size_count);
}

#define SEED(start, ...)                                                                           \
	do {                                                                                       \
		static const struct size sizes_of_test_[] = { __VA_ARGS__ };                       \
		check_seed(state, start, sizes_of_test_, COUNT_OF(sizes_of_test_));                \
	} while (0)

static void
seed_000_has_three_tables_of_cells(void **state)
{
	SEED("000", { 18, 4 }, { 26, 10 }, { 4, 15 });
}

static void
seed_001_has_vertical_headings_and_blanks(void **state)
{
	SEED("001", { 20, 4 }, { 27, 10 }, { 4, 15 });
}

static void
seed_002_has_a_value_below_its_tab(void **state)
{
	SEED("002", { 14, 4 }, { 29, 10 }, { 4, 15 });
}

static void
seed_003_has_headings_indented_with_spaces(void **state)
{
	SEED("003", { 18, 4 }, { 26, 10 }, { 4, 15 });
}

static void
seed_004_has_rows_broken_by_pages(void **state)
{
	SEED("004", { 3, 4 }, { 3, 4 }, { 3, 4 }, { 2, 3 }, { 2, 3 }, { 26, 10 }, { 4, 15 });
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(seed_000_has_three_tables_of_cells),
		BENCH_TEST(seed_001_has_vertical_headings_and_blanks),
		BENCH_TEST(seed_002_has_a_value_below_its_tab),
		BENCH_TEST(seed_003_has_headings_indented_with_spaces),
		BENCH_TEST(seed_004_has_rows_broken_by_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
