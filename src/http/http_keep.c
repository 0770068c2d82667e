/*
 * The table of kept pages: by host, language, form and address. Small on purpose: when it is full,
 * all is forgotten and the next visitors fill it again.
 */
#include "http/http_keep.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/digest.h"
#include "base/memory.h"
#include "base/steady.h"

enum { SHELVES = 4096, MOST_KEY = 1024, MOST_PARAMS = 4 };

/* One page. Invariants: the bytes of key, page, packed, headers and params stand behind the
 * structure and never change; headers are all that the page is sent with, Content-Type the last of
 * them; `holders` are the table and the replies that point into it. */
struct copy {
	struct copy *next;
	_Atomic unsigned holders;
	struct MHD_Response *_Atomic responses[2]; /* with the page as it is, and packed */
	struct place *place;
	struct http_pair params[MOST_PARAMS];
	size_t param_count;
	uint64_t moment;
	int64_t until; /* steady_milliseconds() */
	size_t size;
	struct str key;
	struct str page;
	struct str packed; /* empty when it is not worth it */
	struct str type;
	struct str etag;
	size_t header_count;
	struct http_pair headers[HTTP_HEADERS_MOST];
};

/* Invariants: `bytes` is the sum of the sizes of all copies; a copy counts while its moment is the
 * present one. Guarded by the lock, but for `forgotten`, `app` and `secret`. */
struct keep {
	pthread_mutex_t lock;
	const struct http_app *app;
	struct digest_secret
		secret; /* of the shelves: who chooses addresses must not choose them */
	_Atomic uint64_t forgotten;
	size_t bytes;
	size_t max;
	int64_t lasting;
	struct copy *shelves[SHELVES];
};

struct fault *
http_keep_open(const struct http_app *app, size_t max, unsigned seconds, struct keep **ret_keep)
{
	struct keep *keep = memory_take(sizeof *keep);

	if (!keep)
		return fault_memory();
	pthread_mutex_init(&keep->lock, NULL);
	keep->max = max;
	keep->lasting = (int64_t)seconds * 1000;
	keep->app = app;
	keep->secret = digest_secret();
	*ret_keep = keep;
	return NULL;
}

void
http_keep_release(struct copy *copy)
{
	if (!copy || --copy->holders > 0)
		return;
	for (int i = 0; i < 2; i++)
		if (copy->responses[i])
			MHD_destroy_response(copy->responses[i]);
	memory_give(copy);
}

static bool
is_packed(const struct http_reply *reply)
{
	return reply->fixed.at == reply->copy->packed.at;
}

struct MHD_Response *
http_keep_response(const struct http_reply *reply)
{
	return reply->copy->responses[is_packed(reply)];
}

bool
http_keep_set_response(const struct http_reply *reply, struct MHD_Response *response)
{
	struct MHD_Response *none = NULL;

	return atomic_compare_exchange_strong(
		&reply->copy->responses[is_packed(reply)], &none, response);
}

/* With the lock held, or when nobody else is left. */
static void
drop_all(struct keep *keep)
{
	for (size_t i = 0; i < SHELVES; i++)
		while (keep->shelves[i]) {
			struct copy *copy = keep->shelves[i];

			keep->shelves[i] = copy->next;
			http_keep_release(copy);
		}
	keep->bytes = 0;
}

void
http_keep_close(struct keep **keep)
{
	if (!*keep)
		return;
	drop_all(*keep);
	pthread_mutex_destroy(&(*keep)->lock);
	memory_give(*keep);
	*keep = NULL;
}

void
http_keep_forget(struct keep *keep)
{
	keep->forgotten++;
}

/* Two counts that only grow: their sum stays the same only while both do. */
static uint64_t
present(const struct keep *keep)
{
	const struct http_app *app = keep->app;

	return keep->forgotten + (app->count_changes ? app->count_changes(app->context) : 0);
}

/* --- which pages --- */

/* Only the choice of the language is known of this visitor. */
static bool
is_unknown(const struct http_request *request)
{
	struct str cookie = http_header(request, "Cookie");

	return !http_header(request, "Authorization").at &&
	       (!cookie.at || (str_starts(cookie, STR("lang=")) && !str_has(cookie, STR(";"))));
}

/* Routes with checks of their own before the page have to go through them each time. */
static bool
is_shared(const struct keep *keep, const struct http_request *request)
{
	return keep->lasting && request->route && request->route->access & SHARED &&
	       !(request->route->access & (SAME_SITE | LIMITED)) &&
	       str_equal(request->method, STR("GET")) && is_unknown(request);
}

/* Invariant: len <= sizeof at. */
struct key {
	char at[MOST_KEY];
	size_t len;
};

