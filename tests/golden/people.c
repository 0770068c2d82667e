/*
 * A store of its own for each test, with people of every kind in it, and asking as one of them.
 * Nothing is tested here.
 */
#include "people.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agency/agency_work.h"
#include "application/application_work.h"
#include "base/cage.h"
#include "base/log.h"
#include "db/blob.h"
#include "db/db.h"
#include "doc/doc.h"
#include "filing/filing_import.h"
#include "filing/filing_kept.h"
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

/* One of each kind. */
struct visitor people_everybody[PEOPLE_KINDS] = {
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
struct visitor people_of_a[PEOPLE_OF_A] = {
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
	{ .login = "a.case", .role = ACCOUNT_CASE_OFFICER, .agency = A },
	{ .login = "a.head", .role = ACCOUNT_HEAD, .agency = A },
};

static char folder[100];
struct db_pool *people_pool;
static struct seal_keys *keys;
struct account_gate *people_gate;
struct arena *people_arena;
static struct portal site;
struct http *people_http;
struct http_reply people_reply;
static bool has_reply;
/* Reports that wait for approval, their agencies, and one that is shown. */
int64_t people_agency_a, people_agency_b, people_report_a, people_report_b, people_shown_a;
int64_t people_case_a, people_case_b, people_letter_a, people_letter_b, people_file_a,
	people_file_b;
static const struct account_doer console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND } };

static struct fault *
lend(void *context, const struct http_request *request, struct db **ret_db)
{
	bool reads = str_equal(request->method, STR("GET")) ||
		     (request->route && request->route->access & READS);

	return reads ? db_pool_reader(people_pool, ret_db) : db_pool_writer(people_pool, ret_db);
}

static void
give_back(void *context, struct db *db)
{
	db_give_back(&db);
}

static struct fault *
admit(void *context, struct http_request *request, struct http_reply *answer)
{
	return account_admit(people_gate, request, answer);
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

	FINE(db_pool_writer(people_pool, &db));
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

	FINE(db_pool_writer(people_pool, &db));
	if (visitor->agency)
		FINE(account_find_agency(db, people_arena, str_of(visitor->agency), &agency));
	facts.agency_id = gift.agency_id = agency.id;
	FINE(account_add(people_gate, db, people_arena, &console, &facts, &visitor->id));
	gift.account_id = visitor->id;
	FINE(account_set_password(people_gate, db, people_arena, &console, visitor->id, STR(GOOD),
		visitor->must_change));
	if (visitor->role)
		FINE(account_give_role(db, people_arena, &console, &gift, &id));
	visitor->held = ACCOUNT_SIGNED_IN | (unsigned)visitor->role;
	if (visitor->must_change)
		visitor->held = ACCOUNT_HALF_SIGNED_IN;
}

/* A report without any table, which is enough to be somebody's. */
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

	report = arena_take(people_arena, 1, sizeof *report);
	assert_non_null(report);
	report->agency = str_of(agency);
	report->title = str_of(agency);
	report->file = STR("报告.txt");
	report->year = year;
	snprintf(bytes, sizeof bytes, "%s %d", agency, year);
	FINE(db_pool_writer(people_pool, &db));
	FINE(filing_import_record(db, &door, people_arena, report, str_of(bytes), &saved));
	return saved.id;
}

/* Handed in at the counter by 王小明, registered by the officer of the agency, with one file. */
static void
add_case(int64_t agency_id, const char *path, int64_t *ret_id, int64_t *ret_letter,
	int64_t *ret_file)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_grant grant = {
		.role = ACCOUNT_CASE_OFFICER, .agency_id = agency_id, .path = str_of(path)
	};
	struct account_person officer = { .id = people_of_a[A_CASE].id,
		.roles = (unsigned)ACCOUNT_CASE_OFFICER | ACCOUNT_SIGNED_IN,
		.grants = &grant,
		.grant_count = 1 };
	struct application_hands hands = { &officer, &console.actor, keys, site.filing.files,
		1584000000, { .number = 0 } };
	struct application_intake intake = { .agency_id = agency_id,
		.description = STR("人民路改造工程的施工合同"),
		.wanted_way = APPLICATION_AT_COUNTER,
		.applicant = { .name = STR("王小明"),
			.proof_number = STR("P1234"),
			.phone = STR("13900001111") },
		.arrival = {
			APPLICATION_IN_PERSON, DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE } };
	struct application_upload upload = { APPLICATION_FILE_OTHER, STR("说明.txt"),
		STR("一份说明") };
	struct application_doing doing = {
		.act = APPLICATION_REGISTER, .day = DAY_NONE, .until = DAY_NONE, .sent_on = DAY_NONE
	};
	struct application_receipt receipt;
	struct application_files files;
	struct application_done done;
	struct application one;

	assert_true(day_parse(STR("2020-03-10"), &hands.today));
	intake.arrival.submitted_on = hands.today;
	FINE(db_pool_writer(people_pool, &db));
	FINE(application_submit(db, &hands, people_arena, &intake, &receipt));
	FINE(application_load(db, people_arena, receipt.id, &one));
	doing.id = receipt.id;
	doing.version = one.version;
	FINE(application_do(db, &hands, people_arena, &doing, &done));
	*ret_letter = done.letter_id;
	FINE(application_keep_files(
		&hands, people_arena, &upload, 1, (struct application_file **)&doing.files));
	doing.act = APPLICATION_ADD_FILE;
	doing.version = done.version;
	doing.file_count = 1;
	FINE(application_do(db, &hands, people_arena, &doing, &done));
	FINE(application_load_files(db, people_arena, receipt.id, &files));
	*ret_id = receipt.id;
	*ret_file = files.items[0].id;
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
	FINE(db_pool_open(text, 2, &db_own_steps, true, &people_pool));
	snprintf(text, sizeof text, "%s/files", folder);
	FINE(blob_open(text, &site.filing.files));
	snprintf(text, sizeof text, "%s/keys", folder);
	FINE(seal_open(text, true, &keys));
	FINE(filing_kept_open(1 << 20, &site.filing.kept));
	site.keys = keys;
	site.name = STR("试验");
	options.keys = keys;
	options.files = site.filing.files;
	/* Quick hashes, and nobody waits for having been refused often. */
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.delay_after = 100000;
	options.policy.delay_after_address = 100000;
	FINE(account_gate_open(&options, &people_gate));
	limits = http_usual_limits;
	limits.rate_burst = limits.rate_per_minute = 1000000;
	FINE(http_open(&app, &people_http));
}

