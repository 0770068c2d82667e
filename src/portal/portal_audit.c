/*
 * The auditor's page: entries with filters, the newest first, and the same as CSV; who audits some
 * agencies sees what belongs to them. Verifying the chain is about all of it and done with the
 * command line, where nobody can be shown a page that lies.
 */
#include "portal/portal_admin.h"

#include "account/account.h"
#include "portal/portal.h"
#include "portal/portal_admin.html.h"

enum { ENTRIES = 50, EXPORTED = 500, MOST_EXPORTED = 100000 };

static const struct http_field fields[] = {
	{ .name = "from", .kind = HTTP_DAY, .zh = "从", .en = "From" },
	{ .name = "to", .kind = HTTP_DAY, .zh = "到", .en = "To" },
	{ .name = "account", .kind = HTTP_INT, .zh = "账号编号", .en = "Account" },
	{ .name = "agency", .kind = HTTP_INT, .zh = "机关编号", .en = "Agency" },
	{ .name = "deed", .kind = HTTP_TEXT, .max = 60, .zh = "事项", .en = "Deed" },
	{ .name = "before", .kind = HTTP_INT, .zh = "更早", .en = "Before" },
	{ 0 },
};

/* Auditors of the whole installation see everything, those of agencies what belongs to these: the
 * patterns of their places as audit_find() takes them. */
static struct fault *
find_reach(struct http_request *request, struct str *ret_patterns)
{
	const struct account_person *person = account_of(request);

	*ret_patterns = STR_NONE;
	if (account_may(person, ACCOUNT_AUDITOR, STR("/")))
		return NULL;
	return account_reach(request->arena, person, ACCOUNT_AUDITOR, ret_patterns);
}

static struct audit_query
query_of(const struct http_form *form, struct str patterns)
{
	return (struct audit_query){
		.patterns = patterns,
		.account_id = http_form_int(form, "account", 0),
		.agency_id = http_form_int(form, "agency", 0),
		.deed = http_form_text(form, "deed"),
		.from = http_form_day(form, "from"),
		.to = http_form_day(form, "to"),
		.before_id = http_form_int(form, "before", 0),
	};
}

/* The filters as an address, so that paging and the export keep them. */
static struct fault *
keep_filters(struct http_request *request, const struct http_form *form, struct url *url)
{
	static const char *const kept[] = { "from", "to", "account", "agency", "deed" };

	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		struct str typed = http_query(request, kept[i]);

		if (typed.len && !http_form_error(form, kept[i]).len)
			TRY(url_query(request->arena, *url, kept[i], typed, url));
	}
	return NULL;
}

static struct fault *
portal_audit_page(struct http_request *request, struct http_reply *reply)
{
	struct portal_audit_view view = { .more = URL_NONE, .export = URL("/admin/audit/export") };
	struct audit_query query;
	struct html_shell shell;
	struct http_form form;
	struct str patterns;
	struct str number;

	TRY(find_reach(request, &patterns));
	TRY(http_form_read(request, fields, &form));
	query = query_of(&form, patterns);
	query.limit = ENTRIES;
	TRY(audit_find(request->db, request->arena, &query, &view.list));
	TRY(keep_filters(request, &form, &view.export));
	if (view.list.has_more) {
		view.more = URL("/admin/audit");
		TRY(keep_filters(request, &form, &view.more));
		TRY(str_print(request->arena, &number, "%lld",
			(long long)view.list.entries[view.list.count - 1].id));
		TRY(url_query(request->arena, view.more, "before", number, &view.more));
	}
	TRY(account_shell(request, reply, STR("审计"), "/admin/audit", &shell));
	view.shell = &shell;
	view.form = &form;
	view.is_partial = patterns.len != 0;
	view.is_filtered = query.account_id || query.agency_id || query.deed.len ||
			   !day_is_none(query.from) || !day_is_none(query.to);
	if (form.errors.count)
		reply->status = 422;
	portal_audit_html(&reply->body, &view);
	return NULL;
}

/* A cell of CSV: quoted, and never read as a formula by a spreadsheet. */
static void
put_cell(struct buf *out, struct str text)
{
	buf_put_char(out, '"');
	if (text.len && strchr("=+-@\t", text.at[0]))
		buf_put_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_put_char(out, '"');
		buf_put_char(out, text.at[i]);
	}
	buf_put_char(out, '"');
}

static void
put_entry(struct buf *out, const struct audit_entry *entry)
{
	buf_print(out, "%lld,%s,", (long long)entry->id, day_moment_text(entry->at / 1000).at);
	put_cell(out, entry->actor.name);
	buf_print(out, ",%lld,%lld,%s,", (long long)entry->actor.account_id,
		(long long)entry->agency_id, portal_way_words(entry->actor.way));
	put_cell(out, entry->actor.address);
	buf_put_char(out, ',');
	put_cell(out, entry->deed);
	buf_put_char(out, ',');
	put_cell(out, entry->thing);
	buf_print(out, ",%lld,", (long long)entry->thing_id);
	put_cell(out, entry->before);
	buf_put_char(out, ',');
	put_cell(out, entry->after);
	buf_print(out, ",%s\r\n", entry->digest.at);
}

static struct fault *
portal_audit_export_page(struct http_request *request, struct http_reply *reply)
{
	struct audit_query query;
	struct http_form form;
	struct str patterns;
	int64_t total = 0;

	TRY(find_reach(request, &patterns));
	TRY(http_form_read(request, fields, &form));
	/* A filter that cannot be read must not become an export of everything. */
	if (form.errors.count)
		return portal_audit_page(request, reply);
	query = query_of(&form, patterns);
	query.limit = EXPORTED;
	buf_put(&reply->body,
		STR("\xEF\xBB\xBF编号,时间,何人,账号,机关,方式,地址,事项,对象,对象编号,原值,新值,"
		    "摘要\r\n"));
	for (bool has_more = true; has_more && total < MOST_EXPORTED;) {
		CLOSING(arena_close) struct arena *arena = NULL;
		struct audit_list list;

		/* Each batch has its own memory, so a long export needs no more than a short one.
		 */
		TRY(arena_open((size_t)64 << 20, &arena));
		TRY(audit_find(request->db, arena, &query, &list));
		for (size_t i = 0; i < list.count; i++)
			put_entry(&reply->body, &list.entries[i]);
		total += (int64_t)list.count;
		has_more = list.has_more;
		if (list.count)
			query.before_id = list.entries[list.count - 1].id;
	}
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, STR("审计.csv"), "text/csv; charset=utf-8");
}

const struct route portal_audit_routes[] = {
	{ "GET", "/admin/audit", portal_audit_page, ACCOUNT_AUDITOR },
	{ "GET", "/admin/audit/export", portal_audit_export_page, ACCOUNT_AUDITOR },
	{ 0 },
};
