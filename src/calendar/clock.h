/*
 * clock: 时限. When an answer is due, derived from what happened: events in, due day and its proof
 * out. Pure: it stores nothing, knows no application and never asks what day it is today.
 */
#ifndef CALENDAR_CLOCK_H
#define CALENDAR_CLOCK_H

#include "base/json.h"
#include "calendar/calendar.h"

/* --- events --- */

enum clock_event_kind {
	CLOCK_RECEIVED,  /* first, once. The next day is day 1. Law: 条例 art. 31, 33 */
	CLOCK_PAUSED,    /* opinions are being asked, or we wait for the applicant */
	CLOCK_RESUMED,   /* they came, or the day after their deadline */
	CLOCK_RESTARTED, /* counts anew from zero with the full term. Law: 条例 art. 30 */
	CLOCK_EXTENDED,  /* `value` working days more, 1 … 20. Law: 条例 art. 33 */
	CLOCK_STOPPED,   /* answered, withdrawn, closed */
};
enum { CLOCK_EVENT_KINDS = CLOCK_STOPPED + 1 };

/* Why a clock was paused or restarted; decides the article and the words. */
enum clock_why {
	CLOCK_WHY_NONE,
	CLOCK_THIRD_PARTY,  /* 征求第三方意见. Law: 条例 art. 32, 33 */
	CLOCK_OTHER_AGENCY, /* 征求其他机关意见. Law: 条例 art. 34, 33 */
	CLOCK_CORRECTION,   /* 补正. Law: 条例 art. 30 */
	CLOCK_FEE,          /* 缴纳信息处理费. Law: 条例 art. 42 */
	CLOCK_REASON,       /* 说明理由. Law: 条例 art. 35 */
};
enum { CLOCK_WHYS = CLOCK_REASON + 1 };

/*
 * One thing that happened. The paused time is [day paused, day resumed): the day on which a pause
 * begins does not count any more, the day on which the clock is resumed counts again (if it is a
 * working day). Opinions that are asked for with a letter: the term for them begins the day after
 * the letter arrived (次日为第 1 日), so that is the day to record as CLOCK_PAUSED; CLOCK_RESUMED
 * is the day they came, or the day after their deadline. Law: 条例 art. 33
 */
struct clock_event {
	struct day day;
	enum clock_event_kind kind;
	int value;          /* working days of an extension; 0 otherwise */
	enum clock_why why; /* of a pause or restart */
};

/* The first counted day is this many days after the day of the event. */
enum { CLOCK_RECEIVED_COUNTS = 1, CLOCK_RESUMED_COUNTS = 0, CLOCK_RESTARTED_COUNTS = 1 };

enum { CLOCK_EVENTS_MOST = 200, CLOCK_TERM_MOST = 250, CLOCK_EXTENSION_MOST = 20 };

/* "received", "paused" …; and back. */
const char *clock_event_name(enum clock_event_kind kind);
bool clock_event_find(struct str name, enum clock_event_kind *ret_kind);
/* For people: "收到", "暂停" … */
const char *clock_event_words(enum clock_event_kind kind, bool is_english);
/* "third_party" …, "" for none; and back. */
const char *clock_why_name(enum clock_why why);
bool clock_why_find(struct str name, enum clock_why *ret_why);
/* For people: "征求第三方意见"; never empty: none gives "暂停计时". */
const char *clock_why_words(enum clock_why why, bool is_english);

/* "2020-02-10:extended:20", "2020-02-10:paused:third_party". Faults INPUT "clock_event" saying what
 * is wrong with it. */
MUST struct fault *clock_event_parse(struct str text, struct clock_event *ret_event);

/* --- the due day --- */

/* What a clock counts: working days of the usual term, 20 for an answer (clock_answer_term). */
struct clock_input {
	const struct calendar *calendar;
	const struct clock_event *events; /* in the order of days; same days in the order given */
	size_t count;
	int working_days;
	struct day today; /* DAY_NONE, or before the last event: as of the last event */
};

enum clock_state {
	CLOCK_RUNNING,
	CLOCK_WAITING, /* paused */
	CLOCK_LATE,    /* running, and the due day is over */
	CLOCK_ENDED,   /* stopped */
};

/* "running", "paused", "late", "stopped". */
const char *clock_state_name(enum clock_state state);
/* 计时中, 暂停, 超期, 已停止. */
const char *clock_state_words(enum clock_state state, bool is_english);

/*
 * Where a clock stands at the end of `today` (or of the last event's day).
 * Invariants: total = working_days + extended; used <= total; remaining = total - used; late_by is
 * 0 unless is_late, and -1 when the calendar does not reach that far. `due` is DAY_NONE while the
 * clock is paused within its term: then `remaining` working days are left to count from the day it
 * is resumed, that day included.
 */
