/*
 * Reader of PDF, from the word boxes that pdftotext finds: lines become paragraphs, and runs of
 * lines with wide gaps become tables. Rules drawn around cells are not known here, only where words
 * stand.
 */
#include "doc/doc_pdf_inside.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "doc/doc_write_inside.h"

/* What a line is, as far as it can be said without knowing whether a table is around it. */
enum kind { TABULAR, PROSE, EITHER, DRAWN };

static int
share(int length, int hundredth)
{
	return (int)((int64_t)length * hundredth / 100);
}

/* Starts at the left edge of prose, or indented by two letters. */
static bool
is_at_left(const struct pdf_pages *pages, const struct pdf_line *line)
{
	int left = line->box.left - pages->left;

	return abs(left) < share(line->size, 80) ||
	       abs(left - 2 * line->size) < share(line->size, 60);
}

static bool
is_centred(const struct pdf_pages *pages, const struct pdf_line *line)
{
	int middle = pages->left + (pages->right - pages->left) / 2;

	return abs(pdf_middle_x(&line->box) - middle) < line->size &&
	       line->box.left > pages->left + 3 * line->size;
}

static bool
is_same_size(const struct pdf_line *a, const struct pdf_line *b)
{
	return abs(a->size - b->size) * 100 <= 12 * pdf_most(a->size, b->size);
}

static struct str
text_of(const struct pdf_line *line)
{
	return line->pieces[0].text;
}

/* White between two lines of one page; a large number over pages. */
static int
gap_between(const struct pdf_line *above, const struct pdf_line *below)
{
	return above->page == below->page ? below->box.top - above->box.bottom : INT32_MAX;
}

static bool
has_value(const struct pdf_line *line)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->pieces[i].is_value)
			return true;
	return false;
}

static bool
has_leader(const struct pdf_line *line)
{
	for (size_t i = 0; i < line->count; i++)
		if (str_has(line->pieces[i].text, STR("......")) ||
			str_has(line->pieces[i].text, STR("………")))
			return true;
	return false;
}

/* A numbered heading between tables: larger than they are, or set apart from them. */
static bool
is_heading_line(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *line = &pages->lines[index];
	const struct pdf_line *above = index ? line - 1 : NULL;
	const struct pdf_line *below = index + 1 < pages->line_count ? line + 1 : NULL;

	if (!pdf_is_numbered(text_of(line)) ||
		(!is_at_left(pages, line) && !is_centred(pages, line)))
		return false;
	/* A row of a table whose cells are blank looks the same but for the rows around it. */
	if (above && below && above->is_tabular && below->is_tabular && is_same_size(line, above) &&
		is_same_size(line, below) && gap_between(above, line) < share(line->size, 150) &&
		gap_between(line, below) < share(line->size, 150) && has_value(below))
		return false;
	return true;
}

static enum kind
kind_of(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *line = &pages->lines[index];
	int width = pages->right - pages->left;

	if (line->grid)
		return DRAWN;
	if (has_leader(line))
		return PROSE;
	if (line->is_tabular)
		return TABULAR;
	if (pdf_width(&line->box) > share(width, 75))
		return PROSE;
	if (line->count == 1 && is_heading_line(pages, index))
		return PROSE;
	if (is_at_left(pages, line) && str_ends(text_of(line), STR("。")))
		return PROSE;
	return EITHER;
}

/* --- tables --- */

/* May this line above a table's first lines be its title row? */
static bool
belongs_above(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *line = &pages->lines[index];

	return kind_of(pages, index) == EITHER && is_same_size(line, line + 1) &&
	       gap_between(line, line + 1) < 4 * line->size && !is_at_left(pages, line);
}

/* May this line below a table's last lines be the rest of a cell? */
static bool
belongs_below(const struct pdf_pages *pages, size_t index)
{
	const struct pdf_line *line = &pages->lines[index];

	return kind_of(pages, index) == EITHER && is_same_size(line, line - 1) &&
	       gap_between(line - 1, line) < share(line->size, 110);
}

/* A run of tabular lines is a table when it has values, or many lines. */
static bool
is_table(const struct pdf_pages *pages, size_t first, size_t end)
{
	size_t tabular = 0;
	size_t values = 0;

	for (size_t i = first; i < end; i++) {
		tabular += pages->lines[i].is_tabular;
		values += has_value(&pages->lines[i]);
	}
	return tabular >= 3 || (tabular >= 2 && values >= 1);
}

/* The table whose first tabular line is at `index`: *ret_first to before the answer. */
static size_t
table_range(const struct pdf_pages *pages, size_t index, size_t lowest, size_t *ret_first)
{
	size_t end = index + 1;
	size_t first = index;

	for (size_t i = index + 1; i < pages->line_count; i++) {
		const struct pdf_line *line = &pages->lines[i];
		enum kind kind = kind_of(pages, i);

		if (kind == PROSE || kind == DRAWN)
			break;
		if (line->page == line[-1].page && gap_between(line - 1, line) > 8 * line->size)
			break;
		if (kind == TABULAR)
			end = i + 1;
	}
	while (first > lowest && belongs_above(pages, first - 1))
		first--;
	while (end < pages->line_count && belongs_below(pages, end))
		end++;
	*ret_first = first;
	return end;
}

