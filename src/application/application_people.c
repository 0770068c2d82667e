/*
 * People who have to do with a case: who holds a role for its agency, and notices for them. What
 * is told when an act is done is application_work.c.
 */
#include <stdio.h>

#include "application/application_doing.h"
#include "application/application_statements.h"
#include "notice/notice.h"

enum { MOST_HOLDERS = 50 };

struct fault *
application_find_holders(struct db *db, struct arena *arena, unsigned role, struct str path,
	struct application_holder **ret_holders, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_holder *holders;
	size_t count = 0;
	bool is_found;
	int number = 0;

	while (role >> number != 1)
		number++;
	TAKE(arena, holders, MOST_HOLDERS);
	TRY(db_ask(db, arena, &application_holders_sql,
		VALUES(VALUE(number), VALUE(path), VALUE((int)MOST_HOLDERS)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		holders[count++] =
			(struct application_holder){ db_get_int(rows, 0), db_get_str(rows, 1) };
	}
	*ret_holders = holders;
	*ret_count = count;
	return NULL;
}

struct fault *
application_tell_one(
	struct db *db, struct application_deed *deed, int64_t account_id, struct str says)
{
	const struct application *one = &deed->application;
	struct str text;
	char address[64];

	if (deed->hands->person && deed->hands->person->id == account_id)
		return NULL;
	TRY(str_print(deed->arena, &text, "%s %.*s：%.*s",
		application_number_text(one->year, one->number).at, STR_ARG(one->title),
		STR_ARG(says)));
	snprintf(address, sizeof address, "/desk/applications/%lld", (long long)one->id);
	return notice_put(db, account_id, text, str_of(address));
}

struct fault *
application_tell_holders(
	struct db *db, struct application_deed *deed, unsigned role, struct str says)
{
	struct application_holder *holders;
	size_t count;

	TRY(application_find_holders(
		db, deed->arena, role, deed->application.path, &holders, &count));
	for (size_t i = 0; i < count; i++)
		TRY(application_tell_one(db, deed, holders[i].id, says));
	return NULL;
}
