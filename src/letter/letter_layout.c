/*
 * A letter as a document with its letterhead, as text, and as JSON for the store.
 * How a document becomes docx, PDF or HTML is doc/'s business.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "letter/letter_inside.h"

/* --- the document --- */

/* One row of a table; cells past the last column are joined to it. */
static struct fault *
add_row(struct doc_builder *builder, struct str text, int row, int columns, bool is_heading)
{
	for (int column = 0; column < columns; column++) {
		struct doc_cell *cell;
		struct str piece = text;

		if (column + 1 < columns)
			text = str_cut(text, STR("\t"), &piece);
		else
			TRY(str_replace(builder->arena, piece, STR("\t"), STR(" "), &piece));
		TRY(doc_add_cell(builder, row, column, 1, 1, str_trim(piece), &cell));
		cell->is_heading = is_heading;
		cell->align = is_heading ? DOC_MIDDLE : DOC_LEFT;
	}
	return NULL;
}

static struct fault *
add_table(struct doc_builder *builder, const struct letter_block *block)
{
	struct doc_table *table;
	struct str rest = block->text;
	struct str line;
	int columns = 1;
	int row = 0;

	for (size_t i = 0; i < block->columns.len; i++)
		columns += block->columns.at[i] == '\t';
	TRY(doc_open_table(builder, &table));
	if (block->columns.len)
		TRY(add_row(builder, block->columns, row++, columns, true));
	while (str_next_line(&rest, &line))
		if (str_trim(line).len)
			TRY(add_row(builder, line, row++, columns, false));
	return doc_close_table(builder);
}

static struct fault *
add_block(struct doc_builder *builder, const struct letter_block *block)
{
	switch (block->kind) {
	case LETTER_ROWS:
		return add_table(builder, block);
	case LETTER_HEADING:
		return doc_add(builder, DOC_HEADING, 1, block->text);
	case LETTER_SUBHEADING:
		return doc_add(builder, DOC_HEADING, 2, block->text);
	default:
		return doc_add(builder, DOC_PARAGRAPH, 0, block->text);
	}
}

/* "附件：1. …", each on its line; a single one has no number. Law: GB/T 9704 7.3.4 */
static struct fault *
add_attachments(struct doc_builder *builder, const struct letter *letter)
{
	struct str text;

	for (size_t i = 0; i < letter->attachment_count; i++) {
		struct str name = letter->attachments[i];

		if (letter->attachment_count == 1)
			TRY(str_print(builder->arena, &text, "附件：%.*s", STR_ARG(name)));
		else
			TRY(str_print(builder->arena, &text, "%s%zu. %.*s", i ? "　　　" : "附件：",
				i + 1, STR_ARG(name)));
		TRY(doc_add(builder, DOC_PARAGRAPH, 0, text));
		if (!i)
			builder->doc->blocks[builder->doc->block_count - 1].gap = 1;
	}
	return NULL;
}

static struct fault *
add_end(struct doc_builder *builder, const struct letter *letter)
{
	struct str text;

	TRY(add_attachments(builder, letter));
	TRY(doc_add(builder, DOC_SIGNATURE, 0, letter->signature));
	TRY(letter_day_words(builder->arena, letter->issued_on, &text));
	TRY(doc_add(builder, DOC_SIGNATURE, 0, text));
	if (!letter->note.len)
		return NULL;
	/* Law: GB/T 9704 7.3.7 */
	TRY(str_print(builder->arena, &text, "（%.*s）", STR_ARG(letter->note)));
	return doc_add(builder, DOC_PARAGRAPH, 0, text);
}

struct fault *
letter_make_doc(struct arena *arena, const struct letter *letter, struct doc *ret_doc)
{
	struct doc_letterhead *head;
	struct doc_builder builder;
	struct str text;

	TAKE(arena, head, 1);
	*head = (struct doc_letterhead){ letter->mark, letter->number, letter->has_seal_room };
	doc_build(&builder, arena, ret_doc);
	ret_doc->letterhead = head;
	ret_doc->title = letter->title;
	ret_doc->author = letter->mark;
	TRY(doc_add(&builder, DOC_TITLE, 0, letter->title));
	if (letter->addressee.len) {
		TRY(str_print(arena, &text, "%.*s：", STR_ARG(letter->addressee)));
		TRY(doc_add(&builder, DOC_ADDRESSEE, 0, text));
	}
	for (size_t i = 0; i < letter->block_count; i++)
		TRY(add_block(&builder, &letter->blocks[i]));
	return add_end(&builder, letter);
}

