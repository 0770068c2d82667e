/*
 * A streaming reader of the XML that office programs write: elements, attributes and text, in UTF-8
 * or UTF-16. It builds no tree and knows no document types, no entities but the five of XML, and no
 * other files; docs/decisions/0012-office-xml-read-by-hand.md says why it is not libxml2.
 */
#include "doc/doc_office.h"

#include "base/utf8.h"

/* No office file has a tenth of these; a hostile one would make looking up slow. */
enum { MOST_NAMES = 4096, MOST_PREFIXES = 256, NAME_SLOTS = 256 };

/* What a prefix means where the reader stands; `space` is NULL while nobody has said it. */
struct prefix {
	struct prefix *next;
	struct str name;
	const char *space;
};

/* An element's name, kept once, so that its address is enough to know it again. */
struct name {
	struct name *next;
	struct str whole; /* as written, "w:p" */
	const char *local;
	struct prefix *prefix;
	int number;
	/* The element that began after the last one of this name. What a program writes repeats
	 * itself, so nine times in ten this one comes again. */
	struct name *follower;
};

/* What a prefix meant outside of the element of this depth. */
struct meaning {
	struct prefix *prefix;
	const char *space;
	int depth;
};

/* Invariant: at <= end; open[1 .. state->depth] are the open elements. */
struct reader {
	struct doc_xml *state;
	struct arena *arena;
	const char *at;
	const char *end;
	bool has_root;
	struct name *names[NAME_SLOTS];
	size_t name_count;
	struct name first;  /* none; whose follower is the root */
	struct name *begun; /* the name of the last element that began */
	struct prefix *prefixes;
	size_t prefix_count;
	struct meaning *outside;
	size_t outside_count;
	size_t outside_room;
	const struct name *open[DOC_DEEPEST_XML + 1];
	struct doc_xml_attributes attributes;
	size_t attribute_room;
};

void
doc_xml_stop(struct doc_xml *state, struct fault *fault)
{
	if (!state->fault)
		state->fault = fault;
}

/* --- characters --- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_blanks(struct reader *reader)
{
	while (reader->at < reader->end && is_blank(*reader->at))
		reader->at++;
}

/* The character here; zero, which no text holds, at the end. */
static char
here(const struct reader *reader)
{
	return reader->at < reader->end ? *reader->at : '\0';
}

/* Eight bytes between a blank and the end of ASCII. */
static bool
is_plain(const char *eight)
{
	const uint64_t high = 0x8080808080808080;
	uint64_t bytes;

	memcpy(&bytes, eight, sizeof bytes);
	/* A byte below a blank borrows, which sets its high bit. */
	return ((bytes | (bytes - 0x2020202020202020)) & high) == 0;
}

/* Valid UTF-8 of characters that XML allows. */
static bool
is_xml_text(struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		if (text.len - at >= 8 && is_plain(text.at + at)) {
			at += 8;
			continue;
		}
		if ((unsigned char)text.at[at] < 0x20 && !is_blank(text.at[at]))
			return false;
		if ((unsigned char)text.at[at] < 0x80)
			at++;
		/* Chinese comes in stretches. */
		while (at < text.len && (unsigned char)text.at[at] >= 0x80) {
			size_t len;
			uint32_t point = utf8_at(text, at, &len);

			if (len == 1 || (point > 0xD7FF && !utf8_is_xml(point)))
				return false;
			at += len;
		}
	}
	return true;
}

/* What a byte may be in a name; a name is most of what an office file is made of. */
enum { IN_NAME = 1, BEGINS_NAME = 2 };
static const unsigned char name_bytes[256] = {
	['-'] = IN_NAME,
	['.'] = IN_NAME,
	['0' ... '9'] = IN_NAME,
	[':'] = IN_NAME | BEGINS_NAME,
	['A' ... 'Z'] = IN_NAME | BEGINS_NAME,
	['_'] = IN_NAME | BEGINS_NAME,
	['a' ... 'z'] = IN_NAME | BEGINS_NAME,
	[0x80 ... 0xFF] = IN_NAME | BEGINS_NAME,
};

