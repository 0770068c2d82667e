/*
 * The works of application/: taking in, acts with and without letters, drafts, signing, delivery,
 * splitting, merging, due days made anew.
 */
#include "application/application_work.h"
#include "work.h"

static struct account_grant grant;
static struct account_person person;
static int64_t second;

static struct application_hands
hands_of(struct world *world, struct arena *arena, int days)
{
	struct application_hands hands = { .person = &person,
		.actor = &work_console.actor,
		.keys = world->keys,
		.files = world->twin->files,
		.now = NOW };

	assert_true(day_make(2026, 3, 2, &hands.today));
	hands.today.number += days;
	return hands;
}

/* Everything at the left agency, by nobody's account: no row is written for a person. */
static void
make_person(struct world *world)
{
	unsigned roles = (unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_REVIEWER |
			 (unsigned)ACCOUNT_HEAD;
	static char path[64];

	snprintf(path, sizeof path, "/%lld/%lld/", (long long)world->top, (long long)world->left);
	grant = (struct account_grant){
		.role = roles, .agency_id = world->left, .path = str_of(path), .has_subtree = true
	};
	person = (struct account_person){ .login = STR("all"),
		.agency_id = world->left,
		.agency_path = str_of(path),
		.roles = roles | (unsigned)ACCOUNT_SIGNED_IN,
		.grants = &grant,
		.grant_count = 1 };
}

static struct fault *
submit(struct world *world, struct arena *arena, const char *key, int64_t *ret_id)
{
	struct application_hands hands = hands_of(world, arena, 0);
	struct application_intake intake = { .agency_id = world->left,
		.description = STR("老旧小区改造项目的施工合同"),
		.applicant = { .name = STR("张三"),
			.proof_number = STR("230108199001010017"),
			.phone = STR("13800001234") },
		.wanted_way = APPLICATION_AT_COUNTER,
		.arrival = { APPLICATION_IN_PERSON, hands.today, DAY_NONE, DAY_NONE, DAY_NONE,
			DAY_NONE },
		.form_key = str_of(key) };
	struct application_receipt receipt;

	make_person(world);
	TRY(application_submit(world->db, &hands, arena, &intake, &receipt));
	*ret_id = receipt.id;
	return NULL;
}

static struct fault *
submit_one(struct world *world, struct arena *arena)
{
	return submit(world, arena, "first", &world->id);
}

static struct fault *
submit_another(struct world *world, struct arena *arena)
{
	return submit(world, arena, "second", &second);
}

static struct fault *
act(struct world *world, struct arena *arena, int days, struct application_doing doing)
{
	struct application_hands hands = hands_of(world, arena, days);
	struct application_done done;
	struct application one;

	if (!doing.id)
		doing.id = world->id;
	TRY(application_load(world->db, arena, doing.id, &one));
	doing.version = one.version;
	doing.day = DAY_NONE;
	doing.sent_on = DAY_NONE;
	doing.until = (struct day){ hands.today.number + 10 };
	return application_do(world->db, &hands, arena, &doing, &done);
}

#define ACT(name, days, ...)                                                                       \
	static struct fault *name(struct world *world, struct arena *arena)                        \
	{                                                                                          \
		return act(world, arena, (days), (struct application_doing){ __VA_ARGS__ });       \
	}

ACT(enter, 0, .act = APPLICATION_REGISTER)
ACT(ask_correction, 1, .act = APPLICATION_ASK_CORRECTION, .says = STR("写明年份"))
ACT(corrected, 3, .act = APPLICATION_CORRECTED)
ACT(split, 3, .act = APPLICATION_SPLIT, .says = STR("合同\n结算报告\n凭证"))
ACT(extend, 4, .act = APPLICATION_EXTEND, .days = 10, .says = STR("逐项核对"))
ACT(ask_party, 4, .act = APPLICATION_CONSULT_PARTY, .party_name = STR("示例公司"),
	.says = STR("是否同意"))
ACT(handle_again, 5, .id = second, .act = APPLICATION_REDO, .says = STR("责令重新答复"))
ACT(merge, 5, .id = second, .act = APPLICATION_MERGE, .other_id = world->id,
	.says = STR("提交两次"))
ACT(to_review, 6, .act = APPLICATION_SEND_TO_REVIEW)
ACT(agree, 6, .act = APPLICATION_AGREE)
ACT(sign, 6, .act = APPLICATION_SIGN)
ACT(deliver, 6, .act = APPLICATION_DELIVER, .method = LETTER_DIRECT)
ACT(archive, 7, .act = APPLICATION_ARCHIVE)

static struct fault *
with_party(struct world *world, struct arena *arena, enum application_act which)
{
	struct application_parties parties;

	TRY(application_load_parties(world->db, NULL, arena, world->id, &parties));
	assert_int_equal(parties.count, 1);
	return act(world, arena, 5,
		(struct application_doing){ .act = which,
			.which_id = parties.items[0].id,
			.answer = APPLICATION_AGREES });
}

static struct fault *
inquiry_delivered(struct world *world, struct arena *arena)
{
	return with_party(world, arena, APPLICATION_CONSULT_DELIVERED);
}

static struct fault *
inquiry_answered(struct world *world, struct arena *arena)
{
	return with_party(world, arena, APPLICATION_CONSULT_ANSWERED);
}

static struct fault *
mend_day(struct world *world, struct arena *arena)
{
	struct application_events events;
	int64_t id = 0;

	TRY(application_load_events(world->db, arena, world->id, &events));
	for (size_t i = 0; i < events.count; i++)
		if (events.items[i].act == APPLICATION_CONSULT_DELIVERED)
			id = events.items[i].id;
	return act(world, arena, 5,
		(struct application_doing){
			.act = APPLICATION_VOID_EVENT, .which_id = id, .says = STR("记错") });
}

static struct fault *
save_draft(struct world *world, struct arena *arena, enum application_reply reply)
{
	struct application_hands hands = hands_of(world, arena, 5);
	static const struct application_fact facts[] = { { STR("reasons"), STR("过程稿") },
		{ STR("search_scope"), STR("检索了公文系统") } };
	static const struct str exemptions[] = { STR("ex16_process") };
	struct application_decision decision;
	struct application_draft draft = { .id = world->id,
		.reply = reply,
		.exemptions = exemptions,
		.exemption_count = 1,
		.facts = facts,
		.fact_count = 2 };

	TRY(application_load_decision(world->db, arena, world->id, &decision));
	draft.version = decision.version;
	return application_save_draft(world->db, &hands, arena, &draft);
}

static struct fault *
begin_draft(struct world *world, struct arena *arena)
{
	return save_draft(world, arena, APPLICATION_R36_4);
}

static struct fault *
change_kind(struct world *world, struct arena *arena)
{
	return save_draft(world, arena, APPLICATION_R36_3);
}

/* The applicant's own hands: number and code stand in for a person. */
static struct fault *
withdraw(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 4);
	struct application_own own = {
		.id = second, .act = APPLICATION_WITHDRAW, .says = STR("撤回")
	};
	struct application_done done;

	hands.person = NULL;
	return application_do_own(world->db, &hands, arena, &own, &done);
}

