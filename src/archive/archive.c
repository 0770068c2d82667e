/*
 * The complete file of one case as zip volumes in memory: gathered, measured, packed, and read
 * again before anybody gets it. What its index says is archive_index.c. Nothing of it
 * is written to the disk, because proofs of identity are opened for it.
 */
#include <stdio.h>

#include "agency/agency.h"
#include "archive/archive_dossier.h"
#include "base/utf8.h"
#include "doc/doc_office.h"

enum {
	FILE_MOST = 64 << 20,
	INDEX_MOST = 32 << 20,
	NAME_LONGEST = 60,
	INDEXES = 3, /* index.html, index.json, digests.txt */
};

struct archiving {
	struct db *db;
	const struct application_hands *hands;
	struct arena *arena;
	struct archive_dossier dossier;
};

/* --- gathering --- */

static struct fault *
load_proof(struct archiving *archiving)
{
	struct archive_dossier *dossier = &archiving->dossier;
	struct fault *fault = application_prove(archiving->db, archiving->arena, &dossier->one,
		&dossier->events, archiving->hands->today, &dossier->has_clock, &dossier->proof);
	struct str says;

	if (!fault || fault->kind != FAULT_INPUT)
		return fault;
	dossier->has_clock = false;
	TRY(str_copy(archiving->arena, str_of(fault->zh), &says));
	dossier->clock_problem = says.at;
	return NULL;
}

/* Files of signed letters are made when they are not there yet. */
static struct fault *
load_letters(struct archiving *archiving)
{
	struct archive_dossier *dossier = &archiving->dossier;
	const struct application_hands *hands = archiving->hands;
	struct letter_doer doer = { hands->keys, hands->actor, hands->now, hands->today };
	struct letter_list *list = &dossier->letters;

	TRY(letter_find_subject(
		archiving->db, archiving->arena, STR("application"), dossier->one.id, list));
	TAKE(archiving->arena, dossier->deliveries, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		if (list->rows[i].serial)
			TRY(letter_make_files(archiving->db, hands->files, &doer, archiving->arena,
				list->rows[i].id, &list->rows[i]));
		TRY(letter_load_deliveries(archiving->db, hands->keys, archiving->arena,
			list->rows[i].id, &dossier->deliveries[i]));
	}
	return NULL;
}

static struct fault *
load(struct archiving *archiving, int64_t id)
{
	struct archive_dossier *dossier = &archiving->dossier;
	const struct application_hands *hands = archiving->hands;
	struct arena *arena = archiving->arena;
	struct db *db = archiving->db;

	TRY(application_load(db, arena, id, &dossier->one));
	TRY(account_must(hands->person, APPLICATION_HANDLERS, dossier->one.path));
	TRY(application_open_applicant(hands->keys, arena, &dossier->one, &dossier->applicant));
	TRY(application_load_events(db, arena, id, &dossier->events));
	TRY(application_load_parties(db, hands->keys, arena, id, &dossier->parties));
	TRY(application_load_opinions(db, arena, id, &dossier->opinions));
	TRY(application_load_decision(db, arena, id, &dossier->decision));
	TRY(application_load_fees(db, arena, id, &dossier->fees));
	TRY(dispute_find_of(db, arena, id, &dossier->disputes));
	TRY(application_load_files(db, arena, id, &dossier->files));
	TRY(application_load_keeping(db, &dossier->keeping));
	TRY(load_letters(archiving));
	dossier->today = hands->today;
	dossier->taken_by = hands->person->name;
	return load_proof(archiving);
}

/* --- names --- */

/* Part of a name that every file system takes: no separators, no marks that programs give a
 * meaning, no control or direction characters, no points at the ends. */
static struct fault *
safe_name(struct arena *arena, struct str text, struct str *ret_name)
{
	static const char marks[] = "/\\:*?\"<>|%";
	CLOSING(buf_done) struct buf buf;
	size_t points = 0;
	size_t len;

	buf_init(&buf, 4096);
	for (size_t at = 0; at < text.len && points < NAME_LONGEST; at += len, points++) {
		uint32_t point = utf8_at(text, at, &len);
		bool is_bad =
			point < 0x20 || point == 0x7F || (point >= 0x200B && point <= 0x200F) ||
			(point >= 0x202A && point <= 0x202E) ||
			(point >= 0x2066 && point <= 0x2069) || point == UTF8_BROKEN ||
			(point < 0x80 && strchr(marks, (int)point)) || (point == '.' && !buf.len);

		buf_put_point(&buf, is_bad ? '_' : point);
	}
	TRY(buf_check(&buf));
	return str_copy(arena, buf.len ? buf_str(&buf) : STR("_"), ret_name);
}

