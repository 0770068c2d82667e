/*
 * The JSON API for stored reports and for checking files; described by openapi.json, which is
 * served beside it. The records are those of report_json.c; nothing here adds to them.
 */
#include "base/json.h"
#include "base/steady.h"
#include "filing/filing_api.html.h"
#include "filing/filing_page_inside.h"
#include "filing/filing_turn.h"
#include "http/http_form.h"
#include "reading/reading.h"

enum { API_PER_PAGE = 100, API_MOST_FILES = 20 };

static void
put_row(struct json_out *out, const struct filing_row *row)
{
	json_begin_object(out);
	json_pair_int(out, "id", row->id);
	json_pair_int(out, "agency_id", row->agency_id);
	json_pair_str(out, "agency", row->agency_name);
	json_pair_int(out, "year", row->year);
	json_pair_str_or_null(out, "form", str_of(report_form_name(row->form)));
	json_pair_str(out, "title", row->title);
	json_pair_str(out, "file", row->file_name);
	json_pair_str(out, "sha256", str_of(row->digest.at));
	json_pair_int(out, "bytes", row->byte_count);
	json_pair_int(out, "errors", row->errors);
	json_pair_int(out, "warnings", row->warnings);
	json_pair_int(out, "notes", row->notes);
	json_pair_str(out, "stored_on", str_of(day_text(row->stored_on).at));
	json_key(out, "replaced_by");
	if (row->replaced_by)
		json_put_int(out, row->replaced_by);
	else
		json_put_nothing(out);
	json_end_object(out);
}

/* A number that a program asks with. */
struct asked_number {
	const char *name;
	int64_t least, most;
};

static const struct asked_number agencies_asked[] = { { "page", 1, 1000000 }, { 0 } };
static const struct asked_number reports_asked[] = { { "page", 1, 1000000 },
	{ "agency", 1, 999999999999 }, { "year", 1, 9999 }, { "errors", 0, 1 },
	{ "sort", 0, FILING_SORTS - 1 }, { 0 } };

/* As http_query_int() reads it, in one way only: no sign, no blank, no zero in front. */
static bool
is_asked_well(struct str text, const struct asked_number *asked)
{
	int64_t value;

	return text.len && str_is_digit(text.at[0]) && (text.at[0] != '0' || text.len == 1) &&
	       str_to_int(text, &value) && value >= asked->least && value <= asked->most;
}

/* A page shows everything where an address is mistyped; a program would take everything for its
 * answer. */
static struct fault *
check_asked(const struct http_request *request, const struct asked_number *asked)
{
	for (; asked->name; asked++) {
		bool is_fine = true;
		size_t times = 0;

		for (size_t i = 0; i < request->query.count; i++)
			if (str_equal(request->query.items[i].name, str_of(asked->name))) {
				struct str text = request->query.items[i].value;

				is_fine = is_fine && (!text.len || is_asked_well(text, asked));
				times++;
			}
		if (is_fine && times <= 1)
			continue;
		return fault_new(FAULT_INPUT, "api_number",
			"参数 %s 应是 %lld 到 %lld 之间的整数，只写一次。请改正后再试。",
			"The parameter %s must be a whole number from %lld to %lld, given once. "
			"Correct it and try again.",
			asked->name, (long long)asked->least, (long long)asked->most);
	}
	return NULL;
}

static struct fault *
filing_api_list_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_query query = filing_asked_query(request, API_PER_PAGE);
	struct filing_list list;
	struct json_out out;
	struct filing_gate gate;

	TRY(check_asked(request, reports_asked));
	TRY(filing_asked_gate(request, &gate));
	query.agency_id = http_query_int(request, "agency", 0);
	TRY(filing_store_list(request->db, request->arena, gate, &query, &list));
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_pair_int(&out, "total", list.total);
	json_pair_int(&out, "page", query.offset / API_PER_PAGE + 1);
	json_pair_int(&out, "per_page", API_PER_PAGE);
	json_key(&out, "reports");
	json_begin_array(&out);
	for (size_t i = 0; i < list.count; i++)
		put_row(&out, &list.rows[i]);
	json_end_array(&out);
	json_end_object(&out);
	http_reply_json(reply);
	return NULL;
}

static struct fault *
filing_api_show_page(struct http_request *request, struct http_reply *reply)
{
	struct str json;
	int64_t id;
	struct filing_gate gate;

	TRY(filing_asked_gate(request, &gate));
	TRY(http_param_id(request, "id", &id));
	TRY(filing_store_record(request->db, request->arena, gate, id, &json));
	buf_put(&reply->body, json);
	http_reply_json(reply);
	return NULL;
}

static struct fault *
filing_api_facts_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_row row;
	struct json_out out;
	int64_t id;
	struct filing_gate gate;

	TRY(filing_asked_gate(request, &gate));
	TRY(http_param_id(request, "id", &id));
	TRY(filing_store_load(request->db, request->arena, gate, id, &row));
	json_out_init(&out, &reply->body);
	put_row(&out, &row);
	http_reply_json(reply);
	return NULL;
}

