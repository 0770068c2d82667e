/*
 * redaction: 区分处理 (条例 art. 37). What hides in a file, a released file in which marked text is
 * really gone, a check that opens the released file and finds what is left, and what an uploaded
 * file is by its content.
 *
 * Pure: bytes in, bytes and findings out; no database, no pages. Everything here takes hostile
 * bytes: parsing happens in the cage (base/cage.h), poppler's and qpdf's programs run caged. The
 * original is never changed; keeping it apart from the released file is the caller's.
 *
 * The way of one file: redaction_text() shows its paragraphs and cells by number,
 * redaction_suggest() points at personal identifiers, people choose; redaction_apply() makes the
 * released file; redaction_verify() must find nothing of level E in it before it leaves the house.
 */
#ifndef REDACTION_REDACTION_H
#define REDACTION_REDACTION_H

#include "base/arena.h"
#include "base/buf.h"
#include "identifier/identifier.h"

/* --- what a file is, by its content --- */

enum redaction_type {
	REDACTION_UNKNOWN,
	REDACTION_TEXT,
	REDACTION_MARKDOWN,
	REDACTION_HTML,
	REDACTION_CSV,
	REDACTION_DOCX,
	REDACTION_XLSX,
	REDACTION_PPTX,
	REDACTION_PDF,
	REDACTION_JPEG,
	REDACTION_PNG,
	REDACTION_PICTURE, /* any other picture */
	REDACTION_WORD,    /* doc of before 2007, and what WPS saves like it */
	REDACTION_OLD,     /* xls, ppt of before 2007 and whatever else is made like them */
	REDACTION_OFD,
	REDACTION_ARCHIVE, /* zip, rar, 7z and what else packs files */
	REDACTION_RTF,
	REDACTION_PROGRAM, /* something a computer would run */
	REDACTION_TYPES,
};

/* By content; the name only tells texts apart. */
enum redaction_type redaction_type_of(struct str name, struct str bytes);
/* "docx", "jpg"; "" where nothing fits. */
const char *redaction_type_ending(enum redaction_type type);
/* "Word 文档", "Word document" */
const char *redaction_type_zh(enum redaction_type type);
const char *redaction_type_en(enum redaction_type type);

/* --- what hides in it --- */

enum redaction_level {
	REDACTION_KNOW = 1, /* I: good to know */
	REDACTION_LOOK,     /* W: somebody should look */
	REDACTION_MUST_GO,  /* E: must not leave the house */
};

/* One sort of hidden thing at one place. */
struct redaction_finding {
	const char *kind; /* stable, "docx_tracked" */
	enum redaction_level level;
	struct str place; /* "第 3 页", "word/document.xml", "工作表 Sheet2"; may be empty */
	struct str
		excerpt; /* what is there, at most REDACTION_LONGEST_EXCERPT bytes; may be empty */
	int count;       /* how many of it there, at least 1 */
	const char *zh;  /* a sentence: what it is and what to do */
	const char *en;
};

enum { REDACTION_MOST_FINDINGS = 500, REDACTION_LONGEST_EXCERPT = 180 };

struct redaction_findings {
	struct redaction_finding *all; /* the gravest first */
	size_t count;
	bool is_cut; /* there were more than REDACTION_MOST_FINDINGS */
};

/*
 * What hides in the file: tracked changes, comments, hidden text, metadata, macros, embedded files,
 * hidden sheets, earlier revisions, text under boxes, places in photographs. A file of a kind that
 * is not looked into gives one finding that says so. Faults INPUT (empty, damaged, locked), LIMIT,
 * OUTSIDE (a program is missing). Law: 条例 art. 15, 37
 */
MUST struct fault *redaction_inspect(struct str name, struct str bytes, struct arena *arena,
	struct redaction_findings *ret_findings);

/* How many findings have this level. */
size_t redaction_count(const struct redaction_findings *findings, enum redaction_level level);

/* --- its text, by places --- */

/* A paragraph, a cell, or a line of a page, as a reader sees it. */
struct redaction_unit {
	int page;       /* of a PDF, from 1; else 0 */
	bool is_cell;   /* of a table */
	bool is_unseen; /* the original hides it (white, tiny, in a hidden column), and a file made
			   anew would show it: it goes, unless the plan has REDACTION_SHOW for it */
	struct str
		place; /* "正文第 3 段", "表 1 第 2 行第 3 列", "页眉第 1 段", "第 2 页第 5 行" */
	struct str text;
};

/* A page as it is shown, in hundredths of a point. */
struct redaction_page {
	int width;
	int height;
};

struct redaction_text {
	enum redaction_type type;
	struct redaction_unit *units; /* a unit's number is its index here */
	size_t count;
	int page_count; /* of a PDF */
	const struct redaction_page *pages;
	bool has_pictures; /* something is shown that is no text */
};

/* The same bytes always give the same units. Faults as of redaction_inspect(), and INPUT
 * "redaction_kind" for kinds that cannot be taken apart (say: save as docx or PDF). A picture or a
 * scan has no units. */
