/* Rectangles of redaction as people type them: shares of a page, complete or refused with their
 * row. */
#include "casework/casework_redact_view.h"

#include "../test.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 6 };

/* A form of the five columns alone. */
struct table {
	struct arena *arena;
	struct http_field fields[CASEWORK_BOX_PARTS + 1];
	struct http_value values[CASEWORK_BOX_PARTS];
	struct str texts[CASEWORK_BOX_PARTS][MOST_ROWS];
	struct http_form form;
	struct redaction_text text;
	struct redaction_page pages[3];
};

static int
table_open(void **state)
{
	struct table *table = calloc(1, sizeof *table);

	if (!table || arena_open((size_t)4 << 20, &table->arena))
		return -1;
	for (int i = 0; i < CASEWORK_BOX_PARTS; i++) {
		table->fields[i] = (struct http_field){
			.name = casework_box_columns[i].name,
			.kind = HTTP_TEXT,
			.many = MOST_ROWS,
			.has_blanks = true,
		};
		table->values[i].texts = table->texts[i];
	}
	table->form = (struct http_form){
		.fields = table->fields, .count = CASEWORK_BOX_PARTS, .values = table->values
	};
	table->text.type = REDACTION_PDF;
	table->text.page_count = 3;
	table->text.pages = table->pages;
	*state = table;
	return 0;
}

static int
table_close(void **state)
{
	struct table *table = *state;

	arena_close(&table->arena);
	free(table);
	return 0;
}

#define TABLE_TEST(function) cmocka_unit_test_setup_teardown(function, table_open, table_close)

static void
put_row(struct table *table, const char *const *parts)
{
	for (int i = 0; i < CASEWORK_BOX_PARTS; i++)
		table->texts[i][table->values[i].text_count++] = str_of(parts[i]);
}

static void
shares_are_rounded_outwards(void **state)
{
	struct table *table = *state;
	static const char *const rows[][CASEWORK_BOX_PARTS] = {
		{ "2", "12.5", "0.006", "20.001%", " 7 " },
		{ "", "", "", "", "" },
		{ "1", "", "", "", "" },
		{ "3", "90", "95", "100", "100" },
	};
	struct redaction *boxes;
	size_t count;

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		put_row(table, rows[i]);
	FINE(casework_read_boxes(table->arena, &table->form, &table->text, &boxes, &count));
	assert_int_equal(count, 2);
	assert_int_equal(boxes[0].shape, REDACTION_BOX);
	assert_int_equal(boxes[0].page, 2);
	assert_int_equal(boxes[0].left, 1250);
	assert_int_equal(boxes[0].top, 0);
	assert_int_equal(boxes[0].width, 2001);
	assert_int_equal(boxes[0].height, 700);
	/* What reaches over the edge ends there. */
	assert_int_equal(boxes[1].left, 9000);
	assert_int_equal(boxes[1].width, 1000);
	assert_int_equal(boxes[1].height, 500);
}

static void
wrong_rows_are_named(void **state)
{
	struct table *table = *state;
	static const char *const good[CASEWORK_BOX_PARTS] = { "1", "0", "0", "10", "10" };
	static const char *const wrong[][CASEWORK_BOX_PARTS] = {
		{ "", "0", "0", "10", "10" },
		{ "0", "0", "0", "10", "10" },
		{ "4", "0", "0", "10", "10" },
		{ "1.5", "0", "0", "10", "10" },
		{ "99999999999999999999", "0", "0", "10", "10" },
		{ "1", "", "0", "10", "10" },
		{ "1", "-1", "0", "10", "10" },
		{ "1", "100", "0", "10", "10" },
		{ "1", "0", "101", "10", "10" },
		{ "1", "0", "0", "0", "10" },
		{ "1", "0", "0", "10", "" },
		{ "1", "0", "0", "1e3", "10" },
		{ "1", "0", "0", "nan", "10" },
		{ "1", "0", "0", "0x10", "10" },
		{ "1", "0", "0", "10", "999999999999" },
		{ "1", "0", "0", "10", "0.000000000001x" },
	};
	struct redaction *boxes;
	size_t count;

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct fault *fault;

		for (int j = 0; j < CASEWORK_BOX_PARTS; j++)
			table->values[j].text_count = 0;
		put_row(table, good);
		put_row(table, wrong[i]);
		fault = casework_read_boxes(
			table->arena, &table->form, &table->text, &boxes, &count);
		if (!fault)
			fail_msg("row %zu is taken", i);
		assert_string_equal(fault->code, "redaction_choice");
		assert_non_null(strstr(fault->zh, "第 2 行"));
		assert_non_null(strstr(fault->zh, "1 至 3"));
	}
}

