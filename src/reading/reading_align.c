/*
 * Alignment: rows with a sure label are fixed points, rows without one get their place between two
 * fixed points when there are as many of them as rows missing there. What was assumed stands in
 * `doubt`.
 */
#include "reading/reading_inside.h"

enum {
	EXACT_WEIGHT = 5,
	NEAR_WEIGHT = 3,
	FOREIGN_WORDS = 5,
	RELATED = 500,
	MOST_ROWS = 32,
	FEW_BELOW = 4
};

const char *
reading_align_row_name(enum reading_label_set set, int row)
{
	return set == LABELS_PROACTIVE ? reading_proactive_rows[row].label
				       : report_application_labels[row].label;
}

/* The rows to be placed and what is known of each place. */
struct align {
	struct reader *reader;
	enum reading_label_set set;
	struct reading_item *items;
	size_t count;
	bool is_row[MOST_ROWS];
	bool is_taken[MOST_ROWS];
	int row_count;
	int want;
	bool is_below; /* labels stand below their values, so the line above names the row before */
};

/* Mark the items whose rows rise, with the greatest weight: the fixed points. */
static struct fault *
find_anchors(struct align *align, bool *is_anchor)
{
	struct arena *arena = align->reader->arena;
	int *best;
	size_t *before;
	size_t last = SIZE_MAX;

	TAKE(arena, best, align->count + 1);
	TAKE(arena, before, align->count + 1);
	for (size_t i = 0; i < align->count; i++) {
		const struct reading_match *match = &align->items[i].match;

		before[i] = SIZE_MAX;
		if (match->kind == MATCH_NONE)
			continue;
		for (size_t j = 0; j < i; j++)
			if (align->items[j].match.kind != MATCH_NONE &&
				align->items[j].match.id < match->id && best[j] > best[i]) {
				best[i] = best[j];
				before[i] = j;
			}
		best[i] += match->kind == MATCH_EXACT ? EXACT_WEIGHT : NEAR_WEIGHT;
		if (last == SIZE_MAX || best[i] > best[last])
			last = i;
	}
	for (; last != SIZE_MAX; last = before[last])
		is_anchor[last] = true;
	return NULL;
}

static struct fault *
place_labelled(struct align *align, const bool *is_anchor)
{
	for (size_t i = 0; i < align->count; i++) {
		struct reading_item *item = &align->items[i];

		if (item->match.kind == MATCH_NONE || !align->is_row[item->match.id])
			continue;
		if (!is_anchor[i] && item->match.kind == MATCH_NEAR)
			continue;
		item->row = item->match.id;
		if (item->match.kind == MATCH_NEAR)
			TRY(str_print(align->reader->arena, &item->doubt,
				"行标签印作“%.*s”，认作“%s”", STR_ARG(item->label),
				reading_align_row_name(align->set, item->row)));
		else if (!is_anchor[i] && !align->is_taken[item->row] &&
			 align->set == LABELS_APPLICATIONS)
			item->doubt = STR("行的次序与格式不同，按行标签读");
		align->is_taken[item->row] = true;
	}
	return NULL;
}

/* Could this row without a label be a row of this table at all? A page number could not. */
static bool
is_candidate(const struct align *align, const struct reading_item *item)
{
	size_t digits = 0;

	if (item->row >= 0)
		return false;
	if (align->set == LABELS_PROACTIVE)
		return item->words.count == 0 || item->words.count >= FOREIGN_WORDS ||
		       item->hint >= 0;
	for (size_t i = 0; i < item->piece_count; i++)
		digits += item->pieces[i].text.len;
	return item->piece_count * 2 > (size_t)align->want || digits >= (size_t)align->want;
}

/* Words of a label that are no group's name (（三）不予公开) and no part of 三、本年度办理结果:
 * such names stand beside any row of their group. */
static size_t
own_words(const struct align *align, const struct reading_line *words)
{
	static const uint32_t result[] = { 0x672C, 0x5E74, 0x5EA6, 0x529E, 0x7406, 0x7ED3, 0x679C };
	size_t own = 0;
	size_t at = 0;

	while (at < words->count) {
		struct reading_match match =
			reading_label_at(&align->reader->labels, align->set, words, at);
		bool is_result = reading_fold_chinese_digit(words->points[at]) > 0;

		if (match.kind == MATCH_EXACT && (match.id < 0 || match.id == REPORT_ROW_OTHER)) {
			at = match.to;
			continue;
		}
		for (size_t i = 0; i < COUNT_OF(result); i++)
			is_result = is_result || words->points[at] == result[i];
		own += !is_result;
		at++;
	}
	return own;
}

/* Is a lone number below a label how this table is printed, or is it the only one? Then it may be a
 * page number below a row whose cell is blank. */
static bool
is_usual(const struct align *align, const struct reading_item *item)
{
	size_t below = 0;

	for (size_t i = 0; i < align->count; i++)
		below += align->items[i].is_plain_hint;
	return item->piece_count > 1 || below * 2 > align->count;
}

