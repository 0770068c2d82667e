/*
 * The letters of this room, and the job that writes letters to people by their account. When one is
 * written is decided by the works; sending is mail/'s business.
 */
#include "account/account_letters.h"

#include "account/account_inside.h"
#include "base/json.h"
#include "db/db.h"

enum { MOST_VALUES = 8, MOST_READERS = 50, MOST_PAYLOAD = 16 * 1024 };

/* --- the words --- */

#define PERSON                                                                                     \
	{                                                                                          \
		"person", "收件人姓名", "张某"                                                   \
	}
#define WHEN                                                                                       \
	{                                                                                          \
		"when", "时间", "2026-03-01 09:30"                                                 \
	}

static const struct mail_hole link_holes[] = {
	PERSON,
	{ "link", "设置密码的一次性链接", "https://www.example.gov.cn/links/…" },
	{ "hours", "链接有效的小时数", "72" },
	{ 0 },
};
const struct mail_template account_letter_link = { "account.link", "设置密码的链接",
	"Link for setting a password", link_holes, "请设置您的登录密码",
	"{{person}}：\n\n"
	"请打开下面的链接，为您在政府信息公开工作系统中的账号设置密码：\n\n"
	"{{link}}\n\n"
	"链接只能用一次，{{hours}} 小时内有效。请不要转发。\n"
	"如果您没有账号，或者没有请人重置密码，请告诉本机关的系统管理员。\n" };

static const struct mail_hole event_holes[] = { PERSON, WHEN, { 0 } };
const struct mail_template account_letter_password = { "account.password_changed", "密码已修改",
	"Password changed", event_holes, "您的登录密码已修改",
	"{{person}}：\n\n"
	"您在政府信息公开工作系统中的登录密码已于 {{when}} 修改，其他设备上的登录已经结束。\n"
	"如果不是您本人操作，请立即联系本机关的系统管理员。\n" };
const struct mail_template account_letter_network = { "account.new_network", "从新网络登录",
	"Sign-in from a new network", event_holes, "您的账号从新的网络登录",
	"{{person}}：\n\n"
	"您在政府信息公开工作系统中的账号于 {{when}} 从一个以前没有用过的网络登录。\n"
	"如果是您本人，不必理会；如果不是，请立即修改密码，并联系本机关的安全管理员。"
	"登录后可在“个人资料”查看登录记录、结束其他设备上的登录。\n" };
const struct mail_template account_letter_factor = { "account.factor_removed", "第二因素已停用",
	"Second factor removed", event_holes, "您账号的第二因素已停用",
	"{{person}}：\n\n"
	"您在政府信息公开工作系统中的账号于 {{when}} 停用了第二因素（动态码），"
	"以后登录只需要密码。\n"
	"如果不是您本人操作或请人办理，请立即联系本机关的安全管理员。\n" };

const struct mail_template *const account_letters[] = { &account_letter_link,
	&account_letter_password, &account_letter_network, &account_letter_factor, NULL };

/* --- putting one in --- */

static struct fault *
put_payload(struct buf *buf, int64_t account_id, const struct account_letter *letter)
{
	struct json_out out;

	json_out_init(&out, buf);
	json_begin_object(&out);
	json_pair_int(&out, "account", account_id);
	json_pair_str(&out, "letter", str_of(letter->template->name));
	json_pair_int(&out, "agency", letter->agency_id);
	json_pair_int(&out, "work", letter->is_about_work);
	json_key(&out, "values");
	json_begin_object(&out);
	for (size_t i = 0; i < letter->value_count; i++)
		json_pair_str(&out, letter->values[i].hole, letter->values[i].text);
	json_end_object(&out);
	json_end_object(&out);
	return buf_check(buf);
}

static struct fault *
put_one(struct db *db, int64_t account_id, const struct account_letter *letter)
{
	CLOSING(buf_done) struct buf payload;
	struct job_plan plan = { .kind = "account.letter" };
	int64_t id = 0;

	buf_init(&payload, MOST_PAYLOAD);
	TRY(put_payload(&payload, account_id, letter));
	plan.payload = buf_str(&payload);
	return job_put(db, account_now(), &plan, &id);
}

static bool
is_written_to(const struct account_addressee *to, bool is_about_work)
{
	return to->id && to->mail.len && !to->is_disabled && (to->wants_mail || !is_about_work);
}

struct fault *
account_put_letter(struct db *db, int64_t account_id, const struct account_letter *letter)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct account_addressee to;
	bool is_sending = false;

	if (!account_id || account_id == letter->not_to)
		return NULL;
	TRY(mail_is_sending(db, &is_sending));
	if (!is_sending)
		return NULL;
	TRY(arena_open(64 << 10, &arena));
	TRY(account_store_addressee(db, arena, account_id, &to));
	if (!is_written_to(&to, letter->is_about_work))
		return NULL;
	return put_one(db, account_id, letter);
}

struct fault *
account_put_letters(
	struct db *db, enum account_role role, struct str path, const struct account_letter *letter)
{
	int64_t ids[MOST_READERS];
	bool is_sending = false;
	int count = 0;

	TRY(mail_is_sending(db, &is_sending));
	if (!is_sending)
		return NULL;
	TRY(account_store_holders(db, role, path, ids, MOST_READERS, &count));
	for (int i = 0; i < count; i++)
		TRY(account_put_letter(db, ids[i], letter));
	return NULL;
}

