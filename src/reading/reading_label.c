/*
 * Labels as they are printed in the wild: the forms' own words with their usual shortenings and
 * slips, and the search for them in folded text. What a label means for a cell is decided
 * elsewhere.
 */
#include "reading/reading_inside.h"

enum {
	NEAR_ENOUGH = 720,
	NEAR_MARGIN = 100,
	/* Neither near enough, with all that an ordinal adds, nor too near to what is. */
	FAR_ENOUGH = 560,
	SURE_ENOUGH = 800,
	MOST_NEAR_POINTS = 64,
	SHORT_LABEL = 6,
	SHORT_ENOUGH = 800,
	/* What a printed number adds that is the label's own, or another. */
	SAME_ORDINAL = 60,
	OTHER_ORDINAL = -200,
};

const struct reading_proactive_words reading_proactive_rows[PROACTIVE_ROWS] = {
	{ "a20_1", "rules", "规章" },
	{ "a20_1", "normative_docs", "规范性文件" },
	{ "a20_5", "permit", "行政许可" },
	{ "a20_5", "other_services", "其他对外管理服务事项" },
	{ "a20_6", "penalty", "行政处罚" },
	{ "a20_6", "coercion", "行政强制" },
	{ "a20_8", "admin_fee", "行政事业性收费" },
	{ "a20_9", "central_procurement", "政府集中采购" },
};

struct words {
	enum reading_label_set set;
	int id;
	int ordinal;
	bool is_whole;
	const char *text;
};

#define APPLICATION(row, ordinal, text)                                                            \
	{                                                                                          \
		LABELS_APPLICATIONS, REPORT_ROW_##row, ordinal, false, text                        \
	}
#define WHOLE(row, ordinal, text)                                                                  \
	{                                                                                          \
		LABELS_APPLICATIONS, REPORT_ROW_##row, ordinal, true, text                         \
	}
#define PROACTIVE(row, text)                                                                       \
	{                                                                                          \
		LABELS_PROACTIVE, PROACTIVE_##row, 0, false, text                                  \
	}
#define APPLICANT(column, text)                                                                    \
	{                                                                                          \
		LABELS_APPLICANTS, REPORT_##column, 0, true, text                                  \
	}
#define RESULT(column, text)                                                                       \
	{                                                                                          \
		LABELS_RESULTS, column, 0, true, text                                              \
	}
#define MARK(mark, text)                                                                           \
	{                                                                                          \
		LABELS_MARKS, MARK_##mark, 0, false, text                                          \
	}
#define COLUMN(form, column, text)                                                                 \
	{                                                                                          \
		LABELS_COLUMNS, REPORT_FORM_##form << 8 | COLUMN_##column, 0, false, text          \
	}
#define SECTION(key, text)                                                                         \
	{                                                                                          \
		LABELS_SECTIONS, REPORT_##key, 0, false, text                                      \
	}

