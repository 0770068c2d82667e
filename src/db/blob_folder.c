/*
 * Files by digest in a folder, `ab/cdef…`: written beside their place, flushed and renamed.
 * Which files no row names any more is known above.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "db/blob_driver.h"

enum { MOST_FILES = 4 * 1000 * 1000, SHARD = 2 };

struct folder {
	char at[PATH_MAX / 2];
};

struct blob_path {
	char at[PATH_MAX];
};

/* The folder of the digest's first two digits, and the file in it. */
static struct blob_path
shard_of(const struct folder *folder, const char *digest)
{
	struct blob_path path;

	snprintf(path.at, sizeof path.at, "%s/%.2s", folder->at, digest);
	return path;
}

static struct blob_path
path_of(const struct folder *folder, const char *digest)
{
	struct blob_path path;

	snprintf(path.at, sizeof path.at, "%s/%.2s/%.62s", folder->at, digest, digest + SHARD);
	return path;
}

static struct fault *
folder_open(const char *address, void **ret_state)
{
	struct folder *folder;

	if (!*address || strlen(address) >= sizeof folder->at)
		return fault_system("blob_open", address, ENAMETOOLONG);
	TRY(file_make_folder(address));
	folder = memory_take(sizeof *folder);
	if (!folder)
		return fault_memory();
	memcpy(folder->at, address, strlen(address) + 1);
	*ret_state = folder;
	return NULL;
}

static void
folder_close(void *state)
{
	memory_give(state);
}

static struct fault *
folder_save(void *state, const char *digest, struct str bytes)
{
	const struct folder *folder = state;
	struct blob_path shard = shard_of(folder, digest);
	bool is_new = !file_is_folder(shard.at);

	TRY(file_make_folder(shard.at));
	if (is_new)
		TRY(file_flush_folder(folder->at));
	TRY(file_write(path_of(folder, digest).at, bytes));
	/* A rename is on the disk only when the folder is. */
	return file_flush_folder(shard.at);
}

static struct fault *
folder_load(void *state, const char *digest, struct buf *buf)
{
	return file_read(path_of(state, digest).at, buf);
}

static bool
folder_has(void *state, const char *digest)
{
	return file_exists(path_of(state, digest).at);
}

static void
folder_touch(void *state, const char *digest)
{
	/* What is not there is written next. */
	(void)utimensat(AT_FDCWD, path_of(state, digest).at, NULL, 0);
}

static struct fault *
folder_drop(void *state, const char *digest, int64_t before)
{
	struct blob_path path = path_of(state, digest);
	struct stat about;

	if (stat(path.at, &about) != 0)
		return errno == ENOENT ? NULL : fault_system("blob_drop", path.at, errno);
	if ((int64_t)about.st_mtime >= before)
		return NULL;
	if (unlink(path.at) != 0 && errno != ENOENT)
		return fault_system("blob_drop", path.at, errno);
	return file_flush_folder(shard_of(state, digest).at);
}

/* The digest of a path below the folder; false for what a broken writer left or others put there.
 */
static bool
digest_of_path(const struct folder *folder, struct str path, struct digest *ret_digest)
{
	struct str inner = str_from(path, strlen(folder->at) + 1);
	struct digest digest;

	if (inner.len != sizeof digest.at || inner.at[SHARD] != '/')
		return false;
	memcpy(digest.at, inner.at, SHARD);
	memcpy(digest.at + SHARD, inner.at + SHARD + 1, inner.len - SHARD - 1);
	return digest_of_text((struct str){ digest.at, sizeof digest.at - 1 }, ret_digest);
}

static struct fault *
folder_list(void *state, struct arena *arena, struct digest **ret_digests, size_t *ret_count)
{
	struct digest *digests;
	struct str *paths = NULL;
	size_t path_count = 0;
	size_t count = 0;

	TRY(file_list(arena, ((struct folder *)state)->at, MOST_FILES, &paths, &path_count));
	TAKE(arena, digests, path_count + 1);
	for (size_t i = 0; i < path_count; i++)
		count += digest_of_path(state, paths[i], &digests[count]);
	*ret_digests = digests;
	*ret_count = count;
	return NULL;
}

const struct blob_driver blob_folder = {
	.scheme = "folder",
	.open = folder_open,
	.close = folder_close,
	.save = folder_save,
	.load = folder_load,
	.has = folder_has,
	.touch = folder_touch,
	.drop = folder_drop,
	.list = folder_list,
};