MUST struct fault *redaction_text(
	struct str name, struct str bytes, struct arena *arena, struct redaction_text *ret_text);

/*
 * Page `page`, from 1, of a PDF or a picture as people see it, drawn anew in the cage: no byte of
 * the original comes along. The longer side of a page has 1400 pixels. *ret_type is its media type.
 * Faults INPUT "redaction_kind" for other files, "redaction_draw", "redaction_picture"; ABSENT for
 * a page that there is not; LIMIT, OUTSIDE.
 */
MUST struct fault *redaction_draw_page(
	struct str name, struct str bytes, int page, struct buf *image, const char **ret_type);

/* An identifier of a person in a unit. */
struct redaction_suggestion {
	int unit;
	size_t offset; /* bytes of the unit's text */
	size_t len;
	enum identifier_kind kind;
	bool is_checked; /* its check digit fits */
};

MUST struct fault *redaction_suggest(const struct redaction_text *text, struct day today,
	struct arena *arena, struct redaction_suggestion **ret_suggestions, size_t *ret_count);

/* --- the released file --- */

enum redaction_shape {
	REDACTION_RANGE, /* bytes of one unit's text */
	REDACTION_TERM,  /* every occurrence of a term, spaces and letter widths aside */
	REDACTION_BOX,   /* a rectangle of a page or picture */
	REDACTION_SHOW,  /* an unseen unit stays, seen from now on */
};

/* What is not disclosed, and why. */
struct redaction {
	enum redaction_shape shape;
	int unit; /* of a range, or to be shown */
	size_t offset;
	size_t len;      /* a range as long as its unit takes the unit */
	struct str term; /* at least two characters */
	int page;        /* of a box, from 1; 1 for a picture */
	int left;        /* of a box, as it is shown: ten-thousandths of its width and height */
	int top;
	int width;
	int height;
	struct str ground; /* key of the article, "ex15_third_party"; goes into the list */
};

/* Law: 条例 art. 37 */
struct redaction_plan {
	const struct redaction *all;
	size_t count;
	struct str mark; /* what stands in the place of text; empty takes "【不予公开】" */
	int dpi;         /* of pages made to images, 72 to 300; 0 takes 150 */
};

/* One line of the list of redactions (遮盖清单): never what was removed. */
struct redaction_cut {
	struct str place;
	struct str ground;
	int count;
};

struct redaction_record {
	struct redaction_cut *cuts; /* in the order of the file */
	size_t cut_count;
	size_t unmatched;   /* redactions of the plan that found nothing */
	const char *ending; /* of the released file: "docx", "pdf" … */
};

enum {
	REDACTION_MOST_PAGES = 300,
	REDACTION_MOST_REDACTIONS = 5000,
	REDACTION_WHOLE = 10000, /* the width or height of a page or picture, for boxes */
};

/*
 * Make the released file onto `released` (its max bounds it). Text, HTML, markdown, CSV and xlsx
 * are made anew from what redaction_text() shows, so colours, widths and formulas do not come
 * along; an old Word file (doc, wps) becomes a docx of its text; docx is rewritten without what
 * hides, its looks kept; each page of a PDF becomes an image; a picture is made anew from its
 * pixels. An empty plan cleans the file. Text under a black bar or in white that was not cut keeps
 * its looks, and redaction_verify() objects to it. Cuts without a ground are things taken out
 * because they cannot be searched or were not seen: vector pictures, charts, embedded objects,
 * unseen text. Faults as of redaction_text(); INPUT "redaction_term" (shorter than two characters),
 * "redaction_place" (no such unit, range, page or box).
 */
MUST struct fault *redaction_apply(struct str name, struct str bytes,
	const struct redaction_plan *plan, struct arena *arena, struct buf *released,
	struct redaction_record *ret_record);

/*
 * Open a released file in every way a curious reader would: its text, all of its parts unpacked, in
 * several encodings, its metadata, what redaction_inspect() finds. Whatever is left of the terms is
 * a finding of level E, and so is anything hidden. A caller lets nothing go while there is one.
 */
MUST struct fault *redaction_verify(struct str name, struct str bytes, const struct str *terms,
	size_t term_count, struct arena *arena, struct redaction_findings *ret_findings);

/* --- what an applicant hands in --- */

struct redaction_upload_limits {
	size_t bytes;     /* 0 takes 20 MiB */
	unsigned types;   /* bits 1 << REDACTION_DOCX …; 0 takes documents, texts and pictures */
	bool lets_macros; /* else a file with macros is refused */
};

struct redaction_verdict {
	enum redaction_type type;
	bool is_refused;
	struct str zh; /* why, and what to do; empty when it is taken */
	struct str en;
	bool is_misnamed;                   /* its name says another type */
	struct redaction_findings findings; /* macros and hidden data, for the officer */
};

/* May this file be taken in? A refusal is an answer, not a fault. Faults OUTSIDE and LIMIT only. */
MUST struct fault *redaction_check_upload(struct str name, struct str bytes,
	const struct redaction_upload_limits *limits, struct arena *arena,
	struct redaction_verdict *ret_verdict);

#endif
