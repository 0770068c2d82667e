/*
 * letter: 文书, what an agency writes to an applicant, a third party or another agency while it
 * handles an application: receipts, notices and replies, W01 to W26.
 *
 * What lives here: the kinds of letters and what each must say, the language of templates, filling
 * one with facts, the paragraph on remedies, document numbers, the letter as a document in the
 * layout of GB/T 9704, and envelopes. Stored templates, letters, numbers and deliveries are
 * letter_work.h. What does not: when a letter is due and what its facts are (the room whose matter
 * it belongs to says so), mail (mail/), the bytes of docx and PDF (doc/).
 *
 * 	TRY(letter_compose(arena, &plan, &letter, &findings));
 * 	TRY(letter_make_doc(arena, &letter, &doc));
 * 	TRY(doc_write_pdf(&doc, &bytes));
 */
#ifndef LETTER_LETTER_H
#define LETTER_LETTER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/str.h"
#include "doc/doc.h"

/* --- kinds --- */

/* Stored by number; never renumber. */
enum letter_kind {
	LETTER_NONE,
	LETTER_W01, /* 登记回执 */
	LETTER_W02, /* 补正告知书 */
	LETTER_W03, /* 第三方意见征询书 */
	LETTER_W04, /* 第三方决定告知书 */
	LETTER_W05, /* 其他机关意见征询函 */
	LETTER_W06, /* 延期答复告知书 */
	LETTER_W07, /* 收费通知书 */
	LETTER_W08, /* 要求说明理由通知书 */
	LETTER_W09, /* 延迟答复期限告知书 */
	LETTER_W10, /* 予以公开告知书 */
	LETTER_W11, /* 已主动公开告知书 */
	LETTER_W12, /* 部分公开告知书 */
	LETTER_W13, /* 不予公开告知书 */
	LETTER_W14, /* 信息不存在告知书 */
	LETTER_W15, /* 非本机关负责告知书 */
	LETTER_W16, /* 重复申请不予处理告知书 */
	LETTER_W17, /* 特别规定办理告知书 */
	LETTER_W18, /* 需加工分析不予提供告知书 */
	LETTER_W19, /* 信访、投诉、举报告知书 */
	LETTER_W20, /* 公开出版物获取告知书 */
	LETTER_W21, /* 不予处理告知书 */
	LETTER_W22, /* 不再处理告知书 */
	LETTER_W23, /* 更正答复书 */
	LETTER_W24, /* 送达回证 */
	LETTER_W25, /* 补正后内容仍不明确告知书; ours, the usual list has none */
	LETTER_W26, /* 要求确认、重新出具不予处理告知书; ours too */
	LETTER_KINDS,
};

/* Which paragraph on remedies a letter must have, for letters since 2024-01-01. */
enum letter_remedy_kind {
	LETTER_REMEDY_NONE,
	LETTER_REMEDY_PRE,  /* reconsideration first (复议前置) */
	LETTER_REMEDY_OPT,  /* reconsideration or court */
	LETTER_REMEDY_BOTH, /* W12: the first for the refused part, the second for the rest */
};

enum letter_addressee {
	LETTER_TO_APPLICANT,
	LETTER_TO_THIRD_PARTY,
	LETTER_TO_AGENCY,
	LETTER_TO_NOBODY, /* a form that is filled in */
};

/* Most placeholders that a kind must have. */
enum { LETTER_MUST_MOST = 8, LETTER_SAYS_MOST = 4 };

/* One kind of letter, as data. `law` is the article as the
 * letter names it. */
struct letter_type {
	const char *key;   /* "W13" */
	const char *title; /* "政府信息不予公开告知书" */
	const char *en;
	const char *series; /* mark behind the number: 收 补 延 征 答 … */
	bool is_reply; /* ends the matter: a reply of 条例 art. 36 to 39, or no further work */
	enum letter_remedy_kind remedy;
	enum letter_addressee to;
	const char *law; /* "第三十六条第（三）项", of 条例; empty: practice */
	/* Facts that must be there before signing, and must stand in the template; ends with NULL.
	 */
	const char *must[LETTER_MUST_MOST + 1];
	/* Words without which the letter does not say what the law wants; ends with NULL. */
	const char *says[LETTER_SAYS_MOST + 1];
};

/* Indexed by enum letter_kind; [0] is empty. */
extern const struct letter_type letter_types[LETTER_KINDS];
/* By "W13"; LETTER_NONE when there is none. */
enum letter_kind letter_kind_find(struct str key);
/* The program's own template, in data/letters/. */
struct str letter_default_template(enum letter_kind kind);

/* --- facts --- */

