/* What the tests of redaction share: files made by hand, findings by kind, files taken apart. */
#ifndef TESTS_UNIT_REDACTION_HELP_H
#define TESTS_UNIT_REDACTION_HELP_H

#include "../doc/archive.h"

#include "base/cage.h"
#include "doc/doc_office.h"
#include "redaction/redaction.h"

#define WORD_SPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE_SPACE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOCUMENT(body)                                                                             \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" WORD_SPACE              \
	"\" xmlns:r=\"" OFFICE_SPACE "\"><w:body>" body "</w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define RP(properties, text) "<w:r><w:rPr>" properties "</w:rPr><w:t>" text "</w:t></w:r>"
#define RELATIONS(all)                                                                             \
	"<Relationships "                                                                          \
	"xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" all              \
	"</Relationships>"
#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id "\" Type=\"" OFFICE_SPACE "/" kind "\" Target=\"" target "\"/>"
#define OUTSIDE(id, kind, target)                                                                  \
	"<Relationship Id=\"" id "\" Type=\"" OFFICE_SPACE "/" kind "\" Target=\"" target          \
	"\" TargetMode=\"External\"/>"

/* What every test gets. */
struct desk {
	struct arena *arena;
	struct buf out;
};

static inline int
desk_open(void **state)
{
	static struct desk desk;

	desk = (struct desk){ 0 };
	buf_init(&desk.out, (size_t)64 << 20);
	*state = &desk;
	return arena_open((size_t)512 << 20, &desk.arena) ? -1 : 0;
}

static inline int
desk_close(void **state)
{
	struct desk *desk = *state;

	buf_done(&desk->out);
	arena_close(&desk->arena);
	return 0;
}

#define DESK_TEST(function) cmocka_unit_test_setup_teardown(function, desk_open, desk_close)

/* A docx of these parts, behind the usual first ones. */
static inline struct str
docx_of(struct desk *desk, const struct archive_part *more, size_t count)
{
	struct archive_part parts[24] = {
		{ "[Content_Types].xml",
			STR("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
			    "content-types\"/>") },
		{ "_rels/.rels",
			STR(RELATIONS(RELATION("r1", "officeDocument", "word/document.xml"))) },
	};

	assert_true(count <= 22);
	for (size_t i = 0; i < count; i++)
		parts[i + 2] = more[i];
	return archive_make(desk->arena, parts, count + 2);
}

static inline struct str
docx_with(struct desk *desk, const char *document)
{
	const struct archive_part part = { "word/document.xml", str_of(document) };

	return docx_of(desk, &part, 1);
}

static inline const struct redaction_finding *
finding_of(const struct redaction_findings *findings, const char *kind)
{
	for (size_t i = 0; i < findings->count; i++)
		if (strcmp(findings->all[i].kind, kind) == 0)
			return &findings->all[i];
	return NULL;
}

/* The finding of this kind, which must be there with this level and these words in its excerpt. */
static inline void
must_find(const struct redaction_findings *findings, const char *kind, enum redaction_level level,
	const char *words)
{
	const struct redaction_finding *finding = finding_of(findings, kind);

	if (!finding)
		fail_msg("no finding %s among %zu", kind, findings->count);
	assert_int_equal(finding->level, level);
	if (!str_has(finding->excerpt, str_of(words)))
		fail_msg("%s says \"%.*s\", not \"%s\"", kind, STR_ARG(finding->excerpt), words);
	assert_true(finding->count >= 1);
	assert_true(strlen(finding->zh) > 10 && strlen(finding->en) > 10);
	assert_true(finding->excerpt.len <= REDACTION_LONGEST_EXCERPT);
}

static inline void
must_not_find(const struct redaction_findings *findings, const char *kind)
{
	const struct redaction_finding *finding = finding_of(findings, kind);

	if (finding)
		fail_msg("finding %s: %.*s", kind, STR_ARG(finding->excerpt));
}

static inline struct redaction_findings
inspect(struct desk *desk, const char *name, struct str bytes)
{
	struct redaction_findings findings = { 0 };

	FINE(redaction_inspect(str_of(name), bytes, desk->arena, &findings));
	return findings;
}

/* Terms cut, and what the record says. */
static inline struct redaction_record
cut_terms(struct desk *desk, const char *name, struct str bytes, const char *const *terms,
	size_t count)
{
	struct redaction all[8] = { 0 };
	struct redaction_plan plan = { .all = all, .count = count };
	struct redaction_record record = { 0 };

	assert_true(count <= 8);
	for (size_t i = 0; i < count; i++)
		all[i] = (struct redaction){
			.shape = REDACTION_TERM,
			.term = str_of(terms[i]),
			.ground = STR("ex15_third_party"),
		};
	buf_clear(&desk->out);
	FINE(redaction_apply(str_of(name), bytes, &plan, desk->arena, &desk->out, &record));
	return record;
}

/* The released file has none of the terms and nothing hidden. */
static inline void
must_be_clean(struct desk *desk, const char *name, const char *const *terms, size_t count)
{
	struct redaction_findings findings = { 0 };
	struct str all[8];

	for (size_t i = 0; i < count; i++)
		all[i] = str_of(terms[i]);
	FINE(redaction_verify(
		str_of(name), buf_str(&desk->out), all, count, desk->arena, &findings));
	for (size_t i = 0; i < findings.count; i++)
		if (findings.all[i].level == REDACTION_MUST_GO)
			fail_msg("left: %s at %.*s: %.*s", findings.all[i].kind,
				STR_ARG(findings.all[i].place), STR_ARG(findings.all[i].excerpt));
}

/* All units of a file, one a line. */
static inline struct str
text_of(struct desk *desk, const char *name, struct str bytes)
{
	struct redaction_text text = { 0 };
	struct str all = STR("");

	FINE(redaction_text(str_of(name), bytes, desk->arena, &text));
	for (size_t i = 0; i < text.count; i++)
		FINE(str_print(desk->arena, &all, "%.*s%.*s\n", STR_ARG(all),
			STR_ARG(text.units[i].text)));
	return all;
}

/* A part of an archive; fails when there is none. */
static inline struct str
part_of(struct desk *desk, struct str bytes, const char *name)
{
	const struct doc_part *part;
	struct doc_zip zip;
	struct str content;

	FINE(doc_zip_open(bytes, desk->arena, &zip));
	part = doc_zip_find(&zip, str_of(name));
	if (!part)
		fail_msg("no part %s", name);
	FINE(doc_zip_unpack(&zip, part, desk->arena, &content));
	return content;
}

#endif
