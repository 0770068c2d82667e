/*
 * What can be replied to an application: the kinds of arts. 30, 35 to 41 with what each must say,
 * the exemptions of arts. 14 to 16, and the row of the annual report that each counts in. Pure data
 * and decisions; the words of the letters are letter/'s.
 */
#ifndef APPLICATION_APPLICATION_REPLY_H
#define APPLICATION_APPLICATION_REPLY_H

#include "application/application.h"

/* Stored by number; never renumber. */
enum application_reply {
	APPLICATION_NO_REPLY,
	APPLICATION_R36_1,      /* 已主动公开 */
	APPLICATION_R36_2,      /* 予以公开 */
	APPLICATION_R37,        /* 部分公开 */
	APPLICATION_R36_3,      /* 不予公开 */
	APPLICATION_R36_4,      /* 信息不存在 */
	APPLICATION_R36_5,      /* 非本机关负责 */
	APPLICATION_R36_6,      /* 重复申请 */
	APPLICATION_R36_7,      /* 特别规定 */
	APPLICATION_R38,        /* 需加工分析 */
	APPLICATION_R39_1,      /* 信访投诉举报 */
	APPLICATION_R39_2,      /* 公开出版物 */
	APPLICATION_R35,        /* 不予处理 */
	APPLICATION_R30,        /* 逾期不补正，视为放弃 */
	APPLICATION_R30_VAGUE,  /* 补正后仍不明确 */
	APPLICATION_FEE_LAPSED, /* 逾期不缴费，视为放弃 */
	APPLICATION_RECONFIRM,  /* 要求确认、重新出具已获取信息 */
	APPLICATION_R41_DONE,   /* 更正 */
	APPLICATION_R41_NOT,    /* 不予更正 */
	APPLICATION_R41_SENT,   /* 转送有权更正的机关 */
	APPLICATION_REPLIES,
};

/* Why something is not disclosed. Stored by key. */
struct application_exemption {
	const char *key;     /* "ex14_secret" */
	const char *article; /* "第十四条" */
	const char *zh;
	const char *outcome; /* row of the annual report: "deny_secret" */
	bool is_optional;    /* art. 16: may, not must, be withheld */
};
/* Ends with { 0 }. */
extern const struct application_exemption application_exemptions[];
const struct application_exemption *application_exemption_find(struct str key);

/* What a reply of a kind must state before it can be signed: bits of application_reply_rule.needs.
 */
enum {
	APPLICATION_SAYS_WAY = 1u << 0,       /* where and how it was published: an address */
	APPLICATION_SAYS_FILES = 1u << 1,     /* released files, or when and how they are given */
	APPLICATION_SAYS_EXEMPTION = 1u << 2, /* at least one exemption */
	APPLICATION_SAYS_REASON = 1u << 3,    /* reasons in words */
	APPLICATION_SAYS_SEARCH = 1u << 4,    /* where and how it was searched for */
	APPLICATION_SAYS_AGENCY = 1u << 5,    /* the agency in charge, if it can be found out */
	APPLICATION_SAYS_EARLIER = 1u << 6,   /* number and day of the earlier reply */
	APPLICATION_SAYS_SPECIAL = 1u << 7,   /* the special law or regulation */
	APPLICATION_SAYS_CHANNEL = 1u
				   << 8, /* where petitions and reports go, where a book is had */
	APPLICATION_SAYS_REDACTION = 1u << 9, /* the list of what was removed */
	APPLICATION_SAYS_LAPSE = 1u << 10,    /* which term passed without an answer */
};

struct application_reply_rule {
	enum application_reply reply;
	const char *key; /* "R36_3" */
	const char *zh;
	const char *law;          /* "条例第三十六条第（三）项" */
	const char *letter;       /* "W13", the letter it goes out as */
	const char *outcome;      /* row of the 2021 form; NULL: that of the first exemption */
	unsigned needs;
	enum application_kind kind; /* which applications it answers */
};
/* In the order offered; ends with { .key = NULL }. */
extern const struct application_reply_rule application_reply_rules[];
/* NULL for APPLICATION_NO_REPLY and unknown ones. */
const struct application_reply_rule *application_reply_rule(enum application_reply reply);
const struct application_reply_rule *application_reply_find(struct str key);

/*
 * Rows of the annual report's third table that an application can end in. The number is stored in
 * application.outcome; 0 is none (still open: carried over).
 */
struct application_outcome {
	int number;
	const char *key; /* as in data of report/: "res_granted" */
	const char *zh;
	const char *key_2019; /* row of the 2019 form where it differs, else NULL */
};
/* Ends with { .key = NULL }. */
extern const struct application_outcome application_outcomes[];
const struct application_outcome *application_outcome_of(int number);
int application_outcome_number(const char *key);

/* What was decided, as far as the rules look at it. */
struct application_stated {
	enum application_kind kind;
	enum application_reply reply;
	const struct str *exemptions; /* keys */
	size_t exemption_count;
	unsigned says; /* APPLICATION_SAYS_… that are there */
};

/* What is still missing: one sentence for each, in Chinese; none: it may be signed. `law` is the
 * article that asks for it. */
struct application_lack {
	unsigned says;
	const char *zh;
	const char *en;
	const char *law;
};
MUST struct fault *application_reply_check(struct arena *arena,
	const struct application_stated *stated, struct application_lack **ret_lacks,
	size_t *ret_count);
/* Number of the outcome that this counts as. Law: 国办公开办函〔2021〕30号 (form of the report). */
int application_reply_outcome(const struct application_stated *stated);

#endif
