/*
 * Whole files in, and folders, through plain POSIX calls. Writing is file_write.c's.
 * Stored uploads are db and blob business; this only reads the paths it is given.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, DEEPEST_FOLDER = 16 };

#define LARGE_ZH "%s 太大（超过 %zu MiB）。请拆分或精简后再试。"
#define LARGE_EN "%s is too large (more than %zu MiB). Split or shorten it and try again."

static void
descriptor_close(int *fd)
{
	if (*fd > STDERR_FILENO)
		close(*fd);
}

struct fault *
file_fault_folder(const char *path)
{
	return fault_new(FAULT_INPUT, "file_is_folder", "%s 是文件夹，不是文件。请写出其中的文件。",
		"%s is a folder, not a file. Name a file in it.", path);
}

struct fault *
file_read(const char *path, struct buf *buf)
{
	CLOSING(descriptor_close) int fd = -1;
	struct stat facts;

	fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &facts) != 0)
		return fault_system("file_read", path, errno);
	if (S_ISDIR(facts.st_mode))
		return file_fault_folder(path);
	if (S_ISREG(facts.st_mode) && (uint64_t)facts.st_size > buf->max - buf->len)
		return fault_new(
			FAULT_LIMIT, "file_large", LARGE_ZH, LARGE_EN, path, buf->max >> 20);
	for (;;) {
		char *to = buf_make_room(
			buf, PIECE < buf->max - buf->len ? PIECE : buf->max - buf->len);
		ssize_t got;

		if (!to)
			return fault_memory();
		if (buf->len == buf->max) {
			char one;

			if (read(fd, &one, 1) == 0)
				return NULL;
			return fault_new(FAULT_LIMIT, "file_large", LARGE_ZH, LARGE_EN, path,
				buf->max >> 20);
		}
		got = read(fd, to, PIECE < buf->max - buf->len ? PIECE : buf->max - buf->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_system("file_read", path, errno);
		if (got == 0)
			return NULL;
		buf_took(buf, (size_t)got);
	}
}

struct fault *
file_make_folder(const char *path)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len == 0 || len >= sizeof part)
		return fault_system("folder", path, ENAMETOOLONG);
	memcpy(part, path, len + 1);
	for (size_t i = 1; i <= len; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdir(part, 0750) != 0 && errno != EEXIST)
			return fault_system("folder", path, errno);
		if (i < len)
			part[i] = '/';
	}
	if (!file_is_folder(path))
		return fault_system("folder", path, ENOTDIR);
	return NULL;
}

static int
remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	return remove(path);
}

struct fault *
file_remove_folder(const char *path)
{
	if (nftw(path, remove_one, DEEPEST_FOLDER, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
		return fault_system("folder", path, errno);
	return NULL;
}

struct fault *
file_flush_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return fault_system("folder", path, errno);
	if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
		error = errno;
	close(fd);
	return error ? fault_system("folder", path, error) : NULL;
}

bool
file_is_folder(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool
file_is_plain(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

bool
file_exists(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0;
}

bool
file_is_same(const char *one, const char *other)
{
	struct stat a;
	struct stat b;

	return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

struct str
file_base_name(struct str path)
{
	for (size_t i = path.len; i-- > 0;)
		if (path.at[i] == '/' || path.at[i] == '\\')
			return str_from(path, i + 1);
	return path;
}

struct file_ending
file_ending(struct str path)
{
	struct file_ending ending = { "" };
	struct str name = file_base_name(path);
	size_t dot = str_find_last(name, STR("."));
	size_t len;

	if (dot == SIZE_MAX)
		return ending;
	len = name.len - dot - 1;
	if (len >= sizeof ending.at)
		return ending;
	for (size_t i = 0; i < len; i++) {
		char c = name.at[dot + 1 + i];

		ending.at[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	return ending;
}

struct listing {
	struct arena *arena;
	struct str *paths;
	size_t count;
	size_t room;
	size_t max;
};

static void
folder_close(DIR **folder)
{
	if (*folder)
		closedir(*folder);
}

static struct fault *
list_below(struct listing *listing, const char *path, int depth)
{
	CLOSING(folder_close) DIR *folder = opendir(path);
	struct dirent *entry;

	if (!folder)
		return fault_system("folder", path, errno);
	while ((entry = readdir(folder))) {
		struct str below;
		struct stat facts;

		if (entry->d_name[0] == '.')
			continue;
		TRY(str_print(listing->arena, &below, "%s/%s", path, entry->d_name));
		if (lstat(below.at, &facts) != 0)
			continue;
		if (S_ISDIR(facts.st_mode) && depth < DEEPEST_FOLDER)
			TRY(list_below(listing, below.at, depth + 1));
		if (!S_ISREG(facts.st_mode))
			continue;
		if (listing->count == listing->max)
			return fault_new(FAULT_LIMIT, "folder_large",
				"文件夹 %s 里的文件超过 %zu 个。请分成几个文件夹再试。",
				"The folder %s holds more than %zu files. Split it into several "
				"and try again.",
				path, listing->max);
		GROW(listing->arena, listing->paths, listing->count, listing->room);
		listing->paths[listing->count++] = below;
	}
	return NULL;
}

static int
by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct fault *
file_list(struct arena *arena, const char *folder, size_t max, struct str **ret_paths,
	size_t *ret_count)
{
	struct listing listing = { .arena = arena, .max = max };

	TRY(list_below(&listing, folder, 0));
	if (listing.count)
		qsort(listing.paths, listing.count, sizeof *listing.paths, by_bytes);
	*ret_paths = listing.paths;
	*ret_count = listing.count;
	return NULL;
}
