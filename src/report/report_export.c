/*
 * One record in any of the formats people ask for, through doc's writers.
 * The layout comes from report_layout.c, the bytes from doc/; nothing is decided here but which.
 */
#include "doc/doc.h"
#include "report/report.h"

const struct report_format report_formats[] = {
	{ "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"Word 文档", "Word" },
	{ "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格",
		"Excel" },
	{ "pdf", "application/pdf", "PDF", "PDF" },
	{ "html", "text/html; charset=utf-8", "网页代码", "HTML" },
	{ "csv", "text/csv; charset=utf-8", "CSV", "CSV" },
	{ "md", "text/markdown; charset=utf-8", "Markdown", "Markdown" },
	{ "json", "application/json", "数据 JSON", "JSON" },
	{ NULL, NULL, NULL, NULL },
};

const struct report_format *
report_format_find(struct str ending)
{
	for (const struct report_format *format = report_formats; format->ending; format++)
		if (str_equal(ending, str_of(format->ending)))
			return format;
	return NULL;
}

struct fault *
report_export(const struct report *report, const struct report_format *format, struct arena *arena,
	struct buf *out)
{
	static struct fault *(*const writers[])(
		const struct doc *, struct buf *) = { doc_write_docx, doc_write_xlsx, doc_write_pdf,
		doc_write_html, doc_write_csv, doc_write_markdown };
	size_t which = (size_t)(format - report_formats);
	struct doc doc = { 0 };

	if (which >= COUNT_OF(writers)) {
		report_put_json(out, report);
		return buf_check(out);
	}
	TRY(report_document(report, arena, &doc));
	TRY(writers[which](&doc, out));
	return buf_check(out);
}
