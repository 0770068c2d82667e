/*
 * Word markup by its names: what each element means for a walk, and what is noted of runs whose
 * text cannot be seen. The walk itself is redaction_word.c's.
 */
#include "redaction/redaction_word_inside.h"

static const struct {
	const char *name;
	enum word_tag tag;
} tags[] = {
	{ "p", TAG_PARAGRAPH },
	{ "pPr", TAG_PARAGRAPH_PROPERTIES },
	{ "pStyle", TAG_PARAGRAPH_STYLE },
	{ "r", TAG_RUN },
	{ "rPr", TAG_RUN_PROPERTIES },
	{ "rStyle", TAG_RUN_STYLE },
	{ "vanish", TAG_VANISH },
	{ "specVanish", TAG_VANISH },
	{ "color", TAG_COLOR },
	{ "highlight", TAG_HIGHLIGHT },
	{ "shd", TAG_SHADE },
	{ "sz", TAG_SIZE },
	{ "t", TAG_TEXT },
	{ "tab", TAG_TAB },
	{ "ptab", TAG_TAB },
	{ "br", TAG_BREAK },
	{ "cr", TAG_BREAK },
	{ "noBreakHyphen", TAG_HYPHEN },
	{ "sym", TAG_SYMBOL },
	{ "tbl", TAG_TABLE },
	{ "tr", TAG_ROW },
	{ "trPr", TAG_ROW_PROPERTIES },
	{ "tc", TAG_CELL },
	{ "ins", TAG_INSERTION },
	{ "moveTo", TAG_INSERTION },
	{ "cellIns", TAG_INSERTION },
	{ "del", TAG_DELETION },
	{ "moveFrom", TAG_DELETION },
	{ "delText", TAG_DELETION },
	{ "delInstrText", TAG_AWAY },
	{ "cellDel", TAG_FORMAT_CHANGE },
	{ "cellMerge", TAG_FORMAT_CHANGE },
	{ "pPrChange", TAG_FORMAT_CHANGE },
	{ "rPrChange", TAG_FORMAT_CHANGE },
	{ "sectPrChange", TAG_FORMAT_CHANGE },
	{ "tblPrChange", TAG_FORMAT_CHANGE },
	{ "tblPrExChange", TAG_FORMAT_CHANGE },
	{ "tblGridChange", TAG_FORMAT_CHANGE },
	{ "trPrChange", TAG_FORMAT_CHANGE },
	{ "tcPrChange", TAG_FORMAT_CHANGE },
	{ "numberingChange", TAG_FORMAT_CHANGE },
	{ "comment", TAG_COMMENT },
	{ "commentRangeStart", TAG_AWAY },
	{ "commentRangeEnd", TAG_AWAY },
	{ "commentReference", TAG_AWAY },
	{ "annotationRef", TAG_AWAY },
	{ "bookmarkStart", TAG_AWAY },
	{ "bookmarkEnd", TAG_AWAY },
	{ "proofErr", TAG_AWAY },
	{ "permStart", TAG_AWAY },
	{ "permEnd", TAG_AWAY },
	{ "moveFromRangeStart", TAG_AWAY },
	{ "moveFromRangeEnd", TAG_AWAY },
	{ "moveToRangeStart", TAG_AWAY },
	{ "moveToRangeEnd", TAG_AWAY },
	{ "customXmlInsRangeStart", TAG_AWAY },
	{ "customXmlInsRangeEnd", TAG_AWAY },
	{ "customXmlDelRangeStart", TAG_AWAY },
	{ "customXmlDelRangeEnd", TAG_AWAY },
	{ "customXmlMoveFromRangeStart", TAG_AWAY },
	{ "customXmlMoveFromRangeEnd", TAG_AWAY },
	{ "customXmlMoveToRangeStart", TAG_AWAY },
	{ "customXmlMoveToRangeEnd", TAG_AWAY },
	{ "sdtPr", TAG_AWAY },
	{ "sdtEndPr", TAG_AWAY },
	{ "customXmlPr", TAG_AWAY },
	{ "tblCaption", TAG_AWAY },
	{ "tblDescription", TAG_AWAY },
	{ "smartTagPr", TAG_AWAY },
	{ "ffData", TAG_AWAY },
	{ "fldData", TAG_AWAY },
	{ "Fallback", TAG_AWAY },
	{ "extLst", TAG_AWAY },
	{ "hlinkClick", TAG_AWAY },
	{ "hlinkHover", TAG_AWAY },
	{ "printerSettings", TAG_AWAY },
	{ "embedRegular", TAG_AWAY },
	{ "embedBold", TAG_AWAY },
	{ "embedItalic", TAG_AWAY },
	{ "embedBoldItalic", TAG_AWAY },
	{ "object", TAG_EMBEDDED },
	{ "control", TAG_AWAY },
	{ "altChunk", TAG_EMBEDDED },
	{ "subDoc", TAG_EMBEDDED },
	{ "hyperlink", TAG_UNWRAP },
	{ "smartTag", TAG_UNWRAP },
	{ "customXml", TAG_UNWRAP },
	{ "sdt", TAG_UNWRAP },
	{ "sdtContent", TAG_UNWRAP },
	{ "dir", TAG_UNWRAP },
	{ "bdo", TAG_UNWRAP },
	{ "rt", TAG_EMPTY },
	{ "fldChar", TAG_FIELD },
	{ "fldSimple", TAG_FIELD_SIMPLE },
	{ "instrText", TAG_INSTRUCTION },
	{ "drawing", TAG_DRAWING },
	{ "chart", TAG_UNSEARCHABLE },
	{ "relIds", TAG_UNSEARCHABLE },
	{ "contentPart", TAG_UNSEARCHABLE },
	{ "docPr", TAG_PICTURE_NAME },
	{ "cNvPr", TAG_PICTURE_NAME },
	{ "srcRect", TAG_CROP },
};

