/* Settings in the store: inheritance down the tree, stale forms, secrets, the audit, other servers.
 */
#include "setting/setting.h"

#include <pthread.h>
#include <stdio.h>

#include "twin.h"

static const struct setting idle = { .key = "t.idle",
	.kind = SETTING_INT,
	.number = 30,
	.least = 5,
	.most = 600,
	.zh = "空闲分钟",
	.en = "Idle minutes",
	.scope = SETTING_BY_AGENCY };
static const struct setting title = { .key = "t.title",
	.kind = SETTING_TEXT,
	.most = 50,
	.text = "政府信息公开",
	.zh = "标题",
	.en = "Title",
	.scope = SETTING_BY_AGENCY };
static const struct setting port = { .key = "t.port",
	.kind = SETTING_INT,
	.number = 25,
	.least = 1,
	.most = 65535,
	.zh = "端口",
	.en = "Port" };
static const struct setting password = {
	.key = "t.password", .kind = SETTING_SECRET, .most = 50, .zh = "密码", .en = "Password"
};
static const struct setting *const table[] = { &idle, &title, &port, &password, NULL };
static const struct setting *const *const tables[] = { table, NULL };

static const struct audit_actor admin = {
	.account_id = 1, .name = STR("管理员"), .way = AUDIT_WEB
};

static struct seal_keys *
keys_of(struct twin *twin)
{
	struct seal_keys *keys = NULL;
	char path[100];

	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &keys));
	return keys;
}

static struct fault *
set(struct twin *twin, int64_t agency_id, const char *key, const char *value, int64_t version)
{
	struct setting_change change = { .actor = &admin,
		.agency_id = agency_id,
		.key = str_of(key),
		.value = str_of(value),
		.version = version,
		.is_forgetting = !value };

	return setting_save(twin->db, twin->arena, &change);
}

static int64_t
idle_at(struct twin *twin, const char *path)
{
	int64_t value = 0;

	FINE(setting_int(twin->db, str_of(path), &idle, &value));
	return value;
}

static size_t
audits(struct twin *twin, struct audit_list *list)
{
	struct audit_query query = {
		.deed = STR("setting."), .from = DAY_NONE, .to = DAY_NONE, .limit = 100
	};

	FINE(audit_find(twin->db, twin->arena, &query, list));
	return list->count;
}

static void
value_is_inherited_from_above_and_from_the_installation(void **state)
{
	struct twin *twin = *state;
	struct str text;

	setting_use(tables);
	assert_int_equal(idle_at(twin, "/1/5/9/"), 30);
	FINE(set(twin, 0, "t.idle", "20", 0));
	assert_int_equal(idle_at(twin, "/1/5/9/"), 20);
	FINE(set(twin, 5, "t.idle", " 10 ", 0));
	assert_int_equal(idle_at(twin, "/1/5/9/"), 10);
	assert_int_equal(idle_at(twin, "/1/5/"), 10);
	assert_int_equal(idle_at(twin, "/1/"), 20);
	assert_int_equal(idle_at(twin, "/1/6/9/"), 20);
	assert_int_equal(idle_at(twin, ""), 20);
	/* Taken back, it is inherited again. */
	FINE(set(twin, 5, "t.idle", NULL, 1));
	assert_int_equal(idle_at(twin, "/1/5/9/"), 20);
	FINE(set(twin, 9, "t.title", "丙镇", 0));
	FINE(setting_text(twin->db, twin->arena, STR("/1/5/9/"), &title, &text));
	SAME_TEXT(text, "丙镇");
	FINE(setting_text(twin->db, twin->arena, STR("/1/5/"), &title, &text));
	SAME_TEXT(text, "政府信息公开");
}

static void
unknown_settings_and_wrong_values_change_nothing(void **state)
{
	struct twin *twin = *state;
	struct audit_list list;

	setting_use(tables);
	FAILS(set(twin, 0, "t.nothing", "1", 0), "setting_unknown");
	FAILS(set(twin, 0, "", "1", 0), "setting_unknown");
	FAILS(set(twin, 7, "t.port", "26", 0), "setting_scope");
	FAILS(set(twin, 0, "t.idle", "4", 0), "setting_value");
	FAILS(set(twin, 0, "t.idle", "", 0), "setting_value");
	assert_int_equal(idle_at(twin, ""), 30);
	assert_int_equal(audits(twin, &list), 0);
}

static void
stale_form_is_refused_even_after_a_value_was_taken_back(void **state)
{
	struct twin *twin = *state;

	setting_use(tables);
	FINE(set(twin, 0, "t.idle", "20", 0));
	FAILS(set(twin, 0, "t.idle", "21", 0), "setting_stale");
	FINE(set(twin, 0, "t.idle", "22", 1));
	FAILS(set(twin, 0, "t.idle", NULL, 1), "setting_stale");
	FINE(set(twin, 0, "t.idle", NULL, 2));
	FAILS(set(twin, 0, "t.idle", "23", 0), "setting_stale");
	FAILS(set(twin, 0, "t.idle", "23", 2), "setting_stale");
	FINE(set(twin, 0, "t.idle", "23", 3));
	assert_int_equal(idle_at(twin, ""), 23);
}

