/* Who gets in where: every route of the program asked by everybody, on a real store with real
 * sessions; and what people of one agency reach of another. What pages then show has tests of its
 * own. */
#include "../unit/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account_inside.h"
#include "agency/agency_work.h"
#include "base/cage.h"
#include "base/file.h"
#include "base/log.h"
#include "db/blob.h"
#include "db/db.h"
#include "doc/doc.h"
#include "filing/filing_import.h"
#include "http/http_server.h"
#include "portal/portal.h"
#include "program/rooms.h"

const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

#define GOOD "lantern river 48 spade"
#define FORM_TYPE "application/x-www-form-urlencoded"

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
static const char *const open_to_sites[] = { "/api/v1/reports/check" };

/* --- the world --- */

/* Somebody who asks. `login` NULL: nobody. `token` and `form_token` are of the present session. */
struct visitor {
	const char *login;
	enum account_role role; /* 0: none */
	const char *agency;     /* NULL: the whole installation */
	bool has_subtree;
	bool must_change;
	int64_t id;
	unsigned held; /* bits of a route's access that let this person in */
	char token[65];
	char form_token[65];
};

#define TOP "黑龙江省人民政府"
#define A "平房区人民政府"
#define B "东安区人民政府"
#define OTHER_TOP "吉林省人民政府"

/* One of each kind. */
static struct visitor everybody[] = {
	{ NULL },
	{ .login = "half", .agency = A, .must_change = true },
	{ .login = "plain", .agency = A },
	{ .login = "author", .role = ACCOUNT_AUTHOR, .agency = A },
	{ .login = "reviewer", .role = ACCOUNT_REVIEWER, .agency = A },
	{ .login = "approver", .role = ACCOUNT_APPROVER, .agency = A },
	{ .login = "case", .role = ACCOUNT_CASE_OFFICER, .agency = A },
	{ .login = "legal", .role = ACCOUNT_LEGAL_REVIEWER, .agency = A },
	{ .login = "boss", .role = ACCOUNT_HEAD, .agency = A },
	{ .login = "supervisor", .role = ACCOUNT_SUPERVISOR, .agency = TOP, .has_subtree = true },
	{ .login = "system", .role = ACCOUNT_SYSTEM_ADMIN, .has_subtree = true },
	{ .login = "security", .role = ACCOUNT_SECURITY_ADMIN, .has_subtree = true },
	{ .login = "audit", .role = ACCOUNT_AUDITOR, .has_subtree = true },
};

/* Those whose role ends at agency A, and two to whom things are done. */
static struct visitor only_a[] = {
	{ .login = "a.author", .role = ACCOUNT_AUTHOR, .agency = A },
	{ .login = "a.reviewer", .role = ACCOUNT_REVIEWER, .agency = A },
	{ .login = "a.approver", .role = ACCOUNT_APPROVER, .agency = A },
	{ .login = "a.supervisor", .role = ACCOUNT_SUPERVISOR, .agency = A, .has_subtree = true },
	{ .login = "a.system", .role = ACCOUNT_SYSTEM_ADMIN, .agency = A, .has_subtree = true },
	{ .login = "a.security", .role = ACCOUNT_SECURITY_ADMIN, .agency = A, .has_subtree = true },
	{ .login = "a.audit", .role = ACCOUNT_AUDITOR, .agency = A, .has_subtree = true },
	{ .login = "zhou.in.a", .agency = A },
	{ .login = "zheng.in.b", .agency = B },
	{ .login = "top.system", .role = ACCOUNT_SYSTEM_ADMIN, .agency = TOP, .has_subtree = true },
};
enum {
	A_AUTHOR,
	A_REVIEWER,
	A_APPROVER,
	A_SUPERVISOR,
	A_SYSTEM,
	A_SECURITY,
	A_AUDITOR,
	IN_A,
	IN_B,
	TOP_SYSTEM,
};

static char folder[100];
static struct db_pool *pool;
static struct seal_keys *keys;
static struct account_gate *gate;
static struct arena *arena;
static struct portal site;
static struct http *http;
static struct http_reply reply;
static bool has_reply;
/* Reports that wait for approval, their agencies, and one that is shown. */
static int64_t agency_a, agency_b, report_a, report_b, shown_a;
static const struct account_doer console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND } };

