/*
 * What a report must say besides its tables: editor's notes, the items of article 50, fees, the
 * five aspects of the overview, and nothing left over from the editing program.
 * Dates are in rules_dates.c, names in rules_names.c, headings in rules_headings.c.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

/* --- the editor's notes --- */

/* The law named as the basis: 根据《…条例》, not merely mentioned. */
static bool
names_basis(struct str flat)
{
	static const char *const verbs[] = { "根据", "依据", "依照", "按照", "遵照", "贯彻落实",
		"按" };

	for (size_t i = 0; i < COUNT_OF(verbs); i++) {
		size_t at = 0;

		while ((at = str_find(flat, str_of(verbs[i]), at)) != SIZE_MAX) {
			struct str after = str_from(flat, at + strlen(verbs[i]));
			size_t law = str_find(after, STR("条例"), 0);
			size_t book = str_find(after, STR("《"), 0);

			if (law != SIZE_MAX && book != SIZE_MAX && book <= 30 && law <= 120)
				return true;
			at += strlen(verbs[i]);
		}
	}
	return false;
}

/* Telephone number without its area code: 7 or 8 digits right after 电话. */
static struct str
phone_without_code(struct str flat)
{
	size_t at = str_find(flat, STR("电话"), 0);
	size_t from;
	size_t to;

	if (at == SIZE_MAX)
		return STR_NONE;
	for (from = at;
		from < flat.len && from < at + 30 && (flat.at[from] < '0' || flat.at[from] > '9');)
		from++;
	for (to = from; to < flat.len && flat.at[to] >= '0' && flat.at[to] <= '9';)
		to++;
	if (to - from < 7 || to - from > 8 || flat.at[from] == '0' || flat.at[from] == '1')
		return STR_NONE;
	if (to < flat.len && flat.at[to] == '-')
		return STR_NONE;
	if (from > 0 && flat.at[from - 1] == '-')
		return STR_NONE;
	return str_sub(flat, from, to - from);
}

struct missing {
	struct rules_line zh;
	struct rules_line en;
};

static void
miss(struct missing *missing, bool is_there, const char *zh, const char *en)
{
	if (is_there)
		return;
	rules_line_put(&missing->zh, "%s%s", missing->zh.len ? "、" : "", zh);
	rules_line_put(&missing->en, "%s%s", missing->en.len ? ", " : "", en);
}

/* Where such notes stand: before section one, at its head, or at the very end. */
struct notes {
	struct str at[3];
};

static struct notes
find_notes(const struct rules *rules)
{
	struct str overview = rules_text_of(rules, REPORT_S1_OVERVIEW)->flat;
	struct str other = rules_text_of(rules, REPORT_S6_OTHER)->flat;
	struct notes notes = { { rules_text_of(rules, REPORT_S0_PREFACE)->flat, overview, other } };

	if (overview.len > 1500)
		notes.at[1].len = 1500;
	if (other.len > 900)
		notes.at[2] = str_from(other, other.len - 900);
	return notes;
}

static bool
notes_have(const struct notes *notes, const struct str *words, size_t count)
{
	for (size_t i = 0; i < COUNT_OF(notes->at); i++)
		if (rules_has_any(notes->at[i], words, count))
			return true;
	return false;
}

static void
check_contact(struct rules *rules, const struct notes *notes)
{
	static const struct str code[] = { STR("邮编"), STR("邮政编码") };
	struct str phone = STR_NONE;
	struct report_finding *finding;

	for (size_t i = 0; i < COUNT_OF(notes->at) && phone.len == 0; i++)
		phone = phone_without_code(notes->at[i]);
	if (phone.len > 0) {
		finding = rules_add(rules, RULE_META_4, "s0_preface");
		finding->level = REPORT_NOTE;
		rules_say(rules, finding, "联系电话 %.*s 没有区号", STR_ARG(phone));
		rules_say_en(rules, finding, "the telephone number %.*s has no area code",
			STR_ARG(phone));
	}
	if (!notes_have(notes, code, COUNT_OF(code))) {
		finding = rules_add(rules, RULE_META_4, "s0_preface");
		finding->level = REPORT_NOTE;
		rules_say(rules, finding, "联系方式没有邮政编码");
		rules_say_en(rules, finding, "the contact has no postal code");
	}
}

