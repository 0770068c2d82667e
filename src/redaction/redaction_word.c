/*
 * The walk through Word markup: one way for looking, for listing paragraphs and for rewriting, so
 * that all three agree on what a reader sees and on where it stands. What elements mean is in
 * redaction_word_look.c; which parts are walked is redaction_docx.c's.
 */
#include "redaction/redaction_word_inside.h"

/* Longest text of one paragraph with those around it. */
#define LONGEST_TEXT ((size_t)16 << 20)

static struct buf *
out_of(struct word_walk *walk)
{
	return walk->job->out;
}

static struct word_paragraph *
paragraph_of(struct word_walk *walk)
{
	return walk->paragraph_count ? &walk->paragraphs[walk->paragraph_count - 1] : NULL;
}

/* The parser keeps each name once, so its address is enough to know it again. */
static enum word_tag
tag_of(struct word_walk *walk, const char *name)
{
	size_t at = ((uintptr_t)name >> 2 ^ (uintptr_t)name >> 9) % WORD_NAMES_KNOWN;

	if (walk->known[at].name != name) {
		walk->known[at].tag = word_tag_of(name);
		walk->known[at].name = name;
	}
	return walk->known[at].tag;
}

/* --- leaving out --- */

/* Leave out the element of this depth; what to note of its text, or -1. */
static void
skip(struct word_walk *walk, int depth, int kind)
{
	walk->skip = depth;
	walk->skip_kind = kind;
	walk->keeps_end = false;
	walk->excerpt_len = 0;
}

/* Take back what was written since `start`, and leave out the element of this depth. */
static void
take_back(struct word_walk *walk, size_t start, int depth, int kind)
{
	if (out_of(walk) && out_of(walk)->len > start)
		out_of(walk)->len = start;
	skip(walk, depth, kind);
}

static void
put_excerpt(struct word_walk *walk, struct str text)
{
	size_t room = sizeof walk->excerpt - walk->excerpt_len;

	if (walk->skip_kind < 0)
		return;
	if (text.len > room)
		text.len = room;
	memcpy(walk->excerpt + walk->excerpt_len, text.at, text.len);
	walk->excerpt_len += text.len;
}

/* Who made a change and when, before its text. */
static void
put_author(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	struct str author = doc_xml_attribute(attributes, "author");
	struct str date = doc_xml_attribute(attributes, "date");

	if (author.len == 0)
		return;
	put_excerpt(walk, author);
	if (date.len >= 10) {
		put_excerpt(walk, STR(" "));
		put_excerpt(walk, str_sub(date, 0, 10));
	}
	put_excerpt(walk, STR("："));
}

static struct fault *
end_skip(struct word_walk *walk)
{
	walk->skip = 0;
	if (walk->keeps_end && out_of(walk))
		buf_put(out_of(walk), walk->xml.raw);
	if (walk->skip_kind < 0)
		return NULL;
	return word_note(walk, (enum redaction_kind)walk->skip_kind,
		(struct str){ walk->excerpt, walk->excerpt_len });
}

/* --- paragraphs --- */

static bool
is_hidden_style(const struct word_walk *walk, struct str id)
{
	for (size_t i = 0; i < walk->job->hidden_style_count; i++)
		if (str_equal(walk->job->hidden_styles[i], id))
			return true;
	return false;
}

static struct fault *
place_of(struct word_walk *walk, struct str *ret_place)
{
	struct word_job *job = walk->job;

	if (walk->table_count) {
		const struct word_table *table = &walk->tables[walk->table_count - 1];

		return str_print(job->arena, ret_place, "%.*s表 %d 第 %d 行第 %d 列",
			STR_ARG(job->place), table->number, table->row, table->column);
	}
	return str_print(
		job->arena, ret_place, "%.*s第 %d 段", STR_ARG(job->place), ++walk->ordinal);
}

