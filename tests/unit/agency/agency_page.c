/* Pages of agencies asked for without sockets: the directory, forms, stale ones, import, sites, and
 * who gets in. */
#include "../test.h"

#include <stdio.h>

#include "account/account.h"
#include "agency/agency_page.h"
#include "agency/agency_site.h"
#include "agency/agency_work.h"
#include "base/cage.h"
#include "db/db.h"
#include "doc/doc.h"
#include "html/html_shell.h"
#include "http/http_server.h"

/* fontconfig keeps its fonts until the process ends. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

#define HOSTILE "<script>alert(1)</script>"

static const struct route *const routes[] = { agency_routes, agency_admin_routes,
	agency_change_routes, agency_deed_routes, agency_pick_routes, agency_import_routes,
	agency_site_routes, NULL };

static struct db_pool *pool;
static struct http *http;
static struct http_reply reply;
static bool has_reply;

/* Who asks: nobody, the administrator of everything below /1/, or of a branch. */
static struct account_grant grant;
static struct account_person person;
static struct account_visitor visitor;
static bool is_somebody;

static struct fault *
draw_shell(struct http_request *request, struct http_reply *to, struct str title,
	const char *current, struct html_shell *ret_shell)
{
	*ret_shell = (struct html_shell){ .title = title, .site_name = STR("测试") };
	return NULL;
}

static struct fault *
admit(void *context, struct http_request *request, struct http_reply *to)
{
	unsigned wanted = request->route->access & HTTP_PEOPLE;

	visitor = (struct account_visitor){ .person = is_somebody ? &person : NULL,
		.draw = draw_shell };
	request->visitor = &visitor;
	if (is_somebody)
		request->form_token = STR("token");
	if (wanted & ANYONE || (is_somebody && wanted & person.roles))
		return NULL;
	return fault_new(FAULT_DENIED, "test_denied", "不可以。", "No.");
}

static struct fault *
lend(void *context, const struct http_request *request, struct db **ret_db)
{
	return db_pool_writer(pool, ret_db);
}

static void
give_back(void *context, struct db *db)
{
	db_give_back(&db);
}

static const struct http_app app = {
	.routes = routes, .lend_db = lend, .return_db = give_back, .admit = admit
};

static void
be_admin_of(int64_t agency_id, const char *path)
{
	grant = (struct account_grant){ .role = ACCOUNT_SYSTEM_ADMIN,
		.agency_id = agency_id,
		.path = str_of(path),
		.has_subtree = true };
	person = (struct account_person){ .id = 1,
		.name = STR("管理员"),
		.roles = ACCOUNT_SYSTEM_ADMIN | ACCOUNT_SIGNED_IN,
		.grants = &grant,
		.grant_count = 1 };
	is_somebody = true;
}

static int64_t
make(int64_t parent_id, const char *name)
{
	static const struct audit_actor actor = { .name = { "测试", 6 }, .way = AUDIT_COMMAND };
	CLOSING(db_give_back) struct db *db = NULL;
	struct agency agency = {
		.name = str_of(name), .parent_id = parent_id, .valid_from = DAY_NONE
	};
	int64_t id = 0;

	FINE(db_pool_writer(pool, &db));
	FINE(agency_make(db, &actor, &agency, NULL, &id));
	return id;
}

/* A store with a province (1), two cities (2, 3) and a district (4) below the first. */
static int
start(void **state)
{
	FINE(db_pool_open("sqlite::memory:", 1, &db_own_steps, true, &pool));
	FINE(http_open(&app, &http));
	make(0, "示例省人民政府");
	make(1, "甲市人民政府");
	make(1, "乙市人民政府");
	make(2, "丙区人民政府");
	be_admin_of(0, "/");
	return 0;
}

static int
stop(void **state)
{
	if (has_reply)
		http_reply_done(&reply);
	has_reply = false;
	http_close(&http);
	db_pool_close(&pool);
	return 0;
}

