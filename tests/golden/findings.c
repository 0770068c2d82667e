/*
 * Reports to findings: which rules speak at which places, exactly, for the project's five reports,
 * and for the real ones where their folder exists. A list is lines "LEVEL RULE PLACE" in the order
 * of the findings; GONGKAI_GOLDEN_WRITE=1 writes the lists of the five anew, to be read before they
 * are kept.
 */
#include "../unit/test.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "checking/checking.h"
#include "doc/doc.h"
#include "reading/reading.h"
#include "report/report.h"

struct golden {
	struct arena *arena;
	struct buf file;
	struct buf lines;
	struct report report;
};

static void
begin(struct golden *golden)
{
	*golden = (struct golden){ .arena = NULL };
	FINE(arena_open((size_t)256 << 20, &golden->arena));
	buf_init(&golden->file, (size_t)16 << 20);
	buf_init(&golden->lines, (size_t)1 << 20);
}

static void
end(struct golden *golden)
{
	buf_done(&golden->lines);
	buf_done(&golden->file);
	arena_close(&golden->arena);
}

static void
check_file(struct golden *golden, const char *path)
{
	struct doc doc = { .blocks = NULL };
	enum doc_format format;

	buf_clear(&golden->file);
	buf_clear(&golden->lines);
	golden->report = (struct report){ .year = 0 };
	FINE(file_read(path, &golden->file));
	format = doc_guess(str_of(path), buf_str(&golden->file));
	FINE(doc_read(format, buf_str(&golden->file), golden->arena, &doc));
	FINE(reading_make_of_doc(
		&doc, file_base_name(str_of(path)), golden->arena, &golden->report));
	FINE(checking_run(&golden->report, NULL, golden->arena));
	for (size_t i = 0; i < golden->report.finding_count; i++) {
		const struct report_finding *finding = &golden->report.findings[i];

		buf_print(&golden->lines, "%s %s %.*s\n", report_level_letter(finding->level),
			finding->rule, STR_ARG(finding->where));
	}
	FINE(buf_check(&golden->lines));
}

/* Every finding has its sentences, and its words lie inside the section it names. */
static void
check_sentences(const struct report *report)
{
	for (size_t i = 0; i < report->finding_count; i++) {
		const struct report_finding *finding = &report->findings[i];
		bool inside = finding->text.length == 0;

		assert_true(finding->says.len > 0 && finding->says_en.len > 0 &&
			    finding->basis.len > 0);
		for (size_t at = 0; at < report->section_count && !inside; at++)
			inside = report->sections[at].key == finding->text.section &&
				 finding->text.offset + finding->text.length <=
					 report->sections[at].text.len;
		if (!inside)
			fail_msg("%s %.*s speaks outside its section", finding->rule,
				STR_ARG(finding->says));
	}
}

static void
compare(struct golden *golden, const char *name, const char *list)
{
	struct buf wanted;

	if (getenv("GONGKAI_GOLDEN_WRITE")) {
		FINE(file_write(list, buf_str(&golden->lines)));
		return;
	}
	buf_init(&wanted, (size_t)1 << 20);
	FINE(file_read(list, &wanted));
	if (!str_equal(buf_str(&wanted), buf_str(&golden->lines)))
		fail_msg("%s, wanted:\n%.*s\nfound:\n%.*s", name, STR_ARG(buf_str(&wanted)),
			STR_ARG(buf_str(&golden->lines)));
	buf_done(&wanted);
}

static const char *const reports[] = { "000-pingfang-2020", "001-chuankou-2020", "002-daoli-2021",
	"003-hegang-2020", "004-dongan-2020" };

static void
the_five_reports_have_exactly_these_findings(void **state)
{
	for (size_t i = 0; i < COUNT_OF(reports); i++) {
		struct golden golden;
		struct str path;
		struct str list;

		begin(&golden);
		FINE(str_print(golden.arena, &path, "%s/tests/data/reports/%s.txt", SOURCE_FOLDER,
			reports[i]));
		FINE(str_print(golden.arena, &list, "%s/tests/golden/findings/%.3s.txt",
			SOURCE_FOLDER, reports[i]));
		check_file(&golden, path.at);
		check_sentences(&golden.report);
		compare(&golden, reports[i], list.at);
		end(&golden);
	}
}

static const char *
shared_folder(void)
{
	const char *folder = getenv("GONGKAI_SHARED");

	return folder ? folder : SHARED_FOLDER;
}

static void
the_real_reports_behind_them_have_the_same(void **state)
{
	struct golden golden;
	struct str folder;
	struct str *paths = NULL;
	size_t count = 0;

	begin(&golden);
	FINE(str_print(golden.arena, &folder, "%s/seeds", shared_folder()));
	if (!file_is_folder(folder.at)) {
		end(&golden);
		skip();
	}
	FINE(file_list(golden.arena, folder.at, 100, &paths, &count));
	assert_int_equal(count, COUNT_OF(reports));
	for (size_t i = 0; i < count; i++) {
		struct str list;

		FINE(str_print(golden.arena, &list, "%s/tests/golden/findings/%.3s.txt",
			SOURCE_FOLDER, reports[i]));
		check_file(&golden, paths[i].at);
		check_sentences(&golden.report);
		if (!getenv("GONGKAI_GOLDEN_WRITE"))
			compare(&golden, paths[i].at, list.at);
		for (size_t at = 0; at < golden.report.finding_count && i != 1; at++) {
			const struct report_finding *finding = &golden.report.findings[at];

			if (finding->level == REPORT_ERROR &&
				(str_starts(finding->where, STR("applications")) ||
					str_starts(finding->where, STR("review"))))
				fail_msg("%s: %.*s", paths[i].at, STR_ARG(finding->says));
		}
	}
	end(&golden);
}

