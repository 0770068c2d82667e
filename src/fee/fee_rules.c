/*
 * The two tables of 国办函〔2020〕109 号 and sums over them. Neither decides whether a fee is asked
 * for.
 */
#include "fee/fee_rules.h"

#include <stdio.h>

/* Law: 国办函〔2020〕109 号: from the 31st case on each ten are 100 yuan dearer, beginning with
 * 200. */
static const struct fee_band by_case[] = {
	{ 1, 10, 0, 0 },
	{ 11, 20, 10000, 0 },
	{ 31, 10, 20000, 10000 },
};

/* Law: 国办函〔2020〕109 号 */
static const struct fee_band by_page[] = {
	{ 1, 30, 0, 0 },
	{ 31, 70, 1000, 0 },
	{ 101, 100, 2000, 0 },
	{ 201, 0, 4000, 0 },
};

const struct fee_band *
fee_bands(enum fee_standard standard, size_t *ret_count)
{
	*ret_count = standard == FEE_BY_CASE ? COUNT_OF(by_case) : COUNT_OF(by_page);
	return standard == FEE_BY_CASE ? by_case : by_page;
}

static struct fault *
check_count(enum fee_standard standard, int64_t count, int64_t least)
{
	int most = standard == FEE_BY_CASE ? FEE_CASES_MOST : FEE_PAGES_MOST;

	if (count >= least && count <= most)
		return NULL;
	return fault_new(FAULT_INPUT, "fee_count", "%s应是 %d 至 %d 的整数。%.0s",
		"%.0sThe number must be a whole one from %d to %d%s.",
		standard == FEE_BY_CASE ? "件数" : "页数", (int)least, most,
		standard == FEE_BY_CASE ? " (cases)" : " (pages)");
}

/* The part of a band's table that n falls into: its ends and its price. */
static struct fee_line
line_of(enum fee_standard standard, int64_t n)
{
	size_t count;
	const struct fee_band *band = fee_bands(standard, &count);
	struct fee_line line;
	int64_t step;

	while (count > 1 && n >= band[1].from) {
		band++;
		count--;
	}
	step = band->rise_fen ? (n - band->from) / band->width : 0;
	line.from = band->from + step * band->width;
	line.to = band->width ? line.from + band->width - 1 : INT64_MAX;
	line.each_fen = band->each_fen + step * band->rise_fen;
	line.fen = 0;
	return line;
}

struct fault *
fee_sum(struct arena *arena, enum fee_standard standard, int64_t count, struct fee_sum *ret_sum)
{
	struct fee_sum sum = { .standard = standard, .count = count };
	size_t room = 0;

	TRY(check_count(standard, count, 0));
	for (int64_t n = 1; n <= count;) {
		struct fee_line line = line_of(standard, n);

		if (line.to > count)
			line.to = count;
		line.fen = (line.to - line.from + 1) * line.each_fen;
		GROW(arena, sum.lines, sum.line_count, room);
		sum.lines[sum.line_count++] = line;
		sum.fen += line.fen;
		sum.last_fen = line.each_fen;
		n = line.to + 1;
	}
	*ret_sum = sum;
	return NULL;
}

struct fault *
fee_price(enum fee_standard standard, int64_t n, int64_t *ret_fen)
{
	TRY(check_count(standard, n, 1));
	*ret_fen = line_of(standard, n).each_fen;
	return NULL;
}

struct fee_text
fee_yuan_text(int64_t fen)
{
	struct fee_text text;

	if (fen % 100 == 0)
		snprintf(text.at, sizeof text.at, "%lld", (long long)(fen / 100));
	else
		snprintf(text.at, sizeof text.at, "%lld.%02lld", (long long)(fen / 100),
			(long long)(fen % 100));
	return text;
}

void
fee_put_json(struct json_out *out, const struct fee_sum *sum)
{
	/* Both tables are in whole yuan, so is every sum of them. */
	json_begin_object(out);
	json_pair_int(out, "yuan", sum->fen / 100);
	json_key(out, "lines");
	json_begin_array(out);
	for (size_t i = 0; i < sum->line_count; i++) {
		json_begin_object(out);
		json_pair_int(out, "from", sum->lines[i].from);
		json_pair_int(out, "to", sum->lines[i].to);
		json_pair_int(out, "each", sum->lines[i].each_fen / 100);
		json_pair_int(out, "yuan", sum->lines[i].fen / 100);
		json_end_object(out);
	}
	json_end_array(out);
	json_pair_str(
		out, "standard", sum->standard == FEE_BY_CASE ? STR("by_case") : STR("by_page"));
	json_pair_int(out, "count", sum->count);
	json_pair_int(out, "last", sum->last_fen / 100);
	json_end_object(out);
}