static struct str
ask(const char *method, const char *target, const char *type, struct str body)
{
	struct http_pair headers[] = { { STR("Host"), STR("a.test") },
		{ STR("Origin"), STR("http://a.test") },
		{ STR("Content-Type"), str_of(type ? type : "") } };
	struct http_facts facts = { .method = str_of(method),
		.target = str_of(target),
		.headers = headers,
		.header_count = type ? 3 : 2,
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
	return ask("GET", target, NULL, STR(""));
}

static struct str
post(const char *target, const char *body)
{
	char whole[4000];

	snprintf(whole, sizeof whole, "form_token=token&%s", body);
	return ask("POST", target, "application/x-www-form-urlencoded", str_of(whole));
}

static void
has(struct str page, const char *words)
{
	if (!str_has(page, str_of(words)))
		fail_msg("no \"%s\" in a page with status %u: %.*s", words, reply.status,
			page.len > 3000 ? 3000 : (int)page.len, page.at);
}

static void
lacks(struct str page, const char *words)
{
	if (str_has(page, str_of(words)))
		fail_msg("\"%s\" in a page with status %u", words, reply.status);
}

static void
redirects(const char *to)
{
	assert_int_equal(reply.status, 303);
	SAME_TEXT(http_reply_find(&reply, "Location"), to);
}

/* --- the public --- */

static void
directory_shows_levels_with_counts(void **state)
{
	struct str page;

	is_somebody = false;
	page = get("/directory");
	assert_int_equal(reply.status, 200);
	has(page, "示例省人民政府");
	has(page, "<details");
	has(page, "下级机关 2 个");
	has(page, "甲市人民政府");
	lacks(page, "丙区人民政府");
	page = get("/directory?below=2");
	has(page, "丙区人民政府");
	page = get("/directory?q=%E4%B8%99");
	has(page, "丙区人民政府");
	lacks(page, "乙市人民政府");
	get("/directory?below=999");
	assert_int_equal(reply.status, 404);
	page = get("/directory?q=%3Cscript%3Ealert(1)%3C/script%3E");
	lacks(page, HOSTILE);
}

static void
directory_of_a_large_level_has_pages(void **state)
{
	char name[40];
	struct str page;

	for (int i = 0; i < 60; i++) {
		snprintf(name, sizeof name, "第%02d局", i);
		make(3, name);
	}
	page = get("/directory?below=3");
	has(page, "第49局");
	lacks(page, "第50局");
	has(page, "下一页");
	page = get("/directory?below=3&after=54");
	has(page, "第50局");
	lacks(page, "第49局");
	lacks(page, "下一页");
}

static void
card_shows_the_particulars_of_the_office(void **state)
{
	struct str page;

	post("/admin/agencies/2/edit",
		"version=1&kind=government&level=city&office=%E5%85%AC%E5%BC%80%E7%A7%91"
		"&phone=0451-123&address=%3Cb%3E");
	redirects("/admin/agencies/2?done=changed");
	is_somebody = false;
	page = get("/directory/2");
	has(page, "公开科");
	has(page, "0451-123");
	has(page, "政府信息公开工作机构");
	lacks(page, "<b>");
	get("/directory/999");
	assert_int_equal(reply.status, 404);
	get("/directory/x");
	assert_int_equal(reply.status, 404);
}

static void
site_shows_its_own_part_only(void **state)
{
	struct str page;

	post("/admin/agencies/sites/new",
		"host=a.test&agency=%E7%94%B2%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C"
		"&title=%E7%94%B2&palette=teal");
	redirects("/admin/agencies/sites?done=saved");
	page = get("/directory");
	has(page, "丙区人民政府");
	lacks(page, "乙市人民政府");
	lacks(page, "示例省人民政府");
	get("/directory?below=3");
	assert_int_equal(reply.status, 404);
	get("/directory/3");
	assert_int_equal(reply.status, 404);
	get("/directory/4");
	assert_int_equal(reply.status, 200);
}

/* --- the administration --- */

static void
nobody_else_gets_in(void **state)
{
	static const char *const addresses[] = { "/admin/agencies", "/admin/agencies/2",
		"/admin/agencies/new", "/admin/agencies/2/edit", "/admin/agencies/2/rename",
		"/admin/agencies/2/move", "/admin/agencies/2/merge", "/admin/agencies/2/split",
		"/admin/agencies/2/end", "/admin/agencies/import", "/admin/agencies/export",
		"/admin/agencies/import/blank", "/admin/agencies/sites",
		"/admin/agencies/sites/new" };

	is_somebody = false;
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		get(addresses[i]);
		assert_int_equal(reply.status, 403);
	}
	is_somebody = true;
	person.roles = ACCOUNT_SIGNED_IN | ACCOUNT_AUTHOR | ACCOUNT_HEAD | ACCOUNT_SECURITY_ADMIN |
		       ACCOUNT_AUDITOR;
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		get(addresses[i]);
		assert_int_equal(reply.status, 403);
	}
}

