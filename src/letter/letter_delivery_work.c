/*
 * Deliveries of letters: what is known of each, sealed where it names people, with its audit line.
 * When the clock stops is letter_stop_day()'s rule.
 */
#include "base/json.h"
#include "base/random.h"
#include "base/utf8.h"
#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

enum { PARTICULAR_MOST = 500, PARTICULARS_MOST = 16 << 10 };

/* --- checking --- */

static struct fault *
refuse(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "letter_delivery", "%s%.0s", "%.0s%s", zh, en);
}

static bool
is_after(struct day day, struct day than)
{
	return !day_is_none(day) && !day_is_none(than) && day.number > than.number;
}

/* Law: 国办公开办函〔2016〕235 号: by the post office, with proof of the posting kept. */
static struct fault *
check(const struct letter_delivery *delivery, const struct letter_row *row, struct day today)
{
	bool has_sent = !day_is_none(delivery->sent_on);
	bool has_signed = !day_is_none(delivery->signed_on);

	if ((unsigned)delivery->method >= LETTER_METHODS)
		return refuse("没有这种送达方式。", "There is no such way of delivery.");
	if (delivery->method == LETTER_POST && (!has_sent || !str_trim(delivery->tracking).len))
		return refuse("邮寄送达要填写交邮日期和寄件单号。",
			"A letter by post needs the day of posting and its number.");
	if (delivery->method == LETTER_ONLINE && !has_sent)
		return refuse("网上送达要填写发出日期。", "A letter sent online needs the day.");
	if (!has_sent && !has_signed)
		return refuse("请填写送出日期或者签收日期。",
			"Give the day it was sent, or the day it was signed for.");
	if (has_sent && is_after(delivery->sent_on, delivery->signed_on))
		return refuse("签收日期早于送出日期。", "It was signed for before it was sent.");
	if ((has_sent && is_after(row->issued_on, delivery->sent_on)) ||
		(has_signed && is_after(row->issued_on, delivery->signed_on)))
		return refuse("送达日期早于成文日期。", "It was delivered before it was issued.");
	if (is_after(delivery->sent_on, today) || is_after(delivery->signed_on, today))
		return refuse("送达日期不能晚于今天。", "The day of delivery lies in the future.");
	if (utf8_count(delivery->tracking) > PARTICULAR_MOST ||
		utf8_count(delivery->receiver) > PARTICULAR_MOST ||
		utf8_count(delivery->note) > PARTICULAR_MOST)
		return refuse("寄件单号、收件人和备注各 500 字以内。",
			"Number, receiver and note have at most 500 characters each.");
	return NULL;
}

/* --- saving --- */

struct delivering {
	const struct letter_doer *doer;
	const struct letter_delivery *delivery;
	int64_t id;
};

static struct fault *
seal_particulars(const struct delivering *delivering, struct arena *arena, struct str place,
	struct str *ret_sealed)
{
	const struct letter_delivery *delivery = delivering->delivery;
	CLOSING(buf_done) struct buf text;
	struct json_out json;
	struct str bound;

	buf_init(&text, PARTICULARS_MOST);
	json_out_init(&json, &text);
	json_begin_object(&json);
	json_pair_str(&json, "tracking", str_trim(delivery->tracking));
	json_pair_str(&json, "receiver", str_trim(delivery->receiver));
	json_pair_str(&json, "note", str_trim(delivery->note));
	json_end_object(&json);
	TRY(buf_check(&text));
	TRY(letter_store_place(arena, "particulars", place, &bound));
	return seal_put(delivering->doer->keys, arena, bound, buf_str(&text), ret_sealed);
}

static struct fault *
add(struct db *db, struct delivering *delivering, struct arena *arena)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct letter_delivery *delivery = delivering->delivery;
	struct random_name place = random_name();
	struct str sealed;
	bool is_found = false;

	TRY(seal_particulars(delivering, arena, str_of(place.at), &sealed));
	TRY(db_ask(db, NULL, &letter_delivery_add_sql,
		VALUES(VALUE(delivery->letter_id), VALUE(delivery->method),
			VALUE(delivery->sent_on), VALUE(delivery->signed_on),
			VALUE(str_of(place.at)), db_value_bytes(sealed)),
		&rows));
	TRY(db_next(rows, &is_found));
	delivering->id = db_get_int(rows, 0);
	return NULL;
}

