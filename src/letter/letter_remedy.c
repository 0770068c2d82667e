/*
 * Who reviews a letter, and the paragraph that says so: decisions from facts alone.
 * Where an agency stands in the tree is found by letter_house_work.c.
 */
#include "letter/letter_inside.h"

/* --- who reviews --- */

/* Names whose end tells the sort; the first that fits counts. */
static const struct {
	const char *end;
	enum letter_position position;
} endings[] = {
	{ "街道办事处", LETTER_AT_OFFICE },
	{ "街道", LETTER_AT_OFFICE },
	{ "行政公署", LETTER_AT_OFFICE },
	{ "区公所", LETTER_AT_OFFICE },
	{ "税务局", LETTER_AT_VERTICAL },
	{ "税务分局", LETTER_AT_VERTICAL },
	{ "税务所", LETTER_AT_VERTICAL },
	{ "海关", LETTER_AT_VERTICAL },
	{ "国家安全局", LETTER_AT_VERTICAL },
	{ "国家安全厅", LETTER_AT_VERTICAL },
	{ "司法局", LETTER_AT_JUSTICE },
	{ "司法厅", LETTER_AT_JUSTICE },
	{ "派出所", LETTER_AT_BRANCH },
};

enum letter_position
letter_position_guess(struct str name, enum letter_position otherwise)
{
	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (str_ends(name, str_of(endings[i].end)))
			return endings[i].position;
	return otherwise;
}

/* Law: 复议法 arts. 24 to 28. */
struct letter_review
letter_review_body(const struct letter_standing *standing)
{
	struct letter_review review = { .body = standing->government, .law = "复议法第24条" };

	switch (standing->position) {
	case LETTER_AT_GOVERNMENT:
		review.body = standing->above;
		break;
	case LETTER_AT_DEPARTMENT:
	case LETTER_AT_OFFICE:
	case LETTER_AT_BRANCH:
		break;
	case LETTER_AT_PROVINCE:
		review = (struct letter_review){ standing->name, STR_NONE, true, true,
			"复议法第24条第2款、第26条" };
		break;
	case LETTER_AT_MINISTRY:
		review = (struct letter_review){ standing->name, STR_NONE, true, true,
			"复议法第25条、第26条" };
		break;
	case LETTER_AT_VERTICAL:
		review.body = standing->superior;
		review.law = "复议法第27条";
		break;
	case LETTER_AT_JUSTICE:
		review.other = standing->superior;
		review.law = "复议法第28条";
		break;
	}
	return review;
}

/* --- the paragraph --- */

/* Names as they stand in the sentences. */
struct words {
	const char *paper; /* what the letter calls itself */
	struct str body;
	struct str court;
	const char *after; /* what may be done instead of going to court after the decision */
};

static struct fault *
make_words(struct arena *arena, const struct letter_remedy_plan *plan, struct words *ret_words)
{
	const struct letter_review *review = &plan->review;
	struct str title = str_of(letter_types[plan->kind].title);
	struct words words = { .paper = str_ends(title, STR("答复书")) ? "本答复书" : "本告知书",
		.body = review->is_own ? STR("本机关") : review->body,
		.court = plan->court.len ? plan->court : STR("有管辖权的人民法院"),
		.after = review->may_go_up ? "，也可以向国务院申请裁决" : "" };

	if (!words.body.len)
		words.body = STR("有管辖权的行政复议机关");
	if (plan->review_address.len)
		TRY(str_print(arena, &words.body, "%.*s（地址：%.*s）", STR_ARG(words.body),
			STR_ARG(plan->review_address)));
	if (review->other.len)
		TRY(str_print(arena, &words.body, "%.*s或者%.*s", STR_ARG(words.body),
			STR_ARG(review->other)));
	*ret_words = words;
	return NULL;
}

/* Law: 复议法 arts. 20(1), 23(1)(四), 23(2); 行诉法 art. 45; 复议法 art. 26 for 国务院 */
static struct fault *
put_pre(struct arena *arena, const char *whom, const struct words *words, struct str *ret_text)
{
	return str_print(arena, ret_text,
		"如对%"
		"s不服，根据《中华人民共和国行政复议法》第二十条、第二十三条和《中华人民共和国行政"
		"诉讼"
		"法》第四"
		"十五条的规定，应当自收到%s之日起60日内，先向%.*"
		"s申请行政复议；对行政复议决定不服的，"
		"可以自收到行政复议决定书之日起15日内向%.*s提起行政诉讼%s。",
		whom, words->paper, STR_ARG(words->body), STR_ARG(words->court), words->after);
}

