/* The small program that the http tests drive. */
#include "app.h"

#include <unistd.h>

struct app_notes app_notes;

static struct fault *
home_page(struct http_request *request, struct http_reply *reply)
{
	http_reply_html(reply);
	buf_put(&reply->body, str_of(http_say(request, "<p>首页</p>", "<p>Home</p>")));
	return NULL;
}

static struct fault *
thing_page(struct http_request *request, struct http_reply *reply)
{
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	buf_print(&reply->body, "thing %lld", (long long)id);
	return NULL;
}

static struct fault *
name_page(struct http_request *request, struct http_reply *reply)
{
	buf_put(&reply->body, STR("name "));
	buf_put(&reply->body, http_param(request, "name"));
	buf_put(&reply->body, STR(" year "));
	buf_put_int(&reply->body, http_query_int(request, "year", -1));
	return NULL;
}

static struct fault *
new_page(struct http_request *request, struct http_reply *reply)
{
	buf_put(&reply->body, STR("new"));
	return NULL;
}

static struct fault *
long_page(struct http_request *request, struct http_reply *reply)
{
	http_reply_html(reply);
	for (int i = 0; i < 2000; i++)
		buf_put(&reply->body, STR("政府信息公开 "));
	return NULL;
}

static struct fault *
fail_page(struct http_request *request, struct http_reply *reply)
{
	TRY(http_reply_header(reply, "X-Secret", STR("half done")));
	buf_put(&reply->body, STR("half a page"));
	return app_notes.say();
}

static struct fault *
go_page(struct http_request *request, struct http_reply *reply)
{
	return http_reply_redirect(request, reply, str_of(app_notes.go_to));
}

static struct fault *
save_page(struct http_request *request, struct http_reply *reply)
{
	buf_put(&reply->body, STR("bytes"));
	return http_reply_download(request, reply, str_of(app_notes.save_as), NULL);
}

static struct fault *
cookie_page(struct http_request *request, struct http_reply *reply)
{
	buf_put(&reply->body, http_cookie(request, "seat"));
	TRY(http_reply_cookie(request, reply, "lang", STR("en"), 60));
	return http_reply_cookie(request, reply, "seat", STR(""), -1);
}

static struct fault *
header_page(struct http_request *request, struct http_reply *reply)
{
	return http_reply_header(reply, "X-Echo", http_query(request, "value"));
}

static struct fault *
db_page(struct http_request *request, struct http_reply *reply)
{
	buf_put(&reply->body, request->db ? STR("has db") : STR("no db"));
	buf_put(&reply->body, request->visitor ? STR(", known") : STR(", unknown"));
	return NULL;
}

/* Fields of /form as lines, errors after "!". */
static struct fault *
form_page(struct http_request *request, struct http_reply *reply)
{
	struct http_form form;

	TRY(http_form_read(request, app_fields, &form));
	if (form.errors.count && request->wants_json) {
		http_form_refuse_json(request, &form, reply);
		return NULL;
	}
	for (size_t i = 0; i < form.count; i++) {
		const struct http_value *value = &form.values[i];

		if (!value->is_given && !value->text_count)
			continue;
		buf_print(&reply->body, "%s=", form.fields[i].name);
		for (size_t t = 0; t < value->text_count; t++)
			buf_print(&reply->body, "[%.*s]", STR_ARG(value->texts[t]));
		for (size_t f = 0; f < value->file_count; f++)
			buf_print(&reply->body, "<%.*s %zu>", STR_ARG(value->files[f].name),
				value->files[f].bytes.len);
		buf_put_char(&reply->body, '\n');
	}
	buf_print(&reply->body, "count=%lld day=%s agree=%d\n",
		(long long)http_form_int(&form, "count", -1),
		day_text(http_form_day(&form, "day")).at, http_form_is_checked(&form, "agree"));
	for (size_t i = 0; i < form.errors.count; i++)
		buf_print(&reply->body, "!%s: %.*s\n", form.errors.items[i].field->name,
			STR_ARG(form.errors.items[i].says));
	reply->type = "text/plain; charset=utf-8";
	reply->status = form.errors.count ? 422 : 200;
	return NULL;
}

static struct fault *
slow_page(struct http_request *request, struct http_reply *reply)
{
	usleep(300 * 1000);
	buf_put(&reply->body, STR("slow but done"));
	return NULL;
}

/* Quick, until the test holds its visitors. */
static struct fault *
held_page(struct http_request *request, struct http_reply *reply)
{
	app_notes.held++;
	while (app_notes.holds)
		usleep(1000);
	app_notes.held--;
	buf_put(&reply->body, STR("let go"));
	return NULL;
}

static const struct http_choice kinds[] = {
	{ "a", "甲", "A" },
	{ "b", "乙", "B" },
	{ 0 },
};

