/* What applicants do to their own case, and what guessing teaches. On both engines. */
#include "case_help.h"

#include <stdio.h>

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static struct fault *
own(struct case_house *house, const char *today, struct application_own own)
{
	struct application_hands hands = case_hands(house, NULL, today);
	struct application_done done;

	return application_do_own(house->people.db, &hands, house->people.arena, &own, &done);
}

static struct application_event
last_event(struct case_house *house, int64_t id)
{
	struct application_events events = { 0 };

	FINE(application_load_events(house->people.db, house->people.arena, id, &events));
	assert_true(events.count > 0);
	return events.items[events.count - 1];
}

static void
correction_handed_in_online_is_received_that_day(void **state)
{
	struct application_files files = { 0 };
	struct application_file *kept = NULL;
	struct application_hands hands;
	struct application_event event;
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(own(&house, "2024-03-04",
		      (struct application_own){
			      .id = id, .act = APPLICATION_CORRECTED, .says = STR("写清楚") }),
		"application_state");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("请写明是哪一年的合同"), .until = case_day("2024-03-20")));
	assert_int_equal(case_load(&house, id).state, APPLICATION_CORRECTING);
	FAILS(own(&house, "2024-03-09",
		      (struct application_own){ .id = id, .act = APPLICATION_CORRECTED }),
		"application_wants");
	hands = case_hands(&house, NULL, "2024-03-09");
	FINE(application_keep_files(&hands, house.people.arena,
		&(struct application_upload){
			APPLICATION_FILE_ATTACHMENT, STR("说明.txt"), STR("2023 年的合同") },
		1, &kept));
	FINE(own(&house, "2024-03-09",
		(struct application_own){ .id = id,
			.act = APPLICATION_CORRECTED,
			.says = STR("要 2023 年签订的合同 𠮷"),
			.files = kept,
			.file_count = 1 }));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_OPEN);
	assert_true(one.was_corrected);
	/* Saturday 9 March is the day; the clock counts 20 working days from the day after. */
	assert_string_equal(day_text(one.due_on).at, "2024-04-08");
	event = last_event(&house, id);
	assert_int_equal(event.act, APPLICATION_CORRECTED);
	assert_int_equal(event.account_id, 0);
	SAME_TEXT(event.says, "要 2023 年签订的合同 𠮷");
	FINE(application_load_files(house.people.db, house.people.arena, id, &files));
	assert_int_equal(files.count, 1);
	/* The second click comes too late and changes nothing. */
	FAILS(own(&house, "2024-03-09",
		      (struct application_own){
			      .id = id, .act = APPLICATION_CORRECTED, .says = STR("又一次") }),
		"application_state");
	case_close(&house);
}

static void
reasons_are_told_to_the_officer_and_only_when_asked_for(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(own(&house, "2024-03-04",
		      (struct application_own){
			      .id = id, .act = APPLICATION_NOTE, .says = STR("我的理由") }),
		"application_state");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_ASK_REASON,
		.says = STR("本月已经提出 40 件，请说明理由"), .until = case_day("2024-03-20")));
	FAILS(own(&house, "2024-03-06",
		      (struct application_own){ .id = id, .act = APPLICATION_NOTE }),
		"application_wants");
	FINE(own(&house, "2024-03-06",
		(struct application_own){
			.id = id, .act = APPLICATION_NOTE, .says = STR("为了写论文") }));
	/* Whether they are good is the agency's to say. */
	assert_int_equal(case_load(&house, id).state, APPLICATION_EXPLAINING);
	assert_int_equal(last_event(&house, id).act, APPLICATION_NOTE);
	assert_int_equal(last_event(&house, id).account_id, 0);
	case_close(&house);
}

static void
applicant_withdraws_at_any_time_and_no_more_than_once(void **state)
{
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(own(&house, "2024-03-08",
		(struct application_own){ .id = id, .act = APPLICATION_WITHDRAW }));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_CLOSED);
	assert_string_equal(day_text(one.ended_on).at, "2024-03-08");
	FAILS(own(&house, "2024-03-08",
		      (struct application_own){ .id = id, .act = APPLICATION_WITHDRAW }),
		"application_state");
	case_close(&house);
}

