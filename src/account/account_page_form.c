/*
 * Forms of this room put together from their tables of fields, and small helps of its pages.
 * Reading and checking what was sent is http/'s business.
 */
#include <assert.h>

#include "account/account_form.html.h"
#include "account/account_page_inside.h"

static const struct http_field *
find_field(const struct http_field *fields, const char *name)
{
	while (fields->name && strcmp(fields->name, name) != 0)
		fields++;
	assert(fields->name); /* a way to a field that is not declared */
	return fields;
}

static struct str
stored_text(const struct http_pair *stored, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(stored[i].name, str_of(name)))
			return stored[i].value;
	return STR("");
}

static struct fault *
make_options(
	struct http_request *request, const struct http_field *field, struct account_input *input)
{
	struct account_option *options;
	size_t count = 0;

	while (field->choices[count].value)
		count++;
	TAKE(request->arena, options, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct http_choice *choice = &field->choices[i];

		options[i] = (struct account_option){ str_of(choice->value), str_of(choice->zh),
			str_equal(str_of(choice->value), input->value) };
	}
	input->options = options;
	input->option_count = count;
	return NULL;
}

static struct fault *
make_input(struct http_request *request, const struct http_field *field,
	const struct account_way *way, const struct http_form *form, struct account_input *input)
{
	bool is_password = strcmp(way->type, "password") == 0;

	input->name = way->name;
	input->type = way->type;
	input->autocomplete = way->autocomplete ? way->autocomplete : "off";
	/* The page is Chinese; only sentences about mistakes follow the visitor's language. */
	input->label = str_of(field->zh);
	input->hint = str_of(way->hint);
	input->is_required = field->is_required;
	if (form) {
		input->error = http_form_error(form, way->name);
		if (field->kind == HTTP_CHECKBOX)
			input->is_checked = http_form_is_checked(form, way->name);
		else
			input->value = http_form_text(form, way->name);
	} else {
		input->is_checked = input->value.len != 0;
	}
	if (is_password)
		input->value = STR("");
	return field->choices ? make_options(request, field, input) : NULL;
}

static void
put_agencies(struct account_form_view *view, struct account_input *input)
{
	view->has_agency = true;
	input->options = view->agencies;
	input->option_count = view->agency_count;
	input->has_sought = view->has_sought;
	input->has_more = view->has_more_agencies;
	input->sought = view->sought;
}

struct fault *
account_form_make(struct http_request *request, const struct http_field *fields,
	const struct account_way *ways, const struct http_form *form,
	const struct http_pair *stored, size_t stored_count, struct account_form_view *view)
{
	struct account_input *inputs;
	size_t count = 0;

	while (ways[count].name)
		count++;
	TAKE(request->arena, inputs, count + 1);
	for (size_t i = 0; i < count; i++) {
		inputs[i].value = stored_text(stored, stored_count, ways[i].name);
		TRY(make_input(
			request, find_field(fields, ways[i].name), &ways[i], form, &inputs[i]));
		if (strcmp(ways[i].type, "agency") == 0)
			put_agencies(view, &inputs[i]);
	}
	if (form) {
		struct str says = view->mistakes.says;

		TRY(http_form_mistakes(request, form, &view->mistakes));
		view->mistakes.says = says;
	}
	view->inputs = inputs;
	view->count = count;
	return NULL;
}

struct fault *
account_form_draw(struct http_request *request, struct http_reply *reply, struct str title,
	const char *current, struct account_form_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, title, current, &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	if ((view->mistakes.count || view->mistakes.says.len) && !reply->status)
		reply->status = 422;
	reply->cache = HTTP_CACHE_NEVER;
	account_form_html(&reply->body, view);
	return NULL;
}

struct fault *
account_form_take(struct http_request *request, struct http_form *form,
	struct account_form_view *view, const char *name, struct fault *fault)
{
	bool is_theirs = fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT ||
			 fault->kind == FAULT_ABSENT;

	if (!is_theirs)
		return fault;
	if (name)
		return http_form_blame(request, form, name, fault->zh, fault->en);
	view->mistakes.is_english = request->language == HTTP_EN;
	return str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
		&view->mistakes.says);
}

