/*
 * Checking files without storing them, and storing one that was checked. What was sent is kept in
 * memory for half an hour under a name nobody can guess; nothing is written unless asked.
 */
#include "filing/filing_check.html.h"
#include "filing/filing_page_inside.h"
#include "filing/filing_turn.h"

#include "base/steady.h"
#include "http/http_form.h"
#include "http/http_server.h"
#include "http/http_stash.h"
#include "reading/reading.h"

enum { MOST_FILES = 20, MOST_CHOICES = 50 };

static const struct http_field check_fields[] = {
	{ .name = "file",
		.kind = HTTP_FILE,
		.is_required = true,
		.many = MOST_FILES,
		.zh = "报告文件",
		.en = "Report files" },
	{ 0 },
};

static const struct http_field store_fields[] = {
	{ .name = "token",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 64,
		.zh = "核对编号",
		.en = "Token" },
	/* The stored report that the visitor was told will be replaced. */
	{ .name = "replaces", .kind = HTTP_INT, .zh = "被替换的报告", .en = "Replaced report" },
	{ .name = "agency",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 100,
		.zh = "机关名称",
		.en = "Agency" },
	/* Which of several agencies with this name. */
	{ .name = "agency_id", .kind = HTTP_INT, .zh = "哪一个机关", .en = "Which agency" },
	{ .name = "year",
		.kind = HTTP_INT,
		.is_required = true,
		.least = 2019,
		.most = 2100,
		.zh = "年度",
		.en = "Year" },
	{ 0 },
};

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct filing_check_view *view)
{
	struct html_shell shell;
	struct str title = STR("核对年度报告");

	if (view->result_count)
		title = STR("核对结果");
	TRY(account_shell(request, reply, title, "/check", &shell));
	shell.is_hidden = view->result_count > 0;
	view->shell = &shell;
	view->is_english = request->language == HTTP_EN;
	filing_check_html(&reply->body, view);
	if (view->result_count)
		reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

/* The page with a sentence beside the field of the files. The sentence is copied, because faults
 * do not last. */
static struct fault *
draw_problem(
	struct http_request *request, struct http_reply *reply, unsigned status, struct str says)
{
	struct filing_check_view view = { 0 };

	TRY(str_copy(request->arena, says, &view.problem));
	reply->status = status;
	return draw(request, reply, &view);
}

/* A person's mistake becomes a sentence on the page; what is our own trouble goes on. */
static struct fault *
draw_fault(struct http_request *request, struct http_reply *reply, struct fault *fault)
{
	if (fault->kind == FAULT_OUTSIDE)
		return fault;
	return draw_problem(request, reply, http_fault_status(fault),
		str_of(http_say(request, fault->zh, fault->en)));
}

static struct fault *
filing_check_form_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_check_view view = { 0 };

	return draw(request, reply, &view);
}

/* Only authors store; everybody may check. */
static bool
may_store(const struct http_request *request)
{
	const struct account_person *person = account_of(request);

	return person && person->roles & ACCOUNT_AUTHOR;
}

/* Where an agency stands in the tree, in words: "甲省人民政府 › 甲市人民政府 › 财政局". */
static struct fault *
place_in_words(struct http_request *request, const struct agency *agency, struct str *ret_words)
{
	CLOSING(buf_done) struct buf words;
	struct agency_list above;

	buf_init(&words, 16 << 10);
	TRY(agency_find_above(request->db, request->arena, agency->id, &above));
	for (size_t i = 0; i < above.count; i++)
		buf_print(&words, "%s%.*s", i ? " › " : "", STR_ARG(above.agencies[i].name));
	TRY(buf_check(&words));
	return str_copy(request->arena, buf_str(&words), ret_words);
}

/* The agencies to choose from, or the only one in words. */
static struct fault *
put_choices(struct http_request *request, const struct filing_meant *meant,
	const struct agency *agency, struct filing_store_form *form)
{
	struct filing_agency_choice *choices;

	form->agency_id = agency ? agency->id : 0;
	if (agency)
		TRY(place_in_words(request, agency, &form->place));
	if (meant->count < 2)
		return NULL;
	form->is_cut = meant->count > MOST_CHOICES;
	form->choice_count = form->is_cut ? MOST_CHOICES : meant->count;
	TAKE(request->arena, choices, form->choice_count);
	for (size_t i = 0; i < form->choice_count; i++) {
		choices[i].id = meant->agencies[i].id;
		TRY(place_in_words(request, &meant->agencies[i], &choices[i].words));
	}
	form->choices = choices;
	return NULL;
}

/* Whose report it may be, for the person who may store it; the agency, or NULL. */
static struct fault *
find_agency(struct http_request *request, struct str name, int64_t chosen_id,
	struct filing_store_form *form, const struct agency **ret_agency)
{
	struct filing_meant meant;

