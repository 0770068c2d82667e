/*
 * One deed, many times in one process, timed with the monotonic clock; prints the median in
 * nanoseconds, the processor time of one round with its children, and the bytes worked on.
 * It compares nothing: bench/report.py sets it beside others.
 *
 * usage: report_bench DEED FILE ROUNDS
 *
 *   read        bytes to checked record as the product does it, caged
 *   read-free   the same without the cage
 *
 *   open        a stage of it: file to document
 *   find        document to record
 *   check       the rules
 *   put         record out of the cage
 *   take        record taken outside
 *   cage        a cage that does nothing
 *
 *   sax         bare unzip of word/document.xml and SAX with empty handlers, namespaces resolved
 *   sax1        the same without namespaces and handlers: the least libxml2 can do
 *   html        bare libxml2 HTML parsing
 *
 *   write-docx  record to file; also write-xlsx, write-pdf, write-html
 */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <zip.h>

#include "base/cage.h"
#include "base/file.h"
#include "base/memory.h"
#include "checking/checking.h"
#include "doc/doc.h"
#include "reading/reading_inside.h"
#include "report/report.h"

/* What a deed works on. */
struct bench {
	struct str name;
	struct str bytes;
	struct doc doc; /* read once, for the stages and for writing */
	struct report *report;
	struct str crossed; /* the record as it leaves the cage */
	const char *ending;
	size_t done; /* bytes made or read by the last round */
};

typedef struct fault *deed_fn(struct bench *bench, struct arena *arena);

static struct fault *
deed_read(struct bench *bench, struct arena *arena)
{
	struct report *report;

	TAKE(arena, report, 1);
	TRY(reading_make(bench->name, bench->bytes, arena, report));
	TRY(checking_run(report, NULL, arena));
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
	TRY(reading_make_of_doc(&doc, bench->name, arena, report));
	TRY(checking_run(report, NULL, arena));
	bench->done = bench->bytes.len;
	return NULL;
}

/* --- one stage; what comes before it was done once, in prepare() --- */

static struct fault *
deed_open(struct bench *bench, struct arena *arena)
{
	enum doc_format format;
	struct doc doc = { 0 };
	struct str ready;

	TRY(doc_prepare(bench->name, bench->bytes, arena, &format, &ready));
	TRY(doc_read(format, ready, arena, &doc));
	bench->done = arena_used(arena);
	return NULL;
}

static struct fault *
deed_find(struct bench *bench, struct arena *arena)
{
	struct report *report;

	TAKE(arena, report, 1);
	TRY(reading_make_of_doc(&bench->doc, bench->name, arena, report));
	bench->done = arena_used(arena);
	return NULL;
}

static struct fault *
deed_check(struct bench *bench, struct arena *arena)
{
	TRY(checking_run(bench->report, NULL, arena));
	bench->done = arena_used(arena);
	return NULL;
}

static struct fault *
deed_put(struct bench *bench, struct arena *arena)
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, (size_t)64 << 20);
	reading_cross_put(&out, bench->report);
	bench->done = out.len;
	return buf_check(&out);
}

static struct fault *
deed_take(struct bench *bench, struct arena *arena)
{
	struct report *report;

	TAKE(arena, report, 1);
	bench->done = bench->crossed.len;
	return reading_cross_take(bench->crossed, arena, report);
}

static struct fault *
answer_nothing(struct str input, struct str plan, struct buf *answer)
{
	return NULL;
}

static struct fault *
deed_cage(struct bench *bench, struct arena *arena)
{
	CLOSING(buf_done) struct buf answer;

	buf_init(&answer, 16);
	return cage_run(answer_nothing, bench->bytes, STR_NONE, &cage_usual, &answer);
}

