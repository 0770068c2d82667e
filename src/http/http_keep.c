/*
 * The table of kept pages: by host, language, form and address. Small on purpose: when it is full,
 * all is forgotten and the next visitors fill it again.
 */
#include "http/http_keep.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/memory.h"

enum { SHELVES = 4096, MOST_KEY = 4096 };

/* One page. Invariants: the bytes of key, page, packed and headers stand behind the structure and
 * never change; `holders` are the table and the replies that point into it. */
struct copy {
	struct copy *next;
	_Atomic unsigned holders;
	struct MHD_Response *_Atomic responses[2]; /* with the page as it is, and packed */
	uint64_t moment;
	int64_t until; /* milliseconds of http_rate_now() */
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
 * present one. Guarded by the lock, but for `moment`. */
struct keep {
	pthread_mutex_t lock;
	_Atomic uint64_t moment;
	size_t bytes;
	size_t max;
	int64_t lasting;
	struct copy *shelves[SHELVES];
};

struct fault *
http_keep_open(size_t max, unsigned seconds, struct keep **ret_keep)
{
	struct keep *keep = memory_take(sizeof *keep);

	if (!keep)
		return fault_memory();
	pthread_mutex_init(&keep->lock, NULL);
	keep->max = max;
	keep->lasting = (int64_t)seconds * 1000;
	keep->moment = 1;
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
	keep->moment++;
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

static bool
is_shared(const struct keep *keep, const struct http_request *request)
{
	return keep->lasting && request->route && request->route->access & SHARED &&
	       str_equal(request->method, STR("GET")) && is_unknown(request);
}

/* All that a page may look at. Parts are separated by a byte that no part holds. */
static struct fault *
make_key(const struct http_request *request, struct str *ret_key)
{
	CLOSING(buf_done) struct buf key;
	struct str host = http_header(request, "Host");

	buf_init(&key, MOST_KEY);
	buf_put_char(&key, request->language == HTTP_EN ? 'e' : 'z');
	buf_put_char(&key, request->wants_json ? 'j' : 'h');
	buf_put(&key, host);
	buf_put_char(&key, '\0');
	buf_put(&key, request->path);
	for (size_t i = 0; i < request->query.count; i++) {
		buf_put_char(&key, '\0');
		buf_put(&key, request->query.items[i].name);
		buf_put_char(&key, '\0');
		buf_put(&key, request->query.items[i].value);
	}
	TRY(buf_check(&key));
	return str_copy(request->arena, buf_str(&key), ret_key);
}

static size_t
shelf_of(struct str key)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.at[i]) * 1099511628211u;
	return (hash ^ hash >> 32) % SHELVES;
}

/* --- showing --- */

static void
show_copy(struct copy *copy, const struct http_request *request, struct http_reply *reply)
{
	bool sends_packed = copy->packed.len && http_head_accepts_gzip(request);

	reply->copy = copy;
	reply->etag = copy->etag;
	for (size_t i = 0; i < copy->header_count; i++)
		http_reply_set(reply, copy->headers[i].name.at, copy->headers[i].value);
	http_reply_fixed(reply, copy->type.at, sends_packed ? copy->packed : copy->page);
	if (copy->packed.len)
		http_reply_set(reply, "Vary", STR("Accept-Encoding"));
	if (sends_packed)
		http_reply_set(reply, "Content-Encoding", STR("gzip"));
}

bool
http_keep_answer(struct keep *keep, struct exchange *exchange)
{
	const struct http_request *request = &exchange->request;
	struct copy *copy;

	exchange->moment = keep->moment;
	if (!is_shared(keep, request) || make_key(request, &exchange->key) != NULL)
		return false;
	pthread_mutex_lock(&keep->lock);
	copy = keep->shelves[shelf_of(exchange->key)];
	while (copy && !str_equal(copy->key, exchange->key))
		copy = copy->next;
	if (copy && (copy->moment != exchange->moment || http_rate_now() >= copy->until))
		copy = NULL;
	if (copy)
		copy->holders++;
	pthread_mutex_unlock(&keep->lock);
	if (copy)
		show_copy(copy, request, &exchange->reply);
	return copy != NULL;
}

/* --- keeping --- */

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

static struct copy *
make_copy(const struct exchange *exchange, struct str packed)
{
	const struct http_reply *reply = &exchange->reply;
	struct str page = http_reply_bytes(reply);
	size_t size = sizeof(struct copy) + exchange->key.len + page.len + packed.len +
		      reply->etag.len + strlen(reply->type) + 5;
	struct copy *copy;
	char *at;

	for (size_t i = 0; i < reply->header_count; i++)
		size += reply->headers[i].value.len + 1;
	copy = memory_take(size);
	if (!copy)
		return NULL;
	at = (char *)(copy + 1);
	copy->size = size;
	copy->holders = 1;
	copy->moment = exchange->moment;
	copy->type = put_behind(&at, str_of(reply->type));
	copy->key = put_behind(&at, exchange->key);
	copy->page = put_behind(&at, page);
	copy->packed = put_behind(&at, packed);
	copy->etag = put_behind(&at, reply->etag);
	copy->header_count = reply->header_count;
	for (size_t i = 0; i < reply->header_count; i++)
		/* Names of headers are constants everywhere. */
		copy->headers[i] = (struct http_pair){ reply->headers[i].name,
			put_behind(&at, reply->headers[i].value) };
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
	place = &keep->shelves[shelf_of(copy->key)];
	while (*place && !str_equal((*place)->key, copy->key))
		place = &(*place)->next;
	if (*place) {
		struct copy *old = *place;

		keep->bytes -= old->size;
		copy->next = old->next;
		http_keep_release(old);
	}
	copy->until = http_rate_now() + keep->lasting;
	keep->bytes += copy->size;
	*place = copy;
	pthread_mutex_unlock(&keep->lock);
}

/* A cookie is for one visitor. */
static bool
may_keep(const struct keep *keep, const struct exchange *exchange)
{
	const struct http_reply *reply = &exchange->reply;

	return exchange->key.len && exchange->moment == keep->moment &&
	       (reply->status == 0 || reply->status == 200) && reply->cache == HTTP_CACHE_ASK &&
	       !http_reply_find(reply, "Set-Cookie").at && !reply->code[0] &&
	       http_reply_bytes(reply).len < keep->max / 8;
}

void
http_keep_take(struct keep *keep, struct exchange *exchange)
{
	CLOSING(buf_done) struct buf packed;
	struct http_reply *reply = &exchange->reply;
	struct str page = http_reply_bytes(reply);
	struct copy *copy;

	/* zlib wants room for the worst case. */
	buf_init(&packed, page.len + page.len / 8 + 4096);
	if (!reply->type)
		http_reply_html(reply);
	if (!may_keep(keep, exchange) || http_reply_make_etag(reply) != NULL)
		return;
	if (http_gzip_is_worth(reply->type, page.len) &&
		(http_gzip_pack(page, 6, &packed) != NULL || packed.len >= page.len))
		buf_clear(&packed);
	copy = make_copy(exchange, buf_str(&packed));
	if (copy)
		put_copy(keep, copy);
}
