/*
 * The log: one line a happening on standard error, as text (`time level what key=value …`) or as
 * one JSON object. Only program/ and http/ log. Never put personal data or secrets into it: no
 * addresses of visitors, no names, no queries, no content.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/str.h"

enum log_level { LOG_QUIET, LOG_ERROR, LOG_INFO };
enum log_form { LOG_AS_TEXT, LOG_AS_JSON };

void log_set_level(enum log_level level);
void log_set_form(enum log_form form);
/* Is anything of this level written? For who would work long to say it. */
bool log_has(enum log_level level);

/* What happened, with its particulars. Text may hold anything: it is escaped, cut after 300 bytes,
 * and a field that does not fit the line any more is left out. */
struct log_field {
	const char *name;
	struct str text; /* a number when its `at` is NULL */
	int64_t number;
};

struct log_field log_text(const char *name, struct str text);
struct log_field log_number(const char *name, int64_t number);

#define LOG_EVENT(level, what, ...)                                                                \
	log_event((level), (what), (const struct log_field[]){ __VA_ARGS__ },                      \
		COUNT_OF(((const struct log_field[]){ __VA_ARGS__ })))
void log_event(
	enum log_level level, const char *what, const struct log_field *fields, size_t count);

/* The request or job that this thread works on from now: a short name that stands in each of its
 * lines as `id`. An empty one ends it. */
void log_set_work(const char *id);

/* A happening told in one sentence, or as `key=value` pairs that only people read. */
void log_line(enum log_level level, const char *what, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Kind, code, English sentence and detail of a fault. */
void log_fault(const char *what, const struct fault *fault);

#endif
