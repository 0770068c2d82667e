/*
 * What one cell holds: a number with or without unit and note, a blank, a dash, or something
 * unclear. Where runs of such values
 * stand in a line is reading_run.c's business.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum { MOST_NOTE = 60, MOST_WHOLE = 15, LONGEST_NOTHING = 9, LONGEST_MARK = 2 };

/* Units of counting that may follow a number in a cell. */
static const char *const count_units[] = { "件次", "人次", "件", "条", "项", "个", "宗", "起", "份",
	"次", "家", "类", "例", "人", "部" };

struct money_unit {
	const char *word;
	int places; /* how far from 万元 */
};
static const struct money_unit money_units[] = {
	{ "亿元", -4 },
	{ "万元人民币", 0 },
	{ "万元", 0 },
	{ "千元", 1 },
	{ "元人民币", 4 },
	{ "元", 4 },
	{ "万", 0 },
};

/* Words of a cell that say "nothing" without being zero or blank. */
static const char *const nothing_words[] = { "/", "\\", "-", "--", "---", "//", "无", "不适用",
	"n/a", "N/A", "*", "×", "／" };

/* Plain already: most cells hold a few digits. */
static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] > '~' || text.at[i] == '[')
			return false;
	return true;
}

/* Text of a cell folded to plain characters, without blanks at its ends; bookmarks taken out. */
static struct fault *
plain_text(struct arena *arena, struct str text, struct str *ret_plain, bool *ret_had_bookmark)
{
	struct reading_line line;
	char *out;
	size_t len = 0;
	size_t from;

	text = str_trim(text);
	if (is_plain(text)) {
		*ret_had_bookmark = false;
		*ret_plain = text;
		return NULL;
	}
	from = str_find(text, STR("[bookmark:"), 0);
	*ret_had_bookmark = from != SIZE_MAX;
	while (from != SIZE_MAX) {
		size_t to = str_find(text, STR("]"), from);
		struct str tail;

		if (to == SIZE_MAX)
			break;
		tail = str_from(text, to + 1);
		TRY(str_print(arena, &text, "%.*s%.*s", (int)from, text.at, STR_ARG(tail)));
		from = str_find(text, STR("[bookmark:"), 0);
	}
	TRY(reading_fold_line(arena, str_trim(text), &line));
	TAKE(arena, out, line.count * 4 + 1);
	for (size_t i = 0; i < line.count; i++)
		len += utf8_put(out + len, line.points[i]);
	*ret_plain = str_trim((struct str){ out, len });
	return NULL;
}

/* Begins with more ideographs and brackets than a word for nothing has: a label, as "（三）不予…".
 * None of them folds to a digit, a sign or a blank. */
static bool
is_surely_words(struct str text)
{
	size_t at = 0;

	while (at <= LONGEST_NOTHING) {
		size_t len;
		uint32_t point = at < text.len ? utf8_at(text, at, &len) : 0;

		if (!utf8_is_han(point) && point != 0xFF08 && point != 0xFF09 && point != 0x3001)
			return false;
		at += len;
	}
	return !memchr(text.at, '[', text.len);
}

static bool
is_nothing_word(struct str text)
{
	/* Most cells hold a number. */
	if (text.len && reading_fold_is_digit((unsigned char)text.at[0]))
		return false;
	for (size_t i = 0; text.len <= LONGEST_NOTHING && i < COUNT_OF(nothing_words); i++)
		if (str_equal(text, str_of(nothing_words[i])))
			return true;
	return false;
}

/* Bytes of the number at the start of `text`: sign, digits, commas, point. */
static size_t
number_length(struct str text)
{
	size_t at = text.len && (text.at[0] == '+' || text.at[0] == '-');
	size_t digits = 0;

	while (at < text.len) {
		char c = text.at[at];
		bool before_digit =
			at + 1 < text.len && text.at[at + 1] >= '0' && text.at[at + 1] <= '9';

		if (c >= '0' && c <= '9')
			digits++;
		else if (!((c == '.' || c == ',') && before_digit && digits))
			break;
		at++;
	}
	return digits ? at : 0;
}

static bool
has_leading_zero(struct str number)
{
	if (number.len && (number.at[0] == '+' || number.at[0] == '-'))
		number = str_from(number, 1);
	return number.len > 1 && number.at[0] == '0' && number.at[1] != '.';
}

