/*
 * agency: 行政机关, those who publish information and report about it.
 *
 * What lives here: the tree of agencies (rows, codes, the disclosure office's particulars), its
 * history (agency_history.h), changing it (agency_work.h), taking lists in and out
 * (agency_import.h) and the sites of one installation (agency_site.h). What does not: reports and
 * publications of an agency (their own rooms), the people who work there (account/).
 */
#ifndef AGENCY_AGENCY_H
#define AGENCY_AGENCY_H

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"

struct db;

/* Stored by number; never renumber. */
enum agency_kind {
	AGENCY_UNKNOWN,
	AGENCY_GOVERNMENT,  /* 人民政府 */
	AGENCY_DEPARTMENT,  /* 局 委 办 厅 */
	AGENCY_STREET,      /* 街道 乡 镇 */
	AGENCY_INSTITUTION, /* 事业单位 */
	AGENCY_AUTHORIZED, /* Law: 条例 art. 54: organisations that manage public affairs by law */
	AGENCY_KINDS,
};

enum agency_level {
	AGENCY_NO_LEVEL,
	AGENCY_PROVINCE,
	AGENCY_CITY,
	AGENCY_COUNTY,
	AGENCY_TOWNSHIP, /* 街道 乡 镇 */
	AGENCY_LEVELS,
};

/* How a kind or level is called on pages, in lists and on the command line. */
struct agency_word {
	const char *key;
	const char *zh;
	const char *en;
};
extern const struct agency_word agency_kind_words[AGENCY_KINDS];
extern const struct agency_word agency_level_words[AGENCY_LEVELS];
/* The number whose key, Chinese or English word this is; -1 when there is none. */
int agency_word_find(const struct agency_word *words, int count, struct str text);

/*
 * Invariants: name is not empty and has passed agency_check_name(); parent_id 0 is none; path are
 * the ids from the top down to the agency itself, "/1/5/9/"; codes have passed their checks or are
 * empty; valid_to is the first day on which the agency no longer was, DAY_NONE while it is.
 */
struct agency {
	int64_t id;
	struct str name;
	int64_t parent_id;
	enum agency_kind kind;
	enum agency_level level;
	struct str path;
	struct str short_names; /* parted by 、 */
	struct str credit_code;
	struct str division_code;
	int64_t sort_order; /* among those below one parent; then by name */
	struct day valid_from;
	struct day valid_to;
	int64_t version;
};

enum { AGENCY_DEEPEST = 12, AGENCY_OFFICE_FIELDS = 9, AGENCY_SHORT_NAMES_LONGEST = 200 };

/*
 * Law: 条例 art. 12: what the guide names of information and of the disclosure office
 * (政府信息公开工作机构), in the order of the article.
 */
union agency_office {
	struct {
		struct str categories;  /* 政府信息的分类 */
		struct str arrangement; /* 编排体系 */
		struct str ways;        /* 获取方式 */
		struct str office;      /* 工作机构名称 */
		struct str address;     /* 办公地址 */
		struct str hours;       /* 办公时间 */
		struct str phone;       /* 联系电话 */
		struct str fax;         /* 传真号码 */
		struct str online;      /* 互联网联系方式 */
	};
	struct str fields[AGENCY_OFFICE_FIELDS];
};

struct agency_office_word {
	const char *key;
	const char *zh;
	const char *en;
	size_t longest; /* characters */
};
extern const struct agency_office_word agency_office_words[AGENCY_OFFICE_FIELDS];

/* --- rules: pure --- */

/* Law: 条例 art. 4: every agency that publishes has one exact name. The name without white space at
 * its ends. INPUT "agency_name" when it is shorter than 2 or longer than 100 characters or holds
 * line breaks or other control characters. */
MUST struct fault *agency_check_name(struct str name, struct str *ret_name);
/* Other names, parted by 、 , or ; in any width, as one text parted by 、. INPUT
 * "agency_short_names". */
MUST struct fault *agency_check_short_names(
	struct arena *arena, struct str text, struct str *ret_text);
/* 人民政府 GOVERNMENT; 街道办事处 乡 镇 STREET; 局 委 办 厅 … DEPARTMENT; by the end of the name.
 */
enum agency_kind agency_guess_kind(struct str name);
/* By the division code: 230000 province, 230100 city, 230102 county, longer ones township. */
enum agency_level agency_guess_level(struct str division_code);

/*
 * 统一社会信用代码 (GB 32100): 18 characters, no I O S V Z, the check character right. Lower case
 * and blanks around it are mended; the empty text passes. INPUT "agency_credit_code" says what is
 * wrong.
 */
MUST struct fault *agency_check_credit_code(
	struct arena *arena, struct str text, struct str *ret_code);
/* The organisation's own nine characters inside (GB 11714) have their check character right. Codes
 * exist where they do not, so this is only worth a note. */
bool agency_credit_code_is_whole(struct str code);
/* 行政区划代码: 6 digits (GB/T 2260), or 9 or 12 for a township; known province; no county in a
 * city 00. The empty text passes. INPUT "agency_division_code". */
