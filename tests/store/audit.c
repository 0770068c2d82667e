/* The chain of the audit: every tampering is found and named, also against heads kept elsewhere. */
#include "audit_trial.h"

#include <stdio.h>

/* --- the chain --- */

static void
entry_comes_back_as_it_was_written(void **state)
{
	struct twin *twin = *state;
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 10 };
	struct audit_list list;

	trial_write_few(twin);
	FINE(audit_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 10);
	assert_true(list.has_more);
	assert_int_equal(list.entries[0].id, AUDIT_FEW);
	assert_int_equal(list.entries[9].id, AUDIT_FEW - 9);
	assert_int_equal(list.entries[0].at, MARCH + (AUDIT_FEW - 1) * 10 * HOUR);
	assert_int_equal(list.entries[0].actor.account_id, (AUDIT_FEW - 1) % 5);
	SAME_TEXT(list.entries[0].actor.name, "张三");
	SAME_TEXT(list.entries[0].actor.address, "192.0.2.1");
	SAME_TEXT(list.entries[0].deed, "report.published");
	SAME_TEXT(list.entries[0].after, "{\"名称\":\"乙\"}");
	assert_string_equal(list.entries[0].previous.at, list.entries[1].digest.at);
	assert_string_equal(trial_verify(twin).head.at, list.entries[0].digest.at);
}

static void
empty_audit_is_whole(void **state)
{
	struct twin *twin = *state;
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 10 };
	struct audit_list list;

	trial_assert_whole(twin, 0);
	FINE(audit_find(twin->db, twin->arena, &query, &list));
	assert_int_equal(list.count, 0);
	assert_false(list.has_more);
}

static void
entries_cannot_be_changed_or_removed(void **state)
{
	static const char *const texts[] = { "UPDATE audit SET name = 'x'",
		"DELETE FROM audit WHERE id = 3", "UPDATE audit_day SET day = 1",
		"DELETE FROM audit_day", "UPDATE audit_head SET entry_count = 1",
		"UPDATE audit_head SET entry_count = entry_count + 2", "DELETE FROM audit_head" };
	struct twin *twin = *state;

	trial_write_few(twin);
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		FAILS(twin->db->driver->script(twin->db->state, texts[i]), "db_constraint");
	trial_assert_whole(twin, AUDIT_FEW);
}

static void
every_changed_column_is_found_and_named(void **state)
{
	static const struct {
		const char *change;
		const char *back;
	} cases[] = {
		{ "at = at + 1", "at = at - 1" },
		{ "account_id = account_id + 1", "account_id = account_id - 1" },
		{ "name = name || 'x'", "name = substr(name, 1, length(name) - 1)" },
		{ "for_agency_id = for_agency_id + 1", "for_agency_id = for_agency_id - 1" },
		{ "address = ''", "address = '192.0.2.1'" },
		{ "way = way + 1", "way = way - 1" },
		{ "deed = deed || 'x'", "deed = substr(deed, 1, length(deed) - 1)" },
		{ "thing = thing || 'x'", "thing = substr(thing, 1, length(thing) - 1)" },
		{ "thing_id = thing_id + 1", "thing_id = thing_id - 1" },
		{ "agency_id = agency_id + 1", "agency_id = agency_id - 1" },
		{ "before = before || ' '", "before = substr(before, 1, length(before) - 1)" },
		{ "after = after || ' '", "after = substr(after, 1, length(after) - 1)" },
		{ "previous = upper(previous)", "previous = lower(previous)" },
		{ "digest = upper(digest)", "digest = lower(digest)" },
	};
	static const int ids[] = { 1, 17, AUDIT_FEW };
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		for (size_t j = 0; j < COUNT_OF(cases); j++) {
			/* The first entry's zeros have no upper case. */
			if (ids[i] == 1 && strstr(cases[j].change, "previous"))
				continue;
			trial_tamper(
				twin, "UPDATE audit SET %s WHERE id = %d", cases[j].change, ids[i]);
			trial_assert_bad(twin, ids[i], "was changed");
			trial_tamper(
				twin, "UPDATE audit SET %s WHERE id = %d", cases[j].back, ids[i]);
			trial_assert_whole(twin, AUDIT_FEW);
		}
	trial_tamper(twin, "UPDATE audit SET id = 100000 WHERE id = 17");
	trial_assert_bad(twin, 17, "is missing");
	trial_tamper(twin, "UPDATE audit SET id = 17 WHERE id = 100000");
	trial_tamper(twin, "UPDATE audit SET previous = '%064d' WHERE id = 17", 1);
	trial_assert_bad(twin, 17, "was changed");
}

