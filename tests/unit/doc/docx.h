/* What the tests of the docx reader share: small documents written in place, and what is expected
 * in what was read of them. */
#ifndef TESTS_UNIT_DOC_DOCX_H
#define TESTS_UNIT_DOC_DOCX_H

#include "archive.h"

#include "doc/doc.h"

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" W "\"><w:body>"
#define TAIL "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" P(text) "</w:tc>"
#define TR(cells) "<w:tr>" cells "</w:tr>"
#define TBL(rows) "<w:tbl><w:tblPr/><w:tblGrid/>" rows "</w:tbl>"

static struct arena *arena;

static inline int
open_arena(void **state)
{
	return arena_open((size_t)256 << 20, &arena) ? -1 : 0;
}

static inline int
close_arena(void **state)
{
	arena_close(&arena);
	return 0;
}

static inline struct fault *
read_parts(const struct archive_part *parts, size_t count, struct doc *ret_doc)
{
	return doc_read_docx(archive_make(arena, parts, count), arena, ret_doc);
}

static inline struct fault *
read_xml(struct str xml, struct doc *ret_doc)
{
	struct archive_part part = { "word/document.xml", xml };

	return read_parts(&part, 1, ret_doc);
}

#define READ(body, ret_doc) FINE(read_xml(STR(HEAD body TAIL), ret_doc))

static inline void
has_text(const struct doc *doc, size_t block, enum doc_role role, const char *text)
{
	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, role);
	SAME_TEXT(doc->blocks[block].text, text);
}

static inline const struct doc_table *
table_at(const struct doc *doc, size_t block)
{
	assert_in_range(block, 0, doc->block_count - 1);
	assert_int_equal(doc->blocks[block].role, DOC_TABLE);
	return doc->blocks[block].table;
}

static inline void
has_cell(const struct doc_table *table, int row, int column, int row_span, int column_span,
	const char *text)
{
	const struct doc_cell *cell = doc_cell_at(table, row, column);

	assert_non_null(cell);
	assert_int_equal(cell->row, row);
	assert_int_equal(cell->column, column);
	assert_int_equal(cell->row_span, row_span);
	assert_int_equal(cell->column_span, column_span);
	SAME_TEXT(cell->text, text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

#endif
