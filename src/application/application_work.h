/*
 * What people do with applications: each function is one transaction with its audit line, asks
 * whether the person may, and refuses what the table of acts does not allow. No page and no request
 * is known here.
 */
#ifndef APPLICATION_APPLICATION_WORK_H
#define APPLICATION_APPLICATION_WORK_H

#include "application/application_store.h"
#include "db/blob.h"
#include "letter/letter_work.h"
#include "redaction/redaction.h"

/* Who acts, with what, when. `person` NULL: the applicant, or the program itself. */
struct application_hands {
	const struct account_person *person;
	const struct audit_actor *actor;
	const struct seal_keys *keys;
	struct blob_store *files;
	int64_t now; /* seconds since 1970 */
	struct day today;
};

/* A file that came along; bytes are borrowed. */
struct application_upload {
	enum application_file_kind kind;
	struct str name;
	struct str bytes;
};

/*
 * Look at uploads and keep their bytes, before the transaction that speaks of them: type by
 * content, size, what hides inside (as warnings). *ret_files are rows to be added. INPUT
 * "application_file" names the file that cannot be taken and why. Proofs of identity are sealed
 * before they are kept.
 */
MUST struct fault *application_keep_files(const struct application_hands *hands,
	struct arena *arena, const struct application_upload *uploads, size_t count,
	struct application_file **ret_files);
/* The bytes of one file onto `buf`, opened when they are sealed. */
MUST struct fault *application_load_bytes(const struct application_hands *hands,
	struct arena *arena, const struct application_file *file, struct buf *buf);

/* --- arrival --- */

/*
 * One application that arrived. Law: 条例 art. 29: name, proof of identity and contact of the
 * applicant, what is asked for, form and way; what it is wanted for is not asked.
 */
struct application_intake {
	int64_t agency_id;
	enum application_kind kind;
	struct str title; /* empty: made of the description */
	struct str description;
	struct application_applicant applicant;
	enum application_form wanted_form;
	enum application_way wanted_way;
	struct str help;          /* what help the applicant needs; empty: none (art. 43) */
	bool is_filled_by_office; /* told in words, written down by the office (art. 29) */
	struct application_arrival arrival;
	struct str record; /* how and with whom receipt was confirmed */
	struct str reason; /* why it is entered days after it arrived; empty: it is not */
	struct application_file *files;
	size_t file_count;
	/* A random name of the form: the same form sent twice is one application with one code. */
	struct str form_key;
};

struct application_receipt {
	int64_t id;
	int64_t agency_id;
	struct application_number_text number;
	char code[16];    /* for asking about it; shown once */
	bool is_repeated; /* this very form was sent before */
};

enum {
	APPLICATION_TITLE_LONGEST = 200, /* characters */
	APPLICATION_DESCRIPTION_LONGEST = 10000,
	APPLICATION_NAME_LONGEST = 400,
	APPLICATION_SAYS_LONGEST = 5000,
	APPLICATION_REASON_LONGEST = 500,
	APPLICATION_MOST_FILES = 20,
};

/*
 * Take in an application: from the public (person NULL, channel ONLINE) or by a case officer.
 * INPUT "application_intake" with what is missing or wrong, of the field in private detail;
 * "application_agency" when the agency takes none (ended). The receipt letter comes with
 * registration.
 */
MUST struct fault *application_submit(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_intake *intake,
	struct application_receipt *ret_receipt);
/* What is wrong with one, without storing anything: NULL when nothing. For forms. */
struct application_intake_problem {
	const char *field; /* "name", "proof_number", "description" … */
	const char *zh;
	const char *en;
};
MUST struct fault *application_intake_check(struct arena *arena,
	const struct application_intake *intake, struct application_intake_problem **ret_problems,
	size_t *ret_count);

/* A new query code for an applicant who lost it; the old one ends. Case officers only. */
MUST struct fault *application_renew_code(struct db *db, const struct application_hands *hands,
	int64_t id, struct application_receipt *ret_receipt);
/* Write down that a person looked at an applicant's data. */
MUST struct fault *application_look_at(struct db *db, const struct application_hands *hands,
	const struct application *application);

/* Write down that a list was taken away as a file; `what` is a JSON object without personal data.
 */
MUST struct fault *application_note_export(
	struct db *db, const struct application_hands *hands, int64_t agency_id, struct str what);

/* --- acts --- */

