/*
 * Escaping. Plain bytes go through in runs; only the five characters that mean something to HTML
 * are rewritten, and text is trusted to be UTF-8 because it was checked where it came in.
 */
#include "html/html.h"

#include <assert.h>
#include <stdio.h>

enum { STEP = 16 };

static const char *
escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

/* Without branches, so that the compiler looks at many bytes at once. */
static unsigned char
is_special(char c)
{
	return (c == '&') | (c == '<') | (c == '>') | (c == '"') | (c == '\'');
}

/* How many bytes from `i` on go through as they are. */
static size_t
plain_from(struct str text, size_t i)
{
	size_t start = i;

	for (; text.len - i >= STEP; i += STEP) {
		unsigned char any = 0;

		for (size_t k = 0; k < STEP; k++)
			any |= is_special(text.at[i + k]);
		if (any)
			break;
	}
	while (i < text.len && !is_special(text.at[i]))
		i++;
	return i - start;
}

void
html_put_str(struct buf *out, struct str text)
{
	size_t i = 0;

	while (i < text.len) {
		size_t plain = plain_from(text, i);

		if (plain)
			buf_put_bytes(out, text.at + i, plain);
		i += plain;
		if (i < text.len)
			buf_put(out, str_of(escape_of(text.at[i++])));
	}
}

void
html_put_chars(struct buf *out, const char *text)
{
	html_put_str(out, str_of(text));
}

void
html_put_int(struct buf *out, int64_t value)
{
	buf_put_int(out, value);
}

void
html_put_unsigned(struct buf *out, uint64_t value)
{
	if (value <= INT64_MAX)
		buf_put_int(out, (int64_t)value);
	else
		buf_print(out, "%llu", (unsigned long long)value);
}

void
html_put_day(struct buf *out, struct day day)
{
	struct day_text text = day_text(day);

	buf_put(out, str_of(text.at));
}

void
html_put_decimal(struct buf *out, struct decimal value)
{
	struct decimal_text text = decimal_text(value);

	buf_put(out, str_of(text.at));
}

void
html_put_figure(struct buf *out, struct html_figure figure)
{
	buf_put(out, str_of(figure.at));
}

void
html_put_url(struct buf *out, struct url url)
{
	html_put_str(out, url.text);
}

void
html_put_html(struct buf *out, struct html html)
{
	buf_put(out, html.text);
}

void
html_put_part_str(struct buf *out, struct str text)
{
	if (str_equal(text, STR(".")) || str_equal(text, STR("..")))
		buf_put_char(out, '~');
	url_put_encoded(out, text);
}

void
html_put_part_chars(struct buf *out, const char *text)
{
	html_put_part_str(out, str_of(text));
}

void
html_put_part_day(struct buf *out, struct day day)
{
	html_put_day(out, day);
}

void
html_put_query_str(struct buf *out, struct str text)
{
	url_put_encoded(out, text);
}

void
html_put_query_chars(struct buf *out, const char *text)
{
	url_put_encoded(out, str_of(text));
}

/* Commas between groups of three in the digits before the point. */
static struct html_figure
group(const char *digits)
{
	struct html_figure figure;
	size_t whole = strcspn(digits, ".");
	size_t at = 0;

	for (size_t i = 0; digits[i] && at + 2 < sizeof figure.at; i++) {
		if (i && i < whole && (whole - i) % 3 == 0 && digits[i - 1] != '-')
			figure.at[at++] = ',';
		figure.at[at++] = digits[i];
	}
	figure.at[at] = '\0';
	return figure;
}

struct html_figure
html_count(int64_t value)
{
	return html_count_decimal(decimal_of(value));
}

struct html_figure
html_count_decimal(struct decimal value)
{
	return group(decimal_text(value).at);
}

struct html
html_icon(const char *name)
{
	for (size_t i = 0; i < html_icon_count; i++)
		if (!strcmp(html_icon_shapes[i].name, name))
			return (struct html){ str_of(html_icon_shapes[i].shape) };
	assert(!"an icon that is not in the list of assets/meson.build");
	return (struct html){ STR_NONE };
}
