/*
 * Rows of the outbox and of saved words in and out, sealed as they are.
 * What becomes of a letter is decided in mail_send.c and mail_work.c.
 */
#include "mail/mail_inside.h"
#include "mail/mail_statements.h"

/* The columns that mail_by_id and mail_some begin with. */
static struct mail
mail_of_row(const struct db_rows *rows)
{
	return (struct mail){
		.id = db_get_int(rows, 0),
		.agency_id = db_get_int(rows, 1),
		.agency_path = db_get_str(rows, 2),
		.template = db_get_str(rows, 3),
		.place = db_get_str(rows, 4),
		.round = db_get_int(rows, 5),
		.masked = db_get_str(rows, 6),
		.state = (enum mail_state)db_get_int(rows, 7),
		.is_urgent = db_get_int(rows, 8) != 0,
		.tries = db_get_int(rows, 9),
		.error_code = db_get_str(rows, 10),
		.error = db_get_str(rows, 11),
		.error_en = db_get_str(rows, 12),
		.created_at = db_get_int(rows, 13),
		.finished_at = db_get_int(rows, 14),
	};
}

struct fault *
mail_store_add(struct db *db, const struct mail_row *row, const char *mark, int64_t *ret_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct mail *mail = &row->mail;
	bool is_found = false;

	TRY(db_ask(db, NULL, &mail_add_sql,
		VALUES(VALUE(mail->agency_id), VALUE(mail->agency_path), VALUE(mail->template),
			VALUE(mail->place), VALUE(str_of(mark)), VALUE(mail->masked),
			db_value_bytes(row->sealed_address), db_value_bytes(row->sealed_letter),
			VALUE(mail->is_urgent), VALUE(mail->created_at)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("mail", 0);
	*ret_id = db_get_int(rows, 0);
	return NULL;
}

struct fault *
mail_store_load(struct db *db, struct arena *arena, int64_t id, struct mail_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &mail_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("mail", id);
	ret_row->mail = mail_of_row(rows);
	ret_row->sealed_address = db_get_bytes(rows, 15);
	ret_row->sealed_letter = db_get_bytes(rows, 16);
	return NULL;
}

struct fault *
mail_store_move(struct db *db, const struct mail *mail)
{
	return db_run(db, &mail_move_sql,
		VALUES(VALUE(mail->id), VALUE(mail->state), VALUE(mail->round), VALUE(mail->tries),
			VALUE(mail->error_code), VALUE(mail->error), VALUE(mail->error_en),
			db_value_id(mail->finished_at)),
		NULL);
}

struct fault *
mail_store_some(struct db *db, struct arena *arena, const struct mail_query *query, struct str mark,
	struct mail_list *list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int limit = query->limit;

	/* One more than asked for says whether there are more. */
	TAKE(arena, list->mails, (size_t)limit + 1);
	TRY(db_ask(db, arena, &mail_some_sql,
		VALUES(VALUE(query->state), VALUE(query->agency_id), VALUE(query->template),
			VALUE(mark), VALUE(query->before_id), VALUE(limit + 1)),
		&rows));
	TRY(db_next(rows, &is_found));
	while (is_found && list->count <= (size_t)limit) {
		list->mails[list->count++] = mail_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	list->has_more = list->count > (size_t)limit;
	if (list->has_more)
		list->count = (size_t)limit;
	return NULL;
}

struct fault *
mail_store_counts(struct db *db, int64_t agency_id, int64_t counts[MAIL_STATES])
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	memset(counts, 0, MAIL_STATES * sizeof *counts);
	TRY(db_ask(db, NULL, &mail_counts_sql, VALUES(VALUE(agency_id)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		int64_t state = db_get_int(rows, 0);

		if (state >= 0 && state < MAIL_STATES)
			counts[state] = db_get_int(rows, 1);
		TRY(db_next(rows, &is_found));
	}
	return NULL;
}

struct fault *
mail_store_waiting(struct db *db, int64_t after, int64_t created_before, int64_t *ids, int limit,
	int *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;
	int count = 0;

	TRY(db_ask(db, NULL, &mail_all_waiting_sql,
		VALUES(VALUE(after), VALUE(created_before), VALUE(limit)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found && count < limit) {
		ids[count++] = db_get_int(rows, 0);
		TRY(db_next(rows, &is_found));
	}
	*ret_count = count;
	return NULL;
}

struct fault *
mail_store_remove_old(struct db *db, int64_t ended_before, int64_t *ret_count)
{
	return db_run(db, &mail_remove_old_sql, VALUES(VALUE(ended_before)), ret_count);
}

/* --- words --- */

struct fault *
mail_store_words(struct db *db, struct arena *arena, int64_t agency_id, struct str name,
	struct mail_words_row *ret_row)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct mail_words_row row = { .id = 0 };
	bool is_found = false;

	TRY(db_ask(db, arena, &mail_words_one_sql, VALUES(VALUE(agency_id), VALUE(name)), &rows));
	TRY(db_next(rows, &is_found));
	if (is_found) {
		row.id = db_get_int(rows, 0);
		row.subject = db_get_str(rows, 1);
		row.body = db_get_str(rows, 2);
		row.version = db_get_int(rows, 3);
	}
	*ret_row = row;
	return NULL;
}

static struct fault *
add_words(struct db *db, const struct mail_words_change *change, struct mail_words_row *row,
	int64_t now)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, NULL, &mail_words_add_sql,
		VALUES(VALUE(change->agency_id), VALUE(change->name), VALUE(row->subject),
			VALUE(row->body), VALUE(now), VALUE(change->actor->name)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("mail_template", 0);
	row->id = db_get_int(rows, 0);
	return NULL;
}

struct fault *
mail_store_save_words(struct db *db, const struct mail_words_change *change,
	struct mail_words_row *row, int64_t now)
{
	if (!row->id)
		return add_words(db, change, row, now);
	return db_run(db, &mail_words_set_sql,
		VALUES(VALUE(row->id), VALUE(row->subject), VALUE(row->body), VALUE(now),
			VALUE(change->actor->name)),
		NULL);
}

const struct db_reseal_column mail_sealed_columns[] = {
	{ "mail.sealed_address", &mail_sealed_address_some_sql, &mail_sealed_address_put_sql },
	{ "mail.sealed_letter", &mail_sealed_letter_some_sql, &mail_sealed_letter_put_sql },
	{ 0 },
};
