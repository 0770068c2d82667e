/*
 * The letters about stored reports: one waits for my approval, mine was returned or published. What
 * they say may be changed by administrators; sending is mail/'s, to whom account/ knows.
 */
#ifndef FILING_FILING_LETTERS_H
#define FILING_FILING_LETTERS_H

#include "filing/filing_inside.h"
#include "mail/mail.h"

/* The kinds of letters that this room sends. */
extern const struct mail_template *const filing_letters[];

/* A report was stored and waits: to those who may approve it, but for who stored it. Lists that
 * come in by the command line tell nobody. Inside db_work(). */
MUST struct fault *filing_tell_waiting(
	struct db *db, const struct audit_actor *actor, const struct filing_row *row);
/* It was published, returned or withdrawn: to who stored it. Inside db_work(). */
MUST struct fault *filing_tell_author(struct db *db, const struct audit_actor *actor,
	const struct filing_row *row, enum filing_state to);

#endif
