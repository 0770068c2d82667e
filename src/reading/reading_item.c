/*
 * Rows of values: what stands in the units of one table, its printed label and its pieces, and the
 * lines around it that may be a label torn off. Which form row it is, reading_align.c decides.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum {
	MOST_ITEMS = 2000,
	MOST_TORN = 7,
	MOST_RUN = 400,
	FEW_SURPLUS = 2,
	FEW_WORDS = 3,
	ORDINALS = 3,
	SHORT_TEXT = 4, /* letters of 不涉及, 见附件 */
	YEAR = 0x5E74,  /* 年 */
};

size_t
reading_item_filled(const struct reading_item *item)
{
	size_t filled = 0;

	for (size_t i = 0; i < item->piece_count; i++)
		filled += str_trim(item->pieces[i].text).len > 0;
	return filled;
}

struct fault *
reading_item_show(struct arena *arena, const struct reading_item *item, struct str *ret_text)
{
	struct str text = STR_NONE;

	for (size_t i = 0; i < item->piece_count; i++)
		TRY(str_join(arena, text, i ? STR(" ") : STR_NONE, str_trim(item->pieces[i].text),
			&text));
	*ret_text = text;
	return NULL;
}

/* --- from a table row --- */

struct gather {
	struct reader *reader;
	enum reading_label_set set;
	int want;
	struct reading_item *items;
	size_t count;
	size_t room;
};

/* Labels of several rows in one cell beside one row of values: none of them is sure. A group's name
 * before its row is no second row. */
static bool
is_crowded(const struct gather *gather, const struct reading_line *words)
{
	size_t at = 0;
	size_t rows = 0;

	if (gather->set != LABELS_APPLICATIONS)
		return false;
	while (at < words->count && rows < 2) {
		struct reading_match match =
			reading_label_next(&gather->reader->labels, gather->set, words, at);
		bool is_short;

		if (match.kind != MATCH_EXACT)
			break;
		is_short = match.to - match.from <= 2;
		rows += match.id >= 0 && match.id != REPORT_ROW_OTHER && !is_short;
		at = match.to;
	}
	return rows >= 2;
}

static struct fault *
match_label(struct gather *gather, struct reading_item *item, struct str innermost)
{
	const struct reading_labels *labels = &gather->reader->labels;
	struct reading_line last;

	TRY(reading_fold_words(gather->reader->arena, item->label, &item->words));
	if (is_crowded(gather, &item->words)) {
		item->words.count = 0;
		return NULL;
	}
	item->match = reading_label_match(labels, gather->set, &item->words);
	if (innermost.len == item->label.len)
		return NULL;
	TRY(reading_fold_words(gather->reader->arena, innermost, &last));
	/* A label that lies wholly in an outer cell is a group's; the innermost words name the row.
	 */
	if (item->match.kind == MATCH_EXACT &&
		(last.count < FEW_WORDS || item->match.to + last.count > item->words.count))
		return NULL;
	item->match = reading_label_match(labels, gather->set, &last);
	return NULL;
}

/* A few letters, or no ideograph among more: what no label goes on with. */
static bool
is_no_label(struct str text)
{
	bool has_han = false;
	size_t at = 0;

	if (utf8_count(text) <= SHORT_TEXT)
		return true;
	while (at < text.len && !has_han) {
		size_t len;

		has_han = utf8_is_han(utf8_at(text, at, &len));
		at += len;
	}
	return !has_han;
}

/* A cell behind the row's own label that holds a few words is a value that is no number. *label_end
 * moves back to the first of them. */
