/*
 * The verbs around the server and its store: serve, migrate, report import, routes, version.
 * Where data lies is decided here: DATA/gongkai.db and DATA/files.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "db/blob.h"
#include "db/db.h"
#include "doc/doc.h"
#include "filing/filing_import.h"
#include "filing/filing_page.h"
#include "html/html.h"
#include "http/http_server.h"
#include "program/program.h"
#include "program/rooms.h"

#define ARENA_MAX ((size_t)256 << 20)

/* The data folder, opened. Invariant: url and folder live in the arena. */
struct store {
	struct arena *arena;
	struct str url;
	struct blob_store *files;
};

static void
store_done(struct store *store)
{
	blob_close(&store->files);
	arena_close(&store->arena);
}

static struct fault *
need_data(const char *data)
{
	if (data && *data)
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "请用 --data 写出数据文件夹%s",
		"Name the data folder with --data%s", ".");
}

/* Where the database is: --database, or the data folder's own. */
static struct fault *
find_url(const char *data, const char *database, struct arena *arena, struct str *ret_url)
{
	if (database)
		return str_copy(arena, str_of(database), ret_url);
	TRY(need_data(data));
	TRY(file_make_folder(data));
	return str_print(arena, ret_url, "sqlite:%s/gongkai.db", data);
}

static struct fault *
store_init(struct store *store, const char *data, const char *database)
{
	struct str folder;

	*store = (struct store){ 0 };
	TRY(arena_open(ARENA_MAX, &store->arena));
	TRY(need_data(data));
	TRY(find_url(data, database, store->arena, &store->url));
	TRY(str_print(store->arena, &folder, "%s/files", data));
	return blob_open(folder.at, &store->files);
}

/* ---------------------------------------------------------------- migrate, import */

enum { MIGRATE_DATA, MIGRATE_DATABASE };

static struct fault *
migrate(const struct program_line *line, struct db_migration *ret_migration)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_close) struct db *db = NULL;
	struct str url;

	TRY(arena_open(ARENA_MAX, &arena));
	TRY(find_url(line->values[MIGRATE_DATA], line->values[MIGRATE_DATABASE], arena, &url));
	TRY(db_open(url.at, DB_MAKE, &db));
	return db_migrate(db, &db_own_steps, ret_migration);
}

static int
run_migrate(const struct program_line *line)
{
	struct db_migration migration = { 0 };
	struct fault *fault = migrate(line, &migration);

	if (fault)
		return program_fail(line, fault);
	printf(program_say(
		       line, "数据库结构：第 %d 步 → 第 %d 步\n", "Schema: step %d -> step %d\n"),
		migration.from, migration.to);
	return PROGRAM_DONE;
}

enum { IMPORT_DATA };

static struct fault *
import_one(struct store *store, struct db *db, const char *path, const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes;
	struct filing_saved saved;
	struct report *report;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(arena_open(ARENA_MAX, &arena));
	TAKE(arena, report, 1);
	TRY(file_read(path, &bytes));
	TRY(filing_import(db, store->files, arena, file_base_name(str_of(path)), buf_str(&bytes),
		report, &saved));
	printf(program_say(line, "%s：%.*s %d 年度，编号 %lld%s\n", "%s: %.*s %d, number %lld%s\n"),
		path, STR_ARG(report->agency), report->year, (long long)saved.id,
		saved.is_known ? program_say(line, "（早已存入）", " (was there already)") : "");
	return NULL;
}

static struct fault *
open_for_import(const struct program_line *line, struct store *store, struct db **ret_db)
{
	struct db_migration migration;

	if (!line->word_count)
		return fault_new(FAULT_INPUT, "usage", "请写出要存入的文件%s",
			"Name the files to take in%s", ".");
	TRY(store_init(store, line->values[IMPORT_DATA], NULL));
	TRY(db_open(store->url.at, DB_MAKE, ret_db));
	return db_migrate(*ret_db, &db_own_steps, &migration);
}