/*
 * All that a page may look at. Of language and form only what headers say of it, because the rest
 * is in the target, which stands here as it was sent. False when it is too long.
 */
static bool
make_key(const struct http_request *request, struct str target, struct key *key)
{
	struct http_request head = { .headers = request->headers, .path = STR("/") };
	struct str host = http_header(request, "Host");

	if (host.len + target.len + 3 > sizeof key->at)
		return false;
	key->at[0] = http_head_language(&head) == HTTP_EN ? 'e' : 'z';
	key->at[1] = http_head_wants_json(&head) ? 'j' : 'h';
	if (host.len)
		memcpy(key->at + 2, host.at, host.len);
	key->at[2 + host.len] = '\0'; /* in no header */
	memcpy(key->at + 3 + host.len, target.at, target.len);
	key->len = host.len + target.len + 3;
	return true;
}

static size_t
shelf_of(const struct keep *keep, struct str key)
{
	return digest_short(&keep->secret, key) % SHELVES;
}

/* --- showing --- */

/* The headers that decide which copy is the answer; *ret_headers points into `room`. False when
 * they need a closer look: another one may have a meaning too, or one is twice there. */
static bool
pick_headers(
	const struct http_facts *facts, struct http_pair room[], struct http_pairs *ret_headers)
{
	static const struct str names[] = { STR("Host"), STR("Cookie"), STR("Accept"),
		STR("Accept-Language"), STR("Accept-Encoding"), STR("If-None-Match"),
		STR("Authorization"), STR("Content-Length"), STR("Transfer-Encoding") };
	struct http_pairs picked = { .items = room };

	if (facts->header_count > HEADERS_MOST)
		return false;
	for (size_t i = 0; i < facts->header_count; i++) {
		size_t which = 0;

		while (which < COUNT_OF(names) &&
			!str_equal_ascii(facts->headers[i].name, names[which]))
			which++;
		if (which == COUNT_OF(names))
			continue;
		if (which >= 6 || picked.count == 6 ||
			!http_head_is_sane(facts->headers[i].value) ||
			http_ask_find(&picked, names[which], NULL).at)
			return false;
		room[picked.count++] =
			(struct http_pair){ names[which], str_trim(facts->headers[i].value) };
	}
	*ret_headers = picked;
	return true;
}

static void
show_copy(struct copy *copy, struct http_request *request, struct http_reply *reply)
{
	bool sends_packed = copy->packed.len && http_head_accepts_gzip(request);

	reply->copy = copy;
	reply->status = 200;
	reply->etag = copy->etag;
	reply->header_count = copy->header_count;
	memcpy(reply->headers, copy->headers, copy->header_count * sizeof reply->headers[0]);
	reply->is_bodyless = request->is_head;
	if (http_head_has_etag(request, copy->etag)) {
		reply->status = 304;
		reply->header_count--;
		http_reply_fixed(reply, copy->type.at, STR(""));
		return;
	}
	http_reply_fixed(reply, copy->type.at, sends_packed ? copy->packed : copy->page);
	if (sends_packed)
		reply->headers[reply->header_count++] =
			(struct http_pair){ STR("Content-Encoding"), STR("gzip") };
}

static struct copy *
find_copy(struct keep *keep, struct str key)
{
	uint64_t moment = present(keep);
	struct copy *copy;

	pthread_mutex_lock(&keep->lock);
	copy = keep->shelves[shelf_of(keep, key)];
	while (copy && !str_equal(copy->key, key))
		copy = copy->next;
	if (copy && (copy->moment != moment || steady_milliseconds() >= copy->until))
		copy = NULL;
	if (copy)
		copy->holders++;
	pthread_mutex_unlock(&keep->lock);
	return copy;
}

bool
http_keep_answer(struct keep *keep, const struct http_facts *facts, struct exchange *exchange)
{
	struct http_pair room[6];
	struct http_request request = { .method = STR("GET") };
	struct copy *copy;
	struct key key;

	request.is_head = str_equal(facts->method, STR("HEAD"));
	if (!keep->lasting || (!request.is_head && !str_equal(facts->method, STR("GET"))) ||
		!pick_headers(facts, room, &request.headers) || !is_unknown(&request) ||
		!make_key(&request, facts->target, &key))
		return false;
	copy = find_copy(keep, (struct str){ key.at, key.len });
	if (!copy)
		return false;
	show_copy(copy, &request, &exchange->reply);
	request.headers = (struct http_pairs){ 0 };
	request.path = STR("/");
	request.http = exchange->http;
	request.route = copy->place->route;
	exchange->place = copy->place;
	request.params = (struct http_pairs){ .items = copy->params, .count = copy->param_count };
	exchange->request = request;
	return true;
}

