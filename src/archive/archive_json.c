/*
 * The index of a case's complete file as JSON, for programs that take archives in. The same for
 * people is archive_index.c.
 */
#include "archive/archive_dossier.h"
#include "base/json.h"

static void
put_day(struct json_out *json, const char *name, struct day day)
{
	json_pair_str_or_null(json, name, str_of(day_text(day).at));
}

static void
put_word(struct json_out *json, const char *name, const struct application_word *words, int number)
{
	const struct application_word *word = application_word_of(words, number);

	json_pair_str_or_null(json, name, str_of(word ? word->key : ""));
}

static void
put_case(struct json_out *json, const struct archive_dossier *dossier)
{
	const struct application_applicant *who = &dossier->applicant;
	const struct application *one = &dossier->one;

	json_pair_str(json, "number", str_of(application_number_text(one->year, one->number).at));
	json_pair_str(json, "agency", one->agency_name);
	put_word(json, "kind", application_kind_words, one->kind);
	put_word(json, "state", application_state_words, one->state);
	put_word(json, "channel", application_channel_words, one->channel);
	json_pair_str(json, "title", one->title);
	json_pair_str(json, "description", one->description);
	put_day(json, "submitted_on", one->submitted_on);
	put_day(json, "received_on", one->received_on);
	put_day(json, "due_on", one->due_on);
	put_day(json, "ended_on", one->ended_on);
	put_day(json, "archived_on", one->archived_on);
	put_word(json, "retention", application_retention_words, one->retention);
	json_key(json, "applicant");
	json_begin_object(json);
	put_word(json, "kind", application_applicant_words, who->kind);
	json_pair_str(json, "name", who->name);
	json_pair_str_or_null(json, "proof_kind", who->proof_kind);
	json_pair_str_or_null(json, "proof_number", who->proof_number);
	json_pair_str_or_null(json, "contact", who->contact);
	json_pair_str_or_null(json, "phone", who->phone);
	json_pair_str_or_null(json, "mail", who->mail);
	json_pair_str_or_null(json, "address", who->address);
	json_pair_str_or_null(json, "postcode", who->postcode);
	json_end_object(json);
}

static void
put_events(struct json_out *json, const struct application_events *events)
{
	json_key(json, "events");
	json_begin_array(json);
	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];
		const struct application_act_rule *rule = application_act_rule(event->act);

		json_begin_object(json);
		put_day(json, "day", event->day);
		json_pair_str(json, "act", str_of(rule ? rule->key : ""));
		put_day(json, "until", event->until);
		json_pair_str_or_null(json, "by", event->account_name);
		json_pair_str_or_null(json, "says", event->says);
		json_pair_str_or_null(json, "reason", event->reason);
		json_key(json, "is_voided");
		json_put_bool(json, event->voided_by != 0);
		json_end_object(json);
	}
	json_end_array(json);
}

static void
put_clock(struct json_out *json, const struct archive_dossier *dossier)
{
	json_key(json, "clock");
	if (!dossier->has_clock) {
		json_put_nothing(json);
		return;
	}
	json_begin_object(json);
	put_day(json, "due", dossier->proof.answer.due);
	json_pair_str(json, "sentence", dossier->proof.sentence);
	json_pair_str(json, "basis", dossier->proof.basis);
	json_key(json, "days");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->proof.day_count; i++) {
		json_begin_object(json);
		put_day(json, "date", dossier->proof.days[i].date);
		json_pair_int(json, "count", dossier->proof.days[i].count);
		json_pair_str_or_null(json, "why", dossier->proof.days[i].why);
		json_end_object(json);
	}
	json_end_array(json);
	json_end_object(json);
}

static void
put_asked(struct json_out *json, const struct archive_dossier *dossier)
{
	json_key(json, "parties");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->parties.count; i++) {
		const struct application_party *party = &dossier->parties.items[i];

		json_begin_object(json);
		json_pair_str(json, "name", party->name);
		json_pair_str_or_null(json, "reach", party->reach);
		put_day(json, "asked_on", party->asked_on);
		put_day(json, "answered_on", party->answered_on);
		put_word(json, "answer", application_answer_words, party->answer);
		json_pair_str_or_null(json, "says", party->says);
		json_end_object(json);
	}
	json_end_array(json);
	json_key(json, "opinions");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->opinions.count; i++) {
		const struct application_opinion *opinion = &dossier->opinions.items[i];

		json_begin_object(json);
		json_pair_str(json, opinion->unit_id ? "unit" : "counsel",
			opinion->unit_id ? opinion->unit_name : opinion->counsel);
		json_pair_str(json, "question", opinion->question);
		put_day(json, "answered_on", opinion->answered_on);
		put_word(json, "answer", application_answer_words, opinion->answer);
		json_pair_str_or_null(json, "says", opinion->says);
		json_end_object(json);
	}
	json_end_array(json);
}

