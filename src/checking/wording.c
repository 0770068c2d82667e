/*
 * Wording of the narrative: words that are always wrong, slips in set phrases, doubled words, terms
 * and titles of documents. Marks and brackets are in wording_marks.c.
 * What is a matter of taste is left alone; each list ships with examples that pass and that fail.
 */
#include <pthread.h>

#include "base/utf8.h"
#include "checking/wording_inside.h"

enum { MOST_OF_A_KIND = 20 };

/* --- words that are always wrong, and slips in set phrases --- */

/* The lists by their first character (and set phrases by their second as well), so that one walk
 * over the text is enough. */
enum { BUCKETS = 256, MOST_ENTRIES = 600, BITS = 4096 };
enum entry_kind { CONFUSION, PHRASE, PHRASE_BY_SECOND };

struct entry {
	struct str words;
	int kind;
	int index;
	int next; /* in the same bucket, -1 at the end */
};

struct dictionary {
	uint64_t begins[BITS / 64]; /* a bit for each character by which something is found */
	int heads[BUCKETS];
	struct entry entries[MOST_ENTRIES];
	int count;
};

static struct dictionary dictionary;

/* The last twelve bits of a character's code point: hardly two words share them by chance. */
static unsigned
bit_of(const char *character)
{
	return ((unsigned char)character[1] & 63u) << 6 | ((unsigned char)character[2] & 63u);
}

static int
bucket_of(const char *character)
{
	return (unsigned char)(character[1] * 31 + character[2] * 7 + character[0]) % BUCKETS;
}

static void
add_entry(const char *key, struct str words, int kind, size_t index)
{
	int bucket = bucket_of(key);
	struct entry *entry = &dictionary.entries[dictionary.count];

	if (dictionary.count == MOST_ENTRIES)
		return;
	*entry = (struct entry){ words, kind, (int)index, dictionary.heads[bucket] };
	dictionary.heads[bucket] = dictionary.count++;
	dictionary.begins[bit_of(key) / 64] |= (uint64_t)1 << bit_of(key) % 64;
}

/* Once in the life of the program; nothing changes it later. */
static void
build_dictionary(void)
{
	for (int i = 0; i < BUCKETS; i++)
		dictionary.heads[i] = -1;
	for (size_t i = 0; i < wording_confusion_count; i++)
		add_entry(wording_confusions[i].wrong, str_of(wording_confusions[i].wrong),
			CONFUSION, i);
	for (size_t i = 0; i < wording_phrase_count; i++) {
		add_entry(wording_phrases[i], str_of(wording_phrases[i]), PHRASE, i);
		add_entry(wording_phrases[i] + 3, str_of(wording_phrases[i]), PHRASE_BY_SECOND, i);
	}
}

/* Does a longer word that is right cover the place? `except` holds such words, parted by |. */
static bool
is_excepted(struct str flat, size_t at, struct str wrong, const char *except)
{
	struct str rest = str_of(except);

	while (rest.len > 0) {
		struct str word;
		size_t inside;

		rest = str_cut(rest, STR("|"), &word);
		inside = str_find(word, wrong, 0);
		if (word.len > 0 && inside != SIZE_MAX && inside <= at &&
			str_starts(str_from(flat, at - inside), word))
			return true;
	}
	return false;
}

static bool
tell_confusion(
	struct rules *rules, const struct rules_text *text, size_t at, const struct entry *entry)
{
	const struct wording_confusion *confusion = &wording_confusions[entry->index];
	struct report_finding *finding;

	if (!str_starts(str_from(text->flat, at), entry->words) ||
		!wording_same_line(text, at, at + entry->words.len) ||
		is_excepted(text->flat, at, entry->words, confusion->except))
		return false;
	finding = wording_add(rules, text, at, at + entry->words.len);
	if (confusion->is_mild)
		finding->level = REPORT_NOTE;
	rules_say(rules, finding, "“%s”疑为“%s”", confusion->wrong, confusion->right);
	rules_say_en(rules, finding, "\"%s\" should probably be \"%s\"", confusion->wrong,
		confusion->right);
	return true;
}

