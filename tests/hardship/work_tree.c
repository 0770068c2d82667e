/*
 * The works of agency/ and filing/: the tree with its history and sites, and reports on their way
 * from the author to the public.
 */
#include "work.h"

/* --- agencies --- */

static struct fault *
make(struct world *world, struct arena *arena)
{
	static const union agency_office office = { .phone = { "0451", 4 } };
	struct agency agency = {
		.name = STR("丁局"), .parent_id = world->left, .valid_from = DAY_NONE
	};

	return agency_make(world->db, &work_console.actor, &agency, &office, &world->id);
}

static struct fault *
change(struct world *world, struct arena *arena)
{
	union agency_office office = { .phone = STR("12345") };
	struct agency agency;

	TRY(agency_load(world->db, arena, world->id, &agency));
	agency.short_names = STR("丁");
	return agency_change(world->db, &work_console.actor, &agency, &office);
}

static struct fault *
rename_one(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(agency_load(world->db, arena, world->left, &agency));
	return agency_rename(world->db, &work_console.actor, agency.id, agency.version,
		STR("乙区人民政府"), day_today());
}

static struct fault *
move(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(agency_load(world->db, arena, world->left, &agency));
	return agency_move(world->db, &work_console.actor, agency.id, agency.version, world->right,
		day_today());
}

static struct fault *
split(struct world *world, struct arena *arena)
{
	int64_t ids[] = { world->top, world->right };
	struct agency agency;

	TRY(agency_load(world->db, arena, world->id, &agency));
	return agency_split(world->db, &work_console.actor, agency.id, agency.version, ids,
		COUNT_OF(ids), day_today());
}

static struct fault *
end(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(agency_load(world->db, arena, world->id, &agency));
	return agency_end(world->db, &work_console.actor, agency.id, agency.version, day_today());
}

/* What stands below moves along, with a line of its own. */
static struct fault *
merge(struct world *world, struct arena *arena)
{
	struct agency agency;

	TRY(agency_load(world->db, arena, world->left, &agency));
	return agency_merge(world->db, &work_console.actor, agency.id, agency.version, world->right,
		day_today());
}

static struct fault *
find_or_make(struct world *world, struct arena *arena)
{
	int64_t id;

	return agency_find_or_make(world->db, STR("戊市人民政府"), &id);
}

static struct fault *
place(struct world *world, struct arena *arena)
{
	return agency_save_place(world->db, world->right, 0, AGENCY_GOVERNMENT);
}

static struct fault *
save_site(struct world *world, struct arena *arena)
{
	struct agency_site site = { .host = STR("a.gov.cn"),
		.agency_id = world->top,
		.title = STR("网站"),
		.palette = agency_palettes,
		.is_default = true };

	return agency_site_save(world->db, &work_console.actor, &site, &world->id);
}

static struct fault *
drop_site(struct world *world, struct arena *arena)
{
	struct agency_site site;

	TRY(agency_site_load(world->db, arena, world->id, &site));
	return agency_site_drop(world->db, &work_console.actor, site.id, site.version);
}

static struct fault *
import(struct world *world, struct arena *arena)
{
	struct agency_raw_row rows[] = {
		{ .number = 2, .cells = { STR("己局"), STR("庚市人民政府") } },
		{ .number = 3, .cells = { STR("庚市人民政府"), STR("") } },
	};
	struct agency_raw_list list = { .rows = rows, .row_count = COUNT_OF(rows) };
	struct agency_import_plan plan;

	list.has_column[AGENCY_COLUMN_NAME] = list.has_column[AGENCY_COLUMN_PARENT] = true;
	TRY(agency_import_check(world->db, arena, &list, &plan));
	return agency_import_apply(
		world->db, &work_console.actor, arena, &list, str_of(plan.digest.at), &plan);
}

const struct work work_tree[] = {
	{ "make an agency", make, 1 },
	{ "change an agency", change, 1 },
	{ "rename an agency", rename_one, 1 },
	{ "move an agency", move, 1 },
	{ "end an agency", end, 1 },
	{ "make another", make, 1 },
	{ "split an agency", split, 1 },
	{ "make a third", make, 1 },
	{ "merge an agency", merge, 2 },
	{ "find or make an agency", find_or_make, 0 },
	{ "place an agency", place, 0 },
	{ "save a site", save_site, 1 },
	{ "drop a site", drop_site, 1 },
	{ "import agencies", import, 2 },
	{ 0 },
};

/* --- reports --- */

