/*
 * The index of a case's complete file: for people as a page without script, for programs as JSON,
 * and the digests of every entry. It loads nothing and decides nothing.
 */
#include <stdio.h>

#include "archive/archive_dossier.h"
#include "base/json.h"
#include "doc/doc.h"
#include "fee/fee_rules.h"

enum { MOST_COLUMNS = 6 };

/* A document being written, with the row of the open table. */
struct writing {
	struct doc_builder builder;
	struct arena *arena;
	int row;
};

static struct str
word(const struct application_word *words, int number)
{
	const struct application_word *found = application_word_of(words, number);

	return str_of(found ? found->zh : "");
}

static struct fault *
day(struct writing *writing, struct day given, struct str *ret_text)
{
	struct day_text text = day_text(given);

	return str_copy(writing->arena, str_of(text.at), ret_text);
}

/* --- tables --- */

static struct fault *
put_row(struct writing *writing, const struct str *cells, int count, bool is_heading)
{
	return doc_add_row(&writing->builder, writing->row++, cells, count, is_heading);
}

static struct fault *
open_table(struct writing *writing, const char *title, const struct str *heads, int count)
{
	struct doc_table *table;

	TRY(doc_add(&writing->builder, DOC_HEADING, 1, str_of(title)));
	TRY(doc_open_table(&writing->builder, &table));
	writing->row = 0;
	return put_row(writing, heads, count, true);
}

/* A pair of the facts of the case; without text it is left out. */
static struct fault *
put_fact(struct writing *writing, const char *name, struct str text)
{
	struct str cells[2] = { str_of(name), text };

	return str_trim(text).len ? put_row(writing, cells, 2, false) : NULL;
}

/* --- the case --- */

static struct fault *
put_days(struct writing *writing, const struct application *one)
{
	struct str text;

	TRY(day(writing, one->submitted_on, &text));
	TRY(put_fact(writing, "提交", text));
	TRY(day(writing, one->received_on, &text));
	TRY(put_fact(writing, "收到", text));
	TRY(day(writing, one->due_on, &text));
	TRY(put_fact(writing, "答复期限", text));
	TRY(day(writing, one->ended_on, &text));
	TRY(put_fact(writing, "办结", text));
	TRY(day(writing, one->archived_on, &text));
	return put_fact(writing, "归档", text);
}

static struct fault *
put_case(struct writing *writing, const struct archive_dossier *dossier)
{
	static const struct str heads[] = { STR("项目"), STR("内容") };
	const struct application_applicant *who = &dossier->applicant;
	const struct application *one = &dossier->one;
	struct str text;

	TRY(open_table(writing, "申请", heads, 2));
	TRY(put_fact(writing, "机关", one->agency_name));
	TRY(put_fact(writing, "状态", word(application_state_words, one->state)));
	TRY(put_fact(writing, "申请人", who->name));
	TRY(put_fact(writing, "申请人类别", word(application_applicant_words, who->kind)));
	TRY(str_join(writing->arena, who->proof_kind, STR(" "), who->proof_number, &text));
	TRY(put_fact(writing, "身份证明", text));
	TRY(put_fact(writing, "联系人", who->contact));
	TRY(put_fact(writing, "电话", who->phone));
	TRY(put_fact(writing, "电子邮箱", who->mail));
	TRY(str_join(writing->arena, who->address, STR(" "), who->postcode, &text));
	TRY(put_fact(writing, "地址", text));
	TRY(put_fact(writing, "所需信息", one->title));
	TRY(put_fact(writing, "申请内容", one->description));
	TRY(put_fact(writing, "渠道", word(application_channel_words, one->channel)));
	TRY(put_fact(writing, "提供方式", word(application_form_words, one->wanted_form)));
	TRY(put_fact(writing, "获取途径", word(application_way_words, one->wanted_way)));
	TRY(put_days(writing, one));
	TRY(put_fact(writing, "受理人员", one->officer_name));
	TRY(put_fact(writing, "保管期限", word(application_retention_words, one->retention)));
	return doc_close_table(&writing->builder);
}

