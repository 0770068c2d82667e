/*
 * What hides in the parts of a workbook: sheets, rows and columns, comments, names, caches of pivot
 * tables, connections. Values of cells are doc/'s reader's. In the cage.
 */
#include "redaction/redaction_inside.h"

struct look {
	struct doc_xml xml;
	struct redaction_notes *notes;
	struct str place;
	bool is_book;
	bool in_name;
	bool in_font;
	bool is_taking; /* words of a comment */
	char words[REDACTION_LONGEST_EXCERPT];
	size_t len;
};

static bool
is_yes(struct str value)
{
	return str_equal(value, STR("1")) || str_equal(value, STR("true"));
}

static struct fault *
start_of_book(struct look *look, const char *name, const struct doc_xml_attributes *attributes)
{
	if (strcmp(name, "sheet") == 0 &&
		str_has(doc_xml_attribute(attributes, "state"), STR("idden")))
		return redaction_note(look->notes, KIND_HIDDEN_SHEET, STR("工作簿"),
			doc_xml_attribute(attributes, "name"));
	if (strcmp(name, "definedName") == 0) {
		struct str value = doc_xml_attribute(attributes, "name");

		/* What Excel itself makes of print settings. */
		look->in_name = !str_starts(value, STR("_xlnm.Print"));
		if (look->in_name)
			return redaction_note(look->notes, KIND_NAME, STR("工作簿"), value);
	}
	if (strcmp(name, "fileSharing") == 0)
		return redaction_note(look->notes, KIND_PERSON, STR("工作簿"),
			doc_xml_attribute(attributes, "userName"));
	return NULL;
}

static struct fault *
start_of_sheet(struct look *look, const char *name, const struct doc_xml_attributes *attributes)
{
	bool is_hidden = is_yes(doc_xml_attribute(attributes, "hidden"));

	if (strcmp(name, "sheetFormatPr") == 0 &&
		is_yes(doc_xml_attribute(attributes, "zeroHeight")))
		return redaction_note(look->notes, KIND_HIDDEN_ROWS, look->place, STR_NONE);
	if (strcmp(name, "row") == 0 && is_hidden)
		return redaction_note(look->notes, KIND_HIDDEN_ROWS, look->place,
			doc_xml_attribute(attributes, "r"));
	if (strcmp(name, "col") == 0 && is_hidden)
		return redaction_note(look->notes, KIND_HIDDEN_COLUMNS, look->place,
			doc_xml_attribute(attributes, "min"));
	if (strcmp(name, "oleObject") == 0)
		return redaction_note(look->notes, KIND_EMBEDDED, look->place,
			doc_xml_attribute(attributes, "progId"));
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct look *look = data;

	doc_xml_stop(&look->xml, look->is_book ? start_of_book(look, name, attributes)
					       : start_of_sheet(look, name, attributes));
}

static void
on_end(void *data, const char *name, const char *space)
{
}

static void
on_text(void *data, const char *text, int len)
{
}

static void
on_comment_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct look *look = data;

	look->is_taking = strcmp(name, "t") == 0 || strcmp(name, "text") == 0;
	if (strcmp(name, "comment") == 0 || strcmp(name, "threadedComment") == 0)
		look->len = 0;
}

static void
on_comment_end(void *data, const char *name, const char *space)
{
	struct look *look = data;

	look->is_taking = false;
	if (strcmp(name, "comment") == 0 || strcmp(name, "threadedComment") == 0)
		doc_xml_stop(&look->xml, redaction_note(look->notes, KIND_COMMENT, look->place,
						 (struct str){ look->words, look->len }));
}

static void
on_comment_text(void *data, const char *text, int len)
{
	struct look *look = data;
	size_t room = sizeof look->words - look->len;
	size_t size = (size_t)len < room ? (size_t)len : room;

	if (!look->is_taking)
		return;
	memcpy(look->words + look->len, text, size);
	look->len += size;
}

