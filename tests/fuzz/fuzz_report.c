/* Text or a web page, read as a document, then as a report, checked, laid out, written as JSON and
 * read back. The first byte chooses: an even one text, an odd one HTML. */
#include "checking/checking.h"
#include "fuzz.h"
#include "reading/reading.h"
#include "report/report.h"

static struct fault *
whole_way(struct str bytes, bool is_html, struct arena *arena)
{
	CLOSING(buf_done) struct buf json;
	CLOSING(buf_done) struct buf again;
	struct doc_table *tables[3] = { 0 };
	struct doc doc = { 0 };
	struct doc out = { 0 };
	struct report *report;
	struct report *back;

	buf_init(&json, (size_t)64 << 20);
	buf_init(&again, (size_t)64 << 20);
	TAKE(arena, report, 1);
	TAKE(arena, back, 1);
	TRY(is_html ? doc_read_html(bytes, arena, &doc) : doc_read_text(bytes, arena, &doc));
	TRY(reading_make_of_doc(&doc, STR("a.txt"), arena, report));
	TRY(checking_run(report, NULL, arena));
	TRY(report_tables(report, arena, tables));
	TRY(report_document(report, arena, &out));
	report_put_json(&json, report);
	TRY(buf_check(&json));
	/* What we write we must be able to read, and it must be the same. */
	if (report_from_json(buf_str(&json), arena, back))
		fuzz_promise(arena_used(arena) > (size_t)200 << 20);
	else
		report_put_json(&again, back);
	fuzz_promise(!again.len || str_equal(buf_str(&json), buf_str(&again)));
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	CLOSING(arena_close) struct arena *arena = NULL;

	if (len < 1 || arena_open((size_t)256 << 20, &arena))
		return 0;
	/* A fault is an answer like any other. */
	if (whole_way((struct str){ (const char *)bytes + 1, len - 1 }, bytes[0] & 1, arena))
		return 0;
	return 0;
}
