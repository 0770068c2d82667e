/*
 * What an applicant is shown of a case: the stage in words, what happened, what is asked of him,
 * the days with their proof, letters, files and remedies. Inner steps, people and departments are
 * not among it. Pages and JSON of it are reception_page_progress.c and reception_api.c.
 */
#include <string.h>

#include "calendar/calendar_store.h"
#include "reception/reception_view.h"

/* --- words --- */

struct reception_stage
reception_stage_of(const struct application *application)
{
	switch (application->state) {
	case APPLICATION_SUBMITTED:
		return (struct reception_stage){ "submitted", "等待双方确认收到",
			"机关会用您留下的联系方式与您确认；确认之日为收到之日，时限从次日起算（条例"
			"第三十"
			"一条）。",
			"soon", 0 };
	case APPLICATION_RECEIVED:
		return (struct reception_stage){ "received", "已收到",
			"机关正在登记，登记后可以下载登记回执。", "ok", 1 };
	case APPLICATION_CORRECTING:
		return (struct reception_stage){ "correcting", "等您补正",
			"申请内容需要补正，时限暂停；收到补正之日的次日重新计算（条例第三十条）。",
			"soon", 2 };
	case APPLICATION_EXPLAINING:
		return (struct reception_stage){ "explaining", "等您说明理由",
			"机关要求您说明申请的理由（条例第三十五条）。", "soon", 2 };
	case APPLICATION_PAYING:
		return (struct reception_stage){ "paying", "等您缴费",
			"时限暂停，缴清之日的次日重新计算；逾期不缴的，视为放弃（国办函〔2020〕109"
			"号）。",
			"soon", 2 };
	case APPLICATION_CONSULTING:
		return (struct reception_stage){ "consulting", "征求意见中",
			"所需时间不计算在答复期限内（条例第三十三条第三款）。", "ok", 2 };
	case APPLICATION_CLOSED:
	case APPLICATION_ARCHIVED:
		if (application->reply == APPLICATION_NO_REPLY)
			return (struct reception_stage){ "withdrawn", "已撤回，本件办结", "", "ok",
				3 };
		return (struct reception_stage){ "answered", "已答复",
			"答复和提供的信息可以在下面下载。", "ok", 3 };
	case APPLICATION_MERGED:
		return (struct reception_stage){ "merged", "已与您重复提交的申请并案办理", "", "ok",
			3 };
	case APPLICATION_REMOVED:
		return (struct reception_stage){ "removed", "档案已经按规定销毁", "", "ok", 3 };
	case APPLICATION_OPEN:
	case APPLICATION_REVIEWING:
	case APPLICATION_LEGAL:
	case APPLICATION_SIGNING:
	case APPLICATION_SIGNED:
		break;
	}
	return (struct reception_stage){ "open", "办理中", "", "ok", 2 };
}

/* What of the history concerns the applicant, in words for him, and what it means for the clock. */
static const struct {
	enum application_act act;
	const char *words;
	const char *means;
} told[] = {
	{ APPLICATION_SUBMIT, "提交申请", "" },
	{ APPLICATION_CONFIRM, "确认收到", "时限从次日起算" },
	{ APPLICATION_REGISTER, "登记，出具回执", "" },
	{ APPLICATION_ASK_CORRECTION, "告知补正", "时限暂停" },
	{ APPLICATION_CORRECTED, "收到补正", "时限从次日起重新计算" },
	{ APPLICATION_CONSULT_PARTY, "征求第三方意见", "所需时间不计算在内" },
	{ APPLICATION_CONSULT_AGENCY, "征求其他机关意见", "所需时间不计算在内" },
	{ APPLICATION_CONSULT_ANSWERED, "收到征求的意见", "" },
	{ APPLICATION_CONSULT_LAPSED, "征求意见期满", "" },
	{ APPLICATION_CONSULT_UNDELIVERED, "征求意见终止", "" },
	{ APPLICATION_CONSULT_CALLED_OFF, "征求意见终止", "" },
	{ APPLICATION_EXTEND, "延长答复期限", "时限延长" },
	{ APPLICATION_ASK_REASON, "要求说明理由", "" },
	{ APPLICATION_REASON_GIVEN, "理由合理，继续办理", "" },
	{ APPLICATION_DELAY, "确定延迟答复的期限", "" },
	{ APPLICATION_NOTIFY_FEE, "通知缴费", "时限暂停" },
	{ APPLICATION_FEE_DELIVERED, "收到收费通知", "缴费期限从次日起算" },
	{ APPLICATION_PAID, "缴清费用", "时限从次日起重新计算" },
	{ APPLICATION_WAIVE_FEE, "撤销收费", "时限继续计算" },
	{ APPLICATION_SENT_ONLINE, "网上发出答复", "确认收到之日时限停止" },
	{ APPLICATION_DELIVER, "送达答复", "时限停止" },
	{ APPLICATION_SPLIT, "拆分为多件", "" },
	{ APPLICATION_DELIVERY_SIGNED, "签收答复", "" },
	{ APPLICATION_WITHDRAW, "撤回申请", "本件办结" },
	{ APPLICATION_MERGE, "并案办理", "" },
	{ APPLICATION_REDO, "重新办理", "" },
	{ APPLICATION_CALENDAR_MOVED, "放假安排变动", "时限随之调整" },
};

