/*
 * The place machine. It follows the HTML that we write, which is stricter than what browsers
 * accept: quotes around values that change, every element closed, no comments, no scripts and
 * styles inside pages. It does not check that elements and attributes exist.
 */
#include "template_place.h"

#include <ctype.h>
#include <string.h>

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(word, *list))
			return true;
	return false;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Names are compared in lower case. False when the name is too long. */
static bool
add_to_name(char *name, char c)
{
	size_t len = strlen(name);

	if (len + 1 >= PLACE_LONGEST_NAME)
		return false;
	name[len] = (char)tolower((unsigned char)c);
	name[len + 1] = '\0';
	return true;
}

static bool
is_inside(const struct place *place, const char *element)
{
	for (size_t i = 0; i < place->depth; i++)
		if (!strcmp(place->open[i], element))
			return true;
	return false;
}

/* --- elements --- */

static const char *
refuse_element(const char *name)
{
	static const char *const none[] = { "base", "plaintext", "xmp", "noembed", "noframes",
		NULL };

	if (!strcmp(name, "style"))
		return "no <style> in pages: put the rules into a file of assets/css";
	if (is_one_of(name, none))
		return "this element changes how the rest of the page is read: leave it out";
	return NULL;
}

static const char *
begin_element(struct place *place)
{
	static const char *const empty[] = { "area", "br", "col", "embed", "hr", "img", "input",
		"link", "meta", "source", "track", "wbr", NULL };

	place->kind = PLACE_TEXT;
	if (is_one_of(place->element, empty))
		return NULL;
	if (place->is_self_closing) {
		if (is_inside(place, "svg") || is_inside(place, "math"))
			return NULL;
		return "only elements without content and those inside svg may end in />: write "
		       "the end tag";
	}
	if (place->depth == PLACE_DEEPEST)
		return "elements are nested too deep: split the template";
	memcpy(place->open[place->depth++], place->element, sizeof place->element);
	if (!strcmp(place->element, "script"))
		place->kind = PLACE_SCRIPT;
	else if (!strcmp(place->element, "title") || !strcmp(place->element, "textarea"))
		place->kind = is_inside(place, "svg") ? PLACE_TEXT : PLACE_PLAIN_TEXT;
	return NULL;
}

static const char *
end_element(struct place *place)
{
	if (!place->depth || strcmp(place->open[place->depth - 1], place->element) != 0)
		return "this end tag closes an element that is not the last one opened: close each "
		       "element, also p, li, tr, td and option, in the branch that opened it";
	place->depth--;
	place->kind = PLACE_TEXT;
	return NULL;
}

static const char *
end_tag(struct place *place)
{
	return place->element[0] == '/' ? "write the element's name behind </"
					: begin_element(place);
}

/* --- attributes --- */

static const char *
name_attribute(struct place *place)
{
	static const char *const addresses[] = { "href", "src", "action", "formaction", "poster",
		"cite", "xlink:href", "longdesc", "background", "manifest", "codebase", "data",
		NULL };
	static const char *const several[] = { "srcset", "imagesrcset", "ping", "archive", "to",
		"from", "by", "values", "attributename", NULL };
	const char *name = place->name;

	if (!strncmp(name, "on", 2))
		return "no script in attributes: add a data- attribute and a listener in assets/js";
	if (!strcmp(name, "style"))
		return "no style in attributes: add a class and a rule in assets/css";
	if (!strcmp(name, "srcdoc") || !strcmp(name, "http-equiv"))
		return "this attribute holds a page or a header of its own: leave it out";
	place->value = is_one_of(name, addresses) ? PLACE_ADDRESS
		       : is_one_of(name, several) ? PLACE_SEVERAL_ADDRESSES
						  : PLACE_ORDINARY;
	place->address = PLACE_ADDRESS_NEW;
	place->start_len = 0;
	return NULL;
}

/* The literal start of an address. With `is_cut`, a hole or a branch follows, so the host must be
 * complete. */