/* Are the two characters taken for each other? */
static bool
look_alike(const char *a, const char *b)
{
	for (size_t i = 0; i < wording_group_count; i++) {
		bool has_a = false;
		bool has_b = false;

		for (const char *at = wording_groups[i]; *at; at += 3) {
			has_a = has_a || memcmp(at, a, 3) == 0;
			has_b = has_b || memcmp(at, b, 3) == 0;
		}
		if (has_a && has_b)
			return true;
	}
	return false;
}

/* Two characters of three bytes; the last byte differs most often. */
static inline bool
same_character(const char *a, const char *b)
{
	return a[2] == b[2] && a[1] == b[1] && a[0] == b[0];
}

/* Exactly one character differs, by one of its look-alikes. */
static bool
is_near_miss(struct str flat, size_t at, struct str phrase)
{
	size_t wrong = SIZE_MAX;

	if (phrase.len < 12 || at + phrase.len > flat.len)
		return false;
	for (size_t i = 0; i < phrase.len; i += 3) {
		if (same_character(flat.at + at + i, phrase.at + i))
			continue;
		if (wrong != SIZE_MAX)
			return false;
		wrong = i;
	}
	return wrong != SIZE_MAX && wording_is_han(flat, at + wrong) &&
	       look_alike(flat.at + at + wrong, phrase.at + wrong);
}

static bool
tell_near_miss(struct rules *rules, const struct rules_text *text, size_t at, struct str phrase)
{
	struct report_finding *finding;

	if (!is_near_miss(text->flat, at, phrase) || !wording_same_line(text, at, at + phrase.len))
		return false;
	finding = wording_add(rules, text, at, at + phrase.len);
	rules_say(rules, finding, "“%.*s”疑为“%.*s”", (int)phrase.len, text->flat.at + at,
		STR_ARG(phrase));
	rules_say_en(rules, finding, "\"%.*s\" should probably be \"%.*s\"", (int)phrase.len,
		text->flat.at + at, STR_ARG(phrase));
	return true;
}

/* Is the second character the same, too? That is a quick no for nearly every entry. Read byte by
 * byte, because the zero behind the text may come first. */
static inline bool
begins_with_two(const char *here, const char *words)
{
	return here[3] == words[3] && here[4] == words[4] && here[5] == words[5];
}

/* May the phrase stand here with one wrong character? Then its second or its third is the same. */
static inline bool
may_be_near(struct str flat, size_t at, struct str phrase)
{
	const char *here = flat.at + at;

	return at + phrase.len <= flat.len &&
	       (same_character(here + 3, phrase.at + 3) || same_character(here + 6, phrase.at + 6));
}

/* Every entry that may begin at, or one character before, this place. */
static int
look_up(struct rules *rules, const struct rules_text *text, size_t at)
{
	struct str flat = text->flat;
	const char *here = flat.at + at;
	int told = 0;

	if (!(dictionary.begins[bit_of(here) / 64] >> bit_of(here) % 64 & 1))
		return 0;
	for (int i = dictionary.heads[bucket_of(here)]; i >= 0; i = dictionary.entries[i].next) {
		const struct entry *entry = &dictionary.entries[i];

		if (entry->kind == CONFUSION)
			told += begins_with_two(here, entry->words.at) &&
				tell_confusion(rules, text, at, entry);
		else if (entry->kind == PHRASE && same_character(here, entry->words.at))
			told += may_be_near(flat, at, entry->words) &&
				tell_near_miss(rules, text, at, entry->words);
		else if (entry->kind == PHRASE_BY_SECOND && at >= 3 &&
			 same_character(here, entry->words.at + 3) &&
			 !same_character(here - 3, entry->words.at) && wording_is_han(flat, at - 3))
			told += may_be_near(flat, at - 3, entry->words) &&
				tell_near_miss(rules, text, at - 3, entry->words);
	}
	return told;
}

