/*
 * Reports that resemble each other: this one against last year's and against those checked before
 * it in the same run. What the form makes everybody write is taken out first; names of agencies are
 * not understood here, only compared.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "checking/rules_inside.h"

enum {
	SHINGLE = 8,             /* characters that must be equal in a row to count */
	LEAST_CHARACTERS = 250,  /* shorter narratives are alike by nature */
	MOST_CHARACTERS = 20000, /* of one report that are compared */
	LEAST_PERCENT = 85,      /* of either text that stand in the other; unrelated ones have 4 */
	SAMPLE = 16,             /* one shingle of so many is looked at first */
	QUOTED = 12,             /* characters of a passage that the sentence quotes */
};

/* What nearly every report carries because the form or custom wants it. */
static const char *const set_phrases[] = { "习近平新时代中国特色社会主义思想", "党的十九大",
	"党的二十大", "党中央、国务院", "深入贯彻落实", "全面贯彻落实", "以人民为中心的发展思想",
	"中华人民共和国政府信息公开条例", "政府信息公开工作年度报告", "主动公开政府信息",
	"依申请公开政府信息", "政府信息公开申请", "行政复议、行政诉讼", "政府信息公开工作",
	"政务公开工作要点", "存在的主要问题", "下一步工作", "改进措施", "政府信息管理", "平台建设",
	"监督保障", "公开为常态、不公开为例外", "没有收取信息处理费", "未收取信息处理费",
	"工作考核、社会评议和责任追究" };

/* Invariant: hashes[i] is that of the SHINGLE characters from i on, or 0 where fewer are left
 * before a break; so the last SHINGLE - 1 are always 0. */
struct narrative {
	uint64_t *hashes;
	size_t count;
	size_t length;  /* characters that a shingle covers: what can be compared at all */
	size_t *origin; /* byte of flat of each character; NULL for what is only compared with */
	const struct rules_text **texts; /* the section of each character, likewise */
};

struct other {
	struct narrative narrative;
	struct str agency;
	struct str file;
	int year;
};

struct checking_others {
	struct arena *arena;
	struct other *all;
	size_t count;
	size_t room;
};

struct fault *
checking_others_make(struct arena *arena, struct checking_others **ret_others)
{
	struct checking_others *others;

	TAKE(arena, others, 1);
	others->arena = arena;
	*ret_others = others;
	return NULL;
}

/* --- a narrative as hashes --- */

/* Code points of a narrative while it is made; 0 is a break that no shingle goes over. */
struct making {
	uint32_t *points;
	size_t *origin;
	const struct rules_text **texts;
	size_t count;
};

static void
put_point(struct making *making, uint32_t point, size_t at, const struct rules_text *text)
{
	if (making->count == MOST_CHARACTERS ||
		(point == 0 && making->count > 0 && making->points[making->count - 1] == 0))
		return;
	making->points[making->count] = point;
	making->origin[making->count] = at;
	making->texts[making->count++] = text;
}

/* Numerals are left out: a copy with other figures is a copy. */
static bool
is_numeral(uint32_t point)
{
	static const uint32_t numerals[] = { 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
		0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E, 0x5343, 0x4E07, 0x4EBF };

	for (size_t i = 0; i < COUNT_OF(numerals); i++)
		if (numerals[i] == point)
			return true;
	return false;
}

/* Bytes at `at` that are no words of the agency's own: a set phrase or a title in 《》; else 0. */
static size_t
borrowed_at(struct str flat, size_t at)
{
	struct str rest = str_from(flat, at);

	if (str_starts(rest, STR("《"))) {
		size_t end = str_find(rest, STR("》"), 0);

		return end == SIZE_MAX ? 0 : end + 3;
	}
	for (size_t i = 0; i < COUNT_OF(set_phrases); i++)
		if (str_starts(rest, str_of(set_phrases[i])))
			return strlen(set_phrases[i]);
	return 0;
}

static void
put_text(struct making *making, const struct rules_text *text)
{
	struct str flat = text->flat;

	for (size_t at = 0, len; at < flat.len; at += len) {
		uint32_t point = utf8_at(flat, at, &len);
		size_t borrowed = borrowed_at(flat, at);

		if (borrowed > 0) {
			put_point(making, 0, at, text);
			len = borrowed;
		} else if (utf8_is_han(point) && !is_numeral(point)) {
			put_point(making, point, at, text);
		}
	}
	put_point(making, 0, flat.len, text);
}

/* FNV-1a over the characters; 0 means "no shingle here". */
static uint64_t
hash_shingle(const uint32_t *points, size_t left)
{
	uint64_t hash = 14695981039346656037u;

	if (left < SHINGLE)
		return 0;
	for (int i = 0; i < SHINGLE; i++) {
		if (points[i] == 0)
			return 0;
		hash = (hash ^ points[i]) * 1099511628211u;
	}
	return hash ? hash : 1;
}

