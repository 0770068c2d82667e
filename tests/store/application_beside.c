/* What is done to a case beside its acts, on both engines: the entry changed, files taken away and
 * released, letters voided and delivered, and looking ahead at what an act would do. */
#include "case_help.h"

#define DO(house, who, today, ...)                                                                 \
	case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ })

/* --- the entry --- */

static struct application_change
change_of(struct case_house *house, int64_t id)
{
	struct application one = case_load(house, id);
	struct application_change change = { .id = id,
		.version = one.version,
		.title = one.title,
		.description = one.description,
		.wanted_form = one.wanted_form,
		.wanted_way = one.wanted_way,
		.help = one.help };

	FINE(application_open_applicant(
		house->people.keys, house->people.arena, &one, &change.applicant));
	return change;
}

static struct application_event
last_event(struct case_house *house, int64_t id)
{
	struct application_events events;

	FINE(application_load_events(house->people.db, house->people.arena, id, &events));
	assert_true(events.count > 0);
	for (size_t i = 1; i < events.count; i++)
		if (events.items[i].id > events.items[0].id)
			events.items[0] = events.items[i];
	return events.items[0];
}

static void
a_changed_entry_is_sealed_anew_and_the_audit_is_masked(void **state)
{
	struct audit_query query = { .from = DAY_NONE, .to = DAY_NONE, .limit = 1 };
	struct application_applicant who;
	struct application_change change;
	struct application_hands hands;
	struct audit_list list;
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2020-01-20");
	hands = case_hands(&house, &house.officer, "2020-01-21");
	change = change_of(&house, id);
	change.title = STR("施工合同");
	change.applicant.name = STR("张三丰");
	change.applicant.phone = STR("13911112222");
	FINE(application_change(house.people.db, &hands, house.people.arena, &change));
	one = case_load(&house, id);
	SAME_TEXT(one.title, "施工合同");
	FINE(application_open_applicant(house.people.keys, house.people.arena, &one, &who));
	SAME_TEXT(who.name, "张三丰");
	SAME_TEXT(who.address, "乙县人民路 1 号");
	SAME_TEXT(last_event(&house, id).says, "信息名称、姓名或者名称、联系电话");
	FINE(audit_find(house.people.db, house.people.arena, &query, &list));
	assert_int_equal(list.count, 1);
	SAME_TEXT(list.entries[0].deed, "application.change");
	assert_false(str_has(list.entries[0].after, STR("张三丰")));
	assert_false(str_has(list.entries[0].after, STR("13911112222")));
	assert_false(str_has(list.entries[0].before, STR("13800001234")));
	case_close(&house);
}

static void
a_stale_or_empty_change_changes_nothing(void **state)
{
	struct application_change change;
	struct application_hands hands;
	struct case_house house;
	int64_t version;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2020-01-20");
	hands = case_hands(&house, &house.officer, "2020-01-21");
	change = change_of(&house, id);
	version = change.version;
	FINE(application_change(house.people.db, &hands, house.people.arena, &change));
	assert_int_equal(case_load(&house, id).version, version);
	change.version = version - 1;
	change.title = STR("别的名称");
	FAILS(application_change(house.people.db, &hands, house.people.arena, &change),
		"application_stale");
	change.version = version;
	change.description = STR("");
	FAILS(application_change(house.people.db, &hands, house.people.arena, &change),
		"application_intake");
	change.description = STR("别的内容");
	hands = case_hands(&house, &house.stranger, "2020-01-21");
	FAILS(application_change(house.people.db, &hands, house.people.arena, &change),
		"account_may_not");
	assert_int_equal(case_load(&house, id).version, version);
	case_close(&house);
}

/* --- files --- */

static struct application_file
add_original(struct case_house *house, struct application_hands *hands, int64_t id)
{
	struct application_upload upload = { APPLICATION_FILE_ORIGINAL, STR("合同.txt"),
		STR("甲方联系人李四\n合同价一万元\n") };
	struct application_files files;
	struct application_file *kept;

	FINE(application_keep_files(hands, house->people.arena, &upload, 1, &kept));
	FINE(DO(house, officer, "2020-01-21", .id = id, .act = APPLICATION_ADD_FILE, .files = kept,
		.file_count = 1));
	FINE(application_load_files(house->people.db, house->people.arena, id, &files));
	assert_int_equal(files.count, 1);
	return files.items[0];
}

static void
a_released_file_stands_apart_and_its_list_is_in_the_draft(void **state)
{
	static const struct str grounds[] = { STR("ex15_third_party") };
	struct application_redacted redacted = { .name = STR("合同（公开件）.txt"),
		.bytes = STR("甲方联系人【不予公开】\n合同价一万元\n"),
		.rows = STR("合同.txt\t第 1 行\t姓名\t第十五条"),
		.grounds = grounds,
		.ground_count = 1 };
	struct application_decision decision;
	struct application_files files;
	struct application_hands hands;
	struct application_file source;
	struct case_house house;
	int64_t file;

	case_open(*state, &house);
	redacted.id = case_open_one(&house, "2020-01-20");
	hands = case_hands(&house, &house.officer, "2020-01-21");
	source = add_original(&house, &hands, redacted.id);
	redacted.source = &source;
	/* Twice: the second list takes the place of the first one. */
	for (int i = 0; i < 2; i++)
		FINE(application_add_redacted(
			house.people.db, &hands, house.people.arena, &redacted, &file));
	FINE(application_load_files(house.people.db, house.people.arena, redacted.id, &files));
	assert_int_equal(files.count, 3);
	assert_int_equal(files.items[1].source_id, source.id);
	assert_false(files.items[0].is_released);
	FINE(application_load_decision(
		house.people.db, house.people.arena, redacted.id, &decision));
	assert_int_equal(decision.reply, APPLICATION_R37);
	assert_int_equal(decision.exemption_count, 1);
	SAME_TEXT(application_decision_fact(&decision, "redactions"),
		"合同.txt\t第 1 行\t姓名\t第十五条");
	case_close(&house);
}

