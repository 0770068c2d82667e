/*
 * What goes on in the background of a server: settings, letters and jobs of all rooms, joined.
 * Threads are program_jobs.c's, the work itself the rooms'; a room's tables are named here.
 */
#ifndef PROGRAM_PROGRAM_BACKGROUND_H
#define PROGRAM_PROGRAM_BACKGROUND_H

#include <stdio.h>

#include "base/arena.h"
#include "base/seal.h"
#include "job/job.h"
#include "mail/mail.h"
#include "setting/setting.h"

struct db_pool;
struct program_background;

/* Every room's settings, kinds of letters and repeated jobs. */
extern const struct setting *const *const program_settings[];
extern const struct mail_template *const *const program_letters[];
extern const struct job_repeat program_repeats[];

/* Tell setting/ and mail/ what the rooms declare; once, before anything is read or saved. A verb
 * that needs no threads calls only this. */
void program_use_rooms(void);

struct program_background_plan {
	struct db_pool *pool;
	const struct seal_keys *keys;
	struct blob_store *files; /* swept of what was disposed of; NULL: not */
	const char *data;         /* folder; trial letters go below it to mail/. NULL: nowhere */
	FILE *console;            /* trial letters by the way "console"; NULL: nowhere */
	const char *ca_file;      /* further certificates that mail servers may have; NULL: none */
	int threads;
};

/*
 * Use the rooms, let settings be up to two seconds old, and start the threads. What the plan points
 * to outlives them.
 */
MUST struct fault *program_background_open(
	const struct program_background_plan *plan, struct program_background **ret_background);
/* After the server was closed and before the pool is. */
void program_background_close(struct program_background **background);
/* The kinds that run here, for a page's words; ends with { 0 }. */
const struct job_kind *program_background_kinds(const struct program_background *background);

#endif
