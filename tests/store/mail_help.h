/*
 * A desk with everything that sending letters needs, and a runner that is told what time it is.
 * Nothing is tested here.
 */
#ifndef TESTS_STORE_MAIL_HELP_H
#define TESTS_STORE_MAIL_HELP_H

#include "mail/mail.h"
#include "stand_in.h"
#include "twin.h"

enum { NOW = 1772294400 };

extern const struct audit_actor mail_help_admin;
/* A letter with the holes name and link. */
extern const struct mail_template mail_help_reset;
extern const struct mail_template *const *const mail_help_letter_tables[];

/* Invariant: twin->db is lent by the pool. */
struct mail_desk {
	struct twin *twin;
	struct seal_keys *keys;
	struct db_pool *pool;
	struct mail_sender sender;
	struct job_kind kinds[3];
	char folder[100];
	char ca_file[100];
};

/* What mail_sender.say was told. */
extern int mail_help_said;
extern char mail_help_said_masked[100];

void mail_help_open_desk(struct mail_desk *desk, struct twin *twin);
void mail_help_close_desk(struct mail_desk *desk);
/* Run one job that is due; false when there is none. */
bool mail_help_step(struct mail_desk *desk, int64_t now);
/* Change a setting for the agency at the top of the tree, or the installation (0). */
void mail_help_set_at(
	struct mail_desk *desk, int64_t agency_id, const char *key, const char *value);
void mail_help_use_server(
	struct mail_desk *desk, const struct stand_in *server, const char *security);
/* A letter of agency 5, below agency 1, and putting one into the outbox. */
struct mail_letter mail_help_letter_to(const char *address);
int64_t mail_help_put(struct mail_desk *desk, const char *address);
struct mail mail_help_look_at(struct mail_desk *desk, int64_t id);

#endif
