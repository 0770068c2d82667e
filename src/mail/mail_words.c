/*
 * The words of letters as an agency has them: reading, saving, listing.
 * What words must look like is decided in mail_rules.c.
 */
#include <assert.h>

#include "base/json.h"
#include "db/db.h"
#include "mail/mail_inside.h"

/* --- reading --- */

struct reading {
	struct arena *arena;
	const struct mail_template *template;
	struct setting_levels levels;
	struct mail_words words;
};

static struct fault *
load(struct db *db, void *arg)
{
	struct reading *reading = arg;
	struct mail_words words = {
		.template = reading->template,
		.subject = str_of(reading->template->subject),
		.body = str_of(reading->template->body),
		.is_default = true,
	};

	for (int i = 0; i < reading->levels.count && words.is_default; i++) {
		struct mail_words_row row;

		TRY(mail_store_words(db, reading->arena, reading->levels.ids[i],
			str_of(reading->template->name), &row));
		if (i == 0)
			words.version = row.version;
		/* A later program may have taken a hole away; such words do not count then. */
		if (row.subject.len == 0 || mail_words_check(reading->arena, reading->template,
						    row.subject, row.body, &row.subject, &row.body))
			continue;
		words.subject = row.subject;
		words.body = row.body;
		words.is_default = false;
		words.is_own = i == 0;
		words.from_agency = reading->levels.ids[i];
	}
	reading->words = words;
	return NULL;
}

struct fault *
mail_words_load(struct db *db, struct arena *arena, struct str path,
	const struct mail_template *template, struct mail_words *ret_words)
{
	struct reading reading = { .arena = arena, .template = template };

	TRY(setting_split_path(path, &reading.levels));
	TRY(db_look(db, load, &reading));
	*ret_words = reading.words;
	return NULL;
}

struct fault *
mail_words_list(
	struct db *db, struct arena *arena, struct str path, struct mail_words_list *ret_list)
{
	struct mail_words_list list = { NULL, 0 };
	size_t room = 0;

	for (const struct mail_template *const *const *table = mail_tables; table && *table;
		table++)
		for (const struct mail_template *const *one = *table; *one; one++) {
			GROW(arena, list.words, list.count, room);
			TRY(mail_words_load(db, arena, path, *one, &list.words[list.count++]));
		}
	*ret_list = list;
	return NULL;
}

/* --- saving --- */

struct saving {
	const struct mail_words_change *change;
	struct arena *arena;
	struct str subject; /* both empty: own words are forgotten */
	struct str body;
};

static struct fault *
describe(const struct saving *saving, struct str subject, struct str body, struct str *ret_json)
{
	CLOSING(buf_done) struct buf buf;
	struct json_out json;

	buf_init(&buf, MAIL_MOST_MESSAGE);
	json_out_init(&json, &buf);
	json_begin_object(&json);
	json_pair_str(&json, "name", saving->change->name);
	json_pair_str_or_null(&json, "subject", subject);
	json_pair_str_or_null(&json, "body", body);
	json_end_object(&json);
	TRY(buf_check(&buf));
	return str_copy(saving->arena, buf_str(&buf), ret_json);
}

static struct fault *
save(struct db *db, void *arg)
{
	struct saving *saving = arg;
	const struct mail_words_change *change = saving->change;
	struct audit_deed deed = { "mail.words_changed", "mail_template", 0, change->agency_id,
		STR_NONE, STR_NONE };
	struct mail_words_row row;

	TRY(mail_store_words(db, saving->arena, change->agency_id, change->name, &row));
	if (row.version != change->version)
		return fault_new(FAULT_CONFLICT, "mail_stale",
			"这个邮件模板刚刚被别人改过，您的修改没有保存。请刷新页面，核对后再改。",
			"This letter was changed by somebody else in the meantime; yours was not "
			"saved. Reload the page, look at it and change it again.");
	if (str_equal(row.subject, saving->subject) && str_equal(row.body, saving->body))
		return NULL;
	TRY(describe(saving, row.subject, row.body, &deed.before));
	row.subject = saving->subject;
	row.body = saving->body;
	TRY(describe(saving, row.subject, row.body, &deed.after));
	TRY(mail_store_save_words(db, change, &row, job_now()));
	deed.thing_id = row.id;
	return audit_write(db, change->actor, &deed);
}

struct fault *
mail_words_save(struct db *db, struct arena *arena, const struct mail_words_change *change)
{
	const struct mail_template *template = mail_template_named(change->name);
	struct saving saving = { .change = change, .arena = arena };

	if (!template)
		return fault_new(FAULT_INPUT, "mail_template",
			"没有这种邮件，没有保存。请从邮件模板页面修改。",
			"There is no such letter; nothing was saved. Use the page of letters.");
	if (!change->is_forgetting)
		TRY(mail_words_check(arena, template, change->subject, change->body,
			&saving.subject, &saving.body));
	return db_work(db, save, &saving);
}
