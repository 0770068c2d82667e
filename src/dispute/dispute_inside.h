/*
 * Writing rows of disputes, inside a work only. Others use dispute.h.
 */
#ifndef DISPUTE_DISPUTE_INSIDE_H
#define DISPUTE_DISPUTE_INSIDE_H

#include "dispute/dispute.h"

MUST struct fault *dispute_add(struct db *db, const struct dispute *one, int64_t *ret_id);
/* CONFLICT "application_stale" when somebody else was faster. */
MUST struct fault *dispute_change(struct db *db, const struct dispute *one);
/* The last day for the answer by its term, under the calendar of now for its agency; *one gets that
 * calendar's version. */
MUST struct fault *dispute_find_term(
	struct db *db, struct str path, struct dispute *one, struct day *ret_due);

#endif
