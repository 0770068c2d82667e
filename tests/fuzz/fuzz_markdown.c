/* Any bytes at all, read as markdown. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	return fuzz_read(doc_read_markdown, bytes, len);
}
