/*
 * Check digits and shapes of single numbers: 身份证, 永久居留身份证, 银行卡. Finding them in
 * running text is identifier.c's.
 */
#include "identifier/identifier.h"

enum { CARD_LENGTH = 18, OLD_LENGTH = 15, BIRTH_AT = 6 };

static bool
are_digits(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.len > 0;
}

/* Standard: GB 11643-1999, ISO 7064 MOD 11-2. */
static bool
fits_check(struct str card)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	static const char checks[] = "10X98765432";
	char last = card.at[CARD_LENGTH - 1] == 'x' ? 'X' : card.at[CARD_LENGTH - 1];
	int sum = 0;

	for (int i = 0; i < CARD_LENGTH - 1; i++)
		sum += (card.at[i] - '0') * weights[i];
	return last == checks[sum % 11];
}

static bool
number_at(struct str text, size_t at, size_t len, int *ret_value)
{
	int64_t value = 0;

	if (!are_digits(str_sub(text, at, len)) || !str_to_int(str_sub(text, at, len), &value))
		return false;
	*ret_value = (int)value;
	return true;
}

/* Eight digits of a day of birth that was. */
static bool
is_birth(struct str text, size_t at, struct day today)
{
	struct day day;
	int year;
	int month;
	int of_month;

	return number_at(text, at, 4, &year) && number_at(text, at + 4, 2, &month) &&
	       number_at(text, at + 6, 2, &of_month) && day_make(year, month, of_month, &day) &&
	       (day_is_none(today) || day.number <= today.number);
}

/* Standard: GB/T 2260: the provinces, and 83 of the residence permits for Taiwan. */
static bool
is_province(struct str digits)
{
	static const char all[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
				  "50 51 52 53 54 61 62 63 64 65 71 81 82 83";

	return str_has(str_of(all), str_sub(digits, 0, 2));
}

static bool
has_card_shape(struct str digits)
{
	char last;

	if (digits.len != CARD_LENGTH || !are_digits(str_sub(digits, 0, CARD_LENGTH - 1)))
		return false;
	last = digits.at[CARD_LENGTH - 1];
	return (last >= '0' && last <= '9') || last == 'X' || last == 'x';
}

bool
identifier_is_id_card(struct str digits, struct day today)
{
	return has_card_shape(digits) && is_province(digits) && is_birth(digits, BIRTH_AT, today) &&
	       fits_check(digits);
}

bool
identifier_is_residence(struct str digits, struct day today)
{
	return has_card_shape(digits) && digits.at[0] == '9' && is_birth(digits, BIRTH_AT, today) &&
	       fits_check(digits);
}

bool
identifier_is_old_card(struct str digits)
{
	struct day day;
	int year;
	int month;
	int of_month;

	return digits.len == OLD_LENGTH && are_digits(digits) && is_province(digits) &&
	       number_at(digits, BIRTH_AT, 2, &year) &&
	       number_at(digits, BIRTH_AT + 2, 2, &month) &&
	       number_at(digits, BIRTH_AT + 4, 2, &of_month) &&
	       day_make(1900 + year, month, of_month, &day);
}

bool
identifier_is_luhn(struct str digits)
{
	int sum = 0;

	if (digits.len < 13 || digits.len > 19 || !are_digits(digits))
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		int value = digits.at[digits.len - 1 - i] - '0';

		if (i % 2 == 1)
			value = value * 2 > 9 ? value * 2 - 9 : value * 2;
		sum += value;
	}
	return sum % 10 == 0;
}