/* The ending is by content, so that a name that lies or is cut has its own. */
static struct fault *
name_file(struct arena *arena, size_t number, const struct application_file *file,
	struct str *ret_name)
{
	struct str base = file->name;
	struct str clean;
	size_t point = str_find_last(base, STR("."));

	if (point != SIZE_MAX && point > 0)
		base = str_sub(base, 0, point);
	TRY(safe_name(arena, base, &clean));
	return str_print(arena, ret_name, "files/%03zu-%.*s.%.*s", number, STR_ARG(clean),
		STR_ARG(file->type));
}

static struct fault *
name_letter(struct arena *arena, size_t number, const struct letter_row *row, bool is_pdf,
	struct str *ret_name)
{
	struct str clean;
	struct str words;

	TRY(str_join(arena, row->title, STR(" "), row->number, &words));
	TRY(safe_name(arena, words, &clean));
	return str_print(arena, ret_name, "letters/%03zu-%.*s.%s", number, STR_ARG(clean),
		is_pdf ? "pdf" : "docx");
}

/* --- entries --- */

static struct fault *
load_bytes(
	struct archiving *archiving, const struct archive_dossier_entry *entry, struct buf *bytes)
{
	if (entry->file)
		return application_load_bytes(
			archiving->hands, archiving->arena, entry->file, bytes);
	return blob_load(archiving->hands->files,
		str_of(entry->is_pdf ? entry->letter->pdf.at : entry->letter->docx.at), bytes);
}

/* One file in memory at a time. */
static struct fault *
measure(struct archiving *archiving, struct archive_dossier_entry *entry, int64_t *used)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct archive_dossier *dossier = &archiving->dossier;
	struct archiving here = *archiving;
	CLOSING(buf_done) struct buf bytes;

	buf_init(&bytes, FILE_MOST);
	TRY(arena_open((size_t)2 * FILE_MOST, &arena));
	here.arena = arena;
	TRY(load_bytes(&here, entry, &bytes));
	entry->bytes = (int64_t)bytes.len;
	TRY(digest_sha256(buf_str(&bytes), &entry->sha256));
	TRY(digest_sm3(buf_str(&bytes), &entry->sm3));
	if (*used && *used + entry->bytes > ARCHIVE_VOLUME_MOST) {
		dossier->volumes++;
		*used = 0;
	}
	*used += entry->bytes;
	entry->volume = dossier->volumes;
	return NULL;
}

static struct fault *
add_letters(struct archiving *archiving)
{
	struct archive_dossier *dossier = &archiving->dossier;

	for (size_t i = 0; i < dossier->letters.count; i++)
		for (int is_pdf = 0; dossier->letters.rows[i].docx.at[0] && is_pdf < 2; is_pdf++) {
			struct archive_dossier_entry *entry =
				&dossier->entries[dossier->entry_count++];

			entry->letter = &dossier->letters.rows[i];
			entry->is_pdf = is_pdf;
			entry->title = entry->letter->title;
			TRY(name_letter(
				archiving->arena, i + 1, entry->letter, is_pdf, &entry->name));
		}
	return NULL;
}

static struct fault *
make_entries(struct archiving *archiving)
{
	struct archive_dossier *dossier = &archiving->dossier;
	int64_t used = 0;

	TAKE(archiving->arena, dossier->entries,
		dossier->letters.count * 2 + dossier->files.count + 1);
	dossier->volumes = 1;
	TRY(add_letters(archiving));
	for (size_t i = 0; i < dossier->files.count; i++) {
		struct archive_dossier_entry *entry = &dossier->entries[dossier->entry_count];

		if (dossier->files.items[i].removed_at)
			continue;
		dossier->entry_count++;
		entry->file = &dossier->files.items[i];
		entry->title = entry->file->name;
		TRY(name_file(archiving->arena, i + 1, entry->file, &entry->name));
	}
	for (size_t i = 0; i < dossier->entry_count; i++)
		TRY(measure(archiving, &dossier->entries[i], &used));
	return NULL;
}

/* --- the zip --- */

/* What was written is what was measured. */
static struct fault *
check_part(struct doc_zip *zip, const struct doc_packing *part)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct doc_part *found = doc_zip_find(zip, str_of(part->name));
	struct str bytes;

	TRY(arena_open((size_t)FILE_MOST + (1 << 20), &arena));
	if (found)
		TRY(doc_zip_unpack(zip, found, arena, &bytes));
	if (found && str_equal(bytes, part->content))
		return NULL;
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "application_archive_damaged",
			"打好的案卷包与原件不一致，没有交付。请再试一次。%s",
			"The archive differs from what it was made of. Try again.%s", ""),
		"%s", part->name);
}

