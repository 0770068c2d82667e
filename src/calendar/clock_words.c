/*
 * Names and words of the clock: events, reasons, states, findings, the articles of a proof and its
 * sentence for the letter. No rule is decided here.
 */
#include <stdio.h>

#include "calendar/clock.h"
#include "calendar/clock_inside.h"

struct words {
	const char *name;
	const char *zh;
	const char *en;
};

static const struct words event_words[CLOCK_EVENT_KINDS] = {
	[CLOCK_RECEIVED] = { "received", "收到", "received" },
	[CLOCK_PAUSED] = { "paused", "暂停", "paused" },
	[CLOCK_RESUMED] = { "resumed", "恢复", "resumed" },
	[CLOCK_RESTARTED] = { "restarted", "重新计算", "restarted" },
	[CLOCK_EXTENDED] = { "extended", "延长", "extended" },
	[CLOCK_STOPPED] = { "stopped", "停止", "stopped" },
};

static const struct words why_words[CLOCK_WHYS] = {
	[CLOCK_WHY_NONE] = { "", "暂停计时", "clock paused" },
	[CLOCK_THIRD_PARTY] = { "third_party", "征求第三方意见", "third party is asked" },
	[CLOCK_OTHER_AGENCY] = { "other_agency", "征求其他机关意见", "other agency is asked" },
	[CLOCK_CORRECTION] = { "correction", "等待申请人补正", "correction is awaited" },
	[CLOCK_FEE] = { "fee", "等待缴纳信息处理费", "payment of the fee is awaited" },
	[CLOCK_REASON] = { "reason", "等待申请人说明理由", "applicant is asked for reasons" },
};

static const struct words state_words[] = {
	[CLOCK_RUNNING] = { "running", "计时中", "running" },
	[CLOCK_WAITING] = { "paused", "暂停", "paused" },
	[CLOCK_LATE] = { "late", "超期", "late" },
	[CLOCK_ENDED] = { "stopped", "已停止", "stopped" },
};

static bool
find(const struct words *words, int count, struct str name, int *ret_index)
{
	for (int i = 0; i < count; i++)
		if (name.len && str_equal(name, str_of(words[i].name))) {
			*ret_index = i;
			return true;
		}
	return false;
}

const char *
clock_event_name(enum clock_event_kind kind)
{
	return event_words[kind].name;
}

bool
clock_event_find(struct str name, enum clock_event_kind *ret_kind)
{
	int index;

	if (!find(event_words, CLOCK_EVENT_KINDS, name, &index))
		return false;
	*ret_kind = (enum clock_event_kind)index;
	return true;
}

const char *
clock_event_words(enum clock_event_kind kind, bool is_english)
{
	return is_english ? event_words[kind].en : event_words[kind].zh;
}

const char *
clock_why_name(enum clock_why why)
{
	return why_words[why].name;
}

bool
clock_why_find(struct str name, enum clock_why *ret_why)
{
	int index;

	if (!find(why_words, CLOCK_WHYS, name, &index))
		return false;
	*ret_why = (enum clock_why)index;
	return true;
}

const char *
clock_why_words(enum clock_why why, bool is_english)
{
	return is_english ? why_words[why].en : why_words[why].zh;
}

const char *
clock_state_name(enum clock_state state)
{
	return state_words[state].name;
}

const char *
clock_state_words(enum clock_state state, bool is_english)
{
	return is_english ? state_words[state].en : state_words[state].zh;
}

const char *
clock_day_kind_name(enum clock_day_kind kind)
{
	return kind == CLOCK_DAY_PAUSED ? "paused" : calendar_kind_name((enum calendar_kind)kind);
}

/* --- an event as text --- */

static struct fault *
bad_event(struct str text, const char *zh, const char *en)
{
	/* Cut, since it comes from outside. */
	int len = text.len > 60 ? 60 : (int)text.len;

	return fault_new(FAULT_INPUT, "clock_event", "事件“%.*s”写不对：%s。%.0s",
		"The event “%.*s” is wrong: %.0s%s.", len, text.at, zh, en);
}