static void
check_notes(struct rules *rules)
{
	static const struct str site[] = { STR("www."), STR("http"), STR(".cn"), STR(".com"),
		STR("网站"), STR("网址"), STR("官网"), STR("微信公众号") };
	static const struct str contact[] = { STR("联系电话"), STR("电话："), STR("电话:"),
		STR("电话（"), STR("电话("), STR("联系地址"), STR("地址："), STR("地址:"),
		STR("邮编"), STR("邮政编码") };
	struct notes notes = find_notes(rules);
	struct missing missing = { .zh = { .len = 0 }, .en = { .len = 0 } };
	bool has_contact = notes_have(&notes, contact, COUNT_OF(contact));
	struct report_finding *finding;

	miss(&missing, names_basis(notes.at[0]) || names_basis(notes.at[1]), "编制依据",
		"legal basis");
	/* A web site that is only praised in the narrative is no address of this report. */
	miss(&missing,
		rules_has_any(notes.at[0], site, COUNT_OF(site)) ||
			rules_has_any(notes.at[1], site, 3),
		"电子版获取网址", "web address");
	miss(&missing, has_contact, "联系方式", "contact");
	if (missing.zh.len > 0) {
		finding = rules_add(rules, RULE_META_4, "s0_preface");
		rules_say(rules, finding, "编制说明没有写：%s", missing.zh.at);
		rules_say_en(rules, finding, "the editor's notes lack: %s", missing.en.at);
	}
	if (has_contact)
		check_contact(rules, &notes);
}

/* --- what the sections must say --- */

/* Law: 条例 art. 50 item 4: governments also report assessment, public appraisal, accountability */
static void
check_government(struct rules *rules)
{
	static const char *const assess[] = { "考核", "考评" };
	static const char *const appraise[] = { "评议", "社会评估", "评估", "满意度", "测评" };
	static const char *const account[] = { "责任追究", "追责", "问责", "追究责任", "追究" };
	struct missing missing = { .zh = { .len = 0 }, .en = { .len = 0 } };
	bool is_town = rules->kind == CHECKING_AGENCY_STREET &&
		       str_has(rules->report->agency, STR("人民政府"));
	bool found[3] = { rules_narrative_has_any(rules, false, assess, COUNT_OF(assess)),
		rules_narrative_has_any(rules, false, appraise, COUNT_OF(appraise)),
		rules_narrative_has_any(rules, false, account, COUNT_OF(account)) };
	struct report_finding *finding;

	if ((rules->kind != CHECKING_AGENCY_GOVERNMENT && !is_town) ||
		(found[0] && found[1] && found[2]))
		return;
	miss(&missing, found[0], "工作考核", "assessment");
	miss(&missing, found[1], "社会评议", "public appraisal");
	miss(&missing, found[2], "责任追究结果", "accountability");
	finding = rules_add(rules, RULE_META_5, "s1_overview");
	/* Where only one of three is not found, other words may stand for it. */
	if (found[0] + found[1] + found[2] > 1)
		finding->level = REPORT_WARNING;
	rules_say(rules, finding,
		"政府的年度报告还应报告工作考核、社会评议和责任追究结果，本报告没有写：%s",
		missing.zh.at);
	rules_say_en(rules, finding, "a government's report must also tell of: %s", missing.en.at);
}

