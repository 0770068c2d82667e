/*
 * What a checked report gives to the tables over many: a line for the terminal, and its cells and
 * findings as a document for CSV and Excel. It reads and checks nothing itself.
 */
#ifndef PROGRAM_COMMAND_TABLE_H
#define PROGRAM_COMMAND_TABLE_H

#include "doc/doc.h"
#include "report/report.h"

/* Heading of the terminal's summary, and one report's line of it. */
struct str command_table_head(bool is_english);
void command_table_line(struct buf *out, const struct report *report);

/* All cells and findings of a report: as one long table, for CSV, or under the title of the summary
 * as three tables: summary, cells, findings. */
MUST struct fault *command_table_whole(
	const struct report *report, struct arena *arena, struct doc *ret_doc);
MUST struct fault *command_table_parts(
	const struct report *report, struct arena *arena, struct doc *ret_doc);

#endif
