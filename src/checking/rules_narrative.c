/*
 * The narrative against the tables: figures whose meaning the words in front of them give are
 * compared with the cells they speak of; agreement is told as well as difference. Precision goes
 * before completeness: what may speak of another year, of one member of a roll-up or of one way in
 * is only ever found to agree. Disputes and rates have files of their own.
 */
#include "base/utf8.h"
#include "checking/rules_inside.h"

enum {
	NEAR = 900, /* bytes after a claim about applications in which results speak of them */
	MOST_QUOTE = 150, /* bytes of the text that a finding repeats */
};

static bool
has_any(struct str text, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_has(text, words[i]))
			return true;
	return false;
}

static bool
counts_cases(const struct rules_number *number)
{
	static const char *const units[] = { "件", "条", "项", "宗", "起", "例", "个", "份", "次",
		"件次" };

	for (size_t i = 0; number->unit == RULES_PIECES && i < COUNT_OF(units); i++)
		if (str_equal(number->unit_word, str_of(units[i])))
			return true;
	return false;
}

static struct str
sentence_of(const struct rules_text *text, size_t at)
{
	size_t from = rules_sentence_start(text->flat, at);

	return str_sub(text->flat, from, rules_sentence_end(text->flat, at) - from);
}

/* What stands right behind a figure: "件政府信息公开申请". */
static bool
application_follows(const struct rules_text *text, const struct rules_number *number)
{
	static const char *const words[] = { "政府信息公开申请", "信息公开申请", "依申请公开",
		"公开申请", "申请" };
	struct str rest = str_from(text->flat, number->to);

	if (str_starts(rest, STR("的")))
		rest = str_from(rest, 3);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_starts(rest, str_of(words[i])))
			return true;
	return false;
}

/* May a claim of this topic be made here, and surely enough to tell a difference? */
static bool
belongs_here(const struct rules_text *text, const struct rules_number *number, int topic,
	bool has_application, struct str before, size_t last_claim, bool *ret_sure)
{
	static const struct str applications[] = { STR("信息公开申请"), STR("依申请"),
		STR("公开申请"), STR("申请公开"), STR("申请") };
	static const struct str disclosure[] = { STR("公开") };
	struct str sentence = sentence_of(text, number->from);
	bool in_section = text->key == REPORT_S3_REQUESTS;
	bool in_sentence = has_any(sentence, applications, COUNT_OF(applications) - 1);

	*ret_sure = true;
	if (topic >= TOPIC_DOCUMENTS_ISSUED)
		return true;
	if (topic <= TOPIC_HANDLED) {
		bool is_object = has_application || application_follows(text, number) ||
				 rules_ending(before, applications, COUNT_OF(applications)) > 0;

		*ret_sure = is_object &&
			    (in_section || has_any(sentence, disclosure, COUNT_OF(disclosure)));
		return *ret_sure || in_sentence;
	}
	if (topic >= TOPIC_NATURAL)
		return in_sentence || (last_claim != SIZE_MAX && number->from - last_claim < NEAR);
	return in_section || in_sentence ||
	       has_any(sentence, applications, COUNT_OF(applications)) ||
	       (last_claim != SIZE_MAX && number->from - last_claim < NEAR);
}

/* Compare one figure with each way to understand its topic; the first that agrees wins. */
static void
compare_claim(const struct report *report, struct rules_claim *claim)
{
	struct rules_reading readings[RULES_MOST_READINGS];
	int count = rules_readings(report, claim->topic, readings);

	claim->verdict = RULES_UNKNOWN;
	for (int i = 0; i < count; i++) {
		enum rules_verdict verdict = rules_compare(claim->number->value, &readings[i]);

		if (i == 0 || verdict == RULES_SAME) {
			claim->verdict = verdict;
			claim->reading = readings[i];
		} else if (verdict == RULES_UNKNOWN && claim->verdict == RULES_DIFFERENT) {
			/* Another reading has blanks: nothing can be told. */
			claim->verdict = RULES_UNKNOWN;
		}
		if (verdict == RULES_SAME)
			return;
	}
}

static bool
unit_fits(int topic, const struct rules_number *number)
{
	if (topic == TOPIC_PROCUREMENT_AMOUNT || topic == TOPIC_FEES)
		return number->unit == RULES_WAN_YUAN;
	return counts_cases(number);
}

