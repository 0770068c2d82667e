/*
 * A new calendar moves open cases: their due days are made anew, and with them the terms of who was
 * asked and of a fee; each that moved gets an entry, and its officer a notice. Runs as a background
 * job, a piece of some cases in each transaction. Terms that an officer set as a day stay.
 */
#include <stdio.h>

#include "application/application_doing.h"
#include "application/application_statements.h"
#include "base/json.h"
#include "calendar/calendar_store.h"
#include "notice/notice.h"

enum { PIECE = 100 };

struct renewing {
	const struct application_hands *hands;
	int64_t version;
	int64_t after_id;
	int64_t looked_at;
	int64_t moved;
	bool is_over;
};

/* What moved of one case, in words. */
struct moving {
	struct db *db;
	struct arena *arena;
	struct application *one;
	struct str says;
	bool is_due_moved;
};

struct some {
	int64_t ids[PIECE];
	size_t count;
};

static struct fault *
find_some(struct db *db, struct renewing *renewing, struct some *some)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	size_t seen = 0;
	bool is_found;

	TRY(db_ask(db, NULL, &application_stale_clocks_sql,
		VALUES(VALUE(renewing->after_id), VALUE((int)PIECE)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		seen++;
		renewing->after_id = db_get_int(rows, 0);
		if (db_get_int(rows, 3) != renewing->version)
			some->ids[some->count++] = renewing->after_id;
	}
	renewing->is_over = seen < PIECE;
	return NULL;
}

/* --- what moves --- */

static struct fault *
put_move(struct moving *moving, const char *what, struct day before, struct day after)
{
	if (before.number == after.number)
		return NULL;
	return str_print(moving->arena, &moving->says, "%.*s%s%s由 %s 变为 %s。",
		STR_ARG(moving->says), moving->says.len ? "" : "工作日历更新，", what,
		day_is_none(before) ? "未知" : day_text(before).at,
		day_is_none(after) ? "未知" : day_text(after).at);
}

/* Law: 条例 arts. 32, 34: fifteen working days of the calendar that holds. */
static struct fault *
renew_parties(struct moving *moving)
{
	struct application_parties parties;

	TRY(application_load_parties(moving->db, NULL, moving->arena, moving->one->id, &parties));
	for (size_t i = 0; i < parties.count; i++) {
		struct application_party *party = &parties.items[i];
		struct day before = party->due_on;

		if (party->answer != APPLICATION_NO_ANSWER || day_is_none(party->delivered_on))
			continue;
		TRY(application_consult_due(
			moving->db, moving->one->path, party->delivered_on, &party->due_on));
		if (party->due_on.number == before.number)
			continue;
		TRY(put_move(moving,
			party->kind == APPLICATION_THIRD_PARTY ? "第三方的答复期限"
							       : "其他机关的答复期限",
			before, party->due_on));
		TRY(application_save_party(moving->db, moving->one->id, party));
	}
	return NULL;
}

/* Law: 国办函〔2020〕109号: twenty working days. */
static struct fault *
renew_fees(struct moving *moving)
{
	struct application_fees fees;

	TRY(application_load_fees(moving->db, moving->arena, moving->one->id, &fees));
	for (size_t i = 0; i < fees.count; i++) {
		struct application_fee *fee = &fees.items[i];
		struct day before = fee->due_on;

		if (fee->state != APPLICATION_FEE_NOTIFIED || day_is_none(fee->delivered_on))
			continue;
		TRY(application_fee_due(
			moving->db, moving->one->path, fee->delivered_on, &fee->due_on));
		if (fee->due_on.number == before.number)
			continue;
		TRY(put_move(moving, "缴费期限", before, fee->due_on));
		TRY(application_save_fee(moving->db, fee));
	}
	return NULL;
}

/* --- telling --- */

/* Its officer, or while nobody has it those who could take it. */
static struct fault *
notify(const struct moving *moving)
{
	const struct application *one = moving->one;
	struct application_holder own = { .id = one->officer_id };
	struct application_holder *holders = &own;
	size_t count = 1;
	struct str says;
	char address[64];

	if (!one->officer_id)
		TRY(application_find_holders(moving->db, moving->arena, ACCOUNT_CASE_OFFICER,
			one->path, &holders, &count));
	TRY(str_print(moving->arena, &says, "%s %.*s：%.*s",
		application_number_text(one->year, one->number).at, STR_ARG(one->title),
		STR_ARG(moving->says)));
	snprintf(address, sizeof address, "/desk/applications/%lld", (long long)one->id);
	for (size_t i = 0; i < count; i++)
		TRY(notice_put(moving->db, holders[i].id, says, str_of(address)));
	return NULL;
}

static struct fault *
tell(const struct renewing *renewing, const struct moving *moving)
{
	struct application_event event = { .at = renewing->hands->now,
		.day = renewing->hands->today,
		.act = APPLICATION_CALENDAR_MOVED,
		.until = moving->is_due_moved ? moving->one->due_on : DAY_NONE,
		.says = moving->says };

	TRY(application_add_event(moving->db, moving->one->id, &event));
	return notify(moving);
}

static struct fault *
renew_one(struct db *db, struct arena *arena, struct renewing *renewing, int64_t id,
	struct json_out *moved)
{
	struct application one;
	struct moving moving = { .db = db, .arena = arena, .one = &one };
	struct day before;

	TRY(application_load(db, arena, id, &one));
	before = one.due_on;
	TRY(application_set_clock(db, arena, &one, renewing->hands->today));
	moving.is_due_moved = one.due_on.number != before.number;
	TRY(put_move(&moving, "答复期限", before, one.due_on));
	TRY(renew_parties(&moving));
	TRY(renew_fees(&moving));
	renewing->looked_at++;
	if (moving.says.len) {
		TRY(tell(renewing, &moving));
		json_put_int(moved, id);
		renewing->moved++;
	}
	return application_save_state(db, &one);
}

/* --- in pieces --- */

static struct fault *
renew_some(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf after;
	struct renewing *renewing = arg;
	struct renewing going = *renewing;
	struct json_out json;
	struct some *some;

	/* Another try of the work begins where this one did. */
	buf_init(&after, 1 << 16);
	TRY(arena_open((size_t)64 << 20, &arena));
	TAKE(arena, some, 1);
	TRY(find_some(db, &going, some));
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_key(&json, "moved");
	json_begin_array(&json);
	for (size_t i = 0; i < some->count; i++)
		TRY(renew_one(db, arena, &going, some->ids[i], &json));
	json_end_array(&json);
	json_end_object(&json);
	TRY(buf_check(&after));
	*renewing = going;
	if (!some->count)
		return NULL;
	return audit_write(db, renewing->hands->actor,
		&(struct audit_deed){ "application.clocks_renewed", "calendar", renewing->version,
			0, STR(""), buf_str(&after) });
}

struct fault *
application_renew_clocks(struct db *db, const struct application_hands *hands,
	int64_t *ret_looked_at, int64_t *ret_moved)
{
	struct renewing renewing = { .hands = hands };

	TRY(calendar_version(db, &renewing.version));
	while (!renewing.is_over)
		TRY(db_work(db, renew_some, &renewing));
	*ret_looked_at = renewing.looked_at;
	*ret_moved = renewing.moved;
	return NULL;
}
