/*
 * What the cells of one row must be: each wrong one gets a sentence, the others are taken.
 * Rows against each other and against the tree are agency_import_match.c's and
 * agency_import_place.c's.
 */
#include "agency/agency_import_inside.h"
#include "base/utf8.h"

enum { SORT_MOST = 1000000 };

static struct fault *
remark(struct arena *arena, struct agency_import_row *row, const struct fault *fault, bool is_note)
{
	struct agency_import_remark **end = &row->remarks;
	struct agency_import_remark *fresh;

	while (*end)
		end = &(*end)->next;
	TAKE(arena, fresh, 1);
	fresh->is_note = is_note;
	TRY(str_copy(arena, str_of(fault->zh), &fresh->zh));
	TRY(str_copy(arena, str_of(fault->en), &fresh->en));
	*end = fresh;
	row->is_bad = row->is_bad || !is_note;
	return NULL;
}

struct fault *
agency_import_blame(struct arena *arena, struct agency_import_row *row, const struct fault *fault)
{
	/* Running out of memory is nothing that a row did. */
	if (fault->kind == FAULT_LIMIT && strcmp(fault->code, "memory") == 0)
		return fault_memory();
	return remark(arena, row, fault, false);
}

struct fault *
agency_import_note(struct arena *arena, struct agency_import_row *row, const struct fault *fault)
{
	return remark(arena, row, fault, true);
}

struct fault *
agency_import_check_encoding(struct arena *arena, struct agency_import_row *row)
{
	for (int i = 0; i < AGENCY_LIST_COLUMNS; i++)
		if (str_has(row->raw->cells[i], STR("\xEF\xBF\xBD")))
			return agency_import_blame(arena, row,
				fault_new(FAULT_INPUT, "agency_import_encoding",
					"“%s”里有不能识别的字符，文件的编码可能不对。请另存为 "
					"UTF-8 或 Excel 后再试。%.0s",
					"%.0s“%s” holds characters that cannot be read; the "
					"encoding of "
					"the file may be wrong. Save it as UTF-8 or Excel.",
					agency_column_word(i).zh, agency_column_word(i).en));
	return NULL;
}

struct fault *
agency_import_take_key(struct arena *arena, struct agency_import_row *row)
{
	const struct str *cells = row->raw->cells;
	struct fault *fault = agency_check_name(cells[AGENCY_COLUMN_NAME], &row->agency.name);

	if (fault) {
		row->agency.name = STR_NONE;
		TRY(agency_import_blame(arena, row, fault));
	}
	fault = agency_check_credit_code(
		arena, cells[AGENCY_COLUMN_CREDIT_CODE], &row->agency.credit_code);
	if (fault) {
		row->agency.credit_code = STR_NONE;
		return agency_import_blame(arena, row, fault);
	}
	if (row->agency.credit_code.len && !agency_credit_code_is_whole(row->agency.credit_code))
		return agency_import_note(arena, row,
			fault_new(FAULT_INPUT, "agency_credit_code_inside",
				"统一社会信用代码第 %d 至 17 "
				"位（组织机构代码）的校验位不符，请留意是否抄错。",
				"Places %d to 17 of the credit code (the organisation's own) do "
				"not fit "
				"their check character; it may be mistyped.",
				9));
	return NULL;
}

/* "2019-03-01", "2019/3/1", "2019.3.1", "2019年3月1日". */
static bool
parse_day(struct str text, struct day *ret_day)
{
	int parts[3] = { 0 };
	int count = 0;
	bool in_number = false;

	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);

		if (point >= '0' && point <= '9') {
			count += !in_number;
			if (count > 3 || parts[count - 1] > 100000)
				return false;
			parts[count - 1] = parts[count - 1] * 10 + (int)(point - '0');
			in_number = true;
		} else if (point == '-' || point == '/' || point == '.' || point == 0x5E74 ||
			   point == 0x6708 || point == 0x65E5) { /* 年 月 日 */
			in_number = false;
		} else {
			return false;
		}
	}
	return count == 3 && day_make(parts[0], parts[1], parts[2], ret_day);
}

static struct fault *
blame_word(struct arena *arena, struct agency_import_row *row, int column,
	const struct agency_word *words, int count)
{
	struct str zh = STR_NONE;
	struct str en = STR_NONE;

	for (int i = 1; i < count; i++) {
		TRY(str_print(arena, &zh, "%.*s%s%s", STR_ARG(zh), i > 1 ? "、" : "", words[i].zh));
		TRY(str_print(arena, &en, "%.*s%s%s", STR_ARG(en), i > 1 ? ", " : "", words[i].en));
	}
	return agency_import_blame(arena, row,
		fault_new(FAULT_INPUT, "agency_import_word", "%s应为：%s。%.0s%.0s",
			"%.0s%.0s%s must be one of: %s.", agency_column_word(column).zh, zh.at,
			agency_column_word(column).en, en.at));
}

