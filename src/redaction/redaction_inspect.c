/*
 * The door of looking into files: which bytes go which way, and the cage around all parsing. Texts
 * and old Office files are looked at here too; they need few words.
 */
#include "redaction/redaction_inside.h"

/* One file may take 256 MiB in all; the program itself and the file need their part. */
const struct cage_limits redaction_limits = {
	.memory = (size_t)192 << 20,
	.seconds = 9,
	.answer = (size_t)64 << 20,
};

struct fault *
redaction_check_bytes(struct str bytes)
{
	if (bytes.len == 0)
		return fault_new(FAULT_INPUT, "doc_empty",
			"文件是空的，没有任何内容。请检查文件后重新选择。",
			"The file is empty. Check it and choose again.");
	if (bytes.len > DOC_MOST_BYTES)
		return fault_new(FAULT_LIMIT, "doc_bytes",
			"文件超过 %zu MB，无法读取；请拆分或压缩其中的图片后再试。",
			"The file is larger than %zu MB; split it or shrink its pictures and try "
			"again.",
			DOC_MOST_BYTES >> 20);
	return NULL;
}

/* --- texts --- */

/* Each stretch between two marks. */
static struct fault *
note_between(struct str text, struct str from, struct str to, enum redaction_kind kind,
	struct redaction_notes *notes)
{
	size_t at = 0;

	while ((at = str_find(text, from, at)) != SIZE_MAX) {
		size_t start = at + from.len;
		size_t end = str_find(text, to, start);

		if (end == SIZE_MAX)
			end = text.len;
		TRY(redaction_note(notes, kind, STR(""), str_sub(text, start, end - start)));
		at = end;
	}
	return NULL;
}

struct fault *
redaction_look_text(struct str bytes, enum redaction_type type, struct redaction_notes *notes)
{
	static const char *const hidden[] = { "<script", "display:none", "display: none",
		"visibility:hidden", "type=\"hidden\"", "<template", "<object", "<iframe" };
	struct folded folded;
	struct str text;

	TRY(doc_decode(notes->arena, bytes, &text));
	if (type != REDACTION_HTML && type != REDACTION_MARKDOWN)
		return NULL;
	TRY(note_between(text, STR("<!--"), STR("-->"), KIND_MARKUP_COMMENT, notes));
	TRY(redaction_fold(text, false, notes->arena, &folded));
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		struct folded mark;

		TRY(redaction_fold(str_of(hidden[i]), false, notes->arena, &mark));
		if (str_has(folded.text, mark.text))
			TRY(redaction_note(notes, KIND_MARKUP_HIDDEN, STR(""), str_of(hidden[i])));
	}
	return NULL;
}

/* --- old Office files --- */

struct fault *
redaction_look_old(struct str bytes, struct redaction_notes *notes)
{
	if (redaction_has_stream(bytes, "EncryptedPackage"))
		return doc_locked();
	if (redaction_has_stream(bytes, "_VBA_PROJECT") || redaction_has_stream(bytes, "Macros"))
		TRY(redaction_note(notes, KIND_MACRO, STR(""), STR("VBA")));
	if (redaction_has_stream(bytes, "ObjectPool") ||
		redaction_has_stream(bytes, "\1Ole10Native"))
		TRY(redaction_note(notes, KIND_EMBEDDED, STR(""), STR_NONE));
	return redaction_note(notes, KIND_OLD_FORMAT, STR(""), STR_NONE);
}

/* --- in the cage --- */

static struct fault *
look(struct str bytes, enum redaction_type type, struct redaction_notes *notes)
{
	switch (type) {
	case REDACTION_XLSX:
		TRY(redaction_look_office(bytes, type, notes));
		return redaction_look_unseen(bytes, type, notes);
	case REDACTION_DOCX:
	case REDACTION_PPTX:
		return redaction_look_office(bytes, type, notes);
	case REDACTION_JPEG:
	case REDACTION_PNG:
		return redaction_look_picture(bytes, STR(""), notes);
	case REDACTION_HTML:
		TRY(redaction_look_text(bytes, type, notes));
		return redaction_look_unseen(bytes, type, notes);
	case REDACTION_TEXT:
	case REDACTION_MARKDOWN:
	case REDACTION_CSV:
		return redaction_look_text(bytes, type, notes);
	case REDACTION_WORD:
	case REDACTION_OLD:
		return redaction_look_old(bytes, notes);
	default:
		return redaction_note(
			notes, KIND_NOT_LOOKED, STR(""), str_of(redaction_type_zh(type)));
	}
}

static struct fault *
look_in_cage(struct str input, struct str plan, struct buf *answer)
{
	const enum redaction_type *type = cage_plan(plan, sizeof *type);
	CLOSING(arena_close) struct arena *arena = NULL;
	struct redaction_notes *notes;

	TRY(arena_open((size_t)176 << 20, &arena));
	TAKE(arena, notes, 1);
	notes->arena = arena;
	TRY(look(input, *type, notes));
	cross_put_notes(answer, notes);
	return buf_check(answer);
}

static struct fault *
look_caged(struct str bytes, enum redaction_type type, struct redaction_notes *notes)
{
	CLOSING(buf_done) struct buf answer = { 0 };
	struct crossing crossing = { .arena = notes->arena };

	buf_init(&answer, redaction_limits.answer);
	TRY(cage_run(look_in_cage, bytes, CAGE_PLAN(type), &redaction_limits, &answer));
	crossing.rest = buf_str(&answer);
	TRY(cross_take_notes(&crossing, notes));
	return cross_end(&crossing);
}

struct fault *
redaction_notes_make(
	struct str name, struct str bytes, struct arena *arena, struct redaction_notes **ret_notes)
{
	enum redaction_type type;
	struct redaction_notes *notes;

	TRY(redaction_check_bytes(bytes));
	TAKE(arena, notes, 1);
	notes->arena = arena;
	type = redaction_type_of(name, bytes);
	if (type == REDACTION_PDF)
		TRY(redaction_look_pdf(bytes, notes));
	else
		TRY(look_caged(bytes, type, notes));
	*ret_notes = notes;
	return NULL;
}

struct fault *
redaction_inspect(struct str name, struct str bytes, struct arena *arena,
	struct redaction_findings *ret_findings)
{
	struct redaction_notes *notes;

	TRY(redaction_notes_make(name, bytes, arena, &notes));
	return redaction_notes_find(notes, false, arena, ret_findings);
}
