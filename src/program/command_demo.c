/*
 * The verb demo: fills a new store with the demonstration tree, sample reports, applications and
 * one account for each role, marks the store as a demonstration, and prints the accounts. Each part
 * is made by its own room's work; what the mark does to pages and to the server is portal/ and
 * command_server.c, what happens to applications is demo_applications.c.
 */
#include <stdio.h>

#include "account/account_work.h"
#include "agency/agency_import.h"
#include "base/file.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "filing/filing_import.h"
#include "portal/portal.h"
#include "program/demo_applications.h"
#include "program/program.h"
#include "program/program_data.h"
#include "setting/setting.h"

enum { DEMO_DATA, DEMO_DATABASE, DEMO_AGENCIES, DEMO_WAITING, DEMO_APPLICATIONS, DEMO_ACCOUNTS };

/* --- who is in the demonstration --- */

/* One for all of them: whoever tries the program changes parts often. It is public, and therefore
 * a demonstration listens on this machine only. */
#define DEMO_PASSWORD "for-demonstration-only"

struct demo_account {
	enum account_role role;
	const char *name;
	const char *agency; /* NULL: the whole installation */
	bool has_subtree;
	const char *login; /* NULL: the key of the role */
};

#define DISTRICT "平房区人民政府"
#define DEPARTMENT "平房区住房和城乡建设局"

/* Law: 三员分立, so the three administrators are three people. */
static const struct demo_account accounts[] = {
	{ ACCOUNT_AUTHOR, "演示起草人", DISTRICT, false },
	{ ACCOUNT_REVIEWER, "演示审核人", DISTRICT, false },
	{ ACCOUNT_APPROVER, "演示签发人", DISTRICT, false },
	{ ACCOUNT_CASE_OFFICER, "演示受理人", DISTRICT, false },
	{ ACCOUNT_LEGAL_REVIEWER, "演示法制审核人", DISTRICT, false },
	{ ACCOUNT_HEAD, "演示负责人", DISTRICT, false },
	{ ACCOUNT_AUTHOR, "演示部门经办人", DEPARTMENT, false, "department" },
	{ ACCOUNT_SUPERVISOR, "演示汇总人", "黑龙江省人民政府", true },
	{ ACCOUNT_SYSTEM_ADMIN, "演示系统管理员", NULL, true },
	{ ACCOUNT_SECURITY_ADMIN, "演示安全管理员", NULL, true },
	{ ACCOUNT_AUDITOR, "演示审计员", NULL, true },
};

static struct str
login_of(const struct demo_account *account)
{
	return str_of(account->login ? account->login : account_role_word(account->role)->key);
}

static const struct account_doer doer = { .actor = { .name = { "演示数据", sizeof "演示数据" - 1 },
						  .way = AUDIT_COMMAND } };

/* --- the table --- */

/* Text and blanks up to a width, for terminals that give a Chinese character two places. */
static void
put_column(struct buf *out, struct str text, size_t width)
{
	size_t wide = utf8_count(text);
	size_t taken = wide + (text.len - wide) / 2;

	buf_put(out, text);
	for (; taken < width; taken++)
		buf_put_char(out, ' ');
	buf_put(out, STR("  "));
}

static void
put_line(const struct program_line *line, struct buf *out, const struct demo_account *account)
{
	const struct account_role_word *word = account_role_word(account->role);

	put_column(out, login_of(account), 15);
	put_column(out, STR(DEMO_PASSWORD), sizeof DEMO_PASSWORD - 1);
	put_column(out, str_of(program_say(line, word->zh, word->en)), line->is_english ? 24 : 10);
	put_column(out, str_of(account->name), 14);
	buf_put(out, str_of(account->agency ? account->agency
					    : program_say(line, "全站", "whole installation")));
	if (account->agency && account->has_subtree)
		buf_put(out, str_of(program_say(line, "（含下级）", " (with all agencies below)")));
	buf_put_char(out, '\n');
}

