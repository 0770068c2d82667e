/*
 * Rows of applications and their events, in and out. What may be done to them is decided
 * elsewhere; what belongs to a case besides is application_case_store.c.
 */
#include <string.h>

#include "application/application_inside.h"
#include "application/application_statements.h"
#include "base/json.h"
#include "base/random.h"

/* --- reading --- */

/* The columns that every statement with rows of applications begins with. */
static void
read_row(const struct db_rows *rows, struct application *ret)
{
	*ret = (struct application){
		.id = db_get_int(rows, 0),
		.agency_id = db_get_int(rows, 1),
		.agency_name = db_get_str(rows, 2),
		.path = db_get_str(rows, 3),
		.year = (int)db_get_int(rows, 4),
		.number = db_get_int(rows, 5),
		.kind = (enum application_kind)db_get_int(rows, 6),
		.channel = (enum application_channel)db_get_int(rows, 7),
		.state = (enum application_state)db_get_int(rows, 8),
		.title = db_get_str(rows, 9),
		.applicant_kind = (enum application_applicant_kind)db_get_int(rows, 10),
		.submitted_at = db_get_int(rows, 11),
		.submitted_on = db_get_day(rows, 12),
		.received_on = db_get_day(rows, 13),
		.unit_id = db_get_int(rows, 14),
		.unit_name = db_get_str(rows, 15),
		.officer_id = db_get_int(rows, 16),
		.officer_name = db_get_str(rows, 17),
		.due_on = db_get_day(rows, 18),
		.is_paused = db_get_int(rows, 19) != 0,
		.is_extended = db_get_int(rows, 20) != 0,
		.was_corrected = db_get_int(rows, 21) != 0,
		.delay_until = db_get_day(rows, 22),
		.reply = (enum application_reply)db_get_int(rows, 23),
		.outcome = (int)db_get_int(rows, 24),
		.ended_on = db_get_day(rows, 25),
		.is_late = db_get_int(rows, 26) != 0,
		.parent_id = db_get_int(rows, 27),
		.merged_into = db_get_int(rows, 28),
		.previous_id = db_get_int(rows, 29),
		.archived_on = db_get_day(rows, 30),
		.removed_on = db_get_day(rows, 31),
		.version = db_get_int(rows, 32),
		.sort_on = db_get_int(rows, 33),
	};
}

struct fault *
application_load(struct db *db, struct arena *arena, int64_t id, struct application *ret)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &application_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("application", id);
	read_row(rows, ret);
	ret->description = db_get_str(rows, 34);
	ret->sealed = db_get_bytes(rows, 35);
	ret->wanted_form = (enum application_form)db_get_int(rows, 36);
	ret->wanted_way = (enum application_way)db_get_int(rows, 37);
	ret->help = db_get_str(rows, 38);
	ret->is_filled_by_office = db_get_int(rows, 39) != 0;
	ret->retention = (int)db_get_int(rows, 40);
	ret->calendar_version = db_get_int(rows, 41);
	return NULL;
}

enum { MOST_PARTS = 200 };

struct fault *
application_find_parts(
	struct db *db, struct arena *arena, int64_t id, struct application_parts *ret_parts)
{
	struct application_parts parts = { 0 };
	int64_t *ids;

	TAKE(arena, ids, MOST_PARTS);
	{
		CLOSING(db_rows_close) struct db_rows *rows = NULL;
		bool is_found;

		TRY(db_ask(db, NULL, &application_parts_sql,
			VALUES(VALUE(id), VALUE((int)MOST_PARTS)), &rows));
		for (;;) {
			TRY(db_next(rows, &is_found));
			if (!is_found)
				break;
			ids[parts.count++] = db_get_int(rows, 0);
		}
	}
	TAKE(arena, parts.items, parts.count + 1);
	for (size_t i = 0; i < parts.count; i++)
		TRY(application_load(db, arena, ids[i], &parts.items[i]));
	*ret_parts = parts;
	return NULL;
}

struct fault *
application_find_number(struct db *db, int64_t agency_id, int year, int64_t number, int64_t *ret_id)
{
	return db_ask_number(db, &application_by_number_sql,
		VALUES(VALUE(agency_id), VALUE(year), VALUE(number)), ret_id);
}

