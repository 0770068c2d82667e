/*
 * The narrative's claims about the tables, once all are read: which are told, and in which words. A
 * figure that may be a part of another, or the whole of which another is a part, is left alone.
 * How claims are found is in rules_narrative.c.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

enum { MOST_QUOTE = 150 }; /* bytes of the text that a finding repeats */

/* Receiving and handling are one matter when parts are looked for. */
static bool
same_matter(int a, int b)
{
	return a == b || (a <= TOPIC_HANDLED && b <= TOPIC_HANDLED);
}

/* A different figure that may be a part: smaller than one of the same topic that agrees, or one of
 * several that add up to the table's. */
static bool
may_be_part(const struct rules_claims *claims, const struct rules_claim *claim)
{
	int64_t sum = 0;
	int count = 0;

	if (claim->goes_on)
		return false;
	for (size_t i = 0; i < claims->count; i++) {
		const struct rules_claim *other = &claims->at[i];

		if (other->topic != claim->topic)
			continue;
		if (other->verdict == RULES_SAME &&
			decimal_compare(claim->number->value, other->number->value) < 0)
			return true;
		if (other->verdict == RULES_DIFFERENT && !claim->reading.is_money) {
			sum += other->number->value.units;
			count++;
		}
	}
	return count > 1 && sum == claim->reading.table.value;
}

/* A different figure of many agencies together, in a sentence whose other one agrees:
 * 全县各级行政机关共收到1734件，我单位收到10件. */
static bool
may_be_whole(const struct rules *rules, const struct rules_claims *claims,
	const struct rules_claim *claim)
{
	static const struct str many[] = { STR("各级"), STR("全系统") };
	struct str before = rules_sentence_before(claim->text->flat, claim->number->from);
	size_t end = rules_sentence_end(claim->text->flat, claim->number->from);

	/* A government reports for all of them. */
	if (rules->kind == CHECKING_AGENCY_GOVERNMENT ||
		(!rules_names_whole(before) && !rules_has_any(before, many, COUNT_OF(many))))
		return false;
	for (size_t i = 0; i < claims->count; i++) {
		const struct rules_claim *other = &claims->at[i];

		if (other->text == claim->text && other->verdict == RULES_SAME &&
			other->number->from > claim->number->from && other->number->from < end &&
			same_matter(other->topic, claim->topic))
			return true;
	}
	return false;
}

/* The words from the phrase to the figure's unit, as they stand; a long stretch loses its middle.
 */
static void
put_quote(struct rules_line *line, const struct rules_claim *claim)
{
	struct str quote = str_sub(claim->text->flat, claim->from, claim->to - claim->from);
	size_t tail = claim->to - claim->number->from;

	if (quote.len <= MOST_QUOTE) {
		rules_line_put(line, "%.*s", STR_ARG(quote));
		return;
	}
	quote = utf8_head(quote, MOST_QUOTE - 60);
	rules_line_put(line, "%.*s……%.*s", STR_ARG(quote), (int)tail,
		claim->text->flat.at + claim->number->from);
}

static void
put_table_value(struct rules_line *line, const struct rules_claim *claim, bool is_english)
{
	const struct rules_sum *table = &claim->reading.table;

	if (claim->reading.is_money)
		rules_line_put(line, "%s", decimal_text(claim->reading.money).at);
	else
		rules_line_put(line, "%lld", (long long)table->value);
	if (table->open > 0 && !claim->reading.is_money)
		rules_line_put(line, is_english ? " (blanks left out)" : "（空格未计）");
}

static void
tell_claim(struct rules *rules, const struct rules_claim *claim)
{
	bool agrees = claim->verdict == RULES_SAME;
	struct rules_line quote = { .len = 0 };
	struct rules_line zh = { .len = 0 };
	struct rules_line en = { .len = 0 };
	int slot = rules_topic_slot(rules->report, claim->topic);
	struct report_finding *finding = rules_add(rules, rules_topic_rule(claim->topic),
		slot < 0 ? report_section_labels[claim->text->key].key : report_slot_path(slot).at);

	rules_agree(finding, agrees);
	rules_point(finding, claim->text, claim->from, claim->to);
	put_quote(&quote, claim);
	put_table_value(&zh, claim, false);
	put_table_value(&en, claim, true);
	rules_say(rules, finding, "正文“%s”与%s%s %s %s", quote.at,
		claim->topic >= TOPIC_ROW && claim->topic < TOPIC_NATURAL ? "表三" : "",
		claim->reading.has_slot
			? report_slot_words(claim->reading.slot, rules->report->form).at
			: claim->reading.zh,
		zh.at, agrees ? "一致" : "不一致");
	rules_say_en(rules, finding, "%s: the text says %s, the table %s%s",
		rules_topic_en(claim->topic), decimal_text(claim->number->value).at, en.at,
		agrees ? "; they agree" : "");
}

void
rules_tell_claims(struct rules *rules, const struct rules_claims *claims)
{
	for (size_t i = 0; i < claims->count; i++) {
		const struct rules_claim *claim = &claims->at[i];

		if (claim->verdict == RULES_SAME ||
			(claim->verdict == RULES_DIFFERENT && claim->is_sure &&
				!may_be_part(claims, claim) && !may_be_whole(rules, claims, claim)))
			tell_claim(rules, claim);
	}
}
