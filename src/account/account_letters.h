/*
 * Letters to people with an account: account/'s own, and how other rooms send theirs to somebody
 * they know by account or by role. What letters say and how they are sent is mail/'s.
 *
 * A letter is put in as a background job in the transaction of the change it tells of; the job
 * finds name and address and fills the outbox. So nothing personal and no secret stands in the
 * queue, and words that an administrator spoilt fail a job that everybody can see, not the sign-in
 * of a person. Nobody is written to while letters are not sent, or without an address.
 */
#ifndef ACCOUNT_ACCOUNT_LETTERS_H
#define ACCOUNT_ACCOUNT_LETTERS_H

#include "account/account.h"
#include "base/seal.h"
#include "job/job.h"
#include "mail/mail.h"

/* The kinds of letters that this room sends. */
extern const struct mail_template *const account_letters[];

/* Values are short and hold neither secrets nor personal data; {{person}}, the name of who gets the
 * letter, is filled in for each. */
struct account_letter {
	const struct mail_template *template;
	int64_t agency_id; /* in whose name; 0: the installation's */
	const struct mail_value *values;
	size_t value_count;
	bool is_about_work; /* people may decline these */
	int64_t not_to;     /* who caused it and knows; 0: nobody */
};

/* To one person, inside the caller's db_work(). */
MUST struct fault *account_put_letter(
	struct db *db, int64_t account_id, const struct account_letter *letter);
/* To everybody, at most fifty, who may act in this role for the agency at `path`: own or lent
 * roles; inside the caller's db_work(). */
MUST struct fault *account_put_letters(struct db *db, enum account_role role, struct str path,
	const struct account_letter *letter);

/* The work of the kind "account.letter"; its context is a struct account_letter_keys. */
job_fn account_letter_job;
struct account_letter_keys {
	const struct seal_keys *keys; /* outlives the jobs */
};

#endif
