/*
 * Rows of people: accounts, what they hold and lend, their second factor. Rows of signing in are in
 * account_store_session.c; lists for pages in account_store_list.c.
 */
#include "account/account_inside.h"
#include "account/account_statements.h"
#include "db/db.h"

static struct db_value
text_or_none(struct str text)
{
	struct db_value value = db_value_str(text);

	value.is_none = !text.len;
	return value;
}

static struct db_value
bytes_or_none(struct str bytes)
{
	struct db_value value = db_value_bytes(bytes);

	value.is_none = !bytes.len;
	return value;
}

/* Run a statement that changes one row or none. */
static struct fault *
run_one(struct db *db, const struct db_sql *sql, struct db_values values, bool *ret_is_done)
{
	int64_t changed = 0;

	TRY(db_run(db, sql, values, &changed));
	*ret_is_done = changed > 0;
	return NULL;
}

/* --- what a person holds --- */

struct fault *
account_store_take_grant(const struct db_rows *rows, int column, struct account_granting *granting)
{
	struct account_person *person = granting->person;
	struct str path = db_get_str(rows, column + 2);
	struct account_grant grant = {
		.role = account_role_of_number(db_get_int(rows, column)),
		.agency_id = db_get_int(rows, column + 1),
		.path = db_get_int(rows, column + 1) ? path : STR("/"),
		.has_subtree = db_get_int(rows, column + 3) != 0,
		.delegated_by = db_get_int(rows, column + 4),
	};
	unsigned role = (unsigned)grant.role;

	if (grant.delegated_by &&
		(!((unsigned)db_get_int(rows, column + 5) & role) || (role & ACCOUNT_ADMINS)))
		return NULL;
	GROW(granting->arena, granting->grants, person->grant_count, granting->room);
	granting->grants[person->grant_count++] = grant;
	return NULL;
}

void
account_store_finish_grants(struct account_granting *granting)
{
	struct account_person *person = granting->person;
	unsigned own = 0;
	size_t kept = 0;

	for (size_t i = 0; i < person->grant_count; i++)
		own |= granting->grants[i].delegated_by ? 0 : (unsigned)granting->grants[i].role;
	/* A borrowed role never joins an administrator's. */
	for (size_t i = 0; i < person->grant_count; i++)
		if (!granting->grants[i].delegated_by || !(own & ACCOUNT_ADMINS))
			granting->grants[kept++] = granting->grants[i];
	person->grants = granting->grants;
	person->grant_count = kept;
	person->roles = 0;
	for (size_t i = 0; i < kept; i++)
		person->roles |= (unsigned)granting->grants[i].role;
}

