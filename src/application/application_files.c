/*
 * Files of a case: looked at by content, kept by digest, proofs of identity sealed before they are
 * kept; and given back. What hides inside is redaction/'s to find.
 */
#include "application/application_doing.h"
#include "base/json.h"

/* The proof is bound to nothing but its room: the same bytes may prove two cases. */
#define PROOF_PLACE STR("application.proof_file")

/* What an officer should know of a file, one a line. */
static struct fault *
warnings_of(struct arena *arena, const struct redaction_verdict *verdict, struct str *ret_warnings)
{
	struct str warnings = STR("");

	if (verdict->is_misnamed)
		warnings = STR("文件名的后缀与内容不符。");
	for (size_t i = 0; i < verdict->findings.count && i < 20; i++) {
		const struct redaction_finding *finding = &verdict->findings.all[i];

		if (finding->level == REDACTION_KNOW)
			continue;
		TRY(str_join(arena, warnings, warnings.len ? STR("\n") : STR(""),
			str_of(finding->zh), &warnings));
	}
	*ret_warnings = warnings;
	return NULL;
}

static struct fault *
refuse(struct arena *arena, const char *code, const char *zh, const char *en, struct str name,
	struct str why, struct str why_en)
{
	struct str words;
	struct str words_en;

	TRY(str_print(arena, &words, "文件“%.*s”%s：%.*s", STR_ARG(name), zh, STR_ARG(why)));
	TRY(str_print(
		arena, &words_en, "The file “%.*s” %s: %.*s", STR_ARG(name), en, STR_ARG(why_en)));
	return fault_new(FAULT_INPUT, code, "%1$s%2$.0s", "%1$.0s%2$s", words.at, words_en.at);
}

static struct fault *
keep(const struct application_hands *hands, struct arena *arena,
	const struct application_upload *upload, struct application_file *ret_file)
{
	/* Originals of the agency itself may be anything that its offices write. */
	struct redaction_upload_limits limits = { .lets_macros = upload->kind ==
								 APPLICATION_FILE_ORIGINAL };
	struct redaction_verdict verdict;
	struct str bytes = upload->bytes;
	struct digest digest;

	TRY(redaction_check_upload(upload->name, upload->bytes, &limits, arena, &verdict));
	if (verdict.is_refused)
		return refuse(arena, "application_file", "没有收下", "was not taken", upload->name,
			verdict.zh, verdict.en);
	*ret_file = (struct application_file){
		.kind = upload->kind,
		.name = upload->name,
		.type = str_of(redaction_type_ending(verdict.type)),
		.byte_count = (int64_t)upload->bytes.len,
		.is_sealed = upload->kind == APPLICATION_FILE_PROOF,
		.account_id = hands->person ? hands->person->id : 0,
		.added_at = hands->now,
	};
	TRY(warnings_of(arena, &verdict, &ret_file->warnings));
	if (ret_file->is_sealed)
		TRY(seal_put(hands->keys, arena, PROOF_PLACE, bytes, &bytes));
	TRY(blob_save(hands->files, bytes, &digest));
	return str_copy(arena, str_of(digest.at), &ret_file->digest);
}

struct fault *
application_keep_files(const struct application_hands *hands, struct arena *arena,
	const struct application_upload *uploads, size_t count, struct application_file **ret_files)
{
	struct application_file *files;

	if (count > APPLICATION_MOST_FILES)
		return fault_new(FAULT_LIMIT, "application_files", "一次最多上传 %d 个文件。",
			"At most %d files at a time.", APPLICATION_MOST_FILES);
	TAKE(arena, files, count + 1);
	for (size_t i = 0; i < count; i++)
		TRY(keep(hands, arena, &uploads[i], &files[i]));
	*ret_files = files;
	return NULL;
}

struct fault *
application_load_bytes(const struct application_hands *hands, struct arena *arena,
	const struct application_file *file, struct buf *buf)
{
	CLOSING(buf_done) struct buf sealed;
	struct secret plain;

	buf_init(&sealed, (size_t)64 << 20);
	if (file->removed_at)
		return fault_absent("application_file", file->id);
	if (!file->is_sealed)
		return blob_load(hands->files, file->digest, buf);
	TRY(blob_load(hands->files, file->digest, &sealed));
	TRY(seal_take(hands->keys, arena, PROOF_PLACE, buf_str(&sealed), &plain));
	buf_put(buf, plain.bytes);
	return buf_check(buf);
}

/* --- letting the applicant have one --- */

struct releasing {
	const struct application_hands *hands;
	int64_t id;
	int64_t file_id;
	bool is_released;
};

static struct fault *
release(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct releasing *releasing = arg;
	struct application one;

	TRY(arena_open(1 << 20, &arena));
	TRY(application_load(db, arena, releasing->id, &one));
	TRY(account_must(releasing->hands->person, ACCOUNT_CASE_OFFICER, one.path));
	TRY(application_release_file(db, one.id, releasing->file_id, releasing->is_released));
	return audit_write(db, releasing->hands->actor,
		&(struct audit_deed){ releasing->is_released ? "application.file_released"
							     : "application.file_held_back",
			"application_file", releasing->file_id, one.agency_id, STR(""), STR("") });
}

static struct fault *
check_inside(struct db *db, const struct application_hands *hands, struct arena *arena, int64_t id,
	int64_t file_id)
{
	CLOSING(buf_done) struct buf bytes;
	struct redaction_findings findings;
	struct application_files files;
	const struct application_file *file = NULL;

	buf_init(&bytes, (size_t)64 << 20);
	TRY(application_load_files(db, arena, id, &files));
	for (size_t i = 0; i < files.count; i++)
		if (files.items[i].id == file_id && !files.items[i].removed_at)
			file = &files.items[i];
	if (!file || file->kind == APPLICATION_FILE_PROOF)
		return fault_absent("application_file", file_id);
	TRY(application_load_bytes(hands, arena, file, &bytes));
	TRY(redaction_inspect(file->name, buf_str(&bytes), arena, &findings));
	if (!redaction_count(&findings, REDACTION_MUST_GO))
		return NULL;
	return refuse(arena, "application_file_hides", "里还有不能带出的内容，请先遮盖处理",
		"still hides something", file->name, str_of(findings.all[0].zh),
		str_of(findings.all[0].en));
}

struct fault *
application_release(struct db *db, const struct application_hands *hands, struct arena *arena,
	int64_t id, int64_t file_id, bool is_released)
{
	struct releasing releasing = { hands, id, file_id, is_released };
	struct application one;

	TRY(application_load(db, arena, id, &one));
	TRY(account_must(hands->person, ACCOUNT_CASE_OFFICER, one.path));
	if (is_released)
		TRY(check_inside(db, hands, arena, id, file_id));
	return db_work(db, release, &releasing);
}
