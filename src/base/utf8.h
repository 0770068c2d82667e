/*
 * UTF-8: checking at the door, stepping through characters, and the classes of characters that
 * Chinese office text needs. Full case folding and collation are not here; nothing needs them.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { UTF8_BROKEN = 0xFFFD };

/* The code point that starts at byte `at`; *ret_len its bytes (1 for a broken one, which gives
 * UTF8_BROKEN). `at` must be inside the text. */
uint32_t utf8_at(struct str text, size_t at, size_t *ret_len);

/* True for well-formed UTF-8 without zero bytes; else *ret_bad is the offset of the first fault. */
bool utf8_is_valid(struct str text, size_t *ret_bad);

/* Code points in the text. */
size_t utf8_count(struct str text);

/* Write one code point at `to` (room for 4); the number of bytes. */
size_t utf8_put(char *to, uint32_t point);

/* White space in the wide sense: ASCII, NBSP, U+2000–200B, U+3000, U+FEFF. */
bool utf8_is_space(uint32_t point);
/* CJK ideographs, including the extensions outside the BMP. */
bool utf8_is_han(uint32_t point);
/* May stand in XML 1.0 text. */
bool utf8_is_xml(uint32_t point);
/* Full-width ASCII forms to half width, U+3000 to space; others unchanged. */
uint32_t utf8_half_width(uint32_t point);

/* Characters that XML cannot hold taken out and \r\n and \r made \n; shares the text when there is
 * nothing to do. */
MUST struct fault *utf8_clean(struct arena *arena, struct str text, struct str *ret_text);

#endif