/* What may mean something in the value of an attribute. */
static const bool value_signs[256] = {
	[0 ... ' ' - 1] = true,
	['"'] = true,
	['&'] = true,
	['\''] = true,
	['<'] = true,
};

static struct fault *
read_name(struct reader *reader, struct str *ret_name)
{
	const char *start = reader->at;
	const char *at = start;

	if (!(name_bytes[(unsigned char)here(reader)] & BEGINS_NAME))
		return doc_broken("xml: a name is missing");
	while (at < reader->end && name_bytes[(unsigned char)*at])
		at++;
	reader->at = at;
	*ret_name = (struct str){ start, (size_t)(at - start) };
	return NULL;
}

static struct fault *
skip_past(struct reader *reader, struct str mark)
{
	struct str rest = { reader->at, (size_t)(reader->end - reader->at) };
	size_t at = str_find(rest, mark, 0);

	if (at == SIZE_MAX)
		return doc_broken("xml: a comment or instruction does not end");
	reader->at += at + mark.len;
	return NULL;
}

/* --- text with references --- */

static bool
number_of(struct str digits, uint32_t *ret_point)
{
	bool is_hex = str_starts(digits, STR("x"));
	uint32_t point = 0;

	digits = str_from(digits, is_hex ? 1 : 0);
	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.at[i];
		int digit = c >= '0' && c <= '9'             ? c - '0'
			    : is_hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : is_hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
							     : -1;

		if (digit < 0)
			return false;
		point = point * (is_hex ? 16 : 10) + (uint32_t)digit;
		if (point > 0x10FFFF)
			return false;
	}
	*ret_point = point;
	return digits.len > 0 && utf8_is_xml(point);
}

/* The character that `name` of "&name;" stands for; false when it is none of XML's own. */
static bool
reference(struct str name, uint32_t *ret_point)
{
	static const struct {
		const char *name;
		char is;
	} known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
		{ "apos", '\'' } };

	if (str_starts(name, STR("#")))
		return number_of(str_from(name, 1), ret_point);
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_equal(name, str_of(known[i].name))) {
			*ret_point = (uint32_t)known[i].is;
			return true;
		}
	return false;
}

/* References resolved and line ends made one; in a value (`is_value`) white space becomes blanks.
 * No reference is shorter than what it stands for. */
static struct fault *
resolve(struct reader *reader, struct str raw, bool is_value, struct str *ret_text)
{
	char *text;
	size_t len = 0;

	TAKE(reader->arena, text, raw.len + 1);
	for (size_t at = 0; at < raw.len; at++) {
		char c = raw.at[at];
		size_t end;
		uint32_t point;

		if (c == '\r' && at + 1 < raw.len && raw.at[at + 1] == '\n')
			continue;
		if (c != '&') {
			text[len++] = c == '\r' ? '\n' : c;
			if (is_value && is_blank(c))
				text[len - 1] = ' ';
			continue;
		}
		end = str_find(raw, STR(";"), at);
		if (end == SIZE_MAX || !reference(str_sub(raw, at + 1, end - at - 1), &point))
			return doc_broken("xml: unknown reference");
		/* What is left of an old line end. */
		if (point != '\r')
			len += utf8_put(text + len, point);
		at = end;
	}
	*ret_text = (struct str){ text, len };
	return NULL;
}

static struct fault *
hand_text(struct reader *reader, struct str text, bool is_raw)
{
	struct doc_xml *state = reader->state;

	if (text.len == 0)
		return NULL;
	if (state->depth == 0)
		return str_trim(text).len ? doc_broken("xml: text outside the root") : NULL;
	if (memchr(text.at, '\r', text.len) || (is_raw && memchr(text.at, '&', text.len)))
		TRY(resolve(reader, text, false, &text));
	state->text(state, text.at, (int)text.len);
	return state->fault;
}

static struct fault *
read_text(struct reader *reader)
{
	size_t left = (size_t)(reader->end - reader->at);
	const char *stop = memchr(reader->at, '<', left);
	struct str text = { reader->at, stop ? (size_t)(stop - reader->at) : left };

	reader->at += text.len;
	return hand_text(reader, text, true);
}

