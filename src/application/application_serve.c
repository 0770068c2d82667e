/*
 * Whom a letter of a case goes to, and the proof of its service (送达回证, W24): a letter of its
 * own with a number of the register, to be signed on paper. Deliveries themselves are letter/'s.
 */
#include "application/application_doing.h"

/* --- whom it goes to --- */

/* The party that was asked with the letter, or was told by it. */
static struct fault *
find_party(struct db *db, const struct seal_keys *keys, struct arena *arena, int64_t id,
	int64_t letter_id, struct application_addressee *ret_to)
{
	struct application_parties parties;
	struct application_events events;
	int64_t told = 0;

	TRY(application_load_parties(db, keys, arena, id, &parties));
	TRY(application_load_events(db, arena, id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].letter_id == letter_id &&
			events.items[i].act == APPLICATION_TELL_PARTY)
			told = events.items[i].value;
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].letter_id == letter_id || parties.items[i].id == told)
			*ret_to = (struct application_addressee){ parties.items[i].name,
				parties.items[i].reach, STR("") };
	return NULL;
}

struct fault *
application_find_addressee(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct application *application, const struct letter_row *row,
	struct application_addressee *ret_to)
{
	struct application_applicant who;

	*ret_to = (struct application_addressee){ STR(""), STR(""), STR("") };
	if (letter_types[row->kind].to != LETTER_TO_APPLICANT)
		return find_party(db, keys, arena, application->id, row->id, ret_to);
	TRY(application_open_applicant(keys, arena, application, &who));
	*ret_to = (struct application_addressee){ who.name, who.address, who.postcode };
	return NULL;
}

/* --- the proof --- */

/* By this its letter is found again; it stands in lists, so it names nobody. */
static struct fault *
title_of(struct arena *arena, const struct letter_row *served, struct str *ret_title)
{
	return str_print(arena, ret_title, "送达回证（%.*s）", STR_ARG(served->number));
}

struct fault *
application_find_proof(struct db *db, struct arena *arena, const struct letter_row *served,
	struct letter_row *ret_proof)
{
	struct letter_list list;
	struct str title;

	*ret_proof = (struct letter_row){ 0 };
	if (!served->number.len)
		return NULL;
	TRY(title_of(arena, served, &title));
	TRY(letter_find_subject(db, arena, served->subject, served->subject_id, &list));
	for (size_t i = 0; i < list.count; i++)
		if (list.rows[i].kind == LETTER_W24 && list.rows[i].state == LETTER_SIGNED &&
			str_equal(list.rows[i].title, title))
			*ret_proof = list.rows[i];
	return NULL;
}

struct proving {
	const struct application_hands *hands;
	struct arena *arena;
	int64_t id;
	int64_t letter_id;
	int64_t proof_id;
};

/* The case and the letter to be served, if the person works on the case. */
static struct fault *
load(struct db *db, const struct proving *proving, struct application *ret_one,
	struct letter_row *ret_row)
{
	TRY(application_load(db, proving->arena, proving->id, ret_one));
	TRY(account_must(proving->hands->person, ACCOUNT_CASE_OFFICER, ret_one->path));
	TRY(letter_load(db, proving->arena, proving->letter_id, ret_row));
	if (!str_equal(ret_row->subject, STR("application")) || ret_row->subject_id != proving->id)
		return fault_absent("letter", proving->letter_id);
	if (ret_row->state != LETTER_SIGNED || ret_row->kind == LETTER_W24)
		return fault_new(FAULT_CONFLICT, "application_state",
			"只有已签发、没有作废的文书才能出具送达回证。",
			"Only a signed letter that was not voided gets a proof of service.");
	return NULL;
}

/* Drafted, told in the record and signed with its number, in one transaction. */
static struct fault *
put_letter(struct db *db, struct proving *proving, const struct letter_row *served,
	const struct letter_fact *facts, size_t count)
{
	const struct application_hands *hands = proving->hands;
	struct letter_doer doer = { hands->keys, hands->actor, hands->now, hands->today };
	struct letter_draft draft = { .agency_id = served->agency_id,
		.kind = LETTER_W24,
		.subject = served->subject,
		.subject_id = served->subject_id,
		.facts = { facts, count } };
	struct application_event event = { .at = hands->now,
		.day = hands->today,
		.act = APPLICATION_NOTE,
		.until = DAY_NONE,
		.account_id = hands->person->id };
	struct letter_row row;

	TRY(title_of(proving->arena, served, &draft.title));
	TRY(letter_save_draft(db, &doer, &draft, &proving->proof_id));
	TRY(letter_load(db, proving->arena, proving->proof_id, &row));
	event.letter_id = row.id;
	TRY(str_print(proving->arena, &event.says, "出具送达回证：《%.*s》%.*s",
		STR_ARG(served->title), STR_ARG(served->number)));
	TRY(application_add_event(db, served->subject_id, &event));
	return letter_sign(
		db, &doer, &(struct letter_step){ .id = row.id, .version = row.version });
}

static struct fault *
prove(struct db *db, void *arg)
{
	struct proving *proving = arg;
	struct application_addressee to;
	struct application one;
	struct letter_row served;
	struct letter_row proof;
	struct str number;

	TRY(load(db, proving, &one, &served));
	TRY(application_find_proof(db, proving->arena, &served, &proof));
	proving->proof_id = proof.id;
	if (proof.id)
		return NULL;
	TRY(application_find_addressee(
		db, proving->hands->keys, proving->arena, &one, &served, &to));
	TRY(str_copy(
		proving->arena, str_of(application_number_text(one.year, one.number).at), &number));
	{
		const struct letter_fact facts[] = { { "applicant_name", to.name },
			{ "request_number", number }, { "served_title", served.title },
			{ "served_number", served.number },
			{ "delivery_way", STR("□直接送达　□委托送达　□邮寄送达") } };

		return put_letter(db, proving, &served, facts, COUNT_OF(facts));
	}
}

struct fault *
application_make_proof(struct db *db, const struct application_hands *hands, struct arena *arena,
	int64_t id, int64_t letter_id, int64_t *ret_proof_id)
{
	struct proving proving = {
		.hands = hands, .arena = arena, .id = id, .letter_id = letter_id
	};

	TRY(db_work(db, prove, &proving));
	*ret_proof_id = proving.proof_id;
	return NULL;
}
