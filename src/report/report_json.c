/*
 * The record as JSON and back. The keys are a contract with outsiders: they may grow, not change.
 * Offsets into text are bytes in C and code points in JSON. Drawing and checking are elsewhere.
 */
#include <stdio.h>

#include "base/json.h"
#include "base/utf8.h"
#include "report/report.h"

/* ---------------------------------------------------------------- out */

static void
put_cell(struct json_out *out, const struct report *report, int slot)
{
	const struct report_cell *cell = &report->cells[slot];

	if (cell->state != REPORT_NUMBER)
		json_put_nothing(out);
	else if (report_slots[slot].kind == REPORT_MONEY_KIND || cell->number.scale > 0)
		json_put_str(out, str_of(decimal_text(cell->number).at));
	else
		json_put_int(out, cell->number.units);
}

static bool
same_key(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Does any cell from `slot` on, with the same block (and row when given), stand in the record? */
static bool
has_cell(const struct report *report, int slot, bool same_row)
{
	const struct report_slot *first = &report_slots[slot];

	for (int i = 0; i < REPORT_SLOT_COUNT; i++) {
		const struct report_slot *facts = &report_slots[i];

		if (facts->table == first->table && same_key(facts->block, first->block) &&
			(!same_row || same_key(facts->row, first->row)) &&
			report->cells[i].state != REPORT_ABSENT)
			return true;
	}
	return false;
}

/* Slots of both forms share blocks, so the walk goes block by block, row by row. */
static bool
is_first_of(int slot, bool same_row)
{
	const struct report_slot *facts = &report_slots[slot];

	for (int i = 0; i < slot; i++)
		if (report_slots[i].table == facts->table &&
			same_key(report_slots[i].block, facts->block) &&
			(!same_row || same_key(report_slots[i].row, facts->row)))
			return false;
	return true;
}

static void
put_row(struct json_out *out, const struct report *report, int first)
{
	const struct report_slot *row = &report_slots[first];

	json_key(out, row->row);
	json_begin_object(out);
	for (int slot = first; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_slot *facts = &report_slots[slot];

		if (facts->table != row->table || !same_key(facts->block, row->block) ||
			!same_key(facts->row, row->row) ||
			report->cells[slot].state == REPORT_ABSENT)
			continue;
		json_key(out, facts->column);
		put_cell(out, report, slot);
	}
	json_end_object(out);
}

static void
put_proactive(struct json_out *out, const struct report *report)
{
	json_key(out, "proactive");
	json_begin_object(out);
	for (int block = 0; block < REPORT_FIRST_APPLICATION; block++) {
		if (!is_first_of(block, false) || !has_cell(report, block, false))
			continue;
		json_key(out, report_slots[block].block);
		json_begin_object(out);
		for (int slot = block; slot < REPORT_FIRST_APPLICATION; slot++)
			if (same_key(report_slots[slot].block, report_slots[block].block) &&
				is_first_of(slot, true) && has_cell(report, slot, true))
				put_row(out, report, slot);
		json_end_object(out);
	}
	json_end_object(out);
}

static void
put_tables(struct json_out *out, const struct report *report)
{
	put_proactive(out, report);
	json_key(out, "applications");
	json_begin_object(out);
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		int slot = report_application_slot(row, 0);

		if (has_cell(report, slot, true))
			put_row(out, report, slot);
	}
	json_end_object(out);
	json_key(out, "review_litigation");
	json_begin_object(out);
	for (int slot = REPORT_FIRST_REVIEW; slot < REPORT_SLOT_COUNT; slot++) {
		if (report->cells[slot].state == REPORT_ABSENT)
			continue;
		json_key(out, report_slots[slot].column);
		put_cell(out, report, slot);
	}
	json_end_object(out);
	json_key(out, "printed");
	json_begin_object(out);
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++)
		if (report->cells[slot].printed.len)
			json_pair_str(out, report_slot_path(slot).at, report->cells[slot].printed);
	json_end_object(out);
}

