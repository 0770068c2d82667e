/* A small report for tests of the store: a record with a figure and a finding or two. */
#ifndef TESTS_STORE_SAMPLE_H
#define TESTS_STORE_SAMPLE_H

#include "audit/audit.h"
#include "filing/filing_inside.h"
#include "twin.h"

/* Who acts in these tests. */
extern const struct audit_actor sample_actor;

/* `figure` is the 新收 total; `errors` findings of level E are put into the record. In the arena.
 */
struct report *sample_report(
	struct arena *arena, const char *agency, int year, int figure, int errors);
/* Bytes as of an original file, different for every figure. */
struct str sample_bytes(struct arena *arena, const char *agency, int year, int figure);

/* The current report of the one agency with this name; 0 when there is none. */
struct fault *sample_find(
	struct twin *twin, struct filing_gate gate, const char *agency, int year, int64_t *ret_id);

#endif
