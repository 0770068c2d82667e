/* The room checker lets the good tree pass and objects to each bad one where it is bad; and this
 * very house passes. */
#include "refuse.h"

#include "base/file.h"

static const struct wrong {
	const char *name;
	const char *says;
} wrongs[] = {
	{ "arrow_up", "src/report/a.c:4: report may not include portal" },
	{ "arrow_up_in_page", "src/html/html/a.html:2: html may not include report" },
	{ "arrow_to_itself_above", "src/rooms.txt:2: http is not above this line" },
	{ "unknown_room", "src/report/a.c:4: there is no room weather" },
	{ "room_without_a_line", "src/weather/a.c:1: there is no room weather" },
	{ "no_room_written", "src/report/a.c:4: write the room too" },
	{ "inside_of_another",
		"src/portal/a.c:4: report/report_inside.h is for its own room only" },
	{ "rules_with_db", "src/report/report_rules.c:4: rules are pure" },
	{ "rules_of_a_topic_with_http", "src/report/report_rules_sums.c:4: rules are pure" },
	{ "page_with_db", "src/report/report_page.c:4: pages may not include db/" },
	{ "template_with_db", "src/report/html/a.html:2: pages may not include db/" },
	{ "work_with_http", "src/report/report_work.c:4: work and store may not include http/" },
	{ "banned_word", "src/report/a.c:5: strcpy is banned: no length" },
	{ "free_in_a_room", "src/report/a.c:5: free is banned: arenas end by themselves" },
	{ "banned_without_why", "src/banned.txt:1: say why strcpy is banned" },
	{ "no_opening", "src/base/a.c:1: a file opens with a comment" },
	{ "one_sentence", "src/base/a.c:1: the opening comment needs two sentences" },
	{ "long_file", "src/base/a.c:801: this file has 801 lines" },
	{ "long_function", "src/base/a.c:6: this function has 81 lines" },
	{ "long_tool", "tools/a.c:6: this function has 81 lines" },
	{ "long_test", "tests/unit/a.c:801: this file has 801 lines" },
};

static int
check(const char *root, struct buf *said)
{
	const char *const argv[] = { refuse_setting("ROOMS"), root, NULL };

	return refuse_run(argv, said);
}

static void
each_bad_tree_is_refused_for_its_one_fault(void **state)
{
	struct buf said = { .max = 1 << 20 };

	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		int status = check(
			refuse_path("%s/rooms/%s", refuse_setting("BAD"), wrongs[i].name), &said);
		struct str line;
		struct str rest = buf_str(&said);

		if (status != 1 || !str_starts(buf_str(&said), str_of(wrongs[i].says)))
			fail_msg("%s should say %s but says (%d) %.*s", wrongs[i].name,
				wrongs[i].says, status, STR_ARG(buf_str(&said)));
		assert_true(str_next_line(&rest, &line));
		assert_int_equal(rest.len, 0);
	}
	buf_done(&said);
}

static void
marks_of_unfinished_work_are_refused(void **state)
{
	const char *root = refuse_path("%s/unfinished", refuse_setting("OUT"));
	struct buf said = { .max = 1 << 20 };

	FINE(file_make_folder(refuse_path("%s/src/base", root)));
	FINE(file_write(refuse_path("%s/src/rooms.txt", root), STR("base:\n")));
	FINE(file_write(refuse_path("%s/src/banned.txt", root), STR("")));
	FINE(file_write(refuse_path("%s/src/base/a.c", root),
		STR("/* What it is. What not. */\nconst char *fine = \"TO"
		    "DO\";\nint x; /* TO"
		    "DO: the rest */\n")));
	assert_int_equal(check(root, &said), 1);
	assert_true(str_starts(buf_str(&said), STR("src/base/a.c:3: finish it")));
	buf_done(&said);
}

static void
a_good_tree_passes_in_silence(void **state)
{
	struct buf said = { .max = 1 << 20 };

	assert_int_equal(check(refuse_path("%s/rooms/good", refuse_setting("BAD")), &said), 0);
	assert_int_equal(said.len, 0);
	buf_done(&said);
}

static void
a_tree_without_its_lists_cannot_be_checked(void **state)
{
	struct buf said = { .max = 1 << 20 };

	assert_int_equal(check(refuse_path("%s/rooms/none", refuse_setting("BAD")), &said), 2);
	assert_true(str_starts(buf_str(&said), STR("rooms: ")));
	buf_done(&said);
}

static void
this_house_is_in_order(void **state)
{
	struct buf said = { .max = 1 << 20 };

	if (check(refuse_setting("ROOT"), &said) != 0)
		fail_msg("\n%.*s", STR_ARG(buf_str(&said)));
	buf_done(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_bad_tree_is_refused_for_its_one_fault),
		cmocka_unit_test(marks_of_unfinished_work_are_refused),
		cmocka_unit_test(a_good_tree_passes_in_silence),
		cmocka_unit_test(a_tree_without_its_lists_cannot_be_checked),
		cmocka_unit_test(this_house_is_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
