/*
 * libxml2's streaming parser behind three functions, with everything refused that office files
 * never hold: document types, entities, deep nesting. It builds no tree.
 */
#include <libxml/parserInternals.h>
#include <stdio.h>

#include "doc/doc_inside.h"

void
doc_xml_stop(struct doc_xml *state, struct fault *fault)
{
	if (!fault)
		return;
	if (!state->fault)
		state->fault = fault;
	xmlStopParser(state->parser);
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
	int space_count, const xmlChar **spaces, int count, int defaulted,
	const xmlChar **attributes)
{
	struct doc_xml *state = data;

	if (++state->depth > DOC_DEEPEST_XML) {
		doc_xml_stop(state,
			fault_new(FAULT_LIMIT, "doc_deep",
				"文件嵌套层次过深，无法读取。请检查文件，或另存为新文件后再试。",
				"The file is nested too deeply and cannot be read. Check it, or "
				"save it as "
				"a new file and try again."));
		return;
	}
	state->start(state, (const char *)name, (const char *)space, count, attributes);
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
	struct doc_xml *state = data;

	state->end(state, (const char *)name, (const char *)space);
	state->depth--;
}

static void
on_text(void *data, const xmlChar *text, int len)
{
	struct doc_xml *state = data;

	/* Only a character reference can bring one, and then it comes alone. */
	if (len == 1 && *text == '\r')
		return;
	state->text(state, (const char *)text, len);
}

/* Entities can only come from a document type, and no office program writes one. */
static void
on_document_type(void *data, const xmlChar *name, const xmlChar *external, const xmlChar *place)
{
	struct doc_xml *state = data;

	if (state->may_have_type)
		return;
	doc_xml_stop(state, fault_new(FAULT_INPUT, "doc_entities",
				    "文件中含有不允许的 XML "
				    "声明（DOCTYPE），为安全起见没有读取。请另存为新文件后再试。",
				    "The file holds a forbidden XML declaration (DOCTYPE) and was "
				    "not read. Save it as a "
				    "new file and try again."));
}

static xmlEntity *
on_entity(void *data, const xmlChar *name)
{
	return xmlGetPredefinedEntity(name);
}

/* Nothing is printed; the parser's state tells that it failed. */
static void
on_error(void *data, xmlError *error)
{
}

static void
set_handlers(xmlSAXHandler *handlers)
{
	*handlers = (xmlSAXHandler){
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_document_type,
		.getEntity = on_entity,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
	};
}

struct fault *
doc_xml_read(struct doc_xml *state, struct str bytes)
{
	xmlParserCtxt *parser;
	char why[80];
	bool is_good;

	if (bytes.len == 0 || bytes.len > DOC_MOST_UNPACKED)
		return doc_broken("xml: empty part");
	parser = xmlCreateMemoryParserCtxt(bytes.at, (int)bytes.len);
	if (!parser)
		return fault_memory();
	set_handlers(parser->sax);
	parser->userData = state;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET);
	state->parser = parser;
	state->fault = NULL;
	state->depth = 0;
	xmlParseDocument(parser);
	is_good = parser->wellFormed;
	snprintf(why, sizeof why, "xml: error %d in line %d", parser->lastError.code,
		parser->lastError.line);
	xmlFreeParserCtxt(parser);
	state->parser = NULL;
	if (state->fault)
		return state->fault;
	return is_good ? NULL : doc_broken(why);
}

struct str
doc_xml_attribute(int count, const xmlChar **attributes, const char *name)
{
	/* name, prefix, space, start and end of the value */
	for (int i = 0; i < count; i++, attributes += 5)
		if (strcmp((const char *)attributes[0], name) == 0)
			return (struct str){ (const char *)attributes[3],
				(size_t)(attributes[4] - attributes[3]) };
	return STR_NONE;
}

int
doc_xml_number(int count, const xmlChar **attributes, const char *name, int otherwise)
{
	struct str text = doc_xml_attribute(count, attributes, name);
	int64_t value;

	if (!text.at || !str_to_int(text, &value))
		return otherwise;
	if (value > INT32_MAX || value < INT32_MIN)
		return value > 0 ? INT32_MAX : INT32_MIN;
	return (int)value;
}
