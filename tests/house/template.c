/* The template compiler refuses what could become a hole in a page, with file, line and advice; and
 * what it lets through by place, the C compiler refuses by type. */
#include "refuse.h"

#include <stdio.h>
#include <unistd.h>

static const struct wrong {
	const char *name;
	int line;
	const char *says;
} wrongs[] = {
	{ "attribute_name", 4, "no holes among attributes" },
	{ "base", 4, "leave it out" },
	{ "block_in_hole", 4, "no C blocks" },
	{ "brackets", 4, "closes nothing" },
	{ "branch_then_slash", 4, "lead to another host" },
	{ "branches_differ", 4, "same elements" },
	{ "branches_in_different_places", 4, "end at the same place" },
	{ "c_comment", 4, "no C comments" },
	{ "capital_name", 2, "the name in lower case" },
	{ "comment_in_value", 4, "in text or among attributes only" },
	{ "data_address", 4, "an address must begin with" },
	{ "element_name", 4, "no holes in the name" },
	{ "element_not_closed", 5, "<div> has no end tag" },
	{ "else_without_if", 4, "else without an if" },
	{ "empty_hole", 4, "a hole needs an expression" },
	{ "end_in_attribute", 5, "may stand in text only" },
	{ "end_tag_name", 4, "no holes in the name" },
	{ "end_with_words", 4, "nothing may follow end" },
	{ "for_with_one_part", 4, "must read" },
	{ "for_without_brackets", 4, "for must read" },
	{ "half_an_address", 4, "add an else" },
	{ "handler", 4, "no script in attributes" },
	{ "hole_as_host", 4, "the host of an address" },
	{ "hole_behind_host", 4, "the host of an address" },
	{ "hole_behind_whole_address", 4, "behind a whole address" },
	{ "hole_in_handler", 4, "no script in attributes" },
	{ "hole_in_script", 4, "no script in pages" },
	{ "hole_outside", 2, "must stand between" },
	{ "hole_then_slash", 4, "lead to another host" },
	{ "html_comment", 4, "write {# … #}" },
	{ "if_without_expression", 4, "if needs an expression" },
	{ "javascript", 4, "an address must begin with" },
	{ "javascript_as_entity", 4, "an address must begin with" },
	{ "javascript_in_capitals", 4, "an address must begin with" },
	{ "let_without_value", 4, "let must read" },
	{ "lone_sign", 4, "write &lt;" },
	{ "no_end", 2, "the block that begins here has no" },
	{ "no_space_before_attribute", 4, "put a space" },
	{ "not_utf8", 3, "not UTF-8" },
	{ "open_bracket", 4, "lacks a )" },
	{ "open_comment", 4, "{# has no #}" },
	{ "open_directive", 4, "{% has no %}" },
	{ "open_hole", 4, "{{ has no }}" },
	{ "open_string", 4, "no closing \"" },
	{ "other_host", 4, "another host" },
	{ "other_host_backslash", 4, "another host" },
	{ "path_behind_whole_address", 4, "behind a whole address" },
	{ "refresh", 4, "leave it out" },
	{ "relative_address", 4, "an address must begin with" },
	{ "script_with_text", 4, "put it into assets/js" },
	{ "self_closing", 4, "write the end tag" },
	{ "show_in_attribute", 4, "may stand in text only" },
	{ "show_in_title", 4, "may stand in text only" },
	{ "slot_in_if", 4, "may not stand inside if or for" },
	{ "slot_in_tag", 4, "may stand in text only" },
	{ "srcdoc", 4, "leave it out" },
	{ "srcset", 4, "several addresses" },
	{ "style_attribute", 4, "no style in attributes" },
	{ "style_element", 4, "assets/css" },
	{ "svg_animation", 4, "no holes in this attribute" },
	{ "template_inside", 4, "may not stand inside another" },
	{ "text_outside", 2, "text must stand between" },
	{ "two_elses", 4, "else without an if" },
	{ "two_slots", 4, "may have one slot" },
	{ "two_statements", 4, "no ; in a hole" },
	{ "unknown_directive", 4, "is no directive" },
	{ "unquoted", 4, "put quotes around" },
	{ "unquoted_address", 4, "an address must begin with" },
	{ "unquoted_after_text", 4, "put quotes around" },
	{ "use_inside", 4, "before the first template" },
	{ "whole_in_one_branch", 4, "behind a whole address" },
	{ "wrong_end_tag", 4, "not the last one opened" },
};

static int
compile_page(const char *folder, const char *name, struct buf *said)
{
	const char *page = refuse_path("%s/%s/%s.html", refuse_setting("BAD"), folder, name);
	const char *source = refuse_path("%s/%s.html.c", refuse_setting("OUT"), name);
	const char *header = refuse_path("%s/%s.html.h", refuse_setting("OUT"), name);
	const char *const argv[] = { refuse_setting("TEMPLATE"), page, source, header, NULL };

	unlink(source);
	return refuse_run(argv, said);
}

static void
each_wrong_template_is_refused_at_its_line_with_advice(void **state)
{
	struct buf said = { .max = 1 << 20 };

	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		const struct wrong *wrong = &wrongs[i];
		const char *place = refuse_path("%s.html:%d: error: ", wrong->name, wrong->line);
		int status = compile_page("template", wrong->name, &said);

		if (status != 1)
			fail_msg("%s: status %d: %.*s", wrong->name, status,
				STR_ARG(buf_str(&said)));
		if (!str_has(buf_str(&said), str_of(place)) ||
			!str_has(buf_str(&said), str_of(wrong->says)))
			fail_msg("%s should say %s… %s but says %.*s", wrong->name, place,
				wrong->says, STR_ARG(buf_str(&said)));
		assert_int_not_equal(
			access(refuse_path("%s/%s.html.c", refuse_setting("OUT"), wrong->name),
				F_OK),
			0);
	}
	buf_done(&said);
}

static void
each_wrong_type_is_refused_by_the_c_compiler_at_the_line_of_the_page(void **state)
{
	static const char *const names[] = { "double", "pointer", "flag", "single_char",
		"unknown_struct", "markup_in_attribute", "text_as_address", "chars_as_source",
		"markup_as_address", "markup_in_path", "address_in_path", "markup_in_title",
		"let_beyond_its_block" };
	struct buf said = { .max = 1 << 20 };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *const compiler[] = { "cc", "-std=gnu17", "-fsyntax-only",
			refuse_path("-I%s", refuse_setting("SRC")),
			refuse_path("%s/%s.html.c", refuse_setting("OUT"), names[i]), NULL };

		assert_int_equal(compile_page("type", names[i], &said), 0);
		if (refuse_run(compiler, &said) == 0)
			fail_msg("%s compiles", names[i]);
		if (!str_has(buf_str(&said), str_of(refuse_path("%s.html:4:", names[i]))) &&
			!str_has(buf_str(&said), str_of(refuse_path("%s.html:3:", names[i]))))
			fail_msg("%s: %.*s", names[i], STR_ARG(buf_str(&said)));
	}
	buf_done(&said);
}

static void
a_missing_file_is_one_sentence(void **state)
{
	struct buf said = { .max = 1 << 20 };

	assert_int_equal(compile_page("template", "no_such_page", &said), 1);
	assert_true(str_has(buf_str(&said), STR("no_such_page.html")));
	buf_done(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_wrong_template_is_refused_at_its_line_with_advice),
		cmocka_unit_test(
			each_wrong_type_is_refused_by_the_c_compiler_at_the_line_of_the_page),
		cmocka_unit_test(a_missing_file_is_one_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
