/*
 * Names in a docx: which elements count, and what letters of symbol fonts show.
 * What is done with them is in doc_docx.c.
 */
#include "doc/doc_docx_inside.h"

#include "base/utf8.h"

static const struct {
	const char *name;
	enum docx_tag tag;
} tags[] = {
	{ "p", TAG_P },
	{ "pPr", TAG_PPR },
	{ "pStyle", TAG_PSTYLE },
	{ "outlineLvl", TAG_OUTLINE },
	{ "jc", TAG_JC },
	{ "numId", TAG_NUMBER },
	{ "ilvl", TAG_NUMBER_LEVEL },
	{ "r", TAG_R },
	{ "rPr", TAG_RPR },
	{ "vanish", TAG_VANISH },
	{ "strike", TAG_LIFT },
	{ "dstrike", TAG_LIFT },
	{ "vertAlign", TAG_LIFT },
	{ "position", TAG_POSITION },
	{ "footnoteReference", TAG_NOTE },
	{ "endnoteReference", TAG_NOTE },
	{ "sz", TAG_SIZE },
	{ "color", TAG_COLOUR },
	{ "rStyle", TAG_RSTYLE },
	{ "t", TAG_T },
	{ "tab", TAG_TAB },
	{ "ptab", TAG_TAB },
	{ "br", TAG_BREAK },
	{ "cr", TAG_BREAK },
	{ "noBreakHyphen", TAG_HYPHEN },
	{ "sym", TAG_SYMBOL },
	{ "fldChar", TAG_FIELD },
	{ "del", TAG_DELETED },
	{ "moveFrom", TAG_SKIP },
	{ "delText", TAG_SKIP },
	{ "instrText", TAG_SKIP },
	{ "delInstrText", TAG_SKIP },
	{ "pPrChange", TAG_SKIP },
	{ "rPrChange", TAG_SKIP },
	{ "sectPrChange", TAG_SKIP },
	{ "tblPrChange", TAG_SKIP },
	{ "tblPrExChange", TAG_SKIP },
	{ "tblGridChange", TAG_SKIP },
	{ "trPrChange", TAG_SKIP },
	{ "tcPrChange", TAG_SKIP },
	{ "rt", TAG_SKIP },
	{ "object", TAG_PICTURE },
	{ "altChunk", TAG_CHUNK },
	{ "tbl", TAG_TABLE },
	{ "tr", TAG_ROW },
	{ "trPr", TAG_ROW_PROPERTIES },
	{ "gridBefore", TAG_ROW_BEFORE },
	{ "tblHeader", TAG_ROW_HEADING },
	{ "tc", TAG_CELL },
	{ "gridSpan", TAG_SPAN },
	{ "vMerge", TAG_MERGE_BELOW },
	{ "hMerge", TAG_MERGE_BESIDE },
};

static bool
is_word_space(const char *space)
{
	return space &&
	       (strcmp(space, "http://schemas.openxmlformats.org/wordprocessingml/2006/main") ==
			       0 ||
		       strcmp(space, "http://purl.oclc.org/ooxml/wordprocessingml/main") == 0);
}

static enum docx_tag
formula_tag_of(const char *name)
{
	static const struct {
		const char *name;
		enum docx_tag tag;
	} formula_tags[] = { { "r", TAG_R }, { "t", TAG_T }, { "sup", TAG_RAISED },
		{ "deg", TAG_RAISED }, { "sub", TAG_LOWERED }, { "den", TAG_DIVISOR } };

	for (size_t i = 0; i < COUNT_OF(formula_tags); i++)
		if (strcmp(formula_tags[i].name, name) == 0)
			return formula_tags[i].tag;
	return TAG_OTHER;
}

enum docx_tag
docx_tag_of(const char *name, const char *space)
{
	if (!is_word_space(space)) {
		/* The older way of saying what the first choice says. */
		if (strcmp(name, "Fallback") == 0)
			return TAG_SKIP;
		if (strcmp(name, "pic") == 0 || strcmp(name, "imagedata") == 0)
			return TAG_PICTURE;
		/* Formulas have runs and texts of their own. */
		return strstr(space ? space : "", "/math") ? formula_tag_of(name) : TAG_OTHER;
	}
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (tags[i].name[0] == name[0] && strcmp(tags[i].name, name) == 0)
			return tags[i].tag;
	return TAG_OTHER;
}

/* The few symbols of office fonts that forms use as boxes and ticks. */
static const struct {
	const char *font;
	uint32_t from;
	const char *to;
} symbols[] = {
	{ "Wingdings", 0x6F, "□" },
	{ "Wingdings", 0xA8, "□" },
	{ "Wingdings", 0xFE, "☑" },
	{ "Wingdings", 0xFD, "☒" },
	{ "Wingdings", 0xFC, "√" },
	{ "Wingdings", 0xFB, "×" },
	{ "Wingdings", 0x6C, "●" },
	{ "Wingdings", 0x6E, "■" },
	{ "Wingdings 2", 0x52, "☑" },
	{ "Wingdings 2", 0x50, "√" },
	{ "Wingdings 2", 0xA3, "□" },
};

/* "F0FE" as a number; 0 for anything else. */
static uint32_t
hexadecimal(struct str code)
{
	uint32_t value = 0;

	if (code.len > 6)
		return 0;
	for (size_t i = 0; i < code.len; i++) {
		char c = (char)(code.at[i] | 0x20);

		if (str_is_digit(code.at[i]))
			value = value * 16 + (uint32_t)(code.at[i] - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (uint32_t)(c - 'a' + 10);
		else
			return 0;
	}
	return value;
}

static bool
is_font_of_pictures(struct str font)
{
	return str_starts(font, STR("Wingdings")) || str_starts(font, STR("Webdings")) ||
	       str_has(font, STR("Dingbats")) || str_starts(font, STR("Marlett"));
}

struct docx_symbol
docx_symbol(struct str font, struct str code)
{
	struct docx_symbol symbol = { .len = 0 };
	uint32_t point = hexadecimal(code);

	for (size_t i = 0; i < COUNT_OF(symbols); i++)
		if (symbols[i].from == (point & 0xFF) && str_equal(font, str_of(symbols[i].font))) {
			symbol.len = strlen(symbols[i].to);
			memcpy(symbol.at, symbols[i].to, symbol.len);
			return symbol;
		}
	/* In fonts of letters the private area repeats the letters; otherwise it means nothing
	 * without its font. */
	if (point >= 0xF030 && point <= 0xF039 && !is_font_of_pictures(font))
		point -= 0xF000;
	if (point >= 0x20 && (point < 0xE000 || point > 0xF8FF) && utf8_is_xml(point))
		symbol.len = utf8_put(symbol.at, point);
	return symbol;
}
