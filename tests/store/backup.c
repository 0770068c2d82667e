/*
 * Copies of a whole store: between engines, into a backup and back. Each keeps every row and
 * number, or does nothing.
 */
#include "db/db_backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_statements.h"
#include "base/file.h"
#include "db/db_archive.h"
#include "db/db_sql.h"
#include "twin.h"

enum { AGENCIES = 1500, GONE = AGENCIES + 1 };

static struct fault *
ask_number(struct db *db, const struct db_sql *sql, struct db_values values, int64_t *ret_number)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, sql, values, &rows));
	TRY(db_next(rows, &is_found));
	*ret_number = is_found ? db_get_int(rows, 0) : -1;
	return NULL;
}

static int64_t
number_of(struct db *db, const struct db_sql *sql)
{
	int64_t number = 0;

	FINE(ask_number(db, sql, NO_VALUES, &number));
	return number;
}

static struct fault *
add_agency(struct db *db, void *arg)
{
	return ask_number(db, &backup_agency_sql, VALUES(VALUE(STR("新的机关"))), arg);
}

/* Rows that point forwards, a row that was there from the start, long text, a gap at the end of the
 * numbers, a table that nobody may change. */
static struct fault *
fill_store(struct db *db, void *arg)
{
	static char text[200 * 1000];
	int64_t id = 0;

	memset(text, 'x', sizeof text);
	for (int i = 1; i <= GONE; i++) {
		char name[40];

		snprintf(name, sizeof name, "第 %d 机关", i);
		TRY(ask_number(db, &backup_agency_sql, VALUES(VALUE(str_of(name))), &id));
	}
	assert_int_equal(id, GONE);
	TRY(db_run(db, &backup_below_sql, VALUES(VALUE(1), VALUE(AGENCIES)), NULL));
	TRY(db_run(db, &backup_forget_sql, VALUES(VALUE(GONE)), NULL));
	TRY(db_run(db, &backup_generation_sql, VALUES(VALUE(41)), NULL));
	TRY(db_run(db, &backup_successor_sql, VALUES(VALUE(2), VALUE(3)), NULL));
	TRY(db_run(db, &backup_successor_sql, VALUES(VALUE(2), VALUE(11)), NULL));
	TRY(db_run(db, &backup_successor_sql, VALUES(VALUE(10), VALUE(4)), NULL));
	for (int i = 1; i <= 120; i++)
		TRY(db_run(db, &backup_audit_sql,
			VALUES(VALUE(i), VALUE(((struct str){ text, sizeof text }))), NULL));
	return NULL;
}

static void
check_filled(struct db *db)
{
	int64_t id = 0;

	assert_int_equal(number_of(db, &backup_count_sql), AGENCIES);
	assert_int_equal(number_of(db, &backup_generation_now_sql), 41);
	FINE(db_work(db, add_agency, &id));
	assert_true(id > GONE);
}

/* The URL of another store beside the test's own, for the same engine or for SQLite. */
static struct str
url_beside(const struct twin *twin, bool is_same_engine)
{
	struct str url;

	if (is_same_engine && twin->engine->is_shared)
		FINE(str_print(twin->arena, &url, "%s.own", twin->url));
	else
		FINE(str_print(twin->arena, &url, "sqlite:%s/beside.db", twin->folder));
	return url;
}

static void
open_beside(const struct twin *twin, bool is_same_engine, struct db **ret_db)
{
	FINE(db_open(url_beside(twin, is_same_engine).at, DB_MAKE, ret_db));
}

