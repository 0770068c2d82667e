/*
 * Administration of templates: those of an agency, one of them with preview, versions and the way
 * back. What a template may say is letter_template.c's business.
 */
#include <time.h>

#include "http/http_form.h"
#include "letter/letter_page_inside.h"
#include "letter/letter_words.html.h"

#define WORDS "/admin/templates"

static const struct http_field fields[] = {
	{ .name = "agency", .kind = HTTP_INT, .is_required = true, .zh = "机关", .en = "Agency" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "text",
		.kind = HTTP_LINES,
		.max = LETTER_TEMPLATE_LONGEST,
		.zh = "正文",
		.en = "Text" },
	{ .name = "do", .kind = HTTP_TEXT, .max = 20, .zh = "办法", .en = "What to do" },
	{ 0 },
};

struct fault *
letter_find_places(struct http_request *request, unsigned roles, struct letter_places *ret_places)
{
	const struct account_person *person = account_of(request);
	struct letter_places places = { 0 };

	TAKE(request->arena, places.items, person->grant_count + 1);
	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct letter_place *same = NULL;
		struct agency agency = { .name = STR("全部机关"), .path = STR("/") };

		if (!(grant->role & roles))
			continue;
		for (size_t j = 0; j < places.count; j++)
			if (places.items[j].id == grant->agency_id)
				same = &places.items[j];
		if (same) {
			same->has_subtree = same->has_subtree || grant->has_subtree;
			continue;
		}
		if (grant->agency_id)
			TRY(agency_load(request->db, request->arena, grant->agency_id, &agency));
		places.items[places.count++] = (struct letter_place){ agency.id, agency.name,
			agency.path, grant->has_subtree || !agency.id };
	}
	*ret_places = places;
	return NULL;
}

/* Who may act for the whole installation begins with the first agency at the top. */
static struct fault *
first_agency(struct http_request *request, int64_t *ret_id)
{
	const struct agency_level_query query = { .limit = 1 };
	struct agency_branches branches;
	struct letter_places places;

	*ret_id = 0;
	TRY(letter_find_places(request, LETTER_WORDS_ROLES, &places));
	for (size_t i = 0; i < places.count && !*ret_id; i++)
		*ret_id = places.items[i].id;
	if (*ret_id)
		return NULL;
	TRY(agency_find_children(request->db, request->arena, &query, &branches));
	if (!branches.count)
		return fault_absent("agency", 0);
	*ret_id = branches.items[0].agency.id;
	return NULL;
}

struct fault *
letter_choose_agency(struct http_request *request, int64_t asked, struct agency *ret_agency)
{
	int64_t id = asked;

	if (!id)
		TRY(first_agency(request, &id));
	TRY(agency_load(request->db, request->arena, id, ret_agency));
	return account_must(account_of(request), LETTER_WORDS_ROLES, ret_agency->path);
}

/* --- the list --- */

static struct fault *
letter_words_list_show(struct http_request *request, struct http_reply *reply)
{
	struct letter_words_list_view view = { 0 };
	struct letter_words *words;
	struct html_shell shell;
	struct agency agency;

	TRY(letter_choose_agency(request, http_query_int(request, "agency", 0), &agency));
	TRY(letter_find_places(request, LETTER_WORDS_ROLES, &view.places));
	TRY(letter_words_list(request->db, request->arena, agency.path, &words));
	TRY(account_shell(request, reply, STR("文书模板"), WORDS, &shell));
	view.shell = &shell;
	view.agency_id = agency.id;
	view.agency_name = agency.name;
	view.words = words;
	letter_words_list_page_html(&reply->body, &view);
	return NULL;
}

/* --- one template --- */

static struct fault *
load_view(struct http_request *request, int64_t agency_id, struct letter_words_view *view)
{
	enum letter_kind kind = letter_kind_find(http_param(request, "kind"));
	struct agency agency;

	if (kind == LETTER_NONE)
		return fault_absent("letter", 0);
	TRY(letter_choose_agency(request, agency_id, &agency));
	TRY(letter_words_load(request->db, request->arena, agency.path, kind, &view->words));
	TRY(letter_words_versions(request->db, request->arena, agency.id, kind, &view->versions));
	view->type = &letter_types[kind];
	view->agency_id = agency.id;
	view->agency_name = agency.name;
	view->text = view->words.text;
	view->version = view->words.version;
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct letter_words_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, str_of(view->type->title), WORDS, &shell));
	view->shell = &shell;
	letter_words_page_html(&reply->body, view);
	return NULL;
}