static void
administrator_of_a_branch_stays_inside_it(void **state)
{
	struct str page;

	be_admin_of(2, "/1/2/");
	page = get("/admin/agencies");
	assert_int_equal(reply.status, 200);
	has(page, "丙区人民政府");
	lacks(page, "乙市人民政府");
	lacks(page, "示例省人民政府");
	page = get("/admin/agencies?q=%E5%B8%82");
	lacks(page, "乙市人民政府");
	get("/admin/agencies/3");
	assert_int_equal(reply.status, 403);
	get("/admin/agencies/new");
	assert_int_equal(reply.status, 403);
	get("/admin/agencies/import");
	assert_int_equal(reply.status, 403);
	get("/admin/agencies/export");
	assert_int_equal(reply.status, 403);
	get("/admin/agencies/sites");
	assert_int_equal(reply.status, 403);
	/* Neither out of the branch nor into it. */
	post("/admin/agencies/4/move", "version=1&pick=3&is_mistake=1");
	assert_int_equal(reply.status, 403);
	post("/admin/agencies/4/merge", "version=1&pick=3&on=2022-01-01");
	assert_int_equal(reply.status, 403);
	post("/admin/agencies/new", "name=%E4%B8%81%E5%B1%80&parent_id=3");
	assert_int_equal(reply.status, 403);
	post("/admin/agencies/new", "name=%E4%B8%81%E5%B1%80&parent_id=2");
	redirects("/admin/agencies/5?done=made");
	get("/admin/agencies/export?below=2");
	assert_int_equal(reply.status, 200);
}

static void
new_agency_is_made_or_says_why_not(void **state)
{
	struct str page = get("/admin/agencies/new?below=4");

	has(page, "在丙区人民政府下面新增机关");
	has(page, "name=\"parent_id\" value=\"4\"");
	has(page, "互联网联系方式");
	page = post("/admin/agencies/new", "parent_id=4&name=x&credit_code=112304000000000198");
	assert_int_equal(reply.status, 422);
	has(page, "机关名称应为");
	page = post("/admin/agencies/new",
		"parent_id=4&name=%E4%B8%81%E5%B1%80&credit_code=112304000000000198");
	assert_int_equal(reply.status, 422);
	has(page, "校验位不符");
	has(page, "value=\"112304000000000198\"");
	page = post("/admin/agencies/new",
		"parent_id=1&name=%E7%94%B2%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C");
	assert_int_equal(reply.status, 409);
	has(page, "同一上级下面已有");
	post("/admin/agencies/new",
		"parent_id=4&name=%E4%B8%81%E5%B1%80&credit_code=112304000000000197");
	redirects("/admin/agencies/5?done=made");
	page = get("/admin/agencies/5?done=made");
	has(page, "机关已新增。");
	has(page, "112304000000000197");
	get("/admin/agencies/new?below=999");
	assert_int_equal(reply.status, 404);
	/* Without the token of the session nothing happens. */
	ask("POST", "/admin/agencies/new", "application/x-www-form-urlencoded",
		STR("parent_id=4&name=%E6%88%8A%E5%B1%80"));
	assert_int_equal(reply.status, 403);
}