static void
put_decision(struct json_out *json, const struct application_decision *decision)
{
	const struct application_reply_rule *rule = application_reply_rule(decision->reply);

	json_key(json, "decision");
	if (!decision->id) {
		json_put_nothing(json);
		return;
	}
	json_begin_object(json);
	json_pair_str(json, "reply", str_of(rule ? rule->key : ""));
	put_day(json, "signed_on", decision->signed_on);
	json_key(json, "facts");
	json_begin_array(json);
	for (size_t i = 0; i < decision->fact_count; i++) {
		json_begin_object(json);
		json_pair_str(json, "name", decision->facts[i].name);
		json_pair_str(json, "text", decision->facts[i].text);
		json_end_object(json);
	}
	json_end_array(json);
	json_end_object(json);
}

static void
put_rest(struct json_out *json, const struct archive_dossier *dossier)
{
	json_key(json, "fees");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->fees.count; i++) {
		const struct application_fee *fee = &dossier->fees.items[i];

		json_begin_object(json);
		json_pair_str(json, "standard", fee->is_by_page ? STR("page") : STR("case"));
		json_pair_int(json, "quantity", fee->quantity);
		json_pair_int(json, "fen", fee->fen);
		put_day(json, "notified_on", fee->notified_on);
		put_day(json, "delivered_on", fee->delivered_on);
		put_day(json, "due_on", fee->due_on);
		put_day(json, "paid_on", fee->paid_on);
		json_end_object(json);
	}
	json_end_array(json);
	json_key(json, "disputes");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->disputes.count; i++) {
		const struct dispute *one = &dossier->disputes.items[i];

		json_begin_object(json);
		put_word(json, "kind", dispute_kind_words, one->kind);
		json_pair_str(json, "body", one->body);
		json_pair_str_or_null(json, "case_number", one->case_number);
		put_day(json, "arrived_on", one->arrived_on);
		put_day(json, "ended_on", one->ended_on);
		put_word(json, "result", dispute_result_words, one->result);
		json_pair_str_or_null(json, "says", one->says);
		json_end_object(json);
	}
	json_end_array(json);
}

static void
put_deliveries(struct json_out *json, const struct letter_deliveries *list)
{
	json_key(json, "deliveries");
	json_begin_array(json);
	for (size_t i = 0; i < list->count; i++) {
		const struct letter_delivery *one = &list->items[i];

		json_begin_object(json);
		json_pair_str(json, "method", str_of(letter_method_words[one->method].key));
		put_day(json, "sent_on", one->sent_on);
		put_day(json, "signed_on", one->signed_on);
		json_pair_str_or_null(json, "tracking", one->tracking);
		json_pair_str_or_null(json, "receiver", one->receiver);
		json_end_object(json);
	}
	json_end_array(json);
}

static void
put_letters(struct json_out *json, const struct archive_dossier *dossier)
{
	json_key(json, "letters");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->letters.count; i++) {
		const struct letter_row *row = &dossier->letters.rows[i];

		json_begin_object(json);
		json_pair_str(json, "kind", str_of(letter_types[row->kind].key));
		json_pair_str(json, "title", row->title);
		json_pair_str_or_null(json, "number", row->number);
		json_pair_str(json, "state", str_of(letter_state_words(row->state)));
		put_day(json, "issued_on", row->issued_on);
		json_pair_str_or_null(json, "signed_by", row->signed_name);
		put_deliveries(json, &dossier->deliveries[i]);
		json_end_object(json);
	}
	json_end_array(json);
}

static void
put_entries(struct json_out *json, const struct archive_dossier *dossier)
{
	json_key(json, "entries");
	json_begin_array(json);
	for (size_t i = 0; i < dossier->entry_count; i++) {
		const struct archive_dossier_entry *entry = &dossier->entries[i];

		json_begin_object(json);
		json_pair_str(json, "name", entry->name);
		json_pair_str(json, "title", entry->title);
		if (entry->file)
			put_word(json, "kind", application_file_words, entry->file->kind);
		else
			json_pair_str(json, "kind", STR("letter"));
		json_pair_int(json, "bytes", entry->bytes);
		json_pair_int(json, "volume", entry->volume);
		json_pair_str(json, "sha256", str_of(entry->sha256.at));
		json_pair_str(json, "sm3", str_of(entry->sm3.at));
		json_end_object(json);
	}
	json_end_array(json);
}

struct fault *
archive_dossier_json(const struct archive_dossier *dossier, struct buf *out)
{
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	json_pair_str(&json, "format", STR("gongkai-application-archive-1"));
	put_day(&json, "taken_on", dossier->today);
	json_pair_int(&json, "volumes", dossier->volumes);
	put_case(&json, dossier);
	put_events(&json, &dossier->events);
	put_clock(&json, dossier);
	put_asked(&json, dossier);
	put_decision(&json, &dossier->decision);
	put_rest(&json, dossier);
	put_letters(&json, dossier);
	put_entries(&json, dossier);
	json_end_object(&json);
	return buf_check(out);
}
