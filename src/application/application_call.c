/*
 * Telling another system that an application was received or answered: one signed JSON message, as
 * a background job that is tried again and shows what went wrong. libcurl carries it.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "application/application_call.h"
#include "application/application_inside.h"
#include "application/application_settings.h"
#include "base/digest.h"
#include "base/json.h"
#include "calendar/calendar_store.h"
#include "mail/mail_libcurl.h"

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 30, BUSY_SECONDS = 5 };

/* --- putting it in --- */

struct fault *
application_put_call(
	struct db *db, struct arena *arena, int64_t now, int64_t application_id, const char *event)
{
	struct job_plan plan = { .kind = "application.call" };
	struct str address;
	int64_t id;

	TRY(application_setting_call(db, arena, &address));
	if (!address.len)
		return NULL;
	TRY(str_print(arena, &plan.payload, "{\"application\":%lld,\"event\":\"%s\"}",
		(long long)application_id, event));
	return job_put(db, now, &plan, &id);
}

/* --- the message --- */

static void
put_day(struct json_out *json, const char *key, struct day day)
{
	if (day_is_none(day)) {
		json_key(json, key);
		json_put_nothing(json);
		return;
	}
	json_pair_str(json, key, str_of(day_text(day).at));
}

/* Working days used so far or altogether; left out when a year's holidays are not known. */
static struct fault *
put_days(struct db *db, const struct application *one, struct day today, struct json_out *json)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct day last = day_is_none(one->ended_on) ? today : one->ended_on;
	struct fault *fault;
	int days;

	json_key(json, "working_days");
	if (day_is_none(one->received_on)) {
		json_put_nothing(json);
		return NULL;
	}
	TRY(calendar_borrow(db, one->path, &lent));
	fault = calendar_count_working_days(
		lent->calendar, (struct day){ one->received_on.number + 1 }, last, &days);
	if (fault && fault->kind != FAULT_INPUT)
		return fault;
	if (fault)
		json_put_nothing(json);
	else
		json_put_int(json, days);
	return NULL;
}

struct fault *
application_call_body(struct db *db, struct arena *arena, int64_t application_id, const char *event,
	int64_t delivery, struct day today, struct buf *buf)
{
	const struct application_outcome *outcome;
	const struct application_word *state;
	struct application one;
	struct json_out json;

	TRY(application_load(db, arena, application_id, &one));
	state = application_word_of(application_state_words, (int)one.state);
	outcome = application_outcome_of(one.outcome);
	json_out_init(&json, buf);
	json_begin_object(&json);
	/* In the header too, but what is signed is the body. */
	json_pair_int(&json, "delivery", delivery);
	json_pair_str(&json, "event", str_of(event));
	json_pair_str(&json, "number", str_of(application_number_text(one.year, one.number).at));
	json_pair_int(&json, "agency_id", one.agency_id);
	json_pair_str(&json, "agency", one.agency_name);
	json_pair_str(&json, "state", str_of(state ? state->key : ""));
	put_day(&json, "received_on", one.received_on);
	put_day(&json, "due_on", one.due_on);
	put_day(&json, "ended_on", one.ended_on);
	TRY(put_days(db, &one, today, &json));
	json_pair_str_or_null(&json, "outcome", str_of(outcome ? outcome->key : ""));
	json_key(&json, "is_late");
	json_put_bool(&json, one.is_late);
	json_end_object(&json);
	return buf_check(buf);
}

/* --- carrying it --- */

struct calling {
	CURL *curl;
	struct curl_slist *headers;
	const struct job_run *run;
};

static void
calling_done(struct calling *calling)
{
	curl_slist_free_all(calling->headers);
	curl_easy_cleanup(calling->curl);
}

