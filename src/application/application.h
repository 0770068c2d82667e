/*
 * application: 依申请公开, one application for government information from its arrival to the
 * archive.
 *
 * What lives here: the application and its events, who may do what to it in which state
 * (application_act.h), what can be replied (application_reply.h), when it counts as received, who
 * asked the same before; rows, work and pages of all this. What does not: counting days
 * (calendar/), the words and numbers of letters (letter/), removing text from files (redaction/).
 * Law: 政府信息公开条例 (2019) arts. 27 to 45.
 */
#ifndef APPLICATION_APPLICATION_H
#define APPLICATION_APPLICATION_H

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"

/* Stored by number; never renumber. */
enum application_kind {
	APPLICATION_INFORMATION,
	APPLICATION_AMENDMENT, /* Law: 条例 art. 41: records about the applicant are wrong */
	APPLICATION_KINDS,
};

/* By what way it came. Law: 条例 art. 31; the last two: 国办公开办函〔2015〕207号. */
enum application_channel {
	APPLICATION_IN_PERSON,
	APPLICATION_MAIL_SIGNED,
	APPLICATION_MAIL_PLAIN,
	APPLICATION_ONLINE,
	APPLICATION_FAX,
	APPLICATION_EMAIL,
	APPLICATION_ELSEWHERE, /* sent to another office or person of the agency */
	APPLICATION_OTHER_WAY, /* another channel that the agency made known */
	APPLICATION_CHANNELS,
};

/* The columns of the annual report's third table, in its order. */
enum application_applicant_kind {
	APPLICATION_NATURAL_PERSON,
	APPLICATION_BUSINESS,
	APPLICATION_RESEARCH,
	APPLICATION_PUBLIC_WELFARE,
	APPLICATION_LEGAL_SERVICE,
	APPLICATION_OTHER_ORGANISATION,
	APPLICATION_APPLICANT_KINDS,
};

/*
 * Where a case stands. Below APPLICATION_CLOSED it is open. Stored by number; never renumber.
 * What leads from one to another is the table of application_act.h alone.
 */
enum application_state {
	APPLICATION_SUBMITTED = 0,   /* 待确认: arrived, the day of receipt is not settled */
	APPLICATION_RECEIVED = 5,    /* 待登记: the clock runs */
	APPLICATION_OPEN = 10,       /* 办理中 */
	APPLICATION_CORRECTING = 15, /* 待补正 */
	APPLICATION_EXPLAINING = 18, /* 待说明理由 (art. 35) */
	APPLICATION_PAYING = 20,     /* 待缴费 */
	APPLICATION_CONSULTING = 22, /* 征求意见: third parties or other agencies */
	APPLICATION_REVIEWING = 25,  /* 待审核 */
	APPLICATION_LEGAL = 28,      /* 待法制审核 */
	APPLICATION_SIGNING = 30,    /* 待签发 */
	APPLICATION_SIGNED = 35,     /* 待送达 */
	APPLICATION_CLOSED = 40,     /* 已办结 */
	APPLICATION_ARCHIVED = 50,   /* 已归档 */
	APPLICATION_MERGED = 60,     /* 已并案: sent twice, counted once, with another */
	APPLICATION_REMOVED = 62,    /* personal data and files gone at their time */
};

/* How the information is wanted. Law: 条例 art. 29 para. 2 no. 3, art. 40. */
enum application_form {
	APPLICATION_ON_PAPER,
	APPLICATION_ELECTRONIC,
	APPLICATION_TO_LOOK_AT, /* 安排查阅、抄录 */
	APPLICATION_FORMS,
};
enum application_way {
	APPLICATION_BY_POST,
	APPLICATION_BY_EMAIL,
	APPLICATION_BY_DOWNLOAD,
	APPLICATION_AT_COUNTER,
	APPLICATION_BY_FAX,
	APPLICATION_WAYS,
};

