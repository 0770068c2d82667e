/*
 * reading: any document, however damaged, into the exact record of an annual report.
 *
 * What lives here: the reader, from labels and glued digits to cells; the sums that decide between
 * readings; titles, dates and sections. What does not: file formats (doc/), whether a record is
 * right (checking/). The same document always gives the same record: no statistics, no network.
 */
#ifndef READING_READING_H
#define READING_READING_H

#include "report/report.h"

/*
 * Read a document into a record; runs inside the cage. A document that is no annual report, of a
 * form before 2019, or holds two reports is INPUT with a sentence.
 */
MUST struct fault *reading_make_of_doc(
	const struct doc *doc, struct str file, struct arena *arena, struct report *ret_report);

/* Bytes of a file to a record: prepares, cages and reads. The only door for untrusted bytes. Also
 * takes our own record JSON. */
MUST struct fault *reading_make(
	struct str name, struct str bytes, struct arena *arena, struct report *ret_report);

#endif
