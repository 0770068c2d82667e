/*
 * A docx by its parts: which of them have text that people see, and the new package in which only
 * these, their looks and pictures that can be checked come along. Markup is redaction_word.c's.
 * In the cage; the package itself is packed outside.
 */
#include "redaction/redaction_inside.h"

/* Longest part that is written. */
#define LONGEST_PART ((size_t)48 << 20)

enum { MOST_PARTS = 400 };

/* A part that comes along. */
struct use {
	struct str name;
	const char *content_type; /* behind the usual beginning; NULL for a picture */
	enum word_part part;
	struct str place;
	struct redaction_relations relations;
};

struct docx {
	struct arena *arena;
	struct doc_zip zip;
	struct use uses[MOST_PARTS];
	size_t count;
	struct str *hidden_styles;
	size_t hidden_style_count;
	bool has_dropped_picture;
};

static const struct {
	const char *type;
	const char *content_type;
	enum word_part part;
	const char *place;
} kinds[] = {
	{ "/header", "header", WORD_TEXT, "页眉" },
	{ "/footer", "footer", WORD_TEXT, "页脚" },
	{ "/footnotes", "footnotes", WORD_TEXT, "脚注" },
	{ "/endnotes", "endnotes", WORD_TEXT, "尾注" },
	{ "/styles", "styles", WORD_DATA, "样式" },
	{ "/numbering", "numbering", WORD_DATA, "编号" },
	{ "/fontTable", "fontTable", WORD_DATA, "字体" },
	{ "/settings", "settings", WORD_SETTINGS, "设置" },
	{ "/theme", "theme", WORD_DATA, "主题" },
};

static bool
has_use(const struct docx *docx, struct str name)
{
	for (size_t i = 0; i < docx->count; i++)
		if (str_equal(docx->uses[i].name, name))
			return true;
	return false;
}

static struct fault *
add_use(struct docx *docx, struct redaction_relation *relation, size_t kind)
{
	const struct doc_part *part = doc_zip_find(&docx->zip, relation->part);
	struct use *use;
	int number = 1;

	if (!part || docx->count == MOST_PARTS)
		return NULL;
	relation->is_kept = true;
	/* Two relations may mean one part. */
	if (has_use(docx, relation->part))
		return NULL;
	for (size_t i = 0; i < docx->count; i++)
		number += docx->uses[i].content_type == kinds[kind].content_type;
	use = &docx->uses[docx->count++];
	*use = (struct use){
		.name = relation->part,
		.content_type = kinds[kind].content_type,
		.part = kinds[kind].part,
	};
	if (kind < 2)
		TRY(str_print(docx->arena, &use->place, "%s %d ", kinds[kind].place, number));
	else
		use->place = str_of(kinds[kind].place);
	return redaction_relations_read(&docx->zip, use->name, docx->arena, &use->relations);
}

/* Pictures come along under new names. */
static void
keep_pictures(struct docx *docx, struct redaction_relations *relations)
{
	for (size_t i = 0; i < relations->count; i++) {
		struct redaction_relation *relation = &relations->all[i];

		if (!relation->is_outside && str_ends(relation->type, STR("/image")) &&
			doc_zip_find(&docx->zip, relation->part))
			relation->is_kept = true;
	}
}

static struct fault *
find_hidden_styles(struct docx *docx)
{
	for (size_t i = 0; i < docx->count; i++) {
		const struct use *use = &docx->uses[i];
		struct str bytes;

		if (!use->content_type || strcmp(use->content_type, "styles") != 0)
			continue;
		TRY(doc_zip_unpack(
			&docx->zip, doc_zip_find(&docx->zip, use->name), docx->arena, &bytes));
		return redaction_word_styles(
			bytes, docx->arena, &docx->hidden_styles, &docx->hidden_style_count);
	}
	return NULL;
}

