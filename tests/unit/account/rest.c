/* Hashing a password takes long and needs no database: meanwhile others work with the handle. The
 * store is in memory, so that its pool has one handle for everybody. */
#include "../test.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account_inside.h"
#include "base/log.h"
#include "db/db.h"
#include "setting/setting.h"

#define GOOD "lantern river 48 spade"

static const struct account_place here = { { "192.0.2.7", 9 }, { "test browser", 12 } };
static const struct account_doer console = { .actor = { .name = { "命令行", 9 },
						     .way = AUDIT_COMMAND } };

static struct db_pool *pool;
static struct seal_keys *keys;
static struct account_gate *gate;
/* Nobody gets a place for hashing here until it follows the settings, so a sign-in stays where it
 * waits to hash. */
static struct account_gate *full_gate;

static int
start(void **state)
{
	struct account_gate_options options = { .policy = account_usual_policy };
	char folder[] = "/tmp/gongkai-rest-XXXXXX";
	char path[100];

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/keys", folder);
	FINE(seal_open(path, true, &keys));
	remove(path);
	rmdir(folder);
	options.keys = keys;
	options.policy.hash_passes = 1;
	options.policy.hash_bytes = 8192;
	FINE(account_gate_open(&options, &gate));
	options.policy.hashes_at_once = 0;
	options.follows_settings = true;
	FINE(account_gate_open(&options, &full_gate));
	FINE(db_pool_open("sqlite::memory:", 1, &db_own_steps, true, &pool));
	return 0;
}

static int
stop(void **state)
{
	account_gate_close(&full_gate);
	account_gate_close(&gate);
	seal_close(&keys);
	db_pool_close(&pool);
	setting_drop_cache();
	return 0;
}

static int64_t
add_person(struct db *db, struct arena *arena, const char *login)
{
	struct account_facts facts = { .login = str_of(login),
		.name = STR("王小芳"),
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE };
	int64_t id = 0;

	FINE(account_add(gate, db, arena, &console, &facts, &id));
	FINE(account_set_password(gate, db, arena, &console, id, STR(GOOD), false));
	return id;
}

/* --- the handle itself --- */

static struct fault *
work_as_somebody_else(void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_give_back) struct db *other = NULL;
	bool *is_done = arg;

	TRY(arena_open(1 << 20, &arena));
	TRY(db_pool_writer(pool, &other));
	assert_true(add_person(other, arena, "meanwhile") > 0);
	*is_done = true;
	return NULL;
}

static struct fault *
read_as_somebody_else(void *arg)
{
	CLOSING(db_give_back) struct db *other = NULL;

	TRY(db_pool_reader(pool, &other));
	assert_true(db_is_read_only(other));
	return NULL;
}

static struct fault *
fail_on_purpose(void *arg)
{
	return fault_new(FAULT_LIMIT, "rest_test", "试验", "a test");
}

static void
handle_that_rests_is_lent_to_others_and_comes_back_as_it_was(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_give_back) struct db *db = NULL;
	bool is_done = false;
	bool is_found = false;
	int64_t id = 0;

	FINE(arena_open(1 << 20, &arena));
	FINE(db_pool_writer(pool, &db));
	FINE(db_rest(db, work_as_somebody_else, &is_done));
	assert_true(is_done);
	FINE(account_find_login(db, STR("meanwhile"), &is_found, &id));
	assert_true(is_found);
	FINE(db_rest(db, read_as_somebody_else, NULL));
	assert_false(db_is_read_only(db));
	assert_true(add_person(db, arena, "afterwards") > 0);
	FAILS(db_rest(db, fail_on_purpose, NULL), "rest_test");
	assert_true(add_person(db, arena, "after.failing") > 0);
}

/* --- signing in --- */

struct visit {
	sem_t has_handle;
	atomic_bool is_over;
	struct account_signed signing;
	struct fault fault; /* copied: faults belong to their thread */
};

static struct fault *
sign_in(struct visit *visit)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(db_give_back) struct db *db = NULL;
	struct fault *fault;

	TRY(arena_open(1 << 20, &arena));
	TRY(db_pool_writer(pool, &db));
	sem_post(&visit->has_handle);
	fault = account_sign_in(full_gate, db, arena, STR("wang.fang"), STR(GOOD), &here, STR_NONE,
		&visit->signing);
	/* Before the handle is given back, so whoever gets it next knows. */
	atomic_store(&visit->is_over, true);
	return fault;
}

static void *
run_sign_in(void *arg)
{
	struct visit *visit = arg;
	struct fault *fault = sign_in(visit);

	if (fault)
		visit->fault = *fault;
	return NULL;
}

static void
another_write_goes_through_while_a_password_is_hashed(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct visit visit = { .fault = { 0 } };
	struct db *db = NULL;
	pthread_t thread;

	FINE(arena_open(1 << 20, &arena));
	sem_init(&visit.has_handle, 0, 0);
	FINE(db_pool_writer(pool, &db));
	add_person(db, arena, "wang.fang");
	db_give_back(&db);
	assert_int_equal(pthread_create(&thread, NULL, run_sign_in, &visit), 0);
	sem_wait(&visit.has_handle);
	/* There is one handle and the sign-in had it: it comes here while the sign-in hashes, or
	 * waits to, and the sign-in cannot end before. */
	FINE(db_pool_writer(pool, &db));
	assert_false(atomic_load(&visit.is_over));
	assert_true(add_person(db, arena, "li.si") > 0);
	FINE(account_gate_follow(full_gate, db, arena));
	assert_false(atomic_load(&visit.is_over));
	db_give_back(&db);
	pthread_join(thread, NULL);
	sem_destroy(&visit.has_handle);
	assert_string_equal(visit.fault.code, "");
	assert_true(atomic_load(&visit.is_over));
	assert_int_equal(visit.signing.outcome, ACCOUNT_SIGNED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			handle_that_rests_is_lent_to_others_and_comes_back_as_it_was, start, stop),
		cmocka_unit_test_setup_teardown(
			another_write_goes_through_while_a_password_is_hashed, start, stop),
	};

	log_set_level(LOG_QUIET);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
