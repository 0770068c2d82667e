/*
 * Making, opening and dropping the stores that tests run on.
 * Nothing is tested here.
 */
#include "twin.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
make_memory(const char *folder, char *url, size_t size)
{
	snprintf(url, size, "sqlite::memory:");
}

static void
make_file(const char *folder, char *url, size_t size)
{
	snprintf(url, size, "sqlite:%s/store.db", folder);
}

static void
drop_nothing(const char *url)
{
}

static const struct twin_engine twin_engines[] = {
	{ "sqlite in memory", false, make_memory, drop_nothing },
	{ "sqlite in a file", true, make_file, drop_nothing },
};

void
twin_make_folder(char *folder, size_t size)
{
	const char *above = getenv("TMPDIR");

	snprintf(folder, size, "%s/gongkai-test-XXXXXX", above ? above : "/tmp");
	assert_non_null(mkdtemp(folder));
}

static int
remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	return remove(path);
}

void
twin_drop_folder(const char *folder)
{
	assert_int_equal(nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

void
twin_open_again(const struct twin *twin, enum db_mode mode, struct db **ret_db)
{
	FINE(db_open(twin->url, mode, ret_db));
}

static int
set_up(void **state)
{
	struct twin *twin = calloc(1, sizeof *twin);
	struct db_migration migration;
	char files[100];

	assert_non_null(twin);
	twin->engine = *state;
	twin_make_folder(twin->folder, sizeof twin->folder);
	twin->engine->make(twin->folder, twin->url, sizeof twin->url);
	snprintf(files, sizeof files, "%s/files", twin->folder);
	FINE(arena_open((size_t)256 << 20, &twin->arena));
	FINE(db_open(twin->url, DB_MAKE, &twin->db));
	FINE(db_migrate(twin->db, &db_own_steps, &migration));
	FINE(blob_open(files, &twin->files));
	*state = twin;
	return 0;
}

static int
tear_down(void **state)
{
	struct twin *twin = *state;

	db_close(&twin->db);
	blob_close(&twin->files);
	arena_close(&twin->arena);
	twin->engine->drop(twin->url);
	twin_drop_folder(twin->folder);
	free(twin);
	return 0;
}

int
twin_run(const struct CMUnitTest *tests, size_t count)
{
	int failed = 0;

	for (size_t i = 0; i < COUNT_OF(twin_engines); i++) {
		struct CMUnitTest *own = calloc(count, sizeof *own);

		if (!own)
			return 1;
		for (size_t j = 0; j < count; j++) {
			own[j] = tests[j];
			own[j].setup_func = set_up;
			own[j].teardown_func = tear_down;
			own[j].initial_state = (void *)(uintptr_t)&twin_engines[i];
		}
		failed += _cmocka_run_group_tests(twin_engines[i].name, own, count, NULL, NULL);
		free(own);
	}
	return failed;
}
