/*
 * guard: 防机器提交, what keeps programs from flooding the public form without asking anybody
 * outside: work that the visitor's browser does, or a small sum in words for who has no script. It
 * stores nothing: what was asked comes back with a keyed mark, and each is worth one form, because
 * a form's name makes one application only.
 *
 * The work is that of ALTCHA: find the number for which SHA-256(salt + number) is the challenge.
 */
#ifndef RECEPTION_RECEPTION_GUARD_H
#define RECEPTION_RECEPTION_GUARD_H

#include "base/arena.h"
#include "base/seal.h"
#include "base/str.h"

/* How much work; the words of the setting "application.guard". */
enum reception_guard_level {
	RECEPTION_GUARD_OFF,
	RECEPTION_GUARD_LOW,
	RECEPTION_GUARD_USUAL,
	RECEPTION_GUARD_HIGH,
	RECEPTION_GUARD_LEVELS,
};
extern const char *const reception_guard_words[RECEPTION_GUARD_LEVELS];

/* Time to fill in a form, in seconds. */
enum { RECEPTION_GUARD_SECONDS = 4 * 60 * 60 };

/* What stands in the form. Invariant: all texts are letters, digits and points, but `question`. */
struct reception_guard {
	struct str salt;      /* the form's name, when it ends, a random part */
	struct str challenge; /* SHA-256 of the salt with the number */
	struct str mark;      /* that we made it */
	int64_t most;         /* the number is 0 to this */
	struct str question;  /* "三十七加五等于多少？" */
	struct str sum_mark;  /* of the salt with the right answer */
};

/* What came back, as typed. Either `number` or `answer` is enough. */
struct reception_guard_answer {
	struct str salt;
	struct str challenge;
	struct str mark;
	struct str number;
	struct str sum_mark;
	struct str answer;
};

/* A new one for the form of this name. Not for RECEPTION_GUARD_OFF. */
MUST struct fault *reception_guard_make(const struct seal_keys *keys, struct arena *arena,
	struct str form_key, enum reception_guard_level level, int64_t now,
	struct reception_guard *ret_guard);

/*
 * Is the answer right, for this form and in time? INPUT "application_guard_late" when the time is
 * over, "application_guard" for anything else: nothing given, wrong, or not made here.
 */
MUST struct fault *reception_guard_check(const struct seal_keys *keys, struct arena *arena,
	struct str form_key, const struct reception_guard_answer *answer, int64_t now);

#endif
