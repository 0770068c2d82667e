/*
 * The xlsx writer: SpreadsheetML by hand, one sheet of text and one for each table, put together to
 * a book in memory. Text is always a string and never a formula.
 * By hand and not through libxlsxwriter, whose Debian version writes only to files.
 */
#include "doc/doc_write_xlsx.h"

#include <stdio.h>

#include "base/utf8.h"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

/* Characters that the name of a sheet may have, and must not have. */
enum { MOST_NAME = 31 };
#define BANNED_IN_NAME "[]:*?/\\'\n\t"
/* With more tables than this all sheets are numbered. */
enum { MOST_PLAIN = 20 };

/* May every table's name be its sheet's as it stands? Few, short, different, and of letters that
 * Excel takes. */
static bool
names_are_plain(const struct doc *doc)
{
	struct str names[MOST_PLAIN + 1] = { STR("正文") };
	size_t count = 1;

	for (size_t i = 0; i < doc->block_count; i++) {
		struct str name;

		if (doc->blocks[i].role != DOC_TABLE)
			continue;
		name = doc->blocks[i].table->name;
		if (count > MOST_PLAIN || !name.len || utf8_count(name) > MOST_NAME)
			return false;
		for (size_t at = 0; at < name.len; at++)
			if (strchr(BANNED_IN_NAME, name.at[at]) ||
				(unsigned char)name.at[at] >= 0xF0)
				return false;
		for (size_t other = 0; other < count; other++)
			if (str_equal_ascii(names[other], name))
				return false;
		names[count++] = name;
	}
	return true;
}

static void
put_sheet_name(struct buf *out, struct str name, size_t number, bool is_plain)
{
	char tail[32];
	size_t used = 0;

	if (is_plain) {
		doc_write_escape(out, name);
		return;
	}
	snprintf(tail, sizeof tail, "表%zu", number);
	for (size_t at = 0, len; at < name.len && used + utf8_count(str_of(tail)) < MOST_NAME;
		at += len, used++) {
		uint32_t point = utf8_at(name, at, &len);

		if (point > 0xFFFF || (point < 128 && strchr(BANNED_IN_NAME, (int)point)))
			buf_put_char(out, ' ');
		else
			doc_write_escape(out, str_sub(name, at, len));
	}
	buf_put(out, str_of(tail));
}

/* --- the book --- */

void
xlsx_put_types(struct buf *out, size_t sheets)
{
	buf_put(out, STR(XLSX_PROLOGUE "<Types xmlns=\"" PACKAGE "content-types\">"
				       "<Default Extension=\"rels\" "
				       "ContentType=\"application/vnd.openxmlformats-package."
				       "relationships+xml\"/><Default Extension=\"xml\" "
				       "ContentType=\"application/xml\"/>"));
#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OVERRIDE(name, type) "<Override PartName=\"" name "\" ContentType=\"" type "\"/>"
	buf_put(out, STR(OVERRIDE("/xl/workbook.xml",
			     OFFICE "spreadsheetml.sheet.main+xml") OVERRIDE("/xl/styles.xml",
			     OFFICE "spreadsheetml.styles+xml") OVERRIDE("/docProps/app.xml",
			     OFFICE "extended-properties+xml") OVERRIDE("/docProps/core.xml",
			     "application/vnd.openxmlformats-package.core-properties+xml")));
	for (size_t i = 1; i <= sheets; i++)
		buf_print(out,
			OVERRIDE("/xl/worksheets/sheet%zu.xml",
				OFFICE "spreadsheetml.worksheet+xml"),
			i);
	buf_put(out, STR("</Types>"));
}

void
xlsx_put_package_relations(struct buf *out)
{
	buf_put(out,
		STR(XLSX_PROLOGUE
			"<Relationships xmlns=\"" PACKAGE "relationships\">"
			"<Relationship Id=\"rId1\" Type=\"" XLSX_RELATION
			"/officeDocument\" Target=\"xl/workbook.xml\"/>"
			"<Relationship Id=\"rId2\" Type=\"" PACKAGE
			"relationships/metadata/core-properties\" "
			"Target=\"docProps/core.xml\"/>"
			"<Relationship Id=\"rId3\" Type=\"" XLSX_RELATION
			"/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"));
}

void
xlsx_put_book_relations(struct buf *out, size_t sheets)
{
	buf_put(out, STR(XLSX_PROLOGUE "<Relationships xmlns=\"" PACKAGE "relationships\">"));
	for (size_t i = 1; i <= sheets; i++)
		buf_print(out,
			"<Relationship Id=\"rId%zu\" Type=\"" XLSX_RELATION "/worksheet\" "
			"Target=\"worksheets/sheet%zu.xml\"/>",
			i, i);
	buf_print(out,
		"<Relationship Id=\"rId%zu\" Type=\"" XLSX_RELATION
		"/styles\" Target=\"styles.xml\"/>"
		"</Relationships>",
		sheets + 1);
}

