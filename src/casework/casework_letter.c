/*
 * Letters of a case: on the screen and as Word or PDF, an envelope and a proof of service to print,
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

static struct fault *
casework_letter_page(struct http_request *request, struct http_reply *reply)
{
	struct casework_letter_view view = { 0 };
	enum application_sight sight;
	struct html_shell shell;
	struct application one;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_letter(request, &one, &view.row));
	TRY(letter_load_filled(request->db, account_keys(request), request->arena, view.row.id,
		day_today(), &view.letter, &view.findings));
	TRY(letter_make_doc(request->arena, &view.letter, &view.paper));
	TRY(letter_load_deliveries(
		request->db, account_keys(request), request->arena, view.row.id, &view.deliveries));
	TRY(account_shell(request, reply, view.row.title, "/desk/applications", &shell));
	view.may_work = account_may(account_of(request), ACCOUNT_CASE_OFFICER, one.path);
	view.today = day_today();
	view.one = &one;
	view.shell = &shell;
	casework_letter_html(&reply->body, &view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* Whom the letter goes to: the applicant, or who was asked with it. */
static struct fault *
addressee(struct http_request *request, const struct application *one, const struct letter_row *row,
	struct doc_envelope *envelope)
{
	struct application_applicant who;
	struct application_parties parties;

	if (letter_types[row->kind].to != LETTER_TO_APPLICANT) {
		TRY(application_load_parties(
			request->db, account_keys(request), request->arena, one->id, &parties));
		for (size_t i = 0; i < parties.count; i++)
			if (parties.items[i].letter_id == row->id) {
				envelope->name = parties.items[i].name;
				envelope->address = parties.items[i].reach;
			}
		return NULL;
	}
	TRY(application_open_applicant(account_keys(request), request->arena, one, &who));
	envelope->name = who.name;
	envelope->address = who.address;
	envelope->postcode = who.postcode;
	return NULL;
}

static struct fault *
envelope(struct http_request *request, const struct application *one, const struct letter_row *row,
	struct http_reply *reply)
{
	struct doc_envelope one_envelope = { .size = DOC_ENVELOPE_DL, .mark = row->number };
	struct letter_house house;
	struct str name;

	TRY(addressee(request, one, row, &one_envelope));
	TRY(letter_load_house(request->db, request->arena, one->agency_id, &house));
	one_envelope.sender = house.agency.name;
	one_envelope.sender_address = house.address;
	one_envelope.sender_postcode = house.postcode;
	TRY(doc_write_envelopes(&one_envelope, 1, &reply->body));
	TRY(str_print(request->arena, &name, "信封%.*s.pdf", STR_ARG(row->number)));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

/* 送达回证 for the letter, to be signed on paper: a form that takes no number of its own. */
static struct fault *
proof(struct http_request *request, const struct application *one, const struct letter_row *row,
	struct http_reply *reply)
{
	struct letter_draft draft = { .agency_id = one->agency_id,
		.kind = LETTER_W24,
		.subject = STR("application"),
		.subject_id = one->id };
	struct doc_envelope to = { 0 };
	struct letter_findings findings;
	struct letter letter;
	struct doc doc;
	struct str number;
	struct str name;

	TRY(addressee(request, one, row, &to));
	TRY(str_copy(request->arena, str_of(application_number_text(one->year, one->number).at),
		&number));
	{
		const struct letter_fact facts[] = { { "applicant_name", to.name },
			{ "request_number", number }, { "served_title", row->title },
			{ "served_number", row->number },
			{ "delivery_way", STR("□直接送达　□委托送达　□邮寄送达") } };

		draft.facts = (struct letter_facts){ facts, COUNT_OF(facts) };
		TRY(letter_fill(
			request->db, request->arena, &draft, day_today(), &letter, &findings));
	}
	TRY(letter_make_doc(request->arena, &letter, &doc));
	TRY(doc_write_pdf(&doc, &reply->body));
	TRY(str_print(request->arena, &name, "送达回证%.*s.pdf", STR_ARG(row->number)));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

static struct fault *
casework_letter_file_page(struct http_request *request, struct http_reply *reply)
{
	struct str format = http_param(request, "format");
	enum application_sight sight;
	struct application one;
	struct letter_row row;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_letter(request, &one, &row));
	if (str_equal(format, STR("envelope")))
		return envelope(request, &one, &row, reply);
	if (str_equal(format, STR("proof")))
		return proof(request, &one, &row, reply);
	if (!str_equal(format, STR("pdf")) && !str_equal(format, STR("docx")))
		return fault_absent("letter_format", row.id);
	return application_letter_bytes(request, &row, reply, str_equal(format, STR("pdf")));
}

/* --- voiding and delivering letters of the process --- */

static struct fault *
to_letters(struct http_request *request, struct http_reply *reply, const struct application *one,
	const char *done)
{
	struct str address;

	TRY(str_print(request->arena, &address, "/desk/applications/%lld?tab=letters&done=%s",
		(long long)one->id, done));
	return http_reply_redirect(request, reply, address);
}

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
	struct application_visit visit;
	enum application_sight sight;
	struct letter_step step;
	struct application one;
	struct letter_row row;
	struct http_form form;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_letter(request, &one, &row));
	TRY(http_form_read(request, fields, &form));
	step = (struct letter_step){ row.id, http_form_int(&form, "version", 0),
		http_form_text(&form, "reason") };
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_void_letter(request->db, &visit.hands, request->arena, one.id, &step));
	return to_letters(request, reply, &one, "void");
}

static struct fault *
casework_letter_delivery_page(struct http_request *request, struct http_reply *reply)
{
	static const struct http_field fields[] = {
		{ .name = "method", .kind = HTTP_TEXT, .max = 20, .zh = "送达方式", .en = "Way" },
		{ .name = "sent_on", .kind = HTTP_DAY, .zh = "发出日期", .en = "Sent on" },
		{ .name = "signed_on", .kind = HTTP_DAY, .zh = "签收日期", .en = "Signed on" },
		{ .name = "tracking",
			.kind = HTTP_TEXT,
			.max = 60,
			.zh = "邮件号码",
			.en = "Tracking" },
		{ .name = "receiver",
			.kind = HTTP_TEXT,
			.max = 60,
			.zh = "签收人",
			.en = "Receiver" },
		{ 0 },
	};
	struct letter_delivery delivery = { .method = LETTER_POST };
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct letter_row row;
	struct http_form form;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(find_letter(request, &one, &row));
	TRY(http_form_read(request, fields, &form));
	delivery.letter_id = row.id;
	for (int i = 0; i < LETTER_METHODS; i++)
		if (str_equal(http_form_text(&form, "method"), str_of(letter_method_words[i].key)))
			delivery.method = (enum letter_method)i;
	delivery.sent_on = http_form_day(&form, "sent_on");
	delivery.signed_on = http_form_day(&form, "signed_on");
	delivery.tracking = http_form_text(&form, "tracking");
	delivery.receiver = http_form_text(&form, "receiver");
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_deliver_letter(
		request->db, &visit.hands, request->arena, one.id, &delivery));
	return to_letters(request, reply, &one, "delivery");
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
	{ 0 },
};
