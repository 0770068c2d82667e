/*
 * Checking a record: runs every rule and keeps what they find in the order of the report's places.
 * It holds no rule itself.
 */
#include <stdlib.h>

#include "checking/rules_inside.h"

/* --- order --- */

struct place {
	uint64_t key; /* table or section, then slot or offset, then order of finding */
	struct report_finding finding;
};

/* Take the next part of a path, up to its dot. */
static struct str
next_part(struct str *rest)
{
	struct str part;

	*rest = str_cut(*rest, STR("."), &part);
	return part;
}

/* The first slot a path speaks of: its own cell, or the first cell of its row; -1 when it names
 * none. Compares parts instead of printing 226 paths for each finding. */
static int
first_slot(enum report_table table, struct str rest)
{
	struct str block = table == REPORT_PROACTIVE ? next_part(&rest) : STR_NONE;
	struct str row = table == REPORT_REVIEW ? STR_NONE : next_part(&rest);
	struct str column = rest;

	for (int slot = 0; slot < REPORT_SLOT_COUNT; slot++) {
		const struct report_slot *facts = &report_slots[slot];

		if (facts->table == table &&
			(!block.len || str_equal(block, str_of(facts->block))) &&
			(!row.len || str_equal(row, str_of(facts->row))) &&
			(!column.len || str_equal(column, str_of(facts->column))))
			return slot;
	}
	return -1;
}

/* Fields first, then table 2, 3, 4, then the sections as they stand. */
static uint64_t
place_key(const struct report_finding *finding, size_t index)
{
	uint64_t major = 0;
	uint64_t minor = 0;
	struct str rest = finding->where;
	struct str head = next_part(&rest);
	int table = str_equal(head, STR("proactive"))           ? REPORT_PROACTIVE
		    : str_equal(head, STR("applications"))      ? REPORT_APPLICATIONS
		    : str_equal(head, STR("review_litigation")) ? REPORT_REVIEW
								: -1;

	if (table >= 0) {
		int slot = first_slot((enum report_table)table, rest);

		major = 1;
		minor = slot < 0 ? 0 : (uint64_t)slot + 1;
	} else {
		for (int key = 0; key < REPORT_SECTION_KEYS; key++)
			if (str_equal(finding->where, str_of(report_section_labels[key].key)))
				major = (uint64_t)key + 2;
		minor = finding->text.offset;
	}
	return major << 56 | minor << 24 | index;
}

static int
compare_places(const void *left, const void *right)
{
	const struct place *a = left;
	const struct place *b = right;

	return a->key < b->key ? -1 : a->key > b->key;
}

static struct fault *
sort_findings(struct report *report, struct arena *arena)
{
	struct place *places;

	if (report->finding_count < 2)
		return NULL;
	TAKE(arena, places, report->finding_count);
	for (size_t i = 0; i < report->finding_count; i++)
		places[i] =
			(struct place){ place_key(&report->findings[i], i), report->findings[i] };
	qsort(places, report->finding_count, sizeof *places, compare_places);
	for (size_t i = 0; i < report->finding_count; i++)
		report->findings[i] = places[i].finding;
	return NULL;
}

/* What was found beyond the most is counted in place of the last one kept. */
static void
tell_dropped(struct rules *rules)
{
	size_t dropped = rules->dropped + 1;
	struct report_finding *finding;

	if (rules->dropped == 0)
		return;
	rules->report->finding_count--;
	finding = rules_add(rules, RULE_STY_1, "title");
	finding->level = REPORT_NOTE;
	rules_say(rules, finding, "问题太多，另有 %zu 处没有列出", dropped);
	rules_say_en(rules, finding, "too many findings; %zu more are not listed", dropped);
}

struct fault *
checking_run(struct report *report, const struct report *previous, struct arena *arena)
{
	struct checking_facts facts = CHECKING_NOTHING_KNOWN;

	facts.previous = previous;
	return checking_run_with(report, &facts, arena);
}

struct fault *
checking_run_with(struct report *report, const struct checking_facts *facts, struct arena *arena)
{
	struct rules *rules;

	TAKE(arena, rules, 1);
	rules->report = report;
	rules->facts = facts;
	rules->previous = facts->previous;
	rules->arena = arena;
	rules->kind = checking_agency_kind(report);
	rules->own = rules_own_name(report->agency);
	report->findings = NULL;
	report->finding_count = 0;
	for (size_t i = 0; i < report->section_count; i++)
		TRY(rules_text_make(
			arena, &report->sections[i], &rules->texts[rules->text_count++]));
	rules_check_dates(rules);
	rules_check_meta(rules);
	rules_check_names(rules);
	rules_check_headings(rules);
	rules_check_cells(rules);
	rules_check_proactive(rules);
	rules_check_balances(rules);
	if (rules->previous)
		rules_check_years(rules);
	TRY(rules_check_text(rules));
	TRY(rules_check_likeness(rules));
	rules_check_topic(rules);
	rules_check_wording(rules);
	tell_dropped(rules);
	if (rules->is_full)
		return fault_memory();
	return sort_findings(report, arena);
}
