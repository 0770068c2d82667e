/*
 * The way of a report from its author to the public: which state may follow which, in words. What
 * a step does to the rows is filing_state.c.
 */
#include "filing/filing_inside.h"

unsigned
filing_state_next(enum filing_state state)
{
	static const unsigned next[FILING_STATES] = {
		[FILING_WAITING] = 1u << FILING_SHOWN | 1u << FILING_RETURNED,
		[FILING_SHOWN] = 1u << FILING_WITHDRAWN,
		[FILING_WITHDRAWN] = 1u << FILING_SHOWN,
		[FILING_RETURNED] = 1u << FILING_SHOWN,
	};

	return next[state];
}

const char *
filing_state_deed(enum filing_state to)
{
	switch (to) {
	case FILING_SHOWN:
		return "签发并公布";
	case FILING_WITHDRAWN:
		return "撤下";
	case FILING_RETURNED:
		return "退回";
	default:
		return "";
	}
}

const char *
filing_state_words(enum filing_state state)
{
	static const char *const words[FILING_STATES] = { "待签发", "已公布", "旧版本", "已撤下",
		"已退回" };

	return words[state];
}
