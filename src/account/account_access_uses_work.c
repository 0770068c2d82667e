/*
 * Notes when access tokens are used and writes it down, many in one transaction. Who asks for that
 * is the server; in between account_access_uses.c holds it.
 */
#include "account/account_access.h"
#include "account/account_inside.h"
#include "db/db.h"

enum { SAVES_MOST = 200 };

void
account_access_note_use(struct account_gate *gate, int64_t id, int64_t now, struct str address)
{
	account_access_uses_note(account_gate_uses(gate), id, now, address);
}

bool
account_access_is_due(struct account_gate *gate)
{
	return account_access_uses_are_due(account_gate_uses(gate));
}

/* What is to be written, copied so that no lock is held while the database works. */
struct saving {
	struct arena *arena;
	struct account_access_use *items;
	size_t count;
};

static struct fault *
save_one(struct db *db, struct arena *arena, const struct account_access_use *use)
{
	struct account_access_owner owner;
	struct audit_actor actor;

	TRY(account_access_store_owner(db, arena, use->id, &owner));
	TRY(account_access_store_see(db, use->id, use->seen_at, str_of(use->address)));
	if (owner.was_used || !owner.account_id)
		return NULL;
	actor = (struct audit_actor){ .account_id = owner.account_id,
		.name = owner.person,
		.agency_id = owner.agency_id,
		.address = str_of(use->address),
		.way = AUDIT_API };
	return account_tell(db, arena, &actor, "account.access_used", owner.account_id,
		owner.agency_id, NULL, ACCOUNT_FIELDS({ "name", owner.name }));
}

static struct fault *
save(struct db *db, void *arg)
{
	const struct saving *saving = arg;

	for (size_t i = 0; i < saving->count; i++)
		TRY(save_one(db, saving->arena, &saving->items[i]));
	return NULL;
}

struct fault *
account_access_save_uses(struct account_gate *gate, struct db *db)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct account_access_uses *uses = account_gate_uses(gate);
	struct saving saving = { 0 };

	TRY(arena_open((size_t)1 << 20, &arena));
	saving.arena = arena;
	TAKE(arena, saving.items, SAVES_MOST);
	saving.count = account_access_uses_unsaved(uses, SAVES_MOST, saving.items);
	if (!saving.count)
		return NULL;
	TRY(db_work(db, save, &saving));
	account_access_uses_note_saved(uses, saving.items, saving.count);
	return NULL;
}
