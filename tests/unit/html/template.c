/* Compiled templates put what they should: flow, layouts, white space, and attacks stay text. */
#include "../test.h"

#include "attacks.html.h"
#include "base/memory.h"
#include "flow.html.h"

#define ATTACK "</script><b a=\"x\" c='y'>&amp;javascript:alert(1)"
#define ESCAPED "&lt;/script&gt;&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;javascript:alert(1)"

static void
in_text_and_attributes_attacks_stay_text(void **state)
{
	struct buf out = { .max = 1 << 16 };

	attacks_text_html(&out, STR(ATTACK));
	FINE(buf_check(&out));
	SAME_TEXT(buf_str(&out),
		"<p>" ESCAPED "</p>\n<p title=\"" ESCAPED "\" data-x='" ESCAPED "'>x</p>\n"
		"<title>" ESCAPED "</title>\n<textarea>" ESCAPED "</textarea>");
	buf_done(&out);
}

static void
characters_outside_the_bmp_pass_unchanged_in_text_and_encoded_in_addresses(void **state)
{
	struct buf out = { .max = 1 << 16 };

	attacks_text_html(&out, STR("𠮷<𝒳>"));
	assert_true(str_has(buf_str(&out), STR("<p>𠮷&lt;𝒳&gt;</p>")));
	buf_clear(&out);
	attacks_address_html(&out, URL("/x"), STR("𠮷"));
	assert_true(
		str_has(buf_str(&out), STR("\"/reports/%F0%A0%AE%B7/edit?a=%F0%A0%AE%B7&amp;")));
	buf_done(&out);
}

static void
in_addresses_parts_cannot_leave_their_place(void **state)
{
	struct buf out = { .max = 1 << 16 };

	attacks_address_html(&out, URL("https://example.org/?a=1&b=\"2"), STR("//e.cn/?a&b#\"c'"));
	SAME_TEXT(buf_str(&out),
		"<a href=\"https://example.org/?a=1&amp;b=&quot;2\">w</a>\n"
		"<a href=\"https://example.org/?a=1&amp;b=&quot;2"
		"?q=%2F%2Fe.cn%2F%3Fa%26b%23%22c%27#%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\">w</a>\n"
		"<a href=\"/reports/%2F%2Fe.cn%2F%3Fa%26b%23%22c%27/edit"
		"?a=%2F%2Fe.cn%2F%3Fa%26b%23%22c%27&amp;b=%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\">p</a>\n"
		"<a href=\"/%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\">f</a>\n"
		"<a href=\"mailto:%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\">m</a>\n"
		"<a href=\"https://example.org/%2F%2Fe.cn%2F%3Fa%26b%23%22c%27"
		"/%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\">h</a>\n"
		"<img src=\"/pictures/%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\" alt=\"\">\n"
		"<form action=\"https://example.org/?a=1&amp;b=&quot;2\">"
		"<button formaction=\"/save/%2F%2Fe.cn%2F%3Fa%26b%23%22c%27\">s</button></form>");
	buf_done(&out);
}

static void
in_addresses_dots_do_not_climb(void **state)
{
	struct buf out = { .max = 1 << 16 };

	attacks_address_html(&out, URL("/x"), STR(".."));
	assert_true(str_has(buf_str(&out), STR("\"/reports/~../edit?a=..&amp;b=..\"")));
	assert_true(str_has(buf_str(&out), STR("\"/x?q=..#..\"")));
	assert_true(str_has(buf_str(&out), STR("\"/~..\"")));
	buf_done(&out);
}

