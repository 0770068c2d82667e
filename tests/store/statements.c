/*
 * Every statement of every room is read and planned by each engine, over the program's own schema.
 * What the statements do is tested with their rooms.
 */
#include "db/db_sql.h"
#include "twin.h"

extern const struct db_sql *const *const all_statements[];

static void
every_statement_of_every_room_prepares(void **state)
{
	struct twin *twin = *state;
	int bad = 0;
	int count = 0;

	for (size_t room = 0; all_statements[room]; room++)
		for (const struct db_sql *const *sql = all_statements[room]; *sql; sql++, count++) {
			struct fault *fault = db_prepare(twin->db, *sql);

			if (!fault)
				continue;
			print_message("%s: %s: %s\n", (*sql)->name, fault->code, fault->detail);
			bad++;
		}
	assert_true(count > 20);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_of_every_room_prepares),
	};

	return TWIN_RUN(tests);
}
