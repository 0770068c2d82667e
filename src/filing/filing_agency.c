/*
 * Whose report is it? The agencies that a name may mean for the person who stores it. Names and the
 * tree are agency/'s; what a person may do is account/'s.
 */
#include "filing/filing_inside.h"

/* A name such as 教育局 may stand hundreds of times in a province. */
enum { MOST_MEANT = 2000 };

struct fault *
filing_find_meant(struct db *db, struct arena *arena, const struct account_person *person,
	struct str name, struct filing_meant *ret_meant)
{
	struct filing_meant meant = { 0 };
	struct agency_meanings found;
	size_t count = 0;

	TRY(agency_find_meant(db, arena, name, MOST_MEANT, &found));
	if (found.count)
		meant.path = found.items[0].agency.path;
	/* A short name within reach is more to the point than a full one in another city. */
	for (size_t i = 0; i < found.count; i++)
		if (account_may(person, ACCOUNT_AUTHOR, found.items[i].agency.path))
			found.items[count++] = found.items[i];
	found.count = count;
	meant.count = agency_meanings_best(&found);
	TAKE(arena, meant.agencies, meant.count + 1);
	for (size_t i = 0; i < meant.count; i++)
		meant.agencies[i] = found.items[i].agency;
	*ret_meant = meant;
	return NULL;
}

const struct agency *
filing_pick_meant(const struct filing_meant *meant, int64_t chosen_id)
{
	for (size_t i = 0; i < meant->count; i++)
		if (meant->agencies[i].id == chosen_id)
			return &meant->agencies[i];
	return meant->count == 1 ? &meant->agencies[0] : NULL;
}

struct fault *
filing_refuse_unmeant(
	const struct filing_meant *meant, const struct account_person *person, struct str name)
{
	if (meant->path.len)
		TRY(account_must(person, ACCOUNT_AUTHOR, meant->path));
	return fault_new(FAULT_INPUT, "agency_unknown",
		"没有名为“%.*s”的机关。请写全称；新机关请系统管理员先登记。",
		"There is no agency named “%.*s”. Give its full name; new ones are entered by the "
		"system administrator.",
		STR_ARG(name));
}

struct fault *
filing_find_only(struct db *db, struct arena *arena, struct str name, int64_t *ret_id)
{
	struct agency_meanings found;

	TRY(agency_find_meant(db, arena, name, MOST_MEANT, &found));
	*ret_id = agency_meanings_best(&found) == 1 ? found.items[0].agency.id : 0;
	return NULL;
}
