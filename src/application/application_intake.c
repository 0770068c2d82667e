/*
 * Taking in an application: its row and number, the applicant sealed, the first events, its files,
 * and the code to ask about it. What it must say is application_intake_rules.c.
 */
#include "application/application_call.h"
#include "application/application_doing.h"
#include "application/application_statements.h"
#include "base/json.h"
#include "base/random.h"

#include <string.h>

struct submitting {
	const struct application_hands *hands;
	const struct application_intake *intake;
	struct arena *arena;
	struct digest form_mark;
	struct application_code code;
	struct application_receipt receipt;
};

static struct fault *
check(struct arena *arena, const struct application_intake *intake)
{
	struct application_intake_problem *problems;
	size_t count;

	TRY(application_intake_check(arena, intake, &problems, &count));
	if (!count)
		return NULL;
	return fault_detail(fault_new(FAULT_INPUT, "application_intake", "%1$s%2$.0s", "%1$.0s%2$s",
				    problems[0].zh, problems[0].en),
		"field %s", problems[0].field);
}

/* The same form sent twice gives the same code, because the code is made of the form's name. */
static struct fault *
make_code(struct submitting *submitting)
{
	const struct seal_keys *keys = submitting->hands->keys;
	struct random_name name = random_name();
	struct str key =
		submitting->intake->form_key.len ? submitting->intake->form_key : str_of(name.at);
	struct digest code;

	TRY(seal_mark(keys, STR("application.form"), key, &submitting->form_mark));
	TRY(seal_mark(keys, STR("application.code"), key, &code));
	application_code_make(code.at, &submitting->code);
	return NULL;
}

