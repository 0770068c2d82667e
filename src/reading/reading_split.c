/*
 * Readings of one row: which numbers its pieces can be when digits are glued, cells are missing or
 * too many. An exact search with a bound; where the sums leave several readings, all of them are
 * the answer.
 */
#include "reading/reading_inside.h"

enum { MOST_NODES = 400000, MOST_DIGITS = 9, MOST_PIECES = 40 };

/* One search. Pieces are plain text; `cell` texts point into them. */
struct search {
	struct arena *arena;
	const struct str *pieces;
	size_t piece_count;
	int want;
	const enum report_kind *kinds;
	enum reading_sums sums;
	bool must_fit;
	long nodes;
	struct reading now;
	struct readings *found;
	size_t room;
};

/* --- sums --- */

static bool
group_fits(const struct str *cells, int parts)
{
	int64_t sum = 0;
	int64_t number;

	for (int i = 0; i < parts; i++) {
		if (!reading_value_whole(cells[i], &number) ||
			__builtin_add_overflow(sum, number, &sum))
			return false;
	}
	return reading_value_whole(cells[parts], &number) && sum == number;
}

static bool
reading_fits(const struct reading *reading, int want, enum reading_sums sums)
{
	if (sums == SUMS_NONE)
		return true;
	if (sums == SUMS_ROW)
		return group_fits(reading->cells, want - 1);
	for (int group = 0; group < REPORT_REVIEW_GROUPS; group++)
		if (!group_fits(reading->cells + group * REPORT_REVIEW_RESULTS,
			    REPORT_REVIEW_RESULTS - 1))
			return false;
	return true;
}

static struct fault *
keep_reading(struct search *search)
{
	struct readings *found = search->found;

	if (search->must_fit && !reading_fits(&search->now, search->want, search->sums))
		return NULL;
	found->total++;
	if (found->count >= SPLIT_MOST_READINGS)
		return NULL;
	/* Nearly every row has one reading, and a reading is large. */
	if (!found->at) {
		TAKE(search->arena, found->at, 1);
		search->room = 1;
	}
	GROW(search->arena, found->at, found->count, search->room);
	found->at[found->count++] = search->now;
	return NULL;
}

/* --- parting glued digits --- */

/* May these characters be one cell? */
static bool
is_cell_text(struct str text, enum report_kind kind, bool is_rest)
{
	size_t at = 0;
	size_t digits = 0;

	if (kind == REPORT_DELTA_KIND && text.len && (text.at[0] == '-' || text.at[0] == '+'))
		at = 1;
	while (at + digits < text.len && text.at[at + digits] >= '0' && text.at[at + digits] <= '9')
		digits++;
	if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && text.at[at] == '0'))
		return false;
	if (at == 1 && text.at[1] == '0')
		return false;
	at += digits;
	if (at == text.len)
		return true;
	if (kind != REPORT_MONEY_KIND)
		return false;
	if (text.at[at] == '.') {
		digits = 0;
		for (at++; at < text.len && text.at[at] >= '0' && text.at[at] <= '9'; at++)
			digits++;
		if (digits == 0)
			return false;
	}
	return at == text.len || is_rest; /* a unit may stand behind the last digit */
}

/* All ways to part pieces[piece] from `offset` on into the cells from `cell` on. The depth is at
 * most SPLIT_MOST_CELLS. */
static struct fault *
part_pieces(struct search *search, size_t piece, size_t offset, int cell)
{
	struct str text;
	int cells_left = search->want - cell;
	size_t pieces_left;

	if (++search->nodes > MOST_NODES) {
		search->found->is_many = true;
		return NULL;
	}
	if (piece < search->piece_count && offset >= search->pieces[piece].len && offset > 0) {
		piece++;
		offset = 0;
	}
	if (cells_left == 0)
		return piece >= search->piece_count ? keep_reading(search) : NULL;
	if (piece >= search->piece_count)
		return NULL;
	pieces_left = search->piece_count - piece;
	if (pieces_left > (size_t)cells_left)
		return NULL;
	text = search->pieces[piece];
	if (text.len == 0) { /* a blank cell of the grid */
		search->now.cells[cell] = STR_NONE;
		return part_pieces(search, piece + 1, 0, cell + 1);
	}
	for (size_t len = 1; len <= text.len - offset; len++) {
		struct str candidate = str_sub(text, offset, len);
		bool is_rest = offset + len == text.len;

		if ((cells_left == 1 || pieces_left == (size_t)cells_left) && !is_rest)
			continue;
		if (!is_cell_text(candidate, search->kinds[cell], is_rest))
			continue;
		search->now.cells[cell] = candidate;
		if (search->must_fit && search->sums == SUMS_REVIEW &&
			cell % REPORT_REVIEW_RESULTS == REPORT_REVIEW_RESULTS - 1 &&
			!group_fits(search->now.cells + cell - (REPORT_REVIEW_RESULTS - 1),
				REPORT_REVIEW_RESULTS - 1))
			continue;
		TRY(part_pieces(search, piece, offset + len, cell + 1));
		if (search->found->is_many)
			return NULL;
	}
	return NULL;
}

