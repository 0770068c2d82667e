/*
 * Files that are part of the program, found by path and sent compressed when that helps.
 * A compressed copy is made when one is first asked for and kept until the end of the process.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/memory.h"
#include "http/http_inside.h"

/* Invariants: path and number never change; packed is written once, under the lock. */
struct copy {
	struct str path;
	size_t number; /* in app->assets */
	char etag[40];
	size_t etag_len;
	struct buf packed;
	bool is_tried; /* packed holds the compressed form, or nothing when that is no smaller */
};

struct asset_copies {
	const struct http_asset *assets;
	size_t count;
	pthread_mutex_t lock;
	struct copy *sorted;
};

static int
compare_paths(const void *a, const void *b)
{
	return str_compare(((const struct copy *)a)->path, ((const struct copy *)b)->path);
}

static struct fault *
prepare(struct asset_copies *copies)
{
	for (size_t i = 0; i < copies->count; i++) {
		const struct http_asset *asset = &copies->assets[i];
		struct str bytes = { (const char *)asset->bytes, asset->len };
		struct copy *copy = &copies->sorted[i];
		struct digest digest;

		assert(asset->path && asset->path[0] == '/');
		TRY(digest_sha256(bytes.at ? bytes : STR(""), &digest));
		copy->path = str_of(asset->path);
		copy->number = i;
		memcpy(copy->etag, "W/\"", 3);
		memcpy(copy->etag + 3, digest.at, 32);
		copy->etag[35] = '"';
		copy->etag_len = 36;
		buf_init(&copy->packed, asset->len + 1024);
	}
	qsort(copies->sorted, copies->count, sizeof *copies->sorted, compare_paths);
	return NULL;
}

struct fault *
http_asset_open(const struct http_app *app, struct asset_copies **ret_copies)
{
	struct asset_copies *copies = memory_take(sizeof *copies);
	struct fault *fault = fault_memory();

	if (!copies)
		return fault;
	pthread_mutex_init(&copies->lock, NULL);
	copies->assets = app->assets;
	copies->count = app->asset_count;
	copies->sorted = memory_take((copies->count + 1) * sizeof *copies->sorted);
	if (copies->sorted)
		fault = prepare(copies);
	if (fault) {
		http_asset_close(&copies);
		return fault;
	}
	*ret_copies = copies;
	return NULL;
}

void
http_asset_close(struct asset_copies **copies)
{
	if (!*copies)
		return;
	for (size_t i = 0; (*copies)->sorted && i < (*copies)->count; i++)
		buf_done(&(*copies)->sorted[i].packed);
	memory_give((*copies)->sorted);
	pthread_mutex_destroy(&(*copies)->lock);
	memory_give(*copies);
	*copies = NULL;
}

size_t
http_asset_find(const struct asset_copies *copies, struct str path)
{
	struct copy wanted = { .path = path };
	const struct copy *found = copies->count ? bsearch(&wanted, copies->sorted, copies->count,
							   sizeof wanted, compare_paths)
						 : NULL;

	return found ? (size_t)(found - copies->sorted) : SIZE_MAX;
}

/* The compressed form, or STR_NONE. It stays where it is, so it may be sent without the lock. */
static struct str
packed_form(struct asset_copies *copies, struct copy *copy)
{
	const struct http_asset *asset = &copies->assets[copy->number];
	struct str packed = STR_NONE;

	if (asset->gzip)
		return (struct str){ (const char *)asset->gzip, asset->gzip_len };
	pthread_mutex_lock(&copies->lock);
	if (!copy->is_tried) {
		struct str bytes = { (const char *)asset->bytes, asset->len };

		copy->is_tried = true;
		if (http_gzip_pack(bytes, 9, &copy->packed) != NULL ||
			copy->packed.len >= bytes.len)
			buf_done(&copy->packed);
	}
	if (copy->packed.len)
		packed = buf_str(&copy->packed);
	pthread_mutex_unlock(&copies->lock);
	return packed;
}

struct fault *
http_asset_answer(struct asset_copies *copies, size_t number, const struct http_request *request,
	struct http_reply *reply)
{
	struct copy *copy = &copies->sorted[number];
	const struct http_asset *asset = &copies->assets[copy->number];
	const char *type = asset->type ? asset->type : http_name_type(copy->path);
	struct str bytes = { (const char *)asset->bytes, asset->len };

	reply->etag = (struct str){ copy->etag, copy->etag_len };
	reply->cache = asset->is_immutable ? HTTP_CACHE_FOREVER : HTTP_CACHE_ASK;
	if (http_gzip_is_worth(type, bytes.len) && http_head_accepts_gzip(request)) {
		struct str packed = packed_form(copies, copy);

		if (packed.at) {
			bytes = packed;
			http_reply_set(reply, "Content-Encoding", STR("gzip"));
			http_reply_set(reply, "Vary", STR("Accept-Encoding"));
		}
	}
	http_reply_fixed(reply, type, bytes);
	return NULL;
}
