/*
 * Storing, listing and loading reports while the n-th call to the database or the n-th allocation
 * fails, for n = 1, 2, 3 … until nothing fails any more. Nothing may crash, nothing may be half
 * there. SQLite allocates through base/memory.h here, so its own allocations fail as well.
 */
#include "../unit/test.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "../store/sample.h"
#include "../store/twin.h"
#include "base/buf.h"
#include "base/memory.h"
#include "filing/filing_inside.h"

enum { MOST_TRIES = 20000, DEEP_EVERY = 50, ARENA = 64 << 20 };

/* --- SQLite's allocations through ours --- */

static void *
take(int size)
{
	return memory_take((size_t)size);
}

static void *
grow(void *old, int size)
{
	return memory_grow(old, (size_t)size);
}

static int
size_of(void *block)
{
	return (int)malloc_usable_size(block);
}

static int
round_up(int size)
{
	return (size + 7) & ~7;
}

static int
begin(void *data)
{
	return SQLITE_OK;
}

static void
end(void *data)
{
}

static void
count_allocations_of_sqlite(void)
{
	static sqlite3_mem_methods methods = { take, memory_give, grow, size_of, round_up, begin,
		end, NULL };

	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
}

/* --- a store, and what is done to it --- */

struct hardship {
	char folder[64];
	char url[100];
	char files[100];
	int64_t agency_id;
};

/* One attempt: everything is opened anew, so that opening fails as well. */
typedef struct fault *attempt_fn(
	struct db *db, struct blob_store *files, struct arena *arena, int number);

static struct fault *
save_new(struct db *db, struct blob_store *files, struct arena *arena, int number)
{
	struct filing_saved saved = { 0 };
	struct report *report;

	TAKE(arena, report, 1);
	*report = (struct report){ .agency = STR("甲市财政局"),
		.year = 1950 + number % 200,
		.form = REPORT_FORM_2021,
		.period_from = DAY_NONE,
		.period_to = DAY_NONE,
		.signed_on = DAY_NONE };
	TRY(str_print(arena, &report->title, "第%d份", number));
	TRY(filing_save(db, files, &sample_actor, report, report->title, &saved));
	assert_true(saved.id > 0 && saved.is_current && !saved.is_known);
	return NULL;
}

static struct fault *
list_some(struct db *db, struct blob_store *files, struct arena *arena, int number)
{
	struct filing_query query = { .limit = 5, .text = STR("财政") };
	struct filing_list list = { 0 };

	TRY(filing_store_list(db, arena, filing_gate_all, &query, &list));
	assert_true(list.count >= 1 && list.total >= 1);
	SAME_TEXT(list.rows[0].agency_name, "甲市财政局");
	return NULL;
}

static struct fault *
load_one(struct db *db, struct blob_store *files, struct arena *arena, int number)
{
	CLOSING(buf_done) struct buf file;
	struct filing_row row;
	struct report *report;

	buf_init(&file, 1000);
	TAKE(arena, report, 1);
	TRY(filing_store_load(db, arena, filing_gate_all, 1, &row));
	TRY(filing_store_report(db, arena, filing_gate_all, 1, report));
	TRY(filing_load_file(files, &row, &file));
	SAME_TEXT(row.title, "第0份");
	SAME_TEXT(report->title, "第0份");
	SAME_TEXT(buf_str(&file), "第0份");
	return NULL;
}

static struct fault *
list_the_rest(struct db *db, struct blob_store *files, struct arena *arena, int number)
{
	struct filing_series_item *items = NULL;
	struct filing_agency_list agencies = { 0 };
	struct filing_year *years = NULL;
	struct filing_totals totals = { 0 };
	size_t count = 0;

	TRY(filing_store_series(db, arena, filing_gate_all, 1, &items, &count));
	assert_int_equal(items[0].report->year, 1950);
	TRY(filing_store_years(db, arena, filing_gate_all, 1, &years, &count));
	assert_int_equal(years[0].year, 1950);
	TRY(filing_store_agencies(db, arena, filing_gate_public, STR("甲"), 0, 10, &agencies));
	assert_int_equal(agencies.count, 1);
	TRY(filing_store_totals(db, filing_gate_public, &totals));
	assert_true(totals.reports >= 1);
	return NULL;
}

/* --- trying --- */

struct trial {
	const struct hardship *store;
	attempt_fn *attempt;
	int number;
	long fail_call;       /* 0: none */
	long fail_allocation; /* 0: none */
	bool is_failing_from_the_start;
	long calls;
	long allocations;
};

static struct fault *
open_and_attempt(struct trial *trial)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(blob_close) struct blob_store *files = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct fault *fault;

	TRY(arena_open(ARENA, &arena));
	TRY(db_open(trial->store->url, DB_WRITE, &db));
	TRY(db_fail_wrap(db));
	db_fail_at(db, trial->fail_call);
	TRY(db_check_steps(db, &db_own_steps));
	TRY(blob_open(trial->store->files, &files));
	/* Opening takes hundreds of allocations; one test fails those as well. */
	if (!trial->is_failing_from_the_start)
		memory_fail_at(trial->fail_allocation);
	fault = trial->attempt(db, files, arena, trial->number);
	trial->calls = db_fail_count(db);
	return fault;
}

