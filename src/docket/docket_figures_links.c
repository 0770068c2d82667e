/*
 * From a figure to the cases that make it up: for each number of the statistics the address of the
 * list that holds just these. What counts where is docket_figures.c's; the list's filters are
 * docket_page_list.c's.
 */
#include "docket/docket_figures_links.h"

#include <string.h>

struct linking {
	struct arena *arena;
	const struct docket_links_asked *asked;
	struct url base;
};

static struct fault *
add_day(struct linking *linking, const char *key, struct day day, struct url *url)
{
	struct str text;

	TRY(str_copy(linking->arena, str_of(day_text(day).at), &text));
	return url_query(linking->arena, *url, key, text, url);
}

/* Received by the end of the period, not ended before it. */
static struct fault *
all_of_it(struct linking *linking, struct url *url)
{
	const struct docket_period *period = &linking->asked->period;

	TRY(add_day(linking, "to", period->last, url));
	return add_day(linking, "open", period->first, url);
}

static struct fault *
ended_in_it(struct linking *linking, struct url *url)
{
	const struct docket_period *period = &linking->asked->period;

	TRY(add_day(linking, "to", period->last, url));
	TRY(add_day(linking, "ended_from", period->first, url));
	return add_day(linking, "ended_to", period->last, url);
}

static struct fault *
open_at_its_end(struct linking *linking, struct url *url)
{
	const struct docket_period *period = &linking->asked->period;

	TRY(add_day(linking, "to", period->last, url));
	return add_day(linking, "open", (struct day){ period->last.number + 1 }, url);
}

/* As docket_table_add() counts. Law: 国办公开办函〔2021〕30号. */
static struct fault *
link_row(struct linking *linking, int row, struct url *ret_url)
{
	const struct docket_period *period = &linking->asked->period;

	*ret_url = linking->base;
	switch (row) {
	case DOCKET_ROW_NEW:
		TRY(add_day(linking, "from", period->first, ret_url));
		return add_day(linking, "to", period->last, ret_url);
	case DOCKET_ROW_CARRIED_IN:
		TRY(add_day(linking, "to", (struct day){ period->first.number - 1 }, ret_url));
		return add_day(linking, "open", period->first, ret_url);
	case DOCKET_ROW_DONE:
		return ended_in_it(linking, ret_url);
	case DOCKET_ROW_CARRIED_OUT:
		return open_at_its_end(linking, ret_url);
	default:
		TRY(ended_in_it(linking, ret_url));
		return url_query(linking->arena, *ret_url, "outcome",
			str_of(docket_table_row(row).key), ret_url);
	}
}

static struct fault *
link_mark(struct linking *linking, enum application_mark mark, struct url *ret_url)
{
	const struct application_word *word =
		application_word_of(application_mark_words, (int)mark);

	*ret_url = linking->base;
	if (mark == APPLICATION_MARK_LATE || mark == APPLICATION_MARK_ON_TIME)
		TRY(ended_in_it(linking, ret_url));
	else if (mark == APPLICATION_MARK_OVERDUE)
		TRY(open_at_its_end(linking, ret_url));
	else
		TRY(all_of_it(linking, ret_url));
	return url_query(linking->arena, *ret_url, "mark", str_of(word->key), ret_url);
}

static struct fault *
make_base(struct linking *linking)
{
	struct str text;

	linking->base = URL("/desk/applications/all");
	TRY(str_print(linking->arena, &text, "%lld", (long long)linking->asked->scope_id));
	TRY(url_query(linking->arena, linking->base, "scope", text, &linking->base));
	if (linking->asked->agency_id) {
		TRY(str_print(linking->arena, &text, "%lld", (long long)linking->asked->agency_id));
		TRY(url_query(linking->arena, linking->base, "agency", text, &linking->base));
	}
	return url_query(linking->arena, linking->base, "counted", STR("1"), &linking->base);
}

struct fault *
docket_links_make(
	struct arena *arena, const struct docket_links_asked *asked, struct docket_links *ret_links)
{
	struct linking linking = { .arena = arena, .asked = asked };

	TRY(make_base(&linking));
	for (int row = 0; row < DOCKET_TABLE_ROWS; row++) {
		const char *key = docket_form_row(docket_form_of(&asked->period), row).key;
		struct url whole;

		/* The list knows the ends of today's form only. */
		if (!key || strcmp(key, docket_table_row(row).key) != 0) {
			for (int column = 0; column < DOCKET_TABLE_COLUMNS; column++)
				ret_links->cells[row][column] = URL_NONE;
			continue;
		}
		TRY(link_row(&linking, row, &whole));
		ret_links->cells[row][DOCKET_TABLE_TOTAL] = whole;
		for (int column = 0; column < DOCKET_TABLE_TOTAL; column++)
			TRY(url_query(arena, whole, "applicant",
				str_of(docket_table_column(column).key),
				&ret_links->cells[row][column]));
	}
	ret_links->marks[APPLICATION_MARK_NONE] = linking.base;
	for (int mark = 1; mark < DOCKET_LINKS_MARKS; mark++)
		TRY(link_mark(&linking, (enum application_mark)mark, &ret_links->marks[mark]));
	return NULL;
}
