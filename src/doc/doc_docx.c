/*
 * Reader of docx: the elements of word/document.xml become paragraphs and tables, as the page would
 * show them when every tracked change is accepted. Headers, footers, notes and layout are left out.
 */
#include "base/utf8.h"
#include "doc/doc_docx_inside.h"

/* Paragraphs in each other, through text boxes; fields in each other. */
enum { MOST_PARAGRAPHS = 24, MOST_FIELDS = 60 };
/* Smaller letters are no letters, in half points. */
enum { SMALLEST = 8 };
/* What parts one text from the next: struck out or raised, white, tiny. */
enum { LOOK_LIFTED = 1, LOOK_WHITE = 2, LOOK_TINY = 4 };
/* Longest text of one paragraph with those around it. */
#define LONGEST_TEXT ((size_t)16 << 20)
/* Names of elements whose tags are kept; no office program has so many. */
enum { NAMES_KNOWN = 256 };

/* A paragraph being read. Its text is the end of the reader's buf. */
struct paragraph {
	size_t start;
	bool in_run; /* of the paragraph around it */
	bool is_mark_deleted;
	bool has_style;
	struct docx_style style;
	int level; /* 0: not said here */
	bool has_align;
	enum doc_align align;
	bool has_number; /* said here, not by its style */
	int number;
	int number_level; /* -1: not said here */
};

/* Invariant: while skip is not 0 nothing is read until the element of that depth ends. */
struct reader {
	struct doc_xml xml;
	struct arena *arena;
	struct doc_zip *zip;
	struct doc_builder builder;
	struct buf text;
	int skip;
	struct paragraph paragraphs[MOST_PARAGRAPHS];
	int paragraph_count;
	struct docx_table *table; /* the innermost open one, or NULL */
	struct docx_merges merges;
	struct docx_styles styles;
	bool has_styles;
	struct docx_numbers numbers;
	bool has_numbers;
	bool in_paragraph_properties;
	bool in_row_properties;
	bool in_run;
	bool in_run_properties;
	bool is_hidden;   /* the run */
	unsigned look;    /* LOOK_ bits of the run, */
	unsigned was;     /* and of the text before */
	bool is_taking;   /* between the tags of a text */
	bool has_chunk;   /* of another file, which is not read */
	int fields;       /* open ones */
	uint64_t is_code; /* a bit for each open field that still shows its instructions */
	struct {
		bool is_known;
		const char *space;
		enum docx_tag tag;
	} known[NAMES_KNOWN]; /* by the number of the name */
};

/* --- names --- */

/* The same name means the same while its prefix does. */
static enum docx_tag
tag_of(struct reader *reader, const char *name, const char *space)
{
	int at = reader->xml.name_number;

	if (at >= NAMES_KNOWN)
		return docx_tag_of(name, space);
	if (!reader->known[at].is_known || reader->known[at].space != space) {
		reader->known[at].tag = docx_tag_of(name, space);
		reader->known[at].is_known = true;
		reader->known[at].space = space;
	}
	return reader->known[at].tag;
}

/* --- text --- */

static bool
is_shown(const struct reader *reader)
{
	return reader->in_run && !reader->in_run_properties && !reader->is_hidden &&
	       reader->is_code == 0 && reader->paragraph_count;
}

static void
put(struct reader *reader, struct str text)
{
	if (is_shown(reader))
		buf_put(&reader->text, text);
}

static struct paragraph *
paragraph_of(struct reader *reader)
{
	return reader->paragraph_count ? &reader->paragraphs[reader->paragraph_count - 1] : NULL;
}

static void
put_letters(struct reader *reader, struct str text)
{
	struct str before = buf_str(&reader->text);
	const struct paragraph *paragraph = paragraph_of(reader);

	if (paragraph && reader->look != reader->was &&
		doc_parts_digits(str_from(before, paragraph->start), text))
		buf_put_char(&reader->text, ' ');
	if (text.len)
		reader->was = reader->look;
	buf_put(&reader->text, text);
}

/* The open cell shows something that is no text. */
static void
note_object(struct reader *reader)
{
	if (reader->table && reader->table->in_cell && !reader->is_hidden)
		reader->table->has_object = reader->table->holds_object = true;
}

