/*
 * One act at a time: the form that an act of the table wants, what will go out with it, and doing
 * it. Which acts there are and what each wants is application_act_rules.c; this page draws any of
 * them.
 */
#include <string.h>

#include "application/application_page.h"
#include "application/application_work.h"
#include "casework/casework_act.html.h"
#include "casework/casework_act_view.h"
#include "casework/casework_page.h"

static const struct http_choice answers[] = {
	{ "agrees", "同意公开", "Agrees" },
	{ "partly", "部分同意", "In part" },
	{ "disagrees", "不同意公开", "Disagrees" },
	{ 0 },
};
static const struct http_choice standards[] = {
	{ "case", "按件", "By case" },
	{ "page", "按量（页）", "By page" },
	{ 0 },
};
static const struct http_choice methods[] = {
	{ "direct", "直接送达（填签收日期）", "Direct" },
	{ "entrusted", "委托其他行政机关送达（填签收日期）", "Entrusted" },
	{ "post", "邮寄（填交邮日期）", "Post" },
	{ "online", "互联网渠道（填发出日期）", "Online" },
	{ 0 },
};

/* Every field that any act may want; which of them count says the act. */
static const struct http_field act_fields[] = {
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "seen", .kind = HTTP_INT, .zh = "记录", .en = "Seen" },
	{ .name = "day", .kind = HTTP_DAY, .zh = "日期", .en = "Day" },
	{ .name = "reason", .kind = HTTP_TEXT, .max = 200, .zh = "补录原因", .en = "Reason" },
	{ .name = "says", .kind = HTTP_LINES, .max = 5000, .zh = "说明", .en = "Words" },
	{ .name = "until", .kind = HTTP_DAY, .zh = "期限", .en = "Until" },
	{ .name = "days",
		.kind = HTTP_INT,
		.least = 1,
		.most = 20,
		.zh = "延长的工作日数",
		.en = "Working days" },
	{ .name = "unit", .kind = HTTP_INT, .zh = "部门", .en = "Department" },
	{ .name = "officer", .kind = HTTP_INT, .zh = "受理人员", .en = "Officer" },
	{ .name = "which", .kind = HTTP_INT, .zh = "对象", .en = "Which" },
	{ .name = "answer", .kind = HTTP_CHOICE, .choices = answers, .zh = "意见", .en = "Answer" },
	{ .name = "party_name", .kind = HTTP_TEXT, .max = 200, .zh = "征求对象", .en = "Who" },
	{ .name = "party_reach", .kind = HTTP_TEXT, .max = 300, .zh = "联系方式", .en = "Reach" },
	{ .name = "standard",
		.kind = HTTP_CHOICE,
		.choices = standards,
		.zh = "收费标准",
		.en = "Standard" },
	{ .name = "pages",
		.kind = HTTP_INT,
		.least = 1,
		.most = 1000000,
		.zh = "页数",
		.en = "Pages" },
	{ .name = "method",
		.kind = HTTP_CHOICE,
		.choices = methods,
		.zh = "送达方式",
		.en = "Way" },
	{ .name = "tracking", .kind = HTTP_TEXT, .max = 60, .zh = "邮件号码", .en = "Tracking" },
	{ .name = "receiver", .kind = HTTP_TEXT, .max = 60, .zh = "签收人", .en = "Receiver" },
	{ .name = "other", .kind = HTTP_TEXT, .max = 20, .zh = "另一件的编号", .en = "Other" },
	{ .name = "files",
		.kind = HTTP_FILE,
		.many = APPLICATION_PAGE_FILES,
		.zh = "材料",
		.en = "Files" },
	{ .name = "kept",
		.kind = HTTP_TEXT,
		.max = 40,
		.many = APPLICATION_PAGE_FILES,
		.zh = "已上传的材料",
		.en = "Kept files" },
	{ .name = "sure", .kind = HTTP_CHECKBOX, .zh = "确认办理", .en = "Sure" },
	{ .name = "preview", .kind = HTTP_CHECKBOX, .zh = "预览", .en = "Preview" },
	{ 0 },
};

/* --- the form --- */

