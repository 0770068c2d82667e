/*
 * What pages ask of a request: parameters, query, headers, cookies, language.
 * Forms are in http_form.c; nothing here parses anything twice.
 */
#include <assert.h>

#include "http/http_inside.h"

static struct str
find_pair(const struct http_pairs *pairs, struct str name)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (str_equal(pairs->items[i].name, name))
			return pairs->items[i].value;
	return STR_NONE;
}

struct str
http_ask_find(const struct http_pairs *headers, struct str name, size_t *ret_times)
{
	struct str found = STR_NONE;
	size_t times = 0;

	for (size_t i = 0; i < headers->count; i++)
		if (str_equal_ascii(headers->items[i].name, name) && times++ == 0)
			found = headers->items[i].value;
	if (ret_times)
		*ret_times = times;
	return found;
}

struct str
http_param(const struct http_request *request, const char *name)
{
	struct str value = find_pair(&request->params, str_of(name));

	assert(value.at); /* the route has no segment of this name */
	return value;
}

struct fault *
http_param_id(const struct http_request *request, const char *name, int64_t *ret_id)
{
	struct str text = http_param(request, name);
	int64_t id;

	/* One spelling a row: "+7" and "07" would be other addresses of the same page. */
	if (text.at[0] < '1' || text.at[0] > '9' || !str_to_int(text, &id))
		return fault_detail(fault_absent(name, 0), "%s is \"%.*s\"", name,
			(int)(text.len < 40 ? text.len : 40), text.at);
	*ret_id = id;
	return NULL;
}

struct str
http_query(const struct http_request *request, const char *name)
{
	return find_pair(&request->query, str_of(name));
}

int64_t
http_query_int(const struct http_request *request, const char *name, int64_t otherwise)
{
	int64_t value;

	return str_to_int(http_query(request, name), &value) ? value : otherwise;
}

struct str
http_header(const struct http_request *request, const char *name)
{
	return http_ask_find(&request->headers, str_of(name), NULL);
}

struct str
http_bearer(const struct http_request *request)
{
	size_t times = 0;
	struct str value = http_ask_find(&request->headers, STR("Authorization"), &times);
	struct str scheme;
	struct str token;

	if (!value.at)
		return STR_NONE;
	token = str_trim(str_cut(str_trim(value), STR(" "), &scheme));
	if (!str_equal_ascii(scheme, STR("Bearer")))
		return STR_NONE;
	/* An empty one, or two, have no meaning, which is not the same as none. */
	return times > 1 || !token.len ? STR("") : token;
}

struct str
http_cookie(const struct http_request *request, const char *name)
{
	struct str wanted = str_of(name);

	for (size_t i = 0; i < request->headers.count; i++) {
		struct str rest = request->headers.items[i].value;

		if (!str_equal_ascii(request->headers.items[i].name, STR("Cookie")))
			continue;
		while (rest.len) {
			struct str pair;
			struct str key;
			struct str value;

			rest = str_cut(rest, STR(";"), &pair);
			value = str_trim(str_cut(pair, STR("="), &key));
			if (!str_equal(str_trim(key), wanted))
				continue;
			if (value.len >= 2 && str_starts(value, STR("\"")) &&
				str_ends(value, STR("\"")))
				value = str_sub(value, 1, value.len - 2);
			return value;
		}
	}
	return STR_NONE;
}

bool
http_is_https(const struct http_request *request)
{
	return request->http->app.is_https;
}

const char *
http_say(const struct http_request *request, const char *zh, const char *en)
{
	return request->language == HTTP_EN ? en : zh;
}