const struct http_field app_fields[] = {
	{ .name = "title",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 8,
		.zh = "标题",
		.en = "Title" },
	{ .name = "text", .kind = HTTP_LINES, .zh = "正文", .en = "Text" },
	{ .name = "count", .kind = HTTP_INT, .least = 0, .most = 99, .zh = "数量", .en = "Count" },
	{ .name = "day", .kind = HTTP_DAY, .zh = "日期", .en = "Day" },
	{ .name = "kind", .kind = HTTP_CHOICE, .choices = kinds, .zh = "种类", .en = "Kind" },
	{ .name = "agree", .kind = HTTP_CHECKBOX, .zh = "同意", .en = "Agree" },
	{ .name = "id", .kind = HTTP_CHECKBOX, .many = 3, .zh = "编号", .en = "Numbers" },
	{ .name = "file", .kind = HTTP_FILE, .endings = "txt docx", .zh = "文件", .en = "File" },
	{ 0 },
};

static const struct route app_routes[] = {
	{ "GET", "/", home_page, ANYONE },
	{ "GET", "/things/:id", thing_page, ANYONE },
	{ "POST", "/things/:id", new_page, ANYONE },
	{ "GET", "/things/new", new_page, ANYONE },
	{ "GET", "/names/:name", name_page, ANYONE },
	{ "GET", "/long", long_page, ANYONE },
	{ "GET", "/fail", fail_page, ANYONE },
	{ "GET", "/api/v1/fail", fail_page, ANYONE },
	{ "POST", "/api/v1/form", form_page, ANYONE | UPLOAD | ANY_SITE },
	{ "GET", "/go", go_page, ANYONE },
	{ "GET", "/save", save_page, ANYONE },
	{ "GET", "/cookie", cookie_page, ANYONE },
	{ "GET", "/header", header_page, ANYONE },
	{ "GET", "/inside", db_page, 1u << 1 },
	{ "GET", "/db", db_page, ANYONE },
	{ "GET", "/form", form_page, ANYONE },
	{ "POST", "/form", form_page, ANYONE | UPLOAD },
	{ "POST", "/small", form_page, ANYONE },
	{ "POST", "/limited", new_page, ANYONE | LIMITED },
	{ "GET", "/slow", slow_page, ANYONE },
	{ "GET", "/held", held_page, ANYONE },
	{ "POST", "/api/v1/held", held_page, ANYONE | UPLOAD | ANY_SITE },
	{ 0 },
};

static const struct route *const app_tables[] = { app_routes, NULL };

static const unsigned char css[] = "body { color: black }";

static const struct http_asset app_assets[] = {
	{ .path = "/assets/b.css", .bytes = css, .len = sizeof css - 1, .is_immutable = true },
	{ .path = "/assets/a.js", .bytes = css, .len = sizeof css - 1 },
};

static struct fault *
lend(void *context, const struct http_request *request, struct db **ret_db)
{
	app_notes.lent++;
	*ret_db = (struct db *)&app_notes;
	return NULL;
}

static void
give_back(void *context, struct db *db)
{
	app_notes.given_back++;
}

static struct fault *
admit(void *context, struct http_request *request, struct http_reply *reply)
{
	request->form_token = str_of(app_notes.form_token);
	if (app_notes.shows_the_way && !(request->route->access & ANYONE))
		return http_reply_redirect(request, reply, STR("/form"));
	if (!app_notes.may_enter && !(request->route->access & ANYONE))
		return fault_new(FAULT_DENIED, "not_in", "请先登录。", "Sign in first.");
	if (app_notes.may_enter)
		request->visitor = &app_notes;
	return NULL;
}

static struct fault *
draw(struct http_request *request, const struct http_problem *problem, struct http_reply *reply)
{
	if (strcmp(problem->fault->code, "undrawable") == 0)
		return fault_absent("page", 1);
	buf_print(&reply->body, "<h1>%u</h1><p>%s</p>", problem->status,
		http_say(request, problem->fault->zh, problem->fault->en));
	return NULL;
}

const struct http_app app_usual = {
	.routes = app_tables,
	.assets = app_assets,
	.asset_count = COUNT_OF(app_assets),
	.lend_db = lend,
	.return_db = give_back,
	.admit = admit,
	.draw_problem = draw,
};

void
app_ask(struct http *http, const char *method, const char *target, const char *headers,
	struct str body, struct http_reply *ret_reply)
{
	struct http_pair pairs[120];
	struct http_facts facts = {
		.method = str_of(method),
		.target = str_of(target),
		.headers = pairs,
		.body = body,
		.peer = STR("192.0.2.7"),
	};
	struct str rest = str_of(headers);
	struct str line;

	while (facts.header_count < COUNT_OF(pairs) && str_next_line(&rest, &line)) {
		struct http_pair *pair = &pairs[facts.header_count++];

		pair->value = str_cut(line, STR(": "), &pair->name);
	}
	http_handle(http, &facts, ret_reply);
}
