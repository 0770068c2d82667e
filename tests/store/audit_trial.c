/*
 * Entries, tampering and verdicts for the tests of the audit.
 * The tests themselves are in audit.c and audit_use.c.
 */
#include "audit_trial.h"

#include <stdio.h>

/* --- writing --- */

struct fault *
trial_write_one(struct db *db, int number, int64_t at)
{
	static const char *const deeds[] = { "agency.renamed", "account.role_given",
		"account.signed_in", "report.published" };
	static const char *const things[] = { "agency", "account", "account", "report" };
	const struct audit_actor actor = { number % 5, STR("张三"), number % 3, STR("192.0.2.1"),
		AUDIT_WEB };
	const struct audit_deed deed = { deeds[number % 4], things[number % 4], number % 7 + 1,
		number % 3, STR("{\"名称\":\"甲\"}"), STR("{\"名称\":\"乙\"}") };

	return at ? audit_write_at(db, &actor, &deed, at) : audit_write(db, &actor, &deed);
}

struct fault *
trial_write_some(struct db *db, void *arg)
{
	const struct writing *writing = arg;

	for (int i = 0; i < writing->count; i++)
		TRY(trial_write_one(
			db, writing->from + i, writing->at ? writing->at + i * writing->step : 0));
	return NULL;
}

void
trial_write_few(struct twin *twin)
{
	struct writing writing = { .count = AUDIT_FEW, .at = MARCH, .step = 10 * HOUR };

	FINE(db_work(twin->db, trial_write_some, &writing));
}

void
trial_write_at(struct twin *twin, int64_t at)
{
	struct writing writing = { .count = 1, .at = at };

	FINE(db_work(twin->db, trial_write_some, &writing));
}

/* --- tampering --- */

void
trial_tamper(struct twin *twin, const char *format, ...)
{
	char text[2000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	FINE(twin->db->driver->script(twin->db->state, text));
}

void
trial_drop_guards(struct twin *twin)
{
	static const char *const tables[] = { "audit", "audit_day", "audit_head" };
	static const char *const guards[] = { "audit_no_update", "audit_no_delete",
		"audit_day_no_update", "audit_day_no_delete", "audit_head_grows",
		"audit_head_no_delete" };

	if (twin->db->engine == DB_SQLITE)
		for (size_t i = 0; i < COUNT_OF(guards); i++)
			trial_tamper(twin, "DROP TRIGGER %s", guards[i]);
	else
		for (size_t i = 0; i < COUNT_OF(tables); i++)
			trial_tamper(twin, "ALTER TABLE %s DISABLE TRIGGER USER", tables[i]);
}

struct audit_verdict
trial_verify(struct twin *twin)
{
	struct audit_verdict verdict;

	FINE(audit_verify(twin->db, twin->arena, &verdict));
	return verdict;
}

void
trial_assert_whole(struct twin *twin, int64_t count)
{
	struct audit_verdict verdict = trial_verify(twin);

	if (!verdict.is_whole)
		fail_msg("%.*s", STR_ARG(verdict.says_en));
	assert_int_equal(verdict.entry_count, count);
	assert_int_equal(verdict.bad_id, 0);
}

void
trial_assert_bad(struct twin *twin, int64_t id, const char *says)
{
	struct audit_verdict verdict = trial_verify(twin);
	char number[24];

	assert_false(verdict.is_whole);
	if (verdict.bad_id != id || !str_has(verdict.says_en, str_of(says)))
		fail_msg("wanted %lld %s, got %lld %.*s", (long long)id, says,
			(long long)verdict.bad_id, STR_ARG(verdict.says_en));
	snprintf(number, sizeof number, "%lld", (long long)id);
	assert_true(str_has(verdict.says, str_of(number)));
}
