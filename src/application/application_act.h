/*
 * What can be done to an application, as one typed table: from which states, to which, by whom,
 * with what to be given, and what the clock does. The only place that says so: pages draw their
 * buttons from it and work refuses by it. Pure.
 */
#ifndef APPLICATION_APPLICATION_ACT_H
#define APPLICATION_APPLICATION_ACT_H

#include "account/account.h"
#include "application/application.h"
#include "application/application_reply.h"

/* Stored as application_event.kind; never renumber. */
enum application_act {
	APPLICATION_SUBMIT = 1,             /* it arrived */
	APPLICATION_CONFIRM = 2,            /* 确认收到 */
	APPLICATION_REGISTER = 3,           /* 登记 */
	APPLICATION_ASSIGN = 4,             /* 分办: to a department and an officer */
	APPLICATION_CLAIM = 5,              /* 认领 */
	APPLICATION_HAND_BACK = 6,          /* 退回分办 */
	APPLICATION_NOTE = 7,               /* 备注 */
	APPLICATION_ASK_UNIT = 8,           /* 征求承办部门意见 */
	APPLICATION_UNIT_SAYS = 9,          /* 部门意见 */
	APPLICATION_ASK_CORRECTION = 10,    /* 补正告知 */
	APPLICATION_CORRECTED = 11,         /* 收到补正 */
	APPLICATION_ASK_REASON = 12,        /* 要求说明理由 */
	APPLICATION_REASON_GIVEN = 13,      /* 理由合理，继续办理 */
	APPLICATION_DELAY = 14,             /* 确定延迟答复的期限 */
	APPLICATION_NOTIFY_FEE = 15,        /* 收费通知 */
	APPLICATION_PAID = 16,              /* 已缴费 */
	APPLICATION_WAIVE_FEE = 17,         /* 撤销收费 */
	APPLICATION_CONSULT_PARTY = 18,     /* 征求第三方意见 */
	APPLICATION_CONSULT_AGENCY = 19,    /* 征求其他机关意见 */
	APPLICATION_CONSULT_DELIVERED = 20, /* 征求意见书送达 */
	APPLICATION_CONSULT_ANSWERED = 21,  /* 收到意见 */
	APPLICATION_CONSULT_LAPSED = 22,    /* 逾期未答复 */
	APPLICATION_EXTEND = 23,            /* 延期 */
	APPLICATION_DRAFT = 24,             /* 拟答复 */
	APPLICATION_SEND_TO_REVIEW = 25,    /* 送审 */
	APPLICATION_SEND_BACK = 26,         /* 退回修改 */
	APPLICATION_SEND_TO_LEGAL = 27,     /* 送法制审核 */
	APPLICATION_LEGAL_AGREES = 28,      /* 法制审核通过 */
	APPLICATION_AGREE = 29,             /* 审核通过 */
	APPLICATION_SIGN = 30,              /* 签发 */
	APPLICATION_DELIVER = 31,           /* 送达 */
	APPLICATION_DELIVERY_SIGNED = 32,   /* 登记签收 */
	APPLICATION_WITHDRAW = 33,          /* 申请人撤回 */
	APPLICATION_SPLIT = 34,             /* 拆分 */
	APPLICATION_MERGE = 35,             /* 并案 */
	APPLICATION_REDO = 36,              /* 重新办理 (after reconsideration or a judgment) */
	APPLICATION_ARCHIVE = 37,           /* 归档 */
	APPLICATION_REMOVE = 38,            /* 销毁个人信息 */
	APPLICATION_VOID_EVENT = 39,        /* 更正记录 */
	APPLICATION_ADD_FILE = 40,          /* 添加材料 */
	APPLICATION_TELL_PARTY = 41,        /* 告知第三方决定公开 (art. 32) */
	APPLICATION_CALENDAR_MOVED = 42, /* the due day moved with a new calendar; by the program */
	APPLICATION_CHANGE = 43,         /* 修改登记内容 */
	APPLICATION_CONSULT_UNDELIVERED = 44, /* 征求意见书无法送达 */
	APPLICATION_CONSULT_CALLED_OFF = 45,  /* 撤回征求意见 */
	APPLICATION_FEE_DELIVERED = 46,       /* 收费通知送达 */
	APPLICATION_SENT_ONLINE =
		47, /* 网上发出答复, where receipt counts; written by the program */
	APPLICATION_ASK_COUNSEL = 48,  /* 征求法律顾问意见 */
	APPLICATION_COUNSEL_SAYS = 49, /* 法律顾问意见 */
	APPLICATION_ACTS,
};

