/*
 * Every work of every room while the n-th call to the database, or the n-th allocation, fails: the
 * world they work in, and the tables of works. What must hold then is work.c's.
 */
#ifndef TESTS_HARDSHIP_WORK_H
#define TESTS_HARDSHIP_WORK_H

#include "../store/sample.h"
#include "../store/twin.h"

#include "account/account_import.h"
#include "account/account_inside.h"
#include "agency/agency_import.h"
#include "agency/agency_site.h"
#include "agency/agency_work.h"
#include "filing/filing_inside.h"
#include "job/job.h"
#include "mail/mail.h"
#include "notice/notice.h"

#define GOOD "lantern river 48 spade"
#define OTHER "copper window 91 heron"

enum { NOW = 1772294400 };

/* What the works of a table have left for those behind them, written only by works that ended
 * well. Text lives in `kept`. */
struct world {
	struct twin *twin;
	struct db *db;
	struct seal_keys *keys;
	struct account_gate *gate;
	struct arena *kept;
	int64_t top, left, right; /* agencies: two below one */
	int64_t person, colleague;
	int64_t id; /* of the thing made last */
	struct account_token token;
	struct account_session session;
	struct job job;
};

typedef struct fault *work_fn(struct world *world, struct arena *arena);

/* Works run in this order, each until it ends well once. */
struct work {
	const char *name;
	work_fn *run;
	int lines; /* that it adds to the audit */
};

/* Each ends with { 0 }. */
extern const struct work work_people[];
extern const struct work work_tree[];
extern const struct work work_reports[];
extern const struct work work_rest[];
extern const struct work work_calendar[];
extern const struct work work_letters[];
extern const struct work work_cases[];
extern const struct work work_archive[];

/* Settings and letters that work_rest works with, as main would. */
void work_declare(void);

extern const struct account_doer work_console;
extern const struct account_place work_here;

#endif
