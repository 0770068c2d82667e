/*
 * The walk over the events of a clock: rules of starting, pausing, restarting, extending and
 * stopping, as look-ups in the calendar. Days are listed and words found elsewhere (clock_proof.c,
 * clock_words.c).
 */
#include "calendar/clock.h"

#include "calendar/clock_inside.h"

/* Invariants: while `is_running` and not `is_over`, days from `from` on count and `used` are those
 * before it; once `is_over`, answer.due is past and nothing changes it but a restart. */
struct walk {
	const struct clock_input *input;
	struct clock_trace *trace;
	struct clock_answer answer;
	struct day from;
	int used;
	bool is_running;
	bool is_over;
	bool is_stopped;
};

static struct day
later(struct day day, int days)
{
	return (struct day){ day.number + days };
}

/* --- the trace --- */

static void
put_span(struct walk *walk, struct day to, bool is_paused)
{
	if (walk->trace && to.number >= walk->from.number)
		walk->trace->spans[walk->trace->span_count++] = (struct clock_span){
			.from = walk->from,
			.to = to,
			.is_paused = is_paused,
			.why = walk->answer.paused_why,
		};
}

static int
days_between(const struct walk *walk, struct day due, struct day day)
{
	int count;

	/* Without data the number is not known, which is no reason to withhold the due day. */
	if (calendar_count_working_days(walk->input->calendar, later(due, 1), day, &count) != NULL)
		return -1;
	return count;
}

static void
put_breach(struct walk *walk, enum clock_rule rule, struct day day, struct day due)
{
	if (walk->trace)
		walk->trace->breaches[walk->trace->breach_count++] = (struct clock_breach){
			.rule = rule,
			.day = day,
			.due = due,
			.by = days_between(walk, due, day),
		};
}

/* --- counting --- */

/* Look whether the term ended before `day`; then the due day is settled. */
static struct fault *
advance(struct walk *walk, struct day day)
{
	const struct calendar *calendar = walk->input->calendar;
	struct fault *fault;
	struct day due;
	int count;

	if (!walk->is_running || walk->is_over)
		return NULL;
	fault = calendar_add_working_days(
		calendar, later(walk->from, -1), walk->answer.total - walk->used, &due);
	/* The term may reach into a year without data; what matters is whether `day` does. */
	if (fault)
		return calendar_count_working_days(calendar, walk->from, later(day, -1), &count);
	if (due.number >= day.number)
		return NULL;
	walk->is_over = true;
	walk->used = walk->answer.total;
	walk->answer.due = due;
	put_span(walk, due, false);
	return NULL;
}

/* Settle what was counted up to the day before `day`; from there on nothing counts. */
static struct fault *
halt(struct walk *walk, struct day day)
{
	int count;

	TRY(calendar_count_working_days(walk->input->calendar, walk->from, later(day, -1), &count));
	walk->used += count;
	put_span(walk, later(day, -1), false);
	walk->is_running = false;
	return NULL;
}

/* --- events --- */

static struct fault *
refuse(const struct walk *walk, const struct clock_event *event, const char *code, const char *zh,
	const char *en)
{
	int number = (int)(event - walk->input->events) + 1;

	return fault_new(FAULT_INPUT, code, "第 %d 个事件（%s %s）不成立：%s。%.0s%.0s",
		"Event %d (%s%.0s%.0s %s) cannot be: %s.", number, day_text(event->day).at,
		clock_event_words(event->kind, false), zh, clock_event_words(event->kind, true),
		en);
}

/* Law: 条例 art. 30: the applicant is told within 7 working days of receipt what to correct. */
static struct fault *
check_correction(struct walk *walk, const struct clock_event *event)
{
	const struct clock_term *term = clock_term_find(STR("correction"));
	struct day last;

	if (event->why != CLOCK_CORRECTION)
		return NULL;
	TRY(calendar_add_working_days(
		walk->input->calendar, walk->answer.received, term->amount, &last));
	/* Only the first notice has that term: the law knows no second one. */
	if (event->day.number > last.number &&
		walk->answer.counted_from.number == walk->answer.received.number + 1)
		put_breach(walk, CLOCK_RULE_CORRECTION_LATE, event->day, last);
	return NULL;
}

