/*
 * Every work on accounts while the n-th call to the database fails, for n = 1, 2, 3 … until it
 * succeeds. A work that fails must leave nothing behind: since each change writes its audit line in
 * its own transaction, the number of lines tells. The chain must be whole at the end.
 */
#include "../store/twin.h"

#include <stdio.h>

#include "account/account_import.h"
#include "account/account_inside.h"
#include "account/account_letters.h"
#include "agency/agency.h"

#define GOOD "lantern river 48 spade"
#define OTHER "copper window 91 heron"

enum { MOST_TRIES = 2000, ARENA = 16 << 20 };

static const struct account_doer console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND },
	.site = { "https://www.example.gov.cn", 26 } };
static const struct setting *const *const setting_tables[] = { mail_settings, NULL };
static const struct mail_template *const *const letter_tables[] = { account_letters, NULL };
static const struct account_place here = { { "192.0.2.7", 9 }, { "test", 4 } };

/* What the works are done to. `number` makes names new at each try. */
struct world {
	struct twin *twin;
	struct db *db;
	struct account_gate *gate;
	struct seal_keys *keys;
	int64_t agency_id;
	int64_t person;
	int64_t colleague;
	int number;
};

typedef struct fault *work_fn(struct world *world, struct arena *arena);

/* --- the works --- */

static struct fault *
add_named(struct world *world, struct arena *arena, const char *login, int64_t *ret_id)
{
	struct account_facts facts = { .login = str_of(login),
		.name = STR("王小芳"),
		.agency_id = world->agency_id,
		.mail = STR("a@example.cn"),
		.phone = STR("13800001111"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };

	return account_add(world->gate, world->db, arena, &console, &facts, ret_id);
}

static struct fault *
add(struct world *world, struct arena *arena)
{
	char login[30];
	int64_t id;

	snprintf(login, sizeof login, "person%d", world->number);
	return add_named(world, arena, login, &id);
}

static struct fault *
change(struct world *world, struct arena *arena)
{
	struct account_record record;

	TRY(account_load(world->gate, world->db, arena, world->person, &record));
	record.facts.mail = STR("b@example.cn");
	return account_change(
		world->gate, world->db, arena, &console, record.id, record.version, &record.facts);
}

static struct fault *
disable(struct world *world, struct arena *arena)
{
	return account_set_disabled(
		world->db, arena, &console, world->colleague, true, STR("试验"));
}

static struct fault *
enable(struct world *world, struct arena *arena)
{
	return account_set_disabled(
		world->db, arena, &console, world->colleague, false, STR("试验"));
}

static struct fault *
give(struct world *world, struct arena *arena)
{
	struct account_gift gift = { .account_id = world->person,
		.role = ACCOUNT_AUTHOR,
		.agency_id = world->agency_id,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.reason = STR("试验") };
	int64_t id;

	return account_give_role(world->db, arena, &console, &gift, &id);
}

static struct fault *
take(struct world *world, struct arena *arena)
{
	struct account_given *given = NULL;
	size_t count = 0;

	TRY(account_list_roles(world->db, arena, world->person, &given, &count));
	assert_true(count > 0 && !given[0].taken_at);
	return account_take_role(world->db, arena, &console, given[0].id, STR("试验"));
}

static struct fault *
unlock(struct world *world, struct arena *arena)
{
	return account_unlock(world->gate, world->db, arena, &console, world->person, STR("试验"));
}

static struct fault *
sign_in_with(struct world *world, struct arena *arena, const char *password,
	struct account_session *ret_session)
{
	struct account_signed signing;
	bool is_found = false;
	struct str token;

	TRY(account_sign_in(world->gate, world->db, arena, STR("person"), str_of(password), &here,
		STR(""), &signing));
	if (signing.outcome != ACCOUNT_SIGNED)
		return NULL;
	TRY(str_copy(arena, str_of(signing.token.at), &token));
	TRY(account_find_session(world->gate, world->db, arena, token, &is_found, ret_session));
	assert_true(is_found);
	return NULL;
}

static struct fault *
sign_in(struct world *world, struct arena *arena)
{
	struct account_signed signing;

	return account_sign_in(
		world->gate, world->db, arena, STR("person"), STR(GOOD), &here, STR(""), &signing);
}

/* From a network that was never seen, which is told by a letter. */
static struct fault *
sign_in_elsewhere(struct world *world, struct arena *arena)
{
	struct account_place place = here;
	struct account_signed signing;

	TRY(str_print(arena, &place.address, "198.51.%d.9", world->number % 250));
	return account_sign_in(
		world->gate, world->db, arena, STR("person"), STR(GOOD), &place, STR(""), &signing);
}

static struct fault *
fail_to_sign_in(struct world *world, struct arena *arena)
{
	struct account_signed signing;

	return account_sign_in(world->gate, world->db, arena, STR("person"), STR("wrong"), &here,
		STR(""), &signing);
}

static struct fault *
end_sessions(struct world *world, struct arena *arena)
{
	return account_end_sessions(world->db, arena, &console, world->person, 0, 0);
}

static struct fault *
make_link(struct world *world, struct arena *arena)
{
	struct account_token token;

	return account_make_link(world->gate, world->db, arena, &console, world->colleague, &token);
}

static struct fault *
set_password(struct world *world, struct arena *arena)
{
	return account_set_password(
		world->gate, world->db, arena, &console, world->colleague, STR(OTHER), true);
}

/* The one who lends, without a session. */
static struct fault *
lender_of(struct world *world, struct arena *arena, struct account_person *ret_person)
{
	*ret_person = (struct account_person){ .id = world->person, .name = STR("王小芳") };
	TRY(account_store_grants(world->db, arena, day_today(), ret_person));
	ret_person->roles |= ACCOUNT_SIGNED_IN;
	return NULL;
}

static struct fault *
lend(struct world *world, struct arena *arena)
{
	struct account_person person;
	struct account_doer doer = { &person,
		{ .account_id = world->person, .name = STR("王小芳") } };
	int64_t id;

	TRY(lender_of(world, arena, &person));
	return account_lend(world->gate, world->db, arena, &doer, STR("colleague"), ACCOUNT_AUTHOR,
		day_today(), day_today(), STR("休假"), &id);
}

static struct fault *
end_lending(struct world *world, struct arena *arena)
{
	struct account_loan *loans = NULL;
	size_t count = 0;

	TRY(account_list_loans(world->db, arena, world->person, &loans, &count));
	assert_true(count > 0 && !loans[0].ended_at);
	return account_end_lending(world->db, arena, &console, loans[0].id);
}

static struct fault *
begin_factor(struct world *world, struct arena *arena)
{
	struct account_person person = { .id = world->colleague };
	struct account_doer doer = { &person,
		{ .account_id = world->colleague, .name = STR("王小芳") } };

	return account_begin_factor(world->gate, world->db, arena, &doer);
}

static struct fault *
remove_factor(struct world *world, struct arena *arena)
{
	return account_remove_factor(world->db, arena, &console, world->colleague, STR("丢失"));
}

static struct fault *
import_three(struct world *world, struct arena *arena)
{
	struct account_import_row rows[3] = { 0 };
	struct account_import import = { rows, 3, 0 };
	struct str login;

	for (int i = 0; i < 3; i++) {
		TRY(str_print(arena, &login, "import%d.%d", world->number, i));
		rows[i] = (struct account_import_row){ .number = i + 2,
			.agency = STR("甲市人民政府"),
			.facts = { .login = login,
				.name = STR("李四"),
				.mail = STR(""),
				.phone = STR(""),
				.valid_from = DAY_NONE,
				.valid_to = DAY_NONE } };
	}
	return account_import_apply(world->gate, world->db, arena, &console, &import);
}

/* --- trying --- */

static int64_t
count_lines(struct world *world)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct audit_verdict verdict;

	FINE(arena_open(ARENA, &arena));
	FINE(audit_verify(world->db, arena, &verdict));
	assert_true(verdict.is_whole);
	return verdict.entry_count;
}

