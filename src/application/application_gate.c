/*
 * Who sees what of a case, and which others ask the same. The applicant's data are for those who
 * handle the case; a department that was asked sees the question; a supervisor sees the case.
 */
#include <stdlib.h>

#include "application/application_inside.h"
#include "application/application_statements.h"
#include "calendar/calendar.h"

/* --- who sees what --- */

/* Law: 条例 art. 15, 个人信息保护法 art. 34: no more than the work needs. */
struct fault *
application_sight(struct db *db, const struct account_person *person,
	const struct application *application, enum application_sight *ret_sight)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	*ret_sight = APPLICATION_SEES_NOTHING;
	if (!person)
		return NULL;
	if (account_may(person, APPLICATION_HANDLERS, application->path)) {
		*ret_sight = APPLICATION_SEES_ALL;
		return NULL;
	}
	if (account_may(person, ACCOUNT_SUPERVISOR, application->path)) {
		*ret_sight = APPLICATION_SEES_CASE;
		return NULL;
	}
	TRY(db_ask(db, NULL, &application_asked_paths_sql, VALUES(VALUE(application->id)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		if (!account_may(person, (unsigned)ACCOUNT_AUTHOR | ACCOUNT_CASE_OFFICER,
			    db_get_str(rows, 0)))
			continue;
		*ret_sight = APPLICATION_SEES_QUESTION;
		return NULL;
	}
}

struct fault *
application_see(struct db *db, struct arena *arena, const struct account_person *person, int64_t id,
	enum application_sight least, struct application *ret_application)
{
	struct application application;
	enum application_sight sight;

	TRY(application_load(db, arena, id, &application));
	TRY(application_sight(db, person, &application, &sight));
	if (sight < least)
		return fault_absent("application", id);
	*ret_application = application;
	return NULL;
}

/* --- the same person --- */

struct marks {
	struct str name;
	struct str proof;
	struct str reach;
};

static struct fault *
load_marks(struct db *db, struct arena *arena, int64_t id, struct marks *ret_marks)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	TRY(db_ask(db, arena, &application_marks_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("application", id);
	*ret_marks =
		(struct marks){ db_get_str(rows, 0), db_get_str(rows, 1), db_get_str(rows, 2) };
	return NULL;
}

/* The month of an application's receipt, and whose it is. */
struct month {
	struct marks marks; /* name empty: nothing can be counted */
	struct day first;
	struct day last;
};

static struct fault *
load_month(struct db *db, struct arena *arena, const struct application *application,
	struct month *ret_month)
{
	int year, month, day;

	*ret_month = (struct month){ 0 };
	if (day_is_none(application->received_on))
		return NULL;
	TRY(load_marks(db, arena, application->id, &ret_month->marks));
	day_split(application->received_on, &year, &month, &day);
	ret_month->first = (struct day){ application->received_on.number - day + 1 };
	ret_month->last = (struct day){ calendar_add_months(ret_month->first, 1).number - 1 };
	return NULL;
}

struct fault *
application_count_month(struct db *db, const struct application *application, int64_t *ret_count)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct month month;

	*ret_count = 0;
	TRY(arena_open(1 << 16, &arena));
	TRY(load_month(db, arena, application, &month));
	if (!month.marks.name.len)
		return NULL;
	return db_ask_number(db, &application_month_count_sql,
		VALUES(VALUE(application->agency_id), VALUE(month.marks.name),
			VALUE(month.marks.proof), VALUE(month.first.number),
			VALUE(month.last.number)),
		ret_count);
}

struct fault *
application_place_in_month(struct db *db, const struct application *application, int64_t *ret_place)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct month month;

	*ret_place = 0;
	TRY(arena_open(1 << 16, &arena));
	TRY(load_month(db, arena, application, &month));
	if (!month.marks.name.len)
		return NULL;
	return db_ask_number(db, &application_month_place_sql,
		VALUES(VALUE(application->agency_id), VALUE(month.marks.name),
			VALUE(month.marks.proof), VALUE(month.first.number),
			VALUE(application->received_on.number), VALUE(application->id)),
		ret_place);
}

