/*
 * The draft of a reply: what was decided and the facts of its letter, saved together, and what both
 * still lack. Signing it is application_reply_effects.c.
 */
#include <string.h>

#include "application/application_doing.h"

enum { MOST_LACKS = 40 };

/* --- what is there --- */

static bool
says(const struct application_decision *decision, const char *name)
{
	return str_trim(application_decision_fact(decision, name)).len > 0;
}

static unsigned
said(const struct application_decision *decision)
{
	static const struct {
		unsigned bit;
		const char *facts[2]; /* all of them, or either for the channel and the files */
		bool is_either;
	} rules[] = { { APPLICATION_SAYS_WAY, { "public_address" }, false },
		{ APPLICATION_SAYS_FILES, { "disclosed", "provide_way" }, true },
		{ APPLICATION_SAYS_REASON, { "reasons", "correction_result" }, true },
		{ APPLICATION_SAYS_SEARCH, { "search_scope" }, false },
		{ APPLICATION_SAYS_AGENCY, { "right_agency", "correction_result" }, true },
		{ APPLICATION_SAYS_EARLIER, { "previous_number", "previous_date" }, false },
		{ APPLICATION_SAYS_SPECIAL, { "special_law" }, false },
		{ APPLICATION_SAYS_CHANNEL, { "petition_way", "publication_source" }, true },
		{ APPLICATION_SAYS_REDACTION, { "redactions" }, false },
		{ APPLICATION_SAYS_LAPSE, { "lapse" }, false } };
	unsigned bits = decision->exemption_count ? APPLICATION_SAYS_EXEMPTION : 0;

	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		bool first = says(decision, rules[i].facts[0]);
		bool second = rules[i].facts[1] && says(decision, rules[i].facts[1]);

		if (rules[i].is_either ? first || second : first && (second || !rules[i].facts[1]))
			bits |= rules[i].bit;
	}
	return bits;
}

static struct application_stated
stated_of(enum application_kind kind, const struct application_decision *decision)
{
	return (struct application_stated){ kind, decision->reply, decision->exemptions,
		decision->exemption_count, said(decision) };
}

struct fault *
application_check_draft(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct application *application, struct day today,
	struct application_lack **ret_lacks, size_t *ret_count)
{
	struct letter_findings findings = { 0 };
	struct application_decision decision;
	struct application_stated stated;
	struct application_lack *found;
	struct application_lack *lacks;
	struct letter letter;
	size_t count;

	TRY(application_load_decision(db, arena, application->id, &decision));
	stated = stated_of(application->kind, &decision);
	TRY(application_reply_check(arena, &stated, &found, &count));
	TAKE(arena, lacks, MOST_LACKS);
	memcpy(lacks, found, count * sizeof *found);
	if (decision.letter_id)
		TRY(letter_load_filled(
			db, keys, arena, decision.letter_id, today, &letter, &findings));
	for (size_t i = 0; i < findings.count && count < MOST_LACKS; i++)
		if (findings.items[i].level == LETTER_ERROR)
			lacks[count++] = (struct application_lack){ 0, findings.items[i].zh.at,
				findings.items[i].en.at, "文书必备内容" };
	*ret_lacks = lacks;
	*ret_count = count;
	return NULL;
}

/* --- saving --- */

struct drafting {
	const struct application_hands *hands;
	struct arena *arena;
	const struct application_draft *draft;
	struct application application;
};

static struct fault *
check(struct db *db, struct drafting *drafting)
{
	const struct application_act_rule *rule = application_act_rule(APPLICATION_DRAFT);
	struct application_act_facts facts;

	TRY(application_load(db, drafting->arena, drafting->draft->id, &drafting->application));
	TRY(account_must(drafting->hands->person, rule->roles, drafting->application.path));
	TRY(application_act_facts(
		db, drafting->arena, &drafting->application, drafting->hands->today, &facts));
	TRY(application_act_check(rule, &facts, DAY_NONE));
	if (!application_reply_rule(drafting->draft->reply))
		return application_lacks("请选择答复类型。", "Choose the kind of reply.");
	for (size_t i = 0; i < drafting->draft->exemption_count; i++)
		if (!application_exemption_find(drafting->draft->exemptions[i]))
			return application_lacks(
				"不予公开的情形不在法定之列。", "No such exemption.");
	return NULL;
}

/* The letter is filled with what was just saved. */
static struct fault *
save_letter(struct db *db, struct drafting *drafting, struct application_decision *decision)
{
	const struct application_reply_rule *rule = application_reply_rule(decision->reply);
	struct letter_doer doer = { drafting->hands->keys, drafting->hands->actor,
		drafting->hands->now, drafting->hands->today };
	struct letter_draft letter = { .id = decision->letter_id,
		.agency_id = drafting->application.agency_id,
		.kind = letter_kind_find(str_of(rule->letter)),
		.subject = STR("application"),
		.subject_id = drafting->application.id,
		.is_online = drafting->draft->is_online };
	struct letter_fact *facts;
	struct letter_row row;
	int64_t id;

	if (letter.id) {
		TRY(letter_load(db, drafting->arena, letter.id, &row));
		letter.version = row.version;
	}
	/* A letter stays of its kind: another reply goes out as another letter. */
	if (letter.id && row.kind != letter.kind) {
		TRY(letter_void(db, &doer,
			&(struct letter_step){
				letter.id, row.version, STR("改用其他种类的答复") }));
		letter.id = 0;
		letter.version = 0;
	}
	TRY(application_letter_facts(db, drafting->hands->keys, drafting->arena,
		&drafting->application, NULL, drafting->hands->today, &facts, &letter.facts.count));
	letter.facts.items = facts;
	TRY(letter_save_draft(db, &doer, &letter, &id));
	if (id == decision->letter_id)
		return NULL;
	decision->letter_id = id;
	return application_save_decision(
		db, drafting->application.id, decision, drafting->hands->now);
}

static struct fault *
save(struct db *db, void *arg)
{
	struct drafting *drafting = arg;
	const struct application_draft *draft = drafting->draft;
	struct application_decision decision;
	struct application_stated stated;
	bool is_new;

	TRY(check(db, drafting));
	TRY(application_load_decision(db, drafting->arena, draft->id, &decision));
	is_new = !decision.id || !day_is_none(decision.signed_on);
	if ((is_new ? 0 : decision.version) != draft->version)
		return application_stale();
	if (is_new)
		decision = (struct application_decision){ .signed_on = DAY_NONE };
	decision.reply = draft->reply;
	decision.drafted_by = drafting->hands->person->id;
	decision.exemption_count = draft->exemption_count;
	TAKE(drafting->arena, decision.exemptions, draft->exemption_count + 1);
	TAKE(drafting->arena, decision.facts, draft->fact_count + 1);
	for (size_t i = 0; i < draft->exemption_count; i++)
		decision.exemptions[i] = draft->exemptions[i];
	decision.fact_count = draft->fact_count;
	for (size_t i = 0; i < draft->fact_count; i++)
		decision.facts[i] = draft->facts[i];
	stated = stated_of(drafting->application.kind, &decision);
	decision.outcome = application_reply_outcome(&stated);
	TRY(application_save_decision(db, draft->id, &decision, drafting->hands->now));
	TRY(save_letter(db, drafting, &decision));
	return audit_write(db, drafting->hands->actor,
		&(struct audit_deed){ "application.drafted", "application", draft->id,
			drafting->application.agency_id, STR(""), STR("") });
}

struct fault *
application_save_draft(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_draft *draft)
{
	struct drafting drafting = { .hands = hands, .arena = arena, .draft = draft };

	return db_work(db, save, &drafting);
}