static void
check_words(struct rules *rules, const struct rules_text *text)
{
	int told = 0;

	for (size_t at = 0; at + 3 <= text->flat.len && told < MOST_OF_A_KIND;) {
		if (!wording_is_han(text->flat, at)) {
			size_t len;

			(void)utf8_at(text->flat, at, &len);
			at += len;
			continue;
		}
		told += look_up(rules, text, at);
		at += 3;
	}
}

/* --- doubled words --- */

static bool
may_double(struct str word)
{
	static const char *const firsts[] = { "一", "逐", "每", "各", "十", "百", "千", "万",
		"几" };

	for (size_t i = 0; i < COUNT_OF(firsts); i++)
		if (str_starts(word, str_of(firsts[i])))
			return true;
	for (size_t i = 0; word.len == 6 && i < wording_may_double_count; i++)
		if (str_equal(word, str_of(wording_may_double[i])))
			return true;
	return false;
}

/* A stretch of `count` characters that stands twice, all Chinese, not one character over and over.
 */
static bool
is_double(const struct rules_text *text, size_t at, size_t count)
{
	struct str flat = text->flat;
	size_t len = count * 3;

	if (at + 2 * len > flat.len || !same_character(flat.at + at, flat.at + at + len) ||
		memcmp(flat.at + at, flat.at + at + len, len) != 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!wording_is_han(flat, at + i * 3))
			return false;
	return memcmp(flat.at + at, flat.at + at + 3, 3) != 0 &&
	       wording_same_line(text, at, at + 2 * len);
}

/* Is the doubled stretch no slip: a word that may double, 政务服务|服务事项 seen one character
 * early, or a second word that only begins like the first (系统系统性)? */
static bool
is_right_double(const struct rules_text *text, size_t at, size_t count)
{
	static const struct str tails[] = { STR("性"), STR("化"), STR("型"), STR("者"), STR("员") };
	struct str rest = str_from(text->flat, at + count * 6);

	return may_double(str_sub(text->flat, at, count * 3)) ||
	       (is_double(text, at + 3, count) &&
		       may_double(str_sub(text->flat, at + 3, count * 3))) ||
	       rules_beginning(rest, tails, COUNT_OF(tails)) > 0;
}

/* May a stretch that begins here stand twice? Its first character then stands again two to six
 * characters on, and nearly always its last byte says that it does not. */
static bool
may_stand_twice(struct str flat, size_t at)
{
	const char *here = flat.at + at;

	/* Too near to the end to look so far at once. */
	if (flat.len - at < 21)
		return true;
	return (here[2] == here[8]) | (here[2] == here[11]) | (here[2] == here[14]) |
	       (here[2] == here[17]) | (here[2] == here[20]);
}

void
wording_check_doubles(struct rules *rules, const struct rules_text *text)
{
	int told = 0;

	for (size_t at = 0; at + 12 <= text->flat.len && told < MOST_OF_A_KIND;) {
		size_t step = 3;

		if (!wording_is_han(text->flat, at)) {
			(void)utf8_at(text->flat, at, &step);
			at += step;
			continue;
		}
		for (size_t count = 2; count <= 6 && may_stand_twice(text->flat, at); count++) {
			struct report_finding *finding;
			struct str word;

			if (!is_double(text, at, count))
				continue;
			word = str_sub(text->flat, at, count * 3);
			step = count * 6;
			if (is_right_double(text, at, count))
				break;
			finding = wording_add(rules, text, at, at + step);
			rules_say(rules, finding, "“%.*s%.*s”重复", STR_ARG(word), STR_ARG(word));
			rules_say_en(rules, finding, "\"%.*s\" stands twice", STR_ARG(word));
			told++;
			break;
		}
		at += step;
	}
}

/* --- terms, titles of documents, title of the report --- */

