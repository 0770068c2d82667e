/*
 * Long stretches of the narrative in which nothing has to do with disclosure. Told as a note only,
 * and only when not one of many plain words of the subject stands in several hundred characters.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

/* Characters without a word of the subject; real reports that were looked at stay below 420. */
enum { HAN_BYTES = 3, WINDOW = 600 * HAN_BYTES, MOST_TOLD = 3 };

/* A title in 《》 counts as a word of the subject: what was published is named so. */
static const struct str subject[] = {
	STR_INIT("公开"),
	STR_INIT("信息"),
	STR_INIT("申请"),
	STR_INIT("发布"),
	STR_INIT("公布"),
	STR_INIT("网站"),
	STR_INIT("平台"),
	STR_INIT("政务"),
	STR_INIT("公众"),
	STR_INIT("栏目"),
	STR_INIT("公示"),
	STR_INIT("公告"),
	STR_INIT("解读"),
	STR_INIT("回应"),
	STR_INIT("答复"),
	STR_INIT("复议"),
	STR_INIT("诉讼"),
	STR_INIT("培训"),
	STR_INIT("考核"),
	STR_INIT("评议"),
	STR_INIT("监督"),
	STR_INIT("保密"),
	STR_INIT("审查"),
	STR_INIT("宣传"),
	STR_INIT("媒体"),
	STR_INIT("微博"),
	STR_INIT("微信"),
	STR_INIT("知情"),
	STR_INIT("透明"),
	STR_INIT("阳光"),
	STR_INIT("档案"),
	STR_INIT("目录"),
	STR_INIT("指南"),
	STR_INIT("年报"),
	STR_INIT("新闻"),
	STR_INIT("咨询"),
	STR_INIT("热线"),
	STR_INIT("政策"),
	STR_INIT("《"),
};

/* The bytes of the word of the subject that begins at `at`, or 0. */
static size_t
subject_at(struct str flat, size_t at)
{
	if (utf8_is_inside(flat, at))
		return 0;
	return rules_beginning(str_from(flat, at), subject, COUNT_OF(subject));
}

/* The end of the last word of the subject that begins between two bytes; 0 when there is none.
 * Looked for from behind, so that an ordinary text costs a few places in each window. */
static size_t
last_subject_end(struct str flat, size_t from, size_t to)
{
	for (size_t at = to; at-- > from;) {
		size_t len = subject_at(flat, at);

		if (len > 0)
			return at + len;
	}
	return 0;
}

static void
tell(struct rules *rules, const struct rules_text *text, size_t from, size_t to)
{
	struct report_finding *finding =
		rules_add(rules, RULE_TXT_TOPIC, report_section_labels[text->key].key);
	size_t characters = (to - from) / HAN_BYTES;

	rules_point(finding, text, from, to);
	rules_say(rules, finding,
		"连续约 %zu 字没有提到政府信息公开，可能与年度报告应报告的内容无关", characters);
	rules_say_en(rules, finding,
		"some %zu characters in a row do not speak of disclosure; they may not belong in "
		"this report",
		characters);
}

/* Law: 国办公开办函〔2021〕30号: the content follows article 50 and should not be broad */
static void
check_text(struct rules *rules, const struct rules_text *text)
{
	struct str flat = text->flat;
	size_t from = 0;

	for (int told = 0; told < MOST_TOLD && flat.len - from >= WINDOW;) {
		size_t to = from + WINDOW;
		size_t end = last_subject_end(flat, from, to);

		if (end > 0) {
			from = end;
			continue;
		}
		while (to < flat.len && subject_at(flat, to) == 0)
			to++;
		tell(rules, text, from, to);
		told++;
		from = to;
	}
}

void
rules_check_topic(struct rules *rules)
{
	for (size_t i = 0; i < rules->text_count; i++)
		check_text(rules, &rules->texts[i]);
}
