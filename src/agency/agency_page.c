/*
 * The public directory of agencies: one level of the tree at a time, searching, and the card of one
 * agency with the particulars of its disclosure office.
 * What an agency has published is shown by other rooms at /agencies/:id.
 */
#include "agency/agency_card.html.h"
#include "agency/agency_directory.html.h"
#include "agency/agency_page_inside.h"

/* Levels this small are shown unfolded below their parents; the others are one step away. */
enum { FEW_BRANCHES = 12, SHOWN_BELOW = 30 };

static struct fault *
next_page(struct http_request *request, const char *base, int64_t below, struct str query,
	const struct agency_branches *branches, struct url *ret_url)
{
	struct str number;
	struct url url;

	*ret_url = URL_NONE;
	if (!branches->has_more || !branches->count)
		return NULL;
	TRY(url_check_local(str_of(base), &url));
	if (query.len)
		TRY(url_query(request->arena, url, "q", query, &url));
	if (below) {
		TRY(str_print(request->arena, &number, "%lld", (long long)below));
		TRY(url_query(request->arena, url, "below", number, &url));
	}
	TRY(str_print(request->arena, &number, "%lld",
		(long long)branches->items[branches->count - 1].agency.id));
	TRY(url_query(request->arena, url, "after", number, &url));
	*ret_url = url;
	return NULL;
}

struct fault *
agency_page_crumbs(struct http_request *request, const char *base, const char *base_words,
	const struct agency_list *above, struct html_shell *shell)
{
	struct html_link *crumbs;
	struct str number;
	size_t count = 0;
	struct url tree;

	if (!above->count)
		return NULL;
	TRY(url_check_local(str_of(base), &tree));
	TAKE(request->arena, crumbs, shell->crumb_count + above->count + 1);
	/* The shell's last one is the page itself; the tree stands before it, or is it. */
	for (size_t i = 0; i + 1 < shell->crumb_count; i++)
		if (!str_equal(shell->crumbs[i].address.text, tree.text))
			crumbs[count++] = shell->crumbs[i];
	crumbs[count++] = (struct html_link){ str_of(base_words), tree, false };
	for (size_t i = 0; i < above->count; i++) {
		const struct agency *one = &above->agencies[i];
		struct html_link *link = &crumbs[count++];

		*link = (struct html_link){ one->name, URL_NONE, i + 1 == above->count };
		if (link->is_current)
			continue;
		TRY(str_print(request->arena, &number, "%lld", (long long)one->id));
		TRY(url_query(request->arena, tree, "below", number, &link->address));
	}
	shell->crumbs = crumbs;
	shell->crumb_count = count;
	return NULL;
}

static struct fault *
fill_lines(struct http_request *request, const struct agency_branches *branches, bool is_unfolded,
	struct agency_directory_view *view)
{
	struct agency_directory_line *lines;
	struct agency_level_query query = { .limit = SHOWN_BELOW };

	TAKE(request->arena, lines, branches->count + 1);
	for (size_t i = 0; i < branches->count; i++) {
		lines[i].branch = branches->items[i];
		query.parent_id = branches->items[i].agency.id;
		if (is_unfolded && branches->count <= FEW_BRANCHES && lines[i].branch.child_count)
			TRY(agency_find_children(
				request->db, request->arena, &query, &lines[i].below));
	}
	view->lines = lines;
	view->count = branches->count;
	return NULL;
}

/* The site shows its own part of the tree: nothing above its agency. */
static struct fault *
find_top(struct http_request *request, struct agency_site *ret_site)
{
	return agency_site_find(
		request->db, request->arena, http_header(request, "Host"), ret_site);
}

static struct fault *
directory_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_directory_view view = { .query = str_trim(http_query(request, "q")) };
	struct agency_level_query query = { .parent_id = http_query_int(request, "below", 0),
		.after_id = http_query_int(request, "after", 0),
		.limit = AGENCY_PER_PAGE };
	struct agency_branches branches;
	struct agency_list above = { 0 };
	struct agency_site site;
	struct html_shell shell;
	struct agency top;

	TRY(find_top(request, &site));
	if (!query.parent_id)
		query.parent_id = site.agency_id;
	if (query.parent_id) {
		TRY(agency_load(request->db, request->arena, query.parent_id, &top));
		TRY(agency_find_above(request->db, request->arena, top.id, &above));
		view.top = &top;
		if (site.path.len && !agency_path_is_below(top.path, site.path))
			return fault_absent("agency", top.id);
		while (above.count > 1 && site.path.len &&
			!agency_path_is_below(above.agencies[0].path, site.path)) {
			above.agencies++;
			above.count--;
		}
	}
	if (view.query.len)
		TRY(agency_search(request->db, request->arena, view.query, site.path,
			query.after_id, AGENCY_PER_PAGE, &branches));
	else
		TRY(agency_find_children(request->db, request->arena, &query, &branches));
	TRY(fill_lines(request, &branches, !view.query.len, &view));
	TRY(next_page(request, "/directory", view.query.len ? 0 : query.parent_id, view.query,
		&branches, &view.next));
	TRY(account_shell(request, reply, STR("机关名录"), "/directory", &shell));
	if (!view.query.len)
		TRY(agency_page_crumbs(request, "/directory", "机关名录", &above, &shell));
	view.shell = &shell;
	agency_directory_html(&reply->body, &view);
	return NULL;
}

struct fault *
agency_card_load(struct db *db, struct arena *arena, int64_t id, struct agency_card *ret_card)
{
	struct agency_card card = { .has_office = false };

	TRY(agency_load(db, arena, id, &card.agency));
	TRY(agency_load_office(db, arena, id, &card.office));
	for (int i = 0; i < AGENCY_OFFICE_FIELDS; i++)
		card.has_office = card.has_office || card.office.fields[i].len;
	TRY(agency_load_pasts(db, arena, id, &card.pasts));
	TRY(agency_load_successors(db, arena, id, &card.successors));
	TRY(agency_load_forerunners(db, arena, id, &card.forerunners));
	*ret_card = card;
	return NULL;
}

static struct fault *
card_page(struct http_request *request, struct http_reply *reply)
{
	struct agency_level_query query = { .limit = SHOWN_BELOW };
	struct agency_branches below;
	struct agency_card_view view = { .below = &below };
	struct agency_card card;
	struct agency_site site;
	struct html_shell shell;

	TRY(http_param_id(request, "id", &query.parent_id));
	TRY(find_top(request, &site));
	TRY(agency_card_load(request->db, request->arena, query.parent_id, &card));
	if (site.path.len && !agency_path_is_below(card.agency.path, site.path))
		return fault_absent("agency", card.agency.id);
	TRY(agency_find_children(request->db, request->arena, &query, &below));
	TRY(account_shell(request, reply, card.agency.name, "/directory", &shell));
	view.shell = &shell;
	view.card = &card;
	agency_card_page_html(&reply->body, &view);
	return NULL;
}

const struct route agency_routes[] = {
	{ "GET", "/directory", directory_page, ANYONE | SHARED },
	{ "GET", "/directory/:id", card_page, ANYONE | SHARED },
	{ 0 },
};
