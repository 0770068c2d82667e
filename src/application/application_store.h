/*
 * Stored applications as they are read: rows, what belongs to a case, lists, and the gate of who
 * sees which. Changing them is application_work.h.
 */
#ifndef APPLICATION_APPLICATION_STORE_H
#define APPLICATION_APPLICATION_STORE_H

#include "account/account.h"
#include "application/application_act.h"
#include "application/application_reply.h"
#include "base/seal.h"
#include "calendar/clock.h"
#include "db/db_reseal.h"

struct db;

/* --- one application --- */

/*
 * One application without its events. Invariants: day_is_none(received_on) exactly while state is
 * APPLICATION_SUBMITTED (or it was merged or withdrawn before); due_on, is_paused and is_late are
 * what the clock said when something last happened. Fields from `description` on are filled by
 * application_load() only, not in lists. The applicant is opened apart.
 */
struct application {
	int64_t id;
	int64_t agency_id;
	struct str agency_name;
	struct str path; /* of the agency */
	int year;
	int64_t number;
	enum application_kind kind;
	enum application_channel channel;
	enum application_state state;
	struct str title;
	enum application_applicant_kind applicant_kind;
	int64_t submitted_at;
	struct day submitted_on;
	struct day received_on;
	int64_t unit_id; /* department in charge; 0: none */
	struct str unit_name;
	int64_t officer_id; /* account; 0: nobody */
	struct str officer_name;
	struct day due_on;
	bool is_paused;
	bool is_extended;
	bool was_corrected;
	struct day delay_until; /* art. 35; DAY_NONE: the law's term */
	enum application_reply reply;
	int outcome;
	struct day ended_on;
	bool is_late; /* replied after the due day */
	int64_t parent_id;
	int64_t merged_into;
	int64_t previous_id; /* the earlier one that this repeats */
	struct day archived_on;
	struct day removed_on;
	int64_t version;
	int64_t sort_on; /* for paging */

	struct str description;
	struct str sealed; /* the applicant; empty once removed */
	enum application_form wanted_form;
	enum application_way wanted_way;
	struct str help;
	bool is_filled_by_office;
	int retention;
	int64_t calendar_version;
};