static struct fault *
put_events(struct writing *writing, const struct application_events *events)
{
	static const struct str heads[] = { STR("日期"), STR("事项"), STR("办理人"), STR("期限"),
		STR("说明"), STR("补录原因") };

	TRY(open_table(writing, "办理过程", heads, 6));
	for (size_t i = 0; i < events->count; i++) {
		const struct application_event *event = &events->items[i];
		const struct application_act_rule *rule = application_act_rule(event->act);
		struct str cells[6] = {
			[2] = event->account_name, [4] = event->says, [5] = event->reason
		};

		TRY(day(writing, event->day, &cells[0]));
		TRY(str_print(writing->arena, &cells[1], "%s%s", rule ? rule->done_zh : "",
			event->voided_by ? "（已更正）" : ""));
		TRY(day(writing, event->until, &cells[3]));
		TRY(put_row(writing, cells, 6, false));
	}
	return doc_close_table(&writing->builder);
}

static struct fault *
put_clock(struct writing *writing, const struct archive_dossier *dossier)
{
	static const struct str heads[] = { STR("日期"), STR("第几个工作日"), STR("说明") };

	if (!dossier->has_clock) {
		TRY(doc_add(&writing->builder, DOC_HEADING, 1, STR("时限")));
		return doc_add(&writing->builder, DOC_PARAGRAPH, 0,
			str_of(dossier->clock_problem ? dossier->clock_problem
						      : "本件没有计算时限。"));
	}
	TRY(open_table(writing, "时限（逐日推算）", heads, 3));
	for (size_t i = 0; i < dossier->proof.day_count; i++) {
		const struct clock_day *each = &dossier->proof.days[i];
		struct str cells[3] = { [1] = STR(""), [2] = each->why };

		TRY(day(writing, each->date, &cells[0]));
		if (each->count)
			TRY(str_print(writing->arena, &cells[1], "%d", each->count));
		TRY(put_row(writing, cells, 3, false));
	}
	TRY(doc_close_table(&writing->builder));
	TRY(doc_add(&writing->builder, DOC_PARAGRAPH, 0, dossier->proof.sentence));
	return doc_add(&writing->builder, DOC_PARAGRAPH, 0, dossier->proof.basis);
}

/* --- who was asked --- */

static struct fault *
put_parties(struct writing *writing, const struct archive_dossier *dossier)
{
	static const struct str heads[] = { STR("对象"), STR("联系方式或问题"), STR("发出"),
		STR("意见"), STR("答复"), STR("说明") };

	if (!dossier->parties.count && !dossier->opinions.count)
		return NULL;
	TRY(open_table(writing, "征求意见", heads, 6));
	for (size_t i = 0; i < dossier->parties.count; i++) {
		const struct application_party *party = &dossier->parties.items[i];
		struct str cells[6] = { party->name, party->reach, STR(""),
			word(application_answer_words, party->answer), STR(""), party->says };

		TRY(day(writing, party->asked_on, &cells[2]));
		TRY(day(writing, party->answered_on, &cells[4]));
		TRY(put_row(writing, cells, 6, false));
	}
	for (size_t i = 0; i < dossier->opinions.count; i++) {
		const struct application_opinion *opinion = &dossier->opinions.items[i];
		struct str cells[6] = { opinion->unit_name, opinion->question, STR(""),
			word(application_answer_words, opinion->answer), STR(""), opinion->says };

		if (!opinion->unit_id)
			TRY(str_join(writing->builder.arena, STR("法律顾问 "), opinion->counsel,
				STR(""), &cells[0]));
		TRY(day(writing, opinion->asked_on, &cells[2]));
		TRY(day(writing, opinion->answered_on, &cells[4]));
		TRY(put_row(writing, cells, 6, false));
	}
	return doc_close_table(&writing->builder);
}

