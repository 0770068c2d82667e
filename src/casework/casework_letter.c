/*
 * Letters of a case: on the screen and as Word or PDF, an envelope to print, the proof of service,
 * how a letter of the process was delivered, and voiding one that was wrong. Writing letters is
 * what acts do.
 */
#include <string.h>

#include "casework/casework_letter.html.h"
#include "casework/casework_letter_view.h"
#include "casework/casework_page.h"
#include "doc/doc_envelope.h"

static struct fault *
find_letter(struct http_request *request, const struct application *one, struct letter_row *ret_row)
{
	int64_t id;

	TRY(http_param_id(request, "letter", &id));
	TRY(letter_load(request->db, request->arena, id, ret_row));
	if (!str_equal(ret_row->subject, STR("application")) || ret_row->subject_id != one->id)
		return fault_absent("letter", id);
	return NULL;
}

/* The page of a letter, also with a form that was refused. */
static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct casework_letter_view *view)
{
	struct letter_row proof;
	struct html_shell shell;
	struct str title;

	TRY(letter_load_filled(request->db, account_keys(request), request->arena, view->row.id,
		day_today(), &view->letter, &view->findings));
	TRY(letter_make_doc(request->arena, &view->letter, &view->paper));
	TRY(letter_load_deliveries(request->db, account_keys(request), request->arena, view->row.id,
		&view->deliveries));
	TRY(application_find_proof(request->db, request->arena, &view->row, &proof));
	TRY(application_page_list(request, &view->list));
	TRY(str_print(request->arena, &title, "%.*s %.*s", STR_ARG(view->row.title),
		STR_ARG(view->row.number)));
	TRY(account_shell(request, reply, str_trim(title), "/desk/applications", &shell));
	view->proof_id = proof.id;
	view->proof_number = proof.number;
	view->may_work = account_may(account_of(request), ACCOUNT_CASE_OFFICER, view->one->path);
	view->today = day_today();
	view->shell = &shell;
	casework_letter_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* The case and the letter of the address. */
static struct fault *
load(struct http_request *request, struct application *ret_one, struct casework_letter_view *view)
{
	enum application_sight sight;

	*view = (struct casework_letter_view){ .one = ret_one };
	TRY(application_page_case(request, APPLICATION_SEES_ALL, ret_one, &sight));
	return find_letter(request, ret_one, &view->row);
}

static struct fault *
casework_letter_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_letter_view view;
	struct application one;

	TRY(load(request, &one, &view));
	return draw(request, reply, &view);
}

static struct fault *
envelope(struct http_request *request, const struct application *one, const struct letter_row *row,
	struct http_reply *reply)
{
	struct doc_envelope one_envelope = { .size = DOC_ENVELOPE_DL, .mark = row->number };
	struct application_addressee to;
	struct letter_house house;
	struct str name;

	TRY(application_find_addressee(
		request->db, account_keys(request), request->arena, one, row, &to));
	one_envelope.name = to.name;
	one_envelope.address = to.address;
	one_envelope.postcode = to.postcode;
	TRY(letter_load_house(request->db, request->arena, one->agency_id, &house));
	one_envelope.sender = house.agency.name;
	one_envelope.sender_address = house.address;
	one_envelope.sender_postcode = house.postcode;
	TRY(doc_write_envelopes(&one_envelope, 1, &reply->body));
	TRY(str_print(request->arena, &name, "信封%.*s.pdf", STR_ARG(row->number)));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

static struct fault *
casework_letter_file_page(struct http_request *request, struct http_reply *reply)
{
	struct str format = http_param(request, "format");
	struct casework_letter_view view;
	struct application one;

	TRY(load(request, &one, &view));
	if (str_equal(format, STR("envelope")))
		return envelope(request, &one, &view.row, reply);
	if (!str_equal(format, STR("pdf")) && !str_equal(format, STR("docx")))
		return fault_absent("letter_format", view.row.id);
	return application_letter_bytes(request, &view.row, reply, str_equal(format, STR("pdf")));
}

/* --- voiding and delivering letters of the process --- */

static struct fault *
casework_letter_void_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "version",
			.kind = HTTP_INT,
			.is_required = true,
			.zh = "版本",
			.en = "Version" },
		{ .name = "reason", .kind = HTTP_TEXT, .max = 500, .zh = "理由", .en = "Reason" },
		{ 0 },
	};
	struct casework_letter_view view;
	struct application_visit visit;
	struct letter_step step;
	struct application one;
	struct http_form form;
	struct fault *fault = NULL;

	TRY(load(request, &one, &view));
	TRY(http_form_read(request, fields, &form));
	step = (struct letter_step){ view.row.id, http_form_int(&form, "version", 0),
		http_form_text(&form, "reason") };
	application_visit_make(request, one.agency_id, &visit);
	if (!step.reason.len)
		TRY(http_form_blame(
			request, &form, "reason", "请写明作废的理由。", "Say why it is voided."));
	if (!form.errors.count)
		fault = application_void_letter(
			request->db, &visit.hands, request->arena, one.id, &step);
	if (!fault && !form.errors.count)
		return casework_to_tab(request, reply, one.id, "letters", "void");
	view.voiding = &form;
	TRY(casework_refuse(request, reply, &form, fault, &view.mistakes));
	return draw(request, reply, &view);
}

