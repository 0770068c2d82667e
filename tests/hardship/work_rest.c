/*
 * The works of setting/, job/ and mail/.
 */
#include "work.h"

static const struct mail_hole holes[] = { { "name", "姓名", "张三" }, { 0 } };
static const struct mail_template hello = { "test.hello", "问好", "hello", holes, "{{name}}，您好",
	"{{name}}，您好。" };
static const struct mail_template *const letters[] = { &hello, NULL };
static const struct mail_template *const *const letter_tables[] = { letters, NULL };
static const struct setting number = { .key = "test.number",
	.kind = SETTING_INT,
	.number = 5,
	.most = 100,
	.zh = "数",
	.en = "number" };
static const struct setting secret = {
	.key = "test.secret", .kind = SETTING_SECRET, .most = 100, .zh = "秘密", .en = "secret"
};
static const struct setting *const own[] = { &number, &secret, NULL };
static const struct setting *const *const tables[] = { own, NULL };

void
work_declare(void)
{
	setting_use(tables);
	mail_use(letter_tables);
}

/* --- settings --- */

static struct fault *
save_setting(struct world *world, struct arena *arena, const struct setting *setting,
	const char *value, int64_t version)
{
	struct setting_change change = { .keys = world->keys,
		.actor = &work_console.actor,
		.key = str_of(setting->key),
		.value = str_of(value),
		.is_forgetting = !*value,
		.version = version };

	return setting_save(world->db, arena, &change);
}

/* What failed before must not be seen either. */
static struct fault *
must_be(struct world *world, int64_t wanted)
{
	int64_t value = 0;

	TRY(setting_int(world->db, STR_NONE, &number, &value));
	assert_int_equal(value, wanted);
	return NULL;
}

static struct fault *
set_number(struct world *world, struct arena *arena)
{
	TRY(must_be(world, 5));
	return save_setting(world, arena, &number, "7", 0);
}

static struct fault *
change_number(struct world *world, struct arena *arena)
{
	TRY(must_be(world, 7));
	return save_setting(world, arena, &number, "8", 1);
}

static struct fault *
forget_number(struct world *world, struct arena *arena)
{
	TRY(must_be(world, 8));
	return save_setting(world, arena, &number, "", 2);
}

static struct fault *
set_secret(struct world *world, struct arena *arena)
{
	return save_setting(world, arena, &secret, "从不显示", 0);
}

/* --- jobs --- */

static struct fault *
put_job(struct world *world, struct arena *arena)
{
	struct job_plan plan = { .kind = "x", .key = STR("k") };

	return job_put(world->db, NOW, &plan, &world->id);
}

/* In the arena of the world, so that works behind this one still read it. */
static struct fault *
take_job(struct world *world, struct arena *arena)
{
	bool is_found = false;
	struct job job;

	TRY(job_take(world->db, world->kept, STR("甲"), NOW, &is_found, &job));
	assert_true(is_found);
	world->job = job;
	return NULL;
}

static struct fault *
tell_progress(struct world *world, struct arena *arena)
{
	struct job_run run = { .job = world->job, .arena = arena };

	return job_progress(&run, world->db, NOW + 1, 10, STR("一半"));
}

static struct fault *
beat(struct world *world, struct arena *arena)
{
	bool must_stop = true;

	TRY(job_beat(world->db, world->job.id, world->job.claim, NOW + 1, &must_stop));
	assert_false(must_stop);
	return NULL;
}

/* Its server was seen alive once and then no more. */
static struct fault *
take_over(struct world *world, struct arena *arena)
{
	static const struct job_kind kinds[] = { { .name = "x" }, { 0 } };
	struct job_watch watch = { 0 };
	int count = 0;

	TRY(job_take_over(world->db, &watch, kinds, 0, NOW + 2, &count));
	TRY(job_take_over(world->db, &watch, kinds, 1000, NOW + 1002, &count));
	assert_int_equal(count, 1);
	return NULL;
}

static struct fault *
take_later(struct world *world, struct arena *arena)
{
	bool is_found = false;
	struct job job;

	TRY(job_take(world->db, world->kept, STR("乙"), NOW + 100000, &is_found, &job));
	assert_true(is_found);
	world->job = job;
	return NULL;
}