/* Instructions of a field stand between its begin and its separator; what follows is shown. */
static void
turn_field(struct reader *reader, struct str type)
{
	if (str_equal(type, STR("begin"))) {
		if (reader->fields < MOST_FIELDS)
			reader->is_code |= (uint64_t)1 << reader->fields;
		reader->fields++;
	} else if (reader->fields > 0) {
		/* A list to choose from, or a sum that nobody worked out, has no text. */
		if (reader->fields <= MOST_FIELDS && str_equal(type, STR("end")) &&
			reader->is_code >> (reader->fields - 1) & 1)
			note_object(reader);
		if (reader->fields <= MOST_FIELDS)
			reader->is_code &= ~((uint64_t)1 << (reader->fields - 1));
		if (str_equal(type, STR("end")))
			reader->fields--;
	}
}

/* --- paragraphs --- */

static struct fault *
begin_paragraph(struct reader *reader)
{
	struct paragraph *paragraph = paragraph_of(reader);
	size_t start = reader->text.len;

	if (reader->paragraph_count == MOST_PARAGRAPHS)
		return fault_new(FAULT_LIMIT, "doc_deep",
			"文件嵌套层次过深，无法读取。请检查文件，或另存为新文件后再试。",
			"The file is nested too deeply and cannot be read. Check it, or save it as "
			"a new "
			"file and try again.");
	/* The end of the paragraph before was deleted: this one goes on in it. */
	if (reader->paragraph_count == 0 && !reader->table)
		start = 0;
	paragraph = &reader->paragraphs[reader->paragraph_count++];
	*paragraph =
		(struct paragraph){ .start = start, .in_run = reader->in_run, .number_level = -1 };
	reader->in_run = false;
	return NULL;
}

static enum doc_role
role_of(const struct paragraph *paragraph, int *ret_level)
{
	int level = paragraph->level ? paragraph->level : paragraph->style.level;
	enum doc_align align = paragraph->has_align ? paragraph->align : paragraph->style.align;

	*ret_level = 0;
	if (paragraph->style.role == DOC_TITLE)
		return DOC_TITLE;
	if (level > 0) {
		*ret_level = level;
		return DOC_HEADING;
	}
	if (align == DOC_MIDDLE)
		return DOC_CENTER;
	return align == DOC_RIGHT ? DOC_SIGNATURE : DOC_PARAGRAPH;
}

static struct fault *
need_styles(struct reader *reader)
{
	if (reader->has_styles)
		return NULL;
	reader->has_styles = true;
	return docx_styles_read(reader->zip, reader->arena, &reader->styles);
}

/* The paragraph's text behind its automatic number. In a table only words get one: a figure must
 * never grow by the number of its paragraph. */
static struct fault *
with_number(struct reader *reader, const struct paragraph *paragraph, struct str *text)
{
	const struct docx_style *style = &paragraph->style;
	struct docx_numbered numbered = { paragraph->number, paragraph->number_level, STR_NONE };
	struct docx_number number;
	size_t len;

	if (!paragraph->has_number) {
		numbered.number = style->number;
		numbered.style = style->number_style;
		if (numbered.level < 0)
			numbered.level = style->number_level;
	}
	if (numbered.number <= 0)
		return NULL;
	TRY(need_styles(reader));
	if (!reader->has_numbers) {
		reader->has_numbers = true;
		TRY(docx_numbers_read(reader->zip, reader->arena, &reader->numbers));
	}
	number = docx_numbers_next(&reader->numbers, &reader->styles, &numbered);
	if (number.len == 0 || text->len == 0 ||
		(reader->table && !utf8_is_han(utf8_at(*text, 0, &len))))
		return NULL;
	return str_print(
		reader->arena, text, "%.*s%.*s", (int)number.len, number.at, STR_ARG(*text));
}

