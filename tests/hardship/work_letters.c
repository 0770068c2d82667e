/*
 * The works of letter/: templates, drafts, signing, deliveries, voiding.
 */
#include "work.h"

#include "letter/letter_work.h"

static struct letter_doer
doer_of(const struct world *world)
{
	struct letter_doer doer = { world->keys, &work_console.actor, NOW, DAY_NONE };

	assert_true(day_make(2026, 3, 2, &doer.today));
	return doer;
}

static struct fault *
change_template(struct world *world, struct arena *arena)
{
	struct letter_words_change change = { &work_console.actor, NOW, world->left, LETTER_W11,
		STR("见{public_address}。\n{remedy}"), 0 };

	return letter_words_save(world->db, &change);
}

static struct fault *
reset_template(struct world *world, struct arena *arena)
{
	struct letter_words_change change = { &work_console.actor, NOW, world->left, LETTER_W11,
		STR(""), 1 };

	return letter_words_save(world->db, &change);
}

static struct fault *
save_draft(struct world *world, struct arena *arena, int64_t id, int64_t version)
{
	struct letter_doer doer = doer_of(world);
	struct letter_draft draft = { .id = id,
		.agency_id = world->left,
		.kind = LETTER_W13,
		.subject = STR("application"),
		.subject_id = 1,
		.is_for_review = id != 0,
		.version = version };

	TRY(letter_sample_facts(arena, &draft.facts));
	return letter_save_draft(world->db, &doer, &draft, &world->id);
}

static struct fault *
begin_letter(struct world *world, struct arena *arena)
{
	return save_draft(world, arena, 0, 0);
}

static struct fault *
change_letter(struct world *world, struct arena *arena)
{
	return save_draft(world, arena, world->id, 1);
}

static struct fault *
sign_letter(struct world *world, struct arena *arena)
{
	struct letter_doer doer = doer_of(world);
	struct letter_step step = { world->id, 2, STR("") };

	return letter_sign(world->db, &doer, &step);
}

static struct fault *
deliver(struct world *world, int64_t id, int64_t version)
{
	struct letter_doer doer = doer_of(world);
	struct letter_delivery delivery = { .id = id,
		.letter_id = world->id,
		.method = LETTER_POST,
		.sent_on = doer.today,
		.signed_on = id ? doer.today : DAY_NONE,
		.tracking = STR("XA1"),
		.version = version };
	int64_t made;

	return letter_deliver(world->db, &doer, &delivery, &made);
}

static struct fault *
post_letter(struct world *world, struct arena *arena)
{
	return deliver(world, 0, 0);
}

static struct fault *
letter_arrived(struct world *world, struct arena *arena)
{
	struct letter_deliveries list;

	TRY(letter_load_deliveries(world->db, NULL, arena, world->id, &list));
	assert_int_equal(list.count, 1);
	return deliver(world, list.items[0].id, 1);
}

static struct fault *
void_letter(struct world *world, struct arena *arena)
{
	struct letter_doer doer = doer_of(world);
	struct letter_step step = { world->id, 3, STR("写错了") };

	return letter_void(world->db, &doer, &step);
}

const struct work work_letters[] = {
	{ "change a template", change_template, 1 },
	{ "reset a template", reset_template, 1 },
	{ "begin an official letter", begin_letter, 1 },
	{ "change an official letter", change_letter, 1 },
	{ "sign an official letter", sign_letter, 1 },
	{ "post an official letter", post_letter, 1 },
	{ "an official letter arrived", letter_arrived, 1 },
	{ "void an official letter", void_letter, 1 },
	{ 0 },
};
