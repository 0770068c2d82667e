/*
 * Zones: which units belong to which of the three tables, which are headings of sections and which
 * are page numbers; lines inside a table are cut behind each run of values. Rows are not read here.
 */
#include "reading/reading_inside.h"

enum {
	MOST_MARK = 140, /* words of a line that may open a table */
	MOST_BLOCK_MARK = 14,
	MOST_LIST_LABEL = 45,
	MOST_ROW_CELLS = 200, /* wider rows are not looked through for a second one */
	WHOLE_TABLE = 5,
	MOST_OF_REVIEW = 10, /* of the fifteen cells of table 4 */
	FEW_MARKS = 5,       /* words of its header on one line */
	PROSE = 20,          /* words of a line with a full stop that is prose */
};

struct zones {
	struct reader *reader;
	struct reading_unit *out;
	size_t count;
	size_t room;
	enum reading_zone zone;
	bool is_last_row; /* the label of the last row of table 3 was seen, its values not yet */
	bool is_full;     /* the last values were seen: only lines of bare values still belong */
	size_t review_cells;
	int section; /* of the last heading; 0 before the first */
};

/* --- which table --- */

static bool
has_word(struct str text, const char *word)
{
	return str_has(text, str_of(word));
}

static bool
has_mark(const struct zones *zones, const struct reading_line *words, enum reading_mark wanted)
{
	const struct reading_labels *labels = &zones->reader->labels;

	for (size_t i = 0; i < labels->count[LABELS_MARKS]; i++)
		if (labels->at[LABELS_MARKS][i].id == (int)wanted &&
			reading_fold_find(words, &labels->at[LABELS_MARKS][i].words, 0) != SIZE_MAX)
			return true;
	return false;
}

/* Is the unit made of nothing but the words of the header of table 4? */
static bool
is_review_header(const struct zones *zones, const struct reading_line *words)
{
	size_t at = 0;
	size_t marks = 0;
	size_t others = 0;

	while (at < words->count) {
		struct reading_match mark =
			reading_label_at(&zones->reader->labels, LABELS_MARKS, words, at);

		if (mark.kind == MATCH_EXACT && mark.id >= MARK_REVIEW) {
			marks += mark.id != MARK_RESULT;
			at = mark.to;
		} else {
			others += !reading_fold_is_digit(words->points[at]);
			at++;
		}
	}
	return marks > 0 && others <= 3;
}

static bool
has_values(const struct reading_unit *unit)
{
	size_t from, to;

	return reading_run_next(&unit->line, 0, &from, &to);
}

/* A line of numbers and nothing else. */
static bool
is_bare_value(const struct reading_unit *unit)
{
	size_t from, to;

	if (unit->cells || !reading_run_next(&unit->line, 0, &from, &to))
		return false;
	for (size_t i = 0; i < unit->line.count; i++)
		if ((i < from || i >= to) && unit->line.points[i] != ' ')
			return false;
	return true;
}

static bool
is_prose(const struct reading_unit *unit)
{
	return !unit->cells && unit->words.count > PROSE && has_word(unit->text, "。");
}

/* Labels of rows of table 3 in one unit, short ones left out. */
static size_t
rows_named(const struct zones *zones, const struct reading_line *words)
{
	size_t count = 0;

	for (size_t at = 0; at < words->count && count < WHOLE_TABLE;) {
		struct reading_match match =
			reading_label_next(&zones->reader->labels, LABELS_APPLICATIONS, words, at);

		if (match.kind != MATCH_EXACT)
			break;
		count += match.id >= 0 && match.to - match.from > 2;
		at = match.to;
	}
	return count;
}

/* How many cells a line or row of table 4 brings. */
static size_t
cells_in(const struct reading_unit *unit)
{
	size_t from = 0;
	size_t to = 0;
	size_t count = 0;
	size_t digits = 0;

	if (unit->cells)
		return has_values(unit) ? unit->cell_count : 0;
	while (reading_run_next(&unit->line, to, &from, &to)) {
		for (size_t i = from; i < to; i++) {
			bool is_digit = reading_fold_is_digit(unit->line.points[i]);

			digits += is_digit;
			count += is_digit && (i == from || unit->line.points[i - 1] == ' ');
		}
	}
	/* Glued digits: fifteen cells have at least fifteen of them. */
	return digits >= 15 && count < 8 ? 15 : count;
}

