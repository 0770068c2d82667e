/*
 * Words become pieces and lines: what stands at one height, parted where gaps are wide. Page
 * numbers and running heads are left out, and the edges of prose are found.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "doc/doc_write_inside.h"

/* Page numbers stand in the outer eighth of a page. */
enum { MARGIN_PART = 8 };
/* Of a point, as boxes are measured. */
enum { HUNDREDTHS_OF_INCH = 7200 };

void
pdf_box_add(struct pdf_box *box, const struct pdf_box *other)
{
	box->left = pdf_least(box->left, other->left);
	box->top = pdf_least(box->top, other->top);
	box->right = pdf_most(box->right, other->right);
	box->bottom = pdf_most(box->bottom, other->bottom);
}

int
pdf_compare_int(const void *a, const void *b)
{
	int left = *(const int *)a;
	int right = *(const int *)b;

	return left < right ? -1 : left > right;
}

static bool
is_latin(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void
pdf_join_text(struct buf *buf, struct str text)
{
	if (buf->len && text.len && is_latin(buf->at[buf->len - 1]) && is_latin(text.at[0]))
		buf_put_char(buf, ' ');
	buf_put(buf, text);
}

struct fault *
pdf_join(struct arena *arena, struct pdf_piece *const *pieces, size_t count, struct str *ret_text)
{
	CLOSING(buf_done) struct buf text;

	buf_init(&text, DOC_MOST_BYTES);
	for (size_t i = 0; i < count; i++)
		pdf_join_text(&text, pieces[i]->text);
	TRY(buf_check(&text));
	return str_copy(arena, buf_str(&text), ret_text);
}

/* --- pieces --- */

/* By page and by height; words of one line may still be in any order. */
static int
compare_height(const void *a, const void *b)
{
	const struct pdf_word *left = a;
	const struct pdf_word *right = b;
	int difference;

	if (left->page != right->page)
		return left->page < right->page ? -1 : 1;
	difference = pdf_middle_y(&left->box) - pdf_middle_y(&right->box);
	if (difference)
		return difference;
	return left->box.left < right->box.left ? -1 : left->box.left > right->box.left;
}

static int
compare_left(const void *a, const void *b)
{
	const struct pdf_word *left = a;
	const struct pdf_word *right = b;

	if (left->box.left != right->box.left)
		return left->box.left < right->box.left ? -1 : 1;
	return pdf_middle_y(&left->box) - pdf_middle_y(&right->box);
}

/* Do two neighbours of a line belong together? Letters of Chinese stand close; a number beside
 * words is set off by a quarter of a letter; two numbers with any gap are two cells. */
static bool
is_together(const struct pdf_word *a, const struct pdf_word *b)
{
	int gap = b->box.left - a->box.right;
	int size = pdf_least(a->size, b->size);
	bool ends_in_digit = str_is_digit(a->text.at[a->text.len - 1]);
	bool starts_with_digit = str_is_digit(b->text.at[0]);

	if (a->is_standing || b->is_standing)
		return false;
	if (a->is_number && b->is_number)
		return gap * 100 < size * 15;
	if (pdf_starts_item(b->text))
		return gap * 100 < size * 30;
	if (ends_in_digit || starts_with_digit || a->is_number || b->is_number)
		return gap * 100 < size * 42;
	return gap * 100 < size * 66;
}

struct fault *
pdf_make_piece(struct arena *arena, const struct pdf_word *words, size_t count,
	struct pdf_piece *ret_piece)
{
	CLOSING(buf_done) struct buf text;
	struct pdf_piece piece = {
		.box = words[0].box,
		.page = words[0].page,
		.size = words[0].size,
		.words = words,
		.word_count = count,
	};

	buf_init(&text, (size_t)1 << 20);
	for (size_t i = 0; i < count; i++) {
		pdf_join_text(&text, words[i].text);
		pdf_box_add(&piece.box, &words[i].box);
		/* Latin letters have taller boxes than the Chinese ones beside them. */
		piece.size = pdf_least(piece.size, words[i].size);
	}
	TRY(buf_check(&text));
	piece.is_standing = words[0].is_standing;
	piece.is_value = !piece.is_standing && pdf_is_value(buf_str(&text));
	TRY(str_copy(arena, buf_str(&text), &piece.text));
	*ret_piece = piece;
	return NULL;
}

static bool
has_wide_gap(const struct pdf_line *line)
{
	for (size_t i = 0; i + 1 < line->count; i++) {
		const struct pdf_piece *a = &line->pieces[i];
		const struct pdf_piece *b = &line->pieces[i + 1];

		if (b->box.left - a->box.right > pdf_least(a->size, b->size))
			return true;
	}
	return line->count == 1 && line->pieces[0].is_standing;
}

/* The words of one height become a line. */
static struct fault *
make_line(struct pdf_pages *pages, struct pdf_word *words, size_t count)
{
	struct pdf_line line = { .page = words[0].page };
	size_t room = 0;

	qsort(words, count, sizeof *words, compare_left);
	for (size_t from = 0; from < count;) {
		size_t end = from + 1;

		while (end < count && is_together(&words[end - 1], &words[end]))
			end++;
		GROW(pages->arena, line.pieces, line.count, room);
		TRY(pdf_make_piece(
			pages->arena, words + from, end - from, &line.pieces[line.count]));
		if (line.count == 0) {
			line.box = line.pieces[0].box;
			line.size = line.pieces[0].size;
		}
		pdf_box_add(&line.box, &line.pieces[line.count].box);
		line.size = pdf_most(line.size, line.pieces[line.count].size);
		line.count++;
		from = end;
	}
	line.is_tabular = has_wide_gap(&line);
	GROW(pages->arena, pages->lines, pages->line_count, pages->line_room);
	pages->lines[pages->line_count++] = line;
	return NULL;
}

/* How many words from here on stand at one height: their middles are close. */
static size_t
words_of_line(const struct pdf_word *words, size_t count)
{
	size_t end = 1;

	if (words[0].is_standing)
		return 1;
	while (end < count && words[end].page == words[0].page && !words[end].is_standing &&
		(pdf_middle_y(&words[end].box) - pdf_middle_y(&words[0].box)) * 100 <=
			38 * pdf_least(words[end].size, words[0].size))
		end++;
	return end;
}

/* --- page numbers and running heads --- */

/* "- 3 -", "3", "第 3 页", "3/12" and the like. */
static bool
is_page_number(struct str text)
{
	int digits = 0;

	for (size_t at = 0; at < text.len;) {
		size_t len;
		uint32_t point = utf8_half_width(utf8_at(text, at, &len));

		if (point >= '0' && point <= '9')
			digits++;
		else if (point != '-' && point != 0x2014 && point != 0x2013 && point != 0x2015 &&
			 point != 0x2500 && point != 0xB7 && point != '/' && point != '|' &&
			 point != '~' && point != 0x7B2C && point != 0x9875 && point != 0x5171)
			return false;
		at += len;
	}
	return digits > 0 && digits <= 8;
}

static bool
is_in_margin(const struct pdf_pages *pages, const struct pdf_line *line)
{
	const struct pdf_box *sheet = &pages->sheets[line->page - 1];
	int y = pdf_middle_y(&line->box);

	return y < sheet->bottom / MARGIN_PART || y > sheet->bottom - sheet->bottom / MARGIN_PART;
}

static struct str
first_text(const struct pdf_line *line)
{
	return line->pieces[0].text;
}

/* First or last of its page? */
static bool
is_outermost(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *lines = pages->lines;

	return index == 0 || index + 1 == pages->line_count ||
	       lines[index - 1].page != lines[index].page ||
	       lines[index + 1].page != lines[index].page;
}

/* The same words at the same height stand on two other pages too. */
static bool
is_running_head(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *line = &pages->lines[index];
	int others = 0;

	if (pages->page_count < 3)
		return false;
	for (size_t i = 0; i < pages->line_count && others < 2; i++) {
		const struct pdf_line *other = &pages->lines[i];

		if (!other->grid && other->page != line->page && is_outermost(pages, i) &&
			abs(pdf_middle_y(&other->box) - pdf_middle_y(&line->box)) < 200 &&
			str_equal(first_text(other), first_text(line)))
			others++;
	}
	return others == 2;
}

static bool
is_page_furniture(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *line = &pages->lines[index];

	if (line->grid || !is_outermost(pages, index) || !is_in_margin(pages, line))
		return false;
	if (line->count == 1 && is_page_number(first_text(line)))
		return true;
	/* Looking at all lines for each page is much work for a long file. */
	return pages->page_count <= 200 && is_running_head(pages, index);
}

static struct fault *
drop_furniture(struct pdf_pages *pages)
{
	bool *is_dropped;
	size_t kept = 0;

	TAKE(pages->arena, is_dropped, pages->line_count);
	for (size_t i = 0; i < pages->line_count; i++)
		is_dropped[i] = is_page_furniture(pages, i);
	for (size_t i = 0; i < pages->line_count; i++)
		if (!is_dropped[i])
			pages->lines[kept++] = pages->lines[i];
	pages->line_count = kept;
	return NULL;
}

/* --- edges --- */

/* The place near which most of the sorted places lie. */
static int
most_common(const int *places, size_t count)
{
	size_t best = 0;
	int place = places[0];

	for (size_t from = 0, end = 0; from < count; from++) {
		while (end < count && places[end] - places[from] <= 300)
			end++;
		if (end - from > best) {
			best = end - from;
			place = places[from];
		}
	}
	return place;
}

/* Where long lines begin and end; without any, where anything does. */
static struct fault *
find_edges(struct pdf_pages *pages)
{
	int *lefts;
	int *rights;
	size_t count = 0;

	TAKE(pages->arena, lefts, pages->line_count);
	TAKE(pages->arena, rights, pages->line_count);
	if (pages->is_ours) {
		pages->left = DOC_PAGE_LEFT * HUNDREDTHS_OF_INCH * 10 / 254;
		pages->right = pages->left + DOC_TYPE_WIDTH * HUNDREDTHS_OF_INCH * 10 / 254;
		return NULL;
	}
	pages->left = INT32_MAX;
	for (size_t i = 0; i < pages->line_count; i++) {
		const struct pdf_line *line = &pages->lines[i];

		pages->left = pdf_least(pages->left, line->box.left);
		pages->right = pdf_most(pages->right, line->box.right);
		if (line->is_tabular || line->grid ||
			pdf_width(&line->box) * 20 < pages->sheets[line->page - 1].right * 11)
			continue;
		lefts[count] = line->box.left;
		rights[count++] = line->box.right;
	}
	if (count == 0)
		return NULL;
	qsort(lefts, count, sizeof *lefts, pdf_compare_int);
	qsort(rights, count, sizeof *rights, pdf_compare_int);
	pages->left = most_common(lefts, count);
	pages->right = most_common(rights, count);
	return NULL;
}

/* Lines beside each other, at heights that overlap: cells of a table, though each is alone at its
 * own height. */
static void
mark_beside(struct pdf_pages *pages)
{
	for (size_t i = 0; i < pages->line_count; i++)
		for (size_t k = i + 1; k < pages->line_count && k < i + 6; k++) {
			struct pdf_line *a = &pages->lines[i];
			struct pdf_line *b = &pages->lines[k];
			int common = pdf_least(a->box.bottom, b->box.bottom) -
				     pdf_most(a->box.top, b->box.top);

			if (a->grid || b->grid || a->page != b->page ||
				common * 100 < 15 * pdf_least(a->size, b->size))
				continue;
			if (a->box.right < b->box.left || b->box.right < a->box.left)
				a->is_tabular = b->is_tabular = true;
		}
}

/* By page and by top. */
static int
compare_lines(const void *a, const void *b)
{
	const struct pdf_line *left = a;
	const struct pdf_line *right = b;

	if (left->page != right->page)
		return left->page < right->page ? -1 : 1;
	if (left->box.top != right->box.top)
		return left->box.top < right->box.top ? -1 : 1;
	return left->box.left < right->box.left ? -1 : left->box.left > right->box.left;
}

/* Drawn tables stand among the lines at their places. */
static struct fault *
add_grids(struct pdf_pages *pages)
{
	if (pages->grid_count == 0)
		return NULL;
	for (size_t i = 0; i < pages->grid_count; i++) {
		struct pdf_grid *grid = &pages->grids[i];

		GROW(pages->arena, pages->lines, pages->line_count, pages->line_room);
		pages->lines[pages->line_count++] = (struct pdf_line){
			.box = grid->box,
			.page = grid->page,
			.size = 1000,
			.grid = grid,
		};
	}
	qsort(pages->lines, pages->line_count, sizeof *pages->lines, compare_lines);
	return NULL;
}

struct fault *
pdf_make_lines(struct pdf_pages *pages)
{
	if (pages->word_count)
		qsort(pages->words, pages->word_count, sizeof *pages->words, compare_height);
	for (size_t i = 0; i < pages->word_count;) {
		size_t count = words_of_line(pages->words + i, pages->word_count - i);

		TRY(make_line(pages, pages->words + i, count));
		i += count;
	}
	TRY(add_grids(pages));
	TRY(drop_furniture(pages));
	mark_beside(pages);
	return find_edges(pages);
}
