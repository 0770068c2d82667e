/*
 * Proving the chain: one walk over all entries, page by page, and the heads kept elsewhere.
 * It changes nothing and stops at the first thing that is wrong.
 */
#include "audit/audit_inside.h"
#include "audit/audit_statements.h"

enum { PAGE_ROWS = 500, MOST_LINE = 200, BACK_MS = 1000 };

/* A row of audit_day. */
struct run {
	int64_t first_id;
	int64_t day;
	struct digest before;
};

/*
 * The walk. `expected` is the id that must come next, `previous` the digest before it. `runs` are
 * the rows of audit_day from the next one on, as many as a page of entries can need at most; they
 * are read before the page, because on PostgreSQL rows that are open must not wait for others.
 */
struct walk {
	struct arena *arena;
	struct audit_verdict verdict;
	struct digest previous;
	int64_t expected;
	int64_t last_at;
	int64_t last_day;
	struct run *runs;
	int run_count;
	int run_at;
	int64_t last_run; /* first_id of the last one read */
};

static bool
is_same(const struct digest *a, const struct digest *b)
{
	return memcmp(a->at, b->at, sizeof a->at) == 0;
}

/* Say what is wrong with entry `id`; both sentences take it. */
static struct fault *__attribute__((format(printf, 3, 0), format(printf, 4, 0)))
object(struct walk *walk, int64_t id, const char *zh, const char *en)
{
	struct audit_verdict *verdict = &walk->verdict;

	verdict->is_whole = false;
	verdict->bad_id = id;
	TRY(str_print(walk->arena, &verdict->says, zh, (long long)id));
	return str_print(walk->arena, &verdict->says_en, en, (long long)id);
}

static bool
is_over(const struct walk *walk)
{
	return !walk->verdict.is_whole;
}

/* --- runs of days --- */

