/*
 * Faults: why a call could not do its work, said for a person and for the log.
 * Not for expected answers: a form with mistakes or a report with findings is a success.
 *
 * A function that can fail returns `struct fault *`; NULL is success. Faults live in a small ring
 * per thread, so making one never allocates and nobody frees one: look at it before sixteen more
 * are made on the same thread, or copy what you need.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdint.h>

#include "base/closing.h"

enum fault_kind {
	FAULT_INPUT = 1, /* what was given cannot be used */
	FAULT_ABSENT,    /* there is no such thing */
	FAULT_DENIED,    /* this person may not */
	FAULT_CONFLICT,  /* somebody else was first, or the form is stale */
	FAULT_LIMIT,     /* too large, too deep, too long, too often, no memory */
	FAULT_OUTSIDE,   /* disk, database, network or another program failed */
};

/* Invariants: code, zh, en and detail are zero-terminated UTF-8, cut at a character boundary. */
struct fault {
	enum fault_kind kind;
	char code[40];    /* stable, lower_case, for programs and tests */
	char zh[600];     /* a sentence for the person: what happened and what to do next */
	char en[600];     /* the same in English */
	char detail[300]; /* for the log only; may be empty */
};

/*
 * Make a fault. `zh` and `en` are printf formats and both take the same arguments.
 */
MUST struct fault *fault_new(enum fault_kind kind, const char *code, const char *zh, const char *en,
	...) __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* Add a private detail for the log; gives the fault back. */
MUST struct fault *fault_detail(struct fault *fault, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* There is no `thing` with this id. */
MUST struct fault *fault_absent(const char *thing, int64_t id);

/* Memory ran out, or an arena or buf reached its maximum. */
MUST struct fault *fault_memory(void);

/* A system call failed; `error` is errno. `what` names the file or deed. */
MUST struct fault *fault_system(const char *code, const char *what, int error);

/* Name of a kind, for JSON and logs: "input", "absent" … */
const char *fault_kind_name(enum fault_kind kind);

/* Hand a fault on to the caller. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		struct fault *fault_of_try_ = (call);                                              \
		if (fault_of_try_)                                                                 \
			return fault_of_try_;                                                      \
	} while (0)

#endif
