/* Requests to pages without sockets: status, type, words, forms, and nothing hostile let through.
 * The reports come from tests/data/reports. */
#include "../unit/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account.h"
#include "agency/agency.h"
#include "base/cage.h"
#include "base/file.h"
#include "db/blob.h"
#include "db/db.h"
#include "doc/doc.h"
#include "filing/filing_import.h"
#include "filing/filing_kept.h"
#include "http/http_server.h"
#include "portal/portal.h"

/* fontconfig keeps its fonts until the process ends, and cairo 1.16 forgets 768 bytes for each CFF
 * font of a document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

#define HOSTILE "<script>alert(\"1\")</script>]]>'&"

static const struct route *const routes[] = { filing_routes, filing_check_routes,
	filing_compare_routes, filing_api_routes, filing_desk_routes, NULL };

/* A store with four of the sample reports, and what the last request gave. */
static char folder[100];
static struct db_pool *pool;
static struct portal site;
static bool is_staff; /* the next requests come from an author who may also approve */
static struct http *http;
static struct http_reply reply;
static bool has_reply;

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

/* Who asks is decided by the test; signing in has tests of its own. */
static struct fault *
admit(void *context, struct http_request *request, struct http_reply *answer)
{
	static const struct account_grant grants[] = {
		{ .role = ACCOUNT_AUTHOR, .path = STR("/"), .has_subtree = true },
		{ .role = ACCOUNT_APPROVER, .path = STR("/"), .has_subtree = true },
	};
	static const struct account_person staff = { .name = STR("起草人"),
		.roles = (unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_APPROVER |
			 (unsigned)ACCOUNT_SIGNED_IN,
		.grants = grants,
		.grant_count = COUNT_OF(grants) };
	unsigned wanted = request->route->access & HTTP_PEOPLE;
	struct account_visitor *visitor;

	TAKE(request->arena, visitor, 1);
	visitor->draw = portal_draw;
	visitor->person = is_staff ? &staff : NULL;
	request->visitor = visitor;
	if (wanted & ANYONE || (is_staff && wanted & staff.roles))
		return NULL;
	return account_must(NULL, wanted, STR("/"));
}

static const struct http_app app = {
	.routes = routes,
	.context = &site,
	.lend_db = lend,
	.return_db = give_back,
	.admit = admit,
	.draw_problem = portal_draw_problem,
};

static void
read_sample(const char *name, struct buf *buf)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", SAMPLE_FOLDER, name);
	buf_init(buf, 1 << 20);
	FINE(file_read(path, buf));
}

static void
import_sample(const char *name)
{
	CLOSING(db_give_back) struct db *db = NULL;
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct filing_door door = { .is_shown = true,
		.actor = { .name = STR("命令行"), .way = AUDIT_COMMAND } };
	struct filing_saved saved;
	struct report *report;

	read_sample(name, &bytes);
	FINE(arena_open((size_t)128 << 20, &arena));
	report = arena_take(arena, 1, sizeof *report);
	assert_non_null(report);
	FINE(db_pool_writer(pool, &db));
	door.files = site.filing.files;
	FINE(filing_import(db, &door, arena, str_of(name), buf_str(&bytes), report, &saved));
}

