/* Whole narratives in the manner of real reports, from the texts of the folder narratives: what is
 * right must be left alone, and each figure that speaks of a cell must be told when it is changed.
 * Sentences for the style rule stand there too. */
#include "help.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"

enum { CHANGE = 7 }; /* what a spoiled figure is too high by */

struct lists {
	struct buf tables;
	struct buf right;
};

static struct lists lists;

static void
read_list(const char *name, struct buf *ret_buf)
{
	char path[1024];

	snprintf(path, sizeof path, "%s/%s", NARRATIVES_FOLDER, name);
	buf_init(ret_buf, (size_t)1 << 20);
	FINE(file_read(path, ret_buf));
}

static struct str
next_word(struct str *rest)
{
	struct str word;

	*rest = str_cut(*rest, STR(" "), &word);
	return word;
}

/* A line "@name form year agency" begins the record; all its cells are 0. */
static void
begin_report(struct help *help, struct str line)
{
	int64_t form;
	int64_t year;
	struct report *report = &help->report;

	assert_true(str_to_int(next_word(&line), &form));
	assert_true(str_to_int(next_word(&line), &year));
	help_begin(help, form == 2019 ? REPORT_FORM_2019 : REPORT_FORM_2021);
	report->agency = line;
	report->signed_by = line;
	FINE(str_print(help->arena, &report->title, "%.*s%d年政府信息公开工作年度报告",
		STR_ARG(line), (int)year));
	report->year = (int)year;
	assert_true(day_make((int)year, 1, 1, &report->period_from));
	assert_true(day_make((int)year, 12, 31, &report->period_to));
	assert_true(day_make((int)year + 1, 1, 20, &report->signed_on));
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (report->cells[slot].state == REPORT_NUMBER)
			help_cell(report, slot, 0);
}

/* The record with the tables of this name. */
static void
load_tables(struct help *help, struct str name)
{
	struct str rest = buf_str(&lists.tables);
	struct str line;
	bool is_here = false;

	while (str_next_line(&rest, &line)) {
		struct str words = str_from(line, line.len > 0);
		int slot;

		if (str_starts(line, STR("@")) && is_here)
			break;
		if (str_starts(line, STR("@"))) {
			is_here = str_equal(next_word(&words), name);
			if (is_here)
				begin_report(help, words);
			continue;
		}
		if (!is_here || line.len == 0)
			continue;
		slot = report_slot_of_path(next_word(&line));
		assert_true(slot >= 0);
		assert_true(decimal_parse(line, &help->report.cells[slot].number));
	}
	assert_true(is_here);
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++)
		if (help->report.cells[report_application_slot(row, 0)].state == REPORT_NUMBER)
			help_set(&help->report, row, 0,
				help->report.cells[report_application_slot(row, 0)].number.units);
}

/* A figure in braces: its number and the path of its cell. */
struct mark {
	struct str number;
	struct str path;
};

/* Copy a text without its braces; the figure of mark `spoiled` is made too high, and *ret_from
 * tells where it then stands. The number of marks. */
static int
put_text(
	struct str text, int spoiled, struct buf *ret_text, struct mark *ret_mark, size_t *ret_from)
{
	struct str before;
	int count = 0;

	buf_clear(ret_text);
	for (;; count++) {
		struct mark mark;
		struct decimal number;

		text = str_cut(text, STR("{"), &before);
		buf_put(ret_text, before);
		if (text.len == 0)
			break;
		text = str_cut(text, STR("}"), &mark.path);
		mark.number = next_word(&mark.path);
		if (count != spoiled) {
			buf_put(ret_text, mark.number);
			continue;
		}
		assert_true(decimal_parse(mark.number, &number));
		for (int64_t more = CHANGE, places = number.scale;; places--, more *= 10)
			if (places == 0) {
				number.units += more;
				break;
			}
		*ret_mark = mark;
		*ret_from = buf_str(ret_text).len;
		buf_print(ret_text, "%s", decimal_text(number).at);
	}
	FINE(buf_check(ret_text));
	return count;
}

static bool
is_objection(const struct report_finding *finding)
{
	return (finding->level == REPORT_ERROR || finding->level == REPORT_WARNING) &&
	       (strncmp(finding->rule, "TXT", 3) == 0 || strcmp(finding->rule, "STY-1") == 0);
}

static void
check_text(struct help *help, struct str tables, int section, const struct buf *text)
{
	load_tables(help, tables);
	help_text(&help->report, (enum report_section_key)section, text->at);
	help_check(help);
	help_words_are_whole(help);
}

