/*
 * Reminders: who is told of which case on which day, written down so that nobody is told twice,
 * whichever server does it. The words of the letter can be changed by agencies (mail/).
 */
#include "docket/docket_remind.h"

#include <stdio.h>

#include "account/account_letters.h"
#include "base/day.h"
#include "calendar/calendar_store.h"
#include "dispute/dispute.h"
#include "docket/docket_statements.h"
#include "notice/notice.h"

enum { PIECE = 100, MOST_PEOPLE = 200, MOST_LINES = 30, KEPT_DAYS = 400, FIRST_DAY = -9999999 };

/* --- the letter --- */

static const struct mail_hole holes[] = {
	{ "person", "收件人姓名", "张某" },
	{ "count", "件数", "2" },
	{ "list", "逐件的编号、机关和情况", "2026-0001 示例区人民政府：还有 2 个工作日到期" },
	{ 0 },
};
static const struct mail_template reminder = { "application.reminder", "申请办理提醒",
	"Reminder of applications", holes, "依申请公开提醒：{{count}} 件",
	"{{person}}：\n\n"
	"有 {{count}} 件政府信息公开申请或者复议诉讼案件需要您留意：\n\n"
	"{{list}}\n\n"
	"请登录政府信息公开工作系统，在工作台办理。\n\n"
	"不想再收到这类邮件，可以在“个人资料”中关闭。\n" };
const struct mail_template *const docket_mails[] = { &reminder, NULL };

static const char *
words_of(int64_t kind)
{
	switch (kind) {
	case DOCKET_REMIND_FIRST:
		return "快到期了";
	case DOCKET_REMIND_SECOND:
		return "马上到期";
	case DOCKET_REMIND_TODAY:
		return "今天到期";
	case DOCKET_REMIND_LATE:
		return "已经超期";
	case DOCKET_REMIND_TERM:
		return "申请人补正、说明或者缴费的期限已过";
	case DOCKET_REMIND_PARTY:
		return "被征求意见的一方在期限内没有答复";
	case DOCKET_REMIND_ARRIVED:
		return "到达后还没有确认收到";
	case DOCKET_REMIND_ANSWER_FIRST:
		return "复议答复或者诉讼答辩快到期了";
	case DOCKET_REMIND_ANSWER_SECOND:
		return "复议答复或者诉讼答辩马上到期";
	case DOCKET_REMIND_ANSWER_TODAY:
		return "复议答复或者诉讼答辩今天到期";
	case DOCKET_REMIND_ANSWER_LATE:
		return "复议答复或者诉讼答辩已经超期";
	case DOCKET_REMIND_UNDELIVERED:
		return "发出的征求意见书或者收费通知还没有登记送达";
	default:
		return "";
	}
}

static bool
is_about_dispute(int64_t kind)
{
	return kind >= DOCKET_REMIND_ANSWER_FIRST && kind <= DOCKET_REMIND_ANSWER_LATE;
}

/* --- finding --- */

struct candidate {
	int64_t id;
	int64_t agency_id;
	struct str path;
	int year;
	int64_t number;
	struct day day; /* due, end of a term, of arrival, or when something was sent */
	int64_t officer_id;
	enum docket_reminding kind; /* 0: asks the calendar */
	bool is_dispute;            /* `id` is of a reconsideration or litigation */
	struct str case_number;     /* of the body or court; only of a dispute */
};

/* Where a round stands; `after_id` and `after_sort` are behind the last case looked at. */
struct round {
	const struct docket_remind_setting *setting;
	struct day today;
	enum {
		ROUND_DUE,
		ROUND_TERMS,
		ROUND_ARRIVED,
		ROUND_ANSWERS,
		ROUND_UNDELIVERED,
		ROUNDS
	} part;
	int64_t after_sort;
	int64_t after_id;
	int64_t count;
	bool is_over;
};

static struct fault *
read_candidates(
	struct db_rows *rows, const struct round *round, struct candidate *found, size_t *ret_count)
{
	bool has_state = round->part == ROUND_TERMS;
	size_t count = 0;
	bool is_found;

	for (;;) {
		struct candidate *one = &found[count];

		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		*one = (struct candidate){ .id = db_get_int(rows, 0),
			.agency_id = db_get_int(rows, 1),
			.path = db_get_str(rows, 2),
			.year = (int)db_get_int(rows, 3),
			.number = db_get_int(rows, 4),
			.day = db_get_day(rows, has_state ? 6 : 5),
			.officer_id = db_get_int(rows, has_state ? 7 : 6) };
		if (has_state)
			one->kind = db_get_int(rows, 5) == APPLICATION_CONSULTING
					    ? DOCKET_REMIND_PARTY
					    : DOCKET_REMIND_TERM;
		else if (round->part == ROUND_ARRIVED)
			one->kind = DOCKET_REMIND_ARRIVED;
		else if (round->part == ROUND_UNDELIVERED)
			one->kind = DOCKET_REMIND_UNDELIVERED;
		count++;
	}
	*ret_count = count;
	return NULL;
}

