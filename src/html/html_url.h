/*
 * struct url: an address that was checked, so that it may stand in href, src and action.
 * Not for fetching: net/ has its own limits. Nothing here resolves or opens an address.
 */
#ifndef HTML_HTML_URL_H
#define HTML_HTML_URL_H

#include "base/buf.h"

/*
 * Invariant: empty, or printable ASCII without spaces, quotes, < > and backslash that begins with
 * "/" (not "//"), "?", "#", "http://", "https://", "mailto:" or "tel:".
 */
struct url {
	struct str text;
};

/* For addresses written in the program. The programmer keeps the invariant. */
#define URL(literal) ((struct url){ STR(literal) })
#define URL_NONE ((struct url){ STR_NONE })

static inline bool
url_is_none(struct url url)
{
	return !url.text.len;
}

enum { URL_LONGEST = 2000 };

/*
 * Check an address that came from outside (a form, a crawled page, a setting). Borrows the text.
 * Faults INPUT "url" for anything but the invariant, LIMIT "url_long" beyond URL_LONGEST bytes.
 */
MUST struct fault *url_check(struct str text, struct url *ret_url);

/*
 * An address on this very site to go back to after a form: "/" with what follows, and nothing that
 * browsers read as another host. Faults as url_check().
 */
MUST struct fault *url_check_local(struct str text, struct url *ret_url);

/* base "/" part, the part percent-encoded: "/reports" and "a b" give "/reports/a%20b". */
MUST struct fault *url_join(
	struct arena *arena, struct url base, struct str part, struct url *ret_url);
MUST struct fault *url_join_int(
	struct arena *arena, struct url base, int64_t part, struct url *ret_url);

/* base ?key=value, or &key=value when the base has a question mark; before any #. The key is the
 * programmer's and stays as it is. */
MUST struct fault *url_query(struct arena *arena, struct url base, const char *key,
	struct str value, struct url *ret_url);

/* Percent-encode everything but A–Z a–z 0–9 - . _ ~. */
void url_put_encoded(struct buf *out, struct str text);

#endif
