/*
 * What is written into letters: a fact by its name, one of each as a sample, and days in the words
 * of letters. Which facts a letter must have is letter_kinds.c's.
 */
#include "letter/letter.h"

struct str
letter_fact_text(const struct letter_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->count; i++)
		if (strcmp(facts->items[i].name, name) == 0 && str_trim(facts->items[i].text).len)
			return facts->items[i].text;
	return STR_NONE;
}

struct fault *
letter_sample_facts(struct arena *arena, struct letter_facts *ret_facts)
{
	struct letter_fact *items;
	size_t count = 0;

	for (const struct letter_field *field = letter_fields; field->name; field++)
		count++;
	TAKE(arena, items, count);
	for (size_t i = 0; i < count; i++)
		items[i] = (struct letter_fact){ letter_fields[i].name,
			str_of(letter_fields[i].sample) };
	*ret_facts = (struct letter_facts){ items, count };
	return NULL;
}

struct fault *
letter_day_words(struct arena *arena, struct day day, struct str *ret_words)
{
	int year;
	int month;
	int of_month;

	if (day_is_none(day)) {
		*ret_words = STR("");
		return NULL;
	}
	day_split(day, &year, &month, &of_month);
	return str_print(arena, ret_words, "%d年%d月%d日", year, month, of_month);
}
