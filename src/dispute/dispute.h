/*
 * Reconsideration and litigation (复议、诉讼) about an agency's handling of applications: the
 * register, terms for answering, and the fifteen figures of the annual report's fourth table. What
 * a review body or court decides, and why, is not judged here.
 * Law: 行政复议法 arts. 48, 54, 88; 行政诉讼法 art. 67; 国办公开办函〔2016〕201号.
 */
#ifndef DISPUTE_DISPUTE_H
#define DISPUTE_DISPUTE_H

#include "application/application_work.h"
#include "calendar/calendar.h"
#include "setting/setting.h"

/* Stored by number; never renumber. In the order of the groups of the fourth table. */
enum dispute_kind {
	DISPUTE_RECONSIDERATION,
	DISPUTE_LITIGATION,       /* 未经复议直接起诉 */
	DISPUTE_LITIGATION_AFTER, /* 复议后起诉 */
	DISPUTE_KINDS,
};
enum dispute_result {
	DISPUTE_PENDING,
	DISPUTE_UPHELD,
	DISPUTE_RIGHTED, /* 结果纠正 */
	DISPUTE_OTHERWISE,
	DISPUTE_RESULTS,
};
enum dispute_role {
	DISPUTE_ORIGINAL,
	DISPUTE_CO_DEFENDANT, /* sued along because it reviewed */
	DISPUTE_ROLES,
};
extern const struct application_word dispute_kind_words[];
extern const struct application_word dispute_result_words[];
extern const struct application_word dispute_role_words[];

/* Invariants: ended_on is there exactly when result is not DISPUTE_PENDING; role is
 * DISPUTE_ORIGINAL for a reconsideration. Days that are not known are DAY_NONE. */
struct dispute {
	int64_t id;
	int64_t agency_id;
	struct str agency_name;
	struct str path;        /* of the agency */
	int64_t application_id; /* 0: about one from before this register */
	int year;               /* of that application; 0: none */
	int64_t number;
	enum application_state state; /* of that application */
	struct str title;
	int64_t previous_id; /* the reconsideration that was before the court; 0: none here */
	enum dispute_kind kind;
	enum dispute_role role;
	struct str body; /* review body or court */
	struct str case_number;
	bool is_simple;        /* 简易程序 */
	struct day arrived_on; /* the copy of the complaint reached the agency */
	struct day answer_due_on;
	bool is_due_told;         /* by the body's or court's own notice: no calendar moves it */
	int64_t calendar_version; /* under which answer_due_on was found; for writing only */
	struct day answered_on;
	struct day hearing_on;
	enum dispute_result result;
	struct day ended_on;
	struct str says; /* words: what is disputed, how it went */
	int64_t version;
};
struct dispute_list {
	struct dispute *items;
	size_t count;
	bool has_more;
};

/* --- rules: pure --- */

/* How long the agency has for its answer. A term of days of the calendar (litigation) that ends on
 * a day nobody works ends on the next working day; one of working days ends on one anyway.
 * Law: 行政诉讼法 art. 101 with 民事诉讼法 art. 85 para. 3; for reconsideration 行政复议法 art. 88.
 */
struct dispute_term {
	int days;
	bool is_working; /* working days, else days of the calendar */
	bool is_confirmed;
	const char *law;
};
/* `litigation_days` is the setting, of which the law's number was not confirmed. */
struct dispute_term dispute_term(enum dispute_kind kind, bool is_simple, int litigation_days);
/* The last day for the answer, counted from the day after the arrival. INPUT "calendar_no_data"
 * when the calendar lacks the year. Pure. */
MUST struct fault *dispute_due(const struct calendar *calendar, const struct dispute_term *term,
	struct day arrived_on, struct day *ret_day);

enum { DISPUTE_GROUP = 5, DISPUTE_COLUMNS = 15 };

/* The columns of the fourth table in its order: three groups of upheld, corrected, other, pending,
 * total. */
struct dispute_figures {
	int64_t at[DISPUTE_COLUMNS];
};
/*
 * Count the year's: those that ended in it by result, and those that had arrived and not ended at
 * its end as pending. A case where the agency was sued only because it reviewed counts nowhere.
 * Law: 国办公开办函〔2016〕201号; columns: 国办公开办函〔2019〕60号、〔2021〕30号.
 */
void dispute_count(const struct dispute *disputes, size_t count, int year,
	struct dispute_figures *ret_figures);

/* --- rows --- */

MUST struct fault *dispute_load(
	struct db *db, struct arena *arena, int64_t id, struct dispute *ret_dispute);
/* Those about one application, the oldest first. */
MUST struct fault *dispute_find_of(
	struct db *db, struct arena *arena, int64_t application_id, struct dispute_list *ret_list);
/* Those that wait for the agency's answer until `until` at the latest, overdue ones too, the
 * earliest first, behind the one of that day and id (id 0: from the first); for reminders. Pending
 * ones only. */
MUST struct fault *dispute_find_due(struct db *db, struct arena *arena, struct day until,
	struct day after, int64_t after_id, int limit, struct dispute_list *ret_list);

/* 0, -1 and the empty text filter nothing. */
struct dispute_query {
	struct str pattern; /* of paths, "/1/5/%" */
	int year;           /* arrived in it */
	int kind;
	int result;
	bool only_unanswered;
	struct day ended_from;
	struct day ended_to;
	struct str text; /* of body, case number or title */
	int64_t before_id;
	int limit; /* cut to 1 … 1000 */
};
MUST struct fault *dispute_find_all(struct db *db, struct arena *arena,
	const struct dispute_query *query, struct dispute_list *ret_list);
/* The year's figures of all agencies whose path has the pattern. */
MUST struct fault *dispute_sum(struct db *db, struct arena *arena, struct str pattern, int year,
	struct dispute_figures *ret_figures);

/* --- work --- */

/* Who enters, and who sees. */
#define DISPUTE_CLERKS ((unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_LEGAL_REVIEWER)
#define DISPUTE_READERS (DISPUTE_CLERKS | (unsigned)ACCOUNT_HEAD | (unsigned)ACCOUNT_SUPERVISOR)

/* Enter one (id 0), or what became known of it. answer_due_on DAY_NONE, or left as it was found: by
 * the term; another day is one that the notice told. While the holidays of its year are not known,
 * a term of days of the calendar stands on its day unmoved, which is never too late. Tells the
 * heads when the result is 结果纠正. Audit "application.dispute_entered" or "…_changed". Faults
 * INPUT "application_dispute" with the field in private detail, that of the calendar; CONFLICT
 * "application_stale"; DENIED. */
MUST struct fault *dispute_save(struct db *db, const struct application_hands *hands,
	const struct dispute *dispute, int64_t *ret_id);

/* Find the terms anew that another calendar made, of those that wait for the agency's answer; what
 * moved is told to who enters cases there, with its number. Audit "application.dispute_moved". */
MUST struct fault *dispute_renew_terms(
	struct db *db, const struct application_hands *hands, int64_t *ret_moved);

/* The settings of this part. */
extern const struct setting *const dispute_settings[];

#endif
