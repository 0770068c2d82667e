/*
 * Templates of agencies: which one holds, its versions, saving a new one with its audit line.
 * What a template may say is letter_template.c's business.
 */
#include "base/json.h"
#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

/* The newest version at one place; version 0 when there never was one. */
static struct fault *
load_newest(struct db *db, struct arena *arena, int64_t agency_id, enum letter_kind kind,
	int64_t *ret_version, struct str *ret_text)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	*ret_version = 0;
	*ret_text = STR("");
	TRY(db_ask(
		db, arena, &letter_words_newest_sql, VALUES(VALUE(agency_id), VALUE(kind)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return NULL;
	*ret_version = db_get_int(rows, 0);
	*ret_text = db_get_str(rows, 1);
	return NULL;
}

static struct fault *
name_source(struct db *db, struct arena *arena, struct letter_words *words)
{
	struct agency agency;

	if (!words->from_agency)
		return NULL;
	TRY(agency_load(db, arena, words->from_agency, &agency));
	words->from_name = agency.name;
	return NULL;
}

static struct fault *
load_at(struct db *db, struct arena *arena, const struct setting_levels *levels,
	enum letter_kind kind, struct letter_words *ret_words)
{
	struct letter_words words = { .kind = kind, .is_default = true };
	int64_t version;
	struct str text;

	words.text = letter_default_template(kind);
	for (int i = 0; i < levels->count; i++) {
		TRY(load_newest(db, arena, levels->ids[i], kind, &version, &text));
		if (i == 0)
			words.version = version;
		if (!text.len)
			continue;
		words.text = text;
		words.is_own = i == 0;
		words.is_default = false;
		words.from_agency = levels->ids[i];
		TRY(name_source(db, arena, &words));
		break;
	}
	*ret_words = words;
	return NULL;
}

struct fault *
letter_words_load(struct db *db, struct arena *arena, struct str path, enum letter_kind kind,
	struct letter_words *ret_words)
{
	struct setting_levels levels;

	TRY(setting_split_path(path, &levels));
	return load_at(db, arena, &levels, kind, ret_words);
}

struct fault *
letter_words_list(
	struct db *db, struct arena *arena, struct str path, struct letter_words **ret_words)
{
	struct setting_levels levels;
	struct letter_words *words;

	TRY(setting_split_path(path, &levels));
	TAKE(arena, words, LETTER_KINDS);
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++)
		TRY(load_at(db, arena, &levels, (enum letter_kind)kind, &words[kind]));
	*ret_words = words;
	return NULL;
}

struct fault *
letter_words_versions(struct db *db, struct arena *arena, int64_t agency_id, enum letter_kind kind,
	struct letter_words_versions *ret_versions)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct letter_words_versions versions = { 0 };
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &letter_words_all_sql, VALUES(VALUE(agency_id), VALUE(kind)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, versions.items, versions.count, room);
		versions.items[versions.count++] =
			(struct letter_words_version){ db_get_int(rows, 0), db_get_str(rows, 1),
				db_get_int(rows, 2), db_get_str(rows, 3) };
	}
	*ret_versions = versions;
	return NULL;
}

/* --- saving --- */

static struct fault *
check_words(struct arena *arena, const struct letter_words_change *change)
{
	struct letter_findings findings;

	if (change->kind <= LETTER_NONE || change->kind >= LETTER_KINDS)
		return fault_new(FAULT_INPUT, "letter_kind", "没有这种文书。",
			"There is no such kind of letter.");
	if (!change->text.len)
		return NULL;
	TRY(letter_check_template(arena, change->kind, change->text, &findings));
	for (size_t i = 0; i < findings.count; i++)
		if (findings.items[i].level == LETTER_ERROR)
			return fault_new(FAULT_INPUT, "letter_template", "%s%.0s", "%.0s%s",
				findings.items[i].zh.at, findings.items[i].en.at);
	return NULL;
}

/* Long texts are told by their digest; the texts themselves stay as versions. */
static struct fault *
put_digest(struct buf *out, enum letter_kind kind, struct str text)
{
	struct digest digest = { "" };
	struct json_out json;

	if (text.len)
		TRY(digest_sha256(text, &digest));
	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_str(&json, "kind", str_of(letter_types[kind].key));
	json_pair_str_or_null(&json, "text", str_of(digest.at));
	json_end_object(&json);
	return buf_check(out);
}

static struct fault *
tell(struct db *db, const struct letter_words_change *change, struct str old, int64_t id)
{
	CLOSING(buf_done) struct buf before;
	CLOSING(buf_done) struct buf after;

	buf_init(&before, 1024);
	buf_init(&after, 1024);
	TRY(put_digest(&before, change->kind, old));
	TRY(put_digest(&after, change->kind, change->text));
	return audit_write(db, change->actor,
		&(struct audit_deed){ .deed = "letter.words_changed",
			.thing = "letter_template",
			.thing_id = id,
			.agency_id = change->agency_id,
			.before = buf_str(&before),
			.after = buf_str(&after) });
}

static struct fault *
save(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct letter_words_change *change = arg;
	int64_t version;
	struct str old;
	bool is_found = false;

	TRY(arena_open(4 << 20, &arena));
	TRY(load_newest(db, arena, change->agency_id, change->kind, &version, &old));
	if (version != change->version)
		return fault_new(FAULT_CONFLICT, "letter_stale",
			"这份模板刚刚被别人改动过，没有保存。请比较后再决定。",
			"The template was changed meanwhile; nothing was saved. Compare first.");
	if (str_equal(old, change->text))
		return NULL;
	TRY(db_ask(db, NULL, &letter_words_add_sql,
		VALUES(VALUE(change->agency_id), VALUE(change->kind), VALUE(version + 1),
			VALUE(change->text), VALUE(change->now), VALUE(change->actor->name)),
		&rows));
	TRY(db_next(rows, &is_found));
	version = db_get_int(rows, 0);
	db_rows_close(&rows);
	return tell(db, change, old, version);
}

struct fault *
letter_words_save(struct db *db, const struct letter_words_change *change)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct letter_words_change clean = *change;

	TRY(arena_open(4 << 20, &arena));
	TRY(check_words(arena, change));
	/* One way of writing line ends, so that the same text is the same. */
	TRY(str_replace(arena, change->text, STR("\r\n"), STR("\n"), &clean.text));
	clean.text = str_trim(clean.text);
	return db_work(db, save, &clean);
}
