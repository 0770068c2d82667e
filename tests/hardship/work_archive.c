/*
 * The works of the archive and of disputes: entering one, its result, how long a case is kept,
 * proposals of disposal and their ends.
 */
#include <stdio.h>

#include "application/application_retention.h"
#include "archive/archive.h"
#include "dispute/dispute.h"
#include "work.h"

static struct account_grant grants[2];
static struct account_person officer;
static struct account_person head;
static int64_t dispute;

static struct application_hands
hands_of(struct world *world, const struct account_person *person, int year)
{
	struct application_hands hands = { .person = person,
		.actor = &work_console.actor,
		.keys = world->keys,
		.files = world->twin->files,
		.now = NOW };

	assert_true(day_make(year, 3, 2, &hands.today));
	return hands;
}

static struct account_person
person_of(struct world *world, struct account_grant *grant, enum account_role role, int64_t id)
{
	static char path[64];

	snprintf(path, sizeof path, "/%lld/%lld/", (long long)world->top, (long long)world->left);
	*grant = (struct account_grant){
		.role = role, .agency_id = world->left, .path = str_of(path), .has_subtree = true
	};
	return (struct account_person){ .id = id,
		.login = STR("one"),
		.agency_id = world->left,
		.agency_path = str_of(path),
		.roles = (unsigned)role | (unsigned)ACCOUNT_SIGNED_IN,
		.grants = grant,
		.grant_count = 1 };
}

static struct fault *
add_officer(struct world *world, struct arena *arena)
{
	struct account_facts facts = { .login = STR("officer"),
		.name = STR("王小芳"),
		.agency_id = world->left,
		.mail = STR("a@example.cn"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };

	TRY(account_add(world->gate, world->db, arena, &work_console, &facts, &world->person));
	officer = person_of(world, &grants[0], ACCOUNT_CASE_OFFICER, world->person);
	head = person_of(world, &grants[1], ACCOUNT_HEAD, 0);
	return NULL;
}

static struct fault *
take_in(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, &officer, 2026);
	struct application_intake intake = { .agency_id = world->left,
		.description = STR("老旧小区改造项目的施工合同"),
		.applicant = { .name = STR("张三"),
			.proof_number = STR("230108199001010017"),
			.phone = STR("13800001234") },
		.wanted_way = APPLICATION_AT_COUNTER,
		.arrival = { APPLICATION_IN_PERSON, hands.today, DAY_NONE, DAY_NONE, DAY_NONE,
			DAY_NONE },
		.form_key = STR("archive") };
	struct application_receipt receipt;

	TRY(application_submit(world->db, &hands, arena, &intake, &receipt));
	world->id = receipt.id;
	return NULL;
}

static struct fault *
act(struct world *world, struct arena *arena, enum application_act which)
{
	struct application_hands hands = hands_of(world, &officer, 2026);
	struct application_doing doing = { .id = world->id,
		.act = which,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.says = STR("撤回") };
	struct application_done done;
	struct application one;

	TRY(application_load(world->db, arena, world->id, &one));
	doing.version = one.version;
	return application_do(world->db, &hands, arena, &doing, &done);
}

static struct fault *
enter(struct world *world, struct arena *arena)
{
	return act(world, arena, APPLICATION_REGISTER);
}

static struct fault *
withdraw(struct world *world, struct arena *arena)
{
	return act(world, arena, APPLICATION_WITHDRAW);
}

static struct fault *
archive(struct world *world, struct arena *arena)
{
	return act(world, arena, APPLICATION_ARCHIVE);
}

static struct fault *
enter_dispute(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, &officer, 2026);
	struct dispute one = { .agency_id = world->left,
		.application_id = world->id,
		.body = STR("甲市人民政府"),
		.arrived_on = hands.today,
		.answer_due_on = DAY_NONE,
		.answered_on = DAY_NONE,
		.hearing_on = DAY_NONE,
		.ended_on = DAY_NONE,
		.says = STR("不服") };

	return dispute_save(world->db, &hands, &one, &dispute);
}

static struct fault *
end_dispute(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, &officer, 2026);
	struct dispute one;
	int64_t id;

	TRY(dispute_load(world->db, arena, dispute, &one));
	one.result = DISPUTE_RIGHTED;
	one.ended_on = hands.today;
	return dispute_save(world->db, &hands, &one, &id);
}

static struct fault *
keep_usual(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, &officer, 2026);
	struct application one;

	TRY(application_load(world->db, arena, world->id, &one));
	return application_set_retention(
		world->db, &hands, one.id, one.version, APPLICATION_KEEP_USUAL);
}

static struct fault *
propose(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, &officer, 2040);
	struct application_disposing disposing = { &world->id, 1, STR("保管期满"), false };

	return application_propose_disposal(world->db, &hands, &disposing);
}

static struct fault *
decide(struct world *world, bool is_approved)
{
	struct application_hands hands = hands_of(world, &head, 2040);
	struct application_disposing disposing = { &world->id, 1, STR("核对"), is_approved };

	return application_decide_disposal(world->db, &hands, &disposing);
}

static struct fault *
refuse(struct world *world, struct arena *arena)
{
	return decide(world, false);
}

static struct fault *
approve(struct world *world, struct arena *arena)
{
	return decide(world, true);
}

const struct work work_archive[] = {
	{ "add an officer", add_officer, 1 },
	{ "take in an application to be archived", take_in, 1 },
	{ "register it", enter, 3 },
	{ "withdraw it", withdraw, 1 },
	{ "archive it", archive, 1 },
	{ "enter a dispute", enter_dispute, 1 },
	{ "end it with a correction", end_dispute, 1 },
	{ "set how long it is kept", keep_usual, 1 },
	{ "propose its disposal", propose, 1 },
	{ "refuse it", refuse, 1 },
	{ "propose again", propose, 1 },
	{ "dispose of it", approve, 2 },
	{ 0 },
};
