/*
 * What a file is, by its content; and whether it may be handed in.
 * Names only tell texts apart, and show when they lie.
 */
#include "redaction/redaction_inside.h"

#include <stdio.h>

#include "base/file.h"

/* clang-format off */
static const struct {
	const char *ending;
	const char *endings; /* names that fit, between blanks */
	const char *zh;
	const char *en;
} types[REDACTION_TYPES] = {
	[REDACTION_UNKNOWN] = { "", " ", "无法识别的文件", "unknown file" },
	[REDACTION_TEXT] = { "txt", " txt text log ", "文本", "text" },
	[REDACTION_MARKDOWN] = { "md", " md markdown txt ", "Markdown 文本", "Markdown text" },
	[REDACTION_HTML] = { "html", " html htm shtml xhtml ", "网页", "web page" },
	[REDACTION_CSV] = { "csv", " csv tsv txt ", "CSV 表格", "CSV table" },
	[REDACTION_DOCX] = { "docx", " docx docm dotx ", "Word 文档", "Word document" },
	[REDACTION_XLSX] = { "xlsx", " xlsx xlsm ", "Excel 工作簿", "Excel workbook" },
	[REDACTION_PPTX] = { "pptx", " pptx pptm ppsx ", "演示文稿", "slides" },
	[REDACTION_PDF] = { "pdf", " pdf ", "PDF", "PDF" },
	[REDACTION_JPEG] = { "jpg", " jpg jpeg jfif ", "JPEG 图片", "JPEG picture" },
	[REDACTION_PNG] = { "png", " png ", "PNG 图片", "PNG picture" },
	[REDACTION_PICTURE] = { "", " gif bmp tif tiff webp heic heif ", "其他图片", "other picture" },
	[REDACTION_WORD] = { "doc", " doc wps dot wpt ", "旧版 Word 文档", "old Word document" },
	[REDACTION_OLD] = { "", " doc xls ppt wps et dps dot ", "旧版 Office 文件", "old Office file" },
	[REDACTION_OFD] = { "ofd", " ofd ", "OFD 版式文件", "OFD document" },
	[REDACTION_ARCHIVE] = { "zip", " zip rar 7z gz tgz bz2 xz tar ", "压缩包", "archive" },
	[REDACTION_RTF] = { "rtf", " rtf doc ", "RTF 文档", "RTF document" },
	[REDACTION_PROGRAM] = { "", " exe dll com scr bat cmd sh ps1 ", "程序", "program" },
};
/* clang-format on */

const char *
redaction_type_ending(enum redaction_type type)
{
	return types[type].ending;
}

const char *
redaction_type_zh(enum redaction_type type)
{
	return types[type].zh;
}

const char *
redaction_type_en(enum redaction_type type)
{
	return types[type].en;
}

static bool
starts_with(struct str bytes, const struct str *starts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts(bytes, starts[i]))
			return true;
	return false;
}

static bool
is_program(struct str bytes)
{
	static const struct str starts[] = { { "MZ", 2 },
		{ "\x7F"
		  "ELF",
			4 },
		{ "#!", 2 }, { "\xCA\xFE\xBA\xBE", 4 }, { "\xCF\xFA\xED\xFE", 4 } };

	return starts_with(bytes, starts, COUNT_OF(starts));
}

static bool
is_archive(struct str bytes)
{
	static const struct str starts[] = { { "Rar!", 4 }, { "7z\xBC\xAF\x27\x1C", 6 },
		{ "\x1F\x8B\x08", 3 }, { "BZh", 3 },
		{ "\xFD"
		  "7zXZ",
			5 },
		{ "PK\5\6", 4 } };

	return starts_with(bytes, starts, COUNT_OF(starts)) ||
	       (bytes.len > 262 && str_equal(str_sub(bytes, 257, 5), STR("ustar")));
}

static bool
is_other_picture(struct str bytes)
{
	static const struct str starts[] = { { "GIF8", 4 }, { "BM", 2 }, { "II*\0", 4 },
		{ "MM\0*", 4 } };

	return starts_with(bytes, starts, COUNT_OF(starts)) ||
	       (bytes.len > 12 && str_starts(bytes, STR("RIFF")) &&
		       str_equal(str_sub(bytes, 8, 4), STR("WEBP"))) ||
	       (bytes.len > 12 && str_equal(str_sub(bytes, 4, 4), STR("ftyp")));
}

/* An Office file begins with one of its own parts, all of which have their names in the clear. */
static enum redaction_type
package_type(struct str name, struct str bytes)
{
	bool has_types = str_has(bytes, STR("[Content_Types].xml"));

	if (str_has(bytes, STR("OFD.xml")) && !has_types)
		return REDACTION_OFD;
	if (!has_types)
		return REDACTION_ARCHIVE;
	switch (doc_guess(name, bytes)) {
	case DOC_DOCX:
		return REDACTION_DOCX;
	case DOC_XLSX:
		return REDACTION_XLSX;
	default:
		return str_has(bytes, STR("ppt/presentation.xml")) ? REDACTION_PPTX
								   : REDACTION_ARCHIVE;
	}
}

