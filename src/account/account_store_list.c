/*
 * What pages list: people, their roles in the past and now, sessions, sign-ins, delegations; and
 * the few facts about agencies that these pages need. Nothing here changes a row.
 */
#include "account/account_inside.h"
#include "account/account_statements.h"
#include "db/db.h"

enum { MOST_ROWS = 1000 };

/* --- one person --- */

static struct fault *
open_sealed(const struct account_gate *gate, struct arena *arena, const char *kind, int64_t id,
	struct str sealed, struct str *ret_plain)
{
	struct secret secret;
	struct str place;

	*ret_plain = STR("");
	if (!sealed.len)
		return NULL;
	TRY(str_print(arena, &place, "%s:%lld", kind, (long long)id));
	TRY(seal_take(account_gate_keys(gate), arena, place, sealed, &secret));
	*ret_plain = secret.bytes;
	return NULL;
}

static struct fault *
record_of_row(const struct account_gate *gate, struct arena *arena, const struct db_rows *rows,
	struct account_record *record)
{
	struct str path = db_get_str(rows, 5);

	*record = (struct account_record){
		.id = db_get_int(rows, 0),
		.facts = {
			.login = db_get_str(rows, 1),
			.name = db_get_str(rows, 2),
			.agency_id = db_get_int(rows, 3),
			.valid_from = db_get_day(rows, 11),
			.valid_to = db_get_day(rows, 12),
		},
		.agency_name = db_get_str(rows, 4),
		.agency_path = path.len ? path : STR("/"),
		.has_password = db_get_int(rows, 8) != 0,
		.has_factor = db_get_int(rows, 9) != 0,
		.is_disabled = db_get_int(rows, 10) != 0,
		.password_at = db_get_int(rows, 13),
		.created_at = db_get_int(rows, 14),
		.version = db_get_int(rows, 15),
		.wants_mail = db_get_int(rows, 16) != 0,
	};
	TRY(open_sealed(gate, arena, "account.phone", record->id, db_get_bytes(rows, 6),
		&record->facts.phone));
	return open_sealed(gate, arena, "account.mail", record->id, db_get_bytes(rows, 7),
		&record->facts.mail);
}

struct fault *
account_load(const struct account_gate *gate, struct db *db, struct arena *arena, int64_t id,
	struct account_record *ret_record)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_person person = { .id = id };
	struct account_record record;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("account", id);
	TRY(record_of_row(gate, arena, rows, &record));
	TRY(account_store_grants(db, arena, day_today(), &person));
	record.roles = person.roles;
	*ret_record = record;
	return NULL;
}

struct fault *
account_find_login(struct db *db, struct str login, bool *ret_is_found, int64_t *ret_id)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct account_lock lock;

	TRY(arena_open((size_t)1 << 20, &arena));
	TRY(account_check_login(arena, login, &login));
	TRY(account_store_lock(db, arena, login, &lock));
	*ret_is_found = lock.id != 0;
	*ret_id = lock.id;
	return NULL;
}

/* --- many people --- */

/* What list_people() is asked and answers, on one picture of the store. */
struct listing {
	struct arena *arena;
	const struct account_query *query;
	struct str pattern;
	struct str path; /* "/1/5/%", or "/1/5/" alone */
	struct digest mark;
	int64_t offset;
	int limit;
	struct account_list list;
};

