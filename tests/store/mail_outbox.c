/*
 * The outbox: trial ways of sending, quiet hours, words of agencies, lists, failing statements.
 * SMTP is in mail.c.
 */
#include <stdio.h>
#include <time.h>

#include "base/file.h"
#include "mail/mail_inside.h"
#include "mail_help.h"

/* --- other ways --- */

static void
letter_waits_while_sending_is_off(void **state)
{
	struct mail_desk desk;
	struct mail mail;
	struct buf file;
	char path[200];
	int64_t id;

	mail_help_open_desk(&desk, *state);
	id = mail_help_put(&desk, "ok@example.cn");
	for (int i = 0; i < 20; i++)
		assert_true(mail_help_step(&desk, NOW + 600 * i));
	mail = mail_help_look_at(&desk, id);
	assert_int_equal(mail.state, MAIL_WAITING);
	assert_int_equal(mail.tries, 0);
	SAME_TEXT(mail.error_code, "mail_off");
	mail_help_set_at(&desk, 0, "mail.way", "folder");
	FINE(mail_again(desk.twin->db, &mail_help_admin, NOW, id));
	assert_true(mail_help_step(&desk, NOW));
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_SENT);
	snprintf(path, sizeof path, "%s/%d-0.eml", desk.folder, (int)id);
	buf_init(&file, 1 << 20);
	FINE(file_read(path, &file));
	assert_true(str_has(buf_str(&file), STR("Message-ID: <")));
	buf_done(&file);
	mail_help_close_desk(&desk);
}

static void
console_shows_the_letter_only_when_it_is_chosen(void **state)
{
	struct mail_desk desk;
	char shown[2000] = "";
	FILE *console = fmemopen(shown, sizeof shown - 1, "w");

	assert_non_null(console);
	mail_help_open_desk(&desk, *state);
	mail_help_set_at(&desk, 0, "mail.way", "console");
	mail_help_put(&desk, "ok@example.cn");
	assert_true(mail_help_step(&desk, NOW));
	assert_int_equal(mail_help_said, 0);
	desk.sender.console = console;
	assert_true(mail_help_step(&desk, NOW + 600));
	assert_int_equal(mail_help_said, 1);
	assert_non_null(strstr(shown, "ok@example.cn"));
	assert_non_null(strstr(shown, "请打开 https://example.gov.cn/reset/秘密 。"));
	assert_int_equal(fclose(console), 0);
	mail_help_close_desk(&desk);
}

static void
quiet_hours_hold_back_all_but_urgent_letters(void **state)
{
	struct mail_desk desk;
	struct mail_letter urgent = mail_help_letter_to("ok@example.cn");
	int minute = day_seconds_into((int64_t)time(NULL)) / 60;
	char hours[40];
	int64_t usual_id;
	int64_t urgent_id;

	mail_help_open_desk(&desk, *state);
	mail_help_set_at(&desk, 0, "mail.way", "folder");
	snprintf(hours, sizeof hours, "%02d:%02d-%02d:%02d", (minute / 60 + 22) % 24, minute % 60,
		(minute / 60 + 2) % 24, minute % 60);
	mail_help_set_at(&desk, 1, "mail.quiet", hours);
	usual_id = mail_help_put(&desk, "ok@example.cn");
	urgent.is_urgent = true;
	FINE(mail_put(desk.twin->db, desk.keys, desk.twin->arena, NOW, &urgent, &urgent_id));
	while (mail_help_step(&desk, NOW))
		continue;
	assert_int_equal(mail_help_look_at(&desk, usual_id).state, MAIL_WAITING);
	assert_int_equal(mail_help_look_at(&desk, usual_id).tries, 0);
	assert_int_equal(mail_help_look_at(&desk, urgent_id).state, MAIL_SENT);
	mail_help_close_desk(&desk);
}

/* --- words --- */

static struct fault *
save_words(struct mail_desk *desk, int64_t agency_id, const char *subject, const char *body,
	int64_t version)
{
	struct mail_words_change change = { .actor = &mail_help_admin,
		.agency_id = agency_id,
		.name = STR("account.reset"),
		.subject = str_of(subject),
		.body = str_of(body),
		.is_forgetting = !subject,
		.version = version };

	return mail_words_save(desk->twin->db, desk->twin->arena, &change);
}

