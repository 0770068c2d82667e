/* Texts, web pages, tables and workbooks: what hides in them, and files made anew without it. */
#include "help.h"

static void
lines_of_a_text_are_cut(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三", "13812345678" };
	struct redaction_record record = cut_terms(
		desk, "a.txt", STR("第一行 张三\r\n\r\n电话 138-1234-5678 张 三\n末行"), terms, 2);

	must_be_clean(desk, "a.txt", terms, 2);
	SAME_TEXT(buf_str(&desk->out),
		"第一行 【不予公开】\n\n电话 【不予公开】 【不予公开】\n末行\n");
	assert_int_equal(record.cut_count, 2);
	SAME_TEXT(record.cuts[1].place, "第 3 行");
	assert_int_equal(record.cuts[1].count, 2);
	assert_string_equal(record.ending, "txt");
}

static void
texts_in_other_encodings_are_cut_too(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三" };

	/* 张三 in GB 18030 */
	cut_terms(desk, "a.txt", STR("\xC9\xEA\xC7\xEB\xC8\xCB\xD5\xC5\xC8\xFD\xA1\xA3"), terms, 1);
	SAME_TEXT(buf_str(&desk->out), "申请人【不予公开】。\n");
	cut_terms(desk, "a.txt", STR("\xFF\xFE\x20\x5F\x09\x4E\x31\x00"), terms, 1);
	SAME_TEXT(buf_str(&desk->out), "【不予公开】1\n");
}

static void
a_web_page_loses_what_it_does_not_show(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三" };
	struct str page =
		STR("<html><head><title>张三</title><script>var a='张三'</script></head><body>"
		    "<!-- 张三 --><p onclick=\"张三\">张<b>三</b>来信，&#24352;三</p>"
		    "<p style=\"display:none\">藏着张三</p><p>其余照旧</p></body></html>");
	struct redaction_findings findings = inspect(desk, "a.html", page);

	must_find(&findings, "markup_comment", REDACTION_MUST_GO, "张三");
	must_find(&findings, "markup_hidden", REDACTION_LOOK, "<script");
	cut_terms(desk, "a.html", page, terms, 1);
	must_be_clean(desk, "a.html", terms, 1);
	assert_true(str_has(buf_str(&desk->out), STR("【不予公开】来信，【不予公开】")));
	assert_true(str_has(buf_str(&desk->out), STR("其余照旧")));
	assert_false(str_has(buf_str(&desk->out), STR("script")));
}

static void
tables_of_text_keep_their_shape(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三" };

	cut_terms(desk, "a.csv", STR("姓名,金额\n张三,12\n李四,7\n"), terms, 1);
	assert_true(str_has(buf_str(&desk->out), STR("【不予公开】,12")));
	assert_true(str_has(buf_str(&desk->out), STR("李四,7")));
	cut_terms(desk, "a.md", STR("# 题\n\n| 姓名 | 金额 |\n|---|---|\n| 张**三** | 12 |\n"),
		terms, 1);
	must_be_clean(desk, "a.md", terms, 1);
	assert_true(str_has(buf_str(&desk->out), STR("12")));
}

#define SHEET_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define CELL(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

static struct str
workbook(struct desk *desk, const char *columns)
{
	struct str sheet;
	struct archive_part parts[] = {
		{ "[Content_Types].xml", STR("<Types/>") },
		{ "_rels/.rels",
			STR(RELATIONS(RELATION("r1", "officeDocument", "xl/workbook.xml"))) },
		{ "xl/workbook.xml",
			STR("<workbook xmlns=\"" SHEET_SPACE "\" xmlns:r=\"" OFFICE_SPACE
			    "\"><sheets><sheet name=\"公开\" sheetId=\"1\" r:id=\"r1\"/><sheet "
			    "name=\"底稿\" sheetId=\"2\" state=\"veryHidden\" "
			    "r:id=\"r2\"/></sheets>"
			    "<definedNames><definedName name=\"内部\">底稿!$A$1</definedName>"
			    "</definedNames></workbook>") },
		{ "xl/_rels/workbook.xml.rels",
			STR(RELATIONS(RELATION("r1", "worksheet", "worksheets/sheet1.xml")
					RELATION("r2", "worksheet", "worksheets/sheet2.xml"))) },
		{ "xl/worksheets/sheet1.xml", STR("") },
		{ "xl/worksheets/sheet2.xml",
			STR("<worksheet xmlns=\"" SHEET_SPACE "\"><sheetData><row r=\"1\">" CELL(
				"A1", "底稿张三") "</row></sheetData></worksheet>") },
		{ "xl/comments1.xml", STR("<comments><commentList><comment "
					  "ref=\"A1\"><text><r><t>批注张三</t></r></text>"
					  "</comment></commentList></comments>") },
		{ "xl/pivotCache/pivotCacheRecords1.xml", STR("<a>张三</a>") },
		{ "xl/externalLinks/externalLink1.xml", STR("<a/>") },
		{ "xl/styles.xml", STR("<styleSheet><fonts><font><color "
				       "rgb=\"FFFFFFFF\"/></font></fonts></styleSheet>") },
	};

	FINE(str_print(desk->arena, &sheet,
		"<worksheet xmlns=\"" SHEET_SPACE "\">%s<sheetData><row r=\"1\">" CELL("A1", "姓名")
			CELL("B1", "金额") "</row><row r=\"2\">" CELL(
				"A2", "张三") "<c r=\"B2\"><f>3*4</f><v>12</v></c></row>"
					      "<row r=\"3\" hidden=\"1\">" CELL("A3",
						      "藏行张三") "</row></sheetData></worksheet>",
		columns));
	parts[4].content = sheet;
	return archive_make(desk->arena, parts, COUNT_OF(parts));
}

