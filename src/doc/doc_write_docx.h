/*
 * The docx writer's two files among themselves: the parts that never change, the footers.
 * Not for others: they call doc_write_docx().
 */
#ifndef DOC_DOC_WRITE_DOCX_H
#define DOC_DOC_WRITE_DOCX_H

#include "doc/doc_write_inside.h"

#define DOCX_NAMESPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOCX_PROLOGUE "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
/* 28.95 pt in twentieths: 22 lines fill the 225 mm of the page. Law: GB/T 9704 5.2.3 */
#define DOCX_LINE "579"

extern const char docx_content_types[];
extern const char docx_letter_content_types[];
extern const char docx_package_relations[];
extern const char docx_document_relations[];
extern const char docx_letter_document_relations[];
extern const char docx_settings[];
extern const char docx_fonts[];
extern const char docx_styles[];

/* — 1 —, one character in from the right on odd pages, from the left on even ones; `after`
 * twentieths of a point above the foot of the footer. */
void docx_put_footer(struct buf *out, bool is_odd, int after);

/* The first page of a letter: mark and line above, line below, and the number as a paragraph. */
void docx_put_letter_header(struct buf *out, const struct doc_letterhead *head);
void docx_put_letter_footer(struct buf *out);
void docx_put_letter_number(struct buf *out, const struct doc_letterhead *head);

#endif
