/*
 * The way back from one case to the list it was opened from. The browser keeps the address of that
 * list in a cookie until it closes; nothing is stored here, and what comes back is checked.
 */
#include "application/application_page.h"

#define COOKIE "gongkai_list"
#define QUEUE "/desk/applications"

/* A cookie of one list: longer searches lead back to the queue. */
enum { LIST_LONGEST = 1500 };

/* A cookie takes neither percent nor slash: "~2F" stands for "/". */
static void
put_cookie(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			c == '-' || c == '_' || c == '.')
			buf_put_char(out, (char)c);
		else
			buf_print(out, "~%02X", c);
	}
}

static int
hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* False for what was not written by put_cookie(). */
static bool
take_cookie(struct str cookie, struct buf *out)
{
	for (size_t i = 0; i < cookie.len; i++) {
		int high, low;

		if (cookie.at[i] != '~') {
			buf_put_char(out, cookie.at[i]);
			continue;
		}
		if (i + 2 >= cookie.len)
			return false;
		high = hex_value(cookie.at[i + 1]);
		low = hex_value(cookie.at[i + 2]);
		if (high < 0 || low < 0)
			return false;
		buf_put_char(out, (char)(high * 16 + low));
		i += 2;
	}
	return true;
}

struct fault *
application_page_keep_list(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf address;
	CLOSING(buf_done) struct buf cookie;
	struct str value;

	buf_init(&address, LIST_LONGEST * 4);
	buf_init(&cookie, LIST_LONGEST * 4);
	buf_put(&address, request->path);
	for (size_t i = 0; i < request->query.count; i++) {
		if (!request->query.items[i].value.len)
			continue;
		buf_put_char(&address, buf_str(&address).len == request->path.len ? '?' : '&');
		url_put_encoded(&address, request->query.items[i].name);
		buf_put_char(&address, '=');
		url_put_encoded(&address, request->query.items[i].value);
	}
	put_cookie(&cookie, buf_str(&address));
	if (buf_check(&address) || buf_check(&cookie) || buf_str(&cookie).len > LIST_LONGEST)
		return http_reply_cookie(request, reply, COOKIE, STR("0"), -1);
	TRY(str_copy(request->arena, buf_str(&cookie), &value));
	return http_reply_cookie(request, reply, COOKIE, value, 0);
}

struct fault *
application_page_list(struct http_request *request, struct url *ret_list)
{
	CLOSING(buf_done) struct buf address;
	struct str cookie = http_cookie(request, COOKIE);
	struct str text;
	struct fault *fault;

	buf_init(&address, LIST_LONGEST);
	*ret_list = URL(QUEUE);
	if (!cookie.len || cookie.len > LIST_LONGEST || !take_cookie(cookie, &address) ||
		buf_check(&address) || !str_starts(buf_str(&address), STR("/desk/")))
		return NULL;
	TRY(str_copy(request->arena, buf_str(&address), &text));
	fault = url_check_local(text, ret_list);
	return fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_LIMIT ? fault : NULL;
}
