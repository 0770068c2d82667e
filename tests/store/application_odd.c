/* Odd names, texts and days, hostile words, people of other houses: taken or refused with a
 * sentence, and nothing of the applicant in the audit. On both engines. */
#include "case_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar_store.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static struct str
repeated(struct case_house *house, const char *what, size_t times)
{
	size_t length = strlen(what);
	char *text = arena_take(house->people.arena, length * times + 1, 1);

	assert_non_null(text);
	for (size_t i = 0; i < times; i++)
		memcpy(text + i * length, what, length);
	return (struct str){ text, length * times };
}

static struct fault *
submit(struct case_house *house, const struct account_person *person, const char *today,
	const struct application_intake *intake, int64_t *ret_id)
{
	struct application_hands hands = case_hands(house, person, today);
	struct application_receipt receipt;

	TRY(application_submit(house->people.db, &hands, house->people.arena, intake, &receipt));
	*ret_id = receipt.id;
	return NULL;
}

static struct fault *
confirm_and_register(struct case_house *house, int64_t id, const char *today)
{
	TRY(DO(house, officer, today, .id = id, .act = APPLICATION_CONFIRM, .says = STR("电话")));
	return DO(house, officer, today, .id = id, .act = APPLICATION_REGISTER);
}

/* --- long and rare --- */

static void
longest_name_and_description_are_received_and_registered(void **state)
{
	struct application_applicant who = { 0 };
	struct letter_list letters;
	struct application_intake intake;
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	intake = case_intake(&house, "2024-03-01");
	intake.applicant.name = repeated(&house, "𠮷", APPLICATION_NAME_LONGEST);
	intake.title = repeated(&house, "𪚥", APPLICATION_TITLE_LONGEST);
	intake.description = repeated(&house, "𡃁", APPLICATION_DESCRIPTION_LONGEST);
	FINE(submit(&house, NULL, "2024-03-01", &intake, &id));
	FINE(confirm_and_register(&house, id, "2024-03-01"));
	one = case_load(&house, id);
	FINE(application_open_applicant(house.people.keys, house.people.arena, &one, &who));
	assert_true(str_equal(who.name, intake.applicant.name));
	assert_true(str_equal(one.description, intake.description));
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	assert_int_equal(letters.count, 1);
	intake.applicant.name = repeated(&house, "𠮷", APPLICATION_NAME_LONGEST + 1);
	FAILS(submit(&house, NULL, "2024-03-01", &intake, &id), "application_intake");
	intake = case_intake(&house, "2024-03-01");
	intake.description = repeated(&house, "长", APPLICATION_DESCRIPTION_LONGEST + 1);
	FAILS(submit(&house, NULL, "2024-03-01", &intake, &id), "application_intake");
	intake.description = STR(" \n\t ");
	FAILS(submit(&house, NULL, "2024-03-01", &intake, &id), "application_intake");
	case_close(&house);
}

static void
long_reasons_are_refused_before_the_audit_would(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		      .day = case_day("2024-03-04"), .says = STR("撤回"),
		      .reason = repeated(&house, "补", APPLICATION_REASON_LONGEST + 1)),
		"application_wants");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_WITHDRAW,
		.day = case_day("2024-03-04"), .says = STR("撤回"),
		.reason = repeated(&house, "\x01", APPLICATION_REASON_LONGEST)));
	case_close(&house);
}

/* --- days --- */

