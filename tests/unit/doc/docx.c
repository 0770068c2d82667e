/* The docx reader: paragraphs, headings, merged cells, tables in tables, tracked changes. */
#include "docx.h"

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
what_is_struck_out_or_raised_does_not_lengthen_a_number(void **state)
{
	struct doc doc;

	READ("<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
	     "<w:t>1</w:t></w:r></w:p>"
	     "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>4</w:t></w:r></w:p>"
	     "<w:p><w:r><w:rPr><w:dstrike w:val=\"0\"/></w:rPr><w:t>5</w:t></w:r>"
	     "<w:r><w:rPr><w:vertAlign w:val=\"baseline\"/></w:rPr><w:t>6</w:t></w:r></w:p>"
	     "<w:p><w:r><w:t>件</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>数</w:t></w:r></"
	     "w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "12 1");
	has_text(&doc, 1, DOC_PARAGRAPH, "3 4");
	has_text(&doc, 2, DOC_PARAGRAPH, "56");
	has_text(&doc, 3, DOC_PARAGRAPH, "件数");
}

static void
other_looks_of_letters_part_digits_too(void **state)
{
	static const struct archive_part parts[] = {
		{ "word/document.xml",
			STR(HEAD TBL(TR("<w:tc><w:p><w:r><w:rPr><w:rStyle w:val=\"a5\"/></w:rPr>"
					"<w:t>3</w:t></w:r><w:r><w:t>4</w:t></w:r></w:p></w:tc>"
					"<w:tc><w:p><w:r><w:rPr><w:rStyle w:val=\"a6\"/></w:rPr>"
					"<w:t>3</w:t></w:r><w:r><w:t>4</w:t></w:r></w:p></w:tc>"))
					TAIL) },
		{ "word/styles.xml",
			STR("<w:styles xmlns:w=\"" W
			    "\"><w:style w:styleId=\"a5\"><w:rPr><w:strike/>"
			    "</w:rPr></w:style><w:style w:styleId=\"a6\"><w:rPr><w:vanish/></w:rPr>"
			    "</w:style></w:styles>") },
	};
	struct doc doc;

	READ("<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:position w:val=\"12\"/></w:rPr>"
	     "<w:t>1</w:t></w:r></w:p>"
	     "<w:p><w:r><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>4</"
	     "w:t></w:r></w:p>"
	     "<w:p><w:r><w:rPr><w:sz w:val=\"2\"/></w:rPr><w:t>5</w:t></w:r><w:r><w:rPr><w:sz "
	     "w:val=\"21\"/></w:rPr><w:t>6</w:t></w:r></w:p>"
	     "<w:p><w:r><w:t>7</w:t></w:r><w:r><w:footnoteReference w:id=\"2\" "
	     "w:customMarkFollows=\"1\"/><w:t>1</w:t></w:r></w:p>"
	     "<w:p><m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">"
	     "<m:r><m:t>8</m:t></m:r><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:oMath></w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "12 1");
	has_text(&doc, 1, DOC_PARAGRAPH, "3 4");
	has_text(&doc, 2, DOC_PARAGRAPH, "5 6");
	has_text(&doc, 3, DOC_PARAGRAPH, "7 1");
	has_text(&doc, 4, DOC_PARAGRAPH, "8^2");
	READ("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>２</w:t></w:r><w:r><w:t>３</w:t></w:r></"
	     "w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "２ ３");
	FINE(read_parts(parts, COUNT_OF(parts), &doc));
	has_cell(table_at(&doc, 0), 0, 0, 1, 1, "3 4");
	has_cell(table_at(&doc, 0), 0, 1, 1, 1, "4");
}

static void
symbols_and_texts_without_letters_part_digits_too(void **state)
{
	struct doc doc;

	READ("<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
	     "<w:sym w:font=\"Symbol\" w:char=\"F031\"/></w:r></w:p>"
	     "<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
	     "<w:sym w:font=\"Arial\" w:char=\"0031\"/></w:r><w:r><w:t>3</w:t></w:r></w:p>"
	     "<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t></w:t>"
	     "<w:t>7</w:t></w:r></w:p>"
	     "<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:strike/><w:vanish/></w:rPr>"
	     "<w:t>9</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r></w:p>"
	     "<w:p><w:r><w:t>1</w:t></w:r><w:r><w:sym w:font=\"Arial\" "
	     "w:char=\"0032\"/></w:r></w:p>"
	     "<w:p><m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">"
	     "<m:rad><m:deg><m:r><m:t>3</m:t></m:r></m:deg><m:e><m:r><m:t>8</m:t></m:r></m:e>"
	     "</m:rad></m:oMath></w:p>",
		&doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "12 1");
	has_text(&doc, 1, DOC_PARAGRAPH, "12 1 3");
	has_text(&doc, 2, DOC_PARAGRAPH, "12 7");
	has_text(&doc, 3, DOC_PARAGRAPH, "12 7");
	has_text(&doc, 4, DOC_PARAGRAPH, "12");
	has_text(&doc, 5, DOC_PARAGRAPH, "^38");
}

static void
a_picture_in_a_table_in_a_cell_is_one_of_the_cell(void **state)
{
	struct doc doc;

	READ(TBL(TR(TC("", "甲") "<w:tc><w:p/>" TBL(TR(
		     "<w:tc><w:p><w:r><w:object/></w:r><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>"
		     "</w:tc>")) "<w:p/></w:tc>" TC("", ""))),
		&doc);
	has_cell(table_at(&doc, 0), 0, 1, 1, 1, DOC_NOT_TEXT);
	has_cell(table_at(&doc, 0), 0, 2, 1, 1, "");
}

static void
cells_that_show_something_without_text_are_not_blank(void **state)
{
	struct doc doc;

	READ(TBL(TR("<w:tc><w:p><w:r><w:object/></w:r></w:p></w:tc>"
		    "<w:tc><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> "
		    "=SUM(LEFT) </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
		    "</w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t><w:object/></w:r></w:p></w:tc>"
		    "<w:tc><w:p/></w:tc>")),
		&doc);
	has_cell(table_at(&doc, 0), 0, 0, 1, 1, DOC_NOT_TEXT);
	has_cell(table_at(&doc, 0), 0, 1, 1, 1, DOC_NOT_TEXT);
	has_cell(table_at(&doc, 0), 0, 2, 1, 1, "12");
	has_cell(table_at(&doc, 0), 0, 3, 1, 1, "");
}

static void
a_text_that_is_another_file_is_refused_with_what_to_do(void **state)
{
	struct doc doc;

	FAILS(read_xml(STR(HEAD "<w:altChunk/>" TAIL), &doc), "doc_chunk");
	READ(P("正文") "<w:altChunk/>", &doc);
	has_text(&doc, 0, DOC_PARAGRAPH, "正文");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(runs_join_and_breaks_and_tabs_are_kept),
		TEST(blank_paragraphs_are_left_out),
		TEST(accepted_changes_are_what_is_read),
		TEST(a_deleted_paragraph_mark_joins_two_paragraphs),
		TEST(hidden_text_and_field_codes_are_not_read),
		TEST(what_is_struck_out_or_raised_does_not_lengthen_a_number),
		TEST(other_looks_of_letters_part_digits_too),
		TEST(symbols_and_texts_without_letters_part_digits_too),
		TEST(a_picture_in_a_table_in_a_cell_is_one_of_the_cell),
		TEST(cells_that_show_something_without_text_are_not_blank),
		TEST(a_text_that_is_another_file_is_refused_with_what_to_do),
		TEST(text_boxes_are_read_once),
		TEST(symbols_of_forms_become_characters),
		TEST(pictures_are_noticed),
		TEST(headings_come_from_styles_and_outline_levels),
		TEST(merged_cells_become_spans),
		TEST(two_merges_of_the_same_column_stay_apart),
		TEST(a_merge_without_a_beginning_is_a_cell_of_its_own),
		TEST(old_merges_beside_widen_the_cell),
		TEST(columns_before_a_row_and_deleted_rows_are_heeded),
		TEST(paragraphs_of_a_cell_are_lines),
		TEST(a_table_in_a_cell_comes_after_its_table),
		TEST(a_table_that_only_lays_out_gives_way),
		TEST(content_controls_are_looked_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
