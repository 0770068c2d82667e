/*
 * The verbs around the audit: verify, heads, export. They read only; what is proved and how stands
 * in audit/.
 */
#include <stdio.h>

#include "audit/audit.h"
#include "base/file.h"
#include "base/json.h"
#include "db/db.h"
#include "doc/doc.h"
#include "program/program.h"

#define ARENA_MAX ((size_t)256 << 20)
#define MOST_HEADS ((size_t)16 << 20)

enum { AUDIT_DATA, AUDIT_DATABASE, AUDIT_THIRD, AUDIT_FOURTH, AUDIT_FIFTH, PAGE_ROWS = 500 };

/* The store that --data or --database names, at the last step, for reading. */
static struct fault *
open_store(const struct program_line *line, struct arena *arena, struct db **ret_db)
{
	const char *data = line->values[AUDIT_DATA];
	const char *database = line->values[AUDIT_DATABASE];
	struct str url;

	TRY(program_need_no_words(line));
	if (!database && (!data || !*data))
		return fault_new(FAULT_INPUT, "usage",
			"请用 --data 写出数据文件夹，或用 --database 写出数据库。",
			"Name the data folder with --data or the database with --database.");
	if (database)
		TRY(str_copy(arena, str_of(database), &url));
	else
		TRY(str_print(arena, &url, "sqlite:%s/gongkai.db", data));
	TRY(db_open(url.at, DB_READ, ret_db));
	return db_check_steps(*ret_db, &db_own_steps);
}

/* --- verify --- */

static int
say_bad(const struct program_line *line, const struct audit_verdict *verdict)
{
	struct str says = line->is_english ? verdict->says_en : verdict->says;

	printf(program_say(line, "审计记录有问题：%.*s\n", "The audit is damaged: %.*s\n"),
		STR_ARG(says));
	return PROGRAM_FOUND;
}

static void
say_whole(const struct program_line *line, const struct audit_verdict *verdict)
{
	printf(program_say(line, "审计记录完整：%lld 条，末端摘要 %s。\n",
		       "The audit is whole: %lld entries, the last digest is %s.\n"),
		(long long)verdict->entry_count, verdict->head.at);
	if (verdict->back_count)
		printf(program_say(line,
			       "注意：系统时钟曾回拨 %lld 次（第一次在第 %lld "
			       "条），记录的顺序不受影响。\n",
			       "Note: the clock went back %lld times (first at entry %lld); the "
			       "order "
			       "of entries does not hang on it.\n"),
			(long long)verdict->back_count, (long long)verdict->back_id);
}

static struct fault *
verify_heads(const struct program_line *line, struct db *db, struct arena *arena, int *ret_status)
{
	CLOSING(buf_done) struct buf lines;
	struct audit_verdict verdict;

	buf_init(&lines, MOST_HEADS);
	TRY(file_read(line->values[AUDIT_THIRD], &lines));
	TRY(audit_verify_heads(db, arena, buf_str(&lines), &verdict));
	if (!verdict.is_whole)
		*ret_status = say_bad(line, &verdict);
	else
		printf(program_say(line, "与导出的每日末端相符：%lld 行。\n",
			       "The exported heads are still true: %lld lines.\n"),
			(long long)verdict.entry_count);
	return NULL;
}

static struct fault *
verify(const struct program_line *line, int *ret_status)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct audit_verdict verdict;

	TRY(arena_open(ARENA_MAX, &arena));
	TRY(open_store(line, arena, &db));
	TRY(audit_verify(db, arena, &verdict));
	if (!verdict.is_whole) {
		*ret_status = say_bad(line, &verdict);
		return NULL;
	}
	say_whole(line, &verdict);
	return line->values[AUDIT_THIRD] ? verify_heads(line, db, arena, ret_status) : NULL;
}

static int
run_verify(const struct program_line *line)
{
	int status = PROGRAM_DONE;
	struct fault *fault = verify(line, &status);

	return fault ? program_fail(line, fault) : status;
}

/* --- heads --- */

static struct fault *
put_heads(const struct program_line *line, struct buf *out)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;

	TRY(arena_open(ARENA_MAX, &arena));
	TRY(open_store(line, arena, &db));
	return audit_put_heads(db, out);
}

