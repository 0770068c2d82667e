/*
 * struct buf: growing bytes with a maximum given at birth. Your storage: buf_init, buf_done.
 * Failure is sticky: putting never fails loudly; ask once with buf_check() before use.
 * What is put after a failure is dropped.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/str.h"

/* Invariants: len <= room <= max + 1; at[len] is always zero when at is not NULL. */
struct buf {
	char *at;
	size_t len;
	size_t room;
	size_t max;
	bool is_full; /* an allocation failed or the maximum was reached */
};

void buf_init(struct buf *buf, size_t max);
void buf_done(struct buf *buf);

void buf_put(struct buf *buf, struct str text);
void buf_put_bytes(struct buf *buf, const void *bytes, size_t len);
void buf_put_char(struct buf *buf, char c);
void buf_put_point(struct buf *buf, uint32_t point);
void buf_put_int(struct buf *buf, int64_t value);
void buf_print(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `len` more bytes at the returned place, to be written and then taken with buf_took();
 * NULL when full. */
char *buf_make_room(struct buf *buf, size_t len);
void buf_took(struct buf *buf, size_t len);

/* Forget the content, keep the storage and clear a failure. */
void buf_clear(struct buf *buf);

/* NULL when everything that was put is there; else the LIMIT fault. */
MUST struct fault *buf_check(const struct buf *buf);

/* The content, borrowed until the next put. */
struct str buf_str(const struct buf *buf);

#endif
