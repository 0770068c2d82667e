/*
 * Counting the requests that read files and have become slow. Which files there are and what is
 * read in them is not known here.
 */
#include "filing/filing_turn.h"

#include <stdatomic.h>

enum { SECOND = 1000000, LONGEST = 10 * SECOND };

static atomic_int slow_count;

void
filing_turn_init(struct filing_turn *turn, int64_t now)
{
	*turn = (struct filing_turn){ .began = now };
}

struct fault *
filing_turn_next(struct filing_turn *turn, int64_t now)
{
	if (now - turn->began < SECOND)
		return NULL;
	if (now - turn->began >= LONGEST)
		return fault_new(FAULT_LIMIT, "check_long",
			"前面的文件用时过长，这一份没有核对。请分次上传。",
			"The files before took too long; this one was not checked. Send them in "
			"several steps.");
	if (turn->is_slow)
		return NULL;
	if (atomic_fetch_add(&slow_count, 1) >= FILING_MOST_SLOW) {
		atomic_fetch_sub(&slow_count, 1);
		return fault_new(FAULT_LIMIT, "check_busy",
			"正在核对的文件很多，这一份没有核对。请稍后再试。",
			"Many files are being checked; this one was not. Try again a little "
			"later.");
	}
	turn->is_slow = true;
	return NULL;
}

void
filing_turn_done(struct filing_turn *turn)
{
	if (turn->is_slow)
		atomic_fetch_sub(&slow_count, 1);
	turn->is_slow = false;
}
