/*
 * An uploaded list to rows of cells. The file is read in the cage; what comes out is text that
 * this file takes apart again. It judges no value.
 */
#include "doc/doc_sheet.h"

#include "base/cage.h"
#include "base/utf8.h"
#include "doc/doc.h"

/* Cells end with a unit separator, rows with a record separator; no text of a document has either.
 */
#define CELL_END "\x1F"
#define ROW_END "\x1E"
#define ANSWER_MOST ((size_t)48 << 20)
#define READER_MEMORY ((size_t)192 << 20)

/* --- in the cage --- */

static void
put_row(struct buf *out, const struct str *cells, int count)
{
	bool has_text = false;

	for (int i = 0; i < count; i++)
		has_text = has_text || str_trim(cells[i]).len;
	if (!has_text)
		return;
	for (int i = 0; i < count; i++) {
		buf_put(out, str_trim(cells[i]));
		buf_put(out, STR(CELL_END));
	}
	buf_put(out, STR(ROW_END));
}

static void
put_table(struct buf *out, const struct doc_table *table)
{
	size_t next = 0;

	for (int row = 0; row < table->row_count; row++) {
		struct str cells[DOC_SHEET_CELLS] = { { NULL, 0 } };
		int count = 0;

		for (; next < table->cell_count && table->cells[next].row == row; next++) {
			const struct doc_cell *cell = &table->cells[next];

			if (cell->column >= DOC_SHEET_CELLS)
				continue;
			cells[cell->column] = cell->text;
			count = cell->column + 1;
		}
		put_row(out, cells, count);
	}
}

/* A list of one column comes as paragraphs. */
static struct fault *
read_in_cage(struct str input, struct str plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const enum doc_format *format = cage_plan(plan, sizeof *format);
	const struct doc_table *first = NULL;
	struct doc doc = { 0 };

	TRY(arena_open(READER_MEMORY, &arena));
	TRY(doc_read(*format, input, arena, &doc));
	for (size_t i = 0; i < doc.block_count; i++) {
		const struct doc_block *block = &doc.blocks[i];

		if (block->role != DOC_TABLE) {
			put_row(answer, &block->text, 1);
			continue;
		}
		if (first && !str_equal(first->name, block->table->name))
			break;
		first = block->table;
		put_table(answer, block->table);
	}
	return buf_check(answer);
}

/* --- outside --- */

/* A formula whose result is not in the file stands for something that nobody knows. */
static struct fault *
fault_formula(int row)
{
	return fault_new(FAULT_INPUT, "doc_sheet_formula",
		"第 %d 行有一格公式没有算出的结果。请用 Excel 或 WPS 打开文件，保存后再导入。",
		"Row %d has a formula without its result. Open the file in Excel or WPS, save it "
		"and "
		"import it again.",
		row);
}

static struct fault *
take_row(struct arena *arena, struct str text, struct doc_sheet_row *row)
{
	struct str *cells;

	TAKE(arena, cells, DOC_SHEET_CELLS);
	while (text.len && row->count < DOC_SHEET_CELLS) {
		text = str_cut(text, STR(CELL_END), &cells[row->count]);
		if (str_equal(cells[row->count++], STR("=")))
			return fault_formula(row->number);
	}
	row->cells = cells;
	return NULL;
}

static struct fault *
take_rows(struct arena *arena, struct str text, size_t most, struct doc_sheet *sheet)
{
	size_t room = 0;

	while (text.len) {
		struct str line;

		text = str_cut(text, STR(ROW_END), &line);
		if (sheet->count == most)
			return fault_new(FAULT_LIMIT, "doc_sheet_many",
				"一次最多导入 %zu 行。请分成几份文件。",
				"No more than %zu rows come in at once. Divide the file.", most);
		GROW(arena, sheet->rows, sheet->count, room);
		sheet->rows[sheet->count] =
			(struct doc_sheet_row){ .number = (int)sheet->count + 1 };
		TRY(take_row(arena, line, &sheet->rows[sheet->count]));
		sheet->count++;
	}
	return NULL;
}

static struct fault *
fault_sheet(void)
{
	return fault_new(FAULT_INPUT, "doc_sheet", "请用 CSV 或 Excel（.xlsx）文件，内容应是文字。",
		"Give a CSV or Excel (.xlsx) file that holds text.");
}

struct fault *
doc_sheet_read(struct str name, struct str bytes, size_t most, struct arena *arena,
	struct doc_sheet *ret_sheet)
{
	CLOSING(buf_done) struct buf answer;
	struct doc_sheet sheet = { 0 };
	enum doc_format format = DOC_UNKNOWN;
	struct str prepared;
	struct str text;
	size_t bad;

	buf_init(&answer, ANSWER_MOST);
	TRY(doc_prepare(name, bytes, arena, &format, &prepared));
	if (format == DOC_TEXT)
		format = DOC_CSV; /* a list of one column looks like nothing else */
	if (format != DOC_CSV && format != DOC_XLSX)
		return fault_sheet();
	TRY(cage_run(read_in_cage, prepared, CAGE_PLAN(format), &cage_usual, &answer));
	if (!utf8_is_valid(buf_str(&answer), &bad))
		return fault_sheet();
	TRY(str_copy(arena, buf_str(&answer), &text));
	TRY(take_rows(arena, text, most, &sheet));
	*ret_sheet = sheet;
	return NULL;
}
