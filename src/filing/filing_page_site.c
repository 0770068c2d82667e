/*
 * Which stored reports a public page shows: those of the part of the tree that its site shows, by
 * the host name. Titles and colours of a site are the shell's business.
 */
#include "agency/agency_site.h"
#include "filing/filing_page_inside.h"

static struct fault *
find_site(const struct http_request *request, struct agency_site *ret_site)
{
	const struct filing_site *context = request->context;

	return agency_sites_find(context ? context->sites : NULL, request->db, request->arena,
		http_header(request, "Host"), ret_site);
}

struct fault *
filing_asked_gate(const struct http_request *request, struct filing_gate *ret_gate)
{
	struct agency_site site;

	TRY(find_site(request, &site));
	return filing_gate_of_site(request->arena, &site, ret_gate);
}

struct fault *
filing_asked_agency(const struct http_request *request, int64_t id, struct agency *ret_agency)
{
	struct agency_site site;
	struct agency agency;

	TRY(find_site(request, &site));
	TRY(agency_load(request->db, request->arena, id, &agency));
	if (site.path.len && !agency_path_is_below(agency.path, site.path))
		return fault_absent("agency", id);
	*ret_agency = agency;
	return NULL;
}
