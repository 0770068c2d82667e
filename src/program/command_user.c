/*
 * The verbs around people: user add, list, role, disable, enable, unlock, link, reset. Whoever can
 * run them can read the data folder, so they are the way in when no administrator can sign in; the
 * separation of the three administrators holds here too, and each deed is in the audit.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "account/account_settings.h"
#include "account/account_work.h"
#include "base/json.h"
#include "program/program.h"
#include "program/program_data.h"

enum { PASSWORD_MAX = 1000, LIST_EACH = 500 };

/* Every verb has the first three. */
enum { USER_DATA, USER_DATABASE, USER_REASON, USER_FOURTH, USER_FIFTH, USER_SIXTH };

static const struct account_doer console = { .actor = { .name = { "命令行", sizeof "命令行" - 1 },
						     .way = AUDIT_COMMAND } };

/* A store with its gate. Invariant: everything is NULL or open. */
struct people {
	struct program_data data;
	struct db *db;
	struct account_gate *gate;
	struct arena *arena;
};

static void
people_done(struct people *people)
{
	account_gate_close(&people->gate);
	db_close(&people->db);
	program_data_done(&people->data);
}

static struct fault *
people_open(const struct program_line *line, int words, struct people *people)
{
	struct account_gate_options options = { .issuer = STR("公开") };

	if (line->word_count != words)
		return fault_new(FAULT_INPUT, "usage", "词的个数不对。用法见 gongkai help user。",
			"The number of words is wrong. See gongkai help user.");
	TRY(program_data_open(&people->data, line->values[USER_DATA], line->values[USER_DATABASE]));
	people->arena = people->data.arena;
	TRY(program_data_write(&people->data, &people->db));
	TRY(program_data_open_keys(&people->data, line->values[USER_DATA], people->db));
	/* The same lengths and times as on the pages. */
	TRY(account_load_policy(people->db, people->arena, &options.policy));
	options.keys = people->data.keys;
	return account_gate_open(&options, &people->gate);
}

static struct str
reason_of(const struct program_line *line)
{
	const char *reason = line->values[USER_REASON];

	return reason ? str_of(reason) : STR("命令行");
}

static struct fault *
find_person(struct people *people, const char *login, int64_t *ret_id)
{
	bool is_found = false;

	TRY(account_find_login(people->db, str_of(login), &is_found, ret_id));
	if (is_found)
		return NULL;
	return fault_new(FAULT_ABSENT, "user_absent",
		"没有登录名“%s”。请核对，或用 user add 新增。",
		"There is no login “%s”. Check it, or add it with user add.", login);
}

/* By number or exact name; nothing for nothing. */
static struct fault *
find_agency(struct people *people, const char *text, struct account_agency *ret_agency)
{
	int64_t id = 0;

	*ret_agency = (struct account_agency){ .path = STR("/") };
	if (!text)
		return NULL;
	if (str_to_int(str_of(text), &id))
		return account_load_agency(people->db, people->arena, id, ret_agency);
	return account_find_agency(people->db, people->arena, str_of(text), ret_agency);
}

static struct fault *
find_role(const char *text, enum account_role *ret_role)
{
	*ret_role = account_role_of_word(str_of(text));
	if (*ret_role)
		return NULL;
	return fault_new(FAULT_INPUT, "account_role",
		"没有角色“%s”。角色有：author reviewer approver case_officer legal_reviewer head "
		"supervisor system_admin security_admin auditor。",
		"There is no role “%s”. Roles are: author reviewer approver case_officer "
		"legal_reviewer head supervisor system_admin security_admin auditor.",
		text);
}

/* The link without the host, which only the server's address tells. */
static struct fault *
print_link(const struct program_line *line, struct people *people, int64_t id)
{
	struct account_token token;

	TRY(account_make_link(people->gate, people->db, people->arena, &console, id, &token));
	printf(program_say(line,
		       "一次性链接（%d 小时内有效，接在网站地址后面，交给本人）：\n/links/%s\n",
		       "One-time link (for %d hours; put it behind the site's address and hand it "
		       "to "
		       "the person):\n/links/%s\n"),
		account_gate_policy(people->gate)->link / 3600, token.at);
	return NULL;
}

