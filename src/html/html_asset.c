/*
 * Finding embedded files by path or name. The table itself is made at build time by tools/embed.c;
 * sending it with the right headers is http/'s work.
 */
#include "html/html_asset.h"

#include <assert.h>

const struct html_asset *
html_asset_at(struct str path)
{
	for (size_t i = 0; i < html_asset_count; i++)
		if (str_equal(path, str_of(html_assets[i].path)))
			return &html_assets[i];
	return NULL;
}

struct url
html_asset_url(const char *name)
{
	for (size_t i = 0; i < html_asset_count; i++)
		if (!strcmp(html_assets[i].name, name))
			return (struct url){ str_of(html_assets[i].path) };
	assert(!"an asset that is not in assets/meson.build");
	return URL_NONE;
}
