/*
 * Masking of personal data for entries: enough stays to recognise what one knows.
 * Which fields are personal is known to the rooms that write them.
 */
#include "audit/audit.h"
#include "base/utf8.h"

enum { MOST_STARS = 32 };

static const char stars[MOST_STARS + 1] = "********************************";

/* The first `head` and the last `tail` of `total` characters, with stars for the others, at most
 * `most`: a long value must not tell its length by a long row of stars. */
static struct fault *
mask(struct arena *arena, struct str text, size_t head, size_t tail, size_t most,
	struct str *ret_masked)
{
	size_t total = utf8_count(text);
	size_t hidden = total - head - tail;
	size_t at = 0;
	size_t head_end = 0;
	size_t tail_start = text.len;

	for (size_t i = 0; i < total; i++) {
		size_t len;

		if (i == head)
			head_end = at;
		if (i == total - tail)
			tail_start = at;
		utf8_at(text, at, &len);
		at += len;
	}
	if (hidden > most)
		hidden = most;
	return str_print(arena, ret_masked, "%.*s%.*s%.*s", (int)head_end, text.at ? text.at : "",
		(int)hidden, stars, STR_ARG(str_from(text, tail_start)));
}

struct fault *
audit_mask_name(struct arena *arena, struct str name, struct str *ret_masked)
{
	name = str_trim(name);
	if (name.len == 0) {
		*ret_masked = STR("");
		return NULL;
	}
	return mask(arena, name, utf8_count(name) > 1 ? 1 : 0, 0, 2, ret_masked);
}

struct fault *
audit_mask_number(struct arena *arena, struct str number, struct str *ret_masked)
{
	size_t count;

	number = str_trim(number);
	count = utf8_count(number);
	if (count == 0) {
		*ret_masked = STR("");
		return NULL;
	}
	/* 身份证号 and bank cards, 手机号, shorter ones; more would be too easy to guess. */
	if (count >= 15)
		return mask(arena, number, 4, 4, MOST_STARS, ret_masked);
	if (count >= 11)
		return mask(arena, number, 3, 4, MOST_STARS, ret_masked);
	return mask(arena, number, 0, count >= 6 ? 2 : 0, MOST_STARS, ret_masked);
}

struct fault *
audit_mask_mail(struct arena *arena, struct str mail, struct str *ret_masked)
{
	size_t at;
	size_t len = 0;

	mail = str_trim(mail);
	at = str_find_last(mail, STR("@"));
	if (mail.len == 0 || at == SIZE_MAX) {
		*ret_masked = mail.len ? STR("***") : STR("");
		return NULL;
	}
	/* One letter is the whole of a name of one letter. */
	if (utf8_count(str_sub(mail, 0, at)) > 1)
		utf8_at(mail, 0, &len);
	return str_print(
		arena, ret_masked, "%.*s***%.*s", (int)len, mail.at, STR_ARG(str_from(mail, at)));
}
