/*
 * Doing an act: may this person, is it possible now, is everything there; then its effect, its
 * letter, its event, the clock, notices and the audit line, all in one transaction. What each act
 * changes stands in application_effects.c; what is possible in application_act_rules.c.
 */
#include <stdio.h>

#include "application/application_doing.h"
#include "application/application_statements.h"
#include "base/json.h"
#include "base/utf8.h"
#include "calendar/calendar_store.h"
#include "notice/notice.h"

enum { MOST_HOLDERS = 50 };

struct fault *
application_lacks(const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "application_wants", "%1$s%2$.0s", "%1$.0s%2$s", zh, en);
}

/* --- facts --- */

static struct fault *
correction_due(struct db *db, const struct application *application, struct day *ret_day)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	const struct clock_term *term = clock_term_find(STR("correction"));
	struct fault *fault;

	*ret_day = DAY_NONE;
	if (day_is_none(application->received_on) || !term)
		return NULL;
	TRY(calendar_borrow(db, application->path, &lent));
	fault = clock_term_end(lent->calendar, term, application->received_on, false, ret_day);
	if (fault && str_equal(str_of(fault->code), STR("calendar_no_data"))) {
		*ret_day = DAY_NONE;
		return NULL;
	}
	return fault;
}

/* The term that the last demand of the applicant set. */
static struct day
waits_until(const struct application_events *events)
{
	for (size_t i = events->count; i-- > 0;) {
		const struct application_event *event = &events->items[i];

		if (!event->voided_by && (event->act == APPLICATION_ASK_CORRECTION ||
						 event->act == APPLICATION_ASK_REASON ||
						 event->act == APPLICATION_NOTIFY_FEE))
			return event->until;
	}
	return DAY_NONE;
}

struct fault *
application_act_facts(struct db *db, struct arena *arena, const struct application *application,
	struct day today, struct application_act_facts *ret_facts)
{
	struct application_decision decision;
	struct application_parties parties;
	struct application_events events;

	TRY(application_load_parties(db, NULL, arena, application->id, &parties));
	TRY(application_load_events(db, arena, application->id, &events));
	TRY(application_load_decision(db, arena, application->id, &decision));
	*ret_facts = (struct application_act_facts){
		.kind = application->kind,
		.state = application->state,
		.today = today,
		.received_on = application->received_on,
		.due_on = application->due_on,
		.waits_until = waits_until(&events),
		.was_corrected = application->was_corrected,
		.is_extended = application->is_extended,
		.is_assigned = application->officer_id != 0,
		.asked = parties.waiting,
		.has_decision = decision.id && day_is_none(decision.signed_on),
	};
	return correction_due(db, application, &ret_facts->correction_due);
}

/* --- people --- */

