/* The table of acts: whole, and refusing what the law does not allow. */
#include "application/application_act.h"

#include <string.h>

#include "../test.h"
#include "letter/letter.h"

static struct day
day(const char *text)
{
	struct day day;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

static struct application_act_facts
facts(enum application_state state)
{
	return (struct application_act_facts){ .state = state,
		.today = day("2024-03-20"),
		.received_on = day("2024-03-01"),
		.due_on = day("2024-03-29"),
		.correction_due = day("2024-03-12"),
		.waits_until = DAY_NONE };
}

static struct fault *
check(enum application_act act, struct application_act_facts given, const char *on)
{
	const struct application_act_rule *rule = application_act_rule(act);

	assert_non_null(rule);
	return application_act_check(rule, &given, on ? day(on) : DAY_NONE);
}

/* Every act but those of the program stands once in the table, with its own key. */
static void
each_act_stands_in_the_table_once(void **state)
{
	for (int act = APPLICATION_SUBMIT; act < APPLICATION_ACTS; act++) {
		int found = 0;

		for (const struct application_act_rule *rule = application_act_rules; rule->key;
			rule++)
			found += (int)rule->act == act;
		assert_int_equal(found, 1);
	}
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++) {
		assert_ptr_equal(application_act_find(str_of(rule->key)), rule);
		assert_true(rule->from != 0 || rule->roles == 0);
	}
}

/* From every open state some act leads on, and every state but the first can be reached. */
static void
no_state_is_a_dead_end(void **state)
{
	for (const struct application_word *word = application_state_words; word->key; word++) {
		bool leads_on = false;
		bool is_reached = word->number == APPLICATION_SUBMITTED;

		for (const struct application_act_rule *rule = application_act_rules; rule->key;
			rule++) {
			leads_on = leads_on || (rule->from & APPLICATION_STATE_BIT(word->number) &&
						       rule->to != APPLICATION_STAYS &&
						       rule->to != word->number);
			is_reached = is_reached || rule->to == word->number;
		}
		if (application_is_open((enum application_state)word->number))
			assert_true(leads_on || word->number == APPLICATION_CONSULTING);
		assert_true(is_reached);
	}
}

static void
letters_of_acts_exist(void **state)
{
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++)
		if (rule->letter)
			assert_int_not_equal(letter_kind_find(str_of(rule->letter)), LETTER_NONE);
}

/* Whatever the table does not name is refused, for each act in each state. */
static void
acts_are_refused_outside_their_states(void **state)
{
	for (const struct application_act_rule *rule = application_act_rules; rule->key; rule++)
		for (const struct application_word *word = application_state_words; word->key;
			word++) {
			struct application_act_facts given =
				facts((enum application_state)word->number);

			if (rule->from & APPLICATION_STATE_BIT(word->number))
				continue;
			FAILS(application_act_check(rule, &given, day("2024-03-20")),
				"application_state");
		}
}

static void
correction_is_asked_once_and_within_seven_working_days(void **state)
{
	struct application_act_facts given = facts(APPLICATION_OPEN);

	FINE(check(APPLICATION_ASK_CORRECTION, given, "2024-03-12"));
	FAILS(check(APPLICATION_ASK_CORRECTION, given, "2024-03-13"), "application_late");
	given.was_corrected = true;
	FAILS(check(APPLICATION_ASK_CORRECTION, given, "2024-03-12"), "application_once");
}

static void
extension_comes_once_and_before_the_due_day(void **state)
{
	struct application_act_facts given = facts(APPLICATION_OPEN);

	FINE(check(APPLICATION_EXTEND, given, "2024-03-20"));
	given.today = day("2024-04-01");
	FINE(check(APPLICATION_EXTEND, given, "2024-03-29"));
	FAILS(check(APPLICATION_EXTEND, given, "2024-03-30"), "application_late");
	given.is_extended = true;
	FAILS(check(APPLICATION_EXTEND, given, "2024-03-20"), "application_once");
}

static void
days_lie_between_receipt_and_today(void **state)
{
	struct application_act_facts given = facts(APPLICATION_OPEN);

	FAILS(check(APPLICATION_WITHDRAW, given, "2024-02-29"), "application_day");
	FAILS(check(APPLICATION_WITHDRAW, given, "2024-03-21"), "application_day");
	FAILS(check(APPLICATION_WITHDRAW, given, NULL), "application_day");
	FINE(check(APPLICATION_WITHDRAW, given, "2024-03-01"));
}

static void
silence_counts_only_after_the_term(void **state)
{
	struct application_act_facts given = facts(APPLICATION_CORRECTING);

	given.has_decision = true;
	given.waits_until = day("2024-03-20");
	FAILS(check(APPLICATION_SEND_TO_REVIEW, given, NULL), "application_early");
	given.waits_until = day("2024-03-19");
	FINE(check(APPLICATION_SEND_TO_REVIEW, given, NULL));
	given.has_decision = false;
	FAILS(check(APPLICATION_SEND_TO_REVIEW, given, NULL), "application_no_decision");
}

static void
nobody_answers_who_was_not_asked(void **state)
{
	struct application_act_facts given = facts(APPLICATION_CONSULTING);

	FAILS(check(APPLICATION_CONSULT_ANSWERED, given, "2024-03-20"), "application_state");
	FAILS(check(APPLICATION_CONSULT_UNDELIVERED, given, "2024-03-20"), "application_state");
	FAILS(check(APPLICATION_CONSULT_CALLED_OFF, given, "2024-03-20"), "application_state");
	given.asked = 1;
	FINE(check(APPLICATION_CONSULT_ANSWERED, given, "2024-03-20"));
	FINE(check(APPLICATION_CONSULT_UNDELIVERED, given, "2024-03-20"));
	FINE(check(APPLICATION_CONSULT_CALLED_OFF, given, "2024-03-20"));
}

