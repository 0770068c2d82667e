/*
 * A document drawn as text, so that a test compares all of it at once:
 *
 *   P words            paragraph; TITLE, H1, CENTER, SIGN likewise
 *   TABLE 2x3          rows and columns, then a line for each row that has cells
 *   |a|*b|{1x2}c       * is a label, {rows x columns} a span, / a line end, @4 a jump to column 4
 */
#ifndef TESTS_UNIT_DOC_DRAWING_H
#define TESTS_UNIT_DOC_DRAWING_H

#include "../test.h"

#include "base/arena.h"
#include "base/buf.h"
#include "doc/doc.h"

/* What every test of a reader gets and gives back. */
struct bench {
	struct arena *arena;
	struct doc doc;
};

static inline int
bench_open(void **state)
{
	static struct bench bench;

	bench = (struct bench){ 0 };
	*state = &bench;
	return arena_open((size_t)256 << 20, &bench.arena) ? -1 : 0;
}

static inline int
bench_close(void **state)
{
	struct bench *bench = *state;

	arena_close(&bench->arena);
	return 0;
}

#define BENCH_TEST(function) cmocka_unit_test_setup_teardown(function, bench_open, bench_close)

static inline void
drawing_put_words(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_put_char(out, text.at[i] == '\n' ? '/' : text.at[i]);
}

static inline void
drawing_put_table(struct buf *out, const struct doc_table *table)
{
	int row = -1;
	int column = 0;

	buf_print(out, "TABLE %dx%d", table->row_count, table->column_count);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		if (cell->row != row) {
			buf_put_char(out, '\n');
			column = 0;
		}
		row = cell->row;
		buf_put_char(out, '|');
		if (cell->column != column)
			buf_print(out, "@%d", cell->column);
		if (cell->is_heading)
			buf_put_char(out, '*');
		if (cell->row_span != 1 || cell->column_span != 1)
			buf_print(out, "{%dx%d}", cell->row_span, cell->column_span);
		drawing_put_words(out, cell->text);
		column = cell->column + cell->column_span;
		assert_true(cell->row + cell->row_span <= table->row_count);
		assert_true(column <= table->column_count);
		assert_ptr_equal(doc_cell_at(table, cell->row, cell->column), cell);
	}
	buf_put_char(out, '\n');
}

static inline void
drawing_put(struct buf *out, const struct doc *doc)
{
	static const char *const roles[] = { "P", "TITLE", "H", "CENTER", "SIGN" };

	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];

		if (block->role == DOC_TABLE) {
			drawing_put_table(out, block->table);
			continue;
		}
		buf_put(out, str_of(roles[block->role]));
		if (block->level)
			buf_put_int(out, block->level);
		buf_put_char(out, ' ');
		drawing_put_words(out, block->text);
		buf_put_char(out, '\n');
	}
}

static inline void
drawing_check(const struct doc *doc, const char *wanted)
{
	struct buf out;

	buf_init(&out, (size_t)64 << 20);
	drawing_put(&out, doc);
	FINE(buf_check(&out));
	if (!str_equal(buf_str(&out), str_of(wanted)))
		fail_msg("the document is\n%.*s\nbut wanted\n%s", STR_ARG(buf_str(&out)), wanted);
	buf_done(&out);
}

/* Read `source` and compare; READS(text, …) calls doc_read_text(). */
#define READS(reader, source, wanted)                                                              \
	do {                                                                                       \
		struct bench *bench_of_test_ = *state;                                             \
		FINE(doc_read_##reader(                                                            \
			str_of(source), bench_of_test_->arena, &bench_of_test_->doc));             \
		drawing_check(&bench_of_test_->doc, wanted);                                       \
	} while (0)

/* `count` times `piece`, between `head` and `tail`, in the arena. */
static inline struct str
many(void **state, const char *head, const char *piece, size_t count, const char *tail)
{
	struct bench *bench = *state;
	size_t len = strlen(piece);
	size_t size = strlen(head) + len * count + strlen(tail);
	char *text = arena_take(bench->arena, size + 1, 1);
	char *to = text;

	assert_non_null(text);
	memcpy(to, head, strlen(head));
	to += strlen(head);
	for (size_t i = 0; i < count; i++, to += len)
		memcpy(to, piece, len);
	memcpy(to, tail, strlen(tail));
	return (struct str){ text, size };
}

#endif
