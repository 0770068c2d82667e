/* The docx reader: paragraphs, headings, merged cells, tables in tables, tracked changes; and files
 * made to break it. */
#include "archive.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" W "\"><w:body>"
#define TAIL "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" P(text) "</w:tc>"
#define TR(cells) "<w:tr>" cells "</w:tr>"
#define TBL(rows) "<w:tbl><w:tblPr/><w:tblGrid/>" rows "</w:tbl>"

static struct arena *arena;

static int
open_arena(void **state)
{
	return arena_open((size_t)256 << 20, &arena) ? -1 : 0;
}

static int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

static struct fault *
read_parts(const struct archive_part *parts, size_t count, struct doc *ret_doc)
{
	return doc_read_docx(archive_make(arena, parts, count), arena, ret_doc);
}

static struct fault *
read_xml(struct str xml, struct doc *ret_doc)
{
	struct archive_part part = { "word/document.xml", xml };

	return read_parts(&part, 1, ret_doc);
}

#define READ(body, ret_doc) FINE(read_xml(STR(HEAD body TAIL), ret_doc))

static void
has_text(const struct doc *doc, size_t block, enum doc_role role, const char *text)
{
	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, role);
	SAME_TEXT(doc->blocks[block].text, text);
}

static const struct doc_table *
table_at(const struct doc *doc, size_t block)
{
	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, DOC_TABLE);
	return doc->blocks[block].table;
}

static void
has_cell(const struct doc_table *table, int row, int column, int row_span, int column_span,
	const char *text)
{
	const struct doc_cell *cell = doc_cell_at(table, row, column);

	assert_non_null(cell);
	assert_int_equal(cell->row, row);
	assert_int_equal(cell->column, column);
	assert_int_equal(cell->row_span, row_span);
	assert_int_equal(cell->column_span, column_span);
	SAME_TEXT(cell->text, text);
}

/* --- automatic numbers --- */

#define LVL(level, format, pattern)                                                                \
	"<w:lvl w:ilvl=\"" level "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format              \
	"\"/><w:lvlText w:val=\"" pattern "\"/></w:lvl>"
#define LIST(id, levels) "<w:abstractNum w:abstractNumId=\"" id "\">" levels "</w:abstractNum>"
#define USE(id, list, changes)                                                                     \
	"<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" list "\"/>" changes "</w:num>"
#define NUMBERED(use, level, text)                                                                 \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" use                  \
	"\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define STYLED(style, text)                                                                        \
	"<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

static struct fault *
read_numbered(struct str body, struct str numbering, struct str styles, struct doc *ret_doc)
{
	struct archive_part parts[3] = { { "word/document.xml", STR_NONE },
		{ "word/numbering.xml", STR_NONE }, { "word/styles.xml", STR_NONE } };

	FINE(str_print(arena, &parts[0].content, "%s%.*s%s", HEAD, STR_ARG(body), TAIL));
	FINE(str_print(arena, &parts[1].content, "<w:numbering xmlns:w=\"%s\">%.*s</w:numbering>",
		W, STR_ARG(numbering)));
	FINE(str_print(arena, &parts[2].content, "<w:styles xmlns:w=\"%s\">%.*s</w:styles>", W,
		STR_ARG(styles)));
	return read_parts(parts, COUNT_OF(parts), ret_doc);
}

static void
has_texts(const struct doc *doc, const char *const *texts, size_t count)
{
	assert_int_equal(doc->block_count, count);
	for (size_t i = 0; i < count; i++)
		SAME_TEXT(doc->blocks[i].text, texts[i]);
}

static void
headings_get_the_numbers_that_word_shows(void **state)
{
	static const char *const texts[] = { "一、总体情况", "（一）主动公开", "1. 栏目", "2. 网站",
		"（二）依申请公开", "1. 渠道", "二、主动公开情况", "（一）表", "不编号" };
	struct doc doc;

	FINE(read_numbered(
		STR(NUMBERED("1", "0", "总体情况") NUMBERED("1", "1", "主动公开") NUMBERED("1", "2",
			"栏目") NUMBERED("1", "2", "网站") NUMBERED("1", "1", "依申请公开")
				NUMBERED("1", "2", "渠道") NUMBERED("1", "0", "主动公开情况")
					NUMBERED("1", "1", "表") NUMBERED("0", "0", "不编号")),
		STR(LIST("7", LVL("0", "chineseCounting", "%1、")
				      LVL("1", "chineseCountingThousand", "（%2）")
					      LVL("2", "decimal", "%3.")) USE("1", "7", "")),
		STR_NONE, &doc));
	has_texts(&doc, texts, COUNT_OF(texts));
}

