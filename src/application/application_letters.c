/*
 * From a case to its letters: the facts it knows, and the letter that goes out with an act,
 * drafted, signed and numbered in the act's own transaction. The words are letter/'s.
 */
#include <string.h>

#include "application/application_doing.h"
#include "application/application_statements.h"
#include "base/random.h"
#include "fee/fee_rules.h"

enum { MOST = 48 };

struct facts {
	struct letter_fact *items;
	size_t count;
};

static void
put(struct facts *facts, const char *name, struct str text)
{
	if (text.len && facts->count < MOST)
		facts->items[facts->count++] = (struct letter_fact){ name, text };
}

static struct fault *
put_day(struct arena *arena, struct facts *facts, const char *name, struct day day)
{
	struct str text;

	if (day_is_none(day))
		return NULL;
	TRY(str_copy(arena, str_of(day_text(day).at), &text));
	put(facts, name, text);
	return NULL;
}

static struct fault *
put_case(struct arena *arena, const struct application *one, struct facts *facts)
{
	const struct application_word *channel =
		application_word_of(application_channel_words, one->channel);
	struct str number;

	TRY(str_copy(arena, str_of(application_number_text(one->year, one->number).at), &number));
	put(facts, "request_number", number);
	put(facts, "request_summary", one->description.len ? one->description : one->title);
	put(facts, "channel", str_of(channel ? channel->zh : ""));
	TRY(put_day(arena, facts, "received_on", one->received_on));
	TRY(put_day(arena, facts, "reply_due", one->due_on));
	put(facts, "handler", one->officer_name);
	return NULL;
}

static struct fault *
put_applicant(const struct seal_keys *keys, struct arena *arena, const struct application *one,
	struct facts *facts)
{
	struct application_applicant who;

	if (!one->sealed.len)
		return NULL;
	TRY(application_open_applicant(keys, arena, one, &who));
	put(facts, "applicant_name", who.name);
	put(facts, "applicant_contact",
		who.address.len ? who.address
		: who.phone.len ? who.phone
				: who.mail);
	return NULL;
}

/* What the act at hand adds; its words mean something else in each letter. */
static struct fault *
put_given(struct arena *arena, const struct application_doing *given, struct facts *facts)
{
	struct str says = str_trim(given->says);
	struct str number;

	switch (given->act) {
	case APPLICATION_ASK_CORRECTION:
		put(facts, "unclear_points", says);
		put(facts, "correction_points", says);
		return put_day(arena, facts, "correction_due", given->until);
	case APPLICATION_CONSULT_PARTY:
		put(facts, "third_party_name", str_trim(given->party_name));
		put(facts, "consult_points", says);
		return NULL;
	case APPLICATION_CONSULT_AGENCY:
		put(facts, "other_agency_name", str_trim(given->party_name));
		put(facts, "consult_points", says);
		return NULL;
	case APPLICATION_TELL_PARTY:
		put(facts, "third_party_name", str_trim(given->party_name));
		put(facts, "decision", says);
		put(facts, "reasons", says);
		return NULL;
	case APPLICATION_EXTEND:
		TRY(str_print(arena, &number, "%d", given->days));
		put(facts, "extension_days", number);
		put(facts, "reasons", says);
		return put_day(arena, facts, "new_due", given->until);
	case APPLICATION_ASK_REASON:
		put(facts, "abnormal_facts", says);
		put(facts, "reason_points", says);
		return put_day(arena, facts, "reason_due", given->until);
	case APPLICATION_DELAY:
		put(facts, "reasons", says);
		return put_day(arena, facts, "new_due", given->until);
	default:
		return NULL;
	}
}

/* What the party said that is told of the decision, or why it said nothing.
 * Law: 条例 art. 32. */
static struct fault *
put_opinion(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct application *one, int64_t party_id, struct facts *facts)
{
	static const char *const words[] = { [APPLICATION_AGREES] = "同意公开",
		[APPLICATION_PARTLY] = "部分同意公开",
		[APPLICATION_DISAGREES] = "不同意公开" };
	static const char *const silences[] = { [APPLICATION_SILENT] =
							"您（单位）未在规定期限内提出意见",
		[APPLICATION_UNDELIVERED] = "意见征询书未能送达您（单位）",
		[APPLICATION_CALLED_OFF] = "该意见征询书已由本机关撤回" };
	struct application_parties parties;
	struct str text;

	TRY(application_load_parties(db, keys, arena, one->id, &parties));
	for (size_t i = 0; i < parties.count; i++) {
		const struct application_party *party = &parties.items[i];

		if (party->id != party_id || party->answer == APPLICATION_NO_ANSWER)
			continue;
		if (party->answer >= APPLICATION_SILENT) {
			put(facts, "third_party_silence", str_of(silences[party->answer]));
			continue;
		}
		TRY(str_print(arena, &text, "%s%s%.*s", words[party->answer],
			party->says.len ? "，" : "", STR_ARG(party->says)));
		put(facts, "third_party_opinion", text);
	}
	return NULL;
}