static const char *
check_start(const struct place *place, bool is_cut)
{
	static const char *const schemes[] = { "https://", "http://" };
	const char *start = place->start;

	if (start[0] == '?' || start[0] == '#' || !strncmp(start, "mailto:", 7) ||
		!strncmp(start, "tel:", 4))
		return NULL;
	if (start[0] == '/') {
		if (start[1] == '/' || start[1] == '\\')
			return "an address that begins with // leads to another host: write "
			       "https://";
		return NULL;
	}
	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(schemes[i]);

		if (strncmp(start, schemes[i], len) != 0)
			continue;
		if (!isalnum((unsigned char)start[len]) || (is_cut && !strchr(start + len, '/')))
			return "the host of an address must be written out, with the / behind it";
		return NULL;
	}
	return "an address must begin with /, ?, #, https://, http://, mailto: or tel:, or be one "
	       "hole "
	       "with a struct url";
}

static enum place_address
stage_of(const struct place *place)
{
	return strpbrk(place->start, "?#") || !strncmp(place->start, "mailto:", 7)
		       ? PLACE_ADDRESS_QUERY
		       : PLACE_ADDRESS_PATH;
}

static const char *
step_address(struct place *place, char c)
{
	switch (place->address) {
	case PLACE_ADDRESS_NEW:
	case PLACE_ADDRESS_LITERAL:
		place->address = PLACE_ADDRESS_LITERAL;
		if (is_white(c))
			return "no white space in addresses: write %20";
		if (place->start_len + 1 < sizeof place->start) {
			place->start[place->start_len++] = (char)tolower((unsigned char)c);
			place->start[place->start_len] = '\0';
		}
		return NULL;
	case PLACE_ADDRESS_FIRST:
		if (c == '/')
			return "/{{ a }}/ would become // and lead to another host when a is "
			       "empty: begin the address with a word of ours";
		place->address = strchr("?#&", c) ? PLACE_ADDRESS_QUERY : PLACE_ADDRESS_PATH;
		return NULL;
	case PLACE_ADDRESS_WHOLE:
		if (!strchr("?#&", c))
			return "behind a whole address only ?, # or & may follow: url_join() adds "
			       "a path";
		place->address = PLACE_ADDRESS_QUERY;
		return NULL;
	case PLACE_ADDRESS_PATH:
		if (strchr("?#&", c))
			place->address = PLACE_ADDRESS_QUERY;
		return NULL;
	case PLACE_ADDRESS_QUERY:
		return NULL;
	}
	return NULL;
}

static const char *
end_value(struct place *place)
{
	place->kind = PLACE_TAG;
	place->is_tight = true;
	if (place->value == PLACE_ADDRESS && place->address <= PLACE_ADDRESS_LITERAL) {
		if (place->address == PLACE_ADDRESS_NEW)
			place->start[0] = '\0';
		return check_start(place, false);
	}
	return NULL;
}

static const char *
step_value(struct place *place, char c)
{
	return place->value == PLACE_ADDRESS ? step_address(place, c) : NULL;
}

/* --- tags --- */

static const char *
step_tag(struct place *place, char c)
{
	if (is_white(c)) {
		place->is_tight = false;
		return NULL;
	}
	if (c == '>')
		return end_tag(place);
	place->is_self_closing = c == '/';
	if (c == '/')
		return NULL;
	if (!isalpha((unsigned char)c))
		return "an attribute's name must begin with a letter";
	if (place->is_tight)
		return "put a space before the attribute";
	place->kind = PLACE_ATTRIBUTE_NAME;
	place->name[0] = '\0';
	add_to_name(place->name, c);
	return NULL;
}

static const char *
step_unquoted(struct place *place, char c)
{
	const char *problem = NULL;

	if (!is_white(c) && c != '>')
		return strchr("\"'<=`", c) ? "put quotes around the value" : step_value(place, c);
	problem = end_value(place);
	return problem ? problem : step_tag(place, c);
}

static const char *
step_attribute_name(struct place *place, char c)
{
	const char *problem;

	if (isalnum((unsigned char)c) || c == '-' || c == '_' || c == ':' || c == '.')
		return add_to_name(place->name, c) ? NULL : "this attribute's name is too long";
	problem = name_attribute(place);
	if (problem)
		return problem;
	if (c == '=')
		place->kind = PLACE_BEFORE_VALUE;
	else if (is_white(c))
		place->kind = PLACE_BEHIND_NAME;
	else if (c == '>' || c == '/') {
		place->kind = PLACE_TAG;
		return step_tag(place, c);
	} else
		return "an attribute's name may hold only letters, digits, - _ : and .";
	return NULL;
}

