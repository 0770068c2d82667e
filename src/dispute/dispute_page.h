/*
 * What the two page files of disputes share. Others see dispute_routes only.
 */
#ifndef DISPUTE_DISPUTE_PAGE_H
#define DISPUTE_DISPUTE_PAGE_H

#include "dispute/dispute_view.h"

extern const struct route dispute_routes[];

http_page_fn dispute_new_page;
http_page_fn dispute_add_page;
http_page_fn dispute_one_page;
http_page_fn dispute_change_page;

#endif
