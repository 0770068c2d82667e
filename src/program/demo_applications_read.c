/*
 * The list of cases of the demonstration, from a sheet to rows that can be used.
 * What happens to each case is demo_applications_plan.c.
 */
#include "doc/doc_sheet.h"
#include "program/demo_applications.h"

enum {
	MOST_ROWS = 900,
	SERIAL = 0,
	DAY,
	CHANNEL,
	NAME,
	KIND,
	TITLE,
	DESCRIPTION,
	COURSE,
	STOP,
	REPLY,
	EXEMPTION,
	SAYS,
	PREVIOUS,
	COLUMNS
};

static const char *const headings[COLUMNS] = { "序号", "日期", "方式", "申请人", "申请人类型",
	"信息名称", "内容描述", "经过", "停在", "答复", "依据", "说明", "前件" };

static struct fault *
refuse(int number, int column)
{
	return fault_new(FAULT_INPUT, "demo_applications",
		"演示申请清单第 %d 行的“%s”不能用。请使用程序自带的 data/demo_applications.csv。",
		"Row %d of the list of demonstration applications cannot be used (%s). Take the "
		"program's own data/demo_applications.csv.",
		number, headings[column]);
}

static struct str
cell_of(const struct doc_sheet_row *row, int column)
{
	return column < row->count ? row->cells[column] : STR("");
}

/* By the words that people read. */
static bool
find_word(const struct application_word *words, struct str text, int *ret_number)
{
	for (const struct application_word *word = words; word->key; word++)
		if (str_equal(str_of(word->zh), text)) {
			*ret_number = word->number;
			return true;
		}
	return false;
}

static bool
read_day(struct str text, struct demo_case *item)
{
	int64_t before;

	item->on = DAY_NONE;
	if (day_parse(text, &item->on))
		return true;
	if (!str_to_int(text, &before) || before > 0 || before < -1000)
		return false;
	item->before = (int)-before;
	return true;
}

static bool
read_previous(struct str text, size_t rows_before, struct demo_case *item)
{
	int64_t number = 0;

	if (text.len && (!str_to_int(text, &number) || number < 1 || (size_t)number > rows_before))
		return false;
	item->previous = (size_t)number;
	return true;
}

static struct fault *
read_row(const struct doc_sheet_row *row, size_t rows_before, struct demo_case *item)
{
	struct str reply = cell_of(row, REPLY);
	int number;

	*item = (struct demo_case){ .name = cell_of(row, NAME),
		.title = cell_of(row, TITLE),
		.description = cell_of(row, DESCRIPTION),
		.course = cell_of(row, COURSE),
		.stop = -1,
		.exemption = cell_of(row, EXEMPTION),
		.says = cell_of(row, SAYS),
		.asked_on = DAY_NONE,
		.asked_until = DAY_NONE };
	if (!read_day(cell_of(row, DAY), item))
		return refuse(row->number, DAY);
	if (!find_word(application_channel_words, cell_of(row, CHANNEL), &number))
		return refuse(row->number, CHANNEL);
	item->channel = (enum application_channel)number;
	if (!find_word(application_applicant_words, cell_of(row, KIND), &number))
		return refuse(row->number, KIND);
	item->applicant_kind = (enum application_applicant_kind)number;
	if (cell_of(row, STOP).len &&
		!find_word(application_state_words, cell_of(row, STOP), &item->stop))
		return refuse(row->number, STOP);
	item->reply = application_reply_find(reply);
	if (reply.len && !item->reply)
		return refuse(row->number, REPLY);
	if (!read_previous(cell_of(row, PREVIOUS), rows_before, item))
		return refuse(row->number, PREVIOUS);
	return NULL;
}

static size_t
first_with(const struct demo_cases *cases, struct str name)
{
	size_t i = 0;

	while (i < cases->count && !str_equal(cases->items[i].name, name))
		i++;
	return i + 1;
}

struct fault *
demo_applications_read(
	struct str name, struct str bytes, struct arena *arena, struct demo_cases *ret_cases)
{
	struct demo_cases cases = { 0 };
	struct doc_sheet sheet;

	TRY(doc_sheet_read(name, bytes, MOST_ROWS, arena, &sheet));
	for (int i = 0; i < COLUMNS; i++)
		if (!sheet.count || !str_equal(cell_of(&sheet.rows[0], i), str_of(headings[i])))
			return refuse(1, i);
	TAKE(arena, cases.items, sheet.count);
	for (size_t i = 1; i < sheet.count; i++) {
		struct demo_case *item = &cases.items[cases.count];

		TRY(read_row(&sheet.rows[i], cases.count, item));
		item->person = first_with(&cases, item->name);
		cases.count++;
	}
	*ret_cases = cases;
	return NULL;
}