/* --- prose --- */

struct prose {
	struct pdf_pages *pages;
	struct doc_builder *builder;
	struct buf text; /* of the open paragraph */
	enum doc_role role;
	int page;
	const struct pdf_line *last; /* line of the open paragraph, NULL when none is open */
};

static struct fault *
end_paragraph(struct prose *prose)
{
	struct doc *doc = prose->builder->doc;
	size_t before = doc->block_count;
	struct str text;

	TRY(buf_check(&prose->text));
	prose->last = NULL;
	TRY(str_copy(prose->pages->arena, buf_str(&prose->text), &text));
	buf_clear(&prose->text);
	TRY(doc_add(prose->builder, prose->role, 0, text));
	if (doc->block_count > before)
		doc->blocks[before].page = prose->page;
	return NULL;
}

static enum doc_role
role_of(const struct pdf_pages *pages, const struct pdf_line *line)
{
	int width = pages->right - pages->left;

	if (is_centred(pages, line))
		return DOC_CENTER;
	if (line->box.left > pages->left + width / 2 &&
		line->box.right > pages->right - 6 * line->size)
		return DOC_SIGNATURE;
	return DOC_PARAGRAPH;
}

static struct str
prose_end(const struct prose *prose)
{
	return buf_str(&prose->text);
}

/* Does the line go on with the open paragraph? The one before filled its width, and this one is not
 * indented. */
static bool
goes_on(const struct prose *prose, const struct pdf_line *line)
{
	const struct pdf_pages *pages = prose->pages;
	const struct pdf_line *last = prose->last;

	if (!last || prose->role != DOC_PARAGRAPH || role_of(pages, line) != DOC_PARAGRAPH)
		return false;
	if (line->box.left > pages->left + share(line->size, 110))
		return false;
	if (pages->is_ours)
		return line->page - last->page <= 1;
	if (pdf_is_numbered(text_of(line)))
		return false;
	/* Where most paragraphs take one line, the indent looks like the edge. */
	if (str_ends(prose_end(prose), STR("。")) && pdf_starts_item(text_of(line)))
		return false;
	/* A word that cannot be broken, such as an address, leaves a line short. */
	if (last->box.right < pages->right - share(last->size, 160) &&
		(str_ends(prose_end(prose), STR("。")) ||
			last->box.right < pages->left + share(pages->right - pages->left, 60)))
		return false;
	return abs(last->size - line->size) * 4 <= pdf_most(last->size, line->size) &&
	       line->page - last->page <= 1;
}

/* The first word of a line of ours: was the line before broken at a blank? */
static bool
is_behind_blank(const struct prose *prose, const struct pdf_word *word)
{
	int shift = word->box.left - prose->pages->left;

	return prose->text.len && shift > DOC_PDF_BLANK / 2 && shift < DOC_PDF_BLANK * 2;
}

/* A line of a page of ours: what is drawn apart was apart. */
static void
put_our_line(struct prose *prose, const struct pdf_line *line)
{
	const struct pdf_word *before = NULL;

	for (size_t i = 0; i < line->count; i++)
		for (size_t k = 0; k < line->pieces[i].word_count; k++) {
			const struct pdf_word *word = &line->pieces[i].words[k];
			bool is_apart =
				before ? word->box.left - before->box.right > share(word->size, 10)
				       : is_behind_blank(prose, word);

			if (is_apart)
				buf_put_char(&prose->text, ' ');
			buf_put(&prose->text, word->text);
			before = word;
		}
}

static struct fault *
add_prose_line(struct prose *prose, const struct pdf_line *line)
{
	if (!goes_on(prose, line)) {
		if (prose->last)
			TRY(end_paragraph(prose));
		prose->role = role_of(prose->pages, line);
		prose->page = line->page;
	}
	if (prose->pages->is_ours)
		put_our_line(prose, line);
	for (size_t i = 0; i < line->count && !prose->pages->is_ours; i++) {
		const struct pdf_piece *piece = &line->pieces[i];

		/* Words set far apart on purpose: a contact's name and telephone. */
		if (i && piece->box.left - piece[-1].box.right > line->size)
			buf_put_char(&prose->text, ' ');
		pdf_join_text(&prose->text, piece->text);
	}
	prose->last = line;
	return NULL;
}

/* --- title --- */

/* Letters of most prose, to know a title by its larger ones. */
static int
prose_size(const struct pdf_pages *pages)
{
	int64_t sum = 0;
	int count = 0;

	for (size_t i = 0; i < pages->line_count; i++) {
		if (kind_of(pages, i) != PROSE)
			continue;
		sum += pages->lines[i].size;
		count++;
	}
	return count ? (int)(sum / count) : INT32_MAX;
}