/* The book: names of sheets, and for each table the rows that every printed page repeats. */
void
xlsx_put_book(struct buf *out, const struct doc *doc)
{
	CLOSING(buf_done) struct buf names = { .max = DOC_MOST_BYTES };
	bool is_plain = names_are_plain(doc);
	size_t sheet = 1;

	buf_put(out, STR(XLSX_PROLOGUE "<workbook xmlns=\"" XLSX_SPACE "\" xmlns:r=\"" XLSX_RELATION
				       "\">"
				       "<bookViews><workbookView/></bookViews><sheets>"
				       "<sheet name=\"正文\" sheetId=\"1\" r:id=\"rId1\"/>"));
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_table *table = doc->blocks[i].table;
		int headers;

		if (doc->blocks[i].role != DOC_TABLE)
			continue;
		sheet++;
		buf_put(out, STR("<sheet name=\""));
		put_sheet_name(out, table->name, sheet - 1, is_plain);
		buf_print(out, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", sheet, sheet);
		headers = doc_write_header_rows(table);
		if (!headers)
			continue;
		buf_print(&names, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%zu\">'",
			sheet - 1);
		put_sheet_name(&names, table->name, sheet - 1, is_plain);
		buf_print(&names, "'!$1:$%d</definedName>", headers);
	}
	buf_put(out, STR("</sheets>"));
	if (names.len) {
		buf_put(out, STR("<definedNames>"));
		buf_put(out, buf_str(&names));
		buf_put(out, STR("</definedNames>"));
	}
	out->is_full = out->is_full || names.is_full;
	buf_put(out, STR("</workbook>"));
}

/* The parts one after another in one buf: a part is known by where it begins. */
struct parts {
	struct arena *arena;
	struct buf *bytes;
	struct doc_packing *all;
	size_t count;
};

static void
end_part(struct parts *parts, const char *name, size_t begin)
{
	parts->all[parts->count++] =
		(struct doc_packing){ name, { NULL, parts->bytes->len - begin } };
}

static struct fault *
put_parts(struct parts *parts, const struct doc *doc, size_t sheets)
{
	struct buf *out = parts->bytes;
	size_t begin = out->len;
	size_t sheet = 0;

#define MAKE(name, put)                                                                            \
	do {                                                                                       \
		put;                                                                               \
		end_part(parts, name, begin);                                                      \
		begin = out->len;                                                                  \
	} while (0)
	MAKE("[Content_Types].xml", xlsx_put_types(out, sheets));
	MAKE("_rels/.rels", xlsx_put_package_relations(out));
	MAKE("xl/workbook.xml", xlsx_put_book(out, doc));
	MAKE("xl/_rels/workbook.xml.rels", xlsx_put_book_relations(out, sheets));
	MAKE("xl/styles.xml", xlsx_put_styles(out));
	MAKE("xl/worksheets/sheet1.xml", xlsx_put_text_sheet(out, doc));
	for (size_t i = 0; i < doc->block_count; i++) {
		struct str name;

		if (doc->blocks[i].role != DOC_TABLE)
			continue;
		TRY(str_print(parts->arena, &name, "xl/worksheets/sheet%zu.xml", ++sheet + 1));
		MAKE(name.at, TRY(xlsx_put_table_sheet(out, doc->blocks[i].table)));
	}
	MAKE("docProps/core.xml", doc_write_core(out, doc));
	MAKE("docProps/app.xml", doc_write_app(out));
#undef MAKE
	return buf_check(out);
}

struct fault *
doc_write_xlsx(const struct doc *doc, struct buf *out)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf bytes = { .max = DOC_MOST_UNPACKED };
	struct parts parts = { .bytes = &bytes };
	size_t sheets = 1;
	size_t at = 0;

	for (size_t i = 0; i < doc->block_count; i++)
		sheets += doc->blocks[i].role == DOC_TABLE;
	TRY(arena_open(DOC_MOST_BYTES, &arena));
	parts.arena = arena;
	TAKE(arena, parts.all, sheets + 7);
	TRY(put_parts(&parts, doc, sheets));
	for (size_t i = 0; i < parts.count; i++) {
		parts.all[i].content.at = bytes.at + at;
		at += parts.all[i].content.len;
	}
	return doc_write_package(parts.all, parts.count, out);
}
