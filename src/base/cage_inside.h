/*
 * What the parts of the cage share: filters of system calls, what a child does, the watch over it,
 * and spare children. Not for callers; they include base/cage.h.
 */
#ifndef BASE_CAGE_INSIDE_H
#define BASE_CAGE_INSIDE_H

#include <linux/filter.h>
#include <sys/types.h>

#include "base/cage.h"

/* A filter as the kernel takes it; compiled before a fork, so that the child allocates nothing. */
struct cage_filter {
	struct sock_filter rules[768];
	unsigned short count;
};

/* The filter of forked readers: a short list of calls, everything else ends the process. */
MUST struct fault *cage_filter_reader(const struct cage_filter **ret_filter);
/* The filter of programs: no network, no writing, no new processes, and only the program whose
 * path stands at this very address may be started. */
MUST struct fault *cage_filter_program(const char *path, struct cage_filter *ret_filter);
/* False when the kernel would not take it. Nothing undoes it. */
bool cage_filter_enter(const struct cage_filter *filter);

/* Descriptors of a child: where it answers, and where it complains. */
enum { CAGE_INPUT = 0, CAGE_ERRORS = 2, CAGE_ANSWER = 3, CAGE_FILES_END = 4 };

/* Most of a child's complaints that are kept for the log. */
enum { CAGE_COMPLAINT = 240 };

/* A child being watched. Invariant: pid is reaped exactly once, by cage_watch(). */
struct cage_child {
	pid_t pid;
	int answer; /* reading ends of its two pipes; -1 when there is none */
	int complaints;
	int seconds;
	bool is_over;     /* its time ran out and it was killed */
	bool is_too_much; /* it answered more than the answer's maximum and was killed */
	int status;       /* of waitpid, after cage_watch() */
	char complaint[CAGE_COMPLAINT + 1]; /* printable ASCII */
};

/* --- the watch over a child (cage_watch.c) --- */

/* Take in everything the child says until it ends, is over its time or says too much. The child is
 * gone and reaped afterwards, whatever happened. */
void cage_watch(struct cage_child *child, struct buf *answer);
/* How a child died, as a fault; NULL when it ended by itself. */
MUST struct fault *cage_verdict(const struct cage_child *child);

/* A pipe whose ends close on exec. */
MUST struct fault *cage_pipe(int ret_ends[2]);
void cage_close(int *file);

/* --- what a child says --- */

enum cage_mark {
	CAGE_MARK_ANSWER = 0x41676E6B, /* the answer follows */
	CAGE_MARK_FAULT = 0x46676E6B,  /* a struct fault follows */
	CAGE_MARK_END = 0x45676E6B,    /* said by the nursery: a struct cage_end follows */
};
/* What stands before each. */
struct cage_frame {
	uint32_t mark;
	uint32_t asked; /* allocations of the child, which the parent counts as its own */
	uint64_t len;
};
/* The child's fault, believed only where it can be shown. */
MUST struct fault *cage_fault_of_child(const struct cage_child *child, struct str body);
/* It ended without an answer; never NULL. */
MUST struct fault *cage_fault_of_end(const struct cage_child *child);
/* It said what no child of ours says, or stopped in the middle. */
MUST struct fault *cage_broken_answer(const struct cage_child *child);

/* --- in a child (cage_child.c); bools are false when the machine does not allow it --- */

/* Default signals, die with the parent, no core file, no new rights. */
void cage_undress(void);
/* No files to write, no processes, `files` descriptors. */
void cage_restrain(unsigned files);
/* `memory` bytes beyond `base` of address space, seconds of processor time. Can only be lowered. */
bool cage_limit_use(const struct cage_limits *limits, size_t base);
/* Bytes of address space in use now; 0 when the kernel does not tell. */
size_t cage_space_in_use(void);
/* Put these under the fixed numbers of a child, and close everything else; -1 for none. */
bool cage_keep_only(int input, int answer, int complaints);
/* For readers, at last: no capabilities, no files, nothing but the filter's calls. */
bool cage_shut(const struct cage_filter *filter);
/* Memory that a reader will surely use. */
void cage_make_memory_ready(void);
/* For one that waits: the program's own code in its map. */
void cage_make_code_ready(void);
/* Say the fault, or the answer when there is none, and end. */
_Noreturn void cage_say(const struct fault *fault, const struct buf *answer);
/* Work, say what comes of it, and end. */
_Noreturn void cage_work(
	cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits);

/* --- spare children --- */

/* Descriptors of the nursery itself: its owner's, and where deaths are told. */
enum { CAGE_NURSERY_OWNER = 3, CAGE_NURSERY_DEATHS, CAGE_NURSERY_FILES_END };

/* The whole life of the nursery (cage_nursery.c). `owner` is a socket of packets: one comes with a
 * descriptor for each spare child, one byte goes for each that was taken. The descriptor is a
 * stream: a struct cage_job with plan and input goes in, a frame comes out. Closing it ends the
 * child, whatever it does. `rehearsal` may be NULL. */
_Noreturn void cage_nursery_live(
	int owner, const struct cage_filter *filter, cage_rehearsal *rehearsal);

/* What a spare child is to do; plan and input follow. */
struct cage_job {
	cage_fn *work; /* at the same place in both: one program, forked */
	struct cage_limits limits;
	size_t plan_len;
	size_t input_len;
};

/* How a spare child ended. */
struct cage_end {
	int status; /* of waitpid */
	char complaint[CAGE_COMPLAINT + 1];
};

/* How long to wait for a spare child: not at all, but for tests of spare children. On a busy
 * machine the nursery gets its turn late, and a child forked now reads sooner. */
extern int cage_spare_patience_ms;

/* Have a spare child do it. False when there is none, or it was lost through no fault of its own:
 * then nothing was put into `answer`, and the caller makes a child itself. */
bool cage_spare_run(cage_fn *work, struct str input, struct str plan,
	const struct cage_limits *limits, struct buf *answer, struct fault **ret_fault);

#endif
