/*
 * Envelopes as PDF, each on a page of its own in the size of the envelope: postcode boxes,
 * receiver, sender, the place of the stamp. Labels on sheets are not here.
 */
#ifndef DOC_DOC_ENVELOPE_H
#define DOC_DOC_ENVELOPE_H

#include "base/buf.h"

enum doc_envelope_size {
	DOC_ENVELOPE_DL, /* 5号, 220 × 110 mm */
	DOC_ENVELOPE_C5, /* 7号, 229 × 162 mm */
};

/* Text is plain, borrowed, and may be empty. What does not fit is set smaller, then cut. */
struct doc_envelope {
	enum doc_envelope_size size;
	struct str postcode; /* six digits; others leave the boxes empty */
	struct str address;
	struct str name;
	struct str sender;
	struct str sender_address;
	struct str sender_postcode;
	struct str mark; /* what is inside, such as a document number */
};

enum { DOC_ENVELOPES_MOST = 500 };

/* Faults as of doc_write_pdf(); LIMIT "doc_envelopes" for too many. */
MUST struct fault *doc_write_envelopes(
	const struct doc_envelope *envelopes, size_t count, struct buf *out);

#endif