static void
stale_form_shows_both_versions(void **state)
{
	struct str page;

	post("/admin/agencies/2/edit", "version=1&phone=111&sort_order=5&kind=department");
	redirects("/admin/agencies/2?done=changed");
	page = post("/admin/agencies/2/edit", "version=1&phone=222&sort_order=5&kind=unknown");
	assert_int_equal(reply.status, 409);
	has(page, "<td>111</td><td>222</td>");
	has(page, "<td>部门</td><td>按名称判断</td>");
	has(page, "value=\"222\"");
	has(page, "name=\"version\" value=\"2\"");
	page = post("/admin/agencies/2/edit", "version=2&phone=222&sort_order=5");
	redirects("/admin/agencies/2?done=changed");
	page = post("/admin/agencies/2/end", "version=1&on=2022-01-01&sure=1");
	assert_int_equal(reply.status, 409);
	has(page, "已被别人修改");
	page = post("/admin/agencies/2/move", "version=1&pick=3&is_mistake=1");
	assert_int_equal(reply.status, 409);
	has(page, "已被别人修改");
	page = post("/admin/agencies/2/rename", "version=1&name=%E7%94%B2%E5%B8%82&is_mistake=1");
	assert_int_equal(reply.status, 409);
	has(page, "甲市人民政府");
}

static void
renaming_needs_a_day_or_mends_a_mistake(void **state)
{
	struct str page = post("/admin/agencies/2/rename", "version=1&name=%E7%94%B2%E5%B7%9E");

	assert_int_equal(reply.status, 422);
	has(page, "请填写生效日期");
	page = post("/admin/agencies/2/rename", "version=1&name=%E7%94%B2%E5%B7%9E&on=2199-01-01");
	assert_int_equal(reply.status, 422);
	has(page, "不能晚于今天");
	post("/admin/agencies/2/rename", "version=1&name=%E7%94%B2%E5%B7%9E&on=2020-02-29");
	redirects("/admin/agencies/2?done=renamed");
	page = get("/directory/2");
	has(page, "曾用名");
	has(page, "甲市人民政府");
	has(page, "2020-02-29");
}

static void
parent_is_found_by_searching_and_chosen(void **state)
{
	struct str page = get("/admin/agencies/4/move?q=%E4%B9%99");

	assert_int_equal(reply.status, 200);
	has(page, "现在的上级：甲市人民政府");
	has(page, "name=\"pick\" value=\"3\"");
	has(page, "name=\"pick\" value=\"2\" checked");
	page = post("/admin/agencies/4/move", "version=1&on=2021-01-01");
	assert_int_equal(reply.status, 422);
	has(page, "请先查找并选择一个机关");
	page = post("/admin/agencies/2/move", "version=1&pick=4&is_mistake=1");
	assert_int_equal(reply.status, 409);
	has(page, "上级机关不能是它自己或它的下级");
	post("/admin/agencies/4/move", "version=1&pick=3&on=2021-01-01");
	redirects("/admin/agencies/4?done=moved");
	page = get("/admin/agencies/4?done=moved");
	has(page, "乙市人民政府");
	post("/admin/agencies/4/move", "version=2&pick=0&is_mistake=1");
	redirects("/admin/agencies/4?done=moved");
	post("/admin/agencies/4/move", "version=3&pick=999&is_mistake=1");
	assert_int_equal(reply.status, 404);
}

static void
ends_are_told_before_they_happen(void **state)
{
	struct str page = get("/admin/agencies/4/end");

	has(page, "撤销后不能恢复");
	page = post("/admin/agencies/4/end", "version=1&on=2022-01-01");
	assert_int_equal(reply.status, 422);
	has(page, "请勾选确认");
	page = post("/admin/agencies/2/end", "version=1&on=2022-01-01&sure=1");
	assert_int_equal(reply.status, 409);
	has(page, "下面还有下级机关");
	post("/admin/agencies/4/end", "version=1&on=2022-01-01&sure=1");
	redirects("/admin/agencies/4?done=ended");
	page = get("/admin/agencies/4?done=ended");
	has(page, "已于 2022-01-01 撤销");
	lacks(page, "修改资料");
	page = get("/admin/agencies?below=2&ended=1");
	has(page, "已撤销");
	page = get("/directory?below=2");
	lacks(page, "丙区人民政府");
	get("/admin/agencies/2/merge");
	assert_int_equal(reply.status, 200);
	post("/admin/agencies/2/merge", "version=1&pick=3&on=2022-01-01");
	redirects("/admin/agencies/2?done=merged");
	page = get("/directory/2");
	has(page, "承接机关");
	has(page, "乙市人民政府");
}

