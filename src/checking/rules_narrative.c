/*
 * The narrative against the tables: figures whose meaning the words in front of them give, or those
 * right behind, are compared with the cells they speak of. Precision goes before completeness: what
 * may speak of another year, of one member of a roll-up or of one way in is only ever found to
 * agree. Which claims are told, and how, is in rules_claims.c; disputes and rates have files of
 * their own.
 */
#include "checking/rules_inside.h"

enum {
	NEAR = 900,     /* bytes after a claim about applications in which results speak of them */
	HEADING = 90,   /* bytes in front of a sentence that may name its subject */
	MOST_BACK = 40, /* figures of a sentence that are looked back over */
};

static bool
counts_cases(const struct rules_number *number)
{
	static const struct str units[] = { STR("件"), STR("条"), STR("项"), STR("宗"), STR("起"),
		STR("例"), STR("个"), STR("份"), STR("次"), STR("件次") };

	return rules_has_unit(number, units, COUNT_OF(units));
}

/* What stands right behind a figure: "件政府信息公开申请". */
static bool
application_follows(const struct rules_text *text, const struct rules_number *number)
{
	static const struct str words[] = { STR("政府信息公开申请"), STR("信息公开申请"),
		STR("依申请公开"), STR("公开申请"), STR("申请") };
	struct str rest = str_from(text->flat, number->to);

	if (str_starts(rest, STR("的")))
		rest = str_from(rest, 3);
	return rules_beginning(rest, words, COUNT_OF(words)) > 0;
}

/* Topics that one verb may govern: 办理行政许可3件、行政处罚2件. */
enum family { FAMILY_NONE, FAMILY_APPLICATIONS, FAMILY_DOCUMENTS, FAMILY_DECISIONS, FAMILY_BUYING };

static enum family
family_of(int topic)
{
	if (topic <= TOPIC_CARRIED_OUT)
		return FAMILY_APPLICATIONS;
	if (topic < TOPIC_DOCUMENTS_ISSUED)
		return FAMILY_NONE;
	if (topic <= TOPIC_DOCUMENTS_IN_FORCE)
		return FAMILY_DOCUMENTS;
	if (topic >= TOPIC_PERMITS && topic <= TOPIC_COERCIONS)
		return FAMILY_DECISIONS;
	return topic == TOPIC_PROCUREMENTS || topic == TOPIC_PROCUREMENT_AMOUNT ? FAMILY_BUYING
										: FAMILY_NONE;
}

/* A figure as it is read: its phrase and the words around. */
struct figure {
	const struct rules_text *text;
	const struct rules_number *number;
	struct rules_phrase phrase;
	struct str lead;      /* from the figure before it */
	struct str before;    /* the lead in front of the phrase */
	struct str sentence;  /* the whole one it stands in */
	bool has_application; /* an application stands between phrase and figure */
	bool goes_on;         /* with an agreeing figure of its family */
	size_t from;          /* where the phrase begins */
	size_t to;            /* behind the figure, or behind the phrase that follows it */
};

