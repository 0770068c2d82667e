/* The door for files: what cannot be read is said in a sentence of its own, PDFs go through
 * pdftotext. Tests of programs are left out where the program is not there. */
#include "archive.h"

#include "base/cage.h"
#include "base/utf8.h"
#include "doc/doc.h"

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
prepare(const char *name, struct str bytes, enum doc_format *ret_format)
{
	struct str made;

	return doc_prepare(str_of(name), bytes, arena, ret_format, &made);
}

static void
says(const char *name, struct str bytes, const char *code)
{
	enum doc_format format = DOC_UNKNOWN;
	struct fault *fault = prepare(name, bytes, &format);
	size_t bad;

	assert_non_null(fault);
	assert_string_equal(fault->code, code);
	assert_true(utf8_is_valid(str_of(fault->zh), &bad));
	/* A sentence that says what to do, too. */
	assert_true(str_has(str_of(fault->zh), STR("请")));
	assert_int_equal(format, DOC_UNKNOWN);
}

static void
an_empty_or_too_large_file(void **state)
{
	char *much = arena_take(arena, 1, DOC_MOST_BYTES + 1);

	says("a.docx", STR_NONE, "doc_empty");
	says("a.txt", (struct str){ much, DOC_MOST_BYTES + 1 }, "doc_bytes");
}

