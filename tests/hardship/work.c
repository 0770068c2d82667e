/*
 * Whatever fails, a work is done with its audit line or nothing of it is: all tables of the store
 * are compared, row for row, before and after. Which works there are stands beside.
 */
#include "work.h"

#include <stdio.h>

#include "base/log.h"
#include "base/memory.h"
#include "db/db_copy.h"

enum { MOST_TRIES = 5000, MOST_WORKS = 40, MOST_TABLES = 80, EACH = 400, STEP = 9 };

const struct account_doer work_console = { .actor = { .name = { "命令行", sizeof "命令行" - 1 },
						   .way = AUDIT_COMMAND } };
const struct account_place work_here = { { "192.0.2.7", 9 }, { "test browser", 12 } };

enum failing { CALLS, ALLOCATIONS };

static void
count_all(struct world *world, struct arena *arena, struct db_copy_sum *ret_sum)
{
	db_fail_at(world->db, 0);
	FINE(db_copy_count(world->db, arena, ret_sum));
}

static int64_t
lines_of(const struct db_copy_sum *sum)
{
	for (int i = 0; i < sum->count; i++)
		if (str_equal(sum->lines[i].name, STR("audit")))
			return sum->lines[i].rows;
	fail_msg("there is no audit");
	return 0;
}

/* --- one work --- */

struct trial {
	struct world *world;
	const struct work *work;
	enum failing failing;
	long n;
	long used; /* calls or allocations of the last try */
	int failures;
};

static struct fault *
try_once(struct trial *trial)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct db *db = trial->world->db;
	struct fault *fault;

	FINE(arena_open((size_t)64 << 20, &arena));
	db_fail_at(db, trial->failing == CALLS ? trial->n : 0);
	memory_fail_at(trial->failing == ALLOCATIONS ? trial->n : 0);
	fault = trial->work->run(trial->world, arena);
	trial->used = trial->failing == CALLS ? db_fail_count(db) : memory_count();
	memory_fail_at(0);
	db_fail_at(db, 0);
	return fault;
}

/* Nothing is left of a work that failed, and it says why. */
static void
check_nothing(const struct trial *trial, const struct fault *fault,
	const struct db_copy_sum *before, const struct db_copy_sum *after)
{
	struct fault *differs = db_copy_compare(before, after);

	if (differs)
		fail_msg("%s, %s %ld (%s): %s", trial->work->name,
			trial->failing == CALLS ? "call" : "allocation", trial->n, fault->code,
			differs->en);
	if (trial->failing == CALLS && strcmp(fault->code, "db_fail_test") != 0)
		fail_msg(
			"%s, call %ld: %s %s", trial->work->name, trial->n, fault->code, fault->en);
	if (trial->failing == ALLOCATIONS && fault->kind != FAULT_LIMIT)
		fail_msg("%s, allocation %ld: %s %s", trial->work->name, trial->n, fault->code,
			fault->en);
}

/* All of it is there: the same rows more or less in each table as when nothing failed (which the
 * first run of all tells), and its lines in the audit. */
static void
check_all(const struct trial *trial, const struct db_copy_sum *before,
	const struct db_copy_sum *after, int64_t *more, bool is_first)
{
	assert_true(after->count <= MOST_TABLES);
	if (lines_of(after) != lines_of(before) + trial->work->lines)
		fail_msg("%s: %lld lines in the audit, not %d", trial->work->name,
			(long long)(lines_of(after) - lines_of(before)), trial->work->lines);
	for (int i = 0; i < after->count; i++) {
		int64_t added = after->lines[i].rows - before->lines[i].rows;

		if (is_first)
			more[i] = added;
		if (added != more[i])
			fail_msg("%s: %lld rows more in %.*s, not %lld", trial->work->name,
				(long long)added, STR_ARG(after->lines[i].name),
				(long long)more[i]);
	}
}

/* Fail at one place after another until nothing is left to fail. */
static void
try_work(struct trial *trial, int64_t *more)
{
	bool is_done = false;

	for (trial->n = 1; !is_done; trial->n += trial->n < EACH ? 1 : STEP) {
		CLOSING(arena_close) struct arena *arena = NULL;
		struct db_copy_sum before;
		struct db_copy_sum after;
		struct fault *fault;

		if (trial->n > MOST_TRIES)
			fail_msg("%s never ends well", trial->work->name);
		FINE(arena_open((size_t)64 << 20, &arena));
		count_all(trial->world, arena, &before);
		fault = try_once(trial);
		count_all(trial->world, arena, &after);
		if (fault)
			check_nothing(trial, fault, &before, &after);
		else
			check_all(trial, &before, &after, more, trial->failing == CALLS);
		trial->failures += fault != NULL;
		is_done = !fault;
		/* A failed call is never passed over. */
		assert_true(!is_done || trial->failing == ALLOCATIONS || trial->used < trial->n);
	}
}