/* Law: 条例 art. 33 paragraph 3: time for asking others is not counted. */
static struct fault *
pause_clock(struct walk *walk, const struct clock_event *event)
{
	if (!day_is_none(walk->answer.paused))
		return refuse(walk, event, "clock_paused_twice", "时限已经暂停，没有恢复",
			"the clock is paused already");
	if (walk->is_over)
		put_breach(walk, CLOCK_RULE_PAUSED_LATE, event->day, walk->answer.due);
	else {
		TRY(check_correction(walk, event));
		/* Paused on the day after receipt or earlier: nothing was counted. */
		TRY(halt(walk, event->day));
		walk->from = event->day;
	}
	walk->answer.paused = event->day;
	walk->answer.paused_why = event->why;
	return NULL;
}

static struct fault *
resume_clock(struct walk *walk, const struct clock_event *event)
{
	if (day_is_none(walk->answer.paused))
		return refuse(walk, event, "clock_not_paused", "时限没有暂停，无从恢复",
			"the clock is not paused");
	if (!walk->is_over) {
		put_span(walk, later(event->day, -1), true);
		/* A pause that began before the first day that counts does not bring that one
		 * forward. */
		walk->from = later(event->day, CLOCK_RESUMED_COUNTS);
		if (walk->from.number < walk->answer.counted_from.number)
			walk->from = walk->answer.counted_from;
		walk->is_running = true;
	}
	walk->answer.paused = DAY_NONE;
	walk->answer.paused_why = CLOCK_WHY_NONE;
	return NULL;
}

/* Law: 条例 art. 30: the term is counted anew after the correction; 国办函〔2020〕109 号: and after
 * the fee was paid. */
static struct fault *
restart_clock(struct walk *walk, const struct clock_event *event)
{
	if (walk->is_over)
		put_breach(walk, CLOCK_RULE_RESTARTED_LATE, event->day, walk->answer.due);
	else if (walk->is_running)
		TRY(halt(walk, event->day));
	else
		put_span(walk, later(event->day, -1), true);
	for (size_t i = 0; walk->trace && i < walk->trace->span_count; i++)
		walk->trace->spans[i].is_void = true;
	walk->from = later(event->day, CLOCK_RESTARTED_COUNTS);
	walk->used = 0;
	walk->is_running = true;
	walk->is_over = false;
	walk->answer.counted_from = walk->from;
	walk->answer.total = walk->input->working_days;
	walk->answer.extended = 0;
	walk->answer.due = DAY_NONE;
	walk->answer.paused = DAY_NONE;
	walk->answer.paused_why = CLOCK_WHY_NONE;
	return NULL;
}

/* Law: 条例 art. 33 paragraph 2: at most 20 working days more, decided within the term. */
static struct fault *
extend_clock(struct walk *walk, const struct clock_event *event)
{
	if (event->value < 1 || event->value > CLOCK_EXTENSION_MOST)
		return refuse(walk, event, "clock_extended_value",
			"延长的天数应为 1 至 20 个工作日", "an extension has 1 to 20 working days");
	if (walk->answer.extended)
		return refuse(walk, event, "clock_extended_twice", "同一期限只能延长一次",
			"a term is extended only once");
	if (walk->is_over) {
		put_breach(walk, CLOCK_RULE_EXTENDED_LATE, event->day, walk->answer.due);
		return NULL;
	}
	walk->answer.extended = event->value;
	walk->answer.total += event->value;
	return NULL;
}

static struct fault *
stop_clock(struct walk *walk, const struct clock_event *event)
{
	walk->is_stopped = true;
	walk->answer.stopped = event->day;
	return NULL;
}

