/*
 * Filling a template with facts: conditions, days, tables, and text that stays text.
 * What is wrong with a template is letter_template.c's business.
 */
#include "base/utf8.h"
#include "letter/letter_inside.h"

/* What stands in front of a heading is taken off the line. */
static enum letter_block_kind
kind_of_line(struct str *line)
{
	if (str_starts(*line, STR("## "))) {
		*line = str_trim(str_from(*line, 3));
		return LETTER_SUBHEADING;
	}
	if (str_starts(*line, STR("# "))) {
		*line = str_trim(str_from(*line, 2));
		return LETTER_HEADING;
	}
	return LETTER_PARAGRAPH;
}

struct fault *
letter_clean(struct arena *arena, struct str text, bool is_table, struct str *ret_text)
{
	char *clean;
	size_t len = 0;

	TRY(utf8_clean(arena, text, &text));
	TAKE(arena, clean, text.len + 1);
	for (size_t at = 0, step; at < text.len; at += step) {
		uint32_t point = utf8_at(text, at, &step);

		/* Marks that turn the direction of writing could make a letter read otherwise than
		 * it is written. */
		if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
			(point < ' ' && point != '\n' && point != '\t') || point == 0x7F)
			continue;
		if (point == '\t' && !is_table)
			point = ' ';
		len += utf8_put(clean + len, point);
	}
	*ret_text = (struct str){ clean, len };
	return NULL;
}

/* A template being filled. `hidden` counts the open conditions that do not hold. */
struct filling {
	struct arena *arena;
	const struct letter_facts *facts;
	bool is_hidden[LETTER_DEEPEST];
	int depth;
	int hidden;
	struct letter_block *blocks;
	size_t count;
	size_t room;
};

static struct str
fact_of(const struct filling *filling, struct str name)
{
	const struct letter_field *field = letter_field_find(name);

	return field ? letter_fact_text(filling->facts, field->name) : STR_NONE;
}

/* Facts often end with a stop, and so does the sentence they stand in: one is enough. */
static void
put_words(struct buf *out, struct str text)
{
	static const char *const ends[] = { "。", "！", "？", "；" };

	for (size_t i = 0; i < COUNT_OF(ends) && str_starts(text, STR("。")); i++)
		if (str_ends(buf_str(out), str_of(ends[i])))
			text = str_from(text, strlen("。"));
	buf_put(out, text);
}

static struct fault *
put_fact(struct filling *filling, struct buf *out, struct str name)
{
	const struct letter_field *field = letter_field_find(name);
	struct str text = fact_of(filling, name);
	struct day day;

	if (!field) {
		buf_print(out, "{%.*s}", STR_ARG(name));
		return NULL;
	}
	TRY(letter_clean(filling->arena, text, false, &text));
	if (field->kind == LETTER_DAY && day_parse(str_trim(text), &day))
		TRY(letter_day_words(filling->arena, day, &text));
	put_words(out, str_trim(text));
	return NULL;
}

static void
enter(struct filling *filling, enum letter_token token, struct str name)
{
	bool has_fact = fact_of(filling, name).len > 0;
	bool is_hidden = token == LETTER_TOKEN_IF ? !has_fact : has_fact;

	if (filling->depth < LETTER_DEEPEST)
		filling->is_hidden[filling->depth] = is_hidden;
	else
		is_hidden = false;
	filling->hidden += is_hidden;
	filling->depth++;
}

static void
leave(struct filling *filling)
{
	if (!filling->depth)
		return;
	filling->depth--;
	if (filling->depth < LETTER_DEEPEST)
		filling->hidden -= filling->is_hidden[filling->depth];
}

static struct fault *
fill_line(struct filling *filling, struct str line, struct buf *out)
{
	struct str text;
	size_t at = 0;
	enum letter_token token;

	while ((token = letter_next_token(line, &at, &text)) != LETTER_TOKEN_END) {
		if (token == LETTER_TOKEN_IF || token == LETTER_TOKEN_UNLESS)
			enter(filling, token, text);
		else if (token == LETTER_TOKEN_CLOSE)
			leave(filling);
		else if (filling->hidden)
			continue;
		else if (token == LETTER_TOKEN_NAME)
			TRY(put_fact(filling, out, text));
		else
			put_words(out, text);
	}
	return buf_check(out);
}

static struct fault *
add_block(struct filling *filling, const struct letter_block *block)
{
	if (!str_trim(block->text).len)
		return NULL;
	GROW(filling->arena, filling->blocks, filling->count, filling->room);
	filling->blocks[filling->count++] = *block;
	return NULL;
}

static struct fault *
add_table(struct filling *filling, const struct letter_field *field)
{
	struct letter_block block = { .kind = LETTER_ROWS, .columns = str_of(field->columns) };

	if (filling->hidden)
		return NULL;
	TRY(letter_clean(
		filling->arena, letter_fact_text(filling->facts, field->name), true, &block.text));
	return add_block(filling, &block);
}

/* A fact of several lines makes several paragraphs. */
static struct fault *
add_line(struct filling *filling, struct str line)
{
	CLOSING(buf_done) struct buf out;
	struct letter_block block = { 0 };
	struct str rest;
	struct str piece;

	buf_init(&out, DOC_MOST_BYTES);
	block.kind = kind_of_line(&line);
	TRY(fill_line(filling, line, &out));
	rest = buf_str(&out);
	while (str_next_line(&rest, &piece)) {
		TRY(str_copy(filling->arena, str_trim(piece), &block.text));
		TRY(add_block(filling, &block));
	}
	return NULL;
}

struct fault *
letter_fill_template(struct arena *arena, struct str text, const struct letter_facts *facts,
	struct letter_block **ret_blocks, size_t *ret_count)
{
	struct filling filling = { .arena = arena, .facts = facts };
	struct str line;

	TRY(letter_clean(arena, text, false, &text));
	while (str_next_line(&text, &line)) {
		const struct letter_field *table = letter_table_of_line(line);

		if (table)
			TRY(add_table(&filling, table));
		else
			TRY(add_line(&filling, str_trim(line)));
	}
	*ret_blocks = filling.blocks;
	*ret_count = filling.count;
	return NULL;
}
