/*
 * What an agency's letters share, set by its own people: the mark of its numbers, who reviews, the
 * court. Settings of the whole installation are portal/'s page.
 */
#include "http/http_form.h"
#include "letter/letter_page_inside.h"
#include "letter/letter_settings.html.h"

#define PAGE "/admin/templates/settings"

static const struct http_field fields[] = {
	{ .name = "agency", .kind = HTTP_INT, .is_required = true, .zh = "机关", .en = "Agency" },
	{ .name = "key",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 60,
		.zh = "参数",
		.en = "Key" },
	{ .name = "value", .kind = HTTP_TEXT, .max = 200, .zh = "内容", .en = "Value" },
	{ .name = "version", .kind = HTTP_INT, .is_required = true, .zh = "版本", .en = "Version" },
	{ .name = "do", .kind = HTTP_TEXT, .max = 20, .zh = "办法", .en = "What to do" },
	{ 0 },
};

static bool
is_of_letters(const struct setting *setting)
{
	for (const struct setting *const *one = letter_settings; *one; one++)
		if (*one == setting)
			return true;
	return false;
}

static struct fault *
add_row(struct http_request *request, const struct setting_item *item,
	struct letter_settings_view *view)
{
	struct letter_setting_row *row = &view->rows[view->count];
	bool is_above = !item->is_own && !item->is_default && item->from_agency;
	struct agency from;

	*row = (struct letter_setting_row){ item->setting, item->value, item->is_own, STR(""),
		item->version };
	/* What those above wrote for themselves is not this agency's. */
	if (is_above && letter_setting_is_own(item->setting)) {
		row->value = STR("");
	} else if (is_above) {
		TRY(agency_load(request->db, request->arena, item->from_agency, &from));
		row->from_name = from.name;
	}
	view->count++;
	return NULL;
}

static struct fault *
load(struct http_request *request, int64_t asked, struct letter_settings_view *view)
{
	struct setting_items items;
	struct agency agency;
	int year;
	int month;
	int of_month;

	TRY(letter_choose_agency(request, asked, &agency));
	TRY(letter_find_places(request, LETTER_WORDS_ROLES, &view->places));
	TRY(letter_load_house(request->db, request->arena, agency.id, &view->house));
	day_split(day_today(), &year, &month, &of_month);
	TRY(letter_number_words(request->arena, view->house.pattern, view->house.word, STR("答"),
		year, 1, &view->sample_number));
	TRY(setting_list(request->db, request->arena, agency.path, &items));
	view->agency_id = agency.id;
	view->agency_name = agency.name;
	for (size_t i = 0; i < items.count && view->count < LETTER_SETTINGS_MOST; i++)
		if (is_of_letters(items.items[i].setting))
			TRY(add_row(request, &items.items[i], view));
	return NULL;
}

static struct fault *
draw(struct http_request *request, struct http_reply *reply, struct letter_settings_view *view)
{
	struct html_shell shell;

	TRY(account_shell(request, reply, STR("文书参数"), "/admin/templates", &shell));
	view->shell = &shell;
	letter_settings_page_html(&reply->body, view);
	return NULL;
}

static struct fault *
letter_settings_show(struct http_request *request, struct http_reply *reply)
{
	struct letter_settings_view view = { .done = http_query(request, "done") };

	TRY(load(request, http_query_int(request, "agency", 0), &view));
	return draw(request, reply, &view);
}

/* Only settings of letters: this page gives no right to others. */
static struct fault *
save(struct http_request *request, const struct http_form *form, int64_t agency_id)
{
	struct audit_actor actor = account_actor(request, agency_id);
	struct setting_change change = { .actor = &actor,
		.agency_id = agency_id,
		.key = http_form_text(form, "key"),
		.value = http_form_text(form, "value"),
		.is_forgetting = str_equal(http_form_text(form, "do"), STR("forget")),
		.version = http_form_int(form, "version", 0) };
	const struct setting *setting = setting_find(change.key);

	if (!setting || !is_of_letters(setting))
		return fault_new(FAULT_INPUT, "setting_unknown", "没有这个参数。",
			"There is no such setting.");
	return setting_save(request->db, request->arena, &change);
}

/* What was typed stays in its field, under the version that is stored now. */
static struct fault *
refuse(struct http_request *request, struct http_reply *reply, const struct fault *fault,
	const struct http_form *form)
{
	struct letter_settings_view view = { .problem = STR("") };
	struct str key = http_form_text(form, "key");

	reply->status = fault->kind == FAULT_CONFLICT ? 409 : 422;
	TRY(str_copy(
		request->arena, str_of(http_say(request, fault->zh, fault->en)), &view.problem));
	TRY(load(request, http_form_int(form, "agency", 0), &view));
	for (size_t i = 0; i < view.count; i++)
		if (str_equal(str_of(view.rows[i].setting->key), key))
			view.rows[i].value = http_form_text(form, "value");
	return draw(request, reply, &view);
}

static struct fault *
letter_settings_change(struct http_request *request, struct http_reply *reply)
{
	struct http_form form;
	struct agency agency;
	struct fault *fault;
	struct str target;

	TRY(http_form_read(request, fields, &form));
	TRY(letter_choose_agency(request, http_form_int(&form, "agency", 0), &agency));
	fault = form.errors.count ? fault_new(FAULT_INPUT, "fields", "%.*s", "%.*s",
					    STR_ARG(form.errors.items[0].says))
				  : save(request, &form, agency.id);
	if (fault && (fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT))
		return refuse(request, reply, fault, &form);
	TRY(fault);
	TRY(str_print(request->arena, &target, PAGE "?agency=%lld&done=1", (long long)agency.id));
	return http_reply_redirect(request, reply, target);
}

const struct route letter_settings_routes[] = {
	{ "GET", PAGE, letter_settings_show, LETTER_WORDS_ROLES },
	{ "POST", PAGE, letter_settings_change, LETTER_WORDS_ROLES | SAME_SITE },
	{ 0 },
};
