/*
 * From method and path to a route and its parameters.
 * A few hundred routes are compared one by one; who may use one is decided elsewhere.
 */
#include <assert.h>

#include "http/http_inside.h"

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

/* Is the path the same as the pattern up to its first named segment? For nearly all routes it is
 * not, and so they need no closer look. */
static bool
begins_alike(const char *pattern, struct str path)
{
	size_t i = 0;

	while (i < path.len && pattern[i] == path.at[i] && pattern[i] != ':')
		i++;
	return pattern[i] == ':' || (!pattern[i] && i == path.len);
}

struct fault *
http_route_find(const struct http_app *app, struct arena *arena, struct str method, struct str path,
	const struct route **ret_route, struct http_pairs *ret_params, struct str *ret_allow)
{
	const struct route *best = NULL;
	unsigned best_rank = 0;

	for (size_t t = 0; app->routes && app->routes[t]; t++) {
		for (const struct route *route = app->routes[t]; route->method; route++) {
			unsigned rank;

			if (!begins_alike(route->path, path))
				continue;
			if (!str_equal(method, str_of(route->method)) ||
				!fits(str_of(route->path), path, &rank))
				continue;
			if (!best || rank > best_rank) {
				best = route;
				best_rank = rank;
			}
		}
	}
	*ret_route = best;
	if (best)
		return read_params(arena, str_of(best->path), path, ret_params);
	return list_methods(arena, app, path, ret_allow);
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
