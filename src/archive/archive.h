/*
 * The archive (归档): the complete file of a case as one zip with index and digests, and the pages
 * of what is kept. How long that is and what goes afterwards is application_retention.h.
 * Law: 条例 art. 45.
 */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "application/application_work.h"

enum { ARCHIVE_VOLUME_MOST = 96 << 20 };

struct archive_zip {
	struct str name; /* of the zip, for who saves it */
	int volumes;
};
/*
 * The whole case onto `zip`: index.html and index.json (case, events, proof of the clock, parties,
 * opinions, decision, fees, disputes, letters with numbers and deliveries, files), letters as docx
 * and PDF, all files with the proof of identity, and digests.txt with SHA-256 and SM3 of each
 * entry. Files beyond ARCHIVE_VOLUME_MOST bytes go into further volumes, each with the whole
 * index; `volume` counts from 1. What was written is read again and compared before anybody gets
 * it. The bytes hold personal data. Outside any transaction; it writes an audit line
 * "application.archive_taken". DENIED unless the person handles the case; ABSENT
 * "application_removed", "application_volume".
 */
MUST struct fault *archive_make(struct db *db, const struct application_hands *hands,
	struct arena *arena, int64_t id, int volume, struct buf *zip,
	struct archive_zip *ret_archive);

#endif