enum redaction_type
redaction_type_of(struct str name, struct str bytes)
{
	if (str_starts(bytes, STR("PK\3\4")))
		return package_type(name, bytes);
	if (str_starts(bytes, STR("\xFF\xD8\xFF")))
		return REDACTION_JPEG;
	if (str_starts(bytes, STR("\x89PNG\r\n\x1A\n")))
		return REDACTION_PNG;
	if (str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
		return redaction_has_stream(bytes, "WordDocument") ? REDACTION_WORD : REDACTION_OLD;
	if (str_starts(bytes, STR("{\\rtf")))
		return REDACTION_RTF;
	if (is_archive(bytes))
		return REDACTION_ARCHIVE;
	switch (doc_guess(name, bytes)) {
	case DOC_PDF:
		return REDACTION_PDF;
	case DOC_TEXT:
		return is_program(bytes) ? REDACTION_PROGRAM : REDACTION_TEXT;
	case DOC_MARKDOWN:
		return REDACTION_MARKDOWN;
	case DOC_HTML:
		return REDACTION_HTML;
	case DOC_CSV:
		return REDACTION_CSV;
	default:
		break;
	}
	if (is_program(bytes))
		return REDACTION_PROGRAM;
	return is_other_picture(bytes) ? REDACTION_PICTURE : REDACTION_UNKNOWN;
}

/* --- what may be handed in --- */

enum { USUAL_MEGABYTES = 20 };

static const unsigned usual_types =
	1U << REDACTION_TEXT | 1U << REDACTION_MARKDOWN | 1U << REDACTION_CSV |
	1U << REDACTION_DOCX | 1U << REDACTION_XLSX | 1U << REDACTION_PDF | 1U << REDACTION_JPEG |
	1U << REDACTION_PNG | 1U << REDACTION_OLD | 1U << REDACTION_OFD | 1U << REDACTION_RTF |
	1U << REDACTION_PPTX | 1U << REDACTION_WORD;

static bool
fits_name(struct str name, enum redaction_type type)
{
	struct file_ending ending = file_ending(name);
	char wanted[sizeof ending.at + 2];

	if (ending.at[0] == '\0')
		return true;
	snprintf(wanted, sizeof wanted, " %s ", ending.at);
	return strstr(types[type].endings, wanted) != NULL;
}

static struct fault *
refuse(struct redaction_verdict *verdict, struct arena *arena, const char *zh, const char *en)
{
	verdict->is_refused = true;
	TRY(str_copy(arena, str_of(zh), &verdict->zh));
	return str_copy(arena, str_of(en), &verdict->en);
}

static struct fault *
check_type(struct redaction_verdict *verdict, unsigned allowed, struct arena *arena)
{
	char zh[300];
	char en[300];

	if (allowed & 1U << verdict->type) {
		if (!verdict->is_misnamed)
			return NULL;
		snprintf(zh, sizeof zh,
			"文件名的后缀与内容不符：内容是%"
			"s。请核对是否选错文件，或改正后缀后再上传。",
			types[verdict->type].zh);
		snprintf(en, sizeof en,
			"The name does not fit the content, which is: %s. Check the file or mend "
			"its "
			"name, then upload it again.",
			types[verdict->type].en);
		return refuse(verdict, arena, zh, en);
	}
	if (verdict->type == REDACTION_ARCHIVE)
		return refuse(verdict, arena, "不接受压缩包。请解压后逐个上传其中的文件。",
			"Archives are not taken. Unpack it and upload its files one by one.");
	snprintf(zh, sizeof zh,
		"不接受这类文件（%s）。请改用 Word、Excel、PDF、OFD、JPEG、PNG 或文本文件。",
		types[verdict->type].zh);
	snprintf(en, sizeof en,
		"Files of this kind (%s) are not taken. Use Word, Excel, PDF, OFD, JPEG, PNG or "
		"text files.",
		types[verdict->type].en);
	return refuse(verdict, arena, zh, en);
}

static struct fault *
check_size(struct redaction_verdict *verdict, size_t len, size_t most, struct arena *arena)
{
	char zh[200];
	char en[200];

	if (len == 0)
		return refuse(verdict, arena, "文件是空的，没有任何内容。请检查文件后重新选择。",
			"The file is empty. Check it and choose again.");
	if (len <= most)
		return NULL;
	snprintf(zh, sizeof zh, "文件超过 %zu MB。请压缩其中的图片，或拆成几个文件。", most >> 20);
	snprintf(en, sizeof en, "The file is larger than %zu MB. Shrink its pictures or split it.",
		most >> 20);
	return refuse(verdict, arena, zh, en);
}

/* What hides in it is told to the officer; only macros and what cannot be opened turn it away. */
static struct fault *
check_inside(struct str name, struct str bytes, const struct redaction_upload_limits *limits,
	struct arena *arena, struct redaction_verdict *verdict)
{
	struct fault *fault = redaction_inspect(name, bytes, arena, &verdict->findings);

	if (fault && fault->kind == FAULT_OUTSIDE)
		return fault;
	if (fault)
		return refuse(verdict, arena, fault->zh, fault->en);
	for (size_t i = 0; i < verdict->findings.count && !limits->lets_macros; i++)
		if (strcmp(verdict->findings.all[i].kind, "macro") == 0)
			return refuse(verdict, arena,
				"文件含有宏（程序），不能接受。请另存为不含宏的格式（docx、xlsx 或 "
				"PDF）后再上传。",
				"The file holds macros and is not taken. Save it without macros "
				"(docx, "
				"xlsx or PDF) and upload it again.");
	return NULL;
}

struct fault *
redaction_check_upload(struct str name, struct str bytes,
	const struct redaction_upload_limits *limits, struct arena *arena,
	struct redaction_verdict *ret_verdict)
{
	size_t most = limits->bytes ? limits->bytes : (size_t)USUAL_MEGABYTES << 20;
	struct redaction_verdict verdict = { .zh = STR(""), .en = STR("") };

	TRY(check_size(&verdict, bytes.len, most, arena));
	if (!verdict.is_refused) {
		verdict.type = redaction_type_of(name, bytes);
		verdict.is_misnamed = !fits_name(name, verdict.type);
		TRY(check_type(&verdict, limits->types ? limits->types : usual_types, arena));
	}
	if (!verdict.is_refused)
		TRY(check_inside(name, bytes, limits, arena, &verdict));
	*ret_verdict = verdict;
	return NULL;
}