static struct fault *
fill_bits(struct db *db, struct account_row *row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &account_role_bits_sql, VALUES(VALUE(row->id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		row->roles |= (unsigned)account_role_of_number(db_get_int(rows, 0));
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

static struct fault *
take_people(struct db_rows *rows, struct listing *listing)
{
	struct account_list *list = &listing->list;
	bool is_found = false;

	TRY(db_next(rows, &is_found));
	while (is_found) {
		list->rows[list->count++] = (struct account_row){
			.id = db_get_int(rows, 0),
			.login = db_get_str(rows, 1),
			.name = db_get_str(rows, 2),
			.agency_name = db_get_str(rows, 3),
			.is_disabled = db_get_int(rows, 4) != 0,
			.has_password = db_get_int(rows, 5) != 0,
			.has_factor = db_get_int(rows, 6) != 0,
		};
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

static struct fault *
ask_people(struct db *db, struct listing *listing, struct db_rows **ret_rows)
{
	const struct account_query *query = listing->query;
	int role = account_role_number((enum account_role)query->role);
	struct str mark = str_of(listing->mark.at);

	if (query->sort == ACCOUNT_BY_NAME)
		return db_ask(db, listing->arena, &account_some_sql,
			VALUES(VALUE(listing->pattern), VALUE(mark), VALUE(listing->path),
				VALUE(role), VALUE((int)query->state), VALUE(listing->limit),
				VALUE(listing->offset)),
			ret_rows);
	return db_ask(db, listing->arena, &account_some_sorted_sql,
		VALUES(VALUE(listing->pattern), VALUE(mark), VALUE(listing->path), VALUE(role),
			VALUE((int)query->state), VALUE(listing->limit), VALUE(listing->offset),
			VALUE((int)query->sort)),
		ret_rows);
}

static struct fault *
count_people(struct db *db, struct listing *listing)
{
	const struct account_query *query = listing->query;

	return db_ask_number(db, &account_some_count_sql,
		VALUES(VALUE(listing->pattern), VALUE(str_of(listing->mark.at)),
			VALUE(listing->path),
			VALUE(account_role_number((enum account_role)query->role)),
			VALUE((int)query->state)),
		&listing->list.total);
}

static struct fault *
list_people(struct db *db, void *arg)
{
	struct listing *listing = arg;
	struct account_list *list = &listing->list;

	list->count = 0;
	TAKE(listing->arena, list->rows, (size_t)listing->limit);
	TRY(count_people(db, listing));
	{
		CLOSING(db_rows_close) struct db_rows *rows = NULL;

		TRY(ask_people(db, listing, &rows));
		TRY(take_people(rows, listing));
	}
	for (size_t i = 0; i < list->count; i++)
		TRY(fill_bits(db, &list->rows[i]));
	return NULL;
}

struct fault *
account_find_all(const struct account_gate *gate, struct db *db, struct arena *arena,
	const struct account_query *query, struct account_list *ret_list)
{
	struct listing listing = { .arena = arena, .query = query };
	struct str path = query->path.len ? query->path : STR("/");
	struct str text = str_trim(query->text);

	listing.offset = query->offset > 0 ? query->offset : 0;
	listing.limit = query->limit < 1 ? 1 : query->limit > MOST_ROWS ? MOST_ROWS : query->limit;
	TRY(db_like(arena, text, &listing.pattern));
	TRY(str_print(arena, &listing.path, "%.*s%s", STR_ARG(path), query->is_alone ? "" : "%"));
	TRY(account_mark(gate, str_has(text, STR("@")) ? "account.mail" : "account.phone", text,
		&listing.mark));
	TRY(db_look(db, list_people, &listing));
	*ret_list = listing.list;
	return NULL;
}

/* --- roles --- */

static struct account_given
given_of_row(const struct db_rows *rows)
{
	struct str path = db_get_str(rows, 5);

	return (struct account_given){
		.id = db_get_int(rows, 0),
		.account_id = db_get_int(rows, 1),
		.role = account_role_of_number(db_get_int(rows, 2)),
		.agency_id = db_get_int(rows, 3),
		.agency_name = db_get_str(rows, 4),
		.agency_path = path.len ? path : STR("/"),
		.has_subtree = db_get_int(rows, 6) != 0,
		.from = db_get_day(rows, 7),
		.to = db_get_day(rows, 8),
		.given_at = db_get_int(rows, 9),
		.given_by = db_get_str(rows, 10),
		.reason = db_get_str(rows, 11),
		.taken_at = db_get_int(rows, 12),
		.taken_by = db_get_str(rows, 13),
		.taken_reason = db_get_str(rows, 14),
	};
}

struct fault *
account_list_roles(struct db *db, struct arena *arena, int64_t account_id,
	struct account_given **ret_given, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_given *given = NULL;
	size_t room = 0;
	size_t count = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_roles_of_sql, VALUES(VALUE(account_id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, given, count, room);
		given[count++] = given_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	*ret_given = given;
	*ret_count = count;
	return NULL;
}

struct fault *
account_store_find_role(
	struct db *db, struct arena *arena, int64_t id, struct account_given *ret_given)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_role_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("account_role", id);
	*ret_given = given_of_row(rows);
	return NULL;
}

/* --- sessions, sign-ins, delegations --- */

struct fault *
account_list_sessions(struct account_gate *gate, struct db *db, struct arena *arena,
	int64_t account_id, struct account_sitting **ret_sittings, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_sitting *sittings = NULL;
	int64_t now = account_now();
	size_t room = 0;
	size_t count = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_sessions_sql, VALUES(VALUE(account_id), VALUE(now)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		struct account_sitting sitting = { db_get_int(rows, 0), db_get_int(rows, 1),
			db_get_int(rows, 2), db_get_int(rows, 3), db_get_str(rows, 4),
			db_get_str(rows, 5) };

		sitting.seen_at = account_gate_seen(gate, sitting.id, sitting.seen_at);
		if (now < sitting.seen_at + account_gate_policy(gate)->idle) {
			GROW(arena, sittings, count, room);
			sittings[count++] = sitting;
		}
		TRY(db_next(rows, &is_found));
	}
	*ret_sittings = sittings;
	*ret_count = count;
	return NULL;
}

struct fault *
account_list_events(struct db *db, struct arena *arena, int64_t account_id, int limit,
	struct account_event **ret_events, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_event *events = NULL;
	size_t room = 0;
	size_t count = 0;
	bool is_found = false;

	limit = limit < 1 ? 1 : limit > 200 ? 200 : limit;
	TRY(db_ask(db, arena, &account_events_sql, VALUES(VALUE(account_id), VALUE(limit)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, events, count, room);
		events[count++] = (struct account_event){ db_get_int(rows, 0), db_get_str(rows, 1),
			db_get_str(rows, 2), (enum account_outcome)db_get_int(rows, 3) };
		TRY(db_next(rows, &is_found));
	}
	*ret_events = events;
	*ret_count = count;
	return NULL;
}

static struct account_loan
loan_of_row(const struct db_rows *rows, int64_t account_id)
{
	bool is_mine = db_get_int(rows, 1) == account_id;

	return (struct account_loan){
		.id = db_get_int(rows, 0),
		.is_mine = is_mine,
		.other_login = db_get_str(rows, is_mine ? 4 : 2),
		.other_name = db_get_str(rows, is_mine ? 5 : 3),
		.roles = (unsigned)db_get_int(rows, 6),
		.first = db_get_day(rows, 7),
		.last = db_get_day(rows, 8),
		.reason = db_get_str(rows, 9),
		.ended_at = db_get_int(rows, 10),
	};
}

struct fault *
account_list_loans(struct db *db, struct arena *arena, int64_t account_id,
	struct account_loan **ret_loans, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_loan *loans = NULL;
	size_t room = 0;
	size_t count = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_loans_sql, VALUES(VALUE(account_id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, loans, count, room);
		loans[count++] = loan_of_row(rows, account_id);
		TRY(db_next(rows, &is_found));
	}
	*ret_loans = loans;
	*ret_count = count;
	return NULL;
}

/* --- agencies --- */

static struct fault *
take_agency(struct db_rows *rows, struct account_agency *ret_agency, bool *ret_has_more)
{
	bool is_found = false;

	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_new(FAULT_ABSENT, "account_agency",
			"没有这个机关。请从列表中选择，或先由系统管理员建立机关。",
			"There is no such agency. Choose one of the list, or let the system "
			"administrator add it first.");
	*ret_agency = (struct account_agency){ db_get_int(rows, 0), db_get_str(rows, 1),
		db_get_str(rows, 2) };
	return db_next(rows, ret_has_more);
}

struct fault *
account_load_agency(
	struct db *db, struct arena *arena, int64_t id, struct account_agency *ret_agency)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool has_more = false;

	TRY(db_ask(db, arena, &account_agency_by_id_sql, VALUES(VALUE(id)), &rows));
	return take_agency(rows, ret_agency, &has_more);
}

struct fault *
account_find_agency(
	struct db *db, struct arena *arena, struct str name, struct account_agency *ret_agency)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_agency agency;
	bool has_more = false;

	TRY(db_ask(db, arena, &account_agency_by_name_sql, VALUES(VALUE(str_trim(name))), &rows));
	TRY(take_agency(rows, &agency, &has_more));
	if (has_more)
		return fault_new(FAULT_CONFLICT, "account_agency_many",
			"有几个机关都叫“%.*s”。请从查到的机关中选择，或填机关编号。",
			"Several agencies are called “%.*s”. Choose one of them, or give its "
			"number.",
			STR_ARG(agency.name));
	*ret_agency = agency;
	return NULL;
}

struct fault *
account_search_agencies(struct db *db, struct arena *arena, struct str text, struct str patterns,
	int most, struct account_agency_choice **ret_found, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct account_agency_choice *found;
	bool is_found = false;
	struct str pattern;
	size_t count = 0;

	TRY(db_like(arena, text, &pattern));
	TAKE(arena, found, (size_t)most + 1);
	TRY(db_ask(db, arena, &account_agency_some_sql,
		VALUES(VALUE(pattern), VALUE(str_trim(text)), VALUE(patterns), VALUE(most)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found && count < (size_t)most) {
		found[count++] = (struct account_agency_choice){
			{ db_get_int(rows, 0), db_get_str(rows, 1), db_get_str(rows, 2) },
			db_get_str(rows, 3)
		};
		TRY(db_next(rows, &is_found));
	}
	*ret_found = found;
	*ret_count = count;
	return NULL;
}

/* --- who gets letters --- */

struct fault *
account_store_addressee(
	struct db *db, struct arena *arena, int64_t id, struct account_addressee *ret_to)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &account_addressee_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_to = (struct account_addressee){ 0 };
	if (is_found)
		*ret_to = (struct account_addressee){ .id = db_get_int(rows, 0),
			.name = db_get_str(rows, 1),
			.mail = db_get_bytes(rows, 2),
			.wants_mail = db_get_int(rows, 3) != 0,
			.is_disabled = db_get_int(rows, 4) != 0 };
	return NULL;
}

struct fault *
account_store_holders(struct db *db, enum account_role role, struct str path, int64_t *ret_ids,
	int most, int *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int count = 0;

	TRY(db_ask(db, NULL, &account_holders_sql,
		VALUES(VALUE(account_role_number(role)), VALUE(path), VALUE(day_today()),
			VALUE((int64_t)role), VALUE(most)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found && count < most) {
		ret_ids[count++] = db_get_int(rows, 0);
		TRY(db_next(rows, &is_found));
	}
	*ret_count = count;
	return NULL;
}
