/*
 * The manifest of a backup as JSON, out and in. It names every entry with its size and digest;
 * comparing the entries is db_backup.c's.
 */
#include "base/json.h"
#include "db/db_backup_inside.h"

enum { FORM = 1 };

/* --- out --- */

static struct str
digest_text(const struct digest *digest)
{
	return (struct str){ digest->at, sizeof digest->at - 1 };
}

static void
put_entry(struct json_out *out, const char *file, const struct db_backup_entry *entry)
{
	json_begin_object(out);
	if (file)
		json_pair_str(out, "file", str_of(file));
	json_pair_int(out, "bytes", entry->bytes);
	json_pair_str(out, "sha256", digest_text(&entry->digest));
	json_end_object(out);
}

static void
put_tables(struct json_out *out, const struct db_copy_sum *sum)
{
	json_key(out, "tables");
	json_begin_array(out);
	for (int i = 0; i < sum->count; i++) {
		json_begin_object(out);
		json_pair_str(out, "name", sum->lines[i].name);
		json_pair_int(out, "rows", sum->lines[i].rows);
		json_pair_str(out, "sha256", digest_text(&sum->lines[i].digest));
		json_end_object(out);
	}
	json_end_array(out);
}

struct fault *
db_backup_manifest_put(const struct db_backup *backup, struct buf *buf)
{
	struct json_out out;

	json_out_init(&out, buf);
	json_begin_object(&out);
	json_pair_str(&out, "format", STR("gongkai-backup"));
	json_pair_int(&out, "form", FORM);
	json_pair_str(&out, "program", backup->program);
	json_pair_str(&out, "made_at", backup->made_at);
	json_pair_str(&out, "engine", backup->engine);
	json_pair_int(&out, "step", backup->sum.step);
	json_key(&out, "database");
	put_entry(&out, DB_BACKUP_DATABASE, &backup->database);
	json_key(&out, "keys");
	if (backup->has_keys)
		put_entry(&out, DB_BACKUP_KEYS, &backup->keys);
	else
		json_put_nothing(&out);
	put_tables(&out, &backup->sum);
	json_key(&out, "files");
	json_begin_array(&out);
	for (size_t i = 0; i < backup->file_count; i++)
		put_entry(&out, NULL, &backup->files[i]);
	json_end_array(&out);
	json_key(&out, "damaged");
	json_begin_array(&out);
	for (size_t i = 0; i < backup->damaged_count; i++)
		json_put_str(&out, digest_text(&backup->damaged[i]));
	json_end_array(&out);
	json_end_object(&out);
	return buf_check(buf);
}

/* --- in --- */

static struct fault *
foreign_fault(void)
{
	return fault_new(FAULT_INPUT, "backup_foreign",
		"这个文件不是 gongkai 的备份，或者它的清单已损坏。请换一个文件。",
		"This file is not a backup of gongkai, or its list of contents is damaged. Use "
		"another one.");
}

static struct fault *
read_digest(const struct json_value *value, struct digest *ret_digest)
{
	struct str text = json_text(value);

	if (text.len != sizeof ret_digest->at - 1)
		return foreign_fault();
	memcpy(ret_digest->at, text.at, text.len);
	ret_digest->at[text.len] = '\0';
	return NULL;
}

static struct fault *
read_entry(const struct json_value *value, struct db_backup_entry *ret_entry)
{
	if (!json_number(json_member(value, "bytes"), &ret_entry->bytes) || ret_entry->bytes < 0)
		return foreign_fault();
	return read_digest(json_member(value, "sha256"), &ret_entry->digest);
}

static struct fault *
read_tables(const struct json_value *tables, struct arena *arena, struct db_copy_sum *sum)
{
	size_t count = json_count(tables);

	TAKE(arena, sum->lines, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct json_value *table = json_item(tables, i);
		struct db_copy_line *line = &sum->lines[i];

		TRY(str_copy(arena, json_text(json_member(table, "name")), &line->name));
		if (!line->name.len || !json_number(json_member(table, "rows"), &line->rows))
			return foreign_fault();
		TRY(read_digest(json_member(table, "sha256"), &line->digest));
	}
	sum->count = (int)count;
	return NULL;
}

static struct fault *
read_files(const struct json_value *manifest, struct arena *arena, struct db_backup *backup)
{
	const struct json_value *files = json_member(manifest, "files");
	const struct json_value *damaged = json_member(manifest, "damaged");

	backup->file_count = json_count(files);
	backup->damaged_count = json_count(damaged);
	TAKE(arena, backup->files, backup->file_count + 1);
	TAKE(arena, backup->damaged, backup->damaged_count + 1);
	for (size_t i = 0; i < backup->file_count; i++)
		TRY(read_entry(json_item(files, i), &backup->files[i]));
	for (size_t i = 0; i < backup->damaged_count; i++)
		TRY(read_digest(json_item(damaged, i), &backup->damaged[i]));
	return NULL;
}

static struct fault *
read_head(const struct json_value *manifest, struct arena *arena, struct db_backup *backup)
{
	int64_t form = 0;
	int64_t step = 0;

	if (!str_equal(json_text(json_member(manifest, "format")), STR("gongkai-backup")) ||
		!json_number(json_member(manifest, "form"), &form) ||
		!json_number(json_member(manifest, "step"), &step) || step < 1 || step > INT32_MAX)
		return foreign_fault();
	if (form != FORM)
		return fault_new(FAULT_INPUT, "backup_later",
			"这份备份由更新版本的程序写成（格式 %lld）。请改用新版本程序恢复。",
			"A newer version of the program wrote this backup (form %lld). Restore it "
			"with that version.",
			(long long)form);
	backup->sum.step = (int)step;
	TRY(str_copy(arena, json_text(json_member(manifest, "program")), &backup->program));
	TRY(str_copy(arena, json_text(json_member(manifest, "made_at")), &backup->made_at));
	return str_copy(arena, json_text(json_member(manifest, "engine")), &backup->engine);
}

struct fault *
db_backup_manifest_read(struct str text, struct arena *arena, struct db_backup *ret_backup)
{
	CLOSING(json_close) struct json_value *manifest = NULL;
	const struct json_value *keys;
	struct db_backup backup = { 0 };

	if (json_parse(text, &manifest) != NULL)
		return foreign_fault();
	TRY(read_head(manifest, arena, &backup));
	TRY(read_entry(json_member(manifest, "database"), &backup.database));
	keys = json_member(manifest, "keys");
	backup.has_keys = keys && !json_is_nothing(keys);
	if (backup.has_keys)
		TRY(read_entry(keys, &backup.keys));
	TRY(read_tables(json_member(manifest, "tables"), arena, &backup.sum));
	TRY(read_files(manifest, arena, &backup));
	*ret_backup = backup;
	return NULL;
}
