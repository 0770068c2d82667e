/*
 * Entry by an officer: what came over the counter, by post, fax or e-mail, or was told and written
 * down by the office. The day of receipt follows from the channel (application_receipt_day()).
 */
#include "reception/reception_entry.html.h"
#include "reception/reception_entry_view.h"
#include "reception/reception_page.h"

enum { MOST_AGENCIES = 200 };

/* Law: 条例 art. 31; for what was sent elsewhere 国办公开办函〔2015〕207号. */
const struct reception_channel_rule reception_channel_rules[] = {
	{ "in_person", "当面提交", "提交之日为收到之日。" },
	{ "mail_signed", "邮寄（挂号、特快专递等需签收）", "行政机关签收之日为收到之日。" },
	{ "mail_plain", "平常信函等无需签收的邮寄",
		"工作机构应当于收到当日与申请人确认，确认之日为收到之日。" },
	{ "fax", "传真", "双方确认之日为收到之日。" },
	{ "email", "电子邮件", "双方确认之日为收到之日。" },
	{ "elsewhere", "寄给本机关的其他机构或者个人",
		"工作机构联系上申请人、确认由本机关办理之日为收到之日（国办公开办函〔2015〕207号）"
		"。" },
	{ "other", "公布的其他渠道", "按公布的规则；没有规则的，双方确认之日。" },
	{ 0 },
};

/* --- drawing --- */

/* Agencies for which the person takes applications in. Of a whole subtree its top: others are
 * entered at their own. */
static struct fault *
find_agencies(struct http_request *request, int64_t chosen, struct reception_entry_view *view)
{
	const struct account_person *person = account_of(request);

	TAKE(request->arena, view->agencies, MOST_AGENCIES);
	for (size_t i = 0; i < person->grant_count && view->agency_count < MOST_AGENCIES; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct reception_entry_agency *line = &view->agencies[view->agency_count];
		bool is_there = false;
		struct agency agency;

		if (grant->role != ACCOUNT_CASE_OFFICER || !grant->agency_id)
			continue;
		for (size_t j = 0; j < view->agency_count; j++)
			is_there = is_there || view->agencies[j].id == grant->agency_id;
		if (is_there)
			continue;
		TRY(agency_load(request->db, request->arena, grant->agency_id, &agency));
		if (!day_is_none(agency.valid_to))
			continue;
		*line = (struct reception_entry_agency){ agency.id, agency.name,
			agency.id == chosen };
		view->agency_count++;
	}
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct reception_entry_view *view)
{
	struct html_shell shell;

	TRY(find_agencies(
		request, view->form.form ? http_form_int(view->form.form, "agency", 0) : 0, view));
	TRY(account_shell(request, reply, STR("录入申请"), "/desk/applications", &shell));
	view->form.shell = &shell;
	view->form.is_desk = true;
	view->channels = reception_channel_rules;
	view->today = day_today();
	reception_entry_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
reception_entry_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_entry_view view = { 0 };

	TRY(reception_form_begin(request, &view.form));
	return draw(request, reply, &view);
}

/* --- reading --- */

/* The one day that decides goes where the channel looks for it. */
static struct fault *
read_arrival(
	struct http_request *request, struct http_form *form, struct application_intake *intake)
{
	const struct http_value *channel = http_form_value(form, "channel");
	struct day received = http_form_day(form, "received_on");
	struct application_arrival *arrival = &intake->arrival;
	const struct application_word *word =
		channel->choice ? application_word_find(
					  application_channel_words, str_of(channel->choice->value))
				: NULL;

	if (!word)
		return http_form_blame(
			request, form, "channel", "请选择渠道。", "Choose the channel.");
	arrival->channel = (enum application_channel)word->number;
	arrival->submitted_on = http_form_day(form, "submitted_on");
	if (arrival->channel == APPLICATION_MAIL_SIGNED)
		arrival->signed_on = received;
	else if (arrival->channel == APPLICATION_ELSEWHERE)
		arrival->told_on = received;
	else if (arrival->channel == APPLICATION_OTHER_WAY)
		arrival->ruled_on = received;
	else if (arrival->channel != APPLICATION_IN_PERSON)
		arrival->confirmed_on = received;
	return NULL;
}

