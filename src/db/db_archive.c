/*
 * The adapter to libzip for backups. Files by digest are fetched from their store one at a time
 * while libzip writes, so no more than one is ever in memory.
 */
#include "db/db_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include <zip.h>

#include "base/memory.h"

enum { PIECE = 256 * 1024, MOST_BLOB = 256 << 20 };

/* One file of a store as a source of libzip. `bytes` are there between open and close. */
struct blob_source {
	struct db_archive *archive;
	struct blob_store *store;
	struct digest digest;
	struct buf bytes;
	size_t at;
	zip_error_t error;
};

/* Invariant: `fault` is what a source met while libzip wrote; is_failed says that it counts. */
struct db_archive {
	zip_t *zip;
	char path[PATH_MAX];
	bool is_failed;
	struct fault fault;
};

static struct fault *
damaged_fault(const char *path)
{
	return fault_new(FAULT_INPUT, "backup_damaged",
		"备份文件 %s 已损坏或不完整。请换一份备份；没有改动任何数据。",
		"The backup %s is damaged or not whole. Use another one; nothing was changed.",
		path);
}

/* What libzip says, as a sentence. */
static struct fault *
zip_fault(const char *path, zip_error_t *error)
{
	int code = zip_error_code_zip(error);

	if (zip_error_system_type(error) == ZIP_ET_SYS && zip_error_code_system(error))
		return fault_system("backup", path, zip_error_code_system(error));
	if (code == ZIP_ER_NOZIP)
		return fault_new(FAULT_INPUT, "backup_foreign",
			"%s 不是 gongkai 的备份文件。请检查文件名。",
			"%s is not a backup of gongkai. Check the name.", path);
	if (code == ZIP_ER_MEMORY)
		return fault_memory();
	return fault_detail(damaged_fault(path), "libzip: %s", zip_error_strerror(error));
}

static struct fault *
make_archive(const char *path, int flags, struct db_archive **ret_archive)
{
	CLOSING(db_archive_close) struct db_archive *archive = memory_take(sizeof *archive);
	struct fault *fault;
	zip_error_t error;
	int code = 0;

	if (!archive)
		return fault_memory();
	if (strlen(path) >= sizeof archive->path)
		return fault_system("backup", path, ENAMETOOLONG);
	memcpy(archive->path, path, strlen(path) + 1);
	archive->zip = zip_open(path, flags, &code);
	if (!archive->zip) {
		zip_error_init_with_code(&error, code);
		fault = zip_fault(path, &error);
		zip_error_fini(&error);
		return fault;
	}
	*ret_archive = archive;
	archive = NULL;
	return NULL;
}

struct fault *
db_archive_make(const char *path, struct db_archive **ret_archive)
{
	return make_archive(path, ZIP_CREATE | ZIP_TRUNCATE, ret_archive);
}

struct fault *
db_archive_open(const char *path, struct db_archive **ret_archive)
{
	return make_archive(path, ZIP_RDONLY | ZIP_CHECKCONS, ret_archive);
}

void
db_archive_close(struct db_archive **archive)
{
	if (!*archive)
		return;
	if ((*archive)->zip)
		zip_discard((*archive)->zip);
	memory_give(*archive);
	*archive = NULL;
}

/* --- writing --- */

/* `is_packed` for what shrinks; what people upload is packed already. */
static struct fault *
add_source(struct db_archive *archive, const char *name, zip_source_t *source, bool is_packed)
{
	zip_int64_t at;

	if (!source)
		return zip_fault(archive->path, zip_get_error(archive->zip));
	at = zip_file_add(archive->zip, name, source, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(source);
		return zip_fault(archive->path, zip_get_error(archive->zip));
	}
	if (zip_set_file_compression(archive->zip, (zip_uint64_t)at,
		    is_packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, is_packed ? 1 : 0) != 0)
		return zip_fault(archive->path, zip_get_error(archive->zip));
	return NULL;
}

struct fault *
db_archive_add_file(struct db_archive *archive, const char *name, const char *path)
{
	return add_source(archive, name, zip_source_file(archive->zip, path, 0, -1), true);
}

struct fault *
db_archive_add_text(struct db_archive *archive, const char *name, struct str text)
{
	return add_source(
		archive, name, zip_source_buffer(archive->zip, text.at, text.len, 0), true);
}

/* The fault is kept, because libzip only carries numbers. */
static zip_int64_t
open_blob(struct blob_source *source)
{
	struct fault *fault;

	buf_init(&source->bytes, MOST_BLOB);
	source->at = 0;
	fault = blob_load(source->store,
		(struct str){ source->digest.at, sizeof source->digest.at - 1 }, &source->bytes);
	if (!fault)
		return 0;
	source->archive->fault = *fault;
	source->archive->is_failed = true;
	zip_error_set(&source->error, ZIP_ER_INTERNAL, 0);
	return -1;
}

static zip_int64_t
read_blob(struct blob_source *source, void *to, zip_uint64_t len)
{
	size_t left = source->bytes.len - source->at;
	size_t taken = len < left ? (size_t)len : left;

	if (taken)
		memcpy(to, source->bytes.at + source->at, taken);
	source->at += taken;
	return (zip_int64_t)taken;
}

