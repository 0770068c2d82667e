/* Lists of agencies into the store and out of it. */
#include <stdio.h>
#include <stdlib.h>

#include "agency/agency_history.h"
#include "agency/agency_import.h"
#include "agency/agency_work.h"
#include "base/cage.h"
#include "base/file.h"
#include "doc/doc.h"

#include "twin.h"

static const struct audit_actor admin = {
	.account_id = 0, .name = { "测试", 6 }, .address = { "", 0 }, .way = AUDIT_COMMAND
};

static void
read_csv(struct twin *twin, const char *text, struct agency_raw_list *ret_list)
{
	FINE(agency_import_read(STR("机关.csv"), str_of(text), twin->arena, ret_list));
}

static struct agency_import_plan
check(struct twin *twin, const char *text)
{
	struct agency_import_plan plan;
	struct agency_raw_list list;

	read_csv(twin, text, &list);
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	return plan;
}

static void
import(struct twin *twin, const char *text)
{
	struct agency_import_plan plan;
	struct agency_raw_list list;

	read_csv(twin, text, &list);
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	for (size_t i = 0; i < plan.count; i++)
		if (plan.rows[i].remarks && !plan.rows[i].remarks->is_note)
			fail_msg("row %d: %s", plan.rows[i].raw->number,
				plan.rows[i].remarks->zh.at);
	FINE(agency_import_apply(
		twin->db, &admin, twin->arena, &list, str_of(plan.digest.at), &plan));
}

static struct agency
named(struct twin *twin, const char *name)
{
	struct agency agency = { .id = 0 };
	bool is_found = false;

	FINE(agency_find(twin->db, twin->arena, str_of(name), &is_found, &agency));
	assert_true(is_found);
	return agency;
}

static int64_t
total(struct twin *twin)
{
	int64_t count = 0;

	FINE(agency_count(twin->db, STR_NONE, &count));
	return count;
}

/* The first remark of the row with this number has these words. */
static void
is_blamed(const struct agency_import_plan *plan, int number, const char *words)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct agency_import_row *row = &plan->rows[i];

		if (row->raw->number != number)
			continue;
		assert_true(row->is_bad);
		assert_non_null(row->remarks);
		if (!str_has(row->remarks->zh, str_of(words)))
			fail_msg("row %d says: %s", number, row->remarks->zh.at);
		assert_true(row->remarks->en.len > 0);
		return;
	}
	fail_msg("no row %d", number);
}

static const char tree[] = "机关名称,上级机关,统一社会信用代码,行政区划代码,级别,性质,简称,排序\n"
			   "示例区教育局,示例区人民政府,,,县级,部门,区教育局,2\n"
			   "示例区人民政府,112304000000000197,,230108,,,,\n"
			   "示例市人民政府,示例省人民政府,112304000000000197,230100,,,,1\n"
			   "示例省人民政府,,,230000,,,,\n";

static void
rows_may_stand_in_any_order(void **state)
{
	struct twin *twin = *state;
	struct agency_list above;
	struct agency school;

	import(twin, tree);
	school = named(twin, "示例区教育局");
	FINE(agency_find_above(twin->db, twin->arena, school.id, &above));
	assert_int_equal(above.count, 4);
	SAME_TEXT(above.agencies[0].name, "示例省人民政府");
	SAME_TEXT(above.agencies[1].name, "示例市人民政府");
	SAME_TEXT(above.agencies[2].name, "示例区人民政府");
	assert_int_equal(school.kind, AGENCY_DEPARTMENT);
	assert_int_equal(school.level, AGENCY_COUNTY);
	assert_int_equal(school.sort_order, 2);
	assert_int_equal(above.agencies[0].level, AGENCY_PROVINCE);
	assert_int_equal(above.agencies[2].kind, AGENCY_GOVERNMENT);
}

static void
list_that_is_sent_again_changes_nothing(void **state)
{
	struct twin *twin = *state;
	struct agency_import_plan plan;

	import(twin, tree);
	plan = check(twin, tree);
	assert_int_equal(plan.same_count, 4);
	assert_int_equal(plan.add_count + plan.change_count + plan.bad_count, 0);
}

