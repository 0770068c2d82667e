/* Files by digest: kept once, checked, mended. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../store/twin.h"
#include "base/file.h"
#include "db/blob.h"

struct place {
	char folder[64];
	char files[100];
	struct blob_store *store;
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	assert_non_null(place);
	twin_make_folder(place->folder, sizeof place->folder);
	snprintf(place->files, sizeof place->files, "%s/deep/files", place->folder);
	FINE(blob_open(place->files, &place->store));
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	blob_close(&place->store);
	twin_drop_folder(place->folder);
	free(place);
	return 0;
}

/* SHA-256 of "abc" from FIPS 180-4. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
path_of_abc(const struct place *place, char *path, size_t size)
{
	snprintf(path, size, "%s/ba/%s", place->files, &ABC[2]);
}

static void
file_is_kept_under_its_digest(void **state)
{
	struct place *place = *state;
	struct digest digest;
	struct buf buf;
	char path[300];

	FINE(blob_save(place->store, STR("abc"), &digest));
	assert_string_equal(digest.at, ABC);
	path_of_abc(place, path, sizeof path);
	assert_true(file_exists(path));
	assert_true(blob_has(place->store, STR(ABC)));
	buf_init(&buf, 3);
	FINE(blob_load(place->store, STR(ABC), &buf));
	SAME_TEXT(buf_str(&buf), "abc");
	buf_done(&buf);
}

static void
same_bytes_are_kept_once(void **state)
{
	struct place *place = *state;
	struct arena *arena = NULL;
	struct digest digest;
	struct str *paths;
	size_t count = 0;

	FINE(arena_open(1 << 20, &arena));
	FINE(blob_save(place->store, STR("abc"), &digest));
	FINE(blob_save(place->store, STR("abc"), &digest));
	FINE(blob_save(place->store, STR_NONE, &digest));
	FINE(file_list(arena, place->files, 10, &paths, &count));
	assert_int_equal(count, 2);
	arena_close(&arena);
}

static void
damage_is_noticed_and_mended_by_saving_again(void **state)
{
	struct place *place = *state;
	struct digest digest;
	struct buf buf;
	char path[300];

	FINE(blob_save(place->store, STR("abc"), &digest));
	path_of_abc(place, path, sizeof path);
	FINE(file_write(path, STR("abd")));
	buf_init(&buf, 100);
	buf_put(&buf, STR("before "));
	FAILS(blob_load(place->store, STR(ABC), &buf), "blob_damaged");
	SAME_TEXT(buf_str(&buf), "before ");
	FINE(blob_save(place->store, STR("abc"), &digest));
	FINE(blob_load(place->store, STR(ABC), &buf));
	SAME_TEXT(buf_str(&buf), "before abc");
	buf_done(&buf);
}

static void
names_that_are_no_digests_reach_no_file(void **state)
{
	static const char *const names[] = { "", "abc", "../../../../etc/passwd",
		"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
		"../7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a", ABC "0" };
	struct place *place = *state;
	struct buf buf;

	buf_init(&buf, 100);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		FAILS(blob_load(place->store, str_of(names[i]), &buf), "blob_digest");
		assert_false(blob_has(place->store, str_of(names[i])));
	}
	FAILS(blob_load(place->store, STR(ABC), &buf), "blob_absent");
	buf_done(&buf);
}

static void
file_over_the_limit_is_not_loaded(void **state)
{
	struct place *place = *state;
	struct digest digest;
	struct buf buf;

	FINE(blob_save(place->store, STR("abc"), &digest));
	buf_init(&buf, 2);
	FAILS(blob_load(place->store, STR(ABC), &buf), "file_large");
	buf_done(&buf);
}

static void
files_are_listed_by_digest_and_strays_are_not(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct place *place = *state;
	struct digest *digests;
	struct digest other;
	char path[300];
	size_t count = 9;

	FINE(arena_open(1 << 20, &arena));
	FINE(blob_list(place->store, arena, &digests, &count));
	assert_int_equal(count, 0);
	FINE(blob_save(place->store, STR("abc"), &other));
	FINE(blob_save(place->store, STR("abd"), &other));
	snprintf(path, sizeof path, "%s/ba/half-written.aB3xYz", place->files);
	FINE(file_write(path, STR("x")));
	snprintf(path, sizeof path, "%s/notes.txt", place->files);
	FINE(file_write(path, STR("x")));
	FINE(blob_list(place->store, arena, &digests, &count));
	assert_int_equal(count, 2);
	assert_true(strcmp(digests[0].at, digests[1].at) < 0);
	assert_true(strcmp(digests[0].at, ABC) == 0 || strcmp(digests[1].at, ABC) == 0);
}

static void
store_is_chosen_by_what_stands_before_its_place(void **state)
{
	CLOSING(blob_close) struct blob_store *same = NULL;
	struct place *place = *state;
	struct digest digest;
	char url[200];

	FINE(blob_save(place->store, STR("abc"), &digest));
	snprintf(url, sizeof url, "folder:%s", place->files);
	FINE(blob_open(url, &same));
	assert_true(blob_has(same, STR(ABC)));
}

static void
call_of_any_number_can_be_made_to_fail(void **state)
{
	CLOSING(buf_done) struct buf buf;
	struct place *place = *state;
	struct digest digest;

	buf_init(&buf, 100);
	FINE(blob_fail_wrap(place->store));
	blob_fail_at(place->store, 1);
	FAILS(blob_save(place->store, STR("abc"), &digest), "blob_fail_test");
	assert_false(blob_has(place->store, STR(ABC)));
	FINE(blob_save(place->store, STR("abc"), &digest));
	blob_fail_at(place->store, 2);
	FINE(blob_load(place->store, STR(ABC), &buf));
	FAILS(blob_load(place->store, STR(ABC), &buf), "blob_fail_test");
	blob_fail_at(place->store, 0);
	FINE(blob_load(place->store, STR(ABC), &buf));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(file_is_kept_under_its_digest, set_up, tear_down),
		cmocka_unit_test_setup_teardown(same_bytes_are_kept_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			damage_is_noticed_and_mended_by_saving_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			names_that_are_no_digests_reach_no_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			file_over_the_limit_is_not_loaded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			files_are_listed_by_digest_and_strays_are_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			store_is_chosen_by_what_stands_before_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			call_of_any_number_can_be_made_to_fail, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
