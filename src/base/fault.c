/*
 * The ring of faults of one thread, and the few faults that every room makes.
 * It knows nothing of HTTP or exit statuses; those tables live in http/ and program/.
 */
#include "base/fault.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { RING = 16 };

static _Thread_local struct fault ring[RING];
static _Thread_local unsigned ring_next;

/* What is too long ends at a character. */
static void
print(char *to, size_t size, const char *format, va_list values)
{
	assert(format);
	if (vsnprintf(to, size, format, values) >= (int)size)
		to[utf8_whole(str_of(to)).len] = '\0';
}

struct fault *
fault_new(enum fault_kind kind, const char *code, const char *zh, const char *en, ...)
{
	struct fault *fault = &ring[ring_next++ % RING];
	va_list args;

	fault->kind = kind;
	snprintf(fault->code, sizeof fault->code, "%s", code);
	va_start(args, en);
	print(fault->zh, sizeof fault->zh, zh, args);
	va_end(args);
	va_start(args, en);
	print(fault->en, sizeof fault->en, en, args);
	va_end(args);
	fault->detail[0] = '\0';
	return fault;
}

struct fault *
fault_detail(struct fault *fault, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print(fault->detail, sizeof fault->detail, format, args);
	va_end(args);
	return fault;
}

struct fault *
fault_absent(const char *thing, int64_t id)
{
	struct fault *fault =
		fault_new(FAULT_ABSENT, "absent", "没有找到您要的内容，它可能已被移走。",
			"There is no such page or record; it may have been moved.");

	return fault_detail(fault, "%s %lld", thing, (long long)id);
}

struct fault *
fault_memory(void)
{
	return fault_new(FAULT_LIMIT, "memory", "内容过大，超出了处理上限。请拆分或精简后再试。",
		"The content is larger than the limit. Split or shorten it and try again.");
}

struct fault *
fault_system(const char *code, const char *what, int error)
{
	enum fault_kind kind = error == ENOENT ? FAULT_ABSENT : FAULT_OUTSIDE;
	struct fault *fault;

	if (error == ENOENT)
		return fault_new(kind, code, "找不到 %s。请检查名称和位置。",
			"%s was not found. Check its name and place.", what);
	if (error == ENOSPC || error == EDQUOT)
		return fault_new(kind, code, "磁盘已满，%s 没有写成。请清理空间后再试。",
			"The disk is full; %s was not written. Free some space and try again.",
			what);
	if (error == EFBIG)
		return fault_new(kind, code,
			"%s 超过了系统允许的文件大小。请放宽限制（ulimit -f）或换一个磁盘。",
			"%s is larger than the system allows. Raise the limit (ulimit -f) or use "
			"another disk.",
			what);
	if (error == EROFS)
		return fault_new(kind, code,
			"磁盘只能读取，%s 没有写成。请换一个位置，或检查磁盘。",
			"The disk can only be read; %s was not written. Choose another place, or "
			"check the disk.",
			what);
	if (error == EACCES || error == EPERM)
		return fault_new(kind, code, "没有权限读写 %s。请检查权限。",
			"No permission for %s. Check its permissions.", what);
	fault = fault_new(kind, code, "无法读写 %s。请检查名称、位置和磁盘。",
		"Could not read or write %s. Check its name, its place and the disk.", what);
	return fault_detail(fault, "%s: %s", what, strerror(error));
}

const char *
fault_kind_name(enum fault_kind kind)
{
	static const char *const names[] = { "none", "input", "absent", "denied", "conflict",
		"limit", "outside" };

	return kind <= FAULT_OUTSIDE ? names[kind] : "none";
}
