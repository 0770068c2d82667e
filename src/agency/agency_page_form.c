/*
 * What the forms of this room share: who may use them, drawing them from the table that reads them,
 * and saying what was wrong.
 * The forms themselves are agency_page_change.c's, _deed.c's, _pick.c's and _site.c's.
 */
#include "agency/agency_form.html.h"
#include "agency/agency_page_inside.h"
#include "http/http_server.h"

/* --- who may --- */

bool
agency_page_manages_all(const struct account_person *person)
{
	for (size_t i = 0; person && i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];

		if (grant->role == ACCOUNT_SYSTEM_ADMIN && grant->has_subtree &&
			str_equal(grant->path, STR("/")))
			return true;
	}
	return false;
}

struct fault *
agency_page_must(const struct http_request *request, struct str path)
{
	const struct account_person *person = account_of(request);

	if (agency_page_manages_all(person))
		return NULL;
	return account_must(person, ACCOUNT_SYSTEM_ADMIN, path);
}

struct fault *
agency_page_load(struct http_request *request, struct agency *ret_agency)
{
	int64_t id = 0;

	TRY(http_param_id(request, "id", &id));
	TRY(agency_load(request->db, request->arena, id, ret_agency));
	return agency_page_must(request, ret_agency->path);
}

/* --- inputs --- */

static bool
is_hidden(const struct http_field *field)
{
	return strcmp(field->name, "version") == 0 || strcmp(field->name, "parent_id") == 0 ||
	       strcmp(field->name, "pick") == 0;
}

static struct fault *
make_options(
	struct http_request *request, const struct http_field *field, struct agency_input *input)
{
	struct agency_option *options;
	size_t count = 0;

	while (field->choices[count].value)
		count++;
	TAKE(request->arena, options, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct http_choice *choice = &field->choices[i];

		options[i] = (struct agency_option){ str_of(choice->value),
			str_of(http_say(request, choice->zh, choice->en)),
			str_equal(str_of(choice->value), input->value) };
	}
	input->options = options;
	input->option_count = count;
	return NULL;
}

static struct fault *
make_input(struct http_request *request, const struct http_field *field,
	const struct http_form *form, struct str stored, struct agency_input *input)
{
	static const enum agency_input_kind kinds[] = {
		[HTTP_TEXT] = AGENCY_INPUT_TEXT,
		[HTTP_LINES] = AGENCY_INPUT_LINES,
		[HTTP_INT] = AGENCY_INPUT_TEXT,
		[HTTP_DAY] = AGENCY_INPUT_DAY,
		[HTTP_CHOICE] = AGENCY_INPUT_CHOICE,
		[HTTP_CHECKBOX] = AGENCY_INPUT_CHECK,
	};

	*input = (struct agency_input){ .kind = kinds[field->kind],
		.name = str_of(field->name),
		.label = str_of(http_say(request, field->zh, field->en)),
		.value = stored,
		.longest = field->max ? (int64_t)field->max : 200,
		.is_required = field->is_required,
		.is_checked = stored.len > 0,
		.starts_office = strcmp(field->name, agency_office_words[0].key) == 0 };
	if (form && field->kind == HTTP_CHECKBOX)
		input->is_checked = http_form_is_checked(form, field->name);
	else if (form)
		input->value = http_form_text(form, field->name);
	if (form)
		input->error = http_form_error(form, field->name);
	return field->choices ? make_options(request, field, input) : NULL;
}

static struct str
find_stored(const struct http_pair *stored, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(stored[i].name, str_of(name)))
			return stored[i].value;
	return STR_NONE;
}

