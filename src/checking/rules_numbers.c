/*
 * Figures with their units in a narrative: Arabic, full-width and Chinese numerals, 万 and 亿,
 * percentages, yuan. What a figure counts is rules_narrative.c's question.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

enum { MOST_VALUE_DIGITS = 15 };

/* Units by which things are counted here; the longer ones first. */
static const struct str piece_units[] = { STR("人次"), STR("件次"), STR("件"), STR("条"), STR("项"),
	STR("宗"), STR("起"), STR("例"), STR("个"), STR("份"), STR("次"), STR("期"), STR("篇"),
	STR("场"), STR("家"), STR("部"), STR("批"), STR("人"), STR("户"), STR("册") };

struct scan {
	struct str flat;
	size_t at;
};

static uint32_t
point_at(struct str flat, size_t at, size_t *ret_len)
{
	*ret_len = 0;
	return at < flat.len ? utf8_at(flat, at, ret_len) : 0;
}

static bool
take_word(struct scan *scan, struct str word)
{
	if (!str_starts(str_from(scan->flat, scan->at), word))
		return false;
	scan->at += word.len;
	return true;
}

static bool
take_any(struct scan *scan, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (take_word(scan, words[i]))
			return true;
	return false;
}

/* The next half- or full-width digit, or -1. */
static int
digit_at(struct str flat, size_t at, size_t *ret_len)
{
	uint32_t point = utf8_half_width(point_at(flat, at, ret_len));

	return point >= '0' && point <= '9' ? (int)(point - '0') : -1;
}

/* A comma between groups of exactly three digits. */
static bool
is_thousands_comma(struct str flat, size_t at)
{
	size_t len;

	if (at >= flat.len || flat.at[at] != ',')
		return false;
	at++;
	for (int i = 0; i < 3; i++, at += len)
		if (digit_at(flat, at, &len) < 0)
			return false;
	return digit_at(flat, at, &len) < 0;
}

/* Digits, thousands commas and one point. False when there is no digit or too many. */
static bool
take_arabic(struct scan *scan, struct decimal *ret_value)
{
	struct decimal value = { 0, 0 };
	int digits = 0;
	bool after_point = false;

	for (;;) {
		size_t len;
		int digit = digit_at(scan->flat, scan->at, &len);

		if (digit >= 0) {
			if (++digits <= MOST_VALUE_DIGITS) {
				value.units = value.units * 10 + digit;
				value.scale += after_point;
			}
			scan->at += len;
		} else if (digits > 0 && !after_point && is_thousands_comma(scan->flat, scan->at)) {
			scan->at++;
		} else if (digits > 0 && !after_point) {
			uint32_t point = point_at(scan->flat, scan->at, &len);
			size_t next;

			if ((point != '.' && point != 0xFF0E) ||
				digit_at(scan->flat, scan->at + len, &next) < 0)
				break;
			after_point = true;
			scan->at += len;
		} else {
			break;
		}
	}
	*ret_value = value;
	return digits > 0 && digits <= MOST_VALUE_DIGITS && value.scale <= 8;
}

/* 0–9 for a Chinese digit, -1 else. */
static int
chinese_digit(uint32_t point)
{
	switch (point) {
	case 0x96F6:
	case 0x3007:
		return 0;
	case 0x4E00:
		return 1;
	case 0x4E8C:
	case 0x4E24:
		return 2;
	case 0x4E09:
		return 3;
	case 0x56DB:
		return 4;
	case 0x4E94:
		return 5;
	case 0x516D:
		return 6;
	case 0x4E03:
		return 7;
	case 0x516B:
		return 8;
	case 0x4E5D:
		return 9;
	default:
		return -1;
	}
}

/* 十 百 千 万 as their value, 0 else. */
static int64_t
chinese_unit(uint32_t point)
{
	return point == 0x5341   ? 10
	       : point == 0x767E ? 100
	       : point == 0x5343 ? 1000
	       : point == 0x4E07 ? 10000
				 : 0;
}

