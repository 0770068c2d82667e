/*
 * Pages of a list: where the pages before and after are, and the element that shows them. How many
 * rows there are is asked elsewhere.
 */
#ifndef HTML_HTML_PAGING_H
#define HTML_HTML_PAGING_H

#include "html/html.h"

/* Links to the pages before and after; `page` counts from 1. */
struct html_paging {
	int64_t page;
	int64_t last;
	struct url before; /* empty on the first page */
	struct url after;  /* empty on the last one */
};

/* `total` rows, `per_page` a page; `base` is the address without page. */
MUST struct fault *html_paging_make(struct arena *arena, struct url base, int64_t total,
	int per_page, int64_t page, struct html_paging *ret_paging);
/* A page number as it was asked for, made 1 … 1 000 000. */
int64_t html_paging_asked(int64_t page);

#endif
