/* From what happened to what the clock counts. */
#include "application/application_store.h"

#include "../test.h"

static struct arena *arena;

static struct application_event
event(const char *on, enum application_act act)
{
	struct application_event one = { .act = act, .until = DAY_NONE };

	assert_true(day_parse(str_of(on), &one.day));
	return one;
}

static size_t
stream(struct application_event *items, size_t count, struct clock_event **ret_events)
{
	struct application_events events = { items, count };
	size_t made;

	FINE(application_clock_events(arena, APPLICATION_INFORMATION, &events, ret_events, &made));
	return made;
}

static void
clock_starts_with_the_receipt_not_with_the_sending(void **state)
{
	struct application_event items[] = { event("2024-03-01", APPLICATION_SUBMIT),
		event("2024-03-04", APPLICATION_CONFIRM),
		event("2024-03-05", APPLICATION_REGISTER) };
	struct clock_event *events;

	assert_int_equal(stream(items, 1, &events), 0);
	assert_int_equal(stream(items, 3, &events), 1);
	assert_int_equal(events[0].kind, CLOCK_RECEIVED);
	assert_string_equal(day_text(events[0].day).at, "2024-03-04");
}

static struct application_event
of_party(const char *on, enum application_act act, int64_t party)
{
	struct application_event one = event(on, act);

	one.value = party;
	return one;
}

/* The example of the design: delivered on Oct 26, paused from Oct 27 on. */
static void
clock_stands_from_the_day_after_delivery_until_the_last_answered(void **state)
{
	struct application_event items[] = { event("2020-10-21", APPLICATION_CONFIRM),
		of_party("2020-10-23", APPLICATION_CONSULT_PARTY, 1),
		of_party("2020-10-23", APPLICATION_CONSULT_AGENCY, 2),
		of_party("2020-10-26", APPLICATION_CONSULT_DELIVERED, 1),
		of_party("2020-10-27", APPLICATION_CONSULT_DELIVERED, 2),
		of_party("2020-11-03", APPLICATION_CONSULT_ANSWERED, 1),
		of_party("2020-11-18", APPLICATION_CONSULT_LAPSED, 2) };
	struct clock_event *events;

	assert_int_equal(stream(items, 3, &events), 1);
	assert_int_equal(stream(items, COUNT_OF(items), &events), 3);
	assert_int_equal(events[1].kind, CLOCK_PAUSED);
	assert_int_equal(events[1].why, CLOCK_THIRD_PARTY);
	assert_string_equal(day_text(events[1].day).at, "2020-10-27");
	assert_int_equal(events[2].kind, CLOCK_RESUMED);
	assert_string_equal(day_text(events[2].day).at, "2020-11-18");
}

/* Law: 条例 art. 33 para. 3: what never arrived took no time; what is called off took its time. */
static void
asking_that_ends_without_an_answer_lets_the_clock_go_on(void **state)
{
	struct application_event undelivered[] = { event("2020-10-21", APPLICATION_CONFIRM),
		of_party("2020-10-23", APPLICATION_CONSULT_PARTY, 1),
		of_party("2020-11-02", APPLICATION_CONSULT_UNDELIVERED, 1) };
	struct application_event called_off[] = { event("2020-10-21", APPLICATION_CONFIRM),
		of_party("2020-10-23", APPLICATION_CONSULT_AGENCY, 2),
		of_party("2020-10-23", APPLICATION_CONSULT_PARTY, 1),
		of_party("2020-10-26", APPLICATION_CONSULT_DELIVERED, 2),
		of_party("2020-11-02", APPLICATION_CONSULT_UNDELIVERED, 1),
		of_party("2020-11-03", APPLICATION_CONSULT_CALLED_OFF, 2) };
	struct clock_event *events;

	assert_int_equal(stream(undelivered, COUNT_OF(undelivered), &events), 1);
	assert_int_equal(stream(called_off, 5, &events), 2);
	assert_int_equal(stream(called_off, COUNT_OF(called_off), &events), 3);
	assert_int_equal(events[1].kind, CLOCK_PAUSED);
	assert_string_equal(day_text(events[1].day).at, "2020-10-27");
	assert_int_equal(events[2].kind, CLOCK_RESUMED);
	assert_string_equal(day_text(events[2].day).at, "2020-11-03");
}

static void
answer_on_the_day_of_delivery_is_no_pause(void **state)
{
	struct application_event items[] = { event("2020-10-21", APPLICATION_CONFIRM),
		of_party("2020-10-26", APPLICATION_CONSULT_DELIVERED, 1),
		event("2020-10-26", APPLICATION_EXTEND),
		of_party("2020-10-26", APPLICATION_CONSULT_ANSWERED, 1) };
	struct clock_event *events;

	assert_int_equal(stream(items, COUNT_OF(items), &events), 2);
	assert_int_equal(events[1].kind, CLOCK_EXTENDED);
	/* Without the answer the pause comes after the extension of the same day. */
	assert_int_equal(stream(items, 3, &events), 3);
	assert_int_equal(events[2].kind, CLOCK_PAUSED);
	assert_string_equal(day_text(events[2].day).at, "2020-10-27");
}