static void
agency_writes_letters_in_its_own_words(void **state)
{
	struct mail_desk desk;
	struct mail_opened opened;
	struct mail_words words;
	struct mail_words_list list;
	struct audit_query query = {
		.deed = STR("mail."), .from = DAY_NONE, .to = DAY_NONE, .limit = 10
	};
	struct audit_list audits;

	mail_help_open_desk(&desk, *state);
	FINE(save_words(&desk, 1, "甲市：{{name}}", "甲市 {{link}}", 0));
	FAILS(save_words(&desk, 1, "甲市：{{name}}", "{{password}}", 1), "mail_hole");
	FAILS(save_words(&desk, 1, "甲市", "二", 0), "mail_stale");
	FINE(mail_open(desk.twin->db, desk.keys, desk.twin->arena,
		mail_help_put(&desk, "ok@example.cn"), &opened));
	SAME_TEXT(opened.subject, "甲市：李四");
	SAME_TEXT(opened.body, "甲市 https://example.gov.cn/reset/秘密");
	SAME_TEXT(opened.address, "ok@example.cn");
	FINE(mail_words_load(
		desk.twin->db, desk.twin->arena, STR("/1/5/"), &mail_help_reset, &words));
	assert_int_equal(words.from_agency, 1);
	assert_false(words.is_own);
	assert_int_equal(words.version, 0);
	FINE(mail_words_list(desk.twin->db, desk.twin->arena, STR("/1/"), &list));
	assert_int_equal(list.count, 1);
	assert_true(list.words[0].is_own);
	assert_int_equal(list.words[0].version, 1);
	FINE(save_words(&desk, 1, NULL, NULL, 1));
	FINE(mail_words_load(
		desk.twin->db, desk.twin->arena, STR("/1/5/"), &mail_help_reset, &words));
	assert_true(words.is_default);
	FINE(audit_find(desk.twin->db, desk.twin->arena, &query, &audits));
	assert_int_equal(audits.count, 2);
	SAME_TEXT(audits.entries[1].after, "{\"name\":\"account.reset\",\"subject\":\"甲市：{{name}"
					   "}\",\"body\":\"甲市 {{link}}\"}");
	mail_help_close_desk(&desk);
}

static void
letter_without_a_value_or_address_is_not_written(void **state)
{
	struct mail_letter letter = mail_help_letter_to("ok@example.cn");
	struct mail_query query = { .state = -1, .limit = 10 };
	struct job_query jobs = { .state = -1, .limit = 10 };
	struct mail_list list;
	struct job_list job_list;
	struct mail_desk desk;
	int64_t id = 0;

	mail_help_open_desk(&desk, *state);
	letter.value_count = 1;
	FAILS(mail_put(desk.twin->db, desk.keys, desk.twin->arena, NOW, &letter, &id),
		"mail_value");
	letter = mail_help_letter_to("not an address");
	FAILS(mail_put(desk.twin->db, desk.keys, desk.twin->arena, NOW, &letter, &id),
		"mail_address");
	FINE(mail_find(desk.twin->db, desk.keys, desk.twin->arena, &query, &list));
	assert_int_equal(list.count, 0);
	FINE(job_find(desk.twin->db, desk.twin->arena, &jobs, &job_list));
	assert_int_equal(job_list.count, 0);
	mail_help_close_desk(&desk);
}

/* --- lists --- */

