/*
 * How agencies end: merged into another, split into several, or without a successor.
 * Names, places and particulars of those that go on are agency_work.c's.
 */
#include "agency/agency_inside.h"
#include "agency/agency_statements.h"
#include "agency/agency_work_inside.h"
#include "base/json.h"

static struct fault *
put_end(struct db *db, struct agency_change *change)
{
	TRY(agency_work_check_day(db, &change->before, change->on));
	return agency_work_ask(db, &agency_set_end_sql,
		VALUES(VALUE(change->before.id), VALUE(change->before.version), VALUE(change->on)));
}

static void
put_still_there(struct json_out *json, const struct agency_change *change)
{
	json_pair_str(json, "name", change->before.name);
	json_key(json, "valid_to");
	json_put_nothing(json);
}

static void
put_ended(struct json_out *json, const struct agency_change *change)
{
	struct day_text on = day_text(change->on);

	json_pair_str(json, "valid_to", str_of(on.at));
	if (!change->successor_count)
		return;
	json_key(json, "successors");
	json_begin_array(json);
	for (size_t i = 0; i < change->successor_count; i++)
		json_put_int(json, change->successors[i]);
	json_end_array(json);
}

/* The first successor is the main one. */
static struct fault *
put_successors(struct db *db, const struct agency_change *change)
{
	for (size_t i = 0; i < change->successor_count; i++) {
		struct agency successor;

		TRY(agency_load(db, change->arena, change->successors[i], &successor));
		TRY(agency_work_check_parent(&successor));
		TRY(db_run(db, &agency_add_successor_sql,
			VALUES(VALUE(change->before.id), VALUE(successor.id), VALUE(change->on),
				VALUE(i == 0)),
			NULL));
	}
	return NULL;
}

static struct fault *
first_below(struct db *db, int64_t parent_id, int64_t *ret_id, int64_t *ret_version)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_first_child_sql, VALUES(VALUE(parent_id)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_id = is_found ? db_get_int(rows, 0) : 0;
	*ret_version = is_found ? db_get_int(rows, 1) : 0;
	return NULL;
}

static struct fault *
refuse_below(struct db *db, const struct agency_change *change)
{
	int64_t id = 0;
	int64_t version = 0;

	TRY(first_below(db, change->before.id, &id, &version));
	if (!id)
		return NULL;
	return fault_new(FAULT_CONFLICT, "agency_has_below",
		"这个机关下面还有下级机关。请先把下级移到别处或撤销。",
		"Other agencies still stand below this one. Move or end them first.");
}

/* Each child moves with its own line of audit and its own history. */
static struct fault *
move_children(struct db *db, const struct agency_change *change, int64_t to_id)
{
	for (;;) {
		int64_t id = 0;
		int64_t version = 0;

		TRY(first_below(db, change->before.id, &id, &version));
		if (!id)
			return NULL;
		TRY(agency_move(db, change->actor, id, version, to_id, change->on));
	}
}

static struct fault *
merge_one(struct db *db, void *arg)
{
	struct agency_change *change = arg;
	struct agency into;

	TRY(agency_work_load(db, change, change->wanted->id, change->wanted->version));
	TRY(agency_load(db, change->arena, change->successors[0], &into));
	if (agency_path_is_below(into.path, change->before.path))
		return fault_new(FAULT_CONFLICT, "agency_circle",
			"不能并入它自己或它的下级。请先把接收的机关移到别处。",
			"An agency cannot be merged into itself or one below it. Move that one "
			"first.");
	TRY(move_children(db, change, into.id));
	TRY(put_end(db, change));
	TRY(put_successors(db, change));
	return agency_work_tell(db, change, "agency.merged", put_still_there, put_ended);
}

struct fault *
agency_merge(struct db *db, const struct audit_actor *actor, int64_t id, int64_t version,
	int64_t into_id, struct day on)
{
	struct agency wanted = { .id = id, .version = version };
	struct agency_change change = { .actor = actor,
		.wanted = &wanted,
		.on = on,
		.successors = &into_id,
		.successor_count = 1 };

	return agency_work_run(db, merge_one, &change);
}

static struct fault *
check_successors(int64_t id, const int64_t *successors, size_t count)
{
	bool is_good = count >= 2 && count <= AGENCY_SUCCESSORS_MOST;

	for (size_t i = 0; is_good && i < count; i++) {
		is_good = successors[i] != id;
		for (size_t j = 0; j < i; j++)
			is_good = is_good && successors[j] != successors[i];
	}
	if (is_good)
		return NULL;
	return fault_new(FAULT_INPUT, "agency_successors",
		"拆分应选 2 到 %d 个不同的承接机关，且不能是它自己。",
		"A split has 2 to %d different successors, none of them the agency itself.",
		(int)AGENCY_SUCCESSORS_MOST);
}

static struct fault *
end_one(struct db *db, void *arg)
{
	struct agency_change *change = arg;

	TRY(agency_work_load(db, change, change->wanted->id, change->wanted->version));
	TRY(refuse_below(db, change));
	TRY(put_end(db, change));
	TRY(put_successors(db, change));
	return agency_work_tell(db, change,
		change->successor_count ? "agency.split" : "agency.ended", put_still_there,
		put_ended);
}

struct fault *
agency_split(struct db *db, const struct audit_actor *actor, int64_t id, int64_t version,
	const int64_t *successor_ids, size_t count, struct day on)
{
	struct agency wanted = { .id = id, .version = version };
	struct agency_change change = { .actor = actor,
		.wanted = &wanted,
		.on = on,
		.successors = successor_ids,
		.successor_count = count };

	TRY(check_successors(id, successor_ids, count));
	return agency_work_run(db, end_one, &change);
}

struct fault *
agency_end(
	struct db *db, const struct audit_actor *actor, int64_t id, int64_t version, struct day on)
{
	struct agency wanted = { .id = id, .version = version };
	struct agency_change change = { .actor = actor, .wanted = &wanted, .on = on };

	return agency_work_run(db, end_one, &change);
}
