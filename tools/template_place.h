/*
 * Where in a page a template stands: in text, in a tag, in which kind of attribute. It follows the
 * literal HTML byte by byte and judges holes; it knows nothing of directives or of C.
 */
#ifndef TOOLS_TEMPLATE_PLACE_H
#define TOOLS_TEMPLATE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

enum place_kind {
	PLACE_TEXT,
	PLACE_PLAIN_TEXT, /* inside title or textarea: text without markup */
	PLACE_SCRIPT,
	PLACE_OPEN, /* behind < */
	PLACE_DECLARATION,
	PLACE_TAG_NAME,
	PLACE_CLOSE_NAME,
	PLACE_TAG, /* inside a tag, between attributes */
	PLACE_ATTRIBUTE_NAME,
	PLACE_BEHIND_NAME,
	PLACE_BEFORE_VALUE,
	PLACE_VALUE,
	PLACE_UNQUOTED,
};

enum place_value {
	PLACE_ORDINARY,
	PLACE_ADDRESS,
	PLACE_SEVERAL_ADDRESSES, /* srcset and others that no hole may enter */
};

/* How far the address in an attribute has been settled. */
enum place_address {
	PLACE_ADDRESS_NEW,
	PLACE_ADDRESS_LITERAL, /* its start is being collected */
	PLACE_ADDRESS_PATH,
	PLACE_ADDRESS_QUERY,
	PLACE_ADDRESS_FIRST, /* "/" and a hole: no second slash may follow */
	PLACE_ADDRESS_WHOLE, /* a checked address: ? # & or the end must follow */
};

enum { PLACE_DEEPEST = 64, PLACE_LONGEST_NAME = 32, PLACE_LONGEST_START = 200 };

struct place {
	enum place_kind kind;
	char quote;
	bool is_self_closing; /* a / was the last thing in this tag */
	bool is_tight;        /* a space must come before the next attribute */
	enum place_value value;
	enum place_address address;
	char name[PLACE_LONGEST_NAME];   /* of the attribute at hand */
	char start[PLACE_LONGEST_START]; /* of the address, while it is collected */
	size_t start_len;
	char element[PLACE_LONGEST_NAME]; /* of the tag at hand */
	size_t depth;
	char open[PLACE_DEEPEST][PLACE_LONGEST_NAME]; /* elements that wait for their end */
};

/* Every function below gives NULL, or what is wrong and what to do, in one sentence. */

/* One byte of literal HTML. */
const char *place_step(struct place *place, char c);

/* A hole stands here: *ret_macro becomes the HTML_ macro that escapes for this place. */
const char *place_hole(struct place *place, const char **ret_macro);

/* A directive stands here: bring the place to a state that can be compared. */
const char *place_settle(struct place *place);

/* Two ways (branches of an if, rounds of a for) meet: *a becomes what holds for both. */
const char *place_meet(struct place *a, const struct place *b);

/* True where white space may be collapsed: not in attribute values, pre and textarea. */
bool place_is_loose(const struct place *place);

#endif