static struct fault *
load_runs(struct db *db, struct walk *walk)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	walk->run_count -= walk->run_at;
	memmove(walk->runs, walk->runs + walk->run_at,
		(size_t)walk->run_count * sizeof *walk->runs);
	walk->run_at = 0;
	TRY(db_ask(db, NULL, &audit_day_onward_sql,
		VALUES(VALUE(walk->last_run), VALUE(PAGE_ROWS - walk->run_count)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found && walk->run_count < PAGE_ROWS) {
		struct run *run = &walk->runs[walk->run_count++];

		*run = (struct run){ db_get_int(rows, 0), db_get_int(rows, 1), { "" } };
		if (db_get_str(rows, 2).len + 1 == sizeof run->before.at)
			memcpy(run->before.at, db_get_str(rows, 2).at, db_get_str(rows, 2).len);
		walk->last_run = run->first_id;
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

static const struct run *
next_run(const struct walk *walk)
{
	return walk->run_at < walk->run_count ? &walk->runs[walk->run_at] : NULL;
}

/* A row stands in audit_day exactly where the day changes, with the digest before it. */
static struct fault *
check_run(struct walk *walk, const struct audit_entry *entry)
{
	const struct run *run = next_run(walk);
	int64_t day = audit_day_of(entry->at);
	bool begins = entry->id == 1 || day != walk->last_day;
	bool has_row = run && run->first_id == entry->id;

	walk->last_day = day;
	if (begins != has_row || (run && run->first_id < entry->id) ||
		(has_row && (run->day != day || !is_same(&run->before, &walk->previous))))
		return object(walk, entry->id,
			"第 %lld 条处的每日记录（audit_day）与审计记录不符。",
			"The daily row (audit_day) at entry %lld does not fit the entries.");
	walk->run_at += has_row;
	return NULL;
}

/* --- entries --- */

static void
watch_clock(struct walk *walk, const struct audit_entry *entry)
{
	/* Compared this way round, so that no value of a damaged row overflows. */
	if (entry->id > 1 && entry->at < walk->last_at &&
		(walk->last_at < INT64_MIN + BACK_MS || entry->at < walk->last_at - BACK_MS)) {
		if (walk->verdict.back_count++ == 0)
			walk->verdict.back_id = entry->id;
	}
	walk->last_at = entry->at;
}

static struct fault *
check_entry(struct walk *walk, const struct audit_entry *entry)
{
	struct digest digest;

	if (entry->id > walk->expected)
		return object(walk, walk->expected, "缺少第 %lld 条。", "Entry %lld is missing.");
	if (entry->id < walk->expected)
		return object(
			walk, entry->id, "第 %lld 条不该存在。", "Entry %lld should not be there.");
	if (!audit_is_too_long(entry))
		TRY(audit_digest(entry, &digest));
	if (audit_is_too_long(entry) || !is_same(&digest, &entry->digest))
		return object(walk, entry->id, "第 %lld 条被改动过：内容与它的摘要不符。",
			"Entry %lld was changed: it does not fit its own digest.");
	if (!is_same(&entry->previous, &walk->previous))
		return object(walk, entry->id,
			"第 %lld "
			"条的顺序不对：它不接在前一条之后（前一条被换过，或各条被调换、插入）。",
			"Entry %lld is out of order: it does not follow the entry before it (which "
			"was "
			"replaced, or entries were swapped or put in).");
	TRY(check_run(walk, entry));
	if (is_over(walk))
		return NULL;
	watch_clock(walk, entry);
	walk->verdict.entry_count++;
	walk->previous = entry->digest;
	walk->expected++;
	return NULL;
}

/* The next page of entries; *ret_has_more false behind the last. */
static struct fault *
check_page(struct db *db, struct walk *walk, int64_t *after_id, bool *ret_has_more)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int count = 0;

	TRY(load_runs(db, walk));
	/* Text is borrowed from the rows: nothing grows with the number of entries. */
	TRY(db_ask(db, NULL, &audit_onward_sql,
		VALUES(VALUE(*after_id), VALUE(INT64_MAX), VALUE(PAGE_ROWS)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found && !is_over(walk)) {
		struct audit_entry entry = audit_entry_of_row(rows);

		TRY(check_entry(walk, &entry));
		*after_id = entry.id;
		count++;
		TRY(db_next(rows, &is_found));
	}
	*ret_has_more = count == PAGE_ROWS && !is_over(walk);
	return NULL;
}

/* --- the end --- */

static struct fault *
load_head(struct db *db, int64_t *ret_count, struct digest *ret_digest, int64_t *ret_day)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	*ret_count = 0;
	*ret_digest = audit_no_digest;
	*ret_day = 0;
	TRY(db_ask(db, NULL, &audit_head_load_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return NULL;
	*ret_count = db_get_int(rows, 0);
	if (db_get_str(rows, 1).len + 1 == sizeof ret_digest->at)
		memcpy(ret_digest->at, db_get_str(rows, 1).at, sizeof ret_digest->at - 1);
	*ret_day = db_get_int(rows, 2);
	return NULL;
}

static struct fault *
check_end(struct db *db, struct walk *walk)
{
	int64_t last = walk->expected - 1;
	struct digest digest;
	int64_t count;
	int64_t day;

	TRY(load_head(db, &count, &digest, &day));
	if (count > last)
		return object(walk, walk->expected, "末尾被截去：从第 %lld 条起缺失。",
			"The end was cut off: entries from %lld on are missing.");
	if (count < last)
		return object(walk, count + 1, "第 %lld 条起是另外加在末尾的。",
			"Entries from %lld on were added behind the end.");
	if (!is_same(&digest, &walk->previous) || (count && day != walk->last_day))
		return object(walk, last, "末端记录（audit_head）与最后的第 %lld 条不符。",
			"The row of the end (audit_head) does not fit the last entry, %lld.");
	if (next_run(walk))
		return object(walk, next_run(walk)->first_id,
			"每日记录（audit_day）里多出第 %lld 条处的一行。",
			"The daily rows (audit_day) have one too many, at entry %lld.");
	return NULL;
}

static struct fault *
walk_chain(struct db *db, struct walk *walk)
{
	int64_t after_id = INT64_MIN;
	bool has_more = true;

	while (has_more)
		TRY(check_page(db, walk, &after_id, &has_more));
	return is_over(walk) ? NULL : check_end(db, walk);
}

static struct fault *
verify(struct db *db, void *arg)
{
	struct walk *walk = arg;
	struct fault *fault;

	walk->verdict = (struct audit_verdict){ .is_whole = true };
	walk->previous = audit_no_digest;
	walk->expected = 1;
	walk->run_count = 0;
	walk->run_at = 0;
	walk->last_run = INT64_MIN;
	fault = walk_chain(db, walk);
	/* Text that is no text, or a damaged page of the file: what was read so far was right. */
	if (fault && strcmp(fault->code, "db_corrupt") == 0)
		return object(walk, walk->expected, "第 %lld 条读不出来：内容已损坏。",
			"Entry %lld cannot be read: its content is damaged.");
	walk->verdict.head = walk->previous;
	return fault;
}

struct fault *
audit_verify(struct db *db, struct arena *arena, struct audit_verdict *ret_verdict)
{
	struct walk walk = { .arena = arena };

	TAKE(arena, walk.runs, PAGE_ROWS);
	TRY(db_look(db, verify, &walk));
	*ret_verdict = walk.verdict;
	return NULL;
}

/* --- heads --- */

static void
put_head(struct buf *out, int64_t day, int64_t id, struct str digest)
{
	buf_print(out, "%s %lld %.*s\n", day_text((struct day){ (int32_t)day }).at, (long long)id,
		STR_ARG(digest));
}

static struct fault *
put_heads(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct buf *out = arg;
	struct digest digest;
	bool is_found = false;
	bool has_day = false;
	int64_t last_day = 0;
	int64_t count;
	int64_t day;

	buf_clear(out);
	TRY(load_head(db, &count, &digest, &day));
	TRY(db_ask(db, NULL, &audit_day_onward_sql, VALUES(VALUE(INT64_MIN), VALUE(INT64_MAX)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		if (has_day)
			put_head(out, last_day, db_get_int(rows, 0) - 1, db_get_str(rows, 2));
		last_day = db_get_int(rows, 1);
		has_day = true;
		TRY(db_next(rows, &is_found));
	}
	if (count)
		put_head(out, day, count, str_of(digest.at));
	return buf_check(out);
}

struct fault *
audit_put_heads(struct db *db, struct buf *out)
{
	return db_look(db, put_heads, out);
}

/* One line of exported heads. */
struct head_line {
	struct day day;
	int64_t id;
	struct str digest;
};

static bool
parse_head(struct str line, struct head_line *ret_head)
{
	struct str day;
	struct str id;
	struct str digest = str_cut(str_cut(line, STR(" "), &day), STR(" "), &id);

	ret_head->digest = digest;
	return line.len < MOST_LINE && day_parse(day, &ret_head->day) &&
	       str_to_int(id, &ret_head->id) && ret_head->id > 0 && digest.len == 64;
}

static struct fault *
check_head(struct db *db, struct walk *walk, const struct head_line *head)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct audit_entry entry;
	bool is_found = false;

	TRY(db_ask(db, NULL, &audit_by_id_sql, VALUES(VALUE(head->id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return object(walk, head->id, "缺少导出过的第 %lld 条。",
			"Entry %lld, which was exported as a head, is missing.");
	entry = audit_entry_of_row(rows);
	if (!str_equal(str_of(entry.digest.at), head->digest) ||
		audit_day_of(entry.at) != head->day.number)
		return object(walk, head->id,
			"第 %lld 条与导出的每日末端不符：此条或此前的记录被改写过。",
			"Entry %lld does not fit the exported head: it or entries before it were "
			"rewritten.");
	walk->verdict.entry_count++;
	return NULL;
}

struct verifying_heads {
	struct walk walk;
	struct str lines;
};

static struct fault *
verify_heads(struct db *db, void *arg)
{
	struct verifying_heads *heads = arg;
	struct str rest = heads->lines;
	struct str line;

	heads->walk.verdict = (struct audit_verdict){ .is_whole = true, .head = audit_no_digest };
	for (int number = 1; str_next_line(&rest, &line) && !is_over(&heads->walk); number++) {
		struct head_line head;

		line = str_trim(line);
		if (line.len == 0 || str_starts(line, STR("#")))
			continue;
		if (!parse_head(line, &head))
			return fault_new(FAULT_INPUT, "audit_heads",
				"每日末端的第 %d 行看不懂。应是 gongkai audit heads 导出的原样。",
				"Line %d of the heads is not understood. It should be as gongkai "
				"audit "
				"heads printed it.",
				number);
		TRY(check_head(db, &heads->walk, &head));
		memcpy(heads->walk.verdict.head.at, head.digest.at, head.digest.len);
	}
	return NULL;
}

struct fault *
audit_verify_heads(
	struct db *db, struct arena *arena, struct str lines, struct audit_verdict *ret_verdict)
{
	struct verifying_heads heads = { .walk = { .arena = arena }, .lines = lines };

	TRY(db_look(db, verify_heads, &heads));
	*ret_verdict = heads.walk.verdict;
	return NULL;
}