/* More days than so many working days can take, holidays included. */
static int32_t
look_ahead(const struct round *round)
{
	return round->today.number + round->setting->first * 2 + 20;
}

/* Law: 行政复议法 arts. 48, 54; 行政诉讼法 art. 67. */
static struct fault *
find_answers(struct db *db, struct arena *arena, const struct round *round, struct candidate *found,
	size_t *ret_count)
{
	struct dispute_list list;

	TRY(dispute_find_due(db, arena, (struct day){ look_ahead(round) },
		(struct day){ (int32_t)round->after_sort }, round->after_id, PIECE, &list));
	for (size_t i = 0; i < list.count; i++)
		found[i] = (struct candidate){ .id = list.items[i].id,
			.agency_id = list.items[i].agency_id,
			.path = list.items[i].path,
			.day = list.items[i].answer_due_on,
			.is_dispute = true,
			.case_number = list.items[i].case_number };
	*ret_count = list.count;
	return NULL;
}

static struct fault *
find_candidates(struct db *db, struct arena *arena, const struct round *round,
	struct candidate *found, size_t *ret_count)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int32_t today = round->today.number;

	switch (round->part) {
	case ROUND_DUE:
		TRY(db_ask(db, arena, &docket_remind_due_sql,
			VALUES(VALUE(look_ahead(round)), VALUE(round->after_sort),
				VALUE(round->after_id), VALUE((int)PIECE)),
			&rows));
		break;
	case ROUND_TERMS:
		TRY(db_ask(db, arena, &docket_remind_terms_sql,
			VALUES(VALUE(today), VALUE(round->after_id), VALUE((int)PIECE)), &rows));
		break;
	case ROUND_UNDELIVERED:
		TRY(db_ask(db, arena, &docket_remind_undelivered_sql,
			VALUES(VALUE(today - round->setting->undelivered), VALUE(round->after_sort),
				VALUE(round->after_id), VALUE((int)PIECE)),
			&rows));
		break;
	case ROUND_ANSWERS:
		return find_answers(db, arena, round, found, ret_count);
	default:
		TRY(db_ask(db, arena, &docket_remind_arrived_sql,
			VALUES(VALUE(today - 1), VALUE(round->after_id), VALUE((int)PIECE)),
			&rows));
		break;
	}
	return read_candidates(rows, round, found, ret_count);
}

/* Which reminder this day asks for; 0: none. Nobody is reminded on a day off, or in a year whose
 * holidays are not known. */
static struct fault *
choose_kind(struct db *db, const struct round *round, const struct candidate *one, int *ret_kind)
{
	CLOSING(calendar_give_back) const struct calendar_lent *lent = NULL;
	enum calendar_kind day_kind;
	struct fault *fault;
	int left = 0;
	int gone = 0;

	*ret_kind = 0;
	TRY(calendar_borrow(db, one->path, &lent));
	fault = calendar_kind_of(lent->calendar, round->today, &day_kind);
	if (!fault && !calendar_is_worked(day_kind))
		return NULL;
	if (!fault && !one->kind && one->day.number > round->today.number)
		fault = calendar_count_working_days(
			lent->calendar, (struct day){ round->today.number + 1 }, one->day, &left);
	if (!fault && one->kind == DOCKET_REMIND_UNDELIVERED)
		fault = calendar_count_working_days(
			lent->calendar, (struct day){ one->day.number + 1 }, round->today, &gone);
	if (fault)
		return fault->kind == FAULT_INPUT ? NULL : fault;
	if (one->kind == DOCKET_REMIND_UNDELIVERED && gone < round->setting->undelivered)
		return NULL;
	if (one->kind)
		*ret_kind = (int)one->kind;
	else if (one->day.number < round->today.number)
		*ret_kind = DOCKET_REMIND_LATE;
	else if (one->day.number == round->today.number)
		*ret_kind = DOCKET_REMIND_TODAY;
	else if (left <= round->setting->second)
		*ret_kind = DOCKET_REMIND_SECOND;
	else if (left <= round->setting->first)
		*ret_kind = DOCKET_REMIND_FIRST;
	if (one->is_dispute && *ret_kind)
		*ret_kind += DOCKET_REMIND_ANSWER_FIRST - DOCKET_REMIND_FIRST;
	return NULL;
}