static void
put_sections(struct json_out *out, const struct report *report)
{
	json_key(out, "sections");
	json_begin_array(out);
	for (size_t i = 0; i < report->section_count; i++) {
		const struct report_section *section = &report->sections[i];

		json_begin_object(out);
		json_pair_str(out, "key", str_of(report_section_labels[section->key].key));
		json_pair_str(out, "heading", section->heading);
		json_pair_str(out, "text", section->text);
		json_end_object(out);
	}
	json_end_array(out);
}

static struct str
section_text(const struct report *report, enum report_section_key key)
{
	for (size_t i = 0; i < report->section_count; i++)
		if (report->sections[i].key == key)
			return report->sections[i].text;
	return STR_NONE;
}

static void
put_finding(struct json_out *out, const struct report *report, const struct report_finding *finding)
{
	struct str text = section_text(report, finding->text.section);
	size_t offset = finding->text.offset;
	size_t length = finding->text.length;

	json_begin_object(out);
	json_pair_str(out, "rule", str_of(finding->rule));
	json_pair_str(out, "level", str_of(report_level_letter(finding->level)));
	json_pair_str(out, "where", finding->where);
	json_pair_str(out, "says", finding->says);
	json_pair_str(out, "says_en", finding->says_en);
	json_pair_str(out, "basis", finding->basis);
	json_pair_str(out, "mend", finding->mend);
	if (length && offset <= text.len && length <= text.len - offset) {
		json_key(out, "text_at");
		json_begin_object(out);
		json_pair_str(
			out, "section", str_of(report_section_labels[finding->text.section].key));
		json_pair_int(out, "offset", (int64_t)utf8_count(str_sub(text, 0, offset)));
		json_pair_int(out, "length", (int64_t)utf8_count(str_sub(text, offset, length)));
		json_end_object(out);
	}
	json_end_object(out);
}

static void
put_findings(struct json_out *out, const struct report *report, const char *key, bool agreements)
{
	json_key(out, key);
	json_begin_array(out);
	for (size_t i = 0; i < report->finding_count; i++)
		if ((report->findings[i].level == REPORT_AGREES) == agreements)
			put_finding(out, report, &report->findings[i]);
	json_end_array(out);
}

static void
put_fields(struct json_out *out, const struct report *report)
{
	json_pair_str(out, "file", report->file);
	json_pair_str_or_null(out, "title", report->title);
	json_pair_str_or_null(out, "agency", report->agency);
	json_key(out, "year");
	if (report->year)
		json_put_int(out, report->year);
	else
		json_put_nothing(out);
	json_pair_str_or_null(out, "form", str_of(report_form_name(report->form)));
	json_key(out, "period");
	if (day_is_none(report->period_from) && day_is_none(report->period_to)) {
		json_put_nothing(out);
	} else {
		json_begin_object(out);
		json_pair_str_or_null(out, "from", str_of(day_text(report->period_from).at));
		json_pair_str_or_null(out, "to", str_of(day_text(report->period_to).at));
		json_end_object(out);
	}
	json_pair_str_or_null(out, "signed_by", report->signed_by);
	json_pair_str_or_null(out, "signed_on", str_of(day_text(report->signed_on).at));
}

void
report_put_json(struct buf *buf, const struct report *report)
{
	struct json_out out;

	json_out_init(&out, buf);
	json_begin_object(&out);
	put_fields(&out, report);
	put_sections(&out, report);
	put_tables(&out, report);
	json_key(&out, "repairs");
	json_begin_array(&out);
	for (size_t i = 0; i < report->repair_count; i++) {
		json_begin_object(&out);
		json_pair_str(&out, "where", report->repairs[i].where);
		json_pair_str(&out, "what", report->repairs[i].what);
		json_end_object(&out);
	}
	json_end_array(&out);
	put_findings(&out, report, "findings", false);
	put_findings(&out, report, "agreements", true);
	json_end_object(&out);
}

/* ---------------------------------------------------------------- in */

static struct fault *
broken(const char *where)
{
	return fault_new(FAULT_INPUT, "record_broken", "这份 JSON 不是年度报告的记录：%s 有误。",
		"This JSON is not the record of an annual report: %s is wrong.", where);
}

