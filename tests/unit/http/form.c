/* Forms as browsers and attackers send them: declared fields, files, broken bodies. */
#include "app.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"

static struct http *http;

#define URLENCODED "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\n"
#define MULTIPART "Content-Type: multipart/form-data; boundary=XyZ\n"
#define TITLE "--XyZ\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nt\r\n"
#define FILE_HEAD(name)                                                                            \
	"--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" name                 \
	"\"\r\nContent-Type: text/plain\r\n\r\n"
#define NOTHING_ELSE "count=-1 day= agree=0\n"

static int
set_up(void **state)
{
	log_set_level(LOG_QUIET);
	FINE(http_open(&app_usual, &http));
	return 0;
}

static int
tear_down(void **state)
{
	http_close(&http);
	return 0;
}

static void
answers(const char *headers, struct str body, unsigned status, const char *wanted)
{
	struct http_reply reply;
	char *own = malloc(body.len + 1);

	/* An own block, so that reading one byte too far is seen. */
	assert_non_null(own);
	memcpy(own, body.at, body.len);
	app_ask(http, "POST", "/form", headers, (struct str){ own, body.len }, &reply);
	if (reply.status != status)
		fail_msg("%u instead of %u for %.*s: %.*s", reply.status, status, STR_ARG(body),
			STR_ARG(http_reply_bytes(&reply)));
	if (wanted)
		SAME_TEXT(http_reply_bytes(&reply), wanted);
	http_reply_done(&reply);
	free(own);
}

static void
refused_as(const char *headers, struct str body, const char *code)
{
	struct http_reply reply;

	app_ask(http, "POST", "/form", headers, body, &reply);
	if (strcmp(reply.code, code) != 0)
		fail_msg("%u \"%s\" instead of %s for %.*s", reply.status, reply.code, code,
			STR_ARG(body));
	http_reply_done(&reply);
}

/* --- fields --- */

static void
declared_fields_arrive_checked_and_others_do_not(void **state)
{
	answers(URLENCODED,
		STR("title=+%E5%B9%B4%E6%8A%A5+&count=%EF%BC%91%EF%BC%92&day=2021-02-03&kind=b&"
		    "agree=on"
		    "&evil=1&text=a%0d%0ab%0dc&id=1&id=2"),
		200,
		"title=[年报]\ntext=[a\nb\nc]\ncount=[１２]\nday=[2021-02-03]\nkind=[b]\nagree=[on]"
		"\n"
		"id=[1][2]\ncount=12 day=2021-02-03 agree=1\n");
}

static void
mistakes_get_a_sentence_each_and_what_was_typed_stays(void **state)
{
	answers(URLENCODED, STR("title=123456789&count=x&day=2021-02-29&kind=c"), 422,
		"title=[123456789]\ncount=[x]\nday=[2021-02-29]\nkind=[c]\n" NOTHING_ELSE
		"!title: “标题”最多 8 个字，现有 9 个，请精简。\n"
		"!count: “数量”请填整数，例如 12。\n"
		"!day: “日期”请填日期，格式如 2024-01-31。\n"
		"!kind: “种类”请从列表中选择一项。\n");
	answers(URLENCODED "Accept-Language: en\n", STR("title=+&count=100"), 422,
		"title=[]\ncount=[100]\n" NOTHING_ELSE "!title: Fill in “Title”.\n"
		"!count: “Count” must be between 0 and 99.\n");
	answers(URLENCODED, STR("title=a%0Ab"), 422,
		"title=[a\nb]\n" NOTHING_ELSE "!title: “标题”只能填一行，请去掉换行。\n");
}

static void
an_empty_form_lacks_what_is_required(void **state)
{
	answers("", STR(""), 422, NOTHING_ELSE "!title: 请填写“标题”。\n");
	answers(MULTIPART, STR("--XyZ--\r\n"), 422, NOTHING_ELSE "!title: 请填写“标题”。\n");
	answers(MULTIPART, STR("--XyZ--"), 422, NULL);
}