static void
correction_begins_anew(void **state)
{
	struct application_event items[] = { event("2024-03-04", APPLICATION_CONFIRM),
		event("2024-03-06", APPLICATION_ASK_CORRECTION),
		event("2024-03-12", APPLICATION_CORRECTED),
		event("2024-03-20", APPLICATION_DELIVER) };
	struct clock_event *events;

	assert_int_equal(stream(items, COUNT_OF(items), &events), 4);
	assert_int_equal(events[1].why, CLOCK_CORRECTION);
	assert_int_equal(events[2].kind, CLOCK_RESTARTED);
	assert_int_equal(events[3].kind, CLOCK_STOPPED);
}

static void
voided_entries_do_not_count(void **state)
{
	struct application_event items[] = { event("2024-03-04", APPLICATION_CONFIRM),
		event("2024-03-05", APPLICATION_CONFIRM), event("2024-03-06", APPLICATION_EXTEND) };
	struct clock_event *events;

	items[0].voided_by = 2;
	items[2].value = 15;
	assert_int_equal(stream(items, COUNT_OF(items), &events), 2);
	assert_string_equal(day_text(events[0].day).at, "2024-03-05");
	assert_int_equal(events[1].value, 15);
}

static void
nothing_counts_after_the_end_but_a_new_beginning(void **state)
{
	struct application_event items[] = { event("2024-03-04", APPLICATION_CONFIRM),
		event("2024-03-20", APPLICATION_WITHDRAW), event("2024-03-21", APPLICATION_EXTEND),
		event("2024-06-03", APPLICATION_REDO) };
	struct clock_event *events;

	assert_int_equal(stream(items, 3, &events), 2);
	assert_int_equal(stream(items, 4, &events), 1);
	assert_string_equal(day_text(events[0].day).at, "2024-06-03");
}

/* Law: 条例 art. 41 names no term. */
static void
amendments_have_no_clock(void **state)
{
	struct application_event items[] = { event("2024-03-04", APPLICATION_CONFIRM) };
	struct application_events all = { items, 1 };
	struct clock_event *events;
	size_t count;

	FINE(application_clock_events(arena, APPLICATION_AMENDMENT, &all, &events, &count));
	assert_int_equal(count, 0);
}

/* Mended to the day of what followed it, an entry still stands before that. */
static void
mended_entry_keeps_its_place_on_its_new_day(void **state)
{
	struct application_event items[] = { event("2024-03-01", APPLICATION_CONFIRM),
		event("2024-03-04", APPLICATION_ASK_CORRECTION),
		event("2024-03-04", APPLICATION_CONFIRM) };
	struct clock_event *events;

	for (int i = 0; i < 3; i++)
		items[i].id = i + 1;
	items[0].voided_by = 3;
	assert_int_equal(stream(items, 3, &events), 2);
	assert_int_equal(events[0].kind, CLOCK_RECEIVED);
	assert_int_equal(events[1].kind, CLOCK_PAUSED);
}

static bool
agrees(enum application_state state, struct application_event *items, size_t count)
{
	struct application_events events = { items, count };
	bool is_so = false;

	FINE(application_clock_agrees(arena, APPLICATION_INFORMATION, state, &events, &is_so));
	return is_so;
}

static void
state_and_clock_contradict_each_other_when_days_are_out_of_order(void **state)
{
	struct application_event items[] = { event("2024-03-04", APPLICATION_CONFIRM),
		event("2024-03-06", APPLICATION_CORRECTED),
		event("2024-03-07", APPLICATION_ASK_CORRECTION) };
	struct application_event ended[] = { event("2024-03-04", APPLICATION_CONFIRM),
		event("2024-03-06", APPLICATION_WITHDRAW),
		event("2024-03-07", APPLICATION_ASK_CORRECTION) };

	assert_true(agrees(APPLICATION_OPEN, items, 1));
	assert_false(agrees(APPLICATION_CORRECTING, items, 1));
	assert_false(agrees(APPLICATION_OPEN, items, 3));
	assert_true(agrees(APPLICATION_CORRECTING, items, 3));
	assert_true(agrees(APPLICATION_CLOSED, ended, 2));
	assert_false(agrees(APPLICATION_OPEN, ended, 2));
	assert_false(agrees(APPLICATION_CLOSED, ended, 3));
	assert_false(agrees(APPLICATION_CLOSED, items, 1));
}

static int
open_arena(void **state)
{
	return arena_open(1 << 20, &arena) != NULL;
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
		cmocka_unit_test(clock_starts_with_the_receipt_not_with_the_sending),
		cmocka_unit_test(clock_stands_from_the_day_after_delivery_until_the_last_answered),
		cmocka_unit_test(asking_that_ends_without_an_answer_lets_the_clock_go_on),
		cmocka_unit_test(answer_on_the_day_of_delivery_is_no_pause),
		cmocka_unit_test(correction_begins_anew),
		cmocka_unit_test(voided_entries_do_not_count),
		cmocka_unit_test(nothing_counts_after_the_end_but_a_new_beginning),
		cmocka_unit_test(amendments_have_no_clock),
		cmocka_unit_test(mended_entry_keeps_its_place_on_its_new_day),
		cmocka_unit_test(state_and_clock_contradict_each_other_when_days_are_out_of_order),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