static int
run_import(const struct program_line *line)
{
	CLOSING(store_done) struct store store = { 0 };
	CLOSING(db_close) struct db *db = NULL;
	struct fault *fault = open_for_import(line, &store, &db);
	int status = PROGRAM_DONE;

	if (fault)
		return program_fail(line, fault);
	for (int i = 0; i < line->word_count; i++) {
		fault = import_one(&store, db, line->words[i], line);
		if (fault)
			status = program_fail_at(line, line->words[i], fault);
	}
	return status;
}

/* ---------------------------------------------------------------- serve */

enum { SERVE_DATA, SERVE_LISTEN, SERVE_DATABASE, SERVE_NAME, SERVE_QUIET };

/* What the server's requests work with. Invariant: `report` comes first, because report's pages see
 * the context as a struct filing_site. */
struct site {
	struct filing_site report;
	struct db_pool *pool;
};

static struct fault *
lend_db(void *context, const struct http_request *request, struct db **ret_db)
{
	struct site *site = context;
	bool reads = str_equal(request->method, STR("GET")) ||
		     (request->route && request->route->access & READS);

	return reads ? db_pool_reader(site->pool, ret_db) : db_pool_writer(site->pool, ret_db);
}

static void
return_db(void *context, struct db *db)
{
	(void)context;
	db_give_back(&db);
}

/* "127.0.0.1:8080" or "[::1]:8080" taken apart. */
static struct fault *
split_address(const char *listen, struct arena *arena, struct str *ret_address, uint16_t *ret_port)
{
	struct str text = str_of(listen ? listen : "127.0.0.1:8080");
	size_t colon = str_find_last(text, STR(":"));
	struct str address;
	int64_t port = 0;

	if (colon == SIZE_MAX || !str_to_int(str_from(text, colon + 1), &port) || port < 0 ||
		port > 65535)
		return fault_new(FAULT_INPUT, "usage", "--listen 应写成 地址:端口，如 %s",
			"--listen wants ADDRESS:PORT, such as %s", "127.0.0.1:8080");
	address = str_sub(text, 0, colon);
	if (str_starts(address, STR("[")) && str_ends(address, STR("]")))
		address = str_sub(address, 1, address.len - 2);
	*ret_port = (uint16_t)port;
	return str_copy(arena, address, ret_address);
}

/* Wait for the service manager or the keyboard to say stop. */
static void
wait_for_stop(void)
{
	sigset_t set;
	int signal_number = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigwait(&set, &signal_number);
	log_line(LOG_INFO, "stop", "signal=%d", signal_number);
}

/* The signals that wait_for_stop() waits for must not end a thread on the way. */
static void
hold_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* The page shell's files, as the server wants them. */
static struct fault *
list_assets(struct arena *arena, struct http_asset **ret_assets)
{
	struct http_asset *assets;

	TAKE(arena, assets, html_asset_count + 1);
	for (size_t i = 0; i < html_asset_count; i++) {
		const struct html_asset *asset = &html_assets[i];

		assets[i] = (struct http_asset){ asset->path, asset->type, asset->bytes, asset->len,
			asset->packed, asset->packed_len, true };
	}
	*ret_assets = assets;
	return NULL;
}

static struct fault *
serve_with(const struct program_line *line, struct store *store, struct site *site)
{
	CLOSING(http_close) struct http *http = NULL;
	struct http_app app = {
		.routes = program_routes,
		.asset_count = html_asset_count,
		.context = site,
		.lend_db = lend_db,
		.return_db = return_db,
		.draw_problem = filing_draw_problem,
	};
	struct http_asset *assets;
	struct str address;
	uint16_t port;

	TRY(split_address(line->values[SERVE_LISTEN], store->arena, &address, &port));
	TRY(list_assets(store->arena, &assets));
	app.assets = assets;
	TRY(http_open(&app, &http));
	TRY(http_serve(http, address.at, port));
	log_line(LOG_INFO, "serve", "address=%.*s port=%u", STR_ARG(address),
		(unsigned)http_port(http));
	wait_for_stop();
	http_stop(http, 10);
	return NULL;
}

