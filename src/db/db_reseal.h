/*
 * Sealing stored values anew with the newest key, batch by batch. Which columns hold sealed values
 * is said by the rooms that own them; nothing here names a table.
 *
 * A room with sealed columns writes two statements for each and lists them:
 *
 * 	-- name: mail_sealed_address_some
 * 	-- Sealed addresses for db_reseal_batch().
 * 	-- takes: after_id int, limit int
 * 	-- gives: id int, place text, sealed bytes
 * 	SELECT id, 'mail.address:' || place AS place, sealed_address AS sealed FROM mail
 * 	WHERE id > $1 AND sealed_address IS NOT NULL ORDER BY id LIMIT $2;
 *
 * 	-- name: mail_sealed_address_put
 * 	-- An address sealed anew, by db_reseal_batch().
 * 	-- takes: id int, sealed bytes
 * 	UPDATE mail SET sealed_address = $2 WHERE id = $1;
 *
 * 	const struct db_reseal_column mail_sealed_columns[] = {
 * 		{ "mail.sealed_address", &mail_sealed_address_some_sql, &mail_sealed_address_put_sql
 * }, { 0 },
 * 	};
 *
 * and program/sealed.c gets one more line. Where the place ends in a number it is written
 * `'account.phone:' || CAST(id AS TEXT)`.
 */
#ifndef DB_DB_RESEAL_H
#define DB_DB_RESEAL_H

#include "base/seal.h"
#include "db/db.h"

/* Ends a list with { 0 }. */
struct db_reseal_column {
	const char *name;          /* "mail.sealed_address", for people and the audit */
	const struct db_sql *some; /* takes after_id, limit; gives id, place, sealed by rising id */
	const struct db_sql *put;  /* takes id, sealed */
};

struct db_reseal_batch {
	int64_t last_id; /* go on after this one */
	int looked_at;
	int changed;
	int broken;           /* values that do not open; they are left as they are */
	int64_t first_broken; /* row of the first of them */
	bool is_over;         /* there are no more rows */
};

/*
 * Look at up to 100 values after `after_id` and seal anew those that an older key sealed. Only
 * inside db_work(), so that whoever calls can write an audit entry with it. Running it again is
 * safe at any time: what has the newest key is left alone.
 */
MUST struct fault *db_reseal_batch(struct db *db, const struct seal_keys *keys,
	const struct db_reseal_column *column, int64_t after_id, struct db_reseal_batch *ret_batch);

#endif
