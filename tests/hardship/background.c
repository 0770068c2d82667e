/*
 * Settings, letters and jobs while the n-th allocation fails, for n = 1, 2, 3 … until none does.
 * A deed gives the LIMIT fault and leaves nothing, or does all of its work. Failing statements
 * stand beside the tests of each room.
 */
#include "../unit/test.h"

#include <stdio.h>

#include "../store/twin.h"
#include "base/memory.h"
#include "mail/mail.h"

enum { NOW = 1772294400, MOST_TRIES = 5000 };

static const struct audit_actor admin = {
	.account_id = 1, .name = STR("管理员"), .way = AUDIT_WEB
};
static const struct mail_hole holes[] = { { "name", "姓名", "张三" }, { 0 } };
static const struct mail_template hello = { "test.hello", "问好", "hello", holes, "{{name}}，您好",
	"{{name}}，您好。" };
static const struct mail_template *const letters[] = { &hello, NULL };
static const struct mail_template *const *const letter_tables[] = { letters, NULL };
static const struct setting *const *const settings[] = { mail_settings, NULL };

/* Invariant: `arena` is new for each try of a deed. */
struct stage {
	struct twin *twin;
	struct seal_keys *keys;
	struct arena *arena;
	int64_t version;
};

static struct fault *
save_setting(struct stage *stage)
{
	struct setting_change change = { .keys = stage->keys,
		.actor = &admin,
		.key = STR("mail.password"),
		.value = STR("秘密"),
		.version = stage->version };

	return setting_save(stage->twin->db, stage->arena, &change);
}

static struct fault *
save_words(struct stage *stage)
{
	struct mail_words_change change = { .actor = &admin,
		.name = STR("test.hello"),
		.subject = stage->version % 2 ? STR("一 {{name}}") : STR("二 {{name}}"),
		.body = STR("您好\r\n{{name}}"),
		.version = stage->version };

	return mail_words_save(stage->twin->db, stage->arena, &change);
}

static struct fault *
write_letter(struct stage *stage)
{
	const struct mail_value values[] = { { "name", STR("李四") } };
	struct mail_letter letter = { .template = &hello,
		.agency_path = STR("/1/5/"),
		.address = STR("lisi@example.cn"),
		.name = STR("李四\n"),
		.values = values,
		.value_count = 1 };
	int64_t id;

	return mail_put(stage->twin->db, stage->keys, stage->arena, NOW, &letter, &id);
}

static struct fault *
run_job(struct stage *stage)
{
	struct job_plan plan = { .kind = "x", .key = STR("k") };
	bool is_found = false;
	struct job job;
	int64_t id;

	TRY(job_put(stage->twin->db, NOW, &plan, &id));
	TRY(job_take(stage->twin->db, stage->arena, STR("甲"), NOW, &is_found, &job));
	if (!is_found)
		return NULL;
	return job_done(stage->twin->db, &job, NOW);
}

static struct fault *
read_all(struct stage *stage)
{
	struct mail_query query = { .state = -1, .limit = 5, .address = STR("lisi@example.cn") };
	struct mail_list list;
	struct setting_items items;
	struct mail_opened opened;
	struct secret secret;

	TRY(setting_list(stage->twin->db, stage->arena, STR("/1/5/"), &items));
	TRY(setting_secret(
		stage->twin->db, stage->keys, stage->arena, STR_NONE, mail_settings[5], &secret));
	TRY(mail_find(stage->twin->db, stage->keys, stage->arena, &query, &list));
	TRY(mail_open(stage->twin->db, stage->keys, stage->arena, list.mails[0].id, &opened));
	return str_equal(opened.body, STR("您好\n李四")) ||
			       str_equal(opened.body, STR("李四，您好。"))
		       ? NULL
		       : fault_absent("letter", 0);
}

/* --- what must hold whatever failed --- */

static size_t
count_audits(struct stage *stage, struct str deed)
{
	struct audit_query query = { .deed = deed, .from = DAY_NONE, .to = DAY_NONE, .limit = 500 };
	struct audit_list list;

	FINE(audit_find(stage->twin->db, stage->twin->arena, &query, &list));
	return list.count;
}

