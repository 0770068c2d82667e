/*
 * Letters that lie over a page's words, as watermarks do: they are taken out, because the rows and
 * columns of a table would bend around them. Real text never lies on other text; how faint the
 * letters are printed is not known here.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Letters are large from FIFTHS fifths of the usual size on. A page with more large words than
 * MOST_LARGE, or one in FEW, is something else. MOST_TOLD: bytes of what is told of them. */
enum { FIFTHS = 13, MOST_LARGE = 200, FEW = 4, MOST_TOLD = 60 };

/* The words of one page, and those of them that are large. */
struct page {
	struct pdf_word *words;
	size_t count;
	struct pdf_word *large[MOST_LARGE];
	size_t large_count;
};

/* How wide an ideograph of this size is; a letter or digit is half as wide. The height of a box
 * says little: some fonts claim three lines for one. */
static int
letter_size(const struct pdf_word *word)
{
	size_t count = utf8_count(word->text);
	size_t len;
	bool is_wide = count > 0 && utf8_at(word->text, 0, &len) >= 0x2000;

	return count > 0 ? pdf_width(&word->box) * (is_wide ? 1 : 2) / (int)count : 0;
}

/* Does the middle of a word of at most half the size lie on its letters? */
static bool
lies_over_others(const struct page *page, const struct pdf_word *large)
{
	int size = letter_size(large);
	int middle = pdf_middle_y(&large->box);

	for (size_t i = 0; i < page->count; i++) {
		const struct pdf_word *word = &page->words[i];
		int x = pdf_middle_x(&word->box);

		if (2 * letter_size(word) <= size && x > large->box.left && x < large->box.right &&
			2 * abs(pdf_middle_y(&word->box) - middle) < size)
			return true;
	}
	return false;
}

/* The large words of the page. `room` has as many numbers as the page has words. */
static void
find_large(struct page *page, int *room)
{
	int usual;

	page->large_count = 0;
	for (size_t i = 0; i < page->count; i++)
		room[i] = letter_size(&page->words[i]);
	qsort(room, page->count, sizeof *room, pdf_compare_int);
	usual = room[page->count / 2];
	for (size_t i = 0; i < page->count; i++) {
		if (usual <= 0 || letter_size(&page->words[i]) / FIFTHS < usual / 5)
			continue;
		if (page->large_count == MOST_LARGE || page->large_count * FEW > page->count) {
			page->large_count = 0;
			return;
		}
		page->large[page->large_count++] = &page->words[i];
	}
}

/* Those that lie over others, and those of the page that are as large as one of them; the others
 * are kept out of `large`. */
static void
keep_overlays(struct page *page)
{
	bool is_over[MOST_LARGE] = { false };
	size_t kept = 0;

	for (size_t i = 0; i < page->large_count; i++)
		is_over[i] = lies_over_others(page, page->large[i]);
	for (size_t i = 0; i < page->large_count; i++) {
		int size = letter_size(page->large[i]);
		bool is_one = is_over[i];

		for (size_t k = 0; k < page->large_count && !is_one; k++)
			is_one = is_over[k] && abs(letter_size(page->large[k]) - size) <= size / 10;
		if (is_one)
			page->large[kept++] = page->large[i];
	}
	page->large_count = kept;
}

static int
compare_left(const void *a, const void *b)
{
	struct pdf_word *const *one = a;
	struct pdf_word *const *other = b;

	return ((*one)->box.left > (*other)->box.left) - ((*one)->box.left < (*other)->box.left);
}

/* What the first page with such letters has, from left to right. */
static struct fault *
tell(struct pdf_pages *pages, struct page *page)
{
	struct str told = STR("");

	qsort(page->large, page->large_count, sizeof *page->large, compare_left);
	for (size_t i = 0; i < page->large_count && told.len < MOST_TOLD; i++)
		TRY(str_print(pages->arena, &told, "%.*s%.*s", STR_ARG(told),
			STR_ARG(utf8_head(page->large[i]->text, MOST_TOLD))));
	pages->overlay = utf8_head(told, MOST_TOLD);
	return NULL;
}

struct fault *
pdf_drop_overlays(struct pdf_pages *pages)
{
	size_t kept = 0;
	int *room;

	TAKE(pages->arena, room, pages->word_count);
	for (size_t first = 0, end; first < pages->word_count; first = end) {
		struct page page = { .words = pages->words + first };

		for (end = first; end < pages->word_count; end++)
			if (pages->words[end].page != page.words->page)
				break;
		page.count = end - first;
		find_large(&page, room);
		keep_overlays(&page);
		if (page.large_count && !pages->overlay.len)
			TRY(tell(pages, &page));
		for (size_t i = 0; i < page.large_count; i++)
			page.large[i]->text = STR("");
		for (size_t i = first; i < end; i++)
			if (pages->words[i].text.len)
				pages->words[kept++] = pages->words[i];
	}
	pages->word_count = kept;
	return NULL;
}