static struct fault *
begin_paragraph(struct word_walk *walk)
{
	struct redaction_unit unit = { .is_cell = walk->table_count > 0 };
	struct word_paragraph *paragraph;

	if (walk->paragraph_count == WORD_DEEPEST_PARAGRAPH)
		return fault_new(FAULT_LIMIT, "doc_deep",
			"文件嵌套层次过深，无法读取。请检查文件，或另存为新文件后再试。",
			"The file is nested too deeply and cannot be read. Check it, or save it as "
			"a new file and try again.");
	paragraph = &walk->paragraphs[walk->paragraph_count++];
	*paragraph = (struct word_paragraph){
		.unit = (int)walk->job->units->count,
		.start = walk->text.len,
		.outer = walk->run,
		.outer_code = walk->code_count,
	};
	walk->run = (struct word_run){ 0 };
	walk->code_count = 0;
	TRY(place_of(walk, &unit.place));
	return redaction_unit_add(walk->job->units, &unit);
}

static struct fault *
end_paragraph(struct word_walk *walk)
{
	struct word_paragraph *paragraph = paragraph_of(walk);
	struct redaction_unit *unit;

	if (!paragraph)
		return NULL;
	TRY(buf_check(&walk->text));
	unit = &walk->job->units->all[paragraph->unit];
	walk->run = paragraph->outer;
	/* A paragraph's own shade ends with it; a cell's is said again for the next cell. */
	if (walk->table_count == 0)
		walk->is_dark_cell = false;
	/* Fields may begin in one paragraph and end in another, but not across a text box. */
	if (walk->paragraph_count > 1)
		walk->code_count = paragraph->outer_code;
	walk->paragraph_count--;
	if (!out_of(walk))
		TRY(str_copy(walk->job->arena, str_from(buf_str(&walk->text), paragraph->start),
			&unit->text));
	walk->text.len = paragraph->start;
	return NULL;
}

/* --- text --- */

/* Is this run shown at all? Asked at its first content. */
static bool
settle_run(struct word_walk *walk)
{
	struct word_run *run = &walk->run;

	if (run->is_settled || run->depth == 0)
		return true;
	run->is_settled = true;
	if (!run->is_hidden)
		return true;
	take_back(walk, run->start, run->depth, KIND_HIDDEN_TEXT);
	run->depth = 0;
	return false;
}

static bool
is_shown(const struct word_walk *walk)
{
	return walk->paragraph_count > 0 && walk->code_count == 0 && !walk->in_run_properties &&
	       !walk->in_paragraph_properties;
}

/* The first cut of the open paragraph that ends behind `offset`; NULL when there is none. */
static const struct unit_cut *
cut_behind(struct word_walk *walk, size_t offset)
{
	const struct unit_cuts *cuts = walk->job->cuts;
	int unit = paragraph_of(walk)->unit;

	for (size_t i = redaction_cuts_first(cuts, unit);
		i < cuts->count && cuts->all[i].unit == unit; i++)
		if (cuts->all[i].offset + cuts->all[i].len > offset)
			return &cuts->all[i];
	return NULL;
}

/* Text of a run that stands at `offset` of its paragraph, without what is cut. The mark stands
 * where a cut begins. */
static void
put_uncut(struct word_walk *walk, struct str text, size_t offset)
{
	size_t at = 0;

	while (at < text.len) {
		const struct unit_cut *cut = cut_behind(walk, offset + at);
		size_t until = text.len;

		if (!cut || cut->offset >= offset + text.len) {
			tag_put_escaped(out_of(walk), str_from(text, at));
			return;
		}
		if (cut->offset >= offset + at) {
			until = cut->offset - offset;
			tag_put_escaped(out_of(walk), str_sub(text, at, until - at));
			tag_put_escaped(out_of(walk), walk->job->mark);
			at = until;
		}
		until = cut->offset + cut->len - offset;
		at = until < text.len ? until : text.len;
	}
}

/*
 * A black bar whose text goes, goes with it: the mark must be seen. Where something of the text
 * stays, the bar stays as well, and redaction_verify() does not let the file go: to show what
 * somebody meant to cover would be worse.
 */
