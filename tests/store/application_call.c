/*
 * Telling another system of applications: real messages to a real server, and all that can go wrong
 * on the way. When a message is put in is docket_remind.c's.
 */
#include "application/application_call.h"

#include <stdio.h>
#include <time.h>

#include "application/application_settings.h"
#include "base/json.h"
#include "case_help.h"
#include "job_help.h"
#include "program/program_jobs.h"
#include "stand_in.h"

#define SECRET "copper-window-91-heron"

/* An agency that tells a server of its cases. Invariant: the twin's handle is lent by the pool. */
struct told {
	struct twin *twin;
	struct db_pool *pool;
	struct case_house house;
	struct stand_in server;
	struct application_call_keys keys;
	struct job_kind kinds[3];
	char ca_file[100];
};

/* NULL: no value any more. */
static struct fault *
save(struct told *told, const char *key, const char *value)
{
	struct setting_change change = { .keys = told->house.people.keys,
		.actor = &told->house.actor,
		.key = str_of(key),
		.value = str_of(value),
		.is_forgetting = !value };
	struct setting_items items;

	FINE(setting_list(told->twin->db, told->twin->arena, STR(""), &items));
	for (size_t i = 0; i < items.count; i++)
		if (str_equal(str_of(items.items[i].setting->key), change.key))
			change.version = items.items[i].version;
	return setting_save(told->twin->db, told->twin->arena, &change);
}

static void
point_to(struct told *told, const char *scheme, const char *path)
{
	char address[200];

	snprintf(address, sizeof address, "%s://127.0.0.1:%d%s", scheme, told->server.port, path);
	FINE(save(told, "application.call_address", address));
}

static void
open_told(struct told *told, struct twin *twin, bool has_tls)
{
	static const struct setting *const *const tables[] = { application_settings, NULL };

	*told = (struct told){ .twin = twin };
	setting_use(tables);
	told->pool = job_help_open_pool(twin);
	case_open(twin, &told->house);
	snprintf(told->ca_file, sizeof told->ca_file, "%s/cert.pem", twin->folder);
	told->keys =
		(struct application_call_keys){ .keys = told->house.people.keys, .seconds = 2 };
	told->kinds[0] = (struct job_kind){ .name = "application.call",
		.work = application_call_job,
		.context = &told->keys,
		.zh = "推送",
		.en = "tell" };
	if (has_tls)
		stand_in_make_cert(twin->folder);
	stand_in_start_calls(&told->server, twin->folder, SECRET, has_tls ? twin->folder : NULL);
	FINE(save(told, "application.call_secret", SECRET));
}

static void
close_told(struct told *told)
{
	stand_in_stop(&told->server);
	case_close(&told->house);
	job_help_close_pool(told->twin, told->pool);
	setting_drop_cache();
}

