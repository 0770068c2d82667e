/*
 * Notes of what hides in a file, while it is being looked into, and the findings they become.
 * Which things count is said in redaction_kinds.c.
 */
#include "redaction/redaction_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Between excerpts of one note. */
#define BETWEEN " / "

/* Characters of any bytes that may be shown, blanks made one, at most `room` bytes. */
static size_t
put_clean(char *to, size_t room, struct str bytes)
{
	size_t len = 0;
	bool was_blank = true;

	for (size_t at = 0; at < bytes.len;) {
		size_t step;
		uint32_t point = utf8_at(bytes, at, &step);
		bool is_blank = utf8_is_space(point) || point < 0x20;

		at += step;
		if (is_blank && was_blank)
			continue;
		was_blank = is_blank;
		if (is_blank)
			point = ' ';
		if (point == UTF8_BROKEN || (point >= 0x7F && point < 0xA0) || !utf8_is_xml(point))
			continue;
		if (len + 4 > room)
			break;
		len += utf8_put(to + len, point);
	}
	while (len && to[len - 1] == ' ')
		len--;
	return len;
}

static struct fault *
join_excerpt(struct redaction_notes *notes, struct redaction_note *note, struct str excerpt)
{
	char text[REDACTION_LONGEST_EXCERPT];
	size_t len = note->excerpt.len;
	size_t added;

	if (len)
		memcpy(text, note->excerpt.at, len);
	if (len && len + sizeof BETWEEN < sizeof text) {
		memcpy(text + len, BETWEEN, sizeof BETWEEN - 1);
		len += sizeof BETWEEN - 1;
	}
	added = put_clean(text + len, sizeof text - len, excerpt);
	if (added == 0)
		return NULL;
	return str_copy(notes->arena, (struct str){ text, len + added }, &note->excerpt);
}

static struct redaction_note *
find_note(struct redaction_notes *notes, enum redaction_kind kind, struct str place)
{
	for (size_t i = 0; i < notes->count; i++)
		if (notes->all[i].kind == kind && str_equal(notes->all[i].place, place))
			return &notes->all[i];
	return NULL;
}

struct fault *
redaction_note(struct redaction_notes *notes, enum redaction_kind kind, struct str place,
	struct str excerpt)
{
	char clean[REDACTION_LONGEST_EXCERPT];
	struct str where = { clean, put_clean(clean, sizeof clean, place) };
	struct redaction_note *note = find_note(notes, kind, where);

	if (!note && notes->count == REDACTION_MOST_FINDINGS) {
		notes->is_cut = true;
		return NULL;
	}
	if (!note) {
		note = &notes->all[notes->count];
		*note = (struct redaction_note){ .kind = kind };
		TRY(str_copy(notes->arena, where, &note->place));
		notes->count++;
	}
	if (note->count < INT32_MAX)
		note->count++;
	if (note->excerpt.len + sizeof BETWEEN + 4 > REDACTION_LONGEST_EXCERPT)
		return NULL;
	return join_excerpt(notes, note, excerpt);
}

struct fault *
redaction_notes_find(const struct redaction_notes *notes, bool is_released, struct arena *arena,
	struct redaction_findings *ret_findings)
{
	struct redaction_findings findings = { .is_cut = notes->is_cut };

	TAKE(arena, findings.all, notes->count);
	for (int level = REDACTION_MUST_GO; level >= REDACTION_KNOW; level--)
		for (size_t i = 0; i < notes->count; i++) {
			const struct redaction_note *note = &notes->all[i];
			const struct redaction_sort *sort = redaction_sort_of(note->kind);
			enum redaction_level is =
				is_released && !sort->may_stay ? REDACTION_MUST_GO : sort->level;
			struct redaction_finding *finding = &findings.all[findings.count];

			if ((int)is != level)
				continue;
			*finding = (struct redaction_finding){
				.kind = sort->code,
				.level = is,
				.count = note->count,
				.zh = sort->zh,
				.en = sort->en,
			};
			TRY(str_copy(arena, note->place, &finding->place));
			TRY(str_copy(arena, note->excerpt, &finding->excerpt));
			findings.count++;
		}
	*ret_findings = findings;
	return NULL;
}

size_t
redaction_count(const struct redaction_findings *findings, enum redaction_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->all[i].level == level;
	return count;
}