/* What an act wants: bits. Pages draw the fields, work checks that they are there. */
enum {
	APPLICATION_WANTS_DAY = 1u << 0,     /* the day it happened; not in the future */
	APPLICATION_WANTS_SAYS = 1u << 1,    /* words: points, opinion, reasons */
	APPLICATION_WANTS_UNTIL = 1u << 2,   /* a term's last day */
	APPLICATION_WANTS_DAYS = 1u << 3,    /* working days, 1 to 20 */
	APPLICATION_WANTS_UNIT = 1u << 4,    /* a department below the agency */
	APPLICATION_WANTS_OFFICER = 1u << 5, /* a case officer */
	APPLICATION_WANTS_PARTY = 1u << 6,   /* who is asked, and how to reach them */
	APPLICATION_WANTS_WHICH = 1u
				  << 7, /* one of the parties, opinions, fees or events there are */
	APPLICATION_WANTS_ANSWER = 1u << 8,    /* agrees or does not */
	APPLICATION_WANTS_FEE = 1u << 9,       /* by case or by page, and how many */
	APPLICATION_WANTS_DELIVERY = 1u << 10, /* way, tracking number */
	APPLICATION_WANTS_DECISION = 1u << 11, /* there is a draft without lacks */
	APPLICATION_WANTS_OTHER = 1u << 12,    /* number of another application of this agency */
	APPLICATION_WANTS_FILES = 1u << 13,    /* files may be added */
	APPLICATION_WANTS_RECORD = 1u << 14,   /* how receipt was confirmed, with whom */
	APPLICATION_MAY_SAY = 1u << 15,        /* words may be added, but need not */
};

/* What an act does to the clock. The day is the event's. */
enum application_clock_effect {
	APPLICATION_CLOCK_NOTHING,
	APPLICATION_CLOCK_STARTS,
	APPLICATION_CLOCK_PAUSES,
	APPLICATION_CLOCK_RESUMES, /* when nobody else is still being asked */
	APPLICATION_CLOCK_RESTARTS,
	APPLICATION_CLOCK_EXTENDS,
	APPLICATION_CLOCK_STOPS,
};

/* States as bits, for `from`. */
#define APPLICATION_STATE_BIT(state) (UINT64_C(1) << ((unsigned)(state)))

enum {
	APPLICATION_STAYS = -1
}; /* `to` of an act that leaves the state, or sets it by its effect */

struct application_act_rule {
	enum application_act act;
	const char *key; /* of the address: "extend" */
	const char *zh;  /* the button */
	const char *en;
	const char *done_zh; /* in the history: "延期答复" */
	uint64_t from;       /* states */
	int to;              /* enum application_state, or APPLICATION_STAYS */
	unsigned roles;      /* any of these, for the application's agency (or the unit's) */
	unsigned wants;
	enum application_clock_effect clock;
	const char *letter;  /* "W06" goes out with it; NULL: none */
	const char *law;     /* NULL: practice */
	bool is_last_resort; /* cannot be undone: asks once more */
};
/* In the order buttons stand; ends with { .key = NULL }. */
extern const struct application_act_rule application_act_rules[];
const struct application_act_rule *application_act_rule(enum application_act act);
const struct application_act_rule *application_act_find(struct str key);

/* What the rules look at besides the state. */
struct application_act_facts {
	enum application_kind kind;
	enum application_state state;
	struct day today;
	struct day submitted_on;   /* handed in or sent */
	struct day received_on;    /* DAY_NONE: not yet */
	struct day due_on;         /* by the clock; DAY_NONE: none */
	struct day correction_due; /* last day to ask for correction (art. 30): 7 working days */
	struct day waits_until;    /* term of the correction, reason or fee that is waited for */
	bool was_corrected;
	bool is_extended;
	bool is_assigned; /* to an officer */
	int asked;        /* parties still to answer */
	bool has_decision;
	bool was_explained;    /* reasons were given and accepted (art. 35) */
	bool is_delayed;       /* a later term was set (art. 35), or one by a court */
	bool is_redone;        /* handled again after reconsideration or a judgment */
	bool was_charged;      /* a fee was notified that was not waived */
	bool is_fee_delivered; /* the notice of the fee that is waited for was received */
};

/*
 * May this be done now? NULL, or CONFLICT "application_state" (not in this state),
 * "application_once" (correction or extension a second time), "application_early" (the term is not
 * over), "application_late" (after the day it was possible), INPUT "application_day" (before
 * receipt, or in the future). `day` is the act's, DAY_NONE when it wants none. Roles are asked by
 * account_must(rule->roles).
 * Law: 条例 arts. 30, 32, 33, 34, 35.
 */
MUST struct fault *application_act_check(const struct application_act_rule *rule,
	const struct application_act_facts *facts, struct day day);

/*
 * May an application that stands there be sent to review with a reply of this kind? CONFLICT
 * "application_reply_unfit": given up only by who was asked and did not answer (arts. 30, 42), not
 * handled only who was asked for reasons (art. 35), still unclear only what was corrected (art.
 * 30).
 */
MUST struct fault *application_act_check_reply(
	const struct application_act_facts *facts, enum application_reply reply);

#endif
