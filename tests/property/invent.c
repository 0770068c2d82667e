/* Invented records: figures first, sums after, so that they are right by making. */
#include "invent.h"

uint32_t
invent_below(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % below;
}

static void
set(struct report *report, int slot, int64_t value)
{
	report->cells[slot] = (struct report_cell){ REPORT_NUMBER, { value, 0 }, { "", 0 } };
}

static int64_t
get(const struct report *report, int slot)
{
	return report->cells[slot].number.units;
}

/* Mostly small, sometimes none, now and then large. */
static int64_t
figure(uint64_t *seed)
{
	switch (invent_below(seed, 6)) {
	case 0:
	case 1:
		return 0;
	case 2:
		return invent_below(seed, 10);
	case 3:
		return invent_below(seed, 100);
	case 4:
		return invent_below(seed, 1000);
	default:
		return invent_below(seed, 20000);
	}
}

/* Totals of table 3 from its parts: rows, then result rows, then what came in. */
static void
add_up(struct report *report)
{
	for (int column = 0; column < REPORT_TOTAL; column++) {
		int64_t results = 0;

		for (int row = REPORT_ROW_RES_GRANTED; row < REPORT_ROW_RES_TOTAL; row++)
			if (report->cells[report_application_slot(row, column)].state ==
				REPORT_NUMBER)
				results += get(report, report_application_slot(row, column));
		set(report, report_application_slot(REPORT_ROW_RES_TOTAL, column), results);
		set(report, report_application_slot(REPORT_ROW_NEW_RECEIVED, column),
			results +
				get(report,
					report_application_slot(REPORT_ROW_CARRIED_OUT, column)) -
				get(report,
					report_application_slot(REPORT_ROW_CARRIED_IN, column)));
	}
	for (int row = 0; row < REPORT_APPLICATION_ROWS; row++) {
		int64_t total = 0;

		if (report->cells[report_application_slot(row, 0)].state != REPORT_NUMBER)
			continue;
		for (int column = 0; column < REPORT_TOTAL; column++)
			total += get(report, report_application_slot(row, column));
		set(report, report_application_slot(row, REPORT_TOTAL), total);
	}
}

static void
fill_tables(uint64_t *seed, struct report *report)
{
	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_slot *facts = &report_slots[slot];
		int64_t value = figure(seed);

		if (!(facts->forms & report->form))
			continue;
		if (facts->kind == REPORT_DELTA_KIND)
			value = invent_below(seed, 3) ? value : -(int64_t)invent_below(seed, 5);
		set(report, slot, value);
		if (facts->kind == REPORT_MONEY_KIND)
			report->cells[slot].number = (struct decimal){ value * 100 + 7, 2 };
	}
	for (int column = 0; column < REPORT_TOTAL; column++)
		set(report, report_application_slot(REPORT_ROW_CARRIED_IN, column), 0);
	add_up(report);
	for (int group = 0; group < REPORT_REVIEW_GROUPS; group++) {
		int64_t total = 0;

		for (int result = 0; result < REPORT_REVIEW_RESULTS - 1; result++)
			total += get(report, report_review_slot(group, result));
		set(report, report_review_slot(group, REPORT_REVIEW_RESULTS - 1), total);
	}
}

/* Places that have no right to make rules have none; published figures follow what was made. */
static void
be_modest(struct report *report)
{
	static const char *const none[] = { "made_new", "published_new", "published_total",
		"issued", "repealed", "in_force" };
	static const char *const blocks[] = { "a20_5", "a20_6", "a20_8" };
	static const char *const rows[] = { "permit", "other_services", "penalty", "coercion",
		"admin_fee" };

	for (size_t i = 0; i < COUNT_OF(none); i++) {
		int slot = report_proactive_slot("a20_1", "rules", none[i]);

		if (report->cells[slot].state == REPORT_NUMBER)
			set(report, slot, 0);
	}
	for (size_t i = 0; i < COUNT_OF(blocks) * COUNT_OF(rows); i++) {
		const char *block = blocks[i / COUNT_OF(rows)];
		const char *row = rows[i % COUNT_OF(rows)];
		int previous = report_proactive_slot(block, row, "items_prev");
		int delta = report_proactive_slot(block, row, "items_delta");

		if (previous < 0 || report->cells[previous].state != REPORT_NUMBER)
			continue;
		if (get(report, previous) + get(report, delta) < 0)
			set(report, delta, 0);
	}
}

void
invent_report(uint64_t *seed, enum report_form form, int year, struct report *ret_report)
{
	static const char *const texts[] = { "本报告依据条例编写。", "区里照章办事。", "按时公开。",
		"按时答复。", "没有案件。", "人手不足，将加强培训。", "没有收取信息处理费。" };
	struct report report = { .file = STR("甲.txt"),
		.title = STR("甲县水务局年度报告"),
		.agency = STR("甲县水务局") };

	report.form = form;
	report.year = year;
	report.signed_by = STR("甲县水务局");
	day_make(year, 1, 1, &report.period_from);
	day_make(year, 12, 31, &report.period_to);
	day_make(year + 1, 1, 20, &report.signed_on);
	for (int key = 0; key < REPORT_SECTION_KEYS; key++)
		report.sections[report.section_count++] =
			(struct report_section){ (enum report_section_key)key,
				str_of(report_section_labels[key].heading), str_of(texts[key]) };
	for (int table = 0; table < 3; table++)
		report.has_table[table] = true;
	fill_tables(seed, &report);
	be_modest(&report);
	*ret_report = report;
}

void
invent_follow(struct report *previous, struct report *report)
{
	static const char *const blocks[] = { "a20_5", "a20_6", "a20_8" };
	static const char *const rows[] = { "permit", "other_services", "penalty", "coercion",
		"admin_fee" };

	/* No more can come over than was dealt with, or less than nothing would have been received.
	 */
	for (int column = 0; column < REPORT_TOTAL; column++) {
		int left = report_application_slot(REPORT_ROW_CARRIED_OUT, column);
		int done = report_application_slot(REPORT_ROW_RES_TOTAL, column);

		if (get(previous, left) > get(report, done) + get(report, left))
			set(previous, left, get(report, done) + get(report, left));
		set(report, report_application_slot(REPORT_ROW_CARRIED_IN, column),
			get(previous, left));
	}
	add_up(previous);
	add_up(report);
	for (size_t i = 0; i < COUNT_OF(blocks) * COUNT_OF(rows); i++) {
		const char *block = blocks[i / COUNT_OF(rows)];
		const char *row = rows[i % COUNT_OF(rows)];
		int before = report_proactive_slot(block, row, "items_prev");
		int delta = report_proactive_slot(block, row, "items_delta");

		if (before < 0 || report->cells[before].state != REPORT_NUMBER)
			continue;
		set(report, before, get(previous, before) + get(previous, delta));
		if (get(report, before) + get(report, delta) < 0)
			set(report, delta, 0);
	}
}
