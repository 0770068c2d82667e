/* Any bytes at all: as a calendar of working days, and line by line as the events of a clock. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "calendar/calendar_file.h"
#include "calendar/clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* A file that is taken is a calendar whose years can be told. */
static struct fault *
read_calendar(struct arena *arena, struct str text)
{
	const struct calendar *calendar;
	struct calendar_layer layers[2];
	struct calendar_change *changes;
	struct calendar_year *years;
	size_t count;

	TRY(calendar_own_layer(arena, &layers[0]));
	TRY(calendar_file_parse(arena, text, &layers[1]));
	TRY(calendar_years(arena, &layers[1], &years, &count));
	TRY(calendar_make(arena, layers, 2, &calendar));
	return calendar_compare(arena, NULL, calendar, 10, &changes, &count);
}

/* The proof and the quick answer are one. */
static struct fault *
run_clock(struct arena *arena, struct str text)
{
	struct clock_event events[12] = { { .kind = CLOCK_RECEIVED } };
	struct clock_input input = {
		.events = events, .count = 1, .working_days = 20, .today = DAY_NONE
	};
	struct clock_answer answer;
	struct clock_proof proof;
	struct str line;

	events[0].day = (struct day){ 18281 }; /* 2020-01-20 */
	while (input.count < COUNT_OF(events) && str_next_line(&text, &line)) {
		if (input.count == 1 && day_parse(line, &events[0].day))
			continue;
		TRY(clock_event_parse(line, &events[input.count]));
		input.count++;
	}
	TRY(calendar_make_own(arena, &input.calendar));
	TRY(clock_answer(&input, &answer));
	TRY(clock_prove(arena, &input, &proof));
	assert(answer.due.number == proof.answer.due.number);
	assert(answer.used + answer.remaining == answer.total && answer.used >= 0);
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str text = { (const char *)bytes, len };
	size_t bad;

	if (arena_open((size_t)64 << 20, &arena) != NULL)
		return 0;
	/* A fault is the usual answer to noise, and what was taken must have been text. */
	if (read_calendar(arena, text) == NULL)
		assert(utf8_is_valid(text, &bad));
	if (utf8_is_valid(text, &bad) && run_clock(arena, text) != NULL)
		return 0;
	return 0;
}
