/*
 * The two official forms as data: 国办公开办函〔2019〕60号 (years 2019 and 2020) and 〔2021〕30号
 * (2021 on), their rows, columns and sections, and one number ("slot") for each cell of either
 * form. Damaged labels are the reader's business, not this file's: here stand the exact official
 * words.
 */
#ifndef REPORT_REPORT_FORMS_H
#define REPORT_REPORT_FORMS_H

#include "base/str.h"

/* The year the form was issued for; two bits, so that a row can belong to both. */
enum report_form {
	REPORT_FORM_NONE = 0,
	REPORT_FORM_2019 = 1,
	REPORT_FORM_2021 = 2,
};

enum report_table { REPORT_PROACTIVE, REPORT_APPLICATIONS, REPORT_REVIEW };

enum report_section_key {
	REPORT_S0_PREFACE, /* 编制说明 before section one; not a section of the form */
	REPORT_S1_OVERVIEW,
	REPORT_S2_PROACTIVE,
	REPORT_S3_REQUESTS,
	REPORT_S4_REVIEW,
	REPORT_S5_PROBLEMS,
	REPORT_S6_OTHER,
	REPORT_SECTION_KEYS,
};

/* What a cell counts. */
enum report_kind {
	REPORT_COUNT_KIND, /* pieces, not negative */
	REPORT_DELTA_KIND, /* change against last year, signed */
	REPORT_MONEY_KIND, /* 万元, exact decimal */
};

/* Columns of table 3 (收到和处理申请), in printed order. */
enum report_applicant {
	REPORT_NATURAL_PERSON, /* 自然人 */
	REPORT_BIZ,            /* 商业企业 */
	REPORT_RESEARCH,       /* 科研机构 */
	REPORT_PUBLIC_WELFARE, /* 社会公益组织 */
	REPORT_LEGAL_SERVICE,  /* 法律服务机构 */
	REPORT_OTHER_ORG,      /* 其他 */
	REPORT_TOTAL,          /* 总计 */
	REPORT_APPLICANTS,
};

/* Rows of table 3: the union of both forms, in printed order. */
enum report_application_row {
	REPORT_ROW_NEW_RECEIVED,
	REPORT_ROW_CARRIED_IN,
	REPORT_ROW_RES_GRANTED,
	REPORT_ROW_RES_PARTIAL,
	REPORT_ROW_DENY_SECRET,
	REPORT_ROW_DENY_LAW,
	REPORT_ROW_DENY_SAFETY,
	REPORT_ROW_DENY_THIRD_PARTY,
	REPORT_ROW_DENY_INTERNAL,
	REPORT_ROW_DENY_PROCESS,
	REPORT_ROW_DENY_CASEFILE,
	REPORT_ROW_DENY_QUERY,
	REPORT_ROW_UNABLE_NOT_HELD,
	REPORT_ROW_UNABLE_NEED_CREATE,
	REPORT_ROW_UNABLE_UNCLEAR,
	REPORT_ROW_NO_PETITION,
	REPORT_ROW_NO_REPEAT,
	REPORT_ROW_NO_PUBLICATION,
	REPORT_ROW_NO_ABUSIVE,
	REPORT_ROW_NO_RECONFIRM,
	REPORT_ROW_OTHER,
	REPORT_ROW_OTHER_NO_CORRECTION,
	REPORT_ROW_OTHER_NO_FEE,
	REPORT_ROW_OTHER_MISC,
	REPORT_ROW_RES_TOTAL,
	REPORT_ROW_CARRIED_OUT,
	REPORT_APPLICATION_ROWS,
};

/* Slots: first the cells of table 2, then table 3 row by row, then the 15 cells of table 4. */
enum {
	REPORT_FIRST_APPLICATION = 29,
	REPORT_FIRST_REVIEW =
		REPORT_FIRST_APPLICATION + REPORT_APPLICATION_ROWS * REPORT_APPLICANTS,
	REPORT_REVIEW_GROUPS = 3,  /* 行政复议, 未经复议直接起诉, 复议后起诉 */
	REPORT_REVIEW_RESULTS = 5, /* 维持, 纠正, 其他, 未审结, 总计 */
	REPORT_SLOT_COUNT = REPORT_FIRST_REVIEW + REPORT_REVIEW_GROUPS * REPORT_REVIEW_RESULTS,
};

struct report_slot {
	enum report_table table;
	const char *block;  /* "a20_1"; NULL outside table 2 */
	const char *row;    /* key of the row; NULL in table 4, which has one row */
	const char *column; /* key of the column; in table 4 with its group: "rev_upheld" */
	enum report_kind kind;
	unsigned forms; /* bits of enum report_form that have this cell */
};

extern const struct report_slot report_slots[REPORT_SLOT_COUNT];

/* One block of table 2 in one form, with its exact words. */
struct report_block_row {
	const char *key;
	const char *label;
};
struct report_block_column {
	const char *key;
	const char *label;
};
struct report_block {
	enum report_form form;
	const char *key;   /* "a20_1" */
	const char *label; /* "第二十条第（一）项" */
	struct report_block_row rows[2];
	int row_count;
	struct report_block_column columns[3];
	int column_count;
};

enum { REPORT_BLOCK_COUNT = 9 };
extern const struct report_block report_blocks[REPORT_BLOCK_COUNT];

struct report_application_label {
	const char *key;
	const char *label; /* innermost label as printed */
	const char *group; /* "（三）不予公开", or "" */
	bool is_result;    /* stands under 三、本年度办理结果 */
	unsigned forms;
};

extern const struct report_application_label report_application_labels[REPORT_APPLICATION_ROWS];
extern const struct report_block_column report_applicants[REPORT_APPLICANTS];
extern const struct report_block_column report_review_groups[REPORT_REVIEW_GROUPS];
extern const struct report_block_column report_review_results[REPORT_REVIEW_RESULTS];

struct report_section_label {
	const char *key;     /* "s1_overview" */
	const char *heading; /* "一、总体情况" */
	const char *words;   /* "总体情况" */
};
extern const struct report_section_label report_section_labels[REPORT_SECTION_KEYS];

static inline int
report_application_slot(int row, int applicant)
{
	return REPORT_FIRST_APPLICATION + row * REPORT_APPLICANTS + applicant;
}

static inline int
report_review_slot(int group, int result)
{
	return REPORT_FIRST_REVIEW + group * REPORT_REVIEW_RESULTS + result;
}

/* Slot of a cell of table 2 by its keys; -1 when there is none. */
int report_proactive_slot(const char *block, const char *row, const char *column);

struct report_path {
	char at[160];
};
/* "applications.res_total.total", zero-terminated. */
struct report_path report_slot_path(int slot);
/* Words for people: "表三 第（七）总计 行“自然人”列". */
struct report_path report_slot_words(int slot, enum report_form form);
/* Slot of a path; -1 when it names none. */
int report_slot_of_path(struct str path);

/* The form the rules want for a year: 2019 and 2020 the first, 2021 on the second, before NONE.
 * Law: 国办公开办函〔2019〕60号; 国办公开办函〔2021〕30号 */
enum report_form report_form_of_year(int year);
/* "2019", "2021" or "". */
const char *report_form_name(enum report_form form);

#endif
