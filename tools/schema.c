/*
 * Writes schema.sql: the schema that all steps together give on SQLite, for people to read.
 * The program never reads that file; it runs the steps.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "db/db.h"

static struct fault *
write_schema(const char *path)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct db_migration migration;
	struct str schema;

	TRY(arena_open((size_t)4 << 20, &arena));
	TRY(db_open("sqlite::memory:", DB_MAKE, &db));
	TRY(db_migrate(db, &db_own_steps, &migration));
	TRY(db_schema(db, arena, &schema));
	return file_write(path, schema);
}

int
main(int argc, char *argv[])
{
	struct fault *fault;

	if (argc != 2) {
		fprintf(stderr, "usage: schema_tool schema.sql\n");
		return 2;
	}
	fault = write_schema(argv[1]);
	if (fault)
		fprintf(stderr, "%s (%s)\n", fault->en, fault->detail);
	return fault ? 1 : 0;
}
