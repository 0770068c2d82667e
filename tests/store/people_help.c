/*
 * The house of the tests about people, and what they do in it.
 * Nothing is tested here.
 */
#include "people_help.h"

#include <stdio.h>

#include "agency/agency.h"
#include "audit/audit.h"

const struct account_place people_office = { { "192.0.2.7", 9 }, { "test browser", 12 } };
const struct account_place people_abroad = { { "203.0.113.9", 11 }, { "test browser", 12 } };
const struct account_doer people_console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND } };

void
people_open(
	struct twin *twin, const struct account_gate_options *options, struct people_house *house)
{
	struct account_gate_options own = { .policy = account_usual_policy,
		.issuer = STR("公开 测试") };
	char path[200];

	if (options)
		own = *options;
	*house = (struct people_house){ .twin = twin, .db = twin->db, .arena = twin->arena };
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &house->keys));
	own.keys = house->keys;
	own.policy.hash_passes = 1;
	own.policy.hash_bytes = 8192;
	FINE(account_gate_open(&own, &house->gate));
	FINE(agency_find_or_make(twin->db, STR("甲市人民政府"), &house->city));
	FINE(agency_find_or_make(twin->db, STR("乙县人民政府"), &house->county));
	FINE(agency_save_place(twin->db, house->county, house->city, AGENCY_GOVERNMENT));
}

void
people_close(struct people_house *house)
{
	account_gate_close(&house->gate);
	seal_close(&house->keys);
}

int64_t
people_add_without_password(struct people_house *house, const char *login, int64_t agency_id)
{
	struct account_facts facts = { .login = str_of(login),
		.name = STR("王小芳"),
		.agency_id = agency_id,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	int64_t id = 0;

	FINE(str_print(house->arena, &facts.mail, "%s@example.cn", login));
	FINE(account_add(house->gate, house->db, house->arena, &people_console, &facts, &id));
	assert_true(id > 0);
	return id;
}

int64_t
people_add(struct people_house *house, const char *login, int64_t agency_id)
{
	int64_t id = people_add_without_password(house, login, agency_id);

	FINE(account_set_password(house->gate, house->db, house->arena, &people_console, id,
		STR(PEOPLE_GOOD), false));
	return id;
}

void
people_give(struct people_house *house, int64_t id, enum account_role role, int64_t agency_id)
{
	struct account_gift gift = { id, role, agency_id, true, DAY_NONE, DAY_NONE, STR("测试") };
	int64_t role_id = 0;

	FINE(account_give_role(house->db, house->arena, &people_console, &gift, &role_id));
	assert_true(role_id > 0);
}

struct account_signed
people_sign_in(struct people_house *house, const char *login, const char *password,
	const struct account_place *place)
{
	struct account_signed signing;

	FINE(account_sign_in(house->gate, house->db, house->arena, str_of(login), str_of(password),
		place, STR(""), &signing));
	return signing;
}

bool
people_has_session(struct people_house *house, const char *token, struct account_session *session)
{
	bool is_found = false;
	struct str copy;

	FINE(str_copy(house->arena, str_of(token), &copy));
	FINE(account_find_session(house->gate, house->db, house->arena, copy, &is_found, session));
	return is_found;
}

struct account_doer
people_enter(struct people_house *house, const char *login, struct account_session *session)
{
	struct account_signed signing = people_sign_in(house, login, PEOPLE_GOOD, &people_office);

	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	assert_true(people_has_session(house, signing.token.at, session));
	return (struct account_doer){ .person = &session->person,
		.actor = { session->person.id, session->person.name, 0, people_office.address,
			AUDIT_WEB } };
}

size_t
people_count_deeds(struct people_house *house, const char *deed)
{
	struct audit_query query = {
		.deed = str_of(deed), .from = DAY_NONE, .to = DAY_NONE, .limit = 500
	};
	struct audit_list list;

	FINE(audit_find(house->db, house->arena, &query, &list));
	return list.count;
}