static void
numbers_of_styles_and_of_levels_that_name_them(void **state)
{
	static const char *const texts[] = { "第一章 总则", "1.1 目的", "1.2 依据", "第二章 附则",
		"2.1 施行" };
	struct doc doc;

	FINE(read_numbered(STR(STYLED("a", "总则") STYLED("b", "目的") STYLED("b", "依据")
					   STYLED("a", "附则") STYLED("c", "施行")),
		STR(LIST("1",
			"<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
			"w:val=\"chineseCounting\"/>"
			"<w:pStyle w:val=\"a\"/><w:lvlText w:val=\"第%1章 \"/></w:lvl><w:lvl "
			"w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/>"
			"<w:pStyle w:val=\"b\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl>")
				USE("4", "1", "")),
		STR("<w:style w:styleId=\"a\"><w:pPr><w:numPr><w:numId "
		    "w:val=\"4\"/></w:numPr></w:pPr>"
		    "</w:style><w:style w:styleId=\"b\"><w:pPr><w:numPr><w:ilvl "
		    "w:val=\"1\"/><w:numId "
		    "w:val=\"4\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"c\"><w:basedOn "
		    "w:val=\"b\"/></w:style>"),
		&doc));
	has_texts(&doc, texts, COUNT_OF(texts));
}

static void
lists_begin_anew_where_they_say_so(void **state)
{
	static const char *const texts[] = { "1. 甲", "2. 乙", "1. 另起", "2. 接着",
		"3. 回到第一个" };
	struct doc doc;

	FINE(read_numbered(
		STR(NUMBERED("1", "0", "甲") NUMBERED("1", "0", "乙") NUMBERED("2", "0", "另起")
				NUMBERED("2", "0", "接着") NUMBERED("1", "0", "回到第一个")),
		STR(LIST("1", LVL("0", "decimal", "%1.")) USE("1", "1", "") USE("2", "1",
			"<w:lvlOverride w:ilvl=\"0\"><w:startOverride "
			"w:val=\"1\"/></w:lvlOverride>")),
		STR_NONE, &doc));
	has_texts(&doc, texts, COUNT_OF(texts));
}

static void
every_way_of_counting_has_its_words(void **state)
{
	static const struct {
		const char *format;
		int start;
		const char *text;
	} ways[] = {
		{ "decimal", 12, "12甲" },
		{ "decimalZero", 3, "03甲" },
		{ "upperRoman", 1994, "MCMXCIV甲" },
		{ "lowerRoman", 4, "iv甲" },
		{ "upperLetter", 28, "BB甲" },
		{ "lowerLetter", 26, "z甲" },
		{ "chineseCounting", 10, "十甲" },
		{ "chineseCounting", 15, "十五甲" },
		{ "chineseCounting", 20, "二十甲" },
		{ "chineseCounting", 101, "一百零一甲" },
		{ "chineseCountingThousand", 110, "一百一十甲" },
		{ "japaneseCounting", 3005, "三千零五甲" },
		{ "ideographDigital", 10, "一〇甲" },
		{ "chineseLegalSimplified", 12, "壹拾贰甲" },
		{ "ideographTraditional", 3, "丙甲" },
		{ "ideographTraditional", 11, "11甲" },
		{ "ideographZodiac", 12, "亥甲" },
		{ "decimalEnclosedCircleChinese", 2, "②甲" },
		{ "decimalEnclosedParen", 2, "⑵甲" },
		{ "decimalEnclosedFullstop", 20, "⒛甲" },
		{ "decimalFullWidth", 10, "１０甲" },
		{ "upperRoman", 0, "0甲" },
		{ "chineseCounting", 32767, "32767甲" },
		{ "bullet", 1, "甲" },
		{ "none", 1, "甲" },
		{ "nobodyKnows", 5, "5甲" },
	};

	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		struct str numbering;
		struct doc doc;

		FINE(str_print(arena, &numbering,
			LIST("1", "<w:lvl w:ilvl=\"0\"><w:start w:val=\"%d\"/><w:numFmt "
				  "w:val=\"%s\"/><w:suff w:val=\"nothing\"/><w:lvlText "
				  "w:val=\"%%1\"/></w:lvl>") USE("1", "1", ""),
			ways[i].start, ways[i].format));
		FINE(read_numbered(STR(NUMBERED("1", "0", "甲")), numbering, STR_NONE, &doc));
		SAME_TEXT(doc.blocks[0].text, ways[i].text);
	}
}

