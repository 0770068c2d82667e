/*
 * Bytes in an encoding that Chinese offices use to clean UTF-8: UTF-8, UTF-16, GB18030.
 * Not a general converter: Big5 and the rest are refused as broken text.
 */
#include <errno.h>
#include <iconv.h>
#include <stdatomic.h>

#include "base/utf8.h"
#include "doc/doc.h"

enum text_kind { KIND_BINARY, KIND_UTF8, KIND_GB18030, KIND_UTF16_LE, KIND_UTF16_BE };

/* One broken place in so many bytes is replaced by U+FFFD; more is refused. */
enum { BYTES_FOR_EACH_BROKEN = 1000 };

/* The converter opened before the cage. Inside it no file may be opened, and glibc loads its
 * tables from files; a child of the fork uses this very one. Whoever finds it taken opens another.
 */
static iconv_t warm_converter = (iconv_t)-1;
static atomic_flag warm_is_taken = ATOMIC_FLAG_INIT;

void
doc_decode_warm(void)
{
	if (warm_converter == (iconv_t)-1)
		warm_converter = iconv_open("UTF-8", "GB18030");
}

/* --- what is it --- */

static uint32_t
unit_at(struct str bytes, size_t at, bool is_big)
{
	const unsigned char *s = (const unsigned char *)bytes.at + at;

	return is_big ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
}

/* True when at least `percent` of the units are what Chinese office text is made of. */
static bool
is_like_utf16(struct str bytes, bool is_big, size_t percent)
{
	size_t end = bytes.len < 65536 ? bytes.len & ~(size_t)1 : 65536;
	size_t usual = 0;

	for (size_t at = 0; at < end; at += 2) {
		uint32_t unit = unit_at(bytes, at, is_big);

		usual += (unit >= 0x20 && unit < 0x7F) || (unit >= '\t' && unit <= '\r') ||
			 (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x2010 && unit <= 0x203F) ||
			 (unit >= 0x3000 && unit <= 0x303F) || (unit >= 0xFF00 && unit <= 0xFF5E);
	}
	return usual * 200 >= end * percent;
}

/* UTF-16 by its mark, or without one when nearly every unit looks like it. */
static enum text_kind
utf16_kind(struct str bytes)
{
	struct str behind = bytes.len > 2 ? str_from(bytes, 2) : STR("");

	if (str_starts(bytes, STR("\xFF\xFE")))
		return is_like_utf16(behind, false, 50) ? KIND_UTF16_LE : KIND_BINARY;
	if (str_starts(bytes, STR("\xFE\xFF")))
		return is_like_utf16(behind, true, 50) ? KIND_UTF16_BE : KIND_BINARY;
	if (bytes.len < 8)
		return KIND_BINARY;
	if (is_like_utf16(bytes, false, 95))
		return KIND_UTF16_LE;
	return is_like_utf16(bytes, true, 95) ? KIND_UTF16_BE : KIND_BINARY;
}

/* What one look over the bytes, taken as UTF-8, finds. */
struct scan {
	size_t zeros;
	size_t controls;
	size_t wide;   /* well-formed characters of several bytes */
	size_t broken; /* bytes that belong to no character */
	bool is_clean; /* utf8_clean() and part_pages() would change nothing */
};

static void
scan_ascii(unsigned char c, struct scan *scan)
{
	if (c >= 0x20 && c != 0x7F)
		return;
	scan->zeros += c == 0;
	scan->controls += c == 0x7F || c < '\t' || c > '\r';
	if (c != '\n' && c != '\t' && c != 0x7F)
		scan->is_clean = false;
}

/* The bytes from `at` on that are plain ASCII letters, by eights. */
static size_t
skip_plain(struct str bytes, size_t at)
{
	const uint64_t ones = UINT64_MAX / 255;
	uint64_t eight;

	while (bytes.len - at >= sizeof eight) {
		memcpy(&eight, bytes.at + at, sizeof eight);
		/* A high bit: not ASCII, 0x7F, or less than a space. */
		if ((eight | (eight + ones) | (eight - ones * ' ')) & ones * 0x80)
			break;
		at += sizeof eight;
	}
	return at;
}

