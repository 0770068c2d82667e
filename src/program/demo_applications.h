/*
 * Applications for the demonstration: a list of cases is read, each gets a course of acts on
 * working days, and all acts are done in the order of their days through the work that pages use.
 * Accounts and agencies are command_demo.c's; nothing here knows a page.
 */
#ifndef PROGRAM_DEMO_APPLICATIONS_H
#define PROGRAM_DEMO_APPLICATIONS_H

#include "application/application_work.h"

/* --- the list --- */

/*
 * One row of the list. `before`: how many working days before the making of the demonstration the
 * application is received, of one that has no date of its own (`on` is DAY_NONE). `stop` is the
 * state in which the case is left, -1: it goes to its end. `course` are words parted by ；. What
 * stands from `id` on becomes known while the demonstration is made.
 */
struct demo_case {
	struct day on;
	int before;
	enum application_channel channel;
	struct str name;
	enum application_applicant_kind applicant_kind;
	struct str title;
	struct str description;
	struct str course;
	int stop;
	const struct application_reply_rule *reply; /* NULL: none */
	struct str exemption;
	struct str says;
	size_t previous; /* number of the row that this one repeats, from 1; 0: none */
	size_t person;   /* the first row with the same name */

	int64_t id;
	int64_t letter_id; /* of the reply */
	struct day asked_on;
	struct day asked_until; /* of a correction */
};

struct demo_cases {
	struct demo_case *items;
	size_t count;
};

/* Bytes of a CSV or Excel file. INPUT "demo_applications" names the row that cannot be used; faults
 * of doc_sheet_read(). */
MUST struct fault *demo_applications_read(
	struct str name, struct str bytes, struct arena *arena, struct demo_cases *ret_cases);

/* --- the course --- */

/* One act on one day. */
struct demo_step {
	struct day day;
	size_t item;  /* of demo_cases */
	size_t order; /* within its case */
	enum application_act act;
	struct day until;
	struct str says;
	enum application_answer answer;
};

struct demo_steps {
	struct demo_step *items; /* by day */
	size_t count;
	size_t left_out; /* cases that need days of a year without calendar data */
};

struct calendar;

/* Pure. No step lies after `today`. Cases with a date of their own must have calendar data. */
MUST struct fault *demo_applications_plan(struct arena *arena, struct demo_cases *cases,
	const struct calendar *calendar, struct day today, struct demo_steps *ret_steps);

/* --- doing it --- */

struct demo_stage {
	struct db *db;
	const struct seal_keys *keys;
	struct blob_store *files;
	struct day today;
	int64_t agency_id;
	struct str agency_path;
	int64_t unit_id; /* a department below, whose author answers */
	struct account_person officer;
	struct account_person reviewer;
	struct account_person legal;
	struct account_person head;
	struct account_person unit_author;
};

/* Inside db_work(). *ret_left_out: see demo_steps. Notices of what is long over are marked as
 * read. */
MUST struct fault *demo_applications_put(struct demo_stage *stage, struct arena *arena,
	struct demo_cases *cases, size_t *ret_left_out);

/* The disputes that the course of a case names, after the cases. */
MUST struct fault *demo_disputes_put(struct demo_stage *stage, const struct demo_cases *cases);

/* The number of a person who does not exist: GB 11643 with a division that no place has. `serial` 1
 * to 999. */
MUST struct fault *demo_applications_card(
	struct arena *arena, size_t serial, struct day today, struct str *ret_number);

#endif
