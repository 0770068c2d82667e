/*
 * What a PDF holds in strings and streams, for the search of what is left: objects as qpdf writes
 * them, one key a line, and streams wherever the file itself has one, also those of earlier
 * versions and of objects that nothing points at. Pixels of images are passed over.
 */
#include "redaction/redaction_inside.h"

#include <libdeflate.h>

/* Longest dictionary in front of a stream that is looked back at. */
enum { LARGEST_STREAM = 8 << 20, LONGEST_HEAD = 2048 };
/* Of all streams of one file. */
#define MOST_UNPACKED ((size_t)32 << 20)

/* --- strings --- */

static int
hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "<FEFF5F20>" behind its first sign. */
static size_t
put_hex(struct str text, size_t at, struct buf *out)
{
	int half = -1;

	for (; at < text.len && text.at[at] != '>'; at++) {
		int digit = hex_of(text.at[at]);

		if (digit < 0)
			continue;
		if (half >= 0)
			buf_put_char(out, (char)(half << 4 | digit));
		half = half < 0 ? digit : -1;
	}
	if (half >= 0)
		buf_put_char(out, (char)(half << 4));
	return at;
}

/* What stands behind a backslash at `at`; the place of its last sign. */
static size_t
put_escape(struct str text, size_t at, struct buf *out)
{
	static const char names[] = "nrtbf";
	static const char meant[] = "\n\r\t\b\f";
	const char *name = text.at[at] ? strchr(names, text.at[at]) : NULL;
	int value = 0;
	int digits = 0;

	while (digits < 3 && at + (size_t)digits < text.len &&
		text.at[at + (size_t)digits] >= '0' && text.at[at + (size_t)digits] <= '7')
		value = value * 8 + (text.at[at + (size_t)digits++] - '0');
	if (digits) {
		buf_put_char(out, (char)(value & 0xFF));
		return at + (size_t)digits - 1;
	}
	if (text.at[at] != '\n')
		buf_put_char(out, name ? meant[name - names] : text.at[at]);
	return at;
}

/* "(words \(and more\))" behind its first bracket. */
static size_t
put_literal(struct str text, size_t at, struct buf *out)
{
	int depth = 1;

	for (; at < text.len; at++) {
		char c = text.at[at];

		if (c == '\\' && at + 1 < text.len) {
			at = put_escape(text, at + 1, out);
			continue;
		}
		depth += (c == '(') - (c == ')');
		if (depth == 0)
			break;
		buf_put_char(out, c);
	}
	return at;
}

void
redaction_pdf_strings(struct str text, struct buf *out)
{
	for (size_t at = 0; at < text.len; at++) {
		bool is_pair = at + 1 < text.len && text.at[at + 1] == '<';

		if (text.at[at] == '(')
			at = put_literal(text, at + 1, out);
		else if (text.at[at] == '<' && is_pair)
			at++;
		else if (text.at[at] == '<')
			at = put_hex(text, at + 1, out);
		else
			continue;
		buf_put_char(out, '\n');
	}
}

/* --- streams --- */

static void
close_unpacker(struct libdeflate_decompressor **unpacker)
{
	if (*unpacker)
		libdeflate_free_decompressor(*unpacker);
}

/* Is the stream that begins at `at` an image's? Its dictionary ends right in front of it. */
static bool
is_image(struct str bytes, size_t at)
{
	struct str head = str_sub(bytes, at < LONGEST_HEAD ? 0 : at - LONGEST_HEAD,
		at < LONGEST_HEAD ? at : LONGEST_HEAD);
	size_t object = str_find_last(head, STR(" obj"));

	if (object != SIZE_MAX)
		head = str_from(head, object);
	return str_has(head, STR("/Subtype/Image")) || str_has(head, STR("/Subtype /Image"));
}

/* Whatever of it can be unpacked; where it ends is found on the way. */
static struct fault *
put_stream(struct str rest, struct libdeflate_decompressor *unpacker, struct buf *streams)
{
	char *to = buf_make_room(streams, LARGEST_STREAM);
	size_t used = 0;
	size_t len = 0;

	if (!to)
		return buf_check(streams);
	if (libdeflate_zlib_decompress_ex(unpacker, rest.at, rest.len, to, LARGEST_STREAM, &used,
		    &len) != LIBDEFLATE_SUCCESS)
		return NULL;
	buf_took(streams, len);
	buf_put_char(streams, '\n');
	return NULL;
}

struct fault *
redaction_pdf_streams(struct str bytes, struct buf *streams, bool *ret_is_cut)
{
	CLOSING(close_unpacker) struct libdeflate_decompressor *unpacker = NULL;
	size_t at = 0;

	*ret_is_cut = false;
	unpacker = libdeflate_alloc_decompressor();
	if (!unpacker)
		return fault_memory();
	while ((at = str_find(bytes, STR("stream"), at)) != SIZE_MAX) {
		size_t start = at + 6;
		bool is_end = at >= 3 && str_equal(str_sub(bytes, at - 3, 3), STR("end"));

		start += start < bytes.len && bytes.at[start] == '\r';
		start += start < bytes.len && bytes.at[start] == '\n';
		if (!is_end && start > at + 6 && !is_image(bytes, at)) {
			*ret_is_cut = *ret_is_cut || streams->len > MOST_UNPACKED;
			if (!*ret_is_cut)
				TRY(put_stream(str_from(bytes, start), unpacker, streams));
		}
		at += 6;
	}
	return NULL;
}

void
redaction_pdf_objects(struct str qdf, struct buf *objects)
{
	struct str line;

	while (str_next_line(&qdf, &line)) {
		size_t end;

		buf_put(objects, line);
		buf_put_char(objects, '\n');
		if (!str_equal(line, STR("stream")))
			continue;
		end = str_find(qdf, STR("\nendstream\nendobj"), 0);
		qdf = end == SIZE_MAX ? STR("") : str_from(qdf, end + 1);
	}
}
