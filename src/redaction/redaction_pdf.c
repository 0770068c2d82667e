/*
 * What hides in a PDF: its structure as qpdf writes it out, its metadata as pdfinfo tells it, and
 * text that is not seen on its pages (redaction_cover.c). Programs run in the cage, and what they
 * say is read there too.
 */
#include "redaction/redaction_inside.h"

#include "redaction/redaction_cover.h"

/* A file may take 10 s in all: programs and our own readers. */
static const struct cage_limits program_limits = { (size_t)224 << 20, 3, (size_t)32 << 20 };
static const struct cage_limits reader_limits = { (size_t)200 << 20, 3, (size_t)4 << 20 };

struct fault *
redaction_run_program(
	const char *const argv[], struct str bytes, struct arena *arena, struct str *ret_answer)
{
	CLOSING(buf_done) struct buf answer = { 0 };
	struct fault *fault;

	buf_init(&answer, program_limits.answer);
	fault = cage_program(argv, bytes, &program_limits, &answer);
	if (fault && strcmp(fault->code, "cage_program") == 0) {
		char detail[sizeof fault->detail];

		if (strstr(fault->detail, "ncorrect password") ||
			strstr(fault->detail, "invalid password"))
			return doc_locked();
		memcpy(detail, fault->detail, sizeof detail);
		return doc_broken(detail);
	}
	TRY(fault);
	return str_copy(arena, buf_str(&answer), ret_answer);
}

struct fault *
redaction_pdf_words(struct str bytes, bool is_cropped, struct arena *arena, struct str *ret_words)
{
	/* pdftocairo draws the whole sheet as SVG, pdftoppm the part that is shown. */
	const char *const argv[] = { "pdftotext", "-bbox-layout", "-enc", "UTF-8",
		is_cropped ? "-cropbox" : "-q", "-", "-", NULL };

	return redaction_run_program(argv, bytes, arena, ret_words);
}

/* --- the structure --- */

static size_t
count_of(struct str bytes, struct str mark)
{
	size_t count = 0;
	size_t at = 0;

	while ((at = str_find(bytes, mark, at)) != SIZE_MAX) {
		at += mark.len;
		count++;
	}
	return count;
}

/* Earlier versions: each saving adds an end of its own. A file for the web has two. */
static struct fault *
look_at_ends(struct str bytes, struct redaction_notes *notes)
{
	struct str head = { bytes.at, bytes.len < 2048 ? bytes.len : 2048 };
	size_t ends = count_of(bytes, STR("%%EOF"));
	size_t usual = str_has(head, STR("/Linearized")) ? 2 : 1;
	size_t start = str_find(head, STR("%PDF-"), 0);
	size_t last = str_find_last(bytes, STR("%%EOF"));

	if (ends > usual)
		TRY(redaction_note(notes, KIND_REVISION, STR_NONE, STR_NONE));
	if (start != 0 && start != SIZE_MAX)
		TRY(redaction_note(notes, KIND_EXTRA_BYTES, STR("文件开头"), STR_NONE));
	if (last != SIZE_MAX && bytes.len - last > 64)
		TRY(redaction_note(notes, KIND_EXTRA_BYTES, STR("文件末尾"), STR_NONE));
	return NULL;
}

static const struct {
	const char *key;
	enum redaction_kind kind;
} marks[] = {
	{ "/Subtype /Text", KIND_ANNOTATION },
	{ "/Subtype /FreeText", KIND_ANNOTATION },
	{ "/Subtype /Highlight", KIND_ANNOTATION },
	{ "/Subtype /Underline", KIND_ANNOTATION },
	{ "/Subtype /Squiggly", KIND_ANNOTATION },
	{ "/Subtype /StrikeOut", KIND_ANNOTATION },
	{ "/Subtype /Caret", KIND_ANNOTATION },
	{ "/Subtype /Stamp", KIND_ANNOTATION },
	{ "/Subtype /Ink", KIND_ANNOTATION },
	{ "/Subtype /Square", KIND_ANNOTATION },
	{ "/Subtype /Circle", KIND_ANNOTATION },
	{ "/Subtype /Line", KIND_ANNOTATION },
	{ "/Subtype /Polygon", KIND_ANNOTATION },
	{ "/Subtype /PolyLine", KIND_ANNOTATION },
	{ "/Subtype /Redact", KIND_ANNOTATION },
	{ "/Subtype /Watermark", KIND_ANNOTATION },
	{ "/Subtype /Sound", KIND_EMBEDDED },
	{ "/Subtype /Movie", KIND_EMBEDDED },
	{ "/Subtype /RichMedia", KIND_EMBEDDED },
	{ "/Subtype /3D", KIND_EMBEDDED },
	{ "/Subtype /FileAttachment", KIND_EMBEDDED },
	{ "/Type /EmbeddedFile", KIND_EMBEDDED },
	{ "/EmbeddedFiles", KIND_EMBEDDED },
	{ "/S /JavaScript", KIND_SCRIPT },
	{ "/S /Launch", KIND_SCRIPT },
	{ "/JavaScript", KIND_SCRIPT },
	{ "/AcroForm", KIND_FORM },
	{ "/Subtype /Widget", KIND_FORM },
	{ "/XFA", KIND_FORM },
	{ "/OCProperties", KIND_LAYER },
	{ "/ByteRange", KIND_SIGNATURE },
	{ "/Thumb", KIND_THUMBNAIL },
	{ "/PieceInfo", KIND_CUSTOM_XML },
	{ "/Outlines", KIND_OUTLINE },
	{ "/ActualText", KIND_INVISIBLE_TEXT },
	{ "/Alt", KIND_ALT_TEXT },
	{ "/Type /Metadata", KIND_PROPERTY },
	{ "/S /URI", KIND_LINK },
	{ "/S /GoToR", KIND_EXTERNAL },
	{ "/S /SubmitForm", KIND_EXTERNAL },
};

