/*
 * From the form of redaction to a plan, to the marked text on the page, and to the list for the
 * letter. Removing is redaction/'s; the page is casework_redact.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "casework/casework_redact_view.h"

enum { LONGEST_NOTE = 40, MOST_ROWS = 40 };

/* --- one choice as text and back --- */

static struct fault *
bad_choice(void)
{
	return fault_new(FAULT_INPUT, "redaction_choice",
		"有一处遮盖读不懂。文件可能已经更换，请重新选择。",
		"One of the redactions cannot be read. The file may have been replaced; choose "
		"again.");
}

static struct str
next_part(struct str *rest)
{
	struct str part;

	*rest = str_cut(*rest, STR("|"), &part);
	return part;
}

static bool
next_int(struct str *rest, int64_t most, int64_t *ret_number)
{
	return str_to_int(next_part(rest), ret_number) && *ret_number >= 0 && *ret_number <= most;
}

static struct fault *
name_cut(struct arena *arena, const struct redaction_text *text, struct casework_choice_cut *cut)
{
	const struct redaction *one = &cut->redaction;
	const struct application_exemption *exemption = application_exemption_find(one->ground);
	const struct redaction_unit *unit;
	struct str why;

	TRY(str_print(arena, &why, "%.*s%s%s", STR_ARG(cut->note), cut->note.len ? "，" : "",
		exemption ? exemption->article : ""));
	if (one->shape == REDACTION_TERM)
		return str_print(
			arena, &cut->words, "全部“%.*s”（%.*s）", STR_ARG(one->term), STR_ARG(why));
	if (one->shape == REDACTION_BOX && one->width == REDACTION_WHOLE &&
		one->height == REDACTION_WHOLE)
		return str_print(
			arena, &cut->words, "第 %d 页整页（%.*s）", one->page, STR_ARG(why));
	if (one->shape == REDACTION_BOX)
		return str_print(arena, &cut->words,
			"第 %d 页的区域：左 %g%% 上 %g%% 宽 %g%% 高 %g%%（%.*s）", one->page,
			one->left / 100.0, one->top / 100.0, one->width / 100.0,
			one->height / 100.0, STR_ARG(why));
	unit = &text->units[one->unit];
	if (one->shape == REDACTION_SHOW)
		return str_print(arena, &cut->words, "保留原件里看不见的文字：%.*s：%.*s",
			STR_ARG(unit->place), STR_ARG(unit->text));
	return str_print(arena, &cut->words, "%.*s：%.*s（%.*s）", STR_ARG(unit->place),
		(int)one->len, unit->text.at + one->offset, STR_ARG(why));
}

/* How it travels. The note may hold no bar, so it is cleaned where it comes in. */
static struct fault *
code_cut(struct arena *arena, struct casework_choice_cut *cut)
{
	const struct redaction *one = &cut->redaction;

	if (one->shape == REDACTION_TERM)
		return str_print(arena, &cut->code, "t|%.*s|%.*s|%.*s", STR_ARG(one->ground),
			STR_ARG(cut->note), STR_ARG(one->term));
	if (one->shape == REDACTION_BOX)
		return str_print(arena, &cut->code, "b|%d|%d|%d|%d|%d|%.*s|%.*s", one->page,
			one->left, one->top, one->width, one->height, STR_ARG(one->ground),
			STR_ARG(cut->note));
	if (one->shape == REDACTION_SHOW)
		return str_print(arena, &cut->code, "s|%d", one->unit);
	return str_print(arena, &cut->code, "r|%d|%zu|%zu|%.*s|%.*s", one->unit, one->offset,
		one->len, STR_ARG(one->ground), STR_ARG(cut->note));
}

static bool
read_range(struct str *rest, const struct redaction_text *text, struct redaction *one)
{
	int64_t unit, offset, len;
	struct str words;

	if (!next_int(rest, INT32_MAX, &unit) || !next_int(rest, INT32_MAX, &offset) ||
		!next_int(rest, INT32_MAX, &len) || (size_t)unit >= text->count || !len)
		return false;
	words = text->units[unit].text;
	if ((size_t)offset + (size_t)len > words.len)
		return false;
	*one = (struct redaction){ .shape = REDACTION_RANGE,
		.unit = (int)unit,
		.offset = (size_t)offset,
		.len = (size_t)len };
	return true;
}

