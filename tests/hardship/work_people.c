/*
 * The works of account/: the first start, other people's accounts, signing in, one's own account.
 */
#include "work.h"

#include <stdio.h>

#include "account/account_access.h"
#include "account/account_visitor.h"

static struct fault *
begin_set_up(struct world *world, struct arena *arena)
{
	bool is_needed = false;

	TRY(account_begin_set_up(world->gate, world->db, arena, &is_needed, &world->token));
	assert_true(is_needed);
	return NULL;
}

static struct fault *
set_up(struct world *world, struct arena *arena)
{
	struct account_first firsts[3] = { { .login = STR("first"), .name = STR("甲某") },
		{ .login = STR("second"), .name = STR("乙某") },
		{ .login = STR("third"), .name = STR("丙某") } };

	return account_set_up(
		world->gate, world->db, arena, str_of(world->token.at), &work_here, firsts);
}

/* --- other people's accounts --- */

static struct fault *
add(struct world *world, struct arena *arena, const char *login, int64_t *ret_id)
{
	struct account_facts facts = { .login = str_of(login),
		.name = STR("王小芳"),
		.agency_id = world->left,
		.mail = STR("a@example.cn"),
		.phone = STR("13800001111"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };

	return account_add(world->gate, world->db, arena, &work_console, &facts, ret_id);
}

static struct fault *
add_person(struct world *world, struct arena *arena)
{
	return add(world, arena, "person", &world->person);
}

static struct fault *
add_colleague(struct world *world, struct arena *arena)
{
	return add(world, arena, "colleague", &world->colleague);
}

static struct fault *
set_password(struct world *world, struct arena *arena)
{
	return account_set_password(
		world->gate, world->db, arena, &work_console, world->person, STR(GOOD), false);
}

static struct fault *
change(struct world *world, struct arena *arena)
{
	struct account_record record;

	TRY(account_load(world->gate, world->db, arena, world->person, &record));
	record.facts.name = STR("王芳");
	return account_change(world->gate, world->db, arena, &work_console, record.id,
		record.version, &record.facts);
}

static struct fault *
give_role(struct world *world, struct arena *arena)
{
	struct account_gift gift = { world->person, ACCOUNT_AUTHOR, world->left, true, DAY_NONE,
		DAY_NONE, STR("试验") };

	return account_give_role(world->db, arena, &work_console, &gift, &world->id);
}

static struct fault *
take_role(struct world *world, struct arena *arena)
{
	struct account_given *given = NULL;
	size_t count = 0;

	TRY(account_list_roles(world->db, arena, world->person, &given, &count));
	return account_take_role(world->db, arena, &work_console, given[0].id, STR("试验"));
}

static struct fault *
set_disabled(struct world *world, struct arena *arena)
{
	return account_set_disabled(
		world->db, arena, &work_console, world->person, true, STR("试验"));
}

static struct fault *
set_enabled(struct world *world, struct arena *arena)
{
	return account_set_disabled(
		world->db, arena, &work_console, world->person, false, STR("试验"));
}

static struct fault *
unlock(struct world *world, struct arena *arena)
{
	return account_unlock(
		world->gate, world->db, arena, &work_console, world->person, STR("试验"));
}

static struct fault *
end_sessions(struct world *world, struct arena *arena)
{
	return account_end_sessions(world->db, arena, &work_console, world->person, 0, 0);
}

static struct fault *
remove_factor(struct world *world, struct arena *arena)
{
	return account_remove_factor(world->db, arena, &work_console, world->person, STR("试验"));
}

static struct fault *
make_link(struct world *world, struct arena *arena)
{
	return account_make_link(
		world->gate, world->db, arena, &work_console, world->person, &world->token);
}

static struct fault *
use_link(struct world *world, struct arena *arena)
{
	return account_use_link(
		world->gate, world->db, arena, str_of(world->token.at), STR(OTHER), &work_here);
}

static struct fault *
import_two(struct world *world, struct arena *arena)
{
	struct account_import_row rows[] = {
		{ .number = 2, .facts = { .login = STR("one.of.two"), .name = STR("李某") } },
		{ .number = 3, .facts = { .login = STR("two.of.two"), .name = STR("赵某") } },
	};
	struct account_import import = { .rows = rows, .count = COUNT_OF(rows) };

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		rows[i].agency = STR("乙县人民政府");
		rows[i].facts.mail = rows[i].facts.phone = STR("");
		rows[i].facts.valid_from = rows[i].facts.valid_to = DAY_NONE;
	}
	return account_import_apply(world->gate, world->db, arena, &work_console, &import);
}

/* --- signing in, and one's own account --- */

static struct fault *
try_password(struct world *world, struct arena *arena, const char *password,
	enum account_outcome outcome)
{
	struct account_signed signing;

	TRY(account_sign_in(world->gate, world->db, arena, STR("person"), str_of(password),
		&work_here, STR(""), &signing));
	assert_int_equal(signing.outcome, outcome);
	if (outcome == ACCOUNT_SIGNED)
		world->token = signing.token;
	return NULL;
}

static struct fault *
sign_in_wrong(struct world *world, struct arena *arena)
{
	return try_password(world, arena, "not the one", ACCOUNT_WRONG);
}

static struct fault *
sign_in(struct world *world, struct arena *arena)
{
	return try_password(world, arena, GOOD, ACCOUNT_SIGNED);
}

static struct fault *
sign_in_other(struct world *world, struct arena *arena)
{
	return try_password(world, arena, OTHER, ACCOUNT_SIGNED);
}

/* The session of the last token, and who acts in it. */
static struct fault *
find_session(struct world *world, struct arena *arena, struct account_session *ret_session,
	struct account_doer *ret_doer)
{
	bool is_found = false;

