/*
 * What looks mistaken and yet may be right: a division code in another area than the parent's, a
 * number at the foot of a site that is written unusually.
 * Codes that cannot be right are refused by agency_codes.c; nothing here refuses.
 */
#include <regex.h>

#include "agency/agency_site.h"

/* Of data/provinces.txt and data/site_records.txt; end with NULL. */
extern const char *const agency_province_lines[];
extern const char *const agency_site_record_lines[];

enum { DIVISION_LENGTH = 6, LONGEST_RECORD = 200 };

bool
agency_is_province(struct str code)
{
	for (size_t i = 0; code.len >= 2 && agency_province_lines[i]; i++)
		if (str_starts(str_of(agency_province_lines[i]), str_sub(code, 0, 2)))
			return true;
	return false;
}

/* What all codes of an area begin with: 23 of 230000, 2301 of 230100, all of a county's. */
static struct str
area_of(struct str code)
{
	struct str area = str_sub(code, 0, DIVISION_LENGTH);

	while (area.len > 2 && str_ends(area, STR("00")))
		area.len -= 2;
	return area;
}

bool
agency_division_fits(struct str code, struct str parent_code)
{
	if (code.len < DIVISION_LENGTH || parent_code.len < DIVISION_LENGTH)
		return true;
	return str_starts(code, area_of(parent_code));
}

/* What follows the character of a province; the empty text when none stands there. */
static struct str
behind_province(struct str text)
{
	for (size_t i = 0; agency_province_lines[i]; i++) {
		struct str province;
		struct str rest = str_cut(str_of(agency_province_lines[i]), STR(" "), &province);

		(void)str_cut(rest, STR(" "), &province);
		if (str_starts(text, province))
			return str_from(text, province.len);
	}
	return STR_NONE;
}

/* A pattern that regcomp() does not take fits nothing: then a test fails, not a page. */
static bool
is_match(const char *pattern, struct str text)
{
	char copy[LONGEST_RECORD + 1];
	regex_t regex;
	bool is_found;

	if (text.len > LONGEST_RECORD || regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	is_found = regexec(&regex, copy, 0, NULL, 0) == 0;
	regfree(&regex);
	return is_found;
}

bool
agency_site_record_fits(const char *field, struct str text)
{
	struct str rest = behind_province(str_trim(text));

	if (!str_trim(text).len)
		return true;
	for (size_t i = 0; rest.len && agency_site_record_lines[i]; i++) {
		const char *line = agency_site_record_lines[i];
		size_t len = strlen(field);

		if (strncmp(line, field, len) == 0 && line[len] == ' ' &&
			is_match(line + len + 1, rest))
			return true;
	}
	return false;
}
