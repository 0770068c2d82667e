/*
 * An archive around what libFuzzer finds, so that it can change the words of a part without knowing
 * how to pack them. Bytes that start as an archive are taken as they are.
 */
#ifndef TESTS_FUZZ_FUZZ_ARCHIVE_H
#define TESTS_FUZZ_FUZZ_ARCHIVE_H

#include <zlib.h>

#include "base/buf.h"
#include "fuzz.h"

struct fuzz_part {
	const char *name;
	struct str content;
};

static inline void
fuzz_put_number(struct buf *buf, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_put_char(buf, (char)(value >> (8 * i)));
}

/* What both headers of a part have in common, from the version to the length of the extra field. */
static inline void
fuzz_put_part(struct buf *buf, const struct fuzz_part *part)
{
	uint32_t len = (uint32_t)part->content.len;

	fuzz_put_number(buf, 20, 4); /* version, no marks */
	fuzz_put_number(buf, 0, 2);  /* stored */
	fuzz_put_number(buf, 0, 4);
	fuzz_put_number(buf, (uint32_t)crc32(0, (const Bytef *)part->content.at, len), 4);
	fuzz_put_number(buf, len, 4);
	fuzz_put_number(buf, len, 4);
	fuzz_put_number(buf, (uint32_t)strlen(part->name), 2);
	fuzz_put_number(buf, 0, 2);
}

static inline void
fuzz_archive(struct buf *buf, const struct fuzz_part *parts, uint32_t count)
{
	uint32_t offsets[8];
	uint32_t start;

	for (uint32_t i = 0; i < count; i++) {
		offsets[i] = (uint32_t)buf->len;
		buf_put(buf, STR("PK\3\4"));
		fuzz_put_part(buf, &parts[i]);
		buf_put(buf, str_of(parts[i].name));
		buf_put(buf, parts[i].content);
	}
	start = (uint32_t)buf->len;
	for (uint32_t i = 0; i < count; i++) {
		buf_put(buf, STR("PK\1\2"));
		fuzz_put_number(buf, 20, 2);
		fuzz_put_part(buf, &parts[i]);
		fuzz_put_number(buf, 0, 4); /* comment, disk */
		fuzz_put_number(buf, 0, 2);
		fuzz_put_number(buf, 0, 4);
		fuzz_put_number(buf, offsets[i], 4);
		buf_put(buf, str_of(parts[i].name));
	}
	buf_put(buf, STR("PK\5\6"));
	fuzz_put_number(buf, 0, 4);
	fuzz_put_number(buf, count, 2);
	fuzz_put_number(buf, count, 2);
	fuzz_put_number(buf, (uint32_t)buf->len - start - 12, 4);
	fuzz_put_number(buf, start, 4);
	fuzz_put_number(buf, 0, 2);
}

/* Read an archive of `fixed` parts and of those in the bytes, which a line "--" parts. */
static inline int
fuzz_read_archive(fuzz_reader *reader, const uint8_t *bytes, size_t len,
	const struct fuzz_part *fixed, uint32_t fixed_count, const char *const *names,
	uint32_t name_count)
{
	struct str rest = { (const char *)bytes, len };
	struct fuzz_part parts[8] = { 0 };
	uint32_t count = 0;
	struct buf buf;

	if (str_starts(rest, STR("PK")))
		return fuzz_read(reader, bytes, len);
	for (; count < fixed_count; count++)
		parts[count] = fixed[count];
	for (uint32_t i = 0; i < name_count && rest.len; i++) {
		parts[count].name = names[i];
		rest = str_cut(rest, STR("\n--\n"), &parts[count++].content);
	}
	buf_init(&buf, len + 65536);
	fuzz_archive(&buf, parts, count);
	fuzz_read(reader, (const uint8_t *)buf.at, buf.len);
	buf_done(&buf);
	return 0;
}

#endif
