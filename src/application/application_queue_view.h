/*
 * What the lists of cases hand to their templates. Nothing here is stored or decided.
 */
#ifndef APPLICATION_APPLICATION_QUEUE_VIEW_H
#define APPLICATION_APPLICATION_QUEUE_VIEW_H

#include "application/application_page_inside.h"

/* A tab over the queue with its number, counted to APPLICATION_COUNTED only. */
enum { APPLICATION_COUNTED = 1000, APPLICATION_PER_PAGE = 50 };
struct application_queue_tab {
	const char *key;
	const char *words;
	int64_t count;
	struct url address;
	bool is_current;
};

/* An agency whose cases the person may look at. */
struct application_scope {
	int64_t agency_id;
	struct str name;
	struct str path;
	bool has_subtree;
	bool is_chosen;
};

struct application_line {
	const struct application *one;
	struct application_lamp lamp;
};

struct application_queue_view {
	const struct html_shell *shell;
	const struct application_queue_tab *tabs;
	size_t tab_count;
	const struct application_scope *scopes;
	size_t scope_count;
	const char *queue; /* key of the current tab */
	struct str text;
	struct application_line *lines;
	size_t line_count;
	struct url more; /* the next page; URL_NONE: none */
	struct url first;
	bool is_first;
	bool shows_agency;
	const struct application_asked *asked; /* questions to my department */
	size_t asked_count;
};

/* The agencies where one of the roles was given; `?scope=` chooses, else the widest. */
MUST struct fault *application_scopes_make(struct http_request *request, unsigned roles,
	struct application_scope **ret_scopes, size_t *ret_count, size_t *ret_chosen);

#endif