static int
start(void **state)
{
	CLOSING(db_give_back) struct db *db = NULL;
	int64_t id;
	char url[200];
	char files[200];

	snprintf(folder, sizeof folder, "/tmp/gongkai-pages-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(url, sizeof url, "sqlite:%s/gongkai.db", folder);
	snprintf(files, sizeof files, "%s/files", folder);
	FINE(db_pool_open(url, 2, &db_own_steps, true, &pool));
	FINE(blob_open(files, &site.filing.files));
	FINE(filing_kept_open(1 << 20, &site.filing.kept));
	site.name = STR("公开");
	FINE(http_open(&app, &http));
	import_sample("000-pingfang-2020.txt");
	import_sample("001-chuankou-2020.txt");
	import_sample("002-daoli-2021.txt");
	import_sample("004-dongan-2020.txt");
	FINE(db_pool_writer(pool, &db));
	FINE(agency_find_or_make(db, STR("西安区人民政府"), &id));
	FINE(agency_find_or_make(db, STR("某区人民政府"), &id));
	is_staff = false;
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
	filing_kept_close(&site.filing.kept);
	blob_close(&site.filing.files);
	db_pool_close(&pool);
	assert_int_equal(nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	return 0;
}

/* Ask; the reply stays in `reply` until the next. `type` is of the body, NULL without one. */
static struct str
ask(const char *method, const char *target, const char *type, struct str body, const char *language)
{
	struct http_pair headers[] = { { STR("Host"), STR("a.test") },
		{ STR("Origin"), STR("http://a.test") },
		{ STR("Accept-Language"), str_of(language) },
		{ STR("Content-Type"), str_of(type ? type : "") } };
	struct http_facts facts = { .method = str_of(method),
		.target = str_of(target),
		.headers = headers,
		.header_count = type ? 4 : 3,
		.body = body,
		.peer = STR("192.0.2.7") };

	if (has_reply)
		http_reply_done(&reply);
	http_handle(http, &facts, &reply);
	has_reply = true;
	return http_reply_bytes(&reply);
}

static struct str
get(const char *target)
{
	return ask("GET", target, NULL, STR(""), "zh-CN");
}

static void
has(struct str page, const char *words)
{
	if (!str_has(page, str_of(words)))
		fail_msg("no \"%s\" in a page of %zu bytes with status %u", words, page.len,
			reply.status);
}

/* The file is sent as a browser sends it. */
static struct str
send_file(const char *target, const char *name, struct str bytes, const char *language)
{
	struct buf body;
	struct str page;

	buf_init(&body, 1 << 20);
	buf_print(&body,
		"--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
		"Content-Type: text/plain\r\n\r\n",
		name);
	buf_put(&body, bytes);
	buf_put(&body, STR("\r\n--XyZ--\r\n"));
	page = ask("POST", target, "multipart/form-data; boundary=XyZ", buf_str(&body), language);
	buf_done(&body);
	return page;
}

/* The sample with every `from` made `to`. */
static void
changed_sample(const char *name, const char *from, const char *to, struct buf *ret_bytes)
{
	struct buf sample;
	struct str rest;

	read_sample(name, &sample);
	buf_init(ret_bytes, 1 << 20);
	rest = buf_str(&sample);
	for (size_t at; (at = str_find(rest, str_of(from), 0)) != SIZE_MAX;) {
		buf_put(ret_bytes, str_sub(rest, 0, at));
		buf_put(ret_bytes, str_of(to));
		rest = str_from(rest, at + strlen(from));
	}
	buf_put(ret_bytes, rest);
	buf_done(&sample);
}

/* The hidden token of the form on a page of results. */
static void
copy_token(struct str page, char *token, size_t size)
{
	static const char before[] = "name=\"token\" value=\"";
	size_t at = str_find(page, STR(before), 0);
	struct str rest;
	struct str value;

	assert_true(at != SIZE_MAX);
	rest = str_from(page, at + sizeof before - 1);
	rest = str_cut(rest, STR("\""), &value);
	assert_true(value.len > 8 && value.len < size && rest.len);
	snprintf(token, size, "%.*s", STR_ARG(value));
}

static struct str
store(const char *token, const char *agency, const char *year, int replaces)
{
	struct buf body;
	struct str page;

	buf_init(&body, 4096);
	buf_print(&body, "token=%s&agency=", token);
	http_url_put(&body, str_of(agency));
	buf_print(&body, "&year=%s", year);
	if (replaces)
		buf_print(&body, "&replaces=%d", replaces);
	page = ask(
		"POST", "/reports", "application/x-www-form-urlencoded", buf_str(&body), "zh-CN");
	buf_done(&body);
	return page;
}

/* Through the step's form, as the approver. */
static struct str
publish(const char *id, int version)
{
	char target[100];
	char body[100];

	snprintf(target, sizeof target, "/desk/reports/%s/step", id);
	snprintf(body, sizeof body, "to=show&version=%d", version);
	return ask("POST", target, "application/x-www-form-urlencoded", str_of(body), "zh-CN");
}

/* --- what is there --- */

static void
pages_answer_with_their_status_type_and_words(void **state)
{
	static const struct {
		const char *target;
		unsigned status;
		const char *type;
		const char *words;
	} wanted[] = {
		{ "/", 200, "text/html", "<h1>政府信息公开工作年度报告</h1>" },
		{ "/?q=%E5%B9%B3%E6%88%BF", 200, "text/html", "的机关 1 个" },
		{ "/?q=zzz", 200, "text/html", "没有这个名称的机关" },
		{ "/reports", 200, "text/html", "共 4 份报告" },
		{ "/reports?year=2021", 200, "text/html", "共 1 份报告" },
		{ "/reports?year=x&sort=99&page=-3", 200, "text/html", "共 4 份报告" },
		{ "/reports?q=zzz", 200, "text/html", "没有符合条件的报告" },
		{ "/reports/1", 200, "text/html", "<caption>表三" },
		{ "/agencies/1", 200, "text/html", "历年政府信息公开工作年度报告" },
		{ "/check", 200, "text/html", "multipart/form-data" },
		{ "/compare", 200, "text/html", "选两份报告" },
		{ "/compare?a=1", 200, "text/html", "只选了一份报告" },
		{ "/compare?a=1&b=1", 200, "text/html", "两边选了同一份报告" },
		{ "/compare?a=1&b=2", 200, "text/html", "scope=\"colgroup\"" },
		{ "/compare?a=1&b=999", 404, "text/html", "没有找到（404）" },
		{ "/rules", 200, "text/html", "T3-BAL" },
		{ "/api", 200, "text/html", "/api/v1/openapi.json" },
		{ "/nothing", 404, "text/html", "没有找到（404）" },
		{ "/reports/999", 404, "text/html", "role=\"alert\"" },
		{ "/reports/x", 404, "text/html", "role=\"alert\"" },
		{ "/agencies/0", 404, "text/html", "role=\"alert\"" },
		{ "/reports/1/download/exe", 404, "text/html", "role=\"alert\"" },
		{ "/reports/1/original", 200, "application/octet-stream", "" },
		{ "/reports/1/download/pdf", 200, "application/pdf", "%PDF" },
		{ "/reports/1/download/json", 200, "application/json", "\"agency\"" },
		{ "/reports/1/download/csv", 200, "text/csv", "" },
		{ "/reports/1/download/md", 200, "text/markdown", "|" },
		{ "/reports/1/download/html", 200, "text/html", "<table" },
		{ "/api/v1/reports", 200, "application/json", "\"total\":4" },
		{ "/api/v1/reports/1", 200, "application/json", "\"applications\"" },
		{ "/api/v1/reports/1/facts", 200, "application/json", "\"sha256\"" },
		{ "/api/v1/reports/999", 404, "application/json", "\"error\"" },
		{ "/api/v1/reports?year=2020&errors=0&sort=&page=1", 200, "application/json",
			"\"page\":1" },
		{ "/api/v1/reports?year=abc", 422, "application/json", "参数 year 应是" },
		{ "/api/v1/reports?year=%202020", 422, "application/json", "参数 year 应是" },
		{ "/api/v1/reports?year=2020&year=2021", 422, "application/json", "只写一次" },
		{ "/api/v1/reports?errors=%2B1", 422, "application/json", "参数 errors 应是" },
		{ "/api/v1/reports?errors=01", 422, "application/json", "参数 errors 应是" },
		{ "/api/v1/reports?agency=x", 422, "application/json", "参数 agency 应是" },
		{ "/api/v1/reports?errors=yes", 422, "application/json", "参数 errors 应是" },
		{ "/api/v1/reports?sort=4", 422, "application/json", "参数 sort 应是 0 到 3" },
		{ "/api/v1/reports?page=0", 422, "application/json", "参数 page 应是" },
		{ "/api/v1/agencies?page=-1", 422, "application/json", "参数 page 应是" },
		{ "/api/v1/agencies", 200, "application/json", "\"agencies\"" },
		{ "/api/v1/openapi.json", 200, "application/json", "\"openapi\"" },
	};

	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		struct str page = get(wanted[i].target);

		if (reply.status != wanted[i].status || !reply.type ||
			!str_starts(str_of(reply.type), str_of(wanted[i].type)))
			fail_msg("%s: %u %s", wanted[i].target, reply.status, reply.type);
		has(page, wanted[i].words);
	}
}

static void
titles_differ_from_page_to_page(void **state)
{
	static const char *const targets[] = { "/", "/reports", "/reports/1", "/reports/2",
		"/agencies/1", "/check", "/compare", "/rules", "/api", "/nothing" };
	char titles[COUNT_OF(targets)][200];

	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		struct str page = get(targets[i]);
		size_t at = str_find(page, STR("<title>"), 0);
		struct str title;

		assert_true(at != SIZE_MAX);
		str_cut(str_from(page, at + 7), STR("</title>"), &title);
		snprintf(titles[i], sizeof titles[i], "%.*s", STR_ARG(title));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(titles[i], titles[j]);
	}
}