static struct fault *
leave_words(struct gather *gather, const struct reading_unit *unit, struct reading_item *item,
	size_t *label_end, struct str *innermost, bool *is_found)
{
	struct arena *arena = gather->reader->arena;
	struct str label = STR_NONE;

	for (size_t i = 0; i + 1 < *label_end; i++) {
		struct str text = str_trim(unit->cells[i].text);
		struct reading_line words;
		struct reading_match match;
		bool is_short = true;

		if (text.len == 0)
			continue;
		TRY(str_join(arena, label, label.len ? STR(" ") : STR_NONE, text, &label));
		TRY(reading_fold_words(arena, label, &words));
		match = reading_label_match(&gather->reader->labels, gather->set, &words);
		if (match.kind != MATCH_EXACT || match.to < words.count ||
			match.id == REPORT_ROW_OTHER)
			continue;
		for (size_t j = i + 1; j < *label_end; j++)
			is_short = is_short && is_no_label(str_trim(unit->cells[j].text));
		if (!is_short)
			continue;
		item->label = label;
		*innermost = text;
		*label_end = i + 1;
		*is_found = true;
		return NULL;
	}
	return NULL;
}

/* A row of table 2 of which a single cell is left, blank: its block may have one column. */
static bool
is_blank_row(const struct gather *gather, const struct reading_item *item)
{
	return gather->set == LABELS_PROACTIVE && item->match.kind == MATCH_EXACT &&
	       item->match.to == item->words.count;
}

/* Cells before the first value are labels; the last of them that is not blank is the innermost. */
static struct fault *
read_cells(struct gather *gather, const struct reading_unit *unit, struct reading_item *item,
	bool *ret_is_row)
{
	size_t first = 0;
	size_t label_end = 0;
	struct str innermost = STR_NONE;
	bool is_value = false;
	bool is_found = false;

	for (; first < unit->cell_count; first++) {
		struct str text = str_trim(unit->cells[first].text);

		if (text.len == 0)
			continue;
		TRY(reading_value_is_one(gather->reader->arena, text, &is_value));
		if (is_value) {
			is_found = true;
			break;
		}
		label_end = first + 1;
		innermost = text;
		TRY(str_join(gather->reader->arena, item->label,
			item->label.len ? STR(" ") : STR_NONE, text, &item->label));
	}
	if (gather->set == LABELS_PROACTIVE || gather->set == LABELS_APPLICATIONS)
		TRY(leave_words(gather, unit, item, &label_end, &innermost, &is_found));
	TRY(match_label(gather, item, innermost));
	item->is_grid = true;
	item->pieces = unit->cells + label_end;
	item->piece_count = unit->cell_count - label_end;
	for (size_t i = 0; i < item->piece_count && item->doubt.len == 0; i++)
		if (item->pieces[i].is_unseen && item->pieces[i].text.len)
			item->doubt = STR("这一行里有页面上看不见的文字，请核对原件");
	*ret_is_row = is_found || (item->match.kind != MATCH_NONE && item->piece_count > 0 &&
					  (item->piece_count * 2 >= (size_t)gather->want ||
						  is_blank_row(gather, item)));
	return NULL;
}

/* --- from a line --- */

/* The last stretch of a label that is parted by two or more blanks: its innermost column. */
static struct str
last_stretch(struct str text)
{
	struct str trimmed = str_trim(text);
	size_t wide = str_find_last(trimmed, STR("  "));

	return wide == SIZE_MAX ? trimmed : str_trim(str_from(trimmed, wide));
}

/* Where each word of a line stands, counted in characters and in display columns. */
static void
set_places(const struct reading_unit *unit, struct reading_item *item)
{
	for (size_t i = 0; i < item->piece_count; i++) {
		struct reading_piece *piece = &item->pieces[i];
		struct str before =
			str_sub(unit->text, 0, (size_t)(piece->text.at - unit->text.at));

		piece->column = (int)utf8_count(before);
		piece->display = (int)(utf8_count(before) + (before.len - utf8_count(before)) / 2);
		piece->span = (int)utf8_count(piece->text);
	}
	item->is_one_line = true;
}

/* 约 近 超 逾 before the first number: it stands for no exact one. */
static bool
is_about(struct str label)
{
	static const char *const words[] = { "约", "近", "超", "逾", "超过", "大约" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_ends(label, str_of(words[i])))
			return true;
	return false;
}

/* No neighbour of a whole number: a letter, a digit that was taken for something else, an open
 * bracket before it or a closed one behind it. */
