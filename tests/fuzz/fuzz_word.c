/* What antiword might say about an old .doc. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	return fuzz_read(doc_read_word, bytes, len);
}
