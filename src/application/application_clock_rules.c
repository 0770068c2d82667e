/*
 * From what happened to what the clock counts. Pure: which events pause, resume or restart it is
 * the table of acts; counting days is calendar/'s.
 */
#include "application/application_store.h"

enum { MOST_PARTIES = 100 };

/* Where the stream stands while it is made. A pause that begins on a later day than the event that
 * causes it waits in `pending` until something of that day or later comes. */
struct stream {
	struct clock_event *events;
	size_t count;
	const struct application_events *all;
	struct clock_event pending; /* .kind CLOCK_PAUSED, or CLOCK_RECEIVED for none */
	bool is_paused;
	bool is_over;
	int64_t asked[MOST_PARTIES]; /* parties whose inquiry was delivered and who are silent */
	size_t asked_count;
};

static void
put(struct stream *stream, struct day day, enum clock_event_kind kind, int value,
	enum clock_why why)
{
	stream->events[stream->count++] = (struct clock_event){ day, kind, value, why };
	stream->is_paused = kind == CLOCK_PAUSED || (stream->is_paused && kind == CLOCK_EXTENDED);
	stream->is_over = kind == CLOCK_STOPPED;
}

static void
flush(struct stream *stream, struct day before)
{
	if (stream->pending.kind != CLOCK_PAUSED || stream->pending.day.number > before.number)
		return;
	put(stream, stream->pending.day, CLOCK_PAUSED, 0, stream->pending.why);
	stream->pending.kind = CLOCK_RECEIVED;
}

/* --- others are asked --- */

/* Was it a third party or another agency that this inquiry went to? */
static enum clock_why
why_of_party(const struct application_events *all, int64_t party_id)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].value == party_id &&
			all->items[i].act == APPLICATION_CONSULT_AGENCY)
			return CLOCK_OTHER_AGENCY;
	return CLOCK_THIRD_PARTY;
}

/* The time of asking runs from the day after the inquiry was received.
 * Law: 条例 arts. 32, 33 para. 3, 34. */
static void
begin_asking(struct stream *stream, const struct application_event *event)
{
	if (stream->asked_count == MOST_PARTIES)
		return;
	stream->asked[stream->asked_count++] = event->value;
	if (stream->is_paused || stream->pending.kind == CLOCK_PAUSED || !stream->count)
		return;
	stream->pending = (struct clock_event){ .day = { event->day.number + 1 },
		.kind = CLOCK_PAUSED,
		.why = why_of_party(stream->all, event->value) };
}

/* Several may be asked at once: the clock stands until the last of them answered. */
static void
end_asking(struct stream *stream, const struct application_event *event)
{
	size_t kept = 0;

	for (size_t i = 0; i < stream->asked_count; i++)
		if (stream->asked[i] != event->value)
			stream->asked[kept++] = stream->asked[i];
	stream->asked_count = kept;
	if (kept)
		return;
	/* Answered before the pause began: there was none. */
	stream->pending.kind = CLOCK_RECEIVED;
	if (stream->is_paused)
		put(stream, event->day, CLOCK_RESUMED, 0, CLOCK_WHY_NONE);
}

/* --- everything else --- */

static void
take(struct stream *stream, const struct application_event *event)
{
	const struct application_act_rule *rule = application_act_rule(event->act);
	bool is_fee = event->act == APPLICATION_NOTIFY_FEE || event->act == APPLICATION_PAID;
	enum clock_why why = is_fee ? CLOCK_FEE : CLOCK_CORRECTION;

	if (!rule || stream->is_over)
		return;
	flush(stream, event->day);
	if (event->act == APPLICATION_CONSULT_DELIVERED) {
		begin_asking(stream, event);
		return;
	}
	/* Law: 条例 art. 33 para. 3: only the time of asking is left out: what is called off ends
	 * it. */
	if (event->act == APPLICATION_CONSULT_ANSWERED ||
		event->act == APPLICATION_CONSULT_LAPSED ||
		event->act == APPLICATION_CONSULT_UNDELIVERED ||
		event->act == APPLICATION_CONSULT_CALLED_OFF) {
		end_asking(stream, event);
		return;
	}
	if (!stream->count && rule->clock != APPLICATION_CLOCK_STARTS)
		return;
	switch (rule->clock) {
	case APPLICATION_CLOCK_STARTS:
		if (!stream->count)
			put(stream, event->day, CLOCK_RECEIVED, 0, CLOCK_WHY_NONE);
		return;
	case APPLICATION_CLOCK_PAUSES:
		if (!stream->is_paused)
			put(stream, event->day, CLOCK_PAUSED, 0, why);
		return;
	case APPLICATION_CLOCK_RESUMES:
		if (stream->is_paused)
			put(stream, event->day, CLOCK_RESUMED, 0, CLOCK_WHY_NONE);
		return;
	case APPLICATION_CLOCK_RESTARTS:
		put(stream, event->day, CLOCK_RESTARTED, 0, why);
		return;
	case APPLICATION_CLOCK_EXTENDS:
		put(stream, event->day, CLOCK_EXTENDED, (int)event->value, CLOCK_WHY_NONE);
		return;
	case APPLICATION_CLOCK_STOPS:
		stream->pending.kind = CLOCK_RECEIVED;
		put(stream, event->day, CLOCK_STOPPED, 0, CLOCK_WHY_NONE);
		return;
	case APPLICATION_CLOCK_NOTHING:
		return;
	}
}

