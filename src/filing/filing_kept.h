/*
 * Records drawn as pieces of pages, kept in memory, so that reading and drawing one is done once
 * for each of its versions. It does not know who may see a report: a page loads the row through its
 * gate each time, and only the id and version of that row lead here.
 */
#ifndef FILING_FILING_KEPT_H
#define FILING_FILING_KEPT_H

#include "base/arena.h"
#include "base/day.h"
#include "html/html.h"

/* What a page shows of one record, whoever reads it. */
struct filing_drawn {
	struct html tally;
	struct html body;   /* the report and its findings, side by side */
	struct html charts; /* empty when there are none */
	struct day period_from;
	struct day period_to;
	struct kept_item *lent; /* filing_kept.c's own; NULL when the bytes are the caller's */
};

struct filing_kept;

/* Everything kept holds at most `max` bytes. Every change of a report or its record gives it
 * another version (filing.sql), so nothing needs to be forgotten but for room. */
MUST struct fault *filing_kept_open(size_t max, struct filing_kept **ret_kept);
void filing_kept_close(struct filing_kept **kept);
/* Lent until filing_drawn_done(). False when it is not kept, and always for NULL. */
bool filing_kept_find(
	struct filing_kept *kept, int64_t id, int64_t version, struct filing_drawn *ret_drawn);
/* Gives back what was lent; nothing happens to any other. */
void filing_drawn_done(struct filing_drawn *drawn);
/* What cannot be kept is not an error. */
void filing_kept_put(
	struct filing_kept *kept, int64_t id, int64_t version, const struct filing_drawn *drawn);

#endif
