/*
 * The last look at a file before it leaves: are the words that must be gone really gone, in every
 * way a curious reader might open it, and does nothing hide in it? Independent of how the file was
 * made: it starts from the bytes alone.
 */
#include "redaction/redaction_inside.h"

#include <stdio.h>

#include "base/utf8.h"

enum { MOST_TERMS = 5000, DEEPEST_ARCHIVE = 2 };
/* What programs say of a PDF, and terms three times. */
#define LARGEST_SEARCH ((size_t)160 << 20)

/* A term in the forms in which bytes may hold it. */
struct term {
	struct str folded;
	struct str little; /* UTF-16 */
	struct str big;
};

struct search {
	enum redaction_type type;
	struct term *terms;
	size_t count;
	struct str words;       /* of a PDF, as pdftotext gives them */
	struct str information; /* of a PDF */
	struct str objects;     /* of a PDF, as qpdf writes them; empty when it cannot */
	struct redaction_notes *notes;
	struct arena *arena;
};

/* --- terms --- */

static struct fault *
make_wide(struct arena *arena, struct str text, bool is_big, struct str *ret_wide)
{
	size_t len = 0;
	char *to;

	TAKE(arena, to, text.len * 2 + 4);
	for (size_t at = 0; at < text.len;) {
		size_t step;
		uint32_t point = utf8_at(text, at, &step);
		uint32_t units[2] = { point, 0 };
		int count = 1;

		if (point > 0xFFFF) {
			units[0] = 0xD800 + ((point - 0x10000) >> 10);
			units[1] = 0xDC00 + ((point - 0x10000) & 0x3FF);
			count = 2;
		}
		for (int i = 0; i < count; i++) {
			to[len++] = (char)(is_big ? units[i] >> 8 : units[i] & 0xFF);
			to[len++] = (char)(is_big ? units[i] & 0xFF : units[i] >> 8);
		}
		at += step;
	}
	*ret_wide = (struct str){ to, len };
	return NULL;
}

static struct fault *
make_terms(struct search *search, const struct str *terms, size_t count)
{
	if (count > MOST_TERMS)
		return fault_memory();
	TAKE(search->arena, search->terms, count);
	search->count = count;
	for (size_t i = 0; i < count; i++) {
		struct folded folded;

		TRY(redaction_fold(terms[i], false, search->arena, &folded));
		if (utf8_count(folded.text) < 2)
			return fault_new(FAULT_INPUT, "redaction_term",
				"第 %zu 个要核对的词不足两个字，无法核对。请写全。",
				"Term %zu has fewer than two characters and cannot be looked for. "
				"Write more of it.",
				i + 1);
		search->terms[i].folded = folded.text;
		TRY(make_wide(search->arena, str_trim(terms[i]), false, &search->terms[i].little));
		TRY(make_wide(search->arena, str_trim(terms[i]), true, &search->terms[i].big));
	}
	return NULL;
}

/* --- looking, in the cage --- */

/* The term itself is not repeated: findings are kept, and it may be a secret. */
static struct fault *
note_left(struct search *search, size_t term, struct str place)
{
	char number[40];
	int len = snprintf(number, sizeof number, "第 %zu 个词", term + 1);

	return redaction_note(
		search->notes, KIND_TERM_LEFT, place, (struct str){ number, (size_t)len });
}

/* A term with signs of markup would be found between the tags of any file; markup is searched
 * without its tags as well. */
static bool
is_of_markup(struct str term)
{
	for (size_t i = 0; i < term.len; i++)
		if (strchr("<>&\"'", term.at[i]))
			return true;
	return false;
}

static struct fault *
search_folded(struct search *search, struct str text, bool is_raw, struct str place)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct folded folded;

	if (text.len == 0 || search->count == 0)
		return NULL;
	/* What is folded is soon forgotten. */
	TRY(arena_open(text.len + 65536, &arena));
	TRY(redaction_fold(text, false, arena, &folded));
	for (size_t i = 0; i < search->count; i++)
		if (!(is_raw && is_of_markup(search->terms[i].folded)) &&
			str_has(folded.text, search->terms[i].folded))
			TRY(note_left(search, i, place));
	return NULL;
}

static struct fault *
search_text(struct search *search, struct str text, struct str place)
{
	return search_folded(search, text, false, place);
}

/* Bytes of no known sense: as UTF-8, and in both orders of UTF-16. */
static struct fault *
search_bytes(struct search *search, struct str bytes, struct str place)
{
	bool is_raw = search->type != REDACTION_TEXT && search->type != REDACTION_CSV;

	TRY(search_folded(search, bytes, is_raw, place));
	for (size_t i = 0; i < search->count; i++)
		if (str_has(bytes, search->terms[i].little) || str_has(bytes, search->terms[i].big))
			TRY(note_left(search, i, place));
	return NULL;
}

