/*
 * agency: 行政机关, those who publish information and report about it.
 *
 * What lives here: the agency's row (name, place in the tree, kind), finding it by its exact name
 * and listing. What does not: reports and publications of an agency (their own rooms), staff
 * accounts (account/). The whole tree with sites and history comes with a later piece of work.
 */
#ifndef AGENCY_AGENCY_H
#define AGENCY_AGENCY_H

#include "base/arena.h"
#include "base/str.h"

struct db;

enum agency_kind {
	AGENCY_UNKNOWN,
	AGENCY_GOVERNMENT, /* 人民政府 */
	AGENCY_DEPARTMENT, /* 局 委 办 厅 */
	AGENCY_STREET,     /* 街道 乡 镇 */
};

/* Invariants: name is not empty and has passed agency_check_name(); parent_id 0 is none. */
struct agency {
	int64_t id;
	struct str name;
	int64_t parent_id;
	enum agency_kind kind;
};

/* Law: 条例 art. 4: every agency that publishes has one exact name. The name without white space at
 * its ends. INPUT "agency_name" when it is shorter than 2 or longer than 100 characters or holds
 * line breaks or other control characters. */
MUST struct fault *agency_check_name(struct str name, struct str *ret_name);
/* 人民政府 GOVERNMENT; 街道办事处 乡 镇 STREET; 局 委 办 厅 … DEPARTMENT; by the end of the name.
 */
enum agency_kind agency_guess_kind(struct str name);

/* ABSENT when there is none. Text is copied into the arena. */
MUST struct fault *agency_load(
	struct db *db, struct arena *arena, int64_t id, struct agency *ret_agency);
MUST struct fault *agency_find(struct db *db, struct arena *arena, struct str name,
	bool *ret_is_found, struct agency *ret_agency);

/* The agency of this exact name, made when there is none (its kind guessed). Joins a db_work() or
 * makes its own. Faults of agency_check_name(). */
MUST struct fault *agency_find_or_make(struct db *db, struct str name, int64_t *ret_id);

/* Give an agency its parent (0: none) and kind. ABSENT without such agencies; CONFLICT
 * "agency_circle" when the parent stands below the agency. */
MUST struct fault *agency_save_place(
	struct db *db, int64_t id, int64_t parent_id, enum agency_kind kind);

struct agency_list {
	struct agency *agencies;
	size_t count;
	int64_t total; /* before paging */
};

/* By name, those whose name has the words of `text` in this order (blank: all). `limit` is cut to
 * 1 … 500. */
MUST struct fault *agency_find_all(struct db *db, struct arena *arena, struct str text,
	int64_t offset, int limit, struct agency_list *ret_list);
/* How many agencies a pattern of db_like() finds. */
MUST struct fault *agency_count(struct db *db, struct str pattern, int64_t *ret_count);

#endif
