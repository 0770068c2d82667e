/*
 * The whole report as a document in official order: title, 编制说明, six sections with their
 * tables, signature. It adds no sentence of its own; what the record lacks stays lacking.
 */
#include "doc/doc.h"
#include "report/report_layout.h"

/* A document being put together; blocks live in the arena. */
struct draft {
	struct arena *arena;
	struct doc *doc;
	size_t room;
};

static struct fault *
add(struct draft *draft, struct doc_block block)
{
	struct doc *doc = draft->doc;

	if (block.role != DOC_TABLE && !str_trim(block.text).len)
		return NULL;
	block.text = str_trim(block.text);
	GROW(draft->arena, doc->blocks, doc->block_count, draft->room);
	doc->blocks[doc->block_count++] = block;
	return NULL;
}

static struct fault *
add_heading(struct draft *draft, enum report_section_key key, struct str printed)
{
	struct str heading = printed;

	if (!str_trim(heading).len)
		heading = str_of(report_section_labels[key].heading);
	return add(draft, (struct doc_block){ .role = DOC_HEADING, .level = 1, .text = heading });
}

static struct fault *
add_paragraphs(struct draft *draft, struct str text)
{
	struct str line;

	while (str_next_line(&text, &line))
		TRY(add(draft, (struct doc_block){ .role = DOC_PARAGRAPH, .text = line }));
	return NULL;
}

/* The section a table belongs to. */
static enum report_section_key
section_of(enum report_table table)
{
	return (enum report_section_key)((int)REPORT_S2_PROACTIVE + (int)table);
}

static bool
has_section(const struct report *report, size_t from, enum report_section_key key)
{
	for (size_t i = from; i < report->section_count; i++)
		if (report->sections[i].key == key)
			return true;
	return false;
}

/*
 * Tables whose turn has come before a section of this key, section `next` of the record. A table
 * comes after the last text of its section; one without a section gets the official heading.
 */
static struct fault *
add_tables_before(struct draft *draft, const struct report *report, struct doc_table *tables[3],
	size_t next, int key)
{
	for (int table = 0; table < 3; table++) {
		enum report_section_key own = section_of((enum report_table)table);

		if (!tables[table] || (int)own >= key || has_section(report, next, own))
			continue;
		if (!has_section(report, 0, own))
			TRY(add_heading(draft, own, STR_NONE));
		TRY(add(draft, (struct doc_block){ .role = DOC_TABLE, .table = tables[table] }));
		tables[table] = NULL;
	}
	return NULL;
}

static struct fault *
add_sections(struct draft *draft, const struct report *report, struct doc_table *tables[3])
{
	for (size_t i = 0; i < report->section_count; i++) {
		const struct report_section *section = &report->sections[i];

		TRY(add_tables_before(draft, report, tables, i, (int)section->key));
		if (section->key != REPORT_S0_PREFACE)
			TRY(add_heading(draft, section->key, section->heading));
		TRY(add_paragraphs(draft, section->text));
		/* At once after its own text, also where sections stand in another order. */
		if (!has_section(report, i + 1, section->key))
			TRY(add_tables_before(draft, report, tables, i + 1, (int)section->key + 1));
	}
	return add_tables_before(draft, report, tables, report->section_count, REPORT_SECTION_KEYS);
}

/* Agency and day at the end, the day without leading zeros. Law: GB/T 9704 7.3.5 */
static struct fault *
add_signature(struct draft *draft, const struct report *report)
{
	struct str text;
	int year;
	int month;
	int of_month;

	TRY(add(draft, (struct doc_block){ .role = DOC_SIGNATURE, .text = report->signed_by }));
	if (day_is_none(report->signed_on))
		return NULL;
	day_split(report->signed_on, &year, &month, &of_month);
	TRY(str_print(draft->arena, &text, "%d年%d月%d日", year, month, of_month));
	return add(draft, (struct doc_block){ .role = DOC_SIGNATURE, .text = text });
}

struct fault *
report_document(const struct report *report, struct arena *arena, struct doc *ret_doc)
{
	struct doc doc = { .title = report->title, .author = report->agency };
	struct draft draft = { .arena = arena, .doc = &doc };
	struct doc_table *tables[3];

	TRY(report_tables(report, arena, tables));
	/* A table the report never had is not invented. */
	for (int i = 0; i < 3; i++)
		if (!report->has_table[i] && !report_table_is_known(report, (enum report_table)i))
			tables[i] = NULL;
	TRY(add(&draft, (struct doc_block){ .role = DOC_TITLE, .text = report->title }));
	TRY(add_sections(&draft, report, tables));
	TRY(add_signature(&draft, report));
	*ret_doc = doc;
	return NULL;
}
