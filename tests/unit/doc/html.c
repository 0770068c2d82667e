/* Web pages: text and its white space, spans right and wrong, layout, what is hidden, hostility. */
#include "drawing.h"

static void
paragraphs_headings_and_alignment(void **state)
{
	READS(html,
		"<h1>年度<br>报告</h1><h2>一、总体</h2><p align=center>（2021年）</p><p>正文</p>"
		"<div style='color:red; TEXT-ALIGN : Center !important'><p>居中</p><p "
		"style='text-align:left'>左</p></div>"
		"<p style=\"text-align:right\">某局</p>裸文字<h3>二</h3>",
		"TITLE 年度/报告\nH1 一、总体\nCENTER （2021年）\nP 正文\nCENTER 居中\nP 左\nSIGN "
		"某局\n"
		"P 裸文字\nH2 二\n");
}

static void
white_space_is_as_a_browser_shows_it(void **state)
{
	READS(html, "<p>  a \n b<b> c</b>d<i>e</i>  </p><p>中\n文<span>，\n</span>中 文 12\n件</p>",
		"P a b cde\nP 中文，中 文 12 件\n");
	READS(html, "<p>&nbsp;甲&nbsp;&nbsp;乙&#160;</p><p>&nbsp;</p><pre>一  行\n二行</pre>",
		"P 甲  乙\nP 一  行\nP 二行\n");
	READS(html, "一<br>二<br/>三<div>四<div>五</div>六</div>七",
		"P 一\nP 二\nP 三\nP 四\nP 五\nP 六\nP 七\n");
}

static void
scripts_styles_and_hidden_parts_are_out(void **state)
{
	READS(html,
		"<style>p{}</style><script>var a='<p>x</p>';</script><p>甲<span style='display: "
		"none'>乙<b>丙</b></span>丁</p>"
		"<div hidden>戊<table><tr><td>己</table></div><select><option>庚</select><p>辛",
		"P 甲丁\nP 辛\n");
	READS(html, "<table><tr><td>甲<td style='display:none'>乙<td>丙</table>",
		"TABLE 1x2\n|甲|丙\n");
	READS(html, "<p>a<!-- <p>b -->c<![if !x]>d<![endif]><!--[if gte mso 9]>e<![endif]-->f</p>",
		"P acdf\n");
}

static void
what_is_struck_out_raised_or_unseen_does_not_lengthen_a_number(void **state)
{
	READS(html, "<p>12<sup>1</sup></p><p><s>3</s>4</p><p><del>5</del>6<strike>7</strike></p>",
		"P 12 1\nP 3 4\nP 5 6 7\n");
	READS(html,
		"<p>1<span style='vertical-align:super'>2</span>件</p>"
		"<p><span style='text-decoration:underline LINE-THROUGH red'>3</span>4</p>"
		"<p><span style='visibility:hidden'>5</span>6</p><p>m<sup>二</sup>3<b>4</b></p>",
		"P 1 2 件\nP 3 4\nP 5 6\nP m二 34\n");
	/* One blank is enough, and a line end between wide digits is none. */
	READS(html, "<p><s>3</s>&nbsp;4</p><p><s>5&nbsp;</s>6</p><p><s>７</s>\n８</p>",
		"P 3 4\nP 5 6\nP ７ ８\n");
}

static void
fields_of_a_form_have_their_values_inside_tables(void **state)
{
	READS(html,
		"<textarea>外</textarea><table><tr><td><textarea>1</textarea><td><select><option>2"
		"<option selected>3</select><td><input value=4><td><input type=hidden "
		"value=5></table>",
		"TABLE 1x4\n|1|3|4|\n");
}

static void
cells_that_show_something_without_text_are_not_blank(void **state)
{
	READS(html,
		"<table><tr><td>件数<td><img src=a "
		"width=20><td><svg></svg><td><script>document.write("
		"3)</script><td><select><option>7</select><td>8<img src=b><td><img src=c width=1>"
		"<td></table>",
		"TABLE 1x8\n|件数|" DOC_NOT_TEXT "|" DOC_NOT_TEXT "|" DOC_NOT_TEXT "|" DOC_NOT_TEXT
		"|8||\n");
	READS(html,
		"<table><tr><td>甲<td><table><tr><td><img src=a></table><td><table><tr><td></table>"
		"<tr><td>乙<td>1<td>2</table>",
		"TABLE 2x3\n|甲|" DOC_NOT_TEXT "|\n|乙|1|2\n");
}

static void
small_and_lowered_digits_and_links_to_notes_do_not_lengthen_a_number(void **state)
{
	READS(html,
		"<table><tr><td>12<sub>1</sub><td>12<small>(3</small><td>5<a href='#n'>1</a><td><a "
		"href='#n'>67</a><td>8<span style='vertical-align:sub'>1</span><td>9<progress "
		"value=3>30%</progress><td><ruby>3<rt>4</rt></ruby></table>",
		"TABLE 1x7\n|12 1|12 (3|5 1|67|8 1|9|3 4\n");
}

