/* A complete plan for a letter of any kind, for the tests of this room. */
#ifndef TESTS_LETTER_SAMPLE_H
#define TESTS_LETTER_SAMPLE_H

#include "../test.h"

#include "letter/letter.h"

static inline struct day
sample_day(int year, int month, int of_month)
{
	struct day day = DAY_NONE;

	assert_true(day_make(year, month, of_month, &day));
	return day;
}

static inline struct letter_plan
sample_plan(struct arena *arena, enum letter_kind kind)
{
	struct letter_plan plan = { .kind = kind,
		.template = letter_default_template(kind),
		.number = STR("平信公开〔2024〕12号-答"),
		.issued_on = sample_day(2024, 3, 15) };

	plan.remedy = (struct letter_remedy_plan){ .review = { .body = STR("示例市人民政府") },
		.court = STR("示例市中级人民法院") };
	FINE(letter_sample_facts(arena, &plan.facts));
	return plan;
}

/* Is there a finding of this code about this name? */
static inline bool
sample_has(const struct letter_findings *findings, const char *code, const char *name)
{
	for (size_t i = 0; i < findings->count; i++)
		if (strcmp(findings->items[i].code, code) == 0 &&
			str_equal(findings->items[i].name, str_of(name))) {
			assert_true(findings->items[i].zh.len > 0);
			assert_true(findings->items[i].en.len > 0);
			return true;
		}
	return false;
}

#endif
