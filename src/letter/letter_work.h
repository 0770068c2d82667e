/*
 * Stored letters: templates of agencies, numbers without gaps, drafts, signing, deliveries and the
 * register (发文登记簿). Whether somebody may is asked before, by who calls; the letters
 * themselves are letter.h.
 *
 * Every change is one work with its audit line, and joins the caller's db_work() when there is one.
 * What a letter says and whom it names is sealed in the store and kept out of the audit.
 */
#ifndef LETTER_LETTER_WORK_H
#define LETTER_LETTER_WORK_H

#include "account/account.h"
#include "agency/agency.h"
#include "audit/audit.h"
#include "base/digest.h"
#include "base/seal.h"
#include "db/blob.h"
#include "db/db_reseal.h"
#include "letter/letter.h"
#include "setting/setting.h"

struct db;

/* The settings of this room, and what `gongkai keys rotate` seals anew. */
extern const struct setting *const letter_settings[];
/* Does a setting hold for its agency alone, and not for those below? */
bool letter_setting_is_own(const struct setting *setting);
extern const struct db_reseal_column letter_sealed_columns[];

/* Who acts, with which keys, when: for everything that changes. */
struct letter_doer {
	const struct seal_keys *keys;
	const struct audit_actor *actor;
	int64_t now;      /* seconds since 1970 */
	struct day today; /* becomes the issue day of what is signed */
};

/* --- templates --- */

/* The template in force for an agency. */
struct letter_words {
	enum letter_kind kind;
	struct str text;
	bool is_own;         /* saved at this very agency */
	bool is_default;     /* the program's own */
	int64_t from_agency; /* when not is_default; 0: the whole installation's */
	struct str from_name;
	int64_t version; /* of this agency, for the form; 0: never saved here */
};

/* `path` is the agency's, "/1/5/"; empty: the whole installation. The agency's own words, else
 * those above it, else the program's. */
MUST struct fault *letter_words_load(struct db *db, struct arena *arena, struct str path,
	enum letter_kind kind, struct letter_words *ret_words);
/* LETTER_KINDS of them, indexed by kind; [0] is empty. */
MUST struct fault *letter_words_list(
	struct db *db, struct arena *arena, struct str path, struct letter_words **ret_words);

/* One version that was saved, the newest first; empty text: the words above held again. */
struct letter_words_version {
	int64_t version;
	struct str text;
	int64_t saved_at;
	struct str saved_by;
};
struct letter_words_versions {
	struct letter_words_version *items;
	size_t count;
};
MUST struct fault *letter_words_versions(struct db *db, struct arena *arena, int64_t agency_id,
	enum letter_kind kind, struct letter_words_versions *ret_versions);

struct letter_words_change {
	const struct audit_actor *actor;
	int64_t now;
	int64_t agency_id; /* 0: the whole installation */
	enum letter_kind kind;
	struct str text; /* empty: the words above hold again (恢复) */
	int64_t version; /* of the form */
};
/* Check and save a new version, with an audit entry "letter.words_changed". Saving what is there
 * changes nothing. INPUT "letter_template" with the first error; CONFLICT "letter_stale". */
MUST struct fault *letter_words_save(struct db *db, const struct letter_words_change *change);

/* --- drafts --- */

/* Stored by number; never renumber. */
enum letter_state { LETTER_DRAFT, LETTER_IN_REVIEW, LETTER_SIGNED, LETTER_VOID, LETTER_STATES };
const char *letter_state_words(enum letter_state state);
/* Bits of the states that may follow. Pure. */
unsigned letter_state_next(enum letter_state state);

/* One letter without what it says. `subject` names what it belongs to in the room above
 * ("application"), with that row's id. Invariants: serial, number and issued_on are there exactly
 * when it was ever signed; a number once taken stays with its letter. */
