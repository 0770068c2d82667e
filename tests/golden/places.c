/* People who have a part of the tree: the auditor of one agency sees its audit and nothing else,
 * and agencies in the forms of people are found and chosen without losing what was typed. */
#include "people.h"

#include <stdio.h>

#include "db/db.h"

static struct str
bytes(void)
{
	return http_reply_bytes(&people_reply);
}

static bool
shows(const char *text)
{
	return str_has(bytes(), str_of(text));
}

/* One line of the audit about a thing of an agency. */
static struct fault *
write_line(struct db *db, void *arg)
{
	const struct audit_deed *deed = arg;
	const struct audit_actor actor = { .name = STR("试验"), .way = AUDIT_COMMAND };

	return audit_write(db, &actor, deed);
}

static void
note(const char *name, int64_t agency_id)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct audit_deed deed = { name, "thing", 1, agency_id, STR(""), STR("") };

	FINE(db_pool_writer(people_pool, &db));
	FINE(db_work(db, write_line, &deed));
}

static void
auditor_of_an_agency_sees_what_belongs_to_it(void **state)
{
	struct visitor *auditor = &people_of_a[A_AUDITOR];

	note("trial.in_a", people_agency_a);
	note("trial.in_b", people_agency_b);
	note("trial.nowhere", 0);
	people_sign_in(auditor);
	assert_int_equal(people_ask(auditor, "GET", "/admin/audit", "", AS_USUAL), 200);
	assert_true(shows("trial.in_a"));
	assert_false(shows("trial.in_b"));
	assert_false(shows("trial.nowhere"));
	/* No filter opens more, and the filters work. */
	assert_int_equal(people_ask(auditor, "GET", "/admin/audit?deed=trial.", "", AS_USUAL), 200);
	assert_true(shows("trial.in_a"));
	assert_false(shows("trial.in_b"));
	assert_int_equal(people_ask(auditor, "GET", "/admin/audit?agency=3", "", AS_USUAL), 200);
	assert_false(shows("trial.in_b"));
	assert_int_equal(
		people_ask(auditor, "GET", "/admin/audit?deed=session.", "", AS_USUAL), 200);
	assert_false(shows("trial.in_a"));
	/* The link to it stands in the navigation. */
	assert_int_equal(people_ask(auditor, "GET", "/desk", "", AS_USUAL), 200);
	assert_true(shows("href=\"/admin/audit\""));
}

static void
export_of_the_audit_holds_no_more_than_the_page(void **state)
{
	struct visitor *auditor = &people_of_a[A_AUDITOR];
	struct visitor *whole = &people_everybody[PEOPLE_KINDS - 1];

	note("trial.in_a", people_agency_a);
	note("trial.in_b", people_agency_b);
	people_sign_in(auditor);
	people_sign_in(whole);
	assert_int_equal(people_ask(auditor, "GET", "/admin/audit/export", "", AS_USUAL), 200);
	assert_true(shows("trial.in_a"));
	assert_false(shows("trial.in_b"));
	assert_int_equal(people_ask(whole, "GET", "/admin/audit/export", "", AS_USUAL), 200);
	assert_true(shows("trial.in_a"));
	assert_true(shows("trial.in_b"));
}

/* --- agencies in forms --- */

static void
looking_for_an_agency_keeps_what_was_typed_and_saves_nothing(void **state)
{
	struct visitor *admin = &people_of_a[TOP_SYSTEM];
	int64_t before;

	people_sign_in(admin);
	before = people_last_entry();
	assert_int_equal(
		people_ask(admin, "POST", "/admin/people",
			"login=new.one&name=&mail=a@example.cn&agency=%E5%8C%BA&find=1", AS_USUAL),
		200);
	assert_int_equal(people_last_entry(), before);
	assert_true(shows("value=\"new.one\""));
	assert_true(shows("value=\"a@example.cn\""));
	assert_true(shows("type=\"radio\" name=\"agency_pick\" value=\"2\""));
	assert_true(shows("type=\"radio\" name=\"agency_pick\" value=\"3\""));
	assert_true(shows(A "（" TOP "）"));
	/* No mistakes are told of a form that is not finished. */
	assert_false(shows("还没有保存"));
	/* The one that was chosen counts, for the same words. */
	assert_int_equal(people_ask(admin, "POST", "/admin/people",
				 "login=new.one&name=new&agency=%E5%8C%BA&agency_sought=%E5%8C%BA"
				 "&agency_pick=3",
				 AS_USUAL),
		303);
	assert_int_equal(people_ask(admin, "GET", "/admin/people?q=new.one", "", AS_USUAL), 200);
	assert_true(shows(B));
}