static void
start_library(void)
{
	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* The other side may talk; nobody keeps it. */
static size_t
drop_bytes(char *from, size_t size, size_t count, void *arg)
{
	return size * count;
}

static int
ask_to_stop(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct calling *calling = arg;

	return job_must_stop(calling->run);
}

static struct fault *
add_header(struct calling *calling, struct arena *arena, const char *name, struct str value)
{
	struct curl_slist *longer;
	struct str line;

	TRY(str_print(arena, &line, "%s: %.*s", name, STR_ARG(value)));
	longer = curl_slist_append(calling->headers, line.at);
	if (!longer)
		return fault_memory();
	calling->headers = longer;
	return NULL;
}

/* What is signed: the moment, a point, the message; so that an old one cannot be sent again. */
static struct fault *
sign(struct calling *calling, struct arena *arena, struct secret key, struct str body)
{
	struct digest digest;
	struct str moment;
	struct str signed_text;

	TRY(str_print(arena, &moment, "%lld", (long long)job_now()));
	TRY(str_print(arena, &signed_text, "%.*s.%.*s", STR_ARG(moment), STR_ARG(body)));
	TRY(digest_hmac(key.bytes, signed_text, &digest));
	TRY(add_header(calling, arena, "Content-Type", STR("application/json")));
	TRY(add_header(calling, arena, "Expect", STR("")));
	TRY(add_header(calling, arena, "X-Gongkai-Timestamp", moment));
	TRY(str_print(arena, &signed_text, "sha256=%s", digest.at));
	TRY(add_header(calling, arena, "X-Gongkai-Signature", signed_text));
	/* The same number when it is sent again, so that the other side can tell. */
	TRY(str_print(arena, &moment, "%lld", (long long)calling->run->job.id));
	return add_header(calling, arena, "X-Gongkai-Delivery", moment);
}

static void
set_up(struct calling *calling, const char *address, struct str body)
{
	const struct application_call_keys *keys = calling->run->context;
	CURL *curl = calling->curl;

	curl_easy_setopt(curl, CURLOPT_URL, address);
	/* The setting is checked for this too; no redirection leads elsewhere. */
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (keys->ca_file)
		curl_easy_setopt(curl, CURLOPT_CAINFO, keys->ca_file);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(
		curl, CURLOPT_TIMEOUT, keys->seconds ? (long)keys->seconds : (long)WHOLE_SECONDS);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, calling->headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.len);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.at);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_bytes);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_to_stop);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, calling);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static struct fault *
answer_of(struct calling *calling, CURLcode code)
{
	long status = 0;

	if (code == CURLE_ABORTED_BY_CALLBACK)
		return job_stopped();
	if (code != CURLE_OK)
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "application_call",
				"接收办理情况的系统连接不上，稍后自动重试。请检查设置里的推送地址和"
				"证书。",
				"The system that is told cannot be reached; it will be tried "
				"again. Check the address in the settings and its certificate."),
			"curl %d %s", (int)code, curl_easy_strerror(code));
	(void)curl_easy_getinfo(calling->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status >= 200 && status < 300)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "application_call_refused",
		"接收办理情况的系统没有接受（代码 %ld），稍后自动重试。",
		"The system that is told did not take it (status %ld); it will be tried again.",
		status);
}

static struct fault *
call(struct job_run *run, struct str address, struct secret key, struct str body)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	CLOSING(calling_done) struct calling calling = { .run = run };

	pthread_once(&once, start_library);
	TRY(sign(&calling, run->arena, key, body));
	calling.curl = curl_easy_init();
	if (!calling.curl)
		return fault_memory();
	set_up(&calling, address.at, body);
	return answer_of(&calling, curl_easy_perform(calling.curl));
}

/* --- the job --- */

static struct fault *
read_payload(struct job_run *run, int64_t *ret_id, const char **ret_event)
{
	CLOSING(json_close) struct json_value *json = NULL;

	TRY(json_parse(run->job.payload, &json));
	if (!json_number(json_member(json, "application"), ret_id))
		return fault_absent("application", 0);
	*ret_event = str_equal(json_text(json_member(json, "event")), STR("received")) ? "received"
										       : "replied";
	return NULL;
}

static struct fault *
tell(struct job_run *run)
{
	const struct application_call_keys *keys = run->context;
	CLOSING(buf_done) struct buf body;
	struct secret key;
	struct str address;
	struct str copy;
	const char *event;
	int64_t id;

	buf_init(&body, 1 << 16);
	TRY(read_payload(run, &id, &event));
	{
		CLOSING(db_give_back) struct db *db = NULL;

		TRY(db_pool_reader(run->pool, &db));
		TRY(application_setting_call(db, run->arena, &address));
		TRY(application_setting_call_secret(db, keys->keys, run->arena, &key));
		if (!address.len)
			return NULL;
		if (!key.bytes.len)
			return fault_new(FAULT_INPUT, "application_call_key",
				"没有设置推送签名密钥，没有发送。请在设置里填写后重新运行这个任务"
				"。",
				"No key of the signature is set; nothing was sent. Set it and run "
				"this job again.");
		TRY(application_call_body(
			db, run->arena, id, event, run->job.id, day_today(), &body));
	}
	/* libcurl wants a zero at the end, which an arena's copy has. */
	TRY(str_copy(run->arena, address, &address));
	TRY(str_copy(run->arena, buf_str(&body), &copy));
	TRY(mail_libcurl_load());
	return call(run, address, key, copy);
}

struct fault *
application_call_job(struct job_run *run)
{
	static atomic_flag is_calling = ATOMIC_FLAG_INIT;
	struct fault *fault;

	/* One at a time: a system that is slow to answer must not hold all threads that other work
	 * waits for. */
	if (atomic_flag_test_and_set(&is_calling)) {
		job_postpone(run, BUSY_SECONDS);
		return NULL;
	}
	fault = tell(run);
	atomic_flag_clear(&is_calling);
	return fault;
}
