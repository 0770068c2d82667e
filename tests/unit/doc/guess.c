/* What a file is: bytes before name, never the name alone. */
#include "drawing.h"

#define GUESS(name, bytes) doc_guess(STR(name), STR(bytes))

static void
the_first_bytes_decide(void **state)
{
	assert_int_equal(GUESS("a.txt", "%PDF-1.7\n"), DOC_PDF);
	assert_int_equal(GUESS("a.txt", "\r\n%PDF-1.7\n"), DOC_PDF);
	assert_int_equal(GUESS("a.docx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), DOC_WORD);
	assert_int_equal(GUESS("a.doc", "<html><body>x"), DOC_HTML);
	assert_int_equal(GUESS("a.doc", "{\\rtf1\\ansi"), DOC_UNKNOWN);
}

#define HEADER "PK\3\4..........................word/document.xml"

static void
a_package_is_known_by_its_parts(void **state)
{
	char workbook[] = "PK\3\4..........................xl/workbook.xml" HEADER;

	assert_int_equal(GUESS("a.zip", HEADER), DOC_DOCX);
	assert_int_equal(doc_guess(STR("a.docx"), str_of(workbook)), DOC_XLSX);
	assert_int_equal(GUESS("a.zip", "PK\3\4 word/ xl/"), DOC_UNKNOWN);
	assert_int_equal(GUESS("a.docx", "PK\3\4"), DOC_DOCX);
	assert_int_equal(GUESS("A.XLSX", "PK\3\4"), DOC_XLSX);
	assert_int_equal(GUESS("a", "PK"), DOC_TEXT);
}

static void
pages_are_known_by_their_tags(void **state)
{
	assert_int_equal(GUESS("", "<!DOCTYPE HTML>\n"), DOC_HTML);
	assert_int_equal(GUESS("a.txt", "  \n<TABLE border=1><tr>"), DOC_HTML);
	assert_int_equal(GUESS("", "<p class=a>文字"), DOC_HTML);
	assert_int_equal(GUESS("", "见（<http://a.gov.cn/x>）"), DOC_TEXT);
	assert_int_equal(GUESS("", "若 <p 则"), DOC_TEXT);
	assert_int_equal(GUESS("a.html", "文字 <p>甲</p>"), DOC_HTML);
	assert_int_equal(GUESS("", "\xFF\xFE<\0h\0t\0m\0l\0>\0"), DOC_HTML);
}

static void
the_name_decides_between_kinds_of_text(void **state)
{
	assert_int_equal(GUESS("a.md", "文字"), DOC_MARKDOWN);
	assert_int_equal(GUESS("a.csv", "甲,乙"), DOC_CSV);
	assert_int_equal(GUESS("a.txt", "甲,乙"), DOC_TEXT);
	assert_int_equal(GUESS("", "|甲|乙|\n|---|---|\n"), DOC_MARKDOWN);
	assert_int_equal(GUESS("a.txt", "|甲|乙|\n|---|---|\n"), DOC_TEXT);
	assert_int_equal(GUESS("a.json", "{\"a\":1}"), DOC_TEXT);
	assert_int_equal(GUESS("a.md", "<!doctype html><html>"), DOC_HTML);
}

static void
binary_and_nothing_are_unknown_whatever_the_name(void **state)
{
	static const char picture[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1";

	assert_int_equal(GUESS("a.txt", ""), DOC_UNKNOWN);
	assert_int_equal(
		doc_guess(STR("a.txt"), (struct str){ picture, sizeof picture }), DOC_UNKNOWN);
	assert_int_equal(
		doc_guess(STR("a.docx"), (struct str){ picture, sizeof picture }), DOC_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_bytes_decide),
		cmocka_unit_test(a_package_is_known_by_its_parts),
		cmocka_unit_test(pages_are_known_by_their_tags),
		cmocka_unit_test(the_name_decides_between_kinds_of_text),
		cmocka_unit_test(binary_and_nothing_are_unknown_whatever_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
