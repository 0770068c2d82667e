/*
 * What a child of the cage does, whoever made it: gives up its rights and limits itself, works, and
 * says its answer or its fault. Making children and watching them is in cage.c and cage_nursery.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/capability.h>

#include "base/cage_inside.h"
#include "base/memory.h"

/* Taken from the kernel in one piece, and as much of it touched as a usual report needs. */
enum { TAKEN = 1024 * 1024, READY = 576 * 1024 };

static bool
set_limit(int which, rlim_t most, rlim_t grace)
{
	struct rlimit limit;
	rlim_t end = most + grace;

	if (getrlimit((__rlimit_resource_t)which, &limit) == 0 && limit.rlim_max < end)
		end = limit.rlim_max;
	limit.rlim_cur = most < end ? most : end;
	limit.rlim_max = end;
	return setrlimit((__rlimit_resource_t)which, &limit) == 0;
}

void
cage_undress(void)
{
	sigset_t none;

	/* The parent's handlers speak of the parent's files. A sanitizer needs its own. */
	for (int number = 1; number < SIGRTMIN; number++)
		if (!CAGE_IS_SANITIZED || number == SIGTERM || number == SIGINT ||
			number == SIGPIPE)
			signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	set_limit(RLIMIT_CORE, 0, 0);
}

/* Without them a child that the superuser made cannot raise again what it lowered. Who has none is
 * not asked to drop them: a service manager may forbid that very call. */
static bool
drop_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	bool has_any = false;

	if (syscall(SYS_capget, &header, data) != 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(data); i++) {
		has_any = has_any || data[i].permitted || data[i].effective;
		data[i] = (struct __user_cap_data_struct){ 0 };
	}
	return !has_any || syscall(SYS_capset, &header, data) == 0;
}

bool
cage_limit_use(const struct cage_limits *limits, size_t base)
{
	/* The address sanitizer reserves terabytes that it never touches. */
	if ((!CAGE_IS_SANITIZED || base == 0) && !set_limit(RLIMIT_AS, base + limits->memory, 0))
		return false;
	/* The grace lets SIGXCPU come before SIGKILL, which means memory. */
	return set_limit(RLIMIT_CPU, (rlim_t)limits->seconds, 2);
}

void
cage_restrain(unsigned files)
{
	set_limit(RLIMIT_FSIZE, 0, 0);
	set_limit(RLIMIT_NPROC, 0, 0);
	set_limit(RLIMIT_NOFILE, files, 0);
}

size_t
cage_space_in_use(void)
{
	char text[64];
	struct str pages;
	int64_t count = 0;
	ssize_t len;
	int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return 0;
	len = read(file, text, sizeof text);
	close(file);
	if (len <= 0)
		return 0;
	str_cut((struct str){ text, (size_t)len }, STR(" "), &pages);
	return str_to_int(pages, &count) ? (size_t)count * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

bool
cage_keep_only(int input, int answer, int complaints)
{
	const int files[] = { input, complaints, answer };
	const int places[] = { CAGE_INPUT, CAGE_ERRORS, CAGE_ANSWER };
	int high[COUNT_OF(files)];

	/* Out of the way first: each may already sit on another's number. */
	for (size_t i = 0; i < COUNT_OF(files); i++)
		high[i] = files[i] < 0 ? -1 : fcntl(files[i], F_DUPFD, CAGE_FILES_END);
	close(CAGE_INPUT);
	close(1);
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (files[i] >= 0 && (high[i] < 0 || dup2(high[i], places[i]) < 0))
			return false;
	return syscall(SYS_close_range, CAGE_FILES_END, ~0U, 0) == 0;
}

bool
cage_shut(const struct cage_filter *filter)
{
	cage_restrain(0);
	return drop_capabilities() && cage_filter_enter(filter);
}

/*
 * In one call: a page at a time costs several times as much. Freed again, so that the allocator
 * hands it out; it gives nothing back to the kernel, and asks for more in large pieces, for the
 * rest of this short life.
 */
void
cage_make_memory_ready(void)
{
#if !CAGE_IS_SANITIZED
	char *block;
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;

	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	mallopt(M_MMAP_THRESHOLD, TAKEN);
	mallopt(M_TOP_PAD, TAKEN);
	block = memory_grow(NULL, TAKEN - 1024);
	if (block)
		madvise((void *)(((uintptr_t)block + page) & ~page), READY, MADV_POPULATE_WRITE);
	memory_give(block);
#endif
}

/* The program's own code is in the file cache; without this each part of it costs a fault. */
void
cage_make_code_ready(void)
{
#if !CAGE_IS_SANITIZED
	extern const char __executable_start[];
	extern const char etext[];

	madvise((void *)__executable_start, (size_t)(etext - __executable_start),
		MADV_POPULATE_READ);
#endif
}

static void
say(enum cage_mark mark, const void *bytes, size_t len)
{
	struct cage_frame frame = { mark, (uint32_t)memory_count(), len };
	struct iovec parts[] = { { &frame, sizeof frame }, { (void *)bytes, len } };

	/* Together, so that a short answer wakes the parent once. */
	while (parts[0].iov_len + parts[1].iov_len) {
		ssize_t said = writev(CAGE_ANSWER, parts, COUNT_OF(parts));

		if (said <= 0)
			_exit(1);
		for (size_t i = 0; i < COUNT_OF(parts); i++) {
			size_t done =
				(size_t)said < parts[i].iov_len ? (size_t)said : parts[i].iov_len;

			if (done == 0)
				continue;
			parts[i].iov_base = (char *)parts[i].iov_base + done;
			parts[i].iov_len -= done;
			said -= (ssize_t)done;
		}
	}
}

void
cage_work(cage_fn *work, struct str input, struct str plan, const struct cage_limits *limits)
{
	struct buf answer;
	struct fault *fault;

	buf_init(&answer, limits->answer);
	fault = work(input, plan, &answer);
	if (!fault)
		fault = buf_check(&answer);
	cage_say(fault, &answer);
}

void
cage_say(const struct fault *fault, const struct buf *answer)
{
	if (fault)
		say(CAGE_MARK_FAULT, fault, sizeof *fault);
	else
		say(CAGE_MARK_ANSWER, answer->at, answer->len);
	/* Not exit(): what the parent registered is the parent's. */
	_exit(0);
}