static const struct words all_words[] = {
	APPLICATION(NEW_RECEIVED, 0, "本年新收政府信息公开申请数量"),
	APPLICATION(NEW_RECEIVED, 0, "本年新收政府信息公开申请"),
	APPLICATION(NEW_RECEIVED, 0, "本年度新收政府信息公开申请数量"),
	APPLICATION(NEW_RECEIVED, 0, "本年新收申请数量"),
	APPLICATION(CARRIED_IN, 0, "上年结转政府信息公开申请数量"),
	APPLICATION(CARRIED_IN, 0, "上年结转政府信息公开申请"),
	APPLICATION(CARRIED_IN, 0, "上年度结转政府信息公开申请数量"),
	APPLICATION(CARRIED_IN, 0, "上年结转申请数量"),
	APPLICATION(RES_GRANTED, 0, "予以公开"),
	APPLICATION(RES_PARTIAL, 0, "部分公开区分处理的只计这一情形不计其他情形"),
	APPLICATION(RES_PARTIAL, 0, "部分公开"),
	APPLICATION(DENY_SECRET, 1, "属于国家秘密"),
	APPLICATION(DENY_LAW, 2, "其他法律行政法规禁止公开"),
	APPLICATION(DENY_LAW, 2, "法律行政法规禁止公开"),
	APPLICATION(DENY_SAFETY, 3, "危及三安全一稳定"),
	APPLICATION(DENY_THIRD_PARTY, 4, "保护第三方合法权益"),
	APPLICATION(DENY_INTERNAL, 5, "属于三类内部事务信息"),
	APPLICATION(DENY_PROCESS, 6, "属于四类过程性信息"),
	APPLICATION(DENY_CASEFILE, 7, "属于行政执法案卷"),
	APPLICATION(DENY_QUERY, 8, "属于行政查询事项"),
	APPLICATION(UNABLE_NOT_HELD, 1, "本机关不掌握相关政府信息"),
	APPLICATION(UNABLE_NEED_CREATE, 2, "没有现成信息需要另行制作"),
	APPLICATION(UNABLE_UNCLEAR, 3, "补正后申请内容仍不明确"),
	APPLICATION(NO_PETITION, 1, "信访举报投诉类申请"),
	APPLICATION(NO_REPEAT, 2, "重复申请"),
	APPLICATION(NO_PUBLICATION, 3, "要求提供公开出版物"),
	APPLICATION(NO_ABUSIVE, 4, "无正当理由大量反复申请"),
	APPLICATION(NO_RECONFIRM, 5, "要求行政机关确认或重新出具已获取信息"),
	APPLICATION(OTHER, 0, "其他处理"),
	APPLICATION(OTHER_NO_CORRECTION, 1,
		"申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请"),
	APPLICATION(OTHER_NO_CORRECTION, 1, "申请人无正当理由逾期不补正"),
	APPLICATION(OTHER_NO_CORRECTION, 1, "申请人无正当理由逾期"),
	APPLICATION(OTHER_NO_CORRECTION, 1, "逾期不补正"),
	APPLICATION(OTHER_NO_FEE, 2,
		"申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请"),
	APPLICATION(OTHER_NO_FEE, 2, "申请人逾期未按收费通知要求缴纳费用"),
	APPLICATION(OTHER_NO_FEE, 2, "逾期未按收费通知要求缴纳费用"),
	APPLICATION(OTHER_NO_FEE, 2, "申请人逾期未按收费"),
	APPLICATION(OTHER_NO_FEE, 2, "逾期不缴费"),
	APPLICATION(OTHER_NO_FEE, 2, "逾期未缴费"),
	WHOLE(OTHER_MISC, 3, "其他"),
	WHOLE(OTHER_MISC, 3, "其它"),
	WHOLE(RES_TOTAL, 0, "总计"),
	WHOLE(RES_TOTAL, 0, "合计"),
	WHOLE(RES_TOTAL, 0, "总数"),
	APPLICATION(CARRIED_OUT, 0, "结转下年度继续办理"),
	APPLICATION(CARRIED_OUT, 0, "结转下年继续办理"),
	/* Groups of rows: no rows themselves, and not to be taken for rows that sound like them. */
	{ LABELS_APPLICATIONS, -1, 0, false, "不予公开" },
	{ LABELS_APPLICATIONS, -1, 0, false, "无法提供" },
	{ LABELS_APPLICATIONS, -1, 0, false, "不予处理" },
	{ LABELS_APPLICATIONS, -1, 0, false, "本年度办理结果" },

	PROACTIVE(RULES, "规章"),
	PROACTIVE(NORMATIVE, "行政规范性文件"),
	PROACTIVE(NORMATIVE, "规范性文件"),
	PROACTIVE(PERMIT, "行政许可"),
	PROACTIVE(OTHER_SERVICES, "其他对外管理服务事项"),
	PROACTIVE(OTHER_SERVICES, "其他对外管理和服务事项"),
	PROACTIVE(PENALTY, "行政处罚"),
	PROACTIVE(COERCION, "行政强制"),
	PROACTIVE(FEE, "行政事业性收费"),
	PROACTIVE(FEE, "行政事业收费"),
	PROACTIVE(PROCUREMENT, "政府集中采购"),

	APPLICANT(NATURAL_PERSON, "自然人"),
	APPLICANT(BIZ, "商业企业"),
	APPLICANT(RESEARCH, "科研机构"),
	APPLICANT(PUBLIC_WELFARE, "社会公益组织"),
	APPLICANT(PUBLIC_WELFARE, "社会组织"),
	APPLICANT(PUBLIC_WELFARE, "公益组织"),
	APPLICANT(LEGAL_SERVICE, "法律服务机构"),
	APPLICANT(OTHER_ORG, "其他"),
	APPLICANT(OTHER_ORG, "其它"),
	APPLICANT(TOTAL, "总计"),
	APPLICANT(TOTAL, "合计"),

	RESULT(0, "结果维持"),
	RESULT(0, "维持"),
	RESULT(1, "结果纠正"),
	RESULT(1, "纠正"),
	RESULT(2, "其他结果"),
	RESULT(2, "其它结果"),
	RESULT(2, "其他"),
	RESULT(3, "尚未审结"),
	RESULT(3, "未审结"),
	RESULT(3, "尚未"),
	RESULT(4, "总计"),
	RESULT(4, "合计"),

	MARK(BLOCK, "第二十条第一项"),
	MARK(BLOCK, "第二十条第五项"),
	MARK(BLOCK, "第二十条第六项"),
	MARK(BLOCK, "第二十条第八项"),
	MARK(BLOCK, "第二十条第九项"),
	MARK(CONTENT, "信息内容"),
	MARK(LINKAGE, "本列数据的勾稽关系"),
	MARK(LINKAGE, "本列数据勾稽关系"),
	MARK(APPLICANTS, "申请人情况"),
	MARK(REVIEW, "行政复议"),
	MARK(LITIGATION, "行政诉讼"),
	MARK(DIRECT, "未经复议直接起诉"),
	MARK(AFTER, "复议后起诉"),
	MARK(RESULT, "结果维持"),
	MARK(RESULT, "结果纠正"),
	MARK(RESULT, "其他结果"),
	MARK(RESULT, "尚未审结"),
	MARK(RESULT, "总计"),

	COLUMN(2019, FIRST, "本年新制作数量"),
	COLUMN(2019, SECOND, "本年新公开数量"),
	COLUMN(2019, THIRD, "对外公开总数量"),
	COLUMN(2019, FIRST, "上一年项目数量"),
	COLUMN(2019, FIRST, "上年项目数量"),
	COLUMN(2019, SECOND, "本年增减"),
	COLUMN(2019, THIRD, "处理决定数量"),
	COLUMN(2019, FIRST, "采购项目数量"),
	COLUMN(2019, SECOND, "采购总金额"),
	COLUMN(2021, FIRST, "本年制发件数"),
	COLUMN(2021, FIRST, "本年制发数量"),
	COLUMN(2021, SECOND, "本年废止件数"),
	COLUMN(2021, SECOND, "本年废止数量"),
	COLUMN(2021, THIRD, "现行有效件数"),
	COLUMN(2021, THIRD, "现行有效数量"),
	COLUMN(2021, FIRST, "本年处理决定数量"),
	COLUMN(2021, FIRST, "本年收费金额"),
	COLUMN(2021, FIRST, "收费金额"),

	SECTION(S1_OVERVIEW, "总体情况"),
	SECTION(S1_OVERVIEW, "总体工作情况"),
	SECTION(S1_OVERVIEW, "总体情况概述"),
	SECTION(S2_PROACTIVE, "主动公开政府信息情况"),
	SECTION(S2_PROACTIVE, "主动公开政府信息的情况"),
	SECTION(S2_PROACTIVE, "政府信息主动公开情况"),
	SECTION(S3_REQUESTS, "收到和处理政府信息公开申请情况"),
	SECTION(S3_REQUESTS, "收到和处理政府信息公开申请的情况"),
	SECTION(S3_REQUESTS, "政府信息公开申请办理情况"),
	SECTION(S4_REVIEW, "政府信息公开行政复议行政诉讼情况"),
	SECTION(S4_REVIEW, "政府信息公开行政复议和行政诉讼情况"),
	SECTION(S4_REVIEW, "因政府信息公开工作被申请行政复议提起行政诉讼情况"),
	SECTION(S4_REVIEW, "因政府信息公开申请行政复议提起行政诉讼的情况"),
	SECTION(S4_REVIEW, "政府信息公开行政复议行政诉讼的情况"),
	SECTION(S5_PROBLEMS, "存在的主要问题及改进情况"),
	SECTION(S5_PROBLEMS, "存在的主要问题及改进措施"),
	SECTION(S5_PROBLEMS, "存在主要问题及改进情况"),
	SECTION(S5_PROBLEMS, "存在的主要问题和改进情况"),
	SECTION(S5_PROBLEMS, "存在的问题及改进情况"),
	SECTION(S5_PROBLEMS, "存在的问题及改进措施"),
	SECTION(S5_PROBLEMS, "政府信息公开工作存在的主要问题及改进情况"),
	SECTION(S6_OTHER, "其他需要报告的事项"),
	SECTION(S6_OTHER, "其他需要报告事项"),
	SECTION(S6_OTHER, "需要报告的其他事项"),
	SECTION(S6_OTHER, "其它需要报告的事项"),
};

