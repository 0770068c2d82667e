/* Word files: what hides in them is found, and what is cut is gone from every part. */
#include <stdio.h>

#include "help.h"

#include "doc/doc.h"

/* --- looking --- */

static void
tracked_changes_name_their_authors(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.docx",
		docx_with(desk,
			DOCUMENT(P(
				R("前文") "<w:del w:author=\"王小明\" "
					  "w:date=\"2024-05-01T08:00:00Z\">"
					  "<w:r><w:delText>被删的话</w:delText></w:r></w:del>"
					  "<w:ins w:author=\"李四\">" R("新加的话") "</w:ins>"))));

	must_find(&findings, "tracked_deletion", REDACTION_MUST_GO, "王小明 2024-05-01：被删的话");
	must_find(&findings, "tracked_insertion", REDACTION_MUST_GO, "李四");
	must_not_find(&findings, "hidden_text");
}

static void
hidden_and_covered_text_is_found(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.docx",
		docx_with(desk, DOCUMENT(P(RP("<w:vanish/>", "藏起来") RP("<w:vanish w:val=\"0\"/>",
					"不藏") RP("<w:highlight w:val=\"black\"/>", "黑条下面")
						RP("<w:color w:val=\"FFFFFF\"/>", "白字")
							RP("<w:sz w:val=\"2\"/>", "小字")))));

	must_find(&findings, "hidden_text", REDACTION_MUST_GO, "藏起来");
	assert_false(str_has(finding_of(&findings, "hidden_text")->excerpt, STR("不藏")));
	must_find(&findings, "covered_text", REDACTION_MUST_GO, "黑条下面");
	must_find(&findings, "white_text", REDACTION_LOOK, "白字");
	must_find(&findings, "tiny_text", REDACTION_LOOK, "小字");
}

static void
ordinary_text_gives_no_findings(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.docx",
		docx_with(desk, DOCUMENT(P(R("平常的话") RP("<w:highlight w:val=\"yellow\"/>",
					"黄底") RP("<w:color w:val=\"FF0000\"/>", "红字")))));

	assert_int_equal(findings.count, 0);
}

/* --- everything that office programs put beside the text --- */

/* clang-format off */
#define FIELD(instruction, result) \
	"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>" \
	"<w:r><w:instrText>" instruction "</w:instrText></w:r>" \
	"<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" \
	R(result) \
	"<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"

static const char full_text[] = DOCUMENT(
	P(R("张") RP("<w:b/>", "三") R("申请公开"))
	P("<w:pPr><w:pStyle w:val=\"Secret\"/></w:pPr>" R("样式藏的张三"))
	P("<w:commentRangeStart w:id=\"1\"/>" R("正文二")
	  "<w:r><w:commentReference w:id=\"1\"/></w:r>")
	P("<w:hyperlink r:id=\"r9\">" R("链接文字") "</w:hyperlink>"
	  "<w:r><w:object><o:x xmlns:o=\"o\"/></w:object></w:r>")
	P(FIELD(" PAGE ", "1"))
	P(FIELD("AUTHOR 张三", "字段"))
	"<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r2\"/></w:sectPr>");

static const char full_relations[] = RELATIONS(
	RELATION("r1", "styles", "styles.xml")
	RELATION("r2", "header", "header1.xml")
	RELATION("r3", "comments", "comments.xml")
	RELATION("r4", "settings", "settings.xml")
	RELATION("r5", "oleObject", "embeddings/a.xlsx")
	OUTSIDE("r9", "hyperlink", "https://x.example/张三"));

static const char full_styles[] =
	"<w:styles xmlns:w=\"" WORD_SPACE "\">"
	"<w:style w:styleId=\"Base\"><w:rPr><w:vanish/></w:rPr></w:style>"
	"<w:style w:styleId=\"Secret\"><w:basedOn w:val=\"Base\"/></w:style>"
	"</w:styles>";

static const char full_header[] =
	"<w:hdr xmlns:w=\"" WORD_SPACE "\">" P(R("页眉里的张三")) "</w:hdr>";

static const char full_comments[] =
	"<w:comments xmlns:w=\"" WORD_SPACE "\">"
	"<w:comment w:id=\"1\" w:author=\"赵六\">" P(R("这里要保密")) "</w:comment>"
	"</w:comments>";

