/*
 * Checked reports as tables, one report at a time: a folder of thousands has a million cells.
 * Styling is the writer's.
 */
#include "program/command_table.h"

#include "base/utf8.h"

/* Columns a terminal gives a text: wide characters take two. */
static size_t
width_of(struct str text)
{
	size_t width = 0;

	for (size_t at = 0; at < text.len;) {
		size_t len;

		width += utf8_at(text, at, &len) > 0x2E80 ? 2 : 1;
		at += len;
	}
	return width;
}

static void
put_padded(struct buf *out, struct str text, size_t width)
{
	size_t has = width_of(text);

	buf_put(out, text);
	for (; has < width; has++)
		buf_put_char(out, ' ');
	buf_put_char(out, ' ');
}

struct str
command_table_head(bool is_english)
{
	return is_english ? STR("Err Wrn  OK Guess Year Agency                          File\n")
			  : STR("错误 提示 一致 推断 年度 机关                            文件\n");
}

void
command_table_line(struct buf *out, const struct report *report)
{
	buf_print(out, "%4zu %4zu %4zu %4zu %4d ", report_count(report, REPORT_ERROR),
		report_count(report, REPORT_WARNING), report_count(report, REPORT_AGREES),
		report->repair_count, report->year);
	put_padded(out, report->agency, 31);
	buf_put(out, report->file);
	buf_put_char(out, '\n');
}

/* Texts that are the same in every report, made when they are first wanted. */
struct slot_texts {
	struct str path;
	struct str words[REPORT_FORM_2019 + REPORT_FORM_2021 + 1]; /* by form */
};

/* A table being filled row after row. */
struct filling {
	struct arena *arena;
	struct doc_table *table;
	size_t room;
	struct slot_texts *slots;
};

static struct fault *
put_row(struct filling *filling, const struct str *texts, int count, bool is_heading)
{
	struct doc_table *table = filling->table;

	for (int column = 0; column < count; column++) {
		GROW(filling->arena, table->cells, table->cell_count, filling->room);
		table->cells[table->cell_count++] = (struct doc_cell){
			.row = table->row_count,
			.column = column,
			.row_span = 1,
			.column_span = 1,
			.text = texts[column],
			.is_heading = is_heading,
		};
	}
	if (count > table->column_count)
		table->column_count = count;
	table->row_count++;
	return NULL;
}

/* Columns that begin every row: file, agency, year, form. */
enum { WHO = 4 };

static struct fault *
put_who(const struct report *report, struct arena *arena, struct str *texts)
{
	texts[0] = report->file;
	texts[1] = report->agency;
	texts[2] = STR_NONE;
	if (report->year)
		TRY(str_print(arena, &texts[2], "%d", report->year));
	texts[3] = str_of(report_form_name(report->form));
	return NULL;
}

static struct fault *
put_summary(struct filling *filling, const struct report *report)
{
	static const enum report_level levels[] = { REPORT_ERROR, REPORT_WARNING, REPORT_NOTE,
		REPORT_AGREES };
	struct str texts[WHO + COUNT_OF(levels) + 1];

	TRY(put_who(report, filling->arena, texts));
	for (size_t i = 0; i < COUNT_OF(levels); i++)
		TRY(str_print(
			filling->arena, &texts[WHO + i], "%zu", report_count(report, levels[i])));
	TRY(str_print(filling->arena, &texts[WHO + COUNT_OF(levels)], "%zu", report->repair_count));
	return put_row(filling, texts, COUNT_OF(texts), false);
}

static struct fault *
slot_texts(struct filling *filling, int slot, enum report_form form, struct str *ret_path,
	struct str *ret_words)
{
	struct slot_texts *texts = &filling->slots[slot];

	if (texts->path.len == 0)
		TRY(str_copy(filling->arena, str_of(report_slot_path(slot).at), &texts->path));
	if (texts->words[form].len == 0)
		TRY(str_copy(filling->arena, str_of(report_slot_words(slot, form).at),
			&texts->words[form]));
	*ret_path = texts->path;
	*ret_words = texts->words[form];
	return NULL;
}