static void
figures_in_tables_never_get_a_number(void **state)
{
	struct doc doc;

	FINE(read_numbered(
		STR(TBL(TR("<w:tc>" NUMBERED("1", "0", "属于国家秘密") "</w:tc><w:tc>" NUMBERED(
			"1", "0", "5") "</w:tc><w:tc>" NUMBERED("1", "0", "") "</w:tc>"))),
		STR(LIST("1", LVL("0", "decimal", "%1.")) USE("1", "1", "")), STR_NONE, &doc));
	has_cell(table_at(&doc, 0), 0, 0, 1, 1, "1. 属于国家秘密");
	has_cell(table_at(&doc, 0), 0, 1, 1, 1, "5");
	has_cell(table_at(&doc, 0), 0, 2, 1, 1, "");
}

/* Lists that point in circles, at nothing, at levels that do not exist, and without end. */
static void
hostile_numbering_is_survived(void **state)
{
	struct buf numbering;
	struct doc doc;

	FINE(read_numbered(STR(NUMBERED("1", "0", "圈") NUMBERED("2", "0", "无表") NUMBERED("9",
				   "0", "无用") NUMBERED("3", "99", "深") NUMBERED("3", "-5", "浅")
					   NUMBERED("-3", "0", "负") NUMBERED("4", "0", "长")),
		STR(LIST("1", "<w:numStyleLink w:val=\"s\"/>") LIST(
			"3", LVL("0", "decimal", "%1.%9%") LVL("99", "decimal", "%1")) LIST("4",
			LVL("0", "chineseLegalSimplified",
				"章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1章%1"))
				USE("1", "1", "") USE("2", "77", "") USE("3", "3",
					"<w:lvlOverride w:ilvl=\"12\"><w:startOverride "
					"w:val=\"1\"/></w:lvlOverride>") USE("4", "4",
					"<w:lvlOverride w:ilvl=\"0\"><w:startOverride "
					"w:val=\"99999999\"/></w:lvlOverride>")),
		STR("<w:style w:styleId=\"s\"><w:basedOn w:val=\"s\"/><w:pPr><w:numPr><w:numId "
		    "w:val=\"1\"/></w:numPr></w:pPr></w:style>"),
		&doc));
	assert_int_equal(doc.block_count, 7);
	SAME_TEXT(doc.blocks[0].text, "圈");
	SAME_TEXT(doc.blocks[1].text, "无表");
	SAME_TEXT(doc.blocks[2].text, "无用");
	SAME_TEXT(doc.blocks[3].text, "深");
	SAME_TEXT(doc.blocks[4].text, "1.0% 浅");
	assert_true(utf8_is_valid(doc.blocks[6].text, &(size_t){ 0 }));
	buf_init(&numbering, (size_t)16 << 20);
	for (int i = 0; i < 20001; i++)
		buf_print(&numbering, "<w:abstractNum w:abstractNumId=\"%d\"/>", i);
	FINE(buf_check(&numbering));
	FAILS(read_numbered(STR(NUMBERED("1", "0", "多")), buf_str(&numbering), STR_NONE, &doc),
		fault_memory()->code);
	buf_done(&numbering);
}

/* --- text --- */

static void
runs_join_and_breaks_and_tabs_are_kept(void **state)
{
	struct doc doc;

	READ("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>"
	     "<w:r><w:rPr><w:b/></w:rPr><w:t>一、</w:t></w:r><w:bookmarkStart w:name=\"_GoBack\"/>"
	     "<w:r><w:t xml:space=\"preserve\">总体 &lt;情况&gt;</w:t><w:tab/><w:t>甲</w:t><w:br/>"
	     "<w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r></w:p>",
		&doc);
	assert_int_equal(doc.block_count, 1);
	has_text(&doc, 0, DOC_PARAGRAPH, "一、总体 <情况>\t甲\n乙-丙");
}

static void
blank_paragraphs_are_left_out(void **state)
{
	struct doc doc;

	READ("<w:p/>" P("  ") P("甲") "<w:p><w:r></w:r></w:p>" P("　") P("乙"), &doc);
	assert_int_equal(doc.block_count, 2);
	has_text(&doc, 1, DOC_PARAGRAPH, "乙");
}