/* --- the reply --- */

static struct fault *
put_decision(struct writing *writing, const struct application_decision *decision)
{
	static const struct str heads[] = { STR("项目"), STR("内容") };
	const struct application_reply_rule *rule = application_reply_rule(decision->reply);
	const struct application_outcome *outcome = application_outcome_of(decision->outcome);
	struct str text;

	if (!decision->id)
		return NULL;
	TRY(open_table(writing, "答复", heads, 2));
	TRY(put_fact(writing, "类型", str_of(rule ? rule->zh : "")));
	TRY(put_fact(writing, "计入年报", str_of(outcome ? outcome->zh : "")));
	TRY(day(writing, decision->signed_on, &text));
	TRY(put_fact(writing, "签发", text));
	for (size_t i = 0; i < decision->fact_count; i++) {
		const struct letter_field *field = letter_field_find(decision->facts[i].name);

		TRY(put_fact(writing, field ? field->zh : "其他", decision->facts[i].text));
	}
	return doc_close_table(&writing->builder);
}

static struct fault *
put_fees(struct writing *writing, const struct application_fees *fees)
{
	static const struct str heads[] = { STR("标准"), STR("数量"), STR("金额（元）"),
		STR("通知"), STR("缴纳"), STR("说明") };

	if (!fees->count)
		return NULL;
	TRY(open_table(writing, "信息处理费", heads, 6));
	for (size_t i = 0; i < fees->count; i++) {
		const struct application_fee *fee = &fees->items[i];
		struct str cells[6] = {
			fee->is_by_page ? STR("按量") : STR("按件"), [5] = fee->says
		};

		TRY(str_print(writing->arena, &cells[1], "%lld", (long long)fee->quantity));
		TRY(str_print(writing->arena, &cells[2], "%s", fee_yuan_text(fee->fen).at));
		TRY(day(writing, fee->notified_on, &cells[3]));
		TRY(day(writing, fee->paid_on, &cells[4]));
		TRY(put_row(writing, cells, 6, false));
	}
	return doc_close_table(&writing->builder);
}

static struct fault *
put_disputes(struct writing *writing, const struct dispute_list *list)
{
	static const struct str heads[] = { STR("种类"), STR("复议机关或者法院"), STR("案号"),
		STR("收到"), STR("结果"), STR("说明") };

	if (!list->count)
		return NULL;
	TRY(open_table(writing, "复议、诉讼", heads, 6));
	for (size_t i = 0; i < list->count; i++) {
		const struct dispute *one = &list->items[i];
		struct str cells[6] = { word(dispute_kind_words, one->kind), one->body,
			one->case_number, STR(""), word(dispute_result_words, one->result),
			one->says };

		TRY(day(writing, one->arrived_on, &cells[3]));
		TRY(put_row(writing, cells, 6, false));
	}
	return doc_close_table(&writing->builder);
}

/* --- letters and files --- */

static struct fault *
delivery_words(struct writing *writing, const struct letter_deliveries *list, struct str *ret_text)
{
	struct str text = STR("");

	for (size_t i = 0; i < list->count; i++) {
		const struct letter_delivery *one = &list->items[i];
		struct str line;

		TRY(str_print(writing->arena, &line, "%s %s%s%s %.*s %.*s",
			letter_method_words[one->method].zh, day_text(one->sent_on).at,
			day_is_none(one->signed_on) ? "" : "，签收 ", day_text(one->signed_on).at,
			STR_ARG(one->tracking), STR_ARG(one->receiver)));
		TRY(str_join(writing->arena, text, text.len ? STR("\n") : STR(""), str_trim(line),
			&text));
	}
	*ret_text = text;
	return NULL;
}

