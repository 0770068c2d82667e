/*
 * The verbs `clock`, `fee` and `calendar check`: due days with their proof, the processing fee, and
 * what is in a calendar of working days. They need no store; rules stand in calendar/ and fee/.
 */

#include "calendar/calendar_file.h"
#include "calendar/clock.h"
#include "fee/fee_rules.h"
#include "program/program.h"

enum { MEMORY = 64 << 20, OUTPUT_MAX = 16 << 20 };

static struct fault *
print(const struct buf *out)
{
	TRY(buf_check(out));
	return program_print(buf_str(out));
}

static struct fault *
parse_day(const char *option, const char *text, struct day *ret_day)
{
	if (day_parse(str_of(text), ret_day))
		return NULL;
	return fault_new(FAULT_INPUT, "usage", "%s 后面要写一个存在的日期，如 2020-01-20。",
		"%s wants a day that exists, such as 2020-01-20.", option);
}

static struct fault *
parse_number(const char *option, const char *text, int64_t *ret_number)
{
	if (str_to_int(str_of(text), ret_number))
		return NULL;
	return fault_new(
		FAULT_INPUT, "usage", "%s 后面要写一个整数。", "%s wants a whole number.", option);
}

/* ---------------------------------------------------------------- clock */

enum {
	CLOCK_OPTION_RECEIVED,
	CLOCK_OPTION_EVENT,
	CLOCK_OPTION_DAYS,
	CLOCK_OPTION_TODAY,
	CLOCK_OPTION_CALENDAR,
	CLOCK_OPTION_JSON
};

/* The program's own days; years that the file covers are the file's. */
static struct fault *
load_calendar(struct arena *arena, const char *path, const struct calendar **ret_calendar)
{
	struct calendar_layer layers[2];

	TRY(calendar_own_layer(arena, &layers[0]));
	if (path)
		TRY(calendar_file_load(arena, path, &layers[1]));
	return calendar_make(arena, layers, path ? 2 : 1, ret_calendar);
}

static struct fault *
read_clock(const struct program_line *line, struct arena *arena, struct clock_input *ret_input)
{
	struct clock_input input = { .working_days = clock_answer_term()->amount,
		.today = DAY_NONE };
	struct clock_event *events;
	int64_t days;

	TRY(program_need_no_words(line));
	if (!line->values[CLOCK_OPTION_RECEIVED])
		return fault_new(FAULT_INPUT, "usage",
			"请用 --received 写明收到申请的日期，如 %s。",
			"Give the day of receipt with --received, such as %s.", "2020-01-20");
	TAKE(arena, events, (size_t)line->repeated_count + 1);
	TRY(parse_day("--received", line->values[CLOCK_OPTION_RECEIVED], &events[0].day));
	input.count = 1;
	for (int i = 0; i < line->repeated_count; i++)
		TRY(clock_event_parse(str_of(line->repeated[i].value), &events[input.count++]));
	if (line->values[CLOCK_OPTION_TODAY])
		TRY(parse_day("--today", line->values[CLOCK_OPTION_TODAY], &input.today));
	if (line->values[CLOCK_OPTION_DAYS]) {
		TRY(parse_number("--days", line->values[CLOCK_OPTION_DAYS], &days));
		input.working_days = days < 1 || days > CLOCK_TERM_MOST ? 0 : (int)days;
	}
	TRY(load_calendar(arena, line->values[CLOCK_OPTION_CALENDAR], &input.calendar));
	input.events = events;
	*ret_input = input;
	return NULL;
}

static const char *
kind_words(const struct program_line *line, enum clock_day_kind kind)
{
	static const char *const zh[] = { "工作日", "周末", "放假", "调休上班", "不计" };
	static const char *const en[] = { "working", "weekend", "holiday", "make-up day",
		"paused" };

	return program_say(line, zh[kind], en[kind]);
}

