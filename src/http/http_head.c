/*
 * What the headers of a request mean: language, wishes, origin, the visitor's address.
 * Every value is hostile until it was looked at here; nothing is answered here.
 */
#include <arpa/inet.h>

#include "base/utf8.h"
#include "http/http_inside.h"

bool
http_head_is_sane(struct str text)
{
	size_t bad;

	for (size_t i = 0; i < text.len; i++)
		if (((unsigned char)text.at[i] < ' ' && text.at[i] != '\t') || text.at[i] == 0x7F)
			return false;
	return utf8_is_valid(text, &bad);
}

/* A copy with a zero behind it; there is room for both. */
static struct str
put_copy(char **at, struct str text)
{
	struct str put = { *at, text.len };

	if (text.len)
		memcpy(*at, text.at, text.len);
	*at += text.len + 1;
	return put;
}

struct fault *
http_head_read(struct arena *arena, const struct http_facts *facts, struct http_pairs *ret_headers)
{
	struct http_pairs headers = { 0 };
	size_t size = 0;
	char *at;

	if (facts->header_count > HEADERS_MOST)
		return fault_new(FAULT_LIMIT, "http_head_large",
			"请求头过多。请清除本站 Cookie 后再试。",
			"Too many request headers. Clear this site's cookies and try again.");
	for (size_t i = 0; i < facts->header_count; i++)
		size += facts->headers[i].name.len + facts->headers[i].value.len + 2;
	TAKE(arena, headers.items, facts->header_count + 1);
	TAKE(arena, at, size + 1);
	for (size_t i = 0; i < facts->header_count; i++) {
		const struct http_pair *from = &facts->headers[i];
		struct http_pair *to = &headers.items[headers.count];

		if (!http_head_is_sane(from->name) || !http_head_is_sane(from->value))
			continue;
		to->name = put_copy(&at, from->name);
		to->value = put_copy(&at, str_trim(from->value));
		headers.count++;
	}
	*ret_headers = headers;
	return NULL;
}

static struct fault *
fault_request(const char *why)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "http_request", "浏览器发来的请求不完整。请刷新页面后再试。",
			"The request is not well-formed. Reload the page and try again."),
		"%s", why);
}

struct fault *
http_head_check(const struct http_pairs *headers, bool *ret_has_length, uint64_t *ret_length)
{
	size_t lengths;
	size_t framings;
	size_t hosts;
	struct str text = http_ask_find(headers, STR("Content-Length"), &lengths);
	uint64_t length = 0;

	http_ask_find(headers, STR("Transfer-Encoding"), &framings);
	http_ask_find(headers, STR("Host"), &hosts);
	/* A proxy that takes the other one of two lengths would see another next request. */
	if (lengths > 1 || framings > 1 || (lengths && framings) || hosts > 1)
		return fault_request("two lengths, framings or hosts");
	if (lengths && text.len == 0)
		return fault_request("empty length");
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9' || length > UINT64_MAX / 16)
			return fault_request("length is no number");
		length = length * 10 + (uint64_t)(text.at[i] - '0');
	}
	*ret_has_length = lengths == 1;
	*ret_length = length;
	return NULL;
}

enum http_language
http_head_language(const struct http_request *request)
{
	struct str wish = http_query(request, "lang");
	size_t zh;
	size_t en;

	if (!wish.at)
		wish = http_cookie(request, "lang");
	if (str_starts(wish, STR("en")))
		return HTTP_EN;
	if (str_starts(wish, STR("zh")))
		return HTTP_ZH;
	/* Browsers list languages in the order of preference, so the first one that we have wins.
	 */
	wish = http_header(request, "Accept-Language");
	zh = str_find(wish, STR("zh"), 0);
	en = str_find(wish, STR("en"), 0);
	return en < zh ? HTTP_EN : HTTP_ZH;
}

bool
http_head_wants_json(const struct http_request *request)
{
	struct str accept = http_header(request, "Accept");
	size_t json = str_find(accept, STR("application/json"), 0);

	if (str_starts(request->path, STR("/api/")))
		return true;
	return json != SIZE_MAX && json < str_find(accept, STR("text/html"), 0);
}

/* Is quality zero: "q=0", "q=0.0", "q=0.000"? */
static bool
is_refused(struct str parameters)
{
	size_t at = str_find(parameters, STR("q="), 0);

	if (at == SIZE_MAX)
		return false;
	for (size_t i = at + 2; i < parameters.len; i++)
		if (parameters.at[i] >= '1' && parameters.at[i] <= '9')
			return false;
	return true;
}

bool
http_head_accepts_gzip(const struct http_request *request)
{
	struct str rest = http_header(request, "Accept-Encoding");

	while (rest.len) {
		struct str item;
		struct str coding;

		rest = str_cut(rest, STR(","), &item);
		item = str_cut(item, STR(";"), &coding);
		if (str_equal_ascii(str_trim(coding), STR("gzip")))
			return !is_refused(item);
	}
	return false;
}

static bool
is_address(struct str text)
{
	char address[INET6_ADDRSTRLEN];
	unsigned char bytes[16];

	if (text.len == 0 || text.len >= sizeof address)
		return false;
	memcpy(address, text.at, text.len);
	address[text.len] = '\0';
	return inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1;
}

