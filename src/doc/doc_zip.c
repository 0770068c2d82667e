/*
 * Parts of a zip archive that lies in memory: its directory, and unpacking through libdeflate.
 * Not libzip: that asks for the time zone at every part, which takes a lock that another thread of
 * the server may have held when the reader's process was made. Libzip writes archives elsewhere.
 */
#include <libdeflate.h>

#include "base/memory.h"
#include "doc/doc_office.h"

/* Lengths and marks of the three records of the format (PKWARE APPNOTE 4.3). */
enum {
	END_LEN = 22,
	ENTRY_LEN = 46,
	LOCAL_LEN = 30,
	END_MARK = 0x06054B50,
	ENTRY_MARK = 0x02014B50,
	LOCAL_MARK = 0x04034B50,
	LONGEST_COMMENT = 65535,
	EXTRA_LONG = 1, /* extra field with 64-bit lengths */
	STORED = 0,
	DEFLATED = 8,
};
/* Small parts may shrink as well as they like. */
#define RATIO_MATTERS ((size_t)4 << 20)
#define LONG_PART ((size_t)256 << 10)

struct fault *
doc_broken(const char *why)
{
	struct fault *fault = fault_new(FAULT_INPUT, "doc_broken",
		"文件不完整或已损坏，无法读取。请重新下载或复制，或用 Word、WPS "
		"打开后另存为新文件再试。",
		"The file is incomplete or damaged and cannot be read. Download or copy it again, "
		"or open "
		"it in Word or WPS and save it as a new file.");

	return fault_detail(fault, "%s", why);
}

struct fault *
doc_locked(void)
{
	return fault_new(FAULT_INPUT, "doc_password",
		"文件设有密码，无法读取。请去掉密码（另存为不加密的文件）后再试。",
		"The file is protected by a password and cannot be read. Save it without a "
		"password and "
		"try again.");
}

static struct fault *
bomb(void)
{
	return fault_new(FAULT_LIMIT, "doc_bomb",
		"文件解压后过大，已停止读取。请检查文件来源，或精简内容后再试。",
		"The file becomes too large when unpacked; reading was stopped. Check where it "
		"comes from, "
		"or shorten it and try again.");
}

static uint16_t
short_at(struct str bytes, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes.at + at;

	return (uint16_t)(b[0] | b[1] << 8);
}

static uint32_t
long_at(struct str bytes, size_t at)
{
	return short_at(bytes, at) | (uint32_t)short_at(bytes, at + 2) << 16;
}

/* Where the record at the archive's end starts; SIZE_MAX when there is none. */
static size_t
find_end(struct str bytes)
{
	size_t lowest = 0;

	if (bytes.len < END_LEN)
		return SIZE_MAX;
	if (bytes.len > END_LEN + LONGEST_COMMENT)
		lowest = bytes.len - END_LEN - LONGEST_COMMENT;
	for (size_t at = bytes.len - END_LEN + 1; at-- > lowest;)
		if (bytes.at[at] == 'P' && long_at(bytes, at) == END_MARK)
			return at;
	return SIZE_MAX;
}

/* Lengths that do not fit into 32 bits' worth of honesty: some writers put all of them into the
 * extra field, in this order, and only those that are all ones in the entry. */
static void
read_long_lengths(struct str extra, struct doc_part *part)
{
	size_t *const wanted[] = { &part->unpacked, &part->packed, &part->offset };

	while (extra.len >= 4) {
		size_t len = short_at(extra, 2);
		struct str field;

		if (len > extra.len - 4)
			return;
		field = str_sub(extra, 4, len);
		if (short_at(extra, 0) == EXTRA_LONG) {
			for (size_t i = 0; i < COUNT_OF(wanted); i++) {
				if (*wanted[i] != UINT32_MAX || field.len < 8)
					continue;
				*wanted[i] = long_at(field, 0) | (size_t)long_at(field, 4) << 32;
				field = str_from(field, 8);
			}
			return;
		}
		extra = str_from(extra, 4 + len);
	}
}

/* One entry of the directory at *at, which moves behind it. */
static struct fault *
read_entry(struct str bytes, size_t *at, struct doc_part *ret_part)
{
	size_t name_len;
	size_t extra_len;
	size_t rest;

	if (bytes.len - *at < ENTRY_LEN || long_at(bytes, *at) != ENTRY_MARK)
		return doc_broken("zip: directory ends early");
	name_len = short_at(bytes, *at + 28);
	extra_len = short_at(bytes, *at + 30);
	rest = name_len + extra_len + short_at(bytes, *at + 32);
	if (rest > bytes.len - *at - ENTRY_LEN)
		return doc_broken("zip: entry longer than the directory");
	*ret_part = (struct doc_part){
		.name = str_sub(bytes, *at + ENTRY_LEN, name_len),
		.is_locked = short_at(bytes, *at + 8) & 1,
		.method = short_at(bytes, *at + 10),
		.crc = long_at(bytes, *at + 16),
		.packed = long_at(bytes, *at + 20),
		.unpacked = long_at(bytes, *at + 24),
		.offset = long_at(bytes, *at + 42),
	};
	read_long_lengths(str_sub(bytes, *at + ENTRY_LEN + name_len, extra_len), ret_part);
	*at += ENTRY_LEN + rest;
	return NULL;
}