enum { READERS = 8 };

static struct fault *
serve(const struct program_line *line)
{
	CLOSING(store_done) struct store store = { 0 };
	CLOSING(db_pool_close) struct db_pool *pool = NULL;
	struct site site = { 0 };
	const char *name = line->values[SERVE_NAME];

	if (line->values[SERVE_QUIET])
		log_set_level(LOG_ERROR);
	hold_signals();
	TRY(store_init(&store, line->values[SERVE_DATA], NULL));
	if (line->values[SERVE_DATABASE])
		store.url = str_of(line->values[SERVE_DATABASE]);
	TRY(db_pool_open(store.url.at, READERS, &db_own_steps, true, &pool));
	site.pool = pool;
	site.report.files = store.files;
	site.report.name = str_of(name ? name : "公开");
	return serve_with(line, &store, &site);
}

static int
run_serve(const struct program_line *line)
{
	struct fault *fault = serve(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- routes, version */

enum { ROUTES_JSON };

static const char *
who_may(unsigned access)
{
	return access & ANYONE ? "anyone" : "nobody";
}

static int
run_routes(const struct program_line *line)
{
	CLOSING(buf_done) struct buf out;
	bool as_json = line->values[ROUTES_JSON] != NULL;
	struct json_out json;

	buf_init(&out, 1 << 20);
	json_out_init(&json, &out);
	if (as_json)
		json_begin_array(&json);
	for (const struct route *const *table = program_routes; *table; table++)
		for (const struct route *route = *table; route->method; route++) {
			if (!as_json) {
				buf_print(&out, "%-5s %-36s %s\n", route->method, route->path,
					who_may(route->access));
				continue;
			}
			json_begin_object(&json);
			json_pair_str(&json, "method", str_of(route->method));
			json_pair_str(&json, "path", str_of(route->path));
			json_pair_str(&json, "who", str_of(who_may(route->access)));
			json_end_object(&json);
		}
	if (as_json) {
		json_end_array(&json);
		buf_put_char(&out, '\n');
	}
	return program_print(buf_str(&out)) ? PROGRAM_DONE : PROGRAM_FAILED;
}

static int
run_version(const struct program_line *line)
{
	(void)line;
	printf("gongkai %s\nschema %d\n", PROGRAM_VERSION, db_last_step(&db_own_steps));
	program_print_libraries();
	return PROGRAM_DONE;
}

const struct program_verb program_server_verbs[] = {
	{ "serve", "--data DIR [--listen ADDR:PORT] [--database URL] [--name TEXT] [--quiet]",
		"网页服务。", "The web server.", run_serve,
		{ { "--data", true, "数据文件夹：数据库和文件", "data folder: database and files" },
			{ "--listen", true, "地址:端口，默认 127.0.0.1:8080",
				"ADDRESS:PORT, 127.0.0.1:8080 unless told" },
			{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",
				"database, sqlite:DIR/gongkai.db unless told" },
			{ "--name", true, "页眉上的网站名称",
				"name of the site in the head of each page" },
			{ "--quiet", false, "日志只记错误", "log errors only" } } },
	{ "migrate", "--data DIR | --database URL", "把数据库升级到本版本的结构。",
		"Bring the store to this version's schema.", run_migrate,
		{ { "--data", true, "数据文件夹", "data folder" },
			{ "--database", true, "数据库", "database" } } },
	{ "report import", "--data DIR FILE…", "读取、核对并存入年度报告。",
		"Read, check and store annual reports.", run_import,
		{ { "--data", true, "数据文件夹", "data folder" } } },
	{ "routes", "[--json]", "每个地址：方法、路径、谁可以用。",
		"Every route: method, path, who may.", run_routes,
		{ { "--json", false, "印成 JSON", "as JSON" } } },
	{ "version", "", "版本、数据库结构、各库版本。", "Version, schema, libraries.", run_version,
		{ { 0 } } },
	{ 0 },
};
