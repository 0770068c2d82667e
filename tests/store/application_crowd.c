/* Many at once on one store: forms sent twice, officers who decide together, signatures, a calendar
 * that changes, an agency that ends, a server that is killed. What was acknowledged is there. */
#include "case_help.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agency/agency_work.h"
#include "calendar/calendar_store.h"

enum { CHILDREN = 4, EACH = 12, ROUNDS = 4, STALE = 7, FAULTY = 3 };

/* What every fault becomes in a child: its exit status. */
static void
or_exit(struct fault *fault)
{
	if (!fault)
		return;
	if (strcmp(fault->code, "application_stale") == 0)
		_exit(STALE);
	fprintf(stderr, "%s %s %s\n", fault->code, fault->en, fault->detail);
	_exit(FAULTY);
}

/* Another server: handles of its own on the same store. */
static struct case_house
another(const struct case_house *house)
{
	struct case_house own = *house;
	char keys[100];

	/* Keys do not pass into a child. */
	snprintf(keys, sizeof keys, "%s/keys", house->people.twin->folder);
	or_exit(seal_open(keys, false, &own.people.keys));
	or_exit(arena_open((size_t)512 << 20, &own.people.arena));
	or_exit(db_open(house->people.twin->url, DB_WRITE, &own.people.db));
	return own;
}

static struct application_receipt
submit(struct case_house *house, const char *key)
{
	struct application_hands hands = case_hands(house, NULL, "2024-03-01");
	struct application_intake intake = case_intake(house, "2024-03-01");
	struct application_receipt receipt;

	intake.form_key = str_of(key);
	or_exit(application_submit(
		house->people.db, &hands, house->people.arena, &intake, &receipt));
	return receipt;
}

/* How many children ended with this status. */
static int
wait_for(const pid_t *children, int count, int status)
{
	int found = 0;

	for (int i = 0; i < count; i++) {
		int how;

		assert_true(children[i] > 0);
		assert_int_equal(waitpid(children[i], &how, 0), children[i]);
		assert_true(WIFEXITED(how));
		assert_int_not_equal(WEXITSTATUS(how), FAULTY);
		found += WEXITSTATUS(how) == status;
	}
	return found;
}

/* A store in memory is one process's own: there is nobody to share it with. */
static bool
is_shared(void **state)
{
	const struct twin *twin = *state;

	assert_non_null(twin->db);
	return twin->engine->is_shared;
}

static void
check_numbers(struct case_house *house, int64_t count)
{
	for (int64_t number = 1; number <= count + 1; number++) {
		int64_t id;

		FINE(application_find_number(house->people.db, house->agency, 2024, number, &id));
		assert_int_equal(id != 0, number <= count);
	}
}

static void
check_audit(struct case_house *house)
{
	struct audit_verdict verdict;

	FINE(audit_verify(house->people.db, house->people.arena, &verdict));
	assert_true(verdict.is_whole);
}

/* All send forms of their own, and one form that all of them have. */
static void
forms_sent_at_once_have_numbers_without_gaps(void **state)
{
	pid_t children[CHILDREN];
	struct case_house house;

	if (!is_shared(state))
		return;
	case_open(*state, &house);
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct case_house own = another(&house);

			for (int j = 0; j < EACH; j++) {
				char key[40];

				snprintf(key, sizeof key, "the same form %d", j);
				(void)submit(&own, key);
				snprintf(key, sizeof key, "child %d form %d", i, j);
				(void)submit(&own, key);
			}
			_exit(0);
		}
	}
	assert_int_equal(wait_for(children, CHILDREN, 0), CHILDREN);
	check_numbers(&house, CHILDREN * EACH + EACH);
	check_audit(&house);
	case_close(&house);
}