/* What is given with an act; which of it counts says application_act_rule.wants. */
struct application_doing {
	int64_t id;
	int64_t version;
	enum application_act act;
	struct day day;    /* DAY_NONE: today */
	struct str reason; /* needed when `day` is before today: why it is entered now */
	struct str says;
	struct day until;
	int days;
	int64_t unit_id;
	int64_t officer_id;
	int64_t which_id;
	enum application_answer answer;
	struct str party_name;
	struct str party_reach;
	bool is_by_page;
	int64_t quantity; /* pages; by case the program counts the month itself */
	enum letter_method method;
	struct day sent_on;
	struct str tracking;
	struct str receiver;
	int64_t other_id; /* the application this one is merged into */
	const struct application_file *files;
	size_t file_count;
};

struct application_done {
	enum application_state state;
	int64_t version;
	int64_t letter_id; /* a letter went out; 0: none */
	int64_t *new_ids;  /* of a split; in the arena. Each has its receipt (W01) with its code */
	size_t new_count;
};

/*
 * Do it. DENIED when the person may not; CONFLICT "application_stale" when somebody changed the
 * case meanwhile, and those of application_act_check(); INPUT "application_wants" names what is
 * missing; "application_backdate" when an earlier day has no reason; INPUT "letter_unfit" and
 * others of letter_sign(). Nothing is changed then.
 */
MUST struct fault *application_do(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_doing *doing,
	struct application_done *ret_done);

/*
 * What an applicant does online to his own case; who calls has checked number and code. One of
 * APPLICATION_CORRECTED (handed in today is received today: the clock begins anew),
 * APPLICATION_NOTE (reasons that were asked for), APPLICATION_WITHDRAW and
 * APPLICATION_DELIVERY_SIGNED (of a reply that was sent online). Officers of the case are told.
 * Faults as application_do(); INPUT "application_own" when the applicant may do no such thing;
 * CONFLICT "application_state" also when no reasons were asked for, or no delivery waits for its
 * receipt. Law: 条例 arts. 30, 35, 40.
 */
struct application_own {
	int64_t id;
	enum application_act act;
	struct str says;
	const struct application_file *files;
	size_t file_count;
};
MUST struct fault *application_do_own(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_own *own, struct application_done *ret_done);
/* Does a reply that was sent online wait for the applicant's receipt? */
MUST struct fault *application_awaits_receipt(struct db *db, struct arena *arena,
	const struct application *application, bool *ret_awaits);

/* A clock before or after an act. */
struct application_moment {
	bool has_clock;
	struct day due; /* DAY_NONE while paused, or without calendar */
	bool is_paused;
	int remaining; /* working days */
	bool is_late;
	struct str sentence;
};
struct application_outlook {
	struct application_moment before;
	struct application_moment after;
	int64_t fen; /* of a fee; 0: none */
};
/* What the act would do to the clock, computed with its event among the stored ones; nothing is
 * changed. Faults INPUT of the clock and the calendar, where it cannot be told. */
MUST struct fault *application_foresee(struct db *db, struct arena *arena,
	const struct application *application, const struct application_doing *doing,
	struct day today, struct application_outlook *ret_outlook);

/* Everything application_do() would look at besides the person: for pages, to draw the buttons. */
MUST struct fault *application_act_facts(struct db *db, struct arena *arena,
	const struct application *application, struct day today,
	struct application_act_facts *ret_facts);

/* --- beside the acts --- */

/* What was registered, as it should be. Everything is given; `applicant` too, which is sealed anew.
 */
struct application_change {
	int64_t id;
	int64_t version;
	struct str title; /* empty: made of the description */
	struct str description;
	struct application_applicant applicant;
	enum application_form wanted_form;
	enum application_way wanted_way;
	struct str help;
};
/*
 * Change the entry. An event and an audit line name the fields that changed, with the applicant's
 * data masked; changing nothing writes nothing. DENIED, CONFLICT "application_stale" and
 * "application_state"; INPUT "application_intake" with the field in private detail.
 * Law: 条例 art. 29; 个人信息保护法 art. 46 (data are kept right).
 */
MUST struct fault *application_change(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_change *change);

/* Take a file away, for a reason that the record keeps; its bytes stay until the case is disposed
 * of. INPUT "application_wants" without a reason. */
MUST struct fault *application_drop_file(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, int64_t file_id, struct str reason);