static const char *
step_before_value(struct place *place, char c)
{
	if (is_white(c))
		return NULL;
	if (c == '>')
		return "a value must follow the =";
	place->start[0] = '\0';
	if (c != '"' && c != '\'') {
		place->kind = PLACE_UNQUOTED;
		return step_unquoted(place, c);
	}
	place->kind = PLACE_VALUE;
	place->quote = c;
	return NULL;
}

static const char *
step_tag_name(struct place *place, char c)
{
	const char *problem;

	if (isalnum((unsigned char)c) || c == '-')
		return add_to_name(place->element, c) ? NULL : "this element's name is too long";
	problem = refuse_element(place->element);
	if (problem)
		return problem;
	if (!is_white(c) && c != '>' && c != '/')
		return "an element's name may hold only letters, digits and -";
	place->kind = PLACE_TAG;
	place->is_self_closing = false;
	place->is_tight = true;
	return step_tag(place, c);
}

static const char *
step_open(struct place *place, char c)
{
	bool is_in_plain = place->depth &&
			   (is_one_of(place->open[place->depth - 1],
				   (const char *const[]){ "script", "title", "textarea", NULL }));

	place->element[0] = '\0';
	if (c == '/') {
		place->kind = PLACE_CLOSE_NAME;
		return NULL;
	}
	if (is_in_plain && !is_inside(place, "svg"))
		return "only the end tag may follow here: write &lt; for the sign";
	if (c == '!') {
		place->kind = PLACE_DECLARATION;
		return NULL;
	}
	if (!isalpha((unsigned char)c))
		return "write &lt; for the sign <";
	place->kind = PLACE_TAG_NAME;
	add_to_name(place->element, c);
	return NULL;
}

static const char *
step_close_name(struct place *place, char c)
{
	if (c == '>')
		return end_element(place);
	if (is_white(c))
		return NULL;
	return add_to_name(place->element, c) ? NULL : "this element's name is too long";
}

const char *
place_step(struct place *place, char c)
{
	switch (place->kind) {
	case PLACE_TEXT:
	case PLACE_PLAIN_TEXT:
		place->kind = c == '<' ? PLACE_OPEN : place->kind;
		return NULL;
	case PLACE_SCRIPT:
		place->kind = c == '<' ? PLACE_OPEN : PLACE_SCRIPT;
		return c == '<' || is_white(c)
			       ? NULL
			       : "no script in pages: put it into assets/js and link it with src";
	case PLACE_OPEN:
		return step_open(place, c);
	case PLACE_DECLARATION:
		place->kind = c == '>' ? PLACE_TEXT : PLACE_DECLARATION;
		return c == '-' || c == '[' ? "no <!-- comments --> in pages: write {# … #}" : NULL;
	case PLACE_TAG_NAME:
		return step_tag_name(place, c);
	case PLACE_CLOSE_NAME:
		return step_close_name(place, c);
	case PLACE_TAG:
		return step_tag(place, c);
	case PLACE_ATTRIBUTE_NAME:
		return step_attribute_name(place, c);
	case PLACE_BEHIND_NAME:
		if (c == '=') {
			place->kind = PLACE_BEFORE_VALUE;
			return NULL;
		}
		place->kind = is_white(c) ? PLACE_BEHIND_NAME : PLACE_TAG;
		place->is_tight = false;
		return step_tag(place, c);
	case PLACE_BEFORE_VALUE:
		return step_before_value(place, c);
	case PLACE_VALUE:
		return c == place->quote ? end_value(place) : step_value(place, c);
	case PLACE_UNQUOTED:
		return step_unquoted(place, c);
	}
	return NULL;
}

/* --- holes and directives --- */

static const char *
hole_in_address(struct place *place, const char **ret_macro)
{
	const char *problem;

	switch (place->address) {
	case PLACE_ADDRESS_NEW:
		place->address = PLACE_ADDRESS_WHOLE;
		*ret_macro = "HTML_ADDRESS";
		return NULL;
	case PLACE_ADDRESS_LITERAL:
		problem = check_start(place, true);
		if (problem)
			return problem;
		place->address = stage_of(place);
		if (!strcmp(place->start, "/"))
			place->address = PLACE_ADDRESS_FIRST;
		break;
	case PLACE_ADDRESS_WHOLE:
		return "behind a whole address only ?, # or & may follow: url_join() adds a path";
	case PLACE_ADDRESS_FIRST:
	case PLACE_ADDRESS_PATH:
	case PLACE_ADDRESS_QUERY:
		break;
	}
	*ret_macro = place->address == PLACE_ADDRESS_QUERY ? "HTML_QUERY" : "HTML_PART";
	return NULL;
}

