/*
 * Styles of Word that hide the text set in them, their own or by what they build on.
 * No other property of styles is read.
 */
#include "redaction/redaction_inside.h"

#include "doc/doc.h"

enum { MOST_STYLES = 4000, MOST_STEPS = 20 };

struct style {
	struct str id;
	struct str base;
	bool has_said;
	bool is_hidden;
};

struct reader {
	struct doc_xml xml;
	struct arena *arena;
	struct style *styles;
	size_t count;
	size_t room;
	bool in_style;
};

static struct fault *
start_style(struct reader *reader, const struct doc_xml_attributes *attributes)
{
	if (reader->count == MOST_STYLES)
		return fault_memory();
	GROW(reader->arena, reader->styles, reader->count, reader->room);
	reader->styles[reader->count++] =
		(struct style){ .id = doc_xml_attribute(attributes, "styleId") };
	reader->in_style = true;
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;
	struct str value = doc_xml_attribute(attributes, "val");
	struct style *style = reader->in_style ? &reader->styles[reader->count - 1] : NULL;

	if (strcmp(name, "style") == 0) {
		doc_xml_stop(&reader->xml, start_style(reader, attributes));
	} else if (style && strcmp(name, "basedOn") == 0) {
		style->base = value;
	} else if (style && strcmp(name, "vanish") == 0) {
		style->has_said = true;
		style->is_hidden = !str_equal(value, STR("0")) && !str_equal(value, STR("false")) &&
				   !str_equal(value, STR("off"));
	}
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct reader *reader = data;

	if (strcmp(name, "style") == 0)
		reader->in_style = false;
}

static void
on_text(void *data, const char *text, int len)
{
}

static const struct style *
find(const struct reader *reader, struct str id)
{
	for (size_t i = 0; i < reader->count; i++)
		if (str_equal(reader->styles[i].id, id))
			return &reader->styles[i];
	return NULL;
}

static bool
is_hidden(const struct reader *reader, const struct style *style)
{
	for (int step = 0; style && step < MOST_STEPS; step++) {
		if (style->has_said)
			return style->is_hidden;
		style = style->base.len ? find(reader, style->base) : NULL;
	}
	return false;
}

struct fault *
redaction_word_styles(
	struct str bytes, struct arena *arena, struct str **ret_ids, size_t *ret_count)
{
	struct reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
	};
	struct str *ids;
	size_t count = 0;
	bool has_any = false;

	TRY(doc_xml_read(&reader.xml, bytes, arena));
	TAKE(arena, ids, reader.count);
	for (size_t i = 0; i < reader.count; i++)
		has_any = has_any || reader.styles[i].is_hidden;
	for (size_t i = 0; has_any && i < reader.count; i++)
		if (is_hidden(&reader, &reader.styles[i]))
			ids[count++] = reader.styles[i].id;
	*ret_ids = ids;
	*ret_count = count;
	return NULL;
}
