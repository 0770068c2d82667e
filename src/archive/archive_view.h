/*
 * What the pages of the archive hand to their template. Nothing here is stored or decided.
 */
#ifndef ARCHIVE_ARCHIVE_VIEW_H
#define ARCHIVE_ARCHIVE_VIEW_H

#include "application/application_page.h"
#include "application/application_retention.h"

struct archive_keep_view {
	const struct html_shell *shell;
	const struct application *one;
	struct html_mistakes mistakes;
	struct day until; /* DAY_NONE: for ever, or not archived yet */
	struct application_keeping keeping;
	struct application_disposal disposal;
	bool may_set;
	bool is_saved;
	bool is_removed;
};

struct archive_disposal_view {
	const struct html_shell *shell;
	const struct application_scope *scopes;
	size_t scope_count;
	struct html_mistakes mistakes;
	const struct application_expired *items;
	size_t count;
	struct url more;
	bool may_propose;
	bool may_decide;
	const char *done; /* what was just done; NULL: nothing */
	struct str says;  /* typed */
};

#endif
