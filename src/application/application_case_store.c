/*
 * Rows of what belongs to a case: files, parties that are asked, opinions of departments, the
 * decision and fees. The case itself is application_store.c.
 */
#include <stdio.h>

#include "application/application_case_statements.h"
#include "application/application_inside.h"
#include "base/json.h"

enum { MOST_FACTS = 200, MOST_EXEMPTIONS = 20 };

const struct application_word application_file_words[] = {
	{ APPLICATION_FILE_PROOF, "proof", "身份证明", "Proof of identity" },
	{ APPLICATION_FILE_ATTACHMENT, "attachment", "申请材料", "Sent along" },
	{ APPLICATION_FILE_EVIDENCE, "evidence", "过程凭证", "Evidence" },
	{ APPLICATION_FILE_OPINION, "opinion", "意见材料", "Opinion" },
	{ APPLICATION_FILE_ORIGINAL, "original", "信息原件", "Original" },
	{ APPLICATION_FILE_ANSWER, "answer", "提供的信息", "Information given" },
	{ APPLICATION_FILE_OTHER, "other", "其他材料", "Other" },
	{ 0, NULL, NULL, NULL },
};

const struct application_word application_answer_words[] = {
	{ APPLICATION_NO_ANSWER, "none", "未答复", "No answer yet" },
	{ APPLICATION_AGREES, "agrees", "同意公开", "Agrees" },
	{ APPLICATION_PARTLY, "partly", "部分同意", "Agrees in part" },
	{ APPLICATION_DISAGREES, "disagrees", "不同意公开", "Disagrees" },
	{ APPLICATION_SILENT, "silent", "期满未答复", "Silent" },
	{ APPLICATION_UNDELIVERED, "undelivered", "无法送达", "Could not be delivered" },
	{ APPLICATION_CALLED_OFF, "called_off", "机关撤回征求", "Called off by the agency" },
	{ 0, NULL, NULL, NULL },
};

/* Something of this very case must be meant. */
static struct fault *
ask_own(struct db *db, const struct db_sql *sql, struct db_values values, const char *thing,
	int64_t own_id)
{
	int64_t id;

	TRY(db_ask_number(db, sql, values, &id));
	return id ? NULL : fault_absent(thing, own_id);
}

/* --- files --- */

struct fault *
application_load_files(
	struct db *db, struct arena *arena, int64_t id, struct application_files *ret_files)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_files files = { 0 };
	size_t room = 0;
	bool is_found;

	TRY(db_ask(db, arena, &application_case_files_sql, VALUES(VALUE(id)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, files.items, files.count, room);
		files.items[files.count++] = (struct application_file){
			.id = db_get_int(rows, 0),
			.kind = (enum application_file_kind)db_get_int(rows, 1),
			.name = db_get_str(rows, 2),
			.type = db_get_str(rows, 3),
			.digest = db_get_str(rows, 4),
			.byte_count = db_get_int(rows, 5),
			.warnings = db_get_str(rows, 6),
			.is_sealed = db_get_int(rows, 7) != 0,
			.is_released = db_get_int(rows, 8) != 0,
			.source_id = db_get_int(rows, 9),
			.account_id = db_get_int(rows, 10),
			.account_name = db_get_str(rows, 11),
			.added_at = db_get_int(rows, 12),
			.removed_at = db_get_int(rows, 13),
		};
	}
	*ret_files = files;
	return NULL;
}

struct fault *
application_add_file_row(struct db *db, int64_t application_id, struct application_file *file)
{
	return db_ask_number(db, &application_case_file_add_sql,
		VALUES(VALUE(application_id), VALUE(file->kind), VALUE(file->name),
			VALUE(file->type), VALUE(file->digest), VALUE(file->byte_count),
			VALUE(file->warnings), VALUE(file->is_sealed), VALUE(file->is_released),
			db_value_id(file->source_id), db_value_id(file->account_id),
			VALUE(file->added_at)),
		&file->id);
}

struct fault *
application_release_file(struct db *db, int64_t application_id, int64_t file_id, bool is_released)
{
	return ask_own(db, &application_case_file_release_sql,
		VALUES(VALUE(file_id), VALUE(application_id), VALUE(is_released)),
		"application_file", file_id);
}

struct fault *
application_remove_file(struct db *db, int64_t application_id, int64_t file_id, int64_t at)
{
	return ask_own(db, &application_case_file_remove_sql,
		VALUES(VALUE(file_id), VALUE(application_id), VALUE(at)), "application_file",
		file_id);
}

/* --- parties --- */

