/*
 * Sites out of the store, and the copy of them that a server keeps in memory.
 * Changing them is agency_site_work.c's.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "agency/agency_site_inside.h"
#include "agency/agency_site_statements.h"
#include "base/steady.h"
#include "base/utf8.h"
#include "db/db.h"

enum { HOST_LONGEST = 253, CACHE_MEMORY = 8 << 20, CACHE_SECONDS = 1 };

const struct agency_palette agency_palettes[] = {
	{ "blue", NULL, "蓝", "blue" },
	{ "teal", "theme-teal", "青", "teal" },
	{ "green", "theme-green", "绿", "green" },
	{ "plum", "theme-plum", "紫", "plum" },
	{ "brown", "theme-brown", "褐", "brown" },
	{ NULL, NULL, NULL, NULL },
};

/* The foot's particulars as inspections of government sites look for them. */
const struct agency_office_word agency_site_words[AGENCY_SITE_TEXTS] = {
	{ "title", "网站名称", "Title", 60 },
	{ "organizer", "主办单位", "Run by", 100 },
	{ "operator", "承办单位", "Operated by", 100 },
	{ "icp", "ICP 备案号", "ICP record", 60 },
	{ "police", "公安备案号", "Police record", 60 },
	{ "site_code", "网站标识码", "Site code", 20 },
	{ "contact", "联系方式", "Contact", 200 },
	{ "guide", "政府信息公开指南网址", "Address of the disclosure guide", 500 },
};

const struct agency_palette *
agency_palette_find(struct str key)
{
	for (const struct agency_palette *palette = agency_palettes; palette->key; palette++)
		if (str_equal(key, str_of(palette->key)))
			return palette;
	return agency_palettes;
}

/* "Example.gov.cn:8080" to "example.gov.cn" at `to`; the length, 0 when it is no host name. */
static size_t
take_host(struct str text, char to[HOST_LONGEST])
{
	struct str host;
	struct str port = str_cut(str_trim(text), STR(":"), &host);

	for (size_t i = 0; i < port.len; i++)
		if (port.at[i] < '0' || port.at[i] > '9')
			return 0;
	if (host.len > HOST_LONGEST)
		return 0;
	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];
		bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		else if (!is_word && (c != '.' || i == 0 || host.at[i - 1] == '.'))
			return 0;
		to[i] = c;
	}
	return host.len && to[host.len - 1] == '.' ? host.len - 1 : host.len;
}

struct fault *
agency_check_host(struct arena *arena, struct str text, struct str *ret_host)
{
	char host[HOST_LONGEST];
	size_t len = take_host(text, host);

	if (len == 0)
		return fault_new(FAULT_INPUT, "agency_host",
			"域名应为字母、数字、连字符和点，如 %s。中文域名请填转换后的 xn-- 形式。",
			"A host name has letters, digits, hyphens and dots, such as %s. Give the "
			"xn-- form of others.",
			"xxgk.example.gov.cn");
	return str_copy(arena, (struct str){ host, len }, ret_host);
}

static struct agency_site
site_of_row(const struct db_rows *rows)
{
	struct agency_site site = {
		.id = db_get_int(rows, 0),
		.host = db_get_str(rows, 1),
		.agency_id = db_get_int(rows, 2),
		.agency_name = db_get_str(rows, 3),
		.path = db_get_str(rows, 4),
		.palette = agency_palette_find(db_get_str(rows, 13)),
		.is_default = db_get_int(rows, 14) != 0,
		.version = db_get_int(rows, 15),
	};

	for (int i = 0; i < AGENCY_SITE_TEXTS; i++)
		site.texts[i] = db_get_str(rows, 5 + i);
	return site;
}

static struct agency_site
built_in(void)
{
	return (struct agency_site){
		.title = STR("政府信息公开"), .palette = agency_palettes, .is_default = true
	};
}

struct fault *
agency_site_find(struct db *db, struct arena *arena, struct str host, struct agency_site *ret_site)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	char bare[HOST_LONGEST];
	struct str name = { bare, take_host(host, bare) };
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_site_of_host_sql, VALUES(VALUE(name)), &rows));
	TRY(db_next(rows, &is_found));
	*ret_site = is_found ? site_of_row(rows) : built_in();
	return NULL;
}

struct fault *
agency_site_load(struct db *db, struct arena *arena, int64_t id, struct agency_site *ret_site)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_site_by_id_sql, VALUES(VALUE(id)), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return fault_absent("agency_site", id);
	*ret_site = site_of_row(rows);
	return NULL;
}

