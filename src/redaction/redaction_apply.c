/*
 * The door of redaction: which file is released which way, and the checks of a plan that hold for
 * all of them. The ways themselves are in redaction_docx.c, _remake.c, _burn.c and _paint.c.
 */
#include "redaction/redaction_inside.h"

enum { MOST_PARTS = 2000, LONGEST_MARK = 60, LEAST_DPI = 72, MOST_DPI = 300 };

/* --- docx: rewritten in the cage, packed here --- */

static struct fault *
rewrite_in_cage(struct str input, struct str job, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct redaction_plan plan;
	enum redaction_type type;

	TRY(arena_open((size_t)176 << 20, &arena));
	TRY(cross_take_job(job, arena, &type, &plan));
	return redaction_docx_rewrite(input, &plan, arena, answer);
}

static bool
is_part_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] <= ' ' || name.at[i] == '\\' || name.at[i] == '\x7F')
			return false;
	return name.len > 0 && name.len < 200 && name.at[0] != '/' && !str_has(name, STR(".."));
}

/* Names and contents of parts, as they were put one after the other. */
static struct fault *
take_parts(struct crossing *crossing, struct buf *released)
{
	struct doc_packing *parts;
	size_t count = 0;

	TAKE(crossing->arena, parts, MOST_PARTS);
	while (crossing->rest.len && !crossing->is_wrong && count < MOST_PARTS) {
		struct str name;

		TRY(cross_take_text(crossing, &name));
		TRY(str_copy(crossing->arena, name, &name));
		parts[count].name = name.at;
		parts[count].content = cross_take_bytes(crossing);
		crossing->is_wrong = crossing->is_wrong || !is_part_name(name);
		count++;
	}
	TRY(cross_end(crossing));
	return doc_write_package(parts, count, released);
}

static struct fault *
apply_docx(struct str bytes, const struct redaction_plan *plan, struct arena *arena,
	struct buf *released, struct redaction_record *record)
{
	CLOSING(buf_done) struct buf answer = { 0 };
	CLOSING(buf_done) struct buf job = { 0 };
	struct crossing crossing = { .arena = arena };

	buf_init(&answer, redaction_limits.answer);
	buf_init(&job, REDACTION_LARGEST_JOB);
	cross_put_job(&job, REDACTION_DOCX, plan);
	TRY(buf_check(&job));
	TRY(cage_run(rewrite_in_cage, bytes, buf_str(&job), &redaction_limits, &answer));
	crossing.rest = buf_str(&answer);
	TRY(cross_take_record(&crossing, record));
	return take_parts(&crossing, released);
}

/* --- every format --- */

/* Boxes belong to pages and pictures; elsewhere there is nothing to paint on. */
static struct fault *
check_plan(const struct redaction_plan *plan, enum redaction_type type)
{
	bool has_boxes = type == REDACTION_PDF || type == REDACTION_JPEG || type == REDACTION_PNG;

	if (plan->count > REDACTION_MOST_REDACTIONS)
		return fault_new(FAULT_LIMIT, "redaction_many",
			"遮盖超过 %d 处。请用“全部相同词语”来遮盖，或拆分文件。",
			"There are more than %d redactions. Use terms for all of their "
			"occurrences, "
			"or split the file.",
			REDACTION_MOST_REDACTIONS);
	if (plan->mark.len > LONGEST_MARK || (plan->dpi && plan->dpi < LEAST_DPI) ||
		plan->dpi > MOST_DPI)
		return fault_new(FAULT_INPUT, "redaction_setting",
			"遮盖的设置不对：标记最多 %d 字节，分辨率为 72 至 300。",
			"A setting of redaction is wrong: a mark has at most %d bytes, a "
			"resolution is "
			"72 to 300.",
			LONGEST_MARK);
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->all[i].shape == REDACTION_SHOW && !redaction_is_remade(type))
			return redaction_no_place(i);
		if (plan->all[i].shape == REDACTION_BOX && !has_boxes)
			return fault_new(FAULT_INPUT, "redaction_place",
				"第 %zu 处是画出的区域，只有 PDF 和图片才能用。请改选文字。",
				"Redaction %zu is a rectangle, which only PDF files and pictures "
				"can have. Choose text.",
				i + 1);
	}
	return NULL;
}

static struct fault *
apply_type(struct str name, struct str bytes, enum redaction_type type,
	const struct redaction_plan *plan, struct arena *arena, struct buf *released,
	struct redaction_record *record)
{
	if (redaction_is_remade(type))
		return redaction_remake(name, bytes, type, plan, arena, released, record);
	switch (type) {
	case REDACTION_DOCX:
		return apply_docx(bytes, plan, arena, released, record);
	case REDACTION_PDF:
		return redaction_burn(bytes, plan, arena, released, record);
	case REDACTION_JPEG:
	case REDACTION_PNG:
		return redaction_paint(bytes, type, plan, arena, released, record);
	default:
		return redaction_not_for(type);
	}
}

struct fault *
redaction_apply(struct str name, struct str bytes, const struct redaction_plan *plan,
	struct arena *arena, struct buf *released, struct redaction_record *ret_record)
{
	enum redaction_type type = redaction_type_of(name, bytes);
	struct redaction_record record = { .ending = redaction_type_ending(type) };

	TRY(redaction_check_bytes(bytes));
	TRY(check_plan(plan, type));
	TRY(apply_type(name, bytes, type, plan, arena, released, &record));
	TRY(buf_check(released));
	*ret_record = record;
	return NULL;
}
