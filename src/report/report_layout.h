/*
 * The layout's two files among themselves: which form a record is printed in, which tables it has.
 * Not for others: report_tables() and report_document() are in report.h.
 */
#ifndef REPORT_REPORT_LAYOUT_H
#define REPORT_REPORT_LAYOUT_H

#include "report/report.h"

/* The record's form; without one the form of its year; without a year the form of today. */
enum report_form report_layout_form(const struct report *report);
/* Does the record hold anything of this table? */
bool report_table_is_known(const struct report *report, enum report_table table);

#endif
