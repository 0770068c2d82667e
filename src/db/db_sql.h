/*
 * What tools/sql.c writes: statements and steps as constants. Only generated code and the drivers
 * include this; rooms see the names alone, so no room can make a statement of its own.
 */
#ifndef DB_DB_SQL_H
#define DB_DB_SQL_H

#include "db/db.h"

enum db_engine { DB_SQLITE, DB_POSTGRES, DB_ENGINES };

enum db_type { DB_INT, DB_TEXT, DB_BYTES };

/* One value that a statement takes ($1 is the first) or one column that it gives. */
struct db_place {
	const char *name;
	enum db_type type;
	bool may_be_none;
};

/* Invariants: the text holds exactly $1 … $take_count and gives give_count columns in this order;
 * `writes` is true for everything but a plain query. */
struct db_sql {
	const char *name;
	const char *text[DB_ENGINES];
	const struct db_place *takes;
	int take_count;
	const struct db_place *gives;
	int give_count;
	bool writes;
};

/* One file of steps/. The digest that a store remembers is that of `source`. */
struct db_step {
	int number;
	const char *name;
	const char *source;
	const char *text[DB_ENGINES];
};

struct db_steps {
	const struct db_step *at;
	int count;
};

#endif
