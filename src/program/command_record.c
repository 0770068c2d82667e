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
	struct str name;

	buf_init(&bytes, DOC_MOST_BYTES);
	/* Decoded first: a byte of a letter in GBK may look like a backslash. */
	TRY(program_show_name(arena, str_of(path), &name));
	TRY(file_read(path, &bytes));
	return reading_make(file_base_name(name), buf_str(&bytes), arena, ret_report);
}

struct fault *
command_keep_input(const char *out, const char *in)
{
	if (!out || !file_is_same(out, in))
		return NULL;
	return fault_new(FAULT_INPUT, "usage",
		"输出文件 %s 就是要读的文件，为免覆盖原件没有写。请换一个文件名，或先移走它。",
		"%s is the file to read; it was not written over. Choose another name, or move it "
		"away first.",
		out);
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