enum letter_field_kind {
	LETTER_TEXT,  /* some lines; each line becomes a paragraph where it stands alone */
	LETTER_DAY,   /* "2024-03-01", printed as 2024年3月1日 */
	LETTER_TABLE, /* rows parted by \n, cells by \t; stands alone on its line */
};

/* One name that templates may use as {name}. */
struct letter_field {
	const char *name;
	enum letter_field_kind kind;
	const char *zh;
	const char *en;
	const char *sample;  /* for previews */
	const char *columns; /* of a table, parted by \t */
};

/* All names that any template may use; ends with { 0 }. */
extern const struct letter_field letter_fields[];
const struct letter_field *letter_field_find(struct str name);

/* One fact. Text is plain: nothing in it is ever read as markup. */
struct letter_fact {
	const char *name;
	struct str text;
};

/* The first fact of a name counts; blank text is no fact. */
struct letter_facts {
	const struct letter_fact *items;
	size_t count;
};

/* STR_NONE when there is none. */
struct str letter_fact_text(const struct letter_facts *facts, const char *name);
/* Every field's sample, for previews. */
MUST struct fault *letter_sample_facts(struct arena *arena, struct letter_facts *ret_facts);
/* "2024年3月1日", no zeros in front; the empty text for DAY_NONE. Law: GB/T 9704 7.3.5 */
MUST struct fault *letter_day_words(struct arena *arena, struct day day, struct str *ret_words);

/* --- findings --- */

enum letter_level { LETTER_ERROR, LETTER_WARNING };

/* What is wrong with a template or with a letter. A letter with an error cannot be signed. */
struct letter_finding {
	enum letter_level level;
	const char *code; /* "fact_missing", "remedy_missing", "unknown_name" … */
	struct str name;  /* of the fact at fault, or empty */
	int line;         /* of the template, from 1; 0: none */
	struct str zh;
	struct str en;
};

struct letter_findings {
	struct letter_finding *items;
	size_t count;
	size_t room;
	size_t error_count;
};

/* --- templates --- */

enum { LETTER_TEMPLATE_LONGEST = 20000, LETTER_DEEPEST = 8 };

/*
 * The language: plain text, a line is a paragraph.
 *
 * 	{name}          the fact; nothing when there is none
 * 	{?name}…{/}     only when there is this fact
 * 	{!name}…{/}     only when there is none
 * 	{{ and }}       the braces themselves
 * 	# words         a heading (一级标题); "## words" one below it (二级标题)
 * 	{redactions}    alone on its line, for a fact that is a table: the table
 *
 * A line that has no words left is left out. What a fact holds is never read as markup.
 */

/* Is this a fit template of the kind? Errors: unknown names, braces and conditions that do not
 * match, too deep, too long, a mandatory placeholder missing or hidden behind a condition on
 * another fact. Warnings: words that the law wants are missing. Pure. */
MUST struct fault *letter_check_template(struct arena *arena, enum letter_kind kind,
	struct str text, struct letter_findings *ret_findings);

/* --- remedies --- */

/* What sort of agency wrote the letter, as 复议法 arts. 24 to 28 tell them apart. */
enum letter_position {
	LETTER_AT_GOVERNMENT, /* below the provinces; 乡 and 镇 too */
	LETTER_AT_DEPARTMENT, /* 县级以上地方政府工作部门 */
	LETTER_AT_OFFICE,     /* 派出机关: 街道办事处, 行政公署, 区公所 */
	LETTER_AT_BRANCH,     /* 派出机构 of a department, in its own name */
	LETTER_AT_PROVINCE,
	LETTER_AT_MINISTRY,
	LETTER_AT_VERTICAL, /* 海关 金融 外汇 税务 国家安全 */
	LETTER_AT_JUSTICE,  /* 地方司法行政部门 */
};

/* Where the agency stands. Names may be empty where they are not known. */
struct letter_standing {
	enum letter_position position;
	struct str name;
	struct str government; /* 本级人民政府; of a 派出机关 the one that set it up */
	struct str above;      /* the government above */
	struct str superior;   /* 上一级主管部门 */
};

/* Who reviews. `other` may be asked instead; empty: nobody. */
struct letter_review {
	struct str body;
	struct str other;
	bool is_own;    /* the agency itself */
	bool may_go_up; /* instead of the court, 国务院 may be asked after the decision */
	const char *law;
};

/* The sort of an agency by its name, where the name says it (街道办事处, 税务局, 海关, 司法局 …);
 * `otherwise` where it does not. Pure. */
enum letter_position letter_position_guess(struct str name, enum letter_position otherwise);
/* The table of 复议法 arts. 24 to 28. `body` is empty when the name that the table asks for is not
 * known. Pure. */
struct letter_review letter_review_body(const struct letter_standing *standing);