/* What must be found in the reports from the wild; every error that is found must be one of these.
 */
struct wild {
	const char *file;
	const char *lines[40];
};

static const struct wild wild[] = {
	{ "003-hongze-2023.txt",
		{ "E T4-SUM review_litigation.rev_total",
			"E T4-SUM review_litigation.lit_after_total", "E META-5 s1_overview",
			"W FORM applications.other", "OK TXT-N1 applications.new_received.total",
			"W STY-1 s1_overview" } },
	{ "003b-hongze-2023-raw.txt",
		{ "E T4-SUM review_litigation.rev_total",
			"E T4-SUM review_litigation.lit_after_total", "E META-5 s1_overview" } },
	{ "005-suqian-2023.txt",
		{ "OK TXT-N1 applications.new_received.total",
			"OK TXT-N2 applications.res_granted.total",
			"OK TXT-N2 applications.deny_secret.total",
			"OK TXT-N2 applications.res_total.total",
			"OK TXT-N1 applications.carried_out.total", "OK TXT-PARTS s1_overview",
			"OK TXT-N1 applications.new_received.natural_person" } },
	{ "009-shanghai-stcsm-2024.md", { "E T3-COMPLETE applications.carried_out.total",
						"OK TXT-N1 applications.new_received.total",
						"OK TXT-N2 applications.res_total.total",
						"OK TXT-N3 review_litigation.rev_total",
						"OK TXT-T2 proactive.a20_1.normative_docs.issued",
						"W STY-1 s2_proactive" } },
	{ "012-pingtan-2020.txt",
		{ "E T3-SUM applications.res_total.natural_person",
			"E T3-SUM applications.res_total.total",
			"W T3-NOPART applications.res_partial.natural_person",
			"W TXT-PARTS s1_overview", "OK TXT-N1 applications.new_received.total" } },
	{ "018-pingtan-2024-article.html", { "OK TXT-T2 proactive.a20_1.normative_docs.issued",
						   "OK TXT-N1 applications.res_total.total" } },
	{ "001-shanghai-gov-office-2019.html",
		{ "W TXT-N2 applications.res_granted.total",
			"W TXT-N2 applications.unable_not_held.total",
			"W TXT-N2 applications.res_total.total",
			"W TXT-N3 review_litigation.rev_total", "W TXT-RATE s1_overview",
			"OK TXT-N1 applications.new_received.total",
			"OK TXT-N2 applications.deny_secret.total", "E T4-FILL review_litigation",
			"E T3-COMPLETE applications.new_received",
			"E T3-COMPLETE applications.carried_in",
			"E T3-COMPLETE applications.res_granted",
			"E T3-COMPLETE applications.res_partial",
			"E T3-COMPLETE applications.deny_secret",
			"E T3-COMPLETE applications.deny_law",
			"E T3-COMPLETE applications.deny_safety",
			"E T3-COMPLETE applications.deny_third_party",
			"E T3-COMPLETE applications.deny_internal",
			"E T3-COMPLETE applications.deny_process",
			"E T3-COMPLETE applications.deny_casefile",
			"E T3-COMPLETE applications.deny_query",
			"E T3-COMPLETE applications.unable_not_held",
			"E T3-COMPLETE applications.unable_need_create",
			"E T3-COMPLETE applications.unable_unclear",
			"E T3-COMPLETE applications.no_petition",
			"E T3-COMPLETE applications.no_repeat",
			"E T3-COMPLETE applications.no_publication",
			"E T3-COMPLETE applications.no_abusive",
			"E T3-COMPLETE applications.no_reconfirm",
			"E T3-COMPLETE applications.other", "E T3-COMPLETE applications.res_total",
			"E T3-COMPLETE applications.carried_out" } },
};

static bool
is_wanted(const struct wild *report, struct str line)
{
	for (size_t i = 0; i < COUNT_OF(report->lines) && report->lines[i]; i++)
		if (str_equal(line, str_of(report->lines[i])))
			return true;
	return false;
}

static void
reports_from_the_wild_are_found_out_without_false_errors(void **state)
{
	struct golden golden;
	struct str path;

	begin(&golden);
	FINE(str_print(golden.arena, &path, "%s/samples", shared_folder()));
	if (!file_is_folder(path.at)) {
		end(&golden);
		skip();
	}
	for (size_t i = 0; i < COUNT_OF(wild); i++) {
		struct str rest;
		struct str line;

		FINE(str_print(
			golden.arena, &path, "%s/samples/%s", shared_folder(), wild[i].file));
		check_file(&golden, path.at);
		check_sentences(&golden.report);
		for (size_t at = 0; at < COUNT_OF(wild[i].lines) && wild[i].lines[at]; at++)
			if (!str_has(buf_str(&golden.lines), str_of(wild[i].lines[at])))
				fail_msg("%s: no \"%s\" in\n%.*s", wild[i].file, wild[i].lines[at],
					STR_ARG(buf_str(&golden.lines)));
		rest = buf_str(&golden.lines);
		while (str_next_line(&rest, &line))
			if (str_starts(line, STR("E ")) && !is_wanted(&wild[i], line))
				fail_msg("%s: \"%.*s\" is not there", wild[i].file, STR_ARG(line));
	}
	end(&golden);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_five_reports_have_exactly_these_findings),
		cmocka_unit_test(the_real_reports_behind_them_have_the_same),
		cmocka_unit_test(reports_from_the_wild_are_found_out_without_false_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
