/* From an author to the public: gates, states, who may, what is told. */
#include "filing/filing_waiting.h"

#include "checking/checking.h"
#include "filing/filing_inside.h"
#include "filing/filing_page_inside.h"
#include "notice/notice.h"
#include "sample.h"
#include "twin.h"

static const struct account_grant approver_grants[] = {
	{ .role = ACCOUNT_APPROVER, .agency_id = 1, .path = STR("/1/"), .has_subtree = true },
};
static const struct account_person approver = { .id = 0,
	.name = STR("签发人"),
	.roles = (unsigned)ACCOUNT_APPROVER | (unsigned)ACCOUNT_SIGNED_IN,
	.grants = approver_grants,
	.grant_count = 1 };

static int64_t
save(struct twin *twin, int figure)
{
	struct filing_saved saved = { 0 };

	FINE(filing_save(twin->db, twin->files, &sample_actor,
		sample_report(twin->arena, "甲市财政局", 2023, figure, 0),
		sample_bytes(twin->arena, "甲市财政局", 2023, figure), &saved));
	return saved.id;
}

static struct filing_row
load(struct twin *twin, int64_t id)
{
	struct filing_row row = { 0 };

	FINE(filing_store_load(twin->db, twin->arena, filing_gate_all, id, &row));
	return row;
}

static struct fault *
move(struct twin *twin, int64_t id, enum filing_state to, const char *note)
{
	struct filing_step step = {
		.id = id, .version = load(twin, id).version, .to = to, .note = str_of(note)
	};

	return filing_move(twin->db, &approver, &sample_actor, &step);
}

static int64_t
seen_by_public(struct twin *twin)
{
	struct filing_query query = { .limit = 10 };
	struct filing_list found = { 0 };
	struct filing_totals totals;
	int64_t current = 0;

	FINE(filing_store_list(twin->db, twin->arena, filing_gate_public, &query, &found));
	FINE(sample_find(twin, filing_gate_public, "甲市财政局", 2023, &current));
	FINE(filing_store_totals(twin->db, filing_gate_public, &totals));
	assert_int_equal(found.total, totals.reports);
	assert_int_equal(found.total, current ? 1 : 0);
	if (current)
		assert_int_equal(found.rows[0].id, current);
	return current;
}

static void
public_sees_nothing_before_it_is_shown(void **state)
{
	struct twin *twin = *state;
	int64_t id = save(twin, 1);
	struct report *report = arena_take(twin->arena, 1, sizeof *report);
	struct filing_row row;
	struct str json;

	assert_int_equal(seen_by_public(twin), 0);
	FAILS(filing_store_load(twin->db, twin->arena, filing_gate_public, id, &row), "absent");
	FAILS(filing_store_record(twin->db, twin->arena, filing_gate_public, id, &json), "absent");
	FAILS(filing_store_report(twin->db, twin->arena, filing_gate_public, id, report), "absent");
	FINE(move(twin, id, FILING_SHOWN, ""));
	assert_int_equal(seen_by_public(twin), id);
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_public, id, &row));
	assert_false(day_is_none(row.published_on));
}

static void
newer_version_waits_while_the_older_stays_shown(void **state)
{
	struct twin *twin = *state;
	int64_t first = save(twin, 1);
	int64_t second;
	struct filing_row row;

	FINE(move(twin, first, FILING_SHOWN, ""));
	second = save(twin, 2);
	assert_int_equal(seen_by_public(twin), first);
	/* The older one does not tell of one that nobody may see yet. */
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_public, first, &row));
	assert_int_equal(row.replaced_by, 0);
	FINE(move(twin, second, FILING_SHOWN, ""));
	assert_int_equal(seen_by_public(twin), second);
	FINE(filing_store_load(twin->db, twin->arena, filing_gate_public, first, &row));
	assert_int_equal(row.replaced_by, second);
	assert_int_equal(row.state, FILING_REPLACED);
}

static void
withdrawing_hides_older_versions_too(void **state)
{
	struct twin *twin = *state;
	int64_t first = save(twin, 1);
	int64_t second;
	struct filing_row row;

	FINE(move(twin, first, FILING_SHOWN, ""));
	second = save(twin, 2);
	FINE(move(twin, second, FILING_SHOWN, ""));
	FAILS(move(twin, second, FILING_WITHDRAWN, " "), "filing_note");
	assert_int_equal(seen_by_public(twin), second);
	FINE(move(twin, second, FILING_WITHDRAWN, "含身份证号码"));
	assert_int_equal(seen_by_public(twin), 0);
	FAILS(filing_store_load(twin->db, twin->arena, filing_gate_public, first, &row), "absent");
	FAILS(filing_store_load(twin->db, twin->arena, filing_gate_public, second, &row), "absent");
	SAME_TEXT(load(twin, second).note, "含身份证号码");
}

