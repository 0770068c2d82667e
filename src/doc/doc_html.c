/*
 * Web pages of government content systems, and antiword's DocBook, through libxml2's forgiving
 * parser, as it goes: no tree is built but that of tables. Which tables are layout is decided in
 * doc_html_table.c.
 */
#include "base/utf8.h"
#include "doc/doc_html_inside.h"
#include "doc/doc_inside.h"

/* Deepest nesting with all the <font>s and <b>s that pages forget to close. */
enum { DEEPEST_INLINE = 4000 };

/* A heading is shorter; what is longer is a heading that was never closed. */
enum { LONGEST_HEADING = 200 };

/* What the text beside it has not. */
enum { LOOK_UNSEEN = 1, LOOK_LIFTED = 2 };

/* Pictures smaller than this are ornaments; in the cell of a table only spacers are as small as the
 * other. */
enum { SMALLEST_PICTURE = 60, SMALLEST_FIGURE = 5 };

struct known_tag {
	const xmlChar *name;
	enum html_tag tag;
};

/*
 * One page being read. Text gathers in `line` until a block begins or ends; then it goes to the
 * open cell, or to the document when no table is open.
 */
struct page {
	struct doc_builder *builder;
	htmlParserCtxt *parser;
	struct fault *fault;
	struct html_grid *grid; /* the innermost open table, or NULL */
	struct buf line;
	uint32_t last;    /* character at the end of the line, 0 when it is empty */
	bool has_space;   /* white space waits for the next character */
	bool has_newline; /* and a line end was in it */
	int depth;        /* of all elements */
	int block_depth;  /* of all but inline ones */
	int hidden_depth; /* depth of the element that hides what is in it, else 0 */
	int white_depth;  /* of the outermost that writes white, */
	int ground_depth; /* of the one that has a ground to see that on, */
	int veil_depth;   /* and of the one that hides its text and leaves it there */
	bool has_unseen;  /* the line has such text */
	int lift_depth;   /* of the outermost whose text is struck out or raised */
	unsigned look;    /* LOOK_ bits of the last character */
	struct html_sheet sheet;
	int heading; /* level of the open heading, else 0 */
	int pre;
	bool is_book; /* DocBook, in which a title is a heading of the text */
	bool is_in_title;
	bool has_heading_1;
	bool has_article_title;
	size_t cell_count;
	int grid_depth;
	enum doc_align aligns[DOC_DEEPEST + 1]; /* by block_depth */
	struct known_tag known[64];
};

static void
stop(struct page *page, struct fault *fault)
{
	if (!fault || page->fault)
		return;
	page->fault = fault;
	xmlStopParser(page->parser);
}

/* --- text --- */

/* Between two of these a line end of the source is no space. */
static bool
is_wide(uint32_t point)
{
	return point >= 0x2E80 || point == 0x2014 || point == 0x2026 ||
	       (point >= 0x2018 && point <= 0x201D);
}

static void
put_point(struct page *page, uint32_t point, struct str bytes)
{
	bool is_unseen = page->veil_depth || (page->white_depth && !page->ground_depth);
	unsigned look = (is_unseen ? LOOK_UNSEEN : 0) | (page->lift_depth ? LOOK_LIFTED : 0);

	page->has_unseen = page->has_unseen || is_unseen;
	/* A hard space is a space that counts, here as everywhere. */
	if (point == 0xA0)
		bytes = STR(" ");
	if (look != page->look && doc_parts_digits(buf_str(&page->line), bytes)) {
		page->has_space = true;
		page->has_newline = false;
	}
	page->look = look;
	if (page->has_space && page->last &&
		!(page->has_newline && is_wide(page->last) && is_wide(point)))
		buf_put_char(&page->line, ' ');
	page->has_space = false;
	page->has_newline = false;
	page->last = point;
	buf_put(&page->line, bytes);
}

static void flush_line(struct page *page);

static void
put_space(struct page *page, char c)
{
	if (page->pre && c == '\n') {
		flush_line(page);
	} else if (page->pre && c != '\r') {
		buf_put_char(&page->line, c == '\t' ? '\t' : ' ');
		page->last = ' ';
	} else {
		page->has_space = true;
		page->has_newline = page->has_newline || c == '\n' || c == '\r';
	}
}

