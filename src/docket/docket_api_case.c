/*
 * The JSON API of one case: how it stands, its clock with the proof, what happened, letters and
 * decision, as far as its page shows them to the same person. The applicant is masked here and
 * opened by a request of its own, which the audit writes down.
 */
#include "base/json.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

struct showing {
	const struct application *one;
	enum application_sight sight;
	struct application_events events;
	struct application_decision decision;
	struct letter_list letters;
	struct str masked_name; /* empty: not to be seen, or removed */
};

static struct fault *
load(struct http_request *request, struct showing *showing)
{
	const struct application *one = showing->one;
	struct application_applicant who;

	TRY(application_load_events(request->db, request->arena, one->id, &showing->events));
	TRY(application_load_decision(request->db, request->arena, one->id, &showing->decision));
	if (showing->sight < APPLICATION_SEES_ALL)
		return NULL;
	TRY(letter_find_subject(
		request->db, request->arena, STR("application"), one->id, &showing->letters));
	if (!one->sealed.len)
		return NULL;
	TRY(application_open_applicant(account_keys(request), request->arena, one, &who));
	return audit_mask_name(request->arena, who.name, &showing->masked_name);
}

/* The proof of `gongkai clock`; null when no clock runs or a year's holidays are not known. */
static struct fault *
put_clock(struct http_request *request, const struct showing *showing, struct json_out *out)
{
	struct clock_input input = { 0 };
	struct clock_event *stream = NULL;
	struct clock_proof proof;
	struct fault *fault;
	bool has_clock = false;

	TRY(application_clock_events(
		request->arena, showing->one->kind, &showing->events, &stream, &input.count));
	input.events = stream;
	fault = application_prove(request->db, request->arena, showing->one, &showing->events,
		day_today(), &has_clock, &proof);
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	json_key(out, "clock");
	if (!fault && has_clock)
		clock_put_json(out, &input, &proof);
	else
		json_put_nothing(out);
	json_pair_str_or_null(out, "clock_problem", fault ? str_of(fault->zh) : STR(""));
	return NULL;
}

/* Words are free text that may name people: only for who handles the case, as on its page. */
static void
put_events(const struct showing *showing, struct json_out *out)
{
	bool has_words = showing->sight == APPLICATION_SEES_ALL;

	json_key(out, "events");
	json_begin_array(out);
	for (size_t i = 0; i < showing->events.count; i++) {
		const struct application_event *event = &showing->events.items[i];
		const struct application_act_rule *rule = application_act_rule(event->act);

		json_begin_object(out);
		json_pair_int(out, "id", event->id);
		docket_api_put_day(out, "day", event->day);
		json_pair_str_or_null(out, "act", rule ? str_of(rule->key) : STR(""));
		json_pair_str_or_null(out, "words", rule ? str_of(rule->done_zh) : STR(""));
		docket_api_put_day(out, "until", event->until);
		json_pair_str_or_null(out, "by", event->account_name);
		json_pair_str_or_null(out, "says", has_words ? event->says : STR(""));
		json_pair_str_or_null(out, "reason", event->reason);
		json_key(out, "is_voided");
		json_put_bool(out, event->voided_by != 0);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
put_letters(const struct showing *showing, struct json_out *out)
{
	json_key(out, "letters");
	if (showing->sight < APPLICATION_SEES_ALL) {
		json_put_nothing(out);
		return;
	}
	json_begin_array(out);
	for (size_t i = 0; i < showing->letters.count; i++) {
		const struct letter_row *row = &showing->letters.rows[i];

		json_begin_object(out);
		json_pair_int(out, "id", row->id);
		json_pair_str(out, "kind", str_of(letter_types[row->kind].key));
		json_pair_str(out, "title", row->title);
		json_pair_str_or_null(out, "number", row->number);
		json_pair_str(out, "state",
			row->state == LETTER_SIGNED ? STR("signed")
			: row->state == LETTER_VOID ? STR("void")
						    : STR("draft"));
		docket_api_put_day(out, "issued_on", row->issued_on);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
put_decision(const struct application_decision *decision, struct json_out *out)
{
	const struct application_reply_rule *reply = application_reply_rule(decision->reply);
	const struct application_outcome *outcome = application_outcome_of(decision->outcome);

	json_key(out, "decision");
	if (!decision->id) {
		json_put_nothing(out);
		return;
	}
	json_begin_object(out);
	json_pair_str_or_null(out, "reply", reply ? str_of(reply->key) : STR(""));
	json_pair_str_or_null(out, "words", reply ? str_of(reply->zh) : STR(""));
	json_pair_str_or_null(out, "law", reply ? str_of(reply->law) : STR(""));
	json_pair_str_or_null(out, "outcome", outcome ? str_of(outcome->key) : STR(""));
	json_key(out, "exemptions");
	json_begin_array(out);
	for (size_t i = 0; i < decision->exemption_count; i++)
		json_put_str(out, decision->exemptions[i]);
	json_end_array(out);
	docket_api_put_day(out, "signed_on", decision->signed_on);
	json_end_object(out);
}

static struct fault *
put_one(struct http_request *request, const struct showing *showing, struct json_out *out)
{
	const struct application *one = showing->one;

	json_begin_object(out);
	docket_api_put_fields(out, one);
	json_pair_str(out, "description", one->description);
	docket_api_put_word(out, "wanted_form", application_form_words, (int)one->wanted_form);
	docket_api_put_word(out, "wanted_way", application_way_words, (int)one->wanted_way);
	docket_api_put_day(out, "submitted_on", one->submitted_on);
	docket_api_put_day(out, "archived_on", one->archived_on);
	json_pair_str_or_null(out, "applicant_name_masked", showing->masked_name);
	TRY(put_clock(request, showing, out));
	put_events(showing, out);
	put_letters(showing, out);
	put_decision(&showing->decision, out);
	json_end_object(out);
	return NULL;
}

static struct fault *
docket_api_one_page(struct http_request *request, struct http_reply *reply)
{
	struct showing showing = { 0 };
	struct application one;
	struct json_out out;

	TRY(application_page_case(request, APPLICATION_SEES_CASE, &one, &showing.sight));
	showing.one = &one;
	TRY(load(request, &showing));
	json_out_init(&out, &reply->body);
	TRY(put_one(request, &showing, &out));
	http_reply_json(reply);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* Looking at personal data leaves a line in the audit, so it is a POST, and nothing for tokens that
 * only read. Law: 个人信息保护法 arts. 6, 51. */
static struct fault *
docket_api_applicant_page(struct http_request *request, struct http_reply *reply)
{
	struct application_applicant who;
	struct application_visit visit;
	enum application_sight sight;
	struct application one;
	struct json_out out;

	TRY(application_page_case(request, APPLICATION_SEES_ALL, &one, &sight));
	TRY(application_open_applicant(account_keys(request), request->arena, &one, &who));
	application_visit_make(request, one.agency_id, &visit);
	TRY(application_look_at(request->db, &visit.hands, &one));
	json_out_init(&out, &reply->body);
	docket_api_put_applicant(&out, &who);
	http_reply_json(reply);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route docket_api_case_routes[] = {
	{ "GET", "/api/v1/applications/:id", docket_api_one_page, APPLICATION_WATCHERS },
	{ "POST", "/api/v1/applications/:id/applicant", docket_api_applicant_page,
		APPLICATION_HANDLERS | SAME_SITE },
	{ 0 },
};
