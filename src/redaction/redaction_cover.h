/*
 * Text that is in a PDF but not seen on its pages: under filled boxes or pictures, white, not drawn
 * at all. Only redaction_pdf.c asks.
 */
#ifndef REDACTION_REDACTION_COVER_H
#define REDACTION_REDACTION_COVER_H

#include "redaction/redaction_inside.h"

/* `words` of pdftotext -bbox-layout, `drawing` of pdftocairo -svg; both of the whole sheet. */
MUST struct fault *redaction_cover_look(
	struct str words, struct str drawing, struct redaction_notes *notes);

#endif
