/*
 * From method and path to a route and its parameters, and what is known of each route's pages.
 * Of a few hundred routes those are compared whose first segment may be the path's; who may use one
 * is decided elsewhere.
 */
#include <assert.h>
#include <stdatomic.h>

#include "base/memory.h"
#include "http/http_inside.h"

enum { QUICK_US = 500 };

/* Invariants: keys[i] is key_of() items[i]'s path. Only usual_us changes after http_places_open().
 */
struct places {
	size_t count;
	uint32_t *keys;
	struct place *items;
};

/* Take the first segment off *path, which begins with a slash. */
static struct str
next_segment(struct str *path)
{
	struct str segment;
	struct str rest = str_from(*path, 1);
	size_t slash = str_find(rest, STR("/"), 0);

	segment = slash == SIZE_MAX ? rest : str_sub(rest, 0, slash);
	*path = str_from(rest, segment.len);
	return segment;
}

/*
 * Does the path fit the pattern? *ret_rank has a bit for each literal segment, the first segment
 * highest, so that a greater rank is the more literal fit.
 */
static bool
fits(struct str pattern, struct str path, unsigned *ret_rank)
{
	unsigned rank = 0;

	for (unsigned bit = 1u << (SEGMENTS_MOST - 1); pattern.len && path.len; bit >>= 1) {
		struct str wanted = next_segment(&pattern);
		struct str given = next_segment(&path);

		if (str_starts(wanted, STR(":"))) {
			if (given.len == 0)
				return false;
		} else if (str_equal(wanted, given)) {
			rank |= bit;
		} else {
			return false;
		}
	}
	*ret_rank = rank;
	return pattern.len == 0 && path.len == 0;
}

static struct fault *
read_params(struct arena *arena, struct str pattern, struct str path, struct http_pairs *ret_params)
{
	struct http_pairs params = { 0 };

	while (pattern.len && path.len) {
		struct str wanted = next_segment(&pattern);
		struct str given = next_segment(&path);

		if (!str_starts(wanted, STR(":")))
			continue;
		GROW(arena, params.items, params.count, params.room);
		params.items[params.count++] = (struct http_pair){ str_from(wanted, 1), given };
	}
	*ret_params = params;
	return NULL;
}

/* "GET, HEAD, OPTIONS, POST" in this order for what the path has. */
static struct fault *
list_methods(
	struct arena *arena, const struct http_app *app, struct str path, struct str *ret_allow)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
	bool has[COUNT_OF(methods)] = { false };
	bool has_any = false;
	unsigned rank;

	for (size_t t = 0; app->routes && app->routes[t]; t++)
		for (const struct route *route = app->routes[t]; route->method; route++)
			for (size_t m = 0; m < COUNT_OF(methods); m++)
				if (strcmp(route->method, methods[m]) == 0 &&
					fits(str_of(route->path), path, &rank))
					has_any = has[m] = true;
	*ret_allow = STR_NONE;
	if (!has_any)
		return NULL;
	return str_print(arena, ret_allow, "%s%s%s%s%sOPTIONS", has[0] ? "GET, HEAD, " : "",
		has[1] ? "POST, " : "", has[2] ? "PUT, " : "", has[3] ? "PATCH, " : "",
		has[4] ? "DELETE, " : "");
}

/* Of the number of segments, and of the first one unless it is named: paths that fit a pattern have
 * its key, or the key of as many segments with a named first one. A key is no proof. */
static uint32_t
key_of(struct str path, bool is_any)
{
	uint32_t key = 2166136261u; /* FNV-1a */
	size_t i = 1;

	for (; i < path.len && path.at[i] != '/'; i++)
		if (!is_any)
			key = (key ^ (unsigned char)path.at[i]) * 16777619u;
	for (; i < path.len; i++)
		if (path.at[i] == '/')
			key += 0x9E3779B9u;
	return key;
}

/* Is the path the same as the pattern up to its first named segment? For most routes it is not, and
 * so they need no closer look. */
static bool
begins_alike(const char *pattern, struct str path)
{
	size_t i = 0;

	while (i < path.len && pattern[i] == path.at[i] && pattern[i] != ':')
		i++;
	return pattern[i] == ':' || (!pattern[i] && i == path.len);
}

struct fault *
http_route_find(const struct http *http, struct arena *arena, struct str method, struct str path,
	struct place **ret_place, struct http_pairs *ret_params, struct str *ret_allow)
{
	const struct places *places = http->places;
	struct place *best = NULL;
	uint32_t key = key_of(path, false);
	uint32_t any = key_of(path, true);
	unsigned best_rank = 0;

