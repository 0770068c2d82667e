/*
 * Table 2, 主动公开政府信息情况: its rows, the form of each block by its printed header, and its
 * cells. It has no sums, so glued digits with several readings stay null.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum { MOST_WANT = 3, HEADER_REACH = 14, MOST_SPREAD = 12, CAPTION_REACH = 20 };

struct header {
	enum report_form form; /* NONE when no header was found */
	int order[MOST_WANT];  /* columns in printed order */
	int count;
	bool is_broken;                           /* names missing or in another order */
	struct reading_piece cells[MOST_WANT];    /* of a table header, by printed order */
	struct reading_piece spread[MOST_SPREAD]; /* all named header cells, repeated ones too */
	int spread_order[MOST_SPREAD];
	int spread_count;
	bool is_grid;
	int money_places;
};

/* --- the header above a row --- */

/* Column names in a text, in printed order; the form they belong to. */
static void
take_columns(const struct reader *reader, const struct reading_line *words, struct header *header)
{
	size_t at = 0;

	while (at < words->count && header->count < MOST_WANT) {
		struct reading_match match =
			reading_label_next(&reader->labels, LABELS_COLUMNS, words, at);

		if (match.kind != MATCH_EXACT)
			return;
		at = match.to;
		if (header->count == 0)
			header->form = (enum report_form)(match.id >> 8);
		header->order[header->count++] = match.id & 0xFF;
	}
}

/* May a unit stand behind this? 金额单位：, 计量单位： and 单位： name one; another letter before
 * it makes it an agency's, 填报单位：. */
static bool
names_unit(struct str before, struct str opening)
{
	static const char *const letters[] = { "金", "额", "计", "量" };
	size_t at = before.len;
	size_t len;

	if (!str_starts(opening, STR("单位")) || at == 0)
		return true;
	at = utf8_before(before, at);
	for (size_t i = 0; i < COUNT_OF(letters); i++)
		if (str_equal(str_from(before, at), str_of(letters[i])))
			return true;
	return !utf8_is_han(utf8_at(before, at, &len));
}

/* The unit of money that a text begins with, as how far it is from 万元; other units may stand in
 * front of it: 件、元. False when it begins with none. A letter behind it makes it the name of a
 * place: 元氏县. */
static bool
unit_at(struct str text, int *ret_places)
{
	static const char *const others[] = { "件", "个", "项", "宗", "、", "，", ",", "/" };
	static const struct {
		const char *word;
		int places;
	} units[] = { { "元", 4 }, { "百元", 2 }, { "千元", 1 }, { "万元", 0 }, { "百万元", -2 },
		{ "千万元", -3 }, { "亿元", -4 } };
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < COUNT_OF(others); i++)
			if (str_starts(text, str_of(others[i]))) {
				text = str_trim(str_from(text, strlen(others[i])));
				again = true;
			}
	}
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		struct str behind;
		size_t len;

		if (!str_starts(text, str_of(units[i].word)))
			continue;
		behind = str_from(text, strlen(units[i].word));
		if (behind.len && utf8_is_han(utf8_at(behind, 0, &len)))
			continue;
		*ret_places = units[i].places;
		return true;
	}
	return false;
}

/* The unit of money that a text prints behind 单位： or in brackets. False when it prints none. */
static bool
find_money(struct str text, int *ret_places)
{
	static const char *const openings[] = { "单位：", "单位:", "（", "(" };

	for (size_t i = 0; i < COUNT_OF(openings); i++)
		for (size_t at = str_find(text, str_of(openings[i]), 0); at != SIZE_MAX;
			at = str_find(text, str_of(openings[i]), at + 1)) {
			struct str rest = str_trim(str_from(text, at + strlen(openings[i])));

			if (!names_unit(str_sub(text, 0, at), str_of(openings[i])))
				continue;
			if (str_starts(rest, STR("人民币")))
				rest = str_trim(str_from(rest, strlen("人民币")));
			if (unit_at(rest, ret_places))
				return true;
		}
	return false;
}

/* The unit of money in a caption above the table, "（单位：元、件）", for a header that prints
 * none. */