/* --- telling --- */

static struct fault *
say(struct arena *arena, const struct candidate *one, int kind, struct str *ret_says)
{
	if (one->is_dispute)
		return str_print(arena, ret_says, "复议诉讼登记第 %lld 件%s%.*s：%s（期限 %s）。",
			(long long)one->id, one->case_number.len ? " " : "",
			STR_ARG(one->case_number), words_of(kind), day_text(one->day).at);
	return str_print(arena, ret_says, "申请 %s %s（%s %s）。",
		application_number_text(one->year, one->number).at, words_of(kind),
		kind == DOCKET_REMIND_ARRIVED       ? "到达日期"
		: kind == DOCKET_REMIND_UNDELIVERED ? "发出日期"
						    : "期限",
		day_text(one->day).at);
}

/* Late and unconfirmed ones are told each day, the others once for their day. */
static struct fault *
tell_one(struct db *db, struct arena *arena, struct round *round, const struct candidate *one,
	int kind, int64_t account_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_daily = kind == DOCKET_REMIND_LATE || kind == DOCKET_REMIND_ARRIVED ||
			kind == DOCKET_REMIND_ANSWER_LATE;
	struct str says;
	char address[64];
	bool is_new;

	TRY(db_ask(db, NULL, &docket_remind_add_sql,
		VALUES(VALUE(one->id), VALUE(kind),
			VALUE(is_daily ? round->today.number : one->day.number), VALUE(account_id),
			VALUE(one->agency_id)),
		&rows));
	TRY(db_next(rows, &is_new));
	db_rows_close(&rows);
	if (!is_new)
		return NULL;
	round->count++;
	TRY(say(arena, one, kind, &says));
	snprintf(address, sizeof address,
		one->is_dispute ? "/desk/disputes/%lld" : "/desk/applications/%lld",
		(long long)one->id);
	return notice_put(db, account_id, says, str_of(address));
}

static struct fault *
tell_holders(struct db *db, struct arena *arena, struct round *round, const struct candidate *one,
	int kind, enum account_role role)
{
	struct application_holder *holders;
	size_t count;

	TRY(application_find_holders(db, arena, role, one->path, &holders, &count));
	for (size_t i = 0; i < count; i++)
		if (holders[i].id != one->officer_id)
			TRY(tell_one(db, arena, round, one, kind, holders[i].id));
	return NULL;
}

static struct fault *
tell(struct db *db, struct arena *arena, struct round *round, const struct candidate *one)
{
	int kind;

	TRY(choose_kind(db, round, one, &kind));
	if (!kind)
		return NULL;
	if (one->officer_id)
		TRY(tell_one(db, arena, round, one, kind, one->officer_id));
	else
		TRY(tell_holders(db, arena, round, one, kind, ACCOUNT_CASE_OFFICER));
	if (one->is_dispute)
		TRY(tell_holders(db, arena, round, one, kind, ACCOUNT_LEGAL_REVIEWER));
	if (kind == DOCKET_REMIND_LATE || kind == DOCKET_REMIND_ANSWER_LATE)
		return tell_holders(db, arena, round, one, kind, ACCOUNT_HEAD);
	return NULL;
}

static struct fault *
remind_some(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct round *round = arg;
	struct round next = *round;
	struct candidate *found;
	size_t count;

	/* Another try of the work begins where this one did. */
	TRY(arena_open(4 << 20, &arena));
	TAKE(arena, found, PIECE + 1);
	TRY(find_candidates(db, arena, round, found, &count));
	for (size_t i = 0; i < count; i++)
		TRY(tell(db, arena, &next, &found[i]));
	if (count) {
		next.after_sort = found[count - 1].day.number;
		next.after_id = found[count - 1].id;
	}
	next.is_over = count < PIECE;
	*round = next;
	return NULL;
}

/* --- one letter a person --- */

struct letters {
	int64_t ids[MOST_PEOPLE];
	size_t count;
	int64_t account_id;
};

static struct fault *
find_people(struct db *db, int64_t after_id, struct letters *letters)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	bool is_found;

	letters->count = 0;
	TRY(db_ask(db, NULL, &docket_remind_people_sql,
		VALUES(VALUE(after_id), VALUE((int)MOST_PEOPLE)), &rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			return NULL;
		letters->ids[letters->count++] = db_get_int(rows, 0);
	}
}

