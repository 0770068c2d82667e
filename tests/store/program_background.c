/* All of it together: a letter that is put in is sent by the threads, as a server has them. */
#include "program/program_background.h"

#include <stdio.h>
#include <time.h>

#include "base/file.h"
#include "base/log.h"
#include "db/db.h"
#include "twin.h"

static const struct mail_hole holes[] = { { "name", "姓名", "张三" }, { 0 } };
static const struct mail_template hello = { "test.hello", "问好", "hello", holes, "{{name}}，您好",
	"{{name}}，您好。" };
static const struct audit_actor admin = {
	.account_id = 1, .name = STR("管理员"), .way = AUDIT_WEB
};

static void
nap(void)
{
	nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
}

static int64_t
write_letter(struct db_pool *pool, const struct seal_keys *keys, struct arena *arena)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct setting_change change = {
		.actor = &admin, .key = STR("mail.way"), .value = STR("folder")
	};
	const struct mail_value values[] = { { "name", STR("李四") } };
	struct mail_letter letter = { .template = &hello,
		.address = STR("lisi@example.cn"),
		.values = values,
		.value_count = 1 };
	int64_t id = 0;

	FINE(db_pool_writer(pool, &db));
	FINE(setting_save(db, arena, &change));
	FINE(mail_put(db, keys, arena, job_now(), &letter, &id));
	return id;
}

static enum mail_state
state_of(struct db_pool *pool, struct arena *arena, int64_t id)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct mail mail;

	FINE(db_pool_writer(pool, &db));
	FINE(mail_load(db, arena, id, &mail));
	return mail.state;
}

static void
letter_that_is_put_in_is_sent_in_the_background(void **state)
{
	struct twin *twin = *state;
	struct program_background_plan plan = { .data = twin->folder, .threads = 2 };
	struct program_background *background = NULL;
	struct seal_keys *keys = NULL;
	char path[120];
	int64_t id;

	log_set_level(LOG_QUIET);
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &keys));
	db_close(&twin->db);
	FINE(db_pool_open(twin->url, 2, &db_own_steps, true, &plan.pool));
	plan.keys = keys;
	FINE(program_background_open(&plan, &background));
	id = write_letter(plan.pool, keys, twin->arena);
	while (state_of(plan.pool, twin->arena, id) == MAIL_WAITING)
		nap();
	assert_int_equal(state_of(plan.pool, twin->arena, id), MAIL_SENT);
	snprintf(path, sizeof path, "%s/mail/%d-0.eml", twin->folder, (int)id);
	assert_true(file_exists(path));
	program_background_close(&background);
	assert_null(background);
	seal_close(&keys);
	db_pool_close(&plan.pool);
	FINE(db_open(twin->url, DB_MAKE, &twin->db));
}

static void
every_kind_and_setting_of_the_program_has_words(void **state)
{
	struct twin *twin = *state;
	struct setting_items items;

	program_use_rooms();
	FINE(setting_list(twin->db, twin->arena, STR_NONE, &items));
	assert_true(items.count > 10);
	for (size_t i = 0; i < items.count; i++) {
		assert_true(items.items[i].setting->zh[0] != 0);
		assert_true(items.items[i].is_default);
	}
	for (const struct job_repeat *repeat = program_repeats; repeat->name; repeat++)
		assert_true(repeat->every_minutes > 0 ||
			    (repeat->daily_at > 0 && repeat->daily_at < 1440));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letter_that_is_put_in_is_sent_in_the_background),
		cmocka_unit_test(every_kind_and_setting_of_the_program_has_words),
	};

	return TWIN_RUN(tests);
}