struct fault *
account_store_grants(
	struct db *db, struct arena *arena, struct day today, struct account_person *person)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_granting granting = { .arena = arena, .person = person };
	bool is_found = false;

	person->grant_count = 0;
	TRY(db_ask(db, arena, &account_grants_sql, VALUES(VALUE(person->id), VALUE(today)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		TRY(account_store_take_grant(rows, 0, &granting));
		TRY(db_next(rows, &is_found));
	}
	account_store_finish_grants(&granting);
	return NULL;
}

/* --- accounts --- */

struct fault *
account_store_add(struct db *db, const struct account_facts *facts, int64_t now, int64_t *ret_id)
{
	return db_ask_number(db, &account_add_sql,
		VALUES(VALUE(facts->login), VALUE(facts->name), db_value_id(facts->agency_id),
			VALUE(facts->valid_from), VALUE(facts->valid_to), VALUE(now)),
		ret_id);
}

struct fault *
account_store_change(struct db *db, int64_t id, int64_t version, const struct account_facts *facts,
	bool *ret_is_done)
{
	return run_one(db, &account_change_sql,
		VALUES(VALUE(id), VALUE(version), VALUE(facts->name), db_value_id(facts->agency_id),
			VALUE(facts->valid_from), VALUE(facts->valid_to)),
		ret_is_done);
}

/* Sealed for its place, with a mark to find equal ones; nothing for nothing. */
static struct fault *
seal(const struct account_gate *gate, struct arena *arena, const char *kind, int64_t id,
	struct str plain, struct str *ret_sealed, struct digest *ret_mark)
{
	struct str place;

	*ret_sealed = STR_NONE;
	ret_mark->at[0] = '\0';
	if (!plain.len)
		return NULL;
	TRY(str_print(arena, &place, "%s:%lld", kind, (long long)id));
	TRY(seal_put(account_gate_keys(gate), arena, place, plain, ret_sealed));
	return account_mark(gate, kind, plain, ret_mark);
}

struct fault *
account_store_save_contact(const struct account_gate *gate, struct db *db, struct arena *arena,
	int64_t id, struct str mail, struct str phone)
{
	struct digest mail_mark;
	struct digest phone_mark;
	struct str sealed_mail;
	struct str sealed_phone;

	TRY(seal(gate, arena, "account.mail", id, mail, &sealed_mail, &mail_mark));
	TRY(seal(gate, arena, "account.phone", id, phone, &sealed_phone, &phone_mark));
	return db_run(db, &account_save_contact_sql,
		VALUES(VALUE(id), bytes_or_none(sealed_mail), text_or_none(str_of(mail_mark.at)),
			bytes_or_none(sealed_phone), text_or_none(str_of(phone_mark.at))),
		NULL);
}

struct fault *
account_store_save_wants_mail(struct db *db, int64_t id, bool wants_mail)
{
	return db_run(db, &account_save_wants_mail_sql, VALUES(VALUE(id), VALUE(wants_mail)), NULL);
}

struct fault *
account_store_next_version(struct db *db, int64_t id, int64_t version, bool *ret_is_done)
{
	return run_one(
		db, &account_next_version_sql, VALUES(VALUE(id), VALUE(version)), ret_is_done);
}

struct fault *
account_store_save_password(
	struct db *db, int64_t id, const char *hash, int64_t now, bool must_change)
{
	return db_run(db, &account_save_password_sql,
		VALUES(VALUE(id), VALUE(str_of(hash)), VALUE(now), VALUE(must_change)), NULL);
}

struct fault *
account_store_save_disabled(struct db *db, int64_t id, bool is_disabled)
{
	return db_run(db, &account_save_state_sql, VALUES(VALUE(id), VALUE(is_disabled)), NULL);
}

/* --- the second factor --- */

struct fault *
account_store_save_factor(
	struct db *db, int64_t id, struct str sealed, struct str sealed_next, int64_t step)
{
	return db_run(db, &account_save_factor_sql,
		VALUES(VALUE(id), bytes_or_none(sealed), bytes_or_none(sealed_next), VALUE(step)),
		NULL);
}

struct fault *
account_store_use_step(struct db *db, int64_t id, int64_t step, bool *ret_is_done)
{
	return run_one(db, &account_use_step_sql, VALUES(VALUE(id), VALUE(step)), ret_is_done);
}

struct fault *
account_store_add_recovery(struct db *db, int64_t id, struct digest mark)
{
	return db_run(
		db, &account_add_recovery_sql, VALUES(VALUE(id), VALUE(str_of(mark.at))), NULL);
}

struct fault *
account_store_drop_recovery(struct db *db, int64_t id)
{
	return db_run(db, &account_drop_recovery_sql, VALUES(VALUE(id)), NULL);
}

struct fault *
account_store_use_recovery(
	struct db *db, int64_t id, struct digest mark, int64_t now, bool *ret_is_done)
{
	return run_one(db, &account_use_recovery_sql,
		VALUES(VALUE(id), VALUE(str_of(mark.at)), VALUE(now)), ret_is_done);
}

struct fault *
account_store_count_recovery(struct db *db, int64_t id, int64_t *ret_count)
{
	return db_ask_number(db, &account_count_recovery_sql, VALUES(VALUE(id)), ret_count);
}

/* --- roles --- */

struct fault *
account_store_add_role(struct db *db, const struct account_gift *gift, int64_t given_by,
	int64_t now, int64_t *ret_id)
{
	return db_ask_number(db, &account_add_role_sql,
		VALUES(VALUE(gift->account_id), VALUE(account_role_number(gift->role)),
			db_value_id(gift->agency_id), VALUE(gift->has_subtree), VALUE(gift->from),
			VALUE(gift->to), VALUE(now), db_value_id(given_by), VALUE(gift->reason)),
		ret_id);
}

struct fault *
account_store_take_role(
	struct db *db, int64_t id, int64_t by, struct str reason, int64_t now, bool *ret_is_done)
{
	return run_one(db, &account_take_role_sql,
		VALUES(VALUE(id), VALUE(now), db_value_id(by), VALUE(reason)), ret_is_done);
}

struct fault *
account_store_count_role(struct db *db, enum account_role role, int64_t *ret_count)
{
	return db_ask_number(db, &account_count_role_sql,
		VALUES(VALUE(account_role_number(role)), VALUE(day_today())), ret_count);
}

struct fault *
account_store_roles_not_over(struct db *db, int64_t account_id, unsigned *ret_roles)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	unsigned roles = 0;

	TRY(db_ask(db, NULL, &account_roles_not_over_sql,
		VALUES(VALUE(account_id), VALUE(day_today())), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		roles |= (unsigned)account_role_of_number(db_get_int(rows, 0));
		TRY(db_next(rows, &is_found));
	}
	*ret_roles = roles;
	return NULL;
}

/* --- lending --- */

struct fault *
account_store_add_loan(
	struct db *db, const struct account_loan_row *row, int64_t now, int64_t *ret_id)
{
	int64_t id = 0;

	TRY(db_ask_number(db, &account_add_loan_sql,
		VALUES(VALUE(row->from_id), VALUE(row->to_id), VALUE(row->roles),
			VALUE((int64_t)row->first.number), VALUE((int64_t)row->last.number),
			VALUE(row->reason), VALUE(now)),
		&id));
	for (const struct account_role_word *word = account_role_words; word->key; word++)
		if (row->roles & (unsigned)word->role)
			TRY(db_run(db, &account_add_loan_role_sql,
				VALUES(VALUE(id), VALUE(row->from_id),
					VALUE(account_role_number(word->role)), VALUE(day_today())),
				NULL));
	*ret_id = id;
	return NULL;
}

struct fault *
account_store_find_loan(
	struct db *db, struct arena *arena, int64_t id, struct account_loan_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_loan_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("delegation", id);
	*ret_row = (struct account_loan_row){
		.from_id = db_get_int(rows, 0),
		.to_id = db_get_int(rows, 1),
		.roles = (unsigned)db_get_int(rows, 2),
		.first = db_get_day(rows, 3),
		.last = db_get_day(rows, 4),
		.reason = db_get_str(rows, 5),
	};
	return NULL;
}

struct fault *
account_store_end_loan(struct db *db, int64_t id, int64_t by, int64_t now, bool *ret_is_done)
{
	return run_one(db, &account_end_loan_sql, VALUES(VALUE(id), VALUE(now), db_value_id(by)),
		ret_is_done);
}