static void
removed_entry_is_found_and_named(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "DELETE FROM audit WHERE id = 23");
	trial_assert_bad(twin, 23, "is missing");
	/* Closing the gap does not help. */
	trial_tamper(twin, "UPDATE audit SET id = id + 1000 WHERE id > 23");
	trial_tamper(twin, "UPDATE audit SET id = id - 1001 WHERE id > 1000");
	trial_assert_bad(twin, 23, "out of order");
}

static void
first_entry_that_was_removed_is_named(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "DELETE FROM audit WHERE id = 1");
	trial_assert_bad(twin, 1, "is missing");
}

static void
swapped_entries_are_found_and_named(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "UPDATE audit SET id = 1000 WHERE id = 11");
	trial_tamper(twin, "UPDATE audit SET id = 11 WHERE id = 30");
	trial_tamper(twin, "UPDATE audit SET id = 30 WHERE id = 1000");
	trial_assert_bad(twin, 11, "out of order");
}

static void
end_that_was_cut_off_is_found(void **state)
{
	struct twin *twin = *state;
	struct writing writing = { .count = 1, .at = MARCH };

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "DELETE FROM audit WHERE id > %d", AUDIT_FEW - 3);
	trial_assert_bad(twin, AUDIT_FEW - 2, "cut off");
	/* What is written afterwards does not cover it. */
	FINE(db_work(twin->db, trial_write_some, &writing));
	trial_assert_bad(twin, AUDIT_FEW - 2, "is missing");
}

static void
all_entries_removed_are_missed(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "DELETE FROM audit");
	trial_assert_bad(twin, 1, "cut off");
}

/* The columns as they must be for entry `id` to follow the one before it. */
static void
rechain(struct twin *twin, int64_t from)
{
	struct audit_list list;
	struct digest previous;

	FINE(audit_find_onward(twin->db, twin->arena, DAY_NONE, DAY_NONE, 0, 500, &list));
	previous = list.entries[from - 2].digest;
	for (size_t i = (size_t)from - 1; i < list.count; i++) {
		struct audit_entry *entry = &list.entries[i];

		entry->previous = previous;
		FINE(audit_digest(entry, &previous));
		trial_tamper(twin,
			"UPDATE audit SET previous = '%s', digest = '%s' WHERE id = %lld",
			entry->previous.at, previous.at, (long long)entry->id);
		trial_tamper(twin, "UPDATE audit_day SET before = '%s' WHERE first_id = %lld",
			entry->previous.at, (long long)entry->id);
	}
	trial_tamper(twin, "UPDATE audit_head SET digest = '%s'", previous.at);
}

static void
forged_entry_at_the_end_is_found(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin,
		"INSERT INTO audit SELECT id + 1, at, account_id, name, for_agency_id, address, "
		"way, "
		"deed, thing, thing_id, agency_id, before, after, digest, digest FROM audit "
		"WHERE id = %d",
		AUDIT_FEW);
	trial_assert_bad(twin, AUDIT_FEW + 1, "was changed");
	rechain(twin, AUDIT_FEW + 1);
	trial_assert_bad(twin, AUDIT_FEW + 1, "added behind the end");
}

static void
daily_rows_and_the_end_must_fit(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	/* The first of March holds the entries 1 to 3, at 0, 10 and 20 o'clock. */
	trial_tamper(twin, "UPDATE audit_day SET day = day + 1 WHERE first_id = 4");
	trial_assert_bad(twin, 4, "audit_day");
	trial_tamper(twin, "UPDATE audit_day SET day = day - 1 WHERE first_id = 4");
	trial_tamper(twin, "UPDATE audit_day SET before = upper(before) WHERE first_id = 4");
	trial_assert_bad(twin, 4, "audit_day");
	trial_tamper(twin, "UPDATE audit_day SET before = lower(before) WHERE first_id = 4");
	trial_tamper(twin,
		"INSERT INTO audit_day SELECT 5, day, before FROM audit_day WHERE first_id = 4");
	trial_assert_bad(twin, 5, "audit_day");
	trial_tamper(twin, "UPDATE audit_day SET first_id = 99 WHERE first_id = 5");
	trial_assert_bad(twin, 99, "one too many");
	trial_tamper(twin, "DELETE FROM audit_day WHERE first_id = 99");
	trial_assert_whole(twin, AUDIT_FEW);
	trial_tamper(twin, "UPDATE audit_head SET digest = upper(digest)");
	trial_assert_bad(twin, AUDIT_FEW, "audit_head");
	trial_tamper(twin, "UPDATE audit_head SET digest = lower(digest), day = day + 1");
	trial_assert_bad(twin, AUDIT_FEW, "audit_head");
	trial_tamper(twin, "DELETE FROM audit_head");
	trial_assert_bad(twin, 1, "added behind the end");
}