/* Law: 国办函〔2020〕109号: 收到通知次日起. Without a receipt no term runs, so none is over. */
static void
fee_is_given_up_only_after_a_term_that_began(void **state)
{
	struct application_act_facts given = facts(APPLICATION_PAYING);

	given.has_decision = true;
	FINE(check(APPLICATION_FEE_DELIVERED, given, "2024-03-20"));
	FAILS(check(APPLICATION_SEND_TO_REVIEW, given, "2024-03-20"), "application_early");
	given.is_fee_delivered = true;
	given.waits_until = day("2024-03-19");
	FAILS(check(APPLICATION_FEE_DELIVERED, given, "2024-03-20"), "application_once");
	FINE(check(APPLICATION_SEND_TO_REVIEW, given, "2024-03-20"));
	given.waits_until = given.today;
	FAILS(check(APPLICATION_SEND_TO_REVIEW, given, "2024-03-20"), "application_early");
}

/* Law: 条例 arts. 30, 35, 42: silence ends only what was asked for. */
static void
replies_fit_what_is_waited_for(void **state)
{
	static const struct {
		enum application_state state;
		enum application_reply reply;
		bool fits;
	} pairs[] = { { APPLICATION_OPEN, APPLICATION_R36_2, true },
		{ APPLICATION_OPEN, APPLICATION_R30, false },
		{ APPLICATION_OPEN, APPLICATION_FEE_LAPSED, false },
		{ APPLICATION_OPEN, APPLICATION_R35, false },
		{ APPLICATION_OPEN, APPLICATION_R30_VAGUE, false },
		{ APPLICATION_CORRECTING, APPLICATION_R30, true },
		{ APPLICATION_CORRECTING, APPLICATION_R36_2, false },
		{ APPLICATION_CORRECTING, APPLICATION_R30_VAGUE, false },
		{ APPLICATION_PAYING, APPLICATION_FEE_LAPSED, true },
		{ APPLICATION_PAYING, APPLICATION_R30, false },
		{ APPLICATION_EXPLAINING, APPLICATION_R35, true },
		{ APPLICATION_EXPLAINING, APPLICATION_R36_2, true } };

	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		struct application_act_facts given = facts(pairs[i].state);
		struct fault *fault = application_act_check_reply(&given, pairs[i].reply);

		assert_int_equal(pairs[i].fits, fault == NULL);
		if (fault)
			assert_string_equal(fault->code, "application_reply_unfit");
	}
}

/* Law: 国办函〔2020〕109号: within the term, once; 条例 art. 35: after the reasons. */
static void
fee_and_later_term_come_once_and_in_time(void **state)
{
	struct application_act_facts given = facts(APPLICATION_OPEN);

	FINE(check(APPLICATION_NOTIFY_FEE, given, "2024-03-20"));
	FAILS(check(APPLICATION_DELAY, given, "2024-03-20"), "application_state");
	given.was_explained = true;
	FINE(check(APPLICATION_DELAY, given, "2024-03-20"));
	given.was_charged = true;
	FAILS(check(APPLICATION_NOTIFY_FEE, given, "2024-03-20"), "application_once");
	given.was_charged = false;
	given.today = day("2024-04-01");
	FAILS(check(APPLICATION_NOTIFY_FEE, given, "2024-04-01"), "application_late");
	FAILS(check(APPLICATION_DELAY, given, "2024-04-01"), "application_late");
	given.is_delayed = true;
	FAILS(check(APPLICATION_EXTEND, given, "2024-03-20"), "application_state");
}

/* The signature belongs to the head alone, the extension too. Law: 条例 art. 33. */
static void
head_signs_and_extends(void **state)
{
	assert_int_equal(application_act_rule(APPLICATION_SIGN)->roles, ACCOUNT_HEAD);
	assert_int_equal(application_act_rule(APPLICATION_EXTEND)->roles, ACCOUNT_HEAD);
	assert_true(application_act_rule(APPLICATION_SIGN)->is_last_resort);
}

static void
numbers_are_written_and_read(void **state)
{
	int64_t number;
	int year;

	assert_string_equal(application_number_text(2026, 7).at, "2026-0007");
	assert_string_equal(application_number_text(2026, 12345).at, "2026-12345");
	assert_true(application_number_parse(STR(" 2026-0007 "), &year, &number));
	assert_int_equal(year, 2026);
	assert_int_equal(number, 7);
	assert_false(application_number_parse(STR("2026-"), &year, &number));
	assert_false(application_number_parse(STR("2026-0"), &year, &number));
	assert_false(application_number_parse(STR("2026/0007"), &year, &number));
	assert_false(application_number_parse(STR("2026--007"), &year, &number));
	assert_false(application_number_parse(STR("2026-00070000000000000"), &year, &number));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_act_stands_in_the_table_once),
		cmocka_unit_test(no_state_is_a_dead_end),
		cmocka_unit_test(letters_of_acts_exist),
		cmocka_unit_test(acts_are_refused_outside_their_states),
		cmocka_unit_test(correction_is_asked_once_and_within_seven_working_days),
		cmocka_unit_test(extension_comes_once_and_before_the_due_day),
		cmocka_unit_test(days_lie_between_receipt_and_today),
		cmocka_unit_test(silence_counts_only_after_the_term),
		cmocka_unit_test(nobody_answers_who_was_not_asked),
		cmocka_unit_test(replies_fit_what_is_waited_for),
		cmocka_unit_test(fee_and_later_term_come_once_and_in_time),
		cmocka_unit_test(fee_is_given_up_only_after_a_term_that_began),
		cmocka_unit_test(head_signs_and_extends),
		cmocka_unit_test(numbers_are_written_and_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