static void
on_text(void *state, const xmlChar *bytes, int len)
{
	struct page *page = state;
	struct str text = { (const char *)bytes, (size_t)len };
	size_t at = 0;

	if (page->fault || page->hidden_depth)
		return;
	while (at < text.len) {
		size_t point_len;
		uint32_t point = utf8_at(text, at, &point_len);

		if (point == ' ' || (point >= '\t' && point <= '\r'))
			put_space(page, (char)point);
		else if (point >= 0x20 && utf8_is_xml(point) && point != 0xFEFF && point != 0x7F)
			put_point(page, point, str_sub(text, at, point_len));
		at += point_len;
	}
}

static struct fault *
add_title(struct page *page, struct str text)
{
	if (!page->has_article_title && text.len)
		return str_copy(page->builder->arena, text, &page->builder->doc->title);
	return NULL;
}

/* What the text is outside tables. */
static void
find_role(struct page *page, struct str text, struct html_piece *piece)
{
	piece->role = DOC_PARAGRAPH;
	if (page->heading && utf8_count(text) <= LONGEST_HEADING) {
		piece->role = page->heading == 1 && !page->has_heading_1 ? DOC_TITLE : DOC_HEADING;
		piece->level = piece->role == DOC_TITLE ? 0
			       : page->heading > 1      ? page->heading - 1
							: 1;
		page->has_heading_1 = page->has_heading_1 || page->heading == 1;
	} else if (piece->align != DOC_LEFT) {
		piece->role = piece->align == DOC_MIDDLE ? DOC_CENTER : DOC_SIGNATURE;
	}
}

static struct fault *
add_line(struct page *page, struct str text)
{
	struct html_piece *piece;
	struct str copy;

	if (page->is_in_title)
		return add_title(page, text);
	if (text.len == 0)
		return NULL;
	TRY(str_copy(page->builder->arena, text, &copy));
	TAKE(page->builder->arena, piece, 1);
	piece->text = copy;
	piece->is_unseen = page->has_unseen;
	piece->align = page->aligns[page->block_depth];
	find_role(page, copy, piece);
	if (!page->grid)
		return doc_add_looked(
			page->builder, piece->role, piece->level, copy, piece->is_unseen);
	html_flow_add(page->grid->open ? &page->grid->open->flow : &page->grid->loose, piece);
	return NULL;
}

static void
flush_line(struct page *page)
{
	struct fault *fault = buf_check(&page->line);

	if (!fault && page->line.len)
		fault = add_line(page, str_trim(buf_str(&page->line)));
	stop(page, fault);
	buf_clear(&page->line);
	page->last = 0;
	page->has_space = false;
	page->has_newline = false;
	page->has_unseen = false;
}

/* --- tables --- */

static struct fault *
too_deep(void)
{
	return fault_new(FAULT_LIMIT, "doc_deep",
		"网页的嵌套超过 %d 层，无法读取；请只复制正文后再试。",
		"The page is nested more than %d levels deep; copy only the article and try again.",
		DOC_DEEPEST);
}

static struct fault *
open_grid(struct page *page)
{
	struct html_grid *grid;

	if (++page->grid_depth > DOC_DEEPEST)
		return too_deep();
	TAKE(page->builder->arena, grid, 1);
	grid->outer = page->grid;
	grid->row = -1;
	page->grid = grid;
	return NULL;
}

static struct fault *
close_grid(struct page *page)
{
	struct html_grid *grid = page->grid;
	struct html_piece *piece;

	if (!grid)
		return NULL;
	html_grid_weigh(grid);
	page->grid = grid->outer;
	page->grid_depth--;
	if (!grid->outer)
		return html_grid_add(page->builder, grid);
	TAKE(page->builder->arena, piece, 1);
	piece->grid = grid;
	/* A picture in a cell of it is one in the cell around it. */
	for (const struct html_cell *cell = grid->first; cell && grid->outer->open;
		cell = cell->next)
		grid->outer->open->has_object = grid->outer->open->has_object || cell->has_object;
	html_flow_add(grid->outer->open ? &grid->outer->open->flow : &grid->outer->loose, piece);
	return NULL;
}