static struct fault *
find_repeated(struct db *db, struct submitting *submitting)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	TRY(db_ask(db, NULL, &application_by_form_sql,
		VALUES(VALUE(str_of(submitting->form_mark.at))), &rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return NULL;
	submitting->receipt.is_repeated = true;
	submitting->receipt.id = db_get_int(rows, 0);
	submitting->receipt.agency_id = db_get_int(rows, 1);
	submitting->receipt.number =
		application_number_text((int)db_get_int(rows, 2), db_get_int(rows, 3));
	return NULL;
}

static struct fault *
check_agency(struct db *db, struct submitting *submitting, struct agency *ret_agency)
{
	TRY(agency_load(db, submitting->arena, submitting->intake->agency_id, ret_agency));
	if (!day_is_none(ret_agency->valid_to))
		return fault_new(FAULT_CONFLICT, "application_agency",
			"该机关已经撤销或者合并，请向承继其职权的机关提出申请。",
			"This agency has ended; turn to the one that took over.");
	if (submitting->hands->person)
		return account_must(
			submitting->hands->person, ACCOUNT_CASE_OFFICER, ret_agency->path);
	return NULL;
}

/* Law: 条例 art. 31. The public hands in online and today; who enters what arrived otherwise, or
 * earlier, is an officer and says why it was not entered then. */
static struct fault *
check_arrival(const struct submitting *submitting)
{
	const struct application_intake *intake = submitting->intake;
	struct day today = submitting->hands->today;
	struct day received;
	const char *basis;

	TRY(application_receipt_day(&intake->arrival, &received, &basis));
	if (intake->arrival.submitted_on.number > today.number ||
		(!day_is_none(received) && received.number > today.number))
		return fault_new(FAULT_INPUT, "application_arrival", "日期还没有到，请核对。",
			"The day lies in the future.");
	if (!submitting->hands->person)
		return intake->arrival.channel == APPLICATION_ONLINE &&
				       intake->arrival.submitted_on.number == today.number
			       ? NULL
			       : fault_new(FAULT_INPUT, "application_arrival",
					 "网上提交的申请以今天为提交日期。",
					 "What is handed in online is handed in today.");
	if (!day_is_none(received) && received.number < today.number &&
		!str_trim(intake->reason).len)
		return fault_new(FAULT_INPUT, "application_backdate",
			"收到之日 %s 早于今天，请写明补录的原因。",
			"The day of receipt %s lies before today: say why it is entered now.",
			day_text(received).at);
	return NULL;
}

static struct fault *
add_events(struct db *db, struct submitting *submitting, struct application *application)
{
	const struct application_intake *intake = submitting->intake;
	const struct application_hands *hands = submitting->hands;
	struct application_event event = { .at = hands->now,
		.day = application->submitted_on,
		.act = APPLICATION_SUBMIT,
		.value = (int64_t)intake->arrival.channel,
		.until = DAY_NONE,
		.account_id = hands->person ? hands->person->id : 0,
		.reason = str_trim(intake->reason) };
	struct day received;
	const char *basis;

	TRY(application_add_event(db, application->id, &event));
	TRY(application_receipt_day(&intake->arrival, &received, &basis));
	if (day_is_none(received) || !hands->person)
		return NULL;
	event.day = received;
	event.act = APPLICATION_CONFIRM;
	event.says = str_trim(intake->record);
	TRY(application_add_event(db, application->id, &event));
	application->state = APPLICATION_RECEIVED;
	return NULL;
}

static struct fault *
audit(struct db *db, const struct submitting *submitting, const struct application *application)
{
	CLOSING(buf_done) struct buf after;
	const struct application_word *channel =
		application_word_of(application_channel_words, application->channel);
	struct json_out json;

	buf_init(&after, 4096);
	json_out_init(&json, &after);
	json_begin_object(&json);
	json_pair_str(&json, "number",
		str_of(application_number_text(application->year, application->number).at));
	json_pair_str(&json, "channel", str_of(channel ? channel->key : ""));
	json_pair_int(&json, "files", (int64_t)submitting->intake->file_count);
	json_end_object(&json);
	TRY(buf_check(&after));
	return audit_write(db, submitting->hands->actor,
		&(struct audit_deed){ "application.submitted", "application", application->id,
			application->agency_id, STR(""), buf_str(&after) });
}

/* Case officers learn that something arrived. */
static struct fault *
tell_officers(struct db *db, const struct submitting *submitting,
	const struct application *application, struct str path)
{
	struct application_deed deed = {
		.hands = submitting->hands, .arena = submitting->arena, .application = *application
	};

	deed.application.path = path;
	return application_tell_holders(
		db, &deed, ACCOUNT_CASE_OFFICER, STR("新收到的政府信息公开申请"));
}

static struct fault *
submit(struct db *db, void *arg)
{
	struct submitting *submitting = arg;
	const struct application_intake *intake = submitting->intake;
	struct application one = { .agency_id = intake->agency_id,
		.kind = intake->kind,
		.channel = intake->arrival.channel,
		.applicant_kind = intake->applicant.kind,
		.description = str_trim(intake->description),
		.wanted_form = intake->wanted_form,
		.wanted_way = intake->wanted_way,
		.help = str_trim(intake->help),
		.is_filled_by_office = intake->is_filled_by_office,
		.submitted_at = submitting->hands->now,
		.submitted_on = intake->arrival.submitted_on,
		.received_on = DAY_NONE,
		.due_on = DAY_NONE,
		.delay_until = DAY_NONE,
		.ended_on = DAY_NONE,
		.archived_on = DAY_NONE,
		.removed_on = DAY_NONE };
	struct agency agency;
	int month, day;

	submitting->receipt = (struct application_receipt){ 0 };
	memcpy(submitting->receipt.code, submitting->code.at, sizeof submitting->code.at);
	TRY(find_repeated(db, submitting));
	if (submitting->receipt.is_repeated)
		return NULL;
	TRY(check_agency(db, submitting, &agency));
	one.path = agency.path;
	day_split(one.submitted_on, &one.year, &month, &day);
	TRY(application_intake_title(submitting->arena, intake, &one.title));
	TRY(application_add(db, &one));
	TRY(application_seal_applicant(
		db, submitting->hands->keys, submitting->arena, one.id, &intake->applicant));
	TRY(application_save_code(
		db, submitting->hands->keys, submitting->arena, &one, &submitting->code));
	TRY(db_run(db, &application_put_form_sql,
		VALUES(VALUE(one.id), VALUE(str_of(submitting->form_mark.at))), NULL));
	TRY(application_save_print(db, submitting->arena, &one));
	for (size_t i = 0; i < intake->file_count; i++) {
		struct application_file file = intake->files[i];

		TRY(application_add_file_row(db, one.id, &file));
	}
	TRY(add_events(db, submitting, &one));
	TRY(application_set_clock(db, submitting->arena, &one, submitting->hands->today));
	TRY(application_save_state(db, &one));
	TRY(tell_officers(db, submitting, &one, agency.path));
	if (one.state == APPLICATION_RECEIVED)
		TRY(application_put_call(
			db, submitting->arena, submitting->hands->now, one.id, "received"));
	submitting->receipt.id = one.id;
	submitting->receipt.agency_id = one.agency_id;
	submitting->receipt.number = application_number_text(one.year, one.number);
	return audit(db, submitting, &one);
}

struct fault *
application_submit(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_intake *intake, struct application_receipt *ret_receipt)
{
	struct submitting submitting = { .hands = hands, .intake = intake, .arena = arena };

	TRY(check(arena, intake));
	TRY(check_arrival(&submitting));
	TRY(make_code(&submitting));
	TRY(db_work(db, submit, &submitting));
	*ret_receipt = submitting.receipt;
	return NULL;
}

/* --- codes and looking --- */

struct renewing {
	const struct application_hands *hands;
	int64_t id;
	struct application_receipt receipt;
};

static struct fault *
renew_code(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct renewing *renewing = arg;
	struct random_name name = random_name();
	struct application_code code;
	struct application one;

	TRY(arena_open(1 << 20, &arena));
	TRY(application_load(db, arena, renewing->id, &one));
	TRY(account_must(renewing->hands->person, ACCOUNT_CASE_OFFICER, one.path));
	application_code_make(name.at, &code);
	TRY(application_save_code(db, renewing->hands->keys, arena, &one, &code));
	renewing->receipt = (struct application_receipt){ .id = one.id,
		.agency_id = one.agency_id,
		.number = application_number_text(one.year, one.number) };
	memcpy(renewing->receipt.code, code.at, sizeof code.at);
	return audit_write(db, renewing->hands->actor,
		&(struct audit_deed){ "application.code_renewed", "application", one.id,
			one.agency_id, STR(""), STR("") });
}

struct fault *
application_renew_code(struct db *db, const struct application_hands *hands, int64_t id,
	struct application_receipt *ret_receipt)
{
	struct renewing renewing = { .hands = hands, .id = id };

	TRY(db_work(db, renew_code, &renewing));
	*ret_receipt = renewing.receipt;
	return NULL;
}

struct looking {
	const struct application_hands *hands;
	const struct application *application;
};

static struct fault *
look_at(struct db *db, void *arg)
{
	const struct looking *looking = arg;

	return audit_write(db, looking->hands->actor,
		&(struct audit_deed){ "application.applicant_seen", "application",
			looking->application->id, looking->application->agency_id, STR(""),
			STR("") });
}

struct fault *
application_look_at(
	struct db *db, const struct application_hands *hands, const struct application *application)
{
	struct looking looking = { hands, application };

	return db_work(db, look_at, &looking);
}

struct noting {
	const struct application_hands *hands;
	int64_t agency_id;
	struct str what;
};

static struct fault *
note_export(struct db *db, void *arg)
{
	const struct noting *noting = arg;

	return audit_write(db, noting->hands->actor,
		&(struct audit_deed){ "application.exported", "application", 0, noting->agency_id,
			STR(""), noting->what });
}

struct fault *
application_note_export(
	struct db *db, const struct application_hands *hands, int64_t agency_id, struct str what)
{
	struct noting noting = { hands, agency_id, what };

	return db_work(db, note_export, &noting);
}
