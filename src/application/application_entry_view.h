/*
 * What the page of entry hands to its template. Nothing here is stored or decided.
 */
#ifndef APPLICATION_APPLICATION_ENTRY_VIEW_H
#define APPLICATION_APPLICATION_ENTRY_VIEW_H

#include "application/application_form_view.h"

/* One channel with what art. 31 says of its day of receipt. */
struct application_channel_rule {
	const char *key;
	const char *words;
	const char *rule;
};
/* Ends with { 0 }. */
extern const struct application_channel_rule application_channel_rules[];

struct application_entry_agency {
	int64_t id;
	struct str name;
	bool is_chosen;
};

struct application_entry_view {
	struct application_form_view form;
	struct application_entry_agency *agencies;
	size_t agency_count;
	const struct application_channel_rule *channels;
	struct day today;
};

struct application_code_view {
	const struct html_shell *shell;
	const struct application_receipt *receipt;
	const struct application *one;
	bool is_new; /* just entered; else only the code is new */
};

#endif
