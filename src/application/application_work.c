/*
 * Doing an act: may this person, is it possible now, is everything there; then its effect, its
 * letter, its event, the clock, notices and the audit line, all in one transaction. What each act
 * changes stands in application_effects.c; what is possible in application_act_rules.c.
 */
#include <stdio.h>

#include "application/application_call.h"
#include "application/application_doing.h"
#include "base/json.h"

/* --- people --- */

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
	if (deed->application.officer_id && (deed->rule->act != APPLICATION_NOTE || deed->is_own))
		TRY(application_tell_one(
			db, deed, deed->application.officer_id, str_of(deed->rule->done_zh)));
	/* What an applicant does is somebody's task, also while nobody has the case. */
	if (deed->is_own && !deed->application.officer_id)
		TRY(application_tell_holders(
			db, deed, ACCOUNT_CASE_OFFICER, str_of(deed->rule->done_zh)));
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
				opinions.items[i].unit_id &&
				account_may(person, deed->rule->roles, opinions.items[i].unit_path))
				return NULL;
	}
	return account_must(
		person, deed->rule->roles & APPLICATION_HANDLERS, deed->application.path);
}

/* --- doing it --- */

static struct fault *
load(struct db *db, struct application_deed *deed)
{
	const struct application_doing *given = deed->given;

	TRY(application_load(db, deed->arena, given->id, &deed->application));
	if (!deed->is_own)
		TRY(check_person(db, deed));
	if (!deed->is_own && deed->application.version != given->version)
		return application_stale();
	/* What has no day of its own happens now, whatever was sent along. */
	deed->day = !(deed->rule->wants & APPLICATION_WANTS_DAY) || day_is_none(given->day)
			    ? deed->hands->today
			    : given->day;
	TRY(application_act_facts(
		db, deed->arena, &deed->application, deed->hands->today, &deed->facts));
	TRY(application_act_check(deed->rule, &deed->facts, deed->day));
	return application_check_given(deed);
}

/* The audit tells what was done and which fields changed; words and names stay in the case. */
/* Other systems learn of a receipt and of an end. */
static struct fault *
tell_others(struct db *db, const struct application_deed *deed, enum application_state before)
{
	enum application_state after = deed->application.state;
	const char *event = NULL;

	if (before == APPLICATION_SUBMITTED && after == APPLICATION_RECEIVED)
		event = "received";
	else if (application_is_open(before) && after == APPLICATION_CLOSED)
		event = "replied";
	if (!event)
		return NULL;
	return application_put_call(db, deed->arena, deed->hands->now, deed->application.id, event);
}

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

struct fault *
application_do_deed(struct db *db, void *arg)
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
	/* A receipt names the due day: amendments have none (art. 41), nor does a year whose
	 * holidays are not known yet. */
	if (deed->rule->letter &&
		!(deed->rule->act == APPLICATION_REGISTER && day_is_none(deed->application.due_on)))
		TRY(application_put_letter(db, deed));
	for (size_t i = 0; i < given->file_count; i++) {
		struct application_file file = given->files[i];

		TRY(application_add_file_row(db, given->id, &file));
	}
	TRY(application_add_event(db, given->id, &deed->event));
	TRY(application_check_order(db, deed->arena, &deed->application));
	TRY(application_set_clock(db, deed->arena, &deed->application, deed->hands->today));
	/* Law: 条例 art. 33: an extension that comes before a new start, or too late, is none. */
	if (deed->rule->act == APPLICATION_EXTEND && !deed->application.is_extended)
		return application_out_of_order();
	TRY(application_save_state(db, &deed->application));
	TRY(tell_next(db, deed));
	TRY(tell_others(db, deed, before));
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
	TRY(db_work(db, application_do_deed, &deed));
	*ret_done = deed.done;
	return NULL;
}
