/* PDF files: pages, metadata, every word where a reader finds it, the same bytes twice. */
#include <pthread.h>
#include <stdio.h>

#include "write_sample.h"

#include "base/cage.h"
#include "base/file.h"

static struct sample sample;

/* fontconfig keeps its fonts until the process ends, and cairo 1.16 forgets 768 bytes for each CFF
 * font of a document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

/* The text of the written file, with spaces and line breaks as pdftotext gives them. */
static void
read_text(struct str pdf, const char *how, struct buf *text)
{
	const char *const argv[] = { "pdftotext", "-q", how, "-", "-", NULL };

	buf_init(text, DOC_MOST_BYTES);
	FINE(cage_program(argv, pdf, &cage_usual, text));
}

/* All of `text` without white space, because lines break anywhere, and without page numbers, which
 * come between the lines of a paragraph. */
static struct str
squeeze(struct arena *arena, struct str text)
{
	char *to = arena_take(arena, text.len + 1, 1);
	size_t len = 0;
	struct str line;

	assert_non_null(to);
	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("— ")) && str_ends(line, STR(" —")))
			continue;
		for (size_t i = 0; i < line.len; i++)
			if (line.at[i] != ' ' && line.at[i] != '\f')
				to[len++] = line.at[i];
	}
	return (struct str){ to, len };
}

static void
every_paragraph_and_cell_can_be_selected(void **state)
{
	struct buf out;
	struct buf text;
	struct str all;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&sample.doc, &out));
	assert_memory_equal(out.at, "%PDF-", 5);
	read_text(buf_str(&out), "-raw", &text);
	all = squeeze(sample.arena, buf_str(&text));
	for (size_t i = 0; i < sample.doc.block_count; i++) {
		struct str words = squeeze(sample.arena, sample.blocks[i].text);

		if (!str_has(all, words))
			fail_msg("block %zu is not there: %.*s", i, STR_ARG(words));
	}
	for (int i = 0; i < 2; i++)
		for (size_t j = 0; j < sample.tables[i].cell_count; j++)
			assert_true(str_has(all, squeeze(sample.arena, sample.cells[i][j].text)));
	buf_done(&text);
	buf_done(&out);
	sample_done(&sample);
}

static void
neighbouring_cells_are_words_of_their_own(void **state)
{
	static const char *const words[] = { ">12</word>", ">30</word>", ">42</word>",
		">-140</word>", ">+158</word>", ">商业企业</word>", ">自然人</word>",
		">1234567890123</word>" };
	struct buf out;
	struct buf text;

	sample_make(&sample);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&sample.doc, &out));
	read_text(buf_str(&out), "-bbox-layout", &text);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (!str_has(buf_str(&text), str_of(words[i])))
			fail_msg("%s is no word", words[i]);
	buf_done(&text);
	buf_done(&out);
	sample_done(&sample);
}

static void
the_same_document_gives_the_same_bytes_without_a_date(void **state)
{
	struct buf first;
	struct buf second;

	sample_make(&sample);
	buf_init(&first, DOC_MOST_BYTES);
	buf_init(&second, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&sample.doc, &first));
	FINE(doc_write_pdf(&sample.doc, &second));
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	assert_false(str_has(buf_str(&first), STR("CreationDate")));
	buf_done(&first);
	buf_done(&second);
	sample_done(&sample);
}

/* 200 rows: the head stands on each page, and no row is lost. */
static void
a_long_table_repeats_its_head_on_each_page(void **state)
{
	static char numbers[200][8];
	static struct doc_cell cells[402];
	struct doc_table table = {
		.row_count = 201, .column_count = 2, .cells = cells, .cell_count = 402
	};
	struct doc_block block = { .role = DOC_TABLE, .table = &table };
	struct doc doc = { .blocks = &block, .block_count = 1 };
	struct buf out;
	struct buf text;
	size_t heads = 0;

	for (int i = 0; i < 402; i++) {
		cells[i] =
			(struct doc_cell){ i / 2, i % 2, 1, 1, STR("姓名"), .is_heading = i < 2 };
		if (i > 1 && i % 2) {
			snprintf(numbers[i / 2 - 1], 8, "%d", 1000 + i / 2);
			cells[i].text = str_of(numbers[i / 2 - 1]);
		} else if (i < 2) {
			cells[i].text = STR("表头");
		}
	}
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&doc, &out));
	read_text(buf_str(&out), "-raw", &text);
	for (size_t at = 0; (at = str_find(buf_str(&text), STR("表头"), at)) != SIZE_MAX; at++)
		heads++;
	assert_true(heads >= 2 * 7 && heads % 2 == 0);
	for (int i = 0; i < 200; i++)
		assert_true(str_has(buf_str(&text), str_of(numbers[i])));
	buf_done(&text);
	buf_done(&out);
}

