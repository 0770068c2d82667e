/* People at the pages, without sockets: stale forms, the second factor, one's own account, lists,
 * and deeds on others. */
#include "journey.h"

/* --- stale forms --- */

static void
stale_form_shows_both_versions_and_keeps_what_was_typed(void **state)
{
	char path[60];
	int64_t id = add("wang.fang", 0);

	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	sign_in("sys.one");
	snprintf(path, sizeof path, "/admin/people/%lld", (long long)id);
	assert_int_equal(post(path, "name=%E7%94%B2&agency=1&version=1"), 303);
	assert_int_equal(post(path, "name=%E4%B9%99&agency=1&version=1"), 409);
	says("两个版本不同的地方");
	says("<td>甲</td><td>乙</td>");
	says("name=\"name\" type=\"text\" value=\"乙\"");
	says("name=\"version\" value=\"2\"");
	assert_int_equal(post(path, "name=%E4%B9%99&agency=1&version=2"), 303);
}

/* --- the second factor --- */

static void
second_factor_from_picture_to_recovery_codes(void **state)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct account_lock lock;
	struct secret secret;
	char before[80];
	char body[120];
	char code[7];
	struct str where;
	int64_t id = add("wang.fang", 0);

	sign_in("wang.fang");
	assert_int_equal(post("/profile/second-factor/begin", ""), 303);
	assert_int_equal(get("/profile/second-factor"), 200);
	says("<svg class=\"qr\"");
	says("手工输入");
	assert_int_equal(
		post("/profile/second-factor/confirm", "code=12345&present=lantern+river+48+spade"),
		422);
	says("动态码不正确");
	FINE(db_pool_reader(pool, &db));
	FINE(account_store_lock_of(db, arena, id, &lock));
	db_give_back(&db);
	FINE(str_print(arena, &where, "account.second_factor:%lld", (long long)id));
	FINE(seal_take(keys, arena, where, lock.factor_next, &secret));
	FINE(account_factor_code(secret.bytes, account_now() / 30 - 1, code));
	snprintf(body, sizeof body, "code=%s", code);
	memcpy(before, cookie, sizeof before);
	assert_int_equal(post("/profile/second-factor/confirm", body), 422);
	says("现在的密码不正确");
	snprintf(body, sizeof body, "code=%s&present=lantern+river+48+spade", code);
	assert_int_equal(post("/profile/second-factor/confirm", body), 200);
	says("恢复码");
	assert_string_not_equal(cookie, before);
	close_browser();
	ask("POST", "/sign-in", FORM, "login=wang.fang&password=lantern+river+48+spade");
	goes_to("/sign-in/next");
	/* Half signed in: nothing but the next step. */
	assert_int_equal(get("/desk"), 303);
	goes_to("/sign-in/next?next=%2Fdesk");
	assert_int_equal(get("/profile/second-factor"), 303);
	assert_int_equal(get("/api/v1/work"), 401);
	assert_int_equal(get("/sign-in/next?next=/desk"), 200);
	says("autocomplete=\"one-time-code\"");
	assert_int_equal(post("/sign-in/code", body), 422);
	FINE(account_factor_code(secret.bytes, account_now() / 30 + 1, code));
	snprintf(body, sizeof body, "code=%s&next=/desk", code);
	memcpy(before, cookie, sizeof before);
	assert_int_equal(post("/sign-in/code", body), 303);
	goes_to("/desk");
	assert_string_not_equal(cookie, before);
	assert_int_equal(get("/desk"), 200);
	memcpy(cookie, before, sizeof before);
	assert_int_equal(get("/desk"), 303);
}

/* --- one's own account, and lists --- */