/* --- missing and surplus pieces --- */

/* Every way to set the pieces into `want` cells in order, the others blank. */
static struct fault *
set_blanks(struct search *search, size_t piece, int cell)
{
	size_t left = search->piece_count - piece;

	if (++search->nodes > MOST_NODES) {
		search->found->is_many = true;
		return NULL;
	}
	if (cell == search->want)
		return left == 0 ? keep_reading(search) : NULL;
	if (left > (size_t)(search->want - cell))
		return NULL;
	if (left > 0) {
		search->now.cells[cell] = search->pieces[piece];
		TRY(set_blanks(search, piece + 1, cell + 1));
	}
	search->now.cells[cell] = STR_NONE;
	return search->found->is_many ? NULL : set_blanks(search, piece, cell + 1);
}

/* Every way to leave out pieces so that `want` are left; only blank ones when `only_blanks`. */
static struct fault *
leave_out(struct search *search, size_t piece, int cell, bool only_blanks)
{
	size_t left = search->piece_count - piece;

	if (++search->nodes > MOST_NODES) {
		search->found->is_many = true;
		return NULL;
	}
	if (cell == search->want) {
		for (size_t i = piece; only_blanks && i < search->piece_count; i++)
			if (search->pieces[i].len)
				return NULL;
		return keep_reading(search);
	}
	if (left < (size_t)(search->want - cell) || search->found->is_many)
		return NULL;
	search->now.cells[cell] = search->pieces[piece];
	TRY(leave_out(search, piece + 1, cell + 1, only_blanks));
	if (only_blanks && search->pieces[piece].len)
		return NULL;
	return leave_out(search, piece + 1, cell, only_blanks);
}

/* --- the row --- */

static bool
same_reading(const struct reading *a, const struct reading *b, int want)
{
	for (int i = 0; i < want; i++)
		if (!str_equal(a->cells[i], b->cells[i]))
			return false;
	return true;
}

/* Different ways of leaving out can give the same cells. */
static void
drop_doubles(struct readings *readings)
{
	size_t kept = 0;

	for (size_t i = 0; i < readings->count; i++) {
		bool is_double = false;

		for (size_t j = 0; j < kept && !is_double; j++)
			is_double =
				same_reading(&readings->at[j], &readings->at[i], readings->want);
		if (!is_double)
			readings->at[kept++] = readings->at[i];
	}
	if (readings->total == readings->count)
		readings->total = kept;
	readings->count = kept;
}

static void
begin(struct search *search, bool must_fit)
{
	search->must_fit = must_fit && search->sums != SUMS_NONE;
	search->nodes = 0;
}

static bool
has_glued(const struct str *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (pieces[i].len > 1)
			return true;
	return false;
}

/* Too few pieces: part glued digits, or set blanks where cells may be missing. */
static struct fault *
read_too_few(struct search *search)
{
	struct readings *found = search->found;
	bool can_be_blanks = search->piece_count >= 3 || search->want <= 3;

	for (size_t i = 0; i < search->piece_count; i++)
		can_be_blanks = can_be_blanks &&
				(search->pieces[i].len <= 1 ||
					is_cell_text(search->pieces[i], REPORT_MONEY_KIND, true) ||
					is_cell_text(search->pieces[i], REPORT_DELTA_KIND, true));
	for (int must_fit = 1; must_fit >= 0 && found->count == 0 && !found->is_many; must_fit--) {
		if (must_fit && search->sums == SUMS_NONE)
			continue;
		begin(search, must_fit);
		if (has_glued(search->pieces, search->piece_count))
			TRY(part_pieces(search, 0, 0, 0));
		found->way = WAY_SPLIT;
		if (found->is_many || !can_be_blanks || search->piece_count == 1)
			continue;
		if (found->count == 0)
			found->way = WAY_BLANKS;
		TRY(set_blanks(search, 0, 0));
	}
	found->fits_sums = search->sums != SUMS_NONE && search->must_fit && found->count > 0;
	return NULL;
}

/* Do the pieces that hold anything stand side by side? */
static bool
is_together(const struct search *search, size_t filled)
{
	size_t first = 0;

	while (first < search->piece_count && search->pieces[first].len == 0)
		first++;
	for (size_t i = first; i < first + filled; i++)
		if (i >= search->piece_count || search->pieces[i].len == 0)
			return false;
	return true;
}

/* A sign in a column that has none? */
static bool
has_stray_sign(const struct search *search, const struct reading *reading)
{
	for (int i = 0; i < search->want; i++)
		if (search->kinds[i] != REPORT_DELTA_KIND && reading->cells[i].len &&
			(reading->cells[i].at[0] == '-' || reading->cells[i].at[0] == '+'))
			return true;
	return false;
}

