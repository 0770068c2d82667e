/*
 * What hides in an Office archive, part by part: markup of Word is walked by redaction_word.c,
 * workbooks are redaction_sheet.c's; here are the parts themselves, metadata, comments, slides.
 * In the cage.
 */
#include "redaction/redaction_inside.h"

/* A part's own words for a note. */
#define LONGEST_WORDS ((size_t)1 << 16)

struct look {
	struct redaction_notes *notes;
	struct arena *arena;
	struct doc_zip zip;
	enum redaction_type type;
	struct str *hidden_styles;
	size_t hidden_style_count;
};

/* --- the words of a part --- */

struct words {
	struct doc_xml xml;
	struct buf text;
	const char *only; /* elements whose text counts, or NULL for all */
	int inside;
};

static void
on_words_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct words *words = data;

	if (!words->only || strcmp(name, words->only) == 0)
		words->inside++;
}

static void
on_words_end(void *data, const char *name, const char *space)
{
	struct words *words = data;

	if (!words->only || strcmp(name, words->only) == 0)
		words->inside--;
	if (words->text.len && words->text.at[words->text.len - 1] != ' ')
		buf_put_char(&words->text, ' ');
}

static void
on_words(void *data, const char *text, int len)
{
	struct words *words = data;

	if (words->inside > 0 && words->text.len + (size_t)len < LONGEST_WORDS)
		buf_put_bytes(&words->text, text, (size_t)len);
}

/* The text of these elements; empty when the part is no XML. */
static struct fault *
words_of(struct look *look, struct str bytes, const char *only, struct str *ret_text)
{
	struct words words = {
		.xml = { .start = on_words_start, .end = on_words_end, .text = on_words },
		.only = only,
	};
	struct fault *fault;

	buf_init(&words.text, LONGEST_WORDS + 2);
	fault = doc_xml_read(&words.xml, bytes, look->arena);
	*ret_text = STR("");
	if (!fault)
		fault = str_copy(look->arena, str_trim(buf_str(&words.text)), ret_text);
	buf_done(&words.text);
	return fault && fault->kind == FAULT_LIMIT ? fault : NULL;
}

/* --- metadata --- */

static struct fault *
look_at_properties(struct look *look, struct str bytes)
{
	static const struct {
		const char *name;
		enum redaction_kind kind;
	} known[] = {
		{ "creator", KIND_PERSON },
		{ "lastModifiedBy", KIND_PERSON },
		{ "Company", KIND_PERSON },
		{ "Manager", KIND_PERSON },
		{ "title", KIND_PROPERTY },
		{ "subject", KIND_PROPERTY },
		{ "keywords", KIND_PROPERTY },
		{ "description", KIND_PROPERTY },
		{ "category", KIND_PROPERTY },
		{ "HyperlinkBase", KIND_EXTERNAL },
	};

	for (size_t i = 0; i < COUNT_OF(known); i++) {
		struct str text;

		TRY(words_of(look, bytes, known[i].name, &text));
		if (text.len)
			TRY(redaction_note(look->notes, known[i].kind, STR("文件属性"), text));
	}
	/* Where the document was printed from. */
	if (str_has(bytes, STR("<Template>")) && !str_has(bytes, STR("<Template>Normal"))) {
		struct str text;

		TRY(words_of(look, bytes, "Template", &text));
		if (text.len)
			TRY(redaction_note(look->notes, KIND_PROPERTY, STR("文件属性"), text));
	}
	return NULL;
}

static struct fault *
look_at_words(struct look *look, enum redaction_kind kind, struct str name, struct str bytes)
{
	struct str text;

	TRY(words_of(look, bytes, NULL, &text));
	return redaction_note(look->notes, kind, name, text);
}

/* --- relations to the outside --- */

struct outside {
	struct doc_xml xml;
	struct look *look;
	struct str place;
};

static void
on_relation(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct outside *outside = data;
	struct str target = doc_xml_attribute(attributes, "Target");
	bool is_link = str_ends(doc_xml_attribute(attributes, "Type"), STR("/hyperlink")) &&
		       !str_starts(target, STR("file:")) && !str_has(target, STR("\\"));

	if (strcmp(name, "Relationship") == 0 &&
		str_equal(doc_xml_attribute(attributes, "TargetMode"), STR("External")))
		doc_xml_stop(&outside->xml,
			redaction_note(outside->look->notes, is_link ? KIND_LINK : KIND_EXTERNAL,
				outside->place, target));
}