/* --- names and namespaces --- */

static struct fault *
find_prefix(struct reader *reader, struct str name, struct prefix **ret_prefix)
{
	struct prefix *prefix = reader->prefixes;

	while (prefix && !str_equal(prefix->name, name))
		prefix = prefix->next;
	if (!prefix) {
		if (reader->prefix_count++ == MOST_PREFIXES)
			return doc_broken("xml: too many prefixes");
		TAKE(reader->arena, prefix, 1);
		*prefix = (struct prefix){ .next = reader->prefixes, .name = name };
		reader->prefixes = prefix;
	}
	*ret_prefix = prefix;
	return NULL;
}

static struct fault *
make_name(struct reader *reader, struct str whole, struct name **ret_name)
{
	struct str local = whole;
	struct str prefix = STR_NONE;
	struct name *name;

	if (reader->name_count == MOST_NAMES)
		return doc_broken("xml: too many names");
	if (str_has(whole, STR(":")))
		local = str_cut(whole, STR(":"), &prefix);
	TAKE(reader->arena, name, 1);
	name->whole = whole;
	name->number = (int)reader->name_count++;
	TRY(find_prefix(reader, prefix, &name->prefix));
	TRY(str_copy(reader->arena, local, &local));
	name->local = local.at;
	*ret_name = name;
	return NULL;
}

static struct fault *
find_name(struct reader *reader, struct str whole, struct name **ret_name)
{
	uint32_t slot = 0;
	struct name *name;

	for (size_t i = 0; i < whole.len; i++)
		slot = slot * 31 + (unsigned char)whole.at[i];
	slot %= NAME_SLOTS;
	name = reader->names[slot];
	while (name && !str_equal(name->whole, whole))
		name = name->next;
	if (!name) {
		TRY(make_name(reader, whole, &name));
		name->next = reader->names[slot];
		reader->names[slot] = name;
	}
	*ret_name = name;
	return NULL;
}

/* Does this very name stand here? */
static bool
is_here(const struct reader *reader, const struct name *name)
{
	struct str rest = { reader->at, (size_t)(reader->end - reader->at) };

	return str_starts(rest, name->whole) && rest.len > name->whole.len &&
	       !name_bytes[(unsigned char)rest.at[name->whole.len]];
}

/* The name of an element that begins. */
static struct fault *
read_element_name(struct reader *reader, const struct name **ret_name)
{
	struct name *name = reader->begun->follower;
	struct str whole;

	if (name && is_here(reader, name)) {
		reader->at += name->whole.len;
	} else {
		TRY(read_name(reader, &whole));
		TRY(find_name(reader, whole, &name));
		reader->begun->follower = name;
	}
	reader->begun = name;
	*ret_name = name;
	return NULL;
}

/* xmlns="…" or xmlns:prefix="…" on the element of this depth. */
static struct fault *
declare(struct reader *reader, struct str name, struct str space, int depth)
{
	struct prefix *prefix;

	TRY(find_prefix(reader, name, &prefix));
	if (prefix->space && str_equal(str_of(prefix->space), space))
		return NULL;
	GROW(reader->arena, reader->outside, reader->outside_count, reader->outside_room);
	reader->outside[reader->outside_count++] =
		(struct meaning){ .prefix = prefix, .space = prefix->space, .depth = depth };
	TRY(str_copy(reader->arena, space, &space));
	prefix->space = space.len ? space.at : NULL;
	return NULL;
}

/* What prefixes meant before the element of this depth began. */
static void
forget_declared(struct reader *reader, int depth)
{
	while (reader->outside_count && reader->outside[reader->outside_count - 1].depth == depth) {
		const struct meaning *before = &reader->outside[--reader->outside_count];

		before->prefix->space = before->space;
	}
}

/* --- tags --- */