static void
print_proof(struct buf *out, const struct program_line *line, const struct clock_proof *proof)
{
	const struct clock_answer *answer = &proof->answer;

	buf_put(out, line->is_english ? proof->sentence_en : proof->sentence);
	buf_print(out, "\n%s%.*s\n", program_say(line, "依据：", "Basis: "), STR_ARG(proof->basis));
	buf_print(out,
		program_say(line, "状态：%s，已计 %d 个工作日，剩余 %d 个\n",
			"State: %s, %d working days used, %d left\n"),
		clock_state_words(answer->state, line->is_english), answer->used,
		answer->remaining);
	for (size_t i = 0; i < proof->finding_count; i++)
		buf_print(out, "%c %.*s (%s)\n", (char)proof->findings[i].level,
			STR_ARG(line->is_english ? proof->findings[i].en : proof->findings[i].zh),
			proof->findings[i].basis);
	buf_put_char(out, '\n');
	if (proof->days_left_out)
		buf_print(out, program_say(line, "（前 %d 天略）\n", "(%d days before left out)\n"),
			proof->days_left_out);
	for (size_t i = 0; i < proof->day_count; i++) {
		const struct clock_day *day = &proof->days[i];

		buf_print(out, "%s %s ", day_text(day->date).at,
			calendar_weekday_name(day->date, line->is_english));
		if (day->count)
			buf_print(out, "%3d  ", day->count);
		else
			buf_put(out, STR("  -  "));
		buf_print(out, "%s%s%.*s\n", kind_words(line, day->kind), day->why.len ? " " : "",
			STR_ARG(day->why));
	}
}

static struct fault *
tell_clock(const struct program_line *line, bool *ret_has_error)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf out;
	struct clock_input input;
	struct clock_proof proof;
	struct json_out json;

	buf_init(&out, OUTPUT_MAX);
	TRY(arena_open(MEMORY, &arena));
	TRY(read_clock(line, arena, &input));
	TRY(clock_prove(arena, &input, &proof));
	json_out_init(&json, &out);
	if (line->values[CLOCK_OPTION_JSON]) {
		clock_put_json(&json, &input, &proof);
		buf_put_char(&out, '\n');
	} else {
		print_proof(&out, line, &proof);
	}
	*ret_has_error = clock_has_error(&proof);
	return print(&out);
}

static int
run_clock(const struct program_line *line)
{
	bool has_error = false;
	struct fault *fault = tell_clock(line, &has_error);

	if (fault)
		return program_fail(line, fault);
	return has_error ? PROGRAM_FOUND : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- fee */

enum { FEE_OPTION_CASE, FEE_OPTION_PAGE, FEE_OPTION_JSON };

static void
print_sum(struct buf *out, const struct program_line *line, const struct fee_sum *sum)
{
	bool is_case = sum->standard == FEE_BY_CASE;

	buf_print(out,
		program_say(line, "%s %lld %s：共 %s 元；第 %lld %s本身 %s 元\n",
			"%s, %lld %s: %s yuan in all; the last one (%lld, %s) alone %s yuan\n"),
		is_case ? program_say(line, "按件，一个自然月内累计", "By case in a calendar month")
			: program_say(line, "按量，一件申请共", "By page of one application"),
		(long long)sum->count,
		is_case ? program_say(line, "件", "cases") : program_say(line, "页", "pages"),
		fee_yuan_text(sum->fen).at, (long long)sum->count,
		is_case ? program_say(line, "件", "case") : program_say(line, "页", "page"),
		fee_yuan_text(sum->last_fen).at);
	for (size_t i = 0; i < sum->line_count; i++)
		buf_print(out, "%6lld - %-6lld x %6s = %s\n", (long long)sum->lines[i].from,
			(long long)sum->lines[i].to, fee_yuan_text(sum->lines[i].each_fen).at,
			fee_yuan_text(sum->lines[i].fen).at);
	buf_print(out, "%s\n",
		program_say(line, "依据：条例 42，国办函〔2020〕109 号",
			"Basis: 条例 42, 国办函〔2020〕109 号"));
}

static struct fault *
tell_fee(const struct program_line *line)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf out;
	const char *by_case = line->values[FEE_OPTION_CASE];
	const char *by_page = line->values[FEE_OPTION_PAGE];
	struct json_out json;
	struct fee_sum sum;
	int64_t count;

	buf_init(&out, OUTPUT_MAX);
	TRY(program_need_no_words(line));
	if (!by_case == !by_page)
		return fault_new(FAULT_INPUT, "usage",
			"请写 --by-case 件数 或 --by-page "
			"页数，只能选一种：同一件申请不得按两种标准收费。%s",
			"Give --by-case N or --by-page N, one of them: no application is charged "
			"by both.%s",
			"");
	TRY(parse_number(by_case ? "--by-case" : "--by-page", by_case ? by_case : by_page, &count));
	TRY(arena_open(MEMORY, &arena));
	TRY(fee_sum(arena, by_case ? FEE_BY_CASE : FEE_BY_PAGE, count, &sum));
	json_out_init(&json, &out);
	if (line->values[FEE_OPTION_JSON]) {
		fee_put_json(&json, &sum);
		buf_put_char(&out, '\n');
	} else {
		print_sum(&out, line, &sum);
	}
	return print(&out);
}

