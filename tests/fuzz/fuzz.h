/*
 * What a fuzz target of a reader does: read the bytes, and look whether the document keeps the
 * promises of doc/doc.h. A fault is a good answer; a broken promise aborts.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "doc/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

typedef struct fault *fuzz_reader(struct str bytes, struct arena *arena, struct doc *ret_doc);

static inline void
fuzz_promise(bool is_kept)
{
	if (!is_kept)
		abort();
}

static inline void
fuzz_check_text(struct str text)
{
	size_t bad;

	fuzz_promise(text.len == 0 || text.at);
	fuzz_promise(utf8_is_valid(text, &bad));
	for (size_t i = 0; i < text.len; i++)
		fuzz_promise((unsigned char)text.at[i] >= ' ' || text.at[i] == '\n' ||
			     text.at[i] == '\t');
}

static inline void
fuzz_check_table(const struct doc_table *table)
{
	const struct doc_cell *before = NULL;

	fuzz_promise(table && table->cell_count > 0 && table->row_count <= DOC_MOST_ROWS &&
		     table->column_count <= DOC_MOST_COLUMNS);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		fuzz_promise(cell->row >= 0 && cell->column >= 0 && cell->row_span >= 1 &&
			     cell->column_span >= 1);
		fuzz_promise(cell->row + cell->row_span <= table->row_count);
		fuzz_promise(cell->column + cell->column_span <= table->column_count);
		fuzz_promise(!before || before->row < cell->row ||
			     (before->row == cell->row && before->column < cell->column));
		/* Every corner finds its own cell, so no other one lies over it. */
		fuzz_promise(doc_cell_at(table, cell->row, cell->column) == cell);
		fuzz_promise(doc_cell_at(table, cell->row + cell->row_span - 1,
				     cell->column + cell->column_span - 1) == cell);
		fuzz_check_text(cell->text);
		before = cell;
	}
}

static inline int
fuzz_read(fuzz_reader *reader, const uint8_t *bytes, size_t len)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct doc doc;

	if (arena_open((size_t)256 << 20, &arena))
		return 0;
	if (reader((struct str){ (const char *)bytes, len }, arena, &doc))
		return 0;
	fuzz_promise(doc.block_count <= DOC_MOST_BLOCKS);
	fuzz_check_text(doc.title);
	for (size_t i = 0; i < doc.block_count; i++) {
		const struct doc_block *block = &doc.blocks[i];

		if (block->role == DOC_TABLE) {
			fuzz_check_table(block->table);
			continue;
		}
		fuzz_check_text(block->text);
		fuzz_promise(str_trim(block->text).len > 0);
	}
	return 0;
}

#endif