/* Everything the stages and the writers start from. */
static struct fault *
prepare(struct bench *bench, struct arena *arena)
{
	CLOSING(buf_done) struct buf crossed;
	enum doc_format format;
	struct str ready;

	buf_init(&crossed, (size_t)64 << 20);
	TAKE(arena, bench->report, 1);
	TRY(doc_prepare(bench->name, bench->bytes, arena, &format, &ready));
	TRY(doc_read(format, ready, arena, &bench->doc));
	TRY(reading_make_of_doc(&bench->doc, bench->name, arena, bench->report));
	reading_cross_put(&crossed, bench->report);
	TRY(buf_check(&crossed));
	return str_copy(arena, buf_str(&crossed), &bench->crossed);
}

/* --- bare libraries --- */

static void
start_nothing(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
	int space_count, const xmlChar **spaces, int count, int defaulted,
	const xmlChar **attributes)
{
}

static void
end_nothing(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
}

static void
text_nothing(void *data, const xmlChar *text, int len)
{
}

static struct fault *
parse_part(struct bench *bench, struct arena *arena, xmlSAXHandler *handlers)
{
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
	xmlSAXUserParseMemory(handlers, NULL, text, (int)facts.size);
	bench->done = facts.size;
	return NULL;
}

static struct fault *
deed_sax(struct bench *bench, struct arena *arena)
{
	xmlSAXHandler empty = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = start_nothing,
		.endElementNs = end_nothing,
		.characters = text_nothing,
	};

	return parse_part(bench, arena, &empty);
}

static struct fault *
deed_sax1(struct bench *bench, struct arena *arena)
{
	xmlSAXHandler none = { 0 };

	return parse_part(bench, arena, &none);
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
	CLOSING(buf_done) struct buf out;

	buf_init(&out, (size_t)64 << 20);
	TRY(report_export(bench->report, report_format_find(str_of(bench->ending)), arena, &out));
	bench->done = out.len;
	return NULL;
}

static const struct {
	const char *name;
	deed_fn *deed;
} deeds[] = { { "read", deed_read }, { "read-free", deed_read_free }, { "open", deed_open },
	{ "find", deed_find }, { "check", deed_check }, { "put", deed_put }, { "take", deed_take },
	{ "cage", deed_cage }, { "sax", deed_sax }, { "sax1", deed_sax1 }, { "html", deed_html },
	{ "write-docx", deed_write }, { "write-xlsx", deed_write }, { "write-pdf", deed_write },
	{ "write-html", deed_write } };

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Processor time of this process and of the children that ended, in nanoseconds. */
static int64_t
used(void)
{
	static const int whose[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
	int64_t sum = 0;

	for (size_t i = 0; i < COUNT_OF(whose); i++) {
		struct rusage usage;

		getrusage((__rusage_who_t)whose[i], &usage);
		sum += ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000;
		sum += ((int64_t)usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
	}
	return sum;
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
	CLOSING(arena_close) struct arena *all = NULL;
	int64_t *times;
	int64_t begin;

	TRY(arena_open((size_t)256 << 20, &all));
	TAKE(all, times, rounds);
	if (deed != deed_html && deed != deed_read)
		TRY(prepare(bench, all));
	begin = used();
	for (size_t i = 0; i < rounds; i++) {
		CLOSING(arena_close) struct arena *arena = NULL;
		int64_t start = now();

		TRY(arena_open((size_t)256 << 20, &arena));
		TRY(deed(bench, arena));
		arena_close(&arena);
		times[i] = now() - start;
	}
	/* So that the time of the nursery and of all its children counts. */
	cage_nursery_close();
	begin = used() - begin;
	qsort(times, rounds, sizeof *times, by_size);
	printf("{\"median_ns\": %lld, \"least_ns\": %lld, \"processor_ns\": %lld, \"bytes\": "
	       "%zu}\n",
		(long long)times[rounds / 2], (long long)times[rounds / 20],
		(long long)(begin / (int64_t)rounds), bench->done);
	return NULL;
}

int
main(int argc, char **argv)
{
	CLOSING(buf_done) struct buf bytes;
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
	/* As the server does. */
	memory_keep_some();
	cage_warm();
	doc_warm();
	cage_nursery_open();
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