static void
accepted_changes_are_what_is_read(void **state)
{
	struct doc doc;

	READ("<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
	     "<w:ins><w:r><w:t>4</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></"
	     "w:moveFrom>"
	     "<w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo>"
	     "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
	     "<w:t>。</w:t></w:r></w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "收到4件。");
}

static void
a_deleted_paragraph_mark_joins_two_paragraphs(void **state)
{
	struct doc doc;

	READ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" P("后")
			P("三") "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>末</w:t></"
				"w:r></w:p>",
		&doc);
	assert_int_equal(doc.block_count, 3);
	has_text(&doc, 0, DOC_PARAGRAPH, "前后");
	has_text(&doc, 1, DOC_PARAGRAPH, "三");
	has_text(&doc, 2, DOC_PARAGRAPH, "末");
}

static void
hidden_text_and_field_codes_are_not_read(void **state)
{
	struct doc doc;

	READ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
	     "<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r>"
	     "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
	     "<w:r><w:instrText> PAGE </w:instrText><w:t>码</w:t></w:r>"
	     "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>5</w:t></w:r>"
	     "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>页</w:t></w:r></w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "显5页");
}

static void
text_boxes_are_read_once(void **state)
{
	struct doc doc;

	READ("<w:p><w:r><w:t>前</w:t></w:r><w:r>"
	     "<mc:AlternateContent "
	     "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">"
	     "<mc:Choice><w:txbxContent>" P("框一")
			P("框二") "</w:txbxContent></mc:Choice>"
				  "<mc:Fallback><w:txbxContent>" P(
					  "框一") "</w:txbxContent></mc:Fallback>"
						  "</mc:AlternateContent></w:r><w:r><w:t>后</w:t></"
						  "w:r></w:p>",
		&doc);
	assert_int_equal(doc.block_count, 3);
	has_text(&doc, 0, DOC_PARAGRAPH, "框一");
	has_text(&doc, 1, DOC_PARAGRAPH, "框二");
	has_text(&doc, 2, DOC_PARAGRAPH, "前后");
}