static void
every_type_is_written_in_its_own_way(void **state)
{
	struct buf out = { .max = 1 << 16 };
	char writable[] = "w<";
	struct samples samples = {
		.text = STR("a&b"),
		.chars = "c>d",
		.writable = writable,
		.small = -5,
		.large = -1234567,
		.huge = UINT64_MAX,
		.size = 42,
		.none = DAY_NONE,
		.decimal = { 5275526, 3 },
		.markup = HTML("<b>bold</b>"),
		.address = URL("/a?b=1&c=2"),
	};

	assert_true(day_make(2021, 2, 3, &samples.day));
	attacks_types_html(&out, &samples);
	SAME_TEXT(buf_str(&out),
		"a&amp;b|c&gt;d|w&lt;|-5|-1234567|18446744073709551615|42|2021-02-03|5275.526|"
		"-1,234,567|<b>bold</b>|/a?b=1&amp;c=2|literal\n"
		"<i class=\"-5 2021-02-03 5275.526 -1,234,567\" data-n=\"\"></i>\n"
		"<a href=\"/d/2021-02-03/-5/42/c%3Ed?d=2021-02-03&amp;n=-1234567\">d</a>");
	buf_done(&out);
}

static void
branches_and_rounds_follow_the_values(void **state)
{
	const int numbers[] = { 1, 2, 3 };
	struct buf out = { .max = 1 << 16 };

	flow_list_html(&out, numbers, 0);
	SAME_TEXT(buf_str(&out), "<p>none</p>\n");
	buf_clear(&out);
	flow_list_html(&out, numbers, 1);
	SAME_TEXT(buf_str(&out), "<p>one: 1</p>\n");
	buf_clear(&out);
	flow_list_html(&out, numbers, 3);
	SAME_TEXT(buf_str(&out), "<ul class=\"n many\">\n<li "
				 "class=\"first\">2</li>\n<li>4</li>\n<li>6</li>\n</ul>\n");
	buf_done(&out);
}

static void
layouts_wrap_layouts_around_the_body(void **state)
{
	const int numbers[] = { 1, 2, 3 };
	struct buf out = { .max = 1 << 16 };

	flow_page_html(&out, "T<", numbers, 3);
	SAME_TEXT(buf_str(&out),
		"<div class=\"outer\">\n<h1>T&lt;</h1>\n<section>\n"
		"<ul class=\"n\">\n<li class=\"first\">2</li>\n<li>4</li>\n</ul>\n\n"
		"</section>\n</div>");
	buf_done(&out);
}

static void
white_space_is_folded_but_never_in_values_and_pre(void **state)
{
	struct buf out = { .max = 1 << 16 };

	flow_white_html(&out, STR("w"));
	SAME_TEXT(buf_str(&out), "<p>一行中文，接着中文。</p> <p>words\ngo on w here and\nw</p>\n"
				 "<pre>  kept\n    as  is </pre>\n"
				 "<p title=\"kept   too\">}} and &quot;quotes&quot; %}</p>\n"
				 "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg><br>");
	buf_clear(&out);
	flow_braces_html(&out);
	SAME_TEXT(buf_str(&out), "7");
	buf_done(&out);
}

static void
a_page_beyond_its_maximum_is_a_fault_not_a_crash(void **state)
{
	struct buf out = { .max = 40 };

	attacks_text_html(&out, STR(ATTACK));
	FAILS(buf_check(&out), "memory");
	assert_true(out.len <= 40);
	buf_done(&out);
}

static void
failing_allocations_are_survived(void **state)
{
	for (long n = 1; n < 12; n++) {
		struct buf out = { .max = 1 << 16 };

		memory_fail_at(n);
		attacks_address_html(&out, URL("/x"), STR(ATTACK));
		memory_fail_at(0);
		if (!out.is_full)
			assert_true(str_ends(buf_str(&out), STR("</form>")));
		buf_done(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_text_and_attributes_attacks_stay_text),
		cmocka_unit_test(
			characters_outside_the_bmp_pass_unchanged_in_text_and_encoded_in_addresses),
		cmocka_unit_test(in_addresses_parts_cannot_leave_their_place),
		cmocka_unit_test(in_addresses_dots_do_not_climb),
		cmocka_unit_test(every_type_is_written_in_its_own_way),
		cmocka_unit_test(branches_and_rounds_follow_the_values),
		cmocka_unit_test(layouts_wrap_layouts_around_the_body),
		cmocka_unit_test(white_space_is_folded_but_never_in_values_and_pre),
		cmocka_unit_test(a_page_beyond_its_maximum_is_a_fault_not_a_crash),
		cmocka_unit_test(failing_allocations_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