/* 万元 from a value in another unit: the point moves, exactly. */
static bool
shift_money(struct decimal number, int places, struct decimal *ret_number)
{
	if (places >= 0)
		return decimal_shift(number, places, ret_number);
	for (int i = 0; i < -places; i++) {
		if (number.scale > 0)
			number.scale--;
		else if (__builtin_mul_overflow(number.units, (int64_t)10, &number.units))
			return false;
	}
	*ret_number = number;
	return true;
}

/* What stands behind the number of a money cell. True when it is a unit of money. */
static bool
take_money_unit(struct str *rest, int *places)
{
	for (size_t i = 0; rest->len && i < COUNT_OF(money_units); i++) {
		struct str word = str_of(money_units[i].word);

		if (str_starts(*rest, word)) {
			*places = money_units[i].places;
			*rest = str_trim(str_from(*rest, word.len));
			return true;
		}
	}
	return false;
}

static bool
take_count_unit(struct str *rest)
{
	for (size_t i = 0; rest->len && i < COUNT_OF(count_units); i++) {
		struct str word = str_of(count_units[i]);

		if (str_starts(*rest, word)) {
			*rest = str_trim(str_from(*rest, word.len));
			return true;
		}
	}
	return false;
}

static void
say(struct reading_value *value, enum report_cell_state state, const char *note)
{
	value->state = state;
	value->note = note;
}

/* The number is read; the rest of the cell decides whether it may stand. */
static void
settle_number(struct reading_value *value, struct str digits, struct str rest,
	enum report_kind kind, int places)
{
	bool has_unit = kind == REPORT_MONEY_KIND ? take_money_unit(&rest, &places)
						  : take_count_unit(&rest);

	value->state = REPORT_NUMBER;
	if (rest.len && rest.at[0] == '(')
		value->note = "格内带有说明，只取说明前的数";
	else if (rest.len && str_starts(rest, STR("其中")))
		value->note = "格内带有说明，只取说明前的数";
	else if (rest.len)
		say(value, REPORT_UNCLEAR, "格内数字后面还有别的文字，未作数");
	else if (has_unit && kind != REPORT_MONEY_KIND)
		value->note = "格内带有单位，已略去单位";
	if (value->state != REPORT_NUMBER)
		return;
	if (has_leading_zero(digits)) {
		say(value, REPORT_UNCLEAR, "数字以0开头，像是几个数连在一起，未作数");
		return;
	}
	if (kind != REPORT_MONEY_KIND && value->number.scale > 0) {
		if (!decimal_is_whole(value->number)) {
			say(value, REPORT_UNCLEAR, "件数不应有小数，未作数");
			return;
		}
		while (value->number.scale > 0) {
			value->number.units /= 10;
			value->number.scale--;
		}
		value->note = "印作小数，按整数读";
	}
	if (kind != REPORT_MONEY_KIND || places == 0)
		return;
	if (!shift_money(value->number, places, &value->number)) {
		say(value, REPORT_UNCLEAR, "金额太大或小数太长，未作数");
		return;
	}
	if (value->number.units != 0)
		value->note = places == 4 ? "金额以元为单位，已换算为万元"
					  : "金额单位不是万元，已换算为万元";
}

/* Digits parted by blanks, "2 1" or "1 808 595": joined only to be shown, never taken. */
static bool
is_digits_and_blanks(struct str text)
{
	bool has_blank = false;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == ' ' || text.at[i] == '\n')
			has_blank = true;
		else if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	}
	return has_blank;
}

struct fault *
reading_value_read(struct arena *arena, struct str text, enum report_kind kind, int money_places,
	struct reading_value *ret_value)
{
	struct reading_value value = { REPORT_BLANK, decimal_of(0), NULL };
	struct str plain;
	bool had_bookmark;
	size_t len;

