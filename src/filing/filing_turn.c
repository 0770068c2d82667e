/*
 * The time that one request may spend on reading files. Which files there are and what is read in
 * them is not known here.
 */
#include "filing/filing_turn.h"

#include <stddef.h>

enum { LONGEST = 10 * 1000000 };

struct fault *
filing_turn_next(int64_t began, int64_t now)
{
	if (now - began < LONGEST)
		return NULL;
	return fault_new(FAULT_LIMIT, "check_long",
		"前面的文件用时过长，这一份没有核对。请分次上传。",
		"The files before took too long; this one was not checked. Send them in several "
		"steps.");
}
