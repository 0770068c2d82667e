/* What redaction reads: words of a docx's main part, its styles and a header, or a whole archive; a
 * picture; or, behind the byte 255, what pdftotext and pdftocairo might say, parted by a line "--",
 * or a PDF with streams and qpdf's writing of it.
 * A rewritten docx must be readable again, and its term must be gone. */
#include "fuzz_archive.h"
#include "redaction/redaction_cover.h"
#include "redaction/redaction_inside.h"

#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id                                                                   \
	"\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"                         \
	"relationships/" kind "\" Target=\"" target "\"/>"

static const char relations[] = "<Relationships>" RELATION("r1", "styles", "styles.xml")
	RELATION("r2", "header", "header1.xml") "</Relationships>";

static struct fault *
look(struct str bytes, struct arena *arena)
{
	struct redaction_notes *notes;

	TAKE(arena, notes, 1);
	notes->arena = arena;
	TRY(redaction_look_office(bytes, REDACTION_DOCX, notes));
	fuzz_promise(notes->count <= REDACTION_MOST_FINDINGS);
	for (size_t i = 0; i < notes->count; i++) {
		fuzz_check_text(notes->all[i].place);
		fuzz_check_text(notes->all[i].excerpt);
		fuzz_promise(notes->all[i].excerpt.len <= REDACTION_LONGEST_EXCERPT);
	}
	return NULL;
}

/* Parts on the answer behind the record: each must be whole markup without the term. */
static struct fault *
check_parts(struct str answer, struct str term, struct arena *arena)
{
	struct crossing crossing = { .rest = answer, .arena = arena };
	struct redaction_record record = { 0 };

	TRY(cross_take_record(&crossing, &record));
	fuzz_promise(!crossing.is_wrong);
	while (crossing.rest.len) {
		struct str name;
		struct str part;

		TRY(cross_take_text(&crossing, &name));
		part = cross_take_bytes(&crossing);
		fuzz_promise(!crossing.is_wrong);
		if (str_starts(name, STR("word/")) && str_ends(name, STR(".xml"))) {
			struct redaction_units units = { .arena = arena };
			struct word_job job = { .arena = arena,
				.part = WORD_TEXT,
				.place = STR("a"),
				.units = &units };
			struct fault *fault = redaction_word_walk(&job, part);

			fuzz_promise(!fault || fault->kind == FAULT_LIMIT);
			for (size_t i = 0; i < units.count; i++) {
				struct folded folded;

				TRY(redaction_fold(units.all[i].text, false, arena, &folded));
				fuzz_promise(!str_has(folded.text, term));
			}
		}
	}
	return NULL;
}

static struct fault *
take_archive(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	const struct redaction one = { .shape = REDACTION_TERM, .term = STR("ab") };
	const struct redaction_plan plan = { .all = &one, .count = 1 };
	struct redaction_units units = { .arena = arena };
	CLOSING(buf_done) struct buf answer = { 0 };

	*ret_doc = (struct doc){ 0 };
	TRY(look(bytes, arena));
	TRY(redaction_docx_units(bytes, arena, &units));
	for (size_t i = 0; i < units.count; i++)
		fuzz_check_text(units.all[i].text);
	buf_init(&answer, (size_t)64 << 20);
	TRY(redaction_docx_rewrite(bytes, &plan, arena, &answer));
	return check_parts(buf_str(&answer), one.term, arena);
}

/* What the search of what is left unpacks and decodes. */
static struct fault *
take_objects(struct str bytes)
{
	CLOSING(buf_done) struct buf objects = { 0 };
	CLOSING(buf_done) struct buf streams = { 0 };
	CLOSING(buf_done) struct buf strings = { 0 };
	bool is_cut;

	buf_init(&objects, bytes.len + 16);
	buf_init(&streams, (size_t)64 << 20);
	buf_init(&strings, (size_t)64 << 20);
	redaction_pdf_objects(bytes, &objects);
	fuzz_promise(objects.len <= bytes.len + 1);
	TRY(redaction_pdf_streams(bytes, &streams, &is_cut));
	redaction_pdf_strings(buf_str(&objects), &strings);
	fuzz_promise(strings.len <= objects.len + 1);
	redaction_pdf_strings(buf_str(&streams), &strings);
	return buf_check(&strings);
}

static struct fault *
take_pages(struct str bytes, struct arena *arena)
{
	struct redaction_units units = { 0 };
	struct redaction_notes *notes;
	struct str words;
	struct str drawing = str_cut(bytes, STR("\n--\n"), &words);

	TAKE(arena, notes, 1);
	notes->arena = arena;
	TRY(redaction_lines_units(words, arena, &units));
	for (size_t i = 0; i < units.box_count; i++)
		fuzz_promise(units.boxes[i].offset + units.boxes[i].len <=
			     units.all[units.boxes[i].unit].text.len);
	TRY(take_objects(bytes));
	return redaction_cover_look(words, drawing, notes);
}

static struct fault *
take_picture(struct str bytes, struct arena *arena)
{
	CLOSING(buf_done) struct buf out = { 0 };
	struct redaction_notes *notes;

	TAKE(arena, notes, 1);
	notes->arena = arena;
	TRY(redaction_look_picture(bytes, STR(""), notes));
	buf_init(&out, bytes.len + 16);
	if (redaction_strip_picture(bytes, &out))
		fuzz_promise(out.len <= bytes.len);
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const names[] = { "word/document.xml", "word/styles.xml",
		"word/header1.xml" };
	const struct fuzz_part fixed[] = { { "word/_rels/document.xml.rels", STR(relations) } };
	struct str text = { (const char *)bytes, len };
	CLOSING(arena_close) struct arena *arena = NULL;
	struct fault *fault = NULL;

	if (len == 0 || (bytes[0] != 0xFF && bytes[0] != 0x89))
		return fuzz_read_archive(
			take_archive, bytes, len, fixed, COUNT_OF(fixed), names, COUNT_OF(names));
	if (arena_open((size_t)256 << 20, &arena))
		return 0;
	/* A JPEG begins with the same byte. */
	if (bytes[0] == 0x89 || (len > 1 && bytes[1] == 0xD8))
		fault = take_picture(text, arena);
	else
		fault = take_pages(str_from(text, 1), arena);
	fuzz_promise(!fault || fault->kind == FAULT_LIMIT || fault->kind == FAULT_INPUT);
	return 0;
}
