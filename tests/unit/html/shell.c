/* The page shell, counts, icons and embedded assets. */
#include "../test.h"

#include "base/digest.h"
#include "html/html_shell.h"
#include "html/shell.html.h"

static struct str
put_shell(struct buf *out, const struct html_shell *shell)
{
	buf_clear(out);
	shell_begin(out, shell);
	buf_put(out, STR("BODY"));
	shell_end(out, shell);
	FINE(buf_check(out));
	return buf_str(out);
}

static void
a_bare_shell_has_only_what_was_given(void **state)
{
	struct buf out = { .max = 1 << 16 };
	struct html_shell shell = { .title = STR("题<"), .site_name = STR("示例区") };
	struct str page = put_shell(&out, &shell);

	assert_true(str_starts(page, STR("<!doctype html>\n<html lang=\"zh-CN\" class=\"\">")));
	assert_true(str_has(page, STR("<title>题&lt; · 示例区</title>")));
	assert_true(str_has(page, STR("<main id=\"main\" tabindex=\"-1\">\nBODY</main>")));
	assert_true(str_has(page, STR("href=\"#main\"")));
	assert_false(str_has(page, STR("role=\"search\"")));
	assert_false(str_has(page, STR("class=\"nav\"")));
	assert_false(str_has(page, STR("class=\"crumbs\"")));
	assert_false(str_has(page, STR("charts-")));
	assert_false(str_has(page, STR("data-elder")));
	assert_false(str_has(page, STR("noindex")));
	assert_true(str_ends(page, STR("</html>")));
	buf_done(&out);
}

static void
a_full_shell_shows_its_data_once_each(void **state)
{
	const struct html_link nav[] = { { STR("指南"), URL("/guide"), false },
		{ STR("年度报告"), URL("/reports"), true } };
	const struct html_link crumbs[] = { { STR("首页"), URL("/"), false },
		{ STR("2020 & 2021"), URL_NONE, true } };
	const struct html_link foot[] = { { STR("网站标识码 0000000000"), URL_NONE, false },
		{ STR("网站地图"), URL("/map"), false } };
	struct html_shell shell = {
		.lang = HTML_EN,
		.title = STR("T"),
		.site_name = STR("S"),
		.site_part = STR("政府信息公开"),
		.home = URL("/home"),
		.search = URL("/search"),
		.searched = STR("\"><script>"),
		.is_elder = true,
		.elder_switch = URL("/reports?elder=0"),
		.nav = nav,
		.nav_count = COUNT_OF(nav),
		.crumbs = crumbs,
		.crumb_count = COUNT_OF(crumbs),
		.foot = foot,
		.foot_count = COUNT_OF(foot),
		.has_charts = true,
		.is_hidden = true,
		.address = STR("https://example.org/reports/1"),
	};
	struct buf out = { .max = 1 << 16 };
	struct str page = put_shell(&out, &shell);
	static const char *const pieces[] = { "<html lang=\"en\" class=\"elder\">",
		"<a class=\"site\" href=\"/home\">S", "<small>政府信息公开</small>",
		"action=\"/search\" method=\"get\"", "value=\"&quot;&gt;&lt;script&gt;\"",
		"<li><a href=\"/guide\">指南</a></li>",
		"<li><a href=\"/reports\" aria-current=\"true\">年度报告</a></li>",
		"<li aria-current=\"page\">2020 &amp; 2021</li>",
		"<li><a href=\"/map\">网站地图</a></li>", "<li>网站标识码 0000000000</li>",
		"href=\"/reports?elder=0\" data-elder>", "Standard text", "Skip to content",
		"https://example.org/reports/1", "noindex" };

	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		size_t at = str_find(page, str_of(pieces[i]), 0);

		if (at == SIZE_MAX)
			fail_msg("%s is not in the page", pieces[i]);
		assert_true(str_find(page, str_of(pieces[i]), at + 1) == SIZE_MAX);
	}
	assert_true(str_has(page, html_asset_url("charts.js").text));
	assert_false(str_has(page, STR("<script>")));
	buf_done(&out);
}

static void
assets_are_found_by_path_and_named_by_their_digest(void **state)
{
	assert_true(html_asset_count >= 4);
	for (size_t i = 0; i < html_asset_count; i++) {
		const struct html_asset *asset = &html_assets[i];
		struct digest digest;

		FINE(digest_sha256((struct str){ asset->bytes, asset->len }, &digest));
		assert_string_equal(asset->digest, digest.at);
		assert_true(str_has(str_of(asset->path), str_sub(str_of(digest.at), 0, 12)));
		assert_ptr_equal(html_asset_at(str_of(asset->path)), asset);
		SAME_TEXT(html_asset_url(asset->name).text, asset->path);
		if (asset->packed)
			assert_memory_equal(asset->packed, "\x1F\x8B", 2);
	}
	assert_null(html_asset_at(STR("/assets/none.css")));
	assert_null(html_asset_at(STR("")));
}

static void
styles_and_the_script_stay_small_and_name_no_host(void **state)
{
	struct str css = { 0 };
	struct str js = { 0 };

	for (size_t i = 0; i < html_asset_count; i++) {
		struct str bytes = { html_assets[i].bytes, html_assets[i].len };

		if (!strcmp(html_assets[i].name, "main.css"))
			css = bytes;
		if (!strcmp(html_assets[i].name, "main.js"))
			js = bytes;
	}
	assert_in_range(css.len, 1000, 60000);
	assert_in_range(js.len, 500, 12000);
	assert_false(str_has(css, STR("url(http")));
	assert_false(str_has(js, STR("https://")));
	assert_false(str_has(js, STR("eval(")));
}

static void
icons_are_silent_and_whole(void **state)
{
	for (size_t i = 0; i < html_icon_count; i++) {
		struct str icon = html_icon(html_icon_shapes[i].name).text;

		assert_true(str_starts(icon, STR("<svg class=\"icon\" ")));
		assert_true(str_has(icon, STR("aria-hidden=\"true\"")));
		assert_true(str_ends(icon, STR("</svg>")));
		assert_false(str_has(icon, STR("style=")));
	}
}

static void
counts_have_commas_in_threes(void **state)
{
	assert_string_equal(html_count(0).at, "0");
	assert_string_equal(html_count(999).at, "999");
	assert_string_equal(html_count(1000).at, "1,000");
	assert_string_equal(html_count(-999).at, "-999");
	assert_string_equal(html_count(-123456).at, "-123,456");
	assert_string_equal(html_count(INT64_MIN).at, "-9,223,372,036,854,775,808");
	assert_string_equal(html_count_decimal((struct decimal){ 5275526, 3 }).at, "5,275.526");
	assert_string_equal(
		html_count_decimal((struct decimal){ -1234567891, 4 }).at, "-123,456.7891");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bare_shell_has_only_what_was_given),
		cmocka_unit_test(a_full_shell_shows_its_data_once_each),
		cmocka_unit_test(assets_are_found_by_path_and_named_by_their_digest),
		cmocka_unit_test(styles_and_the_script_stay_small_and_name_no_host),
		cmocka_unit_test(icons_are_silent_and_whole),
		cmocka_unit_test(counts_have_commas_in_threes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
