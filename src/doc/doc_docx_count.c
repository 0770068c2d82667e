/*
 * One number in the ways Word can count: 一百零一, 甲, XIV, ②. Which number a paragraph has is
 * reckoned in doc_docx_number.c.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "doc/doc_docx_inside.h"

static const char *const plain_digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八",
	"九" };
static const char *const circle_digits[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八",
	"九" };
static const char *const formal_digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌",
	"玖" };
static const char *const wide_digits[] = { "０", "１", "２", "３", "４", "５", "６", "７", "８",
	"９" };
static const char *const plain_units[] = { "", "十", "百", "千" };
static const char *const formal_units[] = { "", "拾", "佰", "仟" };
static const char *const stems[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸" };
static const char *const branches[] = { "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉",
	"戌", "亥" };

void
docx_number_put(struct docx_number *out, struct str text)
{
	if (text.len > sizeof out->at - out->len)
		return;
	memcpy(out->at + out->len, text.at, text.len);
	out->len += text.len;
}

static void
put(struct docx_number *out, const char *text)
{
	docx_number_put(out, str_of(text));
}

/* 一百零一; numbers from 1 to 9999, others in digits. */
static void
put_counting(struct docx_number *out, int value, const char *const digits[10],
	const char *const units[4])
{
	static const int powers[] = { 1, 10, 100, 1000 };
	bool has_put = false;
	bool is_gap = false;

	for (int place = 3; place >= 0; place--) {
		int digit = value / powers[place] % 10;

		if (digit == 0) {
			is_gap = has_put;
			continue;
		}
		if (is_gap)
			put(out, digits[0]);
		/* Ten is 十, not 一十. */
		if (place != 1 || digit != 1 || has_put || units != plain_units)
			put(out, digits[digit]);
		put(out, units[place]);
		has_put = true;
		is_gap = false;
	}
}