static void
change_is_audited_with_old_and_new(void **state)
{
	struct twin *twin = *state;
	struct audit_list list;

	setting_use(tables);
	FINE(set(twin, 5, "t.idle", "20", 0));
	FINE(set(twin, 5, "t.idle", "20", 1));
	assert_int_equal(audits(twin, &list), 1);
	FINE(set(twin, 5, "t.idle", "25", 1));
	assert_int_equal(audits(twin, &list), 2);
	SAME_TEXT(list.entries[0].deed, "setting.changed");
	SAME_TEXT(list.entries[0].before, "{\"key\":\"t.idle\",\"value\":\"20\"}");
	SAME_TEXT(list.entries[0].after, "{\"key\":\"t.idle\",\"value\":\"25\"}");
	SAME_TEXT(list.entries[1].before, "{\"key\":\"t.idle\",\"value\":null}");
	assert_int_equal(list.entries[0].agency_id, 5);
}

static void
secret_is_sealed_and_never_shown(void **state)
{
	struct twin *twin = *state;
	struct seal_keys *keys = keys_of(twin);
	struct setting_change change = {
		.keys = keys, .actor = &admin, .key = STR("t.password"), .value = STR("绝密abc")
	};
	struct setting_items items;
	struct audit_list list;
	struct secret secret;

	setting_use(tables);
	FINE(setting_secret(twin->db, keys, twin->arena, STR_NONE, &password, &secret));
	assert_int_equal(secret.bytes.len, 0);
	FINE(setting_save(twin->db, twin->arena, &change));
	FINE(setting_secret(twin->db, keys, twin->arena, STR("/1/"), &password, &secret));
	assert_true(secret_equal(secret, STR("绝密abc")));
	assert_int_equal(audits(twin, &list), 1);
	assert_false(str_has(list.entries[0].before, STR("绝密")));
	assert_false(str_has(list.entries[0].after, STR("绝密")));
	FINE(setting_list(twin->db, twin->arena, STR_NONE, &items));
	assert_int_equal(items.count, 4);
	assert_ptr_equal(items.items[3].setting, &password);
	assert_true(items.items[3].is_secret_set);
	assert_int_equal(items.items[3].value.len, 0);
	seal_close(&keys);
}

static void
list_tells_where_each_value_comes_from(void **state)
{
	struct twin *twin = *state;
	struct setting_items items;

	setting_use(tables);
	FINE(set(twin, 1, "t.idle", "20", 0));
	FINE(set(twin, 5, "t.title", "乙县", 0));
	FINE(set(twin, 0, "t.port", "465", 0));
	FINE(setting_list(twin->db, twin->arena, STR("/1/5/"), &items));
	/* What only the installation has is not for agencies. */
	assert_int_equal(items.count, 2);
	SAME_TEXT(items.items[0].value, "20");
	assert_false(items.items[0].is_own);
	assert_false(items.items[0].is_default);
	assert_int_equal(items.items[0].from_agency, 1);
	assert_int_equal(items.items[0].version, 0);
	SAME_TEXT(items.items[1].value, "乙县");
	assert_true(items.items[1].is_own);
	assert_int_equal(items.items[1].version, 1);
	SAME_TEXT(items.items[1].changed_by, "管理员");
	assert_true(items.items[1].changed_at > 0);
	FINE(setting_list(twin->db, twin->arena, STR_NONE, &items));
	assert_int_equal(items.count, 4);
	assert_true(items.items[0].is_default);
	SAME_TEXT(items.items[0].value, "30");
	SAME_TEXT(items.items[2].value, "465");
}

static void
change_by_another_server_is_seen(void **state)
{
	struct twin *twin = *state;
	struct db *other = NULL;
	int64_t value = 0;

	setting_use(tables);
	if (!twin->engine->is_shared) {
		assert_int_equal(idle_at(twin, ""), 30);
		return;
	}
	twin_open_again(twin, DB_WRITE, &other);
	for (int i = 0; i < 5; i++) {
		char text[10];

		snprintf(text, sizeof text, "%d", 100 + i);
		FINE(setting_int(other, STR("/1/"), &idle, &value));
		FINE(set(twin, 0, "t.idle", text, i));
		FINE(setting_int(other, STR("/1/"), &idle, &value));
		assert_int_equal(value, 100 + i);
	}
	db_close(&other);
}

struct reader {
	const struct twin *twin;
	int wrong;
};

/* Until the last value is seen. */
static void *
read_again_and_again(void *arg)
{
	struct reader *reader = arg;
	struct db *db = NULL;

	if (db_open(reader->twin->url, DB_WRITE, &db)) {
		reader->wrong++;
		return NULL;
	}
	for (int64_t value = 0; value != 140 && !reader->wrong;)
		reader->wrong +=
			setting_int(db, STR("/1/5/"), &idle, &value) || value < 30 || value > 140;
	db_close(&db);
	return NULL;
}

