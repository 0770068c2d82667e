/*
 * What the template compiler's own files share: the compiler's state, its complaints, and what each
 * file does for the others. Not for other tools.
 */
#ifndef TOOLS_TEMPLATE_INSIDE_H
#define TOOLS_TEMPLATE_INSIDE_H

#include "base/buf.h"
#include "template_place.h"

enum { MOST_BYTES = 4 << 20, MOST_BLOCKS = 32 };

enum block_kind { BLOCK_TEMPLATE, BLOCK_IF, BLOCK_FOR, BLOCK_WITHIN };

/* Invariant: `begin` is the place where the block opened; `end` where its finished branches met. */
struct block {
	enum block_kind kind;
	int line;
	bool has_else;
	bool has_end;
	struct place begin;
	struct place end;
	struct str call; /* of within: "name" and "args" as in template_read_call() */
	struct str args;
};

/* Invariants: blocks[0] is the template at hand; body holds its statements since the begin or the
 * slot; literal holds HTML that is not yet a statement. */
struct compiler {
	const char *path;
	struct str text;
	size_t at;
	int line;
	struct place place;
	struct block blocks[MOST_BLOCKS];
	size_t depth;
	struct str name;
	struct str args;
	bool has_slot;
	bool is_line_start; /* drop the white space that follows */
	char white;         /* ' ' or '\n' that waits for the next word; 0 for none */
	int literal_line;
	struct buf literal;
	struct buf body;
	struct buf before_slot;
	struct buf source;
	struct buf header;
};

/* --- template_stop.c --- */

extern struct compiler compiler;

/* Say what is wrong at a line of the page, and end. */
__attribute__((noreturn, format(printf, 2, 3))) void template_stop(
	int line, const char *format, ...);
/* The same at the line at hand, when there is a problem. */
void template_stop_if(const char *problem);

/* --- template_put.c --- */

void template_put_line_mark(struct buf *to, int line);
/* C text on one line, so that #line stays true. */
void template_put_flat(struct buf *to, struct str text);
/* Make a statement of the HTML that has gathered. */
void template_put_literal(void);
/* One line of C made of three parts. */
void template_put_statement(const char *before, struct str middle, const char *behind);
/* Call the function of a template: name and ending, `out` and the arguments. */
void template_put_call(struct str name, const char *ending, struct str args);
/* Put the white space that waits. `next` is what follows it in the file. */
void template_put_white(struct str next);
/* Take one byte of HTML at compiler.at. */
void template_put_page_char(char c);

/* --- template_read.c --- */

/* Take the text up to the closer (two bytes); strings and braces in between are passed over. */
struct str template_read_until(const char *closer, const char *opener);
/* Check that the text is one expression of C with `semicolons` semicolons, and give it back. */
struct str template_read_expression(struct str text, const char *what, int semicolons);
/* "name(args)" apart. */
void template_read_call(
	struct str text, const char *what, struct str *ret_name, struct str *ret_args);

#endif
