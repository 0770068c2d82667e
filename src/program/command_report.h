/*
 * Shared by the verbs about reports. Not for other files; main knows them by program_report_verbs.
 */
#ifndef PROGRAM_COMMAND_REPORT_H
#define PROGRAM_COMMAND_REPORT_H

#include "program/program.h"
#include "report/report.h"

#define COMMAND_RECORD_MAX ((size_t)256 << 20) /* memory of one report */
#define COMMAND_OUTPUT_MAX ((size_t)256 << 20)

/* Options of `report check`, in the order of its verb. */
enum {
	COMMAND_CHECK_PREVIOUS,
	COMMAND_CHECK_PUBLISHED,
	COMMAND_CHECK_DEADLINE,
	COMMAND_CHECK_JSON,
	COMMAND_CHECK_CSV,
	COMMAND_CHECK_XLSX,
};

/* The fault "usage" when writing `out`, NULL for none, would write over the file `in`. */
MUST struct fault *command_keep_input(const char *out, const char *in);
/* One file to a record; `file` in the record is the file's own name without folders, shown. */
MUST struct fault *command_read_record(
	const char *path, struct arena *arena, struct report *ret_report);
/* The fault "usage" when the line names no file. */
MUST struct fault *command_need_files(const struct program_line *line);
/* The verb `report check`. */
int command_check(const struct program_line *line);

#endif
