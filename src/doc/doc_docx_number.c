/*
 * Automatic numbers of paragraphs in a docx: "一、", "（二）", "3." that Word reckons and never
 * writes into the text. Bullets are no numbers and give nothing; how numbers are aligned is not
 * looked at.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/doc_docx_inside.h"

enum {
	MOST_LISTS = 20000,  /* of each kind in one file */
	MOST_HOPS = 4,       /* from a list to the style that holds its levels, and on */
	MOST_COUNT = 32767,  /* where Word stops too */
	LONGEST_PATTERN = 90 /* bytes of "第%1章" */
};

/* What is being read, of word/numbering.xml. */
struct number_reader {
	struct doc_xml xml;
	struct arena *arena;
	struct docx_numbers *numbers;
	struct docx_list *list; /* the open one, or NULL */
	struct docx_list_use *use;
	struct docx_level *level;
	int override; /* level that the open use changes; -1 outside and where no list has it */
};

/* --- reading the part --- */

static struct fault *
open_list(struct number_reader *reader, int id)
{
	struct docx_numbers *numbers = reader->numbers;

	if (numbers->list_count >= MOST_LISTS)
		return fault_memory();
	GROW(reader->arena, numbers->lists, numbers->list_count, numbers->list_room);
	reader->list = &numbers->lists[numbers->list_count++];
	*reader->list = (struct docx_list){ .id = id };
	return NULL;
}

static struct fault *
open_use(struct number_reader *reader, int id)
{
	struct docx_numbers *numbers = reader->numbers;

	if (numbers->use_count >= MOST_LISTS)
		return fault_memory();
	GROW(reader->arena, numbers->uses, numbers->use_count, numbers->use_room);
	reader->use = &numbers->uses[numbers->use_count++];
	*reader->use = (struct docx_list_use){ .id = id, .list = -1 };
	for (int i = 0; i < DOCX_LEVELS; i++)
		reader->use->starts[i] = -1;
	reader->override = -1;
	return NULL;
}

/* The level that an element speaks of; -1 when no list has it. */
static int
asked_level(const struct doc_xml_attributes *attributes)
{
	int level = doc_xml_number(attributes, "ilvl", -1);

	return level >= 0 && level < DOCX_LEVELS ? level : -1;
}

static struct fault *
open_level(struct number_reader *reader, int number)
{
	reader->level = NULL;
	if (number < 0)
		return NULL;
	if (reader->list) {
		reader->level = &reader->list->levels[number];
	} else if (reader->use && reader->override >= 0) {
		TAKE(reader->arena, reader->level, 1);
		reader->use->levels[reader->override] = reader->level;
	}
	if (reader->level)
		*reader->level = (struct docx_level){
			.start = 0, .restart = -1, .has_space = true, .is_there = true
		};
	return NULL;
}

static int
in_range(int value)
{
	return value < 0 ? 0 : value > MOST_COUNT ? MOST_COUNT : value;
}

static struct fault *
take_level_fact(struct number_reader *reader, const char *name, struct str word, int number)
{
	struct docx_level *level = reader->level;

	if (strcmp(name, "start") == 0)
		level->start = in_range(number);
	else if (strcmp(name, "numFmt") == 0)
		level->count = docx_count_of(word);
	else if (strcmp(name, "suff") == 0)
		level->has_space = !str_equal(word, STR("nothing"));
	else if (strcmp(name, "isLgl") == 0)
		level->is_legal = !doc_is_off(word);
	else if (strcmp(name, "lvlRestart") == 0)
		level->restart = in_range(number);
	else if (strcmp(name, "pStyle") == 0)
		return str_copy(reader->arena, word, &level->style);
	else if (strcmp(name, "lvlText") == 0 && word.len <= LONGEST_PATTERN)
		return utf8_clean(reader->arena, word, &level->pattern);
	return NULL;
}

static struct fault *
take(struct number_reader *reader, const char *name, const struct doc_xml_attributes *attributes)
{
	struct str word = doc_xml_attribute(attributes, "val");
	int number = doc_xml_number(attributes, "val", 0);

	if (strcmp(name, "abstractNum") == 0)
		return open_list(reader, doc_xml_number(attributes, "abstractNumId", -1));
	if (strcmp(name, "num") == 0)
		return open_use(reader, doc_xml_number(attributes, "numId", -1));
	if (strcmp(name, "lvl") == 0)
		return open_level(reader, asked_level(attributes));
	if (reader->level)
		return take_level_fact(reader, name, word, number);
	if (reader->list && strcmp(name, "numStyleLink") == 0)
		return str_copy(reader->arena, word, &reader->list->style);
	if (!reader->use)
		return NULL;
	if (strcmp(name, "abstractNumId") == 0)
		reader->use->list = number;
	else if (strcmp(name, "lvlOverride") == 0)
		reader->override = asked_level(attributes);
	else if (strcmp(name, "startOverride") == 0 && reader->override >= 0)
		reader->use->starts[reader->override] = in_range(number);
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct number_reader *reader = data;

	doc_xml_stop(&reader->xml, take(reader, name, attributes));
}

static void
on_end(void *data, const char *name, const char *space)
{
	struct number_reader *reader = data;

	if (strcmp(name, "lvl") == 0)
		reader->level = NULL;
	else if (strcmp(name, "abstractNum") == 0)
		reader->list = NULL;
	else if (strcmp(name, "num") == 0)
		reader->use = NULL;
	else if (strcmp(name, "lvlOverride") == 0)
		reader->override = -1;
}