static const char full_settings[] =
	"<w:settings xmlns:w=\"" WORD_SPACE "\"><w:zoom w:percent=\"100\"/>"
	"<w:docVars><w:docVar w:name=\"a\" w:val=\"张三\"/></w:docVars>"
	"<w:rsids><w:rsid w:val=\"00A1\"/></w:rsids>"
	"</w:settings>";

static const char full_core[] =
	"<c:coreProperties xmlns:c=\"c\" xmlns:d=\"d\">"
	"<d:creator>张三</d:creator><c:lastModifiedBy>钱七</c:lastModifiedBy><d:title>题目</d:title>"
	"</c:coreProperties>";
/* clang-format on */

static struct str
full_docx(struct desk *desk)
{
	const struct archive_part parts[] = {
		{ "word/document.xml", STR(full_text) },
		{ "word/_rels/document.xml.rels", STR(full_relations) },
		{ "word/styles.xml", STR(full_styles) },
		{ "word/header1.xml", STR(full_header) },
		{ "word/comments.xml", STR(full_comments) },
		{ "word/settings.xml", STR(full_settings) },
		{ "word/embeddings/a.xlsx", STR("PK\3\4 not really") },
		{ "word/vbaProject.bin", STR("macro 张三") },
		{ "docProps/core.xml", STR(full_core) },
		{ "docProps/custom.xml", STR("<Properties><p>内部流转号99</p></Properties>") },
		{ "docProps/thumbnail.jpeg", STR("\xFF\xD8\xFF\xD9") },
		{ "customXml/item1.xml", STR("<a>自定义张三</a>") },
		{ "secret.txt", STR("张三") },
	};

	return docx_of(desk, parts, COUNT_OF(parts));
}

static void
everything_beside_the_text_is_found(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.docx", full_docx(desk));

	must_find(&findings, "comment", REDACTION_MUST_GO, "赵六：这里要保密");
	must_find(&findings, "person", REDACTION_LOOK, "张三 / 钱七");
	must_find(&findings, "property", REDACTION_KNOW, "题目");
	must_find(&findings, "custom_property", REDACTION_LOOK, "内部流转号99");
	must_find(&findings, "embedded", REDACTION_MUST_GO, "");
	must_find(&findings, "macro", REDACTION_MUST_GO, "");
	must_find(&findings, "thumbnail", REDACTION_LOOK, "");
	must_find(&findings, "custom_xml", REDACTION_LOOK, "自定义张三");
	must_find(&findings, "unknown_part", REDACTION_MUST_GO, "");
	must_find(&findings, "hidden_text", REDACTION_MUST_GO, "样式藏的张三");
	must_find(&findings, "variable", REDACTION_LOOK, "docVars");
	must_find(&findings, "field", REDACTION_KNOW, "AUTHOR 张三");
	must_find(&findings, "header", REDACTION_KNOW, "");
	must_find(&findings, "link", REDACTION_KNOW, "https://x.example/");
	assert_int_equal(findings.all[0].level, REDACTION_MUST_GO);
}

/* --- cutting --- */

static void
a_term_goes_from_every_part_and_the_rest_stays(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三" };
	struct str original = full_docx(desk);
	struct redaction_record record = cut_terms(desk, "a.docx", original, terms, 1);
	struct str document = part_of(desk, buf_str(&desk->out), "word/document.xml");
	struct doc doc = { 0 };

	must_be_clean(desk, "a.docx", terms, 1);
	assert_string_equal(record.ending, "docx");
	assert_int_equal(record.unmatched, 0);
	SAME_TEXT(text_of(desk, "a.docx", buf_str(&desk->out)),
		"【不予公开】申请公开\n\n正文二\n链接文字\n1\n字段\n页眉里的【不予公开】\n");
	/* The bold run is still there, empty of its letter. */
	assert_true(str_has(document, STR("<w:b/>")));
	assert_true(str_has(document, STR("<w:headerReference")));
	assert_true(str_has(document, STR("<w:instrText> PAGE </w:instrText>")));
	assert_false(str_has(document, STR("AUTHOR")));
	assert_false(str_has(document, STR("comment")));
	assert_false(str_has(part_of(desk, buf_str(&desk->out), "word/settings.xml"), STR("rsid")));
	FINE(doc_read_docx(buf_str(&desk->out), desk->arena, &doc));
	SAME_TEXT(doc.blocks[0].text, "【不予公开】申请公开");
}

