/*
 * The applications of the demonstration, done act by act in the order of their days, each by the
 * person whose part it is. What is done when is demo_applications_plan.c.
 */
#include "program/demo_applications.h"

#include "agency/agency.h"
#include "calendar/calendar_store.h"
#include "db/db.h"
#include "identifier/identifier.h"
#include "notice/notice.h"

#define STEP_MEMORY ((size_t)16 << 20)
enum { MORNING = 2 * 3600, FEE_PAGES = 45, OVER_BEFORE = 200, MOST_FACTS = 4 };

/* A step while it is done. */
struct play {
	struct demo_stage *stage;
	struct demo_cases *cases;
	struct demo_case *item;
	const struct demo_step *step;
	struct arena *arena;
	struct audit_actor actor;
	struct application_hands hands;
};

/* --- who --- */

static const struct account_person *
person_of(const struct demo_stage *stage, enum application_act act)
{
	switch (act) {
	case APPLICATION_UNIT_SAYS:
		return &stage->unit_author;
	case APPLICATION_SEND_BACK:
	case APPLICATION_AGREE:
	case APPLICATION_SEND_TO_LEGAL:
		return &stage->reviewer;
	case APPLICATION_LEGAL_AGREES:
		return &stage->legal;
	case APPLICATION_EXTEND:
	case APPLICATION_SIGN:
		return &stage->head;
	default:
		return &stage->officer;
	}
}

/* The day of the step is the today of its work: nothing is entered late. */
static void
take_hands(struct play *play, const struct account_person *person)
{
	play->actor = (struct audit_actor){ .account_id = person ? person->id : 0,
		.name = person ? person->name : STR("演示数据"),
		.agency_id = play->stage->agency_id,
		.address = STR(""),
		.way = AUDIT_COMMAND };
	play->hands = (struct application_hands){ .person = person,
		.actor = &play->actor,
		.keys = play->stage->keys,
		.files = play->stage->files,
		.now = (int64_t)play->step->day.number * DAY_SECONDS + MORNING,
		.today = play->step->day };
}

/* --- arrival --- */

/* The check digit is found by trying, so that the standard is written down in one place only. */
struct fault *
demo_applications_card(struct arena *arena, size_t serial, struct day today, struct str *ret_number)
{
	static const char checks[] = "0123456789X";

	for (const char *check = checks; *check; check++) {
		/* 2399xx is no division of any place. */
		TRY(str_print(arena, ret_number, "23990019000101%03zu%c", serial % 1000, *check));
		if (identifier_is_id_card(*ret_number, today))
			return NULL;
	}
	return fault_new(FAULT_OUTSIDE, "demo_number", "演示证件号码没有合适的校验码。",
		"No check digit fits the number of the demonstration.");
}

