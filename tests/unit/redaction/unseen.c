/* Text that the original hides and a file made anew would show: it is found, it goes unless people
 * want it seen, and what only looks alike stays. Old Word files by their text. */
#include "search.h"

#include "base/file.h"

#include "base/file.h"

#define SHEET_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define CELL(at, style, text)                                                                      \
	"<c r=\"" at "\" s=\"" style "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

/* Styles by number: 1 white on white, 2 white on blue, 3 tiny, 4 a format that shows nothing, 5 the
 * theme's white, 6 black on black, 7 grey, 8 the old palette's white on yellow. */
#define STYLES                                                                                     \
	"<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\";;;\"/></numFmts><fonts>"      \
	"<font><color theme=\"1\"/></font><font><color rgb=\"FFFFFFFF\"/></font>"                  \
	"<font><sz val=\"1\"/></font><font><color theme=\"0\"/></font>"                            \
	"<font><color rgb=\"FF808080\"/></font><font><color indexed=\"9\"/></font></fonts>"        \
	"<fills><fill><patternFill patternType=\"none\"/></fill>"                                  \
	"<fill><patternFill patternType=\"gray125\"/></fill>"                                      \
	"<fill><patternFill patternType=\"solid\"><fgColor "                                       \
	"rgb=\"FF1F3864\"/></patternFill></fill>"                                                  \
	"<fill><patternFill patternType=\"solid\"><fgColor "                                       \
	"rgb=\"FF000000\"/></patternFill></fill>"                                                  \
	"<fill><patternFill patternType=\"solid\"><fgColor indexed=\"13\"/></patternFill></fill>"  \
	"</fills><cellStyleXfs><xf fontId=\"1\"/></cellStyleXfs><cellXfs><xf/>"                    \
	"<xf fontId=\"1\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"2\"/><xf fontId=\"2\"/>"         \
	"<xf numFmtId=\"170\"/><xf fontId=\"3\"/><xf fontId=\"0\" fillId=\"3\"/><xf "              \
	"fontId=\"4\"/><xf fontId=\"5\" fillId=\"4\"/></cellXfs></styleSheet>"

static struct str
book_with(struct desk *desk, const char *columns, const char *rows)
{
	struct archive_part parts[] = {
		{ "[Content_Types].xml", STR("<Types/>") },
		{ "_rels/.rels",
			STR(RELATIONS(RELATION("r1", "officeDocument", "xl/workbook.xml"))) },
		{ "xl/workbook.xml",
			STR("<workbook xmlns=\"" SHEET_SPACE "\" xmlns:r=\"" OFFICE_SPACE
			    "\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
			    "</workbook>") },
		{ "xl/_rels/workbook.xml.rels",
			STR(RELATIONS(RELATION("r1", "worksheet", "worksheets/sheet1.xml")
					RELATION("r2", "styles", "styles.xml") RELATION(
						"r3", "sharedStrings", "sharedStrings.xml"))) },
		{ "xl/styles.xml", STR(STYLES) },
		{ "xl/sharedStrings.xml",
			STR("<sst xmlns=\"" SHEET_SPACE
			    "\"><si><r><t>半句</t></r><r><rPr><color rgb=\"FFFFFFFF\"/></rPr>"
			    "<t>白的半句</t></r></si><si><t>整句</t></si></sst>") },
		{ "xl/worksheets/sheet1.xml", STR("") },
	};

	FINE(str_print(desk->arena, &parts[6].content,
		"<worksheet xmlns=\"" SHEET_SPACE "\">%s<sheetData>%s</sheetData></worksheet>",
		columns, rows));
	return archive_make(desk->arena, parts, COUNT_OF(parts));
}

/* The unit with this text; -1 when there is none. */
static int
unit_of(const struct redaction_text *text, const char *words)
{
	for (size_t i = 0; i < text->count; i++)
		if (str_has(text->units[i].text, str_of(words)))
			return (int)i;
	return -1;
}

