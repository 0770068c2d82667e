/*
 * A CSV or Excel file to rows of a list of agencies: finds the row with the headings and puts each
 * cell under its column.
 * It judges no value; that is agency_import_rules.c's.
 */
#include "agency/agency_import.h"
#include "base/cage.h"
#include "base/utf8.h"
#include "doc/doc.h"

/* Rows go out of the cage as text: cells end with a unit separator, rows with a record separator.
 * No text of a document has either. */
#define CELL_END 0x1F
#define ROW_END 0x1E
#define ANSWER_MOST ((size_t)48 << 20)
#define READER_MEMORY ((size_t)192 << 20)

enum { ROWS_MOST = 12000, CELLS_MOST = 60, HEAD_WITHIN = 20 };

/* Other headings that mean the same, by column; each list ends with NULL. */
static const char *const other_headings[AGENCY_LIST_COLUMNS][5] = {
	[AGENCY_COLUMN_NAME] = { "单位名称", "行政机关名称", "名称", "机关" },
	[AGENCY_COLUMN_PARENT] = { "上级单位", "上级", "主管机关", "所属机关" },
	[AGENCY_COLUMN_CREDIT_CODE] = { "信用代码", "社会信用代码" },
	[AGENCY_COLUMN_DIVISION_CODE] = { "区划代码", "行政区划" },
	[AGENCY_COLUMN_LEVEL] = { "行政级别", "层级" },
	[AGENCY_COLUMN_KIND] = { "机关性质", "类型", "类别" },
	[AGENCY_COLUMN_SHORT_NAMES] = { "机关简称", "别名" },
	[AGENCY_COLUMN_SORT] = { "序号", "排列顺序" },
	[AGENCY_COLUMN_FROM] = { "成立日期", "生效日期" },
	[AGENCY_COLUMN_OFFICE + 3] = { "公开工作机构", "工作机构名称", "工作机构" },
	[AGENCY_COLUMN_OFFICE + 4] = { "地址" },
	[AGENCY_COLUMN_OFFICE + 6] = { "电话" },
	[AGENCY_COLUMN_OFFICE + 7] = { "传真" },
	[AGENCY_COLUMN_OFFICE + 8] = { "电子邮箱", "网址" },
};

struct agency_word
agency_column_word(int column)
{
	static const struct agency_word words[AGENCY_COLUMN_OFFICE] = {
		{ "name", "机关名称", "Name" },
		{ "parent", "上级机关", "Parent" },
		{ "credit_code", "统一社会信用代码", "Unified social credit code" },
		{ "division_code", "行政区划代码", "Division code" },
		{ "level", "级别", "Level" },
		{ "kind", "性质", "Kind" },
		{ "short_names", "简称", "Short names" },
		{ "sort_order", "排序", "Order" },
		{ "valid_from", "设立日期", "Exists since" },
	};
	const struct agency_office_word *office;

	if (column < AGENCY_COLUMN_OFFICE)
		return words[column];
	office = &agency_office_words[column - AGENCY_COLUMN_OFFICE];
	return (struct agency_word){ office->key, office->zh, office->en };
}

/* --- in the cage --- */

static void
put_row(struct buf *out, const struct str *cells, int count)
{
	bool has_text = false;

	for (int i = 0; i < count; i++)
		has_text = has_text || str_trim(cells[i]).len;
	if (!has_text)
		return;
	for (int i = 0; i < count && i < CELLS_MOST; i++) {
		buf_put(out, str_trim(cells[i]));
		buf_put_char(out, CELL_END);
	}
	buf_put_char(out, ROW_END);
}

static void
put_table(struct buf *out, const struct doc_table *table)
{
	size_t next = 0;

	for (int row = 0; row < table->row_count; row++) {
		struct str cells[CELLS_MOST] = { { NULL, 0 } };
		int count = 0;

		for (; next < table->cell_count && table->cells[next].row == row; next++) {
			const struct doc_cell *cell = &table->cells[next];

			if (cell->column >= CELLS_MOST)
				continue;
			cells[cell->column] = cell->text;
			count = cell->column + 1;
		}
		put_row(out, cells, count);
	}
}

/* A list of one column comes as paragraphs. Only the first sheet of a book is taken. */
static struct fault *
read_in_cage(struct str input, const void *plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const enum doc_format *format = plan;
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

/* Blanks and stars taken out: "机关 名称*" is "机关名称". */
static struct fault *
plain_heading(struct arena *arena, struct str text, struct str *ret_text)
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, text.len + 4);
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);

		if (!utf8_is_space(point) && point != '*' && point != 0xFF0A)
			buf_put_point(&out, point);
	}
	TRY(buf_check(&out));
	return str_copy(arena, buf_str(&out), ret_text);
}

/* -1 for a heading that names no column. */
static int
column_of(struct str heading)
{
	for (int i = 0; i < AGENCY_LIST_COLUMNS; i++) {
		struct agency_word word = agency_column_word(i);

		if (str_equal(heading, str_of(word.zh)) ||
			str_equal_ascii(heading, str_of(word.key)))
			return i;
		for (size_t j = 0; j < COUNT_OF(other_headings[i]); j++)
			if (other_headings[i][j] &&
				str_equal(heading, str_of(other_headings[i][j])))
				return i;
	}
	return -1;
}

