/*
 * Addresses of the pages before and after. Drawing them is html/pieces.html.
 */
#include "html/html_paging.h"

enum { LAST_PAGE = 1000000 };

int64_t
html_paging_asked(int64_t page)
{
	return page < 1 ? 1 : page > LAST_PAGE ? LAST_PAGE : page;
}

struct fault *
html_paging_make(struct arena *arena, struct url base, int64_t total, int per_page, int64_t page,
	struct html_paging *ret_paging)
{
	struct html_paging paging = { .page = page, .last = (total + per_page - 1) / per_page };
	struct str number;

	if (page > 1) {
		TRY(str_print(arena, &number, "%lld", (long long)page - 1));
		TRY(url_query(arena, base, "page", number, &paging.before));
	}
	if (page < paging.last) {
		TRY(str_print(arena, &number, "%lld", (long long)page + 1));
		TRY(url_query(arena, base, "page", number, &paging.after));
	}
	*ret_paging = paging;
	return NULL;
}