	TRY(account_find_session(
		world->gate, world->db, arena, str_of(world->token.at), &is_found, ret_session));
	assert_true(is_found);
	*ret_doer = (struct account_doer){ &ret_session->person,
		{ ret_session->person.id, ret_session->person.name, 0, work_here.address,
			AUDIT_WEB } };
	return NULL;
}

static struct fault *
change_contact(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_record record;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	TRY(account_load(world->gate, world->db, arena, world->person, &record));
	return account_change_contact(world->gate, world->db, arena, &doer, record.version,
		STR("b@example.cn"), STR("13900002222"), false);
}

static struct fault *
change_password(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_signed signing;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	TRY(account_change_password(world->gate, world->db, arena, &session, STR(GOOD), STR(OTHER),
		&work_here, &signing));
	world->token = signing.token;
	return NULL;
}

static struct fault *
lend(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_lend(world->gate, world->db, arena, &doer, STR("colleague"), ACCOUNT_AUTHOR,
		day_today(), day_today(), STR("休假"), &world->id);
}

static struct fault *
end_lending(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_end_lending(world->db, arena, &doer, world->id);
}

static struct fault *
make_access(struct world *world, struct arena *arena)
{
	struct account_access_plan plan = {
		.name = STR("平台"), .roles = ACCOUNT_AUTHOR, .last = day_today()
	};
	struct account_access_text text;
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_access_make(world->gate, world->db, arena, &doer, &plan, &world->id, &text);
}

static struct fault *
save_use(struct world *world, struct arena *arena)
{
	account_access_note_use(world->gate, world->id, NOW, work_here.address);
	return account_access_save_uses(world->gate, world->db);
}

static struct fault *
end_access(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_access_end(world->db, arena, &doer, world->person, world->id);
}

static struct fault *
begin_factor(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_begin_factor(world->gate, world->db, arena, &doer);
}

/* The code that the person's telephone shows, so many steps from now. */
static struct fault *
show_code(struct world *world, struct arena *arena, bool is_next, int steps, char code[7])
{
	struct account_lock lock;
	struct secret secret;
	struct str place;

	TRY(account_store_lock_of(world->db, arena, world->person, &lock));
	TRY(str_print(arena, &place, "account.second_factor:%lld", (long long)world->person));
	TRY(seal_take(
		world->keys, arena, place, is_next ? lock.factor_next : lock.factor, &secret));
	return account_factor_code(secret.bytes, account_now() / 30 + steps, code);
}

static struct fault *
confirm_factor(struct world *world, struct arena *arena)
{
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_session session;
	struct account_signed signing;
	struct account_doer doer;
	char code[7];

	TRY(find_session(world, arena, &session, &doer));
	TRY(show_code(world, arena, true, -1, code));
	TRY(account_confirm_factor(world->gate, world->db, arena, &session, str_of(code),
		STR(OTHER), &work_here, &signing, codes));
	world->token = signing.token;
	return NULL;
}

static struct fault *
sign_in_code(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_signed signing;
	struct account_doer doer;
	char code[7];

	TRY(find_session(world, arena, &session, &doer));
	TRY(show_code(world, arena, false, 1, code));
	TRY(account_sign_in_code(
		world->gate, world->db, arena, &session, str_of(code), &work_here, &signing));
	assert_int_equal(signing.outcome, ACCOUNT_SIGNED);
	world->token = signing.token;
	return NULL;
}

static struct fault *
drop_factor(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_drop_factor(world->gate, world->db, arena, &session, STR(OTHER), &work_here);
}

static struct fault *
save_seen(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	account_gate_note_seen(world->gate, session.id, account_now() + 5);
	return account_gate_save_seen(world->gate, world->db);
}

static struct fault *
sign_out(struct world *world, struct arena *arena)
{
	struct account_session session;
	struct account_doer doer;

	TRY(find_session(world, arena, &session, &doer));
	return account_sign_out(world->db, arena, &session, &doer);
}

const struct work work_people[] = {
	{ "begin the set-up", begin_set_up, 1 },
	{ "set up", set_up, 6 },
	{ "add a person", add_person, 1 },
	{ "add a colleague", add_colleague, 1 },
	{ "set a password", set_password, 1 },
	{ "change a person", change, 1 },
	{ "give a role", give_role, 1 },
	{ "sign in wrong", sign_in_wrong, 1 },
	{ "sign in", sign_in, 1 },
	{ "lend a role", lend, 1 },
	{ "end lending", end_lending, 1 },
	{ "change contact", change_contact, 1 },
	{ "make an access token", make_access, 1 },
	{ "save its first use", save_use, 1 },
	{ "end it", end_access, 1 },
	{ "make another", make_access, 1 },
	/* The second line tells that the token ended with the old password. */
	{ "change password", change_password, 2 },
	{ "save when seen", save_seen, 0 },
	{ "begin a factor", begin_factor, 1 },
	{ "confirm a factor", confirm_factor, 1 },
	{ "sign out", sign_out, 1 },
	{ "sign in halfway", sign_in_other, 1 },
	{ "sign in with a code", sign_in_code, 1 },
	{ "drop a factor", drop_factor, 1 },
	{ "begin another factor", begin_factor, 1 },
	{ "remove a factor", remove_factor, 1 },
	{ "end sessions", end_sessions, 1 },
	{ "unlock", unlock, 1 },
	{ "make a link", make_link, 1 },
	{ "use a link", use_link, 1 },
	{ "take a role", take_role, 1 },
	{ "disable", set_disabled, 1 },
	{ "enable", set_enabled, 1 },
	{ "import", import_two, 4 },
	{ 0 },
};