static struct fault *
end_paragraph(struct reader *reader)
{
	struct paragraph *paragraph = paragraph_of(reader);
	struct str text;
	int level;
	enum doc_role role = role_of(paragraph, &level);
	struct docx_table *table = reader->table;

	reader->in_run = paragraph->in_run;
	reader->paragraph_count--;
	TRY(buf_check(&reader->text));
	if (paragraph->is_mark_deleted && !table && reader->paragraph_count == 0)
		return NULL;
	text = str_from(buf_str(&reader->text), paragraph->start);
	TRY(with_number(reader, paragraph, &text));
	if (!paragraph->style.is_contents && text.len) {
		TRY(str_copy(reader->arena, text, &text));
		if (table && !table->has_align) {
			table->has_align = true;
			table->align = paragraph->align;
		}
		TRY(table ? docx_table_add(table, reader->arena, (struct docx_part){ text, NULL })
			  : doc_add(&reader->builder, role, level, text));
	}
	reader->text.len = paragraph->start;
	return NULL;
}

static struct fault *
take_style(struct reader *reader, struct str id)
{
	struct paragraph *paragraph = paragraph_of(reader);

	/* In tables nobody asks for headings, and most files have styles only there. */
	if (!paragraph || !reader->in_paragraph_properties || reader->table)
		return NULL;
	TRY(need_styles(reader));
	paragraph->style = docx_styles_find(&reader->styles, id);
	return NULL;
}

/* Letters of a style of their own, as far as figures may stand in them. */
static struct fault *
take_letters(struct reader *reader, struct str id)
{
	struct docx_style style;

	if (!reader->in_run || !reader->in_run_properties || !reader->table)
		return NULL;
	TRY(need_styles(reader));
	style = docx_styles_find(&reader->styles, id);
	reader->is_hidden = reader->is_hidden || style.is_hidden;
	reader->look |= style.is_lifted ? LOOK_LIFTED : 0;
	return NULL;
}

/* How the run looks, by one of its properties. */
static void
take_look(struct reader *reader, enum docx_tag tag, const struct doc_xml_attributes *attributes)
{
	struct str value = doc_xml_attribute(attributes, "val");

	if (!reader->in_run || !reader->in_run_properties)
		return;
	if (tag == TAG_VANISH)
		reader->is_hidden = !doc_is_off(value);
	else if (tag == TAG_LIFT)
		reader->look |= doc_lifts(value) ? LOOK_LIFTED : 0;
	else if (tag == TAG_POSITION)
		reader->look |= doc_xml_number(attributes, "val", 0) ? LOOK_LIFTED : 0;
	else if (tag == TAG_COLOUR)
		reader->look |= str_equal_ascii(value, STR("FFFFFF")) ? LOOK_WHITE : 0;
	else
		reader->look |=
			doc_xml_number(attributes, "val", SMALLEST) < SMALLEST ? LOOK_TINY : 0;
}

static void
take_outline(struct reader *reader, int level)
{
	if (paragraph_of(reader) && reader->in_paragraph_properties)
		paragraph_of(reader)->level = level >= 0 && level < 9 ? level + 1 : -1;
}

/* w:numId and w:ilvl */
static void
take_number(struct reader *reader, enum docx_tag tag, int number)
{
	struct paragraph *paragraph = paragraph_of(reader);

	if (!paragraph || !reader->in_paragraph_properties)
		return;
	if (tag == TAG_NUMBER_LEVEL) {
		paragraph->number_level = number;
		return;
	}
	paragraph->has_number = true;
	paragraph->number = number;
}

static void
take_align(struct reader *reader, struct str word)
{
	struct paragraph *paragraph = paragraph_of(reader);

	if (paragraph && reader->in_paragraph_properties)
		paragraph->has_align = docx_align(word, &paragraph->align);
}

/* --- tables --- */

static struct fault *
end_table(struct reader *reader)
{
	struct docx_table *table = reader->table;

	reader->table = table->outer;
	if (table->outer) {
		if (table->holds_object)
			table->outer->has_object = table->outer->holds_object = true;
		return docx_table_add(
			table->outer, reader->arena, (struct docx_part){ .table = table });
	}
	return docx_table_hand_over(table, &reader->builder);
}

/* A cell, or the skipping of it. */
static void
begin_cell(struct reader *reader)
{
	struct docx_table *table = reader->table;

	if (!table || !table->in_row || table->in_cell || table->is_row_deleted)
		reader->skip = reader->xml.depth;
	else
		docx_table_begin_cell(table);
}

