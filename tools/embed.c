/*
 * Turns files into C tables that the program carries inside: assets under names with their digest,
 * packed with gzip where that pays, and icons as inline SVG. It does not change what it is given.
 *
 * usage: embed OUT.c FILE… --icons ICON.svg…
 */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"

enum { MOST_BYTES = 16 << 20 };

static const struct kind {
	const char *ending;
	const char *type;
	bool is_packable;
} kinds[] = {
	{ "css", "text/css; charset=utf-8", true },
	{ "js", "text/javascript; charset=utf-8", true },
	{ "svg", "image/svg+xml", true },
	{ "json", "application/json", true },
	{ "png", "image/png", false },
	{ "webp", "image/webp", false },
};

/* Bytes as a C string; octal always has three digits, so that what follows cannot join it. */
static void
put_c_string(struct buf *out, struct str bytes)
{
	buf_put_char(out, '"');
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];

		if (i && i % 4096 == 0)
			buf_put(out, STR("\"\n\""));
		if (c == '"' || c == '\\' || c == '?' || c < ' ' || c >= 0x7F)
			buf_print(out, "\\%03o", c);
		else
			buf_put_char(out, (char)c);
	}
	buf_put_char(out, '"');
}

/* gzip at its strongest; the time stamp stays 0, so equal input gives equal output. */
static struct fault *
pack(struct str bytes, struct buf *packed)
{
	z_stream stream = { 0 };
	size_t room;
	char *to;
	int done;

	if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		return fault_memory();
	room = deflateBound(&stream, bytes.len);
	to = buf_make_room(packed, room);
	stream.next_in = (Bytef *)(uintptr_t)bytes.at;
	stream.avail_in = (uInt)bytes.len;
	stream.next_out = (Bytef *)to;
	stream.avail_out = (uInt)room;
	done = to ? deflate(&stream, Z_FINISH) : Z_MEM_ERROR;
	room = stream.total_out;
	deflateEnd(&stream);
	if (done != Z_STREAM_END)
		return fault_memory();
	buf_took(packed, room);
	return NULL;
}

static const struct kind *
kind_of(const char *path)
{
	struct file_ending ending = file_ending(str_of(path));

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (!strcmp(kinds[i].ending, ending.at))
			return &kinds[i];
	return NULL;
}

static struct fault *
put_asset(struct buf *out, const char *path)
{
	CLOSING(buf_done) struct buf bytes = { .max = MOST_BYTES };
	CLOSING(buf_done) struct buf packed = { .max = MOST_BYTES };
	const struct kind *kind = kind_of(path);
	struct str name = file_base_name(str_of(path));
	struct str stem;
	struct digest digest;

	if (!kind)
		return fault_new(FAULT_INPUT, "embed",
			"%s：不认识的文件类型，请加到 tools/embed.c。",
			"%s: a kind of file that tools/embed.c does not know; add it there.", path);
	TRY(file_read(path, &bytes));
	TRY(digest_sha256(buf_str(&bytes), &digest));
	if (kind->is_packable)
		TRY(pack(buf_str(&bytes), &packed));
	if (packed.len + 64 > bytes.len)
		buf_clear(&packed);
	stem = str_sub(name, 0, name.len - strlen(kind->ending) - 1);
	buf_print(out, "\t{ \"%.*s\", \"/assets/%.*s-%.12s.%s\", \"%s\",\n\t\t\"%s\",\n",
		STR_ARG(name), STR_ARG(stem), digest.at, kind->ending, kind->type, digest.at);
	put_c_string(out, buf_str(&bytes));
	buf_print(out, ", %zu,\n", bytes.len);
	if (packed.len)
		put_c_string(out, buf_str(&packed));
	else
		buf_put(out, STR("NULL"));
	buf_print(out, ", %zu },\n", packed.len);
	return NULL;
}

/* Only the shapes of a Lucide file are kept; the <svg> around them is ours. */
static struct fault *
put_icon(struct buf *out, const char *path)
{
	CLOSING(buf_done) struct buf bytes = { .max = MOST_BYTES };
	CLOSING(buf_done) struct buf svg = { .max = MOST_BYTES };
	struct str name = file_base_name(str_of(path));
	struct str text, line;
	size_t from, to;

	TRY(file_read(path, &bytes));
	text = buf_str(&bytes);
	from = str_find(text, STR("<svg"), 0);
	from = from == SIZE_MAX ? from : str_find(text, STR(">"), from);
	to = str_find_last(text, STR("</svg>"));
	if (from == SIZE_MAX || to == SIZE_MAX || kind_of(path) != kind_of("x.svg"))
		return fault_new(
			FAULT_INPUT, "embed", "%s 不是 SVG 图标。", "%s is no SVG icon.", path);
	text = str_sub(text, from + 1, to - from - 1);
	buf_put(&svg, STR("<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"20\" height=\"20\" "
			  "fill=\"none\" "
			  "stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" "
			  "stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\">"));
	while (str_next_line(&text, &line))
		buf_put(&svg, str_trim(line));
	buf_put(&svg, STR("</svg>"));
	TRY(buf_check(&svg));
	buf_print(out, "\t{ \"%.*s\", ", (int)name.len - 4, name.at);
	put_c_string(out, buf_str(&svg));
	buf_put(out, STR(" },\n"));
	return NULL;
}

static struct fault *
embed(const char *path, char **files)
{
	CLOSING(buf_done) struct buf out = { .max = (size_t)8 * MOST_BYTES };

	buf_put(&out, STR("/* Made by tools/embed.c from assets/; change them there. */\n"
			  "#include \"html/html_asset.h\"\n\nconst struct html_asset html_assets[] "
			  "= {\n"));
	for (; *files && strcmp(*files, "--icons") != 0; files++)
		TRY(put_asset(&out, *files));
	buf_put(&out, STR("};\nconst size_t html_asset_count = sizeof html_assets / sizeof "
			  "html_assets[0];\n"
			  "\nconst struct html_icon_shape html_icon_shapes[] = {\n"));
	for (files += *files != NULL; *files; files++)
		TRY(put_icon(&out, *files));
	buf_put(&out, STR("};\nconst size_t html_icon_count =\n"
			  "\tsizeof html_icon_shapes / sizeof html_icon_shapes[0];\n"));
	TRY(buf_check(&out));
	return file_write(path, buf_str(&out));
}

int
main(int argc, char **argv)
{
	struct fault *fault;

	if (argc < 3) {
		fputs("usage: embed OUT.c FILE… --icons ICON.svg…\n", stderr);
		return 2;
	}
	fault = embed(argv[1], argv + 2);
	if (fault)
		fprintf(stderr, "embed: %s %s\n", fault->en, fault->detail);
	return fault ? 1 : 0;
}