static void
a_page_escaped_once_too_often_is_read(void **state)
{
	READS(html,
		"<div>&lt;table class=&quot;a&quot;&gt;&lt;tr&gt;&lt;td&gt;1&lt;td&gt;2&lt;td&gt;3"
		"&lt;td&gt;4&lt;tr&gt;&lt;td&gt;5&lt;td&gt;6&lt;td&gt;7&lt;td&gt;a &amp;lt; "
		"b&lt;/table&gt;</div>",
		"TABLE 2x4\n|1|2|3|4\n|5|6|7|a < b\n");
	READS(html, "<p>&lt;td&gt; 是单元格", "P <td> 是单元格\n");
}

static void
titles_come_from_metadata(void **state)
{
	struct bench *bench = *state;

	READS(html, "<title>网站 - 报告</title><p>x", "P x\n");
	SAME_TEXT(bench->doc.title, "网站 - 报告");
	READS(html, "<meta name=\"ArticleTitle\" content=\" 报告 \"><title>网站</title>", "");
	SAME_TEXT(bench->doc.title, "报告");
}

static void
pictures_are_noted_but_ornaments_are_not(void **state)
{
	struct bench *bench = *state;

	READS(html, "<img src=a width=16 height=16>x", "P x\n");
	assert_false(bench->doc.has_pictures);
	READS(html, "<p style='display:none'><img src=a></p><img src=b>", "");
	assert_true(bench->doc.has_pictures);
}

static void
spans_put_cells_where_a_browser_does(void **state)
{
	READS(html,
		"<table><thead><tr><th rowspan=2 colspan=2>甲<th colspan=2>乙</thead>"
		"<tr><td>1<td>2</tr><tr><td rowspan=2>丙<td>x<td>3<td>4<tr><td>y<td>5<td>6</table>",
		"TABLE 4x4\n|*{2x2}甲|*{1x2}乙\n|@21|2\n|{2x1}丙|x|3|4\n|@1y|5|6\n");
}

static void
wrong_spans_lose_no_text(void **state)
{
	/* Too wide: up to the end of the table; too tall: to its end; nonsense: one. */
	READS(html,
		"<table><tr><td colspan=10000>甲<tr><td>1<td>2<td>3<tr><td colspan=0>a<td "
		"colspan=-2>b<td colspan=x>c</table>",
		"TABLE 3x3\n|{1x3}甲\n|1|2|3\n|a|b|c\n");
	READS(html,
		"<table><tr><td rowspan=99999999999>甲<td>1<tr><td>2<tr><td rowspan=0>3</table>",
		"TABLE 3x2\n|{3x1}甲|1\n|@12\n|@13\n");
	/* A cell that would lie over one from above keeps its beginning and the next one moves on.
	 */
	READS(html, "<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=2>d<td>e</table>",
		"TABLE 2x3\n|a|{2x1}b|c\n|d|@2e\n");
	READS(html, "<table><tr><td rowspan=2>a<td rowspan=2>b<tr><td>c<td>d</table>",
		"TABLE 2x4\n|{2x1}a|{2x1}b\n|@2c|d\n");
}

static void
cells_with_several_paragraphs(void **state)
{
	READS(html,
		"<table><tr><td><p "
		"class=MsoNormal><span>本</span></p><p>年<o:p></o:p></p><td>a<br>b<div>c</div>"
		"<td>&nbsp;<td><p>&nbsp;</p><p>0</p></table>",
		"TABLE 1x4\n|本/年|a/b/c||0\n");
}

static void
values_in_fields_of_a_table_are_text(void **state)
{
	READS(html,
		"<input value=找><table><tr><td>件数<td><input type=text value=' 12 '><input "
		"type=hidden value=9></table>",
		"TABLE 1x2\n|件数|12\n");
}

static void
unclosed_and_misplaced_tags(void **state)
{
	READS(html, "<table>散<tr><td><div>a<td><b>b<tr><td>c<td>d</table>尾",
		"P 散\nTABLE 2x2\n|a|b\n|c|d\nP 尾\n");
	READS(html, "<table><td>a<td>b<tr><td>c<td>d</tr><td>e</table>",
		"TABLE 3x2\n|a|b\n|c|d\n|e\n");
	READS(html, "<td>甲</td><tr>乙</tr></table></div>丙", "P 甲\nP 乙\nP 丙\n");
	READS(html, "<table><tr><td>a<td>b", "TABLE 1x2\n|a|b\n");
	READS(html, "<table><caption>表</caption><tr><td>a<td>b</table>",
		"P 表\nTABLE 1x2\n|a|b\n");
}