static enum docx_merge
merge_of(struct str value)
{
	return str_equal(value, STR("restart")) ? DOCX_RESTART : DOCX_CONTINUE;
}

static void
start_table_thing(
	struct reader *reader, enum docx_tag tag, const struct doc_xml_attributes *attributes)
{
	struct docx_table *table = reader->table;
	int number;

	if (tag == TAG_TABLE)
		doc_xml_stop(&reader->xml, docx_table_open(reader->arena, table, &reader->table));
	if (!table)
		return;
	switch (tag) {
	case TAG_ROW:
		if (!table->in_row)
			docx_table_begin_row(table);
		break;
	case TAG_ROW_PROPERTIES:
		reader->in_row_properties = true;
		break;
	case TAG_ROW_BEFORE:
		number = doc_xml_number(attributes, "val", 0);
		if (number > 0 && !table->in_cell)
			table->column = number < DOC_MOST_COLUMNS ? number : DOC_MOST_COLUMNS;
		break;
	case TAG_ROW_HEADING:
		table->is_row_heading = true;
		break;
	case TAG_SPAN:
		table->span = doc_xml_number(attributes, "val", 1);
		break;
	case TAG_MERGE_BELOW:
		table->below = merge_of(doc_xml_attribute(attributes, "val"));
		break;
	case TAG_MERGE_BESIDE:
		table->beside = merge_of(doc_xml_attribute(attributes, "val"));
		break;
	default:
		break;
	}
}

/* --- elements --- */

/* A deletion: of a paragraph's end, of a row, or of what stands in it. */
static void
start_deletion(struct reader *reader)
{
	if (reader->in_paragraph_properties && paragraph_of(reader))
		paragraph_of(reader)->is_mark_deleted = true;
	else if (reader->in_row_properties && reader->table)
		reader->table->is_row_deleted = true;
	else
		reader->skip = reader->xml.depth;
}

static void
start_text_thing(
	struct reader *reader, enum docx_tag tag, const struct doc_xml_attributes *attributes)
{
	struct docx_symbol symbol;

	switch (tag) {
	case TAG_R:
		reader->in_run = true;
		reader->is_hidden = false;
		reader->look = 0;
		break;
	case TAG_T:
		reader->is_taking = is_shown(reader);
		break;
	case TAG_TAB:
		put(reader, STR("\t"));
		break;
	case TAG_BREAK:
		put(reader, STR("\n"));
		break;
	case TAG_HYPHEN:
		put(reader, STR("-"));
		break;
	case TAG_SYMBOL:
		symbol = docx_symbol(doc_xml_attribute(attributes, "font"),
			doc_xml_attribute(attributes, "char"));
		if (is_shown(reader))
			put_letters(reader, (struct str){ symbol.at, symbol.len });
		break;
	case TAG_FIELD:
		turn_field(reader, doc_xml_attribute(attributes, "fldCharType"));
		break;
	default:
		break;
	}
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;
	enum docx_tag tag;

