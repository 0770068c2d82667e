/* What a delegation lends: the roles held when it was made, as long as they are held, and no more.
 */
#include "people_help.h"

#include "agency/agency.h"

/* The bits and the number of grants that somebody borrows. */
static unsigned
borrowed(struct people_house *house, int64_t id, size_t *ret_count)
{
	struct account_person person = { .id = id };
	unsigned roles = 0;
	size_t count = 0;

	FINE(account_store_grants(house->db, house->arena, day_today(), &person));
	for (size_t i = 0; i < person.grant_count; i++) {
		if (!person.grants[i].delegated_by)
			continue;
		roles |= (unsigned)person.grants[i].role;
		count++;
	}
	*ret_count = count;
	return roles;
}

static int64_t
lend(struct people_house *house, const char *from, const char *to, unsigned roles)
{
	struct account_session session;
	struct account_doer doer = people_enter(house, from, &session);
	struct day today = day_today();
	int64_t id = 0;

	FINE(account_lend(house->gate, house->db, house->arena, &doer, str_of(to), roles, today,
		(struct day){ today.number + 7 }, STR("休假"), &id));
	assert_true(id > 0);
	return id;
}

static int64_t
role_of(struct people_house *house, int64_t id, enum account_role role, int64_t agency_id)
{
	struct account_given *given = NULL;
	size_t count = 0;

	FINE(account_list_roles(house->db, house->arena, id, &given, &count));
	for (size_t i = 0; i < count; i++)
		if (given[i].role == role && given[i].agency_id == agency_id && !given[i].taken_at)
			return given[i].id;
	return 0;
}

static void
roles_given_later_are_not_lent(void **state)
{
	struct people_house house;
	int64_t from;
	int64_t to;
	size_t count;

	people_open(*state, NULL, &house);
	from = people_add(&house, "wang.fang", house.city);
	to = people_add(&house, "li.si", house.city);
	people_give(&house, from, ACCOUNT_AUTHOR, house.county);
	lend(&house, "wang.fang", "li.si", ACCOUNT_AUTHOR);
	assert_int_equal(borrowed(&house, to, &count), ACCOUNT_AUTHOR);
	assert_int_equal(count, 1);
	/* The same role for another agency, and another role. */
	people_give(&house, from, ACCOUNT_AUTHOR, house.city);
	people_give(&house, from, ACCOUNT_APPROVER, house.city);
	assert_int_equal(borrowed(&house, to, &count), ACCOUNT_AUTHOR);
	assert_int_equal(count, 1);
	people_close(&house);
}

static void
only_the_roles_that_were_named_are_lent(void **state)
{
	struct people_house house;
	int64_t from;
	int64_t to;
	size_t count;

	people_open(*state, NULL, &house);
	from = people_add(&house, "wang.fang", house.city);
	to = people_add(&house, "li.si", house.city);
	people_give(&house, from, ACCOUNT_AUTHOR, house.county);
	people_give(&house, from, ACCOUNT_AUTHOR, house.city);
	people_give(&house, from, ACCOUNT_APPROVER, house.city);
	lend(&house, "wang.fang", "li.si", ACCOUNT_AUTHOR);
	assert_int_equal(borrowed(&house, to, &count), ACCOUNT_AUTHOR);
	assert_int_equal(count, 2);
	people_close(&house);
}

static void
role_that_was_taken_is_lent_no_more_even_when_given_again(void **state)
{
	struct people_house house;
	int64_t from;
	int64_t to;
	size_t count;

	people_open(*state, NULL, &house);
	from = people_add(&house, "wang.fang", house.city);
	to = people_add(&house, "li.si", house.city);
	people_give(&house, from, ACCOUNT_AUTHOR, house.city);
	people_give(&house, from, ACCOUNT_REVIEWER, house.city);
	lend(&house, "wang.fang", "li.si", ACCOUNT_AUTHOR | ACCOUNT_REVIEWER);
	assert_int_equal(borrowed(&house, to, &count), ACCOUNT_AUTHOR | ACCOUNT_REVIEWER);
	FINE(account_take_role(house.db, house.arena, &people_console,
		role_of(&house, from, ACCOUNT_AUTHOR, house.city), STR("调岗")));
	assert_int_equal(borrowed(&house, to, &count), ACCOUNT_REVIEWER);
	people_give(&house, from, ACCOUNT_AUTHOR, house.city);
	assert_int_equal(borrowed(&house, to, &count), ACCOUNT_REVIEWER);
	people_close(&house);
}

static void
session_of_the_borrower_has_the_lent_roles_too(void **state)
{
	struct account_session session;
	struct people_house house;
	int64_t from;

	people_open(*state, NULL, &house);
	from = people_add(&house, "wang.fang", house.city);
	people_add(&house, "li.si", house.city);
	people_give(&house, from, ACCOUNT_AUTHOR, house.county);
	lend(&house, "wang.fang", "li.si", ACCOUNT_AUTHOR);
	people_give(&house, from, ACCOUNT_AUTHOR, house.city);
	people_enter(&house, "li.si", &session);
	assert_int_equal(session.person.grant_count, 1);
	assert_int_equal(session.person.grants[0].agency_id, house.county);
	assert_int_equal(session.person.grants[0].delegated_by, from);
	assert_true(session.person.roles & ACCOUNT_AUTHOR);
	people_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles_given_later_are_not_lent),
		cmocka_unit_test(only_the_roles_that_were_named_are_lent),
		cmocka_unit_test(role_that_was_taken_is_lent_no_more_even_when_given_again),
		cmocka_unit_test(session_of_the_borrower_has_the_lent_roles_too),
	};

	return TWIN_RUN(tests);
}