/* All text and all values of markup, tags between them aside. */
struct markup {
	struct doc_xml xml;
	struct buf text;
	struct buf values;
};

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct markup *markup = data;

	for (size_t i = 0; i < attributes->count; i++) {
		buf_put(&markup->values, attributes->all[i].value);
		buf_put_char(&markup->values, '|');
	}
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct markup *markup = data;

	/* Words of two paragraphs or cells are no word. */
	if (strcmp(name, "p") == 0 || strcmp(name, "c") == 0 || strcmp(name, "si") == 0 ||
		strcmp(name, "v") == 0)
		buf_put_char(&markup->text, '|');
}

static void
on_text(void *data, const char *text, int len)
{
	struct markup *markup = data;

	buf_put_bytes(&markup->text, text, (size_t)len);
}

static struct fault *
search_markup(struct search *search, struct str bytes, struct str place)
{
	struct markup markup = { .xml = { .start = on_start, .end = on_end, .text = on_text } };
	struct fault *fault;

	buf_init(&markup.text, bytes.len * 2 + 4096);
	buf_init(&markup.values, bytes.len * 2 + 4096);
	fault = doc_xml_read(&markup.xml, bytes, search->arena);
	/* What is no markup was searched as bytes already. */
	if (fault && fault->kind != FAULT_LIMIT)
		fault = NULL;
	if (!fault)
		fault = search_text(search, buf_str(&markup.text), place);
	if (!fault)
		fault = search_text(search, buf_str(&markup.values), place);
	buf_done(&markup.text);
	buf_done(&markup.values);
	return fault;
}

static struct fault *search_archive(struct search *search, struct str bytes, int depth);

/* An archive in an archive, or something that only begins like one. */
static struct fault *
search_inner(struct search *search, struct str bytes, int depth)
{
	struct fault *fault = search_archive(search, bytes, depth);

	return fault && fault->kind == FAULT_INPUT ? NULL : fault;
}

static struct fault *
search_archive(struct search *search, struct str bytes, int depth)
{
	struct doc_zip zip;

	TRY(doc_zip_open(bytes, search->arena, &zip));
	for (size_t i = 0; i < zip.count; i++) {
		struct str name = zip.parts[i].name;
		struct str part;

		TRY(search_bytes(search, name, STR("文件名")));
		TRY(doc_zip_unpack(&zip, &zip.parts[i], search->arena, &part));
		TRY(search_bytes(search, part, name));
		if (str_ends(name, STR(".xml")) || str_ends(name, STR(".rels")) ||
			str_ends(name, STR(".vml")))
			TRY(search_markup(search, part, name));
		if (str_starts(part, STR("PK\3\4")) && depth < DEEPEST_ARCHIVE)
			TRY(search_inner(search, part, depth + 1));
	}
	return NULL;
}

/* Units one by one; lines of a PDF run on from one to the next. */
static struct fault *
search_units(struct search *search, const struct redaction_units *units)
{
	struct buf all;
	struct fault *fault = NULL;

	buf_init(&all, (size_t)96 << 20);
	for (size_t i = 0; i < units->count; i++) {
		buf_put(&all, units->all[i].text);
		if (search->type != REDACTION_PDF)
			buf_put_char(&all, '|');
	}
	fault = buf_check(&all);
	if (!fault)
		fault = search_text(search, buf_str(&all), STR("正文"));
	buf_done(&all);
	return fault;
}

/* Objects and streams that no reader of pages shows: outlines, fields, notes, earlier versions. */
static struct fault *
search_objects(struct search *search, struct str bytes)
{
	CLOSING(buf_done) struct buf objects = { 0 };
	CLOSING(buf_done) struct buf streams = { 0 };
	CLOSING(buf_done) struct buf strings = { 0 };
	struct str place = STR("PDF 结构");
	bool is_cut;

	buf_init(&objects, search->objects.len + 16);
	buf_init(&streams, LARGEST_SEARCH);
	buf_init(&strings, LARGEST_SEARCH);
	redaction_pdf_objects(search->objects, &objects);
	TRY(redaction_pdf_streams(bytes, &streams, &is_cut));
	redaction_pdf_strings(buf_str(&objects), &strings);
	redaction_pdf_strings(buf_str(&streams), &strings);
	TRY(buf_check(&objects));
	TRY(buf_check(&strings));
	TRY(search_bytes(search, buf_str(&streams), place));
	TRY(search_bytes(search, buf_str(&strings), place));
	return is_cut ? redaction_note(search->notes, KIND_NOT_LOOKED, place, STR_NONE) : NULL;
}

static struct fault *
search_as_read(struct search *search, struct str bytes)
{
	struct redaction_units units = { .arena = search->arena };
	struct str text;

	if (search->type == REDACTION_DOCX) {
		TRY(redaction_docx_units(bytes, search->arena, &units));
	} else if (search->type == REDACTION_PDF) {
		TRY(redaction_lines_units(search->words, search->arena, &units));
		TRY(search_text(search, search->information, STR("文件属性")));
		TRY(search_objects(search, bytes));
	} else if (redaction_is_remade(search->type)) {
		TRY(redaction_remake_units(bytes, search->type, search->arena, &units));
		if (search->type != REDACTION_XLSX) {
			TRY(doc_decode(search->arena, bytes, &text));
			TRY(search_folded(
				search, text, search->type != REDACTION_TEXT, STR("原文")));
		}
	}
	return search_units(search, &units);
}

