/*
 * What all pages about cases begin with: who acts, which case, how it stands. No page of its own.
 */
#include "application/application_page.h"
#include "agency/agency.h"
#include "calendar/calendar_store.h"

enum { SOON_WORKING_DAYS = 3 };

void
application_visit_make(
	struct http_request *request, int64_t agency_id, struct application_visit *ret_visit)
{
	ret_visit->actor = account_actor(request, agency_id);
	ret_visit->hands = (struct application_hands){ .person = account_of(request),
		.actor = &ret_visit->actor,
		.keys = account_keys(request),
		.files = account_files(request),
		.now = (int64_t)time(NULL),
		.today = day_today() };
}

struct fault *
application_page_case(struct http_request *request, enum application_sight least,
	struct application *ret_application, enum application_sight *ret_sight)
{
	int64_t id;

	TRY(http_param_id(request, "id", &id));
	TRY(application_see(
		request->db, request->arena, account_of(request), id, least, ret_application));
	return application_sight(request->db, account_of(request), ret_application, ret_sight);
}

/* --- lamps --- */

/* Working days from the day after `from` to `to`; -1 when a year's data are missing. */
static struct fault *
working_days(struct http_request *request, struct str path, struct day from, struct day to,
	int *ret_days)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	struct fault *fault;

	TRY(calendar_borrow(request->db, path, &lent));
	fault = calendar_count_working_days(
		lent->calendar, (struct day){ from.number + 1 }, to, ret_days);
	if (fault && fault->kind == FAULT_INPUT) {
		*ret_days = -1;
		return NULL;
	}
	return fault;
}

static struct fault *
running_lamp(struct http_request *request, const struct application *one, struct day today,
	struct application_lamp *ret_lamp)
{
	bool is_late = one->due_on.number < today.number;
	int days;

	TRY(working_days(request, one->path, is_late ? one->due_on : today,
		is_late ? today : one->due_on, &days));
	/* A year without data: the day is known, the working days up to it are not. */
	if (days < 0) {
		ret_lamp->key = is_late ? "late" : "ok";
		ret_lamp->words = is_late ? STR("超期") : STR("未到期");
		return NULL;
	}
	if (is_late) {
		ret_lamp->key = "late";
		return str_print(request->arena, &ret_lamp->words, "超期 %d 个工作日", days);
	}
	ret_lamp->key = days <= SOON_WORKING_DAYS ? "soon" : "ok";
	if (!days) {
		ret_lamp->words = STR("今天到期");
		return NULL;
	}
	return str_print(request->arena, &ret_lamp->words, "剩 %d 个工作日", days);
}

struct fault *
application_lamp(struct http_request *request, const struct application *application,
	struct day today, struct application_lamp *ret_lamp)
{
	if (!application_is_open(application->state)) {
		*ret_lamp = (struct application_lamp){ "done",
			application->is_late ? STR("逾期办结") : STR("已办结") };
		return NULL;
	}
	if (application->state == APPLICATION_SUBMITTED) {
		*ret_lamp = (struct application_lamp){ "new", STR("待确认收到") };
		return NULL;
	}
	if (application->is_paused) {
		*ret_lamp = (struct application_lamp){ "off", STR("时限暂停") };
		return NULL;
	}
	if (day_is_none(application->due_on)) {
		*ret_lamp = (struct application_lamp){ "off",
			application->kind == APPLICATION_AMENDMENT
				? STR("没有法定期限")
				: STR("缺少日历数据，无法推算期限") };
		return NULL;
	}
	return running_lamp(request, application, today, ret_lamp);
}

/* --- agencies --- */

/* The agencies where one of the roles was given; the asked one is chosen, else the widest. */
struct fault *
application_scopes_make(struct http_request *request, unsigned roles,
	struct application_scope **ret_scopes, size_t *ret_count, size_t *ret_chosen)
{
	const struct account_person *person = account_of(request);
	int64_t asked = http_query_int(request, "scope", 0);
	struct application_scope *scopes;
	size_t chosen = 0;
	size_t count = 0;

	TAKE(request->arena, scopes, person->grant_count + 1);
	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];
		struct agency agency;
		bool is_there = !(grant->role & roles) || !grant->agency_id;

		for (size_t j = 0; j < count; j++)
			is_there = is_there || scopes[j].agency_id == grant->agency_id;
		if (is_there)
			continue;
		TRY(agency_load(request->db, request->arena, grant->agency_id, &agency));
		scopes[count] = (struct application_scope){ agency.id, agency.name, agency.path,
			grant->has_subtree, false };
		if (scopes[chosen].path.len > agency.path.len)
			chosen = count;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		if (scopes[i].agency_id == asked)
			chosen = i;
	if (count)
		scopes[chosen].is_chosen = true;
	*ret_scopes = scopes;
	*ret_count = count;
	*ret_chosen = chosen;
	return NULL;
}

/* --- letters --- */

struct fault *
application_letter_bytes(struct http_request *request, const struct letter_row *row,
	struct http_reply *reply, bool is_pdf)
{
	struct letter_findings findings;
	struct letter letter;
	struct doc doc;
	struct str name;

	TRY(letter_load_filled(request->db, account_keys(request), request->arena, row->id,
		day_today(), &letter, &findings));
	TRY(letter_make_doc(request->arena, &letter, &doc));
	TRY(is_pdf ? doc_write_pdf(&doc, &reply->body) : doc_write_docx(&doc, &reply->body));
	TRY(str_print(request->arena, &name, "%.*s%.*s.%s", STR_ARG(row->title),
		STR_ARG(row->number), is_pdf ? "pdf" : "docx"));
	reply->cache = HTTP_CACHE_NEVER;
	return http_reply_download(request, reply, name, NULL);
}

/* --- choices --- */

const struct http_choice application_applicant_choices[] = {
	{ "natural_person", "公民（自然人）", "Natural person" },
	{ "biz", "商业企业", "Business" },
	{ "research", "科研机构", "Research institution" },
	{ "public_welfare", "社会公益组织", "Public welfare body" },
	{ "legal_service", "法律服务机构", "Legal service" },
	{ "other_org", "其他组织", "Other organisation" },
	{ 0 },
};

const struct http_choice application_form_choices[] = {
	{ "electronic", "电子文件", "Electronic" },
	{ "paper", "纸质", "Paper" },
	{ "look", "查阅、抄录", "To look at" },
	{ 0 },
};

const struct http_choice application_way_choices[] = {
	{ "download", "网上查询下载", "Download" },
	{ "email", "电子邮件", "E-mail" },
	{ "post", "邮寄", "Post" },
	{ "counter", "当面领取", "At the counter" },
	{ "fax", "传真", "Fax" },
	{ 0 },
};