static struct fault *
check_package(const struct doc_packing *parts, size_t count, struct str bytes)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct doc_zip zip;

	TRY(arena_open((size_t)8 << 20, &arena));
	TRY(doc_zip_open(bytes, arena, &zip));
	zip.left = SIZE_MAX;
	for (size_t i = 0; i < count; i++)
		TRY(check_part(&zip, &parts[i]));
	return NULL;
}

/* The files of one volume, each with its bytes in the arena, compared with what was measured. */
static struct fault *
add_parts(struct archiving *archiving, int volume, struct doc_packing *parts, size_t *count)
{
	const struct archive_dossier *dossier = &archiving->dossier;

	for (size_t i = 0; i < dossier->entry_count; i++) {
		const struct archive_dossier_entry *entry = &dossier->entries[i];
		CLOSING(buf_done) struct buf bytes;
		struct digest found;
		struct str content;

		buf_init(&bytes, FILE_MOST);
		if (entry->volume != volume)
			continue;
		TRY(load_bytes(archiving, entry, &bytes));
		TRY(digest_sha256(buf_str(&bytes), &found));
		if (strcmp(found.at, entry->sha256.at) != 0)
			return application_stale();
		TRY(str_copy(archiving->arena, buf_str(&bytes), &content));
		parts[(*count)++] = (struct doc_packing){ entry->name.at, content, true };
	}
	return NULL;
}

static struct fault *
pack(struct archiving *archiving, int volume, struct buf *zip)
{
	const struct archive_dossier *dossier = &archiving->dossier;
	CLOSING(buf_done) struct buf html;
	CLOSING(buf_done) struct buf json;
	CLOSING(buf_done) struct buf digests;
	struct doc_packing *parts;
	size_t count = INDEXES;
	size_t start = zip->len;

	buf_init(&html, INDEX_MOST);
	buf_init(&json, INDEX_MOST);
	buf_init(&digests, INDEX_MOST);
	TRY(archive_dossier_html(dossier, archiving->arena, &html));
	TRY(archive_dossier_json(dossier, &json));
	archive_dossier_digests(dossier, &digests);
	TRY(buf_check(&digests));
	TAKE(archiving->arena, parts, dossier->entry_count + INDEXES);
	parts[0] = (struct doc_packing){ "index.html", buf_str(&html), false };
	parts[1] = (struct doc_packing){ "index.json", buf_str(&json), false };
	parts[2] = (struct doc_packing){ "digests.txt", buf_str(&digests), false };
	TRY(add_parts(archiving, volume, parts, &count));
	TRY(doc_write_package(parts, count, zip));
	return check_package(parts, count, str_from(buf_str(zip), start));
}

/* --- who took it --- */

struct taking {
	const struct application_hands *hands;
	const struct application *one;
	int volume;
};

static struct fault *
tell(struct db *db, void *arg)
{
	const struct taking *taking = arg;
	char values[40];

	snprintf(values, sizeof values, "{\"volume\":%d}", taking->volume);
	return audit_write(db, taking->hands->actor,
		&(struct audit_deed){ "application.archive_taken", "application", taking->one->id,
			taking->one->agency_id, STR(""), str_of(values) });
}

struct fault *
archive_make(struct db *db, const struct application_hands *hands, struct arena *arena, int64_t id,
	int volume, struct buf *zip, struct archive_zip *ret_archive)
{
	CLOSING(arena_close) struct arena *own = NULL;
	struct archiving archiving = { db, hands, NULL, { .volumes = 0 } };
	struct archive_dossier *dossier = &archiving.dossier;
	struct taking taking = { hands, &dossier->one, volume };
	char part[16] = "";

	TRY(arena_open((size_t)4 * ARCHIVE_VOLUME_MOST, &own));
	archiving.arena = own;
	TRY(load(&archiving, id));
	TRY(make_entries(&archiving));
	if (volume < 1 || volume > dossier->volumes)
		return fault_absent("application_volume", volume);
	/* Written down before the bytes leave, so that none leave without it. */
	TRY(db_work(db, tell, &taking));
	TRY(pack(&archiving, volume, zip));
	if (dossier->volumes > 1)
		snprintf(part, sizeof part, "-%d", volume);
	TRY(str_print(arena, &ret_archive->name, "案卷-%.*s-%s%s.zip",
		STR_ARG(dossier->one.agency_name),
		application_number_text(dossier->one.year, dossier->one.number).at, part));
	ret_archive->volumes = dossier->volumes;
	return NULL;
}
