/*
 * The outbox: putting letters in, looking at them, sending anew, cancelling.
 * Sending itself is mail_send.c's.
 */
#include "base/json.h"
#include "base/random.h"
#include "base/utf8.h"
#include "db/db.h"
#include "mail/mail_inside.h"

enum { MOST_LISTED = 200 };

struct fault *
mail_place(struct arena *arena, const char *part, struct str place, struct str *ret_place)
{
	return str_print(arena, ret_place, "mail.%s:%.*s", part, STR_ARG(place));
}

/* Addresses differ in case and still are one mailbox, as good as everywhere. */
static struct fault *
mark_of(const struct seal_keys *keys, struct arena *arena, struct str address,
	struct digest *ret_mark)
{
	struct str copy;
	char *lower;

	TAKE(arena, lower, address.len + 1);
	for (size_t i = 0; i < address.len; i++) {
		char c = address.at[i];

		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	copy = (struct str){ lower, address.len };
	return seal_mark(keys, STR("mail.address"), copy, ret_mark);
}

/* --- putting in --- */

struct putting {
	const struct seal_keys *keys;
	const struct mail_letter *letter;
	struct arena *arena;
	int64_t now;
	struct mail_words words;
	struct mail_row row;
	struct digest mark;
	int64_t id;
};

/* A line break in a name or title would be a space to every reader. */
static struct fault *
on_one_line(struct arena *arena, struct str text, struct str *ret_text)
{
	TRY(str_replace(arena, text, STR("\r"), STR(""), &text));
	TRY(str_replace(arena, text, STR("\n"), STR(" "), &text));
	*ret_text = str_trim(text);
	return NULL;
}

/* Name, subject and text, a line each for the first two, which have no line breaks. */
static struct fault *
seal_letter(struct putting *putting, struct str subject, struct str body)
{
	CLOSING(buf_done) struct buf buf;
	struct str place;
	struct str name;

	buf_init(&buf, MAIL_MOST_MESSAGE);
	TRY(on_one_line(putting->arena, putting->letter->name, &name));
	buf_put(&buf, name);
	buf_put_char(&buf, '\n');
	buf_put(&buf, subject);
	buf_put_char(&buf, '\n');
	buf_put(&buf, body);
	TRY(buf_check(&buf));
	TRY(mail_place(putting->arena, "letter", putting->row.mail.place, &place));
	TRY(seal_put(
		putting->keys, putting->arena, place, buf_str(&buf), &putting->row.sealed_letter));
	TRY(mail_place(putting->arena, "address", putting->row.mail.place, &place));
	return seal_put(putting->keys, putting->arena, place, putting->letter->address,
		&putting->row.sealed_address);
}

static struct fault *
write_letter(struct putting *putting)
{
	const struct mail_letter *letter = putting->letter;
	struct str subject;
	struct str body;

	TRY(mail_words_fill(putting->arena, putting->words.subject, letter->values,
		letter->value_count, &subject));
	TRY(mail_words_fill(
		putting->arena, putting->words.body, letter->values, letter->value_count, &body));
	TRY(on_one_line(putting->arena, subject, &subject));
	if (utf8_count(subject) > 4 * MAIL_MOST_SUBJECT || utf8_count(body) > 4 * MAIL_MOST_BODY ||
		utf8_count(letter->name) > MAIL_MOST_NAME)
		return fault_new(FAULT_INPUT, "mail_letter",
			"邮件填好后太长，没有发送。请缩短其中的内容。",
			"The letter is too long when filled in; it was not sent. Shorten what "
			"goes into it.");
	return seal_letter(putting, subject, body);
}

static struct fault *
queue(struct db *db, int64_t id, int64_t now)
{
	char payload[40];
	char key[40];
	struct job_plan plan = { .kind = "mail.send" };
	int64_t job_id;

	snprintf(payload, sizeof payload, "{\"mail\":%lld}", (long long)id);
	snprintf(key, sizeof key, "mail:%lld", (long long)id);
	plan.payload = str_of(payload);
	plan.key = str_of(key);
	return job_put(db, now, &plan, &job_id);
}

static struct fault *
put(struct db *db, void *arg)
{
	struct putting *putting = arg;

	TRY(mail_words_load(db, putting->arena, putting->letter->agency_path,
		putting->letter->template, &putting->words));
	TRY(write_letter(putting));
	TRY(mail_store_add(db, &putting->row, putting->mark.at, &putting->id));
	return queue(db, putting->id, putting->now);
}

struct fault *
mail_put(struct db *db, const struct seal_keys *keys, struct arena *arena, int64_t now,
	const struct mail_letter *letter, int64_t *ret_id)
{
	struct putting putting = { .keys = keys, .letter = letter, .arena = arena, .now = now };
	struct random_name place = random_name();
	struct mail *mail = &putting.row.mail;

	TRY(mail_check_address(letter->address));
	mail->agency_id = letter->agency_id;
	mail->agency_path = letter->agency_path;
	mail->template = str_of(letter->template->name);
	mail->place = str_of(place.at);
	mail->is_urgent = letter->is_urgent;
	mail->created_at = now;
	TRY(audit_mask_mail(arena, letter->address, &mail->masked));
	TRY(mark_of(keys, arena, letter->address, &putting.mark));
	TRY(db_work(db, put, &putting));
	*ret_id = putting.id;
	return NULL;
}

struct fault *
mail_is_sending(struct db *db, bool *ret_is_sending)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str way;

