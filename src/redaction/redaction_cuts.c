/*
 * From a plan to stretches of text: ranges are checked, terms are searched, overlapping ones
 * joined. How the stretches are taken out of a file is the business of each format.
 */
#include "redaction/redaction_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

struct fault *
redaction_unit_add(struct redaction_units *units, const struct redaction_unit *unit)
{
	if (units->count >= REDACTION_MOST_UNITS)
		return fault_new(FAULT_LIMIT, "redaction_units",
			"文件超过 %d 段，无法处理；请拆分后再试。",
			"The file has more than %d paragraphs; split it and try again.",
			REDACTION_MOST_UNITS);
	GROW(units->arena, units->all, units->count, units->room);
	units->all[units->count++] = *unit;
	return NULL;
}

struct str
redaction_mark_of(const struct redaction_plan *plan)
{
	return plan->mark.len ? plan->mark : STR("【不予公开】");
}

struct maker {
	const struct redaction_units *units;
	const struct redaction_plan *plan;
	struct arena *arena;
	struct unit_cuts *cuts;
	bool *is_matched;
};

static struct fault *
add_cut(struct maker *maker, struct unit_cut cut)
{
	struct unit_cuts *cuts = maker->cuts;

	maker->is_matched[cut.redaction] = true;
	GROW(maker->arena, cuts->all, cuts->count, cuts->room);
	cuts->all[cuts->count++] = cut;
	return NULL;
}

/* --- ranges --- */

struct fault *
redaction_no_place(size_t number)
{
	return fault_new(FAULT_INPUT, "redaction_place",
		"第 %zu 处遮盖的位置在文件里不存在。文件可能已更换，请重新选择。",
		"The place of redaction %zu does not exist in the file, which may have been "
		"replaced. Choose again.",
		number + 1);
}

static bool
is_between(struct str text, size_t at)
{
	return at == text.len || ((unsigned char)text.at[at] & 0xC0) != 0x80;
}

static struct fault *
take_range(struct maker *maker, size_t number)
{
	const struct redaction *redaction = &maker->plan->all[number];
	struct str text;

	if (redaction->unit < 0 || (size_t)redaction->unit >= maker->units->count)
		return redaction_no_place(number);
	text = maker->units->all[redaction->unit].text;
	if (redaction->len == 0 || redaction->offset > text.len ||
		redaction->len > text.len - redaction->offset ||
		!is_between(text, redaction->offset) ||
		!is_between(text, redaction->offset + redaction->len))
		return redaction_no_place(number);
	return add_cut(maker, (struct unit_cut){
				      .unit = redaction->unit,
				      .offset = redaction->offset,
				      .len = redaction->len,
				      .redaction = number,
			      });
}

/* --- terms --- */

/* Units whose text runs on as one, from `first` to before `end`. */
struct group {
	size_t first;
	size_t end;
	struct str text;
	size_t *starts; /* of each unit in the text */
	struct folded folded;
};

static struct fault *
make_group(struct maker *maker, size_t first, bool is_running, struct group *ret_group)
{
	const struct redaction_unit *all = maker->units->all;
	struct group group = { .first = first, .end = first + 1 };
	size_t len = all[first].text.len;
	char *to;

	while (is_running && group.end < maker->units->count &&
		all[group.end].page == all[first].page)
		len += all[group.end++].text.len;
	TAKE(maker->arena, group.starts, group.end - first);
	TAKE(maker->arena, to, len + 1);
	len = 0;
	for (size_t i = first; i < group.end; i++) {
		group.starts[i - first] = len;
		if (all[i].text.len)
			memcpy(to + len, all[i].text.at, all[i].text.len);
		len += all[i].text.len;
	}
	group.text = (struct str){ to, len };
	TRY(redaction_fold(group.text, true, maker->arena, &group.folded));
	*ret_group = group;
	return NULL;
}

/* A stretch of the group's text as cuts of its units. */
static struct fault *
cut_group(struct maker *maker, const struct group *group, size_t from, size_t to, size_t number)
{
	bool goes_on = false;

	for (size_t i = group->first; i < group->end; i++) {
		size_t start = group->starts[i - group->first];
		size_t end = start + maker->units->all[i].text.len;
		size_t left = from > start ? from : start;
		size_t right = to < end ? to : end;

		if (left >= right)
			continue;
		TRY(add_cut(maker, (struct unit_cut){
					   .unit = (int)i,
					   .offset = left - start,
					   .len = right - left,
					   .redaction = number,
					   .goes_on = goes_on,
				   }));
		goes_on = true;
	}
	return NULL;
}

static struct fault *
search_group(struct maker *maker, const struct group *group, struct str term, size_t number)
{
	size_t at = 0;

	while ((at = str_find(group->folded.text, term, at)) != SIZE_MAX) {
		size_t last = group->folded.from[at + term.len - 1];
		size_t step;

		(void)utf8_at(group->text, last, &step);
		TRY(cut_group(maker, group, group->folded.from[at], last + step, number));
		at += term.len;
	}
	return NULL;
}