/* What the paragraph needs. Addresses and the channel may be empty. */
struct letter_remedy_plan {
	enum letter_kind kind;
	struct day issued_on;
	struct letter_review review;
	struct str review_address;
	struct str review_online; /* where an application for review is taken online */
	struct str court;         /* empty: 有管辖权的人民法院 */
	bool is_online;           /* the letter is delivered online */
};

/* The paragraph, its parts divided by \n; empty for a kind without remedy. A missing body is an
 * error, a missing court or online channel a warning. Pure. Law: 复议法 arts. 20, 22, 23, 行诉法
 * arts. 44 to 46. */
MUST struct fault *letter_remedy(struct arena *arena, const struct letter_remedy_plan *plan,
	struct letter_findings *findings, struct str *ret_text);

/* --- the letter --- */

enum letter_block_kind { LETTER_PARAGRAPH, LETTER_HEADING, LETTER_SUBHEADING, LETTER_ROWS };

struct letter_block {
	enum letter_block_kind kind;
	struct str text;    /* of a table: rows by \n, cells by \t */
	struct str columns; /* of a table: its headings by \t */
};

/* A letter as it will be read. Invariant: text is clean (utf8_clean, no tabs but in tables). */
struct letter {
	enum letter_kind kind;
	struct str mark;      /* 发文机关标志 */
	struct str number;    /* empty in drafts */
	struct str title;     /* without the agency */
	struct str addressee; /* without the colon; empty: none (receipts of service) */
	struct letter_block *blocks;
	size_t block_count;
	struct str *attachments;
	size_t attachment_count;
	struct str signature;
	struct day issued_on;
	struct str note; /* 附注, without brackets; may be empty */
	bool has_seal_room;
};

struct letter_plan {
	enum letter_kind kind;
	struct str template;
	struct letter_facts facts;
	struct letter_remedy_plan remedy; /* kind and issued_on are filled in from here */
	struct str number;
	struct day issued_on;
	bool has_seal_room; /* seal over the signature, else as GB/T 9704 7.3.5.2 */
};

/*
 * Fill a template. `number`, `issue_date` and `remedy` are facts of this function's own. Facts of
 * the plan used besides the template's: agency_name (mark and signature), title (in place of the
 * kind's), applicant_name, third_party_name or other_agency_name (addressee), attachments (one a
 * line), note. Findings: template findings, facts that the kind must have and that are missing,
 * days that are none, remedy findings. Pure.
 */
MUST struct fault *letter_compose(struct arena *arena, const struct letter_plan *plan,
	struct letter *ret_letter, struct letter_findings *ret_findings);

/* The letter as a document with its letterhead, for any writer of doc/. */
MUST struct fault *letter_make_doc(
	struct arena *arena, const struct letter *letter, struct doc *ret_doc);
/* The letter as text: for search, tests and reading aloud. */
MUST struct fault *letter_make_text(
	struct arena *arena, const struct letter *letter, struct str *ret_text);
/* As it is stored, and back. INPUT "letter_json". */
MUST struct fault *letter_write_json(const struct letter *letter, struct buf *out);
MUST struct fault *letter_read_json(
	struct arena *arena, struct str text, struct letter *ret_letter);

/* --- numbers --- */

/* INPUT "letter_pattern" unless the pattern holds {year} and {n} and nothing unknown; it may hold
 * {word} and {series}. Pure. */
MUST struct fault *letter_check_pattern(struct str pattern);
/* "平信公开〔2024〕12号-答". Law: GB/T 9704 7.2.5: no zeros in front, 六角括号. Pure. */
MUST struct fault *letter_number_words(struct arena *arena, struct str pattern, struct str word,
	struct str series, int year, int64_t n, struct str *ret_number);

/* --- deliveries --- */

/* Stored by number; never renumber. */
enum letter_method {
	LETTER_DIRECT,    /* 直接送达 */
	LETTER_ENTRUSTED, /* 委托其他行政机关代为送达 */
	LETTER_POST,      /* 邮寄, by the post office only */
	LETTER_ONLINE,    /* 互联网渠道 */
	LETTER_METHODS,
};

struct letter_method_word {
	const char *key;
	const char *zh;
	const char *en;
};
extern const struct letter_method_word letter_method_words[LETTER_METHODS];

/* The day on which the clock stops: the signature for direct and entrusted delivery, the posting
 * for the post. Online: the day it was sent, or the signature when `is_online_on_receipt`.
 * DAY_NONE while that day is not known. Law: 国办公开办函〔2016〕235 号 item 4; online 【推论】.
 * Pure. */
struct day letter_stop_day(enum letter_method method, struct day sent_on, struct day signed_on,
	bool is_online_on_receipt);

#endif
