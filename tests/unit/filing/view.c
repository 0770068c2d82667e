/* What a report page shows: text cut at findings, findings tied to cells, rows, words, sections. */
#include "../checking/help.h"

#include "filing/filing_view.h"

static struct help help;
static struct report_finding findings[8];
static struct filing_view *view;

static int
start(void **state)
{
	help_begin(&help, REPORT_FORM_2021);
	memset(findings, 0, sizeof findings);
	view = arena_take(help.arena, 1, sizeof *view);
	assert_non_null(view);
	help_text(&help.report, REPORT_S5_PROBLEMS, "甲乙丙丁戊\n己庚辛");
	help.report.findings = findings;
	return 0;
}

static int
stop(void **state)
{
	help_end(&help);
	return 0;
}

/* A finding at `where`, or at characters [from, to) of section five. */
static void
find(enum report_level level, const char *rule, const char *where, size_t from, size_t to)
{
	findings[help.report.finding_count++] = (struct report_finding){
		.rule = rule,
		.level = level,
		.where = str_of(where),
		.says = STR("一句话"),
		.text = { REPORT_S5_PROBLEMS, from * 3, (to - from) * 3 },
	};
}

static void
make(const char *prefix)
{
	FINE(filing_view_make(&help.report, str_of(prefix), help.arena, view));
}

static const struct filing_view_section *
section(const char *key)
{
	for (size_t i = 0; i < view->section_count; i++)
		if (strcmp(view->sections[i].key, key) == 0)
			return &view->sections[i];
	fail_msg("no section %s", key);
	return NULL;
}

/* The cell of a slot, or the label that names the row of a slot. */
static const struct filing_view_cell *
cell_of(const char *key, int slot, bool is_label)
{
	const struct filing_view_section *shown = section(key);

	for (size_t r = 0; r < shown->row_count; r++)
		for (size_t c = 0; c < shown->rows[r].cell_count; c++) {
			const struct filing_view_cell *cell = &shown->rows[r].cells[c];

			if ((is_label ? cell->row_slot : cell->slot) == slot)
				return cell;
		}
	fail_msg("no cell %d", slot);
	return NULL;
}

static void
text_is_cut_at_a_finding_and_nothing_is_lost(void **state)
{
	const struct filing_view_paragraph *paragraph;

	find(REPORT_WARNING, "STY", "s5_problems", 1, 3);
	make("");
	assert_int_equal(section("s5_problems")->paragraph_count, 2);
	paragraph = &section("s5_problems")->paragraphs[0];
	assert_int_equal(paragraph->run_count, 3);
	SAME_TEXT(paragraph->runs[0].text, "甲");
	SAME_TEXT(paragraph->runs[1].text, "乙丙");
	SAME_TEXT(paragraph->runs[2].text, "丁戊");
	assert_null(paragraph->runs[0].found);
	assert_ptr_equal(paragraph->runs[1].found, &view->findings[0]);
	assert_true(paragraph->runs[1].is_first);
	SAME_TEXT(view->findings[0].anchor, "t1");
	SAME_TEXT(section("s5_problems")->paragraphs[1].runs[0].text, "己庚辛");
}

static void
words_over_a_line_are_marked_on_both_lines_with_one_anchor(void **state)
{
	find(REPORT_ERROR, "STY", "s5_problems", 3, 0);
	findings[0].text.length = 3 * 2 + 1 + 3; /* 丁戊, the line end, 己 */
	make("");
	assert_true(section("s5_problems")->paragraphs[0].runs[1].is_first);
	SAME_TEXT(section("s5_problems")->paragraphs[0].runs[1].text, "丁戊");
	SAME_TEXT(section("s5_problems")->paragraphs[1].runs[0].text, "己");
	assert_non_null(section("s5_problems")->paragraphs[1].runs[0].found);
	assert_false(section("s5_problems")->paragraphs[1].runs[0].is_first);
}

static void
graver_of_two_overlapping_findings_gets_the_mark(void **state)
{
	find(REPORT_NOTE, "STY", "s5_problems", 0, 3);
	find(REPORT_ERROR, "TXT", "s5_problems", 2, 4);
	make("r1-");
	assert_false(view->findings[0].is_marked);
	assert_true(view->findings[1].is_marked);
	SAME_TEXT(view->findings[0].anchor, "t2");
	SAME_TEXT(view->findings[1].anchor, "t2");
	SAME_TEXT(view->findings[0].prefix, "r1-");
	SAME_TEXT(section("s5_problems")->paragraphs[0].runs[1].text, "丙丁");
}

static void
place_outside_the_text_leads_to_the_section(void **state)
{
	find(REPORT_WARNING, "STY", "s5_problems", 7, 90);
	make("");
	assert_false(view->findings[0].is_marked);
	SAME_TEXT(view->findings[0].anchor, "s5_problems");
}

static void
finding_of_a_cell_marks_that_cell_only(void **state)
{
	int slot = report_application_slot(REPORT_ROW_RES_GRANTED, REPORT_BIZ);
	struct report_path path = report_slot_path(slot);

	find(REPORT_ERROR, "T3-COL", path.at, 0, 0);
	make("");
	assert_ptr_equal(cell_of("s3_requests", slot, false)->found, &view->findings[0]);
	assert_false(cell_of("s3_requests", slot, false)->is_of_row);
	assert_null(cell_of("s3_requests", slot + 1, false)->found);
	assert_true(str_starts(view->findings[0].anchor, STR("c")));
}

