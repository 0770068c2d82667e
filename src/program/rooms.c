/*
 * The list of rooms: every route of the program in one place, for the server and for `gongkai
 * routes`, and whose rows the public sees. A room that is not here is not served.
 */
#include "program/rooms.h"

#include "account/account_page.h"
#include "agency/agency_page.h"
#include "archive/archive_page.h"
#include "calendar/calendar_page.h"
#include "casework/casework_page.h"
#include "dispute/dispute_page.h"
#include "docket/docket_page.h"
#include "filing/filing_page.h"
#include "letter/letter_page.h"
#include "portal/portal.h"
#include "program/program_watch.h"
#include "reception/reception_page.h"

const struct route *const program_routes[] = {
	filing_routes,
	filing_check_routes,
	filing_compare_routes,
	filing_api_routes,
	filing_desk_routes,
	agency_routes,
	agency_admin_routes,
	agency_change_routes,
	agency_deed_routes,
	agency_pick_routes,
	agency_import_routes,
	agency_site_routes,
	reception_apply_routes,
	reception_progress_routes,
	reception_api_routes,
	reception_entry_routes,
	docket_queue_routes,
	docket_list_routes,
	docket_export_routes,
	docket_bulk_routes,
	docket_month_routes,
	docket_figures_routes,
	docket_api_routes,
	docket_api_case_routes,
	casework_case_routes,
	casework_act_routes,
	casework_draft_routes,
	casework_file_routes,
	dispute_routes,
	archive_routes,
	casework_letter_routes,
	casework_change_routes,
	casework_redact_routes,
	calendar_clock_routes,
	calendar_fee_routes,
	calendar_admin_routes,
	letter_template_routes,
	letter_register_routes,
	letter_settings_routes,
	account_sign_in_routes,
	account_profile_routes,
	account_access_routes,
	account_people_routes,
	portal_routes,
	portal_audit_routes,
	portal_work_routes,
	portal_settings_routes,
	portal_letters_routes,
	program_watch_routes,
	NULL,
};

bool
program_is_shown(const char *statement)
{
	/* Rooms whose rows no page shows that is the same for all; statements begin with the room.
	 */
	static const char *const hidden[] = { "account_", "application_", "archive_", "audit_",
		"casework_", "dispute_", "docket_", "job_", "reception_", "letter_", "mail_",
		"notice_" };

	for (size_t i = 0; i < COUNT_OF(hidden); i++)
		if (strncmp(statement, hidden[i], strlen(hidden[i])) == 0)
			return false;
	return true;
}