/* 二百二十二, 两, 十五, 一万二千; digits side by side (二〇二〇) are years and are refused. */
static bool
take_chinese(struct scan *scan, struct decimal *ret_value)
{
	int64_t total = 0;
	int64_t section = 0;
	int digit = -1;
	int taken = 0;

	for (size_t len;; scan->at += len, taken++) {
		uint32_t point = point_at(scan->flat, scan->at, &len);
		int next = chinese_digit(point);
		int64_t unit = chinese_unit(point);

		if (taken > 12)
			return false;
		if (next >= 0) {
			if (digit > 0)
				return false;
			digit = next;
		} else if (unit == 10000) {
			total += (section + (digit > 0 ? digit : 0)) * unit;
			section = 0;
			digit = -1;
		} else if (unit > 0) {
			section += (digit > 0 ? digit : 1) * unit;
			digit = -1;
		} else {
			break;
		}
	}
	total += section + (digit > 0 ? digit : 0);
	*ret_value = decimal_of(total);
	return taken > 0;
}

/* 百分之九十八点五, 百分之百, 百分之98.5. */
static bool
take_hundredths(struct scan *scan, struct decimal *ret_value)
{
	size_t len;

	if (!take_word(scan, STR("百分之")))
		return false;
	if (digit_at(scan->flat, scan->at, &len) >= 0)
		return take_arabic(scan, ret_value);
	if (!take_chinese(scan, ret_value))
		return false;
	if (take_word(scan, STR("点")))
		for (;;) {
			int digit = chinese_digit(point_at(scan->flat, scan->at, &len));

			if (digit < 0 || ret_value->scale >= 6)
				break;
			ret_value->units = ret_value->units * 10 + digit;
			ret_value->scale++;
			scan->at += len;
		}
	return true;
}

static bool
multiply(struct decimal *value, int places)
{
	for (; places > 0 && value->scale > 0; places--)
		value->scale--;
	for (; places > 0; places--) {
		if (value->units > INT64_MAX / 1000)
			return false;
		value->units *= 10;
	}
	return true;
}

/* Words behind a figure that make it a rough one. */
static void
take_roughly(struct scan *scan, struct rules_number *number)
{
	static const struct str roughly[] = { STR("左右"), STR("以上"), STR("以下"), STR("以内") };

	number->is_about = take_any(scan, roughly, COUNT_OF(roughly)) || number->is_about;
}

/* The unit behind the digits; money becomes 万元. False when there is none, so no figure for us. */
static bool
take_unit(struct scan *scan, struct rules_number *number)
{
	static const struct str about[] = { STR("余"), STR("多") };
	size_t start;
	int wan = 0;
	int places = number->value.scale;

	number->is_about = take_any(scan, about, COUNT_OF(about)) || number->is_about;
	if (take_word(scan, STR("%")) || take_word(scan, STR("％"))) {
		number->unit = RULES_PERCENT;
		take_roughly(scan, number);
		return true;
	}
	if (take_word(scan, STR("亿")))
		wan = 8;
	else if (take_word(scan, STR("万")))
		wan = 4;
	number->is_about = take_any(scan, about, COUNT_OF(about)) || number->is_about;
	start = scan->at;
	if (take_word(scan, STR("元"))) {
		number->unit = RULES_WAN_YUAN;
		number->unit_word = str_sub(scan->flat, start, scan->at - start);
		/* The tables have 万元; 0.19亿元 is rounded. */
		number->is_about = number->is_about || (wan == 8 && places < 4);
		return wan == 0 ? decimal_shift(number->value, 4, &number->value)
				: multiply(&number->value, wan - 4);
	}
	if (!take_any(scan, piece_units, COUNT_OF(piece_units)) || !multiply(&number->value, wan))
		return false;
	number->unit = RULES_PIECES;
	number->unit_word = str_sub(scan->flat, start, scan->at - start);
	/* What is counted in 万 or 亿 without all its digits is rounded by its writer. */
	take_roughly(scan, number);
	number->is_about = number->is_about || places < wan;
	return number->value.scale == 0;
}