struct fault *
agency_site_load_all(struct db *db, struct arena *arena, struct agency_site_list *ret_list)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_site_list list = { 0 };
	size_t room = 0;
	bool is_found = false;

	TRY(db_ask(db, arena, &agency_site_all_sql, NO_VALUES, &rows));
	TRY(db_next(rows, &is_found));
	while (is_found) {
		GROW(arena, list.items, list.count, room);
		list.items[list.count++] = site_of_row(rows);
		TRY(db_next(rows, &is_found));
	}
	*ret_list = list;
	return NULL;
}

/* --- the copy in memory --- */

/* Goes up when this process changed a site. */
static atomic_uint changes_here;

void
agency_site_changed(void)
{
	atomic_fetch_add(&changes_here, 1);
}

/* Invariants: `list` lives in `arena` and is what the store held at `generation`; both are guarded
 * by `lock`. */
struct agency_sites {
	pthread_mutex_t lock;
	struct arena *own; /* this structure's memory */
	struct arena *arena;
	struct agency_site_list list;
	int64_t generation; /* 0: nothing was loaded yet */
	unsigned changes;
	int64_t looked_at;
};

struct fault *
agency_sites_open(struct agency_sites **ret_sites)
{
	struct agency_sites *sites = NULL;
	struct arena *own = NULL;

	TRY(arena_open(1 << 16, &own));
	sites = arena_take(own, 1, sizeof *sites);
	if (!sites) {
		arena_close(&own);
		return fault_memory();
	}
	sites->own = own;
	pthread_mutex_init(&sites->lock, NULL);
	*ret_sites = sites;
	return NULL;
}

void
agency_sites_close(struct agency_sites **sites)
{
	struct arena *own;

	if (!*sites)
		return;
	own = (*sites)->own;
	arena_close(&(*sites)->arena);
	pthread_mutex_destroy(&(*sites)->lock);
	arena_close(&own);
	*sites = NULL;
}

/* What stands in the store now, in one picture. */
struct reload {
	struct arena *arena;
	struct agency_site_list list;
	int64_t generation;
};

static struct fault *
ask_generation(struct db *db, int64_t *ret_generation)
{
	return db_ask_number(db, &agency_site_age_sql, NO_VALUES, ret_generation);
}

static struct fault *
reload(struct db *db, void *arg)
{
	struct reload *fresh = arg;

	TRY(ask_generation(db, &fresh->generation));
	return agency_site_load_all(db, fresh->arena, &fresh->list);
}

/* Under the lock: bring the copy up to date. The old one stays when the store cannot answer. */
static struct fault *
refresh(struct agency_sites *sites, struct db *db)
{
	unsigned changes = atomic_load(&changes_here);
	int64_t now = steady_seconds();
	struct reload fresh = { 0 };
	struct fault *fault;
	int64_t generation = 0;

	if (sites->generation && sites->changes == changes &&
		now - sites->looked_at < CACHE_SECONDS)
		return NULL;
	TRY(ask_generation(db, &generation));
	if (generation != sites->generation) {
		TRY(arena_open(CACHE_MEMORY, &fresh.arena));
		fault = db_look(db, reload, &fresh);
		if (fault) {
			arena_close(&fresh.arena);
			return fault;
		}
		arena_close(&sites->arena);
		sites->arena = fresh.arena;
		sites->list = fresh.list;
		sites->generation = fresh.generation;
	}
	sites->changes = changes;
	sites->looked_at = now;
	return NULL;
}

static struct agency_site
pick(const struct agency_site_list *list, struct str host)
{
	struct agency_site site = built_in();
	size_t low = 0;
	size_t high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(list->items[middle].host, host) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < list->count && str_equal(list->items[low].host, host))
		return list->items[low];
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].is_default)
			site = list->items[i];
	return site;
}

static struct fault *
copy_site(struct arena *arena, const struct agency_site *site, struct agency_site *ret_site)
{
	*ret_site = *site;
	TRY(str_copy(arena, site->host, &ret_site->host));
	TRY(str_copy(arena, site->agency_name, &ret_site->agency_name));
	TRY(str_copy(arena, site->path, &ret_site->path));
	for (int i = 0; i < AGENCY_SITE_TEXTS; i++)
		TRY(str_copy(arena, site->texts[i], &ret_site->texts[i]));
	return NULL;
}

struct fault *
agency_sites_find(struct agency_sites *sites, struct db *db, struct arena *arena, struct str host,
	struct agency_site *ret_site)
{
	char bare[HOST_LONGEST];
	struct str name = { bare, take_host(host, bare) };
	struct agency_site site;
	struct fault *fault;

	if (!sites)
		return agency_site_find(db, arena, host, ret_site);
	pthread_mutex_lock(&sites->lock);
	fault = refresh(sites, db);
	if (!fault) {
		site = pick(&sites->list, name);
		fault = copy_site(arena, &site, ret_site);
	}
	pthread_mutex_unlock(&sites->lock);
	return fault;
}