/* What a list may be narrowed to besides words, days and results. */
enum application_mark {
	APPLICATION_MARK_NONE,
	APPLICATION_MARK_LATE,    /* ended after its day */
	APPLICATION_MARK_ON_TIME, /* not late */
	APPLICATION_MARK_OVERDUE, /* its clock runs and its day is over */
	APPLICATION_MARK_EXTENDED,
	APPLICATION_MARK_CORRECTED, /* the applicant was asked to correct */
	APPLICATION_MARK_CONSULTED, /* a third party was asked */
};
/* How a number is called in addresses, JSON and on pages. `number` is stored. */
struct application_word {
	int number;
	const char *key;
	const char *zh;
	const char *en;
};
/* Each ends with { .key = NULL }. The keys of applicants are those of the annual report. */
extern const struct application_word application_kind_words[];
extern const struct application_word application_channel_words[];
extern const struct application_word application_applicant_words[];
extern const struct application_word application_state_words[];
extern const struct application_word application_form_words[];
extern const struct application_word application_way_words[];
extern const struct application_word application_mark_words[];
/* NULL when there is none. */
const struct application_word *application_word_of(
	const struct application_word *words, int number);
const struct application_word *application_word_find(
	const struct application_word *words, struct str key);

static inline bool
application_is_open(enum application_state state)
{
	return state < APPLICATION_CLOSED;
}

/* "2026-0001", zero-terminated: how applicants and officers name it, together with the agency. */
struct application_number_text {
	char at[24];
};
struct application_number_text application_number_text(int year, int64_t number);
/* False for what is no such number. */
bool application_number_parse(struct str text, int *ret_year, int64_t *ret_number);

/* Who asks. Personal data: sealed in the store, seen only by who handles the case, never logged. */
struct application_applicant {
	enum application_applicant_kind kind;
	struct str name;
	struct str proof_kind;   /* "居民身份证", "统一社会信用代码" … */
	struct str proof_number; /* may be empty when a picture proves it */
	struct str contact;      /* of an organisation: the person to talk to */
	struct str phone;
	struct str mail;
	struct str address;
	struct str postcode;
};

/* --- receipt --- */

/* What is known of an arrival. Days that do not apply are DAY_NONE. */
struct application_arrival {
	enum application_channel channel;
	struct day submitted_on; /* handed in, or sent */
	struct day signed_on;    /* the agency signed for the letter */
	struct day confirmed_on; /* both sides confirmed */
	struct day told_on;      /* of ELSEWHERE: reached by telephone, or the day contact was found
				    again */
	struct day ruled_on;     /* of OTHER_WAY: the day that the agency's published rule gives */
};

/*
 * The day on which an application counts as received, DAY_NONE while what decides it has not
 * happened; *ret_basis is the article. INPUT "application_arrival" when the day lies before the
 * application was sent.
 * Law: 条例 art. 31; 国办公开办函〔2015〕207号 part 1.
 */
MUST struct fault *application_receipt_day(
	const struct application_arrival *arrival, struct day *ret_day, const char **ret_basis);

/* --- likeness --- */

enum { APPLICATION_BANDS = 12 };

/* What is compared of two applications: characters without spaces, marks and the words that all
 * applications have ("申请公开", "关于"), whatever their order. */
struct application_print {
	int64_t bands[APPLICATION_BANDS]; /* equal in at least one: worth comparing */
	uint64_t *shingles;               /* sorted, each once */
	size_t count;
};

/* Title and description of an application. Text too short to tell has count 0 and bands 0. */
MUST struct fault *application_print_make(struct arena *arena, struct str title,
	struct str description, struct application_print *ret_print);
/* How alike two are: 0 to 100 percent, 100 for equal sets of shingles. */
int application_print_likeness(
	const struct application_print *a, const struct application_print *b);
/* From here on two count as near-duplicates. */
enum { APPLICATION_ALIKE = 60 };

#endif
