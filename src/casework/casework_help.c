/*
 * What helps to fill in a reply: earlier replies to the same applicant, names of agencies near by,
 * the files that will be given, and what is missing beside its field. The page is
 * casework_draft.c.
 */
#include <string.h>

#include "agency/agency.h"
#include "casework/casework_draft_view.h"

enum { MOST_NEAR = 200 };

static struct casework_draft_field *
field_of(struct casework_draft_view *view, const char *name)
{
	for (size_t i = 0; i < view->field_count; i++)
		if (strcmp(view->fields[i].field->name, name) == 0)
			return &view->fields[i];
	return NULL;
}

static void
suggest(struct casework_draft_view *view, const char *name, struct str text)
{
	struct casework_draft_field *field = field_of(view, name);

	if (field && !field->text.len)
		field->text = text;
}

/* Law: 条例 art. 36 no. 6: number and day of the earlier reply. `?earlier=` takes one over. */
static struct fault *
find_earlier(struct http_request *request, struct casework_draft_view *view)
{
	struct str chosen = http_query(request, "earlier");
	struct application_decision decision;
	struct application_alikes alikes;
	struct letter_row row;
	int64_t id;

	TRY(application_find_alike(request->db, request->arena, view->one, &alikes));
	TAKE(request->arena, view->earlier, alikes.count + 1);
	for (size_t i = 0; i < alikes.count; i++) {
		const struct application *other = &alikes.items[i].application;
		struct str day;

		if (!alikes.items[i].is_same_applicant || !other->outcome ||
			other->agency_id != view->one->agency_id)
			continue;
		TRY(application_load_decision(request->db, request->arena, other->id, &decision));
		if (!decision.letter_id)
			continue;
		TRY(letter_load(request->db, request->arena, decision.letter_id, &row));
		view->earlier[view->earlier_count++] = (struct casework_earlier){ other->id,
			other->title, row.number, row.issued_on };
		if (!str_to_int(chosen, &id) || id != other->id)
			continue;
		TRY(str_copy(request->arena, str_of(day_text(row.issued_on).at), &day));
		suggest(view, "previous_number", row.number);
		suggest(view, "previous_date", day);
	}
	return NULL;
}

/* Agencies beside and below the one above: usually one of them is in charge. */
static struct fault *
find_agencies(struct http_request *request, struct casework_draft_view *view)
{
	struct agency_level_query query = { .limit = MOST_NEAR };
	struct agency_branches near;
	struct agency own;

	TRY(agency_load(request->db, request->arena, view->one->agency_id, &own));
	TAKE(request->arena, view->agencies, MOST_NEAR * 2);
	for (int level = 0; level < 2; level++) {
		query.parent_id = level ? own.id : own.parent_id;
		if (!query.parent_id)
			continue;
		TRY(agency_find_children(request->db, request->arena, &query, &near));
		for (size_t i = 0; i < near.count && view->agency_count < MOST_NEAR * 2; i++)
			if (near.items[i].agency.id != own.id)
				view->agencies[view->agency_count++] = near.items[i].agency.name;
	}
	return NULL;
}

/* Files that the applicant may have, one a line: the letter names what it brings. */
static struct fault *
name_files(struct http_request *request, struct casework_draft_view *view)
{
	struct application_files files;
	struct str names = STR("");

	TRY(application_load_files(request->db, request->arena, view->one->id, &files));
	for (size_t i = 0; i < files.count; i++) {
		const struct application_file *file = &files.items[i];

		if (file->removed_at ||
			(!file->is_released && file->kind != APPLICATION_FILE_ANSWER))
			continue;
		TRY(str_join(request->arena, names, names.len ? STR("\n") : STR(""), file->name,
			&names));
	}
	suggest(view, "attachments", names);
	suggest(view, "disclosed", names);
	return NULL;
}

struct fault *
casework_draft_help(struct http_request *request, struct casework_draft_view *view)
{
	if (!view->rule)
		return NULL;
	if (view->rule->needs & APPLICATION_SAYS_EARLIER)
		TRY(find_earlier(request, view));
	if (field_of(view, "right_agency"))
		TRY(find_agencies(request, view));
	return field_of(view, "attachments") || field_of(view, "disclosed")
		       ? name_files(request, view)
		       : NULL;
}

void
casework_draft_blame(struct casework_draft_view *view)
{
	static const struct {
		unsigned says;
		const char *names[2];
	} places[] = { { APPLICATION_SAYS_WAY, { "public_address" } },
		{ APPLICATION_SAYS_FILES, { "disclosed" } },
		{ APPLICATION_SAYS_REASON, { "reasons", "correction_result" } },
		{ APPLICATION_SAYS_SEARCH, { "search_scope" } },
		{ APPLICATION_SAYS_AGENCY, { "right_agency" } },
		{ APPLICATION_SAYS_EARLIER, { "previous_number" } },
		{ APPLICATION_SAYS_SPECIAL, { "special_law" } },
		{ APPLICATION_SAYS_CHANNEL, { "petition_way", "publication_source" } },
		{ APPLICATION_SAYS_REDACTION, { "redactions" } },
		{ APPLICATION_SAYS_LAPSE, { "lapse" } } };

	for (size_t i = 0; i < view->lack_count; i++) {
		if (view->lacks[i].says & APPLICATION_SAYS_EXEMPTION)
			view->exemption_lack = view->lacks[i].zh;
		for (size_t j = 0; j < COUNT_OF(places); j++)
			for (size_t k = 0; places[j].says & view->lacks[i].says && k < 2; k++) {
				struct casework_draft_field *field =
					places[j].names[k] ? field_of(view, places[j].names[k])
							   : NULL;

				if (field)
					field->lack = view->lacks[i].zh;
			}
	}
}