static void
every_link_inside_a_report_has_its_place(void **state)
{
	struct str page = get("/reports/2");
	struct str rest = page;
	int count = 0;

	for (size_t at; (at = str_find(rest, STR("href=\"#"), 0)) != SIZE_MAX; count++) {
		char id[200];
		struct str target;

		rest = str_cut(str_from(rest, at + 7), STR("\""), &target);
		snprintf(id, sizeof id, " id=\"%.*s\"", STR_ARG(target));
		has(page, id);
	}
	assert_true(count > 60);
}

static void
compared_reports_stand_in_the_order_of_their_years(void **state)
{
	struct str page = get("/compare?a=3&b=1");
	size_t older = str_find(page, STR("<a href=\"/reports/1\">"), 0);
	size_t newer = str_find(page, STR("<a href=\"/reports/3\">"), 0);

	assert_true(older < newer && newer != SIZE_MAX);
	has(page, "class=\"changed\"");
	assert_true(get("/compare?a=3&b=1&changes=1").len < get("/compare?a=3&b=1").len);
}

static void
larger_text_is_kept_in_a_cookie_and_the_address_keeps_its_question(void **state)
{
	struct str page = get("/compare?a=1&b=2&elder=1");

	has(page, "class=\"elder\"");
	has(page, "href=\"/compare?a=1&amp;b=2&amp;elder=0\"");
	assert_true(str_starts(http_reply_find(&reply, "Set-Cookie"), STR("elder=1;")));
	get("/compare?a=1&b=2");
	assert_null(http_reply_find(&reply, "Set-Cookie").at);
}

