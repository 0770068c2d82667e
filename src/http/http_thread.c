/*
 * What the threads of the server share: how one is started, and visits in a row, as they hand them
 * to each other. What a thread does is told in http_sockets.c, http_workers.c and http_watch.c.
 */
#include <sched.h>
#include <signal.h>

#include "http/http_server_inside.h"

struct fault *
http_thread_start(pthread_t *thread, void *(*run)(void *), void *arg)
{
	sigset_t all;
	sigset_t before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(thread, NULL, run, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error ? fault_system("http_thread", "thread", error) : NULL;
}

unsigned
http_thread_processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	return (unsigned)CPU_COUNT(&set);
}

/* --- visits in a row --- */

void
http_visits_add(struct visits *visits, struct visit *visit)
{
	http_visits_append(visits, (struct visits){ visit, visit });
}

void
http_visits_append(struct visits *visits, struct visits more)
{
	if (!more.first)
		return;
	more.last->next = NULL;
	if (visits->last)
		visits->last->next = more.first;
	else
		visits->first = more.first;
	visits->last = more.last;
}

struct visit *
http_visits_take(struct visits *visits)
{
	struct visit *visit = visits->first;

	if (visit) {
		visits->first = visit->next;
		if (!visits->first)
			visits->last = NULL;
	}
	return visit;
}