struct str
http_head_client(const struct http_app *app, const struct http_pairs *headers, struct str peer)
{
	const struct str mapped = STR("::ffff:");
	struct str list = STR_NONE;
	size_t comma;

	if (!app->trusted_proxy || !str_equal(peer, str_of(app->trusted_proxy)))
		return peer;
	/* Only the last entry of the last header was written by our own proxy, which may add a
	 * header instead of an entry; what stands before it anybody may claim. */
	for (size_t i = 0; i < headers->count; i++)
		if (str_equal_ascii(headers->items[i].name, STR("X-Forwarded-For")))
			list = headers->items[i].value;
	comma = str_find_last(list, STR(","));
	list = str_trim(comma == SIZE_MAX ? list : str_from(list, comma + 1));
	if (!is_address(list))
		return peer;
	/* As a proxy with an IPv6 socket writes IPv4 visitors, all of them would be one network. */
	if (list.len > mapped.len && str_equal_ascii(str_sub(list, 0, mapped.len), mapped) &&
		str_has(list, STR(".")))
		list = str_from(list, mapped.len);
	return list;
}

/* "https://host:port/path" names this site. */
static bool
is_ours(const struct http_app *app, const struct http_request *request, struct str origin)
{
	struct str host = http_header(request, "Host");
	struct str own = str_of(app->origin);
	size_t start = str_find(origin, STR("://"), 0);
	size_t end;

	if (start == SIZE_MAX)
		return false;
	end = str_find(origin, STR("/"), start + 3);
	if (end != SIZE_MAX)
		origin.len = end;
	if (own.len && str_equal_ascii(origin, own))
		return true;
	return host.len && str_equal_ascii(str_from(origin, start + 3), host);
}

struct fault *
http_head_check_site(const struct http_app *app, const struct http_request *request)
{
	struct str site = http_header(request, "Sec-Fetch-Site");
	struct str origin = http_header(request, "Origin");
	bool is_good = true;

	if (!origin.at)
		origin = http_header(request, "Referer");
	if (site.at)
		is_good = str_equal_ascii(site, STR("same-origin")) ||
			  str_equal_ascii(site, STR("none"));
	else if (origin.at)
		is_good = is_ours(app, request, origin);
	/* Without any of the three it is no browser, so there is no page that could mislead one. */
	if (is_good)
		return NULL;
	return fault_new(FAULT_DENIED, "http_site",
		"这次提交来自其他网站，为安全起见没有执行。请在本站页面上重新操作。",
		"This was sent from another site and was not done, for safety. Do it again on a "
		"page of "
		"this site.");
}

bool
http_head_has_etag(const struct http_request *request, struct str etag)
{
	struct str rest = http_header(request, "If-None-Match");

	if (str_starts(etag, STR("W/")))
		etag = str_from(etag, 2);
	while (rest.len && etag.len) {
		struct str item;

		rest = str_cut(rest, STR(","), &item);
		item = str_trim(item);
		if (str_starts(item, STR("W/")))
			item = str_from(item, 2);
		if (str_equal(item, etag) || str_equal(item, STR("*")))
			return true;
	}
	return false;
}

struct fault *
http_head_media_type(struct arena *arena, struct str value, struct str *ret_type)
{
	struct str type;
	struct str copy;

	str_cut(value, STR(";"), &type);
	TRY(str_copy(arena, str_trim(type), &copy));
	for (size_t i = 0; i < copy.len; i++)
		if (copy.at[i] >= 'A' && copy.at[i] <= 'Z')
			((char *)copy.at)[i] = (char)(copy.at[i] + ('a' - 'A'));
	*ret_type = copy;
	return NULL;
}

/* The value at the start of `rest`, in quotes or not; *rest moves behind it. */
static struct fault *
take_value(struct arena *arena, struct str *rest, struct str *ret_value)
{
	char *text;
	size_t len = 0;
	size_t i = 0;
	bool is_quoted = str_starts(*rest, STR("\""));

	TAKE(arena, text, rest->len + 1);
	for (i = is_quoted ? 1 : 0; i < rest->len; i++) {
		char c = rest->at[i];

		if (is_quoted ? c == '"' : c == ';')
			break;
		/* Only a quote or a backslash is ever escaped; old browsers send "C:\dir\file". */
		if (is_quoted && c == '\\' && i + 1 < rest->len &&
			(rest->at[i + 1] == '"' || rest->at[i + 1] == '\\'))
			c = rest->at[++i];
		text[len++] = c;
	}
	*rest = str_from(*rest, i < rest->len && is_quoted ? i + 1 : i);
	*ret_value = (struct str){ text, len };
	return NULL;
}

struct fault *
http_head_parameter(struct arena *arena, struct str value, struct str name, struct str *ret_value)
{
	struct str head;
	struct str rest = str_cut(value, STR(";"), &head);

	*ret_value = STR_NONE;
	while (rest.len) {
		struct str key;
		struct str found;

		if (!str_has(rest, STR("=")))
			return NULL;
		rest = str_trim(str_cut(rest, STR("="), &key));
		TRY(take_value(arena, &rest, &found));
		rest = str_cut(rest, STR(";"), &head);
		if (str_equal_ascii(str_trim(key), name)) {
			*ret_value = found;
			return NULL;
		}
	}
	return NULL;
}
