/*
 * Many at once: processes that write, threads that share a pool, a process that is killed.
 * What was acknowledged is there afterwards, whole.
 */
#include "db/db.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "filing/filing_inside.h"
#include "sample.h"
#include "twin.h"

enum { EACH = 25, ROUNDS = 6, THREADS = 4, LOOKS = 40, FIRST_FIGURE = 1000 };

/* What every fault becomes in a child: its exit status. Tests' own checks belong to the parent. */
#define OR_EXIT(call)                                                                              \
	do {                                                                                       \
		struct fault *fault_of_child_ = (call);                                            \
		if (fault_of_child_) {                                                             \
			fprintf(stderr, "%s %s\n", fault_of_child_->code,                          \
				fault_of_child_->detail);                                          \
			_exit(3);                                                                  \
		}                                                                                  \
	} while (0)

struct handles {
	struct db *db;
	struct blob_store *files;
	struct arena *arena;
};

/* A process of its own opens everything anew, as another server would. */
static struct handles
open_in_child(const struct twin *twin)
{
	struct handles own = { NULL, NULL, NULL };
	char files[100];

	snprintf(files, sizeof files, "%s/files", twin->folder);
	OR_EXIT(arena_open((size_t)512 << 20, &own.arena));
	OR_EXIT(db_open(twin->url, DB_WRITE, &own.db));
	OR_EXIT(blob_open(files, &own.files));
	return own;
}

static int64_t
save_in_child(struct handles *own, const char *agency, int year, int figure)
{
	struct filing_saved saved = { 0 };

	OR_EXIT(filing_save(own->db, own->files, &sample_actor,
		sample_report(own->arena, agency, year, figure, 0),
		sample_bytes(own->arena, agency, year, figure), &saved));
	return saved.id;
}

static pid_t
start_writer(const struct twin *twin, const char *agency, int figures)
{
	pid_t child = fork();
	struct handles own;

	if (child != 0)
		return child;
	own = open_in_child(twin);
	for (int i = 0; i < EACH; i++) {
		save_in_child(&own, agency, 2000 + i, figures);
		save_in_child(&own, "共同的机关", 2024, figures + i);
	}
	_exit(0);
}

static int64_t
count(const struct twin *twin, struct filing_query query)
{
	struct filing_list list;

	query.limit = 1;
	FINE(filing_store_list(twin->db, twin->arena, filing_gate_all, &query, &list));
	return list.total;
}

static void
two_writers_at_once_both_succeed(void **state)
{
	struct twin *twin = *state;
	pid_t children[2];
	int status;

	if (!twin->engine->is_shared) {
		assert_int_equal(count(twin, (struct filing_query){ 0 }), 0);
		return;
	}
	children[0] = start_writer(twin, "甲市财政局", 1000);
	children[1] = start_writer(twin, "乙市财政局", 2000);
	for (int i = 0; i < 2; i++) {
		assert_true(children[i] > 0);
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	/* One current report for the year both wrote to; all versions kept. */
	assert_int_equal(count(twin, (struct filing_query){ 0 }), 2 * EACH + 1);
	assert_int_equal(count(twin, (struct filing_query){ .with_old_versions = true }), 4 * EACH);
	assert_int_equal(
		count(twin, (struct filing_query){ .year = 2024, .text = STR("共同") }), 1);
}

/* Saves without end and says the number of each report that is stored. */
static pid_t
start_endless_writer(const struct twin *twin, int round, int *ret_acknowledged)
{
	struct handles own;
	int pipes[2];
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	assert_true(child >= 0);
	if (child != 0) {
		close(pipes[1]);
		*ret_acknowledged = pipes[0];
		return child;
	}
	own = open_in_child(twin);
	for (int i = 0;; i++) {
		int64_t id = save_in_child(
			&own, "甲市财政局", 2000 + i % 20, (round + 1) * FIRST_FIGURE + i);

		if (write(pipes[1], &id, sizeof id) != sizeof id)
			_exit(4);
	}
}

/* A stored report is whole: its row, its record, its original. */
static void
check_whole(const struct twin *twin, int64_t id)
{
	struct report *report = arena_take(twin->arena, 1, sizeof *report);
	struct filing_row row;
	struct buf file;

	assert_non_null(report);
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, id, &row));
	FINE(filing_store_report(twin->db, twin->arena, filing_gate_all, id, report));
	assert_int_equal(report->year, row.year);
	buf_init(&file, 1000);
	FINE(filing_load_file(twin->files, &row, &file));
	assert_int_equal((int64_t)file.len, row.byte_count);
	buf_done(&file);
}

