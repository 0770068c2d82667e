/*
 * Files out, each or nothing: written beside their place, flushed and renamed. Spools, which gather
 * what is too large for memory. Reading and folders are file.c's.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { PIECE = 64 * 1024 };

static void
descriptor_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static struct fault *
put_all(int fd, const char *path, struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.at, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fault_system("file_write", path, errno);
		bytes = str_from(bytes, (size_t)put);
	}
	return NULL;
}

/* What is to be written: the bytes, or all of a spool. */
struct content {
	struct str bytes;
	const struct file_spool *spool; /* or NULL */
};

static struct fault *
put_spool(int fd, const char *path, const struct file_spool *spool)
{
	char piece[PIECE];
	off_t at = 0;

	for (;;) {
		ssize_t got = pread(spool->fd, piece, sizeof piece, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_system("file_write", path, errno);
		if (got == 0)
			return NULL;
		TRY(put_all(fd, path, (struct str){ piece, (size_t)got }));
		at += got;
	}
}

static struct fault *
put_content(int fd, const char *path, const struct content *content)
{
	TRY(content->spool ? put_spool(fd, path, content->spool)
			   : put_all(fd, path, content->bytes));
	if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
		return fault_system("file_write", path, errno);
	return NULL;
}

/* A new file of its own name in the folder of `path`. */
static struct fault *
open_beside(const char *path, char name[PATH_MAX], int *ret_fd)
{
	int fd;

	if (snprintf(name, PATH_MAX, "%s.XXXXXX", path) >= PATH_MAX)
		return fault_system("file_write", path, ENAMETOOLONG);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return fault_system("file_write", path, errno);
	*ret_fd = fd;
	return NULL;
}

static struct fault *
write_content(const char *path, const struct content *content)
{
	char beside[PATH_MAX];
	struct fault *fault;
	struct stat facts;
	int fd;

	if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode)) {
		CLOSING(descriptor_close) int pipe = -1;

		if (S_ISDIR(facts.st_mode))
			return file_fault_folder(path);
		pipe = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (pipe < 0)
			return fault_system("file_write", path, errno);
		return put_content(pipe, path, content);
	}
	TRY(open_beside(path, beside, &fd));
	fault = put_content(fd, path, content);
	fchmod(fd, 0644);
	if (close(fd) != 0 && !fault)
		fault = fault_system("file_write", path, errno);
	if (!fault && rename(beside, path) != 0)
		fault = fault_system("file_write", path, errno);
	if (fault)
		unlink(beside);
	return fault;
}

struct fault *
file_write(const char *path, struct str bytes)
{
	return write_content(path, &(struct content){ .bytes = bytes });
}

/* --- spools --- */

struct fault *
file_spool_init(const char *path, struct file_spool *ret_spool)
{
	struct file_spool spool = { .path = path, .is_open = true };
	char name[PATH_MAX];
	struct stat facts;
	bool has_folder = stat(path, &facts) != 0 || S_ISREG(facts.st_mode);

	if (!has_folder && S_ISDIR(facts.st_mode))
		return file_fault_folder(path);
	/* A pipe or a terminal stands in no folder where files belong. */
	TRY(open_beside(has_folder ? path : "/tmp/gongkai", name, &spool.fd));
	unlink(name);
	*ret_spool = spool;
	return NULL;
}

struct fault *
file_spool_put(struct file_spool *spool, struct str bytes)
{
	return put_all(spool->fd, spool->path, bytes);
}

struct fault *
file_spool_save(const struct file_spool *spool)
{
	return write_content(spool->path, &(struct content){ .spool = spool });
}

void
file_spool_done(struct file_spool *spool)
{
	if (spool->is_open)
		close(spool->fd);
	*spool = (struct file_spool){ 0 };
}