static struct fault *
party_place(struct arena *arena, int64_t id, struct str *ret_place)
{
	return str_print(arena, ret_place, "application.party:%lld", (long long)id);
}

static struct fault *
open_party(const struct seal_keys *keys, struct arena *arena, struct str sealed,
	struct application_party *party)
{
	CLOSING(json_close) struct json_value *json = NULL;
	struct secret plain;
	struct str place;

	if (!keys || !sealed.len)
		return NULL;
	TRY(party_place(arena, party->id, &place));
	TRY(seal_take(keys, arena, place, sealed, &plain));
	TRY(json_parse(plain.bytes, &json));
	TRY(str_copy(arena, json_text(json_member(json, "name")), &party->name));
	return str_copy(arena, json_text(json_member(json, "reach")), &party->reach);
}

struct fault *
application_load_parties(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t id, struct application_parties *ret_parties)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_parties parties = { 0 };
	size_t room = 0;
	bool is_found;

	TRY(db_ask(db, arena, &application_case_parties_sql, VALUES(VALUE(id)), &rows));
	for (;;) {
		struct application_party party;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		party = (struct application_party){
			.id = db_get_int(rows, 0),
			.kind = (enum application_party_kind)db_get_int(rows, 1),
			.asked_on = db_get_day(rows, 3),
			.delivered_on = db_get_day(rows, 4),
			.due_on = db_get_day(rows, 5),
			.answer = (enum application_answer)db_get_int(rows, 6),
			.answered_on = db_get_day(rows, 7),
			.says = db_get_str(rows, 8),
			.letter_id = db_get_int(rows, 9),
			.version = db_get_int(rows, 10),
		};
		TRY(open_party(keys, arena, db_get_bytes(rows, 2), &party));
		parties.waiting += party.answer == APPLICATION_NO_ANSWER;
		GROW(arena, parties.items, parties.count, room);
		parties.items[parties.count++] = party;
	}
	*ret_parties = parties;
	return NULL;
}

struct fault *
application_put_party_letter(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct application_party *party)
{
	CLOSING(buf_done) struct buf plain;
	struct json_out json;
	struct str sealed;
	struct str place;

	buf_init(&plain, 1 << 16);
	json_out_init(&json, &plain);
	json_begin_object(&json);
	json_pair_str(&json, "name", party->name);
	json_pair_str(&json, "reach", party->reach);
	json_end_object(&json);
	TRY(buf_check(&plain));
	TRY(party_place(arena, party->id, &place));
	TRY(seal_put(keys, arena, place, buf_str(&plain), &sealed));
	return db_run(db, &application_case_party_put_sql,
		VALUES(VALUE(party->id), db_value_bytes(sealed), db_value_id(party->letter_id)),
		NULL);
}

struct fault *
application_add_party(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t application_id, struct application_party *party)
{
	TRY(db_ask_number(db, &application_case_party_add_sql,
		VALUES(VALUE(application_id), VALUE(party->kind), VALUE(party->asked_on.number),
			VALUE(party->says)),
		&party->id));
	return application_put_party_letter(db, keys, arena, party);
}

struct fault *
application_save_party(struct db *db, int64_t application_id, const struct application_party *party)
{
	return ask_own(db, &application_case_party_change_sql,
		VALUES(VALUE(party->id), VALUE(application_id), VALUE(party->delivered_on),
			VALUE(party->due_on), VALUE(party->answer), VALUE(party->answered_on),
			VALUE(party->says)),
		"application_party", party->id);
}

/* --- opinions --- */

struct fault *
application_load_opinions(
	struct db *db, struct arena *arena, int64_t id, struct application_opinions *ret_opinions)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_opinions opinions = { 0 };
	size_t room = 0;
	bool is_found;

	TRY(db_ask(db, arena, &application_case_opinions_sql, VALUES(VALUE(id)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, opinions.items, opinions.count, room);
		opinions.items[opinions.count++] = (struct application_opinion){
			.id = db_get_int(rows, 0),
			.unit_id = db_get_int(rows, 1),
			.unit_name = db_get_str(rows, 2),
			.unit_path = db_get_str(rows, 3),
			.counsel = db_get_str(rows, 4),
			.asked_by = db_get_int(rows, 5),
			.asked_on = db_get_day(rows, 6),
			.due_on = db_get_day(rows, 7),
			.question = db_get_str(rows, 8),
			.answer = (enum application_answer)db_get_int(rows, 9),
			.says = db_get_str(rows, 10),
			.answered_name = db_get_str(rows, 12),
			.answered_on = db_get_day(rows, 13),
			.version = db_get_int(rows, 14),
		};
	}
	*ret_opinions = opinions;
	return NULL;
}

