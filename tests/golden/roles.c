/* Who gets in where: every route of the program asked by everybody, on a real store with real
 * sessions. What people of one agency reach of another is reaches.c; what pages then show has tests
 * of its own. */
#include "people.h"

#include <stdio.h>

#include "program/rooms.h"

/* --- what is expected --- */

enum {
	ALL = ANYONE,
	SIGNED = ACCOUNT_SIGNED_IN,
	HALF = ACCOUNT_HALF_SIGNED_IN,
	AUTHOR = ACCOUNT_AUTHOR,
	APPROVER = ACCOUNT_APPROVER,
	STAFF = ACCOUNT_AUTHOR | ACCOUNT_REVIEWER | ACCOUNT_APPROVER | ACCOUNT_SUPERVISOR,
	SYSTEM = ACCOUNT_SYSTEM_ADMIN,
	SECURITY = ACCOUNT_SECURITY_ADMIN,
	AUDITOR = ACCOUNT_AUDITOR,
	ADMINS = SYSTEM | SECURITY | AUDITOR,
	WORDS = ACCOUNT_HEAD | ACCOUNT_LEGAL_REVIEWER,
	CASE_PEOPLE = WORDS | ACCOUNT_CASE_OFFICER | ACCOUNT_REVIEWER,
	WATCHERS = CASE_PEOPLE | ACCOUNT_SUPERVISOR,
	LETTERS = WORDS | ACCOUNT_CASE_OFFICER | ACCOUNT_SUPERVISOR,
};

/* Written by hand, not made from the tables: a route that is new or opened wider stands here too,
 * or this test fails. */
