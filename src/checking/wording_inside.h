/*
 * Shared by the wording files: the word lists as data and what looks at one section.
 * Not for other files; they call rules_check_wording().
 */
#ifndef CHECKING_WORDING_INSIDE_H
#define CHECKING_WORDING_INSIDE_H

#include "checking/rules_inside.h"

/* A word that is always wrong in this kind of text, what it should be, and longer words in which it
 * stands rightly (parted by |, may be empty). */
struct wording_confusion {
	const char *wrong;
	const char *right;
	const char *except;
	bool is_mild; /* only a note: taste or grammar that many do not mind */
};
extern const struct wording_confusion wording_confusions[];
extern const size_t wording_confusion_count;

/* Set phrases of at least four characters; a text that differs in exactly one, by a character of
 * the same group of look-alikes or sound-alikes, has a slip. */
extern const char *const wording_phrases[];
extern const size_t wording_phrase_count;
extern const char *const wording_groups[];
extern const size_t wording_group_count;

/* Two-character words after which the same word may begin a new one: 人民政府政府信息公开. */
extern const char *const wording_may_double[];
extern const size_t wording_may_double_count;

/* A finding of the style rule at bytes of flat. */
struct report_finding *wording_add(
	struct rules *rules, const struct rules_text *text, size_t from, size_t to);
/* Nothing but one line's words between two bytes of flat? */
bool wording_same_line(const struct rules_text *text, size_t from, size_t to);
/* The three bytes at a place are one common Chinese character. */
bool wording_is_han(struct str flat, size_t at);
/* Bytes from 《 to 》 of the longest title. */
enum { WORDING_MOST_TITLE = 400 };
/* Byte behind the 》 that closes the 《 at `at`, nested ones counted; SIZE_MAX when there is none
 * near. */
size_t wording_title_end(struct str flat, size_t at);

void wording_check_doubles(struct rules *rules, const struct rules_text *text);
void wording_check_marks(struct rules *rules, const struct rules_text *text);
void wording_check_brackets(struct rules *rules, const struct rules_text *text);

#endif