	if (reader->skip)
		return;
	tag = tag_of(reader, name, space);
	switch (tag) {
	case TAG_OTHER:
		break;
	case TAG_P:
		doc_xml_stop(&reader->xml, begin_paragraph(reader));
		break;
	case TAG_PPR:
		reader->in_paragraph_properties = true;
		break;
	case TAG_PSTYLE:
		doc_xml_stop(
			&reader->xml, take_style(reader, doc_xml_attribute(attributes, "val")));
		break;
	case TAG_OUTLINE:
		take_outline(reader, doc_xml_number(attributes, "val", 9));
		break;
	case TAG_JC:
		take_align(reader, doc_xml_attribute(attributes, "val"));
		break;
	case TAG_NUMBER:
	case TAG_NUMBER_LEVEL:
		take_number(reader, tag, doc_xml_number(attributes, "val", 0));
		break;
	case TAG_RPR:
		reader->in_run_properties = true;
		break;
	case TAG_VANISH:
	case TAG_LIFT:
	case TAG_POSITION:
	case TAG_SIZE:
	case TAG_COLOUR:
		take_look(reader, tag, attributes);
		break;
	case TAG_NOTE:
		reader->look |= LOOK_LIFTED;
		break;
	case TAG_RSTYLE:
		doc_xml_stop(
			&reader->xml, take_letters(reader, doc_xml_attribute(attributes, "val")));
		break;
	case TAG_DELETED:
		start_deletion(reader);
		break;
	case TAG_SKIP:
		reader->skip = reader->xml.depth;
		break;
	case TAG_RAISED:
	case TAG_LOWERED:
	case TAG_DIVISOR:
		if (reader->paragraph_count)
			buf_put_char(&reader->text, tag == TAG_RAISED    ? '^'
						    : tag == TAG_LOWERED ? '_'
									 : '/');
		break;
	case TAG_CHUNK:
		reader->has_chunk = true;
		break;
	case TAG_PICTURE:
		reader->builder.doc->has_pictures = true;
		note_object(reader);
		break;
	case TAG_CELL:
		begin_cell(reader);
		break;
	default:
		if (tag >= TAG_TABLE)
			start_table_thing(reader, tag, attributes);
		else
			start_text_thing(reader, tag, attributes);
	}
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct reader *reader = data;
	struct docx_table *table = reader->table;

	if (reader->skip) {
		if (reader->skip == reader->xml.depth)
			reader->skip = 0;
		return;
	}
	switch (tag_of(reader, name, space)) {
	case TAG_P:
		doc_xml_stop(&reader->xml, end_paragraph(reader));
		break;
	case TAG_PPR:
		reader->in_paragraph_properties = false;
		break;
	case TAG_R:
		reader->in_run = false;
		break;
	case TAG_RPR:
		reader->in_run_properties = false;
		break;
	case TAG_T:
		reader->is_taking = false;
		break;
	case TAG_TABLE:
		doc_xml_stop(&reader->xml, end_table(reader));
		break;
	case TAG_ROW_PROPERTIES:
		reader->in_row_properties = false;
		break;
	case TAG_ROW:
		if (table && table->in_row && !table->in_cell)
			docx_table_end_row(table);
		break;
	case TAG_CELL:
		doc_xml_stop(
			&reader->xml, docx_table_end_cell(table, reader->arena, &reader->merges));
		break;
	default:
		break;
	}
}

static void
on_text(void *data, const char *text, int len)
{
	struct reader *reader = data;

	if (reader->is_taking && !reader->skip)
		put_letters(reader, (struct str){ text, (size_t)len });
}

/* --- the file --- */

static struct fault *
read_main(struct reader *reader, struct str bytes, struct doc *ret_doc)
{
	struct str rest;

	TRY(doc_xml_read(&reader->xml, bytes, reader->arena));
	/* A last paragraph whose end was deleted. */
	rest = buf_str(&reader->text);
	TRY(str_copy(reader->arena, rest, &rest));
	TRY(doc_add(&reader->builder, DOC_PARAGRAPH, 0, rest));
	if (reader->has_chunk && ret_doc->block_count == 0)
		return fault_new(FAULT_INPUT, "doc_chunk",
			"这份 Word 文件的正文是由网页程序嵌进去的另一个文件，不能直接读取。请用 "
			"Word 或 WPS 打开，另存为 docx 后再试。",
			"The text of this Word file is another file that a web program put into "
			"it. Open it in Word or WPS, save it as docx and try again.");
	return NULL;
}

struct fault *
doc_read_docx(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct reader *reader;
	const struct doc_part *part;
	struct doc_zip zip;
	struct fault *fault;

	TAKE(arena, reader, 1);
	reader->xml = (struct doc_xml){ .start = on_start, .end = on_end, .text = on_text };
	reader->arena = arena;
	reader->zip = &zip;
	TRY(doc_zip_open(bytes, arena, &zip));
	TRY(doc_relations_main(&zip, STR("word/document.xml"), arena, &part));
	TRY(doc_zip_unpack(&zip, part, arena, &bytes));
	doc_build(&reader->builder, arena, ret_doc);
	buf_init(&reader->text, LONGEST_TEXT);
	fault = read_main(reader, bytes, ret_doc);
	buf_done(&reader->text);
	return fault;
}
