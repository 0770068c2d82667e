/*
 * The table of one engine: what a driver must be able to do, and how a handle looks inside.
 * Only src/db/ includes this; checks that are the same for every engine stand in db.c.
 */
#ifndef DB_DB_DRIVER_H
#define DB_DB_DRIVER_H

#include "db/db.h"
#include "db/db_sql.h"

enum db_content {
	DB_EMPTY,   /* no table at all */
	DB_OURS,    /* has the table of steps */
	DB_FOREIGN, /* has tables, but not ours */
};

/*
 * `state` is the driver's handle, `rows` its rows. Every function that can fail leaves the handle
 * usable. A fault with the code "db_again" asks db_work() to run the work once more.
 */
struct db_driver {
	const char *scheme;
	const char *other_scheme; /* another spelling, or NULL */
	enum db_engine engine;
	struct fault *(*open)(const char *address, enum db_mode mode, void **ret_state);
	void (*close)(void *state);
	struct fault *(*begin)(void *state, bool is_writing);
	struct fault *(*commit)(void *state);
	/* Never fails: whatever happened, no transaction is open afterwards. */
	void (*rollback)(void *state);
	/* Prepare, bind; the first row is read by next(). Values stay the caller's. */
	struct fault *(*ask)(
		void *state, const struct db_sql *sql, struct db_values values, void **ret_rows);
	struct fault *(*next)(void *rows, bool *ret_is_found);
	/* A column of the present row as `type`; text is borrowed until next() or done(). */
	struct fault *(*get)(void *rows, int column, enum db_type type, struct db_value *ret_value);
	/* Rows that the statement changed, after its last row. */
	int64_t (*changed)(void *rows);
	void (*done)(void *rows);
	/* Several statements of a schema step; only db_steps.c calls it. */
	struct fault *(*script)(void *state, const char *text);
	struct fault *(*look_inside)(void *state, enum db_content *ret_content);
	struct fault *(*prepare)(void *state, const struct db_sql *sql);
	struct fault *(*schema)(void *state, struct arena *arena, struct str *ret_text);
	void (*set_patience)(void *state, int milliseconds);
	struct fault *(*set_read_only)(void *state, bool is_read_only);
	/* In a transaction: a number that is another one after others saved something, as far as
	 * this transaction sees it. NULL: the engine has none that is cheap. */
	struct fault *(*version)(void *state, int64_t *ret_version);
	/* These may be NULL: an engine of one file needs none of them. */
	/* One server at a time changes the schema; others wait here. Letting go never fails. */
	struct fault *(*lock_schema)(void *state, bool is_locked);
	/* How far this writer's work has come; 0 when readers are never behind. */
	struct fault *(*position)(void *state, int64_t *ret_position);
	/* Does this reader see the work up to there? */
	struct fault *(*has_reached)(void *state, int64_t position, bool *ret_has);
};

extern const struct db_driver db_sqlite;
extern const struct db_driver db_postgres;

/* Saved work that wrote what counts; see db_pool_set_counts(). */
struct db_changes {
	bool (*counts)(const char *statement); /* NULL: everything does */
	_Atomic uint64_t count;
};

/* Invariants: depth > 0 inside db_work or db_look; is_broken only then; a handle of a pool
 * has its pool and the changes counted there, another one neither. */
struct db {
	const struct db_driver *driver;
	void *state;
	enum db_engine engine; /* of the store itself, whatever driver is wrapped around */
	bool is_reader;        /* opened to read, so that it never writes */
	bool is_read_only;
	bool is_held;     /* a picture is; see db_hold() */
	uint64_t picture; /* of the last that was held, 0 for none, and its version */
	int64_t version;
	bool is_writing;       /* the transaction is db_work's */
	bool is_broken;        /* something inside failed: the transaction must not succeed */
	bool is_again;         /* the engine gave the transaction up because of others */
	bool has_written;      /* since it was borrowed */
	bool has_changed;      /* in this work, what counts */
	bool is_change_behind; /* such work was saved since it was borrowed */
	int depth;
	int open_rows;
	struct db_changes *changes;
	struct db_pool *pool;
	int waiting; /* threads that rested it and want it back; the pool's lock guards it */
};

/* The driver for a URL and what follows its scheme. */
MUST struct fault *db_find_driver(
	const char *url, const struct db_driver **ret_driver, const char **ret_address);
MUST struct fault *db_read_only_fault(void);
/* True for a store that only one handle can see. */
bool db_is_in_memory(const char *url);

#endif