static struct fault *
lend(void *context, const struct http_request *request, struct db **ret_db)
{
	bool reads = str_equal(request->method, STR("GET")) ||
		     (request->route && request->route->access & READS);

	return reads ? db_pool_reader(pool, ret_db) : db_pool_writer(pool, ret_db);
}

static void
give_back(void *context, struct db *db)
{
	db_give_back(&db);
}

static struct fault *
admit(void *context, struct http_request *request, struct http_reply *answer)
{
	return account_admit(gate, request, answer);
}

static struct http_limits limits;
static struct http_app app = {
	.routes = program_routes,
	.limits = &limits,
	.context = &site,
	.lend_db = lend,
	.return_db = give_back,
	.admit = admit,
	.draw_problem = portal_draw_problem,
};

static void
add_agency(const char *name, int64_t parent_id, int64_t *ret_id)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct agency agency = { .name = str_of(name),
		.parent_id = parent_id,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };

	FINE(db_pool_writer(pool, &db));
	FINE(agency_make(db, &console.actor, &agency, NULL, ret_id));
}

static void
add_person(struct visitor *visitor)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_facts facts = { .login = str_of(visitor->login),
		.name = str_of(visitor->login),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	struct account_gift gift = { .role = visitor->role,
		.has_subtree = visitor->has_subtree,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.reason = STR("试验") };
	struct account_agency agency = { 0 };
	int64_t id;

	FINE(db_pool_writer(pool, &db));
	if (visitor->agency)
		FINE(account_find_agency(db, arena, str_of(visitor->agency), &agency));
	facts.agency_id = gift.agency_id = agency.id;
	FINE(account_add(gate, db, arena, &console, &facts, &visitor->id));
	gift.account_id = visitor->id;
	FINE(account_set_password(
		gate, db, arena, &console, visitor->id, STR(GOOD), visitor->must_change));
	if (visitor->role)
		FINE(account_give_role(db, arena, &console, &gift, &id));
	visitor->held = visitor->must_change ? (unsigned)HALF : SIGNED | (unsigned)visitor->role;
}

/* The sample report with its agency's name in the place of its own. */
static int64_t
add_report(const char *agency, int year, bool is_shown)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct filing_door door = {
		.files = site.filing.files, .actor = console.actor, .is_shown = is_shown
	};
	struct filing_saved saved;
	struct report *report;
	char bytes[100];

	report = arena_take(arena, 1, sizeof *report);
	assert_non_null(report);
	report->agency = str_of(agency);
	report->title = str_of(agency);
	report->file = STR("报告.txt");
	report->year = year;
	snprintf(bytes, sizeof bytes, "%s %d", agency, year);
	FINE(db_pool_writer(pool, &db));
	FINE(filing_import_record(db, &door, arena, report, str_of(bytes), &saved));
	return saved.id;
}

static void
open_store(void)
{
	struct account_gate_options options = {
		.policy = account_usual_policy, .draw = portal_draw, .issuer = STR("试验")
	};
	char text[200];

	snprintf(folder, sizeof folder, "/tmp/gongkai-roles-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(text, sizeof text, "sqlite:%s/gongkai.db", folder);
	FINE(db_pool_open(text, 2, &db_own_steps, true, &pool));
	snprintf(text, sizeof text, "%s/files", folder);
	FINE(blob_open(text, &site.filing.files));
	snprintf(text, sizeof text, "%s/keys", folder);
	FINE(seal_open(text, true, &keys));
	site.keys = keys;
	site.name = STR("试验");
	options.keys = keys;
	/* Quick hashes, and nobody waits for having been refused often. */
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.delay_after = 100000;
	options.policy.delay_after_address = 100000;
	FINE(account_gate_open(&options, &gate));
	limits = http_usual_limits;
	limits.rate_burst = limits.rate_per_minute = 1000000;
	FINE(http_open(&app, &http));
}

static int
start(void **state)
{
	int64_t top;
	int64_t other_top;

	log_set_level(LOG_QUIET);
	cage_warm();
	doc_warm();
	FINE(arena_open((size_t)256 << 20, &arena));
	open_store();
	add_agency(TOP, 0, &top);
	add_agency(A, top, &agency_a);
	add_agency(B, top, &agency_b);
	add_agency(OTHER_TOP, 0, &other_top);
	assert_int_equal(other_top, 4);
	for (size_t i = 1; i < COUNT_OF(everybody); i++)
		add_person(&everybody[i]);
	for (size_t i = 0; i < COUNT_OF(only_a); i++)
		add_person(&only_a[i]);
	everybody[0].held = 0;
	shown_a = add_report(A, 2019, true);
	report_a = add_report(A, 2020, false);
	report_b = add_report(B, 2020, false);
	return 0;
}

static int
remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	return remove(path);
}