static int
caption_money(const struct reader *reader, size_t header)
{
	struct str text = reader->units[header].text;
	int places = 0;

	if (str_has(text, STR("元")) || !str_has(text, STR("金额")))
		return 0;
	for (size_t i = header; i-- > 0 && header - i <= CAPTION_REACH;) {
		text = reader->units[i].text;
		if (!reader->units[i].cells && str_has(text, STR("单位")) &&
			find_money(text, &places))
			return places;
	}
	return 0;
}

static struct fault *
take_cells(const struct reader *reader, const struct reading_unit *unit, struct header *header)
{
	for (size_t i = 0; i < unit->cell_count && header->spread_count < MOST_SPREAD; i++) {
		struct reading_line words;
		struct header one = { .count = 0 };

		TRY(reading_fold_words(reader->arena, unit->cells[i].text, &words));
		take_columns(reader, &words, &one);
		if (one.count != 1)
			continue;
		header->spread[header->spread_count] = unit->cells[i];
		header->spread_order[header->spread_count++] = one.order[0];
		if (header->count == MOST_WANT ||
			(header->count && header->order[header->count - 1] == one.order[0]))
			continue;
		if (header->count == 0)
			header->form = one.form;
		header->cells[header->count] = unit->cells[i];
		header->order[header->count++] = one.order[0];
	}
	header->is_grid = header->count > 0;
	return NULL;
}

/* The nearest header at or above a row, not beyond the start of its block. */
static struct fault *
find_header(const struct reader *reader, const struct reading_item *item, struct header *ret_header)
{
	size_t unit = item->unit;
	struct header header = { .form = REPORT_FORM_NONE };

	for (int reach = 0; reach < HEADER_REACH; reach++) {
		const struct reading_unit *at = &reader->units[unit];
		size_t from, to;
		bool has_values = reading_run_next(&at->line, 0, &from, &to);

		if (at->zone == ZONE_PROACTIVE) {
			if (at->cells && !has_values)
				TRY(take_cells(reader, at, &header));
			if (header.count == 0)
				take_columns(reader, &at->words, &header);
			if (header.count) {
				if (!find_money(at->text, &header.money_places))
					header.money_places = caption_money(reader, unit);
				break;
			}
			if (reach > 0 &&
				reading_label_next(&reader->labels, LABELS_MARKS, &at->words, 0)
						.kind == MATCH_EXACT &&
				str_has(at->text, STR("第二十条")))
				break;
		}
		if (unit == 0)
			break;
		unit--;
	}
	for (int i = 1; i < header.count; i++)
		header.is_broken = header.is_broken || header.order[i] <= header.order[i - 1];
	*ret_header = header;
	return NULL;
}

/* --- the form of the table --- */

/* Columns named in the whole table say which form it is. */
static enum report_form
table_form(const struct reader *reader)
{
	int of_2019 = 0;
	int of_2021 = 0;

	for (size_t i = 0; i < reader->unit_count; i++) {
		struct header header = { .form = REPORT_FORM_NONE };

		if (reader->units[i].zone != ZONE_PROACTIVE)
			continue;
		take_columns(reader, &reader->units[i].words, &header);
		of_2019 += header.form == REPORT_FORM_2019 ? header.count : 0;
		of_2021 += header.form == REPORT_FORM_2021 ? header.count : 0;
	}
	if (of_2019 == of_2021)
		return REPORT_FORM_NONE;
	return of_2019 > of_2021 ? REPORT_FORM_2019 : REPORT_FORM_2021;
}

/* Without any header the rows and their numbers of cells tell the forms apart. */
static enum report_form
form_by_rows(const struct reading_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t filled = reading_item_filled(&items[i]);

		if (items[i].match.kind != MATCH_EXACT)
			continue;
		if (items[i].match.id == PROACTIVE_OTHER_SERVICES ||
			items[i].match.id == PROACTIVE_PROCUREMENT)
			return REPORT_FORM_2019;
		if ((items[i].match.id == PROACTIVE_PERMIT ||
			    items[i].match.id == PROACTIVE_PENALTY) &&
			filled)
			return filled >= 2 ? REPORT_FORM_2019 : REPORT_FORM_2021;
	}
	return REPORT_FORM_NONE;
}

static const struct report_block *
block_of(enum report_form form, int row)
{
	for (int i = 0; i < REPORT_BLOCK_COUNT; i++)
		if (report_blocks[i].form == form &&
			strcmp(report_blocks[i].key, reading_proactive_rows[row].block) == 0)
			return &report_blocks[i];
	return NULL;
}