	for (size_t i = 0; i < places->count; i++) {
		struct place *place = &places->items[i];
		unsigned rank;

		if (places->keys[i] != key && places->keys[i] != any)
			continue;
		if (!begins_alike(place->route->path, path) ||
			!str_equal(method, str_of(place->route->method)) ||
			!fits(str_of(place->route->path), path, &rank))
			continue;
		if (!best || rank > best_rank) {
			best = place;
			best_rank = rank;
		}
	}
	*ret_place = best;
	if (best)
		return read_params(arena, str_of(best->route->path), path, ret_params);
	return list_methods(arena, &http->app, path, ret_allow);
}

/* --- what is known of a route's pages --- */

void
http_place_took(struct place *place, int64_t microseconds)
{
	uint32_t took = microseconds < 0         ? 0
			: microseconds > 1000000 ? 1000000
						 : (uint32_t)microseconds;
	uint32_t usual = atomic_load_explicit(&place->usual_us, memory_order_relaxed);

	/* Slow at once, quick again after some quick ones. Of two threads one may be forgotten. */
	usual = took >= usual ? took + 1 : usual - (usual - took) / 16;
	atomic_store_explicit(&place->usual_us, usual, memory_order_relaxed);
}

bool
http_place_is_quick(const struct place *place)
{
	uint32_t usual = atomic_load_explicit(&place->usual_us, memory_order_relaxed);

	return usual && usual < QUICK_US;
}

size_t
http_place_number(const struct places *places, const struct place *place)
{
	return (size_t)(place - places->items);
}

size_t
http_places_count(const struct places *places)
{
	return places->count;
}

const struct route *
http_places_route(const struct places *places, size_t number)
{
	return places->items[number].route;
}

/* --- the tables --- */

static size_t
count_routes(const struct http_app *app)
{
	size_t count = 0;

	for (const struct route *const *table = app->routes; table && *table; table++)
		for (const struct route *route = *table; route->method; route++)
			count++;
	return count;
}

struct fault *
http_places_open(const struct http_app *app, struct places **ret_places)
{
	CLOSING(http_places_close) struct places *places = memory_take(sizeof *places);
	size_t count = count_routes(app);

	if (!places)
		return fault_memory();
	places->keys = memory_take((count + 1) * sizeof *places->keys);
	places->items = memory_take((count + 1) * sizeof *places->items);
	if (!places->keys || !places->items)
		return fault_memory();
	for (const struct route *const *table = app->routes; table && *table; table++)
		for (const struct route *route = *table; route->method; route++) {
			places->keys[places->count] =
				key_of(str_of(route->path), route->path[1] == ':');
			places->items[places->count++].route = route;
		}
	*ret_places = places;
	places = NULL;
	return NULL;
}

void
http_places_close(struct places **places)
{
	if (!*places)
		return;
	memory_give((*places)->keys);
	memory_give((*places)->items);
	memory_give(*places);
	*places = NULL;
}

/* Two patterns that fit the same paths with the same rank. */
static bool
is_same_place(struct str a, struct str b)
{
	while (a.len && b.len) {
		struct str in_a = next_segment(&a);
		struct str in_b = next_segment(&b);
		bool is_named = str_starts(in_a, STR(":"));

		if (is_named != str_starts(in_b, STR(":")) || (!is_named && !str_equal(in_a, in_b)))
			return false;
	}
	return a.len == 0 && b.len == 0;
}

static bool
is_known_method(const char *method)
{
	static const char *const known[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(method, known[i]) == 0)
			return true;
	return false;
}

static void
check_route(const struct http_app *app, const struct route *route)
{
	size_t segments = 0;

	assert(is_known_method(route->method));
	assert(route->path && route->path[0] == '/');
	for (const char *c = route->path; *c; c++)
		segments += *c == '/';
	assert(segments <= SEGMENTS_MOST);
	assert(route->page);
	assert(route->access & HTTP_PEOPLE); /* a route that forgot who may use it */
	assert(!((route->access & SAME_SITE) && (route->access & ANY_SITE)));
	for (size_t t = 0; app->routes[t]; t++)
		for (const struct route *other = app->routes[t]; other->method; other++)
			assert(other == route || strcmp(other->method, route->method) != 0 ||
				!is_same_place(str_of(other->path), str_of(route->path)));
}

void
http_route_check_tables(const struct http_app *app)
{
	for (size_t t = 0; app->routes && app->routes[t]; t++)
		for (const struct route *route = app->routes[t]; route->method; route++)
			check_route(app, route);
}
