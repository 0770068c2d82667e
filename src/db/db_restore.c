/*
 * Bringing a backup back: everything is unpacked and compared in a folder of its own, and then the
 * database takes its place with one rename. Checking entries is db_backup.c's.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_backup.h"
#include "db/db_backup_inside.h"

enum { MOST_KEYS = 1 << 20, MOST_BLOB = 256 << 20, PATIENCE_MS = 1000 };

#define STAGE "restore."

/* A restore on its way. Invariant: `staged` is a sound database of this program's schema once
 * stage_database() succeeded. */
struct restoring {
	const struct db_restore_order *order;
	struct arena *arena;
	struct db_archive *archive;
	struct place_path stage;
	struct place_path staged;
	struct place_path database; /* where it belongs, or was before */
	struct place_path keys;
	struct db_restored answer;
};

static void
restoring_done(struct restoring *restoring)
{
	db_archive_close(&restoring->archive);
	db_backup_drop_work(&restoring->stage);
}

/* --- what is there already --- */

static void
folder_close(DIR **folder)
{
	if (*folder)
		closedir(*folder);
}

/* Files by digest and keys may lie there already; what an interrupted restore left is removed. */
static struct fault *
look_at_data(const char *data, bool *ret_is_full)
{
	CLOSING(folder_close) DIR *folder = opendir(data);
	struct dirent *entry;
	bool is_full = false;

	if (!folder && errno == ENOENT)
		return NULL;
	if (!folder)
		return fault_system("restore", data, errno);
	while ((entry = readdir(folder))) {
		const char *name = entry->d_name;
		struct place_path path;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
			strcmp(name, DB_BACKUP_FILES) == 0 || strcmp(name, DB_BACKUP_KEYS) == 0)
			continue;
		TRY(db_backup_place(data, name, &path));
		if (strncmp(name, STAGE, sizeof STAGE - 1) == 0 && file_is_folder(path.at))
			TRY(file_remove_folder(path.at));
		else
			is_full = true;
	}
	*ret_is_full = is_full;
	return NULL;
}

static struct fault *
full_fault(const char *data)
{
	return fault_new(FAULT_CONFLICT, "restore_full",
		"%s 里已有数据，没有改动它。请换一个空文件夹；确要替换请加 "
		"--replace（原数据库会另存）。",
		"%s holds data already; nothing was changed. Give an empty folder, or --replace to "
		"put the backup in its place (the database that is there is kept under another "
		"name).",
		data);
}

/*
 * Fold the log of the old database into its file, which also proves that nobody has it open. One
 * that is damaged is no hindrance: it is what the backup is for.
 */
static struct fault *
seal_old(const struct restoring *restoring)
{
	CLOSING(db_close) struct db *db = NULL;
	struct fault *fault;
	struct str url;

	if (!file_exists(restoring->database.at))
		return NULL;
	TRY(str_print(restoring->arena, &url, "sqlite:%s", restoring->database.at));
	fault = db_open(url.at, DB_WRITE, &db);
	if (!fault) {
		db_set_patience(db, PATIENCE_MS);
		fault = db_copy_seal(db);
	}
	if (fault && strcmp(fault->code, "db_busy") == 0)
		return fault_new(FAULT_OUTSIDE, "db_busy",
			"%s 正在使用中。请先停止服务（systemctl stop gongkai），再恢复。",
			"%s is in use. Stop the server first (systemctl stop gongkai), then "
			"restore.",
			restoring->database.at);
	return NULL;
}

/* --- staging --- */

static struct fault *
check_step(const struct db_backup *backup)
{
	int last = db_last_step(&db_own_steps);

	if (backup->sum.step <= last)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "db_newer",
		"这份备份的数据库结构是第 %d 步，本程序只到第 %d 步。请改用 %.*s "
		"或更新版本的程序恢复。",
		"The schema of this backup is step %d; this program knows %d. Restore it with "
		"version %.*s of the program or a later one.",
		backup->sum.step, last, STR_ARG(backup->program));
}

static struct fault *
stage_database(struct restoring *restoring)
{
	CLOSING(db_close) struct db *db = NULL;
	struct str url;

	TRY(db_backup_place(restoring->stage.at, DB_BACKUP_DATABASE, &restoring->staged));
	TRY(db_backup_check(restoring->archive, &restoring->answer.backup, restoring->staged.at,
		restoring->arena));
	TRY(str_print(restoring->arena, &url, "sqlite:%s", restoring->staged.at));
	TRY(db_open(url.at, DB_WRITE, &db));
	TRY(db_migrate(db, &db_own_steps, &restoring->answer.migration));
	return db_copy_seal(db);
}

/* Files are named by their digest, so bringing them changes nothing that is there. */
static struct fault *
bring_files(struct restoring *restoring)
{
	CLOSING(blob_close) struct blob_store *store = NULL;
	const struct db_backup *backup = &restoring->answer.backup;
	struct place_path folder;

	TRY(db_backup_place(restoring->order->data, DB_BACKUP_FILES, &folder));
	TRY(blob_open(folder.at, &store));
	for (size_t i = 0; i < backup->file_count; i++) {
		CLOSING(buf_done) struct buf bytes;
		struct digest digest;

		buf_init(&bytes, MOST_BLOB);
		TRY(db_archive_load(restoring->archive,
			db_backup_entry_name(&backup->files[i].digest).at, &bytes));
		TRY(blob_save(store, buf_str(&bytes), &digest));
	}
	return NULL;
}