static void
the_query_is_a_form_too(void **state)
{
	struct http_reply reply;

	app_ask(http, "GET", "/form?title=a&count=3", "", STR("title=b"), &reply);
	SAME_TEXT(http_reply_bytes(&reply), "title=[a]\ncount=[3]\ncount=3 day= agree=0\n");
	http_reply_done(&reply);
}

static void
a_single_field_sent_twice_is_refused(void **state)
{
	refused_as(URLENCODED, STR("title=a&title=b"), "http_form_twice");
	refused_as(MULTIPART, STR(TITLE TITLE "--XyZ--"), "http_form_twice");
	refused_as(URLENCODED, STR("title=a&id=1&id=2&id=3&id=4"), "http_form_twice");
}

static void
broken_codings_are_refused(void **state)
{
	refused_as(URLENCODED, STR("title=%"), "http_address");
	refused_as(URLENCODED, STR("title=%00"), "http_address");
	refused_as(URLENCODED, STR("title=%C4%EA%B1%A8"), "http_address");
	refused_as(MULTIPART,
		STR("--XyZ\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n"
		    "\xC4\xEA\r\n--XyZ--"),
		"http_form");
	refused_as("Content-Type: application/json\n", STR("{}"), "http_type");
	refused_as("", STR("title=a"), "http_type");
}

static void
errors_as_json_name_their_fields(void **state)
{
	struct http_reply reply;

	app_ask(http, "POST", "/api/v1/form", URLENCODED, STR("count=x"), &reply);
	assert_int_equal(reply.status, 422);
	SAME_TEXT(http_reply_bytes(&reply),
		"{\"error\":{\"code\":\"fields\",\"says\":\"有几处填写需要改正。\",\"fields\":["
		"{\"name\":\"title\",\"says\":\"请填写“标题”。\"},"
		"{\"name\":\"count\",\"says\":\"“数量”请填整数，例如 12。\"}]}}");
	http_reply_done(&reply);
}

static void
a_page_may_add_its_own_sentence(void **state)
{
	struct http_request request = { .method = STR("GET"), .http = http, .language = HTTP_EN };
	struct http_pair pairs[] = { { STR("title"), STR("a") }, { STR("agree"), STR("1") } };
	struct http_form form;
	size_t count = 7;

	FINE(arena_open(1 << 16, &request.arena));
	request.query = (struct http_pairs){ pairs, 2, 2 };
	FINE(http_form_read(&request, app_fields, &form));
	assert_int_equal(form.errors.count, 0);
	SAME_TEXT(http_form_text(&form, "title"), "a");
	SAME_TEXT(http_form_text(&form, "text"), "");
	assert_true(http_form_is_checked(&form, "agree"));
	assert_true(day_is_none(http_form_day(&form, "day")));
	assert_null(http_form_files(&form, "file", &count));
	assert_int_equal(count, 0);
	FINE(http_form_blame(&request, &form, "title", "已有 100%", "Taken, 100%s"));
	FINE(http_form_blame(&request, &form, "title", "第二句", "A second one"));
	assert_int_equal(form.errors.count, 1);
	SAME_TEXT(http_form_error(&form, "title"), "Taken, 100%s");
	assert_null(http_form_error(&form, "text").at);
	arena_close(&request.arena);
}

/* --- multipart --- */

static void
files_arrive_whole_and_several_in_one_field(void **state)
{
	answers(MULTIPART,
		STR("preamble\r\n" TITLE FILE_HEAD("a.txt") "\r\n--Xy-\r\n-XyZ\0\xff\r\n" FILE_HEAD(
			"年报.DOCX") "x\r\n--XyZ--\r\nepilogue"),
		200, "title=[t]\nfile=<a.txt 15><年报.DOCX 1>\n" NOTHING_ELSE);
}

static void
no_file_chosen_is_no_file(void **state)
{
	answers(MULTIPART, STR(TITLE FILE_HEAD("") "\r\n--XyZ--"), 200, "title=[t]\n" NOTHING_ELSE);
	answers(URLENCODED, STR("title=t&file="), 200, "title=[t]\n" NOTHING_ELSE);
	answers(URLENCODED, STR("title=t&file=a.txt"), 422,
		"title=[t]\n" NOTHING_ELSE "!file: “文件”请选择文件。\n");
}