struct fault *
application_find_asked(struct db *db, struct arena *arena, struct str pattern, int limit,
	struct application_asked_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_asked_list list = { 0 };
	size_t room = 0;
	bool is_found;

	TRY(db_ask(db, arena, &application_case_opinions_waiting_sql,
		VALUES(VALUE(pattern), VALUE(limit)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, list.items, list.count, room);
		list.items[list.count++] = (struct application_asked){
			.id = db_get_int(rows, 0),
			.application_id = db_get_int(rows, 1),
			.unit_name = db_get_str(rows, 3),
			.asked_on = db_get_day(rows, 4),
			.due_on = db_get_day(rows, 5),
			.question = db_get_str(rows, 6),
			.agency_name = db_get_str(rows, 7),
			.year = (int)db_get_int(rows, 8),
			.number = db_get_int(rows, 9),
			.title = db_get_str(rows, 10),
		};
	}
	*ret_list = list;
	return NULL;
}

struct fault *
application_add_opinion(struct db *db, int64_t application_id, struct application_opinion *opinion)
{
	return db_ask_number(db, &application_case_opinion_add_sql,
		VALUES(VALUE(application_id), db_value_id(opinion->unit_id),
			db_value_id(opinion->asked_by), VALUE(opinion->asked_on.number),
			VALUE(opinion->due_on), VALUE(opinion->question), VALUE(opinion->counsel)),
		&opinion->id);
}

struct fault *
application_save_opinion(struct db *db, int64_t application_id,
	const struct application_opinion *opinion, int64_t answered_by)
{
	return ask_own(db, &application_case_opinion_answer_sql,
		VALUES(VALUE(opinion->id), VALUE(application_id), VALUE(opinion->answer),
			VALUE(opinion->says), db_value_id(answered_by),
			VALUE(opinion->answered_on)),
		"application_opinion", opinion->id);
}

/* --- the decision --- */

static struct fault *
read_grounds(struct arena *arena, struct str text, struct application_decision *decision)
{
	struct str rest = text;
	struct str head;

	TAKE(arena, decision->exemptions, MOST_EXEMPTIONS);
	while (rest.len && decision->exemption_count < MOST_EXEMPTIONS) {
		rest = str_cut(rest, STR(" "), &head);
		if (head.len)
			decision->exemptions[decision->exemption_count++] = head;
	}
	return NULL;
}

static struct fault *
read_facts(struct arena *arena, struct str text, struct application_decision *decision)
{
	CLOSING(json_close) struct json_value *json = NULL;
	const struct json_value *value;
	size_t position = 0;
	size_t room = 0;
	struct str key;

	if (!text.len)
		return NULL;
	TRY(json_parse(text, &json));
	while (json_next(json, &position, &key, &value)) {
		struct application_fact fact;

		if (!json_text(value).at)
			continue;
		TRY(str_copy(arena, key, &fact.name));
		TRY(str_copy(arena, json_text(value), &fact.text));
		GROW(arena, decision->facts, decision->fact_count, room);
		decision->facts[decision->fact_count++] = fact;
	}
	return NULL;
}

struct fault *
application_load_decision(
	struct db *db, struct arena *arena, int64_t id, struct application_decision *ret_decision)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_decision decision = { .signed_on = DAY_NONE };
	bool is_found;

	TRY(db_ask(db, arena, &application_case_decision_newest_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found) {
		decision = (struct application_decision){
			.id = db_get_int(rows, 0),
			.reply = (enum application_reply)db_get_int(rows, 1),
			.outcome = (int)db_get_int(rows, 2),
			.drafted_by = db_get_int(rows, 5),
			.reviewed_by = db_get_int(rows, 7),
			.legal_by = db_get_int(rows, 8),
			.signed_by = db_get_int(rows, 9),
			.signed_on = db_get_day(rows, 10),
			.letter_id = db_get_int(rows, 11),
			.version = db_get_int(rows, 12),
		};
		TRY(read_grounds(arena, db_get_str(rows, 3), &decision));
		TRY(read_facts(arena, db_get_str(rows, 4), &decision));
	}
	*ret_decision = decision;
	return NULL;
}

struct str
application_decision_fact(const struct application_decision *decision, const char *name)
{
	for (size_t i = 0; i < decision->fact_count; i++)
		if (str_equal(decision->facts[i].name, str_of(name)))
			return decision->facts[i].text;
	return STR("");
}

static struct fault *
put_facts(const struct application_decision *decision, struct buf *facts, struct buf *grounds)
{
	struct json_out json;

	json_out_init(&json, facts);
	json_begin_object(&json);
	for (size_t i = 0; i < decision->fact_count && i < MOST_FACTS; i++) {
		char name[64];

		if (decision->facts[i].name.len >= sizeof name)
			continue;
		snprintf(name, sizeof name, "%.*s", STR_ARG(decision->facts[i].name));
		json_pair_str(&json, name, decision->facts[i].text);
	}
	json_end_object(&json);
	for (size_t i = 0; i < decision->exemption_count; i++) {
		if (i)
			buf_put(grounds, STR(" "));
		buf_put(grounds, decision->exemptions[i]);
	}
	TRY(buf_check(facts));
	return buf_check(grounds);
}

struct fault *
application_save_decision(
	struct db *db, int64_t application_id, struct application_decision *decision, int64_t now)
{
	CLOSING(buf_done) struct buf facts;
	CLOSING(buf_done) struct buf grounds;
	bool is_new = !decision->id || !day_is_none(decision->signed_on);
	int64_t id;

	buf_init(&facts, 1 << 20);
	buf_init(&grounds, 4096);
	TRY(put_facts(decision, &facts, &grounds));
	if (is_new) {
		decision->version = 1;
		return db_ask_number(db, &application_case_decision_add_sql,
			VALUES(VALUE(application_id), VALUE(decision->reply),
				VALUE(decision->outcome), VALUE(buf_str(&grounds)),
				VALUE(buf_str(&facts)), db_value_id(decision->drafted_by),
				VALUE(now), db_value_id(decision->letter_id)),
			&decision->id);
	}
	TRY(db_ask_number(db, &application_case_decision_change_sql,
		VALUES(VALUE(decision->id), VALUE(decision->version), VALUE(decision->reply),
			VALUE(decision->outcome), VALUE(buf_str(&grounds)), VALUE(buf_str(&facts)),
			db_value_id(decision->drafted_by), VALUE(now),
			db_value_id(decision->letter_id)),
		&id));
	decision->version++;
	return id ? NULL : application_stale();
}

struct fault *
application_mark_decision(struct db *db, const struct application_decision *decision)
{
	return db_run(db, &application_case_decision_mark_sql,
		VALUES(VALUE(decision->id), db_value_id(decision->reviewed_by),
			db_value_id(decision->legal_by), db_value_id(decision->signed_by),
			VALUE(decision->signed_on)),
		NULL);
}

/* --- fees --- */

struct fault *
application_load_fees(
	struct db *db, struct arena *arena, int64_t id, struct application_fees *ret_fees)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_fees fees = { 0 };
	size_t room = 0;
	bool is_found;

	TRY(db_ask(db, arena, &application_case_fees_sql, VALUES(VALUE(id)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		GROW(arena, fees.items, fees.count, room);
		fees.items[fees.count++] = (struct application_fee){
			.id = db_get_int(rows, 0),
			.is_by_page = db_get_int(rows, 1) != 0,
			.quantity = db_get_int(rows, 2),
			.fen = db_get_int(rows, 3),
			.state = (enum application_fee_state)db_get_int(rows, 4),
			.notified_on = db_get_day(rows, 5),
			.delivered_on = db_get_day(rows, 6),
			.due_on = db_get_day(rows, 7),
			.paid_on = db_get_day(rows, 8),
			.says = db_get_str(rows, 9),
			.letter_id = db_get_int(rows, 10),
		};
	}
	*ret_fees = fees;
	return NULL;
}

struct fault *
application_add_fee(struct db *db, int64_t application_id, struct application_fee *fee)
{
	return db_ask_number(db, &application_case_fee_add_sql,
		VALUES(VALUE(application_id), VALUE(fee->is_by_page), VALUE(fee->quantity),
			VALUE(fee->fen), VALUE(fee->notified_on.number), VALUE(fee->says),
			db_value_id(fee->letter_id)),
		&fee->id);
}

struct fault *
application_save_fee(struct db *db, const struct application_fee *fee)
{
	return db_run(db, &application_case_fee_change_sql,
		VALUES(VALUE(fee->id), VALUE(fee->state), VALUE(fee->notified_on),
			VALUE(fee->delivered_on), VALUE(fee->due_on), VALUE(fee->paid_on)),
		NULL);
}

/* --- sealed columns --- */

const struct db_reseal_column application_sealed_columns[] = {
	{ "application.applicant", &application_case_sealed_applicant_some_sql,
		&application_case_sealed_applicant_put_sql },
	{ "application.party", &application_case_sealed_party_some_sql,
		&application_case_sealed_party_put_sql },
	{ 0 },
};