static void
threads_read_while_another_changes(void **state)
{
	struct twin *twin = *state;
	struct reader readers[3];
	pthread_t threads[3];

	setting_use(tables);
	assert_int_equal(idle_at(twin, ""), 30);
	if (!twin->engine->is_shared)
		return;
	for (int i = 0; i < 3; i++) {
		readers[i] = (struct reader){ .twin = twin };
		assert_int_equal(
			pthread_create(&threads[i], NULL, read_again_and_again, &readers[i]), 0);
	}
	for (int i = 0; i < 40; i++) {
		char text[10];

		snprintf(text, sizeof text, "%d", 101 + i);
		FINE(set(twin, 0, "t.idle", text, i));
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(readers[i].wrong, 0);
	}
}

static uint64_t
age_seen_by(struct db *db)
{
	uint64_t age = 0;

	FINE(setting_age(db, &age));
	assert_true(age > 0);
	return age;
}

/* Whoever made something of settings makes it anew just when they were changed, by anybody. */
static void
age_is_another_one_after_each_change(void **state)
{
	struct twin *twin = *state;
	struct db *other = NULL;
	uint64_t first;
	uint64_t second;

	setting_use(tables);
	first = age_seen_by(twin->db);
	assert_int_equal(age_seen_by(twin->db), first);
	assert_int_equal(idle_at(twin, "/1/5/"), 30);
	assert_int_equal(age_seen_by(twin->db), first);
	FINE(set(twin, 0, "t.idle", "20", 0));
	second = age_seen_by(twin->db);
	assert_int_not_equal(second, first);
	assert_int_equal(age_seen_by(twin->db), second);
	if (!twin->engine->is_shared)
		return;
	FINE(db_open(twin->url, DB_WRITE, &other));
	assert_int_equal(age_seen_by(other), second);
	FINE(set(twin, 5, "t.idle", "10", 0));
	assert_int_not_equal(age_seen_by(other), second);
	db_close(&other);
}

static void
patient_process_reads_its_copy_until_it_changes_something_itself(void **state)
{
	struct twin *twin = *state;
	long before;

	setting_use(tables);
	setting_drop_cache();
	FINE(db_fail_wrap(twin->db));
	setting_set_patience(600000);
	assert_int_equal(idle_at(twin, "/1/"), 30);
	db_fail_at(twin->db, 0);
	before = db_fail_count(twin->db);
	assert_int_equal(idle_at(twin, "/1/5/"), 30);
	assert_int_equal(db_fail_count(twin->db), before);
	FINE(set(twin, 0, "t.idle", "44", 0));
	assert_int_equal(idle_at(twin, "/1/5/"), 44);
	setting_set_patience(0);
	setting_drop_cache();
}

static void
value_that_an_older_program_stored_does_not_break_the_bounds(void **state)
{
	static const struct setting narrow = { .key = "t.idle",
		.kind = SETTING_INT,
		.number = 15,
		.least = 5,
		.most = 60,
		.zh = "空闲分钟",
		.en = "Idle minutes" };
	struct twin *twin = *state;
	int64_t value = 0;

	setting_use(tables);
	FINE(set(twin, 0, "t.idle", "500", 0));
	FINE(setting_int(twin->db, STR_NONE, &narrow, &value));
	assert_int_equal(value, 15);
}

static void
failing_statement_leaves_neither_value_nor_audit(void **state)
{
	struct twin *twin = *state;
	struct audit_list list;
	long failures = 0;

	setting_use(tables);
	FINE(db_fail_wrap(twin->db));
	for (long n = 1;; n++) {
		struct fault *fault;

		db_fail_at(twin->db, n);
		fault = set(twin, 0, "t.idle", "99", 0);
		db_fail_at(twin->db, 0);
		if (!fault)
			break;
		assert_string_equal(fault->code, "db_fail_test");
		assert_int_equal(idle_at(twin, ""), 30);
		assert_int_equal(audits(twin, &list), 0);
		failures++;
	}
	assert_true(failures > 4);
	assert_int_equal(idle_at(twin, ""), 99);
	assert_int_equal(audits(twin, &list), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(value_is_inherited_from_above_and_from_the_installation),
		cmocka_unit_test(unknown_settings_and_wrong_values_change_nothing),
		cmocka_unit_test(stale_form_is_refused_even_after_a_value_was_taken_back),
		cmocka_unit_test(change_is_audited_with_old_and_new),
		cmocka_unit_test(secret_is_sealed_and_never_shown),
		cmocka_unit_test(list_tells_where_each_value_comes_from),
		cmocka_unit_test(change_by_another_server_is_seen),
		cmocka_unit_test(threads_read_while_another_changes),
		cmocka_unit_test(age_is_another_one_after_each_change),
		cmocka_unit_test(patient_process_reads_its_copy_until_it_changes_something_itself),
		cmocka_unit_test(value_that_an_older_program_stored_does_not_break_the_bounds),
		cmocka_unit_test(failing_statement_leaves_neither_value_nor_audit),
	};
	int status = TWIN_RUN(tests);

	setting_drop_cache();
	return status;
}