static void
arrivals_on_impossible_days_are_refused(void **state)
{
	static const char *const days[] = { "1900-01-01", "2008-04-30", "2199-12-31",
		"2024-03-02" };
	struct application_intake intake;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	for (size_t i = 0; i < COUNT_OF(days); i++) {
		intake = case_intake(&house, days[i]);
		assert_non_null(submit(&house, NULL, "2024-03-01", &intake, &id));
		intake.arrival.channel = APPLICATION_IN_PERSON;
		assert_non_null(submit(&house, &house.officer, "2024-03-01", &intake, &id));
	}
	intake = case_intake(&house, "2024-03-01");
	intake.arrival.submitted_on = DAY_NONE;
	FAILS(submit(&house, NULL, "2024-03-01", &intake, &id), "application_intake");
	intake = case_intake(&house, "2024-03-01");
	intake.arrival.channel = APPLICATION_IN_PERSON;
	FAILS(submit(&house, NULL, "2024-03-01", &intake, &id), "application_arrival");
	case_close(&house);
}

/* Law: 条例 art. 31: entered later than received, with the reason; confirmed, with the record. */
static void
entry_of_what_arrived_earlier_says_why_and_how(void **state)
{
	struct application_intake intake;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	intake = case_intake(&house, "2024-03-01");
	intake.arrival.channel = APPLICATION_IN_PERSON;
	FAILS(submit(&house, &house.officer, "2024-03-04", &intake, &id), "application_backdate");
	intake.reason = STR("窗口周五收件，周一补录");
	FINE(submit(&house, &house.officer, "2024-03-04", &intake, &id));
	assert_string_equal(day_text(case_load(&house, id).received_on).at, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	intake.arrival.channel = APPLICATION_FAX;
	intake.arrival.confirmed_on = case_day("2024-03-04");
	FAILS(submit(&house, &house.officer, "2024-03-04", &intake, &id), "application_intake");
	intake.record = STR("电话与本人确认");
	FINE(submit(&house, &house.officer, "2024-03-04", &intake, &id));
	assert_string_equal(day_text(case_load(&house, id).received_on).at, "2024-03-04");
	intake.arrival.confirmed_on = DAY_NONE;
	FINE(submit(&house, &house.officer, "2024-03-04", &intake, &id));
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONFIRM,
		      .day = case_day("2024-02-29"), .reason = STR("补录"), .says = STR("电话")),
		"application_day");
	case_close(&house);
}

/* The day of receipt can be mended both ways, and each entry keeps its place among the others. */
static void
receipt_is_mended_to_an_earlier_day_too(void **state)
{
	struct application_events events;
	struct case_house house;
	struct application_intake intake;
	int64_t confirmed = 0;
	int64_t id;

	case_open(*state, &house);
	intake = case_intake(&house, "2024-03-01");
	FINE(submit(&house, NULL, "2024-03-01", &intake, &id));
	FINE(confirm_and_register(&house, id, "2024-03-06"));
	FINE(DO(&house, officer, "2024-03-07", .id = id, .act = APPLICATION_ASK_CORRECTION,
		.says = STR("写明年份"), .until = case_day("2024-03-20")));
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_CONFIRM)
			confirmed = events.items[i].id;
	FAILS(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_VOID_EVENT,
		      .which_id = confirmed, .day = case_day("2024-03-08"), .says = STR("记错"),
		      .reason = STR("记错")),
		"application_order");
	FAILS(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_VOID_EVENT,
		      .which_id = confirmed, .day = case_day("2024-02-29"), .says = STR("记错"),
		      .reason = STR("记错")),
		"application_day");
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_VOID_EVENT,
		.which_id = confirmed, .day = case_day("2024-03-07"), .says = STR("记错"),
		.reason = STR("记错")));
	assert_true(case_load(&house, id).is_paused);
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_CONFIRM && !events.items[i].voided_by)
			confirmed = events.items[i].id;
	FINE(DO(&house, officer, "2024-03-11", .id = id, .act = APPLICATION_VOID_EVENT,
		.which_id = confirmed, .day = case_day("2024-03-04"), .says = STR("记错"),
		.reason = STR("记错")));
	assert_string_equal(day_text(case_load(&house, id).received_on).at, "2024-03-04");
	case_close(&house);
}

