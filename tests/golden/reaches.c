/* What people reach inside the pages that are theirs: their own agency's reports, people and
 * agencies, and nothing of another's or of the whole installation. */
#include "people.h"

#include <stdio.h>

#include "base/file.h"
#include "db/db.h"
#include "http/http_stash.h"

enum thing { REPORT, AGENCY, PERSON, CASE };

/*
 * Somebody of agency A asks for a thing of agency A, and for the like of agency B. `path` and
 * `form` have the number of the thing in the place of #.
 */
static const struct {
	int who;
	const char *method;
	const char *path;
	const char *form;
	enum thing thing;
} reaches[] = {
	{ A_AUTHOR, "GET", "/desk/reports/#", "", REPORT },
	{ A_REVIEWER, "GET", "/desk/reports/#", "", REPORT },
	{ A_SUPERVISOR, "GET", "/desk/reports/#", "", REPORT },
	{ A_APPROVER, "GET", "/desk/reports/#", "", REPORT },
	{ A_AUTHOR, "GET", "/desk/reports/#/download/json", "", REPORT },
	{ A_AUTHOR, "GET", "/desk/reports/#/original", "", REPORT },
	{ A_APPROVER, "GET", "/desk/reports/#/step?to=return", "", REPORT },
	{ A_APPROVER, "POST", "/desk/reports/#/step", "to=return&version=1&note=because", REPORT },
	{ A_SYSTEM, "GET", "/admin/people/#", "", PERSON },
	{ A_SECURITY, "GET", "/admin/people/#", "", PERSON },
	{ A_AUDITOR, "GET", "/admin/people/#", "", PERSON },
	{ A_SYSTEM, "GET", "/admin/people/#/edit", "", PERSON },
	{ A_SYSTEM, "POST", "/admin/people/#", "name=other&agency=" A "&version=1", PERSON },
	{ A_SYSTEM, "POST", "/admin/people/#/disable", "reason=because", PERSON },
	{ A_SYSTEM, "POST", "/admin/people/#/enable", "reason=because", PERSON },
	{ A_SYSTEM, "POST", "/admin/people/#/link", "", PERSON },
	{ A_SECURITY, "POST", "/admin/people/#/unlock", "reason=because", PERSON },
	{ A_SECURITY, "POST", "/admin/people/#/sessions", "reason=because", PERSON },
	{ A_SECURITY, "POST", "/admin/people/#/factor", "reason=because", PERSON },
	{ A_SYSTEM, "GET", "/admin/agencies/#", "", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/#/edit", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/#/edit", "version=1&short_names=other", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/#/rename", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/#/rename", "version=1&name=other", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/#/end", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/#/end", "version=1&on=2020-01-01", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/#/split", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/#/split", "version=1&successors=other", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/#/move", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/#/move", "version=1", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/#/merge", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/#/merge", "version=1", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/new?below=#", "", AGENCY },
	{ A_SYSTEM, "POST", "/admin/agencies/new", "name=other&parent_id=#", AGENCY },
	{ A_SYSTEM, "GET", "/admin/agencies/export?below=#", "", AGENCY },
	{ A_CASE, "GET", "/desk/applications/#", "", CASE },
	{ A_CASE, "GET", "/api/v1/applications/#", "", CASE },
	{ A_CASE, "POST", "/api/v1/applications/#/applicant", "", CASE },
	{ A_SUPERVISOR, "GET", "/api/v1/applications/#", "", CASE },
	{ A_HEAD, "GET", "/desk/applications/#", "", CASE },
	{ A_SUPERVISOR, "GET", "/desk/applications/#", "", CASE },
	{ A_CASE, "GET", "/desk/applications/#?tab=files", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/applicant", "", CASE },
	{ A_CASE, "GET", "/desk/applications/#/acts/note", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/acts/note", "version=3&says=other", CASE },
	{ A_CASE, "GET", "/desk/applications/#/draft", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/draft/R36_3", "version=0&reasons=other", CASE },
	{ A_CASE, "GET", "/desk/applications/#/change", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/change", "version=1&description=other", CASE },
	{ A_CASE, "GET", "/desk/applications/#/files/@", "", CASE },
	{ A_CASE, "GET", "/desk/applications/#/files/@/redact", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/files/@/redact", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/files/@/release", "release=1", CASE },
	{ A_CASE, "GET", "/desk/applications/#/letters/%", "", CASE },
	{ A_HEAD, "GET", "/desk/applications/#/letters/%/docx", "", CASE },
	{ A_CASE, "GET", "/desk/applications/#/letters/%/envelope", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/letters/%/proof", "", CASE },
	{ A_CASE, "POST", "/desk/applications/#/letters/%/void", "version=1", CASE },
	{ A_CASE, "POST", "/desk/applications/#/letters/%/delivery", "sent_on=2020-03-10", CASE },
	{ A_CASE, "POST", "/desk/applications/#/files/@/remove", "reason=because", CASE },
};

static int64_t
thing_of(enum thing thing, bool is_a)
{
	switch (thing) {
	case REPORT:
		return is_a ? people_report_a : people_report_b;
	case AGENCY:
		return is_a ? people_agency_a : people_agency_b;
	case CASE:
		return is_a ? people_case_a : people_case_b;
	default:
		return is_a ? people_of_a[IN_A].id : people_of_a[IN_B].id;
	}
}

/* # is the thing, @ and % are the file and the letter of an application. */
static void
put_number(const char *text, int64_t number, char *to, size_t size)
{
	bool is_b = number == people_case_b;
	size_t len = 0;

	for (const char *at = text; *at; at++) {
		int64_t one = *at == '#'   ? number
			      : *at == '@' ? (is_b ? people_file_b : people_file_a)
					   : (is_b ? people_letter_b : people_letter_a);
		bool is_letter = *at == '%' && at > text && at[-1] == '/';

		assert_true(len + 21 < size);
		if (*at == '#' || *at == '@' || is_letter)
			len += (size_t)snprintf(to + len, size - len, "%lld", (long long)one);
		else
			to[len++] = *at;
	}
	to[len] = '\0';
}

static void
people_of_one_agency_do_not_reach_another(void **state)
{
	for (size_t i = 0; i < COUNT_OF(reaches); i++) {
		struct visitor *visitor = &people_of_a[reaches[i].who];
		char target[200];
		char form[200];
		int64_t before;

		people_sign_in(visitor);
		before = people_last_entry();
		put_number(
			reaches[i].path, thing_of(reaches[i].thing, false), target, sizeof target);
		put_number(reaches[i].form, thing_of(reaches[i].thing, false), form, sizeof form);
		people_ask(visitor, reaches[i].method, target, form, AS_USUAL);
		if (people_reply.status != 403 && people_reply.status != 404)
			fail_msg("%s reaches %s %s: %u", visitor->login, reaches[i].method, target,
				people_reply.status);
		assert_int_equal(people_last_entry(), before);
		/* The same with what is theirs, so that the refusal was for the agency. */
		put_number(
			reaches[i].path, thing_of(reaches[i].thing, true), target, sizeof target);
		put_number(reaches[i].form, thing_of(reaches[i].thing, true), form, sizeof form);
		people_ask(visitor, reaches[i].method, target, form, AS_USUAL);
		if (people_reply.status == 403 || people_reply.status == 404 ||
			people_reply.status >= 500)
			fail_msg("%s does not reach %s %s: %u %s", visitor->login,
				reaches[i].method, target, people_reply.status, people_reply.code);
	}
}

/* Of the whole installation: whoever administers one agency has nothing to do with it. */
static const struct {
	int who;
	const char *method;
	const char *path;
	const char *form;
} wholes[] = {
	{ A_SYSTEM, "GET", "/admin/settings", "" },
	{ A_SYSTEM, "POST", "/admin/settings", "key=mail.port&value=25" },
	{ A_SECURITY, "GET", "/admin/settings", "" },
	{ A_SECURITY, "POST", "/admin/settings", "key=account.idle&value=600" },
	{ A_SYSTEM, "GET", "/admin/jobs", "" },
	{ A_SYSTEM, "POST", "/admin/jobs/1/cancel", "" },
	{ A_SYSTEM, "POST", "/admin/jobs/1/again", "" },
	{ A_SYSTEM, "GET", "/admin/mail", "" },
	{ A_SYSTEM, "POST", "/admin/mail/1/cancel", "" },
	{ A_SYSTEM, "POST", "/admin/mail/1/again", "" },
	{ A_SYSTEM, "GET", "/admin/mail/words", "" },
	{ A_SYSTEM, "POST", "/admin/mail/trial", "address=a@example.cn" },
	{ A_SYSTEM, "GET", "/admin/mail/words/portal.trial", "" },
	{ A_SYSTEM, "POST", "/admin/mail/words/portal.trial", "subject=a&body=b" },
	{ A_SYSTEM, "GET", "/admin/agencies/sites", "" },
	{ A_SYSTEM, "GET", "/admin/agencies/sites/new", "" },
	{ A_SYSTEM, "POST", "/admin/agencies/sites/new", "host=a.test&title=a" },
	{ A_SYSTEM, "GET", "/admin/agencies/import", "" },
	/* Other agencies may stand beside the one at the top. */
	{ TOP_SYSTEM, "GET", "/admin/agencies/4", "" },
	{ TOP_SYSTEM, "POST", "/admin/agencies/4/edit", "version=1&short_names=other" },
	{ TOP_SYSTEM, "POST", "/admin/agencies/new", "name=other" },
	{ TOP_SYSTEM, "GET", "/admin/agencies/sites", "" },
	{ TOP_SYSTEM, "GET", "/admin/settings", "" },
};

static void
administrators_of_one_agency_do_not_administer_the_installation(void **state)
{
	for (size_t i = 0; i < COUNT_OF(wholes); i++) {
		struct visitor *visitor = &people_of_a[wholes[i].who];
		int64_t before;

		people_sign_in(visitor);
		before = people_last_entry();
		people_ask(visitor, wholes[i].method, wholes[i].path, wholes[i].form, AS_USUAL);
		if (people_reply.status != 403)
			fail_msg("%s %s by %s: %u %s", wholes[i].method, wholes[i].path,
				visitor->login, people_reply.status, people_reply.code);
		assert_int_equal(people_last_entry(), before);
	}
}

/* Lists hold what is of agency A and nothing of agency B. */
static const struct {
	int who;
	const char *path;
	const char *has;
	const char *lacks;
} lists[] = {
	{ A_AUTHOR, "/desk/reports", A, B },
	{ A_SUPERVISOR, "/desk/reports", A, B },
	{ A_AUTHOR, "/desk/reports?scope=/1/3/", A, B },
	{ A_APPROVER, "/desk", A, B },
	{ A_AUTHOR, "/desk/search?q=2020", "2020", "/desk/reports/3" },
	{ A_SYSTEM, "/desk", "/admin/people", "/admin/settings" },
	{ A_SYSTEM, "/admin/people", "zhou.in.a", "zheng.in.b" },
	{ A_SECURITY, "/admin/people", "zhou.in.a", "zheng.in.b" },
	{ A_AUDITOR, "/admin/people", "zhou.in.a", "zheng.in.b" },
	{ A_SYSTEM, "/admin/people?q=zheng", "", "zheng.in.b" },
	{ A_SYSTEM, "/admin/people/export", "zhou.in.a", "zheng.in.b" },
	{ A_SYSTEM, "/admin/agencies", A, B },
	{ A_SYSTEM, "/admin/agencies?q=%E5%8C%BA", A, B },
	{ A_SYSTEM, "/admin/agencies/export?format=csv&below=2", A, B },
};

static void
lists_hold_what_is_of_ones_own_agency(void **state)
{
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct visitor *visitor = &people_of_a[lists[i].who];
		struct str bytes;

		people_sign_in(visitor);
		people_ask(visitor, "GET", lists[i].path, "", AS_USUAL);
		if (people_reply.status != 200)
			fail_msg("%s %s: %u", visitor->login, lists[i].path, people_reply.status);
		bytes = http_reply_bytes(&people_reply);
		if (!str_has(bytes, str_of(lists[i].has)))
			fail_msg("%s %s: no %s", visitor->login, lists[i].path, lists[i].has);
		if (str_has(bytes, str_of(lists[i].lacks)))
			fail_msg("%s %s: has %s", visitor->login, lists[i].path, lists[i].lacks);
	}
}

/* A supervisor sees that there is a case and how it stands, and nothing of who asks. */
static void
supervisors_see_the_case_but_no_applicant_file_or_letter(void **state)
{
	static const char *const closed[] = { "/desk/applications/#/files/@",
		"/desk/applications/#/letters/%", "/desk/applications/#/letters/%/pdf",
		"/desk/applications/#/draft", "/desk/applications/#/change",
		"/desk/applications/#/files/@/redact" };
	static const char *const tabs[] = { "", "?tab=files", "?tab=letters", "?tab=record" };
	struct visitor *supervisor = &people_of_a[A_SUPERVISOR];
	char target[200];

	people_sign_in(supervisor);
	for (size_t i = 0; i < COUNT_OF(tabs); i++) {
		struct str bytes;

		snprintf(target, sizeof target, "/desk/applications/%lld%s",
			(long long)people_case_a, tabs[i]);
		assert_int_equal(people_ask(supervisor, "GET", target, "", AS_USUAL), 200);
		bytes = http_reply_bytes(&people_reply);
		assert_true(str_has(bytes, STR("施工合同")));
		assert_false(str_has(bytes, STR("王")));
		assert_false(str_has(bytes, STR("13900001111")));
		assert_false(str_has(bytes, STR("说明.txt")));
	}
	for (size_t i = 0; i < COUNT_OF(closed); i++) {
		put_number(closed[i], people_case_a, target, sizeof target);
		people_ask(supervisor, "GET", target, "", AS_USUAL);
		if (people_reply.status != 403 && people_reply.status != 404)
			fail_msg("%s: %u", target, people_reply.status);
	}
}

/* Forms that name an agency of their own. */
static void
nobody_gives_or_takes_beyond_the_agency(void **state)
{
	static const struct {
		int who;
		const char *path;
		const char *form;
	} gifts[] = {
		{ A_SECURITY, "/admin/people/#/roles", "role=author&agency=" B "&reason=because" },
		{ A_SECURITY, "/admin/people/#/roles",
			"role=author&agency=" TOP "&subtree=1&reason=because" },
		{ A_SECURITY, "/admin/people/#/roles", "role=system_admin&reason=because" },
		{ A_SYSTEM, "/admin/people/#", "name=other&agency=" B "&version=1" },
		{ A_SYSTEM, "/admin/people", "login=new.in.b&name=other&agency=" B },
		{ A_SYSTEM, "/admin/people", "login=new.in.all&name=other" },
	};

	for (size_t i = 0; i < COUNT_OF(gifts); i++) {
		struct visitor *visitor = &people_of_a[gifts[i].who];
		char target[200];
		int64_t before;

		people_sign_in(visitor);
		before = people_last_entry();
		put_number(gifts[i].path, people_of_a[IN_A].id, target, sizeof target);
		people_ask(visitor, "POST", target, gifts[i].form, AS_USUAL);
		if (people_reply.status < 400 || people_reply.status >= 500)
			fail_msg("%s %s %s: %u", visitor->login, target, gifts[i].form,
				people_reply.status);
		assert_int_equal(people_last_entry(), before);
	}
}

/* A file that was checked is stored for the author's own agency only. */
static void
authors_store_for_their_own_agency_only(void **state)
{
	struct visitor *author = &people_of_a[A_AUTHOR];
	CLOSING(buf_done) struct buf bytes;
	struct random_name token;
	char form[300];
	int64_t before;

	buf_init(&bytes, 1 << 20);
	FINE(file_read(SAMPLE_FOLDER "/000-pingfang-2020.txt", &bytes));
	FINE(http_stash_put(http_stash_of(people_http), STR("a.txt"), buf_str(&bytes), &token));
	people_sign_in(author);
	before = people_last_entry();
	snprintf(form, sizeof form, "token=%s&agency=" B "&year=2022", token.at);
	assert_int_equal(people_ask(author, "POST", "/reports", form, AS_USUAL), 422);
	assert_true(str_has(http_reply_bytes(&people_reply), STR("您在这个机关没有")));
	snprintf(form, sizeof form, "token=%s&agency=" TOP "&year=2022", token.at);
	assert_int_equal(people_ask(author, "POST", "/reports", form, AS_USUAL), 422);
	assert_true(str_has(http_reply_bytes(&people_reply), STR("您在这个机关没有")));
	assert_int_equal(people_last_entry(), before);
	snprintf(form, sizeof form, "token=%s&agency=" A "&year=2022", token.at);
	assert_int_equal(people_ask(author, "POST", "/reports", form, AS_USUAL), 303);
	assert_int_equal(people_last_entry(), before + 1);
}

/* Sessions and loans are known by numbers, which anybody can count up. */
static void
nobody_ends_what_belongs_to_another_person(void **state)
{
	struct visitor *author = &people_of_a[A_AUTHOR];
	struct visitor *other = &people_of_a[IN_B];
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_session session;
	bool is_found = false;
	char target[100];
	int64_t before;

	people_sign_in(author);
	people_sign_in(other);
	FINE(db_pool_reader(people_pool, &db));
	FINE(account_find_session(
		people_gate, db, people_arena, str_of(other->token), &is_found, &session));
	assert_true(is_found);
	db_give_back(&db);
	before = people_last_entry();
	snprintf(target, sizeof target, "/profile/sessions/%lld/end", (long long)session.id);
	people_ask(author, "POST", target, "", AS_USUAL);
	assert_int_equal(people_last_entry(), before);
	assert_int_equal(people_ask(other, "GET", "/profile", "", AS_USUAL), 200);
	/* Its owner may. */
	assert_int_equal(people_ask(other, "POST", target, "", AS_USUAL), 303);
	assert_int_equal(people_ask(other, "GET", "/profile", "", AS_USUAL), 303);
	assert_true(people_is_refused("GET"));
}

/* Pages of a report come from memory once they were drawn; who may see them is asked each time. */
static void
what_was_drawn_before_is_shown_to_nobody_else(void **state)
{
	struct visitor *approver = &people_of_a[A_APPROVER];
	struct visitor nobody = { NULL };
	char waiting[60];
	char desk[60];
	char shown[60];
	char form[80];
	int version = 0;

	snprintf(waiting, sizeof waiting, "/reports/%lld", (long long)people_report_a);
	snprintf(desk, sizeof desk, "/desk/reports/%lld", (long long)people_report_a);
	snprintf(shown, sizeof shown, "/reports/%lld", (long long)people_shown_a);
	people_sign_in(approver);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(people_ask(approver, "GET", desk, "", AS_USUAL), 200);
		assert_int_equal(people_ask(&nobody, "GET", waiting, "", AS_USUAL), 404);
		assert_int_equal(people_ask(&nobody, "GET", shown, "", AS_USUAL), 200);
	}
	snprintf(desk, sizeof desk, "/desk/reports/%lld/step", (long long)people_shown_a);
	do
		snprintf(form, sizeof form, "to=withdraw&version=%d&note=because", ++version);
	while (people_ask(approver, "POST", desk, form, AS_USUAL) != 303 && version < 9);
	assert_int_equal(people_reply.status, 303);
	assert_int_equal(people_ask(&nobody, "GET", shown, "", AS_USUAL), 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			people_of_one_agency_do_not_reach_another, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			administrators_of_one_agency_do_not_administer_the_installation,
			people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			supervisors_see_the_case_but_no_applicant_file_or_letter, people_start,
			people_stop),
		cmocka_unit_test_setup_teardown(
			lists_hold_what_is_of_ones_own_agency, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			nobody_gives_or_takes_beyond_the_agency, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			authors_store_for_their_own_agency_only, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			nobody_ends_what_belongs_to_another_person, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			what_was_drawn_before_is_shown_to_nobody_else, people_start, people_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
