/* Seeded walks over the table of acts, with days and words of every kind: whatever is sent, an act
 * is done whole or refused with a sentence, and the case stays one that its clock can tell of. */
#include "case_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WALKS = 12, STEPS = 60, SILLY = 8 };

struct walk {
	struct case_house *house;
	uint64_t seed;
	struct day today;
	int64_t id;
	int64_t other; /* of the same person */
	int done;
	int refused;
};

static int
roll(struct walk *walk, int sides)
{
	walk->seed = walk->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((walk->seed >> 33) % (uint64_t)sides);
}

/* --- what is sent --- */

static struct day
some_day(struct walk *walk)
{
	static const char *const silly[] = { "1900-01-01", "2199-12-31", "2027-05-01" };

	switch (roll(walk, SILLY)) {
	case 0:
		return case_day(silly[roll(walk, COUNT_OF(silly))]);
	case 1:
	case 2:
		return (struct day){ walk->today.number - roll(walk, 40) };
	case 3:
		return (struct day){ walk->today.number + roll(walk, 40) };
	case 4:
		return walk->today;
	default:
		return DAY_NONE;
	}
}

/* Something of the case, or nothing at all. */
static int64_t
some_id(struct walk *walk)
{
	struct case_house *house = walk->house;
	struct application_parties parties;
	struct application_opinions opinions;
	struct application_events events;

	FINE(application_load_parties(
		house->people.db, NULL, house->people.arena, walk->id, &parties));
	FINE(application_load_opinions(house->people.db, house->people.arena, walk->id, &opinions));
	FINE(application_load_events(house->people.db, house->people.arena, walk->id, &events));
	switch (roll(walk, 4)) {
	case 0:
		return parties.count ? parties.items[roll(walk, (int)parties.count)].id : 7;
	case 1:
		return opinions.count ? opinions.items[roll(walk, (int)opinions.count)].id : -1;
	case 2:
		return events.items[roll(walk, (int)events.count)].id;
	default:
		return parties.count ? parties.items[parties.count - 1].id : 0;
	}
}

static struct str
some_words(struct walk *walk)
{
	static const struct str words[] = { { "", 0 }, STR("写明年份"),
		STR("合同\n结算报告\n\n拨付凭证"), STR("{reasons}{#if x}<script>alert(1)</script>"),
		STR("𠮷𡃁𪚥 生僻字"), STR(" \n\t") };

	return roll(walk, 3) ? words[1 + roll(walk, 4)] : words[roll(walk, COUNT_OF(words))];
}

static const struct account_person *
some_person(struct walk *walk, const struct application_act_rule *rule)
{
	struct case_house *house = walk->house;
	const struct account_person *people[] = { &house->officer, &house->reviewer, &house->legal,
		&house->head, &house->author, &house->stranger, NULL };

	for (size_t i = 0; i < 4 && roll(walk, 10); i++)
		if (account_may(people[i], rule->roles, house->officer.agency_path))
			return people[i];
	return people[roll(walk, COUNT_OF(people))];
}

static struct application_doing
something(struct walk *walk, const struct application_act_rule *rule)
{
	struct application_doing doing = { .id = walk->id,
		.act = rule->act,
		.day = some_day(walk),
		.reason = roll(walk, 3) ? STR("补录") : STR(""),
		.says = some_words(walk),
		.until = some_day(walk),
		.days = roll(walk, 24) - 1,
		.unit_id = roll(walk, 3) ? walk->house->unit : walk->house->people.city,
		.officer_id = roll(walk, 3) ? walk->house->officer.id : 3,
		.which_id = some_id(walk),
		.answer = (enum application_answer)roll(walk, 6),
		.party_name = some_words(walk),
		.is_by_page = roll(walk, 2),
		.quantity = roll(walk, 300) - 5,
		.method = (enum letter_method)roll(walk, 5),
		.sent_on = roll(walk, 2) ? DAY_NONE : some_day(walk),
		.tracking = roll(walk, 3) ? STR("XA1") : STR(""),
		.other_id = roll(walk, 3) ? walk->other : walk->id };

	return doing;
}

/* A draft that lacks nothing of its letter, of any kind. */
static struct fault *
draft(struct walk *walk, const struct application_hands *hands)
{
	static const struct str exemptions[] = { STR("ex15_third_party") };
	static struct application_fact facts[64];
	struct case_house *house = walk->house;
	struct application_decision decision;
	struct application_draft draft = { .id = walk->id,
		.reply = (enum application_reply)roll(walk, APPLICATION_REPLIES),
		.exemptions = exemptions,
		.exemption_count = 1,
		.facts = facts };

	for (const struct letter_field *field = letter_fields; field->name && draft.fact_count < 64;
		field++)
		if (field->sample[0] && strcmp(field->name, "number") != 0)
			facts[draft.fact_count++] = (struct application_fact){ str_of(field->name),
				str_of(field->sample) };
	FINE(application_load_decision(house->people.db, house->people.arena, walk->id, &decision));
	draft.version = decision.id && day_is_none(decision.signed_on) ? decision.version : 0;
	return application_save_draft(house->people.db, hands, house->people.arena, &draft);
}

/* --- what has to hold --- */

