/*
 * The list of all cases: filters of the address, the newest first, searches kept under a name. The
 * same as a file is docket_export.c, queues of open cases are docket_page_queue.c.
 */
#include "agency/agency.h"
#include "docket/docket_list.html.h"
#include "docket/docket_page.h"
#include "docket/docket_view.h"

/* --- the filters of an address --- */

static int
asked_word(struct http_request *request, const char *name, const struct application_word *words)
{
	const struct application_word *word =
		application_word_find(words, http_query(request, name));

	return word ? word->number : -1;
}

/* "late=1" stands in searches that were kept before there were other marks. */
static enum application_mark
asked_mark(struct http_request *request)
{
	int mark = asked_word(request, "mark", application_mark_words);

	if (mark < 0 && str_equal(http_query(request, "late"), STR("1")))
		return APPLICATION_MARK_LATE;
	return mark < 0 ? APPLICATION_MARK_NONE : (enum application_mark)mark;
}

static struct day
asked_day(struct http_request *request, const char *name)
{
	struct day day;

	return day_parse(str_trim(http_query(request, name)), &day) ? day : DAY_NONE;
}

static int64_t
asked_number(struct http_request *request, const char *name, int64_t most)
{
	int64_t number = http_query_int(request, name, 0);

	return number < 0 || number > most ? 0 : number;
}

static struct fault *
add_text(struct http_request *request, const char *key, struct str value, struct url *url)
{
	return value.len ? url_query(request->arena, *url, key, value, url) : NULL;
}

static struct fault *
add_number(struct http_request *request, const char *key, int64_t value, struct url *url)
{
	struct str text;

	if (!value)
		return NULL;
	TRY(str_print(request->arena, &text, "%lld", (long long)value));
	return url_query(request->arena, *url, key, text, url);
}

static struct fault *
add_word(struct http_request *request, const char *key, const struct application_word *words,
	int number, struct url *url)
{
	const struct application_word *word =
		number < 0 ? NULL : application_word_of(words, number);

	return word ? url_query(request->arena, *url, key, str_of(word->key), url) : NULL;
}

static struct fault *
add_day(struct http_request *request, const char *key, struct day day, struct url *url)
{
	struct str text;

	if (day_is_none(day))
		return NULL;
	TRY(str_copy(request->arena, str_of(day_text(day).at), &text));
	return url_query(request->arena, *url, key, text, url);
}

/* The filters behind another address, in one order, so that the same search has one address. */
static struct fault *
address_of(struct http_request *request, const struct docket_asked_filters *asked, struct url base,
	struct url *ret_url)
{
	const struct application_query *query = &asked->query;
	const struct application_outcome *outcome = application_outcome_of(query->outcome);
	struct url url = base;

	if (asked->scope_count > 1)
		TRY(add_number(request, "scope", asked->scopes[asked->chosen].agency_id, &url));
	if (asked->agency_name.len)
		TRY(add_number(request, "agency", query->agency_id, &url));
	TRY(add_text(request, "q", query->text, &url));
	TRY(add_number(request, "year", query->year, &url));
	TRY(add_word(request, "state", application_state_words, query->state, &url));
	TRY(add_word(request, "channel", application_channel_words, query->channel, &url));
	TRY(add_word(
		request, "applicant", application_applicant_words, query->applicant_kind, &url));
	if (outcome)
		TRY(url_query(request->arena, url, "outcome", str_of(outcome->key), &url));
	TRY(add_number(request, "officer", query->officer_id, &url));
	TRY(add_word(request, "mark", application_mark_words, (int)query->mark, &url));
	TRY(add_day(request, "from", query->from, &url));
	TRY(add_day(request, "to", query->to, &url));
	TRY(add_day(request, "ended_from", query->ended_from, &url));
	TRY(add_day(request, "ended_to", query->ended_to, &url));
	TRY(add_day(request, "open", query->open_from, &url));
	TRY(add_number(request, "counted", query->only_counted, &url));
	*ret_url = url;
	return NULL;
}

