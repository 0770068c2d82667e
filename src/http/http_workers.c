/*
 * Threads that run pages, so that a slow page holds up nobody's sockets. Requests with which anyone
 * may send files have a lane of their own: reading a hostile file may take seconds, and some
 * threads are always left for everybody else. They never touch a connection; a visit is theirs from
 * push until they hand it back.
 */
#include "base/log.h"
#include "base/memory.h"
#include "base/steady.h"
#include "http/http_server_inside.h"

enum {
	TOGETHER_MOST = 16, /* answers that are handed back in one go */
	TOGETHER_US = 1000, /* the longest that the first of them waits for the others */
	PATIENCE_US = 10000,
	LEFT_FOR_PAGES = 2, /* threads that no upload takes, where there are enough */
};

/* Those that wait, in their order. */
struct lane {
	struct visits visits;
	unsigned count;
	unsigned most; /* that may wait */
};

/*
 * Invariants: no more than uploads_most visits of the second lane run at once; what waits behind
 * them is not next. While a visit is next, one sleeping thread is on its way
 * (is_waking), unless as many threads run quick pages as there are processors: a further one could
 * only take turns with them. It is woken all the same once the visit has waited for PATIENCE_US.
 * Whoever goes to sleep takes is_waking back, with nothing next. `quick` counts threads with a
 * page that is quick by experience.
 */
struct workers {
	pthread_mutex_t lock;
	pthread_cond_t has_work;
	bool is_waking;
	unsigned sleeping;
	unsigned quick;
	unsigned processors;
	struct lane pages;
	struct lane uploads;
	unsigned uploads_run;
	unsigned uploads_most;
	bool is_closing;
	http_workers_hand_back *hand_back;
	unsigned count;
	pthread_t threads[];
};

/* What one thread has answered and not handed back yet; visits of one of the sockets' threads. */
struct answers {
	struct visits visits;
	unsigned count;
	int64_t since; /* microseconds */
	/* Of the last one; it counts in workers->quick and uploads_run until the lock is held
	 * again. */
	bool was_quick;
	bool was_upload;
};

/* --- the threads --- */

/* The lane whose first visit is next: the older of both. NULL when none may run now. */
static struct lane *
next_lane(struct workers *workers)
{
	const struct visit *page = workers->pages.visits.first;
	const struct visit *upload =
		workers->uploads_run < workers->uploads_most ? workers->uploads.visits.first : NULL;

	if (page && upload)
		return page->asked <= upload->asked ? &workers->pages : &workers->uploads;
	return page ? &workers->pages : upload ? &workers->uploads : NULL;
}

static const struct visit *
next_visit(struct workers *workers)
{
	const struct lane *lane = next_lane(workers);

	return lane ? lane->visits.first : NULL;
}

/* Should another thread be woken for what is next? With the lock held; who is told so signals
 * without it, because the woken one would run into the lock. */
static bool
must_wake(struct workers *workers)
{
	const struct visit *first = next_visit(workers);

	if (!first || !workers->sleeping || workers->is_waking)
		return false;
	if (workers->quick >= workers->processors &&
		steady_microseconds() - first->asked < PATIENCE_US)
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
	       steady_microseconds() - answers->since < TOGETHER_US;
}

/* Take the next visit, which this thread will run. NULL when there is none. */
static struct visit *
take_next(struct workers *workers, struct answers *answers)
{
	struct lane *lane = next_lane(workers);
	struct visit *visit;

	if (!lane)
		return NULL;
	visit = http_visits_take(&lane->visits);
	lane->count--;
	answers->was_upload = lane == &workers->uploads;
	workers->uploads_run += answers->was_upload;
	answers->was_quick = http_exchange_is_quick(&visit->exchange);
	workers->quick += answers->was_quick;
	return visit;
}

/* The next visit; NULL when the house closes and nothing is left. */
static struct visit *
wait_for_visit(struct workers *workers, struct answers *answers)
{
	struct visit *visit;
	bool wakes;

	pthread_mutex_lock(&workers->lock);
	workers->quick -= answers->was_quick;
	workers->uploads_run -= answers->was_upload;
	answers->was_quick = answers->was_upload = false;
	if (answers->count && !goes_with(answers, next_visit(workers))) {
		pthread_mutex_unlock(&workers->lock);
		hand_back(workers, answers);
		pthread_mutex_lock(&workers->lock);
	}
	while (!next_lane(workers) && !workers->is_closing) {
		workers->is_waking = false;
		workers->sleeping++;
		pthread_cond_wait(&workers->has_work, &workers->lock);
		workers->sleeping--;
		workers->is_waking = false;
	}
	visit = take_next(workers, answers);
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
			answers.since = steady_microseconds();
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
	workers->pages.most = queue;
	workers->uploads.most = queue;
	workers->uploads_most = count > LEFT_FOR_PAGES ? count - LEFT_FOR_PAGES : 1;
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

/* Those that find no room in their lane stay in *visits. */
static void
line_up(struct workers *workers, struct visits *visits)
{
	struct visits left = { 0 };
	struct visit *visit;

	while ((visit = http_visits_take(visits)) != NULL) {
		struct lane *lane = http_exchange_takes_strange_files(&visit->exchange)
					    ? &workers->uploads
					    : &workers->pages;
		bool has_room = lane->count < lane->most && !workers->is_closing;

		http_visits_add(has_room ? &lane->visits : &left, visit);
		lane->count += has_room;
	}
	*visits = left;
}

bool
http_workers_push(struct workers *workers, struct visits *visits)
{
	bool is_waiting;
	bool wakes;

	pthread_mutex_lock(&workers->lock);
	line_up(workers, visits);
	wakes = must_wake(workers);
	is_waiting = next_lane(workers) != NULL;
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
