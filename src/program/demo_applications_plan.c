/*
 * The course of each case of the demonstration: which acts on which working days.
 * Pure: what an act does is application/'s, doing it is demo_applications.c.
 */
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar.h"
#include "program/demo_applications.h"

/* Working days. Law: 条例 arts. 30, 32, 33; the rest is what an orderly office takes. */
enum { ANSWER_TERM = 20, EXTENSION = 10, CORRECTION_TERM = 10, CONSULT_TERM = 15, MOST_STEPS = 40 };

/* One case while its course is made. `now` is the day where it stands. */
struct course {
	struct arena *arena;
	const struct calendar *calendar;
	struct day today;
	struct demo_case *item;
	size_t number;
	struct demo_step *steps;
	size_t count;
	struct day now;
	struct day received;
	bool is_over; /* nothing comes after this */
};

static struct fault *
later(struct course *course, int working_days)
{
	if (!working_days)
		return NULL;
	return calendar_add_working_days(course->calendar, course->now, working_days, &course->now);
}

/* What would lie in the future happens today. */
static struct demo_step *
add(struct course *course, enum application_act act)
{
	struct day day = course->now.number > course->today.number ? course->today : course->now;
	struct demo_step *step = &course->steps[course->count];

	*step = (struct demo_step){ .day = day,
		.item = course->number,
		.order = course->count,
		.act = act,
		.until = DAY_NONE };
	if (course->count + 1 < MOST_STEPS)
		course->count++;
	return step;
}

static struct fault *
until(struct course *course, int working_days, struct demo_step *step)
{
	return calendar_add_working_days(course->calendar, step->day, working_days, &step->until);
}

static bool
has(const struct course *course, const char *word)
{
	return str_has(course->item->course, str_of(word));
}

static bool
stops_in(const struct course *course, enum application_state state)
{
	return course->item->stop == (int)state;
}

/* --- arrival --- */

/* The last working day before `day`, or the day itself, then so many back. */
static struct fault *
earlier(const struct calendar *calendar, struct day day, int working_days, struct day *ret_day)
{
	enum calendar_kind kind;

	for (;; day.number--) {
		TRY(calendar_kind_of(calendar, day, &kind));
		if (calendar_is_worked(kind) && working_days-- == 0)
			break;
	}
	*ret_day = day;
	return NULL;
}

/* Law: 条例 art. 31: what counts as receipt; the office works on working days. */
static struct fault *
arrive(struct course *course)
{
	struct demo_case *item = course->item;
	bool is_online = item->channel == APPLICATION_ONLINE;
	struct day submitted = item->on;

	if (day_is_none(item->on)) {
		TRY(earlier(course->calendar, course->today, item->before, &submitted));
		course->now = submitted;
	} else if (item->channel == APPLICATION_IN_PERSON) {
		course->now = submitted;
	} else {
		course->now = submitted;
		TRY(later(course, item->channel == APPLICATION_MAIL_SIGNED ||
						  item->channel == APPLICATION_MAIL_PLAIN
					  ? 3
					  : 1));
	}
	course->received = course->now;
	if (is_online)
		course->now = submitted;
	/* `until` carries the day of sending, which may lie before the day of entry. */
	add(course, APPLICATION_SUBMIT)->until = submitted;
	course->now = course->received;
	course->is_over = stops_in(course, APPLICATION_SUBMITTED);
	if (!course->is_over && is_online)
		add(course, APPLICATION_CONFIRM)->says = STR("电话与申请人本人确认收到申请");
	course->is_over = course->is_over || stops_in(course, APPLICATION_RECEIVED);
	if (course->is_over)
		return NULL;
	TRY(later(course, course->number % 2 ? 1 : 0));
	(void)add(course, APPLICATION_REGISTER);
	(void)add(course, APPLICATION_CLAIM);
	return NULL;
}

/* --- on the way --- */

static struct fault *
ask_unit(struct course *course)
{
	struct demo_step *step;

	TRY(later(course, 1));
	step = add(course, APPLICATION_ASK_UNIT);
	step->says = STR("请核对是否制作或者保存该信息，能否公开，并说明理由。");
	TRY(until(course, 5, step));
	course->is_over = stops_in(course, APPLICATION_OPEN);
	if (course->is_over)
		return NULL;
	TRY(later(course, 3));
	step = add(course, APPLICATION_UNIT_SAYS);
	step->answer =
		course->item->reply && str_starts(str_of(course->item->reply->key), STR("R36_4"))
			? APPLICATION_DISAGREES
			: APPLICATION_AGREES;
	step->says = step->answer == APPLICATION_AGREES
			     ? STR("经核对，可以按所附材料答复。")
			     : STR("经查找，本部门没有制作或者保存该信息。");
	return NULL;
}

