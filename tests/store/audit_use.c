/* The audit in use: finding, size, many writers at once, and no change without its entry. */
#include "audit_trial.h"

#include <pthread.h>
#include <stdio.h>

#include "audit_trial_statements.h"
#include "base/memory.h"

enum { MANY = 20000, MANY_OVER_A_SOCKET = 3000, THREADS = 2, EACH = 60 };

/* --- finding --- */

static bool
is_wanted(const struct audit_entry *entry, const struct audit_query *query)
{
	int64_t day = audit_day_of(entry->at);

	return (!query->account_id || entry->actor.account_id == query->account_id) &&
	       (!query->agency_id || entry->agency_id == query->agency_id) &&
	       str_starts(entry->deed, query->deed) &&
	       (!query->thing.len || str_equal(entry->thing, query->thing)) &&
	       (!query->thing.len || !query->thing_id || entry->thing_id == query->thing_id) &&
	       (day_is_none(query->from) || day >= query->from.number) &&
	       (day_is_none(query->to) || day <= query->to.number);
}

/* All pages of the query against all entries, filtered here. */
static void
check_query(struct twin *twin, struct audit_query query)
{
	struct audit_list page = { .has_more = true };
	struct audit_list all;
	int64_t found = 0;
	int64_t wanted = 0;

	FINE(audit_find_onward(twin->db, twin->arena, DAY_NONE, DAY_NONE, 0, 500, &all));
	for (size_t i = 0; i < all.count; i++)
		wanted += is_wanted(&all.entries[i], &query);
	query.limit = 3;
	query.before_id = 0;
	while (page.has_more) {
		FINE(audit_find(twin->db, twin->arena, &query, &page));
		for (size_t i = 0; i < page.count; i++) {
			assert_true(is_wanted(&page.entries[i], &query));
			assert_true(!query.before_id || page.entries[i].id < query.before_id);
			query.before_id = page.entries[i].id;
		}
		found += (int64_t)page.count;
		assert_true(!page.has_more || page.count == 3);
	}
	assert_int_equal(found, wanted);
}

static void
every_filter_and_pair_of_filters_finds_what_it_should(void **state)
{
	static const struct str deeds[] = { { "", 0 }, { "account.", 8 }, { "a", 1 },
		{ "report.published", 16 }, { "zzz", 3 }, { "agency.renamed2", 15 } };
	static const struct str things[] = { { "", 0 }, { "account", 7 }, { "nothing", 7 } };
	struct twin *twin = *state;
	struct day first;

	trial_write_few(twin);
	assert_true(day_make(2026, 3, 4, &first));
	for (size_t deed = 0; deed < COUNT_OF(deeds); deed++)
		for (size_t thing = 0; thing < COUNT_OF(things); thing++)
			for (int bits = 0; bits < 32; bits++)
				check_query(twin,
					(struct audit_query){
						.deed = deeds[deed],
						.thing = things[thing],
						.account_id = bits & 1 ? 2 : 0,
						.agency_id = bits & 2 ? 1 : 0,
						.thing_id = bits & 4 ? 3 : 0,
						.from = bits & 8 ? first : DAY_NONE,
						.to = bits & 16 ? (struct day){ first.number + 4 }
								: DAY_NONE,
					});
}

static void
days_are_found_after_the_clock_was_set_back(void **state)
{
	struct twin *twin = *state;
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE };

	trial_write_few(twin);
	trial_write_at(twin, MARCH + 2 * HOUR);
	trial_write_at(twin, MARCH + 500 * HOUR);
	trial_write_at(twin, MARCH + 72 * HOUR);
	for (int i = 0; i < 22; i++) {
		assert_true(day_make(2026, 3, 1 + i, &query.from));
		query.to = query.from;
		check_query(twin, query);
		query.to = DAY_NONE;
		check_query(twin, query);
		query.to = query.from;
		query.from = DAY_NONE;
		check_query(twin, query);
	}
	query.from = (struct day){ INT32_MAX };
	query.to = (struct day){ INT32_MIN + 1 };
	check_query(twin, query);
}

static void
onward_gives_the_oldest_first_in_pages(void **state)
{
	struct twin *twin = *state;
	struct audit_list list = { .has_more = true };
	struct day second;
	int64_t after_id = 0;
	int64_t next = 4;

	trial_write_few(twin);
	assert_true(day_make(2026, 3, 2, &second));
	while (list.has_more) {
		FINE(audit_find_onward(
			twin->db, twin->arena, second, DAY_NONE, after_id, 7, &list));
		for (size_t i = 0; i < list.count; i++)
			assert_int_equal(list.entries[i].id, next++);
		after_id = next - 1;
	}
	assert_int_equal(next, AUDIT_FEW + 1);
}

/* --- size, many at once, failures --- */

static void
many_entries_are_verified_in_little_memory(void **state)
{
	struct twin *twin = *state;
	CLOSING(arena_close) struct arena *small = NULL;
	struct writing writing = { .at = MARCH, .step = 60000 };
	struct audit_verdict verdict;

	writing.count = twin->db->engine == DB_SQLITE ? MANY : MANY_OVER_A_SOCKET;
	FINE(db_work(twin->db, trial_write_some, &writing));
	FINE(arena_open(128 << 10, &small));
	FINE(audit_verify(twin->db, small, &verdict));
	assert_true(verdict.is_whole);
	assert_int_equal(verdict.entry_count, writing.count);
	assert_true(arena_used(small) < 64 << 10);
	trial_drop_guards(twin);
	trial_tamper(twin, "UPDATE audit SET after = '{}' WHERE id = %d", writing.count / 3);
	trial_assert_bad(twin, writing.count / 3, "was changed");
}

