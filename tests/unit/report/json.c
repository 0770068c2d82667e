/* The record's JSON: what is written reads back the same, offsets are code points, wrong JSON is
 * refused. */
#include "../test.h"

#include "report/report.h"

static struct report_finding finding = {
	.rule = "TXT-N1",
	.level = REPORT_WARNING,
	.where = STR("applications.new_received.total"),
	.says = STR("正文 3 件，表三 2 件"),
	.says_en = STR("text 3, table 2"),
	.basis = STR("表三"),
	.mend = STR("请核对"),
	.text = { REPORT_S1_OVERVIEW, 3, 4 },
};

static struct report
sample(void)
{
	struct report report = {
		.file = STR("甲.txt"),
		.title = STR("某区2020年政府信息公开工作年度报告"),
		.agency = STR("某区"),
		.year = 2020,
		.form = REPORT_FORM_2019,
		.signed_on = DAY_NONE,
	};

	day_make(2020, 1, 1, &report.period_from);
	day_make(2020, 12, 31, &report.period_to);
	report.sections[0] = (struct report_section){ REPORT_S1_OVERVIEW, STR("一、总体情况"),
		STR("共𠮷三件\n完") };
	report.section_count = 1;
	report.cells[0] = (struct report_cell){ REPORT_NUMBER, { 36, 0 }, STR_NONE };
	report.cells[1] = (struct report_cell){ REPORT_BLANK, { 0, 0 }, STR_NONE };
	report.cells[report_proactive_slot("a20_9", "central_procurement", "amount")] =
		(struct report_cell){ REPORT_NUMBER, { 5275526, 3 }, STR("5275.526万元") };
	report.cells[report_application_slot(REPORT_ROW_RES_TOTAL, REPORT_TOTAL)] =
		(struct report_cell){ REPORT_UNCLEAR, { 0, 0 }, STR("/") };
	report.findings = &finding;
	report.finding_count = 1;
	return report;
}

static void
what_is_written_reads_back_the_same(void **state)
{
	struct report before = sample();
	struct report *after;
	struct arena *arena = NULL;
	struct buf first;
	struct buf second;

	FINE(arena_open(1 << 22, &arena));
	after = arena_take(arena, 1, sizeof *after);
	assert_non_null(after);
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	report_put_json(&first, &before);
	FINE(buf_check(&first));
	FINE(report_from_json(buf_str(&first), arena, after));
	report_put_json(&second, after);
	SAME_TEXT(buf_str(&second), first.at);
	assert_int_equal(after->cells[0].number.units, 36);
	assert_int_equal(after->cells[1].state, REPORT_BLANK);
	assert_int_equal(after->cells[2].state, REPORT_ABSENT);
	assert_int_equal(
		after->cells[report_application_slot(REPORT_ROW_RES_TOTAL, REPORT_TOTAL)].state,
		REPORT_UNCLEAR);
	assert_int_equal(after->findings[0].text.offset, 3);
	assert_int_equal(after->findings[0].text.length, 4);
	assert_true(day_is_none(after->signed_on));
	buf_done(&first);
	buf_done(&second);
	arena_close(&arena);
}

static void
offsets_in_json_are_code_points(void **state)
{
	struct report report = sample();
	struct buf json;

	/* 共 is 3 bytes and 𠮷 is 4: byte 7 is code point 2. */
	finding.text = (struct report_text_place){ REPORT_S1_OVERVIEW, 7, 6 };
	buf_init(&json, 1 << 20);
	report_put_json(&json, &report);
	assert_true(str_has(buf_str(&json),
		STR("\"text_at\":{\"section\":\"s1_overview\",\"offset\":2,\"length\":2}")));
	assert_true(str_has(buf_str(&json), STR("\"amount\":\"5275.526\"")));
	assert_true(str_has(buf_str(&json), STR("\"total\":null")));
	finding.text = (struct report_text_place){ REPORT_S1_OVERVIEW, 3, 4 };
	buf_done(&json);
}

static void
wrong_json_is_refused(void **state)
{
	static const char *const wrong[] = {
		"{}", "[]", "{\"form\":\"2020\",\"sections\":[]}",
		"{\"form\":null,\"sections\":[{\"key\":\"s9\"}]}",
		"{\"form\":\"2019\",\"sections\":[],\"year\":\"2020\"}",
		"{\"form\":\"2019\",\"sections\":[],\"signed_on\":\"2021-02-30\"}",
		("{\"form\":\"2019\",\"sections\":[],"
		 "\"applications\":{\"other\":{\"total\":\"x\"}}}"),
		"{\"form\":\"2019\",\"sections\":[],\"applications\":{\"other\":{\"total\":1.5}}}"
	};
	struct arena *arena = NULL;
	struct report *report;

	FINE(arena_open(1 << 22, &arena));
	report = arena_take(arena, 1, sizeof *report);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		FAILS(report_from_json(str_of(wrong[i]), arena, report), "record_broken");
	arena_close(&arena);
}

static void
every_slot_has_a_path_that_leads_back(void **state)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		assert_int_equal(report_slot_of_path(str_of(report_slot_path(slot).at)), slot);
		assert_true(strlen(report_slot_words(slot, REPORT_FORM_2019).at) > 0);
		assert_true(strlen(report_slot_words(slot, REPORT_FORM_2021).at) > 0);
	}
	assert_int_equal(report_slot_of_path(STR("applications.res_total")), -1);
	assert_string_equal(
		report_slot_path(report_review_slot(0, 0)).at, "review_litigation.rev_upheld");
	assert_string_equal(
		report_slot_words(0, REPORT_FORM_2019).at, "表二“规章”行“本年新制作数量”列");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_reads_back_the_same),
		cmocka_unit_test(offsets_in_json_are_code_points),
		cmocka_unit_test(wrong_json_is_refused),
		cmocka_unit_test(every_slot_has_a_path_that_leads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
