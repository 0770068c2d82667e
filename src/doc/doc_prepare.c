/*
 * The door for files: says in a clear sentence what cannot be read, and has pdftotext and antiword
 * read, in the cage, what our own readers cannot. Everything else is doc_read()'s work.
 */
#include <libdeflate.h>
#include <libxml/parser.h>
#include <stdio.h>

#include "base/cage.h"
#include "base/memory.h"
#include "doc/doc_office.h"

/* How far into an old Office file the names of its streams are looked for. */
#define OLE_LOOK ((size_t)8 << 20)

static struct fault *
say_picture(void)
{
	return fault_new(FAULT_INPUT, "doc_picture",
		"这是图片，图片中的表格和文字无法读取。请改用 Word、Excel、文字版 "
		"PDF、网页或文本文件。",
		"This is a picture; tables and words in pictures cannot be read. Use a Word, "
		"Excel, web or "
		"text file, or a PDF with text.");
}

static struct fault *
say_archive(void)
{
	return fault_new(FAULT_INPUT, "doc_archive", "这是压缩包。请先解压，再选择其中的报告文件。",
		"This is an archive. Unpack it first and choose the report in it.");
}

static struct fault *
say_save_as(const char *zh, const char *en)
{
	struct fault *fault = fault_new(FAULT_INPUT, "doc_save_as",
		"暂不支持%s格式。请用 Word 或 WPS 打开，另存为 docx 后再试。",
		"This format cannot be read (%s). Open the file in Word or WPS, save it as docx "
		"and try "
		"again.",
		zh);

	snprintf(fault->en, sizeof fault->en,
		"This format cannot be read (%s). Open the file in Word or WPS, save it as docx "
		"and try "
		"again.",
		en);
	return fault;
}

static struct fault *
say_unknown(void)
{
	return fault_new(FAULT_INPUT, "doc_unknown",
		"无法识别这个文件：它不是文字文件，可能是改了扩展名的其他文件。请使用 "
		"Word、Excel、文字版 PDF、网页或文本文件。",
		"This file is not known: it holds no text, or it was renamed. Use a Word, Excel, "
		"web or "
		"text file, or a PDF with text.");
}

