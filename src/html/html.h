/*
 * html: putting text into pages so that it stays text, the types that make mistakes not compile,
 * the page shell and the files (styles, scripts, icons) that pages link to.
 *
 * What lives here: escaping by type, addresses, the embedded assets, icons and the shell that every
 * page wears. What does not: requests and replies (http/), and any word of the field. Compiled
 * templates (tools/template.c) use the HTML_ macros below; C code that makes pieces of a page by
 * hand may use them too. Putting is sticky as in struct buf: ask buf_check() once at the end.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "base/buf.h"
#include "base/day.h"
#include "base/decimal.h"
#include "html/html_asset.h"
#include "html/html_url.h"

/* Markup that is already safe to stand in a page. Borrowed. Make one only from what a template or
 * a writer of ours has put. */
struct html {
	struct str text;
};

#define HTML(literal) ((struct html){ STR(literal) })

/* A number as people read it in running text and tables, "1,234"; made by html_count(). */
struct html_figure {
	char at[64];
};

struct html_figure html_count(int64_t value);
/* "5,275.526"; the digits behind the point stay as they are. */
struct html_figure html_count_decimal(struct decimal value);

enum html_lang { HTML_ZH, HTML_EN };

/* The word for this reader's language. */
static inline const char *
html_say(enum html_lang lang, const char *zh, const char *en)
{
	return lang == HTML_EN ? en : zh;
}

/*
 * An icon as inline SVG, drawn in the colour and size of the text and silent to screen readers: a
 * word must stand beside it. `name` is one of assets/meson.build's list; another one is a mistake
 * of the programmer and stops the program.
 */
struct html html_icon(const char *name);

/* Puts escaped for text and for quoted attributes alike: & < > " '. */
void html_put_str(struct buf *out, struct str text);
void html_put_chars(struct buf *out, const char *text);
void html_put_int(struct buf *out, int64_t value);
void html_put_unsigned(struct buf *out, uint64_t value);
void html_put_day(struct buf *out, struct day day);
void html_put_decimal(struct buf *out, struct decimal value);
void html_put_figure(struct buf *out, struct html_figure figure);
void html_put_url(struct buf *out, struct url url);
/* As it is. */
void html_put_html(struct buf *out, struct html html);

/* A value as one part of an address: everything but A–Z a–z 0–9 - . _ ~ is percent-encoded. A
 * path part of dots only gets a ~ in front, since browsers would climb up on it. */
void html_put_part_str(struct buf *out, struct str text);
void html_put_part_chars(struct buf *out, const char *text);
void html_put_part_day(struct buf *out, struct day day);
/* The same behind ? or #, where dots are harmless. */
void html_put_query_str(struct buf *out, struct str text);
void html_put_query_chars(struct buf *out, const char *text);

/* The integers that may stand in a page; char and bool are not among them on purpose. */
#define HTML_INTEGERS_                                                                             \
	short : html_put_int,                                                                      \
		int : html_put_int,                                                                \
		      long : html_put_int,                                                         \
			     long long : html_put_int,                                             \
					 unsigned char : html_put_unsigned,                        \
							 unsigned short : html_put_unsigned,       \
									  unsigned                 \
	    : html_put_unsigned,                                                                   \
	      unsigned long : html_put_unsigned,                                                   \
			      unsigned long long : html_put_unsigned

/* A hole in text. Every other type does not compile. */
#define HTML_TEXT(out, value)                                                                      \
	_Generic((value), struct html : html_put_html, struct str : html_put_str,                  \
		const char * : html_put_chars, char * : html_put_chars, struct day : html_put_day, \
		struct decimal : html_put_decimal, struct html_figure : html_put_figure,           \
		struct url : html_put_url, HTML_INTEGERS_)((out), (value))

/* A hole in a quoted attribute: no markup there. */
#define HTML_ATTRIBUTE(out, value)                                                                 \
	_Generic((value), struct str : html_put_str, const char * : html_put_chars,                \
		char * : html_put_chars, struct day : html_put_day,                                \
		struct decimal : html_put_decimal, struct html_figure : html_put_figure,           \
		struct url : html_put_url, HTML_INTEGERS_)((out), (value))

/* A hole that begins an address attribute: checked addresses only. */
#define HTML_ADDRESS(out, value) _Generic((value), struct url : html_put_url)((out), (value))

/* A hole behind the literal start of an address. */
#define HTML_PART(out, value)                                                                      \
	_Generic((value), struct str : html_put_part_str, const char * : html_put_part_chars,      \
		char * : html_put_part_chars, struct day : html_put_part_day,                      \
		HTML_INTEGERS_)((out), (value))

/* A hole behind the ? or # of an address. */
#define HTML_QUERY(out, value)                                                                     \
	_Generic((value), struct str : html_put_query_str, const char * : html_put_query_chars,    \
		char * : html_put_query_chars, struct day : html_put_part_day,                     \
		HTML_INTEGERS_)((out), (value))

#endif
