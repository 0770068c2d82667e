/*
 * The zip container of Word and Excel files, made in memory with fixed times so that the same
 * document always gives the same bytes; pressing is libdeflate's. It knows no part's meaning.
 */
#include <libdeflate.h>
#include <string.h>

#include "doc/doc_write_inside.h"

/* Below WORTH_PRESSING, setting up compression costs more than it gains. */
enum { LEVEL = 4, WORTH_PRESSING = 2048 };

/* Of APPNOTE 6.3.2: what the records begin with, and how long they are without names. */
enum {
	LOCAL_MARK = 0x04034b50,
	ENTRY_MARK = 0x02014b50,
	END_MARK = 0x06054b50,
	LOCAL = 30,
	ENTRY = 46,
	END = 22,
	VERSION = 20, /* 2.0: deflate */
	UTF8_NAMES = 1 << 11,
	STORED = 0,
	DEFLATED = 8,
	MOST_PARTS = 65534, /* more, or 4 GiB, would need another format */
};

/* What the directory says of a part that was written. */
struct written {
	size_t offset; /* of its local record, from the container's first byte */
	size_t packed;
	uint32_t crc;
	uint16_t method;
};

static void
free_compressor(struct libdeflate_compressor **compressor)
{
	libdeflate_free_compressor(*compressor);
}

static char *
put_16(char *to, unsigned value)
{
	to[0] = (char)(value & 0xff);
	to[1] = (char)(value >> 8 & 0xff);
	return to + 2;
}

static char *
put_32(char *to, size_t value)
{
	return put_16(put_16(to, (unsigned)(value & 0xffff)), (unsigned)(value >> 16 & 0xffff));
}

/* The fields that local record and directory have in common, from the version needed on. */
static char *
put_facts(char *to, const struct doc_packing *part, const struct written *written)
{
	to = put_16(to, VERSION);
	to = put_16(to, UTF8_NAMES);
	to = put_16(to, written->method);
	to = put_16(to, DOC_ZIP_MIDNIGHT);
	to = put_16(to, DOC_ZIP_FIRST_DAY);
	to = put_32(to, written->crc);
	to = put_32(to, written->packed);
	to = put_32(to, part->content.len);
	to = put_16(to, (unsigned)strlen(part->name));
	return put_16(to, 0); /* extra */
}

static struct fault *
put_part(struct libdeflate_compressor *compressor, const struct doc_packing *part,
	struct written *written, struct buf *out)
{
	size_t head = LOCAL + strlen(part->name);
	size_t len = part->content.len;
	size_t bound = len < WORTH_PRESSING || part->is_plain
			       ? len
			       : libdeflate_deflate_compress_bound(compressor, len);
	char *to = buf_make_room(out, head + bound);
	char *behind;

	if (!to)
		return buf_check(out);
	written->crc = libdeflate_crc32(0, part->content.at, len);
	if (len >= WORTH_PRESSING && !part->is_plain)
		written->packed = libdeflate_deflate_compress(
			compressor, part->content.at, len, to + head, bound);
	written->method = written->packed ? DEFLATED : STORED;
	if (!written->packed && len)
		memcpy(to + head, part->content.at, len);
	if (!written->packed)
		written->packed = len;
	behind = put_facts(put_32(to, LOCAL_MARK), part, written);
	memcpy(behind, part->name, strlen(part->name));
	buf_took(out, head + written->packed);
	return NULL;
}

static struct fault *
put_entry(const struct doc_packing *part, const struct written *written, struct buf *out)
{
	size_t len = ENTRY + strlen(part->name);
	char *to = buf_make_room(out, len);
	char *at;

	if (!to)
		return buf_check(out);
	at = put_16(put_32(to, ENTRY_MARK), VERSION);
	at = put_facts(at, part, written);
	memset(at, 0, 10); /* comment, disk and attributes: none */
	at = put_32(at + 10, written->offset);
	memcpy(at, part->name, strlen(part->name));
	buf_took(out, len);
	return NULL;
}

static struct fault *
put_end(size_t count, size_t offset, size_t len, struct buf *out)
{
	char *to = buf_make_room(out, END);

	if (!to)
		return buf_check(out);
	to = put_32(put_32(to, END_MARK), 0);
	to = put_16(put_16(to, (unsigned)count), (unsigned)count);
	to = put_32(put_32(to, len), offset);
	put_16(to, 0);
	buf_took(out, END);
	return NULL;
}

struct fault *
doc_write_package(const struct doc_packing *parts, size_t count, struct buf *out)
{
	CLOSING(free_compressor)
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
	CLOSING(arena_close) struct arena *arena = NULL;
	size_t start = out->len;
	struct written *written;
	size_t directory;

	if (!compressor)
		return fault_memory();
	if (count > MOST_PARTS)
		return fault_new(FAULT_LIMIT, "doc_package", "文件的组成部分太多，无法生成。",
			"The file would have too many parts.");
	TRY(arena_open(count * sizeof *written + 4096, &arena));
	TAKE(arena, written, count + 1);
	for (size_t i = 0; i < count; i++) {
		written[i].offset = out->len - start;
		TRY(put_part(compressor, &parts[i], &written[i], out));
	}
	directory = out->len - start;
	if (directory > UINT32_MAX / 2)
		return fault_memory();
	for (size_t i = 0; i < count; i++)
		TRY(put_entry(&parts[i], &written[i], out));
	return put_end(count, directory, out->len - start - directory, out);
}

void
doc_write_core(struct buf *out, const struct doc *doc)
{
	buf_put(out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
		    "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
		    "<dc:title>"));
	doc_write_escape(out, doc->title);
	buf_put(out, STR("</dc:title><dc:creator>"));
	doc_write_escape(out, doc->author);
	buf_put(out, STR("</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"));
}

void
doc_write_app(struct buf *out)
{
	buf_put(out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
		    "extended-properties\"><Application>gongkai</Application></Properties>"));
}