/* The text between quotes. */
static struct fault *
read_value(struct reader *reader, struct str *ret_value)
{
	char quote = here(reader);
	const char *start = reader->at + 1;
	const char *at = start;
	bool is_plain = true;

	if (quote != '"' && quote != '\'')
		return doc_broken("xml: an attribute without quotes");
	for (; at < reader->end; at++) {
		if (!value_signs[(unsigned char)*at])
			continue;
		if (*at == quote || *at == '<')
			break;
		is_plain = is_plain && *at != '&' && (unsigned char)*at >= ' ';
	}
	if (at >= reader->end || *at != quote)
		return doc_broken("xml: an attribute does not end");
	reader->at = at + 1;
	*ret_value = (struct str){ start, (size_t)(at - start) };
	return is_plain ? NULL : resolve(reader, *ret_value, true, ret_value);
}

static struct fault *
read_attribute(struct reader *reader)
{
	struct doc_xml_attributes *attributes = &reader->attributes;
	size_t colon = 0;
	struct str name;
	struct str value;

	TRY(read_name(reader, &name));
	skip_blanks(reader);
	if (here(reader) != '=')
		return doc_broken("xml: an attribute without a value");
	reader->at++;
	skip_blanks(reader);
	TRY(read_value(reader, &value));
	if (!is_blank(here(reader)) && here(reader) != '>' && here(reader) != '/')
		return doc_broken("xml: attributes that touch");
	if (str_equal(name, STR("xmlns")))
		return declare(reader, STR_NONE, value, reader->state->depth);
	if (str_starts(name, STR("xmlns:")))
		return declare(reader, str_from(name, 6), value, reader->state->depth);
	/* Names are too short for memchr(). */
	while (colon < name.len && name.at[colon] != ':')
		colon++;
	if (colon < name.len)
		name = str_from(name, colon + 1);
	GROW(reader->arena, attributes->all, attributes->count, reader->attribute_room);
	attributes->all[attributes->count++] = (struct doc_xml_attribute){ name, value };
	return NULL;
}

static struct fault *
end_element(struct reader *reader)
{
	struct doc_xml *state = reader->state;
	const struct name *name = reader->open[state->depth];

	state->name_number = name->number;
	state->end(state, name->local, name->prefix->space);
	forget_declared(reader, state->depth);
	state->depth--;
	return state->fault;
}

static struct fault *
read_start(struct reader *reader)
{
	struct doc_xml *state = reader->state;
	const char *start = reader->at++;
	const struct name *name;
	bool is_whole;

	if (state->depth == 0 && reader->has_root)
		return doc_broken("xml: two roots");
	if (state->depth == DOC_DEEPEST_XML)
		return fault_new(FAULT_LIMIT, "doc_deep",
			"文件嵌套层次过深，无法读取。请检查文件，或另存为新文件后再试。",
			"The file is nested too deeply and cannot be read. Check it, or save it as "
			"a new file and try again.");
	reader->has_root = true;
	state->depth++;
	TRY(read_element_name(reader, &name));
	reader->open[state->depth] = name;
	reader->attributes.count = 0;
	for (;;) {
		bool is_apart = is_blank(here(reader));

		skip_blanks(reader);
		if (here(reader) == '>' || here(reader) == '/')
			break;
		if (!is_apart)
			return doc_broken("xml: a tag does not end");
		TRY(read_attribute(reader));
	}
	is_whole = *reader->at++ == '/';
	if (is_whole && here(reader) != '>')
		return doc_broken("xml: a tag does not end");
	reader->at += is_whole;
	state->raw = (struct str){ start, (size_t)(reader->at - start) };
	state->name_number = name->number;
	state->start(state, name->local, name->prefix->space, &reader->attributes);
	TRY(state->fault);
	state->raw = STR_NONE;
	return is_whole ? end_element(reader) : NULL;
}

static struct fault *
read_end(struct reader *reader)
{
	const struct name *name = reader->open[reader->state->depth];
	const char *start = reader->at;
	struct str rest;

	reader->at += 2;
	rest = (struct str){ reader->at, (size_t)(reader->end - reader->at) };
	if (reader->state->depth == 0 || !str_starts(rest, name->whole))
		return doc_broken("xml: an end without its start");
	reader->at += name->whole.len;
	skip_blanks(reader);
	if (here(reader) != '>')
		return doc_broken("xml: an end without its start");
	reader->at++;
	reader->state->raw = (struct str){ start, (size_t)(reader->at - start) };
	return end_element(reader);
}

