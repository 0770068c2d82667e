/*
 * The ordinary run of a fuzz target: every file of its corpus, among them every input that once
 * broke it, goes through the target again. Looking for new ones is libFuzzer's work, with
 * -Dfuzz=true.
 */
#include "../unit/test.h"

#include "base/arena.h"
#include "base/file.h"
#include "fuzz.h"

static const char *corpus;

static void
every_input_of_the_corpus_is_survived(void **state)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	struct str *paths = NULL;
	size_t count = 0;

	FINE(arena_open((size_t)16 << 20, &arena));
	FINE(file_list(arena, corpus, 10000, &paths, &count));
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		struct buf bytes;

		buf_init(&bytes, DOC_MOST_BYTES);
		FINE(file_read(paths[i].at, &bytes));
		assert_int_equal(LLVMFuzzerTestOneInput((const uint8_t *)bytes.at, bytes.len), 0);
		buf_done(&bytes);
	}
	assert_int_equal(LLVMFuzzerTestOneInput((const uint8_t *)"", 0), 0);
}

int
main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_input_of_the_corpus_is_survived),
	};

	if (count != 2)
		return 2;
	corpus = arguments[1];
	return cmocka_run_group_tests_name(corpus, tests, NULL, NULL);
}
