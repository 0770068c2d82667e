/* Addresses: what is let in, what is refused, and joining that cannot break out. */
#include "../test.h"

#include "html/html_url.h"

static void
usual_addresses_pass(void **state)
{
	static const char *const good[] = { "/", "/reports/1?a=b#c", "?page=2", "#main",
		"https://www.example.gov.cn/a?b=%E5%85%AC", "http://192.0.2.1:8080/",
		"HTTPS://example.org", "http://[2001:db8::1]/", "mailto:a@example.org",
		"tel:+8645100000000" };

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct url url;

		FINE(url_check(str_of(good[i]), &url));
		SAME_TEXT(url.text, good[i]);
	}
}

static void
everything_else_is_refused(void **state)
{
	static const char *const bad[] = { "", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
		" javascript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)",
		"data:text/html,<script>", "vbscript:x", "//evil.example", "/\\evil.example",
		"\\\\evil", "https:///x", "https://", "http:x", "reports/1", "/a b", "/a\"b",
		"/a'b", "/a<b", "/\n/evil", "/\t/evil", "/公开", "file:///etc/passwd",
		"https://\xE5", "blob:https://x" };

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct url url = URL("/untouched");

		FAILS(url_check(str_of(bad[i]), &url), "url");
		SAME_TEXT(url.text, "/untouched");
	}
}

static void
an_endless_address_is_refused(void **state)
{
	static char text[URL_LONGEST + 2];
	struct url url;

	memset(text, 'a', sizeof text - 1);
	text[0] = '/';
	FAILS(url_check(str_of(text), &url), "url_long");
	FINE(url_check(str_sub(str_of(text), 0, URL_LONGEST), &url));
}

static void
the_way_back_stays_on_this_site(void **state)
{
	struct url url;

	FINE(url_check_local(STR("/desk?x=1"), &url));
	FAILS(url_check_local(STR("https://example.org/"), &url), "url");
	FAILS(url_check_local(STR("//example.org/"), &url), "url");
	FAILS(url_check_local(STR("/\\example.org/"), &url), "url");
	FAILS(url_check_local(STR(""), &url), "url");
}

static void
joined_parts_and_queries_are_encoded(void **state)
{
	struct arena *arena;
	struct url url;

	FINE(arena_open(1 << 16, &arena));
	FINE(url_join(arena, URL("/reports"), STR("a b/../公&?#"), &url));
	SAME_TEXT(url.text, "/reports/a%20b%2F..%2F%E5%85%AC%26%3F%23");
	FINE(url_check(url.text, &url));
	FINE(url_join(arena, URL("/"), STR("/evil.example"), &url));
	SAME_TEXT(url.text, "/%2Fevil.example");
	FINE(url_join(arena, URL("/a"), STR(".."), &url));
	SAME_TEXT(url.text, "/a/~..");
	FINE(url_join(arena, URL("/"), STR(""), &url));
	FINE(url_check_local(url.text, &url));
	FINE(url_join_int(arena, URL("/reports"), -7, &url));
	SAME_TEXT(url.text, "/reports/-7");
	FINE(url_query(arena, URL("/r"), "q", STR("a&b=c"), &url));
	SAME_TEXT(url.text, "/r?q=a%26b%3Dc");
	FINE(url_query(arena, url, "page", STR("2"), &url));
	SAME_TEXT(url.text, "/r?q=a%26b%3Dc&page=2");
	FINE(url_query(arena, URL("/r#top"), "a", STR(""), &url));
	SAME_TEXT(url.text, "/r?a=#top");
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_addresses_pass),
		cmocka_unit_test(everything_else_is_refused),
		cmocka_unit_test(an_endless_address_is_refused),
		cmocka_unit_test(the_way_back_stays_on_this_site),
		cmocka_unit_test(joined_parts_and_queries_are_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