static struct fault *
try_once(struct trial *trial)
{
	struct fault *fault;

	trial->calls = trial->allocations = 0;
	memory_fail_at(trial->is_failing_from_the_start ? trial->fail_allocation : 0);
	fault = open_and_attempt(trial);
	trial->allocations = memory_count();
	memory_fail_at(0);
	return fault;
}

struct counts {
	int64_t rows;
	int64_t current;
};

/* Numbers of rows; with `is_deep` everything that is listed can be loaded, with record and file. */
static struct counts
check_whole(const struct hardship *store, bool is_deep)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(blob_close) struct blob_store *files = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct filing_query query = { .limit = 500, .with_old_versions = true };
	struct filing_list all = { 0 };
	struct counts counts;

	FINE(arena_open((size_t)1 << 30, &arena));
	FINE(db_open(store->url, DB_READ, &db));
	FINE(blob_open(store->files, &files));
	FINE(filing_store_list(db, arena, filing_gate_all, &query, &all));
	for (size_t i = 0; is_deep && i < all.count; i++) {
		CLOSING(buf_done) struct buf file;
		struct str json;

		buf_init(&file, 1000);
		FINE(filing_store_record(db, arena, filing_gate_all, all.rows[i].id, &json));
		assert_true(str_has(json, all.rows[i].title));
		FINE(filing_load_file(files, &all.rows[i], &file));
		assert_true(str_equal(buf_str(&file), all.rows[i].title));
	}
	counts.rows = all.total;
	query.with_old_versions = false;
	FINE(filing_store_list(db, arena, filing_gate_all, &query, &all));
	counts.current = all.total;
	return counts;
}

/* After a fault nothing is added; after a success `added` rows are. */
static void
check_after(const struct trial *trial, const struct fault *fault, struct counts before, int added)
{
	struct counts after = check_whole(trial->store, fault && trial->number % DEEP_EVERY == 0);

	assert_int_equal(after.rows, before.rows + (fault ? 0 : added));
	assert_in_range(after.current, before.current, before.current + added);
	if (fault && trial->fail_call)
		assert_string_equal(fault->code, "db_fail_test");
}

static void
fail_calls(const struct hardship *store, attempt_fn *attempt, int added)
{
	struct trial trial = { .store = store, .attempt = attempt };
	bool is_done = false;
	int failures = 0;

	for (long n = 1; !is_done && n < MOST_TRIES; n++) {
		struct counts before = check_whole(store, false);
		struct fault *fault;

		trial.fail_call = n;
		trial.number = added ? (int)n : 0;
		fault = try_once(&trial);
		check_after(&trial, fault, before, added);
		failures += fault != NULL;
		is_done = !fault;
		assert_true(!is_done || trial.calls < n);
	}
	assert_true(is_done && failures > 3);
	check_whole(store, true);
}

static void
fail_allocations(const struct hardship *store, attempt_fn *attempt, int added)
{
	struct trial trial = { .store = store, .attempt = attempt };
	bool is_done = false;
	int failures = 0;

	trial.is_failing_from_the_start = attempt == load_one;
	for (long n = 1; !is_done && n < MOST_TRIES; n++) {
		struct counts before = check_whole(store, false);
		struct fault *fault;

		trial.fail_allocation = n;
		trial.number = 1000 + (int)n;
		fault = try_once(&trial);
		check_after(&trial, fault, before, added);
		failures += fault != NULL;
		/* SQLite does without some allocations, so a success alone is not the end. */
		is_done = trial.allocations < n;
		assert_true(!is_done || !fault);
	}
	assert_true(is_done && failures > 20);
	check_whole(store, true);
}

static struct fault *
show(struct db *db, void *arg)
{
	return filing_show_row(db, &sample_actor, arg);
}

static int
set_up(void **state)
{
	CLOSING(db_close) struct db *db = NULL;
	CLOSING(blob_close) struct blob_store *files = NULL;
	CLOSING(arena_close) struct arena *arena = NULL;
	struct hardship *store = calloc(1, sizeof *store);
	struct db_migration migration;
	struct filing_row row;

	assert_non_null(store);
	twin_make_folder(store->folder, sizeof store->folder);
	snprintf(store->url, sizeof store->url, "sqlite:%s/store.db", store->folder);
	snprintf(store->files, sizeof store->files, "%s/files", store->folder);
	FINE(arena_open(ARENA, &arena));
	FINE(db_open(store->url, DB_MAKE, &db));
	FINE(db_migrate(db, &db_own_steps, &migration));
	FINE(blob_open(store->files, &files));
	FINE(save_new(db, files, arena, 0));
	FINE(filing_store_load(db, arena, filing_gate_all, 1, &row));
	FINE(db_work(db, show, &row));
	*state = store;
	return 0;
}

