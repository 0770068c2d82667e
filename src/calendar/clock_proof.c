/*
 * The proof of a due day: every day from receipt on with its kind, its number and why, made from
 * what the walk over the events left behind. It counts nothing by itself but what it lists.
 */
#include <assert.h>

#include "calendar/clock.h"
#include "calendar/clock_inside.h"

/* Invariant: spans[span] is the first that does not end before the day at hand. */
struct listing {
	struct arena *arena;
	const struct clock_input *input;
	const struct clock_trace *trace;
	size_t span;
	int count;
};

/* Was the clock restarted on that day? Then counting begins anew after it. */
static bool
is_restart(const struct clock_input *input, struct day day, enum clock_why *ret_why)
{
	for (size_t i = 1; i < input->count; i++)
		if (input->events[i].kind == CLOCK_RESTARTED &&
			input->events[i].day.number == day.number) {
			*ret_why = input->events[i].why;
			return true;
		}
	return false;
}

static struct fault *
name_day(struct arena *arena, struct clock_day *one, struct str name)
{
	switch (one->kind) {
	case CLOCK_DAY_WORKING:
	case CLOCK_DAY_PAUSED:
		return NULL;
	case CLOCK_DAY_WEEKEND:
		one->why = str_of(calendar_weekday_name(one->date, false));
		return NULL;
	case CLOCK_DAY_HOLIDAY:
		one->why = name.len ? name : STR("放假");
		return NULL;
	case CLOCK_DAY_MAKE_UP:
		return str_join(arena, name, STR_NONE, STR("调休上班"), &one->why);
	}
	return NULL;
}

static struct fault *
list_day(struct listing *listing, struct day day, struct clock_day *ret_day)
{
	const struct clock_trace *trace = listing->trace;
	struct clock_day one = { .date = day };
	const struct clock_span *span = NULL;
	enum calendar_kind kind;
	enum clock_why why;
	struct str name;

	while (listing->span < trace->span_count &&
		trace->spans[listing->span].to.number < day.number)
		listing->span++;
	if (listing->span < trace->span_count &&
		trace->spans[listing->span].from.number <= day.number)
		span = &trace->spans[listing->span];
	TRY(calendar_look(listing->input->calendar, day, &kind, &name));
	one.kind = (enum clock_day_kind)kind;
	if (span && span->is_paused) {
		one.kind = CLOCK_DAY_PAUSED;
		one.why = str_of(clock_why_words(span->why, false));
	} else if (span) {
		one.is_before_restart = span->is_void;
		if (calendar_is_worked(kind))
			one.count = ++listing->count;
	}
	TRY(name_day(listing->arena, &one, name));
	if (!one.count && is_restart(listing->input, day, &why)) {
		one.why = why == CLOCK_FEE          ? STR("缴清费用，次日起重新计算")
			  : why == CLOCK_CORRECTION ? STR("收到补正，次日起重新计算")
						    : STR("次日起重新计算");
		listing->count = 0;
	}
	*ret_day = one;
	return NULL;
}

/* The last day of the list: the due day, or while paused the last paused one. */
static struct day
last_day(const struct clock_answer *answer, const struct clock_trace *trace)
{
	struct day last = answer->due;

	if (day_is_none(last) && trace->span_count)
		last = trace->spans[trace->span_count - 1].to;
	return day_is_none(last) ? answer->received : last;
}

static struct fault *
list_days(struct arena *arena, const struct clock_input *input, const struct clock_trace *trace,
	struct clock_proof *proof)
{
	struct listing listing = { .arena = arena, .input = input, .trace = trace };
	struct day day = { proof->answer.received.number + 1 };
	int32_t all = last_day(&proof->answer, trace).number - proof->answer.received.number;
	struct clock_day *days;

	proof->days_left_out = all > CLOCK_DAYS_MOST ? all - CLOCK_DAYS_MOST : 0;
	TAKE(arena, days, (size_t)all + 1);
	for (int32_t i = 0; i < all; i++, day.number++)
		TRY(list_day(&listing, day, &days[i]));
	/* The list and the walk are two ways to the same day. */
	assert(day_is_none(proof->answer.due) || listing.count == proof->answer.total);
	proof->days = days + proof->days_left_out;
	proof->day_count = (size_t)(all - proof->days_left_out);
	return NULL;
}

