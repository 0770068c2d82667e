/*
 * portal: pages that join rooms.
 *
 * What lives here: the shell every page wears (site, navigation by role, foot), the home page, the
 * desk's home with what waits, search over what one may see, notices, and the pages of those rooms
 * that have none of their own: audit, settings, jobs, mail. What does not: any rule or row.
 */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "agency/agency_site.h"
#include "filing/filing_page.h"
#include "http/http_server.h"

struct html_shell;
struct job_kind;
struct seal_keys;
struct setting;

/* What the program gives as the request's context. Invariant: `filing` comes first, because that
 * room's pages see the context as theirs. */
struct portal {
	struct filing_site filing;
	struct str name; /* of the site, when no row of it says */
	const struct seal_keys *keys;
	const struct job_kind *kinds; /* of background jobs, ends with { 0 }; NULL: none */
	bool is_demonstration;        /* as portal_demonstration says; every page tells it */
};

/* The mark of a store that was filled with demonstration data. It stands in no table of settings,
 * so nobody can take it away. */
extern const struct setting portal_demonstration;

extern const struct route portal_routes[];
extern const struct route portal_audit_routes[];
extern const struct route portal_work_routes[];
extern const struct route portal_settings_routes[];
extern const struct route portal_letters_routes[];

/* The shell of every page; an account_draw_fn. */
MUST struct fault *portal_draw(struct http_request *request, struct http_reply *reply,
	struct str title, const char *current, struct html_shell *ret_shell);
/* An error page; fits http_app's draw_problem. */
MUST struct fault *portal_draw_problem(
	struct http_request *request, const struct http_problem *problem, struct http_reply *reply);

#endif
