/* Archives made in memory for the tests of the readers of docx and xlsx. */
#ifndef TESTS_UNIT_DOC_ARCHIVE_H
#define TESTS_UNIT_DOC_ARCHIVE_H

#include <zip.h>

#include "../test.h"

#include "base/arena.h"

struct archive_part {
	const char *name;
	struct str content;
};

/* A zip of these parts, in the arena. */
static inline struct str
archive_make(struct arena *arena, const struct archive_part *parts, size_t count)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	zip_stat_t stat;
	char *bytes;

	assert_non_null(zip);
	zip_source_keep(source);
	for (size_t i = 0; i < count; i++) {
		zip_source_t *content =
			zip_source_buffer(zip, parts[i].content.at, parts[i].content.len, 0);

		assert_true(zip_file_add(zip, parts[i].name, content, ZIP_FL_ENC_UTF_8) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(source, &stat), 0);
	bytes = arena_take(arena, 1, stat.size);
	assert_non_null(bytes);
	assert_int_equal(zip_source_open(source), 0);
	assert_int_equal(zip_source_read(source, bytes, stat.size), stat.size);
	zip_source_close(source);
	zip_source_free(source);
	return (struct str){ bytes, stat.size };
}

#endif