static void
scan_utf8(struct str bytes, struct scan *ret_scan)
{
	const unsigned char *s = (const unsigned char *)bytes.at;
	struct scan scan = { .is_clean = true };
	size_t at = 0;

	while (at < bytes.len) {
		size_t len;
		uint32_t point;

		/* Nearly all Chinese text is of three bytes with these heads. */
		if (s[at] >= 0xE1 && s[at] <= 0xEC && bytes.len - at >= 3 &&
			(s[at + 1] & 0xC0) == 0x80 && (s[at + 2] & 0xC0) == 0x80) {
			scan.wide++;
			at += 3;
			continue;
		}
		if (s[at] < 0x80) {
			scan_ascii(s[at++], &scan);
			at = skip_plain(bytes, at);
			continue;
		}
		point = utf8_at(bytes, at, &len);
		scan.wide += len > 1;
		scan.broken += len == 1;
		scan.is_clean = scan.is_clean && point != 0xFEFF && utf8_is_xml(point);
		at += len;
	}
	*ret_scan = scan;
}

/* Bytes that cannot be GB18030 by their shape; the converter is stricter. */
static size_t
count_broken_gb18030(struct str bytes)
{
	const unsigned char *s = (const unsigned char *)bytes.at;
	size_t broken = 0;
	size_t at = 0;

	while (at < bytes.len) {
		size_t left = bytes.len - at;

		if (s[at] < 0x80) {
			at++;
		} else if (s[at] == 0x80 || s[at] == 0xFF) {
			broken++;
			at++;
		} else if (left >= 2 && s[at + 1] >= 0x40 && s[at + 1] <= 0xFE &&
			   s[at + 1] != 0x7F) {
			at += 2;
		} else if (left >= 4 && s[at + 1] >= '0' && s[at + 1] <= '9' && s[at + 2] >= 0x81 &&
			   s[at + 2] <= 0xFE && s[at + 3] >= '0' && s[at + 3] <= '9') {
			at += 4;
		} else {
			broken++;
			at++;
		}
	}
	return broken;
}

/* What a web page says of itself near its beginning. */
static bool
declares_gb(struct str bytes)
{
	struct str head = { bytes.at, bytes.len < 2048 ? bytes.len : 2048 };
	size_t at = str_find(head, STR("charset="), 0);

	if (at == SIZE_MAX)
		return false;
	at += 8;
	if (at < head.len && (head.at[at] == '"' || head.at[at] == '\''))
		at++;
	return head.len - at >= 2 && str_equal_ascii(str_sub(head, at, 2), STR("gb"));
}

static enum text_kind
text_kind(struct str bytes, struct scan *ret_scan)
{
	bool has_controls;

	scan_utf8(bytes, ret_scan);
	has_controls = ret_scan->zeros > bytes.len / 1000 || ret_scan->controls > bytes.len / 100;
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		return has_controls ? KIND_BINARY : KIND_UTF8;
	if (has_controls || str_starts(bytes, STR("\xFF\xFE")) ||
		str_starts(bytes, STR("\xFE\xFF")))
		return utf16_kind(bytes);
	/* Two or three GB characters in a row can look like UTF-8; many cannot. */
	if (ret_scan->broken == 0)
		return ret_scan->wide && ret_scan->wide < 4 && declares_gb(bytes) &&
				       !count_broken_gb18030(bytes)
			       ? KIND_GB18030
			       : KIND_UTF8;
	if (ret_scan->wide >= 10 && ret_scan->broken < ret_scan->wide / 50 + 1)
		return KIND_UTF8;
	return ret_scan->wide > ret_scan->broken && count_broken_gb18030(bytes) > ret_scan->broken
		       ? KIND_UTF8
		       : KIND_GB18030;
}

bool
doc_decode_is_text(struct str bytes)
{
	struct scan scan;

	return text_kind(bytes, &scan) != KIND_BINARY;
}

/* --- converting --- */

/* Text being converted. Invariant: `end` stays inside the room taken for it. */
struct conversion {
	struct str bytes;
	char *out;
	char *end;
	size_t broken;
};

static struct fault *
put_broken(struct conversion *work, size_t at)
{
	work->broken++;
	if (work->broken > work->bytes.len / BYTES_FOR_EACH_BROKEN)
		return fault_new(FAULT_INPUT, "doc_encoding",
			"文字编码有误（第 %zu 字节处），无法可靠读取；请用原来的软件另存为 UTF-8 "
			"后再试。",
			"The text is broken at byte %zu and cannot be read reliably; save it again "
			"as UTF-8 "
			"in the program it came from.",
			at);
	work->end += utf8_put(work->end, UTF8_BROKEN);
	return NULL;
}

/* A file cut in the middle of its last character loses only that. */
static bool
is_cut_end(struct str bytes, size_t at)
{
	return bytes.len - at < 4 && at > 0;
}