static void
finding_of_a_row_marks_its_label_and_its_blanks(void **state)
{
	int first = report_application_slot(REPORT_ROW_RES_GRANTED, 0);

	help_blank(&help.report, first + 2);
	find(REPORT_ERROR, "T3-COMPLETE", "applications.res_granted", 0, 0);
	make("");
	assert_ptr_equal(cell_of("s3_requests", first, true)->found, &view->findings[0]);
	assert_null(cell_of("s3_requests", first, false)->found);
	assert_ptr_equal(cell_of("s3_requests", first + 2, false)->found, &view->findings[0]);
	assert_true(cell_of("s3_requests", first + 2, false)->is_of_row);
	assert_true(str_starts(view->findings[0].anchor, STR("w")));
}

static void
cell_that_the_form_does_not_have_leads_to_the_section(void **state)
{
	find(REPORT_WARNING, "T2", "proactive.a20_1.no_such.row", 0, 0);
	find(REPORT_WARNING, "T3", "applications", 0, 0);
	find(REPORT_WARNING, "META", "signed_on", 0, 0);
	make("");
	SAME_TEXT(view->findings[0].anchor, "s2_proactive");
	SAME_TEXT(view->findings[1].anchor, "s3_requests");
	SAME_TEXT(view->findings[2].anchor, "head");
}

static void
labels_say_whether_they_head_rows_or_columns(void **state)
{
	const struct filing_view_section *shown;
	int first = report_application_slot(REPORT_ROW_DENY_SECRET, 0);

	make("");
	shown = section("s3_requests");
	assert_string_equal(shown->rows[0].cells[1].scope, "colgroup");
	assert_string_equal(cell_of("s3_requests", first, true)->scope, "row");
	for (size_t c = 0; c < shown->rows[5].cell_count; c++)
		if (shown->rows[5].cells[c].slot < 0 && shown->rows[5].cells[c].cell->row_span > 1)
			assert_string_equal(shown->rows[5].cells[c].scope, "rowgroup");
}

static void
findings_of_a_kind_stand_together_with_the_gravest_first(void **state)
{
	find(REPORT_NOTE, "STY", "s5_problems", 0, 1);
	find(REPORT_ERROR, "T3-COMPLETE", "applications.res_granted", 0, 0);
	find(REPORT_WARNING, "STY", "s5_problems", 2, 3);
	find(REPORT_ERROR, "T3-COMPLETE", "applications.res_partial", 0, 0);
	make("");
	assert_int_equal(view->group_count, 3);
	assert_int_equal(view->groups[0].count, 2);
	assert_ptr_equal(view->groups[0].items[1], &view->findings[3]);
	assert_int_equal(filing_view_level(&view->groups[1]), REPORT_WARNING);
	assert_int_equal(filing_view_level(&view->groups[2]), REPORT_NOTE);
	assert_int_equal(view->errors, 2);
}

static void
table_without_its_section_is_put_in_its_place(void **state)
{
	for (size_t i = 2; i + 1 < help.report.section_count; i++)
		help.report.sections[i] = help.report.sections[i + 1];
	help.report.section_count--;
	make("");
	assert_string_equal(view->sections[2].key, "s2_proactive");
	assert_string_equal(view->sections[3].key, "s3_requests");
	assert_true(view->sections[2].row_count > 0);
}

static void
section_printed_twice_has_its_anchor_once(void **state)
{
	help.report.sections[6].key = REPORT_S5_PROBLEMS;
	make("");
	assert_false(view->sections[5].is_again);
	assert_true(view->sections[6].is_again);
}

static void
what_was_assumed_stands_at_its_cell(void **state)
{
	int slot = report_application_slot(REPORT_ROW_NEW_RECEIVED, REPORT_BIZ);
	struct report_path path = report_slot_path(slot);
	size_t room = 0;

	FINE(report_add_repair(&help.report, help.arena, &room, path.at, "粘连的数字"));
	make("");
	SAME_TEXT(cell_of("s3_requests", slot, false)->assumed, "粘连的数字");
	assert_int_equal(view->repair_count, 1);
	assert_true(view->repairs[0].words.len > 0);
	assert_true(str_starts(view->repairs[0].anchor, STR("c")));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(text_is_cut_at_a_finding_and_nothing_is_lost),
		CASE(words_over_a_line_are_marked_on_both_lines_with_one_anchor),
		CASE(graver_of_two_overlapping_findings_gets_the_mark),
		CASE(place_outside_the_text_leads_to_the_section),
		CASE(finding_of_a_cell_marks_that_cell_only),
		CASE(finding_of_a_row_marks_its_label_and_its_blanks),
		CASE(cell_that_the_form_does_not_have_leads_to_the_section),
		CASE(labels_say_whether_they_head_rows_or_columns),
		CASE(findings_of_a_kind_stand_together_with_the_gravest_first),
		CASE(table_without_its_section_is_put_in_its_place),
		CASE(section_printed_twice_has_its_anchor_once),
		CASE(what_was_assumed_stands_at_its_cell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
