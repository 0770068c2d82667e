/*
 * The agency of the tests about applications, its people and its applicants.
 * Nothing is tested here.
 */
#include "case_help.h"

#include <stdio.h>

#include "calendar/calendar_store.h"

static struct account_person
person(struct case_house *house, const char *login, enum account_role role, int64_t agency_id)
{
	struct people_house *people = &house->people;
	struct account_grant *grant = arena_take(people->arena, 1, sizeof *grant);
	struct account_person one = { .id = people_add(people, login, agency_id),
		.login = str_of(login),
		.name = STR("王小芳"),
		.agency_id = agency_id,
		.roles = (unsigned)role | (unsigned)ACCOUNT_SIGNED_IN,
		.grants = grant,
		.grant_count = 1 };
	struct agency agency;

	FINE(agency_load(people->db, people->arena, agency_id, &agency));
	people_give(people, one.id, role, agency_id);
	one.agency_path = agency.path;
	*grant = (struct account_grant){
		.role = role, .agency_id = agency_id, .path = agency.path, .has_subtree = true
	};
	return one;
}

void
case_open(struct twin *twin, struct case_house *house)
{
	*house = (struct case_house){ 0 };
	people_open(twin, NULL, &house->people);
	house->agency = house->people.county;
	FINE(agency_find_or_make(twin->db, STR("乙县住房和城乡建设局"), &house->unit));
	FINE(agency_save_place(twin->db, house->unit, house->agency, AGENCY_DEPARTMENT));
	house->officer = person(house, "officer", ACCOUNT_CASE_OFFICER, house->agency);
	house->reviewer = person(house, "reviewer", ACCOUNT_REVIEWER, house->agency);
	house->legal = person(house, "legal", ACCOUNT_LEGAL_REVIEWER, house->agency);
	house->head = person(house, "head", ACCOUNT_HEAD, house->agency);
	house->author = person(house, "author", ACCOUNT_AUTHOR, house->unit);
	house->stranger = person(house, "stranger", ACCOUNT_CASE_OFFICER, house->unit);
	house->actor = (struct audit_actor){ .name = STR("测试"), .way = AUDIT_COMMAND };
}

void
case_close(struct case_house *house)
{
	calendar_drop_copies();
	people_close(&house->people);
}

struct day
case_day(const char *text)
{
	struct day day;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

struct application_hands
case_hands(struct case_house *house, const struct account_person *who, const char *today)
{
	struct application_hands hands = { .person = who,
		.actor = &house->actor,
		.keys = house->people.keys,
		.files = house->people.twin->files,
		.today = case_day(today) };

	hands.now = (int64_t)hands.today.number * 86400 + 3600;
	return hands;
}

struct application_intake
case_intake(struct case_house *house, const char *on)
{
	return (struct application_intake){
		.agency_id = house->agency,
		.description = STR("乙县人民路老旧小区改造项目的施工合同和工程结算审核报告"),
		.applicant = { .kind = APPLICATION_NATURAL_PERSON,
			.name = STR("张三"),
			.proof_kind = STR("居民身份证"),
			.proof_number = STR("230108199001010017"),
			.phone = STR("13800001234"),
			.address = STR("乙县人民路 1 号") },
		.wanted_form = APPLICATION_ON_PAPER,
		.wanted_way = APPLICATION_BY_POST,
		.arrival = { .channel = APPLICATION_ONLINE,
			.submitted_on = case_day(on),
			.signed_on = DAY_NONE,
			.confirmed_on = DAY_NONE,
			.told_on = DAY_NONE,
			.ruled_on = DAY_NONE },
	};
}

struct application
case_load(struct case_house *house, int64_t id)
{
	struct application one = { 0 };

	FINE(application_load(house->people.db, house->people.arena, id, &one));
	return one;
}

struct fault *
case_do(struct case_house *house, const struct account_person *who, const char *today,
	struct application_doing doing)
{
	struct application_hands hands = case_hands(house, who, today);
	struct application_done done;

	doing.version = case_load(house, doing.id).version;
	if (!doing.day.number)
		doing.day = DAY_NONE;
	if (!doing.until.number)
		doing.until = DAY_NONE;
	if (!doing.sent_on.number)
		doing.sent_on = DAY_NONE;
	return application_do(house->people.db, &hands, house->people.arena, &doing, &done);
}

int64_t
case_open_one(struct case_house *house, const char *on)
{
	struct application_hands public = case_hands(house, NULL, on);
	struct application_intake intake = case_intake(house, on);
	struct application_receipt receipt;

	FINE(application_submit(house->people.db, &public, house->people.arena, &intake, &receipt));
	FINE(case_do(house, &house->officer, on,
		(struct application_doing){ .id = receipt.id,
			.act = APPLICATION_CONFIRM,
			.says = STR("电话与申请人本人确认") }));
	FINE(case_do(house, &house->officer, on,
		(struct application_doing){ .id = receipt.id, .act = APPLICATION_REGISTER }));
	return receipt.id;
}

void
case_draft_refusal(struct case_house *house, int64_t id, const char *today)
{
	static const struct str exemptions[] = { STR("ex16_process") };
	static const struct application_fact facts[] = { { STR("reasons"),
		STR("所申请的是尚在讨论的过程稿，公开会影响决策") } };
	struct application_hands hands = case_hands(house, &house->officer, today);
	struct application_draft draft = { .id = id,
		.reply = APPLICATION_R36_3,
		.exemptions = exemptions,
		.exemption_count = 1,
		.facts = facts,
		.fact_count = 1 };

	FINE(application_save_draft(house->people.db, &hands, house->people.arena, &draft));
}