/* Law: 复议法 art. 20(1); 行诉法 arts. 44, 46 */
static struct fault *
put_opt(struct arena *arena, const char *whom, const struct words *words, struct str *ret_text)
{
	return str_print(arena, ret_text,
		"如对%s不服，可以根据《中华人民共和国行政复议法》的规定，自收到%s之日起60日内向%.*"
		"s申请行政复"
		"议；也可以根据《中华人民共和国行政诉讼法》的规定，自收到%s之日起6个月内直接"
		"向%.*s提起"
		"行政诉讼。",
		whom, words->paper, STR_ARG(words->body), words->paper, STR_ARG(words->court));
}

static struct fault *
find_missing(struct arena *arena, const struct letter_remedy_plan *plan,
	struct letter_findings *findings)
{
	struct letter_finding finding = {
		.level = LETTER_ERROR, .code = "remedy_body", .name = STR("remedy")
	};

	/* Law: 复议法 art. 20(3): what is not told moves the term to a year. */
	if (!plan->review.body.len && !plan->review.is_own)
		TRY(letter_find(arena, findings, &finding,
			"不知道行政复议机关是哪一个，救济途径没有写全。请在设置里填写行政复议机关"
			"。",
			"It is not known who reviews this agency, so the remedies are not "
			"complete. "
			"Name the reviewing body in the settings."));
	finding.level = LETTER_WARNING;
	finding.code = "remedy_court";
	if (!plan->court.len)
		TRY(letter_find(arena, findings, &finding,
			"没有设置管辖法院，文书里写作“有管辖权的人民法院”。",
			"No court is set; the letter says 有管辖权的人民法院."));
	finding.code = "remedy_online";
	/* Law: 复议法 art. 22(2) */
	if (plan->is_online && !plan->review_online.len)
		TRY(letter_find(arena, findings, &finding,
			"通过互联网渠道送达的，应当同时提供提交行政复议申请的互联网渠道；设置里没有"
			"填写。",
			"A letter delivered online should also name where to apply for "
			"reconsideration online; none is set."));
	return NULL;
}

/* Law: 复议法 (2023) in force since 2024-01-01; before that every letter left the choice open. */
static enum letter_remedy_kind
remedy_kind(const struct letter_remedy_plan *plan)
{
	enum letter_remedy_kind kind = letter_types[plan->kind].remedy;
	struct day since;

	if (!day_make(2024, 1, 1, &since) || day_is_none(plan->issued_on))
		return kind;
	if (plan->issued_on.number < since.number && kind != LETTER_REMEDY_NONE)
		return LETTER_REMEDY_OPT;
	return kind;
}

struct fault *
letter_remedy(struct arena *arena, const struct letter_remedy_plan *plan,
	struct letter_findings *findings, struct str *ret_text)
{
	enum letter_remedy_kind kind = remedy_kind(plan);
	struct str text = STR("");
	struct str rest;
	struct words words;

	*ret_text = STR("");
	if (kind == LETTER_REMEDY_NONE)
		return NULL;
	TRY(find_missing(arena, plan, findings));
	TRY(make_words(arena, plan, &words));
	if (kind == LETTER_REMEDY_OPT)
		TRY(put_opt(arena, words.paper, &words, &text));
	else if (kind == LETTER_REMEDY_PRE)
		TRY(put_pre(arena, words.paper, &words, &text));
	if (kind == LETTER_REMEDY_BOTH) {
		TRY(put_pre(arena, "其中不予公开的部分", &words, &text));
		TRY(put_opt(arena, "其他部分", &words, &rest));
		TRY(str_join(arena, text, STR("\n"), rest, &text));
	}
	if (plan->is_online && plan->review_online.len)
		TRY(str_print(arena, &text, "%.*s\n行政复议申请也可以通过互联网渠道提交：%.*s。",
			STR_ARG(text), STR_ARG(plan->review_online)));
	*ret_text = text;
	return NULL;
}

/* --- deliveries --- */

const struct letter_method_word letter_method_words[LETTER_METHODS] = {
	[LETTER_DIRECT] = { "direct", "直接送达", "by hand" },
	[LETTER_ENTRUSTED] = { "entrusted", "委托其他行政机关代为送达", "by another agency" },
	[LETTER_POST] = { "post", "邮寄送达", "by post" },
	[LETTER_ONLINE] = { "online", "互联网渠道送达", "online" },
};

/* Law: 国办公开办函〔2016〕235 号 item 4; for the internet it says nothing (推论), so it is a
 * setting. */
struct day
letter_stop_day(enum letter_method method, struct day sent_on, struct day signed_on,
	bool is_online_on_receipt)
{
	switch (method) {
	case LETTER_POST:
		return sent_on;
	case LETTER_ONLINE:
		return is_online_on_receipt ? signed_on : sent_on;
	default:
		return signed_on;
	}
}