static void
the_list_names_places_and_grounds_but_not_the_words(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三", "没有的词" };
	struct redaction_record record = cut_terms(desk, "a.docx", full_docx(desk), terms, 2);

	assert_int_equal(record.unmatched, 1);
	assert_int_equal(record.cut_count, 3);
	SAME_TEXT(record.cuts[0].place, "正文第 1 段");
	SAME_TEXT(record.cuts[0].ground, "ex15_third_party");
	SAME_TEXT(record.cuts[1].place, "页眉 1 第 1 段");
	/* What was taken out because nobody can look into it has no ground. */
	assert_int_equal(record.cuts[2].ground.len, 0);
}

static void
tracked_changes_are_settled(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "被删的话", "王小明" };
	struct str original = docx_with(desk,
		DOCUMENT(P(R(
			"前文") "<w:del "
				"w:author=\"王小明\"><w:r><w:delText>被删的话</w:delText></w:r>"
				"</w:del><w:ins w:author=\"王小明\">" R(
					"新话") "</w:ins>") "<w:tbl><w:tr><w:trPr><w:del "
							    "w:author=\"王小明\"/></"
							    "w:trPr><w:tc>" P(R(
								    "被删的话")) "</"
										 "w:tc>"
										 "</"
										 "w:tr>"
										 "<w:"
										 "tr><"
										 "w:"
										 "tc"
										 ">" P(R("留下")) "</w:tc></w:tr></w:tbl>"));
	struct redaction_record record = cut_terms(desk, "a.docx", original, NULL, 0);

	assert_int_equal(record.cut_count, 0);
	must_be_clean(desk, "a.docx", terms, 2);
	SAME_TEXT(text_of(desk, "a.docx", buf_str(&desk->out)), "前文新话\n留下\n");
}

static void
ranges_cut_exactly_what_they_say(void **state)
{
	struct desk *desk = *state;
	struct str original = docx_with(desk,
		DOCUMENT(
			P(R("甲乙") "<w:r><w:tab/><w:t xml:space=\"preserve\"> 丙丁 </w:t></w:r>" R(
				"&lt;戊&gt;")) P(R("第二段"))));
	const struct redaction all[] = {
		/* 乙, the tab, the blank and 丙 */
		{ .shape = REDACTION_RANGE,
			.unit = 0,
			.offset = 3,
			.len = 3 + 1 + 1 + 3,
			.ground = STR("ex15_privacy") },
		{ .shape = REDACTION_RANGE,
			.unit = 1,
			.offset = 0,
			.len = 9,
			.ground = STR("ex16_internal") },
	};
	const struct redaction_plan plan = { .all = all, .count = 2, .mark = STR("■■■") };
	struct redaction_record record;

	SAME_TEXT(text_of(desk, "a.docx", original), "甲乙\t 丙丁 <戊>\n第二段\n");
	FINE(redaction_apply(STR("a.docx"), original, &plan, desk->arena, &desk->out, &record));
	SAME_TEXT(text_of(desk, "a.docx", buf_str(&desk->out)), "甲■■■丁 <戊>\n■■■\n");
	assert_int_equal(record.cut_count, 2);
	SAME_TEXT(record.cuts[1].ground, "ex16_internal");
}

static void
ranges_outside_the_text_are_refused(void **state)
{
	struct desk *desk = *state;
	struct str original = docx_with(desk, DOCUMENT(P(R("甲乙"))));
	static const struct redaction wrong[] = {
		{ .shape = REDACTION_RANGE, .unit = 1, .len = 3 },
		{ .shape = REDACTION_RANGE, .unit = -1, .len = 3 },
		{ .shape = REDACTION_RANGE, .offset = 1, .len = 3 },
		{ .shape = REDACTION_RANGE, .offset = 3, .len = 4 },
		{ .shape = REDACTION_RANGE, .offset = SIZE_MAX, .len = 3 },
		{ .shape = REDACTION_RANGE, .len = 0 },
		{ .shape = REDACTION_BOX, .page = 1, .width = 10, .height = 10 },
	};

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const struct redaction_plan plan = { .all = &wrong[i], .count = 1 };
		struct redaction_record record;

		FAILS(redaction_apply(
			      STR("a.docx"), original, &plan, desk->arena, &desk->out, &record),
			"redaction_place");
	}
}

