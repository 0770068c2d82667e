/*
 * Finding identifiers of people in running text: runs of digits with the spaces and hyphens people
 * put into them, letters before digits, and addresses down to the door.
 * Check digits are identifier_numbers.c's.
 */
#include "identifier/identifier.h"

#include "base/utf8.h"

enum { LONGEST_RUN = 40, AROUND = 60 };

static const struct {
	const char *zh;
	const char *en;
} names[IDENTIFIER_KINDS] = {
	[IDENTIFIER_ID_CARD] = { "身份证号", "ID card number" },
	[IDENTIFIER_OLD_CARD] = { "旧版身份证号", "ID card number of 15 digits" },
	[IDENTIFIER_RESIDENCE] = { "永久居留身份证号", "permanent residence card number" },
	[IDENTIFIER_BANK_CARD] = { "银行卡号", "bank card number" },
	[IDENTIFIER_MOBILE] = { "手机号", "mobile number" },
	[IDENTIFIER_TELEPHONE] = { "固定电话", "telephone number" },
	[IDENTIFIER_PASSPORT] = { "护照号", "passport number" },
	[IDENTIFIER_PERMIT] = { "通行证号", "travel permit number" },
	[IDENTIFIER_PLATE] = { "车牌号", "number plate" },
	[IDENTIFIER_ADDRESS] = { "住址", "address" },
};

const char *
identifier_kind_zh(enum identifier_kind kind)
{
	return names[kind].zh;
}

const char *
identifier_kind_en(enum identifier_kind kind)
{
	return names[kind].en;
}

struct finder {
	struct str text;
	struct day today;
	struct arena *arena;
	struct identifier_hit *hits;
	size_t count;
	size_t room;
};

/* A run of digits: as half-width characters, and where each began and ended in the text. */
struct run {
	char at[LONGEST_RUN + 1];
	size_t from[LONGEST_RUN];
	size_t to[LONGEST_RUN];
	size_t len;
	size_t gaps;      /* spaces and hyphens inside */
	size_t first_gap; /* digits before the first of them */
	bool is_too_long;
	size_t end; /* of the run in the text */
};

static struct fault *
add(struct finder *finder, enum identifier_kind kind, size_t from, size_t to, bool is_checked)
{
	if (finder->count == IDENTIFIER_MOST)
		return NULL;
	GROW(finder->arena, finder->hits, finder->count, finder->room);
	finder->hits[finder->count++] = (struct identifier_hit){
		.kind = kind,
		.offset = from,
		.len = to - from,
		.is_checked = is_checked,
	};
	return NULL;
}

/* --- digits --- */

static bool
is_digit(uint32_t point)
{
	return point >= '0' && point <= '9';
}

static bool
is_letter(uint32_t point)
{
	return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
}

/* The half-width character at `at`; 0 at the end. */
static uint32_t
point_at(struct str text, size_t at, size_t *ret_len)
{
	*ret_len = 1;
	return at < text.len ? utf8_half_width(utf8_at(text, at, ret_len)) : 0;
}

static void
take_point(struct run *run, uint32_t point, size_t at, size_t len)
{
	if (run->len == LONGEST_RUN) {
		run->is_too_long = true;
	} else {
		run->from[run->len] = at;
		run->to[run->len] = at + len;
		run->at[run->len++] = (char)point;
	}
	run->end = at + len;
}

/* Digits from here on; one space or hyphen may stand between two of them, an X at the end. */
static struct run
run_at(struct str text, size_t at)
{
	struct run run = { .end = at };

	for (;;) {
		size_t len;
		size_t next_len;
		uint32_t point = point_at(text, at, &len);
		uint32_t next = point_at(text, at + len, &next_len);

		if (is_digit(point)) {
			take_point(&run, point, at, len);
		} else if ((point == ' ' || point == '-' || point == 0x2013 || point == 0x2014) &&
			   is_digit(next) && run.len) {
			run.first_gap = run.gaps++ ? run.first_gap : run.len;
		} else {
			if ((point == 'X' || point == 'x') && run.len == 17 && !is_letter(next) &&
				!is_digit(next))
				take_point(&run, 'X', at, len);
			run.at[run.len] = '\0';
			return run;
		}
		at += len;
	}
}

static struct str
digits_of(const struct run *run, size_t from, size_t len)
{
	return (struct str){ run->at + from, len };
}

/* Does one of the words stand shortly before `at`? */
static bool
is_after_word(struct str text, size_t at, const char *const *words)
{
	size_t from = at > AROUND ? at - AROUND : 0;
	struct str before = str_sub(text, from, at - from);

	for (; *words; words++)
		if (str_has(before, str_of(*words)))
			return true;
	return false;
}

static bool
is_bank_card(struct str text, size_t at, struct str digits)
{
	static const char *const words[] = { "卡号", "账号", "帐号", "账户", "帐户", "开户", "银行",
		"卡：", NULL };

	return digits.len >= 13 && memchr("6453", digits.at[0], 4) && identifier_is_luhn(digits) &&
	       is_after_word(text, at, words);
}

