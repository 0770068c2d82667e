/* Redaction: in invented Word files, with runs split anywhere and things hidden between them, every
 * term is gone from every part afterwards, and every paragraph reads as before but for the marks.
 */
#include "../unit/redaction/help.h"

#include <stdlib.h>

enum { ROUNDS = 60, MOST_TEXT = 4000, MOST_UNITS = 60 };

static uint64_t seed;

/* xorshift: the same files on every machine. */
static unsigned
pick(unsigned count)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % count;
}

static const char *const letters[] = { "张", "三", "李", "四", "区", "申", "请", "。", "号",
	"&amp;", "&lt;", "𠮷" };

static void
put_letters(struct buf *out, unsigned most)
{
	for (unsigned i = pick(most) + 1; i > 0; i--)
		buf_put(out, str_of(letters[pick(COUNT_OF(letters))]));
}

/* A run, sometimes with looks, sometimes hidden, deleted, inserted or in a field's code. */
static void
put_run(struct buf *out)
{
	static const char *const before[] = { "<w:r>", "<w:r><w:rPr><w:b/></w:rPr>",
		"<w:r><w:rPr><w:color w:val=\"FF0000\"/></w:rPr>",
		"<w:r><w:rPr><w:vanish/></w:rPr>", "<w:del w:id=\"1\" w:author=\"张三李四\"><w:r>",
		"<w:ins w:author=\"李四区\"><w:r>", "<w:hyperlink r:id=\"r7\"><w:r>",
		"<w:smartTag w:uri=\"张三\"><w:r>" };
	static const char *const behind[] = { "</w:r>", "</w:r>", "</w:r>", "</w:r>",
		"</w:r></w:del>", "</w:r></w:ins>", "</w:r></w:hyperlink>", "</w:r></w:smartTag>" };
	unsigned kind = pick(COUNT_OF(before));

	buf_put(out, str_of(before[kind]));
	for (unsigned i = pick(3) + 1; i > 0; i--) {
		buf_put(out, kind == 4 ? STR("<w:delText>") : STR("<w:t xml:space=\"preserve\">"));
		put_letters(out, 5);
		buf_put(out, kind == 4 ? STR("</w:delText>") : STR("</w:t>"));
		if (pick(8) == 0)
			buf_put(out, STR("<!-- 张三李四 -->"));
	}
	buf_put(out, str_of(behind[kind]));
	if (pick(6) == 0)
		buf_put(out, STR("<w:bookmarkStart w:id=\"3\" w:name=\"张三\"/>"));
}

static void
put_paragraph(struct buf *out)
{
	buf_put(out, STR("<w:p>"));
	for (unsigned i = pick(5); i > 0; i--)
		put_run(out);
	buf_put(out, STR("</w:p>"));
}

static struct str
invent(struct desk *desk)
{
	struct buf body;
	struct buf header;
	struct str document;
	struct str page;

	buf_init(&body, (size_t)1 << 20);
	buf_init(&header, (size_t)1 << 20);
	for (unsigned i = pick(6) + 1; i > 0; i--) {
		if (pick(3) > 0) {
			put_paragraph(&body);
			continue;
		}
		buf_put(&body, STR("<w:tbl><w:tr><w:tc>"));
		put_paragraph(&body);
		buf_put(&body, STR("</w:tc><w:tc>"));
		put_paragraph(&body);
		buf_put(&body, STR("</w:tc></w:tr></w:tbl>"));
	}
	put_paragraph(&header);
	FINE(str_print(desk->arena, &document, DOCUMENT("%.*s"), STR_ARG(buf_str(&body))));
	FINE(str_print(desk->arena, &page,
		"<w:hdr xmlns:w=\"" WORD_SPACE "\" xmlns:r=\"r\">%.*s</w:hdr>",
		STR_ARG(buf_str(&header))));
	buf_done(&body);
	buf_done(&header);
	const struct archive_part parts[] = {
		{ "word/document.xml", document },
		{ "word/header1.xml", page },
		{ "word/_rels/document.xml.rels",
			STR(RELATIONS(RELATION("r1", "header", "header1.xml")
					OUTSIDE("r7", "hyperlink", "file:///张三"))) },
		{ "docProps/core.xml", STR("<a><creator>张三李四区申请号</creator></a>") },
	};

	return docx_of(desk, parts, COUNT_OF(parts));
}

