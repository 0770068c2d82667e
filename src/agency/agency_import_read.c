/*
 * A CSV or Excel file to rows of a list of agencies: finds the row with the headings and puts each
 * cell under its column.
 * It judges no value; that is agency_import_rules.c's.
 */
#include "agency/agency_import.h"
#include "base/utf8.h"
#include "doc/doc_sheet.h"

enum { ROWS_MOST = 12000, HEAD_WITHIN = 20 };

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
	int columns[DOC_SHEET_CELLS];
	int count;
};

/* Is this the row with the headings? Then it is taken. */
static struct fault *
take_heading(struct arena *arena, const struct doc_sheet_row *row, struct agency_raw_list *list,
	struct heading *heading, bool *ret_is_heading)
{
	struct str *unknown = NULL;
	size_t room = 0;
	struct agency_raw_list found = { 0 };

	heading->count = 0;
	while (heading->count < row->count) {
		struct str cell = row->cells[heading->count];
		struct str plain;
		int column;

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
take_cells(
	const struct doc_sheet_row *row, const struct heading *heading, struct agency_raw_row *raw)
{
	for (int i = 0; i < row->count && i < heading->count; i++)
		if (heading->columns[i] >= 0)
			raw->cells[heading->columns[i]] = row->cells[i];
}

static struct fault *
take_rows(struct arena *arena, const struct doc_sheet *sheet, struct agency_raw_list *list)
{
	struct heading heading = { .count = 0 };
	bool has_heading = false;
	size_t room = 0;

	for (size_t i = 0; i < sheet->count; i++) {
		const struct doc_sheet_row *row = &sheet->rows[i];

		if (!has_heading) {
			list->head_number = row->number;
			TRY(take_heading(arena, row, list, &heading, &has_heading));
			if (!has_heading && row->number == HEAD_WITHIN)
				break;
			continue;
		}
		GROW(arena, list->rows, list->row_count, room);
		list->rows[list->row_count] = (struct agency_raw_row){ .number = row->number };
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
	struct agency_raw_list list = { 0 };
	struct doc_sheet sheet;

	TRY(doc_sheet_read(name, bytes, ROWS_MOST, arena, &sheet));
	TRY(take_rows(arena, &sheet, &list));
	*ret_list = list;
	return NULL;
}
