/*
 * Reader of old .doc files, from the DocBook that antiword makes of them: paragraphs and tables.
 * Cells merged downwards are blank cells there; merged beside each other they show by their widths.
 */
#include "doc/doc_office.h"

#include <stdlib.h>

/* Longest paragraph or cell. */
#define LONGEST_TEXT ((size_t)4 << 20)
/* Edges closer than this, in hundredths of a point, are one. */
enum { NEAR = 300, MOST_EDGES = DOC_MOST_COLUMNS };

struct cell {
	int row;
	int left;
	int right;
	struct str text;
};

struct reader {
	struct doc_xml xml;
	struct doc_builder builder;
	struct buf text;
	int skip; /* depth of the element being left out, or 0 */
	int section;
	bool in_title;
	/* the open table */
	bool in_table;
	bool in_cell;
	struct cell *cells;
	size_t cell_count;
	size_t cell_room;
	int *edges; /* of the open group of rows */
	int edge_count;
	int row;
	int column;
};

/* --- tables --- */

static int
compare_int(const void *a, const void *b)
{
	int left = *(const int *)a;
	int right = *(const int *)b;

	return left < right ? -1 : left > right;
}

/* The different edges of all cells, from left to right. */
static struct fault *
find_edges(struct reader *reader, int **ret_edges, int *ret_count)
{
	struct arena *arena = reader->builder.arena;
	size_t count = 0;
	int *edges;
	int kept = 0;

	TAKE(arena, edges, 2 * reader->cell_count);
	for (size_t i = 0; i < reader->cell_count; i++) {
		edges[count++] = reader->cells[i].left;
		edges[count++] = reader->cells[i].right;
	}
	qsort(edges, count, sizeof *edges, compare_int);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || edges[i] - edges[kept - 1] > NEAR)
			edges[kept++] = edges[i];
	*ret_edges = edges;
	*ret_count = kept;
	return NULL;
}

static int
edge_at(const int *edges, int count, int place)
{
	int at = 0;

	while (at + 1 < count && edges[at] < place - NEAR)
		at++;
	return at;
}

static struct fault *
end_table(struct reader *reader)
{
	struct doc_table *table;
	int *edges = NULL;
	int count = 0;

	reader->in_table = false;
	TRY(find_edges(reader, &edges, &count));
	TRY(doc_open_table(&reader->builder, &table));
	for (size_t i = 0; i < reader->cell_count; i++) {
		const struct cell *cell = &reader->cells[i];
		int column = edge_at(edges, count, cell->left);
		int width = edge_at(edges, count, cell->right) - column;

		column = doc_free_column(&reader->builder, cell->row, column);
		TRY(doc_add_cell(&reader->builder, cell->row, column, 1, width < 1 ? 1 : width,
			cell->text, NULL));
	}
	return doc_close_table(&reader->builder);
}

/* A width such as "133.30pt" moves the next edge; without one columns get an equal share. */
static struct fault *
add_edge(struct reader *reader, struct str width)
{
	int64_t points = 0;
	struct str whole;
	int last = reader->edges[reader->edge_count];

	str_cut(width, STR("."), &whole);
	if (str_ends(whole, STR("pt")))
		whole.len -= 2;
	if (!str_to_int(whole, &points) || points <= 0 || points > 10000)
		points = 50;
	if (reader->edge_count >= MOST_EDGES)
		return fault_new(FAULT_LIMIT, "doc_columns",
			"表格超过 %d 列，无法读取；请拆分后再试。",
			"A table has more than %d columns; split it and try again.",
			DOC_MOST_COLUMNS);
	reader->edges[++reader->edge_count] = last + (int)points * 100;
	return NULL;
}

static struct fault *
take_text(struct reader *reader, struct str *ret_text)
{
	TRY(buf_check(&reader->text));
	TRY(str_copy(reader->builder.arena, str_trim(buf_str(&reader->text)), ret_text));
	buf_clear(&reader->text);
	return NULL;
}