static struct fault *
tell_events(struct arena *arena, const struct application_events *events,
	struct reception_progress_view *view)
{
	TAKE(arena, view->events, events->count + 1);
	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];

		/* A note without an account is the applicant's own: reasons that were asked for. */
		if (event->act == APPLICATION_NOTE && !event->account_id && !event->voided_by)
			view->events[view->event_count++] =
				(struct reception_public_event){ event->day, "提交说明的理由", "",
					DAY_NONE };
		for (size_t j = 0; j < COUNT_OF(told) && !event->voided_by; j++)
			if (told[j].act == event->act)
				view->events[view->event_count++] =
					(struct reception_public_event){ event->day, told[j].words,
						told[j].means, event->until };
	}
	return NULL;
}

/* --- letters and files --- */

/* A reply is the applicant's once it was sent; letters on the way there at once. */
struct fault *
reception_public_letters(struct http_request *request, const struct application *application,
	struct reception_public_letter **ret_letters, size_t *ret_count)
{
	struct reception_public_letter *letters;
	struct letter_list list;
	size_t count = 0;
	bool awaits;

	TRY(application_awaits_receipt(request->db, request->arena, application, &awaits));
	TRY(letter_find_subject(
		request->db, request->arena, STR("application"), application->id, &list));
	TAKE(request->arena, letters, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		const struct letter_type *type = &letter_types[list.rows[i].kind];

		if (list.rows[i].state == LETTER_SIGNED && type->to == LETTER_TO_APPLICANT &&
			(!type->is_reply || awaits || !application_is_open(application->state)))
			letters[count++].row = &list.rows[i];
	}
	*ret_letters = letters;
	*ret_count = count;
	return NULL;
}

static struct fault *
load_files(struct http_request *request, struct reception_progress_view *view)
{
	struct application_files files;
	bool awaits;

	TRY(application_awaits_receipt(request->db, request->arena, view->one, &awaits));
	if (application_is_open(view->one->state) && !awaits)
		return NULL;
	TRY(application_load_files(request->db, request->arena, view->one->id, &files));
	TAKE(request->arena, view->files, files.count + 1);
	for (size_t i = 0; i < files.count; i++)
		if (files.items[i].is_released && !files.items[i].removed_at &&
			files.items[i].kind != APPLICATION_FILE_PROOF)
			view->files[view->file_count++] = &files.items[i];
	return NULL;
}

/* --- the clock and what comes after --- */

static struct fault *
prove(struct http_request *request, const struct application_events *events,
	struct reception_progress_view *view)
{
	struct fault *fault = application_prove(request->db, request->arena, view->one, events,
		day_today(), &view->has_clock, &view->proof);

	/* A year without data is the agency's to mend: the page stays without a proof. */
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_LIMIT)
		return fault;
	view->has_clock = !fault && view->has_clock;
	if (!view->has_clock)
		return NULL;
	return calendar_months_of_proof(request->arena, &view->proof, &view->months);
}

static struct fault *
add_remedy(struct http_request *request, struct reception_progress_view *view, const char *key,
	const char *words, struct day from)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	const struct clock_term *term = clock_term_find(str_of(key));
	struct reception_remedy *remedy = &view->remedies[view->remedy_count];
	struct fault *fault;

	*remedy = (struct reception_remedy){ words, DAY_NONE, term->article };
	TRY(calendar_borrow(request->db, view->one->path, &lent));
	/* Law: 民事诉讼法 art. 85 para. 3, by 行政复议法 art. 88 and 行政诉讼法 art. 101. */
	fault = clock_term_end(lent->calendar, term, from, true, &remedy->until);
	/* Without the holidays of that year the day unmoved, which is never too late. */
	if (fault && strcmp(fault->code, "calendar_no_data") == 0)
		fault = clock_term_end(lent->calendar, term, from, false, &remedy->until);
	TRY(fault);
	view->remedy_count++;
	return NULL;
}

/*
 * Counted from the day the reply arrived, or was sent when no other is known: the letter itself is
 * what holds. Law: 行政复议法 arts. 20, 23 (in force since 2024-01-01); 行政诉讼法 arts. 45, 46.
 */
static struct fault *
find_remedies(struct http_request *request, const struct application_events *events,
	struct reception_progress_view *view)
{
	enum letter_remedy_kind kind = LETTER_REMEDY_NONE;
	struct day from = view->one->ended_on;
	struct day since;

