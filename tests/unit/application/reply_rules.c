/* Kinds of reply, what they must say, and the row of the annual report they count in. */
#include "application/application_reply.h"

#include <string.h>

#include "../test.h"
#include "letter/letter.h"
#include "report/report_forms.h"

static struct arena *arena;

static int
outcome(enum application_reply reply, const char *exemption)
{
	struct str exemptions[1] = { str_of(exemption ? exemption : "") };
	struct application_stated stated = { APPLICATION_INFORMATION, reply, exemptions,
		exemption ? 1 : 0, 0 };

	return application_reply_outcome(&stated);
}

/* The table of the domain: which reply counts in which row. */
static void
each_reply_counts_in_its_row(void **state)
{
	static const struct {
		enum application_reply reply;
		const char *exemption;
		const char *row;
	} wanted[] = { { APPLICATION_R36_1, NULL, "res_granted" },
		{ APPLICATION_R36_2, NULL, "res_granted" },
		{ APPLICATION_R37, "ex15_third_party", "res_partial" },
		{ APPLICATION_R36_3, "ex14_secret", "deny_secret" },
		{ APPLICATION_R36_3, "ex14_forbidden", "deny_law" },
		{ APPLICATION_R36_3, "ex14_safety", "deny_safety" },
		{ APPLICATION_R36_3, "ex15_third_party", "deny_third_party" },
		{ APPLICATION_R36_3, "ex16_internal", "deny_internal" },
		{ APPLICATION_R36_3, "ex16_process", "deny_process" },
		{ APPLICATION_R36_3, "ex16_casefile", "deny_casefile" },
		{ APPLICATION_R36_7, NULL, "deny_query" },
		{ APPLICATION_R36_4, NULL, "unable_not_held" },
		{ APPLICATION_R36_5, NULL, "unable_not_held" },
		{ APPLICATION_R38, NULL, "unable_need_create" },
		{ APPLICATION_R30_VAGUE, NULL, "unable_unclear" },
		{ APPLICATION_R30, NULL, "other_no_correction" },
		{ APPLICATION_R39_1, NULL, "no_petition" },
		{ APPLICATION_R36_6, NULL, "no_repeat" },
		{ APPLICATION_R39_2, NULL, "no_publication" },
		{ APPLICATION_R35, NULL, "no_abusive" },
		{ APPLICATION_RECONFIRM, NULL, "no_reconfirm" },
		{ APPLICATION_FEE_LAPSED, NULL, "other_no_fee" } };

	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		assert_int_equal(outcome(wanted[i].reply, wanted[i].exemption),
			application_outcome_number(wanted[i].row));
	assert_int_equal(outcome(APPLICATION_R36_3, NULL), 0);
	assert_int_equal(outcome(APPLICATION_NO_REPLY, NULL), 0);
}

/* No row is invented here: each stands in the official forms. */
static void
rows_are_those_of_the_annual_report(void **state)
{
	for (const struct application_outcome *one = application_outcomes; one->key; one++) {
		bool is_there = false;

		for (size_t i = 0; i < REPORT_APPLICATION_ROWS; i++)
			is_there =
				is_there || strcmp(report_application_labels[i].key, one->key) == 0;
		assert_true(is_there);
	}
}

static void
each_reply_goes_out_as_a_letter_that_there_is(void **state)
{
	for (const struct application_reply_rule *rule = application_reply_rules; rule->key;
		rule++) {
		enum letter_kind kind = letter_kind_find(str_of(rule->letter));

		assert_int_not_equal(kind, LETTER_NONE);
		assert_true(letter_types[kind].is_reply);
		assert_ptr_equal(application_reply_find(str_of(rule->key)), rule);
	}
}

static void
refusal_needs_exemption_and_reasons(void **state)
{
	struct str exemptions[1] = { STR("ex16_process") };
	struct application_stated stated = { APPLICATION_INFORMATION, APPLICATION_R36_3, NULL, 0,
		0 };
	struct application_lack *lacks;
	size_t count;

	FINE(application_reply_check(arena, &stated, &lacks, &count));
	assert_int_equal(count, 2);
	stated.exemptions = exemptions;
	stated.exemption_count = 1;
	stated.says = APPLICATION_SAYS_EXEMPTION | APPLICATION_SAYS_REASON;
	FINE(application_reply_check(arena, &stated, &lacks, &count));
	assert_int_equal(count, 0);
}

static void
reply_must_fit_the_kind_of_application(void **state)
{
	struct application_stated stated = { APPLICATION_AMENDMENT, APPLICATION_R36_1, NULL, 0,
		APPLICATION_SAYS_WAY };
	struct application_lack *lacks;
	size_t count;

	FINE(application_reply_check(arena, &stated, &lacks, &count));
	assert_int_equal(count, 1);
	stated.reply = APPLICATION_NO_REPLY;
	FINE(application_reply_check(arena, &stated, &lacks, &count));
	assert_int_equal(count, 1);
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
		cmocka_unit_test(each_reply_counts_in_its_row),
		cmocka_unit_test(rows_are_those_of_the_annual_report),
		cmocka_unit_test(each_reply_goes_out_as_a_letter_that_there_is),
		cmocka_unit_test(refusal_needs_exemption_and_reasons),
		cmocka_unit_test(reply_must_fit_the_kind_of_application),
	};

	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
