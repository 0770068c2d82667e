/* Letters as docx and PDF: read back word by word, measured on the page, with hostile names. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "letter_sample.h"

#include "base/cage.h"
#include "doc/doc_envelope.h"

/* fontconfig keeps its fonts until the process ends, and cairo 1.16 forgets 768 bytes for each CFF
 * font of a document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

static struct doc
make_doc(struct arena *arena, struct letter_plan *plan)
{
	struct letter_findings findings;
	struct letter letter;
	struct doc doc;

	FINE(letter_compose(arena, plan, &letter, &findings));
	FINE(letter_make_doc(arena, &letter, &doc));
	return doc;
}

/* Without white space and page numbers: lines break anywhere. */
static struct str
squeeze(struct arena *arena, struct str text)
{
	char *to = arena_take(arena, text.len + 1, 1);
	size_t len = 0;
	struct str line;

	assert_non_null(to);
	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("—")) && str_ends(line, STR("—")) && line.len < 20)
			continue;
		for (size_t i = 0; i < line.len; i++)
			if (line.at[i] != ' ' && line.at[i] != '\f')
				to[len++] = line.at[i];
	}
	return (struct str){ to, len };
}

static struct str
run(struct arena *arena, const char *const argv[], struct str pdf)
{
	struct buf text;
	struct str copy;

	buf_init(&text, DOC_MOST_BYTES);
	FINE(cage_program(argv, pdf, &cage_usual, &text));
	FINE(str_copy(arena, buf_str(&text), &copy));
	buf_done(&text);
	return copy;
}

static struct str
read_pdf(struct arena *arena, struct str pdf)
{
	const char *const argv[] = { "pdftotext", "-q", "-raw", "-", "-", NULL };

	return squeeze(arena, run(arena, argv, pdf));
}

static void
every_kind_is_read_back_from_word(void **state)
{
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++) {
		struct letter_plan plan = sample_plan(*state, (enum letter_kind)kind);
		struct doc doc = make_doc(*state, &plan);
		struct doc back;
		struct buf out;

		buf_init(&out, DOC_MOST_BYTES);
		FINE(doc_write_docx(&doc, &out));
		FINE(doc_read_docx(buf_str(&out), *state, &back));
		/* The number stands in front; the mark is in the header, which readers pass over.
		 */
		assert_int_equal(back.block_count, doc.block_count + 1);
		SAME_TEXT(back.blocks[0].text, "平信公开〔2024〕12号-答");
		for (size_t i = 0; i < doc.block_count; i++) {
			const struct doc_block *own = &doc.blocks[i];
			const struct doc_block *read = &back.blocks[i + 1];

			assert_int_equal(own->role == DOC_TABLE, read->role == DOC_TABLE);
			if (own->role != DOC_TABLE) {
				assert_true(str_equal(str_trim(own->text), str_trim(read->text)));
				continue;
			}
			assert_int_equal(own->table->cell_count, read->table->cell_count);
			for (size_t j = 0; j < own->table->cell_count; j++)
				assert_true(str_equal(
					own->table->cells[j].text, read->table->cells[j].text));
		}
		buf_done(&out);
	}
}

static void
every_kind_can_be_read_in_the_pdf(void **state)
{
	for (int kind = LETTER_W01; kind < LETTER_KINDS; kind++) {
		struct letter_plan plan = sample_plan(*state, (enum letter_kind)kind);
		struct doc doc = make_doc(*state, &plan);
		struct str all;
		struct buf out;

		plan.has_seal_room = kind % 2;
		buf_init(&out, DOC_MOST_BYTES);
		FINE(doc_write_pdf(&doc, &out));
		all = read_pdf(*state, buf_str(&out));
		assert_true(str_has(all, STR("示例市平房区人民政府")));
		assert_true(str_has(all, squeeze(*state, plan.number)));
		for (size_t i = 0; i < doc.block_count; i++)
			if (doc.blocks[i].role != DOC_TABLE &&
				!str_has(all, squeeze(*state, doc.blocks[i].text)))
				fail_msg("%s: \"%.*s\" is not in the PDF", letter_types[kind].key,
					STR_ARG(doc.blocks[i].text));
		buf_done(&out);
	}
}

static void
the_same_letter_gives_the_same_bytes(void **state)
{
	struct letter_plan plan = sample_plan(*state, LETTER_W12);
	struct doc doc = make_doc(*state, &plan);
	struct buf bytes[4];

	for (int i = 0; i < 4; i++)
		buf_init(&bytes[i], DOC_MOST_BYTES);
	FINE(doc_write_pdf(&doc, &bytes[0]));
	FINE(doc_write_pdf(&doc, &bytes[1]));
	FINE(doc_write_docx(&doc, &bytes[2]));
	FINE(doc_write_docx(&doc, &bytes[3]));
	assert_true(str_equal(buf_str(&bytes[0]), buf_str(&bytes[1])));
	assert_true(str_equal(buf_str(&bytes[2]), buf_str(&bytes[3])));
	for (int i = 0; i < 4; i++)
		buf_done(&bytes[i]);
}

