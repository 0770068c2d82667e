/*
 * What the parts of the cage share: filters of system calls, and the watch over a child.
 * Not for callers; they include base/cage.h.
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

/* Take in everything the child says until it ends, is over its time or says too much. The child is
 * gone and reaped afterwards, whatever happened. */
void cage_watch(struct cage_child *child, struct buf *answer);
/* How a child died, as a fault; NULL when it ended by itself. */
MUST struct fault *cage_verdict(const struct cage_child *child);

/* A pipe whose ends close on exec. */
MUST struct fault *cage_pipe(int ret_ends[2]);
void cage_close(int *file);
/* In a child: default signals, die with the parent, no core file, no new rights. */
void cage_undress(void);
/* In a child: `extra` bytes beyond `base` of address space, seconds of processor time, no files to
 * write; `files` descriptors. */
void cage_restrain(const struct cage_limits *limits, size_t base, unsigned files);

#endif