static int
run_heads(const struct program_line *line)
{
	CLOSING(buf_done) struct buf out;
	struct fault *fault;

	buf_init(&out, MOST_HEADS);
	fault = put_heads(line, &out);
	if (!fault)
		fault = program_print(buf_str(&out));
	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* --- export --- */

enum { EXPORT_FROM = AUDIT_THIRD, EXPORT_TO, EXPORT_JSON, EXPORT_CSV };

/* Time as people read it, and `at` as the digest was computed from it. */
static void
put_json(struct buf *out, const struct audit_entry *entry)
{
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_int(&json, "id", entry->id);
	json_pair_str(&json, "time", str_of(audit_time_text(entry->at).at));
	json_pair_int(&json, "at", entry->at);
	json_pair_int(&json, "account_id", entry->actor.account_id);
	json_pair_str(&json, "name", entry->actor.name);
	json_pair_int(&json, "for_agency_id", entry->actor.agency_id);
	json_pair_str(&json, "address", entry->actor.address);
	json_pair_str(&json, "way", str_of(audit_way_name(entry->actor.way)));
	json_pair_str(&json, "deed", entry->deed);
	json_pair_str(&json, "thing", entry->thing);
	json_pair_int(&json, "thing_id", entry->thing_id);
	json_pair_int(&json, "agency_id", entry->agency_id);
	json_pair_str(&json, "before", entry->before);
	json_pair_str(&json, "after", entry->after);
	json_pair_str(&json, "previous", str_of(entry->previous.at));
	json_pair_str(&json, "digest", str_of(entry->digest.at));
	json_end_object(&json);
	buf_put_char(out, '\n');
}

/* With a byte order mark, so that spreadsheets read it as UTF-8. */
static const char csv_head[] =
	"\xEF\xBB\xBFid,time,at,account_id,name,for_agency_id,address,way,deed,thing,thing_id,"
	"agency_id,before,after,previous,digest\r\n";

static void
put_csv_number(struct buf *out, int64_t number)
{
	buf_put_int(out, number);
	buf_put_char(out, ',');
}

static void
put_csv_text(struct buf *out, struct str text)
{
	doc_put_csv_field(out, text);
	buf_put_char(out, ',');
}

static void
put_csv(struct buf *out, const struct audit_entry *entry)
{
	put_csv_number(out, entry->id);
	put_csv_text(out, str_of(audit_time_text(entry->at).at));
	put_csv_number(out, entry->at);
	put_csv_number(out, entry->actor.account_id);
	put_csv_text(out, entry->actor.name);
	put_csv_number(out, entry->actor.agency_id);
	put_csv_text(out, entry->actor.address);
	put_csv_text(out, str_of(audit_way_name(entry->actor.way)));
	put_csv_text(out, entry->deed);
	put_csv_text(out, entry->thing);
	put_csv_number(out, entry->thing_id);
	put_csv_number(out, entry->agency_id);
	put_csv_text(out, entry->before);
	put_csv_text(out, entry->after);
	put_csv_text(out, str_of(entry->previous.at));
	buf_put(out, str_of(entry->digest.at));
	buf_put(out, STR("\r\n"));
}

static struct fault *
take_day(const char *text, const char *option, struct day *ret_day)
{
	*ret_day = DAY_NONE;
	if (!text || day_parse(str_of(text), ret_day))
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "%s 后面要写日期，如 2026-03-01。",
		"%s wants a day such as 2026-03-01.", option);
}

/* What is to be exported, and how far it has come. */
struct export
{
	struct day from;
	struct day to;
	bool as_json;
	int64_t after_id;
	bool has_more;
};

/* One page, in an arena of its own, so that any number of pages fits. */
static struct fault *
export_page(struct db *db, struct export *export, struct buf *out)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct audit_list list;

	TRY(arena_open(ARENA_MAX, &arena));
	TRY(audit_find_onward(
		db, arena, export->from, export->to, export->after_id, PAGE_ROWS, &list));
	buf_clear(out);
	for (size_t i = 0; i < list.count; i++) {
		if (export->as_json)
			put_json(out, &list.entries[i]);
		else
			put_csv(out, &list.entries[i]);
		export->after_id = list.entries[i].id;
	}
	export->has_more = list.has_more;
	return buf_check(out);
}

static struct fault *
export_all(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	CLOSING(buf_done) struct buf out;
	struct export export = { .as_json = line->values[EXPORT_JSON], .has_more = true };

	buf_init(&out, ARENA_MAX * 2);
	if (line->values[EXPORT_JSON] && line->values[EXPORT_CSV])
		return fault_new(FAULT_INPUT, "usage", "%s 和 --csv 只能写一个。",
			"Give either %s or --csv.", "--json");
	TRY(take_day(line->values[EXPORT_FROM], "--from", &export.from));
	TRY(take_day(line->values[EXPORT_TO], "--to", &export.to));
	TRY(arena_open(ARENA_MAX, &arena));
	TRY(open_store(line, arena, &db));
	if (!export.as_json)
		TRY(program_print(STR(csv_head)));
	while (export.has_more) {
		TRY(export_page(db, &export, &out));
		TRY(program_print(buf_str(&out)));
	}
	return NULL;
}

static int
run_export(const struct program_line *line)
{
	struct fault *fault = export_all(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

#define STORE_OPTIONS                                                                              \
	{ "--data", true, "数据文件夹", "data folder" },                                           \
	{                                                                                          \
		"--database", true, "数据库", "database"                                           \
	}

const struct program_verb program_audit_verbs[] = {
	{ "audit verify", "--data DIR | --database URL [--heads FILE]",
		"检查审计记录：有没有被改动、缺失、调换或截去。",
		"Prove the audit: nothing changed, missing, swapped or cut off.", run_verify,
		{ STORE_OPTIONS, { "--heads", true, "再与先前导出的每日末端核对",
					 "check against heads that were exported earlier" } } },
	{ "audit heads", "--data DIR | --database URL",
		"导出每日末端（日期、编号、摘要），请存到别处。",
		"Print each day's head (day, number, digest), to be kept elsewhere.", run_heads,
		{ STORE_OPTIONS } },
	{ "audit export", "--data DIR | --database URL [--from DAY] [--to DAY] [--json | --csv]",
		"导出审计记录，按先后。", "Print the entries, the oldest first.", run_export,
		{ STORE_OPTIONS, { "--from", true, "从这一天起", "from this day on" },
			{ "--to", true, "到这一天止", "up to this day" },
			{ "--json", false, "每条一行 JSON", "one line of JSON each" },
			{ "--csv", false, "CSV（默认）", "CSV (unless told)" } } },
	{ 0 },
};