/* Law: 国办公开办函〔2021〕30号: five aspects of the overview */
static void
check_aspects(struct rules *rules)
{
	static const struct {
		const char *words[3];
		const char *zh;
		const char *en;
	} aspects[] = {
		{ { "主动公开" }, "主动公开", "proactive disclosure" },
		{ { "依申请", "申请公开", "公开申请" }, "依申请公开", "disclosure on application" },
		{ { "信息管理", "信息的管理", "信息资源管理" }, "政府信息管理",
			"information management" },
		{ { "平台", "网站建设" }, "平台建设", "platform" },
		{ { "监督保障", "监督", "保障机制" }, "监督保障", "supervision" },
	};
	struct missing missing = { .zh = { .len = 0 }, .en = { .len = 0 } };
	struct report_finding *finding;

	if (report_form_of_year(rules->report->year) != REPORT_FORM_2021)
		return;
	for (size_t i = 0; i < COUNT_OF(aspects); i++) {
		bool found = false;

		for (int word = 0; word < 3 && aspects[i].words[word]; word++)
			found = found || rules_narrative_has(rules, false, aspects[i].words[word]);
		miss(&missing, found, aspects[i].zh, aspects[i].en);
	}
	if (missing.zh.len == 0)
		return;
	finding = rules_add(rules, RULE_META_6, "s1_overview");
	rules_say(rules, finding, "总体情况五个方面中没有写：%s", missing.zh.at);
	rules_say_en(rules, finding, "of the five aspects of the overview these are missing: %s",
		missing.en.at);
}

/* Law: 国办函〔2020〕109号: the fee for processing is reported, "none" too */
static void
check_fees(struct rules *rules)
{
	static const char *const fees[] = { "信息处理费", "公开处理费", "信息公开收费", "处理费",
		"收费情况", "收费事项", "收取费用", "未收费", "没有收费" };
	const struct rules_text *other = rules_text_of(rules, REPORT_S6_OTHER);
	struct report_finding *finding;

	if (rules->report->year < 2021 || rules->text_count == 0 ||
		rules_narrative_has_any(rules, false, fees, COUNT_OF(fees)) ||
		str_has(other->flat, STR("收费")) || str_has(other->flat, STR("收取")))
		return;
	finding = rules_add(rules, RULE_META_7, "s6_other");
	rules_say(rules, finding, "第六部分没有报告本年度收取信息处理费的情况（没有收取也应写明）");
	rules_say_en(
		rules, finding, "section six does not tell whether processing fees were charged");
}

/* Items four and five of the article have no table; they are missing only when neither their
 * section nor their words are anywhere. Items one to three are tables, see rules_cells.c.
 * Law: 条例 art. 50 */
static void
check_items(struct rules *rules)
{
	static const char *const problems[] = { "主要问题", "存在问题", "存在的问题", "不足",
		"差距", "改进", "问题及" };
	static const char *const others[] = { "其他需要报告", "其它需要报告", "其他需报告",
		"需要报告的其他", "其他事项" };
	bool has[REPORT_SECTION_KEYS] = { false };
	struct report_finding *finding;

	for (size_t i = 0; i < rules->report->section_count; i++)
		has[rules->report->sections[i].key] = true;
	if (!has[REPORT_S5_PROBLEMS] &&
		!rules_narrative_has_any(rules, false, problems, COUNT_OF(problems))) {
		finding = rules_add(rules, RULE_A50, "s5_problems");
		rules_say(rules, finding, "缺少“五、存在的主要问题及改进情况”");
		rules_say_en(rules, finding, "section five, problems and improvement, is missing");
	}
	if (!has[REPORT_S6_OTHER] &&
		!rules_narrative_has_any(rules, false, others, COUNT_OF(others))) {
		finding = rules_add(rules, RULE_A50, "s6_other");
		rules_say(rules, finding, "缺少“六、其他需要报告的事项”");
		rules_say_en(rules, finding, "section six, other matters, is missing");
	}
}

/* --- leftovers --- */