/* Where each cell of a row goes. Invariant: at most one cell goes to a column. */
struct heading {
	int columns[CELLS_MOST];
	int count;
};

/* Is this the row with the headings? Then it is taken. */
static struct fault *
take_heading(struct arena *arena, struct str row, struct agency_raw_list *list,
	struct heading *heading, bool *ret_is_heading)
{
	struct str *unknown = NULL;
	size_t room = 0;
	struct agency_raw_list found = { 0 };

	heading->count = 0;
	while (row.len && heading->count < CELLS_MOST) {
		static const char end[] = { CELL_END };
		struct str cell;
		struct str plain;
		int column;

		row = str_cut(row, (struct str){ end, 1 }, &cell);
		TRY(plain_heading(arena, cell, &plain));
		column = column_of(plain);
		heading->columns[heading->count++] =
			column >= 0 && !found.has_column[column] ? column : -1;
		if (column >= 0 && !found.has_column[column]) {
			found.has_column[column] = true;
		} else if (cell.len) {
			GROW(arena, unknown, found.unknown_count, room);
			unknown[found.unknown_count++] = cell;
		}
	}
	*ret_is_heading = found.has_column[AGENCY_COLUMN_NAME];
	found.unknown = unknown;
	found.head_number = list->head_number;
	if (*ret_is_heading)
		*list = found;
	return NULL;
}

static void
take_cells(struct str row, const struct heading *heading, struct agency_raw_row *raw)
{
	for (int i = 0; row.len && i < heading->count; i++) {
		static const char end[] = { CELL_END };
		struct str cell;

		row = str_cut(row, (struct str){ end, 1 }, &cell);
		if (heading->columns[i] >= 0)
			raw->cells[heading->columns[i]] = str_trim(cell);
	}
}

static struct fault *
take_rows(struct arena *arena, struct str text, struct agency_raw_list *list)
{
	static const char end[] = { ROW_END };
	struct heading heading = { .count = 0 };
	bool has_heading = false;
	size_t room = 0;

	for (int number = 1; text.len; number++) {
		struct str row;

		text = str_cut(text, (struct str){ end, 1 }, &row);
		if (!has_heading) {
			list->head_number = number;
			TRY(take_heading(arena, row, list, &heading, &has_heading));
			if (!has_heading && number == HEAD_WITHIN)
				break;
			continue;
		}
		if (list->row_count == ROWS_MOST)
			return fault_new(FAULT_LIMIT, "agency_import_many",
				"一次最多导入 %d 个机关。请分成几份文件。",
				"No more than %d agencies come in at once. Divide the file.",
				(int)ROWS_MOST);
		GROW(arena, list->rows, list->row_count, room);
		list->rows[list->row_count] = (struct agency_raw_row){ .number = number };
		take_cells(row, &heading, &list->rows[list->row_count++]);
	}
	if (!has_heading)
		return fault_new(FAULT_INPUT, "agency_import_head",
			"没有找到表头：前 %d 行里应有一行含“机关名称”一列。可以下载空白表填写。",
			"No row of headings: one of the first %d rows must have a column 机关名称. "
			"A blank list can be downloaded.",
			(int)HEAD_WITHIN);
	if (!list->row_count)
		return fault_new(FAULT_INPUT, "agency_import_empty",
			"表头下面没有机关。请填写后再上传。",
			"There is no agency below the headings. Fill the list and send it again.");
	return NULL;
}

struct fault *
agency_import_read(
	struct str name, struct str bytes, struct arena *arena, struct agency_raw_list *ret_list)
{
	CLOSING(buf_done) struct buf answer;
	struct agency_raw_list list = { 0 };
	enum doc_format format = DOC_UNKNOWN;
	struct str prepared;
	struct str text;
	size_t bad;

	buf_init(&answer, ANSWER_MOST);
	TRY(doc_prepare(name, bytes, arena, &format, &prepared));
	if (format == DOC_TEXT)
		format = DOC_CSV; /* a list of one column looks like nothing else */
	if (format != DOC_CSV && format != DOC_XLSX)
		return fault_new(FAULT_INPUT, "agency_import_format",
			"请用 CSV 或 Excel（.xlsx）文件。", "Give a CSV or Excel (.xlsx) file.");
	TRY(cage_run(read_in_cage, prepared, &format, &cage_usual, &answer));
	if (!utf8_is_valid(buf_str(&answer), &bad))
		return fault_new(FAULT_INPUT, "agency_import_format",
			"文件内容不是文字。请另存为 CSV 或 Excel 后再试。",
			"The file holds no text. Save it as CSV or Excel and try again.");
	TRY(str_copy(arena, buf_str(&answer), &text));
	TRY(take_rows(arena, text, &list));
	*ret_list = list;
	return NULL;
}