static void
what_would_change_is_told_and_then_done(void **state)
{
	static const char next[] = "机关名称,上级机关,统一社会信用代码,简称\n"
				   "示例市政府,示例省人民政府,112304000000000197,\n"
				   "示例区教育局,示例市政府,,区教委\n";
	struct twin *twin = *state;
	struct agency_import_plan plan;
	struct agency_pasts pasts;
	struct agency city;
	struct agency school;

	import(twin, tree);
	school = named(twin, "示例区教育局");
	plan = check(twin, next);
	assert_int_equal(plan.change_count, 1);
	assert_int_equal(plan.add_count, 1);
	assert_int_equal(plan.rows[0].differences->column, AGENCY_COLUMN_NAME);
	SAME_TEXT(plan.rows[0].differences->before, "示例市人民政府");
	SAME_TEXT(plan.rows[0].differences->after, "示例市政府");
	assert_null(plan.rows[0].differences->next);
	import(twin, next);
	city = named(twin, "示例市政府");
	SAME_TEXT(city.credit_code, "112304000000000197");
	FINE(agency_load_pasts(twin->db, twin->arena, city.id, &pasts));
	assert_int_equal(pasts.count, 1);
	/* Without a code, the same name below another parent is another agency. */
	FINE(agency_load(twin->db, twin->arena, school.id, &school));
	SAME_TEXT(school.short_names, "区教育局");
	assert_int_equal(total(twin), 5);
}

static void
agency_that_a_report_made_gets_its_place(void **state)
{
	struct twin *twin = *state;
	int64_t id = 0;

	FINE(agency_find_or_make(twin->db, STR("示例区教育局"), &id));
	import(twin, tree);
	assert_int_equal(named(twin, "示例区教育局").id, id);
	assert_int_equal(named(twin, "示例区教育局").parent_id, named(twin, "示例区人民政府").id);
	assert_int_equal(total(twin), 4);
}

static void
each_row_says_what_is_wrong_with_it(void **state)
{
	struct twin *twin = *state;
	struct agency_import_plan plan = check(twin,
		"机关名称,上级机关,统一社会信用代码,行政区划代码,级别,性质,排序,设立日期\n"
		"甲,,,,,,,\n"
		"乙局,没有的机关,,,,,,\n"
		"丙局,,112304000000000198,,,,,\n"
		"丁局,,,999999,,,,\n"
		"戊局,,,,五级,,,\n"
		"己局,,,,,机密,,\n"
		"庚局,,,,,,第一,\n"
		"辛局,,,,,,,2021-02-29\n"
		"壬局,壬局,,,,,,\n"
		"癸局,子局,,,,,,\n"
		"子局,癸局,,,,,,\n"
		"丑局,,,,,,,\n"
		"丑局,,,,,,,\n"
		"寅局,,91440300708461136T,,,,,\n"
		"卯局,,91440300708461136T,,,,,\n"
		"辰局\xEF\xBF\xBD,,,,,,,\n"
		"巳局,,,,,,,2199/1/1\n");

	assert_int_equal(plan.count, 17);
	is_blamed(&plan, 2, "机关名称应为");
	is_blamed(&plan, 3, "没有找到上级机关“没有的机关”");
	is_blamed(&plan, 4, "校验位不符");
	is_blamed(&plan, 5, "行政区划代码应为");
	is_blamed(&plan, 6, "级别应为：省级、市级、县级、乡级");
	is_blamed(&plan, 7, "性质应为");
	is_blamed(&plan, 8, "排序应为");
	is_blamed(&plan, 9, "设立日期应写成");
	is_blamed(&plan, 10, "绕成了一圈");
	is_blamed(&plan, 11, "绕成了一圈");
	is_blamed(&plan, 12, "绕成了一圈");
	is_blamed(&plan, 13, "与第 14 行名称和上级都相同");
	is_blamed(&plan, 14, "与第 13 行名称和上级都相同");
	is_blamed(&plan, 15, "与“卯局”的相同");
	is_blamed(&plan, 17, "编码可能不对");
	is_blamed(&plan, 18, "设立日期应写成");
	assert_int_equal(total(twin), 0);
}

static void
nothing_is_written_while_a_row_is_wrong(void **state)
{
	struct twin *twin = *state;
	struct agency_import_plan plan;
	struct agency_raw_list list;

	read_csv(twin, "机关名称,上级机关\n好的机关,\n坏的机关,没有\n", &list);
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	assert_int_equal(plan.bad_count, 1);
	FAILS(agency_import_apply(
		      twin->db, &admin, twin->arena, &list, str_of(plan.digest.at), &plan),
		"agency_import_bad");
	assert_int_equal(total(twin), 0);
	read_csv(twin, "机关名称,电脑\n好的机关,x\n", &list);
	assert_int_equal(list.unknown_count, 1);
	SAME_TEXT(list.unknown[0], "电脑");
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	assert_int_equal(plan.bad_count, 1);
}