static void
must_be_unseen(struct desk *desk, const char *name, struct str bytes, const char *words, bool is)
{
	struct redaction_text text = { 0 };
	int unit;

	FINE(redaction_text(str_of(name), bytes, desk->arena, &text));
	unit = unit_of(&text, words);
	if (unit < 0)
		fail_msg("%s is no text of the file", words);
	if (text.units[unit].is_unseen != is)
		fail_msg("%s is %sseen", words, is ? "" : "un");
}

static void
cells_that_nobody_sees_are_known(void **state)
{
	struct desk *desk = *state;
	struct str book = book_with(desk,
		"<cols><col min=\"3\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" "
		"width=\"0\"/></cols>",
		"<row r=\"1\">" CELL("A1", "0", "普通") CELL("B1", "1", "白字") CELL(
			"C1", "0", "藏列") CELL("D1", "2", "深底白字") CELL("E1", "0",
			"零宽列") "</row><row r=\"2\">" CELL("A2", "3", "极小字") CELL("B2", "4",
			"不显示") CELL("D2", "5", "主题白") "</row><row r=\"3\">" CELL("A3", "6",
			"黑底黑字") CELL("B3", "7", "灰字") CELL("D3", "8",
			"黄底白字") "</row><row r=\"4\" ht=\"0\" customHeight=\"1\">" CELL("A4",
			"0", "零高行") CELL("B4", "0",
			"另一格") "</row><row r=\"5\"><c r=\"A5\" t=\"s\"><v>0</v></c><c r=\"B5\" "
				  "t=\"s\"><v>1</v></c><c r=\"D5\" s=\"2\" "
				  "t=\"s\"><v>0</v></c></row>");
	static const struct {
		const char *words;
		bool is_unseen;
	} cells[] = { { "普通", false }, { "白字", true }, { "藏列", true }, { "深底白字", false },
		{ "零宽列", true }, { "极小字", true }, { "不显示", true }, { "主题白", true },
		{ "黑底黑字", true }, { "灰字", false }, { "黄底白字", false }, { "零高行", true },
		{ "半句白的半句", true }, { "整句", false } };
	struct redaction_findings findings = inspect(desk, "a.xlsx", book);

	for (size_t i = 0; i < COUNT_OF(cells); i++)
		must_be_unseen(desk, "a.xlsx", book, cells[i].words, cells[i].is_unseen);
	must_find(&findings, "unseen_text", REDACTION_LOOK, "白字 / 藏列 / 零宽列 / 极小字");
	must_find(&findings, "hidden_columns", REDACTION_MUST_GO, "3");
}

static void
unseen_cells_go_unless_they_are_to_be_seen(void **state)
{
	struct desk *desk = *state;
	struct str book = book_with(desk, "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>",
		"<row r=\"1\">" CELL("A1", "0", "甲") CELL("B1", "0", "藏列的数")
			CELL("C1", "1", "白的数") "</row><row r=\"2\">" CELL("A2", "0", "乙")
				CELL("B2", "0", "藏列的话") CELL("C2", "0", "丙") "</row>");
	struct redaction show = { .shape = REDACTION_SHOW };
	struct redaction_plan plan = { .all = &show, .count = 1 };
	struct redaction_record record = cut_terms(desk, "a.xlsx", book, NULL, 0);
	struct redaction_text text = { 0 };

	SAME_TEXT(record.cuts[0].place, "原件里看不见的文字");
	assert_int_equal(record.cuts[0].count, 3);
	assert_int_equal(record.cuts[0].ground.len, 0);
	assert_false(holds_anywhere(desk, buf_str(&desk->out), "藏列"));
	assert_false(holds_anywhere(desk, buf_str(&desk->out), "白的数"));
	assert_true(holds_anywhere(desk, buf_str(&desk->out), "丙"));
	must_be_clean(desk, "a.xlsx", NULL, 0);

	FINE(redaction_text(STR("a.xlsx"), book, desk->arena, &text));
	show.unit = unit_of(&text, "白的数");
	buf_clear(&desk->out);
	FINE(redaction_apply(STR("a.xlsx"), book, &plan, desk->arena, &desk->out, &record));
	assert_int_equal(record.unmatched, 0);
	assert_int_equal(record.cuts[0].count, 2);
	assert_true(holds_anywhere(desk, buf_str(&desk->out), "白的数"));
	assert_false(holds_anywhere(desk, buf_str(&desk->out), "藏列"));
	must_be_clean(desk, "a.xlsx", NULL, 0);

	show.unit = (int)text.count;
	buf_clear(&desk->out);
	FAILS(redaction_apply(STR("a.xlsx"), book, &plan, desk->arena, &desk->out, &record),
		"redaction_place");
}

