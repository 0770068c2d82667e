/*
 * Writing rows of disputes, inside a work only. Others use application_dispute.h.
 */
#ifndef APPLICATION_APPLICATION_DISPUTE_INSIDE_H
#define APPLICATION_APPLICATION_DISPUTE_INSIDE_H

#include "application/application_dispute.h"
#include "application/application_doing.h"

MUST struct fault *application_add_dispute(
	struct db *db, const struct application_dispute *one, int64_t *ret_id);
/* CONFLICT "application_stale" when somebody else was faster. */
MUST struct fault *application_change_dispute(struct db *db, const struct application_dispute *one);

#endif