/* Text or null; anything else is a fault. */
static struct fault *
get_text(const struct json_value *from, const char *key, struct arena *arena, struct str *ret_text)
{
	const struct json_value *value = json_member(from, key);
	struct str text = json_text(value);
	size_t bad;

	if (!value || json_is_nothing(value)) {
		*ret_text = (struct str){ "", 0 };
		return NULL;
	}
	if (!text.at || !utf8_is_valid(text, &bad))
		return broken(key);
	TRY(utf8_clean(arena, text, &text));
	return str_copy(arena, text, ret_text);
}

static struct fault *
get_day(const struct json_value *from, const char *key, struct day *ret_day)
{
	const struct json_value *value = json_member(from, key);

	*ret_day = DAY_NONE;
	if (!value || json_is_nothing(value))
		return NULL;
	return day_parse(json_text(value), ret_day) ? NULL : broken(key);
}

static struct fault *
get_fields(const struct json_value *tree, struct arena *arena, struct report *report)
{
	const struct json_value *period = json_member(tree, "period");
	struct str form = json_text(json_member(tree, "form"));
	int64_t year = 0;

	TRY(get_text(tree, "file", arena, &report->file));
	TRY(get_text(tree, "title", arena, &report->title));
	TRY(get_text(tree, "agency", arena, &report->agency));
	TRY(get_text(tree, "signed_by", arena, &report->signed_by));
	TRY(get_day(tree, "signed_on", &report->signed_on));
	report->period_from = report->period_to = DAY_NONE;
	if (json_holds_object(period)) {
		TRY(get_day(period, "from", &report->period_from));
		TRY(get_day(period, "to", &report->period_to));
	}
	if (!json_is_nothing(json_member(tree, "year")) && json_member(tree, "year") &&
		(!json_number(json_member(tree, "year"), &year) || year < 1900 || year > 2200))
		return broken("year");
	report->year = (int)year;
	if (str_equal(form, STR("2019")))
		report->form = REPORT_FORM_2019;
	else if (str_equal(form, STR("2021")))
		report->form = REPORT_FORM_2021;
	else if (form.at)
		return broken("form");
	return NULL;
}

static struct fault *
get_sections(const struct json_value *tree, struct arena *arena, struct report *report)
{
	const struct json_value *list = json_member(tree, "sections");

	if (json_count(list) > REPORT_MOST_SECTIONS)
		return broken("sections");
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json_value *item = json_item(list, i);
		struct report_section *section = &report->sections[report->section_count];
		struct str name = json_text(json_member(item, "key"));
		int key = 0;

		while (key < REPORT_SECTION_KEYS &&
			!str_equal(name, str_of(report_section_labels[key].key)))
			key++;
		if (key == REPORT_SECTION_KEYS)
			return broken("sections.key");
		section->key = (enum report_section_key)key;
		TRY(get_text(item, "heading", arena, &section->heading));
		TRY(get_text(item, "text", arena, &section->text));
		report->section_count++;
	}
	return NULL;
}

static const struct json_value *
cell_value(const struct json_value *tree, int slot)
{
	const struct report_slot *facts = &report_slots[slot];
	const struct json_value *at;

	if (facts->table == REPORT_REVIEW)
		return json_member(json_member(tree, "review_litigation"), facts->column);
	at = facts->table == REPORT_PROACTIVE
		     ? json_member(json_member(tree, "proactive"), facts->block)
		     : json_member(tree, "applications");
	return json_member(json_member(at, facts->row), facts->column);
}

static struct fault *
get_cells(const struct json_value *tree, struct arena *arena, struct report *report)
{
	const struct json_value *printed = json_member(tree, "printed");

	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct json_value *value = cell_value(tree, slot);
		struct report_cell *cell = &report->cells[slot];
		int64_t whole;

		if (!value)
			continue;
		TRY(get_text(printed, report_slot_path(slot).at, arena, &cell->printed));
		report->has_table[report_slots[slot].table] = true;
		if (json_is_nothing(value)) {
			cell->state = cell->printed.len ? REPORT_UNCLEAR : REPORT_BLANK;
			continue;
		}
		cell->state = REPORT_NUMBER;
		if (json_number(value, &whole))
			cell->number = decimal_of(whole);
		else if (!decimal_parse(json_text(value), &cell->number))
			return broken(report_slot_path(slot).at);
	}
	return NULL;
}

