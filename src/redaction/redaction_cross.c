/*
 * What crosses into the cage and out of it: numbers and texts in a fixed order, both ends this very
 * program. What comes out is not trusted: every number has its bounds, every text is checked.
 */
#include "redaction/redaction_inside.h"

#include "base/utf8.h"

void
cross_put_number(struct buf *out, int64_t number)
{
	buf_put_bytes(out, &number, sizeof number);
}

void
cross_put_text(struct buf *out, struct str text)
{
	cross_put_number(out, (int64_t)text.len);
	buf_put(out, text);
}

void
cross_put_notes(struct buf *out, const struct redaction_notes *notes)
{
	cross_put_number(out, notes->is_cut);
	cross_put_number(out, (int64_t)notes->count);
	for (size_t i = 0; i < notes->count; i++) {
		cross_put_number(out, notes->all[i].kind);
		cross_put_number(out, notes->all[i].count);
		cross_put_text(out, notes->all[i].place);
		cross_put_text(out, notes->all[i].excerpt);
	}
}

int64_t
cross_take_number(struct crossing *crossing, int64_t least, int64_t most)
{
	int64_t number = least;

	if (crossing->rest.len >= sizeof number) {
		memcpy(&number, crossing->rest.at, sizeof number);
		crossing->rest = str_from(crossing->rest, sizeof number);
	} else {
		crossing->is_wrong = true;
	}
	if (number >= least && number <= most)
		return number;
	crossing->is_wrong = true;
	return least;
}

struct str
cross_take_bytes(struct crossing *crossing)
{
	size_t len = (size_t)cross_take_number(crossing, 0, INT32_MAX);
	struct str bytes;

	if (crossing->is_wrong || len > crossing->rest.len) {
		crossing->is_wrong = true;
		return STR("");
	}
	bytes = str_sub(crossing->rest, 0, len);
	crossing->rest = str_from(crossing->rest, len);
	return bytes;
}

struct fault *
cross_take_text(struct crossing *crossing, struct str *ret_text)
{
	struct str bytes = cross_take_bytes(crossing);
	size_t bad;

	*ret_text = STR("");
	if (bytes.len == 0)
		return NULL;
	if (!utf8_is_valid(bytes, &bad)) {
		crossing->is_wrong = true;
		return NULL;
	}
	TRY(str_copy(crossing->arena, bytes, &bytes));
	return utf8_clean(crossing->arena, bytes, ret_text);
}

struct fault *
cross_take_notes(struct crossing *crossing, struct redaction_notes *notes)
{
	bool is_cut = cross_take_number(crossing, 0, 1);
	size_t count = (size_t)cross_take_number(crossing, 0, REDACTION_MOST_FINDINGS);

	notes->is_cut = notes->is_cut || is_cut;
	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		enum redaction_kind kind =
			(enum redaction_kind)cross_take_number(crossing, 0, KINDS - 1);
		int number = (int)cross_take_number(crossing, 1, INT32_MAX);
		size_t before = notes->count;
		struct str place;
		struct str excerpt;

		TRY(cross_take_text(crossing, &place));
		TRY(cross_take_text(crossing, &excerpt));
		TRY(redaction_note(notes, kind, place, excerpt));
		if (notes->count > before)
			notes->all[before].count = number;
	}
	return NULL;
}

void
cross_put_record(struct buf *out, const struct redaction_record *record)
{
	cross_put_number(out, (int64_t)record->unmatched);
	cross_put_number(out, (int64_t)record->cut_count);
	for (size_t i = 0; i < record->cut_count; i++) {
		cross_put_text(out, record->cuts[i].place);
		cross_put_text(out, record->cuts[i].ground);
		cross_put_number(out, record->cuts[i].count);
	}
}

struct fault *
cross_take_record(struct crossing *crossing, struct redaction_record *record)
{
	size_t count;

	record->unmatched = (size_t)cross_take_number(crossing, 0, REDACTION_MOST_REDACTIONS);
	count = (size_t)cross_take_number(crossing, 0, INT32_MAX);
	/* Each has three numbers at least. */
	if (count > crossing->rest.len / (3 * sizeof(int64_t))) {
		crossing->is_wrong = true;
		return NULL;
	}
	TAKE(crossing->arena, record->cuts, count);
	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		TRY(cross_take_text(crossing, &record->cuts[i].place));
		TRY(cross_take_text(crossing, &record->cuts[i].ground));
		record->cuts[i].count = (int)cross_take_number(crossing, 1, INT32_MAX);
	}
	record->cut_count = count;
	return NULL;
}

void
cross_put_job(struct buf *out, enum redaction_type type, const struct redaction_plan *plan)
{
	cross_put_number(out, type);
	cross_put_text(out, plan->mark);
	cross_put_number(out, plan->dpi);
	cross_put_number(out, (int64_t)plan->count);
	for (size_t i = 0; i < plan->count; i++) {
		const struct redaction *one = &plan->all[i];

		cross_put_number(out, one->shape);
		cross_put_number(out, one->unit);
		cross_put_number(out, (int64_t)one->offset);
		cross_put_number(out, (int64_t)one->len);
		cross_put_text(out, one->term);
		cross_put_number(out, one->page);
		cross_put_number(out, one->left);
		cross_put_number(out, one->top);
		cross_put_number(out, one->width);
		cross_put_number(out, one->height);
		cross_put_text(out, one->ground);
	}
}

static int
take_int(struct crossing *crossing)
{
	return (int)cross_take_number(crossing, INT32_MIN, INT32_MAX);
}

struct fault *
cross_take_job(struct str job, struct arena *arena, enum redaction_type *ret_type,
	struct redaction_plan *ret_plan)
{
	struct crossing crossing = { .rest = job, .arena = arena };
	struct redaction_plan plan;
	struct redaction *all;

	*ret_type = (enum redaction_type)cross_take_number(&crossing, 0, REDACTION_TYPES - 1);
	plan.mark = cross_take_bytes(&crossing);
	plan.dpi = take_int(&crossing);
	plan.count = (size_t)cross_take_number(&crossing, 0, REDACTION_MOST_REDACTIONS);
	TAKE(arena, all, plan.count);
	for (size_t i = 0; i < plan.count; i++) {
		all[i].shape = (enum redaction_shape)cross_take_number(
			&crossing, REDACTION_RANGE, REDACTION_SHOW);
		all[i].unit = take_int(&crossing);
		/* What is too much for any file is refused as a place, like the rest. */
		all[i].offset = (size_t)cross_take_number(&crossing, INT64_MIN, INT64_MAX);
		all[i].len = (size_t)cross_take_number(&crossing, INT64_MIN, INT64_MAX);
		all[i].term = cross_take_bytes(&crossing);
		all[i].page = take_int(&crossing);
		all[i].left = take_int(&crossing);
		all[i].top = take_int(&crossing);
		all[i].width = take_int(&crossing);
		all[i].height = take_int(&crossing);
		all[i].ground = cross_take_bytes(&crossing);
	}
	plan.all = all;
	*ret_plan = plan;
	return cross_end(&crossing);
}

struct fault *
cross_end(const struct crossing *crossing)
{
	if (!crossing->is_wrong && crossing->rest.len == 0)
		return NULL;
	return fault_new(FAULT_INPUT, "cage_crash",
		"文件内容异常，检查没有完成。请检查文件后再试。",
		"The file is malformed; looking into it did not finish. Check the file and try "
		"again.");
}