static bool
read_box(struct str *rest, const struct redaction_text *text, struct redaction *one)
{
	int64_t numbers[5];
	int pages = text->page_count ? text->page_count : 1;

	for (int i = 0; i < 5; i++)
		if (!next_int(rest, REDACTION_WHOLE, &numbers[i]))
			return false;
	if (numbers[0] < 1 || numbers[0] > pages || !numbers[3] || !numbers[4])
		return false;
	*one = (struct redaction){ .shape = REDACTION_BOX,
		.page = (int)numbers[0],
		.left = (int)numbers[1],
		.top = (int)numbers[2],
		.width = (int)numbers[3],
		.height = (int)numbers[4] };
	return true;
}

static bool
read_shown(struct str rest, const struct redaction_text *text, struct redaction *one)
{
	int64_t unit;

	if (!next_int(&rest, INT32_MAX, &unit) || (size_t)unit >= text->count ||
		!text->units[unit].is_unseen)
		return false;
	*one = (struct redaction){ .shape = REDACTION_SHOW, .unit = (int)unit };
	return true;
}

static struct fault *
read_cut(struct arena *arena, const struct redaction_text *text, struct str code,
	struct casework_choice_cut *ret_cut)
{
	struct casework_choice_cut cut = { 0 };
	struct str rest = code;
	struct str kind = next_part(&rest);
	struct str ground;

	if (str_equal(kind, STR("s"))) {
		if (!read_shown(rest, text, &cut.redaction))
			return bad_choice();
		cut.code = code;
		*ret_cut = cut;
		return name_cut(arena, text, ret_cut);
	}
	if (str_equal(kind, STR("r"))) {
		if (!read_range(&rest, text, &cut.redaction))
			return bad_choice();
	} else if (str_equal(kind, STR("b"))) {
		if (!read_box(&rest, text, &cut.redaction))
			return bad_choice();
	} else if (!str_equal(kind, STR("t")))
		return bad_choice();
	ground = next_part(&rest);
	if (!application_exemption_find(ground))
		return bad_choice();
	cut.note = next_part(&rest);
	if (str_equal(kind, STR("t"))) {
		cut.redaction.shape = REDACTION_TERM;
		cut.redaction.term = rest;
	}
	cut.redaction.ground = ground;
	cut.code = code;
	*ret_cut = cut;
	return name_cut(arena, text, ret_cut);
}

/* --- what was just added --- */

struct adding {
	struct arena *arena;
	const struct redaction_text *text;
	struct casework_choice_cut *cuts;
	size_t count;
	struct str ground;
	struct str note;
};

static struct fault *
add(struct adding *adding, struct redaction redaction)
{
	struct casework_choice_cut cut = { .redaction = redaction, .note = adding->note };

	if (adding->count == CASEWORK_CUTS_MOST)
		return fault_new(FAULT_LIMIT, "redaction_many",
			"遮盖最多 %d 处，请用词语一次遮盖多处。",
			"At most %d redactions; use words that take all of their places.",
			CASEWORK_CUTS_MOST);
	if (!adding->ground.len && redaction.shape != REDACTION_SHOW)
		return fault_new(FAULT_INPUT, "redaction_choice", "请选择不予公开的法定情形。",
			"Choose the ground for not disclosing it.");
	if (redaction.shape != REDACTION_SHOW)
		cut.redaction.ground = adding->ground;
	TRY(code_cut(adding->arena, &cut));
	for (size_t i = 0; i < adding->count; i++)
		if (str_equal(adding->cuts[i].code, cut.code))
			return NULL;
	TRY(name_cut(adding->arena, adding->text, &cut));
	adding->cuts[adding->count++] = cut;
	return NULL;
}

static struct fault *
add_units(struct adding *adding, const struct http_form *form)
{
	const struct http_value *units = http_form_value(form, "unit");
	int64_t number;

	for (size_t i = 0; i < units->text_count; i++) {
		if (!str_to_int(units->texts[i], &number) || number < 0 ||
			(size_t)number >= adding->text->count)
			return bad_choice();
		if (adding->text->units[number].text.len)
			TRY(add(adding, (struct redaction){ .shape = REDACTION_RANGE,
						.unit = (int)number,
						.len = adding->text->units[number].text.len }));
	}
	return NULL;
}