/* What a unit must read like: bytes that any term covers, in one mark for each stretch. */
static struct str
expected(struct desk *desk, struct str text, const struct str *terms, size_t count)
{
	static bool is_covered[MOST_TEXT];
	struct buf out;
	struct str copy;

	assert_true(text.len < MOST_TEXT);
	memset(is_covered, 0, sizeof is_covered);
	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; (at = str_find(text, terms[i], at)) != SIZE_MAX;
			at += terms[i].len)
			memset(is_covered + at, true, terms[i].len);
	buf_init(&out, (size_t)1 << 20);
	for (size_t i = 0; i < text.len; i++) {
		if (!is_covered[i])
			buf_put_char(&out, text.at[i]);
		else if (i == 0 || !is_covered[i - 1])
			buf_put(&out, STR("■■■"));
	}
	FINE(str_copy(desk->arena, buf_str(&out), &copy));
	buf_done(&out);
	return copy;
}

/* A few letters out of some unit's text; at least two. */
static struct str
choose_term(const struct redaction_text *text)
{
	for (int tries = 0; tries < 20 && text->count; tries++) {
		struct str unit = text->units[pick((unsigned)text->count)].text;
		size_t from = unit.len ? pick((unsigned)unit.len) : 0;
		size_t to = from;
		unsigned want = pick(4) + 2;

		while (from < unit.len && ((unsigned char)unit.at[from] & 0xC0) == 0x80)
			from++;
		for (to = from; to < unit.len && want > 0; want--) {
			to++;
			while (to < unit.len && ((unsigned char)unit.at[to] & 0xC0) == 0x80)
				to++;
		}
		if (want == 0)
			return str_sub(unit, from, to - from);
	}
	return STR("没有");
}

static void
one_round(struct desk *desk)
{
	struct str original = invent(desk);
	struct redaction_text before;
	struct redaction_text after;
	struct redaction all[3] = { 0 };
	struct str terms[3];
	const struct redaction_plan plan = { .all = all, .count = 3, .mark = STR("■■■") };
	struct redaction_findings findings;
	struct redaction_record record;

	FINE(redaction_text(STR("a.docx"), original, desk->arena, &before));
	for (int i = 0; i < 3; i++) {
		terms[i] = choose_term(&before);
		all[i] = (struct redaction){ .shape = REDACTION_TERM, .term = terms[i] };
	}
	buf_clear(&desk->out);
	FINE(redaction_apply(STR("a.docx"), original, &plan, desk->arena, &desk->out, &record));
	FINE(redaction_verify(
		STR("a.docx"), buf_str(&desk->out), terms, 3, desk->arena, &findings));
	if (redaction_count(&findings, REDACTION_MUST_GO))
		fail_msg("left: %s %.*s", findings.all[0].kind, STR_ARG(findings.all[0].place));
	FINE(redaction_text(STR("a.docx"), buf_str(&desk->out), desk->arena, &after));
	assert_int_equal(after.count, before.count);
	for (size_t i = 0; i < after.count; i++) {
		struct str wanted = expected(desk, before.units[i].text, terms, 3);

		if (!str_equal(after.units[i].text, wanted))
			fail_msg("unit %zu was \"%.*s\" and is \"%.*s\", not \"%.*s\"", i,
				STR_ARG(before.units[i].text), STR_ARG(after.units[i].text),
				STR_ARG(wanted));
	}
}

static void
terms_go_and_everything_else_stays(void **state)
{
	const char *more = getenv("GONGKAI_REDACTION_ROUNDS");
	int64_t rounds = ROUNDS;

	if (more)
		assert_true(str_to_int(str_of(more), &rounds));
	for (int64_t i = 0; i < rounds; i++) {
		void *own;

		seed = (uint64_t)i * 7919 + 12345;
		assert_int_equal(desk_open(&own), 0);
		one_round(own);
		desk_close(&own);
	}
}

/* A released file released again with nothing to cut stays the same, byte for byte. */
static void
releasing_again_changes_nothing(void **state)
{
	for (int i = 0; i < 10; i++) {
		const struct redaction_plan nothing = { 0 };
		struct redaction_record record;
		struct desk *desk;
		struct buf again;
		void *own;

		seed = (uint64_t)i * 104729 + 99;
		assert_int_equal(desk_open(&own), 0);
		desk = own;
		FINE(redaction_apply(
			STR("a.docx"), invent(desk), &nothing, desk->arena, &desk->out, &record));
		buf_init(&again, (size_t)16 << 20);
		FINE(redaction_apply(STR("a.docx"), buf_str(&desk->out), &nothing, desk->arena,
			&again, &record));
		assert_true(str_equal(buf_str(&desk->out), buf_str(&again)));
		buf_done(&again);
		desk_close(&own);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_go_and_everything_else_stays),
		cmocka_unit_test(releasing_again_changes_nothing),
	};

	doc_warm();
	cage_warm();
	cage_nursery_open();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
