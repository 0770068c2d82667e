/*
 * Tables over many checked reports: a line each for the terminal, and all cells and findings as a
 * document for CSV and Excel. It reads and checks nothing itself.
 */
#ifndef PROGRAM_COMMAND_TABLE_H
#define PROGRAM_COMMAND_TABLE_H

#include "doc/doc.h"
#include "report/report.h"

/* Heading of the terminal's summary, and one report's line of it. */
struct str command_table_head(bool is_english);
void command_table_line(struct buf *out, const struct report *report);

/* As one long table (`as_one`, for CSV), or as three: summary, cells, findings. */
MUST struct fault *command_table(const struct report *reports, size_t count, bool as_one,
	struct arena *arena, struct doc *ret_doc);
/* A copy in the arena of what command_table() shows of a report, and nothing else of it. */
MUST struct fault *command_table_keep(
	const struct report *report, struct arena *arena, struct report *ret_kept);

#endif