static void
check_clock(struct walk *walk, const struct application *one)
{
	struct case_house *house = walk->house;
	struct application_events events;
	struct clock_proof proof;
	struct fault *fault;
	bool has_clock;
	bool agrees;

	FINE(application_load_events(house->people.db, house->people.arena, one->id, &events));
	for (size_t i = 1; i < events.count; i++)
		assert_true(events.items[i - 1].day.number <= events.items[i].day.number);
	fault = application_prove(house->people.db, house->people.arena, one, &events, walk->today,
		&has_clock, &proof);
	if (fault)
		assert_string_equal(fault->code, "calendar_no_data");
	else if (has_clock && day_is_none(one->delay_until))
		assert_int_equal(proof.answer.due.number, one->due_on.number);
	FINE(application_clock_agrees(
		house->people.arena, one->kind, one->state, &events, &agrees));
	assert_true(agrees);
}

static void
check_case(struct walk *walk, int64_t id)
{
	struct application one = case_load(walk->house, id);
	bool is_answered = one.state == APPLICATION_SIGNED || one.state == APPLICATION_CLOSED ||
			   one.state == APPLICATION_ARCHIVED || one.state == APPLICATION_REMOVED;

	assert_non_null(application_word_of(application_state_words, one.state));
	assert_int_equal(application_is_open(one.state), day_is_none(one.ended_on));
	assert_int_equal(is_answered, one.outcome != 0);
	if (one.state == APPLICATION_SUBMITTED)
		assert_true(day_is_none(one.received_on));
	else if (application_is_open(one.state))
		assert_false(day_is_none(one.received_on));
	if (!day_is_none(one.received_on))
		assert_true(one.received_on.number >= one.submitted_on.number);
	check_clock(walk, &one);
}

static size_t
letters_of(struct walk *walk)
{
	struct letter_list letters;

	FINE(letter_find_subject(walk->house->people.db, walk->house->people.arena,
		STR("application"), walk->id, &letters));
	return letters.count;
}

/* --- walking --- */

static void
step(struct walk *walk)
{
	const struct application_act_rule *rule =
		application_act_rule((enum application_act)(1 + roll(walk, APPLICATION_ACTS - 1)));
	struct case_house *house = walk->house;
	struct application before = case_load(house, walk->id);
	const struct account_person *person;
	struct application_hands hands;
	struct application_doing doing;
	struct application_done done;
	struct fault *fault;
	size_t letters;

	walk->today.number += roll(walk, 3);
	/* Mostly something that this state knows. */
	for (int i = 0; i < 60 && !(rule && rule->from & APPLICATION_STATE_BIT(before.state)); i++)
		rule = application_act_rule(
			(enum application_act)(1 + roll(walk, APPLICATION_ACTS - 1)));
	/* Ends come, but not at once. */
	if (!rule || (rule->is_last_resort && roll(walk, 4)))
		return;
	person = some_person(walk, rule);
	hands = case_hands(house, person, day_text(walk->today).at);
	if (person && !roll(walk, 4)) {
		fault = draft(walk, &hands);
		walk->done += !fault;
		check_case(walk, walk->id);
		before = case_load(house, walk->id);
	}
	letters = letters_of(walk);
	doing = something(walk, rule);
	doing.version = before.version;
	fault = application_do(house->people.db, &hands, house->people.arena, &doing, &done);
	if (fault) {
		assert_true(fault->kind != FAULT_OUTSIDE);
		assert_true(strlen(fault->zh) > 6 && strlen(fault->en) > 6);
		assert_int_equal(case_load(house, walk->id).version, before.version);
		assert_int_equal(letters_of(walk), letters);
		walk->refused++;
		return;
	}
	walk->done++;
	check_case(walk, walk->id);
	for (size_t i = 0; i < done.new_count; i++)
		check_case(walk, done.new_ids[i]);
}

static void
check_letters(struct case_house *house)
{
	struct letter_counters counters;

	FINE(letter_counters(house->people.db, house->people.arena, STR("/%"), &counters));
	for (size_t i = 0; i < counters.count; i++)
		assert_int_equal(counters.items[i].used, counters.items[i].last);
}

static void
whatever_is_sent_leaves_cases_that_hold(void **state)
{
	const char *seeds = getenv("GONGKAI_WALKS");
	int walks = seeds ? atoi(seeds) : WALKS;
	struct audit_verdict verdict;
	struct case_house house;
	int refused = 0;
	int done = 0;

	case_open(*state, &house);
	for (int i = 0; i < walks; i++) {
		/* Some of them run into a year without holidays. */
		const char *on = i % 4 == 3 ? "2026-12-01" : "2024-03-01";
		struct walk walk = { .house = &house, .seed = (uint64_t)i * 7919 + 1 };
		struct arena *kept = house.people.arena;

		FINE(arena_open((size_t)1 << 30, &house.people.arena));
		print_message("walk %d\n", i);
		walk.today = case_day(on);
		walk.id = case_open_one(&house, "2024-03-01");
		walk.id = case_open_one(&house, on);
		walk.other = walk.id - 1;
		for (int j = 0; j < STEPS; j++)
			step(&walk);
		done += walk.done;
		refused += walk.refused;
		arena_close(&house.people.arena);
		house.people.arena = kept;
	}
	print_message("%d done, %d refused\n", done, refused);
	assert_true(done > walks * 3);
	assert_true(refused > walks * 3);
	check_letters(&house);
	FINE(audit_verify(house.people.db, house.people.arena, &verdict));
	assert_true(verdict.is_whole);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_sent_leaves_cases_that_hold),
	};

	return TWIN_RUN(tests);
}
