/*
 * The clock: each rule of starting, pausing, restarting, extending and stopping, what cannot be,
 * and random streams against the second day counter.
 */
#include "calendar/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "walker.h"

static struct arena *arena;
static const struct calendar *own;

static int
open_all(void **state)
{
	assert_null(arena_open((size_t)512 << 20, &arena));
	assert_null(calendar_make_own(arena, &own));
	assert_true(walker_open(SOURCE_FOLDER "/data/workdays.csv"));
	return 0;
}

static int
close_all(void **state)
{
	arena_close(&arena);
	return 0;
}

static struct day
day(const char *text)
{
	struct day day = DAY_NONE;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

/* A clock from receipt and events as on the command line, in one text parted by blanks. */
static struct clock_input
input_of(const char *received, const char *events)
{
	static struct clock_event list[40];
	struct clock_input input = {
		.calendar = own, .events = list, .count = 1, .working_days = 20, .today = DAY_NONE
	};
	struct str rest = str_of(events);

	list[0] = (struct clock_event){ .day = day(received), .kind = CLOCK_RECEIVED };
	while (rest.len) {
		struct str one;

		rest = str_cut(rest, STR(" "), &one);
		assert_null(clock_event_parse(one, &list[input.count++]));
	}
	return input;
}

static struct clock_proof
prove(const char *received, const char *events)
{
	struct clock_input input = input_of(received, events);
	struct clock_proof proof;
	struct clock_answer answer;

	assert_null(clock_prove(arena, &input, &proof));
	assert_null(clock_answer(&input, &answer));
	assert_int_equal(answer.due.number, proof.answer.due.number);
	assert_int_equal(answer.used + answer.remaining, answer.total);
	return proof;
}

static void
assert_due(const char *received, const char *events, const char *due)
{
	struct clock_proof proof = prove(received, events);

	assert_string_equal(day_text(proof.answer.due).at, due);
}

static void
assert_fault(const char *received, const char *events, const char *code, const char *has)
{
	struct clock_input input = input_of(received, events);
	struct clock_proof proof;
	struct clock_answer answer;
	struct fault *fault = clock_prove(arena, &input, &proof);

	assert_non_null(fault);
	assert_string_equal(fault->code, code);
	assert_non_null(strstr(fault->zh, has));
	assert_non_null(strstr(fault->en, has));
	assert_non_null(clock_answer(&input, &answer));
}

static bool
has_finding(const struct clock_proof *proof, const char *rule)
{
	for (size_t i = 0; i < proof->finding_count; i++)
		if (strcmp(proof->findings[i].rule, rule) == 0)
			return true;
	return false;
}

static const struct clock_day *
day_of(const struct clock_proof *proof, const char *date)
{
	for (size_t i = 0; i < proof->day_count; i++)
		if (proof->days[i].date.number == day(date).number)
			return &proof->days[i];
	fail_msg("%s is not in the proof", date);
	return NULL;
}

static void
the_examples_of_the_regulation_are_proved(void **state)
{
	static const char *const examples[][3] = {
		{ "2020-01-20", "", "2020-02-25" },
		{ "2021-01-29", "", "2021-03-03" },
		{ "2020-09-25", "", "2020-10-29" },
		{ "2024-04-28", "", "2024-05-28" },
		{ "2025-01-20", "", "2025-02-21" },
		{ "2025-01-20", "2025-02-21:extended:20", "2025-03-21" },
		{ "2026-02-10", "", "2026-03-16" },
		{ "2026-09-18", "", "2026-10-22" },
	};

	for (size_t i = 0; i < COUNT_OF(examples); i++)
		assert_due(examples[i][0], examples[i][1], examples[i][2]);
}

static void
a_proof_lists_every_day_with_its_reason(void **state)
{
	struct clock_proof proof = prove("2020-01-20", "");

	assert_int_equal(proof.day_count, 36);
	assert_int_equal(proof.days[0].date.number, day("2020-01-21").number);
	assert_int_equal(proof.days[0].count, 1);
	assert_int_equal(proof.days[0].kind, CLOCK_DAY_WORKING);
	assert_int_equal(day_of(&proof, "2020-01-24")->kind, CLOCK_DAY_HOLIDAY);
	assert_true(str_equal(day_of(&proof, "2020-01-24")->why, STR("春节")));
	assert_int_equal(day_of(&proof, "2020-02-08")->kind, CLOCK_DAY_WEEKEND);
	assert_true(str_equal(day_of(&proof, "2020-02-08")->why, STR("周六")));
	assert_int_equal(day_of(&proof, "2020-02-03")->count, 4);
	assert_int_equal(proof.days[35].count, 20);
	assert_true(str_equal(proof.basis, STR("条例 33②")));
	assert_true(str_has(proof.sentence, STR("2020年2月25日届满")));
	assert_int_equal(proof.finding_count, 0);
}

static void
paused_days_do_not_count_and_the_day_of_resuming_does(void **state)
{
	/* A letter that arrived on 26 October: 15 working days end on 16 November. */
	struct clock_proof proof =
		prove("2020-10-21", "2020-10-27:paused:third_party 2020-11-17:resumed");

	assert_string_equal(day_text(proof.answer.due).at, "2020-12-09");
	assert_int_equal(day_of(&proof, "2020-10-26")->count, 3);
	assert_int_equal(day_of(&proof, "2020-10-27")->kind, CLOCK_DAY_PAUSED);
	assert_int_equal(day_of(&proof, "2020-11-16")->kind, CLOCK_DAY_PAUSED);
	assert_int_equal(day_of(&proof, "2020-11-17")->count, 4);
	assert_true(str_equal(day_of(&proof, "2020-10-31")->why, STR("征求第三方意见")));
	assert_true(str_equal(proof.basis, STR("条例 33②、33③、32")));
}

static void
a_paused_clock_has_no_due_day_but_days_left(void **state)
{
	struct clock_proof proof = prove("2020-10-21", "2020-10-27:paused");

	assert_true(day_is_none(proof.answer.due));
	assert_int_equal(proof.answer.state, CLOCK_WAITING);
	assert_int_equal(proof.answer.used, 3);
	assert_int_equal(proof.answer.remaining, 17);
	assert_int_equal(proof.day_count, 6);
	assert_int_equal(proof.days[5].kind, CLOCK_DAY_PAUSED);
	assert_true(str_has(proof.sentence, STR("还有17个工作日")));
}

static void
a_pause_over_a_weekend_only_changes_nothing(void **state)
{
	assert_due("2020-10-21", "2020-10-24:paused 2020-10-26:resumed", "2020-11-18");
	assert_due("2020-10-21", "", "2020-11-18");
	assert_due("2020-10-21", "2020-10-26:paused 2020-10-26:resumed", "2020-11-18");
	assert_due("2020-10-21", "2020-10-21:paused 2020-10-21:resumed", "2020-11-18");
}

static void
a_restart_counts_twenty_anew(void **state)
{
	struct clock_proof proof =
		prove("2025-01-20", "2025-01-24:paused:correction 2025-02-10:restarted:correction");

	assert_string_equal(day_text(proof.answer.due).at, "2025-03-10");
	assert_int_equal(proof.answer.total, 20);
	assert_int_equal(day_of(&proof, "2025-01-22")->count, 2);
	assert_true(day_of(&proof, "2025-01-22")->is_before_restart);
	assert_int_equal(day_of(&proof, "2025-02-10")->count, 0);
	assert_int_equal(day_of(&proof, "2025-02-11")->count, 1);
	assert_false(day_of(&proof, "2025-02-11")->is_before_restart);
	assert_true(str_equal(proof.basis, STR("条例 33②、30")));
	/* Without a pause, too; and an extension before it is gone. */
	assert_due("2025-01-20", "2025-02-10:restarted", "2025-03-10");
	assert_due("2025-01-20", "2025-01-21:extended:20 2025-02-10:restarted", "2025-03-10");
	assert_due("2025-01-20",
		"2025-01-21:extended:20 2025-02-10:restarted 2025-02-11:extended:5", "2025-03-17");
}

static void
an_extension_adds_its_days(void **state)
{
	struct clock_proof proof = prove("2025-01-20", "2025-02-21:extended:20");

	assert_int_equal(proof.answer.total, 40);
	assert_int_equal(proof.answer.extended, 20);
	assert_false(clock_has_error(&proof));
	assert_true(str_has(proof.sentence, STR("延长20个工作日")));
	assert_due("2025-01-20", "2025-01-22:paused 2025-01-23:extended:1 2025-01-24:resumed",
		"2025-02-26");
}

static void
an_extension_after_the_term_does_not_count(void **state)
{
	struct clock_proof proof = prove("2025-01-20", "2025-02-24:extended:20");

	assert_string_equal(day_text(proof.answer.due).at, "2025-02-21");
	assert_true(has_finding(&proof, "clock_extended_late"));
	assert_true(clock_has_error(&proof));
}

static void
stopping_ends_it_in_time_or_late(void **state)
{
	struct clock_proof proof = prove("2025-01-20", "2025-02-21:stopped");

	assert_int_equal(proof.answer.state, CLOCK_ENDED);
	assert_false(proof.answer.is_late);
	assert_int_equal(proof.answer.used, 20);
	assert_false(clock_has_error(&proof));
	proof = prove("2025-01-20", "2025-02-25:stopped");
	assert_true(proof.answer.is_late);
	assert_int_equal(proof.answer.late_by, 2);
	assert_true(has_finding(&proof, "clock_stopped_late"));
	proof = prove("2025-01-20", "2025-01-23:paused 2025-01-24:stopped");
	assert_true(day_is_none(proof.answer.due));
	assert_int_equal(proof.answer.state, CLOCK_ENDED);
}

static void
today_says_how_late_it_is(void **state)
{
	struct clock_input input = input_of("2025-01-20", "");
	struct clock_answer answer;

	input.today = day("2025-02-21");
	assert_null(clock_answer(&input, &answer));
	assert_int_equal(answer.state, CLOCK_RUNNING);
	assert_int_equal(answer.remaining, 0);
	input.today = day("2025-02-22");
	assert_null(clock_answer(&input, &answer));
	assert_int_equal(answer.state, CLOCK_LATE);
	assert_int_equal(answer.late_by, 0);
	input.today = day("2025-02-26");
	assert_null(clock_answer(&input, &answer));
	assert_int_equal(answer.late_by, 3);
	assert_string_equal(day_text(answer.due).at, "2025-02-21");
	/* The calendar ends before today: the due day stands, the number is not known. */
	input.today = day("2028-02-26");
	assert_null(clock_answer(&input, &answer));
	assert_int_equal(answer.state, CLOCK_LATE);
	assert_int_equal(answer.late_by, -1);
	input.today = day("2024-02-26");
	assert_null(clock_answer(&input, &answer));
	assert_int_equal(answer.used, 0);
}

static void
what_comes_after_the_due_day_does_not_move_it(void **state)
{
	struct clock_proof proof =
		prove("2025-01-20", "2025-03-03:paused 2025-03-10:resumed 2025-03-12:stopped");

	assert_string_equal(day_text(proof.answer.due).at, "2025-02-21");
	assert_true(has_finding(&proof, "clock_paused_late"));
	assert_true(has_finding(&proof, "clock_stopped_late"));
	proof = prove("2025-01-20", "2025-03-03:restarted");
	assert_string_equal(day_text(proof.answer.due).at, "2025-03-31");
	assert_true(has_finding(&proof, "clock_restarted_late"));
}

static void
a_late_request_for_correction_is_found(void **state)
{
	struct clock_proof proof = prove("2025-01-20", "2025-02-05:paused:correction");

	assert_false(clock_has_error(&proof));
	proof = prove("2025-01-20", "2025-02-06:paused:correction");
	assert_true(has_finding(&proof, "clock_correction_late"));
}

static void
streams_that_cannot_be_are_refused(void **state)
{
	struct clock_input input = input_of("2025-01-20", "");
	struct clock_answer answer;

	assert_fault("2025-01-20", "2025-01-19:paused", "clock_order", "2025-01-19");
	assert_fault("2025-01-20", "2025-01-23:paused 2025-01-22:resumed", "clock_order", "3");
	assert_fault("2025-01-20", "2025-01-22:paused 2025-01-23:paused", "clock_paused_twice",
		"2025-01-23");
	assert_fault("2025-01-20", "2025-01-22:resumed", "clock_not_paused", "2025-01-22");
	assert_fault("2025-01-20", "2025-01-22:stopped 2025-01-23:paused", "clock_stopped_already",
		"2025-01-23");
	assert_fault("2025-01-20", "2025-01-22:stopped 2025-01-22:stopped", "clock_stopped_already",
		"3");
	assert_fault("2025-01-20", "2025-01-22:extended:5 2025-01-23:extended:5",
		"clock_extended_twice", "2025-01-23");
	assert_fault("2026-12-20", "", "calendar_no_data", "2027");
	assert_fault("2030-12-20", "", "calendar_no_data", "2030");
	assert_fault("2006-12-20", "2006-12-22:paused", "calendar_no_data", "2006");
	input.count = 0;
	assert_string_equal(clock_answer(&input, &answer)->code, "clock_no_receipt");
	input.count = 100000;
	assert_string_equal(clock_answer(&input, &answer)->code, "clock_events_many");
	input = input_of("2025-01-20", "");
	input.working_days = 0;
	assert_string_equal(clock_answer(&input, &answer)->code, "clock_term");
	((struct clock_event *)input.events)[0].kind = CLOCK_STOPPED;
	input.working_days = 20;
	assert_string_equal(clock_answer(&input, &answer)->code, "clock_no_receipt");
	input = input_of("2025-01-20", "2025-01-21:paused");
	((struct clock_event *)input.events)[1].kind = CLOCK_RECEIVED;
	assert_string_equal(clock_answer(&input, &answer)->code, "clock_receipt_twice");
	input = input_of("2025-01-20", "2025-01-21:extended:5");
	((struct clock_event *)input.events)[1].value = 21;
	assert_string_equal(clock_answer(&input, &answer)->code, "clock_extended_value");
}

static void
wrong_events_are_told(void **state)
{
	static const char *const wrong[] = { "", ":", "2025-02-30:paused", "2025-01-21",
		"2025-01-21:", "2025-01-21:received", "2025-01-21:sleeping", "2025-01-21:extended",
		"2025-01-21:extended:0", "2025-01-21:extended:21", "2025-01-21:extended:-5",
		"2025-01-21:extended:9999999999999999999", "2025-01-21:paused:because",
		"2025-01-21:stopped:fee" };
	struct clock_event event;

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct fault *fault = clock_event_parse(str_of(wrong[i]), &event);

		assert_non_null(fault);
		assert_string_equal(fault->code, "clock_event");
	}
	assert_null(clock_event_parse(STR(" 2025-01-21:extended:20 "), &event));
	assert_int_equal(event.value, 20);
	for (int why = CLOCK_THIRD_PARTY; why < CLOCK_WHYS; why++) {
		enum clock_why found;

		assert_true(clock_why_find(str_of(clock_why_name((enum clock_why)why)), &found));
		assert_int_equal(found, why);
	}
}