static void
short_terms_are_refused(void **state)
{
	struct desk *desk = *state;
	const struct redaction one = { .shape = REDACTION_TERM, .term = STR(" 王 ") };
	const struct redaction_plan plan = { .all = &one, .count = 1 };
	struct redaction_record record;
	struct redaction_findings findings;
	struct str original = docx_with(desk, DOCUMENT(P(R("甲乙"))));

	FAILS(redaction_apply(STR("a.docx"), original, &plan, desk->arena, &desk->out, &record),
		"redaction_term");
	FAILS(redaction_verify(STR("a.docx"), original, &one.term, 1, desk->arena, &findings),
		"redaction_term");
}

static void
terms_are_found_however_they_are_spaced(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "230108199001010017", "Zhang San" };
	struct str original = docx_with(desk,
		DOCUMENT(P(R("证号2301 0819 9001 0100 17，") R("ＺＨＡＮＧ") "<w:r><w:br/></w:r>" R(
			"san")) P(R("２３０１０８１９９００１０１００１７"))));

	cut_terms(desk, "a.docx", original, terms, 2);
	must_be_clean(desk, "a.docx", terms, 2);
	SAME_TEXT(text_of(desk, "a.docx", buf_str(&desk->out)),
		"证号【不予公开】，【不予公开】\n【不予公开】\n");
}

static void
attributes_and_text_boxes_are_cut_too(void **state)
{
	struct desk *desk = *state;
	static const char *const terms[] = { "张三丰" };
	struct str original = docx_with(desk,
		DOCUMENT(P("<w:r><w:pict><x:textpath xmlns:x=\"v\" "
			   "string=\"水印张三丰\"/></w:pict></w:r>"
			   "<w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice "
			   "Requires=\"wps\"><w:drawing>"
			   "<q:docPr xmlns:q=\"q\" id=\"1\" name=\"张三丰.jpg\" "
			   "descr=\"照片\"/><w:txbxContent>" P(
				   R("框里张三丰")) "</w:txbxContent></w:drawing></mc:Choice>"
						    "<mc:Fallback>" P(
							    R("框里张三丰")) "</mc:Fallback></"
									     "mc:AlternateContent><"
									     "/w:r>" R("外面"))));
	struct str document;

	cut_terms(desk, "a.docx", original, terms, 1);
	must_be_clean(desk, "a.docx", terms, 1);
	document = part_of(desk, buf_str(&desk->out), "word/document.xml");
	assert_true(str_has(document, STR("string=\"\"")));
	assert_false(str_has(document, STR("照片")));
	assert_false(str_has(document, STR("Fallback")));
	SAME_TEXT(text_of(desk, "a.docx", buf_str(&desk->out)), "外面\n框里【不予公开】\n");
}

static void
black_bars_do_not_count_as_redaction(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = { 0 };
	static const char *const terms[] = { "机密数字" };
	const struct str term = STR("机密数字");
	struct str original = docx_with(desk,
		DOCUMENT(P(R("共") RP("<w:highlight w:val=\"black\"/>", "机密数字") R("元"))));

	FINE(redaction_verify(STR("a.docx"), original, &term, 1, desk->arena, &findings));
	must_find(&findings, "term_left", REDACTION_MUST_GO, "第 1 个词");
	must_find(&findings, "covered_text", REDACTION_MUST_GO, "机密数字");
	cut_terms(desk, "a.docx", original, terms, 1);
	must_be_clean(desk, "a.docx", terms, 1);
	SAME_TEXT(text_of(desk, "a.docx", buf_str(&desk->out)), "共【不予公开】元\n");
}

static void
what_a_black_bar_covers_is_never_brought_to_light(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = { 0 };
	static const char *const terms[] = { "张三" };
	const struct str term = STR("张三");
	struct str original = docx_with(
		desk, DOCUMENT(P(RP("<w:highlight w:val=\"black\"/>", "机密张三") R("元"))));

	/* Only half of it was chosen: the rest stays under its bar, and the file stays here. */
	cut_terms(desk, "a.docx", original, terms, 1);
	assert_true(str_has(part_of(desk, buf_str(&desk->out), "word/document.xml"), STR("black")));
	FINE(redaction_verify(
		STR("a.docx"), buf_str(&desk->out), &term, 1, desk->arena, &findings));
	must_find(&findings, "covered_text", REDACTION_MUST_GO, "机密");
	must_not_find(&findings, "term_left");
}

static void
white_text_on_a_dark_cell_is_meant_to_be_read(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = inspect(desk, "a.docx",
		docx_with(desk,
			DOCUMENT("<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill=\"1F3864\"/></w:tcPr>" P(
				RP("<w:color w:val=\"FFFFFF\"/>",
					"表头")) "</w:tc></w:tr></w:tbl>")));

	assert_int_equal(findings.count, 0);
}

