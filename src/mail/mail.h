/*
 * mail: 邮件, letters that the program sends to people.
 *
 * What lives here: the words of letters (templates, which agencies may put in their own way), the
 * outbox, composing a message, sending it by SMTP, and the list for a page. What does not: when a
 * letter is written (the room whose matter it is calls mail_put() in its own transaction), staff
 * and applicants (a letter knows an address and a name), threads (job/ and program/).
 *
 * A letter is sent by a background job of its own, "mail.send": at least once, with the same
 * Message-ID if it is sent again after a crash, so that mailboxes can tell. Each letter goes to one
 * address. Address, name, subject and text are personal data: they are sealed in the store, and
 * lists, logs, faults and the audit show the address masked.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include <stdio.h>

#include "audit/audit.h"
#include "base/arena.h"
#include "base/seal.h"
#include "base/str.h"
#include "db/db_reseal.h"
#include "job/job.h"
#include "setting/setting.h"

struct db;

/* --- templates --- */

/* What a template may name as {{name}}; `sample` stands in previews. */
struct mail_hole {
	const char *name; /* lower-case letters, digits and underscores */
	const char *zh;   /* what it is, for who writes templates */
	const char *sample;
};

/* One kind of letter, declared by the room that sends it. The words here hold until an agency, or
 * the installation, saves its own. */
struct mail_template {
	const char *name; /* "account.reset" */
	const char *zh;
	const char *en;
	const struct mail_hole *holes; /* ends with { 0 } */
	const char *subject;
	const char *body; /* plain text, lines end with \n */
};

/* Tell which kinds of letters there are, once in main. `tables` ends with NULL, and so does each
 * table; all stay the caller's. Asserts that the declared words fit their holes. */
void mail_use(const struct mail_template *const *const *tables);
const struct mail_template *mail_template_named(struct str name);

/* Words as they hold for an agency. */
struct mail_words {
	const struct mail_template *template;
	struct str subject;
	struct str body;
	bool is_own;         /* saved at this very place */
	bool is_default;     /* the program's own */
	int64_t from_agency; /* when not is_default; 0: the installation's */
	int64_t version;     /* of this place, for the form; 0: never saved here */
};

struct mail_words_list {
	struct mail_words *words; /* in the order of the tables */
	size_t count;
};

/* `path` as for settings. */
MUST struct fault *mail_words_load(struct db *db, struct arena *arena, struct str path,
	const struct mail_template *template, struct mail_words *ret_words);
MUST struct fault *mail_words_list(
	struct db *db, struct arena *arena, struct str path, struct mail_words_list *ret_list);

struct mail_words_change {
	const struct audit_actor *actor;
	int64_t agency_id; /* 0: the whole installation */
	struct str name;   /* of the template */
	struct str subject;
	struct str body;
	bool is_forgetting; /* no own words any more */
	int64_t version;
};

/* Check and save, with an audit entry "mail.words_changed". Faults INPUT "mail_template" (no such
 * kind), "mail_hole" (a hole that this letter does not have, or braces that do not match),
 * "mail_words" (blank, too long, unprintable); CONFLICT "mail_stale". */
MUST struct fault *mail_words_save(
	struct db *db, struct arena *arena, const struct mail_words_change *change);

/* The letter with each hole filled by its sample; faults as for saving. Pure. */
MUST struct fault *mail_preview(struct arena *arena, const struct mail_template *template,
	struct str subject, struct str body, struct str *ret_subject, struct str *ret_body);

/* --- writing a letter --- */

struct mail_value {
	const char *hole;
	struct str text;
};

struct mail_letter {
	const struct mail_template *template;
	int64_t agency_id; /* in whose name; 0: the installation's */
	struct str agency_path;
	struct str address; /* "name@example.cn" */
	struct str name;    /* of the person, or empty */
	const struct mail_value *values;
	size_t value_count;
	bool is_urgent; /* does not wait for the end of quiet hours (a sign-in link) */
};

