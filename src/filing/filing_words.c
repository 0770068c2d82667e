/*
 * What levels of findings and orders of lists are called on pages.
 * Sentences of findings are the rules' own (checking/).
 */
#include "filing/filing_page_inside.h"

const char *const filing_sort_words[FILING_SORTS] = { "按机关", "按年度", "错误多的在前",
	"最近存入的在前" };

const char *
filing_level_class(enum report_level level)
{
	static const char *const names[] = { "error", "warning", "note", "agrees" };

	return names[level];
}

const char *
filing_level_words(enum report_level level)
{
	static const char *const words[] = { "错误", "提示", "说明", "一致" };

	return words[level];
}