/* 政务信息公开 mixes 政府信息公开 and 政务公开; told once. */
static void
check_terms(struct rules *rules)
{
	const struct rules_text *first = NULL;
	struct report_finding *finding;
	size_t from = 0;
	int count = 0;

	for (size_t i = 0; i < rules->text_count; i++)
		for (size_t at = 0; (at = rules_text_find(&rules->texts[i], STR("政务信息公开"),
					     at)) != SIZE_MAX;
			at += 18) {
			if (!first) {
				first = &rules->texts[i];
				from = at;
			}
			count++;
		}
	if (!first)
		return;
	finding = wording_add(rules, first, from, from + 18);
	finding->level = REPORT_NOTE;
	rules_say(rules, finding,
		"“政务信息公开”（%d 处）不是规范用语，应为“政府信息公开”或“政务公开”", count);
	rules_say_en(rules, finding,
		"政务信息公开 (%d times) is no term; 政府信息公开 or 政务公开 is meant", count);
}

/* 《…关于印发…》 is the title of a notice and ends in 的通知. */
static void
check_titles(struct rules *rules, const struct rules_text *text)
{
	int told = 0;

	for (size_t at = 0; told < 3 && (at = rules_text_find(text, STR("《"), at)) != SIZE_MAX;
		at += 3) {
		size_t end = wording_title_end(text->flat, at);
		struct report_finding *finding;
		struct str title;

		if (end == SIZE_MAX)
			continue;
		title = str_sub(text->flat, at, end - at);
		if (!str_has(title, STR("关于印发")) || str_has(title, STR("通知")) ||
			str_has(title, STR("函")) || str_has(title, STR("决定")) ||
			str_has(title, STR("公告")) || str_has(title, STR("批复")))
			continue;
		finding = wording_add(rules, text, at, end);
		rules_say(rules, finding, "文件名“%.*s”含“关于印发”，末尾可能缺“的通知”",
			STR_ARG(title));
		rules_say_en(rules, finding, "a title with 关于印发 should end in 的通知");
		told++;
	}
}

/* "关于印发《甲》的通知" quoted without 《》 around the whole; the outer marks belong there. */
static void
check_bare_titles(struct rules *rules, const struct rules_text *text)
{
	struct str flat = text->flat;
	struct str start = STR("关于印发《");
	size_t at = rules_text_find(text, start, 0);

	for (; at != SIZE_MAX; at = str_find(flat, start, at + start.len)) {
		struct str before = str_sub(flat, 0, at);
		size_t open = str_find_last(before, STR("《"));
		size_t close = str_find_last(before, STR("》"));
		size_t end = wording_title_end(flat, at + start.len - 3);
		struct report_finding *finding;

		if ((open != SIZE_MAX && (close == SIZE_MAX || close < open)) || end == SIZE_MAX ||
			!str_starts(str_from(flat, end), STR("的通知")))
			continue;
		finding = wording_add(rules, text, at, end + 9);
		finding->level = REPORT_NOTE;
		rules_say(rules, finding, "所引文件“……%.*s”的全名没有加书名号", (int)(end + 9 - at),
			flat.at + at);
		rules_say_en(
			rules, finding, "the full title of the quoted notice stands without 《》");
		return;
	}
}

static void
check_report_title(struct rules *rules)
{
	struct str title = rules->report->title;
	size_t first = str_find(title, STR("年度"), 0);
	struct report_finding *finding;

	if (first == SIZE_MAX || str_find(title, STR("年度"), first + 6) == SIZE_MAX)
		return;
	finding = rules_add(rules, RULE_STY_1, "title");
	finding->level = REPORT_NOTE;
	rules_say(rules, finding, "标题中“年度”重复，规范写法为“%d年政府信息公开工作年度报告”",
		rules->report->year);
	rules_say_en(rules, finding, "年度 stands twice in the title");
}

void
rules_check_wording(struct rules *rules)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, build_dictionary);
	check_report_title(rules);
	check_terms(rules);
	for (size_t i = 0; i < rules->text_count; i++) {
		check_words(rules, &rules->texts[i]);
		wording_check_doubles(rules, &rules->texts[i]);
		wording_check_marks(rules, &rules->texts[i]);
		wording_check_brackets(rules, &rules->texts[i]);
		check_titles(rules, &rules->texts[i]);
		check_bare_titles(rules, &rules->texts[i]);
	}
}