static void
layout_tables_dissolve_and_data_tables_stay(void **state)
{
	READS(html,
		"<table><tr><td>首页<td><h2>报告</h2><p>正文</"
		"p><table><tr><td>甲<td>1<tr><td>乙<td>2</table><p>后</p></table>",
		"P 首页\nH1 报告\nP 正文\nTABLE 2x2\n|甲|1\n|乙|2\nP 后\n");
	READS(html, "<table><tr><td>只有一格</table>", "P 只有一格\n");
	READS(html,
		"<table><tr><td>a<td>b<td>c<tr><td>d<td>e<td><table><tr><td>f</"
		"table><tr><td>g<td>h<td>i</table>",
		"TABLE 3x3\n|a|b|c\n|d|e|f\n|g|h|i\n");
}

static void
a_cell_with_an_article_is_layout(void **state)
{
	struct bench *bench = *state;
	struct str page =
		many(state, "<table><tr><td>栏目<td><p>", "文", 500, "</p><p>尾</p></table>");

	FINE(doc_read_html(page, bench->arena, &bench->doc));
	assert_int_equal(bench->doc.block_count, 3);
	assert_int_equal(bench->doc.blocks[1].role, DOC_PARAGRAPH);
}

static void
docbook_of_old_word_files(void **state)
{
	READS(html,
		"<?xml "
		"version=\"1.0\"?><book><chapter><title>一、总体</title><para>文&#x5B57;</para>"
		"<informaltable><tgroup cols='2'><tbody><row><entry>甲</entry><entry/></row>"
		"</tbody></tgroup></informaltable><para/><para>末</para></chapter></book>",
		"P 一、总体\nP 文字\nP 甲\nP 末\n");
	READS(html,
		"<book><informaltable><row><entry>甲</entry><entry><para>乙</para></entry></row></"
		"informaltable>",
		"TABLE 1x2\n|甲|乙\n");
}

static void
hostile_pages_are_refused_with_their_limit(void **state)
{
	struct bench *bench = *state;
	struct doc *doc = &bench->doc;
	struct arena *arena = bench->arena;

	READS(html, "", "");
	READS(html, "<", "P <\n");
	FAILS(doc_read_html(many(state, "", "<div>", 100000, ""), arena, doc), "doc_deep");
	FAILS(doc_read_html(many(state, "", "<b>", 100000, ""), arena, doc), "doc_deep");
	FAILS(doc_read_html(many(state, "", "<table><tr><td>", 100000, ""), arena, doc),
		"doc_deep");
	FAILS(doc_read_html(many(state, "<table>", "<td>", 1000000, ""), arena, doc), "doc_cells");
	FAILS(doc_read_html(
		      many(state, "<table><tr>", "<td>a</td>", 10000, "</table>"), arena, doc),
		"doc_columns");
	FAILS(doc_read_html(many(state, "<table>", "<tr>", 30000, ""), arena, doc), "doc_rows");
	FAILS(doc_read_html(many(state, "", "<p>a", 250000, ""), arena, doc), "doc_blocks");
	FAILS(doc_read_html(many(state, "<p", " a", 100000, ">b"), arena, doc),
		"doc_html_attributes");
	FINE(doc_read_html(many(state, "<p title='", " a<b", 100000, "'>b"), arena, doc));
	FINE(doc_read_html(many(state, "<p title=\"", "x", 1000000, ""), arena, doc));
	FINE(doc_read_html(many(state, "<p style=\"", "a:b;", 500000, "\">x"), arena, doc));
	drawing_check(doc, "P x\n");
	FINE(doc_read_html(
		many(state, "<table><tr>", "<td rowspan=20000 colspan=1000>", 1, "a<td>b</table>"),
		arena, doc));
}

static void
references_give_clean_text(void **state)
{
	READS(html, "<p>a&#0;&#1;&#xD800;b&#xFEFF;&#13;c&lt;&amp;&unknown;", "P ab c<&&unknown;\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(paragraphs_headings_and_alignment),
		BENCH_TEST(white_space_is_as_a_browser_shows_it),
		BENCH_TEST(scripts_styles_and_hidden_parts_are_out),
		BENCH_TEST(what_is_struck_out_raised_or_unseen_does_not_lengthen_a_number),
		BENCH_TEST(fields_of_a_form_have_their_values_inside_tables),
		BENCH_TEST(cells_that_show_something_without_text_are_not_blank),
		BENCH_TEST(small_and_lowered_digits_and_links_to_notes_do_not_lengthen_a_number),
		BENCH_TEST(a_page_escaped_once_too_often_is_read),
		BENCH_TEST(titles_come_from_metadata),
		BENCH_TEST(pictures_are_noted_but_ornaments_are_not),
		BENCH_TEST(spans_put_cells_where_a_browser_does),
		BENCH_TEST(wrong_spans_lose_no_text),
		BENCH_TEST(cells_with_several_paragraphs),
		BENCH_TEST(values_in_fields_of_a_table_are_text),
		BENCH_TEST(unclosed_and_misplaced_tags),
		BENCH_TEST(layout_tables_dissolve_and_data_tables_stay),
		BENCH_TEST(a_cell_with_an_article_is_layout),
		BENCH_TEST(docbook_of_old_word_files),
		BENCH_TEST(hostile_pages_are_refused_with_their_limit),
		BENCH_TEST(references_give_clean_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
