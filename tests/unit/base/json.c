/* JSON: written bytes are exact, what was written reads back, hostile text is refused. */
#include "../test.h"

#include "base/json.h"

static void
what_is_written_reads_back(void **state)
{
	struct json_value *tree = NULL;
	struct json_out out;
	struct buf buf;
	int64_t number = 0;

	buf_init(&buf, 1 << 16);
	json_out_init(&out, &buf);
	json_begin_object(&out);
	json_pair_str(&out, "文", STR("a\"\\\n<b>\x01𠮷"));
	json_key(&out, "列");
	json_begin_array(&out);
	json_put_int(&out, -3);
	json_put_nothing(&out);
	json_put_bool(&out, true);
	json_end_array(&out);
	json_pair_str_or_null(&out, "空", STR_NONE);
	json_end_object(&out);
	SAME_TEXT(buf_str(&buf), "{\"文\":\"a\\\"\\\\\\n\\u003cb\\u003e\\u0001𠮷\",\"列\":[-3,null,"
				 "true],\"空\":null}");
	FINE(json_parse(buf_str(&buf), &tree));
	SAME_TEXT(json_text(json_member(tree, "文")), "a\"\\\n<b>\x01𠮷");
	assert_int_equal(json_count(json_member(tree, "列")), 3);
	assert_true(json_number(json_item(json_member(tree, "列"), 0), &number));
	assert_int_equal(number, -3);
	assert_true(json_is_nothing(json_member(tree, "空")));
	assert_null(json_member(tree, "无"));
	json_close(&tree);
	buf_done(&buf);
}

static void
hostile_json_is_refused(void **state)
{
	struct json_value *tree = NULL;
	char deep[200];

	memset(deep, '[', sizeof deep);
	FAILS(json_parse((struct str){ deep, sizeof deep }, &tree), "json_deep");
	FAILS(json_parse(STR("{\"a\":1,\"a\":2}"), &tree), "json_broken");
	FAILS(json_parse(STR("{"), &tree), "json_broken");
	FAILS(json_parse(STR(""), &tree), "json_broken");
	assert_null(tree);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(hostile_json_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
