/*
 * fee: 信息处理费. The charge for unusually many or large applications, as two progressive tables.
 * Pure: who is charged, notices and payments are the application's business.
 * Source: 国办函〔2020〕109 号. Law: 条例 art. 42
 */
#ifndef FEE_FEE_RULES_H
#define FEE_FEE_RULES_H

#include "base/json.h"

/* One of the two standards is chosen for an application, never both. */
enum fee_standard {
	FEE_BY_CASE, /* 按件: applications of one applicant to this agency in a calendar month */
	FEE_BY_PAGE, /* 按量: pages given in answer to one application */
};

/* The most that can be asked about: far beyond what happens, small enough to print. */
enum { FEE_CASES_MOST = 10000, FEE_PAGES_MOST = 1000000 };

/* One band of the table. Invariant: width 0 only for the last one: no end. */
struct fee_band {
	int64_t from; /* the first case or page in it */
	int64_t width;
	int64_t each_fen;
	int64_t rise_fen; /* the band repeats every `width`, each time dearer by this; 0: it does
			     not */
};

/* The table of a standard, from 1 upwards. */
const struct fee_band *fee_bands(enum fee_standard standard, size_t *ret_count);

/* One line of a computation. Invariant: fen = (to - from + 1) * each_fen. */
struct fee_line {
	int64_t from;
	int64_t to;
	int64_t each_fen;
	int64_t fen;
};

/* Amounts are whole fen (分). */
struct fee_sum {
	enum fee_standard standard;
	int64_t count;
	int64_t fen;      /* for all of them together */
	int64_t last_fen; /* for the count-th alone: what this very application or page costs */
	struct fee_line *lines;
	size_t line_count;
};

/* What `count` cases or pages cost, line by line; 0 costs nothing and has no lines. Faults INPUT
 * "fee_count" when the number is negative or beyond the most. */
MUST struct fault *fee_sum(
	struct arena *arena, enum fee_standard standard, int64_t count, struct fee_sum *ret_sum);
/* The price of the n-th case or page alone, n from 1. Faults as fee_sum(), also for 0. */
MUST struct fault *fee_price(enum fee_standard standard, int64_t n, int64_t *ret_fen);

/* "2200", "0.50". */
struct fee_text {
	char at[32];
};
struct fee_text fee_yuan_text(int64_t fen);
/* One JSON object. Source: the contract of `gongkai fee`. */
void fee_put_json(struct json_out *out, const struct fee_sum *sum);

#endif
