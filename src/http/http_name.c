/*
 * File names from outside made harmless, and the media type that an ending stands for.
 * A name is only ever shown or offered for saving; nothing is stored under it.
 */
#include "base/utf8.h"
#include "http/http_inside.h"

enum { NAME_MAX_BYTES = 180, ENDING_MAX_BYTES = 16 };

/* Characters that turn the direction of text make "fdp.exe" look like "exe.pdf". */
static bool
is_hostile(uint32_t point)
{
	return point < ' ' || point == 0x7F || (point >= 0x80 && point < 0xA0) || point == 0x200E ||
	       point == 0x200F || point == 0x061C || (point >= 0x200B && point <= 0x200D) ||
	       point == 0x2028 || point == 0x2029 || (point >= 0x202A && point <= 0x202E) ||
	       (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF || point == UTF8_BROKEN ||
	       (point < 0x80 && strchr("/\\:*?\"<>|", (int)point));
}

/* Bytes of the ending with its dot; 0 when there is none. */
static size_t
ending_len(struct str name)
{
	size_t dot = str_find_last(name, STR("."));

	if (dot == SIZE_MAX || dot == 0 || name.len - dot > ENDING_MAX_BYTES)
		return 0;
	return name.len - dot;
}

/* Cut the middle out: at most `max` bytes, whole characters, the ending kept. */
static struct str
shorten(char *text, size_t len, size_t max)
{
	size_t tail = ending_len((struct str){ text, len });
	size_t head = utf8_head((struct str){ text, len }, max - tail).len;

	memmove(text + head, text + len - tail, tail);
	return (struct str){ text, head + tail };
}

struct fault *
http_name_clean(struct arena *arena, struct str name, struct str *ret_name)
{
	struct str clean;
	char *text;
	size_t len = 0;
	size_t step;

	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == '/' || name.at[i] == '\\') {
			name = str_from(name, i + 1);
			i = SIZE_MAX;
		}
	/* Room in front for a stem, should nothing but the ending be readable. */
	TAKE(arena, text, name.len + 5);
	text += 4;
	for (size_t i = 0; i < name.len; i += step) {
		uint32_t point = utf8_at(name, i, &step);

		if (!is_hostile(point))
			len += utf8_put(text + len, point);
	}
	clean = str_trim((struct str){ text, len });
	while (str_starts(clean, STR("..")) || str_equal(clean, STR(".")))
		clean = str_from(clean, 1);
	if (str_starts(clean, STR("."))) {
		clean = (struct str){ clean.at - 4, clean.len + 4 };
		memcpy(text + (clean.at - text), "file", 4);
	}
	if (clean.len > NAME_MAX_BYTES)
		clean = shorten(text + (clean.at - text), clean.len, NAME_MAX_BYTES);
	*ret_name = clean.len ? clean : STR("file");
	return NULL;
}

const char *
http_name_type(struct str name)
{
	static const struct {
		const char *ending;
		const char *type;
	} types[] = {
		{ "html", "text/html; charset=utf-8" },
		{ "css", "text/css; charset=utf-8" },
		{ "js", "text/javascript; charset=utf-8" },
		{ "json", "application/json" },
		{ "csv", "text/csv; charset=utf-8" },
		{ "txt", "text/plain; charset=utf-8" },
		{ "md", "text/markdown; charset=utf-8" },
		{ "xml", "application/xml" },
		{ "svg", "image/svg+xml" },
		{ "png", "image/png" },
		{ "jpg", "image/jpeg" },
		{ "webp", "image/webp" },
		{ "ico", "image/x-icon" },
		{ "woff2", "font/woff2" },
		{ "map", "application/json" },
		{ "pdf", "application/pdf" },
		{ "zip", "application/zip" },
		{ "doc", "application/msword" },
		{ "docx", "application/"
			  "vnd.openxmlformats-officedocument.wordprocessingml.document" },
		{ "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
	};
	size_t dot = str_find_last(name, STR("."));

	for (size_t i = 0; dot != SIZE_MAX && i < COUNT_OF(types); i++)
		if (str_equal_ascii(str_from(name, dot + 1), str_of(types[i].ending)))
			return types[i].type;
	return "application/octet-stream";
}
