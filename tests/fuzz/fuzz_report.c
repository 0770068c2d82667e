/* Text or a web page, read as a document, then as a report, sent out of the cage, checked, laid
 * out, written as JSON and read back; or bytes that a captured child could send for a record. The
 * first byte chooses: 255 such bytes, else an even one text, an odd one HTML. */
#include "checking/checking.h"
#include "fuzz.h"
#include "reading/reading_inside.h"
#include "report/report.h"

/* What comes out of the cage must be what went in, and always good enough to be written. */
static struct fault *
cross(struct str bytes, const struct report *wanted, struct arena *arena)
{
	CLOSING(buf_done) struct buf before;
	CLOSING(buf_done) struct buf after;
	struct report *back;
	struct report *again;

	buf_init(&before, (size_t)64 << 20);
	buf_init(&after, (size_t)64 << 20);
	TAKE(arena, back, 1);
	TAKE(arena, again, 1);
	TRY(reading_cross_take(bytes, arena, back));
	back->file = wanted ? wanted->file : STR("a.txt");
	report_put_json(&after, back);
	TRY(buf_check(&after));
	if (wanted) {
		report_put_json(&before, wanted);
		TRY(buf_check(&before));
		fuzz_promise(str_equal(buf_str(&before), buf_str(&after)));
	} else if (report_from_json(buf_str(&after), arena, again)) {
		fuzz_promise(arena_used(arena) > (size_t)200 << 20);
	}
	return NULL;
}

static struct fault *
cross_record(const struct report *report, struct arena *arena)
{
	CLOSING(buf_done) struct buf bytes;

	buf_init(&bytes, (size_t)64 << 20);
	reading_cross_put(&bytes, report);
	TRY(buf_check(&bytes));
	return cross(buf_str(&bytes), report, arena);
}

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
	if (cross_record(report, arena))
		fuzz_promise(arena_used(arena) > (size_t)200 << 20);
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
	if (bytes[0] == 0xFF) {
		if (cross((struct str){ (const char *)bytes + 1, len - 1 }, NULL, arena))
			return 0;
		return 0;
	}
	/* A fault is an answer like any other. */
	if (whole_way((struct str){ (const char *)bytes + 1, len - 1 }, bytes[0] & 1, arena))
		return 0;
	return 0;
}