static int64_t
version_of_setting(struct stage *stage)
{
	struct setting_items items;

	FINE(setting_list(stage->twin->db, stage->twin->arena, STR_NONE, &items));
	assert_ptr_equal(items.items[5].setting, mail_settings[5]);
	assert_int_equal(items.items[5].version, count_audits(stage, STR("setting.")));
	return items.items[5].version;
}

static int64_t
version_of_words(struct stage *stage)
{
	struct mail_words words;

	FINE(mail_words_load(stage->twin->db, stage->twin->arena, STR_NONE, &hello, &words));
	assert_int_equal(words.version, count_audits(stage, STR("mail.words")));
	return words.version;
}

static int64_t
count_letters(struct stage *stage)
{
	struct mail_query query = { .state = -1, .limit = 1 };
	struct job_query job_query = { .state = -1, .kind = STR("mail.send"), .limit = 200 };
	struct mail_list list;
	struct job_list jobs;

	FINE(mail_find(stage->twin->db, stage->keys, stage->twin->arena, &query, &list));
	FINE(job_find(stage->twin->db, stage->twin->arena, &job_query, &jobs));
	assert_int_equal(list.counts[MAIL_WAITING], jobs.count);
	return list.counts[MAIL_WAITING];
}

static int64_t
count_done(struct stage *stage)
{
	struct job_query query = { .state = -1, .kind = STR("x"), .limit = 200 };
	struct job_list jobs;

	FINE(job_find(stage->twin->db, stage->twin->arena, &query, &jobs));
	assert_true(jobs.counts[JOB_RUNNING] <= 1);
	/* One that was claimed and could not be ended is ended now. */
	for (size_t i = 0; i < jobs.count; i++)
		if (jobs.jobs[i].state == JOB_RUNNING)
			FINE(job_done(stage->twin->db, &jobs.jobs[i], NOW));
	FINE(job_find(stage->twin->db, stage->twin->arena, &query, &jobs));
	return jobs.counts[JOB_DONE];
}

static int64_t
count_nothing(struct stage *stage)
{
	return 0;
}

struct deed {
	const char *name;
	struct fault *(*work)(struct stage *stage);
	int64_t (*count)(struct stage *stage);
	bool can_be_half; /* several transactions: what is counted may have grown all the same */
};

static void
try_each_allocation(struct stage *stage, const struct deed *deed)
{
	long failures = 0;

	for (long n = 1; n < MOST_TRIES; n++) {
		int64_t before = deed->count(stage);
		struct fault *fault;
		int64_t after;
		long asked;

		stage->version = before;
		FINE(arena_open((size_t)8 << 20, &stage->arena));
		setting_drop_cache();
		memory_fail_at(n);
		fault = deed->work(stage);
		asked = memory_count();
		memory_fail_at(0);
		arena_close(&stage->arena);
		after = deed->count(stage);
		if (fault && (fault->kind != FAULT_LIMIT || !fault->zh[0]))
			fail_msg("%s, allocation %ld: %s (%s)", deed->name, n, fault->code,
				fault->detail);
		if (fault && !deed->can_be_half)
			assert_int_equal(after, before);
		if (!fault && deed->count != count_nothing)
			assert_int_equal(after, before + 1);
		failures += fault != NULL;
		if (!fault && asked < n)
			break;
	}
	assert_true(failures > 5);
}

static void
deed_is_done_or_leaves_nothing(void **state)
{
	static const struct deed deeds[] = {
		{ "setting", save_setting, version_of_setting, false },
		{ "words", save_words, version_of_words, false },
		/* Before letters, whose jobs are older than any that comes after them. */
		{ "job", run_job, count_done, true },
		{ "letter", write_letter, count_letters, false },
		{ "reading", read_all, count_nothing, false },
	};
	struct stage stage = { .twin = *state };
	char path[100];

	setting_use(settings);
	mail_use(letter_tables);
	snprintf(path, sizeof path, "%s/keys", stage.twin->folder);
	FINE(seal_open(path, true, &stage.keys));
	for (size_t i = 0; i < COUNT_OF(deeds); i++)
		try_each_allocation(&stage, &deeds[i]);
	setting_drop_cache();
	seal_close(&stage.keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deed_is_done_or_leaves_nothing),
	};

	return TWIN_RUN(tests);
}