static uint64_t
bit_of(uint32_t point)
{
	return (uint64_t)1 << (point * 2654435761u >> 26 & 63);
}

static uint64_t
mask_of(const struct reading_line *words)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < words->count; i++)
		mask |= bit_of(words->points[i]);
	return mask;
}

struct fault *
reading_label_prepare(struct arena *arena, struct reading_labels *ret_labels)
{
	struct reading_labels labels = { 0 };
	struct reading_line numerals;

	TRY(reading_fold_words(arena, STR("0123456789一二三四五六七八九十"), &numerals));
	for (size_t i = 0; i < numerals.count; i++)
		labels.starts[numerals.points[i] % READING_STARTS] |= READING_NUMERAL;
	for (size_t i = 0; i < COUNT_OF(all_words); i++)
		labels.count[all_words[i].set]++;
	for (int set = 0; set < LABELS_SETS; set++) {
		TAKE(arena, labels.at[set], labels.count[set]);
		labels.count[set] = 0;
	}
	for (size_t i = 0; i < COUNT_OF(all_words); i++) {
		const struct words *from = &all_words[i];
		struct reading_label *label = &labels.at[from->set][labels.count[from->set]++];

		label->id = from->id;
		label->is_whole = from->is_whole;
		label->ordinal = from->ordinal;
		TRY(reading_fold_words(arena, str_of(from->text), &label->words));
		label->mask = mask_of(&label->words);
		labels.starts[label->words.points[0] % READING_STARTS] |=
			(uint8_t)(1u << from->set);
	}
	*ret_labels = labels;
	return NULL;
}

