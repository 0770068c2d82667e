/*
 * What the verbs about reports begin with: the files of the command line, and one of them read.
 * What is done with a record is each verb's own.
 */
#include "base/file.h"
#include "doc/doc.h"
#include "program/command_report.h"
#include "reading/reading.h"

struct fault *
command_read_record(const char *path, struct arena *arena, struct report *ret_report)
{
	CLOSING(buf_done) struct buf bytes;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(file_read(path, &bytes));
	return reading_make(file_base_name(str_of(path)), buf_str(&bytes), arena, ret_report);
}

struct fault *
command_need_files(const struct program_line *line)
{
	if (line->word_count)
		return NULL;
	return fault_new(FAULT_INPUT, "usage",
		"请写出要读的文件。用 gongkai help report 查看用法。",
		"Name the files to read. See gongkai help report.");
}
