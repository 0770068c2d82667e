/*
 * What tools/tables.c writes at build time: for every step of the schema its tables, and for each
 * table the statements that a copy needs. Only db_copy.c and that generated code include this.
 */
#ifndef DB_DB_COPY_TABLE_H
#define DB_DB_COPY_TABLE_H

#include "db/db_sql.h"

enum { DB_COPY_KEYS = 4 };

/* Invariants: `first`, `more`, and `add` name the same columns in the same order; rows come in the
 * order of the primary key, whose columns are key[0 … key_count). */
struct db_copy_table {
	const char *name;
	struct db_sql first; /* takes how many rows */
	struct db_sql more;  /* takes how many rows, then the key of the last one seen */
	struct db_sql add;
	struct db_sql count;
	struct db_sql clear;
	int key[DB_COPY_KEYS];
	int key_count;
	bool has_id; /* the engine numbers its rows */
};

/* A table in the schema of one step; `seeds` rows are there before anybody wrote any. */
struct db_copy_member {
	const struct db_copy_table *table;
	int64_t seeds;
};

/* Invariant: a table stands behind those its rows point at, as far as there is such an order. */
struct db_copy_schema {
	int step;
	const struct db_copy_member *members;
	int count;
};

extern const struct db_copy_schema db_copy_schemas[];
extern const int db_copy_schema_count;

#endif
