/*
 * Making, opening and dropping the stores that tests run on.
 * Nothing is tested here.
 */
#include "twin.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What meson takes as skipped. */
enum { SKIPPED = 77 };

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

/* --- databases of the PostgreSQL server that tests/cluster.sh started --- */

/* Numbers of this process's databases; the one at the last step, which others are copied from. */
static int databases;
static char template_name[40];

static const char *
server_url(void)
{
	const char *url = getenv("GONGKAI_POSTGRES");

	return url && *url ? url : NULL;
}

static void
say_nothing(void *arg, const char *message)
{
}

/* Run a command in the server's own database. */
static void
command(const char *format, ...)
{
	static PGconn *conn;
	PGresult *result;
	char url[200];
	char text[200];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (!conn) {
		snprintf(url, sizeof url, "%s/postgres", server_url());
		conn = PQconnectdb(url);
		PQsetNoticeProcessor(conn, say_nothing, NULL);
	}
	result = PQexec(conn, text);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", text, PQerrorMessage(conn));
	PQclear(result);
}

static void
make_template(void)
{
	struct db_migration migration;
	struct db *db = NULL;
	char url[200];

	if (template_name[0])
		return;
	snprintf(template_name, sizeof template_name, "gk_%d_template", (int)getpid());
	snprintf(url, sizeof url, "%s/%s", server_url(), template_name);
	FINE(db_open(url, DB_MAKE, &db));
	FINE(db_migrate(db, &db_own_steps, &migration));
	db_close(&db);
}

static void
make_database(const char *folder, char *url, size_t size)
{
	char name[40];

	make_template();
	snprintf(name, sizeof name, "gk_%d_%d", (int)getpid(), ++databases);
	command("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", name, template_name);
	snprintf(url, size, "%s/%s", server_url(), name);
}

static void
drop_database(const char *url)
{
	static const char *const beside[] = { "", ".trial", ".own", ".old" };

	for (size_t i = 0; i < COUNT_OF(beside); i++)
		command("DROP DATABASE IF EXISTS \"%s%s\" WITH (FORCE)", strrchr(url, '/') + 1,
			beside[i]);
}

static const struct twin_engine twin_engines[] = {
	{ "sqlite in memory", "sqlite", false, make_memory, drop_nothing },
	{ "sqlite in a file", "sqlite", true, make_file, drop_nothing },
	{ "postgresql", "postgresql", true, make_database, drop_database },
};

/* --- stores of any engine --- */

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

/* --- running --- */

static const char *
twin_wanted(void)
{
	const char *twin = getenv("GONGKAI_TWIN");

	return twin && *twin ? twin : "sqlite";
}

bool
twin_has_postgres(void)
{
	return server_url() != NULL;
}

int
twin_without_postgres(void)
{
	fprintf(stderr, "no PostgreSQL server; run this below tests/cluster.sh\n");
	return getenv("GONGKAI_FULL") ? 1 : SKIPPED;
}

static int
run_on(const struct twin_engine *engine, const struct CMUnitTest *tests, size_t count)
{
	struct CMUnitTest *own = calloc(count, sizeof *own);
	int failed;

	if (!own)
		return 1;
	for (size_t j = 0; j < count; j++) {
		own[j] = tests[j];
		own[j].setup_func = set_up;
		own[j].teardown_func = tear_down;
		own[j].initial_state = (void *)(uintptr_t)engine;
	}
	failed = _cmocka_run_group_tests(engine->name, own, count, NULL, NULL);
	free(own);
	return failed;
}

int
twin_run(const struct CMUnitTest *tests, size_t count)
{
	int failed = 0;

	if (strcmp(twin_wanted(), "postgresql") == 0 && !twin_has_postgres())
		return twin_without_postgres();
	for (size_t i = 0; i < COUNT_OF(twin_engines); i++)
		if (strcmp(twin_engines[i].twin, twin_wanted()) == 0)
			failed += run_on(&twin_engines[i], tests, count);
	if (template_name[0])
		command("DROP DATABASE %s WITH (FORCE)", template_name);
	return failed < SKIPPED ? failed : SKIPPED - 1;
}