static void
symbols_of_forms_become_characters(void **state)
{
	struct doc doc;

	READ("<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t>是</w:t>"
	     "<w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/><w:t>否</w:t>"
	     "<w:sym w:font=\"Odd\" w:char=\"F0FF\"/><w:sym w:font=\"Odd\" w:char=\"4E2D\"/>"
	     "<w:sym w:font=\"Odd\" w:char=\"zz\"/><w:sym w:font=\"Odd\"/></w:r></w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "☑是□否中");
}

static void
pictures_are_noticed(void **state)
{
	struct doc doc;

	READ(P("字"), &doc);
	assert_false(doc.has_pictures);
	READ("<w:p><w:r><w:drawing><pic:pic xmlns:pic=\"urn:p\"/></w:drawing></w:r></w:p>", &doc);
	assert_true(doc.has_pictures);
}

static void
headings_come_from_styles_and_outline_levels(void **state)
{
	struct doc doc;
	static const char styles[] =
		"<w:styles xmlns:w=\"" W "\">"
		"<w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>"
		"<w:style w:styleId=\"a9\"><w:name w:val=\"my own\"/><w:basedOn "
		"w:val=\"1\"/></w:style>"
		"<w:style w:styleId=\"b\"><w:name w:val=\"标题 2\"/></w:style>"
		"<w:style w:styleId=\"t\"><w:name w:val=\"Title\"/></w:style>"
		"<w:style w:styleId=\"c\"><w:name w:val=\"toc 1\"/></w:style>"
		"<w:style w:styleId=\"loop\"><w:name w:val=\"x\"/><w:basedOn "
		"w:val=\"loop\"/></w:style>"
		"</w:styles>";
	static const char body[] = HEAD
		"<w:p><w:pPr><w:pStyle w:val=\"t\"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>"
		"<w:p><w:pPr><w:pStyle w:val=\"c\"/></w:pPr><w:r><w:t>目录</w:t></w:r></w:p>"
		"<w:p><w:pPr><w:pStyle w:val=\"a9\"/></w:pPr><w:r><w:t>一</w:t></w:r></w:p>"
		"<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>二</w:t></w:r></w:p>"
		"<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:outlineLvl "
		"w:val=\"9\"/></w:pPr><w:r><w:t>文</w:t></w:r>"
		"</w:p>"
		"<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:r><w:t>三</w:t></w:r></w:p>"
		"<w:p><w:pPr><w:pStyle w:val=\"loop\"/><w:jc "
		"w:val=\"center\"/></w:pPr><w:r><w:t>中</w:t></w:r>"
		"</w:p>"
		"<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:t>署</w:t></w:r></w:p>" TAIL;
	const struct archive_part parts[] = {
		{ "word/document.xml", STR(body) },
		{ "word/styles.xml", STR(styles) },
	};

	FINE(read_parts(parts, COUNT_OF(parts), &doc));
	assert_int_equal(doc.block_count, 7);
	has_text(&doc, 0, DOC_TITLE, "题");
	has_text(&doc, 1, DOC_HEADING, "一");
	assert_int_equal(doc.blocks[1].level, 1);
	has_text(&doc, 2, DOC_HEADING, "二");
	assert_int_equal(doc.blocks[2].level, 2);
	has_text(&doc, 3, DOC_PARAGRAPH, "文");
	has_text(&doc, 4, DOC_HEADING, "三");
	assert_int_equal(doc.blocks[4].level, 3);
	has_text(&doc, 5, DOC_CENTER, "中");
	has_text(&doc, 6, DOC_SIGNATURE, "署");
}

/* --- tables --- */

static void
merged_cells_become_spans(void **state)
{
	struct doc doc;
	const struct doc_table *table;

	READ(TBL(TR(TC("<w:gridSpan w:val=\"2\"/>", "横") TC("", "甲")) TR(
		     TC("<w:vMerge w:val=\"restart\"/>", "竖") TC("", "1")
			     TC("", "2")) TR(TC("<w:vMerge/>", "") TC("", "3") TC("", "4"))
			     TR(TC("<w:vMerge w:val=\"continue\"/>", "") TC("", "5") TC("", "6"))),
		&doc);
	table = table_at(&doc, 0);
	assert_int_equal(table->row_count, 4);
	assert_int_equal(table->column_count, 3);
	has_cell(table, 0, 0, 1, 2, "横");
	has_cell(table, 0, 2, 1, 1, "甲");
	has_cell(table, 1, 0, 3, 1, "竖");
	has_cell(table, 3, 1, 1, 1, "5");
	has_cell(table, 3, 2, 1, 1, "6");
}

static void
two_merges_of_the_same_column_stay_apart(void **state)
{
	struct doc doc;
	const struct doc_table *table;

	READ(TBL(TR(TC("<w:vMerge w:val=\"restart\"/>", "一") TC("", "1")) TR(TC("<w:vMerge/>", "")
			     TC("", "2")) TR(TC("<w:vMerge w:val=\"restart\"/>", "二") TC("", "3"))
			     TR(TC("<w:vMerge/>", "") TC("", "4")) TR(TC("", "三") TC("", "5"))),
		&doc);
	table = table_at(&doc, 0);
	has_cell(table, 0, 0, 2, 1, "一");
	has_cell(table, 2, 0, 2, 1, "二");
	has_cell(table, 4, 0, 1, 1, "三");
}

static void
a_merge_without_a_beginning_is_a_cell_of_its_own(void **state)
{
	struct doc doc;
	const struct doc_table *table;

	READ(TBL(TR(TC("<w:vMerge/>", "甲") TC("", "1")) TR(TC("<w:vMerge/>", "") TC("", "2"))
			     TR(TC("<w:gridSpan w:val=\"2\"/><w:vMerge/>", "乙"))),
		&doc);
	table = table_at(&doc, 0);
	has_cell(table, 0, 0, 2, 1, "甲");
	has_cell(table, 2, 0, 1, 2, "乙");
}

static void
old_merges_beside_widen_the_cell(void **state)
{
	struct doc doc;
	const struct doc_table *table;

	READ(TBL(TR(TC("<w:hMerge w:val=\"restart\"/>", "宽") TC("<w:hMerge/>", "") TC("", "1"))
			     TR(TC("", "a") TC("<w:vMerge w:val=\"restart\"/>", "b") TC("", "c"))
				     TR(TC("", "x") TC("<w:vMerge/>", "") TC("<w:hMerge/>", "y"))),
		&doc);
	table = table_at(&doc, 0);
	has_cell(table, 0, 0, 1, 2, "宽");
	has_cell(table, 1, 1, 2, 1, "b");
	has_cell(table, 2, 2, 1, 1, "y");
}

static void
columns_before_a_row_and_deleted_rows_are_heeded(void **state)
{
	struct doc doc;
	const struct doc_table *table;

	READ(TBL("<w:tr><w:trPr><w:tblHeader/></w:trPr>" TC("", "一") TC("",
		     "二") "</w:tr>"
			   "<w:tr><w:trPr><w:del/></w:trPr>" TC("", "去") TC("",
				   "去") "</w:tr>"
					 "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC(
						 "", "三") "</w:tr>"),
		&doc);
	table = table_at(&doc, 0);
	assert_int_equal(table->row_count, 2);
	assert_true(doc_cell_at(table, 0, 0)->is_heading);
	assert_null(doc_cell_at(table, 1, 0));
	has_cell(table, 1, 1, 1, 1, "三");
	assert_false(doc_cell_at(table, 1, 1)->is_heading);
}

