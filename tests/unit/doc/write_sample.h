/*
 * One document for all writers' tests: every role, hostile words, very long ones, two tables that
 * touch, one with cells merged both ways. And the comparison with what a reader made of it.
 */
#ifndef TESTS_UNIT_DOC_WRITE_SAMPLE_H
#define TESTS_UNIT_DOC_WRITE_SAMPLE_H

#include "../test.h"

#include "base/memory.h"
#include "doc/doc.h"

#define HOSTILE                                                                                    \
	"<script>alert(\"1\")</script> & &amp; ]]> <!-- 'a' \\ *重点* _x0041_ `c` [1](2) ~~| 𠮷"
#define LONG_BYTES ((size_t)100 << 10)

struct sample {
	struct arena *arena;
	struct doc doc;
	struct doc_block blocks[20];
	struct doc_table tables[2];
	struct doc_cell cells[2][40];
	char paragraph[LONG_BYTES + 1];
	char word[5001];
};

static inline void
sample_add(struct sample *sample, enum doc_role role, int level, struct str text)
{
	sample->blocks[sample->doc.block_count++] =
		(struct doc_block){ .role = role, .level = level, .text = text };
}

static inline struct doc_cell *
sample_cell(struct doc_table *table, int row, int column, int row_span, int column_span,
	const char *text)
{
	struct doc_cell *cell = &table->cells[table->cell_count++];

	*cell = (struct doc_cell){ row, column, row_span, column_span, str_of(text) };
	cell->align = DOC_MIDDLE;
	return cell;
}

static inline void
sample_heading(struct doc_table *table, int row, int column, int row_span, int column_span,
	const char *text)
{
	sample_cell(table, row, column, row_span, column_span, text)->is_heading = true;
}

/* Head of three rows with a corner of 2 by 3, a label over two rows, a total with its formula. */
static inline void
sample_first_table(struct doc_table *table)
{
	static const int widths[] = { 40, 40, 25, 25, 26 };

	table->row_count = 7;
	table->column_count = 5;
	table->column_widths = widths;
	table->name = STR("申请情况");
	sample_heading(table, 0, 0, 3, 2, "（勾稽关系）");
	sample_heading(table, 0, 2, 1, 3, "申请人情况");
	sample_heading(table, 1, 2, 2, 1, "自然人");
	sample_heading(table, 1, 3, 1, 2, "法人或其他组织");
	sample_heading(table, 2, 3, 1, 1, "商业企业");
	sample_heading(table, 2, 4, 1, 1, "总计");
	sample_heading(table, 3, 0, 2, 1, "三、办理结果");
	sample_heading(table, 3, 1, 1, 1, "1.属于国家秘密");
	sample_cell(table, 3, 2, 1, 1, "12");
	sample_cell(table, 3, 3, 1, 1, "30");
	sample_cell(table, 3, 4, 1, 1, "42")->formula = STR("SUM(C4:D4)");
	sample_heading(table, 4, 1, 1, 1, "2.其他");
	sample_cell(table, 4, 2, 1, 1, "+158");
	sample_cell(table, 4, 3, 1, 1, "-140");
	sample_cell(table, 4, 4, 1, 1, "");
	sample_heading(table, 5, 0, 1, 2, "四、结转");
	sample_cell(table, 5, 2, 1, 1, "5275.526");
	sample_cell(table, 5, 3, 1, 1, "=1+1");
	sample_cell(table, 5, 4, 1, 1, "/");
	sample_heading(table, 6, 0, 1, 2, HOSTILE);
	sample_cell(table, 6, 2, 1, 1, "甲\n乙");
	sample_cell(table, 6, 3, 1, 1, "0");
	sample_cell(table, 6, 4, 1, 1, "1234567890123");
}

/* Touches the first; its labels come again in the middle, so that nothing is repeated. */
static inline void
sample_second_table(struct doc_table *table)
{
	table->row_count = 4;
	table->column_count = 3;
	table->name = STR("决定数量");
	sample_heading(table, 0, 0, 1, 3, "第二十条第（五）项");
	sample_heading(table, 1, 0, 1, 1, "行政许可");
	sample_cell(table, 1, 1, 1, 2, "9251");
	sample_heading(table, 2, 0, 1, 3, "第二十条第（六）项");
	sample_heading(table, 3, 0, 1, 1, "行政处罚");
	sample_cell(table, 3, 1, 1, 1, "5.50");
	sample_cell(table, 3, 2, 1, 1, "-");
}

