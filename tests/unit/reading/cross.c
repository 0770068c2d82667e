/* The record out of the cage: what goes in comes out, and bytes that a captured child could send
 * are a record or are refused. */
#include "help.h"

#include "base/file.h"
#include "reading/reading_inside.h"

static struct arena *arena;
static struct report report;
static struct buf crossed;
static const char *folder;

static int
set_up(void **state)
{
	CLOSING(buf_done) struct buf file;
	struct doc doc = { 0 };
	struct str path;
	struct str text;
	size_t room = 0;

	buf_init(&file, (size_t)1 << 20);
	buf_init(&crossed, (size_t)1 << 20);
	FINE(arena_open((size_t)512 << 20, &arena));
	FINE(str_print(arena, &path, "%s/tests/data/reports/001-chuankou-2020.txt", folder));
	FINE(file_read(path.at, &file));
	FINE(str_copy(arena, buf_str(&file), &text));
	FINE(doc_read(DOC_TEXT, text, arena, &doc));
	FINE(reading_make_of_doc(&doc, STR(""), arena, &report));
	FINE(report_add_repair(&report, arena, &room, "title", "%s", "看不清"));
	reading_cross_put(&crossed, &report);
	FINE(buf_check(&crossed));
	return 0;
}

static int
tear_down(void **state)
{
	buf_done(&crossed);
	arena_close(&arena);
	return 0;
}

static struct str
json_of(const struct report *record, struct buf *ret_json)
{
	buf_init(ret_json, (size_t)4 << 20);
	report_put_json(ret_json, record);
	FINE(buf_check(ret_json));
	return buf_str(ret_json);
}

static void
the_record_comes_out_as_it_went_in(void **state)
{
	CLOSING(buf_done) struct buf before;
	CLOSING(buf_done) struct buf after;
	struct report back;

	FINE(reading_cross_take(buf_str(&crossed), arena, &back));
	assert_true(str_equal(json_of(&report, &before), json_of(&back, &after)));
	assert_true(report.repair_count > 0 && report.section_count > 0);
	assert_true(back.has_table[0] && back.has_table[1] && back.has_table[2]);
}

static void
a_part_of_the_bytes_is_refused_and_so_is_one_too_many(void **state)
{
	struct report back;

	for (size_t len = 0; len < crossed.len; len += len < 400 ? 1 : 7) {
		char *piece = arena_take(arena, len + 1, 1);

		assert_non_null(piece);
		memcpy(piece, crossed.at, len);
		FAILS(reading_cross_take((struct str){ piece, len }, arena, &back), "cage_crash");
	}
	buf_put(&crossed, STR("\1"));
	FAILS(reading_cross_take(buf_str(&crossed), arena, &back), "cage_crash");
	crossed.len--;
}

/* Whatever is taken must be good enough for everything that comes after. */
static void
changed_bytes_are_a_record_or_refused(void **state)
{
	static const unsigned char others[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
	size_t refused = 0;
	size_t taken = 0;

	for (size_t at = 0; at < crossed.len; at += at < 400 ? 1 : 13) {
		char was = crossed.at[at];
		struct report back;

		for (size_t i = 0; i < COUNT_OF(others); i++) {
			CLOSING(buf_done) struct buf json = { 0 };
			CLOSING(arena_close) struct arena *own = NULL;
			struct report again = { 0 };

			FINE(arena_open((size_t)16 << 20, &own));
			crossed.at[at] = (char)others[i];
			if (reading_cross_take(buf_str(&crossed), own, &back)) {
				refused++;
				continue;
			}
			taken++;
			(void)json_of(&back, &json);
			FINE(report_from_json(buf_str(&json), own, &again));
		}
		crossed.at[at] = was;
	}
	assert_true(refused > 100 && taken > 100);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_record_comes_out_as_it_went_in),
		cmocka_unit_test(a_part_of_the_bytes_is_refused_and_so_is_one_too_many),
		cmocka_unit_test(changed_bytes_are_a_record_or_refused),
	};

	folder = argc > 1 ? argv[1] : ".";
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