static bool
is_picture(struct str bytes)
{
	static const struct str starts[] = {
		{ "\x89PNG", 4 },
		{ "\xFF\xD8\xFF", 3 },
		{ "GIF8", 4 },
		{ "II*\0", 4 },
		{ "MM\0*", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (str_starts(bytes, starts[i]))
			return true;
	/* BMP: two letters are little, so its header's length is looked at too. */
	if (str_starts(bytes, STR("BM")) && bytes.len > 18 && bytes.at[14] >= 12 &&
		str_equal(str_sub(bytes, 15, 3), (struct str){ "\0\0\0", 3 }))
		return true;
	return str_starts(bytes, STR("RIFF")) && bytes.len > 12 &&
	       str_equal(str_sub(bytes, 8, 4), STR("WEBP"));
}

static bool
is_archive(struct str bytes)
{
	static const struct str starts[] = {
		{ "Rar!\x1A", 5 },
		{ "7z\xBC\xAF\x27\x1C", 6 },
		{ "\x1F\x8B\x08", 3 },
		{ "BZh", 3 },
		{ "\xFD"
		  "7zXZ",
			5 },
	};

	for (size_t i = 0; i < COUNT_OF(starts); i++)
		if (str_starts(bytes, starts[i]))
			return true;
	return false;
}

/* Archives that hold other kinds of documents. */
static struct fault *
check_zip(struct str bytes)
{
	if (str_has(bytes, STR("OFD.xml")))
		return say_save_as(" OFD ", "OFD");
	if (str_has(bytes, STR("ppt/presentation.xml")))
		return say_save_as("演示文稿（pptx）", "pptx slides");
	if (str_has(bytes, STR("mimetypeapplication/vnd.oasis.opendocument")))
		return say_save_as(" OpenDocument ", "OpenDocument");
	return say_archive();
}

/* Text that is really a document of another program. */
static struct fault *
check_text(struct str bytes)
{
	struct str head = { bytes.at, bytes.len < 4096 ? bytes.len : 4096 };

	if (str_starts(str_trim(head), STR("{\\rtf")))
		return say_save_as(" RTF ", "RTF");
	if (str_has(head, STR("progid=\"Word.Document\"")) ||
		str_has(head, STR("schemas.microsoft.com/office/2006/xmlPackage")))
		return say_save_as(" Word XML ", "Word XML");
	if (str_has(head, STR("MIME-Version:")) && str_has(head, STR("multipart/related")))
		return say_save_as("单个文件网页（mht）", "web archive, mht");
	return NULL;
}

/* The name of a stream in an old Office file: UTF-16 of little end. */
static bool
has_stream(struct str bytes, const char *name)
{
	char wide[64];
	size_t len = 0;

	for (const char *at = name; *at && len + 2 < sizeof wide; at++) {
		wide[len++] = *at;
		wide[len++] = '\0';
	}
	if (bytes.len > OLE_LOOK)
		bytes.len = OLE_LOOK;
	return str_has(bytes, (struct str){ wide, len });
}

/* Files of the old Office: a Word document, or something we say no to. */
static struct fault *
check_ole(struct str bytes)
{
	if (has_stream(bytes, "EncryptedPackage"))
		return doc_locked();
	if (has_stream(bytes, "WordDocument"))
		return NULL;
	if (has_stream(bytes, "Workbook") || has_stream(bytes, "Book"))
		return fault_new(FAULT_INPUT, "doc_save_as",
			"暂不支持旧版 Excel（xls）格式。请用 Excel 或 WPS 打开，另存为 xlsx "
			"后再试。",
			"The old Excel format (xls) cannot be read. Open the file in Excel or WPS, "
			"save it "
			"as xlsx and try again.");
	return say_unknown();
}

/* What a file is that no reader of ours takes. */
static struct fault *
check_unknown(struct str bytes)
{
	if (is_picture(bytes))
		return say_picture();
	if (is_archive(bytes))
		return say_archive();
	if (str_starts(bytes, STR("PK\3\4")))
		return check_zip(bytes);
	TRY(check_text(bytes));
	return say_unknown();
}

/* A file may take 10 s in all: three programs at most, this one and our own reader, 3 s each. No
 * report has a quarter of a million words, which is what 32 MiB hold. */
static const struct cage_limits program_limits = { (size_t)224 << 20, 3, (size_t)32 << 20 };

/* Run a program on the bytes and keep what it says in the arena. */
static struct fault *
run_program(const char *const argv[], struct str bytes, struct arena *arena, struct str *ret_bytes)
{
	CLOSING(buf_done) struct buf answer;

	buf_init(&answer, DOC_MOST_UNPACKED);
	TRY(cage_program(argv, bytes, &program_limits, &answer));
	return str_copy(arena, buf_str(&answer), ret_bytes);
}

static bool
is_program_fault(const struct fault *fault, const char *word)
{
	return strcmp(fault->code, "cage_program") == 0 && strstr(fault->detail, word);
}

/* The lines drawn on the pages, behind the words. Without them tables are found by their words
 * alone, so a failure here is none; the document then says so. */
static struct fault *
add_rules(struct str bytes, struct arena *arena, struct str *words)
{
	static const char *const argv[] = { "pdftocairo", "-svg", "-", "-", NULL };
	CLOSING(buf_done) struct buf answer;

	buf_init(&answer, DOC_MOST_UNPACKED);
	buf_put(&answer, *words);
	if (cage_program(argv, bytes, &program_limits, &answer))
		return NULL;
	return str_copy(arena, buf_str(&answer), words);
}

static struct fault *
prepare_pdf(struct str bytes, struct arena *arena, struct str *ret_bytes)
{
	/* What a page was cut to is what is seen of it, and what pdftocairo measures from. */
	static const char *const argv[] = { "pdftotext", "-cropbox", "-bbox-layout", "-enc",
		"UTF-8", "-", "-", NULL };
	struct fault *fault = run_program(argv, bytes, arena, ret_bytes);

	if (fault && is_program_fault(fault, "Incorrect password"))
		return doc_locked();
	if (fault && strcmp(fault->code, "cage_program") == 0) {
		char detail[sizeof fault->detail];

		snprintf(detail, sizeof detail, "%s", fault->detail);
		return doc_broken(detail);
	}
	if (fault)
		return fault;
	if (!str_has(*ret_bytes, STR("<word ")))
		return fault_new(FAULT_INPUT, "scan",
			"这是扫描件或图片版 PDF，其中没有可读取的文字。请改用由 Word、WPS "
			"直接导出的 PDF，"
			"或 Word、网页版本。",
			"This PDF is a scan or made of pictures: it holds no text that can be "
			"read. Use a "
			"PDF exported from Word or WPS, or the Word or web version.");
	return add_rules(bytes, arena, ret_bytes);
}

static struct fault *
prepare_word(struct str bytes, struct arena *arena, struct str *ret_bytes)
{
	/* DocBook is the only form in which it keeps the cells of tables whole. */
	static const char *const argv[] = { "antiword", "-x", "db", "/dev/stdin", NULL };
	struct fault *fault = run_program(argv, bytes, arena, ret_bytes);

	if (fault && is_program_fault(fault, "ncrypted"))
		return doc_locked();
	if (fault && strcmp(fault->code, "cage_program") == 0) {
		char detail[sizeof fault->detail];

		snprintf(detail, sizeof detail, "%s", fault->detail);
		return doc_broken(detail);
	}
	return fault;
}

struct fault *
doc_prepare(struct str name, struct str bytes, struct arena *arena, enum doc_format *ret_format,
	struct str *ret_bytes)
{
	enum doc_format format;
	struct str made = bytes;

	if (bytes.len == 0)
		return fault_new(FAULT_INPUT, "doc_empty",
			"文件是空的，没有任何内容。请检查文件后重新选择。",
			"The file is empty. Check it and choose again.");
	if (bytes.len > DOC_MOST_BYTES)
		return fault_new(FAULT_LIMIT, "doc_bytes",
			"文件超过 %zu MB，无法读取；请拆分或压缩其中的图片后再试。",
			"The file is larger than %zu MB; split it or shrink its pictures and try "
			"again.",
			DOC_MOST_BYTES >> 20);
	format = doc_guess(name, bytes);
	if (format == DOC_WORD) {
		TRY(check_ole(bytes));
		TRY(prepare_word(bytes, arena, &made));
	} else if (format == DOC_PDF) {
		TRY(prepare_pdf(bytes, arena, &made));
	} else if (format == DOC_UNKNOWN) {
		return check_unknown(bytes);
	} else if (format != DOC_DOCX && format != DOC_XLSX) {
		TRY(check_text(bytes));
	}
	*ret_format = format;
	*ret_bytes = made;
	return NULL;
}

static void *
take_memory(size_t size)
{
	return memory_grow(NULL, size);
}

static char *
copy_text(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = take_memory(size);

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

void
doc_warm(void)
{
	/* So that doc_read() learns when a library had no memory. */
	xmlMemSetup(memory_give, take_memory, memory_grow, copy_text);
	xmlInitParser();
	libdeflate_set_memory_allocator(take_memory, memory_give);
	doc_decode_warm();
	cage_nursery_rehearse(doc_rehearse);
}
