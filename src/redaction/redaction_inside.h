/*
 * What the parts of redaction share: the sorts of hidden things, what crosses the cage, units and
 * cuts, and the doors of each format. Not for callers; they include redaction/redaction.h.
 */
#ifndef REDACTION_REDACTION_INSIDE_H
#define REDACTION_REDACTION_INSIDE_H

#include "base/cage.h"
#include "doc/doc_office.h"
#include "redaction/redaction.h"

/* --- sorts of hidden things (redaction_kinds.c) --- */

enum redaction_kind {
	KIND_TRACKED_INSERTION,
	KIND_TRACKED_DELETION,
	KIND_TRACKED_FORMAT,
	KIND_COMMENT,
	KIND_HIDDEN_TEXT,
	KIND_COVERED_TEXT,
	KIND_WHITE_TEXT,
	KIND_TINY_TEXT,
	KIND_UNSEEN_TEXT,
	KIND_PERSON,
	KIND_PROPERTY,
	KIND_CUSTOM_PROPERTY,
	KIND_EMBEDDED,
	KIND_MACRO,
	KIND_ACTIVE,
	KIND_EXTERNAL,
	KIND_LINK,
	KIND_THUMBNAIL,
	KIND_CUSTOM_XML,
	KIND_ALT_TEXT,
	KIND_HEADER,
	KIND_VARIABLE,
	KIND_FIELD,
	KIND_CROPPED,
	KIND_VECTOR,
	KIND_UNKNOWN_PART,
	KIND_EXTRA_BYTES,
	KIND_HIDDEN_SHEET,
	KIND_HIDDEN_ROWS,
	KIND_HIDDEN_COLUMNS,
	KIND_NAME,
	KIND_PIVOT,
	KIND_CONNECTION,
	KIND_HIDDEN_SLIDE,
	KIND_SPEAKER_NOTES,
	KIND_OLD_FORMAT,
	KIND_ANNOTATION,
	KIND_FORM,
	KIND_SCRIPT,
	KIND_LAYER,
	KIND_REVISION,
	KIND_UNDER_BOX,
	KIND_INVISIBLE_TEXT,
	KIND_SIGNATURE,
	KIND_OUTLINE,
	KIND_PLACE,
	KIND_CAMERA,
	KIND_PICTURE_TEXT,
	KIND_MARKUP_COMMENT,
	KIND_MARKUP_HIDDEN,
	KIND_NOT_LOOKED,
	KIND_TERM_LEFT,
	KINDS,
};

struct redaction_sort {
	const char *code;
	enum redaction_level level;
	bool may_stay; /* also in a released file */
	const char *zh;
	const char *en;
};

const struct redaction_sort *redaction_sort_of(enum redaction_kind kind);

/* --- notes of hidden things (redaction_notes.c) --- */

struct redaction_note {
	enum redaction_kind kind;
	struct str place;
	struct str excerpt;
	int count;
};

/* Invariant: no two notes have the same kind and place. */
struct redaction_notes {
	struct arena *arena;
	struct redaction_note all[REDACTION_MOST_FINDINGS];
	size_t count;
	bool is_cut;
};

/* Note one more of this kind at this place. The excerpt may be any bytes; it is cleaned and cut,
 * and joins those that are there. */
MUST struct fault *redaction_note(struct redaction_notes *notes, enum redaction_kind kind,
	struct str place, struct str excerpt);
/* Notes as findings, the gravest first; in a released file what may not stay has level E. */
MUST struct fault *redaction_notes_find(const struct redaction_notes *notes, bool is_released,
	struct arena *arena, struct redaction_findings *ret_findings);

/* What hides in a file, in a new set of notes; caged. */
MUST struct fault *redaction_notes_make(
	struct str name, struct str bytes, struct arena *arena, struct redaction_notes **ret_notes);

/* --- what crosses the cage (redaction_cross.c) --- */

