/*
 * The JSON API of many cases for officers, by a session or an access token; described by
 * openapi.json. It shows what the list of all cases shows, and no applicant; one case is
 * docket_api_case.c.
 */
#include "base/json.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

void
docket_api_put_day(struct json_out *out, const char *key, struct day day)
{
	json_pair_str_or_null(out, key, day_is_none(day) ? STR("") : str_of(day_text(day).at));
}

void
docket_api_put_word(
	struct json_out *out, const char *key, const struct application_word *words, int number)
{
	const struct application_word *word = application_word_of(words, number);

	json_pair_str_or_null(out, key, word ? str_of(word->key) : STR(""));
}

static void
put_flag(struct json_out *out, const char *key, bool value)
{
	json_key(out, key);
	json_put_bool(out, value);
}

void
docket_api_put_fields(struct json_out *out, const struct application *one)
{
	const struct application_outcome *outcome = application_outcome_of(one->outcome);
	const struct application_reply_rule *reply = application_reply_rule(one->reply);

	json_pair_int(out, "id", one->id);
	json_pair_str(out, "number", str_of(application_number_text(one->year, one->number).at));
	json_pair_int(out, "agency_id", one->agency_id);
	json_pair_str(out, "agency", one->agency_name);
	json_pair_str(out, "title", one->title);
	docket_api_put_word(out, "kind", application_kind_words, (int)one->kind);
	docket_api_put_word(out, "channel", application_channel_words, (int)one->channel);
	docket_api_put_word(
		out, "applicant", application_applicant_words, (int)one->applicant_kind);
	docket_api_put_word(out, "state", application_state_words, (int)one->state);
	docket_api_put_day(out, "received_on", one->received_on);
	docket_api_put_day(out, "due_on", one->due_on);
	docket_api_put_day(out, "ended_on", one->ended_on);
	put_flag(out, "is_paused", one->is_paused);
	put_flag(out, "is_extended", one->is_extended);
	put_flag(out, "is_late", one->is_late);
	json_pair_str_or_null(out, "reply", reply ? str_of(reply->key) : STR(""));
	json_pair_str_or_null(out, "outcome", outcome ? str_of(outcome->key) : STR(""));
	json_key(out, "officer");
	if (one->officer_id)
		json_put_str(out, one->officer_name);
	else
		json_put_nothing(out);
}

void
docket_api_put_applicant(struct json_out *out, const struct application_applicant *who)
{
	json_begin_object(out);
	docket_api_put_word(out, "kind", application_applicant_words, (int)who->kind);
	json_pair_str(out, "name", who->name);
	json_pair_str_or_null(out, "proof_kind", who->proof_kind);
	json_pair_str_or_null(out, "proof_number", who->proof_number);
	json_pair_str_or_null(out, "contact", who->contact);
	json_pair_str_or_null(out, "phone", who->phone);
	json_pair_str_or_null(out, "mail", who->mail);
	json_pair_str_or_null(out, "address", who->address);
	json_pair_str_or_null(out, "postcode", who->postcode);
	json_end_object(out);
}

static struct fault *
docket_api_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_asked_filters asked;
	struct application_list list = { 0 };
	struct json_out out;
	int64_t before = http_query_int(request, "before", 0);

	TRY(docket_asked_make(request, &asked));
	asked.query.before_id = before > 0 ? before : 0;
	asked.query.limit = 100;
	if (asked.scope_count)
		TRY(application_list_all(request->db, request->arena, &asked.query, &list));
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_key(&out, "applications");
	json_begin_array(&out);
	for (size_t i = 0; i < list.count; i++) {
		json_begin_object(&out);
		docket_api_put_fields(&out, &list.items[i]);
		json_end_object(&out);
	}
	json_end_array(&out);
	json_key(&out, "next_before");
	if (list.has_more)
		json_put_int(&out, list.items[list.count - 1].id);
	else
		json_put_nothing(&out);
	json_end_object(&out);
	http_reply_json(reply);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

const struct route docket_api_routes[] = {
	{ "GET", "/api/v1/applications", docket_api_page, APPLICATION_WATCHERS },
	{ 0 },
};
