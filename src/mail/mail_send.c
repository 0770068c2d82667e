/*
 * The background jobs of the outbox: sending one letter, and keeping the outbox in order.
 * A letter's row says what became of it; the job's row is only about the work.
 */
#include <errno.h>

#include "base/file.h"
#include "base/json.h"
#include "db/db.h"
#include "mail/mail_inside.h"

enum { HOUR = 3600, OFF_DELAY = 600, SWEPT_AT_ONCE = 200 };

/* Everything that sending one letter needs, read in one go, so that no handle is held while the
 * server on the other side thinks. */
struct task {
	struct job_run *run;
	const struct mail_sender *sender;
	int64_t id;
	int64_t now;
	struct mail_row row;
	struct mail_opened letter;
	struct str way;
	struct str quiet;
	struct str from;
	struct str from_name;
	struct mail_server server;
};

static struct fault *
read_payload(struct task *task)
{
	CLOSING(json_close) struct json_value *json = NULL;

	TRY(json_parse(task->run->job.payload, &json));
	if (!json_number(json_member(json, "mail"), &task->id))
		return fault_absent("mail", 0);
	return NULL;
}

static struct fault *
read_settings(struct db *db, struct task *task)
{
	struct arena *arena = task->run->arena;
	struct mail_server *server = &task->server;
	struct str path = task->row.mail.agency_path;

	TRY(setting_text(db, arena, STR_NONE, &mail_setting_way, &task->way));
	TRY(setting_text(db, arena, path, &mail_setting_quiet, &task->quiet));
	TRY(setting_text(db, arena, path, &mail_setting_from, &task->from));
	TRY(setting_text(db, arena, path, &mail_setting_from_name, &task->from_name));
	TRY(setting_text(db, arena, STR_NONE, &mail_setting_host, &server->host));
	TRY(setting_int(db, STR_NONE, &mail_setting_port, &server->port));
	TRY(setting_text(db, arena, STR_NONE, &mail_setting_security, &server->security));
	TRY(setting_text(db, arena, STR_NONE, &mail_setting_login, &server->login));
	TRY(setting_int(db, STR_NONE, &mail_setting_timeout, &server->timeout));
	server->ca_file = task->sender->ca_file;
	return setting_secret(
		db, task->sender->keys, arena, STR_NONE, &mail_setting_password, &server->password);
}

/* From a writer: a standby may not know the letter yet. */
static struct fault *
read_task(struct task *task)
{
	CLOSING(db_give_back) struct db *db = NULL;

	TRY(db_pool_writer(task->run->pool, &db));
	TRY(mail_store_load(db, task->run->arena, task->id, &task->row));
	return read_settings(db, task);
}

/* --- the ways --- */

