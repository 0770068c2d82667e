/* Letters that tell people what happened to their account and their work: put in with the change,
 * written by a job, declined by who wants none. */
#include "people_help.h"

#include <stdio.h>

#include "account/account_letters.h"
#include "account/account_settings.h"
#include "setting/setting.h"

static const struct mail_hole work_holes[] = { { "person", "姓名", "张某" },
	{ "agency", "机关", "示例区" }, { 0 } };
static const struct mail_template work = { "work.waits", "待办", "Waiting", work_holes,
	"待办：{{agency}}", "{{person}}：\n{{agency}} 有一件事等您办理。\n" };
static const struct mail_template *const work_letters[] = { &work, NULL };
static const struct mail_template *const *const letter_tables[] = { account_letters, work_letters,
	NULL };
static const struct setting *const *const setting_tables[] = { account_settings, mail_settings,
	NULL };

/* A house whose letters go out, and a runner of the job that writes them. */
struct post {
	struct people_house house;
	struct db_pool *pool;
	struct account_letter_keys keys;
	struct job_kind kinds[2];
};

static void
set(struct people_house *house, const char *key, const char *value)
{
	struct setting_change change = {
		.actor = &people_console.actor, .key = str_of(key), .value = str_of(value)
	};
	struct setting_items items;

	FINE(setting_list(house->db, house->arena, STR_NONE, &items));
	for (size_t i = 0; i < items.count; i++)
		if (strcmp(items.items[i].setting->key, key) == 0)
			change.version = items.items[i].version;
	FINE(setting_save(house->db, house->arena, &change));
}

/* What is in memory belongs to one handle, so the twin's gives way to one of a pool. */
static void
open_post(void **state, bool is_sending, struct post *post)
{
	struct twin *twin = *state;

	setting_use(setting_tables);
	mail_use(letter_tables);
	db_close(&twin->db);
	FINE(db_pool_open(twin->url, 2, &db_own_steps, true, &post->pool));
	FINE(db_pool_writer(post->pool, &twin->db));
	people_open(twin, NULL, &post->house);
	post->keys.keys = post->house.keys;
	post->kinds[0] = (struct job_kind){
		.name = "account.letter", .work = account_letter_job, .context = &post->keys
	};
	post->kinds[1] = (struct job_kind){ 0 };
	if (is_sending)
		set(&post->house, "mail.way", "folder");
}

static void
close_post(struct post *post)
{
	struct twin *twin = post->house.twin;

	people_close(&post->house);
	db_give_back(&twin->db);
	db_pool_close(&post->pool);
	FINE(db_open(twin->url, DB_MAKE, &twin->db));
}

/* Run the jobs that write letters; how many there were. Those that send stay. */
static int
run_jobs(struct post *post)
{
	struct people_house *house = &post->house;
	struct twin *twin = house->twin;
	int count = 0;

	for (;;) {
		struct job_run run = { .arena = house->arena, .pool = post->pool };
		struct fault *ended = NULL;
		bool is_found = false;

		FINE(job_take(house->db, house->arena, STR("甲"), job_now(), &is_found, &run.job));
		if (!is_found)
			return count;
		if (!str_equal(run.job.kind, STR("account.letter")))
			continue;
		db_give_back(&twin->db);
		FINE(job_work(&run, post->kinds, job_now(), &ended));
		FINE(ended);
		FINE(db_pool_writer(post->pool, &twin->db));
		house->db = twin->db;
		count++;
	}
}

/* How many letters of a kind went to a person. */
static int
count_letters(struct post *post, const char *template, const char *login)
{
	struct people_house *house = &post->house;
	struct mail_query query = { .state = -1, .template = str_of(template), .limit = 200 };
	struct mail_list list;

	FINE(str_print(house->arena, &query.address, "%s@example.cn", login));
	FINE(mail_find(house->db, house->keys, house->arena, &query, &list));
	return (int)list.count;
}

/* The text of the newest letter of a kind. */
static struct mail_opened
open_letter(struct post *post, const char *template)
{
	struct people_house *house = &post->house;
	struct mail_query query = { .state = -1, .template = str_of(template), .limit = 1 };
	struct mail_opened opened;
	struct mail_list list;

	FINE(mail_find(house->db, house->keys, house->arena, &query, &list));
	assert_int_equal(list.count, 1);
	FINE(mail_open(house->db, house->keys, house->arena, list.mails[0].id, &opened));
	return opened;
}

/* Nothing that stands in the queue may be somebody's name, address or secret. */
static void
queue_holds_nothing_personal(struct post *post)
{
	struct people_house *house = &post->house;
	struct job_query query = { .state = -1, .limit = 200 };
	struct job_list list;

	FINE(job_find(house->db, house->arena, &query, &list));
	for (size_t i = 0; i < list.count; i++) {
		assert_false(str_has(list.jobs[i].payload, STR("王小芳")));
		assert_false(str_has(list.jobs[i].payload, STR("example.cn")));
		assert_false(str_has(list.jobs[i].payload, STR("/links/")));
	}
}