static void
close_cell(struct page *page)
{
	flush_line(page);
	if (page->grid)
		page->grid->open = NULL;
}

static struct fault *
open_row(struct page *page)
{
	struct html_grid *grid = page->grid;

	if (++grid->row >= DOC_MOST_ROWS)
		return fault_new(FAULT_LIMIT, "doc_rows",
			"表格超过 %d 行，无法读取；请拆分后再试。",
			"A table has more than %d rows; split it and try again.", DOC_MOST_ROWS);
	grid->is_in_row = true;
	return NULL;
}

static struct fault *
open_cell(struct page *page, const xmlChar **attributes, bool is_heading)
{
	struct html_grid *grid = page->grid;
	struct html_cell *cell;

	if (!grid->is_in_row)
		TRY(open_row(page));
	if (++page->cell_count > DOC_MOST_CELLS)
		return fault_new(FAULT_LIMIT, "doc_cells",
			"文档的单元格超过 %d 个，无法读取；请拆分后再试。",
			"The document has more than %d table cells; split it and try again.",
			DOC_MOST_CELLS);
	TAKE(page->builder->arena, cell, 1);
	cell->row = grid->row;
	cell->row_span = html_number(attributes, "rowspan", 1);
	cell->column_span = html_number(attributes, "colspan", 1);
	cell->is_heading = is_heading;
	if (grid->last)
		grid->last->next = cell;
	else
		grid->first = cell;
	grid->last = cell;
	grid->open = cell;
	return NULL;
}

/* The open cell shows something that is no text. */
static void
note_object(struct page *page)
{
	if (page->grid && page->grid->open)
		page->grid->open->has_object = true;
}

/* --- elements --- */

static enum html_tag
find_tag(struct page *page, const xmlChar *name)
{
	/* libxml2 keeps one copy of each name, so its address will do for the second time. */
	struct known_tag *known = &page->known[(uintptr_t)name / 4 % COUNT_OF(page->known)];

	if (known->name != name) {
		known->tag = html_find_tag(name);
		known->name = name;
	}
	return known->tag;
}

static struct fault *
read_meta(struct page *page, const xmlChar **attributes)
{
	struct str content = str_trim(html_attribute(attributes, "content"));

	if (!content.len ||
		!str_equal_ascii(html_attribute(attributes, "name"), STR("ArticleTitle")))
		return NULL;
	page->has_article_title = true;
	return str_copy(page->builder->arena, content, &page->builder->doc->title);
}

/* A form that was never printed has its numbers in fields; outside tables fields are for searching.
 */
static void
read_input(struct page *page, const xmlChar **attributes)
{
	struct str type = html_attribute(attributes, "type");
	struct str value = html_attribute(attributes, "value");

	if (page->grid && (!type.len || str_equal_ascii(type, STR("text")) ||
				  str_equal_ascii(type, STR("number"))))
		on_text(page, (const xmlChar *)value.at, (int)value.len);
}

static struct fault *
start_table_part(
	struct page *page, enum html_tag tag, const xmlChar *name, const xmlChar **attributes)
{
	if (tag == TAG_TABLE)
		return open_grid(page);
	if (!page->grid)
		return NULL;
	close_cell(page);
	if (tag == TAG_CELL)
		return open_cell(page, attributes, name[1] == 'h');
	page->grid->is_in_row = false;
	return tag == TAG_ROW ? open_row(page) : NULL;
}

static void
begin_depth(const struct page *page, bool begins, int *depth)
{
	if (begins && !*depth)
		*depth = page->depth;
}

static void
end_depth(const struct page *page, int *depth)
{
	if (*depth >= page->depth)
		*depth = 0;
}

static void
break_line(struct page *page)
{
	/* A heading of two lines is one heading. */
	if (page->heading && page->last && !page->grid) {
		buf_put_char(&page->line, '\n');
		page->last = 0;
		page->has_space = false;
	} else {
		flush_line(page);
	}
}