static struct fault *
print_accounts(const struct program_line *line)
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, 16 << 10);
	buf_put(&out, str_of(program_say(line, "演示账号（仅供演示，密码是公开的）：\n",
			      "Demonstration accounts (for demonstration only; the password is "
			      "public):\n")));
	put_column(&out, str_of(program_say(line, "登录名", "login")), 15);
	put_column(&out, str_of(program_say(line, "密码", "password")), sizeof DEMO_PASSWORD - 1);
	put_column(&out, str_of(program_say(line, "角色", "role")), line->is_english ? 24 : 10);
	put_column(&out, str_of(program_say(line, "姓名", "name")), 14);
	buf_put(&out, str_of(program_say(line, "机关\n", "agency\n")));
	for (size_t i = 0; i < COUNT_OF(accounts); i++)
		put_line(line, &out, &accounts[i]);
	buf_put(&out,
		str_of(program_say(line,
			"演示中首次登录不必改密码，也不要求第二因素（可自行开启）；正式安装没有预设"
			"密码"
			"。\n改过密码的账号以改后的为准。\n",
			"In the demonstration nobody must change the password at first use or set "
			"up "
			"a second factor\n(one may). A real installation has no preset password. "
			"Passwords changed since are not shown.\n")));
	TRY(buf_check(&out));
	fflush(stdout);
	return program_print(buf_str(&out));
}

/* --- reading what is to go in --- */

struct demo_report {
	struct str bytes;
	struct report *report;
	bool is_waiting;
};

/* Everything that was read before the transaction, and its tools. */
struct demo {
	struct program_data data;
	struct db *db;
	struct account_gate *gate;
	struct arena *arena;
	struct agency_raw_list agencies;
	struct demo_report *reports;
	size_t report_count;
	int64_t author_id;
	struct demo_cases cases;
	struct account_person people[COUNT_OF(accounts)]; /* as in accounts[] */
	size_t left_out;
};

static void
demo_done(struct demo *demo)
{
	account_gate_close(&demo->gate);
	db_close(&demo->db);
	program_data_done(&demo->data);
}

static struct fault *
read_bytes(struct demo *demo, const char *path, struct str *ret_bytes)
{
	CLOSING(buf_done) struct buf bytes;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(file_read(path, &bytes));
	return str_copy(demo->arena, buf_str(&bytes), ret_bytes);
}

static struct fault *
read_report(struct demo *demo, const char *path, bool is_waiting)
{
	struct demo_report *one = &demo->reports[demo->report_count];

	one->is_waiting = is_waiting;
	TRY(read_bytes(demo, path, &one->bytes));
	TAKE(demo->arena, one->report, 1);
	TRY(reading_make(file_base_name(str_of(path)), one->bytes, demo->arena, one->report));
	demo->report_count++;
	return NULL;
}

static struct fault *
read_all(struct demo *demo, const struct program_line *line)
{
	const char *agencies = line->values[DEMO_AGENCIES];
	struct str bytes;

	TRY(read_bytes(demo, agencies, &bytes));
	TRY(agency_import_read(
		file_base_name(str_of(agencies)), bytes, demo->arena, &demo->agencies));
	TAKE(demo->arena, demo->reports, (size_t)line->word_count + 1);
	for (int i = 0; i < line->word_count; i++)
		TRY(read_report(demo, line->words[i], false));
	if (line->values[DEMO_WAITING])
		TRY(read_report(demo, line->values[DEMO_WAITING], true));
	if (!line->values[DEMO_APPLICATIONS])
		return NULL;
	TRY(read_bytes(demo, line->values[DEMO_APPLICATIONS], &bytes));
	return demo_applications_read(file_base_name(str_of(line->values[DEMO_APPLICATIONS])),
		bytes, demo->arena, &demo->cases);
}

/* --- the store --- */

static struct fault *
refuse_store(void)
{
	return fault_new(FAULT_CONFLICT, "demo_not_new",
		"这个数据库不是新的，演示数据没有存入。请用 --data 写出一个新的文件夹。",
		"This store is not new, so no demonstration data was put in. Name a new folder "
		"with --data.");
}

/* Nothing was ever done in it: no agency, no line of audit. */
static struct fault *
must_be_empty(struct db *db, struct arena *arena)
{
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 1 };
	struct agency_list agencies;
	struct audit_list entries;

	TRY(agency_find_all(db, arena, STR(""), 0, 1, &agencies));
	TRY(audit_find(db, arena, &query, &entries));
	return agencies.total || entries.count ? refuse_store() : NULL;
}

/* A store of an earlier version is refused before anything happens to its schema. */
static struct fault *
open_new_store(struct demo *demo, const struct program_line *line)
{
	struct account_gate_options options = { .policy = account_usual_policy,
		.issuer = STR("公开") };
	struct db_migration migration;
	int step = 0;

	TRY(program_data_open(&demo->data, line->values[DEMO_DATA], line->values[DEMO_DATABASE]));
	demo->arena = demo->data.arena;
	TRY(db_open(demo->data.url.at, DB_MAKE, &demo->db));
	TRY(db_find_step(demo->db, &db_own_steps, &step));
	if (step != 0 && step != db_last_step(&db_own_steps))
		return refuse_store();
	TRY(db_migrate(demo->db, &db_own_steps, &migration));
	TRY(must_be_empty(demo->db, demo->arena));
	TRY(program_data_open_keys(&demo->data, line->values[DEMO_DATA], demo->db));
	options.keys = demo->data.keys;
	return account_gate_open(&options, &demo->gate);
}

