/*
 * Table 4, 行政复议、行政诉讼情况: one row of fifteen cells, or three of five, or digits in a heap
 * that the three sums part. A group whose own sum is wrong is read as it is printed, never mended.
 */
#include "reading/reading_inside.h"

enum { WANT = REPORT_REVIEW_GROUPS * REPORT_REVIEW_RESULTS, MOST_PIECES = 64 };

static const enum report_kind kinds[WANT] = { REPORT_COUNT_KIND };

/* All pieces of the rows of values in one row; lone page numbers left out. */
static struct fault *
join_items(struct reader *reader, const struct reading_item *items, size_t count,
	struct reading_item *ret_joined)
{
	struct reading_item joined = { .row = 0, .hint = -1 };
	struct reading_piece *pieces;
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += items[i].piece_count;
	TAKE(reader->arena, pieces, total + 1);
	joined.pieces = pieces;
	joined.is_grid = true;
	for (size_t i = 0; i < count; i++) {
		const struct reading_item *item = &items[i];

		/* One row that is complete is the row. */
		if (item->piece_count == WANT) {
			joined = *item;
			break;
		}
		if (item->piece_count == 1 && !item->is_grid && count > 1 &&
			str_trim(item->pieces[0].text).len < 3 && total > WANT) {
			TRY(reading_note(reader, "review_litigation",
				"表四中间孤立的数字“%.*s”疑为页码，未作数",
				STR_ARG(item->pieces[0].text)));
			total--;
			continue;
		}
		joined.is_grid = joined.is_grid && item->is_grid;
		joined.is_joined = joined.is_joined || item->is_joined || joined.piece_count > 0;
		memcpy(pieces + joined.piece_count, item->pieces,
			item->piece_count * sizeof *pieces);
		joined.piece_count += item->piece_count;
	}
	*ret_joined = joined;
	return NULL;
}

/* Two complete rows that differ: which one counts is not for us to say. */
static struct fault *
refuse_second(struct reader *reader, const struct reading_item *items, size_t count,
	struct reading_item *joined)
{
	for (size_t i = 0; i < count; i++) {
		bool same = true;
		struct str other;

		if (items[i].piece_count != WANT || joined->piece_count != WANT)
			continue;
		for (size_t j = 0; j < WANT; j++)
			same = same && str_equal(str_trim(items[i].pieces[j].text),
					       str_trim(joined->pieces[j].text));
		if (same)
			continue;
		TRY(reading_item_show(reader->arena, &items[i], &other));
		joined->is_refused = true;
		TRY(str_print(reader->arena, &joined->doubt,
			"表四有两行数字而不相同（另一行印作“%.*s”），未作数", STR_ARG(other)));
	}
	return NULL;
}

/* Results named in the header cells, each row of them in printed order; false when it is not the
 * official order over and over. */
static struct fault *
header_is_official(struct reader *reader, bool *ret_is)
{
	*ret_is = true;
	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct reading_unit *unit = &reader->units[i];
		int expected = 0;
		size_t named = 0;
		size_t from, to;

		if (unit->zone != ZONE_REVIEW || !unit->cells ||
			reading_run_next(&unit->line, 0, &from, &to))
			continue;
		for (size_t j = 0; j < unit->cell_count; j++) {
			struct reading_line words;
			struct reading_match match;

			TRY(reading_fold_words(reader->arena, unit->cells[j].text, &words));
			if (words.count == 0 || words.count > 5)
				continue;
			match = reading_label_match(&reader->labels, LABELS_RESULTS, &words);
			if (match.kind != MATCH_EXACT && words.count > 2)
				continue;
			named++;
			if (match.kind != MATCH_EXACT || match.id != expected)
				*ret_is = false;
			expected = (expected + 1) % REPORT_REVIEW_RESULTS;
		}
		if (named % REPORT_REVIEW_RESULTS)
			*ret_is = false;
	}
	return NULL;
}

/* A group that breaks its own sum is read as it is printed, and said. */
static struct fault *
note_sums(struct reader *reader, const int *slots, const struct readings *readings)
{
	if (readings->count != 1)
		return NULL;
	for (int first = 0; first < WANT; first += REPORT_REVIEW_RESULTS) {
		int64_t sum = 0;
		int64_t value = 0;
		bool is_clear = readings->at[0].cells[first + REPORT_REVIEW_RESULTS - 1].len > 0;

		for (int i = 0; i < REPORT_REVIEW_RESULTS; i++) {
			is_clear = is_clear &&
				   reading_value_whole(readings->at[0].cells[first + i], &value);
			sum += i < REPORT_REVIEW_RESULTS - 1 ? value : 0;
		}
		if (!is_clear || sum == value)
			continue;
		for (int i = 0; i < REPORT_REVIEW_RESULTS; i++)
			TRY(reading_note_slot(reader, slots[first + i],
				"这一组各格之和与总计不符，照印出的数读，请核对原件"));
	}
	return NULL;
}

struct fault *
reading_review(struct reader *reader)
{
	struct reading_item *items;
	size_t count;
	struct reading_item joined;
	struct readings readings;
	int slots[WANT];
	bool is_official;

	TRY(reading_item_gather(reader, ZONE_REVIEW, LABELS_RESULTS, WANT, &items, &count));
	TRY(join_items(reader, items, count, &joined));
	if (joined.piece_count == 0)
		return NULL;
	TRY(refuse_second(reader, items, count, &joined));
	reader->report->has_table[REPORT_REVIEW] = true;
	for (int i = 0; i < WANT; i++)
		slots[i] = report_review_slot(i / REPORT_REVIEW_RESULTS, i % REPORT_REVIEW_RESULTS);
	TRY(header_is_official(reader, &is_official));
	if (!is_official && joined.doubt.len == 0)
		joined.doubt = STR("表头列名残缺或次序与格式不同，按格式的列次读");
	TRY(reading_split_row(reader->arena, joined.pieces, joined.piece_count, WANT, kinds,
		SUMS_REVIEW, &readings));
	if (joined.is_joined && !readings.fits_sums && joined.doubt.len == 0)
		joined.doubt = STR("各格分印在几行里，次序没有合计可以核对");
	TRY(reading_fill_row(reader, slots, &joined, &readings, 0));
	return note_sums(reader, slots, &readings);
}