/* --- the applicant, sealed --- */

static struct fault *
place_of(struct arena *arena, int64_t id, struct str *ret_place)
{
	return str_print(arena, ret_place, "application.applicant:%lld", (long long)id);
}

static struct str *
applicant_fields(struct application_applicant *applicant, const char *name)
{
	const struct {
		const char *name;
		struct str *at;
	} fields[] = { { "name", &applicant->name }, { "proof_kind", &applicant->proof_kind },
		{ "proof_number", &applicant->proof_number }, { "contact", &applicant->contact },
		{ "phone", &applicant->phone }, { "mail", &applicant->mail },
		{ "address", &applicant->address }, { "postcode", &applicant->postcode } };

	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].at;
	return NULL;
}

static const char *const applicant_names[] = { "name", "proof_kind", "proof_number", "contact",
	"phone", "mail", "address", "postcode" };

/* Equal for what people write differently: spaces, width, case. */
static struct fault *
mark_of(const struct seal_keys *keys, struct arena *arena, const char *kind, struct str text,
	struct str *ret_mark)
{
	struct digest mark;
	struct str folded;
	char *bytes;
	size_t count = 0;

	*ret_mark = STR("");
	TAKE(arena, bytes, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		char byte = text.at[i];

		if (byte == ' ' || byte == '-' || byte == '\t')
			continue;
		bytes[count++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 'a' - 'A') : byte;
	}
	folded = (struct str){ bytes, count };
	if (!count)
		return NULL;
	TRY(seal_mark(keys, str_of(kind), folded, &mark));
	return str_copy(arena, str_of(mark.at), ret_mark);
}

static struct db_value
mark_value(struct str mark)
{
	return mark.len ? VALUE(mark)
			: (struct db_value){ .type = VALUE(mark).type, .is_none = true };
}

struct fault *
application_seal_applicant(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t id, const struct application_applicant *applicant)
{
	CLOSING(buf_done) struct buf plain;
	struct application_applicant copy = *applicant;
	struct str marks[3];
	struct json_out json;
	struct str sealed;
	struct str place;

	buf_init(&plain, 1 << 16);
	json_out_init(&json, &plain);
	json_begin_object(&json);
	for (size_t i = 0; i < COUNT_OF(applicant_names); i++)
		json_pair_str(
			&json, applicant_names[i], *applicant_fields(&copy, applicant_names[i]));
	json_end_object(&json);
	TRY(buf_check(&plain));
	TRY(place_of(arena, id, &place));
	TRY(seal_put(keys, arena, place, buf_str(&plain), &sealed));
	TRY(mark_of(keys, arena, "application.name", applicant->name, &marks[0]));
	TRY(mark_of(keys, arena, "application.proof", applicant->proof_number, &marks[1]));
	TRY(mark_of(keys, arena, "application.reach",
		applicant->phone.len ? applicant->phone : applicant->mail, &marks[2]));
	return db_run(db, &application_put_applicant_sql,
		VALUES(VALUE(id), db_value_bytes(sealed), mark_value(marks[0]),
			mark_value(marks[1]), mark_value(marks[2])),
		NULL);
}

struct fault *
application_open_applicant(const struct seal_keys *keys, struct arena *arena,
	const struct application *application, struct application_applicant *ret_applicant)
{
	CLOSING(json_close) struct json_value *json = NULL;
	struct application_applicant applicant = { .kind = application->applicant_kind };
	struct secret plain;
	struct str place;

	if (!application->sealed.len)
		return fault_new(FAULT_ABSENT, "application_removed",
			"申请人的个人信息已按规定销毁。",
			"The applicant's personal data were disposed of.");
	TRY(place_of(arena, application->id, &place));
	TRY(seal_take(keys, arena, place, application->sealed, &plain));
	TRY(json_parse(plain.bytes, &json));
	for (size_t i = 0; i < COUNT_OF(applicant_names); i++) {
		struct str text = json_text(json_member(json, applicant_names[i]));

		if (text.at)
			TRY(str_copy(
				arena, text, applicant_fields(&applicant, applicant_names[i])));
	}
	*ret_applicant = applicant;
	return NULL;
}

