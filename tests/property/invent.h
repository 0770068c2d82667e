/* Invented records for property tests: balanced figures, all sections, seeded, so that a failure
 * can be seen again. Not a reader's input; the damaged files of damage.py are that. */
#ifndef TESTS_PROPERTY_INVENT_H
#define TESTS_PROPERTY_INVENT_H

#include "report/report.h"

/* The next number below `below` of a seeded row of numbers. */
uint32_t invent_below(uint64_t *seed, uint32_t below);

/* A sound record of this form and year: every sum right, nothing blank. All text is constant. */
void invent_report(uint64_t *seed, enum report_form form, int year, struct report *ret_report);

/* Make `report` carry on from `previous`, the year before: carried_in and items_prev follow; what
 * `previous` leaves over shrinks to what `report` could have dealt with. */
void invent_follow(struct report *previous, struct report *report);

#endif
