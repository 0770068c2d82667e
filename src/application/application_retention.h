/*
 * How long an archived case is kept, who decides on its disposal (销毁), and the removal of
 * personal data then, while the figures stay. The case as one zip is archive/'s. Law: 条例 art. 45
 * (归档); 个人信息保护法 art. 47 (removal once the purpose is reached).
 */
#ifndef APPLICATION_APPLICATION_RETENTION_H
#define APPLICATION_APPLICATION_RETENTION_H

#include "application/application_work.h"
#include "setting/setting.h"

/* --- how long --- */

/* Stored as application.retention; never renumber. */
enum application_retention {
	APPLICATION_KEEP_USUAL,
	APPLICATION_KEEP_LONG,
	APPLICATION_KEEP_FOREVER,
	APPLICATION_RETENTIONS,
};
extern const struct application_word application_retention_words[];
/* Years of the first two. */
extern const struct setting *const application_retention_settings[];

/* Years by category; 0: for ever. */
struct application_keeping {
	int years[APPLICATION_RETENTIONS];
};
MUST struct fault *application_load_keeping(struct db *db, struct application_keeping *ret_keeping);
/* The last day that a case is kept: years are counted from the first of January after it was
 * archived. DAY_NONE: for ever, or not archived. Pure. */
struct day application_keep_until(
	struct day archived_on, int retention, const struct application_keeping *keeping);

/* Change the category. Case officers. Audit "application.retention". CONFLICT "application_stale",
 * "application_state" when its data are gone. */
MUST struct fault *application_set_retention(struct db *db, const struct application_hands *hands,
	int64_t id, int64_t version, enum application_retention retention);

/* --- disposal --- */

/* A proposal that waits. */
struct application_disposal {
	int64_t id; /* 0: none */
	int64_t proposed_by;
	struct str proposed_name;
	struct day proposed_on;
	struct str says;
};

/* An archived case whose time is over. */
struct application_expired {
	int64_t id;
	int64_t agency_id;
	struct str agency_name;
	struct str path;
	int year;
	int64_t number;
	struct str title;
	int retention;
	struct day archived_on;
	struct day until;
	struct application_disposal disposal;
};
struct application_expired_list {
	struct application_expired *items;
	size_t count;
	bool has_more;
};
struct application_expired_query {
	struct str pattern; /* of paths */
	struct day today;
	bool only_proposed;
	struct day after; /* archived_on and id of the last one of the page before; DAY_NONE: from
			     the start */
	int64_t after_id;
	int limit; /* cut to 1 … 500 */
};
MUST struct fault *application_list_expired(struct db *db, struct arena *arena,
	const struct application_expired_query *query, struct application_expired_list *ret_list);
/* The proposal that waits for a case. */
MUST struct fault *application_load_disposal(struct db *db, struct arena *arena,
	int64_t application_id, struct application_disposal *ret_disposal);

/* Most cases in one go. */
enum { APPLICATION_DISPOSE_MOST = 100 };

/* Several at once: all of them or none. `says` is why, of proposals; the reason of a decision. */
struct application_disposing {
	const int64_t *ids; /* of applications */
	size_t count;
	struct str says;
	bool is_approved;
};
/*
 * A case officer proposes; a head who did not propose it decides. Approval does
 * APPLICATION_REMOVE to each. Audit "application.disposal_proposed", "application.remove" or
 * "application.disposal_refused" of each. Faults INPUT "application_disposal" (none chosen, too
 * many, no reason); CONFLICT "application_early" (its time is not over), "application_state",
 * "application_stale" (proposed or decided meanwhile); DENIED "application_own_proposal".
 */
MUST struct fault *application_propose_disposal(struct db *db,
	const struct application_hands *hands, const struct application_disposing *disposing);
MUST struct fault *application_decide_disposal(struct db *db, const struct application_hands *hands,
	const struct application_disposing *disposing);

/* Remove stored files of disposed cases that no row names any more and that were saved before
 * `before` (seconds since 1970). For a background job: one small transaction for each. */
MUST struct fault *application_sweep_files(
	struct db *db, struct blob_store *files, int64_t before, int64_t *ret_count);

#endif
