/*
 * The files that pages link to: styles, scripts and pictures, carried inside the program under
 * names that contain their digest, so that browsers may keep them for ever. Not for files people
 * send.
 */
#ifndef HTML_HTML_ASSET_H
#define HTML_HTML_ASSET_H

#include "base/str.h"
#include "html/html_url.h"

/* One file. All pointers live as long as the program. */
struct html_asset {
	const char *name;   /* "main.css": how templates call it */
	const char *path;   /* "/assets/main-0123456789ab.css" */
	const char *type;   /* "text/css; charset=utf-8" */
	const char *digest; /* SHA-256, 64 hexadecimal digits; good as an ETag */
	const void *bytes;
	size_t len;
	const void *packed; /* gzip of the same, or NULL where that is no smaller */
	size_t packed_len;
};

/* All of them; made by tools/embed.c from assets/. */
extern const struct html_asset html_assets[];
extern const size_t html_asset_count;

/* The asset that a request path names; NULL when there is none. Answer it with
 * "Cache-Control: public, max-age=31536000, immutable". */
const struct html_asset *html_asset_at(struct str path);

/* Address of an asset by its name. A name that is not there is a mistake of the programmer and
 * stops the program. */
struct url html_asset_url(const char *name);

/* For tools/embed.c's table of icons. */
struct html_icon_shape {
	const char *name;
	const char *shape; /* the whole <svg …>…</svg> */
};
extern const struct html_icon_shape html_icon_shapes[];
extern const size_t html_icon_count;

#endif