/* Law: 条例 art. 31: how receipt was confirmed is written down; art. 45: late entries say why. */
static struct fault *
check_arrival(struct http_request *request, struct http_form *form,
	const struct application_intake *intake)
{
	struct day today = day_today();
	const struct application_arrival *arrival = &intake->arrival;
	struct day received = http_form_day(form, "received_on");
	bool is_confirmed = !day_is_none(arrival->confirmed_on) || !day_is_none(arrival->told_on);

	if (day_is_none(arrival->submitted_on))
		return http_form_blame(request, form, "submitted_on", "请填写提交（寄出）的日期。",
			"Say when it was handed in or sent.");
	if (arrival->submitted_on.number > today.number)
		return http_form_blame(request, form, "submitted_on", "日期还没有到。",
			"This day lies in the future.");
	if (!day_is_none(received) && received.number > today.number)
		return http_form_blame(request, form, "received_on", "日期还没有到。",
			"This day lies in the future.");
	if (arrival->channel == APPLICATION_MAIL_SIGNED && day_is_none(received))
		return http_form_blame(request, form, "received_on", "请填写签收之日。",
			"Say when it was signed for.");
	if (is_confirmed && !str_trim(intake->record).len)
		return http_form_blame(request, form, "record",
			"请写明与申请人确认的方式、对象和时间。",
			"Say how and with whom receipt was confirmed.");
	if (arrival->submitted_on.number < today.number && !str_trim(intake->reason).len)
		return http_form_blame(request, form, "reason",
			"提交日期早于今天，请写明补录的原因（例如邮寄在途）。",
			"It was sent before today: say why it is entered now.");
	return NULL;
}

/* --- entering --- */

static struct fault *
refuse(struct http_request *request, struct http_reply *reply,
	const struct application_uploads *files, struct reception_entry_view *view)
{
	if (!view->form.mistakes.says.len) {
		TRY(http_form_mistakes(request, view->form.form, &view->form.mistakes));
		reply->status = 422;
	}
	TRY(application_page_keep_files(request, files, &view->form.kept));
	return draw(request, reply, view);
}

/* Number and query code for the applicant, on a page that is printed or read out. */
static struct fault *
draw_code(struct http_request *request, struct http_reply *reply,
	const struct application_receipt *receipt, bool is_new)
{
	struct reception_code_view view = { .receipt = receipt, .is_new = is_new };
	struct html_shell shell;
	struct application one;

	TRY(application_load(request->db, request->arena, receipt->id, &one));
	TRY(account_shell(request, reply, is_new ? STR("已经录入") : STR("新的查询码"),
		"/desk/applications", &shell));
	view.shell = &shell;
	view.one = &one;
	reception_code_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
enter(struct http_request *request, const struct application_uploads *files,
	struct application_intake *intake, struct application_receipt *ret_receipt)
{
	struct application_visit visit;

	application_visit_make(request, intake->agency_id, &visit);
	TRY(reception_form_store(request, &visit.hands, files, intake));
	return application_submit(request->db, &visit.hands, request->arena, intake, ret_receipt);
}

static struct fault *
reception_entered_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_entry_view view = { 0 };
	struct reception_repeat repeat = { 0 };
	struct application_uploads files;
	struct application_receipt receipt;
	struct application_intake intake;
	struct http_form form;
	struct fault *fault;

	TRY(http_form_read(request, reception_form_fields, &form));
	view.form.form = &form;
	TRY(reception_form_begin(request, &view.form));
	if (http_form_text(&form, "form_key").len == view.form.form_key.len)
		view.form.form_key = http_form_text(&form, "form_key");
	TRY(reception_form_read(request, &form, &intake, &files));
	intake.agency_id = http_form_int(&form, "agency", 0);
	intake.form_key = view.form.form_key;
	intake.is_filled_by_office = http_form_is_checked(&form, "by_office");
	intake.record = http_form_text(&form, "record");
	intake.reason = http_form_text(&form, "reason");
	TRY(read_arrival(request, &form, &intake));
	TRY(check_arrival(request, &form, &intake));
	if (!intake.agency_id)
		TRY(http_form_blame(
			request, &form, "agency", "请选择机关。", "Choose the agency."));
	TRY(reception_form_check(request, &form, &intake, &files, &view.form));
	if (form.errors.count)
		return refuse(request, reply, &files, &view);
	fault = enter(request, &files, &intake, &receipt);
	if (fault) {
		TRY(reception_form_tell(request, reply, &files, &view.form, fault));
		return refuse(request, reply, &files, &view);
	}
	if (receipt.is_repeated)
		TRY(reception_repeat_make(request, &form, &intake, &receipt, &repeat));
	/* Sent again, the same form gives the same page: no redirect is needed. */
	if (!repeat.count)
		return draw_code(request, reply, &receipt, true);
	TRY(reception_form_begin(request, &view.form));
	TRY(application_page_keep_files(request, &files, &view.form.kept));
	view.form.repeat = &repeat;
	reply->status = 409;
	return draw(request, reply, &view);
}

/* --- the query code --- */

/* A new code for an applicant who lost it; the old one ends. */
static struct fault *
reception_code_page(struct http_request *request, struct http_reply *reply)
{
	struct application_receipt receipt;
	enum application_sight sight;
	struct application_visit visit;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_renew_code(request->db, &visit.hands, one.id, &receipt));
	return draw_code(request, reply, &receipt, false);
}

const struct route reception_entry_routes[] = {
	{ "GET", "/desk/applications/new", reception_entry_page, ACCOUNT_CASE_OFFICER },
	{ "POST", "/desk/applications/new", reception_entered_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE | UPLOAD },
	{ "POST", "/desk/applications/:id/code", reception_code_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ 0 },
};
