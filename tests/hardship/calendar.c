/*
 * Calendars, clocks and fees under hardship: their memory ends at every place. What they compute
 * then is a fault, or what they compute undisturbed.
 */
#include "hardship.h"

#include "calendar/calendar_file.h"
#include "calendar/clock.h"
#include "fee/fee_rules.h"

static struct fault *
prove(const void *given, struct arena *arena, struct buf *result)
{
	static const char *const texts[] = { "2025-01-24:paused:correction",
		"2025-02-10:restarted:correction", "2025-02-12:paused:third_party",
		"2025-03-10:resumed", "2025-03-11:extended:20", "2025-06-30:stopped" };
	struct clock_event events[1 + COUNT_OF(texts)] = { { .kind = CLOCK_RECEIVED } };
	struct clock_input input = {
		.events = events, .count = COUNT_OF(events), .working_days = 20, .today = DAY_NONE
	};
	struct clock_proof proof;
	struct json_out json;

	assert_true(day_parse(STR("2025-01-20"), &events[0].day));
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		TRY(clock_event_parse(str_of(texts[i]), &events[i + 1]));
	TRY(calendar_make_own(arena, &input.calendar));
	TRY(clock_prove(arena, &input, &proof));
	json_out_init(&json, result);
	clock_put_json(&json, &input, &proof);
	return buf_check(result);
}

static struct fault *
read_file(const void *given, struct arena *arena, struct buf *result)
{
	struct calendar_layer layers[2];
	const struct calendar *before;
	const struct calendar *after;
	struct calendar_change *changes;
	struct calendar_year *years;
	size_t count;

	TRY(calendar_own_layer(arena, &layers[0]));
	TRY(calendar_file_load(arena, given, &layers[1]));
	TRY(calendar_years(arena, &layers[1], &years, &count));
	buf_print(result, "%zu years\n", count);
	layers[1].count -= 20;
	TRY(calendar_make(arena, layers, 1, &before));
	TRY(calendar_make(arena, layers, 2, &after));
	TRY(calendar_compare(arena, before, after, 50, &changes, &count));
	buf_print(result, "%zu changes\n", count);
	calendar_file_put(result, layers[1].rows, layers[1].count);
	return buf_check(result);
}

static struct fault *
sum(const void *given, struct arena *arena, struct buf *result)
{
	struct json_out json;
	struct fee_sum sum;

	TRY(fee_sum(arena, FEE_BY_CASE, FEE_CASES_MOST, &sum));
	json_out_init(&json, result);
	fee_put_json(&json, &sum);
	return buf_check(result);
}

static void
clocks_calendars_and_fees_are_whole_or_faults(void **state)
{
	hardship_run("prove", prove, NULL);
	hardship_run("read a calendar", read_file, SOURCE_FOLDER "/data/workdays.csv");
	hardship_run("sum a fee", sum, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_calendars_and_fees_are_whole_or_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