struct fault *
clock_event_parse(struct str text, struct clock_event *ret_event)
{
	struct clock_event event = { 0 };
	struct str date, kind, value;
	int64_t number = 0;

	value = str_trim(str_cut(str_cut(str_trim(text), STR(":"), &date), STR(":"), &kind));
	if (!day_parse(str_trim(date), &event.day))
		return bad_event(text, "日期应像 2020-02-10，其后是冒号和种类",
			"begin it with a day such as 2020-02-10, a colon and the kind");
	if (!clock_event_find(str_trim(kind), &event.kind) || event.kind == CLOCK_RECEIVED)
		return bad_event(text,
			"种类应为 paused、resumed、restarted、extended、stopped 之一",
			"its kind must be paused, resumed, restarted, extended or stopped");
	if (event.kind == CLOCK_EXTENDED) {
		if (!str_to_int(value, &number) || number < 1 || number > CLOCK_EXTENSION_MOST)
			return bad_event(text, "延长要写明天数，1 至 20，如 2020-02-10:extended:20",
				"give the days of an extension, 1 to 20, as in "
				"2020-02-10:extended:20");
		event.value = (int)number;
	} else if (value.len) {
		if ((event.kind != CLOCK_PAUSED && event.kind != CLOCK_RESTARTED) ||
			!clock_why_find(value, &event.why))
			return bad_event(text,
				"暂停和重新计算的原因可写 third_party、other_agency、correction、"
				"fee、reason，其他事件不带原因",
				"a pause or restart may have the reason third_party, other_agency, "
				"correction, fee or reason; other events have none");
	}
	*ret_event = event;
	return NULL;
}

/* --- findings --- */

static const struct {
	const char *rule;
	enum clock_level level;
	const char *zh; /* of the day, of the due day */
	const char *en;
	const char *basis;
} rules[] = {
	[CLOCK_RULE_STOPPED_LATE] = { "clock_stopped_late", CLOCK_ERROR,
		"%s 才办结，期限已于 %s 届满", "ended on %s, but it was due on %s", "条例 33②" },
	[CLOCK_RULE_OVERDUE] = { "clock_overdue", CLOCK_ERROR, "截至 %s 尚未办结，期限已于 %s 届满",
		"not ended by %s, but it was due on %s", "条例 33②" },
	[CLOCK_RULE_EXTENDED_LATE] = { "clock_extended_late", CLOCK_ERROR,
		"%s 才延长，期限已于 %s 届满，延长不起作用",
		"extended on %s, but the term ended on %s, so the extension does not count",
		"条例 33②" },
	[CLOCK_RULE_RESTARTED_LATE] = { "clock_restarted_late", CLOCK_ERROR,
		"%s 重新计算，但原期限已于 %s 届满",
		"restarted on %s, but the term had ended on %s", "条例 30、33②" },
	[CLOCK_RULE_PAUSED_LATE] = { "clock_paused_late", CLOCK_WARNING,
		"%s 暂停时期限已于 %s 届满，暂停不改变届满日",
		"paused on %s, after the term ended on %s, which the pause does not change",
		"条例 33③" },
	[CLOCK_RULE_CORRECTION_LATE] = { "clock_correction_late", CLOCK_ERROR,
		"%s 才告知补正，应在 %s 以前（收到申请之日起 7 个工作日内）",
		"correction was asked for on %s; the last day for it was %s (7 working days)",
		"条例 30" },
};

struct fault *
clock_put_finding(
	struct arena *arena, const struct clock_breach *breach, struct clock_finding *ret_finding)
{
	struct clock_finding finding = {
		.rule = rules[breach->rule].rule,
		.level = rules[breach->rule].level,
		.day = breach->day,
		.basis = rules[breach->rule].basis,
	};
	struct day_text day = day_text(breach->day);
	struct day_text due = day_text(breach->due);

	TRY(str_print(arena, &finding.zh, rules[breach->rule].zh, day.at, due.at));
	TRY(str_print(arena, &finding.en, rules[breach->rule].en, day.at, due.at));
	if (breach->by > 0) {
		TRY(str_print(arena, &finding.zh, "%s，晚 %d 个工作日", finding.zh.at, breach->by));
		TRY(str_print(arena, &finding.en, "%s, %d working %s late", finding.en.at,
			breach->by, breach->by == 1 ? "day" : "days"));
	}
	*ret_finding = finding;
	return NULL;
}

/* --- the proof in words --- */

enum { WORDS_MOST = 64 * 1024 };