static bool
is_mobile(struct str digits)
{
	return digits.len == 11 && digits.at[0] == '1' && digits.at[1] >= '3' &&
	       digits.at[1] <= '9';
}

/* 0451-86774171, 010 12345678; with a short extension behind. */
static bool
is_telephone(const struct run *run)
{
	size_t local = run->gaps ? run->len - run->first_gap : 0;

	if (run->at[0] != '0' || run->at[1] == '0')
		return false;
	if (run->gaps == 0)
		return run->len >= 10 && run->len <= 12;
	return (run->first_gap == 3 || run->first_gap == 4) && local >= 7 && local <= 14;
}

static struct fault *
take_run(struct finder *finder, const struct run *run)
{
	struct str all = digits_of(run, 0, run->len);
	size_t from = run->from[0];

	if (run->is_too_long || run->len < 10)
		return NULL;
	if (identifier_is_id_card(all, finder->today))
		return add(finder, IDENTIFIER_ID_CARD, from, run->end, true);
	if (identifier_is_residence(all, finder->today))
		return add(finder, IDENTIFIER_RESIDENCE, from, run->end, true);
	if (is_bank_card(finder->text, from, all))
		return add(finder, IDENTIFIER_BANK_CARD, from, run->end, true);
	if (is_mobile(all))
		return add(finder, IDENTIFIER_MOBILE, from, run->end, false);
	/* +86 138…, 86-138… */
	if (run->len == 13 && str_starts(all, STR("86")) && is_mobile(str_from(all, 2)))
		return add(finder, IDENTIFIER_MOBILE, run->from[2], run->end, false);
	if (identifier_is_old_card(all) && run->gaps == 0)
		return add(finder, IDENTIFIER_OLD_CARD, from, run->end, false);
	if (is_telephone(run))
		return add(finder, IDENTIFIER_TELEPHONE, from, run->end, false);
	return NULL;
}

/* --- letters and digits --- */

/* One letter or two, then digits: a passport, a permit. `at` stands on the first letter. */
static struct fault *
take_lettered(struct finder *finder, size_t at, size_t *ret_end)
{
	size_t len;
	uint32_t first = point_at(finder->text, at, &len);
	uint32_t second = point_at(finder->text, at + len, &len);
	size_t digits_at = at;
	struct run run;
	size_t end;

	*ret_end = at;
	while (is_letter(point_at(finder->text, digits_at, &len)))
		digits_at += len;
	*ret_end = digits_at;
	run = run_at(finder->text, digits_at);
	end = run.end;
	if (run.gaps || run.is_too_long || is_letter(point_at(finder->text, end, &len)))
		return NULL;
	/* Ordinary passports are E or G with eight, E with a letter and seven; 【未核】 */
	if ((digits_at == at + 1 && (first == 'E' || first == 'G') && run.len == 8) ||
		(digits_at == at + 2 && first == 'E' && is_letter(second) && run.len == 7) ||
		(digits_at == at + 2 && second == 'E' && first && memchr("SPD", (int)first, 3) &&
			run.len == 7)) {
		*ret_end = end;
		return add(finder, IDENTIFIER_PASSPORT, at, end, false);
	}
	if (digits_at == at + 1 && (first == 'H' || first == 'M') &&
		(run.len == 8 || run.len == 10)) {
		*ret_end = end;
		return add(finder, IDENTIFIER_PERMIT, at, end, false);
	}
	return NULL;
}

/* 黑A·12345, 京AD12345 */
static struct fault *
take_plate(struct finder *finder, size_t at, size_t *ret_end)
{
	static const char provinces[] =
		"京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
	size_t len;
	size_t digits = 0;
	size_t count = 0;
	size_t end = at + 3;
	uint32_t point;

	*ret_end = at;
	if (at + 3 > finder->text.len || !str_has(STR(provinces), str_sub(finder->text, at, 3)))
		return NULL;
	point = point_at(finder->text, end, &len);
	if (point < 'A' || point > 'Z' || point == 'I' || point == 'O')
		return NULL;
	end += len;
	point = point_at(finder->text, end, &len);
	if (point == 0xB7 || point == 0x2022 || point == ' ')
		end += len;
	for (; count < 7; count++, end += len) {
		point = point_at(finder->text, end, &len);
		if (!is_digit(point) && (point < 'A' || point > 'Z'))
			break;
		digits += is_digit(point);
	}
	if ((count != 5 && count != 6) || digits < 3)
		return NULL;
	*ret_end = end;
	return add(finder, IDENTIFIER_PLATE, at, end, false);
}

/* --- addresses --- */