static int
stop(void **state)
{
	if (has_reply)
		http_reply_done(&reply);
	has_reply = false;
	http_close(&http);
	account_gate_close(&gate);
	seal_close(&keys);
	blob_close(&site.filing.files);
	db_pool_close(&pool);
	arena_close(&arena);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}

/* --- asking --- */

/* A session of one's own, as the page of signing in makes it. */
static void
sign_in(struct visitor *visitor)
{
	CLOSING(db_give_back) struct db *db = NULL;
	CLOSING(arena_close) struct arena *own = NULL;
	struct account_place place = { STR("127.0.0.1"), STR("") };
	struct account_signed signing;
	struct str form_token;

	if (!visitor->login)
		return;
	FINE(arena_open(1 << 20, &own));
	FINE(db_pool_writer(pool, &db));
	FINE(account_sign_in(
		gate, db, own, str_of(visitor->login), STR(GOOD), &place, STR_NONE, &signing));
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	assert_int_equal(signing.owes, visitor->must_change ? ACCOUNT_OWES_PASSWORD : 0);
	memcpy(visitor->token, signing.token.at, sizeof visitor->token);
	FINE(account_form_token(own, str_of(visitor->token), &form_token));
	snprintf(visitor->form_token, sizeof visitor->form_token, "%.*s", STR_ARG(form_token));
}

/* What else the request carries. */
enum manner { AS_USUAL, WITHOUT_TOKEN, WRONG_TOKEN, FROM_OTHER_ORIGIN, FROM_OTHER_SITE };

static unsigned
ask(const struct visitor *visitor, const char *method, const char *target, const char *form,
	enum manner manner)
{
	struct http_pair pairs[8] = { { STR("Host"), STR("gk.test") } };
	struct http_facts facts = { .method = str_of(method),
		.target = str_of(target),
		.headers = pairs,
		.header_count = 1,
		.peer = STR("127.0.0.1") };
	const char *token = manner == WRONG_TOKEN ? visitor->token : visitor->form_token;
	char cookie[100];
	char body[2000];

	snprintf(cookie, sizeof cookie, "gongkai=%s", visitor->token);
	snprintf(body, sizeof body, "%s%s&%s",
		manner == WITHOUT_TOKEN ? "" : "form_token=", manner == WITHOUT_TOKEN ? "" : token,
		form);
	if (visitor->login)
		pairs[facts.header_count++] = (struct http_pair){ STR("Cookie"), str_of(cookie) };
	if (strcmp(method, "POST") == 0) {
		pairs[facts.header_count++] =
			(struct http_pair){ STR("Content-Type"), STR(FORM_TYPE) };
		facts.body = str_of(body);
	}
	if (manner == FROM_OTHER_ORIGIN)
		pairs[facts.header_count++] =
			(struct http_pair){ STR("Origin"), STR("https://elsewhere.test") };
	if (manner == FROM_OTHER_SITE)
		pairs[facts.header_count++] =
			(struct http_pair){ STR("Sec-Fetch-Site"), STR("cross-site") };
	if (has_reply)
		http_reply_done(&reply);
	http_handle(http, &facts, &reply);
	has_reply = true;
	return reply.status;
}

/* A page that ran may answer anything else; a refusal is one of these. */
static bool
is_refused(const char *method)
{
	if (reply.status == 401)
		return strcmp(reply.code, "http_sign_in") == 0;
	if (reply.status == 403)
		return strcmp(reply.code, "account_may_not") == 0;
	return strcmp(method, "GET") == 0 && reply.status == 303 &&
	       str_starts(http_reply_find(&reply, "Location"), STR("/sign-in"));
}

