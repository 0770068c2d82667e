/*
 * The two lists of system calls: what a forked reader may do, and what a caged program may not.
 * Limits of memory, time and files are set in cage_child.c.
 */
#include "base/cage_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/seccomp.h>

/* Calls without which memory, time and the end of a process do not work. */
static const int reader_calls[] = {
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getrandom),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(sched_yield),
#if CAGE_IS_SANITIZED
	/* The address sanitizer: its own stack for signals, and what it asks before a report. */
	SCMP_SYS(sigaltstack),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(getuid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getppid),
	SCMP_SYS(mincore),
	SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep),
#endif
};

/* Calls that the C library and its friends try without need: they are told no, and live. */
static const int reader_refusals[] = {
	SCMP_SYS(openat),
	SCMP_SYS(open),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(stat),
	SCMP_SYS(statx),
	SCMP_SYS(lseek),
	SCMP_SYS(ioctl),
	SCMP_SYS(fcntl),
	SCMP_SYS(access),
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
	SCMP_SYS(getcwd),
	SCMP_SYS(sysinfo),
	SCMP_SYS(getrlimit),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(prctl),
};

/* What a program may not do. All of it is answered with EPERM: programs say so and end. */
static const int program_refusals[] = {
	/* talk to anybody */
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(io_uring_setup),
	/* start or touch processes */
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(clone),
	SCMP_SYS(execveat),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(kill),
	SCMP_SYS(tkill),
	SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_send_signal),
	/* change files and folders */
	SCMP_SYS(creat),
	SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rmdir),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(truncate),
	SCMP_SYS(chmod),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
	SCMP_SYS(chown),
	SCMP_SYS(lchown),
	SCMP_SYS(fchown),
	SCMP_SYS(fchownat),
	SCMP_SYS(utimensat),
	SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr),
	SCMP_SYS(fsetxattr),
	/* reach into the kernel */
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
};

static struct fault *
no_filter(int error)
{
	struct fault *fault = fault_new(FAULT_OUTSIDE, "cage_unsafe",
		"本机不支持安全隔离（seccomp），为安全起见没有读取文件。请联系系统管理员。",
		"This machine cannot isolate readers (seccomp), so the file was not read. Ask the "
		"administrator.");

	return fault_detail(fault, "seccomp: error %d", error);
}

/* The kernel's form of a filter, through a file in memory: libseccomp writes it to files only. */
static int
compile(scmp_filter_ctx context, struct cage_filter *ret_filter)
{
	ssize_t size;
	int file = memfd_create("filter", MFD_CLOEXEC);
	int bad;

	if (file < 0)
		return errno;
	bad = -seccomp_export_bpf(context, file);
	if (!bad && lseek(file, 0, SEEK_SET) != 0)
		bad = errno;
	if (!bad) {
		size = read(file, ret_filter->rules, sizeof ret_filter->rules);
		if (size <= 0 || size == (ssize_t)sizeof ret_filter->rules)
			bad = EFBIG;
		else
			ret_filter->count =
				(unsigned short)((size_t)size / sizeof ret_filter->rules[0]);
	}
	close(file);
	return bad;
}

static int
add_all(scmp_filter_ctx context, uint32_t action, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int bad = seccomp_rule_add(context, action, calls[i], 0);

		if (bad)
			return -bad;
	}
	return 0;
}

/* A spare child learns its limits after it was shut in. Without capabilities it can only lower
 * them, and only its own. */
static int
add_limit_rules(scmp_filter_ctx context)
{
	static const unsigned limits[] = { RLIMIT_AS, RLIMIT_CPU };
	int bad = 0;

	for (size_t i = 0; i < COUNT_OF(limits) && !bad; i++)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2,
			SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A1(SCMP_CMP_EQ, limits[i]));
	return bad;
}

static int
add_reader_rules(scmp_filter_ctx context)
{
	int bad = add_all(context, SCMP_ACT_ALLOW, reader_calls, COUNT_OF(reader_calls));

	if (!bad)
		bad = add_all(
			context, SCMP_ACT_ERRNO(EPERM), reader_refusals, COUNT_OF(reader_refusals));
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
			SCMP_A0(SCMP_CMP_EQ, CAGE_ANSWER));
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
			SCMP_A0(SCMP_CMP_EQ, CAGE_ERRORS));
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(writev), 1,
			SCMP_A0(SCMP_CMP_EQ, CAGE_ANSWER));
	/* A spare child is shut in before its input comes. */
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(read), 1,
			SCMP_A0(SCMP_CMP_EQ, CAGE_INPUT));
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(read), 1,
			SCMP_A0(SCMP_CMP_NE, CAGE_INPUT));
	/* assert() writes its sentence in pieces. */
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(writev), 1,
			SCMP_A0(SCMP_CMP_EQ, CAGE_ERRORS));
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (!bad)
		bad = add_limit_rules(context);
	return bad;
}

static struct cage_filter reader_filter;
static int reader_error;
static pthread_once_t reader_once = PTHREAD_ONCE_INIT;

static void
make_reader_filter(void)
{
	scmp_filter_ctx context = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (!context) {
		reader_error = ENOMEM;
		return;
	}
	/* As a tree: the kernel walks the whole filter once for each call it knows when it takes
	 * it. */
	reader_error = -seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (!reader_error)
		reader_error = add_reader_rules(context);
	if (!reader_error)
		reader_error = compile(context, &reader_filter);
	seccomp_release(context);
}

struct fault *
cage_filter_reader(const struct cage_filter **ret_filter)
{
	pthread_once(&reader_once, make_reader_filter);
	if (reader_error)
		return no_filter(reader_error);
	*ret_filter = &reader_filter;
	return NULL;
}

/* Opening for anything but reading. */
static int
add_writing_rules(scmp_filter_ctx context)
{
	static const unsigned flags[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND };
	int bad = 0;

	for (size_t i = 0; i < COUNT_OF(flags) && !bad; i++) {
		bad = -seccomp_rule_add(context, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
		if (!bad)
			bad = -seccomp_rule_add(context, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 1,
				SCMP_A1(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
	}
	/* Their flags lie in memory that a filter cannot see; the C library then uses the old
	 * calls. */
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0);
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return bad;
}

struct fault *
cage_filter_program(const char *path, struct cage_filter *ret_filter)
{
	scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
	int bad;

	if (!context)
		return no_filter(ENOMEM);
	bad = add_all(context, SCMP_ACT_ERRNO(EPERM), program_refusals, COUNT_OF(program_refusals));
	if (!bad)
		bad = add_writing_rules(context);
	/* After it started, the program's memory holds something else at this address. */
	if (!bad)
		bad = -seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(execve), 1,
			SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)(uintptr_t)path));
	if (!bad)
		bad = compile(context, ret_filter);
	seccomp_release(context);
	return bad ? no_filter(bad) : NULL;
}

bool
cage_filter_enter(const struct cage_filter *filter)
{
	struct sock_fprog program = {
		.len = filter->count,
		.filter = (struct sock_filter *)filter->rules,
	};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