/* No rule about words may object to this text. */
static void
must_pass(struct str tables, int section, const struct buf *text)
{
	struct help help;

	check_text(&help, tables, section, text);
	for (size_t i = 0; i < help.report.finding_count; i++)
		if (is_objection(&help.report.findings[i]))
			fail_msg("%s\n%s %.*s", text->at, help.report.findings[i].rule,
				STR_ARG(help.report.findings[i].says));
	help_end(&help);
}

/* A warning at the cell of the mark, over the figure that stands at `from`. */
static void
must_be_told(struct str tables, int section, const struct buf *text, struct mark mark, size_t from)
{
	struct help help;
	bool found = false;

	check_text(&help, tables, section, text);
	for (size_t i = 0; i < help.report.finding_count; i++) {
		const struct report_finding *finding = &help.report.findings[i];

		found = found || (is_objection(finding) && str_equal(finding->where, mark.path) &&
					 (int)finding->text.section == section &&
					 finding->text.offset <= from &&
					 finding->text.offset + finding->text.length > from);
	}
	if (!found)
		fail_msg("%s\nnothing at %.*s of %.*s", text->at, STR_ARG(mark.number),
			STR_ARG(mark.path));
	help_end(&help);
}

/* One narrative: first as it stands, then with one figure after the other changed. */
static void
try_narrative(struct str head, struct str text, int *marks)
{
	struct str tables = next_word(&head);
	struct mark mark;
	struct buf buf;
	int64_t section;
	size_t from;
	int count;

	assert_true(str_to_int(str_from(head, 1), &section));
	buf_init(&buf, (size_t)1 << 16);
	count = put_text(text, -1, &buf, &mark, &from);
	must_pass(tables, (int)section, &buf);
	for (int i = 0; i < count; i++) {
		put_text(text, i, &buf, &mark, &from);
		must_be_told(tables, (int)section, &buf, mark, from);
	}
	*marks += count;
	buf_done(&buf);
}

static void
right_narratives_pass_and_each_changed_figure_is_told(void **state)
{
	struct str rest = buf_str(&lists.right);
	struct str text;
	int marks = 0;
	int count = 0;

	rest = str_cut(rest, STR("\n=== "), &text);
	while (rest.len > 0) {
		struct str head;

		rest = str_cut(rest, STR("\n=== "), &text);
		text = str_cut(text, STR("\n"), &head);
		try_narrative(head, text, &marks);
		count++;
	}
	/* The lists were read whole. */
	assert_true(count > 300 && marks > 300);
}

/* The style finding about section five, NULL when there is none that says these words. */
static void
try_style(struct str sentence, struct str words, bool is_wrong)
{
	struct help help;
	bool found = false;

	help_begin(&help, REPORT_FORM_2021);
	help.report.sections[REPORT_S5_PROBLEMS].text = sentence;
	help_check(&help);
	for (size_t i = 0; i < help.report.finding_count; i++) {
		const struct report_finding *finding = &help.report.findings[i];

		if (strcmp(finding->rule, "STY-1") != 0)
			continue;
		if (!is_wrong)
			fail_msg("%.*s: %.*s", STR_ARG(sentence), STR_ARG(finding->says));
		found = found || str_has(finding->says, words);
	}
	if (is_wrong && !found)
		fail_msg("nothing found: %.*s", STR_ARG(sentence));
	help_end(&help);
}

static void
try_styles(const char *name, bool is_wrong)
{
	struct buf buf;
	struct str rest;
	struct str line;
	int count = 0;

	read_list(name, &buf);
	rest = buf_str(&buf);
	while (str_next_line(&rest, &line)) {
		struct str sentence;
		struct str words;

		if (str_starts(line, STR("#")))
			continue;
		words = str_cut(line, STR("|"), &sentence);
		try_style(sentence, words, is_wrong);
		count++;
	}
	assert_true(count >= 59);
	buf_done(&buf);
}

static void
well_written_sentences_pass(void **state)
{
	try_styles("style_right.txt", false);
}

static void
every_slip_is_told(void **state)
{
	try_styles("style_wrong.txt", true);
}

static int
open_lists(void **state)
{
	read_list("tables.txt", &lists.tables);
	read_list("right.txt", &lists.right);
	return 0;
}

static int
close_lists(void **state)
{
	buf_done(&lists.right);
	buf_done(&lists.tables);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_narratives_pass_and_each_changed_figure_is_told),
		cmocka_unit_test(well_written_sentences_pass),
		cmocka_unit_test(every_slip_is_told),
	};

	return cmocka_run_group_tests(tests, open_lists, close_lists);
}