static struct fault *
not_set_up(const char *zh, const char *en)
{
	return fault_new(FAULT_OUTSIDE, "mail_off", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

static struct fault *
compose(struct task *task, struct buf *out)
{
	struct mail_message message = {
		.from = task->from,
		.from_name = task->from_name,
		.to = task->letter.address,
		.to_name = task->letter.name,
		.subject = task->letter.subject,
		.body = task->letter.body,
		.at = task->now,
	};

	TRY(str_print(task->run->arena, &message.id, "%.*s.%lld", STR_ARG(task->row.mail.place),
		(long long)task->row.mail.round));
	return mail_compose(out, &message);
}

static struct fault *
send_by_smtp(struct task *task)
{
	CLOSING(buf_done) struct buf message;

	buf_init(&message, MAIL_MOST_MESSAGE);
	if (task->server.host.len == 0 || task->from.len == 0)
		return not_set_up(
			"还没有设置邮件服务器或发件地址，邮件留在发件箱。请到设置页面填写。",
			"No mail server or sender's address is set; the letter stays in the "
			"outbox. Fill them in on the page of settings.");
	TRY(compose(task, &message));
	return mail_smtp_send(&task->server, task->run->arena, task->from, task->letter.address,
		buf_str(&message), task->run);
}

static struct fault *
send_to_folder(struct task *task)
{
	CLOSING(buf_done) struct buf message;
	struct str path;

	buf_init(&message, MAIL_MOST_MESSAGE);
	if (!task->sender->folder)
		return not_set_up(
			"这台服务器没有试用邮件的文件夹，邮件留在发件箱。请改用别的发送方式。",
			"This server has no folder for trial letters; the letter stays in the "
			"outbox. Choose another way of sending.");
	/* A trial need not have a sender's address. */
	if (task->from.len == 0)
		task->from = STR("trial@gongkai.invalid");
	TRY(compose(task, &message));
	TRY(file_make_folder(task->sender->folder));
	TRY(str_print(task->run->arena, &path, "%s/%lld-%lld.eml", task->sender->folder,
		(long long)task->id, (long long)task->row.mail.round));
	return file_write(path.at, buf_str(&message));
}

static struct fault *
send_to_console(struct task *task)
{
	const struct mail_opened *letter = &task->letter;

	if (!task->sender->console)
		return not_set_up("这台服务器没有控制台，邮件留在发件箱。请改用别的发送方式。",
			"This server has no console; the letter stays in the outbox. Choose "
			"another way of sending.");
	fprintf(task->sender->console, "---- %.*s <%.*s>\n%.*s\n\n%.*s\n----\n",
		STR_ARG(letter->name), STR_ARG(letter->address), STR_ARG(letter->subject),
		STR_ARG(letter->body));
	if (fflush(task->sender->console) != 0)
		return fault_system("mail_console", "console", errno);
	return NULL;
}

static struct fault *
send_letter(struct task *task)
{
	if (str_equal(task->way, STR("off")))
		return not_set_up("邮件发送没有开启，邮件留在发件箱。请到设置页面选择发送方式。",
			"Sending letters is switched off; the letter stays in the outbox. Choose "
			"a way of sending on the page of settings.");
	TRY(mail_open_row(task->sender->keys, task->run->arena, &task->row, &task->letter));
	if (str_equal(task->way, STR("smtp")))
		return send_by_smtp(task);
	if (str_equal(task->way, STR("folder")))
		return send_to_folder(task);
	return send_to_console(task);
}

/* --- what became of it --- */

struct ending {
	struct task *task;
	const struct fault *fault; /* NULL: sent */
	bool is_try;               /* false: it was not even tried */
	bool is_end;
};

/* Over what the row says by now: somebody may have cancelled the letter meanwhile. */
static struct fault *
write_ending(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct ending *ending = arg;
	struct mail_row row;

	TRY(arena_open(4 << 20, &arena));
	TRY(mail_store_load(db, arena, ending->task->id, &row));
	if (row.mail.round != ending->task->row.mail.round)
		return NULL;
	/* A letter that is out is out, whatever was wished meanwhile. */
	if (row.mail.state != MAIL_WAITING && ending->fault)
		return NULL;
	row.mail.tries += ending->is_try;
	row.mail.error_code = STR_NONE;
	row.mail.error = STR_NONE;
	row.mail.error_en = STR_NONE;
	if (ending->fault) {
		row.mail.error_code = str_of(ending->fault->code);
		row.mail.error = str_of(ending->fault->zh);
		row.mail.error_en = str_of(ending->fault->en);
	}
	row.mail.state = !ending->fault ? MAIL_SENT : ending->is_end ? MAIL_FAILED : MAIL_WAITING;
	row.mail.finished_at = row.mail.state == MAIL_WAITING ? 0 : ending->task->now;
	return mail_store_move(db, &row.mail);
}

static struct fault *
finish(struct task *task, const struct fault *fault, bool is_try, bool is_end)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct ending ending = { task, fault, is_try, is_end };

	TRY(db_pool_writer(task->run->pool, &db));
	return db_work(db, write_ending, &ending);
}

/* INPUT, ABSENT and DENIED come again however often it is tried, as job/ has it. */
static bool
is_hopeless(const struct fault *fault)
{
	return fault->kind == FAULT_INPUT || fault->kind == FAULT_ABSENT ||
	       fault->kind == FAULT_DENIED;
}

static struct fault *
end_with_fault(struct task *task, const struct fault *given)
{
	/* Copied: writing it down makes other faults. */
	const struct fault fault = *given;
	bool is_end = is_hopeless(&fault) || task->run->is_last_try;
	struct fault *again;

	if (strcmp(fault.code, "job_stopped") == 0)
		return job_stopped();
	if (strcmp(fault.code, "mail_off") == 0) {
		job_postpone(task->run, OFF_DELAY);
		return finish(task, &fault, false, false);
	}
	TRY(finish(task, &fault, true, is_end));
	/* The letter shows the failure; the job has done what it could. */
	if (is_hopeless(&fault))
		return NULL;
	again = fault_new(fault.kind, fault.code, "%s", "%s", "");
	*again = fault;
	return again;
}

struct fault *
mail_send_job(struct job_run *run)
{
	struct task task = { .run = run, .sender = run->context, .now = job_now() };
	struct fault *fault;
	int64_t quiet;

	TRY(read_payload(&task));
	TRY(read_task(&task));
	if (task.row.mail.state != MAIL_WAITING)
		return NULL;
	quiet = task.row.mail.is_urgent ? 0 : mail_quiet_left(task.quiet, task.now);
	if (quiet > 0) {
		job_postpone(run, quiet);
		return NULL;
	}
	fault = send_letter(&task);
	if (fault)
		return end_with_fault(&task, fault);
	TRY(finish(&task, NULL, true, true));
	if (task.sender->say)
		task.sender->say(task.id, task.way.at, task.row.mail.masked.at);
	return NULL;
}

/* --- keeping the outbox in order --- */

struct sweeping {
	int64_t now;
	int64_t after;
	int64_t last; /* the highest number that was looked at */
	int count;
};

static struct fault *
give_up(struct db *db, int64_t id, int64_t now)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct mail_row row;
	char key[40];
	bool is_queued = false;

	snprintf(key, sizeof key, "mail:%lld", (long long)id);
	TRY(job_is_queued(db, str_of(key), &is_queued));
	if (is_queued)
		return NULL;
	TRY(arena_open(4 << 20, &arena));
	TRY(mail_store_load(db, arena, id, &row));
	row.mail.state = MAIL_FAILED;
	row.mail.finished_at = now;
	row.mail.error_code = STR("mail_no_job");
	row.mail.error = STR("发送这封邮件的后台任务已被取消或放弃。需要时请重新发送。");
	row.mail.error_en =
		STR("The background job of this letter was cancelled or given up. Send it anew if "
		    "it is needed.");
	return mail_store_move(db, &row.mail);
}