/* Ordinals such as （三）1 before the words of a label: how many points to leave out. */
static size_t
ordinal_length(const struct reading_line *words)
{
	size_t i = 0;

	while (i < words->count && i < 3 &&
		(reading_fold_is_digit(words->points[i]) ||
			reading_fold_chinese_digit(words->points[i])))
		i++;
	return i;
}

/* A short label is the whole text, or stands at its end right behind an ordinal. */
static bool
is_whole_match(
	const struct reading_label *label, const struct reading_line *words, size_t *ret_from)
{
	size_t from;
	struct reading_line tail;
	uint32_t before;

	if (words->count < label->words.count)
		return false;
	from = words->count - label->words.count;
	tail = reading_fold_part(words, from, words->count);
	if (!reading_fold_equal(&tail, &label->words))
		return false;
	*ret_from = from;
	if (from == 0)
		return true;
	before = words->points[from - 1];
	if (label->ordinal)
		return before == '0' + (uint32_t)label->ordinal;
	return reading_fold_chinese_digit(before) > 0 ||
	       (from <= 2 && reading_fold_is_digit(before));
}

static size_t
last_place(const struct reading_line *words, const struct reading_line *part)
{
	size_t last = SIZE_MAX;

	for (size_t at = 0; (at = reading_fold_find(words, part, at)) != SIZE_MAX; at++)
		last = at;
	return last;
}

