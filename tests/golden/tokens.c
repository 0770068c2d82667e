/* Programs that ask in a person's place: what an access token opens, what it does not, and what the
 * API then says, on a real store. What ends a token is tests/store/account_access.c's. */
#include "people.h"

#include <stdio.h>

#include "account/account_access.h"
#include "base/json.h"
#include "db/db.h"
#include "program/rooms.h"

/* "Bearer gk_…" of a token of this person. */
struct brought {
	char at[80];
};

static struct brought
token_of(const struct visitor *visitor, unsigned roles, bool may_write)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_person person = { .id = visitor->id, .roles = visitor->held };
	struct account_doer doer = { .person = &person, .actor = { .name = STR("试验") } };
	struct account_access_plan plan = { .name = STR("平台"),
		.roles = roles,
		.may_write = may_write,
		.last = { day_today().number + 1 } };
	struct account_access_text text;
	struct brought brought;
	int64_t id;

	FINE(db_pool_writer(people_pool, &db));
	FINE(account_access_make(people_gate, db, people_arena, &doer, &plan, &id, &text));
	snprintf(brought.at, sizeof brought.at, "Bearer %s", text.at);
	return brought;
}

static struct brought
reading(int who)
{
	return token_of(&people_of_a[who], people_of_a[who].role, false);
}

static bool
says(const char *text)
{
	return str_has(http_reply_bytes(&people_reply), str_of(text));
}

static struct str
path_of(const char *format, int64_t id)
{
	struct str path;

	FINE(str_print(people_arena, &path, "/api/v1/applications/%lld%s", (long long)id, format));
	return path;
}

static unsigned
ask(const struct brought *brought, const char *target)
{
	return people_ask_by(brought->at, NULL, "GET", target);
}

/* --- what it opens --- */

static void
token_opens_the_interface_and_no_page(void **state)
{
	static const char *const pages[] = { "/desk", "/desk/applications", "/profile",
		"/profile/tokens", "/desk/applications/all", "/admin/people" };
	struct brought brought = reading(A_CASE);

	assert_int_equal(ask(&brought, "/api/v1/applications"), 200);
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		assert_int_equal(ask(&brought, pages[i]), 303);
		assert_true(
			str_starts(http_reply_find(&people_reply, "Location"), STR("/sign-in")));
	}
	/* Not even in disguise. */
	assert_int_not_equal(ask(&brought, "/api/../desk"), 200);
	assert_int_equal(people_ask_by(brought.at, NULL, "POST", "/profile/tokens/1/end"), 401);
	/* The public pages do not know who brought it. */
	assert_int_equal(ask(&brought, "/reports"), 200);
	assert_false(says("a.case"));
}

static void
token_that_does_not_count_is_refused_everywhere_with_both_languages(void **state)
{
	static const char *const tokens[] = { "Bearer gk_"
					      "0000000000000000000000000000000000000000000000000000"
					      "000000000000",
		"Bearer x", "Bearer ", "bearer gk_1" };

	people_sign_in(&people_of_a[A_CASE]);
	for (size_t i = 0; i < COUNT_OF(tokens); i++) {
		assert_int_equal(people_ask_by(tokens[i], NULL, "GET", "/api/v1/reports"), 401);
		/* A cookie does not help it. */
		assert_int_equal(people_ask_by(tokens[i], &people_of_a[A_CASE], "GET",
					 "/api/v1/applications"),
			401);
		SAME_TEXT(str_of(people_reply.code), "http_token");
		assert_true(says("\"zh\":\"访问令牌无效"));
		assert_true(says("\"en\":\"The access token does not count"));
		assert_true(str_has(
			http_reply_find(&people_reply, "WWW-Authenticate"), STR("invalid_token")));
	}
	/* Who brings none is told to bring one. */
	assert_int_equal(
		people_ask(&people_everybody[0], "GET", "/api/v1/applications", "", AS_USUAL), 401);
	SAME_TEXT(str_of(people_reply.code), "http_sign_in");
	assert_true(str_starts(
		http_reply_find(&people_reply, "WWW-Authenticate"), STR("Bearer realm=")));
	/* Another scheme is none of ours. */
	assert_int_equal(
		people_ask_by("Basic YTpi", &people_of_a[A_CASE], "GET", "/api/v1/applications"),
		200);
}