/* GB/T 9704 7.3.5: 成文日期 is the day on which who answers for the letter signed it. A letter that
 * is entered afterwards bears that day, which the officer states with a reason, and its note says
 * when it was entered: so the paper, the clock and the register agree, and nothing is hidden.
 */
static struct fault *
put_late_entry(struct arena *arena, struct day day, struct day today, struct facts *facts)
{
	struct str words;
	struct str note;

	if (day_is_none(day) || day.number >= today.number)
		return NULL;
	TRY(letter_day_words(arena, today, &words));
	TRY(str_print(arena, &note, "本件为补录，录入日期：%.*s", STR_ARG(words)));
	put(facts, "note", note);
	return NULL;
}

/* The fee that the act stored; in a preview, the one it would store. */
static struct fault *
put_fee(struct db *db, struct arena *arena, const struct application *one,
	const struct application_doing *given, struct facts *facts)
{
	struct application_fees fees;
	struct application_fee made;
	const struct application_fee *fee = &made;
	struct str text;

	TRY(application_load_fees(db, arena, one->id, &fees));
	if (fees.count && fees.items[fees.count - 1].state != APPLICATION_FEE_WAIVED)
		fee = &fees.items[fees.count - 1];
	else
		TRY(application_make_fee(db, arena, one, given,
			day_is_none(given->day) ? day_today() : given->day, &made));
	put(facts, "fee_standard",
		fee->is_by_page
			? STR("按量计收（国办函〔2020〕109号）：每件申请30页以内不收，31至100页"
			      "每页10元，101至200页每页20元，201页以上每页40元")
			: STR("按件计收（国办函〔2020〕109号）：同一申请人一个自然月内累计第11"
			      "件至第30件每件100元，第31件起以10件为一档逐档提高100元"));
	TRY(str_print(arena, &text, fee->is_by_page ? "%lld 页" : "本月第 %lld 件申请",
		(long long)fee->quantity));
	put(facts, "fee_count", text);
	TRY(str_copy(arena, str_of(fee_yuan_text(fee->fen).at), &text));
	put(facts, "fee_amount", text);
	put(facts, "fee_way", fee->says);
	return put_day(arena, facts, "fee_due", fee->due_on);
}

static struct fault *
put_decision(struct db *db, struct arena *arena, const struct application *one, struct facts *facts)
{
	struct application_decision decision;
	struct str articles = STR("");

	TRY(application_load_decision(db, arena, one->id, &decision));
	if (!decision.id || !day_is_none(decision.signed_on))
		return NULL;
	for (size_t i = 0; i < decision.fact_count; i++) {
		char *name;

		TAKE(arena, name, decision.facts[i].name.len + 1);
		memcpy(name, decision.facts[i].name.at, decision.facts[i].name.len);
		if (letter_field_find(str_of(name)))
			put(facts, name, decision.facts[i].text);
	}
	for (size_t i = 0; i < decision.exemption_count; i++) {
		const struct application_exemption *exemption =
			application_exemption_find(decision.exemptions[i]);
		struct str words;

		if (!exemption)
			continue;
		TRY(str_print(arena, &words, "《中华人民共和国政府信息公开条例》%s（%s）",
			exemption->article, exemption->zh));
		TRY(str_join(
			arena, articles, articles.len ? STR("、") : STR(""), words, &articles));
	}
	put(facts, "exemptions", articles);
	return NULL;
}

struct fault *
application_letter_facts(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct application *application, const struct application_doing *doing,
	struct day today, struct letter_fact **ret_facts, size_t *ret_count)
{
	struct facts facts = { 0 };

	TAKE(arena, facts.items, MOST);
	if (doing)
		TRY(put_given(arena, doing, &facts));
	else
		TRY(put_decision(db, arena, application, &facts));
	TRY(put_case(arena, application, &facts));
	TRY(put_applicant(keys, arena, application, &facts));
	if (doing)
		TRY(put_late_entry(arena, doing->day, today, &facts));
	if (doing && doing->act == APPLICATION_TELL_PARTY)
		TRY(put_opinion(db, keys, arena, application, doing->which_id, &facts));
	if (doing && doing->act == APPLICATION_NOTIFY_FEE)
		TRY(put_fee(db, arena, application, doing, &facts));
	*ret_facts = facts.items;
	*ret_count = facts.count;
	return NULL;
}