struct fault *
letter_make_text(struct arena *arena, const struct letter *letter, struct str *ret_text)
{
	CLOSING(buf_done) struct buf out;
	struct doc doc;

	buf_init(&out, DOC_MOST_BYTES);
	TRY(letter_make_doc(arena, letter, &doc));
	buf_put(&out, letter->mark);
	buf_put(&out, STR("\n"));
	buf_put(&out, letter->number);
	buf_put(&out, STR("\n"));
	for (size_t i = 0; i < doc.block_count; i++) {
		const struct doc_table *table = doc.blocks[i].table;

		buf_put(&out, doc.blocks[i].text);
		for (size_t j = 0; table && j < table->cell_count; j++) {
			buf_put(&out, table->cells[j].column ? STR("\t") : j ? STR("\n") : STR(""));
			buf_put(&out, table->cells[j].text);
		}
		buf_put(&out, STR("\n"));
	}
	TRY(buf_check(&out));
	return str_copy(arena, buf_str(&out), ret_text);
}

/* --- JSON --- */

struct fault *
letter_write_json(const struct letter *letter, struct buf *out)
{
	struct day_text issued = day_text(letter->issued_on);
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_str(&json, "kind", str_of(letter_types[letter->kind].key));
	json_pair_str(&json, "mark", letter->mark);
	json_pair_str(&json, "number", letter->number);
	json_pair_str(&json, "title", letter->title);
	json_pair_str(&json, "addressee", letter->addressee);
	json_pair_str(&json, "signature", letter->signature);
	json_pair_str(&json, "issued_on", str_of(issued.at));
	json_pair_str(&json, "note", letter->note);
	json_pair_int(&json, "has_seal_room", letter->has_seal_room);
	json_key(&json, "blocks");
	json_begin_array(&json);
	for (size_t i = 0; i < letter->block_count; i++) {
		json_begin_object(&json);
		json_pair_int(&json, "kind", letter->blocks[i].kind);
		json_pair_str(&json, "text", letter->blocks[i].text);
		json_pair_str(&json, "columns", letter->blocks[i].columns);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_key(&json, "attachments");
	json_begin_array(&json);
	for (size_t i = 0; i < letter->attachment_count; i++)
		json_put_str(&json, letter->attachments[i]);
	json_end_array(&json);
	json_end_object(&json);
	return buf_check(out);
}

static struct fault *
fault_json(void)
{
	return fault_new(FAULT_INPUT, "letter_json", "存下来的文书读不出来。请联系管理员。",
		"The stored letter cannot be read. Tell the administrator.");
}

static struct fault *
read_text(
	struct arena *arena, const struct json_value *value, const char *key, struct str *ret_text)
{
	return str_copy(arena, json_text(json_member(value, key)), ret_text);
}

static struct fault *
read_lists(struct arena *arena, const struct json_value *value, struct letter *letter)
{
	const struct json_value *blocks = json_member(value, "blocks");
	const struct json_value *attachments = json_member(value, "attachments");
	int64_t kind;

	letter->block_count = json_count(blocks);
	letter->attachment_count = json_count(attachments);
	if (letter->block_count)
		TAKE(arena, letter->blocks, letter->block_count);
	if (letter->attachment_count)
		TAKE(arena, letter->attachments, letter->attachment_count);
	for (size_t i = 0; i < letter->block_count; i++) {
		const struct json_value *item = json_item(blocks, i);

		if (!json_number(json_member(item, "kind"), &kind) || kind < 0 ||
			kind > LETTER_ROWS)
			return fault_json();
		letter->blocks[i].kind = (enum letter_block_kind)kind;
		TRY(read_text(arena, item, "text", &letter->blocks[i].text));
		TRY(read_text(arena, item, "columns", &letter->blocks[i].columns));
	}
	for (size_t i = 0; i < letter->attachment_count; i++)
		TRY(str_copy(arena, json_text(json_item(attachments, i)), &letter->attachments[i]));
	return NULL;
}

struct fault *
letter_read_json(struct arena *arena, struct str text, struct letter *ret_letter)
{
	CLOSING(json_close) struct json_value *value = NULL;
	struct letter letter = { .issued_on = DAY_NONE };
	struct str issued;
	int64_t has_seal_room = 0;

	TRY(json_parse(text, &value));
	letter.kind = letter_kind_find(json_text(json_member(value, "kind")));
	if (letter.kind == LETTER_NONE ||
		!json_number(json_member(value, "has_seal_room"), &has_seal_room))
		return fault_json();
	letter.has_seal_room = has_seal_room != 0;
	issued = json_text(json_member(value, "issued_on"));
	if (issued.len && !day_parse(issued, &letter.issued_on))
		return fault_json();
	TRY(read_text(arena, value, "mark", &letter.mark));
	TRY(read_text(arena, value, "number", &letter.number));
	TRY(read_text(arena, value, "title", &letter.title));
	TRY(read_text(arena, value, "addressee", &letter.addressee));
	TRY(read_text(arena, value, "signature", &letter.signature));
	TRY(read_text(arena, value, "note", &letter.note));
	TRY(read_lists(arena, value, &letter));
	*ret_letter = letter;
	return NULL;
}