/* What stays where it is and only its looks hide. */
static void
web_pages_hide_words_in_many_ways(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *markup;
		bool is_unseen;
	} ways[] = {
		{ "<p>看<span style=\"color:#FFF\">密语</span></p>", true },
		{ "<p style=\"color: white\">密语</p>", true },
		{ "<p><font color=\"#ffffff\">密语</font></p>", true },
		{ "<p style=\"font-size:0\">密语</p>", true },
		{ "<p style=\"font-size: 1px\">密语</p>", true },
		{ "<p style=\"opacity:0\">密语</p>", true },
		{ "<p style=\"visibility:hidden\">密语</p>", true },
		{ "<p style=\"text-indent:-999em\">密语</p>", true },
		{ "<div style=\"position:absolute;left:-9999px\"><p>密语</p></div>", true },
		{ "<table><tr><td>甲</td><td>乙</td></tr><tr><td style=\"color:#ffffff\">密语"
		  "</td><td>丙</td></tr></table>",
			true },
		{ "<p style=\"color:#fff;background:#1f3864\">密语</p>", false },
		{ "<table bgcolor=\"#003366\"><tr><th style=\"color:white\">密语</th><th>甲"
		  "</th></tr><tr><td>1</td><td>2</td></tr></table>",
			false },
		{ "<div style=\"color:white\"><p style=\"background-color:navy\">密语</p></div>",
			false },
		{ "<p style=\"font-size:1.2em\">密语</p>", false },
		{ "<p style=\"font-size:80%;text-indent:2em;opacity:0.9\">密语</p>", false },
		{ "<p style=\"margin-left:-20px\">密语</p>", false },
		{ "<p><span style=\"color:#fff\"> </span>密语</p>", false },
	};

	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		struct redaction_findings findings;
		struct str page;

		FINE(str_print(desk->arena, &page,
			"<html><head><title>t</title></head><body><p>前文</p>%s<p>后文</p></body>"
			"</html>",
			ways[i].markup));
		must_be_unseen(desk, "a.html", page, "密语", ways[i].is_unseen);
		findings = inspect(desk, "a.html", page);
		if (!finding_of(&findings, "unseen_text") == ways[i].is_unseen)
			fail_msg("way %zu is %sfound", i, ways[i].is_unseen ? "not " : "");
		cut_terms(desk, "a.html", page, NULL, 0);
		assert_int_equal(
			holds_anywhere(desk, buf_str(&desk->out), "密语"), !ways[i].is_unseen);
		assert_true(holds_anywhere(desk, buf_str(&desk->out), "后文"));
		must_be_clean(desk, "a.html", NULL, 0);
	}
}

static void
style_sheets_of_the_page_hide_words_too(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *sheet;
		const char *markup;
		bool is_unseen;
	} ways[] = {
		{ ".a{color:red} p.x, div > .secret { DISPLAY : none }", "class=\"b secret\"",
			true },
		{ "#note{visibility:hidden}", "id=\"note\"", true },
		{ "@media screen{.w{color:#fff}}", "class=\"w\"", true },
		{ ".t { font-size : 0px ; }", "class=t", true },
		{ ".w{color:#fff;background:#036}", "class=\"w\"", false },
		{ "@media print{.n{display:none}} .m{color:red}", "class=\"n m\"", false },
		{ ".secretary{display:none}", "class=\"secret\"", false },
		{ "p{", "class=\"p\"", false },
		{ "}}{{display:none}", "class=\"p\"", false },
	};

	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		struct str page;

		FINE(str_print(desk->arena, &page,
			"<html><head><style>%s</style></head><body><p>前文</p><p %s>密语</p>"
			"</body></html>",
			ways[i].sheet, ways[i].markup));
		must_be_unseen(desk, "a.html", page, "密语", ways[i].is_unseen);
		cut_terms(desk, "a.html", page, NULL, 0);
		assert_int_equal(
			holds_anywhere(desk, buf_str(&desk->out), "密语"), !ways[i].is_unseen);
	}
}