/* Number of the last line of the audit: every change has one. */
static int64_t
last_entry(void)
{
	CLOSING(db_give_back) struct db *db = NULL;
	CLOSING(arena_close) struct arena *own = NULL;
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 1 };
	struct audit_list list;

	FINE(arena_open(1 << 20, &own));
	FINE(db_pool_reader(pool, &db));
	FINE(audit_find(db, own, &query, &list));
	return list.count ? list.entries[0].id : 0;
}

/* --- addresses --- */

/* What stands in the place of ":id" below this part of the site: things that are there. */
static int64_t
id_below(const char *path)
{
	if (strncmp(path, "/desk/reports/", 14) == 0)
		return report_a;
	if (strncmp(path, "/reports/", 9) == 0 || strncmp(path, "/api/v1/reports/", 16) == 0)
		return shown_a;
	if (strncmp(path, "/admin/people/", 14) == 0)
		return only_a[IN_A].id;
	if (strncmp(path, "/admin/agencies/sites/", 22) == 0 ||
		strncmp(path, "/admin/jobs/", 12) == 0 || strncmp(path, "/admin/mail/", 12) == 0 ||
		strncmp(path, "/profile/", 9) == 0)
		return 1;
	return agency_a;
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

	for (size_t i = 0; i < COUNT_OF(everybody); i++) {
		struct visitor *visitor = &everybody[i];
		bool gets_in = (who & ANYONE) || (who & visitor->held);
		int64_t before;

		sign_in(visitor);
		before = last_entry();
		ask(visitor, route->method, target, "", AS_USUAL);
		if (is_refused(route->method) == gets_in || reply.status == 500)
			fail_msg("%s %s by %s: %u %s", route->method, target,
				visitor->login ? visitor->login : "nobody", reply.status,
				reply.code);
		if (!gets_in)
			assert_int_equal(last_entry(), before);
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

	for (size_t i = 0; i < COUNT_OF(everybody); i++) {
		struct visitor *visitor = &everybody[i];
		int64_t before;

		if (!(who & ANYONE) && !(who & visitor->held))
			continue;
		sign_in(visitor);
		before = last_entry();
		ask(visitor, route->method, target, "reason=because", manner);
		if (reply.status != 403 || strcmp(reply.code, code) != 0)
			fail_msg("%s %s by %s: %u %s, not %s", route->method, target,
				visitor->login ? visitor->login : "nobody", reply.status,
				reply.code, code);
		assert_int_equal(last_entry(), before);
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
	everybody[0].held = 0;
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

/* --- one agency and another --- */

enum thing { REPORT, AGENCY, PERSON };

/*
 * Somebody of agency A asks for a thing of agency A, and for the like of agency B. `path` and
 * `form` have the number of the thing in the place of #, and that of agency B or A in the place
 * of @.
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
};

static int64_t
thing_of(enum thing thing, bool is_a)
{
	switch (thing) {
	case REPORT:
		return is_a ? report_a : report_b;
	case AGENCY:
		return is_a ? agency_a : agency_b;
	default:
		return is_a ? only_a[IN_A].id : only_a[IN_B].id;
	}
}

static void
put_number(const char *text, int64_t number, char *to, size_t size)
{
	const char *mark = strchr(text, '#');

	if (mark)
		snprintf(to, size, "%.*s%lld%s", (int)(mark - text), text, (long long)number,
			mark + 1);
	else
		snprintf(to, size, "%s", text);
}

static void
people_of_one_agency_do_not_reach_another(void **state)
{
	for (size_t i = 0; i < COUNT_OF(reaches); i++) {
		struct visitor *visitor = &only_a[reaches[i].who];
		char target[200];
		char form[200];
		int64_t before;

		sign_in(visitor);
		before = last_entry();
		put_number(
			reaches[i].path, thing_of(reaches[i].thing, false), target, sizeof target);
		put_number(reaches[i].form, thing_of(reaches[i].thing, false), form, sizeof form);
		ask(visitor, reaches[i].method, target, form, AS_USUAL);
		if (reply.status != 403 && reply.status != 404)
			fail_msg("%s reaches %s %s: %u", visitor->login, reaches[i].method, target,
				reply.status);
		assert_int_equal(last_entry(), before);
		/* The same with what is theirs, so that the refusal was for the agency. */
		put_number(
			reaches[i].path, thing_of(reaches[i].thing, true), target, sizeof target);
		put_number(reaches[i].form, thing_of(reaches[i].thing, true), form, sizeof form);
		ask(visitor, reaches[i].method, target, form, AS_USUAL);
		if (reply.status == 403 || reply.status == 404 || reply.status >= 500)
			fail_msg("%s does not reach %s %s: %u %s", visitor->login,
				reaches[i].method, target, reply.status, reply.code);
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
	{ A_SYSTEM, "GET", "/admin/jobs", "" },
	{ A_SYSTEM, "POST", "/admin/jobs/1/cancel", "" },
	{ A_SYSTEM, "POST", "/admin/jobs/1/again", "" },
	{ A_SYSTEM, "GET", "/admin/mail", "" },
	{ A_SYSTEM, "POST", "/admin/mail/1/cancel", "" },
	{ A_SYSTEM, "POST", "/admin/mail/1/again", "" },
	{ A_SYSTEM, "GET", "/admin/agencies/sites", "" },
	{ A_SYSTEM, "GET", "/admin/agencies/sites/new", "" },
	{ A_SYSTEM, "POST", "/admin/agencies/sites/new", "host=a.test&title=a" },
	{ A_SYSTEM, "GET", "/admin/agencies/import", "" },
	{ A_AUDITOR, "GET", "/admin/audit", "" },
	{ A_AUDITOR, "GET", "/admin/audit/export", "" },
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
		struct visitor *visitor = &only_a[wholes[i].who];
		int64_t before;

		sign_in(visitor);
		before = last_entry();
		ask(visitor, wholes[i].method, wholes[i].path, wholes[i].form, AS_USUAL);
		if (reply.status != 403)
			fail_msg("%s %s by %s: %u %s", wholes[i].method, wholes[i].path,
				visitor->login, reply.status, reply.code);
		assert_int_equal(last_entry(), before);
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
		struct visitor *visitor = &only_a[lists[i].who];
		struct str bytes;

		sign_in(visitor);
		ask(visitor, "GET", lists[i].path, "", AS_USUAL);
		if (reply.status != 200)
			fail_msg("%s %s: %u", visitor->login, lists[i].path, reply.status);
		bytes = http_reply_bytes(&reply);
		if (!str_has(bytes, str_of(lists[i].has)))
			fail_msg("%s %s: no %s", visitor->login, lists[i].path, lists[i].has);
		if (str_has(bytes, str_of(lists[i].lacks)))
			fail_msg("%s %s: has %s", visitor->login, lists[i].path, lists[i].lacks);
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
		struct visitor *visitor = &only_a[gifts[i].who];
		char target[200];
		int64_t before;

		sign_in(visitor);
		before = last_entry();
		put_number(gifts[i].path, only_a[IN_A].id, target, sizeof target);
		ask(visitor, "POST", target, gifts[i].form, AS_USUAL);
		if (reply.status < 400 || reply.status >= 500)
			fail_msg("%s %s %s: %u", visitor->login, target, gifts[i].form,
				reply.status);
		assert_int_equal(last_entry(), before);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_says_what_is_written_here),
		cmocka_unit_test_setup_teardown(
			exactly_those_get_in_whom_the_table_names, start, stop),
		cmocka_unit_test_setup_teardown(no_form_of_another_site_is_taken, start, stop),
		cmocka_unit_test_setup_teardown(no_form_is_taken_without_its_token, start, stop),
		cmocka_unit_test_setup_teardown(
			people_of_one_agency_do_not_reach_another, start, stop),
		cmocka_unit_test_setup_teardown(
			administrators_of_one_agency_do_not_administer_the_installation, start,
			stop),
		cmocka_unit_test_setup_teardown(lists_hold_what_is_of_ones_own_agency, start, stop),
		cmocka_unit_test_setup_teardown(
			nobody_gives_or_takes_beyond_the_agency, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