static void
changing_the_password_from_the_profile_keeps_this_session_only(void **state)
{
	char other[80];

	add("wang.fang", 0);
	sign_in("wang.fang");
	memcpy(other, cookie, sizeof other);
	sign_in("wang.fang");
	assert_int_equal(post("/profile/password",
				 "old=wrong&password=copper+window+91+heron&again=copper+window+91"
				 "+heron"),
		422);
	says("现在的密码不正确");
	assert_int_equal(post("/profile/password",
				 "old=lantern+river+48+spade&password=copper+window+91+heron&again="
				 "copper+window+91+heron"),
		303);
	assert_int_equal(get("/profile?saved=password"), 200);
	says("密码已修改");
	memcpy(cookie, other, sizeof other);
	assert_int_equal(get("/profile"), 303);
}

static void
people_are_listed_filtered_and_exported(void **state)
{
	add("wang.fang", ACCOUNT_HEAD);
	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	sign_in("sys.one");
	assert_int_equal(get("/admin/people"), 200);
	says("共 2 人");
	assert_int_equal(get("/admin/people?role=head&agency=1&state=1&sort=3"), 200);
	says("共 1 人");
	says("wang.fang");
	assert_int_equal(get("/admin/people?agency=%3Cscript%3E&q=%25"), 200);
	says("没有这个机关");
	says("&lt;script&gt;");
	assert_int_equal(get("/admin/people/export?role=head"), 200);
	says("登录名,姓名,机关");
	says("\"wang.fang\",\"王小芳\",\"甲市人民政府\",\"负责人\",\"否\",\"在用\"");
	assert_non_null(strstr(http_reply_find(&reply, "Content-Disposition").at, "attachment"));
	assert_int_equal(get("/admin/people/999"), 404);
	assert_int_equal(get("/admin/people/x"), 404);
}

#define PARTS "Content-Type: multipart/form-data; boundary=b\n"

/* Choose a list and look at it. */
static unsigned
look_at(const char *list)
{
	char body[2000];

	snprintf(body, sizeof body,
		"--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n%s\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
		"%s\r\n--b--\r\n",
		token, list);
	return ask("POST", "/admin/people/import", PARTS, body);
}

static void
list_of_people_is_shown_before_anything_is_written(void **state)
{
	char path[120];
	char list[80] = "";
	char body[120];

	add("wang.fang", 0);
	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	sign_in("sys.one");
	assert_int_equal(get("/admin/people/import"), 200);
	assert_int_equal(look_at("a,b\r\nc,d\r\n"), 422);
	says("没有找到表头");
	assert_int_equal(look_at("登录名,姓名,机关,邮箱\r\n"
				 "Wang.Fang,王,甲市人民政府,\r\n"
				 "li.si,李四,没有的机关,\r\n"
				 "zhao.liu,赵六,甲市人民政府,坏\r\n"
				 "sun.qi,孙七,甲市人民政府,\r\n"
				 "SUN.QI,孙七,甲市人民政府,\r\n"),
		200);
	says("4 行有问题");
	says("已有人使用");
	says("没有这个机关");
	says("邮箱格式不正确");
	says("出现不止一次");
	assert_null(strstr(bytes().at, "name=\"token\""));
	assert_int_equal(look_at("姓名,登录名,机关,电话\r\n李四,li.si,甲市人民政府,13800001111\r\n"
				 "赵六,zhao.liu,1,\r\n"),
		200);
	cut_out(bytes(), "name=\"token\" value=\"", '"', list, sizeof list);
	assert_int_equal(strlen(list), 32);
	get("/admin/people");
	says("共 2 人");
	snprintf(body, sizeof body, "token=%s", list);
	assert_int_equal(post("/admin/people/import/store", body), 200);
	says("已新增 2 人");
	read_link("li.si", path, sizeof path);
	assert_int_equal(get(path), 200);
	says("李四，您好");
	sign_in("sys.one");
	assert_int_equal(post("/admin/people/import/store", body), 404);
	get("/admin/people");
	says("共 4 人");
}

