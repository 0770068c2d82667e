/*
 * Growing bytes. Doubles until its maximum.
 * It knows nothing of escaping; html/ and json build on it.
 */
#include "base/buf.h"

#include <stdio.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { FIRST_ROOM = 256 };

void
buf_init(struct buf *buf, size_t max)
{
	*buf = (struct buf){ .max = max };
}

void
buf_done(struct buf *buf)
{
	memory_give(buf->at);
	*buf = (struct buf){ 0 };
}

char *
buf_make_room(struct buf *buf, size_t len)
{
	size_t wanted = buf->room ? buf->room : FIRST_ROOM;
	char *larger;

	if (buf->is_full || len > buf->max - buf->len) {
		buf->is_full = true;
		return NULL;
	}
	if (buf->room && len + 1 <= buf->room - buf->len)
		return buf->at + buf->len;
	while (wanted < buf->len + len + 1)
		wanted *= 2;
	if (wanted > buf->max + 1)
		wanted = buf->max + 1;
	larger = memory_grow(buf->at, wanted);
	if (!larger) {
		buf->is_full = true;
		return NULL;
	}
	buf->at = larger;
	buf->room = wanted;
	return buf->at + buf->len;
}

void
buf_took(struct buf *buf, size_t len)
{
	buf->len += len;
	buf->at[buf->len] = '\0';
}

void
buf_put_bytes(struct buf *buf, const void *bytes, size_t len)
{
	char *to;

	/* Nearly always: there is room, and for the zero behind it too. */
	if (len < buf->room - buf->len && !buf->is_full)
		to = buf->at + buf->len;
	else
		to = buf_make_room(buf, len);
	if (!to)
		return;
	if (len)
		memcpy(to, bytes, len);
	buf_took(buf, len);
}

void
buf_put(struct buf *buf, struct str text)
{
	buf_put_bytes(buf, text.at, text.len);
}

void
buf_put_char(struct buf *buf, char c)
{
	buf_put_bytes(buf, &c, 1);
}

void
buf_put_point(struct buf *buf, uint32_t point)
{
	char bytes[4];

	buf_put_bytes(buf, bytes, utf8_put(bytes, point));
}

void
buf_put_int(struct buf *buf, int64_t value)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0)
		digits[--at] = '-';
	buf_put_bytes(buf, digits + at, sizeof digits - at);
}

void
buf_print(struct buf *buf, const char *format, ...)
{
	va_list args;
	char *to;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	to = len < 0 ? NULL : buf_make_room(buf, (size_t)len);
	if (!to)
		return;
	va_start(args, format);
	vsnprintf(to, (size_t)len + 1, format, args);
	va_end(args);
	buf_took(buf, (size_t)len);
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->is_full = false;
	if (buf->at)
		buf->at[0] = '\0';
}

struct fault *
buf_check(const struct buf *buf)
{
	return buf->is_full ? fault_memory() : NULL;
}

struct str
buf_str(const struct buf *buf)
{
	return (struct str){ buf->at ? buf->at : "", buf->len };
}
