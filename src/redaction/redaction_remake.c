/*
 * Texts, web pages, markdown, CSV and workbooks made anew from what people see: whatever a reader
 * does not show does not come along. The document is cut in the cage, crosses as numbers and texts,
 * and is written outside by doc/'s writers.
 */
#include "redaction/redaction_inside.h"

bool
redaction_is_remade(enum redaction_type type)
{
	return type == REDACTION_TEXT || type == REDACTION_MARKDOWN || type == REDACTION_HTML ||
	       type == REDACTION_CSV || type == REDACTION_XLSX || type == REDACTION_WORD;
}

/* --- units --- */

/* A line each, its end left out. */
static struct fault *
text_units(struct str bytes, struct redaction_units *units)
{
	struct str text;
	struct str line;
	int number = 0;

	TRY(doc_decode(units->arena, bytes, &text));
	while (str_next_line(&text, &line)) {
		struct redaction_unit unit = { .text = line };

		TRY(str_print(units->arena, &unit.place, "第 %d 行", ++number));
		TRY(redaction_unit_add(units, &unit));
	}
	return NULL;
}

static struct fault *
table_units(const struct doc_table *table, int number, struct redaction_units *units)
{
	if (table->name.len) {
		struct redaction_unit unit = { .text = table->name };

		TRY(str_print(units->arena, &unit.place, "表 %d 名称", number));
		TRY(redaction_unit_add(units, &unit));
	}
	for (size_t i = 0; i < table->cell_count; i++) {
		struct redaction_unit unit = { .is_cell = true,
			.is_unseen = table->cells[i].is_unseen,
			.text = table->cells[i].text };

		TRY(str_print(units->arena, &unit.place, "表 %d 第 %d 行第 %d 列", number,
			table->cells[i].row + 1, table->cells[i].column + 1));
		TRY(redaction_unit_add(units, &unit));
	}
	return NULL;
}

/* In the order in which cut_document() takes them. */
static struct fault *
document_units(const struct doc *doc, struct redaction_units *units)
{
	int tables = 0;
	int paragraphs = 0;

	units->has_pictures = doc->has_pictures;
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];
		struct redaction_unit unit = { .is_unseen = block->is_unseen, .text = block->text };

		if (block->role == DOC_TABLE) {
			TRY(table_units(block->table, ++tables, units));
			continue;
		}
		TRY(str_print(units->arena, &unit.place, "正文第 %d 段", ++paragraphs));
		TRY(redaction_unit_add(units, &unit));
	}
	return NULL;
}

static enum doc_format
format_of(enum redaction_type type)
{
	switch (type) {
	case REDACTION_MARKDOWN:
		return DOC_MARKDOWN;
	case REDACTION_HTML:
		return DOC_HTML;
	case REDACTION_CSV:
		return DOC_CSV;
	case REDACTION_WORD:
		return DOC_WORD;
	default:
		return DOC_XLSX;
	}
}

struct fault *
redaction_remake_units(struct str bytes, enum redaction_type type, struct arena *arena,
	struct redaction_units *units)
{
	struct doc doc = { 0 };

	units->arena = arena;
	if (type == REDACTION_TEXT)
		return text_units(bytes, units);
	TRY(doc_read(format_of(type), bytes, arena, &doc));
	return document_units(&doc, units);
}

/* --- cutting, in the cage --- */

struct job {
	enum redaction_type type;
	struct redaction_plan plan;
};

static struct fault *
make_cuts(const struct job *job, const struct redaction_units *units, struct unit_cuts *cuts,
	struct redaction_record *record)
{
	bool *is_matched;

	TAKE(units->arena, is_matched, job->plan.count);
	TRY(redaction_cuts_make(units, &job->plan, false, units->arena, cuts, is_matched));
	for (size_t i = 0; i < job->plan.count; i++)
		record->unmatched += !is_matched[i] && job->plan.all[i].shape != REDACTION_SHOW;
	return redaction_cuts_list(units, cuts, &job->plan, units->arena, record);
}

