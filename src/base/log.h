/*
 * The log: one line a happening on standard error, `time level what key="value" …`.
 * Only program/ and http/ log. Never put personal data or secrets into it.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/fault.h"

enum log_level { LOG_QUIET, LOG_ERROR, LOG_INFO };

void log_set_level(enum log_level level);
void log_line(enum log_level level, const char *what, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Kind, code, English sentence and detail of a fault. */
void log_fault(const char *what, const struct fault *fault);

#endif