struct letter_row {
	int64_t id;
	int64_t agency_id;
	struct str agency_name;
	struct str agency_path;
	struct str subject;
	int64_t subject_id;
	enum letter_kind kind;
	enum letter_state state;
	struct str title;
	struct str series; /* of the counter the number was taken from */
	int year;
	int64_t serial;
	struct str number;
	struct day issued_on;
	int64_t signed_by; /* account; 0: none */
	struct str signed_name;
	struct digest docx; /* of the files in the blob store; "" until letter_make_files() */
	struct digest pdf;
	struct str void_reason;
	int64_t made_at;
	int64_t changed_at;
	int64_t version;
};

/* What a draft says. `template` is the text to be filled, as the officer may have changed it for
 * this letter. */
struct letter_draft {
	int64_t id; /* 0: a new one */
	int64_t agency_id;
	enum letter_kind kind;
	struct str subject;
	int64_t subject_id;
	struct str title;          /* for lists, without personal data; empty: the kind's */
	struct str template;       /* empty: the agency's for this kind */
	struct letter_facts facts; /* names of letter_fields[]; others are not kept */
	bool is_for_review;        /* LETTER_IN_REVIEW, else LETTER_DRAFT */
	bool is_online;  /* to be delivered online: the remedy then names the online channel */
	int64_t version; /* of the form; 0 for a new one */
};

/* Save a new or changed draft; *ret_id its row. Without a template the agency's own is kept with it
 * from now on. Audit "letter.drafted" or "letter.changed". Faults INPUT "letter_kind",
 * "letter_template" (too long); CONFLICT "letter_stale", "letter_state" (signed already). */
MUST struct fault *letter_save_draft(struct db *db, const struct letter_doer *doer,
	const struct letter_draft *draft, int64_t *ret_id);

/* ABSENT. Lists need no keys. */
MUST struct fault *letter_load(
	struct db *db, struct arena *arena, int64_t id, struct letter_row *ret_row);
/* What a draft, or a signed letter before it was signed, was made of. */
MUST struct fault *letter_load_draft(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t id, struct letter_draft *ret_draft);

/* The letter as it stands: a signed one as it was signed; a draft filled now, without number and
 * dated `today`, with its findings. */
MUST struct fault *letter_load_filled(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t id, struct day today, struct letter *ret_letter,
	struct letter_findings *ret_findings);
/* The same for a draft that is not stored yet (previews while it is written). */
MUST struct fault *letter_fill(struct db *db, struct arena *arena, const struct letter_draft *draft,
	struct day today, struct letter *ret_letter, struct letter_findings *ret_findings);

/* A template with made-up facts and the agency's own particulars, for who writes templates. */
MUST struct fault *letter_fill_sample(struct db *db, struct arena *arena, int64_t agency_id,
	enum letter_kind kind, struct str template, struct day today, struct letter *ret_letter,
	struct letter_findings *ret_findings);

/* --- signing --- */

struct letter_step {
	int64_t id;
	int64_t version;
	struct str reason; /* of voiding, at most 500 characters */
};

/*
 * Sign: the letter may have no error, takes its number, is dated doer->today, and its text is
 * fixed. Audit "letter.signed". Faults INPUT "letter_unfit" (names the first error),
 * "letter_number"; CONFLICT "letter_stale", "letter_state". The number is taken in this
 * transaction, so that work that fails leaves no gap. Files are made afterwards, by
 * letter_make_files().
 */
MUST struct fault *letter_sign(
	struct db *db, const struct letter_doer *doer, const struct letter_step *step);

/*
 * The docx and PDF of a signed letter: made and stored when they are not there yet, for good. Call
 * it outside any transaction, because a PDF takes its time. The same letter gives the same bytes,
 * so doing it twice at once does no harm. Audit "letter.filed". CONFLICT "letter_state" for a
 * letter without number.
 */
MUST struct fault *letter_make_files(struct db *db, struct blob_store *files,
	const struct letter_doer *doer, struct arena *arena, int64_t id,
	struct letter_row *ret_row);

/* Void: the reason is kept, a number stays used and is told in the register. Audit
 * "letter.voided". INPUT "letter_reason". */