static void
verifying_finds_terms_in_every_corner(void **state)
{
	struct desk *desk = *state;
	struct redaction_findings findings = { 0 };
	const struct str term = STR("张三");

	FINE(redaction_verify(STR("a.docx"), full_docx(desk), &term, 1, desk->arena, &findings));
	for (size_t i = 0, found = 0; i <= findings.count; i++) {
		if (i == findings.count) {
			assert_true(found >= 8);
			break;
		}
		found += strcmp(findings.all[i].kind, "term_left") == 0;
	}
}

static void
damaged_files_give_clear_faults(void **state)
{
	struct desk *desk = *state;
	struct str whole = full_docx(desk);
	const struct redaction_plan nothing = { 0 };
	struct redaction_findings findings;
	struct redaction_record record;

	FAILS(redaction_inspect(STR("a.docx"), STR(""), desk->arena, &findings), "doc_empty");
	FAILS(redaction_inspect(
		      STR("a.docx"), str_sub(whole, 0, whole.len / 2), desk->arena, &findings),
		"doc_broken");
	FAILS(redaction_apply(STR("a.docx"), str_sub(whole, 0, whole.len / 2), &nothing,
		      desk->arena, &desk->out, &record),
		"doc_broken");
	FAILS(redaction_inspect(STR("a.docx"),
		      docx_with(desk, "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), desk->arena,
		      &findings),
		"doc_entities");
}

static void
bombs_and_deep_nests_are_stopped(void **state)
{
	struct desk *desk = *state;
	const size_t len = (size_t)6 << 20;
	char *body = arena_take(desk->arena, len + 200, 1);
	struct redaction_findings findings;
	struct str nest = STR("");
	struct str many;
	size_t head = (size_t)snprintf(
		body, 200, "<w:document xmlns:w=\"" WORD_SPACE "\"><w:p><w:r><w:t>");

	memset(body + head, 'a', len);
	memcpy(body + head + len, "</w:t></w:r></w:p></w:document>", 32);
	FAILS(redaction_inspect(STR("a.docx"), docx_with(desk, body), desk->arena, &findings),
		"doc_bomb");
	for (int i = 0; i < 300; i++)
		FINE(str_join(desk->arena, nest, STR_NONE, STR("<w:p><w:r>"), &nest));
	FAILS(redaction_inspect(STR("a.docx"), docx_with(desk, nest.at), desk->arena, &findings),
		"doc_deep");
	/* More paragraphs than any document has; of few kinds, so that they do not look like a
	 * bomb. */
	head = (size_t)snprintf(body, 200, "<w:document xmlns:w=\"" WORD_SPACE "\">");
	for (size_t i = 0; i < 250000 && head + 8 < len; i++, head += 6)
		memcpy(body + head, "<w:p/>", 6);
	memcpy(body + head, "</w:document>", 14);
	many = str_of(body);
	FAILS(redaction_inspect(STR("a.docx"), docx_with(desk, many.at), desk->arena, &findings),
		"redaction_units");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(tracked_changes_name_their_authors),
		DESK_TEST(hidden_and_covered_text_is_found),
		DESK_TEST(ordinary_text_gives_no_findings),
		DESK_TEST(everything_beside_the_text_is_found),
		DESK_TEST(a_term_goes_from_every_part_and_the_rest_stays),
		DESK_TEST(the_list_names_places_and_grounds_but_not_the_words),
		DESK_TEST(tracked_changes_are_settled),
		DESK_TEST(ranges_cut_exactly_what_they_say),
		DESK_TEST(ranges_outside_the_text_are_refused),
		DESK_TEST(short_terms_are_refused),
		DESK_TEST(terms_are_found_however_they_are_spaced),
		DESK_TEST(attributes_and_text_boxes_are_cut_too),
		DESK_TEST(black_bars_do_not_count_as_redaction),
		DESK_TEST(what_a_black_bar_covers_is_never_brought_to_light),
		DESK_TEST(white_text_on_a_dark_cell_is_meant_to_be_read),
		DESK_TEST(verifying_finds_terms_in_every_corner),
		DESK_TEST(bombs_and_deep_nests_are_stopped),
		DESK_TEST(damaged_files_give_clear_faults),
	};

	doc_warm();
	cage_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