/*
 * Put a letter into the outbox and queue its sending, in the caller's db_work() or one of its own.
 * Every hole that the words name needs a value that is not blank. Faults INPUT "mail_address",
 * "mail_value", "mail_letter" (too long).
 */
MUST struct fault *mail_put(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t now, const struct mail_letter *letter, int64_t *ret_id);

/* Are letters sent in this installation? While they are not, it is pointless to write such as tell
 * of something that is happening now. */
MUST struct fault *mail_is_sending(struct db *db, bool *ret_is_sending);

/* An address as SMTP servers everywhere take it: ASCII, one @, a domain with a point. Fault INPUT
 * "mail_address", which does not repeat it. Pure. */
MUST struct fault *mail_check_address(struct str address);

/* --- sending --- */

/* What the sending job works with, as the context of its kind; everything outlives the jobs. */
struct mail_sender {
	const struct seal_keys *keys;
	const char *folder;  /* of the sink "folder"; NULL: there is none */
	FILE *console;       /* of the sink "console"; NULL: there is none */
	const char *ca_file; /* further certificates to trust; NULL: the system's only */
	/* Told of each letter that left, address masked; may be NULL. */
	void (*say)(int64_t id, const char *way, const char *masked);
};

/* The work of the kinds "mail.send" and "mail.sweep". The second is a repeated job: it removes old
 * letters and shows those as failed whose sending job was cancelled or given up. */
job_fn mail_send_job;
job_fn mail_sweep_job;

/* What `gongkai keys rotate` seals anew. */
extern const struct db_reseal_column mail_sealed_columns[];

/* The settings of this room. */
extern const struct setting *const mail_settings[];

/* --- for a page --- */

/* Stored by number, never renumber. */
enum mail_state { MAIL_WAITING, MAIL_SENT, MAIL_FAILED, MAIL_CANCELLED, MAIL_STATES };

struct mail {
	int64_t id;
	int64_t agency_id;
	struct str agency_path;
	struct str template;
	struct str place;
	int64_t round;
	struct str masked; /* the address */
	enum mail_state state;
	bool is_urgent;
	int64_t tries;
	struct str error_code; /* of the last try; empty: none */
	struct str error;
	struct str error_en;
	int64_t created_at;
	int64_t finished_at; /* 0: not yet */
};

struct mail_query {
	int state;           /* an enum mail_state, or -1: all */
	int64_t agency_id;   /* 0: all */
	struct str template; /* empty: all */
	struct str address;  /* exactly this one; empty: all */
	int64_t before_id;   /* paging: older than this; 0: the newest */
	int limit;           /* cut to 1 … 200 */
};

struct mail_list {
	struct mail *mails; /* the newest first */
	size_t count;
	bool has_more;
	int64_t counts[MAIL_STATES]; /* of the agency, or of all */
};

/* `keys` are needed when an address is looked for. */
MUST struct fault *mail_find(struct db *db, const struct seal_keys *keys, struct arena *arena,
	const struct mail_query *query, struct mail_list *ret_list);

/* Personal data, opened: for who may see this very letter, and never for a log. */
struct mail_opened {
	struct str address;
	struct str name;
	struct str subject;
	struct str body;
};
MUST struct fault *mail_load(struct db *db, struct arena *arena, int64_t id, struct mail *ret_mail);
MUST struct fault *mail_open(struct db *db, const struct seal_keys *keys, struct arena *arena,
	int64_t id, struct mail_opened *ret_opened);

/* Send now (a waiting one) or anew (one that failed, was cancelled or was sent), with all tries and
 * an audit entry "mail.sent_again". */
MUST struct fault *mail_again(
	struct db *db, const struct audit_actor *actor, int64_t now, int64_t id);
/* CONFLICT "mail_over" unless it waits. Audit entry "mail.cancelled". */
MUST struct fault *mail_cancel(
	struct db *db, const struct audit_actor *actor, int64_t now, int64_t id);

#endif