/* --- in their order --- */

/* The first of the entries that were mended into this one. */
static int64_t
origin_of(const struct application_events *events, int64_t id)
{
	for (size_t i = 0; i < events->count; i++)
		if (id && events->items[i].voided_by == id)
			return events->items[i].id < id ? origin_of(events, events->items[i].id)
							: id;
	return id;
}

/* Those that count, by day; on one day as they were first entered, so that an entry whose day is
 * mended keeps its place among those of its new day. */
static struct fault *
in_order(struct arena *arena, const struct application_events *events,
	struct application_events *ret_events)
{
	struct application_events ordered = { 0 };
	int64_t *origins;

	TAKE(arena, ordered.items, events->count + 1);
	TAKE(arena, origins, events->count + 1);
	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];
		int64_t origin;
		size_t at = ordered.count;

		if (event->voided_by)
			continue;
		origin = origin_of(events, event->id);
		while (at && (ordered.items[at - 1].day.number > event->day.number ||
				     (ordered.items[at - 1].day.number == event->day.number &&
					     event->id && origins[at - 1] > origin))) {
			ordered.items[at] = ordered.items[at - 1];
			origins[at] = origins[at - 1];
			at--;
		}
		ordered.items[at] = *event;
		origins[at] = origin;
		ordered.count++;
	}
	*ret_events = ordered;
	return NULL;
}

struct fault *
application_clock_events(struct arena *arena, enum application_kind kind,
	const struct application_events *events, struct clock_event **ret_events, size_t *ret_count)
{
	struct application_events ordered;
	struct stream stream = { .all = events };
	struct day never = { INT32_MAX };

	TRY(in_order(arena, events, &ordered));
	/* Each event gives one at most, and a pause that waited gives one more. */
	TAKE(arena, stream.events, ordered.count * 2 + 1);
	/* Law: 条例 art. 41 names no term. */
	for (size_t i = 0; kind == APPLICATION_INFORMATION && i < ordered.count; i++) {
		const struct application_event *event = &ordered.items[i];

		if (event->act == APPLICATION_REDO) {
			stream = (struct stream){ .events = stream.events, .all = events };
			put(&stream, event->day, CLOCK_RECEIVED, 0, CLOCK_WHY_NONE);
			continue;
		}
		take(&stream, event);
	}
	flush(&stream, never);
	*ret_events = stream.events;
	*ret_count = stream.count;
	return NULL;
}

/* --- does it fit? --- */

/* Anything the clock knows, behind what ended the case. */
static bool
goes_on_after_end(const struct application_events *ordered)
{
	bool is_over = false;

	for (size_t i = 0; i < ordered->count; i++) {
		const struct application_act_rule *rule =
			application_act_rule(ordered->items[i].act);

		if (ordered->items[i].act == APPLICATION_REDO)
			is_over = false;
		else if (rule && rule->clock != APPLICATION_CLOCK_NOTHING && is_over)
			return true;
		else if (rule && rule->clock == APPLICATION_CLOCK_STOPS)
			is_over = true;
	}
	return false;
}

struct fault *
application_clock_agrees(struct arena *arena, enum application_kind kind,
	enum application_state state, const struct application_events *events, bool *ret_agrees)
{
	struct application_events ordered;
	struct clock_event *stream;
	bool is_paused = false;
	bool is_stopped;
	size_t count;

	*ret_agrees = true;
	TRY(application_clock_events(arena, kind, events, &stream, &count));
	if (!count)
		return NULL;
	TRY(in_order(arena, events, &ordered));
	for (size_t i = 0; i < count; i++)
		if (stream[i].kind != CLOCK_EXTENDED)
			is_paused = stream[i].kind == CLOCK_PAUSED;
	is_stopped = stream[count - 1].kind == CLOCK_STOPPED;
	if (goes_on_after_end(&ordered) || is_stopped == application_is_open(state))
		*ret_agrees = false;
	if (state == APPLICATION_CORRECTING || state == APPLICATION_PAYING)
		*ret_agrees = *ret_agrees && is_paused;
	if (state == APPLICATION_RECEIVED || state == APPLICATION_OPEN ||
		state == APPLICATION_EXPLAINING)
		*ret_agrees = *ret_agrees && !is_paused;
	return NULL;
}

struct application_span
application_span_of(const struct application_events *events)
{
	struct application_span span = { DAY_NONE, DAY_NONE };

	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];
		const struct application_act_rule *rule = application_act_rule(event->act);

		if (event->voided_by)
			continue;
		if (event->act == APPLICATION_CONFIRM && day_is_none(span.received_on))
			span.received_on = event->day;
		if (event->act == APPLICATION_REDO)
			span.ended_on = DAY_NONE;
		else if (rule && rule->clock == APPLICATION_CLOCK_STOPS)
			span.ended_on = event->day;
	}
	return span;
}