static struct fault *
preview(struct http_request *request, struct letter_words_view *view)
{
	TRY(letter_fill_sample(request->db, request->arena, view->agency_id, view->words.kind,
		view->text, day_today(), &view->letter, &view->findings));
	view->has_preview = true;
	return letter_make_doc(request->arena, &view->letter, &view->doc);
}

static struct fault *
letter_words_show(struct http_request *request, struct http_reply *reply)
{
	struct letter_words_view view = { .done = http_query(request, "done") };
	int64_t from = http_query_int(request, "from", 0);

	TRY(load_view(request, http_query_int(request, "agency", 0), &view));
	for (size_t i = 0; i < view.versions.count; i++)
		if (view.versions.items[i].version == from && view.versions.items[i].text.len)
			view.text = view.versions.items[i].text;
	TRY(preview(request, &view));
	return draw(request, reply, &view);
}

static struct fault *
save(struct http_request *request, const struct letter_words_view *view, struct str text)
{
	struct audit_actor actor = account_actor(request, view->agency_id);
	struct letter_words_change change = { .actor = &actor,
		.now = (int64_t)time(NULL),
		.agency_id = view->agency_id,
		.kind = view->words.kind,
		.text = text,
		.version = view->version };

	return letter_words_save(request->db, &change);
}

/* What was typed stays in the form; a mistake is told over it, and another's version beside it. */
static struct fault *
refuse(struct http_request *request, struct http_reply *reply, const struct fault *fault,
	struct http_form *form, struct letter_words_view *view)
{
	if (fault->kind == FAULT_CONFLICT) {
		struct http_pair stored = { STR("text"), view->words.text };

		reply->status = 409;
		TRY(http_form_compare(request, form, &stored, 1, &view->stale));
		view->version = view->words.version;
	} else {
		reply->status = 422;
		TRY(http_form_blame(request, form, "text", fault->zh, fault->en));
		TRY(http_form_mistakes(request, form, &view->mistakes));
	}
	TRY(preview(request, view));
	return draw(request, reply, view);
}

static struct fault *
letter_words_change(struct http_request *request, struct http_reply *reply)
{
	struct letter_words_view view = { 0 };
	struct http_form form;
	struct fault *fault;
	struct str target;
	struct str deed;
	bool is_reset;

	TRY(http_form_read(request, fields, &form));
	TRY(load_view(request, http_form_int(&form, "agency", 0), &view));
	view.text = http_form_text(&form, "text");
	view.version = http_form_int(&form, "version", 0);
	deed = http_form_text(&form, "do");
	is_reset = str_equal(deed, STR("reset"));
	if (form.errors.count) {
		reply->status = 422;
		TRY(http_form_mistakes(request, &form, &view.mistakes));
		return draw(request, reply, &view);
	}
	if (str_equal(deed, STR("preview"))) {
		TRY(preview(request, &view));
		reply->status = view.findings.error_count ? 422 : 200;
		return draw(request, reply, &view);
	}
	if (!is_reset && !view.text.len)
		fault = fault_new(
			FAULT_INPUT, "letter_template", "请填写正文。", "Write the text.");
	else
		fault = save(request, &view, is_reset ? STR("") : view.text);
	if (fault && (fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT))
		return refuse(request, reply, fault, &form, &view);
	TRY(fault);
	TRY(str_print(request->arena, &target, WORDS "/%s?agency=%lld&done=%s", view.type->key,
		(long long)view.agency_id, is_reset ? "reset" : "save"));
	return http_reply_redirect(request, reply, target);
}

const struct route letter_template_routes[] = {
	{ "GET", WORDS, letter_words_list_show, LETTER_WORDS_ROLES },
	{ "GET", WORDS "/:kind", letter_words_show, LETTER_WORDS_ROLES },
	{ "POST", WORDS "/:kind", letter_words_change, LETTER_WORDS_ROLES | SAME_SITE },
	{ 0 },
};
