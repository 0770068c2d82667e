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
 * What the child does: read `input` and `plan`, put the answer. It runs in a child process, most
 * often one that was made before the input was known. So everything it needs stands in these bytes:
 * a plan holds no pointers but to functions and constants, and begins aligned for any type. It may
 * call only what needs no file, socket, thread or new process.
 */
typedef struct fault *cage_fn(struct str input, struct str plan, struct buf *answer);

/* A variable as a plan, and back, in the child: the very size, or the program is wrong. */
#define CAGE_PLAN(variable) ((struct str){ (const char *)&(variable), sizeof(variable) })
const void *cage_plan(struct str plan, size_t size);

/*
 * Run `work` in the cage. The child's own fault comes back as it was made. A crash, a forbidden
 * system call, too much memory or time become INPUT/LIMIT faults with the code "cage_crash",
 * "cage_memory" or "cage_time". `answer` must be initialised; its max bounds the answer too. One
 * child reads one input and ends.
 */
MUST struct fault *cage_run(cage_fn *work, struct str input, struct str plan,
	const struct cage_limits *limits, struct buf *answer);

/*
 * The same for work of ours that is large, not hostile: the child is forked from this very process
 * now, so `plan` may hold pointers into it. It may open files, and what its libraries keep in
 * memory goes with it. Such libraries must not be used in the parent: another thread could hold one
 * of their locks. Faults as of cage_run(), with its words about reading.
 */
MUST struct fault *cage_run_beside(
	cage_fn *work, struct str plan, const struct cage_limits *limits, struct buf *answer);

/*
 * For a program that reads many inputs: from now on a nursery, a process of its own, keeps spare
 * children ready, so that an input need not wait for one to be made. They see nothing of what this
 * process learns later. Call it once, after cage_warm() and doc_warm(), before any secret is read
 * and before any thread is made, in the thread that lives longest: nursery and children end with
 * it. When none is ready, without a nursery, or when it was killed, cage_run() forks a child
 * itself.
 */
void cage_nursery_open(void);
/* What each spare child of a later nursery does once before it waits, already shut in: a small part
 * of its usual work, so that the pages it will need are there. A fault changes nothing. */
typedef struct fault *cage_rehearsal(void);
void cage_nursery_rehearse(cage_rehearsal *rehearsal);
/* All its processes are gone afterwards. No other thread may be in cage_run(). */
void cage_nursery_close(void);

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