void cross_put_number(struct buf *out, int64_t number);
void cross_put_text(struct buf *out, struct str text);
void cross_put_notes(struct buf *out, const struct redaction_notes *notes);

/* Invariant: once something is wrong it stays wrong, and everything taken then is the least. */
struct crossing {
	struct str rest;
	struct arena *arena;
	bool is_wrong;
};

int64_t cross_take_number(struct crossing *crossing, int64_t least, int64_t most);
/* Any bytes, borrowed. */
struct str cross_take_bytes(struct crossing *crossing);
/* Valid UTF-8 without control characters, in the crossing's arena. */
MUST struct fault *cross_take_text(struct crossing *crossing, struct str *ret_text);
MUST struct fault *cross_take_notes(struct crossing *crossing, struct redaction_notes *notes);
void cross_put_record(struct buf *out, const struct redaction_record *record);
MUST struct fault *cross_take_record(struct crossing *crossing, struct redaction_record *record);
/* What a child is to do with a file, and that again inside; texts lie in `job`. */
void cross_put_job(struct buf *out, enum redaction_type type, const struct redaction_plan *plan);
MUST struct fault *cross_take_job(struct str job, struct arena *arena,
	enum redaction_type *ret_type, struct redaction_plan *ret_plan);
/* The fault when something was wrong or is left over. */
MUST struct fault *cross_end(const struct crossing *crossing);

/* --- units and cuts --- */

struct redaction_units {
	struct arena *arena;
	struct redaction_unit *all;
	size_t count;
	size_t room;
	bool has_pictures;
	int page_count;
	struct unit_box *boxes; /* of a PDF's units: words in their order */
	size_t box_count;
	size_t box_room;
	struct redaction_page *pages; /* of a PDF */
	size_t page_room;
};

/* A word of a PDF's line, in hundredths of a point from the page's left top. */
struct unit_box {
	int unit;
	size_t offset;
	size_t len;
	int left, top, right, bottom;
};

enum { REDACTION_MOST_UNITS = 200000 };

MUST struct fault *redaction_unit_add(
	struct redaction_units *units, const struct redaction_unit *unit);

/* A stretch of one unit's text that goes. Invariant: sorted, not overlapping. */
struct unit_cut {
	int unit;
	size_t offset;
	size_t len;
	size_t redaction; /* index into the plan; of overlapping ones the first */
	bool goes_on;     /* the rest of a term that began in the unit before: no second mark */
};

struct unit_cuts {
	struct unit_cut *all;
	size_t count;
	size_t room;
};

/* Cuts of all ranges and terms of the plan. With `is_running` a term may go on from one unit to the
 * next (lines of a page). Faults INPUT "redaction_term", "redaction_place". `is_matched`, one for
 * each redaction, becomes true where something was found. */
MUST struct fault *redaction_cuts_make(const struct redaction_units *units,
	const struct redaction_plan *plan, bool is_running, struct arena *arena,
	struct unit_cuts *ret_cuts, bool *is_matched);
/* The mark of the plan. */
struct str redaction_mark_of(const struct redaction_plan *plan);
/* The fault for a redaction, by its index, of a place that there is not. */
struct fault *redaction_no_place(size_t number);
/* Index of the unit's first cut, or of where it would be. */
size_t redaction_cuts_first(const struct unit_cuts *cuts, int unit);
/* The unit's text with its cuts replaced by the mark. */
MUST struct fault *redaction_cuts_do(const struct redaction_unit *unit, int number,
	const struct unit_cuts *cuts, struct str mark, struct arena *arena, struct str *ret_text);
/* The list of what was cut, in order; adds to the record. */
MUST struct fault *redaction_cuts_list(const struct redaction_units *units,
	const struct unit_cuts *cuts, const struct redaction_plan *plan, struct arena *arena,
	struct redaction_record *record);

/* --- folded text, to search in (redaction_fold.c) --- */