static void
list_finds_an_address_without_showing_it(void **state)
{
	struct mail_query query = { .state = -1, .limit = 10 };
	struct mail_list list;
	struct mail_row row;
	struct mail_desk desk;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	mail_help_put(&desk, "zhangsan@example.cn");
	id = mail_help_put(&desk, "lisi@example.cn");
	mail_help_put(&desk, "wangwu@example.cn");
	query.address = STR(" LiSi@Example.cn");
	FINE(mail_find(desk.twin->db, desk.keys, desk.twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.mails[0].id, id);
	assert_false(str_has(list.mails[0].masked, STR("lisi")));
	assert_int_equal(list.counts[MAIL_WAITING], 3);
	query.address = STR("x' OR 1=1");
	FAILS(mail_find(desk.twin->db, desk.keys, desk.twin->arena, &query, &list), "mail_address");
	query.address = STR_NONE;
	query.agency_id = 6;
	FINE(mail_find(desk.twin->db, desk.keys, desk.twin->arena, &query, &list));
	assert_int_equal(list.count, 0);
	assert_int_equal(list.counts[MAIL_WAITING], 0);
	query = (struct mail_query){
		.state = MAIL_WAITING, .limit = 2, .template = STR("account.reset")
	};
	FINE(mail_find(desk.twin->db, desk.keys, desk.twin->arena, &query, &list));
	assert_int_equal(list.count, 2);
	assert_true(list.has_more);
	FINE(mail_store_load(desk.twin->db, desk.twin->arena, id, &row));
	assert_false(str_has(row.sealed_address, STR("lisi")));
	assert_false(str_has(row.sealed_letter, STR("reset")));
	mail_help_close_desk(&desk);
}

static void
cancelled_letter_is_not_sent(void **state)
{
	struct audit_query query = {
		.deed = STR("mail.cancelled"), .from = DAY_NONE, .to = DAY_NONE, .limit = 10
	};
	struct audit_list audits;
	struct mail_desk desk;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	mail_help_set_at(&desk, 0, "mail.way", "folder");
	id = mail_help_put(&desk, "lisi@example.cn");
	FINE(mail_cancel(desk.twin->db, &mail_help_admin, NOW, id));
	FAILS(mail_cancel(desk.twin->db, &mail_help_admin, NOW, id), "mail_over");
	assert_true(mail_help_step(&desk, NOW));
	assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_CANCELLED);
	assert_int_equal(mail_help_said, 0);
	FINE(audit_find(desk.twin->db, desk.twin->arena, &query, &audits));
	assert_int_equal(audits.count, 1);
	assert_false(str_has(audits.entries[0].before, STR("lisi")));
	assert_int_equal(audits.entries[0].agency_id, 5);
	mail_help_close_desk(&desk);
}

static void
sweeping_shows_letters_that_nobody_sends_any_more(void **state)
{
	struct job_plan plan = { .kind = "mail.sweep", .at = 0 };
	struct job_query query = { .state = JOB_WAITING, .kind = STR("mail.send"), .limit = 1 };
	struct job_list jobs;
	struct mail_desk desk;
	int64_t lost_id;
	int64_t waiting_id;
	int64_t id;

	mail_help_open_desk(&desk, *state);
	lost_id = mail_help_put(&desk, "ok@example.cn");
	FINE(job_find(desk.twin->db, desk.twin->arena, &query, &jobs));
	assert_int_equal(jobs.count, 1);
	FINE(job_cancel(desk.twin->db, &mail_help_admin, NOW, jobs.jobs[0].id));
	FINE(job_put(desk.twin->db, NOW, &plan, &id));
	waiting_id = mail_help_put(&desk, "ok@example.cn");
	assert_true(mail_help_step(&desk, NOW));
	assert_int_equal(mail_help_look_at(&desk, lost_id).state, MAIL_FAILED);
	SAME_TEXT(mail_help_look_at(&desk, lost_id).error_code, "mail_no_job");
	assert_int_equal(mail_help_look_at(&desk, waiting_id).state, MAIL_WAITING);
	mail_help_close_desk(&desk);
}

struct resealing {
	const struct seal_keys *keys;
	const struct db_reseal_column *column;
	struct db_reseal_batch batch;
};

static struct fault *
reseal(struct db *db, void *arg)
{
	struct resealing *resealing = arg;

	return db_reseal_batch(db, resealing->keys, resealing->column, 0, &resealing->batch);
}

static void
letters_and_secrets_open_after_keys_were_rotated(void **state)
{
	const struct db_reseal_column *const columns[] = { &mail_sealed_columns[0],
		&mail_sealed_columns[1], &setting_sealed_columns[0] };
	struct mail_desk desk;
	struct mail_opened opened;
	struct mail_row row;
	struct secret secret;
	char path[100];
	int64_t id;
	int newest = 0;

	mail_help_open_desk(&desk, *state);
	mail_help_set_at(&desk, 0, "mail.password", "密码");
	id = mail_help_put(&desk, "ok@example.cn");
	snprintf(path, sizeof path, "%s/keys", desk.twin->folder);
	seal_close(&desk.keys);
	FINE(seal_add_key(path, &newest));
	FINE(seal_open(path, false, &desk.keys));
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		struct resealing resealing = { desk.keys, columns[i], { 0 } };

		FINE(db_work(desk.twin->db, reseal, &resealing));
		assert_int_equal(resealing.batch.changed, 1);
		assert_int_equal(resealing.batch.broken, 0);
		assert_true(resealing.batch.is_over);
	}
	FINE(mail_store_load(desk.twin->db, desk.twin->arena, id, &row));
	assert_int_equal(seal_key_of(row.sealed_letter), newest);
	FINE(mail_open(desk.twin->db, desk.keys, desk.twin->arena, id, &opened));
	SAME_TEXT(opened.address, "ok@example.cn");
	SAME_TEXT(opened.name, "李四");
	FINE(setting_secret(desk.twin->db, desk.keys, desk.twin->arena, STR_NONE,
		&mail_setting_password, &secret));
	assert_true(secret_equal(secret, STR("密码")));
	mail_help_close_desk(&desk);
}

