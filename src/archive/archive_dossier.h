/*
 * Everything that belongs to one case, loaded for its complete file, and how its index says so.
 * Shared by archive.c and archive_index.c only.
 */
#ifndef ARCHIVE_ARCHIVE_DOSSIER_H
#define ARCHIVE_ARCHIVE_DOSSIER_H

#include "application/application_retention.h"
#include "archive/archive.h"
#include "dispute/dispute.h"

/* One file of the zip. Exactly one of `file` and `letter` is there. */
struct archive_dossier_entry {
	struct str name;  /* in the zip: "files/003-…pdf" */
	struct str title; /* as people know it */
	const struct application_file *file;
	const struct letter_row *letter;
	bool is_pdf; /* of a letter */
	int64_t bytes;
	struct digest sha256;
	struct digest sm3;
	int volume;
};

struct archive_dossier {
	struct application one;
	struct application_applicant applicant;
	struct application_events events;
	struct application_parties parties;
	struct application_opinions opinions;
	struct application_decision decision;
	struct application_fees fees;
	struct dispute_list disputes;
	struct letter_list letters;
	struct letter_deliveries *deliveries; /* of each letter */
	struct application_files files;
	bool has_clock;
	struct clock_proof proof;
	const char *clock_problem; /* why there is no proof */
	struct application_keeping keeping;
	struct archive_dossier_entry *entries;
	size_t entry_count;
	int volumes;
	struct day today;
	struct str taken_by;
};

MUST struct fault *archive_dossier_html(
	const struct archive_dossier *dossier, struct arena *arena, struct buf *out);
MUST struct fault *archive_dossier_json(const struct archive_dossier *dossier, struct buf *out);
/* "SHA-256 … SM3 … name", a line for each entry. */
void archive_dossier_digests(const struct archive_dossier *dossier, struct buf *out);

#endif