static void
killed_writer_loses_nothing_it_acknowledged(void **state)
{
	struct twin *twin = *state;
	int64_t last = 0;

	for (int round = 0; round < ROUNDS && twin->engine->is_shared; round++) {
		int acknowledged = -1;
		pid_t child = start_endless_writer(twin, round, &acknowledged);
		int wanted = 3 + 7 * round;
		int status;
		int64_t id;

		for (int i = 0; read(acknowledged, &id, sizeof id) == sizeof id; i++) {
			if (i == wanted)
				assert_int_equal(kill(child, SIGKILL), 0);
			check_whole(twin, id);
			assert_true(id > last);
			last = id;
		}
		close(acknowledged);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
	}
	/* One more may have been stored than was acknowledged; it is whole as well. */
	assert_true(count(twin, (struct filing_query){ .with_old_versions = true }) >= last);
	for (int64_t i = 1; i <= count(twin, (struct filing_query){ .with_old_versions = true });
		i++)
		check_whole(twin, i);
	assert_true(count(twin, (struct filing_query){ 0 }) <= 20);
}

/* --- the pool --- */

struct crew {
	struct db_pool *pool;
	struct blob_store *files;
	int number;
	int failures;
};

static struct fault *
look_once(struct crew *crew, struct arena *arena)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct filing_query query = { .limit = 10 };
	struct filing_list list;

	TRY(db_pool_reader(crew->pool, &db));
	if (!db_is_read_only(db))
		return fault_absent("read-only handle", 0);
	return filing_store_list(db, arena, filing_gate_all, &query, &list);
}

static struct fault *
write_once(struct crew *crew, struct arena *arena, int figure)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct filing_saved saved;

	TRY(db_pool_writer(crew->pool, &db));
	return filing_save(db, crew->files, &sample_actor,
		sample_report(arena, "甲市财政局", 2000 + crew->number, figure, 0),
		sample_bytes(arena, "甲市财政局", crew->number, figure), &saved);
}

static void *
work_in_thread(void *arg)
{
	struct crew *crew = arg;
	struct arena *arena = NULL;

	if (arena_open((size_t)256 << 20, &arena))
		return NULL;
	for (int i = 0; i < LOOKS; i++) {
		crew->failures += look_once(crew, arena) != NULL;
		if (i % 4 == 0)
			crew->failures += write_once(crew, arena, i) != NULL;
	}
	arena_close(&arena);
	return NULL;
}

