/*
 * Sites (集约化): which host name shows which part of the tree, under what title, in what colours
 * and with what particulars at its foot. It draws nothing; the shell of pages is account/'s.
 */
#ifndef AGENCY_AGENCY_SITE_H
#define AGENCY_AGENCY_SITE_H

#include "agency/agency.h"
#include "audit/audit.h"

/* Colours that were checked: 4.5:1 for all text. `theme` is the class of css/themes.css; NULL for
 * the usual ones. */
struct agency_palette {
	const char *key;
	const char *theme;
	const char *zh;
	const char *en;
};
/* Ends with { 0 }. */
extern const struct agency_palette agency_palettes[];
/* The palette of a key; the first one for any other text. */
const struct agency_palette *agency_palette_find(struct str key);

enum { AGENCY_SITE_TEXTS = 8 };

/*
 * Invariants: host is lower case without port, empty only for the site that is shown when no row
 * fits; palette is a key of agency_palettes; site_code has passed its check or is empty. id 0: no
 * row, the built-in default.
 */
struct agency_site {
	int64_t id;
	struct str host;
	int64_t agency_id;
	struct str agency_name; /* as it is now */
	struct str path;        /* of the agency: what the site shows; empty: everything */
	union {
		struct {
			struct str title;
			struct str organizer; /* 主办单位 */
			struct str operator;  /* 承办单位 */
			struct str icp;       /* ICP 备案号 */
			struct str police;    /* 公安备案号 */
			struct str site_code; /* 网站标识码 */
			struct str contact;   /* 联系方式 */
			struct str guide;     /* address of the guide; url_check() it before use */
		};
		struct str texts[AGENCY_SITE_TEXTS];
	};
	const struct agency_palette *palette;
	bool is_default; /* for host names without a row */
	int64_t version;
};

/* Keys, labels and longest texts of the eight, in that order. */
extern const struct agency_office_word agency_site_words[AGENCY_SITE_TEXTS];

/* Is a number at the foot ("icp", "police") written as is usual (data/site_records.txt)? The empty
 * text is. Only worth a note. */
bool agency_site_record_fits(const char *field, struct str text);

/* A host name as browsers send it, in lower case and without port. INPUT "agency_host" for anything
 * that is none. */
MUST struct fault *agency_check_host(struct arena *arena, struct str text, struct str *ret_host);

/* The site of a host name as the Host header gives it, any case, with or without port; else the
 * default one; else the built-in. */
MUST struct fault *agency_site_find(
	struct db *db, struct arena *arena, struct str host, struct agency_site *ret_site);
MUST struct fault *agency_site_load(
	struct db *db, struct arena *arena, int64_t id, struct agency_site *ret_site);

struct agency_site_list {
	struct agency_site *items;
	size_t count;
};
/* All of them by host name; an installation has some hundreds at most. */
MUST struct fault *agency_site_load_all(
	struct db *db, struct arena *arena, struct agency_site_list *ret_list);

/*
 * Sites kept in memory for a server: made once, shared by its threads, and asked anew when the
 * store's generation has changed (looked at once a second, and at once after a change in this
 * process).
 */
struct agency_sites;
MUST struct fault *agency_sites_open(struct agency_sites **ret_sites);
void agency_sites_close(struct agency_sites **sites);
/* As agency_site_find(); `sites` may be NULL. Texts are copied into the arena. */
MUST struct fault *agency_sites_find(struct agency_sites *sites, struct db *db, struct arena *arena,
	struct str host, struct agency_site *ret_site);

/*
 * Add a site (id 0) or change one that still is site->version. agency_name, path and version are
 * not looked at for a new one. A new default takes the place of the old. One transaction with its
 * line of audit. Faults: of the checks; CONFLICT "agency_stale", "agency_host_twin",
 * "agency_ended"; ABSENT.
 */
MUST struct fault *agency_site_save(struct db *db, const struct audit_actor *actor,
	const struct agency_site *site, int64_t *ret_id);
/* Take a site away. */
MUST struct fault *agency_site_drop(
	struct db *db, const struct audit_actor *actor, int64_t id, int64_t version);

#endif
