/*
 * Telling other systems of received and answered cases, by a signed message. What is sent holds no
 * personal data.
 */
#ifndef APPLICATION_APPLICATION_CALL_H
#define APPLICATION_APPLICATION_CALL_H

#include "application/application_work.h"
#include "base/seal.h"
#include "job/job.h"

/* Put in the job that tells of it, in the caller's work, if an address is set. `event` is
 * "received" or "replied". */
MUST struct fault *application_put_call(
	struct db *db, struct arena *arena, int64_t now, int64_t application_id, const char *event);
/* What is sent: number, agency, state, days and outcome, no personal data. `delivery` is the number
 * of the job, the same when it is sent again. */
MUST struct fault *application_call_body(struct db *db, struct arena *arena, int64_t application_id,
	const char *event, int64_t delivery, struct day today, struct buf *buf);

/* The work of "application.call", of which a process does one at a time; its context is a struct
 * application_call_keys. */
job_fn application_call_job;
struct application_call_keys {
	const struct seal_keys *keys; /* outlives the jobs */
	const char *ca_file;          /* further certificates to trust; NULL: the system's only */
	int seconds;                  /* for the whole exchange; 0: the usual */
};

#endif