static void
on_nothing(void *data, const char *name, const char *space)
{
}

static void
on_no_text(void *data, const char *text, int len)
{
}

static struct fault *
look_at_relations(struct look *look, struct str name, struct str bytes)
{
	struct outside outside = {
		.xml = { .start = on_relation, .end = on_nothing, .text = on_no_text },
		.look = look,
		.place = name,
	};

	return doc_xml_read(&outside.xml, bytes, look->arena);
}

/* --- Word --- */

static struct fault *
walk_word(struct look *look, enum word_part part, struct str place, struct str bytes,
	bool *ret_has_text)
{
	struct redaction_units units = { .arena = look->arena };
	struct word_job job = {
		.arena = look->arena,
		.part = part,
		.place = place,
		.notes = look->notes,
		.units = &units,
		.hidden_styles = look->hidden_styles,
		.hidden_style_count = look->hidden_style_count,
	};

	TRY(redaction_word_walk(&job, bytes));
	*ret_has_text = false;
	for (size_t i = 0; i < units.count; i++)
		*ret_has_text = *ret_has_text || str_trim(units.all[i].text).len;
	return NULL;
}

static struct fault *
look_at_word(struct look *look, struct str name, struct str bytes)
{
	static const struct {
		const char *start;
		enum word_part part;
		const char *place;
		bool is_aside;
	} parts[] = {
		{ "document", WORD_TEXT, "正文", false },
		{ "header", WORD_TEXT, "页眉", true },
		{ "footer", WORD_TEXT, "页脚", true },
		{ "footnotes", WORD_TEXT, "脚注", true },
		{ "endnotes", WORD_TEXT, "尾注", true },
		{ "comments.xml", WORD_TEXT, "批注", false },
		{ "settings.xml", WORD_SETTINGS, "设置", false },
	};
	bool has_text;

	if (str_starts(name, STR("word/glossary/")))
		return str_equal(name, STR("word/glossary/document.xml"))
			       ? look_at_words(look, KIND_CUSTOM_XML, STR("自动图文集"), bytes)
			       : NULL;
	if (str_equal(name, STR("word/people.xml")))
		return redaction_note(look->notes, KIND_PERSON, name, STR_NONE);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (!str_starts(str_from(name, 5), str_of(parts[i].start)))
			continue;
		TRY(walk_word(look, parts[i].part, str_of(parts[i].place), bytes, &has_text));
		if (parts[i].is_aside && has_text)
			TRY(redaction_note(
				look->notes, KIND_HEADER, str_of(parts[i].place), STR_NONE));
		return NULL;
	}
	return NULL;
}

/* --- slides --- */

static struct fault *
look_at_slide(struct look *look, struct str name, struct str bytes)
{
	struct str head = { bytes.at, bytes.len < 4096 ? bytes.len : 4096 };
	struct str text;

	if (str_starts(name, STR("ppt/slides/slide")) && str_has(head, STR(" show=\"0\"")))
		return redaction_note(look->notes, KIND_HIDDEN_SLIDE, name, STR_NONE);
	if (str_starts(name, STR("ppt/comments/")))
		return look_at_words(look, KIND_COMMENT, name, bytes);
	if (str_starts(name, STR("ppt/commentAuthors")) || str_starts(name, STR("ppt/authors")))
		return redaction_note(look->notes, KIND_PERSON, name, STR_NONE);
	if (!str_starts(name, STR("ppt/notesSlides/")))
		return NULL;
	TRY(words_of(look, bytes, "t", &text));
	return text.len ? redaction_note(look->notes, KIND_SPEAKER_NOTES, name, text) : NULL;
}

/* --- parts by their names --- */

static bool
ends_in(struct str name, const char *const *endings)
{
	for (; *endings; endings++)
		if (name.len > strlen(*endings) &&
			str_equal_ascii(
				str_from(name, name.len - strlen(*endings)), str_of(*endings)))
			return true;
	return false;
}