static void
reply_sent_online_is_signed_for_once(void **state)
{
	struct letter_deliveries deliveries = { 0 };
	struct case_house house;
	struct letter_list letters = { 0 };
	bool awaits = true;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	case_draft_refusal(&house, id, "2024-03-04");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FINE(DO(&house, reviewer, "2024-03-05", .id = id, .act = APPLICATION_AGREE));
	FINE(DO(&house, head, "2024-03-06", .id = id, .act = APPLICATION_SIGN));
	FAILS(own(&house, "2024-03-06",
		      (struct application_own){ .id = id, .act = APPLICATION_DELIVERY_SIGNED }),
		"application_state");
	FINE(DO(&house, officer, "2024-03-07", .id = id, .act = APPLICATION_DELIVER,
		.method = LETTER_ONLINE));
	FINE(own(&house, "2024-03-08",
		(struct application_own){ .id = id, .act = APPLICATION_DELIVERY_SIGNED }));
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	FINE(letter_load_deliveries(house.people.db, house.people.keys, house.people.arena,
		letters.rows[letters.count - 1].id, &deliveries));
	assert_int_equal(deliveries.count, 1);
	assert_string_equal(day_text(deliveries.items[0].signed_on).at, "2024-03-08");
	FINE(application_awaits_receipt(house.people.db, house.people.arena,
		&(struct application){ .id = id, .state = APPLICATION_CLOSED }, &awaits));
	assert_false(awaits);
	FAILS(own(&house, "2024-03-09",
		      (struct application_own){ .id = id, .act = APPLICATION_DELIVERY_SIGNED }),
		"application_state");
	case_close(&house);
}

static void
applicants_do_nothing_that_is_the_agency_s(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	for (int act = 0; act <= APPLICATION_ACTS; act++) {
		if (act == APPLICATION_CORRECTED || act == APPLICATION_NOTE ||
			act == APPLICATION_WITHDRAW || act == APPLICATION_DELIVERY_SIGNED)
			continue;
		FAILS(own(&house, "2024-03-04",
			      (struct application_own){ .id = id,
				      .act = (enum application_act)act,
				      .says = STR("请通过") }),
			"application_own");
	}
	assert_int_equal(case_load(&house, id).state, APPLICATION_OPEN);
	case_close(&house);
}

static void
ten_thousand_wrong_tries_find_nothing(void **state)
{
	struct application_receipt receipt;
	struct application_intake intake;
	struct application_hands hands;
	struct case_house house;
	int64_t id = -1;

	case_open(*state, &house);
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt));
	for (int i = 0; i < 10000; i++) {
		CLOSING(arena_close) struct arena *arena = NULL;
		char code[16];

		FINE(arena_open(64 << 10, &arena));
		snprintf(code, sizeof code, "A%09d", i);
		FINE(application_find_code(house.people.db, house.people.keys, arena,
			i % 2 ? house.agency : house.unit, str_of(receipt.number.at), str_of(code),
			&id));
		assert_int_equal(id, 0);
	}
	/* The right code for another number or agency finds as little. */
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.unit, str_of(receipt.number.at), str_of(receipt.code), &id));
	assert_int_equal(id, 0);
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, str_of(receipt.number.at), str_of(receipt.code), &id));
	assert_int_equal(id, receipt.id);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(correction_handed_in_online_is_received_that_day),
		cmocka_unit_test(reasons_are_told_to_the_officer_and_only_when_asked_for),
		cmocka_unit_test(applicant_withdraws_at_any_time_and_no_more_than_once),
		cmocka_unit_test(reply_sent_online_is_signed_for_once),
		cmocka_unit_test(applicants_do_nothing_that_is_the_agency_s),
		cmocka_unit_test(ten_thousand_wrong_tries_find_nothing),
	};

	return TWIN_RUN(tests);
}