/* The description of the API says of each download what comes. */
static void
types_of_downloads_are_those_that_are_described(void **state)
{
	static const char *const formats[] = { "docx", "xlsx", "pdf", "html", "csv", "md", "json" };

	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		struct str all = get("/api/v1/openapi.json");
		size_t at = str_find(all, STR("\"downloadReport\""), 0);
		char described[7000];
		char target[60];
		char type[120];

		assert_true(at != SIZE_MAX);
		snprintf(described, sizeof described, "%.*s", (int)sizeof described - 1,
			str_from(all, at).at);
		assert_non_null(strstr(described, "\"downloadOriginal\""));
		*strstr(described, "\"downloadOriginal\"") = '\0';
		snprintf(target, sizeof target, "/reports/1/download/%s", formats[i]);
		get(target);
		assert_int_equal(reply.status, 200);
		snprintf(type, sizeof type, "\"%.*s\"", (int)strcspn(reply.type, ";"), reply.type);
		has(str_of(described), type);
	}
}

/* --- checking and storing --- */

static void
checked_file_is_stored_only_when_asked(void **state)
{
	static const char *const hidden[] = { "/reports/5", "/reports/5/original",
		"/reports/5/download/docx", "/api/v1/reports/5", "/api/v1/reports/5/facts",
		"/compare?a=1&b=5" };
	CLOSING(buf_done) struct buf bytes;
	char token[100];
	struct str page;

	changed_sample("004-dongan-2020.txt", "东安", "西安", &bytes);
	page = send_file("/check", "西安.txt", buf_str(&bytes), "zh-CN");
	assert_false(str_has(page, STR("name=\"token\"")));
	store("0123456789abcdef", "西安区人民政府", "2020", 0);
	assert_int_equal(reply.status, 403);
	is_staff = true;
	page = send_file("/check", "西安.txt", buf_str(&bytes), "zh-CN");
	assert_int_equal(reply.status, 200);
	has(page, "noindex");
	has(page, "西安");
	assert_int_equal(reply.cache, HTTP_CACHE_NEVER);
	copy_token(page, token, sizeof token);
	has(get("/api/v1/reports"), "\"total\":4");
	store(token, "西安区人民政府", "2020", 0);
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), "/desk/reports/5?saved=new");
	has(get("/desk/reports/5?saved=new"), "等待签发");
	store(token, "西安区人民政府", "2020", 0);
	SAME_TEXT(http_reply_find(&reply, "Location"), "/desk/reports/5?saved=known");
	has(get("/desk/reports"), "待签发 1");
	/* Nobody else sees it by any way before it is published. */
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		get(hidden[i]);
		assert_int_equal(reply.status, 404);
	}
	has(get("/api/v1/reports"), "\"total\":4");
	assert_false(str_has(get("/?q=%E8%A5%BF%E5%AE%89"), STR("2020")));
	publish("5", 1);
	assert_int_equal(reply.status, 303);
	has(get("/api/v1/reports"), "\"total\":5");
	has(get("/reports/5"), "西安");
	page = send_file("/check", "西安.txt", buf_str(&bytes), "zh-CN");
	has(page, "这份文件已经存入");
}