static int
tear_down(void **state)
{
	struct hardship *store = *state;

	twin_drop_folder(store->folder);
	free(store);
	return 0;
}

static void
saving_is_whole_or_nothing_when_a_call_fails(void **state)
{
	fail_calls(*state, save_new, 1);
}

static void
saving_is_whole_or_nothing_when_memory_fails(void **state)
{
	fail_allocations(*state, save_new, 1);
}

static struct fault *
save_another_version(struct db *db, struct blob_store *files, struct arena *arena, int number)
{
	/* 200 on is the same year again with another file. */
	return save_new(db, files, arena, 200 * (number + 1));
}

static void
replacing_is_whole_or_nothing_when_a_call_fails(void **state)
{
	fail_calls(*state, save_another_version, 1);
}

static void
replacing_is_whole_or_nothing_when_memory_fails(void **state)
{
	fail_allocations(*state, save_another_version, 1);
}

static struct fault *
save_known_again(struct db *db, struct blob_store *files, struct arena *arena, int number)
{
	struct filing_saved saved = { 0 };
	struct report *report;

	TAKE(arena, report, 1);
	TRY(filing_store_report(db, arena, filing_gate_all, 1, report));
	/* The record differs each time, so that it is renewed. */
	TRY(str_print(arena, &report->signed_by, "第%d次", number));
	TRY(filing_save(db, files, &sample_actor, report, STR("第0份"), &saved));
	assert_true(saved.is_known && saved.is_refreshed && saved.id == 1);
	return NULL;
}

static void
renewing_is_whole_or_nothing_when_memory_fails(void **state)
{
	fail_allocations(*state, save_known_again, 0);
}

static void
listing_and_loading_survive_failing_calls(void **state)
{
	fail_calls(*state, list_some, 0);
	fail_calls(*state, load_one, 0);
	fail_calls(*state, list_the_rest, 0);
}

static void
listing_and_loading_survive_failing_memory(void **state)
{
	fail_allocations(*state, list_some, 0);
	fail_allocations(*state, load_one, 0);
	fail_allocations(*state, list_the_rest, 0);
}

/* --- the steps of the schema --- */

static struct fault *
migrate_new_store(const char *url, long fail_call, long fail_allocation)
{
	CLOSING(db_close) struct db *db = NULL;
	struct db_migration migration;

	memory_fail_at(fail_allocation);
	TRY(db_open(url, DB_MAKE, &db));
	TRY(db_fail_wrap(db));
	db_fail_at(db, fail_call);
	return db_migrate(db, &db_own_steps, &migration);
}

/* Whatever happened: the next try finds an empty store or a ready one. */
static void
check_migrates_now(const char *url)
{
	struct db *db = NULL;

	FINE(migrate_new_store(url, 0, 0));
	FINE(db_open(url, DB_WRITE, &db));
	FINE(db_check_steps(db, &db_own_steps));
	db_close(&db);
}

static void
migrating_is_whole_or_nothing_when_a_call_fails(void **state)
{
	const struct hardship *store = *state;
	char url[120];
	long n = 0;

	do {
		snprintf(url, sizeof url, "sqlite:%s/new%ld.db", store->folder, ++n);
	} while (migrate_new_store(url, n, 0) && (check_migrates_now(url), n < MOST_TRIES));
	assert_in_range(n, 5, 400);
}

static void
migrating_is_whole_or_nothing_when_memory_fails(void **state)
{
	const struct hardship *store = *state;
	enum { MOST_ASKED = 1000000 };
	long asked = MOST_ASKED;
	int failures = 0;
	int files = 0;
	char url[120];

	/* Each one at first, then a fortieth further: all of many thousand would take an hour. */
	for (long n = 1, tries = 1; n < MOST_ASKED && n - 1 <= asked; n += 1 + n / 40, tries++) {
		struct fault *fault;

		/* A new file is slow, so one serves until its step was made. */
		snprintf(url, sizeof url, "sqlite:%s/new%d.db", store->folder, files);
		fault = migrate_new_store(url, 0, n);
		/* Only a try that went through shows how many there are. */
		if (!fault)
			asked = memory_count();
		memory_fail_at(0);
		failures += fault != NULL;
		if (fault && tries % 25)
			continue;
		check_migrates_now(url);
		files++;
	}
	assert_true(asked < MOST_ASKED && failures > 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			saving_is_whole_or_nothing_when_a_call_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			saving_is_whole_or_nothing_when_memory_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			replacing_is_whole_or_nothing_when_a_call_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			replacing_is_whole_or_nothing_when_memory_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			renewing_is_whole_or_nothing_when_memory_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			listing_and_loading_survive_failing_calls, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			listing_and_loading_survive_failing_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			migrating_is_whole_or_nothing_when_a_call_fails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			migrating_is_whole_or_nothing_when_memory_fails, set_up, tear_down),
	};

	count_allocations_of_sqlite();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