int
people_start(void **state)
{
	int64_t top;
	int64_t other_top;

	log_set_level(LOG_QUIET);
	cage_warm();
	doc_warm();
	FINE(arena_open((size_t)256 << 20, &people_arena));
	open_store();
	add_agency(TOP, 0, &top);
	add_agency(A, top, &people_agency_a);
	add_agency(B, top, &people_agency_b);
	add_agency(OTHER_TOP, 0, &other_top);
	assert_int_equal(other_top, 4);
	for (size_t i = 1; i < COUNT_OF(people_everybody); i++)
		add_person(&people_everybody[i]);
	for (size_t i = 0; i < COUNT_OF(people_of_a); i++)
		add_person(&people_of_a[i]);
	people_everybody[0].held = 0;
	people_shown_a = add_report(A, 2019, true);
	people_report_a = add_report(A, 2020, false);
	people_report_b = add_report(B, 2020, false);
	add_case(people_agency_a, "/1/2/", &people_case_a, &people_letter_a, &people_file_a);
	add_case(people_agency_b, "/1/3/", &people_case_b, &people_letter_b, &people_file_b);
	return 0;
}

static int
remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	return remove(path);
}

int
people_stop(void **state)
{
	if (has_reply)
		http_reply_done(&people_reply);
	has_reply = false;
	http_close(&people_http);
	account_gate_close(&people_gate);
	seal_close(&keys);
	filing_kept_close(&site.filing.kept);
	blob_close(&site.filing.files);
	db_pool_close(&people_pool);
	arena_close(&people_arena);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}

/* --- asking --- */

/* A session of one's own, as the page of signing in makes it. */
void
people_sign_in(struct visitor *visitor)
{
	CLOSING(db_give_back) struct db *db = NULL;
	CLOSING(arena_close) struct arena *own = NULL;
	struct account_place place = { STR("127.0.0.1"), STR("") };
	struct account_signed signing;
	struct str form_token;

	if (!visitor->login)
		return;
	FINE(arena_open(1 << 20, &own));
	FINE(db_pool_writer(people_pool, &db));
	FINE(account_sign_in(people_gate, db, own, str_of(visitor->login), STR(GOOD), &place,
		STR_NONE, &signing));
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	assert_int_equal(signing.owes, visitor->must_change ? ACCOUNT_OWES_PASSWORD : 0);
	memcpy(visitor->token, signing.token.at, sizeof visitor->token);
	FINE(account_form_token(own, str_of(visitor->token), &form_token));
	snprintf(visitor->form_token, sizeof visitor->form_token, "%.*s", STR_ARG(form_token));
}

/* What else the request carries. */
unsigned
people_ask(const struct visitor *visitor, const char *method, const char *target, const char *form,
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
		http_reply_done(&people_reply);
	http_handle(people_http, &facts, &people_reply);
	has_reply = true;
	return people_reply.status;
}

unsigned
people_ask_by(const char *authorization, const struct visitor *cookie_of, const char *method,
	const char *target)
{
	struct http_pair pairs[4] = { { STR("Host"), STR("gk.test") },
		{ STR("Authorization"), str_of(authorization) } };
	struct http_facts facts = { .method = str_of(method),
		.target = str_of(target),
		.headers = pairs,
		.header_count = 2,
		.peer = STR("127.0.0.1") };
	char cookie[100];

	if (cookie_of) {
		snprintf(cookie, sizeof cookie, "gongkai=%s", cookie_of->token);
		pairs[facts.header_count++] = (struct http_pair){ STR("Cookie"), str_of(cookie) };
	}
	if (has_reply)
		http_reply_done(&people_reply);
	http_handle(people_http, &facts, &people_reply);
	has_reply = true;
	return people_reply.status;
}

void
people_limit(unsigned burst)
{
	if (has_reply)
		http_reply_done(&people_reply);
	has_reply = false;
	http_close(&people_http);
	limits.rate_burst = limits.rate_per_minute = burst;
	FINE(http_open(&app, &people_http));
}

/* A page that ran may answer anything else; a refusal is one of these. */
bool
people_is_refused(const char *method)
{
	if (people_reply.status == 401)
		return strcmp(people_reply.code, "http_sign_in") == 0;
	if (people_reply.status == 403)
		return strcmp(people_reply.code, "account_may_not") == 0;
	return strcmp(method, "GET") == 0 && people_reply.status == 303 &&
	       str_starts(http_reply_find(&people_reply, "Location"), STR("/sign-in"));
}

/* Number of the last line of the audit: every change has one. */
int64_t
people_last_entry(void)
{
	CLOSING(db_give_back) struct db *db = NULL;
	CLOSING(arena_close) struct arena *own = NULL;
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 1 };
	struct audit_list list;

	FINE(arena_open(1 << 20, &own));
	FINE(db_pool_reader(people_pool, &db));
	FINE(audit_find(db, own, &query, &list));
	return list.count ? list.entries[0].id : 0;
}
