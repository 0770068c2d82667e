/* People in the store: other people's accounts, stale forms, roles and lending, lists, settings,
 * and an audit line for every change. */
#include "people_help.h"

#include "account/account_settings.h"
#include "agency/agency.h"
#include "audit/audit.h"

/* --- other people's accounts --- */

static void
system_administrator_makes_accounts_and_gives_no_roles(void **state)
{
	struct account_facts facts = { .login = STR("new.one"),
		.name = STR("李四"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE,
		.mail = STR("li@example.cn"),
		.phone = STR("13800001111") };
	struct account_session session;
	struct account_gift gift;
	struct account_doer doer;
	struct people_house house;
	int64_t made = 0;
	int64_t id = 0;

	people_open(*state, NULL, &house);
	facts.agency_id = house.county;
	people_give(&house, people_add(&house, "sys.admin", 0), ACCOUNT_SYSTEM_ADMIN, house.city);
	people_give(&house, people_add(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	doer = people_enter(&house, "sec.admin", &session);
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &made),
		"account_may_not");
	doer = people_enter(&house, "sys.admin", &session);
	FINE(account_add(house.gate, house.db, house.arena, &doer, &facts, &made));
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &id),
		"account_login_taken");
	facts.login = STR("other.one");
	facts.agency_id = 999999;
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &id), "account_agency");
	facts.agency_id = 0;
	FAILS(account_add(house.gate, house.db, house.arena, &doer, &facts, &id),
		"account_may_not");
	gift = (struct account_gift){ made, ACCOUNT_AUTHOR, house.county, false, DAY_NONE, DAY_NONE,
		STR("新任") };
	FAILS(account_give_role(house.db, house.arena, &doer, &gift, &id), "account_may_not");
	doer = people_enter(&house, "sec.admin", &session);
	FINE(account_give_role(house.db, house.arena, &doer, &gift, &id));
	FAILS(account_give_role(house.db, house.arena, &doer, &gift, &id), "account_role_held");
	people_close(&house);
}

static void
stale_form_is_refused(void **state)
{
	struct account_record record;
	struct account_facts facts;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add_without_password(&house, "wang.fang", house.county);
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	facts = record.facts;
	facts.name = STR("王晓芳");
	facts.mail = STR("wang@example.cn");
	FINE(account_change(
		house.gate, house.db, house.arena, &people_console, id, record.version, &facts));
	facts.name = STR("别人");
	FAILS(account_change(house.gate, house.db, house.arena, &people_console, id, record.version,
		      &facts),
		"account_stale");
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	SAME_TEXT(record.facts.name, "王晓芳");
	SAME_TEXT(record.facts.mail, "wang@example.cn");
	SAME_TEXT(record.agency_name, "乙县人民政府");
	people_close(&house);
}

static void
roles_are_taken_and_their_history_stays(void **state)
{
	struct account_given *given = NULL;
	struct account_session session;
	struct account_doer doer;
	struct people_house house;
	size_t count = 0;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", house.county);
	people_give(&house, id, ACCOUNT_AUTHOR, house.city);
	people_give(&house, people_add(&house, "sec.admin", 0), ACCOUNT_SECURITY_ADMIN, 0);
	people_enter(&house, "wang.fang", &session);
	assert_true(account_may(&session.person, ACCOUNT_AUTHOR, session.person.agency_path));
	doer = people_enter(&house, "sec.admin", &session);
	FINE(account_list_roles(house.db, house.arena, id, &given, &count));
	assert_int_equal(count, 1);
	FAILS(account_take_role(house.db, house.arena, &doer, given[0].id, STR("")),
		"account_reason");
	FINE(account_take_role(house.db, house.arena, &doer, given[0].id, STR("调岗")));
	FAILS(account_take_role(house.db, house.arena, &doer, given[0].id, STR("调岗")),
		"account_role_taken");
	FINE(account_list_roles(house.db, house.arena, id, &given, &count));
	assert_int_equal(count, 1);
	assert_true(given[0].taken_at > 0);
	SAME_TEXT(given[0].taken_reason, "调岗");
	people_enter(&house, "wang.fang", &session);
	assert_int_equal(session.person.roles, ACCOUNT_SIGNED_IN);
	people_give(&house, id, ACCOUNT_AUTHOR, house.city);
	people_close(&house);
}

