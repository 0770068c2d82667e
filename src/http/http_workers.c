/*
 * Threads that run pages, so that a slow page holds up nobody's sockets.
 * They never touch a connection; a visit is theirs from push until they hand it back.
 */
#include "base/log.h"
#include "base/memory.h"
#include "http/http_metrics.h"
#include "http/http_server_inside.h"

enum {
	TOGETHER_MOST = 16, /* answers that are handed back in one go */
	TOGETHER_US = 1000, /* the longest that the first of them waits for the others */
	PATIENCE_US = 10000,
};

/*
 * Invariants: `queued` counts `waiting`. While a visit waits, one sleeping thread is on its way
 * (is_waking), unless as many threads run quick pages as there are processors: a further one could
 * only take turns with them. It is woken all the same once the visit has waited for PATIENCE_US.
 * Whoever goes to sleep takes is_waking back, with nothing waiting. `quick` counts threads with a
 * page that is quick by experience.
 */
struct workers {
	pthread_mutex_t lock;
	pthread_cond_t has_work;
	bool is_waking;
	unsigned sleeping;
	unsigned quick;
	unsigned processors;
	struct visits waiting;
	unsigned queued;
	unsigned queue_max;
	bool is_closing;
	http_workers_hand_back *hand_back;
	unsigned count;
	pthread_t threads[];
};

/* What one thread has answered and not handed back yet; visits of one of the sockets' threads. */
struct answers {
	struct visits visits;
	unsigned count;
	int64_t since;  /* microseconds */
	bool was_quick; /* the last one counts in workers->quick until the lock is held again */
};

/* --- the threads --- */

/* Should another thread be woken for what waits? With the lock held; who is told so signals
 * without it, because the woken one would run into the lock. */
static bool
must_wake(struct workers *workers)
{
	const struct visit *first = workers->waiting.first;

	if (!first || !workers->sleeping || workers->is_waking)
		return false;
	if (workers->quick >= workers->processors &&
		http_metrics_now() - first->asked < PATIENCE_US)
		return false;
	workers->is_waking = true;
	return true;
}

static void
hand_back(const struct workers *workers, struct answers *answers)
{
	if (answers->count)
		workers->hand_back(answers->visits);
	*answers = (struct answers){ 0 };
}

/* May the answers wait until this one is there too? One that writes may have to wait for others. */
static bool
goes_with(const struct answers *answers, const struct visit *visit)
{
	return visit && http_exchange_is_quick(&visit->exchange) &&
	       http_exchange_only_reads(&visit->exchange) && answers->count < TOGETHER_MOST &&
	       visit->sockets == answers->visits.first->sockets &&
	       http_metrics_now() - answers->since < TOGETHER_US;
}

/* The next visit; NULL when the house closes and nothing is left. */
static struct visit *
wait_for_visit(struct workers *workers, struct answers *answers)
{
	struct visit *visit;
	bool wakes;

	pthread_mutex_lock(&workers->lock);
	workers->quick -= answers->was_quick;
	if (answers->count && !goes_with(answers, workers->waiting.first)) {
		pthread_mutex_unlock(&workers->lock);
		hand_back(workers, answers);
		pthread_mutex_lock(&workers->lock);
	}
	while (!workers->waiting.first && !workers->is_closing) {
		workers->is_waking = false;
		workers->sleeping++;
		pthread_cond_wait(&workers->has_work, &workers->lock);
		workers->sleeping--;
		workers->is_waking = false;
	}
	visit = http_visits_take(&workers->waiting);
	workers->queued -= visit != NULL;
	answers->was_quick = visit && http_exchange_is_quick(&visit->exchange);
	workers->quick += answers->was_quick;
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
	struct answers answers = { 0 };
	struct visit *visit;

	while ((visit = wait_for_visit(workers, &answers)) != NULL) {
		log_set_work(visit->id);
		http_exchange_finish(&visit->exchange, buf_str(&visit->body));
		log_set_work("");
		if (!answers.count++)
			answers.since = http_metrics_now();
		http_visits_add(&answers.visits, visit);
	}
	return NULL;
}

struct fault *
http_workers_open(
	unsigned count, unsigned queue, http_workers_hand_back *to, struct workers **ret_workers)
{
	struct workers *workers = memory_take(sizeof *workers + count * sizeof workers->threads[0]);

	if (!workers)
		return fault_memory();
	pthread_mutex_init(&workers->lock, NULL);
	pthread_cond_init(&workers->has_work, NULL);
	workers->queue_max = queue;
	workers->hand_back = to;
	workers->processors = http_thread_processors();
	for (unsigned i = 0; i < count; i++) {
		struct fault *fault = http_thread_start(&workers->threads[i], run_worker, workers);

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
http_workers_push(struct workers *workers, struct visits *visits)
{
	struct visits taken = { 0 };
	bool is_waiting;
	bool wakes;

	pthread_mutex_lock(&workers->lock);
	while (visits->first && workers->queued < workers->queue_max && !workers->is_closing) {
		http_visits_add(&taken, http_visits_take(visits));
		workers->queued++;
	}
	http_visits_append(&workers->waiting, taken);
	wakes = must_wake(workers);
	is_waiting = workers->waiting.first != NULL;
	pthread_mutex_unlock(&workers->lock);
	if (wakes)
		pthread_cond_signal(&workers->has_work);
	return is_waiting;
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
