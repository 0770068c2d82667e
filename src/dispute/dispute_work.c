/*
 * Entering reconsideration and litigation, and what became known of it: one transaction with its
 * audit line. Terms and figures are dispute_rules.c.
 */
#include <stdio.h>
#include <string.h>

#include "agency/agency.h"
#include "base/json.h"
#include "base/utf8.h"
#include "calendar/calendar_store.h"
#include "dispute/dispute_inside.h"
#include "notice/notice.h"

enum { BODY_LONGEST = 100, NUMBER_LONGEST = 100 };

static const struct setting litigation_days = { .key = "application.litigation_answer_days",
	.kind = SETTING_DAYS,
	.scope = SETTING_WHOLE,
	.number = 15,
	.least = 1,
	.most = 60,
	.zh = "行政诉讼答辩期限（日）",
	.en = "Days for the answer to a court",
	.help_zh =
		"收到起诉状副本之日起的自然日数，最后一日是休假日的顺延到其后第一个工作日；应诉通"
		"知书另有写明的，在登记时填写。",
	.help_en = "Days of the calendar from the arrival of the complaint's copy; a last day on "
		   "which "
		   "nobody works moves to the next working day. What the court's notice says "
		   "otherwise "
		   "is entered with the case.",
	.basis = "行政诉讼法第67条、第101条，民事诉讼法第85条" };

const struct setting *const dispute_settings[] = { &litigation_days, NULL };

struct saving {
	const struct application_hands *hands;
	const struct dispute *given;
	struct arena *arena;
	struct dispute before;
	struct dispute one;
	struct str path;
	int64_t id;
};

static struct fault *
wrong(const char *field, const char *zh, const char *en)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "application_dispute", "%1$s%2$.0s", "%1$.0s%2$s", zh, en),
		"%s", field);
}

/* --- what is given --- */

static struct fault *
check_days(const struct dispute *one, struct day today)
{
	if (day_is_none(one->arrived_on) || one->arrived_on.number > today.number)
		return wrong("arrived", "收到日期要填写，且不能晚于今天。",
			"The day of arrival is missing or lies in the future.");
	if (!day_is_none(one->answer_due_on) && one->answer_due_on.number < one->arrived_on.number)
		return wrong("answer_due", "答复（答辩）期限不能早于收到日期。",
			"The term of the answer lies before the arrival.");
	if (!day_is_none(one->answered_on) && (one->answered_on.number < one->arrived_on.number ||
						      one->answered_on.number > today.number))
		return wrong("answered", "答复日期要在收到之后、今天之前。",
			"The day of the answer lies before the arrival or in the future.");
	if (!day_is_none(one->hearing_on) && one->hearing_on.number < one->arrived_on.number)
		return wrong("hearing", "听证（开庭）日期不能早于收到日期。",
			"The hearing lies before the arrival.");
	if (day_is_none(one->ended_on) != (one->result == DISPUTE_PENDING))
		return wrong("ended", "有结果的要填写审结日期，尚未审结的不填。",
			"A result needs the day it came; a pending case has none.");
	if (!day_is_none(one->ended_on) && (one->ended_on.number < one->arrived_on.number ||
						   one->ended_on.number > today.number))
		return wrong("ended", "审结日期要在收到之后、今天之前。",
			"The end lies before the arrival or in the future.");
	return NULL;
}

static struct fault *
check_words(const struct dispute *one)
{
	if ((unsigned)one->kind >= DISPUTE_KINDS || (unsigned)one->result >= DISPUTE_RESULTS ||
		(unsigned)one->role >= DISPUTE_ROLES)
		return wrong("kind", "请选择种类和结果。", "Choose kind and result.");
	if (!one->body.len || utf8_count(one->body) > BODY_LONGEST)
		return wrong("body", "请填写复议机关或者法院，100 字以内。",
			"Name the review body or court, within 100 characters.");
	if (utf8_count(one->case_number) > NUMBER_LONGEST)
		return wrong("case_number", "案号请写在 100 字以内。",
			"Keep the case number within 100 characters.");
	if (utf8_count(one->says) > APPLICATION_SAYS_LONGEST)
		return wrong("says", "说明请写在 5000 字以内。",
			"Keep the words within 5,000 characters.");
	if (one->role == DISPUTE_CO_DEFENDANT && one->kind == DISPUTE_RECONSIDERATION)
		return wrong("role", "只有诉讼案件才有共同被告。",
			"Only in litigation is anybody sued along.");
	return NULL;
}

/* What it hangs on belongs to the same agency. */
static struct fault *
check_links(struct db *db, struct saving *saving)
{
	const struct dispute *one = &saving->one;
	struct dispute previous;
	struct application about;

	if (one->application_id) {
		TRY(application_load(db, saving->arena, one->application_id, &about));
		if (about.agency_id != one->agency_id)
			return fault_absent("application", one->application_id);
	}
	if (!one->previous_id)
		return NULL;
	if (one->kind != DISPUTE_LITIGATION_AFTER)
		return wrong("previous", "只有复议后起诉的才有在先的复议案件。",
			"Only litigation after reconsideration has an earlier case.");
	TRY(dispute_load(db, saving->arena, one->previous_id, &previous));
	if (previous.agency_id != one->agency_id || previous.kind != DISPUTE_RECONSIDERATION)
		return wrong("previous", "在先的案件应当是本机关的复议案件。",
			"The earlier case must be a reconsideration of this agency.");
	return NULL;
}

