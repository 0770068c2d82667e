/*
 * The door of the report reader: bytes to a record through the cage, a document to a record without
 * it. The steps themselves are in the files named reading_*.c; here is their order and what is
 * refused.
 */
#include "base/cage.h"
#include "reading/reading_inside.h"

enum { FEWEST_HEADINGS = 3 };

/* --- refusals --- */

static size_t
count_headings(const struct reader *reader)
{
	unsigned keys = 0;

	for (size_t i = 0; i < reader->unit_count; i++)
		if (reader->units[i].section_strength >= 3)
			keys |= 1u << reader->units[i].section;
	return (size_t)__builtin_popcount(keys);
}

static size_t
count_text(const struct reader *reader, const char *const *words, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		bool has = false;

		for (size_t j = 0; j < reader->unit_count && !has; j++)
			has = str_has(reader->units[j].text, str_of(words[i]));
		found += has;
	}
	return found;
}

/* First rows of table 3 with numbers: one for each report in the file. */
static size_t
count_tables(const struct reader *reader)
{
	size_t count = 0;

	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct reading_unit *unit = &reader->units[i];
		struct reading_match match;

		if (unit->zone != ZONE_APPLICATIONS)
			continue;
		match = reading_label_next(&reader->labels, LABELS_APPLICATIONS, &unit->words, 0);
		count += match.kind == MATCH_EXACT && match.id == REPORT_ROW_NEW_RECEIVED;
	}
	return count;
}

static bool
has_any_table(const struct report *report)
{
	return report->has_table[0] || report->has_table[1] || report->has_table[2];
}

struct fault *
reading_refuse(struct reader *reader)
{
	/* Law: 2008 form of the report, replaced by 国办公开办函〔2019〕60号 */
	static const char *const old_words[] = { "主动公开政府信息数", "收到申请数", "申请办结数",
		"申请答复数", "全文电子化主动公开", "当面申请数", "统计指标",
		"回应公众关注热点或重大舆情数", "维持具体行政行为数",
		"收取依申请公开信息工作费用" };
	const struct report *report = reader->report;

	if (reader->unit_count == 0)
		return fault_new(FAULT_INPUT, "report_no_text",
			"这份文件里没有文字，可能是扫描件或图片。请换用文字版的年度报告。",
			"There is no text in this file; it may be a scan or pictures. Please give "
			"a report with text.");
	if (reader->title_count >= 2 && count_tables(reader) >= 2)
		return fault_new(FAULT_INPUT, "report_two_reports",
			"这份文件里有两份年度报告，或同一份重复了两遍。请拆成两个文件，或只留一份"
			"。",
			"This file holds two annual reports, or one of them twice. Please give "
			"each "
			"as a file of its own, or leave only one.");
	if (has_any_table(report))
		return NULL;
	if (count_text(reader, old_words, COUNT_OF(old_words)) >= 2 ||
		(report->year && report->year <= 2018))
		return fault_new(FAULT_INPUT, "report_old_form",
			"这是2018年度及以前的旧格式报告（指标统计表），本程序只读2019年度起的格式（"
			"国办公开办函〔2019〕60号、〔2021〕30号）。",
			"This is a report in the form used up to 2018; only the forms of 2019 and "
			"2021 are read.");
	if (!reader->names_report && count_headings(reader) < FEWEST_HEADINGS)
		return fault_new(FAULT_INPUT, "report_not_report",
			"这份文件不像政府信息公开工作年度报告：没有找到标题、六个部分的小标题，也没"
			"有找到三张表。请检查是否选错了文件。",
			"This does not look like an annual report on government information "
			"disclosure: no title, no "
			"section headings and none of its three tables were found. Please check "
			"the file.");
	return NULL;
}

/* --- what the whole record says --- */

/* A table of which something is printed but nothing could be read: every cell of it is null, and
 * said. */
static struct fault *
note_unread(struct reader *reader, enum report_table table)
{
	struct report *report = reader->report;
	unsigned form = report->form ? report->form : report_form_of_year(report->year);

	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		if (report_slots[slot].table != table ||
			(table == REPORT_PROACTIVE &&
				!(report_slots[slot].forms & (form ? form : REPORT_FORM_2021))))
			continue;
		report->cells[slot].state = REPORT_UNCLEAR;
		TRY(reading_note_slot(reader, slot, "表格印得散乱，认不出这一格的数字，未作数"));
	}
	return NULL;
}

static bool
has_zone(const struct reader *reader, enum reading_zone zone)
{
	for (size_t i = 0; i < reader->unit_count; i++)
		if (reader->units[i].zone == zone)
			return true;
	return false;
}

static struct fault *
note_tables(struct reader *reader)
{
	static const char *const paths[] = { "proactive", "applications", "review_litigation" };
	static const enum reading_zone zones[] = { ZONE_PROACTIVE, ZONE_APPLICATIONS, ZONE_REVIEW };
	static const char *const names[] = { "表二（主动公开政府信息情况）",
		"表三（收到和处理申请情况）", "表四（复议、诉讼情况）" };

	if (reader->doc->lacks_rules)
		TRY(reading_note(reader, "file",
			"PDF 中的表格线没有读出，各表按文字的位置还原，请核对每一格"));
	if (reader->doc->overlay.len)
		TRY(reading_note(reader, "file",
			"PDF 页面上有压在文字上面的大字“%.*s”，当作水印略去，请核对被它压住的各格",
			STR_ARG(reader->doc->overlay)));
	for (int table = 0; table < 3; table++) {
		if (reader->report->has_table[table])
			continue;
		if (has_zone(reader, zones[table]))
			TRY(note_unread(reader, (enum report_table)table));
		TRY(reading_note(reader, paths[table], "没有认出%s%s", names[table],
			reader->doc->has_pictures
				? "；文件里有图片，表格可能是以图片公布的，图片不读"
				: ""));
	}
	return NULL;
}