struct fault *
account_tell_owner(
	struct db *db, const struct account_lock *lock, const struct mail_template *template)
{
	struct day_moment when = day_moment_text(account_now());
	struct mail_value value = { "when", str_of(when.at) };
	struct account_letter letter = { .template = template,
		.agency_id = lock->agency_id,
		.values = &value,
		.value_count = 1 };

	return account_put_letter(db, lock->id, &letter);
}

/* --- into the outbox --- */

/* One letter being written. */
struct writing {
	const struct seal_keys *keys;
	struct arena *arena;
	const struct job *job; /* done in the same transaction; NULL: there is none */
	struct account_addressee to;
	struct account_agency agency;
	struct account_letter letter;
	struct mail_value values[MOST_VALUES + 1];
	bool is_urgent;
};

static struct fault *
open_address(struct writing *writing, struct str *ret_address)
{
	struct secret secret;
	struct str place;

	TRY(str_print(writing->arena, &place, "account.mail:%lld", (long long)writing->to.id));
	TRY(seal_take(writing->keys, writing->arena, place, writing->to.mail, &secret));
	*ret_address = secret.bytes;
	return NULL;
}

/* An address that no mail server takes was let in by the form of old; nobody is kept from working
 * by it. */
static struct fault *
write_letter(struct writing *writing, struct db *db)
{
	struct mail_letter letter = { .template = writing->letter.template,
		.agency_id = writing->agency.id,
		.agency_path = writing->agency.path,
		.name = writing->to.name,
		.values = writing->values,
		.value_count = writing->letter.value_count + 1,
		.is_urgent = writing->is_urgent };
	int64_t id = 0;

	for (size_t i = 0; i < writing->letter.value_count; i++)
		writing->values[i] = writing->letter.values[i];
	writing->values[writing->letter.value_count] =
		(struct mail_value){ "person", writing->to.name };
	TRY(open_address(writing, &letter.address));
	if (mail_check_address(letter.address))
		return NULL;
	return mail_put(db, writing->keys, writing->arena, account_now(), &letter, &id);
}

static struct fault *
load_agency(struct db *db, struct writing *writing)
{
	writing->agency = (struct account_agency){ .path = STR("") };
	if (!writing->letter.agency_id)
		return NULL;
	return account_load_agency(db, writing->arena, writing->letter.agency_id, &writing->agency);
}

struct fault *
account_write_link(const struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_lock *lock, struct str link, int hours)
{
	struct mail_value values[2];
	struct writing writing = { .keys = account_gate_keys(gate),
		.arena = arena,
		.letter = { .template = &account_letter_link,
			.agency_id = lock->agency_id,
			.values = values,
			.value_count = COUNT_OF(values) },
		.is_urgent = true };
	bool is_sending = false;
	char text[16];

	snprintf(text, sizeof text, "%d", hours);
	values[0] = (struct mail_value){ "link", link };
	values[1] = (struct mail_value){ "hours", str_of(text) };
	TRY(mail_is_sending(db, &is_sending));
	if (!is_sending)
		return NULL;
	TRY(account_store_addressee(db, arena, lock->id, &writing.to));
	if (!is_written_to(&writing.to, false))
		return NULL;
	TRY(load_agency(db, &writing));
	return write_letter(&writing, db);
}

/* --- the job --- */

/* Copied, for the tree ends before the letter is written. */
static struct fault *
read_values(struct writing *writing, const struct json_value *json, struct mail_value *values)
{
	const struct mail_hole *hole = writing->letter.template->holes;
	size_t count = 0;

	for (; hole->name && count < MOST_VALUES; hole++) {
		struct str text = json_text(json_member(json, hole->name));

		if (!text.len)
			continue;
		TRY(str_copy(writing->arena, text, &values[count].text));
		values[count++].hole = hole->name;
	}
	writing->letter.values = values;
	writing->letter.value_count = count;
	return NULL;
}

static struct fault *
read_payload(struct writing *writing, struct mail_value *values, int64_t *ret_account)
{
	CLOSING(json_close) struct json_value *json = NULL;
	int64_t is_about_work = 0;
	struct str name;

	TRY(json_parse(writing->job->payload, &json));
	name = json_text(json_member(json, "letter"));
	writing->letter.template = mail_template_named(name);
	/* A later program may have no such letter any more. */
	if (!writing->letter.template || !json_number(json_member(json, "account"), ret_account))
		return fault_absent("letter", 0);
	(void)json_number(json_member(json, "agency"), &writing->letter.agency_id);
	(void)json_number(json_member(json, "work"), &is_about_work);
	writing->letter.is_about_work = is_about_work != 0;
	return read_values(writing, json_member(json, "values"), values);
}

static struct fault *
write_and_end(struct db *db, void *arg)
{
	struct writing *writing = arg;
	bool is_sending = false;

	TRY(mail_is_sending(db, &is_sending));
	if (is_sending && is_written_to(&writing->to, writing->letter.is_about_work)) {
		TRY(load_agency(db, writing));
		TRY(write_letter(writing, db));
	}
	return job_done(db, writing->job, job_now());
}

struct fault *
account_letter_job(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	const struct account_letter_keys *context = run->context;
	struct writing writing = { .keys = context->keys, .arena = run->arena, .job = &run->job };
	struct mail_value values[MOST_VALUES];
	int64_t account_id = 0;

	TRY(read_payload(&writing, values, &account_id));
	TRY(db_pool_writer(run->pool, &db));
	TRY(account_store_addressee(db, run->arena, account_id, &writing.to));
	return db_work(db, write_and_end, &writing);
}