/* Sections one and five are the agency's own words; the others are tables and set sentences. */
static struct fault *
make_narrative(struct arena *arena, const struct rules_text *texts, size_t count,
	struct narrative *ret_narrative)
{
	struct making making = { .count = 0 };
	struct narrative narrative = { .count = 0 };
	size_t room = 0;

	for (size_t i = 0; i < count; i++)
		room += texts[i].flat.len + 1;
	room = room < MOST_CHARACTERS ? room : MOST_CHARACTERS;
	TAKE(arena, making.points, room + 1);
	TAKE(arena, making.origin, room + 1);
	TAKE(arena, making.texts, room + 1);
	for (size_t i = 0; i < count; i++)
		if (texts[i].key == REPORT_S1_OVERVIEW || texts[i].key == REPORT_S5_PROBLEMS)
			put_text(&making, &texts[i]);
	TAKE(arena, narrative.hashes, making.count + 1);
	for (size_t i = 0, end = 0; i < making.count; i++) {
		narrative.hashes[i] = hash_shingle(making.points + i, making.count - i);
		if (narrative.hashes[i])
			end = i + SHINGLE;
		narrative.length += i < end;
	}
	narrative.count = making.count;
	narrative.origin = making.origin;
	narrative.texts = making.texts;
	*ret_narrative = narrative;
	return NULL;
}

/* --- two narratives --- */

