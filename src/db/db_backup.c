/*
 * Writing a backup and checking one, entry by entry. The database goes through db_copy.h, so every
 * engine gives the same file. Putting one back in its place is db_restore.c's.
 */
#include "db/db_backup.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_backup_inside.h"

enum { MOST_MANIFEST = 512 << 20, MOST_KEYS = 1 << 20, MOST_BLOB = 256 << 20 };

struct fault *
db_backup_place(const char *folder, const char *name, struct place_path *ret_path)
{
	int len = snprintf(ret_path->at, sizeof ret_path->at, "%s/%s", folder, name);

	return len < (int)sizeof ret_path->at ? NULL : fault_system("backup", folder, ENAMETOOLONG);
}

struct fault *
db_backup_make_work(const char *pattern, struct place_path *ret_work)
{
	struct place_path work;

	if (snprintf(work.at, sizeof work.at, "%s", pattern) >= (int)sizeof work.at)
		return fault_system("backup", pattern, ENAMETOOLONG);
	if (!mkdtemp(work.at))
		return fault_system("backup", pattern, errno);
	*ret_work = work;
	return NULL;
}

void
db_backup_drop_work(struct place_path *work)
{
	if (work->at[0] && file_remove_folder(work->at) != NULL)
		return;
}

struct entry_name
db_backup_entry_name(const struct digest *digest)
{
	struct entry_name name;

	snprintf(name.at, sizeof name.at, DB_BACKUP_FILES "/%s", digest->at);
	return name;
}

/* --- checking --- */

struct fault *
db_backup_load_manifest(
	struct db_archive *archive, struct arena *arena, struct db_backup *ret_backup)
{
	CLOSING(buf_done) struct buf buf;

	buf_init(&buf, MOST_MANIFEST);
	if (db_archive_has(archive, MANIFEST))
		TRY(db_archive_load(archive, MANIFEST, &buf));
	return db_backup_manifest_read(buf_str(&buf), arena, ret_backup);
}

static struct fault *
entry_fault(const char *name)
{
	return fault_new(FAULT_INPUT, "backup_damaged",
		"备份里的 %s 与清单不一致，备份已损坏。请换一份备份；没有改动任何数据。",
		"%s in the backup is not what its list of contents says: the backup is damaged. "
		"Use "
		"another one; nothing was changed.",
		name);
}

struct measuring {
	struct digest_stream *stream;
	int64_t bytes;
};

static struct fault *
measure_piece(void *arg, struct str bytes)
{
	struct measuring *measuring = arg;

	measuring->bytes += (int64_t)bytes.len;
	return digest_put(measuring->stream, bytes);
}

static struct fault *
check_entry(struct db_archive *archive, const char *name, const struct db_backup_entry *entry,
	struct digest_stream *stream)
{
	struct measuring measuring = { .stream = stream };
	struct digest digest;

	TRY(db_archive_walk(archive, name, measure_piece, &measuring));
	TRY(digest_end(stream, &digest));
	if (measuring.bytes != entry->bytes || strcmp(digest.at, entry->digest.at) != 0)
		return entry_fault(name);
	return NULL;
}

/* The tables of the unpacked database against the manifest. */
static struct fault *
check_database(const char *path, const struct db_backup *backup, struct arena *arena)
{
	CLOSING(db_close) struct db *db = NULL;
	struct db_copy_sum sum;
	struct str url;

	TRY(str_print(arena, &url, "sqlite:%s", path));
	TRY(db_open(url.at, DB_READ, &db));
	TRY(db_copy_examine(db));
	TRY(db_copy_count(db, arena, &sum));
	return db_copy_compare(&backup->sum, &sum) ? entry_fault(DB_BACKUP_DATABASE) : NULL;
}

struct fault *
db_backup_check(struct db_archive *archive, const struct db_backup *backup, const char *database,
	struct arena *arena)
{
	CLOSING(digest_close) struct digest_stream *stream = NULL;
	struct db_backup_entry entry;