static size_t
lower(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Can the two be as much like each other as that? They have no more in common than the shorter one
 * has, and not the points whose bit the other has not. */
static bool
may_be_like(const struct reading_label *label, const struct reading_line *bare, uint64_t mask,
	int least)
{
	size_t wanted = (size_t)least * (label->words.count + bare->count);
	size_t alone, extra;

	if (2000 * lower(label->words.count, bare->count) < wanted)
		return false;
	alone = reading_count_bits(label->mask & ~mask);
	extra = reading_count_bits(mask & ~label->mask);
	return 2000 * lower(label->words.count - alone, bare->count - extra) >= wanted;
}

static struct reading_match
match_near(const struct reading_label *labels, size_t count, const struct reading_line *words)
{
	struct reading_match best = { MATCH_NONE, -1, 0, 0, 0 };
	size_t skip = ordinal_length(words);
	struct reading_line bare = reading_fold_part(words, skip, words->count);
	uint64_t mask = mask_of(&bare);
	size_t bits = reading_count_bits(mask);
	int printed = skip && reading_fold_is_digit(words->points[skip - 1])
			      ? (int)(words->points[skip - 1] - '0')
			      : 0;
	int second = 0;

	if (bare.count < 3 || bare.count > MOST_NEAR_POINTS)
		return best;
	for (size_t i = 0; i < count; i++) {
		int likeness;

		if (labels[i].is_whole || !may_be_like(&labels[i], &bare, mask, FAR_ENOUGH) ||
			reading_count_bits(labels[i].mask & mask) * 2 < bits)
			continue;
		likeness = reading_fold_likeness(&labels[i].words, &bare);
		if (printed && labels[i].ordinal)
			likeness += printed == labels[i].ordinal ? SAME_ORDINAL : OTHER_ORDINAL;
		if (likeness > best.likeness) {
			if (best.id != labels[i].id)
				second = best.likeness;
			best = (struct reading_match){ MATCH_NEAR, labels[i].id, likeness, 0,
				words->count };
		} else if (labels[i].id != best.id && likeness > second) {
			second = likeness;
		}
	}
	if (best.likeness < NEAR_ENOUGH || best.likeness - second < NEAR_MARGIN || best.id < 0 ||
		(bare.count < SHORT_LABEL && best.likeness < SHORT_ENOUGH))
		best.kind = MATCH_NONE;
	return best;
}

/* Could any label but those of `id` be as much like it as that? Asked of the bits alone. */
static bool
may_be_near(const struct reading_label *labels, size_t count, int id,
	const struct reading_line *bare, int least)
{
	uint64_t mask = mask_of(bare);

	for (size_t i = 0; i < count; i++)
		if (!labels[i].is_whole && labels[i].id != id &&
			may_be_like(&labels[i], bare, mask, least - SAME_ORDINAL))
			return true;
	return false;
}

/* "4.无正当理由大量重复申请" holds the words of 2.重复申请 and yet is a slip of another label: when
 * the whole text is much more like that one, it is that one. */
static bool
is_slip_of_other(const struct reading_labels *labels, enum reading_label_set set,
	const struct reading_line *words, const struct reading_match *exact,
	struct reading_match *ret_near)
{
	size_t own = exact->to - exact->from;
	size_t skip = ordinal_length(words);
	struct reading_line bare = reading_fold_part(words, skip, words->count);
	int likeness = (int)(2000 * own / (own + bare.count));

	if (own + 2 >= bare.count || bare.count > MOST_NEAR_POINTS ||
		!may_be_near(labels->at[set], labels->count[set], exact->id, &bare,
			likeness + NEAR_MARGIN > SURE_ENOUGH ? likeness + NEAR_MARGIN
							     : SURE_ENOUGH))
		return false;
	*ret_near = match_near(labels->at[set], labels->count[set], words);
	return ret_near->kind == MATCH_NEAR && ret_near->id != exact->id &&
	       ret_near->likeness >= SURE_ENOUGH && ret_near->likeness > likeness + NEAR_MARGIN;
}

struct reading_match
reading_label_match(const struct reading_labels *labels, enum reading_label_set set,
	const struct reading_line *words)
{
	struct reading_match best = { MATCH_NONE, -1, 0, 0, 0 };
	struct reading_match near;
	uint64_t mask = mask_of(words);

	for (size_t i = 0; i < labels->count[set]; i++) {
		const struct reading_label *label = &labels->at[set][i];
		size_t from = SIZE_MAX;
		size_t to;

		if (label->mask & ~mask)
			continue;
		if (label->is_whole) {
			if (!is_whole_match(label, words, &from))
				continue;
		} else {
			from = last_place(words, &label->words);
		}
		if (from == SIZE_MAX)
			continue;
		to = from + label->words.count;
		if (best.kind != MATCH_EXACT || to > best.to || (to == best.to && from < best.from))
			best = (struct reading_match){ MATCH_EXACT, label->id, 1000, from, to };
	}
	if (best.kind == MATCH_EXACT && is_slip_of_other(labels, set, words, &best, &near))
		return near;
	if (best.kind == MATCH_EXACT && best.id < 0)
		return (struct reading_match){ MATCH_NONE, -1, 0, 0, 0 };
	if (best.kind == MATCH_EXACT)
		return best;
	return match_near(labels->at[set], labels->count[set], words);
}

struct reading_match
reading_label_next(const struct reading_labels *labels, enum reading_label_set set,
	const struct reading_line *words, size_t from)
{
	struct reading_match best = { MATCH_NONE, -1, 0, 0, 0 };
	struct reading_line rest = reading_fold_part(words, from, words->count);
	uint64_t mask = mask_of(&rest);

	for (size_t i = 0; i < labels->count[set]; i++) {
		const struct reading_label *label = &labels->at[set][i];
		size_t at;
		size_t to;

		if (label->mask & ~mask)
			continue;
		at = reading_fold_find(words, &label->words, from);
		to = at + label->words.count;
		if (at == SIZE_MAX)
			continue;
		if (best.kind == MATCH_NONE || at < best.from || (at == best.from && to > best.to))
			best = (struct reading_match){ MATCH_EXACT, label->id, 1000, at, to };
	}
	return best;
}

struct reading_match
reading_label_at(const struct reading_labels *labels, enum reading_label_set set,
	const struct reading_line *words, size_t from)
{
	struct reading_match best = { MATCH_NONE, -1, 0, 0, 0 };

	/* Asked at every character of a text. */
	if (from >= words->count ||
		!reading_label_may_start(labels, 1u << set, words->points[from]))
		return best;
	for (size_t i = 0; i < labels->count[set]; i++) {
		const struct reading_label *label = &labels->at[set][i];
		struct reading_line part;

		if (label->words.count > words->count - from ||
			label->words.points[0] != words->points[from] ||
			label->words.count <= best.to - best.from)
			continue;
		part = reading_fold_part(words, from, from + label->words.count);
		if (reading_fold_equal(&part, &label->words))
			best = (struct reading_match){ MATCH_EXACT, label->id, 1000, from,
				from + label->words.count };
	}
	return best;
}

int
reading_label_likeness(const struct reading_labels *labels, enum reading_label_set set, int id,
	const struct reading_line *words)
{
	size_t skip = ordinal_length(words);
	struct reading_line bare = reading_fold_part(words, skip, words->count);
	int best = 0;

	for (size_t i = 0; i < labels->count[set]; i++) {
		const struct reading_label *label = &labels->at[set][i];
		int likeness;

		if (label->id != id || bare.count == 0)
			continue;
		/* A piece of a label is as good as all of it here. */
		likeness = (int)(1000 * reading_fold_common(&label->words, &bare) / bare.count);
		if (likeness > best)
			best = likeness;
	}
	return best;
}
