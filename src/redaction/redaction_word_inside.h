/*
 * What the two halves of the walk through Word markup share: the walk's state, and what each
 * element means for it. Only redaction_word*.c include it.
 */
#ifndef REDACTION_REDACTION_WORD_INSIDE_H
#define REDACTION_REDACTION_WORD_INSIDE_H

#include "redaction/redaction_inside.h"

/* What an element does in the walk. */
enum word_tag {
	TAG_PLAIN,
	TAG_PARAGRAPH,
	TAG_PARAGRAPH_PROPERTIES,
	TAG_PARAGRAPH_STYLE,
	TAG_RUN,
	TAG_RUN_PROPERTIES,
	TAG_RUN_STYLE,
	TAG_VANISH,
	TAG_COLOR,
	TAG_HIGHLIGHT,
	TAG_SHADE,
	TAG_SIZE,
	TAG_TEXT,
	TAG_TAB,
	TAG_BREAK,
	TAG_HYPHEN,
	TAG_SYMBOL,
	TAG_TABLE,
	TAG_ROW,
	TAG_ROW_PROPERTIES,
	TAG_CELL,
	TAG_INSERTION,
	TAG_DELETION,
	TAG_FORMAT_CHANGE,
	TAG_COMMENT, /* the comment itself, in the part of comments */
	TAG_AWAY,    /* the element and all in it */
	TAG_UNWRAP,  /* the element alone */
	TAG_EMPTY,   /* what is in it */
	TAG_FIELD,
	TAG_FIELD_SIMPLE,
	TAG_INSTRUCTION,
	TAG_DRAWING,
	TAG_UNSEARCHABLE, /* a drawing with this cannot be searched */
	TAG_PICTURE_NAME,
	TAG_CROP,
	TAG_EMBEDDED,
};

enum word_tag word_tag_of(const char *name);
/* Parts of the settings that come along. */
bool word_keeps_setting(const char *name);

/* Names of elements are met again and again at the same address. */
enum { WORD_NAMES_KNOWN = 256 };
enum { WORD_DEEPEST_FIELD = 60, WORD_DEEPEST_PARAGRAPH = 24, WORD_DEEPEST_TABLE = 60 };

/* Colours as they stand in the file; empty when not said. */
struct word_run {
	int depth;    /* 0: no run is open */
	size_t start; /* in the output */
	bool is_settled;
	bool is_hidden;
	bool has_noted;
	bool has_text;
	struct str prefix; /* of its tag, "w:" */
	struct str color;
	struct str highlight;
	struct str fill;
	int size; /* half points, 0 when not said */
};

struct word_paragraph {
	int unit;
	size_t start;   /* of its text in the walk's buf */
	bool is_hidden; /* by its style */
	struct word_run outer;
	int outer_code;
};

struct word_table {
	int number;
	int row;
	int column;
	int row_depth;
	size_t row_start;
};

struct word_field {
	char code[64];
	size_t len;
	bool is_code;  /* between begin and separate */
	bool is_paged; /* a page number: it comes along */
};

/* Invariant: while skip is not 0 nothing is written until the element of that depth ends. */
struct word_walk {
	struct doc_xml xml;
	struct word_job *job;
	struct buf text;
	int skip;
	bool keeps_end; /* of the skipped element */
	int skip_kind;  /* what to note of the skipped text; -1 nothing */
	char excerpt[REDACTION_LONGEST_EXCERPT];
	size_t excerpt_len;
	bool is_gone[DOC_DEEPEST_XML + 2]; /* elements whose tags are left out */
	struct word_paragraph paragraphs[WORD_DEEPEST_PARAGRAPH];
	int paragraph_count;
	struct word_run run;
	bool in_run_properties;
	bool in_paragraph_properties;
	bool in_row_properties;
	bool is_taking;
	bool is_taking_code;
	struct word_table tables[WORD_DEEPEST_TABLE];
	int table_count; /* open ones */
	int table_total;
	bool is_dark_cell; /* white text in it is meant to be read */
	int ordinal;       /* of paragraphs outside tables */
	struct word_field fields[WORD_DEEPEST_FIELD];
	int field_count;
	int code_count; /* fields that still show their code */
	int drawing_depth;
	size_t drawing_start;
	struct {
		const char *name;
		enum word_tag tag;
	} known[WORD_NAMES_KNOWN];
};

/* <w:fldChar> and <w:fldSimple> (redaction_word_field.c) */
struct fault *word_turn_field(struct word_walk *walk, struct str type);
struct fault *word_begin_field(struct word_walk *walk, const struct doc_xml_attributes *attributes);

/* (redaction_word_look.c) */
struct fault *word_note(struct word_walk *walk, enum redaction_kind kind, struct str excerpt);
/* Note a run whose text cannot be seen, once for each run. */
struct fault *word_note_run(struct word_walk *walk, struct str text);
/* The code of a field that ended its code. */
struct fault *word_note_field(struct word_walk *walk, struct str code);
/* How the looks of the open run conceal its text, as a kind of finding; -1 when they do not. */
int word_concealed(const struct word_walk *walk);
bool word_is_dark_fill(struct str fill);

#endif