static const struct {
	const char *method;
	const char *path;
	unsigned who;
} expected[] = {
	{ "GET", "/", ALL },
	{ "GET", "/reports", ALL },
	{ "GET", "/agencies/:id", ALL },
	{ "GET", "/rules", ALL },
	{ "GET", "/reports/:id", ALL },
	{ "GET", "/reports/:id/download/:format", ALL },
	{ "GET", "/reports/:id/original", ALL },
	{ "GET", "/check", ALL },
	{ "POST", "/check", ALL },
	{ "POST", "/reports", AUTHOR },
	{ "GET", "/compare", ALL },
	{ "GET", "/api", ALL },
	{ "GET", "/api/v1/openapi.json", ALL },
	{ "GET", "/api/v1/agencies", ALL },
	{ "GET", "/api/v1/reports", ALL },
	{ "GET", "/api/v1/reports/:id", ALL },
	{ "GET", "/api/v1/reports/:id/facts", ALL },
	{ "POST", "/api/v1/reports/check", ALL },
	{ "GET", "/apply", ALL },
	{ "GET", "/apply/:id", ALL },
	{ "POST", "/apply/:id", ALL },
	{ "GET", "/apply/sent", ALL },
	{ "POST", "/apply/sent", ALL },
	{ "GET", "/apply/progress", ALL },
	{ "POST", "/apply/progress", ALL },
	{ "GET", "/apply/progress/case", ALL },
	{ "POST", "/apply/progress/end", ALL },
	{ "POST", "/apply/progress/acts/:act", ALL },
	{ "GET", "/apply/progress/letters/:letter/:format", ALL },
	{ "GET", "/apply/progress/files/:file", ALL },
	{ "POST", "/api/v1/applications/status", ALL },
	{ "GET", "/desk/applications/new", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/new", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/code", ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/applications", WATCHERS | ACCOUNT_AUTHOR },
	{ "GET", "/desk/applications/all", WATCHERS },
	{ "POST", "/desk/applications/filters", WATCHERS },
	{ "POST", "/desk/applications/filters/:id/drop", WATCHERS },
	{ "POST", "/desk/applications/export", WATCHERS },
	{ "POST", "/desk/applications/bulk", ACCOUNT_CASE_OFFICER | ACCOUNT_HEAD },
	{ "GET", "/desk/applications/calendar", WATCHERS },
	{ "GET", "/desk/applications/figures", WATCHERS },
	{ "GET", "/desk/applications/figures/:format", WATCHERS },
	{ "GET", "/api/v1/applications", WATCHERS },
	{ "GET", "/api/v1/applications/lines", WATCHERS },
	{ "GET", "/api/v1/applications/figures", WATCHERS },
	{ "GET", "/api/v1/applications/:id", WATCHERS },
	{ "POST", "/api/v1/applications/:id/applicant", CASE_PEOPLE },
	{ "GET", "/desk/applications/:id", WATCHERS | ACCOUNT_AUTHOR },
	{ "POST", "/desk/applications/:id/applicant", CASE_PEOPLE },
	{ "GET", "/desk/applications/:id/acts/:act", CASE_PEOPLE | ACCOUNT_AUTHOR },
	{ "POST", "/desk/applications/:id/acts/:act", CASE_PEOPLE | ACCOUNT_AUTHOR },
	{ "GET", "/desk/applications/:id/draft", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/draft/:reply", ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/disputes", LETTERS },
	{ "GET", "/desk/disputes/new", ACCOUNT_CASE_OFFICER | ACCOUNT_LEGAL_REVIEWER },
	{ "POST", "/desk/disputes/new", ACCOUNT_CASE_OFFICER | ACCOUNT_LEGAL_REVIEWER },
	{ "GET", "/desk/disputes/:id", LETTERS },
	{ "POST", "/desk/disputes/:id", ACCOUNT_CASE_OFFICER | ACCOUNT_LEGAL_REVIEWER },
	{ "GET", "/desk/applications/disposal", ACCOUNT_CASE_OFFICER | ACCOUNT_HEAD },
	{ "POST", "/desk/applications/disposal", ACCOUNT_CASE_OFFICER | ACCOUNT_HEAD },
	{ "GET", "/desk/applications/:id/archive", CASE_PEOPLE },
	{ "POST", "/desk/applications/:id/archive", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/archive.zip", CASE_PEOPLE },
	{ "GET", "/desk/applications/:id/files/:file", CASE_PEOPLE },
	{ "POST", "/desk/applications/:id/files/:file/release", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/files", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/files/:file/remove", ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/applications/:id/files/:file/redact", ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/applications/:id/files/:file/pages/:page", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/files/:file/redact", ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/applications/:id/change", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/change", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/letters/:letter/void", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/letters/:letter/delivery", ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/:id/letters/:letter/proof", ACCOUNT_CASE_OFFICER },
	{ "GET", "/desk/applications/:id/letters/:letter", CASE_PEOPLE },
	{ "GET", "/desk/applications/:id/letters/:letter/:format", CASE_PEOPLE },
	{ "GET", "/desk/reports", STAFF },
	{ "GET", "/desk/reports/:id", STAFF },
	{ "GET", "/desk/reports/:id/download/:format", STAFF },
	{ "GET", "/desk/reports/:id/original", STAFF },
	{ "GET", "/desk/reports/:id/step", APPROVER },
	{ "POST", "/desk/reports/:id/step", APPROVER },
	{ "GET", "/directory", ALL },
	{ "GET", "/directory/:id", ALL },
	{ "GET", "/admin/agencies", SYSTEM },
	{ "GET", "/admin/agencies/:id", SYSTEM },
	{ "GET", "/admin/agencies/new", SYSTEM },
	{ "POST", "/admin/agencies/new", SYSTEM },
	{ "GET", "/admin/agencies/:id/edit", SYSTEM },
	{ "POST", "/admin/agencies/:id/edit", SYSTEM },
	{ "GET", "/admin/agencies/:id/rename", SYSTEM },
	{ "POST", "/admin/agencies/:id/rename", SYSTEM },
	{ "GET", "/admin/agencies/:id/end", SYSTEM },
	{ "POST", "/admin/agencies/:id/end", SYSTEM },
	{ "GET", "/admin/agencies/:id/split", SYSTEM },
	{ "POST", "/admin/agencies/:id/split", SYSTEM },
	{ "GET", "/admin/agencies/:id/move", SYSTEM },
	{ "POST", "/admin/agencies/:id/move", SYSTEM },
	{ "GET", "/admin/agencies/:id/merge", SYSTEM },
	{ "POST", "/admin/agencies/:id/merge", SYSTEM },
	{ "GET", "/admin/agencies/import", SYSTEM },
	{ "POST", "/admin/agencies/import", SYSTEM },
	{ "POST", "/admin/agencies/import/confirm", SYSTEM },
	{ "GET", "/admin/agencies/export", SYSTEM },
	{ "GET", "/admin/agencies/import/blank", SYSTEM },
	{ "GET", "/admin/agencies/sites", SYSTEM },
	{ "GET", "/admin/agencies/sites/new", SYSTEM },
	{ "POST", "/admin/agencies/sites/new", SYSTEM },
	{ "GET", "/admin/agencies/sites/:id", SYSTEM },
	{ "POST", "/admin/agencies/sites/:id", SYSTEM },
	{ "POST", "/admin/agencies/sites/:id/drop", SYSTEM },
	{ "GET", "/clock", ALL },
	{ "GET", "/api/v1/clock", ALL },
	{ "GET", "/fee", ALL },
	{ "GET", "/api/v1/fee", ALL },
	{ "GET", "/admin/calendar", SYSTEM },
	{ "POST", "/admin/calendar/preview", SYSTEM },
	{ "POST", "/admin/calendar/confirm", SYSTEM },
	{ "POST", "/admin/calendar/local", SYSTEM },
	{ "POST", "/admin/calendar/local/drop", SYSTEM },
	{ "GET", "/admin/templates", WORDS },
	{ "GET", "/admin/templates/:kind", WORDS },
	{ "POST", "/admin/templates/:kind", WORDS },
	{ "GET", "/admin/templates/settings", WORDS },
	{ "POST", "/admin/templates/settings", WORDS },
	{ "GET", "/desk/letters", LETTERS },
	{ "GET", "/sign-in", ALL },
	{ "POST", "/sign-in", ALL },
	{ "GET", "/sign-in/next", SIGNED | HALF },
	{ "POST", "/sign-in/code", HALF },
	{ "POST", "/sign-in/password", HALF },
	{ "POST", "/sign-out", SIGNED | HALF },
	{ "GET", "/links/:token", ALL },
	{ "POST", "/links/:token", ALL },
	{ "GET", "/set-up/:token", ALL },
	{ "POST", "/set-up/:token", ALL },
	{ "GET", "/profile", SIGNED },
	{ "POST", "/profile", SIGNED },
	{ "GET", "/profile/password", SIGNED },
	{ "POST", "/profile/password", SIGNED },
	{ "GET", "/profile/second-factor", SIGNED | HALF },
	{ "POST", "/profile/second-factor/begin", SIGNED | HALF },
	{ "POST", "/profile/second-factor/confirm", SIGNED | HALF },
	{ "POST", "/profile/second-factor/drop", SIGNED },
	{ "POST", "/profile/sessions/end", SIGNED },
	{ "POST", "/profile/sessions/:id/end", SIGNED },
	{ "POST", "/profile/delegations", SIGNED },
	{ "POST", "/profile/delegations/:id/end", SIGNED },
	{ "GET", "/profile/tokens", SIGNED },
	{ "POST", "/profile/tokens", SIGNED },
	{ "POST", "/profile/tokens/:id/end", SIGNED },
	{ "GET", "/admin/people", ADMINS },
	{ "GET", "/admin/people/export", ADMINS },
	{ "GET", "/admin/people/new", SYSTEM },
	{ "POST", "/admin/people", SYSTEM },
	{ "GET", "/admin/people/import", SYSTEM },
	{ "POST", "/admin/people/import", SYSTEM },
	{ "POST", "/admin/people/import/store", SYSTEM },
	{ "GET", "/admin/people/:id/edit", SYSTEM },
	{ "POST", "/admin/people/:id", SYSTEM },
	{ "GET", "/admin/people/:id", ADMINS },
	{ "POST", "/admin/people/:id/disable", SYSTEM },
	{ "POST", "/admin/people/:id/enable", SYSTEM },
	{ "POST", "/admin/people/:id/link", SYSTEM },
	{ "POST", "/admin/people/:id/unlock", SECURITY },
	{ "POST", "/admin/people/:id/sessions", SECURITY },
	{ "POST", "/admin/people/:id/factor", SECURITY },
	{ "POST", "/admin/people/:id/roles", SECURITY },
	{ "POST", "/admin/people/:id/roles/:role/take", SECURITY },
	{ "POST", "/admin/people/:id/tokens/:token/end", SECURITY },
	{ "GET", "/desk", SIGNED },
	{ "GET", "/desk/search", SIGNED },
	{ "GET", "/desk/notices", SIGNED },
	{ "POST", "/desk/notices/read", SIGNED },
	{ "GET", "/admin/audit", AUDITOR },
	{ "GET", "/admin/audit/export", AUDITOR },
	{ "GET", "/admin/jobs", SYSTEM },
	{ "POST", "/admin/jobs/:id/cancel", SYSTEM },
	{ "POST", "/admin/jobs/:id/again", SYSTEM },
	{ "GET", "/admin/mail", SYSTEM },
	{ "POST", "/admin/mail/:id/again", SYSTEM },
	{ "POST", "/admin/mail/:id/cancel", SYSTEM },
	{ "GET", "/admin/mail/words", SYSTEM },
	{ "POST", "/admin/mail/trial", SYSTEM },
	{ "GET", "/admin/mail/words/:name", SYSTEM },
	{ "POST", "/admin/mail/words/:name", SYSTEM },
	{ "GET", "/admin/settings", SYSTEM | SECURITY },
	{ "POST", "/admin/settings", SYSTEM | SECURITY },
	{ "GET", "/health", ALL },
	{ "GET", "/metrics", ALL },
};

/* Unsafe routes that a page of any other site may call, because they look at no cookie. */
static const char *const open_to_sites[] = { "/api/v1/reports/check",
	"/api/v1/applications/status" };

/* --- addresses --- */

/* What stands in the place of ":id" below this part of the site: things that are there. */
static int64_t
id_below(const char *path)
{
	if (strncmp(path, "/desk/reports/", 14) == 0)
		return people_report_a;
	if (strncmp(path, "/reports/", 9) == 0 || strncmp(path, "/api/v1/reports/", 16) == 0)
		return people_shown_a;
	if (strncmp(path, "/admin/people/", 14) == 0)
		return people_of_a[IN_A].id;
	if (strncmp(path, "/admin/agencies/sites/", 22) == 0 ||
		strncmp(path, "/admin/jobs/", 12) == 0 || strncmp(path, "/admin/mail/", 12) == 0 ||
		strncmp(path, "/profile/", 9) == 0)
		return 1;
	return people_agency_a;
}

static void
fill_path(const char *path, char *to, size_t size)
{
	size_t len = 0;

	for (const char *at = path; *at; at++) {
		if (*at != ':') {
			assert_true(len + 1 < size);
			to[len++] = *at;
			continue;
		}
		if (strncmp(at, ":id", 3) == 0)
			len += (size_t)snprintf(
				to + len, size - len, "%lld", (long long)id_below(path));
		else if (strncmp(at, ":format", 7) == 0)
			len += (size_t)snprintf(to + len, size - len, "json");
		else if (strncmp(at, ":role", 5) == 0)
			len += (size_t)snprintf(to + len, size - len, "1000000");
		else if (strncmp(at, ":name", 5) == 0)
			len += (size_t)snprintf(to + len, size - len, "portal.trial");
		else if (strncmp(at, ":kind", 5) == 0)
			len += (size_t)snprintf(to + len, size - len, "W13");
		else if (strncmp(at, ":act", 4) == 0)
			len += (size_t)snprintf(to + len, size - len, "note");
		else if (strncmp(at, ":reply", 6) == 0)
			len += (size_t)snprintf(to + len, size - len, "R36_3");
		else if (strncmp(at, ":file", 5) == 0 || strncmp(at, ":letter", 7) == 0 ||
			 strncmp(at, ":page", 5) == 0)
			len += (size_t)snprintf(to + len, size - len, "1");
		else if (strncmp(at, ":token", 6) == 0)
			len += (size_t)snprintf(to + len, size - len, "%064d", 7);
		else
			fail_msg("what is %s?", at);
		while (at[1] && at[1] != '/')
			at++;
	}
	to[len] = '\0';
}

/* Calls `look` for every route of the program. */
typedef void look_fn(const struct route *route, const char *target);

static void
look_at_all(look_fn *look)
{
	for (const struct route *const *table = program_routes; *table; table++)
		for (const struct route *route = *table; route->method; route++) {
			char target[300];

			fill_path(route->path, target, sizeof target);
			look(route, target);
		}
}

static bool
is_post(const struct route *route)
{
	return strcmp(route->method, "GET") != 0;
}

static bool
is_open_to_sites(const struct route *route)
{
	for (size_t i = 0; i < COUNT_OF(open_to_sites); i++)
		if (strcmp(route->path, open_to_sites[i]) == 0)
			return true;
	return false;
}

/* --- the tables --- */

static void
every_route_says_what_is_written_here(void **state)
{
	size_t count = 0;

	for (const struct route *const *table = program_routes; *table; table++)
		for (const struct route *route = *table; route->method; route++, count++) {
			size_t i = 0;

			while (i < COUNT_OF(expected) &&
				(strcmp(expected[i].method, route->method) != 0 ||
					strcmp(expected[i].path, route->path) != 0))
				i++;
			if (i == COUNT_OF(expected))
				fail_msg("%s %s is not in this test: who may?", route->method,
					route->path);
			if ((route->access & HTTP_PEOPLE) != expected[i].who)
				fail_msg("%s %s lets in %x, not %x", route->method, route->path,
					route->access & HTTP_PEOPLE, expected[i].who);
			assert_true(is_open_to_sites(route) == ((route->access & ANY_SITE) != 0));
		}
	assert_int_equal(count, COUNT_OF(expected));
}

/* --- who gets in --- */

static void
try_all(const struct route *route, const char *target)
{
	unsigned who = route->access & HTTP_PEOPLE;

	for (size_t i = 0; i < COUNT_OF(people_everybody); i++) {
		struct visitor *visitor = &people_everybody[i];
		bool gets_in = (who & ANYONE) || (who & visitor->held);
		int64_t before;

		people_sign_in(visitor);
		before = people_last_entry();
		people_ask(visitor, route->method, target, "", AS_USUAL);
		if (people_is_refused(route->method) == gets_in || people_reply.status == 500)
			fail_msg("%s %s by %s: %u %s", route->method, target,
				visitor->login ? visitor->login : "nobody", people_reply.status,
				people_reply.code);
		if (!gets_in)
			assert_int_equal(people_last_entry(), before);
	}
}

static void
exactly_those_get_in_whom_the_table_names(void **state)
{
	look_at_all(try_all);
}

/* --- forms --- */

/* Everybody who would be let in is refused for this one reason, and nothing is written. */
static void
try_manner(const struct route *route, const char *target, enum manner manner, const char *code)
{
	unsigned who = route->access & HTTP_PEOPLE;

	for (size_t i = 0; i < COUNT_OF(people_everybody); i++) {
		struct visitor *visitor = &people_everybody[i];
		int64_t before;

		if (!(who & ANYONE) && !(who & visitor->held))
			continue;
		people_sign_in(visitor);
		before = people_last_entry();
		people_ask(visitor, route->method, target, "reason=because", manner);
		if (people_reply.status != 403 || strcmp(people_reply.code, code) != 0)
			fail_msg("%s %s by %s: %u %s, not %s", route->method, target,
				visitor->login ? visitor->login : "nobody", people_reply.status,
				people_reply.code, code);
		assert_int_equal(people_last_entry(), before);
	}
}

static void
try_other_sites(const struct route *route, const char *target)
{
	if (!is_post(route) || is_open_to_sites(route))
		return;
	try_manner(route, target, FROM_OTHER_ORIGIN, "http_site");
	try_manner(route, target, FROM_OTHER_SITE, "http_site");
}

static void
no_form_of_another_site_is_taken(void **state)
{
	look_at_all(try_other_sites);
}

static void
try_tokens(const struct route *route, const char *target)
{
	/* Signing in takes nothing from an older session, whose token it therefore does not ask. */
	if (!is_post(route) || is_open_to_sites(route) || strcmp(route->path, "/sign-in") == 0)
		return;
	/* Nobody has no session that another page could misuse. */
	people_everybody[0].held = 0;
	if (route->access & ANYONE) {
		struct route known = *route;

		known.access = (route->access & ~(unsigned)HTTP_PEOPLE) | SIGNED | HALF;
		try_manner(&known, target, WITHOUT_TOKEN, "http_form_token");
		try_manner(&known, target, WRONG_TOKEN, "http_form_token");
		return;
	}
	try_manner(route, target, WITHOUT_TOKEN, "http_form_token");
	try_manner(route, target, WRONG_TOKEN, "http_form_token");
}

static void
no_form_is_taken_without_its_token(void **state)
{
	look_at_all(try_tokens);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_says_what_is_written_here),
		cmocka_unit_test_setup_teardown(
			exactly_those_get_in_whom_the_table_names, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			no_form_of_another_site_is_taken, people_start, people_stop),
		cmocka_unit_test_setup_teardown(
			no_form_is_taken_without_its_token, people_start, people_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
