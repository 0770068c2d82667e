/*
 * setting: 设置, what an administrator may choose without a programmer.
 *
 * What lives here: the form of a declared setting, reading its value for an agency, checking and
 * saving a new one with an audit entry, and the list that a page of settings draws. What does not:
 * the settings themselves (each room declares its own, program/ gathers the tables as it gathers
 * routes), who may change them (account/), pages (portal/).
 *
 * A value is looked for at the agency itself, then above it, then at the whole installation; else
 * the declared default holds. Only declared settings exist: no other key can be stored.
 *
 * 	const struct setting mail_port = { .key = "mail.port", .kind = SETTING_INT, .number = 465,
 * 		.least = 1, .most = 65535, .zh = "端口", .en = "Port" };
 * 	TRY(setting_int(db, agency_path, &mail_port, &port));
 */
#ifndef SETTING_SETTING_H
#define SETTING_SETTING_H

#include "audit/audit.h"
#include "base/arena.h"
#include "base/seal.h"
#include "base/str.h"
#include "db/db_reseal.h"

enum setting_kind {
	SETTING_INT,
	SETTING_DAYS, /* a number of days; the label says which */
	SETTING_FLAG, /* 0 or 1 */
	SETTING_TEXT,
	SETTING_CHOICE, /* one of the declared words */
	SETTING_SECRET, /* stored sealed, never shown, never in the audit */
};

enum setting_scope {
	SETTING_WHOLE,     /* one value for the installation */
	SETTING_BY_AGENCY, /* agencies may have their own, which those below inherit */
};

struct setting_choice {
	const char *word;
	const char *zh;
	const char *en;
};

/*
 * One declared setting, a constant of the program. Invariants: the key is unique in the program and
 * made of lower-case letters, digits, points and underscores; the default satisfies the bounds.
 */
struct setting {
	const char *key; /* "mail.port" */
	enum setting_kind kind;
	enum setting_scope scope;
	int64_t number;   /* default of INT, DAYS and FLAG */
	const char *text; /* default of TEXT and CHOICE; NULL is "" */
	int64_t least;    /* of INT and DAYS: the value; of TEXT and SECRET: characters */
	int64_t most;
	const char *zh; /* label */
	const char *en;
	const char *help_zh; /* what it does and in which unit; may be NULL */
	const char *help_en;
	const char *basis; /* "条例 art. 33", or "【未核】" and what the default rests on; may be
			      NULL */
	const struct setting_choice *choices; /* of CHOICE; ends with { 0 } */
	/* A further check of a text that keeps the bounds; may be NULL. Fault INPUT. */
	struct fault *(*check)(struct str value);
};

/* A room's settings: pointers, so that each has a name in C; ends with NULL. */
typedef const struct setting *const setting_table[];

/*
 * Tell which settings there are, once in main and before anything is read. `tables` ends with NULL
 * and stays the caller's. Asserts what `struct setting` promises. Reading does not need this.
 */
void setting_use(const struct setting *const *const *tables);
/* The declared setting of a key; NULL when there is none. */
const struct setting *setting_find(struct str key);

/* --- places --- */

enum { SETTING_MOST_LEVELS = 32 };

/* Agencies from the deepest to the highest, then 0 for the installation. */
struct setting_levels {
	int64_t ids[SETTING_MOST_LEVELS + 1];
	int count;
};

/* The way up from an agency's path, "/1/5/9/"; empty is the installation alone. INPUT
 * "setting_path" for what is no path. Pure. */
MUST struct fault *setting_split_path(struct str path, struct setting_levels *ret_levels);

/* --- reading --- */

/*
 * `path` is the agency's, "/1/5/9/" from the top; empty for the installation's own value. Values
 * come from a copy in this process. It is compared with the store at each reading, or at most
 * every `milliseconds` after setting_set_patience(); so on a server a change elsewhere is seen that
 * much later. A process that sets a patience works with one store only. Do not read a setting in
 * the transaction that has just saved it.
 */
MUST struct fault *setting_int(
	struct db *db, struct str path, const struct setting *setting, int64_t *ret_value);
MUST struct fault *setting_text(struct db *db, struct arena *arena, struct str path,
	const struct setting *setting, struct str *ret_value);
/* Empty when no secret was set. Faults of seal_take(). */
MUST struct fault *setting_secret(struct db *db, const struct seal_keys *keys, struct arena *arena,
	struct str path, const struct setting *setting, struct secret *ret_value);
/* A number, never 0, that becomes another one whenever the copy is taken anew: what was made of
 * settings still holds while it is the same. Compares with the store as reading does. */
MUST struct fault *setting_age(struct db *db, uint64_t *ret_age);
void setting_set_patience(int milliseconds);
/* Give the copy's memory back, at the end of main or of a test. */
void setting_drop_cache(void);

/* --- changing --- */

struct setting_change {
	const struct seal_keys *keys; /* needed for SETTING_SECRET only */
	const struct audit_actor *actor;
	int64_t agency_id; /* 0: the whole installation */
	struct str key;
	struct str value;   /* as typed; numbers in decimal, flags "0" or "1" */
	bool is_forgetting; /* no own value any more; `value` does not count */
	int64_t version;    /* of the form, from setting_list(); 0: never set here */
};

/*
 * Check and save, with an audit entry "setting.changed" that holds old and new value. Saving what
 * is there already changes nothing and writes no entry. Faults: INPUT "setting_unknown",
 * "setting_scope", "setting_value"; CONFLICT "setting_stale" when somebody else changed it since
 * the form was drawn.
 */
MUST struct fault *setting_save(
	struct db *db, struct arena *arena, const struct setting_change *change);

/* The value in the form it is stored in, or INPUT "setting_value" with what is wrong. Pure. */
MUST struct fault *setting_check(
	const struct setting *setting, struct str value, struct str *ret_clean);

/* What `gongkai keys rotate` seals anew. */
extern const struct db_reseal_column setting_sealed_columns[];

/* --- the list for a page --- */

struct setting_item {
	const struct setting *setting;
	struct str value;    /* in force here; empty for a secret */
	bool is_secret_set;  /* in force here */
	bool is_own;         /* has its value at this very place */
	int64_t from_agency; /* whose value it is, when is_default is false; 0: the installation's
			      */
	bool is_default;     /* nobody on the way up has set it */
	int64_t version;     /* for the form */
	int64_t changed_at;  /* seconds since 1970 of the last change at this place; 0: none */
	struct str changed_by;
};

struct setting_items {
	struct setting_item *items; /* in the order of the tables */
	size_t count;
};

/* Every declared setting as it stands for the agency at `path`; below the installation only those
 * that agencies may set. */
MUST struct fault *setting_list(
	struct db *db, struct arena *arena, struct str path, struct setting_items *ret_items);

#endif
