/*
 * Shared by the files that check a record: the rules' table, adding findings, sums of cells that
 * know about blanks, and a section's text without white space. Not for other rooms; they call
 * checking_run().
 */
#ifndef CHECKING_RULES_INSIDE_H
#define CHECKING_RULES_INSIDE_H

#include "checking/checking.h"

/* The rules, in the order of the forms. Ids, levels, basis and mending stand in
 * rules_table.c; the number is the place in checking_rules. */
enum rules_id {
	RULE_A50,
	RULE_FORM,
	RULE_ENUM_HDR,
	RULE_META_1,
	RULE_META_2,
	RULE_META_3,
	RULE_META_4,
	RULE_META_5,
	RULE_META_6,
	RULE_META_7,
	RULE_META_8,
	RULE_TIME_1,
	RULE_STY_1,
	RULE_T2_FILL,
	RULE_T2_F1,
	RULE_T2_F1B,
	RULE_T2_F5,
	RULE_T2_F9,
	RULE_T2_R1,
	RULE_T2_R2,
	RULE_T2_R8,
	RULE_T2_SCOPE,
	RULE_T3_ROW,
	RULE_T3_BAL,
	RULE_T3_SUM,
	RULE_T3_CARRY,
	RULE_T3_COMPLETE,
	RULE_T3_NEG,
	RULE_T3_NOPART,
	RULE_T3_ABSTAIN,
	RULE_T4_SUM,
	RULE_T4_FILL,
	RULE_T4_CARRY,
	RULE_ALL_ZERO,
	RULE_TXT_N1,
	RULE_TXT_N2,
	RULE_TXT_N3,
	RULE_TXT_N4,
	RULE_TXT_T2,
	RULE_TXT_RATE,
	RULE_TXT_PARTS,
	RULE_TXT_SAME,
	RULE_TXT_TOPIC,
	RULES_COUNT,
};

enum {
	RULES_MOST_FINDINGS = 1000,   /* of one report; what comes after is counted, not kept */
	RULES_MOST_TEXT = 256 * 1024, /* bytes of a section that are looked at */
	RULES_MOST_NUMBERS = 1000,    /* figures of a section that are looked at */
};

/* White space left out: what stands in flat from `at` on stands `left_out` bytes later in the text.
 */
struct rules_gap {
	uint32_t at;
	uint32_t left_out;
};

/* A section's text for matching. Invariants: flat is the text without white space; the gaps rise;
 * marks are the places in flat, rising, of all characters but common ideographs, so that rules
 * about signs and digits need not look at each character. */
struct rules_text {
	enum report_section_key key;
	struct str text;
	struct str flat;
	struct rules_gap *gaps;
	size_t gap_count;
	uint32_t *marks;
	size_t mark_count;
	/* By the last twelve bits of a code point: does a character with these stand in flat? */
	uint64_t characters[64];
};

/* One check. A full arena is remembered and asked for once, as with struct buf. */
struct rules {
	struct report *report;
	const struct checking_facts *facts;
	const struct report *previous; /* facts' own, or NULL */
	struct arena *arena;
	enum checking_agency_kind kind;
	struct str own; /* last two characters of the agency's name without its office's words, or
			   empty */
	struct rules_text texts[REPORT_MOST_SECTIONS];
	size_t text_count;
	size_t finding_room;
	size_t dropped; /* findings beyond the most */
	bool is_full;
	struct report_finding spare; /* what is written when there is no room */
};

/* --- findings (rules.c) --- */

