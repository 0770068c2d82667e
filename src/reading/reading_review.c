/*
 * Table 4, 行政复议、行政诉讼情况: one row of fifteen cells, or three of five, or digits in a heap
 * that the three sums part. A group whose own sum is wrong is read as it is printed, never mended.
 */
#include "reading/reading_inside.h"

enum {
	WANT = REPORT_REVIEW_GROUPS * REPORT_REVIEW_RESULTS,
	LONGEST_GROUP = 12,
	MOST_BESIDE = 3,     /* words of a group's cell that are not its name: （一）…案件 */
	MOST_BESIDE_ROW = 4, /* the same in front of a row: 行政诉讼 */
	LONGEST_RESULT = 5,
};

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

/* What the cells of the header say of the columns. */
struct header {
	bool is_official;                   /* all results in the form's order, over and over */
	int results[REPORT_REVIEW_RESULTS]; /* the first five in printed order; -1 for none */
	bool is_same;                       /* all others repeat them */
	size_t marks[MARK_RESULT];          /* where a group is first named; 0 for nowhere */
	size_t cells;                       /* looked at so far */
};

/* A group's name: the first place of each counts. A caption that names both is no group's. */
static void
take_group(struct reader *reader, const struct reading_line *words, size_t most_beside,
	struct header *header)
{
	struct reading_match match = reading_label_match(&reader->labels, LABELS_MARKS, words);

	if (match.kind == MATCH_EXACT && match.id >= MARK_REVIEW && match.id <= MARK_AFTER &&
		words->count - (match.to - match.from) <= most_beside &&
		header->marks[match.id] == 0)
		header->marks[match.id] = header->cells;
}

/* A result's name, the `place`th of its row. False when the cell holds something else. */
static bool
take_result(
	struct reader *reader, const struct reading_line *words, int place, struct header *header)
{
	struct reading_match match = reading_label_match(&reader->labels, LABELS_RESULTS, words);
	int id = match.kind == MATCH_EXACT ? match.id : -1;

	if (id < 0 && words->count > 2)
		return false;
	if (id != place)
		header->is_official = false;
	if (header->results[place] < 0)
		header->results[place] = id;
	header->is_same = header->is_same && id >= 0 && header->results[place] == id;
	return true;
}

/* A row of values may name its group in front: three rows of five. */
static struct fault *
take_row_name(
	struct reader *reader, const struct reading_unit *unit, size_t from, struct header *header)
{
	struct reading_line words;

	TRY(reading_fold_words(
		reader->arena, str_sub(unit->text, 0, unit->line.places[from]), &words));
	header->cells++;
	if (words.count > 0 && words.count <= LONGEST_GROUP)
		take_group(reader, &words, MOST_BESIDE_ROW, header);
	return NULL;
}

static struct fault *
read_header(struct reader *reader, struct header *ret_header)
{
	struct header header = { true, { -1, -1, -1, -1, -1 }, true, { 0 }, 0 };

	for (size_t i = 0; i < reader->unit_count; i++) {
		const struct reading_unit *unit = &reader->units[i];
		int place = 0;
		size_t from, to;

		if (unit->zone != ZONE_REVIEW)
			continue;
		if (reading_run_next(&unit->line, 0, &from, &to)) {
			TRY(take_row_name(reader, unit, from, &header));
			continue;
		}
		if (!unit->cells)
			continue;
		for (size_t j = 0; j < unit->cell_count; j++) {
			struct reading_line words;

			TRY(reading_fold_words(reader->arena, unit->cells[j].text, &words));
			header.cells++;
			if (words.count > 0 && words.count <= LONGEST_GROUP)
				take_group(reader, &words, MOST_BESIDE, &header);
			if (words.count > 0 && words.count <= LONGEST_RESULT &&
				take_result(reader, &words, place, &header))
				place = (place + 1) % REPORT_REVIEW_RESULTS;
		}
		if (place != 0)
			header.is_official = header.is_same = false;
	}
	*ret_header = header;
	return NULL;
}

