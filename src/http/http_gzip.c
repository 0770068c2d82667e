/*
 * gzip through zlib, whole texts at a time.
 * Requests are never decompressed: nobody may send us compressed bodies.
 */
#include <zlib.h>

#include "base/memory.h"
#include "http/http_inside.h"

enum { WORTH_FROM = 1024, GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };

static void *
take(void *nobody, unsigned count, unsigned size)
{
	return memory_take((size_t)count * size);
}

static void
give(void *nobody, void *block)
{
	memory_give(block);
}

bool
http_gzip_is_worth(const char *type, size_t len)
{
	struct str text = str_of(type);

	if (len < WORTH_FROM)
		return false;
	return str_starts(text, STR("text/")) || str_starts(text, STR("application/json")) ||
	       str_starts(text, STR("application/xml")) || str_starts(text, STR("image/svg+xml")) ||
	       str_starts(text, STR("application/vnd.oai.openapi"));
}

struct fault *
http_gzip_pack(struct str bytes, int level, struct buf *to)
{
	z_stream stream = { .zalloc = take, .zfree = give };
	size_t bound;
	char *room;
	int result;

	if (bytes.len > UINT32_MAX / 2)
		return fault_memory();
	if (deflateInit2(&stream, level, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
		    Z_DEFAULT_STRATEGY) != Z_OK)
		return fault_memory();
	bound = deflateBound(&stream, bytes.len);
	room = buf_make_room(to, bound);
	if (!room) {
		deflateEnd(&stream);
		return fault_memory();
	}
	stream.next_in = (Bytef *)(uintptr_t)bytes.at;
	stream.avail_in = (uInt)bytes.len;
	stream.next_out = (Bytef *)room;
	stream.avail_out = (uInt)bound;
	result = deflate(&stream, Z_FINISH);
	if (result == Z_STREAM_END)
		buf_took(to, stream.total_out);
	deflateEnd(&stream);
	return result == Z_STREAM_END ? NULL : fault_memory();
}
