/*
 * Pieces of text as readers find them: where two of them may not run together, and a text without
 * some of its stretches. What stands in a format's file is for its reader to say.
 */
#include "doc/doc_inside.h"

#include <string.h>

#include "base/utf8.h"

bool
doc_parts_digits(struct str before, struct str next)
{
	size_t len;

	if (!before.len || !next.len || before.at[before.len - 1] == ' ' || next.at[0] == ' ')
		return false;
	return utf8_is_digit(utf8_at(before, utf8_before(before, before.len), &len)) ||
	       utf8_is_digit(utf8_at(next, 0, &len));
}

static void
keep_until(struct doc_cuts *cuts, size_t end)
{
	memcpy(cuts->kept + cuts->len, cuts->text.at + cuts->from, end - cuts->from);
	cuts->len += end - cuts->from;
}

struct fault *
doc_cut(struct doc_cuts *cuts, size_t from, size_t to)
{
	if (!cuts->kept)
		TAKE(cuts->arena, cuts->kept, cuts->text.len);
	keep_until(cuts, from);
	cuts->from = to;
	return NULL;
}

struct str
doc_cut_end(struct doc_cuts *cuts)
{
	if (!cuts->kept)
		return cuts->text;
	keep_until(cuts, cuts->text.len);
	return (struct str){ cuts->kept, cuts->len };
}
