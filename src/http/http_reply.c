/*
 * Making a reply: what pages say, and what every reply has before it leaves, the security headers
 * first of all. Sending is http_server.c's business.
 */
#include <assert.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "http/http_inside.h"

static const char html_type[] = "text/html; charset=utf-8";

void
http_reply_html(struct http_reply *reply)
{
	reply->type = html_type;
}

void
http_reply_json(struct http_reply *reply)
{
	reply->type = "application/json";
}

void
http_reply_fixed(struct http_reply *reply, const char *type, struct str bytes)
{
	reply->type = type;
	reply->fixed = bytes.at ? bytes : STR("");
}

struct str
http_reply_bytes(const struct http_reply *reply)
{
	return reply->fixed.at ? reply->fixed : buf_str(&reply->body);
}

/* --- headers --- */

void
http_reply_set(struct http_reply *reply, const char *name, struct str value)
{
	bool is_many = strcmp(name, "Set-Cookie") == 0;
	struct str word = str_of(name);
	size_t i = 0;

	while (i < reply->header_count &&
		(is_many || !str_equal_ascii(reply->headers[i].name, word)))
		i++;
	assert(i < HTTP_HEADERS_MOST);
	reply->headers[i] = (struct http_pair){ word, value };
	if (i == reply->header_count)
		reply->header_count++;
}

struct str
http_reply_find(const struct http_reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->header_count; i++)
		if (str_equal_ascii(reply->headers[i].name, str_of(name)))
			return reply->headers[i].value;
	return STR_NONE;
}

static struct fault *
fault_header(const char *name)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "http_header",
			"内容中有不能用于此处的字符。请去掉换行等控制字符后再试。",
			"The text holds characters that cannot stand here. Take line breaks "
			"and control characters out."),
		"header %s", name);
}

struct fault *
http_reply_header(struct http_reply *reply, const char *name, struct str value)
{
	struct str copy;
	size_t bad;

	if (!utf8_is_valid(value, &bad))
		return fault_header(name);
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7F)
			return fault_header(name);
	TRY(str_copy(reply->arena, value, &copy));
	http_reply_set(reply, name, copy);
	return NULL;
}

struct fault *
http_reply_cookie(struct http_request *request, struct http_reply *reply, const char *name,
	struct str value, int64_t seconds)
{
	struct str cookie;
	struct str age = STR("");
	bool is_https = request->http->app.is_https;

	for (size_t i = 0; i < value.len; i++)
		if (!((value.at[i] >= 'a' && value.at[i] <= 'z') ||
			    (value.at[i] >= 'A' && value.at[i] <= 'Z') ||
			    (value.at[i] >= '0' && value.at[i] <= '9') ||
			    (value.at[i] && strchr("-_.~", value.at[i]))))
			return fault_header("Set-Cookie");
	if (seconds)
		TRY(str_print(reply->arena, &age, "; Max-Age=%lld",
			(long long)(seconds < 0 ? 0 : seconds)));
	TRY(str_print(reply->arena, &cookie, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%.*s%s", name,
		STR_ARG(value), STR_ARG(age), is_https ? "; Secure" : ""));
	http_reply_set(reply, "Set-Cookie", cookie);
	return NULL;
}

/* --- redirects and downloads --- */

struct fault *
http_reply_redirect(struct http_request *request, struct http_reply *reply, struct str target)
{
	CLOSING(buf_done) struct buf encoded;
	struct str copy;

	buf_init(&encoded, 3 * ADDRESS_MAX);
	/* Browsers take "//" and "/\" for the start of another site's name. */
	if (!str_starts(target, STR("/")) || str_starts(target, STR("//")) ||
		str_has(target, STR("\\")))
		return fault_new(FAULT_INPUT, "http_redirect",
			"不能跳转到其他网站。请从首页重新进入。",
			"Going on to another site is not allowed. Start again from the home page.");
	for (size_t i = 0; i < target.len; i++) {
		unsigned char c = (unsigned char)target.at[i];

		if (c < ' ' || c == 0x7F)
			return fault_header("Location");
		if (c >= 0x80 || c == ' ' || c == '"' || c == '<' || c == '>')
			buf_print(&encoded, "%%%02X", c);
		else
			buf_put_char(&encoded, (char)c);
	}
	TRY(buf_check(&encoded));
	TRY(str_copy(request->arena, buf_str(&encoded), &copy));
	reply->status = 303;
	http_reply_set(reply, "Location", copy);
	return NULL;
}

/*
 * The name twice (RFC 6266): for old readers in ASCII with underscores, and as it is in the coding
 * of RFC 5987.
 */
static void
put_disposition(struct buf *buf, struct str name)
{
	buf_put(buf, STR("attachment; filename=\""));
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (((unsigned char)c & 0xC0) == 0x80)
			continue;
		buf_put_char(
			buf, (unsigned char)c >= 0x80 || c < ' ' || strchr("\"\\%;", c) ? '_' : c);
	}
	buf_put(buf, STR("\"; filename*=UTF-8''"));
	http_url_put(buf, name);
}