/* --- putting it in --- */

static struct fault *
mark_store(struct db *db, struct arena *arena)
{
	static const struct setting *const own[] = { &portal_demonstration, NULL };
	static const struct setting *const *const tables[] = { own, NULL };
	struct setting_change change = {
		.actor = &doer.actor, .key = str_of(portal_demonstration.key), .value = STR("1")
	};

	/* Declared here alone: no page of settings can take the mark away. */
	setting_use(tables);
	return setting_save(db, arena, &change);
}

static struct fault *
put_agencies(struct demo *demo, struct db *db)
{
	struct agency_import_plan plan;
	struct agency_import_plan done;

	TRY(agency_import_check(db, demo->arena, &demo->agencies, &plan));
	return agency_import_apply(
		db, &doer.actor, demo->arena, &demo->agencies, str_of(plan.digest.at), &done);
}

/* Who acts in the course of applications: the account with its one role. */
static struct fault *
keep_person(struct demo *demo, const struct demo_account *account,
	const struct account_agency *agency, int64_t id)
{
	struct account_person *person = &demo->people[account - accounts];
	struct account_grant *grant;

	TAKE(demo->arena, grant, 1);
	*grant = (struct account_grant){ .role = account->role,
		.agency_id = agency->id,
		.path = agency->path,
		.has_subtree = account->has_subtree };
	*person = (struct account_person){ .id = id,
		.login = login_of(account),
		.name = str_of(account->name),
		.agency_id = agency->id,
		.agency_path = agency->path,
		.roles = (unsigned)account->role | (unsigned)ACCOUNT_SIGNED_IN,
		.grants = grant,
		.grant_count = 1 };
	return NULL;
}

