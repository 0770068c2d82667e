/*
 * The first page of a letter (信函格式) in docx: a header with mark and double line, a footer with
 * the line below, the number in the right corner. The rest is doc_write_docx.c's.
 */
#include "doc/doc_write_docx.h"

/* The red lines are wider than the type area: so far beyond it, in twentieths of a point. */
#define LINE_INDENT "w:left=\"-454\" w:right=\"-340\""
/* Of a line of DOCX_LINE and of 3号 type, in twentieths of a point. */
enum { LINE_HEIGHT = 579, TYPE_HEIGHT = 320 };
#define NAMESPACES "xmlns:w=\"" DOCX_NAMESPACE "\""

/* Two rules as the edges of an empty paragraph, so that every program draws them in this order. */
static void
put_rules(struct buf *out, double above, double below, int before)
{
	buf_print(out,
		"<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"%d\" w:space=\"0\" "
		"w:color=\"FF0000\"/><w:bottom w:val=\"single\" w:sz=\"%d\" w:space=\"0\" "
		"w:color=\"FF0000\"/></w:pBdr><w:snapToGrid w:val=\"0\"/><w:spacing "
		"w:before=\"%d\" w:after=\"0\" w:line=\"%d\" "
		"w:lineRule=\"exact\"/><w:ind " LINE_INDENT
		"/><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>",
		(int)(above * 8), (int)(below * 8), before, (int)(LETTER_LINE_BETWEEN * 20));
}

/* The header begins LETTER_MARK_TOP below the edge of the page, and pushes the text down. */
void
docx_put_letter_header(struct buf *out, const struct doc_letterhead *head)
{
	int half_points = (int)(doc_write_mark_size(head->mark) * 2);

	buf_print(out,
		DOCX_PROLOGUE
		"<w:hdr " NAMESPACES "><w:p><w:pPr><w:snapToGrid w:val=\"0\"/>"
		"<w:spacing w:line=\"%d\" w:lineRule=\"exact\"/><w:ind " LINE_INDENT
		"/><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:rFonts "
		"w:ascii=\"方正小标宋简体\" w:hAnsi=\"方正小标宋简体\" "
		"w:eastAsia=\"方正小标宋简体\" w:hint=\"eastAsia\"/><w:color "
		"w:val=\"FF0000\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"%d\"/><w:szCs "
		"w:val=\"%d\"/></w:rPr><w:t xml:space=\"preserve\">",
		half_points * 10, half_points, half_points);
	doc_write_escape(out, head->mark);
	buf_put(out, STR("</w:t></w:r></w:p>"));
	put_rules(out, LETTER_LINE_THICK, LETTER_LINE_THIN, (int)(LETTER_MARK_GAP * 1440 / 25.4));
	buf_put(out, STR("</w:hdr>"));
}

void
docx_put_letter_footer(struct buf *out)
{
	buf_put(out, STR(DOCX_PROLOGUE "<w:ftr " NAMESPACES ">"));
	put_rules(out, LETTER_LINE_THIN, LETTER_LINE_THICK, 0);
	buf_put(out, STR("</w:ftr>"));
}

void
docx_put_letter_number(struct buf *out, const struct doc_letterhead *head)
{
	if (!head->number.len)
		return;
	buf_print(out,
		"<w:p><w:pPr><w:pStyle w:val=\"Normal\"/><w:spacing w:before=\"%d\"/><w:jc "
		"w:val=\"right\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t "
		"xml:space=\"preserve\">",
		/* The line is higher than the type in its middle. */
		(int)(LETTER_NUMBER_GAP * 20) - (LINE_HEIGHT - TYPE_HEIGHT) / 2);
	doc_write_escape(out, head->number);
	buf_put(out, STR("</w:t></w:r></w:p>"));
}