struct fault *
http_reply_download(struct http_request *request, struct http_reply *reply, struct str file_name,
	const char *type)
{
	CLOSING(buf_done) struct buf buf;
	struct str name;
	struct str value;

	buf_init(&buf, 4096);
	TRY(http_name_clean(request->arena, file_name, &name));
	put_disposition(&buf, name);
	TRY(buf_check(&buf));
	TRY(str_copy(request->arena, buf_str(&buf), &value));
	reply->type = type ? type : http_name_type(name);
	http_reply_set(reply, "Content-Disposition", value);
	return NULL;
}

/* --- completing --- */

static void
set_security(const struct http *http, struct http_reply *reply)
{
	/* What is saved may come from outsiders: a browser that shows it all the same shows it
	 * without script, forms and this site's cookies. */
	if (http_reply_find(reply, "Content-Disposition").len)
		http_reply_set(reply, "Content-Security-Policy",
			STR("default-src 'none'; sandbox; base-uri 'none'; "
			    "frame-ancestors 'none'"));
	else
		http_reply_set(reply, "Content-Security-Policy",
			STR("default-src 'none'; script-src 'self'; style-src 'self'; img-src "
			    "'self' data:; connect-src 'self'; form-action 'self'; base-uri "
			    "'none'; frame-ancestors 'none'"));
	http_reply_set(reply, "X-Content-Type-Options", STR("nosniff"));
	http_reply_set(reply, "X-Frame-Options", STR("DENY"));
	http_reply_set(reply, "Referrer-Policy", STR("same-origin"));
	http_reply_set(reply, "Permissions-Policy",
		STR("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
	http_reply_set(reply, "Cross-Origin-Opener-Policy", STR("same-origin"));
	http_reply_set(reply, "Cross-Origin-Resource-Policy", STR("same-origin"));
	if (http->app.is_https)
		http_reply_set(reply, "Strict-Transport-Security", STR("max-age=31536000"));
}

static void
set_cache(struct http_reply *reply)
{
	static const struct str says[] = {
		[HTTP_CACHE_ASK] = { "private, no-cache", 17 },
		[HTTP_CACHE_NEVER] = { "no-store", 8 },
		[HTTP_CACHE_FOREVER] = { "public, max-age=31536000, immutable", 35 },
	};

	if (reply->status >= 400)
		reply->cache = HTTP_CACHE_NEVER;
	http_reply_set(reply, "Cache-Control", says[reply->cache]);
}

/* A weak tag, because the same tag stands for the compressed bytes. */
struct fault *
http_reply_make_etag(struct http_reply *reply)
{
	struct digest_mark mark;

	if (reply->etag.len)
		return NULL;
	mark = digest_quick(http_reply_bytes(reply));
	return str_print(reply->arena, &reply->etag, "W/\"%s\"", mark.at);
}

static void
drop_body(struct http_reply *reply)
{
	buf_done(&reply->body);
	reply->fixed = STR("");
}

/* True when the visitor's copy is still good. */
static bool
answer_unchanged(const struct http_request *request, struct http_reply *reply)
{
	if (reply->status != 200 || reply->cache == HTTP_CACHE_NEVER ||
		!str_equal(request->method, STR("GET")))
		return false;
	if (http_reply_make_etag(reply) != NULL)
		return false;
	http_reply_set(reply, "ETag", reply->etag);
	if (!http_head_has_etag(request, reply->etag))
		return false;
	reply->status = 304;
	drop_body(reply);
	return true;
}

static bool
has_bytes_to_tell(const struct http_reply *reply)
{
	return reply->status != 303 || http_reply_bytes(reply).len;
}

/* What stands in a reply whatever becomes of its bytes. */
static void
set_usual(const struct http *http, struct http_reply *reply)
{
	if (reply->status == 0)
		reply->status = 200;
	if (!reply->type)
		reply->type = html_type;
	set_security(http, reply);
	set_cache(reply);
	if (reply->status != 204 && http_gzip_is_worth(reply->type, http_reply_bytes(reply).len))
		http_reply_set(reply, "Vary", STR("Accept-Encoding"));
}

void
http_reply_dress(const struct http *http, struct http_reply *reply)
{
	set_usual(http, reply);
	http_reply_set(reply, "ETag", reply->etag);
	http_reply_set(reply, "Content-Type", str_of(reply->type));
}

static void
compress(const struct http *http, const struct http_request *request, struct http_reply *reply)
{
	struct str bytes = http_reply_bytes(reply);
	struct buf packed;

	if (!http_gzip_is_worth(reply->type, bytes.len))
		return;
	if (http_reply_find(reply, "Content-Encoding").at || !http_head_accepts_gzip(request))
		return;
	buf_init(&packed, http->limits.reply_max);
	/* Without memory for the small form the large one goes out. */
	if (http_gzip_pack(bytes, 5, &packed) != NULL || packed.len >= bytes.len) {
		buf_done(&packed);
		return;
	}
	buf_done(&reply->body);
	reply->body = packed;
	reply->fixed = STR_NONE;
	http_reply_set(reply, "Content-Encoding", STR("gzip"));
}

void
http_reply_complete(struct http *http, const struct http_request *request, struct http_reply *reply)
{
	set_usual(http, reply);
	reply->is_bodyless = request->is_head;
	if (reply->status == 204) {
		drop_body(reply);
		return;
	}
	if (answer_unchanged(request, reply))
		return;
	if (has_bytes_to_tell(reply))
		http_reply_set(reply, "Content-Type", str_of(reply->type));
	compress(http, request, reply);
}
