/*
 * The clock of a stored case: its events under the calendar of its agency, as a proof for people
 * and as the few fields that lists sort by. What pauses or restarts it is
 * application_clock_rules.c.
 */
#include <string.h>

#include "application/application_inside.h"
#include "calendar/calendar_store.h"

static struct clock_input
input_of(const struct calendar_lent *lent, const struct clock_event *events, size_t count,
	struct day today)
{
	struct day last = events[count - 1].day;

	return (struct clock_input){
		.calendar = lent->calendar,
		.events = events,
		.count = count,
		.working_days = clock_answer_term()->amount,
		/* An event of today that was entered by another's clock must not stop the page. */
		.today = today.number < last.number ? last : today,
	};
}

/* Names of holidays are the calendar's, which is given back before a page is drawn. */
static struct fault *
keep_words(struct arena *arena, struct clock_proof *proof)
{
	struct clock_day *days;

	TAKE(arena, days, proof->day_count + 1);
	for (size_t i = 0; i < proof->day_count; i++) {
		days[i] = proof->days[i];
		TRY(str_copy(arena, proof->days[i].why, &days[i].why));
	}
	proof->days = days;
	return NULL;
}

struct fault *
application_prove(struct db *db, struct arena *arena, const struct application *application,
	const struct application_events *events, struct day today, bool *ret_has_clock,
	struct clock_proof *ret_proof)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct clock_event *stream;
	struct clock_input input;
	size_t count;

	TRY(application_clock_events(arena, application->kind, events, &stream, &count));
	*ret_has_clock = count > 0;
	if (!count)
		return NULL;
	TRY(calendar_borrow(db, application->path, &lent));
	input = input_of(lent, stream, count, today);
	TRY(clock_prove(arena, &input, ret_proof));
	return keep_words(arena, ret_proof);
}

static void
show_answer(struct application *application, const struct clock_answer *answer)
{
	application->is_paused = answer->state == CLOCK_WAITING;
	application->is_extended = answer->extended > 0;
	application->is_late = answer->is_late;
	application->due_on = answer->due;
	/* Law: 条例 art. 35: a term that the agency set and told takes the place of art. 33's. */
	if (!day_is_none(application->delay_until)) {
		application->due_on = application->delay_until;
		application->is_late = !day_is_none(answer->stopped) &&
				       answer->stopped.number > application->delay_until.number;
	}
	application->sort_on = day_is_none(application->due_on) || application->is_paused
				       ? APPLICATION_FAR_AWAY
				       : application->due_on.number;
}

/* Without data for a year there is no due day but one that was set as a day; the case goes on and
 * says so. */
static void
show_nothing(struct application *application)
{
	application->due_on = application->delay_until;
	application->is_paused = false;
	application->sort_on = !day_is_none(application->due_on) ? application->due_on.number
			       : day_is_none(application->received_on)
				       ? application->submitted_on.number
				       : application->received_on.number;
}

/* What is known without a calendar: amendments have these days too. */
static void
show_span(struct application *application, const struct application_events *events)
{
	struct application_span span = application_span_of(events);

	application->received_on = span.received_on;
	application->ended_on = application_is_open(application->state) ? DAY_NONE : span.ended_on;
}

struct fault *
application_set_clock(
	struct db *db, struct arena *arena, struct application *application, struct day today)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct application_events events;
	struct clock_event *stream;
	struct clock_answer answer;
	struct clock_input input;
	struct fault *fault;
	size_t count;

	TRY(application_load_events(db, arena, application->id, &events));
	show_span(application, &events);
	TRY(application_clock_events(arena, application->kind, &events, &stream, &count));
	TRY(calendar_borrow(db, application->path, &lent));
	application->calendar_version = lent->version;
	if (!count) {
		show_nothing(application);
		return NULL;
	}
	input = input_of(lent, stream, count, today);
	fault = clock_answer(&input, &answer);
	if (fault && strcmp(fault->code, "calendar_no_data") == 0) {
		show_nothing(application);
		return NULL;
	}
	TRY(fault);
	show_answer(application, &answer);
	return NULL;
}

struct fault *
application_term_end(
	struct db *db, struct str path, const char *term, struct day from, struct day *ret_day)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct day end = DAY_NONE;
	struct fault *fault;

	*ret_day = DAY_NONE;
	if (day_is_none(from))
		return NULL;
	TRY(calendar_borrow(db, path, &lent));
	fault = clock_term_end(lent->calendar, clock_term_find(str_of(term)), from, false, &end);
	if (fault && strcmp(fault->code, "calendar_no_data") == 0)
		return NULL;
	TRY(fault);
	*ret_day = end;
	return NULL;
}

struct fault *
application_consult_due(struct db *db, struct str path, struct day delivered, struct day *ret_due)
{
	return application_term_end(db, path, "third_party", delivered, ret_due);
}

struct fault *
application_out_of_order(void)
{
	return fault_new(FAULT_INPUT, "application_order",
		"这个日期与已经登记的其他事项先后矛盾，时限无法计算，请核对日期。",
		"This day contradicts the order of what was entered before: the term cannot be "
		"counted. Check the day.");
}

struct fault *
application_check_order(struct db *db, struct arena *arena, const struct application *application)
{
	struct application_events events;
	bool agrees;

	TRY(application_load_events(db, arena, application->id, &events));
	TRY(application_clock_agrees(
		arena, application->kind, application->state, &events, &agrees));
	return agrees ? NULL : application_out_of_order();
}