	TRY(digest_open(&stream));
	TRY(db_archive_unpack(archive, DB_BACKUP_DATABASE, database, &entry.bytes, &entry.digest));
	if (entry.bytes != backup->database.bytes ||
		strcmp(entry.digest.at, backup->database.digest.at) != 0)
		return entry_fault(DB_BACKUP_DATABASE);
	TRY(check_database(database, backup, arena));
	if (backup->has_keys)
		TRY(check_entry(archive, DB_BACKUP_KEYS, &backup->keys, stream));
	for (size_t i = 0; i < backup->file_count; i++) {
		struct entry_name name = db_backup_entry_name(&backup->files[i].digest);

		TRY(check_entry(archive, name.at, &backup->files[i], stream));
	}
	return NULL;
}

/* --- writing --- */

/* A backup being made. Invariant: `keys` holds the bytes until the archive is written. */
struct making {
	const struct db_backup_order *order;
	struct arena *arena;
	struct place_path work;
	struct place_path database;
	struct place_path archive;
	struct buf keys;
	struct buf manifest;
	struct db_backup backup;
};

static void
making_done(struct making *making)
{
	buf_done(&making->keys);
	buf_done(&making->manifest);
	db_backup_drop_work(&making->work);
}

static struct fault *
say_when(struct making *making)
{
	char text[32] = "";
	struct tm utc;
	time_t now = time(NULL);

	if (gmtime_r(&now, &utc))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
	making->backup.program = str_of(making->order->program);
	return str_copy(making->arena, str_of(text), &making->backup.made_at);
}

static struct fault *
measure_file(const char *path, struct db_backup_entry *ret_entry)
{
	CLOSING(digest_close) struct digest_stream *stream = NULL;
	FILE *file = fopen(path, "rbe");
	struct fault *fault = NULL;
	char piece[64 * 1024];
	size_t got;

	ret_entry->bytes = 0;
	if (!file)
		return fault_system("backup", path, errno);
	fault = digest_open(&stream);
	while (!fault && (got = fread(piece, 1, sizeof piece, file)) > 0) {
		ret_entry->bytes += (int64_t)got;
		fault = digest_put(stream, (struct str){ piece, got });
	}
	if (!fault && ferror(file))
		fault = fault_system("backup", path, EIO);
	fclose(file);
	return fault ? fault : digest_end(stream, &ret_entry->digest);
}

static struct fault *
copy_database(struct making *making)
{
	CLOSING(db_close) struct db *from = NULL;
	CLOSING(db_close) struct db *to = NULL;
	struct str url;

	TRY(str_print(making->arena, &url, "sqlite:%s", making->database.at));
	TRY(db_open(making->order->url, DB_READ, &from));
	TRY(db_open(url.at, DB_MAKE, &to));
	TRY(db_copy(from, to, making->order->watch, making->arena, &making->backup.sum));
	TRY(db_copy_seal(to));
	db_close(&to);
	str_cut(str_of(making->order->url), STR(":"), &making->backup.engine);
	return measure_file(making->database.at, &making->backup.database);
}

/* Each file is read and compared with its name; a damaged one must not stop all backups. */
static struct fault *
list_files(struct making *making)
{
	struct db_backup *backup = &making->backup;
	struct digest *digests = NULL;
	size_t count = 0;

	TRY(blob_list(making->order->files, making->arena, &digests, &count));
	TAKE(making->arena, backup->files, count + 1);
	TAKE(making->arena, backup->damaged, count + 1);
	for (size_t i = 0; i < count; i++) {
		CLOSING(buf_done) struct buf bytes;
		struct fault *fault;

		buf_init(&bytes, MOST_BLOB);
		fault = blob_load(making->order->files, str_of(digests[i].at), &bytes);
		if (fault && strcmp(fault->code, "blob_damaged") != 0)
			return fault;
		if (fault)
			backup->damaged[backup->damaged_count++] = digests[i];
		else
			backup->files[backup->file_count++] =
				(struct db_backup_entry){ digests[i], (int64_t)bytes.len };
	}
	return NULL;
}