/* Each has the page of the same version open. */
static void
of_two_who_decide_at_once_one_wins(void **state)
{
	static const enum application_act acts[] = { APPLICATION_WITHDRAW,
		APPLICATION_ASK_CORRECTION, APPLICATION_CONSULT_PARTY, APPLICATION_CLAIM };
	struct application_events before;
	struct application_events after;
	pid_t children[CHILDREN];
	struct case_house house;

	if (!is_shared(state))
		return;
	case_open(*state, &house);
	for (int round = 0; round < ROUNDS; round++) {
		int64_t id = case_open_one(&house, "2024-03-01");
		int64_t version = case_load(&house, id).version;

		FINE(application_load_events(house.people.db, house.people.arena, id, &before));
		for (int i = 0; i < CHILDREN; i++) {
			children[i] = fork();
			if (children[i] == 0) {
				struct case_house own = another(&house);
				struct application_hands hands =
					case_hands(&own, &own.officer, "2024-03-04");
				struct application_done done;

				or_exit(application_do(own.people.db, &hands, own.people.arena,
					&(struct application_doing){ .id = id,
						.version = version,
						.act = acts[(i + round) % CHILDREN],
						.day = DAY_NONE,
						.until = case_day("2024-03-20"),
						.sent_on = DAY_NONE,
						.says = STR("说明"),
						.party_name = STR("示例公司") },
					&done));
				_exit(0);
			}
		}
		{
			int stale = 0;
			int won = 0;

			for (int i = 0; i < CHILDREN; i++) {
				int how;

				assert_int_equal(waitpid(children[i], &how, 0), children[i]);
				assert_true(WIFEXITED(how));
				won += WEXITSTATUS(how) == 0;
				stale += WEXITSTATUS(how) == STALE;
			}
			assert_int_equal(won, 1);
			assert_int_equal(stale, CHILDREN - 1);
		}
		FINE(application_load_events(house.people.db, house.people.arena, id, &after));
		assert_int_equal(after.count, before.count + 1);
		assert_int_equal(case_load(&house, id).version, version + 1);
	}
	check_audit(&house);
	case_close(&house);
}

/* Registering signs and numbers a letter; the calendar changes under them. */
static void
letters_signed_at_once_under_a_new_calendar_have_each_a_number(void **state)
{
	struct letter_counters counters;
	int64_t ids[CHILDREN * EACH];
	pid_t children[CHILDREN];
	struct case_house house;
	int64_t version;
	int64_t looked_at;
	int64_t moved;
	struct application_hands hands;

	if (!is_shared(state))
		return;
	case_open(*state, &house);
	for (int i = 0; i < CHILDREN * EACH; i++) {
		char key[40];

		snprintf(key, sizeof key, "form %d", i);
		ids[i] = submit(&house, key).id;
		FINE(case_do(&house, &house.officer, "2024-03-01",
			(struct application_doing){
				.id = ids[i], .act = APPLICATION_CONFIRM, .says = STR("电话") }));
	}
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct case_house own = another(&house);

			for (int j = 0; j < EACH; j++)
				or_exit(case_do(&own, &own.officer, "2024-03-04",
					(struct application_doing){ .id = ids[i * EACH + j],
						.act = APPLICATION_REGISTER }));
			_exit(0);
		}
	}
	for (int i = 0; i < 3; i++) {
		struct calendar_row row = { { case_day("2024-03-05").number + i }, CALENDAR_HOLIDAY,
			STR("防汛") };

		FINE(calendar_version(house.people.db, &version));
		FINE(calendar_save(house.people.db, &house.actor,
			&(struct calendar_deed){ .agency_id = house.agency,
				.rows = &row,
				.count = 1,
				.dropped = DAY_NONE,
				.note = STR("通知"),
				.seen_version = version },
			&version));
	}
	assert_int_equal(wait_for(children, CHILDREN, 0), CHILDREN);
	hands = case_hands(&house, NULL, "2024-03-04");
	FINE(application_renew_clocks(house.people.db, &hands, &looked_at, &moved));
	for (int i = 0; i < CHILDREN * EACH; i++)
		assert_string_equal(day_text(case_load(&house, ids[i]).due_on).at, "2024-04-03");
	FINE(letter_counters(house.people.db, house.people.arena, STR("/%"), &counters));
	assert_int_equal(counters.count, 1);
	assert_int_equal(counters.items[0].last, CHILDREN * EACH);
	assert_int_equal(counters.items[0].used, CHILDREN * EACH);
	check_audit(&house);
	case_close(&house);
}