static bool
breaks_number(uint32_t point, uint32_t bracket)
{
	return reading_fold_is_digit(point) || (point >= 'A' && point <= 'Z') ||
	       (point >= 'a' && point <= 'z') || point == bracket;
}

/* "109 .81", "109. 81": a narrow cell has broken the number at its point. */
static bool
goes_on_behind_blank(const struct reading_line *line, size_t at)
{
	at = reading_run_skip_blanks(line, at);
	if (at >= line->count || line->points[at] != '.')
		return false;
	at = reading_run_skip_blanks(line, at + 1);
	return at < line->count && reading_fold_is_digit(line->points[at]);
}

/* Do the values from `from` to `to` begin or end inside something longer? */
static bool
is_broken_run(const struct reading_line *line, size_t from, size_t to)
{
	/* A soft hyphen or a letter of a script that no label has. */
	bool is_odd = to < line->count && line->points[to] >= 0x80 && line->points[to] < 0x2000;

	/* 532'699: what parts the two halves is no sign that numbers have. */
	bool goes_on = to + 1 < line->count && reading_fold_is_digit(line->points[to + 1]) &&
		       !utf8_is_han(line->points[to]) && line->points[to] != '(' &&
		       line->points[to] != '|' && line->points[to] != ' ';

	return is_odd || goes_on || goes_on_behind_blank(line, to) ||
	       (from > 0 && breaks_number(line->points[from - 1], '(')) ||
	       (to < line->count && breaks_number(line->points[to], ')'));
}

static struct fault *
read_line(struct gather *gather, const struct reading_unit *unit, struct reading_item *item,
	bool *ret_is_row)
{
	size_t from, to;
	size_t start;

	*ret_is_row = false;
	if (!reading_run_next(&unit->line, 0, &from, &to))
		return NULL;
	start = unit->line.places[from];
	item->label = str_trim(str_sub(unit->text, 0, start));
	if (is_about(item->label))
		item->doubt = STR("数字前印有“约”一类的字，照印出的数读");
	else if (is_broken_run(&unit->line, from, to) || (unit->cells && to < unit->line.count))
		item->doubt = STR("数字紧挨着别的字符，可能不完整，请核对原件");
	else if (to < unit->line.count && unit->line.points[to] == YEAR)
		item->doubt = STR("数字后面印有“年”，可能是年份，请核对原件");
	TRY(match_label(gather, item, last_stretch(item->label)));
	TRY(reading_run_words(gather->reader->arena,
		str_sub(unit->text, start, unit->line.places[to] - start), &item->pieces,
		&item->piece_count));
	item->is_grid = false;
	set_places(unit, item);
	*ret_is_row = item->piece_count > 0;
	return NULL;
}

/* A table row with fewer cells than it should have may hold several numbers in one cell. */
static struct fault *
part_cells(struct gather *gather, struct reading_item *item)
{
	struct reading_piece *words = NULL;
	size_t count = 0;
	size_t room = 0;
	bool has_several = false;

	if (!item->is_grid || item->piece_count >= (size_t)gather->want)
		return NULL;
	for (size_t i = 0; i < item->piece_count; i++) {
		struct reading_piece *parts;
		size_t part_count;

		TRY(reading_run_words(
			gather->reader->arena, item->pieces[i].text, &parts, &part_count));
		has_several = has_several || part_count > 1;
		for (size_t j = 0; j < part_count; j++) {
			GROW(gather->reader->arena, words, count, room);
			words[count++] = parts[j];
		}
	}
	if (!has_several)
		return NULL;
	if (item->doubt.len == 0)
		item->doubt = STR("一格里印有几个数，已分开读，列的对应存疑");
	item->pieces = words;
	item->piece_count = count;
	item->is_grid = false;
	return NULL;
}

/* --- labels torn off their values --- */

/* The text-only line before `unit` in the same zone; SIZE_MAX when values or another zone come
 * first. */