/* `word` with what is unclear behind its colon. */
static struct fault *
ask_correction(struct course *course, struct str word, bool is_answered)
{
	struct demo_step *step;
	struct str head;

	TRY(later(course, 1));
	step = add(course, APPLICATION_ASK_CORRECTION);
	step->says = str_cut(word, STR("："), &head);
	TRY(until(course, CORRECTION_TERM, step));
	course->item->asked_on = step->day;
	course->item->asked_until = step->until;
	course->is_over = stops_in(course, APPLICATION_CORRECTING);
	if (course->is_over)
		return NULL;
	if (is_answered) {
		TRY(later(course, 5));
		add(course, APPLICATION_CORRECTED)->says = STR("申请人补充写明了所需信息的特征");
		return NULL;
	}
	/* Only when the term is over does silence count. */
	return later(course, CORRECTION_TERM + 1);
}

static struct fault *
consult(struct course *course, struct str word)
{
	bool is_agency = str_starts(word, STR("其他机关"));
	struct demo_step *step;

	TRY(later(course, 1));
	step = add(course, is_agency ? APPLICATION_CONSULT_AGENCY : APPLICATION_CONSULT_PARTY);
	step->says = is_agency ? STR("该信息由贵机关与本机关共同制作，是否同意公开")
			       : STR("所申请的材料涉及贵方，是否同意公开；不同意的请说明理由");
	TRY(later(course, 2));
	(void)add(course, APPLICATION_CONSULT_DELIVERED);
	course->is_over = stops_in(course, APPLICATION_CONSULTING);
	if (course->is_over)
		return NULL;
	if (str_equal(word, STR("第三方沉默"))) {
		TRY(later(course, CONSULT_TERM + 1));
		(void)add(course, APPLICATION_CONSULT_LAPSED);
		return NULL;
	}
	TRY(later(course, 7));
	step = add(course, APPLICATION_CONSULT_ANSWERED);
	step->answer =
		str_equal(word, STR("第三方不同意")) ? APPLICATION_DISAGREES : APPLICATION_AGREES;
	step->says = step->answer == APPLICATION_AGREES ? STR("书面答复同意公开")
							: STR("书面答复不同意公开，涉及商业秘密");
	return NULL;
}

static struct fault *
extend(struct course *course)
{
	TRY(later(course, 8));
	add(course, APPLICATION_EXTEND)->says = STR("所申请信息形成时间较早，需要逐卷查找核对");
	return later(course, 7);
}

/* One word of the course. Words that only say how a reply is reviewed are looked at there. */
static struct fault *
take_word(struct course *course, struct str word)
{
	struct str head;

	if (str_equal(word, STR("部门")))
		return ask_unit(course);
	if (str_starts(word, STR("补正")))
		return ask_correction(course, word, true);
	if (str_starts(word, STR("不补正")))
		return ask_correction(course, word, false);
	if (str_starts(word, STR("第三方")) || str_equal(word, STR("其他机关")))
		return consult(course, word);
	if (str_equal(word, STR("延期")))
		return extend(course);
	if (str_equal(word, STR("缴费"))) {
		TRY(later(course, 1));
		add(course, APPLICATION_NOTIFY_FEE)->says =
			STR("凭本通知书到平房区行政服务中心非税收入窗口缴纳");
		(void)add(course, APPLICATION_FEE_DELIVERED);
		course->is_over = stops_in(course, APPLICATION_PAYING);
		return NULL;
	}
	if (str_starts(word, STR("撤回"))) {
		TRY(later(course, 2));
		add(course, APPLICATION_WITHDRAW)->says = str_cut(word, STR("："), &head);
		TRY(later(course, 10));
		(void)add(course, APPLICATION_ARCHIVE);
		course->is_over = true;
	}
	return NULL;
}

/* --- the reply --- */

static struct fault *
draft(struct course *course)
{
	(void)add(course, APPLICATION_DRAFT);
	(void)add(course, APPLICATION_SEND_TO_REVIEW);
	course->is_over = stops_in(course, APPLICATION_REVIEWING);
	return course->is_over ? NULL : later(course, 1);
}

