/*
 * Changing the tree of agencies: one transaction, one line of audit, the history kept.
 * Ends of agencies (merge, split, end) are agency_end_work.c's.
 */
#include "agency/agency_work.h"
#include "agency/agency_inside.h"
#include "agency/agency_site_inside.h"
#include "agency/agency_site_statements.h"
#include "agency/agency_statements.h"
#include "agency/agency_work_inside.h"
#include "base/json.h"
#include "base/utf8.h"

enum { WORK_MEMORY = 1 << 20, JSON_MOST = 64 << 10 };

/* --- what all changes share --- */

struct fault *
agency_work_run(struct db *db, db_work_fn *work, struct agency_change *change)
{
	struct fault *fault;

	TRY(arena_open(WORK_MEMORY, &change->arena));
	fault = db_work(db, work, change);
	arena_close(&change->arena);
	/* They hold names and paths of agencies. */
	if (!fault)
		agency_site_changed();
	return fault;
}

struct fault *
agency_work_stale(void)
{
	return fault_new(FAULT_CONFLICT, "agency_stale",
		"您打开页面之后，这个机关已被别人修改。请对照最新内容后重新提交。",
		"Somebody changed this agency after you opened the page. Look at what stands "
		"there now and send the form again.");
}

struct fault *
agency_work_load(struct db *db, struct agency_change *change, int64_t id, int64_t version)
{
	TRY(agency_load(db, change->arena, id, &change->before));
	if (change->before.version != version)
		return agency_work_stale();
	if (!day_is_none(change->before.valid_to))
		return fault_new(FAULT_CONFLICT, "agency_ended",
			"这个机关已于 %s 撤销，不能再修改。",
			"This agency ended on %s and can no longer be changed.",
			day_text(change->before.valid_to).at);
	return NULL;
}

/* The statement gives the new version, or nothing when somebody was faster. */
struct fault *
agency_work_ask(struct db *db, const struct db_sql *sql, struct db_values values)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, sql, values, &rows));
	TRY(db_next(rows, &is_found));
	return is_found ? NULL : agency_work_stale();
}

/* Which agency's day it is matters when those below another one move along with it. */
static struct fault *
refuse_day(struct str name, const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "agency_day", "“%.*s”的日期%s。请改正日期。%.0s",
		"“%.*s”: the day %.0s%s. Mend it.", STR_ARG(name), zh, en);
}

struct fault *
agency_work_check_day(struct db *db, const struct agency *agency, struct day on)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	if (day_is_none(on))
		return refuse_day(agency->name, "没有填写", "is missing");
	if (on.number > day_today().number)
		return refuse_day(agency->name, "不能晚于今天", "lies in the future");
	if (!day_is_none(agency->valid_from) && on.number <= agency->valid_from.number)
		return refuse_day(
			agency->name, "应在该机关设立之后", "must come after the agency began");
	TRY(db_ask(db, NULL, &agency_last_past_sql, VALUES(VALUE(agency->id)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found && !db_is_none(rows, 0) && on.number < db_get_int(rows, 0))
		return refuse_day(agency->name, "早于该机关上一次变更",
			"comes before the agency's last change");
	return NULL;
}

struct fault *
agency_work_put_past(struct db *db, const struct agency *agency, struct day until)
{
	return db_run(db, &agency_add_past_sql,
		VALUES(VALUE(agency->id), VALUE(agency->name), db_value_id(agency->parent_id),
			VALUE(until)),
		NULL);
}

/* --- the audit --- */

/* One field of `own` when `other` has another value there. */
static void
put_differing(struct json_out *json, const char *key, struct str own, struct str other)
{
	if (!str_equal(own, other))
		json_pair_str(json, key, own);
}

/* The side of `own` in an audit line: the fields in which the two differ. */
static void
put_side(struct json_out *json, const struct agency *own, const struct agency *other)
{
	struct day_text from = day_text(own->valid_from);
	struct day_text other_from = day_text(other->valid_from);

	put_differing(json, "name", own->name, other->name);
	if (own->parent_id != other->parent_id)
		json_pair_int(json, "parent_id", own->parent_id);
	if (own->kind != other->kind)
		json_pair_str(json, "kind", str_of(agency_kind_words[own->kind].key));
	if (own->level != other->level)
		json_pair_str(json, "level", str_of(agency_level_words[own->level].key));
	put_differing(json, "short_names", own->short_names, other->short_names);
	put_differing(json, "credit_code", own->credit_code, other->credit_code);
	put_differing(json, "division_code", own->division_code, other->division_code);
	if (own->sort_order != other->sort_order)
		json_pair_int(json, "sort_order", own->sort_order);
	put_differing(json, "valid_from", str_of(from.at), str_of(other_from.at));
}

static void
put_office_side(
	struct json_out *json, const union agency_office *own, const union agency_office *other)
{
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		if (!str_equal(own->fields[i], other->fields[i]))
			json_pair_str(json, agency_office_words[i].key, own->fields[i]);
}

struct fault *
agency_work_tell(struct db *db, const struct agency_change *change, const char *deed,
	agency_put_fn *put_before, agency_put_fn *put_after)
{
	CLOSING(buf_done) struct buf before;
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&before, JSON_MOST);
	buf_init(&after, JSON_MOST);
	json_out_init(&json, &before);
	json_begin_object(&json);
	put_before(&json, change);
	json_end_object(&json);
	json_out_init(&json, &after);
	json_begin_object(&json);
	put_after(&json, change);
	json_end_object(&json);
	TRY(buf_check(&before));
	TRY(buf_check(&after));
	return audit_write(db, change->actor,
		&(struct audit_deed){ .deed = deed,
			.thing = "agency",
			.thing_id = change->before.id,
			.agency_id = change->before.id,
			.before = buf_str(&before),
			.after = buf_str(&after) });
}