static zip_int64_t
blob_source_call(void *state, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct blob_source *source = state;

	switch (command) {
	case ZIP_SOURCE_OPEN:
		return open_blob(source);
	case ZIP_SOURCE_READ:
		return read_blob(source, data, len);
	case ZIP_SOURCE_CLOSE:
		buf_done(&source->bytes);
		return 0;
	case ZIP_SOURCE_STAT:
		zip_stat_init(data);
		return sizeof(zip_stat_t);
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&source->error, data, len);
	case ZIP_SOURCE_FREE:
		zip_error_fini(&source->error);
		buf_done(&source->bytes);
		memory_give(source);
		return 0;
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
			ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
			ZIP_SOURCE_SUPPORTS, -1);
	default:
		zip_error_set(&source->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
}

struct fault *
db_archive_add_blob(struct db_archive *archive, const char *name, struct blob_store *store,
	const struct digest *digest)
{
	struct blob_source *source = memory_take(sizeof *source);
	zip_source_t *wrapped;

	if (!source)
		return fault_memory();
	source->archive = archive;
	source->store = store;
	source->digest = *digest;
	buf_init(&source->bytes, MOST_BLOB);
	zip_error_init(&source->error);
	wrapped = zip_source_function(archive->zip, blob_source_call, source);
	if (!wrapped)
		memory_give(source);
	return add_source(archive, name, wrapped, false);
}

/* libzip closes its file without flushing it. */
static struct fault *
flush_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	int error;

	if (fd < 0)
		return fault_system("backup", path, errno);
	error = fsync(fd) == 0 ? 0 : errno;
	close(fd);
	return error ? fault_system("backup", path, error) : NULL;
}

static struct fault *
write_fault(struct db_archive *archive)
{
	struct fault *fault;

	if (!archive->is_failed)
		return zip_fault(archive->path, zip_get_error(archive->zip));
	fault = fault_new(archive->fault.kind, archive->fault.code, "%s", "%s", "");
	*fault = archive->fault;
	return fault;
}

struct fault *
db_archive_write(struct db_archive **archive)
{
	struct fault *fault;

	if (zip_close((*archive)->zip) == 0) {
		(*archive)->zip = NULL;
		fault = flush_file((*archive)->path);
	} else {
		fault = write_fault(*archive);
	}
	db_archive_close(archive);
	return fault;
}

/* --- reading --- */

static void
entry_close(zip_file_t **entry)
{
	if (*entry)
		zip_fclose(*entry);
}

bool
db_archive_has(const struct db_archive *archive, const char *name)
{
	return zip_name_locate(archive->zip, name, 0) >= 0;
}

struct fault *
db_archive_walk(struct db_archive *archive, const char *name, db_archive_fn *each, void *arg)
{
	CLOSING(entry_close) zip_file_t *entry = zip_fopen(archive->zip, name, 0);
	CLOSING(buf_done) struct buf buf;
	zip_int64_t got = 0;
	char *piece;

	buf_init(&buf, PIECE);
	if (!entry)
		return fault_detail(damaged_fault(archive->path), "%s: %s", name,
			zip_error_strerror(zip_get_error(archive->zip)));
	piece = buf_make_room(&buf, PIECE);
	if (!piece)
		return fault_memory();
	while ((got = zip_fread(entry, piece, PIECE)) > 0)
		TRY(each(arg, (struct str){ piece, (size_t)got }));
	if (got < 0)
		return fault_detail(damaged_fault(archive->path), "%s: %s", name,
			zip_error_strerror(zip_file_get_error(entry)));
	return NULL;
}

static struct fault *
put_piece(void *arg, struct str bytes)
{
	buf_put(arg, bytes);
	return buf_check(arg);
}

struct fault *
db_archive_load(struct db_archive *archive, const char *name, struct buf *buf)
{
	return db_archive_walk(archive, name, put_piece, buf);
}

/* A file being unpacked. */
struct unpacking {
	const char *path;
	int fd;
	int64_t bytes;
	struct digest_stream *stream;
};

static struct fault *
write_piece(void *arg, struct str bytes)
{
	struct unpacking *unpacking = arg;

	unpacking->bytes += (int64_t)bytes.len;
	TRY(digest_put(unpacking->stream, bytes));
	while (bytes.len) {
		ssize_t put = write(unpacking->fd, bytes.at, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fault_system("backup", unpacking->path, errno);
		bytes = str_from(bytes, (size_t)put);
	}
	return NULL;
}

struct fault *
db_archive_unpack(struct db_archive *archive, const char *name, const char *path,
	int64_t *ret_bytes, struct digest *ret_digest)
{
	CLOSING(digest_close) struct digest_stream *stream = NULL;
	struct unpacking unpacking = { .path = path };
	struct fault *fault;

	TRY(digest_open(&stream));
	unpacking.stream = stream;
	unpacking.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (unpacking.fd < 0)
		return fault_system("backup", path, errno);
	fault = db_archive_walk(archive, name, write_piece, &unpacking);
	if (!fault && fsync(unpacking.fd) != 0)
		fault = fault_system("backup", path, errno);
	if (close(unpacking.fd) != 0 && !fault)
		fault = fault_system("backup", path, errno);
	TRY(fault);
	*ret_bytes = unpacking.bytes;
	return digest_end(stream, ret_digest);
}