static size_t
review_marks(const struct zones *zones, const struct reading_line *words)
{
	size_t count = 0;

	for (size_t at = 0; at < words->count && count < FEW_MARKS;) {
		struct reading_match mark =
			reading_label_next(&zones->reader->labels, LABELS_MARKS, words, at);

		if (mark.kind != MATCH_EXACT)
			break;
		count += mark.id >= MARK_REVIEW;
		at = mark.to;
	}
	return count;
}

/* Inside section four (or three) a row of bare values with the right number of cells needs no
 * header. */
static enum reading_zone
opened_by_section(const struct zones *zones, const struct reading_unit *unit)
{
	size_t values = 0;

	if (zones->zone != ZONE_NONE)
		return ZONE_NONE;
	for (size_t i = 0; i < unit->cell_count; i++) {
		size_t len = str_trim(unit->cells[i].text).len;

		values += len > 0 && len <= 7;
	}
	if (zones->section == REPORT_S4_REVIEW && cells_in(unit) >= MOST_OF_REVIEW &&
		((unit->cells && values >= MOST_OF_REVIEW) || is_bare_value(unit) ||
			review_marks(zones, &unit->words) >= FEW_MARKS))
		return ZONE_REVIEW;
	return ZONE_NONE;
}

/* The table that this unit opens; ZONE_NONE when it opens none. */
static enum reading_zone
opened_zone(const struct zones *zones, const struct reading_unit *unit)
{
	struct reading_line head = reading_fold_part(
		&unit->words, 0, unit->words.count < MOST_MARK ? unit->words.count : MOST_MARK);
	struct reading_match match;

	if (is_prose(unit) || (!unit->is_cut && !unit->cells && unit->words.count > MOST_MARK))
		return ZONE_NONE;
	if (has_mark(zones, &head, MARK_LINKAGE) ||
		(has_mark(zones, &head, MARK_APPLICANTS) &&
			(unit->words.count <= MOST_LIST_LABEL || unit->is_cut)))
		return ZONE_APPLICATIONS;
	if (has_mark(zones, &head, MARK_BLOCK) &&
		(unit->words.count <= MOST_BLOCK_MARK || has_mark(zones, &head, MARK_CONTENT)))
		return ZONE_PROACTIVE;
	match = reading_label_next(&zones->reader->labels, LABELS_COLUMNS, &head, 0);
	if (match.kind == MATCH_EXACT && (has_mark(zones, &head, MARK_CONTENT) ||
						 (unit->cells && unit->words.count <= MOST_MARK)))
		return ZONE_PROACTIVE;
	if ((has_mark(zones, &head, MARK_DIRECT) && (unit->cells || unit->is_cut)) ||
		is_review_header(zones, &head))
		return ZONE_REVIEW;
	match = reading_label_next(&zones->reader->labels, LABELS_APPLICATIONS, &head, 0);
	if (match.kind == MATCH_EXACT && match.id >= 0 && match.id <= REPORT_ROW_CARRIED_IN &&
		has_values(unit))
		return ZONE_APPLICATIONS;
	/* A whole table on one line, its header damaged. */
	if (unit->words.count > MOST_MARK && rows_named(zones, &unit->words) >= WHOLE_TABLE &&
		has_values(unit))
		return ZONE_APPLICATIONS;
	return opened_by_section(zones, unit);
}

