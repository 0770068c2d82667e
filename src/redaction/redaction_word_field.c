/*
 * Fields of Word markup: their code never comes along, what they show stays as text, and page
 * numbers stay fields with a code of our own words. The walk is redaction_word.c's.
 */
#include "redaction/redaction_word_inside.h"

static void
put_field(struct word_walk *walk, const char *type, const char *code)
{
	struct str prefix = tag_prefix(walk->xml.raw);

	if (!walk->job->out)
		return;
	buf_print(walk->job->out, "<%.*sfldChar %.*sfldCharType=\"%s\"/>", STR_ARG(prefix),
		STR_ARG(prefix), type);
	if (code)
		buf_print(walk->job->out, "<%.*sinstrText> %s </%.*sinstrText>", STR_ARG(prefix),
			code, STR_ARG(prefix));
}

/* The code of a page number, in words of ours; NULL for any other field. */
static const char *
page_code(struct str code)
{
	static const char *const all[] = { "PAGE", "NUMPAGES", "SECTIONPAGES" };
	struct str word;

	str_cut(str_trim(code), STR(" "), &word);
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_equal(word, str_of(all[i])))
			return all[i];
	return NULL;
}

/* Only page numbers stay fields; of others what they show stays as text. */
static struct fault *
end_code(struct word_walk *walk, struct word_field *field)
{
	struct str code = { field->code, field->len };
	const char *page = page_code(code);

	field->is_code = false;
	if (walk->code_count > 0)
		walk->code_count--;
	field->is_paged = page != NULL;
	if (page)
		put_field(walk, "begin", page);
	return word_note_field(walk, code);
}

struct fault *
word_turn_field(struct word_walk *walk, struct str type)
{
	struct word_field *field;

	if (str_equal(type, STR("begin"))) {
		if (walk->field_count == WORD_DEEPEST_FIELD)
			return doc_broken("redaction: fields too deep");
		walk->fields[walk->field_count++] = (struct word_field){ .is_code = true };
		walk->code_count++;
		return NULL;
	}
	if (walk->field_count == 0)
		return NULL;
	field = &walk->fields[walk->field_count - 1];
	if (field->is_code)
		TRY(end_code(walk, field));
	if (str_equal(type, STR("separate"))) {
		if (field->is_paged)
			put_field(walk, "separate", NULL);
		return NULL;
	}
	if (field->is_paged)
		put_field(walk, "end", NULL);
	walk->field_count--;
	return NULL;
}

struct fault *
word_begin_field(struct word_walk *walk, const struct doc_xml_attributes *attributes)
{
	struct str code = doc_xml_attribute(attributes, "instr");
	const char *page = page_code(code);
	struct str prefix = tag_prefix(walk->xml.raw);

	TRY(word_note_field(walk, code));
	walk->is_gone[walk->xml.depth] = page == NULL;
	if (page && walk->job->out)
		buf_print(walk->job->out, "<%.*sfldSimple %.*sinstr=\" %s \"%s>", STR_ARG(prefix),
			STR_ARG(prefix), page, str_ends(walk->xml.raw, STR("/>")) ? "/" : "");
	return NULL;
}