static void
token_without_the_role_is_told_which_one_is_needed(void **state)
{
	struct brought brought = reading(A_AUTHOR);

	assert_int_equal(ask(&brought, "/api/v1/applications"), 403);
	SAME_TEXT(str_of(people_reply.code), "account_may_not");
	assert_true(says("\"zh\":"));
}

/* --- one case --- */

static void
officer_gets_the_whole_case_with_the_name_masked(void **state)
{
	struct brought brought = reading(A_CASE);
	struct str path = path_of("", people_case_a);

	assert_int_equal(ask(&brought, path.at), 200);
	assert_true(says("\"state\":\"open\""));
	assert_true(says("\"applicant_name_masked\":\"王**\""));
	assert_true(says("\"clock\":{\"received\":\"2020-03-10\",\"due\":\"2020-04-08\""));
	assert_true(says("\"kind\":\"working\""));
	assert_true(says("\"act\":\"register\""));
	assert_true(says("\"letters\":[{"));
	assert_true(says("\"kind\":\"W01\""));
	assert_true(says("\"decision\":null"));
	assert_false(says("王小明"));
	assert_false(says("13900001111"));
	assert_int_equal(people_reply.cache, HTTP_CACHE_NEVER);
}

static void
supervisor_gets_the_case_without_letters_and_name(void **state)
{
	struct brought brought = reading(A_SUPERVISOR);

	assert_int_equal(ask(&brought, path_of("", people_case_a).at), 200);
	assert_true(says("\"applicant_name_masked\":null"));
	assert_true(says("\"letters\":null"));
	assert_false(says("王"));
	brought = token_of(&people_of_a[A_SUPERVISOR], ACCOUNT_SUPERVISOR, true);
	assert_int_equal(
		people_ask_by(brought.at, NULL, "POST", path_of("/applicant", people_case_a).at),
		403);
}

static void
case_of_another_agency_is_not_there(void **state)
{
	struct brought brought = token_of(&people_of_a[A_CASE], ACCOUNT_CASE_OFFICER, true);

	assert_int_equal(ask(&brought, path_of("", people_case_b).at), 404);
	assert_true(says("\"en\":"));
	assert_int_equal(
		people_ask_by(brought.at, NULL, "POST", path_of("/applicant", people_case_b).at),
		404);
	assert_int_equal(ask(&brought, path_of("", 999999).at), 404);
	assert_int_equal(ask(&brought, "/api/v1/applications/x"), 404);
}

static void
personal_data_are_opened_by_a_request_of_its_own_that_is_written_down(void **state)
{
	struct brought brought = reading(A_CASE);
	struct str path = path_of("/applicant", people_case_a);
	int64_t before = people_last_entry();

	assert_int_equal(people_ask_by(brought.at, NULL, "POST", path.at), 403);
	SAME_TEXT(str_of(people_reply.code), "account_access_reads");
	assert_int_equal(people_last_entry(), before);
	brought = token_of(&people_of_a[A_CASE], ACCOUNT_CASE_OFFICER, true);
	before = people_last_entry();
	assert_int_equal(people_ask_by(brought.at, NULL, "POST", path.at), 200);
	assert_true(says("\"name\":\"王小明\""));
	assert_true(says("\"phone\":\"13900001111\""));
	assert_int_equal(people_last_entry(), before + 1);
}

/* --- many --- */