static void
paragraphs_of_a_cell_are_lines(void **state)
{
	struct doc doc;

	READ(TBL(TR("<w:tc>" P("第一") "<w:p/>" P("第二") "</w:tc>" TC("", "x"))), &doc);
	has_cell(table_at(&doc, 0), 0, 0, 1, 1, "第一\n第二");
}

static void
a_table_in_a_cell_comes_after_its_table(void **state)
{
	struct doc doc;

	READ(TBL(TR("<w:tc>" P("前") TBL(TR(TC("", "内1") TC("", "内2")))
			     P("后") "</w:tc>" TC("", "旁"))) P("文"),
		&doc);
	assert_int_equal(doc.block_count, 3);
	has_cell(table_at(&doc, 0), 0, 0, 1, 1, "前\n后");
	has_cell(table_at(&doc, 0), 0, 1, 1, 1, "旁");
	has_cell(table_at(&doc, 1), 0, 1, 1, 1, "内2");
	has_text(&doc, 2, DOC_PARAGRAPH, "文");
}

static void
a_table_that_only_lays_out_gives_way(void **state)
{
	struct doc doc;

	READ(TBL(TR("<w:tc>" P("前") TBL(TR(TC("", "内1") TC("", "内2"))) P("后") "</w:tc>")
			     TR(TC("", "第二行"))),
		&doc);
	assert_int_equal(doc.block_count, 4);
	has_text(&doc, 0, DOC_PARAGRAPH, "前");
	has_cell(table_at(&doc, 1), 0, 0, 1, 1, "内1");
	has_text(&doc, 2, DOC_PARAGRAPH, "后");
	has_text(&doc, 3, DOC_PARAGRAPH, "第二行");
}