static void
put_before(struct json_out *json, const struct agency_change *change)
{
	put_side(json, &change->before, &change->after);
	put_office_side(json, &change->office_before, &change->office);
}

static void
put_after(struct json_out *json, const struct agency_change *change)
{
	put_side(json, &change->after, &change->before);
	put_office_side(json, &change->office, &change->office_before);
}

/* Nothing was there before. */
static void
put_nothing(struct json_out *json, const struct agency_change *change)
{
}

/* --- what a form sends --- */

static struct fault *
check_codes(struct db *db, struct agency_change *change)
{
	struct agency *agency = &change->after;
	struct agency other;
	bool is_found = false;

	TRY(agency_check_short_names(change->arena, agency->short_names, &agency->short_names));
	TRY(agency_check_credit_code(change->arena, agency->credit_code, &agency->credit_code));
	TRY(agency_check_division_code(agency->division_code, &agency->division_code));
	if (agency->credit_code.len)
		TRY(agency_find_code(db, change->arena, agency->credit_code, &is_found, &other));
	if (is_found && other.id != agency->id)
		return fault_new(FAULT_CONFLICT, "agency_code_twin",
			"统一社会信用代码已用于“%.*s”。请核对代码。",
			"“%.*s” has this unified social credit code. Check it.",
			STR_ARG(other.name));
	if (!day_is_none(agency->valid_from) && agency->valid_from.number > day_today().number)
		return refuse_day(agency->name, "不能晚于今天", "lies in the future");
	if (agency->kind == AGENCY_UNKNOWN)
		agency->kind = agency_guess_kind(agency->name);
	if (agency->level == AGENCY_NO_LEVEL)
		agency->level = agency_guess_level(agency->division_code);
	return NULL;
}

struct fault *
agency_check_office(
	struct arena *arena, const union agency_office *office, union agency_office *ret_office)
{
	union agency_office clean;

	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++) {
		TRY(utf8_clean(arena, str_trim(office->fields[i]), &clean.fields[i]));
		if (utf8_count(clean.fields[i]) > agency_office_words[i].longest)
			return fault_new(FAULT_INPUT, "agency_office", "%s最多 %d 个字。%.0s",
				"%.0sNo more than %d characters: %s.", agency_office_words[i].zh,
				(int)agency_office_words[i].longest, agency_office_words[i].en);
	}
	*ret_office = clean;
	return NULL;
}

static struct fault *
put_office(struct db *db, int64_t id, const union agency_office *office)
{
	return db_run(db, &agency_put_office_sql,
		VALUES(VALUE(id), VALUE(office->categories), VALUE(office->arrangement),
			VALUE(office->ways), VALUE(office->office), VALUE(office->address),
			VALUE(office->hours), VALUE(office->phone), VALUE(office->fax),
			VALUE(office->online)),
		NULL);
}

static bool
office_is_empty(const union agency_office *office)
{
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		if (office->fields[i].len)
			return false;
	return true;
}

/* --- make --- */

static struct fault *
make_one(struct db *db, void *arg)
{
	struct agency_change *change = arg;
	struct agency *agency = &change->after;
	struct agency parent;

	*agency = *change->wanted;
	agency->id = 0;
	agency->valid_to = DAY_NONE;
	change->before = (struct agency){ .valid_from = DAY_NONE, .valid_to = DAY_NONE };
	change->office = change->office_before = (union agency_office){ 0 };
	TRY(agency_check_name(agency->name, &agency->name));
	TRY(check_codes(db, change));
	TRY(agency_check_twin(db, agency->parent_id, agency->name, 0));
	if (agency->parent_id) {
		TRY(agency_load(db, change->arena, agency->parent_id, &parent));
		TRY(agency_work_check_parent(&parent));
	}
	TRY(agency_insert(db, change->arena, agency, &agency->id));
	if (change->wanted_office)
		TRY(agency_check_office(change->arena, change->wanted_office, &change->office));
	if (!office_is_empty(&change->office))
		TRY(put_office(db, agency->id, &change->office));
	change->before.id = agency->id;
	return agency_work_tell(db, change, "agency.made", put_nothing, put_after);
}

