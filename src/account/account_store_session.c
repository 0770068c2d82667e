/*
 * Rows of signing in: locks, delays, sessions, sign-ins, one-time links. Rows of people and their
 * roles are in account_store.c; deciding is done by the works.
 */
#include "account/account_inside.h"
#include "account/account_statements.h"
#include "db/db.h"

/* Column of account_session_by_digest where the grant of the row begins. */
enum { FIRST_GRANT = 13 };

/* --- locks: what signing in needs of an account --- */

static struct account_lock
lock_of_row(const struct db_rows *rows)
{
	return (struct account_lock){
		.id = db_get_int(rows, 0),
		.login = db_get_str(rows, 1),
		.name = db_get_str(rows, 2),
		.agency_id = db_get_int(rows, 3),
		.password = db_get_str(rows, 4),
		.factor = db_get_bytes(rows, 5),
		.factor_next = db_get_bytes(rows, 6),
		.factor_step = db_get_int(rows, 7),
		.must_change = db_get_int(rows, 8) != 0,
		.is_disabled = db_get_int(rows, 9) != 0,
		.valid_from = db_get_day(rows, 10),
		.valid_to = db_get_day(rows, 11),
	};
}

static struct fault *
fill_roles(struct db *db, struct arena *arena, struct account_lock *lock)
{
	struct account_person person = { .id = lock->id };

	TRY(account_store_grants(db, arena, day_today(), &person));
	lock->roles = person.roles;
	return NULL;
}

struct fault *
account_store_lock(
	struct db *db, struct arena *arena, struct str login, struct account_lock *ret_lock)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_lock lock = { 0 };
	bool is_found = false;

	TRY(db_ask(db, arena, &account_lock_by_login_sql, VALUES(VALUE(login)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		lock = lock_of_row(rows);
	/* Asked for nobody too, so that it takes as long. */
	TRY(fill_roles(db, arena, &lock));
	*ret_lock = lock;
	return NULL;
}

struct fault *
account_store_lock_of(struct db *db, struct arena *arena, int64_t id, struct account_lock *ret_lock)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_lock lock;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_lock_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("account", id);
	lock = lock_of_row(rows);
	TRY(fill_roles(db, arena, &lock));
	*ret_lock = lock;
	return NULL;
}

bool
account_lock_is_open(const struct account_lock *lock, struct day today)
{
	return lock->id && !lock->is_disabled &&
	       account_is_within(lock->valid_from, lock->valid_to, today);
}

/* --- delays --- */

struct fault *
account_store_delay(struct db *db, struct digest mark, struct account_delay_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &account_delay_sql, VALUES(VALUE(str_of(mark.at))), &rows));
	TRY(db_next(rows, &is_found));
	*ret_row = (struct account_delay_row){ 0 };
	if (is_found)
		*ret_row = (struct account_delay_row){ db_get_int(rows, 0), db_get_int(rows, 1),
			db_get_int(rows, 2) };
	return NULL;
}

struct fault *
account_store_save_delay(struct db *db, struct digest mark, const struct account_delay_row *row)
{
	struct db_value login_mark = VALUE(str_of(row->login_mark.at));

	login_mark.is_none = !row->login_mark.at[0];
	return db_run(db, &account_save_delay_sql,
		VALUES(VALUE(str_of(mark.at)), VALUE(row->failures), VALUE(row->last_at),
			VALUE(row->until), login_mark),
		NULL);
}

struct fault *
account_store_drop_delay(struct db *db, struct digest mark)
{
	return db_run(db, &account_drop_delay_sql, VALUES(VALUE(str_of(mark.at))), NULL);
}

struct fault *
account_store_drop_login_delays(struct db *db, struct digest login_mark)
{
	return db_run(
		db, &account_drop_login_delays_sql, VALUES(VALUE(str_of(login_mark.at))), NULL);
}

struct fault *
account_store_forget_delays(struct db *db, int64_t before)
{
	return db_run(db, &account_forget_delays_sql, VALUES(VALUE(before)), NULL);
}

/* --- networks --- */

struct fault *
account_store_network(struct db *db, int64_t account_id, struct digest mark, int64_t after,
	bool *ret_is_usual, bool *ret_has_any)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &account_network_sql,
		VALUES(VALUE(account_id), VALUE(str_of(mark.at)), VALUE(after)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_is_usual = is_found && db_get_int(rows, 0) > 0;
	*ret_has_any = is_found && db_get_int(rows, 1) > 0;
	return NULL;
}

struct fault *
account_store_note_network(
	struct db *db, int64_t account_id, struct digest mark, int64_t now, int64_t before)
{
	TRY(db_run(
		db, &account_forget_networks_sql, VALUES(VALUE(account_id), VALUE(before)), NULL));
	return db_run(db, &account_note_network_sql,
		VALUES(VALUE(account_id), VALUE(str_of(mark.at)), VALUE(now)), NULL);
}

struct fault *
account_store_drop_networks(struct db *db, int64_t account_id)
{
	return db_run(db, &account_drop_networks_sql, VALUES(VALUE(account_id)), NULL);
}

/* --- sessions --- */