/* What the name alone tells. */
static struct fault *
look_at_name(struct look *look, struct str name)
{
	static const char *const vector[] = { ".emf", ".wmf", ".svg", ".emz", ".wmz", NULL };
	static const char *const usual[] = { ".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif",
		".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".emz", ".wmz", ".bin", ".vml",
		".odttf", ".fntdata", ".wdp", ".jfif", "/", NULL };

	if (str_has(name, STR("vbaProject")) || str_has(name, STR("vbaData")) ||
		str_has(name, STR("/macrosheets/")))
		return redaction_note(look->notes, KIND_MACRO, name, STR_NONE);
	if (str_has(name, STR("/embeddings/")))
		return redaction_note(look->notes, KIND_EMBEDDED, name, STR_NONE);
	if (str_has(name, STR("activeX")) || str_has(name, STR("/ctrlProps/")) ||
		str_has(name, STR("customUI")))
		return redaction_note(look->notes, KIND_ACTIVE, name, STR_NONE);
	if (str_has(name, STR("thumbnail")))
		return redaction_note(look->notes, KIND_THUMBNAIL, name, STR_NONE);
	if (str_has(name, STR("attachedToolbars")))
		return redaction_note(look->notes, KIND_ACTIVE, name, STR_NONE);
	if (str_starts(name, STR("_xmlsignatures/")))
		return redaction_note(look->notes, KIND_SIGNATURE, STR("_xmlsignatures"), STR_NONE);
	if (ends_in(name, vector))
		return redaction_note(look->notes, KIND_VECTOR, name, STR_NONE);
	if (!ends_in(name, usual))
		return redaction_note(look->notes, KIND_UNKNOWN_PART, name, STR_NONE);
	return NULL;
}

static bool
is_xml(struct str name)
{
	static const char *const endings[] = { ".xml", ".rels", NULL };

	return ends_in(name, endings);
}

static bool
is_photograph(struct str name)
{
	static const char *const endings[] = { ".jpg", ".jpeg", ".jfif", ".png", NULL };

	return ends_in(name, endings);
}

static struct fault *
look_at_xml(struct look *look, struct str name, struct str bytes)
{
	if (str_ends(name, STR(".rels")))
		return look_at_relations(look, name, bytes);
	if (str_equal(name, STR("docProps/custom.xml")))
		return look_at_words(look, KIND_CUSTOM_PROPERTY, STR("文件属性"), bytes);
	if (str_starts(name, STR("docProps/")))
		return look_at_properties(look, bytes);
	if (str_starts(name, STR("customXml/item")) && !str_has(name, STR("itemProps")))
		return look_at_words(look, KIND_CUSTOM_XML, name, bytes);
	if (str_starts(name, STR("word/")))
		return look_at_word(look, name, bytes);
	if (str_starts(name, STR("ppt/")))
		return look_at_slide(look, name, bytes);
	if (str_starts(name, STR("xl/")))
		return redaction_look_sheet_part(look->notes, name, bytes, look->arena);
	return NULL;
}

static struct fault *
look_at_part(struct look *look, const struct doc_part *part)
{
	struct str name = part->name;
	struct str bytes;

	TRY(look_at_name(look, name));
	if (!is_xml(name) && !is_photograph(name))
		return NULL;
	TRY(doc_zip_unpack(&look->zip, part, look->arena, &bytes));
	if (is_photograph(name))
		return redaction_look_picture(bytes, name, look->notes);
	return look_at_xml(look, name, bytes);
}

static struct fault *
find_hidden_styles(struct look *look)
{
	const struct doc_part *part = doc_zip_find(&look->zip, STR("word/styles.xml"));
	struct str bytes;

	if (!part)
		return NULL;
	TRY(doc_zip_unpack(&look->zip, part, look->arena, &bytes));
	return redaction_word_styles(
		bytes, look->arena, &look->hidden_styles, &look->hidden_style_count);
}

/* Bytes before the first part, or more than the directory's end behind it. */
static struct fault *
look_around(struct look *look)
{
	struct str bytes = look->zip.bytes;
	size_t end = str_find_last(bytes, STR("PK\5\6"));

	if (!str_starts(bytes, STR("PK\3\4")) || (end != SIZE_MAX && bytes.len - end > 22 &&
							 str_trim(str_from(bytes, end + 22)).len))
		return redaction_note(look->notes, KIND_EXTRA_BYTES, STR_NONE, STR_NONE);
	return NULL;
}

struct fault *
redaction_look_office(struct str bytes, enum redaction_type type, struct redaction_notes *notes)
{
	struct look look = { .notes = notes, .arena = notes->arena, .type = type };

	TRY(doc_zip_open(bytes, look.arena, &look.zip));
	TRY(find_hidden_styles(&look));
	TRY(look_around(&look));
	for (size_t i = 0; i < look.zip.count; i++)
		TRY(look_at_part(&look, &look.zip.parts[i]));
	return NULL;
}