static struct fault *
change_words(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 1);
	struct application_change change = { .id = world->id,
		.description = STR("老旧小区改造项目的施工合同（2025年）"),
		.wanted_way = APPLICATION_AT_COUNTER };
	struct application one;

	TRY(application_load(world->db, arena, world->id, &one));
	TRY(application_open_applicant(world->keys, arena, &one, &change.applicant));
	change.version = one.version;
	change.title = one.title;
	change.applicant.phone = STR("13800005678");
	return application_change(world->db, &hands, arena, &change);
}

/* The receipt: the case's first letter. */
static struct fault *
load_receipt(struct world *world, struct arena *arena, struct letter_row *ret_row)
{
	struct letter_list letters;

	TRY(letter_find_subject(world->db, arena, STR("application"), world->id, &letters));
	assert_true(letters.count > 0);
	*ret_row = letters.rows[0];
	return NULL;
}

static struct fault *
prove_service(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 1);
	struct letter_row receipt;
	int64_t proof;

	TRY(load_receipt(world, arena, &receipt));
	return application_make_proof(world->db, &hands, arena, world->id, receipt.id, &proof);
}

static struct fault *
receipt_arrived(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 1);
	struct letter_delivery delivery = { .method = LETTER_DIRECT,
		.sent_on = hands.today,
		.signed_on = hands.today,
		.stops_on = DAY_NONE };
	struct letter_row receipt;

	TRY(load_receipt(world, arena, &receipt));
	delivery.letter_id = receipt.id;
	return application_deliver_letter(world->db, &hands, arena, world->id, &delivery);
}

static struct fault *
look_at(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 1);
	struct application one;

	TRY(application_load(world->db, arena, world->id, &one));
	return application_look_at(world->db, &hands, &one);
}

static struct fault *
note_export(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 1);

	return application_note_export(world->db, &hands, world->left, STR("{}"));
}

/* Its bytes are kept before the work, which only speaks of them. */
static struct fault *
add_file(struct world *world, struct arena *arena)
{
	struct application_file file = { .kind = APPLICATION_FILE_OTHER,
		.name = STR("合同.txt"),
		.type = STR("txt"),
		.digest = STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
		.added_at = NOW };

	return act(world, arena, 1,
		(struct application_doing){
			.act = APPLICATION_ADD_FILE, .files = &file, .file_count = 1 });
}

static struct fault *
drop_file(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 1);
	struct application_files files;

	TRY(application_load_files(world->db, arena, world->id, &files));
	assert_true(files.count > 0);
	return application_drop_file(
		world->db, &hands, arena, world->id, files.items[0].id, STR("传错了"));
}

static struct fault *
new_code(struct world *world, struct arena *arena)
{
	struct application_hands hands = hands_of(world, arena, 5);
	struct application_receipt receipt;

	return application_renew_code(world->db, &hands, world->id, &receipt);
}

const struct work work_cases[] = {
	{ "take in an application", submit_one, 1 },
	{ "take in another", submit_another, 1 },
	{ "register with its receipt", enter, 3 },
	{ "prove the receipt's service", prove_service, 2 },
	{ "the receipt arrived", receipt_arrived, 1 },
	{ "look at the applicant", look_at, 1 },
	{ "take a list away", note_export, 1 },
	{ "add a file", add_file, 1 },
	{ "take it away", drop_file, 1 },
	{ "change what was entered", change_words, 1 },
	{ "ask for correction", ask_correction, 3 },
	{ "correction arrived", corrected, 1 },
	{ "split into three, with receipts", split, 5 },
	{ "extend", extend, 3 },
	{ "ask a third party", ask_party, 3 },
	{ "inquiry delivered", inquiry_delivered, 1 },
	{ "mend a day", mend_day, 1 },
	{ "inquiry answered", inquiry_answered, 1 },
	{ "the applicant withdraws", withdraw, 1 },
	{ "handle again", handle_again, 1 },
	{ "merge", merge, 1 },
	{ "a new query code", new_code, 1 },
	{ "draft a reply", begin_draft, 2 },
	{ "draft another kind", change_kind, 3 },
	{ "send to review", to_review, 1 },
	{ "agree", agree, 1 },
	{ "sign", sign, 2 },
	{ "deliver", deliver, 2 },
	{ "archive", archive, 1 },
	{ 0 },
};
