/*
 * The route tables of this room, for program/rooms.c, and a letter on the screen for the pages of
 * rooms above (html/letter_paper.html). Pages that write letters belong to the room whose matter
 * they are.
 */
#ifndef LETTER_LETTER_PAGE_H
#define LETTER_LETTER_PAGE_H

#include "html/html_shell.h"
#include "http/http.h"
#include "letter/letter_work.h"

extern const struct route letter_template_routes[];
extern const struct route letter_register_routes[];
extern const struct route letter_settings_routes[];

/* Who may change an agency's templates, and who sees its register. */
#define LETTER_WORDS_ROLES ((unsigned)ACCOUNT_HEAD | (unsigned)ACCOUNT_LEGAL_REVIEWER)
#define LETTER_REGISTER_ROLES                                                                      \
	((unsigned)ACCOUNT_CASE_OFFICER | (unsigned)ACCOUNT_LEGAL_REVIEWER |                       \
		(unsigned)ACCOUNT_HEAD | (unsigned)ACCOUNT_SUPERVISOR)

#endif