static void
terms_end_where_the_law_says(void **state)
{
	static const struct {
		const char *key;
		const char *from;
		bool is_moving;
		const char *end;
	} terms[] = {
		{ "correction", "2025-01-20", true, "2025-02-05" },
		{ "third_party", "2026-02-10", true, "2026-03-09" },
		{ "publish", "2020-01-20", true, "2020-02-25" },
		/* 60 days end on Sunday 5 October 2025, within a holiday. */
		{ "reconsideration", "2025-08-06", true, "2025-10-09" },
		{ "reconsideration", "2025-08-06", false, "2025-10-05" },
		{ "litigation", "2025-08-29", true, "2026-02-28" },
		{ "litigation_after", "2025-06-03", true, "2025-06-18" },
	};

	for (size_t i = 0; i < COUNT_OF(terms); i++) {
		const struct clock_term *term = clock_term_find(str_of(terms[i].key));
		struct day end;

		assert_non_null(term);
		assert_null(
			clock_term_end(own, term, day(terms[i].from), terms[i].is_moving, &end));
		assert_string_equal(day_text(end).at, terms[i].end);
	}
	assert_null(clock_term_find(STR("none")));
	assert_int_equal(clock_answer_term()->amount, 20);
}

/* --- random streams --- */

static unsigned
next_random(unsigned *seed, unsigned below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static int
invent(unsigned *seed, struct day received, struct clock_event *events, struct walker_event *walked)
{
	bool is_extended = false;
	bool is_paused = false;
	struct day at = received;
	int count = 0;

	/* Gaps of up to six days, at most one counted in ten: the term of 20 is never over. */
	for (int left = (int)next_random(seed, 6); left > 0; left--) {
		struct clock_event event = { .kind = CLOCK_RESUMED };
		char what = 'r';

		at.number += (int)next_random(seed, is_paused ? 30 : 4);
		if (!is_paused) {
			unsigned choice = next_random(seed, 4);

			event.kind = choice == 0   ? CLOCK_RESTARTED
				     : choice == 1 ? CLOCK_EXTENDED
						   : CLOCK_PAUSED;
		} else if (next_random(seed, 4) == 0) {
			event.kind = CLOCK_RESTARTED;
		}
		if (event.kind == CLOCK_EXTENDED && is_extended)
			continue;
		if (event.kind == CLOCK_EXTENDED) {
			event.value = 1 + (int)next_random(seed, 20);
			is_extended = true;
			what = 'e';
		} else if (event.kind == CLOCK_RESTARTED) {
			is_extended = false;
			is_paused = false;
			what = 'n';
		} else {
			what = event.kind == CLOCK_PAUSED ? 'p' : 'r';
			is_paused = event.kind == CLOCK_PAUSED;
		}
		event.day = at;
		events[count] = event;
		walked[count].what = what;
		walked[count].value = event.value;
		snprintf(walked[count].day.at, sizeof walked[count].day.at, "%s", day_text(at).at);
		count++;
	}
	return count;
}

static void
the_second_counter_agrees_on_random_streams(void **state)
{
	unsigned seed = 20200120;

	for (int round = 0; round < 3000; round++) {
		struct clock_event events[8] = { { .kind = CLOCK_RECEIVED } };
		struct walker_event walked[8] = { 0 };
		struct walker_day received = { "" };
		struct clock_input input = {
			.calendar = own, .events = events, .working_days = 20, .today = DAY_NONE
		};
		struct clock_proof proof;
		struct walker_day due;

		events[0].day = day("2019-01-01");
		events[0].day.number += (int)next_random(&seed, 2500);
		snprintf(received.at, sizeof received.at, "%s", day_text(events[0].day).at);
		input.count = 1 + (size_t)invent(&seed, events[0].day, events + 1, walked);
		due = walker_due(received, walked, (int)input.count - 1, 20);
		if (strcmp(due.at, "2026-12-31") > 0)
			continue;
		assert_null(clock_prove(arena, &input, &proof));
		assert_string_equal(day_text(proof.answer.due).at, due.at);
		for (size_t i = 0; i < proof.day_count; i++)
			if (proof.days[i].count) {
				struct walker_day one;

				snprintf(one.at, sizeof one.at, "%s",
					day_text(proof.days[i].date).at);
				assert_true(walker_works(one));
			}
	}
}

static void
a_pause_of_ten_years_is_cut_and_says_so(void **state)
{
	struct clock_proof proof = prove("2010-01-20", "2010-01-22:paused 2020-01-22:resumed");

	assert_string_equal(day_text(proof.answer.due).at, "2020-02-25");
	assert_int_equal(proof.day_count, CLOCK_DAYS_MOST);
	assert_true(proof.days_left_out > 2000);
	assert_int_equal(proof.days[CLOCK_DAYS_MOST - 1].count, 20);
}

static void
the_json_is_the_one_of_the_contract(void **state)
{
	struct clock_input input = input_of("2020-01-20", "");
	struct clock_proof proof;
	struct json_out json;
	struct buf out;

	buf_init(&out, 1 << 20);
	json_out_init(&json, &out);
	assert_null(clock_prove(arena, &input, &proof));
	clock_put_json(&json, &input, &proof);
	assert_true(str_starts(buf_str(&out),
		STR("{\"received\":\"2020-01-20\",\"due\":\"2020-02-25\",\"working_days\":20,"
		    "\"basis\":\"条例 33②\",\"days\":[{\"date\":\"2020-01-21\",\"kind\":"
		    "\"working\",\"count\":1,\"why\":\"\"},")));
	assert_true(str_has(buf_str(&out), STR("{\"date\":\"2020-01-24\",\"kind\":\"holiday\","
					       "\"count\":0,\"why\":\"春节\"}")));
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_regulation_are_proved),
		cmocka_unit_test(a_proof_lists_every_day_with_its_reason),
		cmocka_unit_test(paused_days_do_not_count_and_the_day_of_resuming_does),
		cmocka_unit_test(a_paused_clock_has_no_due_day_but_days_left),
		cmocka_unit_test(a_pause_over_a_weekend_only_changes_nothing),
		cmocka_unit_test(a_restart_counts_twenty_anew),
		cmocka_unit_test(an_extension_adds_its_days),
		cmocka_unit_test(an_extension_after_the_term_does_not_count),
		cmocka_unit_test(stopping_ends_it_in_time_or_late),
		cmocka_unit_test(today_says_how_late_it_is),
		cmocka_unit_test(what_comes_after_the_due_day_does_not_move_it),
		cmocka_unit_test(a_late_request_for_correction_is_found),
		cmocka_unit_test(streams_that_cannot_be_are_refused),
		cmocka_unit_test(wrong_events_are_told),
		cmocka_unit_test(terms_end_where_the_law_says),
		cmocka_unit_test(the_second_counter_agrees_on_random_streams),
		cmocka_unit_test(a_pause_of_ten_years_is_cut_and_says_so),
		cmocka_unit_test(the_json_is_the_one_of_the_contract),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