static void
splitting_names_its_successors(void **state)
{
	struct str page;

	make(1, "丁市人民政府");
	page = post(
		"/admin/agencies/3/split", "version=1&on=2022-01-01&successors=%E6%B2%A1%E6%9C%89");
	assert_int_equal(reply.status, 422);
	has(page, "没有找到机关“没有”");
	page = post("/admin/agencies/3/split", "version=1&on=2022-01-01&successors=%E4%B8%81%E5%B8%"
					       "82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C");
	assert_int_equal(reply.status, 422);
	has(page, "拆分应选 2 到");
	post("/admin/agencies/3/split", "version=1&on=2022-01-01&successors=%E4%B8%81%E5%B8%82%E4%"
					"BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C%0A"
					"%E7%94%B2%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C");
	redirects("/admin/agencies/3?done=split");
}

/* --- lists --- */

static struct str
send_list(const char *text)
{
	char body[4000];

	snprintf(body, sizeof body,
		"--XyZ\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\ntoken\r\n"
		"--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
		"Content-Type: text/csv\r\n\r\n%s\r\n--XyZ--\r\n",
		text);
	return ask("POST", "/admin/agencies/import", "multipart/form-data; boundary=XyZ",
		str_of(body));
}

/* The value of a hidden field, as a form sends it back. */
static void
copy_hidden(struct str page, const char *name, char *value, size_t size)
{
	char before[60];
	size_t at;
	struct str rest;
	struct str text;

	snprintf(before, sizeof before, "name=\"%s\" value=\"", name);
	at = str_find(page, str_of(before), 0);
	assert_true(at != SIZE_MAX);
	rest = str_from(page, at + strlen(before));
	str_cut(rest, STR("\""), &text);
	snprintf(value, size, "%.*s", STR_ARG(text));
}

static void
list_is_previewed_and_then_written(void **state)
{
	struct str page =
		send_list("机关名称,上级机关,简称\n丁局,丙区人民政府,\n丙区人民政府,,丙区<b>\n");
	char token[100];
	char digest[100];
	char body[300];

	assert_int_equal(reply.status, 200);
	has(page, "写入：新增 1 个，更新 1 个");
	has(page, "丙区&lt;b&gt;");
	copy_hidden(page, "token", token, sizeof token);
	copy_hidden(page, "digest", digest, sizeof digest);
	lacks(get("/directory?below=4"), "丁局");
	snprintf(body, sizeof body, "token=%s&digest=%s", token, digest);
	page = post("/admin/agencies/import/confirm", body);
	assert_int_equal(reply.status, 200);
	has(page, "已写入：新增 1 个机关，更新 1 个");
	has(get("/directory?below=4"), "丁局");
	/* Once more it would do nothing, which is not what was confirmed. */
	page = post("/admin/agencies/import/confirm", body);
	assert_int_equal(reply.status, 409);
	has(page, "预览之后机关资料有了变动");
	has(page, "完全一致");
}

static void
wrong_lists_say_what_is_wrong(void **state)
{
	struct str page = send_list("机关名称,上级机关,电脑\n丁局,没有的,1\n");

	has(page, "没有找到上级机关“没有的”");
	has(page, "不认识的列“电脑”");
	lacks(page, "name=\"digest\"");
	page = send_list("甲,乙\n1,2\n");
	assert_int_equal(reply.status, 422);
	has(page, "没有找到表头");
	page = post("/admin/agencies/import/confirm", "token=0123&digest=x");
	assert_true(reply.status >= 400 && reply.status < 500);
	page = ask("POST", "/admin/agencies/import", "multipart/form-data; boundary=XyZ",
		STR("--XyZ\r\nContent-Disposition: form-data; "
		    "name=\"form_token\"\r\n\r\ntoken\r\n--XyZ--\r\n"));
	assert_int_equal(reply.status, 422);
}