static void
lent_roles_hold_for_their_days_and_end_with_the_lender(void **state)
{
	struct account_session lender;
	struct account_session session;
	struct account_loan *loans = NULL;
	struct account_doer doer;
	struct day today = day_today();
	struct people_house house;
	size_t count = 0;
	int64_t first;
	int64_t loan;

	people_open(*state, NULL, &house);
	first = people_add(&house, "wang.fang", house.county);
	people_add(&house, "li.si", house.county);
	people_give(&house, first, ACCOUNT_REVIEWER, house.county);
	doer = people_enter(&house, "wang.fang", &lender);
	FAILS(account_lend(house.gate, house.db, house.arena, &doer, STR("li.si"), ACCOUNT_APPROVER,
		      today, today, STR("休假"), &loan),
		"account_not_held");
	FAILS(account_lend(house.gate, house.db, house.arena, &doer, STR("no.one"),
		      ACCOUNT_REVIEWER, today, today, STR("休假"), &loan),
		"account_lend_to");
	FINE(account_lend(house.gate, house.db, house.arena, &doer, STR("li.si"), ACCOUNT_REVIEWER,
		today, today, STR("休假"), &loan));
	people_enter(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 1);
	assert_int_equal(session.person.grants[0].delegated_by, first);
	assert_true(account_may(&session.person, ACCOUNT_REVIEWER, lender.person.agency_path));
	/* What is borrowed cannot be lent on. */
	doer = (struct account_doer){ &session.person,
		{ session.person.id, STR("李四"), 0, STR(""), AUDIT_WEB } };
	FAILS(account_lend(house.gate, house.db, house.arena, &doer, STR("wang.fang"),
		      ACCOUNT_REVIEWER, today, today, STR("休假"), &loan),
		"account_not_held");
	FAILS(account_end_lending(house.db, house.arena, &doer, loan), "account_may_not");
	/* An administrator's role and a borrowed one do not go together. */
	{
		struct account_gift gift = { session.person.id, ACCOUNT_AUDITOR, 0, true, DAY_NONE,
			DAY_NONE, STR("测试") };
		int64_t id = 0;

		FAILS(account_give_role(house.db, house.arena, &people_console, &gift, &id),
			"account_separate");
	}
	FINE(account_set_disabled(
		house.db, house.arena, &people_console, first, true, STR("调离")));
	people_enter(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 0);
	FINE(account_set_disabled(
		house.db, house.arena, &people_console, first, false, STR("调回")));
	FINE(account_end_lending(house.db, house.arena, &people_console, loan));
	people_enter(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 0);
	FINE(account_list_loans(house.db, house.arena, first, &loans, &count));
	assert_int_equal(count, 1);
	assert_true(loans[0].is_mine && loans[0].ended_at > 0);
	people_close(&house);
}

/* --- lists --- */

static void
people_are_found_by_words_agency_role_state_and_sealed_contacts(void **state)
{
	struct account_query query = { .limit = 50 };
	struct account_facts facts = { .login = STR("li.si"),
		.name = STR("李四"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE,
		.mail = STR("li@example.cn"),
		.phone = STR("13800001111") };
	struct account_agency agency;
	struct account_list list;
	struct people_house house;
	int64_t id = 0;

	people_open(*state, NULL, &house);
	facts.agency_id = house.county;
	FINE(account_add(house.gate, house.db, house.arena, &people_console, &facts, &id));
	people_give(&house, people_add_without_password(&house, "wang.fang", house.city),
		ACCOUNT_HEAD, house.city);
	people_add_without_password(&house, "zhao.liu", 0);
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 3);
	query.text = STR("四");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	SAME_TEXT(list.rows[0].login, "li.si");
	query.text = STR("li@example.cn");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	query.text = STR("13800001111");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	query.text = STR("1380000");
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 0);
	query = (struct account_query){ .role = ACCOUNT_HEAD, .limit = 50 };
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	assert_int_equal(list.rows[0].roles, ACCOUNT_HEAD);
	FINE(account_load_agency(house.db, house.arena, house.county, &agency));
	query = (struct account_query){ .path = agency.path, .limit = 50 };
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	FINE(account_load_agency(house.db, house.arena, house.city, &agency));
	query = (struct account_query){ .path = agency.path, .limit = 50 };
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 2);
	query.is_alone = true;
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 1);
	SAME_TEXT(list.rows[0].login, "wang.fang");
	query = (struct account_query){
		.state = ACCOUNT_NO_PASSWORD, .sort = ACCOUNT_NEWEST, .limit = 1, .offset = 1
	};
	FINE(account_find_all(house.gate, house.db, house.arena, &query, &list));
	assert_int_equal(list.total, 3);
	assert_int_equal(list.count, 1);
	SAME_TEXT(list.rows[0].login, "wang.fang");
	people_close(&house);
}