	for (size_t i = 0; i < view->letter_count; i++) {
		const struct letter_type *type = &letter_types[view->letters[i].row->kind];

		if (!type->is_reply)
			continue;
		kind = type->remedy;
		if (day_make(2024, 1, 1, &since) && kind != LETTER_REMEDY_NONE &&
			view->letters[i].row->issued_on.number < since.number)
			kind = LETTER_REMEDY_OPT;
	}
	for (size_t i = 0; i < events->count; i++)
		if (events->items[i].act == APPLICATION_DELIVERY_SIGNED &&
			!events->items[i].voided_by)
			from = events->items[i].day;
	if (kind == LETTER_REMEDY_NONE || day_is_none(from))
		return NULL;
	view->is_review_first = kind != LETTER_REMEDY_OPT;
	TRY(add_remedy(request, view, "reconsideration", "申请行政复议", from));
	if (kind == LETTER_REMEDY_PRE)
		return NULL;
	return add_remedy(request, view, "litigation",
		kind == LETTER_REMEDY_BOTH ? "对不予公开以外的部分，直接提起行政诉讼"
					   : "直接提起行政诉讼",
		from);
}

/* --- what is asked now --- */

/* The points of the demand, as its letter says them. */
static struct str
asked_words(const struct reception_progress_view *view, const struct application_events *events)
{
	enum application_act act =
		view->may_correct ? APPLICATION_ASK_CORRECTION : APPLICATION_ASK_REASON;

	for (size_t i = events->count; (view->may_correct || view->may_explain) && i-- > 0;)
		if (events->items[i].act == act && !events->items[i].voided_by)
			return events->items[i].says;
	return STR("");
}

static struct fault *
find_asked(struct http_request *request, struct reception_progress_view *view)
{
	struct application_act_facts facts;
	struct application_fees *fees;
	enum application_state state = view->one->state;

	TRY(application_act_facts(request->db, request->arena, view->one, day_today(), &facts));
	view->waits_until = DAY_NONE;
	if (state == APPLICATION_CORRECTING || state == APPLICATION_EXPLAINING ||
		state == APPLICATION_PAYING)
		view->waits_until = facts.waits_until;
	view->may_correct = state == APPLICATION_CORRECTING;
	view->may_explain = state == APPLICATION_EXPLAINING;
	view->may_withdraw = application_is_open(state);
	view->is_redone = facts.is_redone;
	TRY(application_awaits_receipt(request->db, request->arena, view->one, &view->may_confirm));
	if (state != APPLICATION_PAYING)
		return NULL;
	TAKE(request->arena, fees, 1);
	TRY(application_load_fees(request->db, request->arena, view->one->id, fees));
	for (size_t i = 0; i < fees->count; i++)
		if (fees->items[i].state == APPLICATION_FEE_NOTIFIED)
			view->fee = &fees->items[i];
	return NULL;
}

/* --- parts --- */

/* What was split off: how far it is and its receipt, which tells the code to act on it. */
static struct fault *
find_parts(struct http_request *request, struct reception_progress_view *view)
{
	struct application_parts parts;

	TRY(application_find_parts(request->db, request->arena, view->one->id, &parts));
	TAKE(request->arena, view->parts, parts.count + 1);
	for (size_t i = 0; i < parts.count; i++) {
		struct reception_part *part = &view->parts[i];
		struct letter_list list;

		part->one = &parts.items[i];
		part->stage = reception_stage_of(part->one);
		TRY(letter_find_subject(
			request->db, request->arena, STR("application"), part->one->id, &list));
		for (size_t j = 0; j < list.count; j++)
			if (list.rows[j].kind == LETTER_W01 && list.rows[j].state == LETTER_SIGNED)
				part->receipt = &list.rows[j];
	}
	view->part_count = parts.count;
	return NULL;
}

struct fault *
reception_progress_load(struct http_request *request, int64_t id,
	struct application *ret_application, struct reception_progress_view *ret_view)
{
	struct reception_progress_view view = { .one = ret_application };
	struct application_events events;
	struct reception_stage stage;

	TRY(application_load(request->db, request->arena, id, ret_application));
	TRY(application_load_events(request->db, request->arena, id, &events));
	stage = reception_stage_of(ret_application);
	view.stage = stage.zh;
	view.stage_means = stage.means;
	view.lamp = stage.lamp;
	view.step = stage.step;
	TRY(tell_events(request->arena, &events, &view));
	TRY(reception_public_letters(request, ret_application, &view.letters, &view.letter_count));
	TRY(load_files(request, &view));
	TRY(prove(request, &events, &view));
	TRY(find_asked(request, &view));
	if (view.may_confirm && ret_application->state == APPLICATION_SIGNED)
		view.stage = "答复已经发出，等您确认收到";
	view.asked = asked_words(&view, &events);
	TRY(find_parts(request, &view));
	TRY(find_remedies(request, &events, &view));
	TRY(agency_load_office(
		request->db, request->arena, ret_application->agency_id, &view.office));
	*ret_view = view;
	return NULL;
}