MUST struct fault *agency_check_division_code(struct str text, struct str *ret_code);
/* Standard: GB/T 2260: do the first two digits name a province (data/provinces.txt)? */
bool agency_is_province(struct str code);
/* Does a division code lie in the area of the parent's? True when one of them is missing.
 * Boundaries change and offices abroad exist, so this is only worth a note. */
bool agency_division_fits(struct str code, struct str parent_code);
/* 网站标识码: bm and 8 digits, or a division code of 6 and 4 digits. The empty text passes. INPUT
 * "agency_site_code". */
MUST struct fault *agency_check_site_code(
	struct arena *arena, struct str text, struct str *ret_code);

/* Is the agency at `path` the one at `top` or below it? */
static inline bool
agency_path_is_below(struct str path, struct str top)
{
	return top.len && str_starts(path, top);
}

/* --- rows --- */

/* ABSENT when there is none. Text is copied into the arena. */
MUST struct fault *agency_load(
	struct db *db, struct arena *arena, int64_t id, struct agency *ret_agency);
/* By exact name: the one that exists now before those that have ended, the oldest row first. */
MUST struct fault *agency_find(struct db *db, struct arena *arena, struct str name,
	bool *ret_is_found, struct agency *ret_agency);
/* The one that exists now, by its credit code. */
MUST struct fault *agency_find_code(struct db *db, struct arena *arena, struct str credit_code,
	bool *ret_is_found, struct agency *ret_agency);

/* How an agency comes by a name, the strongest first. Numbers of agency_meant in agency.sql. */
enum agency_naming {
	AGENCY_NAMED,       /* it has the name */
	AGENCY_NAMED_ENDED, /* it had the name when it ended */
	AGENCY_NAMED_ONCE,  /* before it was renamed */
	AGENCY_NAMED_SHORT, /* "平房区" in a report's title */
};

struct agency_meaning {
	struct agency agency;
	enum agency_naming naming;
};

/* Invariant: by naming, the strongest first. */
struct agency_meanings {
	struct agency_meaning *items;
	size_t count;
};

/* Whom a name may mean, `limit` of them at most. */
MUST struct fault *agency_find_meant(struct db *db, struct arena *arena, struct str name, int limit,
	struct agency_meanings *ret_meanings);
/* How many stand first with equal right. Pure. */
size_t agency_meanings_best(const struct agency_meanings *meanings);
/* The agency that a person typed: by its number, its credit code, or a name that means only one.
 * INPUT "agency_unknown", "agency_several". */
MUST struct fault *agency_find_key(
	struct db *db, struct arena *arena, struct str key, struct agency *ret_agency);

/* The one agency that a name means by the strongest naming; made at the top when there is none (its
 * kind guessed). Joins a db_work() or makes its own. INPUT "agency_several" names some of them;
 * faults of agency_check_name(). */
MUST struct fault *agency_find_or_make(struct db *db, struct str name, int64_t *ret_id);

/* Give an agency its parent (0: none) and kind; those below it come along. ABSENT without such
 * agencies; CONFLICT "agency_circle" when the parent stands below the agency, "agency_twin" when
 * one of its name stands there already; LIMIT "agency_deep". Keeps no history and writes no audit:
 * for people's changes see agency_work.h. */
MUST struct fault *agency_save_place(
	struct db *db, int64_t id, int64_t parent_id, enum agency_kind kind);

/* Particulars of the disclosure office; empty ones when nothing was entered. */
MUST struct fault *agency_load_office(
	struct db *db, struct arena *arena, int64_t id, union agency_office *ret_office);

struct agency_list {
	struct agency *agencies;
	size_t count;
	int64_t total; /* before paging */
};

/* By name, those whose name, short names or code have the words of `text` in this order (blank:
 * all). `limit` is cut to 1 … 500. */
MUST struct fault *agency_find_all(struct db *db, struct arena *arena, struct str text,
	int64_t offset, int limit, struct agency_list *ret_list);
/* How many agencies a pattern of db_like() finds. */
MUST struct fault *agency_count(struct db *db, struct str pattern, int64_t *ret_count);

/* The agency itself and all above it, from the top down. */
MUST struct fault *agency_find_above(
	struct db *db, struct arena *arena, int64_t id, struct agency_list *ret_list);

/* --- one level, one page at a time --- */

enum { AGENCY_COUNTED_MOST = 1000 };

/* Those directly below, counted no further than AGENCY_COUNTED_MOST. */
struct agency_branch {
	struct agency agency;
	int64_t child_count;
};

struct agency_level_query {
	int64_t parent_id; /* 0: the top */
	bool with_ended;   /* also those that no longer exist */
	int64_t after_id;  /* the last one of the page before; 0: from the start */
	int limit;         /* cut to 1 … 500 */
};

struct agency_branches {
	struct agency_branch *items;
	size_t count;
	bool has_more;
};

/* Those directly below a parent in their order. Costs the same however large the tree is. */
MUST struct fault *agency_find_children(struct db *db, struct arena *arena,
	const struct agency_level_query *query, struct agency_branches *ret_branches);

/* Existing agencies whose name, short names or code have the words of `text`, below `top` (a path;
 * empty: anywhere), in the order of names, behind the one of `after_id`. */
MUST struct fault *agency_search(struct db *db, struct arena *arena, struct str text,
	struct str top, int64_t after_id, int limit, struct agency_branches *ret_branches);

#endif
