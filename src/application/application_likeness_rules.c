/*
 * How alike two applications are: sets of character pairs, compared whole, with min-hash bands to
 * find candidates among many. Pure; who applied and when does not count here.
 */
#include <stdlib.h>

#include "application/application.h"
#include "base/utf8.h"

enum {
	LEAST = 6,   /* shingles; shorter texts say too little */
	MOST = 4000, /* characters that are compared */
	ROWS = 3,    /* minima of one band */
};

/* Words that tell nothing apart, because every application has them. */
static const char *const usual[] = { "申请公开", "申请获取", "政府信息", "请求公开", "信息公开",
	"请公开", "贵单位", "贵机关", "贵局", "你单位", "你局", "本人", "现申请", "关于", "有关",
	"相关", "的", "了", "及", "和", "与", "一份", "复印件" };

/* Law-like numbers and letters count as they are; marks and spaces do not. */
static bool
is_counted(uint32_t point)
{
	return utf8_is_han(point) || (point >= '0' && point <= '9') ||
	       (point >= 'a' && point <= 'z');
}

static size_t
usual_at(struct str text, size_t at)
{
	for (size_t i = 0; i < COUNT_OF(usual); i++)
		if (str_starts(str_from(text, at), str_of(usual[i])))
			return str_of(usual[i]).len;
	return 0;
}

static size_t
put_points(struct str text, uint32_t *points, size_t count)
{
	size_t length;

	for (size_t at = 0; at < text.len && count < MOST; at += length) {
		uint32_t point = utf8_half_width(utf8_at(text, at, &length));
		size_t skipped = usual_at(text, at);

		if (skipped) {
			length = skipped;
			continue;
		}
		if (point >= 'A' && point <= 'Z')
			point += 'a' - 'A';
		if (is_counted(point))
			points[count++] = point;
	}
	return count;
}

/* Source: the finaliser of MurmurHash3 (public domain), as a mixer of 64 bits. */
static uint64_t
mix(uint64_t value)
{
	value ^= value >> 33;
	value *= UINT64_C(0xff51afd7ed558ccd);
	value ^= value >> 33;
	value *= UINT64_C(0xc4ceb9fe1a85ec53);
	return value ^ value >> 33;
}

static int
by_value(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void
make_bands(struct application_print *print)
{
	for (int band = 0; band < APPLICATION_BANDS; band++) {
		uint64_t sum = (uint64_t)band + 1;

		for (int row = 0; row < ROWS; row++) {
			uint64_t seed = mix((uint64_t)(band * ROWS + row) + 1);
			uint64_t least = UINT64_MAX;

			for (size_t i = 0; i < print->count; i++) {
				uint64_t value = mix(print->shingles[i] ^ seed);

				if (value < least)
					least = value;
			}
			sum = mix(sum ^ least);
		}
		/* Positive and never 0, which stands for "nothing to compare". */
		print->bands[band] = (int64_t)(sum >> 2) + 1;
	}
}

struct fault *
application_print_make(struct arena *arena, struct str title, struct str description,
	struct application_print *ret_print)
{
	struct application_print print = { .count = 0 };
	uint32_t *points;
	size_t count;
	size_t kept = 0;

	TAKE(arena, points, MOST);
	count = put_points(title, points, 0);
	count = put_points(description, points, count);
	TAKE(arena, print.shingles, count + 1);
	for (size_t i = 0; i + 1 < count; i++)
		print.shingles[print.count++] = (uint64_t)points[i] << 32 | points[i + 1];
	if (print.count)
		qsort(print.shingles, print.count, sizeof *print.shingles, by_value);
	for (size_t i = 0; i < print.count; i++)
		if (!i || print.shingles[i] != print.shingles[kept - 1])
			print.shingles[kept++] = print.shingles[i];
	print.count = kept < LEAST ? 0 : kept;
	if (print.count)
		make_bands(&print);
	*ret_print = print;
	return NULL;
}

int
application_print_likeness(const struct application_print *a, const struct application_print *b)
{
	size_t i = 0;
	size_t j = 0;
	size_t both = 0;

	while (i < a->count && j < b->count) {
		if (a->shingles[i] == b->shingles[j]) {
			both++;
			i++;
			j++;
		} else if (a->shingles[i] < b->shingles[j]) {
			i++;
		} else {
			j++;
		}
	}
	if (!both)
		return 0;
	return (int)(both * 100 / (a->count + b->count - both));
}