/* Elements that neither begin nor end a block. */
static bool
is_inline(enum html_tag tag)
{
	switch (tag) {
	case TAG_INLINE:
	case TAG_BREAK:
	case TAG_IMAGE:
	case TAG_INPUT:
	case TAG_LIFTED:
	case TAG_META:
	case TAG_OPTION:
	case TAG_SELECT:
		return true;
	default:
		return false;
	}
}

static void
read_picture(struct page *page, int width, int height)
{
	if (width >= SMALLEST_PICTURE && height >= SMALLEST_PICTURE)
		page->builder->doc->has_pictures = true;
	if (width >= SMALLEST_FIGURE && height >= SMALLEST_FIGURE)
		note_object(page);
}

static bool
start_inline(struct page *page, enum html_tag tag, const xmlChar **attributes)
{
	switch (tag) {
	case TAG_INLINE:
		return true;
	case TAG_BREAK:
		break_line(page);
		return true;
	case TAG_IMAGE:
		read_picture(page, html_number(attributes, "width", SMALLEST_PICTURE),
			html_number(attributes, "height", SMALLEST_PICTURE));
		return true;
	case TAG_INPUT:
		read_input(page, attributes);
		return true;
	case TAG_LIFTED:
		begin_depth(page, true, &page->lift_depth);
		return true;
	case TAG_SELECT:
		note_object(page);
		begin_depth(page, !page->grid, &page->hidden_depth);
		return true;
	case TAG_OPTION:
		begin_depth(page, !html_attribute(attributes, "selected").at, &page->hidden_depth);
		return true;
	case TAG_META:
		stop(page, read_meta(page, attributes));
		return true;
	default:
		return false;
	}
}

static void
start_block(struct page *page, enum html_tag tag, const xmlChar *name, const xmlChar **attributes,
	struct str own_align)
{
	enum doc_align align = page->aligns[page->block_depth];

	flush_line(page);
	if (page->block_depth >= DOC_DEEPEST) {
		stop(page, too_deep());
		return;
	}
	page->block_depth++;
	if (tag == TAG_CENTER || (tag == TAG_CELL && name[1] == 'h'))
		align = DOC_MIDDLE;
	switch (tag) {
	case TAG_HEADING:
		page->heading = name[1] - '0';
		break;
	case TAG_BOOK:
		page->is_book = true;
		break;
	case TAG_PRE:
		page->pre++;
		break;
	case TAG_TITLE:
		page->is_in_title = !page->is_book;
		break;
	case TAG_TABLE:
	case TAG_SECTION:
	case TAG_ROW:
	case TAG_CELL:
	case TAG_CAPTION:
		stop(page, start_table_part(page, tag, name, attributes));
		break;
	default:
		break;
	}
	page->aligns[page->block_depth] = html_find_align(own_align, align);
}

/* A link to a place of the same page: the mark of a note. */
static bool
is_note_link(const xmlChar *name, const xmlChar **attributes)
{
	return name[0] == 'a' && name[1] == '\0' &&
	       str_starts(html_attribute(attributes, "href"), STR("#"));
}

static void
start_look(struct page *page, const struct html_style *style, const xmlChar *name,
	const xmlChar **attributes)
{
	struct str colour =
		style->colour.len ? style->colour : str_trim(html_attribute(attributes, "color"));

	begin_depth(page, html_is_white(colour), &page->white_depth);
	begin_depth(page, html_is_ground(style->ground), &page->ground_depth);
	begin_depth(page, style->is_veiled || html_sheet_hides(&page->sheet, attributes),
		&page->veil_depth);
	begin_depth(page, style->is_lifted || is_note_link(name, attributes), &page->lift_depth);
}

static void
on_start(void *state, const xmlChar *name, const xmlChar **attributes)
{
	struct page *page = state;
	struct html_style style;
	enum html_tag tag;

	if (page->fault)
		return;
	if (++page->depth > DEEPEST_INLINE) {
		stop(page, too_deep());
		return;
	}
	if (page->hidden_depth)
		return;
	tag = find_tag(page, name);
	style = html_read_style(attributes);
	if (tag == TAG_SHOWN && !html_is_hidden(&style, attributes))
		note_object(page);
	if (tag == TAG_SKIP || tag == TAG_SHOWN || html_is_hidden(&style, attributes))
		page->hidden_depth = page->depth;
	else if (!start_inline(page, tag, attributes))
		start_block(page, tag, name, attributes, style.align);
	if (!page->hidden_depth)
		start_look(page, &style, name, attributes);
}