/* The job that tells of a new case. */
static struct job
tell(struct told *told)
{
	struct job_query query = { .state = -1, .kind = STR("application.call"), .limit = 1 };
	struct job_list list;

	(void)case_open_one(&told->house, "2024-03-01");
	FINE(job_find(told->twin->db, told->twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	return list.jobs[0];
}

/* One look of a runner; true when it ran something. */
static bool
step(struct told *told, int64_t now)
{
	struct job_run run = { .arena = told->twin->arena, .pool = told->pool };
	struct fault *ended = NULL;
	bool is_found = false;

	FINE(job_take(told->twin->db, told->twin->arena, STR("甲"), now, &is_found, &run.job));
	job_help_give_handle(told->twin);
	if (is_found)
		FINE(job_work(&run, told->kinds, now, &ended));
	job_help_take_handle(told->twin, told->pool);
	told->house.people.db = told->twin->db;
	return is_found;
}

static bool
got(struct told *told, int number, const char *text)
{
	return str_has(stand_in_got(&told->server, told->twin->arena, number), str_of(text));
}

/* --- what is sent --- */

static void
message_is_signed_and_says_what_the_manual_says(void **state)
{
	CLOSING(json_close) struct json_value *json = NULL;
	static const char *const keys[] = { "delivery", "event", "number", "agency_id", "agency",
		"state", "received_on", "due_on", "ended_on", "working_days", "outcome",
		"is_late" };
	static const char *const never[] = { "张三", "230108199001010017", "13800001234", "人民路",
		"施工合同", "居民身份证", SECRET };
	struct told told;
	struct str request;
	struct str head;
	char line[100];
	int64_t number;
	struct job job;

	open_told(&told, *state, false);
	point_to(&told, "http", "/ok");
	job = tell(&told);
	assert_true(step(&told, NOW));
	job = job_help_look_at(told.twin, job.id);
	assert_int_equal(job.state, JOB_DONE);
	assert_int_equal(stand_in_count(&told.server), 1);
	request = stand_in_got(&told.server, told.twin->arena, 1);
	assert_true(str_starts(request, STR("/ok\n")));
	assert_true(got(&told, 1, "\nContent-Type: application/json\n"));
	assert_true(got(&told, 1, "\nverified: True True\n"));
	snprintf(line, sizeof line, "\nX-Gongkai-Delivery: %lld\n", (long long)job.id);
	assert_true(got(&told, 1, line));
	for (size_t i = 0; i < COUNT_OF(never); i++)
		assert_false(str_has(request, str_of(never[i])));
	FINE(json_parse(str_cut(request, STR("\n\n"), &head), &json));
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		assert_non_null(json_member(json, keys[i]));
	assert_true(json_number(json_member(json, "delivery"), &number));
	assert_int_equal(number, job.id);
	SAME_TEXT(json_text(json_member(json, "event")), "received");
	SAME_TEXT(json_text(json_member(json, "number")), "2024-0001");
	SAME_TEXT(json_text(json_member(json, "received_on")), "2024-03-01");
	/* What was taken is not sent again. */
	assert_false(step(&told, NOW + 1000000));
	assert_int_equal(stand_in_count(&told.server), 1);
	close_told(&told);
}

static void
certificate_must_be_one_that_is_trusted(void **state)
{
	struct told told;
	struct job job;

	open_told(&told, *state, true);
	point_to(&told, "https", "/ok");
	job = tell(&told);
	assert_true(step(&told, NOW));
	job = job_help_look_at(told.twin, job.id);
	assert_int_equal(job.state, JOB_WAITING);
	SAME_TEXT(job.error_code, "application_call");
	assert_int_equal(stand_in_count(&told.server), 0);
	told.keys.ca_file = told.ca_file;
	assert_true(step(&told, job.run_at));
	assert_int_equal(job_help_look_at(told.twin, job.id).state, JOB_DONE);
	assert_int_equal(stand_in_count(&told.server), 1);
	assert_true(got(&told, 1, "\nverified: True True\n"));
	close_told(&told);
}

/* --- what goes wrong --- */

static void
failing_system_is_tried_with_growing_delay_and_then_given_up_visibly(void **state)
{
	int64_t now = NOW;
	int64_t delay = 0;
	struct told told;
	struct job job;
	char line[100];

	open_told(&told, *state, false);
	point_to(&told, "http", "/500");
	job = tell(&told);
	snprintf(line, sizeof line, "\nX-Gongkai-Delivery: %lld\n", (long long)job.id);
	for (int i = 1; i <= 8; i++) {
		assert_true(step(&told, now));
		job = job_help_look_at(told.twin, job.id);
		assert_int_equal(job.tries, i);
		assert_int_equal(stand_in_count(&told.server), i);
		assert_true(got(&told, i, line));
		SAME_TEXT(job.error_code, "application_call_refused");
		assert_true(str_has(job.error, STR("500")));
		if (i == 8)
			break;
		assert_int_equal(job.state, JOB_WAITING);
		assert_true(job.run_at - now > delay || job.run_at - now == 6 * 3600);
		delay = job.run_at - now;
		assert_false(step(&told, job.run_at - 1));
		now = job.run_at;
	}
	assert_int_equal(job.state, JOB_FAILED);
	assert_false(step(&told, now + 1000000));
	/* The administrator's button: all tries again, under the same number. */
	point_to(&told, "http", "/ok");
	FINE(job_run_again(told.twin->db, &job_help_admin, now, job.id));
	assert_true(step(&told, now));
	assert_int_equal(job_help_look_at(told.twin, job.id).state, JOB_DONE);
	assert_true(got(&told, 9, line));
	close_told(&told);
}

static void
system_that_is_away_or_silent_or_gone_is_told_later(void **state)
{
	static const char *const paths[] = { "/drop", "/hang" };
	struct told told;
	struct job job;

	open_told(&told, *state, false);
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		point_to(&told, "http", paths[i]);
		job = tell(&told);
		assert_true(step(&told, NOW));
		job = job_help_look_at(told.twin, job.id);
		assert_int_equal(job.state, JOB_WAITING);
		SAME_TEXT(job.error_code, "application_call");
		point_to(&told, "http", "/ok");
		assert_true(step(&told, job.run_at));
		assert_int_equal(job_help_look_at(told.twin, job.id).state, JOB_DONE);
	}
	job = tell(&told);
	stand_in_stop(&told.server);
	assert_true(step(&told, NOW + 1000));
	SAME_TEXT(job_help_look_at(told.twin, job.id).error_code, "application_call");
	stand_in_start_calls(&told.server, told.twin->folder, SECRET, NULL);
	close_told(&told);
}

static void
redirection_is_not_followed(void **state)
{
	struct told told;
	struct job job;

	open_told(&told, *state, false);
	point_to(&told, "http", "/redirect");
	job = tell(&told);
	assert_true(step(&told, NOW));
	job = job_help_look_at(told.twin, job.id);
	assert_int_equal(job.state, JOB_WAITING);
	assert_true(str_has(job.error, STR("302")));
	assert_int_equal(stand_in_count(&told.server), 1);
	close_told(&told);
}

static void
nothing_is_sent_without_a_key_and_nothing_once_the_address_is_gone(void **state)
{
	struct told told;
	struct job job;

	open_told(&told, *state, false);
	point_to(&told, "http", "/ok");
	FINE(save(&told, "application.call_secret", NULL));
	job = tell(&told);
	assert_true(step(&told, NOW));
	job = job_help_look_at(told.twin, job.id);
	assert_int_equal(job.state, JOB_FAILED);
	SAME_TEXT(job.error_code, "application_call_key");
	FINE(save(&told, "application.call_secret", SECRET));
	job = tell(&told);
	FINE(save(&told, "application.call_address", ""));
	assert_true(step(&told, NOW));
	assert_int_equal(job_help_look_at(told.twin, job.id).state, JOB_DONE);
	assert_int_equal(stand_in_count(&told.server), 0);
	close_told(&told);
}

/* --- beside other work --- */

static atomic_int others_done;

static struct fault *
do_other(struct job_run *run)
{
	atomic_fetch_add(&others_done, 1);
	return NULL;
}

static void
nap(void)
{
	nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
}

static void
silent_system_does_not_hold_up_other_work(void **state)
{
	struct job_plan other = { .kind = "other" };
	struct program_jobs_plan plan = { .threads = 2 };
	struct program_jobs *jobs = NULL;
	struct told told;
	int64_t id;

	open_told(&told, *state, false);
	point_to(&told, "http", "/hang");
	/* For as long as this test wants. */
	told.keys.seconds = 600;
	atomic_store(&others_done, 0);
	told.kinds[1] =
		(struct job_kind){ .name = "other", .work = do_other, .zh = "别的", .en = "other" };
	for (int i = 0; i < 4; i++)
		(void)tell(&told);
	for (int i = 0; i < 4; i++)
		FINE(job_put(told.twin->db, job_now(), &other, &id));
	job_help_give_handle(told.twin);
	plan.pool = told.pool;
	plan.kinds = told.kinds;
	FINE(program_jobs_open(&plan, &jobs));
	/* Two threads, four messages that hang: were both held, this would never end. */
	while (atomic_load(&others_done) < 4 || stand_in_count(&told.server) < 1)
		nap();
	program_jobs_close(&jobs);
	job_help_take_handle(told.twin, told.pool);
	told.house.people.db = told.twin->db;
	for (int i = 1; i <= stand_in_count(&told.server); i++)
		assert_true(got(&told, i, "\nopen: 1\n"));
	close_told(&told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_is_signed_and_says_what_the_manual_says),
		cmocka_unit_test(certificate_must_be_one_that_is_trusted),
		cmocka_unit_test(
			failing_system_is_tried_with_growing_delay_and_then_given_up_visibly),
		cmocka_unit_test(system_that_is_away_or_silent_or_gone_is_told_later),
		cmocka_unit_test(redirection_is_not_followed),
		cmocka_unit_test(
			nothing_is_sent_without_a_key_and_nothing_once_the_address_is_gone),
		cmocka_unit_test(silent_system_does_not_hold_up_other_work),
	};

	return TWIN_RUN(tests);
}