/* --- with an act --- */

/* Who was asked stands in the party that the act just made, or that it names. */
static struct fault *
party_of(struct db *db, struct application_deed *deed, struct application_party *ret_party)
{
	struct application_parties parties;

	TRY(application_load_parties(
		db, deed->hands->keys, deed->arena, deed->application.id, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].id == deed->event.value) {
			*ret_party = parties.items[i];
			return NULL;
		}
	return fault_absent("application_party", deed->event.value);
}

/* A part of a split application learns which one it comes of, and its own query code: the letter is
 * the one paper that reaches the applicant and nobody else, sealed here and opened by number and
 * code there. A code that was given meanwhile stays. */
static struct fault *
put_part(struct db *db, struct application_deed *deed, struct letter_facts *facts)
{
	const struct application *one = &deed->application;
	struct letter_fact *items;
	struct application_code code;
	struct application whole;
	struct random_name name = random_name();
	int64_t id;

	if (deed->rule->act != APPLICATION_REGISTER || !one->parent_id)
		return NULL;
	TAKE(deed->arena, items, facts->count + 2);
	memcpy(items, facts->items, facts->count * sizeof *items);
	TRY(application_load(db, deed->arena, one->parent_id, &whole));
	items[facts->count].name = "split_from";
	TRY(str_copy(deed->arena, str_of(application_number_text(whole.year, whole.number).at),
		&items[facts->count++].text));
	facts->items = items;
	TRY(db_ask_number(db, &application_has_query_sql, VALUES(VALUE(one->id)), &id));
	if (id)
		return NULL;
	application_code_make(name.at, &code);
	TRY(application_save_code(db, deed->hands->keys, deed->arena, one, &code));
	items[facts->count].name = "query_code";
	return str_copy(deed->arena, str_of(code.at), &items[facts->count++].text);
}

/* The due day that an extension leads to is known before it is stored. */
static struct fault *
due_with(struct db *db, struct application_deed *deed, struct day *ret_due)
{
	struct application_events events;
	struct clock_proof proof;
	bool has_clock;

	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].id == deed->replaces)
			events.items[i].voided_by = -1;
	deed->event.day = deed->day;
	TRY(application_events_with(deed->arena, &events, &deed->event, &events));
	TRY(application_prove(db, deed->arena, &deed->application, &events, deed->hands->today,
		&has_clock, &proof));
	*ret_due = has_clock ? proof.answer.due : DAY_NONE;
	return NULL;
}

struct fault *
application_put_letter(struct db *db, struct application_deed *deed)
{
	/* It bears the day on which the act was done, so that paper and clock say the same. */
	struct letter_doer doer = { deed->hands->keys, deed->hands->actor, deed->hands->now,
		deed->day };
	struct application_doing given = *deed->given;
	struct letter_draft draft = { .agency_id = deed->application.agency_id,
		.kind = letter_kind_find(str_of(deed->rule->letter)),
		.subject = STR("application"),
		.subject_id = deed->application.id };
	struct application_party party = { 0 };
	struct letter_fact *facts;
	struct letter_row row;
	int64_t id;

	given.day = deed->day;
	if (deed->rule->act == APPLICATION_CONSULT_PARTY ||
		deed->rule->act == APPLICATION_CONSULT_AGENCY ||
		deed->rule->act == APPLICATION_TELL_PARTY) {
		TRY(party_of(db, deed, &party));
		given.party_name = party.name;
	}
	if (deed->rule->act == APPLICATION_EXTEND)
		TRY(due_with(db, deed, &given.until));
	TRY(application_letter_facts(db, deed->hands->keys, deed->arena, &deed->application, &given,
		deed->hands->today, &facts, &draft.facts.count));
	draft.facts.items = facts;
	TRY(put_part(db, deed, &draft.facts));
	TRY(letter_save_draft(db, &doer, &draft, &id));
	TRY(letter_load(db, deed->arena, id, &row));
	TRY(letter_sign(db, &doer, &(struct letter_step){ .id = id, .version = row.version }));
	deed->event.letter_id = id;
	deed->done.letter_id = id;
	if (!party.id || deed->rule->act == APPLICATION_TELL_PARTY)
		return NULL;
	party.letter_id = id;
	return application_put_party_letter(db, deed->hands->keys, deed->arena, &party);
}
