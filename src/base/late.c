/*
 * Loading libraries late: the only place that calls dlopen(). Which ones there are and when each is
 * needed is not known here.
 */
#include "base/late.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

static struct fault *
fault_missing(const struct late *late)
{
	const char *why = dlerror();

	return fault_detail(
		fault_new(FAULT_OUTSIDE, "late_missing",
			"缺少这项功能所需的程序库 %1$s。请管理员安装软件包 %2$s（apt install "
			"%2$s），然后再试。",
			"The library %1$s, which this needs, is missing. Ask the administrator to "
			"install the package %2$s (apt install %2$s), then try again.",
			late->library, late->package),
		"%s", why ? why : "");
}

static struct fault *
fault_old(const struct late *late, const char *name)
{
	return fault_detail(
		fault_new(FAULT_OUTSIDE, "late_old",
			"程序库 %1$s 的版本太旧，这项功能不能用。请管理员更新软件包 "
			"%2$s，然后重新启动本程序。",
			"The library %1$s is too old for this. Ask the administrator to bring the "
			"package %2$s up to date, then start this program again.",
			late->library, late->package),
		"no %s", name);
}

/* All are looked for before the first is kept: who was refused calls none. */
static struct fault *
find_functions(const struct late *late, void *library)
{
	char *functions = late->functions;

	for (size_t i = 0; i < late->count; i++)
		if (!dlsym(library, late->names[i]))
			return fault_old(late, late->names[i]);
	for (size_t i = 0; i < late->count; i++) {
		void *function = dlsym(library, late->names[i]);

		memcpy(functions + i * sizeof function, &function, sizeof function);
	}
	return NULL;
}

static struct fault *
load(struct late *late)
{
	void *library;

	if (atomic_load(&late->is_loaded))
		return NULL;
	/* Now: what it calls is found once, here, and not once more in each child. Local: its names
	 * and those of the libraries below it stay its own. */
	library = dlopen(late->library, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return fault_missing(late);
	TRY(find_functions(late, library));
	atomic_store(&late->is_loaded, true);
	return NULL;
}

struct fault *
late_load(struct late *late)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	struct fault *fault;

	if (atomic_load(&late->is_loaded))
		return NULL;
	pthread_mutex_lock(&one);
	fault = load(late);
	pthread_mutex_unlock(&one);
	return fault;
}

void
late_not_loaded(const char *library)
{
	log_line(LOG_ERROR, "late", "%s was called before it was loaded", library);
	abort();
}
