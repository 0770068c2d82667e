/*
 * What an agency's name must be, and what it tells about the agency.
 * Pure decisions; whether an agency exists is agency_store.c's business.
 */
#include "agency/agency.h"
#include "base/utf8.h"

enum { SHORTEST = 2, LONGEST = 100 };

struct fault *
agency_check_name(struct str name, struct str *ret_name)
{
	struct str bare = str_trim(name);
	size_t characters = utf8_count(bare);
	bool is_clean = true;

	for (size_t at = 0, len; at < bare.len; at += len) {
		uint32_t point = utf8_at(bare, at, &len);

		is_clean = is_clean && point >= 0x20 && point != 0x7F &&
			   !(point >= 0x80 && point < 0xA0);
	}
	if (!is_clean || characters < SHORTEST || characters > LONGEST)
		return fault_new(FAULT_INPUT, "agency_name",
			"机关名称应为 %d 到 %d 个字，且不含换行。请填写机关的全称。",
			"An agency's name has %d to %d characters and no line breaks. Give its "
			"full name.",
			(int)SHORTEST, (int)LONGEST);
	*ret_name = bare;
	return NULL;
}

enum agency_kind
agency_guess_kind(struct str name)
{
	static const char *const streets[] = { "街道办事处", "街道", "镇人民政府", "乡人民政府",
		"镇政府", "乡政府", "镇", "乡", "苏木人民政府" };
	static const char *const departments[] = { "局", "委员会", "委", "办公室", "厅", "办", "部",
		"院", "中心", "支队", "总队", "大队" };

	for (size_t i = 0; i < COUNT_OF(streets); i++)
		if (str_ends(name, str_of(streets[i])))
			return AGENCY_STREET;
	/* A government's own office (人民政府办公室) is a department of it. */
	if (str_ends(name, STR("人民政府")) || str_ends(name, STR("政府")))
		return AGENCY_GOVERNMENT;
	for (size_t i = 0; i < COUNT_OF(departments); i++)
		if (str_ends(name, str_of(departments[i])))
			return AGENCY_DEPARTMENT;
	return AGENCY_UNKNOWN;
}