static struct fault *
open_docx(struct str bytes, struct arena *arena, struct docx **ret_docx)
{
	const struct doc_part *part;
	struct docx *docx;
	struct use *use;

	TAKE(arena, docx, 1);
	docx->arena = arena;
	TRY(doc_zip_open(bytes, arena, &docx->zip));
	TRY(doc_relations_main(&docx->zip, STR("word/document.xml"), arena, &part));
	use = &docx->uses[docx->count++];
	*use = (struct use){
		.name = part->name,
		.content_type = "document.main",
		.part = WORD_TEXT,
		.place = STR("正文"),
	};
	TRY(redaction_relations_read(&docx->zip, use->name, arena, &use->relations));
	for (size_t i = 0; i < use->relations.count; i++)
		for (size_t kind = 0; kind < COUNT_OF(kinds); kind++)
			if (!use->relations.all[i].is_outside &&
				str_ends(use->relations.all[i].type, str_of(kinds[kind].type)))
				TRY(add_use(docx, &use->relations.all[i], kind));
	for (size_t i = 0; i < docx->count; i++)
		keep_pictures(docx, &docx->uses[i].relations);
	TRY(find_hidden_styles(docx));
	*ret_docx = docx;
	return NULL;
}

static struct word_job
job_of(const struct docx *docx, const struct use *use, struct redaction_units *units)
{
	return (struct word_job){
		.arena = docx->arena,
		.part = use->part,
		.place = use->place,
		.units = units,
		.relations = &use->relations,
		.hidden_styles = docx->hidden_styles,
		.hidden_style_count = docx->hidden_style_count,
	};
}

static struct fault *
walk(struct docx *docx, const struct use *use, struct word_job *job)
{
	struct str bytes;

	TRY(doc_zip_unpack(&docx->zip, doc_zip_find(&docx->zip, use->name), docx->arena, &bytes));
	/* The same part is unpacked again for each walk, and counts once. */
	docx->zip.left += bytes.len;
	return redaction_word_walk(job, bytes);
}

static struct fault *
list_units(struct docx *docx, struct redaction_units *units)
{
	for (size_t i = 0; i < docx->count; i++) {
		struct word_job job = job_of(docx, &docx->uses[i], units);

		if (docx->uses[i].part == WORD_TEXT)
			TRY(walk(docx, &docx->uses[i], &job));
	}
	return NULL;
}

struct fault *
redaction_docx_units(struct str bytes, struct arena *arena, struct redaction_units *units)
{
	struct docx *docx;

	TRY(open_docx(bytes, arena, &docx));
	return list_units(docx, units);
}

/* --- the new package --- */

struct package {
	struct docx *docx;
	struct buf *answer;
	const struct redaction_plan *plan;
	struct unit_cuts cuts;
	struct folded *terms;
	struct redaction_units again; /* units of the second walk, only counted */
	struct buf part;
	struct str *pictures; /* names of parts that are there already */
	size_t picture_count;
	size_t picture_room;
	struct redaction_record *record;
};

static struct fault *
put_part(struct package *package, struct str name)
{
	TRY(buf_check(&package->part));
	cross_put_text(package->answer, name);
	cross_put_text(package->answer, buf_str(&package->part));
	return buf_check(package->answer);
}

/* What goes along without a ground: it was taken out because nobody can look into it. */
static struct fault *
record_dropped(struct package *package, const char *what)
{
	struct redaction_record *record = package->record;
	struct redaction_cut *cuts;

	for (size_t i = 0; i < record->cut_count; i++)
		if (str_equal(record->cuts[i].place, str_of(what))) {
			record->cuts[i].count++;
			return NULL;
		}
	TAKE(package->docx->arena, cuts, record->cut_count + 1);
	if (record->cut_count)
		memcpy(cuts, record->cuts, record->cut_count * sizeof *cuts);
	cuts[record->cut_count++] = (struct redaction_cut){ str_of(what), STR(""), 1 };
	record->cuts = cuts;
	return NULL;
}

