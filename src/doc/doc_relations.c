/*
 * Relations between the parts of an Office archive: which part is the main one, which sheet has
 * which name. Relations to places outside the archive are left out.
 */
#include "doc/doc_office.h"

enum { MOST_RELATIONS = 10000 };

struct reader {
	struct doc_xml xml;
	struct arena *arena;
	struct doc_relations *relations;
	size_t room;
};

static struct fault *
add(struct reader *reader, const struct doc_xml_attributes *attributes)
{
	struct doc_relations *relations = reader->relations;
	struct doc_relation *relation;

	if (relations->count >= MOST_RELATIONS)
		return fault_memory();
	GROW(reader->arena, relations->all, relations->count, reader->room);
	relation = &relations->all[relations->count];
	TRY(str_copy(reader->arena, doc_xml_attribute(attributes, "Id"), &relation->id));
	TRY(str_copy(reader->arena, doc_xml_attribute(attributes, "Type"), &relation->type));
	TRY(str_copy(reader->arena, doc_xml_attribute(attributes, "Target"), &relation->target));
	relations->count++;
	return NULL;
}

static void
on_start(void *data, const char *name, const char *space,
	const struct doc_xml_attributes *attributes)
{
	struct reader *reader = data;

	if (strcmp(name, "Relationship") == 0 &&
		!str_equal(doc_xml_attribute(attributes, "TargetMode"), STR("External")))
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
doc_relations_read(struct doc_zip *zip, struct str name, struct arena *arena,
	struct doc_relations *ret_relations)
{
	struct reader reader = {
		.xml = { .start = on_start, .end = on_end, .text = on_text },
		.arena = arena,
		.relations = ret_relations,
	};
	const struct doc_part *part = doc_zip_find(zip, name);
	struct str bytes;

	*ret_relations = (struct doc_relations){ 0 };
	if (!part)
		return NULL;
	TRY(doc_zip_unpack(zip, part, arena, &bytes));
	return doc_xml_read(&reader.xml, bytes, reader.arena);
}

const struct doc_relation *
doc_relations_find(const struct doc_relations *relations, struct str id, struct str type_end)
{
	for (size_t i = 0; i < relations->count; i++) {
		const struct doc_relation *relation = &relations->all[i];

		if ((id.len == 0 || str_equal(relation->id, id)) &&
			str_ends(relation->type, type_end))
			return relation;
	}
	return NULL;
}

struct fault *
doc_relations_main(struct doc_zip *zip, struct str usual, struct arena *arena,
	const struct doc_part **ret_part)
{
	const struct doc_relation *main_relation;
	struct doc_relations relations;

	*ret_part = doc_zip_find(zip, usual);
	if (*ret_part)
		return NULL;
	TRY(doc_relations_read(zip, STR("_rels/.rels"), arena, &relations));
	main_relation = doc_relations_find(&relations, STR_NONE, STR("/officeDocument"));
	*ret_part = main_relation ? doc_zip_find(zip, main_relation->target) : NULL;
	return *ret_part ? NULL : doc_broken("package: no main part");
}