struct fault *
dispute_find_term(struct db *db, struct str path, struct dispute *one, struct day *ret_due)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct dispute_term term;
	struct fault *fault;
	int64_t days;

	TRY(setting_int(db, STR(""), &litigation_days, &days));
	term = dispute_term(one->kind, one->is_simple, (int)days);
	TRY(calendar_borrow(db, path, &lent));
	one->calendar_version = lent->version;
	fault = dispute_due(lent->calendar, &term, one->arrived_on, ret_due);
	/* Unmoved it is the earliest that the law allows; the year's calendar moves it when it
	 * comes.
	 */
	if (fault && !term.is_working && strcmp(fault->code, "calendar_no_data") == 0) {
		*ret_due = (struct day){ one->arrived_on.number + term.days };
		return NULL;
	}
	return fault;
}

/* A form brings the day that was found before back with it: that one was not told by anybody. */
static struct fault *
set_due(struct db *db, struct saving *saving)
{
	const struct dispute *before = &saving->before;
	struct dispute *one = &saving->one;
	bool is_given = !day_is_none(one->answer_due_on);
	struct fault *fault;
	struct day due;

	if (is_given && before->id && !before->is_due_told &&
		one->answer_due_on.number == before->answer_due_on.number)
		is_given = false;
	fault = dispute_find_term(db, saving->path, one, &due);
	/* A day that was told needs no calendar. */
	if (fault && !is_given)
		return fault;
	one->is_due_told = is_given && (fault || due.number != one->answer_due_on.number);
	if (!one->is_due_told)
		one->answer_due_on = due;
	return NULL;
}

/* --- telling --- */

static void
put_day(struct json_out *json, const char *name, struct day day)
{
	if (!day_is_none(day))
		json_pair_str(json, name, str_of(day_text(day).at));
}

/* Days, kind and result; words and numbers stay in the register. */
static void
put_values(struct buf *buf, const struct dispute *one)
{
	struct json_out json;

	json_out_init(&json, buf);
	json_begin_object(&json);
	json_pair_str(&json, "kind", str_of(dispute_kind_words[one->kind].key));
	json_pair_str(&json, "result", str_of(dispute_result_words[one->result].key));
	json_pair_str(&json, "role", str_of(dispute_role_words[one->role].key));
	put_day(&json, "arrived", one->arrived_on);
	put_day(&json, "answer_due", one->answer_due_on);
	put_day(&json, "answered", one->answered_on);
	put_day(&json, "hearing", one->hearing_on);
	put_day(&json, "ended", one->ended_on);
	json_end_object(&json);
}

static struct fault *
audit(struct db *db, const struct saving *saving)
{
	CLOSING(buf_done) struct buf old;
	CLOSING(buf_done) struct buf new;

	buf_init(&old, 4096);
	buf_init(&new, 4096);
	if (saving->before.id)
		put_values(&old, &saving->before);
	put_values(&new, &saving->one);
	TRY(buf_check(&old));
	TRY(buf_check(&new));
	return audit_write(db, saving->hands->actor,
		&(struct audit_deed){ saving->before.id ? "application.dispute_changed"
							: "application.dispute_entered",
			"application_dispute", saving->id, saving->one.agency_id, buf_str(&old),
			buf_str(&new) });
}

/* A decision that was set right has to be made anew: the heads decide so. */
static struct fault *
tell_heads(struct db *db, const struct saving *saving)
{
	struct application_holder *holders;
	char address[64];
	size_t count;

	if (saving->one.result != DISPUTE_RIGHTED || saving->before.result == DISPUTE_RIGHTED)
		return NULL;
	snprintf(address, sizeof address, "/desk/disputes/%lld", (long long)saving->id);
	TRY(application_find_holders(
		db, saving->arena, ACCOUNT_HEAD, saving->path, &holders, &count));
	for (size_t i = 0; i < count; i++)
		if (!saving->hands->person || holders[i].id != saving->hands->person->id)
			TRY(notice_put(db, holders[i].id,
				STR("复议、诉讼案件结果纠正，请决定是否重新办理。"),
				str_of(address)));
	return NULL;
}

/* --- saving --- */

static struct fault *
load(struct db *db, struct saving *saving)
{
	const struct dispute *given = saving->given;
	struct agency agency;

	saving->one = *given;
	saving->one.body = str_trim(given->body);
	saving->one.case_number = str_trim(given->case_number);
	saving->one.says = str_trim(given->says);
	saving->before = (struct dispute){ 0 };
	if (given->id) {
		TRY(dispute_load(db, saving->arena, given->id, &saving->before));
		saving->one.agency_id = saving->before.agency_id;
		saving->one.application_id = saving->before.application_id;
	}
	TRY(agency_load(db, saving->arena, saving->one.agency_id, &agency));
	saving->path = agency.path;
	TRY(account_must(saving->hands->person, DISPUTE_CLERKS, agency.path));
	return given->id && saving->before.version != given->version ? application_stale() : NULL;
}

static struct fault *
save(struct db *db, void *arg)
{
	struct saving *saving = arg;

	TRY(load(db, saving));
	TRY(check_words(&saving->one));
	TRY(check_days(&saving->one, saving->hands->today));
	TRY(check_links(db, saving));
	TRY(set_due(db, saving));
	saving->id = saving->given->id;
	if (saving->id)
		TRY(dispute_change(db, &saving->one));
	else
		TRY(dispute_add(db, &saving->one, &saving->id));
	TRY(tell_heads(db, saving));
	return audit(db, saving);
}

struct fault *
dispute_save(struct db *db, const struct application_hands *hands, const struct dispute *dispute,
	int64_t *ret_id)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct saving saving = { .hands = hands, .given = dispute };

	TRY(arena_open((size_t)4 << 20, &arena));
	saving.arena = arena;
	TRY(db_work(db, save, &saving));
	*ret_id = saving.id;
	return NULL;
}
