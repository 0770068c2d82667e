/*
 * What this room's pages hand to their templates, and what they share. Not for other rooms.
 */
#ifndef CALENDAR_CALENDAR_PAGE_INSIDE_H
#define CALENDAR_CALENDAR_PAGE_INSIDE_H

#include "account/account.h"
#include "agency/agency.h"
#include "calendar/calendar_draw.h"
#include "calendar/calendar_page.h"
#include "calendar/calendar_store.h"
#include "calendar/clock.h"
#include "fee/fee_rules.h"
#include "html/html_form.h"
#include "html/html_shell.h"
#include "http/http_form.h"

#define CALENDAR_ADMIN "/admin/calendar"

/* --- the calculator --- */

enum { CALENDAR_EVENT_ROWS = 40, CALENDAR_BLANK_ROWS = 2 };

/* One row of the form, as typed. */
struct calendar_event_row {
	struct str on;
	struct str kind; /* "paused:third_party" */
	struct str days;
	struct str problem;
};

struct calendar_clock_view {
	const struct html_shell *shell;
	bool is_english;
	struct str agency; /* as typed, or the site's; empty: the nation's days alone */
	struct str agency_problem;
	struct str path; /* of the agency whose local days count; empty: none's */
	struct str received;
	struct str days;
	struct str received_problem;
	struct str days_problem;
	const struct http_choice *kinds; /* of events */
	struct calendar_event_row rows[CALENDAR_EVENT_ROWS + CALENDAR_BLANK_ROWS];
	size_t row_count;
	struct html_mistakes mistakes;
	const struct clock_proof *proof; /* NULL: nothing computed yet */
	struct calendar_months months;
	struct url link; /* to this very result */
	struct url json;
};

struct calendar_fee_view {
	const struct html_shell *shell;
	bool is_english;
	struct str by_case;
	struct str by_page;
	struct str problem;
	const struct fee_sum *sum; /* NULL: nothing computed yet */
	struct url json;
};

/* --- administration --- */

struct calendar_year_line {
	struct calendar_year year;
	bool is_stored; /* taken in here; else the program's own */
};

struct calendar_admin_view {
	const struct html_shell *shell;
	bool is_english;
	struct str done;
	struct str problem;
	bool may_nation;
	int64_t version;
	const struct calendar_year_line *years;
	size_t year_count;
	int year;    /* the one drawn */
	int missing; /* this year or the next, when it has no calendar; 0: both have one */
	struct calendar_months months;
	/* Local days of one agency; `agency` NULL: none is chosen. */
	const struct agency *agency;
	const struct calendar_layer *locals;
	struct str typed_day;
	struct str typed_name;
	bool typed_work;
	const struct calendar_past *changes;
	size_t change_count;
};

/* What an upload would do. */
struct calendar_preview_view {
	const struct html_shell *shell;
	bool is_english;
	struct str problem;
	struct str token;
	struct str note;
	int64_t version;
	const struct calendar_year *years;
	size_t year_count;
	const struct calendar_change *changes;
	size_t shown_count;
	size_t change_count;
};

/* "工作日", "周末", "放假", "调休上班". */
const char *calendar_kind_words(enum calendar_kind kind);

#endif
