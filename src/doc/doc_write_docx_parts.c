/*
 * The parts of a docx file that are the same in every document: types, relations, settings, fonts
 * and the styles of GB/T 9704. The document itself is doc_write_docx.c's.
 */
#include "doc/doc_write_docx.h"

/* clang-format off */
#define FONT(name)                                                                                 \
	"<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:eastAsia=\"" name                 \
	"\" w:cs=\"" name "\" w:hint=\"eastAsia\"/>"
#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"
#define STYLE_OF(own, id, name, base, more)                                                        \
	"<w:style w:type=\"paragraph\" " own "w:styleId=\"" id "\"><w:name w:val=\"" name         \
	"\"/><w:basedOn w:val=\"" base "\"/>" more "</w:style>"
#define STYLE(id, name, base, more) STYLE_OF("", id, name, base, more)
#define OWN_STYLE(id, name, base, more) STYLE_OF("w:customStyle=\"1\" ", id, name, base, more)
#define INDENT "<w:ind w:firstLine=\"640\" w:firstLineChars=\"200\"/>"
#define SNUG                                                                                       \
	"<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"
/* 3号 type is 16 pt; a quarter of a point less between characters makes 28 of them fill the line. */
#define TIGHT "<w:spacing w:val=\"-5\"/>"
#define LOOSE "<w:spacing w:val=\"0\"/>"

#define PART(name, type)                                                                           \
	"<Override PartName=\"" name                                                               \
	"\" ContentType=\"application/vnd.openxmlformats-officedocument." type "+xml\"/>"

#define CONTENT_TYPES(more)                                                                        \
	DOCX_PROLOGUE                                                                              \
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"         \
	"<Default Extension=\"rels\" "                                                           \
	"ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"             \
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"                           \
	PART("/word/document.xml", "wordprocessingml.document.main")                             \
	PART("/word/styles.xml", "wordprocessingml.styles")                                      \
	PART("/word/settings.xml", "wordprocessingml.settings")                                  \
	PART("/word/fontTable.xml", "wordprocessingml.fontTable")                                \
	PART("/word/footer1.xml", "wordprocessingml.footer")                                     \
	PART("/word/footer2.xml", "wordprocessingml.footer")                                     \
	PART("/docProps/app.xml", "extended-properties")                                         \
	"<Override PartName=\"/docProps/core.xml\" "                                             \
	"ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"           \
	more "</Types>"

const char docx_content_types[] = CONTENT_TYPES("");
const char docx_letter_content_types[] = CONTENT_TYPES(
	PART("/word/header1.xml", "wordprocessingml.header")
	PART("/word/footer3.xml", "wordprocessingml.footer"));

#define RELATIONS                                                                                  \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATED(id, type, target)                                                                  \
	"<Relationship Id=\"" id "\" Type=\"" DOCX_RELATION "/" type "\" Target=\"" target "\"/>"

const char docx_package_relations[] = DOCX_PROLOGUE RELATIONS
	RELATED("rId1", "officeDocument", "word/document.xml")
	RELATED("rId3", "extended-properties", "docProps/app.xml")
	"<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
	"relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
	"</Relationships>";

#define DOCUMENT_RELATIONS(more)                                                                   \
	DOCX_PROLOGUE RELATIONS                                                                    \
	RELATED("rId1", "styles", "styles.xml")                                                    \
	RELATED("rId2", "settings", "settings.xml")                                                \
	RELATED("rId3", "fontTable", "fontTable.xml")                                              \
	RELATED("rId4", "footer", "footer1.xml")                                                   \
	RELATED("rId5", "footer", "footer2.xml")                                                   \
	more "</Relationships>"

const char docx_document_relations[] = DOCUMENT_RELATIONS("");
const char docx_letter_document_relations[] = DOCUMENT_RELATIONS(
	RELATED("rId6", "header", "header1.xml")
	RELATED("rId7", "footer", "footer3.xml"));

/* Odd pages number to the right, even ones to the left. Law: GB/T 9704 7.5 */
const char docx_settings[] = DOCX_PROLOGUE
	"<w:settings xmlns:w=\"" DOCX_NAMESPACE "\"><w:zoom w:percent=\"100\"/>"
	"<w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
	"<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
	"<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
	"<w:compatSetting w:name=\"compatibilityMode\" "
	"w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
	"<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>";