static void
content_controls_are_looked_through(void **state)
{
	struct doc doc;

	READ("<w:sdt><w:sdtContent>" P("甲") TBL("<w:sdt><w:sdtContent>" TR(
		     "<w:sdt><w:sdtContent>" TC("", "1") "</w:sdtContent></w:sdt>" TC(
			     "", "2")) "</w:sdtContent></w:sdt>") "</w:sdtContent></w:sdt>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "甲");
	has_cell(table_at(&doc, 1), 0, 1, 1, 1, "2");
}

/* --- hostile files --- */

static void
a_cut_archive_says_that_it_is_incomplete(void **state)
{
	struct archive_part part = { "word/document.xml", STR(HEAD P("内容") TAIL) };
	struct str whole = archive_make(arena, &part, 1);
	struct doc doc;

	for (size_t len = 0; len < whole.len; len++)
		FAILS(doc_read_docx(str_sub(whole, 0, len), arena, &doc), "doc_broken");
	FINE(doc_read_docx(whole, arena, &doc));
}

static void
every_changed_byte_is_survived(void **state)
{
	struct archive_part part = { "word/document.xml", STR(HEAD TBL(TR(TC("", "1"))) TAIL) };
	struct str whole = archive_make(arena, &part, 1);
	char *bytes = arena_take(arena, 1, whole.len);
	int refused = 0;

	for (size_t at = 0; at < whole.len; at++) {
		struct doc doc;

		memcpy(bytes, whole.at, whole.len);
		bytes[at] ^= 0x55;
		if (doc_read_docx((struct str){ bytes, whole.len }, arena, &doc))
			refused++;
	}
	assert_true(refused > (int)whole.len / 4);
}

static void
a_wrong_checksum_is_refused(void **state)
{
	struct archive_part part = { "word/document.xml", STR(HEAD P("内容") TAIL) };
	struct str whole = archive_make(arena, &part, 1);
	char *bytes = arena_take(arena, 1, whole.len);
	size_t entry = str_find_last(whole, STR("PK\1\2"));
	struct doc doc;

	memcpy(bytes, whole.at, whole.len);
	bytes[entry + 16] ^= 1;
	FAILS(doc_read_docx((struct str){ bytes, whole.len }, arena, &doc), "doc_broken");
}

static void
a_locked_part_asks_for_a_file_without_password(void **state)
{
	struct archive_part part = { "word/document.xml", STR(HEAD P("内容") TAIL) };
	struct str whole = archive_make(arena, &part, 1);
	char *bytes = arena_take(arena, 1, whole.len);
	struct doc doc;

	memcpy(bytes, whole.at, whole.len);
	bytes[str_find_last(whole, STR("PK\1\2")) + 8] |= 1;
	FAILS(doc_read_docx((struct str){ bytes, whole.len }, arena, &doc), "doc_password");
}

static void
a_bomb_is_not_unpacked(void **state)
{
	size_t len = (size_t)40 << 20;
	char *zeros = arena_take(arena, 1, len);
	struct archive_part part = { "word/document.xml", { zeros, len } };
	struct doc doc;

	assert_non_null(zeros);
	FAILS(read_parts(&part, 1, &doc), "doc_bomb");
}

static void
entities_are_refused_before_they_grow(void **state)
{
	struct doc doc;

	FAILS(read_xml(
		      STR("<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>"
			  "<w:document xmlns:w=\"" W "\"><w:body>" P("&b;") TAIL),
		      &doc),
		"doc_entities");
	FAILS(read_xml(STR("<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><d/>"), &doc),
		"doc_entities");
	FAILS(read_xml(STR(HEAD P("&unknown;") TAIL), &doc), "doc_broken");
}

/* Head, `count` times one piece, `count` times another, tail. */
static struct fault *
read_repeated(const char *open, const char *close, int count, struct doc *ret_doc)
{
	struct buf xml;
	struct fault *fault;

	buf_init(&xml, (size_t)64 << 20);
	buf_put(&xml, STR(HEAD));
	for (int i = 0; i < count; i++)
		buf_put(&xml, str_of(open));
	for (int i = 0; i < count; i++)
		buf_put(&xml, str_of(close));
	buf_put(&xml, STR(TAIL));
	fault = read_xml(buf_str(&xml), ret_doc);
	buf_done(&xml);
	return fault;
}

static void
deep_nesting_is_refused(void **state)
{
	struct doc doc;

	FAILS(read_repeated("<w:sdt>", "</w:sdt>", 300, &doc), "doc_deep");
	FAILS(read_repeated("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 300, &doc),
		"doc_deep");
	FAILS(read_repeated("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>", 60, &doc),
		"doc_deep");
	FINE(read_repeated("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 70, &doc));
}

static void
too_many_columns_are_refused(void **state)
{
	struct doc doc;
	struct buf xml;

	buf_init(&xml, (size_t)8 << 20);
	buf_put(&xml, STR(HEAD "<w:tbl><w:tr>"));
	for (int i = 0; i < 10000; i++)
		buf_put(&xml, STR("<w:tc><w:p/></w:tc>"));
	buf_put(&xml, STR("</w:tr></w:tbl>" TAIL));
	FAILS(read_xml(buf_str(&xml), &doc), "doc_columns");
	buf_done(&xml);
	FAILS(read_xml(STR(HEAD TBL(TR(TC("<w:gridSpan w:val=\"100000\"/>", "x"))) TAIL), &doc),
		"doc_columns");
	FAILS(read_xml(STR(HEAD TBL(TR(TC("<w:gridSpan w:val=\"99999999999999\"/>", "x"))) TAIL),
		      &doc),
		"doc_columns");
	FINE(read_xml(
		STR(HEAD TBL(TR(TC("<w:gridSpan w:val=\"-7\"/>", "x") TC("", "y"))) TAIL), &doc));
	FINE(read_xml(
		STR(HEAD TBL(TR(TC("<w:gridSpan w:val=\"abc\"/>", "x") TC("", "y"))) TAIL), &doc));
}

static void
misplaced_elements_are_survived(void **state)
{
	struct doc doc;

	READ("<w:tc>" P("a") "</w:tc><w:tr><w:tc>" P(
		     "b") "</w:tc></w:tr><w:t>c</w:t><w:r><w:t>d</w:t></w:r>"
			  "<w:tbl><w:tc>" P("e") "</w:tc><w:tr>" P("f") "<w:tr><w:tc><w:tc>" P(
				  "g") "</w:tc></w:tc></w:tr>"
				       "<w:tbl><w:tr><w:tc>" P(
					       "h") "</w:tc></w:tr></w:tbl></w:tr></w:tbl>"
						    "<w:gridSpan "
						    "w:val=\"3\"/><w:vMerge/><w:fldChar "
						    "w:fldCharType=\"end\"/>" P("末"),
		&doc);
	has_text(&doc, doc.block_count - 1, DOC_PARAGRAPH, "末");
}

static void
other_archives_and_texts_are_refused(void **state)
{
	const struct archive_part part = { "readme.txt", STR("x") };
	struct doc doc;

	FAILS(read_parts(&part, 1, &doc), "doc_broken");
	FAILS(doc_read_docx(STR("PK\3\4 and then nothing of the kind at all"), arena, &doc),
		"doc_broken");
	FAILS(doc_read_docx(STR_NONE, arena, &doc), "doc_broken");
	FAILS(read_xml(STR("no xml"), &doc), "doc_broken");
	FAILS(read_xml(STR(HEAD P("x")), &doc), "doc_broken");
}

static void
the_main_part_may_have_another_name(void **state)
{
	const struct archive_part parts[] = {
		{ "_rels/.rels", STR("<Relationships xmlns=\"urn:r\"><Relationship "
				     "Target=\"/word/document2.xml\" "
				     "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
				     "relationships/"
				     "officeDocument\"/></Relationships>") },
		{ "Word\\Document2.xml", STR(HEAD P("在此") TAIL) },
	};
	struct doc doc;

	FINE(read_parts(parts, COUNT_OF(parts), &doc));
	has_text(&doc, 0, DOC_PARAGRAPH, "在此");
}

static void
text_without_end_stops_at_its_limit(void **state)
{
	struct arena *small;
	struct archive_part part = { "word/document.xml", STR(HEAD P("内容") TAIL) };
	struct str whole = archive_make(arena, &part, 1);
	struct doc doc;

	for (size_t most = 0; most < 40000; most += 500) {
		struct fault *fault;

		FINE(arena_open(most, &small));
		fault = doc_read_docx(whole, small, &doc);
		if (fault)
			assert_string_equal(fault->code, "memory");
		arena_close(&small);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(runs_join_and_breaks_and_tabs_are_kept),
		TEST(blank_paragraphs_are_left_out),
		TEST(accepted_changes_are_what_is_read),
		TEST(a_deleted_paragraph_mark_joins_two_paragraphs),
		TEST(hidden_text_and_field_codes_are_not_read),
		TEST(text_boxes_are_read_once),
		TEST(symbols_of_forms_become_characters),
		TEST(pictures_are_noticed),
		TEST(headings_come_from_styles_and_outline_levels),
		TEST(headings_get_the_numbers_that_word_shows),
		TEST(numbers_of_styles_and_of_levels_that_name_them),
		TEST(lists_begin_anew_where_they_say_so),
		TEST(every_way_of_counting_has_its_words),
		TEST(figures_in_tables_never_get_a_number),
		TEST(hostile_numbering_is_survived),
		TEST(merged_cells_become_spans),
		TEST(two_merges_of_the_same_column_stay_apart),
		TEST(a_merge_without_a_beginning_is_a_cell_of_its_own),
		TEST(old_merges_beside_widen_the_cell),
		TEST(columns_before_a_row_and_deleted_rows_are_heeded),
		TEST(paragraphs_of_a_cell_are_lines),
		TEST(a_table_in_a_cell_comes_after_its_table),
		TEST(a_table_that_only_lays_out_gives_way),
		TEST(content_controls_are_looked_through),
		TEST(a_cut_archive_says_that_it_is_incomplete),
		TEST(every_changed_byte_is_survived),
		TEST(a_wrong_checksum_is_refused),
		TEST(a_locked_part_asks_for_a_file_without_password),
		TEST(a_bomb_is_not_unpacked),
		TEST(entities_are_refused_before_they_grow),
		TEST(deep_nesting_is_refused),
		TEST(too_many_columns_are_refused),
		TEST(misplaced_elements_are_survived),
		TEST(other_archives_and_texts_are_refused),
		TEST(the_main_part_may_have_another_name),
		TEST(text_without_end_stops_at_its_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
