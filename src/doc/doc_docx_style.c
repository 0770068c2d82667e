/*
 * Styles of a docx, as far as they tell headings, titles and lines of a table of contents.
 * Of how letters look, only what hides, strikes out or raises them is read.
 */
#include "doc/doc_docx_inside.h"

/* Most styles that one file may define, and the longest chain of styles built on each other. */
enum { MOST_STYLES = 20000, LONGEST_CHAIN = 12 };

struct style_reader {
	struct doc_xml xml;
	struct arena *arena;
	struct docx_styles *styles;
	struct docx_style *open; /* the style being read, or NULL */
};

bool
docx_align(struct str word, enum doc_align *ret_align)
{
	if (str_equal(word, STR("center")))
		*ret_align = DOC_MIDDLE;
	else if (str_equal(word, STR("right")) || str_equal(word, STR("end")))
		*ret_align = DOC_RIGHT;
	else if (str_equal(word, STR("left")) || str_equal(word, STR("start")) ||
		 str_equal(word, STR("both")) || str_equal(word, STR("distribute")))
		*ret_align = DOC_LEFT;
	else
		return false;
	return true;
}

/* The level in "heading 2" or "标题 2"; 0 for other names. */
static int
level_of_name(struct str name)
{
	static const struct str words[] = { { "heading", 7 }, { "标题", 6 } };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct str rest;
		int64_t level;

		if (name.len <= words[i].len ||
			!str_equal_ascii(str_sub(name, 0, words[i].len), words[i]))
			continue;
		rest = str_trim(str_from(name, words[i].len));
		if (str_to_int(rest, &level) && level >= 1 && level <= 9)
			return (int)level;
	}
	return 0;
}

static void
take_name(struct docx_style *style, struct str name)
{
	if (level_of_name(name)) {
		style->role = DOC_HEADING;
		if (style->level == 0)
			style->level = level_of_name(name);
	} else if (str_equal_ascii(name, STR("title")) || str_equal(name, STR("标题"))) {
		style->role = DOC_TITLE;
	} else if (name.len > 4 && str_equal_ascii(str_sub(name, 0, 4), STR("toc "))) {
		style->is_contents = true;
	}
}

static struct fault *
open_style(struct style_reader *reader, struct str id)
{
	struct docx_styles *styles = reader->styles;

	if (styles->count >= MOST_STYLES)
		return fault_memory();
	GROW(reader->arena, styles->styles, styles->count, styles->room);
	reader->open = &styles->styles[styles->count++];
	*reader->open = (struct docx_style){ .role = DOC_PARAGRAPH, .number_level = -1 };
	TRY(str_copy(reader->arena, id, &reader->open->id));
	/* For files without names of styles. */
	reader->open->level = 0;
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct style_reader *reader = data;
	struct str value;
	int level;

	if (strcmp(name, "style") == 0) {
		doc_xml_stop(
			&reader->xml, open_style(reader, doc_xml_attribute(attributes, "styleId")));
		return;
	}
	if (!reader->open)
		return;
	value = doc_xml_attribute(attributes, "val");
	if (strcmp(name, "name") == 0) {
		take_name(reader->open, value);
	} else if (strcmp(name, "basedOn") == 0) {
		doc_xml_stop(&reader->xml, str_copy(reader->arena, value, &reader->open->base));
	} else if (strcmp(name, "outlineLvl") == 0) {
		level = doc_xml_number(attributes, "val", 9);
		reader->open->level = level >= 0 && level < 9 ? level + 1 : -1;
	} else if (strcmp(name, "jc") == 0) {
		reader->open->has_align = docx_align(value, &reader->open->align);
	} else if (strcmp(name, "numId") == 0) {
		reader->open->has_number = true;
		reader->open->number = doc_xml_number(attributes, "val", 0);
	} else if (strcmp(name, "ilvl") == 0) {
		reader->open->number_level = doc_xml_number(attributes, "val", 0);
	} else if (strcmp(name, "vanish") == 0) {
		reader->open->is_hidden = !doc_is_off(value);
	} else if (strcmp(name, "strike") == 0 || strcmp(name, "dstrike") == 0 ||
		   strcmp(name, "vertAlign") == 0) {
		reader->open->is_lifted = reader->open->is_lifted || doc_lifts(value);
	}
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct style_reader *reader = data;

	if (strcmp(name, "style") == 0)
		reader->open = NULL;
}

static void
on_text(void *data, const char *text, int len)
{
}

struct fault *
docx_styles_read(struct doc_zip *zip, struct arena *arena, struct docx_styles *ret_styles)
{
	struct style_reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
		.styles = ret_styles,
	};
	const struct doc_part *part = doc_zip_find(zip, STR("word/styles.xml"));
	struct str bytes;

	*ret_styles = (struct docx_styles){ 0 };
	if (!part)
		return NULL;
	TRY(doc_zip_unpack(zip, part, arena, &bytes));
	return doc_xml_read(&reader.xml, bytes, reader.arena);
}

static const struct docx_style *
find(const struct docx_styles *styles, struct str id)
{
	for (size_t i = 0; i < styles->count; i++)
		if (str_equal(styles->styles[i].id, id))
			return &styles->styles[i];
	return NULL;
}

struct docx_style
docx_styles_find(const struct docx_styles *styles, struct str id)
{
	struct docx_style all = { .id = id, .role = DOC_PARAGRAPH, .level = level_of_name(id) };
	struct str next = id;

	if (styles->count && find(styles, id))
		all.level = 0;
	for (int i = 0; i < LONGEST_CHAIN && next.len; i++) {
		const struct docx_style *style = find(styles, next);

		if (!style)
			break;
		if (all.role == DOC_PARAGRAPH)
			all.role = style->role;
		if (all.level == 0)
			all.level = style->level;
		if (!all.has_align) {
			all.has_align = style->has_align;
			all.align = style->align;
		}
		if (!all.has_number && style->has_number) {
			all.has_number = true;
			all.number = style->number;
			all.number_level = style->number_level;
			all.number_style = style->id;
		}
		all.is_contents = all.is_contents || style->is_contents;
		all.is_hidden = all.is_hidden || style->is_hidden;
		all.is_lifted = all.is_lifted || style->is_lifted;
		next = style->base;
	}
	return all;
}