static void
owner_sees_what_happened_at_the_door(void **state)
{
	struct account_event *events = NULL;
	struct people_house house;
	size_t count = 0;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", 0);
	people_sign_in(&house, "wang.fang", "wrong", &people_office);
	people_sign_in(&house, "wang.fang", PEOPLE_GOOD, &people_office);
	FINE(account_list_events(house.db, house.arena, id, 10, &events, &count));
	assert_int_equal(count, 2);
	assert_int_equal(events[0].outcome, ACCOUNT_SIGNED);
	assert_int_equal(events[1].outcome, ACCOUNT_WRONG);
	SAME_TEXT(events[0].address, "192.0.2.7");
	SAME_TEXT(events[0].browser, "test browser");
	people_close(&house);
}

static void
audit_tells_every_change_and_no_secret(void **state)
{
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 500 };
	static const char *const secrets[] = { PEOPLE_GOOD, "王小芳", "li@example.cn",
		"13800001111", "argon2" };
	struct account_record record;
	struct account_facts facts;
	struct account_token token;
	struct audit_verdict verdict;
	struct audit_list list;
	struct people_house house;
	int64_t id;

	people_open(*state, NULL, &house);
	id = people_add(&house, "wang.fang", house.county);
	FINE(account_load(house.gate, house.db, house.arena, id, &record));
	facts = record.facts;
	facts.mail = STR("li@example.cn");
	facts.phone = STR("13800001111");
	FINE(account_change(
		house.gate, house.db, house.arena, &people_console, id, record.version, &facts));
	FINE(account_make_link(house.gate, house.db, house.arena, &people_console, id, &token));
	FINE(audit_find(house.db, house.arena, &query, &list));
	assert_int_equal(list.count, 4);
	for (size_t i = 0; i < list.count; i++)
		for (size_t s = 0; s < COUNT_OF(secrets); s++) {
			assert_false(str_has(list.entries[i].before, str_of(secrets[s])));
			assert_false(str_has(list.entries[i].after, str_of(secrets[s])));
			assert_false(str_has(list.entries[i].after, str_of(token.at)));
		}
	FINE(audit_verify(house.db, house.arena, &verdict));
	assert_true(verdict.is_whole);
	people_close(&house);
}

/* --- settings --- */

static void
set(struct people_house *house, const char *key, const char *value)
{
	struct setting_change change = {
		.actor = &people_console.actor, .key = str_of(key), .value = str_of(value)
	};

	FINE(setting_save(house->db, house->arena, &change));
}

static void
policy_is_what_the_settings_say(void **state)
{
	static const struct setting *const *const tables[] = { account_settings, NULL };
	struct setting_change wrong = { .actor = &people_console.actor,
		.key = STR("account.password_least"),
		.value = STR("4") };
	const struct account_policy *usual = &account_usual_policy;
	struct account_policy policy;
	struct people_house house;

	people_open(*state, NULL, &house);
	setting_use(tables);
	FINE(account_load_policy(house.db, house.arena, &policy));
	assert_int_equal(policy.password_least, usual->password_least);
	assert_int_equal(policy.delay_after, usual->delay_after);
	assert_int_equal(policy.delay_first, usual->delay_first);
	assert_int_equal(policy.delay_most, usual->delay_most);
	assert_int_equal(policy.idle, usual->idle);
	assert_int_equal(policy.absolute, usual->absolute);
	assert_int_equal(policy.link, usual->link);
	assert_int_equal(policy.delegation_most, usual->delegation_most);
	assert_int_equal(policy.factor_roles, usual->factor_roles);
	assert_int_equal(policy.hash_bytes, usual->hash_bytes);
	assert_int_equal(policy.hashes_at_once, usual->hashes_at_once);
	set(&house, "account.idle", "10");
	set(&house, "account.factor", "administrators");
	set(&house, "account.hash_memory", "128");
	FAILS(setting_save(house.db, house.arena, &wrong), "setting_value");
	FINE(account_load_policy(house.db, house.arena, &policy));
	assert_int_equal(policy.idle, 600);
	assert_int_equal(policy.factor_roles, ACCOUNT_ADMINS);
	assert_int_equal(policy.hash_bytes, (size_t)128 << 20);
	assert_int_equal(policy.password_least, usual->password_least);
	setting_drop_cache();
	people_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(system_administrator_makes_accounts_and_gives_no_roles),
		cmocka_unit_test(stale_form_is_refused),
		cmocka_unit_test(roles_are_taken_and_their_history_stays),
		cmocka_unit_test(lent_roles_hold_for_their_days_and_end_with_the_lender),
		cmocka_unit_test(people_are_found_by_words_agency_role_state_and_sealed_contacts),
		cmocka_unit_test(owner_sees_what_happened_at_the_door),
		cmocka_unit_test(audit_tells_every_change_and_no_secret),
		cmocka_unit_test(policy_is_what_the_settings_say),
	};

	return TWIN_RUN(tests);
}
