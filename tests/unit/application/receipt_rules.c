/* The day of receipt, for each channel of art. 31. */
#include "application/application.h"

#include "../test.h"

static struct day
day(const char *text)
{
	struct day day;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

static struct application_arrival
arrival(enum application_channel channel)
{
	return (struct application_arrival){ .channel = channel,
		.submitted_on = day("2024-03-01"),
		.signed_on = day("2024-03-03"),
		.confirmed_on = day("2024-03-04"),
		.told_on = day("2024-03-05"),
		.ruled_on = day("2024-03-06") };
}

static void
each_channel_has_its_day(void **state)
{
	static const struct {
		enum application_channel channel;
		const char *day;
		const char *basis;
	} wanted[] = { { APPLICATION_IN_PERSON, "2024-03-01", "第（一）项" },
		{ APPLICATION_MAIL_SIGNED, "2024-03-03", "第（二）项" },
		{ APPLICATION_MAIL_PLAIN, "2024-03-04", "第（二）项" },
		{ APPLICATION_ONLINE, "2024-03-04", "第（三）项" },
		{ APPLICATION_FAX, "2024-03-04", "第（三）项" },
		{ APPLICATION_EMAIL, "2024-03-04", "第（三）项" },
		{ APPLICATION_ELSEWHERE, "2024-03-05", "207号" },
		{ APPLICATION_OTHER_WAY, "2024-03-06", "207号" } };

	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		struct application_arrival one = arrival(wanted[i].channel);
		struct day found = DAY_NONE;
		const char *basis = "";

		FINE(application_receipt_day(&one, &found, &basis));
		assert_string_equal(day_text(found).at, wanted[i].day);
		assert_true(str_has(str_of(basis), str_of(wanted[i].basis)));
	}
}

static void
nothing_is_received_before_it_was_confirmed(void **state)
{
	struct application_arrival one = arrival(APPLICATION_ONLINE);
	struct day found = day("2000-01-01");
	const char *basis;

	one.confirmed_on = DAY_NONE;
	FINE(application_receipt_day(&one, &found, &basis));
	assert_true(day_is_none(found));
}

static void
other_channel_without_a_rule_counts_from_confirmation(void **state)
{
	struct application_arrival one = arrival(APPLICATION_OTHER_WAY);
	struct day found;
	const char *basis;

	one.ruled_on = DAY_NONE;
	FINE(application_receipt_day(&one, &found, &basis));
	assert_string_equal(day_text(found).at, "2024-03-04");
}

static void
receipt_before_sending_is_refused(void **state)
{
	struct application_arrival one = arrival(APPLICATION_MAIL_SIGNED);
	struct day found;
	const char *basis;

	one.signed_on = day("2024-02-29");
	FAILS(application_receipt_day(&one, &found, &basis), "application_arrival");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_channel_has_its_day),
		cmocka_unit_test(nothing_is_received_before_it_was_confirmed),
		cmocka_unit_test(other_channel_without_a_rule_counts_from_confirmation),
		cmocka_unit_test(receipt_before_sending_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