static struct fault *
put_markup(struct package *package, const struct use *use)
{
	struct word_job job = job_of(package->docx, use, &package->again);

	job.cuts = &package->cuts;
	job.terms = package->terms;
	job.term_count = package->plan->count;
	job.mark = redaction_mark_of(package->plan);
	job.out = &package->part;
	buf_clear(&package->part);
	TRY(walk(package->docx, use, &job));
	for (int i = 0; i < job.dropped; i++)
		TRY(record_dropped(package, "图表、嵌入对象（无法检查，已移除）"));
	return put_part(package, use->name);
}

/* One dot of grey, where a picture cannot be looked into. */
static const char grey[] =
	"\x89\x50\x4E\x47\x0D\x0A\x1A\x0A\x00\x00\x00\x0D\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00"
	"\x00\x01"
	"\x08\x00\x00\x00\x00\x3A\x7E\x9B\x55\x00\x00\x00\x0A\x49\x44\x41\x54\x78\xDA\x63\x38\x01"
	"\x00\x00"
	"\xCA\x00\xC9\x34\x42\x27\xF3\x00\x00\x00\x00\x49\x45\x4E\x44\xAE\x42\x60\x82";

/* The picture's number among those of the package, from 1; written when it is new. */
static struct fault *
put_picture(struct package *package, struct str name, size_t *ret_number, bool *ret_is_jpeg)
{
	struct docx *docx = package->docx;
	struct str bytes;
	struct str path;
	size_t number = 0;

	while (number < package->picture_count && !str_equal(package->pictures[number], name))
		number++;
	TRY(doc_zip_unpack(&docx->zip, doc_zip_find(&docx->zip, name), docx->arena, &bytes));
	docx->zip.left += bytes.len;
	*ret_number = number + 1;
	*ret_is_jpeg = str_starts(bytes, STR("\xFF\xD8"));
	buf_clear(&package->part);
	if (!redaction_strip_picture(bytes, &package->part)) {
		*ret_is_jpeg = false;
		buf_clear(&package->part);
		buf_put(&package->part, STR(grey));
		if (number == package->picture_count)
			TRY(record_dropped(package, "图片（格式无法检查，已移除）"));
	}
	if (number < package->picture_count)
		return NULL;
	GROW(docx->arena, package->pictures, package->picture_count, package->picture_room);
	package->pictures[package->picture_count++] = name;
	TRY(str_print(docx->arena, &path, "word/media/image%zu.%s", number + 1,
		*ret_is_jpeg ? "jpeg" : "png"));
	return put_part(package, path);
}

static bool
is_known_type(struct str type)
{
	return str_starts(type, STR("http://schemas.openxmlformats.org/officeDocument/")) ||
	       str_starts(type, STR("http://purl.oclc.org/ooxml/officeDocument/"));
}

#define PROLOGUE "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define RELATIONS                                                                                  \
	PROLOGUE "<Relationships "                                                                 \
		 "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

/* The relations of a part, those that come along, to full paths. */
static struct fault *
put_relations(struct package *package, const struct use *use)
{
	size_t slash = str_find_last(use->name, STR("/"));
	size_t folder = slash == SIZE_MAX ? 0 : slash + 1;
	CLOSING(buf_done) struct buf own = { 0 };
	struct str path;

	buf_init(&own, LONGEST_PART);
	for (size_t i = 0; i < use->relations.count; i++) {
		const struct redaction_relation *relation = &use->relations.all[i];
		size_t number;
		bool is_jpeg;

		if (!relation->is_kept || !is_known_type(relation->type))
			continue;
		buf_put(&own, STR("<Relationship Id=\""));
		tag_put_escaped(&own, relation->id);
		buf_put(&own, STR("\" Type=\""));
		tag_put_escaped(&own, relation->type);
		buf_put(&own, STR("\" Target=\"/"));
		if (str_ends(relation->type, STR("/image"))) {
			TRY(put_picture(package, relation->part, &number, &is_jpeg));
			buf_print(&own, "word/media/image%zu.%s", number, is_jpeg ? "jpeg" : "png");
		} else {
			tag_put_escaped(&own, relation->part);
		}
		buf_put(&own, STR("\"/>"));
	}
	TRY(buf_check(&own));
	if (own.len == 0)
		return NULL;
	buf_clear(&package->part);
	buf_put(&package->part, STR(RELATIONS));
	buf_put(&package->part, buf_str(&own));
	buf_put(&package->part, STR("</Relationships>"));
	TRY(str_print(package->docx->arena, &path, "%.*s_rels/%.*s.rels",
		STR_ARG(str_sub(use->name, 0, folder)), STR_ARG(str_from(use->name, folder))));
	return put_part(package, path);
}