static struct fault *
add_words(struct adding *adding, struct str lines)
{
	struct str line;

	while (str_next_line(&lines, &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		if (utf8_count(line) < 2)
			return fault_new(FAULT_INPUT, "redaction_term",
				"“%.*s”太短，词语至少两个字。",
				"“%.*s” is too short: two characters at "
				"least.",
				STR_ARG(line));
		TRY(add(adding, (struct redaction){ .shape = REDACTION_TERM, .term = line }));
	}
	return NULL;
}

static struct fault *
add_pages(struct adding *adding, const struct http_form *form)
{
	const struct http_value *pages = http_form_value(form, "page");
	int64_t number;

	for (size_t i = 0; i < pages->text_count; i++) {
		if (!str_to_int(pages->texts[i], &number) || number < 1 ||
			number > adding->text->page_count)
			return bad_choice();
		TRY(add(adding, (struct redaction){ .shape = REDACTION_BOX,
					.page = (int)number,
					.width = REDACTION_WHOLE,
					.height = REDACTION_WHOLE }));
	}
	return NULL;
}

/* Units that the original hides and that are to be seen from now on. */
static struct fault *
add_shown(struct adding *adding, const struct http_form *form)
{
	const struct http_value *units = http_form_value(form, "shown");
	int64_t number;

	for (size_t i = 0; i < units->text_count; i++) {
		if (!str_to_int(units->texts[i], &number) || number < 0 ||
			(size_t)number >= adding->text->count ||
			!adding->text->units[number].is_unseen)
			return bad_choice();
		TRY(add(adding,
			(struct redaction){ .shape = REDACTION_SHOW, .unit = (int)number }));
	}
	return NULL;
}

static struct fault *
add_boxes(struct adding *adding, const struct http_form *form)
{
	struct redaction *boxes;
	size_t count;

	TRY(casework_read_boxes(adding->arena, form, adding->text, &boxes, &count));
	for (size_t i = 0; i < count; i++)
		TRY(add(adding, boxes[i]));
	return NULL;
}

/* Bars and tabs part the fields of the form and of the letter's table. */
static struct fault *
clean_note(struct arena *arena, struct str note, struct str *ret_note)
{
	char *copy;

	TAKE(arena, copy, note.len + 1);
	for (size_t i = 0; i < note.len; i++)
		copy[i] = note.at[i] == '|' || (unsigned char)note.at[i] < ' ' ? ' ' : note.at[i];
	*ret_note = str_trim(str_of(copy));
	if (utf8_count(*ret_note) > LONGEST_NOTE)
		return fault_new(FAULT_INPUT, "redaction_choice", "遮盖的内容请写在 %d 字以内。",
			"Keep the words for what is covered within %d characters.", LONGEST_NOTE);
	return NULL;
}

struct fault *
casework_read_cuts(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_choice_cut **ret_cuts, size_t *ret_count)
{
	const struct http_value *chosen = http_form_value(form, "chosen");
	struct casework_choice_cut *cuts;
	size_t count = 0;

	TAKE(arena, cuts, CASEWORK_CUTS_MOST);
	for (size_t i = 0; i < chosen->text_count && count < CASEWORK_CUTS_MOST; i++)
		TRY(read_cut(arena, text, chosen->texts[i], &cuts[count++]));
	*ret_cuts = cuts;
	*ret_count = count;
	return NULL;
}

struct fault *
casework_add_cuts(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_choice_cut *cuts, size_t *count)
{
	struct adding adding = { .arena = arena,
		.text = text,
		.cuts = cuts,
		.count = *count,
		.ground = http_form_text(form, "ground") };

	TRY(clean_note(arena, http_form_text(form, "note"), &adding.note));
	if (!application_exemption_find(adding.ground))
		adding.ground = STR("");
	TRY(add_units(&adding, form));
	TRY(add_words(&adding, http_form_text(form, "terms")));
	TRY(add_pages(&adding, form));
	TRY(add_boxes(&adding, form));
	TRY(add_shown(&adding, form));
	*count = adding.count;
	return NULL;
}

/* Identifiers of people are, as a rule, private: 条例 art. 15; people decide all the same. */
struct fault *
casework_suggest_cuts(struct arena *arena, const struct redaction_text *text, struct day today,
	struct casework_choice_cut **ret_cuts, size_t *ret_count)
{
	struct adding adding = { .arena = arena, .text = text, .ground = STR("ex15_third_party") };
	struct redaction_suggestion *found;
	size_t count;

	TAKE(arena, adding.cuts, CASEWORK_CUTS_MOST);
	TRY(redaction_suggest(text, today, arena, &found, &count));
	for (size_t i = 0; i < count && adding.count < CASEWORK_CUTS_MOST; i++) {
		adding.note = str_of(identifier_kind_zh(found[i].kind));
		TRY(add(&adding, (struct redaction){ .shape = REDACTION_RANGE,
					 .unit = found[i].unit,
					 .offset = found[i].offset,
					 .len = found[i].len }));
	}
	*ret_cuts = adding.cuts;
	*ret_count = adding.count;
	return NULL;
}

/* --- the marked text --- */

static void
mark_unit(int number, struct str words, const struct casework_choice_cut *cuts, size_t count,
	bool *gone, bool *is_unseen)
{
	for (size_t i = 0; i < count; i++) {
		const struct redaction *one = &cuts[i].redaction;
		size_t at = 0;

		if (one->shape == REDACTION_SHOW && one->unit == number)
			*is_unseen = false;
		if (one->shape == REDACTION_RANGE && one->unit == number)
			memset(gone + one->offset, true, one->len);
		while (one->shape == REDACTION_TERM && one->term.len &&
			(at = str_find(words, one->term, at)) < words.len) {
			memset(gone + at, true, one->term.len);
			at += one->term.len;
		}
	}
}

static struct fault *
draw_unit(struct arena *arena, const struct redaction_text *text, int number,
	const struct casework_choice_cut *cuts, size_t count, struct casework_redact_unit *unit)
{
	struct str words = text->units[number].text;
	size_t room = 0;
	bool *gone;

	*unit = (struct casework_redact_unit){
		.number = number,
		.place = text->units[number].place,
		.is_whole = words.len > 0,
		.is_unseen = text->units[number].is_unseen,
	};
	unit->is_dropped = unit->is_unseen;
	TAKE(arena, gone, words.len + 1);
	mark_unit(number, words, cuts, count, gone, &unit->is_dropped);
	if (unit->is_dropped)
		memset(gone, true, words.len);
	for (size_t from = 0, to; from < words.len; from = to) {
		for (to = from; to < words.len && gone[to] == gone[from]; to++)
			;
		GROW(arena, unit->pieces, unit->piece_count, room);
		unit->pieces[unit->piece_count++] =
			(struct casework_piece){ { words.at + from, to - from }, gone[from] };
		unit->is_whole = unit->is_whole && gone[from];
	}
	return NULL;
}

struct fault *
casework_draw_units(struct arena *arena, const struct redaction_text *text,
	const struct casework_choice_cut *cuts, size_t count,
	struct casework_redact_unit **ret_units, size_t *ret_count)
{
	size_t shown = text->count < CASEWORK_UNITS_SHOWN ? text->count : CASEWORK_UNITS_SHOWN;
	struct casework_redact_unit *units;

	TAKE(arena, units, shown + 1);
	for (size_t i = 0; i < shown; i++)
		TRY(draw_unit(arena, text, (int)i, cuts, count, &units[i]));
	*ret_units = units;
	*ret_count = shown;
	return NULL;
}

/* --- the list for the letter --- */

/* What was covered under a ground, each sort once: the record of the file knows places and grounds
 * only, because it may not hold what was removed. */
static struct fault *
notes_of(struct arena *arena, struct str ground, const struct casework_choice_cut *cuts,
	size_t count, struct str *ret_notes)
{
	struct str notes = STR("");

	for (size_t i = 0; i < count; i++) {
		if (!str_equal(cuts[i].redaction.ground, ground) || !cuts[i].note.len ||
			str_has(notes, cuts[i].note))
			continue;
		TRY(str_join(arena, notes, notes.len ? STR("、") : STR(""), cuts[i].note, &notes));
	}
	*ret_notes = notes;
	return NULL;
}

struct fault *
casework_list_cuts(struct arena *arena, struct str file_name, const struct redaction_record *record,
	const struct casework_choice_cut *cuts, size_t count, struct str *ret_rows)
{
	struct str rows = STR("");
	struct str notes;
	struct str row;

	for (size_t i = 0; i < record->cut_count && i < MOST_ROWS; i++) {
		const struct redaction_cut *cut = &record->cuts[i];
		const struct application_exemption *exemption =
			application_exemption_find(cut->ground);

		TRY(notes_of(arena, cut->ground, cuts, count, &notes));
		TRY(str_print(arena, &row, "%.*s\t%.*s\t%.*s\t%s", STR_ARG(file_name),
			STR_ARG(cut->place), STR_ARG(notes), exemption ? exemption->article : ""));
		TRY(str_join(arena, rows, rows.len ? STR("\n") : STR(""), row, &rows));
	}
	if (record->cut_count > MOST_ROWS) {
		TRY(str_print(arena, &row, "%.*s\t其余 %zu 处\t\t", STR_ARG(file_name),
			record->cut_count - MOST_ROWS));
		TRY(str_join(arena, rows, STR("\n"), row, &rows));
	}
	*ret_rows = rows;
	return NULL;
}