/* The box of a word in points, from pdftotext -bbox. */
static bool
find_box(struct str boxes, const char *word, double ret_box[4])
{
	char wanted[200];
	size_t at;
	size_t line;

	snprintf(wanted, sizeof wanted, ">%s</word>", word);
	at = str_find(boxes, str_of(wanted), 0);
	if (at == SIZE_MAX)
		return false;
	line = str_find_last(str_sub(boxes, 0, at), STR("<word"));
	return sscanf(boxes.at + line, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
		       &ret_box[0], &ret_box[1], &ret_box[2], &ret_box[3]) == 4;
}

/* Law: GB/T 9704 10.1 and 7.3.5.2: measures from the edges of the page. */
static void
mark_number_and_signature_stand_where_the_standard_says(void **state)
{
	const char *const argv[] = { "pdftotext", "-q", "-bbox", "-", "-", NULL };
	const double mm = 72 / 25.4;
	struct letter_plan plan = sample_plan(*state, LETTER_W11);
	struct doc doc = make_doc(*state, &plan);
	struct str boxes;
	struct buf out;
	double box[4];

	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&doc, &out));
	boxes = run(*state, argv, buf_str(&out));
	assert_true(find_box(boxes, "示例市平房区人民政府", box));
	/* The middle of the mark: half its 36 points below 30 mm, and in the middle of the page. */
	assert_true(fabs((box[1] + box[3]) / 2 - (30 * mm + 18)) < 3 * mm);
	assert_true(fabs((box[0] + box[2]) / 2 - 105 * mm) < 1 * mm);
	assert_true(find_box(boxes, "12号-答", box) || find_box(boxes, "〔2024〕12号-答", box) ||
		    find_box(boxes, "平信公开〔2024〕12号-答", box));
	assert_true(fabs(box[2] - 184 * mm) < 1 * mm);
	assert_true(find_box(boxes, "2024年3月15日", box));
	/* The agency has ten characters and stands two in; the date begins two after it. */
	/* Digits are a little wider or narrower than half a character. */
	assert_true(fabs(box[0] - (184 * mm - 12 * 15.75 + 2 * 15.75)) < 10);
	buf_done(&out);
}

static void
the_first_page_has_no_number_and_the_second_has(void **state)
{
	const char *const argv[] = { "pdftotext", "-q", "-layout", "-", "-", NULL };
	struct letter_plan plan = sample_plan(*state, LETTER_W12);
	struct doc doc = make_doc(*state, &plan);
	struct str text;
	struct buf out;

	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&doc, &out));
	text = run(*state, argv, buf_str(&out));
	FINE(str_replace(*state, text, STR(" "), STR(""), &text));
	assert_false(str_has(text, STR("—1—")));
	assert_true(str_has(text, STR("—2—")));
	buf_done(&out);
}

static char *
repeat(struct arena *arena, const char *piece, size_t count)
{
	char *text = arena_take(arena, strlen(piece) * count + 1, 1);

	assert_non_null(text);
	for (size_t i = 0; i < count; i++)
		memcpy(text + i * strlen(piece), piece, strlen(piece));
	return text;
}

static void
hostile_names_and_long_reasons_are_printed_whole(void **state)
{
	struct letter_plan plan = sample_plan(*state, LETTER_W13);
	struct letter_fact *items = (struct letter_fact *)plan.facts.items;
	struct str all;
	struct buf out;
	struct doc doc;
	struct doc back;

	for (size_t i = 0; i < plan.facts.count; i++) {
		if (strcmp(items[i].name, "applicant_name") == 0)
			items[i].text = str_of(repeat(*state, "𠮷<b>&\"𪚥", 50));
		if (strcmp(items[i].name, "agency_name") == 0)
			items[i].text = str_of(repeat(*state, "示例市", 33));
		if (strcmp(items[i].name, "reasons") == 0)
			items[i].text = str_of(repeat(*state, "理由之一。\n", 2000));
	}
	doc = make_doc(*state, &plan);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_docx(&doc, &out));
	FINE(doc_read_docx(buf_str(&out), *state, &back));
	SAME_TEXT(back.blocks[2].text, doc.blocks[1].text.at);
	buf_clear(&out);
	FINE(doc_write_pdf(&doc, &out));
	all = read_pdf(*state, buf_str(&out));
	assert_true(str_has(all, STR("&\"")));
	assert_true(str_has(all, str_of(repeat(*state, "示例市", 20))));
	buf_done(&out);
}