/*
 * A released file that redaction_apply() made of `source` and redaction_verify() found clean: kept
 * apart from the original, and its list of redactions (遮盖清单) put into the draft of the reply,
 * in the place of an earlier list of the same file. Without a draft one of partial disclosure is
 * begun. *ret_file_id is the new file. Law: 条例 art. 37.
 */
struct application_redacted {
	int64_t id;
	const struct application_file *source;
	struct str name;
	struct str bytes;
	struct str rows;           /* rows parted by \n, cells by \t, as letter_fields has them */
	const struct str *grounds; /* keys of exemptions */
	size_t ground_count;
};
MUST struct fault *application_add_redacted(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_redacted *redacted, int64_t *ret_file_id);

/* Void a signed letter that was wrong. A reply is not voided but decided anew: CONFLICT
 * "application_state". Else as letter_void(). */
MUST struct fault *application_void_letter(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, const struct letter_step *step);
/* How a letter of the process reached whom it is for. The reply's delivery is an act: CONFLICT
 * "application_state". Else as letter_deliver(). The receipt of a notice of a fee (W07) counts as
 * APPLICATION_FEE_DELIVERED. */
MUST struct fault *application_deliver_letter(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, const struct letter_delivery *delivery);

/* Whom a letter of the case goes to: the applicant, or who was asked or told with it. */
struct application_addressee {
	struct str name; /* empty: nobody is known */
	struct str address;
	struct str postcode;
};
MUST struct fault *application_find_addressee(struct db *db, const struct seal_keys *keys,
	struct arena *arena, const struct application *application, const struct letter_row *row,
	struct application_addressee *ret_to);

/*
 * The proof of service (送达回证, W24) of a signed letter: a letter of its own with its number, so
 * that it stands in the register and in the archive; an entry of the record tells of it. One that
 * stands already is given again. CONFLICT "application_state" for what is not signed, and for a
 * proof itself. Practice; 【未核】 whether it needs a number.
 */
MUST struct fault *application_make_proof(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, int64_t letter_id, int64_t *ret_proof_id);
/* The one that stands; id 0 when there is none. */
MUST struct fault *application_find_proof(struct db *db, struct arena *arena,
	const struct letter_row *served, struct letter_row *ret_proof);

/* --- the reply --- */

struct application_draft {
	int64_t id;      /* of the application */
	int64_t version; /* of the decision; 0: a new one */
	enum application_reply reply;
	const struct str *exemptions;
	size_t exemption_count;
	const struct application_fact *facts; /* named as in letter_fields */
	size_t fact_count;
	bool is_online;
};
/* Save the draft of a reply, and of its letter. CONFLICT "application_stale". */
MUST struct fault *application_save_draft(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application_draft *draft);
/* What the draft still lacks before it can be signed: of the rules, then of its letter. */
MUST struct fault *application_check_draft(struct db *db, const struct seal_keys *keys,
	struct arena *arena, const struct application *application, struct day today,
	struct application_lack **ret_lacks, size_t *ret_count);
/* Let a file be fetched by the applicant, or no longer. INPUT "application_file_hides" while
 * something that must not leave is inside. */
MUST struct fault *application_release(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, int64_t file_id, bool is_released);
/* Facts of a letter that the case itself knows: numbers, days, names. For previews. The letter of
 * an act that happened before `today` says in its note when it was entered. */
MUST struct fault *application_letter_facts(struct db *db, const struct seal_keys *keys,
	struct arena *arena, const struct application *application,
	const struct application_doing *doing, struct day today, struct letter_fact **ret_facts,
	size_t *ret_count);

/* --- the program --- */

/*
 * Make the due days of open cases anew where the calendar changed since, and the terms of who was
 * asked and of fees; tells each case's officer (without one, all case officers) and writes an event
 * for each that moved, and which they were into the audit. *ret_moved: how many. For a background
 * job, in pieces of one transaction each.
 */
MUST struct fault *application_renew_clocks(struct db *db, const struct application_hands *hands,
	int64_t *ret_looked_at, int64_t *ret_moved);

/* --- for rooms that build on cases --- */

/* People who hold a role for the agency at a path. */
struct application_holder {
	int64_t id;
	struct str name;
};
MUST struct fault *application_find_holders(struct db *db, struct arena *arena, unsigned role,
	struct str path, struct application_holder **ret_holders, size_t *ret_count);
/* CONFLICT "application_stale": somebody changed it meanwhile. */
MUST struct fault *application_stale(void);
/* INPUT "application_wants" with this sentence. */
MUST struct fault *application_lacks(const char *zh, const char *en);

#endif