static struct fault *
fold_terms(struct maker *maker, struct folded *terms)
{
	for (size_t i = 0; i < maker->plan->count; i++) {
		if (maker->plan->all[i].shape != REDACTION_TERM)
			continue;
		TRY(redaction_fold(maker->plan->all[i].term, false, maker->arena, &terms[i]));
		if (utf8_count(terms[i].text) < 2)
			return fault_new(FAULT_INPUT, "redaction_term",
				"第 %zu 处要遮盖的词不足两个字，会误伤其他内容。请写全，或直接选"
				"择位置。",
				"The term of redaction %zu has fewer than two characters and would "
				"hit other text. Write more of it, or choose places.",
				i + 1);
	}
	return NULL;
}

static struct fault *
take_terms(struct maker *maker, bool is_running)
{
	struct folded *terms;
	bool has_term = false;
	struct group group;

	TAKE(maker->arena, terms, maker->plan->count);
	TRY(fold_terms(maker, terms));
	for (size_t i = 0; i < maker->plan->count; i++)
		has_term = has_term || terms[i].text.len;
	for (size_t first = 0; has_term && first < maker->units->count; first = group.end) {
		TRY(make_group(maker, first, is_running, &group));
		for (size_t i = 0; i < maker->plan->count; i++)
			if (terms[i].text.len)
				TRY(search_group(maker, &group, terms[i].text, i));
	}
	return NULL;
}

/* --- all of them --- */

static int
compare_cuts(const void *a, const void *b)
{
	const struct unit_cut *left = a;
	const struct unit_cut *right = b;

	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	return left->redaction < right->redaction ? -1 : left->redaction > right->redaction;
}

/* Sorted; those that overlap or touch become one, with one mark. */
static void
join_cuts(struct unit_cuts *cuts)
{
	size_t count = 0;

	if (cuts->count > 1)
		qsort(cuts->all, cuts->count, sizeof *cuts->all, compare_cuts);
	for (size_t i = 0; i < cuts->count; i++) {
		struct unit_cut *last = count ? &cuts->all[count - 1] : NULL;
		const struct unit_cut *cut = &cuts->all[i];

		if (last && last->unit == cut->unit && cut->offset <= last->offset + last->len) {
			size_t end = cut->offset + cut->len;

			if (end > last->offset + last->len)
				last->len = end - last->offset;
			continue;
		}
		cuts->all[count++] = *cut;
	}
	cuts->count = count;
}

struct fault *
redaction_cuts_make(const struct redaction_units *units, const struct redaction_plan *plan,
	bool is_running, struct arena *arena, struct unit_cuts *ret_cuts, bool *is_matched)
{
	struct unit_cuts cuts = { 0 };
	struct maker maker = { units, plan, arena, &cuts, is_matched };

	for (size_t i = 0; i < plan->count; i++)
		if (plan->all[i].shape == REDACTION_RANGE)
			TRY(take_range(&maker, i));
	TRY(take_terms(&maker, is_running));
	join_cuts(&cuts);
	*ret_cuts = cuts;
	return NULL;
}

size_t
redaction_cuts_first(const struct unit_cuts *cuts, int unit)
{
	size_t low = 0;
	size_t high = cuts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cuts->all[middle].unit < unit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct fault *
redaction_cuts_do(const struct redaction_unit *unit, int number, const struct unit_cuts *cuts,
	struct str mark, struct arena *arena, struct str *ret_text)
{
	size_t first = redaction_cuts_first(cuts, number);
	size_t marks = 0;
	size_t at = 0;
	size_t len = 0;
	char *to;

	while (first + marks < cuts->count && cuts->all[first + marks].unit == number)
		marks++;
	*ret_text = unit->text;
	if (marks == 0)
		return NULL;
	TAKE(arena, to, unit->text.len + marks * mark.len + 1);
	for (size_t i = first; i < first + marks; i++) {
		const struct unit_cut *cut = &cuts->all[i];

		memcpy(to + len, unit->text.at + at, cut->offset - at);
		len += cut->offset - at;
		memcpy(to + len, mark.at, mark.len);
		len += mark.len;
		at = cut->offset + cut->len;
	}
	memcpy(to + len, unit->text.at + at, unit->text.len - at);
	len += unit->text.len - at;
	*ret_text = (struct str){ to, len };
	return NULL;
}

struct fault *
redaction_cuts_list(const struct redaction_units *units, const struct unit_cuts *cuts,
	const struct redaction_plan *plan, struct arena *arena, struct redaction_record *record)
{
	struct redaction_cut *list;
	size_t count = record->cut_count;

	TAKE(arena, list, record->cut_count + cuts->count);
	if (count)
		memcpy(list, record->cuts, count * sizeof *list);
	for (size_t i = 0; i < cuts->count; i++) {
		const struct unit_cut *cut = &cuts->all[i];
		struct str ground = plan->all[cut->redaction].ground;
		struct str place = units->all[cut->unit].place;
		struct redaction_cut *last = count > record->cut_count ? &list[count - 1] : NULL;

		if (cut->goes_on)
			continue;
		if (last && str_equal(last->place, place) && str_equal(last->ground, ground)) {
			last->count++;
			continue;
		}
		list[count++] = (struct redaction_cut){ place, ground, 1 };
	}
	record->cuts = list;
	record->cut_count = count;
	return NULL;
}