static int
compare_hashes(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left;
	uint64_t b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

static void
sort_hashes(const struct narrative *narrative, uint64_t *to)
{
	memcpy(to, narrative->hashes, narrative->count * sizeof *to);
	qsort(to, narrative->count, sizeof *to, compare_hashes);
}

static bool
has_hash(const uint64_t *sorted, size_t count, uint64_t hash)
{
	return hash && bsearch(&hash, sorted, count, sizeof hash, compare_hashes);
}

/* How much of one narrative stands in another, and its longest passage that does. */
struct cover {
	size_t shared;
	size_t longest;
	size_t longest_at;
};

static struct cover
cover_of(const struct narrative *narrative, const uint64_t *sorted, size_t count)
{
	struct cover cover = { 0 };
	size_t end = 0; /* characters before it are covered by shingles so far */
	size_t run = 0;

	for (size_t i = 0; i < narrative->count; i++) {
		if (has_hash(sorted, count, narrative->hashes[i]))
			end = i + SHINGLE;
		if (i >= end) {
			run = 0;
			continue;
		}
		cover.shared++;
		if (++run > cover.longest) {
			cover.longest = run;
			cover.longest_at = i + 1 - run;
		}
	}
	return cover;
}

/* A quick no for nearly every pair: of the sample at least half must be there. */
static bool
may_be_alike(const struct narrative *narrative, const uint64_t *sorted, size_t count)
{
	size_t looked = 0;
	size_t found = 0;

	for (size_t i = 0; i < narrative->count; i++) {
		if (narrative->hashes[i] == 0 || narrative->hashes[i] % SAMPLE != 0)
			continue;
		looked++;
		found += has_hash(sorted, count, narrative->hashes[i]);
	}
	return found * 2 >= looked;
}

static unsigned
percent(size_t part, size_t whole)
{
	return whole ? (unsigned)(part * 100 / whole) : 0;
}

/* The report being checked, ready to be compared with many. */
struct subject {
	struct rules *rules;
	struct narrative narrative;
	uint64_t *sorted;
	uint64_t *scratch; /* the other's hashes, sorted; room for MOST_CHARACTERS */
};

/* Per cent of either text that stands in the other, the lower one: a short text inside a long one
 * is not the same. 0 for what is plainly different. */
static unsigned
compare(const struct subject *subject, const struct narrative *other, struct cover *ret_cover)
{
	const struct narrative *own = &subject->narrative;
	struct cover back;
	unsigned there;
	unsigned here;

	if (!may_be_alike(other, subject->sorted, own->count))
		return 0;
	back = cover_of(other, subject->sorted, own->count);
	there = percent(back.shared, other->length);
	if (there < LEAST_PERCENT)
		return 0;
	sort_hashes(other, subject->scratch);
	*ret_cover = cover_of(own, subject->scratch, other->count);
	here = percent(ret_cover->shared, own->length);
	return here < there ? here : there;
}

/* Mark the longest passage; a break ends every section, so it lies in one. */
static void
point_at(const struct subject *subject, const struct cover *cover, struct report_finding *finding,
	struct str *ret_words)
{
	const struct narrative *own = &subject->narrative;
	const struct rules_text *text = own->texts[cover->longest_at];
	size_t last = cover->longest_at + cover->longest - 1;
	size_t quoted_end;
	size_t len;

	quoted_end = cover->longest_at + QUOTED < last ? cover->longest_at + QUOTED : last;
	*ret_words = str_sub(text->flat, own->origin[cover->longest_at],
		own->origin[quoted_end] - own->origin[cover->longest_at]);
	utf8_at(text->flat, own->origin[last], &len);
	finding->where = str_of(report_section_labels[text->key].key);
	rules_point(finding, text, own->origin[cover->longest_at], own->origin[last] + len);
}

/* Law: 国办公开办函〔2021〕30号, part 4; older reports are told mildly */
static void
tell(const struct subject *subject, const struct cover *cover, unsigned part, struct str zh,
	struct str en)
{
	struct rules *rules = subject->rules;
	struct report_finding *finding =
		rules_add(rules, RULE_TXT_SAME, report_section_labels[REPORT_S1_OVERVIEW].key);
	struct str words;

	if (rules->report->year < 2021)
		finding->level = REPORT_NOTE;
	point_at(subject, cover, finding, &words);
	rules_say(rules, finding,
		"总体情况和存在问题部分有 %u%% 的文字与%.*s相同（数字和格式用语不计），最长一段 "
		"%zu 字，自“%.*s”起",
		part, STR_ARG(zh), cover->longest, STR_ARG(words));
	rules_say_en(rules, finding,
		"%u%% of the narrative (figures and set phrases left out) is the same as in %.*s; "
		"the longest passage has %zu characters",
		part, STR_ARG(en), cover->longest);
}

static struct fault *
check_last_year(const struct subject *subject)
{
	struct rules *rules = subject->rules;
	const struct report *previous = rules->previous;
	struct rules_text texts[REPORT_MOST_SECTIONS];
	struct narrative narrative;
	struct cover cover;
	unsigned part;
	struct str zh;

	if (previous->year != rules->report->year - 1)
		return NULL;
	for (size_t i = 0; i < previous->section_count; i++)
		TRY(rules_text_make(rules->arena, &previous->sections[i], &texts[i]));
	TRY(make_narrative(rules->arena, texts, previous->section_count, &narrative));
	if (narrative.length < LEAST_CHARACTERS)
		return NULL;
	part = compare(subject, &narrative, &cover);
	if (part < LEAST_PERCENT)
		return NULL;
	TRY(str_print(rules->arena, &zh, "上年度（%d年）报告", previous->year));
	tell(subject, &cover, part, zh, STR("last year's report"));
	return NULL;
}

/* --- the others of the run --- */

/* One report may lie in a folder twice, as Word and as PDF, with a longer or shorter name. */
static bool
is_same_report(const struct report *report, const struct other *other)
{
	return report->year == other->year &&
	       (str_ends(report->agency, other->agency) || str_ends(other->agency, report->agency));
}

/* One is told, the first: a folder of copies would otherwise fill the findings. */
static struct fault *
check_others(const struct subject *subject, const struct checking_others *others)
{
	struct rules *rules = subject->rules;

	for (size_t i = 0; i < others->count; i++) {
		const struct other *other = &others->all[i];
		struct cover cover;
		unsigned part;
		struct str name;

		if (is_same_report(rules->report, other))
			continue;
		part = compare(subject, &other->narrative, &cover);
		if (part < LEAST_PERCENT)
			continue;
		TRY(str_print(rules->arena, &name, "“%.*s”（%.*s，%d年）", STR_ARG(other->file),
			STR_ARG(other->agency), other->year));
		tell(subject, &cover, part, name, name);
		return NULL;
	}
	return NULL;
}

static struct fault *
join(const struct subject *subject, struct checking_others *others)
{
	const struct report *report = subject->rules->report;
	struct other other = { .narrative = subject->narrative, .year = report->year };

	TAKE(others->arena, other.narrative.hashes, other.narrative.count + 1);
	memcpy(other.narrative.hashes, subject->narrative.hashes,
		other.narrative.count * sizeof *other.narrative.hashes);
	other.narrative.origin = NULL;
	other.narrative.texts = NULL;
	TRY(str_copy(others->arena, report->agency, &other.agency));
	TRY(str_copy(others->arena, report->file, &other.file));
	GROW(others->arena, others->all, others->count, others->room);
	others->all[others->count++] = other;
	return NULL;
}

struct fault *
rules_check_likeness(struct rules *rules)
{
	struct subject subject = { .rules = rules };
	struct checking_others *others = rules->facts->others;

	if (!others && !rules->previous)
		return NULL;
	TRY(make_narrative(rules->arena, rules->texts, rules->text_count, &subject.narrative));
	if (subject.narrative.length < LEAST_CHARACTERS)
		return NULL;
	TAKE(rules->arena, subject.sorted, subject.narrative.count);
	TAKE(rules->arena, subject.scratch, MOST_CHARACTERS);
	sort_hashes(&subject.narrative, subject.sorted);
	if (rules->previous)
		TRY(check_last_year(&subject));
	/* Who wrote a report without a name cannot be told apart from the others. */
	if (!others || str_trim(rules->report->agency).len == 0)
		return NULL;
	TRY(check_others(&subject, others));
	return join(&subject, others);
}