/* How far an address may reach back from its door: words of places without punctuation. */
static size_t
address_start(struct str text, size_t at)
{
	size_t start = at;
	size_t count = 0;

	while (start > 0 && count < 40) {
		size_t before = start - 1;
		size_t len;
		uint32_t point;

		while (before > 0 && ((unsigned char)text.at[before] & 0xC0) == 0x80)
			before--;
		point = utf8_half_width(utf8_at(text, before, &len));
		if (!utf8_is_han(point) && !is_digit(point) && !is_letter(point) && point != '-')
			break;
		start = before;
		count++;
	}
	return start;
}

/* Words that stand before an address in one breath: 住, 住址, 现住, 家住. */
static size_t
skip_lead(struct str text, size_t start, size_t end)
{
	static const char *const leads[] = { "家庭住址", "现住址", "住址", "住所", "地址", "现住",
		"家住", "居住在", "住在", "住" };
	struct str part = str_sub(text, start, end - start);
	size_t best = 0;

	for (size_t i = 0; i < COUNT_OF(leads); i++) {
		size_t at = str_find_last(part, str_of(leads[i]));

		if (at != SIZE_MAX && at + strlen(leads[i]) > best &&
			at + strlen(leads[i]) < part.len)
			best = at + strlen(leads[i]);
	}
	return start + best;
}

/* Digits (of either width, or Chinese ones) directly before `at`? */
static bool
is_after_digit(struct str text, size_t at)
{
	static const char *const counts[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九",
		"十" };

	if (at == 0)
		return false;
	if (is_digit((unsigned char)text.at[at - 1]))
		return true;
	if (at < 3)
		return false;
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		if (str_equal(str_sub(text, at - 3, 3), str_of(counts[i])))
			return true;
	return text.at[at - 3] == '\xEF' && text.at[at - 2] == '\xBC';
}

/* A door: …号楼…单元…室, …单元…, …号院…号. Its last word ends at the answer; 0 when none. */
static size_t
door_end(struct str text, size_t at)
{
	static const char *const doors[] = { "号楼", "栋", "单元", "幢", "室", "号院", "门" };
	size_t end = 0;
	size_t limit = at + AROUND < text.len ? at + AROUND : text.len;
	size_t words = 0;

	for (; at < limit; at++) {
		struct str here = str_from(text, at);

		if (str_starts(here, STR("。")) || str_starts(here, STR("，")) ||
			str_starts(here, STR("；")) || text.at[at] == '\n')
			break;
		for (size_t i = 0; i < COUNT_OF(doors); i++)
			if (str_starts(here, str_of(doors[i])) && is_after_digit(text, at)) {
				end = at + strlen(doors[i]);
				words++;
			}
	}
	/* One word may be anything: 三栋, 二单元; two name a door. */
	return words >= 2 ? end : 0;
}

/* `at` stands on 号楼, 栋, 幢, 单元 or 号院 behind a digit. */
static struct fault *
take_address(struct finder *finder, size_t at, size_t *ret_end)
{
	size_t end = door_end(finder->text, at);
	size_t before = finder->count ? finder->hits[finder->count - 1].offset +
						finder->hits[finder->count - 1].len
				      : 0;
	size_t start;

	*ret_end = at;
	if (end == 0)
		return NULL;
	start = skip_lead(finder->text, address_start(finder->text, at), at);
	if (start < before)
		start = before;
	*ret_end = end;
	return add(finder, IDENTIFIER_ADDRESS, start, end, false);
}

static bool
begins_door(struct str text, size_t at)
{
	static const char *const doors[] = { "号楼", "栋", "幢", "单元", "号院" };

	for (size_t i = 0; i < COUNT_OF(doors); i++)
		if (str_starts(str_from(text, at), str_of(doors[i])))
			return is_after_digit(text, at);
	return false;
}

/* --- the text --- */

/* Look at what begins here; *at moves on. */
static struct fault *
look_at(struct finder *finder, size_t *at, bool was_letter)
{
	size_t len;
	uint32_t point = point_at(finder->text, *at, &len);
	size_t end = *at;

	if (is_digit(point)) {
		struct run run = run_at(finder->text, *at);

		*at = run.end;
		return was_letter ? NULL : take_run(finder, &run);
	}
	if (is_letter(point) && !was_letter) {
		TRY(take_lettered(finder, *at, &end));
	} else if (begins_door(finder->text, *at)) {
		TRY(take_address(finder, *at, &end));
	} else if (utf8_is_han(point)) {
		TRY(take_plate(finder, *at, &end));
	}
	*at = end > *at ? end : *at + len;
	return NULL;
}

struct fault *
identifier_find(struct str text, struct day today, struct arena *arena,
	struct identifier_hit **ret_hits, size_t *ret_count)
{
	struct finder finder = { .text = text, .today = today, .arena = arena };
	size_t at = 0;

	while (at < text.len) {
		/* Digits behind a letter are the letter's: a file number, a code. */
		bool was_letter = at > 0 && is_letter((unsigned char)text.at[at - 1]);

		TRY(look_at(&finder, &at, was_letter));
	}
	*ret_hits = finder.hits;
	*ret_count = finder.count;
	return NULL;
}
