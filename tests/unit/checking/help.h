/* A report without any mistake, made by hand, for the tests of the rules; each test spoils one
 * thing. */
#ifndef TESTS_REPORT_RULES_HELP_H
#define TESTS_REPORT_RULES_HELP_H

#include "../test.h"

#include "base/utf8.h"
#include "checking/checking.h"
#include "report/report.h"

struct help {
	struct arena *arena;
	struct report report;
};

static inline void
help_cell(struct report *report, int slot, int64_t value)
{
	report->cells[slot] =
		(struct report_cell){ .state = REPORT_NUMBER, .number = decimal_of(value) };
}

static inline void
help_blank(struct report *report, int slot)
{
	report->cells[slot] = (struct report_cell){ .state = REPORT_BLANK };
}

/* A cell of table 3, with the total of its row kept right. */
static inline void
help_set(struct report *report, int row, int column, int64_t value)
{
	int64_t total = 0;

	help_cell(report, report_application_slot(row, column), value);
	for (int i = 0; i < REPORT_TOTAL; i++)
		total += report->cells[report_application_slot(row, i)].number.units;
	help_cell(report, report_application_slot(row, REPORT_TOTAL), total);
}

static inline void
help_text(struct report *report, enum report_section_key key, const char *text)
{
	for (size_t i = 0; i < report->section_count; i++)
		if (report->sections[i].key == key)
			report->sections[i].text = str_of(text);
}

static inline void
help_sections(struct report *report)
{
	static const char *const texts[REPORT_SECTION_KEYS] = {
		"根据《中华人民共和国政府信息公开条例》编制本报告，电子版见 "
		"www.example.gov.cn。如有疑问请与甲市"
		"农业局联系（地址：甲市乙路1号，邮编：100000，电话：010-12345678）。",
		"（一）主动公开。完善栏目。\n（二）依申请公开。规范流程。\n（三）政府信息管理。严格"
		"审核。\n"
		"（四）平台建设。维护网站。\n（五）监督保障。加强培训。",
		"",
		"",
		"",
		"公开的主动性不足，下一步加强培训。",
		"本年度没有收取信息处理费。",
	};

	report->section_count = REPORT_SECTION_KEYS;
	for (int key = 0; key < REPORT_SECTION_KEYS; key++)
		report->sections[key] = (struct report_section){ (enum report_section_key)key,
			str_of(report_section_labels[key].heading), str_of(texts[key]) };
}

/* Form 2021 for 2023 or form 2019 for 2020, a department's; ten applications, all in balance. */
static inline void
help_begin(struct help *help, enum report_form form)
{
	struct report *report = &help->report;
	int year = form == REPORT_FORM_2021 ? 2023 : 2020;

	*help = (struct help){ .arena = NULL };
	FINE(arena_open((size_t)64 << 20, &help->arena));
	report->title = form == REPORT_FORM_2021 ? STR("甲市农业局2023年政府信息公开工作年度报告")
						 : STR("甲市农业局2020年政府信息公开工作年度报告");
	report->agency = STR("甲市农业局");
	report->signed_by = STR("甲市农业局");
	report->year = year;
	report->form = form;
	assert_true(day_make(year, 1, 1, &report->period_from));
	assert_true(day_make(year, 12, 31, &report->period_to));
	assert_true(day_make(year + 1, 1, 20, &report->signed_on));
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (report_slots[slot].forms & form)
			help_cell(report, slot, 0);
	for (int table = 0; table < 3; table++)
		report->has_table[table] = true;
	help_cell(report, report_proactive_slot("a20_5", "permit", "decisions"), 12);
	help_set(report, REPORT_ROW_NEW_RECEIVED, REPORT_NATURAL_PERSON, 8);
	help_set(report, REPORT_ROW_NEW_RECEIVED, REPORT_BIZ, 2);
	help_set(report, REPORT_ROW_CARRIED_IN, REPORT_NATURAL_PERSON, 1);
	help_set(report, REPORT_ROW_RES_GRANTED, REPORT_NATURAL_PERSON, 4);
	help_set(report, REPORT_ROW_RES_GRANTED, REPORT_BIZ, 1);
	help_set(report, REPORT_ROW_RES_PARTIAL, REPORT_NATURAL_PERSON, 1);
	help_set(report, REPORT_ROW_DENY_INTERNAL, REPORT_BIZ, 1);
	help_set(report, REPORT_ROW_UNABLE_NOT_HELD, REPORT_NATURAL_PERSON, 2);
	help_set(report, REPORT_ROW_RES_TOTAL, REPORT_NATURAL_PERSON, 7);
	help_set(report, REPORT_ROW_RES_TOTAL, REPORT_BIZ, 2);
	help_set(report, REPORT_ROW_CARRIED_OUT, REPORT_NATURAL_PERSON, 2);
	help_sections(report);
}