/* The form by the printed tables: table 2 first, then the rows under （六）其他处理 of table 3. */
static void
settle_form(struct report *report)
{
	int one = report_application_slot(REPORT_ROW_OTHER, 0);
	int three = report_application_slot(REPORT_ROW_OTHER_NO_CORRECTION, 0);

	if (report->form != REPORT_FORM_NONE || !report->has_table[REPORT_APPLICATIONS])
		return;
	if (report->cells[three].state != REPORT_ABSENT)
		report->form = REPORT_FORM_2021;
	else if (report->cells[one].state != REPORT_ABSENT)
		report->form = REPORT_FORM_2019;
}

struct fault *
reading_make_of_doc(
	const struct doc *doc, struct str file, struct arena *arena, struct report *ret_report)
{
	struct reader *reader;
	struct report *report;

	TAKE(arena, reader, 1);
	TAKE(arena, report, 1);
	report->file = file;
	reader->arena = arena;
	reader->doc = doc;
	reader->report = report;
	TRY(reading_label_prepare(arena, &reader->labels));
	TRY(reading_units_make(reader));
	TRY(reading_zone_mark(reader));
	TRY(reading_title(reader));
	TRY(reading_dates(reader));
	TRY(reading_proactive(reader));
	TRY(reading_applications(reader));
	TRY(reading_review(reader));
	settle_form(report);
	TRY(reading_refuse(reader));
	TRY(note_tables(reader));
	TRY(reading_sections(reader));
	*ret_report = *report;
	return NULL;
}

/* --- bytes --- */

/* One file may take 256 MiB and 10 s in all; the program itself needs its part. */
#define MOST_MEMORY ((size_t)232 << 20)
enum { MOST_JSON = 2 << 20 };

/* In the cage: read the document and answer with the record. */
static struct fault *
read_in_cage(struct str input, struct str plan, struct buf *answer)
{
	const enum doc_format *format = cage_plan(plan, sizeof *format);
	CLOSING(arena_close) struct arena *arena = NULL;
	struct doc doc = { 0 };
	struct report *report;

	TRY(arena_open((size_t)224 << 20, &arena));
	TAKE(arena, report, 1);
	TRY(doc_read(*format, input, arena, &doc));
	TRY(reading_make_of_doc(&doc, STR(""), arena, report));
	reading_cross_put(answer, report);
	return buf_check(answer);
}

static size_t
skip_json_blanks(struct str bytes, size_t at)
{
	while (at < bytes.len && memchr(" \n\r\t", bytes.at[at], 4))
		at++;
	return at;
}

/* An object that begins with a key: RTF begins with a brace as well. */
static bool
is_json(struct str bytes)
{
	size_t at = skip_json_blanks(bytes, 0);

	if (at == bytes.len || bytes.at[at] != '{')
		return false;
	at = skip_json_blanks(bytes, at + 1);
	return at < bytes.len && bytes.at[at] == '"';
}

/* A tree of JSON takes up to eighty times the room of its text, and it is read without a cage. */
static struct fault *
read_json(struct str bytes, struct arena *arena, struct report *ret_report)
{
	if (bytes.len > MOST_JSON)
		return fault_new(FAULT_LIMIT, "report_json_large",
			"这份 JSON 超过 %d MB，不像一份年度报告的记录。请只给一份报告的记录。",
			"This JSON is larger than %d MB, so it is no record of one annual report. "
			"Give the record of one report only.",
			MOST_JSON >> 20);
	return report_from_json(bytes, arena, ret_report);
}

/* What is left for the reader of the memory and time of the whole, after the file itself, what
 * other programs made of it, and their time. */
static struct cage_limits
limits_of(enum doc_format format, size_t held)
{
	struct cage_limits limits = cage_usual;

	limits.memory = MOST_MEMORY - held;
	limits.seconds = format == DOC_PDF || format == DOC_WORD ? 3 : 9;
	return limits;
}

static struct fault *
read_bytes(struct str name, struct str bytes, struct arena *arena, struct buf *answer,
	struct report *ret_report)
{
	enum doc_format format = DOC_UNKNOWN;
	size_t used = arena_used(arena);
	struct cage_limits limits;
	struct str prepared;
	struct str crossed;

	TRY(doc_prepare(name, bytes, arena, &format, &prepared));
	limits = limits_of(format, bytes.len + arena_used(arena) - used);
	TRY(cage_run(read_in_cage, prepared, CAGE_PLAN(format), &limits, answer));
	TRY(str_copy(arena, buf_str(answer), &crossed));
	TRY(reading_cross_take(crossed, arena, ret_report));
	return str_copy(arena, name, &ret_report->file);
}

struct fault *
reading_make(struct str name, struct str bytes, struct arena *arena, struct report *ret_report)
{
	CLOSING(buf_done) struct buf answer;

	buf_init(&answer, cage_usual.answer);
	if (is_json(bytes))
		return read_json(bytes, arena, ret_report);
	return read_bytes(name, bytes, arena, &answer, ret_report);
}
