/*
 * Letters out of the database: rows, lists, the register, and what rows say, opened.
 * Changing them is letter_work.c; templates are letter_words_work.c.
 */
#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

enum { MOST_LISTED = 1000, MOST_OF_SUBJECT = 500 };

const struct db_reseal_column letter_sealed_columns[] = {
	{ "letter.draft", &letter_sealed_draft_some_sql, &letter_sealed_draft_put_sql },
	{ "letter.fixed", &letter_sealed_fixed_some_sql, &letter_sealed_fixed_put_sql },
	{ "letter_delivery.particulars", &letter_sealed_particulars_some_sql,
		&letter_sealed_particulars_put_sql },
	{ 0 },
};

const char *
letter_state_words(enum letter_state state)
{
	static const char *const words[LETTER_STATES] = { [LETTER_DRAFT] = "拟稿",
		[LETTER_IN_REVIEW] = "送审",
		[LETTER_SIGNED] = "已签发",
		[LETTER_VOID] = "作废" };

	return words[state];
}

unsigned
letter_state_next(enum letter_state state)
{
	static const unsigned next[LETTER_STATES] = {
		[LETTER_DRAFT] = 1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW | 1u << LETTER_SIGNED |
				 1u << LETTER_VOID,
		[LETTER_IN_REVIEW] = 1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW |
				     1u << LETTER_SIGNED | 1u << LETTER_VOID,
		[LETTER_SIGNED] = 1u << LETTER_VOID,
	};

	return next[state];
}

static struct digest
digest_of(struct str text)
{
	struct digest digest = { "" };

	if (text.len < sizeof digest.at)
		memcpy(digest.at, text.at ? text.at : "", text.len);
	return digest;
}

/* The columns of letter_by_id, letter_of_subject and letter_numbered. */
static struct letter_row
row_of(const struct db_rows *rows)
{
	return (struct letter_row){
		.id = db_get_int(rows, 0),
		.agency_id = db_get_int(rows, 1),
		.agency_name = db_get_str(rows, 2),
		.agency_path = db_get_str(rows, 3),
		.subject = db_get_str(rows, 4),
		.subject_id = db_get_int(rows, 5),
		.kind = (enum letter_kind)db_get_int(rows, 6),
		.state = (enum letter_state)db_get_int(rows, 7),
		.title = db_get_str(rows, 8),
		.series = db_get_str(rows, 9),
		.year = (int)db_get_int(rows, 10),
		.serial = db_get_int(rows, 11),
		.number = db_get_str(rows, 12),
		.issued_on = db_get_day(rows, 13),
		.signed_by = db_get_int(rows, 14),
		.signed_name = db_get_str(rows, 15),
		.docx = digest_of(db_get_str(rows, 16)),
		.pdf = digest_of(db_get_str(rows, 17)),
		.void_reason = db_get_str(rows, 18),
		.made_at = db_get_int(rows, 19),
		.changed_at = db_get_int(rows, 20),
		.version = db_get_int(rows, 21),
	};
}

struct fault *
letter_load(struct db *db, struct arena *arena, int64_t id, struct letter_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &letter_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("letter", id);
	*ret_row = row_of(rows);
	return NULL;
}

/* Up to `most` rows, and whether there are more. */
static struct fault *
take_rows(struct db_rows *rows, struct arena *arena, size_t most, struct letter_list *ret_list)
{
	struct letter_list list = { 0 };
	size_t room = 0;
	bool is_found = false;

	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		if (list.count == most) {
			list.has_more = true;
			break;
		}
		GROW(arena, list.rows, list.count, room);
		list.rows[list.count++] = row_of(rows);
	}
	*ret_list = list;
	return NULL;
}

struct fault *
letter_find_subject(struct db *db, struct arena *arena, struct str subject, int64_t subject_id,
	struct letter_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;

	TRY(db_ask(db, arena, &letter_of_subject_sql, VALUES(VALUE(subject), VALUE(subject_id)),
		&rows));
	return take_rows(rows, arena, MOST_OF_SUBJECT, ret_list);
}

struct fault *
letter_register(struct db *db, struct arena *arena, const struct letter_query *query,
	struct letter_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int limit = query->limit < 1 ? 1 : query->limit > MOST_LISTED ? MOST_LISTED : query->limit;

	TRY(db_ask(db, arena, &letter_numbered_sql,
		VALUES(VALUE(query->pattern), VALUE(query->agency_id), VALUE(query->year),
			VALUE(query->series), VALUE(query->state), VALUE(query->before_id),
			VALUE(limit + 1)),
		&rows));
	return take_rows(rows, arena, (size_t)limit, ret_list);
}

struct fault *
letter_counters(struct db *db, struct arena *arena, struct str pattern,
	struct letter_counters *ret_counters)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct letter_counters counters = { 0 };
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &letter_counters_sql, VALUES(VALUE(pattern)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, counters.items, counters.count, room);
		counters.items[counters.count++] = (struct letter_counter){
			.agency_id = db_get_int(rows, 0),
			.agency_name = db_get_str(rows, 1),
			.series = db_get_str(rows, 2),
			.year = (int)db_get_int(rows, 3),
			.last = db_get_int(rows, 4),
			.used = db_get_int(rows, 5),
			.void_count = db_get_int(rows, 6),
		};
	}
	*ret_counters = counters;
	return NULL;
}

/* --- what rows say --- */

struct fault *
letter_store_place(struct arena *arena, const char *part, struct str place, struct str *ret_place)
{
	return str_print(arena, ret_place, "letter.%s:%.*s", part, STR_ARG(place));
}

static struct fault *
open_sealed(const struct seal_keys *keys, struct arena *arena, const char *part, struct str place,
	struct str sealed, struct str *ret_text)
{
	struct secret plain;
	struct str bound;

	TRY(letter_store_place(arena, part, place, &bound));
	TRY(seal_take(keys, arena, bound, sealed, &plain));
	*ret_text = plain.bytes;
	return NULL;
}

struct fault *
letter_store_content(struct db *db, const struct seal_keys *keys, struct arena *arena, int64_t id,
	struct letter_content *ret_content)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct letter_content content = { 0 };
	bool is_found = false;

	TRY(db_ask(db, arena, &letter_content_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("letter", id);
	content.place = db_get_str(rows, 0);
	content.is_online = db_get_int(rows, 1);
	if (!db_get_bytes(rows, 2).len)
		return fault_new(FAULT_ABSENT, "letter_erased",
			"这份文书的内容已按保管期限销毁，只保留登记信息。",
			"What this letter says was disposed of; only its entry is kept.");
	TRY(open_sealed(
		keys, arena, "draft", content.place, db_get_bytes(rows, 2), &content.draft));
	if (!db_is_none(rows, 3))
		TRY(open_sealed(keys, arena, "fixed", content.place, db_get_bytes(rows, 3),
			&content.fixed));
	*ret_content = content;
	return NULL;
}

struct fault *
letter_fault_stale(void)
{
	return fault_new(FAULT_CONFLICT, "letter_stale",
		"这份文书刚刚被别人改动过，没有执行。请看过现在的情况再决定。",
		"The letter was changed meanwhile; nothing was done. Look at it again first.");
}

struct fault *
letter_check_row(const struct letter_row *row, int64_t version, unsigned states)
{
	if (row->version != version)
		return letter_fault_stale();
	if (states & 1u << row->state)
		return NULL;
	return fault_new(FAULT_CONFLICT, "letter_state", "这份文书现在是“%s”，不能这样办理。",
		"The letter is “%s” now; this cannot be done to it.",
		letter_state_words(row->state));
}
