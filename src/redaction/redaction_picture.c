/*
 * What hides in JPEG and PNG files beside their pixels, and the same files without it. Pixels are
 * not decoded here; redaction_paint.c does that.
 */
#include "redaction/redaction_inside.h"

enum { JPEG_START = 0xD8, JPEG_END = 0xD9, JPEG_SCAN = 0xDA, JPEG_COMMENT = 0xFE };

static size_t
big_short(struct str bytes, size_t at)
{
	return (size_t)(unsigned char)bytes.at[at] << 8 | (unsigned char)bytes.at[at + 1];
}

static size_t
big_long(struct str bytes, size_t at)
{
	return big_short(bytes, at) << 16 | big_short(bytes, at + 2);
}

/* --- JPEG --- */

/* One marker with its length and bytes. */
struct segment {
	unsigned char mark;
	size_t from; /* of 0xFF */
	size_t end;  /* of the segment; of a scan, of the data behind it too */
};

/* The end of the compressed data that begins at `at`: the next marker that is none of its own. */
static size_t
scan_end(struct str bytes, size_t at)
{
	while (at + 1 < bytes.len) {
		unsigned char next = (unsigned char)bytes.at[at + 1];

		if ((unsigned char)bytes.at[at] == 0xFF && next != 0 && next != 0xFF &&
			!(next >= 0xD0 && next <= 0xD7))
			return at;
		at++;
	}
	return bytes.len;
}

/* False at the end, or where the file is none. */
static bool
next_segment(struct str bytes, size_t *at, struct segment *ret_segment)
{
	struct segment segment = { .from = *at };

	if (bytes.len < 4 || *at > bytes.len - 2 || (unsigned char)bytes.at[*at] != 0xFF)
		return false;
	segment.mark = (unsigned char)bytes.at[*at + 1];
	segment.end = *at + 2;
	if (segment.mark != JPEG_START && segment.mark != JPEG_END && segment.mark != 1) {
		size_t len;

		if (*at > bytes.len - 4)
			return false;
		len = big_short(bytes, *at + 2);
		if (len < 2 || len > bytes.len - *at - 2)
			return false;
		segment.end += len;
	}
	if (segment.mark == JPEG_SCAN)
		segment.end = scan_end(bytes, segment.end);
	*at = segment.end;
	*ret_segment = segment;
	return true;
}

/* Tag 0x8825 of the first directory of an Exif block: where it was taken. */
static bool
has_place(struct str exif)
{
	return str_has(exif, STR("\x25\x88\x04\x00")) || str_has(exif, STR("\x88\x25\x00\x04"));
}

static struct fault *
look_at_application(struct str bytes, struct str place, struct redaction_notes *notes)
{
	if (str_starts(bytes, STR("Exif"))) {
		if (has_place(bytes))
			TRY(redaction_note(notes, KIND_PLACE, place, STR("GPS")));
		return redaction_note(notes, KIND_CAMERA, place, STR("Exif"));
	}
	if (str_starts(bytes, STR("http://ns.adobe.com/x"))) {
		if (str_has(bytes, STR("GPSLatitude")))
			TRY(redaction_note(notes, KIND_PLACE, place, STR("XMP")));
		return redaction_note(notes, KIND_CAMERA, place, STR("XMP"));
	}
	if (str_starts(bytes, STR("Photoshop")))
		return redaction_note(notes, KIND_CAMERA, place, STR("IPTC"));
	if (str_starts(bytes, STR("JFXX")) || str_starts(bytes, STR("MPF")))
		return redaction_note(notes, KIND_THUMBNAIL, place, STR_NONE);
	/* These say how pixels are shown; whatever else programs put there is not looked into. */
	if (str_starts(bytes, STR("JFIF")) || str_starts(bytes, STR("ICC_PROFILE")) ||
		str_starts(bytes, STR("Adobe")))
		return NULL;
	return redaction_note(notes, KIND_PICTURE_TEXT, place, bytes);
}

static struct fault *
look_at_jpeg(struct str bytes, struct str place, struct redaction_notes *notes)
{
	struct segment segment;
	size_t at = 0;

	while (next_segment(bytes, &at, &segment)) {
		struct str body = str_sub(bytes, segment.from, segment.end - segment.from);

		body = body.len > 4 ? str_from(body, 4) : STR("");
		if (segment.mark == JPEG_COMMENT)
			TRY(redaction_note(notes, KIND_PICTURE_TEXT, place, body));
		else if (segment.mark >= 0xE0 && segment.mark <= 0xEF)
			TRY(look_at_application(body, place, notes));
		if (segment.mark == JPEG_END)
			break;
	}
	if (at < bytes.len)
		return redaction_note(notes, KIND_EXTRA_BYTES, place, STR_NONE);
	return NULL;
}