/* --- cells --- */

/* A row with as many cells as it should have, which end before the last column begins: one that is
 * blank may be lost at its end, and another be the surplus of a wide column. */
static bool
ends_early(const struct header *header, const struct reading_item *item, int want)
{
	const struct reading_piece *last;

	if (!header->is_grid || header->count != want || !item->is_grid ||
		item->piece_count != (size_t)want)
		return false;
	last = &item->pieces[want - 1];
	return last->column + last->span <= header->cells[want - 1].column;
}

/* Put an incomplete row under its header's columns. False when a cell stands under none. */
static bool
read_by_header(const struct header *header, const struct reading_item *item, int want,
	struct reading *reading)
{
	*reading = (struct reading){ { { NULL, 0 } } };
	if (!header->is_grid || header->count != want || header->is_broken || !item->is_grid ||
		item->piece_count == 0 ||
		item->pieces[item->piece_count - 1].column +
				item->pieces[item->piece_count - 1].span <=
			header->cells[want - 1].column)
		return false;
	for (size_t i = 0; i < item->piece_count; i++) {
		struct str text = str_trim(item->pieces[i].text);
		int place = 0;

		if (text.len == 0)
			continue;
		while (place < want && header->cells[place].column != item->pieces[i].column)
			place++;
		if (place == want || reading->cells[place].len)
			return false;
		reading->cells[place] = text;
	}
	return true;
}

/* A table whose merged cells are printed once for each column they cover, header and values alike.
 * False when the copies differ. */
static bool
read_repeated(const struct header *header, const struct reading_item *item, int want,
	struct reading *reading)
{
	*reading = (struct reading){ { { NULL, 0 } } };
	if (!item->is_grid || header->is_broken || header->spread_count <= header->count ||
		item->piece_count != (size_t)header->spread_count)
		return false;
	for (int i = 0; i < header->spread_count; i++) {
		struct str text = str_trim(item->pieces[i].text);
		int place = header->spread_order[i];
		bool is_copy = i > 0 && header->spread_order[i - 1] == place;

		if (place >= want || (is_copy && !str_equal(reading->cells[place], text)))
			return false;
		reading->cells[place] = text;
	}
	return true;
}

static struct fault *
one_reading(struct arena *arena, int want, enum reading_way way, struct reading reading,
	struct readings *ret_readings)
{
	*ret_readings = (struct readings){ .want = want, .way = way };
	return reading_add(arena, ret_readings, reading);
}

static struct fault *
read_cells(struct reader *reader, const struct header *header, const struct reading_item *item,
	const struct report_block *block, const int *slots, struct readings *ret_readings)
{
	enum report_kind kinds[MOST_WANT];
	struct reading reading;
	int want = block->column_count;

	for (int i = 0; i < want; i++)
		kinds[i] = report_slots[slots[i]].kind;
	if (item->piece_count != (size_t)want && read_repeated(header, item, want, &reading))
		return one_reading(reader->arena, want, WAY_REPEATED, reading, ret_readings);
	if (item->piece_count != (size_t)want && reading_item_filled(item) < (size_t)want &&
		read_by_header(header, item, want, &reading))
		return one_reading(reader->arena, want, WAY_COLUMNS, reading, ret_readings);
	TRY(reading_split_row(reader->arena, item->pieces, item->piece_count, want, kinds,
		SUMS_NONE, ret_readings));
	/* The header names the columns in another order: both readings stand. */
	if (header->is_broken && header->count == want && ret_readings->count == 1) {
		struct reading *at;

		TAKE(reader->arena, at, 2);
		at[0] = ret_readings->at[0];
		for (int i = 0; i < want; i++)
			if (header->order[i] < want)
				at[1].cells[header->order[i]] = at[0].cells[i];
		*ret_readings = (struct readings){
			.want = want, .way = WAY_HEADER, .at = at, .count = 2, .total = 2
		};
	}
	return NULL;
}

static struct fault *
note_money(struct reader *reader, const int *slots, int want, const struct header *header)
{
	for (int i = 0; i < want; i++) {
		const struct report_cell *cell = &reader->report->cells[slots[i]];
		struct str printed = cell->printed;

		if (report_slots[slots[i]].kind != REPORT_MONEY_KIND ||
			cell->state != REPORT_NUMBER || cell->number.units == 0 ||
			header->form == REPORT_FORM_2021)
			continue;
		if (!str_has(printed, STR("元")) && !str_has(printed, STR("万")))
			TRY(reading_note_slot(reader, slots[i], "金额没有印单位，按万元读"));
	}
	return NULL;
}