struct crowd {
	const struct twin *twin;
	int from;
	char failed[400];
};

static struct fault *
write_change(struct db *db, void *arg)
{
	int number = *(int *)arg;

	TRY(db_run(db, &audit_trial_add_sql, VALUES(VALUE(number)), NULL));
	return trial_write_one(db, number, 0);
}

static struct fault *
write_each(const struct crowd *crowd)
{
	CLOSING(db_close) struct db *db = NULL;

	TRY(db_open(crowd->twin->url, DB_WRITE, &db));
	for (int i = 0; i < EACH; i++) {
		int number = crowd->from + i;

		TRY(db_work(db, write_change, &number));
	}
	return NULL;
}

static void *
write_in_thread(void *arg)
{
	struct crowd *crowd = arg;
	struct fault *fault = write_each(crowd);

	if (fault)
		snprintf(crowd->failed, sizeof crowd->failed, "%s %s", fault->code, fault->detail);
	return NULL;
}

static void
make_trial_table(struct twin *twin)
{
	trial_tamper(twin, "CREATE TABLE audit_trial (number BIGINT NOT NULL)");
}

static int64_t
count_changes(struct twin *twin)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(db_ask(twin->db, NULL, &audit_trial_count_sql, NO_VALUES, &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	return db_get_int(rows, 0);
}

static void
writers_at_once_make_one_chain(void **state)
{
	struct twin *twin = *state;
	struct crowd crowds[THREADS] = { 0 };
	pthread_t threads[THREADS];

	make_trial_table(twin);
	/* Nobody else can reach a store in memory. */
	if (!twin->engine->is_shared) {
		trial_assert_whole(twin, 0);
		return;
	}
	for (int i = 0; i < THREADS; i++) {
		crowds[i] = (struct crowd){ .twin = twin, .from = i * 1000 };
		assert_int_equal(pthread_create(&threads[i], NULL, write_in_thread, &crowds[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_string_equal(crowds[i].failed, "");
	}
	trial_assert_whole(twin, THREADS * EACH);
	assert_int_equal(count_changes(twin), THREADS * EACH);
}

static void
no_change_without_its_entry_whichever_call_fails(void **state)
{
	struct twin *twin = *state;
	int64_t entries = 0;
	int failures = 0;
	bool is_done = false;

	make_trial_table(twin);
	FINE(db_fail_wrap(twin->db));
	for (int n = 1; !is_done && n < 200; n++) {
		struct fault *fault;

		db_fail_at(twin->db, n);
		fault = db_work(twin->db, write_change, &n);
		db_fail_at(twin->db, 0);
		is_done = !fault;
		failures += fault != NULL;
		entries += fault == NULL;
		assert_int_equal(count_changes(twin), entries);
		trial_assert_whole(twin, entries);
	}
	assert_true(is_done && failures > 6);
	FINE(db_work(twin->db, write_change, &failures));
	trial_assert_whole(twin, 2);
	assert_int_equal(count_changes(twin), 2);
}

static void
no_change_without_its_entry_whichever_allocation_fails(void **state)
{
	struct twin *twin = *state;
	int64_t entries = 0;
	int failures = 0;
	bool is_done = false;

	make_trial_table(twin);
	for (int n = 1; !is_done && n < 500; n++) {
		struct fault *fault;

		memory_fail_at(n);
		fault = db_work(twin->db, write_change, &n);
		is_done = !fault && memory_count() < n;
		memory_fail_at(0);
		failures += fault != NULL;
		entries += fault == NULL;
		assert_int_equal(count_changes(twin), entries);
		trial_assert_whole(twin, entries);
	}
	assert_true(is_done && failures > 3);
}

static struct fault *
forget_to_look(struct db *db, void *arg)
{
	const struct audit_actor actor = { .name = STR("命令行"), .way = AUDIT_COMMAND };
	struct audit_deed deed = { .deed = "thing.done", .thing = "thing" };
	static char large[AUDIT_MOST_VALUES + 1];
	struct fault *fault;

	memset(large, 'x', sizeof large);
	deed.after = (struct str){ large, sizeof large };
	TRY(db_run(db, &audit_trial_add_sql, VALUES(VALUE(1)), NULL));
	fault = audit_write(db, &actor, &deed);
	assert_non_null(fault);
	assert_string_equal(fault->code, "audit_large");
	return *(bool *)arg ? NULL : fault;
}

static void
change_whose_entry_is_too_large_is_undone(void **state)
{
	struct twin *twin = *state;
	bool is_swallowed = false;

	make_trial_table(twin);
	FAILS(db_work(twin->db, forget_to_look, &is_swallowed), "audit_large");
	assert_int_equal(count_changes(twin), 0);
	is_swallowed = true;
	FAILS(db_work(twin->db, forget_to_look, &is_swallowed), "db_broken");
	assert_int_equal(count_changes(twin), 0);
	trial_assert_whole(twin, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_filter_and_pair_of_filters_finds_what_it_should),
		cmocka_unit_test(days_are_found_after_the_clock_was_set_back),
		cmocka_unit_test(onward_gives_the_oldest_first_in_pages),
		cmocka_unit_test(many_entries_are_verified_in_little_memory),
		cmocka_unit_test(writers_at_once_make_one_chain),
		cmocka_unit_test(no_change_without_its_entry_whichever_call_fails),
		cmocka_unit_test(no_change_without_its_entry_whichever_allocation_fails),
		cmocka_unit_test(change_whose_entry_is_too_large_is_undone),
	};

	return TWIN_RUN(tests);
}