/* A labelled row that stands outside any open table, as in one small table per row. */
static enum reading_zone
zone_of_row(const struct zones *zones, const struct reading_unit *unit)
{
	struct reading_match match;

	if (!unit->cells || unit->cell_count < 2)
		return ZONE_NONE;
	match = reading_label_match(&zones->reader->labels, LABELS_APPLICATIONS, &unit->words);
	for (size_t i = 0; match.kind != MATCH_EXACT && i < unit->cell_count && i < 4; i++) {
		struct reading_line words;

		if (reading_fold_words(zones->reader->arena, unit->cells[i].text, &words))
			return ZONE_NONE;
		match = reading_label_match(&zones->reader->labels, LABELS_APPLICATIONS, &words);
	}
	if (match.kind == MATCH_EXACT && unit->cell_count >= REPORT_APPLICANTS && has_values(unit))
		return ZONE_APPLICATIONS;
	/* Other sections have tables of their own with such words in them. */
	if (zones->section != 0 && zones->section != REPORT_S2_PROACTIVE)
		return ZONE_NONE;
	for (size_t i = 0; i < unit->cell_count && i < 3; i++) {
		struct reading_line words;

		if (reading_fold_words(zones->reader->arena, unit->cells[i].text, &words))
			return ZONE_NONE;
		match = reading_label_match(&zones->reader->labels, LABELS_PROACTIVE, &words);
		if (match.kind == MATCH_EXACT && words.count <= MOST_BLOCK_MARK &&
			has_values(unit) && unit->cell_count <= 8)
			return ZONE_PROACTIVE;
	}
	return ZONE_NONE;
}

/* --- cutting and closing --- */

static struct fault *
put_unit(struct zones *zones, struct reading_unit unit)
{
	GROW(zones->reader->arena, zones->out, zones->count, zones->room);
	zones->out[zones->count++] = unit;
	return NULL;
}

/* Close a zone whose last value was just seen. */
static void
close_zone(struct zones *zones, const struct reading_unit *unit)
{
	struct reading_match match;

	if (zones->zone == ZONE_APPLICATIONS) {
		match = reading_label_match(
			&zones->reader->labels, LABELS_APPLICATIONS, &unit->words);
		for (size_t i = 0; match.kind == MATCH_NONE && i < unit->cell_count && i < 4; i++) {
			struct reading_line words;

			if (reading_fold_words(zones->reader->arena, unit->cells[i].text, &words))
				return;
			match = reading_label_match(
				&zones->reader->labels, LABELS_APPLICATIONS, &words);
		}
		if (match.kind == MATCH_NONE && !unit->cells) {
			size_t from, to;
			struct reading_line words;

			if (reading_run_next(&unit->line, 0, &from, &to)) {
				if (reading_fold_words(zones->reader->arena,
					    str_sub(unit->text, 0, unit->line.places[from]),
					    &words))
					return;
				match = reading_label_match(
					&zones->reader->labels, LABELS_APPLICATIONS, &words);
			}
		}
		if (match.kind != MATCH_NONE && match.id == REPORT_ROW_CARRIED_OUT)
			zones->is_last_row = true;
		if (zones->is_last_row &&
			(has_values(unit) || unit->cell_count >= REPORT_APPLICANTS))
			zones->is_full = true;
	} else if (zones->zone == ZONE_REVIEW) {
		zones->review_cells += cells_in(unit);
		if (zones->review_cells >= REPORT_REVIEW_GROUPS * REPORT_REVIEW_RESULTS)
			zones->is_full = true;
	}
}

/* Put a unit of a table; a line is cut behind each run of values. */
static struct fault *
put_row(struct zones *zones, const struct reading_unit *unit)
{
	size_t from, to;
	size_t done = 0;
	size_t at = 0;

	while (!unit->cells && reading_run_next(&unit->line, at, &from, &to)) {
		struct reading_unit part = *unit;
		size_t start = unit->line.places[done];

		at = to;
		part.text = str_sub(unit->text, start, unit->line.places[to] - start);
		part.zone = zones->zone;
		TRY(reading_fold_both(zones->reader->arena, part.text, &part.line, &part.words));
		TRY(put_unit(zones, part));
		close_zone(zones, &part);
		done = to;
	}
	if (done == 0) {
		struct reading_unit whole = *unit;

		whole.zone = zones->zone;
		TRY(put_unit(zones, whole));
		close_zone(zones, &whole);
	} else if (done < unit->line.count) {
		struct reading_unit rest = *unit;
		size_t start = unit->line.places[done];

		rest.text = str_trim(str_sub(unit->text, start, unit->text.len - start));
		rest.zone = zones->zone;
		rest.is_cut = true;
		if (rest.text.len == 0)
			return NULL;
		TRY(reading_fold_both(zones->reader->arena, rest.text, &rest.line, &rest.words));
		if (is_prose(&rest))
			rest.zone = zones->zone = ZONE_NONE;
		return put_unit(zones, rest);
	}
	return NULL;
}

