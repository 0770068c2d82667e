/* The tool that makes C of lists of functions refuses what it does not understand, with file and
 * line; what it makes of a good list is what tests/unit/base/late.c compiles and calls. */
#include "refuse.h"

#include "base/file.h"

static const struct wrong {
	const char *name;
	int line;
	const char *says;
} wrongs[] = {
	{ "no_library.late", 0, "library, package or include is not said" },
	{ "no_package.late", 0, "library, package or include is not said" },
	{ "no_include.late", 0, "library, package or include is not said" },
	{ "no_function.late", 0, "no function is named" },
	{ "library_twice.late", 2, "library is said twice" },
	{ "package_twice.late", 3, "package is said twice" },
	{ "library_with_a_path.late", 1, "a library reads libNAME.so.NUMBER" },
	{ "library_for_building.late", 1, "a library reads libNAME.so.NUMBER" },
	{ "package_of_a_shell.late", 2, "a package reads NAME" },
	{ "package_before_a_version.late", 2, "a package reads NAME" },
	{ "include_of_c.late", 3, "an include reads PATH.h" },
	{ "unknown_key.late", 3, "no such key" },
	{ "not_a_name.late", 4, "crc32() is no name of a function" },
	{ "begins_with_a_digit.late", 4, "32crc is no name of a function" },
	{ "two_on_a_line.late", 4, "adler32 crc32 is no name of a function" },
	{ "out_of_order.late", 5, "adler32 must stand before the name above it" },
	{ "name_twice.late", 5, "crc32 must stand before the name above it, and once" },
	{ "name-with-a-dash.late", 0, "the name of the file must be a word of C" },
	{ "other_ending.txt", 0, "the name does not end in .late" },
	{ "absent.late", 0, "" },
};

static int
make(const char *name, struct buf *said)
{
	const char *const argv[] = { refuse_setting("LATE"),
		refuse_path("%s/late/%s", refuse_setting("BAD"), name),
		refuse_path("%s/late.c", refuse_setting("OUT")),
		refuse_path("%s/late.h", refuse_setting("OUT")), NULL };

	return refuse_run(argv, said);
}

static void
each_bad_list_is_refused_where_it_is_bad(void **state)
{
	struct buf said = { .max = 1 << 16 };

	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		int status = make(wrongs[i].name, &said);
		const char *where = refuse_path("%s/late/%s:%d: %s", refuse_setting("BAD"),
			wrongs[i].name, wrongs[i].line, wrongs[i].says);

		if (status != 1 || !str_starts(buf_str(&said), str_of(where)))
			fail_msg("%s should say %s but says (%d) %.*s", wrongs[i].name, where,
				status, STR_ARG(buf_str(&said)));
	}
	buf_done(&said);
}

static void
a_good_list_becomes_a_header_and_a_source(void **state)
{
	struct buf said = { .max = 1 << 16 };
	struct buf made = { .max = 1 << 16 };

	assert_int_equal(make("good.late", &said), 0);
	assert_int_equal(said.len, 0);
	FINE(file_read(refuse_path("%s/late.h", refuse_setting("OUT")), &made));
	assert_true(str_find(buf_str(&made), STR("#define crc32 (good.crc32)\n"), 0) != SIZE_MAX);
	buf_clear(&made);
	FINE(file_read(refuse_path("%s/late.c", refuse_setting("OUT")), &made));
	/* The version is for the package's list of what it needs, not for people. */
	assert_true(str_find(buf_str(&made), STR("\"zlib1g\",\n"), 0) != SIZE_MAX);
	buf_done(&said);
	buf_done(&made);
}

static void
without_its_three_paths_it_says_how_it_is_called(void **state)
{
	struct buf said = { .max = 1 << 16 };
	const char *const argv[] = { refuse_setting("LATE"), "list.late", NULL };

	assert_int_equal(refuse_run(argv, &said), 1);
	SAME_TEXT(buf_str(&said), "usage: late ROOM_LIBRARY.late OUT.c OUT.h\n");
	buf_done(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_bad_list_is_refused_where_it_is_bad),
		cmocka_unit_test(a_good_list_becomes_a_header_and_a_source),
		cmocka_unit_test(without_its_three_paths_it_says_how_it_is_called),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