/* A year whose holidays nobody announced yet: received, told so, handled; due days come later. */
static void
year_without_holidays_stops_nobody(void **state)
{
	static const struct calendar_row year[] = {
		{ { 0 }, CALENDAR_HOLIDAY, STR("元旦") },
	};
	struct calendar_row row = year[0];
	struct application_parties parties;
	struct application_hands hands;
	struct case_house house;
	struct application one;
	int64_t looked_at;
	int64_t version;
	int64_t moved;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2027-03-01");
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_OPEN);
	assert_string_equal(day_text(one.received_on).at, "2027-03-01");
	assert_true(day_is_none(one.due_on));
	FINE(DO(&house, officer, "2027-03-02", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .says = STR("是否同意")));
	FINE(application_load_parties(house.people.db, NULL, house.people.arena, id, &parties));
	FINE(DO(&house, officer, "2027-03-03", .id = id, .act = APPLICATION_CONSULT_DELIVERED,
		.which_id = parties.items[0].id));
	FAILS(DO(&house, officer, "2027-04-30", .id = id, .act = APPLICATION_CONSULT_LAPSED,
		      .which_id = parties.items[0].id),
		"application_wants");
	row.date = case_day("2027-01-01");
	FINE(calendar_version(house.people.db, &version));
	FINE(calendar_save(house.people.db, &house.actor,
		&(struct calendar_deed){ .rows = &row,
			.count = 1,
			.dropped = DAY_NONE,
			.note = STR("国务院办公厅通知"),
			.seen_version = version },
		&version));
	hands = case_hands(&house, NULL, "2027-03-03");
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	assert_int_equal(looked_at, 1);
	assert_true(case_load(&house, id).is_paused || moved == 1);
	FINE(DO(&house, officer, "2027-04-30", .id = id, .act = APPLICATION_CONSULT_LAPSED,
		.which_id = parties.items[0].id));
	assert_false(day_is_none(case_load(&house, id).due_on));
	case_close(&house);
}

/* --- words are only words --- */

static void
template_language_in_facts_stays_words(void **state)
{
	static const char hostile[] = "{applicant_name}{#if reasons}{/if}{{x}} <b>&amp;</b>";
	struct application_intake intake;
	struct letter_findings findings;
	struct letter_list letters;
	struct case_house house;
	struct letter letter;
	struct str text;
	int64_t id;

	case_open(*state, &house);
	intake = case_intake(&house, "2024-03-01");
	intake.applicant.name = STR("{request_number}<script>");
	intake.description = str_of(hostile);
	FINE(submit(&house, NULL, "2024-03-01", &intake, &id));
	FINE(confirm_and_register(&house, id, "2024-03-01"));
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	FINE(letter_load_filled(house.people.db, house.people.keys, house.people.arena,
		letters.rows[0].id, case_day("2024-03-01"), &letter, &findings));
	FINE(letter_make_text(house.people.arena, &letter, &text));
	assert_true(str_has(text, str_of(hostile)));
	assert_true(str_has(text, STR("{request_number}<script>")));
	case_close(&house);
}

/* --- people of other houses --- */

static void
others_can_do_nothing_to_a_case(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++) {
		struct application_doing doing = { .id = id,
			.version = case_load(&house, id).version,
			.act = rule->act,
			.day = DAY_NONE,
			.until = case_day("2024-03-20"),
			.sent_on = DAY_NONE,
			.says = STR("说明"),
			.days = 5,
			.answer = APPLICATION_AGREES,
			.other_id = id };
		const struct account_person *others[] = { &house.stranger, &house.author, NULL };

		for (size_t i = 0; i < COUNT_OF(others); i++) {
			struct application_hands hands =
				case_hands(&house, others[i], "2024-03-04");
			struct application_done done;
			struct fault *fault = application_do(
				house.people.db, &hands, house.people.arena, &doing, &done);

			assert_non_null(fault);
			assert_true(!rule->roles || fault->kind == FAULT_DENIED);
		}
	}
	assert_int_equal(case_load(&house, id).state, APPLICATION_OPEN);
	case_close(&house);
}

