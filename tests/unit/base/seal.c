/* Sealed values: what opens, what must not, keys that are added, and the file they live in. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/seal.h"

enum { PROCESSES = 8 };

/* What a test finds in *state: a folder, and the path of a key file that is not there yet. */
struct place {
	char folder[64];
	char path[100];
	struct arena *arena;
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);
	const char *above = getenv("TMPDIR");

	assert_non_null(place);
	unsetenv("GONGKAI_KEYS");
	snprintf(place->folder, sizeof place->folder, "%s/gongkai-seal-XXXXXX",
		above ? above : "/tmp");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof place->path, "%s/keys", place->folder);
	FINE(arena_open(1 << 20, &place->arena));
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	unsetenv("GONGKAI_KEYS");
	unlink(place->path);
	/* Nothing else may be left: no half-written file, no lock. */
	assert_int_equal(rmdir(place->folder), 0);
	arena_close(&place->arena);
	free(place);
	return 0;
}

static void
write_keys(const struct place *place, const char *text, mode_t mode)
{
	int fd;

	unlink(place->path);
	fd = open(place->path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

#define HEX_A "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEX_B "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"

static void
what_was_sealed_opens_again(void **state)
{
	static const char *const plains[] = { "13812341234", "", "张三", "x" };
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;

	FINE(seal_open(place->path, true, &keys));
	assert_int_equal(seal_newest(keys), 1);
	for (size_t i = 0; i < COUNT_OF(plains); i++) {
		struct str sealed;
		struct secret plain;

		FINE(seal_put(
			keys, place->arena, STR("account.phone:17"), str_of(plains[i]), &sealed));
		assert_int_equal(sealed.len, strlen(plains[i]) + SEAL_EXTRA);
		assert_int_equal(seal_key_of(sealed), 1);
		assert_true(plains[i][0] == '\0' || plains[i][1] == '\0' ||
			    !str_has(sealed, str_of(plains[i])));
		FINE(seal_take(keys, place->arena, STR("account.phone:17"), sealed, &plain));
		SAME_TEXT(plain.bytes, plains[i]);
	}
}

static void
one_value_is_sealed_differently_each_time(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	struct str a;
	struct str b;

	FINE(seal_open(place->path, true, &keys));
	FINE(seal_put(keys, place->arena, STR("p:1"), STR("same"), &a));
	FINE(seal_put(keys, place->arena, STR("p:1"), STR("same"), &b));
	assert_false(str_equal(a, b));
}

static void
changed_moved_or_shortened_value_does_not_open(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	struct secret plain = { STR("untouched") };
	struct str sealed;
	char *bytes;

	FINE(seal_open(place->path, true, &keys));
	FINE(seal_put(keys, place->arena, STR("p:1"), STR("secret"), &sealed));
	FAILS(seal_take(keys, place->arena, STR("p:2"), sealed, &plain), "seal_broken");
	FAILS(seal_take(keys, place->arena, STR("q:1"), sealed, &plain), "seal_broken");
	bytes = (char *)sealed.at;
	for (size_t i = 1; i < sealed.len; i++) {
		bytes[i] ^= 1;
		FAILS(seal_take(keys, place->arena, STR("p:1"), sealed, &plain), "seal_broken");
		bytes[i] ^= 1;
	}
	for (size_t len = 0; len < sealed.len; len++)
		FAILS(seal_take(keys, place->arena, STR("p:1"), str_sub(sealed, 0, len), &plain),
			"seal_broken");
	bytes[0] = 2;
	FAILS(seal_take(keys, place->arena, STR("p:1"), sealed, &plain), "seal_suite");
	assert_int_equal(seal_key_of(sealed), 0);
	bytes[0] = 1;
	SAME_TEXT(plain.bytes, "untouched");
	FINE(seal_take(keys, place->arena, STR("p:1"), sealed, &plain));
	SAME_TEXT(plain.bytes, "secret");
}

static void
another_key_of_the_same_number_does_not_open(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *mine = NULL;
	CLOSING(seal_close) struct seal_keys *other = NULL;
	struct secret plain;
	struct str sealed;

	write_keys(place, "1:" HEX_A "\n", 0600);
	FINE(seal_open(place->path, false, &mine));
	write_keys(place, "1:" HEX_B "\n", 0600);
	FINE(seal_open(place->path, false, &other));
	FINE(seal_put(mine, place->arena, STR("p:1"), STR("secret"), &sealed));
	FAILS(seal_take(other, place->arena, STR("p:1"), sealed, &plain), "seal_broken");
	FINE(seal_take(mine, place->arena, STR("p:1"), sealed, &plain));
}

static void
old_values_open_and_new_ones_use_the_newest_key(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *before = NULL;
	CLOSING(seal_close) struct seal_keys *after = NULL;
	struct digest mark_before;
	struct digest mark_after;
	struct secret plain;
	struct stat facts;
	struct str old;
	struct str fresh;
	int number = 0;

	FINE(seal_open(place->path, true, &before));
	FINE(seal_put(before, place->arena, STR("p:1"), STR("old"), &old));
	FINE(seal_mark(before, STR("account.phone"), STR("138"), &mark_before));
	FINE(seal_add_key(place->path, &number));
	assert_int_equal(number, 2);
	FINE(seal_add_key(place->path, &number));
	assert_int_equal(number, 3);
	assert_int_equal(stat(place->path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	FINE(seal_open(place->path, false, &after));
	assert_int_equal(seal_newest(after), 3);
	FINE(seal_take(after, place->arena, STR("p:1"), old, &plain));
	SAME_TEXT(plain.bytes, "old");
	FINE(seal_put(after, place->arena, STR("p:1"), STR("new"), &fresh));
	assert_int_equal(seal_key_of(fresh), 3);
	assert_int_equal(seal_key_of(old), 1);
	/* A server that has not read the file again cannot open what was made with a later key. */
	FAILS(seal_take(before, place->arena, STR("p:1"), fresh, &plain), "seal_broken");
	FINE(seal_mark(after, STR("account.phone"), STR("138"), &mark_after));
	assert_string_equal(mark_before.at, mark_after.at);
}

static void
marks_tell_values_and_kinds_apart(void **state)
{
	static const struct str pairs[][2] = { { { "a", 1 }, { "bc", 2 } },
		{ { "ab", 2 }, { "c", 1 } }, { { "a", 1 }, { "bd", 2 } },
		{ { "b", 1 }, { "bc", 2 } }, { { "a", 1 }, { "", 0 } } };
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	CLOSING(seal_close) struct seal_keys *others = NULL;
	struct digest marks[COUNT_OF(pairs)];
	struct digest again;

	write_keys(place, "1:" HEX_A "\n", 0600);
	FINE(seal_open(place->path, false, &keys));
	setenv("GONGKAI_KEYS", "1:" HEX_B, 1);
	FINE(seal_open(place->path, false, &others));
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		FINE(seal_mark(keys, pairs[i][0], pairs[i][1], &marks[i]));
		assert_int_equal(strlen(marks[i].at), 64);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(marks[i].at, marks[j].at);
		FINE(seal_mark(keys, pairs[i][0], pairs[i][1], &again));
		assert_string_equal(marks[i].at, again.at);
		FINE(seal_mark(others, pairs[i][0], pairs[i][1], &again));
		assert_string_not_equal(marks[i].at, again.at);
	}
}

static void
keys_come_from_the_environment_when_it_is_set(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	int number = 0;

	setenv("GONGKAI_KEYS", "1:" HEX_A ", 7:" HEX_B, 1);
	FINE(seal_open("/nonexistent/keys", true, &keys));
	assert_int_equal(seal_newest(keys), 7);
	FAILS(seal_add_key(place->path, &number), "seal_environment");
	seal_close(&keys);
	setenv("GONGKAI_KEYS", "1:" HEX_A " nonsense", 1);
	FAILS(seal_open(place->path, true, &keys), "seal_keys");
	assert_false(file_exists(place->path));
	/* Set to nothing is not set. */
	setenv("GONGKAI_KEYS", "", 1);
	FINE(seal_open(place->path, true, &keys));
	assert_true(file_exists(place->path));
}

static void
damaged_key_files_are_refused(void **state)
{
	static const char *const texts[] = { "", "# only a comment\n", "1:" HEX_A "00\n", "1:abc\n",
		"0:" HEX_A "\n", "-1:" HEX_A "\n", "1:" HEX_A "\n1:" HEX_B "\n",
		"2:" HEX_A "\n1:" HEX_B "\n", "x:" HEX_A "\n", HEX_A "\n", "1000001:" HEX_A "\n",
		"1:zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
		"99999999999999999999:" HEX_A "\n" };
	struct place *place = *state;
	struct seal_keys *keys = NULL;
	int number = 0;

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		write_keys(place, texts[i], 0600);
		FAILS(seal_open(place->path, true, &keys), "seal_keys");
		FAILS(seal_add_key(place->path, &number), "seal_keys");
		assert_null(keys);
	}
}

static void
what_is_wrong_with_the_keys_never_tells_them(void **state)
{
	struct place *place = *state;
	struct seal_keys *keys = NULL;
	struct fault *fault;

	write_keys(place, "1:" HEX_A "\n2:" HEX_B "x\n", 0600);
	fault = seal_open(place->path, false, &keys);
	assert_non_null(fault);
	assert_null(strstr(fault->zh, "ffeedd"));
	assert_null(strstr(fault->en, "ffeedd"));
	assert_null(strstr(fault->detail, "ffeedd"));
	assert_non_null(strstr(fault->en, "Entry 2 "));
	assert_non_null(strstr(fault->zh, "第 2 项"));
}

static void
huge_key_file_is_refused(void **state)
{
	CLOSING(buf_done) struct buf text;
	struct place *place = *state;
	struct seal_keys *keys = NULL;

	buf_init(&text, 200000);
	for (int i = 1; i <= 65; i++)
		buf_print(&text, "%d:%s\n", i, HEX_A);
	write_keys(place, text.at, 0600);
	FAILS(seal_open(place->path, false, &keys), "seal_keys");
	while (text.len < 100000)
		buf_put_char(&text, '\n');
	write_keys(place, text.at, 0600);
	FAILS(seal_open(place->path, false, &keys), "seal_keys");
}

static void
file_that_others_may_read_is_refused(void **state)
{
	static const mode_t modes[] = { 0644, 0640, 0604, 0660, 0602 };
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	int number = 0;

	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		write_keys(place, "1:" HEX_A "\n", modes[i]);
		FAILS(seal_open(place->path, true, &keys), "seal_open_to_others");
		FAILS(seal_add_key(place->path, &number), "seal_open_to_others");
	}
	write_keys(place, "1:" HEX_A "\n", 0400);
	FINE(seal_open(place->path, false, &keys));
}

static void
missing_file_is_only_made_when_asked_for(void **state)
{
	struct place *place = *state;
	struct seal_keys *keys = NULL;
	struct stat facts;
	int number = 0;

	FAILS(seal_open(place->path, false, &keys), "seal_absent");
	FAILS(seal_add_key(place->path, &number), "seal_absent");
	assert_false(file_exists(place->path));
	FINE(seal_open(place->path, true, &keys));
	seal_close(&keys);
	assert_int_equal(stat(place->path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	FAILS(seal_open("/nonexistent/folder/keys", true, &keys), "seal_file");
}

static void
processes_that_make_the_file_at_once_agree_on_one_key(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	struct digest mine;
	pid_t children[PROCESSES];
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct digest mark;

			if (seal_open(place->path, true, &keys) ||
				seal_mark(keys, STR("k"), STR("v"), &mark) ||
				write(ends[1], mark.at, sizeof mark.at) != sizeof mark.at)
				_exit(1);
			_exit(0);
		}
		assert_true(children[i] > 0);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	FINE(seal_open(place->path, false, &keys));
	FINE(seal_mark(keys, STR("k"), STR("v"), &mine));
	for (int i = 0; i < PROCESSES; i++) {
		struct digest mark;

		assert_int_equal(read(ends[0], mark.at, sizeof mark.at), sizeof mark.at);
		assert_string_equal(mark.at, mine.at);
	}
	close(ends[0]);
	close(ends[1]);
}

static void
processes_that_add_keys_at_once_lose_none(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	pid_t children[PROCESSES];

	FINE(seal_open(place->path, true, &keys));
	seal_close(&keys);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			int number;

			_exit(seal_add_key(place->path, &number) ? 1 : 0);
		}
		assert_true(children[i] > 0);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	FINE(seal_open(place->path, false, &keys));
	assert_int_equal(seal_newest(keys), 1 + PROCESSES);
}

static void
child_process_finds_no_keys_in_its_memory(void **state)
{
	struct place *place = *state;
	CLOSING(seal_close) struct seal_keys *keys = NULL;
	struct str sealed;
	pid_t child;
	int status;

	FINE(seal_open(place->path, true, &keys));
	FINE(seal_put(keys, place->arena, STR("p:1"), STR("secret"), &sealed));
	child = fork();
	if (child == 0) {
		struct secret plain;
		struct digest mark;
		struct str more;
		struct fault *faults[3];

		faults[0] = seal_take(keys, place->arena, STR("p:1"), sealed, &plain);
		faults[1] = seal_put(keys, place->arena, STR("p:1"), STR("x"), &more);
		faults[2] = seal_mark(keys, STR("k"), STR("v"), &mark);
		for (int i = 0; i < 3; i++)
			if (!faults[i] || strcmp(faults[i]->code, "seal_not_here") != 0)
				_exit(1);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
secrets_are_equal_by_content(void **state)
{
	const struct secret secret = { STR("123456") };
	const struct secret empty = { STR("") };

	assert_true(secret_equal(secret, STR("123456")));
	assert_false(secret_equal(secret, STR("123457")));
	assert_false(secret_equal(secret, STR("12345")));
	assert_false(secret_equal(secret, STR("1234567")));
	assert_false(secret_equal(secret, STR("")));
	assert_true(secret_equal(empty, STR("")));
	assert_false(secret_equal(empty, STR("x")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_sealed_opens_again),
		TEST(one_value_is_sealed_differently_each_time),
		TEST(changed_moved_or_shortened_value_does_not_open),
		TEST(another_key_of_the_same_number_does_not_open),
		TEST(old_values_open_and_new_ones_use_the_newest_key),
		TEST(marks_tell_values_and_kinds_apart),
		TEST(keys_come_from_the_environment_when_it_is_set),
		TEST(damaged_key_files_are_refused),
		TEST(what_is_wrong_with_the_keys_never_tells_them),
		TEST(huge_key_file_is_refused),
		TEST(file_that_others_may_read_is_refused),
		TEST(missing_file_is_only_made_when_asked_for),
		TEST(processes_that_make_the_file_at_once_agree_on_one_key),
		TEST(processes_that_add_keys_at_once_lose_none),
		TEST(child_process_finds_no_keys_in_its_memory),
		cmocka_unit_test(secrets_are_equal_by_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
