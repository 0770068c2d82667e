/*
 * checking: 核对, is a record right in itself, against its own words and against last year's?
 *
 * What lives here: the rules, the narrative against the tables, the wording. What does not: how the
 * record came to be (reading/), storing findings (filing/). Pure: facts in, findings out.
 */
#ifndef CHECKING_CHECKING_H
#define CHECKING_CHECKING_H

#include "report/report.h"

/* What is known of the agency beside its report, for rules that depend on it. */
enum checking_agency_kind {
	CHECKING_AGENCY_UNKNOWN,
	CHECKING_AGENCY_GOVERNMENT,
	CHECKING_AGENCY_DEPARTMENT,
	CHECKING_AGENCY_STREET,
};
/* From the agency's name: 人民政府 … GOVERNMENT; 局委办厅 … DEPARTMENT; 街道 乡 镇 … STREET. */
enum checking_agency_kind checking_agency_kind(const struct report *report);

/* The last day for publishing the report of `year`; weekends and holidays do not move it. An agency
 * of an unknown kind gets the later of the two days. Law: 条例 art. 49 para. 1 (31 January,
 * departments), para. 2 (31 March, governments) */
struct day checking_deadline(enum checking_agency_kind kind, int year);

/* The narratives of the reports of one run, for finding those that are nearly the same. */
struct checking_others;
/* They stay in `arena`, which must outlive every report that is compared with them. */
MUST struct fault *checking_others_make(struct arena *arena, struct checking_others **ret_others);

/* What is known beside the report; begin with CHECKING_NOTHING_KNOWN. */
struct checking_facts {
	const struct report *previous; /* last year's record of the same agency, or NULL */
	struct checking_others
		*others;         /* reports checked before this one, or NULL; it joins them */
	struct day published_on; /* the day it was put before the public, or DAY_NONE */
	/* The last day that a local notice gives to towns and streets, or DAY_NONE. Law: 条例 art.
	 * 49 names no day for them. */
	struct day town_deadline;
};
#define CHECKING_NOTHING_KNOWN                                                                     \
	((struct checking_facts){ .published_on = DAY_NONE, .town_deadline = DAY_NONE })

/* Check a record; findings go into the arena and into report->findings, sorted by place. */
MUST struct fault *checking_run_with(
	struct report *report, const struct checking_facts *facts, struct arena *arena);
/* The same with nothing known but last year's record, or NULL. */
MUST struct fault *checking_run(
	struct report *report, const struct report *previous, struct arena *arena);

/* One rule, as people may read it. */
struct checking_rule {
	const char *id;
	enum report_level level; /* the usual one; a finding may be milder */
	const char *basis;
	const char *mend;
};
/* Every rule, in the order of the forms. */
extern const struct checking_rule checking_rules[];
extern const size_t checking_rule_count;

#endif
