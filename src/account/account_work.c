/*
 * What the works of this room share: lines of the audit, what a doer must hold, common refusals.
 * Each work is elsewhere; making and changing accounts in account_work_people.c.
 */
#include "account/account_inside.h"
#include "base/json.h"
#include "base/utf8.h"
#include "db/db.h"

struct fault *
account_fields(struct arena *arena, const struct account_field *fields, struct str *ret_json)
{
	CLOSING(buf_done) struct buf buf;
	struct json_out out;

	buf_init(&buf, 1 << 20);
	json_out_init(&out, &buf);
	json_begin_object(&out);
	for (; fields->key; fields++)
		if (fields->value.len)
			json_pair_str(&out, fields->key, fields->value);
	json_end_object(&out);
	TRY(buf_check(&buf));
	return str_copy(arena, buf_str(&buf), ret_json);
}

struct fault *
account_tell(struct db *db, struct arena *arena, const struct audit_actor *actor, const char *deed,
	int64_t account_id, int64_t agency_id, const struct account_field *before,
	const struct account_field *after)
{
	struct audit_deed entry = {
		.deed = deed, .thing = "account", .thing_id = account_id, .agency_id = agency_id
	};

	if (before)
		TRY(account_fields(arena, before, &entry.before));
	if (after)
		TRY(account_fields(arena, after, &entry.after));
	return audit_write(db, actor, &entry);
}

struct fault *
account_must_reason(struct str reason, struct str *ret_reason)
{
	size_t count = utf8_count(str_trim(reason));

	if (count < 2 || count > 200)
		return fault_new(FAULT_INPUT, "account_reason", "请写明原因，2–200 个字。",
			"Give the reason in 2–200 characters.");
	*ret_reason = str_trim(reason);
	return NULL;
}

struct audit_actor
account_self(const struct account_lock *lock, const struct account_place *place)
{
	return (struct audit_actor){
		.account_id = lock->id,
		.name = lock->name,
		.agency_id = lock->agency_id,
		.address = place->address,
		.way = AUDIT_WEB,
	};
}

struct fault *
account_stale(void)
{
	return fault_new(FAULT_CONFLICT, "account_stale",
		"您填写期间，别人已改过这份资料，没有保存。请对照两个版本后再保存。",
		"Somebody changed this while you were writing; nothing was saved. Compare both "
		"versions and save again.");
}

struct fault *
account_lock_with_path(struct db *db, struct arena *arena, int64_t id,
	struct account_lock *ret_lock, struct str *ret_path)
{
	struct account_agency agency = { .path = STR("/") };

	TRY(account_store_lock_of(db, arena, id, ret_lock));
	if (ret_lock->agency_id)
		TRY(account_load_agency(db, arena, ret_lock->agency_id, &agency));
	*ret_path = agency.path;
	return NULL;
}

struct fault *
account_doer_must(const struct account_doer *doer, unsigned roles, struct str path)
{
	return doer->person ? account_must(doer->person, roles, path) : NULL;
}

struct fault *
account_doer_must_reach(struct db *db, struct arena *arena, const struct account_doer *doer,
	unsigned roles, int64_t id)
{
	struct account_person person = { .id = id };

	if (!doer->person)
		return NULL;
	TRY(account_store_grants(db, arena, day_today(), &person));
	for (size_t i = 0; i < person.grant_count; i++)
		if (!account_may(doer->person, roles, person.grants[i].path))
			return fault_new(FAULT_DENIED, "account_may_not",
				"这个人在您管理范围以外的机关也有角色，没有执行这项操作。请由管理那"
				"个"
				"机关的上级管理员办理。",
				"This person also holds a role for an agency that is not yours to "
				"administer; nothing was done. Ask the administrator of that "
				"agency.");
	return NULL;
}

struct fault *
account_keep_last_admin(struct db *db, unsigned roles)
{
	static const enum account_role kept[] = { ACCOUNT_SYSTEM_ADMIN, ACCOUNT_SECURITY_ADMIN,
		ACCOUNT_AUDITOR };

	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		int64_t count = 0;

		if (!(roles & (unsigned)kept[i]))
			continue;
		TRY(account_store_count_role(db, kept[i], &count));
		if (count == 0)
			return fault_new(FAULT_CONFLICT, "account_last_admin",
				"这是全站最后一名%s，不能停用或收回。请先指定接替的人。",
				"This is the last one with this role (%s). Name a successor first.",
				account_role_word((unsigned)kept[i])->zh);
	}
	return NULL;
}
