/*
 * People from a list: columns found by their headings, each row judged by the rules of a single
 * account, all of them added in one transaction. Reading the file is doc/'s.
 */
#include "account/account_import.h"
#include "account/account_inside.h"
#include "db/db.h"
#include "doc/doc_sheet.h"

#include <stdlib.h>

enum column { LOGIN, NAME, AGENCY, MAIL, PHONE, FROM, TO, COLUMNS };

static const char *const headings[COLUMNS][3] = {
	[LOGIN] = { "登录名", "用户名", "login" },
	[NAME] = { "姓名", "名字", "name" },
	[AGENCY] = { "机关", "单位", "agency" },
	[MAIL] = { "邮箱", "电子邮箱", "mail" },
	[PHONE] = { "电话", "手机", "phone" },
	[FROM] = { "有效期起日", "起日", "valid_from" },
	[TO] = { "有效期止日", "止日", "valid_to" },
};

/* --- reading --- */

/* Place of each column in the rows, -1: it is not there. */
static bool
find_columns(const struct doc_sheet_row *row, int places[COLUMNS])
{
	for (int column = 0; column < COLUMNS; column++) {
		places[column] = -1;
		for (int cell = 0; cell < row->count && places[column] < 0; cell++)
			for (int word = 0; word < 3; word++)
				if (str_equal_ascii(
					    row->cells[cell], str_of(headings[column][word])))
					places[column] = cell;
	}
	return places[LOGIN] >= 0 && places[NAME] >= 0;
}

static struct str
cell_at(const struct doc_sheet_row *row, int place)
{
	return place >= 0 && place < row->count ? row->cells[place] : STR("");
}

static void
blame(struct account_import_row *row, struct str zh, struct str en)
{
	if (row->problem.len)
		return;
	row->problem = zh;
	row->problem_en = en;
}

static struct day
day_at(struct account_import_row *row, const struct doc_sheet_row *from, int place)
{
	struct str text = cell_at(from, place);
	struct day day = DAY_NONE;

	if (text.len && !day_parse(text, &day))
		blame(row, STR("日期应写成 2024-01-31 的样子。"),
			STR("A day is written like 2024-01-31."));
	return day;
}

static void
take_row(
	const struct doc_sheet_row *from, const int places[COLUMNS], struct account_import_row *row)
{
	row->number = from->number;
	row->facts.login = cell_at(from, places[LOGIN]);
	row->facts.name = cell_at(from, places[NAME]);
	row->facts.mail = cell_at(from, places[MAIL]);
	row->facts.phone = cell_at(from, places[PHONE]);
	row->agency = cell_at(from, places[AGENCY]);
	row->facts.valid_from = day_at(row, from, places[FROM]);
	row->facts.valid_to = day_at(row, from, places[TO]);
}

struct fault *
account_import_read(
	struct str name, struct str bytes, struct arena *arena, struct account_import *ret_import)
{
	struct account_import import = { 0 };
	struct doc_sheet sheet;
	int places[COLUMNS];
	size_t head = 0;

	TRY(doc_sheet_read(name, bytes, ACCOUNT_IMPORT_MOST + 10, arena, &sheet));
	while (head < sheet.count && head < 10 && !find_columns(&sheet.rows[head], places))
		head++;
	if (head == sheet.count || head == 10)
		return fault_new(FAULT_INPUT, "account_import_head",
			"没有找到表头。前 10 行里应有一行写着“登录名”“姓名”“机关”等列名。",
			"No row of headings. One of the first 10 rows must name the columns "
			"登录名, "
			"姓名, 机关.");
	if (head + 1 == sheet.count)
		return fault_new(FAULT_INPUT, "account_import_empty",
			"表头下面没有人员。请填写后再上传。",
			"There is nobody below the headings. Fill the list and send it again.");
	TAKE(arena, import.rows, sheet.count);
	for (size_t i = head + 1; i < sheet.count; i++)
		take_row(&sheet.rows[i], places, &import.rows[import.count++]);
	*ret_import = import;
	return NULL;
}

/* --- judging --- */

struct judging {
	struct arena *arena;
	const struct account_doer *doer;
	struct account_import *import;
};

/* A person's mistake goes to the row; our own trouble is given back. */
static struct fault *
take_fault(struct arena *arena, struct account_import_row *row, struct fault *fault)
{
	struct str zh;
	struct str en;

	if (!fault)
		return NULL;
	if (fault->kind == FAULT_OUTSIDE || fault->kind == FAULT_LIMIT)
		return fault;
	TRY(str_copy(arena, str_of(fault->zh), &zh));
	TRY(str_copy(arena, str_of(fault->en), &en));
	blame(row, zh, en);
	return NULL;
}