static struct fault *
take_scope(struct http_request *request, struct docket_asked_filters *asked)
{
	const struct application_scope *scope = &asked->scopes[asked->chosen];
	int64_t agency_id = asked_number(request, "agency", INT64_MAX);
	struct application_query *query = &asked->query;
	struct agency agency;
	struct str path;

	TRY(str_print(request->arena, &query->pattern, "%.*s%s", STR_ARG(scope->path),
		scope->has_subtree ? "%" : ""));
	if (!scope->has_subtree)
		query->agency_id = scope->agency_id;
	if (!agency_id || agency_id == query->agency_id)
		return NULL;
	TRY(docket_scope_agency(
		request->db, request->arena, agency_id, scope->path, scope->has_subtree, &path));
	TRY(agency_load(request->db, request->arena, agency_id, &agency));
	query->agency_id = agency_id;
	asked->agency_name = agency.name;
	return NULL;
}

struct fault *
docket_asked_make(struct http_request *request, struct docket_asked_filters *ret_asked)
{
	struct str outcome = http_query(request, "outcome");
	struct docket_asked_filters asked = {
		.query = { .year = (int)asked_number(request, "year", 2200),
			.state = asked_word(request, "state", application_state_words),
			.channel = asked_word(request, "channel", application_channel_words),
			.applicant_kind =
				asked_word(request, "applicant", application_applicant_words),
			.mark = asked_mark(request),
			.from = asked_day(request, "from"),
			.to = asked_day(request, "to"),
			.ended_from = asked_day(request, "ended_from"),
			.ended_to = asked_day(request, "ended_to"),
			.open_from = asked_day(request, "open"),
			.seen_on = day_today(),
			.only_counted = str_equal(http_query(request, "counted"), STR("1")),
			.officer_id = asked_number(request, "officer", INT64_MAX),
			.text = str_trim(http_query(request, "q")),
			.limit = DOCKET_PER_PAGE },
	};
	const struct application_query *query = &asked.query;

	/* What was overdue at the end of a period is looked at from its last day. */
	if (!day_is_none(query->open_from) && query->open_from.number <= query->seen_on.number)
		asked.query.seen_on = (struct day){ query->open_from.number - 1 };
	for (const struct application_outcome *one = application_outcomes; one->key; one++)
		if (str_equal(outcome, str_of(one->key)))
			asked.query.outcome = one->number;
	TRY(application_scopes_make(
		request, APPLICATION_WATCHERS, &asked.scopes, &asked.scope_count, &asked.chosen));
	if (asked.scope_count)
		TRY(take_scope(request, &asked));
	asked.is_filtered = query->year || query->state >= 0 || query->channel >= 0 ||
			    query->applicant_kind >= 0 || query->outcome || query->mark ||
			    !day_is_none(query->from) || !day_is_none(query->to) ||
			    !day_is_none(query->ended_from) || !day_is_none(query->ended_to) ||
			    !day_is_none(query->open_from) || query->only_counted ||
			    query->officer_id || query->text.len || asked.agency_name.len;
	TRY(address_of(request, &asked, URL("/desk/applications/all"), &asked.address));
	TRY(address_of(request, &asked, URL("/desk/applications/export"), &asked.export));
	TRY(address_of(request, &asked, URL("/desk/applications/filters"), &asked.saving));
	*ret_asked = asked;
	return NULL;
}

/* --- the page --- */

static struct fault *
fill_kept(struct http_request *request, struct docket_list_view *view)
{
	struct url *addresses;

	TRY(docket_find_filters(request->db, request->arena, account_of(request)->id, &view->kept));
	TAKE(request->arena, addresses, view->kept.count + 1);
	for (size_t i = 0; i < view->kept.count; i++) {
		struct str text;

		TRY(str_print(request->arena, &text, "/desk/applications/all%s%.*s",
			view->kept.items[i].query.len ? "?" : "",
			STR_ARG(view->kept.items[i].query)));
		TRY(url_check_local(text, &addresses[i]));
	}
	view->kept_addresses = addresses;
	return NULL;
}

