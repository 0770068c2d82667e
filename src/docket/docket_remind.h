/*
 * Reminders of open cases: notices and letters before, on and after due days; and the job that
 * makes due days anew after a change of the calendar. What is due and to whom it is told stands in
 * docket_remind.c.
 */
#ifndef DOCKET_DOCKET_REMIND_H
#define DOCKET_DOCKET_REMIND_H

#include "application/application_work.h"
#include "job/job.h"
#include "mail/mail.h"
#include "setting/setting.h"

/* Stored as application_reminder.kind; never renumber. */
enum docket_reminding {
	DOCKET_REMIND_FIRST = 1,
	DOCKET_REMIND_SECOND,
	DOCKET_REMIND_TODAY,
	DOCKET_REMIND_LATE,    /* each working day, to the head too */
	DOCKET_REMIND_TERM,    /* a correction, reason or fee did not come in its term */
	DOCKET_REMIND_PARTY,   /* a party did not answer in 15 working days (art. 32) */
	DOCKET_REMIND_ARRIVED, /* nobody confirmed it, each working day */
	/* The same four for an answer in reconsideration or litigation. */
	DOCKET_REMIND_ANSWER_FIRST,
	DOCKET_REMIND_ANSWER_SECOND,
	DOCKET_REMIND_ANSWER_TODAY,
	DOCKET_REMIND_ANSWER_LATE,
	DOCKET_REMIND_UNDELIVERED, /* nobody entered when an inquiry or a fee notice was received */
};

/* When reminders are sent: the hour, how many working days before the due day, and how many after
 * something was sent that nobody entered as delivered. */
struct docket_remind_setting {
	int hour;
	int first;
	int second;
	int undelivered;
};
MUST struct fault *docket_setting_remind(struct db *db, struct docket_remind_setting *ret_setting);
extern const struct setting *const docket_settings[];

/*
 * Everything that is to be said on `today`, once however often this is called: a notice for each
 * case, and one letter a person that names them all. *ret_count: how many reminders were new. Each
 * piece is a transaction of its own.
 */
MUST struct fault *docket_remind(struct db *db, const struct docket_remind_setting *setting,
	struct day today, int64_t *ret_count);

/* Is there an open case whose due day was made under another calendar? Only reads. */
MUST struct fault *docket_has_stale_clocks(struct db *db, bool *ret_has);

/* The work of "application.remind" and "application.clocks", repeated jobs. The first waits for the
 * hour of the setting. */
job_fn docket_remind_job;
job_fn docket_clocks_job;

/* The letters of this room. */
extern const struct mail_template *const docket_mails[];

#endif