/* Text without white space and invisible characters, letters small, widths half. */
struct folded {
	struct str text;
	uint32_t *from; /* where each byte's character began in the original, and one more: its
			   length; NULL when nobody asked */
};

MUST struct fault *redaction_fold(
	struct str text, bool has_places, struct arena *arena, struct folded *ret_folded);

/* --- kinds of files (redaction_type.c) --- */

/* Does an old Office file have a stream of this name? */
bool redaction_has_stream(struct str bytes, const char *name);
/* Is the ending of the name one that such files have, or is there none? */
bool redaction_type_fits(struct str name, enum redaction_type type);

/* --- formats --- */

/* Inside the cage: what hides in an Office archive, a picture, a text. */
MUST struct fault *redaction_look_office(
	struct str bytes, enum redaction_type type, struct redaction_notes *notes);
MUST struct fault *redaction_look_sheet_part(
	struct redaction_notes *notes, struct str name, struct str bytes, struct arena *arena);
/* Text that is there and not seen, in a workbook or a web page: as doc/'s readers tell it. */
MUST struct fault *redaction_look_unseen(
	struct str bytes, enum redaction_type type, struct redaction_notes *notes);
MUST struct fault *redaction_look_picture(
	struct str bytes, struct str place, struct redaction_notes *notes);
MUST struct fault *redaction_look_text(
	struct str bytes, enum redaction_type type, struct redaction_notes *notes);
MUST struct fault *redaction_look_old(struct str bytes, struct redaction_notes *notes);

/* Outside the cage: run the programs, then look at what they say inside. */
MUST struct fault *redaction_look_pdf(struct str bytes, struct redaction_notes *notes);
/* A program's whole answer in the arena, within the usual bounds. */
MUST struct fault *redaction_run_program(
	const char *const argv[], struct str bytes, struct arena *arena, struct str *ret_answer);
/* pdftotext's words with their boxes, from the corner of the sheet or of the part that is shown. */
MUST struct fault *redaction_pdf_words(
	struct str bytes, bool is_cropped, struct arena *arena, struct str *ret_words);

/* qpdf's writing of a file, every object in the clear, streams as they are. */
extern const char *const redaction_qdf[];
/* Its objects without their streams (redaction_strings.c). */
void redaction_pdf_objects(struct str qdf, struct buf *objects);
/* The packed streams of the very file, those of images left out; *ret_is_cut: not all of them. */
MUST struct fault *redaction_pdf_streams(struct str bytes, struct buf *streams, bool *ret_is_cut);
/* The bytes of all strings among objects, "(…)" and "<…>", a line end behind each. */
void redaction_pdf_strings(struct str text, struct buf *out);

/* Relations of one part, those to other places among them (redaction_relations.c). */
struct redaction_relation {
	struct str id;
	struct str type;
	struct str target;
	struct str part; /* name of the part it points at; empty for others and outside ones */
	bool is_outside;
	bool is_kept; /* goes into the released file */
};

struct redaction_relations {
	struct redaction_relation *all;
	size_t count;
	size_t room;
};

/* Of the part of this name; none when it has none. */
MUST struct fault *redaction_relations_read(struct doc_zip *zip, struct str part,
	struct arena *arena, struct redaction_relations *ret_relations);

/* What a part of Word markup is. */
enum word_part {
	WORD_TEXT,     /* paragraphs: the document, headers, notes, comments */
	WORD_DATA,     /* styles, numbering, theme, fonts: no paragraphs */
	WORD_SETTINGS, /* kept by a list */
};

/* One walk through a part of Word markup, in the cage (redaction_word.c): to look, to list its
 * units, or to rewrite it. */
