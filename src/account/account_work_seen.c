/*
 * Writes down when sessions were last used, many in one transaction.
 * Until then the gate keeps it in memory (account_gate.c); who asks for it is the server.
 */
#include "account/account_inside.h"
#include "db/db.h"

enum { SAVES_MOST = 2000 };

/* What is to be written, copied so that no lock is held while the database works. */
struct saving {
	struct account_seen *items;
	size_t count;
};

static struct fault *
save(struct db *db, void *arg)
{
	const struct saving *saving = arg;

	for (size_t i = 0; i < saving->count; i++)
		TRY(account_store_see(db, saving->items[i].session_id, saving->items[i].seen_at));
	return NULL;
}

struct fault *
account_gate_save_seen(struct account_gate *gate, struct db *db)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct saving saving = { 0 };

	TRY(arena_open((size_t)1 << 20, &arena));
	TAKE(arena, saving.items, SAVES_MOST);
	saving.count = account_gate_unsaved(gate, SAVES_MOST, saving.items);
	if (!saving.count)
		return NULL;
	TRY(db_work(db, save, &saving));
	account_gate_note_saved(gate, saving.items, saving.count);
	return NULL;
}
