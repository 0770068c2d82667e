/*
 * What the administration pages of audit, jobs, mail and settings hand to their templates. Nothing
 * here is stored or decided.
 */
#ifndef PORTAL_PORTAL_ADMIN_H
#define PORTAL_PORTAL_ADMIN_H

#include "audit/audit.h"
#include "html/html.h"
#include "html/html_shell.h"
#include "http/http_form.h"
#include "job/job.h"
#include "mail/mail.h"
#include "setting/setting.h"

struct portal_audit_view {
	const struct html_shell *shell;
	const struct http_form *form; /* the filters as they were typed */
	struct audit_list list;
	struct url more;   /* older entries; URL_NONE when there are none */
	struct url export; /* the same filters as CSV */
	bool is_filtered;
	bool is_partial; /* the visitor audits a part of the tree only */
};

/* A tab for each state. */
struct portal_tab {
	const char *words;
	int64_t count;
	struct url address;
	bool is_current;
};

enum { PORTAL_MOST_TABS = 12 };

/* A job or a letter in a list. */
struct portal_work_row {
	int64_t id;
	struct str what;
	struct str to;    /* of a letter, masked */
	struct str error; /* of the last try; empty: none */
	const char *state;
	const char *lamp; /* class of CSS */
	int64_t progress_now;
	int64_t progress_most; /* 0: unknown */
	struct str progress_words;
	int64_t tries;
	int64_t at;
	const char *again; /* words of the button; NULL: not now */
	const char *cancel;
};

/* The list of jobs or of letters, by state. */
struct portal_work_view {
	const struct html_shell *shell;
	const char *name; /* last part of its address: "jobs", "mail" */
	struct url base;
	bool is_mail;
	struct portal_tab tabs[PORTAL_MOST_TABS];
	size_t tab_count;
	const struct portal_work_row *rows;
	size_t row_count;
	struct url more; /* older ones; URL_NONE when there are none */
	struct str done; /* what was just done, from ?done= */
};

struct portal_mail_one_view {
	const struct html_shell *shell;
	struct mail mail;
	const struct mail_template *template; /* NULL: no longer declared */
};

/* One setting as its form stands, with what was typed and what is wrong with it. */
struct portal_setting {
	struct setting_item item;
	struct str typed;
	struct str problem;
};

struct portal_settings_view {
	const struct html_shell *shell;
	struct portal_tab tabs[PORTAL_MOST_TABS]; /* the parts, when there are several */
	size_t tab_count;
	const char *part; /* the one at hand, in words */
	const struct portal_setting *items;
	size_t count;
	struct str done; /* key of what was just saved */
	bool has_problem;
};

const char *portal_way_words(enum audit_way way);
/* "公布报告" for "report.shown"; the deed itself when it has no words. */
struct str portal_deed_words(struct str deed);
/* What a setting rests on, without the mark of what is not confirmed. */
struct str portal_basis_words(const char *basis);

#endif
