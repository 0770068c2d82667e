/*
 * The table of one kind of file store: what a driver must be able to do. Only src/db/ includes
 * this; naming and checking by digest stand in blob.c and are the same for every kind.
 */
#ifndef DB_BLOB_DRIVER_H
#define DB_BLOB_DRIVER_H

#include "db/blob.h"

/* `digest` is always 64 lower-case hexadecimal digits. Used by many threads at once. */
struct blob_driver {
	const char *scheme;
	struct fault *(*open)(const char *address, void **ret_state);
	void (*close)(void *state);
	/* On the disk, or wherever it is kept for good, when this returns; whole or not at all. */
	struct fault *(*save)(void *state, const char *digest, struct str bytes);
	/* The bytes onto `buf`, unchecked. */
	struct fault *(*load)(void *state, const char *digest, struct buf *buf);
	bool (*has)(void *state, const char *digest);
	/* It was saved again: its time of saving is now. Nothing when it cannot be told. */
	void (*touch)(void *state, const char *digest);
	/* Away with it when it was saved before that moment, seconds since 1970. */
	struct fault *(*drop)(void *state, const char *digest, int64_t before);
	/* What is kept, in the order of digests. */
	struct fault *(*list)(
		void *state, struct arena *arena, struct digest **ret_digests, size_t *ret_count);
};

extern const struct blob_driver blob_folder;

struct blob_store {
	const struct blob_driver *driver;
	void *state;
};

#endif