struct clock_answer {
	struct day due;
	struct day received;
	struct day counted_from; /* the first day that may count: after receipt or last restart */
	struct day stopped;      /* DAY_NONE unless stopped */
	struct day paused;       /* since when, DAY_NONE unless paused */
	enum clock_why paused_why;
	enum clock_state state;
	bool is_late; /* answered after the due day, or not answered and it is over */
	int total;
	int extended;
	int used;
	int remaining;
	int late_by; /* working days after the due day, to today or to the day it was stopped */
};

/*
 * Due day and state without proof; cheap (a few look-ups an event), for lists of many cases.
 *
 * Faults INPUT, each naming the event by number and day: "clock_no_receipt" (the first event is not
 * CLOCK_RECEIVED), "clock_receipt_twice", "clock_order" (earlier than the event before, so also
 * before receipt), "clock_paused_twice", "clock_not_paused", "clock_extended_twice" (once in a
 * term; a restart begins a new term without extension), "clock_extended_value" (not 1 … 20),
 * "clock_stopped_already", "clock_term" (not 1 … 250 working days); LIMIT "clock_events_many";
 * those of the calendar ("calendar_no_data").
 */
MUST struct fault *clock_answer(const struct clock_input *input, struct clock_answer *ret_answer);

/* --- the proof --- */

enum clock_day_kind {
	CLOCK_DAY_WORKING = CALENDAR_WORKING,
	CLOCK_DAY_WEEKEND = CALENDAR_WEEKEND,
	CLOCK_DAY_HOLIDAY = CALENDAR_HOLIDAY,
	CLOCK_DAY_MAKE_UP = CALENDAR_MAKE_UP,
	CLOCK_DAY_PAUSED,
};

/* "working", …, "paused". */
const char *clock_day_kind_name(enum clock_day_kind kind);

/* One day of the proof. Invariant: `count` is 0 unless the day counts; counts rise by one, and
 * begin anew with 1 after a restart. The event days of a restart do not count. */
struct clock_day {
	struct day date;
	enum clock_day_kind kind;
	int count;
	struct str why; /* "春节", "周六", "征求第三方意见", "春节调休上班"; empty for an ordinary
			   one */
	bool is_before_restart; /* counted, but made void by a later restart */
};

enum clock_level { CLOCK_ERROR = 'E', CLOCK_WARNING = 'W' };

/* Something that happened against a term. The clock counts all the same, as the law would. */
struct clock_finding {
	const char *rule; /* "clock_stopped_late" … */
	enum clock_level level;
	struct day day;
	struct str zh;
	struct str en;
	const char *basis; /* "条例 33②" */
};

/*
 * The whole proof. `days` run from the day after receipt to the due day; while the clock is paused,
 * to the day it stands at. When they are more than CLOCK_DAYS_MOST only the last ones are there and
 * `days_left_out` counts the others.
 * Findings: "clock_stopped_late" E, "clock_extended_late" E (an extension after the term is over
 * does not count), "clock_restarted_late" E, "clock_paused_late" W (a pause after the term is over
 * does not change the due day), "clock_correction_late" E (asked for correction later than 7
 * working days after receipt), "clock_overdue" E (not answered, due day over).
 */
struct clock_proof {
	struct clock_answer answer;
	const struct clock_day *days;
	size_t day_count;
	int days_left_out;
	struct clock_finding *findings;
	size_t finding_count;
	struct str basis;    /* "条例 33②、33③、30" */
	struct str sentence; /* for the letter, Chinese */
	struct str sentence_en;
};
enum { CLOCK_DAYS_MOST = 1500 };

/* Faults as clock_answer(). */
MUST struct fault *clock_prove(
	struct arena *arena, const struct clock_input *input, struct clock_proof *ret_proof);
/* Is there a finding of level E? */
bool clock_has_error(const struct clock_proof *proof);

/* The proof as one JSON object; `due` is null while paused. Source: the contract of `gongkai
 * clock`. */
void clock_put_json(
	struct json_out *out, const struct clock_input *input, const struct clock_proof *proof);

/* --- terms --- */

enum clock_unit { CLOCK_WORKING_DAYS, CLOCK_NATURAL_DAYS, CLOCK_MONTHS };

/* A term of law that begins on the day after something. */
struct clock_term {
	const char *key; /* "answer" */
	enum clock_unit unit;
	int amount;
	const char *article; /* "条例 33②" */
	const char *zh;
	const char *en;
	bool is_confirmed; /* the article was read; else a setting may say otherwise */
};

extern const struct clock_term clock_terms[]; /* ends with a NULL key */

/* By key; NULL when there is none. */
const struct clock_term *clock_term_find(struct str key);
/* The term for answering an application: 20 working days. */
const struct clock_term *clock_answer_term(void);

/*
 * The last day of a term that something on `from` begins. A term of natural days or months that
 * ends on a day nobody works ends on the next working day when `is_moving`: so the procedural laws
 * of litigation; for reconsideration it is taken over from them and may be a setting.
 */
MUST struct fault *clock_term_end(const struct calendar *calendar, const struct clock_term *term,
	struct day from, bool is_moving, struct day *ret_day);

#endif
