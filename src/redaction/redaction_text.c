/*
 * The text of a file by its places, for people to choose from; and where personal identifiers stand
 * in it. How places are found is the business of each format.
 */
#include "redaction/redaction_inside.h"

struct fault *
redaction_not_for(enum redaction_type type)
{
	const char *zh = "先用 Word 或 WPS 打开，另存为 docx、xlsx 或 PDF";
	const char *en = "Open it with Word or WPS and save it as docx, xlsx or PDF";

	switch (type) {
	case REDACTION_RTF:
		zh = "先用 Word 或 WPS 打开，另存为 docx";
		en = "Open it with Word or WPS and save it as docx";
		break;
	case REDACTION_PPTX:
		zh = "先用 PowerPoint 或 WPS 打开，另存为 PDF";
		en = "Open it with PowerPoint or WPS and save it as PDF";
		break;
	case REDACTION_OFD:
		zh = "先用 OFD 阅读器打开，导出或打印为 PDF";
		en = "Open it with an OFD reader and export or print it as PDF";
		break;
	case REDACTION_PICTURE:
		zh = "先用看图软件打开，另存为 PNG 或 JPEG";
		en = "Open it with a viewer and save it as PNG or JPEG";
		break;
	case REDACTION_ARCHIVE:
		zh = "先解压，再把里面的文件分别上传";
		en = "Unpack it and upload the files in it one by one";
		break;
	default:
		break;
	}
	return fault_new(FAULT_INPUT, "redaction_kind",
		"%s不能直接遮盖。请%s，作为新的材料上传后再遮盖；原件留着不动。%.0s%.0s",
		"%.0s%.0sThis file (%s) cannot be redacted as it is. %s, upload that as a new file "
		"and redact it; keep the original.",
		redaction_type_zh(type), zh, redaction_type_en(type), en);
}

/* --- in the cage --- */

static void
put_units(struct buf *out, const struct redaction_units *units)
{
	cross_put_number(out, units->has_pictures);
	cross_put_number(out, units->page_count);
	for (int i = 0; i < units->page_count; i++) {
		cross_put_number(out, units->pages[i].width);
		cross_put_number(out, units->pages[i].height);
	}
	cross_put_number(out, (int64_t)units->count);
	for (size_t i = 0; i < units->count; i++) {
		cross_put_number(out, units->all[i].page);
		cross_put_number(out, units->all[i].is_cell);
		cross_put_number(out, units->all[i].is_unseen);
		cross_put_text(out, units->all[i].place);
		cross_put_text(out, units->all[i].text);
	}
	cross_put_number(out, (int64_t)units->box_count);
	for (size_t i = 0; i < units->box_count; i++) {
		const struct unit_box *box = &units->boxes[i];

		cross_put_number(out, box->unit);
		cross_put_number(out, (int64_t)box->offset);
		cross_put_number(out, (int64_t)box->len);
		cross_put_number(out, box->left);
		cross_put_number(out, box->top);
		cross_put_number(out, box->right);
		cross_put_number(out, box->bottom);
	}
}

static struct fault *
read_in_cage(struct str input, struct str plan, struct buf *answer)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const enum redaction_type *type = cage_plan(plan, sizeof *type);
	struct redaction_units units = { 0 };

	TRY(arena_open((size_t)176 << 20, &arena));
	units.arena = arena;
	if (*type == REDACTION_DOCX)
		TRY(redaction_docx_units(input, arena, &units));
	else if (*type == REDACTION_PDF)
		TRY(redaction_lines_units(input, arena, &units));
	else
		TRY(redaction_remake_units(input, *type, arena, &units));
	put_units(answer, &units);
	return buf_check(answer);
}

/* --- outside --- */

enum { MOST_PAGES = 100000, FARTHEST = 100000000 };

static struct fault *
take_pages(struct crossing *crossing, struct redaction_units *units)
{
	units->has_pictures = cross_take_number(crossing, 0, 1);
	units->page_count = (int)cross_take_number(crossing, 0, MOST_PAGES);
	if (crossing->is_wrong)
		return cross_end(crossing);
	TAKE(units->arena, units->pages, (size_t)units->page_count);
	for (int i = 0; i < units->page_count; i++) {
		units->pages[i].width = (int)cross_take_number(crossing, 0, FARTHEST);
		units->pages[i].height = (int)cross_take_number(crossing, 0, FARTHEST);
	}
	return NULL;
}

