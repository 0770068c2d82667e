/*
 * The API for applicants: how an application stands, by agency, number and query code. It says no
 * more than the applicant's own page, and the same to every wrong question.
 */
#include "base/json.h"
#include "reception/reception_page.h"
#include "reception/reception_view.h"

static const struct http_field fields[] = {
	{ .name = "agency",
		.kind = HTTP_TEXT,
		.max = 100,
		.is_required = true,
		.zh = "机关",
		.en = "Agency" },
	{ .name = "number",
		.kind = HTTP_TEXT,
		.max = 20,
		.is_required = true,
		.zh = "编号",
		.en = "Number" },
	{ .name = "code",
		.kind = HTTP_TEXT,
		.max = 40,
		.is_required = true,
		.zh = "查询码",
		.en = "Query code" },
	{ 0 },
};

static void
put_day(struct json_out *json, const char *name, struct day day)
{
	if (!day_is_none(day)) {
		json_pair_str(json, name, str_of(day_text(day).at));
		return;
	}
	json_key(json, name);
	json_put_nothing(json);
}

static void
put_letters(struct json_out *json, const struct reception_progress_view *view)
{
	json_key(json, "letters");
	json_begin_array(json);
	for (size_t i = 0; i < view->letter_count; i++) {
		const struct letter_row *row = view->letters[i].row;

		json_begin_object(json);
		json_pair_str(json, "kind", str_of(letter_types[row->kind].key));
		json_pair_str(json, "title", row->title);
		json_pair_str(json, "number", row->number);
		put_day(json, "issued_on", row->issued_on);
		json_end_object(json);
	}
	json_end_array(json);
}

static void
put_status(struct json_out *json, const struct reception_progress_view *view)
{
	const struct application *one = view->one;
	bool is_running = view->has_clock && application_is_open(one->state);

	json_begin_object(json);
	json_pair_str(json, "agency", one->agency_name);
	json_pair_str(json, "number", str_of(application_number_text(one->year, one->number).at));
	json_pair_str(json, "stage", str_of(reception_stage_of(one).key));
	json_pair_str(json, "says", str_of(view->stage));
	put_day(json, "submitted_on", one->submitted_on);
	put_day(json, "received_on", one->received_on);
	put_day(json, "due_on",
		!application_is_open(one->state) ? DAY_NONE
		: !day_is_none(one->delay_until) ? one->delay_until
		: is_running                     ? view->proof.answer.due
						 : DAY_NONE);
	json_key(json, "paused");
	json_put_bool(json, is_running && view->proof.answer.state == CLOCK_WAITING);
	put_day(json, "ended_on", one->ended_on);
	put_day(json, "waits_for_you_until", view->waits_until);
	put_letters(json, view);
	json_end_object(json);
}

static struct fault *
reception_status_page(struct http_request *request, struct http_reply *reply)
{
	struct reception_progress_view view;
	struct reception_session session;
	struct application one;
	struct json_out json;
	struct http_form form;
	int64_t id;

	TRY(http_form_read(request, fields, &form));
	reply->cache = HTTP_CACHE_NEVER;
	if (form.errors.count) {
		http_form_refuse_json(request, &form, reply);
		return NULL;
	}
	TRY(reception_ask(request, http_form_text(&form, "agency"), http_form_text(&form, "number"),
		http_form_text(&form, "code"), &session, &id));
	if (!id)
		return fault_new(FAULT_ABSENT, "application_query",
			"没有查到。请核对机关、编号和查询码。",
			"Nothing found. Compare agency, number and query code.");
	TRY(reception_progress_load(request, id, &one, &view));
	json_out_init(&json, &reply->body);
	put_status(&json, &view);
	http_reply_json(reply);
	return NULL;
}

const struct route reception_api_routes[] = {
	{ "POST", "/api/v1/applications/status", reception_status_page,
		ANYONE | ANY_SITE | READS | LIMITED },
	{ 0 },
};