static struct fault *
put_account(struct demo *demo, struct db *db, const struct demo_account *account)
{
	struct account_facts facts = { .login = login_of(account),
		.name = str_of(account->name),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	struct account_gift gift = { .role = account->role,
		.has_subtree = account->has_subtree,
		.from = DAY_NONE,
		.to = DAY_NONE,
		.reason = STR("演示数据") };
	struct account_agency agency = { 0 };
	int64_t role_id = 0;

	if (account->agency)
		TRY(account_find_agency(db, demo->arena, str_of(account->agency), &agency));
	facts.agency_id = agency.id;
	gift.agency_id = agency.id;
	TRY(account_add(demo->gate, db, demo->arena, &doer, &facts, &gift.account_id));
	TRY(account_set_password(
		demo->gate, db, demo->arena, &doer, gift.account_id, STR(DEMO_PASSWORD), false));
	if (account->role == ACCOUNT_AUTHOR && !account->login)
		demo->author_id = gift.account_id;
	TRY(keep_person(demo, account, &agency, gift.account_id));
	return account_give_role(db, demo->arena, &doer, &gift, &role_id);
}

static struct account_person
person_with(const struct demo *demo, enum account_role role, const char *agency)
{
	for (size_t i = 0; i < COUNT_OF(accounts); i++)
		if (accounts[i].role == role && accounts[i].agency &&
			str_equal(str_of(accounts[i].agency), str_of(agency)))
			return demo->people[i];
	return (struct account_person){ 0 };
}

static struct fault *
put_applications(struct demo *demo, struct db *db)
{
	struct demo_stage stage = { .db = db,
		.keys = demo->data.keys,
		.files = demo->data.files,
		.today = day_today(),
		.officer = person_with(demo, ACCOUNT_CASE_OFFICER, DISTRICT),
		.reviewer = person_with(demo, ACCOUNT_REVIEWER, DISTRICT),
		.legal = person_with(demo, ACCOUNT_LEGAL_REVIEWER, DISTRICT),
		.head = person_with(demo, ACCOUNT_HEAD, DISTRICT),
		.unit_author = person_with(demo, ACCOUNT_AUTHOR, DEPARTMENT) };

	if (!demo->cases.count)
		return NULL;
	stage.agency_id = stage.officer.agency_id;
	stage.agency_path = stage.officer.agency_path;
	stage.unit_id = stage.unit_author.agency_id;
	return demo_applications_put(&stage, demo->arena, &demo->cases, &demo->left_out);
}

static struct fault *
put_reports(struct demo *demo, struct db *db)
{
	for (size_t i = 0; i < demo->report_count; i++) {
		const struct demo_report *one = &demo->reports[i];
		struct filing_door door = {
			.files = demo->data.files, .actor = doer.actor, .is_shown = !one->is_waiting
		};
		struct filing_saved saved;

		/* So that its author learns what becomes of it. */
		if (one->is_waiting)
			door.actor.account_id = demo->author_id;
		TRY(filing_import_record(db, &door, demo->arena, one->report, one->bytes, &saved));
	}
	return NULL;
}

/* All of it or nothing, so that a store is either new or a whole demonstration. */
static struct fault *
put_all(struct db *db, void *arg)
{
	struct demo *demo = arg;

	TRY(must_be_empty(db, demo->arena));
	TRY(mark_store(db, demo->arena));
	TRY(put_agencies(demo, db));
	for (size_t i = 0; i < COUNT_OF(accounts); i++)
		TRY(put_account(demo, db, &accounts[i]));
	TRY(put_reports(demo, db));
	return put_applications(demo, db);
}

static struct fault *
fill(const struct program_line *line)
{
	CLOSING(demo_done) struct demo demo = { 0 };

	if (!line->values[DEMO_AGENCIES] || !line->word_count)
		return fault_new(FAULT_INPUT, "usage",
			"请用 --agencies 写出机关名单，并写出样例报告文件。用法见 gongkai help "
			"demo。",
			"Name the list of agencies with --agencies, and the sample reports. See "
			"gongkai help demo.");
	TRY(open_new_store(&demo, line));
	TRY(read_all(&demo, line));
	TRY(db_work(demo.db, put_all, &demo));
	printf(program_say(line,
		       "演示数据已存入：机关 %zu 个，报告 %zu 份，申请 %zu 件，账号 %zu 个。\n",
		       "The demonstration data is in: %zu agencies, %zu reports, %zu applications, "
		       "%zu accounts.\n"),
		demo.agencies.row_count, demo.report_count, demo.cases.count - demo.left_out,
		COUNT_OF(accounts));
	if (demo.left_out)
		printf(program_say(line, "日历没有近期年份的数据，%zu 件在办申请没有存入。\n",
			       "The calendar has no data for the coming days: %zu open "
			       "applications "
			       "were left out.\n"),
			demo.left_out);
	return print_accounts(line);
}

/* For those who start the demonstration again. */
static struct fault *
show_accounts(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	int64_t is_demonstration = 0;
	struct str url;

	TRY(arena_open(1 << 20, &arena));
	if (line->values[DEMO_DATABASE])
		url = str_of(line->values[DEMO_DATABASE]);
	else
		TRY(str_print(arena, &url, "sqlite:%s/gongkai.db",
			line->values[DEMO_DATA] ? line->values[DEMO_DATA] : "."));
	TRY(db_open(url.at, DB_READ, &db));
	TRY(db_check_steps(db, &db_own_steps));
	TRY(setting_int(db, STR_NONE, &portal_demonstration, &is_demonstration));
	setting_drop_cache();
	if (!is_demonstration)
		return fault_new(FAULT_CONFLICT, "demo_none",
			"这个数据库里没有演示数据，因此没有演示账号。",
			"There is no demonstration data in this store, so there are no such "
			"accounts.");
	return print_accounts(line);
}

static int
run_demo(const struct program_line *line)
{
	struct fault *fault = line->values[DEMO_ACCOUNTS] ? show_accounts(line) : fill(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

const struct program_verb program_demo_verbs[] = {
	{ "demo",
		"--data DIR [--database URL] --agencies LIST [--waiting FILE] [--applications "
		"LIST] "
		"FILE… | --data DIR --accounts",
		"把演示数据存入新的数据库：机关、报告、申请、每个角色一个账号。仅供演示。",
		"Fill a new store with demonstration data: agencies, reports, applications, an "
		"account "
		"for each role.",
		run_demo,
		{ { "--data", true, "数据文件夹，新的", "data folder, a new one" },
			{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",
				"database, sqlite:DIR/gongkai.db unless told" },
			{ "--agencies", true, "机关名单（CSV 或 Excel）",
				"list of agencies (CSV or Excel)" },
			{ "--waiting", true, "这一份报告等待签发",
				"this report waits for approval" },
			{ "--applications", true, "依申请公开的演示清单（CSV 或 Excel）",
				"list of applications (CSV or Excel)" },
			{ "--accounts", false, "只列出已有演示的账号",
				"only print the accounts of a demonstration" } } },
	{ 0 },
};