/* May a claim of this topic be made here, and surely enough to tell a difference? */
static bool
belongs_here(const struct figure *figure, size_t last_claim, bool *ret_sure)
{
	static const struct str applications[] = { STR("信息公开申请"), STR("依申请"),
		STR("公开申请"), STR("申请公开"), STR("申请") };
	static const struct str disclosure[] = { STR("公开") };
	static const struct str results[] = { STR("予以公开"), STR("部分公开") };
	int topic = figure->phrase.topic;
	bool in_section = figure->text->key == REPORT_S3_REQUESTS;
	bool in_sentence =
		rules_has_any(figure->sentence, applications, COUNT_OF(applications) - 1);
	bool is_near = last_claim != SIZE_MAX && figure->number->from - last_claim < NEAR;
	size_t start = (size_t)(figure->sentence.at - figure->text->flat.at);
	struct str heading = str_sub(figure->text->flat, start > HEADING ? start - HEADING : 0,
		start > HEADING ? HEADING : start);

	*ret_sure = true;
	if (topic >= TOPIC_DOCUMENTS_ISSUED)
		return true;
	if (topic <= TOPIC_HANDLED) {
		bool is_object =
			figure->has_application ||
			application_follows(figure->text, figure->number) ||
			rules_ending(figure->before, applications, COUNT_OF(applications)) > 0;

		*ret_sure = figure->goes_on ||
			    ((in_section ||
				     rules_has_any(figure->sentence, results, COUNT_OF(results))) &&
				    rules_goes_on(figure->before)) ||
			    (is_object && (in_section || str_has(heading, STR("依申请公开")) ||
						  rules_has_any(figure->sentence, disclosure,
							  COUNT_OF(disclosure))));
		return *ret_sure || in_sentence || is_object || in_section;
	}
	if (topic >= TOPIC_NATURAL) {
		*ret_sure = in_sentence || is_near;
		return *ret_sure || figure->has_application;
	}
	return in_section || in_sentence ||
	       rules_has_any(figure->sentence, applications, COUNT_OF(applications)) || is_near;
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
	if (is_zero && rules_has_any(text->flat, published, COUNT_OF(published))) {
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
	bool in_part;      /* that figure was one member's, and so are the results behind it */
	bool told_proactive;
};

/* The last claim of this text when it agrees, is of this family and stands near in front. */
static bool
follows_agreement(const struct reader *reader, const struct figure *figure, enum family family)
{
	const struct rules_claims *claims = reader->claims;

	for (size_t i = claims->count; i-- > 0 && family != FAMILY_NONE;) {
		const struct rules_claim *claim = &claims->at[i];

		if (claim->text != figure->text ||
			figure->number->from - claim->number->to > RULES_GOES_ON)
			return false;
		if (family_of(claim->topic) != family)
			continue;
		/* Applications are spoken of for long; other things are listed one by one. */
		return claim->verdict == RULES_SAME &&
		       (family == FAMILY_APPLICATIONS ||
			       (claim->is_sure && claim->number + 1 == figure->number));
	}
	return false;
}

/* What a figure without a usual phrase speaks of; false when there is nothing. */
static bool
read_odd_words(const struct reader *reader, const struct rules_figures *figures, size_t index,
	struct str stripped, struct figure *figure)
{
	static const struct str totals[] = { STR("共"), STR("总"), STR("数量"), STR("合计") };
	const struct rules_phrase *behind;
	size_t len = 0;
	int topic = rules_carries_by_year(reader->rules, stripped, &len);

	figure->phrase = (struct rules_phrase){ STR_NONE, topic, true, RULES_AS_IT_STANDS };
	figure->before = str_sub(stripped, 0, stripped.len - len);
	if (topic != TOPIC_NONE)
		return true;
	if (!rules_goes_on(stripped))
		return false;
	/* "政府信息公开申请共10件" has no verb. */
	if (figure->has_application && str_has(figure->lead, STR("公开"))) {
		figure->phrase.topic = TOPIC_RECEIVED;
		figure->phrase.is_sure = rules_has_any(figure->lead, totals, COUNT_OF(totals));
		return true;
	}
	behind = rules_find_phrase_behind(figures, index, &figure->to);
	if (!behind)
		return false;
	figure->phrase = *behind;
	figure->phrase.after = RULES_ONLY_AFTER;
	return true;
}

/* Find the phrase of a figure and the words around it; false when there is none that counts here.
 */
static bool
read_words(const struct reader *reader, const struct rules_figures *figures, size_t index,
	struct figure *ret_figure)
{
	const struct rules_phrase *phrase;
	struct figure figure = { .text = figures->text, .number = &figures->numbers[index] };
	enum family family;
	struct str stripped;
	size_t inside = 0;
	int topic;

	figure.to = figure.number->to;
	figure.lead = rules_lead(figures, index);
	stripped = rules_strip_filling(figure.lead, &figure.has_application);
	phrase = rules_find_phrase(stripped, &inside);
	if (phrase && phrase->topic != TOPIC_HANDLED && phrase->after != RULES_ONLY_AFTER) {
		figure.phrase = *phrase;
		figure.before = str_sub(stripped, 0, inside);
	} else if (!read_odd_words(reader, figures, index, stripped, &figure)) {
		if (!phrase)
			return false;
		figure.phrase = *phrase;
		figure.before = str_sub(stripped, 0, inside);
	}
	topic = figure.phrase.topic;
	if (!unit_fits(topic, figure.number))
		return false;
	figure.from = (size_t)(stripped.at - figure.text->flat.at) + figure.before.len;
	/* 不予公开类1件 counts documents of a kind, not applications. */
	if (topic > TOPIC_HANDLED && topic < TOPIC_DOCUMENTS_ISSUED &&
		str_has(str_from(stripped, figure.before.len), STR("公开类")))
		return false;
	family = topic < TOPIC_NATURAL ? FAMILY_APPLICATIONS : family_of(topic);
	figure.goes_on = rules_goes_on(figure.before) && follows_agreement(reader, &figure, family);
	if (figure.phrase.after == RULES_ONLY_AFTER && !figure.goes_on)
		return false;
	if (figure.phrase.after == RULES_SURER_AFTER && figure.goes_on)
		figure.phrase.is_sure = true;
	*ret_figure = figure;
	return true;
}

/* Was a bracket around the figure closed before `to`? */
static bool
is_bracketed(struct str flat, const struct rules_number *number, size_t to)
{
	struct str rest = str_sub(flat, number->to, to - number->to);
	size_t close = str_find(rest, STR("）"), 0);

	return close != SIZE_MAX && str_find(rest, STR("（"), 0) > close;
}

/* The claims of this text stand in their order; numbers of another text are another array. */
static bool
is_claimed(const struct rules_claims *claims, const struct rules_figures *figures,
	const struct rules_number *number)
{
	for (size_t i = claims->count;
		i-- > 0 && claims->at[i].text == figures->text && claims->at[i].number >= number;)
		if (claims->at[i].number == number)
			return claims->at[i].verdict == RULES_SAME || claims->at[i].is_sure;
	return false;
}

/* Other business that is counted in 件 or 条, whatever the words around it say. */
static bool
names_other_business(struct str words)
{
	static const struct str others[] = { STR("信箱"), STR("热线"), STR("诉求"), STR("来访"),
		STR("信访"), STR("来电"), STR("电话"), STR("建议"), STR("提案"), STR("议案"),
		STR("留言"), STR("问政"), STR("投诉"), STR("举报"), STR("咨询"), STR("工单"),
		STR("意见"), STR("征集"), STR("办事"), STR("审批"), STR("许可"), STR("处罚"),
		STR("援助"), STR("救助"), STR("低保"), STR("仲裁"), STR("复议"), STR("诉讼"),
		STR("群众来信"), STR("办件"), STR("专区"), STR("调解"), STR("补贴"), STR("线索"),
		STR("舆情"), STR("纠错"), STR("督查"), STR("督办"), STR("交办"), STR("问题"),
		STR("纠纷"), STR("发布"), STR("进驻") };

	return rules_has_any(words, others, COUNT_OF(others));
}

/* "受理工伤认定申请": applications of another kind, named between verb and 申请. */
static bool
names_other_applications(struct str lead)
{
	static const struct str verbs[] = { STR("受理"), STR("收到"), STR("接收"), STR("办理") };
	size_t to = str_find_last(lead, STR("申请"));

	for (size_t i = 0; i < COUNT_OF(verbs) && to != SIZE_MAX; i++) {
		size_t from = str_find_last(str_sub(lead, 0, to), verbs[i]);

		if (from != SIZE_MAX && from + verbs[i].len < to &&
			!str_has(str_sub(lead, from, to - from), STR("公开")))
			return true;
	}
	return false;
}

/* More than all applications of the table are no part of them; blanks tell nothing. */
static bool
is_more_than_all(const struct report *report, const struct rules_number *number)
{
	struct rules_reading readings[RULES_MOST_READINGS];
	int count = rules_readings(report, TOPIC_RECEIVED, readings);

	for (int i = 0; i < count; i++)
		if (rules_compare(number->value, &readings[i]) != RULES_DIFFERENT ||
			decimal_compare(number->value, decimal_of(readings[i].table.value)) < 0)
			return false;
	return count > 0;
}

/* Is an uncounted figure one part of the applications: named as such, 其中, or one of the parts
 * that follow a figure of applications? 市长信箱收到来信500件 is not, though it names 市. */
static bool
is_part_of_applications(
	const struct rules *rules, const struct rules_figures *figures, size_t index, bool follows)
{
	static const struct str words[] = { STR("申请"), STR("公开"), STR("其中") };
	const struct rules_number *number = &figures->numbers[index];
	struct str lead = rules_lead(figures, index);

	return (follows || rules_has_any(lead, words, COUNT_OF(words))) &&
	       rules_speaks_of_part(rules, lead, true) &&
	       !is_more_than_all(rules->report, number) && !names_other_applications(lead) &&
	       !names_other_business(lead) &&
	       !names_other_business(rules_clause(figures->text->flat, number->to));
}

/* Does something else than applications stand counted between the sentence's beginning and the
 * figure? What follows may then speak of that: 举报36件，受理32件; 征收类31件，予以公开16件. From
 * `least` to that beginning only what is surely other business counts. */
static bool
follows_others(const struct reader *reader, const struct rules_figures *figures, size_t index,
	size_t least)
{
	struct str flat = figures->text->flat;
	size_t start = rules_sentence_start(flat, figures->numbers[index].from);
	size_t first = index;
	bool follows = false; /* a figure of applications, or a part of them */

	while (first > 0 && index - first < MOST_BACK && figures->numbers[first - 1].from >= least)
		first--;
	for (size_t i = first; i < index; i++) {
		const struct rules_number *number = &figures->numbers[i];
		struct str lead = rules_lead(figures, i);

		if (is_claimed(reader->claims, figures, number)) {
			follows = number->from >= start;
			continue;
		}
		if (number->unit == RULES_PERCENT ||
			is_bracketed(flat, number, figures->numbers[index].from) ||
			rules_speaks_of_other_year(reader->rules, lead))
			continue;
		if (number->from < start) {
			if (names_other_business(lead) ||
				names_other_business(rules_clause(flat, number->to)))
				return true;
			continue;
		}
		if (!is_part_of_applications(reader->rules, figures, i, follows))
			return true;
		follows = true;
	}
	return false;
}

/* Where the last figure of applications that agrees stands, when that is in front of `start`. */
static size_t
last_agreement(const struct reader *reader, const struct figure *figure, size_t start)
{
	for (size_t i = reader->claims->count; i-- > 0;) {
		const struct rules_claim *claim = &reader->claims->at[i];

		if (claim->text != figure->text)
			break;
		if (claim->verdict == RULES_SAME && family_of(claim->topic) == FAMILY_APPLICATIONS)
			return claim->number->from < start ? claim->number->from : start;
	}
	return start;
}

/* Is a figure that differs about the whole agency and the whole year? */
static bool
speaks_of_whole(struct reader *reader, const struct rules_figures *figures, size_t index,
	const struct figure *figure, bool is_sure)
{
	static const struct str joints[] = { STR("及"), STR("和"), STR("与"), STR("或") };
	static const struct str papers[] = { STR("主动公开"), STR("公文"), STR("发文"),
		STR("公开属性"), STR("定密") };
	static const struct str own[] = { STR("全局"), STR("我") };
	struct str flat = figure->text->flat;
	int topic = figure->phrase.topic;
	bool is_result = topic > TOPIC_HANDLED && topic < TOPIC_DOCUMENTS_ISSUED;
	bool is_part = rules_speaks_of_part(reader->rules, figure->lead, is_result);
	size_t start = (size_t)(figure->sentence.at - flat.at);
	struct str before = str_sub(flat, start, figure->number->from - start);
	bool names_whole =
		rules_names_whole(figure->lead) || rules_has_any(figure->lead, own, COUNT_OF(own));
	bool is_bare = rules_goes_on(figure->before) && !figure->has_application &&
		       !application_follows(figure->text, figure->number);

	/* "本级新收63件，办结61件": bare words go on with the part. */
	if (topic <= TOPIC_HANDLED && reader->in_part && rules_goes_on(figure->before) &&
		!names_whole)
		return false;
	if (topic <= TOPIC_HANDLED && (is_sure || figure->text->key == REPORT_S3_REQUESTS))
		reader->in_part = is_part;
	if (!figure->phrase.is_sure || !is_sure || is_part)
		return false;
	if (topic < TOPIC_DOCUMENTS_ISSUED &&
		((reader->in_part && is_result && !names_whole) ||
			((is_result || figure->goes_on || is_bare) &&
				follows_others(reader, figures, index,
					figure->goes_on ? last_agreement(reader, figure, start)
							: start))))
		return false;
	/* Several results share the figure, or documents of this kind are counted. */
	if (is_result && (rules_ending(figure->before, joints, COUNT_OF(joints)) > 0 ||
				 str_has(figure->lead, STR("分别")) ||
				 rules_has_any(before, papers, COUNT_OF(papers))))
		return false;
	if (topic != TOPIC_RECEIVED && topic != TOPIC_CARRIED_IN && topic != TOPIC_CARRIED_OUT &&
		topic < TOPIC_DOCUMENTS_ISSUED && rules_speaks_of_carried(before))
		return false;
	return !rules_speaks_of_plan(reader->rules, before);
}

static struct fault *
read_figure(struct reader *reader, const struct rules_figures *figures, size_t index)
{
	const struct rules_number *number = &figures->numbers[index];
	struct figure figure;
	struct rules_claim claim;
	bool is_sure = true;
	int topic;

	if (reader->claims->count >= RULES_MOST_CLAIMS || number->is_about ||
		number->unit == RULES_PERCENT || !read_words(reader, figures, index, &figure))
		return NULL;
	topic = figure.phrase.topic;
	if (topic != TOPIC_CARRIED_IN && topic != TOPIC_CARRIED_OUT &&
		rules_speaks_of_other_year(reader->rules, figure.lead))
		return NULL;
	if (topic == TOPIC_PROACTIVE) {
		if (!str_ends(figure.before, STR("应")))
			tell_proactive(reader->rules, figures->text, number, figure.from,
				&reader->told_proactive);
		return NULL;
	}
	figure.sentence = rules_sentence(figures->text->flat, number->from);
	if (!belongs_here(&figure, reader->last_claim, &is_sure))
		return NULL;
	claim = (struct rules_claim){
		.topic = topic,
		.goes_on = figure.goes_on,
		.text = figures->text,
		.number = number,
		.from = figure.from,
		.to = figure.to,
	};
	compare_claim(reader->rules->report, &claim);
	if (claim.verdict == RULES_SAME) {
		claim.is_sure = figure.phrase.is_sure && is_sure;
		if (topic <= TOPIC_HANDLED)
			reader->in_part = false;
	} else {
		claim.is_sure = speaks_of_whole(reader, figures, index, &figure, is_sure);
	}
	if (topic < TOPIC_DOCUMENTS_ISSUED && (is_sure || claim.verdict == RULES_SAME))
		reader->last_claim = number->to;
	GROW(reader->rules->arena, reader->claims->at, reader->claims->count, reader->claims->room);
	reader->claims->at[reader->claims->count++] = claim;
	return NULL;
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
		reader.in_part = false;
		/* The notes before section one speak of laws and addresses, not of figures. */
		for (size_t at = 0; at < figures.count && figures.text->key != REPORT_S0_PREFACE;
			at++)
			TRY(read_figure(&reader, &figures, at));
		rules_check_disputes(rules, figures.text);
		rules_check_dispute_counts(rules, &figures);
		rules_check_rates(rules, &figures);
		rules_check_parts(rules, &figures);
		rules_check_outcome(rules, &claims, figures.text);
		rules_check_plain_words(rules, figures.text);
	}
	rules_tell_claims(rules, &claims);
	return NULL;
}
