/*
 * Files: whole ones in, whole ones out, each or nothing; what is larger than its maximum is
 * refused. What is too large for memory is put together in a spool first.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"

/* Read all of a file into `buf` (its max is the limit). Faults ABSENT, LIMIT, OUTSIDE; a folder is
 * INPUT. "-" reads standard input. */
MUST struct fault *file_read(const char *path, struct buf *buf);
/* Write a file beside its place, flush it to disk and rename: readers see the old one or the new
 * one, never half. */
MUST struct fault *file_write(const char *path, struct str bytes);
/* The INPUT fault for a folder where a file was wanted. */
struct fault *file_fault_folder(const char *path);

/* A file without a name for what grows piece by piece: it goes away by itself, however the process
 * ends. Your storage: file_spool_init, file_spool_done; all zero is a spool that is not open. */
struct file_spool {
	const char *path; /* what the bytes are for, borrowed */
	int fd;
	bool is_open;
};
/* Opens it in the folder of `path`, where the result will need its room anyway. */
MUST struct fault *file_spool_init(const char *path, struct file_spool *ret_spool);
MUST struct fault *file_spool_put(struct file_spool *spool, struct str bytes);
/* What file_write() does, with all that was put. */
MUST struct fault *file_spool_save(const struct file_spool *spool);
void file_spool_done(struct file_spool *spool);

/* Make a folder and those above it. Existing ones are fine. */
MUST struct fault *file_make_folder(const char *path);
/* Take away a folder with everything in it; one that is not there is fine. Links are not followed.
 */
MUST struct fault *file_remove_folder(const char *path);
/* What was renamed or made in this folder stays after the power went. */
MUST struct fault *file_flush_folder(const char *path);
bool file_is_folder(const char *path);
/* Not a folder, a pipe or a device. */
bool file_is_plain(const char *path);
bool file_exists(const char *path);
/* Both are there and are one file, by whatever names. */
bool file_is_same(const char *one, const char *other);

/* The last part of a path, without folders of either slash. */
struct str file_base_name(struct str path);
/* "docx" of "a/b.DOCX" in lower case written to `to`; "" when there is none. */
struct file_ending {
	char at[12];
};
struct file_ending file_ending(struct str path);

/* Paths of the plain files below a folder, in byte order, hidden ones left out; at most `max`. */
MUST struct fault *file_list(struct arena *arena, const char *folder, size_t max,
	struct str **ret_paths, size_t *ret_count);

#endif
