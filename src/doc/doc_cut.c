/*
 * Stretches of a text left out: comments, and what Word leaves in web pages. Which ones go is each
 * reader's own affair.
 */
#include <string.h>

#include "doc/doc_read_inside.h"

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