struct fault *
agency_form_make(struct http_request *request, const struct http_field *fields,
	const struct agency_hint *hints, const struct http_form *form,
	const struct http_pair *stored, size_t stored_count, struct agency_form_view *view)
{
	struct agency_input *inputs;
	size_t room = 0;
	size_t count = 0;

	while (fields[room].name)
		room++;
	TAKE(request->arena, inputs, room + 1);
	for (size_t i = 0; i < room; i++) {
		struct agency_input *input = &inputs[count];

		if (is_hidden(&fields[i]))
			continue;
		TRY(make_input(request, &fields[i], form,
			find_stored(stored, stored_count, fields[i].name), input));
		for (const struct agency_hint *hint = hints; hint && hint->field; hint++)
			if (str_equal(input->name, str_of(hint->field)))
				input->hint = str_of(hint->zh);
		count++;
	}
	if (form) {
		struct str says = view->mistakes.says;

		TRY(http_form_mistakes(request, form, &view->mistakes));
		view->mistakes.says = says;
	}
	view->inputs = inputs;
	view->input_count = count;
	view->has_form = true;
	return NULL;
}

struct fault *
agency_form_draw(struct http_request *request, struct http_reply *reply, struct str title,
	struct agency_form_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, title, view->part ? view->part : AGENCY_ADMIN, &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	view->mistakes.is_english = request->language == HTTP_EN;
	if ((view->mistakes.count || view->mistakes.says.len) && !reply->status)
		reply->status = 422;
	reply->cache = HTTP_CACHE_NEVER;
	agency_form_html(&reply->body, view);
	return NULL;
}

/* The field that a fault speaks of; NULL: the whole form. */
static const char *
field_of(const struct http_form *form, const struct fault *fault)
{
	static const char *const fields[][2] = { { "agency_name", "name" },
		{ "agency_twin", "name" }, { "agency_short_names", "short_names" },
		{ "agency_credit_code", "credit_code" }, { "agency_code_twin", "credit_code" },
		{ "agency_division_code", "division_code" }, { "agency_day", "on" },
		{ "agency_day", "valid_from" }, { "agency_host", "host" },
		{ "agency_host_twin", "host" }, { "agency_site_code", "site_code" },
		{ "agency_site_title", "title" } };

	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		if (strcmp(fault->code, fields[i][0]) != 0)
			continue;
		for (size_t j = 0; j < form->count; j++)
			if (strcmp(form->fields[j].name, fields[i][1]) == 0)
				return fields[i][1];
	}
	return NULL;
}

struct fault *
agency_form_take(struct http_request *request, struct http_reply *reply, struct http_form *form,
	struct agency_form_view *view, struct fault *fault)
{
	const char *field = field_of(form, fault);
	unsigned status = http_fault_status(fault);

	if (fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT &&
		fault->kind != FAULT_LIMIT)
		return fault;
	reply->status = fault->kind == FAULT_CONFLICT ? status : 422;
	if (field)
		return http_form_blame(request, form, field, fault->zh, fault->en);
	return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
		&view->mistakes.says);
}

bool
agency_form_is_stale(const struct fault *fault)
{
	return strcmp(fault->code, "agency_stale") == 0;
}

struct fault *
agency_form_compare(struct http_request *request, struct http_reply *reply,
	const struct http_form *form, const struct http_pair *stored, size_t count,
	struct agency_form_view *view)
{
	reply->status = 409;
	/* A form of one deed has nothing to compare; what it acts on is drawn anew above it. */
	if (!count) {
		view->stale.is_stale = false;
		view->mistakes.says = str_of(http_say(request,
			"您打开页面之后，这个机关已被别人修改，还没有办理。请核对最新内容后再提交"
			"。",
			"Somebody changed this agency after you opened the page; nothing was done "
			"yet. Look at what stands there now and send the form again."));
		return NULL;
	}
	return http_form_compare(request, form, stored, count, &view->stale);
}

struct fault *
agency_form_address(
	struct http_request *request, int64_t id, const char *behind, struct url *ret_url)
{
	struct str text;

	TRY(str_print(request->arena, &text, AGENCY_ADMIN "/%lld%s", (long long)id, behind));
	return url_check_local(text, ret_url);
}

struct fault *
agency_form_done(
	struct http_request *request, struct http_reply *reply, int64_t id, const char *done)
{
	struct str target;

	TRY(str_print(request->arena, &target, AGENCY_ADMIN "/%lld?done=%s", (long long)id, done));
	return http_reply_redirect(request, reply, target);
}
