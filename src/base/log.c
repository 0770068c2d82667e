/*
 * Log lines with one write each, so that threads do not mix theirs.
 * No files, no rotation: the service manager keeps what comes out.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static enum log_level most = LOG_INFO;

void
log_set_level(enum log_level level)
{
	most = level;
}

void
log_line(enum log_level level, const char *what, const char *format, ...)
{
	char line[1200];
	char when[32] = "";
	struct tm utc;
	time_t now = time(NULL);
	va_list args;
	int len;
	int more;

	if (level > most)
		return;
	if (gmtime_r(&now, &utc))
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
	len = snprintf(
		line, sizeof line, "%s %s %s ", when, level == LOG_ERROR ? "error" : "info", what);
	va_start(args, format);
	more = vsnprintf(line + len, sizeof line - (size_t)len - 1, format, args);
	va_end(args);
	if (more < 0)
		return;
	len += more;
	if (len > (int)sizeof line - 2)
		len = (int)sizeof line - 2;
	for (int i = 0; i < len; i++)
		if ((unsigned char)line[i] < ' ')
			line[i] = ' ';
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)len) < 0)
		return;
}

void
log_fault(const char *what, const struct fault *fault)
{
	log_line(LOG_ERROR, what, "kind=%s code=%s says=\"%s\" detail=\"%s\"",
		fault_kind_name(fault->kind), fault->code, fault->en, fault->detail);
}