/* What the original hides and nobody wants shown goes whole, without a mark. */
static struct fault *
drop_unseen(const struct job *job, struct redaction_units *units, struct redaction_record *record)
{
	struct redaction_cut *cuts;
	int dropped = 0;

	for (size_t i = 0; i < job->plan.count; i++) {
		const struct redaction *one = &job->plan.all[i];

		if (one->shape != REDACTION_SHOW)
			continue;
		if (one->unit < 0 || (size_t)one->unit >= units->count)
			return redaction_no_place(i);
		units->all[one->unit].is_unseen = false;
	}
	for (size_t i = 0; i < units->count; i++) {
		if (!units->all[i].is_unseen || !str_trim(units->all[i].text).len)
			continue;
		units->all[i].text = STR("");
		dropped++;
	}
	if (!dropped)
		return NULL;
	TAKE(units->arena, cuts, record->cut_count + 1);
	if (record->cut_count)
		memcpy(cuts, record->cuts, record->cut_count * sizeof *cuts);
	cuts[record->cut_count++] =
		(struct redaction_cut){ STR("原件里看不见的文字"), STR(""), dropped };
	record->cuts = cuts;
	return NULL;
}

/* What is left of all units, in their order. */
static struct fault *
do_cuts(const struct job *job, struct redaction_units *units, const struct unit_cuts *cuts)
{
	for (size_t i = 0; i < units->count; i++)
		TRY(redaction_cuts_do(&units->all[i], (int)i, cuts, redaction_mark_of(&job->plan),
			units->arena, &units->all[i].text));
	return NULL;
}

static void
put_table(struct buf *out, const struct doc_table *table, const struct redaction_units *units,
	size_t *unit)
{
	cross_put_text(out, table->name.len ? units->all[(*unit)++].text : STR(""));
	cross_put_number(out, (int64_t)table->cell_count);
	for (size_t i = 0; i < table->cell_count; i++) {
		const struct doc_cell *cell = &table->cells[i];

		cross_put_number(out, cell->row);
		cross_put_number(out, cell->column);
		cross_put_number(out, cell->row_span);
		cross_put_number(out, cell->column_span);
		cross_put_number(out, cell->is_heading);
		cross_put_number(out, cell->align);
		cross_put_text(out, units->all[(*unit)++].text);
	}
}

static void
put_document(struct buf *out, const struct doc *doc, const struct redaction_units *units)
{
	size_t unit = 0;

	cross_put_number(out, (int64_t)doc->block_count);
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct doc_block *block = &doc->blocks[i];

		cross_put_number(out, block->role);
		cross_put_number(out, block->level);
		if (block->role == DOC_TABLE)
			put_table(out, block->table, units, &unit);
		else
			cross_put_text(out, units->all[unit++].text);
	}
}

static struct fault *
cut_in_cage(struct str input, struct str job_bytes, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct job job;
	struct redaction_units units = { 0 };
	struct redaction_record record = { 0 };
	struct unit_cuts cuts;
	struct doc doc = { 0 };

	TRY(arena_open((size_t)176 << 20, &arena));
	units.arena = arena;
	TRY(cross_take_job(job_bytes, arena, &job.type, &job.plan));
	if (job.type == REDACTION_TEXT) {
		TRY(text_units(input, &units));
	} else {
		TRY(doc_read(format_of(job.type), input, arena, &doc));
		TRY(document_units(&doc, &units));
	}
	TRY(make_cuts(&job, &units, &cuts, &record));
	TRY(do_cuts(&job, &units, &cuts));
	TRY(drop_unseen(&job, &units, &record));
	cross_put_record(answer, &record);
	if (job.type == REDACTION_TEXT) {
		cross_put_number(answer, (int64_t)units.count);
		for (size_t i = 0; i < units.count; i++)
			cross_put_text(answer, units.all[i].text);
	} else {
		put_document(answer, &doc, &units);
	}
	return buf_check(answer);
}

/* --- taking it back, outside --- */