static void
first_sign_in_from_a_new_network_is_told(void **state)
{
	struct mail_opened opened;
	struct post post;

	open_post(state, true, &post);
	people_add(&post.house, "wang.fang", post.house.city);
	run_jobs(&post);
	people_sign_in(&post.house, "wang.fang", PEOPLE_GOOD, &people_office);
	assert_int_equal(run_jobs(&post), 0);
	people_sign_in(&post.house, "wang.fang", PEOPLE_GOOD, &people_abroad);
	queue_holds_nothing_personal(&post);
	assert_int_equal(run_jobs(&post), 1);
	assert_int_equal(count_letters(&post, "account.new_network", "wang.fang"), 1);
	opened = open_letter(&post, "account.new_network");
	SAME_TEXT(opened.name, "王小芳");
	assert_true(str_has(opened.body, STR("王小芳")));
	/* What happened and nothing more. */
	assert_false(str_has(opened.body, people_abroad.address));
	assert_false(str_has(opened.body, STR("wang.fang")));
	people_sign_in(&post.house, "wang.fang", PEOPLE_GOOD, &people_abroad);
	assert_int_equal(run_jobs(&post), 0);
	close_post(&post);
}

static void
new_networks_are_not_told_when_the_policy_says_so(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct post post;

	open_post(state, true, &post);
	account_gate_close(&post.house.gate);
	options.keys = post.house.keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.tells_network = false;
	FINE(account_gate_open(&options, &post.house.gate));
	people_add(&post.house, "wang.fang", post.house.city);
	run_jobs(&post);
	people_sign_in(&post.house, "wang.fang", PEOPLE_GOOD, &people_office);
	people_sign_in(&post.house, "wang.fang", PEOPLE_GOOD, &people_abroad);
	assert_int_equal(run_jobs(&post), 0);
	close_post(&post);
}

static void
changed_password_and_removed_factor_are_told(void **state)
{
	struct account_session session;
	struct account_signed signing;
	struct post post;
	int64_t id;

	open_post(state, true, &post);
	id = people_add(&post.house, "wang.fang", post.house.city);
	/* Set by the command line. */
	assert_int_equal(run_jobs(&post), 1);
	assert_int_equal(count_letters(&post, "account.password_changed", "wang.fang"), 1);
	people_enter(&post.house, "wang.fang", &session);
	FINE(account_change_password(post.house.gate, post.house.db, post.house.arena, &session,
		STR(PEOPLE_GOOD), STR("copper window 91 heron"), &people_office, &signing));
	assert_int_equal(run_jobs(&post), 1);
	assert_int_equal(count_letters(&post, "account.password_changed", "wang.fang"), 2);
	FINE(account_remove_factor(
		post.house.db, post.house.arena, &people_console, id, STR("手机丢失")));
	assert_int_equal(run_jobs(&post), 1);
	assert_int_equal(count_letters(&post, "account.factor_removed", "wang.fang"), 1);
	close_post(&post);
}

static void
one_time_link_goes_to_its_owner_alone(void **state)
{
	struct account_doer doer = people_console;
	struct account_token token;
	struct mail_opened opened;
	struct post post;
	struct str link;
	int64_t id;

	open_post(state, true, &post);
	id = people_add(&post.house, "wang.fang", post.house.city);
	/* Where visitors reach the site is not known: no letter. */
	FINE(account_make_link(
		post.house.gate, post.house.db, post.house.arena, &doer, id, &token));
	assert_int_equal(count_letters(&post, "account.link", "wang.fang"), 0);
	doer.site = STR("https://www.example.gov.cn");
	FINE(account_make_link(
		post.house.gate, post.house.db, post.house.arena, &doer, id, &token));
	assert_int_equal(count_letters(&post, "account.link", "wang.fang"), 1);
	queue_holds_nothing_personal(&post);
	opened = open_letter(&post, "account.link");
	FINE(str_print(post.house.arena, &link, "https://www.example.gov.cn/links/%s", token.at));
	assert_true(str_has(opened.body, link));
	assert_true(str_has(opened.body, STR("72")));
	SAME_TEXT(opened.address, "wang.fang@example.cn");
	close_post(&post);
}

static struct fault *
put_work(struct db *db, void *arg)
{
	struct mail_value value = { "agency", STR("甲市人民政府") };
	struct account_letter letter = { .template = &work,
		.values = &value,
		.value_count = 1,
		.is_about_work = true,
		.not_to = *(int64_t *)arg };

	return account_put_letters(db, ACCOUNT_APPROVER, STR("/1/2/"), &letter);
}

