/* Log lines: one a happening, escaped, cut, the same particulars as text and as JSON. */
#include "base/log.h"

#include "../test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"

static int kept = -1;
static int caught = -1;
static char said[8192];

/* Standard error goes to a file until listen_end() gives it back with what was said. */
static void
listen_begin(void)
{
	char path[] = "/tmp/gongkai-log-XXXXXX";

	caught = mkstemp(path);
	assert_true(caught >= 0);
	unlink(path);
	kept = dup(STDERR_FILENO);
	assert_true(dup2(caught, STDERR_FILENO) >= 0);
}

static struct str
listen_end(void)
{
	ssize_t got;

	dup2(kept, STDERR_FILENO);
	close(kept);
	got = pread(caught, said, sizeof said - 1, 0);
	assert_true(got >= 0);
	close(caught);
	said[got] = '\0';
	return (struct str){ said, (size_t)got };
}

/* The line without its time. */
static struct str
after_time(struct str line)
{
	struct str time;
	struct str rest = str_cut(line, STR(" "), &time);

	assert_int_equal(time.len, 24);
	return rest;
}

static void
line_of_text_has_level_event_and_fields(void **state)
{
	log_set_form(LOG_AS_TEXT);
	listen_begin();
	LOG_EVENT(LOG_INFO, "request", log_text("method", STR("GET")), log_number("status", 200),
		log_text("note", STR("two words")), log_text("none", STR_NONE));
	SAME_TEXT(after_time(listen_end()),
		"info request method=GET status=200 note=\"two words\" none=\"\"\n");
}

static void
line_of_json_is_one_object_that_parses(void **state)
{
	CLOSING(json_close) struct json_value *line = NULL;
	int64_t status = 0;

	log_set_form(LOG_AS_JSON);
	log_set_work("abc-1");
	listen_begin();
	LOG_EVENT(LOG_ERROR, "request", log_text("path", STR("a\"b\\c\nd\x01 公开")),
		log_number("status", -5));
	log_set_work("");
	FINE(json_parse(listen_end(), &line));
	SAME_TEXT(json_text(json_member(line, "level")), "error");
	SAME_TEXT(json_text(json_member(line, "event")), "request");
	SAME_TEXT(json_text(json_member(line, "id")), "abc-1");
	SAME_TEXT(json_text(json_member(line, "path")), "a\"b\\c d  公开");
	assert_true(json_number(json_member(line, "status"), &status));
	assert_int_equal(status, -5);
	assert_int_equal(json_text(json_member(line, "at")).len, 24);
}

static void
line_stays_one_line_and_whole_json_whatever_it_is_given(void **state)
{
	char text[5000];
	struct str hostile = { text, sizeof text };

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "公\n\"\\"[i % 6];
	log_set_form(LOG_AS_JSON);
	for (size_t len = 290; len < 310; len++) {
		CLOSING(json_close) struct json_value *line = NULL;
		struct str one = str_sub(hostile, 0, len - len % 6);
		struct str heard;

		listen_begin();
		LOG_EVENT(LOG_INFO, "x", log_text("a", one), log_text("b", hostile),
			log_text("c", hostile), log_text("d", hostile), log_text("e", hostile),
			log_text("f", hostile), log_number("last", 7));
		heard = listen_end();
		assert_int_equal(str_find(heard, STR("\n"), 0), heard.len - 1);
		assert_true(heard.len <= 2048);
		FINE(json_parse(heard, &line));
		assert_non_null(json_member(line, "a"));
	}
}

static void
fault_is_told_with_kind_code_and_detail(void **state)
{
	CLOSING(json_close) struct json_value *line = NULL;

	log_set_form(LOG_AS_JSON);
	listen_begin();
	log_fault("request", fault_detail(fault_new(FAULT_OUTSIDE, "db_io", "坏了", "It broke"),
				     "sqlite %d", 10));
	FINE(json_parse(listen_end(), &line));
	SAME_TEXT(json_text(json_member(line, "kind")), "outside");
	SAME_TEXT(json_text(json_member(line, "code")), "db_io");
	SAME_TEXT(json_text(json_member(line, "says")), "It broke");
	SAME_TEXT(json_text(json_member(line, "detail")), "sqlite 10");
}

static void
what_is_below_the_level_is_not_told(void **state)
{
	log_set_form(LOG_AS_TEXT);
	log_set_level(LOG_ERROR);
	listen_begin();
	log_line(LOG_INFO, "serve", "port=%d", 8080);
	assert_int_equal(listen_end().len, 0);
	log_set_level(LOG_INFO);
	listen_begin();
	log_line(LOG_INFO, "serve", "port=%d", 8080);
	SAME_TEXT(after_time(listen_end()), "info serve says=\"port=8080\"\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_of_text_has_level_event_and_fields),
		cmocka_unit_test(line_of_json_is_one_object_that_parses),
		cmocka_unit_test(line_stays_one_line_and_whole_json_whatever_it_is_given),
		cmocka_unit_test(fault_is_told_with_kind_code_and_detail),
		cmocka_unit_test(what_is_below_the_level_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