static void
a_file_goes_for_a_reason_that_stays(void **state)
{
	struct application_hands hands;
	struct application_files files;
	struct application_file file;
	struct case_house house;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2020-01-20");
	hands = case_hands(&house, &house.officer, "2020-01-21");
	file = add_original(&house, &hands, id);
	FAILS(application_drop_file(
		      house.people.db, &hands, house.people.arena, id, file.id, STR(" ")),
		"application_wants");
	FINE(application_drop_file(
		house.people.db, &hands, house.people.arena, id, file.id, STR("传错了")));
	FINE(application_load_files(house.people.db, house.people.arena, id, &files));
	assert_true(files.items[0].removed_at > 0);
	SAME_TEXT(last_event(&house, id).says, "删除材料“合同.txt”：传错了");
	case_close(&house);
}

/* --- letters --- */

static void
letters_of_the_process_are_delivered_and_voided_but_replies_are_not(void **state)
{
	struct letter_delivery delivery = {
		.method = LETTER_POST, .signed_on = DAY_NONE, .tracking = STR("EMS1")
	};
	struct letter_deliveries deliveries;
	struct application_hands hands;
	struct letter_step step = { .reason = STR("收到日期写错") };
	struct letter_list list;
	struct case_house house;
	struct letter_row row;
	int64_t id;

	case_open(*state, &house);
	id = case_open_one(&house, "2020-01-20");
	hands = case_hands(&house, &house.officer, "2020-01-21");
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &list));
	assert_int_equal(list.count, 1);
	delivery.letter_id = step.id = list.rows[0].id;
	delivery.sent_on = case_day("2020-01-21");
	FINE(application_deliver_letter(
		house.people.db, &hands, house.people.arena, id, &delivery));
	FINE(letter_load_deliveries(
		house.people.db, NULL, house.people.arena, step.id, &deliveries));
	assert_int_equal(deliveries.count, 1);
	FINE(letter_load(house.people.db, house.people.arena, step.id, &row));
	step.version = row.version;
	FINE(application_void_letter(house.people.db, &hands, house.people.arena, id, &step));
	FINE(letter_load(house.people.db, house.people.arena, step.id, &row));
	assert_int_equal(row.state, LETTER_VOID);
	case_draft_refusal(&house, id, "2020-01-21");
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &list));
	step.id = list.rows[list.count - 1].id;
	step.version = list.rows[list.count - 1].version;
	FAILS(application_void_letter(house.people.db, &hands, house.people.arena, id, &step),
		"application_state");
	case_close(&house);
}

/* --- looking ahead --- */

static void
what_an_act_would_do_to_the_clock_is_what_it_does(void **state)
{
	struct application_doing doing = { .act = APPLICATION_EXTEND,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.days = 10,
		.says = STR("材料较多") };
	struct application_outlook outlook;
	struct case_house house;
	struct application one;

	case_open(*state, &house);
	doing.id = case_open_one(&house, "2020-01-20");
	one = case_load(&house, doing.id);
	FINE(application_foresee(house.people.db, house.people.arena, &one, &doing,
		case_day("2020-01-21"), &outlook));
	assert_int_equal(outlook.before.due.number, one.due_on.number);
	assert_true(outlook.after.due.number > one.due_on.number);
	assert_int_equal(case_load(&house, doing.id).due_on.number, one.due_on.number);
	FINE(case_do(&house, &house.head, "2020-01-21", doing));
	assert_int_equal(case_load(&house, doing.id).due_on.number, outlook.after.due.number);
	doing.act = APPLICATION_ASK_CORRECTION;
	one = case_load(&house, doing.id);
	FINE(application_foresee(house.people.db, house.people.arena, &one, &doing,
		case_day("2020-01-21"), &outlook));
	assert_true(outlook.after.is_paused);
	assert_false(outlook.before.is_paused);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_changed_entry_is_sealed_anew_and_the_audit_is_masked),
		cmocka_unit_test(a_stale_or_empty_change_changes_nothing),
		cmocka_unit_test(a_released_file_stands_apart_and_its_list_is_in_the_draft),
		cmocka_unit_test(a_file_goes_for_a_reason_that_stays),
		cmocka_unit_test(
			letters_of_the_process_are_delivered_and_voided_but_replies_are_not),
		cmocka_unit_test(what_an_act_would_do_to_the_clock_is_what_it_does),
	};

	return TWIN_RUN(tests);
}