static void
copy_to_another_engine_and_back_keeps_every_row_and_number(void **state)
{
	struct twin *twin = *state;
	struct db *beside = NULL;
	struct db *back = NULL;
	struct db_copy_sum first;
	struct db_copy_sum second;

	FINE(db_work(twin->db, fill_store, NULL));
	open_beside(twin, false, &beside);
	FINE(db_copy(twin->db, beside, NULL, twin->arena, &first));
	assert_int_equal(first.step, db_last_step(&db_own_steps));
	FINE(db_copy_examine(beside));
	if (twin->engine->is_shared) {
		FINE(db_open(url_beside(twin, true).at, DB_MAKE, &back));
		FINE(db_copy(beside, back, NULL, twin->arena, &second));
		FINE(db_copy_compare(&first, &second));
		FINE(db_copy_count(back, twin->arena, &second));
		FINE(db_copy_compare(&first, &second));
		check_filled(back);
		db_close(&back);
	}
	check_filled(beside);
	FINE(db_copy_count(beside, twin->arena, &second));
	FAILS(db_copy_compare(&first, &second), "db_copy_differs");
	db_close(&beside);
}

static void
target_that_holds_something_is_left_alone(void **state)
{
	struct twin *twin = *state;
	struct db *beside = NULL;
	struct db_copy_sum sum;
	int64_t id = 0;

	open_beside(twin, true, &beside);
	FINE(db_copy(twin->db, beside, NULL, twin->arena, &sum));
	FINE(db_work(beside, add_agency, &id));
	FAILS(db_copy(twin->db, beside, NULL, twin->arena, &sum), "db_copy_full");
	assert_int_equal(number_of(beside, &backup_count_sql), 1);
	db_close(&beside);
}

static void
copy_that_fails_at_any_call_leaves_an_empty_target(void **state)
{
	struct twin *twin = *state;
	struct db *beside = NULL;
	struct db_copy_sum sum;
	struct fault *fault;
	int64_t id = 0;
	long n = 0;

	FINE(db_work(twin->db, add_agency, &id));
	open_beside(twin, true, &beside);
	FINE(db_fail_wrap(beside));
	do {
		db_fail_at(beside, ++n);
		fault = db_copy(twin->db, beside, NULL, twin->arena, &sum);
		db_fail_at(beside, 0);
		if (fault)
			assert_string_equal(fault->code, "db_fail_test");
	} while (fault);
	assert_true(n > 20);
	assert_int_equal(number_of(beside, &backup_count_sql), 1);
	db_close(&beside);
}

/* --- backups --- */

/* A data folder with a database, files and keys, and where its backup goes. */
struct yard {
	struct twin *twin;
	const char *url;
	char out[200];
	char data[200]; /* to restore to */
	char keys[200];
	struct digest file;
	struct db_backup backup;
};

static struct fault *
backup_yard(struct yard *yard, bool with_keys)
{
	struct db_backup_order order = {
		.url = yard->url,
		.files = yard->twin->files,
		.keys = with_keys ? yard->keys : NULL,
		.program = "0.0.1",
	};

	return db_backup_write(&order, yard->out, yard->twin->arena, &yard->backup);
}

/* False for a store in memory, which no second handle can see. */
static bool
make_yard(struct yard *yard, struct twin *twin)
{
	*yard = (struct yard){ .twin = twin, .url = twin->url };
	snprintf(yard->out, sizeof yard->out, "%s/out.zip", twin->folder);
	snprintf(yard->data, sizeof yard->data, "%s/restored/data", twin->folder);
	snprintf(yard->keys, sizeof yard->keys, "%s/keys", twin->folder);
	if (!twin->engine->is_shared)
		return false;
	FINE(blob_save(twin->files, STR("原始文件"), &yard->file));
	FINE(file_write(yard->keys, STR("1 secret\n")));
	return true;
}

static struct fault *
restore_yard(struct yard *yard, bool is_replacing, struct db_restored *ret_restored)
{
	struct db_restore_order order = {
		.in = yard->out,
		.data = yard->data,
		.is_replacing = is_replacing,
	};

	return db_restore(&order, yard->twin->arena, ret_restored);
}

static struct db *
open_restored(const struct yard *yard)
{
	struct db *db = NULL;
	char url[300];

	snprintf(url, sizeof url, "sqlite:%s/gongkai.db", yard->data);
	FINE(db_open(url, DB_WRITE, &db));
	return db;
}

