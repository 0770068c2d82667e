/*
 * Reminders of open cases, and jobs of this room: notices and letters before, on and after due
 * days, due days made anew after a change of the calendar, and telling other systems. What is due
 * and to whom it is told stands in application_remind.c.
 */
#ifndef APPLICATION_APPLICATION_REMIND_H
#define APPLICATION_APPLICATION_REMIND_H

#include "application/application_settings.h"
#include "application/application_work.h"
#include "job/job.h"
#include "mail/mail.h"

/* Stored as application_reminder.kind; never renumber. */
enum application_reminding {
	APPLICATION_REMIND_FIRST = 1,
	APPLICATION_REMIND_SECOND,
	APPLICATION_REMIND_TODAY,
	APPLICATION_REMIND_LATE,    /* each working day, to the head too */
	APPLICATION_REMIND_TERM,    /* a correction, reason or fee did not come in its term */
	APPLICATION_REMIND_PARTY,   /* a party did not answer in 15 working days (art. 32) */
	APPLICATION_REMIND_ARRIVED, /* nobody confirmed it, each working day */
	/* The same four for an answer in reconsideration or litigation. */
	APPLICATION_REMIND_ANSWER_FIRST,
	APPLICATION_REMIND_ANSWER_SECOND,
	APPLICATION_REMIND_ANSWER_TODAY,
	APPLICATION_REMIND_ANSWER_LATE,
};

/*
 * Everything that is to be said on `today`, once however often this is called: a notice for each
 * case, and one letter a person that names them all. *ret_count: how many reminders were new. Each
 * piece is a transaction of its own.
 */
MUST struct fault *application_remind(struct db *db,
	const struct application_remind_setting *setting, struct day today, int64_t *ret_count);

/* Is there an open case whose due day was made under another calendar? Only reads. */
MUST struct fault *application_has_stale_clocks(struct db *db, bool *ret_has);

/* The work of "application.remind" and "application.clocks", repeated jobs. The first waits for the
 * hour of the setting. */
job_fn application_remind_job;
job_fn application_clocks_job;

/* The letters of this room. */
extern const struct mail_template *const application_mails[];

/* --- other systems --- */

/* Put in the job that tells of it, in the caller's work, if an address is set. `event` is
 * "received" or "replied". */
MUST struct fault *application_put_call(
	struct db *db, struct arena *arena, int64_t now, int64_t application_id, const char *event);
/* What is sent: number, agency, state, days and outcome, no personal data. */
MUST struct fault *application_call_body(struct db *db, struct arena *arena, int64_t application_id,
	const char *event, struct day today, struct buf *buf);

/* The work of "application.call"; its context is a struct application_call_keys. */
job_fn application_call_job;
struct application_call_keys {
	const struct seal_keys *keys; /* outlives the jobs */
	const char *ca_file;          /* further certificates to trust; NULL: the system's only */
};

#endif