static struct fault *
take_keys(struct making *making)
{
	struct db_backup *backup = &making->backup;

	if (!making->order->keys || !file_exists(making->order->keys))
		return NULL;
	TRY(file_read(making->order->keys, &making->keys));
	backup->has_keys = true;
	backup->keys.bytes = (int64_t)making->keys.len;
	return digest_sha256(buf_str(&making->keys), &backup->keys.digest);
}

static struct fault *
write_archive(struct making *making)
{
	CLOSING(db_archive_close) struct db_archive *archive = NULL;
	const struct db_backup *backup = &making->backup;

	TRY(db_archive_make(making->archive.at, &archive));
	TRY(db_backup_manifest_put(backup, &making->manifest));
	TRY(db_archive_add_text(archive, MANIFEST, buf_str(&making->manifest)));
	TRY(db_archive_add_file(archive, DB_BACKUP_DATABASE, making->database.at));
	if (backup->has_keys)
		TRY(db_archive_add_text(archive, DB_BACKUP_KEYS, buf_str(&making->keys)));
	for (size_t i = 0; i < backup->file_count; i++) {
		const struct digest *digest = &backup->files[i].digest;

		TRY(db_archive_add_blob(
			archive, db_backup_entry_name(digest).at, making->order->files, digest));
	}
	return db_archive_write(&archive);
}

/* As a stranger would: from the file alone. */
static struct fault *
check_archive(struct making *making)
{
	CLOSING(db_archive_close) struct db_archive *archive = NULL;
	struct place_path database;
	struct db_backup backup;

	TRY(db_backup_place(making->work.at, "check.db", &database));
	TRY(db_archive_open(making->archive.at, &archive));
	TRY(db_backup_load_manifest(archive, making->arena, &backup));
	TRY(db_copy_compare(&making->backup.sum, &backup.sum));
	return db_backup_check(archive, &backup, database.at, making->arena);
}

static struct fault *
take_name(const struct making *making, const char *out)
{
	struct place_path folder;

	/* Whoever has a backup has everything. */
	if (chmod(making->archive.at, 0600) != 0 || rename(making->archive.at, out) != 0)
		return fault_system("backup", out, errno);
	snprintf(folder.at, sizeof folder.at, "%s", out);
	return file_flush_folder(dirname(folder.at));
}

static struct fault *
make_all(struct making *making)
{
	TRY(say_when(making));
	TRY(db_backup_place(making->work.at, DB_BACKUP_DATABASE, &making->database));
	TRY(db_backup_place(making->work.at, "backup.zip", &making->archive));
	TRY(copy_database(making));
	/* After the database: a file is stored before the row that speaks of it. */
	TRY(list_files(making));
	TRY(take_keys(making));
	TRY(write_archive(making));
	return check_archive(making);
}

struct fault *
db_backup_write(const struct db_backup_order *order, const char *out, struct arena *arena,
	struct db_backup *ret_backup)
{
	CLOSING(making_done) struct making making = { .order = order, .arena = arena };
	struct str pattern;

	buf_init(&making.keys, MOST_KEYS);
	buf_init(&making.manifest, MOST_MANIFEST);
	if (file_is_folder(out))
		return fault_new(FAULT_INPUT, "file_is_folder",
			"%s 是文件夹。请写出备份文件的名称。",
			"%s is a folder. Name the file to write.", out);
	TRY(str_print(arena, &pattern, "%s.XXXXXX", out));
	TRY(db_backup_make_work(pattern.at, &making.work));
	TRY(make_all(&making));
	TRY(take_name(&making, out));
	*ret_backup = making.backup;
	return NULL;
}
