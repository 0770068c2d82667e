/* Who reviews, what the paragraph says, when the clock stops: the domain's own examples. */
#include "letter_sample.h"

static struct str
paragraph(struct arena *arena, enum letter_kind kind, struct day issued_on,
	struct letter_findings *findings)
{
	struct letter_remedy_plan plan = { .kind = kind,
		.issued_on = issued_on,
		.review = { .body = STR("哈尔滨市松北区人民政府") },
		.review_address = STR("世纪大道1号"),
		.court = STR("哈尔滨铁路运输法院") };
	struct str text = STR("");

	*findings = (struct letter_findings){ 0 };
	FINE(letter_remedy(arena, &plan, findings, &text));
	return text;
}

static void
a_refusal_since_2024_must_be_reviewed_first(void **state)
{
	struct letter_findings findings;
	struct arena *arena = *state;
	struct str text = paragraph(arena, LETTER_W13, sample_day(2024, 1, 1), &findings);

	assert_int_equal(findings.count, 0);
	assert_true(str_has(
		text, STR("60日内，先向哈尔滨市松北区人民政府（地址：世纪大道1号）申请行政复议")));
	assert_true(str_has(text, STR("15日内向哈尔滨铁路运输法院提起行政诉讼")));
	assert_true(str_has(text, STR("第二十三条")));
	assert_false(str_has(text, STR("6个月")));
}

static void
a_refusal_before_2024_left_the_choice(void **state)
{
	struct letter_findings findings;
	struct arena *arena = *state;
	struct str text = paragraph(arena, LETTER_W13, sample_day(2023, 12, 31), &findings);

	assert_false(str_has(text, STR("先向")));
	assert_true(str_has(text, STR("60日内向哈尔滨市松北区人民政府")));
	assert_true(str_has(text, STR("6个月内直接向哈尔滨铁路运输法院提起行政诉讼")));
}

static void
partial_disclosure_tells_both_ways(void **state)
{
	struct letter_findings findings;
	struct arena *arena = *state;
	struct str text = paragraph(arena, LETTER_W12, sample_day(2024, 3, 1), &findings);

	assert_true(str_has(text, STR("如对其中不予公开的部分不服")));
	assert_true(str_has(text, STR("如对其他部分不服")));
	assert_true(str_has(text, STR("15日内")));
	assert_true(str_has(text, STR("6个月内")));
	text = paragraph(arena, LETTER_W12, sample_day(2023, 3, 1), &findings);
	assert_false(str_has(text, STR("先向")));
}

static void
every_kind_has_the_paragraph_of_the_table(void **state)
{
	/* Law: 08 section 5: PRE W13 and the refused part of W12, OPT W10 W11 W14 to W22, and
	 * replies of our own. 条例 art. 51: also who is harmed by a disclosure (W04) or is refused
	 * a correction (W23). */
	struct letter_findings findings;
	struct arena *arena = *state;

	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++) {
		struct str text =
			paragraph(arena, (enum letter_kind)kind, sample_day(2024, 3, 1), &findings);
		bool is_pre = kind == LETTER_W12 || kind == LETTER_W13;
		bool is_opt = (kind >= LETTER_W10 && kind <= LETTER_W23 && kind != LETTER_W13) ||
			      kind >= LETTER_W25 || kind == LETTER_W04;

		assert_int_equal(str_has(text, STR("先向")), is_pre);
		assert_int_equal(str_has(text, STR("6个月")), is_opt);
		assert_int_equal(text.len > 0, is_pre || is_opt);
		assert_int_equal(str_has(text, STR("本答复书")), kind == LETTER_W23);
		assert_true(kind != LETTER_W23 || !str_has(text, STR("本告知书")));
	}
}

static void
what_is_not_known_is_found(void **state)
{
	struct letter_remedy_plan plan = {
		.kind = LETTER_W13, .issued_on = sample_day(2024, 3, 1), .is_online = true
	};
	struct letter_findings findings = { 0 };
	struct arena *arena = *state;
	struct str text;

	FINE(letter_remedy(arena, &plan, &findings, &text));
	assert_true(sample_has(&findings, "remedy_body", "remedy"));
	assert_true(sample_has(&findings, "remedy_court", "remedy"));
	assert_true(sample_has(&findings, "remedy_online", "remedy"));
	assert_int_equal(findings.error_count, 1);
	plan.review_online = STR("https://xzfy.example.gov.cn");
	findings = (struct letter_findings){ 0 };
	FINE(letter_remedy(arena, &plan, &findings, &text));
	assert_false(sample_has(&findings, "remedy_online", "remedy"));
	assert_true(str_has(text, STR("互联网渠道提交：https://xzfy.example.gov.cn")));
}

