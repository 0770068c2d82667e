/*
 * What the desk's pages hand to their templates. Nothing here is stored or decided.
 */
#ifndef PORTAL_PORTAL_DESK_H
#define PORTAL_PORTAL_DESK_H

#include "agency/agency.h"
#include "application/application_store.h"
#include "filing/filing_waiting.h"
#include "html/html.h"
#include "html/html_shell.h"
#include "notice/notice.h"

/* One thing that waits, of whatever room. */
struct portal_task {
	struct str words; /* "签发：平房区 2020 年度报告" */
	struct str note;  /* may be empty */
	struct url address;
	struct day due; /* DAY_NONE: no day */
	bool is_late;
	bool is_soon; /* within seven days */
};

struct portal_desk_view {
	const struct html_shell *shell;
	const struct account_person *person;
	const struct portal_task *tasks;
	size_t task_count;
	int64_t hidden;       /* reports that are not listed */
	int64_t hidden_cases; /* applications that are not */
	int64_t unread;
	const struct account_role_word *const *roles;
	size_t role_count;
};

struct portal_search_view {
	const struct html_shell *shell;
	struct str text;
	const struct filing_hit *reports;
	size_t report_count;
	const struct agency_branch *agencies;
	size_t agency_count;
	const struct application *cases;
	size_t case_count;
	bool has_more;
};

struct portal_notice {
	struct notice notice;
	struct url address;
	struct day day;
};

struct portal_notices_view {
	const struct html_shell *shell;
	const struct portal_notice *items;
	size_t count;
	bool has_more;
	int64_t last_id;  /* the oldest shown, for the next page */
	int64_t first_id; /* the newest shown */
	bool has_unread;
};

#endif