static size_t
line_before(const struct reader *reader, size_t unit)
{
	enum reading_zone zone = reader->units[unit].zone;

	while (unit > 0) {
		const struct reading_unit *before = &reader->units[--unit];
		size_t from, to;

		if (before->is_page_number)
			continue;
		if (before->zone != zone || before->cells ||
			reading_run_next(&before->line, 0, &from, &to))
			return SIZE_MAX;
		return unit;
	}
	return SIZE_MAX;
}

/* What the lines above, with the row's own words, name. */
static struct fault *
find_hint(struct gather *gather, struct reading_item *item)
{
	struct reader *reader = gather->reader;
	struct str text = last_stretch(item->label);
	size_t unit = item->unit;

	item->hint = -1;
	if (item->match.kind == MATCH_EXACT)
		return NULL;
	for (int torn = 1; torn <= MOST_TORN; torn++) {
		struct reading_line words;
		struct reading_match match;

		unit = line_before(reader, unit);
		if (unit == SIZE_MAX)
			return NULL;
		TRY(str_print(reader->arena, &text, "%.*s%.*s",
			STR_ARG(last_stretch(reader->units[unit].text)), STR_ARG(text)));
		TRY(reading_fold_words(reader->arena, text, &words));
		match = reading_label_match(&reader->labels, gather->set, &words);
		if (match.kind == MATCH_NONE ||
			(match.kind == MATCH_EXACT && match.to < words.count))
			continue;
		item->hint = match.id;
		item->is_plain_hint =
			torn == 1 && item->words.count == 0 && match.kind == MATCH_EXACT;
		if (match.kind == MATCH_EXACT)
			return NULL;
	}
	return NULL;
}

/* --- gathering --- */

/* Values printed one below the other without tables: one row goes on over several lines. */
static bool
goes_on(const struct gather *gather, const struct reading_item *item, size_t unit)
{
	const struct reading_item *last;

	if (gather->count == 0 || item->is_grid || item->words.count)
		return false;
	last = &gather->items[gather->count - 1];
	if (last->is_grid || last->piece_count >= MOST_RUN ||
		item->piece_count > (size_t)gather->want)
		return false;
	if (last->piece_count % (size_t)gather->want == 0 &&
		(item->piece_count > 1 || last->is_one_line))
		return false;
	for (size_t i = last->unit + 1; i < unit; i++)
		if (!gather->reader->units[i].is_page_number)
			return false;
	return true;
}

static struct fault *
add_pieces(struct gather *gather, struct reading_item *last, const struct reading_item *more)
{
	struct reading_piece *pieces = last->pieces;

	/* Room for the longest run is taken once. */
	if (last->is_one_line) {
		TAKE(gather->reader->arena, pieces, MOST_RUN + (size_t)gather->want);
		memcpy(pieces, last->pieces, last->piece_count * sizeof *pieces);
	}
	memcpy(pieces + last->piece_count, more->pieces, more->piece_count * sizeof *pieces);
	/* Several figures on the line above and more below may be two rows, or a page number. */
	if (last->is_one_line && last->piece_count > 1 && last->doubt.len == 0)
		last->doubt = STR("这一行的数字分印在两行里，已合起来读");
	last->is_one_line = false;
	last->is_joined = true;
	last->pieces = pieces;
	last->piece_count += more->piece_count;
	last->unit = more->unit;
	return NULL;
}

/* Can this table row be a piece of a torn label, as far as its values go? */
static bool
may_be_torn(const struct reading_item *item)
{
	size_t own = item->match.to - item->match.from;

	if (!item->is_grid || item->words.count == 0)
		return false;
	return item->match.kind != MATCH_EXACT ||
	       (!reading_item_filled(item) && own + ORDINALS < item->words.count) ||
	       (!reading_item_filled(item) && item->match.from > 0 && own < item->words.count);
}

/* The label that `count` items from `first` on make together, when it is one row's and ends with
 * them. */