/* The articles that events call upon, each once. */
static struct fault *
put_basis(struct arena *arena, const struct clock_input *input, struct str *ret_basis)
{
	static const struct {
		unsigned whys;
		const char *text;
	} articles[] = {
		{ 1u << CLOCK_THIRD_PARTY | 1u << CLOCK_OTHER_AGENCY, "、33③" },
		{ 1u << CLOCK_CORRECTION, "、30" },
		{ 1u << CLOCK_THIRD_PARTY, "、32" },
		{ 1u << CLOCK_OTHER_AGENCY, "、34" },
		{ 1u << CLOCK_REASON, "、35" },
		{ 1u << CLOCK_FEE, "、42" },
	};
	struct str basis = STR("条例 33②");
	unsigned whys = 0;

	for (size_t i = 0; i < input->count; i++) {
		const struct clock_event *event = &input->events[i];

		whys |= 1u << event->why;
		/* A bare pause is one for asking, a bare restart one after a correction. */
		if (event->why == CLOCK_WHY_NONE && event->kind == CLOCK_PAUSED)
			whys |= 1u << CLOCK_WHYS;
		if (event->why == CLOCK_WHY_NONE && event->kind == CLOCK_RESTARTED)
			whys |= 1u << CLOCK_CORRECTION;
	}
	for (size_t i = 0; i < COUNT_OF(articles); i++)
		if (whys & (articles[i].whys | (i == 0 ? 1u << CLOCK_WHYS : 0)))
			TRY(str_join(arena, basis, STR_NONE, str_of(articles[i].text), &basis));
	*ret_basis = basis;
	return NULL;
}

static void
put_event_zh(struct buf *out, const struct clock_event *event)
{
	struct calendar_long_day day = calendar_long_day(event->day);

	switch (event->kind) {
	case CLOCK_RECEIVED:
		buf_print(out, "您的申请于%s收到", day.at);
		break;
	case CLOCK_PAUSED:
		buf_print(out, "；自%s起%s，所需时间不计入期限", day.at,
			clock_why_words(event->why, false));
		break;
	case CLOCK_RESUMED:
		buf_print(out, "，%s恢复计算", day.at);
		break;
	case CLOCK_RESTARTED:
		buf_print(out, "；%s%s，期限自次日起重新计算", day.at,
			event->why == CLOCK_FEE          ? "缴清信息处理费"
			: event->why == CLOCK_CORRECTION ? "收到补正"
							 : "起");
		break;
	case CLOCK_EXTENDED:
		buf_print(out, "；%s经政府信息公开工作机构负责人同意延长%d个工作日", day.at,
			event->value);
		break;
	case CLOCK_STOPPED:
		buf_print(out, "；%s停止计算", day.at);
		break;
	}
}

static void
put_sentence_zh(struct buf *out, const struct clock_input *input, const struct clock_proof *proof)
{
	const struct clock_answer *answer = &proof->answer;

	put_event_zh(out, &input->events[0]);
	buf_print(out,
		"，依照《中华人民共和国政府信息公开条例》第三十三条第二款，"
		"答复期限为自次日起%d个工作日",
		input->working_days);
	for (size_t i = 1; i < input->count; i++)
		put_event_zh(out, &input->events[i]);
	if (!day_is_none(answer->due))
		buf_print(out, "。期限于%s届满。", calendar_long_day(answer->due).at);
	else if (answer->state == CLOCK_WAITING)
		buf_print(out, "。目前暂停计算，恢复后还有%d个工作日。", answer->remaining);
	else
		buf_put(out, STR("。"));
}

static void
put_sentence_en(struct buf *out, const struct clock_input *input, const struct clock_proof *proof)
{
	const struct clock_answer *answer = &proof->answer;

	buf_print(out, "Received on %s; the term is %d working days from the next day",
		day_text(answer->received).at, input->working_days);
	for (size_t i = 1; i < input->count; i++) {
		const struct clock_event *event = &input->events[i];

		buf_print(out, "; %s on %s", clock_event_words(event->kind, true),
			day_text(event->day).at);
		if (event->kind == CLOCK_EXTENDED)
			buf_print(out, " by %d working days", event->value);
		if (event->kind == CLOCK_PAUSED && event->why != CLOCK_WHY_NONE)
			buf_print(out, " (%s)", clock_why_words(event->why, true));
	}
	if (!day_is_none(answer->due))
		buf_print(out, ". Due on %s.", day_text(answer->due).at);
	else if (answer->state == CLOCK_WAITING)
		buf_print(out, ". Paused now; %d working days remain once it is resumed.",
			answer->remaining);
	else
		buf_put(out, STR("."));
}

struct fault *
clock_put_words(struct arena *arena, const struct clock_input *input, struct clock_proof *proof)
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, WORDS_MOST);
	TRY(put_basis(arena, input, &proof->basis));
	put_sentence_zh(&out, input, proof);
	TRY(buf_check(&out));
	TRY(str_copy(arena, buf_str(&out), &proof->sentence));
	buf_clear(&out);
	put_sentence_en(&out, input, proof);
	TRY(buf_check(&out));
	return str_copy(arena, buf_str(&out), &proof->sentence_en);
}
