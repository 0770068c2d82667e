/*
 * When an application counts as received. Pure: days in, day and article out; who confirmed it and
 * how is the work's to record.
 */
#include "application/application.h"

/* Law: 条例 art. 31; for what arrives elsewhere and for other channels 国办公开办函〔2015〕207号.
 */
static struct day
deciding_day(const struct application_arrival *arrival, const char **ret_basis)
{
	switch (arrival->channel) {
	case APPLICATION_IN_PERSON:
		*ret_basis = "条例第三十一条第（一）项";
		return arrival->submitted_on;
	case APPLICATION_MAIL_SIGNED:
		*ret_basis = "条例第三十一条第（二）项";
		return arrival->signed_on;
	case APPLICATION_MAIL_PLAIN:
		*ret_basis = "条例第三十一条第（二）项";
		return arrival->confirmed_on;
	case APPLICATION_ONLINE:
	case APPLICATION_FAX:
	case APPLICATION_EMAIL:
		*ret_basis = "条例第三十一条第（三）项";
		return arrival->confirmed_on;
	case APPLICATION_ELSEWHERE:
		*ret_basis = "国办公开办函〔2015〕207号第一部分";
		return arrival->told_on;
	case APPLICATION_OTHER_WAY:
		*ret_basis = "国办公开办函〔2015〕207号第一部分";
		return day_is_none(arrival->ruled_on) ? arrival->confirmed_on : arrival->ruled_on;
	case APPLICATION_CHANNELS:
		break;
	}
	*ret_basis = "";
	return DAY_NONE;
}

struct fault *
application_receipt_day(
	const struct application_arrival *arrival, struct day *ret_day, const char **ret_basis)
{
	const char *basis;
	struct day day = deciding_day(arrival, &basis);

	if (!day_is_none(day) && !day_is_none(arrival->submitted_on) &&
		day.number < arrival->submitted_on.number)
		return fault_new(FAULT_INPUT, "application_arrival",
			"收到之日 %s 早于提交之日 %s，请核对。",
			"The day of receipt (%s) lies before the day of sending (%s).",
			day_text(day).at, day_text(arrival->submitted_on).at);
	*ret_day = day;
	*ret_basis = basis;
	return NULL;
}