static void
credit_code_twice_is_one_agency_twice(void **state)
{
	struct twin *twin = *state;
	struct agency_import_plan plan;

	import(twin, tree);
	plan = check(twin,
		"机关名称,统一社会信用代码\n甲局,112304000000000197\n乙局,112304000000000197\n");
	is_blamed(&plan, 3, "与第 2 行是同一个机关");
	/* Two new ones with one code are found as well. */
	plan = check(twin,
		"机关名称,统一社会信用代码\n甲局,91440300708461136T\n乙局,91440300708461136T\n");
	is_blamed(&plan, 2, "与“乙局”的相同");
	is_blamed(&plan, 3, "与“甲局”的相同");
}

static void
preview_that_is_no_longer_true_is_not_done(void **state)
{
	static const char rows[] = "机关名称,简称\n示例区教育局,教委\n";
	struct twin *twin = *state;
	struct agency_import_plan plan;
	struct agency_raw_list list;
	struct agency school;

	import(twin, tree);
	read_csv(twin, rows, &list);
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	school = named(twin, "示例区教育局");
	school.sort_order = 9;
	FINE(agency_change(twin->db, &admin, &school, NULL));
	FAILS(agency_import_apply(
		      twin->db, &admin, twin->arena, &list, str_of(plan.digest.at), &plan),
		"agency_import_changed");
	SAME_TEXT(named(twin, "示例区教育局").short_names, "区教育局");
}

static void
parents_may_be_named_from_the_top_down(void **state)
{
	struct twin *twin = *state;
	struct agency_import_plan plan;

	import(twin, "机关名称,上级机关\n甲市,\n乙市,\n教育局,甲市\n");
	import(twin, "机关名称,上级机关\n教育局,乙市\n");
	assert_int_equal(total(twin), 4);
	plan = check(twin, "机关名称,上级机关\n第一小学,教育局\n");
	is_blamed(&plan, 2, "有多个机关叫“教育局”");
	plan = check(twin, "机关名称\n教育局\n");
	is_blamed(&plan, 2, "已有多个机关叫");
	import(twin, "机关名称,上级机关\n第一小学,乙市/教育局\n第二小学,甲市 / 教育局\n");
	assert_int_not_equal(named(twin, "第一小学").parent_id, named(twin, "第二小学").parent_id);
}

static void
parent_and_child_may_change_places(void **state)
{
	struct twin *twin = *state;

	import(twin, "机关名称,上级机关,统一社会信用代码\n"
		     "上面,,112304000000000197\n下面,上面,91440300708461136T\n"
		     "顶上,,91110108551385082Q\n");
	import(twin, "机关名称,上级机关,统一社会信用代码\n"
		     "上面,下面,112304000000000197\n下面,顶上,91440300708461136T\n");
	assert_int_equal(named(twin, "上面").parent_id, named(twin, "下面").id);
	assert_int_equal(named(twin, "下面").parent_id, named(twin, "顶上").id);
}

/* Out as CSV and as Excel, and in again. */
static void
what_goes_out_comes_back_as_the_same(void **state)
{
	static struct fault *(*const writers[])(
		const struct doc *, struct buf *) = { doc_write_csv, doc_write_xlsx };
	struct twin *twin = *state;
	struct agency school;
	union agency_office office = { .categories = STR("一、机构职能\n二、\"规划\"，计划"),
		.phone = STR("+86 451 0000"),
		.online = STR("=cmd|' /C calc'!A0"),
		.fax = STR("-") };

	import(twin, tree);
	import(twin, "机关名称,上级机关,设立日期\n甲乡,示例区人民政府,2011年3月7日\n"
		     "办公室,甲乡,\n乙乡,示例区人民政府,\n办公室,乙乡,\n信访办,甲乡/办公室,\n");
	school = named(twin, "示例区教育局");
	FINE(agency_change(twin->db, &admin, &school, &office));
	for (size_t i = 0; i < COUNT_OF(writers); i++) {
		CLOSING(buf_done) struct buf bytes;
		struct agency_import_plan plan;
		struct agency_raw_list list;
		struct doc doc;

		buf_init(&bytes, 8 << 20);
		FINE(agency_export(twin->db, twin->arena, STR_NONE, &doc));
		FINE(writers[i](&doc, &bytes));
		FINE(agency_import_read(i ? STR("机关.xlsx") : STR("机关.csv"), buf_str(&bytes),
			twin->arena, &list));
		FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
		for (size_t j = 0; j < plan.count; j++)
			for (const struct agency_import_difference *one = plan.rows[j].differences;
				one; one = one->next)
				fail_msg("%zu row %zu column %d: %.*s -> %.*s", i, j, one->column,
					STR_ARG(one->before), STR_ARG(one->after));
		assert_int_equal(plan.bad_count, 0);
		assert_int_equal(plan.same_count, total(twin));
	}
}

