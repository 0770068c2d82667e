/* Building a document: places, spans, limits, and finding a cell again. */
#include "drawing.h"

#include "base/memory.h"

static void
blank_text_and_empty_tables_stay_out(void **state)
{
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;

	doc_build(&builder, bench->arena, &bench->doc);
	FINE(doc_add(&builder, DOC_PARAGRAPH, 0, STR("")));
	FINE(doc_add(&builder, DOC_PARAGRAPH, 0, STR(" \t\n　\xC2\xA0")));
	FINE(doc_open_table(&builder, &table));
	FINE(doc_close_table(&builder));
	assert_int_equal(bench->doc.block_count, 0);
	FINE(doc_add(&builder, DOC_HEADING, 2, STR("（一）")));
	drawing_check(&bench->doc, "H2 （一）\n");
}

static void
cells_in_any_order_end_up_sorted(void **state)
{
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;
	struct doc_cell *cell;

	doc_build(&builder, bench->arena, &bench->doc);
	FINE(doc_open_table(&builder, &table));
	FINE(doc_add_cell(&builder, 1, 1, 1, 1, STR("d"), NULL));
	FINE(doc_add_cell(&builder, 0, 0, 2, 1, STR("a"), &cell));
	cell->is_heading = true;
	FINE(doc_add_cell(&builder, 0, 1, 1, 3, STR("b"), NULL));
	FINE(doc_close_table(&builder));
	drawing_check(&bench->doc, "TABLE 2x4\n|*{2x1}a|{1x3}b\n|@1d\n");
}

static void
a_row_is_added_at_once_without_the_blanks_around_its_texts(void **state)
{
	const struct str heads[] = { STR("a"), STR(" b\n") };
	const struct str texts[] = { STR("c"), STR("") };
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;

	doc_build(&builder, bench->arena, &bench->doc);
	FINE(doc_open_table(&builder, &table));
	FINE(doc_add_row(&builder, 0, heads, 2, true));
	FINE(doc_add_row(&builder, 1, texts, 2, false));
	FAILS(doc_add_row(&builder, 1, texts, 2, false), "doc_overlap");
	FINE(doc_close_table(&builder));
	drawing_check(&bench->doc, "TABLE 2x2\n|*a|*b\n|c|\n");
}

static void
a_covered_place_is_refused_and_the_free_one_is_found(void **state)
{
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;

	doc_build(&builder, bench->arena, &bench->doc);
	FINE(doc_open_table(&builder, &table));
	FINE(doc_add_cell(&builder, 0, 60, 3, 70, STR("wide"), NULL));
	FAILS(doc_add_cell(&builder, 2, 129, 1, 1, STR(""), NULL), "doc_overlap");
	FAILS(doc_add_cell(&builder, 1, 10, 1, 51, STR(""), NULL), "doc_overlap");
	assert_int_equal(doc_free_column(&builder, 1, 0), 0);
	assert_int_equal(doc_free_width(&builder, 1, 0), 60);
	assert_int_equal(doc_free_width(&builder, 1, 60), 0);
	assert_int_equal(doc_free_column(&builder, 1, 60), 130);
	assert_int_equal(doc_free_column(&builder, 3, 60), 60);
	assert_int_equal(doc_free_width(&builder, 2, 130), DOC_MOST_COLUMNS - 130);
	FINE(doc_add_cell(&builder, 1, 0, 1, 60, STR("left"), NULL));
	FINE(doc_close_table(&builder));
	/* The next table begins with nothing covered. */
	FINE(doc_open_table(&builder, &table));
	FINE(doc_add_cell(&builder, 1, 64, 1, 1, STR("x"), NULL));
	FINE(doc_close_table(&builder));
	assert_int_equal(bench->doc.block_count, 2);
}

