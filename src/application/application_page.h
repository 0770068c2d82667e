/*
 * The route tables of this room, for program/rooms.c, and what portal/ shows of it. How its pages
 * are made is known to the room alone (application_page_inside.h).
 */
#ifndef APPLICATION_APPLICATION_PAGE_H
#define APPLICATION_APPLICATION_PAGE_H

#include "application/application_store.h"
#include "http/http.h"

/* The public: the form, the receipt, progress by number and code, letters to fetch, the API. */
extern const struct route application_apply_routes[];
extern const struct route application_progress_routes[];
extern const struct route application_api_routes[];
/* The desk: queues and lists, entry by an officer, one case, its acts, draft, files, letters. */
extern const struct route application_queue_routes[];
extern const struct route application_list_routes[];
extern const struct route application_bulk_routes[];
extern const struct route application_month_routes[];
extern const struct route application_figures_routes[];
extern const struct route application_list_api_routes[];
extern const struct route application_entry_routes[];
extern const struct route application_case_routes[];
extern const struct route application_act_routes[];
extern const struct route application_draft_routes[];
extern const struct route application_file_routes[];
/* Disputes, and the archive. */
extern const struct route application_dispute_routes[];
extern const struct route application_archive_routes[];
extern const struct route application_letter_routes[];
extern const struct route application_change_routes[];
extern const struct route application_redact_routes[];

#endif