static bool
is_named(const struct header *header, int column)
{
	for (int i = 0; i < header->count; i++)
		if (header->order[i] == column)
			return true;
	return false;
}

/* A header that leaves a column without a name: what stands there, and where nothing stands, is not
 * sure; a blank elsewhere in the row may have lost its figure to that column. */
static struct fault *
note_nameless(struct reader *reader, const int *slots, int want, const struct header *header)
{
	for (int i = 0; header->is_grid && header->count < want && i < want; i++)
		if (!is_named(header, i) || reader->report->cells[slots[i]].state == REPORT_BLANK)
			TRY(reading_note_slot(
				reader, slots[i], "这一列的列名空缺，按格式的列次读"));
	return NULL;
}

static struct fault *
fill_item(struct reader *reader, struct reading_item *item, enum report_form table)
{
	struct header header;
	enum report_form form;
	const struct report_block *block;
	struct readings readings;
	int slots[MOST_WANT];

	TRY(find_header(reader, item, &header));
	form = header.form ? header.form : table;
	block = block_of(form, item->row);
	if (!block && form != REPORT_FORM_NONE)
		block = block_of(
			form == REPORT_FORM_2019 ? REPORT_FORM_2021 : REPORT_FORM_2019, item->row);
	if (!block)
		return reading_note(reader, "proactive",
			"表二“%s”一行没有列名，不知是哪一版格式，未作数",
			reading_proactive_rows[item->row].label);
	if ((!header.form || block->form != header.form ||
		    (header.is_broken && header.count != block->column_count)) &&
		item->doubt.len == 0)
		item->doubt = STR("这一行上方没有完整的列名，按格式的列次读");
	for (int i = 0; i < block->column_count; i++)
		slots[i] = report_proactive_slot(
			block->key, reading_proactive_rows[item->row].row, block->columns[i].key);
	for (int i = 0; i < block->column_count; i++)
		if (slots[i] < 0)
			return reading_note(reader, "proactive",
				"表二“%s”一行的列在格式中没有，未作数",
				reading_proactive_rows[item->row].label);
	if (ends_early(&header, item, block->column_count) && item->doubt.len == 0)
		item->doubt = STR("这一行比表头短，列的对应存疑");
	TRY(read_cells(reader, &header, item, block, slots, &readings));
	TRY(reading_fill_row(reader, slots, item, &readings, header.money_places));
	TRY(note_nameless(reader, slots, block->column_count, &header));
	return note_money(reader, slots, block->column_count, &header);
}

/* --- the table --- */

/* A row of values without label right below a row may be the ends of its broken numbers. */
static void
doubt_broken(struct reading_item *items, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (items[i].row < 0 && items[i].words.count == 0 &&
			reading_item_filled(&items[i]) && items[i - 1].row >= 0 &&
			items[i - 1].unit + 1 == items[i].unit && items[i - 1].doubt.len == 0)
			items[i - 1].doubt = STR(
				"这一行下面另有没有标签的数字，可能是这一行折下来的，请核对原件");
}

static bool
is_same_row(const struct reading_item *a, const struct reading_item *b)
{
	if (a->piece_count != b->piece_count)
		return false;
	for (size_t i = 0; i < a->piece_count; i++)
		if (!str_equal(str_trim(a->pieces[i].text), str_trim(b->pieces[i].text)))
			return false;
	return true;
}

/* Of two rows with one label: does only the first have the form's number of cells? */
static bool
is_better_row(const struct reading_item *a, const struct reading_item *b, enum report_form form)
{
	const struct report_block *block = block_of(form, a->row);

	return block && reading_item_filled(a) == (size_t)block->column_count &&
	       reading_item_filled(b) != (size_t)block->column_count && reading_item_filled(b) > 0;
}

