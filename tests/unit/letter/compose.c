/* Every kind of letter from the program's own template, and what is found missing. */
#include "letter_sample.h"

static void
forget(struct letter_plan *plan, const char *name)
{
	struct letter_fact *items = (struct letter_fact *)plan->facts.items;

	for (size_t i = 0; i < plan->facts.count; i++)
		if (strcmp(items[i].name, name) == 0)
			items[i].text = STR(" ");
}

static void
every_default_template_is_fit_and_names_its_article(void **state)
{
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++) {
		const struct letter_type *type = &letter_types[kind];
		struct letter_plan plan = sample_plan(*state, (enum letter_kind)kind);
		struct letter_findings findings;
		struct letter letter;
		struct str text;

		/* W22 has two causes; without a fee it is that nothing was corrected. */
		if (kind == LETTER_W22)
			forget(&plan, "fee_amount");
		FINE(letter_compose(*state, &plan, &letter, &findings));
		if (findings.count)
			fail_msg("%s: %s", type->key, findings.items[0].en.at);
		FINE(letter_make_text(*state, &letter, &text));
		if (!str_has(text, str_of(type->law)))
			fail_msg("%s does not name %s", type->key, type->law);
		assert_int_equal(letter_kind_find(str_of(type->key)), kind);
		/* Each fact that must be there is there to be read. */
		for (int i = 0; type->must[i]; i++) {
			const struct letter_field *field = letter_field_find(str_of(type->must[i]));

			assert_non_null(field);
			if (field->kind == LETTER_TEXT && *field->sample &&
				!str_has(text, str_of(field->sample)))
				fail_msg("%s does not tell %s", type->key, field->name);
		}
		assert_false(str_has(text, STR("{")));
		assert_false(str_has(text, STR("。。")));
	}
	assert_int_equal(letter_kind_find(STR("W99")), LETTER_NONE);
}

static void
each_missing_fact_is_an_error(void **state)
{
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++) {
		const struct letter_type *type = &letter_types[kind];

		for (int i = 0; type->must[i]; i++) {
			struct letter_plan plan = sample_plan(*state, (enum letter_kind)kind);
			struct letter_findings findings;
			struct letter letter;

			if (strcmp(type->must[i], "remedy") == 0)
				continue;
			forget(&plan, type->must[i]);
			FINE(letter_compose(*state, &plan, &letter, &findings));
			assert_int_equal(findings.error_count, 1);
			assert_true(sample_has(&findings, "fact_missing", type->must[i]));
		}
	}
}

static void
a_lapsed_fee_names_the_rule_of_fees(void **state)
{
	struct letter_plan plan = sample_plan(*state, LETTER_W22);
	struct letter_findings findings;
	struct letter letter;
	struct str text;

	FINE(letter_compose(*state, &plan, &letter, &findings));
	FINE(letter_make_text(*state, &letter, &text));
	assert_true(str_has(text, STR("国办函〔2020〕109号")));
	assert_false(str_has(text, STR("第三十条")));
}

static void
days_and_extensions_are_checked(void **state)
{
	static const char *const rows[][3] = {
		{ "new_due", "2024-02-30", "fact_day" },
		{ "new_due", "下个月", "fact_day" },
		{ "extension_days", "21", "extension_long" },
		{ "extension_days", "0", "extension_long" },
		{ "extension_days", "二十", "extension_long" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct letter_plan plan = sample_plan(*state, LETTER_W06);
		struct letter_fact *items = (struct letter_fact *)plan.facts.items;
		struct letter_findings findings;
		struct letter letter;

		for (size_t j = 0; j < plan.facts.count; j++)
			if (strcmp(items[j].name, rows[i][0]) == 0)
				items[j].text = str_of(rows[i][1]);
		FINE(letter_compose(*state, &plan, &letter, &findings));
		assert_true(sample_has(&findings, rows[i][2], rows[i][0]));
	}
}

static void
a_letter_without_reviewing_body_cannot_be_signed(void **state)
{
	struct letter_plan plan = sample_plan(*state, LETTER_W14);
	struct letter_findings findings;
	struct letter letter;

	plan.remedy.review.body = STR("");
	FINE(letter_compose(*state, &plan, &letter, &findings));
	assert_true(sample_has(&findings, "remedy_body", "remedy"));
	assert_true(findings.error_count > 0);
}

static void
names_with_line_breaks_stay_on_their_line(void **state)
{
	struct letter_fact facts[] = { { "applicant_name", STR("张\n某\r\n") },
		{ "agency_name", STR("示例\n局") }, { "title", STR("一\n二") } };
	struct letter_plan plan = sample_plan(*state, LETTER_W13);
	struct letter_findings findings;
	struct letter letter;

	plan.facts = (struct letter_facts){ facts, COUNT_OF(facts) };
	FINE(letter_compose(*state, &plan, &letter, &findings));
	SAME_TEXT(letter.addressee, "张 某");
	SAME_TEXT(letter.mark, "示例 局");
	SAME_TEXT(letter.title, "一 二");
}

static void
days_have_no_zeros_in_front(void **state)
{
	struct str words;

	FINE(letter_day_words(*state, sample_day(2024, 3, 5), &words));
	SAME_TEXT(words, "2024年3月5日");
	FINE(letter_day_words(*state, DAY_NONE, &words));
	SAME_TEXT(words, "");
}

static void
a_letter_comes_back_from_the_store_as_it_was(void **state)
{
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++) {
		struct letter_plan plan = sample_plan(*state, (enum letter_kind)kind);
		struct letter_findings findings;
		struct letter letter;
		struct letter back;
		struct str first;
		struct str second;
		struct buf json;

		plan.has_seal_room = kind % 2;
		FINE(letter_compose(*state, &plan, &letter, &findings));
		buf_init(&json, 1 << 20);
		FINE(letter_write_json(&letter, &json));
		FINE(letter_read_json(*state, buf_str(&json), &back));
		FINE(letter_make_text(*state, &letter, &first));
		FINE(letter_make_text(*state, &back, &second));
		assert_true(str_equal(first, second));
		assert_int_equal(back.has_seal_room, letter.has_seal_room);
		assert_int_equal(back.kind, kind);
		buf_done(&json);
	}
}

static void
stored_letters_that_are_none_are_refused(void **state)
{
	static const char *const bad[] = { "{}", "[]", "{\"kind\":\"W13\"}",
		"{\"kind\":\"W99\",\"has_seal_room\":0}",
		"{\"kind\":\"W13\",\"has_seal_room\":0,\"issued_on\":\"gestern\"}",
		"{\"kind\":\"W13\",\"has_seal_room\":0,\"blocks\":[{\"kind\":9}]}" };
	struct letter letter;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		FAILS(letter_read_json(*state, str_of(bad[i]), &letter), "letter_json");
}

static int
begin(void **state)
{
	return arena_open((size_t)128 << 20, (struct arena **)state) != NULL;
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
		cmocka_unit_test(every_default_template_is_fit_and_names_its_article),
		cmocka_unit_test(each_missing_fact_is_an_error),
		cmocka_unit_test(a_lapsed_fee_names_the_rule_of_fees),
		cmocka_unit_test(days_and_extensions_are_checked),
		cmocka_unit_test(a_letter_without_reviewing_body_cannot_be_signed),
		cmocka_unit_test(names_with_line_breaks_stay_on_their_line),
		cmocka_unit_test(days_have_no_zeros_in_front),
		cmocka_unit_test(a_letter_comes_back_from_the_store_as_it_was),
		cmocka_unit_test(stored_letters_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
