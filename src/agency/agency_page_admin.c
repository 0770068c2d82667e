/*
 * Administration of agencies, the part that only shows: the tree one level at a time, searching,
 * and the record of one agency with what can be done with it.
 * Its forms are agency_page_change.c's, agency_page_deed.c's and agency_page_pick.c's.
 */
#include "agency/agency_admin.html.h"
#include "agency/agency_page_inside.h"

enum { SHOWN_BELOW = 50 };

static struct fault *
next_page(struct http_request *request, const struct agency_tree_view *view, int64_t below,
	struct url *ret_url)
{
	const struct agency_branches *branches = view->branches;
	struct url url = URL(AGENCY_ADMIN);
	struct str number;

	*ret_url = URL_NONE;
	if (!branches->has_more || !branches->count)
		return NULL;
	if (view->query.len)
		TRY(url_query(request->arena, url, "q", view->query, &url));
	if (view->with_ended)
		TRY(url_query(request->arena, url, "ended", STR("1"), &url));
	if (below) {
		TRY(str_print(request->arena, &number, "%lld", (long long)below));
		TRY(url_query(request->arena, url, "below", number, &url));
	}
	TRY(str_print(request->arena, &number, "%lld",
		(long long)branches->items[branches->count - 1].agency.id));
	return url_query(request->arena, url, "after", number, ret_url);
}

/* Where a person's own part of the tree begins: the top for those who administer everything. */
static struct fault *
own_top(const struct http_request *request, int64_t *ret_id, struct str *ret_path)
{
	const struct account_person *person = account_of(request);

	*ret_id = 0;
	*ret_path = STR_NONE;
	if (agency_page_manages_all(person))
		return NULL;
	for (size_t i = 0; person && i < person->grant_count; i++)
		if (person->grants[i].role == ACCOUNT_SYSTEM_ADMIN) {
			*ret_id = person->grants[i].agency_id;
			*ret_path = person->grants[i].path;
		}
	return agency_page_must(request, *ret_path);
}

/* From the top down to an agency, beginning where the person's own part of the tree does. */
static struct fault *
find_above(struct http_request *request, int64_t id, struct agency_list *ret_above)
{
	TRY(agency_find_above(request->db, request->arena, id, ret_above));
	while (ret_above->count > 1 &&
		agency_page_must(request, ret_above->agencies[0].path) != NULL) {
		ret_above->agencies++;
		ret_above->count--;
	}
	return NULL;
}

static struct fault *
tree_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_tree_view view = { .query = str_trim(http_query(request, "q")),
		.with_ended = str_equal(http_query(request, "ended"), STR("1")),
		.may_top = agency_page_manages_all(account_of(request)) };
	struct agency_level_query query = { .parent_id = http_query_int(request, "below", 0),
		.with_ended = view.with_ended,
		.after_id = http_query_int(request, "after", 0),
		.limit = AGENCY_PER_PAGE };
	struct agency_branches branches;
	struct agency_list above = { 0 };
	struct html_shell shell;
	struct agency top;
	struct str own_path;
	int64_t own_id = 0;

	TRY(own_top(request, &own_id, &own_path));
	if (!query.parent_id)
		query.parent_id = own_id;
	if (query.parent_id) {
		TRY(agency_load(request->db, request->arena, query.parent_id, &top));
		TRY(agency_page_must(request, top.path));
		TRY(find_above(request, top.id, &above));
		view.top = &top;
	}
	if (view.query.len)
		TRY(agency_search(request->db, request->arena, view.query, own_path, query.after_id,
			AGENCY_PER_PAGE, &branches));
	else
		TRY(agency_find_children(request->db, request->arena, &query, &branches));
	view.branches = &branches;
	TRY(next_page(request, &view, view.query.len ? 0 : query.parent_id, &view.next));
	TRY(account_shell(request, reply, STR("机关"), AGENCY_ADMIN, &shell));
	if (!view.query.len)
		TRY(agency_page_crumbs(request, AGENCY_ADMIN, "机关", &above, &shell));
	shell.is_hidden = true;
	view.shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	agency_tree_html(&reply->body, &view);
	return NULL;
}

/* What was just done, after the redirect. */
static struct str
done_words(struct str done)
{
	static const char *const words[][2] = { { "made", "机关已新增。" },
		{ "changed", "已保存。" }, { "renamed", "已更名。" }, { "moved", "已移动。" },
		{ "merged", "已并入，这个机关已撤销。" }, { "split", "已拆分，这个机关已撤销。" },
		{ "ended", "机关已撤销。" }, { "over", "这个机关已经撤销，不能再改。" } };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_equal(done, str_of(words[i][0])))
			return str_of(words[i][1]);
	return STR_NONE;
}

static struct fault *
record_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_level_query query = { .limit = SHOWN_BELOW };
	struct agency_branches below;
	struct agency_list above;
	struct agency_record_view view = { .below = &below,
		.done = done_words(http_query(request, "done")) };
	struct agency_card card;
	struct html_shell shell;
	struct agency agency;

	TRY(agency_page_load(request, &agency));
	query.parent_id = agency.id;
	TRY(agency_card_load(request->db, request->arena, agency.id, &card));
	TRY(find_above(request, agency.id, &above));
	TRY(agency_find_children(request->db, request->arena, &query, &below));
	TRY(account_shell(request, reply, agency.name, AGENCY_ADMIN, &shell));
	TRY(agency_page_crumbs(request, AGENCY_ADMIN, "机关", &above, &shell));
	if (above.count > 1 && !agency_division_fits(agency.division_code,
				       above.agencies[above.count - 2].division_code))
		view.stranger = &above.agencies[above.count - 2];
	shell.is_hidden = true;
	view.shell = &shell;
	view.card = &card;
	reply->cache = HTTP_CACHE_NEVER;
	agency_record_html(&reply->body, &view);
	return NULL;
}

const struct route agency_admin_routes[] = {
	{ "GET", AGENCY_ADMIN, tree_page, ACCOUNT_SYSTEM_ADMIN },
	{ "GET", AGENCY_ADMIN "/:id", record_page, ACCOUNT_SYSTEM_ADMIN },
	{ 0 },
};