static void
threads_share_a_pool(void **state)
{
	struct twin *twin = *state;
	struct crew crews[THREADS];
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	struct filing_query query = { .limit = 1, .with_old_versions = true };
	struct filing_list list;
	pthread_t threads[THREADS];

	FINE(db_pool_open(twin->url, 2, &db_own_steps, true, &pool));
	for (int i = 0; i < THREADS; i++) {
		crews[i] = (struct crew){ pool, twin->files, i, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, work_in_thread, &crews[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(crews[i].failures, 0);
	}
	FINE(db_pool_reader(pool, &db));
	FINE(filing_store_list(db, twin->arena, filing_gate_all, &query, &list));
	assert_int_equal(list.total, THREADS * LOOKS / 4);
	db_give_back(&db);
	db_pool_close(&pool);
}

static struct fault *
do_nothing(struct db *db, void *arg)
{
	return NULL;
}

static void
pool_reader_refuses_to_write(void **state)
{
	struct twin *twin = *state;
	struct db_pool *pool = NULL;
	struct db *db = NULL;

	FINE(db_pool_open(twin->url, 1, &db_own_steps, true, &pool));
	FINE(db_pool_reader(pool, &db));
	FAILS(db_work(db, do_nothing, NULL), "db_read_only");
	db_give_back(&db);
	assert_null(db);
	FINE(db_pool_writer(pool, &db));
	FINE(db_work(db, do_nothing, NULL));
	db_give_back(&db);
	db_pool_close(&pool);
}

static struct fault *
write_audit_alone(struct db *db, void *arg)
{
	const struct audit_deed deed = { .deed = "trial.done", .thing = "trial" };

	return audit_write(db, &sample_actor, &deed);
}

/* Stores a report, and then all is undone. */
static struct fault *
store_in_vain(struct db *db, void *arg)
{
	struct twin *twin = arg;
	struct filing_saved saved;

	TRY(filing_save(db, twin->files, &sample_actor,
		sample_report(twin->arena, "甲市财政局", 2030, 1, 0),
		sample_bytes(twin->arena, "甲市财政局", 2030, 1), &saved));
	return fault_absent("anything", 1);
}

static bool
is_of_reports(const char *statement)
{
	return str_starts(str_of(statement), STR("filing_"));
}

static void
pool_counts_saved_changes_of_what_counts(void **state)
{
	struct twin *twin = *state;
	struct crew crew = { .files = twin->files };
	struct db *db = NULL;
	uint64_t before;

	FINE(db_pool_open(twin->url, 1, &db_own_steps, true, &crew.pool));
	db_pool_set_counts(crew.pool, is_of_reports);
	before = db_pool_changes(crew.pool);
	FINE(look_once(&crew, twin->arena));
	FINE(db_pool_writer(crew.pool, &db));
	FINE(db_work(db, do_nothing, NULL));
	FINE(db_work(db, write_audit_alone, NULL));
	FAILS(db_work(db, store_in_vain, twin), "absent");
	FINE(db_work(db, write_audit_alone, NULL));
	db_give_back(&db);
	assert_true(db_pool_changes(crew.pool) == before);
	FINE(write_once(&crew, twin->arena, 1));
	assert_true(db_pool_changes(crew.pool) > before);
	before = db_pool_changes(crew.pool);
	FINE(look_once(&crew, twin->arena));
	assert_true(db_pool_changes(crew.pool) == before);
	/* Unless told, everything counts. */
	db_pool_set_counts(crew.pool, NULL);
	FINE(db_pool_writer(crew.pool, &db));
	FINE(db_work(db, write_audit_alone, NULL));
	db_give_back(&db);
	assert_true(db_pool_changes(crew.pool) > before);
	db_pool_close(&crew.pool);
}

static void
pool_over_an_old_store_is_refused(void **state)
{
	struct db_pool *pool = NULL;
	struct twin *twin = *state;
	struct db *db = NULL;
	char url[300];

	snprintf(url, sizeof url, "%s.old", twin->url);
	if (!twin->engine->is_shared)
		snprintf(url, sizeof url, "%s", twin->url);
	FINE(db_open(url, DB_MAKE, &db));
	db_close(&db);
	FAILS(db_pool_open(url, 2, &db_own_steps, false, &pool), "db_older");
	assert_null(pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_writers_at_once_both_succeed),
		cmocka_unit_test(killed_writer_loses_nothing_it_acknowledged),
		cmocka_unit_test(threads_share_a_pool),
		cmocka_unit_test(pool_reader_refuses_to_write),
		cmocka_unit_test(pool_counts_saved_changes_of_what_counts),
		cmocka_unit_test(pool_over_an_old_store_is_refused),
	};

	return TWIN_RUN(tests);
}