static struct fault *
put_types(struct package *package)
{
	struct buf *out = &package->part;

	buf_clear(out);
	buf_put(out,
		STR(PROLOGUE
			"<Types "
			"xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
			"<Default Extension=\"rels\" ContentType=\"application/"
			"vnd.openxmlformats-package.relationships+xml\"/>"
			"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
			"<Default Extension=\"png\" ContentType=\"image/png\"/>"
			"<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"));
	for (size_t i = 0; i < package->docx->count; i++) {
		const struct use *use = &package->docx->uses[i];
		bool is_theme = strcmp(use->content_type, "theme") == 0;

		buf_put(out, STR("<Override PartName=\"/"));
		tag_put_escaped(out, use->name);
		buf_print(out,
			"\" "
			"ContentType=\"application/vnd.openxmlformats-officedocument.%s%s+xml\"/>",
			is_theme ? "" : "wordprocessingml.", use->content_type);
	}
	buf_put(out, STR("</Types>"));
	return put_part(package, STR("[Content_Types].xml"));
}

static struct fault *
put_root(struct package *package)
{
	buf_clear(&package->part);
	buf_put(&package->part,
		STR(RELATIONS "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/"
			      "officeDocument/2006/relationships/officeDocument\" Target=\""));
	tag_put_escaped(&package->part, package->docx->uses[0].name);
	buf_put(&package->part, STR("\"/></Relationships>"));
	return put_part(package, STR("_rels/.rels"));
}

static struct fault *
put_package(struct package *package)
{
	TRY(put_types(package));
	TRY(put_root(package));
	for (size_t i = 0; i < package->docx->count; i++)
		TRY(put_markup(package, &package->docx->uses[i]));
	for (size_t i = 0; i < package->docx->count; i++)
		TRY(put_relations(package, &package->docx->uses[i]));
	return NULL;
}

static struct fault *
make_cuts(struct package *package)
{
	struct arena *arena = package->docx->arena;
	const struct redaction_plan *plan = package->plan;
	struct redaction_units units = { .arena = arena };
	bool *is_matched;

	TAKE(arena, is_matched, plan->count);
	TAKE(arena, package->terms, plan->count);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->all[i].shape == REDACTION_TERM)
			TRY(redaction_fold(plan->all[i].term, false, arena, &package->terms[i]));
	TRY(list_units(package->docx, &units));
	TRY(redaction_cuts_make(&units, plan, false, arena, &package->cuts, is_matched));
	for (size_t i = 0; i < plan->count; i++)
		package->record->unmatched += !is_matched[i];
	return redaction_cuts_list(&units, &package->cuts, plan, arena, package->record);
}

struct fault *
redaction_docx_rewrite(struct str bytes, const struct redaction_plan *plan, struct arena *arena,
	struct buf *answer)
{
	CLOSING(buf_done) struct buf parts = { 0 };
	struct redaction_record record = { 0 };
	struct package package = { .plan = plan, .again = { .arena = arena }, .record = &record };
	struct fault *fault;

	buf_init(&parts, answer->max);
	buf_init(&package.part, LONGEST_PART);
	TRY(open_docx(bytes, arena, &package.docx));
	package.answer = &parts;
	TRY(make_cuts(&package));
	fault = put_package(&package);
	buf_done(&package.part);
	TRY(fault);
	cross_put_record(answer, &record);
	buf_put(answer, buf_str(&parts));
	return buf_check(answer);
}