static void
bare_run(struct word_walk *walk, struct str text, size_t offset)
{
	const struct unit_cut *cut = cut_behind(walk, offset);

	if (walk->run.depth == 0 || walk->run.has_text || word_concealed(walk) < 0 || !cut ||
		cut->offset > offset || cut->offset + cut->len < offset + text.len)
		return;
	out_of(walk)->len = walk->run.start;
	buf_print(out_of(walk), "<%.*sr><%.*st xml:space=\"preserve\">", STR_ARG(walk->run.prefix),
		STR_ARG(walk->run.prefix));
}

/* Text that is shown: it counts, and in rewriting it is written. */
static struct fault *
take_text(struct word_walk *walk, struct str text)
{
	size_t offset = walk->text.len - paragraph_of(walk)->start;

	if (walk->job->notes)
		TRY(word_note_run(walk, text));
	buf_put(&walk->text, text);
	if (out_of(walk)) {
		bare_run(walk, text, offset);
		put_uncut(walk, text, offset);
	}
	walk->run.has_text = true;
	return NULL;
}

/* An element that is one character: left out when the character is cut. */
static struct fault *
take_sign(struct word_walk *walk, struct str sign, const struct doc_xml_attributes *attributes)
{
	size_t offset;
	const struct unit_cut *cut;

	if (!is_shown(walk) || walk->run.depth == 0) {
		if (out_of(walk))
			return tag_put(walk->job, walk->xml.raw, attributes);
		return NULL;
	}
	offset = walk->text.len - paragraph_of(walk)->start;
	buf_put(&walk->text, sign);
	if (!out_of(walk))
		return NULL;
	cut = cut_behind(walk, offset);
	if (!cut || cut->offset > offset)
		return tag_put(walk->job, walk->xml.raw, attributes);
	if (cut->offset == offset) {
		struct str prefix = tag_prefix(walk->xml.raw);

		buf_print(out_of(walk), "<%.*st>", STR_ARG(prefix));
		tag_put_escaped(out_of(walk), walk->job->mark);
		buf_print(out_of(walk), "</%.*st>", STR_ARG(prefix));
	}
	walk->skip = walk->xml.depth;
	walk->skip_kind = -1;
	walk->keeps_end = false;
	return NULL;
}

/* <w:t>, with its blanks kept: what stood inside may now stand at an end. */
static struct fault *
begin_text(struct word_walk *walk)
{
	struct str raw = walk->xml.raw;
	struct str prefix = tag_prefix(raw);

	if (!is_shown(walk)) {
		skip(walk, walk->xml.depth, -1);
		return NULL;
	}
	walk->is_taking = true;
	if (!out_of(walk))
		return NULL;
	/* DrawingML keeps blanks anyway and knows no such attribute. */
	buf_print(out_of(walk), "<%.*st%s%s>", STR_ARG(prefix),
		str_equal(prefix, STR("a:")) ? "" : " xml:space=\"preserve\"",
		str_ends(raw, STR("/>")) ? "/" : "");
	return NULL;
}

/* --- elements --- */

static struct fault *
put_tag(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	return out_of(walk) ? tag_put(walk->job, walk->xml.raw, attributes) : NULL;
}

/* A deletion of a paragraph's end, of a row, or of what stands in it. */
static struct fault *
begin_deletion(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	if (walk->in_row_properties && walk->table_count) {
		struct word_table *table = &walk->tables[walk->table_count - 1];

		take_back(walk, table->row_start, table->row_depth, KIND_TRACKED_DELETION);
		walk->in_row_properties = false;
	} else {
		skip(walk, walk->xml.depth, KIND_TRACKED_DELETION);
	}
	put_author(walk, attributes);
	return NULL;
}

static struct fault *
begin_insertion(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	struct str author = doc_xml_attribute(attributes, "author");

	walk->is_gone[walk->xml.depth] = true;
	return word_note(walk, KIND_TRACKED_INSERTION, author);
}

/* What a run says of its looks. */
static struct fault *
take_property(
	struct word_walk *walk, enum word_tag tag, const struct doc_xml_attributes *attributes)
{
	struct word_run *run = &walk->run;
	struct str value = doc_xml_attribute(attributes, "val");