/* What stands in front: a word of rough counting, or a sign that this is no count at all. */
static bool
look_before(struct str flat, size_t from, bool is_chinese, bool *ret_about)
{
	static const struct str about[] = { STR("近"), STR("约"), STR("超"), STR("超过"), STR("逾"),
		STR("大约"), STR("将近"), STR("不少于"), STR("至少") };
	static const struct str vague[] = { STR("上"), STR("数"),
		STR("几") }; /* 上百件, 数百件, 几十件 */
	struct str before = str_sub(flat, 0, from);
	size_t len = rules_last_char(before);
	char last = before.len ? before.at[before.len - 1] : 0;

	*ret_about = rules_ending(before, about, COUNT_OF(about)) > 0 ||
		     (is_chinese && rules_ending(before, vague, COUNT_OF(vague)) > 0);
	if (len == 0)
		return true;
	if (str_ends(before, STR("第")) || str_ends(before, STR("〔")) ||
		str_ends(before, STR("十")))
		return false;
	if (last == '-' || last == '~' || str_ends(before, STR("—")) ||
		str_ends(before, STR("～")) || str_ends(before, STR("－")))
		*ret_about = true;
	if (is_chinese)
		return !str_ends(before, STR("（")) && last != '(';
	return !((last >= '0' && last <= '9') || (last >= 'a' && last <= 'z') ||
		 (last >= 'A' && last <= 'Z') || last == '.' || last == '/' || last == '_' ||
		 last == '@' || last == '+');
}

static bool
take_number(struct scan *scan, struct rules_number *ret_number)
{
	struct rules_number number = { .from = scan->at };
	size_t len;
	uint32_t first = point_at(scan->flat, scan->at, &len);
	bool is_chinese = chinese_digit(first) >= 0 || chinese_unit(first) > 0;
	bool is_plain = look_before(scan->flat, scan->at, is_chinese, &number.is_about);

	if (str_starts(str_from(scan->flat, scan->at), STR("百分之"))) {
		number.unit = RULES_PERCENT;
		if (!take_hundredths(scan, &number.value))
			return false;
		take_roughly(scan, &number);
	} else {
		if (!(is_chinese ? take_chinese(scan, &number.value)
				 : take_arabic(scan, &number.value)) ||
			!is_plain || !take_unit(scan, &number))
			return false;
		/* 零件 is a spare part, not none. */
		if (is_chinese && number.value.units == 0)
			return false;
	}
	number.to = scan->at;
	*ret_number = number;
	return true;
}

/* Do the first two bytes of a character of three say that no figure begins with it? For nearly all
 * characters of a narrative they do, and begins_figure() need not be asked. */
static bool
is_no_numeral(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xE3: /* 〇 */
		return second != 0x80;
	case 0xE4: /* 一七万三两九二五 */
		return second < 0xB8 || second > 0xBA;
	case 0xE5: /* 八六十千四 */
		return second != 0x85 && second != 0x8D && second != 0x9B;
	case 0xE7: /* 百 */
		return second != 0x99;
	case 0xE9: /* 零 */
		return second != 0x9B;
	case 0xE6:
	case 0xE8:
		return true;
	default:
		return false;
	}
}

/* May a figure begin with this character? */
static bool
begins_figure(uint32_t point)
{
	uint32_t half = utf8_half_width(point);

	return (half >= '0' && half <= '9') || chinese_digit(point) >= 0 || chinese_unit(point) > 0;
}

bool
rules_has_unit(const struct rules_number *number, const struct str *units, size_t count)
{
	for (size_t i = 0; number->unit == RULES_PIECES && i < count; i++)
		if (str_equal(number->unit_word, units[i]))
			return true;
	return false;
}

struct fault *
rules_numbers(struct arena *arena, const struct rules_text *text, struct rules_number **ret_numbers,
	size_t *ret_count)
{
	struct scan scan = { text->flat, 0 };
	struct rules_number *numbers = NULL;
	size_t count = 0;
	size_t room = 0;

	while (scan.at < text->flat.len && count < RULES_MOST_NUMBERS) {
		const unsigned char *at = (const unsigned char *)text->flat.at + scan.at;
		size_t start = scan.at;
		struct rules_number number;
		size_t len;

		/* The text is valid UTF-8 with a zero behind it. */
		if (is_no_numeral(at[0], at[1])) {
			scan.at += 3;
			continue;
		}
		if (!begins_figure(utf8_at(text->flat, start, &len))) {
			scan.at += len;
			continue;
		}
		if (take_number(&scan, &number)) {
			GROW(arena, numbers, count, room);
			numbers[count++] = number;
		} else if (scan.at <= start) {
			scan.at = start + len;
		}
	}
	*ret_numbers = numbers;
	*ret_count = count;
	return NULL;
}
