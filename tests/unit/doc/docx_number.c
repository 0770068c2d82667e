/* The docx reader: the numbers that Word shows before headings and items, which no text holds. */
#include "docx.h"

#include "base/utf8.h"

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
					"w:val=\"1\"/></w:lvlOverride>"
					"<w:lvlOverride w:ilvl=\"21\"><w:lvl w:ilvl=\"0\">"
					"<w:start w:val=\"7\"/></w:lvl></w:lvlOverride>"
					"<w:lvlOverride w:ilvl=\"-7\"><w:lvl w:ilvl=\"1\"/>"
					"</w:lvlOverride>") USE("4", "4",
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(headings_get_the_numbers_that_word_shows),
		TEST(numbers_of_styles_and_of_levels_that_name_them),
		TEST(lists_begin_anew_where_they_say_so),
		TEST(every_way_of_counting_has_its_words),
		TEST(figures_in_tables_never_get_a_number),
		TEST(hostile_numbering_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