static void
a_workbook_is_looked_through(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.xlsx",
		workbook(desk, "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>"));

	must_find(&findings, "hidden_sheet", REDACTION_MUST_GO, "底稿");
	must_find(&findings, "hidden_rows", REDACTION_MUST_GO, "3");
	must_find(&findings, "hidden_columns", REDACTION_MUST_GO, "2");
	must_find(&findings, "comment", REDACTION_MUST_GO, "批注张三");
	must_find(&findings, "pivot", REDACTION_MUST_GO, "");
	must_find(&findings, "external", REDACTION_LOOK, "");
	must_find(&findings, "name", REDACTION_LOOK, "内部");
	must_find(&findings, "white_text", REDACTION_LOOK, "");
}

static void
a_workbook_is_made_anew_from_what_is_seen(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三", "底稿" };
	struct redaction_record record = cut_terms(desk, "a.xlsx", workbook(desk, ""), terms, 1);
	struct redaction_findings findings;

	must_be_clean(desk, "a.xlsx", terms, 2);
	assert_int_equal(record.cut_count, 1);
	SAME_TEXT(record.cuts[0].place, "表 1 第 2 行第 1 列");
	assert_true(str_has(text_of(desk, "a.xlsx", buf_str(&desk->out)),
		STR("姓名\n金额\n【不予公开】\n12\n")));
	findings = inspect(desk, "a.xlsx", buf_str(&desk->out));
	must_not_find(&findings, "hidden_rows");
}

static void
slides_and_old_files_are_looked_at_but_not_redacted(void **state)
{
	struct desk *desk = *state;
	static const struct archive_part slides[] = {
		{ "[Content_Types].xml", STR("<Types/>") },
		{ "ppt/presentation.xml", STR("<p/>") },
		{ "ppt/slides/slide1.xml", STR("<p:sld xmlns:p=\"p\" show=\"0\"/>") },
		{ "ppt/notesSlides/notesSlide1.xml", STR("<a><t>备注的话</t></a>") },
	};
	static const char old[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....M\0a\0c\0r\0o\0s\0....";
	const struct redaction_plan nothing = { 0 };
	struct redaction_record record;
	struct str pptx = archive_make(desk->arena, slides, COUNT_OF(slides));
	struct redaction_findings findings = inspect(desk, "a.pptx", pptx);

	must_find(&findings, "hidden_slide", REDACTION_MUST_GO, "");
	must_find(&findings, "speaker_notes", REDACTION_MUST_GO, "备注的话");
	FAILS(redaction_apply(STR("a.pptx"), pptx, &nothing, desk->arena, &desk->out, &record),
		"redaction_kind");
	findings = inspect(desk, "a.doc", (struct str){ old, sizeof old - 1 });
	must_find(&findings, "macro", REDACTION_MUST_GO, "VBA");
	must_find(&findings, "old_format", REDACTION_LOOK, "");
}

static void
suggestions_point_at_identifiers(void **state)
{
	struct desk *desk = *state;
	struct redaction_text text = { 0 };
	struct redaction_suggestion *all = NULL;
	size_t count = 0;

	FINE(redaction_text(STR("a.csv"), STR("姓名,证号\n张三,230108199001010017\n李四,无\n"),
		desk->arena, &text));
	FINE(redaction_suggest(&text, DAY_NONE, desk->arena, &all, &count));
	assert_int_equal(count, 1);
	assert_int_equal(all[0].kind, IDENTIFIER_ID_CARD);
	assert_true(all[0].is_checked);
	SAME_TEXT(str_sub(text.units[all[0].unit].text, all[0].offset, all[0].len),
		"230108199001010017");
	assert_true(text.units[all[0].unit].is_cell);
}

static void
long_plans_and_marks_are_refused(void **state)
{
	struct desk *desk = *state;
	struct redaction *all = arena_take(desk->arena, REDACTION_MOST_REDACTIONS + 1, sizeof *all);
	const struct redaction_plan many = { .all = all, .count = REDACTION_MOST_REDACTIONS + 1 };
	const struct redaction_plan coarse = { .dpi = 10 };
	struct redaction_record record;

	assert_non_null(all);
	FAILS(redaction_apply(STR("a.txt"), STR("a"), &many, desk->arena, &desk->out, &record),
		"redaction_many");
	FAILS(redaction_apply(STR("a.txt"), STR("a"), &coarse, desk->arena, &desk->out, &record),
		"redaction_setting");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(lines_of_a_text_are_cut),
		DESK_TEST(texts_in_other_encodings_are_cut_too),
		DESK_TEST(a_web_page_loses_what_it_does_not_show),
		DESK_TEST(tables_of_text_keep_their_shape),
		DESK_TEST(a_workbook_is_looked_through),
		DESK_TEST(a_workbook_is_made_anew_from_what_is_seen),
		DESK_TEST(slides_and_old_files_are_looked_at_but_not_redacted),
		DESK_TEST(suggestions_point_at_identifiers),
		DESK_TEST(long_plans_and_marks_are_refused),
	};

	doc_warm();
	cage_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