	*ret_agency = NULL;
	form->place = STR_NONE;
	form->choice_count = 0;
	if (!may_store(request) || !str_trim(name).len)
		return NULL;
	TRY(filing_find_meant(request->db, request->arena, account_of(request), name, &meant));
	*ret_agency = filing_pick_meant(&meant, chosen_id);
	return put_choices(request, &meant, *ret_agency, form);
}

/* What is stored under this agency and year, and whether it is this very file. */
static struct fault *
find_current(struct http_request *request, const struct agency *agency, int year, struct str bytes,
	struct filing_store_form *form)
{
	struct filing_gate gate;
	struct filing_row row;
	struct digest digest;

	form->current_id = 0;
	form->is_stored = false;
	if (!agency || !year)
		return NULL;
	/* Behind the grant for this very agency: an author of two must be told of both. */
	TRY(filing_gate_make(
		request->arena, account_of(request), ACCOUNT_AUTHOR, agency->path, &gate));
	TRY(filing_store_current(request->db, gate, agency->id, year, &form->current_id));
	if (!form->current_id)
		return NULL;
	TRY(filing_store_load(request->db, request->arena, gate, form->current_id, &row));
	TRY(digest_sha256(bytes, &digest));
	form->is_stored = strcmp(digest.at, row.digest.at) == 0;
	return NULL;
}

/* Check what was read with the year before of its agency, and fill the form that stores it. */
static struct fault *
check_report(struct http_request *request, struct report *report, struct str bytes,
	int64_t chosen_id, struct filing_check_result *result)
{
	struct filing_store_form *form = &result->form;
	const struct agency *agency;
	struct filing_gate gate;

	TRY(find_agency(request, report->agency, chosen_id, form, &agency));
	TRY(filing_asked_gate(request, &gate));
	TRY(filing_check_stored(request->db, request->arena, gate, agency ? agency->id : 0, report,
		&result->previous_id));
	form->agency = report->agency;
	if (report->year)
		TRY(str_print(request->arena, &form->year, "%d", report->year));
	return find_current(request, agency, report->year, bytes, form);
}

/* Read and check one file of a request that began to read then; a file that cannot be read is a
 * result too, not the page's failure. */
static struct fault *
check_file(struct http_request *request, int64_t began, struct str name, struct str bytes,
	size_t index, struct filing_check_result *ret_result)
{
	struct filing_check_result result = { .name = name };
	struct report *report;
	struct fault *fault;
	struct str prefix;

	TAKE(request->arena, report, 1);
	fault = filing_turn_next(began, steady_microseconds());
	if (!fault)
		fault = reading_make(name, bytes, request->arena, report);
	if (fault) {
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&result.problem));
		*ret_result = result;
		return NULL;
	}
	TRY(check_report(request, report, bytes, 0, &result));
	TRY(str_print(request->arena, &prefix, "r%zu-", index));
	TRY(filing_view_make(report, prefix, request->arena, &result.view));
	*ret_result = result;
	return NULL;
}

/* Keep the bytes, so that the visitor may ask to store them. */
static struct fault *
keep_file(struct http_request *request, const struct http_file *file,
	struct filing_check_result *result)
{
	struct random_name token;

	if (result->problem.len || !may_store(request))
		return NULL;
	TRY(http_stash_put(request->stash, file->name, file->bytes, &token));
	return str_copy(request->arena, str_of(token.at), &result->form.token);
}

static struct fault *
filing_check_page(struct http_request *request, struct http_reply *reply)
{
	struct filing_check_view view = { 0 };
	struct filing_check_result *results;
	int64_t first = http_query_int(request, "first", 0);
	const struct http_file *files;
	struct http_form form;
	struct fault *fault;
	int64_t began;
	size_t count = 0;

	fault = http_form_read(request, check_fields, &form);
	if (fault)
		return draw_fault(request, reply, fault);
	files = http_form_files(&form, "file", &count);
	/* An empty file is an error of the form: it is named, and does not keep the others from
	 * their check. */
	if (form.errors.count && (!count || count > MOST_FILES))
		return draw_problem(request, reply, 422, form.errors.items[0].says);
	view.problem = http_form_error(&form, "file");
	TAKE(request->arena, results, count + 1);
	view.first = first > 0 && first < 1000 ? (size_t)first : 0;
	began = steady_microseconds();
	for (size_t i = 0; i < count; i++) {
		TRY(check_file(request, began, files[i].name, files[i].bytes, view.first + i,
			&results[i]));
		TRY(keep_file(request, &files[i], &results[i]));
	}
	view.results = results;
	view.result_count = count;
	return draw(request, reply, &view);
}

/* ---------------------------------------------------------------- storing */

/* What a visitor asked to store. Invariant: agency and year are good when the form has no errors.
 */
struct storing {
	struct http_form form;
	struct str token;
	struct str name;
	struct str bytes;
	struct str agency;
	int year;
	struct filing_sending sending;
};

/* Read again, so that what is stored is what this program reads, under the agency and year the
 * person confirmed. */