/* One item goes to one row without a label of its own. */
static struct fault *
place_by_order(struct align *align, struct reading_item *item, int row)
{
	const char *name = reading_align_row_name(align->set, row);
	bool is_foreign = own_words(align, &item->words) >= FOREIGN_WORDS &&
			  reading_label_likeness(
				  &align->reader->labels, align->set, row, &item->words) < RELATED;

	item->row = row;
	item->is_by_order = true;
	align->is_taken[row] = true;
	if (item->is_plain_hint && item->hint == row && is_usual(align, item))
		return NULL;
	if (is_foreign ||
		(!item->is_grid && item->hint >= 0 && item->hint != row && !align->is_below)) {
		struct str label = is_foreign
					   ? item->label
					   : str_of(reading_align_row_name(align->set, item->hint));

		item->is_refused = true;
		return str_print(align->reader->arena, &item->doubt,
			"这一行数字按次序应属“%s”，但旁边印的标签是“%.*s”，两者矛盾，未作数", name,
			STR_ARG(label));
	}
	if (item->hint == row)
		return str_print(align->reader->arena, &item->doubt,
			"行标签与数字不在同一行，已合起来认作“%s”", name);
	return str_print(align->reader->arena, &item->doubt,
		"这一行数字旁边没有完整的行标签，按上下行的次序认作“%s”", name);
}

/* Rows of the form between two rows that no item has taken. */
static int
missing_rows(const struct align *align, int after, int before, int *rows)
{
	int count = 0;

	for (int row = after + 1; row < before; row++)
		if (align->is_row[row] && !align->is_taken[row])
			rows[count++] = row;
	return count;
}

/* Does the line above each row of values name the row before, all the way? */
static bool
labels_are_below(const struct align *align, size_t from, size_t to, const int *rows)
{
	int next = 0;
	int before = 0;

	for (size_t i = from; i < to; i++) {
		const struct reading_item *item = &align->items[i];

		if (!is_candidate(align, item))
			continue;
		if (item->hint == rows[next])
			return false;
		before += next > 0 && item->hint == rows[next - 1];
		next++;
	}
	return next >= FEW_BELOW && before * 3 >= next * 2;
}

/* Items between two fixed points: by order when the numbers agree, else by the labels around them.
 */
static struct fault *
fill_gap(struct align *align, size_t from, size_t to, int after, int before)
{
	int rows[MOST_ROWS];
	int row_count = missing_rows(align, after, before, rows);
	int count = 0;
	int next = 0;

	for (size_t i = from; i < to; i++)
		count += is_candidate(align, &align->items[i]);
	if (count == 0 || row_count == 0)
		return NULL;
	if (count == row_count) {
		align->is_below = labels_are_below(align, from, to, rows);
		for (size_t i = from; i < to; i++)
			if (is_candidate(align, &align->items[i]))
				TRY(place_by_order(align, &align->items[i], rows[next++]));
		return NULL;
	}
	for (size_t i = from; i < to; i++) {
		struct reading_item *item = &align->items[i];
		int at = next;

		if (!is_candidate(align, item) || item->hint < 0 || item->is_grid)
			continue;
		while (at < row_count && rows[at] != item->hint)
			at++;
		if (at == row_count)
			continue;
		TRY(place_by_order(align, item, rows[at]));
		next = at + 1;
	}
	return NULL;
}

/* Walk from fixed point to fixed point. */
static struct fault *
fill_gaps(struct align *align)
{
	size_t from = 0;
	int after = -1;

	for (size_t i = 0; i <= align->count; i++) {
		bool is_end = i == align->count;

		if (!is_end && (align->items[i].row < 0 || align->items[i].row <= after))
			continue;
		TRY(fill_gap(
			align, from, i, after, is_end ? align->row_count : align->items[i].row));
		if (is_end)
			break;
		after = align->items[i].row;
		from = i + 1;
	}
	return NULL;
}

/* A labelled row that is all blank beside a row of values without label that found no place: the
 * label and its values stand in two rows. */
static void
join_blank_rows(struct align *align)
{
	for (size_t i = 0; i < align->count; i++) {
		struct reading_item *item = &align->items[i];

		if (item->row < 0 || !item->is_grid || reading_item_filled(item))
			continue;
		for (int side = 1; side >= -1; side -= 2) {
			size_t other = i + (size_t)side;
			struct reading_item *bare =
				other < align->count ? &align->items[other] : NULL;

			if (!bare || bare->row >= 0 || !bare->is_grid || bare->words.count ||
				!is_candidate(align, bare))
				continue;
			item->pieces = bare->pieces;
			item->piece_count = bare->piece_count;
			item->doubt = STR("行标签与数字分在上下两行，已合起来读");
			bare->piece_count = 0;
			break;
		}
	}
}

struct fault *
reading_align(struct reader *reader, enum reading_label_set set, struct reading_item *items,
	size_t count, const bool *is_row, int row_count, int want)
{
	struct align align = { .reader = reader,
		.set = set,
		.items = items,
		.count = count,
		.row_count = row_count,
		.want = want };
	bool *is_anchor;

	memcpy(align.is_row, is_row, (size_t)row_count * sizeof *is_row);
	TAKE(reader->arena, is_anchor, count + 1);
	TRY(find_anchors(&align, is_anchor));
	TRY(place_labelled(&align, is_anchor));
	/* The second walk uses what the labels around the rows fixed in the first. */
	TRY(fill_gaps(&align));
	TRY(fill_gaps(&align));
	join_blank_rows(&align);
	return NULL;
}
