/*
 * What goes wrong with a database file: full disk, damage, another's file, a lock, no permission.
 * SQLite only; each engine has its own ways to fail. A VFS in between plays the full disk.
 */
#include "db/db.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "filing/filing_inside.h"
#include "sample.h"
#include "twin.h"

/* --- the disk that is full when it is told so --- */

enum { KINDS = 4 };

static long writes_left = -1; /* -1: endless */
static sqlite3_vfs tight_vfs;
static sqlite3_vfs *real_vfs;
static struct {
	const sqlite3_io_methods *real;
	sqlite3_io_methods tight;
} kinds[KINDS];

static int
tight_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
	if (writes_left == 0)
		return SQLITE_FULL;
	if (writes_left > 0)
		writes_left--;
	for (int i = 0; i < KINDS; i++)
		if (file->pMethods == &kinds[i].tight)
			return kinds[i].real->xWrite(file, bytes, count, offset);
	return SQLITE_IOERR;
}

static int
tight_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
	int code = real_vfs->xOpen(real_vfs, name, file, flags, ret_flags);
	int i = 0;

	if (code != SQLITE_OK || !file->pMethods)
		return code;
	while (i < KINDS && kinds[i].real && kinds[i].real != file->pMethods)
		i++;
	assert_true(i < KINDS);
	kinds[i].real = file->pMethods;
	kinds[i].tight = *file->pMethods;
	kinds[i].tight.xWrite = tight_write;
	file->pMethods = &kinds[i].tight;
	return code;
}

static void
use_tight_disk(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	tight_vfs = *real_vfs;
	tight_vfs.zName = "tight";
	tight_vfs.xOpen = tight_open;
	assert_int_equal(sqlite3_vfs_register(&tight_vfs, 1), SQLITE_OK);
}

/* --- the store of each test --- */

struct place {
	char folder[64];
	char path[100];
	char url[120];
	struct arena *arena;
	struct blob_store *files;
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);
	char files[100];

	assert_non_null(place);
	twin_make_folder(place->folder, sizeof place->folder);
	snprintf(place->path, sizeof place->path, "%s/store.db", place->folder);
	snprintf(place->url, sizeof place->url, "sqlite:%s", place->path);
	snprintf(files, sizeof files, "%s/files", place->folder);
	FINE(arena_open((size_t)64 << 20, &place->arena));
	FINE(blob_open(files, &place->files));
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	blob_close(&place->files);
	arena_close(&place->arena);
	twin_drop_folder(place->folder);
	free(place);
	return 0;
}

static struct db *
open_migrated(struct place *place)
{
	struct db_migration migration;
	struct db *db = NULL;

	FINE(db_open(place->url, DB_MAKE, &db));
	FINE(db_migrate(db, &db_own_steps, &migration));
	return db;
}

static struct fault *
save(struct place *place, struct db *db, int year)
{
	struct filing_saved saved;

	return filing_save(db, place->files, &sample_actor, sample_report(place->arena, "甲市财政局", year, 1, 0),
		sample_bytes(place->arena, "甲市财政局", year, 1), &saved);
}

static int64_t
count(struct place *place, struct db *db)
{
	struct filing_query query = { .limit = 1, .with_old_versions = true };
	struct filing_list list;

	FINE(filing_store_list(db, place->arena, filing_gate_all, &query, &list));
	return list.total;
}

static void
full_disk_saves_nothing_and_says_so(void **state)
{
	struct place *place = *state;
	struct db *db = open_migrated(place);
	long tight = 0;
	int fulls = 0;

	FINE(save(place, db, 2019));
	for (;; tight++) {
		int64_t before = count(place, db);
		struct fault *fault;

		writes_left = tight;
		fault = save(place, db, 2020);
		writes_left = -1;
		if (!fault)
			break;
		assert_string_equal(fault->code, "db_full");
		assert_int_equal(count(place, db), before);
		fulls++;
	}
	assert_true(fulls > 1);
	assert_int_equal(count(place, db), 2);
	FINE(save(place, db, 2021));
	db_close(&db);
}

static void
write_garbage(const char *path, long from, long len)
{
	FILE *file = fopen(path, "r+b");

	assert_non_null(file);
	assert_int_equal(fseek(file, from, SEEK_SET), 0);
	for (long i = 0; i < len; i++)
		fputc((int)(i * 37 % 251), file);
	assert_int_equal(fclose(file), 0);
}

