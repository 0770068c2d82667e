/*
 * Writing an entry at the end of the chain.
 * Reading stands in audit_find.c, proving in audit_verify.c.
 */
#include <assert.h>
#include <time.h>

#include "audit/audit_inside.h"
#include "audit/audit_statements.h"

/* The chain before the new entry. Invariant: count 0 goes with audit_no_digest. */
struct end {
	int64_t count;
	int64_t day;
	struct digest digest;
};

/* While the chain is empty two first writers may meet on PostgreSQL; db_work() knows that by the
 * code "db_unique" and tries once more. */
static struct fault *
broken_fault(int64_t count)
{
	return fault_new(FAULT_OUTSIDE, count ? "audit_broken" : "db_unique",
		"审计记录的末端对不上，可能被改动过，因此没有保存。请管理员运行 gongkai audit "
		"verify。",
		"The end of the audit does not fit and may have been tampered with, so nothing was "
		"saved. Let the administrator run gongkai audit verify.");
}

/*
 * On PostgreSQL the row is read FOR UPDATE. Two transactions that both add an entry must come one
 * after the other whatever is done, and the lock makes the later one wait here and then fail with
 * "db_again", which db_work() answers by running it anew; without it the later one would work on
 * to its UPDATE or COMMIT and fail just the same. On SQLite db_work() has the whole store already.
 */
static struct fault *
load_end(struct db *db, struct end *ret_end)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	*ret_end = (struct end){ .digest = audit_no_digest };
	TRY(db_ask(db, NULL, &audit_head_for_adding_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return NULL;
	if (db_get_str(rows, 1).len + 1 != sizeof ret_end->digest.at)
		return broken_fault(1);
	ret_end->count = db_get_int(rows, 0);
	memcpy(ret_end->digest.at, db_get_str(rows, 1).at, sizeof ret_end->digest.at - 1);
	ret_end->day = db_get_int(rows, 2);
	return NULL;
}

static struct fault *
add_entry(struct db *db, const struct audit_entry *entry)
{
	const struct audit_actor *actor = &entry->actor;

	return db_run(db, &audit_add_sql,
		VALUES(VALUE(entry->id), VALUE(entry->at), VALUE(actor->account_id),
			VALUE(actor->name), VALUE(actor->agency_id), VALUE(actor->address),
			VALUE(actor->way), VALUE(entry->deed), VALUE(entry->thing),
			VALUE(entry->thing_id), VALUE(entry->agency_id), VALUE(entry->before),
			VALUE(entry->after), VALUE(str_of(entry->previous.at)),
			VALUE(str_of(entry->digest.at))),
		NULL);
}

static struct fault *
move_end(struct db *db, const struct end *end, const struct audit_entry *entry)
{
	int64_t day = audit_day_of(entry->at);
	int64_t changed = 0;

	if (end->count == 0 || end->day != day)
		TRY(db_run(db, &audit_day_add_sql,
			VALUES(VALUE(entry->id), VALUE(day), VALUE(str_of(entry->previous.at))),
			NULL));
	if (end->count == 0)
		return db_run(db, &audit_head_add_sql,
			VALUES(VALUE(str_of(entry->digest.at)), VALUE(day)), NULL);
	TRY(db_run(db, &audit_head_move_sql,
		VALUES(VALUE(entry->id), VALUE(str_of(entry->digest.at)), VALUE(day)), &changed));
	return changed == 1 ? NULL : broken_fault(end->count);
}

static struct fault *
add_at_end(struct db *db, void *arg)
{
	struct audit_entry *entry = arg;
	struct fault *fault;
	struct end end;

	if (audit_is_too_long(entry))
		return fault_detail(
			fault_new(FAULT_LIMIT, "audit_large",
				"内容太大，无法记入审计，没有保存。请分几次修改。",
				"The change is too large for the audit and was not saved. Make it "
				"in several parts."),
			"%.*s", STR_ARG(entry->deed));
	TRY(load_end(db, &end));
	entry->id = end.count + 1;
	entry->previous = end.digest;
	TRY(audit_digest(entry, &entry->digest));
	fault = add_entry(db, entry);
	if (!fault)
		fault = move_end(db, &end, entry);
	/* Something stands where nothing may be. */
	if (fault && (strcmp(fault->code, "db_unique") == 0 ||
			     strcmp(fault->code, "db_constraint") == 0))
		fault = broken_fault(end.count);
	return fault;
}

static bool
is_deed(const char *deed)
{
	return deed[0] && strspn(deed, "abcdefghijklmnopqrstuvwxyz0123456789_.") == strlen(deed);
}

struct fault *
audit_write_at(
	struct db *db, const struct audit_actor *actor, const struct audit_deed *deed, int64_t at)
{
	struct audit_entry entry = {
		.at = at,
		.actor = *actor,
		.deed = str_of(deed->deed),
		.thing = str_of(deed->thing),
		.thing_id = deed->thing_id,
		.agency_id = deed->agency_id,
		.before = deed->before,
		.after = deed->after,
	};

	assert(db_is_in_work(db));
	assert(is_deed(deed->deed) && is_deed(deed->thing));
	/* This joins the work, which then cannot succeed when nothing was written here, even if its
	 * author forgot to look. */
	return db_work(db, add_at_end, &entry);
}

struct fault *
audit_write(struct db *db, const struct audit_actor *actor, const struct audit_deed *deed)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return audit_write_at(db, actor, deed, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}
