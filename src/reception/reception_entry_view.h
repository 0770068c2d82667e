/*
 * What the page of entry hands to its template. Nothing here is stored or decided.
 */
#ifndef RECEPTION_RECEPTION_ENTRY_VIEW_H
#define RECEPTION_RECEPTION_ENTRY_VIEW_H

#include "reception/reception_form.h"

/* One channel with what art. 31 says of its day of receipt. */
struct reception_channel_rule {
	const char *key;
	const char *words;
	const char *rule;
};
/* Ends with { 0 }. */
extern const struct reception_channel_rule reception_channel_rules[];

struct reception_entry_agency {
	int64_t id;
	struct str name;
	bool is_chosen;
};

struct reception_entry_view {
	struct reception_form_view form;
	struct reception_entry_agency *agencies;
	size_t agency_count;
	const struct reception_channel_rule *channels;
	struct day today;
};

struct reception_code_view {
	const struct html_shell *shell;
	const struct application_receipt *receipt;
	const struct application *one;
	bool is_new; /* just entered; else only the code is new */
};

#endif