static void
blank_list_can_be_read(void **state)
{
	struct twin *twin = *state;
	CLOSING(buf_done) struct buf bytes;
	struct agency_import_plan plan;
	struct agency_raw_list list;
	struct doc doc;

	buf_init(&bytes, 8 << 20);
	FINE(agency_export_blank(twin->arena, &doc));
	FINE(doc_write_xlsx(&doc, &bytes));
	FINE(agency_import_read(STR("空白.xlsx"), buf_str(&bytes), twin->arena, &list));
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	assert_int_equal(plan.add_count, 1);
}

static void
hostile_files_get_a_sentence(void **state)
{
	struct twin *twin = *state;
	struct agency_raw_list list;
	struct buf many;

	FAILS(agency_import_read(STR("a.csv"), STR("甲,乙\n1,2\n"), twin->arena, &list),
		"agency_import_head");
	FAILS(agency_import_read(
		      STR("a.csv"), STR("机关名称,上级机关\n甲市,=\n"), twin->arena, &list),
		"doc_sheet_formula");
	FAILS(agency_import_read(STR("a.csv"), STR("机关名称,上级机关\n"), twin->arena, &list),
		"agency_import_empty");
	assert_non_null(agency_import_read(STR("a.csv"), STR_NONE, twin->arena, &list));
	assert_non_null(agency_import_read(
		STR("a.csv"), STR("\x89PNG\r\n\x1a\n\0\0\0\0\0\0"), twin->arena, &list));
	FAILS(agency_import_read(STR("a.html"),
		      STR("<html><body><table><tr><td>机关名称</table></body></html>"), twin->arena,
		      &list),
		"doc_sheet");
	buf_init(&many, 4 << 20);
	buf_put(&many, STR("机关名称,上级机关\n"));
	for (int i = 0; i < 12001; i++)
		buf_print(&many, "第%d局,\n", i);
	FAILS(agency_import_read(STR("a.csv"), buf_str(&many), twin->arena, &list),
		"doc_sheet_many");
	buf_clear(&many);
	buf_put(&many, STR("机关名称,上级机关\n"));
	for (int i = 0; i < 3000; i++)
		buf_put(&many, STR("\",\",\"\n\n\x01,=1+1,'\"\"\n"));
	assert_null(buf_check(&many));
	if (!agency_import_read(STR("a.csv"), buf_str(&many), twin->arena, &list)) {
		struct agency_import_plan plan;

		FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
		assert_true(plan.bad_count > 0);
	}
	buf_done(&many);
	assert_int_equal(total(twin), 0);
}

/* The tree that demonstrations begin with, and the names that the reports in tests/data bear. */
static void
demonstration_tree_comes_in_and_takes_the_reports(void **state)
{
	static const char *const reports[][2] = {
		{ "平房区", "平房区人民政府" },
		{ "松北区船口街道", "松北区船口街道办事处" },
		{ "道里区人民政府办公室", "道里区人民政府办公室" },
		{ "鹤岗市营商环境建设监督局", "鹤岗市营商环境建设监督局" },
		{ "东安区人民政府", "东安区人民政府" },
	};
	struct twin *twin = *state;
	CLOSING(buf_done) struct buf bytes;
	struct agency_import_plan plan;
	struct agency_raw_list list;

	buf_init(&bytes, 1 << 20);
	assert_non_null(getenv("GONGKAI_DEMO_AGENCIES"));
	FINE(file_read(getenv("GONGKAI_DEMO_AGENCIES"), &bytes));
	FINE(agency_import_read(STR("demo_agencies.csv"), buf_str(&bytes), twin->arena, &list));
	assert_int_equal(list.unknown_count, 0);
	FINE(agency_import_check(twin->db, twin->arena, &list, &plan));
	assert_int_equal(plan.add_count, 13);
	assert_int_equal(plan.bad_count, 0);
	FINE(agency_import_apply(
		twin->db, &admin, twin->arena, &list, str_of(plan.digest.at), &plan));
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct agency_list above;
		int64_t id = 0;

		FINE(agency_find_or_make(twin->db, str_of(reports[i][0]), &id));
		assert_int_equal(id, named(twin, reports[i][1]).id);
		FINE(agency_find_above(twin->db, twin->arena, id, &above));
		SAME_TEXT(above.agencies[0].name, "黑龙江省人民政府");
	}
	assert_int_equal(total(twin), 13);
}

