/*
 * Acts on several cases at once: one application with several matters becomes several, and one that
 * was sent twice becomes one. Acts on one case alone are application_effects.c.
 */
#include "application/application_doing.h"

enum { MOST_MATTERS = 30 };

/* What moved the clock of the whole, and why, holds for its parts. */
static bool
is_shared(enum application_act act)
{
	const struct application_act_rule *rule = application_act_rule(act);

	return act == APPLICATION_SUBMIT || act == APPLICATION_REDO ||
	       act == APPLICATION_ASK_REASON || act == APPLICATION_REASON_GIVEN ||
	       act == APPLICATION_DELAY || act == APPLICATION_CONSULT_PARTY ||
	       act == APPLICATION_CONSULT_AGENCY ||
	       (rule && rule->clock != APPLICATION_CLOCK_NOTHING);
}

/* The parts arrived when the whole did, and waited when it did. */
static struct fault *
copy_arrival(struct db *db, struct application_deed *deed, const struct application *part)
{
	struct application_events events;

	TRY(application_load_events(db, deed->arena, deed->application.id, &events));
	for (size_t i = 0; i < events.count; i++) {
		struct application_event copy = events.items[i];

		if (copy.voided_by || !is_shared(copy.act))
			continue;
		copy.letter_id = 0;
		TRY(application_add_event(db, part->id, &copy));
	}
	return NULL;
}

/* A part of a case that was registered is registered with it, with a receipt (W01) and a query code
 * of its own. What has no due day gets no receipt: as application_do_deed(). */
static struct fault *
register_part(struct db *db, struct application_deed *deed, struct application *part)
{
	struct application_doing given = {
		.id = part->id, .act = APPLICATION_REGISTER, .until = DAY_NONE
	};
	struct application_deed inner = { .hands = deed->hands,
		.given = &given,
		.arena = deed->arena,
		.rule = application_act_rule(APPLICATION_REGISTER),
		.application = *part,
		.day = deed->hands->today };

	struct application stored;

	if (part->state != APPLICATION_OPEN)
		return NULL;
	/* The applicant is sealed for the row it stands in. */
	TRY(application_load(db, deed->arena, part->id, &stored));
	inner.application.sealed = stored.sealed;
	inner.event = (struct application_event){ .at = deed->hands->now,
		.day = inner.day,
		.act = APPLICATION_REGISTER,
		.until = DAY_NONE,
		.account_id = deed->hands->person->id };
	if (!day_is_none(part->due_on))
		TRY(application_put_letter(db, &inner));
	return application_add_event(db, part->id, &inner.event);
}

static struct fault *
add_part(struct db *db, struct application_deed *deed, struct str matter, int64_t *ret_id)
{
	const struct application *whole = &deed->application;
	struct application_applicant applicant;
	struct application part = *whole;
	struct application_intake intake = { .description = matter };

	TRY(application_open_applicant(deed->hands->keys, deed->arena, whole, &applicant));
	TRY(application_intake_title(deed->arena, &intake, &part.title));
	part.description = matter;
	part.parent_id = whole->id;
	part.previous_id = 0;
	TRY(application_add(db, &part));
	TRY(application_seal_applicant(db, deed->hands->keys, deed->arena, part.id, &applicant));
	TRY(application_save_print(db, deed->arena, &part));
	TRY(copy_arrival(db, deed, &part));
	TRY(application_set_clock(db, deed->arena, &part, deed->hands->today));
	TRY(register_part(db, deed, &part));
	TRY(application_save_state(db, &part));
	*ret_id = part.id;
	return NULL;
}

/* Law: 国办函〔2020〕109号: by reasonable smallest units (一事一申请). The first matter stays with
 * the application itself; each other line becomes one of its own. */
struct fault *
application_effect_split(struct db *db, struct application_deed *deed)
{
	struct str rest = deed->given->says;
	struct str line;
	size_t count = 0;
	int64_t *ids;

	TAKE(deed->arena, ids, MOST_MATTERS);
	while (str_next_line(&rest, &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		if (count == MOST_MATTERS)
			return application_lacks(
				"一次最多拆分为 30 件。", "Split into 30 at most.");
		if (count == 0) {
			struct application_intake intake = { .description = line };

			TRY(application_intake_title(
				deed->arena, &intake, &deed->application.title));
			deed->application.description = line;
			ids[count++] = deed->application.id;
			continue;
		}
		TRY(add_part(db, deed, line, &ids[count]));
		count++;
	}
	if (count < 2)
		return application_lacks("请每行写一个事项，至少两行；第一行留在本件。",
			"Write one matter a line, at least two; the first stays here.");
	TRY(application_save_words(db, &deed->application));
	TRY(application_save_print(db, deed->arena, &deed->application));
	deed->event.value = (int64_t)count;
	deed->done.new_ids = ids + 1;
	deed->done.new_count = count - 1;
	return NULL;
}

/* Sent twice by mistake: counted once. What was asked and answered before is a reply of art. 36
 * no. 6 instead. */
struct fault *
application_effect_merge(struct db *db, struct application_deed *deed)
{
	struct application other;
	bool is_same;

	TRY(application_load(db, deed->arena, deed->given->other_id, &other));
	if (other.id == deed->application.id || other.agency_id != deed->application.agency_id ||
		!application_is_open(other.state))
		return application_lacks("只能与本机关另一件在办的申请并案。",
			"Only with another open application of this agency.");
	TRY(application_same_person(db, deed->arena, deed->application.id, other.id, &is_same));
	if (!is_same || other.kind != deed->application.kind)
		return application_lacks("两件申请的申请人或者种类不同，不能并案。",
			"The applicants or the kinds are not the same.");
	deed->application.merged_into = other.id;
	deed->application.ended_on = deed->hands->today;
	deed->event.value = other.id;
	return NULL;
}