/* Where a machine lacks a font of the standard, Word takes the one named as altName. */
#define FACE(name, other, family)                                                                  \
	"<w:font w:name=\"" name "\"><w:altName w:val=\"" other                                    \
	"\"/><w:charset w:val=\"86\"/><w:family w:val=\"" family                                   \
	"\"/><w:pitch w:val=\"variable\"/></w:font>"

const char docx_fonts[] = DOCX_PROLOGUE
	"<w:fonts xmlns:w=\"" DOCX_NAMESPACE "\">"
	FACE("仿宋_GB2312", "仿宋", "modern")
	FACE("楷体_GB2312", "楷体", "modern")
	FACE("方正小标宋简体", "宋体", "script")
	FACE("黑体", "SimHei", "modern")
	FACE("宋体", "SimSun", "roman")
	"</w:fonts>";

const char docx_styles[] = DOCX_PROLOGUE
	"<w:styles xmlns:w=\"" DOCX_NAMESPACE "\"><w:docDefaults><w:rPrDefault><w:rPr>"
	FONT("仿宋_GB2312") "<w:kern w:val=\"2\"/>" SIZE("32")
	"<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
	"<w:pPrDefault/></w:docDefaults>"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
	"<w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/><w:spacing w:line=\"" DOCX_LINE
	"\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr><w:rPr>" TIGHT "</w:rPr></w:style>"
	"<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
	"<w:name w:val=\"Default Paragraph Font\"/></w:style>"
	"<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"RunIn\">"
	"<w:name w:val=\"公文二级标题\"/><w:rPr>" FONT("楷体_GB2312") "</w:rPr></w:style>"
	"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
	"<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
	"<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
	"<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar>"
	"</w:tblPr></w:style>"
	STYLE("BodyText", "Body Text", "Normal", "<w:qFormat/><w:pPr>" INDENT "</w:pPr>")
	STYLE("Title", "Title", "Normal",
		"<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing "
		"w:after=\"" DOCX_LINE "\" w:line=\"700\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>"
		"</w:pPr><w:rPr>" FONT("方正小标宋简体") LOOSE SIZE("44") "</w:rPr>")
	STYLE("Heading1", "heading 1", "Normal",
		"<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/>" INDENT
		"<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr>" FONT("黑体") "</w:rPr>")
	STYLE("Heading2", "heading 2", "Normal",
		"<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/>" INDENT
		"<w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr>" FONT("楷体_GB2312") "</w:rPr>")
	STYLE("Heading3", "heading 3", "Normal",
		"<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/>" INDENT
		"<w:outlineLvl w:val=\"2\"/></w:pPr><w:rPr><w:b/></w:rPr>")
	STYLE("Subtitle", "Subtitle", "Normal",
		"<w:qFormat/><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:rPr>" FONT("楷体_GB2312") "</w:rPr>")
	STYLE("Signature", "Signature", "Normal", "<w:pPr><w:jc w:val=\"right\"/></w:pPr>")
	STYLE("Footer", "footer", "Normal",
		"<w:pPr>" SNUG "</w:pPr><w:rPr>" FONT("宋体") LOOSE SIZE("28") "</w:rPr>")
	OWN_STYLE("TableText", "表格文字", "Normal",
		"<w:pPr>" SNUG "<w:jc w:val=\"left\"/></w:pPr><w:rPr>" FONT("宋体")
		"<w:snapToGrid w:val=\"0\"/>" LOOSE "<w:kern w:val=\"0\"/>" SIZE("21") "</w:rPr>")
	OWN_STYLE("TableSmall", "表格小字", "TableText", "<w:rPr>" SIZE("18") "</w:rPr>")
	OWN_STYLE("TableEnd", "表后空行", "Normal",
		"<w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"120\" w:lineRule=\"exact\"/></w:pPr>"
		"<w:rPr>" SIZE("2") "</w:rPr>")
	"</w:styles>";
/* clang-format on */

void
docx_put_footer(struct buf *out, bool is_odd, int after)
{
	const char *side = is_odd ? "right" : "left";

	buf_print(out,
		DOCX_PROLOGUE "<w:ftr xmlns:w=\"" DOCX_NAMESPACE "\"><w:p><w:pPr>"
			      "<w:pStyle w:val=\"Footer\"/><w:spacing w:after=\"%d\"/><w:ind "
			      "w:%s=\"280\" w:%sChars=\"100\"/><w:jc w:val=\"%s\"/></w:pPr>",
		after, side, side, side);
	buf_put(out, STR("<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>"
			 "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
			 "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
			 "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
			 "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
			 "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"));
}
