/*
 * Files by digest: what is the same for every kind of store, naming and checking above all.
 * Where the bytes lie is the driver's business (blob_driver.h).
 */
#include "db/blob.h"

#include "base/memory.h"
#include "db/blob_driver.h"

/* The first serves a plain path as well. */
static const struct blob_driver *const drivers[] = { &blob_folder };

static const struct blob_driver *
find_driver(const char *place, const char **ret_address)
{
	*ret_address = place;
	for (size_t i = 0; i < COUNT_OF(drivers); i++) {
		size_t len = strlen(drivers[i]->scheme);

		if (strncmp(place, drivers[i]->scheme, len) != 0 || place[len] != ':')
			continue;
		*ret_address = place + len + 1;
		return drivers[i];
	}
	return drivers[0];
}

struct fault *
blob_open(const char *place, struct blob_store **ret_store)
{
	const char *address;
	const struct blob_driver *driver = find_driver(place, &address);
	struct blob_store *store = memory_take(sizeof *store);
	struct fault *fault;

	if (!store)
		return fault_memory();
	store->driver = driver;
	fault = driver->open(address, &store->state);
	if (fault) {
		memory_give(store);
		return fault;
	}
	*ret_store = store;
	return NULL;
}

void
blob_close(struct blob_store **store)
{
	if (!*store)
		return;
	(*store)->driver->close((*store)->state);
	memory_give(*store);
	*store = NULL;
}

/* True when these very bytes are stored already; a copy that cannot be read does not count. */
static bool
is_stored_whole(struct blob_store *store, const struct digest *digest, struct str bytes)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, bytes.len);
	return store->driver->has(store->state, digest->at) &&
	       !store->driver->load(store->state, digest->at, &buf) &&
	       str_equal(buf_str(&buf), bytes);
}

struct fault *
blob_save(struct blob_store *store, struct str bytes, struct digest *ret_digest)
{
	struct digest digest;

	TRY(digest_sha256(bytes, &digest));
	/* Touched before it is looked at, so that blob_drop() does not take it away between. */
	store->driver->touch(store->state, digest.at);
	if (!is_stored_whole(store, &digest, bytes))
		TRY(store->driver->save(store->state, digest.at, bytes));
	*ret_digest = digest;
	return NULL;
}

struct fault *
blob_load(struct blob_store *store, struct str digest, struct buf *buf)
{
	struct digest name;
	struct digest found;
	size_t before = buf->len;

	if (!digest_of_text(digest, &name))
		return fault_new(FAULT_INPUT, "blob_digest", "文件编号无效。",
			"This is not the name of a file.");
	if (!store->driver->has(store->state, name.at))
		return fault_detail(
			fault_new(FAULT_ABSENT, "blob_absent",
				"原始文件不在存储中。请从备份恢复文件夹 files。",
				"The original file is not in the store. Restore the folder `files` "
				"from a backup."),
			"%s", name.at);
	TRY(store->driver->load(store->state, name.at, buf));
	TRY(digest_sha256(str_from(buf_str(buf), before), &found));
	if (strcmp(found.at, name.at) == 0)
		return NULL;
	buf->len = before;
	return fault_detail(fault_new(FAULT_OUTSIDE, "blob_damaged",
				    "原始文件已损坏。请从备份恢复，并检查磁盘。",
				    "The original file is damaged. Restore it from a backup and "
				    "check the disk."),
		"%s", name.at);
}

bool
blob_has(struct blob_store *store, struct str digest)
{
	struct digest name;

	return digest_of_text(digest, &name) && store->driver->has(store->state, name.at);
}

struct fault *
blob_drop(struct blob_store *store, struct str digest, int64_t before)
{
	struct digest name;

	if (!digest_of_text(digest, &name))
		return fault_new(FAULT_INPUT, "blob_digest", "文件编号无效。",
			"This is not the name of a file.");
	return store->driver->drop(store->state, name.at, before);
}

struct fault *
blob_list(struct blob_store *store, struct arena *arena, struct digest **ret_digests,
	size_t *ret_count)
{
	return store->driver->list(store->state, arena, ret_digests, ret_count);
}