static void
lists_lines_and_figures_show_one_s_own_agency_alone(void **state)
{
	CLOSING(json_close) struct json_value *json = NULL;
	struct brought brought = reading(A_CASE);
	struct str line;
	struct str rest;
	int64_t id;

	assert_int_equal(ask(&brought, "/api/v1/applications"), 200);
	assert_true(says("\"next_before\":null"));
	assert_false(says(B));
	assert_int_equal(ask(&brought, "/api/v1/applications/lines"), 200);
	assert_true(str_starts(str_of(people_reply.type), STR("application/x-ndjson")));
	rest = str_cut(http_reply_bytes(&people_reply), STR("\n"), &line);
	assert_int_equal(rest.len, 0);
	FINE(json_parse(line, &json));
	assert_true(json_number(json_member(json, "id"), &id));
	assert_int_equal(id, people_case_a);
	assert_false(says("王小明"));
	assert_int_equal(ask(&brought, "/api/v1/applications/lines?before=1"), 200);
	assert_int_equal(http_reply_bytes(&people_reply).len, 0);
	assert_int_equal(ask(&brought, "/api/v1/applications/figures?period=2020"), 200);
	assert_true(says("\"new_received\":{\"natural_person\":1,"));
	assert_true(says("\"last\":\"2020-12-31\""));
	assert_false(says(B));
	assert_int_equal(ask(&brought, "/api/v1/applications/figures?period=soon"), 422);
	assert_int_equal(ask(&brought, "/api/v1/applications/figures?agency=3"), 404);
}

/* The same from the page, where people may ask for the applicants too. */
static void
exported_lines_have_applicants_only_when_asked_for(void **state)
{
	struct visitor *officer = &people_of_a[A_CASE];
	int64_t before;

	people_sign_in(officer);
	people_ask(officer, "POST", "/desk/applications/export", "format=jsonl", AS_USUAL);
	assert_int_equal(people_reply.status, 200);
	assert_false(says("王小明"));
	before = people_last_entry();
	people_ask(officer, "POST", "/desk/applications/export", "format=jsonl&applicants=1",
		AS_USUAL);
	assert_true(says("\"applicant_data\":{\"kind\":\"natural_person\",\"name\":\"王小明\""));
	assert_int_equal(people_last_entry(), before + 1);
	people_sign_in(&people_of_a[A_SUPERVISOR]);
	people_ask(&people_of_a[A_SUPERVISOR], "POST", "/desk/applications/export",
		"format=jsonl&applicants=1", AS_USUAL);
	assert_true(says("\"applicant_data\":null"));
	assert_false(says("王小明"));
}

/* --- what is written about it --- */

static void
find_described(const struct json_value *paths, const struct route *route)
{
	char method[8] = "";
	char path[200];
	size_t len = 0;

	for (const char *at = route->path; *at; at++) {
		assert_true(len + 2 < sizeof path);
		path[len++] = *at;
		if (*at != ':')
			continue;
		path[len - 1] = '{';
		while (at[1] && at[1] != '/')
			path[len++] = *++at;
		path[len++] = '}';
	}
	path[len] = '\0';
	for (size_t i = 0; route->method[i] && i < sizeof method - 1; i++)
		method[i] = (char)(route->method[i] + ('a' - 'A'));
	if (!json_member(json_member(paths, path), method))
		fail_msg("%s %s is not in openapi.json", route->method, path);
}

static void
every_route_of_the_interface_is_described(void **state)
{
	CLOSING(json_close) struct json_value *json = NULL;
	int count = 0;

	people_ask(&people_everybody[0], "GET", "/api/v1/openapi.json", "", AS_USUAL);
	FINE(json_parse(http_reply_bytes(&people_reply), &json));
	for (const struct route *const *table = program_routes; *table; table++)
		for (const struct route *route = *table; route->method; route++) {
			if (!str_starts(str_of(route->path), STR("/api/v1/")) ||
				strcmp(route->path, "/api/v1/openapi.json") == 0)
				continue;
			find_described(json_member(json, "paths"), route);
			count++;
		}
	assert_true(count > 10);
}

/* --- how often --- */

