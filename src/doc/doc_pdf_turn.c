/*
 * Pages that lie on their side or stand on their head: their words are turned so that the text
 * reads from left to right. Which way it reads is told by letters that touch; what the pages say is
 * not known here.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Letters nearer than this, in hundredths of a point, touch; fewest of them to turn a page. */
enum { TOUCH = 50, FEWEST_VOTES = 8 };

/* The way in which a page's text reads. */
enum way { RIGHT, DOWN, LEFT, UP, WAYS };

/* --- which way --- */

static bool
is_letter(const struct pdf_word *word)
{
	size_t len;

	return word->text.len && utf8_is_han(utf8_at(word->text, 0, &len)) && len == word->text.len;
}

static bool
is_near(int a, int b)
{
	return abs(a - b) <= TOUCH;
}

static bool
has_han(struct str text)
{
	for (size_t at = 0; at < text.len;) {
		size_t len;

		if (utf8_is_han(utf8_at(text, at, &len)))
			return true;
		at += len;
	}
	return false;
}

/* Is it of several letters that stand beside each other? */
static bool
is_level(const struct pdf_word *word)
{
	size_t letters = utf8_count(word->text);

	return letters > 1 && pdf_width(&word->box) > 0 &&
	       2 * pdf_width(&word->box) > 3 * (word->box.bottom - word->box.top);
}

/* pdftotext makes words of one letter where the text is turned, and then gives those of a line from
 * the last to the first. It makes them also of a label whose letters are set below each other on an
 * upright page; other words are level there. */
static enum way
way_of(const struct pdf_word *words, size_t count)
{
	int64_t votes[WAYS] = { 0 };
	enum way best = RIGHT;
	size_t letters = 0;
	bool has_figures = false;
	bool has_words = false;

	for (size_t i = 0; i < count; i++) {
		const struct pdf_box *box = &words[i].box;
		const struct pdf_box *last = i ? &words[i - 1].box : NULL;

		letters += is_letter(&words[i]);
		if (is_level(&words[i])) {
			has_figures = true;
			has_words = has_words || has_han(words[i].text);
		}
		if (words[i].text.len > 3 && pdf_width(box) > 0 && !is_letter(&words[i]))
			votes[RIGHT] += utf8_count(words[i].text) > 1;
		if (!last || !is_letter(&words[i]) || !is_letter(&words[i - 1]))
			continue;
		if (is_near(box->top, last->top) && is_near(box->left, last->right))
			votes[LEFT]++;
		if (is_near(box->left, last->left) && is_near(box->top, last->bottom))
			votes[UP]++;
		if (is_near(box->left, last->left) && is_near(box->bottom, last->top))
			votes[DOWN]++;
	}
	if (has_words || letters * 2 <= count)
		return RIGHT;
	for (enum way way = DOWN; way < WAYS; way++)
		/* Figures are level on a page that stands on its head too. */
		if (votes[way] > votes[best] && (way == LEFT || !has_figures))
			best = way;
	return votes[best] >= FEWEST_VOTES && votes[best] > 2 * votes[RIGHT] ? best : RIGHT;
}

/* --- turning --- */

static struct pdf_box
turned(struct pdf_box box, const struct pdf_box *sheet, enum way way)
{
	int width = sheet->right;
	int height = sheet->bottom;

	switch (way) {
	case DOWN:
		return (struct pdf_box){ box.top, width - box.right, box.bottom, width - box.left };
	case UP:
		return (struct pdf_box){ height - box.bottom, box.left, height - box.top,
			box.right };
	case LEFT:
		return (struct pdf_box){ width - box.right, height - box.bottom, width - box.left,
			height - box.top };
	default:
		return box;
	}
}

/* The texts of the words, from the last to the first; together they have `len` bytes. */
static struct fault *
join_texts(struct arena *arena, const struct pdf_word *words, size_t count, size_t len,
	struct str *ret_text)
{
	char *text;
	size_t at = 0;

	TAKE(arena, text, len + 1);
	for (size_t i = count; i-- > 0;) {
		memcpy(text + at, words[i].text.at, words[i].text.len);
		at += words[i].text.len;
	}
	*ret_text = (struct str){ text, at };
	return NULL;
}

/* The words of one line come from its end: letters that touch become one word again. */
static struct fault *
join_letters(struct arena *arena, struct pdf_word *words, size_t count, size_t *ret_kept)
{
	size_t kept = count;

	for (size_t end = count, first; end > 0; end = first) {
		struct pdf_word whole = words[end - 1];
		size_t len = whole.text.len;

		for (first = end - 1; first > 0; first--) {
			const struct pdf_word *next = &words[first - 1];

			if (!is_near(next->box.left, whole.box.right) ||
				!is_near(next->box.top, whole.box.top))
				break;
			len += next->text.len;
			pdf_box_add(&whole.box, &next->box);
		}
		if (end - first > 1)
			TRY(join_texts(arena, words + first, end - first, len, &whole.text));
		words[--kept] = whole;
	}
	memmove(words, words + kept, (count - kept) * sizeof *words);
	*ret_kept = count - kept;
	return NULL;
}

static bool
is_on(const struct pdf_word *word, const struct pdf_box *sheet)
{
	return pdf_middle_x(&word->box) <= sheet->right &&
	       pdf_middle_y(&word->box) <= sheet->bottom;
}

/* A page that is shown turned has words beyond the sides that pdftotext gives it. An upright one
 * may have a few, of cells that are too narrow for them. */
static void
mend_sheet(struct pdf_box *sheet, const struct pdf_word *words, size_t count)
{
	const struct pdf_box other = { .right = sheet->bottom, .bottom = sheet->right };
	size_t on_sheet = 0;
	size_t on_other = 0;

	for (size_t i = 0; i < count; i++) {
		on_sheet += is_on(&words[i], sheet);
		on_other += is_on(&words[i], &other);
	}
	if (on_other > on_sheet)
		*sheet = other;
}

/* Boxes of turned letters are not where the letters are, by up to half a line: enough to put them
 * into the wrong drawn cell, though among themselves they stand right. */
static void
drop_rules(struct pdf_pages *pages, const bool *is_turned)
{
	size_t kept = 0;

	for (size_t i = 0; i < pages->rule_count; i++) {
		int page = pages->rules[i].page;

		if (page < 1 || (size_t)page > pages->page_count || !is_turned[page - 1])
			pages->rules[kept++] = pages->rules[i];
	}
	pages->rule_count = kept;
}

struct fault *
pdf_turn_pages(struct pdf_pages *pages)
{
	bool *is_turned; /* by page, from 0 */
	size_t kept = 0;

	TAKE(pages->arena, is_turned, pages->page_count);
	for (size_t first = 0, end; first < pages->word_count; first = end) {
		struct pdf_word *words = pages->words + first;
		struct pdf_box *sheet = &pages->sheets[words->page - 1];
		size_t count;
		enum way way;

		for (end = first; end < pages->word_count; end++)
			if (pages->words[end].page != words->page)
				break;
		count = end - first;
		mend_sheet(sheet, words, count);
		way = way_of(words, count);
		if (way != RIGHT) {
			for (size_t i = 0; i < count; i++)
				words[i].box = turned(words[i].box, sheet, way);
			is_turned[words->page - 1] = true;
			if (way != LEFT)
				*sheet = (struct pdf_box){ .right = sheet->bottom,
					.bottom = sheet->right };
			TRY(join_letters(pages->arena, words, count, &count));
		}
		memmove(pages->words + kept, words, count * sizeof *words);
		kept += count;
	}
	pages->word_count = kept;
	drop_rules(pages, is_turned);
	return NULL;
}