static struct fault *
review(struct course *course)
{
	TRY(draft(course));
	if (course->is_over)
		return NULL;
	if (has(course, "退回")) {
		add(course, APPLICATION_SEND_BACK)->says = STR("请写明查找的范围和结果后再报");
		TRY(later(course, 1));
		TRY(draft(course));
	}
	if (has(course, "法制")) {
		(void)add(course, APPLICATION_SEND_TO_LEGAL);
		course->is_over = stops_in(course, APPLICATION_LEGAL);
		if (course->is_over)
			return NULL;
		TRY(later(course, 1));
		(void)add(course, APPLICATION_LEGAL_AGREES);
	} else {
		(void)add(course, APPLICATION_AGREE);
	}
	course->is_over = stops_in(course, APPLICATION_SIGNING);
	return course->is_over ? NULL : later(course, 1);
}

static struct fault *
finish(struct course *course)
{
	(void)add(course, APPLICATION_SIGN);
	course->is_over = stops_in(course, APPLICATION_SIGNED);
	if (course->is_over)
		return NULL;
	TRY(later(course, 1));
	(void)add(course, APPLICATION_DELIVER);
	if (course->item->channel != APPLICATION_ONLINE &&
		course->item->channel != APPLICATION_IN_PERSON) {
		TRY(later(course, 3));
		(void)add(course, APPLICATION_DELIVERY_SIGNED);
	}
	TRY(later(course, 10));
	(void)add(course, APPLICATION_ARCHIVE);
	return NULL;
}

static struct fault *
make_course(struct course *course)
{
	struct str rest = course->item->course;
	struct str word;

	TRY(arrive(course));
	while (rest.len && !course->is_over) {
		rest = str_cut(rest, STR("；"), &word);
		TRY(take_word(course, word));
	}
	if (course->is_over || stops_in(course, APPLICATION_OPEN))
		return NULL;
	if (!has(course, "不补正"))
		TRY(later(course, 1 + (int)(course->number * 5 % 6)));
	TRY(review(course));
	return course->is_over ? NULL : finish(course);
}

/* The due day must be there as well: letters name it. */
static struct fault *
check_calendar(struct course *course)
{
	int days = ANSWER_TERM + (has(course, "延期") ? EXTENSION : 0);
	struct day due;

	for (size_t i = 0; i < course->count; i++)
		if (course->steps[i].act == APPLICATION_CORRECTED ||
			course->steps[i].act == APPLICATION_CONSULT_DELIVERED ||
			course->steps[i].act == APPLICATION_FEE_DELIVERED)
			TRY(calendar_add_working_days(
				course->calendar, course->steps[i].day, ANSWER_TERM, &due));
	return calendar_add_working_days(course->calendar, course->received, days, &due);
}

/* --- all of them --- */

static int
compare(const void *left, const void *right)
{
	const struct demo_step *a = left;
	const struct demo_step *b = right;

	if (a->day.number != b->day.number)
		return a->day.number < b->day.number ? -1 : 1;
	if (a->item != b->item)
		return a->item < b->item ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

/* A year without data leaves a case of these days out; those of 2020 must go in. */
static struct fault *
plan_one(struct course *course, bool *ret_is_in)
{
	struct fault *fault = make_course(course);

	if (!fault)
		fault = check_calendar(course);
	*ret_is_in = !fault;
	if (fault && day_is_none(course->item->on) && strcmp(fault->code, "calendar_no_data") == 0)
		return NULL;
	return fault;
}

struct fault *
demo_applications_plan(struct arena *arena, struct demo_cases *cases,
	const struct calendar *calendar, struct day today, struct demo_steps *ret_steps)
{
	struct demo_steps steps = { 0 };
	bool is_in;

	TAKE(arena, steps.items, cases->count * MOST_STEPS + 1);
	for (size_t i = 0; i < cases->count; i++) {
		struct course course = { .arena = arena,
			.calendar = calendar,
			.today = today,
			.item = &cases->items[i],
			.number = i,
			.steps = steps.items + steps.count };

		TRY(plan_one(&course, &is_in));
		if (is_in)
			steps.count += course.count;
		else
			steps.left_out++;
	}
	qsort(steps.items, steps.count, sizeof *steps.items, compare);
	*ret_steps = steps;
	return NULL;
}