static int
run_fee(const struct program_line *line)
{
	struct fault *fault = tell_fee(line);

	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

/* ---------------------------------------------------------------- calendar check */

static void
print_year(struct buf *out, const struct program_line *line, const struct calendar_year *year)
{
	buf_print(out,
		program_say(line, "%d 年：放假 %d 天，调休上班 %d 天",
			"%d: %d holidays, %d make-up days"),
		year->year, year->holidays, year->make_ups);
	if (year->is_covered)
		buf_print(out, program_say(line, "，全年工作日 %d 天", ", %d working days"),
			year->working);
	if (year->warning_zh)
		buf_print(out, "%s%s", program_say(line, "；", "; "),
			program_say(line, year->warning_zh, year->warning_en));
	buf_put_char(out, '\n');
}

static struct fault *
check_calendar(const struct program_line *line, bool *ret_has_error)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	CLOSING(buf_done) struct buf out;
	const struct calendar *calendar;
	struct calendar_layer layer;
	struct calendar_year *years;
	size_t count;

	buf_init(&out, OUTPUT_MAX);
	TRY(arena_open(MEMORY, &arena));
	if (line->word_count != 1)
		return fault_new(FAULT_INPUT, "usage", "用法：gongkai calendar check %s",
			"Usage: gongkai calendar check %s", "FILE.csv");
	TRY(calendar_file_load(arena, line->words[0], &layer));
	TRY(calendar_make(arena, &layer, 1, &calendar));
	TRY(calendar_years(arena, &layer, &years, &count));
	for (size_t i = 0; i < count; i++) {
		print_year(&out, line, &years[i]);
		*ret_has_error |= years[i].is_covered && years[i].warning_zh;
	}
	return print(&out);
}

static int
run_calendar_check(const struct program_line *line)
{
	bool has_error = false;
	struct fault *fault = check_calendar(line, &has_error);

	if (fault)
		return program_fail(line, fault);
	return has_error ? PROGRAM_FOUND : PROGRAM_DONE;
}

const struct program_verb program_clock_verbs[] = {
	{ "clock",
		"--received DATE [--event DATE:KIND[:VALUE]]… [--days N] [--today DATE] "
		"[--calendar FILE] [--json]",
		"推算答复期限，逐日证明。有超期等问题时退出状态为 1。",
		"The day an answer is due, proved day by day. Exit status 1 when something was "
		"late.",
		run_clock,
		{ [CLOCK_OPTION_RECEIVED] = { "--received", true, "收到申请的日期，次日为第 1 日",
			  "day of receipt; the next day is day 1" },
			[CLOCK_OPTION_EVENT] = { "--event", true,
				"发生的事，可写多次：日期:paused（当日起不计，可加 "
				":third_party、:other_agency、:correction、:fee、:reason）、"
				":resumed（当日起又计）、:restarted（次日起重新计算）、:extended:"
				"N、"
				":stopped",
				"what happened, any number of times: DATE:paused (from that day "
				"not counted; may add :third_party, :other_agency, :correction, "
				":fee, :reason), :resumed (counted again from that day), "
				":restarted (anew from the next day), :extended:N, :stopped",
				true },
			[CLOCK_OPTION_DAYS] = { "--days", true, "期限的工作日数，默认 20",
				"working days of the term, 20 unless given" },
			[CLOCK_OPTION_TODAY] = { "--today", true, "推算到哪一天，判断是否超期",
				"the day to judge lateness by" },
			[CLOCK_OPTION_CALENDAR] = { "--calendar", true,
				"节假日文件（date,kind,name），其中的年份代替程序自带的",
				"holidays as CSV (date,kind,name); its years replace our own" },
			[CLOCK_OPTION_JSON] = { "--json", false, "印一行 JSON",
				"one line of JSON" } } },
	{ "fee", "--by-case N | --by-page N [--json]", "计算信息处理费（元）。",
		"The processing fee in yuan.", run_fee,
		{ [FEE_OPTION_CASE] = { "--by-case", true, "同一申请人一个自然月内累计的件数",
			  "applications of one applicant in a calendar month" },
			[FEE_OPTION_PAGE] = { "--by-page", true, "一件申请提供的页数",
				"pages given for one application" },
			[FEE_OPTION_JSON] = { "--json", false, "印一行 JSON",
				"one line of JSON" } } },
	{ "calendar check", "FILE.csv", "核对节假日文件：每年放假、调休上班和工作日各几天。",
		"Check a calendar of holidays: what its years amount to.", run_calendar_check,
		{ { NULL } } },
	{ 0 },
};
