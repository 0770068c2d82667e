/*
 * An agency that takes applications: its officers, an applicant's form, and acts done in one line.
 * Nothing is tested here. Days are told to the work, so that tests do not hang on today.
 */
#ifndef TESTS_STORE_CASE_HELP_H
#define TESTS_STORE_CASE_HELP_H

#include "application/application_inside.h"
#include "people_help.h"

struct case_house {
	struct people_house people;
	struct account_person officer;  /* 受理 */
	struct account_person reviewer; /* 审核 */
	struct account_person legal;    /* 法制审核 */
	struct account_person head;     /* 负责人 */
	struct account_person author;   /* 起草, of `unit` */
	struct account_person stranger; /* 受理 of another agency */
	int64_t agency;                 /* the county */
	int64_t unit;                   /* a department below it */
	struct audit_actor actor;
};
void case_open(struct twin *twin, struct case_house *house);
void case_close(struct case_house *house);

struct day case_day(const char *text);
/* Hands of this person (NULL: the public) on this day. */
struct application_hands case_hands(
	struct case_house *house, const struct account_person *person, const char *today);
/* A form that lacks nothing, sent online on that day. */
struct application_intake case_intake(struct case_house *house, const char *on);
/* Sent online, confirmed and registered on that day, by officer; its id. */
int64_t case_open_one(struct case_house *house, const char *on);

struct application case_load(struct case_house *house, int64_t id);
/* Do an act with the version that is stored now; `doing` gives the rest. */
struct fault *case_do(struct case_house *house, const struct account_person *person,
	const char *today, struct application_doing doing);
/* Save a draft that lacks nothing: refused for a process paper (R36_3, W13). */
void case_draft_refusal(struct case_house *house, int64_t id, const char *today);

#endif