static struct fault *
join_labels(struct gather *gather, size_t first, size_t count, struct reading_item *ret_joined,
	bool *ret_is)
{
	struct reader *reader = gather->reader;
	struct reading_item joined = gather->items[first];
	struct str label = STR_NONE;
	size_t filled = 0;

	*ret_is = false;
	for (size_t i = first; i < first + count; i++) {
		const struct reading_item *item = &gather->items[i];

		TRY(str_print(
			reader->arena, &label, "%.*s%.*s", STR_ARG(label), STR_ARG(item->label)));
		if (reading_item_filled(item)) {
			filled++;
			joined = *item;
		}
	}
	joined.label = label;
	TRY(reading_fold_words(reader->arena, label, &joined.words));
	joined.match = reading_label_match(&reader->labels, gather->set, &joined.words);
	if (filled > 1 || joined.match.kind != MATCH_EXACT ||
		joined.match.to != joined.words.count ||
		joined.match.from >= gather->items[first].words.count ||
		joined.words.count - gather->items[first + count - 1].words.count <
			joined.match.from)
		return NULL;
	joined.doubt = STR("行标签分印在几行里，已合起来读");
	*ret_joined = joined;
	*ret_is = true;
	return NULL;
}

/* Rows whose label goes on in the following table rows: one of them holds the values. */
static struct fault *
join_torn_rows(struct gather *gather)
{
	size_t kept = 0;

	for (size_t i = 0; i < gather->count; i++) {
		const struct reading_item *item = &gather->items[i];
		size_t most = 1;
		bool is_joined = false;

		/* A short form of the label may stand alone in the first row, its values below. */
		if (may_be_torn(item) ||
			(item->is_grid && item->words.count && !reading_item_filled(item)))
			while (most < MOST_TORN && i + most < gather->count &&
				may_be_torn(&gather->items[i + most]))
				most++;
		for (size_t count = most; count >= 2 && !is_joined; count--) {
			struct reading_item joined;

			TRY(join_labels(gather, i, count, &joined, &is_joined));
			if (!is_joined)
				continue;
			gather->items[kept++] = joined;
			i += count - 1;
		}
		if (!is_joined)
			gather->items[kept++] = *item;
	}
	gather->count = kept;
	return NULL;
}

/* The pieces of two lines in the order in which they stand on the page. */
static struct fault *
join_by_place(struct arena *arena, const struct reading_item *a, const struct reading_item *b,
	struct reading_item *joined)
{
	struct reading_piece *pieces;
	size_t count = a->piece_count + b->piece_count;
	size_t i = 0;
	size_t j = 0;

	TAKE(arena, pieces, count);
	for (size_t at = 0; at < count; at++) {
		bool is_first = j >= b->piece_count ||
				(i < a->piece_count && a->pieces[i].column <= b->pieces[j].column);

		pieces[at] = is_first ? a->pieces[i++] : b->pieces[j++];
	}
	joined->pieces = pieces;
	joined->piece_count = count;
	return NULL;
}

/* Two lines that hold one row: the label goes on in the second, and their values together are as
 * many as a row has. */
static struct fault *
join_torn_lines(struct gather *gather)
{
	struct reader *reader = gather->reader;
	size_t kept = 0;

	for (size_t i = 0; i < gather->count; i++) {
		struct reading_item *item = &gather->items[i];
		struct reading_item *next = i + 1 < gather->count ? item + 1 : NULL;
		struct reading_item joined = *item;

		gather->items[kept++] = *item;
		if (!next || !item->is_one_line || !next->is_one_line || !item->words.count ||
			!next->words.count || item->piece_count >= (size_t)gather->want ||
			item->piece_count + next->piece_count != (size_t)gather->want)
			continue;
		TRY(str_print(reader->arena, &joined.label, "%.*s%.*s",
			STR_ARG(last_stretch(item->label)), STR_ARG(last_stretch(next->label))));
		TRY(reading_fold_words(reader->arena, joined.label, &joined.words));
		joined.match = reading_label_match(&reader->labels, gather->set, &joined.words);
		if (joined.match.kind != MATCH_EXACT ||
			(item->match.kind != MATCH_NONE && item->match.id != joined.match.id) ||
			(next->match.kind == MATCH_EXACT && next->match.id != joined.match.id))
			continue;
		TRY(join_by_place(reader->arena, item, next, &joined));
		joined.doubt = STR("这一行的标签和数字分印在两行里，已合起来读");
		gather->items[kept - 1] = joined;
		i++;
	}
	gather->count = kept;
	return NULL;
}