static bool
data_has(const struct yard *yard, const char *name)
{
	char path[300];

	snprintf(path, sizeof path, "%s/%s", yard->data, name);
	return file_exists(path);
}

static void
backup_brings_back_database_and_files(void **state)
{
	CLOSING(blob_close) struct blob_store *files = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct db_restored restored;
	struct yard yard;
	struct stat facts;
	struct db *db;
	char path[300];

	buf_init(&bytes, 1000);
	if (!make_yard(&yard, *state))
		return;
	FINE(db_work(yard.twin->db, fill_store, NULL));
	FINE(backup_yard(&yard, false));
	assert_int_equal(stat(yard.out, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	assert_int_equal(yard.backup.file_count, 1);
	FINE(restore_yard(&yard, false, &restored));
	assert_int_equal(restored.migration.to, db_last_step(&db_own_steps));
	assert_int_equal(restored.kept.len, 0);
	SAME_TEXT(restored.backup.program, "0.0.1");
	db = open_restored(&yard);
	check_filled(db);
	db_close(&db);
	snprintf(path, sizeof path, "%s/files", yard.data);
	FINE(blob_open(path, &files));
	FINE(blob_load(files, str_of(yard.file.at), &bytes));
	SAME_TEXT(buf_str(&bytes), "原始文件");
	assert_false(data_has(&yard, "keys"));
	assert_false(data_has(&yard, "gongkai.db-wal"));
}

static void
keys_come_only_when_they_are_asked_for(void **state)
{
	CLOSING(buf_done) struct buf keys;
	struct db_restored restored;
	struct yard yard;
	struct stat facts;
	char path[300];

	buf_init(&keys, 1000);
	if (!make_yard(&yard, *state))
		return;
	FINE(backup_yard(&yard, true));
	assert_true(yard.backup.has_keys);
	FINE(restore_yard(&yard, false, &restored));
	snprintf(path, sizeof path, "%s/keys", yard.data);
	FINE(file_read(path, &keys));
	SAME_TEXT(buf_str(&keys), "1 secret\n");
	assert_int_equal(stat(path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
}

static void
restore_puts_nothing_over_data_unless_told(void **state)
{
	struct db_restored restored;
	struct yard yard;
	struct db *db;
	int64_t id = 0;

	if (!make_yard(&yard, *state))
		return;
	FINE(db_work(yard.twin->db, fill_store, NULL));
	FINE(backup_yard(&yard, false));
	FINE(restore_yard(&yard, false, &restored));
	db = open_restored(&yard);
	FINE(db_work(db, add_agency, &id));
	FAILS(restore_yard(&yard, false, &restored), "restore_full");
	/* Somebody has it open. */
	FAILS(restore_yard(&yard, true, &restored), "db_busy");
	assert_int_equal(number_of(db, &backup_count_sql), AGENCIES + 1);
	db_close(&db);
	FINE(restore_yard(&yard, true, &restored));
	assert_true(file_exists(restored.kept.at));
	db = open_restored(&yard);
	assert_int_equal(number_of(db, &backup_count_sql), AGENCIES);
	db_close(&db);
}

static void
damaged_database_is_no_hindrance_to_restoring(void **state)
{
	struct db_restored restored;
	struct yard yard;
	struct db *db;
	char path[300];

	if (!make_yard(&yard, *state))
		return;
	FINE(backup_yard(&yard, false));
	FINE(file_make_folder(yard.data));
	snprintf(path, sizeof path, "%s/gongkai.db", yard.data);
	FINE(file_write(path, STR("this was a database")));
	snprintf(path, sizeof path, "%s/gongkai.db-wal", yard.data);
	FINE(file_write(path, STR("and its log")));
	FINE(restore_yard(&yard, true, &restored));
	assert_true(file_exists(restored.kept.at));
	assert_false(data_has(&yard, "gongkai.db-wal"));
	db = open_restored(&yard);
	assert_int_equal(number_of(db, &backup_count_sql), 0);
	db_close(&db);
}

/* The file with one byte changed, or cut. */
static void
write_changed(const struct yard *yard, struct str whole, size_t at, bool is_cut)
{
	CLOSING(buf_done) struct buf bytes;

	buf_init(&bytes, whole.len);
	buf_put(&bytes, is_cut ? str_sub(whole, 0, at) : whole);
	FINE(buf_check(&bytes));
	if (!is_cut)
		bytes.at[at] = (char)(bytes.at[at] ^ 0x21);
	FINE(file_write(yard->out, buf_str(&bytes)));
}

static void
backup_that_was_cut_or_changed_is_refused(void **state)
{
	CLOSING(buf_done) struct buf whole;
	struct db_restored restored;
	struct yard yard;

	buf_init(&whole, (size_t)64 << 20);
	if (!make_yard(&yard, *state))
		return;
	FINE(backup_yard(&yard, true));
	FINE(file_read(yard.out, &whole));
	for (size_t i = 0; i < 40; i++) {
		size_t at = whole.len * i / 40;
		struct fault *fault;

		write_changed(&yard, buf_str(&whole), at, true);
		assert_non_null(restore_yard(&yard, false, &restored));
		assert_false(data_has(&yard, "gongkai.db"));
		/* Some bytes of an archive mean nothing; then all that is in it must be whole. */
		write_changed(&yard, buf_str(&whole), at, false);
		fault = restore_yard(&yard, false, &restored);
		if (fault)
			assert_false(data_has(&yard, "gongkai.db"));
		else
			FINE(db_copy_compare(&yard.backup.sum, &restored.backup.sum));
		if (file_is_folder(yard.data))
			FINE(file_remove_folder(yard.data));
	}
}

static void
backup_of_a_later_program_is_refused_with_both_numbers(void **state)
{
	CLOSING(db_archive_close) struct db_archive *archive = NULL;
	struct db_restored restored;
	struct yard yard;
	struct fault *fault;
	struct str manifest;

	make_yard(&yard, *state);
	FINE(str_print(yard.twin->arena, &manifest,
		"{\"format\":\"gongkai-backup\",\"form\":1,\"program\":\"9.9\",\"made_at\":\"\","
		"\"engine\":\"sqlite\",\"step\":9999,\"database\":{\"bytes\":1,\"sha256\":\"%"
		"064d\"},"
		"\"keys\":null,\"tables\":[],\"files\":[],\"damaged\":[]}",
		0));
	FINE(db_archive_make(yard.out, &archive));
	FINE(db_archive_add_text(archive, "manifest.json", manifest));
	FINE(db_archive_write(&archive));
	fault = restore_yard(&yard, false, &restored);
	assert_non_null(fault);
	assert_string_equal(fault->code, "db_newer");
	assert_non_null(strstr(fault->en, "9999"));
	assert_non_null(strstr(fault->en, "9.9"));
	assert_false(file_exists(yard.data));
}

static void
backup_of_an_older_schema_is_brought_up_to_date(void **state)
{
	struct db_steps first = { db_own_steps.at, 1 };
	struct db_restored restored;
	struct db_migration migration;
	struct yard yard;
	struct db *db = NULL;
	char url[300];

	make_yard(&yard, *state);
	snprintf(url, sizeof url, "sqlite:%s/old.db", yard.twin->folder);
	FINE(db_open(url, DB_MAKE, &db));
	FINE(db_migrate(db, &first, &migration));
	db_close(&db);
	yard.url = url;
	FINE(backup_yard(&yard, false));
	assert_int_equal(yard.backup.sum.step, 1);
	FINE(restore_yard(&yard, false, &restored));
	assert_int_equal(restored.migration.from, 1);
	db = open_restored(&yard);
	FINE(db_check_steps(db, &db_own_steps));
	db_close(&db);
}

static void
damaged_file_of_the_store_is_named_and_left_out(void **state)
{
	struct yard yard;
	struct digest second;
	char path[300];

	if (!make_yard(&yard, *state))
		return;
	FINE(blob_save(yard.twin->files, STR("second"), &second));
	snprintf(
		path, sizeof path, "%s/files/%.2s/%s", yard.twin->folder, second.at, second.at + 2);
	FINE(file_write(path, STR("secomd")));
	FINE(backup_yard(&yard, false));
	assert_int_equal(yard.backup.file_count, 1);
	assert_int_equal(yard.backup.damaged_count, 1);
	assert_string_equal(yard.backup.damaged[0].at, second.at);
}

static void
backup_that_fails_at_any_file_leaves_nothing(void **state)
{
	struct fault *fault;
	struct digest digest;
	struct yard yard;
	struct str *paths;
	size_t before = 0;
	size_t after = 0;
	long n = 0;

	if (!make_yard(&yard, *state))
		return;
	FINE(blob_save(yard.twin->files, STR("second"), &digest));
	FINE(blob_fail_wrap(yard.twin->files));
	FINE(file_list(yard.twin->arena, yard.twin->folder, 1000, &paths, &before));
	do {
		blob_fail_at(yard.twin->files, ++n);
		fault = backup_yard(&yard, false);
		if (!fault)
			break;
		assert_string_equal(fault->code, "blob_fail_test");
		assert_false(file_exists(yard.out));
		FINE(file_list(yard.twin->arena, yard.twin->folder, 1000, &paths, &after));
		assert_int_equal(before, after);
	} while (fault);
	/* The list, and each file twice: once to check it and once to write it. */
	assert_int_equal(n, 6);
	assert_true(file_exists(yard.out));
}

static void
restore_goes_into_a_database_elsewhere(void **state)
{
	struct db_restored restored;
	struct db *db = NULL;
	struct yard yard;
	struct str url;

	if (!make_yard(&yard, *state))
		return;
	FINE(db_work(yard.twin->db, fill_store, NULL));
	FINE(backup_yard(&yard, false));
	url = url_beside(yard.twin, true);
	FINE(db_restore(
		&(struct db_restore_order){ .in = yard.out, .data = yard.data, .url = url.at },
		yard.twin->arena, &restored));
	assert_true(data_has(&yard, "files"));
	assert_false(data_has(&yard, "gongkai.db"));
	FINE(db_open(url.at, DB_WRITE, &db));
	check_filled(db);
	db_close(&db);
	/* It is not empty any more. */
	FAILS(db_restore(
		      &(struct db_restore_order){
			      .in = yard.out, .data = yard.data, .url = url.at },
		      yard.twin->arena, &restored),
		"db_copy_full");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copy_to_another_engine_and_back_keeps_every_row_and_number),
		cmocka_unit_test(target_that_holds_something_is_left_alone),
		cmocka_unit_test(copy_that_fails_at_any_call_leaves_an_empty_target),
		cmocka_unit_test(backup_brings_back_database_and_files),
		cmocka_unit_test(keys_come_only_when_they_are_asked_for),
		cmocka_unit_test(restore_puts_nothing_over_data_unless_told),
		cmocka_unit_test(damaged_database_is_no_hindrance_to_restoring),
		cmocka_unit_test(backup_that_was_cut_or_changed_is_refused),
		cmocka_unit_test(backup_of_a_later_program_is_refused_with_both_numbers),
		cmocka_unit_test(backup_of_an_older_schema_is_brought_up_to_date),
		cmocka_unit_test(damaged_file_of_the_store_is_named_and_left_out),
		cmocka_unit_test(backup_that_fails_at_any_file_leaves_nothing),
		cmocka_unit_test(restore_goes_into_a_database_elsewhere),
	};

	return TWIN_RUN(tests);
}