static struct fault *
store_checked(struct http_request *request, struct storing *storing)
{
	const struct filing_site *site = request->context;
	struct filing_sending *sending = &storing->sending;

	TAKE(request->arena, sending->report, 1);
	TRY(reading_make(storing->name, storing->bytes, request->arena, sending->report));
	sending->report->agency = storing->agency;
	sending->report->year = storing->year;
	sending->bytes = storing->bytes;
	sending->agency_id = http_form_int(&storing->form, "agency_id", 0);
	sending->replaces = http_form_int(&storing->form, "replaces", 0);
	sending->person = account_of(request);
	sending->actor = account_actor(request, 0);
	return filing_send(request->db, site->files, request->arena, sending);
}

/* The checked file again, with what was typed and what is wrong with it. */
static struct fault *
draw_again(struct http_request *request, struct http_reply *reply, unsigned status,
	const struct storing *storing)
{
	const struct filing_sending *sending = &storing->sending;
	struct filing_check_result *result;
	struct filing_check_view view = { .result_count = 1 };
	const struct agency *agency;

	TAKE(request->arena, result, 1);
	TRY(check_file(request, steady_microseconds(), storing->name, storing->bytes, 0, result));
	view.results = result;
	result->form.token = storing->token;
	/* Those of the name that was typed, not of the one that was read. */
	TRY(find_agency(request, storing->agency, sending->agency_id, &result->form, &agency));
	result->form.agency = http_form_text(&storing->form, "agency");
	result->form.year = http_form_text(&storing->form, "year");
	result->form.agency_error = http_form_error(&storing->form, "agency");
	result->form.choice_error = http_form_error(&storing->form, "agency_id");
	result->form.year_error = http_form_error(&storing->form, "year");
	result->form.current_id = sending->current_id;
	result->form.is_stored = false;
	result->form.must_confirm = sending->must_ask;
	reply->status = status;
	return draw(request, reply, &view);
}

/* Only a name or year that will not do is the visitor's to mend here. */
static struct fault *
blame_for(struct http_request *request, struct storing *storing, struct fault *fault)
{
	bool is_year = strcmp(fault->code, "filing_year") == 0;

	bool is_agency = str_starts(str_of(fault->code), STR("agency")) ||
			 strcmp(fault->code, "account_may_not") == 0;

	if (!is_year && !is_agency)
		return fault;
	return http_form_blame(
		request, &storing->form, is_year ? "year" : "agency", fault->zh, fault->en);
}

static struct fault *
store_or_ask(struct http_request *request, struct http_reply *reply, struct storing *storing)
{
	const struct filing_saved *saved = &storing->sending.saved;
	struct fault *fault;
	struct str target;

	if (storing->form.errors.count)
		return draw_again(request, reply, 422, storing);
	fault = store_checked(request, storing);
	if (fault) {
		TRY(blame_for(request, storing, fault));
		return draw_again(request, reply, 422, storing);
	}
	if (storing->sending.must_choose) {
		TRY(http_form_blame(request, &storing->form, "agency_id",
			"有几个机关叫这个名称，还没有存入。请选择是哪一个。",
			"Several agencies have this name, so nothing is stored yet. Choose which "
			"one."));
		return draw_again(request, reply, 422, storing);
	}
	if (storing->sending.must_ask)
		return draw_again(request, reply, 409, storing);
	TRY(str_print(request->arena, &target, "/desk/reports/%lld?saved=%s", (long long)saved->id,
		saved->is_known      ? "known"
		: saved->replaced_id ? "replaced"
				     : "new"));
	return http_reply_redirect(request, reply, target);
}

static struct fault *
filing_store_page(struct http_request *request, struct http_reply *reply)
{
	CLOSING(buf_done) struct buf bytes;
	struct storing storing = { 0 };
	struct fault *fault;

	buf_init(&bytes, (size_t)32 << 20);
	fault = http_form_read(request, store_fields, &storing.form);
	if (fault)
		return draw_fault(request, reply, fault);
	if (http_form_error(&storing.form, "token").len)
		return draw_problem(request, reply, 422, http_form_error(&storing.form, "token"));
	storing.token = http_form_text(&storing.form, "token");
	fault = http_stash_look(
		request->stash, request->arena, storing.token, &storing.name, &bytes);
	if (fault)
		return draw_fault(request, reply, fault);
	storing.bytes = buf_str(&bytes);
	storing.agency = http_form_text(&storing.form, "agency");
	storing.year = (int)http_form_int(&storing.form, "year", 0);
	return store_or_ask(request, reply, &storing);
}

const struct route filing_check_routes[] = {
	{ "GET", "/check", filing_check_form_page, ANYONE },
	{ "POST", "/check", filing_check_page, ANYONE | SAME_SITE | READS | UPLOAD | LIMITED },
	{ "POST", "/reports", filing_store_page, ACCOUNT_AUTHOR | SAME_SITE | LIMITED },
	{ 0 },
};