/* The number of a word of a column; what stands there already for an empty cell. */
static struct fault *
take_word(struct arena *arena, struct agency_import_row *row, int column,
	const struct agency_word *words, int count, int *value)
{
	struct str cell = row->raw->cells[column];
	int found = agency_word_find(words, count, cell);

	if (cell.len == 0)
		return NULL;
	if (found < 0)
		return blame_word(arena, row, column, words, count);
	*value = found;
	return NULL;
}

static struct fault *
take_sort(struct arena *arena, struct agency_import_row *row)
{
	struct str cell = row->raw->cells[AGENCY_COLUMN_SORT];
	int64_t value = 0;

	if (cell.len == 0)
		return NULL;
	if (!str_to_int(cell, &value) || value < -SORT_MOST || value > SORT_MOST)
		return agency_import_blame(arena, row,
			fault_new(FAULT_INPUT, "agency_import_sort", "排序应为不超过 %d 的整数。",
				"The order must be a whole number up to %d.", (int)SORT_MOST));
	row->agency.sort_order = value;
	return NULL;
}

static struct fault *
take_from(struct arena *arena, struct agency_import_row *row)
{
	struct str cell = row->raw->cells[AGENCY_COLUMN_FROM];
	struct day day;

	if (cell.len == 0)
		return NULL;
	if (!parse_day(cell, &day) || day.number > day_today().number)
		return agency_import_blame(arena, row,
			fault_new(FAULT_INPUT, "agency_import_day",
				"设立日期应写成 %s 这样的日期，且不晚于今天。",
				"The day must be like %s and not lie in the future.",
				"2019-03-01"));
	row->agency.valid_from = day;
	return NULL;
}

static struct fault *
take_office(struct arena *arena, struct agency_import_row *row)
{
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++) {
		struct str cell = row->raw->cells[AGENCY_COLUMN_OFFICE + i];
		const struct agency_office_word *word = &agency_office_words[i];

		if (cell.len == 0)
			continue;
		TRY(utf8_clean(arena, cell, &cell));
		row->office.fields[i] = cell;
		if (utf8_count(cell) > word->longest)
			TRY(agency_import_blame(arena, row,
				fault_new(FAULT_INPUT, "agency_office", "%s最多 %d 个字。%.0s",
					"%.0sNo more than %d characters: %s.", word->zh,
					(int)word->longest, word->en)));
	}
	return NULL;
}

struct fault *
agency_import_take_fields(
	struct arena *arena, const struct agency_raw_list *list, struct agency_import_row *row)
{
	const struct str *cells = row->raw->cells;
	struct agency *agency = &row->agency;
	int level = (int)agency->level;
	int kind = (int)agency->kind;
	struct fault *fault = NULL;

	if (cells[AGENCY_COLUMN_DIVISION_CODE].len)
		fault = agency_check_division_code(
			cells[AGENCY_COLUMN_DIVISION_CODE], &agency->division_code);
	if (fault)
		TRY(agency_import_blame(arena, row, fault));
	fault = NULL;
	if (cells[AGENCY_COLUMN_SHORT_NAMES].len)
		fault = agency_check_short_names(
			arena, cells[AGENCY_COLUMN_SHORT_NAMES], &agency->short_names);
	if (fault)
		TRY(agency_import_blame(arena, row, fault));
	TRY(take_word(arena, row, AGENCY_COLUMN_LEVEL, agency_level_words, AGENCY_LEVELS, &level));
	TRY(take_word(arena, row, AGENCY_COLUMN_KIND, agency_kind_words, AGENCY_KINDS, &kind));
	agency->level =
		level ? (enum agency_level)level : agency_guess_level(agency->division_code);
	agency->kind = kind ? (enum agency_kind)kind : agency_guess_kind(agency->name);
	TRY(take_sort(arena, row));
	TRY(take_from(arena, row));
	return take_office(arena, row);
}

struct fault *
agency_import_cell(struct arena *arena, const struct agency *agency,
	const union agency_office *office, int column, struct str *ret_text)
{
	struct day_text from = day_text(agency->valid_from);

	*ret_text = STR_NONE;
	switch (column) {
	case AGENCY_COLUMN_NAME:
		*ret_text = agency->name;
		return NULL;
	case AGENCY_COLUMN_PARENT:
		return NULL;
	case AGENCY_COLUMN_CREDIT_CODE:
		*ret_text = agency->credit_code;
		return NULL;
	case AGENCY_COLUMN_DIVISION_CODE:
		*ret_text = agency->division_code;
		return NULL;
	case AGENCY_COLUMN_LEVEL:
		if (agency->level)
			*ret_text = str_of(agency_level_words[agency->level].zh);
		return NULL;
	case AGENCY_COLUMN_KIND:
		if (agency->kind)
			*ret_text = str_of(agency_kind_words[agency->kind].zh);
		return NULL;
	case AGENCY_COLUMN_SHORT_NAMES:
		*ret_text = agency->short_names;
		return NULL;
	case AGENCY_COLUMN_SORT:
		return str_print(arena, ret_text, "%lld", (long long)agency->sort_order);
	case AGENCY_COLUMN_FROM:
		return str_copy(arena, str_of(from.at), ret_text);
	default:
		*ret_text = office->fields[column - AGENCY_COLUMN_OFFICE];
		return NULL;
	}
}
