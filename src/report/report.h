/*
 * report: 政府信息公开工作年度报告, the annual report every agency publishes in January.
 *
 * What lives here: the two official forms as data, the record of one report, its JSON, and its
 * official layout written as Word, Excel, PDF, HTML, CSV or Markdown. What does not: reading
 * documents (reading/), the rules (checking/), stored reports and their pages (filing/).
 * Figures are never guessed: what had to be assumed stands in `repairs`.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "base/day.h"
#include "base/decimal.h"
#include "base/str.h"
#include "report/report_forms.h"

/* Zero, blank and absent are three things; UNCLEAR is text that is no number ("/", glued digits
 * with several readings). BLANK and UNCLEAR are null in JSON, ABSENT has no key. */
enum report_cell_state {
	REPORT_ABSENT,
	REPORT_BLANK,
	REPORT_UNCLEAR,
	REPORT_NUMBER,
};

/* Invariant: number is meaningful only for REPORT_NUMBER; a money cell's number is in 万元. */
struct report_cell {
	enum report_cell_state state;
	struct decimal number;
	struct str printed; /* as it stood in the document when that differs from the number's own
			       text */
};

struct report_section {
	enum report_section_key key;
	struct str heading; /* as printed; empty for the preface (编制说明) */
	struct str text;    /* paragraphs parted by \n, tables left out */
};

/* Something the reader had to assume to read a damaged copy. `where` is a cell or field path. */
struct report_repair {
	struct str where;
	struct str what;
};

enum report_level { REPORT_ERROR, REPORT_WARNING, REPORT_NOTE, REPORT_AGREES };

/* Where in a section's text a finding speaks; length 0 when it speaks of no text. Bytes of UTF-8
 * inside; the JSON gives code points. */
struct report_text_place {
	enum report_section_key section;
	size_t offset;
	size_t length;
};

struct report_finding {
	const char *rule;        /* "T3-ROW" */
	enum report_level level; /* AGREES: text and table were compared and agree */
	struct str where; /* cell path "applications.res_total.total", row path, field or section
			     key */
	struct str says;  /* Chinese sentence for a clerk */
	struct str says_en;
	struct str basis; /* article or form, Chinese */
	struct str mend;  /* how to put it right, Chinese */
	struct report_text_place text;
};

enum { REPORT_MOST_SECTIONS = 12 };

/*
 * One annual report. All text is in one arena. Cells are addressed by slot (report_forms.h); a slot
 * that the printed tables do not have is REPORT_ABSENT. Unknown fields are empty, 0 or DAY_NONE.
 */
struct report {
	struct str file;
	struct str title;
	struct str agency;
	int year;
	enum report_form form;
	struct day period_from;
	struct day period_to;
	struct str signed_by;
	struct day signed_on;
	struct report_section sections[REPORT_MOST_SECTIONS];
	size_t section_count;
	struct report_cell cells[REPORT_SLOT_COUNT];
	struct report_repair *repairs;
	size_t repair_count;
	struct report_finding *findings;
	size_t finding_count;
	bool has_table[3]; /* by enum report_table: was the table found at all */
};

struct doc;
struct doc_table;

/* Number of findings of a level. */
size_t report_count(const struct report *report, enum report_level level);
const char *report_level_letter(enum report_level level); /* "E" "W" "I" "OK" */

/* The record as JSON (contract: keys of the forms, code point offsets) and back. */
void report_put_json(struct buf *out, const struct report *report);
MUST struct fault *report_from_json(
	struct str json, struct arena *arena, struct report *ret_report);

/* The three official tables as printed, filled from the record; `mark` of a value cell is slot + 1,
 * totals carry formulas. Index by enum report_table. The form is the record's own, a hybrid keeps
 * its rows. */
MUST struct fault *report_tables(
	const struct report *report, struct arena *arena, struct doc_table *ret_tables[3]);
/* The whole report as a document, ready for doc's writers. */
MUST struct fault *report_document(
	const struct report *report, struct arena *arena, struct doc *ret_doc);

/* What a record can be written as. */
struct report_format {
	const char *ending; /* "docx" */
	const char *type;   /* media type */
	const char *zh;     /* words on a button */
	const char *en;
};
extern const struct report_format report_formats[]; /* ends with a NULL ending */
/* NULL when there is no such format. */
const struct report_format *report_format_find(struct str ending);
/* The record in that format onto `out`. Faults LIMIT and OUTSIDE. */
MUST struct fault *report_export(const struct report *report, const struct report_format *format,
	struct arena *arena, struct buf *out);

/* Add a repair, as the reader does. Text is copied. */
MUST struct fault *report_add_repair(struct report *report, struct arena *arena, size_t *room,
	const char *where, const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