struct word_job {
	struct arena *arena;
	enum word_part part;
	struct str place;              /* "正文", "页眉" … */
	struct redaction_notes *notes; /* looking, or NULL */
	struct redaction_units *units; /* each walk adds the part's units */
	const struct unit_cuts *cuts;  /* rewriting, or NULL */
	const struct folded *terms;    /* that no attribute may hold */
	size_t term_count;
	struct str mark;
	struct buf *out; /* rewriting, or NULL */
	const struct redaction_relations *relations;
	const struct str *hidden_styles; /* ids of styles whose text is hidden */
	size_t hidden_style_count;
	int dropped; /* drawings that cannot be searched, left out */
};

MUST struct fault *redaction_word_walk(struct word_job *job, struct str bytes);
/* Ids of the styles that hide their text (redaction_word_style.c). */
MUST struct fault *redaction_word_styles(
	struct str bytes, struct arena *arena, struct str **ret_ids, size_t *ret_count);

/* --- tags (redaction_tag.c) --- */

void tag_put_escaped(struct buf *out, struct str text);
/* The prefix of a tag with its colon, "w:"; may be empty. */
struct str tag_prefix(struct str raw);
/* A tag as it stood, without attributes that may not go. */
MUST struct fault *tag_put(
	struct word_job *job, struct str raw, const struct doc_xml_attributes *attributes);

/* A docx, in the cage (redaction_docx.c): its units; its parts rewritten onto the answer. */
MUST struct fault *redaction_docx_units(
	struct str bytes, struct arena *arena, struct redaction_units *units);
MUST struct fault *redaction_docx_rewrite(struct str bytes, const struct redaction_plan *plan,
	struct arena *arena, struct buf *answer);

/* Formats made anew from what people see (redaction_remake.c). In the cage: units of a text or a
 * document. Outside: the whole way. */
MUST struct fault *redaction_remake_units(struct str bytes, enum redaction_type type,
	struct arena *arena, struct redaction_units *units);
MUST struct fault *redaction_remake(struct str name, struct str bytes, enum redaction_type type,
	const struct redaction_plan *plan, struct arena *arena, struct buf *released,
	struct redaction_record *record);
bool redaction_is_remade(enum redaction_type type);
/* A file in a form that the cage reads: of an old Word file what antiword says, of others the
 * bytes themselves. Outside the cage. */
MUST struct fault *redaction_remake_prepare(
	struct str bytes, enum redaction_type type, struct arena *arena, struct str *ret_input);

/* Units of any file, through the cage (redaction_text.c). */
MUST struct fault *redaction_units_read(struct str name, struct str bytes, enum redaction_type type,
	struct arena *arena, struct redaction_units *units);

/* Units of a PDF out of pdftotext's words, in the cage (redaction_lines.c). */
MUST struct fault *redaction_lines_units(
	struct str words, struct arena *arena, struct redaction_units *units);

/* A box with an area that begins on its page and does not reach far out of it. */
bool redaction_is_box_inside(const struct redaction *box);

/* Pages as images (redaction_burn.c), outside the cage. */
MUST struct fault *redaction_burn(struct str bytes, const struct redaction_plan *plan,
	struct arena *arena, struct buf *released, struct redaction_record *record);

/* Pictures from their pixels (redaction_paint.c). */
MUST struct fault *redaction_paint(struct str bytes, enum redaction_type type,
	const struct redaction_plan *plan, struct arena *arena, struct buf *released,
	struct redaction_record *record);
/* The shown picture, its pixels alone, as a new file of its kind. */
MUST struct fault *redaction_picture_anew(
	struct str bytes, enum redaction_type type, struct buf *image);
/* A JPEG or PNG without anything but its pixels' data, byte by byte; false when it is none. */
bool redaction_strip_picture(struct str bytes, struct buf *out);

/* What every format asks of the bytes: not empty, not too large. */
MUST struct fault *redaction_check_bytes(struct str bytes);
MUST struct fault *redaction_not_for(enum redaction_type type);
extern const struct cage_limits redaction_limits;
/* Bytes of a job with as many redactions as there may be; their terms are people's words. */
#define REDACTION_LARGEST_JOB ((size_t)16 << 20)

#endif