static struct fault *
end_cell(struct reader *reader)
{
	struct cell *cell;
	int last = reader->edge_count;

	reader->in_cell = false;
	GROW(reader->builder.arena, reader->cells, reader->cell_count, reader->cell_room);
	cell = &reader->cells[reader->cell_count++];
	cell->row = reader->row;
	/* More cells than columns were announced: they follow at the end. */
	cell->left = reader->column < last ? reader->edges[reader->column]
					   : reader->edges[last] + (reader->column - last) * 5000;
	cell->right =
		reader->column + 1 <= last ? reader->edges[reader->column + 1] : cell->left + 5000;
	reader->column++;
	return take_text(reader, &cell->text);
}

/* --- elements --- */

static struct fault *
put_paragraph(struct reader *reader)
{
	struct str text;

	if (reader->in_table)
		return NULL;
	TRY(take_text(reader, &text));
	if (reader->in_title)
		return doc_add(
			&reader->builder, DOC_HEADING, reader->section ? reader->section : 1, text);
	return doc_add(&reader->builder, DOC_PARAGRAPH, 0, text);
}

static bool
is_section(const char *name)
{
	return strncmp(name, "sect", 4) == 0 || strcmp(name, "chapter") == 0;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;

	if (reader->skip)
		return;
	if (strcmp(name, "footnote") == 0 || strcmp(name, "bookinfo") == 0) {
		reader->skip = reader->xml.depth;
	} else if (is_section(name)) {
		reader->section++;
	} else if (strcmp(name, "title") == 0) {
		reader->in_title = true;
	} else if (strcmp(name, "para") == 0 && reader->in_cell) {
		buf_put_char(&reader->text, '\n');
	} else if (strcmp(name, "informaltable") == 0 && !reader->in_table) {
		doc_xml_stop(&reader->xml, put_paragraph(reader));
		reader->in_table = true;
		reader->cell_count = 0;
		reader->row = -1;
		reader->edge_count = 0;
	} else if (!reader->in_table) {
		return;
	} else if (strcmp(name, "tgroup") == 0) {
		reader->edge_count = 0;
	} else if (strcmp(name, "colspec") == 0) {
		doc_xml_stop(
			&reader->xml, add_edge(reader, doc_xml_attribute(attributes, "colwidth")));
	} else if (strcmp(name, "row") == 0) {
		reader->row++;
		reader->column = 0;
	} else if (strcmp(name, "entry") == 0 && reader->row >= 0) {
		reader->in_cell = true;
		buf_clear(&reader->text);
	}
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct reader *reader = data;

	if (reader->skip) {
		if (reader->skip == reader->xml.depth)
			reader->skip = 0;
		return;
	}
	if (is_section(name)) {
		reader->section--;
	} else if (strcmp(name, "title") == 0) {
		doc_xml_stop(&reader->xml, put_paragraph(reader));
		reader->in_title = false;
	} else if (strcmp(name, "para") == 0 || strcmp(name, "screen") == 0) {
		doc_xml_stop(&reader->xml, put_paragraph(reader));
	} else if (strcmp(name, "entry") == 0 && reader->in_cell) {
		doc_xml_stop(&reader->xml, end_cell(reader));
	} else if (strcmp(name, "informaltable") == 0 && reader->in_table) {
		doc_xml_stop(&reader->xml, end_table(reader));
		buf_clear(&reader->text);
	}
}

static void
on_text(void *data, const char *text, int len)
{
	struct reader *reader = data;

	if (!reader->skip && (!reader->in_table || reader->in_cell))
		buf_put_bytes(&reader->text, text, (size_t)len);
}

struct fault *
doc_read_word(struct str bytes, struct arena *arena, struct doc *ret_doc)
{
	struct reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text, .may_have_type = true },
	};
	struct fault *fault;

	doc_build(&reader.builder, arena, ret_doc);
	TAKE(arena, reader.edges, MOST_EDGES + 1);
	buf_init(&reader.text, LONGEST_TEXT);
	fault = doc_xml_read(&reader.xml, bytes, arena);
	buf_done(&reader.text);
	return fault;
}