static void
on_text(void *data, const char *text, int len)
{
}

static int
compare_lists(const void *left, const void *right)
{
	int a = ((const struct docx_list *)left)->id;
	int b = ((const struct docx_list *)right)->id;

	return a < b ? -1 : a > b;
}

static int
compare_uses(const void *left, const void *right)
{
	int a = ((const struct docx_list_use *)left)->id;
	int b = ((const struct docx_list_use *)right)->id;

	return a < b ? -1 : a > b;
}

struct fault *
docx_numbers_read(struct doc_zip *zip, struct arena *arena, struct docx_numbers *ret_numbers)
{
	struct number_reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
		.numbers = ret_numbers,
		.override = -1,
	};
	const struct doc_part *part = doc_zip_find(zip, STR("word/numbering.xml"));
	struct str bytes;

	*ret_numbers = (struct docx_numbers){ 0 };
	if (!part)
		return NULL;
	TRY(doc_zip_unpack(zip, part, arena, &bytes));
	TRY(doc_xml_read(&reader.xml, bytes, arena));
	if (ret_numbers->list_count)
		qsort(ret_numbers->lists, ret_numbers->list_count, sizeof *ret_numbers->lists,
			compare_lists);
	if (ret_numbers->use_count)
		qsort(ret_numbers->uses, ret_numbers->use_count, sizeof *ret_numbers->uses,
			compare_uses);
	return NULL;
}

/* --- the number of one paragraph --- */

static struct docx_list_use *
find_use(const struct docx_numbers *numbers, int id)
{
	struct docx_list_use key = { .id = id };

	return numbers->use_count
		       ? bsearch(&key, numbers->uses, numbers->use_count, sizeof key, compare_uses)
		       : NULL;
}

/* The list of a use; one without levels of its own points at a style, which points at another use.
 */
static struct docx_list *
find_list(const struct docx_numbers *numbers, const struct docx_styles *styles,
	const struct docx_list_use *use)
{
	for (int hop = 0; hop < MOST_HOPS && use; hop++) {
		struct docx_list key = { .id = use->list };
		struct docx_list *list =
			numbers->list_count ? bsearch(&key, numbers->lists, numbers->list_count,
						      sizeof key, compare_lists)
					    : NULL;
		struct docx_style style;

		if (!list || list->style.len == 0)
			return list;
		style = docx_styles_find(styles, list->style);
		if (!style.has_number)
			return NULL;
		use = find_use(numbers, style.number);
	}
	return NULL;
}

static const struct docx_level *
level_of(const struct docx_list *list, const struct docx_list_use *use, int level)
{
	return use->levels[level] ? use->levels[level] : &list->levels[level];
}

/* Count the paragraph in; levels above it that were never met begin, levels below begin anew. */
static void
count(struct docx_list *list, struct docx_list_use *use, int at)
{
	for (int above = 0; above < at; above++)
		if (!list->has_begun[above]) {
			list->has_begun[above] = true;
			list->counts[above] = level_of(list, use, above)->start;
		}
	if (use->starts[at] >= 0 && !use->has_started[at])
		list->counts[at] = use->starts[at];
	else if (!list->has_begun[at])
		list->counts[at] = level_of(list, use, at)->start;
	else if (list->counts[at] < MOST_COUNT)
		list->counts[at]++;
	list->has_begun[at] = true;
	use->has_started[at] = true;
	for (int below = at + 1; below < DOCX_LEVELS; below++) {
		int restart = level_of(list, use, below)->restart;

		if (restart < 0 || at < restart)
			list->has_begun[below] = false;
	}
}

/* "%1.%2" with the numbers of these levels. */
static void
put_pattern(const struct docx_list *list, const struct docx_list_use *use,
	const struct docx_level *level, struct docx_number *out)
{
	struct str pattern = level->pattern;

	for (size_t at = 0, len; at < pattern.len; at += len) {
		int shown = at + 1 < pattern.len ? pattern.at[at + 1] - '1' : -1;

		utf8_at(pattern, at, &len);
		if (pattern.at[at] != '%' || shown < 0 || shown >= DOCX_LEVELS) {
			docx_number_put(out, str_sub(pattern, at, len));
			continue;
		}
		docx_number_count(out,
			level->is_legal ? DOCX_DECIMAL : level_of(list, use, shown)->count,
			list->counts[shown]);
		len = 2;
	}
}

struct docx_number
docx_numbers_next(struct docx_numbers *numbers, const struct docx_styles *styles,
	const struct docx_numbered *paragraph)
{
	struct docx_number number = { .len = 0 };
	struct docx_list_use *use = find_use(numbers, paragraph->number);
	struct docx_list *list = use ? find_list(numbers, styles, use) : NULL;
	const struct docx_level *level;
	int at = paragraph->level;

	if (!list)
		return number;
	for (int i = 0; at < 0 && i < DOCX_LEVELS; i++)
		if (paragraph->style.len && str_equal(list->levels[i].style, paragraph->style))
			at = i;
	at = at < 0 ? 0 : at < DOCX_LEVELS ? at : DOCX_LEVELS - 1;
	level = level_of(list, use, at);
	if (!level->is_there)
		return number;
	count(list, use, at);
	if (level->count == DOCX_BULLET)
		return number;
	put_pattern(list, use, level, &number);
	/* Behind "、" and "）" the gap is only layout. */
	if (level->has_space && number.len > 0 && number.at[number.len - 1] != ' ' &&
		(unsigned char)number.at[number.len - 1] < 0x80)
		docx_number_put(&number, STR(" "));
	return number;
}