struct str
account_next(struct str asked, const char *otherwise)
{
	struct url url;

	/* Back to signing in or out would be a circle. */
	if (!asked.len || url_check_local(asked, &url) != NULL || str_starts(asked, STR("/sign-")))
		return str_of(otherwise);
	return asked;
}

struct fault *
account_time_text(struct arena *arena, int64_t at, struct str *ret_text)
{
	struct day_moment moment = day_moment_text(at);

	return str_copy(arena, at ? str_of(moment.at) : STR(""), ret_text);
}

struct account_doer
account_doer_of(const struct http_request *request)
{
	const struct account_visitor *visitor = account_visitor_of(request);
	struct account_doer doer = { visitor->person, account_actor(request, 0) };

	assert(visitor->person); /* the route lets nobody in who is unknown */
	/* Half signed in, account_actor() knows nobody yet. */
	doer.actor.account_id = visitor->person->id;
	doer.actor.name = visitor->person->name;
	doer.actor.agency_id = visitor->person->agency_id;
	return doer;
}

struct account_gate *
account_gate_of(const struct http_request *request)
{
	return account_visitor_of(request)->gate;
}

const struct account_session *
account_session_of(const struct http_request *request)
{
	const struct account_session *session = account_visitor_of(request)->session;

	assert(session);
	return session;
}

const char *
account_outcome_words(enum account_outcome outcome)
{
	static const char *const words[] = {
		[ACCOUNT_SIGNED] = "登录",
		[ACCOUNT_WRONG] = "密码错误",
		[ACCOUNT_WRONG_CODE] = "动态码错误",
		[ACCOUNT_NOT_IN_USE] = "账号停用，未能登录",
		[ACCOUNT_CODE_RIGHT] = "动态码通过",
		[ACCOUNT_BY_RECOVERY] = "使用恢复码",
		[ACCOUNT_CHANGED] = "修改密码",
		[ACCOUNT_LINK_USED] = "用一次性链接设置密码",
		[ACCOUNT_UNLOCKED] = "安全管理员解除等待",
		[ACCOUNT_WAITED] = "等待",
	};

	return (size_t)outcome < COUNT_OF(words) ? words[outcome] : "";
}

/* The word of the first row whose mark is in the text. */
static const char *
find_word(struct str text, const char *const rows[][2], const char *otherwise)
{
	for (size_t i = 0; rows[i][0]; i++)
		if (str_has(text, str_of(rows[i][0])))
			return rows[i][1];
	return otherwise;
}

struct fault *
account_browser_words(struct arena *arena, struct str browser, struct str *ret_words)
{
	/* Many call themselves Chrome and Safari too, so their own marks come first. */
	static const char *const programs[][2] = { { "Edg", "Edge" }, { "OPR/", "Opera" },
		{ "Firefox/", "Firefox" }, { "MicroMessenger", "微信" }, { "Chrome/", "Chrome" },
		{ "Safari/", "Safari" }, { "curl/", "curl" }, { NULL, NULL } };
	static const char *const systems[][2] = { { "Windows", "Windows" },
		{ "Android", "Android" }, { "OpenHarmony", "鸿蒙" }, { "iPhone", "iPhone" },
		{ "iPad", "iPad" }, { "Mac OS", "macOS" }, { "UOS", "统信 UOS" },
		{ "Kylin", "麒麟" }, { "Linux", "Linux" }, { NULL, NULL } };
	const char *program = find_word(browser, programs, "其他程序");
	const char *system_word = find_word(browser, systems, NULL);

	if (!system_word)
		return str_copy(arena, str_of(program), ret_words);
	return str_print(arena, ret_words, "%s · %s", program, system_word);
}

struct fault *
account_link_address(
	struct http_request *request, const struct account_token *token, struct str *ret_address)
{
	struct str site;

	TRY(http_address(request, &site));
	return str_print(request->arena, ret_address, "%.*s/links/%s", STR_ARG(site), token->at);
}