static void
token_that_asks_too_often_waits_and_others_do_not(void **state)
{
	struct brought busy = reading(A_CASE);
	struct brought other = reading(A_CASE);

	people_limit(3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(ask(&busy, "/api/v1/applications"), 200);
	assert_int_equal(ask(&busy, "/api/v1/applications"), 429);
	assert_true(says("\"code\":\"http_rate\""));
	assert_true(says("\"en\":\"Too many requests"));
	assert_true(http_reply_find(&people_reply, "Retry-After").len > 0);
	assert_int_equal(ask(&other, "/api/v1/applications"), 200);
	people_limit(1000000);
}

/* --- the page --- */

static void
make_by_page(struct visitor *visitor, const char *password, struct brought *ret_brought)
{
	struct str page;
	struct str head;
	char form[300];

	snprintf(form, sizeof form,
		"name=%%E5%%B9%%B3%%E5%%8F%%B0&role_case_officer=1&last=%s&present=%s",
		day_text(day_today()).at, password);
	people_sign_in(visitor);
	people_ask(visitor, "POST", "/profile/tokens", form, AS_USUAL);
	page = str_cut(http_reply_bytes(&people_reply), STR("<code>gk_"), &head);
	memset(ret_brought, 0, sizeof *ret_brought);
	if (people_reply.status != 200)
		return;
	assert_true(page.len > 64);
	snprintf(ret_brought->at, sizeof ret_brought->at, "Bearer gk_%.64s", page.at);
}

static void
page_shows_a_new_token_once_and_takes_it_back(void **state)
{
	struct visitor *officer = &people_of_a[A_CASE];
	struct brought brought;

	make_by_page(officer, "wrong+password", &brought);
	assert_int_equal(people_reply.status, 422);
	assert_false(says("gk_"));
	make_by_page(officer, "lantern+river+48+spade", &brought);
	assert_int_equal(people_reply.status, 200);
	assert_int_equal(people_reply.cache, HTTP_CACHE_NEVER);
	assert_int_equal(ask(&brought, "/api/v1/applications"), 200);
	people_ask(officer, "GET", "/profile/tokens", "", AS_USUAL);
	assert_true(says("平台"));
	assert_false(says("gk_"));
	people_ask(officer, "POST", "/profile/tokens/1/end", "", AS_USUAL);
	assert_int_equal(people_reply.status, 303);
	assert_int_equal(ask(&brought, "/api/v1/applications"), 401);
	people_ask(officer, "POST", "/profile/tokens/1/end", "", AS_USUAL);
	assert_int_equal(people_reply.status, 404);
}

static void
security_administrator_sees_the_tokens_of_a_person_and_ends_them(void **state)
{
	struct visitor *security = &people_of_a[A_SECURITY];
	struct brought brought = reading(A_CASE);
	char path[100];

	people_sign_in(security);
	snprintf(path, sizeof path, "/admin/people/%lld", (long long)people_of_a[A_CASE].id);
	people_ask(security, "GET", path, "", AS_USUAL);
	assert_true(says("收回令牌 平台"));
	people_sign_in(&people_of_a[A_AUDITOR]);
	people_ask(&people_of_a[A_AUDITOR], "GET", path, "", AS_USUAL);
	assert_true(says("访问令牌"));
	assert_false(says("收回令牌"));
	snprintf(path, sizeof path, "/admin/people/%lld/tokens/1/end",
		(long long)people_of_a[A_CASE].id);
	people_ask(security, "POST", path, "", AS_USUAL);
	assert_int_equal(people_reply.status, 303);
	assert_int_equal(ask(&brought, "/api/v1/applications"), 401);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, people_start, people_stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(token_opens_the_interface_and_no_page),
		TEST(token_that_does_not_count_is_refused_everywhere_with_both_languages),
		TEST(token_without_the_role_is_told_which_one_is_needed),
		TEST(officer_gets_the_whole_case_with_the_name_masked),
		TEST(supervisor_gets_the_case_without_letters_and_name),
		TEST(case_of_another_agency_is_not_there),
		TEST(personal_data_are_opened_by_a_request_of_its_own_that_is_written_down),
		TEST(lists_lines_and_figures_show_one_s_own_agency_alone),
		TEST(exported_lines_have_applicants_only_when_asked_for),
		TEST(every_route_of_the_interface_is_described),
		TEST(token_that_asks_too_often_waits_and_others_do_not),
		TEST(page_shows_a_new_token_once_and_takes_it_back),
		TEST(security_administrator_sees_the_tokens_of_a_person_and_ends_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