static void
a_province_reviews_itself_and_the_state_council_may_be_asked(void **state)
{
	struct letter_standing standing = { LETTER_AT_PROVINCE, STR("黑龙江省人民政府") };
	struct letter_remedy_plan plan = { .kind = LETTER_W13,
		.issued_on = sample_day(2024, 3, 1),
		.review = letter_review_body(&standing) };
	struct letter_findings findings = { 0 };
	struct str text;

	assert_true(plan.review.is_own);
	FINE(letter_remedy(*state, &plan, &findings, &text));
	assert_true(str_has(text, STR("先向本机关申请行政复议")));
	assert_true(str_has(text, STR("也可以向国务院申请裁决")));
}

/* Law: 复议法 arts. 24 to 28, row by row. */
static void
the_table_of_review_bodies_holds(void **state)
{
	static const struct {
		enum letter_position position;
		const char *body;
		const char *other;
	} rows[] = {
		{ LETTER_AT_DEPARTMENT, "本级", "" },
		{ LETTER_AT_GOVERNMENT, "上级", "" },
		{ LETTER_AT_OFFICE, "本级", "" },
		{ LETTER_AT_BRANCH, "本级", "" },
		{ LETTER_AT_PROVINCE, "自己", "" },
		{ LETTER_AT_MINISTRY, "自己", "" },
		{ LETTER_AT_VERTICAL, "上级部门", "" },
		{ LETTER_AT_JUSTICE, "本级", "上级部门" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct letter_standing standing = { rows[i].position, STR("自己"), STR("本级"),
			STR("上级"), STR("上级部门") };
		struct letter_review review = letter_review_body(&standing);

		SAME_TEXT(review.body, rows[i].body);
		SAME_TEXT(review.other, rows[i].other);
		assert_int_equal(review.is_own, strcmp(rows[i].body, "自己") == 0);
		assert_true(strstr(review.law, "复议法") == review.law);
	}
}

static void
names_tell_the_sort_of_an_agency(void **state)
{
	static const struct {
		const char *name;
		enum letter_position position;
	} names[] = {
		{ "哈尔滨市松北区松浦街道办事处", LETTER_AT_OFFICE },
		{ "大兴安岭地区行政公署", LETTER_AT_OFFICE },
		{ "国家税务总局哈尔滨市平房区税务局", LETTER_AT_VERTICAL },
		{ "哈尔滨海关", LETTER_AT_VERTICAL },
		{ "哈尔滨市司法局", LETTER_AT_JUSTICE },
		{ "平房区公安分局新疆派出所", LETTER_AT_BRANCH },
		{ "平房区财政局", LETTER_AT_DEPARTMENT },
		{ "", LETTER_AT_DEPARTMENT },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(letter_position_guess(str_of(names[i].name), LETTER_AT_DEPARTMENT),
			names[i].position);
}

static void
the_clock_stops_by_the_way_of_delivery(void **state)
{
	struct day sent = sample_day(2024, 3, 15);
	struct day got = sample_day(2024, 3, 19);

	assert_int_equal(letter_stop_day(LETTER_DIRECT, sent, got, false).number, got.number);
	assert_int_equal(letter_stop_day(LETTER_ENTRUSTED, sent, got, false).number, got.number);
	assert_int_equal(letter_stop_day(LETTER_POST, sent, got, false).number, sent.number);
	assert_int_equal(letter_stop_day(LETTER_ONLINE, sent, got, false).number, sent.number);
	assert_int_equal(letter_stop_day(LETTER_ONLINE, sent, got, true).number, got.number);
	assert_true(day_is_none(letter_stop_day(LETTER_DIRECT, sent, DAY_NONE, false)));
}

static int
begin(void **state)
{
	return arena_open(8 << 20, (struct arena **)state) != NULL;
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
		cmocka_unit_test_setup_teardown(
			a_refusal_since_2024_must_be_reviewed_first, begin, end),
		cmocka_unit_test_setup_teardown(a_refusal_before_2024_left_the_choice, begin, end),
		cmocka_unit_test_setup_teardown(partial_disclosure_tells_both_ways, begin, end),
		cmocka_unit_test_setup_teardown(
			every_kind_has_the_paragraph_of_the_table, begin, end),
		cmocka_unit_test_setup_teardown(what_is_not_known_is_found, begin, end),
		cmocka_unit_test_setup_teardown(
			a_province_reviews_itself_and_the_state_council_may_be_asked, begin, end),
		cmocka_unit_test_setup_teardown(the_table_of_review_bodies_holds, begin, end),
		cmocka_unit_test_setup_teardown(names_tell_the_sort_of_an_agency, begin, end),
		cmocka_unit_test_setup_teardown(the_clock_stops_by_the_way_of_delivery, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