static struct fault *
fill_list(struct http_request *request, const struct docket_asked_filters *asked,
	struct docket_list_view *view)
{
	const struct application_scope *scope = &asked->scopes[asked->chosen];
	struct application_query query = asked->query;
	struct docket_line *lines;
	struct application_list list;
	struct str number;

	query.before_id = asked_number(request, "before", INT64_MAX);
	view->is_first = !query.before_id;
	view->may_open = account_may(account_of(request), APPLICATION_HANDLERS, scope->path);
	view->may_act = account_may(account_of(request), DOCKET_BULK_ROLES, scope->path);
	TRY(application_list_all(request->db, request->arena, &query, &list));
	TRY(docket_count_all(request->db, request->arena, &query, DOCKET_COUNTED, &view->total));
	TRY(docket_find_officers(request->db, request->arena, query.pattern, &view->officers));
	TRY(docket_lines_make(request, &list, &lines));
	view->table =
		(struct docket_table_view){ lines, list.count, scope->has_subtree, view->may_act };
	view->more = URL_NONE;
	if (!list.has_more)
		return NULL;
	TRY(str_print(request->arena, &number, "%lld", (long long)list.items[list.count - 1].id));
	return url_query(request->arena, asked->address, "before", number, &view->more);
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply,
	const struct docket_asked_filters *asked, struct docket_list_view *view)
{
	struct html_shell shell;

	view->asked = asked;
	if (asked->scope_count)
		TRY(fill_list(request, asked, view));
	TRY(fill_kept(request, view));
	TRY(account_shell(request, reply, STR("全部申请"), "/desk/applications", &shell));
	view->shell = &shell;
	docket_list_html(&reply->body, view);
	reply->cache = HTTP_CACHE_NEVER;
	return NULL;
}

static struct fault *
docket_list_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_list_view view = { 0 };
	struct docket_asked_filters asked;

	TRY(docket_asked_make(request, &asked));
	TRY(application_page_keep_list(request, reply));
	return draw(request, reply, &asked, &view);
}

/* --- searches kept --- */

static const struct http_field filter_fields[] = {
	{ .name = "name",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = DOCKET_FILTER_LONGEST,
		.zh = "筛选的名字",
		.en = "Name of the filter" },
	{ 0 },
};

static struct str
query_of(struct url url)
{
	struct str head;

	return str_cut(url.text, STR("?"), &head);
}

static struct fault *
docket_keep_page(struct http_request *request, struct http_reply *reply)
{
	struct docket_list_view view = { 0 };
	struct docket_asked_filters asked;
	struct fault *fault = NULL;
	struct http_form form;

	TRY(docket_asked_make(request, &asked));
	TRY(http_form_read(request, filter_fields, &form));
	if (!form.errors.count)
		fault = docket_save_filter(request->db, account_of(request)->id,
			http_form_text(&form, "name"), query_of(asked.address));
	if (!fault && !form.errors.count)
		return http_reply_redirect(request, reply, asked.address.text);
	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_LIMIT)
		return fault;
	reply->status = 422;
	TRY(http_form_mistakes(request, &form, &view.mistakes));
	if (fault)
		TRY(str_copy(request->arena, str_of(http_say(request, fault->zh, fault->en)),
			&view.mistakes.says));
	return draw(request, reply, &asked, &view);
}

static struct fault *
docket_drop_page(struct http_request *request, struct http_reply *reply)
{
	struct url list;
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(docket_drop_filter(request->db, account_of(request)->id, id));
	TRY(application_page_list(request, &list));
	return http_reply_redirect(request, reply, list.text);
}

const struct route docket_list_routes[] = {
	{ "GET", "/desk/applications/all", docket_list_page, APPLICATION_WATCHERS },
	{ "POST", "/desk/applications/filters", docket_keep_page,
		APPLICATION_WATCHERS | SAME_SITE },
	{ "POST", "/desk/applications/filters/:id/drop", docket_drop_page,
		APPLICATION_WATCHERS | SAME_SITE },
	{ 0 },
};