/* 主动公开 N 条 stands in no table; it is only pointed out, except "0" beside words that say
 * otherwise. */
static void
tell_proactive(struct rules *rules, const struct rules_text *text,
	const struct rules_number *number, size_t from, bool *told)
{
	static const struct str published[] = { STR("发布了"), STR("公开了"), STR("全面发布"),
		STR("及时发布"), STR("发布政府信息"), STR("发布各类") };
	struct report_finding *finding;
	bool is_zero = number->value.units == 0;

	if (*told && !is_zero)
		return;
	finding = rules_add(rules, RULE_TXT_N4, report_section_labels[text->key].key);
	rules_point(finding, text, from, number->to);
	if (is_zero && has_any(text->flat, published, COUNT_OF(published))) {
		rules_say(rules, finding, "正文称“%.*s”，同一部分又说发布、公开了信息，前后矛盾",
			(int)(number->to - from), text->flat.at + from);
		rules_say_en(rules, finding,
			"the text says that nothing was published proactively, and in the same "
			"section that information was published");
		return;
	}
	finding->level = REPORT_NOTE;
	*told = true;
	rules_say(rules, finding, "正文称“%.*s”；这个数不填入表格，请按统一口径核对",
		(int)(number->to - from), text->flat.at + from);
	rules_say_en(rules, finding,
		"%s pieces published proactively; this figure stands in no table",
		decimal_text(number->value).at);
}

struct reader {
	struct rules *rules;
	struct rules_claims *claims;
	size_t last_claim; /* end of the last figure about applications; SIZE_MAX when none */
	bool told_proactive;
};

static struct fault *
read_figure(struct reader *reader, const struct rules_figures *figures, size_t index)
{
	const struct rules_number *number = &figures->numbers[index];
	const struct rules_text *text = figures->text;
	const struct rules_phrase *phrase;
	struct rules_claim *claim;
	struct str stripped;
	struct str lead;
	bool has_application = false;
	bool is_sure = true;
	bool is_result;
	size_t inside = 0;
	size_t from;

	if (reader->claims->count >= RULES_MOST_CLAIMS || number->is_about ||
		number->unit == RULES_PERCENT)
		return NULL;
	lead = rules_lead(figures, index);
	stripped = rules_strip_filling(lead, &has_application);
	phrase = rules_find_phrase(stripped, &inside);
	if (!phrase || !unit_fits(phrase->topic, number))
		return NULL;
	is_result = phrase->topic > TOPIC_HANDLED && phrase->topic < TOPIC_DOCUMENTS_ISSUED;
	from = (size_t)(stripped.at - text->flat.at) + inside;
	if (phrase->topic != TOPIC_CARRIED_IN && phrase->topic != TOPIC_CARRIED_OUT &&
		rules_speaks_of_other_year(reader->rules, lead))
		return NULL;
	if (phrase->topic == TOPIC_PROACTIVE && str_ends(str_sub(stripped, 0, inside), STR("应")))
		return NULL;
	/* 不予公开类1件 counts documents of a kind, not applications. */
	if (is_result && str_has(str_from(stripped, inside), STR("公开类")))
		return NULL;
	if (phrase->topic == TOPIC_PROACTIVE) {
		tell_proactive(reader->rules, text, number, from, &reader->told_proactive);
		return NULL;
	}
	if (!belongs_here(text, number, phrase->topic, has_application,
		    str_sub(stripped, 0, inside), reader->last_claim, &is_sure))
		return NULL;
	if (phrase->topic < TOPIC_DOCUMENTS_ISSUED)
		reader->last_claim = number->to;
	GROW(reader->rules->arena, reader->claims->at, reader->claims->count, reader->claims->room);
	claim = &reader->claims->at[reader->claims->count++];
	*claim = (struct rules_claim){
		.topic = phrase->topic,
		.is_sure = phrase->is_sure && is_sure &&
			   !rules_speaks_of_part(reader->rules, lead, is_result),
		.text = text,
		.number = number,
		.from = from,
	};
	compare_claim(reader->rules->report, claim);
	return NULL;
}

/* --- telling --- */

/* Receiving and handling are one matter when parts are looked for. */
static bool
same_matter(int a, int b)
{
	return a == b || (a <= TOPIC_HANDLED && b <= TOPIC_HANDLED);
}

