/*
 * One line of a calendar's CSV. Fields hold no commas, so this is no general reader of CSV; that
 * one is doc/'s.
 */
#include "calendar/calendar_inside.h"

/* A field without blanks and the quotes that spreadsheets put around it. */
static struct str
field(struct str text)
{
	text = str_trim(text);
	if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
		text = str_trim(str_sub(text, 1, text.len - 2));
	return text;
}

bool
calendar_line_is_empty(struct str line)
{
	struct str first;

	line = str_trim(line);
	str_cut(line, STR(","), &first);
	first = field(first);
	return !first.len || first.at[0] == '#' || str_equal_ascii(first, STR("date")) ||
	       str_equal(first, STR("日期"));
}

/* 2026-01-01, and 2026/1/1 as spreadsheets make of it. */
static bool
parse_date(struct str text, struct day *ret_day)
{
	struct str separator = str_has(text, STR("/")) ? STR("/") : STR("-");
	struct str parts[3];
	int64_t numbers[3];
	struct str rest = text;

	for (int i = 0; i < 3; i++) {
		rest = str_cut(rest, separator, &parts[i]);
		if (!parts[i].len || parts[i].len > 4 || parts[i].at[0] == '+' ||
			!str_to_int(parts[i], &numbers[i]))
			return false;
	}
	return !rest.len && day_make((int)numbers[0], (int)numbers[1], (int)numbers[2], ret_day);
}

static bool
parse_kind(struct str text, enum calendar_kind *ret_kind)
{
	static const struct {
		const char *word;
		enum calendar_kind kind;
	} words[] = {
		{ "holiday", CALENDAR_HOLIDAY },
		{ "workday", CALENDAR_MAKE_UP },
		{ "make_up", CALENDAR_MAKE_UP },
		{ "休", CALENDAR_HOLIDAY },
		{ "班", CALENDAR_MAKE_UP },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_equal_ascii(text, str_of(words[i].word))) {
			*ret_kind = words[i].kind;
			return true;
		}
	return false;
}

bool
calendar_line_parse(
	struct str line, struct calendar_row *ret_row, struct calendar_line_problem *ret_problem)
{
	struct calendar_row row = { 0 };
	struct str date;
	struct str kind;

	row.name = str_cut(str_cut(line, STR(","), &date), STR(","), &kind);
	row.name = field(row.name);
	*ret_problem = (struct calendar_line_problem){ NULL, NULL };
	if (!parse_date(field(date), &row.date))
		*ret_problem = (struct calendar_line_problem){
			"日期写不对，应像 2026-01-01（1900 至 2200 年）",
			"the date is wrong; write it like 2026-01-01 (years 1900 to 2200)"
		};
	else if (!parse_kind(field(kind), &row.kind))
		*ret_problem = (struct calendar_line_problem){
			"第二栏应为 holiday（放假）或 workday（调休上班）",
			"the second field must be holiday or workday"
		};
	else if (row.name.len > CALENDAR_NAME_MOST || str_has(row.name, STR(",")) ||
		 str_has(row.name, STR("\"")))
		*ret_problem = (struct calendar_line_problem){ "名称太长，或者含有逗号、引号",
			"the name is too long or holds a comma or quote" };
	if (ret_problem->zh)
		return false;
	*ret_row = row;
	return true;
}