static struct fault *
end_job(struct world *world, struct arena *arena)
{
	return job_done(world->db, &world->job, NOW + 2);
}

static struct fault *
run_again(struct world *world, struct arena *arena)
{
	return job_run_again(world->db, &work_console.actor, NOW + 3, world->id);
}

static struct fault *
cancel_job(struct world *world, struct arena *arena)
{
	return job_cancel(world->db, &work_console.actor, NOW + 4, world->id);
}

/* A repeated job that is new is noted; when its time has come it is queued. */
static struct fault *
queue_repeat(struct world *world, struct arena *arena, int64_t now)
{
	static const struct job_repeat repeats[] = {
		{ .name = "daily", .kind = "x", .daily_at = 60 }, { 0 }
	};
	int count = 0;

	return job_queue_repeats(world->db, repeats, now, &count);
}

static struct fault *
note_repeat(struct world *world, struct arena *arena)
{
	return queue_repeat(world, arena, NOW);
}

static struct fault *
queue_due(struct world *world, struct arena *arena)
{
	return queue_repeat(world, arena, NOW + 100000);
}

static struct fault *
mend_clock(struct world *world, struct arena *arena)
{
	return job_mend_clock(world->db, NOW - 100000);
}

static struct fault *
tidy(struct world *world, struct arena *arena)
{
	int64_t count = 0;

	TRY(job_tidy(world->db, NOW + 100 * 86400, 30, &count));
	assert_true(count > 0);
	return NULL;
}

/* --- mail --- */

static struct fault *
save_words(struct world *world, struct arena *arena, bool is_forgetting, int64_t version)
{
	struct mail_words_change change = { .actor = &work_console.actor,
		.name = STR("test.hello"),
		.subject = STR("您好 {{name}}"),
		.body = STR("{{name}}：您好。"),
		.is_forgetting = is_forgetting,
		.version = version };

	return mail_words_save(world->db, arena, &change);
}

static struct fault *
change_words(struct world *world, struct arena *arena)
{
	return save_words(world, arena, false, 0);
}

static struct fault *
forget_words(struct world *world, struct arena *arena)
{
	return save_words(world, arena, true, 1);
}

static struct fault *
put_letter(struct world *world, struct arena *arena)
{
	const struct mail_value values[] = { { "name", STR("李四") } };
	struct mail_letter letter = { .template = &hello,
		.address = STR("lisi@example.cn"),
		.name = STR("李四"),
		.values = values,
		.value_count = 1 };

	return mail_put(world->db, world->keys, arena, NOW, &letter, &world->id);
}

static struct fault *
cancel_letter(struct world *world, struct arena *arena)
{
	return mail_cancel(world->db, &work_console.actor, NOW + 1, world->id);
}

static struct fault *
send_again(struct world *world, struct arena *arena)
{
	return mail_again(world->db, &work_console.actor, NOW + 2, world->id);
}

const struct work work_rest[] = {
	{ "set a number", set_number, 1 },
	{ "change a number", change_number, 1 },
	{ "forget a number", forget_number, 1 },
	{ "set a secret", set_secret, 1 },
	{ "put a job", put_job, 0 },
	{ "take a job", take_job, 0 },
	{ "beat", beat, 0 },
	{ "tell progress", tell_progress, 0 },
	{ "take a job over", take_over, 0 },
	{ "take it later", take_later, 0 },
	{ "end a job", end_job, 0 },
	{ "run a job again", run_again, 1 },
	{ "cancel a job", cancel_job, 1 },
	{ "note a repeat", note_repeat, 0 },
	{ "queue a repeat", queue_due, 0 },
	{ "mend the clock", mend_clock, 0 },
	{ "tidy jobs", tidy, 0 },
	{ "change words", change_words, 1 },
	{ "forget words", forget_words, 1 },
	{ "put a letter", put_letter, 0 },
	{ "cancel a letter", cancel_letter, 1 },
	{ "send a letter again", send_again, 1 },
	{ 0 },
};
