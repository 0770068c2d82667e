/*
 * Shared by the verbs about reports, and the names of files for other verbs. main knows the verbs
 * by program_report_verbs; the verbs themselves are not here.
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

/* A name of the file system as records, tables and terminals can hold it: UTF-8 (GBK is turned
 * into it), one line, nothing that steers a terminal. */
MUST struct fault *command_show_name(struct arena *arena, struct str name, struct str *ret_name);
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
