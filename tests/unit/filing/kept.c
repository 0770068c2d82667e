/* Drawn records that are kept: by id and version, within their bytes. */
#include "filing/filing_kept.h"

#include "../test.h"

struct house {
	struct filing_kept *kept;
};

static struct house house;

static int
set_up(void **state)
{
	FINE(filing_kept_open(1 << 20, &house.kept));
	return 0;
}

static int
tear_down(void **state)
{
	filing_kept_close(&house.kept);
	return 0;
}

static bool
is_kept(int64_t id, int64_t version)
{
	CLOSING(filing_drawn_done) struct filing_drawn drawn = { 0 };

	return filing_kept_find(house.kept, id, version, &drawn);
}

#define PIECE(literal)                                                                             \
	{                                                                                          \
		{                                                                                  \
			literal, sizeof(literal) - 1                                               \
		}                                                                                  \
	}

static const struct filing_drawn sample = {
	.tally = PIECE("<dl></dl>"),
	.body = PIECE("<article>正文</article>"),
	.charts = PIECE(""),
	.period_from = { 100 },
	.period_to = { 200 },
};

static void
what_is_lent_stays_as_it_was_put(void **state)
{
	static char page[100 * 1000];
	char body[] = "<p>一</p>";
	struct filing_drawn large = sample;
	CLOSING(filing_drawn_done) struct filing_drawn found = { 0 };
	struct filing_drawn drawn = sample;

	memset(page, 'x', sizeof page);
	large.body.text = (struct str){ page, sizeof page };
	drawn.body.text = (struct str){ body, strlen(body) };
	filing_kept_put(house.kept, 7, 1, &drawn);
	memset(body, 'x', strlen(body));
	assert_true(filing_kept_find(house.kept, 7, 1, &found));
	/* Another version takes its place, and then there is no room at all. */
	filing_kept_put(house.kept, 7, 2, &sample);
	for (int64_t id = 100; id < 120; id++)
		filing_kept_put(house.kept, id, 1, &large);
	assert_false(is_kept(7, 2));
	SAME_TEXT(found.tally.text, "<dl></dl>");
	SAME_TEXT(found.body.text, "<p>一</p>");
	assert_int_equal(found.charts.text.len, 0);
	assert_int_equal(found.period_from.number, 100);
	assert_int_equal(found.period_to.number, 200);
}

static void
another_version_is_another_record(void **state)
{
	filing_kept_put(house.kept, 7, 1, &sample);
	assert_true(is_kept(7, 1));
	assert_false(is_kept(7, 2));
	assert_false(is_kept(8, 1));
	filing_kept_put(house.kept, 7, 2, &sample);
	assert_true(is_kept(7, 2));
	assert_false(is_kept(7, 1));
}

static void
reports_on_one_shelf_do_not_disturb_each_other(void **state)
{
	for (int64_t i = 0; i < 5; i++)
		filing_kept_put(house.kept, 3 + i * 1024, i, &sample);
	for (int64_t i = 0; i < 5; i++)
		assert_true(is_kept(3 + i * 1024, i));
	filing_kept_put(house.kept, 3 + 2 * 1024, 9, &sample);
	for (int64_t i = 0; i < 5; i++)
		assert_true(is_kept(3 + i * 1024, i == 2 ? 9 : i));
}

static void
bytes_have_an_end(void **state)
{
	static char page[100 * 1000];
	struct filing_drawn drawn = sample;
	int kept = 0;

	memset(page, 'x', sizeof page);
	drawn.body.text = (struct str){ page, sizeof page };
	for (int64_t id = 1; id <= 100; id++) {
		filing_kept_put(house.kept, id, 1, &drawn);
		assert_true(is_kept(id, 1));
	}
	for (int64_t id = 1; id <= 100; id++)
		kept += is_kept(id, 1);
	assert_in_range(kept, 1, 10);
	/* The same place again and again takes no more room. */
	for (int64_t version = 2; version <= 100; version++)
		filing_kept_put(house.kept, 100, version, &drawn);
	assert_true(is_kept(100, 100));
}

static void
giant_is_not_kept_and_without_a_table_nothing_is(void **state)
{
	static char page[200 * 1000];
	struct filing_drawn drawn = sample;

	memset(page, 'x', sizeof page);
	drawn.body.text = (struct str){ page, sizeof page };
	filing_kept_put(house.kept, 1, 1, &drawn);
	assert_false(is_kept(1, 1));
	filing_kept_put(NULL, 1, 1, &sample);
	assert_false(filing_kept_find(NULL, 1, 1, &drawn));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_lent_stays_as_it_was_put, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			another_version_is_another_record, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			reports_on_one_shelf_do_not_disturb_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_have_an_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			giant_is_not_kept_and_without_a_table_nothing_is, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