static struct fault *
take_event(struct walk *walk, const struct clock_event *event)
{
	const struct clock_event *before = event - 1;

	if (walk->is_stopped)
		return refuse(walk, event, "clock_stopped_already",
			"时限已经停止，其后不能再有事件",
			"the clock was stopped; nothing can follow");
	if (event->day.number < before->day.number)
		return refuse(walk, event, "clock_order", "日期早于前一个事件",
			"its day is before that of the event before");
	TRY(advance(walk, event->day));
	switch (event->kind) {
	case CLOCK_RECEIVED:
		return refuse(walk, event, "clock_receipt_twice", "申请只能收到一次",
			"an application is received only once");
	case CLOCK_PAUSED:
		return pause_clock(walk, event);
	case CLOCK_RESUMED:
		return resume_clock(walk, event);
	case CLOCK_RESTARTED:
		return restart_clock(walk, event);
	case CLOCK_EXTENDED:
		return extend_clock(walk, event);
	case CLOCK_STOPPED:
		return stop_clock(walk, event);
	}
	return NULL;
}

/* --- the whole --- */

static struct fault *
check_input(const struct clock_input *input)
{
	if (input->count > CLOCK_EVENTS_MOST)
		return fault_new(FAULT_LIMIT, "clock_events_many", "事件太多：最多 %d 个。",
			"Too many events: at most %d.", CLOCK_EVENTS_MOST);
	if (input->working_days < 1 || input->working_days > CLOCK_TERM_MOST)
		return fault_new(FAULT_INPUT, "clock_term", "期限应为 1 至 %d 个工作日。",
			"A term has 1 to %d working days.", CLOCK_TERM_MOST);
	if (!input->count || input->events[0].kind != CLOCK_RECEIVED)
		return fault_new(FAULT_INPUT, "clock_no_receipt",
			"缺少收到申请的日期：第一个事件必须是收到。",
			"The day of receipt is missing: the first event must be the receipt.");
	return NULL;
}

/* Where the clock stands at the end of `day`. */
static struct fault *
settle(struct walk *walk, struct day day)
{
	struct clock_answer *answer = &walk->answer;
	int count = 0;

	TRY(advance(walk, day));
	if (walk->is_running && !walk->is_over) {
		TRY(calendar_add_working_days(walk->input->calendar, later(walk->from, -1),
			answer->total - walk->used, &answer->due));
		put_span(walk, answer->due, false);
		TRY(calendar_count_working_days(walk->input->calendar, walk->from, day, &count));
	} else if (!walk->is_over) {
		put_span(walk, walk->is_stopped ? later(day, -1) : day, true);
	}
	answer->used = walk->used + count;
	answer->remaining = answer->total - answer->used;
	answer->is_late = walk->is_over;
	answer->late_by = walk->is_over ? days_between(walk, answer->due, day) : 0;
	answer->state = walk->is_stopped               ? CLOCK_ENDED
			: walk->is_over                ? CLOCK_LATE
			: !day_is_none(answer->paused) ? CLOCK_WAITING
						       : CLOCK_RUNNING;
	if (walk->is_over)
		put_breach(walk, walk->is_stopped ? CLOCK_RULE_STOPPED_LATE : CLOCK_RULE_OVERDUE,
			day, answer->due);
	return NULL;
}

struct fault *
clock_walk(
	const struct clock_input *input, struct clock_trace *trace, struct clock_answer *ret_answer)
{
	struct walk walk = { .input = input, .trace = trace, .is_running = true };
	struct day end;

	TRY(check_input(input));
	walk.from = later(input->events[0].day, CLOCK_RECEIVED_COUNTS);
	walk.answer = (struct clock_answer){
		.due = DAY_NONE,
		.received = input->events[0].day,
		.counted_from = walk.from,
		.stopped = DAY_NONE,
		.paused = DAY_NONE,
		.total = input->working_days,
	};
	for (size_t i = 1; i < input->count; i++)
		TRY(take_event(&walk, &input->events[i]));
	end = input->events[input->count - 1].day;
	/* A stopped clock stays where it was. */
	if (!walk.is_stopped && !day_is_none(input->today) && input->today.number > end.number)
		end = input->today;
	TRY(settle(&walk, end));
	*ret_answer = walk.answer;
	return NULL;
}

struct fault *
clock_answer(const struct clock_input *input, struct clock_answer *ret_answer)
{
	return clock_walk(input, NULL, ret_answer);
}