	switch (tag) {
	case TAG_VANISH:
		run->is_hidden = !str_equal(value, STR("0")) && !str_equal(value, STR("false")) &&
				 !str_equal(value, STR("off"));
		skip(walk, walk->xml.depth, -1);
		return NULL;
	case TAG_RUN_STYLE:
		run->is_hidden = run->is_hidden || is_hidden_style(walk, value);
		break;
	case TAG_COLOR:
		run->color = value;
		break;
	case TAG_HIGHLIGHT:
		run->highlight = value;
		break;
	case TAG_SHADE:
		run->fill = doc_xml_attribute(attributes, "fill");
		break;
	default:
		run->size = doc_xml_number(attributes, "val", 0);
		break;
	}
	return put_tag(walk, attributes);
}

static struct fault *
begin_row(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	struct word_table *table = walk->table_count ? &walk->tables[walk->table_count - 1] : NULL;

	if (table) {
		table->row++;
		table->column = 0;
		table->row_depth = walk->xml.depth;
		table->row_start = out_of(walk) ? out_of(walk)->len : 0;
	}
	return put_tag(walk, attributes);
}

static struct fault *
begin_table(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	if (walk->table_count == WORD_DEEPEST_TABLE)
		return doc_broken("redaction: tables too deep");
	walk->tables[walk->table_count++] = (struct word_table){ .number = ++walk->table_total };
	return put_tag(walk, attributes);
}

static struct fault *
begin_run(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	struct word_paragraph *paragraph = paragraph_of(walk);

	walk->run = (struct word_run){
		.depth = walk->xml.depth,
		.start = out_of(walk) ? out_of(walk)->len : 0,
		.is_hidden = paragraph && paragraph->is_hidden,
		.prefix = tag_prefix(walk->xml.raw),
	};
	return put_tag(walk, attributes);
}

/* Crops in thousandths of a percent; any of the four. */
static struct fault *
look_at_crop(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	static const char *const sides[] = { "l", "t", "r", "b" };

	for (size_t i = 0; i < COUNT_OF(sides); i++)
		if (doc_xml_number(attributes, sides[i], 0) > 0) {
			TRY(word_note(walk, KIND_CROPPED, STR_NONE));
			break;
		}
	return put_tag(walk, attributes);
}

static struct fault *
start_drawing_thing(
	struct word_walk *walk, enum word_tag tag, const struct doc_xml_attributes *attributes)
{
	struct str alt;

	switch (tag) {
	case TAG_DRAWING:
		walk->job->units->has_pictures = true;
		if (walk->drawing_depth == 0) {
			walk->drawing_depth = walk->xml.depth;
			walk->drawing_start = out_of(walk) ? out_of(walk)->len : 0;
		}
		return put_tag(walk, attributes);
	case TAG_UNSEARCHABLE:
		if (walk->drawing_depth == 0) {
			skip(walk, walk->xml.depth, -1);
			return NULL;
		}
		walk->job->dropped++;
		take_back(walk, walk->drawing_start, walk->drawing_depth, KIND_EMBEDDED);
		walk->drawing_depth = 0;
		return NULL;
	case TAG_PICTURE_NAME:
		alt = doc_xml_attribute(attributes, "descr");
		if (alt.len)
			TRY(word_note(walk, KIND_ALT_TEXT, alt));
		return put_tag(walk, attributes);
	case TAG_CROP:
		return look_at_crop(walk, attributes);
	default:
		walk->job->dropped++;
		skip(walk, walk->xml.depth, KIND_EMBEDDED);
		return NULL;
	}
}

static struct fault *
start_text_thing(
	struct word_walk *walk, enum word_tag tag, const struct doc_xml_attributes *attributes)
{
	switch (tag) {
	case TAG_TEXT:
		return begin_text(walk);
	case TAG_TAB:
		return take_sign(walk, STR("\t"), attributes);
	case TAG_BREAK:
		return take_sign(walk, STR("\n"), attributes);
	case TAG_HYPHEN:
		return take_sign(walk, STR("-"), attributes);
	case TAG_SYMBOL:
		/* What it shows hangs on its font; it holds a place among the letters. */
		return take_sign(walk, STR("□"), attributes);
	case TAG_FIELD:
		/* Its own tag is never copied. */
		skip(walk, walk->xml.depth, -1);
		return word_turn_field(walk, doc_xml_attribute(attributes, "fldCharType"));
	case TAG_FIELD_SIMPLE:
		return word_begin_field(walk, attributes);
	default:
		walk->is_taking_code = true;
		walk->is_gone[walk->xml.depth] = true;
		return NULL;
	}
}