static inline void
sample_make(struct sample *sample)
{
	memset(sample, 0, sizeof *sample);
	FINE(arena_open((size_t)128 << 20, &sample->arena));
	sample->doc.blocks = sample->blocks;
	sample->doc.title = STR("示范县2021年年度报告 <&\">");
	sample->doc.author = STR("示范县人民政府");
	for (size_t at = 0; at + 3 <= LONG_BYTES; at += 3)
		memcpy(sample->paragraph + at, at % 99 == 96 ? "。" : "公", 3);
	memset(sample->word, 'x', sizeof sample->word - 1);
	sample_add(sample, DOC_TITLE, 0, STR("示范县2021年政府信息公开工作年度报告"));
	sample_add(sample, DOC_CENTER, 0, STR("（征求意见稿）"));
	sample_add(sample, DOC_PARAGRAPH, 0, STR(HOSTILE));
	sample_add(sample, DOC_HEADING, 1, STR("一、总体情况"));
	sample_add(sample, DOC_PARAGRAPH, 0, STR("（一）主动公开。全年发布信息3496条。"));
	sample_add(sample, DOC_HEADING, 2, STR("（二）依申请公开"));
	sample_add(sample, DOC_HEADING, 3, STR("1.受理"));
	sample_add(sample, DOC_PARAGRAPH, 0, STR("=SUM(A1:A2)是一个公式。"));
	sample_add(sample, DOC_PARAGRAPH, 0, STR("1. 第一项；# 不是标题；- 不是列表。"));
	sample_add(sample, DOC_PARAGRAPH, 0, str_of(sample->paragraph));
	sample_add(sample, DOC_PARAGRAPH, 0, str_of(sample->word));
	for (int i = 0; i < 2; i++) {
		sample->tables[i].cells = sample->cells[i];
		sample->blocks[sample->doc.block_count++] =
			(struct doc_block){ .role = DOC_TABLE, .table = &sample->tables[i] };
	}
	sample_first_table(&sample->tables[0]);
	sample_second_table(&sample->tables[1]);
	sample_add(sample, DOC_HEADING, 1, STR("二、其他事项"));
	sample_add(sample, DOC_SIGNATURE, 0, STR("示范县人民政府办公室"));
	sample_add(sample, DOC_SIGNATURE, 0, STR("2022年1月28日"));
}

static inline void
sample_done(struct sample *sample)
{
	arena_close(&sample->arena);
}

/* The text of one cell; blank places that a format cannot tell from missing ones count as blank. */
static inline struct str
sample_text_at(const struct doc_table *table, int row, int column)
{
	for (size_t i = 0; i < table->cell_count; i++)
		if (table->cells[i].row == row && table->cells[i].column == column)
			return table->cells[i].text;
	return STR_NONE;
}

static inline void
sample_same_table(const struct doc_table *table, const struct doc_table *wanted, bool with_spans)
{
	assert_int_equal(table->row_count, wanted->row_count);
	assert_int_equal(table->column_count, wanted->column_count);
	if (with_spans)
		assert_int_equal(table->cell_count, wanted->cell_count);
	for (size_t i = 0; i < wanted->cell_count; i++) {
		const struct doc_cell *cell = &wanted->cells[i];
		struct str text = sample_text_at(table, cell->row, cell->column);

		if (!str_equal(text, cell->text))
			fail_msg("cell %d,%d: \"%.*s\" is not \"%.*s\"", cell->row, cell->column,
				STR_ARG(text), STR_ARG(cell->text));
		if (!with_spans)
			continue;
		assert_int_equal(table->cells[i].row_span, cell->row_span);
		assert_int_equal(table->cells[i].column_span, cell->column_span);
	}
}

/* Let the first, second, third … allocation fail until all succeed: each time a fault, and nothing
 * is left half written or lost. */
static inline void
sample_survives(struct sample *sample, struct fault *(*write)(const struct doc *, struct buf *))
{
	bool is_done = false;

	sample_make(sample);
	for (long n = 1; !is_done; n++) {
		struct buf out;

		buf_init(&out, DOC_MOST_BYTES);
		memory_fail_at(n);
		is_done = !write(&sample->doc, &out);
		is_done = is_done && memory_count() < n;
		memory_fail_at(0);
		assert_true(n < 2000);
		buf_done(&out);
	}
	sample_done(sample);
}

/* The document that was read is the one that was written. */
static inline void
sample_same(const struct doc *doc, const struct doc *wanted, bool with_roles, bool with_spans)
{
	assert_int_equal(doc->block_count, wanted->block_count);
	for (size_t i = 0; i < wanted->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];
		const struct doc_block *want = &wanted->blocks[i];

		if (with_roles) {
			assert_int_equal(block->role, want->role);
			assert_int_equal(block->level, want->level);
		}
		assert_int_equal(block->role == DOC_TABLE, want->role == DOC_TABLE);
		if (want->role == DOC_TABLE)
			sample_same_table(block->table, want->table, with_spans);
		else if (!str_equal(block->text, want->text))
			fail_msg("block %zu: \"%.*s\" is not \"%.*s\"", i, STR_ARG(block->text),
				STR_ARG(want->text));
	}
}

#endif