enum word_tag
word_tag_of(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (strcmp(tags[i].name, name) == 0)
			return tags[i].tag;
	return TAG_PLAIN;
}

bool
word_keeps_setting(const char *name)
{
	static const char *const kept[] = { "zoom", "mirrorMargins", "bordersDoNotSurroundHeader",
		"bordersDoNotSurroundFooter", "defaultTabStop", "autoHyphenation",
		"evenAndOddHeaders", "bookFoldPrinting", "drawingGridHorizontalSpacing",
		"drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery",
		"displayVerticalDrawingGridEvery", "characterSpacingControl", "noLineBreaksAfter",
		"noLineBreaksBefore", "footnotePr", "endnotePr", "compat", "themeFontLang",
		"clrSchemeMapping", "decimalSymbol", "listSeparator", "alignBordersAndEdges",
		"gutterAtTop" };

	for (size_t i = 0; i < COUNT_OF(kept); i++)
		if (strcmp(kept[i], name) == 0)
			return true;
	return false;
}

struct fault *
word_note(struct word_walk *walk, enum redaction_kind kind, struct str excerpt)
{
	if (!walk->job->notes)
		return NULL;
	return redaction_note(walk->job->notes, kind, walk->job->place, excerpt);
}

/* Six hexadecimal digits as a colour; -1 for "auto" and others. */
static int
color_of(struct str text)
{
	int value = 0;

	if (text.len != 6)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		char c = (char)(text.at[i] | 0x20);

		if (text.at[i] >= '0' && text.at[i] <= '9')
			value = value * 16 + (text.at[i] - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return value;
}

static bool
is_white(struct str color)
{
	int value = color_of(color);

	return value >= 0 && (value >> 16) >= 0xF0 && ((value >> 8) & 0xFF) >= 0xF0 &&
	       (value & 0xFF) >= 0xF0;
}

static bool
is_dark(int value)
{
	return value >= 0 && (value >> 16) < 0x50 && ((value >> 8) & 0xFF) < 0x50 &&
	       (value & 0xFF) < 0x50;
}

static bool
is_dark_mark(struct str highlight)
{
	return str_equal(highlight, STR("black")) || str_starts(highlight, STR("dark"));
}

int
word_concealed(const struct word_walk *walk)
{
	const struct word_run *run = &walk->run;
	int fill = color_of(run->fill);
	int color = color_of(run->color);
	bool has_white_text = is_white(run->color);
	bool is_on_dark = is_dark_mark(run->highlight) || is_dark(fill);
	bool is_white_mark = str_equal(run->highlight, STR("white")) || fill == 0xFFFFFF;

	/* Text that is not said to be of a colour turns white on a dark fill, but not on a mark. */
	if ((is_on_dark && !has_white_text && (color >= 0 || run->highlight.len)) ||
		(fill >= 0 && fill == color) || (has_white_text && is_white_mark))
		return KIND_COVERED_TEXT;
	if (has_white_text && !is_on_dark && fill < 0 && run->highlight.len == 0 &&
		!walk->is_dark_cell)
		return KIND_WHITE_TEXT;
	return run->size > 0 && run->size <= 4 ? KIND_TINY_TEXT : -1;
}

struct fault *
word_note_run(struct word_walk *walk, struct str text)
{
	int kind = word_concealed(walk);

	if (kind < 0 || walk->run.has_noted || str_trim(text).len == 0)
		return NULL;
	walk->run.has_noted = true;
	return word_note(walk, (enum redaction_kind)kind, text);
}

bool
word_is_dark_fill(struct str fill)
{
	int value = color_of(fill);

	/* Dark enough for white letters to be read: by the weights that the eye gives to colours.
	 */
	return value >= 0 &&
	       (value >> 16) * 299 + ((value >> 8) & 0xFF) * 587 + (value & 0xFF) * 114 <
		       0xB0 * 1000;
}

struct fault *
word_note_field(struct word_walk *walk, struct str code)
{
	static const char *const plain[] = { "PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "PAGEREF",
		"REF", "SEQ", "STYLEREF", "NOTEREF", "FORM", "EQ", "=", "SYMBOL", "ADVANCE" };
	static const char *const outside[] = { "DDE", "LINK", "INCLUDE", "IMPORT", "DATABASE", "RD",
		"MERGE" };

	code = str_trim(code);
	if (code.len == 0)
		return NULL;
	if (str_starts(code, STR("HYPERLINK")))
		return word_note(walk, KIND_LINK, str_from(code, 9));
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (str_starts(code, str_of(plain[i])))
			return NULL;
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		if (str_starts(code, str_of(outside[i])))
			return word_note(walk, KIND_EXTERNAL, code);
	return word_note(walk, KIND_FIELD, code);
}