static struct fault *
put_cells(struct filling *filling, const struct report *report)
{
	struct str texts[WHO + 7];

	TRY(put_who(report, filling->arena, texts));
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_cell *cell = &report->cells[slot];

		if (cell->state == REPORT_ABSENT)
			continue;
		texts[WHO] = STR("cell");
		TRY(slot_texts(filling, slot, report->form, &texts[WHO + 1], &texts[WHO + 5]));
		texts[WHO + 2] = STR_NONE;
		if (cell->state == REPORT_NUMBER)
			TRY(str_copy(filling->arena, str_of(decimal_text(cell->number).at),
				&texts[WHO + 2]));
		texts[WHO + 3] = texts[WHO + 4] = STR_NONE;
		texts[WHO + 6] = cell->printed;
		TRY(put_row(filling, texts, COUNT_OF(texts), false));
	}
	return NULL;
}

static struct fault *
put_findings(struct filling *filling, const struct report *report)
{
	struct str texts[WHO + 7];

	TRY(put_who(report, filling->arena, texts));
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct report_finding *finding = &report->findings[i];

		texts[WHO] = STR("finding");
		texts[WHO + 1] = finding->where;
		texts[WHO + 2] = STR_NONE;
		texts[WHO + 3] = str_of(report_level_letter(finding->level));
		texts[WHO + 4] = str_of(finding->rule);
		texts[WHO + 5] = finding->says;
		texts[WHO + 6] = finding->mend;
		TRY(put_row(filling, texts, COUNT_OF(texts), false));
	}
	return NULL;
}

static const struct str summary_head[] = { STR("文件"), STR("机关"), STR("年度"), STR("格式"),
	STR("错误"), STR("提示"), STR("说明"), STR("文表一致"), STR("读取推断") };
static const struct str long_head[] = { STR("文件"), STR("机关"), STR("年度"), STR("格式"),
	STR("种类"), STR("位置"), STR("数值"), STR("级别"), STR("规则"), STR("说明"),
	STR("原文或改法") };

static const int summary_widths[] = { 28, 24, 8, 12, 8, 8, 8, 10, 10 };
static const int long_widths[] = { 18, 16, 5, 8, 6, 22, 6, 4, 10, 32, 29 };

typedef struct fault *put_fn(struct filling *filling, const struct report *report);

/* What a table of the summary shows, and how. */
struct table_shape {
	const char *name;
	const struct str *head;
	const int *widths;
	int column_count;
	put_fn *puts[2];
};

static const struct table_shape summary_shape = { "汇总", summary_head, summary_widths,
	COUNT_OF(summary_head), { put_summary } },
				cells_shape = { "单元格", long_head, long_widths,
					COUNT_OF(long_head), { put_cells } },
				findings_shape = { "核对结果", long_head, long_widths,
					COUNT_OF(long_head), { put_findings } },
				all_shape = { "全部", long_head, long_widths, COUNT_OF(long_head),
					{ put_cells, put_findings } };

static struct fault *
put_table(const struct table_shape *shape, const struct report *report, struct arena *arena,
	struct doc_block *ret_block)
{
	struct filling filling = { .arena = arena };

	TAKE(arena, filling.table, 1);
	TAKE(arena, filling.slots, REPORT_SLOT_COUNT);
	filling.table->name = str_of(shape->name);
	filling.table->column_widths = shape->widths;
	TRY(put_row(&filling, shape->head, shape->column_count, true));
	for (size_t i = 0; i < COUNT_OF(shape->puts) && shape->puts[i]; i++)
		TRY(shape->puts[i](&filling, report));
	*ret_block = (struct doc_block){ .role = DOC_TABLE, .table = filling.table };
	return NULL;
}

struct fault *
command_table_whole(const struct report *report, struct arena *arena, struct doc *ret_doc)
{
	TAKE(arena, ret_doc->blocks, 1);
	ret_doc->block_count = 1;
	return put_table(&all_shape, report, arena, &ret_doc->blocks[0]);
}

struct fault *
command_table_parts(const struct report *report, struct arena *arena, struct doc *ret_doc)
{
	TAKE(arena, ret_doc->blocks, 4);
	ret_doc->title = STR("年度报告核对汇总");
	ret_doc->block_count = 4;
	ret_doc->blocks[0] = (struct doc_block){ .role = DOC_TITLE, .text = ret_doc->title };
	TRY(put_table(&summary_shape, report, arena, &ret_doc->blocks[1]));
	TRY(put_table(&cells_shape, report, arena, &ret_doc->blocks[2]));
	return put_table(&findings_shape, report, arena, &ret_doc->blocks[3]);
}
