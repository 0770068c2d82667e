/* Libraries that are loaded late: found and called, missing, too old, called too early. */
#include "../test.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

/* Three lists that name the same functions: their macros must not meet. */
#define LATE_INSIDE
#include "late_absent.h"
#include "late_old.h"

enum { THREADS = 8 };

static const unsigned char text[] = "123456789";

static void
call_too_early(void)
{
	(void)late_absent.crc32(0, text, 9);
}

#undef LATE_INSIDE
#include "late_zlib.h"

static void
a_loaded_function_answers_as_if_it_were_linked(void **state)
{
	FINE(late_zlib_load());
	/* The checks that every description of these sums gives. */
	assert_int_equal(crc32(0, text, 9), 0xCBF43926);
	assert_int_equal(adler32(1, text, 9), 0x091E01DE);
	assert_string_equal(zlibVersion(), ZLIB_VERSION);
}

static void
loading_again_changes_nothing(void **state)
{
	struct late_zlib before;

	FINE(late_zlib_load());
	before = late_zlib;
	FINE(late_zlib_load());
	assert_memory_equal(&before, &late_zlib, sizeof before);
}

static void *
load_and_call(void *arg)
{
	struct fault *fault = late_zlib_load();

	*(bool *)arg = !fault && crc32(0, text, 9) == 0xCBF43926;
	return NULL;
}

static void
many_threads_may_load_at_once(void **state)
{
	pthread_t threads[THREADS];
	bool is_right[THREADS] = { 0 };

	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, load_and_call, &is_right[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_true(is_right[i]);
	}
}

static void
a_missing_library_is_named_with_its_package(void **state)
{
	struct fault *fault = late_absent_load();

	assert_non_null(fault);
	assert_int_equal(fault->kind, FAULT_OUTSIDE);
	assert_string_equal(fault->code, "late_missing");
	assert_non_null(strstr(fault->en, "The library libgongkai-absent.so.9, "));
	assert_non_null(strstr(fault->en, "(apt install gongkai-absent)"));
	assert_non_null(strstr(fault->zh, "程序库 libgongkai-absent.so.9。"));
	assert_non_null(strstr(fault->zh, "apt install gongkai-absent）"));
	/* The loader's own words, for the log. */
	assert_non_null(strstr(fault->detail, "libgongkai-absent.so.9"));
}

static void
who_asks_again_for_a_missing_library_gets_the_same_answer(void **state)
{
	FAILS(late_absent_load(), "late_missing");
	FAILS(late_absent_load(), "late_missing");
}

static void
a_library_that_lacks_a_function_is_refused_whole(void **state)
{
	struct late_old before = late_old;
	struct fault *fault = late_old_load();

	assert_non_null(fault);
	assert_string_equal(fault->code, "late_old");
	assert_non_null(strstr(fault->en, "zlib1g"));
	assert_string_equal(fault->detail, "no sqlite3_libversion");
	/* crc32 was there, and is not kept all the same. */
	assert_memory_equal(&before, &late_old, sizeof before);
}

static void
a_call_before_loading_ends_the_program_and_says_which_library(void **state)
{
	char said[300] = "";
	size_t len = 0;
	ssize_t got;
	int ends[2];
	int status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		signal(SIGABRT, SIG_DFL);
		dup2(ends[1], 2);
		log_set_level(LOG_ERROR);
		call_too_early();
		_exit(0);
	}
	close(ends[1]);
	while (len < sizeof said - 1 &&
		(got = read(ends[0], said + len, sizeof said - 1 - len)) > 0)
		len += (size_t)got;
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_non_null(strstr(said, "libgongkai-absent.so.9 was called before it was loaded"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_before_loading_ends_the_program_and_says_which_library),
		cmocka_unit_test(many_threads_may_load_at_once),
		cmocka_unit_test(a_loaded_function_answers_as_if_it_were_linked),
		cmocka_unit_test(loading_again_changes_nothing),
		cmocka_unit_test(a_missing_library_is_named_with_its_package),
		cmocka_unit_test(who_asks_again_for_a_missing_library_gets_the_same_answer),
		cmocka_unit_test(a_library_that_lacks_a_function_is_refused_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