/* A cell of many pages beside a short one, under a merged one: every word is drawn once. */
static void
a_cell_higher_than_a_page_runs_on(void **state)
{
	static char words[60000];
	static struct doc_cell cells[4];
	struct doc_table table = {
		.row_count = 2, .column_count = 3, .cells = cells, .cell_count = 4
	};
	struct doc_block block = { .role = DOC_TABLE, .table = &table };
	struct doc doc = { .blocks = &block, .block_count = 1 };
	struct buf out;
	struct buf text;
	size_t count = 0;

	for (size_t i = 0; i + 6 < sizeof words; i += 6)
		snprintf(words + i, 7, "w%04zu ", i / 6);
	cells[0] = (struct doc_cell){ 0, 0, 2, 1, STR("合并") };
	cells[1] = (struct doc_cell){ 0, 1, 1, 1, str_of(words) };
	cells[2] = (struct doc_cell){ 0, 2, 1, 1, STR("短") };
	cells[3] = (struct doc_cell){ 1, 1, 1, 2, STR("末行") };
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&doc, &out));
	read_text(buf_str(&out), "-raw", &text);
	for (size_t at = 0; (at = str_find(buf_str(&text), STR("w"), at)) != SIZE_MAX; at++)
		count++;
	assert_int_equal(count, (sizeof words - 7) / 6 + 1);
	assert_true(str_has(buf_str(&text), STR("w0000")));
	assert_true(str_has(buf_str(&text), STR("w9998")));
	assert_true(str_has(buf_str(&text), STR("末行")));
	buf_done(&text);
	buf_done(&out);
}

static void
a_full_buffer_is_a_fault_not_half_a_file(void **state)
{
	struct buf out;

	sample_make(&sample);
	buf_init(&out, 1000);
	FAILS(doc_write_pdf(&sample.doc, &out), "memory");
	assert_int_equal(out.len, 0);
	buf_done(&out);
	sample_done(&sample);
}

static void *
make_three(void *to)
{
	struct buf *out = to;
	struct sample own;

	sample_make(&own);
	for (int i = 0; i < 3; i++) {
		buf_done(out);
		buf_init(out, DOC_MOST_BYTES);
		if (doc_write_pdf(&own.doc, out))
			break;
	}
	sample_done(&own);
	return NULL;
}

static void
threads_make_the_same_file_and_keep_no_fonts(void **state)
{
	enum { THREADS = 3 };
	CLOSING(buf_done) struct buf maps;
	struct buf outs[THREADS] = { { 0 } };
	pthread_t threads[THREADS];
	struct buf wanted;

	sample_make(&sample);
	buf_init(&wanted, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&sample.doc, &wanted));
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_three, &outs[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_true(str_equal(buf_str(&outs[i]), buf_str(&wanted)));
		buf_done(&outs[i]);
	}
	buf_init(&maps, DOC_MOST_BYTES);
	FINE(file_read("/proc/self/maps", &maps));
	assert_true(str_has(buf_str(&maps), STR("libpango")));
#ifndef __SANITIZE_ADDRESS__
	/* With a sanitizer the PDF is made in this very process (cage_run_beside). */
	assert_false(str_has(buf_str(&maps), STR("/fonts/")));
#endif
	buf_done(&wanted);
	sample_done(&sample);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_paragraph_and_cell_can_be_selected),
		cmocka_unit_test(neighbouring_cells_are_words_of_their_own),
		cmocka_unit_test(the_same_document_gives_the_same_bytes_without_a_date),
		cmocka_unit_test(a_long_table_repeats_its_head_on_each_page),
		cmocka_unit_test(a_cell_higher_than_a_page_runs_on),
		cmocka_unit_test(a_full_buffer_is_a_fault_not_half_a_file),
		cmocka_unit_test(threads_make_the_same_file_and_keep_no_fonts),
	};

	cage_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