static const char *
says_label(enum application_act act)
{
	switch (act) {
	case APPLICATION_CONFIRM:
		return "与谁、用什么方式确认的";
	case APPLICATION_ASK_CORRECTION:
		return "不明确之处和需要补正的事项（写进补正告知书）";
	case APPLICATION_CONSULT_PARTY:
	case APPLICATION_CONSULT_AGENCY:
		return "征求意见的事项（写进征求意见书）";
	case APPLICATION_TELL_PARTY:
		return "决定公开的内容和理由（写进告知书）";
	case APPLICATION_EXTEND:
		return "延期的理由（写进延期告知书）";
	case APPLICATION_ASK_REASON:
		return "数量、频次情况和需要说明的内容（写进通知书）";
	case APPLICATION_DELAY:
		return "延迟答复的理由（写进告知书）";
	case APPLICATION_NOTIFY_FEE:
		return "缴费方式（写进收费通知书）";
	case APPLICATION_CONSULT_UNDELIVERED:
		return "为什么没有送达（退回的原因、联系过的地址和电话）";
	case APPLICATION_CONSULT_CALLED_OFF:
		return "撤回的理由";
	case APPLICATION_SPLIT:
		return "每行写一个事项，第一行留在本件，其余各成一件";
	case APPLICATION_ASK_UNIT:
		return "请部门提出意见的事项";
	case APPLICATION_ASK_COUNSEL:
		return "请法律顾问提出意见的问题";
	case APPLICATION_COUNSEL_SAYS:
		return "法律顾问的意见";
	case APPLICATION_SEND_BACK:
		return "需要修改的地方";
	default:
		return "说明";
	}
}

/* What the act would do to the clock. What cannot be told yet is left out: the form says why when
 * it is sent. */
static struct fault *
look_ahead(struct http_request *request, const struct application_doing *given,
	struct casework_act_view *view)
{
	struct application_doing doing = { .id = view->one->id,
		.act = view->rule->act,
		.day = DAY_NONE,
		.until = DAY_NONE,
		.sent_on = DAY_NONE,
		.days = CLOCK_EXTENSION_MOST,
		.which_id = view->choice_count ? view->choices[0].id : 0 };
	struct fault *fault;

	if (given)
		doing = *given;
	/* Until a day is typed there is nothing to mend. */
	if (!given && view->rule->act == APPLICATION_VOID_EVENT)
		return NULL;
	fault = application_foresee(
		request->db, request->arena, view->one, &doing, view->today, &view->outlook);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT)
		return fault;
	view->has_outlook = !fault;
	if (!fault || view->rule->clock == APPLICATION_CLOCK_NOTHING)
		return NULL;
	return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
		&view->outlook_problem);
}

/* The newest entry of the record goes with the form, so that a stale one can say what came since.
 */
static struct fault *
load_record(
	struct http_request *request, const struct http_form *form, struct casework_act_view *view)
{
	int64_t seen = form ? http_form_int(form, "seen", 0) : 0;
	struct application_events events;

	TRY(application_load_events(request->db, request->arena, view->one->id, &events));
	TAKE(request->arena, view->since, events.count + 1);
	for (size_t i = 0; i < events.count; i++) {
		if (events.items[i].id > view->seen)
			view->seen = events.items[i].id;
		if (view->is_stale && seen && events.items[i].id > seen)
			view->since[view->since_count++] = events.items[i];
	}
	return NULL;
}

/* Who reviews or signs sees what he agrees to. */
static struct fault *
load_reply(struct http_request *request, struct casework_act_view *view)
{
	enum application_act act = view->rule->act;
	struct application_decision decision;

	if (view->has_preview || !view->sees_words ||
		(act != APPLICATION_SEND_TO_REVIEW && act != APPLICATION_AGREE &&
			act != APPLICATION_SEND_TO_LEGAL && act != APPLICATION_LEGAL_AGREES &&
			act != APPLICATION_SIGN && act != APPLICATION_SEND_BACK))
		return NULL;
	TRY(application_load_decision(request->db, request->arena, view->one->id, &decision));
	if (!decision.id || !decision.letter_id)
		return NULL;
	TRY(letter_load_filled(request->db, account_keys(request), request->arena,
		decision.letter_id, day_today(), &view->letter, &view->findings));
	TRY(letter_make_doc(request->arena, &view->letter, &view->paper));
	view->has_preview = true;
	view->is_reply = true;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, const struct http_form *form,
	const struct application_doing *given, struct casework_act_view *view)
{
	struct str title;
	struct html_shell shell;

	TRY(casework_act_choose(request, form, view));
	view->form = form;
	view->says_label = says_label(view->rule->act);
	view->today = day_today();
	view->is_possible = (view->rule->from & APPLICATION_STATE_BIT(view->one->state)) != 0;
	TRY(look_ahead(request, given, view));
	TRY(load_reply(request, view));
	TRY(load_record(request, form, view));
	TRY(str_print(request->arena, &title, "%s：%s", view->rule->done_zh,
		application_number_text(view->one->year, view->one->number).at));
	TRY(account_shell(request, reply, title, "/desk/applications", &shell));
	view->shell = &shell;
	casework_act_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* The case and the act of the address, if the visitor has to do with both. */
static struct fault *
load(struct http_request *request, struct application *ret_one, struct casework_act_view *view)
{
	enum application_sight sight;

	*view = (struct casework_act_view){ .rule = application_act_find(
						    http_param(request, "act")) };
	if (!view->rule || !view->rule->roles || view->rule->act == APPLICATION_DRAFT ||
		view->rule->act == APPLICATION_CHANGE)
		return fault_absent("application_act", 0);
	TRY(application_page_case(request, APPLICATION_SEES_QUESTION, ret_one, &sight));
	if (sight != APPLICATION_SEES_ALL && view->rule->act != APPLICATION_UNIT_SAYS)
		return account_must(account_of(request), view->rule->roles, ret_one->path);
	view->one = ret_one;
	view->sees_words = sight == APPLICATION_SEES_ALL;
	return NULL;
}

static struct fault *
casework_act_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_act_view view;
	struct application one;

	TRY(load(request, &one, &view));
	return draw(request, reply, NULL, NULL, &view);
}