/* Where 行政诉讼 is first named, by itself or by one of its two groups; 0 for nowhere. */
static size_t
litigation_mark(const size_t *marks)
{
	size_t first = 0;

	for (int mark = MARK_LITIGATION; mark <= MARK_AFTER; mark++)
		if (marks[mark] && (!first || marks[mark] < first))
			first = marks[mark];
	return first;
}

/* The official place of each printed group; false when the header does not move any. */
static bool
order_groups(const struct header *header, int order[REPORT_REVIEW_GROUPS])
{
	const size_t *marks = header->marks;
	size_t litigation = litigation_mark(marks);
	bool litigation_first = litigation && marks[MARK_REVIEW] && litigation < marks[MARK_REVIEW];
	bool after_first =
		marks[MARK_AFTER] && marks[MARK_DIRECT] && marks[MARK_AFTER] < marks[MARK_DIRECT];
	int at = 0;

	if (!litigation_first)
		order[at++] = 0;
	order[at++] = after_first ? 2 : 1;
	order[at++] = after_first ? 1 : 2;
	if (litigation_first)
		order[at] = 0;
	return litigation_first || after_first;
}

/* Does the header name the five results in an order of its own, in which the sums hold? */
static bool
orders_results(const struct header *header, const struct reading_item *joined)
{
	unsigned seen = 0;

	for (int i = 0; i < REPORT_REVIEW_RESULTS; i++)
		seen |= header->results[i] >= 0 ? 1u << header->results[i] : 0;
	if (header->is_official || !header->is_same || seen != (1u << REPORT_REVIEW_RESULTS) - 1 ||
		joined->piece_count != WANT)
		return false;
	for (int first = 0; first < WANT; first += REPORT_REVIEW_RESULTS) {
		int64_t rest = 0;

		for (int i = 0; i < REPORT_REVIEW_RESULTS; i++) {
			bool is_total = header->results[i] == REPORT_REVIEW_RESULTS - 1;
			int64_t value;

			if (!reading_value_whole(joined->pieces[first + i].text, &value))
				return false;
			rest += is_total ? -value : value;
		}
		if (rest != 0)
			return false;
	}
	return true;
}

/* The slot of each printed cell. *ret_moves when the results are not in the form's order. */
static void
find_slots(
	const struct header *header, struct reading_item *joined, int slots[WANT], bool *ret_moves)
{
	int order[REPORT_REVIEW_GROUPS] = { 0 };
	bool moves_groups = order_groups(header, order);
	bool moves_results = orders_results(header, joined);

	for (int i = 0; i < WANT; i++) {
		int result = i % REPORT_REVIEW_RESULTS;

		slots[i] = report_review_slot(order[i / REPORT_REVIEW_RESULTS],
			moves_results ? header->results[result] : result);
	}
	if ((moves_groups || moves_results) && joined->doubt.len == 0)
		joined->doubt = STR("表头列名的次序与格式不同，按表头的次序读");
	else if (!header->is_official && joined->doubt.len == 0)
		joined->doubt = STR("表头列名残缺或次序与格式不同，按格式的列次读");
	*ret_moves = moves_results;
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
	struct header header;
	bool moves_results;

	TRY(reading_item_gather(reader, ZONE_REVIEW, LABELS_RESULTS, WANT, &items, &count));
	TRY(join_items(reader, items, count, &joined));
	if (joined.piece_count == 0)
		return NULL;
	TRY(refuse_second(reader, items, count, &joined));
	reader->report->has_table[REPORT_REVIEW] = true;
	TRY(read_header(reader, &header));
	find_slots(&header, &joined, slots, &moves_results);
	TRY(reading_split_row(reader->arena, joined.pieces, joined.piece_count, WANT, kinds,
		SUMS_REVIEW, &readings));
	if (joined.is_joined && !readings.fits_sums && joined.doubt.len == 0)
		joined.doubt = STR("各格分印在几行里，次序没有合计可以核对");
	TRY(reading_fill_row(reader, slots, &joined, &readings, 0));
	return moves_results ? NULL : note_sums(reader, slots, &readings);
}