	TRY(arena_open(4096, &arena));
	TRY(setting_text(db, arena, STR_NONE, &mail_setting_way, &way));
	*ret_is_sending = !str_equal(way, STR("off"));
	return NULL;
}

/* --- looking --- */

struct finding {
	struct arena *arena;
	struct mail_query query;
	struct str mark;
	struct mail_list list;
};

static struct fault *
find(struct db *db, void *arg)
{
	struct finding *finding = arg;

	finding->list = (struct mail_list){ .mails = NULL };
	TRY(mail_store_counts(db, finding->query.agency_id, finding->list.counts));
	return mail_store_some(db, finding->arena, &finding->query, finding->mark, &finding->list);
}

struct fault *
mail_find(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct mail_query *query, struct mail_list *ret_list)
{
	struct finding finding = { .arena = arena, .query = *query };
	struct str address = str_trim(query->address);
	int limit = query->limit;
	struct digest mark;

	finding.query.limit = limit < 1 ? 1 : limit > MOST_LISTED ? MOST_LISTED : limit;
	if (address.len) {
		TRY(mail_check_address(address));
		TRY(mark_of(keys, arena, address, &mark));
		finding.mark = str_of(mark.at);
	}
	TRY(db_look(db, find, &finding));
	*ret_list = finding.list;
	return NULL;
}

struct fault *
mail_load(struct db *db, struct arena *arena, int64_t id, struct mail *ret_mail)
{
	struct mail_row row;

	TRY(mail_store_load(db, arena, id, &row));
	*ret_mail = row.mail;
	return NULL;
}

struct fault *
mail_open_row(const struct seal_keys *keys, struct arena *arena, const struct mail_row *row,
	struct mail_opened *ret_opened)
{
	struct secret address;
	struct secret letter;
	struct str place;

	TRY(mail_place(arena, "address", row->mail.place, &place));
	TRY(seal_take(keys, arena, place, row->sealed_address, &address));
	TRY(mail_place(arena, "letter", row->mail.place, &place));
	TRY(seal_take(keys, arena, place, row->sealed_letter, &letter));
	ret_opened->address = address.bytes;
	ret_opened->body = str_cut(letter.bytes, STR("\n"), &ret_opened->name);
	ret_opened->body = str_cut(ret_opened->body, STR("\n"), &ret_opened->subject);
	return NULL;
}

struct fault *
mail_open(struct db *db, const struct seal_keys *keys, struct arena *arena, int64_t id,
	struct mail_opened *ret_opened)
{
	struct mail_row row;

	TRY(mail_store_load(db, arena, id, &row));
	return mail_open_row(keys, arena, &row, ret_opened);
}

/* --- changing one's mind --- */

struct asking {
	const struct audit_actor *actor;
	int64_t now;
	int64_t id;
};

static struct fault *
write_down(struct db *db, struct arena *arena, const struct asking *asking, const char *deed,
	const struct mail *mail)
{
	CLOSING(buf_done) struct buf buf;
	struct audit_deed done = { deed, "mail", mail->id, mail->agency_id, STR_NONE, STR_NONE };
	struct json_out json;

	buf_init(&buf, 4096);
	json_out_init(&json, &buf);
	json_begin_object(&json);
	json_pair_str(&json, "template", mail->template);
	json_pair_str(&json, "address", mail->masked);
	json_pair_int(&json, "state", mail->state);
	json_end_object(&json);
	TRY(buf_check(&buf));
	TRY(str_copy(arena, buf_str(&buf), &done.before));
	return audit_write(db, asking->actor, &done);
}

static struct fault *
send_again(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct asking *asking = arg;
	struct mail_row row;

	TRY(arena_open(4 << 20, &arena));
	TRY(mail_store_load(db, arena, asking->id, &row));
	TRY(write_down(db, arena, asking, "mail.sent_again", &row.mail));
	/* A letter that had its end is a new one to mailboxes. */
	if (row.mail.state != MAIL_WAITING)
		row.mail.round++;
	row.mail.state = MAIL_WAITING;
	row.mail.tries = 0;
	row.mail.finished_at = 0;
	TRY(mail_store_move(db, &row.mail));
	return queue(db, asking->id, asking->now);
}

struct fault *
mail_again(struct db *db, const struct audit_actor *actor, int64_t now, int64_t id)
{
	struct asking asking = { actor, now, id };

	return db_work(db, send_again, &asking);
}

static struct fault *
cancel(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct asking *asking = arg;
	struct mail_row row;

	TRY(arena_open(4 << 20, &arena));
	TRY(mail_store_load(db, arena, asking->id, &row));
	if (row.mail.state != MAIL_WAITING)
		return fault_new(FAULT_CONFLICT, "mail_over",
			"邮件 %lld 已经发出或已结束，不能取消。",
			"Letter %lld was sent or has ended; it cannot be cancelled.",
			(long long)asking->id);
	TRY(write_down(db, arena, asking, "mail.cancelled", &row.mail));
	row.mail.state = MAIL_CANCELLED;
	row.mail.finished_at = asking->now;
	return mail_store_move(db, &row.mail);
}

struct fault *
mail_cancel(struct db *db, const struct audit_actor *actor, int64_t now, int64_t id)
{
	struct asking asking = { actor, now, id };

	return db_work(db, cancel, &asking);
}
