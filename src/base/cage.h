/*
 * The cage: untrusted bytes are read by a child process without network, files, new programs or
 * time. Bytes in, bytes out, or a fault; whatever the child does, the parent goes on.
 */
#ifndef BASE_CAGE_H
#define BASE_CAGE_H

#include "base/buf.h"

struct cage_limits {
	size_t memory; /* bytes the child may add to what it began with */
	int seconds;   /* wall clock and processor time */
	size_t answer; /* most bytes of answer */
};

/* 256 MiB, 10 s, 16 MiB. */
extern const struct cage_limits cage_usual;

/*
 * What the child does: read `input` and `plan`, put the answer. It runs in a forked child, sees the
 * parent's memory as it was, and may call only what needs no file, socket, thread or new process.
 */
typedef struct fault *cage_fn(struct str input, const void *plan, struct buf *answer);

/*
 * Run `work` in the cage. The child's own fault comes back as it was made. A crash, a forbidden
 * system call, too much memory or time become INPUT/LIMIT faults with the code "cage_crash",
 * "cage_memory" or "cage_time". `answer` must be initialised; its max bounds the answer too.
 */
MUST struct fault *cage_run(cage_fn *work, struct str input, const void *plan,
	const struct cage_limits *limits, struct buf *answer);

/*
 * The same for work of ours that is large, not hostile: the child may open files, and what its
 * libraries keep in memory goes with it. Such libraries must not be used in the parent: another
 * thread could hold one of their locks. Faults as of cage_run(), with its words about reading.
 */
MUST struct fault *cage_run_beside(
	cage_fn *work, const void *plan, const struct cage_limits *limits, struct buf *answer);

/*
 * Run another program (pdftotext, antiword) with `input` on its standard input, its standard output
 * to `answer`. It may read files it needs (libraries, fonts, maps) but has no network, cannot write
 * files or start programs. Exit status other than 0 is INPUT "cage_program"; a missing program is
 * OUTSIDE "cage_missing" and names the package to install. `argv[0]` is looked up in PATH.
 */
MUST struct fault *cage_program(const char *const argv[], struct str input,
	const struct cage_limits *limits, struct buf *answer);

/* Open what children will need (text converters) before any cage closes. Call once in main. */
void cage_warm(void);

/* Is this program built with a sanitizer? Then some limits cannot be kept. */
#if defined(__SANITIZE_ADDRESS__)
#define CAGE_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define CAGE_IS_SANITIZED 1
#endif
#endif
#ifndef CAGE_IS_SANITIZED
#define CAGE_IS_SANITIZED 0
#endif

#endif