static void
columns_of_unlike_length_give_no_row_of_two(void **state)
{
	struct table *table = *state;
	static const char *const good[CASEWORK_BOX_PARTS] = { "1", "0", "0", "10", "10" };
	struct redaction *boxes;
	size_t count;

	put_row(table, good);
	table->texts[0][table->values[0].text_count++] = STR("2");
	FINE(casework_read_boxes(table->arena, &table->form, &table->text, &boxes, &count));
	assert_int_equal(count, 1);
	table->values[4].text_count = 0;
	FINE(casework_read_boxes(table->arena, &table->form, &table->text, &boxes, &count));
	assert_int_equal(count, 0);
}

static void
typed_rows_come_back_with_blank_ones_behind(void **state)
{
	struct table *table = *state;
	static const char *const half[CASEWORK_BOX_PARTS] = { "2", "5", "", "", "" };
	static const char *const blank[CASEWORK_BOX_PARTS] = { "1", "", "", "", "" };
	struct casework_box_row *rows;
	size_t count;

	put_row(table, blank);
	put_row(table, half);
	FINE(casework_draw_rows(table->arena, &table->form, &table->text, &rows, &count));
	assert_int_equal(count, 4);
	SAME_TEXT(rows[0].parts[0], "2");
	SAME_TEXT(rows[0].parts[1], "5");
	assert_int_equal(rows[1].parts[0].len, 0);
	/* A picture is one page: nobody has to say so. */
	table->text.page_count = 1;
	FINE(casework_draw_rows(table->arena, NULL, &table->text, &rows, &count));
	assert_int_equal(count, 3);
	SAME_TEXT(rows[2].parts[0], "1");
}

static void
pages_get_their_lines_sizes_and_rectangles(void **state)
{
	struct table *table = *state;
	struct redaction_unit units[] = { { .page = 1 }, { .page = 1 }, { .page = 3 } };
	struct casework_redact_unit shown[3] = { { .number = 0 }, { .number = 1 },
		{ .number = 2 } };
	struct casework_choice_cut cuts[] = {
		{ .redaction = { .shape = REDACTION_TERM } },
		{ .redaction = { .shape = REDACTION_BOX, .page = 3, .width = 10, .height = 10 } },
		{ .redaction = { .shape = REDACTION_BOX,
			  .page = 2,
			  .width = REDACTION_WHOLE,
			  .height = REDACTION_WHOLE } },
	};
	struct casework_redact_view view = {
		.text = table->text, .units = shown, .unit_count = 3, .cuts = cuts, .cut_count = 3
	};
	size_t count;

	view.text.units = units;
	view.text.count = 3;
	table->pages[0] = (struct redaction_page){ 59500, 84200 };
	table->pages[2] = (struct redaction_page){ INT32_MAX, 1 };
	FINE(casework_draw_pages(table->arena, &view, &count));
	assert_int_equal(count, 3);
	assert_int_equal(view.pages[0].unit_count, 2);
	assert_int_equal(view.pages[0].width, 990);
	assert_int_equal(view.pages[0].height, 1401);
	assert_int_equal(view.pages[1].unit_count, 0);
	assert_int_equal(view.pages[1].width, 0);
	assert_true(view.pages[1].is_whole);
	assert_int_equal(view.pages[2].unit_count, 1);
	assert_int_equal(view.pages[2].units[0].number, 2);
	assert_int_equal(view.pages[2].box_count, 1);
	assert_false(view.pages[2].is_whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TABLE_TEST(shares_are_rounded_outwards),
		TABLE_TEST(wrong_rows_are_named),
		TABLE_TEST(columns_of_unlike_length_give_no_row_of_two),
		TABLE_TEST(typed_rows_come_back_with_blank_ones_behind),
		TABLE_TEST(pages_get_their_lines_sizes_and_rectangles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