static struct fault *
put_letters(struct writing *writing, const struct archive_dossier *dossier)
{
	static const struct str heads[] = { STR("文书"), STR("文号"), STR("状态"), STR("日期"),
		STR("签发人"), STR("送达") };

	if (!dossier->letters.count)
		return NULL;
	TRY(open_table(writing, "文书", heads, 6));
	for (size_t i = 0; i < dossier->letters.count; i++) {
		const struct letter_row *row = &dossier->letters.rows[i];
		struct str cells[6] = { row->title, row->number,
			str_of(letter_state_words(row->state)), STR(""), row->signed_name };

		TRY(day(writing, row->issued_on, &cells[3]));
		TRY(delivery_words(writing, &dossier->deliveries[i], &cells[5]));
		TRY(put_row(writing, cells, 6, false));
	}
	return doc_close_table(&writing->builder);
}

static struct fault *
put_entries(struct writing *writing, const struct archive_dossier *dossier)
{
	static const struct str heads[] = { STR("包内文件"), STR("原名"), STR("种类"), STR("字节"),
		STR("在第几包"), STR("SHA-256、SM3") };

	TRY(open_table(writing, "包内文件", heads, 6));
	for (size_t i = 0; i < dossier->entry_count; i++) {
		const struct archive_dossier_entry *entry = &dossier->entries[i];
		struct str cells[6] = { entry->name, entry->title,
			entry->file ? word(application_file_words, entry->file->kind)
				    : STR("文书") };

		TRY(str_print(writing->arena, &cells[3], "%lld", (long long)entry->bytes));
		TRY(str_print(writing->arena, &cells[4], "%d", entry->volume));
		TRY(str_print(
			writing->arena, &cells[5], "%s\n%s", entry->sha256.at, entry->sm3.at));
		TRY(put_row(writing, cells, 6, false));
	}
	return doc_close_table(&writing->builder);
}

static struct fault *
put_head(struct writing *writing, const struct archive_dossier *dossier)
{
	struct str text;

	TRY(str_print(writing->arena, &writing->builder.doc->title, "政府信息公开申请案卷 %s",
		application_number_text(dossier->one.year, dossier->one.number).at));
	TRY(doc_add(&writing->builder, DOC_TITLE, 0, writing->builder.doc->title));
	TRY(str_print(writing->arena, &text, "%s 由 %.*s 导出，共 %d 包，本索引各包相同。",
		day_text(dossier->today).at, STR_ARG(dossier->taken_by), dossier->volumes));
	TRY(doc_add(&writing->builder, DOC_PARAGRAPH, 0, text));
	return doc_add(&writing->builder, DOC_PARAGRAPH, 0,
		STR("包内有申请人的个人信息，包括身份证明的原件（“身份证明”一类的文件，在库中加密"
		    "保存，包内未加密）。请按档案和个人信息保护的规定保管，用完删除。"));
}

struct fault *
archive_dossier_html(const struct archive_dossier *dossier, struct arena *arena, struct buf *out)
{
	struct writing writing = { .arena = arena };
	struct doc doc;

	doc_build(&writing.builder, arena, &doc);
	TRY(put_head(&writing, dossier));
	TRY(put_case(&writing, dossier));
	TRY(put_events(&writing, &dossier->events));
	TRY(put_clock(&writing, dossier));
	TRY(put_parties(&writing, dossier));
	TRY(put_decision(&writing, &dossier->decision));
	TRY(put_fees(&writing, &dossier->fees));
	TRY(put_disputes(&writing, &dossier->disputes));
	TRY(put_letters(&writing, dossier));
	TRY(put_entries(&writing, dossier));
	return doc_write_html(&doc, out);
}

/* --- digests --- */

void
archive_dossier_digests(const struct archive_dossier *dossier, struct buf *out)
{
	buf_put(out, STR("# SHA-256  SM3  name\n"));
	for (size_t i = 0; i < dossier->entry_count; i++)
		buf_print(out, "%s  %s  %.*s\n", dossier->entries[i].sha256.at,
			dossier->entries[i].sm3.at, STR_ARG(dossier->entries[i].name));
}