/* --- query codes --- */

static struct fault *
query_mark(const struct seal_keys *keys, struct arena *arena, int64_t agency_id, int year,
	int64_t number, struct str code, struct digest *ret_mark)
{
	struct str folded = str_trim(code);
	char letters[16];
	struct str text;

	if (folded.len >= sizeof letters)
		folded.len = sizeof letters - 1;
	for (size_t i = 0; i < folded.len; i++)
		letters[i] =
			(char)(folded.at[i] >= 'a' && folded.at[i] <= 'z' ? folded.at[i] - 'a' + 'A'
									  : folded.at[i]);
	TRY(str_print(arena, &text, "%lld:%d:%lld:%.*s", (long long)agency_id, year,
		(long long)number, (int)folded.len, letters));
	return seal_mark(keys, STR("application.query"), text, ret_mark);
}

/* Ten letters and digits of 32 that are not mistaken for one another: 50 bits. */
void
application_code_make(const char *hex, struct application_code *ret_code)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

	for (int i = 0; i < 10; i++) {
		int high = hex[i * 2] <= '9' ? hex[i * 2] - '0' : hex[i * 2] - 'a' + 10;
		int low = hex[i * 2 + 1] <= '9' ? hex[i * 2 + 1] - '0' : hex[i * 2 + 1] - 'a' + 10;

		ret_code->at[i] = letters[(high * 16 + low) % 32];
	}
	ret_code->at[10] = 0;
}

struct fault *
application_save_code(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct application *application, const struct application_code *code)
{
	struct digest mark;

	TRY(query_mark(keys, arena, application->agency_id, application->year, application->number,
		str_of(code->at), &mark));
	return db_run(db, &application_put_query_sql,
		VALUES(VALUE(application->id), VALUE(str_of(mark.at))), NULL);
}

struct fault *
application_find_code(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t agency_id, struct str number, struct str code, int64_t *ret_id)
{
	struct digest mark;
	int64_t count;
	int year;

	/* A number that is none costs the same, so that nobody learns from the time it takes. */
	if (!application_number_parse(number, &year, &count)) {
		year = 0;
		count = 0;
	}
	TRY(query_mark(keys, arena, agency_id, year, count, code, &mark));
	return db_ask_number(db, &application_by_query_sql, VALUES(VALUE(str_of(mark.at))), ret_id);
}

/* --- writing --- */

struct fault *
application_add(struct db *db, struct application *application)
{
	TRY(db_ask_number(db, &application_next_number_sql,
		VALUES(VALUE(application->agency_id), VALUE(application->year)),
		&application->number));
	application->version = 1;
	return db_ask_number(db, &application_add_sql,
		VALUES(VALUE(application->agency_id), VALUE(application->year),
			VALUE(application->number), VALUE(application->kind),
			VALUE(application->channel), VALUE(application->state),
			VALUE(application->title), VALUE(application->description),
			VALUE(application->applicant_kind), VALUE(application->wanted_form),
			VALUE(application->wanted_way), VALUE(application->help),
			VALUE(application->is_filled_by_office), VALUE(application->submitted_at),
			VALUE(application->submitted_on.number),
			VALUE(application->submitted_on.number),
			db_value_id(application->parent_id)),
		&application->id);
}

struct fault *
application_save_words(struct db *db, const struct application *application)
{
	return db_run(db, &application_put_words_sql,
		VALUES(VALUE(application->id), VALUE(application->title),
			VALUE(application->description), VALUE(application->applicant_kind),
			VALUE(application->wanted_form), VALUE(application->wanted_way),
			VALUE(application->help)),
		NULL);
}

struct fault *
application_stale(void)
{
	return fault_new(FAULT_CONFLICT, "application_stale",
		"这件申请刚刚被别人办理过，本次没有执行。请看过现在的情况再决定。",
		"Somebody else has just worked on this application; nothing was done. Look at it "
		"again first.");
}