	TRY(plain_text(arena, text, &plain, &had_bookmark));
	len = number_length(plain);
	if (plain.len == 0) {
		if (had_bookmark)
			value.note = "格内只有编辑器的书签，按空白读";
	} else if (str_equal(str_trim(text), STR(DOC_NOT_TEXT))) {
		say(&value, REPORT_UNCLEAR, "格内是图片、控件或其他对象，没有文字可读，未作数");
	} else if (str_has(plain, STR("\xEF\xBF\xBD"))) {
		say(&value, REPORT_UNCLEAR, "格内有认不出的字符，可能缺了数字，未作数");
	} else if (is_nothing_word(plain)) {
		say(&value, REPORT_UNCLEAR, "格内印的不是数字，未当作0");
	} else if (str_equal(plain, STR("零")) || str_equal(plain, STR("〇"))) {
		say(&value, REPORT_NUMBER, "格内印的是汉字零，按0读");
	} else if (is_digits_and_blanks(plain)) {
		say(&value, REPORT_UNCLEAR, "格内数字中间有空白，不知是一个数还是几个数，未作数");
	} else if (len == 0 || !decimal_parse(str_sub(plain, 0, len), &value.number)) {
		say(&value, REPORT_UNCLEAR, "格内印的不是一个数，未作数");
	} else {
		settle_number(&value, str_sub(plain, 0, len), str_trim(str_from(plain, len)), kind,
			money_places);
		if (had_bookmark && !value.note)
			value.note = "已略去格内编辑器的书签";
	}
	*ret_value = value;
	return NULL;
}

/* The mark of a note, as it stands behind a number: 3①, 3*, 3[1], 3〔注〕. A label has none there.
 */
static bool
is_mark(struct str text)
{
	size_t len;
	uint32_t point = text.len ? utf8_at(text, 0, &len) : 0;

	if (point < 0x80)
		return point == '[' || point == '*' || point == '^' || point == '~' ||
		       point == '%' || point == '=';
	return (point >= 0x2460 && point <= 0x24FF) || (point >= 0x2070 && point <= 0x2079) ||
	       point == 0xB9 || point == 0xB2 || point == 0xB3 || point == 0x203B ||
	       point == 0x3010 || point == 0x3014;
}

/* ".81", ". 81": what a narrow cell has broken off a number. */
static bool
goes_on_behind_point(struct str rest)
{
	if (!str_starts(rest, STR(".")))
		return false;
	rest = str_trim(str_from(rest, 1));
	return rest.len && reading_fold_is_digit((unsigned char)rest.at[0]);
}

struct fault *
reading_value_is_one(struct arena *arena, struct str text, bool *ret_is)
{
	struct str plain;
	bool had_bookmark;
	size_t len;
	struct str rest;
	int places;

	text = str_trim(text);
	*ret_is = str_equal(text, STR(DOC_NOT_TEXT));
	if (*ret_is || is_surely_words(text))
		return NULL;
	TRY(plain_text(arena, text, &plain, &had_bookmark));
	len = number_length(plain);
	if (len == plain.len || is_nothing_word(plain) || str_equal(plain, STR("零")) ||
		plain.at[0] == '=') {
		*ret_is = true;
		return NULL;
	}
	rest = str_trim(str_from(plain, len));
	if (len == 0) {
		*ret_is = is_mark(plain) && utf8_count(plain) <= LONGEST_MARK;
		return NULL;
	}
	if (!take_money_unit(&rest, &places))
		(void)take_count_unit(&rest);
	*ret_is = rest.len == 0 || is_mark(rest) || rest.at[0] == '(' ||
		  str_starts(rest, STR("其中")) || number_length(rest) > 0 || rest.at[0] == '/' ||
		  rest.at[0] == '-' || goes_on_behind_point(rest);
	return NULL;
}

bool
reading_value_whole(struct str cell, int64_t *ret_number)
{
	int64_t number = 0;
	bool is_negative = false;
	size_t digits = 0;
	size_t at = 0;

	cell = str_trim(cell);
	*ret_number = 0;
	if (cell.len == 0)
		return true;
	while (at < cell.len) {
		size_t len;
		uint32_t point = utf8_half_width(utf8_at(cell, at, &len));

		if (at == 0 && (point == '-' || point == 0x2212))
			is_negative = true;
		else if (reading_fold_is_digit(point) && digits++ < MOST_WHOLE)
			number = number * 10 + (int64_t)(point - '0');
		else if (!(at == 0 && point == '+') && point != ',')
			break;
		at += len;
	}
	*ret_number = is_negative ? -number : number;
	return digits > 0 && digits <= MOST_WHOLE;
}