/* Of several readings those stay that put signed figures only where the form has them. */
static void
drop_stray_signs(const struct search *search)
{
	struct readings *found = search->found;
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++)
		kept += !has_stray_sign(search, &found->at[i]);
	if (kept == 0 || found->is_many || found->total != found->count)
		return;
	kept = 0;
	for (size_t i = 0; i < found->count; i++)
		if (!has_stray_sign(search, &found->at[i]))
			found->at[kept++] = found->at[i];
	found->total = found->count = kept;
}

static struct fault *
read_too_many(struct search *search, size_t filled)
{
	struct readings *found = search->found;
	bool only_blanks = filled <= (size_t)search->want;

	found->way = only_blanks ? WAY_WINDOW : WAY_DROPPED;
	found->is_plain = filled == (size_t)search->want && is_together(search, filled);
	begin(search, true);
	TRY(leave_out(search, 0, 0, only_blanks));
	found->fits_sums = search->must_fit && found->count > 0;
	if (found->count == 0 && only_blanks && !found->is_many) {
		begin(search, false);
		TRY(leave_out(search, 0, 0, only_blanks));
	}
	drop_stray_signs(search);
	return NULL;
}

/* Folds to itself, as the digits of most cells do. */
static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < ' ' || text.at[i] > '~')
			return false;
	return true;
}

/* Plain characters of a piece, so that digits can be parted; others stay as they are. */
static struct fault *
plain_piece(struct arena *arena, struct str text, struct str *ret_plain)
{
	struct reading_line line;
	char *out;

	*ret_plain = str_trim(text);
	if (is_plain(*ret_plain))
		return NULL;
	TRY(reading_fold_line(arena, *ret_plain, &line));
	TAKE(arena, out, line.count + 1);
	for (size_t i = 0; i < line.count; i++) {
		if (line.points[i] > 0x7E)
			return NULL;
		out[i] = (char)line.points[i];
	}
	*ret_plain = (struct str){ out, line.count };
	return NULL;
}

struct fault *
reading_split_row(struct arena *arena, const struct reading_piece *pieces, size_t piece_count,
	int want, const enum report_kind *kinds, enum reading_sums sums,
	struct readings *ret_readings)
{
	struct readings found = { .want = want, .way = WAY_NONE };
	struct str texts[MOST_PIECES];
	struct search search = { arena, texts, piece_count, want, kinds, sums, false, 0,
		{ { { NULL, 0 } } }, &found, 0 };
	size_t filled = 0;

	if (piece_count == 0 || piece_count > MOST_PIECES) {
		found.is_many = piece_count > 0;
		*ret_readings = found;
		return NULL;
	}
	for (size_t i = 0; i < piece_count; i++) {
		TRY(plain_piece(arena, pieces[i].text, &texts[i]));
		filled += texts[i].len > 0;
	}
	if (piece_count == (size_t)want) {
		found.way = WAY_PRINTED;
		for (int i = 0; i < want; i++)
			search.now.cells[i] = str_trim(pieces[i].text);
		TRY(keep_reading(&search));
		found.fits_sums = sums != SUMS_NONE && reading_fits(&search.now, want, sums);
	} else if (piece_count > (size_t)want) {
		TRY(read_too_many(&search, filled));
	} else {
		TRY(read_too_few(&search));
	}
	drop_doubles(&found);
	if (found.is_many) {
		found.count = 0;
		found.way = WAY_NONE;
	}
	*ret_readings = found;
	return NULL;
}

struct fault *
reading_split_show(struct arena *arena, const struct readings *readings, struct str *ret_text)
{
	struct str text = STR_NONE;

	for (size_t i = 0; i < readings->count && i < SPLIT_SHOWN; i++) {
		TRY(str_print(arena, &text, "%.*s%s", STR_ARG(text), i ? "；" : ""));
		for (int cell = 0; cell < readings->want; cell++) {
			struct str shown = readings->at[i].cells[cell];

			if (shown.len == 0)
				shown = STR("空");
			TRY(str_print(arena, &text, "%.*s%s%.*s", STR_ARG(text), cell ? "、" : "",
				STR_ARG(shown)));
		}
	}
	if (readings->total > SPLIT_SHOWN)
		TRY(str_print(arena, &text, "%.*s……", STR_ARG(text)));
	*ret_text = text;
	return NULL;
}

struct fault *
reading_add(struct arena *arena, struct readings *readings, struct reading extra)
{
	struct reading *at;

	TAKE(arena, at, readings->count + 1);
	if (readings->count)
		memcpy(at, readings->at, readings->count * sizeof *at);
	at[readings->count++] = extra;
	readings->at = at;
	readings->total = readings->count;
	return NULL;
}
