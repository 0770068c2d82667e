/*
 * Codes that name agencies and sites: 统一社会信用代码, 行政区划代码, 网站标识码.
 * Pure decisions over text; whether a code is taken already is the store's business.
 */
#include "agency/agency.h"

enum { CREDIT_LENGTH = 18, ORGANIZATION_AT = 8, ORGANIZATION_LENGTH = 9, SITE_LENGTH = 10 };

static bool
are_digits(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return true;
}

/* GB 32100: value of a character, 0 to 30; the letters I O S V Z are not used. -1 for others. */
static int
credit_value(char c)
{
	static const char all[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	const char *at = c ? strchr(all, c) : NULL;

	return at ? (int)(at - all) : -1;
}

/* GB 32100: the check value of the first 17 characters; -1 when one of them is not allowed. */
static int
credit_check(struct str code)
{
	static const int weights[CREDIT_LENGTH - 1] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13,
		8, 24, 10, 30, 28 };
	int sum = 0;

	for (int i = 0; i < CREDIT_LENGTH - 1; i++) {
		int value = credit_value(code.at[i]);

		if (value < 0)
			return -1;
		sum += value * weights[i];
	}
	return (31 - sum % 31) % 31;
}

/* Each sentence prints its own words and passes over the other's (%.0s). */
static struct fault *
refuse_credit(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "agency_credit_code",
		"统一社会信用代码%s。请对照证书核对。%.0s",
		"%.0sThe unified social credit code %s. Compare it with the certificate.", zh, en);
}

/* A to Z for a to z, in the arena. */
static struct fault *
upper_case(struct arena *arena, struct str text, struct str *ret_text)
{
	char *at;

	TAKE(arena, at, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		at[i] = (char)(text.at[i] >= 'a' && text.at[i] <= 'z' ? text.at[i] - 32
								      : text.at[i]);
	*ret_text = (struct str){ at, text.len };
	return NULL;
}

/* Standard: GB 32100-2015. */
struct fault *
agency_check_credit_code(struct arena *arena, struct str text, struct str *ret_code)
{
	struct str code = str_trim(text);
	int wanted;

	if (code.len == 0) {
		*ret_code = STR_NONE;
		return NULL;
	}
	if (code.len != CREDIT_LENGTH)
		return refuse_credit("应为 18 位", "must have 18 characters");
	TRY(upper_case(arena, code, &code));
	wanted = credit_check(code);
	if (wanted < 0 || credit_value(code.at[CREDIT_LENGTH - 1]) < 0)
		return refuse_credit("只能用数字和大写字母，且不用 I、O、S、V、Z",
			"holds digits and capital letters only, and no I, O, S, V or Z");
	if (!are_digits(str_sub(code, 2, 6)))
		return refuse_credit("第 3 至 8 位（行政区划）应为数字",
			"must have digits (the division) in places 3 to 8");
	if (wanted != credit_value(code.at[CREDIT_LENGTH - 1]))
		return refuse_credit("的校验位不符，可能有一位抄错",
			"does not fit its check character; one character may be mistyped");
	*ret_code = code;
	return NULL;
}

/* Standard: GB 11714-1997, the nine characters of the organisation. */
bool
agency_credit_code_is_whole(struct str code)
{
	static const int weights[ORGANIZATION_LENGTH - 1] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	struct str own;
	int sum = 0;
	int check;

	if (code.len != CREDIT_LENGTH)
		return false;
	own = str_sub(code, ORGANIZATION_AT, ORGANIZATION_LENGTH);
	for (int i = 0; i < ORGANIZATION_LENGTH - 1; i++) {
		char c = own.at[i];
		bool is_digit = c >= '0' && c <= '9';

		if (!is_digit && (c < 'A' || c > 'Z'))
			return false;
		sum += (is_digit ? c - '0' : c - 'A' + 10) * weights[i];
	}
	check = 11 - sum % 11;
	return own.at[ORGANIZATION_LENGTH - 1] == (check == 10          ? 'X'
							  : check == 11 ? '0'
									: (char)('0' + check));
}

static struct fault *
refuse_division(void)
{
	return fault_new(FAULT_INPUT, "agency_division_code",
		"行政区划代码应为 %d 位数字（乡镇、街道可为 9 位或 12 位），前两位是省份，如 "
		"230108。",
		"A division code has %d digits (9 or 12 for a township or street) and begins with "
		"its province, such as 230108.",
		6);
}

struct fault *
agency_check_division_code(struct str text, struct str *ret_code)
{
	struct str code = str_trim(text);
	bool has_length = code.len == 6 || code.len == 9 || code.len == 12;

	if (code.len == 0) {
		*ret_code = STR_NONE;
		return NULL;
	}
	if (!has_length || !are_digits(code) || !agency_is_province(code))
		return refuse_division();
	/* A county in no city, a township in no county. */
	if (str_equal(str_sub(code, 2, 2), STR("00")) && !str_equal(str_sub(code, 4, 2), STR("00")))
		return refuse_division();
	if (code.len > 6 && str_equal(str_sub(code, 4, 5), STR("00000")))
		return refuse_division();
	*ret_code = code;
	return NULL;
}

enum agency_level
agency_guess_level(struct str division_code)
{
	if (division_code.len > 6)
		return AGENCY_TOWNSHIP;
	if (division_code.len < 6)
		return AGENCY_NO_LEVEL;
	if (str_ends(division_code, STR("0000")))
		return AGENCY_PROVINCE;
	return str_ends(division_code, STR("00")) ? AGENCY_CITY : AGENCY_COUNTY;
}

struct fault *
agency_check_site_code(struct arena *arena, struct str text, struct str *ret_code)
{
	struct str code = str_trim(text);
	struct str division;
	struct fault *fault = NULL;

	if (code.len == 0) {
		*ret_code = STR_NONE;
		return NULL;
	}
	if (code.len == SITE_LENGTH && str_equal_ascii(str_sub(code, 0, 2), STR("bm")) &&
		are_digits(str_from(code, 2)))
		return str_print(arena, ret_code, "bm%.*s", STR_ARG(str_from(code, 2)));
	if (code.len == SITE_LENGTH && are_digits(code))
		fault = agency_check_division_code(str_sub(code, 0, 6), &division);
	if (code.len != SITE_LENGTH || !are_digits(code) || fault)
		return fault_new(FAULT_INPUT, "agency_site_code",
			"网站标识码应为 %d 位：6 位行政区划代码加 4 位顺序号，部门网站为 bm 加 8 "
			"位数字。",
			"A site code has %d characters: a division code of 6 digits and 4 more, or "
			"bm and 8 digits for a ministry's site.",
			(int)SITE_LENGTH);
	return str_copy(arena, code, ret_code);
}
