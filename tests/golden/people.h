/*
 * People of every kind with accounts, sessions and a store to themselves, and asking the program as
 * one of them, without sockets. What they may do is for the tests to say.
 */
#ifndef TESTS_GOLDEN_PEOPLE_H
#define TESTS_GOLDEN_PEOPLE_H

#include "../unit/test.h"

#include "account/account_inside.h"
#include "http/http_server.h"

struct db_pool;

/* Somebody who asks. `login` NULL: nobody. `token` and `form_token` are of the present session. */
struct visitor {
	const char *login;
	enum account_role role; /* 0: none */
	const char *agency;     /* NULL: the whole installation */
	bool has_subtree;
	bool must_change;
	int64_t id;
	unsigned held; /* bits of a route's access that let this person in */
	char token[65];
	char form_token[65];
};

/* Agencies: two below one, and another one at the top with the number 4. */
#define TOP "黑龙江省人民政府"
#define A "平房区人民政府"
#define B "东安区人民政府"
#define OTHER_TOP "吉林省人民政府"

/* One of each kind; the first one is nobody. */
enum { PEOPLE_KINDS = 13 };
extern struct visitor people_everybody[PEOPLE_KINDS];

/* Those whose role ends at agency A, two to whom things are done, and one whose role ends at TOP.
 */
enum {
	A_AUTHOR,
	A_REVIEWER,
	A_APPROVER,
	A_SUPERVISOR,
	A_SYSTEM,
	A_SECURITY,
	A_AUDITOR,
	IN_A,
	IN_B,
	TOP_SYSTEM,
	A_CASE,
	A_HEAD,
	PEOPLE_OF_A,
};
extern struct visitor people_of_a[PEOPLE_OF_A];

/* The store of the present test. Reports of the two agencies wait for approval; one of A is shown.
 */
extern struct db_pool *people_pool;
extern struct account_gate *people_gate;
extern struct arena *people_arena;
extern struct http *people_http;
extern int64_t people_agency_a, people_agency_b, people_report_a, people_report_b, people_shown_a;
/* An application of each agency, received and registered, so that each has a letter; with a file. */
extern int64_t people_case_a, people_case_b, people_letter_a, people_letter_b, people_file_a,
	people_file_b;
/* Before and after each test. */
int people_start(void **state);
int people_stop(void **state);

/* A session of one's own, as the page of signing in makes it. */
void people_sign_in(struct visitor *visitor);

/* What else a request carries. */
enum manner { AS_USUAL, WITHOUT_TOKEN, WRONG_TOKEN, FROM_OTHER_ORIGIN, FROM_OTHER_SITE };

/* Ask with the visitor's last session; gives the status of people_reply. */
unsigned people_ask(const struct visitor *visitor, const char *method, const char *target,
	const char *form, enum manner manner);
extern struct http_reply people_reply;
/* Ask without a form of one's own: `authorization` is the header's value, `cookie_of` whose session
 * comes along (NULL: none). */
unsigned people_ask_by(const char *authorization, const struct visitor *cookie_of,
	const char *method, const char *target);
/* From now on so many LIMITED requests at once and a minute. */
void people_limit(unsigned burst);
/* Was the visitor refused? A page that ran may answer anything else. */
bool people_is_refused(const char *method);
/* Number of the last line of the audit: every change has one. */
int64_t people_last_entry(void);

#endif