static struct fault *
start_change(struct word_walk *walk, enum word_tag tag, const struct doc_xml_attributes *attributes)
{
	switch (tag) {
	case TAG_INSERTION:
		return begin_insertion(walk, attributes);
	case TAG_DELETION:
		return begin_deletion(walk, attributes);
	case TAG_FORMAT_CHANGE:
		skip(walk, walk->xml.depth, KIND_TRACKED_FORMAT);
		put_author(walk, attributes);
		/* What it was before is no news. */
		TRY(word_note(walk, KIND_TRACKED_FORMAT,
			(struct str){ walk->excerpt, walk->excerpt_len }));
		walk->skip_kind = -1;
		return NULL;
	case TAG_COMMENT:
		skip(walk, walk->xml.depth, KIND_COMMENT);
		put_author(walk, attributes);
		return NULL;
	case TAG_AWAY:
		skip(walk, walk->xml.depth, -1);
		return NULL;
	case TAG_EMPTY:
		TRY(put_tag(walk, attributes));
		skip(walk, walk->xml.depth, -1);
		walk->keeps_end = true;
		return NULL;
	default:
		walk->is_gone[walk->xml.depth] = true;
		return NULL;
	}
}

static struct fault *
start_block(struct word_walk *walk, enum word_tag tag, const struct doc_xml_attributes *attributes)
{
	switch (tag) {
	case TAG_PARAGRAPH:
		TRY(begin_paragraph(walk));
		break;
	case TAG_PARAGRAPH_PROPERTIES:
		walk->in_paragraph_properties = true;
		break;
	case TAG_PARAGRAPH_STYLE:
		if (paragraph_of(walk))
			paragraph_of(walk)->is_hidden =
				is_hidden_style(walk, doc_xml_attribute(attributes, "val"));
		break;
	case TAG_RUN:
		return begin_run(walk, attributes);
	case TAG_RUN_PROPERTIES:
		walk->in_run_properties = true;
		break;
	case TAG_TABLE:
		return begin_table(walk, attributes);
	case TAG_ROW:
		return begin_row(walk, attributes);
	case TAG_ROW_PROPERTIES:
		walk->in_row_properties = true;
		break;
	case TAG_CELL:
		walk->is_dark_cell = false;
		if (walk->table_count)
			walk->tables[walk->table_count - 1].column++;
		break;
	default:
		break;
	}
	return put_tag(walk, attributes);
}

/* Parts without paragraphs: as they are, but for what hides text or belongs to nobody else. */
static struct fault *
start_data(struct word_walk *walk, const char *name, enum word_tag tag,
	const struct doc_xml_attributes *attributes)
{
	bool goes = tag == TAG_VANISH || tag == TAG_AWAY || tag == TAG_FORMAT_CHANGE ||
		    tag == TAG_DELETION || tag == TAG_UNSEARCHABLE;

	if (walk->job->part == WORD_SETTINGS && walk->xml.depth == 2) {
		goes = !word_keeps_setting(name);
		if (strcmp(name, "docVars") == 0 || strcmp(name, "mailMerge") == 0)
			TRY(word_note(walk, KIND_VARIABLE, str_of(name)));
	}
	if (!goes)
		return put_tag(walk, attributes);
	skip(walk, walk->xml.depth, -1);
	return NULL;
}

