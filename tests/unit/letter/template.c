/* The language of templates: filling, checking, and texts that mean harm. */
#include "letter_sample.h"

/* Fill a template with these facts; its paragraphs joined by |. */
static struct str
fill(struct arena *arena, const char *template, const struct letter_fact *facts, size_t count)
{
	struct letter_plan plan = { .kind = LETTER_W23,
		.template = str_of(template),
		.facts = { facts, count },
		.issued_on = sample_day(2024, 3, 15) };
	struct letter_findings findings;
	struct str text = STR("");
	struct letter letter;

	FINE(letter_compose(arena, &plan, &letter, &findings));
	for (size_t i = 0; i < letter.block_count; i++)
		FINE(str_join(arena, text, i ? STR("|") : STR(""), letter.blocks[i].text, &text));
	return text;
}

static const struct letter_fact facts[] = {
	{ "applicant_name", STR("张某") },
	{ "received_on", STR("2024-02-09") },
	{ "reasons", STR("第一条。\n第二条。") },
	{ "disclosed", STR("  ") },
};

static void
facts_and_conditions_fill_a_template(void **state)
{
	static const char *const rows[][2] = {
		{ "{applicant_name}，您好。", "张某，您好。" },
		{ "于{received_on}收到", "于2024年2月9日收到" },
		{ "{?applicant_name}有{/}{!applicant_name}无{/}", "有" },
		{ "{?disclosed}有{/}{!disclosed}无{/}", "无" },
		{ "甲\n{?disclosed}\n乙\n{/}\n丙", "甲|丙" },
		{ "{?applicant_name}一{?disclosed}二{/}三{/}四", "一三四" },
		{ "{?disclosed}一{?applicant_name}二{/}三{/}四", "四" },
		{ "{{applicant_name}}", "{applicant_name}" },
		{ "理由：{reasons}。", "理由：第一条。|第二条。" },
		{ "甲\n\n\n乙", "甲|乙" },
		{ "甲{disclosed}\n{disclosed}\n乙", "甲|乙" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		SAME_TEXT(fill(*state, rows[i][0], facts, COUNT_OF(facts)), rows[i][1]);
}

static void
what_a_fact_holds_is_never_markup(void **state)
{
	static const struct letter_fact hostile[] = {
		{ "applicant_name", STR("{reasons}{?x}{/}# 标题") },
		{ "disclosed", STR("# 一、假标题\n{redactions}") },
	};
	struct letter_plan plan = { .kind = LETTER_W23,
		.template = STR("{applicant_name}\n{disclosed}"),
		.facts = { hostile, COUNT_OF(hostile) } };
	struct letter_findings findings;
	struct letter letter;

	FINE(letter_compose(*state, &plan, &letter, &findings));
	assert_int_equal(letter.block_count, 3);
	for (size_t i = 0; i < letter.block_count; i++)
		assert_int_equal(letter.blocks[i].kind, LETTER_PARAGRAPH);
	SAME_TEXT(letter.blocks[0].text, "{reasons}{?x}{/}# 标题");
	SAME_TEXT(letter.blocks[2].text, "{redactions}");
}

static void
control_and_direction_characters_are_taken_out(void **state)
{
	static const struct letter_fact strange[] = {
		{ "applicant_name", STR("张\x01\xe2\x80\xae某\t乙\r\n丙𠮷") },
	};

	SAME_TEXT(fill(*state, "{applicant_name}", strange, 1), "张某 乙|丙𠮷");
}

static void
broken_templates_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *text;
		const char *code;
		int line;
	} rows[] = {
		{ "{correction_result}\n{nobody}", "unknown_name", 2 },
		{ "{correction_result}{?nobody}x{/}", "unknown_name", 1 },
		{ "{correction_result}\n\n{", "braces", 3 },
		{ "{correction_result}}", "braces", 1 },
		{ "{correction_result}{ reasons }", "braces", 1 },
		{ "{correction_result}{REASONS}", "braces", 1 },
		{ "{correction_result}{?}", "braces", 1 },
		{ "{correction_result}{/}", "braces", 1 },
		{ "{correction_result}\n{?reasons}x", "not_closed", 2 },
		{ "{correction_result}、{redactions}", "table_inline", 1 },
		{ "甲", "must_missing", 0 },
		{ "{?reasons}{correction_result}{/}", "must_missing", 0 },
		{ "{!correction_result}{correction_result}{/}", "must_missing", 0 },
		{ " \n ", "blank", 0 },
		{ "{correction_result}{?a}{?reasons}{?reasons}{?reasons}{?reasons}{?reasons}{?"
		  "reasons}"
		  "{?reasons}{?reasons}{?reasons}{/}{/}{/}{/}{/}{/}{/}{/}{/}{/}",
			"too_deep", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct letter_findings findings;
		bool is_found = false;

		FINE(letter_check_template(*state, LETTER_W23, str_of(rows[i].text), &findings));
		for (size_t j = 0; j < findings.count; j++)
			is_found = is_found || (strcmp(findings.items[j].code, rows[i].code) == 0 &&
						       findings.items[j].line == rows[i].line);
		if (!is_found || !findings.error_count)
			fail_msg("\"%s\" is not refused as %s", rows[i].text, rows[i].code);
		/* And it still can be previewed. */
		fill(*state, rows[i].text, facts, COUNT_OF(facts));
	}
}

static void
a_condition_on_the_fact_itself_hides_nothing(void **state)
{
	struct letter_findings findings;

	FINE(letter_check_template(*state, LETTER_W23,
		STR("{?correction_result}结果：{correction_result}{/}\n{remedy}"), &findings));
	assert_int_equal(findings.error_count, 0);
}

static void
a_refusal_without_remedy_is_an_error(void **state)
{
	struct letter_findings findings;

	FINE(letter_check_template(*state, LETTER_W13, STR("{exemptions}{reasons}"), &findings));
	assert_true(sample_has(&findings, "remedy_missing", "remedy"));
	assert_true(findings.error_count > 0);
	FINE(letter_check_template(
		*state, LETTER_W13, STR("{exemptions}{reasons}\n{remedy}"), &findings));
	assert_int_equal(findings.error_count, 0);
}

static void
words_that_the_law_wants_are_missed(void **state)
{
	struct letter_findings findings;

	FINE(letter_check_template(*state, LETTER_W02,
		STR("{unclear_points}{correction_points}{correction_due}"), &findings));
	assert_int_equal(findings.error_count, 0);
	assert_true(sample_has(&findings, "words_missing", "视为放弃"));
}

static void
enormous_templates_end_in_a_sentence(void **state)
{
	static char braces[60001];
	struct letter_findings findings;

	memset(braces, '{', sizeof braces - 1);
	FINE(letter_check_template(*state, LETTER_W23, (struct str){ braces, 60000 }, &findings));
	assert_true(sample_has(&findings, "too_long", ""));
	memset(braces, '}', sizeof braces - 1);
	braces[19999] = '\n';
	FINE(letter_check_template(*state, LETTER_W23, (struct str){ braces, 19999 }, &findings));
	assert_true(findings.error_count > 0);
	assert_in_range(findings.count, 1, 100);
}

/* The same bytes each time: no clock, no chance. */
static void
random_templates_never_break_the_machine(void **state)
{
	static const char *const pieces[] = { "{", "}", "{?reasons}", "{!disclosed}", "{/}", "{{",
		"}}", "{redactions}", "\n", "# ", "字", "{applicant_name}", "{?", "。", "\t", "" };
	uint32_t seed = 7;

	for (int round = 0; round < 3000; round++) {
		struct letter_findings findings;
		char text[400] = "";
		size_t len = 0;

		for (int i = 0; i < 20; i++) {
			const char *piece;

			seed = seed * 1664525u + 1013904223u;
			piece = pieces[(seed >> 16) % COUNT_OF(pieces)];
			memcpy(text + len, piece, strlen(piece));
			len += strlen(piece);
		}
		text[len] = '\0';
		FINE(letter_check_template(*state, LETTER_W13, str_of(text), &findings));
		assert_true(findings.error_count > 0);
		fill(*state, text, facts, COUNT_OF(facts));
	}
}

static void
numbers_follow_their_pattern(void **state)
{
	static const char *const bad[] = { "", "{n}", "{year}", "{year}{n}{n}", "{year}{n}{x}",
		"{year}{n}}", "{year}{n}\n" };
	struct str number;

	FINE(letter_number_words(*state, STR("{word}信公开〔{year}〕{n}号-{series}"), STR("平"),
		STR("答"), 2024, 7, &number));
	SAME_TEXT(number, "平信公开〔2024〕7号-答");
	/* What an agency is called is no pattern. */
	FINE(letter_number_words(
		*state, STR("{word}〔{year}〕{n}号"), STR("{n}"), STR(""), 2024, 7, &number));
	SAME_TEXT(number, "{n}〔2024〕7号");
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(letter_check_pattern(str_of(bad[i])), "letter_pattern");
}

static int
begin(void **state)
{
	return arena_open((size_t)256 << 20, (struct arena **)state) != NULL;
}

static int
end(void **state)
{
	arena_close((struct arena **)state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_and_conditions_fill_a_template),
		cmocka_unit_test(what_a_fact_holds_is_never_markup),
		cmocka_unit_test(control_and_direction_characters_are_taken_out),
		cmocka_unit_test(broken_templates_are_refused_with_their_line),
		cmocka_unit_test(a_condition_on_the_fact_itself_hides_nothing),
		cmocka_unit_test(a_refusal_without_remedy_is_an_error),
		cmocka_unit_test(words_that_the_law_wants_are_missed),
		cmocka_unit_test(enormous_templates_end_in_a_sentence),
		cmocka_unit_test(random_templates_never_break_the_machine),
		cmocka_unit_test(numbers_follow_their_pattern),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