/* Whatever the length, the page of the signature has words of the letter on it. */
static void
no_page_holds_a_signature_alone(void **state)
{
	const char *const argv[] = { "pdftotext", "-q", "-raw", "-", "-", NULL };

	for (int lines = 4; lines <= 44; lines += lines < 20 ? 1 : 3) {
		struct letter_fact facts[] = {
			{ "applicant_name", STR("张某") }, { "agency_name", STR("示例局") },
			{ "correction_result", str_of(repeat(*state, "正文。\n", (size_t)lines)) }
		};
		struct letter_plan plan = sample_plan(*state, LETTER_W23);
		struct str text;
		struct buf out;
		struct doc doc;
		size_t page;

		plan.facts = (struct letter_facts){ facts, COUNT_OF(facts) };
		plan.template = STR("{correction_result}");
		plan.has_seal_room = lines % 2;
		doc = make_doc(*state, &plan);
		buf_init(&out, DOC_MOST_BYTES);
		FINE(doc_write_pdf(&doc, &out));
		text = run(*state, argv, buf_str(&out));
		/* Each page ends with a form feed; the last but one begins the last page. */
		page = text.len ? str_find_last(str_sub(text, 0, text.len - 1), STR("\f"))
				: SIZE_MAX;
		text = str_from(text, page == SIZE_MAX ? 0 : page);
		assert_true(str_has(text, STR("2024年3月15日")));
		if (!str_has(text, STR("正文")))
			fail_msg("%d lines: the signature stands alone", lines);
		buf_done(&out);
	}
}

static void
a_letter_with_nothing_in_it_is_still_a_file(void **state)
{
	struct letter letter = { .kind = LETTER_W13, .issued_on = DAY_NONE };
	struct buf out;
	struct doc doc;

	buf_init(&out, DOC_MOST_BYTES);
	FINE(letter_make_doc(*state, &letter, &doc));
	FINE(doc_write_docx(&doc, &out));
	buf_clear(&out);
	FINE(doc_write_pdf(&doc, &out));
	assert_true(str_starts(buf_str(&out), STR("%PDF")));
	buf_done(&out);
}

static void
a_table_of_five_hundred_redactions_is_printed(void **state)
{
	struct letter_plan plan = sample_plan(*state, LETTER_W12);
	struct letter_fact *items = (struct letter_fact *)plan.facts.items;
	struct doc doc;
	struct buf out;
	size_t cells = 0;

	for (size_t i = 0; i < plan.facts.count; i++)
		if (strcmp(items[i].name, "redactions") == 0)
			items[i].text = str_of(
				repeat(*state, "合同\t第1页\t姓名\t第十五条\t多出的\n", 500));
	doc = make_doc(*state, &plan);
	for (size_t i = 0; i < doc.block_count; i++)
		if (doc.blocks[i].role == DOC_TABLE)
			cells = doc.blocks[i].table->cell_count;
	assert_int_equal(cells, 501 * 4);
	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_pdf(&doc, &out));
	assert_true(str_has(read_pdf(*state, buf_str(&out)), STR("第十五条多出的")));
	buf_done(&out);
}

static void
envelopes_hold_what_fits(void **state)
{
	struct doc_envelope envelopes[] = {
		{ DOC_ENVELOPE_DL, STR("150060"), STR("新疆大街1号"), STR("张某"), STR("示例局"),
			STR("友协大街98号"), STR("150061"), STR("") },
		{ .size = DOC_ENVELOPE_C5,
			.postcode = STR("no"),
			.address = str_of(repeat(*state, "很长的地址", 300)),
			.name = str_of(repeat(*state, "𠮷", 400)) },
	};
	const char *const argv[] = { "pdfinfo", "-f", "1", "-l", "2", "-", NULL };
	struct str text;
	struct buf out;

	buf_init(&out, DOC_MOST_BYTES);
	FINE(doc_write_envelopes(envelopes, COUNT_OF(envelopes), &out));
	text = read_pdf(*state, buf_str(&out));
	assert_true(str_has(text, STR("150060")));
	assert_true(str_has(text, STR("张某")));
	assert_true(str_has(text, STR("邮政编码150061")));
	text = run(*state, argv, buf_str(&out));
	/* 220 × 110 mm and 229 × 162 mm in points. */
	assert_true(
		str_has(text, STR("623.62 x 311.81")) || str_has(text, STR("623.622 x 311.811")));
	assert_true(
		str_has(text, STR("649.13 x 459.21")) || str_has(text, STR("649.134 x 459.213")));
	FAILS(doc_write_envelopes(envelopes, 0, &out), "doc_envelopes");
	FAILS(doc_write_envelopes(envelopes, DOC_ENVELOPES_MOST + 1, &out), "doc_envelopes");
	buf_done(&out);
}

static int
begin(void **state)
{
	return arena_open((size_t)256 << 20, (struct arena **)state) != NULL;
}

static int
end(void **state)
{
	arena_close((struct arena **)state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_read_back_from_word),
		cmocka_unit_test(every_kind_can_be_read_in_the_pdf),
		cmocka_unit_test(the_same_letter_gives_the_same_bytes),
		cmocka_unit_test(mark_number_and_signature_stand_where_the_standard_says),
		cmocka_unit_test(the_first_page_has_no_number_and_the_second_has),
		cmocka_unit_test(hostile_names_and_long_reasons_are_printed_whole),
		cmocka_unit_test(no_page_holds_a_signature_alone),
		cmocka_unit_test(a_letter_with_nothing_in_it_is_still_a_file),
		cmocka_unit_test(a_table_of_five_hundred_redactions_is_printed),
		cmocka_unit_test(envelopes_hold_what_fits),
	};

	cage_warm();
	doc_warm();
	return cmocka_run_group_tests(tests, begin, end);
}
