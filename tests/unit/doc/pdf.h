/* What the tests of the pdf reader share: pages whose words and rules are set as pdftotext and
 * pdftocairo would report them, and what is expected in what was read of them. */
#ifndef TESTS_UNIT_DOC_PDF_H
#define TESTS_UNIT_DOC_PDF_H

#include "../test.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"

static struct arena *arena;
static struct buf words;
static struct buf rules;

static inline int
begin(void **state)
{
	buf_init(&words, (size_t)64 << 20);
	buf_init(&rules, (size_t)64 << 20);
	return arena_open((size_t)256 << 20, &arena) ? -1 : 0;
}

static inline int
end(void **state)
{
	buf_done(&words);
	buf_done(&rules);
	arena_close(&arena);
	return 0;
}

/* --- setting pages --- */

static inline void
sheet(int width, int height)
{
	if (words.len)
		buf_put(&words, STR("</page>\n"));
	buf_print(&words, "<page width=\"%d.000000\" height=\"%d.000000\">\n", width, height);
	buf_put(&rules, rules.len ? STR("</page>\n<page>\n")
				  : STR("<svg width=\"595pt\">\n<pageSet>\n<page>\n"));
}

static inline void
page(void)
{
	sheet(595, 842);
}

/* Width of a text whose Chinese letters are `size` wide and others half of it. */
static inline int
width_of(struct str text, int size)
{
	int width = 0;

	for (size_t at = 0; at < text.len;) {
		size_t len;

		width += utf8_at(text, at, &len) < 0x80 ? size / 2 : size;
		at += len;
	}
	return width;
}

static inline void
word(int x, int y, int size, const char *text)
{
	buf_print(&words,
		"<word xMin=\"%d.5\" yMin=\"%d.25\" xMax=\"%d.5\" yMax=\"%d.25\">%s</word>\n", x, y,
		x + width_of(str_of(text), size), y + size, text);
}

static inline void
centred(int x, int y, int size, const char *text)
{
	word(x - width_of(str_of(text), size) / 2, y, size, text);
}

static inline void
flat_rule(int left, int right, int y)
{
	buf_print(&rules,
		"<path style=\"fill:none;stroke-width:0.5;stroke:rgb(0%%,0%%,0%%);\" d=\"M %d %d L "
		"%d %d \"/>\n",
		left, y, right, y);
}

/* As browsers draw them: thin filled boxes. */
static inline void
upright_rule(int x, int top, int bottom)
{
	buf_print(&rules,
		"<path style=\" stroke:none;fill:rgb(10%%,10%%,10%%);\" "
		"d=\"M %d %d L %d.5 %d L %d.5 %d L %d %d Z M %d %d \"/>\n",
		x, top, x, top, x, bottom, x, bottom, x, top);
}

static inline struct doc
read_pages(bool with_rules)
{
	struct doc doc;

	buf_put(&words, STR("</page></doc></html>\n"));
	buf_put(&rules, STR("</page></pageSet></svg>"));
	if (with_rules)
		buf_put(&words, buf_str(&rules));
	FINE(doc_read_pdf(buf_str(&words), arena, &doc));
	assert_int_equal(doc.lacks_rules, !with_rules);
	return doc;
}

static inline void
has_cell(const struct doc *doc, size_t block, int row, int column, int row_span, int column_span,
	const char *text)
{
	const struct doc_cell *cell;

	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, DOC_TABLE);
	cell = doc_cell_at(doc->blocks[block].table, row, column);
	assert_non_null(cell);
	SAME_TEXT(cell->text, text);
	assert_int_equal(cell->row, row);
	assert_int_equal(cell->column, column);
	assert_int_equal(cell->row_span, row_span);
	assert_int_equal(cell->column_span, column_span);
}

static inline void
has_text(const struct doc *doc, size_t block, enum doc_role role, const char *text)
{
	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, role);
	SAME_TEXT(doc->blocks[block].text, text);
}

/* Letters one by one, the last one first, as pdftotext gives them where the text is turned. */
static inline void
turned_line(int x, int y, int step_x, int step_y, const char *text)
{
	int count = (int)strlen(text) / 3;

	for (int i = count - 1; i >= 0; i--) {
		char letter[4] = "";

		memcpy(letter, text + (size_t)i * 3, 3);
		word(x + i * step_x, y + i * step_y, 16, letter);
	}
}

#define FULL_LINE "这是一行填满整个宽度的正文每行二十八个汉字直到右边的边界为止"

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

#endif
