/*
 * The applicant's session: number and query code, sealed in a cookie for half an hour, and asking
 * by them. Nothing of it is stored; each request asks the store anew whether they still fit.
 */
#include <string.h>

#include "base/json.h"
#include "reception/reception_view.h"

#define PLACE STR("application.session")

enum { COOKIE_LONGEST = 600 };

static const char *
cookie_name(const struct http_request *request)
{
	return http_is_https(request) ? "__Host-application" : "application";
}

/* Cookies take letters and digits. */
static struct fault *
to_hex(struct arena *arena, struct str bytes, struct str *ret_text)
{
	static const char digits[] = "0123456789abcdef";
	char *text;

	TAKE(arena, text, bytes.len * 2 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		text[2 * i] = digits[(unsigned char)bytes.at[i] >> 4];
		text[2 * i + 1] = digits[(unsigned char)bytes.at[i] & 15];
	}
	*ret_text = (struct str){ text, bytes.len * 2 };
	return NULL;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* False for what is no hexadecimal text. */
static struct fault *
from_hex(struct arena *arena, struct str text, bool *ret_is_hex, struct str *ret_bytes)
{
	char *bytes;

	*ret_is_hex = false;
	if (!text.len || text.len % 2 || text.len > COOKIE_LONGEST)
		return NULL;
	TAKE(arena, bytes, text.len / 2);
	for (size_t i = 0; i < text.len; i += 2) {
		int high = hex_value(text.at[i]);
		int low = hex_value(text.at[i + 1]);

		if (high < 0 || low < 0)
			return NULL;
		bytes[i / 2] = (char)(high * 16 + low);
	}
	*ret_is_hex = true;
	*ret_bytes = (struct str){ bytes, text.len / 2 };
	return NULL;
}

struct fault *
reception_session_begin(struct http_request *request, struct http_reply *reply,
	const struct reception_session *session)
{
	int64_t seconds = session->is_fresh ? RECEPTION_FRESH_SECONDS : RECEPTION_SESSION_SECONDS;
	struct str plain;
	struct str sealed;
	struct str text;

	TRY(str_print(request->arena, &plain, "%lld %lld %d %.*s %.*s",
		(long long)((int64_t)time(NULL) + seconds), (long long)session->agency_id,
		session->is_fresh, STR_ARG(session->number), STR_ARG(session->code)));
	TRY(seal_put(account_keys(request), request->arena, PLACE, plain, &sealed));
	TRY(to_hex(request->arena, sealed, &text));
	return http_reply_cookie(request, reply, cookie_name(request), text, seconds);
}

struct fault *
reception_session_end(struct http_request *request, struct http_reply *reply)
{
	return http_reply_cookie(request, reply, cookie_name(request), STR("0"), -1);
}

static bool
read_plain(struct str plain, struct reception_session *ret_session)
{
	struct reception_session session = { 0 };
	struct str head;
	int64_t fresh;
	struct str rest = str_cut(plain, STR(" "), &head);

	if (!str_to_int(head, &session.ends))
		return false;
	rest = str_cut(rest, STR(" "), &head);
	if (!str_to_int(head, &session.agency_id))
		return false;
	rest = str_cut(rest, STR(" "), &head);
	if (!str_to_int(head, &fresh))
		return false;
	session.is_fresh = fresh == 1;
	session.code = str_cut(rest, STR(" "), &session.number);
	*ret_session = session;
	return session.code.len && session.number.len;
}

struct fault *
reception_session_look(
	struct http_request *request, struct reception_session *ret_session, int64_t *ret_id)
{
	struct str cookie = http_cookie(request, cookie_name(request));
	struct reception_session session;
	struct secret plain;
	struct fault *fault;
	struct str sealed;
	bool is_hex;

	*ret_id = 0;
	TRY(from_hex(request->arena, cookie, &is_hex, &sealed));
	if (!is_hex)
		return NULL;
	fault = seal_take(account_keys(request), request->arena, PLACE, sealed, &plain);
	/* Somebody else's bytes, or a key that was retired: simply no session. */
	if (fault && fault->kind == FAULT_OUTSIDE)
		return NULL;
	TRY(fault);
	if (!read_plain(plain.bytes, &session) || session.ends < (int64_t)time(NULL))
		return NULL;
	*ret_session = session;
	return application_find_code(request->db, account_keys(request), request->arena,
		session.agency_id, session.number, session.code, ret_id);
}

struct fault *
reception_ask(struct http_request *request, struct str agency, struct str number, struct str code,
	struct reception_session *ret_session, int64_t *ret_id)
{
	struct reception_session session = { .number = number, .code = code };
	struct agency one;
	struct fault *fault = agency_find_key(request->db, request->arena, str_trim(agency), &one);

	/* An agency that is none has no application: the same question is asked all the same. */
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_ABSENT)
		return fault;
	session.agency_id = fault ? 0 : one.id;
	*ret_session = session;
	return application_find_code(request->db, account_keys(request), request->arena,
		session.agency_id, number, code, ret_id);
}