/* Numbers and days only: titles may hold what does not belong into a letter. */
static void
put_line(struct buf *list, const struct db_rows *rows, bool is_next)
{
	buf_put(list, is_next ? STR("；") : STR(""));
	if (is_about_dispute(db_get_int(rows, 0)))
		buf_print(list, "复议诉讼登记第 %lld 件", (long long)db_get_int(rows, 6));
	else
		buf_put(list, str_of(application_number_text(
				      (int)db_get_int(rows, 4), db_get_int(rows, 5))
					      .at));
	buf_print(list, " %.*s：%s", STR_ARG(db_get_str(rows, 3)), words_of(db_get_int(rows, 0)));
}

static struct fault *
read_lines(struct db *db, int64_t account_id, struct buf *list, int64_t *ret_count,
	int64_t *ret_agency_id)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int64_t count = 0;
	bool is_found;

	TRY(db_ask(db, NULL, &docket_remind_lines_sql, VALUES(VALUE(account_id), VALUE(10000)),
		&rows));
	for (;;) {
		TRY(db_next(rows, &is_found));
		if (!is_found)
			break;
		*ret_agency_id = db_get_int(rows, 2);
		if (count++ >= MOST_LINES)
			continue;
		put_line(list, rows, count > 1);
	}
	if (count > MOST_LINES)
		buf_put(list, STR("；其余见工作台"));
	*ret_count = count;
	return buf_check(list);
}

static struct fault *
write_letter(struct db *db, void *arg)
{
	CLOSING(buf_done) struct buf list;
	const struct letters *letters = arg;
	struct mail_value values[2];
	struct account_letter letter = {
		.template = &reminder, .values = values, .value_count = 2, .is_about_work = true
	};
	char number[24];
	int64_t count;

	buf_init(&list, 1 << 16);
	TRY(read_lines(db, letters->account_id, &list, &count, &letter.agency_id));
	if (!count)
		return NULL;
	snprintf(number, sizeof number, "%lld", (long long)count);
	values[0] = (struct mail_value){ "count", str_of(number) };
	values[1] = (struct mail_value){ "list", buf_str(&list) };
	TRY(account_put_letter(db, letters->account_id, &letter));
	return db_run(db, &docket_remind_mailed_sql, VALUES(VALUE(letters->account_id)), NULL);
}

static struct fault *
write_letters(struct db *db)
{
	struct letters letters = { .count = MOST_PEOPLE };
	int64_t after_id = 0;

	while (letters.count == MOST_PEOPLE) {
		TRY(find_people(db, after_id, &letters));
		for (size_t i = 0; i < letters.count; i++) {
			letters.account_id = letters.ids[i];
			TRY(db_work(db, write_letter, &letters));
			after_id = letters.ids[i];
		}
	}
	return NULL;
}

static struct fault *
tidy(struct db *db, void *arg)
{
	const struct day *today = arg;

	return db_run(db, &docket_remind_tidy_sql, VALUES(VALUE(today->number - KEPT_DAYS)), NULL);
}

struct fault *
docket_remind(struct db *db, const struct docket_remind_setting *setting, struct day today,
	int64_t *ret_count)
{
	int64_t count = 0;

	for (int part = 0; part < ROUNDS; part++) {
		struct round round = {
			.setting = setting, .today = today, .part = part, .after_sort = FIRST_DAY
		};

		while (!round.is_over)
			TRY(db_work(db, remind_some, &round));
		count += round.count;
	}
	TRY(write_letters(db));
	TRY(db_work(db, tidy, &today));
	*ret_count = count;
	return NULL;
}

/* --- jobs --- */

struct fault *
docket_remind_job(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct docket_remind_setting setting;
	int64_t now = job_now();
	int64_t count;

	TRY(db_pool_writer(run->pool, &db));
	TRY(docket_setting_remind(db, &setting));
	if (day_seconds_into(now) / 3600 < setting.hour)
		return NULL;
	return docket_remind(db, &setting, day_of_seconds(now), &count);
}

struct fault *
docket_has_stale_clocks(struct db *db, bool *ret_has)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	int64_t version;

	TRY(calendar_version(db, &version));
	TRY(db_ask(db, NULL, &docket_stale_clock_sql, VALUES(VALUE(version)), &rows));
	return db_next(rows, ret_has);
}

struct fault *
docket_clocks_job(struct job_run *run)
{
	CLOSING(db_give_back) struct db *db = NULL;
	struct audit_actor actor = {
		.name = STR("后台任务"), .address = STR(""), .way = AUDIT_JOB
	};
	struct application_hands hands = {
		.actor = &actor, .now = job_now(), .today = day_today()
	};
	int64_t looked_at;
	int64_t moved;
	bool has;

	TRY(db_pool_writer(run->pool, &db));
	TRY(dispute_renew_terms(db, &hands, &moved));
	TRY(docket_has_stale_clocks(db, &has));
	return has ? application_renew_clocks(db, &hands, &looked_at, &moved) : NULL;
}