/* A new finding of a rule at a path; never NULL. */
struct report_finding *rules_add(struct rules *rules, enum rules_id rule, const char *where);
/* A finding that tells an agreement needs no mending; one that does not stays as it is. */
void rules_agree(struct report_finding *finding, bool agrees);
/* The sentence, Chinese and English; both are made of their own arguments. */
void rules_say(struct rules *rules, struct report_finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void rules_say_en(struct rules *rules, struct report_finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Where in a section's text the finding speaks: bytes of flat. */
void rules_point(
	struct report_finding *finding, const struct rules_text *text, size_t from, size_t to);

/* A sentence put together piece by piece; what does not fit is left out at a character border. */
struct rules_line {
	char at[1600];
	size_t len;
};
void rules_line_put(struct rules_line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* --- cells --- */

static inline const struct report_cell *
rules_cell(const struct report *report, int slot)
{
	return &report->cells[slot];
}

static inline bool
rules_has_number(const struct report *report, int slot)
{
	return report->cells[slot].state == REPORT_NUMBER;
}

/* A sum of cells. `value` adds up what is printed; it is the sum only when nothing is open. Blank,
 * unclear and absent cells are open; `blank` counts the blank ones among them. */
struct rules_sum {
	int64_t value;
	int printed;
	int open;
	int blank;
};
/* Cells that are no whole number of the usual size count as open. */
void rules_sum_add(struct rules_sum *sum, const struct report *report, int slot);
/* The value of a whole-number cell; 0 for anything else. */
int64_t rules_value(const struct report *report, int slot);
/* Rows of table 3 that make up res_total in this record, as it is printed: with a single row
 * （六）其他处理 or with its three. The number of rows. */
int rules_result_rows(const struct report *report, int rows[REPORT_APPLICATION_ROWS]);
/* Short words for rows and columns of tables 3 and 4 (rules_words.c). */
struct rules_words {
	const char *zh;
	const char *en;
};
extern const struct rules_words rules_rows[REPORT_APPLICATION_ROWS];
extern const struct rules_words rules_applicants[REPORT_APPLICANTS];
extern const struct rules_words rules_review_groups[REPORT_REVIEW_GROUPS];
extern const struct rules_words rules_review_results[REPORT_REVIEW_RESULTS];

/* --- texts (rules_text.c) --- */

MUST struct fault *rules_text_make(
	struct arena *arena, const struct report_section *section, struct rules_text *ret_text);
/* As str_find() in flat; words with a character that flat has not cost nothing. */
size_t rules_text_find(const struct rules_text *text, struct str words, size_t from);
/* Where byte `at` of flat stands in the text; its end for flat.len. */
size_t rules_origin(const struct rules_text *text, size_t at);
/* A common ideograph begins with this byte; all of them have three. */
static inline bool
rules_is_han_start(char byte)
{
	return (unsigned char)byte >= 0xE4 && (unsigned char)byte <= 0xE9;
}
/* The flat text of a section, empty when the report has none. The first one with this key. */
const struct rules_text *rules_text_of(const struct rules *rules, enum report_section_key key);
/* Does any section (with the preface, or without) have the words? */
bool rules_narrative_has(const struct rules *rules, bool with_preface, const char *words);
bool rules_narrative_has_any(
	const struct rules *rules, bool with_preface, const char *const *words, size_t count);
/* Start of the sentence that holds a byte of flat, and its end (one behind). */
size_t rules_sentence_start(struct str flat, size_t at);
/* The same, or `least` when the sentence begins before it; nothing in front of that is looked at.
 */
size_t rules_sentence_start_after(struct str flat, size_t at, size_t least);
size_t rules_sentence_end(struct str flat, size_t at);
/* The whole sentence that holds a byte of flat, and what stands in it before that byte. */
struct str rules_sentence(struct str flat, size_t at);
struct str rules_sentence_before(struct str flat, size_t at);
/* The clause that holds a byte of flat: between commas and sentence marks, cut at a fair reach to
 * either side; and the two parts of it. */
enum { RULES_CLAUSE_REACH = 150 };
struct str rules_clause(struct str flat, size_t at);
struct str rules_clause_before(struct str flat, size_t at);
struct str rules_clause_behind(struct str flat, size_t at);
/* Text begins with one of the words, the longest that does; its length, or 0. */
size_t rules_beginning(struct str text, const struct str *words, size_t count);
/* Text ends with one of the words, the longest that does; its length, or 0. */
size_t rules_ending(struct str text, const struct str *words, size_t count);
/* Does the text have one of the words? */
bool rules_has_any(struct str text, const struct str *words, size_t count);
/* Does the text have a digit, half- or full-width? */
bool rules_has_digit(struct str text);
/* Bytes of the last character of the text; 0 when it is empty. */
size_t rules_last_char(struct str text);

/* A figure with its unit, found in flat. Money is in 万元. */
enum rules_unit { RULES_PIECES, RULES_PERCENT, RULES_WAN_YUAN };
struct rules_number {
	struct decimal value;
	enum rules_unit unit;
	struct str unit_word; /* "件"; borrowed from flat */
	bool is_about;        /* 余, 近, 约: no exact figure */
	size_t from;
	size_t to; /* behind the unit */
};
/* Does the figure count pieces by one of these units? */
bool rules_has_unit(const struct rules_number *number, const struct str *units, size_t count);
/* The figures of a text in their order (rules_numbers.c). */
MUST struct fault *rules_numbers(struct arena *arena, const struct rules_text *text,
	struct rules_number **ret_numbers, size_t *ret_count);

/* --- the checks, one file each --- */

void rules_check_cells(struct rules *rules);
void rules_check_balances(struct rules *rules);
void rules_check_proactive(struct rules *rules);
void rules_check_years(struct rules *rules);
void rules_check_dates(struct rules *rules);
void rules_check_meta(struct rules *rules);
void rules_check_names(struct rules *rules);
void rules_check_headings(struct rules *rules);
MUST struct fault *rules_check_text(struct rules *rules);
void rules_check_wording(struct rules *rules);
void rules_check_topic(struct rules *rules);
/* Nearly the same words as last year or as another report of the run (rules_likeness.c). */
MUST struct fault *rules_check_likeness(struct rules *rules);

/* --- text against table, shared by its files --- */

/* What a figure can speak of. */
enum rules_topic {
	TOPIC_RECEIVED,
	TOPIC_HANDLED,
	TOPIC_CARRIED_IN,
	TOPIC_CARRIED_OUT,
	TOPIC_GRANTED,
	TOPIC_PARTIAL,
	TOPIC_GRANTED_OR_PARTIAL,
	TOPIC_DENIED,
	TOPIC_UNABLE,
	TOPIC_NO,
	TOPIC_OTHER,
	TOPIC_ROW, /* one row of table 3: TOPIC_ROW + row */
	TOPIC_NATURAL = TOPIC_ROW + REPORT_APPLICATION_ROWS,
	TOPIC_BIZ,
	TOPIC_RESEARCH,
	TOPIC_WELFARE,
	TOPIC_LEGAL,
	TOPIC_ORGANISATIONS,
	TOPIC_DOCUMENTS_ISSUED,
	TOPIC_DOCUMENTS_PUBLISHED,
	TOPIC_DOCUMENTS_REPEALED,
	TOPIC_DOCUMENTS_IN_FORCE,
	TOPIC_RULES_PUBLISHED,
	TOPIC_PERMITS,
	TOPIC_PENALTIES,
	TOPIC_COERCIONS,
	TOPIC_PROCUREMENTS,
	TOPIC_PROCUREMENT_AMOUNT,
	TOPIC_FEES,
	TOPIC_PROACTIVE,
	TOPIC_COUNT,
	TOPIC_NONE = -1,
};

struct rules_figures;

/* May a phrase that goes on after an agreeing figure of the same table rows be trusted more? */
enum rules_after {
	RULES_AS_IT_STANDS,
	RULES_SURER_AFTER, /* then a difference may be told */
	RULES_ONLY_AFTER,  /* it says nothing anywhere else */
};
struct rules_phrase {
	struct str words;
	int topic;
	bool is_sure; /* may a difference be told? */
	enum rules_after after;
};
/* The phrase that a lead ends with, the longest, and where in the lead it begins; NULL when there
 * is none (rules_phrases.c). */
const struct rules_phrase *rules_find_phrase(struct str lead, size_t *ret_from);
/* The lead of a figure: from the last figure or sentence end to it. */
struct str rules_lead(const struct rules_figures *figures, size_t index);
/* Take filling words ("的", "共", "政府信息公开申请") off the end; *ret_has_application tells
 * whether one of them was an application. */
struct str rules_strip_filling(struct str lead, bool *ret_has_application);
/* Is there nothing but marks and words like 其中 or 已 in front of a phrase? Then it goes on with
 * what the figure before it counted. */
bool rules_goes_on(struct str before);
enum { RULES_GOES_ON = 240 }; /* bytes behind a figure in which such words speak of it */
/* "2022年结转" and "结转2024年继续办理" at the end of a lead in a report for 2023: TOPIC_CARRIED_IN
 * or TOPIC_CARRIED_OUT with the bytes of the words, TOPIC_NONE else. */
int rules_carries_by_year(const struct rules *rules, struct str lead, size_t *ret_len);
/* The result named behind a figure in its clause ("1件不予公开"), NULL when there is none; *ret_to
 * is where it ends. */
const struct rules_phrase *rules_find_phrase_behind(
	const struct rules_figures *figures, size_t index, size_t *ret_to);
/* Words of the sentence in front of a figure show that it is a plan or a target. */
bool rules_speaks_of_plan(const struct rules *rules, struct str before);
/* The text names a whole region: 全省, 全市 … */
bool rules_names_whole(struct str text);
/* The sentence in front of a figure speaks of what the year before left over and of nothing that
 * came in: "上年结转15件，其中予以公开3件". */
bool rules_speaks_of_carried(struct str before);
/* Words before a figure show that it speaks of another year, or of one member of a roll-up, one
 * part of the year or one way in (online, by letter). In a list of results 其中 is no sign of a
 * part. */
bool rules_speaks_of_other_year(const struct rules *rules, struct str lead);
bool rules_speaks_of_part(const struct rules *rules, struct str lead, bool is_result);
/* struct rules.own for an agency's name (rules_names.c). */
struct str rules_own_name(struct str agency);

/* What the text claims, compared with the cells. */
enum rules_verdict { RULES_UNKNOWN, RULES_SAME, RULES_DIFFERENT };

/* One way to understand a topic; the first is the usual one, which a difference is told against. */
struct rules_reading {
	const char *zh;
	struct rules_sum table;
	bool has_slot; /* then the cell is named instead of `zh` */
	int slot;
	bool is_money;
	struct decimal money; /* in 万元 */
};
enum { RULES_MOST_READINGS = 4, RULES_MOST_CLAIMS = 1000 };
/* What the cells say about a topic (rules_readings.c); the number of readings. */
int rules_readings(const struct report *report, int topic, struct rules_reading *ret_readings);
/* The cell that carries a topic's finding, and its English name. */
int rules_topic_slot(const struct report *report, int topic);
const char *rules_topic_en(int topic);
enum rules_id rules_topic_rule(int topic);
enum rules_verdict rules_compare(struct decimal value, const struct rules_reading *reading);
/* Sum of the totals of rows; a blank total gives its six columns, which then are a lower bound. */
struct rules_sum rules_sum_rows(const struct report *report, int first, int last);

/* One section's figures while it is compared. */
struct rules_figures {
	const struct rules_text *text;
	struct rules_number *numbers;
	size_t count;
};

/* A claim of the text about the table; kept until all sections are read, because a figure smaller
 * than one that agrees may be a part of it. */
struct rules_claim {
	int topic;
	enum rules_verdict verdict;
	bool is_sure; /* a difference may be told */
	bool goes_on; /* with an agreeing figure right before it, so it is no part of that */
	const struct rules_text *text;
	const struct rules_number *number;
	size_t from;                  /* where its words begin */
	size_t to;                    /* and end */
	struct rules_reading reading; /* the one that agrees, or the usual one */
};
struct rules_claims {
	struct rules_claim *at;
	size_t count;
	size_t room;
};

/* Tell what agrees and what surely differs (rules_claims.c). */
void rules_tell_claims(struct rules *rules, const struct rules_claims *claims);
/* Kinds of disputes: a bit for each group of table 4. */
enum { RULES_REVIEW = 1, RULES_DIRECT = 2, RULES_AFTER_REVIEW = 4, RULES_LITIGATION = 6 };
/* That there was no reconsideration or litigation (rules_disputes.c). */
void rules_check_disputes(struct rules *rules, const struct rules_text *text);
bool rules_may_name_disputes(const struct rules_text *text);
/* How many there were and how they ended (rules_dispute_counts.c). */
void rules_check_dispute_counts(struct rules *rules, const struct rules_figures *figures);
/* One column of table 4 added up over the named groups; *ret_slot is the first group's cell. */
struct rules_sum rules_disputes_sum(
	const struct report *report, int which, int result, int *ret_slot);
const char *rules_disputes_words(int which);
/* Is the sentence at this place about the disclosure of information? */
bool rules_is_about_disclosure(const struct rules_text *text, size_t at);
/* Claims without a figure (rules_plain.c). */
void rules_check_plain_words(struct rules *rules, const struct rules_text *text);
/* Percentages (rules_rates.c), lists of parts, results that should add up. */
void rules_check_rates(struct rules *rules, const struct rules_figures *figures);
void rules_check_parts(struct rules *rules, const struct rules_figures *figures);
void rules_check_outcome(
	struct rules *rules, const struct rules_claims *claims, const struct rules_text *text);

#endif
