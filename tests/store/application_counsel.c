/* Legal counsel who is asked about a case, and proofs of service of its letters, on both engines.
 */
#include "case_help.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

static struct application_opinions
opinions_of(struct case_house *house, int64_t id)
{
	struct application_opinions opinions;

	FINE(application_load_opinions(house->people.db, house->people.arena, id, &opinions));
	return opinions;
}

static struct fault *
ask_counsel(struct case_house *house, int64_t id, const struct account_person *who)
{
	return case_do(house, who, "2024-03-04",
		(struct application_doing){ .id = id,
			.act = APPLICATION_ASK_COUNSEL,
			.party_name = STR("某某律师事务所"),
			.says = STR("合同是否涉及商业秘密"),
			.until = case_day("2024-03-11") });
}

static void
counsel_is_asked_by_name_and_an_officer_enters_what_was_said(void **state)
{
	struct application_opinions opinions;
	struct case_house house;
	struct day due;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	due = case_load(&house, id).due_on;
	FINE(ask_counsel(&house, id, &house.officer));
	opinions = opinions_of(&house, id);
	assert_int_equal(opinions.count, 1);
	assert_int_equal(opinions.items[0].unit_id, 0);
	SAME_TEXT(opinions.items[0].counsel, "某某律师事务所");
	SAME_TEXT(opinions.items[0].question, "合同是否涉及商业秘密");
	assert_string_equal(day_text(opinions.items[0].due_on).at, "2024-03-11");
	assert_true(day_is_none(opinions.items[0].answered_on));
	FINE(DO(&house, officer, "2024-03-06", .id = id, .act = APPLICATION_COUNSEL_SAYS,
		.which_id = opinions.items[0].id, .says = STR("单价不是商业秘密")));
	opinions = opinions_of(&house, id);
	SAME_TEXT(opinions.items[0].says, "单价不是商业秘密");
	assert_string_equal(day_text(opinions.items[0].answered_on).at, "2024-03-06");
	/* Advice from outside moves no term. */
	assert_int_equal(case_load(&house, id).due_on.number, due.number);
	case_close(&house);
}

static void
who_reviews_the_law_may_ask_counsel_too_and_others_may_not(void **state)
{
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(ask_counsel(&house, id, &house.legal));
	FAILS(ask_counsel(&house, id, &house.reviewer), "account_may_not");
	FAILS(ask_counsel(&house, id, &house.author), "account_may_not");
	FAILS(ask_counsel(&house, id, &house.stranger), "account_may_not");
	FAILS(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_COUNSEL,
		      .says = STR("没有写名字"), .until = case_day("2024-03-11")),
		"application_wants");
	assert_int_equal(opinions_of(&house, id).count, 1);
	case_close(&house);
}

static void
counsel_and_departments_do_not_answer_for_each_other(void **state)
{
	struct application_opinions opinions;
	enum application_sight sight;
	struct application one;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	FINE(ask_counsel(&house, id, &house.officer));
	one = case_load(&house, id);
	FINE(application_sight(house.people.db, &house.author, &one, &sight));
	assert_int_equal(sight, APPLICATION_SEES_NOTHING);
	FINE(DO(&house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_UNIT,
		.unit_id = house.unit, .says = STR("能否公开"), .until = case_day("2024-03-11")));
	opinions = opinions_of(&house, id);
	assert_int_equal(opinions.count, 2);
	FAILS(DO(&house, author, "2024-03-05", .id = id, .act = APPLICATION_UNIT_SAYS,
		      .which_id = opinions.items[0].id, .answer = APPLICATION_AGREES,
		      .says = STR("替律师答复")),
		"account_may_not");
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_UNIT_SAYS,
		      .which_id = opinions.items[0].id, .answer = APPLICATION_AGREES,
		      .says = STR("替律师答复")),
		"application_wants");
	FAILS(DO(&house, officer, "2024-03-05", .id = id, .act = APPLICATION_COUNSEL_SAYS,
		      .which_id = opinions.items[1].id, .says = STR("替部门答复")),
		"application_wants");
	opinions = opinions_of(&house, id);
	assert_true(day_is_none(opinions.items[0].answered_on));
	assert_true(day_is_none(opinions.items[1].answered_on));
	case_close(&house);
}

