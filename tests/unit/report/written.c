/* The real proof of layout and writers: a record written in any format is read back as the same
 * record, for the sample reports and for seeded ones full of large numbers, blanks and signs. */
#include "../test.h"

#include <stdio.h>

#include "base/cage.h"
#include "base/file.h"
#include "doc/doc.h"
#include "reading/reading.h"
#include "report/report.h"

/* fontconfig keeps its fonts until the process ends, and cairo 1.16 forgets 768 bytes for each CFF
 * font of a document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

static const struct format {
	const char *name;
	struct fault *(*write)(const struct doc *, struct buf *);
	bool keeps_text; /* blanks and paragraphs of the narrative too, not only the figures */
} formats[] = {
	{ "back.docx", doc_write_docx, true },
	{ "back.html", doc_write_html, true },
	{ "back.md", doc_write_markdown, true },
	{ "back.csv", doc_write_csv, true },
	{ "back.xlsx", doc_write_xlsx, false },
	{ "back.pdf", doc_write_pdf, false },
};

static void
same_cells(const char *what, const struct report *report, const struct report *back)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_cell *cell = &report->cells[slot];
		const struct report_cell *other = &back->cells[slot];

		if (cell->state != other->state ||
			(cell->state == REPORT_NUMBER &&
				decimal_compare(cell->number, other->number) != 0))
			fail_msg("%s: %s was %d %s and is %d %s", what, report_slot_path(slot).at,
				cell->state, decimal_text(cell->number).at, other->state,
				decimal_text(other->number).at);
	}
}

static void
same_text(const char *what, struct str text, struct str other)
{
	if (!str_equal(text, other))
		fail_msg("%s: \"%.*s\" became \"%.*s\"", what, STR_ARG(text), STR_ARG(other));
}

static void
same_record(const struct format *format, const struct report *report, const struct report *back)
{
	same_cells(format->name, report, back);
	assert_int_equal(back->form, report->form);
	assert_int_equal(back->year, report->year);
	same_text(format->name, report->title, back->title);
	same_text(format->name, report->agency, back->agency);
	assert_int_equal(back->section_count, report->section_count);
	for (size_t i = 0; i < report->section_count; i++) {
		assert_int_equal(back->sections[i].key, report->sections[i].key);
		if (!format->keeps_text)
			continue;
		same_text(format->name, report->sections[i].heading, back->sections[i].heading);
		same_text(format->name, report->sections[i].text, back->sections[i].text);
	}
	if (!format->keeps_text)
		return;
	same_text(format->name, report->signed_by, back->signed_by);
	assert_int_equal(back->signed_on.number, report->signed_on.number);
}

static void
write_and_read(const struct report *report, const struct format *format, struct arena *arena)
{
	struct report *back = arena_take(arena, 1, sizeof *back);
	struct doc doc;
	struct buf out;

	assert_non_null(back);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(report_document(report, arena, &doc));
	FINE(format->write(&doc, &out));
	FINE(reading_make(str_of(format->name), buf_str(&out), arena, back));
	same_record(format, report, back);
	buf_done(&out);
}

static void
sample_reports_come_back_from_every_format(void **state)
{
	static const char *const names[] = { "000-pingfang-2020.txt", "001-chuankou-2020.txt",
		"002-daoli-2021.txt", "003-hegang-2020.txt", "004-dongan-2020.txt" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct arena *arena;
		struct report *report;
		struct buf bytes;
		char path[512];

		FINE(arena_open((size_t)256 << 20, &arena));
		report = arena_take(arena, 1, sizeof *report);
		assert_non_null(report);
		buf_init(&bytes, DOC_MOST_BYTES);
		snprintf(path, sizeof path, "%s/%s", REPORTS_FOLDER, names[i]);
		FINE(file_read(path, &bytes));
		FINE(reading_make(str_of(names[i]), buf_str(&bytes), arena, report));
		for (size_t j = 0; j < COUNT_OF(formats); j++)
			write_and_read(report, &formats[j], arena);
		buf_done(&bytes);
		arena_close(&arena);
	}
}

/* Numbers from a seed, the same on every machine. */
static uint32_t
next_number(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static struct report_cell
make_cell(uint32_t *seed, enum report_kind kind)
{
	static const int64_t tops[] = { 1, 10, 1000, 100000, 10000000 };
	struct report_cell cell = { .state = REPORT_NUMBER };
	uint32_t kinds = next_number(seed) % 40;

	if (kinds == 0)
		return (struct report_cell){ .state = REPORT_BLANK };
	if (kinds == 1)
		return (struct report_cell){ .state = REPORT_UNCLEAR, .printed = STR("/") };
	cell.number.units = next_number(seed) % tops[next_number(seed) % COUNT_OF(tops)];
	if (kind == REPORT_DELTA_KIND && next_number(seed) % 2)
		cell.number.units = -cell.number.units;
	else if (kind == REPORT_DELTA_KIND && next_number(seed) % 2)
		cell.printed = STR("+");
	if (kind == REPORT_MONEY_KIND && cell.number.units)
		cell.number.scale = (int)(next_number(seed) % 7);
	return cell;
}

static void
make_report(uint32_t *seed, struct report *report)
{
	memset(report, 0, sizeof *report);
	report->form = next_number(seed) % 2 ? REPORT_FORM_2019 : REPORT_FORM_2021;
	report->year = report->form == REPORT_FORM_2019 ? 2020 : 2023;
	report->title = report->year == 2020
				? STR("示范市云河区人民政府2020年政府信息公开工作年度报告")
				: STR("示范县2023年政府信息公开工作年度报告");
	report->agency = report->year == 2020 ? STR("示范市云河区人民政府") : STR("示范县");
	report->signed_by = STR("示范县人民政府办公室");
	assert_true(day_make(report->year + 1, 1, 18, &report->signed_on));
	report->period_from = report->period_to = DAY_NONE;
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (report_slots[slot].forms & report->form)
			report->cells[slot] = make_cell(seed, report_slots[slot].kind);
	for (int i = 0; i < 3; i++)
		report->has_table[i] = true;
	for (int key = REPORT_S1_OVERVIEW; key < REPORT_SECTION_KEYS; key++)
		report->sections[report->section_count++] = (struct report_section){
			(enum report_section_key)key,
			str_of(report_section_labels[key].heading),
			STR("本县依法做好这一方面的工作。\n（一）加强学习。组织培训12次，<重点>"
			    "讲解“条例”"
			    "与典型案例 & "
			    "问答，参加人员全部通过考试，另有*三*项制度印发各乡镇执行。"),
		};
}

static void
seeded_reports_come_back_from_every_format(void **state)
{
	uint32_t seed = 20210926;

	for (int i = 0; i < 12; i++) {
		struct arena *arena;
		struct report *report;

		FINE(arena_open((size_t)256 << 20, &arena));
		report = arena_take(arena, 1, sizeof *report);
		assert_non_null(report);
		make_report(&seed, report);
		for (size_t j = 0; j < COUNT_OF(formats); j++)
			write_and_read(report, &formats[j], arena);
		arena_close(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample_reports_come_back_from_every_format),
		cmocka_unit_test(seeded_reports_come_back_from_every_format),
	};

	cage_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