struct fault *
clock_prove(struct arena *arena, const struct clock_input *input, struct clock_proof *ret_proof)
{
	struct clock_proof proof = { 0 };
	struct clock_trace trace = { 0 };

	TAKE(arena, trace.spans, input->count + 2);
	TAKE(arena, trace.breaches, input->count + 2);
	TRY(clock_walk(input, &trace, &proof.answer));
	TRY(list_days(arena, input, &trace, &proof));
	TAKE(arena, proof.findings, trace.breach_count + 1);
	for (size_t i = 0; i < trace.breach_count; i++)
		TRY(clock_put_finding(
			arena, &trace.breaches[i], &proof.findings[proof.finding_count++]));
	TRY(clock_put_words(arena, input, &proof));
	*ret_proof = proof;
	return NULL;
}

bool
clock_has_error(const struct clock_proof *proof)
{
	for (size_t i = 0; i < proof->finding_count; i++)
		if (proof->findings[i].level == CLOCK_ERROR)
			return true;
	return false;
}

/* --- JSON --- */

static void
put_days(struct json_out *out, const struct clock_proof *proof)
{
	json_key(out, "days");
	json_begin_array(out);
	for (size_t i = 0; i < proof->day_count; i++) {
		const struct clock_day *day = &proof->days[i];

		json_begin_object(out);
		json_pair_str(out, "date", str_of(day_text(day->date).at));
		json_pair_str(out, "kind", str_of(clock_day_kind_name(day->kind)));
		json_pair_int(out, "count", day->count);
		json_pair_str(out, "why", day->why);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
put_events(struct json_out *out, const struct clock_input *input)
{
	json_key(out, "events");
	json_begin_array(out);
	for (size_t i = 0; i < input->count; i++) {
		const struct clock_event *event = &input->events[i];

		json_begin_object(out);
		json_pair_str(out, "date", str_of(day_text(event->day).at));
		json_pair_str(out, "kind", str_of(clock_event_name(event->kind)));
		if (event->kind == CLOCK_EXTENDED)
			json_pair_int(out, "working_days", event->value);
		if (event->why != CLOCK_WHY_NONE)
			json_pair_str(out, "why", str_of(clock_why_name(event->why)));
		json_end_object(out);
	}
	json_end_array(out);
}

static void
put_findings(struct json_out *out, const struct clock_proof *proof)
{
	json_key(out, "findings");
	json_begin_array(out);
	for (size_t i = 0; i < proof->finding_count; i++) {
		const struct clock_finding *finding = &proof->findings[i];
		char level[2] = { (char)finding->level, '\0' };

		json_begin_object(out);
		json_pair_str(out, "rule", str_of(finding->rule));
		json_pair_str(out, "level", str_of(level));
		json_pair_str(out, "date", str_of(day_text(finding->day).at));
		json_pair_str(out, "says", finding->zh);
		json_pair_str(out, "says_en", finding->en);
		json_pair_str(out, "basis", str_of(finding->basis));
		json_end_object(out);
	}
	json_end_array(out);
}

void
clock_put_json(
	struct json_out *out, const struct clock_input *input, const struct clock_proof *proof)
{
	const struct clock_answer *answer = &proof->answer;

	json_begin_object(out);
	json_pair_str(out, "received", str_of(day_text(answer->received).at));
	json_pair_str_or_null(out, "due", str_of(day_text(answer->due).at));
	json_pair_int(out, "working_days", answer->total);
	json_pair_str(out, "basis", proof->basis);
	put_days(out, proof);
	if (proof->days_left_out)
		json_pair_int(out, "days_left_out", proof->days_left_out);
	json_pair_str(out, "state", str_of(clock_state_name(answer->state)));
	json_pair_int(out, "used", answer->used);
	json_pair_int(out, "remaining", answer->remaining);
	json_key(out, "late");
	json_put_bool(out, answer->is_late);
	put_events(out, input);
	put_findings(out, proof);
	json_pair_str(out, "sentence", proof->sentence);
	json_end_object(out);
}