struct fault *
application_lacks(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "application_wants", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

struct fault *
application_save_state(struct db *db, struct application *application)
{
	const struct application *one = application;
	int64_t id;

	TRY(db_ask_number(db, &application_move_sql,
		VALUES(VALUE(one->id), VALUE(one->version), VALUE(one->state),
			VALUE(one->received_on), db_value_id(one->unit_id),
			db_value_id(one->officer_id), VALUE(one->due_on), VALUE(one->sort_on),
			VALUE(one->calendar_version), VALUE(one->is_paused),
			VALUE(one->is_extended), VALUE(one->was_corrected), VALUE(one->delay_until),
			VALUE(one->reply), VALUE(one->outcome), VALUE(one->ended_on),
			VALUE(one->is_late), db_value_id(one->merged_into),
			db_value_id(one->previous_id), VALUE(one->archived_on),
			VALUE(one->removed_on), VALUE(one->retention)),
		&id));
	if (!id)
		return application_stale();
	application->version++;
	return NULL;
}

/* --- prints --- */

struct fault *
application_save_print(struct db *db, struct arena *arena, const struct application *application)
{
	struct application_print print;

	TRY(application_print_make(arena, application->title, application->description, &print));
	TRY(db_run(db, &application_print_drop_sql, VALUES(VALUE(application->id)), NULL));
	for (int band = 0; print.count && band < APPLICATION_BANDS; band++)
		TRY(db_run(db, &application_print_add_sql,
			VALUES(VALUE(application->id), VALUE(band), VALUE(application->agency_id),
				VALUE(print.bands[band])),
			NULL));
	return NULL;
}

/* --- events --- */

struct fault *
application_add_event(struct db *db, int64_t application_id, struct application_event *event)
{
	return db_ask_number(db, &application_event_add_sql,
		VALUES(VALUE(application_id), VALUE(event->at), VALUE(event->day.number),
			VALUE(event->act), VALUE(event->value), VALUE(event->until),
			db_value_id(event->account_id), VALUE(event->says), VALUE(event->reason),
			db_value_id(event->letter_id)),
		&event->id);
}

struct fault *
application_void_event(struct db *db, int64_t application_id, int64_t event_id, int64_t voided_by)
{
	int64_t id;

	TRY(db_ask_number(db, &application_event_void_sql,
		VALUES(VALUE(event_id), VALUE(application_id), VALUE(voided_by)), &id));
	return id ? NULL : fault_absent("application_event", event_id);
}

struct fault *
application_load_events(
	struct db *db, struct arena *arena, int64_t id, struct application_events *ret_events)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_events events = { 0 };
	size_t room = 0;
	bool is_found;

	TRY(db_ask(db, arena, &application_events_sql, VALUES(VALUE(id)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, events.items, events.count, room);
		events.items[events.count++] = (struct application_event){
			.id = db_get_int(rows, 0),
			.at = db_get_int(rows, 1),
			.day = db_get_day(rows, 2),
			.act = (enum application_act)db_get_int(rows, 3),
			.value = db_get_int(rows, 4),
			.until = db_get_day(rows, 5),
			.account_id = db_get_int(rows, 6),
			.account_name = db_get_str(rows, 7),
			.says = db_get_str(rows, 8),
			.reason = db_get_str(rows, 9),
			.letter_id = db_get_int(rows, 10),
			.voided_by = db_get_int(rows, 11),
		};
	}
	*ret_events = events;
	return NULL;
}

/* --- lists --- */

/* FAR: before and behind every day. What is paused stands at the end, by application_set_clock().
 */
enum { FAR = 99999999 };

static struct fault *
read_list(struct db_rows *rows, struct arena *arena, int limit, struct application_list *ret_list)
{
	struct application_list list = { 0 };
	bool is_found;

	TAKE(arena, list.items, (size_t)limit + 1);
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		if (list.count == (size_t)limit) {
			list.has_more = true;
			break;
		}
		read_row(rows, &list.items[list.count++]);
	}
	*ret_list = list;
	return NULL;
}

static int
cut(int limit, int most)
{
	return limit < 1 ? 1 : limit > most ? most : limit;
}

static int64_t
last_sort(struct day until)
{
	return day_is_none(until) ? FAR : until.number;
}

