/*
 * How forms about a case end: on to a tab of the case, or the page again with what was typed and
 * each sentence at its field. Which page that is knows who calls.
 */
#include "casework/casework_page.h"

struct fault *
casework_to_tab(struct http_request *request, struct http_reply *reply, int64_t id, const char *tab,
	const char *done)
{
	struct str address;

	TRY(str_print(request->arena, &address, "/desk/applications/%lld?tab=%s&done=%s",
		(long long)id, tab, done));
	return http_reply_redirect(request, reply, address);
}

struct fault *
casework_refuse(struct http_request *request, struct http_reply *reply,
	const struct http_form *form, struct fault *fault, struct html_mistakes *ret_mistakes)
{
	struct html_mistakes mistakes;
	struct str says = STR_NONE;

	if (fault && fault->kind != FAULT_INPUT && fault->kind != FAULT_CONFLICT &&
		fault->kind != FAULT_LIMIT)
		return fault;
	reply->status = fault && fault->kind == FAULT_CONFLICT ? 409 : 422;
	if (fault)
		TRY(str_copy(
			request->arena, str_of(http_say(request, fault->zh, fault->en)), &says));
	TRY(http_form_mistakes(request, form, &mistakes));
	mistakes.says = says;
	*ret_mistakes = mistakes;
	return NULL;
}

struct fault *
casework_blame(struct http_request *request, struct http_form *form, const char *name,
	struct fault **fault)
{
	const struct fault *mistake = *fault;

	*fault = NULL;
	return http_form_blame(request, form, name, mistake->zh, mistake->en);
}
