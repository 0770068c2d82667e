/*
 * What an act would do to the clock before anybody does it: its event is put among the stored ones,
 * and the clock asked again. Nothing is written here.
 */
#include <string.h>

#include "application/application_doing.h"

/* A copy with one event more, standing where its day belongs; behind others of its day. */
struct fault *
application_events_with(struct arena *arena, const struct application_events *events,
	const struct application_event *event, struct application_events *ret_events)
{
	struct application_events with = { .count = events->count };
	size_t at = events->count;

	TAKE(arena, with.items, events->count + 1);
	for (size_t i = 0; i < events->count; i++)
		with.items[i] = events->items[i];
	while (at && with.items[at - 1].day.number > event->day.number) {
		with.items[at] = with.items[at - 1];
		at--;
	}
	with.items[at] = *event;
	with.count++;
	*ret_events = with;
	return NULL;
}

static struct fault *
look(struct db *db, struct arena *arena, const struct application *one,
	const struct application_events *events, struct day today,
	struct application_moment *ret_moment)
{
	struct application_moment moment = { .due = DAY_NONE };
	struct clock_proof proof;

	TRY(application_prove(db, arena, one, events, today, &moment.has_clock, &proof));
	if (moment.has_clock) {
		moment.due = proof.answer.due;
		moment.is_paused = proof.answer.state == CLOCK_WAITING;
		moment.remaining = proof.answer.remaining;
		moment.is_late = proof.answer.is_late;
		moment.sentence = proof.sentence;
	}
	*ret_moment = moment;
	return NULL;
}

/* Mending the day of an entry: the old one is gone, the same stands on the other day. */
static struct fault *
with_other_day(struct arena *arena, struct application_events *events, int64_t id, struct day day)
{
	for (size_t i = 0; i < events->count; i++) {
		struct application_event copy = events->items[i];

		if (copy.id != id || copy.voided_by)
			continue;
		events->items[i].voided_by = -1;
		copy.day = day;
		return application_events_with(arena, events, &copy, events);
	}
	return NULL;
}

static int64_t
value_of(const struct application_doing *doing)
{
	return doing->act == APPLICATION_EXTEND ? doing->days : doing->which_id;
}

struct fault *
application_foresee(struct db *db, struct arena *arena, const struct application *application,
	const struct application_doing *doing, struct day today,
	struct application_outlook *ret_outlook)
{
	struct application_outlook outlook = { .before.due = DAY_NONE };
	struct application_event event = { .act = doing->act,
		.day = day_is_none(doing->day) ? today : doing->day,
		.until = doing->until,
		.value = value_of(doing) };
	struct application_events events;
	struct application_fee fee;

	TRY(application_load_events(db, arena, application->id, &events));
	TRY(look(db, arena, application, &events, today, &outlook.before));
	if (doing->act == APPLICATION_VOID_EVENT)
		TRY(with_other_day(arena, &events, doing->which_id, event.day));
	else
		TRY(application_events_with(arena, &events, &event, &events));
	TRY(look(db, arena, application, &events, today, &outlook.after));
	/* Law: 条例 art. 35: a term that the agency set takes the place of art. 33's. */
	if (!day_is_none(application->delay_until)) {
		outlook.before.due = application->delay_until;
		outlook.after.due = application->delay_until;
	}
	if (doing->act == APPLICATION_DELAY || doing->act == APPLICATION_REDO) {
		outlook.after.due = doing->until;
		outlook.after.is_paused = false;
	}
	if (doing->act == APPLICATION_NOTIFY_FEE && (!doing->is_by_page || doing->quantity > 0)) {
		TRY(application_make_fee(db, arena, application, doing, event.day, &fee));
		outlook.fen = fee.fen;
	}
	*ret_outlook = outlook;
	return NULL;
}
