/*
 * What goes when a case is disposed of: everything that names a person or repeats what was asked
 * and answered. Numbers, kinds, days, states and outcomes stay for the figures. Who may decide it
 * is application_disposal.c.
 */
#include <stdio.h>

#include "application/application_forget.h"
#include "application/application_retention_statements.h"
#include "application/application_statements.h"
#include "notice/notice.h"

static struct fault *
forget_letters(
	struct db *db, const struct application_hands *hands, struct arena *arena, int64_t id)
{
	struct letter_doer doer = { hands->keys, hands->actor, hands->now, hands->today };
	struct digest *files;
	size_t count;

	TRY(letter_erase(db, &doer, arena, STR("application"), id, &files, &count));
	for (size_t i = 0; i < count; i++)
		TRY(db_run(db, &application_retention_waste_add_sql,
			VALUES(VALUE(str_of(files[i].at))), NULL));
	return NULL;
}

static struct fault *
forget_files(struct db *db, int64_t id, int64_t now)
{
	TRY(db_run(db, &application_retention_waste_files_sql, VALUES(VALUE(id)), NULL));
	return db_run(db, &application_retention_drop_files_sql,
		VALUES(VALUE(id), VALUE(now), VALUE(STR("（已销毁）"))), NULL);
}

static struct fault *
forget_one(struct db *db, const struct application_hands *hands, struct arena *arena, int64_t id,
	struct str title)
{
	static const struct db_sql *const drops[] = { &application_drop_parties_sql,
		&application_retention_drop_events_sql, &application_retention_drop_opinions_sql,
		&application_retention_drop_decisions_sql, &application_retention_drop_fees_sql,
		&application_retention_drop_disputes_sql, &application_retention_drop_disposals_sql,
		&application_retention_drop_prints_sql };
	char address[64];

	TRY(db_run(db, &application_drop_applicant_sql, VALUES(VALUE(id), VALUE(title)), NULL));
	for (size_t i = 0; i < COUNT_OF(drops); i++)
		TRY(db_run(db, drops[i], VALUES(VALUE(id)), NULL));
	TRY(forget_files(db, id, hands->now));
	TRY(forget_letters(db, hands, arena, id));
	/* Notices repeat the title. */
	snprintf(address, sizeof address, "/desk/applications/%lld", (long long)id);
	return notice_drop_about(db, str_of(address));
}

static struct fault *
title_of(struct arena *arena, int year, int64_t number, struct str *ret_title)
{
	return str_print(
		arena, ret_title, "（已销毁）%s", application_number_text(year, number).at);
}

struct fault *
application_forget(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application *application, struct str *ret_title)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct str title;
	bool is_found;

	TRY(title_of(arena, application->year, application->number, ret_title));
	TRY(forget_one(db, hands, arena, application->id, *ret_title));
	TRY(db_ask(db, arena, &application_retention_merged_sql, VALUES(VALUE(application->id)),
		&rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		TRY(title_of(arena, (int)db_get_int(rows, 1), db_get_int(rows, 2), &title));
		TRY(forget_one(db, hands, arena, db_get_int(rows, 0), title));
		TRY(db_run(db, &application_retention_mark_removed_sql,
			VALUES(VALUE(db_get_int(rows, 0)), VALUE(hands->today)), NULL));
	}
}