static void
deeds_on_a_person_need_reasons_and_the_right_administrator(void **state)
{
	char path[80];
	int64_t id = add("wang.fang", ACCOUNT_HEAD);

	add("sys.one", ACCOUNT_SYSTEM_ADMIN);
	add("sec.one", ACCOUNT_SECURITY_ADMIN);
	sign_in("sys.one");
	snprintf(path, sizeof path, "/admin/people/%lld/disable", (long long)id);
	assert_int_equal(post(path, "reason="), 422);
	says("请写明原因");
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 303);
	snprintf(path, sizeof path, "/admin/people/%lld/unlock", (long long)id);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 403);
	sign_in("sec.one");
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 303);
	snprintf(path, sizeof path, "/admin/people/%lld/enable", (long long)id);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 403);
	snprintf(path, sizeof path, "/admin/people/%lld/roles/1/take", (long long)id);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 303);
	assert_int_equal(post(path, "reason=%E8%B0%83%E7%A6%BB"), 409);
	says("已经收回");
	snprintf(path, sizeof path, "/admin/people/%lld/sessions", (long long)id);
	assert_int_equal(post(path, ""), 303);
	snprintf(path, sizeof path, "/admin/people/%lld", (long long)id);
	assert_int_equal(get(path), 200);
	says("停用");
}

static void
a_day_at_the_profile_lends_and_takes_back(void **state)
{
	char body[200];

	add("wang.fang", ACCOUNT_REVIEWER);
	add("li.si", 0);
	sign_in("wang.fang");
	says("委托同事代办");
	assert_int_equal(
		post("/profile/delegations", "to=wang.fang&first=x&last=&reason=rest"), 422);
	says("请填日期");
	snprintf(body, sizeof body, "to=wang.fang&first=%s&last=%s&reason=rest",
		day_text(day_today()).at, day_text(day_today()).at);
	assert_int_equal(post("/profile/delegations", body), 403);
	says("不能授予、收回或委托给自己");
	snprintf(body, sizeof body, "to=li.si&first=%s&last=%s&reason=rest",
		day_text(day_today()).at, day_text(day_today()).at);
	assert_int_equal(post("/profile/delegations", body), 303);
	assert_int_equal(get("/profile"), 200);
	says("委托给");
	sign_in("li.si");
	assert_int_equal(get("/reviewer"), 200);
	sign_in("wang.fang");
	assert_int_equal(post("/profile/delegations/1/end", ""), 303);
	sign_in("li.si");
	assert_int_equal(get("/reviewer"), 403);
}

/* An unknown login must cost what a known one does, so the fake hash has to be a true one in form.
 */
static void
fake_hash_has_the_cost_of_the_policy_and_no_password(void **state)
{
	struct account_policy dearer = *account_gate_policy(gate);
	struct account_hash fake;

	FINE(account_hash_fake(account_gate_policy(gate), &fake));
	assert_false(account_hash_is_old(account_gate_policy(gate), fake.at));
	assert_false(account_hash_fits(fake.at, STR("")));
	assert_false(account_hash_fits(fake.at, STR(GOOD)));
	dearer.hash_passes++;
	assert_true(account_hash_is_old(&dearer, fake.at));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			stale_form_shows_both_versions_and_keeps_what_was_typed, start, stop),
		cmocka_unit_test_setup_teardown(
			second_factor_from_picture_to_recovery_codes, start, stop),
		cmocka_unit_test_setup_teardown(
			changing_the_password_from_the_profile_keeps_this_session_only, start,
			stop),
		cmocka_unit_test_setup_teardown(
			people_are_listed_filtered_and_exported, start, stop),
		cmocka_unit_test_setup_teardown(
			list_of_people_is_shown_before_anything_is_written, start, stop),
		cmocka_unit_test_setup_teardown(
			deeds_on_a_person_need_reasons_and_the_right_administrator, start, stop),
		cmocka_unit_test_setup_teardown(
			fake_hash_has_the_cost_of_the_policy_and_no_password, start, stop),
		cmocka_unit_test_setup_teardown(
			a_day_at_the_profile_lends_and_takes_back, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