/* Values one below the other, of several rows whose labels are lost: part them row by row. */
static struct fault *
part_runs(struct gather *gather)
{
	struct reading_item *items = NULL;
	size_t count = 0;
	size_t room = 0;
	size_t want = (size_t)gather->want;

	for (size_t i = 0; i < gather->count; i++) {
		struct reading_item item = gather->items[i];
		bool is_run = !item.is_grid && item.piece_count > want + FEW_SURPLUS &&
			      item.piece_count % want == 0 && gather->set != LABELS_PROACTIVE;

		for (size_t at = 0; at < item.piece_count || at == 0; at += want) {
			struct reading_item part = item;

			if (is_run) {
				part.pieces = item.pieces + at;
				part.piece_count = want;
			}
			if (is_run && at > 0) {
				part.label = STR_NONE;
				part.words.count = 0;
				part.match = (struct reading_match){ .kind = MATCH_NONE, .id = -1 };
				part.hint = -1;
				part.is_plain_hint = false;
			}
			GROW(gather->reader->arena, items, count, room);
			items[count++] = part;
			if (!is_run)
				break;
		}
	}
	gather->items = items;
	gather->count = count;
	return NULL;
}

/* Blank rows without a known label carry nothing. */
static void
drop_empty(struct gather *gather)
{
	size_t kept = 0;

	for (size_t i = 0; i < gather->count; i++)
		if (reading_item_filled(&gather->items[i]) ||
			gather->items[i].match.kind != MATCH_NONE)
			gather->items[kept++] = gather->items[i];
	gather->count = kept;
}

static struct fault *
gather_unit(struct gather *gather, size_t index)
{
	const struct reading_unit *unit = &gather->reader->units[index];
	struct reading_item item = { .unit = index, .row = -1, .hint = -1, .match = { .id = -1 } };
	bool is_row = false;

	if (unit->cells)
		TRY(read_cells(gather, unit, &item, &is_row));
	/* A line; or a table row whose label and values stand in one cell. */
	if (!is_row) {
		struct reading_item line = {
			.unit = index, .row = -1, .hint = -1, .match = { .id = -1 }
		};

		TRY(read_line(gather, unit, &line, &is_row));
		is_row = is_row && (!unit->cells || line.match.kind == MATCH_EXACT);
		if (is_row && unit->cell_count > 1 && line.match.to < line.words.count &&
			line.doubt.len == 0)
			line.doubt = STR("数字不单独成格，前面还有别的文字，请核对原件");
		if (is_row)
			item = line;
	}
	/* A torn label of a table row without values: kept for join_torn_rows(). */
	if (!is_row && unit->cells && item.words.count && item.piece_count) {
		item.match = (struct reading_match){ .kind = MATCH_NONE, .id = -1 };
		is_row = true;
	}
	if (!is_row)
		return NULL;
	TRY(part_cells(gather, &item));
	if (goes_on(gather, &item, index))
		return add_pieces(gather, &gather->items[gather->count - 1], &item);
	if (!item.is_grid)
		TRY(find_hint(gather, &item));
	GROW(gather->reader->arena, gather->items, gather->count, gather->room);
	gather->items[gather->count++] = item;
	return NULL;
}

struct fault *
reading_item_gather(struct reader *reader, enum reading_zone zone, enum reading_label_set set,
	int want, struct reading_item **ret_items, size_t *ret_count)
{
	struct gather gather = { .reader = reader, .set = set, .want = want };

	for (size_t i = 0; i < reader->unit_count && gather.count < MOST_ITEMS; i++)
		if (reader->units[i].zone == zone && !reader->units[i].is_page_number)
			TRY(gather_unit(&gather, i));
	TRY(part_runs(&gather));
	TRY(join_torn_rows(&gather));
	TRY(join_torn_lines(&gather));
	drop_empty(&gather);
	*ret_items = gather.items;
	*ret_count = gather.count;
	return NULL;
}
