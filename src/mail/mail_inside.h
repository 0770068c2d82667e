/*
 * What the files of mail/ share: rules of words, messages, the SMTP adapter, rows.
 * Not for other rooms; they include mail/mail.h.
 */
#ifndef MAIL_MAIL_INSIDE_H
#define MAIL_MAIL_INSIDE_H

#include "base/buf.h"
#include "mail/mail.h"

enum {
	MAIL_MOST_ADDRESS = 254,
	MAIL_MOST_NAME = 100,    /* characters */
	MAIL_MOST_SUBJECT = 200, /* characters */
	MAIL_MOST_BODY = 20000,  /* characters */
	MAIL_MOST_MESSAGE = 1 << 20,
};

extern const struct mail_template *const *const *mail_tables;

extern const struct setting mail_setting_way;
extern const struct setting mail_setting_host;
extern const struct setting mail_setting_port;
extern const struct setting mail_setting_security;
extern const struct setting mail_setting_login;
extern const struct setting mail_setting_password;
extern const struct setting mail_setting_from;
extern const struct setting mail_setting_from_name;
extern const struct setting mail_setting_timeout;
extern const struct setting mail_setting_quiet;
extern const struct setting mail_setting_keep;

/* --- words --- */

/* Subject and body trimmed and with \n line ends; faults of mail_words_save(). */
MUST struct fault *mail_words_check(struct arena *arena, const struct mail_template *template,
	struct str subject, struct str body, struct str *ret_subject, struct str *ret_body);
/* Holes filled. INPUT "mail_value" when a value is missing or blank, "mail_hole". */
MUST struct fault *mail_words_fill(struct arena *arena, struct str text,
	const struct mail_value *values, size_t count, struct str *ret_text);

/* "22:00-07:00", or empty: no quiet hours. */
MUST struct fault *mail_check_quiet(struct str hours);
/* Seconds until the quiet hours end; 0 when they are not now. Local time. */
int64_t mail_quiet_left(struct str hours, int64_t now);

/* --- messages --- */

/* Invariant: addresses have passed mail_check_address(). */
struct mail_message {
	struct str from;
	struct str from_name;
	struct str to;
	struct str to_name;
	struct str subject;
	struct str body;
	struct str id; /* left part of the Message-ID */
	int64_t at;
};

/* RFC 5322 text with \r\n line ends. Names and subject stand in encoded words, the text in base64,
 * so nothing in them can become a header or end the message. */
MUST struct fault *mail_compose(struct buf *out, const struct mail_message *message);

/* --- SMTP --- */

struct mail_server {
	struct str host;
	int64_t port;
	struct str security; /* "starttls", "tls", "none" */
	struct str login;    /* empty: none */
	struct secret password;
	int64_t timeout; /* seconds, for everything together */
	const char *ca_file;
};

/*
 * Hand one message to the server. Faults INPUT "mail_refused" (5xx: this letter will never be
 * taken); OUTSIDE "mail_later" (4xx), "mail_unreachable", "mail_timeout", "mail_no_tls",
 * "mail_certificate", "mail_login", "mail_sender", "mail_server" and those of late_load(); CONFLICT
 * "job_stopped". No fault holds an address or what the server said beyond its number.
 */
MUST struct fault *mail_smtp_send(const struct mail_server *server, struct arena *arena,
	struct str from, struct str to, struct str message, const struct job_run *run);

/* --- rows --- */

struct mail_row {
	struct mail mail;
	struct str sealed_address;
	struct str sealed_letter;
};

MUST struct fault *mail_store_add(
	struct db *db, const struct mail_row *row, const char *mark, int64_t *ret_id);
MUST struct fault *mail_store_load(
	struct db *db, struct arena *arena, int64_t id, struct mail_row *ret_row);
/* State, round, tries, error and finished_at, as they stand in `mail`. */
MUST struct fault *mail_store_move(struct db *db, const struct mail *mail);
/* `mark` is empty, or that of query->address; query->limit is already cut. */
MUST struct fault *mail_store_some(struct db *db, struct arena *arena,
	const struct mail_query *query, struct str mark, struct mail_list *list);
MUST struct fault *mail_store_counts(struct db *db, int64_t agency_id, int64_t counts[MAIL_STATES]);
/* Numbers of waiting letters above `after`, at most `limit`. */
MUST struct fault *mail_store_waiting(struct db *db, int64_t after, int64_t created_before,
	int64_t *ids, int limit, int *ret_count);
MUST struct fault *mail_store_remove_old(struct db *db, int64_t ended_before, int64_t *ret_count);

struct mail_words_row {
	int64_t id; /* 0: there is none */
	struct str subject;
	struct str body;
	int64_t version;
};
MUST struct fault *mail_store_words(struct db *db, struct arena *arena, int64_t agency_id,
	struct str name, struct mail_words_row *ret_row);
MUST struct fault *mail_store_save_words(struct db *db, const struct mail_words_change *change,
	struct mail_words_row *row, int64_t now);

/* Where the sealed parts of a letter stand. */
MUST struct fault *mail_place(
	struct arena *arena, const char *part, struct str place, struct str *ret_place);
/* Open a row that was loaded. */
MUST struct fault *mail_open_row(const struct seal_keys *keys, struct arena *arena,
	const struct mail_row *row, struct mail_opened *ret_opened);

#endif