static void
check_bookmarks(struct rules *rules)
{
	struct report_finding *finding;

	for (size_t i = 0; i < rules->text_count; i++) {
		const struct rules_text *text = &rules->texts[i];
		size_t from = str_find(text->flat, STR("[bookmark:"), 0);
		size_t to = from == SIZE_MAX ? from : str_find(text->flat, STR("]"), from);

		if (to == SIZE_MAX || to - from > 80)
			continue;
		finding = rules_add(rules, RULE_META_8, report_section_labels[text->key].key);
		rules_point(finding, text, from, to + 1);
		rules_say(rules, finding, "正文残留书签文字“%.*s”", (int)(to + 1 - from),
			text->flat.at + from);
		rules_say_en(
			rules, finding, "a bookmark of the editing program is left in the text");
	}
}

/* What the reader took out of cells and text, and says so among its repairs. */
static void
check_taken_out(struct rules *rules)
{
	const struct report *report = rules->report;
	const char *last = report_section_labels[rules->texts[rules->text_count - 1].key].key;
	struct report_finding *finding;

	for (size_t i = 0; i < report->repair_count; i++) {
		const struct report_repair *repair = &report->repairs[i];
		struct rules_line where = { .len = 0 };

		rules_line_put(&where, "%.*s", STR_ARG(repair->where));
		if (str_has(repair->what, STR("bookmark")) || str_has(repair->what, STR("书签"))) {
			finding = rules_add(rules, RULE_META_8, where.at);
			rules_say(rules, finding, "残留编辑软件的书签文字（[bookmark: …]）");
			rules_say_en(
				rules, finding, "a bookmark of the editing program is left here");
		} else if (str_equal(repair->where, STR("sections")) &&
			   str_has(repair->what, STR("疑为页码"))) {
			finding = rules_add(rules, RULE_META_8, last);
			rules_say(rules, finding, "%.*s", STR_ARG(repair->what));
			rules_say_en(rules, finding,
				"a lone number in the text seems to be a page number");
		}
	}
}

/* Is the line only a page number: "1", "- 3 -", "—5—", "第 2 页"? */
static bool
is_page_number(struct str line)
{
	int digits = 0;
	bool has_other = false;

	line = str_trim(line);
	for (size_t at = 0, len; at < line.len; at += len) {
		uint32_t point = utf8_half_width(utf8_at(line, at, &len));

		if (point >= '0' && point <= '9')
			digits++;
		else if (point != '-' && point != 0x2014 && point != 0x2013 && point != ' ' &&
			 point != 0x7B2C && point != 0x9875 && point != 0x2015)
			has_other = true;
	}
	return digits >= 1 && digits <= 3 && !has_other;
}

/* A page number that became the last line of a section. */
static void
check_page_numbers(struct rules *rules)
{
	for (size_t i = 0; i < rules->text_count; i++) {
		const struct rules_text *text = &rules->texts[i];
		struct str trimmed = str_trim(text->text);
		size_t line = trimmed.len;
		struct report_finding *finding;
		struct str number;

		while (line > 0 && trimmed.at[line - 1] != '\n')
			line--;
		if (trimmed.len == 0 || line == 0 || !is_page_number(str_from(trimmed, line)))
			continue;
		finding = rules_add(rules, RULE_META_8, report_section_labels[text->key].key);
		number = str_trim(str_from(trimmed, line));
		finding->text = (struct report_text_place){ text->key,
			(size_t)(number.at - text->text.at), number.len };
		rules_say(rules, finding, "末尾多出页码“%.*s”", STR_ARG(number));
		rules_say_en(rules, finding, "a page number is left at the end");
	}
}

void
rules_check_meta(struct rules *rules)
{
	if (rules->text_count == 0)
		return;
	check_notes(rules);
	check_government(rules);
	check_aspects(rules);
	check_fees(rules);
	check_items(rules);
	check_bookmarks(rules);
	check_taken_out(rules);
	check_page_numbers(rules);
}