/* Entities can only come from a document type, and no office program writes one. */
static struct fault *
read_document_type(struct reader *reader)
{
	const char *start = reader->at;

	if (!reader->state->may_have_type)
		return fault_new(FAULT_INPUT, "doc_entities",
			"文件中含有不允许的 XML "
			"声明（DOCTYPE），为安全起见没有读取。请另存为新文件后再试。",
			"The file holds a forbidden XML declaration (DOCTYPE) and was not read. "
			"Save it as a new file and try again.");
	TRY(skip_past(reader, STR(">")));
	if (reader->state->depth || memchr(start, '[', (size_t)(reader->at - start)))
		return doc_broken("xml: a document type with rules of its own");
	return NULL;
}

static struct fault *
read_declaration(struct reader *reader)
{
	struct str rest = { reader->at, (size_t)(reader->end - reader->at) };
	const char *start;

	if (str_starts(rest, STR("<!--"))) {
		reader->at += 4;
		return skip_past(reader, STR("-->"));
	}
	if (str_starts(rest, STR("<!DOCTYPE")))
		return read_document_type(reader);
	if (!str_starts(rest, STR("<![CDATA[")) || reader->state->depth == 0)
		return doc_broken("xml: unknown declaration");
	reader->at += 9;
	start = reader->at;
	TRY(skip_past(reader, STR("]]>")));
	return hand_text(reader, (struct str){ start, (size_t)(reader->at - start) - 3 }, false);
}

static struct fault *
read_markup(struct reader *reader)
{
	char next = reader->at + 1 < reader->end ? reader->at[1] : '\0';

	switch (next) {
	case '/':
		return read_end(reader);
	case '!':
		return read_declaration(reader);
	case '?':
		return skip_past(reader, STR("?>"));
	default:
		return read_start(reader);
	}
}

/* --- the whole --- */

/* UTF-8 without its mark; UTF-16 with a mark is turned into that. */
static struct fault *
to_text(struct str bytes, struct arena *arena, struct str *ret_text)
{
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_from(bytes, 3);
	else if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
		TRY(doc_decode(arena, bytes, &bytes));
	if (bytes.len == 0 || bytes.len > DOC_MOST_UNPACKED)
		return doc_broken("xml: empty part");
	if (!is_xml_text(bytes))
		return doc_broken("xml: bytes that are no text");
	*ret_text = bytes;
	return NULL;
}

struct fault *
doc_xml_read(struct doc_xml *state, struct str bytes, struct arena *arena)
{
	struct reader *reader;

	TRY(to_text(bytes, arena, &bytes));
	TAKE(arena, reader, 1);
	reader->state = state;
	reader->arena = arena;
	reader->at = bytes.at;
	reader->end = bytes.at + bytes.len;
	reader->begun = &reader->first;
	state->fault = NULL;
	state->depth = 0;
	while (reader->at < reader->end)
		TRY(*reader->at == '<' ? read_markup(reader) : read_text(reader));
	return state->depth || !reader->has_root ? doc_broken("xml: ends early") : NULL;
}

struct str
doc_xml_attribute(const struct doc_xml_attributes *attributes, const char *name)
{
	struct str wanted = str_of(name);

	for (size_t i = 0; i < attributes->count; i++)
		if (str_equal(attributes->all[i].name, wanted))
			return attributes->all[i].value;
	return STR_NONE;
}

int
doc_xml_number(const struct doc_xml_attributes *attributes, const char *name, int otherwise)
{
	struct str text = doc_xml_attribute(attributes, name);
	int64_t value;

	if (!text.at || !str_to_int(text, &value))
		return otherwise;
	if (value > INT32_MAX || value < INT32_MIN)
		return value > 0 ? INT32_MAX : INT32_MIN;
	return (int)value;
}
