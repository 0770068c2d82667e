/*
 * Tags of Office markup written again as they stood, without what may not go: marks of editing
 * sessions, names and descriptions of pictures, outside references, values that hold a term.
 * It reads no markup of its own: the parser has accepted each tag before.
 */
#include "redaction/redaction_inside.h"

void
tag_put_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.at[i]) {
		case '&':
			buf_put(out, STR("&amp;"));
			break;
		case '<':
			buf_put(out, STR("&lt;"));
			break;
		case '>':
			buf_put(out, STR("&gt;"));
			break;
		case '"':
			buf_put(out, STR("&quot;"));
			break;
		default:
			buf_put_char(out, text.at[i]);
		}
	}
}

static bool
is_name_end(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '>' || c == '/' || c == '=';
}

/* The name that begins at `at`. */
static struct str
name_at(struct str raw, size_t at)
{
	size_t end = at;

	while (end < raw.len && !is_name_end(raw.at[end]))
		end++;
	return str_sub(raw, at, end - at);
}

struct str
tag_prefix(struct str raw)
{
	struct str name = name_at(raw, 1);
	size_t colon = str_find(name, STR(":"), 0);

	return colon == SIZE_MAX ? STR("") : str_sub(name, 0, colon + 1);
}

enum fate { KEEP, BLANK, DROP };

/* A reference to a part that does not come along, or to a place outside. */
static bool
is_dead_relation(const struct word_job *job, struct str name, struct str prefix, struct str value)
{
	static const char *const names[] = { "id", "embed", "link", "pict", "href", "dm", "lo",
		"qs", "cs" };
	bool is_reference = false;

	if (prefix.len == 0 || !job->relations)
		return false;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		is_reference = is_reference || str_equal(name, str_of(names[i]));
	for (size_t i = 0; is_reference && i < job->relations->count; i++)
		if (str_equal(job->relations->all[i].id, value))
			return !job->relations->all[i].is_kept;
	return false;
}

static bool
is_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

/* Nearly every value is a short ASCII word, and is told apart without folding it. */
static bool
may_hold_term(const struct word_job *job, struct str value)
{
	bool is_plain = is_ascii(value);

	for (size_t i = 0; i < job->term_count; i++) {
		struct str term = job->terms[i].text;

		if (term.len && term.len <= value.len && (!is_plain || is_ascii(term)))
			return true;
	}
	return false;
}

static struct fault *
holds_term(const struct word_job *job, struct str value, bool *ret_holds)
{
	struct folded folded;

	*ret_holds = false;
	if (!may_hold_term(job, value))
		return NULL;
	TRY(redaction_fold(value, false, job->arena, &folded));
	for (size_t i = 0; i < job->term_count && !*ret_holds; i++)
		*ret_holds = job->terms[i].text.len && str_has(folded.text, job->terms[i].text);
	return NULL;
}

static struct fault *
fate_of(const struct word_job *job, struct str whole, struct str value, enum fate *ret_fate)
{
	static const char *const blank[] = { "descr", "title", "alt", "gfxdata", "author",
		"initials" };
	struct str prefix = STR_NONE;
	struct str name = whole;
	bool holds;

	if (str_has(whole, STR(":")))
		name = str_cut(whole, STR(":"), &prefix);
	*ret_fate = KEEP;
	if (str_starts(name, STR("rsid")) || str_equal(name, STR("href")) ||
		str_equal(name, STR("gfxdata")) || is_dead_relation(job, name, prefix, value)) {
		*ret_fate = DROP;
		return NULL;
	}
	for (size_t i = 0; i < COUNT_OF(blank); i++)
		if (str_equal(name, str_of(blank[i])))
			*ret_fate = BLANK;
	TRY(holds_term(job, value, &holds));
	if (holds)
		*ret_fate = BLANK;
	return NULL;
}

static size_t
skip_blanks(struct str raw, size_t at)
{
	while (at < raw.len && (raw.at[at] == ' ' || raw.at[at] == '\t' || raw.at[at] == '\n' ||
				       raw.at[at] == '\r'))
		at++;
	return at;
}

/* The parser has accepted the tag, so it has the shape that is relied on here. */
struct fault *
tag_put(struct word_job *job, struct str raw, const struct doc_xml_attributes *attributes)
{
	struct buf *out = job->out;
	struct str name = name_at(raw, 1);
	size_t at = 1 + name.len;
	size_t number = 0;

	buf_put_char(out, '<');
	buf_put(out, name);
	for (;;) {
		enum fate fate = KEEP;
		bool is_space;
		size_t end;

		at = skip_blanks(raw, at);
		if (at >= raw.len || raw.at[at] == '>' || raw.at[at] == '/')
			break;
		name = name_at(raw, at);
		at = skip_blanks(raw, at + name.len);
		at = skip_blanks(raw, at + 1);
		end = at < raw.len ? str_find(raw, str_sub(raw, at, 1), at + 1) : SIZE_MAX;
		if (end == SIZE_MAX)
			return doc_broken("redaction: a tag of another shape");
		is_space = str_equal(name, STR("xmlns")) || str_starts(name, STR("xmlns:"));
		if (!is_space && number < attributes->count)
			TRY(fate_of(job, name, attributes->all[number++].value, &fate));
		if (fate != DROP) {
			buf_put_char(out, ' ');
			buf_put(out, name);
			buf_put_char(out, '=');
			buf_put(out, fate == KEEP ? str_sub(raw, at, end + 1 - at) : STR("\"\""));
		}
		at = end + 1;
	}
	buf_put(out, str_from(raw, at < raw.len ? at : raw.len));
	return NULL;
}