/* --- doing it --- */

static struct fault *
other_id(struct http_request *request, const struct application *one, struct str text,
	int64_t *ret_id)
{
	int64_t number;
	int year;

	*ret_id = 0;
	if (!text.len)
		return NULL;
	if (!application_number_parse(text, &year, &number))
		return application_lacks(
			"另一件的编号写作“2026-0001”。", "Write the other number as “2026-0001”.");
	TRY(application_find_number(request->db, one->agency_id, year, number, ret_id));
	if (!*ret_id)
		return application_lacks("本机关没有这个编号的申请。",
			"This agency has no application of this number.");
	return NULL;
}

static enum application_file_kind
file_kind(enum application_act act)
{
	switch (act) {
	case APPLICATION_CORRECTED:
		return APPLICATION_FILE_ATTACHMENT;
	case APPLICATION_UNIT_SAYS:
	case APPLICATION_COUNSEL_SAYS:
	case APPLICATION_CONSULT_ANSWERED:
		return APPLICATION_FILE_OPINION;
	default:
		return APPLICATION_FILE_OTHER;
	}
}

static void
read_choices(const struct http_form *form, struct application_doing *doing)
{
	const struct http_value *answer = http_form_value(form, "answer");
	const struct http_value *standard = http_form_value(form, "standard");
	const struct http_value *method = http_form_value(form, "method");
	const struct application_word *word;

	if (answer->choice) {
		word = application_word_find(
			application_answer_words, str_of(answer->choice->value));
		doing->answer = word ? (enum application_answer)word->number : 0;
	}
	doing->is_by_page = standard->choice && strcmp(standard->choice->value, "page") == 0;
	for (int i = 0; method->choice && i < LETTER_METHODS; i++)
		if (strcmp(letter_method_words[i].key, method->choice->value) == 0)
			doing->method = (enum letter_method)i;
}

static struct fault *
read_doing(struct http_request *request, const struct application *one,
	const struct application_act_rule *rule, const struct http_form *form,
	struct application_doing *ret_doing)
{
	struct application_doing doing = { .id = one->id,
		.version = http_form_int(form, "version", 0),
		.act = rule->act,
		.day = http_form_day(form, "day"),
		.reason = http_form_text(form, "reason"),
		.says = http_form_text(form, "says"),
		.until = http_form_day(form, "until"),
		.days = (int)http_form_int(form, "days", 0),
		.unit_id = http_form_int(form, "unit", 0),
		.officer_id = http_form_int(form, "officer", 0),
		.which_id = http_form_int(form, "which", 0),
		.party_name = http_form_text(form, "party_name"),
		.party_reach = http_form_text(form, "party_reach"),
		.quantity = http_form_int(form, "pages", 0),
		.sent_on = DAY_NONE,
		.tracking = http_form_text(form, "tracking"),
		.receiver = http_form_text(form, "receiver") };

	read_choices(form, &doing);
	TRY(other_id(request, one, http_form_text(form, "other"), &doing.other_id));
	*ret_doing = doing;
	return NULL;
}

/* What a person can mend is said at its field or over the form; a case that moved on meanwhile is
 * 409. Files stay, but for one that cannot be taken. */
static struct fault *
tell(struct http_request *request, struct http_reply *reply, struct http_form *form,
	const struct application_doing *doing, struct application_uploads *uploads,
	struct casework_act_view *view, struct fault *fault)
{
	static const struct {
		const char *code;
		const char *field;
	} places[] = { { "application_day", "day" }, { "application_backdate", "reason" },
		{ "application_file", "files" }, { "redaction", "files" } };

	view->is_stale = fault && strcmp(fault->code, "application_stale") == 0;
	for (size_t i = 0; fault && i < COUNT_OF(places); i++)
		if (fault->kind == FAULT_INPUT &&
			str_starts(str_of(fault->code), str_of(places[i].code))) {
			if (strcmp(places[i].field, "files") == 0)
				uploads->count = 0;
			TRY(casework_blame(request, form, places[i].field, &fault));
		}
	TRY(casework_refuse(request, reply, form, fault, &view->mistakes));
	TRY(application_page_keep_files(request, uploads, &view->kept));
	return draw(request, reply, form, doing, view);
}

