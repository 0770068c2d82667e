/* A search through files that shares nothing with the program's own: every byte, every part
 * unpacked, in three encodings, and with the tags of markup taken out. */
#ifndef TESTS_UNIT_REDACTION_SEARCH_H
#define TESTS_UNIT_REDACTION_SEARCH_H

#include "help.h"

/* Without what stands between "<" and ">". */
static inline struct str
without_tags(struct desk *desk, struct str bytes)
{
	char *to = arena_take(desk->arena, bytes.len + 1, 1);
	size_t len = 0;
	int depth = 0;

	assert_non_null(to);
	for (size_t i = 0; i < bytes.len; i++) {
		depth += bytes.at[i] == '<';
		if (!depth)
			to[len++] = bytes.at[i];
		depth -= bytes.at[i] == '>' && depth > 0;
	}
	return (struct str){ to, len };
}

/* ASCII and the Chinese of the secret in two bytes each, the greater first or last. */
static inline struct str
in_two_bytes(struct desk *desk, struct str text, bool is_big)
{
	char *to = arena_take(desk->arena, text.len * 2 + 2, 1);
	size_t len = 0;

	assert_non_null(to);
	for (size_t i = 0; i < text.len;) {
		unsigned char c = (unsigned char)text.at[i];
		unsigned point = c;

		if (c >= 0xE0) {
			point = (c & 0x0FU) << 12 | ((unsigned char)text.at[i + 1] & 0x3FU) << 6 |
				((unsigned char)text.at[i + 2] & 0x3FU);
			i += 2;
		}
		i++;
		to[len++] = (char)(is_big ? point >> 8 : point & 0xFF);
		to[len++] = (char)(is_big ? point & 0xFF : point >> 8);
	}
	return (struct str){ to, len };
}

static inline bool
holds(struct desk *desk, struct str bytes, const char *secret)
{
	struct str word = str_of(secret);

	return str_has(bytes, word) || str_has(without_tags(desk, bytes), word) ||
	       str_has(bytes, in_two_bytes(desk, word, true)) ||
	       str_has(bytes, in_two_bytes(desk, word, false));
}

/* Anywhere in the file, its archive unpacked, its PDF objects written out. */
static inline bool
holds_anywhere(struct desk *desk, struct str bytes, const char *secret)
{
	static const char *const unpack[] = { "qpdf", "--warning-exit-0", "--qdf",
		"--object-streams=disable", "--stream-data=uncompress", "/dev/stdin", "-", NULL };
	static const char *const say[] = { "pdftotext", "-enc", "UTF-8", "-", "-", NULL };
	const char *const *programs[] = { unpack, say };
	struct doc_zip zip;

	if (holds(desk, bytes, secret))
		return true;
	if (str_starts(bytes, STR("PK\3\4"))) {
		FINE(doc_zip_open(bytes, desk->arena, &zip));
		for (size_t i = 0; i < zip.count; i++) {
			struct str part;

			FINE(doc_zip_unpack(&zip, &zip.parts[i], desk->arena, &part));
			if (holds(desk, zip.parts[i].name, secret) || holds(desk, part, secret))
				return true;
		}
	}
	for (size_t i = 0; str_starts(bytes, STR("%PDF")) && i < COUNT_OF(programs); i++) {
		struct cage_limits limits = { (size_t)512 << 20, 9, (size_t)64 << 20 };
		struct buf answer;
		bool does;

		buf_init(&answer, (size_t)64 << 20);
		FINE(cage_program(programs[i], bytes, &limits, &answer));
		does = holds(desk, buf_str(&answer), secret);
		buf_done(&answer);
		if (does)
			return true;
	}
	return false;
}

/*
 * One file with a secret at one place: the check finds it there as it is, and so does this search,
 * unless it `is_split` by what neither bytes nor tags show. Cut, it is gone for both.
 */
static inline void
must_go(struct desk *desk, const char *name, struct str bytes, const char *where,
	const char *secret, bool is_split)
{
	struct redaction_findings findings = { 0 };
	const struct str term = str_of(secret);
	struct redaction_record record;

	FINE(redaction_verify(str_of(name), bytes, &term, 1, desk->arena, &findings));
	if (!finding_of(&findings, "term_left"))
		fail_msg("%s: the check does not find it", where);
	if (holds_anywhere(desk, bytes, secret) == is_split)
		fail_msg("%s: the file is not what the test means", where);
	record = cut_terms(desk, name, bytes, &secret, 1);
	if (holds_anywhere(desk, buf_str(&desk->out), secret))
		fail_msg("%s: it is still there, %zu cuts", where, record.cut_count);
	must_be_clean(desk, name, &secret, 1);
}

#endif