static struct audit_actor
author_of(const struct world *world)
{
	return (struct audit_actor){
		.account_id = world->person, .name = STR("王小芳"), .way = AUDIT_WEB
	};
}

static struct fault *
add_author(struct world *world, struct arena *arena)
{
	struct account_facts facts = { .login = STR("author"),
		.name = STR("王小芳"),
		.agency_id = world->left,
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };

	return account_add(world->gate, world->db, arena, &work_console, &facts, &world->person);
}

static struct fault *
save(struct world *world, struct arena *arena, int figure)
{
	struct audit_actor actor = author_of(world);
	struct filing_saved saved;
	struct report *report;

	TAKE(arena, report, 1);
	*report = (struct report){ .agency = STR("乙县人民政府"),
		.year = 2020,
		.form = REPORT_FORM_2021,
		.period_from = DAY_NONE,
		.period_to = DAY_NONE,
		.signed_on = DAY_NONE };
	TRY(str_print(arena, &report->title, "第%d份", figure));
	TRY(filing_save(world->db, world->twin->files, &actor, report, report->title, &saved));
	world->id = saved.id;
	return NULL;
}

static struct fault *
save_first(struct world *world, struct arena *arena)
{
	return save(world, arena, 1);
}

static struct fault *
save_second(struct world *world, struct arena *arena)
{
	return save(world, arena, 2);
}

static struct fault *
step(struct world *world, struct arena *arena, enum filing_state to)
{
	static const struct account_grant grant = {
		.role = ACCOUNT_APPROVER, .path = { "/", 1 }, .has_subtree = true
	};
	struct account_person approver = { .id = world->person,
		.name = STR("李某"),
		.roles = ACCOUNT_APPROVER | ACCOUNT_SIGNED_IN,
		.grants = &grant,
		.grant_count = 1 };
	struct audit_actor actor = author_of(world);
	struct filing_step one = {
		.id = world->id, .to = to, .note = STR("试验"), .today = day_today()
	};
	struct filing_row row;

	TRY(filing_store_load(world->db, arena, filing_gate_all, world->id, &row));
	one.version = row.version;
	return filing_move(world->db, &approver, &actor, &one);
}

static struct fault *
give_back(struct world *world, struct arena *arena)
{
	return step(world, arena, FILING_RETURNED);
}

static struct fault *
show(struct world *world, struct arena *arena)
{
	return step(world, arena, FILING_SHOWN);
}

static struct fault *
withdraw(struct world *world, struct arena *arena)
{
	return step(world, arena, FILING_WITHDRAWN);
}

static struct fault *
renew(struct world *world, struct arena *arena)
{
	struct audit_actor actor = author_of(world);
	struct report *report;

	TAKE(arena, report, 1);
	TRY(filing_store_report(world->db, arena, filing_gate_all, world->id, report));
	report->signed_by = STR("别人");
	return filing_save_record(world->db, &actor, world->id, report);
}

/* Checked, stored and shown, and the year after it checked again. */
static struct fault *
import_year_before(struct world *world, struct arena *arena)
{
	struct filing_door door = {
		.files = world->twin->files, .actor = author_of(world), .is_shown = true
	};
	struct filing_saved saved;
	struct report *report;

	TAKE(arena, report, 1);
	*report = (struct report){ .agency = STR("乙县人民政府"),
		.title = STR("前一年"),
		.year = 2019,
		.form = REPORT_FORM_2019,
		.period_from = DAY_NONE,
		.period_to = DAY_NONE,
		.signed_on = DAY_NONE };
	return filing_import_record(world->db, &door, arena, report, STR("前一年的报告"), &saved);
}

static struct fault *
read_notices(struct world *world, struct arena *arena)
{
	struct notice_list list;

	TRY(notice_find(world->db, arena, world->person, 0, 10, &list));
	assert_true(list.count > 0);
	return notice_mark_read(world->db, world->person, list.items[0].id);
}

const struct work work_reports[] = {
	{ "add an author", add_author, 1 },
	{ "store a report", save_first, 1 },
	{ "return a report", give_back, 1 },
	{ "send it again", save_first, 1 },
	{ "show a report", show, 1 },
	{ "store another version", save_second, 1 },
	{ "show that version", show, 1 },
	{ "check it again", renew, 1 },
	{ "import the year before", import_year_before, 3 },
	{ "withdraw a report", withdraw, 1 },
	{ "read notices", read_notices, 0 },
	{ 0 },
};
