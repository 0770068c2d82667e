/*
 * Small deeds on a record: counting findings by level and adding a repair. Nothing is read or
 * decided here.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "report/report.h"

size_t
report_count(const struct report *report, enum report_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < report->finding_count; i++)
		count += report->findings[i].level == level;
	return count;
}

const char *
report_level_letter(enum report_level level)
{
	static const char *const letters[] = { "E", "W", "I", "OK" };

	return letters[level];
}

struct fault *
report_add_repair(struct report *report, struct arena *arena, size_t *room, const char *where,
	const char *format, ...)
{
	char what[2000];
	struct str text;
	struct str place;
	size_t bad;
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	text = str_of(what);
	if (!utf8_is_valid(text, &bad))
		text.len = bad;
	TRY(str_copy(arena, text, &text));
	TRY(str_copy(arena, str_of(where), &place));
	GROW(arena, report->repairs, report->repair_count, *room);
	report->repairs[report->repair_count++] = (struct report_repair){ place, text };
	return NULL;
}