static struct fault *
take_table(struct crossing *crossing, struct doc_builder *builder)
{
	struct doc_table *table;
	struct str name;
	size_t count;

	TRY(cross_take_text(crossing, &name));
	TRY(doc_open_table(builder, &table));
	table->name = name;
	count = (size_t)cross_take_number(crossing, 0, DOC_MOST_CELLS);
	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		int row = (int)cross_take_number(crossing, 0, DOC_MOST_ROWS - 1);
		int column = (int)cross_take_number(crossing, 0, DOC_MOST_COLUMNS - 1);
		int row_span = (int)cross_take_number(crossing, 1, DOC_MOST_ROWS);
		int column_span = (int)cross_take_number(crossing, 1, DOC_MOST_COLUMNS);
		bool is_heading = cross_take_number(crossing, 0, 1);
		enum doc_align align =
			(enum doc_align)cross_take_number(crossing, DOC_LEFT, DOC_RIGHT);
		struct doc_cell *cell;
		struct str text;

		TRY(cross_take_text(crossing, &text));
		if (crossing->is_wrong)
			return NULL;
		TRY(doc_add_cell(builder, row, column, row_span, column_span, text, &cell));
		cell->is_heading = is_heading;
		cell->align = align;
	}
	return doc_close_table(builder);
}

static struct fault *
take_document(struct crossing *crossing, struct doc *ret_doc)
{
	struct doc_builder builder;
	size_t count = (size_t)cross_take_number(crossing, 0, DOC_MOST_BLOCKS);

	doc_build(&builder, crossing->arena, ret_doc);
	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		enum doc_role role =
			(enum doc_role)cross_take_number(crossing, DOC_PARAGRAPH, DOC_TABLE);
		int level = (int)cross_take_number(crossing, 0, 16);
		struct str text;

		if (role == DOC_TABLE) {
			TRY(take_table(crossing, &builder));
			continue;
		}
		TRY(cross_take_text(crossing, &text));
		TRY(doc_add(&builder, role, level, text));
	}
	return NULL;
}

static struct fault *
write_text(struct crossing *crossing, struct buf *released)
{
	size_t count = (size_t)cross_take_number(crossing, 0, REDACTION_MOST_UNITS);

	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		struct str line;

		TRY(cross_take_text(crossing, &line));
		buf_put(released, line);
		buf_put_char(released, '\n');
	}
	return cross_end(crossing);
}

static struct fault *
write_document(enum redaction_type type, const struct doc *doc, struct buf *released)
{
	switch (type) {
	case REDACTION_MARKDOWN:
		return doc_write_markdown(doc, released);
	case REDACTION_HTML:
		return doc_write_html(doc, released);
	case REDACTION_CSV:
		return doc_write_csv(doc, released);
	case REDACTION_WORD:
		return doc_write_docx(doc, released);
	default:
		return doc_write_xlsx(doc, released);
	}
}

struct fault *
redaction_remake_prepare(
	struct str bytes, enum redaction_type type, struct arena *arena, struct str *ret_input)
{
	enum doc_format format;

	*ret_input = bytes;
	return type == REDACTION_WORD ? doc_prepare(STR("a.doc"), bytes, arena, &format, ret_input)
				      : NULL;
}

struct fault *
redaction_remake(struct str name, struct str bytes, enum redaction_type type,
	const struct redaction_plan *plan, struct arena *arena, struct buf *released,
	struct redaction_record *record)
{
	CLOSING(buf_done) struct buf answer = { 0 };
	CLOSING(buf_done) struct buf job = { 0 };
	struct crossing crossing = { .arena = arena };
	struct doc doc = { 0 };
	struct str input;

	TRY(redaction_remake_prepare(bytes, type, arena, &input));
	buf_init(&answer, redaction_limits.answer);
	buf_init(&job, REDACTION_LARGEST_JOB);
	cross_put_job(&job, type, plan);
	TRY(buf_check(&job));
	TRY(cage_run(cut_in_cage, input, buf_str(&job), &redaction_limits, &answer));
	crossing.rest = buf_str(&answer);
	TRY(cross_take_record(&crossing, record));
	if (type == REDACTION_WORD)
		record->ending = redaction_type_ending(REDACTION_DOCX);
	if (type == REDACTION_TEXT)
		return write_text(&crossing, released);
	TRY(take_document(&crossing, &doc));
	TRY(cross_end(&crossing));
	return write_document(type, &doc, released);
}