static void
every_place_finds_the_cell_that_covers_it(void **state)
{
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;

	doc_build(&builder, bench->arena, &bench->doc);
	FINE(doc_open_table(&builder, &table));
	FINE(doc_add_cell(&builder, 0, 0, 3, 2, STR("a"), NULL));
	FINE(doc_add_cell(&builder, 0, 2, 1, 1, STR("b"), NULL));
	FINE(doc_add_cell(&builder, 1, 3, 2, 1, STR("c"), NULL));
	FINE(doc_close_table(&builder));
	for (int hides_the_height = 0; hides_the_height < 2; hides_the_height++) {
		table->tallest = hides_the_height ? 0 : table->tallest;
		SAME_TEXT(doc_cell_at(table, 2, 1)->text, "a");
		SAME_TEXT(doc_cell_at(table, 0, 2)->text, "b");
		SAME_TEXT(doc_cell_at(table, 2, 3)->text, "c");
		assert_null(doc_cell_at(table, 0, 3));
		assert_null(doc_cell_at(table, 2, 2));
		assert_null(doc_cell_at(table, 3, 0));
		assert_null(doc_cell_at(table, -1, 0));
		assert_null(doc_cell_at(table, 0, 4));
	}
}

static void
places_outside_the_limits_say_which_limit(void **state)
{
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;

	doc_build(&builder, bench->arena, &bench->doc);
	FINE(doc_open_table(&builder, &table));
	FAILS(doc_add_cell(&builder, 0, -1, 1, 1, STR(""), NULL), "doc_place");
	FAILS(doc_add_cell(&builder, 0, 0, 0, 1, STR(""), NULL), "doc_place");
	FAILS(doc_add_cell(&builder, DOC_MOST_ROWS, 0, 1, 1, STR(""), NULL), "doc_rows");
	FAILS(doc_add_cell(&builder, 1, 0, INT32_MAX, 1, STR(""), NULL), "doc_rows");
	FAILS(doc_add_cell(&builder, 0, DOC_MOST_COLUMNS, 1, 1, STR(""), NULL), "doc_columns");
	FAILS(doc_add_cell(&builder, 0, 1, 1, INT32_MAX, STR(""), NULL), "doc_columns");
	FINE(doc_add_cell(&builder, 0, 0, DOC_MOST_ROWS, DOC_MOST_COLUMNS, STR(""), NULL));
	FINE(doc_close_table(&builder));
	FINE(doc_open_table(&builder, &table));
	FAILS(doc_add_cell(&builder, 0, 0, 1, 1, STR(""), NULL), "doc_places");
}

static void
too_many_blocks_and_cells_are_refused(void **state)
{
	struct bench *bench = *state;
	struct doc_builder builder;
	struct doc_table *table;

	doc_build(&builder, bench->arena, &bench->doc);
	for (int i = 0; i < DOC_MOST_BLOCKS; i++)
		FINE(doc_add(&builder, DOC_PARAGRAPH, 0, STR("x")));
	FAILS(doc_add(&builder, DOC_PARAGRAPH, 0, STR("x")), "doc_blocks");
	FINE(doc_open_table(&builder, &table));
	for (int i = 0; i < DOC_MOST_CELLS; i++)
		FINE(doc_add_cell(&builder, i / 100, i % 100, 1, 1, STR("x"), NULL));
	FAILS(doc_add_cell(&builder, 0, 500, 1, 1, STR("x"), NULL), "doc_cells");
	FAILS(doc_close_table(&builder), "doc_blocks");
}

static void
an_arena_that_runs_out_is_a_fault(void **state)
{
	for (size_t max = 64; max < 4096; max *= 2) {
		CLOSING(arena_close) struct arena *arena = NULL;
		struct doc_builder builder;
		struct doc doc;
		struct fault *fault = NULL;

		FINE(arena_open(max, &arena));
		doc_build(&builder, arena, &doc);
		for (int i = 0; i < 1000 && !fault; i++)
			fault = doc_add(&builder, DOC_PARAGRAPH, 0, STR("x"));
		FAILS(fault, "memory");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(blank_text_and_empty_tables_stay_out),
		BENCH_TEST(cells_in_any_order_end_up_sorted),
		BENCH_TEST(a_row_is_added_at_once_without_the_blanks_around_its_texts),
		BENCH_TEST(a_covered_place_is_refused_and_the_free_one_is_found),
		BENCH_TEST(every_place_finds_the_cell_that_covers_it),
		BENCH_TEST(places_outside_the_limits_say_which_limit),
		BENCH_TEST(too_many_blocks_and_cells_are_refused),
		BENCH_TEST(an_arena_that_runs_out_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
