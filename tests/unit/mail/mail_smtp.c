/* Sending on a machine without libcurl, which hide_library.c makes of this one. Sending itself is
 * tested with a server, in tests/store/mail.c. */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "mail/mail_inside.h"

static struct fault *
send_one(struct arena *arena)
{
	struct mail_server server = {
		.host = STR("127.0.0.1"),
		.port = 1,
		.security = STR("none"),
		.timeout = 5,
	};

	return mail_smtp_send(&server, arena, STR("a@b.example"), STR("c@d.example"),
		STR("Subject: x\r\n"), NULL);
}

static void
without_libcurl_a_letter_waits_and_the_package_is_named(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct fault *fault;

	FINE(arena_open(1 << 20, &arena));
	assert_int_equal(setenv("GONGKAI_HIDDEN", "libcurl.so.4", 1), 0);
	fault = send_one(arena);
	assert_non_null(fault);
	/* As every fault from outside it is tried again, and the letter is not to blame. */
	assert_int_equal(fault->kind, FAULT_OUTSIDE);
	assert_string_equal(fault->code, "late_missing");
	assert_non_null(strstr(fault->en, "apt install libcurl4"));
}

static void
once_it_is_installed_the_same_process_uses_it(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;

	FINE(arena_open(1 << 20, &arena));
	assert_int_equal(setenv("GONGKAI_HIDDEN", "libcurl.so.4", 1), 0);
	FAILS(send_one(arena), "late_missing");
	assert_int_equal(unsetenv("GONGKAI_HIDDEN"), 0);
	/* Nobody listens there: libcurl was asked. */
	FAILS(send_one(arena), "mail_unreachable");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_libcurl_a_letter_waits_and_the_package_is_named),
		cmocka_unit_test(once_it_is_installed_the_same_process_uses_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
