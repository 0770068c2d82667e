/*
 * Threads that run pages, so that a slow page holds up nobody's sockets.
 * They touch a connection only to resume it; a visit is theirs from push to resume.
 */
#include <signal.h>

#include "base/log.h"
#include "base/memory.h"
#include "http/http_server_inside.h"

/*
 * Invariants: last is NULL exactly when first is; queued counts the list. While a visit waits and a
 * thread sleeps, one is on its way (is_waking): whoever goes to sleep takes that back, with nothing
 * waiting. Waking one after the other, not one for each visit, saves most of the waking: often the
 * first has done it all before the next would be there.
 */
struct workers {
	pthread_mutex_t lock;
	pthread_cond_t has_work;
	bool is_waking;
	unsigned sleeping;
	struct visit *first;
	struct visit *last;
	unsigned queued;
	unsigned queue_max;
	bool is_closing;
	unsigned count;
	pthread_t threads[];
};

struct fault *
http_workers_start_thread(pthread_t *thread, void *(*run)(void *), void *arg)
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

/* Should another thread be woken for what waits? With the lock held; who is told so signals
 * without it, because the woken one would run into the lock. */
static bool
must_wake(struct workers *workers)
{
	if (!workers->first || !workers->sleeping || workers->is_waking)
		return false;
	workers->is_waking = true;
	return true;
}

/* The next visit; NULL when the house closes and nothing is left. */
static struct visit *
wait_for_visit(struct workers *workers)
{
	struct visit *visit;
	bool wakes;

	pthread_mutex_lock(&workers->lock);
	while (!workers->first && !workers->is_closing) {
		workers->is_waking = false;
		workers->sleeping++;
		pthread_cond_wait(&workers->has_work, &workers->lock);
		workers->sleeping--;
		workers->is_waking = false;
	}
	visit = workers->first;
	if (visit) {
		workers->first = visit->next;
		if (!workers->first)
			workers->last = NULL;
		workers->queued--;
	}
	wakes = must_wake(workers);
	pthread_mutex_unlock(&workers->lock);
	if (wakes)
		pthread_cond_signal(&workers->has_work);
	return visit;
}

static void *
run_worker(void *arg)
{
	struct workers *workers = arg;
	struct visit *visit;

	while ((visit = wait_for_visit(workers)) != NULL) {
		log_set_work(visit->id);
		http_exchange_finish(&visit->exchange, buf_str(&visit->body));
		log_set_work("");
		/* From here on the visit may be gone at any moment. */
		MHD_resume_connection(visit->connection);
	}
	return NULL;
}

struct fault *
http_workers_open(unsigned count, unsigned queue, struct workers **ret_workers)
{
	struct workers *workers = memory_take(sizeof *workers + count * sizeof workers->threads[0]);

	if (!workers)
		return fault_memory();
	pthread_mutex_init(&workers->lock, NULL);
	pthread_cond_init(&workers->has_work, NULL);
	workers->queue_max = queue;
	for (unsigned i = 0; i < count; i++) {
		struct fault *fault =
			http_workers_start_thread(&workers->threads[i], run_worker, workers);

		if (fault) {
			http_workers_close(&workers);
			return fault;
		}
		workers->count++;
	}
	*ret_workers = workers;
	return NULL;
}

bool
http_workers_push(struct workers *workers, struct visit *visit)
{
	bool has_room;
	bool wakes;

	pthread_mutex_lock(&workers->lock);
	has_room = workers->queued < workers->queue_max && !workers->is_closing;
	if (has_room) {
		visit->next = NULL;
		if (workers->last)
			workers->last->next = visit;
		else
			workers->first = visit;
		workers->last = visit;
		workers->queued++;
	}
	wakes = must_wake(workers);
	pthread_mutex_unlock(&workers->lock);
	if (wakes)
		pthread_cond_signal(&workers->has_work);
	return has_room;
}

void
http_workers_finish(struct workers *workers)
{
	pthread_mutex_lock(&workers->lock);
	workers->is_closing = true;
	pthread_cond_broadcast(&workers->has_work);
	pthread_mutex_unlock(&workers->lock);
	for (unsigned i = 0; i < workers->count; i++)
		pthread_join(workers->threads[i], NULL);
	workers->count = 0;
}

void
http_workers_close(struct workers **workers)
{
	if (!*workers)
		return;
	http_workers_finish(*workers);
	pthread_cond_destroy(&(*workers)->has_work);
	pthread_mutex_destroy(&(*workers)->lock);
	memory_give(*workers);
	*workers = NULL;
}