static void
end_table_part(struct page *page, enum html_tag tag)
{
	if (!page->grid)
		return;
	close_cell(page);
	if (tag == TAG_TABLE)
		stop(page, close_grid(page));
	else if (tag == TAG_ROW || tag == TAG_SECTION)
		page->grid->is_in_row = false;
}

static void
end_block(struct page *page, enum html_tag tag)
{
	flush_line(page);
	switch (tag) {
	case TAG_HEADING:
		page->heading = 0;
		break;
	case TAG_PRE:
		page->pre--;
		break;
	case TAG_TITLE:
		page->is_in_title = false;
		break;
	case TAG_TABLE:
	case TAG_SECTION:
	case TAG_ROW:
	case TAG_CELL:
		end_table_part(page, tag);
		break;
	default:
		break;
	}
	page->block_depth--;
}

static void
on_end(void *state, const xmlChar *name)
{
	struct page *page = state;
	enum html_tag tag;

	if (page->fault)
		return;
	if (page->hidden_depth) {
		if (page->hidden_depth == page->depth)
			page->hidden_depth = 0;
		page->depth--;
		return;
	}
	tag = find_tag(page, name);
	if (!is_inline(tag))
		end_block(page, tag);
	end_depth(page, &page->white_depth);
	end_depth(page, &page->ground_depth);
	end_depth(page, &page->veil_depth);
	end_depth(page, &page->lift_depth);
	page->depth--;
}

/* --- the page --- */

static struct fault *
parse(struct page *page, struct str text)
{
	static const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
				   HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC;
	htmlDocPtr tree;

	memset(page->parser->sax, 0, sizeof *page->parser->sax);
	page->parser->sax->startElement = on_start;
	page->parser->sax->endElement = on_end;
	page->parser->sax->characters = on_text;
	page->parser->sax->cdataBlock = NULL; /* scripts and styles */
	page->parser->sax->ignorableWhitespace = on_text;
	page->parser->userData = page;
	tree = htmlCtxtReadMemory(page->parser, text.at, (int)text.len, NULL, "UTF-8", options);
	if (tree)
		xmlFreeDoc(tree);
	if (page->parser->lastError.code == XML_ERR_NO_MEMORY)
		return fault_memory();
	if (!page->fault && page->parser->disableSAX)
		return fault_new(FAULT_INPUT, "doc_html_broken",
			"网页无法解析；请在浏览器中打开后另存，或只复制正文。",
			"The page cannot be parsed; open it in a browser and save it again, or "
			"copy only "
			"the article.");
	flush_line(page);
	while (page->grid && !page->fault)
		stop(page, close_grid(page));
	return page->fault;
}

struct fault *
doc_html_add(struct doc_builder *builder, struct str text)
{
	struct page page = { .builder = builder };
	struct fault *fault;

	if (text.len == 0)
		return NULL;
	TRY(html_source_unescape(builder->arena, text, &text));
	if (html_has_too_many_attributes(text))
		return fault_new(FAULT_LIMIT, "doc_html_attributes",
			"网页中有标签带着成千上万个属性，不像正常的网页，没有读取。请在浏览器中打"
			"开后只复制正文。",
			"The page has tags with many thousands of attributes, which no page needs, "
			"and was not read. Open it in a browser and copy only the article.");
	TRY(html_source_clean(builder->arena, text, &text));
	html_sheet_read(text, &page.sheet);
	page.parser = htmlNewParserCtxt();
	if (!page.parser)
		return fault_memory();
	buf_init(&page.line, DOC_MOST_BYTES);
	fault = parse(&page, text);
	buf_done(&page.line);
	htmlFreeParserCtxt(page.parser);
	return fault;
}

struct fault *
doc_read_html(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc_builder builder;
	struct str text;

	doc_build(&builder, arena, ret_doc);
	TRY(doc_decode(arena, bytes, &text));
	return doc_html_add(&builder, text);
}
