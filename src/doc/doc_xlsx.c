/*
 * Reader of xlsx: finds the visible sheets of a workbook and has each put into the document.
 * Formulas are not reckoned; the values that were saved are read.
 */
#include "doc/doc_xlsx_inside.h"

#include "base/utf8.h"

enum { MOST_SHEETS = 256 };
#define LONGEST_WORD ((size_t)1 << 20)

/* --- shared words --- */

struct word_reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	struct buf text;
	bool in_phonetic;
	bool is_taking;
	bool hides;
	struct xlsx_run run;
};

static struct fault *
end_word(struct word_reader *reader)
{
	struct xlsx_book *book = reader->book;

	if (book->word_count >= 4 * DOC_MOST_CELLS)
		return fault_memory();
	TRY(buf_check(&reader->text));
	GROW(book->arena, book->words, book->word_count, book->word_room);
	TRY(str_copy(book->arena, buf_str(&reader->text), &book->words[book->word_count].text));
	book->words[book->word_count++].hides = reader->hides;
	reader->hides = false;
	reader->run = (struct xlsx_run){ false };
	buf_clear(&reader->text);
	return NULL;
}

static void
on_word_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct word_reader *reader = data;

	if (strcmp(name, "t") == 0)
		reader->is_taking = !reader->in_phonetic;
	else if (xlsx_hides(name, attributes))
		reader->hides = true;
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = true;
	else
		xlsx_run_start(&reader->run, name, attributes);
}

static void
on_word_end(void *data, const char *name, const char *space)
{
	struct word_reader *reader = data;

	if (strcmp(name, "t") == 0)
		reader->is_taking = false;
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = false;
	else if (strcmp(name, "si") == 0)
		doc_xml_stop(&reader->xml, end_word(reader));
}

static void
on_word_text(void *data, const char *text, int len)
{
	struct word_reader *reader = data;

	if (reader->is_taking)
		xlsx_run_put(&reader->run, &reader->text, text, len);
}

/* --- the workbook --- */

struct sheet_name {
	struct str name;
	struct str id; /* of its relation */
};

struct book_reader {
	struct doc_xml xml;
	struct xlsx_book *book;
	struct sheet_name *sheets;
	size_t count;
	size_t room;
};

static struct fault *
take_sheet(struct book_reader *reader, const struct doc_xml_attributes *attributes)
{
	struct arena *arena = reader->book->arena;
	struct sheet_name *sheet;

	/* "hidden" or "veryHidden" */
	if (str_has(doc_xml_attribute(attributes, "state"), STR("idden")))
		return NULL;
	if (reader->count >= MOST_SHEETS)
		return fault_new(FAULT_LIMIT, "doc_sheets",
			"工作表超过 %d 个，无法读取。请只保留需要的工作表后再试。",
			"There are more than %d sheets. Keep only those that are needed and try "
			"again.",
			MOST_SHEETS);
	GROW(arena, reader->sheets, reader->count, reader->room);
	sheet = &reader->sheets[reader->count++];
	TRY(str_copy(arena, doc_xml_attribute(attributes, "name"), &sheet->name));
	TRY(utf8_clean(arena, sheet->name, &sheet->name));
	return str_copy(arena, doc_xml_attribute(attributes, "id"), &sheet->id);
}

static void
on_book_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct book_reader *reader = data;

	if (strcmp(name, "sheet") == 0) {
		doc_xml_stop(&reader->xml, take_sheet(reader, attributes));
	} else if (strcmp(name, "workbookPr") == 0) {
		struct str since = doc_xml_attribute(attributes, "date1904");

		reader->book->is_from_1904 =
			str_equal(since, STR("1")) || str_equal(since, STR("true"));
	}
}

static void
on_no_text(void *data, const char *text, int len)
{
}

static void
on_no_end(void *data, const char *name, const char *space)
{
}

/* The part that a relation of the main part points at; NULL when it is not there. */
static struct fault *
find_target(const struct xlsx_book *book, const struct doc_relation *relation,
	const struct doc_part **ret_part)
{
	struct str path;

	*ret_part = NULL;
	if (!relation)
		return NULL;
	path = relation->target;
	if (!str_starts(path, STR("/")))
		TRY(str_join(book->arena, book->folder, STR_NONE, path, &path));
	*ret_part = doc_zip_find(book->zip, path);
	return NULL;
}

static struct fault *
read_words(struct xlsx_book *book, const struct doc_part *part)
{
	struct word_reader reader = {
		.xml = { .start = on_word_start, .end = on_word_end, .text = on_word_text },
		.book = book,
	};
	struct fault *fault;
	struct str bytes;

	if (!part)
		return NULL;
	TRY(doc_zip_unpack(book->zip, part, book->arena, &bytes));
	buf_init(&reader.text, LONGEST_WORD);
	fault = doc_xml_read(&reader.xml, bytes, book->arena);
	buf_done(&reader.text);
	return fault;
}

static struct fault *
read_book(struct xlsx_book *book, const struct doc_part *main_part, struct doc_builder *builder)
{
	struct book_reader reader = {
		.xml = { .start = on_book_start, .end = on_no_end, .text = on_no_text },
		.book = book,
	};
	struct doc_relations relations;
	const struct doc_part *part;
	struct str bytes;
	struct str path;
	size_t slash = str_find_last(main_part->name, STR("/"));
	size_t folder = slash == SIZE_MAX ? 0 : slash + 1;

	book->folder = str_sub(main_part->name, 0, folder);
	TRY(doc_zip_unpack(book->zip, main_part, book->arena, &bytes));
	TRY(doc_xml_read(&reader.xml, bytes, book->arena));
	TRY(str_print(book->arena, &path, "%.*s_rels/%.*s.rels", STR_ARG(book->folder),
		STR_ARG(str_from(main_part->name, folder))));
	TRY(doc_relations_read(book->zip, path, book->arena, &relations));
	TRY(find_target(
		book, doc_relations_find(&relations, STR_NONE, STR("/sharedStrings")), &part));
	TRY(read_words(book, part));
	TRY(find_target(book, doc_relations_find(&relations, STR_NONE, STR("/styles")), &part));
	TRY(xlsx_formats_read(book, part));
	for (size_t i = 0; i < reader.count; i++) {
		struct sheet_name *name = &reader.sheets[i];
		struct xlsx_sheet sheet;

		TRY(find_target(
			book, doc_relations_find(&relations, name->id, STR("/worksheet")), &part));
		if (!part || name->id.len == 0)
			continue;
		TRY(xlsx_sheet_read(book, part, &sheet));
		TRY(xlsx_sheet_put(&sheet, name->name, builder));
	}
	return NULL;
}

struct fault *
doc_read_xlsx(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct doc_builder builder;
	struct xlsx_book book = { .arena = arena };
	const struct doc_part *part;
	struct doc_zip zip;

	book.zip = &zip;
	TRY(doc_zip_open(bytes, arena, &zip));
	TRY(doc_relations_main(&zip, STR("xl/workbook.xml"), arena, &part));
	doc_build(&builder, arena, ret_doc);
	TRY(read_book(&book, part, &builder));
	for (size_t i = 0; i < zip.count && !ret_doc->has_pictures; i++)
		ret_doc->has_pictures = str_has(zip.parts[i].name, STR("xl/media/"));
	return NULL;
}
