/*
 * Shared by the files of the clock: one walk over the events, and what it leaves behind for the
 * proof. Other rooms do not include this.
 */
#ifndef CALENDAR_CLOCK_INSIDE_H
#define CALENDAR_CLOCK_INSIDE_H

#include "calendar/clock.h"

/* Days in a row that are counted or paused. Invariant: from <= to + 1 (it may be empty). */
struct clock_span {
	struct day from;
	struct day to;
	bool is_paused;
	enum clock_why why;
	bool is_void; /* counted before a restart */
};

enum clock_rule {
	CLOCK_RULE_STOPPED_LATE,
	CLOCK_RULE_OVERDUE,
	CLOCK_RULE_EXTENDED_LATE,
	CLOCK_RULE_RESTARTED_LATE,
	CLOCK_RULE_PAUSED_LATE,
	CLOCK_RULE_CORRECTION_LATE,
};

/* A finding before it has words. */
struct clock_breach {
	enum clock_rule rule;
	struct day day;
	struct day due; /* that was missed; the last day for a correction notice */
	int by;         /* working days late; -1 when the calendar does not reach that far */
};

/* Each event adds at most one span and one breach, the end one more. */
struct clock_trace {
	struct clock_span *spans;
	size_t span_count;
	struct clock_breach *breaches;
	size_t breach_count;
};

/* clock_answer() with a trace, whose arrays have room for count + 2; NULL: none. */
MUST struct fault *clock_walk(const struct clock_input *input, struct clock_trace *trace,
	struct clock_answer *ret_answer);

/* Words of a breach; basis text and sentences of a proof. */
MUST struct fault *clock_put_finding(
	struct arena *arena, const struct clock_breach *breach, struct clock_finding *ret_finding);
MUST struct fault *clock_put_words(
	struct arena *arena, const struct clock_input *input, struct clock_proof *proof);

#endif