/* A font of white letters: which cells use it is not followed. */
static void
on_style_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct look *look = data;

	look->in_font = look->in_font || strcmp(name, "font") == 0;
	if (look->in_font && strcmp(name, "color") == 0 &&
		str_equal_ascii(doc_xml_attribute(attributes, "rgb"), STR("FFFFFFFF")))
		doc_xml_stop(&look->xml,
			redaction_note(look->notes, KIND_WHITE_TEXT, STR("工作簿"), STR_NONE));
}

static void
on_style_end(void *data, const char *name, const char *space)
{
	struct look *look = data;

	if (strcmp(name, "font") == 0)
		look->in_font = false;
}

struct fault *
redaction_look_sheet_part(
	struct redaction_notes *notes, struct str name, struct str bytes, struct arena *arena)
{
	struct look look = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.notes = notes,
		.place = name,
		.is_book = str_starts(name, STR("xl/workbook")),
	};

	if (str_starts(name, STR("xl/externalLinks/")))
		return redaction_note(notes, KIND_EXTERNAL, name, STR_NONE);
	if (str_starts(name, STR("xl/pivotCache/")))
		return str_has(name, STR("Records"))
			       ? redaction_note(notes, KIND_PIVOT, name, STR_NONE)
			       : NULL;
	if (str_starts(name, STR("xl/connections")) || str_starts(name, STR("xl/queryTables/")) ||
		str_starts(name, STR("xl/model/")))
		return redaction_note(notes, KIND_CONNECTION, name, STR_NONE);
	if (str_starts(name, STR("xl/revisions/")))
		return redaction_note(notes, KIND_TRACKED_DELETION, name, STR_NONE);
	if (str_starts(name, STR("xl/persons/")))
		return redaction_note(notes, KIND_PERSON, name, STR_NONE);
	if (str_starts(name, STR("xl/comments")) || str_starts(name, STR("xl/threadedComments/"))) {
		look.xml.start = on_comment_start;
		look.xml.end = on_comment_end;
		look.xml.text = on_comment_text;
		return doc_xml_read(&look.xml, bytes, arena);
	}
	if (str_equal(name, STR("xl/styles.xml"))) {
		look.xml.start = on_style_start;
		look.xml.end = on_style_end;
		return doc_xml_read(&look.xml, bytes, arena);
	}
	if (look.is_book || str_starts(name, STR("xl/worksheets/")))
		return doc_xml_read(&look.xml, bytes, arena);
	return NULL;
}

/* --- text that is not seen --- */

static struct fault *
note_unseen(struct redaction_notes *notes, struct str place, bool is_unseen, struct str text)
{
	return is_unseen && str_trim(text).len
		       ? redaction_note(notes, KIND_UNSEEN_TEXT, place, text)
		       : NULL;
}

struct fault *
redaction_look_unseen(struct str bytes, enum redaction_type type, struct redaction_notes *notes)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct doc doc = { 0 };
	struct fault *fault;

	/* What the reader makes of it is soon forgotten. */
	TRY(arena_open((size_t)96 << 20, &arena));
	fault = doc_read(type == REDACTION_XLSX ? DOC_XLSX : DOC_HTML, bytes, arena, &doc);
	if (fault && fault->kind == FAULT_INPUT)
		return redaction_note(notes, KIND_NOT_LOOKED, STR("看不见的文字"), STR_NONE);
	TRY(fault);
	for (size_t i = 0; i < doc.block_count; i++) {
		const struct doc_block *block = &doc.blocks[i];
		const struct doc_table *table = block->table;

		if (block->role != DOC_TABLE)
			TRY(note_unseen(notes, STR("正文"), block->is_unseen, block->text));
		for (size_t j = 0; block->role == DOC_TABLE && j < table->cell_count; j++)
			TRY(note_unseen(notes, table->name.len ? table->name : STR("表格"),
				table->cells[j].is_unseen, table->cells[j].text));
	}
	return NULL;
}
