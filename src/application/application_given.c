/*
 * What a person gives with an act: whether all of it is there, and fits. Whether the act is
 * possible is application_act_rules.c's; files and fields of replies are looked at where they are
 * used.
 */
#include "application/application_doing.h"
#include "base/utf8.h"

enum { TERM_MOST = 731 };

/* What goes into letters, notices and the audit has an end. */
static struct fault *
check_lengths(const struct application_doing *given)
{
	if (utf8_count(given->says) > APPLICATION_SAYS_LONGEST)
		return application_lacks(
			"说明请写在 5000 字以内。", "Keep the words within 5,000 characters.");
	if (utf8_count(given->reason) > APPLICATION_REASON_LONGEST)
		return application_lacks(
			"补录的原因请写在 500 字以内。", "Keep the reason within 500 characters.");
	if (utf8_count(given->party_name) > APPLICATION_NAME_LONGEST ||
		utf8_count(given->party_reach) > APPLICATION_NAME_LONGEST)
		return application_lacks("征求意见的对象和联系方式各请写在 400 字以内。",
			"Keep who is asked and how to reach them within 400 characters.");
	return NULL;
}

/* Is everything there that the act wants? */
static struct fault *
check_wanted(const struct application_deed *deed)
{
	const struct application_doing *given = deed->given;
	unsigned wants = deed->rule->wants;

	if (wants & APPLICATION_WANTS_SAYS && !str_trim(given->says).len)
		return application_lacks("请填写说明。", "Words are missing.");
	if (wants & APPLICATION_WANTS_RECORD && !str_trim(given->says).len)
		return application_lacks("请写明与申请人确认的方式、对象和时间。",
			"Say how and with whom receipt was confirmed.");
	if (wants & APPLICATION_WANTS_UNTIL && day_is_none(given->until))
		return application_lacks("请填写期限。", "The term is missing.");
	if (wants & APPLICATION_WANTS_UNTIL && given->until.number < deed->day.number)
		return application_lacks(
			"期限不能早于办理日期。", "The term lies before the day of the act.");
	if (wants & APPLICATION_WANTS_UNTIL && given->until.number > deed->day.number + TERM_MOST)
		return application_lacks("期限不能超过两年，请核对年份。",
			"The term is longer than two years: check the year.");
	if (wants & APPLICATION_WANTS_DAYS &&
		(given->days < 1 || given->days > CLOCK_EXTENSION_MOST))
		return application_lacks(
			"延长的期限为 1 至 20 个工作日。", "An extension is 1 to 20 working days.");
	if (wants & APPLICATION_WANTS_PARTY && !str_trim(given->party_name).len)
		return application_lacks("请填写征求意见的对象。", "Say who is asked.");
	/* Silence is no answer that somebody gives: its term has to be over. */
	if (wants & APPLICATION_WANTS_ANSWER && given->answer != APPLICATION_AGREES &&
		given->answer != APPLICATION_PARTLY && given->answer != APPLICATION_DISAGREES)
		return application_lacks("请选择意见。", "Choose the answer.");
	return NULL;
}

/* Law: 条例 art. 45 wants the record to be true: who enters something late says why. */
struct fault *
application_check_backdate(const struct application_deed *deed)
{
	if (!(deed->rule->wants & APPLICATION_WANTS_DAY) ||
		deed->day.number >= deed->hands->today.number || str_trim(deed->given->reason).len)
		return NULL;
	return fault_new(FAULT_INPUT, "application_backdate",
		"日期 %s 早于今天，请写明补录的原因。",
		"The day %s lies before today: say why it is entered now.", day_text(deed->day).at);
}

struct fault *
application_check_given(const struct application_deed *deed)
{
	TRY(check_wanted(deed));
	TRY(check_lengths(deed->given));
	return application_check_backdate(deed);
}