/* What the child is to look for and, of a PDF, what programs made of it; and that again inside. */
static void
put_search(struct buf *out, const struct search *search)
{
	cross_put_number(out, search->type);
	cross_put_text(out, search->words);
	cross_put_text(out, search->information);
	cross_put_text(out, search->objects);
	cross_put_number(out, (int64_t)search->count);
	for (size_t i = 0; i < search->count; i++) {
		cross_put_text(out, search->terms[i].folded);
		cross_put_text(out, search->terms[i].little);
		cross_put_text(out, search->terms[i].big);
	}
}

static struct fault *
take_search(struct str plan, struct search *search)
{
	struct crossing crossing = { .rest = plan };

	search->type = (enum redaction_type)cross_take_number(&crossing, 0, REDACTION_TYPES - 1);
	search->words = cross_take_bytes(&crossing);
	search->information = cross_take_bytes(&crossing);
	search->objects = cross_take_bytes(&crossing);
	search->count = (size_t)cross_take_number(&crossing, 0, MOST_TERMS);
	TAKE(search->arena, search->terms, search->count);
	for (size_t i = 0; i < search->count; i++) {
		search->terms[i].folded = cross_take_bytes(&crossing);
		search->terms[i].little = cross_take_bytes(&crossing);
		search->terms[i].big = cross_take_bytes(&crossing);
	}
	return cross_end(&crossing);
}

static struct fault *
search_in_cage(struct str input, struct str plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct search search = { 0 };

	TRY(arena_open((size_t)160 << 20, &arena));
	search.arena = arena;
	TRY(take_search(plan, &search));
	TAKE(arena, search.notes, 1);
	search.notes->arena = arena;
	TRY(search_bytes(&search, input, STR("原始数据")));
	if (search.type == REDACTION_DOCX || search.type == REDACTION_XLSX ||
		search.type == REDACTION_PPTX)
		TRY(search_archive(&search, input, 0));
	TRY(search_as_read(&search, input));
	cross_put_notes(answer, search.notes);
	return buf_check(answer);
}

/* --- outside --- */

/* Where qpdf cannot, redaction_inspect() has noted that the structure was not looked into. */
static struct fault *
read_objects(struct search *search, struct str bytes)
{
	struct fault *fault =
		redaction_run_program(redaction_qdf, bytes, search->arena, &search->objects);

	if (!fault || fault->kind == FAULT_OUTSIDE)
		return fault;
	search->objects = STR("");
	return NULL;
}

static struct fault *
search_caged(struct search *search, struct str bytes, struct redaction_notes *notes)
{
	static const char *const information[] = { "pdfinfo", "-meta", "-enc", "UTF-8", "-", NULL };
	static const char *const properties[] = { "pdfinfo", "-custom", "-enc", "UTF-8", "-",
		NULL };
	CLOSING(buf_done) struct buf answer = { 0 };
	CLOSING(buf_done) struct buf plan = { 0 };
	struct crossing crossing = { .arena = search->arena };

	if (search->type == REDACTION_PDF) {
		struct str more;
		struct str basic;
		static const char *const plain[] = { "pdfinfo", "-enc", "UTF-8", "-", NULL };

		TRY(redaction_pdf_words(bytes, false, search->arena, &search->words));
		TRY(redaction_run_program(plain, bytes, search->arena, &basic));
		TRY(redaction_run_program(information, bytes, search->arena, &more));
		TRY(str_join(search->arena, basic, STR("\n"), more, &basic));
		TRY(redaction_run_program(properties, bytes, search->arena, &more));
		TRY(str_join(search->arena, basic, STR("\n"), more, &search->information));
		TRY(read_objects(search, bytes));
	}
	buf_init(&plan, LARGEST_SEARCH);
	put_search(&plan, search);
	TRY(buf_check(&plan));
	buf_init(&answer, redaction_limits.answer);
	TRY(cage_run(search_in_cage, bytes, buf_str(&plan), &redaction_limits, &answer));
	crossing.rest = buf_str(&answer);
	TRY(cross_take_notes(&crossing, notes));
	return cross_end(&crossing);
}

struct fault *
redaction_verify(struct str name, struct str bytes, const struct str *terms, size_t term_count,
	struct arena *arena, struct redaction_findings *ret_findings)
{
	struct search search = { .arena = arena };
	struct redaction_notes *notes;

	TRY(redaction_notes_make(name, bytes, arena, &notes));
	search.type = redaction_type_of(name, bytes);
	TRY(make_terms(&search, terms, term_count));
	TRY(search_caged(&search, bytes, notes));
	return redaction_notes_find(notes, true, arena, ret_findings);
}