/* Of agencies: the statement for one, for those below a pattern, or for one state below it. */
static struct fault *
ask_open(struct db *db, struct arena *arena, const struct application_open_query *query,
	int64_t after, struct str text, int limit, struct db_rows **ret_rows)
{
	const struct db_sql *sql =
		query->state < 0 ? &application_open_below_sql : &application_waiting_below_sql;
	struct db_value where = VALUE(query->pattern);

	if (query->agency_id) {
		sql = query->state < 0 ? &application_open_of_agency_sql
				       : &application_waiting_of_agency_sql;
		where = VALUE(query->agency_id);
	}
	return db_ask(db, arena, sql,
		VALUES(where, VALUE(after), VALUE(query->after_id), VALUE(query->state),
			VALUE(query->officer_id), VALUE(query->unit_id),
			VALUE(last_sort(query->until)), VALUE(query->only_paused), VALUE(text),
			VALUE(limit), VALUE(query->only_due)),
		ret_rows);
}

struct fault *
application_list_open(struct db *db, struct arena *arena,
	const struct application_open_query *query, struct application_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int64_t after = query->after_id ? query->after_sort : -FAR;
	int limit = cut(query->limit, 500);
	struct str text;

	if (query->only_paused && !query->after_id)
		after = APPLICATION_FAR_AWAY - 1;
	TRY(db_like(arena, query->text, &text));
	if (!query->agency_id && !query->pattern.len)
		TRY(db_ask(db, arena, &application_open_of_officer_sql,
			VALUES(VALUE(query->officer_id), VALUE(after), VALUE(query->after_id),
				VALUE(query->state), VALUE(last_sort(query->until)),
				VALUE(query->only_paused), VALUE(text), VALUE(limit + 1),
				VALUE(query->only_due)),
			&rows));
	else
		TRY(ask_open(db, arena, query, after, text, limit + 1, &rows));
	return read_list(rows, arena, limit, ret_list);
}

struct fault *
application_count_open(struct db *db, const struct application_open_query *query, struct day from,
	int most, int64_t *ret_count)
{
	int64_t first = query->only_paused  ? APPLICATION_FAR_AWAY
			: day_is_none(from) ? -FAR
					    : from.number;

	if (!query->pattern.len)
		return db_ask_number(db, &application_officer_count_sql,
			VALUES(VALUE(query->officer_id), VALUE(first),
				VALUE(last_sort(query->until)), VALUE(most),
				VALUE(query->only_due)),
			ret_count);
	if (query->state >= 0)
		return db_ask_number(db, &application_waiting_count_sql,
			VALUES(VALUE(query->pattern), VALUE(query->state), VALUE(query->officer_id),
				VALUE(first), VALUE(last_sort(query->until)), VALUE(most)),
			ret_count);
	return db_ask_number(db, &application_open_count_sql,
		VALUES(VALUE(query->pattern), VALUE(query->officer_id), VALUE(first),
			VALUE(last_sort(query->until)), VALUE(query->only_paused), VALUE(most),
			VALUE(query->only_due)),
		ret_count);
}

struct fault *
application_list_all(struct db *db, struct arena *arena, const struct application_query *query,
	struct application_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct db_sql *sql =
		query->state < 0 ? &application_all_sql : &application_state_all_sql;
	int limit = cut(query->limit, 1000);
	struct str text;

	if (query->agency_id)
		sql = query->state < 0 ? &application_all_of_agency_sql
				       : &application_state_of_agency_sql;
	TRY(db_like(arena, query->text, &text));
	TRY(db_ask(db, arena, sql,
		VALUES(VALUE(query->agency_id), VALUE(query->pattern), VALUE(query->before_id),
			VALUE(query->year), VALUE(query->state), VALUE(query->channel),
			VALUE(query->applicant_kind), VALUE(query->outcome), VALUE(query->mark),
			VALUE(application_day_filter(query->from)),
			VALUE(application_day_filter(query->to)), VALUE(query->officer_id),
			VALUE(text), VALUE(limit + 1),
			VALUE(application_day_filter(query->open_from)),
			VALUE(application_day_filter(query->ended_from)),
			VALUE(application_day_filter(query->ended_to)), VALUE(query->only_counted),
			VALUE(application_day_filter(query->seen_on))),
		&rows));
	return read_list(rows, arena, limit, ret_list);
}
