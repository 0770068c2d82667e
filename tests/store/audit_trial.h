/*
 * What the tests of the audit share: entries to write, ways to tamper with them, and what a verdict
 * must be. Nothing is tested here.
 */
#ifndef TESTS_STORE_AUDIT_TRIAL_H
#define TESTS_STORE_AUDIT_TRIAL_H

#include "audit/audit_inside.h"
#include "db/db_driver.h"
#include "twin.h"

enum { AUDIT_FEW = 40 };

/* 2026-03-01 in China. */
#define MARCH INT64_C(1772294400000)
#define HOUR INT64_C(3600000)

struct writing {
	int from;
	int count;
	int64_t at;   /* of the first; 0: the clock's */
	int64_t step; /* milliseconds from one to the next */
};

/* Inside db_work(): entry `number` of a row of varied ones; all of a struct writing. */
MUST struct fault *trial_write_one(struct db *db, int number, int64_t at);
MUST struct fault *trial_write_some(struct db *db, void *writing);
/* AUDIT_FEW entries, ten hours apart: several days. */
void trial_write_few(struct twin *twin);
void trial_write_at(struct twin *twin, int64_t at);

/* Any SQL, as the owner of the database could run it. */
void trial_tamper(struct twin *twin, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Without its triggers. Whoever owns the database can do this; the chain must show it all the same.
 */
void trial_drop_guards(struct twin *twin);

struct audit_verdict trial_verify(struct twin *twin);
void trial_assert_whole(struct twin *twin, int64_t count);
/* The entry at fault, and words of the English sentence. */
void trial_assert_bad(struct twin *twin, int64_t id, const char *says);

#endif
