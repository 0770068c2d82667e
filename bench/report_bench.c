/*
 * One deed, many times in one process, timed with the monotonic clock; prints the median in
 * nanoseconds and the bytes worked on. It compares nothing: bench/report.py sets it beside others.
 *
 * usage: report_bench DEED FILE ROUNDS
 *   read        bytes to checked record as the product does it, caged
 *   read-free   the same without the cage
 *   sax         bare unzip of word/document.xml and SAX with empty handlers
 *   html        bare libxml2 HTML parsing
 *   write-docx, write-xlsx, write-pdf, write-html   record to file
 */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zip.h>

#include "base/cage.h"
#include "base/file.h"
#include "doc/doc.h"
#include "report/report.h"

/* What a deed works on. */
struct bench {
	struct str name;
	struct str bytes;
	struct report *report; /* for writing */
	const char *ending;
	size_t done; /* bytes made or read by the last round */
};

typedef struct fault *deed_fn(struct bench *bench, struct arena *arena);

static struct fault *
deed_read(struct bench *bench, struct arena *arena)
{
	struct report *report;

	TAKE(arena, report, 1);
	TRY(report_read(bench->name, bench->bytes, arena, report));
	TRY(report_check(report, NULL, arena));
	bench->done = bench->bytes.len;
	return NULL;
}

static struct fault *
deed_read_free(struct bench *bench, struct arena *arena)
{
	enum doc_format format;
	struct report *report;
	struct doc doc = { 0 };
	struct str ready;

	TAKE(arena, report, 1);
	TRY(doc_prepare(bench->name, bench->bytes, arena, &format, &ready));
	TRY(doc_read(format, ready, arena, &doc));
	TRY(report_read_doc(&doc, bench->name, arena, report));
	TRY(report_check(report, NULL, arena));
	bench->done = bench->bytes.len;
	return NULL;
}

static struct fault *
deed_sax(struct bench *bench, struct arena *arena)
{
	static xmlSAXHandler empty;
	zip_source_t *source = zip_source_buffer_create(bench->bytes.at, bench->bytes.len, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
	zip_stat_t facts;
	zip_file_t *part;
	char *text;

	if (!zip || zip_stat(zip, "word/document.xml", 0, &facts) != 0)
		return fault_new(FAULT_INPUT, "bench", "不是 docx。", "Not a docx.");
	part = zip_fopen(zip, "word/document.xml", 0);
	TAKE(arena, text, facts.size + 1);
	if (!part || zip_fread(part, text, facts.size) != (zip_int64_t)facts.size)
		return fault_new(FAULT_INPUT, "bench", "不是 docx。", "Not a docx.");
	zip_fclose(part);
	zip_discard(zip);
	xmlSAXUserParseMemory(&empty, NULL, text, (int)facts.size);
	bench->done = facts.size;
	return NULL;
}

static struct fault *
deed_html(struct bench *bench, struct arena *arena)
{
	htmlDocPtr tree = htmlReadMemory(bench->bytes.at, (int)bench->bytes.len, NULL, "UTF-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);

	if (!tree)
		return fault_new(FAULT_INPUT, "bench", "不是网页。", "Not HTML.");
	xmlFreeDoc(tree);
	bench->done = bench->bytes.len;
	return NULL;
}

static struct fault *
deed_write(struct bench *bench, struct arena *arena)
{
	CLOSING(buf_done)
	struct buf out;

	buf_init(&out, (size_t)64 << 20);
	TRY(report_export(bench->report, report_format_find(str_of(bench->ending)), arena, &out));
	bench->done = out.len;
	return NULL;
}

static const struct {
	const char *name;
	deed_fn *deed;
} deeds[] = { { "read", deed_read }, { "read-free", deed_read_free }, { "sax", deed_sax },
	{ "html", deed_html }, { "write-docx", deed_write }, { "write-xlsx", deed_write },
	{ "write-pdf", deed_write }, { "write-html", deed_write } };

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static struct fault *
measure(struct bench *bench, deed_fn *deed, size_t rounds)
{
	CLOSING(arena_close)
	struct arena *all = NULL;
	int64_t *times;

	TRY(arena_open((size_t)256 << 20, &all));
	TAKE(all, times, rounds);
	if (deed == deed_write) {
		TAKE(all, bench->report, 1);
		TRY(report_read(bench->name, bench->bytes, all, bench->report));
	}
	for (size_t i = 0; i < rounds; i++) {
		CLOSING(arena_close)
		struct arena *arena = NULL;
		int64_t start = now();

		TRY(arena_open((size_t)256 << 20, &arena));
		TRY(deed(bench, arena));
		arena_close(&arena);
		times[i] = now() - start;
	}
	qsort(times, rounds, sizeof *times, by_size);
	printf("{\"median_ns\": %lld, \"bytes\": %zu}\n", (long long)times[rounds / 2],
		bench->done);
	return NULL;
}

int
main(int argc, char **argv)
{
	CLOSING(buf_done)
	struct buf bytes;
	struct bench bench = { 0 };
	struct fault *fault;
	int64_t rounds = 0;
	size_t which = 0;

	buf_init(&bytes, DOC_MOST_BYTES);
	while (argc == 4 && which < COUNT_OF(deeds) && strcmp(deeds[which].name, argv[1]) != 0)
		which++;
	if (argc != 4 || which == COUNT_OF(deeds) || !str_to_int(str_of(argv[3]), &rounds) ||
		rounds < 1) {
		fprintf(stderr, "usage: report_bench DEED FILE ROUNDS\n");
		return 2;
	}
	cage_warm();
	doc_warm();
	fault = file_read(argv[2], &bytes);
	bench.name = file_base_name(str_of(argv[2]));
	bench.bytes = buf_str(&bytes);
	bench.ending = argv[1] + (strncmp(argv[1], "write-", 6) == 0 ? 6 : 0);
	if (!fault)
		fault = measure(&bench, deeds[which].deed, (size_t)rounds);
	if (fault)
		fprintf(stderr, "%s\n", fault->en);
	return fault ? 2 : 0;
}