static void
nothing_is_written_behind_an_end_that_does_not_fit(void **state)
{
	struct twin *twin = *state;
	struct writing writing = { .count = 1, .at = MARCH };

	trial_write_few(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "UPDATE audit_head SET entry_count = entry_count - 1");
	FAILS(db_work(twin->db, trial_write_some, &writing), "audit_broken");
	trial_tamper(twin, "DELETE FROM audit_head");
	FAILS(db_work(twin->db, trial_write_some, &writing), "db_unique");
}

static void
unreadable_text_is_named_like_any_damage(void **state)
{
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	/* PostgreSQL does not let such text in. */
	if (twin->db->engine == DB_SQLITE) {
		trial_tamper(twin, "UPDATE audit SET name = CAST(x'ff' AS TEXT) WHERE id = 9");
		trial_assert_bad(twin, 9, "cannot be read");
	} else {
		trial_assert_whole(twin, AUDIT_FEW);
	}
}

static void
text_that_grew_without_measure_is_named_like_any_change(void **state)
{
	static const char *const columns[] = { "name", "address", "after" };
	struct twin *twin = *state;

	trial_write_few(twin);
	trial_drop_guards(twin);
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		trial_tamper(twin,
			twin->db->engine == DB_SQLITE
				? "UPDATE audit SET %s = printf('%%.*c', 3000000, 'x') WHERE id = "
				  "%d"
				: "UPDATE audit SET %s = repeat('x', 3000000) WHERE id = %d",
			columns[i], 20 - (int)i);
		trial_assert_bad(twin, 20 - (int)i, "was changed");
	}
}

static void
clock_set_back_is_a_note_and_no_damage(void **state)
{
	struct twin *twin = *state;
	struct audit_verdict verdict;

	trial_write_at(twin, MARCH + 50 * HOUR);
	trial_write_at(twin, MARCH + 50 * HOUR - 500);
	trial_write_at(twin, MARCH);
	trial_write_at(twin, MARCH + 51 * HOUR);
	trial_write_at(twin, MARCH + 1 * HOUR);
	verdict = trial_verify(twin);
	assert_true(verdict.is_whole);
	assert_int_equal(verdict.entry_count, 5);
	assert_int_equal(verdict.back_count, 2);
	assert_int_equal(verdict.back_id, 3);
}

static void
more_days_than_fit_a_page_are_walked_along(void **state)
{
	struct twin *twin = *state;
	struct writing writing = { .count = 1203, .at = MARCH, .step = 24 * HOUR };

	FINE(db_work(twin->db, trial_write_some, &writing));
	trial_assert_whole(twin, 1203);
	trial_drop_guards(twin);
	trial_tamper(twin, "UPDATE audit_day SET before = upper(before) WHERE first_id = 1100");
	trial_assert_bad(twin, 1100, "audit_day");
	trial_tamper(twin, "UPDATE audit_day SET before = lower(before) WHERE first_id = 1100");
	trial_tamper(twin, "UPDATE audit_day SET first_id = 2000 WHERE first_id = 1203");
	trial_assert_bad(twin, 1203, "audit_day");
}

/* --- heads --- */

static struct str
export_heads(struct twin *twin)
{
	CLOSING(buf_done) struct buf out;
	struct str copy;

	buf_init(&out, 1 << 20);
	FINE(audit_put_heads(twin->db, &out));
	FINE(str_copy(twin->arena, buf_str(&out), &copy));
	return copy;
}

static struct audit_verdict
verify_heads(struct twin *twin, struct str lines)
{
	struct audit_verdict verdict;

	FINE(audit_verify_heads(twin->db, twin->arena, lines, &verdict));
	return verdict;
}

