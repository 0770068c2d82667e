/*
 * The agency in forms of this room: typed by name or number, or looked for and chosen from a list
 * in the same form, without losing what else was typed and without script. The tree itself is
 * agency/'s, which stands above.
 */
#include "account/account_page_inside.h"

#include "base/json.h"

enum { MOST_OFFERED = 20, MOST_PATTERNS = 64 << 10 };

struct fault *
account_reach(struct arena *arena, const struct account_person *person, unsigned roles,
	struct str *ret_patterns)
{
	CLOSING(buf_done) struct buf list;
	struct json_out json;
	struct str pattern;

	buf_init(&list, MOST_PATTERNS);
	json_out_init(&json, &list);
	json_begin_array(&json);
	for (size_t i = 0; person && i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];

		if (!(grant->role & roles))
			continue;
		TRY(str_print(arena, &pattern, "%.*s%s", STR_ARG(grant->path),
			grant->has_subtree ? "%" : ""));
		json_put_str(&json, pattern);
	}
	json_end_array(&json);
	TRY(buf_check(&list));
	return str_copy(arena, buf_str(&list), ret_patterns);
}

bool
account_agency_is_sought(const struct http_form *form)
{
	return http_form_text(form, "find").len != 0;
}

struct fault *
account_agency_of_text(
	struct http_request *request, struct str text, struct account_agency *ret_agency)
{
	int64_t id = 0;

	text = str_trim(text);
	*ret_agency = (struct account_agency){ .path = STR("/") };
	if (!text.len)
		return NULL;
	if (str_to_int(text, &id))
		return account_load_agency(request->db, request->arena, id, ret_agency);
	return account_find_agency(request->db, request->arena, text, ret_agency);
}

struct fault *
account_agency_read(struct http_request *request, const struct http_form *form,
	struct account_agency *ret_agency)
{
	struct str text = http_form_text(form, "agency");
	int64_t picked = http_form_int(form, "agency_pick", 0);

	/* What was chosen counts for the words it was found by: after other words it is forgotten.
	 */
	if (picked > 0 && str_equal(text, http_form_text(form, "agency_sought")))
		return account_load_agency(request->db, request->arena, picked, ret_agency);
	return account_agency_of_text(request, text, ret_agency);
}

struct fault *
account_agency_offer(struct http_request *request, const struct http_form *form, unsigned roles,
	struct account_form_view *view)
{
	struct account_agency_choice *found;
	struct account_option *options;
	struct str patterns;
	int64_t picked = http_form_int(form, "agency_pick", 0);
	size_t count = 0;

	view->sought = http_form_text(form, "agency");
	TRY(account_reach(request->arena, account_of(request), roles, &patterns));
	TRY(account_search_agencies(request->db, request->arena, view->sought, patterns,
		MOST_OFFERED + 1, &found, &count));
	view->has_more_agencies = count > MOST_OFFERED;
	view->agency_count = count > MOST_OFFERED ? MOST_OFFERED : count;
	view->has_sought = true;
	TAKE(request->arena, options, view->agency_count + 1);
	for (size_t i = 0; i < view->agency_count; i++) {
		struct account_option *option = &options[i];

		TRY(str_print(
			request->arena, &option->value, "%lld", (long long)found[i].agency.id));
		option->label = found[i].agency.name;
		if (found[i].above.len)
			TRY(str_print(request->arena, &option->label, "%.*s（%.*s）",
				STR_ARG(found[i].agency.name), STR_ARG(found[i].above)));
		option->is_chosen = found[i].agency.id == picked || count == 1;
	}
	view->agencies = options;
	return NULL;
}