/* The question is shown to departments of the agency, not to whoever an officer names. */
static void
no_other_agency_is_asked_as_a_department(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_UNIT,
		      .unit_id = house.people.city, .says = STR("能否公开"),
		      .until = case_day("2024-03-11")),
		"application_wants");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_UNIT,
		      .unit_id = house.agency, .says = STR("能否公开"),
		      .until = case_day("2024-03-11")),
		"application_wants");
	case_close(&house);
}

static void
query_code_opens_only_its_own_case(void **state)
{
	struct application_receipt mine;
	struct application_intake intake;
	struct application_hands hands;
	struct case_house house;
	int64_t other;
	int64_t id;

	case_open(*state, &house);
	other = case_open_one(&house, "2024-03-01");
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	FINE(application_submit(house.people.db, &hands, house.people.arena, &intake, &mine));
	assert_int_not_equal(other, mine.id);
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, STR("2024-0001"), str_of(mine.code), &id));
	assert_int_equal(id, 0);
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.unit, str_of(mine.number.at), str_of(mine.code), &id));
	assert_int_equal(id, 0);
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, STR("%' OR 1=1 --"), STR("%"), &id));
	assert_int_equal(id, 0);
	FINE(application_find_code(house.people.db, house.people.keys, house.people.arena,
		house.agency, str_of(mine.number.at), str_of(mine.code), &id));
	assert_int_equal(id, mine.id);
	case_close(&house);
}

/* --- the audit --- */

static void
audit_holds_nothing_of_the_applicant(void **state)
{
	static const char *const personal[] = { "张三", "230108199001010017", "13800001234",
		"人民路 1 号", "示例公司" };
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 500 };
	struct application_parties parties;
	struct audit_list list;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_CONSULT_PARTY,
		.party_name = STR("示例公司"), .party_reach = STR("13800001234"),
		.says = STR("张三要的合同是否同意公开")));
	FINE(application_load_parties(house.people.db, NULL, house.people.arena, id, &parties));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_CONSULT_ANSWERED,
		.which_id = parties.items[0].id, .answer = APPLICATION_AGREES,
		.says = STR("示例公司同意")));
	case_draft_refusal(&house, id, "2024-03-05");
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_SEND_TO_REVIEW));
	FINE(DO(&house, reviewer, "2024-03-05", .id = id, .act = APPLICATION_AGREE));
	FINE(DO(&house, head, "2024-03-05", .id = id, .act = APPLICATION_SIGN));
	FINE(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_DELIVER,
		.method = LETTER_POST, .tracking = STR("XA1"), .receiver = STR("张三")));
	FINE(audit_find(house.people.db, house.people.arena, &query, &list));
	assert_true(list.count > 12);
	for (size_t i = 0; i < list.count; i++)
		for (size_t j = 0; j < COUNT_OF(personal); j++) {
			assert_false(str_has(list.entries[i].before, str_of(personal[j])));
			assert_false(str_has(list.entries[i].after, str_of(personal[j])));
		}
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(longest_name_and_description_are_received_and_registered),
		cmocka_unit_test(long_reasons_are_refused_before_the_audit_would),
		cmocka_unit_test(arrivals_on_impossible_days_are_refused),
		cmocka_unit_test(entry_of_what_arrived_earlier_says_why_and_how),
		cmocka_unit_test(receipt_is_mended_to_an_earlier_day_too),
		cmocka_unit_test(year_without_holidays_stops_nobody),
		cmocka_unit_test(template_language_in_facts_stays_words),
		cmocka_unit_test(others_can_do_nothing_to_a_case),
		cmocka_unit_test(no_other_agency_is_asked_as_a_department),
		cmocka_unit_test(query_code_opens_only_its_own_case),
		cmocka_unit_test(audit_holds_nothing_of_the_applicant),
	};

	return TWIN_RUN(tests);
}
