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

/* Check a record; findings go into the arena and into report->findings, sorted by place. `previous`
 * is last year's record of the same agency, or NULL. */
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
