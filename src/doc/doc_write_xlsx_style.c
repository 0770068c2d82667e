/*
 * The cell styles of an xlsx book: fonts, rules and number formats of official tables.
 * Which cell has which style is doc_write_xlsx_sheet.c's affair.
 */
#include "doc/doc_write_xlsx.h"

static void
put_style(struct buf *out, int format, int font, bool has_border, const char *side, bool is_risky)
{
	buf_print(out,
		"<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"0\" borderId=\"%d\" xfId=\"0\" "
		"applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" "
		"applyAlignment=\"1\"%s><alignment horizontal=\"%s\" vertical=\"center\" "
		"wrapText=\"1\"/></xf>",
		format, font, has_border, is_risky ? " quotePrefix=\"1\"" : "", side);
}

void
xlsx_put_styles(struct buf *out)
{
	static const char *const sides[] = { "left", "center", "right" };
	/* Base style, number format and font of the styles that come in threes. */
	static const int threes[][3] = { { XLSX_CELL, 0, 0 }, { XLSX_LABEL, 0, 0 },
		{ XLSX_SIGNED, 164, 0 }, { XLSX_MONEY, 165, 0 }, { XLSX_RISKY, 49, 0 } };

	buf_put(out, STR(XLSX_PROLOGUE
			     "<styleSheet xmlns=\"" XLSX_SPACE "\"><numFmts count=\"8\">"
			     "<numFmt numFmtId=\"164\" formatCode=\"+0;-0;0\"/>"
			     "<numFmt numFmtId=\"165\" formatCode=\"General&quot;万元&quot;\"/>"));
	for (int places = 1; places <= XLSX_MOST_PLACES; places++)
		buf_print(out, "<numFmt numFmtId=\"%d\" formatCode=\"0.%0*d\"/>", 165 + places,
			places, 0);
#define FACE(size, name)                                                                           \
	"<font><sz val=\"" size "\"/><name val=\"" name "\"/><family val=\"3\"/>"                  \
	"<charset val=\"134\"/></font>"
	buf_put(out, STR("</numFmts><fonts count=\"4\">" FACE("10.5", "宋体") FACE(
			     "18", "方正小标宋简体") FACE("14", "黑体") FACE("12",
			     "仿宋") "</fonts><fills count=\"2\"><fill><patternFill "
				     "patternType=\"none\"/></fill>"
				     "<fill><patternFill "
				     "patternType=\"gray125\"/></fill></fills><borders count=\"2\">"
				     "<border><left/><right/><top/><bottom/><diagonal/></"
				     "border><border>"));
	for (int i = 0; i < 4; i++) {
		static const char *const edges[] = { "left", "right", "top", "bottom" };

		buf_print(out, "<%s style=\"thin\"><color rgb=\"FF000000\"/></%s>", edges[i],
			edges[i]);
	}
	buf_print(out,
		"<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" "
		"fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"%d\">"
		"<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
		XLSX_PLACES + 3 * XLSX_MOST_PLACES);
	put_style(out, 0, 3, false, "left", false);
	put_style(out, 0, 1, false, "center", false);
	put_style(out, 0, 2, false, "left", false);
	put_style(out, 0, 3, false, "center", false);
	put_style(out, 0, 3, false, "right", false);
	for (size_t i = 0; i < COUNT_OF(threes); i++)
		for (int side = 0; side < 3; side++)
			put_style(out, threes[i][1], threes[i][2], true, sides[side],
				threes[i][0] == XLSX_RISKY);
	put_style(out, 49, 3, false, "left", true);
	for (int places = 1; places <= XLSX_MOST_PLACES; places++)
		for (int side = 0; side < 3; side++)
			put_style(out, 165 + places, 0, true, sides[side], false);
	buf_put(out, STR("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
			 "builtinId=\"0\"/></cellStyles></styleSheet>"));
}
