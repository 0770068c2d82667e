/*
 * Rows of notices in and out. Who is told of what is decided by those who call.
 */
#include <assert.h>
#include <stdio.h>
#include <time.h>

#include "db/db.h"
#include "notice/notice.h"
#include "notice/notice_statements.h"

enum { MOST_ROWS = 200, KEPT_DAYS = 180 };

struct fault *
notice_put(struct db *db, int64_t account_id, struct str says, struct str address)
{
	if (says.len > NOTICE_LONGEST) {
		says.len = NOTICE_LONGEST;
		while (says.len && ((unsigned char)says.at[says.len] & 0xC0) == 0x80)
			says.len--;
	}
	return db_run(db, &notice_add_sql,
		VALUES(VALUE(account_id), VALUE((int64_t)time(NULL)), VALUE(says), VALUE(address)),
		NULL);
}

struct fault *
notice_find(struct db *db, struct arena *arena, int64_t account_id, int64_t before_id, int limit,
	struct notice_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct notice_list list = { 0 };
	bool is_found = false;

	limit = limit < 1 ? 1 : limit > MOST_ROWS ? MOST_ROWS : limit;
	TAKE(arena, list.items, (size_t)limit + 1);
	TRY(db_ask(db, arena, &notice_some_sql,
		VALUES(VALUE(account_id), VALUE(before_id), VALUE(limit + 1)), &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		list.items[list.count++] = (struct notice){
			.id = db_get_int(rows, 0),
			.at = db_get_int(rows, 1),
			.says = db_get_str(rows, 2),
			.address = db_get_str(rows, 3),
			.is_read = !db_is_none(rows, 4),
		};
		TRY(db_next(rows, &is_found));
	}
	list.has_more = list.count > (size_t)limit;
	list.count -= list.has_more;
	*ret_list = list;
	return NULL;
}

struct fault *
notice_count_unread(struct db *db, int64_t account_id, int64_t *ret_count)
{
	return db_ask_number(db, &notice_unread_sql, VALUES(VALUE(account_id)), ret_count);
}

struct marking {
	int64_t account_id;
	int64_t up_to_id;
	int64_t count;
};

static struct fault *
mark(struct db *db, void *arg)
{
	struct marking *marking = arg;

	return db_run(db, &notice_read_sql,
		VALUES(VALUE(marking->account_id), VALUE(marking->up_to_id),
			VALUE((int64_t)time(NULL))),
		NULL);
}

struct fault *
notice_mark_read(struct db *db, int64_t account_id, int64_t up_to_id)
{
	struct marking marking = { account_id, up_to_id, 0 };

	return db_work(db, mark, &marking);
}

static struct fault *
tidy(struct db *db, void *arg)
{
	struct marking *marking = arg;
	int64_t before = (int64_t)time(NULL) - (int64_t)KEPT_DAYS * 86400;

	return db_run(db, &notice_remove_sql, VALUES(VALUE(before)), &marking->count);
}

struct fault *
notice_tidy(struct db *db, int64_t *ret_count)
{
	struct marking marking = { 0 };

	TRY(db_work(db, tidy, &marking));
	*ret_count = marking.count;
	return NULL;
}

struct fault *
notice_drop_about(struct db *db, struct str address)
{
	char below[200];
	char parts[200];

	assert(db_is_in_work(db) && address.len < sizeof below - 2);
	snprintf(below, sizeof below, "%.*s/%%", STR_ARG(address));
	snprintf(parts, sizeof parts, "%.*s?%%", STR_ARG(address));
	return db_run(db, &notice_drop_about_sql,
		VALUES(VALUE(address), VALUE(str_of(below)), VALUE(str_of(parts))), NULL);
}
