/*
 * The verb serve: opens the store, the gate and the background jobs, answers until it is told to
 * stop, and closes all of it in the opposite order. What pages do is their rooms' business.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "account/account_access.h"
#include "account/account_settings.h"
#include "account/account_work.h"
#include "base/cage.h"
#include "base/log.h"
#include "base/memory.h"
#include "filing/filing_kept.h"
#include "html/html.h"
#include "http/http_server.h"
#include "portal/portal.h"
#include "program/program.h"
#include "program/program_background.h"
#include "program/program_data.h"
#include "program/program_ready.h"
#include "program/program_watch.h"
#include "program/rooms.h"
#include "setting/setting.h"

enum {
	SERVE_DATA,
	SERVE_LISTEN,
	SERVE_DATABASE,
	SERVE_NAME,
	SERVE_ORIGIN,
	SERVE_PROXY,
	SERVE_HTTPS,
	SERVE_LOG,
	SERVE_QUIET,
	SERVE_DEMO,
};

/* One reader for each worker and each thread with sockets (http_usual_limits), two for the rest. */
enum { READERS = 8, JOB_THREADS = 2, KEPT_BYTES = 32 << 20 };
/* Seconds between giving back the memory that a rush of requests has left behind. */
enum { GIVE_BACK_EACH = 15 };

/* What the server's requests work with. Invariant: `portal` comes first, because pages see the
 * context as a struct portal. */
struct site {
	struct portal portal;
	struct program_data data;
	struct db_pool *pool;
	struct program_watch watch;
	struct agency_sites *sites;
	struct account_gate *gate;
	struct program_background *background;
};

/* --- between requests and rooms --- */

static struct fault *
lend_db(void *context, const struct http_request *request, struct db **ret_db)
{
	struct site *site = context;
	bool is_page = str_equal(request->method, STR("GET"));
	bool reads = is_page || (request->route && request->route->access & READS);
	CLOSING(db_give_back) struct db *db = NULL;

	if (!reads)
		return db_pool_writer(site->pool, ret_db);
	TRY(db_pool_reader(site->pool, &db));
	/* A page is drawn from one picture of the store; work that reads may take long, and does
	 * without. */
	if (is_page)
		TRY(db_hold(db));
	*ret_db = db;
	db = NULL;
	return NULL;
}

static void
return_db(void *context, struct db *db)
{
	db_give_back(&db);
}

static struct fault *
admit(void *context, struct http_request *request, struct http_reply *reply)
{
	struct site *site = context;

	return account_admit(site->gate, request, reply);
}

/* Is it the host of a site, not merely a name that falls to the default one? */
static struct fault *
knows_host(void *context, const struct http_request *request, struct str name, bool *ret_knows)
{
	struct site *site = context;
	struct agency_site found;

	*ret_knows = false;
	if (!request->db)
		return NULL;
	TRY(agency_sites_find(site->sites, request->db, request->arena, name, &found));
	*ret_knows = found.host.len && str_equal_ascii(found.host, name);
	return NULL;
}

static uint64_t
count_changes(void *context)
{
	struct site *site = context;

	return db_pool_changes(site->pool);
}

static struct fault *
check_health(void *context)
{
	struct site *site = context;

	return program_watch_check(&site->watch);
}

/* How much background work there is, for those who watch. */
static void
put_metrics(void *context, struct buf *out)
{
	static const char *const states[JOB_STATES] = { "waiting", "running", "done", "failed",
		"cancelled" };
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_give_back) struct db *db = NULL;
	struct job_query query = { .state = -1, .limit = 1 };
	struct site *site = context;
	struct job_list list;
	struct fault *fault = arena_open(1 << 20, &arena);

	if (!fault)
		fault = db_pool_reader(site->pool, &db);
	if (!fault)
		fault = job_find(db, arena, &query, &list);
	if (fault) {
		log_fault("metrics", fault);
		return;
	}
	buf_put(out, STR("# HELP gongkai_jobs Background jobs by state.\n"
			 "# TYPE gongkai_jobs gauge\n"));
	for (int i = 0; i < JOB_STATES; i++)
		buf_print(out, "gongkai_jobs{state=\"%s\"} %lld\n", states[i],
			(long long)list.counts[i]);
}

/* --- opening --- */

/* How visitors come: through which proxy, by which address, by https. */
static struct fault *
read_way(const struct program_line *line, struct http_app *app)
{
	unsigned char address[sizeof(struct in6_addr)];
	const char *proxy = line->values[SERVE_PROXY];
	const char *origin = line->values[SERVE_ORIGIN];

	if (origin && !str_starts(str_of(origin), STR("https://")) &&
		!str_starts(str_of(origin), STR("http://")))
		return fault_new(FAULT_INPUT, "usage", "--origin 应写成 %s",
			"--origin wants the address of the site, such as %s",
			"https://www.example.gov.cn");
	if (proxy && inet_pton(AF_INET, proxy, address) != 1 &&
		inet_pton(AF_INET6, proxy, address) != 1)
		return fault_new(FAULT_INPUT, "usage", "--trusted-proxy 应写成 IP 地址，如 %s",
			"--trusted-proxy wants an IP address, such as %s", "127.0.0.1");
	app->origin = origin;
	app->trusted_proxy = proxy;
	app->is_https = line->values[SERVE_HTTPS] != NULL;
	/* Not on the command line, where everybody on this machine could read it. */
	app->metrics_token = getenv("GONGKAI_METRICS_TOKEN");
	return NULL;
}