/* A different figure that may be a part: smaller than one of the same matter that agrees, or one of
 * several that add up to the table's. */
static bool
may_be_part(const struct rules_claims *claims, const struct rules_claim *claim)
{
	int64_t sum = 0;
	int count = 0;

	for (size_t i = 0; i < claims->count; i++) {
		const struct rules_claim *other = &claims->at[i];

		if (!same_matter(other->topic, claim->topic))
			continue;
		if (other->verdict == RULES_SAME &&
			decimal_compare(claim->number->value, other->number->value) < 0)
			return true;
		if (other->topic == claim->topic && other->verdict == RULES_DIFFERENT &&
			!claim->reading.is_money) {
			sum += other->number->value.units;
			count++;
		}
	}
	return count > 1 && sum == claim->reading.table.value;
}

/* A different figure of many agencies together, in a sentence whose other one agrees:
 * 全县各级行政机关共收到1734件，我单位收到10件. */
static bool
may_be_whole(const struct rules_claims *claims, const struct rules_claim *claim)
{
	static const struct str many[] = { STR("全省"), STR("全市"), STR("全县"), STR("全区"),
		STR("全州"), STR("全盟"), STR("各级"), STR("全系统") };
	size_t start = rules_sentence_start(claim->text->flat, claim->number->from);
	size_t end = rules_sentence_end(claim->text->flat, claim->number->from);

	if (!has_any(str_sub(claim->text->flat, start, claim->number->from - start), many,
		    COUNT_OF(many)))
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
	struct str quote = str_sub(claim->text->flat, claim->from, claim->number->to - claim->from);
	size_t tail = claim->number->to - claim->number->from;

	if (quote.len <= MOST_QUOTE) {
		rules_line_put(line, "%.*s", STR_ARG(quote));
		return;
	}
	quote.len = MOST_QUOTE - 60;
	while (quote.len > 0 && ((unsigned char)quote.at[quote.len] & 0xC0) == 0x80)
		quote.len--;
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

	if (agrees) {
		finding->level = REPORT_AGREES;
		finding->mend = STR_NONE;
	}
	rules_point(finding, claim->text, claim->from, claim->number->to);
	put_quote(&quote, claim);
	put_table_value(&zh, claim, false);
	put_table_value(&en, claim, true);
	rules_say(rules, finding, "正文“%s”与%s %s %s", quote.at,
		claim->reading.has_slot
			? report_slot_words(claim->reading.slot, rules->report->form).at
			: claim->reading.zh,
		zh.at, agrees ? "一致" : "不一致");
	rules_say_en(rules, finding, "%s: the text says %s, the table %s%s",
		rules_topic_en(claim->topic), decimal_text(claim->number->value).at, en.at,
		agrees ? "; they agree" : "");
}

static void
tell_claims(struct rules *rules, const struct rules_claims *claims)
{
	for (size_t i = 0; i < claims->count; i++) {
		const struct rules_claim *claim = &claims->at[i];

		if (claim->verdict == RULES_SAME ||
			(claim->verdict == RULES_DIFFERENT && claim->is_sure &&
				!may_be_part(claims, claim) && !may_be_whole(claims, claim)))
			tell_claim(rules, claim);
	}
}

struct fault *
rules_check_text(struct rules *rules)
{
	struct rules_claims claims = { 0 };
	struct reader reader = { .rules = rules, .claims = &claims };

	for (size_t i = 0; i < rules->text_count; i++) {
		struct rules_figures figures = { .text = &rules->texts[i] };

		TRY(rules_numbers(rules->arena, figures.text, &figures.numbers, &figures.count));
		reader.last_claim = SIZE_MAX;
		/* The notes before section one speak of laws and addresses, not of figures. */
		for (size_t at = 0; at < figures.count && figures.text->key != REPORT_S0_PREFACE;
			at++)
			TRY(read_figure(&reader, &figures, at));
		rules_check_disputes(rules, &figures);
		rules_check_rates(rules, &figures);
		rules_check_parts(rules, &figures);
		rules_check_outcome(rules, &claims, figures.text);
		rules_check_plain_words(rules, figures.text);
	}
	tell_claims(rules, &claims);
	return NULL;
}