static struct fault *
sweep_some(struct db *db, void *arg)
{
	struct sweeping *sweeping = arg;
	int64_t ids[SWEPT_AT_ONCE];

	TRY(mail_store_waiting(
		db, sweeping->after, sweeping->now - HOUR, ids, SWEPT_AT_ONCE, &sweeping->count));
	for (int i = 0; i < sweeping->count; i++)
		TRY(give_up(db, ids[i], sweeping->now));
	sweeping->last = sweeping->count ? ids[sweeping->count - 1] : sweeping->after;
	return NULL;
}

static struct fault *
sweep_waiting(struct job_run *run, struct db *db, int64_t now)
{
	struct sweeping sweeping = { .now = now, .count = SWEPT_AT_ONCE };

	while (sweeping.count == SWEPT_AT_ONCE) {
		if (job_must_stop(run))
			return job_stopped();
		TRY(db_work(db, sweep_some, &sweeping));
		sweeping.after = sweeping.last;
	}
	return NULL;
}

struct removing {
	int64_t ended_before;
	int64_t count;
};

static struct fault *
remove_some(struct db *db, void *arg)
{
	struct removing *removing = arg;

	return mail_store_remove_old(db, removing->ended_before, &removing->count);
}

struct fault *
mail_sweep_job(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct removing removing = { .count = 1 };
	int64_t now = job_now();
	int64_t days = 0;

	TRY(db_pool_writer(run->pool, &db));
	TRY(sweep_waiting(run, db, now));
	TRY(setting_int(db, STR_NONE, &mail_setting_keep, &days));
	removing.ended_before = now - days * DAY_SECONDS;
	while (removing.count > 0) {
		if (job_must_stop(run))
			return job_stopped();
		TRY(db_work(db, remove_some, &removing));
	}
	return NULL;
}
