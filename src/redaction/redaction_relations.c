/*
 * Relations of one part of an Office archive: all of them, with those to outside places, and which
 * part each one means. What comes along into a released file is decided by its format.
 */
#include "redaction/redaction_inside.h"

enum { MOST_RELATIONS = 10000 };

struct reader {
	struct doc_xml xml;
	struct arena *arena;
	struct str folder; /* of the part, with its slash, or empty */
	struct redaction_relations *relations;
};

/* "../media/a.png" from "word/" is "media/a.png"; "/word/a.xml" is itself. */
static struct fault *
resolve(struct reader *reader, struct str target, struct str *ret_part)
{
	struct str folder = reader->folder;

	if (str_starts(target, STR("/"))) {
		*ret_part = str_from(target, 1);
		return NULL;
	}
	while (str_starts(target, STR("../")) || str_starts(target, STR("./"))) {
		bool is_up = str_starts(target, STR("../"));

		target = str_from(target, is_up ? 3 : 2);
		if (is_up && folder.len) {
			size_t slash;

			folder.len--;
			slash = str_find_last(folder, STR("/"));
			folder.len = slash == SIZE_MAX ? 0 : slash + 1;
		}
	}
	return str_join(reader->arena, folder, STR_NONE, target, ret_part);
}

static struct fault *
add(struct reader *reader, const struct doc_xml_attributes *attributes)
{
	struct redaction_relations *relations = reader->relations;
	struct redaction_relation *relation;

	if (relations->count >= MOST_RELATIONS)
		return fault_memory();
	GROW(reader->arena, relations->all, relations->count, relations->room);
	relation = &relations->all[relations->count];
	*relation = (struct redaction_relation){
		.is_outside =
			str_equal(doc_xml_attribute(attributes, "TargetMode"), STR("External")),
	};
	TRY(str_copy(reader->arena, doc_xml_attribute(attributes, "Id"), &relation->id));
	TRY(str_copy(reader->arena, doc_xml_attribute(attributes, "Type"), &relation->type));
	TRY(str_copy(reader->arena, doc_xml_attribute(attributes, "Target"), &relation->target));
	if (!relation->is_outside)
		TRY(resolve(reader, relation->target, &relation->part));
	relations->count++;
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;

	if (strcmp(name, "Relationship") == 0)
		doc_xml_stop(&reader->xml, add(reader, attributes));
}

static void
on_end(void *data, const char *name, const char *space)
{
}

static void
on_text(void *data, const char *text, int len)
{
}

struct fault *
redaction_relations_read(struct doc_zip *zip, struct str part, struct arena *arena,
	struct redaction_relations *ret_relations)
{
	struct reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
		.relations = ret_relations,
	};
	size_t slash = str_find_last(part, STR("/"));
	const struct doc_part *own;
	struct str bytes;
	struct str path;

	*ret_relations = (struct redaction_relations){ 0 };
	reader.folder = str_sub(part, 0, slash == SIZE_MAX ? 0 : slash + 1);
	TRY(str_print(arena, &path, "%.*s_rels/%.*s.rels", STR_ARG(reader.folder),
		STR_ARG(str_from(part, reader.folder.len))));
	own = doc_zip_find(zip, path);
	if (!own)
		return NULL;
	TRY(doc_zip_unpack(zip, own, arena, &bytes));
	return doc_xml_read(&reader.xml, bytes, arena);
}