struct fault *
application_find_holders(struct db *db, struct arena *arena, unsigned role, struct str path,
	struct application_holder **ret_holders, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_holder *holders;
	size_t count = 0;
	bool is_found;
	int number = 0;

	while (role >> number != 1)
		number++;
	TAKE(arena, holders, MOST_HOLDERS);
	TRY(db_ask(db, arena, &application_holders_sql,
		VALUES(VALUE(number), VALUE(path), VALUE((int)MOST_HOLDERS)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		holders[count++] =
			(struct application_holder){ db_get_int(rows, 0), db_get_str(rows, 1) };
	}
	*ret_holders = holders;
	*ret_count = count;
	return NULL;
}

static struct fault *
tell(struct db *db, struct application_deed *deed, int64_t account_id, struct str says)
{
	const struct application *one = &deed->application;
	struct str text;
	char address[64];

	if (deed->hands->person && deed->hands->person->id == account_id)
		return NULL;
	TRY(str_print(deed->arena, &text, "%s %.*s：%.*s",
		application_number_text(one->year, one->number).at, STR_ARG(one->title),
		STR_ARG(says)));
	snprintf(address, sizeof address, "/desk/applications/%lld", (long long)one->id);
	return notice_put(db, account_id, text, str_of(address));
}

struct fault *
application_tell_holders(
	struct db *db, struct application_deed *deed, unsigned role, struct str says)
{
	struct application_holder *holders;
	size_t count;

	TRY(application_find_holders(
		db, deed->arena, role, deed->application.path, &holders, &count));
	for (size_t i = 0; i < count; i++)
		TRY(tell(db, deed, holders[i].id, says));
	return NULL;
}

/* Who has to go on next learns of it. */
static struct fault *
tell_next(struct db *db, struct application_deed *deed)
{
	static const struct {
		enum application_state state;
		unsigned role;
	} next[] = { { APPLICATION_REVIEWING, ACCOUNT_REVIEWER },
		{ APPLICATION_LEGAL, ACCOUNT_LEGAL_REVIEWER },
		{ APPLICATION_SIGNING, ACCOUNT_HEAD } };
	const struct application_word *word =
		application_word_of(application_state_words, deed->application.state);

	for (size_t i = 0; i < COUNT_OF(next); i++)
		if (deed->rule->to == (int)next[i].state)
			TRY(application_tell_holders(
				db, deed, next[i].role, str_of(word ? word->zh : "")));
	if (deed->application.officer_id && deed->rule->act != APPLICATION_NOTE)
		TRY(tell(db, deed, deed->application.officer_id, str_of(deed->rule->done_zh)));
	return NULL;
}

/* --- may it be done --- */

/* A department that was asked answers for itself; everybody else acts for the case's agency. */
static struct fault *
check_person(struct db *db, struct application_deed *deed)
{
	const struct account_person *person = deed->hands->person;
	struct application_opinions opinions;

	if (deed->rule->act == APPLICATION_UNIT_SAYS) {
		TRY(application_load_opinions(db, deed->arena, deed->application.id, &opinions));
		for (size_t i = 0; i < opinions.count; i++)
			if (opinions.items[i].id == deed->given->which_id &&
				account_may(person, deed->rule->roles, opinions.items[i].unit_path))
				return NULL;
	}
	return account_must(
		person, deed->rule->roles & APPLICATION_HANDLERS, deed->application.path);
}

static struct fault *
check_given(const struct application_deed *deed)
{
	const struct application_doing *given = deed->given;
	unsigned wants = deed->rule->wants;

	if (wants & APPLICATION_WANTS_SAYS && !str_trim(given->says).len)
		return application_lacks("请填写说明。", "Words are missing.");
	if (utf8_count(given->says) > APPLICATION_SAYS_LONGEST)
		return application_lacks(
			"说明请写在 5000 字以内。", "Keep the words within 5,000 characters.");
	if (wants & APPLICATION_WANTS_RECORD && !str_trim(given->says).len)
		return application_lacks("请写明与申请人确认的方式、对象和时间。",
			"Say how and with whom receipt was confirmed.");
	if (wants & APPLICATION_WANTS_UNTIL && day_is_none(given->until))
		return application_lacks("请填写期限。", "The term is missing.");
	if (wants & APPLICATION_WANTS_UNTIL && given->until.number < deed->day.number)
		return application_lacks(
			"期限不能早于办理日期。", "The term lies before the day of the act.");
	if (wants & APPLICATION_WANTS_DAYS &&
		(given->days < 1 || given->days > CLOCK_EXTENSION_MOST))
		return application_lacks(
			"延长的期限为 1 至 20 个工作日。", "An extension is 1 to 20 working days.");
	if (wants & APPLICATION_WANTS_PARTY && !str_trim(given->party_name).len)
		return application_lacks("请填写征求意见的对象。", "Say who is asked.");
	if (wants & APPLICATION_WANTS_ANSWER && given->answer == APPLICATION_NO_ANSWER)
		return application_lacks("请选择意见。", "Choose the answer.");
	return NULL;
}

/* Law: 条例 art. 45 wants the record to be true: who enters something late says why. */
static struct fault *
check_backdate(const struct application_deed *deed)
{
	if (!(deed->rule->wants & APPLICATION_WANTS_DAY) ||
		deed->day.number >= deed->hands->today.number || str_trim(deed->given->reason).len)
		return NULL;
	return fault_new(FAULT_INPUT, "application_backdate",
		"日期 %s 早于今天，请写明补录的原因。",
		"The day %s lies before today: say why it is entered now.", day_text(deed->day).at);
}

/* --- doing it --- */

static struct fault *
load(struct db *db, struct application_deed *deed)
{
	const struct application_doing *given = deed->given;

	TRY(application_load(db, deed->arena, given->id, &deed->application));
	TRY(check_person(db, deed));
	if (deed->application.version != given->version)
		return application_stale();
	deed->day = day_is_none(given->day) ? deed->hands->today : given->day;
	TRY(application_act_facts(
		db, deed->arena, &deed->application, deed->hands->today, &deed->facts));
	TRY(application_act_check(deed->rule, &deed->facts, deed->day));
	TRY(check_given(deed));
	return check_backdate(deed);
}

/* The audit tells what was done and which fields changed; words and names stay in the case. */
static struct fault *
audit(struct db *db, const struct application_deed *deed, enum application_state before)
{
	CLOSING(buf_done) struct buf old;
	CLOSING(buf_done) struct buf new;
	const struct application *one = &deed->application;
	const struct application_word *word;
	struct json_out json;
	char name[64];

	buf_init(&old, 4096);
	buf_init(&new, 4096);
	json_out_init(&json, &old);
	json_begin_object(&json);
	word = application_word_of(application_state_words, before);
	json_pair_str(&json, "state", str_of(word ? word->key : ""));
	json_end_object(&json);
	json_out_init(&json, &new);
	json_begin_object(&json);
	word = application_word_of(application_state_words, one->state);
	json_pair_str(&json, "state", str_of(word ? word->key : ""));
	json_pair_str(&json, "day", str_of(day_text(deed->day).at));
	if (!day_is_none(one->due_on))
		json_pair_str(&json, "due", str_of(day_text(one->due_on).at));
	if (deed->given->reason.len && deed->day.number < deed->hands->today.number)
		json_pair_str(&json, "reason", deed->given->reason);
	json_pair_int(&json, "event", deed->event.id);
	json_end_object(&json);
	TRY(buf_check(&old));
	TRY(buf_check(&new));
	snprintf(name, sizeof name, "application.%s", deed->rule->key);
	return audit_write(db, deed->hands->actor,
		&(struct audit_deed){ name, "application", one->id, one->agency_id, buf_str(&old),
			buf_str(&new) });
}

static struct fault *
do_act(struct db *db, void *arg)
{
	struct application_deed *deed = arg;
	const struct application_doing *given = deed->given;
	application_effect_fn *effect;
	enum application_state before;

	deed->done = (struct application_done){ 0 };
	TRY(load(db, deed));
	before = deed->application.state;
	deed->event = (struct application_event){
		.at = deed->hands->now,
		.act = deed->rule->act,
		.until = deed->rule->wants & APPLICATION_WANTS_UNTIL ? given->until : DAY_NONE,
		.account_id = deed->hands->person ? deed->hands->person->id : 0,
		.says = str_trim(given->says),
		.reason = str_trim(given->reason),
	};
	if (deed->rule->to != APPLICATION_STAYS)
		deed->application.state = (enum application_state)deed->rule->to;
	effect = application_effect_of(deed->rule->act);
	if (effect)
		TRY(effect(db, deed));
	deed->event.day = deed->day;
	if (deed->rule->letter)
		TRY(application_put_letter(db, deed));
	for (size_t i = 0; i < given->file_count; i++) {
		struct application_file file = given->files[i];

		TRY(application_add_file_row(db, given->id, &file));
	}
	TRY(application_add_event(db, given->id, &deed->event));
	TRY(application_set_clock(db, deed->arena, &deed->application, deed->hands->today));
	TRY(application_save_state(db, &deed->application));
	TRY(tell_next(db, deed));
	deed->done.state = deed->application.state;
	deed->done.version = deed->application.version;
	return audit(db, deed, before);
}

struct fault *
application_do(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_doing *doing, struct application_done *ret_done)
{
	struct application_deed deed = { .hands = hands, .given = doing, .arena = arena };

	deed.rule = application_act_rule(doing->act);
	if (!deed.rule || !deed.rule->roles)
		return fault_new(
			FAULT_INPUT, "application_act", "没有这种办理。", "There is no such act.");
	TRY(db_work(db, do_act, &deed));
	*ret_done = deed.done;
	return NULL;
}