static struct fault *
make_organisation_code(struct arena *arena, size_t serial, struct str *ret_code)
{
	static const char checks[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

	/* Two characters check: that of the organisation's own code, and the last one. */
	for (const char *own = checks; *own; own++)
		for (const char *check = checks; *check; check++) {
			TRY(str_print(arena, ret_code, "91239900MA000%03zu%c%c", serial % 1000,
				*own, *check));
			if (agency_credit_code_is_whole(*ret_code))
				return NULL;
		}
	return fault_new(FAULT_OUTSIDE, "demo_number", "演示信用代码没有合适的校验码。",
		"No check character fits the code of the demonstration.");
}

/* Law: 条例 art. 29. Numbers, telephones and mail that nobody can have. */
static struct fault *
make_applicant(struct play *play, struct application_applicant *ret_applicant)
{
	const struct demo_case *item = play->item;
	struct application_applicant who = {
		.kind = item->applicant_kind, .name = item->name, .proof_kind = STR("居民身份证")
	};

	if (who.kind == APPLICATION_NATURAL_PERSON) {
		TRY(demo_applications_card(
			play->arena, item->person, play->step->day, &who.proof_number));
	} else {
		who.proof_kind = STR("统一社会信用代码");
		who.contact = STR("演示联系人");
		TRY(make_organisation_code(play->arena, item->person, &who.proof_number));
	}
	TRY(str_print(play->arena, &who.phone, "0451-00000%03zu", item->person % 1000));
	TRY(str_print(play->arena, &who.address, "平房区演示路%zu号", item->person));
	if (item->channel == APPLICATION_EMAIL || item->channel == APPLICATION_ONLINE)
		TRY(str_print(play->arena, &who.mail, "demo%zu@example.com", item->person));
	*ret_applicant = who;
	return NULL;
}

static struct fault *
do_submit(struct play *play)
{
	struct demo_case *item = play->item;
	bool is_online = item->channel == APPLICATION_ONLINE;
	struct application_intake intake = { .agency_id = play->stage->agency_id,
		.kind = str_has(item->course, STR("更正")) ? APPLICATION_AMENDMENT
							   : APPLICATION_INFORMATION,
		.title = item->title,
		.description = item->description,
		.wanted_form = is_online ? APPLICATION_ELECTRONIC : APPLICATION_ON_PAPER,
		.wanted_way = is_online ? APPLICATION_BY_DOWNLOAD : APPLICATION_BY_POST,
		.record = STR("电话与申请人本人确认收到申请"),
		.arrival = { .channel = item->channel,
			.submitted_on = play->step->until,
			.signed_on = play->step->day,
			.confirmed_on = is_online ? DAY_NONE : play->step->day,
			.told_on = DAY_NONE,
			.ruled_on = DAY_NONE } };
	struct application_receipt receipt;

	if (item->channel == APPLICATION_IN_PERSON)
		intake.wanted_way = APPLICATION_AT_COUNTER;
	if (play->step->until.number < play->step->day.number)
		intake.reason = STR("收到来件后登记");
	TRY(make_applicant(play, &intake.applicant));
	take_hands(play, is_online ? NULL : &play->stage->officer);
	TRY(application_submit(play->stage->db, &play->hands, play->arena, &intake, &receipt));
	item->id = receipt.id;
	return NULL;
}

/* --- the reply --- */

struct facts {
	struct application_fact items[MOST_FACTS];
	size_t count;
};

static void
put(struct facts *facts, struct str name, struct str text)
{
	if (text.len && facts->count < MOST_FACTS)
		facts->items[facts->count++] = (struct application_fact){ name, text };
}

static struct fault *
put_earlier(struct play *play, struct facts *facts)
{
	const struct demo_case *earlier = &play->cases->items[play->item->previous - 1];
	struct letter_row letter;
	struct str day;

	TRY(letter_load(play->stage->db, play->arena, earlier->letter_id, &letter));
	TRY(str_copy(play->arena, str_of(day_text(letter.issued_on).at), &day));
	put(facts, STR("previous_number"), letter.number);
	put(facts, STR("previous_date"), day);
	return NULL;
}

static struct fault *
put_lapse(struct play *play, struct facts *facts)
{
	struct str day;
	struct str says;

	TRY(str_copy(play->arena, str_of(day_text(play->item->asked_until).at), &day));
	TRY(str_print(play->arena, &says,
		"本机关于%s向您（单位）发出补正告知书，至补正期限届满未收到补正材料，您（单位）也未"
		"说明正当理由",
		day_text(play->item->asked_on).at));
	put(facts, STR("lapse"), says);
	put(facts, STR("lapse_due"), day);
	return NULL;
}

static void
put_disclosed(struct facts *facts, struct str says)
{
	put(facts, STR("disclosed"), says);
	put(facts, STR("provide_way"), STR("随本告知书提供复制件"));
}

/* The row's words go where this kind of reply has its main fact. */
static struct fault *
make_facts(struct play *play, struct facts *facts)
{
	struct str says = play->item->says;

	switch (play->item->reply->reply) {
	case APPLICATION_R36_1:
		put(facts, STR("public_address"), says);
		return NULL;
	case APPLICATION_R37:
		put(facts, STR("redactions"), STR("所附材料\t第2页\t收款账号、联系电话\t第十五条"));
		put(facts, STR("reasons"), STR("遮盖的内容是第三方不同意公开的账号和联系方式"));
		put_disclosed(facts, says);
		return NULL;
	case APPLICATION_R36_2:
		put_disclosed(facts, says);
		return NULL;
	case APPLICATION_R36_4:
		put(facts, STR("search_scope"), says);
		return NULL;
	case APPLICATION_R36_5:
		put(facts, STR("reasons"), STR("所申请的信息不由本机关制作，本机关也没有保存"));
		put(facts, STR("right_agency"), says);
		return NULL;
	case APPLICATION_R36_6:
		return put_earlier(play, facts);
	case APPLICATION_R36_7:
		put(facts, STR("special_law"), says);
		put(facts, STR("special_way"), STR("持有效身份证明到登记机构的查询窗口申请查询"));
		return NULL;
	case APPLICATION_R39_1:
		put(facts, STR("petition_way"), says);
		return NULL;
	case APPLICATION_R39_2:
		put(facts, STR("publication_source"), says);
		return NULL;
	case APPLICATION_R30:
		return put_lapse(play, facts);
	case APPLICATION_R41_DONE:
		put(facts, STR("correction_result"), says);
		return NULL;
	default:
		put(facts, STR("reasons"), says);
		return NULL;
	}
}

static struct fault *
do_draft(struct play *play)
{
	struct application_decision decision;
	struct facts facts = { .count = 0 };
	struct application_draft draft = { .id = play->item->id,
		.reply = play->item->reply->reply,
		.exemptions = &play->item->exemption,
		.exemption_count = play->item->exemption.len ? 1 : 0,
		.is_online = play->item->channel == APPLICATION_ONLINE };

	TRY(application_load_decision(play->stage->db, play->arena, draft.id, &decision));
	draft.version = decision.version;
	TRY(make_facts(play, &facts));
	draft.facts = facts.items;
	draft.fact_count = facts.count;
	take_hands(play, &play->stage->officer);
	return application_save_draft(play->stage->db, &play->hands, play->arena, &draft);
}

/* --- other acts --- */

static struct fault *
fill_party(struct play *play, struct application_doing *doing)
{
	struct application_parties parties;

	TRY(application_load_parties(play->stage->db, NULL, play->arena, play->item->id, &parties));
	if (parties.count)
		doing->which_id = parties.items[parties.count - 1].id;
	return NULL;
}

static struct fault *
fill_opinion(struct play *play, struct application_doing *doing)
{
	struct application_opinions opinions;

	TRY(application_load_opinions(play->stage->db, play->arena, play->item->id, &opinions));
	if (opinions.count)
		doing->which_id = opinions.items[opinions.count - 1].id;
	return NULL;
}

static void
fill_delivery(const struct play *play, struct application_doing *doing)
{
	if (play->item->channel == APPLICATION_ONLINE) {
		doing->method = LETTER_ONLINE;
	} else if (play->item->channel == APPLICATION_IN_PERSON) {
		doing->method = LETTER_DIRECT;
		doing->receiver = play->item->name;
	} else {
		doing->method = LETTER_POST;
		doing->tracking = STR("XA00000000000");
	}
}

static struct fault *
fill_doing(struct play *play, struct application_doing *doing)
{
	switch (play->step->act) {
	case APPLICATION_ASK_UNIT:
		doing->unit_id = play->stage->unit_id;
		return NULL;
	case APPLICATION_UNIT_SAYS:
		return fill_opinion(play, doing);
	case APPLICATION_CONSULT_PARTY:
		doing->party_name = STR("演示第三方建设有限公司");
		doing->party_reach = STR("平房区演示路2号");
		return NULL;
	case APPLICATION_CONSULT_AGENCY:
		doing->party_name = STR("演示合作机关");
		doing->party_reach = STR("平房区演示路3号");
		return NULL;
	case APPLICATION_CONSULT_DELIVERED:
	case APPLICATION_CONSULT_ANSWERED:
	case APPLICATION_CONSULT_LAPSED:
		return fill_party(play, doing);
	case APPLICATION_EXTEND:
		doing->days = 10;
		return NULL;
	case APPLICATION_NOTIFY_FEE:
		doing->is_by_page = true;
		doing->quantity = FEE_PAGES;
		return NULL;
	case APPLICATION_DELIVER:
		fill_delivery(play, doing);
		return NULL;
	default:
		return NULL;
	}
}

static struct fault *
do_act(struct play *play)
{
	struct application_doing doing = { .id = play->item->id,
		.act = play->step->act,
		.day = play->step->day,
		.says = play->step->says,
		.until = play->step->until,
		.answer = play->step->answer,
		.sent_on = DAY_NONE };
	struct application_done done;
	struct application one;

	TRY(application_load(play->stage->db, play->arena, play->item->id, &one));
	doing.version = one.version;
	TRY(fill_doing(play, &doing));
	take_hands(play, person_of(play->stage, play->step->act));
	TRY(application_do(play->stage->db, &play->hands, play->arena, &doing, &done));
	if (play->step->act == APPLICATION_SIGN)
		play->item->letter_id = done.letter_id;
	return NULL;
}

/* --- all of it --- */

static struct fault *
do_step(struct demo_stage *stage, struct demo_cases *cases, const struct demo_step *step)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct play play = {
		.stage = stage, .cases = cases, .item = &cases->items[step->item], .step = step
	};

	TRY(arena_open(STEP_MEMORY, &arena));
	play.arena = arena;
	if (step->act == APPLICATION_SUBMIT)
		return do_submit(&play);
	if (step->act == APPLICATION_DRAFT)
		return do_draft(&play);
	return do_act(&play);
}