MUST struct fault *letter_void(
	struct db *db, const struct letter_doer *doer, const struct letter_step *step);

/*
 * All letters of one subject lose what they say, whom they name and their reasons of voiding;
 * receivers, tracking numbers and notes of their deliveries go too. Number, kind, days, who signed
 * and state stay, so that the register stays whole. *ret_files are the digests of their files, for
 * who calls to remove when no other row names them. Reading one of them is ABSENT "letter_erased"
 * from then on. Inside the caller's db_work(); audit "letter.erased" of each.
 */
MUST struct fault *letter_erase(struct db *db, const struct letter_doer *doer, struct arena *arena,
	struct str subject, int64_t subject_id, struct digest **ret_files, size_t *ret_count);

/* --- deliveries --- */

/* One delivery. Receiver, tracking number and note are personal data. */
struct letter_delivery {
	int64_t id;
	int64_t letter_id;
	enum letter_method method;
	struct day sent_on;   /* handed over to the post, sent online, or taken there */
	struct day signed_on; /* DAY_NONE: not yet */
	struct str tracking;
	struct str receiver;
	struct str note;
	struct day stops_on; /* letter_stop_day(); not looked at when saving */
	int64_t version;     /* 0: a new one */
};

/* Save a delivery of a signed letter, or what became known of it since. Audit "letter.delivered".
 * INPUT "letter_delivery" (no day, signed before it was sent, before the issue day or in the
 * future; the post without its day or number); CONFLICT "letter_state", "letter_stale". */
MUST struct fault *letter_deliver(struct db *db, const struct letter_doer *doer,
	const struct letter_delivery *delivery, int64_t *ret_id);

struct letter_deliveries {
	struct letter_delivery *items; /* the oldest first */
	size_t count;
};
/* `keys` NULL: without receiver, tracking number and note. */
MUST struct fault *letter_load_deliveries(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t letter_id, struct letter_deliveries *ret_deliveries);

/* --- lists --- */

struct letter_list {
	struct letter_row *rows;
	size_t count;
	bool has_more;
};

/* Letters of one subject, the oldest first. */
MUST struct fault *letter_find_subject(struct db *db, struct arena *arena, struct str subject,
	int64_t subject_id, struct letter_list *ret_list);

/* The register: letters that ever had a number. */
struct letter_query {
	struct str pattern; /* of agency.path, "/1/5/%"; empty: nothing */
	int64_t agency_id;  /* 0: all */
	int year;           /* 0: all */
	struct str series;  /* empty: all */
	int state;          /* LETTER_SIGNED or LETTER_VOID; -1: both */
	int64_t before_id;  /* paging: older than this; 0: the newest */
	int limit;          /* cut to 1 … 1000 */
};
MUST struct fault *letter_register(struct db *db, struct arena *arena,
	const struct letter_query *query, struct letter_list *ret_list);

/* One counter with what is stored of its numbers; whole when `used` equals `last`. */
struct letter_counter {
	int64_t agency_id;
	struct str agency_name;
	struct str series;
	int year;
	int64_t last;
	int64_t used;
	int64_t void_count;
};
struct letter_counters {
	struct letter_counter *items;
	size_t count;
};
MUST struct fault *letter_counters(struct db *db, struct arena *arena, struct str pattern,
	struct letter_counters *ret_counters);

/* --- what the letters of an agency share --- */

/* Facts and settings of an agency that every letter of it takes: names, address, phone, who
 * reviews, court, pattern of numbers. */
struct letter_house {
	struct agency agency;
	struct str office;
	struct str address;
	struct str phone;
	struct str postcode;
	struct str word;    /* 机关代字 */
	struct str pattern; /* of numbers */
	struct letter_review review;
	struct str review_address;
	struct str review_online;
	struct str court;
	bool has_seal_room;
	bool is_online_on_receipt;
};
MUST struct fault *letter_load_house(
	struct db *db, struct arena *arena, int64_t agency_id, struct letter_house *ret_house);

#endif
