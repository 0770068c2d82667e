/* What is kept between requests: the stash of uploads and the rate of each client. */
#include "../test.h"

#include <pthread.h>
#include <stdio.h>

#include "http/http_inside.h"

static struct arena *arena;

static int
set_up(void **state)
{
	FINE(arena_open(1 << 20, &arena));
	return 0;
}

static int
tear_down(void **state)
{
	arena_close(&arena);
	return 0;
}

static void
what_was_put_is_looked_at_often_and_taken_once(void **state)
{
	struct http_stash *stash = NULL;
	struct random_name token;
	struct buf bytes;
	struct str name;

	FINE(http_stash_open(1000, 60, &stash));
	FINE(http_stash_put(stash, STR("年报.docx"), (struct str){ "a\0b", 3 }, &token));
	for (int i = 0; i < 3; i++) {
		buf_init(&bytes, 100);
		if (i < 2)
			FINE(http_stash_look(stash, arena, str_of(token.at), &name, &bytes));
		else
			FINE(http_stash_take(stash, arena, str_of(token.at), &name, &bytes));
		SAME_TEXT(name, "年报.docx");
		assert_int_equal(bytes.len, 3);
		assert_memory_equal(bytes.at, "a\0b", 3);
		buf_done(&bytes);
	}
	buf_init(&bytes, 100);
	FAILS(http_stash_take(stash, arena, str_of(token.at), &name, &bytes), "http_stash");
	assert_int_equal(http_stash_used(stash), 0);
	buf_done(&bytes);
	http_stash_close(&stash);
	assert_null(stash);
}

static void
wrong_tokens_find_nothing(void **state)
{
	static const char *const wrong[] = { "", "0", "00000000000000000000000000000000",
		"000000000000000000000000000000000" };
	struct http_stash *stash = NULL;
	struct random_name token;
	struct buf bytes;
	struct str name;

	FINE(http_stash_open(1000, 60, &stash));
	FINE(http_stash_put(stash, STR("a"), STR("b"), &token));
	buf_init(&bytes, 100);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		FAILS(http_stash_look(stash, arena, str_of(wrong[i]), &name, &bytes), "http_stash");
	buf_done(&bytes);
	http_stash_close(&stash);
}

static void
the_oldest_leave_when_it_is_full(void **state)
{
	struct http_stash *stash = NULL;
	struct random_name tokens[5];
	struct buf bytes;
	struct str name;

	FINE(http_stash_open(10, 60, &stash));
	buf_init(&bytes, 100);
	for (int i = 0; i < 5; i++)
		FINE(http_stash_put(stash, STR("n"), STR("abc"), &tokens[i]));
	assert_int_equal(http_stash_used(stash), 9);
	FAILS(http_stash_look(stash, arena, str_of(tokens[1].at), &name, &bytes), "http_stash");
	FINE(http_stash_take(stash, arena, str_of(tokens[3].at), &name, &bytes));
	FINE(http_stash_take(stash, arena, str_of(tokens[4].at), &name, &bytes));
	FINE(http_stash_put(stash, STR("n"), STR("abcd"), &tokens[0]));
	FINE(http_stash_look(stash, arena, str_of(tokens[2].at), &name, &bytes));
	FINE(http_stash_look(stash, arena, str_of(tokens[0].at), &name, &bytes));
	SAME_TEXT(buf_str(&bytes), "abcabcabcabcd");
	FAILS(http_stash_put(stash, STR("n"), STR("eleven byte"), &tokens[1]), "memory");
	assert_int_equal(http_stash_used(stash), 7);
	buf_done(&bytes);
	http_stash_close(&stash);
}

static void
a_thousand_small_ones_are_the_most(void **state)
{
	struct http_stash *stash = NULL;
	struct random_name token;

	FINE(http_stash_open(1 << 20, 60, &stash));
	for (int i = 0; i < 1200; i++)
		FINE(http_stash_put(stash, STR("n"), STR("x"), &token));
	assert_int_equal(http_stash_used(stash), 1000);
	http_stash_close(&stash);
}

static void
what_is_too_old_is_gone(void **state)
{
	struct http_stash *stash = NULL;
	struct random_name token;
	struct buf bytes;
	struct str name;

	FINE(http_stash_open(1000, 0, &stash));
	FINE(http_stash_put(stash, STR("a"), STR("b"), &token));
	buf_init(&bytes, 100);
	FAILS(http_stash_look(stash, arena, str_of(token.at), &name, &bytes), "http_stash");
	assert_int_equal(http_stash_used(stash), 0);
	buf_done(&bytes);
	http_stash_close(&stash);
}

