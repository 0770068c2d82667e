/*
 * Table 2, 主动公开政府信息情况: its blocks by part of 条例 art. 20, in the shape of either form,
 * or of both where a record mixes them. Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号
 * Tables 3 and 4 are report_layout.c's.
 */
#include "report/report_layout.h"

/* Widths in millimetres, 156 together. */
static const int proactive_widths_2021[] = { 54, 34, 34, 34 };
static const int proactive_widths_2019[] = { 46, 32, 18, 28, 32 };

static const struct report_block *
find_block(const char *key, enum report_form form)
{
	for (int i = 0; i < REPORT_BLOCK_COUNT; i++)
		if (report_blocks[i].form == form && strcmp(report_blocks[i].key, key) == 0)
			return &report_blocks[i];
	return NULL;
}

static bool
has_column(const struct report_block *block, const char *key)
{
	for (int i = 0; i < block->column_count; i++)
		if (strcmp(block->columns[i].key, key) == 0)
			return true;
	return false;
}

/* Is a known cell of this part of the table left over, for which the block has no column? */
static bool
lacks_column(const struct report *report, const char *key, const struct report_block *block)
{
	for (int slot = 0; slot < REPORT_FIRST_APPLICATION; slot++)
		if (layout_is_known(report, slot) && strcmp(report_slots[slot].block, key) == 0 &&
			!(block && has_column(block, report_slots[slot].column)))
			return true;
	return false;
}

static bool
row_is_known(const struct report *report, const struct report_block *block, const char *row)
{
	for (int i = 0; i < block->column_count; i++)
		if (layout_is_known(
			    report, report_proactive_slot(block->key, row, block->columns[i].key)))
			return true;
	return false;
}

/* Where the columns of a block begin and how far they span, in a table of 4 or 5 columns. */
static void
find_spans(int columns, int data_columns, int *starts, int *spans)
{
	static const int five[3][3][2] = {
		{ { 1, 4 } },
		{ { 1, 2 }, { 3, 2 } },
		{ { 1, 2 }, { 3, 1 }, { 4, 1 } },
	};

	for (int i = 0; i < data_columns; i++) {
		starts[i] = columns == 5 ? five[data_columns - 1][i][0] : 1 + i;
		spans[i] = columns == 5            ? five[data_columns - 1][i][1]
			   : i + 1 == data_columns ? columns - 1 - i
						   : 1;
	}
}

static struct fault *
put_block_row(struct layout *layout, const struct report_block *block,
	const struct report_block_row *label, const int *starts, const int *spans)
{
	int row = layout->table->row_count;

	layout_put_label(layout, row, 0, 1, 1, label->label, DOC_MIDDLE);
	for (int i = 0; i < block->column_count; i++) {
		int slot = report_proactive_slot(block->key, label->key, block->columns[i].key);

		if (slot < 0)
			layout_put(layout, row, starts[i], 1, spans[i], STR_NONE);
		else
			TRY(layout_put_value(layout, row, starts[i], spans[i], slot));
	}
	return NULL;
}

/* The rows of a block that the record has, and those of the other form's block that it has. */
static struct fault *
put_block(struct layout *layout, const struct report_block *block)
{
	const struct report_block *other = find_block(
		block->key, block->form == REPORT_FORM_2019 ? REPORT_FORM_2021 : REPORT_FORM_2019);
	const struct report_block_row *rows[4];
	int columns = layout->table->column_count;
	int starts[3];
	int spans[3];
	int count = 0;
	int row = layout->table->row_count;

	for (int i = 0; i < block->row_count; i++)
		if (layout->is_empty || row_is_known(layout->report, block, block->rows[i].key))
			rows[count++] = &block->rows[i];
	for (int i = 0; other && i < other->row_count; i++) {
		bool is_ours = false;

		for (int j = 0; j < block->row_count; j++)
			is_ours = is_ours || strcmp(block->rows[j].key, other->rows[i].key) == 0;
		if (!is_ours && row_is_known(layout->report, block, other->rows[i].key))
			rows[count++] = &other->rows[i];
	}
	if (!count)
		return NULL;
	find_spans(columns, block->column_count, starts, spans);
	/* 本年新公开数量 is the wide one of the three in the first block, the first one elsewhere.
	 */
	if (columns == 5 && block->column_count == 3 && strcmp(block->key, "a20_1") == 0) {
		spans[0] = 1;
		starts[1] = 2;
		spans[1] = 2;
	}
	layout_put_label(layout, row, 0, 1, columns, block->label, DOC_MIDDLE);
	layout_put_label(layout, row + 1, 0, 1, 1, "信息内容", DOC_MIDDLE);
	for (int i = 0; i < block->column_count; i++)
		layout_put_label(layout, row + 1, starts[i], 1, spans[i], block->columns[i].label,
			DOC_MIDDLE);
	for (int i = 0; i < count; i++)
		TRY(put_block_row(layout, block, rows[i], starts, spans));
	return NULL;
}

/*
 * The blocks that one part of the table needs: the record's own form's where its columns hold every
 * known cell; else the other form's where its do; else both, one after the other.
 */
static int
choose_blocks(
	const struct layout *layout, const char *key, const struct report_block *ret_blocks[2])
{
	enum report_form other_form =
		layout->form == REPORT_FORM_2019 ? REPORT_FORM_2021 : REPORT_FORM_2019;
	const struct report_block *own = find_block(key, layout->form);
	const struct report_block *other = find_block(key, other_form);
	int count = 0;

	if (own && !lacks_column(layout->report, key, own)) {
		ret_blocks[count++] = own;
	} else if (other && !lacks_column(layout->report, key, other)) {
		if (lacks_column(layout->report, key, NULL))
			ret_blocks[count++] = other;
	} else {
		ret_blocks[count++] = own;
		ret_blocks[count++] = other;
	}
	return count;
}

struct fault *
layout_make_proactive(struct layout *layout)
{
	static const char *const keys[] = { "a20_1", "a20_5", "a20_6", "a20_8", "a20_9" };
	const struct report_block *blocks[COUNT_OF(keys)][2];
	int counts[COUNT_OF(keys)];
	bool is_2019 = false;

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		counts[i] = choose_blocks(layout, keys[i], blocks[i]);
		for (int j = 0; j < counts[i]; j++)
			is_2019 = is_2019 || blocks[i][j]->form == REPORT_FORM_2019;
	}
	layout->table->column_count = is_2019 ? 5 : 4;
	layout->table->column_widths = is_2019 ? proactive_widths_2019 : proactive_widths_2021;
	layout->table->name = STR("主动公开政府信息情况");
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		for (int j = 0; j < counts[i]; j++)
			TRY(put_block(layout, blocks[i][j]));
	return NULL;
}