static struct fault *
find_place(struct db *db, const struct letter_delivery *delivery, struct arena *arena,
	struct str *ret_place)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &letter_delivery_place_sql,
		VALUES(VALUE(delivery->id), VALUE(delivery->letter_id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("delivery", delivery->id);
	if (db_get_int(rows, 1) != delivery->version)
		return letter_fault_stale();
	*ret_place = db_get_str(rows, 0);
	return NULL;
}

static struct fault *
change(struct db *db, struct delivering *delivering, struct arena *arena)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct letter_delivery *delivery = delivering->delivery;
	struct str sealed;
	struct str place;
	bool is_found = false;

	TRY(find_place(db, delivery, arena, &place));
	TRY(seal_particulars(delivering, arena, place, &sealed));
	TRY(db_ask(db, NULL, &letter_delivery_change_sql,
		VALUES(VALUE(delivery->id), VALUE(delivery->version), VALUE(delivery->method),
			VALUE(delivery->sent_on), VALUE(delivery->signed_on),
			db_value_bytes(sealed)),
		&rows));
	TRY(db_next(rows, &is_found));
	delivering->id = delivery->id;
	return is_found ? NULL : letter_fault_stale();
}

/* Method and days; names and numbers stay out of the audit. */
static struct fault *
tell(struct db *db, const struct delivering *delivering, const struct letter_row *row)
{
	const struct letter_delivery *delivery = delivering->delivery;
	struct day_text sent = day_text(delivery->sent_on);
	struct day_text got = day_text(delivery->signed_on);
	CLOSING(buf_done) struct buf after;
	struct json_out json;

	buf_init(&after, 2048);
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_int(&json, "delivery", delivering->id);
	json_pair_str(&json, "number", row->number);
	json_pair_str(&json, "method", str_of(letter_method_words[delivery->method].zh));
	json_pair_str_or_null(&json, "sent_on", str_of(sent.at));
	json_pair_str_or_null(&json, "signed_on", str_of(got.at));
	json_end_object(&json);
	TRY(buf_check(&after));
	return audit_write(db, delivering->doer->actor,
		&(struct audit_deed){ .deed = "letter.delivered",
			.thing = "letter",
			.thing_id = row->id,
			.agency_id = row->agency_id,
			.after = buf_str(&after) });
}

static struct fault *
deliver(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct delivering *delivering = arg;
	const struct letter_delivery *delivery = delivering->delivery;
	struct letter_row row;

	TRY(arena_open(1 << 20, &arena));
	TRY(letter_load(db, arena, delivery->letter_id, &row));
	TRY(letter_check_row(&row, row.version, 1u << LETTER_SIGNED));
	TRY(check(delivery, &row, delivering->doer->today));
	TRY(delivery->id ? change(db, delivering, arena) : add(db, delivering, arena));
	return tell(db, delivering, &row);
}

struct fault *
letter_deliver(struct db *db, const struct letter_doer *doer,
	const struct letter_delivery *delivery, int64_t *ret_id)
{
	struct delivering delivering = { .doer = doer, .delivery = delivery };

	TRY(db_work(db, deliver, &delivering));
	*ret_id = delivering.id;
	return NULL;
}

/* --- reading --- */

static struct fault *
open_particulars(const struct seal_keys *keys, struct arena *arena, const struct db_rows *rows,
	struct letter_delivery *delivery)
{
	CLOSING(json_close) struct json_value *value = NULL;
	struct secret plain;
	struct str bound;

	TRY(letter_store_place(arena, "particulars", db_get_str(rows, 4), &bound));
	TRY(seal_take(keys, arena, bound, db_get_bytes(rows, 5), &plain));
	TRY(json_parse(plain.bytes, &value));
	TRY(str_copy(arena, json_text(json_member(value, "tracking")), &delivery->tracking));
	TRY(str_copy(arena, json_text(json_member(value, "receiver")), &delivery->receiver));
	return str_copy(arena, json_text(json_member(value, "note")), &delivery->note);
}

struct fault *
letter_load_deliveries(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t letter_id, struct letter_deliveries *ret_deliveries)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct letter_deliveries list = { 0 };
	struct letter_house house;
	struct letter_row row;
	size_t room = 0;
	bool is_found = false;

	TRY(letter_load(db, arena, letter_id, &row));
	TRY(letter_load_house(db, arena, row.agency_id, &house));
	TRY(db_ask(db, arena, &letter_deliveries_sql, VALUES(VALUE(letter_id)), &rows));
	for (;;) {
		struct letter_delivery *item;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, list.items, list.count, room);
		item = &list.items[list.count++];
		*item = (struct letter_delivery){ .id = db_get_int(rows, 0),
			.letter_id = letter_id,
			.method = (enum letter_method)db_get_int(rows, 1),
			.sent_on = db_get_day(rows, 2),
			.signed_on = db_get_day(rows, 3),
			.version = db_get_int(rows, 6) };
		item->stops_on = letter_stop_day(
			item->method, item->sent_on, item->signed_on, house.is_online_on_receipt);
		/* Gone since letter_erase(). */
		if (keys && db_get_bytes(rows, 5).len)
			TRY(open_particulars(keys, arena, rows, item));
	}
	*ret_deliveries = list;
	return NULL;
}