static void
damaged_file_is_named_as_such(void **state)
{
	struct place *place = *state;
	struct filing_query query = { .limit = 500 };
	struct db *db = open_migrated(place);
	struct filing_list list;
	struct fault *fault;
	size_t size;
	struct buf file;

	for (int year = 2000; year < 2100; year++)
		FINE(save(place, db, year));
	db_close(&db);
	buf_init(&file, (size_t)64 << 20);
	FINE(file_read(place->path, &file));
	size = file.len;
	buf_done(&file);
	write_garbage(place->path, 4096, (long)size - 4096);
	fault = db_open(place->url, DB_WRITE, &db);
	if (!fault)
		fault = filing_store_list(db, place->arena, filing_gate_all, &query, &list);
	assert_non_null(fault);
	assert_string_equal(fault->code, "db_corrupt");
	db_close(&db);
}

static void
file_that_is_no_database_is_left_alone(void **state)
{
	struct place *place = *state;
	struct db *db = NULL;
	struct buf file;

	FINE(file_write(place->path, STR("这是一份很重要的文档，不是数据库。")));
	FAILS(db_open(place->url, DB_MAKE, &db), "db_foreign");
	assert_null(db);
	buf_init(&file, 1000);
	FINE(file_read(place->path, &file));
	SAME_TEXT(buf_str(&file), "这是一份很重要的文档，不是数据库。");
	buf_done(&file);
}

static void
database_of_another_program_is_left_alone(void **state)
{
	struct place *place = *state;
	struct db_migration migration;
	struct db *db = NULL;
	sqlite3 *other = NULL;

	assert_int_equal(sqlite3_open(place->path, &other), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(other, "CREATE TABLE agency (x)", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	FINE(db_open(place->url, DB_WRITE, &db));
	FAILS(db_migrate(db, &db_own_steps, &migration), "db_foreign");
	FAILS(db_check_steps(db, &db_own_steps), "db_foreign");
	db_close(&db);
}

static void
missing_store_is_made_only_on_wish(void **state)
{
	struct place *place = *state;
	struct db *db = NULL;
	char below[200];

	FAILS(db_open(place->url, DB_READ, &db), "db_absent");
	FAILS(db_open(place->url, DB_WRITE, &db), "db_absent");
	snprintf(below, sizeof below, "sqlite:%s/no/such/folder.db", place->folder);
	FAILS(db_open(below, DB_MAKE, &db), "db_io");
	snprintf(below, sizeof below, "sqlite:%s", place->folder);
	FAILS(db_open(below, DB_MAKE, &db), "db_url");
	FAILS(db_open("mysql:x", DB_MAKE, &db), "db_url");
	FAILS(db_open("sqlite:", DB_MAKE, &db), "db_url");
	assert_null(db);
	assert_false(file_exists(place->path));
}

static void
reading_handle_cannot_write(void **state)
{
	struct place *place = *state;
	struct db *writer = open_migrated(place);
	struct db *reader = NULL;

	FINE(save(place, writer, 2020));
	FINE(db_open(place->url, DB_READ, &reader));
	assert_true(db_is_read_only(reader));
	FAILS(save(place, reader, 2021), "db_read_only");
	assert_int_equal(count(place, reader), 1);
	FINE(save(place, writer, 2021));
	assert_int_equal(count(place, reader), 2);
	db_close(&reader);
	db_close(&writer);
}

static struct fault *
save_through_another(struct db *db, void *arg)
{
	struct place *place = arg;
	struct db *other = NULL;

	FINE(db_open(place->url, DB_WRITE, &other));
	db_set_patience(other, 50);
	FAILS(save(place, other, 2021), "db_busy");
	assert_int_equal(count(place, other), 0);
	db_close(&other);
	return NULL;
}

static void
second_writer_is_told_that_the_store_is_busy(void **state)
{
	struct place *place = *state;
	struct db *db = open_migrated(place);

	FINE(db_work(db, save_through_another, place));
	FINE(save(place, db, 2021));
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			full_disk_saves_nothing_and_says_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(damaged_file_is_named_as_such, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			file_that_is_no_database_is_left_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			database_of_another_program_is_left_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			missing_store_is_made_only_on_wish, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reading_handle_cannot_write, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			second_writer_is_told_that_the_store_is_busy, set_up, tear_down),
	};

	use_tight_disk();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