struct fault *
doc_zip_open(struct str bytes, struct arena *arena, struct doc_zip *ret_zip)
{
	size_t end = find_end(bytes);
	struct doc_zip zip = { .bytes = bytes, .left = DOC_MOST_UNPACKED };
	size_t count;
	size_t at;

	if (end == SIZE_MAX)
		return doc_broken("zip: no end record");
	count = short_at(bytes, end + 10);
	at = long_at(bytes, end + 16);
	if (count > DOC_MOST_PARTS)
		return bomb();
	if (at > end)
		return doc_broken("zip: directory outside the file");
	TAKE(arena, zip.parts, count);
	for (size_t i = 0; i < count; i++) {
		struct doc_part part;

		TRY(read_entry((struct str){ bytes.at, end }, &at, &part));
		/* No office program writes such names. */
		if (!str_has(part.name, STR("..")))
			zip.parts[zip.count++] = part;
	}
	*ret_zip = zip;
	return NULL;
}

/* Equal as names of parts: letters of either case, either slash. */
static bool
is_same_name(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		char x = a.at[i] == '\\' ? '/' : a.at[i];
		char y = b.at[i];

		if (x >= 'A' && x <= 'Z')
			x = (char)(x + ('a' - 'A'));
		if (y >= 'A' && y <= 'Z')
			y = (char)(y + ('a' - 'A'));
		if (x != y)
			return false;
	}
	return true;
}

const struct doc_part *
doc_zip_find(const struct doc_zip *zip, struct str name)
{
	if (str_starts(name, STR("/")))
		name = str_from(name, 1);
	for (size_t i = 0; i < zip->count; i++)
		if (is_same_name(zip->parts[i].name, name))
			return &zip->parts[i];
	return NULL;
}

/* The packed bytes of a part, behind its local header. */
static struct fault *
packed_bytes(const struct doc_zip *zip, const struct doc_part *part, struct str *ret_packed)
{
	struct str bytes = zip->bytes;
	size_t skip;

	if (part->offset > bytes.len || bytes.len - part->offset < LOCAL_LEN ||
		long_at(bytes, part->offset) != LOCAL_MARK)
		return doc_broken("zip: part outside the file");
	bytes = str_from(bytes, part->offset);
	skip = LOCAL_LEN + (size_t)short_at(bytes, 26) + short_at(bytes, 28);
	if (skip > bytes.len || part->packed > bytes.len - skip)
		return doc_broken("zip: part ends early");
	*ret_packed = str_sub(bytes, skip, part->packed);
	return NULL;
}

static bool
inflate_all(struct str packed, char *to, size_t len)
{
	struct libdeflate_decompressor *unpacker = libdeflate_alloc_decompressor();
	enum libdeflate_result end = LIBDEFLATE_BAD_DATA;

	/* Without a place for the length it gives, any other length than this one is a failure. */
	if (unpacker)
		end = libdeflate_deflate_decompress(unpacker, packed.at, packed.len, to, len, NULL);
	libdeflate_free_decompressor(unpacker);
	return end == LIBDEFLATE_SUCCESS;
}

struct fault *
doc_zip_unpack(struct doc_zip *zip, const struct doc_part *part, struct arena *arena,
	struct str *ret_bytes)
{
	struct str packed;
	char *to;

	if (part->is_locked)
		return doc_locked();
	if (part->unpacked > zip->left)
		return bomb();
	if (part->unpacked > RATIO_MATTERS && part->unpacked / DOC_MOST_RATIO > part->packed)
		return bomb();
	TRY(packed_bytes(zip, part, &packed));
	zip->left -= part->unpacked;
	if (part->method == STORED) {
		if (part->packed != part->unpacked)
			return doc_broken("zip: stored part of two lengths");
		*ret_bytes = packed;
	} else if (part->method == DEFLATED) {
		/* What will be made of a long text takes about twice its size in small pieces. */
		if (part->unpacked > LONG_PART)
			memory_expect(2 * part->unpacked);
		to = arena_take_bytes(arena, part->unpacked + 1);
		if (!to)
			return fault_memory();
		if (!inflate_all(packed, to, part->unpacked))
			return doc_broken("zip: part does not unpack to its length");
		*ret_bytes = (struct str){ to, part->unpacked };
	} else {
		return doc_broken("zip: unknown way of packing");
	}
	if (libdeflate_crc32(0, ret_bytes->at, ret_bytes->len) != part->crc)
		return doc_broken("zip: wrong CRC");
	return NULL;
}