/* ---------------------------------------------------------------- add */

enum { ADD_AGENCY = USER_FOURTH, ADD_ROLE, ADD_STDIN };

/* The first line of standard input, so that no password stands in a process list. */
static struct fault *
read_password(char *password, size_t size, struct str *ret_password)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(STDIN_FILENO, password + len, size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_system("read", "-", errno);
		if (got == 0)
			break;
		len += (size_t)got;
	}
	(void)str_cut((struct str){ password, len }, STR("\n"), ret_password);
	return NULL;
}

static struct fault *
add_role(const struct program_line *line, struct people *people, int64_t id,
	const struct account_agency *agency)
{
	struct account_gift gift = { .account_id = id,
		.agency_id = agency->id,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.reason = reason_of(line) };
	int64_t role_id = 0;

	if (!line->values[ADD_ROLE])
		return NULL;
	TRY(find_role(line->values[ADD_ROLE], &gift.role));
	return account_give_role(people->db, people->arena, &console, &gift, &role_id);
}

/* All of it, or nothing: the account, its role and its password. */
struct adding {
	const struct program_line *line;
	struct people *people;
	struct account_facts facts;
	struct account_agency agency;
	struct str password; /* at NULL: a link instead */
	int64_t id;
};

static struct fault *
add_all(struct db *db, void *arg)
{
	struct adding *adding = arg;
	struct people *people = adding->people;

	TRY(account_add(people->gate, db, people->arena, &console, &adding->facts, &adding->id));
	TRY(add_role(adding->line, people, adding->id, &adding->agency));
	if (!adding->password.at)
		return NULL;
	return account_set_password(
		people->gate, db, people->arena, &console, adding->id, adding->password, true);
}

static struct fault *
add(const struct program_line *line)
{
	CLOSING(people_done) struct people people = { 0 };
	struct adding adding = { .line = line,
		.people = &people,
		.facts = { .valid_from = DAY_NONE, .valid_to = DAY_NONE } };
	char password[PASSWORD_MAX];

	TRY(people_open(line, 2, &people));
	TRY(find_agency(&people, line->values[ADD_AGENCY], &adding.agency));
	adding.facts.login = str_of(line->words[0]);
	adding.facts.name = str_of(line->words[1]);
	adding.facts.agency_id = adding.agency.id;
	if (line->values[ADD_STDIN])
		TRY(read_password(password, sizeof password, &adding.password));
	TRY(db_work(people.db, add_all, &adding));
	printf(program_say(line, "已新增“%s”。\n", "“%s” was added.\n"), line->words[0]);
	return adding.password.at ? NULL : print_link(line, &people, adding.id);
}

