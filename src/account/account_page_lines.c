/*
 * What the pages list about one account: roles, delegations, sessions, sign-ins, with times and
 * words for people. Used for one's own profile and for the page of another person.
 */
#include "account/account_page_inside.h"

enum { EVENTS = 30 };

static struct fault *
make_sessions(struct http_request *request, int64_t account_id, struct account_lines *lines)
{
	int64_t here = account_session_of(request)->id;
	struct account_session_line *made;
	struct account_sitting *sittings = NULL;
	size_t count = 0;

	TRY(account_list_sessions(account_gate_of(request), request->db, request->arena, account_id,
		&sittings, &count));
	TAKE(request->arena, made, count + 1);
	for (size_t i = 0; i < count; i++) {
		made[i] = (struct account_session_line){ .id = sittings[i].id,
			.is_this = sittings[i].id == here,
			.address = sittings[i].address };
		TRY(account_browser_words(request->arena, sittings[i].browser, &made[i].browser));
		TRY(account_time_text(request->arena, sittings[i].created_at, &made[i].since));
		TRY(account_time_text(request->arena, sittings[i].seen_at, &made[i].seen));
	}
	lines->sessions = made;
	lines->session_count = count;
	return NULL;
}

static struct fault *
make_events(struct http_request *request, int64_t account_id, struct account_lines *lines)
{
	struct account_event *events = NULL;
	struct account_event_line *made;
	size_t count = 0;

	TRY(account_list_events(request->db, request->arena, account_id, EVENTS, &events, &count));
	TAKE(request->arena, made, count + 1);
	for (size_t i = 0; i < count; i++) {
		made[i] = (struct account_event_line){
			.outcome = account_outcome_words(events[i].outcome),
			.is_bad = events[i].outcome == ACCOUNT_WRONG ||
				  events[i].outcome == ACCOUNT_WRONG_CODE ||
				  events[i].outcome == ACCOUNT_NOT_IN_USE,
			.address = events[i].address,
		};
		TRY(account_browser_words(request->arena, events[i].browser, &made[i].browser));
		TRY(account_time_text(request->arena, events[i].at, &made[i].at));
	}
	lines->events = made;
	lines->event_count = count;
	return NULL;
}

static struct fault *
make_roles(struct http_request *request, int64_t account_id, struct account_lines *lines)
{
	const struct account_person *visitor = account_of(request);
	struct account_given *given = NULL;
	struct account_role_line *made;
	size_t count = 0;

	TRY(account_list_roles(request->db, request->arena, account_id, &given, &count));
	TAKE(request->arena, made, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct account_role_word *word = account_role_word((unsigned)given[i].role);
		struct account_giving rule = { .role = given[i].role,
			.to_id = account_id,
			.has_agency = given[i].agency_id != 0,
			.path = given[i].agency_path };

		made[i] = (struct account_role_line){
			.given = &given[i],
			.role = word ? word->zh : "",
			.is_mine_to_take = !given[i].taken_at && visitor &&
					   account_check_take(visitor, &rule) == NULL,
		};
		TRY(account_time_text(request->arena, given[i].given_at, &made[i].given_at));
		TRY(account_time_text(request->arena, given[i].taken_at, &made[i].taken_at));
	}
	lines->roles = made;
	lines->role_count = count;
	return NULL;
}

static struct fault *
make_loans(struct http_request *request, int64_t account_id, struct account_lines *lines)
{
	struct account_loan *loans = NULL;
	struct account_loan_line *made;
	size_t count = 0;

	TRY(account_list_loans(request->db, request->arena, account_id, &loans, &count));
	TAKE(request->arena, made, count + 1);
	for (size_t i = 0; i < count; i++) {
		made[i].loan = &loans[i];
		made[i].is_over = loans[i].ended_at || loans[i].last.number < day_today().number;
		TRY(account_roles_say(request->arena, loans[i].roles, false, &made[i].roles));
	}
	lines->loans = made;
	lines->loan_count = count;
	return NULL;
}

struct fault *
account_lines_make(
	struct http_request *request, int64_t account_id, struct account_lines *ret_lines)
{
	TRY(make_sessions(request, account_id, ret_lines));
	TRY(make_events(request, account_id, ret_lines));
	TRY(make_roles(request, account_id, ret_lines));
	return make_loans(request, account_id, ret_lines);
}