/* --- keeping --- */

void
http_keep_note(struct keep *keep, const struct http_facts *facts, struct exchange *exchange)
{
	const struct http_request *request = &exchange->request;
	struct key key;

	exchange->moment = present(keep);
	if (!is_shared(keep, request) || request->params.count > MOST_PARAMS ||
		!make_key(request, facts->target, &key))
		return;
	if (str_copy(request->arena, (struct str){ key.at, key.len }, &exchange->key) != NULL)
		exchange->key = STR_NONE;
}

/* Put the text behind what stands there already. */
static struct str
put_behind(char **at, struct str text)
{
	struct str put = { *at, text.len };

	if (text.len)
		memcpy(*at, text.at, text.len);
	(*at)[text.len] = '\0';
	*at += text.len + 1;
	return put;
}

/* `full` has every header that is sent. */
static struct copy *
make_copy(const struct exchange *exchange, const struct http_reply *full, struct str packed)
{
	const struct http_pairs *params = &exchange->request.params;
	struct str page = http_reply_bytes(full);
	size_t size = sizeof(struct copy) + exchange->key.len + page.len + packed.len +
		      full->etag.len + strlen(full->type) + 5;
	struct copy *copy;
	char *at;

	for (size_t i = 0; i < full->header_count; i++)
		size += full->headers[i].value.len + 1;
	for (size_t i = 0; i < params->count; i++)
		size += params->items[i].value.len + 1;
	copy = memory_take(size);
	if (!copy)
		return NULL;
	at = (char *)(copy + 1);
	copy->size = size;
	copy->holders = 1;
	copy->moment = exchange->moment;
	copy->place = exchange->place;
	copy->type = put_behind(&at, str_of(full->type));
	copy->key = put_behind(&at, exchange->key);
	copy->page = put_behind(&at, page);
	copy->packed = put_behind(&at, packed);
	copy->etag = put_behind(&at, full->etag);
	/* Names of headers and of a route's segments are constants everywhere. */
	copy->header_count = full->header_count;
	for (size_t i = 0; i < full->header_count; i++)
		copy->headers[i] = (struct http_pair){ full->headers[i].name,
			put_behind(&at, full->headers[i].value) };
	copy->param_count = params->count;
	for (size_t i = 0; i < params->count; i++)
		copy->params[i] = (struct http_pair){ params->items[i].name,
			put_behind(&at, params->items[i].value) };
	return copy;
}

/* Takes the place of an older copy of the same page. */
static void
put_copy(struct keep *keep, struct copy *copy)
{
	struct copy **place;

	pthread_mutex_lock(&keep->lock);
	if (copy->size > keep->max - keep->bytes)
		drop_all(keep);
	place = &keep->shelves[shelf_of(keep, copy->key)];
	while (*place && !str_equal((*place)->key, copy->key))
		place = &(*place)->next;
	if (*place) {
		struct copy *old = *place;

		keep->bytes -= old->size;
		copy->next = old->next;
		http_keep_release(old);
	}
	copy->until = steady_milliseconds() + keep->lasting;
	keep->bytes += copy->size;
	*place = copy;
	pthread_mutex_unlock(&keep->lock);
}

/* A cookie is for one visitor. */
static bool
may_keep(const struct keep *keep, const struct exchange *exchange)
{
	const struct http_reply *reply = &exchange->reply;

	return exchange->key.len && exchange->moment == present(keep) &&
	       (reply->status == 0 || reply->status == 200) && reply->cache == HTTP_CACHE_ASK &&
	       !http_reply_find(reply, "Set-Cookie").at && !reply->code[0] &&
	       !http_reply_find(reply, "Content-Encoding").at &&
	       http_reply_bytes(reply).len < keep->max / 8;
}

void
http_keep_take(struct keep *keep, struct exchange *exchange)
{
	CLOSING(buf_done) struct buf packed;
	struct http_reply *reply = &exchange->reply;
	struct str page = http_reply_bytes(reply);
	struct http_reply full;
	struct copy *copy;

	/* zlib wants room for the worst case. */
	buf_init(&packed, page.len + page.len / 8 + 4096);
	if (!may_keep(keep, exchange) || http_reply_make_etag(reply) != NULL)
		return;
	full = *reply;
	http_reply_dress(exchange->http, &full);
	/* Content-Encoding may come to them. */
	if (full.header_count == HTTP_HEADERS_MOST)
		return;
	if (http_gzip_is_worth(full.type, page.len) &&
		(http_gzip_pack(page, 6, &packed) != NULL || packed.len >= page.len))
		buf_clear(&packed);
	copy = make_copy(exchange, &full, buf_str(&packed));
	if (copy)
		put_copy(keep, copy);
}
