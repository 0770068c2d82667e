/*
 * How one dispute looks on pages: its lamp by the term of the answer, and the values of its form.
 * Pages and routes are dispute_page.c's and dispute_page_one.c's.
 */
#include "dispute/dispute_view.h"

#include <string.h>

enum { SOON_DAYS = 3 };

struct fault *
dispute_lamp(
	struct http_request *request, const struct dispute *one, struct application_lamp *ret_lamp)
{
	int days;

	if (one->result != DISPUTE_PENDING || !day_is_none(one->answered_on)) {
		*ret_lamp = (struct application_lamp){ "done",
			one->result != DISPUTE_PENDING ? STR("已审结") : STR("已答复") };
		return NULL;
	}
	if (day_is_none(one->answer_due_on)) {
		*ret_lamp = (struct application_lamp){ "off", STR("没有期限") };
		return NULL;
	}
	days = one->answer_due_on.number - day_today().number;
	if (days < 0) {
		ret_lamp->key = "late";
		return str_print(request->arena, &ret_lamp->words, "超期 %d 日", -days);
	}
	ret_lamp->key = days <= SOON_DAYS ? "soon" : "ok";
	if (!days) {
		ret_lamp->words = STR("今天到期");
		return NULL;
	}
	return str_print(request->arena, &ret_lamp->words, "剩 %d 日", days);
}

/* --- what a field holds --- */

static struct str
stored_day(struct day day)
{
	/* The page is drawn before the ring comes round. */
	static _Thread_local struct day_text texts[8];
	static _Thread_local unsigned next;
	struct day_text *text = &texts[next++ % COUNT_OF(texts)];

	*text = day_text(day);
	return str_of(text->at);
}

struct str
dispute_stored(const struct dispute *one, const char *name)
{
	const struct {
		const char *name;
		struct str text;
	} words[] = {
		{ "kind", str_of(dispute_kind_words[one->kind].key) },
		{ "role", str_of(dispute_role_words[one->role].key) },
		{ "result", str_of(dispute_result_words[one->result].key) },
		{ "body", one->body },
		{ "case_number", one->case_number },
		{ "says", one->says },
		{ "simple", one->is_simple ? STR("1") : STR("") },
	};
	const struct {
		const char *name;
		struct day day;
	} days[] = {
		{ "arrived", one->arrived_on },
		{ "answer_due", one->answer_due_on },
		{ "answered", one->answered_on },
		{ "hearing", one->hearing_on },
		{ "ended", one->ended_on },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].text;
	for (size_t i = 0; i < COUNT_OF(days); i++)
		if (strcmp(days[i].name, name) == 0)
			return stored_day(days[i].day);
	return STR("");
}

struct str
dispute_value(const struct dispute_view *view, const char *name)
{
	if (view->form && strcmp(name, "simple") == 0)
		return http_form_is_checked(view->form, name) ? STR("1") : STR("");
	if (view->form)
		return http_form_text(view->form, name);
	return view->one ? dispute_stored(view->one, name) : STR("");
}
