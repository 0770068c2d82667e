/* Sample reports made by hand; reading real files is tested elsewhere. */
#include "sample.h"

#include "../unit/test.h"

const struct audit_actor sample_actor = { .name = STR("命令行"), .way = AUDIT_COMMAND };

struct report *
sample_report(struct arena *arena, const char *agency, int year, int figure, int errors)
{
	int slot = report_application_slot(REPORT_ROW_NEW_RECEIVED, REPORT_TOTAL);
	struct report *report = arena_take(arena, 1, sizeof *report);

	assert_non_null(report);
	report->file = STR("上传/报告.docx");
	report->agency = str_of(agency);
	report->year = year;
	report->form = report_form_of_year(year);
	report->period_from = report->period_to = report->signed_on = DAY_NONE;
	FINE(str_print(arena, &report->title, "%s%d年政府信息公开工作年度报告", agency, year));
	report->sections[0] = (struct report_section){ REPORT_S1_OVERVIEW, STR("一、总体情况"),
		STR("本年度收到申请。") };
	report->section_count = 1;
	report->has_table[REPORT_APPLICATIONS] = true;
	report->cells[slot] = (struct report_cell){ REPORT_NUMBER, decimal_of(figure), { 0 } };
	report->findings = arena_take(arena, (size_t)errors + 1, sizeof *report->findings);
	assert_non_null(report->findings);
	report->finding_count = (size_t)errors;
	for (int i = 0; i < errors; i++)
		report->findings[i] = (struct report_finding){ .rule = "T3-ROW",
			.level = REPORT_ERROR,
			.where = STR("applications.new_received.total"),
			.says = STR("合计不等于各栏之和。"),
			.says_en = STR("The total is not the sum."),
			.basis = STR("表三"),
			.mend = STR("请核对。") };
	return report;
}

struct str
sample_bytes(struct arena *arena, const char *agency, int year, int figure)
{
	struct str bytes;

	FINE(str_print(arena, &bytes, "%s %d %d", agency, year, figure));
	return bytes;
}

struct fault *
sample_find(
	struct twin *twin, struct filing_gate gate, const char *agency, int year, int64_t *ret_id)
{
	int64_t agency_id = 0;

	TRY(filing_find_only(twin->db, twin->arena, str_of(agency), &agency_id));
	*ret_id = 0;
	return agency_id ? filing_store_current(twin->db, gate, agency_id, year, ret_id) : NULL;
}