static void
heads_are_one_line_a_day_and_stay_true(void **state)
{
	struct twin *twin = *state;
	struct str heads;
	struct str line;
	struct str rest;
	int lines = 0;

	SAME_TEXT(export_heads(twin), "");
	trial_write_few(twin);
	heads = export_heads(twin);
	rest = heads;
	for (; str_next_line(&rest, &line); lines++)
		assert_int_equal(line.len, strlen("2026-03-01 ") + (lines < 3 ? 2 : 3) + 64);
	/* 40 entries at 10 hours: 390 hours, the seventeenth day. */
	assert_int_equal(lines, 17);
	assert_true(str_starts(heads, STR("2026-03-01 3 ")));
	assert_true(str_has(heads, STR("\n2026-03-17 40 ")));
	assert_true(verify_heads(twin, heads).is_whole);
	trial_write_at(twin, MARCH + 400 * HOUR);
	trial_write_at(twin, MARCH);
	assert_true(verify_heads(twin, heads).is_whole);
	assert_true(verify_heads(twin, export_heads(twin)).is_whole);
	trial_assert_whole(twin, AUDIT_FEW + 2);
}

static void
exported_heads_find_a_chain_that_was_written_anew(void **state)
{
	struct twin *twin = *state;
	struct str heads;

	trial_write_few(twin);
	heads = export_heads(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "UPDATE audit SET name = '李四' WHERE id = 18");
	rechain(twin, 18);
	trial_assert_whole(twin, AUDIT_FEW);
	/* The 18th is the first of its day, which ends with the 20th. */
	assert_int_equal(verify_heads(twin, heads).bad_id, 20);
}

static void
exported_heads_find_a_day_that_was_cut_off_whole(void **state)
{
	struct twin *twin = *state;
	struct audit_verdict verdict;
	struct str heads;

	trial_write_few(twin);
	heads = export_heads(twin);
	trial_drop_guards(twin);
	trial_tamper(twin, "DELETE FROM audit WHERE id > 3");
	trial_tamper(twin, "DELETE FROM audit_day WHERE first_id > 3");
	trial_tamper(twin,
		"UPDATE audit_head SET entry_count = 3, day = (SELECT day FROM audit_day), "
		"digest = (SELECT digest FROM audit WHERE id = 3)");
	trial_assert_whole(twin, 3);
	verdict = verify_heads(twin, heads);
	assert_false(verdict.is_whole);
	assert_int_equal(verdict.bad_id, 5);
}

static void
heads_that_are_no_heads_are_refused(void **state)
{
	static const char *const texts[] = { "nonsense", "2026-03-01 1", "2026-02-30 1 x",
		"2026-03-01 x 0000000000000000000000000000000000000000000000000000000000000000",
		"2026-03-01 -1 0000000000000000000000000000000000000000000000000000000000000000" };
	struct twin *twin = *state;
	struct audit_verdict verdict;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		FAILS(audit_verify_heads(twin->db, twin->arena, str_of(texts[i]), &verdict),
			"audit_heads");
	FINE(audit_verify_heads(twin->db, twin->arena, STR("# a comment\n\n"), &verdict));
	assert_true(verdict.is_whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entry_comes_back_as_it_was_written),
		cmocka_unit_test(empty_audit_is_whole),
		cmocka_unit_test(entries_cannot_be_changed_or_removed),
		cmocka_unit_test(every_changed_column_is_found_and_named),
		cmocka_unit_test(removed_entry_is_found_and_named),
		cmocka_unit_test(first_entry_that_was_removed_is_named),
		cmocka_unit_test(swapped_entries_are_found_and_named),
		cmocka_unit_test(end_that_was_cut_off_is_found),
		cmocka_unit_test(all_entries_removed_are_missed),
		cmocka_unit_test(forged_entry_at_the_end_is_found),
		cmocka_unit_test(daily_rows_and_the_end_must_fit),
		cmocka_unit_test(nothing_is_written_behind_an_end_that_does_not_fit),
		cmocka_unit_test(unreadable_text_is_named_like_any_damage),
		cmocka_unit_test(text_that_grew_without_measure_is_named_like_any_change),
		cmocka_unit_test(clock_set_back_is_a_note_and_no_damage),
		cmocka_unit_test(more_days_than_fit_a_page_are_walked_along),
		cmocka_unit_test(heads_are_one_line_a_day_and_stay_true),
		cmocka_unit_test(exported_heads_find_a_chain_that_was_written_anew),
		cmocka_unit_test(exported_heads_find_a_day_that_was_cut_off_whole),
		cmocka_unit_test(heads_that_are_no_heads_are_refused),
	};

	return TWIN_RUN(tests);
}