static void
try_work(struct world *world, const char *name, work_fn *work, int64_t lines)
{
	struct fault *fault = NULL;
	long n = 0;

	do {
		CLOSING(arena_close) struct arena *arena = NULL;
		int64_t before = count_lines(world);

		FINE(arena_open(ARENA, &arena));
		world->number++;
		db_fail_at(world->db, ++n);
		fault = work(world, arena);
		db_fail_at(world->db, 0);
		if (fault && strcmp(fault->code, "db_fail_test") != 0)
			fail_msg("%s, call %ld: %s %s", name, n, fault->code, fault->en);
		if (count_lines(world) != before + (fault ? 0 : lines))
			fail_msg("%s, call %ld: half of it was done", name, n);
	} while (fault && n < MOST_TRIES);
	if (fault)
		fail_msg("%s never succeeded", name);
	assert_true(n > 2);
}

/* So that each work that tells its owner something does. */
static void
send_letters(struct world *world, struct arena *arena)
{
	struct setting_change change = {
		.actor = &console.actor, .key = STR("mail.way"), .value = STR("folder")
	};

	setting_use(setting_tables);
	mail_use(letter_tables);
	FINE(setting_save(world->db, arena, &change));
}

static void
open_world(struct twin *twin, struct world *world)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	struct account_session session;
	char path[200];

	*world = (struct world){ .twin = twin, .db = twin->db };
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &world->keys));
	options.keys = world->keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	options.policy.delay_after = 100000;
	options.policy.delay_after_address = 100000;
	FINE(account_gate_open(&options, &world->gate));
	FINE(agency_find_or_make(twin->db, STR("甲市人民政府"), &world->agency_id));
	FINE(add_named(world, twin->arena, "person", &world->person));
	FINE(add_named(world, twin->arena, "colleague", &world->colleague));
	FINE(account_set_password(
		world->gate, world->db, twin->arena, &console, world->person, STR(GOOD), false));
	FINE(sign_in_with(world, twin->arena, GOOD, &session));
	send_letters(world, twin->arena);
	FINE(db_fail_wrap(world->db));
}

static void
work_that_fails_leaves_nothing_behind(void **state)
{
	static const struct {
		const char *name;
		work_fn *work;
		int64_t lines; /* of the audit, when it succeeds */
	} works[] = {
		{ "add", add, 1 },
		{ "change", change, 1 },
		{ "give a role", give, 1 },
		{ "lend", lend, 1 },
		{ "end lending", end_lending, 1 },
		{ "take a role", take, 1 },
		{ "sign in", sign_in, 1 },
		{ "sign in elsewhere", sign_in_elsewhere, 1 },
		{ "fail to sign in", fail_to_sign_in, 1 },
		{ "unlock", unlock, 1 },
		{ "end sessions", end_sessions, 1 },
		{ "make a link", make_link, 1 },
		{ "set a password", set_password, 1 },
		{ "begin a factor", begin_factor, 1 },
		{ "remove a factor", remove_factor, 1 },
		{ "disable", disable, 1 },
		{ "enable", enable, 1 },
		{ "import", import_three, 6 },
	};
	struct world world;

	open_world(*state, &world);
	for (size_t i = 0; i < COUNT_OF(works); i++)
		try_work(&world, works[i].name, works[i].work, works[i].lines);
	account_gate_close(&world.gate);
	seal_close(&world.keys);
	setting_drop_cache();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_that_fails_leaves_nothing_behind),
	};

	return TWIN_RUN(tests);
}