static struct fault *
set_log(const struct program_line *line)
{
	const char *form = line->values[SERVE_LOG];

	if (form && strcmp(form, "json") != 0 && strcmp(form, "text") != 0)
		return fault_new(FAULT_INPUT, "usage", "--log 应写成 json 或 text%s",
			"--log wants json or text%s", "");
	log_set_form(form && strcmp(form, "json") == 0 ? LOG_AS_JSON : LOG_AS_TEXT);
	if (line->values[SERVE_QUIET])
		log_set_level(LOG_ERROR);
	return NULL;
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

static bool
is_this_machine(const char *address)
{
	struct in6_addr v6;
	struct in_addr v4;

	if (inet_pton(AF_INET, address, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, address, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

/* Passwords of a demonstration are known to everybody. */
static struct fault *
check_demonstration(const struct program_line *line, const struct site *site, const char *address)
{
	if (!site->portal.is_demonstration || line->values[SERVE_DEMO] || is_this_machine(address))
		return NULL;
	return fault_new(FAULT_DENIED, "demo_outside",
		"这是演示数据，账号密码是公开的，只在本机（127.0.0.1）服务，不在 %s。"
		"确实要对外演示时加 --allow-demo-outside。",
		"This is demonstration data with public passwords; it is served on this machine "
		"only "
		"(127.0.0.1), not on %s. To show it to others all the same add "
		"--allow-demo-outside.",
		address);
}

/* When sessions were last used is written for all of them together, by the thread that has nothing
 * else to do. */
static void
save_seen(struct site *site)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct fault *fault = db_pool_writer(site->pool, &db);

	if (!fault)
		fault = account_gate_save_seen(site->gate, db);
	if (!fault)
		fault = account_access_save_uses(site->gate, db);
	if (fault)
		log_fault("sessions", fault);
}

/* Wait for the service manager or the keyboard to say stop. */
static void
wait_for_stop(struct site *site)
{
	const struct timespec pause = { .tv_sec = 1 };
	sigset_t set;
	int signal_number;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	for (unsigned long seconds = 1; (signal_number = sigtimedwait(&set, NULL, &pause)) < 0;
		seconds++) {
		if (account_gate_is_due(site->gate) || account_access_is_due(site->gate))
			save_seen(site);
		if (seconds % GIVE_BACK_EACH == 0)
			memory_give_back();
	}
	LOG_EVENT(LOG_INFO, "stop", log_number("signal", signal_number));
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

static void
site_done(struct site *site)
{
	program_background_close(&site->background);
	account_gate_close(&site->gate);
	agency_sites_close(&site->sites);
	program_watch_done(&site->watch);
	filing_kept_close(&site->portal.filing.kept);
	db_pool_close(&site->pool);
	program_data_done(&site->data);
}

static struct fault *
open_keys(struct site *site, const char *folder)
{
	CLOSING(db_give_back) struct db *db = NULL;

	TRY(db_pool_reader(site->pool, &db));
	return program_data_open_keys(&site->data, folder, db);
}

/* How people sign in: by the settings, as they are at each time. In a demonstration nobody is asked
 * for a second factor, and pages say what it is. */
static struct fault *
read_policy(struct site *site, struct account_gate_options *options)
{
	CLOSING(db_give_back) struct db *db = NULL;
	int64_t is_demonstration = 0;

	TRY(db_pool_reader(site->pool, &db));
	TRY(account_load_policy(db, site->data.arena, &options->policy));
	TRY(setting_int(db, STR_NONE, &portal_demonstration, &is_demonstration));
	site->portal.is_demonstration = is_demonstration;
	options->asks_no_factor = is_demonstration;
	options->follows_settings = true;
	if (is_demonstration)
		options->policy.factor_roles = 0;
	return NULL;
}

static struct fault *
site_init(struct site *site, const struct program_line *line)
{
	const char *folder = line->values[SERVE_DATA];
	const char *name = line->values[SERVE_NAME];
	struct account_gate_options options = { .draw = portal_draw };

	TRY(program_data_open(&site->data, folder, line->values[SERVE_DATABASE]));
	TRY(db_pool_open(site->data.url.at, READERS, &db_own_steps, true, &site->pool));
	db_pool_set_counts(site->pool, program_is_shown);
	TRY(open_keys(site, folder));
	program_watch_init(&site->watch, site->data.url.at);
	TRY(agency_sites_open(&site->sites));
	site->portal =
		(struct portal){ .filing = { .files = site->data.files, .sites = site->sites },
			.name = str_of(name ? name : "公开"),
			.keys = site->data.keys };
	TRY(filing_kept_open(KEPT_BYTES, &site->portal.filing.kept));
	TRY(read_policy(site, &options));
	options.keys = site->data.keys;
	options.files = site->data.files;
	options.issuer = site->portal.name;
	TRY(account_gate_open(&options, &site->gate));
	TRY(program_background_open(&(struct program_background_plan){ .pool = site->pool,
					    .keys = site->data.keys,
					    .files = site->data.files,
					    .data = folder,
					    .console = stdout,
					    .threads = JOB_THREADS },
		&site->background));
	site->portal.kinds = program_background_kinds(site->background);
	return NULL;
}

/* While nobody can administer, whoever reads the console may set up; nobody else. */
static struct fault *
offer_set_up(struct site *site, const struct program_line *line, uint16_t port)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_give_back) struct db *db = NULL;
	const char *origin = line->values[SERVE_ORIGIN];
	struct account_token token;
	bool is_needed = false;
	struct str address;

	TRY(arena_open(1 << 20, &arena));
	TRY(db_pool_writer(site->pool, &db));
	TRY(account_begin_set_up(site->gate, db, arena, &is_needed, &token));
	if (!is_needed)
		return NULL;
	if (origin)
		address = str_of(origin);
	else
		TRY(str_print(arena, &address, "http://127.0.0.1:%u", (unsigned)port));
	printf(program_say(line, "还没有管理员。请在浏览器打开（一次有效）：\n  %.*s/set-up/%s\n",
		       "There is no administrator yet. Open this once in a browser:\n"
		       "  %.*s/set-up/%s\n"),
		STR_ARG(address), token.at);
	fflush(stdout);
	return NULL;
}

static struct fault *
serve_with(const struct program_line *line, struct site *site)
{
	CLOSING(http_close) struct http *http = NULL;
	struct http_app app = {
		.routes = program_routes,
		.asset_count = html_asset_count,
		.context = site,
		.lend_db = lend_db,
		.return_db = return_db,
		.admit = admit,
		.knows_host = knows_host,
		.count_changes = count_changes,
		.check_health = check_health,
		.put_metrics = put_metrics,
		.draw_problem = portal_draw_problem,
	};
	struct http_asset *assets;
	struct str address;
	uint16_t port;

	TRY(read_way(line, &app));
	TRY(split_address(line->values[SERVE_LISTEN], site->data.arena, &address, &port));
	TRY(check_demonstration(line, site, address.at));
	TRY(list_assets(site->data.arena, &assets));
	app.assets = assets;
	TRY(http_open(&app, &http));
	TRY(http_serve(http, address.at, port));
	LOG_EVENT(LOG_INFO, "serve", log_text("address", address),
		log_number("port", http_port(http)));
	TRY(offer_set_up(site, line, http_port(http)));
	program_tell_ready();
	wait_for_stop(site);
	http_stop(http, 10);
	return NULL;
}

static struct fault *
serve(const struct program_line *line)
{
	CLOSING(site_done) struct site site = { 0 };

	TRY(program_need_no_words(line));
	TRY(set_log(line));
	memory_keep_some();
	hold_signals();
	/* Before there are keys, connections and threads. */
	cage_nursery_open();
	TRY(site_init(&site, line));
	return serve_with(line, &site);
}

static int
run_serve(const struct program_line *line)
{
	struct fault *fault = serve(line);

	cage_nursery_close();
	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

const struct program_verb program_server_verbs[] = {
	{ "serve",
		"--data DIR [--listen ADDR:PORT] [--database URL] [--name TEXT] [--origin URL]"
		" [--trusted-proxy ADDR] [--https] [--log json|text] [--quiet]"
		" [--allow-demo-outside]",
		"网页服务。", "The web server.", run_serve,
		{ { "--data", true, "数据文件夹：数据库和文件", "data folder: database and files" },
			{ "--listen", true, "地址:端口，默认 127.0.0.1:8080",
				"ADDRESS:PORT, 127.0.0.1:8080 unless told" },
			{ "--database", true, "数据库，默认 sqlite:DIR/gongkai.db",
				"database, sqlite:DIR/gongkai.db unless told" },
			{ "--name", true, "页眉上的网站名称",
				"name of the site in the head of each page" },
			{ "--origin", true, "对外网址：邮件和一次性链接用它，代理改了 Host 时必需",
				"the site's own address, for links in letters and when a "
				"proxy changes Host" },
			{ "--trusted-proxy", true, "所信反向代理的地址（X-Forwarded-For）",
				"address of the proxy whose X-Forwarded-For counts" },
			{ "--https", false, "访客经 https 访问（Cookie 加 Secure，HSTS）",
				"visitors come by https (Secure cookies, HSTS)" },
			{ "--log", true, "日志格式：json 或 text（默认）",
				"form of the log: json or text (usual)" },
			{ "--quiet", false, "日志只记错误", "log errors only" },
			{ "--allow-demo-outside", false, "演示数据也在本机以外服务",
				"serve demonstration data beyond this machine too" } } },
	{ 0 },
};