static inline void
help_end(struct help *help)
{
	arena_close(&help->arena);
}

static inline void
help_check(struct help *help)
{
	FINE(checking_run(&help->report, NULL, help->arena));
}

/* The first finding of a rule; with `where`, at that place only. NULL when there is none. */
static inline const struct report_finding *
help_find(const struct help *help, const char *rule, const char *where)
{
	for (size_t i = 0; i < help->report.finding_count; i++) {
		const struct report_finding *finding = &help->report.findings[i];

		if (strcmp(finding->rule, rule) == 0 &&
			(!where || str_equal(finding->where, str_of(where))))
			return finding;
	}
	return NULL;
}

static inline int
help_count(const struct help *help, const char *rule, enum report_level level)
{
	int count = 0;

	for (size_t i = 0; i < help->report.finding_count; i++)
		count += strcmp(help->report.findings[i].rule, rule) == 0 &&
			 help->report.findings[i].level == level;
	return count;
}

/* Nothing to object to: no error and no warning. Prints what there is. */
static inline void
help_is_clean(const struct help *help)
{
	for (size_t i = 0; i < help->report.finding_count; i++) {
		const struct report_finding *finding = &help->report.findings[i];

		if (finding->level == REPORT_ERROR || finding->level == REPORT_WARNING)
			fail_msg("%s %.*s: %.*s", finding->rule, STR_ARG(finding->where),
				STR_ARG(finding->says));
	}
}

/* The words that each finding points at lie inside their section and are whole characters, and so
 * are its sentences. */
static inline void
help_words_are_whole(const struct help *help)
{
	const struct report *report = &help->report;
	size_t bad;

	for (size_t i = 0; i < report->finding_count; i++) {
		const struct report_finding *finding = &report->findings[i];
		size_t end = finding->text.offset + finding->text.length;

		assert_true(utf8_is_valid(finding->says, &bad));
		assert_true(utf8_is_valid(finding->says_en, &bad));
		for (size_t at = 0; at < report->section_count && finding->text.length > 0; at++) {
			struct str text = report->sections[at].text;

			if (report->sections[at].key != finding->text.section)
				continue;
			assert_true(end <= text.len);
			assert_true(utf8_is_valid(
				str_sub(text, finding->text.offset, finding->text.length), &bad));
		}
	}
}

/* A finding with this rule at this place and level, whose sentence has these words. */
static inline void
help_finds(const struct help *help, const char *rule, const char *where, enum report_level level,
	const char *words)
{
	const struct report_finding *finding = help_find(help, rule, where);

	if (!finding)
		fail_msg("%s was not found at %s", rule, where ? where : "any place");
	assert_int_equal(finding->level, level);
	if (!str_has(finding->says, str_of(words)))
		fail_msg("\"%.*s\" has no \"%s\"", STR_ARG(finding->says), words);
	assert_true(finding->says_en.len > 0);
	assert_true(finding->basis.len > 0);
	assert_true(level == REPORT_AGREES || finding->mend.len > 0);
}

#endif