static struct fault *
read_notices(struct demo_stage *stage, struct arena *arena)
{
	const struct account_person *people[] = { &stage->officer, &stage->reviewer, &stage->legal,
		&stage->head, &stage->unit_author };
	struct notice_list list;

	for (size_t i = 0; i < COUNT_OF(people); i++) {
		TRY(notice_find(stage->db, arena, people[i]->id, 0, 1, &list));
		if (list.count)
			TRY(notice_mark_read(stage->db, people[i]->id, list.items[0].id));
	}
	return NULL;
}

struct fault *
demo_applications_put(struct demo_stage *stage, struct arena *arena, struct demo_cases *cases,
	size_t *ret_left_out)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	bool is_read = false;
	struct demo_steps steps;

	TRY(calendar_borrow(stage->db, stage->agency_path, &lent));
	TRY(demo_applications_plan(arena, cases, lent->calendar, stage->today, &steps));
	for (size_t i = 0; i < steps.count; i++) {
		const struct demo_step *step = &steps.items[i];

		/* Nobody wants to read what happened long ago. */
		if (!is_read && step->day.number > stage->today.number - OVER_BEFORE) {
			TRY(read_notices(stage, arena));
			is_read = true;
		}
		TRY(do_step(stage, cases, step));
	}
	*ret_left_out = steps.left_out;
	return demo_disputes_put(stage, cases);
}