static void
wrong_year_keeps_the_result_and_what_was_typed(void **state)
{
	CLOSING(buf_done) struct buf bytes;
	char token[100];
	struct str page;

	is_staff = true;
	changed_sample("004-dongan-2020.txt", "东安", "西安", &bytes);
	copy_token(send_file("/check", "西安.txt", buf_str(&bytes), "zh-CN"), token, sizeof token);
	page = store(token, "西安区<b>人民政府", "1820", 0);
	assert_int_equal(reply.status, 422);
	has(page, token);
	has(page, "value=\"1820\"");
	has(page, "value=\"西安区&lt;b&gt;人民政府\"");
	has(page, "id=\"r0-year-error\"");
	has(page, "aria-invalid=\"true\"");
	page = store(token, "", "2020", 0);
	assert_int_equal(reply.status, 422);
	has(page, "id=\"r0-agency-error\"");
	page = store("0123456789abcdef", "西安区人民政府", "2020", 0);
	assert_int_equal(reply.status, 404);
	has(page, "id=\"file-error\"");
	has(page, "请重新上传");
}

static void
nothing_is_replaced_before_it_was_told(void **state)
{
	CLOSING(buf_done) struct buf bytes;
	char token[100];
	struct str page;

	is_staff = true;
	changed_sample("004-dongan-2020.txt", "东安", "西安", &bytes);
	copy_token(send_file("/check", "西安.txt", buf_str(&bytes), "zh-CN"), token, sizeof token);
	page = store(token, "平房区", "2020", 0);
	assert_int_equal(reply.status, 409);
	has(page, "name=\"replaces\" value=\"1\"");
	has(page, "href=\"/desk/reports/1\"");
	store(token, "平房区", "2020", 1);
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), "/desk/reports/5?saved=replaced");
	assert_false(str_has(get("/reports/1"), STR("/reports/5")));
	has(get("/desk/reports/5/step?to=show"), "会成为旧版本");
	publish("5", 1);
	has(get("/reports/1"), "href=\"/reports/5\"");
	has(get("/compare?a=1&b=3"), "旧版本");
}

