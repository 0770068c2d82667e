/*
 * The proposal to dispose of one case: what waits, whether its time is over, and its end. Lists of
 * cases whose time is over, and several at once, are application_disposal.c's.
 */
#include "application/application_forget.h"
#include "application/application_retention_statements.h"

struct fault *
application_load_disposal(struct db *db, struct arena *arena, int64_t application_id,
	struct application_disposal *ret_disposal)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	*ret_disposal = (struct application_disposal){ .proposed_on = DAY_NONE };
	TRY(db_ask(db, arena, &application_retention_proposal_sql, VALUES(VALUE(application_id)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		*ret_disposal =
			(struct application_disposal){ db_get_int(rows, 0), db_get_int(rows, 1),
				db_get_str(rows, 2), db_get_day(rows, 3), db_get_str(rows, 4) };
	return NULL;
}

struct fault *
application_check_kept(struct db *db, const struct application *one, struct day today)
{
	struct application_keeping keeping;
	struct day until;

	TRY(application_load_keeping(db, &keeping));
	until = application_keep_until(one->archived_on, one->retention, &keeping);
	if (!day_is_none(until) && until.number < today.number)
		return NULL;
	return fault_new(FAULT_CONFLICT, "application_early", "%s 的保管期限还没有满。",
		"The time of %s is not over yet.",
		application_number_text(one->year, one->number).at);
}

struct fault *
application_close_disposal(struct db *db, const struct application_hands *hands,
	struct arena *arena, const struct application *application, bool is_approved,
	struct str reason)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct application_disposal proposal;
	bool is_found;

	TRY(application_load_disposal(db, arena, application->id, &proposal));
	if (!proposal.id)
		return fault_new(FAULT_CONFLICT, "application_no_proposal",
			"销毁要先由受理人员在“到期档案”里提出，再由负责人批准。%s",
			"A case officer has to propose the disposal first.%s", "");
	if (hands->person && hands->person->id == proposal.proposed_by)
		return fault_new(FAULT_DENIED, "application_own_proposal",
			"提出销毁的人不能自己批准，请由另一位负责人决定。%s",
			"Who proposed it may not decide it.%s", "");
	if (is_approved)
		TRY(application_check_kept(db, application, hands->today));
	TRY(db_ask(db, NULL, &application_retention_decide_sql,
		VALUES(VALUE(proposal.id), VALUE(is_approved ? 1 : 2),
			db_value_id(hands->person ? hands->person->id : 0), VALUE(hands->today),
			VALUE(is_approved ? STR("") : reason)),
		&rows));
	TRY(db_next(rows, &is_found));
	return is_found ? NULL : application_stale();
}