/* What the letter says that only the act brings with it: whom it goes to, the day it leads to. */
static struct fault *
complete(struct http_request *request, const struct casework_act_view *view,
	struct application_doing *doing)
{
	struct application_parties parties;
	struct application_outlook outlook;

	if (doing->act == APPLICATION_EXTEND) {
		TRY(application_foresee(
			request->db, request->arena, view->one, doing, day_today(), &outlook));
		doing->until = outlook.after.due;
	}
	if (doing->act != APPLICATION_TELL_PARTY)
		return NULL;
	TRY(application_load_parties(
		request->db, account_keys(request), request->arena, view->one->id, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].id == doing->which_id)
			doing->party_name = parties.items[i].name;
	return NULL;
}

/* The letter as it would go out, without doing anything. */
static struct fault *
preview(struct http_request *request, struct http_reply *reply, struct http_form *form,
	const struct application_doing *given, struct casework_act_view *view)
{
	struct letter_draft draft = { .agency_id = view->one->agency_id,
		.subject = STR("application"),
		.subject_id = view->one->id };
	struct application_doing doing = *given;
	struct letter_fact *facts;

	if (!view->rule->letter)
		return draw(request, reply, form, given, view);
	draft.kind = letter_kind_find(str_of(view->rule->letter));
	TRY(complete(request, view, &doing));
	TRY(application_letter_facts(request->db, account_keys(request), request->arena, view->one,
		&doing, day_today(), &facts, &draft.facts.count));
	draft.facts.items = facts;
	/* It will bear the day of the act. */
	TRY(letter_fill(request->db, request->arena, &draft,
		day_is_none(doing.day) ? day_today() : doing.day, &view->letter, &view->findings));
	TRY(letter_make_doc(request->arena, &view->letter, &view->paper));
	view->has_preview = true;
	return draw(request, reply, form, given, view);
}

static struct fault *
done(struct http_request *request, struct http_reply *reply, const struct casework_act_view *view)
{
	struct str address;

	TRY(str_print(request->arena, &address, "/desk/applications/%lld?done=%s",
		(long long)view->one->id, view->rule->key));
	return http_reply_redirect(request, reply, address);
}

static struct fault *
do_it(struct http_request *request, const struct application_hands *hands,
	const struct casework_act_view *view, const struct http_form *form,
	const struct application_uploads *uploads, struct application_doing *doing)
{
	struct application_done result;
	struct application_file *kept;

	if (view->rule->is_last_resort && !http_form_is_checked(form, "sure"))
		return application_lacks("这项办理不能撤销，请勾选“我已核对，确认办理”。",
			"This cannot be undone: tick the box to confirm.");
	if (uploads->count) {
		TRY(application_keep_files(
			hands, request->arena, uploads->items, uploads->count, &kept));
		doing->files = kept;
		doing->file_count = uploads->count;
	}
	return application_do(request->db, hands, request->arena, doing, &result);
}

static struct fault *
casework_act_done_page(struct http_request *request, struct http_reply *reply)
{
	struct application_uploads uploads = { 0 };
	struct casework_act_view view;
	struct application_visit visit;
	struct application_doing doing;
	struct application one;
	struct http_form form;
	struct fault *fault;
	bool is_read;

	TRY(load(request, &one, &view));
	TRY(http_form_read(request, act_fields, &form));
	TRY(application_page_take_files(
		request, &form, "files", "kept", file_kind(view.rule->act), &uploads));
	if (form.errors.count)
		return tell(request, reply, &form, NULL, &uploads, &view, NULL);
	fault = read_doing(request, &one, view.rule, &form, &doing);
	is_read = !fault;
	if (is_read && http_form_is_checked(&form, "preview")) {
		TRY(application_page_keep_files(request, &uploads, &view.kept));
		fault = preview(request, reply, &form, &doing, &view);
		if (!fault)
			return NULL;
	}
	application_visit_make(request, one.agency_id, &visit);
	if (!fault)
		fault = do_it(request, &visit.hands, &view, &form, &uploads, &doing);
	if (fault)
		return tell(request, reply, &form, is_read ? &doing : NULL, &uploads, &view, fault);
	return done(request, reply, &view);
}

#define WHO (APPLICATION_HANDLERS | (unsigned)ACCOUNT_AUTHOR)

const struct route casework_act_routes[] = {
	{ "GET", "/desk/applications/:id/acts/:act", casework_act_page, WHO },
	{ "POST", "/desk/applications/:id/acts/:act", casework_act_done_page,
		WHO | SAME_SITE | UPLOAD },
	{ 0 },
};
