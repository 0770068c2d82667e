/*
 * Gates: whose eyes look at stored reports, as the statements of filing.sql take it.
 * Which states a person may change is filing_state.c; who has which role is account/'s.
 */
#include "agency/agency_site.h"
#include "base/json.h"
#include "filing/filing_inside.h"

enum { MOST_PATTERNS = 256 << 10 };

#define EVERYWHERE "[\"%\"]"

const struct filing_gate filing_gate_public = { STR(EVERYWHERE), true };
const struct filing_gate filing_gate_all = { STR(EVERYWHERE), false };

/* Does another grant of these roles show all that this one shows? Of two equal ones the first
 * stays. */
static bool
is_covered(const struct account_person *person, unsigned roles, size_t at)
{
	const struct account_grant *own = &person->grants[at];

	for (size_t i = 0; i < person->grant_count; i++) {
		const struct account_grant *other = &person->grants[i];
		bool is_same =
			str_equal(own->path, other->path) && own->has_subtree == other->has_subtree;

		if (i == at || !(other->role & roles) || (is_same && i > at))
			continue;
		if (is_same || (other->has_subtree && str_starts(own->path, other->path)))
			return true;
	}
	return false;
}

/* Does a grant reach the place asked for, and what is below it too? */
static bool
is_reaching(const struct account_grant *grant, struct str path, bool *ret_has_subtree)
{
	*ret_has_subtree = grant->has_subtree;
	return grant->has_subtree ? str_starts(path, grant->path) : str_equal(path, grant->path);
}

static struct fault *
put_pattern(struct arena *arena, struct json_out *json, struct str path, bool has_subtree)
{
	struct str pattern;

	TRY(str_print(arena, &pattern, "%.*s%s", STR_ARG(path), has_subtree ? "%" : ""));
	json_put_str(json, pattern);
	return NULL;
}

/* The one place that was asked for, when a grant reaches it. */
static struct fault *
put_place(struct arena *arena, const struct account_person *person, unsigned roles, struct str path,
	struct json_out *json, bool *ret_is_put)
{
	bool is_found = false;
	bool is_wide = false;

	for (size_t i = 0; path.len && i < person->grant_count; i++) {
		bool has_subtree = false;

		if (!(person->grants[i].role & roles) ||
			!is_reaching(&person->grants[i], path, &has_subtree))
			continue;
		is_found = true;
		is_wide = is_wide || has_subtree;
	}
	*ret_is_put = is_found;
	return is_found ? put_pattern(arena, json, path, is_wide) : NULL;
}

static struct fault *
put_patterns(struct arena *arena, const struct account_person *person, unsigned roles,
	struct str path, struct buf *list)
{
	struct json_out json;
	bool is_put = false;

	json_out_init(&json, list);
	json_begin_array(&json);
	TRY(put_place(arena, person, roles, path, &json, &is_put));
	for (size_t i = 0; !is_put && i < person->grant_count; i++) {
		const struct account_grant *grant = &person->grants[i];

		if (grant->role & roles && !is_covered(person, roles, i))
			TRY(put_pattern(arena, &json, grant->path, grant->has_subtree));
	}
	json_end_array(&json);
	return buf_check(list);
}

struct fault *
filing_gate_make(struct arena *arena, const struct account_person *person, unsigned roles,
	struct str path, struct filing_gate *ret_gate)
{
	CLOSING(buf_done) struct buf list;
	struct filing_gate gate = { .is_public = false };

	buf_init(&list, MOST_PATTERNS);
	/* The bits of a person are those of the grants, so that there is one to put. */
	if (!person || !(person->roles & roles))
		return account_must(NULL, roles, path);
	TRY(put_patterns(arena, person, roles, path, &list));
	TRY(str_copy(arena, buf_str(&list), &gate.patterns));
	*ret_gate = gate;
	return NULL;
}

struct fault *
filing_gate_of_site(
	struct arena *arena, const struct agency_site *site, struct filing_gate *ret_gate)
{
	CLOSING(buf_done) struct buf list;
	struct filing_gate gate = filing_gate_public;
	struct json_out json;

	buf_init(&list, MOST_PATTERNS);
	if (site->path.len) {
		json_out_init(&json, &list);
		json_begin_array(&json);
		TRY(put_pattern(arena, &json, site->path, true));
		json_end_array(&json);
		TRY(buf_check(&list));
		TRY(str_copy(arena, buf_str(&list), &gate.patterns));
	}
	*ret_gate = gate;
	return NULL;
}