/* What each way needs is said at its field; the rest is letter_deliver()'s. */
static struct fault *
check_delivery(struct http_request *request, struct http_form *form,
	const struct letter_delivery *delivery)
{
	struct day today = day_today();
	struct day sent = delivery->sent_on;
	struct day receipt = delivery->signed_on;

	if (day_is_none(sent))
		TRY(http_form_blame(request, form, "sent_on", "请填写发出、交邮的日期。",
			"Say when it was sent or posted."));
	else if (sent.number > today.number)
		TRY(http_form_blame(request, form, "sent_on", "日期不能晚于今天。",
			"This day lies in the future."));
	if (!day_is_none(receipt) && receipt.number > today.number)
		TRY(http_form_blame(request, form, "signed_on", "日期不能晚于今天。",
			"This day lies in the future."));
	else if (!day_is_none(receipt) && !day_is_none(sent) && receipt.number < sent.number)
		TRY(http_form_blame(request, form, "signed_on", "签收日期早于发出日期。",
			"It was signed for before it was sent."));
	if (delivery->method == LETTER_POST && !delivery->tracking.len)
		TRY(http_form_blame(request, form, "tracking", "邮寄送达要填写邮件号码。",
			"A letter by post needs its number."));
	return NULL;
}

static const struct http_field delivery_fields[] = {
	{ .name = "method", .kind = HTTP_TEXT, .max = 20, .zh = "送达方式", .en = "Way" },
	{ .name = "sent_on", .kind = HTTP_DAY, .zh = "发出日期", .en = "Sent on" },
	{ .name = "signed_on", .kind = HTTP_DAY, .zh = "签收日期", .en = "Signed on" },
	{ .name = "tracking", .kind = HTTP_TEXT, .max = 60, .zh = "邮件号码", .en = "Tracking" },
	{ .name = "receiver", .kind = HTTP_TEXT, .max = 60, .zh = "签收人", .en = "Receiver" },
	{ 0 },
};

static struct fault *
casework_letter_delivery_page(struct http_request *request, struct http_reply *reply)
{
	struct letter_delivery delivery = { .method = LETTER_METHODS };
	struct casework_letter_view view;
	struct application_visit visit;
	struct application one;
	struct http_form form;
	struct fault *fault = NULL;

	TRY(load(request, &one, &view));
	TRY(http_form_read(request, delivery_fields, &form));
	delivery.letter_id = view.row.id;
	for (int i = 0; i < LETTER_METHODS; i++)
		if (str_equal(http_form_text(&form, "method"), str_of(letter_method_words[i].key)))
			delivery.method = (enum letter_method)i;
	delivery.sent_on = http_form_day(&form, "sent_on");
	delivery.signed_on = http_form_day(&form, "signed_on");
	delivery.tracking = http_form_text(&form, "tracking");
	delivery.receiver = http_form_text(&form, "receiver");
	application_visit_make(request, one.agency_id, &visit);
	TRY(check_delivery(request, &form, &delivery));
	if (!form.errors.count)
		fault = application_deliver_letter(
			request->db, &visit.hands, request->arena, one.id, &delivery);
	if (!fault && !form.errors.count)
		return casework_to_tab(request, reply, one.id, "letters", "delivery");
	view.delivery = &form;
	TRY(casework_refuse(request, reply, &form, fault, &view.mistakes));
	return draw(request, reply, &view);
}

/* --- its proof of service --- */

static struct fault *
casework_letter_proof_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_letter_view view;
	struct application_visit visit;
	struct application one;
	struct str address;
	int64_t id;

	TRY(load(request, &one, &view));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_make_proof(
		request->db, &visit.hands, request->arena, one.id, view.row.id, &id));
	TRY(str_print(request->arena, &address, "/desk/applications/%lld/letters/%lld",
		(long long)one.id, (long long)id));
	return http_reply_redirect(request, reply, address);
}

const struct route casework_letter_routes[] = {
	{ "GET", "/desk/applications/:id/letters/:letter", casework_letter_page,
		APPLICATION_HANDLERS },
	{ "GET", "/desk/applications/:id/letters/:letter/:format", casework_letter_file_page,
		APPLICATION_HANDLERS },
	{ "POST", "/desk/applications/:id/letters/:letter/void", casework_letter_void_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ "POST", "/desk/applications/:id/letters/:letter/delivery", casework_letter_delivery_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ "POST", "/desk/applications/:id/letters/:letter/proof", casework_letter_proof_page,
		(unsigned)ACCOUNT_CASE_OFFICER | SAME_SITE },
	{ 0 },
};
