/*
 * The tables of all rooms and the start of what runs in the background.
 * No rule stands here; a room that is not in these lists has no settings, letters or jobs.
 */
#include "program/program_background.h"

#include <assert.h>
#include <time.h>

#include "account/account_letters.h"
#include "account/account_settings.h"
#include "application/application_call.h"
#include "application/application_retention.h"
#include "application/application_settings.h"
#include "base/log.h"
#include "db/db.h"
#include "dispute/dispute.h"
#include "docket/docket_remind.h"
#include "filing/filing_letters.h"
#include "letter/letter_work.h"
#include "notice/notice.h"
#include "portal/portal_letters.h"
#include "program/program_jobs.h"
#include "reception/reception_settings.h"

enum { PATIENCE_MS = 2000, MOST_KINDS = 16, TIDY_AT = 3 * 60 + 10, HOUR = 3600 };

const struct setting *const *const program_settings[] = { account_settings, application_settings,
	application_retention_settings, dispute_settings, letter_settings, mail_settings,
	job_settings, NULL };

const struct mail_template *const *const program_letters[] = { account_letters, docket_mails,
	filing_letters, portal_letters, NULL };

const struct job_repeat program_repeats[] = {
	{ "mail.sweep", "mail.sweep", 60, 0 },
	/* At night, when nobody waits for the store. */
	{ "job.tidy", "job.tidy", 0, TIDY_AT },
	{ "notice.tidy", "notice.tidy", 0, TIDY_AT },
	{ "application.sweep", "application.sweep", 0, TIDY_AT },
	/* Waits for the hour of its setting; what was said once a day is not said again. */
	{ "application.remind", "application.remind", 15, 0 },
	{ "application.clocks", "application.clocks", 15, 0 },
	{ 0 },
};

/* Invariant: `kinds` ends with { 0 }; the threads see it and `sender` until they are closed. */
struct program_background {
	struct arena *arena; /* holds this */
	struct mail_sender sender;
	struct account_letter_keys letter_keys;
	struct application_call_keys call_keys;
	struct job_kind kinds[MOST_KINDS];
	struct program_jobs *jobs;
};

void
program_use_rooms(void)
{
	setting_use(program_settings);
	mail_use(program_letters);
}

/* Masked before it gets here. */
static void
say_sent(int64_t id, const char *way, const char *masked)
{
	LOG_EVENT(LOG_INFO, "mail", log_number("number", id), log_text("way", str_of(way)),
		log_text("to", str_of(masked)));
}

static struct fault *
tidy_notices(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	int64_t count;

	TRY(db_pool_writer(run->pool, &db));
	return notice_tidy(db, &count);
}

/* An hour after it was saved, no work that is still being done may be about to name a file. */
static struct fault *
sweep_files(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct blob_store *files = run->context;
	int64_t count;

	if (!files)
		return NULL;
	TRY(db_pool_writer(run->pool, &db));
	return application_sweep_files(db, files, (int64_t)time(NULL) - HOUR, &count);
}

static void
fill_kinds(struct program_background *background, struct blob_store *files)
{
	const struct job_kind kinds[] = {
		{ .name = "mail.send",
			.work = mail_send_job,
			.context = &background->sender,
			.zh = "发送邮件",
			.en = "Send a letter",
			.first_delay = 60 },
		{ .name = "mail.sweep",
			.work = mail_sweep_job,
			.context = &background->sender,
			.zh = "整理发件箱",
			.en = "Keep the outbox in order" },
		{ .name = "account.letter",
			.work = account_letter_job,
			.context = &background->letter_keys,
			.zh = "给工作人员写邮件",
			.en = "Write a letter to a member of staff" },
		{ .name = "job.tidy",
			.work = job_tidy_job,
			.zh = "清理旧任务",
			.en = "Remove old jobs" },
		{ .name = "notice.tidy",
			.work = tidy_notices,
			.zh = "清理已读通知",
			.en = "Remove old notices" },
		{ .name = "application.remind",
			.work = docket_remind_job,
			.zh = "提醒办理申请",
			.en = "Remind of applications" },
		{ .name = "application.clocks",
			.work = docket_clocks_job,
			.zh = "按新的工作日历重算答复期限",
			.en = "Make due days anew after a change of the calendar" },
		{ .name = "application.sweep",
			.work = sweep_files,
			.context = files,
			.zh = "删除已销毁档案的文件",
			.en = "Remove files of cases that were disposed of" },
		{ .name = "application.call",
			.work = application_call_job,
			.context = &background->call_keys,
			.zh = "推送申请办理情况",
			.en = "Tell another system of an application" },
	};

	static_assert(COUNT_OF(kinds) < MOST_KINDS, "the list must end with { 0 }");
	memcpy(background->kinds, kinds, sizeof kinds);
}

static struct fault *
start(struct program_background *background, const struct program_background_plan *plan)
{
	struct program_jobs_plan jobs = {
		.pool = plan->pool,
		.kinds = background->kinds,
		.repeats = program_repeats,
		.threads = plan->threads,
	};
	struct str folder;

	background->letter_keys = (struct account_letter_keys){ plan->keys };
	background->call_keys = (struct application_call_keys){ plan->keys, plan->ca_file };
	background->sender = (struct mail_sender){
		.keys = plan->keys,
		.console = plan->console,
		.ca_file = plan->ca_file,
		.say = say_sent,
	};
	if (plan->data) {
		TRY(str_print(background->arena, &folder, "%s/mail", plan->data));
		background->sender.folder = folder.at;
	}
	fill_kinds(background, plan->files);
	program_use_rooms();
	setting_set_patience(PATIENCE_MS);
	return program_jobs_open(&jobs, &background->jobs);
}

struct fault *
program_background_open(
	const struct program_background_plan *plan, struct program_background **ret_background)
{
	CLOSING(program_background_close) struct program_background *background = NULL;
	CLOSING(arena_close) struct arena *arena = NULL;

	TRY(arena_open(64 << 10, &arena));
	TAKE(arena, background, 1);
	background->arena = arena;
	arena = NULL;
	TRY(start(background, plan));
	*ret_background = background;
	background = NULL;
	return NULL;
}

void
program_background_close(struct program_background **background)
{
	struct arena *arena;

	if (!*background)
		return;
	program_jobs_close(&(*background)->jobs);
	setting_set_patience(0);
	setting_drop_cache();
	arena = (*background)->arena;
	*background = NULL;
	arena_close(&arena);
}

const struct job_kind *
program_background_kinds(const struct program_background *background)
{
	return background->kinds;
}