static void
file_that_is_no_report_gets_a_sentence_in_the_visitors_language(void **state)
{
	struct str noise = { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16 };

	has(send_file("/check", "照片.png", noise, "zh-CN"), "这是图片");
	assert_int_equal(reply.status, 200);
	has(send_file("/check", "a.png", noise, "en"), "<p class=\"notice late\" lang=\"en\">");
	has(send_file("/check", "b.txt", STR("你好。"), "zh-CN"), "class=\"notice late\"");
	has(send_file("/check", "空.txt", STR(""), "zh-CN"), "空");
	has(ask("POST", "/check", "application/x-www-form-urlencoded", STR("a=b"), "zh-CN"),
		"aria-invalid=\"true\"");
	assert_true(reply.status == 422);
}

static void
empty_files_among_others_are_named_and_the_others_checked(void **state)
{
	static const struct str body = STR("--X\r\nContent-Disposition: form-data; name=\"file\"; "
					   "filename=\"甲.txt\"\r\n\r\n\r\n"
					   "--X\r\nContent-Disposition: form-data; name=\"file\"; "
					   "filename=\"乙.txt\"\r\n\r\n你好\r\n"
					   "--X\r\nContent-Disposition: form-data; name=\"file\"; "
					   "filename=\"丙.txt\"\r\n\r\n\r\n"
					   "--X--\r\n");
	struct str page = ask("POST", "/check", "multipart/form-data; boundary=X", body, "zh-CN");

	assert_int_equal(reply.status, 200);
	has(page, "1 份文件");
	has(page, "文件“甲.txt”是空的，请检查后重新选择。文件“丙.txt”是空的");
}

/* --- hostile text --- */

/* Every script of a page comes from a file, and the hostile words stand there escaped. */
static void
is_harmless(struct str page)
{
	struct str rest = page;

	assert_false(str_has(page, STR("<script>")));
	assert_false(str_has(page, STR("alert(\"1\")")));
	for (size_t at; (at = str_find(rest, STR("<script"), 0)) != SIZE_MAX;) {
		rest = str_from(rest, at + 7);
		assert_true(str_starts(rest, STR(" src=\"/")));
	}
}

static void
hostile_words_of_a_report_reach_no_page_unescaped(void **state)
{
	static const char *const targets[] = { "/", "/reports", "/reports/5", "/agencies/5",
		"/compare?a=1&b=5", "/reports/5/download/html", "/reports?q=%3Cscript%3E",
		"/?q=%22%3E%3Cscript%3Ealert(%221%22)", "/%3Cscript%3E" };
	CLOSING(buf_done) struct buf bytes;
	char token[100];
	struct str page;

	is_staff = true;
	changed_sample("004-dongan-2020.txt", "存在", "存在" HOSTILE, &bytes);
	page = send_file("/check", "<script>.txt", buf_str(&bytes), "zh-CN");
	assert_int_equal(reply.status, 200);
	is_harmless(page);
	has(page, "&lt;script&gt;alert");
	copy_token(page, token, sizeof token);
	page = store(token, HOSTILE "人民政府", "2020", 0);
	if (reply.status != 303) {
		is_harmless(page);
		page = store(token, "某区人民政府", "2020", 0);
	}
	assert_int_equal(reply.status, 303);
	is_harmless(get("/desk/reports/5"));
	publish("5", 1);
	assert_int_equal(reply.status, 303);
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		page = get(targets[i]);
		assert_true(reply.status == 200 || i + 1 == COUNT_OF(targets));
		is_harmless(page);
	}
	has(get("/reports/5"), "&lt;script&gt;alert");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(pages_answer_with_their_status_type_and_words),
		CASE(titles_differ_from_page_to_page),
		CASE(every_link_inside_a_report_has_its_place),
		CASE(compared_reports_stand_in_the_order_of_their_years),
		CASE(larger_text_is_kept_in_a_cookie_and_the_address_keeps_its_question),
		CASE(types_of_downloads_are_those_that_are_described),
		CASE(checked_file_is_stored_only_when_asked),
		CASE(empty_files_among_others_are_named_and_the_others_checked),
		CASE(wrong_year_keeps_the_result_and_what_was_typed),
		CASE(nothing_is_replaced_before_it_was_told),
		CASE(file_that_is_no_report_gets_a_sentence_in_the_visitors_language),
		CASE(hostile_words_of_a_report_reach_no_page_unescaped),
	};

	cage_warm();
	doc_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