static struct fault *
check_agency(struct db *db, const struct judging *judging, struct account_import_row *row)
{
	struct account_agency agency = { .path = STR("/") };
	int64_t id = 0;

	if (str_to_int(row->agency, &id))
		TRY(account_load_agency(db, judging->arena, id, &agency));
	else if (row->agency.len)
		TRY(account_find_agency(db, judging->arena, row->agency, &agency));
	row->facts.agency_id = agency.id;
	return account_doer_must(judging->doer, ACCOUNT_SYSTEM_ADMIN, agency.path);
}

static struct fault *
check_login(struct db *db, const struct judging *judging, struct account_import_row *row)
{
	struct account_lock lock;

	TRY(account_check_login(judging->arena, row->facts.login, &row->facts.login));
	TRY(account_store_lock(db, judging->arena, row->facts.login, &lock));
	if (!lock.id)
		return NULL;
	return fault_new(FAULT_CONFLICT, "account_login_taken", "登录名“%.*s”已有人使用。",
		"The login “%.*s” is taken.", STR_ARG(row->facts.login));
}

static struct fault *
check_row(struct db *db, const struct judging *judging, struct account_import_row *row)
{
	struct account_facts *facts = &row->facts;
	struct arena *arena = judging->arena;

	TRY(take_fault(arena, row, check_login(db, judging, row)));
	TRY(take_fault(arena, row, account_check_name(facts->name, &facts->name)));
	TRY(take_fault(arena, row, account_check_mail(facts->mail, &facts->mail)));
	TRY(take_fault(arena, row, account_check_phone(facts->phone, &facts->phone)));
	if (!day_is_none(facts->valid_from) && !day_is_none(facts->valid_to) &&
		facts->valid_from.number > facts->valid_to.number)
		blame(row, STR("止日不能早于起日。"),
			STR("The last day may not be before the first."));
	return take_fault(arena, row, check_agency(db, judging, row));
}

/* By login, so that equal ones stand together; the earlier row first. */
static int
compare_rows(const void *a, const void *b)
{
	const struct account_import_row *one = *(const struct account_import_row *const *)a;
	const struct account_import_row *two = *(const struct account_import_row *const *)b;
	int order = str_compare(one->facts.login, two->facts.login);

	return order ? order : one->number - two->number;
}

static struct fault *
blame_twins(struct arena *arena, struct account_import *import)
{
	struct account_import_row **sorted;

	TAKE(arena, sorted, import->count + 1);
	for (size_t i = 0; i < import->count; i++)
		sorted[i] = &import->rows[i];
	qsort(sorted, import->count, sizeof *sorted, compare_rows);
	for (size_t i = 1; i < import->count; i++)
		if (str_equal(sorted[i]->facts.login, sorted[i - 1]->facts.login))
			blame(sorted[i], STR("这个登录名在表里出现不止一次。"),
				STR("This login stands in the list more than once."));
	return NULL;
}

static struct fault *
check_rows(struct db *db, void *arg)
{
	const struct judging *judging = arg;
	struct account_import *import = judging->import;

	for (size_t i = 0; i < import->count; i++)
		TRY(check_row(db, judging, &import->rows[i]));
	TRY(blame_twins(judging->arena, import));
	import->bad_count = 0;
	for (size_t i = 0; i < import->count; i++)
		import->bad_count += import->rows[i].problem.len != 0;
	return NULL;
}

struct fault *
account_import_check(struct db *db, struct arena *arena, const struct account_doer *doer,
	struct account_import *import)
{
	struct judging judging = { arena, doer, import };

	return db_look(db, check_rows, &judging);
}

/* --- writing --- */

struct applying {
	struct judging judging;
	struct account_gate *gate;
};

static struct fault *
apply(struct db *db, void *arg)
{
	struct applying *applying = arg;
	struct judging *judging = &applying->judging;
	struct account_import *import = judging->import;

	TRY(check_rows(db, judging));
	if (import->bad_count)
		return fault_new(FAULT_INPUT, "account_import_bad",
			"有 %zu 行不能导入，一行都没有写入。请改正后重新上传。",
			"%zu rows cannot come in; nothing was written. Mend them and send the list "
			"again.",
			import->bad_count);
	for (size_t i = 0; i < import->count; i++) {
		struct account_import_row *row = &import->rows[i];
		int64_t id = 0;

		TRY(account_add(
			applying->gate, db, judging->arena, judging->doer, &row->facts, &id));
		TRY(account_make_link(
			applying->gate, db, judging->arena, judging->doer, id, &row->token));
	}
	return NULL;
}

struct fault *
account_import_apply(struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_doer *doer, struct account_import *import)
{
	struct applying applying = { { arena, doer, import }, gate };

	return db_work(db, apply, &applying);
}