/* The agency is ended while forms come in: each is taken or told why not, and none after the end.
 */
static void
forms_race_with_the_end_of_their_agency(void **state)
{
	struct application_receipt receipt;
	struct application_intake intake;
	struct application_hands hands;
	pid_t children[CHILDREN];
	struct case_house house;
	struct agency unit;
	int64_t id;
	int total = 0;

	if (!is_shared(state))
		return;
	case_open(*state, &house);
	/* What has nothing below it can end. */
	house.agency = house.unit;
	FINE(agency_load(house.people.db, house.people.arena, house.unit, &unit));
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct case_house own = another(&house);
			struct fault *fault = NULL;

			for (int j = 0; j < EACH && !fault; j++) {
				hands = case_hands(&own, NULL, "2024-03-01");
				intake = case_intake(&own, "2024-03-01");
				fault = application_submit(
					own.people.db, &hands, own.people.arena, &intake, &receipt);
			}
			if (fault && strcmp(fault->code, "application_agency") != 0)
				or_exit(fault);
			_exit(0);
		}
	}
	FINE(agency_end(
		house.people.db, &house.actor, house.unit, unit.version, case_day("2024-02-29")));
	assert_int_equal(wait_for(children, CHILDREN, 0), CHILDREN);
	hands = case_hands(&house, NULL, "2024-03-01");
	intake = case_intake(&house, "2024-03-01");
	FAILS(application_submit(house.people.db, &hands, house.people.arena, &intake, &receipt),
		"application_agency");
	for (id = 1; id; total++)
		FINE(application_find_number(house.people.db, house.agency, 2024, total + 1, &id));
	check_numbers(&house, total - 1);
	check_audit(&house);
	case_close(&house);
}

/* Submits without end and says the id of each that is stored. */
static pid_t
start_endless(struct case_house *house, int round, int *ret_acknowledged)
{
	struct case_house own;
	int pipes[2];
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	assert_true(child >= 0);
	if (child != 0) {
		close(pipes[1]);
		*ret_acknowledged = pipes[0];
		return child;
	}
	own = another(house);
	for (int i = 0;; i++) {
		char key[40];
		int64_t id;

		snprintf(key, sizeof key, "round %d form %d", round, i);
		id = submit(&own, key).id;
		if (write(pipes[1], &id, sizeof id) != sizeof id)
			_exit(4);
	}
}

static void
what_was_acknowledged_outlives_the_killed_server(void **state)
{
	int64_t acknowledged = 0;
	struct case_house house;

	if (!is_shared(state))
		return;
	case_open(*state, &house);
	for (int round = 0; round < ROUNDS; round++) {
		int64_t id;
		pid_t child;
		int status;
		int said;

		child = start_endless(&house, round, &said);
		for (int i = 0; i < 5 + round; i++) {
			assert_int_equal(read(said, &id, sizeof id), sizeof id);
			acknowledged++;
		}
		assert_int_equal(kill(child, SIGKILL), 0);
		while (read(said, &id, sizeof id) == sizeof id) {
			assert_int_equal(case_load(&house, id).state, APPLICATION_SUBMITTED);
			acknowledged++;
		}
		close(said);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
	}
	/* One more may have been stored in each round that nobody heard of. */
	for (int64_t number = 1; number <= acknowledged; number++) {
		int64_t id;

		FINE(application_find_number(house.people.db, house.agency, 2024, number, &id));
		assert_int_not_equal(id, 0);
	}
	check_audit(&house);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_sent_at_once_have_numbers_without_gaps),
		cmocka_unit_test(of_two_who_decide_at_once_one_wins),
		cmocka_unit_test(letters_signed_at_once_under_a_new_calendar_have_each_a_number),
		cmocka_unit_test(forms_race_with_the_end_of_their_agency),
		cmocka_unit_test(what_was_acknowledged_outlives_the_killed_server),
	};

	return TWIN_RUN(tests);
}