struct fault *
application_same_person(
	struct db *db, struct arena *arena, int64_t id, int64_t other_id, bool *ret_is_same)
{
	struct marks one;
	struct marks other;

	TRY(load_marks(db, arena, id, &one));
	TRY(load_marks(db, arena, other_id, &other));
	*ret_is_same = one.name.len && str_equal(one.name, other.name) &&
		       (!one.proof.len || !other.proof.len || str_equal(one.proof, other.proof));
	return NULL;
}

/* --- alike --- */

enum { MOST_ALIKE = 20, MOST_LOOKED_AT = 60 };

struct finding {
	int64_t id;
	int likeness;
	bool is_same_applicant;
};

struct findings {
	struct finding items[MOST_LOOKED_AT * 2];
	size_t count;
};

static struct finding *
find_or_add(struct findings *findings, int64_t id)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].id == id)
			return &findings->items[i];
	if (findings->count == COUNT_OF(findings->items))
		return NULL;
	findings->items[findings->count] = (struct finding){ .id = id };
	return &findings->items[findings->count++];
}

static struct fault *
find_by_words(struct db *db, struct arena *arena, const struct application *application,
	struct findings *findings)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_print mine;
	bool is_found;

	TRY(application_print_make(arena, application->title, application->description, &mine));
	TRY(db_ask(db, arena, &application_print_alike_sql,
		VALUES(VALUE(application->id), VALUE(MOST_LOOKED_AT)), &rows));
	for (;;) {
		struct application_print other;
		struct finding *finding;
		int likeness;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		TRY(application_print_make(
			arena, db_get_str(rows, 1), db_get_str(rows, 2), &other));
		likeness = application_print_likeness(&mine, &other);
		if (likeness < APPLICATION_ALIKE)
			continue;
		finding = find_or_add(findings, db_get_int(rows, 0));
		if (finding)
			finding->likeness = likeness;
	}
}

static struct fault *
find_by_person(struct db *db, struct arena *arena, const struct application *application,
	struct findings *findings)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct marks marks;
	bool is_found;

	TRY(load_marks(db, arena, application->id, &marks));
	if (!marks.name.len)
		return NULL;
	TRY(db_ask(db, NULL, &application_same_applicant_sql,
		VALUES(VALUE(application->agency_id), VALUE(marks.name), VALUE(marks.proof),
			VALUE(marks.reach), VALUE(application->id), VALUE(MOST_ALIKE)),
		&rows));
	for (;;) {
		struct finding *finding;

		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		finding = find_or_add(findings, db_get_int(rows, 0));
		if (finding)
			finding->is_same_applicant = true;
	}
}

/* The same person asking the same first, then by likeness. */
static int
by_weight(const void *a, const void *b)
{
	const struct finding *left = a;
	const struct finding *right = b;
	int left_weight = left->likeness * 2 + left->is_same_applicant;
	int right_weight = right->likeness * 2 + right->is_same_applicant;

	if (left_weight != right_weight)
		return right_weight - left_weight;
	return (left->id < right->id) - (left->id > right->id);
}

struct fault *
application_find_alike(struct db *db, struct arena *arena, const struct application *application,
	struct application_alikes *ret_alikes)
{
	struct application_alikes alikes = { 0 };
	struct findings *findings;

	TAKE(arena, findings, 1);
	TRY(find_by_words(db, arena, application, findings));
	TRY(find_by_person(db, arena, application, findings));
	if (findings->count)
		qsort(findings->items, findings->count, sizeof *findings->items, by_weight);
	TAKE(arena, alikes.items, MOST_ALIKE);
	for (size_t i = 0; i < findings->count && alikes.count < MOST_ALIKE; i++) {
		struct application_alike *alike = &alikes.items[alikes.count++];

		alike->likeness = findings->items[i].likeness;
		alike->is_same_applicant = findings->items[i].is_same_applicant;
		TRY(application_load(db, arena, findings->items[i].id, &alike->application));
	}
	*ret_alikes = alikes;
	return NULL;
}
