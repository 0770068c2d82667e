/*
 * What the readers of texts, web pages and markdown share: pipe and drawn tables, marks inside a
 * line, web pages as parts of other documents. Not for other rooms; they include doc/doc.h.
 */
#ifndef DOC_DOC_READ_INSIDE_H
#define DOC_DOC_READ_INSIDE_H

#include "doc/doc.h"

/* A piece of a web page, its blocks added to the document being built. */
MUST struct fault *doc_html_add(struct doc_builder *builder, struct str text);

/* --- pipe tables --- */

/* True for |---|:--:|, the line that parts a heading row from the rest. */
bool doc_pipe_is_rule(struct str line);
/* True when a pipe table starts at the first line of `rest`. Strict: every row begins and ends with
 * a pipe, as it must when pipes are nothing special in the format. */
bool doc_pipe_starts(struct str rest, bool is_strict);
/* Take the lines of one table off *rest. With `has_marks` cells lose emphasis, links and the like.
 */
MUST struct fault *doc_pipe_read(
	struct doc_builder *builder, bool is_strict, bool has_marks, struct str *rest);

/* --- tables drawn with characters --- */

/* True when a table drawn with +--+ or box drawings starts at the first line of `rest`. */
bool doc_box_starts(struct str rest);
/* Take its lines off *rest: one row for what stands between two rules. */
MUST struct fault *doc_box_read(struct doc_builder *builder, bool has_marks, struct str *rest);

/* --- marks inside a line of markdown --- */

/* The words without emphasis, links, code marks, tags and escapes; <br> becomes \n. Shares the text
 * when there is nothing to take out. */
MUST struct fault *doc_marks_out(
	struct doc_builder *builder, struct str text, struct str *ret_plain);

/* --- lines --- */

/* Without white space at its end only. */
struct str doc_trim_end(struct str line);
/* The next line without taking it; false at the end. */
bool doc_peek_line(struct str rest, struct str *ret_line);

#endif