/* Large centred lines at the very start, in one block. */
static struct fault *
add_title(struct prose *prose, size_t *ret_next)
{
	const struct pdf_pages *pages = prose->pages;
	int size = prose_size(pages);
	size_t i = 0;

	while (i < pages->line_count && !pages->lines[i].is_tabular && !pages->lines[i].grid &&
		pages->lines[i].page == 1 && pages->lines[i].size / 115 > size / 100) {
		const struct pdf_line *line = &pages->lines[i];

		if (i && !is_same_size(line - 1, line))
			break;
		if (i)
			buf_put_char(&prose->text, '\n');
		for (size_t k = 0; k < line->count; k++)
			pdf_join_text(&prose->text, line->pieces[k].text);
		i++;
	}
	*ret_next = i;
	if (i == 0)
		return NULL;
	prose->role = DOC_TITLE;
	prose->page = 1;
	return end_paragraph(prose);
}

/* --- all of it --- */

static struct fault *
add_table(struct prose *prose, size_t first, size_t end)
{
	struct doc *doc = prose->builder->doc;
	size_t before = doc->block_count;

	TRY(pdf_add_table(prose->pages, first, end, prose->builder));
	if (doc->block_count > before)
		doc->blocks[before].page = prose->pages->lines[first].page;
	return NULL;
}

/* The drawn table at `index` with its parts on the next pages; *ret_end is behind them. */
static struct fault *
add_drawn(struct prose *prose, size_t index, size_t *ret_end)
{
	struct pdf_pages *pages = prose->pages;
	struct doc *doc = prose->builder->doc;
	size_t before = doc->block_count;
	size_t end = index + 1;
	struct pdf_grid **parts;

	while (end < pages->line_count && pages->lines[end].grid &&
		pdf_grid_goes_on(pages, pages->lines[end - 1].grid, pages->lines[end].grid))
		end++;
	TAKE(pages->arena, parts, end - index);
	for (size_t i = index; i < end; i++)
		parts[i - index] = pages->lines[i].grid;
	TRY(pdf_put_grids(pages, parts, end - index, prose->builder));
	if (doc->block_count > before)
		doc->blocks[before].page = pages->lines[index].page;
	*ret_end = end;
	return NULL;
}

/* The next table from `from` on: its first line and the line behind it; both at the end when there
 * is none. */
static void
find_table(const struct pdf_pages *pages, size_t from, size_t *ret_first, size_t *ret_end)
{
	for (size_t i = from; i < pages->line_count; i++) {
		enum kind kind = kind_of(pages, i);

		if (kind == DRAWN) {
			*ret_first = i;
			*ret_end = i + 1;
			return;
		}
		if (kind != TABULAR)
			continue;
		*ret_end = table_range(pages, i, from, ret_first);
		if (is_table(pages, *ret_first, *ret_end))
			return;
	}
	*ret_first = *ret_end = pages->line_count;
}

static struct fault *
add_lines(struct prose *prose)
{
	const struct pdf_pages *pages = prose->pages;
	size_t done;

	TRY(add_title(prose, &done));
	while (done < pages->line_count) {
		size_t first;
		size_t end;

		find_table(pages, done, &first, &end);
		for (; done < first; done++)
			TRY(add_prose_line(prose, &pages->lines[done]));
		if (prose->last)
			TRY(end_paragraph(prose));
		if (first < pages->line_count && pages->lines[first].grid)
			TRY(add_drawn(prose, first, &end));
		else if (end > first)
			TRY(add_table(prose, first, end));
		done = end;
	}
	return NULL;
}

struct fault *
doc_read_pdf(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct pdf_pages *pages;
	struct doc_builder builder;
	struct prose prose;
	struct fault *fault;
	size_t svg;
	size_t bad;

	if (!utf8_is_valid(bytes, &bad))
		TRY(doc_decode(arena, bytes, &bytes));
	TAKE(arena, pages, 1);
	pages->arena = arena;
	svg = str_find(bytes, STR("<svg "), 0);
	TRY(pdf_read_words(str_sub(bytes, 0, svg < bytes.len ? svg : bytes.len), pages));
	if (pages->page_count == 0)
		return fault_new(FAULT_INPUT, "doc_broken",
			"PDF 文件不完整或已损坏，无法读取。请重新下载或复制后再试。",
			"The PDF is incomplete or damaged and cannot be read. Download or copy it "
			"again.");
	if (svg < bytes.len)
		TRY(pdf_read_rules(str_from(bytes, svg), pages));
	TRY(pdf_drop_overlays(pages));
	TRY(pdf_turn_pages(pages));
	pdf_shape_words(pages);
	TRY(pdf_find_grids(pages));
	TRY(pdf_make_lines(pages));
	doc_build(&builder, arena, ret_doc);
	ret_doc->is_scan = pages->has_empty_page;
	ret_doc->lacks_rules = svg >= bytes.len;
	ret_doc->overlay = pages->overlay;
	prose = (struct prose){ .pages = pages, .builder = &builder };
	buf_init(&prose.text, DOC_MOST_UNPACKED);
	fault = add_lines(&prose);
	buf_done(&prose.text);
	return fault;
}
