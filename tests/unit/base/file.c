/* Files out, each or nothing, and the spools that gather what is too large for memory. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

static char folder[] = "/tmp/gongkai-file-XXXXXX";
static char path[sizeof folder + 16];

static int
make_folder(void **state)
{
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/out.txt", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	FINE(file_remove_folder(folder));
	return 0;
}

static void
holds(const char *wanted)
{
	struct buf bytes;

	buf_init(&bytes, 1 << 20);
	FINE(file_read(path, &bytes));
	SAME_TEXT(buf_str(&bytes), wanted);
	buf_done(&bytes);
}

static size_t
files_in_folder(void)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str *paths;
	size_t count;

	FINE(arena_open(1 << 20, &arena));
	FINE(file_list(arena, folder, 10, &paths, &count));
	return count;
}

static void
a_written_file_takes_the_place_of_the_old_one(void **state)
{
	FINE(file_write(path, STR("old")));
	FINE(file_write(path, STR("new")));
	holds("new");
	assert_int_equal(files_in_folder(), 1);
	assert_true(file_is_plain(path));
	unlink(path);
}

static void
a_folder_is_not_written_over(void **state)
{
	struct file_spool spool = { 0 };

	FAILS(file_write(folder, STR("text")), "file_is_folder");
	FAILS(file_spool_init(folder, &spool), "file_is_folder");
	assert_false(spool.is_open);
	assert_false(file_is_plain(folder));
}

static void
a_spool_has_no_name_until_it_is_saved_whole(void **state)
{
	CLOSING(file_spool_done) struct file_spool spool = { 0 };
	CLOSING(buf_done) struct buf bytes;
	enum { LINES = 40000 }; /* more than is copied at a time */

	buf_init(&bytes, 1 << 20);
	FINE(file_spool_init(path, &spool));
	for (int i = 0; i < LINES; i++)
		FINE(file_spool_put(&spool, STR("0123456789\n")));
	assert_int_equal(files_in_folder(), 0);
	FINE(file_spool_save(&spool));
	FINE(file_read(path, &bytes));
	assert_int_equal(bytes.len, LINES * 11);
	for (size_t at = 0; at < bytes.len; at += 11)
		assert_memory_equal(bytes.at + at, "0123456789\n", 11);
	unlink(path);
}

static void
a_spool_that_is_not_saved_changes_nothing(void **state)
{
	struct file_spool spool = { 0 };

	FINE(file_write(path, STR("old")));
	FINE(file_spool_init(path, &spool));
	FINE(file_spool_put(&spool, STR("new")));
	file_spool_done(&spool);
	holds("old");
	assert_int_equal(files_in_folder(), 1);
	unlink(path);
}

static void
a_full_disk_is_a_fault_for_a_device_too(void **state)
{
	CLOSING(file_spool_done) struct file_spool spool = { 0 };

	FAILS(file_write("/dev/full", STR("text")), "file_write");
	FINE(file_spool_init("/dev/full", &spool));
	FINE(file_spool_put(&spool, STR("text")));
	FAILS(file_spool_save(&spool), "file_write");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_written_file_takes_the_place_of_the_old_one),
		cmocka_unit_test(a_folder_is_not_written_over),
		cmocka_unit_test(a_spool_has_no_name_until_it_is_saved_whole),
		cmocka_unit_test(a_spool_that_is_not_saved_changes_nothing),
		cmocka_unit_test(a_full_disk_is_a_fault_for_a_device_too),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