static struct fault *
convert_utf8(struct conversion *work)
{
	struct str bytes = work->bytes;
	size_t at = 0;

	while (at < bytes.len) {
		size_t len;
		uint32_t point = utf8_at(bytes, at, &len);

		if (point == UTF8_BROKEN && len == 1) {
			if (is_cut_end(bytes, at) && (unsigned char)bytes.at[at] >= 0xC2)
				break;
			TRY(put_broken(work, at));
		} else {
			memcpy(work->end, bytes.at + at, len);
			work->end += len;
		}
		at += len;
	}
	return NULL;
}

static struct fault *
convert_utf16(struct conversion *work, bool is_big)
{
	struct str bytes = work->bytes;

	for (size_t at = 0; at + 1 < bytes.len; at += 2) {
		uint32_t unit = unit_at(bytes, at, is_big);
		uint32_t low = at + 3 < bytes.len ? unit_at(bytes, at + 2, is_big) : 0;

		if (unit < 0xD800 || unit > 0xDFFF) {
			work->end += utf8_put(work->end, unit);
		} else if (unit <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
			work->end += utf8_put(
				work->end, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
			at += 2;
		} else {
			TRY(put_broken(work, at));
		}
	}
	return NULL;
}

static struct fault *
run_converter(iconv_t converter, struct conversion *work, size_t room)
{
	char *in = (char *)work->bytes.at;
	size_t left = work->bytes.len;

	iconv(converter, NULL, NULL, NULL, NULL);
	while (left) {
		size_t room_left = room - (size_t)(work->end - work->out);
		size_t at = work->bytes.len - left;

		if (iconv(converter, &in, &left, &work->end, &room_left) != (size_t)-1)
			break;
		if (errno == E2BIG)
			return fault_memory();
		at = work->bytes.len - left;
		if (errno == EINVAL && is_cut_end(work->bytes, at))
			break;
		if (room_left < 4)
			return fault_memory();
		TRY(put_broken(work, at));
		in++;
		left--;
	}
	return NULL;
}

static struct fault *
convert_gb18030(struct conversion *work, size_t room)
{
	struct fault *fault;
	iconv_t converter;

	if (warm_converter != (iconv_t)-1 && !atomic_flag_test_and_set(&warm_is_taken)) {
		fault = run_converter(warm_converter, work, room);
		atomic_flag_clear(&warm_is_taken);
		return fault;
	}
	converter = iconv_open("UTF-8", "GB18030");
	if (converter == (iconv_t)-1)
		return fault_system("doc_converter", "GB18030", errno);
	fault = run_converter(converter, work, room);
	iconv_close(converter);
	return fault;
}

static struct fault *
convert(struct arena *arena, enum text_kind kind, struct str bytes, struct str *ret_text)
{
	struct conversion work = { .bytes = bytes };
	/* GB and UTF-16 turn two bytes into three; a replaced byte becomes three, but few are. */
	size_t room = bytes.len + bytes.len / 2 + bytes.len / 100 + 16;

	TAKE(arena, work.out, room);
	work.end = work.out;
	if (kind == KIND_UTF8)
		TRY(convert_utf8(&work));
	else if (kind == KIND_GB18030)
		TRY(convert_gb18030(&work, room));
	else
		TRY(convert_utf16(&work, kind == KIND_UTF16_BE));
	*ret_text = (struct str){ work.out, (size_t)(work.end - work.out) };
	return NULL;
}

/* Page ends become line ends; utf8_clean() would glue the lines around them. */
static struct fault *
part_pages(struct arena *arena, struct str text, struct str *ret_text)
{
	char *copy;

	*ret_text = text;
	if (!memchr(text.at, '\f', text.len) && !memchr(text.at, '\v', text.len))
		return NULL;
	TAKE(arena, copy, text.len);
	for (size_t i = 0; i < text.len; i++)
		copy[i] = text.at[i] == '\f' || text.at[i] == '\v' ? '\n' : text.at[i];
	*ret_text = (struct str){ copy, text.len };
	return NULL;
}

struct fault *
doc_decode(struct arena *arena, struct str bytes, struct str *ret_text)
{
	struct scan scan;
	struct str text = bytes;
	enum text_kind kind = text_kind(bytes, &scan);

	if (kind == KIND_BINARY)
		return fault_new(FAULT_INPUT, "doc_binary",
			"这不是文本文件（其中含有二进制内容）；请使用 "
			"Word、Excel、PDF、网页或文本文件。",
			"This is not a text file but binary data; use Word, Excel, PDF, a web page "
			"or a text "
			"file.");
	if (kind != KIND_UTF8 || scan.broken)
		TRY(convert(arena, kind, bytes, &text));
	else if (scan.is_clean) {
		*ret_text = bytes;
		return NULL;
	}
	TRY(part_pages(arena, text, &text));
	return utf8_clean(arena, text, ret_text);
}
