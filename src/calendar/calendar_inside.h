/*
 * Shared by the room's own files: the line of a calendar's CSV. Other rooms do not include this.
 */
#ifndef CALENDAR_CALENDAR_INSIDE_H
#define CALENDAR_CALENDAR_INSIDE_H

#include "calendar/calendar.h"

/* One line "2026-01-01,holiday,元旦" into a row that borrows the name; the reason, in both
 * languages, when it is none. Blank lines, remarks and headings are not for this. */
struct calendar_line_problem {
	const char *zh;
	const char *en;
};
bool calendar_line_parse(
	struct str line, struct calendar_row *ret_row, struct calendar_line_problem *ret_problem);
/* A heading, a remark or nothing. */
bool calendar_line_is_empty(struct str line);

/* data/workdays.csv, made by tools/lines.c; ends with NULL. */
extern const char *const calendar_own_lines[];

#endif