static void
empty_and_unwanted_files_are_named(void **state)
{
	answers(MULTIPART, STR(TITLE FILE_HEAD("a.txt") "\r\n--XyZ--"), 422,
		"title=[t]\n" NOTHING_ELSE "!file: 文件“a.txt”是空的，请检查后重新选择。\n");
	answers(MULTIPART, STR(TITLE FILE_HEAD("a.exe") "x\r\n--XyZ--"), 422,
		"title=[t]\n" NOTHING_ELSE "!file: 文件“a.exe”的类型不支持，请选择：txt docx。\n");
	answers(MULTIPART, STR(TITLE FILE_HEAD("a.txt") "\r\n" FILE_HEAD("b.txt") "\r\n--XyZ--"),
		422,
		"title=[t]\n" NOTHING_ELSE "!file: 文件“a.txt”是空的，请检查后重新选择。"
		"文件“b.txt”是空的，请检查后重新选择。\n");
}

static void
hostile_file_names_become_harmless(void **state)
{
	static const struct {
		struct str sent;
		const char *wanted;
	} rows[] = {
		{ BYTES("../../etc/pass\\wd.txt"), "wd.txt" },
		{ BYTES("C:\\\\dir\\\\b.txt"), "b.txt" },
		{ BYTES("C:\\dir\\b.txt"), "b.txt" },
		{ BYTES("a\xE2\x80\xAEtxt.\\\"x.txt"), "atxt.x.txt" },
		{ BYTES("...txt"), "file.txt" },
		{ BYTES("\xB9\xAB\xBF\xAA.txt"), "file.txt" },
		{ BYTES("a\0b\x01.txt"), "ab.txt" },
		{ BYTES("<script>.txt"), "script.txt" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf body;
		char wanted[100];

		buf_init(&body, 1000);
		buf_put(&body,
			STR(TITLE "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; "));
		buf_put(&body, STR("filename=\""));
		buf_put(&body, rows[i].sent);
		buf_put(&body, STR("\"\r\n\r\n1\r\n--XyZ--"));
		snprintf(wanted, sizeof wanted, "title=[t]\nfile=<%s 1>\n" NOTHING_ELSE,
			rows[i].wanted);
		answers(MULTIPART, buf_str(&body), 200, wanted);
		buf_done(&body);
	}
}

static void
headers_of_a_part_cannot_smuggle_fields(void **state)
{
	answers(MULTIPART,
		STR("--XyZ\r\ncontent-disposition:form-data;NAME=title\r\nX-Other: "
		    "name=\"evil\"\r\n\r\n"
		    "x\r\n--XyZ--"),
		200, "title=[x]\n" NOTHING_ELSE);
	refused_as(MULTIPART,
		STR("--XyZ\r\nContent-Disposition: form-data; name=\"title\"\r\n"
		    "Content-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--XyZ--"),
		"http_form");
	refused_as(MULTIPART,
		STR("--XyZ\r\nContent-Disposition: attachment; name=\"title\"\r\n\r\nx\r\n--XyZ--"),
		"http_form");
	refused_as(MULTIPART, STR("--XyZ\r\nContent-Type: text/plain\r\n\r\nx\r\n--XyZ--"),
		"http_form");
	refused_as(MULTIPART, STR("--XyZ\r\nno colon\r\n\r\nx\r\n--XyZ--"), "http_form");
	refused_as(MULTIPART, STR("--XyZ\r\n\r\nx\r\n--XyZ--"), "http_form");
	refused_as(MULTIPART, STR("--XyZjunk\r\n" TITLE "--XyZ--"), "http_form");
	refused_as(MULTIPART,
		STR("--XyZ\r\nContent-Disposition: form-data; name=\"title\"; "
		    "filename=\"f\"\r\n\r\n"
		    "x\r\n--XyZ--"),
		"http_form");
}

static void
a_boundary_must_be_there_and_sane(void **state)
{
	struct str body = STR(TITLE "--XyZ--");

	refused_as("Content-Type: multipart/form-data\n", body, "http_form");
	refused_as("Content-Type: multipart/form-data; boundary=\n", body, "http_form");
	refused_as("Content-Type: multipart/form-data; boundary=\"\"\n", body, "http_form");
	refused_as("Content-Type: multipart/form-data; boundary=Other\n", body, "http_form_cut");
	refused_as(
		"Content-Type: multipart/form-data; boundary="
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
		body, "http_form");
	answers("Content-Type: Multipart/Form-Data; x=y; boundary=\"XyZ\"; z\n", body, 200,
		"title=[t]\n" NOTHING_ELSE);
}

static void
a_body_cut_anywhere_is_refused(void **state)
{
	struct str whole = STR(TITLE FILE_HEAD("a.txt") "content\r\n--XyZ--");

	for (size_t len = 0; len < whole.len; len++) {
		struct http_reply reply;
		char *own = malloc(len + 1);

		assert_non_null(own);
		memcpy(own, whole.at, len);
		app_ask(http, "POST", "/form", MULTIPART, (struct str){ own, len }, &reply);
		if (reply.status != 400)
			fail_msg("%u after %zu bytes", reply.status, len);
		http_reply_done(&reply);
		free(own);
	}
	answers(MULTIPART, whole, 200, "title=[t]\nfile=<a.txt 7>\n" NOTHING_ELSE);
}

static void
changed_bytes_never_harm(void **state)
{
	struct str whole = STR(TITLE FILE_HEAD("a.txt") "content\r\n--XyZ--");
	static const char bytes[] = "\0\r\n\"\\;=-:%\xff\x80 a";

	for (size_t at = 0; at < whole.len; at++) {
		for (size_t b = 0; b < sizeof bytes - 1; b++) {
			struct http_reply reply;
			char *own = malloc(whole.len);

			assert_non_null(own);
			memcpy(own, whole.at, whole.len);
			own[at] = bytes[b];
			app_ask(http, "POST", "/form", MULTIPART, (struct str){ own, whole.len },
				&reply);
			assert_true(
				reply.status == 200 || reply.status == 422 || reply.status == 400);
			http_reply_done(&reply);
			free(own);
		}
	}
}

static void
too_much_of_anything_is_refused(void **state)
{
	struct http_limits limits = http_usual_limits;
	struct http_app app = app_usual;
	struct http *own = NULL;
	struct http_reply reply;
	struct buf body;

	limits.file_max = 1000;
	limits.files_most = 3;
	limits.body_max = 20000;
	app.limits = &limits;
	FINE(http_open(&app, &own));
	buf_init(&body, 1 << 20);
	buf_put(&body, STR(TITLE));
	for (int i = 0; i < 4; i++)
		buf_put(&body, STR(FILE_HEAD("a.txt") "x\r\n"));
	buf_put(&body, STR("--XyZ--"));
	app_ask(own, "POST", "/form", MULTIPART, buf_str(&body), &reply);
	assert_string_equal(reply.code, "http_files_many");
	assert_int_equal(reply.status, 413);
	http_reply_done(&reply);
	buf_clear(&body);
	buf_put(&body, STR(TITLE FILE_HEAD("a.txt")));
	for (int i = 0; i < 1001; i++)
		buf_put_char(&body, 'x');
	buf_put(&body, STR("\r\n--XyZ--"));
	app_ask(own, "POST", "/form", MULTIPART, buf_str(&body), &reply);
	assert_int_equal(reply.status, 422);
	assert_true(str_find(http_reply_bytes(&reply), STR("超过 0 MB"), 0) != SIZE_MAX);
	http_reply_done(&reply);
	for (int i = 0; i < 20000; i++)
		buf_put_char(&body, 'x');
	app_ask(own, "POST", "/form", MULTIPART, buf_str(&body), &reply);
	assert_string_equal(reply.code, "http_body_large");
	assert_int_equal(reply.status, 413);
	http_reply_done(&reply);
	buf_done(&body);
	http_close(&own);
}

static void
too_many_fields_are_refused(void **state)
{
	struct buf body;

	buf_init(&body, 1 << 20);
	for (int i = 0; i < 3000; i++)
		buf_put(&body, STR("a&"));
	refused_as(URLENCODED, buf_str(&body), "http_pairs_many");
	buf_clear(&body);
	for (int i = 0; i < 3000; i++)
		buf_put(&body,
			STR("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n"));
	refused_as(MULTIPART, buf_str(&body), "http_pairs_many");
	buf_clear(&body);
	buf_put(&body, STR("--XyZ\r\nX-Long: "));
	for (int i = 0; i < 10000; i++)
		buf_put_char(&body, 'a');
	buf_put(&body, STR("\r\n\r\n\r\n--XyZ--"));
	refused_as(MULTIPART, buf_str(&body), "http_form");
	buf_done(&body);
}

static void
without_memory_a_form_is_refused(void **state)
{
	struct str body = STR(TITLE FILE_HEAD("a.txt") "content\r\n--XyZ--");
	unsigned status = 0;

	for (long n = 1; status != 200; n++) {
		struct http_reply reply;

		memory_fail_at(n);
		app_ask(http, "POST", "/form", MULTIPART, body, &reply);
		memory_fail_at(0);
		status = reply.status;
		assert_true(status == 200 || status == 413 || status == 503);
		http_reply_done(&reply);
	}
}

/* --- file names --- */

static void
long_names_keep_their_ending(void **state)
{
	struct arena *arena = NULL;
	struct buf long_name;
	struct str name;

	FINE(arena_open(1 << 16, &arena));
	buf_init(&long_name, 4096);
	for (int i = 0; i < 300; i++)
		buf_put(&long_name, STR("报"));
	buf_put(&long_name, STR(".docx"));
	FINE(http_name_clean(arena, buf_str(&long_name), &name));
	assert_true(name.len <= 180 && name.len > 170);
	assert_true(str_ends(name, STR("报.docx")));
	FINE(http_name_clean(arena, STR("\r\n"), &name));
	SAME_TEXT(name, "file");
	FINE(http_name_clean(arena, STR("..\\..\\"), &name));
	SAME_TEXT(name, "file");
	FINE(http_name_clean(arena, STR(" a b.pdf "), &name));
	SAME_TEXT(name, "a b.pdf");
	assert_string_equal(http_name_type(STR("a.PDF")), "application/pdf");
	assert_string_equal(http_name_type(STR("pdf")), "application/octet-stream");
	buf_done(&long_name);
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(declared_fields_arrive_checked_and_others_do_not),
		cmocka_unit_test(mistakes_get_a_sentence_each_and_what_was_typed_stays),
		cmocka_unit_test(an_empty_form_lacks_what_is_required),
		cmocka_unit_test(the_query_is_a_form_too),
		cmocka_unit_test(a_single_field_sent_twice_is_refused),
		cmocka_unit_test(broken_codings_are_refused),
		cmocka_unit_test(errors_as_json_name_their_fields),
		cmocka_unit_test(a_page_may_add_its_own_sentence),
		cmocka_unit_test(files_arrive_whole_and_several_in_one_field),
		cmocka_unit_test(no_file_chosen_is_no_file),
		cmocka_unit_test(empty_and_unwanted_files_are_named),
		cmocka_unit_test(hostile_file_names_become_harmless),
		cmocka_unit_test(headers_of_a_part_cannot_smuggle_fields),
		cmocka_unit_test(a_boundary_must_be_there_and_sane),
		cmocka_unit_test(a_body_cut_anywhere_is_refused),
		cmocka_unit_test(changed_bytes_never_harm),
		cmocka_unit_test(too_much_of_anything_is_refused),
		cmocka_unit_test(too_many_fields_are_refused),
		cmocka_unit_test(without_memory_a_form_is_refused),
		cmocka_unit_test(long_names_keep_their_ending),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