static bool
strip_jpeg(struct str bytes, struct buf *out)
{
	struct segment segment;
	size_t at = 0;

	while (next_segment(bytes, &at, &segment)) {
		/* Of what applications add only Adobe's note on colours changes what is seen. */
		bool is_added =
			(segment.mark >= 0xE0 && segment.mark <= 0xEF && segment.mark != 0xEE) ||
			segment.mark == JPEG_COMMENT;

		if (!is_added)
			buf_put(out, str_sub(bytes, segment.from, segment.end - segment.from));
		if (segment.mark == JPEG_END)
			return true;
	}
	return false;
}

/* --- PNG --- */

#define PNG_START STR("\x89PNG\r\n\x1A\n")

static bool
next_chunk(struct str bytes, size_t *at, struct str *ret_type, size_t *ret_end)
{
	size_t len;

	if (bytes.len - *at < 12)
		return false;
	len = big_long(bytes, *at);
	if (len > bytes.len - *at - 12)
		return false;
	*ret_type = str_sub(bytes, *at + 4, 4);
	*ret_end = *at + 12 + len;
	return true;
}

static bool
is_pixels(struct str type)
{
	static const char *const kept[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
		"sRGB", "sBIT", "bKGD", "pHYs" };

	for (size_t i = 0; i < COUNT_OF(kept); i++)
		if (str_equal(type, str_of(kept[i])))
			return true;
	return false;
}

/* Not kept, and nothing that is anybody's. */
static bool
is_usual(struct str type)
{
	static const char *const usual[] = { "iCCP", "cICP", "hIST", "sPLT", "tIME", "acTL", "oFFs",
		"sTER", "vpAg", "orNT" };

	for (size_t i = 0; i < COUNT_OF(usual); i++)
		if (str_equal(type, str_of(usual[i])))
			return true;
	return false;
}

static struct fault *
look_at_png(struct str bytes, struct str place, struct redaction_notes *notes)
{
	size_t at = 8;
	size_t end;
	struct str type = STR("");

	while (next_chunk(bytes, &at, &type, &end)) {
		struct str body = str_sub(bytes, at + 8, end - at - 12);

		if (str_equal(type, STR("eXIf"))) {
			if (has_place(body))
				TRY(redaction_note(notes, KIND_PLACE, place, STR("GPS")));
			TRY(redaction_note(notes, KIND_CAMERA, place, STR("Exif")));
		} else if (str_ends(type, STR("tEXt")) || str_ends(type, STR("iTXt")) ||
			   str_ends(type, STR("zTXt")) || !(is_pixels(type) || is_usual(type))) {
			TRY(redaction_note(notes, KIND_PICTURE_TEXT, place, body));
		}
		at = end;
		if (str_equal(type, STR("IEND")))
			break;
	}
	if (at < bytes.len)
		return redaction_note(notes, KIND_EXTRA_BYTES, place, STR_NONE);
	return NULL;
}

static bool
strip_png(struct str bytes, struct buf *out)
{
	size_t at = 8;
	size_t end;
	struct str type;

	buf_put(out, PNG_START);
	while (next_chunk(bytes, &at, &type, &end)) {
		if (is_pixels(type))
			buf_put(out, str_sub(bytes, at, end - at));
		at = end;
		if (str_equal(type, STR("IEND")))
			return true;
	}
	return false;
}

/* --- both --- */

struct fault *
redaction_look_picture(struct str bytes, struct str place, struct redaction_notes *notes)
{
	if (str_starts(bytes, STR("\xFF\xD8")))
		return look_at_jpeg(bytes, place, notes);
	if (str_starts(bytes, PNG_START))
		return look_at_png(bytes, place, notes);
	return NULL;
}

bool
redaction_strip_picture(struct str bytes, struct buf *out)
{
	if (str_starts(bytes, STR("\xFF\xD8")))
		return strip_jpeg(bytes, out);
	if (str_starts(bytes, PNG_START))
		return strip_png(bytes, out);
	return false;
}
