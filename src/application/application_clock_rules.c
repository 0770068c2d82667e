/*
 * From what happened to what the clock counts. Pure: which events pause, resume or restart it is
 * the table of acts; counting days is calendar/'s.
 */
#include "application/application_store.h"

static enum clock_why
why_of(enum application_act act)
{
	switch (act) {
	case APPLICATION_ASK_CORRECTION:
	case APPLICATION_CORRECTED:
		return CLOCK_CORRECTION;
	case APPLICATION_NOTIFY_FEE:
	case APPLICATION_PAID:
		return CLOCK_FEE;
	case APPLICATION_CONSULT_AGENCY:
		return CLOCK_OTHER_AGENCY;
	case APPLICATION_CONSULT_PARTY:
		return CLOCK_THIRD_PARTY;
	default:
		return CLOCK_WHY_NONE;
	}
}

/* Where the stream stands while it is made. */
struct stream {
	struct clock_event *events;
	size_t count;
	bool is_paused;
	bool is_over;
	int asked; /* parties that have not answered */
};

static void
put(struct stream *stream, const struct application_event *event, enum clock_event_kind kind)
{
	stream->events[stream->count++] = (struct clock_event){
		.day = event->day,
		.kind = kind,
		.value = kind == CLOCK_EXTENDED ? (int)event->value : 0,
		.why = kind == CLOCK_PAUSED || kind == CLOCK_RESTARTED ? why_of(event->act)
								       : CLOCK_WHY_NONE,
	};
	stream->is_paused = kind == CLOCK_PAUSED || (stream->is_paused && kind == CLOCK_EXTENDED);
	stream->is_over = kind == CLOCK_STOPPED;
}

/* Several may be asked at once: the clock stands until the last of them answered.
 * Law: 条例 art. 33 para. 3. */
static void
take(struct stream *stream, const struct application_event *event)
{
	const struct application_act_rule *rule = application_act_rule(event->act);
	bool is_inquiry =
		event->act == APPLICATION_CONSULT_PARTY || event->act == APPLICATION_CONSULT_AGENCY;
	bool is_answer = event->act == APPLICATION_CONSULT_ANSWERED ||
			 event->act == APPLICATION_CONSULT_LAPSED;

	if (!rule || stream->is_over)
		return;
	stream->asked += is_inquiry;
	stream->asked -= is_answer && stream->asked;
	switch (rule->clock) {
	case APPLICATION_CLOCK_STARTS:
		if (!stream->count)
			put(stream, event, CLOCK_RECEIVED);
		return;
	case APPLICATION_CLOCK_PAUSES:
		if (stream->count && !stream->is_paused)
			put(stream, event, CLOCK_PAUSED);
		return;
	case APPLICATION_CLOCK_RESUMES:
		if (stream->is_paused && !stream->asked)
			put(stream, event, CLOCK_RESUMED);
		return;
	case APPLICATION_CLOCK_RESTARTS:
		if (stream->count)
			put(stream, event, CLOCK_RESTARTED);
		return;
	case APPLICATION_CLOCK_EXTENDS:
		if (stream->count)
			put(stream, event, CLOCK_EXTENDED);
		return;
	case APPLICATION_CLOCK_STOPS:
		if (stream->count)
			put(stream, event, CLOCK_STOPPED);
		return;
	case APPLICATION_CLOCK_NOTHING:
		return;
	}
}

struct fault *
application_clock_events(struct arena *arena, enum application_kind kind,
	const struct application_events *events, struct clock_event **ret_events, size_t *ret_count)
{
	struct stream stream = { 0 };

	TAKE(arena, stream.events, events->count + 1);
	/* Law: 条例 art. 41 names no term. */
	for (size_t i = 0; kind == APPLICATION_INFORMATION && i < events->count; i++) {
		const struct application_event *event = &events->items[i];

		if (event->voided_by)
			continue;
		if (event->act == APPLICATION_REDO) {
			struct clock_event *room = stream.events;

			stream = (struct stream){ .events = room };
			put(&stream, event, CLOCK_RECEIVED);
			continue;
		}
		take(&stream, event);
	}
	*ret_events = stream.events;
	*ret_count = stream.count;
	return NULL;
}
