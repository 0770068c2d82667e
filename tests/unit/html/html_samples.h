/* What the tests' templates show: one value of every type that may stand in a page. */
#ifndef TESTS_HTML_SAMPLES_H
#define TESTS_HTML_SAMPLES_H

#include "html/html.h"

struct samples {
	struct str text;
	const char *chars;
	char *writable;
	int small;
	int64_t large;
	uint64_t huge;
	size_t size;
	struct day day;
	struct day none;
	struct decimal decimal;
	struct html markup;
	struct url address;
};

#endif