static void
put_roman(struct docx_number *out, int value, bool is_upper)
{
	static const struct {
		int value;
		const char *upper;
		const char *lower;
	} parts[] = { { 1000, "M", "m" }, { 900, "CM", "cm" }, { 500, "D", "d" },
		{ 400, "CD", "cd" }, { 100, "C", "c" }, { 90, "XC", "xc" }, { 50, "L", "l" },
		{ 40, "XL", "xl" }, { 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" },
		{ 4, "IV", "iv" }, { 1, "I", "i" } };

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		for (; value >= parts[i].value; value -= parts[i].value)
			put(out, is_upper ? parts[i].upper : parts[i].lower);
}

/* A, B … Z, AA, BB, as Word counts. */
static void
put_letters(struct docx_number *out, int value, char first)
{
	char letter[2] = { (char)(first + (value - 1) % 26), 0 };

	for (int times = (value - 1) / 26; times >= 0; times--)
		put(out, letter);
}

static void
put_decimal(struct docx_number *out, const char *format, int value)
{
	char text[16];

	snprintf(text, sizeof text, format, value);
	put(out, text);
}

/* Characters that follow each other in Unicode: ①, ⑴, ⒈. */
static void
put_enclosed(struct docx_number *out, int value, uint32_t first)
{
	char text[8] = { 0 };

	utf8_put(text, first + (uint32_t)value - 1);
	put(out, text);
}

static void
put_digit_by_digit(struct docx_number *out, int value, const char *const digits[10])
{
	char text[16];

	snprintf(text, sizeof text, "%d", value);
	for (const char *at = text; *at; at++)
		put(out, digits[*at - '0']);
}

enum docx_count
docx_count_of(struct str name)
{
	static const struct {
		const char *name;
		enum docx_count count;
	} names[] = {
		{ "decimal", DOCX_DECIMAL },
		{ "decimalZero", DOCX_DECIMAL_ZERO },
		{ "upperRoman", DOCX_UPPER_ROMAN },
		{ "lowerRoman", DOCX_LOWER_ROMAN },
		{ "upperLetter", DOCX_UPPER_LETTER },
		{ "lowerLetter", DOCX_LOWER_LETTER },
		{ "chineseCounting", DOCX_COUNTING },
		{ "chineseCountingThousand", DOCX_COUNTING },
		{ "japaneseCounting", DOCX_COUNTING },
		{ "taiwaneseCounting", DOCX_COUNTING },
		{ "taiwaneseCountingThousand", DOCX_COUNTING },
		{ "koreanDigital", DOCX_DIGITS },
		{ "ideographDigital", DOCX_DIGITS },
		{ "japaneseDigitalTenThousand", DOCX_DIGITS },
		{ "taiwaneseDigital", DOCX_DIGITS },
		{ "chineseLegalSimplified", DOCX_FORMAL },
		{ "ideographLegalTraditional", DOCX_FORMAL },
		{ "ideographTraditional", DOCX_STEMS },
		{ "ideographZodiac", DOCX_BRANCHES },
		{ "decimalEnclosedCircle", DOCX_CIRCLE },
		{ "decimalEnclosedCircleChinese", DOCX_CIRCLE },
		{ "decimalEnclosedParen", DOCX_PAREN },
		{ "decimalEnclosedFullstop", DOCX_FULL_STOP },
		{ "decimalFullWidth", DOCX_WIDE },
		{ "decimalFullWidth2", DOCX_WIDE },
		{ "bullet", DOCX_BULLET },
		{ "none", DOCX_NO_COUNT },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_equal(name, str_of(names[i].name)))
			return names[i].count;
	return DOCX_DECIMAL;
}

/* A kind of counting that has no word for a number this large gives its digits, as Word does. */
static bool
can_count(enum docx_count count, int value)
{
	switch (count) {
	case DOCX_UPPER_ROMAN:
	case DOCX_LOWER_ROMAN:
	case DOCX_COUNTING:
	case DOCX_FORMAL:
		return value >= 1 && value <= 9999;
	case DOCX_UPPER_LETTER:
	case DOCX_LOWER_LETTER:
		return value >= 1 && value <= 26 * 4;
	case DOCX_STEMS:
		return value >= 1 && value <= 10;
	case DOCX_BRANCHES:
		return value >= 1 && value <= 12;
	case DOCX_CIRCLE:
	case DOCX_PAREN:
	case DOCX_FULL_STOP:
		return value >= 1 && value <= 20;
	default:
		return true;
	}
}

void
docx_number_count(struct docx_number *out, enum docx_count count, int value)
{
	switch (can_count(count, value) ? count : DOCX_DECIMAL) {
	case DOCX_NO_COUNT:
	case DOCX_BULLET:
		break;
	case DOCX_DECIMAL:
		put_decimal(out, "%d", value);
		break;
	case DOCX_DECIMAL_ZERO:
		put_decimal(out, "%02d", value);
		break;
	case DOCX_UPPER_ROMAN:
		put_roman(out, value, true);
		break;
	case DOCX_LOWER_ROMAN:
		put_roman(out, value, false);
		break;
	case DOCX_UPPER_LETTER:
		put_letters(out, value, 'A');
		break;
	case DOCX_LOWER_LETTER:
		put_letters(out, value, 'a');
		break;
	case DOCX_COUNTING:
		put_counting(out, value, plain_digits, plain_units);
		break;
	case DOCX_FORMAL:
		put_counting(out, value, formal_digits, formal_units);
		break;
	case DOCX_DIGITS:
		put_digit_by_digit(out, value, circle_digits);
		break;
	case DOCX_WIDE:
		put_digit_by_digit(out, value, wide_digits);
		break;
	case DOCX_STEMS:
		put(out, stems[value - 1]);
		break;
	case DOCX_BRANCHES:
		put(out, branches[value - 1]);
		break;
	case DOCX_CIRCLE:
		put_enclosed(out, value, 0x2460);
		break;
	case DOCX_PAREN:
		put_enclosed(out, value, 0x2474);
		break;
	case DOCX_FULL_STOP:
		put_enclosed(out, value, 0x2488);
		break;
	}
}
