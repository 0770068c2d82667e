/* Any bytes at all, read as plain text. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	return fuzz_read(doc_read_text, bytes, len);
}
