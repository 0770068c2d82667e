/*
 * Folding: text made comparable (half width, simplified script, dashes alike, no punctuation) with
 * the way back to the bytes it came from. It changes no text; the record keeps what was printed.
 */
#include "base/utf8.h"
#include "reading/reading_inside.h"

enum { MOST_COMPARED = 96 };

/* What is neither an ideograph nor printable ASCII. */
static uint32_t
fold_sign(uint32_t point)
{
	if (utf8_is_space(point) || point == 0x200C || point == 0x200D || point == 0x2060)
		return ' ';
	point = utf8_half_width(point);
	switch (point) {
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
	case 0xFE63:
	case 0x2500:
		return '-';
	case 0xFE62:
		return '+';
	case 0x2215:
	case 0x2044:
		return '/';
	default:
		return point;
	}
}

static inline uint32_t
fold_point(const uint64_t *marks, uint32_t point)
{
	if (point >= READING_SCRIPT_FIRST && point < READING_SCRIPT_END)
		return reading_script_fold(marks, point);
	return point > ' ' && point < 0x7F ? point : fold_sign(point);
}

/* Room for so many points and for what stands at their end; not zeroed, since all is written. */
static struct fault *
take_line(struct arena *arena, size_t room, struct reading_line *ret_line)
{
	uint32_t *both = arena_take_bytes(arena, (room + 1) * 2 * sizeof *both);

	if (!both)
		return fault_memory();
	*ret_line = (struct reading_line){ both, both + room + 1, 0 };
	return NULL;
}

struct fault *
reading_fold_line(struct arena *arena, struct str text, struct reading_line *ret_line)
{
	const uint64_t *marks = reading_script_marks();
	size_t room = utf8_count(text);
	struct reading_line line;
	size_t at = 0;

	TRY(take_line(arena, room, &line));
	while (at < text.len && line.count < room) {
		size_t len;

		line.points[line.count] = fold_point(marks, utf8_at(text, at, &len));
		line.places[line.count++] = (uint32_t)at;
		at += len;
	}
	line.points[line.count] = 0;
	line.places[line.count] = (uint32_t)text.len;
	*ret_line = line;
	return NULL;
}

struct fault *
reading_fold_script(struct arena *arena, struct str text, struct str *ret_text)
{
	const uint64_t *marks = reading_script_marks();
	char *out;
	size_t at = 0;

	TAKE(arena, out, text.len + 1);
	if (text.len)
		memcpy(out, text.at, text.len);
	while (at < text.len) {
		size_t len;
		uint32_t point = utf8_at(text, at, &len);
		uint32_t plain = reading_script_fold(marks, point);

		/* Both are three bytes long, so places stay the same. */
		if (plain != point && len == 3)
			utf8_put(out + at, plain);
		at += len;
	}
	*ret_text = (struct str){ out, text.len };
	return NULL;
}

static inline bool
is_word(uint32_t point)
{
	return utf8_is_han(point) || reading_fold_is_digit(point) ||
	       (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
}

struct fault *
reading_fold_both(struct arena *arena, struct str text, struct reading_line *ret_line,
	struct reading_line *ret_words)
{
	struct reading_line words;
	struct reading_line line;

	TRY(reading_fold_line(arena, text, &line));
	TRY(take_line(arena, line.count, &words));
	for (size_t i = 0; i < line.count; i++) {
		words.points[words.count] = line.points[i];
		words.places[words.count] = line.places[i];
		words.count += is_word(line.points[i]);
	}
	words.points[words.count] = 0;
	words.places[words.count] = line.places[line.count];
	*ret_line = line;
	*ret_words = words;
	return NULL;
}

struct fault *
reading_fold_words(struct arena *arena, struct str text, struct reading_line *ret_words)
{
	struct reading_line words;
	size_t kept = 0;

	/* In the storage of the line itself. */
	TRY(reading_fold_line(arena, text, &words));
	for (size_t i = 0; i < words.count; i++) {
		uint32_t point = words.points[i];

		if (!is_word(point))
			continue;
		words.points[kept] = point;
		words.places[kept++] = words.places[i];
	}
	words.places[kept] = words.places[words.count];
	words.count = kept;
	*ret_words = words;
	return NULL;
}

struct reading_line
reading_fold_part(const struct reading_line *line, size_t from, size_t to)
{
	return (struct reading_line){ line->points + from, line->places + from, to - from };
}

bool
reading_fold_equal(const struct reading_line *a, const struct reading_line *b)
{
	return a->count == b->count &&
	       (a->count == 0 || memcmp(a->points, b->points, a->count * sizeof *a->points) == 0);
}

size_t
reading_fold_find(const struct reading_line *text, const struct reading_line *part, size_t from)
{
	if (part->count == 0 || part->count > text->count)
		return SIZE_MAX;
	for (size_t i = from; i + part->count <= text->count; i++)
		if (text->points[i] == part->points[0] &&
			memcmp(text->points + i, part->points,
				part->count * sizeof *part->points) == 0)
			return i;
	return SIZE_MAX;
}

/* A bit for each of at most 64 points that is this one. */
static uint64_t
places_of(uint32_t point, const uint32_t *points, size_t count)
{
	uint64_t places = 0;

	while (count-- > 0)
		places = places << 1 | (points[count] == point);
	return places;
}

size_t
reading_fold_common(const struct reading_line *a, const struct reading_line *b)
{
	size_t rows = a->count < MOST_COMPARED ? a->count : MOST_COMPARED;
	size_t columns = b->count < MOST_COMPARED ? b->count : MOST_COMPARED;
	size_t first = columns < 64 ? columns : 64;
	unsigned __int128 open = ~(unsigned __int128)0;

	/* A whole row of the usual table in one number (Hyyrö 2004): a bit is 0 where the row grows
	 * by one. */
	for (size_t i = 0; i < rows; i++) {
		unsigned __int128 hit = places_of(a->points[i], b->points + first, columns - first);

		hit = open & (hit << 64 | places_of(a->points[i], b->points, first));
		open = (open + hit) | (open - hit);
	}
	return reading_count_bits(~(uint64_t)open) + reading_count_bits(~(uint64_t)(open >> 64));
}

int
reading_fold_likeness(const struct reading_line *a, const struct reading_line *b)
{
	if (a->count + b->count == 0)
		return 0;
	return (int)(2000 * reading_fold_common(a, b) / (a->count + b->count));
}
