/*
 * Writers that are killed at any moment: what they were told is saved is there, nothing is there by
 * half, and the chain of the audit is whole. GONGKAI_KILLS sets how many are killed, GONGKAI_SEED
 * which moments are chosen.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../store/twin.h"
#include "audit/audit.h"
#include "kill_statements.h"

enum { USUAL_KILLS = 500, WRITERS = 2, LONGEST_US = 30000, VERIFY_EACH = 50 };

static long
setting(const char *name, long usual)
{
	const char *text = getenv(name);
	int64_t value = 0;

	return text && str_to_int(str_of(text), &value) && value > 0 ? (long)value : usual;
}

/* --- writing --- */

/* Writer `which` of a round, and the number of its record. */
struct record {
	char prefix[40];
	long number;
};

static struct fault *
write_record(struct db *db, void *arg)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct record *record = arg;
	struct audit_actor actor = { .name = STR("test"), .way = AUDIT_COMMAND };
	struct audit_deed deed = { .deed = "agency.added", .thing = "agency" };
	bool is_found = false;
	char name[80];

	snprintf(name, sizeof name, "%s%ld", record->prefix, record->number);
	TRY(db_ask(db, NULL, &kill_agency_sql, VALUES(VALUE(str_of(name))), &rows));
	TRY(db_next(rows, &is_found));
	assert_true(is_found);
	deed.thing_id = db_get_int(rows, 0);
	db_rows_close(&rows);
	TRY(db_run(db, &kill_past_sql, VALUES(VALUE(deed.thing_id), VALUE(str_of(name))), NULL));
	return audit_write(db, &actor, &deed);
}

/* Says one byte for every record that it was told is saved. */
static _Noreturn void
write_for_ever(const char *url, const char *prefix, int told)
{
	struct record record = { .number = 0 };
	struct db *db = NULL;

	snprintf(record.prefix, sizeof record.prefix, "%s", prefix);
	if (db_open(url, DB_WRITE, &db) != NULL)
		_exit(1);
	for (;;) {
		if (db_work(db, write_record, &record) != NULL)
			continue;
		record.number++;
		if (write(told, "+", 1) != 1)
			_exit(1);
	}
}

struct writer {
	pid_t process;
	int told;
	char prefix[40];
};

static void
start_writer(const struct twin *twin, struct writer *writer, long round, int which)
{
	int ends[2];

	snprintf(writer->prefix, sizeof writer->prefix, "w%ld-%d-", round, which);
	assert_int_equal(pipe(ends), 0);
	writer->process = fork();
	assert_true(writer->process >= 0);
	if (writer->process == 0) {
		close(ends[0]);
		write_for_ever(twin->url, writer->prefix, ends[1]);
	}
	close(ends[1]);
	writer->told = ends[0];
}

static long
end_writer(const struct writer *writer)
{
	char bytes[4096];
	long count = 0;
	int status = 0;
	ssize_t got;

	while ((got = read(writer->told, bytes, sizeof bytes)) > 0)
		count += got;
	assert_int_equal(got, 0);
	close(writer->told);
	assert_int_equal(waitpid(writer->process, &status, 0), writer->process);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	return count;
}

/* --- looking --- */

static int64_t
written_by(struct db *db, const char *prefix)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	FINE(db_ask(db, NULL, &kill_written_sql, VALUES(VALUE(str_of(prefix))), &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	return db_get_int(rows, 0);
}

/* All halves have their other half and their entry. */
static int64_t
count_records(struct db *db)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int64_t count;

	FINE(db_ask(db, NULL, &kill_count_sql, NO_VALUES, &rows));
	FINE(db_next(rows, &is_found));
	assert_true(is_found);
	count = db_get_int(rows, 0);
	assert_int_equal(db_get_int(rows, 1), count);
	assert_int_equal(db_get_int(rows, 2), count);
	assert_int_equal(db_get_int(rows, 3), count);
	return count;
}

static void
check_chain(const struct twin *twin, int64_t count)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct audit_verdict verdict;

	FINE(arena_open((size_t)64 << 20, &arena));
	FINE(audit_verify(twin->db, arena, &verdict));
	assert_true(verdict.is_whole);
	assert_int_equal(verdict.entry_count, count);
}

/* A first record tells that they run; then comes a moment of any length. */
static void
wait_some(const struct writer *writers, unsigned *seed)
{
	struct pollfd first[WRITERS];
	struct timespec moment = { 0, (long)(rand_r(seed) % LONGEST_US) * 1000 };

	for (int i = 0; i < WRITERS; i++)
		first[i] = (struct pollfd){ .fd = writers[i].told, .events = POLLIN };
	assert_true(poll(first, WRITERS, 30 * 1000) > 0);
	nanosleep(&moment, NULL);
}

static void
killed_writers_lose_nothing_and_leave_nothing_by_half(void **state)
{
	struct twin *twin = *state;
	long kills = setting("GONGKAI_KILLS", USUAL_KILLS);
	unsigned seed = (unsigned)setting("GONGKAI_SEED", 1);
	struct writer writers[WRITERS];
	int64_t acknowledged = 0;
	int64_t count = 0;

	if (!twin->engine->is_shared)
		return;
	for (long round = 0; round * WRITERS < kills; round++) {
		for (int i = 0; i < WRITERS; i++)
			start_writer(twin, &writers[i], round, i);
		wait_some(writers, &seed);
		for (int i = 0; i < WRITERS; i++)
			assert_int_equal(kill(writers[i].process, SIGKILL), 0);
		for (int i = 0; i < WRITERS; i++) {
			long told = end_writer(&writers[i]);
			int64_t there = written_by(twin->db, writers[i].prefix);

			/* One more may have been saved without its writer living to say so. */
			assert_true(there == told || there == told + 1);
			acknowledged += told;
		}
		count = count_records(twin->db);
		if (round % VERIFY_EACH == 0)
			check_chain(twin, count);
	}
	assert_true(count >= acknowledged && acknowledged >= kills / WRITERS);
	check_chain(twin, count);
	print_message("%ld killed, %lld records acknowledged, %lld there\n", kills,
		(long long)acknowledged, (long long)count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_writers_lose_nothing_and_leave_nothing_by_half),
	};

	return TWIN_RUN(tests);
}
