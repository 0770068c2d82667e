/*
 * What the two page files of disputes share. Others see application_dispute_routes only.
 */
#ifndef APPLICATION_APPLICATION_DISPUTE_PAGE_H
#define APPLICATION_APPLICATION_DISPUTE_PAGE_H

#include "application/application_dispute_view.h"

/* How one stands against the term of its answer. */
MUST struct fault *application_dispute_lamp(struct http_request *request,
	const struct application_dispute *one, struct application_lamp *ret_lamp);

http_page_fn application_dispute_new_page;
http_page_fn application_dispute_add_page;
http_page_fn application_dispute_one_page;
http_page_fn application_dispute_change_page;

#endif
