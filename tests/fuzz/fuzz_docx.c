/* Words of the main part of a docx, of its styles and its numbering, or a whole archive. */
#include "fuzz_archive.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const names[] = { "word/document.xml", "word/styles.xml",
		"word/numbering.xml" };

	return fuzz_read_archive(doc_read_docx, bytes, len, NULL, 0, names, COUNT_OF(names));
}
