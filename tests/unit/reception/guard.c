/* The guard of the public form: work or a sum, for one form, in time. */
#include "reception/reception_guard.h"

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY STR("0123456789abcdef0123456789abcdef")
#define OTHER STR("fedcba9876543210fedcba9876543210")

enum { NOW = 1800000000 };

struct room {
	struct seal_keys *keys;
	struct arena *arena;
	struct reception_guard guard;
};

static void
open_room(struct room *room)
{
	setenv("GONGKAI_KEYS", "1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		1);
	FINE(seal_open("/nonexistent", false, &room->keys));
	FINE(arena_open(1 << 20, &room->arena));
	FINE(reception_guard_make(
		room->keys, room->arena, KEY, RECEPTION_GUARD_LOW, NOW, &room->guard));
}

static void
close_room(struct room *room)
{
	arena_close(&room->arena);
	seal_close(&room->keys);
	unsetenv("GONGKAI_KEYS");
}

static struct reception_guard_answer
answer_of(const struct room *room)
{
	return (struct reception_guard_answer){ .salt = room->guard.salt,
		.challenge = room->guard.challenge,
		.mark = room->guard.mark,
		.sum_mark = room->guard.sum_mark };
}

/* As the page's script does it. */
static struct str
solve(struct room *room)
{
	for (int64_t number = 0; number <= room->guard.most; number++) {
		struct digest digest;
		struct str text;
		struct str digits;

		FINE(str_print(room->arena, &digits, "%lld", (long long)number));
		FINE(str_join(room->arena, room->guard.salt, digits, STR(""), &text));
		FINE(digest_sha256(text, &digest));
		if (str_equal(str_of(digest.at), room->guard.challenge))
			return digits;
		arena_close(&room->arena);
		FINE(arena_open(1 << 20, &room->arena));
	}
	fail_msg("no number up to %lld is it", (long long)room->guard.most);
	return STR("");
}

/* The texts of the guard outlive the arenas of solve(). */
static void
keep(struct room *room, char store[5][200])
{
	struct str *texts[] = { &room->guard.salt, &room->guard.challenge, &room->guard.mark,
		&room->guard.question, &room->guard.sum_mark };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		assert_true(texts[i]->len < 200);
		memcpy(store[i], texts[i]->at, texts[i]->len);
		texts[i]->at = store[i];
	}
}

static void
work_that_was_done_is_taken_for_its_form_and_in_its_time_only(void **state)
{
	struct reception_guard_answer answer;
	struct room room = { 0 };
	char store[5][200];
	char digits[20];

	open_room(&room);
	keep(&room, store);
	answer = answer_of(&room);
	answer.number = solve(&room);
	snprintf(digits, sizeof digits, "%.*s", STR_ARG(answer.number));
	FINE(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW + 60));
	FAILS(reception_guard_check(room.keys, room.arena, OTHER, &answer, NOW + 60),
		"application_guard");
	FAILS(reception_guard_check(
		      room.keys, room.arena, KEY, &answer, NOW + RECEPTION_GUARD_SECONDS + 1),
		"application_guard_late");
	answer.number = STR("99999999");
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW + 60),
		"application_guard");
	close_room(&room);
}

static void
work_for_a_challenge_of_ones_own_is_not_taken(void **state)
{
	struct reception_guard_answer answer;
	struct room room = { 0 };
	struct digest digest;
	struct str text;

	open_room(&room);
	answer = answer_of(&room);
	answer.number = STR("0");
	FINE(str_join(room.arena, answer.salt, STR("0"), STR(""), &text));
	FINE(digest_sha256(text, &digest));
	answer.challenge = str_of(digest.at);
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW), "application_guard");
	/* Nor a salt that lasts for ever, nor one without its end. */
	answer.salt = STR("0123456789abcdef0123456789abcdef.9999999999.0000000000000000.");
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW), "application_guard");
	answer.salt = KEY;
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW), "application_guard");
	close_room(&room);
}

static void
one_sum_is_right_and_all_others_are_not(void **state)
{
	struct reception_guard_answer answer;
	struct room room = { 0 };
	int right = 0;

	open_room(&room);
	answer = answer_of(&room);
	assert_true(str_has(room.guard.question, STR("加")));
	assert_true(str_ends(room.guard.question, STR("等于多少？")));
	for (int sum = 0; sum < 100; sum++) {
		FINE(str_print(room.arena, &answer.answer, " %d ", sum));
		right += reception_guard_check(room.keys, room.arena, KEY, &answer, NOW) == NULL;
	}
	assert_int_equal(right, 1);
	close_room(&room);
}

static void
nothing_given_and_overlong_texts_are_refused(void **state)
{
	struct reception_guard_answer answer = { 0 };
	static char longer[100000];
	struct room room = { 0 };

	open_room(&room);
	memset(longer, 'a', sizeof longer);
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW), "application_guard");
	FAILS(reception_guard_check(room.keys, room.arena, STR(""), &answer, NOW),
		"application_guard");
	answer = answer_of(&room);
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW), "application_guard");
	answer.salt = (struct str){ longer, sizeof longer };
	answer.number = answer.salt;
	answer.answer = answer.salt;
	FAILS(reception_guard_check(room.keys, room.arena, KEY, &answer, NOW), "application_guard");
	close_room(&room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_that_was_done_is_taken_for_its_form_and_in_its_time_only),
		cmocka_unit_test(work_for_a_challenge_of_ones_own_is_not_taken),
		cmocka_unit_test(one_sum_is_right_and_all_others_are_not),
		cmocka_unit_test(nothing_given_and_overlong_texts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
