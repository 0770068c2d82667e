/*
 * What a file is, by its content. Names only tell texts apart, and show when they lie; whether a
 * file may be handed in is redaction_upload.c's.
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

bool
redaction_type_fits(struct str name, enum redaction_type type)
{
	struct file_ending ending = file_ending(name);
	char wanted[sizeof ending.at + 2];

	if (ending.at[0] == '\0')
		return true;
	snprintf(wanted, sizeof wanted, " %s ", ending.at);
	return strstr(types[type].endings, wanted) != NULL;
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

/* A name in a directory of OLE: UTF-16 of little end. */
bool
redaction_has_stream(struct str bytes, const char *name)
{
	char wide[64];
	size_t len = 0;

	for (const char *at = name; *at && len + 2 < sizeof wide; at++) {
		wide[len++] = *at;
		wide[len++] = '\0';
	}
	return str_has(bytes, (struct str){ wide, len });
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