static void
pictures_are_told_from_documents(void **state)
{
	says("table.png", (struct str){ "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16 }, "doc_picture");
	says("report.docx", (struct str){ "\xFF\xD8\xFF\xE0\0\x10JFIF\0", 11 }, "doc_picture");
	says("a.txt", (struct str){ "GIF89a\1\0\1\0\0\0\0", 13 }, "doc_picture");
	says("a", (struct str){ "RIFF\4\0\0\0WEBPVP8 ", 16 }, "doc_picture");
}

static void
archives_and_other_formats_are_named(void **state)
{
	const struct archive_part slides = { "ppt/presentation.xml", STR("<x/>") };
	const struct archive_part ofd = { "OFD.xml", STR("<x/>") };
	const struct archive_part other = { "a.txt", STR("x") };

	says("a.pptx", archive_make(arena, &slides, 1), "doc_save_as");
	says("a.ofd", archive_make(arena, &ofd, 1), "doc_save_as");
	says("a.zip", archive_make(arena, &other, 1), "doc_archive");
	says("a.rar", STR("Rar!\x1A\x07\x01more of it"), "doc_archive");
	says("a.rtf", STR("{\\rtf1\\ansi text}"), "doc_save_as");
	says("a.doc",
		STR("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n<html>"),
		"doc_save_as");
	says("a.xml",
		STR("<?xml version=\"1.0\"?><?mso-application "
		    "progid=\"Word.Document\"?><w:wordDocument/>"),
		"doc_save_as");
}

static void
a_binary_renamed_is_unknown(void **state)
{
	static const char program[] = "\x7F"
				      "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0\xF0\x9A\0\0";

	says("report.txt", (struct str){ program, sizeof program }, "doc_unknown");
	says("report.docx", (struct str){ program, sizeof program }, "doc_unknown");
}

/* An old Office file with a stream of this name; the rest does not matter here. */
static struct str
old_office(const char *stream)
{
	char *bytes = arena_take(arena, 1, 2048);

	memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	for (size_t i = 0; stream[i]; i++)
		bytes[1024 + 2 * i] = stream[i];
	return (struct str){ bytes, 2048 };
}

static void
old_office_files_are_told_apart(void **state)
{
	says("a.docx", old_office("EncryptedPackage"), "doc_password");
	says("a.xls", old_office("Workbook"), "doc_save_as");
	says("a.msi", old_office("Whatever"), "doc_unknown");
}

static void
other_formats_pass_unchanged(void **state)
{
	const struct archive_part word = { "word/document.xml", STR("<x/>") };
	struct str text = STR("年度报告\n甲\t1\n");
	struct str bytes = archive_make(arena, &word, 1);
	struct str made;
	enum doc_format format;

	FINE(doc_prepare(STR("a.txt"), text, arena, &format, &made));
	assert_int_equal(format, DOC_TEXT);
	assert_ptr_equal(made.at, text.at);
	FINE(doc_prepare(STR("a.docx"), bytes, arena, &format, &made));
	assert_int_equal(format, DOC_DOCX);
	assert_ptr_equal(made.at, bytes.at);
}

/* --- PDF --- */

#define PDF_OPEN                                                                                   \
	"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"                                   \
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                                       \
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"                    \
	"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
#define PDF_CONTENT(length, content)                                                               \
	"4 0 obj<</Length " length ">>stream\n" content "\nendstream endobj\n"
#define PDF_CLOSE(more) "trailer<</Root 1 0 R" more ">>\n%%EOF\n"

/* True when the fault only says that a program is not installed here. */
static bool
is_missing(const struct fault *fault)
{
	return fault && strcmp(fault->code, "cage_missing") == 0;
}

static void
a_pdf_with_text_is_read(void **state)
{
	static const char pdf[] = PDF_OPEN PDF_CONTENT(
		"54", "BT /F1 12 Tf 72 720 Td (Report) Tj 100 0 Td (2023) Tj ET") PDF_CLOSE("");
	enum doc_format format = DOC_UNKNOWN;
	struct str made;
	struct doc doc;
	struct fault *fault = doc_prepare(STR("a.pdf"), STR(pdf), arena, &format, &made);

	if (is_missing(fault))
		skip();
	FINE(fault);
	assert_int_equal(format, DOC_PDF);
	FINE(doc_read(format, made, arena, &doc));
	assert_int_equal(doc.block_count, 1);
	SAME_TEXT(doc.blocks[0].text, "Report 2023");
}

/* Words and borders are measured from the corner of what was left of the page. */
static void
a_pdf_whose_pages_were_cut_keeps_words_in_their_cells(void **state)
{
	static const char pdf[] = PDF_OPEN PDF_CONTENT("160",
		"0 0 0 RG 200 200 200 60 re S 200 230 m 400 230 l S 300 200 m 300 260 l S "
		"BT /F1 12 Tf 240 240 Td (7) Tj 100 0 Td (8) Tj -100 -30 Td (9) Tj "
		"-130 0 Td (333) Tj ET") PDF_CLOSE("");
	static char cut[sizeof pdf + 40];
	const char *box = strstr(pdf, "/Contents");
	enum doc_format format = DOC_UNKNOWN;
	struct str made;
	struct doc doc;
	struct fault *fault;

	snprintf(cut, sizeof cut, "%.*s/CropBox[150 150 450 500]%s", (int)(box - pdf), pdf, box);
	fault = doc_prepare(STR("a.pdf"), str_of(cut), arena, &format, &made);
	if (is_missing(fault))
		skip();
	FINE(fault);
	FINE(doc_read(format, made, arena, &doc));
	assert_int_equal(doc.block_count, 1);
	assert_int_equal(doc.blocks[0].role, DOC_TABLE);
	SAME_TEXT(doc_cell_at(doc.blocks[0].table, 0, 0)->text, "7");
	SAME_TEXT(doc_cell_at(doc.blocks[0].table, 0, 1)->text, "8");
	SAME_TEXT(doc_cell_at(doc.blocks[0].table, 1, 0)->text, "9");
	SAME_TEXT(doc_cell_at(doc.blocks[0].table, 1, 1)->text, "");
}

static void
a_pdf_without_text_is_a_scan(void **state)
{
	static const char pdf[] =
		PDF_OPEN PDF_CONTENT("23", "0 0 m 100 100 l S 1 0 0") PDF_CLOSE("");
	enum doc_format format;
	struct fault *fault = prepare("a.pdf", STR(pdf), &format);

	if (is_missing(fault))
		skip();
	assert_non_null(fault);
	assert_string_equal(fault->code, "scan");
	assert_int_equal(fault->kind, FAULT_INPUT);
	assert_true(str_has(str_of(fault->zh), STR("扫描件")));
}

static void
a_locked_pdf_asks_for_one_without_password(void **state)
{
	static const char pdf[] = PDF_OPEN PDF_CONTENT("3", "abc")
		PDF_CLOSE("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
			  "0101010101010101010101010101010101010101010101010101010101010101>/U<"
			  "0202020202020202020202020202020202020202020202020202020202020202>>>");
	enum doc_format format;
	struct fault *fault = prepare("a.pdf", STR(pdf), &format);

	if (is_missing(fault))
		skip();
	assert_non_null(fault);
	assert_string_equal(fault->code, "doc_password");
}

static void
a_broken_pdf_says_so(void **state)
{
	enum doc_format format;
	struct fault *fault = prepare("a.pdf", STR("%PDF-1.7\nand then nothing"), &format);

	if (is_missing(fault))
		skip();
	assert_non_null(fault);
	assert_string_equal(fault->code, "doc_broken");
}

static void
a_broken_doc_says_so(void **state)
{
	enum doc_format format;
	struct fault *fault = prepare("a.doc", old_office("WordDocument"), &format);

	if (is_missing(fault))
		skip();
	assert_non_null(fault);
	assert_string_equal(fault->code, "doc_broken");
}

/* --- in the cage --- */

static struct fault *
count_blocks(struct str input, struct str plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *inside = NULL;
	struct doc doc;

	TRY(arena_open((size_t)64 << 20, &inside));
	TRY(doc_read(*(const enum doc_format *)cage_plan(plan, sizeof(enum doc_format)), input,
		inside, &doc));
	for (size_t i = 0; i < doc.block_count; i++)
		buf_put(answer, doc.blocks[i].role == DOC_TABLE ? STR("T") : STR("P"));
	return NULL;
}

static void
check_cage(enum doc_format format, struct str bytes, const char *wanted)
{
	struct buf answer;

	buf_init(&answer, 1000);
	FINE(cage_run(count_blocks, bytes, CAGE_PLAN(format), &cage_usual, &answer));
	SAME_TEXT(buf_str(&answer), wanted);
	buf_done(&answer);
}

static void
every_reader_of_files_lives_in_the_cage(void **state)
{
	static const char word[] =
		"<w:document "
		"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
		"<w:body><w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>"
		"<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></"
		"w:document>";
	const struct archive_part docx[] = {
		{ "word/document.xml", STR(word) },
		{ "word/styles.xml", STR("<styles/>") },
	};
	const struct archive_part xlsx[] = {
		{ "xl/workbook.xml",
			STR("<workbook><sheets><sheet name=\"a\" id=\"r\"/></sheets></workbook>") },
		{ "xl/_rels/workbook.xml.rels", STR("<r><Relationship Id=\"r\" Type=\"/worksheet\" "
						    "Target=\"s.xml\"/></r>") },
		{ "xl/s.xml",
			STR("<worksheet><sheetData><row><c><v>1.5E-3</v></c><c><v>2</v></c></row>"
			    "</sheetData></worksheet>") },
	};

	doc_warm();
	cage_warm();
	cage_nursery_open();
	check_cage(DOC_DOCX, archive_make(arena, docx, COUNT_OF(docx)), "PT");
	check_cage(DOC_XLSX, archive_make(arena, xlsx, COUNT_OF(xlsx)), "T");
	check_cage(DOC_WORD, STR("<book><chapter><para>a</para></chapter></book>"), "P");
	check_cage(DOC_PDF,
		STR("<page width=\"595\" height=\"842\"><word xMin=\"70\" yMin=\"70\" xMax=\"90\" "
		    "yMax=\"80\">甲乙</word></page>"),
		"P");
}

static void
the_document_of_the_rehearsal_is_read(void **state)
{
	FINE(doc_rehearse());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_or_too_large_file),
		TEST(pictures_are_told_from_documents),
		TEST(archives_and_other_formats_are_named),
		TEST(a_binary_renamed_is_unknown),
		TEST(old_office_files_are_told_apart),
		TEST(other_formats_pass_unchanged),
		TEST(a_pdf_with_text_is_read),
		TEST(a_pdf_whose_pages_were_cut_keeps_words_in_their_cells),
		TEST(a_pdf_without_text_is_a_scan),
		TEST(a_locked_pdf_asks_for_one_without_password),
		TEST(a_broken_pdf_says_so),
		TEST(a_broken_doc_says_so),
		TEST(every_reader_of_files_lives_in_the_cage),
		TEST(the_document_of_the_rehearsal_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