const char *
place_hole(struct place *place, const char **ret_macro)
{
	switch (place->kind) {
	case PLACE_TEXT:
		*ret_macro = "HTML_TEXT";
		return NULL;
	case PLACE_PLAIN_TEXT:
		*ret_macro = "HTML_ATTRIBUTE";
		return NULL;
	case PLACE_VALUE:
		if (place->value == PLACE_SEVERAL_ADDRESSES)
			return "no holes in this attribute: it may hold several addresses or "
			       "change others";
		*ret_macro = "HTML_ATTRIBUTE";
		return place->value == PLACE_ADDRESS ? hole_in_address(place, ret_macro) : NULL;
	case PLACE_SCRIPT:
		return "no holes in scripts: put the value into a data- attribute and read it "
		       "there";
	case PLACE_BEFORE_VALUE:
	case PLACE_UNQUOTED:
		return "put quotes around the attribute's value";
	case PLACE_TAG:
	case PLACE_ATTRIBUTE_NAME:
	case PLACE_BEHIND_NAME:
		return "no holes among attributes: write name=\"{{ … }}\"";
	case PLACE_OPEN:
	case PLACE_TAG_NAME:
	case PLACE_CLOSE_NAME:
	case PLACE_DECLARATION:
		return "no holes in the name of an element";
	}
	return "no holes here";
}

const char *
place_settle(struct place *place)
{
	const char *problem = NULL;

	switch (place->kind) {
	case PLACE_TAG_NAME:
		place->kind = PLACE_TAG;
		place->is_tight = true;
		place->is_self_closing = false;
		return refuse_element(place->element);
	case PLACE_ATTRIBUTE_NAME:
		place->kind = PLACE_TAG;
		place->is_tight = true;
		return name_attribute(place);
	case PLACE_BEHIND_NAME:
		place->kind = PLACE_TAG;
		return NULL;
	case PLACE_VALUE:
		if (place->value != PLACE_ADDRESS || place->address != PLACE_ADDRESS_LITERAL)
			return NULL;
		problem = check_start(place, true);
		place->address = strcmp(place->start, "/") ? stage_of(place) : PLACE_ADDRESS_FIRST;
		return problem;
	case PLACE_TEXT:
	case PLACE_PLAIN_TEXT:
	case PLACE_TAG:
		return NULL;
	default:
		return "a directive may stand in text, among attributes or in a quoted value only";
	}
}

/* Branches that left an address at different places: take the more careful of the two. */
static enum place_address
careful(enum place_address a, enum place_address b)
{
	if (a == b)
		return a;
	if (a == PLACE_ADDRESS_WHOLE || b == PLACE_ADDRESS_WHOLE)
		return PLACE_ADDRESS_WHOLE;
	if (a == PLACE_ADDRESS_FIRST || b == PLACE_ADDRESS_FIRST)
		return PLACE_ADDRESS_FIRST;
	return PLACE_ADDRESS_PATH;
}

const char *
place_meet(struct place *a, const struct place *b)
{
	if (a->depth != b->depth)
		return "the branches of a block must open and close the same elements";
	for (size_t i = 0; i < a->depth; i++)
		if (strcmp(a->open[i], b->open[i]) != 0)
			return "the branches of a block must open and close the same elements";
	if (a->kind != b->kind || (a->kind == PLACE_VALUE && a->quote != b->quote))
		return "the branches of a block must end at the same place: in text, in the tag or "
		       "in the "
		       "value";
	a->is_tight |= b->is_tight;
	if (a->kind != PLACE_VALUE)
		return NULL;
	if (a->value != b->value || strcmp(a->name, b->name) != 0)
		return "the branches of a block must end in the same attribute";
	if (a->value == PLACE_ADDRESS && a->address != b->address &&
		(a->address == PLACE_ADDRESS_NEW || b->address == PLACE_ADDRESS_NEW))
		return "each branch must begin the address, or none: add an else";
	a->address = careful(a->address, b->address);
	return NULL;
}

bool
place_is_loose(const struct place *place)
{
	switch (place->kind) {
	case PLACE_TEXT:
		return !is_inside(place, "pre");
	case PLACE_PLAIN_TEXT:
		return !is_inside(place, "textarea");
	case PLACE_TAG:
	case PLACE_BEHIND_NAME:
		return true;
	default:
		return false;
	}
}
