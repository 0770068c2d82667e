/*
 * Removing a case's personal data and ending the proposal to do so, for the effects of acts.
 * Nothing outside the room sees it.
 */
#ifndef APPLICATION_APPLICATION_FORGET_H
#define APPLICATION_APPLICATION_FORGET_H

#include "application/application_doing.h"
#include "application/application_retention.h"

/* Everything about persons and words of a case, and of those merged into it, goes; *ret_title is
 * what stands in the place of its title. Inside a work. */
MUST struct fault *application_forget(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application *application, struct str *ret_title);
/* CONFLICT "application_early" while the case's time is not over. */
MUST struct fault *application_check_kept(
	struct db *db, const struct application *one, struct day today);
/* Close the proposal that waits for this case: the same person may not have made it, and its time
 * must be over for an approval. Inside a work; faults as application_decide_disposal(). */
MUST struct fault *application_close_disposal(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application *application, bool is_approved,
	struct str reason);

#endif
