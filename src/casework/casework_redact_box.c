/*
 * Rectangles of redaction: the table in which they are typed, or which the script fills while they
 * are drawn, and the pages on which they lie. A rectangle is a share of its page, in per cent.
 */
#include <string.h>

#include "base/decimal.h"
#include "casework/casework_redact_view.h"

enum { BLANK_ROWS = 3, LONGER_SIDE = 1400, WHOLE_PERCENT = 100 };

const struct casework_box_column casework_box_columns[CASEWORK_BOX_PARTS] = {
	{ "box_page", "页", "页号" },
	{ "box_left", "左 %", "左（百分数）" },
	{ "box_top", "上 %", "上（百分数）" },
	{ "box_width", "宽 %", "宽（百分数）" },
	{ "box_height", "高 %", "高（百分数）" },
};

/* --- the table --- */

static struct fault *
wrong_row(const struct redaction_text *text, size_t row)
{
	return fault_new(FAULT_INPUT, "redaction_choice",
		"区域表第 %zu 行没有写全或者写错：页号是 1 至 %d，左、上是 0 至 100 的百分数，"
		"宽、高大于 0。",
		"Row %zu of the rectangles is not complete or wrong: a page from 1 to %d, left and "
		"top from 0 to 100 per cent, width and height above 0.",
		row + 1, text->page_count);
}

/* Hundredths of a per cent, rounded outwards; "12.5", "12.5%". */
static bool
read_percent(struct str text, bool is_size, int *ret_share)
{
	struct decimal value;
	int64_t whole = 1;
	int64_t share;

	text = str_trim(text);
	if (str_ends(text, STR("%")))
		text.len--;
	if (!decimal_parse(str_trim(text), &value) || value.units < 0 ||
		decimal_compare(value, decimal_of(WHOLE_PERCENT)) > 0)
		return false;
	for (int i = 0; i < value.scale; i++)
		whole *= 10;
	share = value.units * (REDACTION_WHOLE / WHOLE_PERCENT);
	*ret_share = (int)(is_size ? (share + whole - 1) / whole : share / whole);
	return true;
}

static bool
read_row(const struct casework_box_row *row, const struct redaction_text *text,
	struct redaction *box)
{
	int64_t page;

	*box = (struct redaction){ .shape = REDACTION_BOX };
	if (!str_to_int(str_trim(row->parts[0]), &page) || page < 1 || page > text->page_count ||
		!read_percent(row->parts[1], false, &box->left) ||
		!read_percent(row->parts[2], false, &box->top) ||
		!read_percent(row->parts[3], true, &box->width) ||
		!read_percent(row->parts[4], true, &box->height))
		return false;
	box->page = (int)page;
	if (box->width > REDACTION_WHOLE - box->left)
		box->width = REDACTION_WHOLE - box->left;
	if (box->height > REDACTION_WHOLE - box->top)
		box->height = REDACTION_WHOLE - box->top;
	return box->width > 0 && box->height > 0;
}

/* A page alone is a row that nobody filled. */
static bool
is_blank(const struct casework_box_row *row)
{
	for (int i = 1; i < CASEWORK_BOX_PARTS; i++)
		if (str_trim(row->parts[i]).len)
			return false;
	return true;
}

/* Rows of the form; no more than its shortest column has. */
static struct fault *
take_rows(struct arena *arena, const struct http_form *form, struct casework_box_row **ret_rows,
	size_t *ret_count)
{
	const struct http_value *columns[CASEWORK_BOX_PARTS];
	struct casework_box_row *rows;
	size_t count = CASEWORK_BOXES_MOST;

	for (int i = 0; i < CASEWORK_BOX_PARTS; i++) {
		columns[i] = http_form_value(form, casework_box_columns[i].name);
		count = columns[i]->text_count < count ? columns[i]->text_count : count;
	}
	TAKE(arena, rows, count + BLANK_ROWS);
	for (size_t i = 0; i < count; i++)
		for (int j = 0; j < CASEWORK_BOX_PARTS; j++)
			rows[i].parts[j] = columns[j]->texts[i];
	*ret_rows = rows;
	*ret_count = count;
	return NULL;
}

struct fault *
casework_read_boxes(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct redaction **ret_boxes, size_t *ret_count)
{
	struct casework_box_row *rows;
	struct redaction *boxes;
	size_t row_count;
	size_t count = 0;

	TRY(take_rows(arena, form, &rows, &row_count));
	TAKE(arena, boxes, row_count + 1);
	for (size_t i = 0; i < row_count; i++) {
		if (is_blank(&rows[i]))
			continue;
		if (!read_row(&rows[i], text, &boxes[count++]))
			return wrong_row(text, i);
	}
	*ret_boxes = boxes;
	*ret_count = count;
	return NULL;
}

struct fault *
casework_draw_rows(struct arena *arena, const struct http_form *form,
	const struct redaction_text *text, struct casework_box_row **ret_rows, size_t *ret_count)
{
	struct casework_box_row *rows;
	size_t count = 0;
	size_t kept = 0;

	if (form)
		TRY(take_rows(arena, form, &rows, &count));
	else
		TAKE(arena, rows, BLANK_ROWS);
	for (size_t i = 0; i < count; i++)
		if (!is_blank(&rows[i]))
			rows[kept++] = rows[i];
	memset(rows + kept, 0, BLANK_ROWS * sizeof *rows);
	for (size_t i = kept; i < kept + BLANK_ROWS && text->page_count == 1; i++)
		rows[i].parts[0] = STR("1");
	*ret_rows = rows;
	*ret_count = kept + BLANK_ROWS;
	return NULL;
}

/* --- pages --- */

static void
size_page(const struct redaction_text *text, struct casework_redact_page *page)
{
	const struct redaction_page *size;
	int64_t longer;

	if (!text->pages)
		return;
	size = &text->pages[page->number - 1];
	longer = size->width > size->height ? size->width : size->height;
	if (size->width < 1 || size->height < 1)
		return;
	page->width = (int)((int64_t)size->width * LONGER_SIDE / longer) + 1;
	page->height = (int)((int64_t)size->height * LONGER_SIDE / longer) + 1;
}

static struct fault *
take_boxes(struct arena *arena, const struct casework_redact_view *view,
	struct casework_redact_page *page)
{
	TAKE(arena, page->boxes, view->cut_count + 1);
	for (size_t i = 0; i < view->cut_count; i++) {
		const struct redaction *one = &view->cuts[i].redaction;

		if (one->shape != REDACTION_BOX || one->page != page->number)
			continue;
		page->boxes[page->box_count++] = one;
		page->is_whole = page->is_whole ||
				 (one->width == REDACTION_WHOLE && one->height == REDACTION_WHOLE);
	}
	return NULL;
}

/* Units of a PDF stand in the order of its pages. */
struct fault *
casework_draw_pages(struct arena *arena, struct casework_redact_view *view, size_t *ret_count)
{
	const struct redaction_text *text = &view->text;
	size_t count = text->page_count < REDACTION_MOST_PAGES ? (size_t)text->page_count
							       : REDACTION_MOST_PAGES;
	size_t unit = 0;

	TAKE(arena, view->pages, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct casework_redact_page *page = &view->pages[i];

		page->number = (int)i + 1;
		page->units = view->units + unit;
		while (unit < view->unit_count && text->units[unit].page <= page->number) {
			unit++;
			page->unit_count++;
		}
		size_page(text, page);
		TRY(take_boxes(arena, view, page));
	}
	*ret_count = count;
	return NULL;
}
