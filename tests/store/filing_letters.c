/* Who is written to when a report waits, is returned, published or withdrawn. */
#include "filing/filing_letters.h"

#include <stdio.h>

#include "account/account_letters.h"
#include "people_help.h"
#include "sample.h"

#define PLACE "乙县人民政府"

static const struct setting *const *const setting_tables[] = { mail_settings, NULL };
static const struct mail_template *const *const letter_tables[] = { account_letters, filing_letters,
	NULL };

/* An author and two approvers of the county, and one of another agency. */
struct desk {
	struct people_house house;
	int64_t author;
	int64_t approver;
	int64_t other;
	struct account_session session; /* of the approver */
	struct account_doer doer;
};

static void
open_desk(void **state, bool is_sending, struct desk *desk)
{
	struct setting_change change = {
		.actor = &people_console.actor, .key = STR("mail.way"), .value = STR("folder")
	};

	setting_use(setting_tables);
	mail_use(letter_tables);
	people_open(*state, NULL, &desk->house);
	desk->author = people_add(&desk->house, "author", desk->house.county);
	desk->approver = people_add(&desk->house, "approver", desk->house.county);
	desk->other = people_add(&desk->house, "other", desk->house.county);
	people_give(&desk->house, desk->author, ACCOUNT_AUTHOR, desk->house.county);
	people_give(&desk->house, desk->approver, ACCOUNT_APPROVER, desk->house.county);
	people_give(&desk->house, desk->other, ACCOUNT_AUTHOR, desk->house.county);
	desk->doer = people_enter(&desk->house, "approver", &desk->session);
	desk->doer.actor.agency_id = desk->house.county;
	if (is_sending)
		FINE(setting_save(desk->house.db, desk->house.arena, &change));
}

static int64_t
store(struct desk *desk, int64_t by, enum audit_way way, int figure)
{
	struct twin *twin = desk->house.twin;
	struct audit_actor actor = { .account_id = by, .name = STR("王小芳"), .way = way };
	struct filing_saved saved = { 0 };

	FINE(filing_save(twin->db, twin->files, &actor,
		sample_report(twin->arena, PLACE, 2023, figure, 0),
		sample_bytes(twin->arena, PLACE, 2023, figure), &saved));
	return saved.id;
}

static void
move(struct desk *desk, int64_t id, enum filing_state to, const char *note)
{
	struct filing_step step = { .id = id, .to = to, .note = str_of(note) };
	struct filing_row row;

	FINE(filing_store_load(desk->house.db, desk->house.arena, filing_gate_all, id, &row));
	step.version = row.version;
	FINE(filing_move(desk->house.db, desk->doer.person, &desk->doer.actor, &step));
}

/* How many letters of a kind, to one person, wait to be written; none holds the reason. */
static int
count(struct desk *desk, const char *letter, int64_t account_id)
{
	struct job_query query = { .state = -1, .kind = STR("account.letter"), .limit = 200 };
	struct job_list list;
	struct str wanted;
	struct str to;
	int found = 0;

	FINE(job_find(desk->house.db, desk->house.arena, &query, &list));
	FINE(str_print(desk->house.arena, &wanted, "\"letter\":\"%s\"", letter));
	FINE(str_print(desk->house.arena, &to, "{\"account\":%lld,", (long long)account_id));
	for (size_t i = 0; i < list.count; i++) {
		struct str payload = list.jobs[i].payload;

		assert_false(str_has(payload, STR("身份证")));
		if (!str_has(payload, wanted) || !str_has(payload, to))
			continue;
		found++;
		assert_true(str_has(payload, STR(PLACE)));
		assert_true(str_has(payload, STR("2023")));
	}
	return found;
}

static void
report_that_waits_is_told_to_who_may_approve_it(void **state)
{
	struct desk desk;
	int64_t id;

	open_desk(state, true, &desk);
	id = store(&desk, desk.author, AUDIT_WEB, 1);
	assert_int_equal(count(&desk, "report.waiting", desk.approver), 1);
	assert_int_equal(count(&desk, "report.waiting", desk.author), 0);
	assert_int_equal(count(&desk, "report.waiting", desk.other), 0);
	/* Returned, mended and sent once more, it waits again. */
	move(&desk, id, FILING_RETURNED, "含身份证号码");
	store(&desk, desk.author, AUDIT_WEB, 1);
	assert_int_equal(count(&desk, "report.waiting", desk.approver), 2);
	/* Who may approve it himself and stored it need not be told. */
	store(&desk, desk.approver, AUDIT_WEB, 2);
	assert_int_equal(count(&desk, "report.waiting", desk.approver), 2);
	people_close(&desk.house);
}

static void
what_became_of_a_report_is_told_to_who_stored_it(void **state)
{
	struct desk desk;
	int64_t id;

	open_desk(state, true, &desk);
	id = store(&desk, desk.author, AUDIT_WEB, 1);
	move(&desk, id, FILING_RETURNED, "含身份证号码");
	assert_int_equal(count(&desk, "report.returned", desk.author), 1);
	assert_int_equal(store(&desk, desk.author, AUDIT_WEB, 1), id);
	move(&desk, id, FILING_SHOWN, "");
	assert_int_equal(count(&desk, "report.shown", desk.author), 1);
	move(&desk, id, FILING_WITHDRAWN, "含身份证号码");
	assert_int_equal(count(&desk, "report.withdrawn", desk.author), 1);
	assert_int_equal(count(&desk, "report.shown", desk.approver), 0);
	people_close(&desk.house);
}

static void
lists_from_the_command_line_tell_nobody(void **state)
{
	struct desk desk;

	open_desk(state, true, &desk);
	store(&desk, 0, AUDIT_COMMAND, 1);
	assert_int_equal(count(&desk, "report.waiting", desk.approver), 0);
	people_close(&desk.house);
}

static void
nobody_is_told_while_letters_are_not_sent(void **state)
{
	struct desk desk;
	int64_t id;

	open_desk(state, false, &desk);
	id = store(&desk, desk.author, AUDIT_WEB, 1);
	move(&desk, id, FILING_SHOWN, "");
	assert_int_equal(count(&desk, "report.waiting", desk.approver), 0);
	assert_int_equal(count(&desk, "report.shown", desk.author), 0);
	people_close(&desk.house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report_that_waits_is_told_to_who_may_approve_it),
		cmocka_unit_test(what_became_of_a_report_is_told_to_who_stored_it),
		cmocka_unit_test(lists_from_the_command_line_tell_nobody),
		cmocka_unit_test(nobody_is_told_while_letters_are_not_sent),
	};
	int failed = TWIN_RUN(tests);

	setting_drop_cache();
	return failed;
}