/* --- proofs of service --- */

static struct letter_list
letters_of(struct case_house *house, int64_t id)
{
	struct letter_list list;

	FINE(letter_find_subject(
		house->people.db, house->people.arena, STR("application"), id, &list));
	return list;
}

static void
proof_of_service_is_a_letter_with_a_number_and_made_once(void **state)
{
	struct application_hands hands;
	struct letter_findings findings;
	struct application_events events;
	struct letter_list letters;
	struct letter letter;
	struct letter_row found;
	struct case_house house;
	int64_t again;
	int64_t proof;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	letters = letters_of(&house, id);
	assert_int_equal(letters.count, 1);
	hands = case_hands(&house, &house.officer, "2024-03-04");
	FINE(application_make_proof(
		house.people.db, &hands, house.people.arena, id, letters.rows[0].id, &proof));
	FINE(application_make_proof(
		house.people.db, &hands, house.people.arena, id, letters.rows[0].id, &again));
	assert_int_equal(proof, again);
	FINE(application_find_proof(house.people.db, house.people.arena, &letters.rows[0], &found));
	assert_int_equal(found.id, proof);
	letters = letters_of(&house, id);
	assert_int_equal(letters.count, 2);
	assert_int_equal(letters.rows[1].kind, LETTER_W24);
	assert_int_equal(letters.rows[1].state, LETTER_SIGNED);
	assert_true(letters.rows[1].number.len > 0);
	assert_int_equal(letters.rows[1].serial, 1);
	FINE(letter_load_filled(house.people.db, house.people.keys, house.people.arena, proof,
		case_day("2024-03-04"), &letter, &findings));
	FINE(application_load_events(house.people.db, house.people.arena, id, &events));
	assert_int_equal(events.items[events.count - 1].letter_id, proof);
	case_close(&house);
}

static void
void_letters_proofs_and_strangers_get_no_proof_of_service(void **state)
{
	struct application_hands hands;
	struct letter_list letters;
	struct case_house house;
	int64_t proof;
	int64_t other;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2024-03-01");
	letters = letters_of(&house, id);
	hands = case_hands(&house, &house.stranger, "2024-03-04");
	FAILS(application_make_proof(
		      house.people.db, &hands, house.people.arena, id, letters.rows[0].id, &proof),
		"account_may_not");
	hands = case_hands(&house, &house.officer, "2024-03-04");
	FINE(application_make_proof(
		house.people.db, &hands, house.people.arena, id, letters.rows[0].id, &proof));
	FAILS(application_make_proof(
		      house.people.db, &hands, house.people.arena, id, proof, &other),
		"application_state");
	FINE(application_void_letter(house.people.db, &hands, house.people.arena, id,
		&(struct letter_step){
			letters.rows[0].id, letters.rows[0].version, STR("内容有误") }));
	FAILS(application_make_proof(
		      house.people.db, &hands, house.people.arena, id, letters.rows[0].id, &other),
		"application_state");
	FAILS(application_make_proof(house.people.db, &hands, house.people.arena,
		      case_open_one(&house, "2024-03-01"), letters.rows[0].id, &other),
		"absent");
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counsel_is_asked_by_name_and_an_officer_enters_what_was_said),
		cmocka_unit_test(who_reviews_the_law_may_ask_counsel_too_and_others_may_not),
		cmocka_unit_test(counsel_and_departments_do_not_answer_for_each_other),
		cmocka_unit_test(proof_of_service_is_a_letter_with_a_number_and_made_once),
		cmocka_unit_test(void_letters_proofs_and_strangers_get_no_proof_of_service),
	};

	return TWIN_RUN(tests);
}