static void *
put_and_take(void *to)
{
	struct http_stash *stash = to;
	struct arena *own = NULL;
	size_t good = 0;

	if (arena_open(1 << 20, &own) != NULL)
		return NULL;
	for (int i = 0; i < 200; i++) {
		struct random_name token;
		struct buf bytes;
		struct str name;

		buf_init(&bytes, 100);
		if (http_stash_put(stash, STR("n"), STR("some bytes"), &token) == NULL &&
			http_stash_take(stash, own, str_of(token.at), &name, &bytes) == NULL)
			good += str_equal(buf_str(&bytes), STR("some bytes"));
		buf_done(&bytes);
	}
	arena_close(&own);
	return (void *)good;
}

static void
several_threads_may_use_it(void **state)
{
	struct http_stash *stash = NULL;
	pthread_t threads[4];

	FINE(http_stash_open(1000, 60, &stash));
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, put_and_take, stash), 0);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		void *good = NULL;

		pthread_join(threads[i], &good);
		assert_int_equal((size_t)good, 200);
	}
	assert_int_equal(http_stash_used(stash), 0);
	http_stash_close(&stash);
}

/* --- rates; the clock is a number that the test says --- */

static void
a_burst_passes_then_so_many_a_minute(void **state)
{
	struct rate_table *table = NULL;
	struct str client = STR("192.0.2.1");
	unsigned wait = 7;

	FINE(http_rate_open(2, 6, &table));
	assert_true(http_rate_take(table, client, 1000, &wait));
	assert_int_equal(wait, 0);
	assert_true(http_rate_take(table, client, 1000, &wait));
	assert_false(http_rate_take(table, client, 1000, &wait));
	assert_int_equal(wait, 11);
	assert_false(http_rate_take(table, client, 10999, &wait));
	assert_int_equal(wait, 1);
	assert_true(http_rate_take(table, client, 11000, &wait));
	assert_false(http_rate_take(table, client, 11000, &wait));
	for (int i = 0; i < 2; i++)
		assert_true(http_rate_take(table, client, INT64_C(1) << 60, &wait));
	assert_false(http_rate_take(table, client, INT64_C(1) << 60, &wait));
	http_rate_close(&table);
}

static void
clients_are_counted_apart_and_networks_together(void **state)
{
	struct rate_table *table = NULL;
	unsigned wait;

	FINE(http_rate_open(1, 1, &table));
	assert_true(http_rate_take(table, STR("192.0.2.1"), 0, &wait));
	assert_true(http_rate_take(table, STR("192.0.2.2"), 0, &wait));
	assert_false(http_rate_take(table, STR("192.0.2.1"), 0, &wait));
	assert_true(http_rate_take(table, STR("2001:db8::1"), 0, &wait));
	assert_false(http_rate_take(table, STR("2001:db8::ffff:2"), 0, &wait));
	assert_true(http_rate_take(table, STR("2001:db8:0:1::1"), 0, &wait));
	assert_true(http_rate_take(table, STR(""), 0, &wait));
	assert_false(http_rate_take(table, STR(""), 0, &wait));
	/* Names of another kind, of http_limit(). */
	assert_true(http_rate_take(table, STR("token 1"), 0, &wait));
	assert_true(http_rate_take(table, STR("token 2"), 0, &wait));
	assert_false(http_rate_take(table, STR("token 1"), 0, &wait));
	http_rate_close(&table);
}

static void
a_flood_of_clients_finds_room(void **state)
{
	struct rate_table *table = NULL;
	unsigned wait;

	FINE(http_rate_open(1, 1, &table));
	for (int i = 0; i < 100000; i++) {
		char client[32];

		snprintf(client, sizeof client, "10.%d.%d.%d", i >> 16, (i >> 8) & 255, i & 255);
		assert_true(http_rate_take(table, str_of(client), i, &wait));
	}
	assert_false(http_rate_take(table, STR("10.1.134.159"), 100000, &wait));
	http_rate_close(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_put_is_looked_at_often_and_taken_once),
		cmocka_unit_test(wrong_tokens_find_nothing),
		cmocka_unit_test(the_oldest_leave_when_it_is_full),
		cmocka_unit_test(a_thousand_small_ones_are_the_most),
		cmocka_unit_test(what_is_too_old_is_gone),
		cmocka_unit_test(several_threads_may_use_it),
		cmocka_unit_test(a_burst_passes_then_so_many_a_minute),
		cmocka_unit_test(clients_are_counted_apart_and_networks_together),
		cmocka_unit_test(a_flood_of_clients_finds_room),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
