/*
 * Other programs in the cage: pdftotext, antiword. Input comes as a file in memory, because such
 * programs want to seek; output and complaints go through pipes.
 */
#include "base/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage_inside.h"

/* Descriptors for libraries, fonts and maps. */
enum { MOST_FILES = 64, PATH_ROOM = 512 };

/* How a program says that it never started. */
enum { NOT_STARTED = 113 };

static const char *const surroundings[] = { "PATH=/usr/bin:/bin", "HOME=/nonexistent",
	"LANG=C.UTF-8", "LC_ALL=C.UTF-8", NULL };

/* Debian's name of the package that holds a program. */
static const char *
package_of(const char *program)
{
	return strncmp(program, "pdf", 3) == 0 ? "poppler-utils" : program;
}

static struct fault *
find_program(const char *name, char *ret_path, size_t size)
{
	const char *path = getenv("PATH");
	struct str rest = str_of(path && *path ? path : "/usr/bin:/bin");

	while (rest.len) {
		struct str folder;
		int len;

		rest = str_cut(rest, STR(":"), &folder);
		/* Only folders with a full path: the program must not come from where we stand. */
		if (!str_starts(folder, STR("/")))
			continue;
		len = snprintf(ret_path, size, "%.*s/%s", STR_ARG(folder), name);
		if (len > 0 && (size_t)len < size && access(ret_path, X_OK) == 0)
			return NULL;
	}
	return fault_new(FAULT_OUTSIDE, "cage_missing",
		"缺少读取此类文件所需的程序 %1$s。请管理员安装软件包 %2$s（apt install %2$s）。",
		"The program %1$s is missing, which reads such files. Ask the administrator to "
		"install "
		"the package %2$s (apt install %2$s).",
		name, package_of(name));
}

/* The input as a file that nobody can change any more. */
static struct fault *
input_file(struct str input, int *ret_file)
{
	int file = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct str rest = input;

	if (file < 0)
		return fault_system("cage_input", "memfd", errno);
	while (rest.len) {
		ssize_t len = write(file, rest.at, rest.len);

		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0) {
			int error = errno;

			close(file);
			return fault_system("cage_input", "memfd", error);
		}
		rest = str_from(rest, (size_t)len);
	}
	(void)fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	(void)lseek(file, 0, SEEK_SET);
	*ret_file = file;
	return NULL;
}

/* The whole life of the child until it becomes the program. */
static void
become(const char *path, const char *const argv[], const struct cage_limits *limits,
	const struct cage_filter *filter, const int files[3])
{
	int high[3];

	cage_undress();
	for (int i = 0; i < 3; i++)
		high[i] = fcntl(files[i], F_DUPFD, CAGE_FILES_END);
	for (int i = 0; i < 3; i++)
		if (high[i] < 0 || dup2(high[i], i) < 0)
			_exit(NOT_STARTED);
	if (syscall(SYS_close_range, 3, ~0U, 0) != 0)
		_exit(NOT_STARTED);
	cage_restrain(MOST_FILES);
	if (!cage_limit_use(limits, 0) || !cage_filter_enter(filter))
		_exit(NOT_STARTED);
	execve(path, (char *const *)argv, (char *const *)surroundings);
	_exit(NOT_STARTED);
}

/* Files of one run; -1 where there is none. */
struct run {
	int input;
	int answer[2];
	int complaints[2];
};

static void
run_close(struct run *run)
{
	cage_close(&run->input);
	for (int i = 0; i < 2; i++) {
		cage_close(&run->answer[i]);
		cage_close(&run->complaints[i]);
	}
}

static struct fault *
start(const char *path, const char *const argv[], struct str input,
	const struct cage_limits *limits, struct cage_child *child)
{
	CLOSING(run_close) struct run run = { -1, { -1, -1 }, { -1, -1 } };
	struct cage_filter filter;

	TRY(cage_filter_program(path, &filter));
	TRY(input_file(input, &run.input));
	TRY(cage_pipe(run.answer));
	TRY(cage_pipe(run.complaints));
	child->pid = fork();
	if (child->pid == 0)
		become(path, argv, limits, &filter,
			(const int[]){ run.input, run.answer[1], run.complaints[1] });
	if (child->pid < 0)
		return fault_system("cage_fork", "fork", errno);
	child->answer = run.answer[0];
	child->complaints = run.complaints[0];
	run.answer[0] = run.complaints[0] = -1;
	return NULL;
}

struct fault *
cage_program(const char *const argv[], struct str input, const struct cage_limits *limits,
	struct buf *answer)
{
	struct cage_child child = { .answer = -1, .complaints = -1, .seconds = limits->seconds };
	CLOSING(buf_done) struct buf said;
	char path[PATH_ROOM];
	int status;

	buf_init(&said, limits->answer);
	TRY(find_program(argv[0], path, sizeof path));
	TRY(start(path, argv, input, limits, &child));
	cage_watch(&child, &said);
	TRY(cage_verdict(&child));
	status = WEXITSTATUS(child.status);
	if (status == NOT_STARTED)
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "cage_unsafe",
				"无法安全地启动程序 %s，文件没有读取。请联系系统管理员。",
				"The program %s could not be started safely, so the file was not "
				"read. Ask the administrator.",
				argv[0]),
			"%s", path);
	if (status != 0)
		return fault_detail(fault_new(FAULT_INPUT, "cage_program",
					    "%s 无法读取此文件，文件可能已损坏。请检查文件后再试。",
					    "%s could not read this file; it may be damaged. Check "
					    "the file and "
					    "try again.",
					    argv[0]),
			"status %d: %s", status, child.complaint);
	buf_put(answer, buf_str(&said));
	return buf_check(answer);
}