static void
what_is_to_be_seen_belongs_to_files_made_anew(void **state)
{
	struct desk *desk = *state;
	const struct redaction show = { .shape = REDACTION_SHOW };
	const struct redaction_plan plan = { .all = &show, .count = 1 };
	struct redaction_record record;

	FAILS(redaction_apply(STR("a.docx"), docx_with(desk, DOCUMENT(P(R("字")))), &plan,
		      desk->arena, &desk->out, &record),
		"redaction_place");
}

static void
an_old_word_file_becomes_a_docx_of_its_text(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "第二十条", "申请3件" };
	CLOSING(buf_done) struct buf file = { 0 };
	struct redaction_text text = { 0 };
	struct redaction_record record;
	struct redaction_findings findings;

	buf_init(&file, (size_t)1 << 20);
	FINE(file_read(DATA_FOLDER "/word/table.doc", &file));
	assert_int_equal(redaction_type_of(STR("a.doc"), buf_str(&file)), REDACTION_WORD);
	findings = inspect(desk, "a.doc", buf_str(&file));
	must_find(&findings, "old_format", REDACTION_LOOK, "");
	FINE(redaction_text(STR("a.doc"), buf_str(&file), desk->arena, &text));
	assert_true(unit_of(&text, "一、总体情况") >= 0);
	record = cut_terms(desk, "a.doc", buf_str(&file), terms, 2);
	assert_string_equal(record.ending, "docx");
	assert_int_equal(record.unmatched, 0);
	assert_int_equal(redaction_type_of(STR("a.doc"), buf_str(&desk->out)), REDACTION_DOCX);
	for (size_t i = 0; i < COUNT_OF(terms); i++)
		assert_false(holds_anywhere(desk, buf_str(&desk->out), terms[i]));
	must_be_clean(desk, "a.docx", terms, 2);
	assert_true(str_has(text_of(desk, "a.docx", buf_str(&desk->out)),
		STR("2023年，本机关收到【不予公开】。")));
}

static void
kinds_that_cannot_be_redacted_say_what_to_do(void **state)
{
	struct desk *desk = *state;
	static const char sheet[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\0o\0r\0k\0b\0o\0o\0k\0";
	const struct {
		struct str bytes;
		const char *says;
	} files[] = {
		{ STR("{\\rtf1 a}"), "另存为 docx" },
		{ { sheet, sizeof sheet - 1 }, "另存为 docx、xlsx 或 PDF" },
		{ STR("GIF89a\1\1\1\1\x80\xFF\xFF"), "另存为 PNG 或 JPEG" },
		{ STR("Rar!\x1A\7\1\x80\xFF\xFF"), "先解压" },
	};
	const struct archive_part ofd = { "OFD.xml", STR("<o/>") };
	const struct redaction_plan nothing = { 0 };
	struct redaction_record record;
	struct redaction_text text;

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct fault *fault = redaction_text(STR("a"), files[i].bytes, desk->arena, &text);

		assert_non_null(fault);
		assert_string_equal(fault->code, "redaction_kind");
		assert_non_null(strstr(fault->zh, files[i].says));
		FAILS(redaction_apply(
			      STR("a"), files[i].bytes, &nothing, desk->arena, &desk->out, &record),
			"redaction_kind");
	}
	FAILS(redaction_text(STR("a.ofd"), archive_make(desk->arena, &ofd, 1), desk->arena, &text),
		"redaction_kind");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(cells_that_nobody_sees_are_known),
		DESK_TEST(unseen_cells_go_unless_they_are_to_be_seen),
		DESK_TEST(web_pages_hide_words_in_many_ways),
		DESK_TEST(style_sheets_of_the_page_hide_words_too),
		DESK_TEST(what_is_to_be_seen_belongs_to_files_made_anew),
		DESK_TEST(an_old_word_file_becomes_a_docx_of_its_text),
		DESK_TEST(kinds_that_cannot_be_redacted_say_what_to_do),
	};

	doc_warm();
	cage_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