/* --- the world --- */

static void
open_agencies(struct world *world)
{
	struct agency top = { .name = STR("甲市人民政府"), .valid_from = DAY_NONE };
	struct agency left = { .name = STR("乙县人民政府"), .valid_from = DAY_NONE };
	struct agency right = { .name = STR("丙县人民政府"), .valid_from = DAY_NONE };

	FINE(agency_make(world->db, &work_console.actor, &top, NULL, &world->top));
	left.parent_id = right.parent_id = world->top;
	FINE(agency_make(world->db, &work_console.actor, &left, NULL, &world->left));
	FINE(agency_make(world->db, &work_console.actor, &right, NULL, &world->right));
}

static void
open_world(struct twin *twin, struct world *world)
{
	struct account_gate_options options = { .policy = account_usual_policy,
		.issuer = STR("试验") };
	char path[200];

	log_set_level(LOG_QUIET);
	work_declare();
	*world = (struct world){ .twin = twin, .db = twin->db, .kept = twin->arena };
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &world->keys));
	options.keys = world->keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.delay_after = 100000;
	options.policy.delay_after_address = 100000;
	FINE(account_gate_open(&options, &world->gate));
	open_agencies(world);
	FINE(db_fail_wrap(world->db));
}

static void
close_world(struct world *world)
{
	setting_drop_cache();
	account_gate_close(&world->gate);
	seal_close(&world->keys);
}

/* --- all works of a table --- */

static void
try_all(struct twin *twin, const struct work *works, enum failing failing,
	int64_t (*more)[MOST_TABLES])
{
	struct audit_verdict verdict;
	struct world world;

	open_world(twin, &world);
	for (size_t i = 0; works[i].name; i++) {
		struct trial trial = { &world, &works[i], failing, 0, 0, 0 };

		assert_true(i < MOST_WORKS);
		try_work(&trial, more[i]);
		if (trial.failures < 2)
			fail_msg("%s: only %d places to fail", works[i].name, trial.failures);
	}
	FINE(audit_verify(world.db, twin->arena, &verdict));
	assert_true(verdict.is_whole);
	close_world(&world);
}

/* First the calls, whose last try is undisturbed and tells what a whole work leaves; then the
 * allocations in a world of its own. */
#define WORKS(table, calls, allocations)                                                           \
	static int64_t table##_more[MOST_WORKS][MOST_TABLES];                                      \
	static void calls(void **state)                                                            \
	{                                                                                          \
		try_all(*state, table, CALLS, table##_more);                                       \
	}                                                                                          \
	static void allocations(void **state)                                                      \
	{                                                                                          \
		try_all(*state, table, ALLOCATIONS, table##_more);                                 \
	}

WORKS(work_people, people_are_whole_or_nothing_when_a_call_fails,
	people_are_whole_or_nothing_when_memory_fails)
WORKS(work_tree, agencies_are_whole_or_nothing_when_a_call_fails,
	agencies_are_whole_or_nothing_when_memory_fails)
WORKS(work_reports, reports_are_whole_or_nothing_when_a_call_fails,
	reports_are_whole_or_nothing_when_memory_fails)
WORKS(work_rest, settings_jobs_and_mail_are_whole_or_nothing_when_a_call_fails,
	settings_jobs_and_mail_are_whole_or_nothing_when_memory_fails)
WORKS(work_letters, letters_are_whole_or_nothing_when_a_call_fails,
	letters_are_whole_or_nothing_when_memory_fails)
WORKS(work_cases, cases_are_whole_or_nothing_when_a_call_fails,
	cases_are_whole_or_nothing_when_memory_fails)
WORKS(work_archive, archives_are_whole_or_nothing_when_a_call_fails,
	archives_are_whole_or_nothing_when_memory_fails)
WORKS(work_calendar, calendars_are_whole_or_nothing_when_a_call_fails,
	calendars_are_whole_or_nothing_when_memory_fails)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(people_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(agencies_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(agencies_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(reports_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(reports_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(settings_jobs_and_mail_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(settings_jobs_and_mail_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(calendars_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(calendars_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(letters_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(letters_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(archives_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(archives_are_whole_or_nothing_when_memory_fails),
		cmocka_unit_test(cases_are_whole_or_nothing_when_a_call_fails),
		cmocka_unit_test(cases_are_whole_or_nothing_when_memory_fails),
	};

	return TWIN_RUN(tests);
}