static int
run_add(const struct program_line *line)
{
	struct fault *fault = add(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- list */

enum { LIST_JSON = USER_FOURTH };

static struct fault *
put_row(const struct program_line *line, struct arena *arena, const struct account_row *row,
	struct buf *out, struct json_out *json)
{
	const char *state = row->is_disabled ? "disabled" : row->has_password ? "in use" : "new";
	struct str roles;

	if (!line->values[LIST_JSON]) {
		TRY(account_roles_say(arena, row->roles, line->is_english, &roles));
		buf_print(out, "%lld\t%.*s\t%.*s\t%.*s\t%.*s\t%s\n", (long long)row->id,
			STR_ARG(row->login), STR_ARG(row->name), STR_ARG(row->agency_name),
			STR_ARG(roles), state);
		return NULL;
	}
	json_begin_object(json);
	json_pair_int(json, "id", row->id);
	json_pair_str(json, "login", row->login);
	json_pair_str(json, "name", row->name);
	json_pair_str_or_null(json, "agency", row->agency_name);
	json_key(json, "roles");
	json_begin_array(json);
	for (const struct account_role_word *word = account_role_words; word->key; word++)
		if ((unsigned)word->role & row->roles)
			json_put_str(json, str_of(word->key));
	json_end_array(json);
	json_pair_str(json, "state", str_of(state));
	json_end_object(json);
	return NULL;
}

static struct fault *
put_list(const struct program_line *line, struct people *people, struct buf *out)
{
	struct account_query query = { .sort = ACCOUNT_BY_LOGIN, .limit = LIST_EACH };
	struct account_list list;
	struct json_out json;

	json_out_init(&json, out);
	if (line->values[LIST_JSON]) {
		json_begin_object(&json);
		json_key(&json, "users");
		json_begin_array(&json);
	}
	do {
		CLOSING(arena_close) struct arena *arena = NULL;

		TRY(arena_open((size_t)16 << 20, &arena));
		TRY(account_find_all(people->gate, people->db, arena, &query, &list));
		for (size_t i = 0; i < list.count; i++)
			TRY(put_row(line, arena, &list.rows[i], out, &json));
		query.offset += LIST_EACH;
	} while (query.offset < list.total);
	if (line->values[LIST_JSON]) {
		json_end_array(&json);
		json_end_object(&json);
		buf_put_char(out, '\n');
	}
	return buf_check(out);
}

static int
run_list(const struct program_line *line)
{
	CLOSING(people_done) struct people people = { 0 };
	CLOSING(buf_done) struct buf out;
	struct fault *fault;

	buf_init(&out, (size_t)64 << 20);
	fault = people_open(line, 0, &people);
	if (!fault)
		fault = put_list(line, &people, &out);
	if (!fault)
		fault = program_print(buf_str(&out));
	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- role */

enum { ROLE_AGENCY = USER_FOURTH, ROLE_SUBTREE };

static struct fault *
take_role(const struct program_line *line, struct people *people, int64_t id,
	enum account_role role, int64_t agency_id)
{
	struct account_given *given = NULL;
	size_t count = 0;

	TRY(account_list_roles(people->db, people->arena, id, &given, &count));
	for (size_t i = 0; i < count; i++)
		if (given[i].role == role && given[i].agency_id == agency_id && !given[i].taken_at)
			return account_take_role(
				people->db, people->arena, &console, given[i].id, reason_of(line));
	return fault_new(FAULT_ABSENT, "user_role_absent",
		"“%s”没有这个角色。用 user list 查看；机关用 --agency 写明。",
		"“%s” does not hold this role. See user list; name the agency with --agency.",
		line->words[0]);
}

static struct fault *
change_role(const struct program_line *line)
{
	CLOSING(people_done) struct people people = { 0 };
	struct account_gift gift = {
		.from = DAY_NONE, .to = DAY_NONE, .has_subtree = line->values[ROLE_SUBTREE] != NULL
	};
	struct account_agency agency;
	int64_t id = 0;

	TRY(people_open(line, 3, &people));
	TRY(find_person(&people, line->words[0], &gift.account_id));
	TRY(find_role(line->words[2], &gift.role));
	TRY(find_agency(&people, line->values[ROLE_AGENCY], &agency));
	gift.agency_id = agency.id;
	gift.reason = reason_of(line);
	if (str_equal(str_of(line->words[1]), STR("give")))
		return account_give_role(people.db, people.arena, &console, &gift, &id);
	if (str_equal(str_of(line->words[1]), STR("take")))
		return take_role(line, &people, gift.account_id, gift.role, agency.id);
	return fault_new(FAULT_INPUT, "usage", "请写 give 或 take，不是“%s”。",
		"Write give or take, not “%s”.", line->words[1]);
}

static int
run_role(const struct program_line *line)
{
	struct fault *fault = change_role(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- the rest: one login each */

typedef struct fault *user_deed_fn(
	const struct program_line *line, struct people *people, int64_t id);

static int
run_deed(const struct program_line *line, user_deed_fn *deed)
{
	CLOSING(people_done) struct people people = { 0 };
	struct fault *fault = people_open(line, 1, &people);
	int64_t id = 0;

	if (!fault)
		fault = find_person(&people, line->words[0], &id);
	if (!fault)
		fault = deed(line, &people, id);
	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

static struct fault *
disable(const struct program_line *line, struct people *people, int64_t id)
{
	return account_set_disabled(people->db, people->arena, &console, id, true, reason_of(line));
}

static struct fault *
enable(const struct program_line *line, struct people *people, int64_t id)
{
	return account_set_disabled(
		people->db, people->arena, &console, id, false, reason_of(line));
}

static struct fault *
unlock(const struct program_line *line, struct people *people, int64_t id)
{
	return account_unlock(
		people->gate, people->db, people->arena, &console, id, reason_of(line));
}

static struct fault *
reset(const struct program_line *line, struct people *people, int64_t id)
{
	TRY(account_remove_factor(people->db, people->arena, &console, id, reason_of(line)));
	TRY(unlock(line, people, id));
	return print_link(line, people, id);
}

static int
run_disable(const struct program_line *line)
{
	return run_deed(line, disable);
}

static int
run_enable(const struct program_line *line)
{
	return run_deed(line, enable);
}

static int
run_unlock(const struct program_line *line)
{
	return run_deed(line, unlock);
}

static int
run_link(const struct program_line *line)
{
	return run_deed(line, print_link);
}

static int
run_reset(const struct program_line *line)
{
	return run_deed(line, reset);
}

#define USUAL                                                                                      \
	{ "--data", true, "数据文件夹：密钥和数据库", "data folder: keys and database" },          \
		{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",                        \
			"database, sqlite:DIR/gongkai.db unless told" },                           \
	{                                                                                          \
		"--reason", true, "原因，记入审计", "the reason, for the audit"                    \
	}
#define AGENCY                                                                                     \
	{                                                                                          \
		"--agency", true, "机关的编号或全称；不写是全站",                                  \
			"number or whole name of the agency; without it the whole installation"    \
	}
#define LOGIN_FORM "LOGIN --data DIR [--reason TEXT]"

const struct program_verb program_user_verbs[] = {
	{ "user add", "LOGIN NAME --data DIR [--agency NAME] [--role ROLE] [--password-stdin]",
		"新增人员，印出设置密码的一次性链接。",
		"Add a person and print a one-time link to set the password.", run_add,
		{ USUAL, AGENCY, { "--role", true, "同时授予的角色", "a role to give" },
			{ "--password-stdin", false, "从标准输入读密码，首次登录时要改",
				"read a password from standard input, to be changed at first "
				"use" } } },
	{ "user list", "--data DIR [--json]", "列出人员和角色。", "List people and roles.",
		run_list, { USUAL, { "--json", false, "印成 JSON", "as JSON" } } },
	{ "user role", "LOGIN give|take ROLE --data DIR [--agency NAME] [--subtree]",
		"授予或收回角色。", "Give or take a role.", run_role,
		{ USUAL, AGENCY,
			{ "--subtree", false, "包括下级机关", "with all agencies below" } } },
	{ "user disable", LOGIN_FORM, "停用账号，结束登录。",
		"Disable an account, end its sessions.", run_disable, { USUAL } },
	{ "user enable", LOGIN_FORM, "启用账号。", "Enable an account.", run_enable, { USUAL } },
	{ "user unlock", LOGIN_FORM, "解除密码多次填错后的等待。",
		"End the delay after many wrong passwords.", run_unlock, { USUAL } },
	{ "user link", LOGIN_FORM, "印出设置密码的一次性链接。",
		"Print a one-time link to set the password.", run_link, { USUAL } },
	{ "user reset", LOGIN_FORM, "移除第二因素，解除等待，印出设置密码的链接。",
		"Remove the second factor, end the delay, print a link to set the password.",
		run_reset, { USUAL } },
	{ 0 },
};
