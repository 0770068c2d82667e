/*
 * Two disputes of the demonstration: a reconsideration that upheld the reply, and a lawsuit whose
 * answer is still to be given. The cases they belong to are demo_applications.c's.
 */
#include "dispute/dispute.h"
#include "program/demo_applications.h"

/* Days before the making of the demonstration; -1: not yet. */
static const struct {
	const char *word; /* in the course of the case */
	enum dispute_kind kind;
	const char *body;
	const char *case_number;
	int arrived;
	int term; /* 复议法 arts. 48, 54, 行诉法 art. 67; told, so that no calendar is asked */
	int answered;
	int ended;
	const char *says;
} disputes[] = {
	{ "复议维持", DISPUTE_RECONSIDERATION, "演示市人民政府", "演示复议第1号", 60, 10, 54, 10,
		"申请人认为讨论稿不属于过程性信息" },
	{ "起诉", DISPUTE_LITIGATION, "演示区人民法院", "演示行初第2号", 6, 15, -1, -1,
		"申请人认为提供的信息不完整" },
};

static struct day
before(const struct demo_stage *stage, int days)
{
	return (struct day){ stage->today.number - days };
}

static struct day
before_or_none(const struct demo_stage *stage, int days)
{
	return days < 0 ? DAY_NONE : before(stage, days);
}

struct fault *
demo_disputes_put(struct demo_stage *stage, const struct demo_cases *cases)
{
	struct audit_actor actor = { .account_id = stage->legal.id,
		.name = stage->legal.name,
		.agency_id = stage->agency_id,
		.address = STR(""),
		.way = AUDIT_COMMAND };
	struct application_hands hands = { .person = &stage->legal,
		.actor = &actor,
		.keys = stage->keys,
		.files = stage->files,
		.now = (int64_t)stage->today.number * DAY_SECONDS,
		.today = stage->today };

	for (size_t i = 0; i < cases->count; i++)
		for (size_t j = 0; j < COUNT_OF(disputes); j++) {
			struct dispute dispute = {
				.agency_id = stage->agency_id,
				.application_id = cases->items[i].id,
				.kind = disputes[j].kind,
				.body = str_of(disputes[j].body),
				.case_number = str_of(disputes[j].case_number),
				.arrived_on = before(stage, disputes[j].arrived),
				.answer_due_on =
					before(stage, disputes[j].arrived - disputes[j].term),
				.answered_on = before_or_none(stage, disputes[j].answered),
				.hearing_on = DAY_NONE,
				.result = disputes[j].ended < 0 ? DISPUTE_PENDING : DISPUTE_UPHELD,
				.ended_on = before_or_none(stage, disputes[j].ended),
				.says = str_of(disputes[j].says),
			};
			int64_t id;

			if (dispute.application_id &&
				str_has(cases->items[i].course, str_of(disputes[j].word)))
				TRY(dispute_save(stage->db, &hands, &dispute, &id));
		}
	return NULL;
}