static void
words_that_mean_no_single_agency_bring_the_choice(void **state)
{
	struct visitor *admin = &people_of_a[TOP_SYSTEM];

	people_sign_in(admin);
	assert_int_equal(people_ask(admin, "POST", "/admin/people",
				 "login=new.one&name=new&agency=%E5%8C%BA", AS_USUAL),
		422);
	assert_true(shows("name=\"agency_pick\" value=\"2\""));
	/* What was chosen for other words is forgotten. */
	assert_int_equal(
		people_ask(admin, "POST", "/admin/people",
			"login=new.one&name=new&agency=%E5%8C%BA%E5%BA%9C&agency_sought=%E5%8C%BA"
			"&agency_pick=3",
			AS_USUAL),
		422);
	assert_true(shows("没有找到"));
	/* An exact name needs no choosing. */
	assert_int_equal(people_ask(admin, "POST", "/admin/people",
				 "login=new.one&name=new&agency=" A, AS_USUAL),
		303);
}

static void
only_agencies_of_ones_own_are_offered_and_taken(void **state)
{
	struct visitor *admin = &people_of_a[A_SYSTEM];

	people_sign_in(admin);
	assert_int_equal(people_ask(admin, "POST", "/admin/people",
				 "login=new.one&name=new&agency=%E5%8C%BA&find=1", AS_USUAL),
		200);
	assert_true(shows("name=\"agency_pick\" value=\"2\""));
	assert_false(shows("name=\"agency_pick\" value=\"3\""));
	assert_int_equal(people_ask(admin, "POST", "/admin/people",
				 "login=new.one&name=new&agency=%E5%8C%BA&agency_sought=%E5%8C%BA"
				 "&agency_pick=3",
				 AS_USUAL),
		403);
}

static void
role_is_given_for_an_agency_that_was_found(void **state)
{
	struct visitor *security = &people_everybody[PEOPLE_KINDS - 2];
	char target[80];
	int64_t before;

	people_sign_in(security);
	snprintf(
		target, sizeof target, "/admin/people/%lld/roles", (long long)people_of_a[IN_A].id);
	before = people_last_entry();
	assert_int_equal(people_ask(security, "POST", target, "role=author&agency=%E5%8C%BA&find=1",
				 AS_USUAL),
		200);
	assert_int_equal(people_last_entry(), before);
	assert_true(shows("name=\"agency_pick\" value=\"3\""));
	assert_int_equal(people_ask(security, "POST", target,
				 "role=author&reason=because&agency=%E5%8C%BA"
				 "&agency_sought=%E5%8C%BA&agency_pick=3",
				 AS_USUAL),
		303);
	assert_true(people_last_entry() > before);
}

/* --- links that are handed on --- */

static void
one_time_link_does_not_lead_to_a_host_that_somebody_sent(void **state)
{
	struct visitor *admin = &people_of_a[TOP_SYSTEM];
	char target[80];

	people_sign_in(admin);
	snprintf(target, sizeof target, "/admin/people/%lld/link", (long long)people_of_a[IN_A].id);
	/* The host of these requests is none that the program was told of. */
	assert_int_equal(people_ask(admin, "POST", target, "", AS_USUAL), 200);
	assert_true(shows("http://localhost/links/"));
	assert_false(shows("gk.test"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			auditor_of_an_agency_sees_what_belongs_to_it, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			export_of_the_audit_holds_no_more_than_the_page, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			looking_for_an_agency_keeps_what_was_typed_and_saves_nothing, people_start,
			people_stop),
		cmocka_unit_test_setup_teardown(words_that_mean_no_single_agency_bring_the_choice,
			people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			only_agencies_of_ones_own_are_offered_and_taken, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			role_is_given_for_an_agency_that_was_found, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			one_time_link_does_not_lead_to_a_host_that_somebody_sent, people_start,
			people_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