static void
lists_are_given_out(void **state)
{
	struct str page = get("/admin/agencies/export?format=csv");

	assert_int_equal(reply.status, 200);
	has(page, "机关名称,上级机关");
	has(page, "丙区人民政府,甲市人民政府");
	page = get("/admin/agencies/export?format=xlsx");
	assert_true(str_starts(page, STR("PK")));
	page = get("/admin/agencies/import/blank");
	assert_true(str_starts(page, STR("PK")));
	assert_int_equal(reply.status, 200);
}

/* --- sites --- */

static void
sites_are_listed_changed_and_dropped(void **state)
{
	struct str page = post("/admin/agencies/sites/new",
		"host=http://x&agency=%E6%97%A0&title=%E7%94%B2&site_code=1");

	assert_int_equal(reply.status, 422);
	has(page, "没有找到机关");
	page = post("/admin/agencies/sites/new",
		"host=x&agency=%E6%97%A0&title=%E7%94%B2&guide=javascript:alert(1)");
	assert_int_equal(reply.status, 422);
	has(page, "id=\"guide-error\"");
	page = post("/admin/agencies/sites/new",
		"host=b.gov.cn&agency=%E7%94%B2%E5%B8%82%E4%BA%BA%E6%"
		"B0%91%E6%94%BF%E5%BA%9C&title=%E7%94%B2&site_code=1");
	assert_int_equal(reply.status, 422);
	has(page, "网站标识码应为");
	post("/admin/agencies/sites/new",
		"host=b.gov.cn&agency=%E7%94%B2%E5%B8%82%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C&title="
		"%E7%94%B2&site_code=2301000001&is_default=1");
	redirects("/admin/agencies/sites?done=saved");
	page = get("/admin/agencies/sites?done=saved");
	has(page, "b.gov.cn");
	has(page, "默认");
	page = get("/admin/agencies/sites/1");
	has(page, "value=\"2301000001\"");
	has(page, "name=\"is_default\" value=\"1\" checked");
	page = post("/admin/agencies/sites/1",
		"version=9&host=b.gov.cn&agency=%E7%94%B2%E5%B8%82%E4%"
		"BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C&title=%E4%B9%99");
	assert_int_equal(reply.status, 409);
	has(page, "<td>甲</td><td>乙</td>");
	post("/admin/agencies/sites/1/drop", "version=1");
	redirects("/admin/agencies/sites?done=dropped");
	get("/admin/agencies/sites/1");
	assert_int_equal(reply.status, 404);
}

int
main(void)
{
#define PAGE_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		PAGE_TEST(directory_shows_levels_with_counts),
		PAGE_TEST(directory_of_a_large_level_has_pages),
		PAGE_TEST(card_shows_the_particulars_of_the_office),
		PAGE_TEST(site_shows_its_own_part_only),
		PAGE_TEST(nobody_else_gets_in),
		PAGE_TEST(administrator_of_a_branch_stays_inside_it),
		PAGE_TEST(new_agency_is_made_or_says_why_not),
		PAGE_TEST(stale_form_shows_both_versions),
		PAGE_TEST(renaming_needs_a_day_or_mends_a_mistake),
		PAGE_TEST(parent_is_found_by_searching_and_chosen),
		PAGE_TEST(ends_are_told_before_they_happen),
		PAGE_TEST(splitting_names_its_successors),
		PAGE_TEST(list_is_previewed_and_then_written),
		PAGE_TEST(wrong_lists_say_what_is_wrong),
		PAGE_TEST(lists_are_given_out),
		PAGE_TEST(sites_are_listed_changed_and_dropped),
	};

	cage_warm();
	doc_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
