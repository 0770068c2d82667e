/*
 * The store of files in a folder: written beside their place, flushed and renamed.
 * Nothing is ever removed here; a sweep of files that no row names is another piece of work.
 */
#include "db/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

/* What a kind of store must be able to do; digests are checked before they come here. */
struct blob_driver {
	struct fault *(*save)(struct blob_store *store, const char *digest, struct str bytes);
	struct fault *(*load)(struct blob_store *store, const char *digest, struct buf *buf);
	bool (*has)(struct blob_store *store, const char *digest);
};

struct blob_store {
	const struct blob_driver *driver;
	char folder[PATH_MAX / 2];
};

struct blob_path {
	char at[PATH_MAX];
};

/* The folder of the digest's first two digits, and the file in it. */
static struct blob_path
folder_of(const struct blob_store *store, const char *digest)
{
	struct blob_path path;

	snprintf(path.at, sizeof path.at, "%s/%.2s", store->folder, digest);
	return path;
}

static struct blob_path
path_of(const struct blob_store *store, const char *digest)
{
	struct blob_path path;

	snprintf(path.at, sizeof path.at, "%s/%.2s/%.62s", store->folder, digest, digest + 2);
	return path;
}

/* A rename is on the disk only when the folder is. */
static struct fault *
flush_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return fault_system("blob_save", path, errno);
	if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
		error = errno;
	close(fd);
	return error ? fault_system("blob_save", path, error) : NULL;
}

static struct fault *
folder_save(struct blob_store *store, const char *digest, struct str bytes)
{
	struct blob_path folder = folder_of(store, digest);
	bool is_new = !file_is_folder(folder.at);

	TRY(file_make_folder(folder.at));
	if (is_new)
		TRY(flush_folder(store->folder));
	TRY(file_write(path_of(store, digest).at, bytes));
	return flush_folder(folder.at);
}

static struct fault *
folder_load(struct blob_store *store, const char *digest, struct buf *buf)
{
	return file_read(path_of(store, digest).at, buf);
}

static bool
folder_has(struct blob_store *store, const char *digest)
{
	return file_exists(path_of(store, digest).at);
}

static const struct blob_driver blob_folder = { folder_save, folder_load, folder_has };

struct fault *
blob_open(const char *folder, struct blob_store **ret_store)
{
	struct blob_store *store;

	if (!*folder || strlen(folder) >= sizeof store->folder)
		return fault_system("blob_open", folder, ENAMETOOLONG);
	TRY(file_make_folder(folder));
	store = memory_take(sizeof *store);
	if (!store)
		return fault_memory();
	store->driver = &blob_folder;
	memcpy(store->folder, folder, strlen(folder) + 1);
	*ret_store = store;
	return NULL;
}

void
blob_close(struct blob_store **store)
{
	memory_give(*store);
	*store = NULL;
}

/* A digest becomes a path, so it is 64 lower-case hexadecimal digits and nothing else. */
static bool
is_digest(struct str text, struct digest *ret_digest)
{
	if (text.len != sizeof ret_digest->at - 1)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!((text.at[i] >= '0' && text.at[i] <= '9') ||
			    (text.at[i] >= 'a' && text.at[i] <= 'f')))
			return false;
	memcpy(ret_digest->at, text.at, text.len);
	ret_digest->at[text.len] = '\0';
	return true;
}

/* True when these very bytes are stored already; a copy that cannot be read does not count. */
static bool
is_stored_whole(struct blob_store *store, const struct digest *digest, struct str bytes)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, bytes.len);
	return store->driver->has(store, digest->at) &&
	       !store->driver->load(store, digest->at, &buf) && str_equal(buf_str(&buf), bytes);
}

struct fault *
blob_save(struct blob_store *store, struct str bytes, struct digest *ret_digest)
{
	struct digest digest;

	TRY(digest_sha256(bytes, &digest));
	if (!is_stored_whole(store, &digest, bytes))
		TRY(store->driver->save(store, digest.at, bytes));
	*ret_digest = digest;
	return NULL;
}

struct fault *
blob_load(struct blob_store *store, struct str digest, struct buf *buf)
{
	struct digest name;
	struct digest found;
	size_t before = buf->len;

	if (!is_digest(digest, &name))
		return fault_new(FAULT_INPUT, "blob_digest", "文件编号无效。",
			"This is not the name of a file.");
	if (!store->driver->has(store, name.at))
		return fault_detail(
			fault_new(FAULT_ABSENT, "blob_absent",
				"原始文件不在存储中。请从备份恢复文件夹 files。",
				"The original file is not in the store. Restore the folder `files` "
				"from a backup."),
			"%s", name.at);
	TRY(store->driver->load(store, name.at, buf));
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

	return is_digest(digest, &name) && store->driver->has(store, name.at);
}