/* --- hardship --- */

static void
failing_statement_leaves_no_half_of_a_letter(void **state)
{
	struct twin *twin = *state;
	struct mail_letter letter = mail_help_letter_to("ok@example.cn");
	struct mail_query query = { .state = -1, .limit = 10 };
	struct job_query job_query = { .state = -1, .limit = 10 };
	struct seal_keys *keys = NULL;
	struct mail_list list;
	struct job_list jobs;
	char path[100];
	long failures = 0;

	mail_use(mail_help_letter_tables);
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &keys));
	FINE(db_fail_wrap(twin->db));
	for (long n = 1;; n++) {
		struct fault *fault;
		int64_t id = 0;

		db_fail_at(twin->db, n);
		fault = mail_put(twin->db, keys, twin->arena, NOW, &letter, &id);
		db_fail_at(twin->db, 0);
		FINE(mail_find(twin->db, keys, twin->arena, &query, &list));
		FINE(job_find(twin->db, twin->arena, &job_query, &jobs));
		assert_int_equal(list.count, fault ? 0 : 1);
		assert_int_equal(jobs.count, fault ? 0 : 1);
		if (!fault)
			break;
		assert_string_equal(fault->code, "db_fail_test");
		failures++;
	}
	assert_true(failures > 6);
	seal_close(&keys);
}

/* Only the store in memory has one handle, which can be made to fail wherever it is borrowed. */
static void
failing_statement_while_sending_loses_no_letter(void **state)
{
	static struct job_watch watch;
	struct mail_desk desk;
	long failures = 0;

	mail_help_open_desk(&desk, *state);
	mail_help_set_at(&desk, 0, "mail.way", "folder");
	if (!desk.twin->engine->is_shared)
		FINE(db_fail_wrap(desk.twin->db));
	for (long n = 1; !desk.twin->engine->is_shared; n++) {
		struct job_run run = { .arena = desk.twin->arena, .pool = desk.pool };
		int64_t id = mail_help_put(&desk, "ok@example.cn");
		struct fault *ended = NULL;
		struct fault *fault;
		bool is_found = false;
		int count = 0;

		FINE(job_take(
			desk.twin->db, desk.twin->arena, STR("甲"), NOW, &is_found, &run.job));
		assert_true(is_found);
		db_fail_at(desk.twin->db, n);
		db_give_back(&desk.twin->db);
		fault = job_work(&run, desk.kinds, NOW, &ended);
		FINE(db_pool_writer(desk.pool, &desk.twin->db));
		if (!fault && !ended && db_fail_count(desk.twin->db) < n)
			break;
		db_fail_at(desk.twin->db, 0);
		failures++;
		/* A run that could not be ended looks like one of a dead server. */
		watch.count = 0;
		FINE(job_take_over(desk.twin->db, &watch, desk.kinds, 0, NOW, &count));
		FINE(job_take_over(desk.twin->db, &watch, desk.kinds, 60, NOW, &count));
		while (mail_help_step(&desk, NOW + 60))
			continue;
		assert_int_equal(mail_help_look_at(&desk, id).state, MAIL_SENT);
	}
	assert_true(desk.twin->engine->is_shared || failures > 10);
	mail_help_close_desk(&desk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letter_waits_while_sending_is_off),
		cmocka_unit_test(console_shows_the_letter_only_when_it_is_chosen),
		cmocka_unit_test(quiet_hours_hold_back_all_but_urgent_letters),
		cmocka_unit_test(agency_writes_letters_in_its_own_words),
		cmocka_unit_test(letter_without_a_value_or_address_is_not_written),
		cmocka_unit_test(list_finds_an_address_without_showing_it),
		cmocka_unit_test(cancelled_letter_is_not_sent),
		cmocka_unit_test(sweeping_shows_letters_that_nobody_sends_any_more),
		cmocka_unit_test(letters_and_secrets_open_after_keys_were_rotated),
		cmocka_unit_test(failing_statement_leaves_no_half_of_a_letter),
		cmocka_unit_test(failing_statement_while_sending_loses_no_letter),
	};
	int status = TWIN_RUN(tests);

	setting_drop_cache();
	return status;
}
