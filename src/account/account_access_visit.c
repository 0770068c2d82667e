/*
 * A request that brings an access token: below /api/ it stands for its person, elsewhere it is not
 * looked at, and it never goes together with a cookie. What a token is worth is
 * account_access_work.c.
 */
#include "account/account_access.h"
#include "account/account_page_inside.h"

bool
account_access_is_brought(const struct http_request *request)
{
	return http_bearer(request).at && str_starts(request->path, STR("/api/"));
}

/* Does the route store or tell anything that a token for reading may not? */
static bool
is_writing(const struct http_request *request)
{
	return !str_equal(request->method, STR("GET")) && !(request->route->access & READS);
}

static struct fault *
deny_token(void)
{
	return fault_new(FAULT_DENIED, "http_token",
		"访问令牌无效：可能写错、已到期或已收回。请在“个人资料—访问令牌”里查看或重新生成。",
		"The access token does not count: mistyped, over or revoked. Look at the access "
		"tokens of your profile, or make a new one.");
}

struct fault *
account_access_visit(
	struct account_gate *gate, struct http_request *request, struct account_visitor *visitor)
{
	struct account_access_found *found;
	bool is_found = false;
	struct str who;

	if (!request->db)
		return NULL;
	TAKE(request->arena, found, 1);
	TRY(account_access_find(
		gate, request->db, request->arena, http_bearer(request), &is_found, found));
	if (!is_found) {
		/* Nobody guesses 256 bits, but nobody need let him try for nothing either. */
		TRY(http_limit(request, request->client));
		return deny_token();
	}
	TRY(str_print(request->arena, &who, "token %lld", (long long)found->id));
	TRY(http_limit(request, who));
	account_access_note_use(gate, found->id, account_now(), request->client);
	if (is_writing(request) && !found->may_write)
		return fault_new(FAULT_DENIED, "account_access_reads",
			"这个访问令牌只能查看。需要时请另生成一个可以办理的令牌。",
			"This access token is for reading only. Make one that may do more, if it "
			"is needed.");
	visitor->person = &found->person;
	return NULL;
}
