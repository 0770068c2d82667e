/*
 * Opinions of legal counsel: a lawyer or a firm is asked by name and answers outside the program;
 * who handles the case or reviews its law enters what came. Departments, who answer for
 * themselves, are application_effects.c's.
 */
#include "application/application_doing.h"

enum { MOST_OPINIONS = 50 };

struct fault *
application_find_opinion(struct db *db, struct application_deed *deed, bool is_counsel)
{
	struct application_opinions opinions;

	TRY(application_load_opinions(db, deed->arena, deed->application.id, &opinions));
	for (size_t i = 0; i < opinions.count; i++) {
		const struct application_opinion *opinion = &opinions.items[i];

		if (opinion->id != deed->given->which_id || !opinion->unit_id != is_counsel)
			continue;
		deed->event.value = opinion->id;
		return NULL;
	}
	return application_lacks("请选择征求过的一方。", "Choose one of those who were asked.");
}

struct fault *
application_effect_ask_counsel(struct db *db, struct application_deed *deed)
{
	struct application_opinion opinion = { .counsel = str_trim(deed->given->party_name),
		.asked_by = deed->hands->person->id,
		.asked_on = deed->day,
		.due_on = deed->given->until,
		.question = str_trim(deed->given->says) };
	struct application_opinions opinions;

	TRY(application_load_opinions(db, deed->arena, deed->application.id, &opinions));
	if (opinions.count >= MOST_OPINIONS)
		return application_lacks("一件申请最多征求 50 次部门和法律顾问的意见。",
			"At most 50 opinions can be asked for about one application.");
	TRY(application_add_opinion(db, deed->application.id, &opinion));
	deed->event.value = opinion.id;
	return NULL;
}

struct fault *
application_effect_counsel_says(struct db *db, struct application_deed *deed)
{
	struct application_opinion opinion = { .id = deed->given->which_id,
		.says = str_trim(deed->given->says),
		.answered_on = deed->day };

	TRY(application_find_opinion(db, deed, true));
	return application_save_opinion(
		db, deed->application.id, &opinion, deed->hands->person->id);
}