/* Make the text of a row anew from its cells. */
static struct fault *
retell(struct reader *reader, struct reading_unit *unit)
{
	unit->text = STR_NONE;
	for (size_t i = 0; i < unit->cell_count; i++)
		TRY(str_join(reader->arena, unit->text, i ? STR("\t") : STR_NONE,
			unit->cells[i].text, &unit->text));
	TRY(reading_fold_line(reader->arena, unit->text, &unit->line));
	return reading_fold_words(reader->arena, unit->text, &unit->words);
}

/* The cell of a table row where a second row begins, because the break between them is lost; 0 when
 * there is none. */
static struct fault *
find_second_row(const struct zones *zones, const struct reading_unit *unit, size_t *ret_at)
{
	bool has_value = false;

	*ret_at = 0;
	for (size_t i = 0; i < unit->cell_count; i++) {
		struct str text = str_trim(unit->cells[i].text);
		struct reading_line words;
		bool is_value;

		if (text.len == 0)
			continue;
		TRY(reading_value_is_one(zones->reader->arena, text, &is_value));
		if (is_value) {
			has_value = true;
			continue;
		}
		if (!has_value)
			continue;
		TRY(reading_fold_words(zones->reader->arena, text, &words));
		if (words.count < 2 ||
			(reading_label_match(&zones->reader->labels, LABELS_APPLICATIONS, &words)
						.kind != MATCH_EXACT &&
				reading_label_match(
					&zones->reader->labels, LABELS_PROACTIVE, &words)
						.kind != MATCH_EXACT &&
				!has_mark(zones, &words, MARK_BLOCK) &&
				!has_mark(zones, &words, MARK_CONTENT)))
			continue;
		*ret_at = i;
		return NULL;
	}
	return NULL;
}

/* Put a table row; two rows that ran together are parted. */
static struct fault *
put_cells(struct zones *zones, struct reading_unit unit)
{
	for (;;) {
		struct reading_unit part = unit;
		size_t second;

		TRY(find_second_row(zones, &unit, &second));
		if (second == 0)
			return put_row(zones, &unit);
		part.cell_count = second;
		TRY(retell(zones->reader, &part));
		TRY(put_row(zones, &part));
		unit.cells += second;
		unit.cell_count -= second;
		TRY(retell(zones->reader, &unit));
	}
}

static struct fault *
mark_unit(struct zones *zones, struct reading_unit *unit)
{
	enum reading_zone opened;

	unit->is_page_number = reading_heading_is_page_number(unit);
	if (unit->is_page_number) {
		unit->zone = zones->zone;
		return put_unit(zones, *unit);
	}
	if (unit->cells)
		reading_heading_find_in_row(zones->reader, unit);
	else
		reading_heading_find(zones->reader, unit);
	if (unit->section >= 0) {
		zones->zone = ZONE_NONE;
		zones->is_full = false;
		if (unit->section_strength >= 3)
			zones->section = unit->section;
		return put_unit(zones, *unit);
	}
	opened = opened_zone(zones, unit);
	if (zones->is_full && !is_bare_value(unit)) {
		zones->zone = ZONE_NONE;
		zones->is_full = false;
	}
	if (opened == ZONE_NONE && zones->zone == ZONE_NONE)
		opened = zone_of_row(zones, unit);
	if (opened != ZONE_NONE && opened != zones->zone) {
		zones->zone = opened;
		zones->is_last_row = zones->is_full = false;
		zones->review_cells = 0;
	}
	if (zones->zone != ZONE_NONE && is_prose(unit))
		zones->zone = ZONE_NONE;
	if (zones->zone == ZONE_NONE)
		return put_unit(zones, *unit);
	return unit->cells && unit->cell_count <= MOST_ROW_CELLS ? put_cells(zones, *unit)
								 : put_row(zones, unit);
}

struct fault *
reading_zone_mark(struct reader *reader)
{
	struct zones zones = { .reader = reader, .zone = ZONE_NONE };

	for (size_t i = 0; i < reader->unit_count; i++)
		TRY(mark_unit(&zones, &reader->units[i]));
	reader->units = zones.out;
	reader->unit_count = zones.count;
	reader->unit_room = zones.room;
	return NULL;
}
