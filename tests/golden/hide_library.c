/*
 * A machine that lacks libraries: preloaded by libraries.sh or linked into a test, it lets the
 * loader not find those that stand in GONGKAI_HIDDEN. The program's own way to them stays as it is.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

void *
dlopen(const char *name, int flags)
{
	void *(*real)(const char *, int);
	void *found = dlsym(RTLD_NEXT, "dlopen");
	const char *hidden = getenv("GONGKAI_HIDDEN");

	memcpy(&real, &found, sizeof real);
	if (name && hidden && strstr(hidden, name))
		name = "/nowhere/hidden-library.so";
	return real(name, flags);
}
