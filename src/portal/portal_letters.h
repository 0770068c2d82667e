/*
 * The letters that the portal itself sends, and what the pages of letters hand to their templates.
 * What a letter is stands in mail/.
 */
#ifndef PORTAL_PORTAL_LETTERS_H
#define PORTAL_PORTAL_LETTERS_H

#include "html/html.h"
#include "html/html_shell.h"
#include "mail/mail.h"

extern const struct mail_template *const portal_letters[];

struct portal_letters_view {
	const struct html_shell *shell;
	struct mail_words_list list;
	struct str done;
	struct str address; /* as typed */
	struct str problem; /* with the address */
};

struct portal_words_view {
	const struct html_shell *shell;
	struct mail_words words; /* in force now */
	struct str subject;      /* as typed, or as in force */
	struct str body;
	int64_t version;
	struct str problem;
	bool is_stale; /* somebody else saved meanwhile: `words` are theirs */
	struct str preview_subject;
	struct str preview_body;
	struct str done;
};

#endif