static bool
is_key_end(struct str line, size_t at)
{
	return at >= line.len || line.at[at] == ' ' || line.at[at] == '[' || line.at[at] == '<' ||
	       line.at[at] == '(' || line.at[at] == '/';
}

static struct fault *
look_at_line(struct str line, struct redaction_notes *notes)
{
	line = str_trim(line);
	if (!str_starts(line, STR("/")))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (str_starts(line, str_of(marks[i].key)) &&
			is_key_end(line, strlen(marks[i].key)))
			return redaction_note(
				notes, marks[i].kind, STR("PDF 结构"), str_of(marks[i].key));
	return NULL;
}

/* One key a line, streams between "stream" and "endstream": qpdf's QDF form. */
static struct fault *
look_at_structure(struct str qdf, struct redaction_notes *notes)
{
	struct str line;

	while (str_next_line(&qdf, &line)) {
		size_t end;

		if (!str_equal(line, STR("stream"))) {
			TRY(look_at_line(line, notes));
			continue;
		}
		end = str_find(qdf, STR("\nendstream"), 0);
		if (end == SIZE_MAX)
			return NULL;
		qdf = str_from(qdf, end + 1);
	}
	return NULL;
}

/* --- metadata --- */

/* "Title:          words" */
static struct fault *
look_at_information(struct str text, struct redaction_notes *notes)
{
	static const struct {
		const char *name;
		enum redaction_kind kind;
	} known[] = {
		{ "Author", KIND_PERSON },
		{ "Title", KIND_PROPERTY },
		{ "Subject", KIND_PROPERTY },
		{ "Keywords", KIND_PROPERTY },
		{ "Creator", KIND_PROPERTY },
	};
	struct str line;

	while (str_next_line(&text, &line)) {
		struct str name;
		struct str value = str_trim(str_cut(line, STR(":"), &name));

		if (str_equal(name, STR("Custom Metadata")) && str_equal(value, STR("yes")))
			TRY(redaction_note(notes, KIND_CUSTOM_PROPERTY, STR("文件属性"), STR_NONE));
		for (size_t i = 0; i < COUNT_OF(known); i++)
			if (value.len && str_equal(name, str_of(known[i].name)))
				TRY(redaction_note(notes, known[i].kind, STR("文件属性"), value));
	}
	return NULL;
}

/* --- together --- */

const char *const redaction_qdf[] = { "qpdf", "--warning-exit-0", "--qdf", "--decrypt",
	"--object-streams=disable", "--stream-data=preserve", "/dev/stdin", "-", NULL };

/* What the programs said, handed to the cage beside the file itself. */
struct said {
	struct str qdf;
	struct str information;
	struct str words;
	struct str drawing;
};

static struct fault *
look_in_cage(struct str input, struct str plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct crossing crossing = { .rest = plan };
	struct str qdf = cross_take_bytes(&crossing);
	struct str information = cross_take_bytes(&crossing);
	struct str words = cross_take_bytes(&crossing);
	struct str drawing = cross_take_bytes(&crossing);
	struct redaction_notes *notes;

	TRY(arena_open((size_t)160 << 20, &arena));
	TAKE(arena, notes, 1);
	notes->arena = arena;
	TRY(cross_end(&crossing));
	TRY(look_at_ends(input, notes));
	TRY(look_at_structure(qdf, notes));
	TRY(look_at_information(information, notes));
	TRY(redaction_cover_look(words, drawing, notes));
	cross_put_notes(answer, notes);
	return buf_check(answer);
}

/* Programs whose failure leaves a gap, which is noted. */
static struct fault *
try_program(const char *const argv[], struct str bytes, struct redaction_notes *notes,
	const char *what, struct str *ret_answer)
{
	struct fault *fault = redaction_run_program(argv, bytes, notes->arena, ret_answer);

	if (!fault)
		return NULL;
	*ret_answer = STR("");
	if (fault->kind == FAULT_OUTSIDE)
		return fault;
	return redaction_note(notes, KIND_NOT_LOOKED, str_of(what), STR_NONE);
}

static void
put_said(struct buf *plan, const struct said *said)
{
	buf_init(plan, said->qdf.len + said->information.len + said->words.len + said->drawing.len +
			       4 * sizeof(int64_t));
	cross_put_text(plan, said->qdf);
	cross_put_text(plan, said->information);
	cross_put_text(plan, said->words);
	cross_put_text(plan, said->drawing);
}

struct fault *
redaction_look_pdf(struct str bytes, struct redaction_notes *notes)
{
	static const char *const information[] = { "pdfinfo", "-enc", "UTF-8", "-", NULL };
	static const char *const drawing[] = { "pdftocairo", "-svg", "-", "-", NULL };
	CLOSING(buf_done) struct buf answer = { 0 };
	CLOSING(buf_done) struct buf plan = { 0 };
	struct crossing crossing = { .arena = notes->arena };
	struct said said = { 0 };

	TRY(redaction_run_program(information, bytes, notes->arena, &said.information));
	TRY(redaction_pdf_words(bytes, false, notes->arena, &said.words));
	TRY(try_program(redaction_qdf, bytes, notes, "PDF 结构", &said.qdf));
	TRY(try_program(drawing, bytes, notes, "页面图形", &said.drawing));
	put_said(&plan, &said);
	TRY(buf_check(&plan));
	buf_init(&answer, reader_limits.answer);
	TRY(cage_run(look_in_cage, bytes, buf_str(&plan), &reader_limits, &answer));
	crossing.rest = buf_str(&answer);
	TRY(cross_take_notes(&crossing, notes));
	return cross_end(&crossing);
}