static struct fault *
filing_api_agencies_page(struct http_request *request, struct http_reply *reply)
{
	int64_t page = http_query_int(request, "page", 1);
	struct filing_agency_list list;
	struct json_out out;
	struct filing_gate gate;

	TRY(check_asked(request, agencies_asked));
	TRY(filing_asked_gate(request, &gate));
	TRY(filing_store_agencies(request->db, request->arena, gate,
		str_trim(http_query(request, "q")), (page - 1) * API_PER_PAGE, API_PER_PAGE,
		&list));
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_pair_int(&out, "total", list.total);
	json_pair_int(&out, "page", page);
	json_pair_int(&out, "per_page", API_PER_PAGE);
	json_key(&out, "agencies");
	json_begin_array(&out);
	for (size_t i = 0; i < list.count; i++) {
		json_begin_object(&out);
		json_pair_int(&out, "id", list.agencies[i].id);
		json_pair_str(&out, "name", list.agencies[i].name);
		json_pair_int(&out, "reports", list.agencies[i].report_count);
		json_pair_int(&out, "errors", list.agencies[i].errors);
		json_end_object(&out);
	}
	json_end_array(&out);
	json_end_object(&out);
	http_reply_json(reply);
	return NULL;
}

/* One result of a check: the record, or {"file", "error"}. */
static struct fault *
put_checked(struct http_request *request, int64_t began, const struct http_file *file,
	int64_t agency_id, struct json_out *out)
{
	struct filing_gate gate;
	struct report *report;
	struct fault *fault;
	int64_t previous_id;

	TAKE(request->arena, report, 1);
	fault = filing_turn_next(began, steady_microseconds());
	if (!fault)
		fault = reading_make(file->name, file->bytes, request->arena, report);
	if (fault) {
		json_begin_object(out);
		json_pair_str(out, "file", file->name);
		json_key(out, "error");
		json_begin_object(out);
		json_pair_str(out, "code", str_of(fault->code));
		json_pair_str(out, "says", str_of(http_say(request, fault->zh, fault->en)));
		json_end_object(out);
		json_end_object(out);
		return NULL;
	}
	TRY(filing_asked_gate(request, &gate));
	TRY(filing_check_stored(
		request->db, request->arena, gate, agency_id, report, &previous_id));
	if (!out->is_first)
		buf_put_char(out->buf, ',');
	out->is_first = false;
	report_put_json(out->buf, report);
	return NULL;
}

static const struct http_field check_fields[] = {
	{ .name = "file",
		.kind = HTTP_FILE,
		.is_required = true,
		.many = API_MOST_FILES,
		.zh = "报告文件",
		.en = "Report files" },
	/* Whose reports they are, where the name alone does not say. */
	{ .name = "agency", .kind = HTTP_TEXT, .max = 40, .zh = "机关", .en = "Agency" },
	{ 0 },
};

/* The agency of the field, by its number or credit code; 0 when none was given. */
static struct fault *
find_asked_agency(struct http_request *request, struct http_form *form, int64_t *ret_id)
{
	struct str key = str_trim(http_form_text(form, "agency"));
	struct agency agency = { 0 };
	struct fault *fault = NULL;

	if (key.len && !form->errors.count)
		fault = agency_find_key(request->db, request->arena, key, &agency);
	if (fault && fault->kind == FAULT_OUTSIDE)
		return fault;
	if (fault)
		TRY(http_form_blame(request, form, "agency", fault->zh, fault->en));
	*ret_id = agency.id;
	return NULL;
}

static struct fault *
filing_api_check_page(struct http_request *request, struct http_reply *reply)
{
	const struct http_file *files;
	struct http_form form;
	struct json_out out;
	size_t count = 0;
	int64_t agency_id = 0;
	int64_t began;

	TRY(http_form_read(request, check_fields, &form));
	TRY(find_asked_agency(request, &form, &agency_id));
	if (form.errors.count) {
		http_form_refuse_json(request, &form, reply);
		return NULL;
	}
	files = http_form_files(&form, "file", &count);
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_key(&out, "reports");
	json_begin_array(&out);
	began = steady_microseconds();
	for (size_t i = 0; i < count; i++)
		TRY(put_checked(request, began, &files[i], agency_id, &out));
	json_end_array(&out);
	json_end_object(&out);
	http_reply_json(reply);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
filing_api_openapi_page(struct http_request *request, struct http_reply *reply)
{
	for (size_t i = 0; i < html_asset_count; i++)
		if (strcmp(html_assets[i].name, "openapi.json") == 0)
			http_reply_fixed(reply, html_assets[i].type,
				(struct str){ html_assets[i].bytes, html_assets[i].len });
	return NULL;
}

/* What the API offers, for people. */
static struct fault *
filing_api_page(struct http_request *request, struct http_reply *reply)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("数据接口"), "/api", &shell));
	filing_api_html(&reply->body, &shell);
	return NULL;
}

const struct route filing_api_routes[] = {
	{ "GET", "/api", filing_api_page, ANYONE },
	{ "GET", "/api/v1/openapi.json", filing_api_openapi_page, ANYONE },
	{ "GET", "/api/v1/agencies", filing_api_agencies_page, ANYONE },
	{ "GET", "/api/v1/reports", filing_api_list_page, ANYONE },
	{ "GET", "/api/v1/reports/:id", filing_api_show_page, ANYONE },
	{ "GET", "/api/v1/reports/:id/facts", filing_api_facts_page, ANYONE },
	{ "POST", "/api/v1/reports/check", filing_api_check_page,
		ANYONE | ANY_SITE | READS | UPLOAD | LIMITED },
	{ 0 },
};
