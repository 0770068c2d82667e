/*
 * The end of what letters say, when the matter they belong to is disposed of. When that is, and who
 * may decide it, is known in the room of the matter.
 */
#include <assert.h>

#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

static void
add_file(struct digest *files, size_t *count, const struct digest *file)
{
	if (file->at[0])
		files[(*count)++] = *file;
}

struct fault *
letter_erase(struct db *db, const struct letter_doer *doer, struct arena *arena, struct str subject,
	int64_t subject_id, struct digest **ret_files, size_t *ret_count)
{
	struct letter_list list;
	struct digest *files;
	size_t count = 0;

	assert(db_is_in_work(db));
	TRY(letter_find_subject(db, arena, subject, subject_id, &list));
	TAKE(arena, files, list.count * 2 + 1);
	for (size_t i = 0; i < list.count; i++) {
		add_file(files, &count, &list.rows[i].docx);
		add_file(files, &count, &list.rows[i].pdf);
	}
	TRY(db_run(db, &letter_erase_words_sql,
		VALUES(VALUE(subject), VALUE(subject_id), db_value_bytes(STR("")),
			VALUE(doer->now)),
		NULL));
	TRY(db_run(db, &letter_erase_particulars_sql,
		VALUES(VALUE(subject), VALUE(subject_id), db_value_bytes(STR(""))), NULL));
	for (size_t i = 0; i < list.count; i++)
		TRY(letter_tell(db, doer, "letter.erased", list.rows[i].id, STR("")));
	*ret_files = files;
	*ret_count = count;
	return NULL;
}
