/*
 * Log lines with one write each, so that threads do not mix theirs. Nothing is allocated here: a
 * fault for want of memory must be told too. No files, no rotation: the service manager keeps what
 * comes out.
 */
#include "base/log.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LINE = 2048, MOST_TEXT = 300, ROOM_AT_END = 4 };

static enum log_level most = LOG_INFO;
static enum log_form form = LOG_AS_TEXT;
static _Thread_local char work[40];

/* A line being made. Invariant: len + ROOM_AT_END <= sizeof at. */
struct line {
	char at[MOST_LINE];
	size_t len;
	bool is_full;
};

void
log_set_level(enum log_level level)
{
	most = level;
}

void
log_set_form(enum log_form new_form)
{
	form = new_form;
}

bool
log_has(enum log_level level)
{
	return level <= most;
}

void
log_set_work(const char *id)
{
	snprintf(work, sizeof work, "%s", id);
}

struct log_field
log_text(const char *name, struct str text)
{
	return (struct log_field){ .name = name, .text = text.at ? text : STR("") };
}

struct log_field
log_number(const char *name, int64_t number)
{
	return (struct log_field){ .name = name, .number = number };
}

/* --- putting --- */

static void
put(struct line *line, const char *text, size_t len)
{
	if (line->is_full || len > sizeof line->at - ROOM_AT_END - line->len) {
		line->is_full = true;
		return;
	}
	memcpy(line->at + line->len, text, len);
	line->len += len;
}

static void
put_text(struct line *line, const char *text)
{
	put(line, text, strlen(text));
}

/* In quotes, as JSON wants it; the text form uses the same. */
static void
put_quoted(struct line *line, struct str text)
{
	struct str head = utf8_head(text, MOST_TEXT);

	put_text(line, "\"");
	for (size_t i = 0; i < head.len; i++) {
		char c = head.at[i];

		if (c == '"' || c == '\\')
			put_text(line, "\\");
		put(line, (unsigned char)c < ' ' || c == 0x7F ? " " : &c, 1);
	}
	put_text(line, head.len < text.len ? "…\"" : "\"");
}

/* True for what reads well without quotes. */
static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c <= ' ' || c >= 0x7F || c == '"' || c == '=' || c == '\\')
			return false;
	}
	return text.len > 0;
}

/* All of the field or nothing of it. */
static void
put_field(struct line *line, const struct log_field *field)
{
	size_t before = line->len;
	bool is_json = form == LOG_AS_JSON;
	char number[24];

	put_text(line, is_json ? ",\"" : " ");
	put_text(line, field->name);
	put_text(line, is_json ? "\":" : "=");
	if (!field->text.at) {
		snprintf(number, sizeof number, "%lld", (long long)field->number);
		put_text(line, number);
	} else if (!is_json && is_plain(field->text) && field->text.len <= MOST_TEXT) {
		put(line, field->text.at, field->text.len);
	} else {
		put_quoted(line, field->text);
	}
	if (line->is_full)
		line->len = before;
	line->is_full = false;
}

static void
put_head(struct line *line, enum log_level level, const char *what)
{
	const char *name = level == LOG_ERROR ? "error" : "info";
	char when[40] = "";
	struct timespec now;
	struct tm utc;

	clock_gettime(CLOCK_REALTIME, &now);
	if (gmtime_r(&now.tv_sec, &utc))
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(when + strlen(when), sizeof when - strlen(when), ".%03ldZ", now.tv_nsec / 1000000);
	if (form == LOG_AS_TEXT) {
		put_text(line, when);
		put_text(line, " ");
		put_text(line, name);
		put_text(line, " ");
		put_text(line, what);
		return;
	}
	put_text(line, "{\"at\":\"");
	put_text(line, when);
	put_text(line, "\",\"level\":\"");
	put_text(line, name);
	put_text(line, "\",\"event\":");
	put_quoted(line, str_of(what));
}

void
log_event(enum log_level level, const char *what, const struct log_field *fields, size_t count)
{
	struct line line = { .len = 0 };
	struct log_field id = log_text("id", str_of(work));

	if (level > most)
		return;
	put_head(&line, level, what);
	if (work[0])
		put_field(&line, &id);
	for (size_t i = 0; i < count; i++)
		put_field(&line, &fields[i]);
	/* Room for these was kept. */
	if (form == LOG_AS_JSON)
		line.at[line.len++] = '}';
	line.at[line.len++] = '\n';
	if (write(STDERR_FILENO, line.at, line.len) < 0)
		return;
}

void
log_line(enum log_level level, const char *what, const char *format, ...)
{
	char says[1200];
	va_list args;

	va_start(args, format);
	vsnprintf(says, sizeof says, format, args);
	va_end(args);
	LOG_EVENT(level, what, log_text("says", str_of(says)));
}

void
log_fault(const char *what, const struct fault *fault)
{
	LOG_EVENT(LOG_ERROR, what, log_text("kind", str_of(fault_kind_name(fault->kind))),
		log_text("code", str_of(fault->code)), log_text("says", str_of(fault->en)),
		log_text("detail", str_of(fault->detail)));
}