static struct fault *
start_element(struct word_walk *walk, const char *name, const struct doc_xml_attributes *attributes)
{
	enum word_tag tag = tag_of(walk, name);
	bool is_in_run = walk->run.depth && walk->in_run_properties;

	walk->is_gone[walk->xml.depth] = false;
	if (walk->job->part != WORD_TEXT)
		return start_data(walk, name, tag, attributes);
	if (walk->run.depth && !walk->in_run_properties && tag != TAG_RUN_PROPERTIES &&
		!settle_run(walk))
		return NULL;
	/* Of a cell or of a paragraph. */
	if (tag == TAG_SHADE && !is_in_run)
		walk->is_dark_cell = word_is_dark_fill(doc_xml_attribute(attributes, "fill"));
	if (tag >= TAG_RUN_STYLE && tag <= TAG_SIZE)
		return is_in_run ? take_property(walk, tag, attributes) : put_tag(walk, attributes);
	if (tag < TAG_RUN_STYLE || (tag >= TAG_TABLE && tag <= TAG_CELL))
		return start_block(walk, tag, attributes);
	if (tag >= TAG_INSERTION && tag <= TAG_EMPTY)
		return start_change(walk, tag, attributes);
	if (tag >= TAG_DRAWING)
		return start_drawing_thing(walk, tag, attributes);
	return start_text_thing(walk, tag, attributes);
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct word_walk *walk = data;

	if (!walk->skip)
		doc_xml_stop(&walk->xml, start_element(walk, name, attributes));
}

static struct fault *
end_element(struct word_walk *walk, const char *name)
{
	enum word_tag tag = tag_of(walk, name);

	if (walk->job->part != WORD_TEXT)
		return NULL;
	if (walk->xml.depth == walk->run.depth)
		walk->run = (struct word_run){ 0 };
	if (walk->xml.depth == walk->drawing_depth)
		walk->drawing_depth = 0;
	switch (tag) {
	case TAG_PARAGRAPH:
		return end_paragraph(walk);
	case TAG_PARAGRAPH_PROPERTIES:
		walk->in_paragraph_properties = false;
		break;
	case TAG_RUN_PROPERTIES:
		walk->in_run_properties = false;
		break;
	case TAG_ROW_PROPERTIES:
		walk->in_row_properties = false;
		break;
	case TAG_TEXT:
		walk->is_taking = false;
		break;
	case TAG_INSTRUCTION:
		walk->is_taking_code = false;
		break;
	case TAG_CELL:
		walk->is_dark_cell = false;
		break;
	case TAG_TABLE:
		if (walk->table_count)
			walk->table_count--;
		break;
	default:
		break;
	}
	return NULL;
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct word_walk *walk = data;

	if (walk->skip) {
		if (walk->skip == walk->xml.depth)
			doc_xml_stop(&walk->xml, end_skip(walk));
		return;
	}
	doc_xml_stop(&walk->xml, end_element(walk, name));
	if (out_of(walk) && !walk->is_gone[walk->xml.depth])
		buf_put(out_of(walk), walk->xml.raw);
}

/* Numbers and words of layout; no sentence can hide in them. */
static bool
is_plain_value(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
			c != '-' && c != '.')
			return false;
	}
	return text.len <= 24;
}

static void
on_text(void *data, const char *at, int len)
{
	struct word_walk *walk = data;
	struct str text = { at, (size_t)len };

	if (walk->skip) {
		put_excerpt(walk, text);
	} else if (walk->is_taking) {
		doc_xml_stop(&walk->xml, take_text(walk, text));
	} else if (walk->is_taking_code && walk->field_count) {
		struct word_field *field = &walk->fields[walk->field_count - 1];
		size_t room = sizeof field->code - field->len;

		if (text.len > room)
			text.len = room;
		memcpy(field->code + field->len, text.at, text.len);
		field->len += text.len;
	} else if (out_of(walk) && !walk->is_taking_code && is_plain_value(str_trim(text))) {
		buf_put(out_of(walk), str_trim(text));
	}
}

struct fault *
redaction_word_walk(struct word_job *job, struct str bytes)
{
	struct word_walk *walk;
	struct fault *fault;

	TAKE(job->arena, walk, 1);
	walk->xml = (struct doc_xml){ .start = on_start, .end = on_end, .text = on_text };
	walk->job = job;
	walk->skip_kind = -1;
	if (job->out)
		buf_put(job->out,
			STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"));
	buf_init(&walk->text, LONGEST_TEXT);
	fault = doc_xml_read(&walk->xml, bytes, job->arena);
	buf_done(&walk->text);
	TRY(fault);
	return job->out ? buf_check(job->out) : NULL;
}
