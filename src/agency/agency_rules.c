/*
 * What an agency's names must be and what they tell, and the words for kinds, levels and the
 * particulars of its disclosure office.
 * Pure decisions; codes are agency_codes.c's, and whether an agency exists is the store's business.
 */
#include "agency/agency.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { SHORTEST = 2, LONGEST = 100 };

const struct agency_word agency_kind_words[AGENCY_KINDS] = {
	{ "unknown", "未定", "not told" },
	{ "government", "人民政府", "government" },
	{ "department", "部门", "department" },
	{ "street", "乡镇街道", "street office or township" },
	{ "institution", "事业单位", "public institution" },
	{ "authorized", "法律法规授权的组织", "organisation authorised by law" },
};

const struct agency_word agency_level_words[AGENCY_LEVELS] = {
	{ "none", "未定", "not told" },
	{ "province", "省级", "province" },
	{ "city", "市级", "city" },
	{ "county", "县级", "county or district" },
	{ "township", "乡级", "township or street" },
};

/* Law: 条例 art. 12, in its order. */
const struct agency_office_word agency_office_words[AGENCY_OFFICE_FIELDS] = {
	{ "categories", "政府信息的分类", "Categories of information", 2000 },
	{ "arrangement", "编排体系", "How it is arranged", 2000 },
	{ "ways", "获取方式", "Ways to obtain it", 2000 },
	{ "office", "政府信息公开工作机构名称", "Disclosure office", 100 },
	{ "address", "办公地址", "Address", 200 },
	{ "hours", "办公时间", "Office hours", 200 },
	{ "phone", "联系电话", "Telephone", 100 },
	{ "fax", "传真号码", "Fax", 100 },
	{ "online", "互联网联系方式", "On the internet", 200 },
};

int
agency_word_find(const struct agency_word *words, int count, struct str text)
{
	struct str bare = str_trim(text);

	for (int i = 0; i < count; i++)
		if (str_equal_ascii(bare, str_of(words[i].key)) ||
			str_equal(bare, str_of(words[i].zh)) ||
			str_equal_ascii(bare, str_of(words[i].en)))
			return i;
	return -1;
}

/* No line breaks, no other control characters, no characters that turn the direction of text. */
static bool
is_clean(struct str text)
{
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point = utf8_at(text, at, &len);

		if (point < 0x20 || (point >= 0x7F && point < 0xA0) ||
			(point >= 0x202A && point <= 0x202E) ||
			(point >= 0x2066 && point <= 0x2069))
			return false;
	}
	return true;
}

struct fault *
agency_check_name(struct str name, struct str *ret_name)
{
	struct str bare = str_trim(name);
	size_t characters = utf8_count(bare);

	if (!is_clean(bare) || characters < SHORTEST || characters > LONGEST)
		return fault_new(FAULT_INPUT, "agency_name",
			"机关名称应为 %d 到 %d 个字，且不含换行。请填写机关的全称。",
			"An agency's name has %d to %d characters and no line breaks. Give its "
			"full name.",
			(int)SHORTEST, (int)LONGEST);
	*ret_name = bare;
	return NULL;
}

static bool
parts_names(uint32_t point)
{
	return point == ',' || point == ';' || point == '/' || point == '\n' || point == 0x3001 ||
	       point == 0xFF0C || point == 0xFF1B;
}

struct fault *
agency_check_short_names(struct arena *arena, struct str text, struct str *ret_text)
{
	CLOSING(buf_done) struct buf out;
	size_t start = 0;

	buf_init(&out, 4 * text.len + 4);
	for (size_t at = 0, len = 1; at <= text.len; at += len) {
		bool is_end = at == text.len;
		struct str one;

		if (!is_end && !parts_names(utf8_at(text, at, &len)))
			continue;
		one = str_trim(str_sub(text, start, at - start));
		if (one.len)
			buf_put(&out, out.len ? STR("、") : STR_NONE);
		buf_put(&out, one);
		start = is_end ? at : at + len;
		len = is_end ? 1 : len;
	}
	TRY(buf_check(&out));
	if (!is_clean(buf_str(&out)) || utf8_count(buf_str(&out)) > AGENCY_SHORT_NAMES_LONGEST)
		return fault_new(FAULT_INPUT, "agency_short_names",
			"简称合计不超过 %d 个字，用顿号分开。",
			"Short names have no more than %d characters in all, parted by commas.",
			(int)AGENCY_SHORT_NAMES_LONGEST);
	return str_copy(arena, buf_str(&out), ret_text);
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