/* Fill every placed row once; two rows with one label and different numbers are refused. */
static struct fault *
fill_items(struct reader *reader, struct reading_item *items, size_t count, enum report_form form)
{
	struct reading_item *of_row[PROACTIVE_ROWS] = { NULL };

	for (size_t i = 0; i < count; i++) {
		struct reading_item *first;

		if (items[i].row < 0)
			continue;
		first = of_row[items[i].row];
		if (first && is_better_row(&items[i], first, form)) {
			items[i].doubt = STR("表内另有一行同名，格数与格式不符，未采用");
			of_row[items[i].row] = &items[i];
		} else if (first && is_better_row(first, &items[i], form)) {
			first->doubt = STR("表内另有一行同名，格数与格式不符，未采用");
		} else if (!first) {
			of_row[items[i].row] = &items[i];
		} else if (!is_same_row(first, &items[i]) && reading_item_filled(&items[i])) {
			struct str other;

			TRY(reading_item_show(reader->arena, &items[i], &other));
			first->is_refused = true;
			TRY(str_print(reader->arena, &first->doubt,
				"表内有两行都标作“%s”而数字不同（另一行印作“%.*s”），未作数",
				reading_proactive_rows[items[i].row].label, STR_ARG(other)));
		}
	}
	for (int row = 0; row < PROACTIVE_ROWS; row++)
		if (of_row[row])
			TRY(fill_item(reader, of_row[row], form));
	return NULL;
}

/* Rows of the form that were not found. Those whose label is printed are null, others absent. */
static struct fault *
note_missing(struct reader *reader, const struct reading_item *items, size_t count,
	const bool *is_row, enum report_form form)
{
	for (int row = 0; row < PROACTIVE_ROWS; row++) {
		const struct report_block *block = block_of(form, row);
		bool is_found = !is_row[row] || !block;
		bool is_seen = false;

		for (size_t i = 0; i < count; i++)
			is_found = is_found || items[i].row == row;
		for (size_t i = 0; !is_found && i < reader->unit_count; i++)
			is_seen = is_seen ||
				  (reader->units[i].zone == ZONE_PROACTIVE &&
					  reading_label_match(&reader->labels, LABELS_PROACTIVE,
						  &reader->units[i].words)
							  .id == row);
		for (int i = 0; !is_found && i < block->column_count; i++) {
			int slot = report_proactive_slot(
				block->key, reading_proactive_rows[row].row, block->columns[i].key);

			if (slot < 0)
				continue;
			if (is_seen)
				reader->report->cells[slot].state = REPORT_UNCLEAR;
			TRY(reading_note_slot(reader, slot,
				"表二中没有认出“%s”这一行的数字，未作数",
				reading_proactive_rows[row].label));
		}
	}
	return NULL;
}

static struct fault *
note_leftover(struct reader *reader, const struct reading_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str run;

		if (items[i].row >= 0 || reading_item_filled(&items[i]) == 0)
			continue;
		TRY(reading_item_show(reader->arena, &items[i], &run));
		TRY(reading_note(reader, "proactive",
			"表二中有一行不属于格式的任何一行，未采用：标签“%.*s”，印作“%.*s”",
			STR_ARG(items[i].label), STR_ARG(run)));
	}
	return NULL;
}

struct fault *
reading_proactive(struct reader *reader)
{
	struct reading_item *items;
	size_t count;
	bool is_row[PROACTIVE_ROWS];
	size_t placed = 0;
	enum report_form form = table_form(reader);

	TRY(reading_item_gather(
		reader, ZONE_PROACTIVE, LABELS_PROACTIVE, MOST_WANT, &items, &count));
	if (form == REPORT_FORM_NONE)
		form = form_by_rows(items, count);
	for (int row = 0; row < PROACTIVE_ROWS; row++)
		is_row[row] = form != REPORT_FORM_2021 ||
			      (row != PROACTIVE_OTHER_SERVICES && row != PROACTIVE_PROCUREMENT);
	for (size_t i = 0; i < count; i++)
		if (items[i].match.kind == MATCH_EXACT)
			is_row[items[i].match.id] = true;
	TRY(reading_align(
		reader, LABELS_PROACTIVE, items, count, is_row, PROACTIVE_ROWS, MOST_WANT));
	for (size_t i = 0; i < count; i++)
		placed += items[i].row >= 0;
	if (placed < 2)
		return NULL;
	reader->report->has_table[REPORT_PROACTIVE] = true;
	reader->report->form = form;
	doubt_broken(items, count);
	TRY(fill_items(reader, items, count, form));
	TRY(note_leftover(reader, items, count));
	return note_missing(reader, items, count, is_row, form);
}
