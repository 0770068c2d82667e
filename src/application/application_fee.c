/*
 * The fee of a case as it would be notified. Tables and sums are fee/'s, its ways in a case
 * application_effects.c's.
 */
#include "application/application_doing.h"
#include "fee/fee_rules.h"

/* Law: 国办函〔2020〕109号: 收到通知次日起 20 个工作日内. */
struct fault *
application_fee_due(struct db *db, struct str path, struct day delivered, struct day *ret_due)
{
	return application_term_end(db, path, "fee", delivered, ret_due);
}

struct fault *
application_take_notice(struct db *db, struct arena *arena, const struct application *application,
	struct day day, bool *ret_is_taken)
{
	struct application_fees fees;

	*ret_is_taken = false;
	TRY(application_load_fees(db, arena, application->id, &fees));
	for (size_t i = fees.count; i-- > 0;) {
		struct application_fee *fee = &fees.items[i];

		if (fee->state != APPLICATION_FEE_NOTIFIED || !day_is_none(fee->delivered_on))
			continue;
		if (day.number < fee->notified_on.number)
			return application_lacks("收到日期不能早于收费通知发出的日期。",
				"The notice cannot arrive before it was sent.");
		fee->delivered_on = day;
		TRY(application_fee_due(db, application->path, day, &fee->due_on));
		*ret_is_taken = true;
		return application_save_fee(db, fee);
	}
	return NULL;
}

/* Law: 国办函〔2020〕109号: by case or by page, never both. */
struct fault *
application_make_fee(struct db *db, struct arena *arena, const struct application *application,
	const struct application_doing *given, struct day day, struct application_fee *ret_fee)
{
	struct application_fee fee = { .is_by_page = given->is_by_page,
		.quantity = given->quantity,
		.notified_on = day,
		.delivered_on = DAY_NONE,
		.due_on = DAY_NONE,
		.paid_on = DAY_NONE,
		.says = str_trim(given->says) };
	struct fee_sum sum;

	if (fee.is_by_page) {
		TRY(fee_sum(arena, FEE_BY_PAGE, fee.quantity, &sum));
		fee.fen = sum.fen;
	} else {
		TRY(application_place_in_month(db, application, &fee.quantity));
		if (!fee.quantity)
			return application_lacks("本件没有收到之日或者申请人信息，不能按件计收。",
				"Without a day of receipt and an applicant nothing is charged by "
				"case.");
		TRY(fee_price(FEE_BY_CASE, fee.quantity, &fee.fen));
	}
	*ret_fee = fee;
	return NULL;
}