static void
letters_about_work_go_to_those_who_may_act_and_want_them(void **state)
{
	struct account_record record;
	struct account_session session;
	struct account_doer doer;
	struct post post;
	int64_t declining;
	int64_t causing;
	int64_t above;
	int64_t below;
	int64_t other;
	int64_t loan;

	open_post(state, true, &post);
	assert_int_equal(post.house.city, 1);
	assert_int_equal(post.house.county, 2);
	above = people_add(&post.house, "above", post.house.city);
	below = people_add(&post.house, "below", post.house.county);
	causing = people_add(&post.house, "causing", post.house.county);
	declining = people_add(&post.house, "declining", post.house.county);
	other = people_add(&post.house, "other", post.house.county);
	people_add(&post.house, "borrowing", post.house.county);
	people_give(&post.house, above, ACCOUNT_APPROVER, post.house.city);
	people_give(&post.house, below, ACCOUNT_APPROVER, post.house.county);
	people_give(&post.house, causing, ACCOUNT_APPROVER, post.house.county);
	people_give(&post.house, declining, ACCOUNT_APPROVER, post.house.county);
	people_give(&post.house, other, ACCOUNT_AUTHOR, post.house.county);
	doer = people_enter(&post.house, "below", &session);
	FINE(account_lend(post.house.gate, post.house.db, post.house.arena, &doer, STR("borrowing"),
		ACCOUNT_APPROVER, day_today(), day_today(), STR("休假"), &loan));
	doer = people_enter(&post.house, "declining", &session);
	FINE(account_load(post.house.gate, post.house.db, post.house.arena, declining, &record));
	assert_true(record.wants_mail);
	FINE(account_change_contact(post.house.gate, post.house.db, post.house.arena, &doer,
		record.version, record.facts.mail, record.facts.phone, false));
	run_jobs(&post);
	FINE(db_work(post.house.db, put_work, &causing));
	queue_holds_nothing_personal(&post);
	assert_int_equal(run_jobs(&post), 3);
	assert_int_equal(count_letters(&post, "work.waits", "above"), 1);
	assert_int_equal(count_letters(&post, "work.waits", "below"), 1);
	assert_int_equal(count_letters(&post, "work.waits", "borrowing"), 1);
	assert_int_equal(count_letters(&post, "work.waits", "causing"), 0);
	assert_int_equal(count_letters(&post, "work.waits", "declining"), 0);
	assert_int_equal(count_letters(&post, "work.waits", "other"), 0);
	/* Letters about the account itself come anyway. */
	FINE(account_remove_factor(
		post.house.db, post.house.arena, &people_console, declining, STR("手机丢失")));
	run_jobs(&post);
	assert_int_equal(count_letters(&post, "account.factor_removed", "declining"), 1);
	close_post(&post);
}

static void
who_declines_meanwhile_or_is_disabled_gets_nothing(void **state)
{
	struct post post;
	int64_t nobody = 0;
	int64_t id;

	open_post(state, true, &post);
	id = people_add(&post.house, "below", post.house.county);
	people_give(&post.house, id, ACCOUNT_APPROVER, post.house.county);
	run_jobs(&post);
	FINE(db_work(post.house.db, put_work, &nobody));
	FINE(account_set_disabled(
		post.house.db, post.house.arena, &people_console, id, true, STR("离职")));
	assert_int_equal(run_jobs(&post), 1);
	assert_int_equal(count_letters(&post, "work.waits", "below"), 0);
	FINE(db_work(post.house.db, put_work, &nobody));
	assert_int_equal(run_jobs(&post), 0);
	close_post(&post);
}

static void
nobody_is_written_to_while_letters_are_not_sent(void **state)
{
	struct account_doer doer = people_console;
	struct account_token token;
	struct post post;
	int64_t nobody = 0;
	int64_t id;

	open_post(state, false, &post);
	doer.site = STR("https://www.example.gov.cn");
	id = people_add(&post.house, "below", post.house.county);
	people_give(&post.house, id, ACCOUNT_APPROVER, post.house.county);
	FINE(account_make_link(
		post.house.gate, post.house.db, post.house.arena, &doer, id, &token));
	FINE(db_work(post.house.db, put_work, &nobody));
	assert_int_equal(run_jobs(&post), 0);
	assert_int_equal(count_letters(&post, "account.link", "below"), 0);
	close_post(&post);
}

static struct fault *
put_and_fail(struct db *db, void *arg)
{
	TRY(put_work(db, arg));
	return fault_new(FAULT_CONFLICT, "letters_test", "试验", "a test");
}

static void
change_that_fails_writes_no_letter(void **state)
{
	struct post post;
	int64_t nobody = 0;
	int64_t id;

	open_post(state, true, &post);
	id = people_add(&post.house, "below", post.house.county);
	people_give(&post.house, id, ACCOUNT_APPROVER, post.house.county);
	run_jobs(&post);
	FAILS(db_work(post.house.db, put_and_fail, &nobody), "letters_test");
	assert_int_equal(run_jobs(&post), 0);
	close_post(&post);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_sign_in_from_a_new_network_is_told),
		cmocka_unit_test(new_networks_are_not_told_when_the_policy_says_so),
		cmocka_unit_test(changed_password_and_removed_factor_are_told),
		cmocka_unit_test(one_time_link_goes_to_its_owner_alone),
		cmocka_unit_test(letters_about_work_go_to_those_who_may_act_and_want_them),
		cmocka_unit_test(who_declines_meanwhile_or_is_disabled_gets_nothing),
		cmocka_unit_test(nobody_is_written_to_while_letters_are_not_sent),
		cmocka_unit_test(change_that_fails_writes_no_letter),
	};
	int failed = TWIN_RUN(tests);

	setting_drop_cache();
	return failed;
}