static void
only_steps_that_are_allowed_happen(void **state)
{
	struct twin *twin = *state;
	int64_t id = save(twin, 1);
	struct filing_step stale = { .id = id, .version = 99, .to = FILING_SHOWN };

	FAILS(move(twin, id, FILING_WITHDRAWN, "x"), "filing_state");
	FAILS(filing_move(twin->db, &approver, &sample_actor, &stale), "filing_stale");
	FINE(move(twin, id, FILING_RETURNED, "表三不平"));
	FAILS(move(twin, id, FILING_RETURNED, "x"), "filing_state");
	assert_int_equal(load(twin, id).state, FILING_RETURNED);
	/* The author sends the same file once more. */
	assert_int_equal(save(twin, 1), id);
	assert_int_equal(load(twin, id).state, FILING_WAITING);
	FINE(move(twin, id, FILING_SHOWN, ""));
}

static void
only_an_approver_of_the_agency_moves_a_report(void **state)
{
	struct twin *twin = *state;
	int64_t id = save(twin, 1);
	struct account_grant grant = approver_grants[0];
	struct account_person person = approver;
	struct filing_step step = { .id = id, .version = 1, .to = FILING_SHOWN };
	struct filing_gate gate;

	person.grants = &grant;
	grant.path = STR("/77/");
	FAILS(filing_move(twin->db, &person, &sample_actor, &step), "account_may_not");
	FAILS(filing_move(twin->db, NULL, &sample_actor, &step), "account_may_not");
	grant.path = STR("/1/");
	grant.role = ACCOUNT_AUTHOR;
	person.roles = (unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_SIGNED_IN;
	FAILS(filing_move(twin->db, &person, &sample_actor, &step), "account_may_not");
	FAILS(filing_gate_make(twin->arena, &person, ACCOUNT_APPROVER, STR(""), &gate),
		"account_may_not");
	assert_int_equal(load(twin, id).state, FILING_WAITING);
}

static void
a_grant_without_subtree_opens_one_agency_only(void **state)
{
	struct twin *twin = *state;
	struct account_grant grants[2] = { approver_grants[0], approver_grants[0] };
	struct account_person person = approver;
	struct filing_gate gate;

	person.grants = grants;
	person.grant_count = 2;
	grants[0].path = STR("/1/2/");
	grants[1].path = STR("/1/3/");
	grants[1].has_subtree = false;
	FINE(filing_gate_make(twin->arena, &person, ACCOUNT_APPROVER, STR("/1/3/"), &gate));
	SAME_TEXT(gate.patterns, "[\"/1/3/\"]");
	FINE(filing_gate_make(twin->arena, &person, ACCOUNT_APPROVER, STR("/1/2/5/"), &gate));
	SAME_TEXT(gate.patterns, "[\"/1/2/5/%\"]");
	/* Elsewhere: all of the person's places, never the place asked for. */
	FINE(filing_gate_make(twin->arena, &person, ACCOUNT_APPROVER, STR("/1/"), &gate));
	SAME_TEXT(gate.patterns, "[\"/1/2/%\",\"/1/3/\"]");
	FINE(filing_gate_make(twin->arena, &person, ACCOUNT_APPROVER, STR("/1/3/4/"), &gate));
	SAME_TEXT(gate.patterns, "[\"/1/2/%\",\"/1/3/\"]");
}

static void
second_of_two_authors_is_asked_before_anything_is_replaced(void **state)
{
	static const struct account_grant grants[] = {
		{ .role = ACCOUNT_AUTHOR, .agency_id = 1, .path = STR("/1/"), .has_subtree = true },
	};
	struct account_person author = { .name = STR("起草人"),
		.roles = (unsigned)ACCOUNT_AUTHOR | (unsigned)ACCOUNT_SIGNED_IN,
		.grants = grants,
		.grant_count = 1 };
	struct twin *twin = *state;
	int64_t first = save(twin, 1);
	struct filing_sending sending = { .person = &author,
		.actor = sample_actor,
		.report = sample_report(twin->arena, "甲市财政局", 2023, 2, 0),
		.bytes = STR("另一份") };

	/* Somebody else stored one after the page was drawn: `replaces` knows nothing of it. */
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_true(sending.must_ask);
	assert_int_equal(sending.current_id, first);
	assert_int_equal(load(twin, first).replaced_by, 0);
	sending.replaces = first;
	FINE(filing_send(twin->db, twin->files, twin->arena, &sending));
	assert_false(sending.must_ask);
	assert_int_equal(load(twin, first).replaced_by, sending.saved.id);
	assert_int_equal(load(twin, sending.saved.id).state, FILING_WAITING);
	author.roles = ACCOUNT_SIGNED_IN;
	author.grant_count = 0;
	FAILS(filing_send(twin->db, twin->files, twin->arena, &sending), "account_may_not");
	sending.report->agency = STR("没有这个局");
	FAILS(filing_send(twin->db, twin->files, twin->arena, &sending), "agency_unknown");
}

static void
approver_is_told_what_waits_and_until_when(void **state)
{
	struct twin *twin = *state;
	int64_t id = save(twin, 1);
	struct filing_waiting_list list;

	FINE(filing_find_waiting(twin->db, twin->arena, &approver, 10, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].id, id);
	/* Law: 条例 art. 49: departments by 31 January. */
	assert_string_equal(day_text(list.items[0].due).at, "2024-01-31");
	assert_string_equal(
		day_text(checking_deadline(CHECKING_AGENCY_GOVERNMENT, 2023)).at, "2024-03-31");
	FINE(move(twin, id, FILING_SHOWN, ""));
	FINE(filing_find_waiting(twin->db, twin->arena, &approver, 10, &list));
	assert_int_equal(list.count, 0);
}

static void
approver_of_two_agencies_is_told_of_both_and_of_each_report_once(void **state)
{
	struct twin *twin = *state;
	struct account_grant grants[3] = { approver_grants[0], approver_grants[0],
		approver_grants[0] };
	struct account_person person = approver;
	int64_t id = save(twin, 1);
	struct str path = load(twin, id).path;
	struct filing_waiting_list list;

	person.grants = grants;
	person.grant_count = 3;
	/* A colleague lent the second; the third stands for the same reports again. */
	grants[0].path = STR("/7/");
	grants[1].path = path;
	grants[2].path = path;
	grants[2].has_subtree = false;
	FINE(filing_find_waiting(twin->db, twin->arena, &person, 10, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.total, 1);
	assert_int_equal(list.items[0].id, id);
	grants[2] = grants[1];
	FINE(filing_find_waiting(twin->db, twin->arena, &person, 10, &list));
	assert_int_equal(list.total, 1);
	person.grant_count = 1;
	FINE(filing_find_waiting(twin->db, twin->arena, &person, 10, &list));
	assert_int_equal(list.total, 0);
}

/* Three agencies with three years each, all shown but one, with errors here and there. */
static void
show_nine(struct twin *twin)
{
	static const char *const names[] = { "甲市财政局", "乙县人民政府", "丙区街道办事处" };
	struct account_grant grant = approver_grants[0];
	struct account_person person = approver;

	person.grants = &grant;

	for (int i = 0; i < 9; i++) {
		struct filing_saved saved = { 0 };
		int year = 2021 + i % 3;

		FINE(filing_save(twin->db, twin->files, &sample_actor,
			sample_report(twin->arena, names[i / 3], year, i, i % 4),
			sample_bytes(twin->arena, names[i / 3], year, i), &saved));
		grant.path = load(twin, saved.id).path;
		if (i != 4)
			FINE(filing_move(twin->db, &person, &sample_actor,
				&(struct filing_step){ .id = saved.id,
					.version = load(twin, saved.id).version,
					.to = FILING_SHOWN,
					.note = STR("") }));
	}
}

static void
compare_lists(struct twin *twin, const struct filing_query *query)
{
	struct filing_list shown = { 0 };
	struct filing_list all = { 0 };

	FINE(filing_store_shown(twin->db, twin->arena, filing_gate_public, query, &shown));
	FINE(filing_store_list(twin->db, twin->arena, filing_gate_public, query, &all));
	assert_int_equal(shown.total, all.total);
	assert_int_equal(shown.count, all.count);
	for (size_t i = 0; i < all.count; i++) {
		assert_int_equal(shown.rows[i].id, all.rows[i].id);
		assert_int_equal(shown.rows[i].errors, all.rows[i].errors);
		assert_int_equal(
			shown.rows[i].published_on.number, all.rows[i].published_on.number);
	}
}

static void
public_list_says_what_the_whole_list_says_of_what_is_shown(void **state)
{
	struct twin *twin = *state;
	struct filing_query query = { 0 };
	struct filing_year *years;
	size_t count = 0;

	show_nine(twin);
	for (int i = 0; i < FILING_SORTS * 3 * 2 * 2 * 2; i++) {
		int rest = i / FILING_SORTS;

		query.sort = (enum filing_sort)(i % FILING_SORTS);
		query.year = rest % 3 ? 2020 + rest % 3 : 0;
		query.text = rest / 3 % 2 ? STR("财政 报告") : STR("");
		query.only_with_errors = rest / 6 % 2;
		query.limit = rest / 12 % 2 ? 2 : 50;
		query.offset = rest / 12 % 2;
		compare_lists(twin, &query);
	}
	FINE(filing_store_all_years(twin->db, twin->arena, filing_gate_public, &years, &count));
	assert_int_equal(count, 3);
	assert_int_equal(years[0].year, 2023);
	assert_int_equal(years[0].report_count, 3);
	assert_int_equal(years[1].report_count, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(public_sees_nothing_before_it_is_shown),
		cmocka_unit_test(newer_version_waits_while_the_older_stays_shown),
		cmocka_unit_test(withdrawing_hides_older_versions_too),
		cmocka_unit_test(only_steps_that_are_allowed_happen),
		cmocka_unit_test(only_an_approver_of_the_agency_moves_a_report),
		cmocka_unit_test(a_grant_without_subtree_opens_one_agency_only),
		cmocka_unit_test(second_of_two_authors_is_asked_before_anything_is_replaced),
		cmocka_unit_test(approver_is_told_what_waits_and_until_when),
		cmocka_unit_test(approver_of_two_agencies_is_told_of_both_and_of_each_report_once),
		cmocka_unit_test(public_list_says_what_the_whole_list_says_of_what_is_shown),
	};

	return TWIN_RUN(tests);
}
