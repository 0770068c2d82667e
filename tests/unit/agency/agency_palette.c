/* The colours that sites may choose: every theme stands in the style sheet and keeps 4.5:1. */
#include "../test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "agency/agency_site.h"
#include "base/file.h"

enum { CONTRAST_TIMES_10 = 45 };

static struct buf base;
static struct buf themes;

static void
read_sheet(const char *name, struct buf *buf)
{
	char path[4096];
	const char *folder = getenv("GONGKAI_STYLES");

	assert_non_null(folder);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	buf_init(buf, 1 << 20);
	FINE(file_read(path, buf));
}

/* The colour of `name` in the first block that begins with `selector`; false when there is none. */
static bool
find_colour(struct str sheet, const char *selector, const char *name, double ret_rgb[3])
{
	char wanted[60];
	size_t at;
	size_t end;
	unsigned colour = 0;

	snprintf(wanted, sizeof wanted, "%s {", selector);
	at = str_find(sheet, str_of(wanted), 0);
	if (at == SIZE_MAX)
		return false;
	end = str_find(sheet, STR("}"), at);
	snprintf(wanted, sizeof wanted, "--%s: #", name);
	at = str_find(sheet, str_of(wanted), at);
	if (at == SIZE_MAX || at > end)
		return false;
	assert_int_equal(sscanf(sheet.at + at + strlen(wanted), "%6x", &colour), 1);
	for (int i = 0; i < 3; i++)
		ret_rgb[i] = (colour >> (16 - 8 * i) & 0xFF) / 255.0;
	return true;
}

/* Relative luminance of WCAG 2.1. */
static double
luminance(const double rgb[3])
{
	double parts[3];

	for (int i = 0; i < 3; i++)
		parts[i] = rgb[i] <= 0.03928 ? rgb[i] / 12.92 : pow((rgb[i] + 0.055) / 1.055, 2.4);
	return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

static void
needs_contrast(const char *theme, const char *what, const double a[3], const double b[3])
{
	double light = fmax(luminance(a), luminance(b));
	double dark = fmin(luminance(a), luminance(b));
	double contrast = (light + 0.05) / (dark + 0.05);

	if (contrast * 10 < CONTRAST_TIMES_10)
		fail_msg("%s: %s has a contrast of %.2f", theme, what, contrast);
}

/* A theme's colour, else the usual one. */
static void
theme_colour(const struct agency_palette *palette, const char *name, double ret_rgb[3])
{
	char selector[60];

	snprintf(selector, sizeof selector, ".%s", palette->theme ? palette->theme : "none");
	if (!palette->theme || !find_colour(buf_str(&themes), selector, name, ret_rgb))
		assert_true(find_colour(buf_str(&base), ":root", name, ret_rgb));
}

static void
every_palette_keeps_its_contrast(void **state)
{
	static const double white[3] = { 1, 1, 1 };

	for (const struct agency_palette *palette = agency_palettes; palette->key; palette++) {
		double main[3];
		double dark[3];
		double pale[3];
		double foot[3];
		double foot_ink[3];
		double ink[3];

		theme_colour(palette, "main", main);
		theme_colour(palette, "main-dark", dark);
		theme_colour(palette, "main-pale", pale);
		theme_colour(palette, "foot", foot);
		theme_colour(palette, "foot-ink", foot_ink);
		theme_colour(palette, "ink", ink);
		needs_contrast(palette->key, "main on white", main, white);
		needs_contrast(palette->key, "main on main-pale", main, pale);
		needs_contrast(palette->key, "white on main-dark", white, dark);
		needs_contrast(palette->key, "foot-ink on foot", foot_ink, foot);
		needs_contrast(palette->key, "ink on main-pale", ink, pale);
	}
}

static void
every_palette_has_its_theme(void **state)
{
	double colour[3];
	char selector[60];

	for (const struct agency_palette *palette = agency_palettes; palette->key; palette++) {
		assert_ptr_equal(agency_palette_find(str_of(palette->key)), palette);
		if (!palette->theme)
			continue;
		snprintf(selector, sizeof selector, ".%s", palette->theme);
		assert_true(find_colour(buf_str(&themes), selector, "main", colour));
	}
	assert_ptr_equal(agency_palette_find(STR("no such")), agency_palettes);
}

static int
start(void **state)
{
	read_sheet("base.css", &base);
	read_sheet("themes.css", &themes);
	return 0;
}

static int
stop(void **state)
{
	buf_done(&base);
	buf_done(&themes);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_palette_keeps_its_contrast),
		cmocka_unit_test(every_palette_has_its_theme),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