/* Boundaries change, so this keeps nothing from being written. */
static void
division_code_outside_the_parents_area_is_pointed_out(void **state)
{
	static const char list[] = "机关名称,上级机关,行政区划代码\n"
				   "甲市人民政府,,230100\n"
				   "甲市某区人民政府,甲市人民政府,230402\n"
				   "甲市另区人民政府,甲市人民政府,230108\n"
				   "甲市无码局,甲市人民政府,\n";
	struct twin *twin = *state;
	struct agency_import_plan plan = check(twin, list);

	assert_int_equal(plan.bad_count, 0);
	for (size_t i = 0; i < plan.count; i++) {
		const struct agency_import_row *row = &plan.rows[i];

		assert_int_equal(row->remarks != NULL, row->raw->number == 3);
		if (!row->remarks)
			continue;
		assert_true(row->remarks->is_note);
		assert_true(str_has(row->remarks->zh, STR("230402")));
		assert_true(str_has(row->remarks->zh, STR("甲市人民政府")));
	}
	import(twin, list);
	assert_int_equal(total(twin), 4);
}

static void
other_encodings_and_title_rows_are_read(void **state)
{
	/* GB18030: 机关名称,简称 / 甲市财政局,财政局 */
	static const char bytes[] =
		"\xBB\xFA\xB9\xD8\xC3\xFB\xB3\xC6,\xBC\xF2\xB3\xC6\n"
		"\xBC\xD7\xCA\xD0\xB2\xC6\xD5\xFE\xBE\xD6,\xB2\xC6\xD5\xFE\xBE\xD6\n";
	struct twin *twin = *state;
	struct agency_raw_list list;

	FINE(agency_import_read(STR("a.csv"), STR(bytes), twin->arena, &list));
	assert_int_equal(list.row_count, 1);
	SAME_TEXT(list.rows[0].cells[AGENCY_COLUMN_NAME], "甲市财政局");
	read_csv(twin, "全市机关名录\n\n* 机关名称 ,上级 机关\n甲局,乙局\n", &list);
	assert_int_equal(list.row_count, 1);
	assert_true(list.has_column[AGENCY_COLUMN_PARENT]);
	SAME_TEXT(list.rows[0].cells[AGENCY_COLUMN_PARENT], "乙局");
	read_csv(twin, "机关名称\n甲局\n乙局\n", &list);
	assert_int_equal(list.row_count, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_may_stand_in_any_order),
		cmocka_unit_test(list_that_is_sent_again_changes_nothing),
		cmocka_unit_test(what_would_change_is_told_and_then_done),
		cmocka_unit_test(agency_that_a_report_made_gets_its_place),
		cmocka_unit_test(each_row_says_what_is_wrong_with_it),
		cmocka_unit_test(nothing_is_written_while_a_row_is_wrong),
		cmocka_unit_test(credit_code_twice_is_one_agency_twice),
		cmocka_unit_test(preview_that_is_no_longer_true_is_not_done),
		cmocka_unit_test(parents_may_be_named_from_the_top_down),
		cmocka_unit_test(parent_and_child_may_change_places),
		cmocka_unit_test(what_goes_out_comes_back_as_the_same),
		cmocka_unit_test(blank_list_can_be_read),
		cmocka_unit_test(hostile_files_get_a_sentence),
		cmocka_unit_test(demonstration_tree_comes_in_and_takes_the_reports),
		cmocka_unit_test(division_code_outside_the_parents_area_is_pointed_out),
		cmocka_unit_test(other_encodings_and_title_rows_are_read),
	};

	cage_warm();
	doc_warm();
	return TWIN_RUN(tests);
}
