/* The docx reader: files that are cut, locked, swollen, nested or otherwise made to break it. */
#include "docx.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
