/* What the tests of the report reader share: read a text as a document of some format, ask for
 * cells. */
#ifndef TESTS_READ_HELP_H
#define TESTS_READ_HELP_H

#include "../test.h"

#include <stdio.h>

#include "doc/doc.h"
#include "reading/reading.h"
#include "report/report.h"

struct read_trial {
	struct arena *arena;
	struct doc doc;
	struct report report;
	struct fault *fault; /* of reading_make_of_doc(), NULL when it read */
};

static inline struct read_trial
reading_of(enum doc_format format, const char *text)
{
	struct read_trial reading = { NULL };

	FINE(arena_open((size_t)64 << 20, &reading.arena));
	FINE(doc_read(format, str_of(text), reading.arena, &reading.doc));
	reading.fault =
		reading_make_of_doc(&reading.doc, STR("test"), reading.arena, &reading.report);
	return reading;
}

static inline void
reading_end(struct read_trial *reading)
{
	arena_close(&reading->arena);
}

/* "12", "blank", "unclear" or "absent". */
static inline struct decimal_text
reading_cell(const struct report *report, const char *path)
{
	int slot = report_slot_of_path(str_of(path));
	struct decimal_text text = { "no such path" };

	if (slot < 0)
		return text;
	switch (report->cells[slot].state) {
	case REPORT_NUMBER:
		return decimal_text(report->cells[slot].number);
	case REPORT_BLANK:
		return (struct decimal_text){ "blank" };
	case REPORT_UNCLEAR:
		return (struct decimal_text){ "unclear" };
	default:
		return (struct decimal_text){ "absent" };
	}
}

/* The first repair of a cell or field; NULL when it has none. */
static inline const struct report_repair *
reading_repair(const struct report *report, const char *path)
{
	for (size_t i = 0; i < report->repair_count; i++)
		if (str_equal(report->repairs[i].where, str_of(path)))
			return &report->repairs[i];
	return NULL;
}

#define CELL(reading, path, wanted)                                                                \
	do {                                                                                       \
		struct decimal_text cell_of_test_ = reading_cell(&(reading).report, path);         \
		if (strcmp(cell_of_test_.at, wanted) != 0)                                         \
			fail_msg("%s is %s, not %s", path, cell_of_test_.at, wanted);              \
	} while (0)

#define ANNOUNCED(reading, path) assert_non_null(reading_repair(&(reading).report, path))
#define SILENT(reading, path) assert_null(reading_repair(&(reading).report, path))

/* Pieces of a report for tests, to be glued together as string literals. */
#define TITLE "海州市民政局2022年政府信息公开工作年度报告\n"
#define PREFACE "本报告根据条例编制，所列数据的统计期限自2022年1月1日起至12月31日止。\n"
#define TABLE_2_LINES                                                                                                          \
	"第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 0 0 0\n"   \
	"行政规范性文件 3 1 12\n第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可 550\n" \
	"第二十条第（六）项\n信息内容 本年处理决定数量\n行政处罚 41\n行政强制 0\n"                \
	"第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n行政事业性收费 7730.28\n"
#define HEADER_3_LINES                                                                                                             \
	"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况\n" \
	"自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
#define DENIALS_LINES                                                                                                      \
	"（三）不予公开 1.属于国家秘密 0 0 0 0 0 0 0\n2.其他法律行政法规禁止公开 0 0 0 0 0 0 0\n" \
	"3.危及“三安全一稳定” 0 0 0 0 0 0 0\n4.保护第三方合法权益 2 0 0 0 0 0 2\n"                    \
	"5.属于三类内部事务信息 0 0 0 0 0 0 0\n6.属于四类过程性信息 0 0 0 0 0 0 0\n"                    \
	"7.属于行政执法案卷 0 0 0 0 0 0 0\n8.属于行政查询事项 0 0 0 0 0 0 0\n"
#define REST_LINES                                                                                                                    \
	"（四）无法提供 1.本机关不掌握相关政府信息 6 0 0 0 0 0 6\n"                                                \
	"2.没有现成信息需要另行制作 0 0 0 0 0 0 0\n3.补正后申请内容仍不明确 0 0 0 0 0 0 0\n"                   \
	"（五）不予处理 1.信访举报投诉类申请 0 0 0 0 0 0 0\n2.重复申请 1 0 0 0 0 0 1\n"                           \
	"3.要求提供公开出版物 0 0 0 0 0 0 0\n4.无正当理由大量反复申请 0 0 0 0 0 0 0\n"                            \
	"5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0\n"                                                    \
	"（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 "      \
	"0 0 0 0 0 0 0\n2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 " \
	"0 0 0 0 0 0 0\n3.其他 0 0 0 0 0 0 0\n"
#define TABLE_4_LINES                                                                              \
	"行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n"                    \
	"结果维持 结果纠正 其他结果 尚未审结 总计\n1 0 0 0 1 0 0 0 0 0 2 0 0 0 2\n"
#define ENDING                                                                                                                     \
	"五、存在的主要问题及改进情况\n一是力量不足。下一步改进。\n六、其他需要报告的事项\n" \
	"没有收取信息处理费。\n海州市民政局\n2023年1月20日\n"

/* A whole report of 2021's form as lines of text; table 3 from its first row on is given. */
#define REPORT_LINES(rows)                                                                                       \
	TITLE PREFACE "一、总体情况\n全年受理申请21件，予以公开10件，行政许可40件。\n" \
		      "二、主动公开政府信息情况\n" TABLE_2_LINES                                                 \
		      "三、收到和处理政府信息公开申请情况\n" HEADER_3_LINES rows                                 \
		      "四、政府信息公开行政复议、行政诉讼情况\n" TABLE_4_LINES ENDING

#endif
