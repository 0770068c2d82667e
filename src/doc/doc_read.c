/*
 * The way from a format to its reader.
 * What a format looks like inside is the reader's business.
 */
#include "base/memory.h"
#include "doc/doc.h"

static struct fault *
read_format(enum doc_format format, struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	/* What pdftotext and antiword give may be larger than the file was. */
	size_t most = format == DOC_PDF || format == DOC_WORD ? DOC_MOST_UNPACKED : DOC_MOST_BYTES;

	if (bytes.len > most)
		return fault_new(FAULT_LIMIT, "doc_bytes",
			"文件超过 %zu MB，无法读取；请拆分后再试。",
			"The file is larger than %zu MB; split it and try again.", most >> 20);
	switch (format) {
	case DOC_DOCX:
		return doc_read_docx(bytes, arena, ret_doc);
	case DOC_HTML:
		return doc_read_html(bytes, arena, ret_doc);
	case DOC_WORD:
		return doc_read_word(bytes, arena, ret_doc);
	case DOC_TEXT:
		return doc_read_text(bytes, arena, ret_doc);
	case DOC_MARKDOWN:
		return doc_read_markdown(bytes, arena, ret_doc);
	case DOC_CSV:
		return doc_read_csv(bytes, arena, ret_doc);
	case DOC_XLSX:
		return doc_read_xlsx(bytes, arena, ret_doc);
	case DOC_PDF:
		return doc_read_pdf(bytes, arena, ret_doc);
	case DOC_UNKNOWN:
		break;
	}
	return fault_new(FAULT_INPUT, "doc_unknown",
		"无法识别文件类型；请使用 Word、Excel、PDF、网页或文本文件。",
		"The type of the file is unknown; use Word, Excel, PDF, a web page or a text "
		"file.");
}

struct fault *
doc_read(enum doc_format format, struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc doc = { 0 };
	struct fault *fault;

	memory_forget_failure();
	fault = read_format(format, bytes, arena, &doc);
	/* Then pieces may be missing, or the file was called damaged for nothing. */
	if (memory_has_failed())
		return fault_memory();
	TRY(fault);
	*ret_doc = doc;
	return NULL;
}