struct fault *
agency_make(struct db *db, const struct audit_actor *actor, const struct agency *agency,
	const union agency_office *office, int64_t *ret_id)
{
	struct agency_change change = { .actor = actor, .wanted = agency, .wanted_office = office };

	TRY(agency_work_run(db, make_one, &change));
	*ret_id = change.after.id;
	return NULL;
}

/* --- change --- */

static struct fault *
change_one(struct db *db, void *arg)
{
	struct agency_change *change = arg;
	const struct agency *wanted = change->wanted;
	struct agency *after = &change->after;
	struct str words;

	TRY(agency_work_load(db, change, wanted->id, wanted->version));
	*after = *wanted;
	after->name = change->before.name;
	after->parent_id = change->before.parent_id;
	TRY(check_codes(db, change));
	TRY(agency_make_words(change->arena, after, &words));
	TRY(agency_work_ask(db, &agency_set_sql,
		VALUES(VALUE(after->id), VALUE(wanted->version), VALUE(after->kind),
			VALUE(after->level), VALUE(after->short_names),
			agency_value_or_none(after->credit_code),
			agency_value_or_none(after->division_code), VALUE(after->sort_order),
			VALUE(after->valid_from), VALUE(words))));
	TRY(agency_load_office(db, change->arena, after->id, &change->office_before));
	change->office = change->office_before;
	if (change->wanted_office) {
		TRY(agency_check_office(change->arena, change->wanted_office, &change->office));
		TRY(put_office(db, after->id, &change->office));
	}
	return agency_work_tell(db, change, "agency.changed", put_before, put_after);
}

struct fault *
agency_change(struct db *db, const struct audit_actor *actor, const struct agency *agency,
	const union agency_office *office)
{
	struct agency_change change = { .actor = actor, .wanted = agency, .wanted_office = office };

	return agency_work_run(db, change_one, &change);
}

/* --- rename --- */

static struct fault *
rename_one(struct db *db, void *arg)
{
	struct agency_change *change = arg;
	const struct agency *wanted = change->wanted;
	struct str words;

	TRY(agency_work_load(db, change, wanted->id, wanted->version));
	change->after = change->before;
	TRY(agency_check_name(wanted->name, &change->after.name));
	TRY(agency_check_twin(db, change->before.parent_id, change->after.name, wanted->id));
	if (!day_is_none(change->on)) {
		TRY(agency_work_check_day(db, &change->before, change->on));
		TRY(agency_work_put_past(db, &change->before, change->on));
	}
	TRY(agency_make_words(change->arena, &change->after, &words));
	TRY(agency_work_ask(db, &agency_set_name_sql,
		VALUES(VALUE(wanted->id), VALUE(wanted->version), VALUE(change->after.name),
			VALUE(words))));
	/* For copies of sites in other processes. */
	TRY(db_run(db, &agency_site_grow_sql, NO_VALUES, NULL));
	return agency_work_tell(db, change, "agency.renamed", put_before, put_after);
}

struct fault *
agency_rename(struct db *db, const struct audit_actor *actor, int64_t id, int64_t version,
	struct str name, struct day on)
{
	struct agency wanted = { .id = id, .version = version, .name = name };
	struct agency_change change = { .actor = actor, .wanted = &wanted, .on = on };

	return agency_work_run(db, rename_one, &change);
}

/* --- move --- */

struct fault *
agency_work_check_parent(const struct agency *parent)
{
	if (day_is_none(parent->valid_to))
		return NULL;
	return fault_new(FAULT_CONFLICT, "agency_ended", "上级机关“%.*s”已经撤销。请另选上级。",
		"The parent “%.*s” has ended. Choose another one.", STR_ARG(parent->name));
}

static struct fault *
move_one(struct db *db, void *arg)
{
	struct agency_change *change = arg;
	const struct agency *wanted = change->wanted;
	struct agency parent;

	TRY(agency_work_load(db, change, wanted->id, wanted->version));
	change->after = change->before;
	change->after.parent_id = wanted->parent_id;
	if (wanted->parent_id) {
		TRY(agency_load(db, change->arena, wanted->parent_id, &parent));
		TRY(agency_work_check_parent(&parent));
	}
	TRY(agency_move_paths(db, change->arena, &change->before, wanted->parent_id));
	TRY(agency_check_twin(db, wanted->parent_id, change->before.name, wanted->id));
	if (!day_is_none(change->on)) {
		TRY(agency_work_check_day(db, &change->before, change->on));
		TRY(agency_work_put_past(db, &change->before, change->on));
	}
	TRY(agency_work_ask(db, &agency_set_parent_sql,
		VALUES(VALUE(wanted->id), VALUE(wanted->version), db_value_id(wanted->parent_id))));
	return agency_work_tell(db, change, "agency.moved", put_before, put_after);
}

struct fault *
agency_move(struct db *db, const struct audit_actor *actor, int64_t id, int64_t version,
	int64_t parent_id, struct day on)
{
	struct agency wanted = { .id = id, .version = version, .parent_id = parent_id };
	struct agency_change change = { .actor = actor, .wanted = &wanted, .on = on };

	return agency_work_run(db, move_one, &change);
}