struct fault *
account_store_add_session(struct db *db, const struct account_session_row *row, int64_t *ret_id)
{
	return db_ask_number(db, &account_add_session_sql,
		VALUES(VALUE(str_of(row->digest.at)), VALUE(row->account_id), VALUE(row->owes),
			VALUE(row->now), VALUE(row->ends_at), VALUE(row->place.address),
			VALUE(row->place.browser)),
		ret_id);
}

struct fault *
account_store_renew_session(struct db *db, int64_t id, struct digest digest, unsigned owes,
	int64_t ends_at, bool *ret_is_done)
{
	int64_t changed = 0;

	TRY(db_run(db, &account_renew_session_sql,
		VALUES(VALUE(id), VALUE(str_of(digest.at)), VALUE(owes), VALUE(ends_at)),
		&changed));
	*ret_is_done = changed > 0;
	return NULL;
}

struct fault *
account_store_end_session(struct db *db, int64_t account_id, int64_t session_id, int64_t kept_id,
	int64_t now, enum account_ended why, int64_t *ret_count)
{
	return db_run(db, &account_end_sessions_sql,
		VALUES(VALUE(account_id), VALUE(session_id), VALUE(kept_id), VALUE(now),
			VALUE((int)why)),
		ret_count);
}

struct fault *
account_store_end_digest(struct db *db, struct digest digest, int64_t now)
{
	return db_run(db, &account_end_digest_sql,
		VALUES(VALUE(str_of(digest.at)), VALUE(now), VALUE((int)ACCOUNT_ENDED_REPLACED)),
		NULL);
}

struct fault *
account_store_see(struct db *db, int64_t session_id, int64_t seen_at)
{
	return db_run(db, &account_see_sql, VALUES(VALUE(session_id), VALUE(seen_at)), NULL);
}

struct fault *
account_store_add_event(struct db *db, int64_t account_id, int64_t now,
	const struct account_place *place, enum account_outcome outcome)
{
	return db_run(db, &account_add_event_sql,
		VALUES(VALUE(account_id), VALUE(now), VALUE(place->address), VALUE(place->browser),
			VALUE((int)outcome)),
		NULL);
}

static struct account_session_found
found_of_row(const struct db_rows *rows, struct day today)
{
	struct str path = db_get_str(rows, 9);

	return (struct account_session_found){
		.id = db_get_int(rows, 0),
		.owes = (unsigned)db_get_int(rows, 1),
		.times = { db_get_int(rows, 2), db_get_int(rows, 3), !db_is_none(rows, 4) },
		.is_open = db_get_int(rows, 10) == 0 &&
			   account_is_within(db_get_day(rows, 11), db_get_day(rows, 12), today),
		.person = {
			.id = db_get_int(rows, 5),
			.login = db_get_str(rows, 6),
			.name = db_get_str(rows, 7),
			.agency_id = db_get_int(rows, 8),
			.agency_path = path.len ? path : STR("/"),
		},
	};
}

struct fault *
account_store_find_session(struct db *db, struct arena *arena, struct digest digest,
	struct day today, bool *ret_is_found, struct account_session_found *ret_found)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_session_found found = { 0 };
	struct account_granting granting = { .arena = arena, .person = &found.person };
	bool is_found = false;

	TRY(db_ask(db, arena, &account_session_by_digest_sql,
		VALUES(VALUE(str_of(digest.at)), VALUE(today)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		found = found_of_row(rows, today);
	while (is_found) {
		if (!db_is_none(rows, FIRST_GRANT))
			TRY(account_store_take_grant(rows, FIRST_GRANT, &granting));
		TRY(db_next(rows, &is_found));
	}
	account_store_finish_grants(&granting);
	*ret_is_found = found.id != 0;
	*ret_found = found;
	return NULL;
}

/* --- one-time links --- */

struct fault *
account_store_add_link(struct db *db, const struct account_link_row *row)
{
	return db_run(db, &account_add_link_sql,
		VALUES(VALUE(str_of(row->digest.at)), VALUE((int)row->purpose),
			db_value_id(row->account_id), VALUE(row->now), db_value_id(row->created_by),
			VALUE(row->expires_at)),
		NULL);
}

struct fault *
account_store_drop_links(
	struct db *db, enum account_purpose purpose, int64_t account_id, int64_t now)
{
	return db_run(db, &account_drop_links_sql,
		VALUES(VALUE((int)purpose), VALUE(account_id), VALUE(now)), NULL);
}

struct fault *
account_store_find_link(struct db *db, struct arena *arena, struct digest digest, int64_t now,
	bool *ret_is_found, struct account_link *ret_link)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_link_by_digest_sql,
		VALUES(VALUE(str_of(digest.at)), VALUE(now)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		*ret_link = (struct account_link){ .id = db_get_int(rows, 0),
			.purpose = (enum account_purpose)db_get_int(rows, 1),
			.account_id = db_get_int(rows, 2),
			.login = db_get_str(rows, 3),
			.name = db_get_str(rows, 4) };
	*ret_is_found = is_found;
	return NULL;
}

struct fault *
account_store_use_link(struct db *db, int64_t id, int64_t now, bool *ret_is_done)
{
	int64_t changed = 0;

	TRY(db_run(db, &account_use_link_sql, VALUES(VALUE(id), VALUE(now)), &changed));
	*ret_is_done = changed > 0;
	return NULL;
}