static struct fault *
get_repairs(const struct json_value *tree, struct arena *arena, struct report *report)
{
	const struct json_value *list = json_member(tree, "repairs");
	size_t count = json_count(list);

	if (count == 0)
		return NULL;
	TAKE(arena, report->repairs, count);
	for (size_t i = 0; i < count; i++) {
		TRY(get_text(json_item(list, i), "where", arena, &report->repairs[i].where));
		TRY(get_text(json_item(list, i), "what", arena, &report->repairs[i].what));
		report->repair_count++;
	}
	return NULL;
}

/* Byte offset of the n-th code point, at most the end. */
static size_t
byte_offset(struct str text, int64_t points)
{
	size_t at = 0;

	while (at < text.len && points-- > 0) {
		size_t len;

		utf8_at(text, at, &len);
		at += len;
	}
	return at;
}

static struct fault *
get_text_place(const struct json_value *item, const struct report *report,
	struct report_text_place *ret_place)
{
	const struct json_value *place = json_member(item, "text_at");
	struct str name = json_text(json_member(place, "section"));
	int64_t offset = 0;
	int64_t length = 0;
	int key = 0;
	struct str text;

	if (!place)
		return NULL;
	while (key < REPORT_SECTION_KEYS &&
		!str_equal(name, str_of(report_section_labels[key].key)))
		key++;
	if (key == REPORT_SECTION_KEYS || !json_number(json_member(place, "offset"), &offset) ||
		!json_number(json_member(place, "length"), &length) || offset < 0 || length < 0)
		return broken("findings.text_at");
	text = section_text(report, (enum report_section_key)key);
	ret_place->section = (enum report_section_key)key;
	ret_place->offset = byte_offset(text, offset);
	ret_place->length = byte_offset(str_from(text, ret_place->offset), length);
	return NULL;
}

static struct fault *
get_finding(const struct json_value *item, const struct report *report, struct arena *arena,
	struct report_finding *ret_finding)
{
	struct str letter = json_text(json_member(item, "level"));
	struct str rule;
	int level = REPORT_ERROR;

	while (level < REPORT_AGREES &&
		!str_equal(letter, str_of(report_level_letter((enum report_level)level))))
		level++;
	ret_finding->level = (enum report_level)level;
	TRY(get_text(item, "rule", arena, &rule));
	ret_finding->rule = rule.at;
	TRY(get_text(item, "where", arena, &ret_finding->where));
	TRY(get_text(item, "says", arena, &ret_finding->says));
	TRY(get_text(item, "says_en", arena, &ret_finding->says_en));
	TRY(get_text(item, "basis", arena, &ret_finding->basis));
	TRY(get_text(item, "mend", arena, &ret_finding->mend));
	return get_text_place(item, report, &ret_finding->text);
}

static struct fault *
get_findings(const struct json_value *tree, struct arena *arena, struct report *report)
{
	static const char *const lists[] = { "findings", "agreements" };
	size_t count =
		json_count(json_member(tree, lists[0])) + json_count(json_member(tree, lists[1]));

	if (count == 0)
		return NULL;
	TAKE(arena, report->findings, count);
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		const struct json_value *list = json_member(tree, lists[i]);

		for (size_t j = 0; j < json_count(list); j++)
			TRY(get_finding(json_item(list, j), report, arena,
				&report->findings[report->finding_count++]));
	}
	return NULL;
}

static struct fault *
get_record(const struct json_value *tree, struct arena *arena, struct report *report)
{
	if (!json_holds_object(tree) || !json_member(tree, "sections") ||
		!json_member(tree, "form"))
		return broken("form");
	TRY(get_fields(tree, arena, report));
	TRY(get_sections(tree, arena, report));
	TRY(get_cells(tree, arena, report));
	TRY(get_repairs(tree, arena, report));
	return get_findings(tree, arena, report);
}

struct fault *
report_from_json(struct str json, struct arena *arena, struct report *ret_report)
{
	CLOSING(json_close) struct json_value *tree = NULL;
	struct report *report;

	TAKE(arena, report, 1);
	TRY(json_parse(json, &tree));
	TRY(get_record(tree, arena, report));
	*ret_report = *report;
	return NULL;
}