/* Roles that handle cases, and so see applicants' data: at the case's own agency. */
#define APPLICATION_HANDLERS                                                                       \
	((unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_REVIEWER |                             \
		(unsigned)ACCOUNT_LEGAL_REVIEWER | (unsigned)ACCOUNT_HEAD)
/* Roles that see cases and figures, but no applicant. */
#define APPLICATION_WATCHERS (APPLICATION_HANDLERS | (unsigned)ACCOUNT_SUPERVISOR)

/* What a person sees of a case. */
enum application_sight {
	APPLICATION_SEES_NOTHING,
	APPLICATION_SEES_QUESTION, /* a department that was asked: the matter, not the applicant */
	APPLICATION_SEES_CASE,     /* a supervisor: the case, not the applicant */
	APPLICATION_SEES_ALL,
};

/* Text in the arena. ABSENT when there is none. No gate: ask application_see(). */
MUST struct fault *application_load(
	struct db *db, struct arena *arena, int64_t id, struct application *ret_application);
/* What this person may see of it. `unit_paths`: of departments that were asked (opinions). */
MUST struct fault *application_sight(struct db *db, const struct account_person *person,
	const struct application *application, enum application_sight *ret_sight);
/* Load it for a person who sees at least so much; else ABSENT, as if it were not there. */
MUST struct fault *application_see(struct db *db, struct arena *arena,
	const struct account_person *person, int64_t id, enum application_sight least,
	struct application *ret_application);
/* Its applicant. Only for who sees all; who opens it writes that down (application_look_at()).
 * ABSENT "application_removed" once the data are gone. */
MUST struct fault *application_open_applicant(const struct seal_keys *keys, struct arena *arena,
	const struct application *application, struct application_applicant *ret_applicant);

/* Those that were split off this one, the oldest first, whole as application_load() gives them. */
struct application_parts {
	struct application *items;
	size_t count;
};
MUST struct fault *application_find_parts(
	struct db *db, struct arena *arena, int64_t id, struct application_parts *ret_parts);

/* By agency and number; *ret_id 0 when there is none. */
MUST struct fault *application_find_number(
	struct db *db, int64_t agency_id, int year, int64_t number, int64_t *ret_id);
/* For applicants: by agency, number and query code, which must fit together; *ret_id 0 when they do
 * not, without a word about which one is wrong. */
MUST struct fault *application_find_code(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t agency_id, struct str number, struct str code,
	int64_t *ret_id);

/* --- what belongs to it --- */

struct application_event {
	int64_t id;
	int64_t at;
	struct day day;
	enum application_act act;
	int64_t value;
	struct day until;
	int64_t account_id; /* 0: the applicant or the program */
	struct str account_name;
	struct str says;
	struct str reason; /* why it was entered later than it happened */
	int64_t letter_id;
	int64_t voided_by;
};
struct application_events {
	struct application_event *items; /* by day, then as entered; voided ones included */
	size_t count;
};
MUST struct fault *application_load_events(
	struct db *db, struct arena *arena, int64_t id, struct application_events *ret_events);

enum application_file_kind {
	APPLICATION_FILE_PROOF,      /* proof of identity: sealed bytes */
	APPLICATION_FILE_ATTACHMENT, /* what the applicant sent along */
	APPLICATION_FILE_EVIDENCE,   /* receipts of post, notes of calls */
	APPLICATION_FILE_OPINION,
	APPLICATION_FILE_ORIGINAL, /* information that was found, before redaction */
	APPLICATION_FILE_ANSWER,   /* information to be given */
	APPLICATION_FILE_OTHER,
	APPLICATION_FILE_KINDS,
};
extern const struct application_word application_file_words[];

struct application_file {
	int64_t id;
	enum application_file_kind kind;
	struct str name;
	struct str type; /* by content */
	struct str digest;
	int64_t byte_count;
	struct str warnings; /* what was found inside, one a line; empty: nothing */
	bool is_sealed;
	bool is_released;  /* the applicant may fetch it */
	int64_t source_id; /* the original that this was made of */
	int64_t account_id;
	struct str account_name;
	int64_t added_at;
	int64_t removed_at; /* 0: it is there */
};
struct application_files {
	struct application_file *items;
	size_t count;
};
MUST struct fault *application_load_files(
	struct db *db, struct arena *arena, int64_t id, struct application_files *ret_files);

enum application_party_kind { APPLICATION_THIRD_PARTY, APPLICATION_OTHER_AGENCY };
enum application_answer {
	APPLICATION_NO_ANSWER,
	APPLICATION_AGREES,
	APPLICATION_PARTLY,
	APPLICATION_DISAGREES,
	APPLICATION_SILENT,      /* the term passed */
	APPLICATION_UNDELIVERED, /* the inquiry never reached them: nothing follows from silence */
	APPLICATION_CALLED_OFF,  /* the agency no longer asks */
};
extern const struct application_word application_answer_words[];

struct application_party {
	int64_t id;
	enum application_party_kind kind;
	struct str name; /* opened; empty without keys */
	struct str reach;
	struct day asked_on;
	struct day delivered_on;
	struct day due_on; /* 15 working days from delivery */
	enum application_answer answer;
	struct day answered_on;
	struct str says;
	int64_t letter_id;
	int64_t version;
};
struct application_parties {
	struct application_party *items;
	size_t count;
	int waiting; /* still to answer */
};
/* `keys` NULL: without names. */
MUST struct fault *application_load_parties(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t id, struct application_parties *ret_parties);

/* Of a department, or of legal counsel: a lawyer or a firm, by name. Invariant: unit_id 0 exactly
 * when `counsel` is given; counsel says no word of `answer`. */
struct application_opinion {
	int64_t id;
	int64_t unit_id;
	struct str unit_name;
	struct str unit_path;
	struct str counsel;
	int64_t asked_by;
	struct day asked_on;
	struct day due_on;
	struct str question;
	enum application_answer answer;
	struct str says;
	struct str answered_name;
	struct day answered_on;
	int64_t version;
};
struct application_opinions {
	struct application_opinion *items;
	size_t count;
};
MUST struct fault *application_load_opinions(
	struct db *db, struct arena *arena, int64_t id, struct application_opinions *ret_opinions);

/* A question that waits for one's department. */
struct application_asked {
	int64_t id;
	int64_t application_id;
	struct str unit_name;
	struct day asked_on;
	struct day due_on;
	struct str question;
	struct str agency_name;
	int year;
	int64_t number;
	struct str title;
};
struct application_asked_list {
	struct application_asked *items;
	size_t count;
};
/* Of departments below a pattern of paths. */
MUST struct fault *application_find_asked(struct db *db, struct arena *arena, struct str pattern,
	int limit, struct application_asked_list *ret_list);

/* What is to be replied. `facts` are name and text pairs of letter_fields. */
struct application_fact {
	struct str name;
	struct str text;
};
struct application_decision {
	int64_t id; /* 0: none yet */
	enum application_reply reply;
	int outcome;
	struct str *exemptions; /* keys */
	size_t exemption_count;
	struct application_fact *facts;
	size_t fact_count;
	int64_t drafted_by;
	int64_t reviewed_by;
	int64_t legal_by;
	int64_t signed_by;
	struct day signed_on;
	int64_t letter_id;
	int64_t version;
};
/* The newest; id 0 when there is none. */
MUST struct fault *application_load_decision(
	struct db *db, struct arena *arena, int64_t id, struct application_decision *ret_decision);
/* Empty when it is not there. */
struct str application_decision_fact(const struct application_decision *decision, const char *name);

enum application_fee_state {
	APPLICATION_FEE_NOTIFIED,
	APPLICATION_FEE_PAID,
	APPLICATION_FEE_OVER, /* not paid in time */
	APPLICATION_FEE_WAIVED,
};
struct application_fee {
	int64_t id;
	bool is_by_page;
	int64_t quantity;
	int64_t fen;
	enum application_fee_state state;
	struct day notified_on;
	struct day delivered_on; /* the applicant received the notice */
	struct day due_on;       /* 20 working days from then; DAY_NONE: not received yet */
	struct day paid_on;
	struct str says;
	int64_t letter_id;
};
struct application_fees {
	struct application_fee *items;
	size_t count;
};
MUST struct fault *application_load_fees(
	struct db *db, struct arena *arena, int64_t id, struct application_fees *ret_fees);

/* --- the clock --- */

/*
 * The events as a clock takes them, from the last REDO on, voided ones left out. Pure. *ret_count 0
 * while nothing was received, and for amendments, which have no term (条例 art. 41).
 */
MUST struct fault *application_clock_events(struct arena *arena, enum application_kind kind,
	const struct application_events *events, struct clock_event **ret_events,
	size_t *ret_count);

/* Do the state and the stream of the clock fit each other? Not when an entry with the wrong day is
 * passed over, or something happened after the end. Pure: application_clock_rules.c */
MUST struct fault *application_clock_agrees(struct arena *arena, enum application_kind kind,
	enum application_state state, const struct application_events *events, bool *ret_agrees);
/* From receipt to end, as entered; DAY_NONE: not yet. Pure: application_clock_rules.c */
struct application_span {
	struct day received_on;
	struct day ended_on;
};
struct application_span application_span_of(const struct application_events *events);

/* The proof as of today for pages, letters and the API; `ret_has_clock` false when none runs. */
MUST struct fault *application_prove(struct db *db, struct arena *arena,
	const struct application *application, const struct application_events *events,
	struct day today, bool *ret_has_clock, struct clock_proof *ret_proof);

/* --- lists --- */

struct application_list {
	struct application *items;
	size_t count;
	bool has_more;
};

/* application.sort_on of what is paused or has a clock without a due day. */
enum { APPLICATION_FAR_AWAY = 9000000 };

/* Open cases, what is due first at the top. */
struct application_open_query {
	int64_t agency_id;  /* 0: all below `pattern` */
	struct str pattern; /* of paths, "/1/5/%" */
	int64_t officer_id; /* of this officer only; with agency_id 0 and no pattern: everywhere */
	int64_t unit_id;
	int state;        /* -1: all open ones */
	struct day until; /* due by this day; DAY_NONE: all */
	bool only_paused;
	bool only_due;   /* with a due day: late and soon speak of none else */
	struct str text; /* words of the title, in this order */
	int64_t after_sort;
	int64_t after_id; /* the last one of the page before; 0: from the start */
	int limit;        /* cut to 1 … 500 */
};
MUST struct fault *application_list_open(struct db *db, struct arena *arena,
	const struct application_open_query *query, struct application_list *ret_list);
/* How many of them, counted to `most` only; unit and text are not looked at. For one agency alone
 * the pattern is its path without %; without a pattern, of the officer. */
MUST struct fault *application_count_open(struct db *db, const struct application_open_query *query,
	struct day from, int most, int64_t *ret_count);

/* Cases in any state, the newest first. -1 or 0 or empty filters nothing. */
struct application_query {
	int64_t agency_id;
	struct str pattern;
	int year;
	int state;
	int channel;
	int applicant_kind;
	int outcome;
	enum application_mark mark;
	struct day from; /* received */
	struct day to;
	struct day ended_from;
	struct day ended_to;
	struct day open_from; /* not ended before this day */
	struct day seen_on;   /* of APPLICATION_MARK_OVERDUE: due before this day */
	bool only_counted;    /* as figures count: neither merged ones nor amendments */
	int64_t officer_id;
	struct str text;
	int64_t before_id;
	int limit; /* cut to 1 … 1000 */
};
/* A day of it for a statement, where 0 filters nothing. */
static inline int
application_day_filter(struct day day)
{
	return day_is_none(day) ? 0 : day.number;
}
MUST struct fault *application_list_all(struct db *db, struct arena *arena,
	const struct application_query *query, struct application_list *ret_list);

/* Others that may ask the same: by the same person, or alike in words. */
struct application_alike {
	struct application application;
	int likeness; /* percent; 0 when only the applicant is the same */
	bool is_same_applicant;
};
struct application_alikes {
	struct application_alike *items; /* the most alike first */
	size_t count;
};
MUST struct fault *application_find_alike(struct db *db, struct arena *arena,
	const struct application *application, struct application_alikes *ret_alikes);

/* How many applications of the same person this agency received in the calendar month of
 * `received_on`, this one included. Law: 国办函〔2020〕109号 (by case). */
MUST struct fault *application_count_month(
	struct db *db, const struct application *application, int64_t *ret_count);

/* What `gongkai keys rotate` seals anew. */
extern const struct db_reseal_column application_sealed_columns[];

#endif