static struct fault *
take_boxes(struct crossing *crossing, struct redaction_units *units)
{
	size_t count = (size_t)cross_take_number(crossing, 0, INT32_MAX);

	if (crossing->is_wrong || count > crossing->rest.len / (7 * sizeof(int64_t))) {
		crossing->is_wrong = true;
		return NULL;
	}
	TAKE(units->arena, units->boxes, count);
	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		struct unit_box *box = &units->boxes[i];

		box->unit = (int)cross_take_number(crossing, 0, (int64_t)units->count - 1);
		box->offset = (size_t)cross_take_number(crossing, 0, INT32_MAX);
		box->len = (size_t)cross_take_number(crossing, 0, INT32_MAX);
		box->left = (int)cross_take_number(crossing, -FARTHEST, FARTHEST);
		box->top = (int)cross_take_number(crossing, -FARTHEST, FARTHEST);
		box->right = (int)cross_take_number(crossing, -FARTHEST, FARTHEST);
		box->bottom = (int)cross_take_number(crossing, -FARTHEST, FARTHEST);
		crossing->is_wrong = crossing->is_wrong ||
				     box->offset + box->len > units->all[box->unit].text.len;
	}
	units->box_count = count;
	return NULL;
}

static struct fault *
take_units(struct crossing *crossing, struct redaction_units *units)
{
	size_t count;

	TRY(take_pages(crossing, units));
	count = (size_t)cross_take_number(crossing, 0, REDACTION_MOST_UNITS);
	TAKE(units->arena, units->all, count);
	for (size_t i = 0; i < count && !crossing->is_wrong; i++) {
		struct redaction_unit *unit = &units->all[i];

		unit->page = (int)cross_take_number(crossing, 0, units->page_count);
		unit->is_cell = cross_take_number(crossing, 0, 1);
		unit->is_unseen = cross_take_number(crossing, 0, 1);
		TRY(cross_take_text(crossing, &unit->place));
		TRY(cross_take_text(crossing, &unit->text));
	}
	units->count = count;
	TRY(take_boxes(crossing, units));
	return cross_end(crossing);
}

/* What the cage reads of the file: programs run out here. */
static struct fault *
prepare(struct str bytes, enum redaction_type type, struct arena *arena, struct str *ret_input)
{
	if (type == REDACTION_PDF)
		return redaction_pdf_words(bytes, true, arena, ret_input);
	return redaction_remake_prepare(bytes, type, arena, ret_input);
}

struct fault *
redaction_units_read(struct str name, struct str bytes, enum redaction_type type,
	struct arena *arena, struct redaction_units *units)
{
	CLOSING(buf_done) struct buf answer = { 0 };
	struct crossing crossing = { .arena = arena };
	struct str input;

	units->arena = arena;
	TRY(prepare(bytes, type, arena, &input));
	buf_init(&answer, redaction_limits.answer);
	TRY(cage_run(read_in_cage, input, CAGE_PLAN(type), &redaction_limits, &answer));
	crossing.rest = buf_str(&answer);
	return take_units(&crossing, units);
}

struct fault *
redaction_text(
	struct str name, struct str bytes, struct arena *arena, struct redaction_text *ret_text)
{
	struct redaction_text text = { .type = redaction_type_of(name, bytes) };
	struct redaction_units units = { 0 };

	TRY(redaction_check_bytes(bytes));
	if (text.type == REDACTION_JPEG || text.type == REDACTION_PNG) {
		text.has_pictures = true;
		text.page_count = 1;
		*ret_text = text;
		return NULL;
	}
	if (text.type != REDACTION_DOCX && text.type != REDACTION_PDF &&
		!redaction_is_remade(text.type))
		return redaction_not_for(text.type);
	TRY(redaction_units_read(name, bytes, text.type, arena, &units));
	text.units = units.all;
	text.count = units.count;
	text.page_count = units.page_count;
	text.pages = units.pages;
	text.has_pictures = units.has_pictures;
	*ret_text = text;
	return NULL;
}

struct fault *
redaction_suggest(const struct redaction_text *text, struct day today, struct arena *arena,
	struct redaction_suggestion **ret_suggestions, size_t *ret_count)
{
	struct redaction_suggestion *all = NULL;
	size_t count = 0;
	size_t room = 0;

	for (size_t i = 0; i < text->count; i++) {
		struct identifier_hit *hits;
		size_t hit_count;

		TRY(identifier_find(text->units[i].text, today, arena, &hits, &hit_count));
		for (size_t j = 0; j < hit_count; j++) {
			GROW(arena, all, count, room);
			all[count++] = (struct redaction_suggestion){
				.unit = (int)i,
				.offset = hits[j].offset,
				.len = hits[j].len,
				.kind = hits[j].kind,
				.is_checked = hits[j].is_checked,
			};
		}
	}
	*ret_suggestions = all;
	*ret_count = count;
	return NULL;
}