/* --- taking places --- */

/* "PATH.before-20261122T033132Z" for what was there. */
static struct fault *
name_kept(struct restoring *restoring, const char *path, struct str *ret_kept)
{
	char stamp[32] = "";
	struct tm utc;
	time_t now = time(NULL);

	if (gmtime_r(&now, &utc))
		strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc);
	return str_print(restoring->arena, ret_kept, "%s.before-%s", path, stamp);
}

/* A second name for what is there, so that the rename over it loses nothing. */
static struct fault *
keep_old(struct restoring *restoring, const char *path, struct str *ret_kept)
{
	struct str kept;

	if (!file_exists(path))
		return NULL;
	TRY(name_kept(restoring, path, &kept));
	if (link(path, kept.at) != 0)
		return fault_system("restore", kept.at, errno);
	*ret_kept = kept;
	return NULL;
}

/* The log of a database that could not be sealed belongs to that one and must not meet the new. */
static struct fault *
put_log_aside(const struct restoring *restoring, struct str kept, const char *ending)
{
	struct str from;
	struct str to;

	TRY(str_print(restoring->arena, &from, "%s%s", restoring->database.at, ending));
	TRY(str_print(restoring->arena, &to, "%.*s%s", STR_ARG(kept), ending));
	if (rename(from.at, to.at) != 0 && errno != ENOENT)
		return fault_system("restore", from.at, errno);
	return NULL;
}

static struct fault *
place_database(struct restoring *restoring)
{
	struct str *kept = &restoring->answer.kept;

	TRY(seal_old(restoring));
	TRY(keep_old(restoring, restoring->database.at, kept));
	if (kept->len) {
		TRY(put_log_aside(restoring, *kept, "-wal"));
		TRY(put_log_aside(restoring, *kept, "-shm"));
	}
	if (rename(restoring->staged.at, restoring->database.at) != 0)
		return fault_system("restore", restoring->database.at, errno);
	return file_flush_folder(restoring->order->data);
}

/* Into a database elsewhere, which must be empty; one transaction. */
static struct fault *
load_database(struct restoring *restoring)
{
	CLOSING(db_close) struct db *from = NULL;
	CLOSING(db_close) struct db *to = NULL;
	struct db_copy_sum sum;
	struct str url;

	TRY(str_print(restoring->arena, &url, "sqlite:%s", restoring->staged.at));
	TRY(db_open(url.at, DB_READ, &from));
	TRY(db_open(restoring->order->url, DB_MAKE, &to));
	return db_copy(from, to, restoring->order->watch, restoring->arena, &sum);
}

/* Sealed columns of the backup open with its own keys; those that were there stay beside them. */
static struct fault *
place_keys(struct restoring *restoring)
{
	struct db_backup_entry entry;
	struct place_path staged;
	struct str kept = STR_NONE;

	if (!restoring->answer.backup.has_keys)
		return NULL;
	TRY(db_backup_place(restoring->stage.at, DB_BACKUP_KEYS, &staged));
	TRY(db_archive_unpack(
		restoring->archive, DB_BACKUP_KEYS, staged.at, &entry.bytes, &entry.digest));
	TRY(keep_old(restoring, restoring->keys.at, &kept));
	if (rename(staged.at, restoring->keys.at) != 0)
		return fault_system("restore", restoring->keys.at, errno);
	return file_flush_folder(restoring->order->data);
}

/* --- all of it --- */

static struct fault *
prepare(struct restoring *restoring)
{
	const struct db_restore_order *order = restoring->order;
	bool is_full = false;
	struct str pattern;

	TRY(db_archive_open(order->in, &restoring->archive));
	TRY(db_backup_load_manifest(
		restoring->archive, restoring->arena, &restoring->answer.backup));
	TRY(check_step(&restoring->answer.backup));
	TRY(look_at_data(order->data, &is_full));
	if (is_full && !order->is_replacing && !order->url)
		return full_fault(order->data);
	TRY(file_make_folder(order->data));
	TRY(db_backup_place(order->data, DB_BACKUP_DATABASE, &restoring->database));
	TRY(db_backup_place(order->data, DB_BACKUP_KEYS, &restoring->keys));
	/* Found now rather than after an hour of unpacking. */
	if (!order->url)
		TRY(seal_old(restoring));
	TRY(str_print(restoring->arena, &pattern, "%s/" STAGE "XXXXXX", order->data));
	return db_backup_make_work(pattern.at, &restoring->stage);
}

struct fault *
db_restore(
	const struct db_restore_order *order, struct arena *arena, struct db_restored *ret_restored)
{
	CLOSING(restoring_done)
	struct restoring restoring = { .order = order, .arena = arena };

	TRY(prepare(&restoring));
	TRY(stage_database(&restoring));
	TRY(bring_files(&restoring));
	if (order->url)
		TRY(load_database(&restoring));
	else
		TRY(place_database(&restoring));
	TRY(place_keys(&restoring));
	*ret_restored = restoring.answer;
	return NULL;
}
