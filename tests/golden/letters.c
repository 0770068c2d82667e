/* The pages of templates, of what letters share and of the register: what they save, refuse and
 * show. Who gets in is roles.c. */
#include "people.h"

#include <stdio.h>

#include "letter/letter_page.h"

/* Somebody of this role from the people of every kind; all but administrators are of agency A. */
static struct visitor *
visitor_of(enum account_role role)
{
	for (int i = 0; i < PEOPLE_KINDS; i++)
		if (people_everybody[i].role == role) {
			people_sign_in(&people_everybody[i]);
			return &people_everybody[i];
		}
	fail_msg("nobody has this role");
	return NULL;
}

static bool
shows(const char *words)
{
	return str_has(http_reply_bytes(&people_reply), str_of(words));
}

static unsigned
save(struct visitor *visitor, const char *target, const char *format, int64_t agency)
{
	char form[2000];

	snprintf(form, sizeof form, format, (long long)agency);
	return people_ask(visitor, "POST", target, form, AS_USUAL);
}

#define GOOD                                                                                       \
	"agency=%lld&version=0&do=save&text=%%7Bexemptions%%7D%%7Breasons%%7D%%0A%%7Bremedy%%7D"

static void
templates_are_saved_refused_and_come_back(void **state)
{
	struct visitor *head = visitor_of(ACCOUNT_HEAD);
	int64_t before;

	assert_int_equal(people_ask(head, "GET", "/admin/templates", "", AS_USUAL), 200);
	assert_true(shows("政府信息不予公开告知书"));
	before = people_last_entry();
	assert_int_equal(
		save(head, "/admin/templates/W13",
			"agency=%lld&version=0&do=save&text=%%7Breasons%%7D", people_agency_a),
		422);
	assert_true(shows("救济途径"));
	assert_int_equal(save(head, "/admin/templates/W13",
				 "agency=%lld&version=0&do=save&text=%%7Bnobody", people_agency_a),
		422);
	assert_int_equal(people_last_entry(), before);
	assert_int_equal(save(head, "/admin/templates/W13", GOOD, people_agency_a), 303);
	assert_int_equal(people_last_entry(), before + 1);
	/* The same old form once more. */
	assert_int_equal(save(head, "/admin/templates/W13", GOOD "x", people_agency_a), 409);
	assert_true(shows("别人已改过"));
	assert_int_equal(save(head, "/admin/templates/W13",
				 "agency=%lld&version=1&do=reset&text=", people_agency_a),
		303);
	assert_int_equal(people_ask(head, "GET", "/admin/templates/W13", "", AS_USUAL), 200);
	assert_true(shows("程序自带的模板"));
	assert_int_equal(people_ask(head, "GET", "/admin/templates/W99", "", AS_USUAL), 404);
}

static void
a_template_with_markup_is_shown_as_text(void **state)
{
	struct visitor *head = visitor_of(ACCOUNT_HEAD);

	assert_int_equal(
		save(head, "/admin/templates/W23",
			"agency=%lld&version=0&do=preview&text=%%3Cscript%%3Ealert(1)%%3C%%2F"
			"script%%3E%%7Bcorrection_result%%7D%%0A%%7Bremedy%%7D",
			people_agency_a),
		200);
	assert_false(shows("<script>alert"));
	assert_true(shows("&lt;script&gt;alert"));
}

static void
what_letters_share_is_set_by_the_agency_itself(void **state)
{
	struct visitor *head = visitor_of(ACCOUNT_HEAD);
	const char *target = "/admin/templates/settings";

	assert_int_equal(people_ask(head, "GET", target, "", AS_USUAL), 200);
	assert_int_equal(save(head, target,
				 "agency=%lld&key=letter.word&version=0&do=save&value=%%E5%%B9%%B3",
				 people_agency_a),
		303);
	assert_int_equal(people_ask(head, "GET", target, "", AS_USUAL), 200);
	assert_true(shows("平信公开〔"));
	assert_int_equal(
		save(head, target, "agency=%lld&key=letter.pattern&version=0&do=save&value=x",
			people_agency_a),
		422);
	/* A second form of the same version, and a setting of another room. */
	assert_int_equal(save(head, target, "agency=%lld&key=letter.word&version=0&do=save&value=x",
				 people_agency_a),
		409);
	assert_int_equal(save(head, target, "agency=%lld&key=mail.port&version=0&do=save&value=25",
				 people_agency_a),
		422);
}

static void
another_agency_is_out_of_reach(void **state)
{
	struct visitor *head = visitor_of(ACCOUNT_HEAD);
	int64_t before = people_last_entry();
	char target[80];

	assert_int_equal(save(head, "/admin/templates/W13", GOOD, people_agency_b), 403);
	assert_int_equal(
		save(head, "/admin/templates/settings",
			"agency=%lld&key=letter.word&version=0&do=save&value=x", people_agency_b),
		403);
	snprintf(target, sizeof target, "/admin/templates?agency=%lld", (long long)people_agency_b);
	assert_int_equal(people_ask(head, "GET", target, "", AS_USUAL), 403);
	assert_int_equal(people_last_entry(), before);
}

static void
the_register_is_shown_and_given_as_a_file(void **state)
{
	struct visitor *officer = visitor_of(ACCOUNT_CASE_OFFICER);

	assert_int_equal(
		people_ask(officer, "GET", "/desk/letters?year=x&series=%3Cb%3E&state=7&before=-1",
			"", AS_USUAL),
		200);
	assert_true(shows("还没有编号的文书"));
	assert_false(shows("<b>\""));
	assert_int_equal(people_ask(officer, "GET", "/desk/letters?as=csv", "", AS_USUAL), 200);
	assert_true(shows("文号,种类"));
	assert_int_equal(people_ask(officer, "GET", "/desk/letters?as=xlsx", "", AS_USUAL), 200);
	assert_true(str_starts(http_reply_bytes(&people_reply), STR("PK")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			templates_are_saved_refused_and_come_back, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			a_template_with_markup_is_shown_as_text, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			what_letters_share_is_set_by_the_agency_itself, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			another_agency_is_out_of_reach, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			the_register_is_shown_and_given_as_a_file, people_start, people_stop),
	};
	static const struct setting *const *const tables[] = { letter_settings, NULL };

	setting_use(tables);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
