/* Any bytes at all, read as comma-separated values. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	return fuzz_read(doc_read_csv, bytes, len);
}
